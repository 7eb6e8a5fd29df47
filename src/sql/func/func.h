/* SPDX-License-Identifier: Apache-2.0 */
/* func.h - functions, operators and aggregates: found by name and argument types, run on vectors.
 *
 * Role.       The catalog that the binder resolves calls in, and the kernels that the executor runs: here at the gateway or
 *             at the leader of a shard. Static const tables, one file a topic; names and results as PostgreSQL 15's.
 * Resolution. PostgreSQL's rules ("Type Conversion", chapter 10): exact match; unknown literals; most exact matches;
 *             preferred types; string category for unknowns. 42883 none fits, 42725 several fit as well.
 * Running.    A kernel sees the selected rows alone. Of a strict function it never sees a row with a NULL argument:
 *             nd_func_eval answers NULL for those. Results live on the context's arena or are borrowed from arguments.
 * Threading.  Pure, but for the services of nd_func_ctx.
 * Errors.     ND_STATUS_SQL with err filled; the contents of `out` are then unspecified.
 * Testing.    tests/golden/sql_func/ (expectations from PostgreSQL 15), tests/unit/sql_func_session.c. */
#ifndef ND_SQL_FUNC_FUNC_H
#define ND_SQL_FUNC_FUNC_H

#include "sql/types/casts.h"
#include "sql/types/io.h"

#define ND_FUNC_ARGS_MAX 7                  /* declared */
#define ND_CALL_ARGS_MAX 100                /* of one call, variadic ones counted: 54023 beyond */
#define ND_FUNC_RESULT_BYTES_MAX (64 << 20) /* of one text or bytea result: 54000 beyond */
#define ND_FUNC_BATCH_BYTES_MAX (512 << 20) /* of all those of a batch together, from functions that lengthen what they get: 53200 beyond */

struct nd_func_call;

/* ---- what kernels may ask for ------------------------------------------------------------------ */

/* The session's services; every pointer may be NULL, and then the functions that need it answer 0A000. */
struct nd_func_services {
    void *arg;
    double (*random)(void *arg); /* [0, 1) */
    void (*set_seed)(void *arg, double seed); /* [-1, 1]: what random() gives from now on */
    ND_YIELDS ND_RESULT (*sleep)(void *arg, double seconds, struct nd_err *err);
    void (*random_bytes)(void *arg, void *bytes, size_t n);
    int64_t (*clock_us)(void *arg);                          /* microseconds since 2000-01-01 UTC */
    const char *(*get_setting)(void *arg, const char *name); /* NULL: unknown; valid until the next call */
    ND_RESULT (*set_setting)(void *arg, const char *name, const char *value, bool is_local, struct nd_err *err);
    uint64_t (*txid)(void *arg);
    uint64_t (*read_ts)(void *arg); /* of the statement, as a struct nd_ts; 0: it has none yet */
    /* Functions about catalog objects, by enum nd_catalog_func in call->func->param. */
    enum nd_status (*catalog)(void *arg, struct nd_func_call *call);
    /* Sequences, by name, or by oid where the name is empty. These wait. next: up to `count` values in steps of *step_out. */
    ND_YIELDS ND_RESULT (*sequence_next)(void *arg, struct nd_slice name, uint32_t oid, uint64_t count, int64_t *first_out, uint64_t *count_out, int64_t *step_out, struct nd_err *err);
    ND_YIELDS ND_RESULT (*sequence_set)(void *arg, struct nd_slice name, uint32_t oid, int64_t value, bool is_called, struct nd_err *err);
    ND_YIELDS ND_RESULT (*sequence_current)(void *arg, struct nd_slice name, uint32_t oid, int64_t *value_out, struct nd_err *err);
    /* is_relation: whoever reads it has been asked for privileges already */
    ND_YIELDS ND_RESULT (*sequence_state)(void *arg, uint32_t oid, bool is_relation, int64_t *value_out, bool *is_called_out, struct nd_err *err);
    ND_RESULT(*sequence_last)
    (void *arg, int64_t *value_out, struct nd_err *err); /* lastval */
    /* op: ND_ADVISORY_*. space 1: one bigint, 2: two integers. *result_out: of TRY and UNLOCK. */
    ND_YIELDS ND_RESULT (*advisory)(void *arg, unsigned op, unsigned space, int64_t key, bool *result_out, struct nd_err *err);
    /* pg_cancel_backend, pg_terminate_backend; timeout_ms 0: whether it was told, else whether it is gone within that. 42501. */
    ND_YIELDS ND_RESULT (*signal)(void *arg, bool is_terminate, int32_t pid, int64_t timeout_ms, bool *result_out, struct nd_err *err);
    /* pg_blocking_pids, on the arena. */
    ND_YIELDS ND_RESULT (*blockers)(void *arg, int32_t pid, struct nd_arena *arena, int64_t **pids_out, size_t *count_out, struct nd_err *err);
    const char *version; /* what version() answers */
    const char *user, *session_user, *database; /* users NULL: they are no more */
    uint32_t user_oid, session_user_oid;
    const char *schema; /* NULL: none */
    int32_t backend_pid;
};

