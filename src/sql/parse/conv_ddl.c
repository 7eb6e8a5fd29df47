/* SPDX-License-Identifier: Apache-2.0 */
/* conv_ddl.c - DROP, TRUNCATE, schemas, sequences, comments, new names: libpg_query's nodes to ours. */
#include <strings.h>

#include "sql/parse/parse_int.h"

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
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: return "DROP TYPE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION: return "DROP FUNCTION";
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION: return "DROP EXTENSION";
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER: return "DROP TRIGGER";
    default: return "DROP of this kind of object";
    }
}

static struct nd_ast_name conv_type_name(struct nd_conv *conv, const PgQuery__TypeName *type)
{
    struct nd_ast_name name = nd__conv_name_list(conv, type->names, type->n_names);
    name.position = type->location;
    return name;
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
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: out->object = ND_AST_OBJ_SEQUENCE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: out->object = ND_AST_OBJ_VIEW; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: out->object = ND_AST_OBJ_TYPE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: out->object = ND_AST_OBJ_DOMAIN; break;
    default: out->object = ND_AST_OBJ_OTHER;
    }
    out->if_exists = in->missing_ok;
    out->is_concurrent = in->concurrent;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->names = nd_arena_array(conv->arena, struct nd_ast_name, in->n_objects + 1);
    for (size_t i = 0; i < in->n_objects; i++) {
        const PgQuery__Node *object = in->objects[i];
        if (object->node_case == PG_QUERY__NODE__NODE_LIST) out->names[i] = nd__conv_name_list(conv, object->list->items, object->list->n_items);
        else if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME) out->names[i] = conv_type_name(conv, object->type_name);
        else out->names[i] = nd__conv_name_list(conv, &in->objects[i], 1);
        out->name_count++;
    }
}

static void conv_truncate(struct nd_conv *conv, const PgQuery__TruncateStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_drop *out = stmt->truncate = nd_arena_new(conv->arena, struct nd_ast_drop);
    stmt->kind = ND_STMT_TRUNCATE;
    out->restarts_identity = in->restart_seqs;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->names = nd_arena_array(conv->arena, struct nd_ast_name, in->n_relations + 1);
    for (size_t i = 0; i < in->n_relations; i++) out->names[out->name_count++] = nd__conv_name(conv, in->relations[i]->range_var);
}

static void conv_create_schema(struct nd_conv *conv, const PgQuery__CreateSchemaStmt *in, struct nd_ast_stmt *stmt)
{
    stmt->kind = ND_STMT_CREATE_SCHEMA;
    stmt->create_schema = nd_arena_new(conv->arena, struct nd_ast_create_schema);
    stmt->create_schema->name = nd__conv_str(conv, in->schemaname);
    stmt->create_schema->if_not_exists = in->if_not_exists;
    if (in->authrole != NULL) {
        stmt->create_schema->owner = nd_arena_new(conv->arena, struct nd_ast_role_name);
        *stmt->create_schema->owner = nd__conv_role_name(conv, in->authrole);
    }
    if (in->n_schema_elts > 0) nd__conv_unsupported(conv, -1, "CREATE SCHEMA with objects");
}

/* ---- COMMENT ON, OWNER TO, RENAME, SET SCHEMA ----------------------------------------------------------- */

static const char *kind_name(PgQuery__ObjectType type)
{
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: return "VIEW";
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW: return "MATERIALIZED VIEW";
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: return "TYPE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: return "DOMAIN";
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION: return "FUNCTION";
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER: return "TRIGGER";
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROLE: return "ROLE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE: return "DATABASE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION: return "EXTENSION";
    default: return "this kind of object";
    }
}

static struct nd_ast_change *new_change(struct nd_conv *conv, struct nd_ast_stmt *stmt, enum nd_ast_stmt_kind kind, PgQuery__ObjectType type)
{
    struct nd_ast_change *change = stmt->change = nd_arena_new(conv->arena, struct nd_ast_change);
    stmt->kind = kind;
    change->what = kind_name(type);
    change->name = (struct nd_ast_name){.name = "", .position = -1};
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE: change->object = ND_AST_OBJ_TABLE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: change->object = ND_AST_OBJ_INDEX; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: change->object = ND_AST_OBJ_SEQUENCE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: change->object = ND_AST_OBJ_VIEW; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN: change->object = ND_AST_OBJ_COLUMN; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT: change->object = ND_AST_OBJ_CONSTRAINT; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: change->object = ND_AST_OBJ_SCHEMA; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE: change->object = ND_AST_OBJ_DATABASE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: change->object = ND_AST_OBJ_TYPE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROLE: change->object = ND_AST_OBJ_ROLE; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: change->object = ND_AST_OBJ_DOMAIN; break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT: change->object = ND_AST_OBJ_DOMAIN_CONSTRAINT; break;
    default: change->object = ND_AST_OBJ_OTHER;
    }
    return change;
}

