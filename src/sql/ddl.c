/* SPDX-License-Identifier: Apache-2.0 */
/* ddl.c - the steps that schema changes share, SPLIT AT, and who does what. */
#include <stdio.h>

#include "sql/ddl_int.h"

bool nd__is_ddl(const struct nd_ast_stmt *stmt)
{
    switch (stmt->kind) {
    case ND_STMT_CREATE_TABLE:
    case ND_STMT_DROP:
    case ND_STMT_TRUNCATE:
    case ND_STMT_CREATE_INDEX:
    case ND_STMT_REINDEX:
    case ND_STMT_ALTER_TABLE:
    case ND_STMT_SPLIT:
    case ND_STMT_CREATE_SCHEMA:
    case ND_STMT_CREATE_ENUM:
    case ND_STMT_ALTER_ENUM:
    case ND_STMT_CREATE_DOMAIN:
    case ND_STMT_ALTER_DOMAIN:
    case ND_STMT_COMMENT:
    case ND_STMT_ALTER_OWNER:
    case ND_STMT_RENAME:
    case ND_STMT_SET_SCHEMA:
    case ND_STMT_CREATE_SEQUENCE:
    case ND_STMT_ALTER_SEQUENCE:
    case ND_STMT_CREATE_VIEW:
    case ND_STMT_ROLE:
    case ND_STMT_DATABASE:
    case ND_STMT_GRANT:
    case ND_STMT_CREATE_TABLE_AS: return true;
    default: return false;
    }
}

static const char *role_name(const struct nd_ast_role *role)
{
    switch (role->action) {
    case ND_AST_CREATE_ROLE: return "CREATE ROLE";
    case ND_AST_ALTER_ROLE:
    case ND_AST_SET_ROLE_SETTING: return "ALTER ROLE";
    case ND_AST_DROP_ROLE: return "DROP ROLE";
    case ND_AST_SET_DATABASE_SETTING: return "ALTER DATABASE";
    case ND_AST_GRANT_ROLE: return role->is_grant ? "GRANT ROLE" : "REVOKE ROLE";
    case ND_AST_REASSIGN_OWNED: return "REASSIGN OWNED";
    case ND_AST_DROP_OWNED: return "DROP OWNED";
    }
    ND_UNREACHABLE();
}

static const char *database_name(const struct nd_ast_database *database)
{
    switch (database->action) {
    case ND_AST_CREATE_DATABASE: return "CREATE DATABASE";
    case ND_AST_ALTER_DATABASE: return "ALTER DATABASE";
    case ND_AST_DROP_DATABASE: return "DROP DATABASE";
    }
    ND_UNREACHABLE();
}

