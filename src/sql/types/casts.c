/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/casts.h"

#include <math.h>

#include "sql/types/array.h"
#include "sql/types/datetime.h"
#include "sql/types/io_int.h"
#include "sql/types/json.h"
#include "sql/types/numeric.h"
#include "sql/types/tz.h"

/* ---- the matrix ---------------------------------------------------------------------------------- */

static const struct {
    enum nd_type_id from, to;
    enum nd_cast_context context;
} casts[] = {
    {ND_TYPE_BOOL, ND_TYPE_INT4, ND_CAST_EXPLICIT},
    {ND_TYPE_INT4, ND_TYPE_BOOL, ND_CAST_EXPLICIT},
    {ND_TYPE_JSON, ND_TYPE_JSONB, ND_CAST_ASSIGNMENT},
    {ND_TYPE_JSONB, ND_TYPE_JSON, ND_CAST_ASSIGNMENT},
    {ND_TYPE_JSONB, ND_TYPE_BOOL, ND_CAST_EXPLICIT},
    {ND_TYPE_JSONB, ND_TYPE_NUMERIC, ND_CAST_EXPLICIT},
    {ND_TYPE_JSONB, ND_TYPE_INT2, ND_CAST_EXPLICIT},
    {ND_TYPE_JSONB, ND_TYPE_INT4, ND_CAST_EXPLICIT},
    {ND_TYPE_JSONB, ND_TYPE_INT8, ND_CAST_EXPLICIT},
    {ND_TYPE_JSONB, ND_TYPE_FLOAT4, ND_CAST_EXPLICIT},
    {ND_TYPE_JSONB, ND_TYPE_FLOAT8, ND_CAST_EXPLICIT},
    {ND_TYPE_BPCHAR, ND_TYPE_NAME, ND_CAST_IMPLICIT},
    {ND_TYPE_BPCHAR, ND_TYPE_TEXT, ND_CAST_IMPLICIT},
    {ND_TYPE_BPCHAR, ND_TYPE_VARCHAR, ND_CAST_IMPLICIT},
    {ND_TYPE_NAME, ND_TYPE_BPCHAR, ND_CAST_ASSIGNMENT},
    {ND_TYPE_NAME, ND_TYPE_TEXT, ND_CAST_IMPLICIT},
    {ND_TYPE_NAME, ND_TYPE_VARCHAR, ND_CAST_ASSIGNMENT},
    {ND_TYPE_TEXT, ND_TYPE_BPCHAR, ND_CAST_IMPLICIT},
    {ND_TYPE_TEXT, ND_TYPE_NAME, ND_CAST_IMPLICIT},
    {ND_TYPE_TEXT, ND_TYPE_VARCHAR, ND_CAST_IMPLICIT},
    {ND_TYPE_VARCHAR, ND_TYPE_BPCHAR, ND_CAST_IMPLICIT},
    {ND_TYPE_VARCHAR, ND_TYPE_NAME, ND_CAST_IMPLICIT},
    {ND_TYPE_VARCHAR, ND_TYPE_TEXT, ND_CAST_IMPLICIT},
    {ND_TYPE_DATE, ND_TYPE_TIMESTAMP, ND_CAST_IMPLICIT},
    {ND_TYPE_DATE, ND_TYPE_TIMESTAMPTZ, ND_CAST_IMPLICIT},
    {ND_TYPE_FLOAT4, ND_TYPE_FLOAT8, ND_CAST_IMPLICIT},
    {ND_TYPE_FLOAT4, ND_TYPE_INT2, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT4, ND_TYPE_INT4, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT4, ND_TYPE_INT8, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT4, ND_TYPE_NUMERIC, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT8, ND_TYPE_FLOAT4, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT8, ND_TYPE_INT2, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT8, ND_TYPE_INT4, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT8, ND_TYPE_INT8, ND_CAST_ASSIGNMENT},
    {ND_TYPE_FLOAT8, ND_TYPE_NUMERIC, ND_CAST_ASSIGNMENT},
    {ND_TYPE_INT2, ND_TYPE_FLOAT4, ND_CAST_IMPLICIT},
    {ND_TYPE_INT2, ND_TYPE_FLOAT8, ND_CAST_IMPLICIT},
    {ND_TYPE_INT2, ND_TYPE_INT4, ND_CAST_IMPLICIT},
    {ND_TYPE_INT2, ND_TYPE_INT8, ND_CAST_IMPLICIT},
    {ND_TYPE_INT2, ND_TYPE_NUMERIC, ND_CAST_IMPLICIT},
    {ND_TYPE_INT2, ND_TYPE_OID, ND_CAST_IMPLICIT},
    {ND_TYPE_INT4, ND_TYPE_FLOAT4, ND_CAST_IMPLICIT},
    {ND_TYPE_INT4, ND_TYPE_FLOAT8, ND_CAST_IMPLICIT},
    {ND_TYPE_INT4, ND_TYPE_INT2, ND_CAST_ASSIGNMENT},
    {ND_TYPE_INT4, ND_TYPE_INT8, ND_CAST_IMPLICIT},
    {ND_TYPE_INT4, ND_TYPE_NUMERIC, ND_CAST_IMPLICIT},
    {ND_TYPE_INT4, ND_TYPE_OID, ND_CAST_IMPLICIT},
    {ND_TYPE_INT8, ND_TYPE_FLOAT4, ND_CAST_IMPLICIT},
    {ND_TYPE_INT8, ND_TYPE_FLOAT8, ND_CAST_IMPLICIT},
    {ND_TYPE_INT8, ND_TYPE_INT2, ND_CAST_ASSIGNMENT},
    {ND_TYPE_INT8, ND_TYPE_INT4, ND_CAST_ASSIGNMENT},
    {ND_TYPE_INT8, ND_TYPE_NUMERIC, ND_CAST_IMPLICIT},
    {ND_TYPE_INT8, ND_TYPE_OID, ND_CAST_IMPLICIT},
    {ND_TYPE_INTERVAL, ND_TYPE_TIME, ND_CAST_ASSIGNMENT},
    {ND_TYPE_NUMERIC, ND_TYPE_FLOAT4, ND_CAST_IMPLICIT},
    {ND_TYPE_NUMERIC, ND_TYPE_FLOAT8, ND_CAST_IMPLICIT},
    {ND_TYPE_NUMERIC, ND_TYPE_INT2, ND_CAST_ASSIGNMENT},
    {ND_TYPE_NUMERIC, ND_TYPE_INT4, ND_CAST_ASSIGNMENT},
    {ND_TYPE_NUMERIC, ND_TYPE_INT8, ND_CAST_ASSIGNMENT},
    {ND_TYPE_OID, ND_TYPE_INT4, ND_CAST_ASSIGNMENT},
    {ND_TYPE_OID, ND_TYPE_INT8, ND_CAST_ASSIGNMENT},
    {ND_TYPE_TIME, ND_TYPE_INTERVAL, ND_CAST_IMPLICIT},
    {ND_TYPE_TIMESTAMP, ND_TYPE_DATE, ND_CAST_ASSIGNMENT},
    {ND_TYPE_TIMESTAMP, ND_TYPE_TIME, ND_CAST_ASSIGNMENT},
    {ND_TYPE_TIMESTAMP, ND_TYPE_TIMESTAMPTZ, ND_CAST_IMPLICIT},
    {ND_TYPE_TIMESTAMPTZ, ND_TYPE_DATE, ND_CAST_ASSIGNMENT},
    {ND_TYPE_TIMESTAMPTZ, ND_TYPE_TIME, ND_CAST_ASSIGNMENT},
    {ND_TYPE_TIMESTAMPTZ, ND_TYPE_TIMESTAMP, ND_CAST_ASSIGNMENT},
};

