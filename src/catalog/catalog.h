/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.h - tables, columns, indexes: what names mean, at a timestamp.
 *
 * Role.       Reads and writes descriptors as MVCC rows through ordinary transactions, so that DDL is
 *             transactional; caches what it read, once per reactor.
 * Owner.      One nd_catalog per reactor (of nd_sql_system). Views are counted references.
 * Threading.  The reactor; calls marked ND_YIELDS on the session's fiber.
 * Keys.       Byte table in README.md. One version row is bumped by every DDL transaction: a statement
 *             reads it at its own read timestamp, so a table made on any node is seen at once.
 * Invariants. C1 a view holds descriptors of one catalog version; a table of a view never changes.
 *             C2 the shared view holds committed descriptors only; a transaction that has changed the
 *                catalog reads through a private view.
 *             C3 whoever writes rows of a table guards them (nd_catalog_guard_rows), whoever changes how rows are
 *                stored puts a fence on all of the table's ranges (nd_catalog_lock_rows): so no row is written
 *                under a layout that is gone. README.md says why this suffices.
 * Testing.    tests/unit/catalog_*.c */
#ifndef ND_CATALOG_CATALOG_H
#define ND_CATALOG_CATALOG_H

#include "base/arena.h"
#include "base/err.h"
#include "catalog/acl.h"
#include "sql/types/types.h"
#include "txn/txn.h"

#define ND_TENANT_DEFAULT 1
#define ND_OID_DATABASE 5 /* the first one, which is always there */
#define ND_DATABASE_POSTGRES "postgres"
#define ND_OID_PG_CATALOG 11
#define ND_OID_PUBLIC 2200
#define ND_OID_INFORMATION_SCHEMA 13207
#define ND_OID_ND_INTERNAL 13900 /* this product's own system views; found by name, not listed beside the schemas that PostgreSQL has */
#define ND_OID_FIRST 16384 /* of the first object that users make */
#define ND_INDEX_COLUMNS_MAX 32
#define ND_INDEX_SHARDS_MAX 256
#define ND_NAME_BYTES_MAX 63 /* longer identifiers are cut by the grammar */

enum nd_identity { ND_IDENTITY_NONE, ND_IDENTITY_ALWAYS, ND_IDENTITY_BY_DEFAULT };

struct nd_column {
    uint32_t id;
    uint16_t attnum;
    const char *name;
    struct nd_type type;
    bool is_not_null, is_hidden;
    const char *default_text;   /* NULL: none */
    struct nd_datum missing;    /* of rows older than the column */
    enum nd_identity identity;  /* default_text draws from its sequence */
    const char *generated_text; /* GENERATED ALWAYS AS (...) STORED; NULL: none */
    const char *virtual_text;   /* an index's expression or predicate: hidden, computed where entries are made, never stored; NULL: none */
    const char *comment;        /* NULL: none; so below */
    const struct nd_acl *acl;   /* of the column alone; NULL: nothing was granted */
};

struct nd_index_column {
    uint32_t column; /* position in table->columns */
    unsigned flags;  /* enum nd_key_flags */
};

/* What writers of rows do for an index; README.md says in which order it passes through them. */
enum nd_index_state {
    ND_INDEX_PUBLIC,      /* complete: it is read, too */
    ND_INDEX_DELETE_ONLY, /* entries are taken away, none is added */
    ND_INDEX_WRITE_ONLY,  /* kept up to date; it lacks entries of rows from before. In a unique one the entry of a row may be another row's */
};

struct nd_index {
    uint64_t id;
    uint32_t oid;
    const char *name;
    enum nd_index_state state;
    bool is_unique, is_primary, is_constraint;
    bool is_null_equal;      /* NULLS NOT DISTINCT */
    bool is_partial;         /* only rows for which `predicate` is true have entries */
    uint32_t predicate;      /* position of its virtual column */
    bool is_deferrable;      /* unique in the end only: entries are like those of an index that is not unique (sql/exec/deferred.h) */
    bool is_deferred;        /* INITIALLY DEFERRED */
    bool is_key;             /* PRIMARY KEY that is deferrable: not the primary index, which has a hidden row id */
    uint32_t constraint_oid; /* is_constraint */
    const struct nd_index_column *columns;
    size_t column_count;
    const uint32_t *included; /* INCLUDE: positions; in the entries, behind the columns */
    size_t included_count;
    unsigned shards; /* 2 to ND_INDEX_SHARDS_MAX: keys begin with a bucket, of so many, that their columns hash to (README.md); 0: they do not */
    const char *const *options; /* storage parameters, name=value */
    size_t option_count;
    const char *comment, *constraint_comment;
};

