/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes (v: varint, b: varint length and bytes):
 *   request: u8 format (1) · u8 kind · u64 id · of the kind:
 *     OFFER v from · v leader term · v size · head | CHUNK v seq · u32 CRC32C · b records | FINISH head | ABANDON
 *   head:    u8 format (1) · v index · v term · desc · u64 gc safepoint · v to · v chunk count · u64 hash
 *   reply:   u8 format (1) · u8 status · v next seq
 *   records: each b key · b value */
#include "range/snap_int.h"

enum { SNAP_FORMAT = 1 };
#define SIZE_BYTES_MAX (UINT64_MAX >> 8) /* sums of some do not overflow */

void nd__snap_head_encode(const struct nd__snap_head *head, struct nd_buf *out)
{
    nd_buf_put_u8(out, SNAP_FORMAT);
    nd_buf_put_varint(out, head->index);
    nd_buf_put_varint(out, head->term);
    nd_range_desc_encode(&head->desc, out);
    nd_buf_put_u64(out, head->gc_safepoint.v);
    nd_buf_put_varint(out, head->to.v);
    nd_buf_put_varint(out, head->chunk_count);
    nd_buf_put_u64(out, head->hash);
}

bool nd__snap_head_decode(struct nd_dec *dec, struct nd__snap_head *head)
{
    memset(head, 0, sizeof *head);
    if (nd_dec_u8(dec) != SNAP_FORMAT) dec->is_bad = true;
    head->index = nd_dec_varint(dec);
    head->term = nd_dec_varint(dec);
    nd_range_desc_decode(dec, &head->desc);
    head->gc_safepoint.v = nd_dec_u64(dec);
    head->to.v = nd_dec_varint(dec);
    head->chunk_count = nd_dec_varint(dec);
    head->hash = nd_dec_u64(dec);
    if (head->to.v == 0 || head->desc.id.v == 0) dec->is_bad = true;
    return nd_dec_is_ok(dec);
}

void nd__snap_request_encode(const struct nd__snap_request *request, struct nd_buf *out)
{
    nd_buf_put_u8(out, SNAP_FORMAT);
    nd_buf_put_u8(out, (uint8_t)request->kind);
    nd_buf_put_u64(out, request->id);
    switch (request->kind) {
    case ND__SNAP_OFFER:
        nd_buf_put_varint(out, request->from.v);
        nd_buf_put_varint(out, request->leader_term);
        nd_buf_put_varint(out, request->size);
        nd__snap_head_encode(&request->head, out);
        break;
    case ND__SNAP_CHUNK:
        nd_buf_put_varint(out, request->seq);
        nd_buf_put_u32(out, request->crc);
        nd_buf_put_bytes(out, request->bytes);
        break;
    case ND__SNAP_FINISH: nd__snap_head_encode(&request->head, out); break;
    case ND__SNAP_ABANDON: break;
    }
}

enum nd_status nd__snap_request_decode(struct nd_slice bytes, struct nd__snap_request *request)
{
    memset(request, 0, sizeof *request);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != SNAP_FORMAT) return ND_STATUS_MALFORMED;
    unsigned kind = nd_dec_u8(&dec);
    request->id = nd_dec_u64(&dec);
    switch (kind) {
    case ND__SNAP_OFFER:
        request->from.v = nd_dec_varint(&dec);
        request->leader_term = nd_dec_varint(&dec);
        request->size = nd_dec_varint(&dec);
        nd__snap_head_decode(&dec, &request->head);
        break;
    case ND__SNAP_CHUNK:
        request->seq = nd_dec_varint(&dec);
        request->crc = nd_dec_u32(&dec);
        request->bytes = nd_dec_bytes(&dec);
        break;
    case ND__SNAP_FINISH: nd__snap_head_decode(&dec, &request->head); break;
    case ND__SNAP_ABANDON: break;
    default: return ND_STATUS_MALFORMED;
    }
    request->kind = (enum nd__snap_kind)kind;
    return nd_dec_is_done(&dec) && request->id != 0 && request->size <= SIZE_BYTES_MAX ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

void nd__snap_reply_encode(const struct nd__snap_reply *reply, struct nd_buf *out)
{
    nd_buf_put_u8(out, SNAP_FORMAT);
    nd_buf_put_u8(out, (uint8_t)reply->status);
    nd_buf_put_varint(out, reply->next_seq);
}

enum nd_status nd__snap_reply_decode(struct nd_slice bytes, struct nd__snap_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != SNAP_FORMAT) return ND_STATUS_MALFORMED;
    unsigned status = nd_dec_u8(&dec);
    reply->next_seq = nd_dec_varint(&dec);
    if (status >= ND_STATUS_COUNT || !nd_dec_is_done(&dec)) return ND_STATUS_MALFORMED;
    reply->status = (enum nd_status)status;
    return ND_STATUS_OK;
}