static bool is_string(enum nd_type_id type) { return nd_type_category(type) == 'S'; }
static bool is_plain_int(enum nd_type_id type)
{
    return type == ND_TYPE_INT2 || type == ND_TYPE_INT4 || type == ND_TYPE_INT8;
}

/* oid, regclass and their kin: from integers and to each other's oid. false: no such pair. */
static bool reg_context(enum nd_type_id from, enum nd_type_id to, enum nd_cast_context *context_out)
{
    *context_out = ND_CAST_IMPLICIT;
    if (nd_type_is_reg(to) && (from == ND_TYPE_OID || is_plain_int(from))) return true;
    if (nd_type_is_reg(from) && to == ND_TYPE_OID) return true;
    bool is_pair = (from == ND_TYPE_REGPROC && to == ND_TYPE_REGPROCEDURE) || (from == ND_TYPE_REGPROCEDURE && to == ND_TYPE_REGPROC) ||
                   (from == ND_TYPE_REGOPER && to == ND_TYPE_REGOPERATOR) || (from == ND_TYPE_REGOPERATOR && to == ND_TYPE_REGOPER);
    if (is_pair) return true;
    if (to == ND_TYPE_REGCLASS && (from == ND_TYPE_TEXT || from == ND_TYPE_VARCHAR)) return true;
    *context_out = ND_CAST_ASSIGNMENT;
    return nd_type_is_reg(from) && (to == ND_TYPE_INT4 || to == ND_TYPE_INT8);
}

