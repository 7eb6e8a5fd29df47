/* SPDX-License-Identifier: Apache-2.0 */
/* Scans over versions, and over provisional records where a range has any that are not in memory. */
#include "range/mvcc.h"

enum {
    SCAN_STEPS_BEFORE_SEEK = 8, /* versions of one key walked over before a seek is cheaper */
    SCAN_LOCKS_MAX = 8192,      /* provisional records merged into one reply */
    SCAN_SKIPPED_MAX = 100000,  /* versions looked at for one reply: then it ends early, at a resume key */
};

struct scanner {
    const struct nd_mvcc_scan *scan;
    struct nd_engine_iter *iter;
    struct nd_arena *arena;
    struct nd_buf prefix;  /* tag esc(key) of the key at hand */
    struct nd_buf scratch; /* seek keys, decoded keys */
    struct nd_kv_row *rows;
    size_t count, cap;
    uint64_t bytes, steps;
    struct nd_slice resume;
};

static struct nd_slice successor(struct nd_slice key, struct nd_arena *arena)
{
    uint8_t *p = nd_arena_alloc(arena, key.n + 1);
    if (key.n > 0) memcpy(p, key.p, key.n);
    p[key.n] = 0;
    return nd_slice_of(p, key.n + 1);
}

static struct nd_slice resume_after(const struct scanner *scanner, struct nd_slice key)
{
    return scanner->scan->is_reverse ? key : successor(key, scanner->arena);
}

static void push_row(struct scanner *scanner, struct nd_slice key, struct nd_slice value)
{
    if (scanner->count == scanner->cap) {
        size_t cap = scanner->cap == 0 ? 64 : scanner->cap * 2;
        struct nd_kv_row *rows = nd_arena_alloc(scanner->arena, cap * sizeof *rows);
        if (scanner->count > 0) memcpy(rows, scanner->rows, scanner->count * sizeof *rows);
        scanner->rows = rows;
        scanner->cap = cap;
    }
    scanner->rows[scanner->count++] = (struct nd_kv_row){key, value};
    scanner->bytes += key.n + value.n + 16;
}

static bool is_full(const struct scanner *scanner)
{
    const struct nd_mvcc_scan *scan = scanner->scan;
    if (scan->sink != NULL && !scan->has_locks && scan->sink->is_full) return true;
    return (scan->row_limit != 0 && scanner->count >= scan->row_limit) || (scan->byte_limit != 0 && scanner->bytes >= scan->byte_limit);
}

/* The user's key of the record key in scanner->prefix, on the arena. Empty and false: corrupt. */
static bool current_key(struct scanner *scanner, struct nd_slice *key_out)
{
    struct nd_slice rest;
    nd_buf_clear(&scanner->scratch);
    if (!nd_mvcc_key_decode(nd_buf_slice(&scanner->prefix), &scanner->scratch, &rest)) return false;
    *key_out = nd_arena_copy(scanner->arena, nd_buf_slice(&scanner->scratch));
    return true;
}

static bool is_at_prefix(const struct scanner *scanner)
{
    return nd_engine_iter_is_valid(scanner->iter) &&
           nd_slice_eq(nd_mvcc_key_without_ts(nd_engine_iter_key(scanner->iter)), nd_buf_slice(&scanner->prefix));
}

static void take_prefix(struct scanner *scanner)
{
    nd_buf_clear(&scanner->prefix);
    nd_buf_put_slice(&scanner->prefix, nd_mvcc_key_without_ts(nd_engine_iter_key(scanner->iter)));
}

static void seek_in_key(struct scanner *scanner, uint64_t inverted_ts)
{
    nd_buf_clear(&scanner->scratch);
    nd_buf_put_slice(&scanner->scratch, nd_buf_slice(&scanner->prefix));
    nd_store_u64_be(nd_buf_extend(&scanner->scratch, 8), inverted_ts);
    nd_engine_iter_seek(scanner->iter, nd_buf_slice(&scanner->scratch));
}

/* At the newest version of the key in prefix: moves to the newest one visible. */
static bool find_visible(struct scanner *scanner)
{
    unsigned steps = 0;
    do {
        scanner->steps++;
        if (nd_mvcc_version_ts(nd_engine_iter_key(scanner->iter)).v <= scanner->scan->read_ts.v) return true;
        if (steps == SCAN_STEPS_BEFORE_SEEK) seek_in_key(scanner, ~scanner->scan->read_ts.v);
        else nd_engine_iter_next(scanner->iter);
        steps++;
    } while (is_at_prefix(scanner));
    return false;
}

