/* SPDX-License-Identifier: Apache-2.0 */
/* range.h - a shard's replica: leads or follows, executes requests, applies what is committed.
 *
 * Role.       The leader checks requests against locks and versions, replicates their effects, answers
 *             once they are applied. Followers only apply.
 * Owner.      nd_store (store.h), which makes one nd_range per replica of its node.
 * Threading.  The store's reactor; engine writes on the apply worker, engine reads that would block on
 *             the read pool.
 * Protocol.   README.md: states of a range, stages of an operation, why commit timestamps drawn after
 *             all latches are held make reads at a timestamp repeatable without a timestamp cache.
 * Invariants. V1 an operation answers OK only after its effects are applied here, hence committed.
 *             V2 a commit timestamp is drawn after every key it writes is latched or provisionally
 *                written: a read that found none of these has a smaller timestamp.
 *             V3 reads are served after a quorum confirmed the leadership after the read arrived.
 *             V4 a leader serves only after everything of earlier terms is applied and its locks are loaded. */
#ifndef ND_RANGE_RANGE_H
#define ND_RANGE_RANGE_H

#include "multiraft/multiraft.h"
#include "range/kv_wire.h"
#include "range/lock_table.h"
#include "range/ts_source.h"

struct nd_store;
struct nd_range;

enum nd_range_stage {
    ND_STAGE_START,
    ND_STAGE_UNREADY,   /* the leader is loading */
    ND_STAGE_CONFIRM,   /* waits for a ReadIndex round */
    ND_STAGE_CATCH_UP,  /* waits until read_index is applied */
    ND_STAGE_LOCKS,     /* waits for a hold to go, or takes its own */
    ND_STAGE_CHECK,     /* looks into the engine */
    ND_STAGE_TIMESTAMP, /* draws its commit timestamp */
    ND_STAGE_PROPOSE,   /* in the batch of this turn */
    ND_STAGE_REPLICATE, /* proposed: waits until applied or lost */
};

/* One request under way. Embedded by the caller, who keeps request and arena until done. */
struct nd_range_op {
    const struct nd_kv_request *request;
    struct nd_arena *arena; /* the reply's arrays and slices live here */
    /* Once. May come inside nd_range_execute. The op is the caller's again. */
    void (*done)(struct nd_range_op *op, const struct nd_kv_reply *reply);
    /* the rest is the range's */
    struct nd_range *range;
    struct nd_range_id range_id;
    struct nd_store *store;
    enum nd_range_stage stage;
    struct nd_list all_link, link, wait_link;
    struct nd_lock *waiting_on;
    struct nd_timer timer;
    uint64_t deadline_ns;
    uint64_t read_index;
    uint64_t lock_generation;
    bool has_latches, is_draining;
    struct nd_ts waited_for; /* whose provisional record it waits behind, until tell_ns */
    uint64_t tell_ns;
    uint64_t leader_term;
    struct nd_ts_draw draw;
    struct nd_ts commit_ts, read_ts, min_commit_ts; /* min_commit_ts: of an async commit */
    bool is_async;
    struct nd_job job;
    enum nd_status job_status;
    bool is_job_running;
    struct nd_kv_reply reply;
    struct nd_slice span_first, span_end, span_edge; /* SCAN, RESOLVE_SPAN: inside the range as it was; for other threads */
    bool sees_locks;                /* provisional records in the engine matter */
    bool is_confirmed;              /* LOCK: this node led after the request had come */
    bool is_late;                   /* LOCK: there is something newer than read_ts */
    size_t found_count;             /* RESOLVE_SPAN */
    const struct nd_slice *found_keys;
    uint64_t ticket;                /* place in queues; 0: has not waited */
    struct nd_ts holders[8];        /* that were in the way last */
    size_t holder_count;
    bool is_quiet;                  /* VALIDATE: the range has no commit as new as any span */
    uint64_t seq;                   /* of the range's operations */
    uint64_t installs;              /* snapshots that the replica had taken when it read */
    bool is_closed_read, has_refused_closed; /* below a closed timestamp; or that came to nothing */
    bool *has_locked;               /* LOCK: by key, with skips_locked */
    bool *is_fresh;                 /* LOCK: by key, where records may be in the engine alone: was not held before */
    bool wants_rollback, wants_push; /* CHECK_TXN: what it replicates */
    struct nd_kv_mut *gates;         /* COMMIT_ONE, PREWRITE: that it guards; what they are depends on where the range begins */
    size_t gate_count;
};

void nd_range_execute(struct nd_range *range, struct nd_range_op *op);

struct nd_range_info {
    struct nd_range_desc desc; /* borrowed */
    struct nd_group_role role;
    bool is_serving;
    bool is_in_flux; /* its records are being replaced, or removed */
    bool is_recovering; /* it has lost a part of its log (raft/raft.h R10) */
    struct nd_replica_id voted_for;
    uint64_t applied, committed, last;
    size_t lock_count, op_count;
    uint64_t bytes, keys, requests_per_s; /* about */
    struct nd_ts closed_ts; /* at or below it this replica answers reads by itself; {0}: none */
};
void nd_range_get_info(const struct nd_range *range, struct nd_range_info *info_out);
/* Highest log index known to be durable at the replica on that node; 0 where this one does not lead. */
uint64_t nd_range_match(const struct nd_range *range, struct nd_node_id node);
/* Term of the entry at index in this replica's log; 0: not known here. */
uint64_t nd_range_log_term(const struct nd_range *range, uint64_t index);
struct nd_range_id nd_range_id_of(const struct nd_range *range);
const struct nd_range_desc *nd_range_descriptor(const struct nd_range *range);
bool nd_range_is_serving(const struct nd_range *range);
void nd_range_campaign(struct nd_range *range);
/* The replica is no member any more, as somebody says who surely knows: it goes, with its records, soon. */
void nd_range_destroy(struct nd_range *range);
struct nd_replica_id nd_range_replica(const struct nd_range *range);
ND_RESULT nd_range_transfer_leader(struct nd_range *range, struct nd_node_id to);

/* ---- for the meta shard, which keeps records of its own in range 1 ------------------------------------ */

struct nd_range_extension {
    void *owner;
    void (*on_lead)(void *owner, struct nd_range *range);  /* loaded, about to serve */
    void (*on_stop)(void *owner, struct nd_range *range);  /* leads no more, or is about to go */
    /* A timestamp above all handed out in this leadership, for the range itself. In real-time order only if the
     * leadership is confirmed after what asks for it arrived, or proves itself by an entry of this term that commits.
     * false: none at hand. */
    bool (*draw)(void *owner, struct nd_ts *ts_out);
};
/* Surely: `key` is of this range, no version of it is newer than `since`, and none will be committed below a timestamp that is drawn now. */
bool nd_range_is_unchanged(const struct nd_range *range, struct nd_slice key, struct nd_ts since);
void nd_range_set_extension(struct nd_range *range, const struct nd_range_extension *extension);

/* Replicates engine records under the 'M' tag. done: OK when applied; DROPPED, NOT_LEADER; AMBIGUOUS
 * when leadership went before the outcome was known. */
struct nd_command_raw;
struct nd_range_raw_op {
    void (*done)(struct nd_range_raw_op *op, enum nd_status status);
    struct nd_list link;
};
void nd_range_replicate_raw(struct nd_range *range, struct nd_range_raw_op *op, const struct nd_command_raw *records, size_t count);
/* Confirms leadership by a quorum round that begins after the call, and that all before it is applied. */
void nd_range_confirm(struct nd_range *range, struct nd_range_raw_op *op);

#endif
