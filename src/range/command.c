/* SPDX-License-Identifier: Apache-2.0 */
#include "range/command.h"

enum { COMMAND_FORMAT = 1, COMMAND_FLAG_RESHAPE = 1, COMMAND_FLAG_NO_KEYS = 2 };

void nd_command_batch_begin(struct nd_buf *out, struct nd_range_epoch epoch, bool is_reshape)
{
    nd_buf_put_u8(out, COMMAND_FORMAT);
    nd_buf_put_u8(out, is_reshape ? COMMAND_FLAG_RESHAPE : 0);
    nd_buf_put_varint(out, epoch.version);
    nd_buf_put_varint(out, epoch.conf_version);
}

void nd_command_batch_begin_records(struct nd_buf *out)
{
    nd_buf_put_u8(out, COMMAND_FORMAT);
    nd_buf_put_u8(out, COMMAND_FLAG_NO_KEYS);
    nd_buf_put_varint(out, 0);
    nd_buf_put_varint(out, 0);
}

static void put_muts(struct nd_buf *out, const struct nd_kv_mut *muts, size_t count)
{
    nd_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) {
        nd_buf_put_u8(out, (uint8_t)(nd_mut_is_shared(muts[i].op) ? ND_MUT_GUARD : muts[i].op)); /* records of guards are all alike */
        nd_buf_put_bytes(out, muts[i].key);
        nd_buf_put_bytes(out, nd_mut_is_shared(muts[i].op) ? ND_SLICE_EMPTY : muts[i].value);
    }
}

static void put_keys(struct nd_buf *out, const struct nd_slice *keys, size_t count)
{
    nd_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) nd_buf_put_bytes(out, keys[i]);
}

/* u8 kind · v start_ts · v commit_ts · v count · (u8 op · b key · b value)* */
void nd_command_put_commit_one(struct nd_buf *out, struct nd_ts start_ts, struct nd_ts commit_ts, const struct nd_kv_mut *muts, size_t count)
{
    nd_buf_put_u8(out, ND_COMMAND_COMMIT_ONE);
    nd_buf_put_varint(out, start_ts.v);
    nd_buf_put_varint(out, commit_ts.v);
    put_muts(out, muts, count);
}

/* u8 kind · v start_ts · v ttl_ms · u8 is_large · b primary · v count · (u8 op · b key · b value)* */
void nd_command_put_prewrite(struct nd_buf *out, struct nd_ts start_ts, uint64_t ttl_ms, bool is_large, struct nd_slice primary,
                             const struct nd_kv_mut *muts, size_t count)
{
    nd_buf_put_u8(out, ND_COMMAND_PREWRITE);
    nd_buf_put_varint(out, start_ts.v);
    nd_buf_put_varint(out, ttl_ms);
    nd_buf_put_u8(out, is_large);
    nd_buf_put_bytes(out, primary);
    put_muts(out, muts, count);
}

/* u8 kind · v start_ts · v ttl_ms · v min_commit_ts · b primary · b secondaries · v count · (u8 op · b key · b value)* */
void nd_command_put_prewrite_async(struct nd_buf *out, struct nd_ts start_ts, uint64_t ttl_ms, struct nd_ts min_commit_ts, struct nd_slice primary,
                                   struct nd_slice secondaries, const struct nd_kv_mut *muts, size_t count)
{
    nd_buf_put_u8(out, ND_COMMAND_PREWRITE_ASYNC);
    nd_buf_put_varint(out, start_ts.v);
    nd_buf_put_varint(out, ttl_ms);
    nd_buf_put_varint(out, min_commit_ts.v);
    nd_buf_put_bytes(out, primary);
    nd_buf_put_bytes(out, secondaries);
    put_muts(out, muts, count);
}

/* u8 kind · v start_ts · v commit_ts · v count · (b key)* */
void nd_command_put_commit(struct nd_buf *out, struct nd_ts start_ts, struct nd_ts commit_ts, const struct nd_slice *keys, size_t count)
{
    nd_buf_put_u8(out, ND_COMMAND_COMMIT);
    nd_buf_put_varint(out, start_ts.v);
    nd_buf_put_varint(out, commit_ts.v);
    put_keys(out, keys, count);
}

/* u8 kind · v start_ts · v commit_ts · b first · b last */
void nd_command_put_commit_span(struct nd_buf *out, struct nd_ts start_ts, struct nd_ts commit_ts, struct nd_slice first, struct nd_slice last)
{
    nd_buf_put_u8(out, ND_COMMAND_COMMIT_SPAN);
    nd_buf_put_varint(out, start_ts.v);
    nd_buf_put_varint(out, commit_ts.v);
    nd_buf_put_bytes(out, first);
    nd_buf_put_bytes(out, last);
}

