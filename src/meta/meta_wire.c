/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes (v: varint, b: varint length and bytes):
 *   request: u8 format (1) · u8 kind · fields of the kind
 *     TIMESTAMPS v count · b key · v since | LOOKUP b key | REPORT desc | REGISTER node | NODES - |
 *     WAIT v count · v waiter count · waiters · v holder count · holders |
 *     SET_STATE node | ALLOCATE b name · v count | DISCARD b first · b end |
 *     STATS u8 is_draining · v count · b stats | SHARDS b key
 *   reply:   u8 format (1) · u8 status · v leader · b leader address · v first_ts · u8 is_unchanged · v first_id · u64 u64 cluster uuid ·
 *            v node · v desc count · descs · v node count · nodes; of SHARDS, if there is more:
 *            v stat count · stats · v load count · loads · v move count · moves
 *   stat:    v range · v leader · v bytes · v keys · v requests a second
 *   load:    v replicas · v leaders · v bytes · v requests a second · u8 flags (1 live, 2 draining)
 *   move:    v range · u8 op · v node · v other · v since_ms
 *   node:    u8 format (3) · v id · u64 u64 uuid · b rpc · b sql · b http · u8 state · b locality; format 2: no locality; 1: no state either */
#include "meta/meta_wire.h"

#include "meta/locality.h"

enum { META_FORMAT = 1, NODE_FORMAT = 3, META_ADDR_BYTES_MAX = 512, META_NAME_BYTES_MAX = 256 };

void nd_meta_node_encode(const struct nd_meta_node *node, struct nd_buf *out)
{
    nd_buf_put_u8(out, NODE_FORMAT);
    nd_buf_put_varint(out, node->id.v);
    nd_buf_put_u64(out, node->uuid[0]);
    nd_buf_put_u64(out, node->uuid[1]);
    nd_buf_put_bytes(out, node->rpc_addr);
    nd_buf_put_bytes(out, node->sql_addr);
    nd_buf_put_bytes(out, node->http_addr);
    nd_buf_put_u8(out, (uint8_t)node->state);
    nd_buf_put_bytes(out, node->locality);
}

static struct nd_slice bounded_bytes(struct nd_dec *dec, size_t bytes_max)
{
    struct nd_slice s = nd_dec_bytes(dec);
    if (s.n > bytes_max) dec->is_bad = true;
    return s;
}

bool nd_meta_node_decode(struct nd_dec *dec, struct nd_meta_node *node)
{
    memset(node, 0, sizeof *node);
    unsigned format = nd_dec_u8(dec);
    if (format == 0 || format > NODE_FORMAT) dec->is_bad = true;
    node->id.v = nd_dec_varint(dec);
    node->uuid[0] = nd_dec_u64(dec);
    node->uuid[1] = nd_dec_u64(dec);
    node->rpc_addr = bounded_bytes(dec, META_ADDR_BYTES_MAX);
    node->sql_addr = bounded_bytes(dec, META_ADDR_BYTES_MAX);
    node->http_addr = bounded_bytes(dec, META_ADDR_BYTES_MAX);
    unsigned state = format > 1 ? nd_dec_u8(dec) : ND_META_NODE_ACTIVE;
    if (state > ND_META_NODE_REMOVED) dec->is_bad = true;
    else node->state = (enum nd_meta_node_state)state;
    struct nd_locality locality;
    if (format > 2) node->locality = bounded_bytes(dec, ND_LOCALITY_BYTES_MAX);
    if (!nd_locality_parse(node->locality, &locality)) dec->is_bad = true;
    return nd_dec_is_ok(dec);
}

void nd_meta_stat_encode(const struct nd_meta_stat *stat, struct nd_buf *out)
{
    nd_buf_put_varint(out, stat->range.v);
    nd_buf_put_varint(out, stat->leader.v);
    nd_buf_put_varint(out, stat->bytes);
    nd_buf_put_varint(out, stat->keys);
    nd_buf_put_varint(out, stat->requests_per_s);
}

