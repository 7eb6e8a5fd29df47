/* SPDX-License-Identifier: Apache-2.0 */
/* lock_table.h - who holds which key of a range, in the leader's memory.
 *
 * Role.       Four kinds of holds on a key:
 *               latch    an operation of this leader that is between check and apply (one at a time;
 *                        guards of several operations may share)
 *               pess     an unreplicated lock that a transaction took ahead of writing (a hint); of shared modes, any number
 *               prew     a provisional record of a transaction, applied (the truth is in the engine)
 *               guards   shared provisional records
 *             and the operations that wait, first come first served.
 * Owner.      nd_range, while it leads; emptied when it does not.
 * Threading.  The range's reactor.
 * Invariants. N1 an entry without holds and waiters does not exist.
 *             N2 waiters are woken in order of arrival whenever a hold goes; each checks again. */
#ifndef ND_RANGE_LOCK_TABLE_H
#define ND_RANGE_LOCK_TABLE_H

#include "base/list.h"
#include "base/omap.h"
#include "range/kv_wire.h"

struct nd_range_op;

struct nd_guard_hold {
    struct nd_list link;
    struct nd_ts start_ts, min_commit; /* as nd_lock.prew_min_commit */
    struct nd_slice primary; /* on the heap, with the struct */
    uint64_t ttl_ms;
    uint8_t primary_bytes[];
};

/* An unreplicated lock of a shared mode. */
struct nd_share_hold {
    struct nd_list link;
    struct nd_ts start_ts, checked; /* as nd_lock.pess, pess_checked */
    enum nd_lock_mode mode;
};

struct nd_lock {
    struct nd_omap_node node;
    struct nd_range_op *latch;      /* exclusive; NULL: free */
    uint32_t guard_latches;         /* operations that hold it shared */
    struct nd_ts latch_commit_ts;   /* of a one-phase commit in flight, once drawn: readers below go past; {0}: unknown */
    bool latch_is_silent;           /* the latch holder makes no version visible by itself */
    struct nd_ts pess;              /* start_ts; {0}: none */
    enum nd_lock_mode pess_mode;
    struct nd_ts pess_checked;      /* no newer version was there when it was taken, hence none since; ND_TS_MAX: unknown */
    struct nd_ts prew;              /* start_ts; {0}: none */
    enum nd_mut_op prew_op;
    struct nd_ts prew_min_commit;   /* of an async commit: it commits there or above; {0}: of another */
    uint64_t prew_ttl_ms;
    struct nd_ts prew_floor;        /* of a fence: who knows of the catalog as of then passes; {0}: nobody */
    struct nd_slice prew_primary;   /* on the heap */
    struct nd_list shares;          /* nd_share_hold */
    struct nd_list guards;          /* nd_guard_hold */
    struct nd_list waiters;         /* nd_range_op.wait_link */
    uint8_t key_bytes[];
};

struct nd_lock_table {
    struct nd_heap *heap;
    struct nd_omap locks;
};

void nd_lock_table_init(struct nd_lock_table *table, struct nd_heap *heap);
/* No waiters may be left. */
void nd_lock_table_clear(struct nd_lock_table *table);
struct nd_lock *nd_lock_find(const struct nd_lock_table *table, struct nd_slice key); /* NULL: nobody */
struct nd_lock *nd_lock_get(struct nd_lock_table *table, struct nd_slice key);        /* made if absent */
/* First lock at or after key, NULL: none. And the one behind a lock. */
struct nd_lock *nd_lock_find_ge(const struct nd_lock_table *table, struct nd_slice key);
struct nd_lock *nd_lock_next(const struct nd_lock *lock);
static inline struct nd_slice nd_lock_key(const struct nd_lock *lock) { return lock->node.key; }
void nd_lock_set_prew(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts, enum nd_mut_op op, struct nd_ts min_commit, uint64_t ttl_ms,
                      struct nd_slice primary);
void nd_lock_clear_prew(struct nd_lock_table *table, struct nd_lock *lock);
struct nd_guard_hold *nd_lock_find_guard(const struct nd_lock *lock, struct nd_ts start_ts); /* NULL */
void nd_lock_add_guard(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts, struct nd_ts min_commit, uint64_t ttl_ms, struct nd_slice primary);
void nd_lock_remove_guard(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts);
/* An unreplicated lock, stronger than what the transaction has there or not: what does not conflict with others. */
void nd_lock_take(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts, enum nd_lock_mode mode);
bool nd_lock_drop_pess(struct nd_lock_table *table, struct nd_lock *lock, struct nd_ts start_ts); /* false: it had none */
void nd_lock_drop_all_pess(struct nd_lock_table *table, struct nd_lock *lock);
bool nd_lock_has_pess(const struct nd_lock *lock, struct nd_ts start_ts, enum nd_lock_mode mode); /* of that mode, or stronger */
struct nd_ts *nd_lock_checked(struct nd_lock *lock, struct nd_ts start_ts); /* NULL: it has none */
/* Removes the entry if N1 says so; the pointer is then gone. */
void nd_lock_release(struct nd_lock_table *table, struct nd_lock *lock);

#endif
