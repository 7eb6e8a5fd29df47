/* SPDX-License-Identifier: Apache-2.0 */
#include "txn/txn_int.h"

/* A read whose timestamp is drawn later sees what is known to be committed now. */
size_t nd__txn_list_settled(const struct nd_txn *txn, struct nd_ts *out)
{
    const struct nd_txn_system *system = txn->system;
    size_t count = 0;
    if (system->next_settled == 0) return 0;
    uint64_t now_ns = nd_env_now_ns(system->options.env);
    for (size_t i = 0; i < ND__TXN_SETTLED_MAX; i++) {
        const struct nd__settled *settled = &system->settled[i];
        bool is_seen = settled->start_ts.v != 0 && (txn->is_late || settled->commit_ts.v <= txn->read_ts.v);
        if (is_seen && now_ns < settled->until_ns) out[count++] = settled->start_ts;
    }
    return count;
}

struct nd_kv_request nd__txn_read_request(struct nd_txn *txn, enum nd_kv_kind kind)
{
    txn->settled_count = nd__txn_list_settled(txn, txn->settled);
    return (struct nd_kv_request){.kind = kind,
                                  .read_ts = txn->read_ts,
                                  .start_ts = txn->is_flushed || txn->has_prewritten ? txn->start_ts : (struct nd_ts){0},
                                  .ignore = txn->ignore,
                                  .ignore_count = txn->ignore_count,
                                  .settled = txn->settled,
                                  .settled_count = txn->settled_count,
                                  .is_stale = txn->options.as_of.v != 0,
                                  .wait_ms = ND__TXN_READ_WAIT_MS};
}

enum nd_status nd__txn_check_own(struct nd_txn *txn, struct nd_slice first, struct nd_slice end)
{
    if (txn->forgotten_first.n == 0 || nd_slice_cmp(first, txn->forgotten_last) > 0 || (end.n > 0 && nd_slice_cmp(txn->forgotten_first, end) > 0)) return ND_STATUS_OK;
    if (nd_env_is_broken(txn->system->options.env, ND_BREAK_OWN_UNCHECKED)) return ND_STATUS_OK;
    struct nd_arena arena;
    nd_arena_init(&arena, txn->heap);
    for (;;) {
        /* as of no time at all: nobody is taken for dead by this */
        struct nd_kv_call call = {.request = {.kind = ND_KV_CHECK_TXN, .start_ts = txn->start_ts, .primary = txn->primary, .ttl_ms = ND__TXN_TTL_MS, .wait_ms = ND__TXN_READ_WAIT_MS},
                                  .route_key = txn->primary,
                                  .deadline_ns = nd__txn_call_deadline(txn),
                                  .arena = &arena};
        struct nd_kv_call *calls[] = {&call};
        nd__txn_run(txn, calls, 1);
        enum nd_status status = nd__txn_check(txn);
        bool is_again = call.status == ND_STATUS_LOCKED || call.status == ND_STATUS_BUSY || call.status == ND_STATUS_WRONG_RANGE || call.status == ND_STATUS_DEADLOCK;
        if (status == ND_STATUS_OK && is_again) {
            nd_arena_reset(&arena);
            continue;
        }
        if (status == ND_STATUS_OK) status = call.status;
        if (status == ND_STATUS_OK && call.reply.txn_state != ND_TXN_ALIVE) status = ND_STATUS_TXN_ABORTED;
        nd_arena_deinit(&arena);
        return status;
    }
}

/* ---- GET ------------------------------------------------------------------------------------------------ */

struct get_group {
    struct nd_kv_call call;
    struct nd_arena arena; /* of its reply where there are several calls: they are answered on several threads */
    struct nd_slice *keys;
    size_t *items; /* indexes into the caller's items */
    size_t count;
};

