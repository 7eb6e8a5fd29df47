/* SPDX-License-Identifier: Apache-2.0 */
/* log_repair.c - what becomes of a log with damage.
 *
 * Each group that damaged frames may have said something of is hit, unless what comes after them tells all of it
 * again (a CREATE or CHECKPOINT, and every entry since that may have been there: a CHECKPOINT below lost entries does not). Directories name the groups of a frame; of a frame that no
 * directory covers, anybody may have been in it. Of a group that was hit nothing is kept: it begins anew, RECOVERING,
 * in a term in which this node has never been, and takes its entries or its state from its leader. What is left of
 * the others is written into new segments, and only when that is durable the old ones are set aside:
 *
 *     damage ──nd__log_note_damage──▶ read on, twice where there are directories
 *            ──nd__log_repair──▶ terms raised ▶ "repair-" segments ▶ "repair.ready" ▶ old ones "*.damaged", new ones named
 *
 * A crash before "repair.ready" forgets the new segments, one after it goes on with the renaming. */
#include <stdio.h>

#include "base/checksum.h"
#include "log/log_recover_int.h"

#define READY_MAGIC "NDREADY"
#define READY_BYTES 20
#define FRAME_BYTES (1u << 20)

struct cover {
    uint64_t from, to;
};

/* ---- whom has it hit? ------------------------------------------------------------------------------------ */

void nd__log_note_directory(struct nd__log_recovery *recovery, const struct nd__log_item *item, uint64_t frame_seq)
{
    if (!recovery->is_damaged || recovery->knows_directories) return; /* directories come behind what they tell of */
    if (item->kind == ND__LOG_COVER) {
        struct cover cover = {item->covers_from, frame_seq - 1};
        nd_buf_put(&recovery->covers, &cover, sizeof cover);
        return;
    }
    struct nd_dec rows = nd_dec_of(item->rows);
    for (uint64_t i = 0; i < item->count; i++) {
        struct nd__log_directory_row row = nd__log_directory_row_next(&rows);
        nd_buf_put(&recovery->rows, &row, sizeof row);
    }
}

static bool is_covered(const struct nd__log_recovery *recovery, uint64_t frame_seq)
{
    const struct cover *covers = (const struct cover *)(const void *)recovery->covers.p;
    for (size_t i = 0; i < recovery->covers.n / sizeof *covers; i++)
        if (covers[i].from <= frame_seq && frame_seq <= covers[i].to) return true;
    return false;
}

static bool are_covered(const struct nd__log_recovery *recovery, uint64_t first, uint64_t last)
{
    for (uint64_t seq = first; seq <= last; seq++)
        if (!is_covered(recovery, seq)) return false;
    return true;
}

static bool is_named(const struct nd__log_recovery *recovery, uint64_t range, uint64_t first, uint64_t last)
{
    const struct nd__log_directory_row *rows = (const struct nd__log_directory_row *)(const void *)recovery->rows.p;
    for (size_t i = 0; i < recovery->rows.n / sizeof *rows; i++)
        if (rows[i].range == range && rows[i].frame_seq >= first && rows[i].frame_seq <= last) return true;
    return false;
}

static void say(const struct nd__log_recovery *recovery, const struct nd__log_hole *hole)
{
    uint64_t first = hole->first, last = hole->last;
    const struct nd__log_directory_row *rows = (const struct nd__log_directory_row *)(const void *)recovery->rows.p;
    struct nd_buf text;
    nd_buf_init(&text, recovery->log->heap);
    for (size_t i = 0; i < recovery->rows.n / sizeof *rows; i++) {
        if (rows[i].frame_seq < first || rows[i].frame_seq > last || text.n > 400) continue;
        nd_buf_printf(&text, " range %llu", (unsigned long long)rows[i].range);
        if (rows[i].first != 0) nd_buf_printf(&text, " entries %llu..%llu", (unsigned long long)rows[i].first, (unsigned long long)rows[i].last);
        nd_buf_printf(&text, ";");
    }
    if (text.n == 0) nd_buf_printf(&text, " not known");
    nd_buf_put_u8(&text, 0);
    ND_ERROR(nd_env_logger(recovery->log->env), "log", "segment %016llx in %s, offset %llu: frames %llu..%llu were durable and are damaged; they held:%s",
             (unsigned long long)hole->segment_seq, recovery->log->path, (unsigned long long)hole->block * ND__LOG_BLOCK_BYTES, (unsigned long long)first,
             (unsigned long long)last, (const char *)text.p);
    nd_buf_deinit(&text);
}

