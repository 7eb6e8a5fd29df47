/* SPDX-License-Identifier: Apache-2.0 */
/* conv_query.c - SELECT, VALUES, FROM, INSERT, UPDATE, DELETE: libpg_query's nodes to ours. */
#include "sql/parse/parse_int.h"

struct nd_ast_name nd__conv_name(struct nd_conv *conv, const PgQuery__RangeVar *var)
{
    if (var == NULL) return (struct nd_ast_name){.name = "", .position = -1};
    return (struct nd_ast_name){
        .database = nd__conv_str(conv, var->catalogname),
        .schema = nd__conv_str(conv, var->schemaname),
        .name = nd_arena_strdup(conv->arena, var->relname),
        .position = var->location < 0 ? -1 : var->location + conv->offset_shift,
    };
}

static const char *alias_name(struct nd_conv *conv, const PgQuery__Alias *alias) { return alias == NULL ? NULL : nd__conv_str(conv, alias->aliasname); }

static void conv_alias(struct nd_conv *conv, const PgQuery__Alias *alias, struct nd_ast_from *from)
{
    if (alias == NULL) return;
    from->alias = nd__conv_str(conv, alias->aliasname);
    from->alias_columns = nd__conv_strings(conv, alias->colnames, alias->n_colnames);
    from->alias_column_count = alias->n_colnames;
}

static void conv_join(struct nd_conv *conv, const PgQuery__JoinExpr *join, struct nd_ast_from *from);
static struct nd_ast_from *conv_from(struct nd_conv *conv, const PgQuery__Node *node);

static void conv_definitions(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count, struct nd_ast_expr *call)
{
    if (conv->failed) return;
    if (call->kind != ND_AST_FUNC) {
        nd__conv_fail(conv, "42601", -1, "a column definition list is only allowed for functions returning \"record\"");
        return;
    }
    struct nd_ast_definition *definitions = nd_arena_array(conv->arena, struct nd_ast_definition, count);
    for (size_t i = 0; i < count && !conv->failed; i++) {
        const PgQuery__ColumnDef *column = nodes[i]->column_def;
        definitions[i] = (struct nd_ast_definition){nd_arena_strdup(conv->arena, column->colname), nd__conv_type(conv, column->type_name)};
    }
    call->func->definitions = definitions;
    call->func->definition_count = count;
}

static void conv_range_function(struct nd_conv *conv, const PgQuery__RangeFunction *range, struct nd_ast_from *from)
{
    from->kind = ND_AST_FROM_FUNC;
    from->is_lateral = range->lateral;
    from->with_ordinality = range->ordinality;
    conv_alias(conv, range->alias, from);
    from->funcs = nd_arena_array(conv->arena, struct nd_ast_expr *, range->n_functions + 1);
    for (size_t i = 0; i < range->n_functions && !conv->failed; i++) {
        const PgQuery__Node *item = range->functions[i];
        bool is_list = item->node_case == PG_QUERY__NODE__NODE_LIST && item->list->n_items > 0;
        bool has_columns = is_list && item->list->n_items > 1 && item->list->items[1]->node_case == PG_QUERY__NODE__NODE_LIST;
        if (!is_list) {
            nd__conv_unsupported(conv, -1, "this function in FROM");
            return;
        }
        from->funcs[from->func_count++] = nd__conv_expr(conv, item->list->items[0]);
        if (has_columns) conv_definitions(conv, item->list->items[1]->list->items, item->list->items[1]->list->n_items, from->funcs[i]);
    }
    if (range->n_coldeflist > 0 && from->func_count == 1) conv_definitions(conv, range->coldeflist, range->n_coldeflist, from->funcs[0]);
    if (range->n_coldeflist > 0 && range->ordinality) {
        nd__conv_fail(conv, "42601", -1, "WITH ORDINALITY cannot be used with a column definition list");
        (void)nd_err_hint(conv->err, "Put the column definition list inside ROWS FROM().");
    }
    if (from->func_count == 0) nd__conv_unsupported(conv, -1, "this function in FROM");
    else if (from->funcs[0] != NULL) from->position = from->funcs[0]->position;
}

static struct nd_ast_from *conv_from(struct nd_conv *conv, const PgQuery__Node *node);

