/* SPDX-License-Identifier: Apache-2.0 */
/* log_recover.c - what a crash left: reads all segments, tells a torn tail from damage (L3). */
#include <stdlib.h>

#include "log/log_int.h"

#define WINDOW_BYTES (256u << 10)
#define NAME_BYTES 20 /* 16 hex digits, ".log" */

struct window { /* of one file, moved along */
    struct nd_file *file;
    struct nd_buf bytes;
    uint64_t offset;
};

struct recovery {
    struct nd_log *log;
    struct window window;
    struct nd_buf scratch;
    struct nd_buf seqs; /* u64 each: segments in the folder */
    bool has_spare, has_leftover;
    const char *complaint; /* why the last frame or item was refused */
    uint64_t complaint_range;
};

/* ---- the folder ------------------------------------------------------------------------------------- */

static bool parse_name(const char *name, uint64_t *seq_out)
{
    uint64_t seq = 0;
    if (strlen(name) != NAME_BYTES || strcmp(name + 16, ".log") != 0) return false;
    for (int i = 0; i < 16; i++) {
        char c = name[i];
        if (c >= '0' && c <= '9') seq = seq << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f') seq = seq << 4 | (uint64_t)(c - 'a' + 10);
        else return false;
    }
    *seq_out = seq;
    return seq != 0;
}

static void on_name(void *arg, const char *name)
{
    struct recovery *recovery = arg;
    uint64_t seq;
    if (parse_name(name, &seq)) nd_buf_put_u64(&recovery->seqs, seq);
    else if (strcmp(name, "spare.log") == 0) recovery->has_spare = true;
    else if (strcmp(name, "new.log") == 0) recovery->has_leftover = true;
}

static enum nd_status damaged(struct recovery *recovery, uint64_t segment_seq, const char *what)
{
    ND_ERROR(nd_env_logger(recovery->log->env), "log", "segment %016llx in %s: %s", (unsigned long long)segment_seq, recovery->log->path, what);
    return ND_STATUS_CORRUPT;
}

/* ---- reading ------------------------------------------------------------------------------------------ */

/* At least `n` bytes at `offset`, less at the end of the file. Valid until the next call. */
static enum nd_status look(struct window *window, uint64_t offset, size_t n, struct nd_slice *bytes_out)
{
    *bytes_out = ND_SLICE_EMPTY;
    if (offset < window->offset || offset + n > window->offset + window->bytes.n) {
        size_t want = n > WINDOW_BYTES ? n : WINDOW_BYTES, got;
        nd_buf_clear(&window->bytes);
        uint8_t *p = nd_buf_extend(&window->bytes, want);
        ND_TRY(nd_file_read(window->file, offset, p, want, &got));
        window->bytes.n = got;
        window->offset = offset;
    }
    size_t skip = (size_t)(offset - window->offset), left = window->bytes.n > skip ? window->bytes.n - skip : 0;
    *bytes_out = nd_slice_of(window->bytes.p + skip, left < n ? left : n);
    return ND_STATUS_OK;
}

static enum nd_status read_header(struct recovery *recovery, struct nd__log_segment *segment, struct nd__log_segment_header *header_out)
{
    enum nd_status status = ND_STATUS_CORRUPT;
    for (uint64_t block = 0; block < ND__LOG_HEADER_BLOCKS && status == ND_STATUS_CORRUPT; block++) {
        struct nd_slice bytes;
        ND_TRY(look(&recovery->window, block * ND__LOG_BLOCK_BYTES, ND__LOG_BLOCK_BYTES, &bytes));
        status = nd__log_segment_header_decode(bytes, header_out);
    }
    if (status == ND_STATUS_UNSUPPORTED) {
        (void)damaged(recovery, segment->seq, "its format version is not known to this program");
        return status;
    }
    if (status != ND_STATUS_OK) return damaged(recovery, segment->seq, "both copies of its header are damaged");
    if (recovery->log->is_only_looked_at && recovery->log->segment_count == 1) recovery->log->uuid = header_out->uuid;
    if (memcmp(&header_out->uuid, &recovery->log->uuid, sizeof header_out->uuid) != 0)
        return damaged(recovery, segment->seq, "it belongs to another node");
    if (header_out->segment_seq != segment->seq) return damaged(recovery, segment->seq, "its header names another segment");
    return ND_STATUS_OK;
}

