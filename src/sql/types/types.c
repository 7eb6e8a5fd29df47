/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/types.h"

#include <stdlib.h>

struct type_info {
    enum nd_type_id id;
    const char *name;    /* format_type's */
    const char *typname; /* pg_type.typname */
    enum nd_phys phys;
    int len;
    char category;
    bool is_preferred;
};

static const struct type_info type_infos[] = {
    {ND_TYPE_BOOL, "boolean", "bool", ND_PHYS_BOOL, 1, 'B', true},
    {ND_TYPE_BYTEA, "bytea", "bytea", ND_PHYS_BYTES, -1, 'U', false},
    {ND_TYPE_NAME, "name", "name", ND_PHYS_BYTES, 64, 'S', false},
    {ND_TYPE_INT8, "bigint", "int8", ND_PHYS_I64, 8, 'N', false},
    {ND_TYPE_INT2, "smallint", "int2", ND_PHYS_I64, 2, 'N', false},
    {ND_TYPE_INT4, "integer", "int4", ND_PHYS_I64, 4, 'N', false},
    {ND_TYPE_TEXT, "text", "text", ND_PHYS_BYTES, -1, 'S', true},
    {ND_TYPE_OID, "oid", "oid", ND_PHYS_I64, 4, 'N', true},
    {ND_TYPE_FLOAT4, "real", "float4", ND_PHYS_F64, 4, 'N', false},
    {ND_TYPE_FLOAT8, "double precision", "float8", ND_PHYS_F64, 8, 'N', true},
    {ND_TYPE_UNKNOWN, "unknown", "unknown", ND_PHYS_BYTES, -2, 'X', false},
    {ND_TYPE_BPCHAR, "character", "bpchar", ND_PHYS_BYTES, -1, 'S', false},
    {ND_TYPE_VARCHAR, "character varying", "varchar", ND_PHYS_BYTES, -1, 'S', false},
    {ND_TYPE_DATE, "date", "date", ND_PHYS_I64, 4, 'D', false},
    {ND_TYPE_TIME, "time without time zone", "time", ND_PHYS_I64, 8, 'D', false},
    {ND_TYPE_TIMESTAMP, "timestamp without time zone", "timestamp", ND_PHYS_I64, 8, 'D', false},
    {ND_TYPE_TIMESTAMPTZ, "timestamp with time zone", "timestamptz", ND_PHYS_I64, 8, 'D', true},
    {ND_TYPE_INTERVAL, "interval", "interval", ND_PHYS_BYTES, 16, 'T', true},
    {ND_TYPE_NUMERIC, "numeric", "numeric", ND_PHYS_BYTES, -1, 'N', false},
    {ND_TYPE_ANY, "\"any\"", "any", ND_PHYS_BYTES, 4, 'P', false},
    {ND_TYPE_VOID, "void", "void", ND_PHYS_BYTES, 4, 'P', false},
    {ND_TYPE_UUID, "uuid", "uuid", ND_PHYS_BYTES, 16, 'U', false},
};

static const struct type_info *find_info(enum nd_type_id id)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(type_infos); i++)
        if (type_infos[i].id == id) return &type_infos[i];
    return NULL;
}

static const struct type_info *get_info(enum nd_type_id id)
{
    const struct type_info *info = find_info(id);
    ND_ASSERT(info != NULL);
    return info;
}

enum nd_phys nd_type_phys(enum nd_type_id id)
{
    switch (id) {
    case ND_TYPE_BOOL: return ND_PHYS_BOOL;
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8:
    case ND_TYPE_OID:
    case ND_TYPE_DATE:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return ND_PHYS_I64;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: return ND_PHYS_F64;
    default: return ND_PHYS_BYTES;
    }
}

const char *nd_type_name(enum nd_type_id id)
{
    const struct type_info *info = find_info(id);
    return info == NULL ? "???" : info->name;
}

const char *nd_type_typname(enum nd_type_id id) { return get_info(id)->typname; }
int nd_type_len(enum nd_type_id id) { return get_info(id)->len; }
char nd_type_category(enum nd_type_id id) { return get_info(id)->category; }
bool nd_type_is_preferred(enum nd_type_id id) { return get_info(id)->is_preferred; }

enum nd_type_id nd_type_find(const char *typname)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(type_infos); i++)
        if (strcmp(type_infos[i].typname, typname) == 0) return type_infos[i].id;
    return ND_TYPE_INVALID;
}

