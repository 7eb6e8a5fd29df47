/* SPDX-License-Identifier: Apache-2.0 */
/* estimate.c - how many rows: what share of them a condition keeps, how many different values there are.
 *
 * From the statistics of columns where there are some, in PostgreSQL's manner: common values one by one, the rest by
 * the histogram; its defaults otherwise. Conditions that are neither comparisons nor tests for NULL, but speak of one
 * column alone, are evaluated over its common values and the histogram's bounds. */
#include <math.h>

#include "sql/opt/opt_int.h"
#include "sql/types/compare.h"
#include "sql/types/numeric.h"

#define ROWS_DEFAULT 1000.0     /* of a table without statistics */
#define DISTINCT_DEFAULT 200.0
#define SHARE_RANGE 0.3333333
#define SHARE_BOTH_ENDS 0.005   /* of a range with two ends */
#define SHARE_MATCH 0.005
#define SHARE_UNKNOWN 0.3333333
#define SHARE_MIN 1e-7

static double clamp(double share) { return !(share > 0) ? 0 : share > 1 ? 1 : share; }

double nd__opt_table_rows(const struct nd_table *table)
{
    if (table->stats == NULL) return ROWS_DEFAULT;
    return table->stats->rows < 1 ? 1 : table->stats->rows;
}

/* ---- columns -------------------------------------------------------------------------------------------- */

struct column {
    const struct nd_table *table;
    size_t at;
    struct nd_type type;
    const struct nd_column_stats *stats; /* NULL: none */
    double rows;                         /* of the table */
};

uint32_t nd__origin(const struct nd_opt *opt, uint32_t var)
{
    while (opt->origins[var] != var) var = opt->origins[var];
    return var;
}

/* Seen through casts, which are taken to keep values apart as they are. false: nothing is known of it. */
static bool find_column(const struct nd_opt *opt, const struct nd_expr *expr, struct column *out)
{
    while (expr->kind == ND_EXPR_CAST) expr = expr->args[0];
    if (expr->kind != ND_EXPR_VAR) return false;
    const struct nd_var *var = &opt->tree->bound->vars[nd__origin(opt, expr->var)];
    if (var->table == NULL) return false;
    *out = (struct column){.table = var->table, .at = var->column, .type = var->table->columns[var->column].type, .rows = nd__opt_table_rows(var->table)};
    out->stats = nd_table_column_stats(var->table, var->column);
    return true;
}

static double null_share(const struct column *column) { return column->stats == NULL ? 0 : column->stats->null_share; }

static bool is_unique_alone(const struct nd_table *table, size_t column)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (nd_index_proves_unique(&table->indexes[i]) && table->indexes[i].column_count == 1 && table->indexes[i].columns[0].column == column) return true;
    return false;
}

static double column_distinct(const struct column *column)
{
    double distinct = DISTINCT_DEFAULT;
    if (is_unique_alone(column->table, column->at)) return column->rows;
    if (column->type.id == ND_TYPE_BOOL) distinct = 2;
    if (column->stats != NULL && column->stats->distinct != 0) distinct = column->stats->distinct < 0 ? -column->stats->distinct * column->rows : column->stats->distinct;
    if (distinct > column->rows) distinct = column->rows;
    return distinct < 1 ? 1 : distinct;
}

double nd__distinct(const struct nd_opt *opt, const struct nd_expr *expr, double rows)
{
    struct column column;
    double distinct = DISTINCT_DEFAULT;
    if (nd_expr_is_rowless(expr)) return 1;
    if (find_column(opt, expr, &column)) {
        distinct = column_distinct(&column);
        /* of `distinct` values evenly spread over a table's rows, how many are met by a part of them */
        if (rows < column.rows) distinct *= 1 - pow(1 - rows / column.rows, column.rows / distinct);
    }
    if (distinct > rows) distinct = rows;
    return distinct < 1 ? 1 : distinct;
}

double nd__expr_width(const struct nd_opt *opt, uint32_t var)
{
    struct column column;
    struct nd_expr expr = {.kind = ND_EXPR_VAR, .var = var};
    int len = nd_type_len(opt->tree->bound->vars[var].type.id);
    if (len > 0) return len;
    if (find_column(opt, &expr, &column) && column.stats != NULL) return column.stats->width;
    return 32;
}

/* ---- one value ---------------------------------------------------------------------------------------------- */