static struct nd_ast_from *conv_sample(struct nd_conv *conv, const PgQuery__RangeTableSample *in)
{
    struct nd_ast_from *from = conv_from(conv, in->relation);
    if (from == NULL) return NULL;
    struct nd_ast_sample *sample = from->sample = nd_arena_new(conv->arena, struct nd_ast_sample);
    sample->method = in->n_method == 0 ? "" : nd__conv_string_node(conv, in->method[in->n_method - 1]);
    sample->args = nd_arena_array(conv->arena, struct nd_ast_expr *, in->n_args + 1);
    sample->arg_count = in->n_args;
    sample->position = in->location < 0 ? -1 : in->location + conv->offset_shift;
    for (size_t i = 0; i < in->n_args && !conv->failed; i++) sample->args[i] = nd__conv_expr(conv, in->args[i]);
    if (in->repeatable != NULL) sample->seed = nd__conv_expr(conv, in->repeatable);
    return from;
}

static struct nd_ast_from *conv_from_inner(struct nd_conv *conv, const PgQuery__Node *node)
{
    struct nd_ast_from *from = nd_arena_new(conv->arena, struct nd_ast_from);
    from->position = -1;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR:
        from->kind = ND_AST_FROM_TABLE;
        from->table = nd__conv_name(conv, node->range_var);
        from->position = from->table.position;
        conv_alias(conv, node->range_var->alias, from);
        break;
    case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
        from->kind = ND_AST_FROM_SUBQUERY;
        from->is_lateral = node->range_subselect->lateral;
        from->select = nd__conv_select_node(conv, node->range_subselect->subquery);
        conv_alias(conv, node->range_subselect->alias, from);
        break;
    case PG_QUERY__NODE__NODE_JOIN_EXPR: conv_join(conv, node->join_expr, from); break;
    case PG_QUERY__NODE__NODE_RANGE_FUNCTION: conv_range_function(conv, node->range_function, from); break;
    case PG_QUERY__NODE__NODE_RANGE_TABLE_SAMPLE: return conv_sample(conv, node->range_table_sample);
    default: nd__conv_unsupported(conv, -1, "this item in FROM");
    }
    return from;
}

static struct nd_ast_from *conv_from(struct nd_conv *conv, const PgQuery__Node *node)
{
    if (!nd__conv_enter(conv)) return NULL;
    struct nd_ast_from *from = conv_from_inner(conv, node);
    nd__conv_leave(conv);
    return from;
}

static void conv_join(struct nd_conv *conv, const PgQuery__JoinExpr *join, struct nd_ast_from *from)
{
    from->kind = ND_AST_FROM_JOIN;
    from->is_natural = join->is_natural;
    switch (join->jointype) {
    case PG_QUERY__JOIN_TYPE__JOIN_INNER: from->join = ND_AST_JOIN_INNER; break;
    case PG_QUERY__JOIN_TYPE__JOIN_LEFT: from->join = ND_AST_JOIN_LEFT; break;
    case PG_QUERY__JOIN_TYPE__JOIN_FULL: from->join = ND_AST_JOIN_FULL; break;
    default: from->join = ND_AST_JOIN_RIGHT;
    }
    from->left = conv_from(conv, join->larg);
    from->right = conv_from(conv, join->rarg);
    from->using_columns = nd__conv_strings(conv, join->using_clause, join->n_using_clause);
    from->using_count = join->n_using_clause;
    from->using_alias = alias_name(conv, join->join_using_alias);
    if (join->quals != NULL) from->on = nd__conv_expr(conv, join->quals);
    conv_alias(conv, join->alias, from);
}

struct nd_ast_from **nd__conv_from_list(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    struct nd_ast_from **list = nd_arena_array(conv->arena, struct nd_ast_from *, count + 1);
    for (size_t i = 0; i < count && !conv->failed; i++) list[i] = conv_from(conv, nodes[i]);
    return list;
}

struct nd_ast_target *nd__conv_targets(struct nd_conv *conv, PgQuery__Node *const *nodes, size_t count)
{
    struct nd_ast_target *targets = nd_arena_array(conv->arena, struct nd_ast_target, count + 1);
    for (size_t i = 0; i < count && !conv->failed; i++) {
        const PgQuery__ResTarget *target = nodes[i]->res_target;
        targets[i].name = nd__conv_str(conv, target->name);
        targets[i].has_indirection = target->n_indirection > 0;
        if (target->n_indirection > 0) targets[i].path = nd__conv_path(conv, target->indirection, target->n_indirection);
        targets[i].position = target->location < 0 ? -1 : target->location + conv->offset_shift;
        if (target->val != NULL) targets[i].expr = nd__conv_expr(conv, target->val);
    }
    return targets;
}

