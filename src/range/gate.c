/* SPDX-License-Identifier: Apache-2.0 */
#include "range/gate.h"

#include "range/range_int.h"

enum { GATE_MARK = 'g' };

void nd_gate_key(struct nd_buf *out, struct nd_slice first, struct nd_slice prefix)
{
    ND_ASSERT(prefix.n > 0 && prefix.n <= ND_GATE_PREFIX_BYTES_MAX);
    nd_buf_put_slice(out, nd_slice_cmp(first, prefix) > 0 ? first : prefix);
    nd_buf_put_u8(out, 0);
    nd_buf_put_u8(out, GATE_MARK);
    nd_buf_put_u8(out, (uint8_t)prefix.n);
}

bool nd_gate_has_room(struct nd_slice first, struct nd_slice end)
{
    if (end.n == 0 || !nd_slice_has_prefix(end, first)) return true;
    struct nd_slice rest = nd_slice_of(end.p + first.n, end.n - first.n);
    static const uint8_t last[] = {0, GATE_MARK, 0xff};
    return nd_slice_cmp(rest, nd_slice_of(last, sizeof last)) > 0;
}

void nd_gate_zone(struct nd_arena *arena, struct nd_slice first, struct nd_slice *from_out, struct nd_slice *to_out)
{
    uint8_t *from = nd_arena_zalloc(arena, first.n + 2), *to = nd_arena_zalloc(arena, first.n + 3);
    if (first.n > 0) memcpy(from, first.p, first.n);
    if (first.n > 0) memcpy(to, first.p, first.n);
    from[first.n + 1] = to[first.n + 1] = GATE_MARK;
    to[first.n + 2] = 0xff;
    *from_out = nd_slice_of(from, first.n + 2);
    *to_out = nd_slice_of(to, first.n + 3);
}

/* ---- splits ------------------------------------------------------------------------------------------------------ */

/* Where no table's gate is may be a row: what a gate would be called if the table's prefix were longer than it is, is the key of one. */
bool nd_gate_is_version(const struct nd_mvcc_version *version, const struct nd_buf *payload) { return version->is_delete && payload->n > 0; }

static bool is_gate_record(struct nd_slice record)
{
    struct nd_mvcc_lock lock;
    return nd_mvcc_lock_decode(record, &lock) && lock.op == ND_MUT_GATE;
}

/* The newest version and the provisional record of one gate to another. */
static enum nd_status copy_gate(struct nd_engine *engine, struct nd_engine_batch *batch, struct nd_slice from, struct nd_slice to, struct nd_heap *heap)
{
    struct nd_buf key, value;
    struct nd_mvcc_version version;
    nd_buf_init(&key, heap);
    nd_buf_init(&value, heap);
    struct nd_engine_iter *iter = nd_mvcc_point_iter(engine, 0);
    enum nd_status status = nd_mvcc_payload_at(iter, from, heap, &value, &version);
    if (status == ND_STATUS_OK && nd_gate_is_version(&version, &value)) {
        struct nd_buf record;
        nd_buf_init(&record, heap);
        uint8_t header[ND_MVCC_RECORD_HEADER_BYTES];
        nd_mvcc_version_header(header, version.is_delete, version.start_ts);
        nd_buf_put(&record, header, sizeof header);
        nd_buf_put_slice(&record, nd_buf_slice(&value));
        nd_mvcc_key_version(&key, to, version.commit_ts);
        nd_engine_batch_put(batch, nd_buf_slice(&key), nd_buf_slice(&record));
        nd_buf_deinit(&record);
    }
    nd_engine_iter_free(iter);
    nd_buf_clear(&key);
    nd_buf_clear(&value);
    if (status == ND_STATUS_OK || status == ND_STATUS_NOT_FOUND) status = nd_mvcc_lock_get(engine, 0, from, heap, &value);
    if (status == ND_STATUS_OK && is_gate_record(nd_buf_slice(&value))) {
        nd_mvcc_key_lock(&key, to);
        nd_engine_batch_put(batch, nd_buf_slice(&key), nd_buf_slice(&value));
    }
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

enum nd_status nd_gate_split(struct nd_engine *engine, struct nd_engine_batch *batch, struct nd_slice first, struct nd_slice key, struct nd_heap *heap)
{
    struct nd_buf from, to;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&from, heap);
    nd_buf_init(&to, heap);
    for (size_t n = 1; n < key.n && n <= ND_GATE_PREFIX_BYTES_MAX && status == ND_STATUS_OK; n++) { /* which of them is a table its gate says */
        nd_buf_clear(&from);
        nd_buf_clear(&to);
        nd_gate_key(&from, first, nd_slice_of(key.p, n));
        nd_gate_key(&to, key, nd_slice_of(key.p, n));
        status = copy_gate(engine, batch, nd_buf_slice(&from), nd_buf_slice(&to), heap);
    }
    nd_buf_deinit(&from);
    nd_buf_deinit(&to);
    return status;
}

