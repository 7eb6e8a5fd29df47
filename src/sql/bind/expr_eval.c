/* SPDX-License-Identifier: Apache-2.0 */
/* expr_eval.c - expressions over vectors. */
#include "sql/bind/expr.h"
#include "sql/types/compare.h"

/* Deeper trees go to the big stack: a fiber's own has room for this many frames and more. */
#define FIBER_DEPTH_MAX 48

static enum nd_status eval_any(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                               const struct nd_sel *sel, struct nd_vec *out);

static struct nd_func_ctx func_ctx(const struct nd_eval *eval)
{
    return (struct nd_func_ctx){
        .types = eval->types, .services = eval->services, .arena = eval->arena, .heap = eval->heap};
}

static inline size_t sel_row(const struct nd_sel *sel, size_t i) { return sel->rows == NULL ? i : sel->rows[i]; }

static void fill(struct nd_vec *vec, const struct nd_sel *sel, struct nd_datum datum)
{
    for (size_t i = 0; i < sel->count; i++) vec->nulls[sel_row(sel, i)] = datum.is_null;
    if (datum.is_null) return;
    switch (nd_type_phys(vec->type.id)) {
    case ND_PHYS_BOOL:
        for (size_t i = 0; i < sel->count; i++) vec->b[sel_row(sel, i)] = datum.b;
        return;
    case ND_PHYS_I64:
        for (size_t i = 0; i < sel->count; i++) vec->i[sel_row(sel, i)] = datum.i;
        return;
    case ND_PHYS_F64:
        for (size_t i = 0; i < sel->count; i++) vec->f[sel_row(sel, i)] = datum.f;
        return;
    case ND_PHYS_BYTES:
        for (size_t i = 0; i < sel->count; i++) vec->s[sel_row(sel, i)] = datum.s;
        return;
    }
}

static void copy_rows(struct nd_vec *to, const struct nd_vec *from, const struct nd_sel *sel)
{
    for (size_t i = 0; i < sel->count; i++) to->nulls[sel_row(sel, i)] = from->nulls[sel_row(sel, i)];
    switch (nd_type_phys(to->type.id)) {
    case ND_PHYS_BOOL:
        for (size_t i = 0; i < sel->count; i++) to->b[sel_row(sel, i)] = from->b[sel_row(sel, i)];
        return;
    case ND_PHYS_I64:
        for (size_t i = 0; i < sel->count; i++) to->i[sel_row(sel, i)] = from->i[sel_row(sel, i)];
        return;
    case ND_PHYS_F64:
        for (size_t i = 0; i < sel->count; i++) to->f[sel_row(sel, i)] = from->f[sel_row(sel, i)];
        return;
    case ND_PHYS_BYTES:
        for (size_t i = 0; i < sel->count; i++) to->s[sel_row(sel, i)] = from->s[sel_row(sel, i)];
        return;
    }
}

static struct nd_vec new_vec(const struct nd_eval *eval, struct nd_type type, size_t rows)
{
    struct nd_vec vec = nd_vec_new(eval->arena, type, rows == 0 ? 1 : rows);
    return vec;
}

static struct nd_sel new_sel(const struct nd_eval *eval, size_t room, uint32_t **rows_out)
{
    *rows_out = nd_arena_alloc(eval->arena, sizeof(uint32_t) * (room == 0 ? 1 : room));
    return (struct nd_sel){*rows_out, 0};
}

static enum nd_status eval_func(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_vec *args = nd_arena_alloc(eval->arena, sizeof *args * (expr->arg_count == 0 ? 1 : expr->arg_count));
    for (size_t i = 0; i < expr->arg_count; i++) ND_TRY(eval_any(eval, expr->args[i], in, sel, &args[i]));
    *out = new_vec(eval, expr->type, in->rows);
    struct nd_func_ctx ctx = func_ctx(eval);
    if (expr->is_spread) return nd_func_eval_spread(expr->func, &ctx, args, expr->arg_count, sel, out, eval->err);
    return nd_func_eval(expr->func, &ctx, args, expr->arg_count, sel, out, eval->err);
}

