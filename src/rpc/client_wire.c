/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes (v: varint, b: varint length and bytes):
 *   request: u8 format (1) · u8 kind · u8 flags (1 reverse, 2 read committed) · v txn · b key · b end · b value · v limit
 *   reply:   u8 format (1) · u8 status · v txn · b value · v row count · (b key · b value)* · b resume */
#include "rpc/client_wire.h"

enum { CLIENT_FORMAT = 1, FLAG_REVERSE = 1, FLAG_READ_COMMITTED = 2 };

void nd_client_request_encode(const struct nd_client_request *request, struct nd_buf *out)
{
    nd_buf_reserve(out, request->key.n + request->end.n + request->value.n + 32);
    nd_buf_put_u8(out, CLIENT_FORMAT);
    nd_buf_put_u8(out, (uint8_t)request->kind);
    nd_buf_put_u8(out, (uint8_t)((request->is_reverse ? FLAG_REVERSE : 0) | (request->is_read_committed ? FLAG_READ_COMMITTED : 0)));
    nd_buf_put_varint(out, request->txn);
    nd_buf_put_bytes(out, request->key);
    nd_buf_put_bytes(out, request->end);
    nd_buf_put_bytes(out, request->value);
    nd_buf_put_varint(out, request->limit);
}

enum nd_status nd_client_request_decode(struct nd_slice bytes, struct nd_client_request *request)
{
    memset(request, 0, sizeof *request);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != CLIENT_FORMAT) return ND_STATUS_MALFORMED;
    unsigned kind = nd_dec_u8(&dec), flags = nd_dec_u8(&dec);
    if (kind == 0 || kind >= ND_CLIENT_KIND_COUNT) return ND_STATUS_MALFORMED;
    request->kind = kind;
    request->is_reverse = (flags & FLAG_REVERSE) != 0;
    request->is_read_committed = (flags & FLAG_READ_COMMITTED) != 0;
    request->txn = nd_dec_varint(&dec);
    request->key = nd_dec_bytes(&dec);
    request->end = nd_dec_bytes(&dec);
    request->value = nd_dec_bytes(&dec);
    request->limit = nd_dec_varint(&dec);
    if (!nd_dec_is_done(&dec)) return ND_STATUS_MALFORMED;
    bool is_too_large = request->key.n >= ND_KEY_BYTES_MAX || request->end.n >= ND_KEY_BYTES_MAX || request->value.n > ND_VALUE_BYTES_MAX;
    return is_too_large ? ND_STATUS_TOO_LARGE : ND_STATUS_OK;
}

void nd_client_reply_encode(const struct nd_client_reply *reply, struct nd_buf *out)
{
    nd_buf_put_u8(out, CLIENT_FORMAT);
    nd_buf_put_u8(out, (uint8_t)reply->status);
    nd_buf_put_varint(out, reply->txn);
    nd_buf_put_bytes(out, reply->value);
    nd_buf_put_varint(out, reply->row_count);
    for (size_t i = 0; i < reply->row_count; i++) {
        nd_buf_put_bytes(out, reply->rows[i].key);
        nd_buf_put_bytes(out, reply->rows[i].value);
    }
    nd_buf_put_bytes(out, reply->resume);
}

enum nd_status nd_client_reply_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_client_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != CLIENT_FORMAT) return ND_STATUS_MALFORMED;
    unsigned status = nd_dec_u8(&dec);
    if (status >= ND_STATUS_COUNT) return ND_STATUS_MALFORMED;
    reply->status = status;
    reply->txn = nd_dec_varint(&dec);
    reply->value = nd_dec_bytes(&dec);
    reply->row_count = nd_dec_count(&dec, 2);
    if (reply->row_count > 0) {
        struct nd_client_row *rows = nd_arena_array(arena, struct nd_client_row, reply->row_count);
        for (size_t i = 0; i < reply->row_count; i++) {
            rows[i].key = nd_dec_bytes(&dec);
            rows[i].value = nd_dec_bytes(&dec);
        }
        reply->rows = rows;
    }
    reply->resume = nd_dec_bytes(&dec);
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}
