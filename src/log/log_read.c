/* SPDX-License-Identifier: Apache-2.0 */
/* log_read.c - entries read back from the segments, on the reader. */
#include "log/log_int.h"

struct part { /* one frame that holds entries [first, last] of the group */
    struct nd__log_segment *segment;
    uint64_t frame_seq, block, first, last;
};

struct plan {
    struct nd__log_uuid uuid;
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_replica_id replica;
    size_t part_count;
    struct part parts[ND__LOG_READ_FRAMES_MAX];
    size_t entry_cap, bytes;
};

struct found { /* an entry inside of a frame's items */
    uint64_t index;
    struct nd__log_entry entry;
};

/* ---- on the reader -------------------------------------------------------------------------------------- */

static enum nd_status damaged(const struct plan *plan, const struct part *part, const char *what)
{
    ND_ERROR(nd_env_logger(plan->env), "log", "segment %016llx, offset %llu, frame %llu: %s", (unsigned long long)part->segment->seq,
             (unsigned long long)part->block * ND__LOG_BLOCK_BYTES, (unsigned long long)part->frame_seq, what);
    return ND_STATUS_CORRUPT;
}

static enum nd_status read_frame(const struct plan *plan, const struct part *part, struct nd_buf *stored, struct nd_buf *scratch,
                                 struct nd__log_frame_header *header_out, struct nd_slice *items_out)
{
    uint64_t offset = part->block * ND__LOG_BLOCK_BYTES;
    size_t n;
    nd_buf_clear(stored);
    uint8_t *p = nd_buf_extend(stored, ND__LOG_BLOCK_BYTES);
    ND_TRY(nd_file_read(part->segment->file, offset, p, ND__LOG_BLOCK_BYTES, &n));
    if (n < ND__LOG_BLOCK_BYTES || !nd__log_frame_header_decode(nd_buf_slice(stored), plan->uuid, header_out))
        return damaged(plan, part, "no frame where one was written");
    if (header_out->frame_seq != part->frame_seq || header_out->segment_seq != part->segment->seq || header_out->block != part->block)
        return damaged(plan, part, "another frame where this one was written");
    size_t whole = ND__LOG_FRAME_HEADER_BYTES + (size_t)header_out->stored_bytes;
    if (whole > ND__LOG_BLOCK_BYTES) {
        size_t more = whole - ND__LOG_BLOCK_BYTES;
        p = nd_buf_extend(stored, more);
        ND_TRY(nd_file_read(part->segment->file, offset + ND__LOG_BLOCK_BYTES, p, more, &n));
        if (n < more) return damaged(plan, part, "cut short");
    }
    struct nd_slice payload = nd_slice_of(stored->p + ND__LOG_FRAME_HEADER_BYTES, header_out->stored_bytes);
    if (nd__log_payload_decode(header_out, payload, scratch, items_out) != ND_STATUS_OK) return damaged(plan, part, "damaged payload");
    return ND_STATUS_OK;
}

/* Collects the entries of one item; what a later truncation in the same frame took back goes again. */
static void collect_append(const struct part *part, const struct nd__log_item *item, struct nd_buf *found)
{
    const size_t one = sizeof(struct found);
    if (item->truncate_from != 0)
        while (found->n > 0 && ((const struct found *)(const void *)(found->p + found->n - one))->index >= item->truncate_from) found->n -= one;
    struct nd_dec rows = nd_dec_of(item->rows);
    for (uint64_t i = 0; i < item->count; i++) {
        struct found next = {.index = item->entry_first + i, .entry = nd__log_entry_next(&rows)};
        if (next.index >= part->first && next.index <= part->last) nd_buf_put(found, &next, one);
    }
}

static enum nd_status collect(const struct plan *plan, const struct part *part, struct nd_range_id range, struct nd_slice items, uint32_t item_count,
                              struct nd_buf *found)
{
    struct nd_dec dec = nd_dec_of(items);
    nd_buf_clear(found);
    for (uint32_t i = 0; i < item_count; i++) {
        struct nd__log_item item;
        if (nd__log_item_decode(&dec, &item) != ND_STATUS_OK) return damaged(plan, part, "malformed item");
        if (item.range.v != range.v || item.replica.v != plan->replica.v) continue;
        if (item.kind == ND__LOG_CREATE) nd_buf_clear(found);
        if (item.kind == ND__LOG_APPEND) collect_append(part, &item, found);
    }
    size_t count = found->n / sizeof(struct found);
    if (count != part->last - part->first + 1) return damaged(plan, part, "entries are missing");
    for (size_t i = 0; i < count; i++)
        if (((const struct found *)(const void *)found->p)[i].index != part->first + i) return damaged(plan, part, "entries out of order");
    return ND_STATUS_OK;
}