const char *nd__ddl_name(const struct nd_ast_stmt *stmt)
{
    static const char *const drops[] = {
        [ND_AST_OBJ_TABLE] = "DROP TABLE", [ND_AST_OBJ_INDEX] = "DROP INDEX", [ND_AST_OBJ_SCHEMA] = "DROP SCHEMA", [ND_AST_OBJ_SEQUENCE] = "DROP SEQUENCE", [ND_AST_OBJ_VIEW] = "DROP VIEW",
        [ND_AST_OBJ_TYPE] = "DROP TYPE", [ND_AST_OBJ_DOMAIN] = "DROP DOMAIN"};
    static const char *const alters[] = {
        [ND_AST_OBJ_TABLE] = "ALTER TABLE", [ND_AST_OBJ_INDEX] = "ALTER INDEX", [ND_AST_OBJ_SCHEMA] = "ALTER SCHEMA", [ND_AST_OBJ_SEQUENCE] = "ALTER SEQUENCE", [ND_AST_OBJ_VIEW] = "ALTER VIEW",
        [ND_AST_OBJ_TYPE] = "ALTER TYPE", [ND_AST_OBJ_DOMAIN] = "ALTER DOMAIN", [ND_AST_OBJ_DOMAIN_CONSTRAINT] = "ALTER DOMAIN"};
    switch (stmt->kind) {
    case ND_STMT_CREATE_TABLE: return "CREATE TABLE";
    case ND_STMT_DROP: return stmt->drop->object < ND_ARRAY_LEN(drops) && drops[stmt->drop->object] != NULL ? drops[stmt->drop->object] : "DROP";
    case ND_STMT_TRUNCATE: return "TRUNCATE TABLE";
    case ND_STMT_CREATE_INDEX: return "CREATE INDEX";
    case ND_STMT_REINDEX: return "REINDEX";
    case ND_STMT_CREATE_SCHEMA: return "CREATE SCHEMA";
    case ND_STMT_CREATE_ENUM: return "CREATE TYPE";
    case ND_STMT_ALTER_ENUM: return "ALTER TYPE";
    case ND_STMT_CREATE_DOMAIN: return "CREATE DOMAIN";
    case ND_STMT_ALTER_DOMAIN: return "ALTER DOMAIN";
    case ND_STMT_COMMENT: return "COMMENT";
    case ND_STMT_ALTER_OWNER:
    case ND_STMT_RENAME:
    case ND_STMT_SET_SCHEMA: return stmt->change->object < ND_ARRAY_LEN(alters) && alters[stmt->change->object] != NULL ? alters[stmt->change->object] : "ALTER TABLE";
    case ND_STMT_CREATE_SEQUENCE: return "CREATE SEQUENCE";
    case ND_STMT_ALTER_SEQUENCE: return "ALTER SEQUENCE";
    case ND_STMT_CREATE_VIEW: return "CREATE VIEW";
    case ND_STMT_CREATE_TABLE_AS: return "CREATE TABLE AS";
    case ND_STMT_ROLE: return role_name(stmt->role);
    case ND_STMT_DATABASE: return database_name(stmt->database);
    case ND_STMT_GRANT: return stmt->grant->target == ND_AST_GRANT_DEFAULTS ? "ALTER DEFAULT PRIVILEGES" : stmt->grant->is_grant ? "GRANT" : "REVOKE";
    default: return "ALTER TABLE";
    }
}

/* ---- steps ---------------------------------------------------------------------------------------------------- */

enum nd_status nd__ddl_search(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, void *arg,
                              enum nd_status (*look)(struct nd__ddl *ddl, void *arg, uint32_t schema, const char *name, bool *found))
{
    struct nd_sql_session *session = ddl->session;
    bool is_found = false;
    if (name->database != NULL && strcmp(name->database, session->database) != 0)
        return nd_err_set(ddl->err, "0A000", "cross-database references are not implemented: \"%s.%s.%s\"", name->database, name->schema, name->name);
    if (name->schema != NULL) {
        const struct nd_schema *schema;
        ND_TRY(nd_catalog_find_schema(session->view, session->txn, name->schema, &schema));
        if (strcmp(name->schema, "pg_temp") == 0) schema = nd_catalog_peek_schema_by_id(session->view, ddl->bind.path->temp);
        if (schema != NULL && schema->id != ddl->bind.path->temp) ND_TRY(nd__ddl_may_use(ddl, schema));
        if (schema == NULL && !is_missing_fine) return nd_err_set(ddl->err, "3F000", "schema \"%s\" does not exist", name->schema);
        return schema == NULL ? ND_STATUS_OK : look(ddl, arg, schema->id, name->name, &is_found);
    }
    for (size_t i = 0; i < ddl->bind.path->count && !is_found; i++) ND_TRY(look(ddl, arg, ddl->bind.path->schemas[i], name->name, &is_found));
    return ND_STATUS_OK;
}

static enum nd_status look_for_table(struct nd__ddl *ddl, void *arg, uint32_t schema, const char *name, bool *found)
{
    const struct nd_table **table = arg;
    ND_TRY(nd_catalog_find_table(ddl->session->view, ddl->session->txn, schema, name, table));
    *found = *table != NULL;
    return ND_STATUS_OK;
}