/* To the program, as it lies. */
static enum nd_status emit_to_sink(struct scanner *scanner, struct nd_slice record)
{
    struct nd_scan_sink *sink = scanner->scan->sink;
    struct nd_slice rest;
    nd_buf_clear(&scanner->scratch);
    if (sink->wants_keys && !nd_mvcc_key_decode(nd_buf_slice(&scanner->prefix), &scanner->scratch, &rest)) return ND_STATUS_CORRUPT;
    return sink->take(sink, nd_buf_slice(&scanner->scratch), nd_slice_drop(record, ND_MVCC_RECORD_HEADER_BYTES));
}

static enum nd_status emit(struct scanner *scanner)
{
    struct nd_slice record = nd_engine_iter_value(scanner->iter), key;
    if (record.n < ND_MVCC_RECORD_HEADER_BYTES) return ND_STATUS_CORRUPT;
    if (record.p[0] == ND_MUT_DELETE) return ND_STATUS_OK;
    if (scanner->scan->sink != NULL && !scanner->scan->has_locks) return emit_to_sink(scanner, record);
    struct nd_slice value = ND_SLICE_EMPTY;
    if (!scanner->scan->keys_only)
        value = nd_arena_copy(scanner->arena, nd_slice_of(record.p + ND_MVCC_RECORD_HEADER_BYTES, record.n - ND_MVCC_RECORD_HEADER_BYTES));
    if (!current_key(scanner, &key)) return ND_STATUS_CORRUPT;
    push_row(scanner, key, value);
    return ND_STATUS_OK;
}

static enum nd_status scan_forward(struct scanner *scanner, struct nd_slice lower)
{
    nd_engine_iter_seek(scanner->iter, lower);
    while (nd_engine_iter_is_valid(scanner->iter)) {
        if (nd_engine_iter_key(scanner->iter).n < 8 + 3) return ND_STATUS_CORRUPT;
        take_prefix(scanner);
        if (is_full(scanner) || scanner->steps >= SCAN_SKIPPED_MAX) {
            if (!current_key(scanner, &scanner->resume)) return ND_STATUS_CORRUPT;
            return ND_STATUS_OK;
        }
        if (!find_visible(scanner)) continue;
        ND_TRY(emit(scanner));
        nd_engine_iter_next(scanner->iter);
        for (unsigned steps = 0; is_at_prefix(scanner); steps++) {
            scanner->steps++;
            if (steps == SCAN_STEPS_BEFORE_SEEK) seek_in_key(scanner, UINT64_MAX);
            else nd_engine_iter_next(scanner->iter);
            if (steps > SCAN_STEPS_BEFORE_SEEK) break;
        }
    }
    return nd_engine_iter_status(scanner->iter);
}

static enum nd_status scan_reverse(struct scanner *scanner, struct nd_slice upper)
{
    nd_engine_iter_seek_for_prev(scanner->iter, upper);
    while (nd_engine_iter_is_valid(scanner->iter)) {
        if (nd_engine_iter_key(scanner->iter).n < 8 + 3) return ND_STATUS_CORRUPT;
        take_prefix(scanner);
        if (is_full(scanner) || scanner->steps >= SCAN_SKIPPED_MAX) {
            struct nd_slice key;
            if (!current_key(scanner, &key)) return ND_STATUS_CORRUPT;
            scanner->resume = successor(key, scanner->arena);
            return ND_STATUS_OK;
        }
        scanner->steps++;
        seek_in_key(scanner, ~scanner->scan->read_ts.v);
        ND_TRY(nd_engine_iter_status(scanner->iter)); /* the next seek forgets it */
        if (is_at_prefix(scanner)) ND_TRY(emit(scanner));
        nd_buf_clear(&scanner->scratch);
        nd_buf_put_slice(&scanner->scratch, nd_buf_slice(&scanner->prefix));
        nd_engine_iter_seek_for_prev(scanner->iter, nd_buf_slice(&scanner->scratch)); /* before its newest version */
    }
    return nd_engine_iter_status(scanner->iter);
}

/* ---- provisional records ---------------------------------------------------------------------------- */

struct found_lock {
    struct nd_slice key;
    struct nd_mvcc_lock lock; /* slices on the arena */
};

struct lock_list {
    struct found_lock *locks;
    size_t count, cap;
    struct nd_slice cut; /* not empty: the span ends here (in scan order) */
    bool is_blocked;
    struct nd_kv_lock_info blocker;
};

