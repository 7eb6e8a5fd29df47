/* SPDX-License-Identifier: Apache-2.0 */
/* bind_names.c - which relations a statement names, loaded before it is bound. */
#include "sql/bind/bind_int.h"
#include "sql/parse/parse.h"
#include "sql/sys/sys.h"

struct name_list {
    struct nd_arena *arena;
    bool needs_types; /* those that users made */
    bool stores_names; /* its expressions are kept: names of sequences in them become oids */
    bool needs_all; /* the whole catalog: system relations, names of regclass, functions about objects */
    const char *watched; /* of these alone it matters what they mean; NULL: none */
    bool is_hidden;      /* the watched one means a name of WITH here */
    struct nd__self_use *self_use; /* of the watched one; NULL: nobody asks where it is */
    const struct nd_ast_name **names;
    size_t count, cap;
};

static void walk_select(struct name_list *list, const struct nd_ast_select *select);
static void walk_stmt(struct name_list *list, const struct nd_ast_stmt *stmt);

static void note_self_use(struct nd__self_use *use, int position)
{
    use->count++;
    if (use->wrong != ND__SELF_FINE || (use->place == ND__SELF_FINE && use->count < 2)) return;
    use->wrong = use->place == ND__SELF_FINE ? ND__SELF_TWICE : use->place;
    use->position = position;
}

/* Where the part that is looked through next stands; returned: where this one does. */
static enum nd__self_place step_into(struct name_list *list, enum nd__self_place place)
{
    enum nd__self_place before = list->self_use == NULL ? ND__SELF_FINE : list->self_use->place;
    if (list->self_use != NULL && (before == ND__SELF_FINE || place == ND__SELF_FINE || place == ND__SELF_SUBQUERY)) list->self_use->place = place;
    return before;
}

static void step_out(struct name_list *list, enum nd__self_place before)
{
    if (list->self_use != NULL) list->self_use->place = before;
}

static void add_name(struct name_list *list, const struct nd_ast_name *name)
{
    if (nd_sys_is_name(name->schema, name->name)) list->needs_all = true;
    if (list->is_hidden && name->schema == NULL && strcmp(name->name, list->watched) == 0) return;
    if (list->self_use != NULL && name->schema == NULL && strcmp(name->name, list->watched) == 0) note_self_use(list->self_use, name->position);
    for (size_t i = 0; i < list->count; i++) {
        bool same_schema = list->names[i]->schema == NULL
                               ? name->schema == NULL
                               : name->schema != NULL && strcmp(list->names[i]->schema, name->schema) == 0;
        if (same_schema && strcmp(list->names[i]->name, name->name) == 0) return;
    }
    if (list->count == list->cap) {
        size_t cap = list->cap == 0 ? 8 : list->cap * 2;
        const struct nd_ast_name **names = nd_arena_array(list->arena, const struct nd_ast_name *, cap);
        if (list->count > 0) memcpy(names, list->names, sizeof *names * list->count);
        list->names = names;
        list->cap = cap;
    }
    list->names[list->count++] = name;
}

static void walk_expr(struct name_list *list, const struct nd_ast_expr *expr);

/* What is no built-in type is one that a user made, or a table, whose rows have its name as their type. */
static void walk_type(struct name_list *list, const struct nd_ast_type *type)
{
    if (type == NULL || type->oid != 0 || nd_type_find(type->name) != ND_TYPE_INVALID || strstr(type->name, "serial") != NULL) return;
    struct nd_ast_name *name = nd_arena_new(list->arena, struct nd_ast_name);
    *name = (struct nd_ast_name){.schema = type->schema, .name = type->name, .position = -1};
    list->needs_types = true;
    add_name(list, name);
}

static bool is_reg(enum nd_type_id type) { return nd_type_is_reg(type) || nd_type_is_reg(nd_type_element(type)); }

/* Values of such columns are read and shown by name. */
static bool has_reg_column(const struct nd_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (is_reg(table->columns[i].type.id)) return true;
    return false;
}

static bool is_reg_name(const char *name) { return strncmp(name, "reg", 3) == 0 || strncmp(name, "_reg", 4) == 0; }

