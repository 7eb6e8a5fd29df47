/* SPDX-License-Identifier: Apache-2.0 */
/* conv_ddl.c - CREATE, DROP, ALTER, TRUNCATE: libpg_query's nodes to ours. */
#include <pg_query.h>
#include <strings.h>

#include "sql/parse/parse_int.h"

/* The text of an expression, to be stored: libpg_query's deparser, which needs a whole statement. */
static const char *deparse_expr(struct nd_conv *conv, PgQuery__Node *node)
{
    PgQuery__ResTarget target = PG_QUERY__RES_TARGET__INIT;
    PgQuery__Node target_node = PG_QUERY__NODE__INIT, *targets[1] = {&target_node};
    PgQuery__SelectStmt select = PG_QUERY__SELECT_STMT__INIT;
    PgQuery__Node select_node = PG_QUERY__NODE__INIT;
    PgQuery__RawStmt raw = PG_QUERY__RAW_STMT__INIT, *raws[1] = {&raw};
    PgQuery__ParseResult result = PG_QUERY__PARSE_RESULT__INIT;
    target.val = node;
    target_node.node_case = PG_QUERY__NODE__NODE_RES_TARGET;
    target_node.res_target = &target;
    select.n_target_list = 1;
    select.target_list = targets;
    select.op = PG_QUERY__SET_OPERATION__SETOP_NONE;
    select.limit_option = PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_DEFAULT;
    select_node.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
    select_node.select_stmt = &select;
    raw.stmt = &select_node;
    result.version = PG_VERSION_NUM;
    result.n_stmts = 1;
    result.stmts = raws;
    size_t n = pg_query__parse_result__get_packed_size(&result);
    uint8_t *bytes = nd_arena_alloc(conv->arena, n + 1);
    pg_query__parse_result__pack(&result, bytes);
    PgQueryDeparseResult text = pg_query_deparse_protobuf((PgQueryProtobuf){.len = n, .data = (char *)bytes});
    const char *out = "NULL";
    if (text.error != NULL) nd__conv_fail(conv, "0A000", -1, "this expression cannot be stored: %s", text.error->message);
    else if (strncmp(text.query, "SELECT ", 7) == 0) out = nd_arena_strdup(conv->arena, text.query + 7);
    pg_query_free_deparse_result(text);
    return out;
}

static void conv_constraint(struct nd_conv *conv, const PgQuery__Constraint *in, struct nd_ast_constraint *out)
{
    switch (in->contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY: out->kind = ND_AST_PRIMARY; break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE: out->kind = ND_AST_UNIQUE; break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: out->kind = ND_AST_CHECK; break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN: out->kind = ND_AST_FOREIGN; break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION: out->kind = ND_AST_EXCLUSION; break;
    default: nd__conv_unsupported(conv, in->location, "this constraint"); return;
    }
    out->name = nd__conv_str(conv, in->conname);
    out->columns = nd__conv_strings(conv, in->keys, in->n_keys);
    out->column_count = in->n_keys;
    out->has_include = in->n_including > 0;
    out->has_index = in->indexname != NULL && in->indexname[0] != '\0';
    out->position = in->location;
    if (in->deferrable || in->initdeferred) nd__conv_unsupported(conv, in->location, "a deferrable constraint");
    if (in->nulls_not_distinct) nd__conv_unsupported(conv, in->location, "NULLS NOT DISTINCT");
}

/* Constraints of a column that name other objects go to the table's list. */
static void conv_column_constraint(struct nd_conv *conv, const PgQuery__Constraint *in, struct nd_ast_column_def *column,
                                   struct nd_ast_constraint *constraints, size_t *constraint_count)
{
    switch (in->contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NULL: column->is_null = true; return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL: column->is_not_null = true; return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
        column->default_expr = nd__conv_expr(conv, in->raw_expr);
        if (!conv->failed) column->default_text = deparse_expr(conv, in->raw_expr);
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY: column->identity = nd__conv_str(conv, in->generated_when); return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED: column->has_generated = true; return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE: return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED: nd__conv_unsupported(conv, in->location, "a deferrable constraint"); return;
    default: break;
    }
    struct nd_ast_constraint *out = &constraints[(*constraint_count)++];
    conv_constraint(conv, in, out);
    if (out->column_count == 0) {
        const char **columns = nd_arena_array(conv->arena, const char *, 1);
        columns[0] = column->name;
        out->columns = columns;
        out->column_count = 1;
    }
}