void nd_meta_stat_decode(struct nd_dec *dec, struct nd_meta_stat *stat)
{
    stat->range.v = nd_dec_varint(dec);
    stat->leader.v = nd_dec_varint(dec);
    stat->bytes = nd_dec_varint(dec);
    stat->keys = nd_dec_varint(dec);
    stat->requests_per_s = nd_dec_varint(dec);
}

static void load_encode(const struct nd_meta_load *load, struct nd_buf *out)
{
    nd_buf_put_varint(out, load->replicas);
    nd_buf_put_varint(out, load->leaders);
    nd_buf_put_varint(out, load->bytes);
    nd_buf_put_varint(out, load->requests_per_s);
    nd_buf_put_u8(out, (uint8_t)((load->is_live ? 1 : 0) | (load->is_draining ? 2 : 0)));
}

static void load_decode(struct nd_dec *dec, struct nd_meta_load *load)
{
    load->replicas = nd_dec_varint(dec);
    load->leaders = nd_dec_varint(dec);
    load->bytes = nd_dec_varint(dec);
    load->requests_per_s = nd_dec_varint(dec);
    unsigned flags = nd_dec_u8(dec);
    if (flags > 3) dec->is_bad = true;
    load->is_live = (flags & 1) != 0;
    load->is_draining = (flags & 2) != 0;
}

static void move_encode(const struct nd_meta_move *move, struct nd_buf *out)
{
    nd_buf_put_varint(out, move->range.v);
    nd_buf_put_u8(out, (uint8_t)move->op);
    nd_buf_put_varint(out, move->node.v);
    nd_buf_put_varint(out, move->other.v);
    nd_buf_put_varint(out, move->since_ms);
}

static void move_decode(struct nd_dec *dec, struct nd_meta_move *move)
{
    move->range.v = nd_dec_varint(dec);
    move->op = nd_dec_u8(dec);
    move->node.v = nd_dec_varint(dec);
    move->other.v = nd_dec_varint(dec);
    move->since_ms = nd_dec_varint(dec);
}

static void extras_encode(const struct nd_meta_reply *reply, struct nd_buf *out)
{
    if (reply->stat_count + reply->load_count + reply->move_count == 0) return;
    nd_buf_put_varint(out, reply->stat_count);
    for (size_t i = 0; i < reply->stat_count; i++) nd_meta_stat_encode(&reply->stats[i], out);
    nd_buf_put_varint(out, reply->load_count);
    for (size_t i = 0; i < reply->load_count; i++) load_encode(&reply->loads[i], out);
    nd_buf_put_varint(out, reply->move_count);
    for (size_t i = 0; i < reply->move_count; i++) move_encode(&reply->moves[i], out);
}

static void extras_decode(struct nd_dec *dec, struct nd_arena *arena, struct nd_meta_reply *reply)
{
    reply->stat_count = nd_dec_count(dec, 5);
    struct nd_meta_stat *stats = nd_arena_array(arena, struct nd_meta_stat, reply->stat_count);
    for (size_t i = 0; i < reply->stat_count && nd_dec_is_ok(dec); i++) nd_meta_stat_decode(dec, &stats[i]);
    reply->load_count = nd_dec_count(dec, 5);
    struct nd_meta_load *loads = nd_arena_array(arena, struct nd_meta_load, reply->load_count);
    for (size_t i = 0; i < reply->load_count && nd_dec_is_ok(dec); i++) load_decode(dec, &loads[i]);
    reply->move_count = nd_dec_count(dec, 5);
    struct nd_meta_move *moves = nd_arena_array(arena, struct nd_meta_move, reply->move_count);
    for (size_t i = 0; i < reply->move_count && nd_dec_is_ok(dec); i++) move_decode(dec, &moves[i]);
    reply->stats = stats;
    reply->loads = loads;
    reply->moves = moves;
}

