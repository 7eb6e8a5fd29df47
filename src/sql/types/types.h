/* SPDX-License-Identifier: Apache-2.0 */
/* types.h - SQL types, values, vectors of values, batches of rows.
 *
 * Model.      Execution is vectorized: an operator hands on batches of up to ND_SQL_BATCH_ROWS rows,
 *             one vector a column. A vector stores one of four physical kinds:
 *               BOOL   uint8_t          boolean
 *               I64    int64_t          int2, int4, int8, oid and its kin (regclass ...), enums (below), date (days since
 *                                       2000-01-01), timestamp[tz] (microseconds since 2000-01-01 UTC), time
 *               F64    double           float4 (rounded to float), float8
 *               BYTES  struct nd_slice  text, varchar, bpchar, name, "char" (0 or 1 byte), bytea, numeric
 *                                       (numeric.h), uuid (16 bytes), interval (interval.h), unknown, arrays (array.h), records
 * Owner.      Vectors and what their slices point to live on an arena of their batch or statement. */
#ifndef ND_SQL_TYPES_TYPES_H
#define ND_SQL_TYPES_TYPES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"

/* Values are PostgreSQL's type oids, which clients know. */
enum nd_type_id {
    ND_TYPE_INVALID = 0,
    ND_TYPE_BOOL = 16,
    ND_TYPE_BYTEA = 17,
    ND_TYPE_CHAR = 18, /* "char": one byte, of the system catalogs */
    ND_TYPE_NAME = 19,
    ND_TYPE_INT8 = 20,
    ND_TYPE_INT2 = 21,
    ND_TYPE_INT2VECTOR = 22,
    ND_TYPE_INT4 = 23,
    ND_TYPE_REGPROC = 24,
    ND_TYPE_TEXT = 25,
    ND_TYPE_OID = 26,
    ND_TYPE_TID = 27,
    ND_TYPE_XID = 28,
    ND_TYPE_CID = 29,
    ND_TYPE_OIDVECTOR = 30,
    ND_TYPE_JSON = 114, /* json.h */
    ND_TYPE_JSON_ARRAY = 199,
    ND_TYPE_NODE_TREE = 194, /* pg_node_tree: an expression of the catalogs, as its text here */
    ND_TYPE_FLOAT4 = 700,
    ND_TYPE_FLOAT8 = 701,
    ND_TYPE_UNKNOWN = 705,
    ND_TYPE_BOOL_ARRAY = 1000,
    ND_TYPE_CHAR_ARRAY = 1002,
    ND_TYPE_NAME_ARRAY = 1003,
    ND_TYPE_INT2_ARRAY = 1005,
    ND_TYPE_INT4_ARRAY = 1007,
    ND_TYPE_TEXT_ARRAY = 1009,
    ND_TYPE_OID_ARRAY = 1028,
    ND_TYPE_ACLITEM = 1033,
    ND_TYPE_ACLITEM_ARRAY = 1034,
    ND_TYPE_BPCHAR = 1042,
    ND_TYPE_VARCHAR = 1043,
    ND_TYPE_DATE = 1082,
    ND_TYPE_TIME = 1083,
    ND_TYPE_TIMESTAMP = 1114,
    ND_TYPE_TIMESTAMPTZ = 1184,
    ND_TYPE_INTERVAL = 1186,
    ND_TYPE_NUMERIC = 1700,
    ND_TYPE_REGPROCEDURE = 2202,
    ND_TYPE_REGOPER = 2203,
    ND_TYPE_REGOPERATOR = 2204,
    ND_TYPE_REGCLASS = 2205,
    ND_TYPE_REGTYPE = 2206,
    ND_TYPE_RECORD = 2249, /* record.h; of results alone. Its mod is the binder's number of what is known of its fields */
    ND_TYPE_CSTRING = 2275,
    ND_TYPE_ANY = 2276, /* arguments of functions alone, as all of any...: any type */
    ND_TYPE_ANYARRAY = 2277,
    ND_TYPE_VOID = 2278,
    ND_TYPE_TRIGGER = 2279,
    ND_TYPE_ANYELEMENT = 2283, /* of one kind with ANYARRAY and ANYNONARRAY: all the same type, or an array of it */
    ND_TYPE_RECORD_ARRAY = 2287,
    ND_TYPE_ANYNONARRAY = 2776,
    ND_TYPE_ANYENUM = 3500, /* as ANYELEMENT, and an enum */
    ND_TYPE_UUID = 2950,
    ND_TYPE_JSONB = 3802,
    ND_TYPE_JSONB_ARRAY = 3807,
    ND_TYPE_REGNAMESPACE = 4089,
    ND_TYPE_REGROLE = 4096,
    ND_TYPE_REGCOLLATION = 4191,
    ND_TYPE_ANYCOMPATIBLE = 5077, /* with ANYCOMPATIBLEARRAY: all of one common type */
    ND_TYPE_ANYCOMPATIBLEARRAY = 5078,
};