/* Copies entries out until the request's bytes are used up. */
static enum nd_status take(struct nd_log_read *read, struct plan *plan, const struct part *part, const struct nd_buf *found)
{
    const struct found *items = (const struct found *)(const void *)found->p;
    for (size_t i = 0, count = found->n / sizeof *items; i < count; i++) {
        const struct nd__log_entry *from = &items[i].entry;
        if (read->entry_count > 0 && plan->bytes + from->data.n > read->bytes_max) {
            plan->bytes = read->bytes_max; /* full: the frames after this one are not read */
            break;
        }
        if (read->entry_count == plan->entry_cap) {
            plan->entry_cap = plan->entry_cap == 0 ? 16 : plan->entry_cap * 2;
            read->entries = nd_heap_realloc(plan->heap, read->entries, plan->entry_cap * sizeof *read->entries);
        }
        struct nd_raft_entry entry = {.term = from->term, .index = items[i].index, .type = from->type};
        if (from->type != ND_RAFT_NOOP) entry.payload = nd_raft_payload_new(plan->heap, from->data);
        read->entries[read->entry_count++] = entry;
        plan->bytes += from->data.n;
        if (entry.payload != NULL && entry.payload->crc != from->crc) return damaged(plan, part, "an entry's checksum does not match");
    }
    return ND_STATUS_OK;
}

static enum nd_status read_parts(struct nd_log_read *read, struct plan *plan, struct nd_buf *stored, struct nd_buf *scratch, struct nd_buf *found)
{
    for (size_t i = 0; i < plan->part_count; i++) {
        struct nd__log_frame_header header;
        struct nd_slice items;
        if (read->entry_count > 0 && plan->bytes >= read->bytes_max) break;
        ND_TRY(read_frame(plan, &plan->parts[i], stored, scratch, &header, &items));
        ND_TRY(collect(plan, &plan->parts[i], read->range, items, header.item_count, found));
        ND_TRY(take(read, plan, &plan->parts[i], found));
    }
    return ND_STATUS_OK;
}

static void run_read(struct nd_job *job)
{
    struct nd_log_read *read = ND_CONTAINER_OF(job, struct nd_log_read, job);
    struct plan *plan = read->plan;
    struct nd_buf stored, scratch, found;
    nd_buf_init(&stored, plan->heap);
    nd_buf_init(&scratch, plan->heap);
    nd_buf_init(&found, plan->heap);
    read->status = read_parts(read, plan, &stored, &scratch, &found);
    nd_buf_deinit(&stored);
    nd_buf_deinit(&scratch);
    nd_buf_deinit(&found);
}

/* ---- on the reactor --------------------------------------------------------------------------------------- */

static void drop_entries(struct nd_log_read *read, size_t keep)
{
    while (read->entry_count > keep) nd_raft_payload_unref(read->entries[--read->entry_count].payload);
}

/* What was truncated or replaced while the reader was at it is not an answer. */
static void drop_stale(struct nd_log_read *read, const struct plan *plan)
{
    const struct nd__log_group *group = nd__log_group_find(read->log, read->range);
    bool is_there = group != NULL && group->replica.v == plan->replica.v;
    size_t keep = 0;
    for (; is_there && keep < read->entry_count; keep++) {
        const struct nd_raft_entry *entry = &read->entries[keep];
        if (entry->index > group->last_index) break;
        const struct nd__log_run *run = nd__log_runs_find(&group->terms, entry->index);
        if (run != NULL && run->value != entry->term) break; /* NULL: compacted since, still right */
    }
    drop_entries(read, keep);
    if (keep == 0) read->status = ND_STATUS_NOT_FOUND;
}

