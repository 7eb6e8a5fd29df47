/* SPDX-License-Identifier: Apache-2.0 */
/* log_format.h - bytes of the node's log on disk.
 *
 * A log is a folder of segments named by their sequence number in hex, "0000000000000001.log",
 * without gaps, plus at most one "spare.log" (a preallocated or recycled file without a place) and
 * an empty "LOCK". All integers are little-endian; blocks are 4096 bytes; varints are LEB128.
 *
 * Segment: block 0 and block 1 each hold the same header, frames follow from block 2 on.
 *
 *     segment header (rest of the block is zero)
 *      0  8  magic "NDLOGSEG"
 *      8  4  format version, 1
 *     12  4  zero
 *     16 16  uuid of the node
 *     32  8  segment sequence number, from 1
 *     40  8  bytes preallocated for the segment
 *     48  8  frame_seq of the last frame of the segment before; 0: none
 *     56  8  payload hash of that frame; 0: none
 *     64  4  CRC32C of bytes 0..63
 *
 * Frame: one group commit, starting at a block, padded with zeros to a whole number of blocks.
 *
 *     frame header
 *      0  4  magic "NDFR"
 *      4  2  format version, 1
 *      6  2  flags: bit 0: payload is one LZ4 block
 *      8  8  segment sequence number
 *     16  8  frame_seq, from 1, without gaps across segments
 *     24  8  durable_seq: highest frame_seq known to be durable when this frame was built
 *     32  8  XXH3-64 of the stored payload, seeded with frame_seq
 *     40  4  block of the segment at which the frame begins
 *     44  4  count of items
 *     48  4  payload bytes as items (after decompression)
 *     52  4  payload bytes as stored
 *     56  4  zero
 *     60  4  CRC32C of bytes 0..59, continued from the CRC32C of the node's uuid
 *     64  .. payload
 *
 * Item: u8 kind, u32 body bytes, body.
 *
 *     CREATE     varint range, replica, prev_index, prev_term
 *                the group's log begins after (prev_index, prev_term); whatever was there is gone
 *     APPEND     varint range, replica; u8 flags (1: hard state, 2: truncation);
 *                [varint term, voted_for, commit]; [varint truncate_from]; varint entry count;
 *                if > 0: varint index of the first; each: u8 type, varint term, varint payload
 *                bytes, u32 CRC32C of the payload, payload
 *     CHECKPOINT varint range, replica, prev_index, prev_term, term, voted_for, commit
 *                what the log knows of a group besides its entries after prev_index, which are in
 *                items before and after; older ones are not needed
 *     DESTROY    varint range
 *     DIRECTORY  varint count; each: varint frame_seq, range, first index, last index
 *                groups in earlier frames, to name what a damaged one held; 0, 0: no entries
 *     RECOVERING varint range, replica; u8 1: from here on the replica is one that has lost part of its
 *                log; 0: it has caught up
 *     COVER      varint frame_seq: the directory before it in this frame leaves out nothing that frames
 *                from that one up to the one before this held
 *
 * Reader. Segments in order. In each, from block 2: a frame is valid if its header's magic, version,
 * CRC, segment, block and frame_seq are as expected, its payload's hash matches and its items decode.
 * The first invalid frame ends the segment. If the next segment's header names the last valid frame
 * as the one before it, all is well; otherwise durable frames are damaged: CORRUPT. In the newest
 * segment the invalid frame s is a torn write and is cut off, unless a block after it begins a
 * frame of this segment whose durable_seq is at least s: then s was durable and is damaged. After
 * damage reading goes on with the next valid frame; log_repair.c says what becomes of the rest.
 *
 * The file "terms": two blocks with the same content, of which the newer intact one counts.
 *
 *      0  8  magic "NDTERMS" and a zero
 *      8  4  format version, 1
 *     12  4  doubt (enum nd_log_doubt)
 *     16 16  uuid of the node
 *     32  8  ceiling: no replica of this node has been in a term above it
 *     40  8  doubt_term: terms from it on are younger than the last damage; 0: there was none
 *     48  8  count of writes
 *     56  4  CRC32C of bytes 0..55
 *
 * During a repair: "repair-" and the name of each segment that shall take the place of all others; when they
 * are complete "repair.ready": magic "NDREADY" and a zero, u64 sequence number of the first of them, u32
 * CRC32C of these 16 bytes. Segments that were set aside: "*.log.damaged".
 *
 * Invariants. F1 a frame is written only after every frame before it is durable.
 *             F2 a header names its own place, so that stale bytes of a recycled file, misdirected
 *                writes and other nodes' files never pass for a frame. */
#ifndef ND_LOG_LOG_FORMAT_H
#define ND_LOG_LOG_FORMAT_H

#include "base/arena.h"
#include "base/ids.h"
#include "base/slice.h"
#include "base/status.h"
#include "raft/raft.h"

