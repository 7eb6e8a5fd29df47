/* SPDX-License-Identifier: Apache-2.0 */
/* Wire form of a message. Integers named v are LEB128 varints.
 *
 *   | field       | form | note                                                             |
 *   | ----------- | ---- | ---------------------------------------------------------------- |
 *   | version     | u8   | 1                                                                |
 *   | type        | u8   | enum nd_raft_msg_type, not SNAPSHOT                              |
 *   | flags       | u8   | 1: is_reject, 2: is_transfer; the others are 0                   |
 *   | from, to    | v, v | replica ids, not 0                                               |
 *   | term        | v    |                                                                  |
 *   | prev_index  | v    |                                                                  |
 *   | prev_term   | v    |                                                                  |
 *   | commit      | v    |                                                                  |
 *   | match       | v    |                                                                  |
 *   | hint_index  | v    |                                                                  |
 *   | hint_term   | v    |                                                                  |
 *   | round       | v    |                                                                  |
 *   | context     | v    |                                                                  |
 *   | entry_count | v    | 0 unless the type is APPEND; at most 32768                       |
 *   | entries     |      | entry i has index prev_index + 1 + i                             |
 *   | - type      | u8   | enum nd_raft_entry_type                                          |
 *   | - term      | v    | less prev_term or the term of the entry before: they never fall  |
 *   | - crc       | u32  | not of a NOOP: CRC32C of the payload                             |
 *   | - payload   | v +  | not of a NOOP: length, bytes                                     |
 *
 * Nothing may follow. The frame around it has a checksum of its own; crc travels with the payload
 * from propose to apply. */
#include "base/arena.h"
#include "base/checksum.h"
#include "raft/raft_int.h"

enum { CODEC_VERSION = 1, FLAG_REJECT = 1, FLAG_TRANSFER = 2, ENTRY_BYTES_MIN = 2 };
/* As raft_lead.c fills messages. */
#define ENTRIES_MAX (ND_RAFT_MSG_BYTES_MAX / ND__RAFT_ENTRY_OVERHEAD)

void nd_raft_msg_encode(const struct nd_raft_msg *msg, struct nd_buf *out)
{
    nd_buf_put_u8(out, CODEC_VERSION);
    nd_buf_put_u8(out, (uint8_t)msg->type);
    nd_buf_put_u8(out, (uint8_t)((msg->is_reject ? FLAG_REJECT : 0) | (msg->is_transfer ? FLAG_TRANSFER : 0)));
    const uint64_t fields[] = {msg->from.v,    msg->to.v,       msg->term,  msg->prev_index, msg->prev_term,   msg->commit, msg->match,
                               msg->hint_index, msg->hint_term, msg->round, msg->context,    msg->entry_count};
    for (size_t i = 0; i < ND_ARRAY_LEN(fields); i++)
        nd_buf_put_varint(out, fields[i]);
    uint64_t term = msg->prev_term;
    for (size_t i = 0; i < msg->entry_count; i++) {
        const struct nd_raft_entry *entry = &msg->entries[i];
        ND_ASSERT(entry->index == msg->prev_index + 1 + i);
        ND_ASSERT(entry->term >= term);
        nd_buf_put_u8(out, (uint8_t)entry->type);
        nd_buf_put_varint(out, entry->term - term);
        term = entry->term;
        if (entry->type == ND_RAFT_NOOP) continue;
        ND_ASSERT(entry->payload != NULL);
        nd_buf_put_u32(out, entry->payload->crc);
        nd_buf_put_bytes(out, nd_raft_payload_slice(entry->payload));
    }
}

/* False: malformed. */
static bool decode_entry(struct nd_dec *dec, struct nd_heap *heap, struct nd_raft_entry *entry, uint64_t term_before)
{
    uint8_t type = nd_dec_u8(dec);
    uint64_t rise = nd_dec_varint(dec);
    if (type < ND_RAFT_NOOP || type > ND_RAFT_CONF || rise > UINT64_MAX - term_before) return false;
    entry->type = (enum nd_raft_entry_type)type;
    entry->term = term_before + rise;
    if (entry->type == ND_RAFT_NOOP) return nd_dec_is_ok(dec);
    uint32_t crc = nd_dec_u32(dec);
    struct nd_slice bytes = nd_dec_bytes(dec);
    if (!nd_dec_is_ok(dec) || bytes.n > ND_RAFT_ENTRY_BYTES_MAX) return false;
    entry->payload = nd_raft_payload_new(heap, bytes);
    return entry->payload->crc == crc;
}

static bool decode_entries(struct nd_dec *dec, struct nd_arena *arena, struct nd_heap *heap, struct nd_raft_msg *msg)
{
    size_t count = nd_dec_count(dec, ENTRY_BYTES_MIN);
    if (!nd_dec_is_ok(dec)) return false;
    if (count == 0) return true;
    if (msg->type != ND_RAFT_MSG_APPEND || count > ENTRIES_MAX || msg->prev_index > UINT64_MAX - count) return false;
    struct nd_raft_entry *entries = nd_arena_array(arena, struct nd_raft_entry, count);
    msg->entries = entries;
    msg->entry_count = count;
    uint64_t term = msg->prev_term;
    for (size_t i = 0; i < count; i++) {
        entries[i].index = msg->prev_index + 1 + i;
        if (!decode_entry(dec, heap, &entries[i], term)) return false;
        term = entries[i].term;
    }
    return true;
}

enum nd_status nd_raft_msg_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_heap *heap, struct nd_raft_msg *msg_out)
{
    memset(msg_out, 0, sizeof *msg_out);
    struct nd_dec dec = nd_dec_of(bytes);
    struct nd_raft_msg msg = {0};
    uint8_t version = nd_dec_u8(&dec), type = nd_dec_u8(&dec), flags = nd_dec_u8(&dec);
    if (version != CODEC_VERSION || type < ND_RAFT_MSG_PREVOTE || type >= ND_RAFT_MSG_SNAPSHOT) return ND_STATUS_MALFORMED;
    if ((flags & ~(FLAG_REJECT | FLAG_TRANSFER)) != 0) return ND_STATUS_MALFORMED;
    msg.type = (enum nd_raft_msg_type)type;
    msg.is_reject = (flags & FLAG_REJECT) != 0;
    msg.is_transfer = (flags & FLAG_TRANSFER) != 0;
    uint64_t *const fields[] = {&msg.from.v, &msg.to.v,       &msg.term,      &msg.prev_index, &msg.prev_term, &msg.commit,
                                &msg.match,  &msg.hint_index, &msg.hint_term, &msg.round,      &msg.context};
    for (size_t i = 0; i < ND_ARRAY_LEN(fields); i++)
        *fields[i] = nd_dec_varint(&dec);
    if (!nd_dec_is_ok(&dec) || msg.from.v == 0 || msg.to.v == 0) return ND_STATUS_MALFORMED;
    if (!decode_entries(&dec, arena, heap, &msg) || !nd_dec_is_done(&dec)) {
        nd_raft_msg_release(&msg);
        return ND_STATUS_MALFORMED;
    }
    *msg_out = msg;
    return ND_STATUS_OK;
}

void nd_raft_msg_release(struct nd_raft_msg *msg)
{
    for (size_t i = 0; i < msg->entry_count; i++)
        nd_raft_payload_unref(msg->entries[i].payload);
    msg->entries = NULL;
    msg->entry_count = 0;
}