void nd__log_say_damage(const struct nd__log_recovery *recovery)
{
    const struct nd__log_hole *holes = (const struct nd__log_hole *)(const void *)recovery->holes.p;
    for (size_t i = 0; i < recovery->holes.n / sizeof *holes; i++) say(recovery, &holes[i]);
    ND_HMAP_FOREACH(slot, &recovery->hit)
        ND_WARN(nd_env_logger(recovery->log->env), "log", "%s: range %llu: replica %llu may have lost a part of its log%s", recovery->log->path,
                (unsigned long long)slot->id, (unsigned long long)(uintptr_t)slot->value,
                recovery->log->is_only_looked_at ? "" : ": it is RECOVERING until it has caught up with its leader");
}

/* The last entry of the group that damaged frames held, as far as directories say. */
static uint64_t last_named(const struct nd__log_recovery *recovery, uint64_t range, uint64_t first, uint64_t last)
{
    const struct nd__log_directory_row *rows = (const struct nd__log_directory_row *)(const void *)recovery->rows.p;
    uint64_t index = 0;
    for (size_t i = 0; i < recovery->rows.n / sizeof *rows; i++) {
        bool is_meant = rows[i].range == range && rows[i].frame_seq >= first && rows[i].frame_seq <= last && rows[i].first != 0;
        if (is_meant && rows[i].last > index) index = rows[i].last;
    }
    return index;
}

uint64_t nd__log_lost_end(const struct nd__log_recovery *recovery, struct nd_range_id range) { return (uint64_t)(uintptr_t)nd_hmap_find(&recovery->lost, range.v); }

static void raise_lost(struct nd__log_recovery *recovery, struct nd_range_id range, uint64_t last)
{
    if (last > 0 && nd__log_lost_end(recovery, range) <= last) nd_hmap_put(&recovery->lost, range.v, (void *)(uintptr_t)(last + 1));
}

void nd__log_bound_lost(struct nd__log_recovery *recovery, struct nd_range_id range, uint64_t last)
{
    if (nd__log_lost_end(recovery, range) > last + 1) nd_hmap_put(&recovery->lost, range.v, (void *)(uintptr_t)(last + 1));
}

static bool knows_of(const struct nd__log_recovery *recovery, const struct nd__log_hole *hole)
{
    return recovery->knows_directories && !hole->is_open && are_covered(recovery, hole->first, hole->last);
}

/* Anything, where directories do not tell. */
static uint64_t last_in(const struct nd__log_recovery *recovery, struct nd_range_id range, const struct nd__log_hole *hole)
{
    return knows_of(recovery, hole) ? last_named(recovery, range.v, hole->first, hole->last) : UINT64_MAX - 1;
}

void nd__log_note_lost(struct nd__log_recovery *recovery, struct nd_range_id range)
{
    const struct nd__log_hole *holes = (const struct nd__log_hole *)(const void *)recovery->holes.p;
    for (size_t i = 0; i < recovery->holes.n / sizeof *holes; i++) raise_lost(recovery, range, last_in(recovery, range, &holes[i]));
}

void nd__log_note_damage(struct nd__log_recovery *recovery, const struct nd__log_segment *segment, uint64_t first, uint64_t last, bool is_open)
{
    struct nd_log *log = recovery->log;
    recovery->is_damaged = true;
    if (last < first) return;
    struct nd__log_hole hole = {segment->seq, segment->next_block, first, last, is_open};
    nd_buf_put(&recovery->holes, &hole, sizeof hole);
    bool knows_all = knows_of(recovery, &hole);
    if (knows_all) ND_PROBE(log->env, LOG_DAMAGE_NAMED);
    struct nd_buf hit;
    nd_buf_init(&hit, log->heap);
    ND_HMAP_FOREACH(slot, &log->groups)
        if (!knows_all || is_named(recovery, slot->id, first, last)) nd_buf_put_u64(&hit, slot->id);
    for (size_t i = 0; i < hit.n; i += 8) { /* what comes is read as if the log began here */
        struct nd__log_group *group = nd__log_group_find(log, (struct nd_range_id){nd_load_u64(hit.p + i)});
        raise_lost(recovery, group->range, last_in(recovery, group->range, &hole));
        raise_lost(recovery, group->range, group->last_index);
        nd_hmap_put(&recovery->hit, group->range.v, (void *)(uintptr_t)group->replica.v);
        nd__log_group_remove(log, group);
    }
    nd_buf_deinit(&hit);
}

