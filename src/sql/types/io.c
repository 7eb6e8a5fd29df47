/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/io.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "sql/types/array.h"
#include "sql/types/datetime.h"
#include "sql/types/io_int.h"
#include "sql/types/json.h"
#include "sql/types/numeric.h"
#include "sql/types/record.h"
#include "sql/types/ascii.h"

/* ---- boolean, integers --------------------------------------------------------------------------- */

static enum nd_status bad_syntax(enum nd_type_id type, struct nd_slice text, struct nd_err *err)
{
    return nd_err_set(err, "22P02", "invalid input syntax for type %s: \"%.*s\"", nd_type_name(type),
                      nd_text_shown(text), (const char *)text.p);
}

static bool is_prefix_nocase(struct nd_slice text, const char *word, size_t min)
{
    if (text.n < min || text.n > strlen(word)) return false;
    for (size_t i = 0; i < text.n; i++)
        if (nd_ascii_lower(text.p[i]) != (uint8_t)word[i]) return false;
    return true;
}

enum nd_status nd__bool_in(struct nd_slice text, bool *value_out, struct nd_err *err)
{
    struct nd_slice word = nd_ascii_trim(text);
    *value_out = is_prefix_nocase(word, "true", 1) || is_prefix_nocase(word, "yes", 1) ||
                 is_prefix_nocase(word, "on", 2) || nd_ascii_eq_nocase(word, "1");
    if (*value_out || is_prefix_nocase(word, "false", 1) || is_prefix_nocase(word, "no", 1) ||
        is_prefix_nocase(word, "off", 2) || nd_ascii_eq_nocase(word, "0"))
        return ND_STATUS_OK;
    return bad_syntax(ND_TYPE_BOOL, text, err);
}

static void int_range(enum nd_type_id type, int64_t *min_out, int64_t *max_out)
{
    switch (type) {
    case ND_TYPE_INT2: *min_out = INT16_MIN, *max_out = INT16_MAX; break;
    case ND_TYPE_INT4: *min_out = INT32_MIN, *max_out = INT32_MAX; break;
    case ND_TYPE_INT8: *min_out = INT64_MIN, *max_out = INT64_MAX; break;
    default: *min_out = 0, *max_out = UINT32_MAX; break; /* oid and its kin */
    }
}

enum nd_status nd__int_check(int64_t value, enum nd_type_id type, struct nd_err *err)
{
    int64_t min, max;
    int_range(type, &min, &max);
    return value >= min && value <= max
               ? ND_STATUS_OK
               : nd_err_set(err, "22003", "%s out of range", nd_type_is_oid(type) ? "OID" : nd_type_name(type));
}

enum nd_status nd__int_in(struct nd_slice text, enum nd_type_id type, int64_t *value_out, struct nd_err *err)
{
    struct nd_slice number = nd_ascii_trim(text);
    const uint8_t *p = number.p, *end = nd_slice_end(number);
    bool is_negative = false, is_over = false;
    if (p < end && (*p == '-' || *p == '+')) is_negative = *p++ == '-';
    *value_out = 0;
    if (p == end) return bad_syntax(type, text, err);
    int64_t value = 0; /* negative: its range is the larger one */
    for (; p < end; p++) {
        if (!nd_ascii_is_digit(*p)) return bad_syntax(type, text, err);
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, *p - '0', &value))
            is_over = true, value = 0;
    }
    if (!is_over && !is_negative) {
        if (value == INT64_MIN)
            is_over = true;
        else
            value = -value;
    }
    int64_t min, max;
    int_range(type, &min, &max);
    if (max == UINT32_MAX && value < 0 && value >= INT32_MIN)
        value += INT64_C(1) << 32; /* as PostgreSQL's strtoul reads it */
    if (is_over || value < min || value > max)
        return nd_err_set(err, "22003", "value \"%.*s\" is out of range for type %s", nd_text_shown(text),
                          (const char *)text.p, nd_type_name(type));
    *value_out = value;
    return ND_STATUS_OK;
}

void nd__int_out(int64_t value, struct nd_buf *text)
{
    char buf[24], *p = buf + sizeof buf;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do *--p = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0) *--p = '-';
    nd_buf_put(text, p, (size_t)(buf + sizeof buf - p));
}