/* u8 kind · v start_ts · v count · (b key)* */
void nd_command_put_rollback(struct nd_buf *out, struct nd_ts start_ts, const struct nd_slice *keys, size_t count)
{
    nd_buf_put_u8(out, ND_COMMAND_ROLLBACK);
    nd_buf_put_varint(out, start_ts.v);
    put_keys(out, keys, count);
}

/* u8 kind · b primary · v start_ts · v min_commit_ts */
void nd_command_put_push(struct nd_buf *out, struct nd_slice primary, struct nd_ts start_ts, struct nd_ts min_commit_ts)
{
    nd_buf_put_u8(out, ND_COMMAND_PUSH);
    nd_buf_put_bytes(out, primary);
    nd_buf_put_varint(out, start_ts.v);
    nd_buf_put_varint(out, min_commit_ts.v);
}

/* u8 kind · v count · (b key · b value)* */
void nd_command_put_raw(struct nd_buf *out, const struct nd_command_raw *records, size_t count)
{
    nd_buf_put_u8(out, ND_COMMAND_RAW);
    nd_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) {
        nd_buf_put_bytes(out, records[i].key);
        nd_buf_put_bytes(out, records[i].value);
    }
}

/* u8 kind · b first · b end */
void nd_command_put_discard(struct nd_buf *out, struct nd_slice first, struct nd_slice end)
{
    nd_buf_put_u8(out, ND_COMMAND_DISCARD);
    nd_buf_put_bytes(out, first);
    nd_buf_put_bytes(out, end);
}

/* u8 kind · v safepoint · v count · (b record key)* */
void nd_command_put_gc(struct nd_buf *out, struct nd_ts safepoint, const struct nd_slice *record_keys, size_t count)
{
    nd_buf_put_u8(out, ND_COMMAND_GC);
    nd_buf_put_varint(out, safepoint.v);
    put_keys(out, record_keys, count);
}

/* u8 kind · b key · v child · v preferred leader */
void nd_command_put_split(struct nd_buf *out, struct nd_slice key, struct nd_range_id child, struct nd_node_id preferred_leader)
{
    nd_buf_put_u8(out, ND_COMMAND_SPLIT);
    nd_buf_put_bytes(out, key);
    nd_buf_put_varint(out, child.v);
    nd_buf_put_varint(out, preferred_leader.v);
}

/* u8 kind · u8 mark · v merge */
void nd_command_put_mark(struct nd_buf *out, enum nd_range_mark mark, uint64_t merge)
{
    nd_buf_put_u8(out, ND_COMMAND_MARK);
    nd_buf_put_u8(out, (uint8_t)mark);
    nd_buf_put_varint(out, merge);
}

/* u8 kind · v merge · desc */
void nd_command_put_merge(struct nd_buf *out, uint64_t merge, const struct nd_range_desc *right)
{
    nd_buf_put_u8(out, ND_COMMAND_MERGE);
    nd_buf_put_varint(out, merge);
    nd_range_desc_encode(right, out);
}

/* u8 kind · desc of which only the members matter */
void nd_command_put_change(struct nd_buf *out, const struct nd_range_desc *desc)
{
    struct nd_range_desc bare = *desc;
    bare.first = bare.end = ND_SLICE_EMPTY;
    nd_buf_put_u8(out, ND_COMMAND_CHANGE);
    nd_range_desc_encode(&bare, out);
}

bool nd_command_is_reshape(struct nd_slice bytes) { return bytes.n >= 2 && (bytes.p[1] & COMMAND_FLAG_RESHAPE) != 0; }

bool nd_command_batch_read(struct nd_slice bytes, struct nd_command_batch *batch)
{
    batch->dec = nd_dec_of(bytes);
    if (nd_dec_u8(&batch->dec) != COMMAND_FORMAT) batch->dec.is_bad = true;
    unsigned flags = nd_dec_u8(&batch->dec);
    batch->is_reshape = (flags & COMMAND_FLAG_RESHAPE) != 0;
    batch->is_of_no_keys = (flags & COMMAND_FLAG_NO_KEYS) != 0;
    batch->epoch.version = nd_dec_varint(&batch->dec);
    batch->epoch.conf_version = nd_dec_varint(&batch->dec);
    return nd_dec_is_ok(&batch->dec);
}

