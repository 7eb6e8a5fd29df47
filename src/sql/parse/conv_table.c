/* SPDX-License-Identifier: Apache-2.0 */
/* conv_table.c - CREATE TABLE, ALTER TABLE, CREATE INDEX: libpg_query's nodes to ours. */
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
    bool is_foreign = out->kind == ND_AST_FOREIGN;
    out->columns = is_foreign ? nd__conv_strings(conv, in->fk_attrs, in->n_fk_attrs) : nd__conv_strings(conv, in->keys, in->n_keys);
    out->column_count = is_foreign ? in->n_fk_attrs : in->n_keys;
    out->included = nd__conv_strings(conv, in->including, in->n_including);
    out->included_count = in->n_including;
    out->index_name = nd__conv_str(conv, in->indexname);
    out->is_null_equal = in->nulls_not_distinct;
    out->parameters = nd__conv_options(conv, in->options, in->n_options);
    out->parameter_count = in->n_options;
    out->is_not_valid = in->skip_validation;
    out->is_deferrable = in->deferrable;
    out->is_deferred = in->initdeferred;
    out->position = in->location;
    if (out->kind == ND_AST_CHECK) {
        out->check = nd__conv_expr(conv, in->raw_expr);
        if (!conv->failed) out->check_text = deparse_expr(conv, in->raw_expr);
    }
    if (!is_foreign) return;
    out->ref_table = nd__conv_name(conv, in->pktable);
    out->ref_columns = nd__conv_strings(conv, in->pk_attrs, in->n_pk_attrs);
    out->ref_column_count = in->n_pk_attrs;
    out->match = in->fk_matchtype[0];
    out->on_delete = in->fk_del_action[0];
    out->on_update = in->fk_upd_action[0];
    out->set_columns = nd__conv_strings(conv, in->fk_del_set_cols, in->n_fk_del_set_cols);
    out->set_column_count = in->n_fk_del_set_cols;
}