static void conv_column_def(struct nd_conv *conv, const PgQuery__ColumnDef *in, struct nd_ast_column_def *column,
                            struct nd_ast_constraint *constraints, size_t *constraint_count)
{
    column->name = nd_arena_strdup(conv->arena, in->colname);
    column->type = nd__conv_type(conv, in->type_name);
    column->is_not_null = in->is_not_null;
    column->position = in->location < 0 ? -1 : in->location + conv->offset_shift;
    if (in->coll_clause != NULL) {
        column->has_collation = true;
        column->collation = in->coll_clause->n_collname == 0 ? "" : nd__conv_string_node(conv, in->coll_clause->collname[in->coll_clause->n_collname - 1]);
    }
    if (in->raw_default != NULL) {
        column->default_expr = nd__conv_expr(conv, in->raw_default);
        if (!conv->failed) column->default_text = deparse_expr(conv, in->raw_default);
    }
    for (size_t i = 0; i < in->n_constraints && !conv->failed; i++)
        conv_column_constraint(conv, in->constraints[i]->constraint, column, constraints, constraint_count);
}

static size_t constraint_room(const PgQuery__CreateStmt *in)
{
    size_t room = in->n_table_elts + in->n_constraints;
    for (size_t i = 0; i < in->n_table_elts; i++)
        if (in->table_elts[i]->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF) room += in->table_elts[i]->column_def->n_constraints;
    return room;
}

static void conv_create_table(struct nd_conv *conv, const PgQuery__CreateStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_create_table *out = stmt->create_table = nd_arena_new(conv->arena, struct nd_ast_create_table);
    stmt->kind = ND_STMT_CREATE_TABLE;
    out->table = nd__conv_name(conv, in->relation);
    out->if_not_exists = in->if_not_exists;
    out->columns = nd_arena_array(conv->arena, struct nd_ast_column_def, in->n_table_elts + 1);
    out->constraints = nd_arena_array(conv->arena, struct nd_ast_constraint, constraint_room(in) + 1);
    if (strcmp(in->relation->relpersistence, "t") == 0) out->unsupported = "CREATE TEMPORARY TABLE";
    if (in->n_inh_relations > 0) out->unsupported = in->partbound != NULL ? "PARTITION OF" : "INHERITS";
    if (in->partspec != NULL) out->unsupported = "PARTITION BY";
    if (in->of_typename != NULL) out->unsupported = "CREATE TABLE ... OF";
    if (in->oncommit > PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_NOOP) out->unsupported = "ON COMMIT";
    if (in->tablespacename != NULL && in->tablespacename[0] != '\0') out->unsupported = "TABLESPACE";
    for (size_t i = 0; i < in->n_table_elts && !conv->failed; i++) {
        const PgQuery__Node *element = in->table_elts[i];
        switch (element->node_case) {
        case PG_QUERY__NODE__NODE_COLUMN_DEF:
            conv_column_def(conv, element->column_def, &out->columns[out->column_count++], out->constraints, &out->constraint_count);
            break;
        case PG_QUERY__NODE__NODE_CONSTRAINT: conv_constraint(conv, element->constraint, &out->constraints[out->constraint_count++]); break;
        default: out->unsupported = "LIKE in CREATE TABLE";
        }
    }
    for (size_t i = 0; i < in->n_constraints && !conv->failed; i++)
        conv_constraint(conv, in->constraints[i]->constraint, &out->constraints[out->constraint_count++]);
}

struct nd_ast_name nd__conv_name_list(struct nd_conv *conv, PgQuery__Node *const *names, size_t count)
{
    struct nd_ast_name name = {.name = "", .position = -1};
    if (count >= 1) name.name = nd__conv_string_node(conv, names[count - 1]);
    if (count >= 2) name.schema = nd__conv_string_node(conv, names[count - 2]);
    if (count >= 3) name.database = nd__conv_string_node(conv, names[count - 3]);
    return name;
}

static const char *object_name(PgQuery__ObjectType type)
{
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: return "DROP VIEW";
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW: return "DROP MATERIALIZED VIEW";
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: return "DROP SEQUENCE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: return "DROP TYPE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION: return "DROP FUNCTION";
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION: return "DROP EXTENSION";
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER: return "DROP TRIGGER";
    default: return "DROP of this kind of object";
    }
}

