/* SPDX-License-Identifier: Apache-2.0 */
#include "support/txn_mem.h"

#include "base/limits.h"
#include "base/omap.h"
#include "meta/meta_wire.h"
#include "sql/shard/program.h"

#define LOCK_WAIT_NS (2 * ND_SEC)
#define SCAN_ROWS 100

struct version {
    struct version *older;
    uint64_t ts;
    bool is_deleted;
    struct nd_slice value;
};

struct mem_key {
    struct nd_omap_node node;
    struct version *newest;
    struct nd_txn *owner;      /* holds the lock */
    struct nd_list waiters;
};

struct sequence {
    struct nd_omap_node node;
    uint64_t next;
};

struct nd_txn_system {
    struct nd_heap *heap;
    struct nd_reactor *reactor;
    struct nd_arena arena;     /* everything that is kept */
    struct nd_omap keys, sequences;
    uint64_t clock, txn_count;
    struct nd_slice watch;
    uint64_t watch_since;
    size_t splits, discards;
    struct nd_slice scanned;
};

enum op { OP_NONE, OP_PUT, OP_DELETE, OP_INSERT };

struct write {
    struct nd_omap_node node;
    enum op op;
    struct nd_slice value;
    uint64_t for_ts;
};

struct undo { /* what a write was before the statement touched it */
    struct nd_list link;
    uint64_t statement;
    struct write *write;
    enum op op;
    struct nd_slice value;
    uint64_t for_ts;
};

struct guard {
    struct nd_list link;
    struct nd_slice key;
    uint64_t ts;
    bool has_floor;
};

struct held {
    struct nd_list link;
    uint64_t statement;
    struct mem_key *key;
};

struct waiter {
    struct nd_list link;
    struct nd_fiber *fiber;
};

struct nd_txn {
    struct nd_txn_system *system;
    struct nd_fiber *fiber;
    struct nd_txn_options options;
    struct nd_arena arena;
    struct nd_txn_id id;
    uint64_t read_ts, commit_ts, deadline_ns;
    struct nd_omap writes;
    struct nd_list undos, guards, held;
    struct nd_slice failed_key;
    uint64_t schema_ts, late_since, unchanged_since;
    uint64_t statement;
    uint64_t bytes;
    bool is_late;
    bool is_canceled, is_over, has_data, is_reading_past;
};

struct nd_txn_scan_state {
    struct nd_slice first, end;
    uint64_t read_ts, left;
    bool has_limit, is_done;
};

/* ---- system ------------------------------------------------------------------------------------------------ */

struct nd_txn_system *nd_txn_mem_open(struct nd_heap *heap, struct nd_reactor *reactor)
{
    struct nd_txn_system *system = nd_heap_new(heap, struct nd_txn_system);
    system->heap = heap;
    system->reactor = reactor;
    nd_arena_init(&system->arena, heap);
    nd_omap_init(&system->keys);
    nd_omap_init(&system->sequences);
    system->clock = 1;
    return system;
}

void nd_txn_mem_close(struct nd_txn_system *system)
{
    nd_arena_deinit(&system->arena);
    nd_heap_free(system->heap, system);
}

size_t nd_txn_mem_splits(const struct nd_txn_system *system) { return system->splits; }
size_t nd_txn_mem_discards(const struct nd_txn_system *system) { return system->discards; }

struct nd_slice nd_txn_mem_scanned(const struct nd_txn_system *system) { return system->scanned; }

static struct mem_key *find_key(struct nd_txn_system *system, struct nd_slice key)
{
    struct nd_omap_node *node = nd_omap_find(&system->keys, key);
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct mem_key, node);
}

static struct mem_key *make_key(struct nd_txn_system *system, struct nd_slice key)
{
    struct mem_key *found = find_key(system, key);
    if (found != NULL) return found;
    found = nd_arena_new(&system->arena, struct mem_key);
    nd_list_init(&found->waiters);
    nd_omap_insert(&system->keys, &found->node, nd_arena_copy(&system->arena, key));
    return found;
}

static const struct version *version_at(const struct mem_key *key, uint64_t ts)
{
    const struct version *version = key == NULL ? NULL : key->newest;
    while (version != NULL && version->ts > ts) version = version->older;
    return version == NULL || version->is_deleted ? NULL : version;
}

size_t nd_txn_mem_count(struct nd_txn_system *system, struct nd_slice prefix)
{
    size_t count = 0;
    for (struct nd_omap_node *node = nd_omap_find_ge(&system->keys, prefix); node != NULL && nd_slice_has_prefix(node->key, prefix); node = nd_omap_next(node))
        count += version_at(ND_CONTAINER_OF(node, struct mem_key, node), UINT64_MAX) != NULL;
    return count;
}

enum nd_status nd_txn_system_now(struct nd_txn_system *system, struct nd_fiber *fiber, uint64_t deadline_ns, struct nd_ts *ts_out)
{
    ND_UNUSED(fiber), ND_UNUSED(deadline_ns);
    ts_out->v = ++system->clock;
    return ND_STATUS_OK;
}