static bool char_context(enum nd_type_id from, enum nd_type_id to, enum nd_cast_context *context_out)
{
    *context_out = ND_CAST_IMPLICIT;
    if (from == ND_TYPE_CHAR && to == ND_TYPE_TEXT) return true;
    *context_out = ND_CAST_EXPLICIT;
    if ((from == ND_TYPE_CHAR && to == ND_TYPE_INT4) || (from == ND_TYPE_INT4 && to == ND_TYPE_CHAR)) return true;
    *context_out = ND_CAST_ASSIGNMENT;
    return (from == ND_TYPE_CHAR && is_string(to)) || (to == ND_TYPE_CHAR && is_string(from));
}

bool nd_cast_is_allowed(enum nd_type_id from, enum nd_type_id to, enum nd_cast_context context)
{
    if (from == to || to == ND_TYPE_ANY) return true;
    if (from == ND_TYPE_UNKNOWN && (to == ND_TYPE_RECORD || to == ND_TYPE_RECORD_ARRAY)) return true;
    if ((from == ND_TYPE_RECORD || from == ND_TYPE_RECORD_ARRAY) && is_string(to)) return context >= ND_CAST_ASSIGNMENT;
    if (to == ND_TYPE_UNKNOWN || nd_type_category(to) == 'P' || nd_type_category(from) == 'P') return false;
    if (from == ND_TYPE_UNKNOWN) return true;
    for (size_t i = 0; i < ND_ARRAY_LEN(casts); i++)
        if (casts[i].from == from && casts[i].to == to) return casts[i].context <= context;
    enum nd_cast_context least;
    if (reg_context(from, to, &least) || char_context(from, to, &least)) return least <= context;
    if (from == ND_TYPE_NODE_TREE && to == ND_TYPE_TEXT) return true;
    enum nd_type_id from_item = nd_type_element(from), to_item = nd_type_element(to);
    if (from_item != ND_TYPE_INVALID && to_item != ND_TYPE_INVALID && !nd_type_is_vector(to))
        return nd_cast_is_allowed(from_item, to_item, context);
    if (is_string(to)) return context >= ND_CAST_ASSIGNMENT;
    return is_string(from) && context == ND_CAST_EXPLICIT;
}

