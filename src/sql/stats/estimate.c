/* SPDX-License-Identifier: Apache-2.0 */
/* estimate.c - one column of a sample: sorted, counted, summed up. */
#include "sql/stats/stats.h"

#include <math.h>

#include "sql/types/compare.h"

struct sorted {
    enum nd_type_id type;
    struct nd_datum *values; /* ascending */
    uint32_t *rows;          /* where each stood in the sample */
    size_t count;
};

struct run { /* of equal values */
    size_t first, count;
};

static bool is_before(const struct sorted *in, uint32_t a, uint32_t b)
{
    int c = nd_datum_cmp(in->type, &in->values[a], &in->values[b]);
    return c != 0 ? c < 0 : a < b;
}

static void merge_sort(const struct sorted *in, uint32_t *list, uint32_t *room, size_t count)
{
    if (count < 2) return;
    size_t half = count / 2, a = 0, b = half, n = 0;
    merge_sort(in, list, room, half);
    merge_sort(in, list + half, room, count - half);
    while (a < half && b < count) room[n++] = is_before(in, list[b], list[a]) ? list[b++] : list[a++];
    while (a < half) room[n++] = list[a++];
    while (b < count) room[n++] = list[b++];
    memcpy(list, room, sizeof *list * n);
}

static void sort_values(struct sorted *sorted, struct nd_arena *arena)
{
    uint32_t *order = nd_arena_array(arena, uint32_t, sorted->count + 1), *room = nd_arena_array(arena, uint32_t, sorted->count + 1);
    for (size_t i = 0; i < sorted->count; i++) order[i] = (uint32_t)i;
    merge_sort(sorted, order, room, sorted->count);
    struct nd_datum *values = nd_arena_array(arena, struct nd_datum, sorted->count + 1);
    for (size_t i = 0; i < sorted->count; i++) values[i] = sorted->values[order[i]];
    for (size_t i = 0; i < sorted->count; i++) room[i] = sorted->rows[order[i]];
    sorted->values = values;
    sorted->rows = room;
}

static size_t find_runs(const struct sorted *sorted, struct run *runs)
{
    size_t count = 0;
    for (size_t i = 0; i < sorted->count; i++) {
        if (count > 0 && nd_datum_eq(sorted->type, &sorted->values[i - 1], &sorted->values[i])) runs[count - 1].count++;
        else runs[count++] = (struct run){i, 1};
    }
    return count;
}

/* ---- how many different values ------------------------------------------------------------------------------- */

#define FREQUENT_SHARE 0.01

/* Values in more than a hundredth of the rows are known already: the estimator, which takes all values to be about as
 * frequent, is given the others alone. too_wide: values that were not kept, each taken to be one of its kind. */
static double distinct_values(const struct run *runs, size_t run_count, double sample_rows, double too_wide, double table_rows, double null_share)
{
    double distinct = too_wide, once = too_wide, not_null = table_rows * (1 - null_share), rows = sample_rows, frequent = 0;
    for (size_t i = 0; i < run_count; i++) {
        bool is_frequent = (double)runs[i].count > FREQUENT_SHARE * sample_rows && runs[i].count > 1;
        frequent += is_frequent;
        distinct += !is_frequent;
        once += runs[i].count == 1;
        if (is_frequent) rows -= (double)runs[i].count;
    }
    double all = distinct;
    bool is_whole = sample_rows >= not_null; /* nothing was left out */
    if (!is_whole && once > 0 && once == sample_rows) return -(1 - null_share); /* no value came twice: a key, or as good as one */
    if (!is_whole && once > 0) { /* else every value came twice or more: there are hardly any others */
        double others = not_null * rows / sample_rows;
        all = rows * distinct / (rows - once + once * rows / others);
        if (all > others) all = others;
        if (all < distinct) all = distinct;
    }
    all = floor(all + frequent + 0.5);
    return all > 0.1 * table_rows ? -all / table_rows : all;
}

/* ---- common values -------------------------------------------------------------------------------------------- */

/* Runs by falling count; equal counts in the order of values. */
static void sort_by_count(struct run *runs, struct run *room, size_t count)
{
    if (count < 2) return;
    size_t half = count / 2, a = 0, b = half, n = 0;
    sort_by_count(runs, room, half);
    sort_by_count(runs + half, room, count - half);
    while (a < half && b < count) room[n++] = runs[b].count > runs[a].count ? runs[b++] : runs[a++];
    while (a < half) room[n++] = runs[a++];
    while (b < count) room[n++] = runs[b++];
    memcpy(runs, room, sizeof *runs * n);
}

struct population {
    double sample_rows, table_rows; /* NULLs included */
    double null_share, distinct;    /* distinct: a number */
};

/* Of the `count` most frequent runs, as many as stand out from what is left. */
static size_t significant(const struct run *runs, size_t count, const struct population *population)
{
    double n = population->sample_rows, all = population->table_rows, sum = 0;
    for (size_t i = 0; i + 1 < count; i++) sum += (double)runs[i].count;
    for (; count > 0; count--) {
        /* how often the least of them would come if it were one of the others */
        double share = 1 - sum / n - population->null_share, others = population->distinct - (double)(count - 1);
        if (share < 0) share = 0;
        if (others > 1) share /= others;
        double have = (double)runs[count - 1].count, expected = all * have / n;
        double variance = all > 1 ? n * expected * (all - expected) * (all - n) / (all * all * (all - 1)) : 0;
        if (have > share * n + 2 * sqrt(variance > 0 ? variance : 0) + 0.5) return count;
        if (count > 1) sum -= (double)runs[count - 2].count;
    }
    return 0;
}