static double common_sum(const struct nd_column_stats *stats)
{
    double sum = 0;
    for (size_t i = 0; i < stats->common_count; i++) sum += stats->common_share[i];
    return sum;
}

/* Two values of this column's type can be compared as they are. */
static bool is_comparable(enum nd_type_id column, enum nd_type_id value)
{
    if (column == value) return true;
    enum nd_phys phys = nd_type_phys(column);
    if (phys != nd_type_phys(value)) return false;
    bool is_text = (column == ND_TYPE_TEXT || column == ND_TYPE_VARCHAR) && (value == ND_TYPE_TEXT || value == ND_TYPE_VARCHAR);
    bool is_int = (column == ND_TYPE_INT2 || column == ND_TYPE_INT4 || column == ND_TYPE_INT8) && (value == ND_TYPE_INT2 || value == ND_TYPE_INT4 || value == ND_TYPE_INT8);
    return is_text || is_int || phys == ND_PHYS_F64;
}

static double share_of_average(const struct column *column)
{
    if (column->stats == NULL) return 1 / column_distinct(column);
    double share = (1 - column->stats->null_share) / column_distinct(column);
    /* no more than the most common one */
    if (column->stats->common_count > 0 && share > column->stats->common_share[0]) share = column->stats->common_share[0];
    return share;
}

static double share_equal(const struct column *column, const struct nd_datum *value)
{
    const struct nd_column_stats *stats = column->stats;
    if (stats == NULL) return share_of_average(column);
    for (size_t i = 0; i < stats->common_count; i++)
        if (nd_datum_eq(column->type.id, &stats->common[i], value)) return stats->common_share[i];
    double left = 1 - stats->null_share - common_sum(stats), others = column_distinct(column) - (double)stats->common_count;
    double share = clamp(left) / (others > 1 ? others : 1);
    if (stats->common_count > 0 && share > stats->common_share[stats->common_count - 1]) share = stats->common_share[stats->common_count - 1];
    return share;
}

/* ---- ranges ---------------------------------------------------------------------------------------------------- */

static size_t common_prefix(struct nd_slice a, struct nd_slice b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n]) n++;
    return n;
}

/* Bytes behind the first `skip` as a fraction. */
static double text_scalar(struct nd_slice text, size_t skip)
{
    double value = 0, unit = 1;
    for (size_t i = skip; i < text.n && i < skip + 8; i++) {
        unit /= 256;
        value += (double)text.p[i] * unit;
    }
    return value;
}

/* Where `value` lies between two bounds: 0 to 1. */
static double place_between(enum nd_type_id type, const struct nd_datum *low, const struct nd_datum *value, const struct nd_datum *high)
{
    double a, b, c;
    struct nd_err err;
    switch (nd_type_phys(type)) {
    case ND_PHYS_I64: a = (double)low->i, b = (double)value->i, c = (double)high->i; break;
    case ND_PHYS_F64: a = low->f, b = value->f, c = high->f; break;
    case ND_PHYS_BYTES:
        if (type == ND_TYPE_NUMERIC) {
            if (nd_numeric_to_f64(low->s, &a, &err) != ND_STATUS_OK || nd_numeric_to_f64(value->s, &b, &err) != ND_STATUS_OK || nd_numeric_to_f64(high->s, &c, &err) != ND_STATUS_OK) return 0.5;
        } else {
            size_t skip = common_prefix(low->s, high->s);
            a = text_scalar(low->s, skip), b = text_scalar(value->s, skip), c = text_scalar(high->s, skip);
        }
        break;
    default: return 0.5;
    }
    if (!(c > a) || !isfinite(c - a) || !isfinite(b)) return 0.5;
    return clamp((b - a) / (c - a));
}

/* The share of the histogram's rows that are below `value`. */
static double share_below(enum nd_type_id type, const struct nd_column_stats *stats, const struct nd_datum *value)
{
    size_t low = 0, high = stats->bound_count - 1;
    if (nd_datum_cmp(type, value, &stats->bounds[0]) <= 0) return 0;
    if (nd_datum_cmp(type, value, &stats->bounds[high]) >= 0) return 1;
    while (high - low > 1) { /* bounds[low] < value <= bounds[high] */
        size_t middle = low + (high - low) / 2;
        if (nd_datum_cmp(type, &stats->bounds[middle], value) < 0) low = middle;
        else high = middle;
    }
    return ((double)low + place_between(type, &stats->bounds[low], value, &stats->bounds[high])) / (double)(stats->bound_count - 1);
}

