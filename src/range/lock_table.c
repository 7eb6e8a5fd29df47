/* SPDX-License-Identifier: Apache-2.0 */
#include "range/lock_table.h"

void nd_lock_table_init(struct nd_lock_table *table, struct nd_heap *heap)
{
    table->heap = heap;
    nd_omap_init(&table->locks);
}

static struct nd_lock *lock_of(struct nd_omap_node *node) { return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd_lock, node); }

static void drop(struct nd_lock_table *table, struct nd_lock *lock)
{
    nd_lock_drop_all_pess(table, lock);
    ND_LIST_FOREACH_SAFE(link, &lock->guards) nd_heap_free(table->heap, ND_CONTAINER_OF(link, struct nd_guard_hold, link));
    nd_heap_free(table->heap, (void *)(uintptr_t)lock->prew_primary.p);
    nd_omap_remove(&table->locks, &lock->node);
    nd_heap_free(table->heap, lock);
}

void nd_lock_table_clear(struct nd_lock_table *table)
{
    struct nd_omap_node *node;
    while ((node = table->locks.root) != NULL) {
        ND_ASSERT(nd_list_is_empty(&lock_of(node)->waiters));
        drop(table, lock_of(node));
    }
}

struct nd_lock *nd_lock_find(const struct nd_lock_table *table, struct nd_slice key)
{
    return table->locks.count == 0 ? NULL : lock_of(nd_omap_find(&table->locks, key));
}

struct nd_lock *nd_lock_find_ge(const struct nd_lock_table *table, struct nd_slice key)
{
    return table->locks.count == 0 ? NULL : lock_of(nd_omap_find_ge(&table->locks, key));
}

struct nd_lock *nd_lock_next(const struct nd_lock *lock) { return lock_of(nd_omap_next(&lock->node)); }

struct nd_lock *nd_lock_get(struct nd_lock_table *table, struct nd_slice key)
{
    struct nd_lock *lock = nd_lock_find(table, key);
    if (lock != NULL) return lock;
    lock = nd_heap_zalloc(table->heap, sizeof *lock + key.n);
    if (key.n > 0) memcpy(lock->key_bytes, key.p, key.n);
    nd_list_init(&lock->guards);
    nd_list_init(&lock->shares);
    nd_list_init(&lock->waiters);
    nd_omap_insert(&table->locks, &lock->node, nd_slice_of(lock->key_bytes, key.n));
    return lock;
}

void nd_lock_clear_prew(struct nd_lock_table *table, struct nd_lock *lock)
{
    nd_heap_free(table->heap, (void *)(uintptr_t)lock->prew_primary.p);
    lock->prew_primary = ND_SLICE_EMPTY;
    lock->prew = (struct nd_ts){0};
}

void nd_lock_set_prew(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts, enum nd_mut_op op, struct nd_ts min_commit, uint64_t ttl_ms,
                      struct nd_slice primary)
{
    nd_lock_clear_prew(table, lock);
    uint8_t *copy = nd_heap_alloc(table->heap, primary.n);
    if (primary.n > 0) memcpy(copy, primary.p, primary.n);
    lock->prew_primary = nd_slice_of(copy, primary.n);
    lock->prew = start_ts;
    lock->prew_op = op;
    lock->prew_min_commit = min_commit;
    lock->prew_ttl_ms = ttl_ms;
    lock->prew_floor = (struct nd_ts){0};
}

struct nd_guard_hold *nd_lock_find_guard(const struct nd_lock *lock, struct nd_ts start_ts)
{
    ND_LIST_FOREACH(link, &lock->guards) {
        struct nd_guard_hold *guard = ND_CONTAINER_OF(link, struct nd_guard_hold, link);
        if (guard->start_ts.v == start_ts.v) return guard;
    }
    return NULL;
}

