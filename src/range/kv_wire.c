/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes (v: varint, b: varint length and bytes). Fields that are zero or empty are left out: a mask
 * says which are there, in the order of the tables below.
 *
 *   request: u8 format (1) · u8 kind · v range · v version · v conf_version · v wait_ms · v mask · fields
 *   reply:   u8 format (1) · u8 status · v mask · fields
 *   A lock's mode is a u8; 0x80: what others hold is skipped.
 *   mut:     u8 op · v for_update_ts · b key · b value
 *   value:   u8 is_found · v commit_ts · b value
 *   row:     b key · b value */
#include "range/kv_wire.h"

#include "range/scan_program.h"

enum { KV_FORMAT = 1 };

enum request_field {
    RQ_START_TS = 1 << 0,
    RQ_READ_TS = 1 << 1,
    RQ_COMMIT_TS = 1 << 2,
    RQ_FOR_UPDATE_TS = 1 << 3,
    RQ_NOW_TS = 1 << 4,
    RQ_PUSH_ABOVE = 1 << 5,
    RQ_PRIMARY = 1 << 6,
    RQ_FIRST = 1 << 7,
    RQ_END = 1 << 8,
    RQ_ROW_LIMIT = 1 << 9,
    RQ_BYTE_LIMIT = 1 << 10,
    RQ_TTL_MS = 1 << 11,
    RQ_NEW_RANGE = 1 << 12,
    RQ_PREFERRED = 1 << 13,
    RQ_KEYS = 1 << 14,
    RQ_MUTS = 1 << 15,
    RQ_IGNORE = 1 << 16,
    RQ_IS_REVERSE = 1 << 17,
    RQ_KEYS_ONLY = 1 << 18,
    RQ_IS_LARGE = 1 << 19,
    RQ_IS_PRIMARY = 1 << 20,
    RQ_DRAWS_TS = 1 << 21,
    RQ_WANTS_VALUES = 1 << 22,
    RQ_WATCH = 1 << 23,
    RQ_WATCH_TS = 1 << 24,
    RQ_SETTLED = 1 << 25,
    RQ_PREWRITE_SEQ = 1 << 26,
    RQ_PROGRAM = 1 << 27,
    RQ_PARTS = 1 << 28,
    RQ_LOCK_MODE = 1 << 29,
    RQ_TICKET = 1 << 30,
};

/* An enumeration ends at 31 bits. */
#define RQ_SECONDARIES (1ULL << 31)
#define RQ_FENCES (1ULL << 32)
#define RQ_IS_STALE (1ULL << 33)
#define RQ_GUARDS (1ULL << 34)
#define RQ_ALL ((1ULL << 35) - 1)

static void put_varint_if(struct nd_buf *out, uint64_t v)
{
    if (v != 0) nd_buf_put_varint(out, v);
}

static void put_bytes_if(struct nd_buf *out, struct nd_slice s)
{
    if (s.n != 0) nd_buf_put_bytes(out, s);
}

enum { LOCK_SKIPS = 0x80 };

static uint8_t lock_byte(const struct nd_kv_request *rq) { return (uint8_t)(rq->lock_mode | (rq->skips_locked ? LOCK_SKIPS : 0)); }