static struct nd_ast_marks *conv_marks(struct nd_conv *conv, const PgQuery__CTESearchClause *search, const PgQuery__CTECycleClause *cycle)
{
    struct nd_ast_marks *marks = nd_arena_new(conv->arena, struct nd_ast_marks);
    if (search != NULL) {
        marks->search = nd__conv_strings(conv, search->search_col_list, search->n_search_col_list);
        marks->search_count = search->n_search_col_list;
        marks->sequence = nd_arena_strdup(conv->arena, search->search_seq_column);
        marks->is_breadth = search->search_breadth_first;
        marks->search_position = search->location < 0 ? -1 : search->location + conv->offset_shift;
    }
    if (cycle != NULL) {
        marks->cycle = nd__conv_strings(conv, cycle->cycle_col_list, cycle->n_cycle_col_list);
        marks->cycle_count = cycle->n_cycle_col_list;
        marks->mark = nd_arena_strdup(conv->arena, cycle->cycle_mark_column);
        marks->path = nd_arena_strdup(conv->arena, cycle->cycle_path_column);
        marks->value = nd__conv_expr(conv, cycle->cycle_mark_value);
        marks->other = nd__conv_expr(conv, cycle->cycle_mark_default);
        marks->cycle_position = cycle->location < 0 ? -1 : cycle->location + conv->offset_shift;
    }
    return marks;
}

static void conv_cte(struct nd_conv *conv, const PgQuery__CommonTableExpr *cte, struct nd_ast_cte *out)
{
    out->name = nd_arena_strdup(conv->arena, cte->ctename);
    out->columns = nd__conv_strings(conv, cte->aliascolnames, cte->n_aliascolnames);
    out->column_count = cte->n_aliascolnames;
    out->position = cte->location < 0 ? -1 : cte->location + conv->offset_shift;
    if (cte->ctematerialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeAlways) out->materialize = ND_AST_MATERIALIZE_ALWAYS;
    if (cte->ctematerialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeNever) out->materialize = ND_AST_MATERIALIZE_NEVER;
    if (cte->search_clause != NULL || cte->cycle_clause != NULL) out->marks = conv_marks(conv, cte->search_clause, cte->cycle_clause);
    if (cte->ctequery->node_case != PG_QUERY__NODE__NODE_SELECT_STMT) {
        out->dml = nd_arena_new(conv->arena, struct nd_ast_stmt);
        nd__conv_stmt(conv, cte->ctequery, out->dml);
        return;
    }
    out->select = nd__conv_select_node(conv, cte->ctequery);
}

static void conv_with(struct nd_conv *conv, const PgQuery__WithClause *with, struct nd_ast_with *out)
{
    if (with == NULL) return;
    out->is_recursive = with->recursive;
    out->ctes = nd_arena_array(conv->arena, struct nd_ast_cte, with->n_ctes + 1);
    for (size_t i = 0; i < with->n_ctes && !conv->failed; i++) {
        const struct nd_ast_cte *before = out->ctes;
        conv_cte(conv, with->ctes[i]->common_table_expr, &out->ctes[out->count++]);
        const struct nd_ast_cte *made = &out->ctes[out->count - 1];
        out->writes = out->writes || made->dml != NULL;
        for (; before < made; before++)
            if (strcmp(before->name, made->name) == 0)
                nd__conv_fail(conv, "42712", with->ctes[i]->common_table_expr->location, "WITH query name \"%s\" specified more than once", made->name);
    }
}

static void conv_values(struct nd_conv *conv, const PgQuery__SelectStmt *in, struct nd_ast_select *out)
{
    out->row_count = in->n_values_lists;
    out->rows = nd_arena_array(conv->arena, struct nd_ast_expr **, in->n_values_lists);
    for (size_t i = 0; i < in->n_values_lists && !conv->failed; i++) {
        const PgQuery__List *row = in->values_lists[i]->list;
        if (i == 0) out->row_width = row->n_items;
        out->rows[i] = nd__conv_exprs(conv, row->items, row->n_items);
        if (row->n_items != out->row_width) {
            int at = row->n_items == 0 || out->rows[i][0] == NULL ? -1 : out->rows[i][0]->position;
            nd__conv_fail(conv, "42601", at, "VALUES lists must all be the same length");
        }
    }
}

