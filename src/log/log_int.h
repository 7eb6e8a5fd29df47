/* SPDX-License-Identifier: Apache-2.0 */
/* log_int.h - inside of the log.
 *
 * Frames: one is being filled by the reactor, at most one is with the writer.
 *
 *     append ─▶ filling ──nd__log_flush──▶ flying ──on_frame_done──▶ durable: done callbacks
 *                  ▲  (end of turn, writer free)                        │
 *                  └──────────────── the other of the two ◀─────────────┘
 *
 * Segments: ordered by age; the last is written to. A group hangs on two lists: of the segment that
 * holds its first needed entry, and of the segment that holds its root (the CREATE or CHECKPOINT
 * that recovery begins with). The oldest segment is free when its first list is empty; the groups
 * on its second list get a new root, and when that and everything else decided before is durable,
 * the file becomes the spare or is removed. */
#ifndef ND_LOG_LOG_INT_H
#define ND_LOG_LOG_INT_H

#include "base/hmap.h"
#include "log/log.h"
#include "log/log_format.h"
#include "log/log_runs.h"

#define ND__LOG_MARKER_NS (5 * ND_MS)  /* idle time after which a frame is confirmed by a marker */
#define ND__LOG_LAZY_NS (50 * ND_MS)   /* longest wait of what nobody waits for */
#define ND__LOG_KEEP_BYTES (8u << 20)  /* frame buffers above this are given back after use */
#define ND__LOG_FRAME_BYTES_SOFT (4u << 20) /* larger ones are counted; proposals are bounded above the log */
#define ND__LOG_DIRECTORY_FRAMES 64
#define ND__LOG_DIRECTORY_BYTES_MAX (32u << 10)
#define ND__LOG_READ_FRAMES_MAX 128

struct nd__log_segment {
    uint64_t seq;
    struct nd_file *file;
    uint64_t first_frame_seq; /* of the first frame in it, written or to be written */
    uint32_t *frame_blocks;   /* where each frame begins */
    size_t frame_count, frame_cap;
    uint64_t block_count, next_block;
    uint64_t prev_hash;
    struct nd_list entry_groups, root_groups;
    unsigned readers;
};

struct nd__log_group {
    struct nd_range_id range;
    struct nd_replica_id replica;
    struct nd_raft_hard_state hard_state;
    uint64_t prev_index, prev_term, last_index;
    struct nd__log_runs terms, frames; /* by index, of the entries kept */
    struct nd_list entry_link, root_link, touched_link;
    uint64_t entry_frame;      /* frame that places entry_link; 0: no entries */
    uint64_t touched_first;    /* first index appended in the frame being filled */
    bool is_recovering;
    /* Recovery only. */
    bool has_root;
    uint64_t copied_to; /* last index that a repair has written anew */
    uint64_t root_index, root_term;
    struct nd_raft_entry *recovered;
    size_t recovered_cap;
};

struct nd__log_frame {
    struct nd_job job;
    struct nd_log *log;
    struct nd_buf image, packed; /* header and payload; the same compressed (writer only) */
    struct nd_list appends;      /* whose done waits for this frame */
    struct nd_list touched;      /* groups that it says something of */
    uint64_t term_max;           /* highest of its hard states */
    bool sets_doubt;
    enum nd_log_doubt doubt;
    uint32_t item_count;
    bool must_sync, needs_marker;
    uint64_t frame_seq, durable_seq;
    struct nd__log_segment *segment;
    bool opens_segment, takes_spare;
    bool skips_sync; /* simulation only: ND_BREAK_ACK_BEFORE_FSYNC */
    struct nd_file *spare;
    /* Of the writer. */
    enum nd_status status;
    const char *doing;
    uint64_t hash, sync_ns;
    uint32_t raw_bytes, stored_bytes;
};

enum nd__log_spare { ND__LOG_SPARE_NONE, ND__LOG_SPARE_MAKING, ND__LOG_SPARE_READY };

struct nd__log_file_job { /* makes the spare, or recycles the oldest segment */
    struct nd_job job;
    struct nd_log *log;
    struct nd__log_segment *segment;
    bool to_spare, is_running;
    struct nd_file *spare;
    enum nd_status status;
};

struct nd__log_terms { /* once the log is open: of the writer */
    struct nd_file *file;
    bool was_there, is_known;
    uint64_t ceiling, doubt_term, writes;
    enum nd_log_doubt doubt;
};

struct nd_log {
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_reactor *reactor;
    struct nd_worker *writer, *reader;
    char *path;
    uint64_t segment_bytes;
    struct nd__log_uuid uuid;
    struct nd_file *lock;

    struct nd_hmap groups;
    struct nd__log_segment **segments; /* oldest first */
    size_t segment_count, segment_cap;
    struct nd_list pending_entry_groups, pending_root_groups; /* placed in the frame being filled */

