/* SPDX-License-Identifier: Apache-2.0 */
/* range_int.h - shared by the files of this folder. */
#ifndef ND_RANGE_RANGE_INT_H
#define ND_RANGE_RANGE_INT_H

#include "base/hmap.h"
#include "range/apply.h"
#include "range/members.h"
#include "range/mvcc.h"
#include "range/range.h"
#include "range/size.h"
#include "range/span_walk.h"
#include "range/store.h"

enum {
    ND__RANGE_OPS_MAX = 65536,       /* under way in one range: BUSY beyond */
    ND__RANGE_BATCH_BYTES = 1 << 20, /* of commands in one entry, more or less */
    ND__RANGE_IN_FLIGHT_MAX = 64,    /* entries of a leadership that are not applied */
    ND__RANGE_BATCH_WAIT_MS = 4,     /* a batch grows for so long while another entry is in flight */
    ND__APPLY_ENTRIES_MAX = 1024,    /* in one job */
    ND__APPLY_LAZY_MS = 20,          /* a follower's entries wait for company */
    ND__APPLY_LAZY_BYTES = 256 << 10,
    ND__PREW_WAIT_MS = 30,         /* behind a provisional record before its transaction is looked into */
    ND__PREW_LOCK_WAIT_MS = 200,   /* ... by a request for locks */
    ND__PESS_LEASE_MS = 6000,      /* of an in-memory lock whose transaction is not heard of */
    ND__HEARTBEAT_GRACE_MS = 2000, /* a new leader gives a transaction that it has not heard of yet */
    ND__PROPOSAL_WAIT_MS = 10000,  /* until an outcome that stays unknown is called AMBIGUOUS */
    ND__LOCKS_LOADED_MAX = 10000,  /* provisional records kept in memory; more stay in the engine alone */
    ND__COMMIT_CACHE_SLOTS = 1 << 16,
    ND__DISCARD_RECORDS = 16384, /* of a kind, in one entry */
    ND__RESOLVE_KEYS_MAX = 2000, /* provisional records resolved in one round */
    ND__INLINE_KEYS_MAX = 16,    /* keys of one request looked up on the reactor itself */
};

/* From `index` on a replica holds all that ever commits at or below ts, as versions or as provisional records (closed.c). */
struct nd__closed {
    struct nd_ts ts; /* {0}: none */
    uint64_t index;
};

/* The next one, while this replica leads. */
struct nd__closing {
    enum { ND__CLOSING_NONE, ND__CLOSING_CONFIRM, ND__CLOSING_DRAIN } stage;
    struct nd_range_raw_op raw;
    struct nd_ts ts;
    uint64_t term, lock_generation;
    uint64_t seq; /* operations up to this one were there */
    uint64_t seen_seq, active_until_ns, closed_ns;
    struct nd_list link; /* nd_store.close_due or close_unsaid */
};

/* What is being applied, alone. */
enum nd__barrier { ND__BARRIER_NONE, ND__BARRIER_SPLIT, ND__BARRIER_CHANGE, ND__BARRIER_MARK, ND__BARRIER_MERGE };
enum nd__range_state { ND__RANGE_FOLLOWING, ND__RANGE_LOADING, ND__RANGE_SERVING };

struct nd__pending_entry {
    uint64_t index, term;
    struct nd_raft_payload *payload;
    bool is_conf;
};

/* A batch of operations in one entry. */
struct nd__proposal {
    uint64_t index, term, proposed_ns;
    struct nd_list ops;     /* nd_range_op.link */
    struct nd_list raw_ops; /* nd_range_raw_op.link */
};

/* A transaction that holds or waits for in-memory locks here. */
struct nd__txn_seen {
    uint64_t start_ts;
    uint64_t seen_ns;      /* last request or heartbeat */
    uint64_t since_ns;     /* first of them during this leadership */
    uint64_t alive_ms;     /* physical time of the last heartbeat's now_ts */
    uint64_t waits_for;    /* start_ts of the holder it waits for; 0: none */
    uint64_t prewrite_seq; /* of the newest prewrite */
    uint64_t min_commit;   /* pushed by a reader (replicated as a 't' record) */
    bool is_fenced;        /* rolled back here during this leadership */
};

/* The descriptor when what is being applied is, and that of a split's child. */
struct nd__range_next {
    struct nd_range_desc after, split_child;
};

/* What is with the apply worker. */
struct nd__applying {
    struct nd_range *range;
    struct nd_job job;
    struct nd_apply_input input;
    enum nd_status status;
};

