/* SPDX-License-Identifier: Apache-2.0 */
/* SERIALIZABLE: what a transaction has read, as spans, and whether it still holds at its commit timestamp.
 *
 * Order of a commit: prewrite what is written; draw the commit timestamp T; ask each range whether a version of another transaction
 * came into what was read, between the reading and T; commit at T. A transaction that drew a smaller timestamp had all its records down
 * before, so the ranges see it, as a version or as a record; one that may still commit below T is pushed above it. So every transaction
 * reads, in the order of commit timestamps, what those before it wrote, and spans rather than rows are looked at: phantoms count too.
 * What is read and not written over is what needs it: a written key is checked by its prewrite. */
#include "txn/txn_int.h"

enum { SPANS_MAX = 1024 /* of one request */ };

struct span {
    struct nd_omap_node node; /* key: its first; spans neither overlap nor touch */
    struct nd_slice end;
    struct nd_ts since; /* the oldest of the timestamps it was read at */
};

static struct span *span_of(struct nd_omap_node *node) { return node == NULL ? NULL : ND_CONTAINER_OF(node, struct span, node); }

/* end empty: to the end of the keyspace. */
static bool reaches(struct nd_slice end, struct nd_slice key) { return end.n == 0 || nd_slice_cmp(end, key) >= 0; }

static struct nd_slice later(struct nd_slice a, struct nd_slice b) { return a.n == 0 || (b.n != 0 && nd_slice_cmp(a, b) >= 0) ? a : b; }

static struct nd_slice copy(struct nd_txn *txn, struct nd_slice bytes)
{
    txn->read_bytes += bytes.n;
    return nd_arena_copy(&txn->reads_arena, bytes);
}

/* Takes in the spans that follow and that it has come to touch. */
static void swallow(struct nd_txn *txn, struct span *span)
{
    struct span *next;
    while ((next = span_of(nd_omap_next(&span->node))) != NULL && reaches(span->end, next->node.key)) {
        span->end = later(span->end, next->end);
        if (next->since.v < span->since.v) span->since = next->since;
        nd_omap_remove(&txn->reads, &next->node);
    }
}

/* Too many to keep: neighbours become one, with what lies between them. */
static void coarsen(struct nd_txn *txn)
{
    struct nd_arena before = txn->reads_arena;
    struct nd_omap reads = txn->reads;
    nd_arena_init(&txn->reads_arena, txn->heap);
    nd_omap_init(&txn->reads);
    txn->read_bytes = 0;
    for (struct nd_omap_node *node = nd_omap_first(&reads); node != NULL;) {
        const struct span *span = span_of(node), *partner = span_of(nd_omap_next(node));
        struct nd_ts since = partner != NULL && partner->since.v < span->since.v ? partner->since : span->since;
        node = partner == NULL ? NULL : nd_omap_next(&span_of(nd_omap_next(node))->node);
        struct span *made = nd_arena_new(&txn->reads_arena, struct span);
        *made = (struct span){.end = copy(txn, partner == NULL ? span->end : partner->end), .since = since};
        txn->read_bytes += sizeof *made;
        nd_omap_insert(&txn->reads, &made->node, copy(txn, span->node.key));
    }
    nd_arena_deinit(&before);
}

void nd__txn_note_read(struct nd_txn *txn, struct nd_slice first, struct nd_slice end)
{
    if (txn->options.isolation != ND_SERIALIZABLE || txn->options.is_read_only) return;
    bool is_system = end.n != 0 && end.p[0] <= ND_KEYSPACE_KV - 1; /* the catalog is guarded by its version */
    if (is_system || (end.n != 0 && nd_slice_cmp(first, end) >= 0)) return;
    struct span *span = span_of(nd_omap_find(&txn->reads, first));
    if (span == NULL) span = span_of(nd_omap_find_lt(&txn->reads, first));
    if (span != NULL && reaches(span->end, first)) {
        if (txn->read_ts.v < span->since.v) span->since = txn->read_ts;
        if (span->end.n == 0 || (end.n != 0 && nd_slice_cmp(span->end, end) >= 0)) return;
        span->end = copy(txn, end);
    } else {
        span = nd_arena_new(&txn->reads_arena, struct span);
        *span = (struct span){.end = copy(txn, end), .since = txn->read_ts};
        txn->read_bytes += sizeof *span;
        nd_omap_insert(&txn->reads, &span->node, copy(txn, first));
    }
    swallow(txn, span);
    if (txn->read_bytes > ND__TXN_READ_BYTES_MAX) coarsen(txn);
}

