/* SPDX-License-Identifier: Apache-2.0 */
/* sys_int.h - shared by the files that make rows and answer functions. */
#ifndef ND_SQL_SYS_SYS_INT_H
#define ND_SQL_SYS_SYS_INT_H

#include "base/hmap.h"
#include "sql/sys/rels.h"
#include "sql/sys/sys.h"
#include "sql/types/array.h"

#define ND__SYS_OWNER ND_ROLE_POSTGRES /* of what is always there */
#define ND__SYS_AM_HEAP 2
#define ND__SYS_AM_BTREE 403
#define ND__SYS_TABLESPACE 1663
#define ND__SYS_OID_PROC_FIRST 10000 /* functions and operators have no oids of their own: numbered from here */

/* ---- objects ------------------------------------------------------------------------------------------ */

enum nd__object_kind { ND__OBJECT_TABLE,
                       ND__OBJECT_INDEX,
                       ND__OBJECT_SEQUENCE,
                       ND__OBJECT_SYSTEM,
                       ND__OBJECT_VIEW };

struct nd__constraint;

struct nd__object { /* what has a row in pg_class */
    enum nd__object_kind kind;
    uint32_t oid, schema_id;
    const char *name;
    const struct nd_table *table;       /* TABLE, INDEX, VIEW */
    const struct nd_index *index;       /* INDEX */
    const struct nd_sequence *sequence; /* SEQUENCE */
    const struct nd_sys_rel *rel;       /* SYSTEM */
    const struct nd__constraint *constraints; /* TABLE: its own */
    size_t constraint_count;
    const struct nd__object *same_name; /* the next one with this hash of its name */
};

struct nd__constraint {
    uint32_t oid;
    const struct nd_table *table;
    const struct nd_index *index;             /* one of the three */
    const struct nd_check *check;
    const struct nd_foreign_key *foreign_key;
    const struct nd_user_type *domain; /* whose check it is; table: nd_domain_table. NULL: a table's */
};

struct nd_sys {
    const struct nd_catalog_all *all;
    struct nd_arena *arena;
    size_t type_count, user_type_count; /* built in; that users made */
    struct nd__object *objects; /* system relations first, then by table */
    size_t object_count;
    const struct nd__object **by_oid, **by_name; /* open hash tables */
    size_t oid_cap, name_cap;
    struct nd__constraint *constraints; /* by table */
    size_t constraint_count;
    const struct nd__constraint **constraints_by_oid;
    size_t constraint_cap;
};

const struct nd__object *nd__sys_object(const struct nd_sys *sys, uint32_t oid);
const struct nd__object *nd__sys_object_named(const struct nd_sys *sys, uint32_t schema_id, const char *name);
const struct nd__constraint *nd__sys_constraint(const struct nd_sys *sys, uint32_t oid);
const struct nd_schema *nd__sys_schema(const struct nd_sys *sys, uint32_t id);
const char *nd__sys_schema_name(const struct nd_sys *sys, uint32_t id);
bool nd__is_system_schema(uint32_t id);
/* What an unqualified name means; its own schema is on the path and nothing hides it there. */
const struct nd__object *nd__sys_resolve(const struct nd_sys_env *env, const char *schema, const char *name);
bool nd__sys_is_visible(const struct nd_sys_env *env, const struct nd__object *object);

/* Of the type or of its elements; NULL: no user made it. */
const struct nd_user_type *nd__sys_user_type(const struct nd_sys *sys, enum nd_type_id id);
/* Whose rows have this type, or arrays of it; NULL: none. */
const struct nd__object *nd__sys_row_object(const struct nd_sys *sys, enum nd_type_id id);
const struct nd_user_type *nd__sys_resolve_type(const struct nd_sys_env *env, const char *schema, const char *name);
const char *nd__type_typname(const struct nd_sys *sys, enum nd_type_id id, struct nd_arena *arena); /* pg_type.typname */

/* ---- relations ------------------------------------------------------------------------------------------ */

struct nd__sys_column {
    const char *name;
    enum nd_type_id type;
    bool is_not_null;
};

struct nd__rows;

/* What the rows of a relation are made of, one after another. */
enum nd__source {
    ND__FROM_NOTHING, /* always empty */
    ND__FROM_ONCE,    /* `emit` makes all rows in one go */
    ND__FROM_OBJECTS, /* item: struct nd__object */
    ND__FROM_TABLES,  /* item: struct nd_table */
    ND__FROM_SEQUENCES,
    ND__FROM_CONSTRAINTS, /* item: struct nd__constraint */
    ND__FROM_TYPES,   /* item: enum nd_type_id, as a pointer */
    ND__FROM_ALL_TYPES, /* ... and those that users made */
    ND__FROM_FUNCS,   /* item: struct nd__func */
    ND__FROM_OPERATORS,
};