static void walk_window(struct name_list *list, const struct nd_ast_window *window)
{
    for (size_t i = 0; i < window->partition_count; i++) walk_expr(list, window->partition[i]);
    for (size_t i = 0; i < window->order_count; i++) walk_expr(list, window->order[i].expr);
}

static void walk_expr(struct name_list *list, const struct nd_ast_expr *expr)
{
    if (expr == NULL) return;
    walk_expr(list, expr->left);
    walk_expr(list, expr->right);
    for (size_t i = 0; i < expr->arg_count; i++) walk_expr(list, expr->args[i]);
    if (expr->kind == ND_AST_CAST) walk_type(list, expr->type);
    if (expr->kind == ND_AST_CAST && expr->type != NULL && is_reg_name(expr->type->name)) list->needs_all = true;
    if (expr->func != NULL) {
        const struct nd_ast_type *row = nd__populated_type(expr->func);
        if (row != NULL) {
            struct nd_ast_name *name = nd_arena_new(list->arena, struct nd_ast_name);
            *name = (struct nd_ast_name){.schema = row->schema, .name = row->name, .position = row->position};
            add_name(list, name);
        }
        if (nd_func_needs_catalog(expr->func->name) || is_reg_name(expr->func->name)) list->needs_all = true;
        if (list->stores_names && nd__names_sequence(expr->func->name)) list->needs_all = true;
        for (size_t i = 0; i < expr->func->arg_count; i++) walk_expr(list, expr->func->args[i]);
        walk_expr(list, expr->func->filter);
        for (size_t i = 0; i < expr->func->order_count; i++) walk_expr(list, expr->func->order[i].expr);
        if (expr->func->over != NULL) walk_window(list, expr->func->over);
    }
    if (expr->select == NULL) return;
    enum nd__self_place before = step_into(list, ND__SELF_SUBQUERY);
    walk_select(list, expr->select);
    step_out(list, before);
}

static void walk_from(struct name_list *list, const struct nd_ast_from *from);

static void walk_join_side(struct name_list *list, const struct nd_ast_from *side, bool may_lack)
{
    if (side == NULL) return;
    enum nd__self_place before = may_lack ? step_into(list, ND__SELF_OUTER_JOIN) : ND__SELF_FINE;
    walk_from(list, side);
    if (may_lack) step_out(list, before);
}

static void walk_from(struct name_list *list, const struct nd_ast_from *from)
{
    if (from->kind == ND_AST_FROM_TABLE) add_name(list, &from->table);
    if (from->select != NULL) walk_select(list, from->select);
    walk_join_side(list, from->left, from->join == ND_AST_JOIN_RIGHT || from->join == ND_AST_JOIN_FULL);
    walk_join_side(list, from->right, from->join == ND_AST_JOIN_LEFT || from->join == ND_AST_JOIN_FULL);
    walk_expr(list, from->on);
    for (size_t i = 0; i < from->func_count; i++) walk_expr(list, from->funcs[i]);
}

static void walk_targets(struct name_list *list, const struct nd_ast_target *targets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        walk_expr(list, targets[i].expr);
        walk_expr(list, targets[i].path);
    }
}

static bool hides(const struct name_list *list, const struct nd_ast_cte *cte) { return list->watched != NULL && strcmp(cte->name, list->watched) == 0; }

/* Of the rest of the statement, and of those that follow, or, RECURSIVE, of all. Returned: whether it was hidden before. */
static bool walk_with(struct name_list *list, const struct nd_ast_with *with)
{
    bool was_hidden = list->is_hidden;
    for (size_t i = 0; with->is_recursive && i < with->count; i++) list->is_hidden = list->is_hidden || hides(list, &with->ctes[i]);
    for (size_t i = 0; i < with->count; i++) {
        if (with->ctes[i].dml != NULL) walk_stmt(list, with->ctes[i].dml);
        else walk_select(list, with->ctes[i].select);
        list->is_hidden = list->is_hidden || hides(list, &with->ctes[i]);
    }
    return was_hidden;
}