/* ---- items ----------------------------------------------------------------------------------------------- */

static bool refuse(struct recovery *recovery, struct nd_range_id range, const char *why)
{
    recovery->complaint = why;
    recovery->complaint_range = range.v;
    return false;
}

static void remember(struct nd_log *log, struct nd__log_group *group, uint64_t index, const struct nd__log_entry *entry)
{
    uint64_t at = index - group->prev_index - 1;
    if (at >= group->recovered_cap) {
        group->recovered_cap = group->recovered_cap == 0 ? 16 : group->recovered_cap * 2;
        group->recovered = nd_heap_realloc(log->heap, group->recovered, group->recovered_cap * sizeof *group->recovered);
    }
    group->recovered[at] = (struct nd_raft_entry){.term = entry->term, .index = index, .type = entry->type};
}

/* Where CREATE or the last CHECKPOINT says that the log begins. */
static void set_root(struct nd_log *log, struct nd__log_group *group, const struct nd__log_item *item, struct nd__log_segment *segment)
{
    group->has_root = true;
    group->root_index = item->prev_index;
    group->root_term = item->prev_term;
    nd__log_group_root(log, group, segment);
}

static bool redo_create(struct recovery *recovery, const struct nd__log_item *item, struct nd__log_segment *segment)
{
    struct nd_log *log = recovery->log;
    struct nd__log_group *group = nd__log_group_find(log, item->range);
    if (group != NULL) nd__log_group_remove(log, group);
    group = nd__log_group_add(log, item->range, item->replica);
    nd__log_group_reset(log, group, item->prev_index, item->prev_term);
    set_root(log, group, item, segment);
    return true;
}

static bool is_empty(const struct nd__log_group *group) { return group->last_index == group->prev_index; }

/* Entries before those found first may have gone with a recycled segment: what is here begins where
 * it begins, also beyond an early root. A later CHECKPOINT then says that the rest was not needed, or
 * a truncation takes all of it back; is_whole looks at the end. */
static bool redo_append(struct recovery *recovery, const struct nd__log_item *item, uint64_t frame_seq)
{
    struct nd_log *log = recovery->log;
    struct nd__log_group *group = nd__log_group_find(log, item->range);
    if (group == NULL) group = nd__log_group_add(log, item->range, item->replica);
    if (group->replica.v != item->replica.v) return refuse(recovery, item->range, "an append names another replica");
    if (item->has_hard_state) {
        if (item->hard_state.term < group->hard_state.term) return refuse(recovery, item->range, "the term goes backwards");
        group->hard_state = item->hard_state;
    }
    if (item->truncate_from != 0) {
        if (group->has_root && item->truncate_from <= group->root_index) return refuse(recovery, item->range, "a truncation reaches below the log");
        if (item->truncate_from <= group->prev_index) nd__log_group_reset(log, group, item->truncate_from - 1, 0);
        else nd__log_group_truncate(log, group, item->truncate_from);
    }
    if (item->count == 0) return true;
    if (group->has_root && item->entry_first <= group->root_index) return refuse(recovery, item->range, "entries lie below the log");
    if (is_empty(group)) nd__log_group_reset(log, group, item->entry_first - 1, 0);
    if (item->entry_first != group->last_index + 1) return refuse(recovery, item->range, "entries leave a gap");
    struct nd_dec rows = nd_dec_of(item->rows);
    for (uint64_t i = 0; i < item->count; i++) {
        struct nd__log_entry entry = nd__log_entry_next(&rows);
        uint64_t index = item->entry_first + i;
        nd__log_group_push(log, group, index, entry.term, frame_seq);
        remember(log, group, index, &entry);
    }
    return true;
}

static bool redo_checkpoint(struct recovery *recovery, const struct nd__log_item *item, struct nd__log_segment *segment)
{
    struct nd_log *log = recovery->log;
    struct nd__log_group *group = nd__log_group_find(log, item->range);
    if (group == NULL) group = nd__log_group_add(log, item->range, item->replica);
    if (group->replica.v != item->replica.v) return refuse(recovery, item->range, "a checkpoint names another replica");
    if (group->has_root && item->prev_index < group->root_index) return refuse(recovery, item->range, "a checkpoint goes backwards");
    group->hard_state = item->hard_state;
    set_root(log, group, item, segment);
    if (is_empty(group)) {
        nd__log_group_reset(log, group, item->prev_index, item->prev_term);
    } else if (item->prev_index > group->prev_index) {
        uint64_t drop = item->prev_index - group->prev_index;
        if (item->prev_index < group->last_index)
            memmove(group->recovered, group->recovered + drop, (size_t)(group->last_index - item->prev_index) * sizeof *group->recovered);
        nd__log_group_drop_below(log, group, item->prev_index + 1, item->prev_term);
    }
    return true;
}

