/* SPDX-License-Identifier: Apache-2.0 */
#include "raft/raft_int.h"

#include "base/checksum.h"

struct nd_raft_payload *nd_raft_payload_new(struct nd_heap *heap, struct nd_slice data)
{
    struct nd_raft_payload *payload = nd_heap_alloc(heap, sizeof *payload + data.n);
    atomic_init(&payload->refs, 1);
    payload->crc = nd_crc32c(0, data);
    payload->heap = heap;
    payload->n = data.n;
    if (data.n != 0) memcpy(payload->data, data.p, data.n);
    return payload;
}

struct nd_raft_payload *nd_raft_payload_ref(struct nd_raft_payload *payload)
{
    if (payload != NULL) atomic_fetch_add_explicit(&payload->refs, 1, memory_order_relaxed);
    return payload;
}

void nd_raft_payload_unref(struct nd_raft_payload *payload)
{
    if (payload == NULL) return;
    uint32_t before = atomic_fetch_sub_explicit(&payload->refs, 1, memory_order_acq_rel);
    ND_ASSERT(before > 0);
    if (before == 1) nd_heap_free(payload->heap, payload);
}

struct nd_raft_entry *nd__raft_log_at(const struct nd__raft_log *log, uint64_t index)
{
    if (index <= log->prev_index || index > nd__raft_log_last(log)) return NULL;
    return &log->entries[log->head + (size_t)(index - log->prev_index - 1)];
}

bool nd__raft_log_term(const struct nd__raft_log *log, uint64_t index, uint64_t *term_out)
{
    const struct nd_raft_entry *entry = nd__raft_log_at(log, index);
    *term_out = entry != NULL ? entry->term : index == log->prev_index ? log->prev_term : 0;
    return entry != NULL || index == log->prev_index;
}

bool nd__raft_log_has(const struct nd__raft_log *log, uint64_t index, uint64_t term)
{
    uint64_t term_here;
    return nd__raft_log_term(log, index, &term_here) && term_here == term;
}

uint64_t nd__raft_log_find_term_le(const struct nd__raft_log *log, uint64_t index, uint64_t term, uint64_t *term_out)
{
    /* Terms never fall along the log, so a binary search finds the place. */
    uint64_t low = log->prev_index, high = nd__raft_min(index, nd__raft_log_last(log));
    while (low < high) {
        uint64_t mid = low + (high - low + 1) / 2;
        if (nd__raft_log_at(log, mid)->term <= term) low = mid;
        else high = mid - 1;
    }
    bool is_known = nd__raft_log_term(log, low, term_out);
    ND_ASSERT(is_known);
    return low;
}

static void make_room(struct nd__raft_log *log)
{
    if (log->head + log->count < log->cap) return;
    if (log->head > log->cap / 2) {
        memmove(log->entries, log->entries + log->head, log->count * sizeof *log->entries);
        log->head = 0;
        return;
    }
    log->entries = nd__raft_grow(log->heap, log->entries, &log->cap, sizeof *log->entries);
}

void nd__raft_log_push(struct nd__raft_log *log, uint64_t term, uint64_t index, enum nd_raft_entry_type type,
                       struct nd_raft_payload *payload)
{
    ND_ASSERT(index == nd__raft_log_last(log) + 1);
    make_room(log);
    log->entries[log->head + log->count] = (struct nd_raft_entry){term, index, type, nd_raft_payload_ref(payload)};
    log->count++;
    if (payload != NULL) log->payload_bytes += payload->n;
}

static void drop_payload(struct nd__raft_log *log, struct nd_raft_entry *entry)
{
    if (entry->payload == NULL) return;
    log->payload_bytes -= entry->payload->n;
    nd_raft_payload_unref(entry->payload);
    entry->payload = NULL;
}

void nd__raft_log_truncate(struct nd__raft_log *log, uint64_t from)
{
    ND_ASSERT(from > log->prev_index);
    while (nd__raft_log_last(log) >= from) {
        drop_payload(log, nd__raft_log_at(log, nd__raft_log_last(log)));
        log->count--;
    }
    if (log->evicted_to >= from) log->evicted_to = from - 1;
}

void nd__raft_log_compact(struct nd__raft_log *log, uint64_t first)
{
    ND_ASSERT(first <= nd__raft_log_last(log) + 1);
    while (log->prev_index + 1 < first) {
        struct nd_raft_entry *entry = nd__raft_log_at(log, log->prev_index + 1);
        drop_payload(log, entry);
        log->prev_index = entry->index;
        log->prev_term = entry->term;
        log->head++;
        log->count--;
    }
    if (log->count == 0) log->head = 0;
    if (log->evicted_to < log->prev_index) log->evicted_to = log->prev_index;
}

void nd__raft_log_reset(struct nd__raft_log *log, uint64_t prev_index, uint64_t prev_term)
{
    while (log->count > 0) {
        drop_payload(log, &log->entries[log->head + log->count - 1]);
        log->count--;
    }
    log->head = 0;
    log->prev_index = log->evicted_to = prev_index;
    log->prev_term = prev_term;
}

void nd__raft_log_evict(struct nd__raft_log *log, uint64_t to)
{
    to = nd__raft_min(to, nd__raft_log_last(log));
    for (uint64_t index = nd__raft_max(log->evicted_to, log->prev_index) + 1; index <= to; index++)
        drop_payload(log, nd__raft_log_at(log, index));
    if (log->evicted_to < to) log->evicted_to = to;
}

void nd__raft_log_restore(struct nd__raft_log *log, const struct nd_raft_entry *entry)
{
    struct nd_raft_entry *here = nd__raft_log_at(log, entry->index);
    if (here == NULL || here->term != entry->term || here->type != entry->type) return; /* replaced meanwhile */
    if (here->payload != NULL || entry->payload == NULL) return;
    here->payload = nd_raft_payload_ref(entry->payload);
    log->payload_bytes += here->payload->n;
    if (log->evicted_to >= entry->index) log->evicted_to = entry->index - 1;
}

void nd__raft_log_trim(struct nd__raft_log *log)
{
    if (log->cap == log->count) return;
    if (log->count > 0) memmove(log->entries, log->entries + log->head, log->count * sizeof *log->entries);
    struct nd_raft_entry *entries = log->count == 0 ? NULL : nd_heap_realloc(log->heap, log->entries, log->count * sizeof *entries);
    if (entries == NULL) nd_heap_free(log->heap, log->entries);
    log->entries = entries;
    log->head = 0;
    log->cap = log->count;
}

void nd__raft_log_deinit(struct nd__raft_log *log)
{
    for (size_t i = 0; i < log->count; i++)
        drop_payload(log, &log->entries[log->head + i]);
    nd_heap_free(log->heap, log->entries);
}
