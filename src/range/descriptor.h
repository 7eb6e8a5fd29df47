/* SPDX-License-Identifier: Apache-2.0 */
/* descriptor.h - what a shard (range) is: an interval of keys and the replicas that hold it.
 *
 * Format.     Byte table in descriptor.c; begins with a format version.
 * Invariants. D1 the descriptors of all ranges tile the keyspace.
 *             D2 version grows with each split and merge of the range, and with each step towards a merge,
 *                conf_version with each change of members. Commands carry both; those on keys go by the
 *                version alone, changes of members and merges by both.
 *             D3 for any key, the version of the range that holds it only grows: a merged range's is above
 *                both of which it was made. */
#ifndef ND_RANGE_DESCRIPTOR_H
#define ND_RANGE_DESCRIPTOR_H

#include "base/arena.h"
#include "raft/raft.h"

struct nd_range_epoch {
    uint64_t version, conf_version;
};
/* Of the same span: what commands and requests on keys go by. */
static inline bool nd_range_epoch_same_span(struct nd_range_epoch a, struct nd_range_epoch b) { return a.version == b.version; }
static inline bool nd_range_epoch_eq(struct nd_range_epoch a, struct nd_range_epoch b)
{
    return a.version == b.version && a.conf_version == b.conf_version;
}

struct nd_range_desc {
    struct nd_range_id id;
    struct nd_slice first, end; /* [first, end); end empty: up to the end of the keyspace */
    struct nd_range_epoch epoch;
    struct nd_raft_conf conf;
    uint64_t next_replica; /* ids below were given already: none is given twice */
    struct nd_node_id preferred_leader; /* {0}: none */
    bool is_kept;       /* it begins where a user wants shards to part: never merged into its left neighbour */
    uint64_t frozen_by; /* the merge that it waits for: nothing is read or written meanwhile; 0: none */
    uint64_t merged_by; /* the last merge that made it take in its right neighbour; 0: none */
};

void nd_range_desc_encode(const struct nd_range_desc *desc, struct nd_buf *out);
/* Slices of desc_out borrow from dec's bytes. false (and dec is bad): malformed. */
bool nd_range_desc_decode(struct nd_dec *dec, struct nd_range_desc *desc_out);
struct nd_range_desc nd_range_desc_copy(const struct nd_range_desc *desc, struct nd_heap *heap); /* slices on the heap */
void nd_range_desc_deinit(struct nd_range_desc *desc, struct nd_heap *heap);
uint64_t nd_range_desc_next_replica(const struct nd_range_desc *desc);
bool nd_range_desc_has_key(const struct nd_range_desc *desc, struct nd_slice key);
/* [first, end) lies inside; end empty means the end of the keyspace. */
bool nd_range_desc_has_span(const struct nd_range_desc *desc, struct nd_slice first, struct nd_slice end);
bool nd_range_desc_overlaps(const struct nd_range_desc *a, const struct nd_range_desc *b);
/* Never again of the epoch `epoch`: it has come so far that nothing decided for that has effect any more. */
bool nd_range_desc_is_past(const struct nd_range_desc *desc, struct nd_range_epoch epoch);
const struct nd_raft_member *nd_range_desc_member_of(const struct nd_range_desc *desc, struct nd_node_id node); /* NULL: none */

#endif