/* One call per range for the items that `is_open` marks. Returns the number of calls. */
static enum nd_status make_get_groups(struct nd_txn *txn, struct nd_txn_get_item *items, const bool *is_open, size_t count,
                                      struct nd_arena *arena, struct get_group ***groups_out, size_t *group_count_out)
{
    struct get_group **groups = nd_arena_array(&txn->scratch, struct get_group *, count);
    struct nd_range_id *ids = nd_arena_array(&txn->scratch, struct nd_range_id, count);
    size_t group_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_open[i]) continue;
        struct nd_range_desc desc;
        ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, items[i].key, false, nd__txn_call_deadline(txn), &txn->scratch, &desc));
        size_t g = 0;
        while (g < group_count && ids[g].v != desc.id.v) g++;
        if (g == group_count) {
            ids[group_count] = desc.id;
            groups[group_count] = nd_arena_new(&txn->scratch, struct get_group);
            groups[group_count]->keys = nd_arena_array(&txn->scratch, struct nd_slice, count);
            groups[group_count]->items = nd_arena_array(&txn->scratch, size_t, count);
            group_count++;
        }
        groups[g]->keys[groups[g]->count] = items[i].key;
        groups[g]->items[groups[g]->count++] = i;
    }
    for (size_t g = 0; g < group_count; g++) {
        struct nd_kv_call *call = &groups[g]->call;
        call->request = nd__txn_read_request(txn, ND_KV_GET);
        call->request.keys = groups[g]->keys;
        call->request.key_count = groups[g]->count;
        call->route_key = groups[g]->keys[0];
        call->deadline_ns = nd__txn_call_deadline(txn);
        call->arena = group_count == 1 ? arena : &groups[g]->arena;
        nd_arena_init(&groups[g]->arena, txn->heap);
    }
    *groups_out = groups;
    *group_count_out = group_count;
    return ND_STATUS_OK;
}

/* Takes over what came back. Statuses that ask for another round leave their items open. */
static enum nd_status take_group(struct nd_txn *txn, struct get_group *group, struct nd_txn_get_item *items, bool *is_open, struct nd_arena *arena, uint32_t attempt)
{
    struct nd_kv_call *call = &group->call;
    if (call->status == ND_STATUS_LOCKED) return nd__txn_resolve(txn, &call->reply.lock, true, attempt);
    if (call->status == ND_STATUS_WRONG_RANGE || call->status == ND_STATUS_BUSY) return nd__txn_check(txn);
    ND_TRY(call->status);
    if (call->reply.value_count != group->count) return ND_STATUS_MALFORMED;
    for (size_t i = 0; i < group->count; i++) {
        struct nd_txn_get_item *item = &items[group->items[i]];
        item->is_found = call->reply.values[i].is_found;
        item->value = call->reply.values[i].value;
        if (call->arena != arena) item->value = nd_arena_copy(arena, item->value);
        is_open[group->items[i]] = false;
        nd__txn_note_read_key(txn, item->key);
    }
    return ND_STATUS_OK;
}

static enum nd_status take_groups(struct nd_txn *txn, struct get_group **groups, size_t group_count, struct nd_txn_get_item *items, bool *is_open,
                                  struct nd_arena *arena, uint32_t attempt)
{
    enum nd_status status = ND_STATUS_OK;
    for (size_t g = 0; g < group_count; g++) {
        if (status == ND_STATUS_OK) status = take_group(txn, groups[g], items, is_open, arena, attempt);
        nd_arena_deinit(&groups[g]->arena);
    }
    return status;
}