static void conv_drop(struct nd_conv *conv, const PgQuery__DropStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_drop *out = stmt->drop = nd_arena_new(conv->arena, struct nd_ast_drop);
    stmt->kind = ND_STMT_DROP;
    out->what = object_name(in->remove_type);
    switch (in->remove_type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE: out->object = ND_AST_OBJ_TABLE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: out->object = ND_AST_OBJ_INDEX; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: out->object = ND_AST_OBJ_SCHEMA; break;
    default: out->object = ND_AST_OBJ_OTHER;
    }
    out->if_exists = in->missing_ok;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->names = nd_arena_array(conv->arena, struct nd_ast_name, in->n_objects + 1);
    for (size_t i = 0; i < in->n_objects; i++) {
        const PgQuery__Node *object = in->objects[i];
        if (object->node_case == PG_QUERY__NODE__NODE_LIST) out->names[i] = nd__conv_name_list(conv, object->list->items, object->list->n_items);
        else out->names[i] = nd__conv_name_list(conv, &in->objects[i], 1);
        out->name_count++;
    }
}

static void conv_truncate(struct nd_conv *conv, const PgQuery__TruncateStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_drop *out = stmt->truncate = nd_arena_new(conv->arena, struct nd_ast_drop);
    stmt->kind = ND_STMT_TRUNCATE;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->names = nd_arena_array(conv->arena, struct nd_ast_name, in->n_relations + 1);
    for (size_t i = 0; i < in->n_relations; i++) out->names[out->name_count++] = nd__conv_name(conv, in->relations[i]->range_var);
}

static void conv_create_index(struct nd_conv *conv, const PgQuery__IndexStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_create_index *out = stmt->create_index = nd_arena_new(conv->arena, struct nd_ast_create_index);
    stmt->kind = ND_STMT_CREATE_INDEX;
    out->name = nd__conv_str(conv, in->idxname);
    out->table = nd__conv_name(conv, in->relation);
    out->is_unique = in->unique;
    out->if_not_exists = in->if_not_exists;
    if (in->where_clause != NULL) out->unsupported = "a partial index";
    if (in->n_index_including_params > 0) out->unsupported = "INCLUDE in an index";
    if (in->nulls_not_distinct) out->unsupported = "NULLS NOT DISTINCT";
    if (in->n_options > 0) out->unsupported = "storage parameters of an index";
    if (strcmp(in->access_method, "btree") != 0 && in->access_method[0] != '\0') out->unsupported = "an index method other than btree";
    out->columns = nd_arena_array(conv->arena, struct nd_ast_index_column, in->n_index_params + 1);
    for (size_t i = 0; i < in->n_index_params; i++) {
        const PgQuery__IndexElem *element = in->index_params[i]->index_elem;
        struct nd_ast_index_column *column = &out->columns[out->column_count++];
        column->name = nd__conv_str(conv, element->name);
        column->sort.is_desc = element->ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
        column->sort.has_nulls = element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST || element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST;
        column->sort.nulls_first = element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST;
        column->has_collation = element->n_collation > 0;
        column->has_opclass = element->n_opclass > 0;
        if (column->name == NULL) out->unsupported = "an index on an expression";
        else if (column->has_opclass) out->unsupported = "an operator class of an index";
        else if (column->has_collation) out->unsupported = "COLLATE in an index";
    }
}

static const char *alter_name(PgQuery__AlterTableType type)
{
    switch (type) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType: return "ALTER COLUMN ... TYPE";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint: return "VALIDATE CONSTRAINT";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: return "ADD GENERATED AS IDENTITY";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn: return "CLUSTER ON";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition: return "ATTACH PARTITION";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage: return "SET STORAGE";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics: return "SET STATISTICS";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRowSecurity: return "ENABLE ROW LEVEL SECURITY";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit: return "INHERIT";
    default: return "this form of ALTER TABLE";
    }
}