/* ---- writing it anew --------------------------------------------------------------------------------------- */

struct rewrite {
    struct nd__log_recovery *recovery;
    struct nd_log *log;
    struct nd_file *file;
    uint64_t segment_seq, next_block, block_count;
    uint64_t frame_seq, last_hash; /* of the last frame written */
    struct nd_buf image;
    uint32_t item_count;
    uint64_t entries;
};

static char *repair_path(const struct nd_log *log, uint64_t segment_seq)
{
    char name[40];
    snprintf(name, sizeof name, "repair-%016llx.log", (unsigned long long)segment_seq);
    return nd__log_path(log, name);
}

static enum nd_status close_segment(struct rewrite *rewrite)
{
    if (rewrite->file == NULL) return ND_STATUS_OK;
    enum nd_status status = nd_file_sync(rewrite->file);
    nd_file_close(rewrite->file);
    rewrite->file = NULL;
    return status;
}

static enum nd_status open_segment(struct rewrite *rewrite, uint64_t blocks)
{
    struct nd_log *log = rewrite->log;
    ND_TRY(close_segment(rewrite));
    rewrite->segment_seq++;
    rewrite->next_block = ND__LOG_HEADER_BLOCKS;
    rewrite->block_count = log->segment_bytes / ND__LOG_BLOCK_BYTES;
    if (rewrite->block_count < rewrite->next_block + blocks) rewrite->block_count = rewrite->next_block + blocks;
    char *path = repair_path(log, rewrite->segment_seq);
    enum nd_status status = nd_file_open(log->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &rewrite->file);
    nd_heap_free(log->heap, path);
    ND_TRY(status);
    struct nd__log_segment_header header = {
        .uuid = log->uuid,
        .segment_seq = rewrite->segment_seq,
        .segment_bytes = rewrite->block_count * ND__LOG_BLOCK_BYTES,
        .prev_frame_seq = rewrite->frame_seq,
        .prev_hash = rewrite->last_hash,
    };
    uint8_t block[ND__LOG_BLOCK_BYTES];
    nd__log_segment_header_encode(&header, block);
    ND_TRY(nd_file_allocate(rewrite->file, header.segment_bytes));
    for (uint64_t i = 0; i < ND__LOG_HEADER_BLOCKS; i++) ND_TRY(nd_file_write(rewrite->file, i * ND__LOG_BLOCK_BYTES, nd_slice_of(block, sizeof block)));
    return ND_STATUS_OK;
}

static void begin_frame(struct rewrite *rewrite)
{
    nd_buf_clear(&rewrite->image);
    memset(nd_buf_extend(&rewrite->image, ND__LOG_FRAME_HEADER_BYTES), 0, ND__LOG_FRAME_HEADER_BYTES);
    rewrite->item_count = 0;
}

/* Also an empty one: the last frame confirms the one before it, as a marker does. */
static enum nd_status put_frame(struct rewrite *rewrite)
{
    uint32_t bytes = (uint32_t)(rewrite->image.n - ND__LOG_FRAME_HEADER_BYTES);
    uint64_t blocks = nd__log_frame_blocks(bytes);
    if (rewrite->file == NULL || rewrite->next_block + blocks > rewrite->block_count) ND_TRY(open_segment(rewrite, blocks));
    rewrite->frame_seq++;
    rewrite->last_hash = nd__log_payload_hash(rewrite->frame_seq, nd_slice_of(rewrite->image.p + ND__LOG_FRAME_HEADER_BYTES, bytes));
    struct nd__log_frame_header header = {
        .segment_seq = rewrite->segment_seq,
        .frame_seq = rewrite->frame_seq,
        .durable_seq = rewrite->frame_seq - 1,
        .hash = rewrite->last_hash,
        .block = (uint32_t)rewrite->next_block,
        .item_count = rewrite->item_count,
        .raw_bytes = bytes,
        .stored_bytes = bytes,
    };
    nd__log_frame_header_encode(&header, rewrite->log->uuid, rewrite->image.p);
    size_t pad = blocks * ND__LOG_BLOCK_BYTES - rewrite->image.n;
    memset(nd_buf_extend(&rewrite->image, pad), 0, pad);
    ND_TRY(nd_file_write(rewrite->file, rewrite->next_block * ND__LOG_BLOCK_BYTES, nd_buf_slice(&rewrite->image)));
    rewrite->next_block += blocks;
    begin_frame(rewrite);
    return ND_STATUS_OK;
}

