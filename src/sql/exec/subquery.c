/* SPDX-License-Identifier: Apache-2.0 */
/* subquery.c - subqueries of expressions.
 *
 * Without outer variables a subquery runs once a statement, when it is first asked for. Others run once for each
 * new combination of outer (and left) values; their answers are remembered, as far as values that compare equal
 * are the same to the byte. Subqueries nest: each level has its own frames on the fiber's stack, whose end is
 * looked for. */
#include "sql/exec/exec_int.h"

#define STACK_LEFT_MIN (64u << 10)
#define ANSWERS_MAX 16384 /* remembered at a time */

struct subplan {
    const struct nd_subquery *subquery;
    struct nd_arena ops;     /* operators of the run at hand */
    struct nd_arena scratch; /* of a batch of it */
    bool is_ready;           /* SCALAR, EXISTS, IN, kept: computed */
    struct nd_datum value;   /* SCALAR, EXISTS */
    struct nd_vec values;    /* IN: without NULLs */
    size_t count, bucket_count;
    bool has_null;
    uint32_t *buckets;     /* positions in values + 1 */
    struct nd_rowset kept; /* ANY, ALL without outer variables: the rows */
    struct nd_type *kept_types;
    bool remembers;
    struct nd_rowset answers; /* arguments, answer */
    struct nd_rowhash answer_hash;
    struct nd_type *answer_types;
};

struct subqueries {
    struct nd_subquery_runner runner;
    struct nd_exec *exec;
    struct subplan *plans; /* by id */
    size_t count;
};

static struct nd_datum keep(struct nd_exec *exec, struct nd_type type, struct nd_datum datum)
{
    if (!datum.is_null && nd_type_phys(type.id) == ND_PHYS_BYTES) datum.s = nd_arena_copy(&exec->arena, datum.s);
    return datum;
}

/* ---- one run ----------------------------------------------------------------------------------------------- */

static enum nd_status take_scalar(struct nd_exec *exec, struct nd_op *op, struct nd_arena *arena, struct nd_datum *out)
{
    struct nd_batch batch;
    *out = (struct nd_datum){.is_null = true};
    for (bool has_row = false;; has_row = true) {
        ND_TRY(nd__op_next(op, &batch));
        if (batch.rows == 0) return ND_STATUS_OK;
        if (has_row || batch.rows > 1)
            return nd_err_set(exec->err, "21000", "more than one row returned by a subquery used as an expression");
        *out = nd_vec_get(&batch.vecs[0], 0);
        if (!out->is_null && nd_type_phys(batch.vecs[0].type.id) == ND_PHYS_BYTES)
            out->s = nd_arena_copy(arena, out->s);
    }
}

/* The comparison over a batch of rows; *is_decided_out: no further row can change the answer. */
static enum nd_status test_batch(struct nd_exec *exec, struct subplan *plan, const struct nd_batch *batch,
                                 struct nd_datum *answer, bool *is_decided_out)
{
    const bool decides = plan->subquery->kind != ND_SUBQUERY_ALL;
    struct nd_eval eval = {
        .reactor = exec->env.reactor,
        .types = exec->env.types,
        .services = exec->env.services,
        .arena = &plan->scratch,
        .heap = exec->env.heap,
        .params = exec->env.params,
        .param_count = exec->env.param_count,
        .cursor_key = exec->env.cursor_key,
        .subqueries = exec->subqueries,
        .outer = exec->outer,
        .err = exec->err,
    };
    struct nd_vec holds;
    nd_arena_reset(&plan->scratch);
    ND_TRY(nd_expr_eval(&eval, plan->subquery->test, batch, NULL, &holds));
    for (size_t i = 0; i < batch->rows; i++) {
        if (holds.nulls[i]) {
            answer->is_null = true;
        } else if ((holds.b[i] != 0) == decides) {
            *answer = (struct nd_datum){.b = decides};
            *is_decided_out = true;
            return ND_STATUS_OK;
        }
    }
    return ND_STATUS_OK;
}

static enum nd_status test_rows(struct nd_exec *exec, struct subplan *plan, struct nd_op *op, struct nd_datum *answer)
{
    struct nd_batch batch;
    bool is_decided = false;
    *answer = (struct nd_datum){.b = plan->subquery->kind == ND_SUBQUERY_ALL};
    while (!is_decided) {
        ND_TRY(nd__op_next(op, &batch));
        if (batch.rows == 0) break;
        ND_TRY(test_batch(exec, plan, &batch, answer, &is_decided));
    }
    if (answer->is_null) answer->b = false;
    return ND_STATUS_OK;
}

