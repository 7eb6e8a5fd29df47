/* SPDX-License-Identifier: Apache-2.0 */
/* log.h - the node's log: the only write-ahead log, shared by all groups of the node.
 *
 * Role.       Makes Raft entries and hard states durable with one write and one fdatasync for all
 *             groups at a time (group commit), finds them again after a crash, gives disk space back.
 * Owner.      nd_multiraft. One per node (and disk).
 * Threading.  All functions on the owning reactor, but for nd_log_open/recover (before it turns).
 *             Writing and reading files happens in jobs on two workers: `writer` (one thread, in
 *             order) and `reader`.
 * Format.     Byte tables in log_format.h and docs/DATA_FORMATS.md: segments of frames padded to
 *             4 KiB; a frame is one group commit of items.
 * Invariants. L1 frame_seq has no gaps; a durable sector is never written again.
 *             L2 appended(seq) calls back only after the fdatasync of its frame, in order.
 *             L3 an invalid frame at the end of the newest segment is a torn tail (cut off) only if
 *                no valid later frame says that it was durable; anything else is damage: named, and the groups
 *                that it may have hit are RECOVERING from then on (log_repair.c).
 *             L4 a write or fdatasync error ends the process (ND_EXIT_LOG_IO): nothing is retried.
 *             L5 an item once compacted away is never needed: compaction of a group moves its hard
 *                state forward into a checkpoint item before a segment is recycled or removed.
 * Testing.    tests/unit/log_*.c, crash loops in simulation, tests/fuzz/log_frame.c. */
#ifndef ND_LOG_LOG_H
#define ND_LOG_LOG_H

#include "env/env.h"
#include "raft/raft.h"

struct nd_log;

struct nd_log_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_worker *writer, *reader;
    const char *path;          /* folder; made if absent */
    uint64_t segment_bytes;    /* size of a segment, preallocated: 4 MiB in demos and tests, 64 MiB and more in servers */
    uint64_t node_uuid[2];     /* in every segment's header; a foreign segment is refused */
    bool was_there;            /* it was opened before: if it is empty, it was lost */
    bool is_state_lost;        /* the state engine begins anew: every group is as one that damage has hit */
};

/* What recovery found for one group. Arrays live until nd_log_recover returns. */
struct nd_log_group_state {
    struct nd_range_id range;
    struct nd_replica_id replica;          /* log id: entries of another incarnation are gone */
    struct nd_raft_hard_state hard_state;
    uint64_t prev_index, prev_term;        /* entry before the first kept */
    const struct nd_raft_entry *entries;   /* without payloads */
    size_t entry_count;
    bool is_recovering;                    /* part of its log was lost, and it has not caught up since */
};

/* Opens the folder, reads all segments, checks them (L3). Damage is logged (segment, offset, frame, groups) and
 * repaired: what is left is written anew, the damaged segments are set aside. Errors: CORRUPT (what cannot be repaired:
 * logged), UNSUPPORTED (format version), IO, NO_SPACE, BUSY (another process holds it). Blocks. */
ND_RESULT nd_log_open(const struct nd_log_options *options, struct nd_log **log_out);
/* Calls on_group once for each group that the log knows, in order of range id. */
void nd_log_recover(struct nd_log *log, void *arg, void (*on_group)(void *arg, const struct nd_log_group_state *group));
/* Looks at the log of a process that does not run, and changes nothing: checks everything that opening it would, logs the same errors,
 * and tells segments, oldest first, and then groups, by range; what it knows of them also where it then ends with CORRUPT: there
 * is damage. Blocks.
 * NOT_FOUND: no segment there. BUSY: a process holds it. */
struct nd_log_segment_info {
    uint64_t seq, first_frame, frame_count;
    uint64_t used_bytes, segment_bytes;
};
struct nd_log_inspection {
    void *arg;
    void (*on_segment)(void *arg, const struct nd_log_segment_info *segment);
    void (*on_group)(void *arg, const struct nd_log_group_state *group);
};
ND_RESULT nd_log_inspect(struct nd_env *env, const char *path, const struct nd_log_inspection *inspection);
/* Both workers are closed already (nd_worker_close waits for the writes at hand), or no append, read
 * or compaction is outstanding. done callbacks that have not come by now never come. */