struct nd_check {
    uint32_t oid;
    const char *name, *text; /* text: an expression over the table's columns */
    bool is_validated;
    const char *comment;
};

enum nd_fk_action { ND_FK_NO_ACTION, ND_FK_RESTRICT, ND_FK_CASCADE, ND_FK_SET_NULL, ND_FK_SET_DEFAULT };

struct nd_foreign_key {
    uint32_t oid;
    const char *name;
    const uint32_t *columns;        /* positions in table->columns */
    const uint32_t *ref_column_ids; /* ids, for the other table changes apart from this one */
    size_t column_count;
    struct nd_table_id ref_table;
    uint32_t ref_index_oid; /* its unique index over those columns */
    enum nd_fk_action on_delete, on_update;
    bool is_match_full, is_validated, is_deferrable, is_deferred;
    const uint32_t *set_columns; /* of ON DELETE SET NULL or SET DEFAULT: positions */
    size_t set_column_count;     /* 0: all */
    const char *comment;
};

struct nd_reference { /* a foreign key that refers to the table at hand */
    struct nd_table_id table;
    uint32_t foreign_key_oid;
};

struct nd_owned_sequence { /* goes with the column */
    uint32_t sequence_oid, column_id;
};

/* What ANALYZE found in a column; values in the order of the column's type. */
struct nd_column_stats {
    uint32_t column_id;
    double null_share;
    double distinct;               /* > 0: a number of values; < 0: minus a share of the rows; 0: unknown */
    double width;                  /* average bytes of a value */
    double correlation;            /* with the order of the primary key, -1 to 1 */
    struct nd_datum *common;       /* most common values, most frequent first */
    double *common_share;          /* of all rows */
    size_t common_count;
    struct nd_datum *bounds;       /* of a histogram over the other values: equally many rows between two */
    size_t bound_count;            /* 0, or at least 2 */
};
struct nd_table_stats {
    double rows, bytes;
    uint64_t taken_ts;
    const struct nd_column_stats *columns; /* those that were looked at */
    size_t column_count;
};

struct nd_sys_rel;
struct nd_ast_select;
struct nd_expr;

/* What the binder keeps of a table that lies in a view: made by whoever needs it first. */
struct nd_table_kept {
    struct nd_arena *arena;             /* of the view */
    struct nd_expr *const *virtuals;    /* nd_bind_virtuals; NULL: not bound yet */
    const char *shown[2], *shown_array[2]; /* the type of its rows, as of nd_user_type_kept; NULL: not needed yet */
};

struct nd_view_source { /* a table or view that it reads */
    struct nd_table_id table;
    const uint32_t *column_ids;
    size_t column_count;
};

enum nd_check_option { ND_CHECK_OPTION_NONE,
                       ND_CHECK_OPTION_LOCAL,
                       ND_CHECK_OPTION_CASCADED };

struct nd_view {
    const char *text; /* its query, names written in full */
    const struct nd_view_source *sources;
    size_t source_count;
    enum nd_check_option check_option;
    const struct nd_ast_select *query; /* of the text; kept on the catalog view's arena by whoever parses it first */
};