static enum nd_status item_done(struct rewrite *rewrite)
{
    rewrite->item_count++;
    return rewrite->image.n > FRAME_BYTES ? put_frame(rewrite) : ND_STATUS_OK;
}

static enum nd_status put_group(struct rewrite *rewrite, struct nd_range_id range, struct nd_replica_id replica, uint64_t prev_index, uint64_t prev_term,
                                const struct nd_raft_hard_state *hard_state, bool is_recovering)
{
    struct nd_raft_update update = {.has_hard_state = true, .hard_state = *hard_state};
    nd__log_encode_create(&rewrite->image, range, replica, prev_index, prev_term);
    nd__log_encode_append(&rewrite->image, range, replica, &update);
    rewrite->item_count += 2;
    if (is_recovering) {
        nd__log_encode_recovering(&rewrite->image, range, replica, true);
        rewrite->item_count++;
    }
    return rewrite->image.n > FRAME_BYTES ? put_frame(rewrite) : ND_STATUS_OK;
}

/* Those that were hit: in a term that is new to them, with their vote in it spent. */
static enum nd_status put_groups(struct rewrite *rewrite)
{
    struct nd_log *log = rewrite->log;
    ND_HMAP_FOREACH(slot, &log->groups) {
        const struct nd__log_group *group = slot->value;
        ND_TRY(put_group(rewrite, group->range, group->replica, group->prev_index, group->prev_term, &group->hard_state, group->is_recovering));
    }
    ND_HMAP_FOREACH(slot, &rewrite->recovery->hit) {
        struct nd_replica_id replica = {(uint64_t)(uintptr_t)slot->value};
        struct nd_raft_hard_state hard_state = {.term = log->terms.doubt_term, .voted_for = replica};
        ND_TRY(put_group(rewrite, (struct nd_range_id){slot->id}, replica, 0, 0, &hard_state, true));
    }
    return ND_STATUS_OK;
}

/* Of one item the entries that count to this day: one span of it. */
static enum nd_status put_entries(struct rewrite *rewrite, const struct nd__log_item *item, uint64_t frame_seq)
{
    struct nd__log_group *group = nd__log_group_find(rewrite->log, item->range);
    if (item->kind != ND__LOG_APPEND || group == NULL || group->replica.v != item->replica.v) return ND_STATUS_OK;
    struct nd_dec rows = nd_dec_of(item->rows);
    uint64_t first = 0, count = 0;
    const uint8_t *from = NULL, *to = NULL;
    for (uint64_t i = 0; i < item->count; i++) {
        const uint8_t *at = rows.p;
        uint64_t index = item->entry_first + i;
        (void)nd__log_entry_next(&rows);
        if (index <= group->prev_index || index > group->last_index) continue;
        const struct nd__log_run *run = nd__log_runs_find(&group->frames, index);
        if (run == NULL || run->value != frame_seq) continue;
        if (count++ == 0) {
            first = index;
            from = at;
        }
        to = rows.p;
    }
    if (count == 0) return ND_STATUS_OK;
    uint64_t truncate_from = group->copied_to != 0 && first <= group->copied_to ? first : 0; /* twice in one frame */
    nd__log_encode_rows(&rewrite->image, group->range, group->replica, truncate_from, first, count, nd_slice_of(from, (size_t)(to - from)));
    group->copied_to = first + count - 1;
    rewrite->entries += count;
    return item_done(rewrite);
}

static enum nd_status put_segment(struct rewrite *rewrite, const struct nd__log_segment *segment)
{
    struct nd__log_recovery *recovery = rewrite->recovery;
    recovery->window.file = segment->file;
    recovery->window.offset = 0;
    nd_buf_clear(&recovery->window.bytes);
    for (size_t i = 0; i < segment->frame_count; i++) {
        bool is_found;
        struct nd__log_frame_header header;
        struct nd_slice items;
        uint64_t frame_seq = segment->first_frame_seq + i;
        if (segment->frame_blocks[i] == 0) continue; /* lost */
        ND_TRY(nd__log_read_frame(recovery, segment, segment->frame_blocks[i], frame_seq, &is_found, &header, &items));
        if (!is_found) return ND_STATUS_IO; /* it was there a moment ago */
        struct nd_dec dec = nd_dec_of(items);
        for (uint32_t k = 0; k < header.item_count; k++) {
            struct nd__log_item item;
            ND_TRY(nd__log_item_decode(&dec, &item));
            ND_TRY(put_entries(rewrite, &item, frame_seq));
        }
    }
    return ND_STATUS_OK;
}