static bool is_whole(const struct nd__log_group *group) { return group->has_root && group->prev_index == group->root_index; }

static bool redo(struct recovery *recovery, const struct nd__log_item *item, struct nd__log_segment *segment, uint64_t frame_seq)
{
    switch (item->kind) {
    case ND__LOG_CREATE: return redo_create(recovery, item, segment);
    case ND__LOG_APPEND: return redo_append(recovery, item, frame_seq);
    case ND__LOG_CHECKPOINT: return redo_checkpoint(recovery, item, segment);
    case ND__LOG_DESTROY: {
        struct nd__log_group *group = nd__log_group_find(recovery->log, item->range);
        if (group != NULL) nd__log_group_remove(recovery->log, group);
        return true;
    }
    case ND__LOG_DIRECTORY: return true;
    }
    ND_UNREACHABLE();
}

/* ---- frames ----------------------------------------------------------------------------------------------- */

enum found { FOUND_FRAME, FOUND_NOTHING };

/* A whole, intact frame with the expected number at `block`? items_out borrows from the window. */
static enum nd_status read_frame(struct recovery *recovery, const struct nd__log_segment *segment, uint64_t block, uint64_t frame_seq,
                                 enum found *found_out, struct nd__log_frame_header *header_out, struct nd_slice *items_out)
{
    struct nd_slice bytes;
    *found_out = FOUND_NOTHING;
    ND_TRY(look(&recovery->window, block * ND__LOG_BLOCK_BYTES, ND__LOG_FRAME_HEADER_BYTES, &bytes));
    if (!nd__log_frame_header_decode(bytes, recovery->log->uuid, header_out)) return ND_STATUS_OK;
    if (header_out->segment_seq != segment->seq || header_out->block != block || header_out->frame_seq != frame_seq) return ND_STATUS_OK;
    size_t n = ND__LOG_FRAME_HEADER_BYTES + (size_t)header_out->stored_bytes;
    ND_TRY(look(&recovery->window, block * ND__LOG_BLOCK_BYTES, n, &bytes));
    if (bytes.n < n) return ND_STATUS_OK;
    struct nd_slice stored = nd_slice_of(bytes.p + ND__LOG_FRAME_HEADER_BYTES, header_out->stored_bytes);
    if (nd__log_payload_decode(header_out, stored, &recovery->scratch, items_out) == ND_STATUS_OK) *found_out = FOUND_FRAME;
    return ND_STATUS_OK;
}

static enum nd_status redo_frame(struct recovery *recovery, struct nd__log_segment *segment, const struct nd__log_frame_header *header, struct nd_slice items)
{
    struct nd_dec dec = nd_dec_of(items);
    recovery->complaint = NULL;
    for (uint32_t i = 0; i < header->item_count; i++) {
        struct nd__log_item item;
        if (nd__log_item_decode(&dec, &item) != ND_STATUS_OK) {
            recovery->complaint = "malformed item";
            break;
        }
        if (!redo(recovery, &item, segment, header->frame_seq)) break;
    }
    if (recovery->complaint == NULL && !nd_dec_is_done(&dec)) recovery->complaint = "bytes after the last item";
    if (recovery->complaint == NULL) return ND_STATUS_OK;
    ND_ERROR(nd_env_logger(recovery->log->env), "log", "segment %016llx in %s, offset %llu, frame %llu, range %llu: %s", (unsigned long long)segment->seq,
             recovery->log->path, (unsigned long long)header->block * ND__LOG_BLOCK_BYTES, (unsigned long long)header->frame_seq,
             (unsigned long long)recovery->complaint_range, recovery->complaint);
    return ND_STATUS_CORRUPT;
}

/* ---- naming what is lost ------------------------------------------------------------------------------------ */