enum { ND_ADVISORY_SHARED = 1, ND_ADVISORY_XACT = 2, ND_ADVISORY_TRY = 4, ND_ADVISORY_UNLOCK = 8, ND_ADVISORY_UNLOCK_ALL = 16 };

struct nd_func_ctx {
    const struct nd_type_ctx *types;
    const struct nd_func_services *services; /* NULL: none */
    struct nd_arena *arena; /* results; of the batch. Of aggregates: states, of the whole aggregation */
    struct nd_heap *heap;   /* scratch within one call */
};

/* ---- functions and operators ------------------------------------------------------------------- */

enum nd_volatility { ND_IMMUTABLE, ND_STABLE, ND_VOLATILE };

struct nd_func;

struct nd_func_call {
    const struct nd_func *func;
    const struct nd_func_ctx *ctx;
    const struct nd_vec *args; /* of the declared types */
    size_t arg_count;
    const struct nd_sel *sel;
    struct nd_vec *out; /* nulls are 0 for the selected rows */
    struct nd_err *err;
};

struct nd_func {
    const char *name; /* an operator's is its symbol; a prefix operator has one argument */
    uint8_t arg_count;
    bool is_variadic; /* the last argument comes once or more */
    bool is_lax;      /* not strict: the kernel sees NULLs and sets out->nulls itself */
    bool is_operator;
    bool needs_catalog; /* the catalog is loaded before it runs */
    bool is_set; /* returns a set: the kernel makes an array of its rows; `result` is a row's type */
    enum nd_volatility volatility;
    enum nd_type_id result; /* ND_TYPE_ANY: that of the first argument; polymorphic ones as in PostgreSQL */
    enum nd_type_id args[ND_FUNC_ARGS_MAX];
    enum nd_status (*kernel)(struct nd_func_call *call);
    int32_t param; /* tells apart functions that share a kernel */
};

/* A resolved call. Cast argument i to args[i] (implicitly; unknown literals by the input function), then evaluate. */
struct nd_func_match {
    const struct nd_func *func; /* NULL: the call is an explicit cast of its argument to `result`: text(x), date(x) */
    enum nd_type_id result;
    enum nd_type_id args[ND_CALL_ARGS_MAX];
};

/* `name` lower case, without schema. ND_TYPE_UNKNOWN: a string literal or parameter of unknown type. */
ND_RESULT nd_func_resolve(const char *name, const enum nd_type_id *arg_types, size_t arg_count,
                          struct nd_func_match *match_out, struct nd_err *err);
/* A prefix operator: left ND_TYPE_INVALID. */
ND_RESULT nd_oper_resolve(const char *symbol, enum nd_type_id left, enum nd_type_id right,
                          struct nd_func_match *match_out, struct nd_err *err);
