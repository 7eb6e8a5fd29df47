/* SPDX-License-Identifier: Apache-2.0 */
/* raft.h - one consensus group as a pure state machine.
 *
 * Role.       Decides what must be persisted, sent and applied; performs none of it. Time arrives
 *             inside events, results of I/O come back as events, outputs are data.
 * Owner.      nd_multiraft owns every struct nd_raft and is its only caller.
 * Threading.  Not thread-safe; nd_raft_step runs to completion; never waits.
 * Protocol.   Raft dissertation (Ongaro 2014) ch. 3, 4, 6.4, 9.6 (PreVote), 10.2 (parallel disk
 *             writes, pipelining), with check-quorum and elections driven by node liveness rather
 *             than by heartbeats of each group: a group at rest has no timer and sends nothing.
 *             Deviations: README.md.
 * Invariants. R1 applied <= committed <= last.
 *             R2 no message leaves before what it promises is durable: msgs wait for the append
 *                that the same update carries where nd_raft_msg.after_append says so.
 *             R3 a follower never acknowledges beyond what is durable on it (match <= durable).
 *             R4 voted_for changes only when the term does, or from none.
 *             R5 an index is committed by counting only if its entry is of the current term.
 *             R6 ReadIndex answers only after an entry of the current term is committed, and only
 *                for rounds acknowledged by a quorum in this term; rounds never repeat.
 *             R8 between install and SNAP_PERSISTED log, commit and acknowledgements stand still; votes
 *                go by the old log, which is safe: it lacks what the snapshot has, as its voter did.
 *             R9 one change of members at a time, each applied here before the next is proposed, none
 *                before an entry of the term is committed; nobody campaigns with a committed change
 *                that is not applied. Then any two quorums that decide at the same time meet, though
 *                changes count from their application: who has the next change in its log has
 *                learnt, in the same append, that the one before is committed.
 *             R10 a replica that has lost part of its log (RECOVERING) votes for nobody, campaigns for nobody and confirms
 *                no leader until its log is a leader's through a commit index that covers an entry of the leader's own term.
 *                Its host starts it in a term in which it has never been, so that leader was elected without it,
 *                and has whatever its acknowledgements of before the loss can ever commit.
 *             R7 an entry once durable here is truncated only for a conflicting leader of a higher
 *                term; never at or below the commit index (a peer that asks for that is answered
 *                with CORRUPT; our own doing so is ND_ASSERTed).
 * Testing.    tests/golden/raft, tests/unit/raft_*.c (a network of cores with lost, doubled and
 *             reordered messages and crashes), simulation. */
#ifndef ND_RAFT_RAFT_H
#define ND_RAFT_RAFT_H

#include "base/heap.h"
#include "base/ids.h"
#include "base/limits.h"
#include "base/slice.h"
#include "base/status.h"

/* ---- entries ---------------------------------------------------------------------------------- */

enum nd_raft_entry_type {
    ND_RAFT_NOOP = 1,    /* first entry of a term */
    ND_RAFT_COMMAND = 2, /* opaque bytes of the state machine */
    ND_RAFT_CONF = 3,    /* a change of members; opaque, in force when the host says so (EVENT_CONF) */
};

/* Reference-counted bytes of one entry, shared by log, network and apply threads. Immutable. */
struct nd_raft_payload {
    _Atomic uint32_t refs;
    uint32_t crc; /* CRC32C of data, made at propose, checked at log read and apply */
    struct nd_heap *heap;
    size_t n;
    uint8_t data[];
};
struct nd_raft_payload *nd_raft_payload_new(struct nd_heap *heap, struct nd_slice data); /* one ref */
struct nd_raft_payload *nd_raft_payload_ref(struct nd_raft_payload *payload);            /* NULL stays NULL */
void nd_raft_payload_unref(struct nd_raft_payload *payload);                             /* any thread */
static inline struct nd_slice nd_raft_payload_slice(const struct nd_raft_payload *payload)
{
    return payload == NULL ? ND_SLICE_EMPTY : nd_slice_of(payload->data, payload->n);
}

struct nd_raft_entry {
    uint64_t term, index;
    enum nd_raft_entry_type type;
    struct nd_raft_payload *payload; /* NULL for a NOOP, or for bytes that only the log still has */
};

/* ---- members ------------------------------------------------------------------------------------ */

struct nd_raft_member {
    struct nd_replica_id replica;
    struct nd_node_id node;
    bool is_learner; /* does not vote (joint: not in the incoming set) */
    bool was_voter;  /* joint: votes in the outgoing set */
};

/* is_joint: between two sets of voters; whatever a quorum decides needs one of each. */
struct nd_raft_conf {
    size_t count;
    bool is_joint;
    struct nd_raft_member members[ND_REPLICAS_MAX];
};

