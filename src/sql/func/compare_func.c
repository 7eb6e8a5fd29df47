/* SPDX-License-Identifier: Apache-2.0 */
/* The six comparisons, for all pairs of types that PostgreSQL compares without a cast. */
#include <math.h>

#include "sql/func/func_int.h"
#include "sql/types/compare.h"
#include "sql/types/datetime.h"
#include "sql/types/record.h"

static bool holds(enum nd_compare compare, int c)
{
    switch (compare) {
    case ND_COMPARE_EQ: return c == 0;
    case ND_COMPARE_NE: return c != 0;
    case ND_COMPARE_LT: return c < 0;
    case ND_COMPARE_LE: return c <= 0;
    case ND_COMPARE_GT: return c > 0;
    default: return c >= 0;
    }
}

static enum nd_status compare_int(struct nd_func_call *call)
{
    const int64_t *a = call->args[0].i, *b = call->args[1].i;
    uint8_t *out = call->out->b;
    switch ((enum nd_compare)call->func->param) {
    case ND_COMPARE_EQ:
        ND__ROWS (row) out[row] = a[row] == b[row];
        break;
    case ND_COMPARE_NE:
        ND__ROWS (row) out[row] = a[row] != b[row];
        break;
    case ND_COMPARE_LT:
        ND__ROWS (row) out[row] = a[row] < b[row];
        break;
    case ND_COMPARE_LE:
        ND__ROWS (row) out[row] = a[row] <= b[row];
        break;
    case ND_COMPARE_GT:
        ND__ROWS (row) out[row] = a[row] > b[row];
        break;
    default:
        ND__ROWS (row) out[row] = a[row] >= b[row];
        break;
    }
    return ND_STATUS_OK;
}

static enum nd_status compare_bool(struct nd_func_call *call)
{
    enum nd_compare compare = (enum nd_compare)call->func->param;
    ND__ROWS (row) call->out->b[row] = holds(compare, (int)call->args[0].b[row] - (int)call->args[1].b[row]);
    return ND_STATUS_OK;
}

static enum nd_status compare_float(struct nd_func_call *call)
{
    enum nd_compare compare = (enum nd_compare)call->func->param;
    ND__ROWS (row) {
        struct nd_datum a = nd_datum_f64(call->args[0].f[row]), b = nd_datum_f64(call->args[1].f[row]);
        call->out->b[row] = holds(compare, nd_datum_cmp(FLOAT8, &a, &b));
    }
    return ND_STATUS_OK;
}

/* text, name, bytea, uuid: by bytes */
static enum nd_status compare_bytes(struct nd_func_call *call)
{
    const struct nd_slice *a = call->args[0].s, *b = call->args[1].s;
    enum nd_compare compare = (enum nd_compare)call->func->param;
    if (compare == ND_COMPARE_EQ)
        ND__ROWS (row) call->out->b[row] = nd_slice_eq(a[row], b[row]);
    else if (compare == ND_COMPARE_NE)
        ND__ROWS (row) call->out->b[row] = !nd_slice_eq(a[row], b[row]);
    else
        ND__ROWS (row) call->out->b[row] = holds(compare, nd_slice_cmp(a[row], b[row]));
    return ND_STATUS_OK;
}

/* numeric, interval, bpchar: by value */
static enum nd_status compare_value(struct nd_func_call *call)
{
    enum nd_compare compare = (enum nd_compare)call->func->param;
    ND__ROWS (row) call->out->b[row] = holds(compare, nd_vec_cmp(&call->args[0], row, &call->args[1], row, 0));
    return ND_STATUS_OK;
}

/* Rows: fields of the same types, one by one. */
static enum nd_status compare_record(struct nd_func_call *call)
{
    enum nd_compare compare = (enum nd_compare)call->func->param;
    ND__ROWS (row) {
        struct nd_slice a = call->args[0].s[row], b = call->args[1].s[row];
        ND_TRY(nd_record_check_pair(a, b, call->err));
        call->out->b[row] = holds(compare, nd_record_cmp(a, b));
    }
    return ND_STATUS_OK;
}

/* date, timestamp and timestamptz against each other: all become moments; out of a timestamp's range compares as infinite */
static int64_t moment(struct nd_func_call *call, const struct nd_vec *arg, size_t row, bool as_utc)
{
    int64_t v = arg->i[row];
    struct nd_err err;
    if (arg->type.id == TIMESTAMPTZ) return v;
    if (arg->type.id == DATE && nd_date_to_timestamp(v, &v, &err) != ND_STATUS_OK) return ND_TIMESTAMP_INF;
    if (as_utc && nd_timestamp_to_utc(v, call->ctx->types->tz, &v, &err) != ND_STATUS_OK)
        return v < 0 ? ND_TIMESTAMP_MINUS_INF : ND_TIMESTAMP_INF;
    return v;
}

static enum nd_status compare_moment(struct nd_func_call *call)
{
    enum nd_compare compare = (enum nd_compare)call->func->param;
    bool as_utc = call->func->args[0] == TIMESTAMPTZ || call->func->args[1] == TIMESTAMPTZ;
    ND__ROWS (row) {
        int64_t a = moment(call, &call->args[0], row, as_utc), b = moment(call, &call->args[1], row, as_utc);
        call->out->b[row] = holds(compare, a < b ? -1 : a > b);
    }
    return ND_STATUS_OK;
}