/* Is `key` still before `limit` in scan order? limit empty: yes. */
static bool is_before(const struct nd_mvcc_scan *scan, struct nd_slice key, struct nd_slice limit)
{
    if (limit.n == 0) return true;
    int c = nd_slice_cmp(key, limit);
    return scan->is_reverse ? c >= 0 : c < 0;
}

/* Collects the locks of the span in scan order, up to the first that blocks. */
static enum nd_status collect_locks(struct nd_engine_iter *iter, const struct nd_mvcc_scan *scan, struct scanner *scanner,
                                    struct nd_slice lower, struct nd_slice upper, struct lock_list *list)
{
    size_t seen = 0;
    if (scan->is_reverse) nd_engine_iter_seek_for_prev(iter, upper);
    else nd_engine_iter_seek(iter, lower);
    for (; nd_engine_iter_is_valid(iter); scan->is_reverse ? nd_engine_iter_prev(iter) : nd_engine_iter_next(iter)) {
        struct nd_slice rest;
        struct found_lock found;
        nd_buf_clear(&scanner->scratch);
        if (!nd_mvcc_key_decode(nd_engine_iter_key(iter), &scanner->scratch, &rest) ||
            !nd_mvcc_lock_decode(nd_engine_iter_value(iter), &found.lock))
            return ND_STATUS_CORRUPT;
        if (!is_before(scan, nd_buf_slice(&scanner->scratch), scanner->resume)) break; /* behind what the versions covered */
        if (++seen == SCAN_SKIPPED_MAX) {
            list->cut = nd_arena_copy(scanner->arena, nd_buf_slice(&scanner->scratch));
            if (scan->is_reverse) list->cut = successor(list->cut, scanner->arena);
            return ND_STATUS_OK;
        }
        if (found.lock.op == ND_MUT_GUARD || found.lock.op == ND_MUT_GATE) continue;
        bool is_own = found.lock.start_ts.v == scan->own_start_ts.v || nd_mvcc_is_ignored(scan->settled, scan->settled_count, found.lock.start_ts);
        if (!is_own && (found.lock.op == ND_MUT_LOCK || found.lock.start_ts.v > scan->read_ts.v ||
                        nd_mvcc_is_ignored(scan->ignore, scan->ignore_count, found.lock.start_ts)))
            continue;
        found.key = nd_arena_copy(scanner->arena, nd_buf_slice(&scanner->scratch));
        if (!is_own) {
            list->is_blocked = true;
            list->blocker = (struct nd_kv_lock_info){.key = found.key,
                                                     .primary = nd_arena_copy(scanner->arena, found.lock.primary),
                                                     .start_ts = found.lock.start_ts,
                                                     .ttl_ms = found.lock.ttl_ms,
                                                     .is_large = found.lock.is_large};
            list->cut = scan->is_reverse ? successor(found.key, scanner->arena) : found.key;
            return ND_STATUS_OK;
        }
        if (list->count == SCAN_LOCKS_MAX) {
            list->cut = scan->is_reverse ? successor(found.key, scanner->arena) : found.key;
            return ND_STATUS_OK;
        }
        found.lock.value = scan->keys_only ? ND_SLICE_EMPTY : nd_arena_copy(scanner->arena, found.lock.value);
        if (list->count == list->cap) {
            list->cap = list->cap == 0 ? 64 : list->cap * 2;
            struct found_lock *more = nd_arena_array(scanner->arena, struct found_lock, list->cap);
            if (list->count > 0) memcpy(more, list->locks, sizeof *more * list->count);
            list->locks = more;
        }
        list->locks[list->count++] = found;
    }
    return nd_engine_iter_status(iter);
}

/* Lays own records over the rows; both are in scan order. */
static void merge(struct scanner *scanner, const struct lock_list *list)
{
    const struct nd_mvcc_scan *scan = scanner->scan;
    if (list->cut.n != 0 && (scanner->resume.n == 0 || is_before(scan, list->cut, scanner->resume)))
        scanner->resume = list->cut;
    struct scanner merged = *scanner;
    merged.rows = NULL;
    merged.count = merged.cap = 0;
    merged.bytes = 0;
    size_t i = 0, j = 0;
    while (i < scanner->count || j < list->count) {
        int c;
        if (i == scanner->count) c = 1;
        else if (j == list->count) c = -1;
        else c = nd_slice_cmp(scanner->rows[i].key, list->locks[j].key) * (scan->is_reverse ? -1 : 1);
        struct nd_slice key = c <= 0 ? scanner->rows[i].key : list->locks[j].key;
        if (!is_before(scan, key, scanner->resume)) break;
        if (scan->row_limit != 0 && merged.count == scan->row_limit) {
            merged.resume = resume_after(scanner, merged.rows[merged.count - 1].key);
            break;
        }
        if (c < 0) {
            push_row(&merged, key, scanner->rows[i].value);
        } else {
            const struct nd_mvcc_lock *lock = &list->locks[j].lock;
            if (lock->op == ND_MUT_PUT || lock->op == ND_MUT_INSERT) push_row(&merged, key, lock->value);
            else if (lock->op == ND_MUT_LOCK && c == 0) push_row(&merged, key, scanner->rows[i].value);
        }
        if (c <= 0) i++;
        if (c >= 0) j++;
    }
    if (merged.resume.n == 0) merged.resume = scanner->resume;
    scanner->rows = merged.rows;
    scanner->count = merged.count;
    scanner->resume = merged.resume;
}

