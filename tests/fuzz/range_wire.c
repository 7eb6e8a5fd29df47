/* SPDX-License-Identifier: Apache-2.0 */
/* What comes to a range from elsewhere: requests and replies of the key-value wire, batches of commands, provisional records, requests and replies of snapshots. The first
 * byte chooses. What decodes is encoded again and must say the same. */
#include "range/command.h"
#include "range/mvcc.h"
#include "range/snap_int.h"

static void try_request(struct nd_slice bytes, struct nd_arena *arena, struct nd_heap *heap)
{
    struct nd_kv_request request, again;
    struct nd_buf first, second;
    if (nd_kv_request_decode(bytes, arena, &request) != ND_STATUS_OK) return;
    nd_buf_init(&first, heap);
    nd_buf_init(&second, heap);
    nd_kv_request_encode(&request, &first);
    ND_ASSERT(nd_kv_request_decode(nd_buf_slice(&first), arena, &again) == ND_STATUS_OK);
    nd_kv_request_encode(&again, &second);
    ND_ASSERT(nd_slice_eq(nd_buf_slice(&first), nd_buf_slice(&second)));
    if (request.secondaries.n > 0) {
        const struct nd_slice *keys;
        size_t count;
        ND_ASSERT(nd_kv_read_keys(request.secondaries, arena, &keys, &count) == ND_STATUS_OK);
    }
    nd_buf_deinit(&first);
    nd_buf_deinit(&second);
}

static void try_reply(struct nd_slice bytes, struct nd_arena *arena, struct nd_heap *heap)
{
    struct nd_kv_reply reply, again;
    struct nd_buf out;
    if (nd_kv_reply_decode(bytes, arena, &reply) != ND_STATUS_OK) return;
    nd_buf_init(&out, heap);
    nd_kv_reply_encode(&reply, &out);
    ND_ASSERT(nd_kv_reply_decode(nd_buf_slice(&out), arena, &again) == ND_STATUS_OK);
    ND_ASSERT(again.commit_ts.v == reply.commit_ts.v);
    ND_ASSERT(again.row_count == reply.row_count);
    nd_buf_deinit(&out);
}

static void try_commands(struct nd_slice bytes)
{
    struct nd_command_batch batch;
    struct nd_command command;
    if (!nd_command_batch_read(bytes, &batch)) return;
    while (nd_command_next(&batch, &command)) {
        bool has_muts = command.kind == ND_COMMAND_COMMIT_ONE || command.kind == ND_COMMAND_PREWRITE || command.kind == ND_COMMAND_PREWRITE_ASYNC;
        for (size_t i = 0; i < command.count && nd_dec_is_ok(&batch.dec); i++) {
            if (has_muts) (void)nd_command_next_mut(&batch);
            else if (command.kind == ND_COMMAND_RAW) (void)nd_command_next_raw(&batch);
            else (void)nd_command_next_key(&batch);
        }
    }
}

static void try_record(struct nd_slice bytes, struct nd_heap *heap)
{
    struct nd_mvcc_lock lock, again;
    struct nd_buf out;
    if (!nd_mvcc_lock_decode(bytes, &lock)) return;
    nd_buf_init(&out, heap);
    nd_mvcc_lock_encode(&lock, &out);
    ND_ASSERT(nd_mvcc_lock_decode(nd_buf_slice(&out), &again));
    ND_ASSERT(again.min_commit_ts.v == lock.min_commit_ts.v);
    ND_ASSERT(nd_slice_eq(again.value, lock.value));
    nd_buf_deinit(&out);
}

static void try_snapshot(struct nd_slice bytes, struct nd_heap *heap)
{
    struct nd__snap_request request, again;
    struct nd__snap_reply reply;
    struct nd_buf first, second;
    if (nd__snap_reply_decode(bytes, &reply) == ND_STATUS_OK) ND_ASSERT(reply.status < ND_STATUS_COUNT);
    if (nd__snap_request_decode(bytes, &request) != ND_STATUS_OK) return;
    nd_buf_init(&first, heap);
    nd_buf_init(&second, heap);
    nd__snap_request_encode(&request, &first);
    ND_ASSERT(nd__snap_request_decode(nd_buf_slice(&first), &again) == ND_STATUS_OK);
    nd__snap_request_encode(&again, &second);
    ND_ASSERT(nd_slice_eq(nd_buf_slice(&first), nd_buf_slice(&second)));
    nd_buf_deinit(&first);
    nd_buf_deinit(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_slice bytes = nd_slice_of(data + 1, size - 1);
    nd_heap_init(&heap, true);
    nd_arena_init(&arena, &heap);
    switch (data[0] == 4 ? 4 : data[0] & 3) {
    case 0: try_request(bytes, &arena, &heap); break;
    case 1: try_reply(bytes, &arena, &heap); break;
    case 2: try_commands(bytes); break;
    case 4: try_snapshot(bytes, &heap); break;
    default: try_record(bytes, &heap);
    }
    nd_arena_deinit(&arena);
    nd_heap_deinit(&heap);
    return 0;
}