/* A name as a list; of columns and constraints the last member is theirs. */
static void take_object(struct nd_conv *conv, const PgQuery__Node *object, struct nd_ast_change *change)
{
    bool has_sub = change->object == ND_AST_OBJ_COLUMN || change->object == ND_AST_OBJ_CONSTRAINT;
    if (object == NULL) return;
    if (object->node_case == PG_QUERY__NODE__NODE_STRING) {
        change->name.name = nd__conv_string_node(conv, object);
        return;
    }
    if (object->node_case == PG_QUERY__NODE__NODE_TYPE_NAME) change->name = conv_type_name(conv, object->type_name);
    if (object->node_case != PG_QUERY__NODE__NODE_LIST || object->list->n_items == 0) return;
    if (change->object == ND_AST_OBJ_DOMAIN_CONSTRAINT && object->list->n_items == 2 && object->list->items[0]->node_case == PG_QUERY__NODE__NODE_TYPE_NAME) {
        change->name = conv_type_name(conv, object->list->items[0]->type_name);
        change->sub = nd__conv_string_node(conv, object->list->items[1]);
        return;
    }
    size_t count = object->list->n_items;
    if (has_sub) change->sub = nd__conv_string_node(conv, object->list->items[--count]);
    change->name = nd__conv_name_list(conv, object->list->items, count);
}

static void conv_comment(struct nd_conv *conv, const PgQuery__CommentStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_change *change = new_change(conv, stmt, ND_STMT_COMMENT, in->objtype);
    take_object(conv, in->object, change);
    change->text = nd__conv_str(conv, in->comment);
}

static void conv_alter_owner(struct nd_conv *conv, const PgQuery__AlterOwnerStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_change *change = new_change(conv, stmt, ND_STMT_ALTER_OWNER, in->object_type);
    take_object(conv, in->object, change);
    change->owner = nd__conv_role_name(conv, in->newowner);
}

static void conv_rename(struct nd_conv *conv, const PgQuery__RenameStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_change *change = new_change(conv, stmt, ND_STMT_RENAME, in->rename_type);
    bool has_columns = in->relation_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE || in->relation_type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW;
    if (change->object == ND_AST_OBJ_COLUMN && !has_columns) change->object = ND_AST_OBJ_OTHER;
    if (change->object == ND_AST_OBJ_COLUMN && in->relation_type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW) change->what = "VIEW";
    if (in->relation != NULL) change->name = nd__conv_name(conv, in->relation);
    else take_object(conv, in->object, change);
    change->sub = nd__conv_str(conv, in->subname);
    if (change->object == ND_AST_OBJ_SCHEMA || change->object == ND_AST_OBJ_ROLE || change->object == ND_AST_OBJ_DATABASE) change->name.name = change->sub == NULL ? "" : change->sub;
    change->text = nd_arena_strdup(conv->arena, in->newname);
    change->if_exists = in->missing_ok;
}

static void conv_set_schema(struct nd_conv *conv, const PgQuery__AlterObjectSchemaStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_change *change = new_change(conv, stmt, ND_STMT_SET_SCHEMA, in->object_type);
    if (in->relation != NULL) change->name = nd__conv_name(conv, in->relation);
    else take_object(conv, in->object, change);
    change->text = nd_arena_strdup(conv->arena, in->newschema);
    change->if_exists = in->missing_ok;
}

/* ---- types -------------------------------------------------------------------------------------------------- */

static void conv_create_enum(struct nd_conv *conv, const PgQuery__CreateEnumStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_enum *out = stmt->enumeration = nd_arena_new(conv->arena, struct nd_ast_enum);
    stmt->kind = ND_STMT_CREATE_ENUM;
    out->name = nd__conv_name_list(conv, in->type_name, in->n_type_name);
    out->label_count = in->n_vals;
    out->labels = nd_arena_array(conv->arena, const char *, in->n_vals + 1);
    for (size_t i = 0; i < in->n_vals; i++) out->labels[i] = nd_arena_strdup(conv->arena, in->vals[i]->string->sval);
}