enum nd_status nd_gate_merge(struct nd_engine *engine, struct nd_engine_batch *batch, struct nd_slice first, struct nd_slice key, struct nd_heap *heap)
{
    struct nd_buf from, to;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&from, heap);
    nd_buf_init(&to, heap);
    for (size_t n = 1; n < key.n && n <= ND_GATE_PREFIX_BYTES_MAX && status == ND_STATUS_OK; n++) {
        nd_buf_clear(&from);
        nd_buf_clear(&to);
        nd_gate_key(&from, key, nd_slice_of(key.p, n));
        nd_gate_key(&to, first, nd_slice_of(key.p, n));
        if (nd_slice_cmp(nd_buf_slice(&to), key) >= 0) status = copy_gate(engine, batch, nd_buf_slice(&from), nd_buf_slice(&to), heap);
    }
    nd_buf_deinit(&from);
    nd_buf_deinit(&to);
    return status;
}

/* ---- writes -------------------------------------------------------------------------------------------------------- */

static bool are_all_placed(const struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    for (size_t i = 0; i < rq->mut_count; i++)
        if (!nd__op_has_record(op, rq->muts[i].key)) return false;
    return true;
}

bool nd__op_find_gates(struct nd_range_op *op)
{
    const struct nd_kv_request *rq = op->request;
    struct nd_buf key;
    op->gate_count = 0;
    if (rq->guard_count == 0 || nd_env_is_broken(op->store->options.env, ND_BREAK_GATE_UNSEEN)) return true;
    if (rq->kind == ND_KV_PREWRITE && are_all_placed(op)) return true; /* repeated: was looked at when they were placed */
    op->gates = nd_arena_array(op->arena, struct nd_kv_mut, rq->guard_count);
    nd_buf_init(&key, op->arena->heap);
    bool are_here = true;
    for (size_t i = 0; i < rq->guard_count; i++) {
        nd_buf_clear(&key);
        nd_gate_key(&key, op->range->desc.first, rq->guards[i].prefix);
        op->gates[op->gate_count++] = (struct nd_kv_mut){.op = ND_MUT_FLOOR_GUARD, .key = nd_arena_copy(op->arena, nd_buf_slice(&key)), .for_update_ts = rq->guards[i].known_at};
        are_here = are_here && nd_range_desc_has_key(&op->range->desc, nd_buf_slice(&key));
    }
    nd_buf_deinit(&key);
    return are_here;
}

/* ---- ND_KV_DRAIN --------------------------------------------------------------------------------------------------- */

/* Its own record on the gate says that this leader has applied the fence, and all that was placed before. */
void nd__op_drain(struct nd_range_op *op)
{
    struct nd_range *range = op->range;
    const struct nd_kv_request *rq = op->request;
    struct nd_buf key;
    nd_buf_init(&key, op->arena->heap);
    nd_gate_key(&key, range->desc.first, rq->primary);
    const struct nd_lock *gate = nd_lock_find(&range->locks, nd_buf_slice(&key));
    bool has_rows = nd_range_desc_has_key(&range->desc, nd_buf_slice(&key)); /* they are above it */
    bool is_fenced = !has_rows || (gate != NULL && gate->prew.v == rq->start_ts.v && gate->prew_op == ND_MUT_GATE);
    op->reply.failed_key = has_rows ? nd_arena_copy(op->arena, nd_buf_slice(&key)) : ND_SLICE_EMPTY;
    nd_buf_deinit(&key);
    bool ends_here = range->desc.end.n > 0 && nd_slice_cmp(range->desc.end, rq->end) < 0;
    op->span_first = nd_arena_copy(op->arena, rq->first);
    op->span_end = nd_arena_copy(op->arena, ends_here ? range->desc.end : rq->end);
    if (ends_here) op->reply.resume = op->span_end;
    op->stage = ND_STAGE_CHECK;
    if (rq->is_large || !has_rows) op->job_status = ND_STATUS_OK;
    else op->job_status = is_fenced ? nd__op_find_in_memory(op) : ND_STATUS_NOT_FOUND;
    if (op->job_status == ND_STATUS_OK && range->has_spilled) nd__op_offload(op, nd__run_find_in_engine);
    else nd__op_drained(op);
}

void nd__op_drained(struct nd_range_op *op)
{
    bool has_split = op->range->state != ND__RANGE_SERVING || !nd_range_epoch_same_span(op->request->epoch, op->range->desc.epoch);
    if (op->job_status == ND_STATUS_OK && op->request->is_large && op->reply.failed_key.n > 0) op->job_status = ND_STATUS_NOT_FOUND;
    if (has_split && (op->job_status == ND_STATUS_OK || op->job_status == ND_STATUS_NOT_FOUND)) op->job_status = ND_STATUS_WRONG_RANGE;
    nd__op_finish(op, op->job_status);
}