void nd_log_close(struct nd_log *log);

/* One append of one group: goes into the frame being filled, which is written when the writer is
 * free, at the latest at the end of the turn. Embedded by the caller; handed back by done. */
struct nd_log_append {
    struct nd_list link; /* of the log */
    void (*done)(struct nd_log_append *append); /* durable (L2), on the reactor, in order of append */
    struct nd_range_id range;
    uint64_t append_seq, term_issued; /* for the caller */
};
/* Copies what it needs before it returns. update->append_seq != 0. must_sync false lets done come with
 * the next frame that is written for other reasons, or after 50 ms. The group is there (created or recovered). */
void nd_log_append(struct nd_log *log, struct nd_log_append *append, struct nd_range_id range,
                   struct nd_replica_id replica, const struct nd_raft_update *update);
/* A group was made here (bootstrap, split): prev_index/prev_term are where its log begins. Takes the
 * place of an older replica; if this one is there already (the split is applied again after a crash),
 * it stays as it is and done comes all the same. */
void nd_log_create_group(struct nd_log *log, struct nd_log_append *append, struct nd_range_id range,
                         struct nd_replica_id replica, uint64_t prev_index, uint64_t prev_term);
/* The group's log begins anew behind a snapshot that ends with (prev_index, prev_term): entries are gone,
 * of an older replica everything; the hard state is the one given. Makes the group if it is not there. */
void nd_log_reset_group(struct nd_log *log, struct nd_log_append *append, struct nd_range_id range, struct nd_replica_id replica,
                        uint64_t prev_index, uint64_t prev_term, const struct nd_raft_hard_state *hard_state, bool is_recovering);
/* The replica has caught up: durable with the next frame, and where that is lost it catches up once more. */
void nd_log_set_recovered(struct nd_log *log, struct nd_range_id range);

/* Damaged frames may have held groups that nothing else in the log names. Such a replica, when it turns up, is RECOVERING and begins
 * in doubt_term. */
enum nd_log_doubt {
    ND_LOG_CERTAIN,
    ND_LOG_DOUBT,           /* of groups that the engine holds and the log does not */
    ND_LOG_DOUBT_SNAPSHOTS, /* of voters that a snapshot brings, since the engine was lost, too */
};
enum nd_log_doubt nd_log_doubt(const struct nd_log *log, uint64_t *doubt_term_out);
void nd_log_set_doubt(struct nd_log *log, enum nd_log_doubt doubt); /* durable after the next frame */
/* Entries below index_first are not needed any more by this group; segments that nobody needs are recycled. */
void nd_log_compact(struct nd_log *log, struct nd_range_id range, uint64_t index_first, uint64_t prev_term);
/* The group is gone for good. */
void nd_log_destroy_group(struct nd_log *log, struct nd_range_id range);

/* Reads entries [first, last] of a group, with payloads (checked), at least one and at most bytes_max
 * of payload; done on the reactor. Entries belong to the request until released. */
struct nd_log_read {
    struct nd_job job; /* of the log */
    void (*done)(struct nd_log_read *read);
    struct nd_range_id range;
    uint64_t first, last;
    size_t bytes_max;
    enum nd_status status; /* OK, NOT_FOUND (compacted), CORRUPT, IO */
    struct nd_raft_entry *entries; /* on the log's heap */
    size_t entry_count;
    struct nd_log *log;
    void *plan; /* of the log */
};
void nd_log_read(struct nd_log *log, struct nd_log_read *read);
/* After done; also for a read whose done never comes, when the workers are closed and the log is not. */
void nd_log_read_release(struct nd_log_read *read);

struct nd_log_stats {
    struct nd_counter frames, fsyncs, bytes, items, padding_bytes;
    struct nd_counter frames_large; /* grew over 4 MiB while the writer was busy */
    struct nd_counter repairs;      /* damage found and repaired when it was opened */
    struct nd_histogram fsync_ns, frame_bytes, frame_items;
    struct nd_gauge segments, disk_bytes;
    uint64_t outstanding_since_ns; /* of the write in flight; 0: none. Feeds disk_ok of liveness. */
};
const struct nd_log_stats *nd_log_stats(const struct nd_log *log);
void nd_log_register_metrics(struct nd_log *log, struct nd_metrics *metrics);

#endif