static void conv_alter_enum(struct nd_conv *conv, const PgQuery__AlterEnumStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_enum *out = stmt->enumeration = nd_arena_new(conv->arena, struct nd_ast_enum);
    stmt->kind = ND_STMT_ALTER_ENUM;
    out->name = nd__conv_name_list(conv, in->type_name, in->n_type_name);
    out->renamed = nd__conv_str(conv, in->old_val);
    out->label = nd_arena_strdup(conv->arena, in->new_val);
    out->neighbor = nd__conv_str(conv, in->new_val_neighbor);
    out->is_after = in->new_val_is_after;
    out->if_not_exists = in->skip_if_new_val_exists;
}

/* ---- sequences, CREATE TABLE AS ----------------------------------------------------------------------------- */

static void conv_sequence(struct nd_conv *conv, const PgQuery__RangeVar *name, PgQuery__Node *const *options, size_t count, bool if_exists, enum nd_ast_stmt_kind kind,
                          struct nd_ast_stmt *stmt)
{
    stmt->kind = kind;
    stmt->sequence = nd_arena_new(conv->arena, struct nd_ast_sequence);
    stmt->sequence->name = nd__conv_name(conv, name);
    stmt->sequence->options = nd__conv_options(conv, options, count);
    stmt->sequence->option_count = count;
    stmt->sequence->if_exists = if_exists;
    if (strcmp(name->relpersistence, "t") == 0) nd__conv_unsupported(conv, -1, "CREATE TEMPORARY SEQUENCE");
}

static void conv_create_as(struct nd_conv *conv, const PgQuery__CreateTableAsStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_create_table_as *out = stmt->create_table_as = nd_arena_new(conv->arena, struct nd_ast_create_table_as);
    stmt->kind = ND_STMT_CREATE_TABLE_AS;
    if (in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW) {
        stmt->kind = ND_STMT_OTHER;
        stmt->what = "CREATE MATERIALIZED VIEW";
        return;
    }
    nd__conv_into(conv, in->into, out);
    out->if_not_exists = in->if_not_exists;
    if (in->query != NULL && in->query->node_case == PG_QUERY__NODE__NODE_SELECT_STMT) out->query = nd__conv_select_node(conv, in->query);
    else out->unsupported = "CREATE TABLE AS EXECUTE";
}

bool nd__conv_check_option(struct nd_conv *conv, const PgQuery__DefElem *in, char *option_out)
{
    if (strcmp(in->defname, "check_option") != 0) return false;
    const char *value = "";
    bool is_name = in->arg != NULL && in->arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME && in->arg->type_name->n_names > 0;
    if (in->arg != NULL && in->arg->node_case == PG_QUERY__NODE__NODE_STRING) value = in->arg->string->sval;
    if (is_name) value = in->arg->type_name->names[in->arg->type_name->n_names - 1]->string->sval;
    if (strcmp(value, "local") != 0 && strcmp(value, "cascaded") != 0) {
        nd__conv_fail(conv, "22023", -1, "invalid value for enum option \"check_option\": %s", value);
        (void)nd_err_detail(conv->err, "Valid values are \"local\" and \"cascaded\".");
        return true;
    }
    *option_out = value[0];
    return true;
}

static void conv_create_view(struct nd_conv *conv, const PgQuery__ViewStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_create_view *out = stmt->create_view = nd_arena_new(conv->arena, struct nd_ast_create_view);
    stmt->kind = ND_STMT_CREATE_VIEW;
    out->name = nd__conv_name(conv, in->view);
    out->columns = nd__conv_strings(conv, in->aliases, in->n_aliases);
    out->column_count = in->n_aliases;
    out->or_replace = in->replace;
    out->query = nd__conv_select_node(conv, in->query);
    out->is_temp = strcmp(in->view->relpersistence, "t") == 0;
    for (size_t i = 0; i < in->n_options && !conv->failed; i++)
        if (!nd__conv_check_option(conv, in->options[i]->def_elem, &out->check_option)) out->unsupported = "CREATE VIEW ... WITH (options)";
    if (in->with_check_option == PG_QUERY__VIEW_CHECK_OPTION__LOCAL_CHECK_OPTION) out->check_option = 'l';
    if (in->with_check_option == PG_QUERY__VIEW_CHECK_OPTION__CASCADED_CHECK_OPTION) out->check_option = 'c';
    if (out->query != NULL && out->query->has_into) nd__conv_fail(conv, "0A000", -1, "views must not contain SELECT INTO");
}