bool nd_type_is_known(uint32_t oid)
{
    const struct type_info *info = find_info((enum nd_type_id)oid);
    return info != NULL && info->category != 'P';
}

/* Which fields an interval keeps, as the high half of its typmod; PostgreSQL's bits. */
#define INTERVAL_ALL_FIELDS 0x7fff
#define INTERVAL_MONTH (1 << 1)
#define INTERVAL_YEAR (1 << 2)
#define INTERVAL_DAY (1 << 3)
#define INTERVAL_HOUR (1 << 10)
#define INTERVAL_MINUTE (1 << 11)
#define INTERVAL_SECOND (1 << 12)

static const struct {
    int32_t fields;
    const char *text;
} interval_fields[] = {
    {INTERVAL_YEAR, " year"},
    {INTERVAL_MONTH, " month"},
    {INTERVAL_DAY, " day"},
    {INTERVAL_HOUR, " hour"},
    {INTERVAL_MINUTE, " minute"},
    {INTERVAL_SECOND, " second"},
    {INTERVAL_YEAR | INTERVAL_MONTH, " year to month"},
    {INTERVAL_DAY | INTERVAL_HOUR, " day to hour"},
    {INTERVAL_DAY | INTERVAL_HOUR | INTERVAL_MINUTE, " day to minute"},
    {INTERVAL_DAY | INTERVAL_HOUR | INTERVAL_MINUTE | INTERVAL_SECOND, " day to second"},
    {INTERVAL_HOUR | INTERVAL_MINUTE, " hour to minute"},
    {INTERVAL_HOUR | INTERVAL_MINUTE | INTERVAL_SECOND, " hour to second"},
    {INTERVAL_MINUTE | INTERVAL_SECOND, " minute to second"},
    {INTERVAL_ALL_FIELDS, ""},
};

static const char *format_interval(int32_t mod, struct nd_arena *arena)
{
    int32_t fields = (mod >> 16) & 0x7fff, precision = mod & 0xffff;
    const char *text = "";
    for (size_t i = 0; i < ND_ARRAY_LEN(interval_fields); i++)
        if (interval_fields[i].fields == fields) text = interval_fields[i].text;
    if (precision != 0xffff) return nd_arena_printf(arena, "interval%s(%d)", text, precision);
    return nd_arena_printf(arena, "interval%s", text);
}

const char *nd_type_format(struct nd_type type, struct nd_arena *arena)
{
    if (type.mod < 0) return type.id == ND_TYPE_BPCHAR ? "bpchar" : nd_type_name(type.id);
    switch (type.id) {
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR: return nd_arena_printf(arena, "%s(%d)", nd_type_name(type.id), type.mod - 4);
    case ND_TYPE_NUMERIC: {
        int32_t scale = ((type.mod - 4) & 0x7ff) ^ 1024;
        return nd_arena_printf(arena, "numeric(%d,%d)", ((type.mod - 4) >> 16) & 0xffff, scale - 1024);
    }
    case ND_TYPE_TIME: return nd_arena_printf(arena, "time(%d) without time zone", type.mod);
    case ND_TYPE_TIMESTAMP: return nd_arena_printf(arena, "timestamp(%d) without time zone", type.mod);
    case ND_TYPE_TIMESTAMPTZ: return nd_arena_printf(arena, "timestamp(%d) with time zone", type.mod);
    case ND_TYPE_INTERVAL: return format_interval(type.mod, arena);
    default: return nd_type_name(type.id);
    }
}

static enum nd_status char_mod_in(enum nd_type_id id, int32_t n, int32_t *mod_out, struct nd_err *err)
{
    const char *name = id == ND_TYPE_VARCHAR ? "varchar" : "char";
    if (n < 1) return nd_err_set(err, "22023", "length for type %s must be at least 1", name);
    if (n > 10485760) return nd_err_set(err, "22023", "length for type %s cannot exceed 10485760", name);
    *mod_out = n + 4;
    return ND_STATUS_OK;
}