static enum nd_status eval_cast(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_vec arg;
    ND_TRY(eval_any(eval, expr->args[0], in, sel, &arg));
    if (expr->type.mod == -1 && nd_cast_is_relabel(arg.type.id, expr->type.id)) {
        *out = arg;
        out->type = expr->type;
        return ND_STATUS_OK;
    }
    *out = new_vec(eval, expr->type, in->rows);
    return nd_cast_vec(eval->types, &arg, sel, expr->type, expr->cast_context, eval->arena, out, eval->err);
}

static enum nd_status eval_domain(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in, const struct nd_sel *sel, struct nd_vec *out)
{
    const struct nd_domain_rule *domain = expr->domain;
    ND_TRY(eval_any(eval, expr->args[0], in, sel, out));
    out->type = expr->type;
    for (size_t i = 0; i < sel->count && domain->is_not_null; i++)
        if (out->nulls[sel_row(sel, i)]) return nd_err_set(eval->err, "23502", "domain %s does not allow null values", domain->shown);
    struct nd_vec value = *out;
    struct nd_batch values = {.rows = in->rows, .columns = 1, .vecs = &value};
    for (size_t k = 0; k < domain->count; k++) {
        struct nd_vec holds;
        ND_TRY(eval_any(eval, domain->checks[k], &values, sel, &holds));
        for (size_t i = 0; i < sel->count; i++) {
            size_t row = sel_row(sel, i);
            if (!holds.nulls[row] && !holds.b[row])
                return nd_err_set(eval->err, "23514", "value for domain %s violates check constraint \"%s\"", domain->shown, domain->names[k]);
        }
    }
    return ND_STATUS_OK;
}

/* AND stops at false, OR at true: rows that are decided leave the selection. */
static enum nd_status eval_and_or(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                  const struct nd_sel *sel, struct nd_vec *out)
{
    const uint8_t stop = expr->kind == ND_EXPR_OR;
    *out = new_vec(eval, expr->type, in->rows);
    fill(out, sel, (struct nd_datum){.b = !stop});
    uint32_t *rows;
    struct nd_sel left = *sel;
    for (size_t i = 0; i < expr->arg_count && left.count > 0; i++) {
        struct nd_vec arg;
        ND_TRY(eval_any(eval, expr->args[i], in, &left, &arg));
        struct nd_sel next = new_sel(eval, left.count, &rows);
        for (size_t k = 0; k < left.count; k++) {
            uint32_t row = (uint32_t)sel_row(&left, k);
            if (arg.nulls[row]) {
                out->nulls[row] = 1;
                rows[next.count++] = row;
            } else if ((arg.b[row] != 0) == (stop != 0)) {
                out->nulls[row] = 0;
                out->b[row] = stop;
            } else {
                rows[next.count++] = row;
            }
        }
        left = next;
    }
    return ND_STATUS_OK;
}

static enum nd_status eval_not(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                               const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_vec arg;
    ND_TRY(eval_any(eval, expr->args[0], in, sel, &arg));
    *out = new_vec(eval, expr->type, in->rows);
    for (size_t i = 0; i < sel->count; i++) {
        size_t row = sel_row(sel, i);
        out->nulls[row] = arg.nulls[row];
        out->b[row] = arg.nulls[row] ? 0 : !arg.b[row];
    }
    return ND_STATUS_OK;
}