/* Types that users made. The upper bits of the oid say what it is and the lower ones are from the catalog's sequence and never given again: so values are
 * compared, stored and sent between nodes without the catalog, which only knows what the types are called and which labels an enum has (nd_type_names).
 * An enum's value is the position of its label: it never changes, whatever labels are added before or behind it. */
#define ND_TYPE_USER_SPAN (UINT32_C(1) << 26)
enum nd_user_kind { /* oids from kind * ND_TYPE_USER_SPAN on; below 2^31, for clients that take them for signed */
    ND_USER_NONE = 0,
    ND_USER_ENUM = 16,
    ND_USER_ENUM_ARRAY, /* of the enum with the same lower bits */
    ND_USER_DOMAIN,     /* never a value's type, which is the base type: nd_type.domain */
    ND_USER_DOMAIN_ARRAY,
    ND_USER_ROW, /* of the table with that oid; values have the type record */
    ND_USER_ROW_ARRAY,
};
static inline enum nd_user_kind nd_type_user_kind(enum nd_type_id id)
{
    uint32_t kind = (uint32_t)id / ND_TYPE_USER_SPAN;
    return kind >= ND_USER_ENUM && kind <= ND_USER_ROW_ARRAY ? (enum nd_user_kind)kind : ND_USER_NONE;
}
static inline enum nd_type_id nd_type_of_user(enum nd_user_kind kind, uint32_t low) { return (enum nd_type_id)(kind * ND_TYPE_USER_SPAN + low % ND_TYPE_USER_SPAN); }
static inline bool nd_type_is_domain(enum nd_type_id id) { return nd_type_user_kind(id) == ND_USER_DOMAIN; }
static inline bool nd_type_is_enum(enum nd_type_id id) { return nd_type_user_kind(id) == ND_USER_ENUM; }

struct nd_type {
    enum nd_type_id id;
    int32_t
        mod; /* PostgreSQL's typmod: varchar(n): n + 4; numeric(p,s): (p << 16 | s) + 4; timestamp(p): p; -1: none */
    enum nd_type_id domain; /* the value has passed the checks of this domain over `id`; INVALID: of none */
};
/* What a column or expression of the type is said to be: the domain, or the type itself. */
static inline enum nd_type_id nd_type_said(struct nd_type type) { return type.domain != ND_TYPE_INVALID ? type.domain : type.id; }

enum nd_phys { ND_PHYS_BOOL, ND_PHYS_I64, ND_PHYS_F64, ND_PHYS_BYTES };
enum nd_phys nd_type_phys(enum nd_type_id id);
/* "integer", "character varying"; "???" of none. Those that users made have names only while nd_type_use_names says whom to ask. */
const char *nd_type_name(enum nd_type_id id);
/* Whom nd_type_name asks, on this thread, until another is given: for code that runs without a yield, which gives back what was there before. */
struct nd_type_names;
const struct nd_type_names *nd_type_use_names(const struct nd_type_names *names);
const char *nd_type_format(struct nd_type type, struct nd_arena *arena); /* "numeric(10,2)" */
int nd_type_len(enum nd_type_id id);                                     /* pg_type.typlen: -1 variable */
const char *nd_type_typname(enum nd_type_id id);                         /* pg_type.typname: "int4", "varchar" */
/* Of an array type, its elements' type, also of int2vector and oidvector; ND_TYPE_INVALID of all others. */
enum nd_type_id nd_type_element(enum nd_type_id id);
/* pg_type.typarray; ND_TYPE_INVALID: there are no arrays of it (arrays themselves, pseudo-types). */
enum nd_type_id nd_type_array_of(enum nd_type_id id);
static inline bool nd_type_is_array(enum nd_type_id id) { return nd_type_element(id) != ND_TYPE_INVALID; }
bool nd_type_is_vector(enum nd_type_id id); /* int2vector, oidvector: arrays with a text form of their own */
bool nd_type_is_oid(enum nd_type_id id);    /* oid and the reg... types */
bool nd_type_is_reg(enum nd_type_id id);    /* ... alone: shown by name */
bool nd_type_is_polymorphic(enum nd_type_id id);
/* All types, in no order, for catalogs. ND_TYPE_INVALID: no more. */
enum nd_type_id nd_type_at(size_t at);
/* By pg_type.typname, to which PostgreSQL's grammar turns the standard's names ("integer" -> "int4"), lower case.
 * ND_TYPE_INVALID: unknown. */
