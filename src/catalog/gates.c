/* SPDX-License-Identifier: Apache-2.0 */
/* gates.c - the gates of a table's rows: what keeps a write from being placed under a layout that is gone. README.md.
 *
 * Value of a fence:  u64 version of the table                exclusive: whoever knows less than this value's own commit is refused
 *                    u64 version of the table · u64 floor    shared: whoever knows less than the floor is refused
 * It is put on the gates that the shards look at (nd_txn_fence), and at one key of the table where changes look for each other. */
#include "catalog/catalog_int.h"

enum nd_status nd_catalog_guard_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = nd_txn_guard_span(txn, nd__catalog_rows_prefix(&arena, table->id));
    nd_arena_deinit(&arena);
    return status;
}

/* floor {0}: exclusive */
static enum nd_status put_fence(struct nd_txn *txn, const struct nd_table *table, struct nd_ts floor, struct nd_arena *arena)
{
    uint8_t value[ND_KV_FLOOR_VALUE_BYTES];
    struct nd_slice fence = nd_slice_of(value, floor.v == 0 ? 8 : sizeof value);
    nd_store_u64(value, table->version);
    nd_store_u64(value + 8, floor.v);
    /* Sent ahead with the fence, and the first key of it all, so its primary: that of a change that is undone to a savepoint stays in nobody's way. */
    ND_TRY(nd_txn_delete(txn, nd__catalog_fencer_key(arena, nd_txn_id_of(txn))));
    ND_TRY(nd_txn_put(txn, nd__catalog_fence_key(arena, table->id), fence));
    return nd_txn_fence(txn, nd__catalog_rows_prefix(arena, table->id), fence);
}

static enum nd_status lock_fence(struct nd_txn *txn, const struct nd_table *table, struct nd_arena *arena)
{
    struct nd_slice key = nd__catalog_fence_key(arena, table->id);
    return nd_txn_lock(txn, &key, 1, false);
}

enum nd_status nd_catalog_lock_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = lock_fence(txn, table, &arena);
    if (status == ND_STATUS_OK) status = put_fence(txn, table, (struct nd_ts){0}, &arena);
    nd_arena_deinit(&arena);
    return status;
}

/* ---- changes in steps ----------------------------------------------------------------------------------------- */

enum nd_status nd_catalog_read_gate(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, struct nd_gate *gate_out)
{
    struct nd_arena arena;
    struct nd_slice value;
    nd_arena_init(&arena, catalog->heap);
    memset(gate_out, 0, sizeof *gate_out);
    enum nd_status status = nd_txn_get(txn, nd__catalog_fence_key(&arena, table->id), &arena, &value);
    if (status == ND_STATUS_OK && value.n > sizeof gate_out->bytes) status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK) memcpy(gate_out->bytes, value.p, gate_out->count = value.n);
    nd_arena_deinit(&arena);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

/* The floor that may be set now: another change in steps may have set a later one; {0}: an exclusive change came in between. */
static struct nd_ts floor_now(const struct nd_gate *then, const struct nd_gate *now, struct nd_ts floor)
{
    if (then->count == now->count && memcmp(then->bytes, now->bytes, now->count) == 0) return floor;
    struct nd_ts other = nd_kv_floor_of(nd_slice_of(now->bytes, now->count));
    if (other.v == 0) return other;
    return other.v > floor.v ? other : floor;
}

static enum nd_status fence_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_gate *then, struct nd_ts floor, struct nd_arena *arena)
{
    struct nd_gate now;
    ND_TRY(lock_fence(txn, table, arena));
    ND_TRY(nd_catalog_read_gate(catalog, txn, table, &now));
    return put_fence(txn, table, floor_now(then, &now, floor), arena);
}

enum nd_status nd_catalog_fence_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_gate *then, struct nd_ts floor)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = fence_rows(catalog, txn, table, then, floor, &arena);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_has_elders(struct nd_catalog *catalog, struct nd_fiber *fiber, struct nd_table_id table, struct nd_ts before, bool *has_out)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = nd_txn_system_has_elders(catalog->txns, fiber, nd__catalog_rows_prefix(&arena, table), before, has_out);
    nd_arena_deinit(&arena);
    return status;
}
