/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of a descriptor (v: varint, b: varint length and bytes):
 *   u8 format (3) · v id · b first · b end · v version · v conf_version · v preferred leader ·
 *   u8 member count · per member: v replica · v node · u8 flags (1 learner, 2 voter of the outgoing set) ·
 *   u8 is_joint · v next replica · u8 is_kept · v frozen by · v merged by
 * Format 1 ends behind the members, format 2 behind next replica. */
#include "range/descriptor.h"

enum { DESC_FORMAT = 3, DESC_FORMAT_MEMBERS = 2, FLAG_LEARNER = 1, FLAG_WAS_VOTER = 2 };

void nd_range_desc_encode(const struct nd_range_desc *desc, struct nd_buf *out)
{
    nd_buf_put_u8(out, DESC_FORMAT);
    nd_buf_put_varint(out, desc->id.v);
    nd_buf_put_bytes(out, desc->first);
    nd_buf_put_bytes(out, desc->end);
    nd_buf_put_varint(out, desc->epoch.version);
    nd_buf_put_varint(out, desc->epoch.conf_version);
    nd_buf_put_varint(out, desc->preferred_leader.v);
    nd_buf_put_u8(out, (uint8_t)desc->conf.count);
    for (size_t i = 0; i < desc->conf.count; i++) {
        nd_buf_put_varint(out, desc->conf.members[i].replica.v);
        nd_buf_put_varint(out, desc->conf.members[i].node.v);
        nd_buf_put_u8(out, (uint8_t)((desc->conf.members[i].is_learner ? FLAG_LEARNER : 0) | (desc->conf.members[i].was_voter ? FLAG_WAS_VOTER : 0)));
    }
    nd_buf_put_u8(out, desc->conf.is_joint);
    nd_buf_put_varint(out, nd_range_desc_next_replica(desc));
    nd_buf_put_u8(out, desc->is_kept);
    nd_buf_put_varint(out, desc->frozen_by);
    nd_buf_put_varint(out, desc->merged_by);
}

bool nd_range_desc_decode(struct nd_dec *dec, struct nd_range_desc *desc_out)
{
    memset(desc_out, 0, sizeof *desc_out);
    unsigned format = nd_dec_u8(dec);
    if (format == 0 || format > DESC_FORMAT) dec->is_bad = true;
    desc_out->id.v = nd_dec_varint(dec);
    desc_out->first = nd_dec_bytes(dec);
    desc_out->end = nd_dec_bytes(dec);
    desc_out->epoch.version = nd_dec_varint(dec);
    desc_out->epoch.conf_version = nd_dec_varint(dec);
    desc_out->preferred_leader.v = nd_dec_varint(dec);
    size_t count = nd_dec_u8(dec);
    if (count > ND_REPLICAS_MAX) dec->is_bad = true;
    for (size_t i = 0; i < count && nd_dec_is_ok(dec); i++) {
        desc_out->conf.members[i].replica.v = nd_dec_varint(dec);
        desc_out->conf.members[i].node.v = nd_dec_varint(dec);
        unsigned flags = nd_dec_u8(dec);
        desc_out->conf.members[i].is_learner = (flags & FLAG_LEARNER) != 0;
        desc_out->conf.members[i].was_voter = (flags & FLAG_WAS_VOTER) != 0;
    }
    desc_out->conf.count = nd_dec_is_ok(dec) ? count : 0;
    if (format >= DESC_FORMAT_MEMBERS) {
        desc_out->conf.is_joint = nd_dec_u8(dec) != 0;
        desc_out->next_replica = nd_dec_varint(dec);
    }
    if (format >= DESC_FORMAT) {
        desc_out->is_kept = nd_dec_u8(dec) != 0;
        desc_out->frozen_by = nd_dec_varint(dec);
        desc_out->merged_by = nd_dec_varint(dec);
    }
    return nd_dec_is_ok(dec);
}

static struct nd_slice copy_slice(struct nd_slice s, struct nd_heap *heap)
{
    uint8_t *p = nd_heap_alloc(heap, s.n);
    if (s.n > 0) memcpy(p, s.p, s.n);
    return nd_slice_of(p, s.n);
}

struct nd_range_desc nd_range_desc_copy(const struct nd_range_desc *desc, struct nd_heap *heap)
{
    struct nd_range_desc copy = *desc;
    copy.first = copy_slice(desc->first, heap);
    copy.end = copy_slice(desc->end, heap);
    return copy;
}

void nd_range_desc_deinit(struct nd_range_desc *desc, struct nd_heap *heap)
{
    nd_heap_free(heap, (void *)(uintptr_t)desc->first.p);
    nd_heap_free(heap, (void *)(uintptr_t)desc->end.p);
    memset(desc, 0, sizeof *desc);
}

uint64_t nd_range_desc_next_replica(const struct nd_range_desc *desc)
{
    uint64_t next = desc->next_replica;
    for (size_t i = 0; i < desc->conf.count; i++)
        if (desc->conf.members[i].replica.v >= next) next = desc->conf.members[i].replica.v + 1;
    return next;
}

bool nd_range_desc_has_key(const struct nd_range_desc *desc, struct nd_slice key)
{
    return nd_slice_cmp(key, desc->first) >= 0 && (desc->end.n == 0 || nd_slice_cmp(key, desc->end) < 0);
}

bool nd_range_desc_has_span(const struct nd_range_desc *desc, struct nd_slice first, struct nd_slice end)
{
    if (nd_slice_cmp(first, desc->first) < 0) return false;
    if (desc->end.n == 0) return true;
    return end.n != 0 && nd_slice_cmp(end, desc->end) <= 0;
}

bool nd_range_desc_overlaps(const struct nd_range_desc *a, const struct nd_range_desc *b)
{
    return (a->end.n == 0 || nd_slice_cmp(b->first, a->end) < 0) && (b->end.n == 0 || nd_slice_cmp(a->first, b->end) < 0);
}

bool nd_range_desc_is_past(const struct nd_range_desc *desc, struct nd_range_epoch epoch)
{
    return desc->epoch.version > epoch.version || desc->epoch.conf_version > epoch.conf_version;
}

const struct nd_raft_member *nd_range_desc_member_of(const struct nd_range_desc *desc, struct nd_node_id node)
{
    for (size_t i = 0; i < desc->conf.count; i++)
        if (desc->conf.members[i].node.v == node.v) return &desc->conf.members[i];
    return NULL;
}