static bool holds(enum nd_compare compare, int c)
{
    switch (compare) {
    case ND_COMPARE_LT: return c < 0;
    case ND_COMPARE_LE: return c <= 0;
    case ND_COMPARE_GT: return c > 0;
    default: return c >= 0;
    }
}

static double share_range(const struct column *column, enum nd_compare compare, const struct nd_datum *value)
{
    const struct nd_column_stats *stats = column->stats;
    if (stats == NULL || (stats->common_count == 0 && stats->bound_count == 0)) return SHARE_RANGE;
    double share = 0, common = 0;
    for (size_t i = 0; i < stats->common_count; i++) {
        common += stats->common_share[i];
        if (holds(compare, nd_datum_cmp(column->type.id, &stats->common[i], value))) share += stats->common_share[i];
    }
    double left = clamp(1 - stats->null_share - common);
    if (stats->bound_count == 0) return clamp(share + left * SHARE_RANGE);
    double below = share_below(column->type.id, stats, value);
    bool is_upper = compare == ND_COMPARE_LT || compare == ND_COMPARE_LE;
    return clamp(share + left * (is_upper ? below : 1 - below));
}

/* ---- comparisons -------------------------------------------------------------------------------------------------- */

struct comparison {
    struct column column;
    enum nd_compare compare;
    const struct nd_datum *value; /* NULL: not known yet */
    uint32_t var;
};

/* column op rowless value */
static bool is_comparison(const struct nd_opt *opt, const struct nd_expr *cond, struct comparison *out)
{
    if (cond->kind != ND_EXPR_FUNC || cond->arg_count != 2) return false;
    out->compare = nd_func_compare(cond->func);
    if (out->compare == ND_COMPARE_NONE) return false;
    const struct nd_expr *left = cond->args[0], *right = cond->args[1];
    if (nd_expr_is_rowless(left)) {
        const struct nd_expr *swap = left;
        left = right;
        right = swap;
        out->compare = nd_compare_commuted(out->compare);
    }
    if (!nd_expr_is_rowless(right) || !find_column(opt, left, &out->column)) return false;
    while (left->kind == ND_EXPR_CAST) left = left->args[0];
    out->var = left->var;
    out->value = NULL;
    if (right->kind == ND_EXPR_CONST && !right->value.is_null && is_comparable(out->column.type.id, right->type.id)) out->value = &right->value;
    return true;
}

static double share_tried(const struct nd_opt *opt, const struct nd_expr *cond);

/* *is_guess_out: by default, since nothing is known. */
static double share_comparison(const struct nd_opt *opt, const struct nd_expr *cond, const struct comparison *comparison, bool *is_guess_out)
{
    const struct column *column = &comparison->column;
    double equal;
    bool is_range = comparison->compare != ND_COMPARE_EQ && comparison->compare != ND_COMPARE_NE;
    *is_guess_out = false;
    if (is_range && comparison->value == NULL) { /* a constant of another type may be compared all the same */
        double tried = share_tried(opt, cond);
        if (tried >= 0) return tried;
    }
    *is_guess_out = is_range && (comparison->value == NULL || column->stats == NULL);
    switch (comparison->compare) {
    case ND_COMPARE_EQ: return comparison->value == NULL ? share_of_average(column) : share_equal(column, comparison->value);
    case ND_COMPARE_NE:
        equal = comparison->value == NULL ? share_of_average(column) : share_equal(column, comparison->value);
        return clamp(1 - equal - null_share(column));
    default: return comparison->value == NULL ? SHARE_RANGE : share_range(column, comparison->compare, comparison->value);
    }
}

/* ---- anything over one column ---------------------------------------------------------------------------------------- */

struct one_var {
    uint32_t var;
    bool is_one;
};

static void see_var(void *arg, uint32_t var)
{
    struct one_var *one = arg;
    if (one->var != ND_VAR_NONE && one->var != var) one->is_one = false;
    one->var = var;
}

static bool has_kind(const struct nd_expr *expr, enum nd_expr_kind kind)
{
    if (expr->kind == kind) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (has_kind(expr->args[i], kind)) return true;
    return false;
}

#define SAMPLED_BOUNDS_MIN 10

