/* SPDX-License-Identifier: Apache-2.0 */
#include "log/log_format.h"

#include <lz4.h>

#include "base/checksum.h"

#define SEGMENT_MAGIC "NDLOGSEG"
#define SEGMENT_HEADER_BYTES 68
#define FRAME_MAGIC "NDFR"
#define ENTRY_BYTES_MIN 7 /* type, term, length, CRC */
#define VARINT_BYTES_MAX 10

enum { APPEND_HARD_STATE = 1, APPEND_TRUNCATE = 2 };

/* ---- segment header ----------------------------------------------------------------------------- */

void nd__log_segment_header_encode(const struct nd__log_segment_header *header, uint8_t block[ND__LOG_BLOCK_BYTES])
{
    memset(block, 0, ND__LOG_BLOCK_BYTES);
    memcpy(block, SEGMENT_MAGIC, 8);
    nd_store_u32(block + 8, ND__LOG_FORMAT_VERSION);
    nd_store_u64(block + 16, header->uuid.v[0]);
    nd_store_u64(block + 24, header->uuid.v[1]);
    nd_store_u64(block + 32, header->segment_seq);
    nd_store_u64(block + 40, header->segment_bytes);
    nd_store_u64(block + 48, header->prev_frame_seq);
    nd_store_u64(block + 56, header->prev_hash);
    nd_store_u32(block + 64, nd_crc32c(0, nd_slice_of(block, 64)));
}

enum nd_status nd__log_segment_header_decode(struct nd_slice block, struct nd__log_segment_header *header_out)
{
    *header_out = (struct nd__log_segment_header){0};
    if (block.n < SEGMENT_HEADER_BYTES || memcmp(block.p, SEGMENT_MAGIC, 8) != 0) return ND_STATUS_CORRUPT;
    if (nd_load_u32(block.p + 64) != nd_crc32c(0, nd_slice_of(block.p, 64))) return ND_STATUS_CORRUPT;
    if (nd_load_u32(block.p + 8) != ND__LOG_FORMAT_VERSION) return ND_STATUS_UNSUPPORTED;
    header_out->uuid.v[0] = nd_load_u64(block.p + 16);
    header_out->uuid.v[1] = nd_load_u64(block.p + 24);
    header_out->segment_seq = nd_load_u64(block.p + 32);
    header_out->segment_bytes = nd_load_u64(block.p + 40);
    header_out->prev_frame_seq = nd_load_u64(block.p + 48);
    header_out->prev_hash = nd_load_u64(block.p + 56);
    return ND_STATUS_OK;
}

/* ---- frames --------------------------------------------------------------------------------------- */

static uint32_t frame_crc(struct nd__log_uuid uuid, const uint8_t *bytes)
{
    return nd_crc32c(nd_crc32c(0, nd_slice_of(uuid.v, sizeof uuid.v)), nd_slice_of(bytes, 60));
}

void nd__log_frame_header_encode(const struct nd__log_frame_header *header, struct nd__log_uuid uuid, uint8_t bytes[ND__LOG_FRAME_HEADER_BYTES])
{
    memcpy(bytes, FRAME_MAGIC, 4);
    nd_store_u16(bytes + 4, ND__LOG_FORMAT_VERSION);
    nd_store_u16(bytes + 6, header->flags);
    nd_store_u64(bytes + 8, header->segment_seq);
    nd_store_u64(bytes + 16, header->frame_seq);
    nd_store_u64(bytes + 24, header->durable_seq);
    nd_store_u64(bytes + 32, header->hash);
    nd_store_u32(bytes + 40, header->block);
    nd_store_u32(bytes + 44, header->item_count);
    nd_store_u32(bytes + 48, header->raw_bytes);
    nd_store_u32(bytes + 52, header->stored_bytes);
    nd_store_u32(bytes + 56, 0);
    nd_store_u32(bytes + 60, frame_crc(uuid, bytes));
}

bool nd__log_frame_header_decode(struct nd_slice bytes, struct nd__log_uuid uuid, struct nd__log_frame_header *header_out)
{
    *header_out = (struct nd__log_frame_header){0};
    if (bytes.n < ND__LOG_FRAME_HEADER_BYTES || memcmp(bytes.p, FRAME_MAGIC, 4) != 0) return false;
    if (nd_load_u32(bytes.p + 60) != frame_crc(uuid, bytes.p)) return false;
    if (nd_load_u16(bytes.p + 4) != ND__LOG_FORMAT_VERSION || nd_load_u32(bytes.p + 56) != 0) return false;
    header_out->flags = nd_load_u16(bytes.p + 6);
    header_out->segment_seq = nd_load_u64(bytes.p + 8);
    header_out->frame_seq = nd_load_u64(bytes.p + 16);
    header_out->durable_seq = nd_load_u64(bytes.p + 24);
    header_out->hash = nd_load_u64(bytes.p + 32);
    header_out->block = nd_load_u32(bytes.p + 40);
    header_out->item_count = nd_load_u32(bytes.p + 44);
    header_out->raw_bytes = nd_load_u32(bytes.p + 48);
    header_out->stored_bytes = nd_load_u32(bytes.p + 52);
    if ((header_out->flags & ~ND__LOG_FLAG_LZ4) != 0) return false;
    if (header_out->raw_bytes > ND__LOG_PAYLOAD_BYTES_MAX) return false;
    return header_out->stored_bytes <= header_out->raw_bytes;
}