/* How a key column finds its item. */
enum nd__by { ND__BY_NONE, ND__BY_OID, ND__BY_TABLE, ND__BY_NAME, ND__BY_ZERO /* no row has another value */ };

struct nd__key {
    uint16_t column;
    enum nd__by by;
};

struct nd__maker {
    const char *name; /* of the relation: "pg_class", "info_tables" */
    enum nd__source source;
    void (*emit)(struct nd__rows *rows, const void *item);
    struct nd__key keys[3]; /* by ND__BY_NONE: no more */
    double rows_per_item;   /* about how many, for estimates; 0: one. FROM_ONCE: in all, 20 if 0 */
    double rows_per_object; /* FROM_ONCE: and as many for each object */
};

struct nd_sys_rel {
    const char *id; /* name, with info_ in front in information_schema, nd_ in nd_internal */
    const char *name;
    uint32_t oid, schema_id;
    char kind; /* r, v */
    const struct nd__sys_column *columns;
    size_t column_count;
};

const struct nd_sys_rel *nd__sys_rel_at(size_t i); /* NULL: no more */
const struct nd__maker *nd__sys_maker(const struct nd_sys_rel *rel); /* NULL: always empty */

/* Positions of columns: pg_class__relname. */
#define ND__POSITION(rel, column, type, not_null) rel##__##column,
#define ND__POSITIONS(id, name, oid, list, schema, kind) enum { list(ND__POSITION, id) };
ND__SYS_RELATIONS(ND__POSITIONS)

extern const struct nd__maker nd__makers_activity[], nd__makers_own[];
extern const size_t nd__makers_activity_count, nd__makers_own_count;
extern const struct nd__maker nd__makers_info_types[];
extern const size_t nd__makers_info_types_count;
extern const struct nd__maker nd__makers_class[], nd__makers_constraint[], nd__makers_type[], nd__makers_func[], nd__makers_cluster[],
    nd__makers_views[], nd__makers_info[], nd__makers_info_keys[], nd__makers_internal[],
    nd__makers_roles[];
extern const size_t nd__makers_class_count, nd__makers_constraint_count, nd__makers_type_count, nd__makers_func_count,
    nd__makers_cluster_count, nd__makers_views_count, nd__makers_info_count, nd__makers_info_keys_count, nd__makers_internal_count,
    nd__makers_roles_count;

/* ---- rows ------------------------------------------------------------------------------------------------- */

struct nd__rows {
    const struct nd_sys_env *env;
    const struct nd_sys *sys;
    struct nd_arena *arena;
    const struct nd_sys_scan *scan;
    struct nd_datum *row; /* of all columns, NULL at first; ND__SET fills it */
    bool *is_wanted;      /* by column: what is dear to make looks here first */
    struct nd_batch *out;
    size_t cap;
    size_t key_column; /* of the look-up, if there is one */
};

/* A row of NULLs to fill; nd__rows_put takes it in. */
void nd__rows_begin(struct nd__rows *rows);
void nd__rows_put(struct nd__rows *rows);

/* What nobody asks for is not looked at: of some forty columns a query wants a few. */
static inline void nd__set_i(struct nd__rows *rows, size_t at, int64_t v)
{
    if (rows->is_wanted[at]) rows->row[at] = nd_datum_i64(v);
}
static inline void nd__set_b(struct nd__rows *rows, size_t at, bool v)
{
    if (rows->is_wanted[at]) rows->row[at] = nd_datum_bool(v);
}
static inline void nd__set_f(struct nd__rows *rows, size_t at, double v)
{
    if (rows->is_wanted[at]) rows->row[at] = nd_datum_f64(v);
}
static inline void nd__set_s(struct nd__rows *rows, size_t at, const char *v) /* NULL: NULL */
{
    if (rows->is_wanted[at]) rows->row[at] = v == NULL ? ND_DATUM_NULL : nd_datum_bytes(nd_slice_str(v));
}
static inline void nd__set_c(struct nd__rows *rows, size_t at, const char *v)
{
    if (rows->is_wanted[at]) rows->row[at] = nd_datum_bytes(nd_slice_of(v, v[0] == '\0' ? 0 : 1));
}
void nd__set_ints(struct nd__rows *rows, size_t at, enum nd_type_id element, const int64_t *values, size_t count, bool is_vector);
/* What can be written to a relation (struct nd_sys_env, view_writes); column: position, SIZE_MAX: any. */
unsigned nd__writes_of(const struct nd_sys_env *env, const struct nd__object *object, size_t column, struct nd_arena *arena);
void nd__set_acl(struct nd__rows *rows, size_t at, const struct nd_acl *acl); /* NULL: NULL */
void nd__set_texts(struct nd__rows *rows, size_t at, const char *const *values, size_t count);