bool nd_func_is_known(const char *name); /* a function or an aggregate of any signature has that name */

/* What the arguments are called; the first `required` have no default, which is 0 of the others. NULL: they have no names. */
const char *const *nd_func_arg_names(const char *name, size_t *count_out, size_t *required_out);
/* As quote_ident: in double quotes where it would not be read back bare. */
/* How the text of an expression stands where PostgreSQL puts all but calls in parentheses: f(x), and (x) around all of it. */
bool nd_is_call_text(const char *text);
bool nd_is_grouped_text(const char *text);
void nd_quote_identifier(struct nd_slice name, struct nd_buf *buf);
/* All of them, for pg_proc and pg_operator; NULL: no more. */
const struct nd_func *nd_func_at(size_t at);
const struct nd_agg *nd_agg_at(size_t at);
/* A function of that name looks into the catalog, which must be loaded before. */
bool nd_func_needs_catalog(const char *name);

/* By name and declared types exactly, as plans name functions between nodes. NULL: none. */
const struct nd_func *nd_func_find(const char *name, const enum nd_type_id *args, size_t arg_count, bool is_operator);

/* Forms without a name in pg_proc. All arguments of one type. */
const struct nd_func *nd_func_extreme(bool is_least);    /* GREATEST, LEAST: NULLs are passed over; result as args[0] */
const struct nd_func *nd_func_distinct(bool is_negated); /* IS [NOT] DISTINCT FROM */
/* A function in FROM whose rows have several columns: one function a column, each making the array of all its values. */
struct nd_func_record {
    const char *name;
    enum nd_type_id arg; /* ANYARRAY: any array or vector; INVALID: it has none */
    size_t count;
    const char *const *columns;
    const struct nd_func *funcs; /* result ANYARRAY: of the argument's type */
    size_t key;                  /* a column that is never NULL */
};
const struct nd_func_record *nd_func_record(const char *name); /* NULL: none */
/* What a sequence shows as a relation, over its regclass: last_value, log_cnt, is_called. */
#define ND_SEQUENCE_COLUMNS 3
const struct nd_func *nd_func_sequence_column(size_t at, const char **name_out);
/* TABLESAMPLE: a percentage, a seed if it is repeatable, and what tells rows apart; true for those that are in the sample. 2202H, 2202G. */
const struct nd_func *nd_func_sample(bool is_system, bool is_repeatable);
bool nd_func_is_sample(const struct nd_func *func, bool *is_repeatable_out);
/* ROW(...): names of the fields, one after the other, each with a NUL behind it (NULL: f1, f2 ...), then the fields.
 * Of the side of an outer join that may be missing: NULL if the argument behind the names, a key, is NULL, or all fields are. */
enum nd_row_kind { ND_ROW_PLAIN, ND_ROW_KEYED, ND_ROW_NOT_EMPTY };
const struct nd_func *nd_func_row(enum nd_row_kind kind);
const struct nd_func *nd_func_field(void);              /* of a record, the int4-th field from 0; of the type that the result has */
const struct nd_func *nd_func_row_is_null(bool is_not); /* all fields are NULL; none is */
const struct nd_func *nd_func_array(void);               /* ARRAY[...] of elements, or of arrays of the result's type */
/* a[i][j]: an array and int4s; with slices: pairs of bounds, INT32_MIN and INT32_MAX where left out. */
const struct nd_func *nd_func_subscript(bool is_slice);
/* The array with an element, or a slice, put in: array, value, subscripts as above. */
const struct nd_func *nd_func_assign(bool is_slice);
/* f(..., VARIADIC array) of a variadic function: its last argument is an array of what the last one declared takes. */
ND_RESULT nd_func_eval_spread(const struct nd_func *func, const struct nd_func_ctx *ctx, const struct nd_vec *args, size_t arg_count, const struct nd_sel *sel, struct nd_vec *out,
                              struct nd_err *err);