static enum nd_status run(struct nd_exec *exec, struct subplan *plan, struct nd_arena *arena, struct nd_datum *answer)
{
    struct nd_op *op = nd__op_build_on(exec, plan->subquery->plan, &plan->ops);
    struct nd_batch batch;
    enum nd_status status;
    switch (plan->subquery->kind) {
    case ND_SUBQUERY_SCALAR: status = take_scalar(exec, op, arena, answer); break;
    case ND_SUBQUERY_EXISTS:
        status = nd__op_next(op, &batch);
        *answer = (struct nd_datum){.b = batch.rows > 0};
        break;
    default: status = test_rows(exec, plan, op, answer);
    }
    nd__op_free(op);
    nd_arena_reset(&plan->ops);
    return status;
}

/* ---- without outer variables ------------------------------------------------------------------------------------ */

static void hash_values(struct nd_exec *exec, struct subplan *plan)
{
    enum nd_type_id type = plan->values.type.id;
    plan->bucket_count = 16;
    while (plan->bucket_count < plan->count * 2) plan->bucket_count *= 2;
    plan->buckets = nd_arena_array(&exec->arena, uint32_t, plan->bucket_count);
    for (size_t i = 0; i < plan->count; i++) {
        struct nd_datum value = nd_vec_get(&plan->values, i);
        size_t bucket = (size_t)nd_datum_hash(type, &value, 0) & (plan->bucket_count - 1);
        while (plan->buckets[bucket] != 0) bucket = (bucket + 1) & (plan->bucket_count - 1);
        plan->buckets[bucket] = (uint32_t)i + 1;
    }
}

static enum nd_status keep_rows(struct nd_exec *exec, struct subplan *plan)
{
    struct nd_op *op = nd__op_build_on(exec, plan->subquery->plan, &plan->ops);
    struct nd_batch batch;
    enum nd_status status = ND_STATUS_OK;
    do {
        ND_TRY_OR(nd__op_next(op, &batch), out);
        ND_TRY_OR(nd__rowset_add(&plan->kept, exec, &batch, NULL), out);
    } while (batch.rows > 0);
out:
    nd__op_free(op);
    nd_arena_reset(&plan->ops);
    return status;
}

static enum nd_status take_values(struct nd_exec *exec, struct subplan *plan)
{
    const struct nd_expr *value_expr = plan->subquery->test->args[1];
    struct nd_eval eval = {
        .reactor = exec->env.reactor,
        .types = exec->env.types,
        .services = exec->env.services,
        .arena = &plan->scratch,
        .heap = exec->env.heap,
        .params = exec->env.params,
        .param_count = exec->env.param_count,
        .cursor_key = exec->env.cursor_key,
        .subqueries = exec->subqueries,
        .outer = exec->outer,
        .err = exec->err,
    };
    plan->values = nd_vec_new(&exec->arena, value_expr->type, plan->kept.rows + 1);
    for (size_t at = 0; at < plan->kept.rows; at += ND_SQL_BATCH_ROWS) {
        const struct nd_batch *chunk = plan->kept.chunks[at / ND_SQL_BATCH_ROWS];
        struct nd_vec vec;
        nd_arena_reset(&plan->scratch);
        ND_TRY(nd_expr_eval(&eval, value_expr, chunk, NULL, &vec));
        for (size_t i = 0; i < chunk->rows; i++) {
            if (vec.nulls[i])
                plan->has_null = true;
            else
                nd_vec_set(&plan->values, plan->count++, keep(exec, value_expr->type, nd_vec_get(&vec, i)));
        }
    }
    if (plan->count > 0) hash_values(exec, plan);
    return ND_STATUS_OK;
}

static enum nd_status ready(struct nd_exec *exec, struct subplan *plan)
{
    if (plan->is_ready) return ND_STATUS_OK;
    switch (plan->subquery->kind) {
    case ND_SUBQUERY_SCALAR:
    case ND_SUBQUERY_EXISTS: ND_TRY(run(exec, plan, &exec->arena, &plan->value)); break;
    case ND_SUBQUERY_IN:
        ND_TRY(keep_rows(exec, plan));
        ND_TRY(take_values(exec, plan));
        break;
    case ND_SUBQUERY_ANY:
    case ND_SUBQUERY_ALL: ND_TRY(keep_rows(exec, plan)); break;
    }
    plan->is_ready = true;
    return ND_STATUS_OK;
}