/* A replica that is being removed. */
struct nd__going {
    struct nd_range *range;
    struct nd_span_walk walk;
    struct nd_job job;
    enum nd_status status;
};

/* How much there may be to collect: counted by each replica, of what it applies; walked over by the leader where that is worth it. */
struct nd__gc_need {
    uint64_t made;        /* records that leave others behind, or are to go themselves, and one for what is not known */
    uint64_t ripe;        /* of them, old enough */
    uint64_t walked;      /* of them, as of when the last round began */
    struct nd_ts mark_ts; /* the first mark_made are no newer; {0}: no mark */
    uint64_t mark_made;
    uint64_t records;  /* that the last round looked at; 0: none yet */
    uint64_t since_ns; /* when that was, or the replica came */
    unsigned patience; /* rounds that found little: the next waits for so many times more */
};

struct nd_range {
    struct nd_store *store;
    struct nd_heap *heap;
    struct nd_range_desc desc;
    struct nd_replica_id self;
    struct nd_group *group;
    struct nd_group_role role;
    enum nd__range_state state;
    struct nd_omap_node by_key; /* in nd_store.by_first */
    struct nd_list rest_link;   /* nd_store.awake or resting */
    bool is_awake;
    unsigned quiet_ticks; /* since something happened here */
    const struct nd_range_extension *extension;
    bool extension_leads;

    /* applying */
    uint64_t applied, load_index;
    uint64_t applied_flush_no; /* nd_store.flush_no by then: a later flush has what is applied */
    struct nd__pending_entry *queue; /* committed, not yet handed to the apply worker */
    size_t queue_head, queue_count, queue_cap, queue_bytes;
    bool queue_is_urgent; /* a follower may not wait */
    struct nd_timer lazy_timer;
    struct nd__applying *applying; /* may be NULL while nothing is applied */
    bool is_applying;
    enum nd__barrier barrier;
    bool is_gone; /* no member any more: goes as soon as it is quiet */
    bool is_subsumed; /* gone, into its left neighbour, which has yet to apply that */
    struct nd_timer gone_timer;
    uint64_t kept_since_ns;    /* leadership should go elsewhere, but for locks; 0: not so */
    uint64_t kept_long_since_ns; /* likewise, for such that last */
    uint64_t unsplit_since_ns; /* a split, likewise */
    uint64_t joint_term;      /* in which the joint configuration was applied here */
    uint64_t orphan_since_ns; /* RECOVERING and without a leader; 0: not so */
    uint64_t unfrozen_since_ns; /* a freeze, likewise */
    bool is_freezing; /* proposed: what arrives waits for the outcome */
    struct nd_timer merge_timer; /* looks again whether the right neighbour is ready */
    struct nd__vigil *vigil;     /* waits for one that is not here; NULL: not so */
    bool is_skipping;            /* a snapshot takes the place of committed entries that wait for that */
    struct nd_range_id merge_right; /* of the merge that is being applied */
    struct nd__going *going; /* NULL: not going */
    bool is_installing; /* a snapshot: from its acceptance until the log has begun anew */
    struct nd__range_next *next; /* while something is applied that changes the descriptor; may be NULL else */

    /* leading */
    struct nd_lock_table locks;
    uint64_t lock_generation;
    uint64_t last_ticket;   /* counts operations that waited */
    bool has_spilled;       /* provisional records that are in the engine alone */
    size_t large_in_flight;
    uint64_t large_seq;     /* counts prewrites of large transactions */
    struct nd__spill_check *spill_check; /* looks whether has_spilled is still so; NULL: not under way */
    struct nd_ts newest_commit; /* of this leadership; {0}: none */
    struct nd_ts floor_ts;  /* drawn when this leadership began */
    struct nd_ts gc_safepoint;  /* below it nothing reads, nothing new is prewritten */
    struct nd_ts gc_collect;    /* below it the leader may collect: no range has provisional records from before */
    struct nd_ts gc_collected;  /* below it versions may be gone */
    struct nd_hmap txns;    /* start_ts -> nd__txn_seen */
    struct nd_ts_draw floor_draw;
    struct nd__load *load;
    bool is_loading;
    struct nd_timer retry_timer;