static enum nd_status put_all(struct rewrite *rewrite)
{
    struct nd_log *log = rewrite->log;
    begin_frame(rewrite);
    ND_TRY(put_groups(rewrite));
    ND_TRY(put_frame(rewrite));
    for (size_t i = 0; i < log->segment_count; i++) ND_TRY(put_segment(rewrite, log->segments[i]));
    if (rewrite->item_count > 0) ND_TRY(put_frame(rewrite));
    ND_TRY(put_frame(rewrite));
    ND_HMAP_FOREACH(slot, &log->groups) {
        const struct nd__log_group *group = slot->value;
        ND_ASSERT(group->last_index == group->prev_index || group->copied_to == group->last_index);
    }
    return close_segment(rewrite);
}

/* ---- into the place of the old ones -------------------------------------------------------------------------- */

static enum nd_status write_ready(struct nd_log *log, uint64_t first_seq)
{
    struct nd_file *file;
    uint8_t bytes[READY_BYTES];
    memcpy(bytes, READY_MAGIC, 8);
    nd_store_u64(bytes + 8, first_seq);
    nd_store_u32(bytes + 16, nd_crc32c(0, nd_slice_of(bytes, 16)));
    ND_TRY(nd_dir_sync(log->env, log->path));
    char *path = nd__log_path(log, "repair.new"), *to = nd__log_path(log, "repair.ready");
    enum nd_status status = nd_file_open(log->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &file);
    if (status == ND_STATUS_OK) {
        status = nd_file_write(file, 0, nd_slice_of(bytes, sizeof bytes));
        if (status == ND_STATUS_OK) status = nd_file_sync(file);
        nd_file_close(file);
    }
    if (status == ND_STATUS_OK) status = nd_file_rename(log->env, path, to);
    if (status == ND_STATUS_OK) status = nd_dir_sync(log->env, log->path);
    nd_heap_free(log->heap, path);
    nd_heap_free(log->heap, to);
    return status;
}