#define ND__LOG_FORMAT_VERSION 1
#define ND__LOG_BLOCK_BYTES 4096u
#define ND__LOG_HEADER_BLOCKS 2
#define ND__LOG_FRAME_HEADER_BYTES 64
#define ND__LOG_ITEM_HEADER_BYTES 5
#define ND__LOG_PAYLOAD_BYTES_MAX (1u << 30)
#define ND__LOG_COMPRESS_BYTES_MIN (8u << 10)
#define ND__LOG_FLAG_LZ4 1u

struct nd__log_uuid { uint64_t v[2]; };

struct nd__log_segment_header {
    struct nd__log_uuid uuid;
    uint64_t segment_seq, segment_bytes, prev_frame_seq, prev_hash;
};
/* One whole block. */
void nd__log_segment_header_encode(const struct nd__log_segment_header *header, uint8_t block[ND__LOG_BLOCK_BYTES]);
/* CORRUPT: not a header. UNSUPPORTED: intact, of another format version. */
ND_RESULT nd__log_segment_header_decode(struct nd_slice block, struct nd__log_segment_header *header_out);

struct nd__log_frame_header {
    uint16_t flags;
    uint64_t segment_seq, frame_seq, durable_seq, hash;
    uint32_t block, item_count, raw_bytes, stored_bytes;
};
void nd__log_frame_header_encode(const struct nd__log_frame_header *header, struct nd__log_uuid uuid, uint8_t bytes[ND__LOG_FRAME_HEADER_BYTES]);
/* False: not an intact header of this node. Places and lengths are for the caller to judge. */
bool nd__log_frame_header_decode(struct nd_slice bytes, struct nd__log_uuid uuid, struct nd__log_frame_header *header_out);
static inline uint64_t nd__log_frame_blocks(uint32_t stored_bytes)
{
    return ((uint64_t)stored_bytes + ND__LOG_FRAME_HEADER_BYTES + ND__LOG_BLOCK_BYTES - 1) / ND__LOG_BLOCK_BYTES;
}
uint64_t nd__log_payload_hash(uint64_t frame_seq, struct nd_slice stored);
/* Checks the hash and undoes the compression, into `scratch` if there was any. items_out borrows
 * from `stored` or scratch. CORRUPT. */
ND_RESULT nd__log_payload_decode(const struct nd__log_frame_header *header, struct nd_slice stored, struct nd_buf *scratch, struct nd_slice *items_out);

enum nd__log_item_kind {
    ND__LOG_CREATE = 1,
    ND__LOG_APPEND,
    ND__LOG_CHECKPOINT,
    ND__LOG_DESTROY,
    ND__LOG_DIRECTORY,
    ND__LOG_RECOVERING,
    ND__LOG_COVER,
};

struct nd__log_item {
    enum nd__log_item_kind kind;
    struct nd_range_id range;
    struct nd_replica_id replica;
    uint64_t prev_index, prev_term;       /* CREATE, CHECKPOINT */
    bool has_hard_state;                  /* APPEND; CHECKPOINT: always */
    struct nd_raft_hard_state hard_state;
    uint64_t truncate_from;               /* APPEND; 0: none */
    uint64_t entry_first;                 /* APPEND with entries */
    uint64_t count;                       /* APPEND: entries; DIRECTORY: rows */
    uint64_t covers_from;                 /* COVER */
    bool is_recovering;                   /* RECOVERING */
    struct nd_slice rows;                 /* the entries or rows, undecoded but well-formed */
};

struct nd__log_entry {
    enum nd_raft_entry_type type;
    uint64_t term;
    uint32_t crc;
    struct nd_slice data;
};
struct nd__log_directory_row {
    uint64_t frame_seq, range, first, last;
};

void nd__log_encode_create(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, uint64_t prev_index, uint64_t prev_term);
void nd__log_encode_append(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, const struct nd_raft_update *update);
void nd__log_encode_checkpoint(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, uint64_t prev_index, uint64_t prev_term,
                               const struct nd_raft_hard_state *hard_state);
void nd__log_encode_destroy(struct nd_buf *out, struct nd_range_id range);
void nd__log_encode_recovering(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, bool is_recovering);
void nd__log_encode_cover(struct nd_buf *out, uint64_t frame_seq);
/* An APPEND of `count` entries, encoded already, from index `first` on; truncate_from 0: none. */
void nd__log_encode_rows(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, uint64_t truncate_from, uint64_t first, uint64_t count,
                         struct nd_slice rows);
/* `rows` holds `count` rows made with nd__log_encode_directory_row. */
void nd__log_encode_directory_row(struct nd_buf *rows, const struct nd__log_directory_row *row);
void nd__log_encode_directory(struct nd_buf *out, uint64_t count, struct nd_slice rows);

/* Takes one item off the front of `items`, checked whole: ids are not zero, entries and rows
 * decode. MALFORMED. */
ND_RESULT nd__log_item_decode(struct nd_dec *items, struct nd__log_item *item_out);
/* The next entry of item->rows (well-formed since nd__log_item_decode); the caller counts. */
struct nd__log_entry nd__log_entry_next(struct nd_dec *rows);
struct nd__log_directory_row nd__log_directory_row_next(struct nd_dec *rows);

#endif