    /* operations */
    struct nd_list ops;     /* all */
    size_t op_count;
    struct nd_list unready, confirm, catch_up; /* by stage */
    struct nd_list raw_confirm;
    struct nd_list woken;   /* a hold they waited for has gone */
    struct nd_task wake_task;
    struct nd_list rounds;  /* ReadIndex rounds under way */
    uint64_t next_read_id;
    struct nd_buf batch, raw_batch;
    struct nd_list batch_ops, batch_raw_ops;
    struct nd_hmap proposals; /* index -> nd__proposal */
    uint64_t flight_term;     /* of the proposals counted in in_flight */
    size_t in_flight;
    uint64_t proposed_ns; /* when the last of them was */
    struct nd_timer batch_timer;
    struct nd_task flush_task;
    bool is_closing;

    /* garbage collection */
    struct nd__gc *gc;       /* a round of it is under way; NULL: none */
    struct nd_ts gc_walked;  /* safepoint of the last round of this leadership */
    struct nd__gc_need gc_need;
    struct nd_list gc_link; /* store->gc_queue */

    struct nd__closed closed, closed_next; /* next: what is not applied here yet */
    struct nd__closing closing;
    uint64_t op_seq;   /* counts operations, but the collector's */
    uint64_t installs; /* counts snapshots */

    struct nd__size size;
};

struct nd__read_round {
    struct nd_list link;
    uint64_t read_id;
    struct nd_list ops, raw_ops;
};

struct nd__birth {
    struct nd_list link; /* store->births */
    struct nd_store *store;
    struct nd_range_state child; /* slices on the heap */
    struct nd_range_id parent;
    bool campaigns;
    bool is_stillborn; /* no member here, or gone before: the flush alone */
    struct nd__size size;
    struct nd__gc_need gc_need;
};
struct nd__snap_recv;

struct nd_store {
    struct nd_store_options options;
    struct nd_heap *heap;
    struct nd_hmap ranges;
    struct nd_omap by_first;
    struct nd_list awake, resting; /* range_rest.c */
    size_t resting_count;
    struct nd_timer tick_timer;
    struct nd_job space_job;
    bool is_asking_space, is_space_low; /* puts of users are refused while the disk is nearly full */
    bool is_space_out; /* leaders' entries, too */
    uint64_t free_bytes;
    struct nd_gauge free_gauge;
    struct nd_job flush_job;
    bool is_flushing, is_flush_due;
    uint64_t flush_no, flushed_no; /* flushes of the engine are numbered when they begin: begun last, done */
    uint64_t flush_job_no, birth_flush_no;
    uint64_t flush_began_ns;
    bool gives_back;          /* and then returns memory to the system */
    size_t unflushed_at_rest; /* replicas that went to rest with something applied that is not flushed */
    enum nd_status flush_status;
    uint64_t flushed_log_bytes;
    uint64_t *flush_applied; /* pairs of range id and applied index at the start of the flush */
    size_t flush_count;
    uint64_t commit_cache[ND__COMMIT_CACHE_SLOTS];
    struct nd_list births; /* children whose birth is not durable yet, oldest first */
    size_t birth_count, births_flushing; /* flushing: the first so many, 0: no flush is under way */
    struct nd_job birth_job;
    enum nd_status birth_status;
    struct nd_list settles, farewells; /* range_merge.c */
    struct nd_hmap buried; /* range id -> lowest replica id that may come */
    struct nd_list snap_sends, snap_waits, snap_cleans; /* snap_waits: to be sent, oldest first */
    size_t snap_wait_count;
    struct nd_list snap_recvs;
    struct nd_job snap_flush_job;
    bool is_snap_flushing;
    uint64_t snap_flush_no;
    enum nd_status snap_flush_status;
    bool is_shy_of_frozen; /* in simulation: takes no snapshots of ranges that wait to be merged */
    struct nd__sizer *sizer;         /* size.c */
    struct nd_counter snaps_sent, snaps_installed, snap_sent_bytes, snap_received_bytes;
    struct nd_timer close_timer, close_again_timer;
    struct nd_task close_task;
    struct nd_ts_draw close_draw;
    bool is_close_drawing, is_close_soon; /* soon: the timer will not wait for its period */
    struct nd_list close_due, close_unsaid; /* close_due: at rest, and closed long ago */
    struct nd_list gc_queue;                /* ranges that are to be walked over, one at a time */
    struct nd__gc *gc;                      /* the round that is under way; NULL: none */
    struct nd_ts closed_least; /* what nd_store_closed_ts found last */
    uint64_t closed_looked_ns;
    struct nd_counter closed_reads;
    struct nd_counter splits, merges, requests, proposals, applied_bytes, conflicts, lock_waits, gc_versions, gc_looked_at;
    struct nd_histogram write_ns, read_ns, batch_ops;
};

