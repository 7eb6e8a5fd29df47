/* SPDX-License-Identifier: Apache-2.0 */
/* size.h - how large and how busy a range is, and where its leader wants it split.
 *
 * Role.       Estimates the bytes of each replica from what was applied since it was last measured, for nothing; counts
 *             them, in the background, where the estimate says that the range has outgrown the split size, where much was
 *             collected, or after a split; samples the keys of requests where it is busier than one leader should be. What it finds, it asks the node to split.
 * Owner.      A range has a struct nd__size, its store one sizer: one range is measured and one split asked for at a time.
 * Threading.  The store's reactor; measuring in the background pool, a few MiB a job.
 * Invariants. Z1 a split key is a whole key that was seen there, never the range's first, never below split_from: no
 *                records of one key, so no row of a table, ever lie on both sides.
 *             Z2 measured before it is split: an estimate alone splits nothing; halves are at least a sixteenth.
 * Testing.    tests/unit/range_size.c, make sim T=balance, tests/e2e/test_balance.py */
#ifndef ND_RANGE_SIZE_H
#define ND_RANGE_SIZE_H

#include "range/kv_wire.h"

struct nd_range;
struct nd_store;
struct nd__key_sample;
struct nd__sizer;

struct nd__size {
    uint64_t written;                         /* bytes of commands applied here so far */
    uint64_t base, base_at;                   /* bytes when last measured; `written` then */
    uint64_t count_above;                     /* not counted again before the estimate is larger */
    uint64_t sampled_at;                      /* estimate when record_bytes was taken */
    uint64_t record_bytes;                    /* a key has so many on average; 0: not known */
    uint64_t version_bytes;                   /* one version or provisional record, on average; 0: not known */
    uint64_t collected;                       /* of them, since it was last measured */
    bool is_known;                            /* base says something */
    bool is_guess;                            /* nobody has looked since a split, whose key may lie anywhere */
    uint64_t requests, requests_before, rate; /* a second */
    unsigned hot_seconds;
    uint64_t cool_until_ns;        /* no split by load before */
    struct nd__key_sample *sample; /* of the keys asked for, while it is hot; else NULL */
};

void nd__size_open(struct nd_store *store);
void nd__size_close(struct nd_store *store);  /* the workers are closed */
void nd__size_forget(struct nd_range *range); /* it goes */
void nd__size_tick(struct nd_range *range);   /* every second, while the range is awake */
bool nd__size_is_at_rest(const struct nd_range *range); /* nothing to measure, no requests of late */
void nd__size_applied(struct nd_range *range, uint64_t bytes, uint64_t collected);
void nd__size_request(struct nd_range *range);
void nd__size_replied(struct nd_range *range, const struct nd_kv_request *request, const struct nd_kv_reply *reply);
/* A key that the range was asked for, and may be split at; empty: none is known. */
struct nd_slice nd__size_key_of(const struct nd_kv_request *request, const struct nd_kv_reply *reply);
struct nd__size nd__size_halve(struct nd_range *range);                    /* it was split: what is left here; returned: as much over there */
void nd__size_join(struct nd_range *range, const struct nd_range *right); /* it was merged */
void nd__size_set(struct nd_range *range, uint64_t bytes);                /* as told by who made it */
uint64_t nd__size_bytes(const struct nd_range *range);
uint64_t nd__size_keys(const struct nd_range *range);

/* ---- where to split: pure ---- */

enum { ND__SIZE_MARKS = 128 };
/* How many bytes lie below some of the keys that were walked over, in order. */
struct nd__size_tally {
    struct nd__size_mark {
        struct nd_slice key; /* on the arena of who fills it */
        uint64_t below;
    } marks[ND__SIZE_MARKS];
    size_t count;
    uint64_t bytes, every, next;
};
void nd__size_tally_init(struct nd__size_tally *tally, uint64_t every);
/* The next key wants a mark? Then mark it, before its bytes are added. */
static inline bool nd__size_tally_is_due(const struct nd__size_tally *tally) { return tally->bytes >= tally->next; }
void nd__size_tally_mark(struct nd__size_tally *tally, struct nd_slice key);
/* The mark above `first`, not below `from`, that halves both together best. false: none leaves a sixteenth on each side. */
bool nd__size_pick(const struct nd__size_tally *a, const struct nd__size_tally *b, struct nd_slice first, struct nd_slice from, struct nd_slice *key_out);
/* Likewise of sampled keys, which it sorts: a quarter of them on each side. */
bool nd__size_pick_hot(struct nd_slice *keys, size_t count, struct nd_slice first, struct nd_slice from, struct nd_slice *key_out);

#endif