static void probe(const struct subplan *plan, const struct nd_vec *arg, size_t row, struct nd_datum *answer)
{
    bool is_found = false, is_null = arg->nulls[row] != 0;
    if (plan->count > 0 && !is_null) {
        struct nd_datum value = nd_vec_get(arg, row);
        size_t bucket = (size_t)nd_datum_hash(arg->type.id, &value, 0) & (plan->bucket_count - 1);
        for (; !is_found && plan->buckets[bucket] != 0; bucket = (bucket + 1) & (plan->bucket_count - 1)) {
            struct nd_datum other = nd_vec_get(&plan->values, plan->buckets[bucket] - 1);
            is_found = nd_datum_eq(arg->type.id, &value, &other);
        }
    }
    bool is_empty = plan->count == 0 && !plan->has_null;
    *answer = (struct nd_datum){.b = is_found, .is_null = !is_found && !is_empty && (is_null || plan->has_null)};
}

static enum nd_status test_kept(struct nd_exec *exec, struct subplan *plan, struct nd_datum *answer)
{
    bool is_decided = false;
    *answer = (struct nd_datum){.b = plan->subquery->kind == ND_SUBQUERY_ALL};
    for (size_t i = 0; i < plan->kept.chunk_count && !is_decided; i++) {
        ND_TRY(nd_exec_check(&exec->env, &exec->pace));
        ND_TRY(test_batch(exec, plan, plan->kept.chunks[i], answer, &is_decided));
    }
    if (answer->is_null) answer->b = false;
    return ND_STATUS_OK;
}

/* ---- answers remembered --------------------------------------------------------------------------------------------- */

static void forget(struct nd_exec *exec, struct subplan *plan)
{
    size_t columns = plan->subquery->left_count + plan->subquery->outer_count + 1;
    nd__rowset_deinit(&plan->answers, exec);
    nd__rowhash_deinit(&plan->answer_hash);
    nd__rowset_init(&plan->answers, exec->env.heap, plan->answer_types, columns);
    nd__rowhash_init(&plan->answer_hash, exec);
}

static bool find_answer(const struct subplan *plan, const struct nd_vec *args, size_t arg_count, size_t row,
                        uint64_t hash, struct nd_datum *answer)
{
    size_t at = SIZE_MAX;
    uint32_t number;
    while ((number = nd__rowhash_next(&plan->answer_hash, hash, &at)) != UINT32_MAX) {
        bool is_same = true;
        for (size_t c = 0; c < arg_count && is_same; c++)
            is_same =
                nd_vec_is_same(&args[c], row, nd__rowset_vec(&plan->answers, number, c), number % ND_SQL_BATCH_ROWS);
        if (!is_same) continue;
        *answer = nd__rowset_get(&plan->answers, number, arg_count);
        return true;
    }
    return false;
}

static enum nd_status remember(struct nd_exec *exec, struct subplan *plan, const struct nd_eval *eval,
                               const struct nd_vec *args, size_t arg_count, size_t row, uint64_t hash,
                               struct nd_datum answer)
{
    if (plan->answers.rows >= ANSWERS_MAX || exec->memory_bytes > exec->env.memory_bytes_max / 2) forget(exec, plan);
    struct nd_batch batch = {.rows = row + 1, .columns = arg_count + 1};
    batch.vecs = nd_arena_alloc(eval->arena, sizeof *batch.vecs * (arg_count + 1));
    memcpy(batch.vecs, args, sizeof *args * arg_count);
    batch.vecs[arg_count] = nd_vec_new(eval->arena, plan->answer_types[arg_count], row + 1);
    nd_vec_set(&batch.vecs[arg_count], row, answer);
    uint32_t one = (uint32_t)row, number = (uint32_t)plan->answers.rows;
    struct nd_sel sel = {&one, 1};
    ND_TRY(nd__rowset_add(&plan->answers, exec, &batch, &sel));
    return nd__rowhash_put(&plan->answer_hash, hash, number);
}

/* Equal values of these types may differ in what they show: 1.0 and 1.00. */
static bool is_exact(enum nd_type_id type)
{
    return type != ND_TYPE_NUMERIC && type != ND_TYPE_FLOAT4 && type != ND_TYPE_FLOAT8 && type != ND_TYPE_INTERVAL &&
           type != ND_TYPE_BPCHAR;
}

static void check_volatile(void *arg, struct nd_expr **expr)
{
    if (nd_expr_volatility(*expr) == ND_VOLATILE) *(bool *)arg = true;
}