/* ---- messages ----------------------------------------------------------------------------------- */

enum nd_raft_msg_type {
    ND_RAFT_MSG_PREVOTE = 1,
    ND_RAFT_MSG_PREVOTE_REPLY,
    ND_RAFT_MSG_VOTE,
    ND_RAFT_MSG_VOTE_REPLY,
    ND_RAFT_MSG_APPEND,        /* also carries the commit index; empty: probe or commit notice */
    ND_RAFT_MSG_APPEND_REPLY,
    ND_RAFT_MSG_READ_INDEX,    /* leader to follower: "am I still your leader?" for round `round` */
    ND_RAFT_MSG_READ_INDEX_REPLY,
    ND_RAFT_MSG_TIMEOUT_NOW,   /* leadership transfer: campaign at once, without PreVote */
    ND_RAFT_MSG_FORGET_LEADER, /* a leader that stepped down lets its followers campaign */
    /* Leader to follower, made by the receiver's own host when the state has arrived by other ways and is
     * durable in full: prev_index, prev_term name the entry that it includes last. Not on the wire. */
    ND_RAFT_MSG_SNAPSHOT,
};

struct nd_raft_msg {
    enum nd_raft_msg_type type;
    struct nd_replica_id from, to;
    uint64_t term;
    uint64_t prev_index, prev_term;    /* APPEND; (PRE)VOTE: candidate's last index and term */
    uint64_t commit;                   /* APPEND, READ_INDEX: leader's, bounded by what the receiver can have;
                                          APPEND_REPLY, rejected (PRE)VOTE_REPLY: the sender's own */
    uint64_t match;                    /* APPEND_REPLY: min(match, durable) (R3) */
    bool is_reject;                    /* replies */
    uint64_t hint_index, hint_term;    /* rejected APPEND_REPLY: where to probe next (etcd's optimisation);
                                          accepted: hint_index is the match without regard to durability;
                                          rejected (PRE)VOTE_REPLY: hint_term is that of commit */
    uint64_t round;                    /* READ_INDEX(+REPLY): monotone within the term;
                                          APPEND(+REPLY): session, see raft_lead.c */
    uint64_t context;                  /* free for the host; echoed in replies */
    bool is_transfer;                  /* VOTE after TIMEOUT_NOW: granted although the leader is alive */
    size_t entry_count;
    const struct nd_raft_entry *entries; /* APPEND. In an update: borrowed until the next step */
    uint64_t after_append;             /* update only: send when this append_seq is durable; 0: at once */
};

/* ---- events ------------------------------------------------------------------------------------- */

enum nd_raft_event_type {
    ND_RAFT_EVENT_TICK,        /* update.deadline_ns has passed */
    /* msg (payload refs are taken by raft as it needs). INVALID: not for us or from a stranger.
     * MALFORMED: contradicts itself or what the sender can know. CORRUPT: the sender contradicts what
     * is committed here, or leads a term that another leads: safety is lost somewhere, tell people. */
    ND_RAFT_EVENT_RECV,
    /* payloads (count > 0). NOT_LEADER; TOO_LARGE (one payload); BUSY: too many bytes proposed and
     * not yet applied, or leadership is being handed over (at most election_ns). All or nothing. */
    ND_RAFT_EVENT_PROPOSE,
    ND_RAFT_EVENT_READ_INDEX,  /* read_id; answered in update.reads; NOT_LEADER, BUSY (ND_RAFT_READS_MAX) at once */
    ND_RAFT_EVENT_PERSISTED,   /* append_seq (and all before) durable; echoes term_issued */
    ND_RAFT_EVENT_APPLIED,     /* index (and all before): the state machine has it */
    /* Node went up or down (bidirectional, see multiraft/liveness.h) or restarted. Nodes count as up
     * until told otherwise: who makes a group reports at once those that are down. To a node that is
     * down nothing is sent. */
    ND_RAFT_EVENT_LIVENESS,
    ND_RAFT_EVENT_CAMPAIGN,    /* try to become leader (with PreVote), e.g. preferred leader of a new range; INVALID: learner */
    /* Hand leadership to `replica` once it has caught up; given up after election_ns. NOT_LEADER,
     * INVALID (no voter), UNREACHABLE (its node is down), BUSY (another transfer cannot be stopped). */
    ND_RAFT_EVENT_TRANSFER,
    ND_RAFT_EVENT_UNREACHABLE, /* a message to `replica` was lost for sure: probe again, after retry_ns */
    ND_RAFT_EVENT_LOADED,      /* the entries asked for in update.loads; count 0: could not be read */
    ND_RAFT_EVENT_COMPACTED,   /* the log below `index` is gone; INVALID: not all of that is applied and durable */
    /* propose, count 1: an entry of type CONF. BUSY also before an entry of this term is committed and
     * while an earlier change is not applied (R9). */
    ND_RAFT_EVENT_PROPOSE_CONF,
    /* conf: what the CONF entry that was just applied, or a snapshot, has made of the members. INVALID:
     * without self or voters. Nodes of new members count as down until LIVENESS. */
    ND_RAFT_EVENT_CONF,
    /* snapshot: what update.install asked for is done: state machine and log begin behind it, durably. */
    ND_RAFT_EVENT_SNAP_PERSISTED,
    /* snap_status: `replica` has installed a snapshot that ends with `index`; 0: it came to nothing. */
    ND_RAFT_EVENT_SNAP_STATUS,
    ND_RAFT_EVENT_ABSENT, /* `replica`'s node is up and does not have it: only a snapshot helps */
};