/* Each entry is well-formed and there are as many as announced. */
static bool are_stats(struct nd_slice bytes, size_t count)
{
    struct nd_dec dec = nd_dec_of(bytes);
    struct nd_meta_stat stat;
    for (size_t i = 0; i < count && nd_dec_is_ok(&dec); i++) nd_meta_stat_decode(&dec, &stat);
    return nd_dec_is_done(&dec);
}

static void put_ids(struct nd_buf *out, const struct nd_ts *ids, size_t count)
{
    nd_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) nd_buf_put_varint(out, ids[i].v);
}

static size_t take_ids(struct nd_dec *dec, struct nd_ts *ids, size_t count_max)
{
    size_t count = nd_dec_count(dec, 1);
    if (count == 0 || count > count_max) dec->is_bad = true;
    for (size_t i = 0; i < count && nd_dec_is_ok(dec); i++) {
        ids[i].v = nd_dec_varint(dec);
        if (ids[i].v == 0) dec->is_bad = true;
    }
    return nd_dec_is_ok(dec) ? count : 0;
}

void nd_meta_request_encode(const struct nd_meta_request *request, struct nd_buf *out)
{
    nd_buf_put_u8(out, META_FORMAT);
    nd_buf_put_u8(out, (uint8_t)request->kind);
    switch (request->kind) {
    case ND_META_TIMESTAMPS:
        nd_buf_put_varint(out, request->count);
        nd_buf_put_bytes(out, request->key);
        nd_buf_put_varint(out, request->since.v);
        break;
    case ND_META_SHARDS:
    case ND_META_LOOKUP: nd_buf_put_bytes(out, request->key); break;
    case ND_META_STATS:
        nd_buf_put_u8(out, request->is_draining);
        nd_buf_put_varint(out, request->stat_count);
        nd_buf_put_bytes(out, request->stats);
        break;
    case ND_META_REPORT: nd_range_desc_encode(&request->desc, out); break;
    case ND_META_SET_STATE:
    case ND_META_REGISTER: nd_meta_node_encode(&request->node, out); break;
    case ND_META_ALLOCATE:
        nd_buf_put_bytes(out, request->name);
        nd_buf_put_varint(out, request->count);
        break;
    case ND_META_DISCARD:
        nd_buf_put_bytes(out, request->key);
        nd_buf_put_bytes(out, request->end);
        break;
    case ND_META_WAIT:
        nd_buf_put_varint(out, request->count);
        put_ids(out, request->waiters, request->waiter_count);
        put_ids(out, request->holders, request->holder_count);
        break;
    case ND_META_NODES:
    case ND_META_KIND_COUNT: break;
    }
}

enum nd_status nd_meta_request_decode(struct nd_slice bytes, struct nd_meta_request *request)
{
    memset(request, 0, sizeof *request);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != META_FORMAT) return ND_STATUS_MALFORMED;
    unsigned kind = nd_dec_u8(&dec);
    if (kind == 0 || kind >= ND_META_KIND_COUNT) return ND_STATUS_MALFORMED;
    request->kind = kind;
    switch (request->kind) {
    case ND_META_TIMESTAMPS:
        request->count = nd_dec_varint(&dec);
        if (request->count == 0 || request->count > 1u << 16) dec.is_bad = true;
        request->key = bounded_bytes(&dec, ND_KEY_BYTES_MAX);
        request->since.v = nd_dec_varint(&dec);
        break;
    case ND_META_SHARDS:
    case ND_META_LOOKUP: request->key = bounded_bytes(&dec, ND_KEY_BYTES_MAX); break;
    case ND_META_STATS:
        request->is_draining = nd_dec_u8(&dec) != 0;
        request->stat_count = nd_dec_varint(&dec);
        request->stats = nd_dec_bytes(&dec);
        if (request->stat_count > ND_META_STATS_MAX || !are_stats(request->stats, request->stat_count)) dec.is_bad = true;
        break;
    case ND_META_REPORT: nd_range_desc_decode(&dec, &request->desc); break;
    case ND_META_SET_STATE:
    case ND_META_REGISTER: nd_meta_node_decode(&dec, &request->node); break;
    case ND_META_ALLOCATE:
        request->name = bounded_bytes(&dec, META_NAME_BYTES_MAX);
        request->count = nd_dec_varint(&dec);
        if (request->name.n == 0 || request->count == 0 || request->count > 1ULL << 32) dec.is_bad = true;
        break;
    case ND_META_DISCARD:
        request->key = bounded_bytes(&dec, ND_KEY_BYTES_MAX);
        request->end = bounded_bytes(&dec, ND_KEY_BYTES_MAX);
        if (request->key.n == 0 || nd_slice_cmp(request->key, request->end) >= 0) dec.is_bad = true;
        break;
    case ND_META_WAIT:
        request->count = nd_dec_varint(&dec);
        request->waiter_count = take_ids(&dec, request->waiters, ND_META_WAITERS_MAX);
        request->holder_count = take_ids(&dec, request->holders, ND_META_HOLDERS_MAX);
        break;
    case ND_META_NODES:
    case ND_META_KIND_COUNT: break;
    }
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

