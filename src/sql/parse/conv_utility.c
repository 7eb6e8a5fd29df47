/* SPDX-License-Identifier: Apache-2.0 */
/* conv_utility.c - transactions, settings, COPY, EXPLAIN, PREPARE: libpg_query's nodes to ours. */
#include <strings.h>

#include "sql/parse/parse_int.h"

static const char *option_text(struct nd_conv *conv, const PgQuery__Node *node)
{
    if (node == NULL) return NULL;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_STRING: return nd_arena_strdup(conv->arena, node->string->sval);
    case PG_QUERY__NODE__NODE_INTEGER: return nd_arena_printf(conv->arena, "%d", node->integer->ival);
    case PG_QUERY__NODE__NODE_FLOAT: return nd_arena_strdup(conv->arena, node->float_->fval);
    case PG_QUERY__NODE__NODE_BOOLEAN: return node->boolean->boolval ? "true" : "false";
    case PG_QUERY__NODE__NODE_TYPE_NAME:
        return node->type_name->n_names == 0 ? "" : nd__conv_string_node(conv, node->type_name->names[node->type_name->n_names - 1]);
    case PG_QUERY__NODE__NODE_A_CONST: {
        const PgQuery__AConst *value = node->a_const;
        if (value->isnull) return "null";
        switch (value->val_case) {
        case PG_QUERY__A__CONST__VAL_IVAL: return nd_arena_printf(conv->arena, "%d", value->ival->ival);
        case PG_QUERY__A__CONST__VAL_FVAL: return nd_arena_strdup(conv->arena, value->fval->fval);
        case PG_QUERY__A__CONST__VAL_BOOLVAL: return value->boolval->boolval ? "true" : "false";
        case PG_QUERY__A__CONST__VAL_SVAL: return nd_arena_strdup(conv->arena, value->sval->sval);
        default: return "";
        }
    }
    case PG_QUERY__NODE__NODE_TYPE_CAST: return nd_arena_printf(conv->arena, "interval %s", option_text(conv, node->type_cast->arg)); /* SET TIME ZONE INTERVAL '...' */
    default: return "";
    }
}

struct nd_ast_option *nd__conv_options(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    struct nd_ast_option *options = nd_arena_array(conv->arena, struct nd_ast_option, count + 1);
    for (size_t i = 0; i < count; i++) {
        const PgQuery__DefElem *def = nodes[i]->def_elem;
        options[i].space = nd__conv_str(conv, def->defnamespace);
        options[i].name = nd_arena_strdup(conv->arena, def->defname);
        options[i].position = def->location < 0 ? -1 : def->location + conv->offset_shift;
        if (def->arg == NULL) continue;
        if (def->arg->node_case == PG_QUERY__NODE__NODE_LIST) {
            options[i].list = nd__conv_strings(conv, def->arg->list->items, def->arg->list->n_items);
            options[i].list_count = def->arg->list->n_items;
        } else if (def->arg->node_case == PG_QUERY__NODE__NODE_A_STAR) {
            options[i].is_star = true;
        } else {
            options[i].value = option_text(conv, def->arg);
        }
    }
    return options;
}

static void conv_analyze(struct nd_conv *conv, const PgQuery__VacuumStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_analyze *out = stmt->analyze = nd_arena_new(conv->arena, struct nd_ast_analyze);
    stmt->kind = ND_STMT_ANALYZE;
    out->is_vacuum = in->is_vacuumcmd;
    out->takes_stats = !in->is_vacuumcmd;
    const struct nd_ast_option *options = nd__conv_options(conv, in->options, in->n_options);
    for (size_t i = 0; i < in->n_options && in->is_vacuumcmd; i++) {
        if (strcmp(options[i].name, "analyze") != 0) continue;
        const char *value = options[i].value;
        out->takes_stats = value == NULL || (strcasecmp(value, "false") != 0 && strcasecmp(value, "off") != 0 && strcmp(value, "0") != 0);
    }
    out->tables = nd_arena_array(conv->arena, struct nd_ast_analyzed, in->n_rels + 1);
    for (size_t i = 0; i < in->n_rels; i++) {
        const PgQuery__VacuumRelation *rel = in->rels[i]->vacuum_relation;
        struct nd_ast_analyzed *table = &out->tables[out->table_count++];
        table->name = nd__conv_name(conv, rel->relation);
        table->columns = nd__conv_strings(conv, rel->va_cols, rel->n_va_cols);
        table->column_count = rel->n_va_cols;
    }
}