/* ---- floats -------------------------------------------------------------------------------------- */

enum nd_status nd__float_in(struct nd_slice text, enum nd_type_id type, double *value_out, struct nd_err *err)
{
    struct nd_slice number = nd_ascii_trim(text);
    char short_buf[64];
    *value_out = 0;
    if (number.n == 0 || memchr(number.p, '\0', number.n) != NULL) return bad_syntax(type, text, err);
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    char *buf = number.n < sizeof short_buf ? short_buf : nd_heap_alloc(&heap, number.n + 1);
    memcpy(buf, number.p, number.n);
    buf[number.n] = '\0';
    char *end;
    errno = 0;
    double value = type == ND_TYPE_FLOAT4 ? (double)strtof(buf, &end) : strtod(buf, &end);
    bool is_bad = end == buf || *end != '\0';
    bool is_over = errno == ERANGE && (value == 0 || isinf(value));
    if (buf != short_buf) nd_heap_free(&heap, buf);
    if (is_bad) return bad_syntax(type, text, err);
    if (is_over)
        return nd_err_set(err, "22003", "\"%.*s\" is out of range for type %s", nd_text_shown(number),
                          (const char *)number.p, nd_type_name(type));
    *value_out = value;
    return ND_STATUS_OK;
}

/* A value with few decimals, as most have that people wrote: n / 10^k with n below 10^15 is exact on both sides, so a match is
 * the one decimal of at most 15 digits that reads back. 0: not so. */
static int few_digits(double value, char digits[24], int *exponent_out)
{
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    double v = fabs(value);
    if (!(v >= 1e-3 && v < 1e12)) return 0;
    for (size_t k = 0; k < ND_ARRAY_LEN(powers); k++) {
        double scaled = rint(v * powers[k]);
        if (scaled >= 1e15) return 0;
        if (scaled / powers[k] != v) continue;
        char reversed[24];
        int n = 0, count = 0;
        for (int64_t rest = (int64_t)scaled; rest > 0; rest /= 10) reversed[n++] = (char)('0' + rest % 10);
        *exponent_out = n - 1 - (int)k;
        for (int i = n; i-- > 0;) digits[count++] = reversed[i];
        while (count > 1 && digits[count - 1] == '0') count--;
        return count;
    }
    return 0;
}

/* The text reads back as `value` and lies nearer to it than to any other: not halfway, where rounding to even decides. */
static bool reads_back(const char *text, double value, bool is_float4)
{
    if ((is_float4 ? (double)strtof(text, NULL) : strtod(text, NULL)) != value) return false;
    double above = is_float4 ? (double)nextafterf((float)value, INFINITY) : nextafter(value, INFINITY);
    double below = is_float4 ? (double)nextafterf((float)value, -INFINITY) : nextafter(value, -INFINITY);
    long double decimal = strtold(text, NULL);
    return decimal != ((long double)value + above) / 2 && decimal != ((long double)value + below) / 2;
}

/* "1.99e+05" -> "2.00e+05": one more in the last place. false: it carries beyond the first digit. */
static bool increment_last(char *text)
{
    for (char *p = strchr(text, 'e') - 1; p >= text; p--) {
        if (*p == '.') continue;
        if (*p != '9') {
            (*p)++;
            return true;
        }
        *p = '0';
    }
    return false;
}

/* The fewest digits that read back as the same value: d.ddd -> digits and decimal exponent. */
static int shortest_digits(double value, bool is_float4, char digits[24], int *exponent_out)
{
    char buf[40];
    bool is_subnormal = fabs(value) < (is_float4 ? 1.17549435e-38 : 2.2250738585072014e-308);
    int binary_exponent;
    bool is_power_of_two = fabs(frexp(value, &binary_exponent)) == 0.5;
    int first = is_subnormal ? 1 : is_float4 ? 6 : 15, last = is_float4 ? 9 : 17;
    for (int precision = first; precision <= last; precision++) {
        snprintf(buf, sizeof buf, "%.*e", precision - 1, fabs(value));
        if (precision == last || reads_back(buf, fabs(value), is_float4)) break;
        /* next above a power of two the spacing is twice that below: what rounds up may fit where the nearest does not */
        if (is_power_of_two && increment_last(buf) && reads_back(buf, fabs(value), is_float4)) break;
    }
    char *e = strchr(buf, 'e');
    *exponent_out = (int)strtol(e + 1, NULL, 10);
    int n = 0;
    for (const char *p = buf; p < e; p++)
        if (*p != '.') digits[n++] = *p;
    while (n > 1 && digits[n - 1] == '0') n--;
    return n;
}