/* range.c; base: the state comes from a snapshot; NULL: not so */
struct nd_range *nd__range_new(struct nd_store *store, const struct nd_range_state *state, bool campaign_now, const struct nd_store_base *base);
void nd__range_free(struct nd_range *range);
struct nd__range_next *nd__range_next(struct nd_range *range); /* made if there is none */
void nd__range_trim(struct nd_range *range); /* at rest: memory that only its work needs is given back */
void nd__range_tick(struct nd_range *range); /* every second or so, while it is awake */
/* range_rest.c: something happens there: it is looked at every second for a while. */
void nd__range_stir(struct nd_range *range);
void nd__range_rest_init(struct nd_range *range);
void nd__range_rest_deinit(struct nd_range *range);
void nd__store_tick_ranges(struct nd_store *store);
struct nd_range_op *nd__op_of(struct nd_list *link);
void nd__range_schedule_flush(struct nd_range *range);

/* range_lead.c: becoming a leader and ceasing to be one */
extern const struct nd_group_handler nd__range_group_handler;
void nd__range_check_load(struct nd_range *range);
/* The leader learns anew what [first, end) holds, which another one led, and how old what it knows may be. Nothing is served until then. */
void nd__range_reload(struct nd_range *range, struct nd_slice first, struct nd_slice end);
void nd__range_stop_leading(struct nd_range *range);
void nd__range_check_spilled(struct nd_range *range);
void nd__range_drop_spill_check(struct nd_range *range);
void nd__range_fail_waiting(struct nd_range *range, enum nd_status status);

/* range_apply.c */
void nd__range_drop_births(struct nd_store *store);
void nd__range_on_commit(void *owner, const struct nd_raft_entry *entries, size_t count);
void nd__range_start_apply(struct nd_range *range);
void nd__range_wake_all(struct nd_range *range); /* who waits for locks: the span is another now */
void nd__range_on_lazy_timer(struct nd_timer *timer);
void nd__range_on_batch_timer(struct nd_timer *timer); /* range_propose.c */

/* range_merge.c */
struct nd__proposal;
/* A merge that will have effect: is the right neighbour here ready to be taken in? */
enum nd__readiness { ND__MERGE_VOID, ND__MERGE_WAITS, ND__MERGE_READY };
enum nd__readiness nd__range_plan_merge(struct nd_range *range, const struct nd_command *command);
void nd__range_finish_merge(struct nd_range *range);
bool nd__range_plan_mark(struct nd_range *range, const struct nd_command *command);
void nd__range_finish_mark(struct nd_range *range);
void nd__range_on_merge_timer(struct nd_timer *timer);
/* range_vigil.c: the right replica of the merge at `index` is missing. */
void nd__vigil_keep(struct nd_range *range, struct nd_range_id right, uint64_t merge, uint64_t index);
void nd__vigil_end(struct nd_range *range); /* it is here, or nobody waits any more */
ND_RESULT nd__vigil_ship(struct nd_range *range, const struct nd_place_request *request); /* the leader's side */
bool nd__vigil_may_skip(const struct nd_range *range, uint64_t index, uint64_t term); /* is a snapshot up to there what it waits for? */
void nd__vigil_over(struct nd_range *range); /* the snapshot is installed, and range->applied its index */
void nd__range_skip(struct nd_range *range, uint64_t to); /* what is queued up to there: the state includes it */
void nd__range_hand_over(struct nd_range *range, struct nd_node_id but); /* to any other voter that is up; but: not to that node */
void nd__merge_on_rpc(struct nd_store *store, struct nd_rpc_request *rpc_request, const struct nd_place_request *request);
void nd__range_propose_keep(struct nd_range *range, struct nd_range_op *op); /* KEEP */
void nd__merge_close(struct nd_store *store);
/* May a snapshot of `range` take the place of all ranges here that it overlaps? They are frozen to be merged into it, and it says that this has happened. */
bool nd__merge_may_subsume(struct nd_store *store, const struct nd_range *range, const struct nd_range_desc *desc);
bool nd__merge_quiesce_subsumed(struct nd_store *store, const struct nd_range *range, const struct nd_range_desc *desc); /* false: not yet */
void nd__merge_drop_subsumed(struct nd_store *store, const struct nd_range *range, const struct nd_range_desc *desc);
/* range_members.c */
void nd__members_answer(struct nd_store *store, struct nd_rpc_request *request, struct nd_range_id id, enum nd_status status);
bool nd__range_plan_change(struct nd_range *range, const struct nd__pending_entry *entry);
void nd__range_finish_change(struct nd_range *range);
void nd__range_take_members(struct nd_range *range); /* of the descriptor, into the group; or it goes */
void nd__range_members_tick(struct nd_range *range);
void nd__members_on_rpc(void *arg, struct nd_rpc_request *request);
/* store.c */
bool nd__store_has_room(const struct nd_store *store, const struct nd_kv_request *rq); /* for what the request writes */
void nd__store_bury(struct nd_store *store, struct nd_range_id range, struct nd_replica_id next);