static enum nd_status look_for_sequence(struct nd__ddl *ddl, void *arg, uint32_t schema, const char *name, bool *found)
{
    const struct nd_sequence **sequence = arg;
    ND_TRY(nd_catalog_find_sequence(ddl->session->view, ddl->session->txn, schema, name, sequence));
    *found = *sequence != NULL;
    return ND_STATUS_OK;
}

struct index_found {
    const struct nd_table *table;
    size_t at;
};

static enum nd_status look_for_index(struct nd__ddl *ddl, void *arg, uint32_t schema, const char *name, bool *found)
{
    struct index_found *index = arg;
    ND_TRY(nd_catalog_find_index(ddl->session->view, ddl->session->txn, schema, name, &index->table, &index->at));
    *found = index->table != NULL;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_missing(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind, const char *sqlstate)
{
    (void)nd_err_set(ddl->err, sqlstate, "%s \"%s%s%s\" does not exist", kind, name->schema == NULL ? "" : name->schema, name->schema == NULL ? "" : ".", name->name);
    if (name->position >= 0) ddl->err->position = nd_parse_position(ddl->bind.text, name->position);
    return ND_STATUS_SQL;
}

/* The name is not a table's: is it something else's? */
enum nd_status nd__ddl_check_other_kind(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind)
{
    struct index_found index = {0};
    const struct nd_sequence *sequence = NULL;
    ND_TRY(nd__ddl_search(ddl, name, true, &index, look_for_index));
    ND_TRY(nd__ddl_search(ddl, name, true, &sequence, look_for_sequence));
    if (index.table == NULL && sequence == NULL) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42809", "\"%s\" is not %s %s", name->name, strcmp(kind, "index") == 0 ? "an" : "a", kind);
}

enum nd_status nd__ddl_find(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind, bool is_missing_fine, const struct nd_table **table_out)
{
    *table_out = NULL;
    ND_TRY(nd__ddl_search(ddl, name, is_missing_fine, (void *)table_out, look_for_table));
    if (*table_out != NULL && (*table_out)->view != NULL) {
        (void)nd_err_set(ddl->err, "42809", "\"%s\" is not a table", name->name);
        return kind == NULL ? ND_STATUS_SQL : nd_err_hint(ddl->err, "Use DROP VIEW to remove a view.");
    }
    if (*table_out != NULL && (*table_out)->schema_id == ND_OID_PG_CATALOG) return nd_err_set(ddl->err, "42501", "permission denied: \"%s\" is a system catalog", name->name);
    if (*table_out != NULL) return ND_STATUS_OK;
    ND_TRY(nd__ddl_check_other_kind(ddl, name, "table"));
    return is_missing_fine ? ND_STATUS_OK : nd__ddl_missing(ddl, name, kind == NULL ? "relation" : kind, "42P01");
}

enum nd_status nd__ddl_find_sequence(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_sequence **sequence_out)
{
    *sequence_out = NULL;
    ND_TRY(nd__ddl_search(ddl, name, is_missing_fine, (void *)sequence_out, look_for_sequence));
    if (*sequence_out != NULL) return ND_STATUS_OK;
    const struct nd_table *table = NULL;
    struct index_found index = {0};
    ND_TRY(nd__ddl_search(ddl, name, true, (void *)&table, look_for_table));
    ND_TRY(nd__ddl_search(ddl, name, true, &index, look_for_index));
    if (table != NULL || index.table != NULL) return nd_err_set(ddl->err, "42809", "\"%s\" is not a sequence", name->name);
    return is_missing_fine ? ND_STATUS_OK : nd__ddl_missing(ddl, name, "relation", "42P01");
}

