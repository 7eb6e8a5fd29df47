/* SPDX-License-Identifier: Apache-2.0 */
/* raft_int.h - what the files of src/raft share.
 *
 * Role.       struct nd_raft, split over raft.c (the step), raft_log.c (entries in memory),
 *             raft_elect.c (terms, votes, liveness), raft_follow.c (a follower's side),
 *             raft_lead.c (a leader's side), raft_read.c (ReadIndex rounds), raft_codec.c (wire form).
 * Invariants. I1 a voter that is no leader and knows no leader on a live node has an election
 *                deadline; a leader and a follower of a live leader have none.
 *             I2 a leader or candidate believes a quorum of nodes up.
 *             I3 on a leader, a peer on a live node with anything unacknowledged has retry_at_ns != 0.
 *             I4 pending appends never claim an index that was truncated after them, so PERSISTED
 *                cannot attest an entry that replaced the one it was issued for. */
#ifndef ND_RAFT_RAFT_INT_H
#define ND_RAFT_RAFT_INT_H

#include "base/breakage.h"
#include "base/probe.h"
#include "base/prng.h"
#include "raft/raft.h"

#define ND__RAFT_LOAD_ENTRIES_MAX 1024          /* asked from the log at once */
#define ND__RAFT_PROBE_BYTES_MAX ((size_t)64 << 10) /* of entries in a probe, which may be refused */
#define ND__RAFT_ENTRY_OVERHEAD 32              /* counted for an entry beside its payload */
#define ND__RAFT_NOTICE_NS 10000000ULL          /* a commit index waits this long for a message to ride on */

/* ---- entries in memory (raft_log.c) --------------------------------------------------------------- */

/* Entries prev_index+1 .. prev_index+count, without gaps, in one piece (updates and messages borrow
 * slices of it); head moves forward on compaction and the array is moved only when space runs out. */
struct nd__raft_log {
    struct nd_heap *heap;
    struct nd_raft_entry *entries;
    size_t head, count, cap;
    uint64_t prev_index, prev_term;
    size_t payload_bytes;
    uint64_t evicted_to; /* no payload at or below */
};

static inline uint64_t nd__raft_log_last(const struct nd__raft_log *log) { return log->prev_index + log->count; }
struct nd_raft_entry *nd__raft_log_at(const struct nd__raft_log *log, uint64_t index); /* NULL: not there */
/* False: compacted or beyond the end. */
bool nd__raft_log_term(const struct nd__raft_log *log, uint64_t index, uint64_t *term_out);
bool nd__raft_log_has(const struct nd__raft_log *log, uint64_t index, uint64_t term);
/* Largest index <= `index` whose term is <= `term`; not below prev_index. *term_out: its term. */
uint64_t nd__raft_log_find_term_le(const struct nd__raft_log *log, uint64_t index, uint64_t term, uint64_t *term_out);
/* Takes a reference of the payload. index must be last + 1. */
void nd__raft_log_push(struct nd__raft_log *log, uint64_t term, uint64_t index, enum nd_raft_entry_type type,
                       struct nd_raft_payload *payload);
void nd__raft_log_truncate(struct nd__raft_log *log, uint64_t from);  /* drops index >= from */
void nd__raft_log_compact(struct nd__raft_log *log, uint64_t first);  /* drops index < first */
void nd__raft_log_reset(struct nd__raft_log *log, uint64_t prev_index, uint64_t prev_term); /* empty, behind it */
void nd__raft_log_evict(struct nd__raft_log *log, uint64_t to);       /* payloads of index <= to */
void nd__raft_log_restore(struct nd__raft_log *log, const struct nd_raft_entry *entry); /* payload of LOADED */
void nd__raft_log_trim(struct nd__raft_log *log); /* gives back room that is not used */
void nd__raft_log_deinit(struct nd__raft_log *log);

/* ---- peers -------------------------------------------------------------------------------------------- */

enum nd__raft_peer_state {
    ND__RAFT_PROBE,     /* where its log ends is a guess: one message at a time */
    ND__RAFT_SNAPSHOT,  /* lacks what is compacted away: waits for the host's SNAP_STATUS */
    ND__RAFT_REPLICATE, /* its log matches up to next - 1 if nothing was lost: pipelined */
};
enum nd__raft_vote { ND__RAFT_VOTE_NONE, ND__RAFT_VOTE_YES, ND__RAFT_VOTE_NO };

