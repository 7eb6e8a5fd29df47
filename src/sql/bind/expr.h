/* SPDX-License-Identifier: Apache-2.0 */
/* expr.h - typed expressions: what the binder makes, the optimiser moves and the executor evaluates.
 *
 * Model.      A tree over variables. Each column that a query reads or computes is a variable of the
 *             statement (struct nd_var, bound.h); before execution the optimiser sets `slot`, the
 *             position of the variable in the batch that the expression is evaluated over.
 * Owner.      The arena of the plan; read-only while it runs.
 * Evaluation. Vector by vector over the selected rows; CASE, COALESCE, AND, OR evaluate their arms only
 *             for the rows that reach them, so that an error in an arm not taken is not raised.
 *             Deep trees are evaluated on the reactor's big stack.
 * Testing.    tests/unit/sql_bind_*.c, tests/sql/expr. */
#ifndef ND_SQL_BIND_EXPR_H
#define ND_SQL_BIND_EXPR_H

#include "env/fiber.h"
#include "sql/func/func.h"
#include "sql/types/casts.h"

#define ND_SLOT_NONE UINT32_MAX

enum nd_expr_kind {
    ND_EXPR_CONST,
    ND_EXPR_VAR,
    ND_EXPR_PARAM,
    ND_EXPR_FUNC,
    ND_EXPR_CAST, /* args[0] to type, in cast_context */
    ND_EXPR_AND,
    ND_EXPR_OR,
    ND_EXPR_NOT,
    ND_EXPR_IS_NULL, /* is_not */
    ND_EXPR_IS_BOOL, /* args[0] IS TRUE (bool_test), FALSE, UNKNOWN; is_not */
    ND_EXPR_CASE,    /* args: when, then, when, then, ..., else */
    ND_EXPR_COALESCE,
    ND_EXPR_IN,       /* args[0] = any of args[1..] by func; is_not */
    ND_EXPR_ARRAY_OP, /* args[0] func ANY (args[1]), or ALL: is_all */
    ND_EXPR_SUBQUERY, /* subquery; args: left values, then values of the outer variables that it reads */
    ND_EXPR_OUTER,    /* var: a variable of an enclosing query; its value stays while the subplan runs */
    ND_EXPR_DOMAIN,   /* args[0], which must pass the checks of a domain: `domain` */
};

enum nd_subquery_kind {
    ND_SUBQUERY_SCALAR,
    ND_SUBQUERY_EXISTS,
    ND_SUBQUERY_IN,  /* left value among the values of one column, without outer variables: hashed */
    ND_SUBQUERY_ANY, /* test is true for a row */
    ND_SUBQUERY_ALL, /* ... for all rows */
};
struct nd_query;
struct nd_plan;
struct nd_expr;

struct nd_subquery {
    enum nd_subquery_kind kind;
    uint32_t id; /* its place among the statement's subqueries */
    struct nd_query *query;
    struct nd_plan *plan; /* set by the planner */
    const char *op;       /* ANY, ALL, IN: as written */
    struct nd_expr *test; /* ANY, ALL, IN: over the query's columns; left values are OUTER left_vars */
    uint32_t *left_vars;
    size_t left_count;
    uint32_t *outer_vars; /* of enclosing queries, read by the query; none: it runs once a statement */
    size_t outer_count;
    const struct nd_subquery *same; /* the first one of its query that says the same, or itself (subquery_same.c) */
    bool is_unnested;         /* a join does its work */
    struct nd_expr *in_place; /* ... and this stands for the value of a scalar one */
    struct nd_subquery *next;
    /* for the binder */
    const void *scope[2]; /* where it stands */
    const char *text;     /* NULL: nobody asked yet */
    struct nd_subquery *previous;
};

/* What values of a domain must obey, those that it is over first. Bound over one column, slot 0. */
struct nd_domain_rule {
    bool is_not_null;
    const char **names;
    struct nd_expr **checks;
    size_t count;
    const char *shown; /* the domain, for messages */
};

/* The constants of a long IN list, to be looked up instead of compared one by one. */
struct nd_in_set {
    uint32_t *buckets; /* position in args; 0: free */
    size_t bucket_count;
    bool has_null;
};

struct nd_expr {
    enum nd_expr_kind kind;
    struct nd_type type;
    int position; /* byte offset in the statement's text; -1: none */
    uint16_t depth;
    bool is_not;
    char bool_test; /* 't', 'f', 'u' */
    enum nd_cast_context cast_context;
    bool is_all;               /* ARRAY_OP */
    bool is_implicit;          /* CAST, DOMAIN that nobody wrote; CONST: a literal without a type, taken as text */
    const struct nd_domain_rule *domain; /* DOMAIN */
    bool is_spread;            /* FUNC: the last argument is VARIADIC */
    uint32_t var, slot, param; /* VAR; PARAM (0-based) */
    struct nd_datum value;     /* CONST */
    const struct nd_func *func;
    const char *written;       /* CURRENT_DATE and its kin, as they were written; NULL: none of them */
    char form;                 /* CASE: 'n' of NULLIF, 'c' of CASE x WHEN, 'g' of GROUPING(shown). COALESCE: 'a' of ARRAY(shown) */
    const struct nd_expr *shown;
    struct nd_subquery *subquery;
    const struct nd_in_set *in_set; /* IN; NULL: none */
    struct nd_expr **args;
    size_t arg_count;
};

/* ---- making -------------------------------------------------------------------------------------- */