enum nd_status nd__ddl_find_index(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_table **table_out, size_t *at_out)
{
    struct index_found index = {0};
    ND_TRY(nd__ddl_search(ddl, name, is_missing_fine, &index, look_for_index));
    *table_out = index.table;
    *at_out = index.at;
    if (index.table != NULL) return ND_STATUS_OK;
    const struct nd_table *table = NULL;
    const struct nd_sequence *sequence = NULL;
    ND_TRY(nd__ddl_search(ddl, name, true, (void *)&table, look_for_table));
    ND_TRY(nd__ddl_search(ddl, name, true, (void *)&sequence, look_for_sequence));
    if (table != NULL || sequence != NULL) return nd_err_set(ddl->err, "42809", "\"%s\" is not an index", name->name);
    return is_missing_fine ? ND_STATUS_OK : nd__ddl_missing(ddl, name, "index", "42704");
}

const char *nd__ddl_shown_name(struct nd__ddl *ddl, const struct nd_table *table)
{
    for (size_t i = 0; i < ddl->bind.path->count; i++)
        if (ddl->bind.path->schemas[i] == table->schema_id) return nd_arena_strdup(ddl->arena, table->name);
    return nd_arena_printf(ddl->arena, "%s.%s", table->schema_name, table->name);
}

enum nd_status nd__ddl_refresh(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_catalog_view *view;
    bool has_types = nd_catalog_type_at(session->view, 0) != NULL; /* what was loaded of them is looked at without a read */
    ND_TRY(nd_catalog_view_open(session->catalog, session->txn, true, &view));
    nd_catalog_view_unref(session->view);
    session->view = ddl->bind.view = view;
    if (has_types) ND_TRY(nd_catalog_load_types(view, session->txn));
    return nd__session_resolve_path(session);
}

enum nd_status nd__ddl_table_by_id(struct nd__ddl *ddl, struct nd_table_id id, const struct nd_table **table_out)
{
    ND_TRY(nd_catalog_find_table_by_id(ddl->session->view, ddl->session->txn, id, table_out));
    return *table_out == NULL ? ND_STATUS_CORRUPT : ND_STATUS_OK;
}

enum nd_status nd__ddl_new_oid(struct nd__ddl *ddl, uint32_t *oid_out) { return nd_catalog_allocate_oids(ddl->session->catalog, ddl->session->fiber, 1, oid_out); }

