/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/shard/expr_wire.h"

#include "sql/types/numeric.h"

/* ---- what may travel ---------------------------------------------------------------------------------------- */

enum type_class { CLASS_NONE,
                  CLASS_BOOL,
                  CLASS_INT,
                  CLASS_FLOAT,
                  CLASS_TEXT,
                  CLASS_BYTEA,
                  CLASS_NUMERIC,
                  CLASS_UUID,
                  CLASS_INTERVAL };

static enum type_class class_of(enum nd_type_id type)
{
    switch (type) {
    case ND_TYPE_BOOL: return CLASS_BOOL;
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8:
    case ND_TYPE_OID:
    case ND_TYPE_DATE:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return CLASS_INT;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: return CLASS_FLOAT;
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_NAME: return CLASS_TEXT;
    case ND_TYPE_BYTEA: return CLASS_BYTEA;
    case ND_TYPE_NUMERIC: return CLASS_NUMERIC;
    case ND_TYPE_UUID: return CLASS_UUID;
    case ND_TYPE_INTERVAL: return CLASS_INTERVAL;
    default: return type == ND_TYPE_ANYENUM || nd_type_is_enum(type) ? CLASS_INT : CLASS_NONE;
    }
}

bool nd_shard_has_type(enum nd_type_id type) { return class_of(type) != CLASS_NONE; }

/* Time and memory of these are bounded by those of their arguments, a numeric's digits by a few times theirs. */
static const char *const fine_operators[] = {"=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&", "|", "#", "<<", ">>", "||", "~~", "!~~", "^@"};
static const char *const fine_functions[] = {
    "abs", "btrim", "ceil", "ceiling", "char_length", "character_length", "date_part", "date_trunc", "extract", "floor", "isfinite", "left", "length", "lower", "ltrim",
    "mod", "notlike", "like", "octet_length", "position", "right", "round", "rtrim", "sign", "starts_with", "strpos", "substr", "substring", "trunc", "upper",
    "int4", "int8", "int2", "float8", "float4", "text"};

static bool is_among(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0) return true;
    return false;
}

static bool is_extreme(const struct nd_func *func) { return func == nd_func_extreme(false) || func == nd_func_extreme(true); }
static bool is_distinct(const struct nd_func *func) { return func == nd_func_distinct(false) || func == nd_func_distinct(true); }

static bool func_is_fine(const struct nd_func *func)
{
    if (is_extreme(func) || is_distinct(func)) return true;
    if (func->volatility != ND_IMMUTABLE || func->needs_catalog || func->is_set || func->is_variadic || !nd_shard_has_type(func->result)) return false;
    for (size_t i = 0; i < func->arg_count; i++)
        if (!nd_shard_has_type(func->args[i])) return false;
    return func->is_operator ? is_among(func->name, fine_operators, ND_ARRAY_LEN(fine_operators))
                             : is_among(func->name, fine_functions, ND_ARRAY_LEN(fine_functions));
}

/* Partial states merge to what one state over all rows would be: not so of float sums, whose rounding depends on the order. */
bool nd_shard_agg_is_fine(const struct nd_agg *agg)
{
    static const char *const sums[] = {"sum", "avg"}, *const others[] = {"count", "min", "max", "bool_and", "bool_or", "every", "bit_and", "bit_or"};
    if (agg->arg_count > 1) return false;
    enum nd_type_id arg = agg->arg_count == 0 ? ND_TYPE_INT8 : agg->args[0];
    if (is_among(agg->name, sums, ND_ARRAY_LEN(sums))) return arg == ND_TYPE_INT2 || arg == ND_TYPE_INT4 || arg == ND_TYPE_INT8 || arg == ND_TYPE_NUMERIC;
    return is_among(agg->name, others, ND_ARRAY_LEN(others)) && (arg == ND_TYPE_ANY || nd_shard_has_type(arg));
}

bool nd_shard_fits_type(enum nd_type_id given, enum nd_type_id wanted)
{
    if (wanted == ND_TYPE_ANY) return class_of(given) != CLASS_NONE;
    if (wanted == ND_TYPE_ANYENUM) return nd_type_is_enum(given);
    return given == wanted || (class_of(given) == CLASS_TEXT && class_of(wanted) == CLASS_TEXT);
}