struct nd_raft_event {
    enum nd_raft_event_type type;
    uint64_t now_ns; /* required in every event */
    union {
        const struct nd_raft_msg *msg;
        struct {
            struct nd_raft_payload *const *payloads; /* raft takes one ref of each on success */
            size_t count;
        } propose;
        uint64_t read_id;
        const struct nd_raft_conf *conf;
        struct { uint64_t append_seq, term_issued; } persisted;
        uint64_t index; /* APPLIED, COMPACTED (first index kept) */
        struct { struct nd_node_id node; bool is_up, has_restarted; } liveness;
        struct nd_replica_id replica; /* TRANSFER, UNREACHABLE, ABSENT */
        struct { uint64_t index, term; } snapshot;
        struct { struct nd_replica_id replica; uint64_t index; } snap_status;
        struct {
            struct nd_replica_id replica;
            const struct nd_raft_entry *entries; /* with payloads; contiguous; raft takes refs */
            size_t count;
        } loaded;
    };
};

/* ---- updates ------------------------------------------------------------------------------------ */

struct nd_raft_hard_state {
    uint64_t term;
    struct nd_replica_id voted_for;
    uint64_t commit; /* a hint: persisted lazily, never trusted as more than a lower bound */
};

enum nd_raft_role { ND_RAFT_FOLLOWER, ND_RAFT_PRECANDIDATE, ND_RAFT_CANDIDATE, ND_RAFT_LEADER };

struct nd_raft_read {
    uint64_t read_id;
    enum nd_status status; /* OK; NOT_LEADER: lost leadership first */
    uint64_t index;        /* OK: serve once this is applied */
};

struct nd_raft_load {
    struct nd_replica_id replica; /* for whom */
    uint64_t first, last;         /* read them from the log (a prefix will do), answer with LOADED */
};

/* What the host must do, in this order. All pointers are borrowed until the next step. */
struct nd_raft_update {
    /* 1. Persist. append_seq != 0: hand hard_state (if has_hard_state), truncation and entries to the
     * log as one append; report PERSISTED{append_seq, hard_state.term} when durable. */
    uint64_t append_seq;
    bool has_hard_state;
    bool must_sync; /* false: only the commit hint changed (it rides with other appends, so never now) */
    struct nd_raft_hard_state hard_state;
    uint64_t truncate_from; /* 0: none; else drop index >= this before the entries */
    const struct nd_raft_entry *entries;
    size_t entry_count;
    /* 2. Send (R2). */
    const struct nd_raft_msg *msgs;
    size_t msg_count;
    /* 3. Apply committed[first..last] in order, then report APPLIED. 0: none. All of them are durable
     * on this node, so the state machine never runs ahead of the log. Take the entries with
     * nd_raft_entry_at; a payload that is NULL though its type is COMMAND is read from the log. */
    uint64_t commit_first, commit_last;
    /* 4. Answer. */
    const struct nd_raft_read *reads;
    size_t read_count;
    const struct nd_raft_load *loads;
    size_t load_count;
    /* 5. Snapshots. The leader's host sends its state to `snaps` and reports SNAP_STATUS; asked again
     * only after that. A follower with install_index != 0 takes the state of that index and term in:
     * from now on it appends, applies and acknowledges nothing until SNAP_PERSISTED. */
    const struct nd_replica_id *snaps;
    size_t snap_count;
    uint64_t install_index, install_term;
    /* 6. Notice. */
    bool is_recovered; /* R10 is over: what is kept of that may go, once the appends before are durable */
    bool role_changed; /* role, term or leader differ from before this step */
    uint64_t probes;   /* base/probe.h; of a step that failed, too */
    uint64_t deadline_ns; /* when to send TICK; 0: no timer needed */
};

/* ---- the group ----------------------------------------------------------------------------------- */

struct nd_raft;

