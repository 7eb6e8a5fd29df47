/* SPDX-License-Identifier: Apache-2.0 */
/* ids.h - identifiers as one-field structs, so that one cannot be passed for another. */
#ifndef ND_BASE_IDS_H
#define ND_BASE_IDS_H

#include <stdbool.h>
#include <stdint.h>

struct nd_node_id { uint64_t v; };    /* 0: none */
struct nd_range_id { uint64_t v; };   /* 0: none; 1: meta */
struct nd_replica_id { uint64_t v; }; /* unique in its range for ever; 0: none */
struct nd_table_id { uint64_t v; };
struct nd_ts { uint64_t v; };         /* 46 bits of milliseconds, 18 of a counter; 0: none */

#define ND_TS_LOGICAL_BITS 18
#define ND_TS_MAX ((struct nd_ts){UINT64_MAX})

static inline uint64_t nd_ts_physical_ms(struct nd_ts ts) { return ts.v >> ND_TS_LOGICAL_BITS; }
static inline struct nd_ts nd_ts_of_ms(uint64_t ms) { return (struct nd_ts){ms << ND_TS_LOGICAL_BITS}; }

/* A transaction: its start timestamp alone would do (the oracle never repeats one), the random
 * part tells apart transactions whose timestamps were drawn by a faulty clock or copied data. */
struct nd_txn_id { uint64_t hi, lo; };
static inline bool nd_txn_id_eq(struct nd_txn_id a, struct nd_txn_id b) { return a.hi == b.hi && a.lo == b.lo; }
static inline bool nd_txn_id_is_none(struct nd_txn_id a) { return a.hi == 0 && a.lo == 0; }

#define ND_RANGE_META ((struct nd_range_id){1})

#endif
