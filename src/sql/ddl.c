/* SPDX-License-Identifier: Apache-2.0 */
/* ddl.c - CREATE TABLE, DROP, TRUNCATE, SPLIT AT, and what pg_dump writes besides. */
#include <stdio.h>

#include "sql/ddl_int.h"

bool nd__is_ddl(const struct nd_ast_stmt *stmt)
{
    switch (stmt->kind) {
    case ND_STMT_CREATE_TABLE:
    case ND_STMT_DROP:
    case ND_STMT_TRUNCATE:
    case ND_STMT_CREATE_INDEX:
    case ND_STMT_ALTER_TABLE:
    case ND_STMT_SPLIT:
    case ND_STMT_CREATE_SCHEMA:
    case ND_STMT_COMMENT:
    case ND_STMT_ALTER_OWNER: return true;
    default: return false;
    }
}

/* ---- steps ---------------------------------------------------------------------------------------------------- */

enum nd_status nd__ddl_find(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind, bool is_missing_fine, const struct nd_table **table_out)
{
    enum nd_status status = nd_bind_table(&ddl->bind, name, is_missing_fine, table_out, ddl->err);
    if (status == ND_STATUS_SQL && kind != NULL && strcmp(ddl->err->sqlstate, "42P01") == 0) return nd_err_set(ddl->err, "42P01", "%s \"%s\" does not exist", kind, name->name);
    return status;
}

enum nd_status nd__ddl_begin(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    ND_TRY(nd_catalog_begin_change(session->system->catalog, session->txn));
    session->has_ddl = true;
    return ND_STATUS_OK;
}

static bool is_own(const struct nd_sql_session *session, struct nd_table_id id)
{
    ND_LIST_FOREACH(it, &session->created)
        if (ND_CONTAINER_OF(it, struct nd__created, link)->id.v == id.v) return true;
    return false;
}