struct nd__raft_inflight {
    uint64_t last;
    size_t bytes;
};

/* One per member, self included (of self only `member`, `is_up` and `vote` mean anything). */
struct nd__raft_peer {
    struct nd_raft_member member;
    bool is_up; /* as LIVENESS said last; up until then */
    enum nd__raft_vote vote;
    /* Leader only. */
    enum nd__raft_peer_state state;
    uint64_t match, next;  /* durable there; to send next */
    uint64_t session;      /* numbers the attempts to find the end of its log; replies echo it */
    bool is_there;         /* it has answered since its node is up, or has restarted */
    uint64_t commit_known, commit_sent;
    uint64_t retry_at_ns;  /* send again what is unacknowledged; 0: nothing is */
    uint64_t load_at_ns;   /* payloads were asked for; ask again then; 0: not asked */
    uint64_t round_acked;
    struct nd__raft_inflight *inflight; /* ring */
    size_t inflight_head, inflight_count, inflight_cap, inflight_bytes;
};

/* ---- the group ------------------------------------------------------------------------------------------ */

struct nd__raft_pending {
    uint64_t seq, last; /* append and the last index it makes durable */
};

struct nd__raft_ids {
    uint64_t *ids;
    size_t count, cap;
};

struct nd_raft {
    struct nd_heap *heap;
    struct nd_replica_id self;
    struct nd_raft_conf conf;
    size_t self_at;
    struct nd_prng prng;
    uint64_t election_ns, retry_ns, lease_ns;
    uint64_t breakages;
    uint64_t now_ns;

    uint64_t term;
    struct nd_replica_id voted_for;
    enum nd_raft_role role;
    struct nd_replica_id leader;      /* {0}: unknown or believed gone */
    struct nd_replica_id term_leader; /* who has led this term, as far as known */
    bool is_leader_gone;              /* term_leader itself said that it no longer leads this term */
    bool is_transfer;                 /* this candidacy was asked for by the leader */
    uint64_t election_at_ns, vote_retry_at_ns, vote_wait_ns;
    uint64_t promise_until_ns; /* no vote and no campaign before, but by the leader's order */
    bool is_recovering;        /* R10 */

    struct nd__raft_log log;
    uint64_t commit, applied, apply_issued, durable;

    /* Follower of term_leader. */
    uint64_t matched; /* our log equals the leader's up to here, durable or not */
    uint64_t acked;   /* highest match told in this term */
    uint64_t session; /* latest of the leader's */
    uint64_t install_index, install_term; /* a snapshot is being taken in; 0: none */

    /* Persistence. */
    struct nd_raft_hard_state issued;
    uint64_t append_seq, durable_seq;
    uint64_t hs_seq; /* the append that carries (term, voted_for) */
    struct nd__raft_pending *pending; /* ring, oldest first */
    size_t pending_head, pending_count, pending_cap;

    /* Leader. */
    uint64_t term_start;      /* index of this term's no-op */
    size_t unapplied_bytes;   /* proposed in this term and not applied yet */
    uint64_t notice_at_ns;    /* tell followers the commit index on its own */
    size_t transfer_to;       /* position in peers; ND_REPLICAS_MAX: none */
    uint64_t transfer_end_ns, transfer_retry_at_ns; /* retry: 0 before TIMEOUT_NOW was sent */
    struct nd__raft_ids reads_waiting, reads_round;
    uint64_t round, round_index, round_retry_at_ns; /* retry: 0: no round in flight */
    uint64_t round_began_ns;  /* 0: its answers make no lease */
    uint64_t lease_until_ns;  /* nobody else leads before; 0: none */
    bool reads_by_lease;
    bool is_lease_barred;     /* of this term: an order to campaign is on its way, maybe for long */

    /* What this step puts out. */
    uint64_t step_probes;
    uint64_t step_first_new, step_truncate_from;
    struct nd_raft_msg *msgs;
    size_t msg_count, msg_cap;
    struct nd_raft_read *reads;
    size_t read_count, read_cap;
    struct nd_raft_load *loads;
    size_t load_count, load_cap;
    struct nd_replica_id snaps[ND_REPLICAS_MAX];
    size_t snap_count;
    bool step_installs;

    uint64_t conf_index; /* leader: the last change that may not be applied yet */
    struct nd__raft_peer *peers; /* conf.count, in its order: a node has many groups, most have few replicas */
};