struct nd_table {
    struct nd_table_id id;
    uint32_t schema_id;
    const char *schema_name; /* of a table that was read from a view */
    const char *name;
    uint64_t version;
    const struct nd_column *columns; /* ascending by id; a hidden row id among them */
    size_t column_count;
    const struct nd_index *indexes; /* [0] is the primary one; a view has none */
    size_t index_count;
    struct nd_view *view;            /* NULL: rows are stored */
    const struct nd_table_id *views; /* that read it */
    size_t view_count;
    uint32_t next_column_id;
    uint64_t next_index_id;
    const struct nd_check *checks;
    size_t check_count;
    const struct nd_foreign_key *foreign_keys;
    size_t foreign_key_count;
    const struct nd_reference *references;
    size_t reference_count;
    const struct nd_owned_sequence *sequences;
    size_t sequence_count;
    const char *comment;
    const char *const *options; /* storage parameters, name=value: Ndoto's by name, then PostgreSQL's */
    size_t option_count;
    bool uses_types;     /* that users made: of its columns, or maybe in its expressions */
    uint32_t owner;           /* a role */
    const struct nd_acl *acl; /* NULL: as it was made; so below */
    const struct nd_sys_rel *sys; /* of pg_catalog or information_schema (src/sql/sys); NULL: stored */
    const struct nd_table_stats *stats; /* NULL: never taken. Not part of the descriptor: a row of its own */
    struct nd_table_kept *kept;         /* NULL: not in a view */
};

struct nd_sequence {
    uint32_t oid, schema_id;
    const char *schema_name, *name;
    uint64_t version;
    enum nd_type_id type; /* int2, int4, int8 */
    int64_t start, increment, min, max, cache;
    bool cycles;
    uint64_t state_id;        /* whose state counts; RESTART takes a new one */
    int64_t state_start;      /* its first value */
    struct nd_table_id owner; /* {0}: none */
    uint32_t owner_column_id;
    const char *comment;
    uint32_t role; /* who owns it */
    const struct nd_acl *acl;
};

struct nd_schema {
    uint32_t id;
    const char *name, *comment;
    uint32_t owner;
    const struct nd_acl *acl;
    bool is_dropped; /* public: its row says that it is not there */
};

struct nd_enum_label {
    uint32_t oid;
    int64_t position; /* what is stored; labels come in its order. Never another one's within the type */
    const char *name;
};

#define ND_DOMAIN_DEPTH_MAX 32 /* of domains over domains */

/* A type that users made: an enum or a domain. */
struct nd_user_type {
    enum nd_type_id id; /* its oid */
    uint32_t schema_id;
    const char *schema_name, *name; /* schema_name: of one that was read from a view */
    uint64_t version;
    const char *comment;
    const struct nd_enum_label *labels; /* ascending by position */
    const struct nd_enum_label **labels_by_name;
    size_t label_count;
    uint32_t owner;
    const struct nd_acl *acl;
    struct nd_type base;            /* of a domain; base.domain: the one that it is over */
    bool is_not_null;
    const char *default_text;       /* NULL: none */
    const struct nd_check *checks;  /* over VALUE */
    size_t check_count;
    struct nd_user_type_kept *kept; /* what the layers above keep of it on the view's arena; NULL: nothing yet */
};
struct nd_user_type_kept {
    const char *shown[2], *shown_array[2]; /* as format_type shows it: where the path has it, and with its schema */
};

static inline bool nd_index_is_public(const struct nd_index *index) { return index->state == ND_INDEX_PUBLIC; }
/* No two rows have the same values in its columns, unless one of them is NULL. */
static inline bool nd_index_proves_unique(const struct nd_index *index) { return index->is_unique && nd_index_is_public(index) && !index->is_partial && !index->is_deferrable; }
/* An entry has its columns for itself, unless one of them is NULL: no other row's can be written beside it. */
static inline bool nd_index_keeps_one(const struct nd_index *index) { return index->is_unique && !index->is_deferrable; }
/* PRIMARY KEY as users see it: an index of a name. */
static inline bool nd_index_is_primary_key(const struct nd_index *index) { return index->is_key || (index->is_primary && index->is_constraint); }
static inline uint32_t nd_table_oid(const struct nd_table *table) { return (uint32_t)table->id.v; }
size_t nd_table_find_column_id(const struct nd_table *table, uint32_t id);                  /* position, or SIZE_MAX */
const struct nd_index *nd_table_find_index_oid(const struct nd_table *table, uint32_t oid); /* NULL: none */
const struct nd_foreign_key *nd_table_find_foreign_key(const struct nd_table *table, uint32_t oid); /* NULL: none */
/* Position of a column, or SIZE_MAX. Hidden columns have no name to be found by. */
size_t nd_table_find_column(const struct nd_table *table, const char *name);
const char *nd_table_option(const struct nd_table *table, const char *name); /* its value; NULL: not set */
bool nd_table_has_row_id(const struct nd_table *table); /* no primary key of the user's */
const struct nd_index *nd_table_primary_key(const struct nd_table *table); /* the user's, deferrable or not; NULL: none */
bool nd_table_has_virtual(const struct nd_table *table); /* an index over an expression, or a partial one */
/* A deep copy that the caller may change before it writes it back. */
struct nd_table *nd_table_copy(const struct nd_table *table, struct nd_arena *arena);

