/* SPDX-License-Identifier: Apache-2.0 */
#include "range/mvcc_key.h"

void nd_mvcc_key_prefix(struct nd_buf *out, uint8_t tag, struct nd_slice key)
{
    nd_buf_put_u8(out, tag);
    const uint8_t *p = key.p, *end = key.p + key.n;
    while (p < end) {
        const uint8_t *zero = memchr(p, 0, (size_t)(end - p));
        if (zero == NULL) {
            nd_buf_put(out, p, (size_t)(end - p));
            break;
        }
        nd_buf_put(out, p, (size_t)(zero - p) + 1);
        nd_buf_put_u8(out, 0xff);
        p = zero + 1;
    }
    nd_buf_put_u8(out, 0x00);
    nd_buf_put_u8(out, 0x01);
}

static void put_u64_be(struct nd_buf *out, uint64_t v) { nd_store_u64_be(nd_buf_extend(out, 8), v); }

void nd_mvcc_key_version(struct nd_buf *out, struct nd_slice key, struct nd_ts commit_ts)
{
    nd_mvcc_key_prefix(out, ND_MVCC_TAG_VERSION, key);
    put_u64_be(out, ~commit_ts.v);
}

void nd_mvcc_key_lock(struct nd_buf *out, struct nd_slice key) { nd_mvcc_key_prefix(out, ND_MVCC_TAG_LOCK, key); }

void nd_mvcc_key_guard(struct nd_buf *out, struct nd_slice key, struct nd_ts start_ts)
{
    nd_mvcc_key_prefix(out, ND_MVCC_TAG_LOCK, key);
    put_u64_be(out, start_ts.v);
}

void nd_mvcc_key_fence(struct nd_buf *out, struct nd_slice key, struct nd_ts start_ts)
{
    nd_mvcc_key_prefix(out, ND_MVCC_TAG_FENCE, key);
    put_u64_be(out, start_ts.v);
}

void nd_mvcc_key_txn(struct nd_buf *out, struct nd_slice key, struct nd_ts start_ts)
{
    nd_mvcc_key_prefix(out, ND_MVCC_TAG_TXN, key);
    put_u64_be(out, start_ts.v);
}

void nd_mvcc_key_range(struct nd_buf *out, struct nd_range_id range)
{
    nd_buf_put_u8(out, ND_MVCC_TAG_RANGE);
    put_u64_be(out, range.v);
}

void nd_mvcc_key_bound(struct nd_buf *out, uint8_t tag, struct nd_slice key, bool is_end)
{
    if (key.n == 0) nd_buf_put_u8(out, is_end ? (uint8_t)(tag + 1) : tag);
    else nd_mvcc_key_prefix(out, tag, key);
}

bool nd_mvcc_key_decode(struct nd_slice record_key, struct nd_buf *key_out, struct nd_slice *rest_out)
{
    const uint8_t *p = record_key.p + 1, *end = record_key.p + record_key.n;
    if (record_key.n < 3) return false;
    for (;;) {
        const uint8_t *zero = memchr(p, 0, (size_t)(end - p));
        if (zero == NULL || zero + 1 == end) return false;
        nd_buf_put(key_out, p, (size_t)(zero - p));
        p = zero + 2;
        if (zero[1] == 0x01) break;
        if (zero[1] != 0xff) return false;
        nd_buf_put_u8(key_out, 0);
    }
    *rest_out = nd_slice_of(p, (size_t)(end - p));
    return true;
}