/* Numbers that information_schema shows of a type; below zero: none. */
struct nd__sizes {
    int64_t chars, octets, precision, radix, scale /* INT64_MIN: none */, datetime;
};
struct nd__sizes nd__sizes_of(struct nd_type type);
const char *nd__domain_default_text(const struct nd_sys_env *env, const struct nd_user_type *domain, struct nd_arena *arena); /* NULL: none */

/* ---- texts -------------------------------------------------------------------------------------------------- */

const char *nd__quote(struct nd_arena *arena, const char *identifier); /* "quoted" where it must be */
/* schema.name where the object is not visible, else name. */
const char *nd__relation_text(const struct nd_sys_env *env, const struct nd__object *object, struct nd_arena *arena);
/* CREATE INDEX ...; column > 0: that column alone. */
const char *nd__index_text(const struct nd_sys_env *env, const struct nd__object *object, int column, bool pretty, struct nd_arena *arena);
const char *nd__constraint_text(const struct nd_sys_env *env, const struct nd__constraint *constraint, bool pretty, struct nd_arena *arena);
/* A view's query. */
const char *nd__view_text(const struct nd_sys_env *env, const struct nd_table *view, bool pretty, struct nd_arena *arena);
/* A default or generation expression of a column; NULL: none. */
const char *nd__default_text(const struct nd_sys_env *env, const struct nd_table *table, const struct nd_column *column, bool pretty, struct nd_arena *arena);

/* Columns that users see, in order: attnum 1.. */
static inline bool nd__is_shown(const struct nd_column *column) { return !column->is_hidden; }
#define ND__EXPR_SEPARATOR '\x1f' /* between the expressions of indexprs */
/* attnums of an index's columns. */
size_t nd__index_attnums(const struct nd_table *table, const struct nd_index *index, int64_t *out);
const struct nd_sequence *nd__owned_sequence(const struct nd_sys *sys, const struct nd_table *table, const struct nd_column *column);
uint32_t nd__rule_oid(const struct nd_table *view);  /* of its row in pg_rewrite */
double nd__table_rows(const struct nd_table *table); /* -1: not known */

/* ---- functions and operators, numbered ------------------------------------------------------------------------- */

/* How PostgreSQL lays values of a type out: pg_type.typalign, typstorage, typbyval, typcollation. */
struct nd__layout {
    const char *align, *storage;
    bool is_by_value;
    uint32_t collation;
};
struct nd__layout nd__type_layout(enum nd_type_id id);

struct nd__func {
    uint32_t oid;
    const struct nd_func *func; /* one of the two */
    const struct nd_agg *agg;
};
bool nd__func_at(size_t at, struct nd__func *func_out); /* functions and aggregates */
bool nd__operator_at(size_t at, struct nd__func *func_out);
uint32_t nd__io_proc_oid(enum nd_type_id type, size_t what); /* what: 0 in, 1 out, 2 recv, 3 send */
const char *nd__proc_name(uint32_t oid, struct nd_arena *arena); /* NULL: none */
const char *nd__role_name(const struct nd_sys_env *env, uint32_t oid); /* NULL: none */
const char *nd__database_name(const struct nd__rows *rows);
const char *nd__database_comment(const struct nd_database *database); /* NULL: none */
static inline const char *nd__yes_or_no(bool is_yes) { return is_yes ? "YES" : "NO"; }
uint32_t nd__role_oid(const struct nd_sys_env *env, const char *name); /* 0: none */
uint32_t nd__user_oid(const struct nd_sys_env *env);                   /* the current user's */
uint32_t nd__object_owner(const struct nd__object *object);
const struct nd_acl *nd__object_acl(const struct nd__object *object); /* NULL: as it was made; of system relations always */
enum nd_acl_kind nd__object_acl_kind(const struct nd__object *object);
/* Those of the privileges that the role has on a relation as a whole. */
unsigned nd__object_privileges(const struct nd_sys *sys, const struct nd__object *object, uint32_t role, unsigned wanted);
const char *nd__acl_item_text(const struct nd_sys_env *env, const struct nd_acl_item *item, struct nd_arena *arena);
/* attnums of the columns that a check speaks of. */
size_t nd__check_attnums(const struct nd_sys_env *env, const struct nd_table *table, const struct nd_check *check, int64_t *out, struct nd_arena *arena);

#endif