static enum nd_status read_ready(struct nd_log *log, uint64_t *first_seq_out)
{
    struct nd_file *file;
    uint8_t bytes[READY_BYTES];
    size_t n = 0;
    char *path = nd__log_path(log, "repair.ready");
    enum nd_status status = nd_file_open(log->env, path, ND_FILE_READ, &file);
    if (status == ND_STATUS_OK) {
        status = nd_file_read(file, 0, bytes, sizeof bytes, &n);
        nd_file_close(file);
    }
    nd_heap_free(log->heap, path);
    ND_TRY(status);
    bool is_whole = n == sizeof bytes && memcmp(bytes, READY_MAGIC, 8) == 0 && nd_load_u32(bytes + 16) == nd_crc32c(0, nd_slice_of(bytes, 16));
    *first_seq_out = is_whole ? nd_load_u64(bytes + 8) : 0;
    return is_whole ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

static enum nd_status remove_file(struct nd_log *log, char *path)
{
    enum nd_status status = nd_file_remove(log->env, path);
    nd_heap_free(log->heap, path);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

static enum nd_status rename_file(struct nd_log *log, char *from, char *to)
{
    enum nd_status status = nd_file_rename(log->env, from, to);
    nd_heap_free(log->heap, from);
    nd_heap_free(log->heap, to);
    return status;
}

static char *damaged_path(const struct nd_log *log, uint64_t segment_seq)
{
    char name[40];
    snprintf(name, sizeof name, "%016llx.log.damaged", (unsigned long long)segment_seq);
    return nd__log_path(log, name);
}

static enum nd_status swap_segments(struct nd__log_recovery *recovery, uint64_t first_seq)
{
    struct nd_log *log = recovery->log;
    for (size_t i = 0; i < recovery->seqs.n; i += 8) {
        uint64_t seq = nd_load_u64(recovery->seqs.p + i);
        if (seq < first_seq) ND_TRY(rename_file(log, nd__log_segment_path(log, seq), damaged_path(log, seq)));
    }
    for (size_t i = 0; i < recovery->repair_seqs.n; i += 8) {
        uint64_t seq = nd_load_u64(recovery->repair_seqs.p + i);
        ND_TRY(rename_file(log, repair_path(log, seq), nd__log_segment_path(log, seq)));
    }
    ND_TRY(nd_dir_sync(log->env, log->path));
    ND_TRY(remove_file(log, nd__log_path(log, "repair.ready")));
    return nd_dir_sync(log->env, log->path);
}

enum nd_status nd__log_finish_repair(struct nd__log_recovery *recovery, bool *has_changed_out)
{
    struct nd_log *log = recovery->log;
    uint64_t first_seq;
    *has_changed_out = recovery->has_ready || recovery->repair_seqs.n > 0;
    if (*has_changed_out) ND_PROBE(log->env, LOG_REPAIR_RESUMED);
    if (recovery->has_ready) {
        ND_TRY(read_ready(log, &first_seq));
        return swap_segments(recovery, first_seq);
    }
    for (size_t i = 0; i < recovery->repair_seqs.n; i += 8) ND_TRY(remove_file(log, repair_path(log, nd_load_u64(recovery->repair_seqs.p + i))));
    return ND_STATUS_OK;
}

/* What an earlier repair set aside goes, if all is well since: or damage again and again would fill the disk. */
static enum nd_status drop_older(struct nd__log_recovery *recovery)
{
    struct nd_log *log = recovery->log;
    ND_HMAP_FOREACH(slot, &log->groups) {
        const struct nd__log_group *group = slot->value;
        if (group->is_recovering) return ND_STATUS_OK;
    }
    for (size_t i = 0; i < recovery->damaged_seqs.n; i += 8) ND_TRY(remove_file(log, damaged_path(log, nd_load_u64(recovery->damaged_seqs.p + i))));
    return ND_STATUS_OK;
}

static enum nd_status raise_terms(struct nd__log_recovery *recovery)
{
    struct nd_log *log = recovery->log;
    if (!log->terms.is_known) {
        ND_ERROR(nd_env_logger(log->env), "log",
                 "%s is damaged, and so is the file 'terms' in it, without which no vote is safe: empty this node's data folder and let it join anew, if the others have a majority without it",
                 log->path);
        return ND_STATUS_CORRUPT;
    }
    bool is_all_lost = log->is_state_lost && recovery->holes.n > 0;
    if (log->terms.doubt != ND_LOG_DOUBT_SNAPSHOTS) log->terms.doubt = is_all_lost ? ND_LOG_DOUBT_SNAPSHOTS : ND_LOG_DOUBT;
    log->terms.doubt_term = log->terms.ceiling + 1;
    return nd__log_terms_raise(log, log->terms.doubt_term);
}

enum nd_status nd__log_begin_lost(struct nd__log_recovery *recovery)
{
    ND_ERROR(nd_env_logger(recovery->log->env), "log", "%s: all segments are gone", recovery->log->path);
    ND_TRY(raise_terms(recovery));
    if (recovery->log->is_state_lost) recovery->log->terms.doubt = ND_LOG_DOUBT_SNAPSHOTS;
    return nd__log_terms_store(recovery->log);
}

enum nd_status nd__log_repair(struct nd__log_recovery *recovery)
{
    struct nd_log *log = recovery->log;
    uint64_t newest = nd__log_active(log)->seq;
    struct rewrite rewrite = {.recovery = recovery, .log = log, .segment_seq = newest, .frame_seq = log->durable_seq, .last_hash = log->last_hash};
    ND_TRY(raise_terms(recovery));
    ND_TRY(drop_older(recovery));
    nd_buf_init(&rewrite.image, log->heap);
    enum nd_status status = put_all(&rewrite);
    if (rewrite.file != NULL) nd_file_close(rewrite.file);
    nd_buf_deinit(&rewrite.image);
    if (status != ND_STATUS_OK) {
        ND_ERROR(nd_env_logger(log->env), "log", "%s: what is left of it cannot be written anew: %s; nothing has been changed", log->path, nd_status_text(status));
        return status;
    }
    nd_buf_clear(&recovery->repair_seqs);
    for (uint64_t seq = newest + 1; seq <= rewrite.segment_seq; seq++) nd_buf_put_u64(&recovery->repair_seqs, seq);
    ND_TRY(write_ready(log, newest + 1));
    ND_TRY(swap_segments(recovery, newest + 1));
    ND_WARN(nd_env_logger(log->env), "log", "%s: repaired: %zu groups whole, with %llu entries, %zu RECOVERING; the damaged segments are kept as *.log.damaged",
            log->path, log->groups.count, (unsigned long long)rewrite.entries, recovery->hit.count);
    return ND_STATUS_OK;
}