static uint64_t request_mask(const struct nd_kv_request *rq)
{
    return (rq->start_ts.v ? RQ_START_TS : 0u) | (rq->read_ts.v ? RQ_READ_TS : 0u) | (rq->commit_ts.v ? RQ_COMMIT_TS : 0u) |
           (rq->for_update_ts.v ? RQ_FOR_UPDATE_TS : 0u) | (rq->now_ts.v ? RQ_NOW_TS : 0u) |
           (rq->push_above.v ? RQ_PUSH_ABOVE : 0u) | (rq->primary.n ? RQ_PRIMARY : 0u) | (rq->first.n ? RQ_FIRST : 0u) |
           (rq->end.n ? RQ_END : 0u) | (rq->row_limit ? RQ_ROW_LIMIT : 0u) | (rq->byte_limit ? RQ_BYTE_LIMIT : 0u) |
           (rq->ttl_ms ? RQ_TTL_MS : 0u) | (rq->new_range.v ? RQ_NEW_RANGE : 0u) | (rq->preferred_leader.v ? RQ_PREFERRED : 0u) |
           (rq->key_count ? RQ_KEYS : 0u) | (rq->mut_count ? RQ_MUTS : 0u) | (rq->ignore_count ? RQ_IGNORE : 0u) |
           (rq->is_reverse ? RQ_IS_REVERSE : 0u) | (rq->keys_only ? RQ_KEYS_ONLY : 0u) | (rq->is_large ? RQ_IS_LARGE : 0u) |
           (rq->is_primary ? RQ_IS_PRIMARY : 0u) | (rq->draws_ts ? RQ_DRAWS_TS : 0u) | (rq->wants_values ? RQ_WANTS_VALUES : 0u) |
           (rq->watch.n ? RQ_WATCH : 0u) | (rq->watch_ts.v ? RQ_WATCH_TS : 0u) |
           (rq->settled_count ? RQ_SETTLED : 0u) | (rq->prewrite_seq ? RQ_PREWRITE_SEQ : 0u) | (rq->program.n ? RQ_PROGRAM : 0u) |
           (rq->parts ? RQ_PARTS : 0u) | (lock_byte(rq) ? RQ_LOCK_MODE : 0u) | (rq->ticket ? RQ_TICKET : 0u) |
           (rq->secondaries.n ? RQ_SECONDARIES : 0u) | (rq->fences ? RQ_FENCES : 0u) |
           (rq->is_stale ? RQ_IS_STALE : 0u) | (rq->guard_count ? RQ_GUARDS : 0u);
}

void nd_kv_request_encode(const struct nd_kv_request *rq, struct nd_buf *out)
{
    nd_buf_put_u8(out, KV_FORMAT);
    nd_buf_put_u8(out, (uint8_t)rq->kind);
    nd_buf_put_varint(out, rq->range.v);
    nd_buf_put_varint(out, rq->epoch.version);
    nd_buf_put_varint(out, rq->epoch.conf_version);
    nd_buf_put_varint(out, rq->wait_ms);
    nd_buf_put_varint(out, request_mask(rq));
    put_varint_if(out, rq->start_ts.v);
    put_varint_if(out, rq->read_ts.v);
    put_varint_if(out, rq->commit_ts.v);
    put_varint_if(out, rq->for_update_ts.v);
    put_varint_if(out, rq->now_ts.v);
    put_varint_if(out, rq->push_above.v);
    put_bytes_if(out, rq->primary);
    put_bytes_if(out, rq->first);
    put_bytes_if(out, rq->end);
    put_varint_if(out, rq->row_limit);
    put_varint_if(out, rq->byte_limit);
    put_varint_if(out, rq->ttl_ms);
    put_varint_if(out, rq->new_range.v);
    put_varint_if(out, rq->preferred_leader.v);
    put_varint_if(out, rq->key_count);
    for (size_t i = 0; i < rq->key_count; i++) nd_buf_put_bytes(out, rq->keys[i]);
    put_varint_if(out, rq->mut_count);
    for (size_t i = 0; i < rq->mut_count; i++) {
        nd_buf_put_u8(out, (uint8_t)rq->muts[i].op);
        nd_buf_put_varint(out, rq->muts[i].for_update_ts.v);
        nd_buf_put_bytes(out, rq->muts[i].key);
        nd_buf_put_bytes(out, rq->muts[i].value);
    }
    put_varint_if(out, rq->ignore_count);
    for (size_t i = 0; i < rq->ignore_count; i++) nd_buf_put_varint(out, rq->ignore[i].v);
    put_bytes_if(out, rq->watch);
    put_varint_if(out, rq->watch_ts.v);
    put_varint_if(out, rq->settled_count);
    for (size_t i = 0; i < rq->settled_count; i++) nd_buf_put_varint(out, rq->settled[i].v);
    put_varint_if(out, rq->prewrite_seq);
    put_bytes_if(out, rq->program);
    put_varint_if(out, rq->parts);
    if (lock_byte(rq) != 0) nd_buf_put_u8(out, lock_byte(rq));
    put_varint_if(out, rq->ticket);
    put_bytes_if(out, rq->secondaries);
    put_varint_if(out, rq->guard_count);
    for (size_t i = 0; i < rq->guard_count; i++) {
        nd_buf_put_bytes(out, rq->guards[i].prefix);
        nd_buf_put_varint(out, rq->guards[i].known_at.v);
    }
}