struct nd_ts nd_txn_system_closed(const struct nd_txn_system *system, struct nd_ts min)
{
    ND_UNUSED(system);
    return min;
}
struct nd_ts nd_txn_system_seen(const struct nd_txn_system *system) { return (struct nd_ts){system->clock}; }
struct nd_ts nd_txn_system_guess(const struct nd_txn_system *system) { return (struct nd_ts){system->clock}; }

enum nd_status nd_txn_system_split(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, struct nd_node_id preferred_leader)
{
    ND_UNUSED(fiber), ND_UNUSED(key), ND_UNUSED(preferred_leader);
    system->splits++;
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_keep(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice key, bool is_kept)
{
    ND_UNUSED(system), ND_UNUSED(fiber), ND_UNUSED(key), ND_UNUSED(is_kept);
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_part(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_slice *keys, size_t count, bool believes_cache)
{
    ND_UNUSED(fiber), ND_UNUSED(keys), ND_UNUSED(believes_cache);
    system->splits += count;
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_release(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice first, struct nd_slice end)
{
    ND_UNUSED(system), ND_UNUSED(fiber), ND_UNUSED(first), ND_UNUSED(end);
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_look(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_arena *arena, struct nd_meta_reply *all)
{
    ND_UNUSED(system), ND_UNUSED(fiber), ND_UNUSED(arena);
    memset(all, 0, sizeof *all);
    return ND_STATUS_OK;
}

/* There is one node. */
size_t nd_txn_awaited(const struct nd_txn *txn, struct nd_ts *out, uint64_t *since_ns_out)
{
    ND_UNUSED(txn);
    ND_UNUSED(out);
    *since_ns_out = 0;
    return 0;
}

bool nd_txn_guarded(const struct nd_txn *txn, size_t i, struct nd_slice *prefix_out)
{
    ND_UNUSED(txn);
    ND_UNUSED(i);
    ND_UNUSED(prefix_out);
    return false;
}

enum nd_status nd_txn_system_ask_nodes(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_arena *arena, const struct nd_txn_question *question,
                                       struct nd_txn_answer **answers_out, size_t *count_out)
{
    ND_UNUSED(system);
    ND_UNUSED(fiber);
    ND_UNUSED(arena);
    ND_UNUSED(question);
    *answers_out = NULL;
    *count_out = 0;
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_has_elders(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice prefix, struct nd_ts before, bool *has_out)
{
    ND_UNUSED(system), ND_UNUSED(prefix), ND_UNUSED(before);
    nd_fiber_yield(fiber);
    *has_out = false;
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_discard_span(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice first, struct nd_slice end)
{
    ND_UNUSED(fiber);
    system->discards++;
    struct nd_omap_node *node = nd_omap_find_ge(&system->keys, first);
    for (; node != NULL && nd_slice_cmp(node->key, end) < 0; node = nd_omap_next(node)) ND_CONTAINER_OF(node, struct mem_key, node)->newest = NULL;
    return ND_STATUS_OK;
}

enum nd_status nd_txn_system_allocate_ids(struct nd_txn_system *system, struct nd_fiber *fiber, struct nd_slice name, uint64_t count, uint64_t *first_out)
{
    nd_fiber_yield(fiber);
    struct nd_omap_node *node = nd_omap_find(&system->sequences, name);
    if (node == NULL) {
        struct sequence *sequence = nd_arena_new(&system->arena, struct sequence);
        nd_omap_insert(&system->sequences, &sequence->node, nd_arena_copy(&system->arena, name));
        node = &sequence->node;
    }
    struct sequence *sequence = ND_CONTAINER_OF(node, struct sequence, node);
    *first_out = sequence->next + 1;
    sequence->next += count;
    return ND_STATUS_OK;
}

/* ---- life --------------------------------------------------------------------------------------------------- */

struct nd_txn *nd_txn_begin(struct nd_txn_system *system, struct nd_fiber *fiber, const struct nd_txn_options *options)
{
    struct nd_txn *txn = nd_heap_new(system->heap, struct nd_txn);
    txn->system = system;
    txn->fiber = fiber;
    txn->options = *options;
    txn->id = (struct nd_txn_id){0, ++system->txn_count};
    nd_arena_init(&txn->arena, system->heap);
    nd_omap_init(&txn->writes);
    nd_list_init(&txn->undos);
    nd_list_init(&txn->guards);
    nd_list_init(&txn->held);
    return txn;
}

static void release_locks(struct nd_txn *txn, uint64_t since)
{
    while (!nd_list_is_empty(&txn->held)) {
        struct held *held = ND_CONTAINER_OF(txn->held.prev, struct held, link);
        if (held->statement < since) break;
        nd_list_remove(&held->link);
        held->key->owner = NULL;
        if (!nd_list_is_empty(&held->key->waiters)) nd_fiber_wake(ND_CONTAINER_OF(held->key->waiters.next, struct waiter, link)->fiber);
    }
}

void nd_txn_free(struct nd_txn *txn)
{
    release_locks(txn, 0);
    nd_arena_deinit(&txn->arena);
    nd_heap_free(txn->system->heap, txn);
}

void nd_txn_rollback(struct nd_txn *txn)
{
    txn->is_over = true;
    release_locks(txn, 0);
}

void nd_txn_set_kin(struct nd_txn *txn, const struct nd_ts *kin, size_t count) { ND_UNUSED(txn), ND_UNUSED(kin), ND_UNUSED(count); }
void nd_txn_set_lock_timeout(struct nd_txn *txn, uint64_t timeout_ns) { txn->options.lock_timeout_ns = timeout_ns; }
void nd_txn_set_deadline(struct nd_txn *txn, uint64_t deadline_ns) { txn->deadline_ns = deadline_ns; }

void nd_txn_cancel(struct nd_txn *txn)
{
    txn->is_canceled = true;
    nd_fiber_wake(txn->fiber);
}

static enum nd_status check(struct nd_txn *txn)
{
    ND_ASSERT(!txn->is_over);
    if (txn->is_canceled) return ND_STATUS_CANCELED;
    if (txn->deadline_ns != 0 && nd_env_now_ns(nd_reactor_env(txn->system->reactor)) >= txn->deadline_ns) return ND_STATUS_TIMEOUT;
    return ND_STATUS_OK;
}

void nd_txn_system_watch(struct nd_txn_system *system, struct nd_slice key, struct nd_ts since)
{
    if (system->watch.n == 0) system->watch = nd_arena_copy(&system->arena, key);
    system->watch_since = since.v;
}

static bool is_unchanged(struct nd_txn *txn, uint64_t since)
{
    const struct mem_key *key = find_key(txn->system, txn->system->watch);
    return txn->system->watch.n > 0 && since != 0 && (key == NULL || key->newest == NULL || key->newest->ts <= since);
}

enum nd_status nd_txn_begin_statement_late(struct nd_txn *txn, struct nd_ts since)
{
    ND_TRY(check(txn));
    txn->statement++;
    txn->is_late = true;
    txn->late_since = since.v;
    return ND_STATUS_OK;
}

bool nd_txn_is_late(const struct nd_txn *txn) { return txn->is_late; }

struct nd_ts nd_txn_unchanged_since(const struct nd_txn *txn)
{
    return (struct nd_ts){txn->is_late ? 0 : txn->unchanged_since};
}

enum nd_status nd_txn_settle(struct nd_txn *txn)
{
    if (!txn->is_late) return ND_STATUS_OK;
    txn->is_late = false;
    txn->read_ts = txn->schema_ts = ++txn->system->clock;
    txn->unchanged_since = is_unchanged(txn, txn->late_since) ? txn->late_since : 0;
    return ND_STATUS_OK;
}

enum nd_status nd_txn_begin_statement(struct nd_txn *txn)
{
    ND_TRY(check(txn));
    nd_fiber_yield(txn->fiber);
    txn->statement++;
    txn->is_late = false;
    txn->unchanged_since = is_unchanged(txn, txn->system->watch_since) ? txn->system->watch_since : 0;
    if (txn->read_ts == 0 || txn->options.isolation == ND_READ_COMMITTED)
        txn->read_ts = txn->schema_ts = ++txn->system->clock;
    return check(txn);
}

static void undo_since(struct nd_txn *txn, uint64_t since)
{
    while (!nd_list_is_empty(&txn->undos)) {
        struct undo *undo = ND_CONTAINER_OF(txn->undos.prev, struct undo, link);
        if (undo->statement < since) break;
        nd_list_remove(&undo->link);
        undo->write->op = undo->op;
        undo->write->value = undo->value;
        undo->write->for_ts = undo->for_ts;
    }
}

enum nd_status nd_txn_rollback_statement(struct nd_txn *txn)
{
    undo_since(txn, txn->statement);
    return ND_STATUS_OK;
}

uint64_t nd_txn_savepoint(struct nd_txn *txn) { return txn->statement; }

enum nd_status nd_txn_rollback_to(struct nd_txn *txn, uint64_t savepoint)
{
    undo_since(txn, savepoint + 1);
    release_locks(txn, savepoint + 1);
    txn->is_canceled = txn->is_late = false;
    return ND_STATUS_OK;
}

struct nd_ts nd_txn_read_ts(const struct nd_txn *txn) { return (struct nd_ts){txn->read_ts}; }
struct nd_ts nd_txn_schema_ts(const struct nd_txn *txn) { return (struct nd_ts){txn->schema_ts}; }
struct nd_txn_id nd_txn_id_of(const struct nd_txn *txn) { return txn->id; }
enum nd_isolation nd_txn_isolation(const struct nd_txn *txn) { return txn->options.isolation; }
bool nd_txn_has_writes(const struct nd_txn *txn) { return txn->has_data; }
struct nd_slice nd_txn_failed_key(const struct nd_txn *txn) { return txn->failed_key; }
struct nd_ts nd_txn_commit_ts(const struct nd_txn *txn) { return (struct nd_ts){txn->commit_ts}; }

/* ---- reading -------------------------------------------------------------------------------------------------- */

static struct write *find_write(struct nd_txn *txn, struct nd_slice key)
{
    struct nd_omap_node *node = nd_omap_find(&txn->writes, key);
    struct write *write = node == NULL ? NULL : ND_CONTAINER_OF(node, struct write, node);
    return write == NULL || write->op == OP_NONE ? NULL : write;
}

/* The first time that the statement wrote it. NULL: it did not. */
static const struct undo *first_of_statement(const struct nd_txn *txn, const struct write *write)
{
    for (struct nd_list *link = txn->undos.next; link != &txn->undos; link = link->next) {
        const struct undo *undo = ND_CONTAINER_OF(link, struct undo, link);
        if (undo->write == write && undo->statement == txn->statement) return undo;
    }
    return NULL;
}

/* What reads see of the transaction's own writes. */
static struct write *seen_write(struct nd_txn *txn, struct nd_slice key)
{
    struct write *write = find_write(txn, key);
    const struct undo *undo = write == NULL || !txn->is_reading_past ? NULL : first_of_statement(txn, write);
    if (undo == NULL) return write;
    struct write *before = nd_arena_new(&txn->arena, struct write);
    before->op = undo->op;
    before->value = undo->value;
    return before->op == OP_NONE ? NULL : before;
}

void nd_txn_keep_whole(struct nd_txn *txn) { ND_UNUSED(txn); }

bool nd_txn_read_past(struct nd_txn *txn, bool is_past)
{
    bool was_past = txn->is_reading_past;
    txn->is_reading_past = is_past;
    return was_past;
}

bool nd_txn_has_written(const struct nd_txn *txn, struct nd_slice key)
{
    struct nd_omap_node *node = nd_omap_find(&txn->writes, key);
    return node != NULL && first_of_statement(txn, ND_CONTAINER_OF(node, struct write, node)) != NULL;
}

static bool read_key(struct nd_txn *txn, struct nd_slice key, struct nd_arena *arena, struct nd_slice *value_out)
{
    struct write *write = seen_write(txn, key);
    if (write != NULL) {
        if (write->op == OP_DELETE) return false;
        *value_out = nd_arena_copy(arena, write->value);
        return true;
    }
    const struct version *version = version_at(find_key(txn->system, key), txn->read_ts);
    if (version == NULL) return false;
    *value_out = nd_arena_copy(arena, version->value);
    return true;
}

enum nd_status nd_txn_get(struct nd_txn *txn, struct nd_slice key, struct nd_arena *arena, struct nd_slice *value_out)
{
    ND_TRY(check(txn));
    ND_TRY(nd_txn_settle(txn));
    *value_out = ND_SLICE_EMPTY;
    return read_key(txn, key, arena, value_out) ? ND_STATUS_OK : ND_STATUS_NOT_FOUND;
}

enum nd_status nd_txn_get_many(struct nd_txn *txn, struct nd_txn_get_item *items, size_t count, struct nd_arena *arena)
{
    ND_TRY(check(txn));
    nd_fiber_yield(txn->fiber);
    ND_TRY(nd_txn_settle(txn));
    for (size_t i = 0; i < count; i++) items[i].is_found = read_key(txn, items[i].key, arena, &items[i].value);
    return check(txn);
}

enum nd_status nd_txn_scan_open(struct nd_txn_scan *scan)
{
    struct nd_txn *txn = scan->txn;
    scan->state = nd_heap_new(txn->system->heap, struct nd_txn_scan_state);
    struct nd_arena *arena = &txn->arena;
    scan->state->first = nd_arena_copy(arena, scan->first);
    txn->system->scanned = nd_arena_copy(&txn->system->arena, scan->first);
    scan->state->end = nd_arena_copy(arena, scan->end);
    scan->state->has_limit = scan->row_limit > 0;
    scan->state->left = scan->row_limit;
    return check(txn);
}

/* The next key at or after (reverse: before) the cursor that the transaction can see. */
static bool next_pair(struct nd_txn_scan *scan, struct nd_slice cursor, struct nd_arena *arena, struct nd_kv_pair *pair)
{
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = scan->state;
    for (;;) {
        struct nd_omap_node *a, *b, *node;
        if (scan->is_reverse) {
            a = cursor.n == 0 && cursor.p == NULL ? nd_omap_last(&txn->system->keys) : nd_omap_find_lt(&txn->system->keys, cursor);
            b = cursor.n == 0 && cursor.p == NULL ? nd_omap_last(&txn->writes) : nd_omap_find_lt(&txn->writes, cursor);
        } else {
            a = nd_omap_find_ge(&txn->system->keys, cursor);
            b = nd_omap_find_ge(&txn->writes, cursor);
        }
        if (a == NULL && b == NULL) return false;
        int c = a == NULL ? 1 : b == NULL ? -1 : nd_slice_cmp(a->key, b->key);
        node = a == NULL ? b : b == NULL ? a : scan->is_reverse ? (c >= 0 ? a : b) : (c <= 0 ? a : b);
        bool is_out = scan->is_reverse ? nd_slice_cmp(node->key, state->first) < 0 : state->end.n > 0 && nd_slice_cmp(node->key, state->end) >= 0;
        if (is_out) return false;
        pair->key = nd_arena_copy(arena, node->key);
        struct write *write = seen_write(txn, pair->key);
        const struct version *version = version_at(find_key(txn->system, pair->key), state->read_ts);
        bool is_seen = write != NULL ? write->op != OP_DELETE : version != NULL;
        if (is_seen) {
            pair->value = scan->keys_only ? ND_SLICE_EMPTY : nd_arena_copy(arena, write != NULL ? write->value : version->value);
            return true;
        }
        if (scan->is_reverse) {
            cursor = pair->key;
        } else {
            uint8_t *after = nd_arena_zalloc(arena, pair->key.n + 1);
            memcpy(after, pair->key.p, pair->key.n);
            cursor = nd_slice_of(after, pair->key.n + 1);
        }
    }
}

enum nd_status nd_txn_scan_next(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_kv_pair **pairs_out, size_t *count_out)
{
    struct nd_txn *txn = scan->txn;
    struct nd_txn_scan_state *state = scan->state;
    *count_out = 0;
    *pairs_out = nd_arena_array(arena, struct nd_kv_pair, SCAN_ROWS);
    ND_TRY(check(txn));
    nd_fiber_yield(txn->fiber);
    ND_TRY(check(txn));
    ND_TRY(nd_txn_settle(txn));
    if (state->read_ts == 0) state->read_ts = txn->read_ts;
    while (*count_out < SCAN_ROWS && !state->is_done && (!state->has_limit || state->left > 0)) {
        struct nd_kv_pair *pair = &(*pairs_out)[*count_out];
        if (!next_pair(scan, scan->is_reverse ? state->end : state->first, arena, pair)) {
            state->is_done = true;
            break;
        }
        ++*count_out;
        if (state->has_limit) state->left--;
        if (scan->is_reverse) {
            state->end = nd_arena_copy(&txn->arena, pair->key);
        } else {
            uint8_t *after = nd_arena_zalloc(&txn->arena, pair->key.n + 1);
            memcpy(after, pair->key.p, pair->key.n);
            state->first = nd_slice_of(after, pair->key.n + 1);
        }
    }
    return ND_STATUS_OK;
}

void nd_txn_scan_begin(struct nd_txn_scan *scan) { ND_UNUSED(scan); }
void nd_txn_scan_forget_ahead(struct nd_txn_scan *scan) { ND_UNUSED(scan); }

/* The program over a few rows at a time, so that partial results are many. */
static enum nd_status run_program(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_txn_piece *piece)
{
    struct nd_scan_sink *sink;
    ND_TRY(nd_program_runner.open(scan->program, UINT64_MAX, arena, &sink));
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < piece->count && status == ND_STATUS_OK; i++) status = sink->take(sink, piece->pairs[i].key, piece->pairs[i].value);
    if (status == ND_STATUS_OK) status = sink->finish(sink, &piece->payload);
    sink->close(sink);
    return status;
}

enum nd_status nd_txn_scan_next_piece(struct nd_txn_scan *scan, struct nd_arena *arena, struct nd_txn_piece *piece)
{
    *piece = (struct nd_txn_piece){0};
    bool has_program = scan->program.n > 0 && scan->txn->writes.count == 0;
    ND_TRY(nd_txn_scan_next(scan, arena, &piece->pairs, &piece->count));
    if (!has_program || piece->count == 0) return ND_STATUS_OK;
    enum nd_status status = run_program(scan, arena, piece);
    if (status == ND_STATUS_UNSUPPORTED) {
        piece->payload = ND_SLICE_EMPTY;
        return ND_STATUS_OK;
    }
    piece->count = 0;
    return status;
}

void nd_txn_scan_close(struct nd_txn_scan *scan)
{
    if (scan->state == NULL) return;
    nd_heap_free(scan->txn->system->heap, scan->state);
    scan->state = NULL;
}

static enum nd_status scan_prefix(struct nd_txn *txn, struct nd_txn_span *span, bool keys_only, struct nd_arena *arena)
{
    uint8_t *end = nd_arena_alloc(arena, span->prefix.n);
    memcpy(end, span->prefix.p, span->prefix.n);
    size_t end_bytes = span->prefix.n;
    while (end_bytes > 0 && end[end_bytes - 1] == 0xff) end_bytes--;
    if (end_bytes > 0) end[end_bytes - 1]++;
    struct nd_txn_scan scan = {.txn = txn, .first = span->prefix, .end = nd_slice_of(end, end_bytes), .keys_only = keys_only};
    size_t cap = 0, count;
    span->count = 0;
    enum nd_status status = nd_txn_scan_open(&scan);
    do {
        struct nd_kv_pair *pairs;
        count = 0;
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, arena, &pairs, &count);
        for (size_t i = 0; i < count; i++) {
            if (span->count == cap) {
                cap = cap == 0 ? 8 : cap * 2;
                struct nd_kv_pair *more = nd_arena_array(arena, struct nd_kv_pair, cap);
                if (span->count > 0) memcpy(more, span->pairs, sizeof *more * span->count);
                span->pairs = more;
            }
            span->pairs[span->count++] = pairs[i];
        }
    } while (count > 0);
    nd_txn_scan_close(&scan);
    return status;
}

enum nd_status nd_txn_scan_prefixes(struct nd_txn *txn, struct nd_txn_span *spans, size_t count, bool keys_only, struct nd_arena *arena)
{
    for (size_t i = 0; i < count; i++) ND_TRY(scan_prefix(txn, &spans[i], keys_only, arena));
    return ND_STATUS_OK;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static void add_write(struct nd_txn *txn, struct nd_slice key, enum op op, struct nd_slice value, uint64_t for_ts)
{
    struct nd_omap_node *node = nd_omap_find(&txn->writes, key);
    if (node == NULL) {
        struct write *fresh = nd_arena_new(&txn->arena, struct write);
        nd_omap_insert(&txn->writes, &fresh->node, nd_arena_copy(&txn->arena, key));
        node = &fresh->node;
    }
    struct write *write = ND_CONTAINER_OF(node, struct write, node);
    struct undo *undo = nd_arena_new(&txn->arena, struct undo);
    *undo = (struct undo){.statement = txn->statement, .write = write, .op = write->op, .value = write->value, .for_ts = write->for_ts};
    nd_list_push_back(&txn->undos, &undo->link);
    if (write->op == OP_INSERT && op == OP_PUT) op = OP_INSERT; /* still to be new at the commit */
    write->op = op;
    write->value = nd_arena_copy(&txn->arena, value);
    write->for_ts = for_ts;
    txn->has_data = true;
    txn->bytes += key.n + value.n + sizeof *write;
}

static enum nd_status check_write(struct nd_txn *txn, struct nd_slice key, struct nd_slice value)
{
    ND_TRY(check(txn));
    ND_TRY(nd_txn_settle(txn));
    if (txn->options.is_read_only) return ND_STATUS_INVALID;
    return key.n > ND_KEY_BYTES_MAX || value.n > ND_VALUE_BYTES_MAX ? ND_STATUS_TOO_LARGE : ND_STATUS_OK;
}

enum nd_status nd_txn_put(struct nd_txn *txn, struct nd_slice key, struct nd_slice value)
{
    ND_TRY(check_write(txn, key, value));
    add_write(txn, key, OP_PUT, value, txn->read_ts);
    return ND_STATUS_OK;
}

enum nd_status nd_txn_delete(struct nd_txn *txn, struct nd_slice key)
{
    ND_TRY(check_write(txn, key, ND_SLICE_EMPTY));
    add_write(txn, key, OP_DELETE, ND_SLICE_EMPTY, txn->read_ts);
    return ND_STATUS_OK;
}

/* Whatever is there. */
enum nd_status nd_txn_put_blind(struct nd_txn *txn, struct nd_slice key, struct nd_slice value)
{
    ND_TRY(check_write(txn, key, value));
    add_write(txn, key, OP_PUT, value, UINT64_MAX);
    return ND_STATUS_OK;
}

enum nd_status nd_txn_delete_blind(struct nd_txn *txn, struct nd_slice key)
{
    ND_TRY(check_write(txn, key, ND_SLICE_EMPTY));
    add_write(txn, key, OP_DELETE, ND_SLICE_EMPTY, UINT64_MAX);
    return ND_STATUS_OK;
}

enum nd_status nd_txn_insert(struct nd_txn *txn, struct nd_slice key, struct nd_slice value, bool check_now)
{
    ND_TRY(check_write(txn, key, value));
    struct write *own = find_write(txn, key);
    bool is_double = own != NULL ? own->op != OP_DELETE : check_now && version_at(find_key(txn->system, key), UINT64_MAX) != NULL;
    if (is_double) {
        txn->failed_key = nd_arena_copy(&txn->arena, key);
        return ND_STATUS_DUPLICATE_KEY;
    }
    add_write(txn, key, own != NULL ? OP_PUT : OP_INSERT, value, own != NULL ? own->for_ts : txn->read_ts);
    return ND_STATUS_OK;
}

void nd_txn_hand_over(struct nd_txn *txn, struct nd_fiber *fiber) { txn->fiber = fiber; }
uint64_t nd_txn_buffered_bytes(const struct nd_txn *txn) { return txn->bytes; }
bool nd_txn_is_flushed(const struct nd_txn *txn) { return false; }

enum nd_status nd_txn_adopt(struct nd_txn *txn, const struct nd_txn *from)
{
    for (struct nd_omap_node *node = nd_omap_first(&from->writes); node != NULL; node = nd_omap_next(node)) {
        const struct write *write = ND_CONTAINER_OF(node, struct write, node);
        if (write->op == OP_INSERT) ND_TRY(nd_txn_insert(txn, node->key, write->value, false));
        else ND_TRY(nd_txn_put(txn, node->key, write->value));
    }
    return ND_STATUS_OK;
}

static enum nd_status add_guard(struct nd_txn *txn, struct nd_slice key, uint64_t ts, bool has_floor)
{
    ND_LIST_FOREACH(it, &txn->guards)
        if (nd_slice_eq(ND_CONTAINER_OF(it, struct guard, link)->key, key)) return ND_STATUS_OK;
    struct guard *guard = nd_arena_new(&txn->arena, struct guard);
    guard->key = nd_arena_copy(&txn->arena, key);
    guard->ts = ts;
    guard->has_floor = has_floor;
    nd_list_push_back(&txn->guards, &guard->link);
    return ND_STATUS_OK;
}

/* There is one range, so a table has one gate, before its rows. */
static struct nd_slice gate_of(struct nd_txn *txn, struct nd_slice prefix)
{
    uint8_t *key = nd_arena_zalloc(&txn->arena, prefix.n + 2);
    memcpy(key, prefix.p, prefix.n);
    key[prefix.n + 1] = 'g';
    return nd_slice_of(key, prefix.n + 2);
}

enum nd_status nd_txn_guard_span(struct nd_txn *txn, struct nd_slice prefix) { return add_guard(txn, gate_of(txn, prefix), txn->is_late ? txn->late_since : txn->schema_ts, true); }
enum nd_status nd_txn_fence(struct nd_txn *txn, struct nd_slice prefix, struct nd_slice value)
{
    struct nd_slice gate = gate_of(txn, prefix);
    ND_TRY(nd_txn_lock(txn, &gate, 1, false));
    return nd_txn_put(txn, gate, value);
}
/* One node, which hears of everybody: locks are not lost. */
enum nd_status nd_txn_commit_under(struct nd_txn *txn, const struct nd_txn *holder)
{
    ND_UNUSED(txn);
    ND_UNUSED(holder);
    return ND_STATUS_OK;
}

enum nd_status nd_txn_guard_read(struct nd_txn *txn, struct nd_slice key) { return add_guard(txn, key, txn->read_ts, false); }

enum nd_status nd_txn_read_latest(struct nd_txn *txn, struct nd_ts *before_out)
{
    ND_TRY(nd_txn_settle(txn));
    before_out->v = txn->read_ts;
    nd_fiber_yield(txn->fiber);
    txn->read_ts = ++txn->system->clock;
    return ND_STATUS_OK;
}

void nd_txn_read_as_before(struct nd_txn *txn, struct nd_ts before) { txn->read_ts = before.v; }

static enum nd_status wait_for(struct nd_txn *txn, struct mem_key *key, bool is_nowait)
{
    if (key->owner == NULL || key->owner == txn) return ND_STATUS_OK;
    if (is_nowait) return ND_STATUS_LOCKED;
    uint64_t bound = txn->options.lock_timeout_ns == 0 ? LOCK_WAIT_NS : txn->options.lock_timeout_ns;
    uint64_t give_up = nd_env_now_ns(nd_reactor_env(txn->system->reactor)) + bound;
    struct waiter waiter = {.fiber = txn->fiber};
    nd_list_push_back(&key->waiters, &waiter.link);
    enum nd_status status = ND_STATUS_OK;
    while (status == ND_STATUS_OK && (key->owner != NULL || key->waiters.next != &waiter.link)) {
        uint64_t until = txn->deadline_ns != 0 && txn->deadline_ns < give_up ? txn->deadline_ns : give_up;
        if (!nd_fiber_park_until(txn->fiber, until)) status = until == give_up ? txn->options.lock_timeout_ns == 0 ? ND_STATUS_DEADLOCK : ND_STATUS_LOCK_TIMEOUT : ND_STATUS_TIMEOUT;
        if (txn->is_canceled) status = ND_STATUS_CANCELED;
    }
    nd_list_remove(&waiter.link);
    if (key->owner == NULL && !nd_list_is_empty(&key->waiters)) nd_fiber_wake(ND_CONTAINER_OF(key->waiters.next, struct waiter, link)->fiber);
    return status;
}

/* Modes are not told apart: all locks are exclusive. */
enum nd_status nd_txn_lock_as(struct nd_txn *txn, const struct nd_slice *keys, size_t count, const struct nd_txn_lock_how *how)
{
    enum nd_status worst = ND_STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        enum nd_status status = nd_txn_lock(txn, &keys[i], 1, how->is_nowait || how->skips_locked);
        if (how->skips_locked) how->is_locked[i] = status != ND_STATUS_LOCKED;
        if (status == ND_STATUS_LOCKED && how->skips_locked) continue;
        if (status != ND_STATUS_OK && status != ND_STATUS_WRITE_CONFLICT) return status;
        if (status != ND_STATUS_OK) worst = status;
    }
    return worst;
}

enum nd_status nd_txn_lock(struct nd_txn *txn, const struct nd_slice *keys, size_t count, bool is_nowait)
{
    ND_TRY(check(txn));
    nd_fiber_yield(txn->fiber);
    ND_TRY(nd_txn_settle(txn));
    bool is_conflict = false;
    for (size_t i = 0; i < count; i++) {
        struct mem_key *key = make_key(txn->system, keys[i]);
        ND_TRY(wait_for(txn, key, is_nowait));
        if (key->owner == NULL) {
            struct held *held = nd_arena_new(&txn->arena, struct held);
            held->key = key;
            held->statement = txn->statement;
            key->owner = txn;
            nd_list_push_back(&txn->held, &held->link);
        }
        if (key->newest != NULL && key->newest->ts > txn->read_ts) is_conflict = true;
    }
    return is_conflict ? ND_STATUS_WRITE_CONFLICT : check(txn);
}

enum nd_status nd_txn_lock_get(struct nd_txn *txn, struct nd_txn_get_item *items, size_t count, enum nd_lock_mode mode, bool is_nowait,
                               struct nd_arena *arena)
{
    ND_UNUSED(mode);
    for (size_t i = 0; i < count; i++) {
        enum nd_status status = nd_txn_lock(txn, &items[i].key, 1, is_nowait);
        if (status != ND_STATUS_OK && status != ND_STATUS_WRITE_CONFLICT) return status;
    }
    txn->read_ts = ++txn->system->clock;
    for (size_t i = 0; i < count; i++) items[i].is_found = read_key(txn, items[i].key, arena, &items[i].value);
    return check(txn);
}

/* Its keys are held from now on, as provisional records would hold them. */
enum nd_status nd_txn_flush(struct nd_txn *txn)
{
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL; node = nd_omap_next(node)) {
        struct write *write = ND_CONTAINER_OF(node, struct write, node);
        struct nd_slice key = node->key;
        if (write->op == OP_NONE) continue;
        uint64_t read_ts = txn->read_ts;
        txn->read_ts = write->op == OP_INSERT && txn->options.isolation == ND_READ_COMMITTED ? UINT64_MAX : write->for_ts;
        bool is_held = find_key(txn->system, key) != NULL && find_key(txn->system, key)->owner == txn;
        enum nd_status status = is_held ? ND_STATUS_OK : nd_txn_lock(txn, &key, 1, false);
        txn->read_ts = read_ts;
        ND_TRY(status);
        if (write->op == OP_INSERT && version_at(find_key(txn->system, key), UINT64_MAX) != NULL) {
            txn->failed_key = nd_arena_copy(&txn->arena, key);
            return ND_STATUS_DUPLICATE_KEY;
        }
    }
    return ND_STATUS_OK;
}

enum nd_status nd_txn_hold(struct nd_txn *txn) { return check(txn); }
void nd_txn_release(struct nd_txn *txn) { nd_txn_rollback(txn); }
void nd_txn_give_way(struct nd_txn *txn) { nd_txn_rollback(txn); }
struct nd_ts nd_txn_start_ts(const struct nd_txn *txn) { return (struct nd_ts){txn->read_ts}; }

/* ---- commit -------------------------------------------------------------------------------------------------------- */

static enum nd_status validate(struct nd_txn *txn)
{
    ND_LIST_FOREACH(it, &txn->guards) {
        struct guard *guard = ND_CONTAINER_OF(it, struct guard, link);
        struct mem_key *key = find_key(txn->system, guard->key);
        if (key == NULL) continue;
        bool is_foreign = key->owner != NULL && key->owner != txn, is_newer = key->owner != txn && key->newest != NULL && key->newest->ts > guard->ts;
        struct nd_ts floor = is_newer && guard->has_floor ? nd_kv_floor_of(key->newest->value) : (struct nd_ts){0};
        if (is_foreign || (is_newer && (floor.v == 0 || floor.v > guard->ts))) return ND_STATUS_WRITE_CONFLICT;
    }
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL; node = nd_omap_next(node)) {
        struct write *write = ND_CONTAINER_OF(node, struct write, node);
        if (write->op == OP_NONE) continue;
        struct mem_key *key = make_key(txn->system, node->key);
        if (write->op == OP_INSERT && version_at(key, UINT64_MAX) != NULL) {
            txn->failed_key = nd_arena_copy(&txn->arena, node->key);
            return ND_STATUS_DUPLICATE_KEY;
        }
        bool is_checked = write->op != OP_INSERT || nd_isolation_keeps_snapshot(txn->options.isolation);
        if (is_checked && key->owner != txn && key->newest != NULL && key->newest->ts > write->for_ts) return ND_STATUS_WRITE_CONFLICT;
    }
    return ND_STATUS_OK;
}

/* Locks of others on what will be written go first. */
static enum nd_status wait_for_locks(struct nd_txn *txn)
{
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL; node = nd_omap_next(node)) {
        struct mem_key *key = make_key(txn->system, node->key);
        if (ND_CONTAINER_OF(node, struct write, node)->op != OP_NONE) ND_TRY(wait_for(txn, key, false));
    }
    return ND_STATUS_OK;
}

static bool is_any_locked(struct nd_txn *txn)
{
    for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL; node = nd_omap_next(node)) {
        struct mem_key *key = make_key(txn->system, node->key);
        if (ND_CONTAINER_OF(node, struct write, node)->op != OP_NONE && key->owner != NULL && key->owner != txn) return true;
    }
    return false;
}

enum nd_status nd_txn_commit(struct nd_txn *txn)
{
    ND_TRY(check(txn));
    nd_fiber_yield(txn->fiber);
    do {
        ND_TRY(wait_for_locks(txn));
    } while (is_any_locked(txn));
    enum nd_status status = validate(txn);
    txn->is_over = true;
    if (status == ND_STATUS_OK) {
        txn->commit_ts = ++txn->system->clock;
        for (struct nd_omap_node *node = nd_omap_first(&txn->writes); node != NULL; node = nd_omap_next(node)) {
            struct write *write = ND_CONTAINER_OF(node, struct write, node);
            if (write->op == OP_NONE) continue;
            struct mem_key *key = make_key(txn->system, node->key);
            struct version *version = nd_arena_new(&txn->system->arena, struct version);
            *version = (struct version){key->newest, txn->commit_ts, write->op == OP_DELETE, nd_arena_copy(&txn->system->arena, write->value)};
            key->newest = version;
        }
    }
    release_locks(txn, 0);
    return status;
}