/* Tries the condition on the values that are known. < 0: it cannot be tried. */
static double share_tried(const struct nd_opt *opt, const struct nd_expr *cond)
{
    struct one_var one = {ND_VAR_NONE, true};
    struct column column;
    nd_expr_each_var(cond, &one, see_var);
    if (one.var == ND_VAR_NONE || !one.is_one || nd_expr_volatility(cond) != ND_IMMUTABLE) return -1;
    if (has_kind(cond, ND_EXPR_PARAM) || has_kind(cond, ND_EXPR_SUBQUERY)) return -1;
    struct nd_expr var_expr = {.kind = ND_EXPR_VAR, .var = one.var};
    if (!find_column(opt, &var_expr, &column) || column.stats == NULL) return -1;
    const struct nd_column_stats *stats = column.stats;
    double common = common_sum(stats), left = clamp(1 - stats->null_share - common);
    size_t bounds = stats->bound_count >= SAMPLED_BOUNDS_MIN ? stats->bound_count : 0;
    if (stats->common_count + bounds == 0 || (bounds == 0 && left > 0.5)) return -1;
    struct nd_arena scratch;
    nd_arena_init(&scratch, opt->arena->heap);
    struct nd_vec vec = nd_vec_new(&scratch, column.type, stats->common_count + bounds);
    for (size_t i = 0; i < stats->common_count; i++) nd_vec_set(&vec, i, stats->common[i]);
    for (size_t i = 0; i < bounds; i++) nd_vec_set(&vec, stats->common_count + i, stats->bounds[i]);
    struct nd_batch batch = {.rows = stats->common_count + bounds, .columns = 1, .vecs = &vec};
    struct nd_expr *copy = nd_expr_copy(&scratch, cond);
    uint32_t *slots = nd_arena_array(&scratch, uint32_t, opt->var_count + 1);
    nd_expr_set_slots(copy, slots); /* all of them 0 */
    struct nd_err err;
    struct nd_eval eval = *opt->eval;
    eval.arena = &scratch;
    eval.err = &err;
    uint32_t *rows = nd_arena_array(&scratch, uint32_t, batch.rows + 1);
    size_t count;
    double share = -1, held = 0;
    if (nd_expr_filter(&eval, copy, &batch, NULL, rows, &count) == ND_STATUS_OK) {
        share = 0;
        for (size_t i = 0; i < count; i++) {
            if (rows[i] < stats->common_count) share += stats->common_share[rows[i]];
            else held++;
        }
        double sampled = bounds == 0 ? (stats->common_count > 0 && common > 0 ? share / common : SHARE_MATCH) : held / (double)bounds;
        if (bounds > 0 && held == 0) sampled = 0.5 / (double)bounds; /* rarer than what a bound stands for */
        share = clamp(share + left * sampled);
    }
    nd_arena_deinit(&scratch);
    return share;
}

/* ---- conditions --------------------------------------------------------------------------------------------------------- */

static double share_in(const struct nd_opt *opt, const struct nd_expr *cond)
{
    struct column column;
    double sum = 0;
    bool is_known = find_column(opt, cond->args[0], &column);
    for (size_t i = 1; i < cond->arg_count; i++) {
        const struct nd_expr *value = cond->args[i];
        bool is_constant = is_known && value->kind == ND_EXPR_CONST && !value->value.is_null && is_comparable(column.type.id, value->type.id);
        sum += is_constant ? share_equal(&column, &value->value) : is_known ? share_of_average(&column) : 1 / DISTINCT_DEFAULT;
    }
    sum = clamp(sum);
    return cond->is_not ? clamp(1 - sum - (is_known ? null_share(&column) : 0)) : sum;
}

static double share_null(const struct nd_opt *opt, const struct nd_expr *cond)
{
    struct column column;
    double nulls = SHARE_MATCH;
    if (find_column(opt, cond->args[0], &column)) {
        if (column.table->columns[column.at].is_not_null) nulls = 0;
        else if (column.stats != NULL) nulls = column.stats->null_share;
    }
    return cond->is_not ? 1 - nulls : nulls;
}

/* Of a join or within one table: two columns are equal. */
static double share_columns_equal(const struct nd_opt *opt, const struct nd_expr *a, const struct nd_expr *b)
{
    struct column left, right;
    double of_left = DISTINCT_DEFAULT, of_right = DISTINCT_DEFAULT, not_null = 1;
    bool knows_left = find_column(opt, a, &left), knows_right = find_column(opt, b, &right);
    if (knows_left) of_left = column_distinct(&left), not_null *= 1 - null_share(&left);
    if (knows_right) of_right = column_distinct(&right), not_null *= 1 - null_share(&right);
    if (!knows_left && knows_right) of_left = of_right;
    if (!knows_right && knows_left) of_right = of_left;
    return not_null / (of_left > of_right ? of_left : of_right);
}