static bool args_fit(const struct nd_expr *expr, size_t first, size_t step, enum nd_type_id type)
{
    for (size_t i = first; i < expr->arg_count; i += step)
        if (!nd_shard_fits_type(expr->args[i]->type.id, type)) return false;
    return true;
}

static bool func_fits(const struct nd_expr *expr)
{
    const struct nd_func *func = expr->func;
    if (func == NULL || !func_is_fine(func)) return false;
    if (is_extreme(func)) return expr->arg_count > 0 && args_fit(expr, 0, 1, expr->type.id);
    if (is_distinct(func)) return expr->arg_count == 2 && expr->type.id == ND_TYPE_BOOL && args_fit(expr, 0, 1, expr->args[0]->type.id);
    if (expr->arg_count != func->arg_count || !nd_shard_fits_type(expr->type.id, func->result)) return false;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (!nd_shard_fits_type(expr->args[i]->type.id, func->args[i])) return false;
    return true;
}

static bool in_fits(const struct nd_expr *expr)
{
    const struct nd_func *func = expr->func;
    if (func == NULL || !func_is_fine(func) || func->arg_count != 2 || func->result != ND_TYPE_BOOL) return false;
    if (expr->type.id != ND_TYPE_BOOL || expr->arg_count < 2 || !nd_shard_fits_type(expr->args[0]->type.id, func->args[0])) return false;
    return args_fit(expr, 1, 1, func->args[1]);
}

enum { PADDED_BYTES_MAX = 1024 };

static bool cast_fits(const struct nd_expr *expr)
{
    if (expr->arg_count != 1 || (unsigned)expr->cast_context > ND_CAST_EXPLICIT) return false;
    enum nd_type_id from = expr->args[0]->type.id, to = expr->type.id;
    bool has_style = from == ND_TYPE_BYTEA || from == ND_TYPE_FLOAT4 || from == ND_TYPE_FLOAT8; /* bytea_output, extra_float_digits */
    if (has_style && class_of(to) == CLASS_TEXT) return false;
    if (to == ND_TYPE_BPCHAR && expr->type.mod > PADDED_BYTES_MAX + 4) return false; /* a few bytes of query must not become megabytes a row */
    return nd_cast_is_allowed(from, to, ND_CAST_EXPLICIT) && !nd_cast_is_stable(from, to);
}

/* The node by itself, its arguments' types given. */
static bool node_fits(const struct nd_expr *expr)
{
    if (!nd_shard_has_type(expr->type.id) || expr->depth > ND_SHARD_EXPR_DEPTH_MAX) return false;
    bool is_bool = expr->type.id == ND_TYPE_BOOL;
    switch (expr->kind) {
    case ND_EXPR_CONST:
    case ND_EXPR_VAR: return expr->arg_count == 0;
    case ND_EXPR_FUNC: return func_fits(expr);
    case ND_EXPR_CAST: return cast_fits(expr);
    case ND_EXPR_AND:
    case ND_EXPR_OR: return is_bool && expr->arg_count > 0 && args_fit(expr, 0, 1, ND_TYPE_BOOL);
    case ND_EXPR_NOT:
    case ND_EXPR_IS_BOOL: return is_bool && expr->arg_count == 1 && args_fit(expr, 0, 1, ND_TYPE_BOOL);
    case ND_EXPR_IS_NULL: return is_bool && expr->arg_count == 1;
    case ND_EXPR_CASE: {
        if (expr->arg_count % 2 == 0) return false;
        for (size_t i = 0; i + 1 < expr->arg_count; i += 2)
            if (expr->args[i]->type.id != ND_TYPE_BOOL) return false;
        return args_fit(expr, 1, 2, expr->type.id) && nd_shard_fits_type(expr->args[expr->arg_count - 1]->type.id, expr->type.id);
    }
    case ND_EXPR_COALESCE: return expr->arg_count > 0 && args_fit(expr, 0, 1, expr->type.id);
    case ND_EXPR_IN: return in_fits(expr);
    default: return false;
    }
}

static bool has_subquery(const struct nd_expr *expr)
{
    if (expr->kind == ND_EXPR_SUBQUERY) return true;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (has_subquery(expr->args[i])) return true;
    return false;
}