void nd_lock_add_guard(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts, struct nd_ts min_commit, uint64_t ttl_ms, struct nd_slice primary)
{
    if (nd_lock_find_guard(lock, start_ts) != NULL) return;
    struct nd_guard_hold *guard = nd_heap_alloc(table->heap, sizeof *guard + primary.n);
    if (primary.n > 0) memcpy(guard->primary_bytes, primary.p, primary.n);
    guard->start_ts = start_ts;
    guard->min_commit = min_commit;
    guard->ttl_ms = ttl_ms;
    guard->primary = nd_slice_of(guard->primary_bytes, primary.n);
    nd_list_push_back(&lock->guards, &guard->link);
}

void nd_lock_remove_guard(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts)
{
    struct nd_guard_hold *guard = nd_lock_find_guard(lock, start_ts);
    if (guard == NULL) return;
    nd_list_remove(&guard->link);
    nd_heap_free(table->heap, guard);
}

/* ---- unreplicated locks --------------------------------------------------------------------------------- */

static struct nd_share_hold *find_share(const struct nd_lock *lock, struct nd_ts start_ts)
{
    ND_LIST_FOREACH(link, &lock->shares) {
        struct nd_share_hold *share = ND_CONTAINER_OF(link, struct nd_share_hold, link);
        if (share->start_ts.v == start_ts.v) return share;
    }
    return NULL;
}

void nd_lock_take(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts, enum nd_lock_mode mode)
{
    struct nd_share_hold *share = find_share(lock, start_ts);
    if (nd_lock_mode_is_shared(mode) && lock->pess.v != start_ts.v) {
        if (share == NULL) {
            share = nd_heap_new(table->heap, struct nd_share_hold);
            *share = (struct nd_share_hold){.start_ts = start_ts, .checked = ND_TS_MAX, .mode = mode};
            nd_list_push_back(&lock->shares, &share->link);
        }
        if (share->mode == ND_LOCK_KEY_SHARE && mode < share->mode) share->checked = ND_TS_MAX; /* others may have written meanwhile */
        if (mode < share->mode) share->mode = mode;
        return;
    }
    if (lock->pess.v != start_ts.v) {
        lock->pess = start_ts;
        lock->pess_mode = mode;
        lock->pess_checked = share == NULL || share->mode == ND_LOCK_KEY_SHARE ? ND_TS_MAX : share->checked;
    }
    if (mode < lock->pess_mode) lock->pess_mode = mode;
    if (share == NULL) return;
    nd_list_remove(&share->link);
    nd_heap_free(table->heap, share);
}

bool nd_lock_drop_pess(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts)
{
    struct nd_share_hold *share = find_share(lock, start_ts);
    bool had_any = share != NULL || lock->pess.v == start_ts.v;
    if (lock->pess.v == start_ts.v) lock->pess = (struct nd_ts){0};
    if (share != NULL) {
        nd_list_remove(&share->link);
        nd_heap_free(table->heap, share);
    }
    return had_any;
}

void nd_lock_drop_all_pess(struct nd_lock_table *table, struct nd_lock *lock)
{
    lock->pess = (struct nd_ts){0};
    while (!nd_list_is_empty(&lock->shares)) (void)nd_lock_drop_pess(table, lock, ND_CONTAINER_OF(lock->shares.next, struct nd_share_hold, link)->start_ts);
}

bool nd_lock_has_pess(const struct nd_lock *lock, struct nd_ts start_ts, enum nd_lock_mode mode)
{
    const struct nd_share_hold *share = find_share(lock, start_ts);
    if (lock->pess.v == start_ts.v && (lock->pess_mode <= mode)) return true;
    return share != NULL && share->mode <= mode;
}

struct nd_ts *nd_lock_checked(struct nd_lock *lock, struct nd_ts start_ts)
{
    if (lock->pess.v == start_ts.v) return &lock->pess_checked;
    struct nd_share_hold *share = find_share(lock, start_ts);
    return share == NULL ? NULL : &share->checked;
}

void nd_lock_release(struct nd_lock_table *table, struct nd_lock *lock)
{
    bool is_held = lock->latch != NULL || lock->guard_latches > 0 || lock->pess.v != 0 || lock->prew.v != 0 ||
                   !nd_list_is_empty(&lock->shares) || !nd_list_is_empty(&lock->guards) || !nd_list_is_empty(&lock->waiters);
    if (!is_held) drop(table, lock);
}