    struct nd__log_frame frames[2];
    unsigned filling; /* index into frames */
    bool is_flying;
    uint64_t sealed_seq, durable_seq; /* highest frame given to the writer, known durable */
    uint64_t last_hash;
    struct nd_buf directory; /* rows of frames since the last DIRECTORY item */
    uint64_t directory_count, directory_from; /* the first of these frames */
    struct nd_buf destroyed; /* ranges, u64 each: whose DESTROY is in the frame being filled */
    struct nd__log_terms terms;
    enum nd_log_doubt doubt;
    uint64_t doubt_term;
    bool is_state_lost, was_there;
    struct nd_task flush_task;
    struct nd_timer idle_timer;

    enum nd__log_spare spare_state;
    struct nd_file *spare;
    uint64_t spare_failed_at; /* segment during which none could be made: not tried again before the next */
    struct nd__log_file_job spare_job, recycle_job;
    bool is_purge_wanted, is_purging;
    uint64_t purge_after_seq;

    struct nd_list waiting_reads; /* of entries that are not durable yet */
    unsigned reads_running;
    bool is_closing;
    bool is_only_looked_at; /* nd_log_inspect: any node's, and nothing is written */
    struct nd_log_stats stats;
};

static inline struct nd__log_segment *nd__log_active(const struct nd_log *log) { return log->segments[log->segment_count - 1]; }

/* log_group.c */
struct nd__log_group *nd__log_group_find(const struct nd_log *log, struct nd_range_id range);
struct nd__log_group *nd__log_group_add(struct nd_log *log, struct nd_range_id range, struct nd_replica_id replica);
void nd__log_group_remove(struct nd_log *log, struct nd__log_group *group);
void nd__log_group_free(struct nd_log *log, struct nd__log_group *group); /* leaves its place in the table */
/* The log now begins after (prev_index, prev_term). */
void nd__log_group_reset(struct nd_log *log, struct nd__log_group *group, uint64_t prev_index, uint64_t prev_term);
void nd__log_group_truncate(struct nd_log *log, struct nd__log_group *group, uint64_t from);
void nd__log_group_drop_below(struct nd_log *log, struct nd__log_group *group, uint64_t index_first, uint64_t prev_term);
void nd__log_group_push(struct nd_log *log, struct nd__log_group *group, uint64_t index, uint64_t term, uint64_t frame_seq);
/* Puts the group on the list of the segment that holds its first entry. */
void nd__log_group_place(struct nd_log *log, struct nd__log_group *group);
/* The group's root is in the frame being filled / in `segment`. */
void nd__log_group_root(struct nd_log *log, struct nd__log_group *group, struct nd__log_segment *segment);

/* log_segment.c */
char *nd__log_path(const struct nd_log *log, const char *name);                 /* on the heap */
char *nd__log_segment_path(const struct nd_log *log, uint64_t segment_seq);
struct nd__log_segment *nd__log_segment_add(struct nd_log *log, uint64_t segment_seq, uint64_t first_frame_seq);
void nd__log_segment_free(struct nd_log *log, struct nd__log_segment *segment);
void nd__log_segment_add_frame(struct nd_log *log, struct nd__log_segment *segment, uint64_t block);
/* NULL: not yet given to the writer. */
struct nd__log_segment *nd__log_segment_of(const struct nd_log *log, uint64_t frame_seq);
static inline uint64_t nd__log_segment_last_frame(const struct nd__log_segment *segment)
{
    return segment->first_frame_seq + segment->frame_count - 1;
}
/* Writes the header and gives the file its name. Takes `spare` (NULL: makes a file). Blocks. */
ND_RESULT nd__log_segment_create(struct nd_log *log, struct nd__log_segment *segment, struct nd_file *spare);
ND_RESULT nd__log_spare_create(struct nd_log *log, struct nd_file **spare_out); /* blocks */
void nd__log_make_spare(struct nd_log *log);                                   /* in the background */
void nd__log_purge(struct nd_log *log);
void nd__log_update_gauges(struct nd_log *log);

/* log_write.c */
struct nd__log_frame *nd__log_filling(struct nd_log *log);
void nd__log_request_flush(struct nd_log *log);
void nd__log_write_init(struct nd_log *log);
void nd__log_write_deinit(struct nd_log *log);
void nd__log_put_checkpoint(struct nd_log *log, struct nd__log_group *group);

/* log_terms.c. All of it blocks. */
ND_RESULT nd__log_terms_load(struct nd_log *log); /* makes the file if it is not there */
ND_RESULT nd__log_terms_store(struct nd_log *log);
ND_RESULT nd__log_terms_raise(struct nd_log *log, uint64_t term); /* a replica is about to enter it */

/* log_recover.c: reads all segments, repairs damage. CORRUPT, UNSUPPORTED, IO. Blocks. */
ND_RESULT nd__log_recover_folder(struct nd_log *log); /* is_only_looked_at: NOT_FOUND; CORRUPT also of what can be repaired */
void nd__log_free_recovered(struct nd_log *log);

/* log_read.c */
void nd__log_retry_reads(struct nd_log *log);

#endif