static enum nd_status numeric_mod_in(const int32_t *modifiers, size_t count, int32_t *mod_out, struct nd_err *err)
{
    int32_t precision = modifiers[0], scale = count == 2 ? modifiers[1] : 0;
    if (precision < 1 || precision > 1000)
        return nd_err_set(err, "22023", "NUMERIC precision %d must be between 1 and 1000", precision);
    if (scale < -1000 || scale > 1000)
        return nd_err_set(err, "22023", "NUMERIC scale %d must be between -1000 and 1000", scale);
    *mod_out = (int32_t)(((uint32_t)precision << 16) | ((uint32_t)scale & 0x7ff)) + 4;
    return ND_STATUS_OK;
}

enum nd_status nd_type_mod_in(enum nd_type_id id, const int32_t *modifiers, size_t count, int32_t *mod_out,
                              struct nd_err *err)
{
    *mod_out = -1;
    if (count == 0) return ND_STATUS_OK;
    switch (id) {
    case ND_TYPE_VARCHAR:
    case ND_TYPE_BPCHAR:
        if (count != 1) return nd_err_set(err, "22023", "invalid type modifier");
        return char_mod_in(id, modifiers[0], mod_out, err);
    case ND_TYPE_NUMERIC:
        if (count > 2) return nd_err_set(err, "22023", "invalid NUMERIC type modifier");
        return numeric_mod_in(modifiers, count, mod_out, err);
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ:
        if (count != 1) return nd_err_set(err, "22023", "invalid type modifier");
        if (modifiers[0] < 0)
            return nd_err_set(err, "22023", "%s(%d)%s precision must not be negative",
                              id == ND_TYPE_TIME ? "TIME" : "TIMESTAMP", modifiers[0],
                              id == ND_TYPE_TIMESTAMPTZ ? " WITH TIME ZONE" : "");
        *mod_out = modifiers[0] > 6 ? 6 : modifiers[0];
        return ND_STATUS_OK;
    case ND_TYPE_INTERVAL: {
        /* the grammar gives the fields first, then the precision */
        if (count > 2) return nd_err_set(err, "22023", "invalid INTERVAL type modifier");
        int32_t precision = count == 2 ? modifiers[1] : 0xffff;
        if (count == 2 && precision < 0)
            return nd_err_set(err, "22023", "INTERVAL(%d) precision must not be negative", precision);
        if (count == 2 && precision > 6) precision = 6;
        *mod_out = count == 1 && modifiers[0] == INTERVAL_ALL_FIELDS
                       ? -1
                       : (int32_t)(((uint32_t)modifiers[0] & 0x7fff) << 16 | (uint32_t)precision);
        return ND_STATUS_OK;
    }
    default: return nd_err_set(err, "42601", "type modifier is not allowed for type \"%s\"", nd_type_typname(id));
    }
}

struct nd_vec nd_vec_new(struct nd_arena *arena, struct nd_type type, size_t rows)
{
    static const uint8_t widths[] = {
        [ND_PHYS_BOOL] = 1, [ND_PHYS_I64] = 8, [ND_PHYS_F64] = 8, [ND_PHYS_BYTES] = sizeof(struct nd_slice)};
    struct nd_vec vec = {.type = type};
    vec.nulls = nd_arena_zalloc(arena, rows);
    vec.any = nd_arena_alloc(arena, rows * widths[nd_type_phys(type.id)]);
    return vec;
}

struct nd_datum nd_vec_get(const struct nd_vec *vec, size_t row)
{
    if (vec->nulls[row]) return ND_DATUM_NULL;
    switch (nd_type_phys(vec->type.id)) {
    case ND_PHYS_BOOL: return nd_datum_bool(vec->b[row] != 0);
    case ND_PHYS_I64: return nd_datum_i64(vec->i[row]);
    case ND_PHYS_F64: return nd_datum_f64(vec->f[row]);
    case ND_PHYS_BYTES: return nd_datum_bytes(vec->s[row]);
    }
    ND_UNREACHABLE();
}

void nd_vec_set(struct nd_vec *vec, size_t row, struct nd_datum datum)
{
    vec->nulls[row] = datum.is_null;
    if (datum.is_null) return;
    switch (nd_type_phys(vec->type.id)) {
    case ND_PHYS_BOOL: vec->b[row] = datum.b; break;
    case ND_PHYS_I64: vec->i[row] = datum.i; break;
    case ND_PHYS_F64: vec->f[row] = datum.f; break;
    case ND_PHYS_BYTES: vec->s[row] = datum.s; break;
    }
}