static enum nd_status eval_test(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_vec arg;
    ND_TRY(eval_any(eval, expr->args[0], in, sel, &arg));
    *out = new_vec(eval, expr->type, in->rows);
    for (size_t i = 0; i < sel->count; i++) {
        size_t row = sel_row(sel, i);
        bool is_null = arg.nulls[row] != 0, holds;
        if (expr->kind == ND_EXPR_IS_NULL || expr->bool_test == 'u')
            holds = is_null;
        else
            holds = !is_null && (arg.b[row] != 0) == (expr->bool_test == 't');
        out->nulls[row] = 0;
        out->b[row] = holds != expr->is_not;
    }
    return ND_STATUS_OK;
}

static enum nd_status eval_case(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                const struct nd_sel *sel, struct nd_vec *out)
{
    *out = new_vec(eval, expr->type, in->rows);
    struct nd_sel left = *sel;
    for (size_t i = 0; i + 1 < expr->arg_count && left.count > 0; i += 2) {
        struct nd_vec when, then;
        uint32_t *yes_rows, *no_rows;
        ND_TRY(eval_any(eval, expr->args[i], in, &left, &when));
        struct nd_sel yes = new_sel(eval, left.count, &yes_rows), no = new_sel(eval, left.count, &no_rows);
        for (size_t k = 0; k < left.count; k++) {
            uint32_t row = (uint32_t)sel_row(&left, k);
            if (!when.nulls[row] && when.b[row])
                yes_rows[yes.count++] = row;
            else
                no_rows[no.count++] = row;
        }
        if (yes.count > 0) {
            ND_TRY(eval_any(eval, expr->args[i + 1], in, &yes, &then));
            copy_rows(out, &then, &yes);
        }
        left = no;
    }
    if (left.count == 0) return ND_STATUS_OK;
    struct nd_vec otherwise;
    ND_TRY(eval_any(eval, expr->args[expr->arg_count - 1], in, &left, &otherwise));
    copy_rows(out, &otherwise, &left);
    return ND_STATUS_OK;
}

static enum nd_status eval_coalesce(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                    const struct nd_sel *sel, struct nd_vec *out)
{
    *out = new_vec(eval, expr->type, in->rows);
    struct nd_sel left = *sel;
    for (size_t i = 0; i < expr->arg_count && left.count > 0; i++) {
        struct nd_vec arg;
        uint32_t *rows;
        ND_TRY(eval_any(eval, expr->args[i], in, &left, &arg));
        copy_rows(out, &arg, &left);
        struct nd_sel next = new_sel(eval, left.count, &rows);
        for (size_t k = 0; k < left.count; k++) {
            uint32_t row = (uint32_t)sel_row(&left, k);
            if (arg.nulls[row]) rows[next.count++] = row;
        }
        left = next;
    }
    return ND_STATUS_OK;
}

static void probe_in_set(const struct nd_expr *expr, const struct nd_vec *arg, size_t row, struct nd_vec *out)
{
    const struct nd_in_set *set = expr->in_set;
    struct nd_datum value = nd_vec_get(arg, row);
    bool is_found = false;
    size_t bucket = value.is_null ? 0 : (size_t)nd_datum_hash(arg->type.id, &value, 0) & (set->bucket_count - 1);
    for (; !value.is_null && !is_found && set->buckets[bucket] != 0; bucket = (bucket + 1) & (set->bucket_count - 1))
        is_found = nd_datum_eq(arg->type.id, &value, &expr->args[set->buckets[bucket]]->value);
    out->nulls[row] = value.is_null || (!is_found && set->has_null);
    out->b[row] = is_found != expr->is_not;
}

