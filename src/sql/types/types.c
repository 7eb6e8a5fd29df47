/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/types.h"

#include "sql/types/io.h"

struct type_info {
    enum nd_type_id id;
    const char *name;    /* format_type's */
    const char *typname; /* pg_type.typname */
    enum nd_phys phys;
    int len;
    char category;
    bool is_preferred;
    enum nd_type_id element, array;
};

/* oid, oid of its array type, format_type's name, typname, physical kind, typlen, category, preferred. */
/* clang-format off */
#define TYPES(X, Y) \
    X(16, 1000, "boolean", "bool", BOOL, 1, 'B', true) \
    X(17, 1001, "bytea", "bytea", BYTES, -1, 'U', false) \
    X(18, 1002, "\"char\"", "char", BYTES, 1, 'Z', false) \
    X(19, 1003, "name", "name", BYTES, 64, 'S', false) \
    X(20, 1016, "bigint", "int8", I64, 8, 'N', false) \
    X(21, 1005, "smallint", "int2", I64, 2, 'N', false) \
    X(22, 1006, "int2vector", "int2vector", BYTES, -1, 'A', false) \
    X(23, 1007, "integer", "int4", I64, 4, 'N', false) \
    X(24, 1008, "regproc", "regproc", I64, 4, 'N', false) \
    X(25, 1009, "text", "text", BYTES, -1, 'S', true) \
    X(26, 1028, "oid", "oid", I64, 4, 'N', true) \
    X(27, 1010, "tid", "tid", BYTES, 6, 'U', false) \
    X(28, 1011, "xid", "xid", I64, 4, 'U', false) \
    X(29, 1012, "cid", "cid", I64, 4, 'U', false) \
    X(30, 1013, "oidvector", "oidvector", BYTES, -1, 'A', false) \
    X(114, 199, "json", "json", BYTES, -1, 'U', false) \
    X(700, 1021, "real", "float4", F64, 4, 'N', false) \
    X(701, 1022, "double precision", "float8", F64, 8, 'N', true) \
    X(1033, 1034, "aclitem", "aclitem", BYTES, 12, 'U', false) \
    X(1042, 1014, "character", "bpchar", BYTES, -1, 'S', false) \
    X(1043, 1015, "character varying", "varchar", BYTES, -1, 'S', false) \
    X(1082, 1182, "date", "date", I64, 4, 'D', false) \
    X(1083, 1183, "time without time zone", "time", I64, 8, 'D', false) \
    X(1114, 1115, "timestamp without time zone", "timestamp", I64, 8, 'D', false) \
    X(1184, 1185, "timestamp with time zone", "timestamptz", I64, 8, 'D', true) \
    X(1186, 1187, "interval", "interval", BYTES, 16, 'T', true) \
    X(1700, 1231, "numeric", "numeric", BYTES, -1, 'N', false) \
    X(2202, 2207, "regprocedure", "regprocedure", I64, 4, 'N', false) \
    X(2203, 2208, "regoper", "regoper", I64, 4, 'N', false) \
    X(2204, 2209, "regoperator", "regoperator", I64, 4, 'N', false) \
    X(2205, 2210, "regclass", "regclass", I64, 4, 'N', false) \
    X(2206, 2211, "regtype", "regtype", I64, 4, 'N', false) \
    X(2249, 2287, "record", "record", BYTES, -1, 'P', false) \
    X(2950, 2951, "uuid", "uuid", BYTES, 16, 'U', false) \
    X(3802, 3807, "jsonb", "jsonb", BYTES, -1, 'U', false) \
    X(4089, 4090, "regnamespace", "regnamespace", I64, 4, 'N', false) \
    X(4096, 4097, "regrole", "regrole", I64, 4, 'N', false) \
    X(4191, 4192, "regcollation", "regcollation", I64, 4, 'N', false) \
    Y(194, 0, "pg_node_tree", "pg_node_tree", BYTES, -1, 'Z', false) \
    Y(705, 0, "unknown", "unknown", BYTES, -2, 'X', false) \
    Y(2275, 1263, "cstring", "cstring", BYTES, -2, 'P', false) \
    Y(2276, 0, "\"any\"", "any", BYTES, 4, 'P', false) \
    Y(2277, 0, "anyarray", "anyarray", BYTES, -1, 'P', false) \
    Y(2278, 0, "void", "void", BYTES, 4, 'P', false) \
    Y(2279, 0, "trigger", "trigger", BYTES, 4, 'P', false) \
    Y(2283, 0, "anyelement", "anyelement", BYTES, 4, 'P', false) \
    Y(3500, 0, "anyenum", "anyenum", I64, 4, 'P', false) \
    Y(2776, 0, "anynonarray", "anynonarray", BYTES, 4, 'P', false) \
    Y(5077, 0, "anycompatible", "anycompatible", BYTES, 4, 'P', false) \
    Y(5078, 0, "anycompatiblearray", "anycompatiblearray", BYTES, -1, 'P', false)