static inline bool nd__raft_is_broken(const struct nd_raft *raft, enum nd_breakage breakage)
{
    return (raft->breakages >> breakage & 1) != 0;
}
static inline void nd__raft_probe(struct nd_raft *raft, enum nd_probe probe) { raft->step_probes |= 1ULL << probe; }
#define ND__RAFT_PROBE(raft, name) nd__raft_probe((raft), ND_PROBE_RAFT_##name)
static inline struct nd__raft_peer *nd__raft_self(struct nd_raft *raft) { return &raft->peers[raft->self_at]; }
static inline bool nd__raft_is_self(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    return peer->member.replica.v == raft->self.v;
}
static inline bool nd__raft_votes_now(const struct nd_raft_member *member) { return !member->is_learner; }
static inline bool nd__raft_votes_before(const struct nd_raft *raft, const struct nd_raft_member *member)
{
    return raft->conf.is_joint ? member->was_voter : !member->is_learner;
}
static inline bool nd__raft_is_voter(const struct nd_raft *raft, const struct nd__raft_peer *peer)
{
    return nd__raft_votes_now(&peer->member) || nd__raft_votes_before(raft, &peer->member);
}
static inline bool nd__raft_abstains(const struct nd_raft *raft)
{
    return raft->is_recovering && !nd__raft_is_broken(raft, ND_BREAK_RECOVERING_VOTES);
}
static inline uint64_t nd__raft_min(uint64_t a, uint64_t b) { return a < b ? a : b; }
static inline uint64_t nd__raft_max(uint64_t a, uint64_t b) { return a > b ? a : b; }