/* ---- keys of rows ------------------------------------------------------------------------------- */

void nd_table_put_prefix(struct nd_buf *key, struct nd_table_id table);                    /* all of a table */
void nd_index_put_prefix(struct nd_buf *key, struct nd_table_id table, uint64_t index_id); /* all of an index */
/* Begins a key of the index: what all of them begin with and, where it is sharded by hash, room for the bucket. Returns where its columns
 * go. Once all of those are there, and nothing else yet, nd_index_end_columns fills the bucket in. */
size_t nd_index_begin_key(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index);
void nd_index_end_columns(struct nd_buf *key, const struct nd_index *index, size_t columns_at);
/* Where a bucket begins; bucket < index->shards. */
void nd_index_put_bucket(struct nd_buf *key, const struct nd_table *table, const struct nd_index *index, unsigned bucket);
/* Takes a key apart: the rest of dec is the index's columns, behind the bucket of one that is sharded. false: not a key of a table. */
bool nd_index_take_prefix(struct nd_dec *dec, struct nd_table_id *table_out, uint64_t *index_id_out);
/* Goes on behind the bucket. false: a key of no such index. */
bool nd_index_take_bucket(struct nd_dec *dec, const struct nd_index *index);

/* ---- reading ------------------------------------------------------------------------------------ */

struct nd_catalog;
struct nd_catalog_view;

struct nd_catalog *nd_catalog_new(struct nd_heap *heap, struct nd_txn_system *txns);
void nd_catalog_free(struct nd_catalog *catalog);
/* That of another database, made when first asked for; lives as long as the first one's. */
struct nd_catalog *nd_catalog_of(struct nd_catalog *first, uint32_t database);
uint32_t nd_catalog_database_oid(const struct nd_catalog *catalog);
/* Those of databases that are no more keep no view, and so next to nothing: sessions may still have them. The view's databases are loaded. */
void nd_catalog_forget_dropped(struct nd_catalog *first, const struct nd_catalog_view *view);

/* The catalog as of the statement's read timestamp. is_private: the transaction has changed the catalog
 * itself. The view is borrowed until nd_catalog_view_unref. NOT_FOUND: the database is gone. */
ND_YIELDS ND_RESULT nd_catalog_view_open(struct nd_catalog *catalog, struct nd_txn *txn, bool is_private,
                                         struct nd_catalog_view **view_out);
/* The view that was current last, without a look whether it still is; borrowed. NULL: none. known_at: it was current then:
 * what nd_txn_begin_statement_late wants. nd_catalog_confirm: what the transaction's draw or read said shows that the view is
 * what its statement must see. */
struct nd_catalog_view *nd_catalog_shared(const struct nd_catalog *catalog, struct nd_ts *known_at_out);
bool nd_catalog_confirm(struct nd_catalog *catalog, struct nd_catalog_view *view, const struct nd_txn *txn);
void nd_catalog_view_ref(struct nd_catalog_view *view);
void nd_catalog_view_unref(struct nd_catalog_view *view);
uint64_t nd_catalog_view_version(const struct nd_catalog_view *view);
/* Its tables are what a statement at this txn's read timestamp must see: false after a change. Plans are
 * kept by this. */
ND_YIELDS ND_RESULT nd_catalog_view_is_current(struct nd_catalog_view *view, struct nd_txn *txn, bool is_private,
                                               bool *is_current_out);

/* NULL: no such table. The table lives as long as the view. */
ND_YIELDS ND_RESULT nd_catalog_find_table(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                          const char *name, const struct nd_table **table_out);
/* ... if it has been looked up in this view already; does not yield. */
const struct nd_table *nd_catalog_peek_table(struct nd_catalog_view *view, uint32_t schema_id, const char *name);
const struct nd_table *nd_catalog_peek_table_by_id(struct nd_catalog_view *view, struct nd_table_id id);
ND_YIELDS ND_RESULT nd_catalog_find_table_by_id(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_table_id id,
                                                const struct nd_table **table_out);