enum nd_status nd_txn_get_many(struct nd_txn *txn, struct nd_txn_get_item *items, size_t count, struct nd_arena *arena)
{
    ND_TRY(nd__txn_check(txn));
    bool *is_open = nd_heap_zalloc(txn->heap, count + 1);
    size_t open = 0;
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        struct nd__write *own = nd__txn_find_data(txn, items[i].key);
        items[i].is_found = own != NULL && own->op != ND_MUT_DELETE;
        items[i].value = items[i].is_found ? nd_arena_copy(arena, own->value) : ND_SLICE_EMPTY;
        is_open[i] = own == NULL;
        open += is_open[i];
    }
    for (uint32_t attempt = 0; open > 0; attempt++) {
        struct get_group **groups;
        size_t group_count;
        nd_arena_reset(&txn->scratch);
        ND_TRY_OR(make_get_groups(txn, items, is_open, count, arena, &groups, &group_count), out);
        struct nd_kv_call **calls = nd_arena_array(&txn->scratch, struct nd_kv_call *, group_count);
        for (size_t g = 0; g < group_count; g++) calls[g] = &groups[g]->call;
        bool is_late = group_count == 1 && nd__txn_ask_late(txn, calls[0]);
        if (txn->is_late && !is_late) {
            ND_TRY_OR(nd_txn_settle(txn), out);
            for (size_t g = 0; g < group_count; g++) calls[g]->request.read_ts = txn->read_ts;
        }
        nd__txn_run(txn, calls, group_count);
        if (is_late && (calls[0]->status == ND_STATUS_UNSUPPORTED || calls[0]->status == ND_STATUS_LOCKED)) {
            ND_TRY_OR(nd_txn_settle(txn), out); /* others are pushed above one timestamp, not above one an attempt */
            continue;
        }
        if (is_late && calls[0]->status == ND_STATUS_OK) ND_TRY_OR(nd__txn_take_late(txn, calls[0]), out);
        ND_TRY_OR(take_groups(txn, groups, group_count, items, is_open, arena, attempt), out);
        open = 0;
        for (size_t i = 0; i < count; i++) open += is_open[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (!nd__txn_may_be_forgotten(txn, items[i].key) || nd__txn_find_data(txn, items[i].key) != NULL) continue;
        status = nd__txn_check_own(txn, items[i].key, items[i].key);
        break;
    }
out:
    nd_heap_free(txn->heap, is_open);
    return status;
}

enum nd_status nd_txn_get(struct nd_txn *txn, struct nd_slice key, struct nd_arena *arena, struct nd_slice *value_out)
{
    struct nd_txn_get_item item = {.key = key};
    *value_out = ND_SLICE_EMPTY;
    ND_TRY(nd_txn_get_many(txn, &item, 1, arena));
    *value_out = item.value;
    return item.is_found ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
}

/* ---- rows by prefixes of their keys ------------------------------------------------------------------------ */

/* One range's share. Each call has an arena of its own: replies are made on several threads. */
struct prefix_group {
    struct nd_kv_call call;
    struct nd_arena arena;
    struct nd_slice *keys;
    size_t *spans; /* whose keys they are */
    size_t count;
    struct nd_buf end;
};

struct prefix_scan {
    struct nd_txn *txn;
    struct nd_txn_span *spans;
    size_t count;
    bool keys_only;
    struct nd_arena *out;
    struct nd_arena work; /* of one round */
    bool *is_open;
};

static bool has_prefix(struct nd_slice key, struct nd_slice prefix) { return key.n >= prefix.n && memcmp(key.p, prefix.p, prefix.n) == 0; }

static bool prefix_end(struct nd_slice prefix, struct nd_buf *end)
{
    nd_buf_clear(end);
    nd_buf_put_slice(end, prefix);
    while (end->n > 0 && end->p[end->n - 1] == 0xff) end->n--;
    if (end->n > 0) end->p[end->n - 1]++;
    return end->n > 0;
}