static uint64_t varint_if(struct nd_dec *dec, uint64_t mask, uint64_t field) { return mask & field ? nd_dec_varint(dec) : 0; }
static struct nd_slice bytes_if(struct nd_dec *dec, uint64_t mask, uint64_t field)
{
    return mask & field ? nd_dec_bytes(dec) : ND_SLICE_EMPTY;
}

static void decode_muts(struct nd_dec *dec, struct nd_arena *arena, struct nd_kv_request *rq)
{
    rq->mut_count = nd_dec_count(dec, 4);
    struct nd_kv_mut *muts = nd_arena_array(arena, struct nd_kv_mut, rq->mut_count);
    for (size_t i = 0; i < rq->mut_count && nd_dec_is_ok(dec); i++) {
        unsigned op = nd_dec_u8(dec);
        if (op < ND_MUT_PUT || op > ND_MUT_HELD || op == ND_MUT_FLOOR_GUARD) dec->is_bad = true;
        muts[i].op = op;
        muts[i].for_update_ts.v = nd_dec_varint(dec);
        muts[i].key = nd_dec_bytes(dec);
        muts[i].value = nd_dec_bytes(dec);
        if (muts[i].key.n == 0 || muts[i].key.n > ND_KEY_BYTES_MAX || muts[i].value.n > ND_VALUE_BYTES_MAX) dec->is_bad = true;
        if (op == ND_MUT_HELD && nd_mut_holder(&muts[i]).v == 0) dec->is_bad = true;
    }
    rq->muts = muts;
}

static void decode_guards(struct nd_dec *dec, struct nd_arena *arena, struct nd_kv_request *rq)
{
    rq->guard_count = nd_dec_count(dec, 2);
    struct nd_kv_guard *guards = nd_arena_array(arena, struct nd_kv_guard, rq->guard_count);
    for (size_t i = 0; i < rq->guard_count && nd_dec_is_ok(dec); i++) {
        guards[i].prefix = nd_dec_bytes(dec);
        guards[i].known_at.v = nd_dec_varint(dec);
        if (guards[i].prefix.n == 0 || guards[i].prefix.n > ND_GATE_PREFIX_BYTES_MAX) dec->is_bad = true;
    }
    rq->guards = guards;
}

static const struct nd_ts *decode_timestamps(struct nd_dec *dec, struct nd_arena *arena, size_t *count_out)
{
    *count_out = nd_dec_count(dec, 1);
    struct nd_ts *timestamps = nd_arena_array(arena, struct nd_ts, *count_out);
    for (size_t i = 0; i < *count_out; i++) timestamps[i].v = nd_dec_varint(dec);
    return timestamps;
}