static void conv_alter_cmd(struct nd_conv *conv, const PgQuery__AlterTableCmd *in, struct nd_ast_alter *out)
{
    out->name = nd__conv_str(conv, in->name);
    out->if_exists = in->missing_ok;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->kind = ND_AST_ALTER_OTHER;
    out->what = alter_name(in->subtype);
    switch (in->subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: {
        if (in->def == NULL || in->def->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF) return;
        struct nd_ast_constraint *constraints = nd_arena_array(conv->arena, struct nd_ast_constraint, in->def->column_def->n_constraints + 1);
        size_t count = 0;
        out->column = nd_arena_new(conv->arena, struct nd_ast_column_def);
        conv_column_def(conv, in->def->column_def, out->column, constraints, &count);
        if (count > 0) nd__conv_unsupported(conv, constraints[0].position, "ADD COLUMN with a constraint");
        out->kind = ND_AST_ADD_COLUMN;
        return;
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn: out->kind = ND_AST_DROP_COLUMN; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
        out->kind = in->def == NULL ? ND_AST_DROP_DEFAULT : ND_AST_SET_DEFAULT;
        if (in->def != NULL) out->expr = nd__conv_expr(conv, in->def);
        if (in->def != NULL && !conv->failed) out->expr_text = deparse_expr(conv, in->def);
        return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull: out->kind = ND_AST_SET_NOT_NULL; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull: out->kind = ND_AST_DROP_NOT_NULL; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
        if (in->def == NULL || in->def->node_case != PG_QUERY__NODE__NODE_CONSTRAINT) return;
        out->kind = ND_AST_ADD_CONSTRAINT;
        out->constraint = nd_arena_new(conv->arena, struct nd_ast_constraint);
        conv_constraint(conv, in->def->constraint, out->constraint);
        return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint: out->kind = ND_AST_DROP_CONSTRAINT; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner: out->kind = ND_AST_CHANGE_OWNER; return;
    default: return;
    }
}

static void conv_alter_table(struct nd_conv *conv, const PgQuery__AlterTableStmt *in, struct nd_ast_stmt *stmt)
{
    if (in->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE) {
        bool is_owner = in->n_cmds == 1 && in->cmds[0]->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner;
        stmt->kind = ND_STMT_OTHER;
        stmt->what = is_owner ? "ALTER ... OWNER TO of this kind of object" : "ALTER of this kind of object";
        return;
    }
    struct nd_ast_alter_table *out = stmt->alter_table = nd_arena_new(conv->arena, struct nd_ast_alter_table);
    stmt->kind = ND_STMT_ALTER_TABLE;
    out->table = nd__conv_name(conv, in->relation);
    out->if_exists = in->missing_ok;
    out->commands = nd_arena_array(conv->arena, struct nd_ast_alter, in->n_cmds + 1);
    for (size_t i = 0; i < in->n_cmds && !conv->failed; i++) conv_alter_cmd(conv, in->cmds[i]->alter_table_cmd, &out->commands[out->command_count++]);
}

static void conv_create_schema(struct nd_conv *conv, const PgQuery__CreateSchemaStmt *in, struct nd_ast_stmt *stmt)
{
    stmt->kind = ND_STMT_CREATE_SCHEMA;
    stmt->object = nd_arena_new(conv->arena, struct nd_ast_name);
    stmt->object->name = nd_arena_strdup(conv->arena, in->schemaname);
    stmt->object->position = in->if_not_exists ? 1 : 0; /* no position: carries IF NOT EXISTS */
    if (in->n_schema_elts > 0) nd__conv_unsupported(conv, -1, "CREATE SCHEMA with objects");
}

static void conv_comment(struct nd_conv *conv, const PgQuery__CommentStmt *in, struct nd_ast_stmt *stmt)
{
    stmt->kind = ND_STMT_COMMENT;
    stmt->object = nd_arena_new(conv->arena, struct nd_ast_name);
    stmt->object->name = "";
    const PgQuery__Node *object = in->object;
    bool is_list = object != NULL && object->node_case == PG_QUERY__NODE__NODE_LIST;
    switch (in->objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
        stmt->what = "table";
        if (is_list) *stmt->object = nd__conv_name_list(conv, object->list->items, object->list->n_items);
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
        stmt->what = "column";
        if (is_list && object->list->n_items > 0) *stmt->object = nd__conv_name_list(conv, object->list->items, object->list->n_items - 1);
        break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
        stmt->what = "schema";
        stmt->object->name = nd__conv_string_node(conv, object);
        break;
    default: nd__conv_unsupported(conv, -1, "COMMENT ON this kind of object");
    }
}

static void conv_alter_owner(struct nd_conv *conv, const PgQuery__AlterOwnerStmt *in, struct nd_ast_stmt *stmt)
{
    if (in->object_type != PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA) {
        stmt->kind = ND_STMT_OTHER;
        stmt->what = "ALTER ... OWNER TO of this kind of object";
        return;
    }
    stmt->kind = ND_STMT_ALTER_OWNER;
    stmt->what = "schema";
    stmt->object = nd_arena_new(conv->arena, struct nd_ast_name);
    stmt->object->name = nd__conv_string_node(conv, in->object);
}

bool nd__conv_ddl(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT: conv_create_table(conv, node->create_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_DROP_STMT: conv_drop(conv, node->drop_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_TRUNCATE_STMT: conv_truncate(conv, node->truncate_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_INDEX_STMT: conv_create_index(conv, node->index_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT: conv_alter_table(conv, node->alter_table_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT: conv_create_schema(conv, node->create_schema_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_COMMENT_STMT: conv_comment(conv, node->comment_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_OWNER_STMT: conv_alter_owner(conv, node->alter_owner_stmt, stmt); return true;
    default: return false;
    }
}