/* x IN (a, b, ...): as x = a OR x = b OR ...; one vector call an item. */
static enum nd_status eval_in(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                              const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_vec args[2];
    ND_TRY(eval_any(eval, expr->args[0], in, sel, &args[0]));
    *out = new_vec(eval, expr->type, in->rows);
    if (expr->in_set != NULL) {
        for (size_t i = 0; i < sel->count; i++) probe_in_set(expr, &args[0], sel_row(sel, i), out);
        return ND_STATUS_OK;
    }
    fill(out, sel, (struct nd_datum){.b = expr->is_not});
    struct nd_func_ctx ctx = func_ctx(eval);
    struct nd_sel left = *sel;
    for (size_t i = 1; i < expr->arg_count && left.count > 0; i++) {
        struct nd_vec is_equal = new_vec(eval, expr->type, in->rows);
        uint32_t *rows;
        ND_TRY(eval_any(eval, expr->args[i], in, &left, &args[1]));
        ND_TRY(nd_func_eval(expr->func, &ctx, args, 2, &left, &is_equal, eval->err));
        struct nd_sel next = new_sel(eval, left.count, &rows);
        for (size_t k = 0; k < left.count; k++) {
            uint32_t row = (uint32_t)sel_row(&left, k);
            if (!is_equal.nulls[row] && is_equal.b[row]) {
                out->nulls[row] = 0;
                out->b[row] = !expr->is_not;
            } else {
                if (is_equal.nulls[row]) out->nulls[row] = 1;
                rows[next.count++] = row;
            }
        }
        left = next;
    }
    return ND_STATUS_OK;
}

static enum nd_status eval_subquery(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                    const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_vec *args = nd_arena_alloc(eval->arena, sizeof *args * (expr->arg_count + 1));
    for (size_t i = 0; i < expr->arg_count; i++) ND_TRY(eval_any(eval, expr->args[i], in, sel, &args[i]));
    *out = new_vec(eval, expr->type, in->rows);
    ND_ASSERT(eval->subqueries != NULL);
    return eval->subqueries->eval(eval->subqueries, eval, expr, args, sel, out);
}

static enum nd_status eval_array_op(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                                    const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_vec args[2];
    for (size_t i = 0; i < 2; i++) ND_TRY(eval_any(eval, expr->args[i], in, sel, &args[i]));
    *out = new_vec(eval, expr->type, in->rows);
    return nd__eval_array_op(eval, expr, args, sel, out);
}

static enum nd_status eval_any(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                               const struct nd_sel *sel, struct nd_vec *out)
{
    switch (expr->kind) {
    case ND_EXPR_CONST:
        *out = new_vec(eval, expr->type, in->rows);
        fill(out, sel, expr->value);
        return ND_STATUS_OK;
    case ND_EXPR_VAR:
        ND_ASSERT(expr->slot < in->columns);
        *out = in->vecs[expr->slot];
        return ND_STATUS_OK;
    case ND_EXPR_PARAM:
        *out = new_vec(eval, expr->type, in->rows);
        if (expr->param >= ND_PARAM_CURSOR) {
            ND_ASSERT(eval->cursor_key != NULL);
            fill(out, sel, eval->cursor_key[expr->param - ND_PARAM_CURSOR]);
            return ND_STATUS_OK;
        }
        ND_ASSERT(expr->param < eval->param_count);
        fill(out, sel, eval->params[expr->param]);
        return ND_STATUS_OK;
    case ND_EXPR_FUNC: return eval_func(eval, expr, in, sel, out);
    case ND_EXPR_CAST: return eval_cast(eval, expr, in, sel, out);
    case ND_EXPR_DOMAIN: return eval_domain(eval, expr, in, sel, out);
    case ND_EXPR_AND:
    case ND_EXPR_OR: return eval_and_or(eval, expr, in, sel, out);
    case ND_EXPR_NOT: return eval_not(eval, expr, in, sel, out);
    case ND_EXPR_IS_NULL:
    case ND_EXPR_IS_BOOL: return eval_test(eval, expr, in, sel, out);
    case ND_EXPR_CASE: return eval_case(eval, expr, in, sel, out);
    case ND_EXPR_COALESCE: return eval_coalesce(eval, expr, in, sel, out);
    case ND_EXPR_IN: return eval_in(eval, expr, in, sel, out);
    case ND_EXPR_ARRAY_OP: return eval_array_op(eval, expr, in, sel, out);
    case ND_EXPR_SUBQUERY: return eval_subquery(eval, expr, in, sel, out);
    case ND_EXPR_OUTER:
        ND_ASSERT(eval->outer != NULL);
        *out = new_vec(eval, expr->type, in->rows);
        fill(out, sel, eval->outer[expr->var]);
        return ND_STATUS_OK;
    }
    ND_UNREACHABLE();
}