/* The table that the index of this name belongs to, and its position there. NULL: no such index. */
ND_YIELDS ND_RESULT nd_catalog_find_index(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                          const char *name, const struct nd_table **table_out, size_t *index_out);
/* Is the name of a table, an index or a sequence taken? */
ND_YIELDS ND_RESULT nd_catalog_has_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                        const char *name, bool *is_taken_out);
/* NULL: no such sequence. It lives as long as the view. */
ND_YIELDS ND_RESULT nd_catalog_find_sequence(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                             const char *name, const struct nd_sequence **sequence_out);
ND_YIELDS ND_RESULT nd_catalog_find_sequence_by_oid(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t oid,
                                                    const struct nd_sequence **sequence_out);
/* ... if it has been looked up in this view already; does not yield. */
const struct nd_sequence *nd_catalog_peek_sequence(struct nd_catalog_view *view, uint32_t schema_id, const char *name);
ND_YIELDS ND_RESULT nd_catalog_list_sequences(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                              struct nd_arena *arena, const struct nd_sequence ***sequences_out,
                                              size_t *count_out);

/* Schemas: pg_catalog and public are always there; those that users made are loaded with the first call that needs them. */
ND_YIELDS ND_RESULT nd_catalog_load_schemas(struct nd_catalog_view *view, struct nd_txn *txn);
/* *schema_out NULL: none of that name. */
ND_YIELDS ND_RESULT nd_catalog_find_schema(struct nd_catalog_view *view, struct nd_txn *txn, const char *name,
                                           const struct nd_schema **schema_out);
/* ... of those loaded; does not yield. NULL: none. */
const struct nd_schema *nd_catalog_peek_schema(const struct nd_catalog_view *view, const char *name);
const struct nd_schema *nd_catalog_peek_schema_by_id(const struct nd_catalog_view *view, uint32_t id);
/* The i'th of all schemas that are loaded; NULL: no more. */
const struct nd_schema *nd_catalog_schema_at(const struct nd_catalog_view *view, size_t i);

/* Types that users made: all are loaded with the first call. With a table that uses some, too. */
ND_YIELDS ND_RESULT nd_catalog_load_types(struct nd_catalog_view *view, struct nd_txn *txn);
/* Of those loaded, in order of oids; do not yield. NULL: none. */
struct nd_user_type *nd_catalog_type_at(const struct nd_catalog_view *view, size_t i);
struct nd_user_type *nd_catalog_peek_type(const struct nd_catalog_view *view, enum nd_type_id id);
struct nd_user_type *nd_catalog_peek_type_named(const struct nd_catalog_view *view, uint32_t schema_id, const char *name);
const struct nd_enum_label *nd_user_type_find_label(const struct nd_user_type *type, struct nd_slice name);
const struct nd_enum_label *nd_user_type_label(const struct nd_user_type *type, int64_t position);
/* What a schema that is always there is granted at first. */
const struct nd_acl *nd_schema_initial_acl(uint32_t id);

/* How many domains lie over each other below `type`, arrays of domains included; more than ND_DOMAIN_DEPTH_MAX are not counted. */
unsigned nd_domain_depth(const struct nd_catalog_view *view, struct nd_type type);
/* A domain as a table of id 0, whose column `slot` is VALUE and whose others are hidden: its checks are expressions over that. */
void nd_domain_table(const struct nd_user_type *domain, size_t slot, struct nd_arena *arena, struct nd_table *table_out);

/* All tables of a schema in order of their names, on `arena`; the tables live as long as the view. */
ND_YIELDS ND_RESULT nd_catalog_list_tables(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                           struct nd_arena *arena, const struct nd_table ***tables_out,
                                           size_t *count_out);

/* ---- roles: roles.c ------------------------------------------------------------------------------------- */

struct nd_membership {
    uint32_t role, grantor; /* role: of which it is a member */
    bool is_admin;
};

struct nd_database_settings {
    uint32_t database;
    const char *const *settings; /* "name=value" */
    size_t count;
};