static void describe_items(struct nd_slice items, uint32_t item_count, uint64_t frame_seq, struct nd_buf *text)
{
    struct nd_dec dec = nd_dec_of(items);
    for (uint32_t i = 0; i < item_count; i++) {
        struct nd__log_item item;
        if (nd__log_item_decode(&dec, &item) != ND_STATUS_OK) return;
        if (item.kind != ND__LOG_DIRECTORY) continue;
        struct nd_dec rows = nd_dec_of(item.rows);
        for (uint64_t k = 0; k < item.count; k++) {
            struct nd__log_directory_row row = nd__log_directory_row_next(&rows);
            if (row.frame_seq != frame_seq || text->n > 400) continue;
            nd_buf_printf(text, " range %llu entries %llu..%llu;", (unsigned long long)row.range, (unsigned long long)row.first, (unsigned long long)row.last);
        }
    }
}

/* Looks through what can still be read behind the damage for the directory that lists the frame. */
static void describe_frame(struct recovery *recovery, const struct nd__log_segment *segment, uint64_t block, uint64_t frame_seq, struct nd_buf *text)
{
    uint64_t size;
    if (nd_file_size(segment->file, &size) != ND_STATUS_OK) return;
    for (; block * ND__LOG_BLOCK_BYTES < size; block++) {
        struct nd_slice bytes, items;
        struct nd__log_frame_header header;
        enum found found;
        if (look(&recovery->window, block * ND__LOG_BLOCK_BYTES, ND__LOG_FRAME_HEADER_BYTES, &bytes) != ND_STATUS_OK) return;
        if (!nd__log_frame_header_decode(bytes, recovery->log->uuid, &header)) continue;
        if (read_frame(recovery, segment, block, header.frame_seq, &found, &header, &items) != ND_STATUS_OK) return;
        if (found == FOUND_FRAME) describe_items(items, header.item_count, frame_seq, text);
    }
}

static enum nd_status lost_frame(struct recovery *recovery, const struct nd__log_segment *segment, uint64_t block, uint64_t frame_seq)
{
    struct nd_buf text;
    nd_buf_init(&text, recovery->log->heap);
    describe_frame(recovery, segment, block + 1, frame_seq, &text);
    if (text.n == 0) nd_buf_printf(&text, " not known");
    nd_buf_put_u8(&text, 0);
    ND_ERROR(nd_env_logger(recovery->log->env), "log",
             "segment %016llx in %s, offset %llu: frame %llu was durable and is damaged; it held:%s", (unsigned long long)segment->seq,
             recovery->log->path, (unsigned long long)block * ND__LOG_BLOCK_BYTES, (unsigned long long)frame_seq, (const char *)text.p);
    nd_buf_deinit(&text);
    return ND_STATUS_CORRUPT;
}

/* Does a frame behind `block` say that frame_seq was durable? */
static enum nd_status was_durable(struct recovery *recovery, const struct nd__log_segment *segment, uint64_t block, uint64_t frame_seq, bool *was_durable_out)
{
    uint64_t size;
    *was_durable_out = false;
    ND_TRY(nd_file_size(segment->file, &size));
    for (block++; block * ND__LOG_BLOCK_BYTES < size; block++) {
        struct nd_slice bytes;
        struct nd__log_frame_header header;
        ND_TRY(look(&recovery->window, block * ND__LOG_BLOCK_BYTES, ND__LOG_FRAME_HEADER_BYTES, &bytes));
        if (!nd__log_frame_header_decode(bytes, recovery->log->uuid, &header)) continue;
        if (header.segment_seq != segment->seq || header.block != block || header.durable_seq < frame_seq) continue;
        *was_durable_out = true;
        return ND_STATUS_OK;
    }
    return ND_STATUS_OK;
}

/* Only the header of a torn frame can say that there was one. */
static enum nd_status note_torn_tail(struct recovery *recovery, const struct nd__log_segment *segment)
{
    struct nd_slice bytes;
    struct nd__log_frame_header header;
    ND_TRY(look(&recovery->window, segment->next_block * ND__LOG_BLOCK_BYTES, ND__LOG_FRAME_HEADER_BYTES, &bytes));
    if (nd__log_frame_header_decode(bytes, recovery->log->uuid, &header) && header.segment_seq == segment->seq && header.block == segment->next_block)
        ND_INFO(nd_env_logger(recovery->log->env), "log", "segment %016llx in %s: frame %llu was torn by a crash and is cut off",
                (unsigned long long)segment->seq, recovery->log->path, (unsigned long long)header.frame_seq);
    return ND_STATUS_OK;
}

