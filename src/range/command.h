/* SPDX-License-Identifier: Apache-2.0 */
/* command.h - what a range replicates: effects, decided by the leader, that cannot fail at apply.
 *
 * Format.     One Raft entry is a batch: u8 format (1) · u8 flags (1: its only command changes which keys the
 *             range has, or what it does for them: SPLIT, MARK, MERGE; 2: of no keys, in whatever epoch) · v epoch.version · v epoch.conf_version · commands. Byte tables of the
 *             commands at the functions in command.c.
 * Invariants. C1 a batch whose epoch is not exactly the range's at apply has no effect at all; but for the meta shard's own records,
 *                which do not lie in the range's span. */
#ifndef ND_RANGE_COMMAND_H
#define ND_RANGE_COMMAND_H

#include "range/descriptor.h"
#include "range/kv_wire.h"

enum nd_command_kind {
    ND_COMMAND_COMMIT_ONE = 1, /* versions of a one-phase transaction */
    ND_COMMAND_PREWRITE = 2,   /* provisional records */
    ND_COMMAND_COMMIT = 3,     /* provisional records become versions */
    ND_COMMAND_ROLLBACK = 4,   /* provisional records go, fences come */
    ND_COMMAND_PUSH = 5,       /* a transaction must commit at or above min_commit_ts */
    ND_COMMAND_RAW = 6,        /* engine records: the meta shard's own, and garbage collection */
    ND_COMMAND_DISCARD = 7,    /* all records of a span go */
    ND_COMMAND_SPLIT = 8,
    ND_COMMAND_COMMIT_SPAN = 10, /* all provisional records of a transaction from key to key become versions */
    ND_COMMAND_CHANGE = 11,      /* members; alone in an entry of type CONF */
    ND_COMMAND_PREWRITE_ASYNC = 12, /* provisional records of an async commit */
    ND_COMMAND_MARK = 14,  /* enum nd_range_mark: a new version of the same span */
    ND_COMMAND_MERGE = 13, /* the right neighbour, frozen and applied to the same entry everywhere, becomes part of the range */
    ND_COMMAND_GC = 9,         /* raises the safepoint; deletes versions below it */
};

enum nd_range_mark {
    ND_MARK_FREEZE = 1, /* for the merge: nothing has effect any more but FENCE */
    ND_MARK_FENCE = 2,  /* not frozen (any more), and nothing that was decided before has effect */
    ND_MARK_KEEP = 3,   /* is_kept */
    ND_MARK_RELEASE = 4,
    ND_MARK_COUNT
};

struct nd_command_raw {
    struct nd_slice key, value; /* value empty: delete */
};

/* Writers append one command to a batch begun with nd_command_batch_begin. */
void nd_command_batch_begin(struct nd_buf *out, struct nd_range_epoch epoch, bool is_reshape);
void nd_command_batch_begin_records(struct nd_buf *out); /* RAW alone, of the meta shard */
void nd_command_put_commit_one(struct nd_buf *out, struct nd_ts start_ts, struct nd_ts commit_ts, const struct nd_kv_mut *muts, size_t count);
void nd_command_put_prewrite(struct nd_buf *out, struct nd_ts start_ts, uint64_t ttl_ms, bool is_large, struct nd_slice primary,
                             const struct nd_kv_mut *muts, size_t count);
/* min_commit_ts: drawn after all the keys were latched. secondaries: as in the request. */
void nd_command_put_prewrite_async(struct nd_buf *out, struct nd_ts start_ts, uint64_t ttl_ms, struct nd_ts min_commit_ts, struct nd_slice primary,
                                   struct nd_slice secondaries, const struct nd_kv_mut *muts, size_t count);
void nd_command_put_commit(struct nd_buf *out, struct nd_ts start_ts, struct nd_ts commit_ts, const struct nd_slice *keys, size_t count);
/* Both keys included. */
void nd_command_put_commit_span(struct nd_buf *out, struct nd_ts start_ts, struct nd_ts commit_ts, struct nd_slice first, struct nd_slice last);
void nd_command_put_rollback(struct nd_buf *out, struct nd_ts start_ts, const struct nd_slice *keys, size_t count);
void nd_command_put_push(struct nd_buf *out, struct nd_slice primary, struct nd_ts start_ts, struct nd_ts min_commit_ts);
void nd_command_put_raw(struct nd_buf *out, const struct nd_command_raw *records, size_t count);
void nd_command_put_discard(struct nd_buf *out, struct nd_slice first, struct nd_slice end);
void nd_command_put_gc(struct nd_buf *out, struct nd_ts safepoint, const struct nd_slice *record_keys, size_t count);
void nd_command_put_split(struct nd_buf *out, struct nd_slice key, struct nd_range_id child, struct nd_node_id preferred_leader);
void nd_command_put_mark(struct nd_buf *out, enum nd_range_mark mark, uint64_t merge);
void nd_command_put_merge(struct nd_buf *out, uint64_t merge, const struct nd_range_desc *right); /* right: as it is frozen */

/* Members and next replica id of desc. */
void nd_command_put_change(struct nd_buf *out, const struct nd_range_desc *desc);

/* Readers walk a batch: begin, then next until false; dec.is_bad tells malformed bytes. Slices borrow. */
struct nd_command_batch {
    struct nd_dec dec;
    bool is_reshape, is_of_no_keys;
    struct nd_range_epoch epoch;
};
struct nd_command {
    enum nd_command_kind kind;
    struct nd_ts start_ts, commit_ts; /* PUSH, PREWRITE_ASYNC: commit_ts is min_commit_ts; GC: the safepoint */
    uint64_t ttl_ms;
    bool is_large;
    struct nd_slice secondaries;      /* PREWRITE_ASYNC */
    struct nd_slice primary;          /* PUSH: the primary; SPLIT: the key */
    struct nd_slice first, end;       /* DISCARD: [first, end); COMMIT_SPAN: [first, end] */
    struct nd_range_id child;
    struct nd_node_id preferred_leader;
    struct nd_raft_conf conf;         /* CHANGE */
    uint64_t next_replica;
    enum nd_range_mark mark;
    uint64_t merge;                   /* MARK, MERGE */
    struct nd_range_desc right;       /* MERGE; borrows */
    size_t count;                     /* items that follow, to be read with the item functions */
};
bool nd_command_batch_read(struct nd_slice bytes, struct nd_command_batch *batch_out);
bool nd_command_next(struct nd_command_batch *batch, struct nd_command *command_out);
struct nd_kv_mut nd_command_next_mut(struct nd_command_batch *batch);        /* COMMIT_ONE, PREWRITE */
struct nd_slice nd_command_next_key(struct nd_command_batch *batch);         /* COMMIT, ROLLBACK, GC */
struct nd_command_raw nd_command_next_raw(struct nd_command_batch *batch);   /* RAW */
/* Reads the flags alone: is this entry a SPLIT, MARK or MERGE? */
bool nd_command_is_reshape(struct nd_slice bytes);

#endif