struct nd_role {
    uint32_t oid;
    const char *name;
    bool is_superuser, inherits, creates_roles, creates_databases, can_login, can_replicate, bypasses_rls;
    int32_t connection_limit; /* -1: none */
    const char *password;     /* a verifier, never the password itself; NULL: none */
    bool has_valid_until;
    int64_t valid_until_us; /* since 2000-01-01 UTC */
    const char *comment;
    const struct nd_membership *memberships;
    size_t membership_count;
    const char *const *settings; /* "name=value" */
    size_t setting_count;
    const struct nd_database_settings *in_databases; /* IN DATABASE */
    size_t in_database_count;
};

struct nd_default_acl { /* what is granted on objects that a role makes */
    uint32_t oid, role, schema; /* schema 0: in all */
    enum nd_acl_kind kind;
    const struct nd_acl *acl;
};

struct nd_database {
    uint32_t oid;
    const char *name, *comment;
    uint32_t owner;
    const struct nd_acl *acl;
    bool is_template, refuses_connections;
    int32_t connection_limit; /* -1: none */
    const struct nd_default_acl *defaults;
    size_t default_count;
    const char *const *database_settings;
    size_t database_setting_count;
    const char *const *settings; /* of all roles in all databases: in the row of the first one */
    size_t setting_count;
};

/* Both once a view; what is said of roles and of databases wants them loaded. The role postgres and PostgreSQL's predefined ones
 * are always there, and so is the database postgres. NOT_FOUND: the view's own database is gone. */
ND_YIELDS ND_RESULT nd_catalog_load_roles(struct nd_catalog_view *view, struct nd_txn *txn);
ND_YIELDS ND_RESULT nd_catalog_load_databases(struct nd_catalog_view *view, struct nd_txn *txn);
bool nd_catalog_has_roles(const struct nd_catalog_view *view);
const struct nd_database *nd_catalog_database(const struct nd_catalog_view *view); /* the view's own */
const struct nd_database *nd_catalog_database_at(const struct nd_catalog_view *view, size_t i); /* in order of oids; NULL: no more */
const struct nd_database *nd_catalog_database_by_oid(const struct nd_catalog_view *view, uint32_t oid); /* NULL: none */
const struct nd_database *nd_catalog_database_named(const struct nd_catalog_view *view, const char *name);
const struct nd_role *nd_catalog_role_at(const struct nd_catalog_view *view, size_t i); /* in order of oids; NULL: no more */
const struct nd_role *nd_catalog_role(const struct nd_catalog_view *view, uint32_t oid); /* NULL: none */
const struct nd_role *nd_catalog_role_named(const struct nd_catalog_view *view, const char *name);
bool nd_role_is_superuser(const struct nd_catalog_view *view, uint32_t role);
/* It is `of`, or a member, or a member's: with what it may SET ROLE to; with what it has without that (INHERIT). Superusers: of all. */
bool nd_role_is_member(const struct nd_catalog_view *view, uint32_t role, uint32_t of);
bool nd_role_is_member_strictly(const struct nd_catalog_view *view, uint32_t role, uint32_t of); /* superusers as others */
bool nd_role_has_privileges_of(const struct nd_catalog_view *view, uint32_t role, uint32_t of);
bool nd_role_is_admin(const struct nd_catalog_view *view, uint32_t role, uint32_t of); /* WITH ADMIN OPTION */
/* Those of the privileges that the role has on an object. acl NULL: what its kind is made with. */
unsigned nd_privileges(const struct nd_catalog_view *view, const struct nd_acl *acl, enum nd_acl_kind kind, uint32_t owner, uint32_t role, unsigned wanted);
/* ... on relations and schemas, with what pg_read_all_data and pg_write_all_data bring. */
unsigned nd_table_privileges(const struct nd_catalog_view *view, const struct nd_table *table, uint32_t role, unsigned wanted);
unsigned nd_column_privileges(const struct nd_catalog_view *view, const struct nd_table *table, size_t column, uint32_t role, unsigned wanted); /* by the column alone */
unsigned nd_sequence_privileges(const struct nd_catalog_view *view, const struct nd_sequence *sequence, uint32_t role, unsigned wanted);
unsigned nd_schema_privileges(const struct nd_catalog_view *view, const struct nd_schema *schema, uint32_t role, unsigned wanted);
/* What a new object of the role is granted by ALTER DEFAULT PRIVILEGES; NULL: what its kind is made with. The databases are loaded. */
const struct nd_acl *nd_default_acl_of(const struct nd_catalog_view *view, uint32_t role, uint32_t schema, enum nd_acl_kind kind, struct nd_arena *arena);