void nd__float_out(double value, bool is_float4, struct nd_buf *text)
{
    if (isnan(value)) {
        nd_buf_put(text, "NaN", 3);
        return;
    }
    if (signbit(value)) nd_buf_put_u8(text, '-');
    if (isinf(value)) {
        nd_buf_put(text, "Infinity", 8);
        return;
    }
    int scientific_from = is_float4 ? 6 : 15;
    if (fabs(value) < (is_float4 ? 1e6 : 1e15) && value == (double)(int64_t)value) {
        nd__int_out((int64_t)fabs(value), text);
        return;
    }
    char digits[24];
    int exponent, n = is_float4 ? 0 : few_digits(value, digits, &exponent);
    if (n == 0) n = shortest_digits(value, is_float4, digits, &exponent);
    if (exponent < -4 || exponent >= scientific_from) {
        nd_buf_put_u8(text, (uint8_t)digits[0]);
        if (n > 1) nd_buf_put_u8(text, '.');
        nd_buf_put(text, digits + 1, (size_t)n - 1);
        nd_buf_printf(text, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
    } else if (exponent < 0) {
        nd_buf_put(text, "0.0000", (size_t)(1 - exponent));
        nd_buf_put(text, digits, (size_t)n);
    } else {
        int whole = exponent + 1;
        for (int i = 0; i < whole; i++) nd_buf_put_u8(text, i < n ? (uint8_t)digits[i] : '0');
        if (n > whole) {
            nd_buf_put_u8(text, '.');
            nd_buf_put(text, digits + whole, (size_t)(n - whole));
        }
    }
}

/* ---- types of the catalogs ------------------------------------------------------------------------- */

/* "char" takes the first byte. */
static bool is_octal(uint8_t c) { return c >= '0' && c <= '7'; }

/* One byte: the first one, or \ooo. What is no ASCII is shown so. The byte 0 is an empty value. */
static enum nd_status char_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    ND_TRY(nd_text_check(text, err));
    *out = nd_slice_of(text.p, text.n == 0 ? 0 : 1);
    if (text.n != 4 || text.p[0] != '\\' || !is_octal(text.p[1]) || !is_octal(text.p[2]) || !is_octal(text.p[3])) return ND_STATUS_OK;
    uint8_t byte = (uint8_t)((text.p[1] - '0') * 64 + (text.p[2] - '0') * 8 + (text.p[3] - '0'));
    *out = byte == 0 ? nd_slice_str("") : nd_arena_copy(arena, nd_slice_of(&byte, 1));
    return ND_STATUS_OK;
}

static void char_out(struct nd_slice value, struct nd_buf *text)
{
    if (value.n > 0 && value.p[0] >= 0x80) nd_buf_printf(text, "\\%03o", value.p[0]);
    else nd_buf_put_slice(text, value);
}

/* A name, or digits: the oid itself. */
static enum nd_status reg_in(const struct nd_type_ctx *types, enum nd_type_id type, struct nd_slice text,
                             int64_t *oid_out, struct nd_err *err)
{
    bool is_number = text.n > 0;
    for (size_t i = 0; i < text.n; i++) is_number = is_number && nd_ascii_is_digit(text.p[i]);
    *oid_out = 0;
    if (is_number) return nd__int_in(text, ND_TYPE_OID, oid_out, err);
    if (text.n == 1 && text.p[0] == '-') return ND_STATUS_OK;
    ND_TRY(nd_text_check(text, err));
    if (types->names == NULL) return nd_err_set(err, "0A000", "names of type %s cannot be looked up here", nd_type_name(type));
    return types->names->find(types->names->arg, type, text, oid_out, err);
}