static void walk_set_side(struct name_list *list, const struct nd_ast_select *set, const struct nd_ast_select *side)
{
    enum nd__self_place place = ND__SELF_FINE, before = step_into(list, ND__SELF_FINE);
    if (before != ND__SELF_FINE) place = before;
    else if (set->op == ND_AST_INTERSECT && set->is_all) place = ND__SELF_INTERSECT;
    else if (set->op == ND_AST_EXCEPT && (set->is_all || side == set->right)) place = ND__SELF_EXCEPT;
    if (list->self_use != NULL) list->self_use->place = place;
    walk_select(list, side);
    step_out(list, before);
}

static void walk_select(struct name_list *list, const struct nd_ast_select *select)
{
    bool was_hidden = walk_with(list, &select->with);
    if (select->left != NULL) walk_set_side(list, select, select->left);
    if (select->right != NULL) walk_set_side(list, select, select->right);
    for (size_t r = 0; r < select->row_count; r++)
        for (size_t c = 0; c < select->row_width; c++) walk_expr(list, select->rows[r][c]);
    walk_targets(list, select->targets, select->target_count);
    for (size_t i = 0; i < select->from_count; i++) walk_from(list, select->from[i]);
    walk_expr(list, select->where);
    walk_expr(list, select->having);
    for (size_t i = 0; i < select->window_count; i++) walk_window(list, select->windows[i]);
    for (size_t i = 0; i < select->group_count; i++) walk_expr(list, select->groups[i]);
    for (size_t i = 0; i < select->order_count; i++) walk_expr(list, select->order[i].expr);
    for (size_t i = 0; i < select->distinct_on_count; i++) walk_expr(list, select->distinct_on[i]);
    walk_expr(list, select->limit);
    walk_expr(list, select->offset);
    list->is_hidden = was_hidden;
}

static void walk_update(struct name_list *list, const struct nd_ast_update *update)
{
    bool was_hidden = walk_with(list, &update->with);
    add_name(list, &update->table);
    for (size_t i = 0; i < update->from_count; i++) walk_from(list, update->from[i]);
    walk_targets(list, update->sets, update->set_count);
    walk_targets(list, update->returning, update->returning_count);
    walk_expr(list, update->where);
    list->is_hidden = was_hidden;
}

static void walk_insert(struct name_list *list, const struct nd_ast_insert *insert)
{
    bool was_hidden = walk_with(list, &insert->with);
    add_name(list, &insert->table);
    if (insert->source != NULL) walk_select(list, insert->source);
    walk_targets(list, insert->returning, insert->returning_count);
    walk_targets(list, insert->conflict_sets, insert->conflict_set_count);
    walk_expr(list, insert->conflict_where);
    list->is_hidden = was_hidden;
}

static void walk_definition(struct name_list *list, const struct nd_ast_column_def *def)
{
    walk_type(list, def->type);
    if (def->type != NULL && is_reg_name(def->type->name)) list->needs_all = true;
    walk_expr(list, def->default_expr);
    walk_expr(list, def->generated_expr);
}