char nd__conv_on_commit(struct nd_conv *conv, PgQuery__OnCommitAction action, bool is_temp)
{
    if (action <= PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_NOOP) return 0;
    if (!is_temp) nd__conv_fail(conv, "42P16", -1, "ON COMMIT can only be used on temporary tables");
    return action == PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_DELETE_ROWS ? 'd' : action == PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_DROP ? 'x' : 0;
}

void nd__conv_into(struct nd_conv *conv, const PgQuery__IntoClause *into, struct nd_ast_create_table_as *out)
{
    out->table = nd__conv_name(conv, into->rel);
    out->columns = nd__conv_strings(conv, into->col_names, into->n_col_names);
    out->column_count = into->n_col_names;
    out->has_no_data = into->skip_data;
    out->parameters = nd__conv_options(conv, into->options, into->n_options);
    out->parameter_count = into->n_options;
    out->is_temp = strcmp(into->rel->relpersistence, "t") == 0;
    out->on_commit = nd__conv_on_commit(conv, into->on_commit, out->is_temp);
}

static void conv_reindex(struct nd_conv *conv, const PgQuery__ReindexStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_reindex *out = stmt->reindex = nd_arena_new(conv->arena, struct nd_ast_reindex);
    stmt->kind = ND_STMT_REINDEX;
    switch (in->kind) {
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX: out->kind = ND_AST_REINDEX_INDEX; break;
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE: out->kind = ND_AST_REINDEX_TABLE; break;
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SCHEMA: out->kind = ND_AST_REINDEX_SCHEMA; break;
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SYSTEM: out->kind = ND_AST_REINDEX_SYSTEM; break;
    default: out->kind = ND_AST_REINDEX_DATABASE;
    }
    if (in->relation != NULL) out->name = nd__conv_name(conv, in->relation);
    else out->name = (struct nd_ast_name){.name = nd__conv_str(conv, in->name), .position = -1};
    for (size_t i = 0; i < in->n_params; i++) {
        const PgQuery__DefElem *def = in->params[i]->def_elem;
        bool is_on = def->arg == NULL || def->arg->node_case != PG_QUERY__NODE__NODE_STRING || (strcmp(def->arg->string->sval, "false") != 0 && strcmp(def->arg->string->sval, "off") != 0);
        if (strcmp(def->defname, "concurrently") == 0) out->is_concurrent = is_on;
        else if (strcmp(def->defname, "verbose") != 0) out->unsupported = nd_arena_printf(conv->arena, "REINDEX option \"%s\"", def->defname);
    }
}

bool nd__conv_ddl(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT: nd__conv_create_table(conv, node->create_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_DROP_STMT: conv_drop(conv, node->drop_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_TRUNCATE_STMT: conv_truncate(conv, node->truncate_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_INDEX_STMT: nd__conv_create_index(conv, node->index_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_REINDEX_STMT: conv_reindex(conv, node->reindex_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT: nd__conv_alter_table(conv, node->alter_table_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT: conv_create_schema(conv, node->create_schema_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_CREATE_ENUM_STMT: conv_create_enum(conv, node->create_enum_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT: conv_alter_enum(conv, node->alter_enum_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT: nd__conv_create_domain(conv, node->create_domain_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT: nd__conv_alter_domain(conv, node->alter_domain_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_COMMENT_STMT: conv_comment(conv, node->comment_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_OWNER_STMT: conv_alter_owner(conv, node->alter_owner_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_RENAME_STMT: conv_rename(conv, node->rename_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT: conv_set_schema(conv, node->alter_object_schema_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT: {
        const PgQuery__CreateSeqStmt *in = node->create_seq_stmt;
        conv_sequence(conv, in->sequence, in->options, in->n_options, in->if_not_exists, ND_STMT_CREATE_SEQUENCE, stmt);
        return true;
    }
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT: {
        const PgQuery__AlterSeqStmt *in = node->alter_seq_stmt;
        conv_sequence(conv, in->sequence, in->options, in->n_options, in->missing_ok, ND_STMT_ALTER_SEQUENCE, stmt);
        return true;
    }
    case PG_QUERY__NODE__NODE_VIEW_STMT: conv_create_view(conv, node->view_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT: conv_create_as(conv, node->create_table_as_stmt, stmt); return true;
    default: return false;
    }
}