uint64_t nd__log_payload_hash(uint64_t frame_seq, struct nd_slice stored) { return nd_hash64_seeded(frame_seq, stored); }

enum nd_status nd__log_payload_decode(const struct nd__log_frame_header *header, struct nd_slice stored, struct nd_buf *scratch, struct nd_slice *items_out)
{
    *items_out = ND_SLICE_EMPTY;
    if (stored.n != header->stored_bytes || nd__log_payload_hash(header->frame_seq, stored) != header->hash) return ND_STATUS_CORRUPT;
    if ((header->flags & ND__LOG_FLAG_LZ4) == 0) {
        *items_out = stored;
        return header->raw_bytes == header->stored_bytes ? ND_STATUS_OK : ND_STATUS_CORRUPT;
    }
    if (header->raw_bytes / 255 > stored.n) return ND_STATUS_CORRUPT; /* LZ4 cannot; do not allocate for it */
    nd_buf_clear(scratch);
    uint8_t *raw = nd_buf_extend(scratch, header->raw_bytes);
    int n = LZ4_decompress_safe((const char *)stored.p, (char *)raw, (int)stored.n, (int)header->raw_bytes);
    if (n < 0 || (uint32_t)n != header->raw_bytes) return ND_STATUS_CORRUPT;
    *items_out = nd_buf_slice(scratch);
    return ND_STATUS_OK;
}

/* ---- items: encoding -------------------------------------------------------------------------------- */