/* range_propose.c */
void nd__range_keep_proposal(struct nd_range *range, struct nd__proposal *proposal);
void nd__range_propose(struct nd_range *range, struct nd_range_op *op); /* its command is in range->batch */
void nd__range_begin_batch(struct nd_range *range);
void nd__range_flush(struct nd_task *task);
void nd__range_drop_batch(struct nd_range *range, enum nd_status status); /* what was not proposed yet */
void nd__range_resolve_proposal(struct nd_range *range, uint64_t index, uint64_t term, bool is_stale);
void nd__range_expire_proposals(struct nd_range *range, uint64_t now_ns);
void nd__range_propose_discard(struct nd_range *range, struct nd_range_op *op); /* alone in its entry */
/* Are there locks of live transactions from `from` on, held for min_ms, which leadership and splits can wait for, but for no
 * longer than most_ns since they first did (*since_ns)? They live in the leader's memory. */
bool nd__range_keeps_for_locks(struct nd_range *range, struct nd_slice from, uint64_t min_ms, uint64_t *since_ns, uint64_t most_ns);
ND_RESULT nd__range_propose_split(struct nd_range *range, struct nd_range_op *op);
/* Alone in its entry; of what it is the outcome of: op or raw. */
ND_RESULT nd__range_propose_reshape(struct nd_range *range, struct nd_slice bytes, struct nd_range_op *op, struct nd_range_raw_op *raw);
void nd__range_end_proposals(struct nd_range *range, enum nd_status status); /* of which it is known that they have no effect */

/* What it checked is so still, as far as this replica decides. */
static inline bool nd__op_still_leads(const struct nd_range_op *op)
{
    return op->range->state == ND__RANGE_SERVING && op->leader_term == op->range->role.term && op->lock_generation == op->range->lock_generation;
}

/* range_op.c: the dispatcher */
void nd__op_advance(struct nd_range_op *op);
void nd__op_finish(struct nd_range_op *op, enum nd_status status);
void nd__op_applied(struct nd_range_op *op, enum nd_status status);
void nd__op_offload(struct nd_range_op *op, void (*run)(struct nd_job *job));
void nd__op_wait(struct nd_range_op *op, struct nd_lock *lock, uint64_t wait_ms);
void nd__lock_wake(struct nd_range *range, struct nd_lock *lock); /* all its waiters look again, at the end of the turn */
void nd__range_run_woken(struct nd_task *task);
struct nd__txn_seen *nd__txn_seen(struct nd_range *range, struct nd_ts start_ts); /* made if absent */
struct nd__txn_seen *nd__txn_find(const struct nd_range *range, struct nd_ts start_ts);