struct big_call {
    const struct nd_eval *eval;
    const struct nd_expr *expr;
    const struct nd_batch *in;
    const struct nd_sel *sel;
    struct nd_vec *out;
    enum nd_status status;
};

static void eval_on_big_stack(void *arg)
{
    struct big_call *call = arg;
    call->status = eval_any(call->eval, call->expr, call->in, call->sel, call->out);
}

enum nd_status nd_expr_eval(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                            const struct nd_sel *sel, struct nd_vec *out)
{
    struct nd_sel all = {NULL, in->rows};
    if (sel == NULL) sel = &all;
    if (expr->depth <= FIBER_DEPTH_MAX || eval->reactor == NULL) return eval_any(eval, expr, in, sel, out);
    if (eval->subqueries != NULL) ND_TRY(eval->subqueries->prepare(eval->subqueries, eval, expr));
    struct big_call call = {eval, expr, in, sel, out, ND_STATUS_OK};
    nd_reactor_call_on_big_stack(eval->reactor, eval_on_big_stack, &call);
    return call.status;
}

enum nd_status nd_expr_eval_datum(const struct nd_eval *eval, const struct nd_expr *expr, struct nd_datum *out)
{
    struct nd_batch one = {.rows = 1};
    struct nd_vec vec;
    *out = (struct nd_datum){.is_null = true};
    ND_TRY(nd_expr_eval(eval, expr, &one, NULL, &vec));
    *out = nd_vec_get(&vec, 0);
    return ND_STATUS_OK;
}

enum nd_status nd_expr_filter(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                              const struct nd_sel *sel, uint32_t *rows_out, size_t *count_out)
{
    struct nd_sel all = {NULL, in->rows};
    if (sel == NULL) sel = &all;
    struct nd_vec holds;
    *count_out = 0;
    ND_TRY(nd_expr_eval(eval, expr, in, sel, &holds));
    size_t count = 0;
    for (size_t i = 0; i < sel->count; i++) {
        uint32_t row = (uint32_t)sel_row(sel, i);
        if (!holds.nulls[row] && holds.b[row]) rows_out[count++] = row;
    }
    *count_out = count;
    return ND_STATUS_OK;
}

/* ---- folding ----------------------------------------------------------------------------------------- */

static struct nd_datum keep_datum(struct nd_arena *arena, struct nd_type type, struct nd_datum datum)
{
    if (!datum.is_null && nd_type_phys(type.id) == ND_PHYS_BYTES) datum.s = nd_arena_copy(arena, datum.s);
    return datum;
}

static struct nd_expr *fold_bool(struct nd_arena *arena, struct nd_expr *expr)
{
    const bool stop = expr->kind == ND_EXPR_OR;
    size_t kept = 0;
    for (size_t i = 0; i < expr->arg_count; i++) {
        struct nd_expr *arg = expr->args[i];
        if (nd_expr_is_const(arg) && !arg->value.is_null) {
            if (arg->value.b == stop) return nd_expr_const(arena, expr->type, (struct nd_datum){.b = stop});
            continue; /* neutral */
        }
        expr->args[kept++] = arg;
    }
    expr->arg_count = kept;
    if (kept == 0) return nd_expr_const(arena, expr->type, (struct nd_datum){.b = !stop});
    if (kept == 1) return expr->args[0];
    return expr;
}

#define IN_SET_MIN 8

