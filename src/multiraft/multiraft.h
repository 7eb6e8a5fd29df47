/* SPDX-License-Identifier: Apache-2.0 */
/* multiraft.h - all Raft groups of one node: hosts the pure cores.
 *
 * Role.       Feeds nd_raft with messages, completions, liveness and time; carries its updates out:
 *             one log for all groups, one batch of messages per peer and turn, committed entries to
 *             the owner of the group, timers only for groups that ask for one.
 * Owner.      The node; nd_range objects own one nd_group each.
 * Threading.  Its reactor.
 * Invariants. X1 the order of every nd_raft_update is kept: persist, then send what waits for it.
 *             X2 on_commit delivers each index once per process lifetime, in order, with payloads.
 *             X3 a message for a group that is not here is dropped: before its split has been applied
 *                a child neither votes nor acknowledges.
 *             X4 a group at rest has no timer and sends nothing.
 *             X5 a group's log is compacted only below what this node's engine has flushed, and, while
 *                the log is not too large, below what every member has durable that does not need a snapshot. Members that were
 *                left behind get a snapshot.
 *             X6 from begin_install to finish_install nothing is delivered; the owner finishes what it
 *                has, installs, makes it durable, and only then the log begins anew.
 * Testing.    tests/unit/multiraft_*.c in the simulator. */
#ifndef ND_MULTIRAFT_MULTIRAFT_H
#define ND_MULTIRAFT_MULTIRAFT_H

#include "env/env.h"
#include "log/log.h"
#include "raft/raft.h"
#include "rpc/rpc.h"

struct nd_multiraft;
struct nd_group;

struct nd_multiraft_options {
    struct nd_env *env;
    struct nd_reactor *reactor;
    struct nd_rpc *rpc;
    struct nd_log *log; /* opened and recovered from by nd_multiraft_new */
    struct nd_node_id self;
    uint64_t heartbeat_ns;  /* 100 ms */
    uint64_t down_after_ns; /* D: 500 ms; longer under sanitizers */
    uint64_t lease_ns;      /* of leaders, for reads (raft/raft_read.c); the same at all nodes, 0: none */
    bool reads_by_lease;    /* this node's leaders use theirs */
    uint64_t log_keep_bytes; /* beyond it the log is not kept for members that are down or far behind; 0: always */
};
struct nd_multiraft *nd_multiraft_new(const struct nd_multiraft_options *options);
/* Closes all groups. After the log's workers are closed (so that nothing comes back from them), before
 * nd_log_close and nd_rpc_free. */
void nd_multiraft_free(struct nd_multiraft *multiraft);

struct nd_group_role {
    enum nd_raft_role role;
    uint64_t term;
    struct nd_replica_id leader; /* {0}: unknown */
    struct nd_node_id leader_node;
    bool is_ready; /* leader with an entry of its term committed */
};

/* The owner's half. No callback runs inside a call that the owner makes. */
struct nd_group_handler {
    /* Entries in order, payloads included; borrowed: the owner refs what it keeps. Ends with
     * nd_group_applied once the state machine has them; the window of undelivered entries is bounded. */
    void (*on_commit)(void *owner, const struct nd_raft_entry *entries, size_t count);
    void (*on_role)(void *owner, const struct nd_group_role *role);
    /* status OK: serve once `index` is applied. */
    void (*on_read)(void *owner, uint64_t read_id, enum nd_status status, uint64_t index);
    /* Leader: the member needs the state itself. Ends with nd_group_snapshot_sent. */
    void (*on_snapshot_wanted)(void *owner, const struct nd_raft_member *to);
    /* After nd_group_finish_install, or an opening with base_index: the log begins behind the snapshot,
     * durably; what was kept to repeat the installation can go. */
    void (*on_installed)(void *owner);
};

struct nd_group_options {
    struct nd_range_id range;
    struct nd_replica_id self;
    struct nd_raft_conf conf;
    uint64_t applied, applied_term; /* by the engine, as recovered; 0 for a fresh group */
    bool is_newborn; /* of a split: it has not taken part in its group before */
    const struct nd_group_handler *handler;
    void *owner;
    bool campaign_now; /* fresh group whose preferred leader is this node */
    /* The state comes from a snapshot that ends here: a new replica, or one whose installation a crash
     * cut short before the log began anew. 0: not so. */
    uint64_t base_index, base_term;
};
/* Opens a group: from what the log recovered of (range, self), else a fresh one (logged first). One that lost its log to damage
 * begins RECOVERING (raft/raft.h R10) behind what the engine has applied.
 * CORRUPT: log and applied contradict each other. EXISTS: this replica was opened already in this
 * process (a closed one is not opened again). */