static void reg_out(const struct nd_type_ctx *types, enum nd_type_id type, int64_t oid, struct nd_buf *text)
{
    const char *type_name = type == ND_TYPE_REGTYPE ? nd_type_name((enum nd_type_id)oid) : "???";
    if (oid == 0) nd_buf_put_u8(text, '-');
    else if (strcmp(type_name, "???") != 0) nd_buf_put_slice(text, nd_slice_str(type_name));
    else if (types->names == NULL || !types->names->put(types->names->arg, type, (uint32_t)oid, text)) nd__int_out(oid, text);
}

static enum nd_status enum_in(const struct nd_type_ctx *types, enum nd_type_id type, struct nd_slice text, int64_t *value_out, struct nd_err *err)
{
    const struct nd_type_names *names = types == NULL ? NULL : types->names;
    if (names == NULL || names->find_label == NULL) return nd_err_set(err, "0A000", "labels of enums cannot be looked up here");
    if (names->find_label(names->arg, type, text, value_out)) return ND_STATUS_OK;
    const char *name = names->name(names->arg, type);
    return nd_err_set(err, "22P02", "invalid input value for enum %s: \"%.*s\"", name == NULL ? "???" : name, nd_text_shown(text), (const char *)text.p);
}

/* A value without a label can only be damage; its number says as much as can be said. */
static void enum_out(const struct nd_type_ctx *types, enum nd_type_id type, int64_t value, struct nd_buf *text)
{
    const struct nd_type_names *names = types == NULL ? NULL : types->names;
    struct nd_slice label;
    if (names != NULL && names->label != NULL && names->label(names->arg, type, value, &label)) nd_buf_put_slice(text, label);
    else nd__int_out(value, text);
}

static enum nd_status other_in(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice text,
                               struct nd_arena *arena, struct nd_datum *datum_out, struct nd_err *err)
{
    if (nd_type_is_array(type.id)) return nd_array_in(types, type, text, arena, &datum_out->s, err);
    if (nd_type_is_enum(type.id)) return enum_in(types, type.id, text, &datum_out->i, err);
    if (nd_type_is_reg(type.id)) return reg_in(types, type.id, text, &datum_out->i, err);
    if (type.id == ND_TYPE_VOID) return ND_STATUS_OK;
    if (type.id == ND_TYPE_JSONB) return nd_jsonb_in(text, arena, &datum_out->s, err);
    if (type.id == ND_TYPE_JSON) {
        datum_out->s = text;
        return nd_json_check(text, arena, err);
    }
    if (type.id == ND_TYPE_RECORD) return nd_err_set(err, "0A000", "input of anonymous composite types is not implemented");
    return nd_err_set(err, "0A000", "cannot accept a value of type %s", nd_type_name(type.id));
}

static void other_out(const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum,
                      struct nd_buf *text)
{
    if (nd_type_is_array(type.id)) nd_array_out(types, type, datum->s, text);
    else if (type.id == ND_TYPE_RECORD) nd_record_out(types, datum->s, text);
    else if (nd_type_is_enum(type.id)) enum_out(types, type.id, datum->i, text);
    else if (nd_type_is_reg(type.id)) reg_out(types, type.id, datum->i, text);
    else if (type.id == ND_TYPE_XID || type.id == ND_TYPE_CID) nd__int_out(datum->i, text);
    else if (type.id != ND_TYPE_INVALID && nd_type_category(type.id) != 'P') nd_buf_put_slice(text, datum->s);
}

/* ---- text in and out ----------------------------------------------------------------------------- */