bool nd_command_next(struct nd_command_batch *batch, struct nd_command *command)
{
    struct nd_dec *dec = &batch->dec;
    if (nd_dec_left(dec) == 0) return false;
    *command = (struct nd_command){0};
    unsigned kind = nd_dec_u8(dec);
    command->kind = kind;
    switch (command->kind) {
    case ND_COMMAND_COMMIT_ONE:
        command->start_ts.v = nd_dec_varint(dec);
        command->commit_ts.v = nd_dec_varint(dec);
        command->count = nd_dec_count(dec, 3);
        break;
    case ND_COMMAND_PREWRITE:
        command->start_ts.v = nd_dec_varint(dec);
        command->ttl_ms = nd_dec_varint(dec);
        command->is_large = nd_dec_u8(dec) != 0;
        command->primary = nd_dec_bytes(dec);
        command->count = nd_dec_count(dec, 3);
        break;
    case ND_COMMAND_PREWRITE_ASYNC:
        command->start_ts.v = nd_dec_varint(dec);
        command->ttl_ms = nd_dec_varint(dec);
        command->commit_ts.v = nd_dec_varint(dec);
        command->primary = nd_dec_bytes(dec);
        command->secondaries = nd_dec_bytes(dec);
        command->count = nd_dec_count(dec, 3);
        break;
    case ND_COMMAND_COMMIT:
        command->start_ts.v = nd_dec_varint(dec);
        command->commit_ts.v = nd_dec_varint(dec);
        command->count = nd_dec_count(dec, 1);
        break;
    case ND_COMMAND_COMMIT_SPAN:
        command->start_ts.v = nd_dec_varint(dec);
        command->commit_ts.v = nd_dec_varint(dec);
        command->first = nd_dec_bytes(dec);
        command->end = nd_dec_bytes(dec);
        break;
    case ND_COMMAND_ROLLBACK:
        command->start_ts.v = nd_dec_varint(dec);
        command->count = nd_dec_count(dec, 1);
        break;
    case ND_COMMAND_PUSH:
        command->primary = nd_dec_bytes(dec);
        command->start_ts.v = nd_dec_varint(dec);
        command->commit_ts.v = nd_dec_varint(dec);
        break;
    case ND_COMMAND_RAW: command->count = nd_dec_count(dec, 2); break;
    case ND_COMMAND_DISCARD:
        command->first = nd_dec_bytes(dec);
        command->end = nd_dec_bytes(dec);
        break;
    case ND_COMMAND_SPLIT:
        command->primary = nd_dec_bytes(dec);
        command->child.v = nd_dec_varint(dec);
        command->preferred_leader.v = nd_dec_varint(dec);
        break;
    case ND_COMMAND_MARK: {
        unsigned mark = nd_dec_u8(dec);
        if (mark == 0 || mark >= ND_MARK_COUNT) dec->is_bad = true;
        else command->mark = (enum nd_range_mark)mark;
        command->merge = nd_dec_varint(dec);
        break;
    }
    case ND_COMMAND_MERGE:
        command->merge = nd_dec_varint(dec);
        nd_range_desc_decode(dec, &command->right);
        break;
    case ND_COMMAND_CHANGE: {
        struct nd_range_desc desc;
        nd_range_desc_decode(dec, &desc);
        command->conf = desc.conf;
        command->next_replica = desc.next_replica;
        command->preferred_leader = desc.preferred_leader;
        break;
    }
    case ND_COMMAND_GC:
        command->commit_ts.v = nd_dec_varint(dec);
        command->count = nd_dec_count(dec, 1);
        break;
    default: dec->is_bad = true;
    }
    return nd_dec_is_ok(dec);
}

struct nd_kv_mut nd_command_next_mut(struct nd_command_batch *batch)
{
    struct nd_kv_mut mut = {0};
    unsigned op = nd_dec_u8(&batch->dec);
    if (op < ND_MUT_PUT || (op > ND_MUT_FORGET && op != ND_MUT_GATE && op != ND_MUT_UNDO)) batch->dec.is_bad = true;
    mut.op = op;
    mut.key = nd_dec_bytes(&batch->dec);
    mut.value = nd_dec_bytes(&batch->dec);
    return mut;
}

struct nd_slice nd_command_next_key(struct nd_command_batch *batch) { return nd_dec_bytes(&batch->dec); }

struct nd_command_raw nd_command_next_raw(struct nd_command_batch *batch)
{
    struct nd_command_raw record;
    record.key = nd_dec_bytes(&batch->dec);
    record.value = nd_dec_bytes(&batch->dec);
    return record;
}