bool nd_cast_is_relabel(enum nd_type_id from, enum nd_type_id to)
{
    if (from == to) return true;
    bool from_text = from == ND_TYPE_TEXT || from == ND_TYPE_VARCHAR || from == ND_TYPE_NAME;
    if (from_text && (to == ND_TYPE_TEXT || to == ND_TYPE_VARCHAR || to == ND_TYPE_BPCHAR)) return true;
    if (from == ND_TYPE_NODE_TREE) return to == ND_TYPE_TEXT || to == ND_TYPE_VARCHAR;
    if (nd_type_is_oid(from) && nd_type_is_oid(to)) return true;
    enum nd_type_id from_item = nd_type_element(from), to_item = nd_type_element(to);
    return from_item != ND_TYPE_INVALID && to_item != ND_TYPE_INVALID && nd_cast_is_relabel(from_item, to_item);
}

/* Whose text depends on DateStyle, IntervalStyle, TimeZone, or the catalog; arrays are taken to be such. */
static bool has_style(enum nd_type_id type)
{
    return nd_type_is_enum(type) || type == ND_TYPE_DATE || type == ND_TYPE_TIMESTAMP || type == ND_TYPE_TIMESTAMPTZ || type == ND_TYPE_INTERVAL ||
           (nd_type_is_array(type) && !nd_type_is_vector(type));
}

bool nd_cast_is_stable(enum nd_type_id from, enum nd_type_id to)
{
    bool tz = from == ND_TYPE_TIMESTAMPTZ || to == ND_TYPE_TIMESTAMPTZ;
    bool from_text = is_string(from) || from == ND_TYPE_UNKNOWN;
    if (from != to && nd_type_is_enum(to)) return true; /* by its labels */
    enum nd_type_id from_item = nd_type_element(from), to_item = nd_type_element(to);
    if (from != to && to_item != ND_TYPE_INVALID)
        return nd_cast_is_stable(from_item == ND_TYPE_INVALID ? ND_TYPE_UNKNOWN : from_item, to_item);
    if (from != to && (nd_type_is_reg(from) || nd_type_is_reg(to))) return !nd_cast_is_relabel(from, to);
    if (from == ND_TYPE_RECORD || from == ND_TYPE_RECORD_ARRAY) return from != to; /* dates among its fields */
    if (is_string(to) && has_style(from)) return true;
    bool is_datetime = to == ND_TYPE_DATE || to == ND_TYPE_TIME || to == ND_TYPE_TIMESTAMP || to == ND_TYPE_INTERVAL;
    return from != to && (tz || (from_text && is_datetime)); /* 'now', 'today' */
}

/* ---- values -------------------------------------------------------------------------------------- */

static enum nd_status float_to_int(double f, enum nd_type_id to, int64_t *out, struct nd_err *err)
{
    double limit = to == ND_TYPE_INT2 ? 32768.0 : to == ND_TYPE_INT4 ? 2147483648.0 : 9223372036854775808.0;
    f = rint(f);
    if (!(f >= -limit && f < limit)) return nd_err_set(err, "22003", "%s out of range", nd_type_name(to));
    *out = (int64_t)f;
    return ND_STATUS_OK;
}

static enum nd_status to_float4(double f, double *out, struct nd_err *err)
{
    float narrow = (float)f;
    if (isinf(narrow) && !isinf(f)) return nd_err_set(err, "22003", "value out of range: overflow");
    if (narrow == 0 && f != 0) return nd_err_set(err, "22003", "value out of range: underflow");
    *out = (double)narrow;
    return ND_STATUS_OK;
}

static bool is_int(enum nd_type_id type)
{
    return is_plain_int(type) || nd_type_is_oid(type);
}
static bool is_float(enum nd_type_id type) { return type == ND_TYPE_FLOAT4 || type == ND_TYPE_FLOAT8; }

