/* SPDX-License-Identifier: Apache-2.0 */
/* log_recover.c - what a crash left: reads all segments, tells a torn tail from damage (L3). */
#include <stdlib.h>

#include "base/checksum.h"
#include "log/log_recover_int.h"

#define WINDOW_BYTES (256u << 10)
#define DIGITS 16

/* ---- the folder ------------------------------------------------------------------------------------- */

/* 16 hex digits and the suffix. */
static bool parse_name(const char *name, const char *suffix, uint64_t *seq_out)
{
    uint64_t seq = 0;
    if (strlen(name) != DIGITS + strlen(suffix) || strcmp(name + DIGITS, suffix) != 0) return false;
    for (int i = 0; i < DIGITS; i++) {
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
    struct nd__log_recovery *recovery = arg;
    uint64_t seq;
    if (parse_name(name, ".log", &seq)) nd_buf_put_u64(&recovery->seqs, seq);
    else if (parse_name(name, ".log.damaged", &seq)) nd_buf_put_u64(&recovery->damaged_seqs, seq);
    else if (strncmp(name, "repair-", 7) == 0 && parse_name(name + 7, ".log", &seq)) nd_buf_put_u64(&recovery->repair_seqs, seq);
    else if (strcmp(name, "repair.ready") == 0) recovery->has_ready = true;
    else if (strcmp(name, "spare.log") == 0) recovery->has_spare = true;
    else if (strcmp(name, "new.log") == 0) recovery->has_leftover = true;
}

static enum nd_status damaged(struct nd__log_recovery *recovery, uint64_t segment_seq, const char *what)
{
    ND_ERROR(nd_env_logger(recovery->log->env), "log", "segment %016llx in %s: %s", (unsigned long long)segment_seq, recovery->log->path, what);
    return ND_STATUS_CORRUPT;
}

/* ---- reading ------------------------------------------------------------------------------------------ */

enum nd_status nd__log_look(struct nd__log_window *window, uint64_t offset, size_t n, struct nd_slice *bytes_out)
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

/* *is_there_out: at least one of its copies is intact. */
static enum nd_status read_header(struct nd__log_recovery *recovery, struct nd__log_segment *segment, struct nd__log_segment_header *header_out, bool *is_there_out)
{
    enum nd_status status = ND_STATUS_CORRUPT;
    for (uint64_t block = 0; block < ND__LOG_HEADER_BLOCKS && status == ND_STATUS_CORRUPT; block++) {
        struct nd_slice bytes;
        ND_TRY(nd__log_look(&recovery->window, block * ND__LOG_BLOCK_BYTES, ND__LOG_BLOCK_BYTES, &bytes));
        status = nd__log_segment_header_decode(bytes, header_out);
    }
    if (status == ND_STATUS_UNSUPPORTED) {
        (void)damaged(recovery, segment->seq, "its format version is not known to this program");
        return status;
    }
    if (status != ND_STATUS_OK && status != ND_STATUS_CORRUPT) return status;
    *is_there_out = status == ND_STATUS_OK;
    if (status != ND_STATUS_OK) return ND_STATUS_OK;
    if (recovery->log->is_only_looked_at && recovery->log->segment_count == 1) recovery->log->uuid = header_out->uuid;
    if (memcmp(&header_out->uuid, &recovery->log->uuid, sizeof header_out->uuid) != 0)
        return damaged(recovery, segment->seq, "it belongs to another node");
    if (header_out->segment_seq != segment->seq) return damaged(recovery, segment->seq, "its header names another segment");
    return ND_STATUS_OK;
}

/* ---- items ----------------------------------------------------------------------------------------------- */

static bool refuse(struct nd__log_recovery *recovery, struct nd_range_id range, const char *why)
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

static bool redo_create(struct nd__log_recovery *recovery, const struct nd__log_item *item, struct nd__log_segment *segment)
{
    struct nd_log *log = recovery->log;
    struct nd__log_group *group = nd__log_group_find(log, item->range);
    if (group != NULL) nd__log_group_remove(log, group);
    group = nd__log_group_add(log, item->range, item->replica);
    nd__log_group_reset(log, group, item->prev_index, item->prev_term);
    set_root(log, group, item, segment);
    (void)nd_hmap_remove(&recovery->hit, item->range.v);
    (void)nd_hmap_remove(&recovery->lost, item->range.v);
    return true;
}

static bool is_empty(const struct nd__log_group *group) { return group->last_index == group->prev_index; }

/* Its CREATE is in a segment that was recycled, or in a damaged frame. */
static struct nd__log_group *meet(struct nd__log_recovery *recovery, const struct nd__log_item *item)
{
    nd__log_note_lost(recovery, item->range);
    return nd__log_group_add(recovery->log, item->range, item->replica);
}

/* Entries before those found first may have gone with a recycled segment: what is here begins where
 * it begins, also beyond an early root. A later CHECKPOINT then says that the rest was not needed, or
 * a truncation takes all of it back; is_whole looks at the end. */
static bool redo_append(struct nd__log_recovery *recovery, const struct nd__log_item *item, uint64_t frame_seq)
{
    struct nd_log *log = recovery->log;
    struct nd__log_group *group = nd__log_group_find(log, item->range);
    if (group == NULL) group = meet(recovery, item);
    if (group->replica.v != item->replica.v) return refuse(recovery, item->range, "an append names another replica");
    if (item->has_hard_state) {
        if (item->hard_state.term < group->hard_state.term) return refuse(recovery, item->range, "the term goes backwards");
        group->hard_state = item->hard_state;
    }
    if (item->truncate_from != 0) {
        nd__log_bound_lost(recovery, item->range, item->truncate_from - 1);
        if (group->has_root && item->truncate_from <= group->root_index) return refuse(recovery, item->range, "a truncation reaches below the log");
        if (item->truncate_from <= group->prev_index) nd__log_group_reset(log, group, item->truncate_from - 1, 0);
        else nd__log_group_truncate(log, group, item->truncate_from);
    }
    if (item->count == 0) return true;
    nd__log_bound_lost(recovery, item->range, item->entry_first - 1);
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

static bool redo_checkpoint(struct nd__log_recovery *recovery, const struct nd__log_item *item, struct nd__log_segment *segment)
{
    struct nd_log *log = recovery->log;
    struct nd__log_group *group = nd__log_group_find(log, item->range);
    if (group == NULL) group = meet(recovery, item);
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

static bool redo_recovering(struct nd__log_recovery *recovery, const struct nd__log_item *item)
{
    struct nd_log *log = recovery->log;
    struct nd__log_group *group = nd__log_group_find(log, item->range);
    if (group == NULL) group = meet(recovery, item);
    if (group->replica.v != item->replica.v) return refuse(recovery, item->range, "another replica is said to have lost part of its log");
    group->is_recovering = item->is_recovering;
    return true;
}

static bool is_whole(const struct nd__log_recovery *recovery, const struct nd__log_group *group)
{
    return group->has_root && group->prev_index == group->root_index && nd__log_lost_end(recovery, group->range) <= group->root_index + 1;
}

static bool redo(struct nd__log_recovery *recovery, const struct nd__log_item *item, struct nd__log_segment *segment, uint64_t frame_seq)
{
    switch (item->kind) {
    case ND__LOG_CREATE: return redo_create(recovery, item, segment);
    case ND__LOG_APPEND: return redo_append(recovery, item, frame_seq);
    case ND__LOG_CHECKPOINT: return redo_checkpoint(recovery, item, segment);
    case ND__LOG_DESTROY: {
        struct nd__log_group *group = nd__log_group_find(recovery->log, item->range);
        if (group != NULL) nd__log_group_remove(recovery->log, group);
        (void)nd_hmap_remove(&recovery->hit, item->range.v);
        (void)nd_hmap_remove(&recovery->lost, item->range.v);
        return true;
    }
    case ND__LOG_RECOVERING: return redo_recovering(recovery, item);
    case ND__LOG_DIRECTORY:
    case ND__LOG_COVER: nd__log_note_directory(recovery, item, frame_seq); return true;
    }
    ND_UNREACHABLE();
}

/* ---- frames ----------------------------------------------------------------------------------------------- */

enum nd_status nd__log_read_frame(struct nd__log_recovery *recovery, const struct nd__log_segment *segment, uint64_t block, uint64_t frame_seq,
                                  bool *is_found_out, struct nd__log_frame_header *header_out, struct nd_slice *items_out)
{
    struct nd_slice bytes;
    *is_found_out = false;
    ND_TRY(nd__log_look(&recovery->window, block * ND__LOG_BLOCK_BYTES, ND__LOG_FRAME_HEADER_BYTES, &bytes));
    if (!nd__log_frame_header_decode(bytes, recovery->log->uuid, header_out)) return ND_STATUS_OK;
    if (header_out->segment_seq != segment->seq || header_out->block != block || header_out->frame_seq != frame_seq) return ND_STATUS_OK;
    size_t n = ND__LOG_FRAME_HEADER_BYTES + (size_t)header_out->stored_bytes;
    ND_TRY(nd__log_look(&recovery->window, block * ND__LOG_BLOCK_BYTES, n, &bytes));
    if (bytes.n < n) return ND_STATUS_OK;
    struct nd_slice stored = nd_slice_of(bytes.p + ND__LOG_FRAME_HEADER_BYTES, header_out->stored_bytes);
    if (nd__log_payload_decode(header_out, stored, &recovery->scratch, items_out) == ND_STATUS_OK) *is_found_out = true;
    return ND_STATUS_OK;
}

static enum nd_status redo_frame(struct nd__log_recovery *recovery, struct nd__log_segment *segment, const struct nd__log_frame_header *header, struct nd_slice items)
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

/* ---- damage ------------------------------------------------------------------------------------------- */

/* The first block behind `block` with an intact frame of a number above `after_seq`; 0: none. *proven_out: the highest frame
 * that an intact header on the way says to be durable, also where its own payload is damaged. */
static enum nd_status find_next(struct nd__log_recovery *recovery, const struct nd__log_segment *segment, uint64_t block, uint64_t after_seq,
                                uint64_t *block_out, uint64_t *frame_seq_out, uint64_t *proven_out)
{
    uint64_t size;
    *block_out = *frame_seq_out = *proven_out = 0;
    ND_TRY(nd_file_size(segment->file, &size));
    for (; block * ND__LOG_BLOCK_BYTES < size; block++) {
        struct nd_slice bytes, items;
        struct nd__log_frame_header header;
        bool is_found;
        ND_TRY(nd__log_look(&recovery->window, block * ND__LOG_BLOCK_BYTES, ND__LOG_FRAME_HEADER_BYTES, &bytes));
        if (!nd__log_frame_header_decode(bytes, recovery->log->uuid, &header)) continue;
        if (header.segment_seq != segment->seq || header.block != block || header.frame_seq <= after_seq) continue;
        if (header.durable_seq > *proven_out) *proven_out = header.durable_seq;
        ND_TRY(nd__log_read_frame(recovery, segment, block, header.frame_seq, &is_found, &header, &items));
        if (!is_found) continue;
        *block_out = block;
        *frame_seq_out = header.frame_seq;
        return ND_STATUS_OK;
    }
    return ND_STATUS_OK;
}

/* Only the header of a torn frame can say that there was one. */
static enum nd_status note_torn_tail(struct nd__log_recovery *recovery, const struct nd__log_segment *segment)
{
    struct nd_slice bytes;
    struct nd__log_frame_header header;
    ND_TRY(nd__log_look(&recovery->window, segment->next_block * ND__LOG_BLOCK_BYTES, ND__LOG_FRAME_HEADER_BYTES, &bytes));
    if (nd__log_frame_header_decode(bytes, recovery->log->uuid, &header) && header.segment_seq == segment->seq && header.block == segment->next_block) {
        ND_PROBE(recovery->log->env, LOG_TORN_TAIL);
        ND_INFO(nd_env_logger(recovery->log->env), "log", "segment %016llx in %s: frame %llu was torn by a crash and is cut off",
                (unsigned long long)segment->seq, recovery->log->path, (unsigned long long)header.frame_seq);
    }
    return ND_STATUS_OK;
}

/* ---- segments ----------------------------------------------------------------------------------------------- */

/* Frames up to `last` are lost: they keep their places in the count. */
static void skip_to(struct nd__log_recovery *recovery, struct nd__log_segment *segment, uint64_t last)
{
    struct nd_log *log = recovery->log;
    nd__log_note_damage(recovery, segment, log->durable_seq + 1, last, false);
    for (; log->durable_seq < last; log->durable_seq++) nd__log_segment_add_frame(log, segment, 0);
    log->sealed_seq = log->durable_seq;
    log->last_hash = 0;
}

/* The rule broken: what cannot be read is taken for a torn tail, wherever it is. */
static enum nd_status cut_off(struct nd__log_recovery *recovery, struct nd__log_segment *segment)
{
    recovery->is_cut = true;
    if (recovery->log->is_only_looked_at) return ND_STATUS_OK;
    ND_TRY(nd_file_truncate(segment->file, segment->next_block * ND__LOG_BLOCK_BYTES));
    return nd_file_allocate(segment->file, segment->block_count * ND__LOG_BLOCK_BYTES);
}

/* The frame at next_block is not valid. *goes_on_out: there is another one, and next_block is its place. */
static enum nd_status pass_damage(struct nd__log_recovery *recovery, struct nd__log_segment *segment, bool is_newest, bool *goes_on_out)
{
    struct nd_log *log = recovery->log;
    uint64_t block, frame_seq, proven;
    *goes_on_out = false;
    if (nd_env_is_broken(log->env, ND_BREAK_DAMAGE_CUT_OFF)) return cut_off(recovery, segment);
    ND_TRY(find_next(recovery, segment, segment->next_block, log->durable_seq, &block, &frame_seq, &proven));
    if (block == 0) {
        if (is_newest && proven > log->durable_seq) skip_to(recovery, segment, proven);
        else if (is_newest) return note_torn_tail(recovery, segment);
        return ND_STATUS_OK;
    }
    skip_to(recovery, segment, frame_seq - 1);
    segment->next_block = block;
    *goes_on_out = true;
    return ND_STATUS_OK;
}

/* Redoes the frames of one segment. In the newest one the first invalid frame is a torn tail or damage. */
static enum nd_status read_frames(struct nd__log_recovery *recovery, struct nd__log_segment *segment, bool is_newest)
{
    struct nd_log *log = recovery->log;
    bool goes_on = true;
    while (goes_on) {
        bool is_found;
        struct nd__log_frame_header header;
        struct nd_slice items;
        uint64_t frame_seq = log->durable_seq + 1;
        ND_TRY(nd__log_read_frame(recovery, segment, segment->next_block, frame_seq, &is_found, &header, &items));
        if (!is_found) {
            ND_TRY(pass_damage(recovery, segment, is_newest, &goes_on));
            continue;
        }
        nd__log_segment_add_frame(log, segment, segment->next_block);
        ND_TRY(redo_frame(recovery, segment, &header, items));
        log->durable_seq = log->sealed_seq = frame_seq;
        log->last_hash = header.hash;
        segment->next_block += nd__log_frame_blocks(header.stored_bytes);
    }
    return ND_STATUS_OK;
}

static enum nd_status open_segment(struct nd__log_recovery *recovery, struct nd__log_segment *segment)
{
    struct nd_log *log = recovery->log;
    char *path = nd__log_segment_path(log, segment->seq);
    enum nd_status status = nd_file_open(log->env, path, log->is_only_looked_at ? ND_FILE_READ : ND_FILE_READ | ND_FILE_WRITE, &segment->file);
    nd_heap_free(log->heap, path);
    recovery->window.file = segment->file;
    recovery->window.offset = 0;
    nd_buf_clear(&recovery->window.bytes);
    return status;
}

/* Both copies of the header are gone: what it said of the segment before is to be had from the first intact frame. */
static enum nd_status guess_header(struct nd__log_recovery *recovery, struct nd__log_segment *segment, struct nd__log_segment *before, bool is_newest)
{
    struct nd_log *log = recovery->log;
    uint64_t block, frame_seq, proven, size;
    ND_PROBE(log->env, LOG_HEADER_GUESSED);
    ND_TRY(nd_file_size(segment->file, &size));
    segment->block_count = size / ND__LOG_BLOCK_BYTES;
    ND_TRY(find_next(recovery, segment, segment->next_block, log->durable_seq, &block, &frame_seq, &proven));
    uint64_t last = block != 0 ? frame_seq - 1 : proven > log->durable_seq ? proven : log->durable_seq + is_newest;
    if (before != NULL) {
        skip_to(recovery, before, last);
    } else {
        log->durable_seq = log->sealed_seq = last;
        bool is_first = block == ND__LOG_HEADER_BLOCKS; /* nothing is missing but the header */
        nd__log_note_damage(recovery, segment, last, is_first ? 0 : last, true);
    }
    if (block != 0) segment->next_block = block;
    (void)damaged(recovery, segment->seq, "both copies of its header are damaged");
    return ND_STATUS_OK;
}

static enum nd_status read_segment(struct nd__log_recovery *recovery, uint64_t seq, bool is_newest)
{
    struct nd_log *log = recovery->log;
    struct nd__log_segment *before = log->segment_count == 0 ? NULL : nd__log_active(log);
    struct nd__log_segment *segment = nd__log_segment_add(log, seq, 0);
    struct nd__log_segment_header header;
    bool has_header;
    ND_TRY(open_segment(recovery, segment));
    ND_TRY(read_header(recovery, segment, &header, &has_header));
    if (!has_header) {
        ND_TRY(guess_header(recovery, segment, before, is_newest));
        segment->first_frame_seq = log->durable_seq + 1;
        return read_frames(recovery, segment, is_newest);
    }
    segment->first_frame_seq = header.prev_frame_seq + 1;
    segment->prev_hash = header.prev_hash;
    segment->block_count = header.segment_bytes / ND__LOG_BLOCK_BYTES;
    if (before == NULL) {
        log->durable_seq = log->sealed_seq = header.prev_frame_seq;
        log->last_hash = header.prev_hash;
    } else if (log->durable_seq < header.prev_frame_seq) {
        skip_to(recovery, before, header.prev_frame_seq);
        log->last_hash = header.prev_hash;
    } else if (log->durable_seq != header.prev_frame_seq || (log->last_hash != header.prev_hash && log->last_hash != 0)) {
        return damaged(recovery, seq, "it does not continue the segment before it");
    }
    return read_frames(recovery, segment, is_newest);
}

/* Whoever is not whole now has lost something in damaged frames; without damage nobody may. */
static enum nd_status judge_groups(struct nd__log_recovery *recovery)
{
    struct nd_log *log = recovery->log;
    struct nd_buf lost;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&lost, log->heap);
    ND_HMAP_FOREACH(slot, &log->groups) {
        struct nd__log_group *group = slot->value;
        group->prev_term = group->root_term;
        if (is_whole(recovery, group) && !log->is_state_lost) {
            (void)nd_hmap_remove(&recovery->hit, group->range.v);
            continue;
        }
        nd_buf_put_u64(&lost, group->range.v);
        if (recovery->is_damaged || log->is_state_lost) continue;
        ND_ERROR(nd_env_logger(log->env), "log", "%s: range %llu has entries but no beginning", log->path, (unsigned long long)group->range.v);
        status = ND_STATUS_CORRUPT;
    }
    for (size_t i = 0; i < lost.n && status == ND_STATUS_OK; i += 8) {
        struct nd__log_group *group = nd__log_group_find(log, (struct nd_range_id){nd_load_u64(lost.p + i)});
        nd_hmap_put(&recovery->hit, group->range.v, (void *)(uintptr_t)group->replica.v);
        nd__log_group_remove(log, group);
    }
    if (log->is_state_lost && !log->is_only_looked_at) recovery->is_damaged = true;
    nd_buf_deinit(&lost);
    return status;
}

static enum nd_status read_segments(struct nd__log_recovery *recovery)
{
    size_t count = recovery->seqs.n / 8;
    for (size_t i = 0; i < count; i++) {
        uint64_t seq = nd_load_u64(recovery->seqs.p + i * 8); /* ascending: names are listed in order */
        struct nd__log_segment *before = i == 0 ? NULL : nd__log_active(recovery->log);
        if (before != NULL && seq != before->seq + 1) {
            (void)damaged(recovery, before->seq + 1, "it is missing");
            nd__log_note_damage(recovery, before, recovery->log->durable_seq + 1, recovery->log->durable_seq, false);
        }
        if (recovery->is_cut && before != NULL && before->frame_count > 0 && nd_env_is_broken(recovery->log->env, ND_BREAK_DAMAGE_CUT_OFF)) {
            char *path = nd__log_segment_path(recovery->log, seq);
            enum nd_status status = nd_file_remove(recovery->log->env, path);
            nd_heap_free(recovery->log->heap, path);
            ND_TRY(status);
            continue;
        }
        recovery->is_cut = false;
        ND_TRY(read_segment(recovery, seq, i + 1 == count));
    }
    return judge_groups(recovery);
}

/* What a crash left of making files; and a spare if its space is all there. */
static enum nd_status tidy_folder(struct nd__log_recovery *recovery)
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

static void forget_all(struct nd__log_recovery *recovery)
{
    struct nd_log *log = recovery->log;
    nd_hmap_deinit(&recovery->hit);
    nd_hmap_init(&recovery->hit, log->heap);
    nd_hmap_deinit(&recovery->lost);
    nd_hmap_init(&recovery->lost, log->heap);
    nd_buf_clear(&recovery->holes);
    ND_HMAP_FOREACH(slot, &log->groups) nd__log_group_free(log, slot->value);
    nd_hmap_deinit(&log->groups);
    nd_hmap_init(&log->groups, log->heap);
    for (size_t i = 0; i < log->segment_count; i++) nd__log_segment_free(log, log->segments[i]);
    log->segment_count = 0;
    log->sealed_seq = log->durable_seq = log->last_hash = 0;
}

static enum nd_status list_folder(struct nd__log_recovery *recovery)
{
    nd_buf_clear(&recovery->seqs);
    nd_buf_clear(&recovery->repair_seqs);
    nd_buf_clear(&recovery->damaged_seqs);
    recovery->has_spare = recovery->has_leftover = recovery->has_ready = false;
    return nd_dir_list(recovery->log->env, recovery->log->path, recovery, on_name);
}

/* A first pass finds what is damaged, and what directories later in the log say of it; a second one knows whom it has hit. */
static enum nd_status read_all(struct nd__log_recovery *recovery)
{
    ND_TRY(read_segments(recovery));
    if (!recovery->is_damaged) return ND_STATUS_OK;
    if (recovery->covers.n > 0) {
        forget_all(recovery);
        recovery->knows_directories = true;
        ND_TRY(read_segments(recovery));
    }
    nd__log_say_damage(recovery);
    return ND_STATUS_OK;
}

/* The terms of a log that had none yet, or whose file is damaged: the log knows them, if it is whole itself. */
static enum nd_status settle_terms(struct nd__log_recovery *recovery)
{
    struct nd_log *log = recovery->log;
    uint64_t term = 0;
    if (log->terms.is_known) return ND_STATUS_OK;
    ND_HMAP_FOREACH(slot, &log->groups) {
        const struct nd__log_group *group = slot->value;
        if (group->hard_state.term > term) term = group->hard_state.term;
    }
    if (log->terms.was_there) ND_ERROR(nd_env_logger(log->env), "log", "%s/terms: both copies were damaged", log->path);
    ND_TRY(nd__log_terms_raise(log, term));
    if (!log->terms.was_there || recovery->seqs.n == 0) return ND_STATUS_OK;
    log->terms.doubt = ND_LOG_DOUBT_SNAPSHOTS; /* it may have said so */
    log->terms.doubt_term = log->terms.ceiling + 1;
    return nd__log_terms_store(log);
}

static enum nd_status recover(struct nd__log_recovery *recovery)
{
    struct nd_log *log = recovery->log;
    bool has_changed = false;
    ND_TRY(list_folder(recovery));
    if (!log->is_only_looked_at) ND_TRY(nd__log_finish_repair(recovery, &has_changed));
    if (has_changed) ND_TRY(list_folder(recovery));
    ND_TRY(read_all(recovery));
    if (log->is_only_looked_at) return log->segment_count == 0 ? ND_STATUS_NOT_FOUND : recovery->is_damaged ? ND_STATUS_CORRUPT : ND_STATUS_OK;
    if (recovery->is_damaged && log->segment_count > 0) {
        ND_TRY(nd__log_repair(recovery));
        forget_all(recovery);
        log->is_state_lost = recovery->is_damaged = recovery->knows_directories = false;
        nd_buf_clear(&recovery->covers);
        nd_buf_clear(&recovery->rows);
        ND_TRY(list_folder(recovery));
        ND_TRY(read_all(recovery));
        ND_ASSERT(!recovery->is_damaged);
        ND_PROBE(log->env, LOG_DAMAGE_REPAIRED);
        nd_counter_add(&log->stats.repairs, 1);
    }
    if (log->was_there && log->segment_count == 0) ND_TRY(nd__log_begin_lost(recovery));
    ND_TRY(settle_terms(recovery));
    ND_TRY(tidy_folder(recovery));
    return settle(log);
}

enum nd_status nd__log_recover_folder(struct nd_log *log)
{
    struct nd__log_recovery recovery = {.log = log};
    struct nd_buf *const bufs[] = {&recovery.window.bytes, &recovery.scratch, &recovery.seqs, &recovery.repair_seqs, &recovery.damaged_seqs, &recovery.holes, &recovery.rows, &recovery.covers};
    for (size_t i = 0; i < ND_ARRAY_LEN(bufs); i++) nd_buf_init(bufs[i], log->heap);
    nd_hmap_init(&recovery.hit, log->heap);
    nd_hmap_init(&recovery.lost, log->heap);
    enum nd_status status = recover(&recovery);
    for (size_t i = 0; i < ND_ARRAY_LEN(bufs); i++) nd_buf_deinit(bufs[i]);
    nd_hmap_deinit(&recovery.hit);
    nd_hmap_deinit(&recovery.lost);
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
            .is_recovering = group->is_recovering,
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