enum nd_status nd__ddl_lock(struct nd__ddl *ddl, const struct nd_table *table)
{
    struct nd_sql_session *session = ddl->session;
    if (is_own(session, table->id)) return ND_STATUS_OK; /* nobody else can see it yet */
    if (session->isolation != ND_READ_COMMITTED) {
        (void)nd_err_set(ddl->err, "0A000", "a change of table \"%s\" in a REPEATABLE READ transaction is not supported", table->name);
        return nd_err_hint(ddl->err, "Change tables in a READ COMMITTED transaction.");
    }
    ND_TRY(nd_catalog_lock_rows(session->system->catalog, session->txn, table));
    return nd_txn_begin_statement(session->txn); /* rows committed before the lock was ours are seen from here on */
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

static enum nd_status name_taken(struct nd__ddl *ddl, const char *name) { return nd_err_set(ddl->err, "42P07", "relation \"%s\" already exists", name); }

enum nd_status nd__ddl_write(struct nd__ddl *ddl, const struct nd__draft *draft)
{
    struct nd_sql_session *session = ddl->session;
    enum nd_status status = draft->before == NULL ? nd_catalog_insert_table(session->system->catalog, session->txn, draft->table)
                                                  : nd_catalog_update_table(session->system->catalog, session->txn, draft->before, draft->table);
    return status == ND_STATUS_DUPLICATE_KEY ? name_taken(ddl, draft->table->name) : status;
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

void nd__ddl_renew_indexes(struct nd__ddl *ddl, struct nd__draft *draft)
{
    for (size_t i = 0; draft->before != NULL && i < draft->before->index_count; i++) nd__ddl_discard_index(ddl, draft->before, draft->before->indexes[i].id);
    for (size_t i = 0; i < draft->table->index_count; i++) draft->indexes[i].id = draft->table->next_index_id++;
}

/* ---- CREATE TABLE ----------------------------------------------------------------------------------------------- */

enum nd_status nd__ddl_column(struct nd__ddl *ddl, const struct nd_ast_column_def *def, struct nd_column *column_out)
{
    struct nd_column column = {.name = nd_arena_strdup(ddl->arena, def->name), .is_not_null = def->is_not_null, .missing = {.is_null = true}};
    ND_TRY(nd_bind_type(&ddl->bind, def->type, &column.type, ddl->err));
    if (def->identity != NULL) return nd_err_unsupported(ddl->err, "GENERATED AS IDENTITY");
    if (def->has_generated) return nd_err_unsupported(ddl->err, "a generated column");
    if (def->has_collation && strcmp(def->collation, "C") != 0 && strcmp(def->collation, "default") != 0 && strcmp(def->collation, "POSIX") != 0)
        return nd_err_set(ddl->err, "0A000", "collation \"%s\" is not supported", def->collation);
    if (def->is_not_null && def->is_null) return nd_err_set(ddl->err, "42601", "conflicting NULL/NOT NULL declarations for column \"%s\"", def->name);
    if (def->default_expr != NULL) {
        struct nd_expr *expr;
        ND_TRY(nd_bind_default(&ddl->bind, def->default_expr, def->name, column.type, ddl->arena, &expr, ddl->err));
        column.default_text = nd_arena_strdup(ddl->arena, def->default_text);
    }
    *column_out = column;
    return ND_STATUS_OK;
}

static bool is_reserved(const char *name)
{
    static const char *const names[] = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static enum nd_status create_columns(struct nd__ddl *ddl, const struct nd_ast_create_table *ast, struct nd__draft *draft)
{
    if (ast->column_count > ND_SQL_COLUMNS_MAX) return nd_err_set(ddl->err, "54011", "tables can have at most %d columns", ND_SQL_COLUMNS_MAX);
    for (size_t i = 0; i < ast->column_count; i++) {
        const struct nd_ast_column_def *def = &ast->columns[i];
        for (size_t k = 0; k < i; k++)
            if (strcmp(ast->columns[k].name, def->name) == 0) return nd_err_set(ddl->err, "42701", "column \"%s\" specified more than once", def->name);
        if (is_reserved(def->name)) return nd_err_set(ddl->err, "42701", "column name \"%s\" conflicts with a system column name", def->name);
        ND_TRY(nd__ddl_column(ddl, def, &draft->columns[i]));
        draft->columns[i].id = (uint32_t)i + 1;
        draft->columns[i].attnum = (uint16_t)(i + 1);
    }
    draft->table->column_count = ast->column_count;
    draft->table->next_column_id = (uint32_t)ast->column_count + 1;
    return ND_STATUS_OK;
}

static enum nd_status create_constraints(struct nd__ddl *ddl, const struct nd_ast_create_table *ast, struct nd__draft *draft)
{
    const struct nd_ast_constraint *primary = NULL;
    for (size_t i = 0; i < ast->constraint_count; i++) {
        const struct nd_ast_constraint *constraint = &ast->constraints[i];
        switch (constraint->kind) {
        case ND_AST_PRIMARY:
            if (primary != NULL) return nd_err_set(ddl->err, "42P16", "multiple primary keys for table \"%s\" are not allowed", draft->table->name);
            primary = constraint;
            break;
        case ND_AST_UNIQUE: break;
        case ND_AST_CHECK: return nd_err_unsupported(ddl->err, "a CHECK constraint");
        case ND_AST_FOREIGN: return nd_err_unsupported(ddl->err, "a FOREIGN KEY constraint");
        case ND_AST_EXCLUSION: return nd_err_unsupported(ddl->err, "an EXCLUDE constraint");
        }
    }
    draft->table->index_count = 1;
    ND_TRY(primary != NULL ? nd__ddl_set_primary(ddl, draft, primary) : nd__ddl_set_row_id(ddl, draft));
    for (size_t i = 0; i < ast->constraint_count; i++) {
        struct nd_index *index;
        if (ast->constraints[i].kind == ND_AST_UNIQUE) ND_TRY(nd__ddl_add_constraint_index(ddl, draft, &ast->constraints[i], &index));
    }
    return ND_STATUS_OK;
}

static enum nd_status create_table(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_create_table *ast = ddl->stmt->create_table;
    uint32_t schema, oid;
    bool is_taken;
    snprintf(ddl->tag, 64, "CREATE TABLE");
    if (ast->unsupported != NULL) return nd_err_unsupported(ddl->err, ast->unsupported);
    ND_TRY(nd_bind_schema(&ddl->bind, &ast->table, &schema, ddl->err));
    ND_TRY(nd_catalog_has_name(session->view, session->txn, schema, ast->table.name, &is_taken));
    if (is_taken && ast->if_not_exists) {
        nd__session_notice(session, "NOTICE", "42P07", "relation \"%s\" already exists, skipping", ast->table.name);
        return ND_STATUS_OK;
    }
    if (is_taken) return name_taken(ddl, ast->table.name);
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd_catalog_allocate_oids(session->system->catalog, session->fiber, 1, &oid));
    struct nd__draft draft = {.table = nd_arena_new(ddl->arena, struct nd_table)};
    draft.columns = nd_arena_array(ddl->arena, struct nd_column, ast->column_count + 2);
    draft.indexes = nd_arena_array(ddl->arena, struct nd_index, ast->constraint_count + 2);
    *draft.table = (struct nd_table){.id = {oid}, .schema_id = schema, .name = ast->table.name, .version = 1, .columns = draft.columns, .indexes = draft.indexes, .next_index_id = 1};
    ND_TRY(create_columns(ddl, ast, &draft));
    ND_TRY(create_constraints(ddl, ast, &draft));
    ND_TRY(nd__ddl_write(ddl, &draft));
    struct nd__created *created = nd_arena_new(&session->txn_arena, struct nd__created);
    created->id = draft.table->id;
    nd_list_push_back(&session->created, &created->link);
    return ND_STATUS_OK;
}

/* ---- DROP, TRUNCATE ------------------------------------------------------------------------------------------------ */

static enum nd_status drop_table(struct nd__ddl *ddl, const struct nd_ast_name *name, bool if_exists)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_table *table;
    ND_TRY(nd__ddl_find(ddl, name, NULL, true, &table));
    if (table == NULL) {
        const struct nd_table *owner;
        size_t at;
        ND_TRY(nd_catalog_find_index(session->view, session->txn, ND_OID_PUBLIC, name->name, &owner, &at));
        if (owner != NULL) return nd_err_set(ddl->err, "42809", "\"%s\" is not a table", name->name);
        if (!if_exists) return nd_err_set(ddl->err, "42P01", "table \"%s\" does not exist", name->name);
        nd__session_notice(session, "NOTICE", "00000", "table \"%s\" does not exist, skipping", name->name);
        return ND_STATUS_OK;
    }
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_lock(ddl, table));
    ND_TRY(nd_catalog_delete_table(session->system->catalog, session->txn, table));
    nd__ddl_discard_table(ddl, table);
    return ND_STATUS_OK;
}