/* Rows that provisional records were laid over go to the program now. */
static enum nd_status feed(struct scanner *scanner, struct nd_scan_sink *sink)
{
    for (size_t i = 0; i < scanner->count; i++) {
        const struct nd_kv_row *row = &scanner->rows[i];
        if (sink->is_full) {
            scanner->resume = scanner->scan->is_reverse ? successor(row->key, scanner->arena) : row->key;
            break;
        }
        ND_TRY(sink->take(sink, row->key, row->value));
    }
    return ND_STATUS_OK;
}

static struct nd_engine_iter *open_iter(struct nd_engine *engine, unsigned read_flags, uint8_t tag, const struct nd_mvcc_scan *scan,
                                        struct nd_buf *lower, struct nd_buf *upper)
{
    nd_mvcc_key_bound(lower, tag, scan->first, false);
    nd_mvcc_key_bound(upper, tag, scan->end, true);
    struct nd_iter_options options = {.flags = read_flags, .lower = nd_buf_slice(lower), .upper = nd_buf_slice(upper)};
    return nd_engine_iter_new(engine, &options);
}

enum nd_status nd_mvcc_scan(struct nd_engine *engine, unsigned read_flags, const struct nd_mvcc_scan *scan, struct nd_arena *arena,
                            struct nd_mvcc_rows *rows_out)
{
    *rows_out = (struct nd_mvcc_rows){0};
    struct scanner scanner = {.scan = scan, .arena = arena};
    struct nd_buf bounds[4];
    for (size_t i = 0; i < ND_ARRAY_LEN(bounds); i++) nd_buf_init(&bounds[i], arena->heap);
    nd_buf_init(&scanner.prefix, arena->heap);
    nd_buf_init(&scanner.scratch, arena->heap);
    /* The locks' snapshot is older than the versions': a lock that becomes a version in between is
     * seen as a lock, and never missed. */
    struct nd_engine_iter *lock_iter = NULL;
    if (scan->has_locks) lock_iter = open_iter(engine, read_flags, ND_MVCC_TAG_LOCK, scan, &bounds[2], &bounds[3]);
    scanner.iter = open_iter(engine, read_flags, ND_MVCC_TAG_VERSION, scan, &bounds[0], &bounds[1]);
    enum nd_status status = scan->is_reverse ? scan_reverse(&scanner, nd_buf_slice(&bounds[1])) : scan_forward(&scanner, nd_buf_slice(&bounds[0]));
    if (status == ND_STATUS_OK && lock_iter != NULL) {
        struct lock_list list = {0};
        status = collect_locks(lock_iter, scan, &scanner, nd_buf_slice(&bounds[2]), nd_buf_slice(&bounds[3]), &list);
        if (status == ND_STATUS_OK) merge(&scanner, &list);
        if (status == ND_STATUS_OK && list.is_blocked && nd_slice_eq(scanner.resume, list.cut)) {
            rows_out->is_blocked = true;
            rows_out->blocker = list.blocker;
        }
    }
    if (status == ND_STATUS_OK && scan->sink != NULL && scan->has_locks) status = feed(&scanner, scan->sink);
    rows_out->rows = scanner.rows;
    rows_out->count = scanner.count;
    rows_out->resume = scanner.resume;
    nd_engine_iter_free(scanner.iter);
    if (lock_iter != NULL) nd_engine_iter_free(lock_iter);
    for (size_t i = 0; i < ND_ARRAY_LEN(bounds); i++) nd_buf_deinit(&bounds[i]);
    nd_buf_deinit(&scanner.prefix);
    nd_buf_deinit(&scanner.scratch);
    return status;
}