struct nd_expr *nd_expr_new(struct nd_arena *arena, enum nd_expr_kind kind, struct nd_type type, size_t arg_count);
struct nd_expr *nd_expr_const(struct nd_arena *arena, struct nd_type type, struct nd_datum value);
struct nd_expr *nd_expr_var(struct nd_arena *arena, uint32_t var, struct nd_type type);
struct nd_expr *nd_expr_func(struct nd_arena *arena, const struct nd_func *func, struct nd_type type,
                             struct nd_expr **args, size_t arg_count);
struct nd_expr *nd_expr_cast(struct nd_arena *arena, struct nd_expr *arg, struct nd_type type,
                             enum nd_cast_context context);
/* NULL counts as TRUE and is left out. */
struct nd_expr *nd_expr_and(struct nd_arena *arena, struct nd_expr *a, struct nd_expr *b);
/* Recomputes depth after args changed. */
void nd_expr_fix_depth(struct nd_expr *expr);
struct nd_expr *nd_expr_copy(struct nd_arena *arena,
                             const struct nd_expr *expr); /* deep; constants' bytes are shared */

/* ---- asking -------------------------------------------------------------------------------------- */

bool nd_expr_is_const(const struct nd_expr *expr);
static inline bool nd_expr_is_null_const(const struct nd_expr *expr)
{
    return expr->kind == ND_EXPR_CONST && expr->value.is_null;
}
bool nd_expr_equal(const struct nd_expr *a, const struct nd_expr *b);
/* expr_implies.c: `goal` is true of every row of which `fact` is (NULL: of all rows). false: it may not be. */
bool nd_expr_implies(const struct nd_expr *fact, const struct nd_expr *goal);
enum nd_volatility nd_expr_volatility(const struct nd_expr *expr);
/* No variables: the same for all rows (parameters, outer variables, stable functions, subqueries allowed). */
bool nd_expr_is_rowless(const struct nd_expr *expr);
/* Calls `visit` for every variable of the tree. */
void nd_expr_each_var(const struct nd_expr *expr, void *arg, void (*visit)(void *arg, uint32_t var));
/* Sets slots: slots[var] for every variable. */
void nd_expr_set_slots(struct nd_expr *expr, const uint32_t *slots);
/* Splits at the top ANDs: appends to list (room for all: nd_expr_count_conjuncts). */
size_t nd_expr_count_conjuncts(const struct nd_expr *expr);
size_t nd_expr_conjuncts(struct nd_expr *expr, struct nd_expr **list);

/* As EXPLAIN shows it. names[var]: what a variable is called. */
void nd_expr_format(const struct nd_expr *expr, const char *const *names, const struct nd_type_ctx *types,
                    struct nd_buf *out);

/* ---- evaluating ------------------------------------------------------------------------------------ */

struct nd_eval;

/* Whoever runs subqueries: the executor. Both may yield. */
struct nd_subquery_runner {
    /* args: one a left value and outer variable; out has the type of expr and room for all rows. */
    enum nd_status (*eval)(struct nd_subquery_runner *runner, const struct nd_eval *eval, const struct nd_expr *expr,
                           const struct nd_vec *args, const struct nd_sel *sel, struct nd_vec *out);
    /* Before an expression is evaluated where nothing may yield: runs the subqueries in it; 54001 for those of outer variables. */
    enum nd_status (*prepare)(struct nd_subquery_runner *runner, const struct nd_eval *eval,
                              const struct nd_expr *expr);
};

/* Parameters from here on: the primary key of the row that a cursor is at. */
#define ND_PARAM_CURSOR (1u << 20)

struct nd_eval {
    struct nd_reactor *reactor;
    const struct nd_type_ctx *types;
    const struct nd_func_services *services;
    struct nd_arena *arena; /* results: of the batch */
    struct nd_heap *heap;
    const struct nd_datum *params;
    size_t param_count;
    const struct nd_datum *cursor_key; /* values of parameters from ND_PARAM_CURSOR on; NULL: none */
    struct nd_subquery_runner *subqueries; /* NULL: there are none */
    const struct nd_datum *outer;          /* by variable: values of OUTER */
    struct nd_err *err;
};

/* Evaluates for the selected rows of `in` (sel NULL: all of in->rows). The result has in->rows rows, and is on the
 * arena or borrowed from `in`. Rows that are not selected hold nothing. */
ND_RESULT nd_expr_eval(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                       const struct nd_sel *sel, struct nd_vec *out);
/* Without a row. */
ND_RESULT nd_expr_eval_datum(const struct nd_eval *eval, const struct nd_expr *expr, struct nd_datum *out);
/* ARRAY_OP, of arguments that are evaluated. */
ND_RESULT nd__eval_array_op(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_vec args[2], const struct nd_sel *sel, struct nd_vec *out);
/* The rows for which a boolean expression is true: rows_out has room for in->rows. */
ND_RESULT nd_expr_filter(const struct nd_eval *eval, const struct nd_expr *expr, const struct nd_batch *in,
                         const struct nd_sel *sel, uint32_t *rows_out, size_t *count_out);
/* Replaces what can be computed now by constants: immutable calls over constants. An expression that fails to
 * evaluate stays as it is: the error belongs to the rows that reach it. eval->params may be NULL. */
/* A long IN list of constants gets its set; of any other expression nothing becomes. */
void nd_expr_make_in_set(struct nd_arena *arena, struct nd_expr *expr);
struct nd_expr *nd_expr_fold(const struct nd_eval *eval, struct nd_arena *arena, struct nd_expr *expr);

#endif