static enum nd_status cast_int(int64_t i, enum nd_type_id from, enum nd_type_id to, struct nd_arena *arena,
                               struct nd_datum *out, struct nd_err *err)
{
    switch (to) {
    case ND_TYPE_BOOL: out->b = i != 0; return ND_STATUS_OK;
    case ND_TYPE_FLOAT8: out->f = (double)i; return ND_STATUS_OK;
    case ND_TYPE_FLOAT4: out->f = (double)(float)i; return ND_STATUS_OK;
    case ND_TYPE_NUMERIC: out->s = nd_numeric_of_i64(i, arena); return ND_STATUS_OK;
    default:
        /* int4 and oid are the same bits to each other, int2 is int4 first */
        if (nd_type_is_oid(from) && to == ND_TYPE_INT4)
            i = (int32_t)(uint32_t)i;
        else if (nd_type_is_oid(to) && from != ND_TYPE_INT8)
            i = (uint32_t)i;
        out->i = i;
        return nd__int_check(i, to, err);
    }
}

static enum nd_status cast_float(double f, enum nd_type_id from, enum nd_type_id to, struct nd_arena *arena,
                                 struct nd_datum *out, struct nd_err *err)
{
    switch (to) {
    case ND_TYPE_FLOAT8: out->f = f; return ND_STATUS_OK;
    case ND_TYPE_FLOAT4: return to_float4(f, &out->f, err);
    case ND_TYPE_NUMERIC: return nd_numeric_of_f64(f, from == ND_TYPE_FLOAT4 ? 6 : 15, arena, &out->s, err);
    default: return float_to_int(f, to, &out->i, err);
    }
}

static enum nd_status cast_numeric(struct nd_slice numeric, enum nd_type_id to, struct nd_arena *arena,
                                   struct nd_datum *out, struct nd_err *err)
{
    if (!is_float(to)) {
        ND_TRY(nd_numeric_to_i64(numeric, nd_type_name(to), &out->i, err));
        return nd__int_check(out->i, to, err);
    }
    if (to == ND_TYPE_FLOAT8) return nd_numeric_to_f64(numeric, &out->f, err);
    /* through its text, rounded once */
    struct nd_buf text;
    nd_buf_init(&text, arena->heap);
    nd_numeric_to_text(numeric, &text);
    enum nd_status status = nd__float_in(nd_buf_slice(&text), to, &out->f, err);
    nd_buf_deinit(&text);
    return status;
}

static int64_t time_of_day(int64_t us)
{
    int64_t rest = us % ND_USECS_PER_DAY;
    return rest < 0 ? rest + ND_USECS_PER_DAY : rest;
}

/* Among date, time, timestamp, timestamptz, interval. */
static enum nd_status cast_datetime(const struct nd_type_ctx *types, enum nd_type_id from, const struct nd_datum *in,
                                    enum nd_type_id to, struct nd_arena *arena, struct nd_datum *out,
                                    struct nd_err *err)
{
    int64_t local;
    switch (from) {
    case ND_TYPE_TIME: out->s = nd_interval_new(arena, (struct nd_interval){in->i, 0, 0}); return ND_STATUS_OK;
    case ND_TYPE_INTERVAL: out->i = time_of_day(nd_interval_of(in->s).us); return ND_STATUS_OK;
    case ND_TYPE_DATE: ND_TRY(nd_date_to_timestamp(in->i, &local, err)); break;
    case ND_TYPE_TIMESTAMPTZ: ND_TRY(nd_timestamp_of_utc(in->i, types->tz, &local, err)); break;
    default: local = in->i; break;
    }
    switch (to) {
    case ND_TYPE_TIMESTAMP: out->i = local; return ND_STATUS_OK;
    case ND_TYPE_TIMESTAMPTZ: return nd_timestamp_to_utc(local, types->tz, &out->i, err);
    case ND_TYPE_DATE: out->i = nd_timestamp_to_date(local); return ND_STATUS_OK;
    default: /* time */
        out->is_null = !nd_timestamp_is_finite(local);
        out->i = time_of_day(local);
        return ND_STATUS_OK;
    }
}