static enum nd_ast_lock_mode lock_mode(PgQuery__LockClauseStrength strength)
{
    switch (strength) {
    case PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORKEYSHARE: return ND_AST_FOR_KEY_SHARE;
    case PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORSHARE: return ND_AST_FOR_SHARE;
    case PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORNOKEYUPDATE: return ND_AST_FOR_NO_KEY_UPDATE;
    default: return ND_AST_FOR_UPDATE;
    }
}

const char *nd_ast_lock_name(enum nd_ast_lock_mode mode)
{
    static const char *const names[] = {"FOR UPDATE", "FOR NO KEY UPDATE", "FOR SHARE", "FOR KEY SHARE"};
    return names[mode];
}

static void conv_locking(struct nd_conv *conv, const PgQuery__SelectStmt *in, struct nd_ast_select *out)
{
    out->locks = nd_arena_array(conv->arena, struct nd_ast_locking, in->n_locking_clause + 1);
    for (size_t i = 0; i < in->n_locking_clause && !conv->failed; i++) {
        const PgQuery__LockingClause *lock = in->locking_clause[i]->locking_clause;
        struct nd_ast_locking *made = &out->locks[out->lock_count++];
        out->has_locking = true;
        made->mode = lock_mode(lock->strength);
        made->is_nowait = lock->wait_policy == PG_QUERY__LOCK_WAIT_POLICY__LockWaitError;
        made->is_skip = lock->wait_policy == PG_QUERY__LOCK_WAIT_POLICY__LockWaitSkip;
        made->names = nd_arena_array(conv->arena, const char *, lock->n_locked_rels + 1);
        for (size_t k = 0; k < lock->n_locked_rels && !conv->failed; k++) {
            const PgQuery__RangeVar *name = lock->locked_rels[k]->range_var;
            if (name->schemaname != NULL && name->schemaname[0] != '\0')
                nd__conv_fail(conv, "42601", name->location, "%s must specify unqualified relation names", nd_ast_lock_name(made->mode));
            made->names[made->name_count++] = nd_arena_strdup(conv->arena, name->relname);
        }
    }
}

static void conv_plain_select(struct nd_conv *conv, const PgQuery__SelectStmt *in, struct nd_ast_select *out)
{
    if (in->n_distinct_clause > 0) {
        /* DISTINCT alone comes as a list of one empty node */
        bool is_plain = in->n_distinct_clause == 1 && in->distinct_clause[0]->node_case == PG_QUERY__NODE__NODE__NOT_SET;
        out->is_distinct = true;
        if (!is_plain) {
            out->distinct_on = nd__conv_exprs(conv, in->distinct_clause, in->n_distinct_clause);
            out->distinct_on_count = in->n_distinct_clause;
        }
    }
    out->targets = nd__conv_targets(conv, in->target_list, in->n_target_list);
    out->target_count = in->n_target_list;
    out->from = nd__conv_from_list(conv, in->from_clause, in->n_from_clause);
    out->from_count = in->n_from_clause;
    if (in->where_clause != NULL) out->where = nd__conv_expr(conv, in->where_clause);
    out->has_group = in->n_group_clause > 0;
    out->groups = nd__conv_exprs(conv, in->group_clause, in->n_group_clause);
    out->group_count = in->n_group_clause;
    out->group_distinct = in->group_distinct;
    if (in->having_clause != NULL) out->having = nd__conv_expr(conv, in->having_clause);
    out->windows = nd_arena_array(conv->arena, struct nd_ast_window *, in->n_window_clause + 1);
    for (size_t i = 0; i < in->n_window_clause && !conv->failed; i++) {
        const struct nd_ast_window *window = out->windows[out->window_count++] = nd__conv_window(conv, in->window_clause[i]->window_def);
        for (size_t k = 0; k < i && !conv->failed; k++)
            if (strcmp(out->windows[k]->name, window->name) == 0) nd__conv_fail(conv, "42P20", in->window_clause[i]->window_def->location, "window \"%s\" is already defined", window->name);
    }
    out->has_into = in->into_clause != NULL;
}