void nd__txn_note_read_key(struct nd_txn *txn, struct nd_slice key)
{
    if (txn->options.isolation != ND_SERIALIZABLE || txn->options.is_read_only) return;
    uint8_t end[ND_KEY_BYTES_MAX + 1];
    memcpy(end, key.p, key.n);
    end[key.n] = 0;
    nd__txn_note_read(txn, key, nd_slice_of(end, key.n + 1));
}

/* Does the prewrite of it find what is newer? A lock of the key alone lets others write, and one that met something newer vouches for nothing. */
static bool is_checked_at_prewrite(const struct nd__write *write, struct nd_ts since)
{
    if (nd__is_data(write->op)) return write->for_update_ts.v != 0 && write->for_update_ts.v <= since.v;
    bool is_exclusive_of_writers = write->op == ND_MUT_LOCK && write->is_locked && write->lock_mode != ND_LOCK_KEY_SHARE;
    return is_exclusive_of_writers && write->lock_ts.v != 0 && write->lock_ts.v <= since.v;
}

/* One key, which the transaction writes or locks itself. */
static bool is_checked_anyway(const struct nd_txn *txn, const struct span *span)
{
    struct nd_slice key = span->node.key;
    bool is_key = span->end.n == key.n + 1 && span->end.p[key.n] == 0 && memcmp(span->end.p, key.p, key.n) == 0;
    const struct nd__write *write = is_key ? nd__txn_find_write(txn, key) : NULL;
    return write != NULL && is_checked_at_prewrite(write, span->since);
}

bool nd__txn_has_open_reads(const struct nd_txn *txn)
{
    for (struct nd_omap_node *node = nd_omap_first(&txn->reads); node != NULL; node = nd_omap_next(node))
        if (!is_checked_anyway(txn, span_of(node))) return true;
    return false;
}

/* ---- asking the ranges -------------------------------------------------------------------------------- */

struct part {
    struct nd_kv_call call;
    struct nd_arena arena; /* of its reply: calls are answered on several threads */
    struct nd_kv_mut *spans;
    size_t count;
    bool is_done;
};

struct validation {
    struct nd_txn *txn;
    struct nd_arena arena; /* of the parts */
    struct part **parts;
    size_t count, cap;
};

static struct part *add_part(struct validation *validation)
{
    if (validation->count == validation->cap) {
        validation->cap = validation->cap == 0 ? 8 : validation->cap * 2;
        struct part **more = nd_arena_array(&validation->arena, struct part *, validation->cap);
        if (validation->count > 0) memcpy(more, validation->parts, sizeof *more * validation->count);
        validation->parts = more;
    }
    struct part *part = validation->parts[validation->count++] = nd_arena_new(&validation->arena, struct part);
    part->spans = nd_arena_array(&validation->arena, struct nd_kv_mut, SPANS_MAX);
    nd_arena_init(&part->arena, validation->txn->heap);
    return part;
}

/* The spans, cut where ranges end, into one part a range. */
static enum nd_status cut(struct validation *validation)
{
    struct nd_txn *txn = validation->txn;
    struct nd_range_desc desc = {0};
    struct part *part = NULL;
    for (struct nd_omap_node *node = nd_omap_first(&txn->reads); node != NULL; node = nd_omap_next(node)) {
        const struct span *span = span_of(node);
        struct nd_slice first = node->key;
        if (is_checked_anyway(txn, span)) continue;
        for (bool is_over = false; !is_over;) {
            if (part == NULL || part->count == SPANS_MAX || !nd_range_desc_has_key(&desc, first)) {
                ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, first, false, nd__txn_call_deadline(txn), &validation->arena, &desc));
                part = add_part(validation);
            }
            is_over = desc.end.n == 0 || (span->end.n != 0 && nd_slice_cmp(span->end, desc.end) <= 0);
            struct nd_slice end = is_over ? span->end : desc.end;
            part->spans[part->count++] = (struct nd_kv_mut){.op = ND_MUT_GUARD, .key = first, .value = end, .for_update_ts = span->since};
            first = desc.end;
        }
    }
    return ND_STATUS_OK;
}