/* clang-format off */
#define PAIR(symbol, op, fn, left, right) OP(symbol, BOOL, fn, op, left, right)
#define ALL(symbol, op)                                                                                                                      \
    PAIR(symbol, op, compare_int, INT4, INT4), PAIR(symbol, op, compare_int, INT8, INT8), PAIR(symbol, op, compare_int, INT2, INT2),        \
        PAIR(symbol, op, compare_int, INT4, INT8), PAIR(symbol, op, compare_int, INT8, INT4), PAIR(symbol, op, compare_int, INT2, INT4),    \
        PAIR(symbol, op, compare_int, INT4, INT2), PAIR(symbol, op, compare_int, INT2, INT8), PAIR(symbol, op, compare_int, INT8, INT2),    \
        PAIR(symbol, op, compare_int, OID, OID), PAIR(symbol, op, compare_int, DATE, DATE), PAIR(symbol, op, compare_int, TIME, TIME),      \
        PAIR(symbol, op, compare_int, TIMESTAMP, TIMESTAMP), PAIR(symbol, op, compare_int, TIMESTAMPTZ, TIMESTAMPTZ),                        \
        PAIR(symbol, op, compare_bytes, TEXT, TEXT), PAIR(symbol, op, compare_bytes, NAME, NAME), PAIR(symbol, op, compare_bytes, NAME, TEXT), \
        PAIR(symbol, op, compare_bytes, TEXT, NAME), PAIR(symbol, op, compare_bytes, BYTEA, BYTEA), PAIR(symbol, op, compare_bytes, UUID, UUID), \
        PAIR(symbol, op, compare_value, NUMERIC, NUMERIC), PAIR(symbol, op, compare_value, BPCHAR, BPCHAR), PAIR(symbol, op, compare_value, JSONB, JSONB),                                  \
        PAIR(symbol, op, compare_value, INTERVAL, INTERVAL), PAIR(symbol, op, compare_bool, BOOL, BOOL),                                     \
        PAIR(symbol, op, compare_bytes, CHAR, CHAR), PAIR(symbol, op, compare_value, ANYARRAY, ANYARRAY), PAIR(symbol, op, compare_int, ANYENUM, ANYENUM), \
        PAIR(symbol, op, compare_record, RECORD, RECORD),                                                                                     \
        PAIR(symbol, op, compare_float, FLOAT8, FLOAT8), PAIR(symbol, op, compare_float, FLOAT4, FLOAT4),                                    \
        PAIR(symbol, op, compare_float, FLOAT4, FLOAT8), PAIR(symbol, op, compare_float, FLOAT8, FLOAT4),                                    \
        PAIR(symbol, op, compare_moment, DATE, TIMESTAMP), PAIR(symbol, op, compare_moment, TIMESTAMP, DATE),                                \
        OP_STABLE(symbol, BOOL, compare_moment, op, DATE, TIMESTAMPTZ), OP_STABLE(symbol, BOOL, compare_moment, op, TIMESTAMPTZ, DATE),      \
        OP_STABLE(symbol, BOOL, compare_moment, op, TIMESTAMP, TIMESTAMPTZ), OP_STABLE(symbol, BOOL, compare_moment, op, TIMESTAMPTZ, TIMESTAMP)

static const struct nd_func funcs[] = {
    ALL("=", ND_COMPARE_EQ), ALL("<>", ND_COMPARE_NE), ALL("<", ND_COMPARE_LT), ALL("<=", ND_COMPARE_LE), ALL(">", ND_COMPARE_GT), ALL(">=", ND_COMPARE_GE),
    PAIR("=", ND_COMPARE_EQ, compare_int, XID, XID), PAIR("<>", ND_COMPARE_NE, compare_int, XID, XID),
    PAIR("=", ND_COMPARE_EQ, compare_int, XID, INT4), PAIR("<>", ND_COMPARE_NE, compare_int, XID, INT4),
    PAIR("=", ND_COMPARE_EQ, compare_int, CID, CID), PAIR("=", ND_COMPARE_EQ, compare_bytes, TID, TID), PAIR("<>", ND_COMPARE_NE, compare_bytes, TID, TID),
};
/* clang-format on */
const struct nd__func_table nd__funcs_compare = ND__TABLE(funcs);

enum nd_compare nd_func_compare(const struct nd_func *func)
{
    bool is_compare = func->kernel == compare_int || func->kernel == compare_bytes || func->kernel == compare_value ||
                      func->kernel == compare_float || func->kernel == compare_bool || func->kernel == compare_moment ||
                      func->kernel == compare_record;
    return is_compare ? (enum nd_compare)func->param : ND_COMPARE_NONE;
}

enum nd_compare nd_compare_commuted(enum nd_compare compare)
{
    static const enum nd_compare commuted[] = {
        [ND_COMPARE_NONE] = ND_COMPARE_NONE, [ND_COMPARE_EQ] = ND_COMPARE_EQ, [ND_COMPARE_NE] = ND_COMPARE_NE,
        [ND_COMPARE_LT] = ND_COMPARE_GT,     [ND_COMPARE_LE] = ND_COMPARE_GE, [ND_COMPARE_GT] = ND_COMPARE_LT,
        [ND_COMPARE_GE] = ND_COMPARE_LE};
    return commuted[compare];
}

enum nd_compare nd_compare_negated(enum nd_compare compare)
{
    static const enum nd_compare negated[] = {
        [ND_COMPARE_NONE] = ND_COMPARE_NONE, [ND_COMPARE_EQ] = ND_COMPARE_NE, [ND_COMPARE_NE] = ND_COMPARE_EQ,
        [ND_COMPARE_LT] = ND_COMPARE_GE,     [ND_COMPARE_LE] = ND_COMPARE_GT, [ND_COMPARE_GT] = ND_COMPARE_LE,
        [ND_COMPARE_GE] = ND_COMPARE_LT};
    return negated[compare];
}