/* Everything: of all schemas, in order of oids. For the system catalogs (src/sql/sys). */
struct nd_catalog_all {
    struct nd_catalog_view *view;
    const struct nd_table **tables;
    size_t table_count;
    const struct nd_sequence **sequences;
    size_t sequence_count;
};
ND_YIELDS ND_RESULT nd_catalog_load_all(struct nd_catalog_view *view, struct nd_txn *txn);
const struct nd_catalog_all *nd_catalog_all(const struct nd_catalog_view *view); /* NULL: not loaded */
/* What somebody above derived from it, kept on the view's arena, which the setter returns. */
void *nd_catalog_view_derived(const struct nd_catalog_view *view);
struct nd_arena *nd_catalog_view_set_derived(struct nd_catalog_view *view, void *derived);
struct nd_arena *nd_catalog_view_arena(struct nd_catalog_view *view);

/* ---- writing (each in the user's transaction) --------------------------------------------------------- */

/* Ids for tables and indexes: [*first_out, + count), never given twice. */
ND_YIELDS ND_RESULT nd_catalog_allocate_oids(struct nd_catalog *catalog, struct nd_fiber *fiber, uint32_t count,
                                             uint32_t *first_out);
/* Before the first change of a statement: waits for other schema changes of the cluster to end, then bumps
 * the version. WRITE_CONFLICT as nd_txn_lock. */
ND_YIELDS ND_RESULT nd_catalog_begin_change(struct nd_catalog *catalog, struct nd_txn *txn);
/* LOCKED instead of waiting: for what holds a lock that another change may want, and can come again. */
ND_YIELDS ND_RESULT nd_catalog_try_begin_change(struct nd_catalog *catalog, struct nd_txn *txn);
/* Adds the table and the names of its indexes. DUPLICATE_KEY: a name is taken. */
ND_YIELDS ND_RESULT nd_catalog_insert_table(struct nd_catalog *catalog, struct nd_txn *txn,
                                            const struct nd_table *table);
/* Writes `table` over `before`, the names of indexes added and removed with it; table->version must be greater. */
ND_YIELDS ND_RESULT nd_catalog_update_table(struct nd_catalog *catalog, struct nd_txn *txn,
                                            const struct nd_table *before, const struct nd_table *table);
ND_YIELDS ND_RESULT nd_catalog_delete_table(struct nd_catalog *catalog, struct nd_txn *txn,
                                            const struct nd_table *table);
/* before NULL: a new sequence. DUPLICATE_KEY: the name is taken. */
ND_YIELDS ND_RESULT nd_catalog_put_sequence(struct nd_catalog *catalog, struct nd_txn *txn,
                                            const struct nd_sequence *before, const struct nd_sequence *sequence);
ND_YIELDS ND_RESULT nd_catalog_delete_sequence(struct nd_catalog *catalog, struct nd_txn *txn,
                                               const struct nd_sequence *sequence);
/* before NULL: a new schema. DUPLICATE_KEY: the name is taken. */
ND_YIELDS ND_RESULT nd_catalog_put_schema(struct nd_catalog *catalog, struct nd_txn *txn,
                                          const struct nd_schema *before, const struct nd_schema *schema);
ND_YIELDS ND_RESULT nd_catalog_delete_schema(struct nd_catalog *catalog, struct nd_txn *txn,
                                             const struct nd_schema *schema);

/* before NULL: a new type. DUPLICATE_KEY: the name is taken. */
ND_YIELDS ND_RESULT nd_catalog_put_type(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_user_type *before, const struct nd_user_type *type);
ND_YIELDS ND_RESULT nd_catalog_delete_type(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_user_type *type);
/* before NULL: a new role. DUPLICATE_KEY: the name is taken. */
ND_YIELDS ND_RESULT nd_catalog_put_role(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_role *before, const struct nd_role *role);
ND_YIELDS ND_RESULT nd_catalog_delete_role(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_role *role);
/* before NULL: a new database. DUPLICATE_KEY: the name is taken. */
ND_YIELDS ND_RESULT nd_catalog_put_database(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_database *before, const struct nd_database *database);
/* What is in it has been deleted before. */
ND_YIELDS ND_RESULT nd_catalog_delete_database(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_database *database);