enum nd_status nd__ddl_each_table(struct nd__ddl *ddl, void *arg, enum nd_status (*visit)(struct nd__ddl *ddl, void *arg, const struct nd_table *table))
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_schema *schema;
    ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
    for (size_t i = 0; (schema = nd_catalog_schema_at(session->view, i)) != NULL; i++) {
        const struct nd_table **tables;
        size_t count;
        if (schema->id == ND_OID_PG_CATALOG) continue;
        ND_TRY(nd_catalog_list_tables(session->view, session->txn, schema->id, ddl->arena, &tables, &count));
        for (size_t k = 0; k < count; k++) ND_TRY(visit(ddl, arg, tables[k]));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_each_sequence(struct nd__ddl *ddl, void *arg, enum nd_status (*visit)(struct nd__ddl *ddl, void *arg, const struct nd_sequence *sequence))
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_schema *schema;
    ND_TRY(nd_catalog_load_schemas(session->view, session->txn));
    for (size_t i = 0; (schema = nd_catalog_schema_at(session->view, i)) != NULL; i++) {
        const struct nd_sequence **sequences;
        size_t count;
        if (schema->id == ND_OID_PG_CATALOG) continue;
        ND_TRY(nd_catalog_list_sequences(session->view, session->txn, schema->id, ddl->arena, &sequences, &count));
        for (size_t k = 0; k < count; k++) ND_TRY(visit(ddl, arg, sequences[k]));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_begin(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    ND_TRY(nd_catalog_begin_change(session->catalog, session->txn));
    session->has_ddl = true;
    return ND_STATUS_OK;
}

static bool is_own(const struct nd_sql_session *session, struct nd_table_id id)
{
    ND_LIST_FOREACH(it, &session->created)
        if (ND_CONTAINER_OF(it, struct nd__created, link)->id.v == id.v) return true;
    return false;
}

enum nd_status nd__ddl_check_pending(struct nd__ddl *ddl, const struct nd_table *table, const char *verb)
{
    if (!nd_deferred_has_table(&ddl->session->deferred, table->id)) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "55006", "cannot %s \"%s\" because it has pending trigger events", verb, table->name);
}

enum nd_status nd__ddl_check_in_use(struct nd__ddl *ddl, const struct nd_table *table, const char *verb)
{
    if (table->view == NULL && nd__session_reads(ddl->session, table->id))
        return nd_err_set(ddl->err, "55006", "cannot %s \"%s\" because it is being used by active queries in this session", verb, table->name);
    return nd__ddl_check_pending(ddl, table, verb);
}

enum nd_status nd__ddl_lock(struct nd__ddl *ddl, const struct nd_table *table)
{
    struct nd_sql_session *session = ddl->session;
    if (is_own(session, table->id)) return ND_STATUS_OK; /* nobody else can see it yet */
    if (session->isolation != ND_READ_COMMITTED) {
        (void)nd_err_set(ddl->err, "0A000", "a change of table \"%s\" in a REPEATABLE READ transaction is not supported", table->name);
        return nd_err_hint(ddl->err, "Change tables in a READ COMMITTED transaction.");
    }
    ND_TRY(nd_catalog_lock_rows(session->catalog, session->txn, table));
    return nd_txn_begin_statement(session->txn); /* rows committed before the fence stood are seen from here on */
}

struct nd__draft nd__ddl_draft(struct nd__ddl *ddl, const struct nd_table *table, size_t more_columns, size_t more_indexes)
{
    struct nd__draft draft = {.before = table, .table = nd_table_copy(table, ddl->arena)};
    draft.columns = nd_arena_array(ddl->arena, struct nd_column, table->column_count + more_columns + 1);
    draft.indexes = nd_arena_array(ddl->arena, struct nd_index, table->index_count + more_indexes + 1);
    memcpy(draft.columns, draft.table->columns, sizeof *draft.columns * table->column_count);
    memcpy(draft.indexes, draft.table->indexes, sizeof *draft.indexes * table->index_count);
    draft.table->columns = draft.columns;
    draft.table->indexes = draft.indexes;
    draft.table->version = table->version + 1;
    return draft;
}

enum nd_status nd__ddl_name_taken(struct nd__ddl *ddl, const char *name) { return nd_err_set(ddl->err, "42P07", "relation \"%s\" already exists", name); }

/* Rows of a table have a type of its name. */
static enum nd_status check_row_type(struct nd__ddl *ddl, const struct nd__draft *draft)
{
    const struct nd_table *before = draft->before, *table = draft->table;
    if (before != NULL && before->schema_id == table->schema_id && strcmp(before->name, table->name) == 0) return ND_STATUS_OK;
    ND_TRY(nd_catalog_load_types(ddl->session->view, ddl->session->txn));
    if (nd_catalog_peek_type_named(ddl->session->view, table->schema_id, table->name) == NULL) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "42710", "type \"%s\" already exists", table->name);
    return nd_err_hint(ddl->err, "A relation has an associated type of the same name, so you must use a name that doesn't conflict with any existing type.");
}

static bool has_index(const struct nd_table *table, uint64_t id)
{
    for (size_t i = 0; table != NULL && i < table->index_count; i++)
        if (table->indexes[i].id == id) return true;
    return false;
}