static void conv_set_constraints(struct nd_conv *conv, const PgQuery__ConstraintsSetStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_set_constraints *out = stmt->set_constraints = nd_arena_new(conv->arena, struct nd_ast_set_constraints);
    stmt->kind = ND_STMT_SET_CONSTRAINTS;
    out->is_deferred = in->deferred;
    out->names = nd_arena_array(conv->arena, struct nd_ast_name, in->n_constraints + 1);
    for (size_t i = 0; i < in->n_constraints; i++) out->names[out->name_count++] = nd__conv_name(conv, in->constraints[i]->range_var);
}

static void conv_transaction(struct nd_conv *conv, const PgQuery__TransactionStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_transaction *out = stmt->transaction = nd_arena_new(conv->arena, struct nd_ast_transaction);
    stmt->kind = ND_STMT_TRANSACTION;
    out->options = nd__conv_options(conv, in->options, in->n_options);
    out->option_count = in->n_options;
    out->is_chain = in->chain;
    out->kind = ND_AST_TXN_OTHER;
    out->savepoint = nd_arena_strdup(conv->arena, in->savepoint_name == NULL ? "" : in->savepoint_name);
    switch (in->kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START: out->is_start = true; /* fall through */
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN: out->kind = ND_AST_BEGIN; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT: out->kind = ND_AST_COMMIT; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK: out->kind = ND_AST_ROLLBACK; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_SAVEPOINT: out->kind = ND_AST_SAVEPOINT; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_RELEASE: out->kind = ND_AST_RELEASE; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO: out->kind = ND_AST_ROLLBACK_TO; break;
    default: out->what = "PREPARE TRANSACTION";
    }
}

struct nd_ast_set *nd__conv_set(struct nd_conv *conv, const PgQuery__VariableSetStmt *in)
{
    struct nd_ast_set *out = nd_arena_new(conv->arena, struct nd_ast_set);
    out->name = nd_arena_strdup(conv->arena, in->name);
    out->is_local = in->is_local;
    switch (in->kind) {
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE: {
        out->kind = ND_AST_SET_VALUE;
        const char **values = nd_arena_array(conv->arena, const char *, in->n_args + 1);
        for (size_t i = 0; i < in->n_args; i++) values[i] = option_text(conv, in->args[i]);
        out->values = values;
        out->value_count = in->n_args;
        break;
    }
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_DEFAULT: out->kind = ND_AST_SET_TO_DEFAULT; break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI:
        out->kind = strcasecmp(in->name, "TRANSACTION") == 0 ? ND_AST_SET_TRANSACTION : ND_AST_SET_SESSION_CHARACTERISTICS;
        if (strcasecmp(in->name, "TRANSACTION SNAPSHOT") == 0 && in->n_args == 1) {
            const char **values = nd_arena_array(conv->arena, const char *, 1);
            values[0] = option_text(conv, in->args[0]);
            out->kind = ND_AST_SET_SNAPSHOT;
            out->values = values;
            out->value_count = 1;
            break;
        }
        out->options = nd__conv_options(conv, in->args, in->n_args);
        out->option_count = in->n_args;
        break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET: out->kind = ND_AST_RESET; break;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL: out->kind = ND_AST_RESET_ALL; break;
    default: nd__conv_unsupported(conv, -1, "SET ... FROM CURRENT");
    }
    return out;
}

static void conv_copy(struct nd_conv *conv, const PgQuery__CopyStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_copy *out = stmt->copy = nd_arena_new(conv->arena, struct nd_ast_copy);
    stmt->kind = ND_STMT_COPY;
    if (in->relation != NULL) out->table = nd__conv_name(conv, in->relation);
    if (in->query != NULL) out->query = nd__conv_select_node(conv, in->query);
    out->columns = nd__conv_strings(conv, in->attlist, in->n_attlist);
    out->column_count = in->n_attlist;
    out->is_from = in->is_from;
    out->has_file = in->is_program || (in->filename != NULL && in->filename[0] != '\0');
    if (in->where_clause != NULL) out->where = nd__conv_expr(conv, in->where_clause);
    out->options = nd__conv_options(conv, in->options, in->n_options);
    out->option_count = in->n_options;
}

static struct nd_ast_stmt *conv_inner_stmt(struct nd_conv *conv, const PgQuery__Node *node)
{
    struct nd_ast_stmt *stmt = nd_arena_new(conv->arena, struct nd_ast_stmt);
    nd__conv_stmt(conv, node, stmt);
    stmt->param_max = conv->param_max;
    return stmt;
}