static void common_values(const struct sorted *sorted, const struct run *runs, size_t run_count, const struct population *population, size_t target, bool is_complete,
                            struct nd_arena *arena, struct nd_column_stats *out)
{
    struct run *by_count = nd_arena_array(arena, struct run, run_count + 1), *room = nd_arena_array(arena, struct run, run_count + 1);
    size_t count = 0;
    bool has_all = is_complete && run_count <= target;
    for (size_t i = 0; i < run_count; i++)
        if (runs[i].count > 1 || has_all) by_count[count++] = runs[i];
    sort_by_count(by_count, room, count);
    if (count > target) count = target;
    /* a sample that is the whole table has no chance in it */
    if (!has_all && population->sample_rows < population->table_rows) count = significant(by_count, count, population);
    out->common = nd_arena_array(arena, struct nd_datum, count + 1);
    out->common_share = nd_arena_array(arena, double, count + 1);
    out->common_count = count;
    for (size_t i = 0; i < count; i++) {
        out->common[i] = sorted->values[by_count[i].first];
        out->common_share[i] = (double)by_count[i].count / population->sample_rows;
    }
}

static bool is_common(const struct nd_column_stats *stats, enum nd_type_id type, const struct nd_datum *value)
{
    for (size_t i = 0; i < stats->common_count; i++)
        if (nd_datum_eq(type, &stats->common[i], value)) return true;
    return false;
}

/* ---- histogram, correlation -------------------------------------------------------------------------------------- */

static void histogram(const struct sorted *sorted, const struct run *runs, size_t run_count, size_t target, struct nd_arena *arena, struct nd_column_stats *out)
{
    size_t steps = run_count - out->common_count;
    if (steps > target + 1) steps = target + 1;
    if (steps < 2) return;
    struct nd_datum *left = nd_arena_array(arena, struct nd_datum, sorted->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < run_count; i++) {
        if (is_common(out, sorted->type, &sorted->values[runs[i].first])) continue;
        for (size_t k = 0; k < runs[i].count; k++) left[count++] = sorted->values[runs[i].first + k];
    }
    out->bounds = nd_arena_array(arena, struct nd_datum, steps);
    out->bound_count = steps;
    for (size_t i = 0; i < steps; i++) out->bounds[i] = left[i * (count - 1) / (steps - 1)];
}

/* Of ranks with places in the sample. */
static double correlation(const struct sorted *sorted)
{
    double n = (double)sorted->count, sum_x = n * (n - 1) / 2, sum_y = 0, sum_xy = 0,
           sum_xx = (n - 1) * n * (2 * n - 1) / 6, sum_yy = 0;
    for (size_t i = 0; i < sorted->count; i++) {
        double y = (double)sorted->rows[i];
        sum_y += y;
        sum_yy += y * y;
        sum_xy += (double)i * y;
    }
    double below = (n * sum_xx - sum_x * sum_x) * (n * sum_yy - sum_y * sum_y);
    if (n < 2 || below <= 0) return 0;
    double r = (n * sum_xy - sum_x * sum_y) / sqrt(below);
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

/* ---- all ----------------------------------------------------------------------------------------------------------- */

static double value_bytes(struct nd_type type, const struct nd_datum *value)
{
    if (nd_type_phys(type.id) == ND_PHYS_BYTES) return (double)value->s.n;
    return nd_type_len(type.id);
}

void nd_stats_estimate(const struct nd_vec *values, size_t rows, double table_rows, size_t target, struct nd_arena *arena, struct nd_column_stats *out)
{
    struct sorted sorted = {.type = values->type.id, .values = nd_arena_array(arena, struct nd_datum, rows + 1), .rows = nd_arena_array(arena, uint32_t, rows + 1)};
    double nulls = 0, bytes = 0, too_wide = 0, all = (double)rows;
    uint32_t column_id = out->column_id;
    *out = (struct nd_column_stats){.column_id = column_id};
    for (size_t i = 0; i < rows; i++) {
        struct nd_datum value = nd_vec_get(values, i);
        nulls += value.is_null;
        if (value.is_null) continue;
        double width = value_bytes(values->type, &value);
        bytes += width;
        too_wide += width > ND_STATS_VALUE_BYTES_MAX;
        if (width > ND_STATS_VALUE_BYTES_MAX) continue;
        sorted.rows[sorted.count] = (uint32_t)i;
        sorted.values[sorted.count++] = value;
    }
    if (rows == 0) return;
    if (table_rows < all) table_rows = all;
    out->null_share = nulls / all;
    out->width = nulls < all ? bytes / (all - nulls) : 0;
    sort_values(&sorted, arena);
    struct run *runs = nd_arena_array(arena, struct run, sorted.count + 1);
    size_t run_count = find_runs(&sorted, runs);
    out->distinct = distinct_values(runs, run_count, all - nulls, too_wide, table_rows, out->null_share);
    struct population population = {all, table_rows, out->null_share, out->distinct < 0 ? -out->distinct * table_rows : out->distinct};
    bool is_complete = too_wide == 0 && out->distinct > 0 && (double)run_count >= out->distinct;
    common_values(&sorted, runs, run_count, &population, target, is_complete, arena, out);
    histogram(&sorted, runs, run_count, target, arena, out);
    out->correlation = correlation(&sorted);
}