enum nd_status nd__ddl_write(struct nd__ddl *ddl, const struct nd__draft *draft)
{
    struct nd_sql_session *session = ddl->session;
    ND_TRY(check_row_type(ddl, draft));
    ND_TRY(nd__ddl_state_types(ddl, draft->table));
    for (size_t i = 0; i < draft->table->index_count; i++) {
        if (has_index(draft->before, draft->table->indexes[i].id)) continue;
        nd__session_add_fresh(session, draft->table->id, draft->table->indexes[i].id);
        if (draft->table->indexes[i].shards > 0) nd__session_add_parted(session, draft->table, &draft->table->indexes[i]);
    }
    enum nd_status status = draft->before == NULL ? nd_catalog_insert_table(session->catalog, session->txn, draft->table)
                                                  : nd_catalog_update_table(session->catalog, session->txn, draft->before, draft->table);
    return status == ND_STATUS_DUPLICATE_KEY ? nd__ddl_name_taken(ddl, draft->table->name) : status;
}

static void discard_prefix(struct nd__ddl *ddl, struct nd_buf *first)
{
    struct nd_buf end;
    nd_buf_init(&end, ddl->session->heap);
    nd_buf_put_slice(&end, nd_buf_slice(first));
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    nd__session_add_discard(ddl->session, nd_buf_slice(first), nd_buf_slice(&end));
    nd_buf_deinit(&end);
    nd_buf_deinit(first);
}

void nd__ddl_discard_index(struct nd__ddl *ddl, const struct nd_table *table, uint64_t index_id)
{
    struct nd_buf first;
    nd_buf_init(&first, ddl->session->heap);
    nd_index_put_prefix(&first, table->id, index_id);
    discard_prefix(ddl, &first);
}

void nd__ddl_discard_table(struct nd__ddl *ddl, const struct nd_table *table)
{
    struct nd_buf first;
    nd_buf_init(&first, ddl->session->heap);
    nd_table_put_prefix(&first, table->id);
    discard_prefix(ddl, &first);
}

/* An index may be filled aside, and what a transaction that fails has filled is discarded some time: so what it was filled under is never given to
 * another index. The ids of a table that is not new come from the sequence of all. */
enum nd_status nd__ddl_new_index_id(struct nd__ddl *ddl, const struct nd__draft *draft, uint64_t *id_out)
{
    uint32_t oid;
    *id_out = draft->table->next_index_id;
    if (draft->before == NULL) {
        draft->table->next_index_id++;
        return ND_STATUS_OK;
    }
    ND_TRY(nd__ddl_new_oid(ddl, &oid));
    *id_out = oid;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_renew_indexes(struct nd__ddl *ddl, struct nd__draft *draft)
{
    for (size_t i = 0; draft->before != NULL && i < draft->before->index_count; i++) nd__ddl_discard_index(ddl, draft->before, draft->before->indexes[i].id);
    for (size_t i = 0; i < draft->table->index_count; i++) {
        ND_TRY(nd__ddl_new_index_id(ddl, draft, &draft->indexes[i].id));
        draft->indexes[i].state = ND_INDEX_PUBLIC; /* what had been left incomplete is complete now */
    }
    return ND_STATUS_OK;
}

/* ---- SPLIT AT --------------------------------------------------------------------------------------------------------- */

const struct nd_ast_func *nd__split_call(const struct nd_ast_stmt *stmt)
{
    if (stmt->kind != ND_STMT_SELECT || stmt->select->target_count != 1 || stmt->select->from_count != 0) return NULL;
    const struct nd_ast_expr *expr = stmt->select->targets[0].expr;
    if (expr == NULL || expr->kind != ND_AST_FUNC || strcmp(expr->func->name, "ndoto_split") != 0) return NULL;
    return expr->func;
}

/* Splitting moves no row and waits for no commit: it is done at once, whatever becomes of the transaction. */
static enum nd_status key_to_split_at(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_expr *const *values, size_t count, struct nd_slice *key_out)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_index *primary = &table->indexes[0];
    if (primary->shards > 0) {
        (void)nd_err_set(ddl->err, "0A000", "table \"%s\" cannot be split at a key: its rows are in the order of hashes", table->name);
        return nd_err_hint(ddl->err, "It has %u shards by the hash of its keys, which are split by their size; ALTER TABLE ... SET (shards = ...) makes more of them.", primary->shards);
    }
    struct nd_expr **exprs = nd_arena_array(ddl->arena, struct nd_expr *, count + 1);
    struct nd_datum *datums = nd_arena_array(ddl->arena, struct nd_datum, count + 1);
    struct nd_eval eval = {.reactor = ddl->bind.reactor, .types = ddl->bind.types, .services = ddl->bind.services, .arena = ddl->arena, .heap = session->heap, .err = ddl->err};
    ND_TRY(nd_bind_key_values(&ddl->bind, values, count, table, primary, ddl->arena, exprs, ddl->err));
    for (size_t i = 0; i < count; i++) {
        ND_TRY(nd_expr_eval_datum(&eval, exprs[i], &datums[i]));
        if (datums[i].is_null) return nd_err_set(ddl->err, "22004", "a key to split at cannot be null");
    }
    struct nd_buf key;
    nd_buf_init(&key, session->heap);
    nd_exec_split_key(table, datums, count, &key);
    *key_out = nd_arena_copy(ddl->arena, nd_buf_slice(&key));
    nd_buf_deinit(&key);
    return ND_STATUS_OK;
}