static enum nd_status cast_to_string(const struct nd_type_ctx *types, enum nd_type_id from, const struct nd_datum *in,
                                     enum nd_type_id to, struct nd_arena *arena, struct nd_datum *out,
                                     struct nd_err *err)
{
    if (from == ND_TYPE_BOOL)
        out->s = nd_slice_str(in->b ? "true" : "false");
    else if (from == ND_TYPE_BPCHAR)
        out->s = nd__bpchar_trim(in->s);
    else
        out->s = nd_type_out_slice(types, ND_TYPE(from), in, arena);
    return to == ND_TYPE_NAME ? nd__string_coerce(out->s, ND_TYPE(to), true, arena, &out->s, err) : ND_STATUS_OK;
}

static enum nd_status cast_array(const struct nd_type_ctx *types, enum nd_type_id from, const struct nd_datum *in,
                                 struct nd_type to, enum nd_cast_context context, struct nd_arena *arena,
                                 struct nd_datum *out, struct nd_err *err)
{
    struct nd_array array;
    enum nd_type_id from_item = nd_type_element(from);
    struct nd_type to_item = {nd_type_element(to.id), to.mod};
    bool is_ok = nd_array_open(in->s, &array);
    ND_ASSERT(is_ok);
    struct nd_datum *items = nd_array_items(&array, from_item, arena);
    for (size_t i = 0; i < array.count; i++) {
        struct nd_datum item = items[i];
        ND_TRY(nd_cast_datum(types, ND_TYPE(from_item), &item, to_item, context, arena, &items[i], err));
    }
    *out = nd_datum_bytes(nd_array_make(&array, to_item.id, items, arena));
    return ND_STATUS_OK;
}

static enum nd_status cast_char(enum nd_type_id from, const struct nd_datum *in, enum nd_type_id to,
                                struct nd_arena *arena, struct nd_datum *out, struct nd_err *err)
{
    if (from == ND_TYPE_CHAR) { /* to int4 */
        out->i = in->s.n == 0 ? 0 : (int8_t)in->s.p[0];
        return ND_STATUS_OK;
    }
    if (from != ND_TYPE_INT4) return nd_type_in(NULL, ND_TYPE(to), in->s, arena, out, err);
    if (in->i < INT8_MIN || in->i > INT8_MAX) return nd_err_set(err, "22003", "\"char\" out of range");
    uint8_t c = (uint8_t)in->i;
    out->s = c == 0 ? nd_slice_str("") : nd_arena_copy(arena, nd_slice_of(&c, 1));
    return ND_STATUS_OK;
}

static enum nd_status cast_json(enum nd_type_id from, const struct nd_datum *in, enum nd_type_id to, struct nd_arena *arena, struct nd_datum *out, struct nd_err *err)
{
    struct nd_json *json;
    static const char *const kinds[] = {"null", "string", "numeric", "boolean", "array", "object"}; /* as enum nd_json_kind */
    if (from == ND_TYPE_JSON) return nd_jsonb_in(in->s, arena, &out->s, err);
    if (to == ND_TYPE_JSON) {
        out->s = in->s;
        return ND_STATUS_OK;
    }
    ND_TRY(nd_json_parse(in->s, arena, &json, err));
    bool fits = json->kind == (to == ND_TYPE_BOOL ? ND_JSON_BOOL : ND_JSON_NUMBER);
    if (!fits) return nd_err_set(err, "22023", "cannot cast jsonb %s to type %s", kinds[json->kind], nd_type_name(to));
    if (to == ND_TYPE_BOOL) {
        out->b = json->is_true;
        return ND_STATUS_OK;
    }
    ND_TRY(nd_numeric_of_text(json->raw, -1, arena, &out->s, err));
    return to == ND_TYPE_NUMERIC ? ND_STATUS_OK : cast_numeric(out->s, to, arena, out, err);
}