/* range_read.c */
bool nd__range_draw(struct nd_range *range, struct nd_ts *ts_out);  /* nd_range_extension.draw; false: none here */
ND_RESULT nd__op_read_keys(struct nd_range_op *op, unsigned flags); /* keys[] at op->read_ts into reply.values */
void nd__op_confirm(struct nd_range_op *op);
void nd__op_clip_span(struct nd_range_op *op);
void nd__op_read_locks(struct nd_range_op *op);
/* range_parts.c: where what is left of a scan (resume to span_end) may be cut into request->parts parts: keys in reply.rows. Blocks. */
void nd__op_find_parts(struct nd_range_op *op);
void nd__op_read_done(struct nd_range_op *op);
/* range_validate.c: VALIDATE; true: it waits, or has ended */
bool nd__op_validate_locks(struct nd_range_op *op, bool (*stop_at)(struct nd_range_op *op, struct nd_lock *lock));
ND_RESULT nd__op_validate(struct nd_range_op *op, unsigned flags);
/* range_async.c: PREWRITE of an async commit, once checked and once applied; CHECK_SECONDARIES */
void nd__op_prewrite_async(struct nd_range_op *op);
void nd__op_prewritten_async(struct nd_range_op *op, bool is_mine);
void nd__op_check_secondaries(struct nd_range_op *op);
void nd__op_secondaries_checked(struct nd_range_op *op);
/* records.c: in [op->span_first, op->span_end). OK; LOCKED, with reply.lock; the job: as op->job_status. */
ND_RESULT nd__op_find_in_memory(struct nd_range_op *op);
void nd__run_find_in_engine(struct nd_job *job);
/* Those of [span_first, span_end), in order; take: true ends it. On the read pool. */
ND_RESULT nd__op_each_in_engine(struct nd_range_op *op, void *arg, bool (*take)(struct nd_range_op *op, void *arg, struct nd_slice key, const struct nd_mvcc_lock *lock));
/* gc.c: SAFEPOINT */
void nd__op_safepoint(struct nd_range_op *op);
void nd__op_safepoint_checked(struct nd_range_op *op);
/* range_write.c */
enum nd__blocker { ND__BLOCKED_BY_NONE, ND__BLOCKED_BY_LATCH, ND__BLOCKED_BY_PESS, ND__BLOCKED_BY_PREW, ND__BLOCKED_BY_GUARD };
/* op->holders: transactions that are in the way. */
enum nd__blocker nd__blocker_of(struct nd_range_op *op, struct nd_lock *lock, enum nd_lock_mode mode);
void nd__op_wait_or_fail(struct nd_range_op *op, struct nd_lock *lock, enum nd__blocker by);
void nd__op_write_locks(struct nd_range_op *op);
void nd__op_write_check(struct nd_range_op *op);
void nd__op_write_checked(struct nd_range_op *op);
bool nd__op_may_go_on(struct nd_range_op *op); /* with the timestamp that was drawn for it; false: it has ended */
void nd__op_release_latches(struct nd_range_op *op);
uint64_t *nd__commit_slot(struct nd_store *store, struct nd_slice key);
void nd__note_commit(struct nd_range *range, struct nd_slice key, struct nd_ts commit_ts);
/* May a version of key newer than ts exist? false: surely not. */
bool nd__maybe_newer(const struct nd_range *range, struct nd_slice key, struct nd_ts ts);
/* range_txn.c: LOCK, COMMIT, ROLLBACK, UNLOCK, CHECK_TXN, RESOLVE_SPAN, HEARTBEAT, SPLIT, DISCARD_SPAN */
bool nd__op_latch_keys(struct nd_range_op *op, const struct nd_slice *keys, size_t count); /* false: it waits, or has ended */
bool nd__op_has_record(const struct nd_range_op *op, struct nd_slice key);             /* its transaction has, in memory */
void nd__op_propose_rollback(struct nd_range_op *op, const struct nd_slice *keys, size_t count);
void nd__op_txn_start(struct nd_range_op *op);
void nd__op_txn_checked(struct nd_range_op *op);
void nd__op_txn_applied(struct nd_range_op *op);
/* closed.c */
void nd__range_take_closed(struct nd_range *range, struct nd_ts ts, uint64_t index);
bool nd__op_may_read_closed(const struct nd_range_op *op);
ND_RESULT nd__op_check_closed(struct nd_range_op *op, enum nd_status status);
void nd__op_closed_done(struct nd_range_op *op);
void nd__op_read_closed(struct nd_range_op *op); /* range_read.c */
struct nd_ts nd__range_closed_ts(struct nd_range *range);
void nd__closed_look_at(struct nd_range *range); /* one at rest: the next round of closing may be its turn */
void nd__closed_ride(struct nd_range *range); /* a leader that a quorum has just confirmed */
void nd__closed_open(struct nd_store *store);
void nd__closed_close(struct nd_store *store);
/* gc.c */
void nd__gc_need_init(struct nd_range *range); /* what lies there from before is not known */
struct nd__gc_need nd__gc_need_halve(struct nd__gc_need *need); /* the right half's: as much as the whole may have */
void nd__gc_need_join(struct nd__gc_need *need, const struct nd__gc_need *right);
void nd__range_gc_tick(struct nd_range *range);
void nd__range_gc_stop(struct nd_range *range);
void nd__gc_close(struct nd_store *store);

#endif
