/* SPDX-License-Identifier: Apache-2.0 */
/* meta_wire.h - what nodes ask of the meta shard's leader (method ND_RPC_META).
 *
 * Format.     Byte tables in meta_wire.c; begins with a format version.
 * Invariants. M1 each request may be executed twice with the effect of once, but for TIMESTAMPS and
 *                ALLOCATE, where a lost reply only leaves a gap. */
#ifndef ND_META_META_WIRE_H
#define ND_META_META_WIRE_H

#include "range/descriptor.h"

enum nd_meta_kind {
    ND_META_TIMESTAMPS = 1, /* count: consecutive timestamps; reply first_ts. key, since: is_unchanged says that the key, of range 1,
                               surely has no version between the two */
    ND_META_LOOKUP = 2,     /* key: descriptors of the range that holds it and of some that follow; any node's answer may be stale */
    ND_META_REPORT = 3,     /* desc: as its leader knows it; kept if its epoch is newer */
    ND_META_REGISTER = 4,   /* node: id 0 asks for one; uuid tells a wiped disk. Reply: node.id, cluster uuid, nodes.
                               EXISTS: the id belongs to another uuid; INVALID: the node was removed */
    ND_META_NODES = 5,      /* reply: nodes */
    ND_META_ALLOCATE = 6,   /* name, count: ids [first_id, first_id + count), never given twice */
    ND_META_DISCARD = 7,    /* first, end: span whose records go once no snapshot can read them */
    ND_META_SET_STATE = 8,  /* node.id, node.state. NOT_FOUND; EXISTS: REMOVED while it still has replicas; INVALID: it was removed */
    ND_META_STATS = 9,      /* is_draining, stats: of shards that the node leads, so that it is known what they carry. Reply: nodes */
    ND_META_SHARDS = 10,    /* key: the shards from the one on that holds it, some at a time: descs, stats (of each desc); nodes,
                               loads (of each node), moves: what placement has asked for */
    ND_META_WAIT = 11,      /* a transaction waits for locks: waiters (it, and others of its session), holders; count grows with each time that it tells.
                               DEADLOCK: they wait for it, too */
    ND_META_KIND_COUNT
};

enum nd_meta_node_state {
    ND_META_NODE_ACTIVE,
    ND_META_NODE_LEAVES,  /* its replicas move elsewhere */
    ND_META_NODE_REMOVED, /* it was told never to come back; kept so that its number is not given again */
};

struct nd_meta_node {
    struct nd_node_id id;
    uint64_t uuid[2];
    struct nd_slice rpc_addr, sql_addr, http_addr;
    struct nd_slice locality; /* locality.h; empty: not known */
    enum nd_meta_node_state state;
};

/* What a shard carries, as its leader told last. */
struct nd_meta_stat {
    struct nd_range_id range;
    struct nd_node_id leader; /* {0}: not known; the sender's in a request */
    uint64_t bytes, keys, requests_per_s;
};
/* What a node carries, and how the meta shard's leader sees it. */
struct nd_meta_load {
    uint64_t replicas, leaders, bytes, requests_per_s;
    bool is_live, is_draining;
};
struct nd_meta_move {
    struct nd_range_id range;
    unsigned op; /* enum nd_place_op */
    struct nd_node_id node, other;
    uint64_t since_ms;
};
enum { ND_META_WAITERS_MAX = 32, ND_META_HOLDERS_MAX = 8 };

struct nd_meta_request {
    enum nd_meta_kind kind;
    uint64_t count;
    struct nd_slice key, end, name;
    struct nd_ts since;
    struct nd_range_desc desc;
    struct nd_meta_node node;
    bool is_draining;
    size_t stat_count;
    struct nd_slice stats; /* encoded: nd_meta_stat_encode, nd_meta_stat_decode */
    struct nd_ts waiters[ND_META_WAITERS_MAX], holders[ND_META_HOLDERS_MAX];
    size_t waiter_count, holder_count;
};

struct nd_meta_reply {
    enum nd_status status;
    struct nd_node_id leader; /* NOT_LEADER: a hint; {0}: unknown */
    struct nd_slice leader_addr; /* its RPC address, where the answering node knows it */
    struct nd_ts first_ts;
    bool is_unchanged;
    uint64_t first_id;
    uint64_t cluster_uuid[2];
    struct nd_node_id node;
    const struct nd_range_desc *descs;
    size_t desc_count;
    const struct nd_meta_node *nodes;
    size_t node_count;
    const struct nd_meta_stat *stats;
    size_t stat_count;
    const struct nd_meta_load *loads;
    size_t load_count;
    const struct nd_meta_move *moves;
    size_t move_count;
};
#define ND_META_STATS_MAX 512 /* in one request */

void nd_meta_request_encode(const struct nd_meta_request *request, struct nd_buf *out);
ND_RESULT nd_meta_request_decode(struct nd_slice bytes, struct nd_meta_request *request_out); /* borrows */
void nd_meta_reply_encode(const struct nd_meta_reply *reply, struct nd_buf *out);
ND_RESULT nd_meta_reply_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_meta_reply *reply_out);
void nd_meta_stat_encode(const struct nd_meta_stat *stat, struct nd_buf *out);
void nd_meta_stat_decode(struct nd_dec *dec, struct nd_meta_stat *stat_out);
void nd_meta_node_encode(const struct nd_meta_node *node, struct nd_buf *out);
bool nd_meta_node_decode(struct nd_dec *dec, struct nd_meta_node *node_out);

#endif
