/* SPDX-License-Identifier: Apache-2.0 */
/* catalog_int.h - shared by catalog.c (reading), change.c (writing) and descriptor.c (bytes). */
#ifndef ND_CATALOG_INT_H
#define ND_CATALOG_INT_H

#include "base/list.h"
#include "catalog/catalog.h"

enum nd__relation_kind { ND__RELATION_TABLE = 1, ND__RELATION_INDEX = 2 };

struct nd__relation {
    enum nd__relation_kind kind;
    struct nd_table_id table;
    uint64_t index_id;
};

struct nd_catalog {
    struct nd_heap *heap;
    struct nd_txn_system *txns;
    struct nd_catalog_view *shared; /* newest committed version met; NULL: none yet */
};

/* Keys of the catalog's own rows. */
struct nd_slice nd__catalog_version_key(struct nd_arena *arena);
struct nd_slice nd__catalog_name_key(struct nd_arena *arena, uint32_t schema_id, const char *name);
struct nd_slice nd__catalog_table_key(struct nd_arena *arena, struct nd_table_id id);
struct nd_slice nd__catalog_gate_key(struct nd_arena *arena, struct nd_table_id id, unsigned gate);

struct nd_slice nd__table_encode(const struct nd_table *table, struct nd_arena *arena);
/* CORRUPT: malformed, or of a format that is not known. */
ND_RESULT nd__table_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_table **table_out);
struct nd_slice nd__relation_encode(const struct nd__relation *relation, struct nd_arena *arena);
ND_RESULT nd__relation_decode(struct nd_slice bytes, struct nd__relation *relation_out);

#endif