static void conv_prepare(struct nd_conv *conv, const PgQuery__PrepareStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_execute *out = stmt->execute = nd_arena_new(conv->arena, struct nd_ast_execute);
    stmt->kind = ND_STMT_PREPARE;
    out->name = nd_arena_strdup(conv->arena, in->name);
    out->types = nd_arena_array(conv->arena, struct nd_ast_type *, in->n_argtypes + 1);
    for (size_t i = 0; i < in->n_argtypes; i++) out->types[i] = nd__conv_type(conv, in->argtypes[i]->type_name);
    out->type_count = in->n_argtypes;
    out->stmt = conv_inner_stmt(conv, in->query);
    conv->param_max = 0; /* the parameters belong to the inner statement */
}

/* ---- cursors ---------------------------------------------------------------------------------------------- */

enum { CURSOR_BINARY = 1,
       CURSOR_SCROLL = 2,
       CURSOR_NO_SCROLL = 4,
       CURSOR_HOLD = 32 };

static void conv_declare(struct nd_conv *conv, const PgQuery__DeclareCursorStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_cursor *out = stmt->cursor = nd_arena_new(conv->arena, struct nd_ast_cursor);
    stmt->kind = ND_STMT_DECLARE;
    out->name = nd_arena_strdup(conv->arena, in->portalname);
    out->query = nd_arena_new(conv->arena, struct nd_ast_stmt);
    nd__conv_stmt(conv, in->query, out->query);
    if (out->query->kind == ND_STMT_SELECT && out->query->select != NULL) out->query->select->is_cursor = true;
    if (in->options & CURSOR_BINARY) out->unsupported = "DECLARE BINARY CURSOR";
    out->is_scroll = (in->options & CURSOR_SCROLL) != 0;
    out->is_no_scroll = (in->options & CURSOR_NO_SCROLL) != 0;
    out->is_hold = (in->options & CURSOR_HOLD) != 0;
}

static void conv_fetch(struct nd_conv *conv, const PgQuery__FetchStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_cursor *out = stmt->cursor = nd_arena_new(conv->arena, struct nd_ast_cursor);
    stmt->kind = ND_STMT_FETCH;
    out->name = nd_arena_strdup(conv->arena, in->portalname);
    out->is_move = in->ismove;
    switch (in->direction) {
    case PG_QUERY__FETCH_DIRECTION__FETCH_BACKWARD: out->fetch = ND_AST_FETCH_BACKWARD; break;
    case PG_QUERY__FETCH_DIRECTION__FETCH_ABSOLUTE: out->fetch = ND_AST_FETCH_ABSOLUTE; break;
    case PG_QUERY__FETCH_DIRECTION__FETCH_RELATIVE: out->fetch = ND_AST_FETCH_RELATIVE; break;
    default: out->fetch = ND_AST_FETCH_FORWARD;
    }
    out->count = in->how_many;
}