enum nd_type_id nd_type_find(const char *typname);
/* The modifiers in parentheses -> typmod, as pg_type.typmodin: varchar(10), numeric(10,2), timestamp(3). 22023 where one
 * is out of range, 42601 where the type takes none. */
ND_RESULT nd_type_mod_in(enum nd_type_id id, const int32_t *modifiers, size_t count, int32_t *mod_out,
                         struct nd_err *err);
bool nd_type_is_known(uint32_t oid); /* one of enum nd_type_id that a column or parameter may have */

/* pg_type.typcategory: 'B' boolean, 'E' enums, 'N' numeric, 'S' string, 'D' date and time, 'T' timespan, 'U' other, 'X' unknown, 'P' pseudo, 'A' arrays, 'Z' internal. */
char nd_type_category(enum nd_type_id id);
bool nd_type_is_preferred(enum nd_type_id id); /* in its category: bool, float8, oid, text, timestamptz, interval */

/* One value. */
struct nd_datum {
    bool is_null;
    union {
        bool b;
        int64_t i;
        double f;
        struct nd_slice s;
    };
};

#define ND_TYPE(type_id) ((struct nd_type){(type_id), -1})
#define ND_DATUM_NULL ((struct nd_datum){.is_null = true, .i = 0})
static inline struct nd_datum nd_datum_bool(bool b) { return (struct nd_datum){.b = b}; }
static inline struct nd_datum nd_datum_i64(int64_t i) { return (struct nd_datum){.i = i}; }
static inline struct nd_datum nd_datum_f64(double f) { return (struct nd_datum){.f = f}; }
static inline struct nd_datum nd_datum_bytes(struct nd_slice s) { return (struct nd_datum){.s = s}; }

struct nd_vec {
    struct nd_type type;
    uint8_t *nulls; /* 1: NULL; one byte a row; always present */
    union {
        uint8_t *b;
        int64_t *i;
        double *f;
        struct nd_slice *s;
        void *any;
    };
};

/* Room for `rows` values, all NULL-free and uninitialised. */
struct nd_vec nd_vec_new(struct nd_arena *arena, struct nd_type type, size_t rows);
struct nd_datum nd_vec_get(const struct nd_vec *vec, size_t row);
void nd_vec_set(struct nd_vec *vec, size_t row, struct nd_datum datum); /* borrows datum.s */

struct nd_batch {
    size_t rows; /* <= ND_SQL_BATCH_ROWS */
    size_t columns;
    struct nd_vec *vecs;
};

/* The rows of a vector that a kernel works on: rows[0..count), or 0..count-1 where rows is NULL.
 * A lazy construct (CASE, COALESCE, AND, OR) evaluates its arms on the rows that reach them only. */
struct nd_sel {
    const uint32_t *rows;
    size_t count;
};

/* for each selected row of `sel` (a pointer): `size_t row` is its number. */
#define ND_SEL_FOREACH(row, sel)                                                                                       \
    for (size_t row##_at = 0, row = 0;                                                                                 \
         row##_at < (sel)->count && (row = (sel)->rows == NULL ? row##_at : (sel)->rows[row##_at], true); row##_at++)

#endif