enum nd_status nd_type_in(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice text,
                          struct nd_arena *arena, struct nd_datum *datum_out, struct nd_err *err)
{
    *datum_out = (struct nd_datum){.is_null = false};
    switch (type.id) {
    case ND_TYPE_BOOL: return nd__bool_in(text, &datum_out->b, err);
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8:
    case ND_TYPE_OID: return nd__int_in(text, type.id, &datum_out->i, err);
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: return nd__float_in(text, type.id, &datum_out->f, err);
    case ND_TYPE_NUMERIC: return nd_numeric_of_text(text, type.mod, arena, &datum_out->s, err);
    case ND_TYPE_BYTEA: return nd__bytea_in(text, arena, &datum_out->s, err);
    case ND_TYPE_UUID: return nd__uuid_in(text, arena, &datum_out->s, err);
    case ND_TYPE_DATE: return nd_date_in(types, text, &datum_out->i, err);
    case ND_TYPE_TIME: return nd_time_in(types, text, type.mod, &datum_out->i, err);
    case ND_TYPE_TIMESTAMP: return nd_timestamp_in(types, text, type.mod, false, &datum_out->i, err);
    case ND_TYPE_TIMESTAMPTZ: return nd_timestamp_in(types, text, type.mod, true, &datum_out->i, err);
    case ND_TYPE_INTERVAL: {
        struct nd_interval interval;
        ND_TRY(nd_interval_in_styled(types, text, type.mod, &interval, err));
        datum_out->s = nd_interval_new(arena, interval);
        return ND_STATUS_OK;
    }
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_NAME:
    case ND_TYPE_UNKNOWN:
        ND_TRY(nd_text_check(text, err));
        return nd__string_coerce(text, type, false, arena, &datum_out->s, err);
    case ND_TYPE_CHAR: return char_in(text, arena, &datum_out->s, err);
    case ND_TYPE_XID:
    case ND_TYPE_CID: return nd__int_in(text, type.id, &datum_out->i, err);
    default: return other_in(types, type, text, arena, datum_out, err);
    }
}

/* extra_float_digits below 1: so many digits, as printf's %g. */
static void float_out(const struct nd_type_ctx *types, double value, bool is_float4, struct nd_buf *text)
{
    if (types == NULL || types->float_digits_less == 0 || isnan(value) || isinf(value)) {
        nd__float_out(value, is_float4, text);
        return;
    }
    int digits = (is_float4 ? FLT_DIG : DBL_DIG) + 1 - types->float_digits_less;
    nd_buf_printf(text, "%.*g", digits < 1 ? 1 : digits, value);
}

void nd_type_out(const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum,
                 struct nd_buf *text)
{
    switch (type.id) {
    case ND_TYPE_BOOL: nd_buf_put_u8(text, datum->b ? 't' : 'f'); break;
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8:
    case ND_TYPE_OID: nd__int_out(datum->i, text); break;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: float_out(types, datum->f, type.id == ND_TYPE_FLOAT4, text); break;
    case ND_TYPE_NUMERIC: nd_numeric_to_text(datum->s, text); break;
    case ND_TYPE_BYTEA:
        if (types != NULL && types->escapes_bytea) nd__bytea_out_escaped(datum->s, text);
        else nd__bytea_out(datum->s, text);
        break;
    case ND_TYPE_UUID: nd__uuid_out(datum->s, text); break;
    case ND_TYPE_CHAR: char_out(datum->s, text); break;
    case ND_TYPE_DATE: nd_date_out_styled(types, datum->i, text); break;
    case ND_TYPE_TIME: nd_time_out(datum->i, text); break;
    case ND_TYPE_TIMESTAMP: nd_timestamp_out_styled(types, datum->i, false, text); break;
    case ND_TYPE_TIMESTAMPTZ: nd_timestamp_out_styled(types, datum->i, true, text); break;
    case ND_TYPE_INTERVAL: nd_interval_out_styled(types, nd_interval_of(datum->s), text); break;
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_NAME:
    case ND_TYPE_UNKNOWN: nd_buf_put_slice(text, datum->s); break;
    default: other_out(types, type, datum, text);
    }
}

struct nd_slice nd__buf_to_arena(struct nd_buf *buf, struct nd_arena *arena)
{
    struct nd_slice slice = nd_arena_copy(arena, nd_buf_slice(buf));
    nd_buf_deinit(buf);
    return slice;
}

struct nd_slice nd_type_out_slice(const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum,
                                  struct nd_arena *arena)
{
    switch (type.id) {
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_NAME:
    case ND_TYPE_UNKNOWN: return datum->s;
    default: {
        struct nd_buf text;
        nd_buf_init(&text, arena->heap);
        nd_type_out(types, type, datum, &text);
        return nd__buf_to_arena(&text, arena);
    }
    }
}

/* ---- binary -------------------------------------------------------------------------------------- */

static uint16_t be16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static uint32_t be32(const uint8_t *p) { return (uint32_t)be16(p) << 16 | be16(p + 2); }