void nd_expr_make_in_set(struct nd_arena *arena, struct nd_expr *expr)
{
    if (expr->kind != ND_EXPR_IN || expr->in_set != NULL || expr->arg_count <= IN_SET_MIN) return;
    for (size_t i = 1; i < expr->arg_count; i++)
        if (!nd_expr_is_const(expr->args[i]) || expr->args[i]->type.id != expr->args[0]->type.id) return;
    struct nd_in_set *set = nd_arena_new(arena, struct nd_in_set);
    for (set->bucket_count = 16; set->bucket_count < expr->arg_count * 2;) set->bucket_count *= 2;
    set->buckets = nd_arena_array(arena, uint32_t, set->bucket_count);
    for (size_t i = 1; i < expr->arg_count; i++) {
        const struct nd_datum *value = &expr->args[i]->value;
        if (value->is_null) {
            set->has_null = true;
            continue;
        }
        size_t bucket = (size_t)nd_datum_hash(expr->args[i]->type.id, value, 0) & (set->bucket_count - 1);
        while (set->buckets[bucket] != 0) bucket = (bucket + 1) & (set->bucket_count - 1);
        set->buckets[bucket] = (uint32_t)i;
    }
    expr->in_set = set;
}

/* Within it something constant could not be evaluated: that error comes first. */
static bool has_failed(const struct nd_expr *expr)
{
    if (expr->arg_count == 0) return false;
    bool all_const = true, failed = false;
    for (size_t i = 0; i < expr->arg_count; i++) {
        all_const = all_const && nd_expr_is_const(expr->args[i]);
        failed = failed || has_failed(expr->args[i]);
    }
    return failed || (all_const && nd_expr_volatility(expr) == ND_IMMUTABLE);
}

/* A strict function of NULL, whatever its other arguments are: those are not evaluated. */
static bool is_null_by_argument(const struct nd_expr *expr)
{
    bool is_strict = expr->kind == ND_EXPR_CAST || (expr->kind == ND_EXPR_FUNC && !expr->func->is_lax && !expr->func->is_variadic), has_null = false;
    for (size_t i = 0; i < expr->arg_count && is_strict; i++) {
        has_null = has_null || (nd_expr_is_const(expr->args[i]) && expr->args[i]->value.is_null);
        if (has_failed(expr->args[i])) return false;
    }
    return is_strict && has_null;
}

struct nd_expr *nd_expr_fold(const struct nd_eval *eval, struct nd_arena *arena, struct nd_expr *expr)
{
    bool all_const = true;
    for (size_t i = 0; i < expr->arg_count; i++) {
        expr->args[i] = nd_expr_fold(eval, arena, expr->args[i]);
        all_const = all_const && nd_expr_is_const(expr->args[i]);
    }
    if (expr->kind == ND_EXPR_AND || expr->kind == ND_EXPR_OR) return fold_bool(arena, expr);
    nd_expr_make_in_set(arena, expr);
    bool is_leaf = expr->kind == ND_EXPR_CONST || expr->kind == ND_EXPR_VAR || expr->kind == ND_EXPR_PARAM || expr->kind == ND_EXPR_DOMAIN ||
                   expr->kind == ND_EXPR_SUBQUERY || expr->kind == ND_EXPR_OUTER;
    if (is_leaf) return expr;
    if (is_null_by_argument(expr)) {
        struct nd_expr *null = nd_expr_const(arena, expr->type, ND_DATUM_NULL);
        null->position = expr->position;
        return null;
    }
    if (!all_const || nd_expr_volatility(expr) != ND_IMMUTABLE) return expr;
    struct nd_err err;
    nd_err_clear(&err);
    struct nd_eval quiet = *eval;
    quiet.arena = arena;
    quiet.err = &err;
    struct nd_datum value;
    if (nd_expr_eval_datum(&quiet, expr, &value) != ND_STATUS_OK) return expr;
    struct nd_expr *folded = nd_expr_const(arena, expr->type, keep_datum(arena, expr->type, value));
    folded->position = expr->position;
    return folded;
}