enum nd_status nd_kv_request_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_kv_request *rq)
{
    memset(rq, 0, sizeof *rq);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != KV_FORMAT) return ND_STATUS_MALFORMED;
    unsigned kind = nd_dec_u8(&dec);
    if (kind == 0 || kind >= ND_KV_KIND_COUNT) return ND_STATUS_MALFORMED;
    rq->kind = kind;
    rq->range.v = nd_dec_varint(&dec);
    rq->epoch.version = nd_dec_varint(&dec);
    rq->epoch.conf_version = nd_dec_varint(&dec);
    uint64_t wait_ms = nd_dec_varint(&dec);
    rq->wait_ms = wait_ms > 3600000 ? 3600000 : (uint32_t)wait_ms;
    uint64_t mask = nd_dec_varint(&dec);
    if ((mask & ~RQ_ALL) != 0) return ND_STATUS_MALFORMED;
    rq->start_ts.v = varint_if(&dec, mask, RQ_START_TS);
    rq->read_ts.v = varint_if(&dec, mask, RQ_READ_TS);
    rq->commit_ts.v = varint_if(&dec, mask, RQ_COMMIT_TS);
    rq->for_update_ts.v = varint_if(&dec, mask, RQ_FOR_UPDATE_TS);
    rq->now_ts.v = varint_if(&dec, mask, RQ_NOW_TS);
    rq->push_above.v = varint_if(&dec, mask, RQ_PUSH_ABOVE);
    rq->primary = bytes_if(&dec, mask, RQ_PRIMARY);
    rq->first = bytes_if(&dec, mask, RQ_FIRST);
    rq->end = bytes_if(&dec, mask, RQ_END);
    rq->row_limit = varint_if(&dec, mask, RQ_ROW_LIMIT);
    rq->byte_limit = varint_if(&dec, mask, RQ_BYTE_LIMIT);
    rq->ttl_ms = varint_if(&dec, mask, RQ_TTL_MS);
    rq->new_range.v = varint_if(&dec, mask, RQ_NEW_RANGE);
    rq->preferred_leader.v = varint_if(&dec, mask, RQ_PREFERRED);
    rq->is_reverse = (mask & RQ_IS_REVERSE) != 0;
    rq->keys_only = (mask & RQ_KEYS_ONLY) != 0;
    rq->is_large = (mask & RQ_IS_LARGE) != 0;
    rq->is_primary = (mask & RQ_IS_PRIMARY) != 0;
    rq->draws_ts = (mask & RQ_DRAWS_TS) != 0;
    rq->wants_values = (mask & RQ_WANTS_VALUES) != 0;
    rq->is_stale = (mask & RQ_IS_STALE) != 0;
    if (mask & RQ_KEYS) {
        rq->key_count = nd_dec_count(&dec, 1);
        struct nd_slice *keys = nd_arena_array(arena, struct nd_slice, rq->key_count);
        for (size_t i = 0; i < rq->key_count; i++) {
            keys[i] = nd_dec_bytes(&dec);
            if (keys[i].n > ND_KEY_BYTES_MAX) dec.is_bad = true;
        }
        rq->keys = keys;
    }
    if (mask & RQ_MUTS) decode_muts(&dec, arena, rq);
    if (mask & RQ_IGNORE) rq->ignore = decode_timestamps(&dec, arena, &rq->ignore_count);
    rq->watch = bytes_if(&dec, mask, RQ_WATCH);
    rq->watch_ts.v = varint_if(&dec, mask, RQ_WATCH_TS);
    if (mask & RQ_SETTLED) rq->settled = decode_timestamps(&dec, arena, &rq->settled_count);
    rq->prewrite_seq = varint_if(&dec, mask, RQ_PREWRITE_SEQ);
    rq->program = bytes_if(&dec, mask, RQ_PROGRAM);
    rq->parts = varint_if(&dec, mask, RQ_PARTS);
    if (rq->program.n > ND_SCAN_PROGRAM_BYTES_MAX || rq->parts > ND_KV_PARTS_MAX) return ND_STATUS_MALFORMED;
    if (mask & RQ_LOCK_MODE) {
        unsigned byte = nd_dec_u8(&dec);
        if ((byte & ~(unsigned)LOCK_SKIPS) > ND_LOCK_KEY_SHARE) return ND_STATUS_MALFORMED;
        rq->lock_mode = byte & ~(unsigned)LOCK_SKIPS;
        rq->skips_locked = (byte & LOCK_SKIPS) != 0;
    }
    rq->ticket = varint_if(&dec, mask, RQ_TICKET);
    rq->secondaries = bytes_if(&dec, mask, RQ_SECONDARIES);
    rq->fences = (mask & RQ_FENCES) != 0;
    if (mask & RQ_GUARDS) decode_guards(&dec, arena, rq);
    if (rq->secondaries.n > 0 && !nd_kv_are_keys(rq->secondaries)) return ND_STATUS_MALFORMED;
    if (rq->watch.n > ND_KEY_BYTES_MAX) return ND_STATUS_MALFORMED;
    if (rq->primary.n > ND_KEY_BYTES_MAX || rq->first.n > ND_KEY_BYTES_MAX || rq->end.n > ND_KEY_BYTES_MAX) return ND_STATUS_MALFORMED;
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

void nd_kv_put_keys(struct nd_buf *out, const struct nd_slice *keys, size_t count)
{
    nd_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) nd_buf_put_bytes(out, keys[i]);
}