static void on_read(struct nd_job *job)
{
    struct nd_log_read *read = ND_CONTAINER_OF(job, struct nd_log_read, job);
    struct nd_log *log = read->log;
    struct plan *plan = read->plan;
    log->reads_running--;
    for (size_t i = 0; i < plan->part_count; i++) plan->parts[i].segment->readers--;
    if (read->status == ND_STATUS_OK) drop_stale(read, plan);
    else drop_entries(read, 0);
    nd_heap_free(log->heap, plan);
    read->plan = NULL;
    nd__log_purge(log);
    read->done(read);
}

static void run_nothing(struct nd_job *job) { (void)job; }
static void on_refused(struct nd_job *job)
{
    struct nd_log_read *read = ND_CONTAINER_OF(job, struct nd_log_read, job);
    read->log->reads_running--;
    read->done(read);
}

static void start(struct nd_log_read *read, void (*run)(struct nd_job *job), void (*done)(struct nd_job *job))
{
    read->job.run = run;
    read->job.done = done;
    read->log->reads_running++;
    nd_worker_submit(read->log->reader, read->log->reactor, &read->job);
}

static struct plan *new_plan(struct nd_log *log, const struct nd__log_group *group, uint64_t first, uint64_t last)
{
    struct plan *plan = nd_heap_alloc(log->heap, sizeof *plan);
    plan->uuid = log->uuid;
    plan->env = log->env;
    plan->heap = log->heap;
    plan->replica = group->replica;
    plan->part_count = plan->entry_cap = plan->bytes = 0;
    const struct nd__log_run *run = nd__log_runs_find(&group->frames, first), *end = group->frames.items + group->frames.end;
    for (; run != end && run->first <= last && plan->part_count < ND__LOG_READ_FRAMES_MAX; run++) {
        if (run->value > log->durable_seq) break;
        struct nd__log_segment *segment = nd__log_segment_of(log, run->value);
        ND_ASSERT(segment != NULL);
        uint64_t run_last = run + 1 == end ? group->last_index : run[1].first - 1;
        struct part *part = &plan->parts[plan->part_count++];
        part->segment = segment;
        part->frame_seq = run->value;
        part->block = segment->frame_blocks[run->value - segment->first_frame_seq];
        part->first = run->first < first ? first : run->first;
        part->last = run_last < last ? run_last : last;
        segment->readers++;
    }
    return plan;
}

static void begin(struct nd_log_read *read)
{
    struct nd_log *log = read->log;
    const struct nd__log_group *group = nd__log_group_find(log, read->range);
    if (group == NULL || read->first <= group->prev_index || read->first > group->last_index) {
        read->status = ND_STATUS_NOT_FOUND;
        start(read, run_nothing, on_refused);
        return;
    }
    if (nd__log_runs_find(&group->frames, read->first)->value > log->durable_seq) {
        nd_list_push_back(&log->waiting_reads, &read->job.link);
        return;
    }
    read->plan = new_plan(log, group, read->first, read->last);
    start(read, run_read, on_read);
}

void nd_log_read(struct nd_log *log, struct nd_log_read *read)
{
    ND_ASSERT(read->first > 0);
    ND_ASSERT(read->first <= read->last);
    read->log = log;
    read->status = ND_STATUS_OK;
    read->entries = NULL;
    read->entry_count = 0;
    read->plan = NULL;
    begin(read);
}

void nd__log_retry_reads(struct nd_log *log)
{
    struct nd_list waiting;
    nd_list_init(&waiting);
    while (!nd_list_is_empty(&log->waiting_reads)) {
        struct nd_list *link = log->waiting_reads.next;
        nd_list_remove(link);
        nd_list_push_back(&waiting, link);
    }
    while (!nd_list_is_empty(&waiting)) {
        struct nd_list *link = waiting.next;
        nd_list_remove(link);
        begin(ND_CONTAINER_OF(ND_CONTAINER_OF(link, struct nd_job, link), struct nd_log_read, job));
    }
}

void nd_log_read_release(struct nd_log_read *read)
{
    nd_list_remove(&read->job.link); /* still waiting for a frame */
    nd_heap_free(read->log->heap, read->plan);
    read->plan = NULL;
    drop_entries(read, 0);
    nd_heap_free(read->log->heap, read->entries);
    read->entries = NULL;
    nd_heap_free(read->log->heap, read->plan); /* done never came: the workers are closed */
    read->plan = NULL;
}