static struct nd_ast_select *conv_select_inner(struct nd_conv *conv, const PgQuery__SelectStmt *in)
{
    struct nd_ast_select *out = nd_arena_new(conv->arena, struct nd_ast_select);
    conv_with(conv, in->with_clause, &out->with);
    switch (in->op) {
    case PG_QUERY__SET_OPERATION__SETOP_UNION: out->op = ND_AST_UNION; break;
    case PG_QUERY__SET_OPERATION__SETOP_INTERSECT: out->op = ND_AST_INTERSECT; break;
    case PG_QUERY__SET_OPERATION__SETOP_EXCEPT: out->op = ND_AST_EXCEPT; break;
    default: out->op = ND_AST_SETOP_NONE;
    }
    if (out->op != ND_AST_SETOP_NONE) {
        out->is_all = in->all;
        out->left = nd__conv_select(conv, in->larg);
        out->right = nd__conv_select(conv, in->rarg);
    } else if (in->n_values_lists > 0) {
        conv_values(conv, in, out);
    } else {
        conv_plain_select(conv, in, out);
    }
    out->order = nd__conv_sorts(conv, in->sort_clause, in->n_sort_clause);
    out->order_count = in->n_sort_clause;
    if (in->limit_count != NULL) out->limit = nd__conv_expr(conv, in->limit_count);
    if (in->limit_offset != NULL) out->offset = nd__conv_expr(conv, in->limit_offset);
    out->has_ties = in->limit_option == PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_WITH_TIES;
    conv_locking(conv, in, out);
    return out;
}

struct nd_ast_select *nd__conv_select(struct nd_conv *conv, const PgQuery__SelectStmt *select)
{
    if (select == NULL) {
        nd__conv_fail(conv, "42601", -1, "a query is missing");
        return NULL;
    }
    if (!nd__conv_enter(conv)) return NULL;
    struct nd_ast_select *out = conv_select_inner(conv, select);
    nd__conv_leave(conv);
    return out;
}

struct nd_ast_select *nd__conv_select_node(struct nd_conv *conv, const PgQuery__Node *node)
{
    if (node == NULL || node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT) {
        nd__conv_unsupported(conv, -1, "this kind of a subquery");
        return NULL;
    }
    return nd__conv_select(conv, node->select_stmt);
}

/* ---- INSERT, UPDATE, DELETE ------------------------------------------------------------------------ */

static void conv_conflict(struct nd_conv *conv, const PgQuery__OnConflictClause *clause, struct nd_ast_insert *insert)
{
    insert->has_conflict = true;
    insert->conflict_update = clause->action == PG_QUERY__ON_CONFLICT_ACTION__ONCONFLICT_UPDATE;
    insert->conflict_sets = nd__conv_targets(conv, clause->target_list, clause->n_target_list);
    insert->conflict_set_count = clause->n_target_list;
    if (clause->where_clause != NULL) insert->conflict_where = nd__conv_expr(conv, clause->where_clause);
    if (clause->infer == NULL) return;
    insert->conflict_has_target = true;
    insert->conflict_constraint = nd__conv_str(conv, clause->infer->conname);
    insert->conflict_columns = nd_arena_array(conv->arena, const char *, clause->infer->n_index_elems + 1);
    insert->conflict_exprs = nd_arena_array(conv->arena, struct nd_ast_expr *, clause->infer->n_index_elems + 1);
    for (size_t i = 0; i < clause->infer->n_index_elems; i++) {
        const PgQuery__IndexElem *element = clause->infer->index_elems[i]->index_elem;
        if (element->expr != NULL) insert->conflict_exprs[i] = nd__conv_expr(conv, element->expr);
        insert->conflict_columns[insert->conflict_column_count++] = nd__conv_str(conv, element->name);
    }
    if (clause->infer->where_clause != NULL) insert->conflict_index_where = nd__conv_expr(conv, clause->infer->where_clause);
}

static void conv_insert(struct nd_conv *conv, const PgQuery__InsertStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_insert *out = stmt->insert = nd_arena_new(conv->arena, struct nd_ast_insert);
    stmt->kind = ND_STMT_INSERT;
    conv_with(conv, in->with_clause, &out->with);
    out->table = nd__conv_name(conv, in->relation);
    out->alias = alias_name(conv, in->relation->alias);
    out->columns = nd__conv_targets(conv, in->cols, in->n_cols);
    out->column_count = in->n_cols;
    if (in->select_stmt != NULL) out->source = nd__conv_select_node(conv, in->select_stmt);
    if (in->on_conflict_clause != NULL) conv_conflict(conv, in->on_conflict_clause, out);
    out->overriding = in->override == PG_QUERY__OVERRIDING_KIND__OVERRIDING_USER_VALUE ? 'u' : in->override == PG_QUERY__OVERRIDING_KIND__OVERRIDING_SYSTEM_VALUE ? 's'
                                                                                                                                                                  : 0;
    out->returning = nd__conv_targets(conv, in->returning_list, in->n_returning_list);
    out->returning_count = in->n_returning_list;
}

