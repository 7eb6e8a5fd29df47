/* SPDX-License-Identifier: Apache-2.0 */
/* What another node tells of its sessions, over arbitrary bytes: whole, or not at all. */
#include "sql/session_int.h"
#include "support/txn_mem.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd__session_list list = {0};
    nd_heap_init(&heap, true);
    nd_arena_init(&arena, &heap);
    for (int i = 0; i < 2; i++) nd__sessions_take(&list, nd_slice_of(data, size), &arena); /* of two nodes */
    ND_ASSERT(list.count <= size);
    for (size_t i = 0; i < list.count; i++) {
        const struct nd_sys_session *session = &list.sessions[i];
        size_t touched = strlen(session->user) + strlen(session->database) + strlen(session->query);
        ND_ASSERT(touched <= size);
        ND_ASSERT(session->awaited_count + session->held_count + session->lock_count <= size);
        int64_t *pids;
        (void)nd_sys_blockers(list.sessions, list.count, session, &arena, &pids);
    }
    nd_arena_deinit(&arena);
    nd_heap_deinit(&heap);
    return 0;
}