/* A span that is long, or written to by the transaction itself: as any other scan. */
static enum nd_status scan_span(struct prefix_scan *prefix_scan, struct nd_txn_span *span)
{
    struct nd_buf end;
    nd_buf_init(&end, prefix_scan->txn->heap);
    (void)prefix_end(span->prefix, &end);
    struct nd_txn_scan scan = {.txn = prefix_scan->txn, .first = span->prefix, .end = nd_buf_slice(&end), .keys_only = prefix_scan->keys_only};
    size_t cap = 0;
    span->count = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    while (status == ND_STATUS_OK) {
        struct nd_kv_pair *pairs;
        size_t count;
        status = nd_txn_scan_next(&scan, prefix_scan->out, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        if (span->count + count > cap) {
            cap = (span->count + count) * 2;
            struct nd_kv_pair *more = nd_arena_array(prefix_scan->out, struct nd_kv_pair, cap);
            if (span->count > 0) memcpy(more, span->pairs, sizeof *more * span->count);
            span->pairs = more;
        }
        memcpy(span->pairs + span->count, pairs, sizeof *pairs * count);
        span->count += count;
    }
    nd_txn_scan_close(&scan);
    nd_buf_deinit(&end);
    return status;
}

static bool has_own_writes(const struct nd_txn *txn, const struct nd_txn_span *span)
{
    const struct nd_omap_node *own = nd_omap_find_ge(&txn->writes, span->prefix);
    return own != NULL && has_prefix(own->key, span->prefix);
}

static struct prefix_group *new_group(struct prefix_scan *prefix_scan)
{
    struct prefix_group *group = nd_arena_new(&prefix_scan->work, struct prefix_group);
    group->keys = nd_arena_array(&prefix_scan->work, struct nd_slice, prefix_scan->count);
    group->spans = nd_arena_array(&prefix_scan->work, size_t, prefix_scan->count);
    nd_arena_init(&group->arena, prefix_scan->txn->heap);
    nd_buf_init(&group->end, prefix_scan->txn->heap);
    return group;
}

static void free_groups(struct prefix_group **groups, size_t count)
{
    for (size_t g = 0; g < count; g++) {
        nd_arena_deinit(&groups[g]->arena);
        nd_buf_deinit(&groups[g]->end);
    }
}

/* Open spans by range; they ascend, so a range's are side by side. */
static enum nd_status group_spans(struct prefix_scan *prefix_scan, struct prefix_group **groups, size_t *group_count)
{
    struct nd_txn *txn = prefix_scan->txn;
    struct nd_range_desc desc = {0};
    for (size_t i = 0; i < prefix_scan->count; i++) {
        struct nd_slice prefix = prefix_scan->spans[i].prefix;
        if (!prefix_scan->is_open[i]) continue;
        bool is_same = *group_count > 0 && (desc.end.n == 0 || nd_slice_cmp(prefix, desc.end) < 0);
        if (!is_same) {
            ND_TRY(nd_kv_lookup(txn->system->options.kv, txn->fiber, prefix, false, nd__txn_call_deadline(txn), &prefix_scan->work, &desc));
            groups[(*group_count)++] = new_group(prefix_scan);
        }
        struct prefix_group *group = groups[*group_count - 1];
        group->keys[group->count] = prefix;
        group->spans[group->count++] = i;
    }
    for (size_t g = 0; g < *group_count; g++) {
        struct nd_kv_call *call = &groups[g]->call;
        call->request = nd__txn_read_request(txn, ND_KV_SCAN);
        call->request.keys = groups[g]->keys;
        call->request.key_count = groups[g]->count;
        call->request.first = call->route_key = groups[g]->keys[0];
        (void)prefix_end(groups[g]->keys[groups[g]->count - 1], &groups[g]->end);
        call->request.end = nd_buf_slice(&groups[g]->end);
        call->request.keys_only = prefix_scan->keys_only;
        call->deadline_ns = nd__txn_call_deadline(txn);
        call->arena = &groups[g]->arena;
    }
    return ND_STATUS_OK;
}

/* Spans before `resume` have all their rows; one that it is in the middle of is scanned by itself; those behind stay open. */
static enum nd_status take_rows(struct prefix_scan *prefix_scan, struct prefix_group *group)
{
    const struct nd_kv_reply *reply = &group->call.reply;
    size_t at = 0;
    for (size_t i = 0; i < group->count; i++) {
        struct nd_txn_span *span = &prefix_scan->spans[group->spans[i]];
        size_t first = at;
        while (at < reply->row_count && has_prefix(reply->rows[at].key, span->prefix)) at++;
        bool is_behind = reply->resume.n > 0 && nd_slice_cmp(reply->resume, span->prefix) <= 0;
        bool is_within = reply->resume.n > 0 && !is_behind && has_prefix(reply->resume, span->prefix);
        if (is_behind) continue;
        prefix_scan->is_open[group->spans[i]] = false;
        if (!is_within && prefix_end(span->prefix, &group->end)) nd__txn_note_read(prefix_scan->txn, span->prefix, nd_buf_slice(&group->end));
        if (is_within) {
            ND_TRY(scan_span(prefix_scan, span));
            continue;
        }
        span->count = at - first;
        span->pairs = nd_arena_array(prefix_scan->out, struct nd_kv_pair, span->count + 1);
        for (size_t k = 0; k < span->count; k++)
            span->pairs[k] = (struct nd_kv_pair){nd_arena_copy(prefix_scan->out, reply->rows[first + k].key), nd_arena_copy(prefix_scan->out, reply->rows[first + k].value)};
    }
    return at == reply->row_count ? ND_STATUS_OK : ND_STATUS_MALFORMED;
}

static enum nd_status take_prefixes(struct prefix_scan *prefix_scan, struct prefix_group *group, uint32_t attempt)
{
    struct nd_kv_call *call = &group->call;
    if (call->status == ND_STATUS_LOCKED) return nd__txn_resolve(prefix_scan->txn, &call->reply.lock, true, attempt);
    if (call->status == ND_STATUS_WRONG_RANGE || call->status == ND_STATUS_BUSY) return nd__txn_check(prefix_scan->txn);
    ND_TRY(call->status);
    return take_rows(prefix_scan, group);
}

static enum nd_status scan_round(struct prefix_scan *prefix_scan, uint32_t attempt, bool *is_done_out)
{
    nd_arena_reset(&prefix_scan->work);
    struct prefix_group **groups = nd_arena_array(&prefix_scan->work, struct prefix_group *, prefix_scan->count + 1);
    size_t count = 0;
    enum nd_status status = group_spans(prefix_scan, groups, &count);
    *is_done_out = count == 0;
    if (status == ND_STATUS_OK && count > 0) {
        struct nd_kv_call **calls = nd_arena_array(&prefix_scan->work, struct nd_kv_call *, count);
        for (size_t g = 0; g < count; g++) calls[g] = &groups[g]->call;
        nd__txn_run(prefix_scan->txn, calls, count);
        for (size_t g = 0; g < count && status == ND_STATUS_OK; g++) status = take_prefixes(prefix_scan, groups[g], attempt);
        const struct nd_kv_request *first = &groups[0]->call.request, *last = &groups[count - 1]->call.request;
        if (status == ND_STATUS_OK) status = nd__txn_check_own(prefix_scan->txn, first->first, last->end);
    }
    free_groups(groups, count);
    return status;
}

enum nd_status nd_txn_scan_prefixes(struct nd_txn *txn, struct nd_txn_span *spans, size_t count, bool keys_only, struct nd_arena *arena)
{
    ND_TRY(nd__txn_check(txn));
    ND_TRY(nd_txn_settle(txn));
    struct prefix_scan prefix_scan = {.txn = txn, .spans = spans, .count = count, .keys_only = keys_only, .out = arena, .is_open = nd_heap_zalloc(txn->heap, count + 1)};
    nd_arena_init(&prefix_scan.work, txn->heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        prefix_scan.is_open[i] = !has_own_writes(txn, &spans[i]);
        if (!prefix_scan.is_open[i]) status = scan_span(&prefix_scan, &spans[i]);
    }
    bool is_done = false;
    for (uint32_t attempt = 0; status == ND_STATUS_OK && !is_done; attempt++) status = scan_round(&prefix_scan, attempt, &is_done);
    nd_arena_deinit(&prefix_scan.work);
    nd_heap_free(txn->heap, prefix_scan.is_open);
    return status;
}