static void walk_stmt(struct name_list *list, const struct nd_ast_stmt *stmt)
{
    switch (stmt->kind) {
    case ND_STMT_SELECT: walk_select(list, stmt->select); break;
    case ND_STMT_INSERT: walk_insert(list, stmt->insert); break;
    case ND_STMT_UPDATE:
    case ND_STMT_DELETE: walk_update(list, stmt->update); break;
    case ND_STMT_COPY:
        if (stmt->copy->query != NULL)
            walk_select(list, stmt->copy->query);
        else
            add_name(list, &stmt->copy->table);
        walk_expr(list, stmt->copy->where);
        break;
    case ND_STMT_CREATE_TABLE:
        add_name(list, &stmt->create_table->table);
        for (size_t i = 0; i < stmt->create_table->column_count; i++) walk_definition(list, &stmt->create_table->columns[i]);
        for (size_t i = 0; i < stmt->create_table->constraint_count; i++) walk_expr(list, stmt->create_table->constraints[i].check);
        list->needs_types = true;
        break;
    case ND_STMT_CREATE_DOMAIN:
    case ND_STMT_ALTER_DOMAIN:
        list->needs_types = list->stores_names = true;
        walk_definition(list, &stmt->domain->def);
        for (size_t i = 0; i < stmt->domain->check_count; i++) walk_expr(list, stmt->domain->checks[i].check);
        break;
    case ND_STMT_DROP:
        for (size_t i = 0; i < stmt->drop->name_count; i++) add_name(list, &stmt->drop->names[i]);
        break;
    case ND_STMT_TRUNCATE:
        for (size_t i = 0; i < stmt->truncate->name_count; i++) add_name(list, &stmt->truncate->names[i]);
        break;
    case ND_STMT_CREATE_INDEX: add_name(list, &stmt->create_index->table); break;
    case ND_STMT_ALTER_TABLE:
        add_name(list, &stmt->alter_table->table);
        for (size_t i = 0; i < stmt->alter_table->command_count; i++) {
            const struct nd_ast_alter *command = &stmt->alter_table->commands[i];
            if (command->column != NULL) walk_definition(list, command->column);
            walk_expr(list, command->expr);
            if (command->constraint != NULL) walk_expr(list, command->constraint->check);
            list->needs_types = list->needs_types || command->column != NULL || command->expr != NULL || command->constraint != NULL;
        }
        break;
    case ND_STMT_SPLIT: add_name(list, &stmt->split->table); break;
    case ND_STMT_CREATE_TABLE_AS:
        if (stmt->create_table_as->query != NULL) walk_select(list, stmt->create_table_as->query);
        break;
    case ND_STMT_CREATE_VIEW:
        add_name(list, &stmt->create_view->name);
        list->stores_names = true;
        walk_select(list, stmt->create_view->query);
        break;
    case ND_STMT_EXPLAIN: walk_stmt(list, stmt->explain->stmt); break;
    case ND_STMT_ANALYZE:
        for (size_t i = 0; i < stmt->analyze->table_count; i++) add_name(list, &stmt->analyze->tables[i].name);
        break;
    default: break;
    }
}

bool nd__names_relation(const struct nd_ast_cte *cte, const char *name, struct nd_heap *heap)
{
    struct nd_arena arena;
    nd_arena_init(&arena, heap);
    struct name_list list = {.arena = &arena, .watched = name};
    bool found = false;
    if (cte->dml != NULL) walk_stmt(&list, cte->dml);
    else walk_select(&list, cte->select);
    for (size_t i = 0; i < list.count; i++)
        found = found || (list.names[i]->schema == NULL && strcmp(list.names[i]->name, name) == 0);
    nd_arena_deinit(&arena);
    return found;
}

void nd__find_self_use(const struct nd_ast_select *select, const char *name, struct nd_heap *heap, struct nd__self_use *use)
{
    struct nd_arena arena;
    *use = (struct nd__self_use){.place = ND__SELF_SUBQUERY};
    nd_arena_init(&arena, heap);
    struct name_list list = {.arena = &arena, .watched = name, .self_use = use};
    bool was_hidden = walk_with(&list, &select->with);
    use->place = ND__SELF_FIRST_TERM;
    walk_select(&list, select->left);
    use->place = ND__SELF_FINE;
    walk_select(&list, select->right);
    list.is_hidden = was_hidden;
    nd_arena_deinit(&arena);
}

struct walk_call {
    struct name_list *list;
    const struct nd_ast_stmt *stmt;
};

static void walk_on_big_stack(void *arg)
{
    struct walk_call *call = arg;
    walk_stmt(call->list, call->stmt);
}