static void prepare_answers(struct nd_exec *exec, struct subplan *plan, const struct nd_expr *expr)
{
    if (plan->answer_types != NULL) return;
    plan->answer_types = nd_arena_array(&exec->arena, struct nd_type, expr->arg_count + 1);
    bool is_volatile = false;
    nd_plan_each_expr(plan->subquery->plan, &is_volatile, check_volatile);
    plan->remembers = !is_volatile;
    for (size_t i = 0; i < expr->arg_count; i++) {
        plan->answer_types[i] = expr->args[i]->type;
        plan->remembers = plan->remembers && is_exact(expr->args[i]->type.id);
    }
    plan->answer_types[expr->arg_count] = expr->type;
    nd__rowset_init(&plan->answers, exec->env.heap, plan->answer_types, expr->arg_count + 1);
    nd__rowhash_init(&plan->answer_hash, exec);
}

/* ---- the runner --------------------------------------------------------------------------------------------------------- */

/* Names of WITH that read variables of the query right around; those farther out stay as they are. */
static void forget_ctes(struct nd_exec *exec, const struct nd_expr *expr)
{
    const struct nd_subquery *subquery = expr->subquery;
    for (size_t i = 0; i < subquery->outer_count; i++)
        if (expr->args[subquery->left_count + i]->kind != ND_EXPR_OUTER) nd__ctes_forget(exec, &subquery->outer_vars[i], 1);
}

static enum nd_status answer_row(struct nd_exec *exec, struct subplan *plan, const struct nd_eval *eval, const struct nd_expr *expr,
                                 const struct nd_vec *args, size_t row, struct nd_datum *answer)
{
    const struct nd_subquery *subquery = plan->subquery;
    size_t left = subquery->left_count, outer = subquery->outer_count;
    struct nd_datum *values = nd_arena_array(eval->arena, struct nd_datum, left + outer + 1);
    for (size_t i = 0; i < left + outer; i++) values[i] = nd_vec_get(&args[i], row);
    nd__outer_swap(exec, subquery->left_vars, values, left);
    nd__outer_swap(exec, subquery->outer_vars, values + left, outer);
    forget_ctes(exec, expr);
    enum nd_status status = outer == 0 ? test_kept(exec, plan, answer) : run(exec, plan, eval->arena, answer);
    nd__outer_swap(exec, subquery->outer_vars, values + left, outer);
    nd__outer_swap(exec, subquery->left_vars, values, left);
    return status;
}

static void put_answer(const struct nd_expr *expr, struct nd_datum answer, struct nd_vec *out, size_t row)
{
    if (expr->is_not && !answer.is_null) answer.b = !answer.b;
    nd_vec_set(out, row, answer);
}

static inline size_t sel_row(const struct nd_sel *sel, size_t i) { return sel->rows == NULL ? i : sel->rows[i]; }

static enum nd_status answer_rows(struct nd_exec *exec, struct subplan *plan, const struct nd_eval *eval,
                                  const struct nd_expr *expr, const struct nd_vec *args, const struct nd_sel *sel,
                                  struct nd_vec *out)
{
    size_t rows = 0;
    for (size_t i = 0; i < sel->count; i++)
        if (sel_row(sel, i) >= rows) rows = sel_row(sel, i) + 1;
    prepare_answers(exec, plan, expr);
    uint64_t *hashes = nd_arena_array(eval->arena, uint64_t, rows + 1);
    for (size_t c = 0; c < expr->arg_count && plan->remembers; c++) nd_vec_hash(&args[c], sel, hashes);
    for (size_t i = 0; i < sel->count; i++) {
        size_t row = sel_row(sel, i);
        struct nd_datum answer;
        if (!plan->remembers || !find_answer(plan, args, expr->arg_count, row, hashes[row], &answer)) {
            ND_TRY(nd_exec_check(&exec->env, &exec->pace));
            ND_TRY(answer_row(exec, plan, eval, expr, args, row, &answer));
            if (plan->remembers) ND_TRY(remember(exec, plan, eval, args, expr->arg_count, row, hashes[row], answer));
        } else if (!answer.is_null && nd_type_phys(expr->type.id) == ND_PHYS_BYTES) {
            answer.s = nd_arena_copy(eval->arena, answer.s); /* what is remembered may be forgotten */
        }
        put_answer(expr, answer, out, row);
    }
    return ND_STATUS_OK;
}