static void put_be16(struct nd_buf *buf, uint16_t v)
{
    uint8_t *p = nd_buf_extend(buf, 2);
    p[0] = (uint8_t)(v >> 8), p[1] = (uint8_t)v;
}
static void put_be32(struct nd_buf *buf, uint32_t v)
{
    put_be16(buf, (uint16_t)(v >> 16));
    put_be16(buf, (uint16_t)v);
}
static void put_be64(struct nd_buf *buf, uint64_t v) { nd_store_u64_be(nd_buf_extend(buf, 8), v); }

static size_t wire_bytes(enum nd_type_id type)
{
    switch (type) {
    case ND_TYPE_BOOL: return 1;
    case ND_TYPE_INT2: return 2;
    case ND_TYPE_INT4:
    case ND_TYPE_OID:
    case ND_TYPE_FLOAT4:
    case ND_TYPE_DATE: return 4;
    case ND_TYPE_INT8:
    case ND_TYPE_FLOAT8:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return 8;
    case ND_TYPE_UUID:
    case ND_TYPE_INTERVAL: return 16;
    default: return type == ND_TYPE_XID || type == ND_TYPE_CID || nd_type_is_reg(type) ? 4 : 0;
    }
}

static enum nd_status recv_date(int64_t date, int64_t *date_out, struct nd_err *err)
{
    *date_out = date;
    return !nd_date_is_finite(date) || nd_date_is_valid(date) ? ND_STATUS_OK
                                                              : nd_err_set(err, "22008", "date out of range");
}

static enum nd_status recv_timestamp(int64_t timestamp, int32_t typmod, int64_t *timestamp_out, struct nd_err *err)
{
    if (nd_timestamp_is_finite(timestamp) && !nd_timestamp_is_valid(timestamp))
        return nd_err_set(err, "22008", "timestamp out of range");
    return nd_timestamp_coerce(timestamp, typmod, timestamp_out, err);
}

static enum nd_status recv_interval(const uint8_t *p, int32_t typmod, struct nd_arena *arena, struct nd_slice *out,
                                    struct nd_err *err)
{
    struct nd_interval interval = {(int64_t)nd_load_u64_be(p), (int32_t)be32(p + 8), (int32_t)be32(p + 12)};
    ND_TRY(nd_interval_coerce(interval, typmod, &interval, err));
    *out = nd_interval_new(arena, interval);
    return ND_STATUS_OK;
}

enum nd_status nd_type_recv(const struct nd_type_ctx *types, struct nd_type type, struct nd_slice bytes,
                            struct nd_arena *arena, struct nd_datum *datum_out, struct nd_err *err)
{
    *datum_out = (struct nd_datum){.is_null = false};
    size_t need = wire_bytes(type.id);
    if (need > bytes.n) return nd_err_set(err, "08P01", "insufficient data left in message");
    if (need > 0 && need < bytes.n) return nd_err_set(err, "22P03", "incorrect binary data format");
    const uint8_t *p = bytes.p;
    switch (type.id) {
    case ND_TYPE_BOOL: datum_out->b = p[0] != 0; return ND_STATUS_OK;
    case ND_TYPE_INT2: datum_out->i = (int16_t)be16(p); return ND_STATUS_OK;
    case ND_TYPE_INT4: datum_out->i = (int32_t)be32(p); return ND_STATUS_OK;
    case ND_TYPE_OID: datum_out->i = be32(p); return ND_STATUS_OK;
    case ND_TYPE_INT8: datum_out->i = (int64_t)nd_load_u64_be(p); return ND_STATUS_OK;
    case ND_TYPE_FLOAT4: {
        uint32_t bits = be32(p);
        float f;
        memcpy(&f, &bits, 4);
        datum_out->f = (double)f;
        return ND_STATUS_OK;
    }
    case ND_TYPE_FLOAT8: {
        uint64_t bits = nd_load_u64_be(p);
        memcpy(&datum_out->f, &bits, 8);
        return ND_STATUS_OK;
    }
    case ND_TYPE_DATE: return recv_date((int32_t)be32(p), &datum_out->i, err);
    case ND_TYPE_TIME:
        datum_out->i = nd_time_coerce((int64_t)nd_load_u64_be(p), type.mod);
        return datum_out->i >= 0 && datum_out->i <= ND_USECS_PER_DAY ? ND_STATUS_OK
                                                                     : nd_err_set(err, "22008", "time out of range");
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return recv_timestamp((int64_t)nd_load_u64_be(p), type.mod, &datum_out->i, err);
    case ND_TYPE_UUID: datum_out->s = bytes; return ND_STATUS_OK;
    case ND_TYPE_INTERVAL: return recv_interval(p, type.mod, arena, &datum_out->s, err);
    case ND_TYPE_NUMERIC: return nd_numeric_recv(bytes, type.mod, arena, &datum_out->s, err);
    case ND_TYPE_BYTEA: datum_out->s = bytes; return ND_STATUS_OK;
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_NAME:
    case ND_TYPE_UNKNOWN:
        ND_TRY(nd_text_check(bytes, err));
        return nd__string_coerce(bytes, type, false, arena, &datum_out->s, err);
    case ND_TYPE_CHAR:
        if (bytes.n != 1) return nd_err_set(err, "22P03", "incorrect binary data format");
        datum_out->s = nd_slice_of(bytes.p, p[0] != 0);
        return ND_STATUS_OK;
    default:
        if (nd_type_is_array(type.id)) return nd_array_recv(types, type, bytes, arena, &datum_out->s, err);
        if (type.id == ND_TYPE_JSON || nd_type_is_enum(type.id)) return other_in(types, type, bytes, arena, datum_out, err);
        if (type.id == ND_TYPE_JSONB) {
            if (bytes.n == 0 || p[0] != 1) return nd_err_set(err, "22P03", "unsupported jsonb version number %d", bytes.n == 0 ? 0 : p[0]);
            return other_in(types, type, nd_slice_drop(bytes, 1), arena, datum_out, err);
        }
        if (need != 4) return nd_err_set(err, "0A000", "cannot accept a value of type %s", nd_type_name(type.id));
        datum_out->i = be32(p);
        return ND_STATUS_OK;
    }
}