static enum nd_status run_drop(struct nd__ddl *ddl)
{
    const struct nd_ast_drop *drop = ddl->stmt->drop;
    switch (drop->object) {
    case ND_AST_OBJ_TABLE:
        snprintf(ddl->tag, 64, "DROP TABLE");
        for (size_t i = 0; i < drop->name_count; i++) {
            bool is_repeated = false;
            for (size_t k = 0; k < i; k++) is_repeated = is_repeated || strcmp(drop->names[k].name, drop->names[i].name) == 0;
            if (!is_repeated) ND_TRY(drop_table(ddl, &drop->names[i], drop->if_exists));
        }
        return ND_STATUS_OK;
    case ND_AST_OBJ_INDEX: return nd__ddl_drop_index(ddl);
    case ND_AST_OBJ_SCHEMA: return nd_err_unsupported(ddl->err, "DROP SCHEMA");
    case ND_AST_OBJ_OTHER: return nd_err_unsupported(ddl->err, drop->what);
    }
    ND_UNREACHABLE();
}

static enum nd_status truncate_table(struct nd__ddl *ddl, const struct nd_ast_name *name)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_find(ddl, name, NULL, false, &table));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_lock(ddl, table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    nd__ddl_renew_indexes(ddl, &draft);
    ND_TRY(nd_catalog_write_stats(ddl->session->system->catalog, ddl->session->txn, table, NULL));
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status run_truncate(struct nd__ddl *ddl)
{
    const struct nd_ast_drop *truncate = ddl->stmt->truncate;
    snprintf(ddl->tag, 64, "TRUNCATE TABLE");
    for (size_t i = 0; i < truncate->name_count; i++) {
        bool is_repeated = false;
        for (size_t k = 0; k < i; k++) is_repeated = is_repeated || strcmp(truncate->names[k].name, truncate->names[i].name) == 0;
        if (!is_repeated) ND_TRY(truncate_table(ddl, &truncate->names[i]));
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
static enum nd_status split_at(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_expr *const *values, size_t count)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_index *primary = &table->indexes[0];
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
    enum nd_status status = nd_txn_system_split(session->system->txns, session->fiber, nd_buf_slice(&key), (struct nd_node_id){0});
    nd_buf_deinit(&key);
    return status;
}

static enum nd_status run_split(struct nd__ddl *ddl)
{
    const struct nd_ast_split *split = ddl->stmt->split;
    const struct nd_table *table;
    snprintf(ddl->tag, 64, "ALTER TABLE");
    ND_TRY(nd__ddl_find(ddl, &split->table, NULL, false, &table));
    for (size_t i = 0; i < split->values->row_count; i++) ND_TRY(split_at(ddl, table, (const struct nd_ast_expr *const *)split->values->rows[i], split->values->row_width));
    return ND_STATUS_OK;
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
    return split_at(ddl, table, (const struct nd_ast_expr *const *)(func->args + 1), func->arg_count - 1);
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

/* ---- what dumps say besides ------------------------------------------------------------------------------------------------ */

static enum nd_status create_schema(struct nd__ddl *ddl)
{
    const struct nd_ast_name *name = ddl->stmt->object;
    bool if_not_exists = name->position == 1;
    snprintf(ddl->tag, 64, "CREATE SCHEMA");
    if (strcmp(name->name, "public") != 0) return nd_err_unsupported(ddl->err, "a schema other than public");
    if (!if_not_exists) return nd_err_set(ddl->err, "42P06", "schema \"public\" already exists");
    nd__session_notice(ddl->session, "NOTICE", "42P06", "schema \"public\" already exists, skipping");
    return ND_STATUS_OK;
}

static enum nd_status check_public(struct nd__ddl *ddl)
{
    const char *name = ddl->stmt->object->name;
    return strcmp(name, "public") == 0 || strcmp(name, "pg_catalog") == 0 ? ND_STATUS_OK : nd_err_set(ddl->err, "3F000", "schema \"%s\" does not exist", name);
}

static enum nd_status run_comment(struct nd__ddl *ddl)
{
    const struct nd_table *table;
    snprintf(ddl->tag, 64, "COMMENT");
    if (strcmp(ddl->stmt->what, "schema") == 0) return check_public(ddl);
    ND_TRY(nd__ddl_find(ddl, ddl->stmt->object, NULL, false, &table));
    nd__session_notice(ddl->session, "WARNING", "01000", "comments are not kept");
    return ND_STATUS_OK;
}

static enum nd_status dispatch(struct nd__ddl *ddl)
{
    switch (ddl->stmt->kind) {
    case ND_STMT_CREATE_TABLE: return create_table(ddl);
    case ND_STMT_DROP: return run_drop(ddl);
    case ND_STMT_TRUNCATE: return run_truncate(ddl);
    case ND_STMT_CREATE_INDEX: return nd__ddl_create_index(ddl);
    case ND_STMT_ALTER_TABLE: return nd__ddl_alter_table(ddl);
    case ND_STMT_SPLIT: return run_split(ddl);
    case ND_STMT_CREATE_SCHEMA: return create_schema(ddl);
    case ND_STMT_COMMENT: return run_comment(ddl);
    case ND_STMT_ALTER_OWNER: snprintf(ddl->tag, 64, "ALTER SCHEMA"); return check_public(ddl);
    default: ND_UNREACHABLE();
    }
}

enum nd_status nd__session_ddl(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_slice text, char tag[64], struct nd_err *err)
{
    struct nd_arena arena;
    nd_arena_init(&arena, session->heap);
    struct nd__ddl ddl = {.session = session, .stmt = stmt, .bind = nd__session_bind_env(session, text), .arena = &arena, .err = err, .tag = tag};
    enum nd_status status = nd_bind_prefetch(session->view, session->txn, ddl.bind.path, stmt, ddl.bind.reactor, session->heap);
    if (status == ND_STATUS_OK) status = dispatch(&ddl);
    nd_arena_deinit(&arena);
    return status;
}