#define ND__RAFT_FOREACH_PEER(peer, raft)                                                          \
    for (struct nd__raft_peer *peer = (raft)->peers, *peer##_end = peer + (raft)->conf.count; peer != peer##_end; peer++)

/* raft.c */
struct nd__raft_peer *nd__raft_find_peer(struct nd_raft *raft, struct nd_replica_id replica); /* NULL: no member */
/* Appends a message of the current term to the update. Valid until the next call. */
struct nd_raft_msg *nd__raft_send(struct nd_raft *raft, enum nd_raft_msg_type type, struct nd_replica_id to);
void nd__raft_answer_read(struct nd_raft *raft, uint64_t read_id, enum nd_status status, uint64_t index);
void nd__raft_ask_load(struct nd_raft *raft, struct nd_replica_id replica, uint64_t first, uint64_t last);
void nd__raft_push_entry(struct nd_raft *raft, uint64_t term, uint64_t index, enum nd_raft_entry_type type,
                         struct nd_raft_payload *payload);
void nd__raft_truncate(struct nd_raft *raft, uint64_t from);
void *nd__raft_grow(struct nd_heap *heap, void *p, size_t *cap, size_t item_bytes); /* doubles */

/* raft_conf.c */
ND_RESULT nd__raft_check_conf(const struct nd_raft_conf *conf, struct nd_replica_id self);
ND_RESULT nd__raft_set_conf(struct nd_raft *raft, const struct nd_raft_conf *conf);
/* Do those that count make a quorum: in a joint configuration, of both sets? */
bool nd__raft_has_quorum(struct nd_raft *raft, bool (*counts)(const struct nd_raft *raft, const struct nd__raft_peer *peer));
/* The highest value that a quorum (of both sets) has at least. */
uint64_t nd__raft_quorum_value(struct nd_raft *raft, uint64_t (*value)(const struct nd_raft *raft, const struct nd__raft_peer *peer));
bool nd__raft_has_unapplied_conf(const struct nd_raft *raft); /* committed, that is */
bool nd__raft_is_alone(struct nd_raft *raft);                 /* the only voter */

/* raft_elect.c */
enum nd__raft_wait { ND__RAFT_WAIT_FULL, ND__RAFT_WAIT_SOON };
void nd__raft_arm_election(struct nd_raft *raft, enum nd__raft_wait wait);
bool nd__raft_has_live_leader(struct nd_raft *raft);
void nd__raft_become_follower(struct nd_raft *raft, uint64_t term);
void nd__raft_step_down(struct nd_raft *raft); /* within the term; tells the others */
bool nd__raft_is_quorum_up(struct nd_raft *raft);
void nd__raft_settle(struct nd_raft *raft); /* I1 */
/* The sender leads this term. CORRUPT: someone else does. */
ND_RESULT nd__raft_accept_leader(struct nd_raft *raft, struct nd_replica_id from);
void nd__raft_campaign(struct nd_raft *raft); /* with PreVote; puts it off while a quorum is down */
void nd__raft_on_vote_durable(struct nd_raft *raft);
void nd__raft_on_election_tick(struct nd_raft *raft);
void nd__raft_on_liveness(struct nd_raft *raft, struct nd_node_id node, bool is_up, bool has_restarted);
void nd__raft_on_vote_request(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg);
void nd__raft_on_vote_reply(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg);
void nd__raft_on_timeout_now(struct nd_raft *raft, const struct nd_raft_msg *msg);
void nd__raft_on_forget_leader(struct nd_raft *raft, const struct nd_raft_msg *msg);

/* raft_follow.c */
ND_RESULT nd__raft_check_append(const struct nd_raft *raft, const struct nd_raft_msg *msg); /* no side effect */
void nd__raft_on_append(struct nd_raft *raft, const struct nd_raft_msg *msg);
void nd__raft_on_read_index(struct nd_raft *raft, const struct nd_raft_msg *msg);
void nd__raft_ack_durable(struct nd_raft *raft);
/* A snapshot lies ready: asks for its installation, or answers that it is not needed. */
void nd__raft_on_snapshot(struct nd_raft *raft, const struct nd_raft_msg *msg);
ND_RESULT nd__raft_on_snap_persisted(struct nd_raft *raft, uint64_t index, uint64_t term);

/* raft_lead.c */
void nd__raft_become_leader(struct nd_raft *raft);
void nd__raft_leave_leadership(struct nd_raft *raft, bool is_transfer_done);
ND_RESULT nd__raft_propose(struct nd_raft *raft, struct nd_raft_payload *const *payloads, size_t count);
ND_RESULT nd__raft_propose_conf(struct nd_raft *raft, struct nd_raft_payload *const *payloads, size_t count);
void nd__raft_join_peer(struct nd_raft *raft, struct nd__raft_peer *peer); /* a new member, on a leader */
void nd__raft_pump_all(struct nd_raft *raft);
void nd__raft_abort_transfer(struct nd_raft *raft);
ND_RESULT nd__raft_check_append_reply(const struct nd_raft *raft, const struct nd_raft_msg *msg);
void nd__raft_on_append_reply(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg);
void nd__raft_reprobe(struct nd_raft *raft, struct nd__raft_peer *peer);       /* and sends the probe */
void nd__raft_suspect(struct nd_raft *raft, struct nd__raft_peer *peer);       /* probe after a pause */
void nd__raft_on_leaders_log_compacted(struct nd_raft *raft);
void nd__raft_pause(struct nd_raft *raft, struct nd__raft_peer *peer);         /* its node is down */
void nd__raft_remind(struct nd_raft *raft, struct nd__raft_peer *peer);        /* "I lead this term" */
void nd__raft_maybe_commit(struct nd_raft *raft);
ND_RESULT nd__raft_transfer(struct nd_raft *raft, struct nd_replica_id to);
void nd__raft_on_loaded(struct nd_raft *raft, struct nd_replica_id replica, const struct nd_raft_entry *entries, size_t count);
void nd__raft_on_absent(struct nd_raft *raft, struct nd__raft_peer *peer);
void nd__raft_on_snap_status(struct nd_raft *raft, struct nd__raft_peer *peer, uint64_t index);
void nd__raft_on_leader_tick(struct nd_raft *raft);
uint64_t nd__raft_leader_deadline(const struct nd_raft *raft);

/* raft_read.c */
bool nd__raft_is_ready(const struct nd_raft *raft);
ND_RESULT nd__raft_read_index(struct nd_raft *raft, uint64_t read_id);
void nd__raft_pump_reads(struct nd_raft *raft);
void nd__raft_on_read_index_reply(struct nd_raft *raft, struct nd__raft_peer *from, const struct nd_raft_msg *msg);
void nd__raft_on_read_tick(struct nd_raft *raft);
void nd__raft_fail_reads(struct nd_raft *raft);
void nd__raft_drop_lease(struct nd_raft *raft); /* and the round in flight makes none */
void nd__raft_promise(struct nd_raft *raft);    /* a follower confirms its leader */
bool nd__raft_is_promised(const struct nd_raft *raft);

#endif