/* Between different types; `in` is not NULL. */
static enum nd_status convert(const struct nd_type_ctx *types, enum nd_type_id from, const struct nd_datum *in,
                              enum nd_type_id to, int32_t mod, struct nd_arena *arena, struct nd_datum *out,
                              struct nd_err *err)
{
    *out = (struct nd_datum){.is_null = false};
    if (from != ND_TYPE_UNKNOWN && (to == ND_TYPE_CHAR || (from == ND_TYPE_CHAR && to == ND_TYPE_INT4)))
        return cast_char(from, in, to, arena, out, err);
    if (from == ND_TYPE_UNKNOWN || (is_string(from) && !is_string(to)))
        return nd_type_in(types, (struct nd_type){to, to == ND_TYPE_INTERVAL || nd_type_is_array(to) ? mod : -1}, in->s, arena, out, err);
    if (is_string(to)) return cast_to_string(types, from, in, to, arena, out, err);
    if (from == ND_TYPE_JSON || from == ND_TYPE_JSONB) return cast_json(from, in, to, arena, out, err);
    if (is_int(from)) return cast_int(in->i, from, to, arena, out, err);
    if (is_float(from)) return cast_float(in->f, from, to, arena, out, err);
    if (from == ND_TYPE_NUMERIC) return cast_numeric(in->s, to, arena, out, err);
    if (from == ND_TYPE_BOOL) {
        out->i = in->b;
        return ND_STATUS_OK;
    }
    return cast_datetime(types, from, in, to, arena, out, err);
}

static bool has_modifier(struct nd_type type) { return type.mod >= 0 || type.id == ND_TYPE_NAME; }

static enum nd_status coerce(struct nd_type to, enum nd_cast_context context, struct nd_arena *arena,
                             struct nd_datum *datum, struct nd_err *err)
{
    switch (to.id) {
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR: return nd__string_coerce(datum->s, to, context == ND_CAST_EXPLICIT, arena, &datum->s, err);
    case ND_TYPE_NUMERIC: return nd_numeric_coerce(datum->s, to.mod, arena, &datum->s, err);
    case ND_TYPE_TIME: datum->i = nd_time_coerce(datum->i, to.mod); return ND_STATUS_OK;
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return nd_timestamp_coerce(datum->i, to.mod, &datum->i, err);
    case ND_TYPE_INTERVAL: {
        struct nd_interval interval;
        ND_TRY(nd_interval_coerce(nd_interval_of(datum->s), to.mod, &interval, err));
        datum->s = nd_interval_new(arena, interval);
        return ND_STATUS_OK;
    }
    default: return ND_STATUS_OK;
    }
}

enum nd_status nd_cast_datum(const struct nd_type_ctx *types, struct nd_type from, const struct nd_datum *in,
                             struct nd_type to, enum nd_cast_context context, struct nd_arena *arena,
                             struct nd_datum *out, struct nd_err *err)
{
    if (in->is_null) {
        *out = ND_DATUM_NULL;
        return ND_STATUS_OK;
    }
    bool is_array = nd_type_is_array(to.id) && nd_type_is_array(from.id);
    if (is_array && (!nd_cast_is_relabel(from.id, to.id) || (to.mod >= 0 && (from.mod != to.mod || from.id != to.id))))
        return cast_array(types, from.id, in, to, context, arena, out, err);
    if (from.id == to.id || to.id == ND_TYPE_ANY || nd_cast_is_relabel(from.id, to.id))
        *out = *in;
    else
        ND_TRY(convert(types, from.id, in, to.id, to.mod, arena, out, err));
    if (out->is_null || !has_modifier(to) || (from.id == to.id && from.mod == to.mod)) return ND_STATUS_OK;
    return coerce(to, context, arena, out, err);
}

/* ---- vectors ------------------------------------------------------------------------------------- */

