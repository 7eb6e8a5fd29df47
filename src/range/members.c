/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes (v: varint):
 *   request: u8 format (1) · u8 op · v range · v version · v conf_version · v node · v other;
 *            FREEZE to SHIP: v merge; MERGE: desc
 *   reply:   u8 format (1) · u8 status · v leader · u8 has_desc · desc */
#include "range/members.h"

enum { PLACE_FORMAT = 1 };

void nd_place_request_encode(const struct nd_place_request *request, struct nd_buf *out)
{
    nd_buf_put_u8(out, PLACE_FORMAT);
    nd_buf_put_u8(out, (uint8_t)request->op);
    nd_buf_put_varint(out, request->range.v);
    nd_buf_put_varint(out, request->epoch.version);
    nd_buf_put_varint(out, request->epoch.conf_version);
    nd_buf_put_varint(out, request->node.v);
    nd_buf_put_varint(out, request->other.v);
    if (nd_place_is_merging(request->op)) nd_buf_put_varint(out, request->merge);
    if (request->op == ND_PLACE_MERGE) nd_range_desc_encode(&request->right, out);
}

enum nd_status nd_place_request_decode(struct nd_slice bytes, struct nd_place_request *request)
{
    memset(request, 0, sizeof *request);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != PLACE_FORMAT) return ND_STATUS_MALFORMED;
    unsigned op = nd_dec_u8(&dec);
    if (op == 0 || op >= ND_PLACE_OP_COUNT) return ND_STATUS_MALFORMED;
    request->op = (enum nd_place_op)op;
    request->range.v = nd_dec_varint(&dec);
    request->epoch.version = nd_dec_varint(&dec);
    request->epoch.conf_version = nd_dec_varint(&dec);
    request->node.v = nd_dec_varint(&dec);
    request->other.v = nd_dec_varint(&dec);
    if (nd_place_is_merging(request->op)) {
        request->merge = nd_dec_varint(&dec);
        if (request->merge == 0) dec.is_bad = true;
    }
    if (request->op == ND_PLACE_MERGE) nd_range_desc_decode(&dec, &request->right);
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

void nd_place_reply_encode(const struct nd_place_reply *reply, struct nd_buf *out)
{
    nd_buf_put_u8(out, PLACE_FORMAT);
    nd_buf_put_u8(out, (uint8_t)reply->status);
    nd_buf_put_varint(out, reply->leader.v);
    nd_buf_put_u8(out, reply->has_desc);
    if (reply->has_desc) nd_range_desc_encode(&reply->desc, out);
}

enum nd_status nd_place_reply_decode(struct nd_slice bytes, struct nd_place_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != PLACE_FORMAT) return ND_STATUS_MALFORMED;
    unsigned status = nd_dec_u8(&dec);
    reply->leader.v = nd_dec_varint(&dec);
    reply->has_desc = nd_dec_u8(&dec) != 0;
    if (reply->has_desc) nd_range_desc_decode(&dec, &reply->desc);
    if (status >= ND_STATUS_COUNT || !nd_dec_is_done(&dec)) return ND_STATUS_MALFORMED;
    reply->status = (enum nd_status)status;
    return ND_STATUS_OK;
}

/* ---- steps --------------------------------------------------------------------------------------------- */

static struct nd_raft_member *member_on(struct nd_range_desc *desc, struct nd_node_id node)
{
    for (size_t i = 0; i < desc->conf.count; i++)
        if (desc->conf.members[i].node.v == node.v) return &desc->conf.members[i];
    return NULL;
}

static enum nd_status add(struct nd_range_desc *desc, struct nd_node_id node)
{
    if (node.v == 0 || member_on(desc, node) != NULL || desc->conf.count == ND_REPLICAS_MAX) return ND_STATUS_INVALID;
    uint64_t id = nd_range_desc_next_replica(desc); /* B3 */
    desc->conf.members[desc->conf.count++] = (struct nd_raft_member){.replica = {id}, .node = node, .is_learner = true};
    desc->next_replica = id + 1;
    return ND_STATUS_OK;
}

static enum nd_status swap(struct nd_range_desc *desc, struct nd_node_id node, struct nd_node_id other)
{
    struct nd_raft_member *comes = node.v == 0 ? NULL : member_on(desc, node), *leaves = other.v == 0 ? NULL : member_on(desc, other);
    if ((comes == NULL) != (node.v == 0) || (leaves == NULL) != (other.v == 0) || (comes == NULL && leaves == NULL)) return ND_STATUS_INVALID;
    if ((comes != NULL && !comes->is_learner) || (leaves != NULL && leaves->is_learner)) return ND_STATUS_INVALID;
    desc->conf.is_joint = true;
    size_t voters = 0;
    for (size_t i = 0; i < desc->conf.count; i++) {
        struct nd_raft_member *member = &desc->conf.members[i];
        member->was_voter = !member->is_learner;
        if (member == comes) member->is_learner = false;
        if (member == leaves) member->is_learner = true;
        voters += !member->is_learner;
    }
    return voters > 0 ? ND_STATUS_OK : ND_STATUS_INVALID;
}

static enum nd_status take_out(struct nd_range_desc *desc, struct nd_node_id node)
{
    struct nd_raft_member *member = member_on(desc, node);
    if (member == NULL || !member->is_learner) return ND_STATUS_INVALID; /* B2 */
    size_t at = (size_t)(member - desc->conf.members);
    desc->next_replica = nd_range_desc_next_replica(desc);
    memmove(member, member + 1, (--desc->conf.count - at) * sizeof *member);
    return ND_STATUS_OK;
}

enum nd_status nd_place_apply(const struct nd_range_desc *desc, const struct nd_place_request *request, struct nd_range_desc *after)
{
    *after = *desc;
    if (desc->conf.is_joint) return ND_STATUS_BUSY;
    after->epoch.conf_version++;
    if (request->other.v == desc->preferred_leader.v || request->node.v == desc->preferred_leader.v) after->preferred_leader.v = 0;
    switch (request->op) {
    case ND_PLACE_ADD: return add(after, request->node);
    case ND_PLACE_SWAP: return swap(after, request->node, request->other);
    case ND_PLACE_REMOVE: return take_out(after, request->node);
    case ND_PLACE_LEAD:
    case ND_PLACE_FREEZE:
    case ND_PLACE_SETTLE:
    case ND_PLACE_MERGE:
    case ND_PLACE_FENCE:
    case ND_PLACE_PRESENT:
    case ND_PLACE_SHIP:
    case ND_PLACE_OP_COUNT: break;
    }
    return ND_STATUS_INVALID;
}

void nd_place_leave(const struct nd_range_desc *desc, struct nd_range_desc *after)
{
    ND_ASSERT(desc->conf.is_joint);
    *after = *desc;
    after->epoch.conf_version++;
    after->conf.is_joint = false;
    for (size_t i = 0; i < after->conf.count; i++) after->conf.members[i].was_voter = false;
}