/* Of jsonb: v['a'][1], a value and steps, each text or int4; and the value after an assignment: what was, what is assigned, steps. */
const struct nd_func *nd_func_json_element(void);
const struct nd_func *nd_func_json_assign(void);
/* json_to_record and its kin: the array of what the objects of json have under a name, a text; NULL: another function. */
const struct nd_func *nd_func_json_column(const char *name);
const struct nd_func *nd_func_json_populate(void); /* ... one of them, and the name, as a value of the result's type */

/* Evaluates the selected rows; out has room for them and the result's type. */
ND_RESULT nd_func_eval(const struct nd_func *func, const struct nd_func_ctx *ctx, const struct nd_vec *args,
                       size_t arg_count, const struct nd_sel *sel, struct nd_vec *out, struct nd_err *err);

/* For the planner: what an operator means for an index. */
enum nd_compare {
    ND_COMPARE_NONE,
    ND_COMPARE_EQ,
    ND_COMPARE_NE,
    ND_COMPARE_LT,
    ND_COMPARE_LE,
    ND_COMPARE_GT,
    ND_COMPARE_GE
};
enum nd_compare nd_func_compare(const struct nd_func *func);
enum nd_compare nd_compare_commuted(enum nd_compare compare); /* a < b is b > a */
enum nd_compare nd_compare_negated(enum nd_compare compare);
/* The literal prefix of a LIKE pattern (escape \), for an index range; *is_exact_out: no wildcard at all. */
struct nd_slice nd_like_prefix(struct nd_slice pattern, struct nd_arena *arena, bool *is_exact_out);

/* ---- aggregates -------------------------------------------------------------------------------- */

struct nd_agg;

struct nd_agg_call {
    const struct nd_agg *agg;
    const struct nd_func_ctx *ctx; /* ctx->arena outlives the states */
    struct nd_err *err;
};

/* A state is agg->state_bytes zeroed bytes, 16-aligned; zero bytes are the empty state. It may point into the arena. */
struct nd_agg {
    const char *name;
    uint8_t arg_count;      /* count(*): 0 */
    enum nd_type_id result; /* ND_TYPE_ANY: that of the first argument */
    enum nd_type_id args[2];
    bool is_ordered_set;  /* WITHIN GROUP: the last argument is what the rows are ordered by */
    uint32_t state_bytes; /* multiple of 16 */
    /* Takes in the selected rows: row r goes to states[r]. Skips NULLs as the aggregate requires. Copies what it keeps. */
    enum nd_status (*update)(const struct nd_agg_call *call, const struct nd_vec *args, const struct nd_sel *sel,
                             void *const *states);
    /* state += other, which may come from load. */
    enum nd_status (*merge)(const struct nd_agg_call *call, void *state, const void *other);
    /* The result into row `row` of `out`. The state stays as it was. */
    enum nd_status (*finish)(const struct nd_agg_call *call, const void *state, struct nd_vec *out, size_t row);
    /* A partial state for another node, appended; and back, borrowing from the input. CORRUPT: malformed. */
    void (*save)(const struct nd_agg_call *call, const void *state, struct nd_buf *out);
    enum nd_status (*load)(const struct nd_agg_call *call, struct nd_dec *in, void *state);
    int32_t param;
};

struct nd_agg_match {
    const struct nd_agg *agg;
    enum nd_type_id result;
    enum nd_type_id args[2]; /* cast the arguments to these */
};
bool nd_agg_is_known(const char *name);
bool nd_agg_is_ordered_set(const char *name);
/* count(*): arg_count 0. 42883, 42725. */
ND_RESULT nd_agg_resolve(const char *name, const enum nd_type_id *arg_types, size_t arg_count,
                         struct nd_agg_match *match_out, struct nd_err *err);
const struct nd_agg *nd_agg_find(const char *name, const enum nd_type_id *args,
                                 size_t arg_count); /* exactly; NULL: none */

#endif