/* The same for all rows of one execution, and computed before them without harm. */
static bool is_given(const struct nd_expr *expr)
{
    return nd_expr_is_rowless(expr) && nd_expr_volatility(expr) != ND_VOLATILE && nd_shard_has_type(expr->type.id) && expr->depth <= ND_SHARD_EXPR_DEPTH_MAX && !has_subquery(expr);
}

bool nd_shard_expr_is_fine(const struct nd_expr *expr)
{
    if (is_given(expr)) return true;
    if (!node_fits(expr)) return false;
    for (size_t i = 0; i < expr->arg_count; i++)
        if (!nd_shard_expr_is_fine(expr->args[i])) return false;
    return true;
}

/* ---- preparing ---------------------------------------------------------------------------------------------- */

/* A value that cannot be computed leaves its error to the rows that reach it. */
static struct nd_expr *as_const(const struct nd_eval *eval, struct nd_arena *arena, const struct nd_expr *expr)
{
    struct nd_err err;
    struct nd_datum value;
    struct nd_eval quiet = *eval;
    nd_err_clear(&err);
    quiet.err = &err;
    quiet.arena = arena;
    return nd_expr_eval_datum(&quiet, expr, &value) == ND_STATUS_OK ? nd_expr_const(arena, expr->type, value) : NULL;
}

/* A date against a midnight is a date against a day, which costs less for each row. */
static void compare_as_dates(struct nd_arena *arena, struct nd_expr *expr)
{
    enum { DAY_US_FACTOR = 1000000 };
    static const enum nd_type_id dates[] = {ND_TYPE_DATE, ND_TYPE_DATE};
    const int64_t day_us = INT64_C(86400) * DAY_US_FACTOR;
    if (expr->kind != ND_EXPR_FUNC || expr->arg_count != 2 || nd_func_compare(expr->func) == ND_COMPARE_NONE) return;
    for (size_t i = 0; i < 2; i++) {
        const struct nd_expr *moment = expr->args[i];
        bool is_midnight = moment->kind == ND_EXPR_CONST && moment->type.id == ND_TYPE_TIMESTAMP && !moment->value.is_null && moment->value.i % day_us == 0;
        if (!is_midnight || expr->args[1 - i]->type.id != ND_TYPE_DATE || moment->value.i / day_us != (int32_t)(moment->value.i / day_us)) continue;
        const struct nd_func *func = nd_func_find(expr->func->name, dates, 2, true);
        if (func == NULL) return;
        expr->func = func;
        expr->args[i] = nd_expr_const(arena, ND_TYPE(ND_TYPE_DATE), nd_datum_i64(moment->value.i / day_us));
        return;
    }
}

struct nd_expr *nd_shard_expr_prepare(const struct nd_eval *eval, struct nd_arena *arena, const struct nd_expr *expr)
{
    if (expr->kind != ND_EXPR_CONST && is_given(expr)) {
        struct nd_expr *value = as_const(eval, arena, expr);
        if (value != NULL) return value;
    }
    if (!node_fits(expr)) return NULL;
    struct nd_expr *copy = nd_arena_new(arena, struct nd_expr);
    *copy = *expr;
    copy->args = nd_arena_array(arena, struct nd_expr *, expr->arg_count + 1);
    for (size_t i = 0; i < expr->arg_count; i++) {
        copy->args[i] = nd_shard_expr_prepare(eval, arena, expr->args[i]);
        if (copy->args[i] == NULL) return NULL;
    }
    compare_as_dates(arena, copy);
    return copy;
}

/* ---- types and values --------------------------------------------------------------------------------------- */

static uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static int64_t unzigzag(uint64_t v) { return (int64_t)(v >> 1 ^ -(v & 1)); }

void nd_shard_type_encode(struct nd_type type, struct nd_buf *out)
{
    nd_buf_put_varint(out, type.id);
    nd_buf_put_varint(out, zigzag(type.mod));
}

static bool mod_is_valid(enum nd_type_id type, int64_t mod)
{
    if (mod == -1) return true;
    if (mod < 0 || mod > INT32_MAX) return false;
    int64_t precision = (mod - 4) >> 16 & 0xffff;
    switch (type) {
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR: return mod > 4 && mod <= 10485760 + 4;
    case ND_TYPE_NUMERIC: return mod > 4 && precision >= 1 && precision <= 1000;
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return mod <= 6;
    case ND_TYPE_INTERVAL: return ((mod & 0xffff) <= 6 || (mod & 0xffff) == 0xffff);
    default: return false;
    }
}

