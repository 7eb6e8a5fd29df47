/* SPDX-License-Identifier: Apache-2.0 */
/* mvcc_key.h - keys of the state engine.
 *
 *   'd' esc(key) ~commit_ts   a version        (8 bytes big-endian: newest first)
 *   'l' esc(key)              a provisional record (exclusive lock)
 *   'l' esc(key) start_ts     a guard (shared lock) of one transaction
 *   'r' esc(key) start_ts     a rollback fence
 *   't' esc(key) start_ts     a transaction's record, at its primary key
 *   'm' range_id              range-local: descriptor and applied index
 *   'M' ...                   the meta shard's own records (meta/meta_state.h)
 *   'n' name                  the node's identity
 *
 * esc keeps the order of byte strings and marks their end: 00 -> 00 FF, end -> 00 01. */
#ifndef ND_RANGE_MVCC_KEY_H
#define ND_RANGE_MVCC_KEY_H

#include "base/ids.h"
#include "base/slice.h"

#define ND_MVCC_TAG_VERSION 'd'
#define ND_MVCC_TAG_LOCK 'l'
#define ND_MVCC_TAG_FENCE 'r'
#define ND_MVCC_TAG_TXN 't'
#define ND_MVCC_TAG_RANGE 'm'
#define ND_MVCC_TAG_META 'M'
#define ND_MVCC_TAG_NODE 'n'

/* All append to *out. */
void nd_mvcc_key_version(struct nd_buf *out, struct nd_slice key, struct nd_ts commit_ts);
void nd_mvcc_key_lock(struct nd_buf *out, struct nd_slice key);
void nd_mvcc_key_guard(struct nd_buf *out, struct nd_slice key, struct nd_ts start_ts);
void nd_mvcc_key_fence(struct nd_buf *out, struct nd_slice key, struct nd_ts start_ts);
void nd_mvcc_key_txn(struct nd_buf *out, struct nd_slice key, struct nd_ts start_ts);
void nd_mvcc_key_range(struct nd_buf *out, struct nd_range_id range);
/* tag esc(key): the common prefix of all records of a key under a tag, first of them in order. */
void nd_mvcc_key_prefix(struct nd_buf *out, uint8_t tag, struct nd_slice key);
/* Where records of keys >= key begin; key empty and is_end: behind all records of the tag. */
void nd_mvcc_key_bound(struct nd_buf *out, uint8_t tag, struct nd_slice key, bool is_end);
/* The user's key of any record but 'm', 'M', 'n'; appended to *key_out. *rest_out: what follows it
 * (8 bytes, or none for exclusive locks). false: not such a key. */
bool nd_mvcc_key_decode(struct nd_slice record_key, struct nd_buf *key_out, struct nd_slice *rest_out);
/* Length of tag esc(key) in a version's or fence's key: all but the last 8 bytes. */
static inline struct nd_slice nd_mvcc_key_without_ts(struct nd_slice record_key)
{
    return nd_slice_of(record_key.p, record_key.n < 8 ? 0 : record_key.n - 8);
}
static inline struct nd_ts nd_mvcc_version_ts(struct nd_slice record_key)
{
    ND_ASSERT(record_key.n >= 8);
    return (struct nd_ts){~nd_load_u64_be(record_key.p + record_key.n - 8)};
}

#endif