#define SCALAR(oid, array, name, typname, phys, len, category, preferred) \
    {(enum nd_type_id)(oid), name, typname, ND_PHYS_##phys, len, category, preferred, \
     (oid) == 22 ? ND_TYPE_INT2 : (oid) == 30 ? ND_TYPE_OID : ND_TYPE_INVALID, (enum nd_type_id)(array)},
#define WITH_ARRAY(oid, array, name, typname, phys, len, category, preferred) \
    SCALAR(oid, array, name, typname, phys, len, category, preferred) \
    {(enum nd_type_id)(array), name "[]", "_" typname, ND_PHYS_BYTES, -1, (oid) == 2249 ? 'P' : 'A', false, (enum nd_type_id)(oid), ND_TYPE_INVALID},
static const struct type_info type_infos[] = {TYPES(WITH_ARRAY, SCALAR)};

/* Positions in type_infos. */
#define SCALAR_AT(oid, ...) AT_##oid,
#define WITH_ARRAY_AT(oid, array, ...) AT_##oid, AT_##array,
enum { TYPES(WITH_ARRAY_AT, SCALAR_AT) };

#define SCALAR_CASE(oid, ...) case oid: return &type_infos[AT_##oid];
#define WITH_ARRAY_CASE(oid, array, ...) case oid: return &type_infos[AT_##oid]; case array: return &type_infos[AT_##array];
static const struct type_info *find_info(enum nd_type_id id)
{
    switch ((uint32_t)id) {
    TYPES(WITH_ARRAY_CASE, SCALAR_CASE)
    default: return NULL;
    }
}
/* clang-format on */

/* What all types of a kind have in common; their oids differ. */
static const struct type_info user_infos[] = {
    {ND_TYPE_INVALID, "enum", "enum", ND_PHYS_I64, 4, 'E', false, ND_TYPE_INVALID, ND_TYPE_INVALID},
    {ND_TYPE_INVALID, "enum[]", "_enum", ND_PHYS_BYTES, -1, 'A', false, ND_TYPE_INVALID, ND_TYPE_INVALID},
    {ND_TYPE_INVALID, "domain", "domain", ND_PHYS_BYTES, -1, 'P', false, ND_TYPE_INVALID, ND_TYPE_INVALID},
    {ND_TYPE_INVALID, "domain[]", "_domain", ND_PHYS_BYTES, -1, 'P', false, ND_TYPE_INVALID, ND_TYPE_INVALID},
    {ND_TYPE_INVALID, "row", "row", ND_PHYS_BYTES, -1, 'P', false, ND_TYPE_INVALID, ND_TYPE_INVALID},
    {ND_TYPE_INVALID, "row[]", "_row", ND_PHYS_BYTES, -1, 'P', false, ND_TYPE_INVALID, ND_TYPE_INVALID},
};

static const struct type_info *get_info(enum nd_type_id id)
{
    enum nd_user_kind kind = nd_type_user_kind(id);
    if (kind != ND_USER_NONE) return &user_infos[kind - ND_USER_ENUM];
    const struct type_info *info = find_info(id);
    ND_ASSERT(info != NULL);
    return info;
}

enum nd_phys nd_type_phys(enum nd_type_id id)
{
    switch (id) {
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_NUMERIC: return ND_PHYS_BYTES;
    case ND_TYPE_BOOL: return ND_PHYS_BOOL;
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8:
    case ND_TYPE_OID:
    case ND_TYPE_XID:
    case ND_TYPE_CID:
    case ND_TYPE_REGPROC:
    case ND_TYPE_REGPROCEDURE:
    case ND_TYPE_REGOPER:
    case ND_TYPE_REGOPERATOR:
    case ND_TYPE_REGCLASS:
    case ND_TYPE_REGTYPE:
    case ND_TYPE_REGNAMESPACE:
    case ND_TYPE_REGROLE:
    case ND_TYPE_REGCOLLATION:
    case ND_TYPE_ANYENUM:
    case ND_TYPE_DATE:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return ND_PHYS_I64;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: return ND_PHYS_F64;
    default: return nd_type_is_enum(id) ? ND_PHYS_I64 : ND_PHYS_BYTES;
    }
}

static _Thread_local const struct nd_type_names *names_in_use;

const struct nd_type_names *nd_type_use_names(const struct nd_type_names *names)
{
    const struct nd_type_names *before = names_in_use;
    names_in_use = names;
    return before;
}

