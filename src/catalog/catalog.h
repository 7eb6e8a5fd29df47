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
 *             C3 whoever writes rows of a table guards one of its gates (nd_catalog_guard_rows), whoever changes
 *                how rows are stored holds and writes all of them (nd_catalog_lock_rows): so no row is written
 *                under a layout that is gone. README.md says why this suffices.
 * Testing.    tests/unit/catalog_*.c */
#ifndef ND_CATALOG_CATALOG_H
#define ND_CATALOG_CATALOG_H

#include "base/arena.h"
#include "base/err.h"
#include "sql/types/types.h"
#include "txn/txn.h"

#define ND_TENANT_DEFAULT 1
#define ND_OID_DATABASE 5        /* "postgres" */
#define ND_OID_PG_CATALOG 11
#define ND_OID_PUBLIC 2200
#define ND_OID_FIRST 16384       /* of the first object that users make */
#define ND_TABLE_GATES 16
#define ND_INDEX_COLUMNS_MAX 32
#define ND_NAME_BYTES_MAX 63     /* longer identifiers are cut by the grammar */

struct nd_column {
    uint32_t id;
    uint16_t attnum;
    const char *name;
    struct nd_type type;
    bool is_not_null, is_hidden;
    const char *default_text;  /* NULL: none */
    struct nd_datum missing;   /* of rows older than the column */
};

struct nd_index_column {
    uint32_t column; /* position in table->columns */
    unsigned flags;  /* enum nd_key_flags */
};

struct nd_index {
    uint64_t id;
    uint32_t oid;
    const char *name;
    bool is_unique, is_primary, is_constraint;
    const struct nd_index_column *columns;
    size_t column_count;
};

struct nd_table {
    struct nd_table_id id;
    uint32_t schema_id;
    const char *name;
    uint64_t version;
    const struct nd_column *columns; /* ascending by id; a hidden row id among them */
    size_t column_count;
    const struct nd_index *indexes;  /* [0] is the primary one */
    size_t index_count;
    uint32_t next_column_id;
    uint64_t next_index_id;
};

const char *nd_schema_name(uint32_t schema_id);
static inline uint32_t nd_table_oid(const struct nd_table *table) { return (uint32_t)table->id.v; }
/* Position of a column, or SIZE_MAX. Hidden columns have no name to be found by. */
size_t nd_table_find_column(const struct nd_table *table, const char *name);
bool nd_table_has_row_id(const struct nd_table *table); /* no primary key of the user's */
/* A deep copy that the caller may change before it writes it back. */
struct nd_table *nd_table_copy(const struct nd_table *table, struct nd_arena *arena);

/* ---- keys of rows ------------------------------------------------------------------------------- */

void nd_table_put_prefix(struct nd_buf *key, struct nd_table_id table);                    /* all of a table */
void nd_index_put_prefix(struct nd_buf *key, struct nd_table_id table, uint64_t index_id); /* all of an index */
/* Takes a key apart: the rest of dec is the index's columns. false: not a key of a table. */
bool nd_index_take_prefix(struct nd_dec *dec, struct nd_table_id *table_out, uint64_t *index_id_out);

/* ---- reading ------------------------------------------------------------------------------------ */

struct nd_catalog;
struct nd_catalog_view;

struct nd_catalog *nd_catalog_new(struct nd_heap *heap, struct nd_txn_system *txns);
void nd_catalog_free(struct nd_catalog *catalog);

/* The catalog as of the statement's read timestamp. is_private: the transaction has changed the catalog
 * itself. The view is borrowed until nd_catalog_view_unref. */
ND_YIELDS ND_RESULT nd_catalog_view_open(struct nd_catalog *catalog, struct nd_txn *txn, bool is_private, struct nd_catalog_view **view_out);
void nd_catalog_view_ref(struct nd_catalog_view *view);
void nd_catalog_view_unref(struct nd_catalog_view *view);
uint64_t nd_catalog_view_version(const struct nd_catalog_view *view);
/* Its tables are what a statement at this txn's read timestamp must see: false after a change. Plans are
 * kept by this. */
ND_YIELDS ND_RESULT nd_catalog_view_is_current(struct nd_catalog_view *view, struct nd_txn *txn, bool is_private, bool *is_current_out);

/* NULL: no such table. The table lives as long as the view. */
ND_YIELDS ND_RESULT nd_catalog_find_table(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id, const char *name,
                                          const struct nd_table **table_out);
/* ... if it has been looked up in this view already; does not yield. */
const struct nd_table *nd_catalog_peek_table(struct nd_catalog_view *view, uint32_t schema_id, const char *name);
const struct nd_table *nd_catalog_peek_table_by_id(struct nd_catalog_view *view, struct nd_table_id id);
ND_YIELDS ND_RESULT nd_catalog_find_table_by_id(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_table_id id,
                                                const struct nd_table **table_out);
/* The table that the index of this name belongs to, and its position there. NULL: no such index. */
ND_YIELDS ND_RESULT nd_catalog_find_index(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id, const char *name,
                                          const struct nd_table **table_out, size_t *index_out);
/* Is the name of a table or an index taken? */
ND_YIELDS ND_RESULT nd_catalog_has_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id, const char *name, bool *is_taken_out);
/* All tables of a schema in order of their names, on `arena`; the tables live as long as the view. */
ND_YIELDS ND_RESULT nd_catalog_list_tables(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id, struct nd_arena *arena,
                                           const struct nd_table ***tables_out, size_t *count_out);

/* ---- writing (each in the user's transaction) --------------------------------------------------------- */

/* Ids for tables and indexes: [*first_out, + count), never given twice. */
ND_YIELDS ND_RESULT nd_catalog_allocate_oids(struct nd_catalog *catalog, struct nd_fiber *fiber, uint32_t count, uint32_t *first_out);
/* Before the first change of a statement: waits for other schema changes of the cluster to end, then bumps
 * the version. WRITE_CONFLICT as nd_txn_lock. */
ND_YIELDS ND_RESULT nd_catalog_begin_change(struct nd_catalog *catalog, struct nd_txn *txn);
/* Adds the table and the names of its indexes. DUPLICATE_KEY: a name is taken. */
ND_YIELDS ND_RESULT nd_catalog_insert_table(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table);
/* Writes `table` over `before`, the names of indexes added and removed with it; table->version must be greater. */
ND_YIELDS ND_RESULT nd_catalog_update_table(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *before, const struct nd_table *table);
ND_YIELDS ND_RESULT nd_catalog_delete_table(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table);

/* C3. Once per table and statement that writes its rows. */
ND_RESULT nd_catalog_guard_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table);
/* C3. Locks out writers of rows until the transaction ends. Reads made after this must use a read timestamp
 * drawn after it: nd_txn_begin_statement (READ COMMITTED). */
ND_YIELDS ND_RESULT nd_catalog_lock_rows(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_table *table);

#endif