/* ---- segments ----------------------------------------------------------------------------------------------- */

/* Redoes the frames of one segment. In the newest one the first invalid frame is a torn tail or damage. */
static enum nd_status read_frames(struct recovery *recovery, struct nd__log_segment *segment, bool is_newest)
{
    struct nd_log *log = recovery->log;
    for (;;) {
        enum found found;
        struct nd__log_frame_header header;
        struct nd_slice items;
        uint64_t frame_seq = log->durable_seq + 1;
        ND_TRY(read_frame(recovery, segment, segment->next_block, frame_seq, &found, &header, &items));
        if (found == FOUND_NOTHING) break;
        nd__log_segment_add_frame(log, segment, segment->next_block);
        ND_TRY(redo_frame(recovery, segment, &header, items));
        log->durable_seq = log->sealed_seq = frame_seq;
        log->last_hash = header.hash;
        segment->next_block += nd__log_frame_blocks(header.stored_bytes);
    }
    if (!is_newest) return ND_STATUS_OK;
    bool is_damaged;
    ND_TRY(was_durable(recovery, segment, segment->next_block, log->durable_seq + 1, &is_damaged));
    if (is_damaged) return lost_frame(recovery, segment, segment->next_block, log->durable_seq + 1);
    return note_torn_tail(recovery, segment);
}

static enum nd_status read_segment(struct recovery *recovery, uint64_t seq, bool is_newest)
{
    struct nd_log *log = recovery->log;
    struct nd__log_segment *before = log->segment_count == 0 ? NULL : nd__log_active(log);
    struct nd__log_segment *segment = nd__log_segment_add(log, seq, 0);
    char *path = nd__log_segment_path(log, seq);
    enum nd_status status = nd_file_open(log->env, path, log->is_only_looked_at ? ND_FILE_READ : ND_FILE_READ | ND_FILE_WRITE, &segment->file);
    nd_heap_free(log->heap, path);
    if (status != ND_STATUS_OK) return status;
    recovery->window.file = segment->file;
    recovery->window.offset = 0;
    nd_buf_clear(&recovery->window.bytes);

    struct nd__log_segment_header header;
    ND_TRY(read_header(recovery, segment, &header));
    segment->first_frame_seq = header.prev_frame_seq + 1;
    segment->prev_hash = header.prev_hash;
    segment->block_count = header.segment_bytes / ND__LOG_BLOCK_BYTES;
    if (before == NULL) {
        log->durable_seq = log->sealed_seq = header.prev_frame_seq;
        log->last_hash = header.prev_hash;
    } else if (log->durable_seq < header.prev_frame_seq) {
        recovery->window.file = before->file;
        recovery->window.bytes.n = 0;
        return lost_frame(recovery, before, before->next_block, log->durable_seq + 1);
    } else if (log->durable_seq != header.prev_frame_seq || log->last_hash != header.prev_hash) {
        return damaged(recovery, seq, "it does not continue the segment before it");
    }
    return read_frames(recovery, segment, is_newest);
}

static enum nd_status read_segments(struct recovery *recovery)
{
    size_t count = recovery->seqs.n / 8;
    for (size_t i = 0; i < count; i++) {
        uint64_t seq = nd_load_u64(recovery->seqs.p + i * 8); /* ascending: names are listed in order */
        if (i > 0 && seq != nd__log_active(recovery->log)->seq + 1) return damaged(recovery, nd__log_active(recovery->log)->seq + 1, "it is missing");
        ND_TRY(read_segment(recovery, seq, i + 1 == count));
    }
    ND_HMAP_FOREACH(slot, &recovery->log->groups) {
        struct nd__log_group *group = slot->value;
        if (!is_whole(group)) {
            ND_ERROR(nd_env_logger(recovery->log->env), "log", "%s: range %llu has entries but no beginning", recovery->log->path,
                     (unsigned long long)group->range.v);
            return ND_STATUS_CORRUPT;
        }
        group->prev_term = group->root_term;
    }
    return ND_STATUS_OK;
}