const char *nd_type_name(enum nd_type_id id)
{
    if (nd_type_user_kind(id) != ND_USER_NONE) {
        const char *name = names_in_use == NULL || names_in_use->name == NULL ? NULL : names_in_use->name(names_in_use->arg, id);
        return name == NULL ? "???" : name;
    }
    const struct type_info *info = find_info(id);
    return info == NULL ? "???" : info->name;
}

const char *nd_type_typname(enum nd_type_id id) { return get_info(id)->typname; }
int nd_type_len(enum nd_type_id id) { return get_info(id)->len; }
char nd_type_category(enum nd_type_id id) { return get_info(id)->category; }
bool nd_type_is_preferred(enum nd_type_id id) { return get_info(id)->is_preferred; }
bool nd_type_is_vector(enum nd_type_id id) { return id == ND_TYPE_INT2VECTOR || id == ND_TYPE_OIDVECTOR; }

enum nd_type_id nd_type_element(enum nd_type_id id)
{
    if (nd_type_user_kind(id) == ND_USER_ENUM_ARRAY) return nd_type_of_user(ND_USER_ENUM, (uint32_t)id);
    if (nd_type_user_kind(id) == ND_USER_ROW_ARRAY) return nd_type_of_user(ND_USER_ROW, (uint32_t)id);
    if (nd_type_user_kind(id) == ND_USER_DOMAIN_ARRAY) return nd_type_of_user(ND_USER_DOMAIN, (uint32_t)id);
    const struct type_info *info = find_info(id);
    return info == NULL ? ND_TYPE_INVALID : info->element;
}

enum nd_type_id nd_type_array_of(enum nd_type_id id)
{
    if (nd_type_is_enum(id)) return nd_type_of_user(ND_USER_ENUM_ARRAY, (uint32_t)id);
    if (nd_type_user_kind(id) == ND_USER_ROW) return nd_type_of_user(ND_USER_ROW_ARRAY, (uint32_t)id);
    if (nd_type_is_domain(id)) return nd_type_of_user(ND_USER_DOMAIN_ARRAY, (uint32_t)id);
    const struct type_info *info = find_info(id);
    return info == NULL ? ND_TYPE_INVALID : info->array;
}

bool nd_type_is_reg(enum nd_type_id id)
{
    switch (id) {
    case ND_TYPE_REGPROC:
    case ND_TYPE_REGPROCEDURE:
    case ND_TYPE_REGOPER:
    case ND_TYPE_REGOPERATOR:
    case ND_TYPE_REGCLASS:
    case ND_TYPE_REGTYPE:
    case ND_TYPE_REGNAMESPACE:
    case ND_TYPE_REGROLE:
    case ND_TYPE_REGCOLLATION: return true;
    default: return false;
    }
}

bool nd_type_is_oid(enum nd_type_id id) { return id == ND_TYPE_OID || nd_type_is_reg(id); }

bool nd_type_is_polymorphic(enum nd_type_id id)
{
    if (id == ND_TYPE_ANYENUM) return true;
    switch (id) {
    case ND_TYPE_ANYARRAY:
    case ND_TYPE_ANYELEMENT:
    case ND_TYPE_ANYNONARRAY:
    case ND_TYPE_ANYCOMPATIBLE:
    case ND_TYPE_ANYCOMPATIBLEARRAY: return true;
    default: return false;
    }
}

enum nd_type_id nd_type_at(size_t at) { return at < ND_ARRAY_LEN(type_infos) ? type_infos[at].id : ND_TYPE_INVALID; }

enum nd_type_id nd_type_find(const char *typname)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(type_infos); i++)
        if (strcmp(type_infos[i].typname, typname) == 0) return type_infos[i].id;
    return ND_TYPE_INVALID;
}

bool nd_type_is_known(uint32_t oid)
{
    enum nd_user_kind kind = nd_type_user_kind((enum nd_type_id)oid);
    if (kind != ND_USER_NONE) return kind == ND_USER_ENUM || kind == ND_USER_ENUM_ARRAY;
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
    if (type.domain != ND_TYPE_INVALID) return nd_type_name(type.domain);
    if (type.mod < 0) return type.id == ND_TYPE_BPCHAR ? "bpchar" : nd_type_name(type.id);
    if (nd_type_is_array(type.id) && !nd_type_is_vector(type.id))
        return nd_arena_printf(arena, "%s[]", nd_type_format((struct nd_type){nd_type_element(type.id), type.mod}, arena));
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
    if (nd_type_is_array(id) && !nd_type_is_vector(id)) id = nd_type_element(id);
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
    default: return nd_err_set(err, "42601", "type modifier is not allowed for type \"%s\"", nd_type_user_kind(id) == ND_USER_NONE ? nd_type_typname(id) : nd_type_name(id));
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