bool nd__conv_utility(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt)
{
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_CONSTRAINTS_SET_STMT: conv_set_constraints(conv, node->constraints_set_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT: conv_transaction(conv, node->transaction_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT:
        stmt->kind = ND_STMT_SET;
        stmt->set = nd__conv_set(conv, node->variable_set_stmt);
        return true;
    case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT:
        stmt->kind = ND_STMT_SHOW;
        stmt->name = nd_arena_strdup(conv->arena, node->variable_show_stmt->name);
        return true;
    case PG_QUERY__NODE__NODE_COPY_STMT: conv_copy(conv, node->copy_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_PREPARE_STMT: conv_prepare(conv, node->prepare_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_EXECUTE_STMT:
        stmt->kind = ND_STMT_EXECUTE;
        stmt->execute = nd_arena_new(conv->arena, struct nd_ast_execute);
        stmt->execute->name = nd_arena_strdup(conv->arena, node->execute_stmt->name);
        stmt->execute->args = nd__conv_exprs(conv, node->execute_stmt->params, node->execute_stmt->n_params);
        stmt->execute->arg_count = node->execute_stmt->n_params;
        return true;
    case PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT: conv_declare(conv, node->declare_cursor_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_FETCH_STMT: conv_fetch(conv, node->fetch_stmt, stmt); return true;
    case PG_QUERY__NODE__NODE_CLOSE_PORTAL_STMT:
        stmt->kind = ND_STMT_CLOSE;
        stmt->cursor = nd_arena_new(conv->arena, struct nd_ast_cursor);
        stmt->cursor->name = nd__conv_str(conv, node->close_portal_stmt->portalname);
        return true;
    case PG_QUERY__NODE__NODE_DEALLOCATE_STMT:
        stmt->kind = ND_STMT_DEALLOCATE;
        stmt->execute = nd_arena_new(conv->arena, struct nd_ast_execute);
        stmt->execute->name = nd__conv_str(conv, node->deallocate_stmt->name);
        return true;
    case PG_QUERY__NODE__NODE_DISCARD_STMT:
        stmt->kind = ND_STMT_DISCARD;
        stmt->name = node->discard_stmt->target == PG_QUERY__DISCARD_MODE__DISCARD_ALL         ? "ALL"
                     : node->discard_stmt->target == PG_QUERY__DISCARD_MODE__DISCARD_PLANS     ? "PLANS"
                     : node->discard_stmt->target == PG_QUERY__DISCARD_MODE__DISCARD_SEQUENCES ? "SEQUENCES"
                                                                                               : "TEMP";
        return true;
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT:
        stmt->kind = ND_STMT_EXPLAIN;
        stmt->explain = nd_arena_new(conv->arena, struct nd_ast_explain);
        stmt->explain->options = nd__conv_options(conv, node->explain_stmt->options, node->explain_stmt->n_options);
        stmt->explain->option_count = node->explain_stmt->n_options;
        stmt->explain->stmt = conv_inner_stmt(conv, node->explain_stmt->query);
        return true;
    case PG_QUERY__NODE__NODE_VACUUM_STMT:
        conv_analyze(conv, node->vacuum_stmt, stmt);
        return true;
    case PG_QUERY__NODE__NODE_CHECK_POINT_STMT:
        stmt->kind = ND_STMT_NOTHING; /* every commit is durable already */
        stmt->what = "CHECKPOINT";
        return true;
    case PG_QUERY__NODE__NODE_UNLISTEN_STMT:
        stmt->kind = ND_STMT_NOTHING; /* nobody can listen; pools say it whenever they take a connection back */
        stmt->what = "UNLISTEN";
        return true;
    case PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT:
        /* every dump of an older PostgreSQL asks for it, and for nothing of it */
        if (!node->create_extension_stmt->if_not_exists || strcmp(node->create_extension_stmt->extname, "plpgsql") != 0) break;
        stmt->kind = ND_STMT_NOTHING;
        stmt->what = "CREATE EXTENSION";
        return true;
    case PG_QUERY__NODE__NODE_LOCK_STMT:
        if (node->lock_stmt->mode != 1) break;
        stmt->kind = ND_STMT_NOTHING; /* ACCESS SHARE keeps out schema changes alone, which snapshots do not see */
        stmt->what = "LOCK TABLE";
        return true;
    default: break;
    }
    static const struct {
        PgQuery__Node__NodeCase node_case;
        const char *what;
    } others[] = {
        {PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT, "CREATE FUNCTION"},
        {PG_QUERY__NODE__NODE_CREATE_TRIG_STMT, "CREATE TRIGGER"},
        {PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT, "CREATE EXTENSION"},
        {PG_QUERY__NODE__NODE_MERGE_STMT, "MERGE"},
        {PG_QUERY__NODE__NODE_DO_STMT, "DO"},
        {PG_QUERY__NODE__NODE_CALL_STMT, "CALL"},
        {PG_QUERY__NODE__NODE_LISTEN_STMT, "LISTEN"},
        {PG_QUERY__NODE__NODE_NOTIFY_STMT, "NOTIFY"},
        {PG_QUERY__NODE__NODE_LOCK_STMT, "LOCK"},
        {PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT, "CREATE DOMAIN"},
        {PG_QUERY__NODE__NODE_CREATE_ENUM_STMT, "CREATE TYPE"},
        {PG_QUERY__NODE__NODE_COMPOSITE_TYPE_STMT, "CREATE TYPE"},
        {PG_QUERY__NODE__NODE_DEFINE_STMT, "CREATE TYPE, AGGREGATE, OPERATOR and their kin"},
        {PG_QUERY__NODE__NODE_RULE_STMT, "CREATE RULE"},
        {PG_QUERY__NODE__NODE_CLUSTER_STMT, "CLUSTER"},
        {PG_QUERY__NODE__NODE_ALTER_SYSTEM_STMT, "ALTER SYSTEM"},
        {PG_QUERY__NODE__NODE_SEC_LABEL_STMT, "SECURITY LABEL"},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(others); i++) {
        if (others[i].node_case != node->node_case) continue;
        stmt->kind = ND_STMT_OTHER;
        stmt->what = others[i].what;
        return true;
    }
    return false;
}