/* The common casts, which are a loop over plain values. false: none of them. */
static bool cast_vec_fast(const struct nd_vec *in, const struct nd_sel *sel, struct nd_type to, struct nd_vec *out)
{
    enum nd_type_id from = in->type.id;
    if (to.mod >= 0 && (in->type.mod != to.mod || from != to.id)) return false; /* varchar(4) has the modifier of char(4), not its blanks */
    if (nd_cast_is_relabel(from, to.id)) {
        switch (nd_type_phys(to.id)) {
        case ND_PHYS_BOOL:
            ND_SEL_FOREACH (row, sel) out->nulls[row] = in->nulls[row], out->b[row] = in->b[row];
            break;
        case ND_PHYS_I64:
            ND_SEL_FOREACH (row, sel) out->nulls[row] = in->nulls[row], out->i[row] = in->i[row];
            break;
        case ND_PHYS_F64:
            ND_SEL_FOREACH (row, sel) out->nulls[row] = in->nulls[row], out->f[row] = in->f[row];
            break;
        case ND_PHYS_BYTES:
            ND_SEL_FOREACH (row, sel) out->nulls[row] = in->nulls[row], out->s[row] = in->s[row];
            break;
        }
        return true;
    }
    bool is_small_int = from == ND_TYPE_INT2 || from == ND_TYPE_INT4;
    if ((is_small_int && to.id == ND_TYPE_INT8) || (from == ND_TYPE_INT2 && to.id == ND_TYPE_INT4)) {
        ND_SEL_FOREACH (row, sel) out->nulls[row] = in->nulls[row], out->i[row] = in->i[row];
        return true;
    }
    if ((is_small_int || from == ND_TYPE_INT8) && to.id == ND_TYPE_FLOAT8) {
        ND_SEL_FOREACH (row, sel)
            if ((out->nulls[row] = in->nulls[row]) == 0) out->f[row] = (double)in->i[row];
        return true;
    }
    return false;
}

enum nd_status nd_cast_vec(const struct nd_type_ctx *types, const struct nd_vec *in, const struct nd_sel *sel,
                           struct nd_type to, enum nd_cast_context context, struct nd_arena *arena, struct nd_vec *out,
                           struct nd_err *err)
{
    ND_ASSERT(nd_cast_is_allowed(in->type.id, to.id, ND_CAST_EXPLICIT));
    out->type = to;
    if (cast_vec_fast(in, sel, to, out)) return ND_STATUS_OK;
    ND_SEL_FOREACH (row, sel) {
        struct nd_datum from = nd_vec_get(in, row), datum;
        ND_TRY(nd_cast_datum(types, in->type, &from, to, context, arena, &datum, err));
        nd_vec_set(out, row, datum);
    }
    return ND_STATUS_OK;
}

/* ---- common types -------------------------------------------------------------------------------- */

enum nd_status nd_type_common(const enum nd_type_id *types, size_t count, const char *construct,
                              enum nd_type_id *type_out, struct nd_err *err)
{
    enum nd_type_id common = ND_TYPE_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        enum nd_type_id next = types[i];
        if (next == ND_TYPE_UNKNOWN || next == common) continue;
        if (common == ND_TYPE_UNKNOWN) {
            common = next;
        } else if (nd_type_category(next) != nd_type_category(common)) {
            *type_out = ND_TYPE_INVALID;
            return nd_err_set(err, "42804", "%s types %s and %s cannot be matched", construct, nd_type_name(common),
                              nd_type_name(next));
        } else if (!nd_type_is_preferred(common) && nd_cast_is_allowed(common, next, ND_CAST_IMPLICIT) &&
                   !nd_cast_is_allowed(next, common, ND_CAST_IMPLICIT)) {
            common = next;
        }
    }
    if (common == ND_TYPE_UNKNOWN) common = ND_TYPE_TEXT;
    for (size_t i = 0; i < count; i++)
        if (!nd_cast_is_allowed(types[i], common, ND_CAST_IMPLICIT)) {
            *type_out = ND_TYPE_INVALID;
            return nd_err_set(err, "42846", "%s could not convert type %s to %s", construct, nd_type_name(types[i]),
                              nd_type_name(common));
        }
    *type_out = common;
    return ND_STATUS_OK;
}

int32_t nd_type_common_mod(const struct nd_type *types, size_t count, enum nd_type_id common)
{
    for (size_t i = 0; i < count; i++)
        if (types[i].id != common || types[i].mod != types[0].mod) return -1;
    return count == 0 ? -1 : types[0].mod;
}