static enum nd_status load_name(struct nd_catalog_view *view, struct nd_txn *txn, const struct nd_search_path *path,
                                const struct nd_ast_name *name, const struct nd_table **table_out)
{
    const struct nd_table *table = *table_out = NULL;
    const struct nd_sequence *sequence = NULL;
    if (name->name[0] == '\0') return ND_STATUS_OK;
    if (name->schema != NULL) {
        const struct nd_schema *schema;
        if (strcmp(name->schema, "pg_temp") == 0) {
            ND_TRY(nd_catalog_load_schemas(view, txn));
            schema = nd_catalog_peek_schema_by_id(view, path->temp);
        } else {
            ND_TRY(nd_catalog_find_schema(view, txn, name->schema, &schema));
        }
        if (schema == NULL || schema->id == ND_OID_PG_CATALOG || schema->id == ND_OID_INFORMATION_SCHEMA || schema->id == ND_OID_ND_INTERNAL) return ND_STATUS_OK;
        ND_TRY(nd_catalog_find_table(view, txn, schema->id, name->name, table_out));
        return *table_out == NULL ? nd_catalog_find_sequence(view, txn, schema->id, name->name, &sequence) : ND_STATUS_OK;
    }
    for (size_t i = 0; i < path->count && table == NULL; i++)
        if (path->schemas[i] != ND_OID_PG_CATALOG)
            ND_TRY(nd_catalog_find_table(view, txn, path->schemas[i], name->name, &table));
    for (size_t i = 0; i < path->count && table == NULL && sequence == NULL; i++)
        if (path->schemas[i] != ND_OID_PG_CATALOG) ND_TRY(nd_catalog_find_sequence(view, txn, path->schemas[i], name->name, &sequence));
    *table_out = table;
    return ND_STATUS_OK;
}

enum nd_status nd__view_query(struct nd_reactor *reactor, struct nd_catalog_view *view, const struct nd_table *table,
                              const struct nd_ast_select **query_out, struct nd_err *err)
{
    struct nd_ast ast;
    *query_out = table->view->query;
    if (*query_out != NULL) return ND_STATUS_OK;
    ND_TRY(nd_parse(reactor, nd_slice_str(table->view->text), nd_catalog_view_arena(view), &ast, err));
    if (ast.count != 1 || ast.stmts[0]->kind != ND_STMT_SELECT) return nd_err_set(err, "XX000", "the query of view \"%s\" cannot be read", table->name);
    *query_out = table->view->query = ast.stmts[0]->select;
    return ND_STATUS_OK;
}

/* What the list names, and what the views among it name. A view that cannot be read is the binder's to refuse. */
static enum nd_status load_names(struct name_list *list, struct nd_catalog_view *view, struct nd_txn *txn,
                                 const struct nd_search_path *path, struct nd_reactor *reactor)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct nd_table *table;
        struct nd_ast_stmt stmt = {.kind = ND_STMT_SELECT};
        const struct nd_ast_select *select;
        struct nd_err ignored;
        nd_err_clear(&ignored);
        ND_TRY(load_name(view, txn, path, list->names[i], &table));
        if (table != NULL && has_reg_column(table)) list->needs_all = true;
        if (table == NULL || table->view == NULL || nd__view_query(reactor, view, table, &select, &ignored) != ND_STATUS_OK) continue;
        struct nd_ast_select query = *select;
        stmt.select = &query;
        struct walk_call call = {list, &stmt};
        nd_reactor_call_on_big_stack(reactor, walk_on_big_stack, &call);
    }
    if (list->needs_types) ND_TRY(nd_catalog_load_types(view, txn));
    return list->needs_all ? nd_sys_load(view, txn) : ND_STATUS_OK;
}

enum nd_status nd_bind_load_view(struct nd_catalog_view *view, struct nd_txn *txn, const struct nd_search_path *path,
                                 const struct nd_table *table, struct nd_reactor *reactor, struct nd_heap *heap)
{
    struct nd_arena arena;
    nd_arena_init(&arena, heap);
    struct name_list list = {.arena = &arena};
    struct nd_ast_name name = {.schema = table->schema_name, .name = table->name, .position = -1};
    add_name(&list, &name);
    enum nd_status status = load_names(&list, view, txn, path, reactor);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_bind_prefetch(struct nd_catalog_view *view, struct nd_txn *txn, const struct nd_search_path *path,
                                const struct nd_ast_stmt *stmt, struct nd_reactor *reactor, struct nd_heap *heap)
{
    struct nd_arena arena;
    nd_arena_init(&arena, heap);
    struct name_list list = {.arena = &arena};
    struct walk_call call = {&list, stmt};
    nd_reactor_call_on_big_stack(reactor, walk_on_big_stack, &call);
    enum nd_status status = list.needs_all ? nd_sys_load(view, txn) : ND_STATUS_OK;
    if (status == ND_STATUS_OK) status = load_names(&list, view, txn, path, reactor);
    nd_arena_deinit(&arena);
    return status;
}
