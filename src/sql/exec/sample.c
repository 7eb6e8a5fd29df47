/* SPDX-License-Identifier: Apache-2.0 */
/* sample.c - rows of a table chosen at random, for statistics.
 *
 * All keys and values pass by, some are kept: each with the same chance (Vitter's algorithm R). What is kept is bounded
 * in rows and in bytes; where rows are long there are fewer of them. */
#include "sql/exec/exec_int.h"

#define SAMPLE_BYTES_MAX (32u << 20)
#define DECODE_ROWS 256 /* in one go */
#define PAUSE_MS_MAX 500

struct kept {
    uint64_t place; /* among all rows */
    uint8_t *bytes; /* key, then value */
    uint32_t key_bytes, value_bytes;
};

struct reservoir {
    const struct nd_exec_env *env;
    struct kept *rows;
    size_t count, want, bytes;
    unsigned pause_times;
    uint64_t seen;
    double seen_bytes;
};

static void drop(struct reservoir *reservoir, size_t at)
{
    struct kept *kept = &reservoir->rows[at];
    reservoir->bytes -= kept->key_bytes + kept->value_bytes;
    nd_heap_free(reservoir->env->heap, kept->bytes);
}

static void put(struct reservoir *reservoir, size_t at, const struct nd_kv_pair *pair)
{
    struct kept *kept = &reservoir->rows[at];
    *kept = (struct kept){.place = reservoir->seen, .key_bytes = (uint32_t)pair->key.n, .value_bytes = (uint32_t)pair->value.n};
    kept->bytes = nd_heap_alloc(reservoir->env->heap, pair->key.n + pair->value.n + 1);
    memcpy(kept->bytes, pair->key.p, pair->key.n);
    if (pair->value.n > 0) memcpy(kept->bytes + pair->key.n, pair->value.p, pair->value.n);
    reservoir->bytes += pair->key.n + pair->value.n;
}

/* Every second row goes, and from here on half as many are kept. */
static void halve(struct reservoir *reservoir)
{
    size_t left = 0;
    for (size_t i = 0; i < reservoir->count; i++) {
        if (i % 2 == 1) drop(reservoir, i);
        else reservoir->rows[left++] = reservoir->rows[i];
    }
    reservoir->count = reservoir->want = left;
}

static void offer(struct reservoir *reservoir, const struct nd_kv_pair *pair)
{
    if (reservoir->count < reservoir->want) {
        put(reservoir, reservoir->count++, pair);
    } else {
        uint64_t at = nd_env_random_u64(nd_reactor_env(reservoir->env->reactor)) % (reservoir->seen + 1);
        if (at < reservoir->want) {
            drop(reservoir, (size_t)at);
            put(reservoir, (size_t)at, pair);
        }
    }
    reservoir->seen++;
    reservoir->seen_bytes += (double)(pair->key.n + pair->value.n);
    if (reservoir->bytes > SAMPLE_BYTES_MAX && reservoir->count > 1) halve(reservoir);
}

static void rest(const struct reservoir *reservoir, uint64_t since_ns)
{
    uint64_t took_ns = nd_env_now_ns(nd_reactor_env(reservoir->env->reactor)) - since_ns, pause_ns = reservoir->pause_times * (took_ns + ND_MS / 4);
    if (pause_ns > 0) nd_fiber_sleep(reservoir->env->fiber, pause_ns < PAUSE_MS_MAX * ND_MS ? pause_ns : PAUSE_MS_MAX * ND_MS);
}

static enum nd_status read_all(struct reservoir *reservoir, struct nd_txn_scan *scan, struct nd_arena *arena)
{
    struct nd_exec_pace pace = {0};
    for (;;) {
        struct nd_kv_pair *pairs;
        size_t count;
        uint64_t since_ns = nd_env_now_ns(nd_reactor_env(reservoir->env->reactor));
        nd_arena_reset(arena);
        ND_TRY(nd_exec_check(reservoir->env, &pace));
        ND_TRY(nd_txn_scan_next(scan, arena, &pairs, &count));
        if (count == 0) return ND_STATUS_OK;
        for (size_t i = 0; i < count; i++) offer(reservoir, &pairs[i]);
        rest(reservoir, since_ns);
    }
}