void nd_meta_reply_encode(const struct nd_meta_reply *reply, struct nd_buf *out)
{
    nd_buf_put_u8(out, META_FORMAT);
    nd_buf_put_u8(out, (uint8_t)reply->status);
    nd_buf_put_varint(out, reply->leader.v);
    nd_buf_put_bytes(out, reply->leader_addr);
    nd_buf_put_varint(out, reply->first_ts.v);
    nd_buf_put_u8(out, reply->is_unchanged);
    nd_buf_put_varint(out, reply->first_id);
    nd_buf_put_u64(out, reply->cluster_uuid[0]);
    nd_buf_put_u64(out, reply->cluster_uuid[1]);
    nd_buf_put_varint(out, reply->node.v);
    nd_buf_put_varint(out, reply->desc_count);
    for (size_t i = 0; i < reply->desc_count; i++) nd_range_desc_encode(&reply->descs[i], out);
    nd_buf_put_varint(out, reply->node_count);
    for (size_t i = 0; i < reply->node_count; i++) nd_meta_node_encode(&reply->nodes[i], out);
    extras_encode(reply, out);
}

enum nd_status nd_meta_reply_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_meta_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != META_FORMAT) return ND_STATUS_MALFORMED;
    unsigned status = nd_dec_u8(&dec);
    if (status >= ND_STATUS_COUNT) return ND_STATUS_MALFORMED;
    reply->status = status;
    reply->leader.v = nd_dec_varint(&dec);
    reply->leader_addr = bounded_bytes(&dec, META_ADDR_BYTES_MAX);
    reply->first_ts.v = nd_dec_varint(&dec);
    reply->is_unchanged = nd_dec_u8(&dec) != 0;
    reply->first_id = nd_dec_varint(&dec);
    reply->cluster_uuid[0] = nd_dec_u64(&dec);
    reply->cluster_uuid[1] = nd_dec_u64(&dec);
    reply->node.v = nd_dec_varint(&dec);
    reply->desc_count = nd_dec_count(&dec, 8);
    struct nd_range_desc *descs = nd_arena_array(arena, struct nd_range_desc, reply->desc_count);
    for (size_t i = 0; i < reply->desc_count && nd_dec_is_ok(&dec); i++) nd_range_desc_decode(&dec, &descs[i]);
    reply->descs = descs;
    reply->node_count = nd_dec_count(&dec, 16);
    struct nd_meta_node *nodes = nd_arena_array(arena, struct nd_meta_node, reply->node_count);
    for (size_t i = 0; i < reply->node_count && nd_dec_is_ok(&dec); i++) nd_meta_node_decode(&dec, &nodes[i]);
    reply->nodes = nodes;
    if (nd_dec_is_ok(&dec) && !nd_dec_is_done(&dec)) extras_decode(&dec, arena, reply);
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}