static uint8_t *put_varint(uint8_t *p, uint64_t v)
{
    while (v >= 0x80) {
        *p++ = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    *p++ = (uint8_t)v;
    return p;
}

static uint8_t *put_u32(uint8_t *p, uint32_t v)
{
    nd_store_u32(p, v);
    return p + 4;
}

/* Reserves room for a body of at most `body_bytes_max`, returns where it begins. */
static uint8_t *begin_item(struct nd_buf *out, size_t body_bytes_max)
{
    nd_buf_reserve(out, ND__LOG_ITEM_HEADER_BYTES + body_bytes_max);
    return out->p + out->n + ND__LOG_ITEM_HEADER_BYTES;
}

static void end_item(struct nd_buf *out, enum nd__log_item_kind kind, const uint8_t *end)
{
    uint8_t *head = out->p + out->n;
    size_t body_bytes = (size_t)(end - head) - ND__LOG_ITEM_HEADER_BYTES;
    ND_ASSERT(body_bytes <= ND__LOG_PAYLOAD_BYTES_MAX);
    head[0] = (uint8_t)kind;
    nd_store_u32(head + 1, (uint32_t)body_bytes);
    out->n += ND__LOG_ITEM_HEADER_BYTES + body_bytes;
}

void nd__log_encode_create(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, uint64_t prev_index, uint64_t prev_term)
{
    uint8_t *p = begin_item(out, 4 * VARINT_BYTES_MAX);
    p = put_varint(p, range.v);
    p = put_varint(p, replica.v);
    p = put_varint(p, prev_index);
    p = put_varint(p, prev_term);
    end_item(out, ND__LOG_CREATE, p);
}

void nd__log_encode_checkpoint(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, uint64_t prev_index, uint64_t prev_term,
                               const struct nd_raft_hard_state *hard_state)
{
    uint8_t *p = begin_item(out, 7 * VARINT_BYTES_MAX);
    p = put_varint(p, range.v);
    p = put_varint(p, replica.v);
    p = put_varint(p, prev_index);
    p = put_varint(p, prev_term);
    p = put_varint(p, hard_state->term);
    p = put_varint(p, hard_state->voted_for.v);
    p = put_varint(p, hard_state->commit);
    end_item(out, ND__LOG_CHECKPOINT, p);
}

void nd__log_encode_destroy(struct nd_buf *out, struct nd_range_id range)
{
    uint8_t *p = begin_item(out, VARINT_BYTES_MAX);
    end_item(out, ND__LOG_DESTROY, put_varint(p, range.v));
}

static uint8_t *put_entry(uint8_t *p, const struct nd_raft_entry *entry)
{
    /* Bytes that only the log still has cannot come back to be logged. */
    ND_ASSERT(entry->payload != NULL || entry->type == ND_RAFT_NOOP);
    struct nd_slice data = nd_raft_payload_slice(entry->payload);
    *p++ = (uint8_t)entry->type;
    p = put_varint(p, entry->term);
    p = put_varint(p, data.n);
    p = put_u32(p, entry->payload == NULL ? 0 : entry->payload->crc);
    if (data.n > 0) memcpy(p, data.p, data.n);
    return p + data.n;
}

void nd__log_encode_append(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, const struct nd_raft_update *update)
{
    size_t bytes_max = 8 * VARINT_BYTES_MAX + 1;
    for (size_t i = 0; i < update->entry_count; i++)
        bytes_max += nd_raft_payload_slice(update->entries[i].payload).n + 2 * VARINT_BYTES_MAX + 5;
    uint8_t *p = begin_item(out, bytes_max);
    p = put_varint(p, range.v);
    p = put_varint(p, replica.v);
    *p++ = (uint8_t)((update->has_hard_state ? APPEND_HARD_STATE : 0) | (update->truncate_from != 0 ? APPEND_TRUNCATE : 0));
    if (update->has_hard_state) {
        p = put_varint(p, update->hard_state.term);
        p = put_varint(p, update->hard_state.voted_for.v);
        p = put_varint(p, update->hard_state.commit);
    }
    if (update->truncate_from != 0) p = put_varint(p, update->truncate_from);
    p = put_varint(p, update->entry_count);
    if (update->entry_count > 0) p = put_varint(p, update->entries[0].index);
    for (size_t i = 0; i < update->entry_count; i++) p = put_entry(p, &update->entries[i]);
    end_item(out, ND__LOG_APPEND, p);
}

void nd__log_encode_directory_row(struct nd_buf *rows, const struct nd__log_directory_row *row)
{
    nd_buf_reserve(rows, 4 * VARINT_BYTES_MAX);
    uint8_t *p = rows->p + rows->n;
    p = put_varint(p, row->frame_seq);
    p = put_varint(p, row->range);
    p = put_varint(p, row->first);
    p = put_varint(p, row->last);
    rows->n = (size_t)(p - rows->p);
}

void nd__log_encode_directory(struct nd_buf *out, uint64_t count, struct nd_slice rows)
{
    uint8_t *p = begin_item(out, VARINT_BYTES_MAX + rows.n);
    p = put_varint(p, count);
    if (rows.n > 0) memcpy(p, rows.p, rows.n);
    end_item(out, ND__LOG_DIRECTORY, p + rows.n);
}

void nd__log_encode_recovering(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, bool is_recovering)
{
    uint8_t *p = begin_item(out, 2 * VARINT_BYTES_MAX + 1);
    p = put_varint(p, range.v);
    p = put_varint(p, replica.v);
    *p++ = is_recovering;
    end_item(out, ND__LOG_RECOVERING, p);
}

void nd__log_encode_cover(struct nd_buf *out, uint64_t frame_seq)
{
    uint8_t *p = begin_item(out, VARINT_BYTES_MAX);
    end_item(out, ND__LOG_COVER, put_varint(p, frame_seq));
}

void nd__log_encode_rows(struct nd_buf *out, struct nd_range_id range, struct nd_replica_id replica, uint64_t truncate_from, uint64_t first, uint64_t count,
                         struct nd_slice rows)
{
    uint8_t *p = begin_item(out, 5 * VARINT_BYTES_MAX + 1 + rows.n);
    p = put_varint(p, range.v);
    p = put_varint(p, replica.v);
    *p++ = truncate_from != 0 ? APPEND_TRUNCATE : 0;
    if (truncate_from != 0) p = put_varint(p, truncate_from);
    p = put_varint(p, count);
    p = put_varint(p, first);
    memcpy(p, rows.p, rows.n);
    end_item(out, ND__LOG_APPEND, p + rows.n);
}

/* ---- items: decoding -------------------------------------------------------------------------------- */

struct nd__log_entry nd__log_entry_next(struct nd_dec *rows)
{
    struct nd__log_entry entry;
    entry.type = (enum nd_raft_entry_type)nd_dec_u8(rows);
    entry.term = nd_dec_varint(rows);
    uint64_t n = nd_dec_varint(rows);
    entry.crc = nd_dec_u32(rows);
    entry.data = nd_dec_raw(rows, n > SIZE_MAX ? SIZE_MAX : (size_t)n);
    return entry;
}

struct nd__log_directory_row nd__log_directory_row_next(struct nd_dec *rows)
{
    struct nd__log_directory_row row;
    row.frame_seq = nd_dec_varint(rows);
    row.range = nd_dec_varint(rows);
    row.first = nd_dec_varint(rows);
    row.last = nd_dec_varint(rows);
    return row;
}

static bool entries_are_well_formed(const struct nd__log_item *item)
{
    struct nd_dec dec = nd_dec_of(item->rows);
    if (item->count > item->rows.n / ENTRY_BYTES_MIN) return false;
    if (item->count > 0 && item->entry_first > UINT64_MAX - item->count) return false;
    uint64_t term = 0;
    for (uint64_t i = 0; i < item->count; i++) {
        struct nd__log_entry entry = nd__log_entry_next(&dec);
        if (entry.type < ND_RAFT_NOOP || entry.type > ND_RAFT_CONF || entry.term < term) return false;
        if (!nd_dec_is_ok(&dec) || (entry.type == ND_RAFT_NOOP && entry.data.n > 0)) return false;
        term = entry.term;
    }
    return nd_dec_is_done(&dec);
}

static bool rows_are_well_formed(const struct nd__log_item *item)
{
    struct nd_dec dec = nd_dec_of(item->rows);
    if (item->count > item->rows.n) return false;
    for (uint64_t i = 0; i < item->count && nd_dec_is_ok(&dec); i++) (void)nd__log_directory_row_next(&dec);
    return nd_dec_is_done(&dec);
}

static struct nd_raft_hard_state hard_state_next(struct nd_dec *body)
{
    struct nd_raft_hard_state hard_state;
    hard_state.term = nd_dec_varint(body);
    hard_state.voted_for.v = nd_dec_varint(body);
    hard_state.commit = nd_dec_varint(body);
    return hard_state;
}

static bool decode_append(struct nd_dec *body, struct nd__log_item *item)
{
    unsigned flags = nd_dec_u8(body);
    if ((flags & ~(unsigned)(APPEND_HARD_STATE | APPEND_TRUNCATE)) != 0) return false;
    if ((flags & APPEND_HARD_STATE) != 0) {
        item->has_hard_state = true;
        item->hard_state = hard_state_next(body);
    }
    if ((flags & APPEND_TRUNCATE) != 0) {
        item->truncate_from = nd_dec_varint(body);
        if (item->truncate_from == 0) return false;
    }
    item->count = nd_dec_varint(body);
    if (item->count > 0) {
        item->entry_first = nd_dec_varint(body);
        if (item->entry_first == 0) return false;
    }
    item->rows = nd_dec_raw(body, nd_dec_left(body));
    return nd_dec_is_ok(body) && entries_are_well_formed(item);
}

static bool decode_body(struct nd_dec *body, struct nd__log_item *item)
{
    if (item->kind == ND__LOG_DIRECTORY) {
        item->count = nd_dec_varint(body);
        item->rows = nd_dec_raw(body, nd_dec_left(body));
        return nd_dec_is_ok(body) && rows_are_well_formed(item);
    }
    if (item->kind == ND__LOG_COVER) {
        item->covers_from = nd_dec_varint(body);
        return nd_dec_is_done(body);
    }
    item->range.v = nd_dec_varint(body);
    if (item->range.v == 0) return false;
    if (item->kind == ND__LOG_DESTROY) return nd_dec_is_done(body);
    item->replica.v = nd_dec_varint(body);
    if (item->replica.v == 0) return false;
    if (item->kind == ND__LOG_APPEND) return decode_append(body, item);
    if (item->kind == ND__LOG_RECOVERING) {
        uint8_t flag = nd_dec_u8(body);
        item->is_recovering = flag == 1;
        return nd_dec_is_done(body) && flag <= 1;
    }
    if (item->kind != ND__LOG_CREATE && item->kind != ND__LOG_CHECKPOINT) return false;
    item->prev_index = nd_dec_varint(body);
    item->prev_term = nd_dec_varint(body);
    if (item->kind == ND__LOG_CHECKPOINT) {
        item->has_hard_state = true;
        item->hard_state = hard_state_next(body);
    }
    return nd_dec_is_done(body);
}

enum nd_status nd__log_item_decode(struct nd_dec *items, struct nd__log_item *item_out)
{
    *item_out = (struct nd__log_item){0};
    item_out->kind = (enum nd__log_item_kind)nd_dec_u8(items);
    uint32_t body_bytes = nd_dec_u32(items);
    struct nd_slice bytes = nd_dec_raw(items, body_bytes);
    if (!nd_dec_is_ok(items)) return ND_STATUS_MALFORMED;
    struct nd_dec body = nd_dec_of(bytes);
    return decode_body(&body, item_out) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}