struct nd_raft_options {
    struct nd_heap *heap;
    struct nd_replica_id self;
    struct nd_raft_conf conf;
    uint64_t seed;                   /* election jitter */
    uint64_t election_ns;            /* base election timeout, e.g. 500 ms; jitter up to the same */
    uint64_t retry_ns;               /* unacknowledged appends and vote requests are sent again after this */
    /* Leases (raft_read.c). lease_ns is the same at all members, 0: nobody promises anything. Their clocks may
     * differ in rate by 1/16 at most; a leader that does not believe it asks a quorum for every read. */
    uint64_t lease_ns;
    bool reads_by_lease;
    uint64_t promise_until_ns;       /* an earlier incarnation may have promised not to vote before; 0: none */
    uint64_t breakages;              /* bit mask of (1u << enum nd_breakage), base/breakage.h; simulation only */
    /* What the disk holds. The log is (first - 1, prev_term) and entries first..last; entries may
     * come without payloads. applied: of the state machine. */
    struct nd_raft_hard_state hard_state;
    uint64_t log_prev_index, log_prev_term;
    const struct nd_raft_entry *entries;
    size_t entry_count;
    uint64_t applied;
    bool is_recovering; /* R10; the hard state's term is one that it has not been in before the loss */
    uint64_t now_ns;
};

/* CORRUPT: hard state, log and applied contradict each other. INVALID: conf without self or voters,
 * doubled ids, timeouts below 8 ns. Begins as a follower without leader;
 * nd_raft_deadline gives the first timer. A single-voter group campaigns at its first TICK. What the
 * commit hint allows to be applied comes with the first step's update. */
ND_RESULT nd_raft_new(const struct nd_raft_options *options, struct nd_raft **raft_out);
void nd_raft_free(struct nd_raft *raft);
/* Gives back memory that is not needed at the moment: of a group at rest. The last update is no longer valid. */
void nd_raft_trim(struct nd_raft *raft);

/* Advances by one event. On an error (see event types) the update is empty and nothing changed. */
ND_RESULT nd_raft_step(struct nd_raft *raft, const struct nd_raft_event *event, struct nd_raft_update *update);

enum nd_raft_role nd_raft_role(const struct nd_raft *raft);
uint64_t nd_raft_term(const struct nd_raft *raft);
struct nd_raft_hard_state nd_raft_hard_state(const struct nd_raft *raft); /* as it is now, durable or on its way */
struct nd_replica_id nd_raft_leader(const struct nd_raft *raft); /* {0}: unknown */
bool nd_raft_is_recovering(const struct nd_raft *raft); /* R10 */
bool nd_raft_is_ready_leader(const struct nd_raft *raft); /* leader, and an entry of its term is committed */
uint64_t nd_raft_last_index(const struct nd_raft *raft);
uint64_t nd_raft_first_index(const struct nd_raft *raft);
uint64_t nd_raft_commit_index(const struct nd_raft *raft);
uint64_t nd_raft_applied_index(const struct nd_raft *raft);
uint64_t nd_raft_durable_index(const struct nd_raft *raft);
uint64_t nd_raft_deadline(const struct nd_raft *raft); /* 0: none */
const struct nd_raft_conf *nd_raft_conf(const struct nd_raft *raft);
/* Leader's view of a member: highest index known durable there; 0 elsewhere or unknown. */
uint64_t nd_raft_match(const struct nd_raft *raft, struct nd_replica_id replica);
/* Likewise: it lacks what is compacted away, and has not got it by a snapshot yet. */
bool nd_raft_needs_snapshot(const struct nd_raft *raft, struct nd_replica_id replica);
/* NULL: index not in the log. Valid until the next step. */
const struct nd_raft_entry *nd_raft_entry_at(const struct nd_raft *raft, uint64_t index);
uint64_t nd_raft_term_at(const struct nd_raft *raft, uint64_t index); /* 0: unknown */
/* Drops payloads of entries <= index that are durable and applied (the log still has them). */
void nd_raft_evict_payloads(struct nd_raft *raft, uint64_t index);
size_t nd_raft_payload_bytes(const struct nd_raft *raft); /* held in memory */
/* One line for logs and golden tests: "leader term=3 commit=7 applied=7 last=8 ...". */
void nd_raft_describe(const struct nd_raft *raft, struct nd_buf *out);

/* Wire form of messages (byte table: raft_codec.c), for multiraft and fuzzing. decode: entries and
 * their payloads are made on `arena` (array) and `heap` (payloads, one ref each, owned by the
 * caller: nd_raft_msg_release). MALFORMED on anything off; never trusts counts or lengths. */
void nd_raft_msg_encode(const struct nd_raft_msg *msg, struct nd_buf *out);
struct nd_arena;
ND_RESULT nd_raft_msg_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_heap *heap, struct nd_raft_msg *msg_out);
void nd_raft_msg_release(struct nd_raft_msg *msg);

#endif