static enum nd_status read_table(struct reservoir *reservoir, const struct nd_table *table)
{
    struct nd_arena arena;
    struct nd_buf first, end;
    nd_arena_init(&arena, reservoir->env->heap);
    nd_buf_init(&first, reservoir->env->heap);
    nd_buf_init(&end, reservoir->env->heap);
    nd_index_put_prefix(&first, table->id, table->indexes[0].id);
    nd_buf_put_slice(&end, nd_buf_slice(&first));
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    struct nd_txn_scan scan = {.txn = reservoir->env->txn, .first = nd_buf_slice(&first), .end = nd_buf_slice(&end), .is_lazy = reservoir->pause_times > 0};
    enum nd_status status = nd_txn_scan_open(&scan);
    if (status == ND_STATUS_OK) {
        status = read_all(reservoir, &scan, &arena);
        nd_txn_scan_close(&scan);
    }
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
    nd_arena_deinit(&arena);
    return status;
}

/* ---- the rows as vectors ------------------------------------------------------------------------------------- */

static void sort_by_place(struct kept *rows, struct kept *room, size_t count)
{
    if (count < 2) return;
    size_t half = count / 2, a = 0, b = half, n = 0;
    sort_by_place(rows, room, half);
    sort_by_place(rows + half, room, count - half);
    while (a < half && b < count) room[n++] = rows[a].place < rows[b].place ? rows[a++] : rows[b++];
    while (a < half) room[n++] = rows[a++];
    while (b < count) room[n++] = rows[b++];
    memcpy(rows, room, sizeof *rows * n);
}

static enum nd_status decode(struct reservoir *reservoir, const struct nd_table *table, const uint32_t *columns, size_t column_count, struct nd_arena *arena, struct nd_batch *out)
{
    struct nd_decoder decoder;
    nd_decoder_init(&decoder, table, NULL, columns, column_count, arena);
    sort_by_place(reservoir->rows, nd_arena_array(arena, struct kept, reservoir->count + 1), reservoir->count);
    *out = nd_decoder_batch(&decoder, arena, reservoir->count);
    struct nd_exec_pace pace = {0};
    uint64_t since_ns = nd_env_now_ns(nd_reactor_env(reservoir->env->reactor));
    for (size_t i = 0; i < reservoir->count; i++) {
        const struct kept *kept = &reservoir->rows[i];
        if (i % DECODE_ROWS == 0) {
            ND_TRY(nd_exec_check(reservoir->env, &pace));
            if (i > 0) rest(reservoir, since_ns);
            since_ns = nd_env_now_ns(nd_reactor_env(reservoir->env->reactor));
        }
        struct nd_slice bytes = nd_arena_copy(arena, nd_slice_of(kept->bytes, kept->key_bytes + kept->value_bytes));
        ND_TRY(nd_decoder_row(&decoder, nd_slice_of(bytes.p, kept->key_bytes), nd_slice_of(bytes.p + kept->key_bytes, kept->value_bytes), arena, out, i));
    }
    return ND_STATUS_OK;
}

enum nd_status nd_exec_sample_table(const struct nd_exec_env *env, const struct nd_table *table, const uint32_t *columns, size_t column_count, size_t want, unsigned pause_times,
                                    struct nd_arena *arena, struct nd_table_sample *out)
{
    *out = (struct nd_table_sample){0};
    struct reservoir reservoir = {.env = env, .pause_times = pause_times, .want = want, .rows = nd_heap_alloc(env->heap, sizeof(struct kept) * (want + 1))};
    enum nd_status status = read_table(&reservoir, table);
    if (status == ND_STATUS_OK) status = decode(&reservoir, table, columns, column_count, arena, &out->rows);
    for (size_t i = 0; i < reservoir.count; i++) nd_heap_free(env->heap, reservoir.rows[i].bytes);
    nd_heap_free(env->heap, reservoir.rows);
    out->table_rows = (double)reservoir.seen;
    out->table_bytes = reservoir.seen_bytes;
    return status;
}