void nd_type_send(const struct nd_type_ctx *types, struct nd_type type, const struct nd_datum *datum, struct nd_buf *bytes)
{
    switch (type.id) {
    case ND_TYPE_BOOL: nd_buf_put_u8(bytes, datum->b); break;
    case ND_TYPE_INT2: put_be16(bytes, (uint16_t)datum->i); break;
    case ND_TYPE_INT4:
    case ND_TYPE_OID:
    case ND_TYPE_DATE: put_be32(bytes, (uint32_t)datum->i); break;
    case ND_TYPE_INT8:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: put_be64(bytes, (uint64_t)datum->i); break;
    case ND_TYPE_FLOAT4: {
        float f = (float)datum->f;
        uint32_t bits;
        memcpy(&bits, &f, 4);
        put_be32(bytes, bits);
        break;
    }
    case ND_TYPE_FLOAT8: {
        uint64_t bits;
        memcpy(&bits, &datum->f, 8);
        put_be64(bytes, bits);
        break;
    }
    case ND_TYPE_NUMERIC: nd_numeric_send(datum->s, bytes); break;
    case ND_TYPE_INTERVAL: {
        struct nd_interval interval = nd_interval_of(datum->s);
        put_be64(bytes, (uint64_t)interval.us);
        put_be32(bytes, (uint32_t)interval.days);
        put_be32(bytes, (uint32_t)interval.months);
        break;
    }
    case ND_TYPE_CHAR: nd_buf_put_u8(bytes, datum->s.n == 0 ? 0 : datum->s.p[0]); break;
    case ND_TYPE_BYTEA:
    case ND_TYPE_UUID:
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
    case ND_TYPE_NAME:
    case ND_TYPE_UNKNOWN: nd_buf_put_slice(bytes, datum->s); break;
    default:
        if (nd_type_is_array(type.id)) nd_array_send(types, type, datum->s, bytes);
        else if (type.id == ND_TYPE_RECORD) nd_record_send(types, datum->s, bytes);
        else if (nd_type_is_enum(type.id)) enum_out(types, type.id, datum->i, bytes);
        else if (wire_bytes(type.id) == 4) put_be32(bytes, (uint32_t)datum->i);
        else if (type.id != ND_TYPE_INVALID && nd_type_category(type.id) != 'P') {
            if (type.id == ND_TYPE_JSONB) nd_buf_put_u8(bytes, 1); /* version */
            nd_buf_put_slice(bytes, datum->s);
        }
    }
}