static enum nd_status split_at(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_split *split)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_txn_system *txns = session->system->txns;
    size_t count = split->values->row_count;
    struct nd_slice *keys = nd_arena_array(ddl->arena, struct nd_slice, count + 1);
    for (size_t i = 0; i < count; i++)
        ND_TRY(key_to_split_at(ddl, table, (const struct nd_ast_expr *const *)split->values->rows[i], split->values->row_width, &keys[i]));
    if (!split->is_undone) return nd_txn_system_part(txns, session->fiber, keys, count, false);
    for (size_t i = 0; i < count; i++) ND_TRY(nd_txn_system_keep(txns, session->fiber, keys[i], false));
    return ND_STATUS_OK;
}

/* Wherever shards part the table they may become one again, but for those by hash. */
static enum nd_status unsplit_all(struct nd__ddl *ddl, const struct nd_table *table)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_buf first, end;
    nd_buf_init(&first, session->heap);
    nd_buf_init(&end, session->heap);
    nd_table_put_prefix(&first, table->id);
    nd_table_put_prefix(&end, (struct nd_table_id){table->id.v + 1});
    enum nd_status status = nd_txn_system_release(session->system->txns, session->fiber, nd_buf_slice(&first), nd_buf_slice(&end));
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
    return status == ND_STATUS_OK ? nd__part_table(session->system, session->fiber, table, false) : status;
}

static enum nd_status run_split(struct nd__ddl *ddl)
{
    const struct nd_ast_split *split = ddl->stmt->split;
    const struct nd_table *table;
    snprintf(ddl->tag, 64, "ALTER TABLE");
    ND_TRY(nd__ddl_find(ddl, &split->table, NULL, false, &table));
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    if (split->values == NULL) return unsplit_all(ddl, table);
    return split_at(ddl, table, split);
}

static enum nd_status split_by_call(struct nd__ddl *ddl, const struct nd_ast_func *func)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_expr *target = func->arg_count == 0 ? NULL : func->args[0];
    if (target == NULL || target->kind != ND_AST_CONST || target->const_kind != ND_AST_STRING)
        return nd_err_set(ddl->err, "22023", "ndoto_split takes the name of a table as text, then values of its primary key");
    struct nd_ast_name name = {.name = target->text, .position = target->position};
    const struct nd_table *table = NULL;
    for (size_t i = 0; i < ddl->bind.path->count && table == NULL; i++)
        if (ddl->bind.path->schemas[i] != ND_OID_PG_CATALOG) ND_TRY(nd_catalog_find_table(session->view, session->txn, ddl->bind.path->schemas[i], name.name, &table));
    if (table == NULL) return nd_err_set(ddl->err, "42P01", "relation \"%s\" does not exist", name.name);
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    struct nd_slice key;
    ND_TRY(key_to_split_at(ddl, table, (const struct nd_ast_expr *const *)(func->args + 1), func->arg_count - 1, &key));
    return nd_txn_system_part(session->system->txns, session->fiber, &key, 1, false);
}