ND_RESULT nd_multiraft_open_group(struct nd_multiraft *multiraft, const struct nd_group_options *options,
                                  struct nd_group **group_out);
void nd_group_close(struct nd_group *group); /* log stays */
/* Every group that the engine holds is open: whom damage in the log may have hit is known, and the log has no more doubts. */
void nd_multiraft_opened(struct nd_multiraft *multiraft);
/* Replicas that are RECOVERING, those included that are not open yet: they come by snapshots. */
size_t nd_multiraft_recovering_count(const struct nd_multiraft *multiraft);
void nd_group_destroy(struct nd_group *group); /* closes it; its log goes */

/* Proposes commands (one ref of each payload is taken on OK). *first_index_out and *term_out name
 * them: an entry committed at (index, term) is that one; another term there means it was dropped.
 * NOT_LEADER, BUSY, TOO_LARGE. */
ND_RESULT nd_group_propose(struct nd_group *group, struct nd_raft_payload *const *payloads, size_t count,
                           uint64_t *first_index_out, uint64_t *term_out);
/* Asks for a linearizable read point; on_read(read_id) follows. NOT_LEADER at once. Read ids grow. */
ND_RESULT nd_group_read_index(struct nd_group *group, uint64_t read_id);
/* A change of members: an entry of type CONF. Also BUSY while another one is not applied. */
ND_RESULT nd_group_propose_conf(struct nd_group *group, struct nd_raft_payload *payload, uint64_t *index_out, uint64_t *term_out);
/* The owner has applied a CONF entry, or a snapshot: these are the members. INVALID: without this replica. */
ND_RESULT nd_group_set_conf(struct nd_group *group, const struct nd_raft_conf *conf);
/* What the log has of replicas below `replica` of a range that is not open goes: they were destroyed. */
void nd_multiraft_forget(struct nd_multiraft *multiraft, struct nd_range_id range, struct nd_replica_id replica);
void nd_group_applied(struct nd_group *group, uint64_t index);
/* The engine's state up to `index` survives a crash: the log may forget it (X5). */
void nd_group_durable(struct nd_group *group, uint64_t index);
/* Nothing goes on there: memory that only that needs is given back. Not inside a callback. */
void nd_group_trim(struct nd_group *group);
void nd_group_campaign(struct nd_group *group);
/* ---- snapshots: the owner ships and installs them ---- */
/* Leader: index is what the member has now; 0: it came to nothing, ask again some time. */
void nd_group_snapshot_sent(struct nd_group *group, struct nd_replica_id to, uint64_t index);
/* Entries behind index are kept for snapshots under way; 0: none is. */
void nd_group_hold(struct nd_group *group, uint64_t index);
/* A snapshot of `leader`, which led `term`, lies ready. OK: install it (X6). EXISTS: not needed, or of
 * the past; BUSY: another one is being installed. */
ND_RESULT nd_group_begin_install(struct nd_group *group, struct nd_replica_id leader, uint64_t term, uint64_t index, uint64_t index_term);
/* The owner's state ends with it, durably. on_installed follows. */
void nd_group_finish_install(struct nd_group *group);
ND_RESULT nd_group_transfer(struct nd_group *group, struct nd_replica_id to);
struct nd_group_role nd_group_role(const struct nd_group *group);
const struct nd_raft *nd_group_raft(const struct nd_group *group); /* to look at */

/* ---- liveness of node pairs (liveness.h) ---- */
/* Whom to watch: all nodes that share a group with this one are watched by themselves. */
bool nd_multiraft_is_up(const struct nd_multiraft *multiraft, struct nd_node_id node); /* self: true */

/* ---- giving leadership away ---- */
/* While draining, this node hands leadership of each group to a member that can take it, now and at each
 * beat, and tells the others not to choose it. */
void nd_multiraft_set_draining(struct nd_multiraft *multiraft, bool is_draining);
/* The node's disk is nearly full: it gives leadership to nodes that have room, and nobody gives it any. */
void nd_multiraft_set_space_low(struct nd_multiraft *multiraft, bool is_space_low);
/* Appends of leaders are dropped, as if lost on the way: the log grows no more but by what this node leads. */
void nd_multiraft_set_space_out(struct nd_multiraft *multiraft, bool is_space_out);
bool nd_multiraft_is_draining(const struct nd_multiraft *multiraft);
/* Groups led by this node; only_with_heir: that somebody else could lead. */
size_t nd_multiraft_led_count(const struct nd_multiraft *multiraft, bool only_with_heir);
void nd_multiraft_register_metrics(struct nd_multiraft *multiraft, struct nd_metrics *metrics);

#endif
