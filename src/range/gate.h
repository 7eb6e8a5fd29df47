/* SPDX-License-Identifier: Apache-2.0 */
/* gate.h - the gates of tables: a write is not placed under a layout that is gone (catalog/README.md).
 *
 * Role.       A table is a prefix of keys. In each range that holds keys of it there is one gate, a key that is no row's: where the table
 *             begins in the range, and a mark. Whoever changes the table's layout puts an ND_MUT_GATE on the gate of each of its ranges (a fence); a
 *             write names the tables that it writes (nd_kv_request.guards), and its range looks at the gate while it places the write.
 * Format.     key: begin of the table in the range · 00 'g' · u8 bytes of the prefix. Version: a deletion with a payload, so that no reader
 *             meets it and it is collected once nobody can begin before it. Payload: as the value of ND_MUT_GATE says (kv_wire.h).
 *             A table's rows are above its own gate, and so is whatever else may be the first key of a range (catalog/README.md).
 * Invariants. G1 a range's gate is as new as any fence that was placed where one of its keys of the table was: a fence is placed in every range of
 *                the table, from left to right or all at once, before any of it counts; the right half of a split gets the gate of the left; a merged
 *                range keeps the left one, or the right one of a table that the left one had no rows of.
 *             G2 from a fence on nothing is placed in the range by whoever knows less; what was placed before is there to be found (ND_KV_DRAIN). */
#ifndef ND_RANGE_GATE_H
#define ND_RANGE_GATE_H

#include "engine/engine.h"
#include "range/kv_wire.h"
#include "range/mvcc.h"

struct nd_range_op;

/* No key between `first` and what is above its gate may be the first of another range: the gate must lie in its range. end empty: none. */
bool nd_gate_has_room(struct nd_slice first, struct nd_slice end);
/* Appended: the key of the gate of the table `prefix` in a range that begins at `first`. */
void nd_gate_key(struct nd_buf *out, struct nd_slice first, struct nd_slice prefix);
/* Where the gates of tables lie that a range cuts through which begins at `first`: [*from_out, *to_out), on the arena. */
void nd_gate_zone(struct nd_arena *arena, struct nd_slice first, struct nd_slice *from_out, struct nd_slice *to_out);
/* Apply of a split at `key` of a range that begins at `first`: the right half's gate, of the table that is cut through, if any. CORRUPT, IO. */
ND_RESULT nd_gate_split(struct nd_engine *engine, struct nd_engine_batch *batch, struct nd_slice first, struct nd_slice key, struct nd_heap *heap);

/* Apply of a merge with the range that begins at `key`: a table of which the left one had no rows has its gate in the right one. CORRUPT, IO. */
ND_RESULT nd_gate_merge(struct nd_engine *engine, struct nd_engine_batch *batch, struct nd_slice first, struct nd_slice key, struct nd_heap *heap);

/* Of a gate's newest version: is it a fence's? Where a row may be it is none's to overwrite. */
bool nd_gate_is_version(const struct nd_mvcc_version *version, const struct nd_buf *payload);

/* The gates of a write, as mutations of the kind ND_MUT_FLOOR_GUARD: op->gates. false: the request names a table of which it has no rows. */
bool nd__op_find_gates(struct nd_range_op *op);
/* ND_KV_DRAIN, under a confirmed leadership. */
void nd__op_drain(struct nd_range_op *op);
void nd__op_drained(struct nd_range_op *op);

#endif