/* What a crash left of making files; and a spare if its space is all there. */
static enum nd_status tidy_folder(struct recovery *recovery)
{
    struct nd_log *log = recovery->log;
    enum nd_status status = ND_STATUS_OK;
    char *leftover = nd__log_path(log, "new.log"), *spare = nd__log_path(log, "spare.log");
    uint64_t size = 0;
    if (recovery->has_leftover) ND_TRY_OR(nd_file_remove(log->env, leftover), out);
    if (!recovery->has_spare) goto out;
    ND_TRY_OR(nd_file_open(log->env, spare, ND_FILE_READ | ND_FILE_WRITE, &log->spare), out);
    ND_TRY_OR(nd_file_size(log->spare, &size), out);
    if (size >= log->segment_bytes) {
        log->spare_state = ND__LOG_SPARE_READY;
        goto out;
    }
    nd_file_close(log->spare);
    log->spare = NULL;
    status = nd_file_remove(log->env, spare);
out:
    nd_heap_free(log->heap, leftover);
    nd_heap_free(log->heap, spare);
    return status;
}

/* What was read may be in the operating system's cache alone: a frame whose fsync never returned
 * counts from here on, so it must be durable before anybody builds on it. */
static enum nd_status settle(struct nd_log *log)
{
    if (log->segment_count > 0) ND_TRY(nd_file_sync(nd__log_active(log)->file));
    ND_TRY(nd_dir_sync(log->env, log->path));
    if (log->segment_count > 0) return ND_STATUS_OK;
    struct nd_file *spare = log->spare;
    if (log->spare_state == ND__LOG_SPARE_NONE) ND_TRY(nd__log_spare_create(log, &spare));
    log->spare = NULL;
    log->spare_state = ND__LOG_SPARE_NONE;
    return nd__log_segment_create(log, nd__log_segment_add(log, 1, 1), spare);
}

enum nd_status nd__log_recover_folder(struct nd_log *log)
{
    struct recovery recovery = {.log = log};
    nd_buf_init(&recovery.window.bytes, log->heap);
    nd_buf_init(&recovery.scratch, log->heap);
    nd_buf_init(&recovery.seqs, log->heap);
    enum nd_status status;
    ND_TRY_OR(nd_dir_list(log->env, log->path, &recovery, on_name), out);
    ND_TRY_OR(read_segments(&recovery), out);
    if (log->is_only_looked_at) {
        status = log->segment_count > 0 ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
        goto out;
    }
    ND_TRY_OR(tidy_folder(&recovery), out);
    ND_TRY_OR(settle(log), out);
out:
    nd_buf_deinit(&recovery.window.bytes);
    nd_buf_deinit(&recovery.scratch);
    nd_buf_deinit(&recovery.seqs);
    return status;
}

/* ---- handing it over ------------------------------------------------------------------------------------------ */

static int compare_groups(const void *a, const void *b)
{
    const struct nd__log_group *x = *(struct nd__log_group *const *)a, *y = *(struct nd__log_group *const *)b;
    return x->range.v < y->range.v ? -1 : x->range.v > y->range.v;
}

void nd_log_recover(struct nd_log *log, void *arg, void (*on_group)(void *arg, const struct nd_log_group_state *group))
{
    struct nd__log_group **groups = nd_heap_alloc(log->heap, log->groups.count * sizeof *groups + 1);
    size_t count = 0;
    ND_HMAP_FOREACH(slot, &log->groups) groups[count++] = slot->value;
    qsort(groups, count, sizeof *groups, compare_groups);
    for (size_t i = 0; i < count; i++) {
        const struct nd__log_group *group = groups[i];
        struct nd_log_group_state state = {
            .range = group->range,
            .replica = group->replica,
            .hard_state = group->hard_state,
            .prev_index = group->prev_index,
            .prev_term = group->prev_term,
            .entries = group->recovered,
            .entry_count = (size_t)(group->last_index - group->prev_index),
        };
        on_group(arg, &state);
    }
    nd_heap_free(log->heap, groups);
    nd__log_free_recovered(log);
}

void nd__log_free_recovered(struct nd_log *log)
{
    ND_HMAP_FOREACH(slot, &log->groups) {
        struct nd__log_group *group = slot->value;
        nd_heap_free(log->heap, group->recovered);
        group->recovered = NULL;
        group->recovered_cap = 0;
    }
}