/* ---- how far sequences have come: outside of transactions --------------------------------------------------- */

struct nd_sequence_state {
    int64_t last;
    bool is_called; /* last was given out */
};
/* The next `count` values at most, in steps of the increment: *first_out, *count_out of them. A value that was given out is never
 * given out again unless the sequence cycles or is set back. 2200H: it is exhausted. */
ND_YIELDS ND_RESULT nd_sequence_next(struct nd_catalog *catalog, struct nd_fiber *fiber,
                                     const struct nd_sequence *sequence, uint64_t count, int64_t *first_out,
                                     uint64_t *count_out, struct nd_err *err);
ND_YIELDS ND_RESULT nd_sequence_set(struct nd_catalog *catalog, struct nd_fiber *fiber,
                                    const struct nd_sequence *sequence, const struct nd_sequence_state *state);
ND_YIELDS ND_RESULT nd_sequence_read(struct nd_catalog *catalog, struct nd_fiber *fiber,
                                     const struct nd_sequence *sequence, struct nd_sequence_state *state_out);

/* After nd_catalog_begin_change, so that plans made from older statistics are made anew. NULL: forgets them. */
ND_YIELDS ND_RESULT nd_catalog_write_stats(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_table_stats *stats);
/* One transaction at a time takes a table's statistics: LOCKED if another is at it. */
ND_YIELDS ND_RESULT nd_catalog_lock_stats(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table);
/* The statistics of a column of the table; NULL: none. */
const struct nd_column_stats *nd_table_column_stats(const struct nd_table *table, size_t column);

/* ---- indexes that are filled outside of the transaction that makes them: README.md ------------------------------------ */

struct nd_catalog_fill {
    struct nd_list link;
    struct nd_slice key; /* of its row */
};
struct nd_catalog_fills { /* of a transaction */
    struct nd_list list;
    struct nd_arena *arena;
};
/* After nd_catalog_begin_change, READ COMMITTED: the indexes, new in this transaction (after its last savepoint) and with ids that are never given
 * twice, may be filled by other transactions from here on. Gives back what transactions that are gone had begun. */
ND_YIELDS ND_RESULT nd_catalog_fill_begin(struct nd_catalog *catalog, struct nd_txn *txn, struct nd_fiber *fiber, struct nd_table_id table, const uint64_t *indexes, size_t count,
                                          struct nd_catalog_fills *fills);
/* After the transaction's end, whatever it was: discards what was filled if it did not commit, and empties the list. */
ND_YIELDS void nd_catalog_fills_end(struct nd_catalog *catalog, struct nd_fiber *fiber, struct nd_catalog_fills *fills);

/* C3. Once per table and statement that writes its rows. */
ND_RESULT nd_catalog_guard_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table);
/* C3. Locks out writers of rows until the transaction ends. Reads made after this must use a read timestamp
 * drawn after it: nd_txn_begin_statement (READ COMMITTED). */
ND_YIELDS ND_RESULT nd_catalog_lock_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table);

/* A change in steps that writers of the step before may live through: README.md. What its newest fence said when a step was made. */
struct nd_gate {
    uint8_t bytes[ND_KV_FLOOR_VALUE_BYTES];
    size_t count;
};
/* Both after nd_catalog_begin_change. read_gate belongs into the step; fence_rows into a later transaction: from its commit on nobody commits
 * who knows the catalog only as of below `floor`, the step's commit timestamp (or as of below what another change has set meanwhile). */
ND_YIELDS ND_RESULT nd_catalog_read_gate(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, struct nd_gate *gate_out);
ND_YIELDS ND_RESULT nd_catalog_fence_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table, const struct nd_gate *then, struct nd_ts floor);
/* Whom the fence would refuse: is there a transaction under way, on any node that answers, that writes the table's rows and knows the catalog
 * only as of below `before`? */
ND_YIELDS ND_RESULT nd_catalog_has_elders(struct nd_catalog *catalog, struct nd_fiber *fiber, struct nd_table_id table, struct nd_ts before, bool *has_out);

#endif