/* Constraints of a column that name other objects go to the table's list. */
static void conv_column_constraint(struct nd_conv *conv, const PgQuery__Constraint *in, struct nd_ast_column_def *column,
                                   struct nd_ast_constraint *constraints, size_t *constraint_count)
{
    switch (in->contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NULL: column->is_null = true; return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL: column->is_not_null = true; return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
        if (column->default_expr != NULL) column->repeated = "default values specified";
        column->default_expr = nd__conv_expr(conv, in->raw_expr);
        if (!conv->failed) column->default_text = deparse_expr(conv, in->raw_expr);
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
        if (column->identity != NULL) column->repeated = "identity specifications";
        column->identity = nd__conv_str(conv, in->generated_when);
        column->identity_options = nd__conv_options(conv, in->options, in->n_options);
        column->identity_option_count = in->n_options;
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED:
        if (column->generated_expr != NULL) column->repeated = "generation clauses specified";
        column->generated_expr = nd__conv_expr(conv, in->raw_expr);
        if (!conv->failed) column->generated_text = deparse_expr(conv, in->raw_expr);
        return;
    /* they follow the constraint that they are about */
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE: return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE:
        if (*constraint_count > 0) constraints[*constraint_count - 1].is_deferrable = true;
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED:
        if (*constraint_count > 0) constraints[*constraint_count - 1].is_deferrable = constraints[*constraint_count - 1].is_deferred = true;
        return;
    default: break;
    }
    struct nd_ast_constraint *out = &constraints[(*constraint_count)++];
    conv_constraint(conv, in, out);
    out->column = column->name;
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

static void conv_like(struct nd_conv *conv, const PgQuery__TableLikeClause *in, struct nd_ast_create_table *table)
{
    /* bits of PostgreSQL's CREATE_TABLE_LIKE_* */
    enum { COMMENTS = 1,
           CONSTRAINTS = 4,
           DEFAULTS = 8,
           GENERATED = 16,
           IDENTITY = 32,
           INDEXES = 64 };
    struct nd_ast_like *like = &table->likes[table->like_count++];
    like->table = nd__conv_name(conv, in->relation);
    like->before = table->column_count;
    like->comments = (in->options & COMMENTS) != 0;
    like->constraints = (in->options & CONSTRAINTS) != 0;
    like->defaults = (in->options & DEFAULTS) != 0;
    like->generated = (in->options & GENERATED) != 0;
    like->identity = (in->options & IDENTITY) != 0;
    like->indexes = (in->options & INDEXES) != 0;
}

void nd__conv_create_table(struct nd_conv *conv, const PgQuery__CreateStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_create_table *out = stmt->create_table = nd_arena_new(conv->arena, struct nd_ast_create_table);
    stmt->kind = ND_STMT_CREATE_TABLE;
    out->table = nd__conv_name(conv, in->relation);
    out->if_not_exists = in->if_not_exists;
    out->columns = nd_arena_array(conv->arena, struct nd_ast_column_def, in->n_table_elts + 1);
    out->constraints = nd_arena_array(conv->arena, struct nd_ast_constraint, constraint_room(in) + 1);
    out->likes = nd_arena_array(conv->arena, struct nd_ast_like, in->n_table_elts + 1);
    out->is_temp = strcmp(in->relation->relpersistence, "t") == 0;
    out->on_commit = nd__conv_on_commit(conv, in->oncommit, out->is_temp || (out->table.schema != NULL && strcmp(out->table.schema, "pg_temp") == 0));
    if (in->n_inh_relations > 0) out->unsupported = in->partbound != NULL ? "PARTITION OF" : "INHERITS";
    if (in->partspec != NULL) out->unsupported = "PARTITION BY";
    if (in->of_typename != NULL) out->unsupported = "CREATE TABLE ... OF";
    if (in->tablespacename != NULL && in->tablespacename[0] != '\0') out->unsupported = "TABLESPACE";
    if (out->unsupported != NULL) return; /* columns of a partition have no types */
    out->parameters = nd__conv_options(conv, in->options, in->n_options);
    out->parameter_count = in->n_options;
    for (size_t i = 0; i < in->n_table_elts && !conv->failed; i++) {
        const PgQuery__Node *element = in->table_elts[i];
        switch (element->node_case) {
        case PG_QUERY__NODE__NODE_COLUMN_DEF:
            conv_column_def(conv, element->column_def, &out->columns[out->column_count++], out->constraints, &out->constraint_count);
            break;
        case PG_QUERY__NODE__NODE_CONSTRAINT: conv_constraint(conv, element->constraint, &out->constraints[out->constraint_count++]); break;
        case PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE: conv_like(conv, element->table_like_clause, out); break;
        default: out->unsupported = "this element of CREATE TABLE";
        }
    }
    for (size_t i = 0; i < in->n_constraints && !conv->failed; i++)
        conv_constraint(conv, in->constraints[i]->constraint, &out->constraints[out->constraint_count++]);
}

/* All texts are in the order of their bytes: what asks for that asks for nothing. */
static bool is_byte_collation(struct nd_conv *conv, const PgQuery__IndexElem *element)
{
    static const char *const names[] = {"C", "POSIX", "default", "C.UTF-8", "ucs_basic"};
    const char *name = nd__conv_string_node(conv, element->collation[element->n_collation - 1]);
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

/* The operator class that a btree has by default, or one that sorts as it does. */
static bool is_plain_opclass(struct nd_conv *conv, const PgQuery__IndexElem *element)
{
    static const char *const types[] = {"text", "varchar", "bpchar", "name", "char", "int2", "int4", "int8", "oid", "numeric", "float4", "float8",
                                        "bool", "bytea", "date", "time", "timestamp", "timestamptz", "interval", "uuid"};
    const char *name = nd__conv_string_node(conv, element->opclass[element->n_opclass - 1]);
    for (size_t i = 0; i < ND_ARRAY_LEN(types); i++) {
        size_t n = strlen(types[i]);
        if (strncmp(name, types[i], n) != 0) continue;
        if (strcmp(name + n, "_ops") == 0 || (i < 3 && strcmp(name + n, "_pattern_ops") == 0)) return element->n_opclassopts == 0;
    }
    return false;
}

void nd__conv_create_index(struct nd_conv *conv, const PgQuery__IndexStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_create_index *out = stmt->create_index = nd_arena_new(conv->arena, struct nd_ast_create_index);
    stmt->kind = ND_STMT_CREATE_INDEX;
    out->name = nd__conv_str(conv, in->idxname);
    out->table = nd__conv_name(conv, in->relation);
    out->is_unique = in->unique;
    out->if_not_exists = in->if_not_exists;
    if (in->where_clause != NULL) {
        out->where = nd__conv_expr(conv, in->where_clause);
        if (!conv->failed) out->where_text = deparse_expr(conv, in->where_clause);
    }
    out->included = nd_arena_array(conv->arena, const char *, in->n_index_including_params + 1);
    for (size_t i = 0; i < in->n_index_including_params; i++) {
        out->included[out->included_count] = nd__conv_str(conv, in->index_including_params[i]->index_elem->name);
        if (out->included[out->included_count++] == NULL) nd__conv_fail(conv, "0A000", -1, "expressions are not supported in included columns");
    }
    out->is_null_equal = in->nulls_not_distinct;
    out->is_concurrent = in->concurrent;
    out->parameters = nd__conv_options(conv, in->options, in->n_options);
    out->parameter_count = in->n_options;
    if (strcmp(in->access_method, "btree") != 0 && in->access_method[0] != '\0') out->unsupported = "an index method other than btree";
    out->columns = nd_arena_array(conv->arena, struct nd_ast_index_column, in->n_index_params + 1);
    for (size_t i = 0; i < in->n_index_params; i++) {
        const PgQuery__IndexElem *element = in->index_params[i]->index_elem;
        struct nd_ast_index_column *column = &out->columns[out->column_count++];
        column->name = nd__conv_str(conv, element->name);
        column->sort.is_desc = element->ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
        column->sort.has_nulls = element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST || element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST;
        column->sort.nulls_first = element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST;
        column->has_collation = element->n_collation > 0 && !is_byte_collation(conv, element);
        column->has_opclass = element->n_opclass > 0 && !is_plain_opclass(conv, element);
        if (element->expr != NULL) column->expr = nd__conv_expr(conv, element->expr);
        if (element->expr != NULL && !conv->failed) column->expr_text = deparse_expr(conv, element->expr);
        if (column->has_opclass) out->unsupported = "an operator class of an index";
        else if (column->has_collation) out->unsupported = "COLLATE in an index";
    }
}

static void conv_add_column(struct nd_conv *conv, const PgQuery__ColumnDef *in, struct nd_ast_alter *out)
{
    out->constraints = nd_arena_array(conv->arena, struct nd_ast_constraint, in->n_constraints + 1);
    out->column = nd_arena_new(conv->arena, struct nd_ast_column_def);
    conv_column_def(conv, in, out->column, out->constraints, &out->constraint_count);
    out->kind = ND_AST_ADD_COLUMN;
}

static void conv_alter_type(struct nd_conv *conv, const PgQuery__ColumnDef *in, struct nd_ast_alter *out)
{
    out->column = nd_arena_new(conv->arena, struct nd_ast_column_def);
    out->column->name = out->name;
    out->column->type = nd__conv_type(conv, in->type_name);
    if (in->raw_default != NULL) out->expr = nd__conv_expr(conv, in->raw_default);
    if (in->coll_clause != NULL) nd__conv_unsupported(conv, -1, "COLLATE in ALTER COLUMN ... TYPE");
    out->kind = ND_AST_ALTER_TYPE;
}

static void conv_constraint_cmd(struct nd_conv *conv, PgQuery__Node *def, enum nd_ast_alter_kind kind, struct nd_ast_alter *out)
{
    if (def == NULL || def->node_case != PG_QUERY__NODE__NODE_CONSTRAINT) return;
    const PgQuery__Constraint *in = def->constraint;
    out->kind = kind;
    out->constraint = nd_arena_new(conv->arena, struct nd_ast_constraint);
    if (kind == ND_AST_ADD_CONSTRAINT) {
        conv_constraint(conv, in, out->constraint);
        return;
    }
    if (kind == ND_AST_ADD_IDENTITY) {
        out->column = nd_arena_new(conv->arena, struct nd_ast_column_def);
        out->column->identity = nd__conv_str(conv, in->generated_when);
        out->options = nd__conv_options(conv, in->options, in->n_options);
        out->option_count = in->n_options;
        return;
    }
    out->name = nd__conv_str(conv, in->conname); /* ALTER CONSTRAINT */
    out->constraint->is_deferrable = in->deferrable;
    out->constraint->is_deferred = in->initdeferred;
}

static const char *alter_name(PgQuery__AlterTableType type)
{
    switch (type) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition: return "ATTACH PARTITION";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRowSecurity: return "ENABLE ROW LEVEL SECURITY";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit: return "INHERIT";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser: return "DISABLE TRIGGER";
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser: return "ENABLE TRIGGER";
    default: return "this form of ALTER TABLE";
    }
}

/* Most parameters change nothing (ddl_parameter.c); a view's check_option does. */
static void conv_rel_options(struct nd_conv *conv, const PgQuery__AlterTableCmd *in, struct nd_ast_alter *out)
{
    bool is_set = in->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions;
    out->kind = is_set ? ND_AST_SET_PARAMETERS : ND_AST_RESET_PARAMETERS;
    if (in->def == NULL || in->def->node_case != PG_QUERY__NODE__NODE_LIST) return;
    out->options = nd__conv_options(conv, in->def->list->items, in->def->list->n_items);
    out->option_count = in->def->list->n_items;
    for (size_t i = 0; i < in->def->list->n_items; i++) {
        const PgQuery__DefElem *option = in->def->list->items[i]->def_elem;
        if (strcmp(option->defname, "check_option") != 0) continue;
        out->kind = ND_AST_SET_CHECK_OPTION;
        if (is_set) (void)nd__conv_check_option(conv, option, &out->check_option);
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
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
        if (in->def != NULL && in->def->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF) conv_add_column(conv, in->def->column_def, out);
        return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
        if (in->def != NULL && in->def->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF) conv_alter_type(conv, in->def->column_def, out);
        return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn: out->kind = ND_AST_DROP_COLUMN; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
        out->kind = in->def == NULL ? ND_AST_DROP_DEFAULT : ND_AST_SET_DEFAULT;
        if (in->def != NULL) out->expr = nd__conv_expr(conv, in->def);
        if (in->def != NULL && !conv->failed) out->expr_text = deparse_expr(conv, in->def);
        return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull: out->kind = ND_AST_SET_NOT_NULL; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull: out->kind = ND_AST_DROP_NOT_NULL; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: conv_constraint_cmd(conv, in->def, ND_AST_ADD_CONSTRAINT, out); return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint: conv_constraint_cmd(conv, in->def, ND_AST_ALTER_CONSTRAINT, out); return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: conv_constraint_cmd(conv, in->def, ND_AST_ADD_IDENTITY, out); return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity:
        out->kind = ND_AST_SET_IDENTITY;
        if (in->def != NULL && in->def->node_case == PG_QUERY__NODE__NODE_LIST) {
            out->options = nd__conv_options(conv, in->def->list->items, in->def->list->n_items);
            out->option_count = in->def->list->n_items;
        }
        return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity: out->kind = ND_AST_DROP_IDENTITY; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression: out->kind = ND_AST_DROP_EXPRESSION; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint: out->kind = ND_AST_VALIDATE; return;
    /* how bytes lie on a disk that is not there: nothing changes */
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropCluster:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ReplicaIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropOids: out->kind = ND_AST_ALTER_NOTHING; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions: conv_rel_options(conv, in, out); return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint: out->kind = ND_AST_DROP_CONSTRAINT; return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner:
        out->kind = ND_AST_CHANGE_OWNER;
        out->owner = nd__conv_role_name(conv, in->newowner);
        return;
    default: return;
    }
}

/* ---- domains --------------------------------------------------------------------------------------------------- */

static void conv_domain_constraint(struct nd_conv *conv, const PgQuery__Constraint *in, struct nd_ast_domain *out)
{
    static const struct {
        PgQuery__ConstrType type;
        const char *name;
    } impossible[] = {{PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE, "unique"}, {PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY, "primary key"},
                      {PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION, "exclusion"}, {PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN, "foreign key"}};
    for (size_t i = 0; i < ND_ARRAY_LEN(impossible); i++)
        if (in->contype == impossible[i].type) nd__conv_fail(conv, "42601", -1, "%s constraints not possible for domains", impossible[i].name);
    bool is_null = in->contype == PG_QUERY__CONSTR_TYPE__CONSTR_NULL, is_not_null = in->contype == PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL;
    if ((is_null && out->def.is_not_null) || (is_not_null && out->def.is_null)) nd__conv_fail(conv, "42601", -1, "conflicting NULL/NOT NULL constraints");
    if (in->contype == PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT && out->def.default_expr != NULL) nd__conv_fail(conv, "42601", -1, "multiple default expressions");
    if (!conv->failed) conv_column_constraint(conv, in, &out->def, out->checks, &out->check_count);
}

void nd__conv_create_domain(struct nd_conv *conv, const PgQuery__CreateDomainStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_domain *out = stmt->domain = nd_arena_new(conv->arena, struct nd_ast_domain);
    stmt->kind = ND_STMT_CREATE_DOMAIN;
    out->name = nd__conv_name_list(conv, in->domainname, in->n_domainname);
    out->def.name = out->name.name;
    out->def.type = nd__conv_type(conv, in->type_name);
    if (in->coll_clause != NULL) {
        out->def.has_collation = true;
        out->def.collation = in->coll_clause->n_collname == 0 ? "" : nd__conv_string_node(conv, in->coll_clause->collname[in->coll_clause->n_collname - 1]);
    }
    out->checks = nd_arena_array(conv->arena, struct nd_ast_constraint, in->n_constraints + 1);
    for (size_t i = 0; i < in->n_constraints && !conv->failed; i++) conv_domain_constraint(conv, in->constraints[i]->constraint, out);
}

void nd__conv_alter_domain(struct nd_conv *conv, const PgQuery__AlterDomainStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_domain *out = stmt->domain = nd_arena_new(conv->arena, struct nd_ast_domain);
    stmt->kind = ND_STMT_ALTER_DOMAIN;
    out->name = nd__conv_name_list(conv, in->type_name, in->n_type_name);
    out->def.name = out->name.name;
    out->change = in->subtype[0];
    out->constraint = nd__conv_str(conv, in->name);
    out->if_exists = in->missing_ok;
    out->is_cascade = in->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    out->checks = nd_arena_array(conv->arena, struct nd_ast_constraint, 2);
    if (out->change == 'C') conv_domain_constraint(conv, in->def->constraint, out);
    if (out->change != 'T' || in->def == NULL) return;
    out->def.default_expr = nd__conv_expr(conv, in->def);
    if (!conv->failed) out->def.default_text = deparse_expr(conv, in->def);
}

static bool sets_parameters_only(const PgQuery__AlterTableStmt *in)
{
    for (size_t i = 0; i < in->n_cmds; i++) {
        PgQuery__AlterTableType type = in->cmds[i]->alter_table_cmd->subtype;
        if (type != PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions && type != PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions) return false;
    }
    return true;
}

void nd__conv_alter_table(struct nd_conv *conv, const PgQuery__AlterTableStmt *in, struct nd_ast_stmt *stmt)
{
    bool is_owner_only = in->n_cmds == 1 && in->cmds[0]->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner;
    bool is_relation = in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE || in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW || in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    if (is_owner_only && is_relation) {
        stmt->kind = ND_STMT_ALTER_OWNER;
        stmt->change = nd_arena_new(conv->arena, struct nd_ast_change);
        stmt->change->object = in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE ? ND_AST_OBJ_SEQUENCE
                               : in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW   ? ND_AST_OBJ_VIEW
                                                                                     : ND_AST_OBJ_OTHER;
        stmt->change->what = "MATERIALIZED VIEW";
        stmt->change->name = nd__conv_name(conv, in->relation);
        stmt->change->owner = nd__conv_role_name(conv, in->cmds[0]->alter_table_cmd->newowner);
        stmt->change->if_exists = in->missing_ok;
        return;
    }
    bool is_index = in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX && sets_parameters_only(in);
    if (in->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE && in->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_VIEW && !is_index) {
        bool is_owner = in->n_cmds == 1 && in->cmds[0]->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner;
        stmt->kind = ND_STMT_OTHER;
        stmt->what = is_owner ? "ALTER ... OWNER TO of this kind of object" : "ALTER of this kind of object";
        return;
    }
    struct nd_ast_alter_table *out = stmt->alter_table = nd_arena_new(conv->arena, struct nd_ast_alter_table);
    stmt->kind = ND_STMT_ALTER_TABLE;
    out->table = nd__conv_name(conv, in->relation);
    out->if_exists = in->missing_ok;
    out->is_view = in->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW;
    out->is_index = is_index;
    out->commands = nd_arena_array(conv->arena, struct nd_ast_alter, in->n_cmds + 1);
    for (size_t i = 0; i < in->n_cmds && !conv->failed; i++) conv_alter_cmd(conv, in->cmds[i]->alter_table_cmd, &out->commands[out->command_count++]);
}