enum nd_status nd__exec_check_stack(struct nd_exec *exec)
{
    if (nd_fiber_stack_left(exec->env.reactor) >= STACK_LEFT_MIN) return ND_STATUS_OK;
    (void)nd_err_set(exec->err, "54001", "stack depth limit exceeded");
    return nd_err_detail(exec->err, "Subqueries are nested too deeply.");
}

static enum nd_status eval_subquery(struct nd_subquery_runner *runner, const struct nd_eval *eval,
                                    const struct nd_expr *expr, const struct nd_vec *args, const struct nd_sel *sel,
                                    struct nd_vec *out)
{
    struct subqueries *subqueries = ND_CONTAINER_OF(runner, struct subqueries, runner);
    struct nd_exec *exec = subqueries->exec;
    struct subplan *plan = &subqueries->plans[expr->subquery->id];
    if (sel->count == 0) return ND_STATUS_OK;
    if (expr->subquery->outer_count == 0) {
        if (!plan->is_ready) ND_TRY(nd__exec_check_stack(exec));
        ND_TRY(ready(exec, plan));
        bool is_once = expr->subquery->kind == ND_SUBQUERY_SCALAR || expr->subquery->kind == ND_SUBQUERY_EXISTS;
        bool is_hashed = expr->subquery->kind == ND_SUBQUERY_IN;
        for (size_t i = 0; i < sel->count && (is_once || is_hashed); i++) {
            size_t row = sel_row(sel, i);
            struct nd_datum answer = plan->value;
            if (is_hashed) probe(plan, &args[0], row, &answer);
            put_answer(expr, answer, out, row);
        }
        if (is_once || is_hashed) return ND_STATUS_OK;
    }
    ND_TRY(nd__exec_check_stack(exec));
    return answer_rows(exec, plan, eval, expr, args, sel, out);
}

static enum nd_status prepare(struct nd_subquery_runner *runner, const struct nd_eval *eval, const struct nd_expr *expr)
{
    struct subqueries *subqueries = ND_CONTAINER_OF(runner, struct subqueries, runner);
    if (expr->kind == ND_EXPR_SUBQUERY) {
        struct nd_exec *exec = subqueries->exec;
        if (expr->subquery->outer_count > 0) {
            (void)nd_err_set(exec->err, "54001", "stack depth limit exceeded");
            return nd_err_detail(exec->err,
                                 "A correlated subquery is part of an expression that is nested too deeply.");
        }
        ND_TRY(nd__exec_check_stack(exec));
        ND_TRY(ready(exec, &subqueries->plans[expr->subquery->id]));
    }
    for (size_t i = 0; i < expr->arg_count; i++) ND_TRY(prepare(runner, eval, expr->args[i]));
    return ND_STATUS_OK;
}

struct nd_subquery_runner *nd__subqueries_new(struct nd_exec *exec)
{
    struct subqueries *subqueries = nd_arena_new(&exec->arena, struct subqueries);
    subqueries->runner = (struct nd_subquery_runner){eval_subquery, prepare};
    subqueries->exec = exec;
    subqueries->count = exec->tree->subquery_count;
    subqueries->plans = nd_arena_array(&exec->arena, struct subplan, subqueries->count + 1);
    for (const struct nd_subquery *subquery = exec->tree->bound->subqueries; subquery != NULL;
         subquery = subquery->next) {
        struct subplan *plan = &subqueries->plans[subquery->id];
        plan->subquery = subquery;
        nd_arena_init(&plan->ops, exec->env.heap);
        nd_arena_init(&plan->scratch, exec->env.heap);
        if (subquery->is_unnested) continue;
        size_t width = subquery->plan->width;
        plan->kept_types = nd_arena_array(&exec->arena, struct nd_type, width + 1);
        for (size_t i = 0; i < width; i++) plan->kept_types[i] = nd__var_type(exec, subquery->plan->vars[i]);
        nd__rowset_init(&plan->kept, exec->env.heap, plan->kept_types, width);
    }
    return &subqueries->runner;
}

void nd__subqueries_free(struct nd_subquery_runner *runner)
{
    struct subqueries *subqueries = ND_CONTAINER_OF(runner, struct subqueries, runner);
    for (size_t i = 0; i < subqueries->count; i++) {
        struct subplan *plan = &subqueries->plans[i];
        nd_arena_deinit(&plan->ops);
        nd_arena_deinit(&plan->scratch);
        if (plan->kept_types != NULL) nd__rowset_deinit(&plan->kept, subqueries->exec);
        if (plan->answer_types == NULL) continue;
        nd__rowset_deinit(&plan->answers, subqueries->exec);
        nd__rowhash_deinit(&plan->answer_hash);
    }
}