bool nd_shard_type_decode(struct nd_dec *dec, struct nd_type *type_out)
{
    uint64_t id = nd_dec_varint(dec);
    int64_t mod = unzigzag(nd_dec_varint(dec));
    if (!nd_dec_is_ok(dec) || id > INT32_MAX || !nd_shard_has_type((enum nd_type_id)id) || !mod_is_valid((enum nd_type_id)id, mod)) return false;
    *type_out = (struct nd_type){(enum nd_type_id)id, (int32_t)mod};
    return true;
}

void nd_shard_datum_encode(enum nd_type_id type, const struct nd_datum *datum, struct nd_buf *out)
{
    switch (nd_type_phys(type)) {
    case ND_PHYS_BOOL: nd_buf_put_u8(out, datum->b); return;
    case ND_PHYS_I64: nd_buf_put_varint(out, zigzag(datum->i)); return;
    case ND_PHYS_F64: nd_buf_put(out, &datum->f, 8); return;
    case ND_PHYS_BYTES: nd_buf_put_bytes(out, datum->s); return;
    }
}

static bool int_is_valid(enum nd_type_id type, int64_t v)
{
    switch (type) {
    case ND_TYPE_INT2: return v == (int16_t)v;
    case ND_TYPE_INT4:
    case ND_TYPE_DATE: return v == (int32_t)v;
    case ND_TYPE_TIME: return v >= 0 && v <= INT64_C(86400000000);
    case ND_TYPE_OID: return v == (uint32_t)v;
    default: return true;
    }
}

static bool bytes_are_valid(enum nd_type_id type, struct nd_slice s)
{
    struct nd_err err;
    switch (class_of(type)) {
    case CLASS_TEXT: return nd_text_check(s, &err) == ND_STATUS_OK;
    case CLASS_NUMERIC: return nd_numeric_is_valid(s);
    case CLASS_UUID:
    case CLASS_INTERVAL: return s.n == 16;
    default: return true;
    }
}

bool nd_shard_datum_decode(struct nd_dec *dec, enum nd_type_id type, struct nd_datum *datum_out)
{
    *datum_out = (struct nd_datum){.i = 0};
    switch (nd_type_phys(type)) {
    case ND_PHYS_BOOL: datum_out->b = nd_dec_u8(dec) != 0; return nd_dec_is_ok(dec);
    case ND_PHYS_I64: datum_out->i = unzigzag(nd_dec_varint(dec)); return nd_dec_is_ok(dec) && int_is_valid(type, datum_out->i);
    case ND_PHYS_F64: {
        uint64_t bits = nd_dec_u64(dec);
        memcpy(&datum_out->f, &bits, 8);
        return nd_dec_is_ok(dec);
    }
    case ND_PHYS_BYTES: datum_out->s = nd_dec_bytes(dec); return nd_dec_is_ok(dec) && bytes_are_valid(type, datum_out->s);
    }
    ND_UNREACHABLE();
}

/* ---- expressions -------------------------------------------------------------------------------------------- */

static void encode_func(const struct nd_func *func, struct nd_buf *out)
{
    nd_buf_put_bytes(out, nd_slice_str(func->name));
    nd_buf_put_u8(out, func->is_operator);
    nd_buf_put_varint(out, func->arg_count);
    for (size_t i = 0; i < func->arg_count; i++) nd_buf_put_varint(out, func->args[i]);
}

void nd_shard_expr_encode(const struct nd_expr *expr, struct nd_buf *out)
{
    nd_buf_put_u8(out, (uint8_t)expr->kind);
    nd_shard_type_encode(expr->type, out);
    nd_buf_put_u8(out, expr->is_not);
    switch (expr->kind) {
    case ND_EXPR_CONST:
        nd_buf_put_u8(out, expr->value.is_null);
        if (!expr->value.is_null) nd_shard_datum_encode(expr->type.id, &expr->value, out);
        break;
    case ND_EXPR_VAR: nd_buf_put_varint(out, expr->slot); break;
    case ND_EXPR_FUNC:
    case ND_EXPR_IN: encode_func(expr->func, out); break;
    case ND_EXPR_CAST: nd_buf_put_u8(out, (uint8_t)expr->cast_context); break;
    case ND_EXPR_IS_BOOL: nd_buf_put_u8(out, (uint8_t)expr->bool_test); break;
    default: break;
    }
    nd_buf_put_varint(out, expr->arg_count);
    for (size_t i = 0; i < expr->arg_count; i++) nd_shard_expr_encode(expr->args[i], out);
}