static double share_function(const struct nd_opt *opt, const struct nd_expr *cond)
{
    enum nd_compare compare = cond->arg_count == 2 ? nd_func_compare(cond->func) : ND_COMPARE_NONE;
    double tried = share_tried(opt, cond);
    if (tried >= 0) return tried;
    if (compare == ND_COMPARE_EQ) return share_columns_equal(opt, cond->args[0], cond->args[1]);
    if (compare == ND_COMPARE_NE) return 1 - share_columns_equal(opt, cond->args[0], cond->args[1]);
    if (compare != ND_COMPARE_NONE) return SHARE_RANGE;
    bool is_match = cond->func->is_operator && strchr(cond->func->name, '~') != NULL;
    if (!is_match) return SHARE_UNKNOWN;
    return cond->func->name[0] == '!' ? 1 - SHARE_MATCH : SHARE_MATCH;
}

/* The two ends of a range over one column are not independent of each other. */
static double share_all(const struct nd_opt *opt, const struct nd_expr *const *list, size_t count)
{
    double share = 1;
    for (size_t i = 0; i < count; i++) {
        struct comparison low, high;
        bool is_done = false;
        bool is_range = is_comparison(opt, list[i], &low) && low.compare != ND_COMPARE_EQ && low.compare != ND_COMPARE_NE;
        bool is_low = is_range && (low.compare == ND_COMPARE_GT || low.compare == ND_COMPARE_GE);
        for (size_t k = 0; k < count && is_range && !is_done; k++) {
            if (k == i || !is_comparison(opt, list[k], &high) || high.var != low.var || high.compare == ND_COMPARE_EQ || high.compare == ND_COMPARE_NE) continue;
            bool is_high = high.compare == ND_COMPARE_LT || high.compare == ND_COMPARE_LE;
            if (is_high != is_low) continue; /* the same end twice */
            is_done = true;
            if (k < i) continue; /* counted with its partner */
            bool low_is_guess, high_is_guess;
            double both = share_comparison(opt, list[i], &low, &low_is_guess) + share_comparison(opt, list[k], &high, &high_is_guess) - 1 + null_share(&low.column);
            share *= low_is_guess || high_is_guess ? SHARE_BOTH_ENDS : both < 1e-6 ? 1e-6 : both;
        }
        if (!is_done) share *= nd__share(opt, list[i]);
    }
    return share;
}

double nd__share_of_list(const struct nd_opt *opt, struct nd_expr *const *list, size_t count)
{
    double share = share_all(opt, (const struct nd_expr *const *)list, count);
    return share < SHARE_MIN ? SHARE_MIN : share;
}

double nd__share(const struct nd_opt *opt, const struct nd_expr *cond)
{
    struct comparison comparison;
    struct column column;
    double share;
    bool is_guess;
    if (cond == NULL) return 1;
    switch (cond->kind) {
    case ND_EXPR_CONST: return !cond->value.is_null && cond->value.b ? 1 : 0;
    case ND_EXPR_AND: return share_all(opt, (const struct nd_expr *const *)cond->args, cond->arg_count);
    case ND_EXPR_OR:
        share = 0;
        for (size_t i = 0; i < cond->arg_count; i++) {
            double one = nd__share(opt, cond->args[i]);
            share = share + one - share * one;
        }
        return clamp(share);
    case ND_EXPR_NOT: return clamp(1 - nd__share(opt, cond->args[0]));
    case ND_EXPR_IN: return share_in(opt, cond);
    case ND_EXPR_IS_NULL: return share_null(opt, cond);
    case ND_EXPR_VAR:
        if (!find_column(opt, cond, &column) || column.stats == NULL) return 0.5;
        return share_equal(&column, &(struct nd_datum){.b = true});
    case ND_EXPR_FUNC:
        if (is_comparison(opt, cond, &comparison)) return share_comparison(opt, cond, &comparison, &is_guess);
        return share_function(opt, cond);
    default:
        share = share_tried(opt, cond);
        return share >= 0 ? share : 0.5;
    }
}