enum nd_status nd__session_split_call(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_slice text, struct nd_err *err)
{
    struct nd_arena arena;
    nd_arena_init(&arena, session->heap);
    struct nd__ddl ddl = {.session = session, .stmt = stmt, .bind = nd__session_bind_env(session, text), .arena = &arena, .err = err};
    enum nd_status status = split_by_call(&ddl, nd__split_call(stmt));
    nd_arena_deinit(&arena);
    return status;
}

static enum nd_status dispatch(struct nd__ddl *ddl)
{
    switch (ddl->stmt->kind) {
    case ND_STMT_CREATE_TABLE: return nd__ddl_create_table(ddl);
    case ND_STMT_CREATE_TABLE_AS: return nd__ddl_create_table_as(ddl);
    case ND_STMT_CREATE_VIEW: return nd__ddl_create_view(ddl);
    case ND_STMT_DROP: return nd__ddl_drop(ddl);
    case ND_STMT_TRUNCATE: return nd__ddl_truncate(ddl);
    case ND_STMT_CREATE_INDEX: return nd__ddl_create_index(ddl);
    case ND_STMT_REINDEX: return nd__ddl_reindex(ddl);
    case ND_STMT_ALTER_TABLE: return nd__ddl_alter_table(ddl);
    case ND_STMT_SPLIT: return run_split(ddl);
    case ND_STMT_CREATE_SCHEMA: return nd__ddl_create_schema(ddl);
    case ND_STMT_CREATE_ENUM: return nd__ddl_create_enum(ddl);
    case ND_STMT_ALTER_ENUM: return nd__ddl_alter_enum(ddl);
    case ND_STMT_CREATE_DOMAIN: return nd__ddl_create_domain(ddl);
    case ND_STMT_ALTER_DOMAIN: return nd__ddl_alter_domain(ddl);
    case ND_STMT_COMMENT: return nd__ddl_comment(ddl);
    case ND_STMT_ALTER_OWNER: return nd__ddl_owner(ddl);
    case ND_STMT_RENAME: return nd__ddl_rename(ddl);
    case ND_STMT_SET_SCHEMA: return nd__ddl_set_schema(ddl);
    case ND_STMT_CREATE_SEQUENCE: return nd__ddl_create_sequence(ddl);
    case ND_STMT_ALTER_SEQUENCE: return nd__ddl_alter_sequence(ddl);
    case ND_STMT_ROLE: snprintf(ddl->tag, 64, "%s", nd__ddl_name(ddl->stmt)); return nd__ddl_role(ddl);
    case ND_STMT_DATABASE: return nd__ddl_change_database(ddl);
    case ND_STMT_GRANT: snprintf(ddl->tag, 64, "%s", nd__ddl_name(ddl->stmt)); return nd__ddl_grant(ddl);
    default: ND_UNREACHABLE();
    }
}

enum nd_status nd__session_ddl(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_slice text, char tag[64], struct nd_err *err)
{
    struct nd_arena arena;
    nd_arena_init(&arena, session->heap);
    struct nd__ddl ddl = {.session = session, .stmt = stmt, .bind = nd__session_bind_env(session, text), .arena = &arena, .err = err, .tag = tag};
    enum nd_status status = nd_catalog_load_schemas(session->view, session->txn);
    if (status == ND_STATUS_OK) status = nd_bind_prefetch(session->view, session->txn, ddl.bind.path, stmt, ddl.bind.reactor, session->heap);
    /* what it made would belong to nobody */
    if (status == ND_STATUS_OK && session->role == ND__ROLE_GONE) status = nd_err_set(err, "42704", "role \"%s\" does not exist", session->settings.user);
    if (status == ND_STATUS_OK) status = dispatch(&ddl);
    nd_arena_deinit(&arena);
    return status;
}