#define FUNC_NAME_BYTES_MAX 64

static const struct nd_func *decode_func(struct nd_dec *dec)
{
    char name[FUNC_NAME_BYTES_MAX];
    enum nd_type_id args[ND_FUNC_ARGS_MAX];
    struct nd_slice text = nd_dec_bytes(dec);
    bool is_operator = nd_dec_u8(dec) != 0;
    size_t count = nd_dec_count(dec, 1);
    if (text.n >= sizeof name || count > ND_FUNC_ARGS_MAX) return NULL;
    if (text.n > 0) memcpy(name, text.p, text.n);
    name[text.n] = '\0';
    for (size_t i = 0; i < count; i++) args[i] = (enum nd_type_id)(nd_dec_varint(dec) & INT32_MAX);
    return nd_dec_is_ok(dec) ? nd_func_find(name, args, count, is_operator) : NULL;
}

struct decoding {
    struct nd_dec *dec;
    const struct nd_type *columns;
    size_t column_count, *nodes;
    struct nd_arena *arena;
};

static bool decode_own(const struct decoding *decoding, struct nd_expr *expr)
{
    struct nd_dec *dec = decoding->dec;
    switch (expr->kind) {
    case ND_EXPR_CONST:
        expr->value = ND_DATUM_NULL;
        return nd_dec_u8(dec) != 0 || nd_shard_datum_decode(dec, expr->type.id, &expr->value);
    case ND_EXPR_VAR: {
        uint64_t slot = nd_dec_varint(dec);
        expr->slot = (uint32_t)slot;
        return slot < decoding->column_count && decoding->columns[slot].id == expr->type.id;
    }
    case ND_EXPR_FUNC:
    case ND_EXPR_IN: expr->func = decode_func(dec); return expr->func != NULL;
    case ND_EXPR_CAST: expr->cast_context = (enum nd_cast_context)nd_dec_u8(dec); return true;
    case ND_EXPR_IS_BOOL: expr->bool_test = (char)nd_dec_u8(dec); return expr->bool_test == 't' || expr->bool_test == 'f' || expr->bool_test == 'u';
    default: return true;
    }
}

static struct nd_expr *decode(const struct decoding *decoding, size_t depth)
{
    struct nd_dec *dec = decoding->dec;
    struct nd_type type;
    if (depth > ND_SHARD_EXPR_DEPTH_MAX || ++*decoding->nodes > ND_SHARD_EXPR_NODES_MAX) return NULL;
    unsigned kind = nd_dec_u8(dec);
    if (kind > ND_EXPR_OUTER || !nd_shard_type_decode(dec, &type)) return NULL;
    struct nd_expr *expr = nd_expr_new(decoding->arena, (enum nd_expr_kind)kind, type, 0);
    expr->is_not = nd_dec_u8(dec) != 0;
    if (!decode_own(decoding, expr)) return NULL;
    expr->arg_count = nd_dec_count(dec, 5);
    if (expr->arg_count > ND_SHARD_EXPR_NODES_MAX) return NULL;
    expr->args = nd_arena_array(decoding->arena, struct nd_expr *, expr->arg_count + 1);
    for (size_t i = 0; i < expr->arg_count; i++) {
        expr->args[i] = decode(decoding, depth + 1);
        if (expr->args[i] == NULL) return NULL;
    }
    nd_expr_fix_depth(expr);
    if (!nd_dec_is_ok(dec) || !node_fits(expr)) return NULL;
    nd_expr_make_in_set(decoding->arena, expr);
    return expr;
}

struct nd_expr *nd_shard_expr_decode(struct nd_dec *dec, const struct nd_type *columns, size_t column_count, size_t *nodes, struct nd_arena *arena)
{
    struct decoding decoding = {dec, columns, column_count, nodes, arena};
    return decode(&decoding, 1);
}