bool nd_kv_are_keys(struct nd_slice bytes)
{
    struct nd_dec dec = nd_dec_of(bytes);
    size_t count = nd_dec_count(&dec, 1);
    for (size_t i = 0; i < count && nd_dec_is_ok(&dec); i++) {
        struct nd_slice key = nd_dec_bytes(&dec);
        if (key.n == 0 || key.n > ND_KEY_BYTES_MAX) return false;
    }
    return nd_dec_is_done(&dec);
}

enum nd_status nd_kv_read_keys(struct nd_slice bytes, struct nd_arena *arena, const struct nd_slice **keys_out, size_t *count_out)
{
    struct nd_dec dec = nd_dec_of(bytes);
    *count_out = nd_dec_count(&dec, 1);
    struct nd_slice *keys = nd_arena_array(arena, struct nd_slice, *count_out);
    for (size_t i = 0; i < *count_out; i++) {
        keys[i] = nd_dec_bytes(&dec);
        if (keys[i].n == 0 || keys[i].n > ND_KEY_BYTES_MAX) dec.is_bad = true;
    }
    *keys_out = keys;
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

enum reply_field {
    RP_LEADER = 1 << 0,
    RP_COMMIT_TS = 1 << 1,
    RP_TXN_STATE = 1 << 2,
    RP_LOCK = 1 << 3,
    RP_FAILED_KEY = 1 << 4,
    RP_RESUME = 1 << 5,
    RP_VALUES = 1 << 6,
    RP_ROWS = 1 << 7,
    RP_DESCS = 1 << 8,
    RP_READ_TS = 1 << 9,
    RP_IS_UNCHANGED = 1 << 10,
    RP_PAYLOAD = 1 << 11,
    RP_TICKET = 1 << 12,
    RP_HOLDERS = 1 << 13,
    RP_IS_GATE = 1 << 14,
    RP_ALL = (1 << 15) - 1,
};

void nd_kv_reply_encode(const struct nd_kv_reply *rp, struct nd_buf *out)
{
    uint32_t mask = (rp->leader.v ? RP_LEADER : 0u) | (rp->commit_ts.v ? RP_COMMIT_TS : 0u) | (rp->txn_state ? RP_TXN_STATE : 0u) |
                    (rp->lock.start_ts.v ? RP_LOCK : 0u) | (rp->failed_key.n ? RP_FAILED_KEY : 0u) | (rp->resume.n ? RP_RESUME : 0u) |
                    (rp->value_count ? RP_VALUES : 0u) | (rp->row_count ? RP_ROWS : 0u) | (rp->desc_count ? RP_DESCS : 0u) |
                    (rp->read_ts.v ? RP_READ_TS : 0u) | (rp->is_unchanged ? RP_IS_UNCHANGED : 0u) | (rp->payload.n ? RP_PAYLOAD : 0u) |
                    (rp->ticket ? RP_TICKET : 0u) | (rp->holder_count ? RP_HOLDERS : 0u) | (rp->is_gate ? RP_IS_GATE : 0u);
    nd_buf_put_u8(out, KV_FORMAT);
    nd_buf_put_u8(out, (uint8_t)rp->status);
    nd_buf_put_varint(out, mask);
    put_varint_if(out, rp->leader.v);
    put_varint_if(out, rp->commit_ts.v);
    if (rp->txn_state) nd_buf_put_u8(out, (uint8_t)rp->txn_state);
    if (mask & RP_LOCK) {
        nd_buf_put_bytes(out, rp->lock.key);
        nd_buf_put_bytes(out, rp->lock.primary);
        nd_buf_put_varint(out, rp->lock.start_ts.v);
        nd_buf_put_varint(out, rp->lock.ttl_ms);
        nd_buf_put_u8(out, rp->lock.is_large);
    }
    put_bytes_if(out, rp->failed_key);
    put_bytes_if(out, rp->resume);
    put_varint_if(out, rp->value_count);
    for (size_t i = 0; i < rp->value_count; i++) {
        nd_buf_put_u8(out, rp->values[i].is_found);
        nd_buf_put_varint(out, rp->values[i].commit_ts.v);
        nd_buf_put_bytes(out, rp->values[i].value);
    }
    put_varint_if(out, rp->row_count);
    for (size_t i = 0; i < rp->row_count; i++) {
        nd_buf_put_bytes(out, rp->rows[i].key);
        nd_buf_put_bytes(out, rp->rows[i].value);
    }
    put_varint_if(out, rp->desc_count);
    for (size_t i = 0; i < rp->desc_count; i++) nd_range_desc_encode(&rp->descs[i], out);
    put_varint_if(out, rp->read_ts.v);
    put_bytes_if(out, rp->payload);
    put_varint_if(out, rp->ticket);
    put_varint_if(out, rp->holder_count);
    for (size_t i = 0; i < rp->holder_count; i++) nd_buf_put_varint(out, rp->holders[i].v);
}

static void decode_arrays(struct nd_dec *dec, uint64_t mask, struct nd_arena *arena, struct nd_kv_reply *rp)
{
    if (mask & RP_VALUES) {
        rp->value_count = nd_dec_count(dec, 3);
        struct nd_kv_value *values = nd_arena_array(arena, struct nd_kv_value, rp->value_count);
        for (size_t i = 0; i < rp->value_count; i++) {
            values[i].is_found = nd_dec_u8(dec) != 0;
            values[i].commit_ts.v = nd_dec_varint(dec);
            values[i].value = nd_dec_bytes(dec);
        }
        rp->values = values;
    }
    if (mask & RP_ROWS) {
        rp->row_count = nd_dec_count(dec, 2);
        struct nd_kv_row *rows = nd_arena_array(arena, struct nd_kv_row, rp->row_count);
        for (size_t i = 0; i < rp->row_count; i++) {
            rows[i].key = nd_dec_bytes(dec);
            rows[i].value = nd_dec_bytes(dec);
        }
        rp->rows = rows;
    }
    if (mask & RP_DESCS) {
        rp->desc_count = nd_dec_count(dec, 8);
        struct nd_range_desc *descs = nd_arena_array(arena, struct nd_range_desc, rp->desc_count);
        for (size_t i = 0; i < rp->desc_count && nd_dec_is_ok(dec); i++) nd_range_desc_decode(dec, &descs[i]);
        rp->descs = descs;
    }
}

enum nd_status nd_kv_reply_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_kv_reply *rp)
{
    memset(rp, 0, sizeof *rp);
    struct nd_dec dec = nd_dec_of(bytes);
    if (nd_dec_u8(&dec) != KV_FORMAT) return ND_STATUS_MALFORMED;
    unsigned status = nd_dec_u8(&dec);
    if (status >= ND_STATUS_COUNT) return ND_STATUS_MALFORMED;
    rp->status = status;
    uint64_t mask = nd_dec_varint(&dec);
    if ((mask & ~(uint64_t)RP_ALL) != 0) return ND_STATUS_MALFORMED;
    rp->leader.v = varint_if(&dec, mask, RP_LEADER);
    rp->commit_ts.v = varint_if(&dec, mask, RP_COMMIT_TS);
    if (mask & RP_TXN_STATE) {
        unsigned state = nd_dec_u8(&dec);
        if (state < ND_TXN_ALIVE || state > ND_TXN_PREPARED) return ND_STATUS_MALFORMED;
        rp->txn_state = state;
    }
    if (mask & RP_LOCK) {
        rp->lock.key = nd_dec_bytes(&dec);
        rp->lock.primary = nd_dec_bytes(&dec);
        rp->lock.start_ts.v = nd_dec_varint(&dec);
        rp->lock.ttl_ms = nd_dec_varint(&dec);
        rp->lock.is_large = nd_dec_u8(&dec) != 0;
    }
    rp->failed_key = bytes_if(&dec, mask, RP_FAILED_KEY);
    rp->resume = bytes_if(&dec, mask, RP_RESUME);
    decode_arrays(&dec, mask, arena, rp);
    rp->read_ts.v = varint_if(&dec, mask, RP_READ_TS);
    rp->is_unchanged = (mask & RP_IS_UNCHANGED) != 0;
    rp->payload = bytes_if(&dec, mask, RP_PAYLOAD);
    rp->ticket = varint_if(&dec, mask, RP_TICKET);
    rp->is_gate = (mask & RP_IS_GATE) != 0;
    if (mask & RP_HOLDERS) rp->holders = decode_timestamps(&dec, arena, &rp->holder_count);
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}