static void prepare(struct validation *validation, struct part *part)
{
    struct nd_txn *txn = validation->txn;
    nd_arena_reset(&part->arena);
    part->call = (struct nd_kv_call){.request = {.kind = ND_KV_VALIDATE, .start_ts = txn->start_ts, .read_ts = txn->read_ts, .muts = part->spans, .mut_count = part->count,
                                                 .ignore = txn->ignore, .ignore_count = txn->ignore_count, .wait_ms = ND__TXN_READ_WAIT_MS},
                                     .route_key = part->spans[0].key,
                                     .deadline_ns = nd__txn_call_deadline(txn),
                                     .arena = &part->arena};
}

static enum nd_status take(struct nd_txn *txn, struct part *part, uint32_t attempt, bool *cut_again_out)
{
    switch (part->call.status) {
    case ND_STATUS_OK: part->is_done = true; return ND_STATUS_OK;
    case ND_STATUS_LOCKED: return nd__txn_resolve(txn, &part->call.reply.lock, true, attempt);
    case ND_STATUS_WRONG_RANGE: *cut_again_out = true; return nd__txn_check(txn);
    case ND_STATUS_BUSY: return nd__txn_check(txn);
    default: return part->call.status;
    }
}

static enum nd_status ask(struct validation *validation, uint32_t *attempt, bool *cut_again_out)
{
    struct nd_txn *txn = validation->txn;
    struct nd_kv_call **calls = nd_arena_array(&validation->arena, struct nd_kv_call *, validation->count + 1);
    for (;; ++*attempt) {
        size_t open = 0;
        for (size_t i = 0; i < validation->count; i++) {
            if (validation->parts[i]->is_done) continue;
            prepare(validation, validation->parts[i]);
            calls[open++] = &validation->parts[i]->call;
        }
        if (open == 0) return ND_STATUS_OK;
        nd__txn_run(txn, calls, open);
        for (size_t i = 0; i < validation->count; i++)
            if (!validation->parts[i]->is_done) ND_TRY(take(txn, validation->parts[i], *attempt, cut_again_out));
        if (*cut_again_out) return ND_STATUS_OK;
    }
}

static void drop_parts(struct validation *validation)
{
    for (size_t i = 0; i < validation->count; i++) nd_arena_deinit(&validation->parts[i]->arena);
    nd_arena_reset(&validation->arena);
    validation->parts = NULL;
    validation->count = validation->cap = 0;
}

enum nd_status nd__txn_validate(struct nd_txn *txn)
{
    if (txn->reads.count == 0 || nd_env_is_broken(txn->system->options.env, ND_BREAK_READS_NOT_VALIDATED)) return ND_STATUS_OK;
    struct validation validation = {.txn = txn};
    struct nd_ts before = txn->read_ts;
    enum nd_status status = ND_STATUS_OK;
    uint32_t attempt = 0;
    bool cut_again = true;
    nd_arena_init(&validation.arena, txn->heap);
    txn->read_ts = txn->commit_ts; /* what is in the way is pushed above it */
    txn->ignore_count = 0;
    while (status == ND_STATUS_OK && cut_again) {
        drop_parts(&validation);
        status = cut(&validation);
        cut_again = false;
        if (status == ND_STATUS_OK) status = ask(&validation, &attempt, &cut_again);
    }
    if (status == ND_STATUS_WRITE_CONFLICT) ND_PROBE(txn->system->options.env, TXN_READS_INVALID);
    drop_parts(&validation);
    nd_arena_deinit(&validation.arena);
    txn->read_ts = before;
    txn->ignore_count = 0;
    return status;
}