static void conv_where(struct nd_conv *conv, const PgQuery__Node *where, struct nd_ast_update *out)
{
    if (where == NULL) return;
    if (where->node_case == PG_QUERY__NODE__NODE_CURRENT_OF_EXPR) out->current_of = nd_arena_strdup(conv->arena, where->current_of_expr->cursor_name);
    else out->where = nd__conv_expr(conv, where);
}

static void conv_update(struct nd_conv *conv, const PgQuery__UpdateStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_update *out = stmt->update = nd_arena_new(conv->arena, struct nd_ast_update);
    stmt->kind = ND_STMT_UPDATE;
    conv_with(conv, in->with_clause, &out->with);
    out->table = nd__conv_name(conv, in->relation);
    out->alias = alias_name(conv, in->relation->alias);
    out->sets = nd__conv_targets(conv, in->target_list, in->n_target_list);
    out->set_count = in->n_target_list;
    out->from = nd__conv_from_list(conv, in->from_clause, in->n_from_clause);
    out->from_count = in->n_from_clause;
    conv_where(conv, in->where_clause, out);
    out->returning = nd__conv_targets(conv, in->returning_list, in->n_returning_list);
    out->returning_count = in->n_returning_list;
}

static void conv_delete(struct nd_conv *conv, const PgQuery__DeleteStmt *in, struct nd_ast_stmt *stmt)
{
    struct nd_ast_update *out = stmt->update = nd_arena_new(conv->arena, struct nd_ast_update);
    stmt->kind = ND_STMT_DELETE;
    conv_with(conv, in->with_clause, &out->with);
    out->table = nd__conv_name(conv, in->relation);
    out->alias = alias_name(conv, in->relation->alias);
    out->from = nd__conv_from_list(conv, in->using_clause, in->n_using_clause);
    out->from_count = in->n_using_clause;
    conv_where(conv, in->where_clause, out);
    out->returning = nd__conv_targets(conv, in->returning_list, in->n_returning_list);
    out->returning_count = in->n_returning_list;
}

/* SELECT INTO: CREATE TABLE AS in other words. Of a set operation the first SELECT may say it. */
static bool conv_into(struct nd_conv *conv, const PgQuery__SelectStmt *select, struct nd_ast_stmt *stmt)
{
    const PgQuery__SelectStmt *first = select;
    while (first->larg != NULL) first = first->larg;
    if (first->into_clause == NULL) return false;
    stmt->kind = ND_STMT_CREATE_TABLE_AS;
    stmt->create_table_as = nd_arena_new(conv->arena, struct nd_ast_create_table_as);
    nd__conv_into(conv, first->into_clause, stmt->create_table_as);
    stmt->create_table_as->is_into = true;
    struct nd_ast_select *query = stmt->create_table_as->query = nd__conv_select(conv, select);
    while (query != NULL && query->left != NULL) query = query->left;
    if (query != NULL) query->has_into = false;
    return true;
}

void nd__conv_stmt(struct nd_conv *conv, const PgQuery__Node *node, struct nd_ast_stmt *stmt)
{
    if (!nd__conv_enter(conv)) return;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_SELECT_STMT:
        stmt->kind = ND_STMT_SELECT;
        if (!conv_into(conv, node->select_stmt, stmt)) stmt->select = nd__conv_select(conv, node->select_stmt);
        break;
    case PG_QUERY__NODE__NODE_INSERT_STMT: conv_insert(conv, node->insert_stmt, stmt); break;
    case PG_QUERY__NODE__NODE_UPDATE_STMT: conv_update(conv, node->update_stmt, stmt); break;
    case PG_QUERY__NODE__NODE_DELETE_STMT: conv_delete(conv, node->delete_stmt, stmt); break;
    default:
        if (!nd__conv_ddl(conv, node, stmt) && !nd__conv_role_stmt(conv, node, stmt) && !nd__conv_utility(conv, node, stmt)) {
            stmt->kind = ND_STMT_OTHER;
            stmt->what = "this statement";
        }
    }
    nd__conv_leave(conv);
}
