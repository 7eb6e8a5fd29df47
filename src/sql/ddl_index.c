/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_index.c - indexes, primary and unique keys. */
#include <stdio.h>

#include "sql/ddl_online.h"

enum nd_status nd__ddl_choose_name(struct nd__ddl *ddl, uint32_t schema, const char *table, const char *const *columns, size_t count, const char *suffix, const char **name_out)
{
    struct nd_sql_session *session = ddl->session;
    char base[ND_NAME_BYTES_MAX + 1], name[ND_NAME_BYTES_MAX + 1];
    size_t room = sizeof base - strlen(suffix) - 8;
    size_t n = (size_t)snprintf(base, room, "%s", table);
    for (size_t i = 0; i < count && n < room; i++) n += (size_t)snprintf(base + n, room - n, "_%s", columns[i]);
    for (unsigned i = 0;; i++) {
        bool is_taken;
        if (i == 0) snprintf(name, sizeof name, "%s_%s", base, suffix);
        else snprintf(name, sizeof name, "%s_%s%u", base, suffix, i);
        ND_TRY(nd_catalog_has_name(session->view, session->txn, schema, name, &is_taken));
        for (size_t k = 0; !is_taken && k < ddl->used_count; k++) is_taken = strcmp(ddl->used[k], name) == 0;
        if (!is_taken) break;
        if (i == 1000) return nd_err_set(ddl->err, "42P07", "relation \"%s\" already exists", name);
    }
    *name_out = nd_arena_strdup(ddl->arena, name);
    if (ddl->used_count < ND_ARRAY_LEN(ddl->used)) ddl->used[ddl->used_count++] = *name_out;
    return ND_STATUS_OK;
}

static enum nd_status take_name(struct nd__ddl *ddl, uint32_t schema, const char *name)
{
    bool is_taken;
    ND_TRY(nd_catalog_has_name(ddl->session->view, ddl->session->txn, schema, name, &is_taken));
    for (size_t k = 0; !is_taken && k < ddl->used_count; k++) is_taken = strcmp(ddl->used[k], name) == 0;
    if (is_taken) return nd_err_set(ddl->err, "42P07", "relation \"%s\" already exists", name);
    if (ddl->used_count < ND_ARRAY_LEN(ddl->used)) ddl->used[ddl->used_count++] = name;
    return ND_STATUS_OK;
}

/* ---- expressions and predicates ---------------------------------------------------------------------------- */

static enum nd_status check_room(struct nd__ddl *ddl, const struct nd__draft *draft)
{
    if (draft->table->column_count < ND_SQL_COLUMNS_MAX) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "54011", "columns of table \"%s\" and expressions of its indexes can be at most %d", draft->table->name, ND_SQL_COLUMNS_MAX);
}

static size_t add_virtual(struct nd__draft *draft, const char *name, const char *text, struct nd_type type)
{
    size_t at = draft->table->column_count++;
    draft->columns[at] = (struct nd_column){
        .id = draft->table->next_column_id++,
        .name = name,
        .type = type,
        .is_hidden = true,
        .virtual_text = text,
        .missing = {.is_null = true},
    };
    return at;
}

/* *at_out: its virtual column, or the column that it is. before: the table without those. */
static enum nd_status add_expression(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_table *before, const struct nd_ast_index_column *column, size_t *at_out)
{
    struct nd_expr *expr;
    const char *text;
    ND_TRY(nd_bind_index_expr(&ddl->bind, column->expr, column->expr_text, before, false, ddl->arena, &expr, &text, ddl->err));
    *at_out = expr->var;
    if (expr->kind == ND_EXPR_VAR) return ND_STATUS_OK;
    if (nd_type_category(expr->type.id) == 'P')
        return nd_err_set(ddl->err, "42P16", "column \"%s\" has pseudo-type %s", nd_bind_index_column_name(column->expr), nd_type_name(expr->type.id));
    ND_TRY(check_room(ddl, draft));
    *at_out = add_virtual(draft, nd_arena_strdup(ddl->arena, nd_bind_index_column_name(column->expr)), text, expr->type);
    return ND_STATUS_OK;
}

/* Two columns of an index have two names: "expr", "expr1". */
static void name_apart(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_index_column *parts, size_t count, size_t at)
{
    const char *base = draft->columns[at].name;
    for (unsigned n = 1;; n++) {
        bool is_taken = false;
        for (size_t i = 0; i < count; i++) is_taken = is_taken || (parts[i].column != at && strcmp(draft->columns[parts[i].column].name, draft->columns[at].name) == 0);
        if (!is_taken) return;
        draft->columns[at].name = nd_arena_printf(ddl->arena, "%s%u", base, n);
    }
}

static enum nd_status set_predicate(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_expr *where, const char *where_text, struct nd_index *index)
{
    struct nd_expr *expr;
    const char *text;
    ND_TRY(nd_bind_index_expr(&ddl->bind, where, where_text, draft->table, true, ddl->arena, &expr, &text, ddl->err));
    if (expr->kind == ND_EXPR_CONST && !expr->value.is_null && expr->value.b) return ND_STATUS_OK; /* WHERE true */
    ND_TRY(check_room(ddl, draft));
    index->is_partial = true;
    index->predicate = (uint32_t)add_virtual(draft, "predicate", text, ND_TYPE(ND_TYPE_BOOL));
    return ND_STATUS_OK;
}

static bool is_of_an_index(const struct nd_table *table, size_t column)
{
    for (size_t i = 0; i < table->index_count; i++) {
        const struct nd_index *index = &table->indexes[i];
        if (index->is_partial && index->predicate == column) return true;
        for (size_t k = 0; k < index->column_count; k++)
            if (index->columns[k].column == column) return true;
    }
    return false;
}

static void remove_orphans(struct nd__draft *draft)
{
    size_t kept = 0;
    for (size_t i = 0; i < draft->table->column_count; i++)
        if (draft->columns[i].virtual_text == NULL || is_of_an_index(draft->table, i)) draft->columns[kept++] = draft->columns[i];
    draft->table->column_count = kept;
}

enum nd_status nd__ddl_drop_virtuals(struct nd__ddl *ddl, struct nd__draft *draft)
{
    return nd_table_has_virtual(draft->table) ? nd__ddl_fix_positions(ddl, draft, remove_orphans) : ND_STATUS_OK;
}

enum nd_status nd__ddl_retype_virtuals(struct nd__ddl *ddl, struct nd__draft *draft)
{
    for (size_t i = 0; i < draft->table->column_count; i++) {
        struct nd_column *column = &draft->columns[i];
        struct nd_ast_expr *ast;
        struct nd_expr *expr;
        bool is_predicate = false;
        if (column->virtual_text == NULL) continue;
        for (size_t k = 0; k < draft->table->index_count; k++) is_predicate = is_predicate || (draft->indexes[k].is_partial && draft->indexes[k].predicate == i);
        ND_TRY(nd_parse_expr(ddl->bind.reactor, nd_slice_str(column->virtual_text), ddl->arena, &ast, ddl->err));
        ND_TRY(nd_bind_index_expr(&ddl->bind, ast, column->virtual_text, draft->table, is_predicate, ddl->arena, &expr, &column->virtual_text, ddl->err));
        column->type = expr->type;
        if (!nd_key_is_supported(column->type.id)) return nd_err_set(ddl->err, "0A000", "a key of type %s is not supported", nd_type_name(column->type.id));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_copy_predicate(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_table *source, const struct nd_index *from, struct nd_index *index)
{
    struct nd_ast_expr *ast;
    const char *text = from->is_partial ? source->columns[from->predicate].virtual_text : NULL;
    if (text == NULL) return ND_STATUS_OK;
    ND_TRY(nd_parse_expr(ddl->bind.reactor, nd_slice_str(text), ddl->arena, &ast, ddl->err));
    return set_predicate(ddl, draft, ast, text, index);
}

bool nd__ddl_index_uses(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_index *index, size_t column)
{
    for (size_t i = 0; i < index->included_count; i++)
        if (index->included[i] == column) return true;
    for (size_t i = 0; i < index->column_count + index->is_partial; i++) {
        uint32_t at = i < index->column_count ? index->columns[i].column : index->predicate;
        const char *text = table->columns[at].virtual_text;
        if (at == column) return true;
        uint32_t *used = nd_arena_array(ddl->arena, uint32_t, table->column_count + 1);
        size_t count = text == NULL ? 0 : nd_bind_columns_of(&ddl->bind, table, text, used, table->column_count);
        for (size_t k = 0; k < count; k++)
            if (used[k] == column) return true;
    }
    return false;
}

/* ---- columns ------------------------------------------------------------------------------------------------- */

static enum nd_status fill_included(struct nd__ddl *ddl, struct nd__draft *draft, const char *const *names, size_t count, struct nd_index *index)
{
    uint32_t *included = nd_arena_array(ddl->arena, uint32_t, count + 1);
    if (index->column_count + count > ND_INDEX_COLUMNS_MAX) return nd_err_set(ddl->err, "54011", "cannot use more than %d columns in an index", ND_INDEX_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t at = nd_table_find_column(draft->table, names[i]);
        if (at == SIZE_MAX) return nd_err_set(ddl->err, "42703", index->is_constraint ? "column \"%s\" named in key does not exist" : "column \"%s\" does not exist", names[i]);
        if (!nd_key_is_supported(draft->table->columns[at].type.id))
            return nd_err_set(ddl->err, "0A000", "a key of type %s is not supported", nd_type_name(draft->table->columns[at].type.id));
        included[i] = (uint32_t)at;
    }
    index->included = included;
    index->included_count = count;
    return ND_STATUS_OK;
}

static enum nd_status fill_index(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_index_column *columns, size_t count, const char *const *included, size_t included_count,
                                 struct nd_index *index)
{
    struct nd_index_column *parts = nd_arena_array(ddl->arena, struct nd_index_column, count);
    struct nd_table before = *draft->table; /* expressions see no other column of the index */
    if (count > ND_INDEX_COLUMNS_MAX) return nd_err_set(ddl->err, "54011", "cannot use more than %d columns in an index", ND_INDEX_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t at;
        if (columns[i].name == NULL) ND_TRY(add_expression(ddl, draft, &before, &columns[i], &at));
        else at = nd_table_find_column(draft->table, columns[i].name);
        if (at == SIZE_MAX) {
            if (index->is_constraint) return nd_err_set(ddl->err, "42703", "column \"%s\" named in key does not exist", columns[i].name);
            return nd_err_set(ddl->err, "42703", "column \"%s\" does not exist", columns[i].name);
        }
        if (draft->columns[at].virtual_text != NULL) name_apart(ddl, draft, parts, i, at);
        if (!nd_key_is_supported(draft->table->columns[at].type.id))
            return nd_err_set(ddl->err, "0A000", "a key of type %s is not supported", nd_type_name(draft->table->columns[at].type.id));
        for (size_t k = 0; k < i && index->is_constraint; k++)
            if (parts[k].column == at)
                return nd_err_set(ddl->err, "42701", "column \"%s\" appears twice in %s constraint", columns[i].name, index->is_primary ? "primary key" : "unique");
        bool nulls_first = columns[i].sort.has_nulls ? columns[i].sort.nulls_first : columns[i].sort.is_desc;
        parts[i].column = (uint32_t)at;
        parts[i].flags = (columns[i].sort.is_desc ? ND_KEY_DESC : 0u) | (nulls_first ? ND_KEY_NULLS_FIRST : 0u);
    }
    index->columns = parts;
    index->column_count = count;
    ND_TRY(fill_included(ddl, draft, included, included_count, index));
    ND_TRY(nd__ddl_new_index_id(ddl, draft, &index->id));
    if (index->is_constraint) ND_TRY(nd__ddl_new_oid(ddl, &index->constraint_oid));
    return nd__ddl_new_oid(ddl, &index->oid);
}

enum nd_status nd__ddl_add_index(struct nd__ddl *ddl, struct nd__draft *draft, const char *name, const struct nd_ast_index_column *columns, size_t count,
                                 const struct nd__index_how *how, struct nd_index **index_out)
{
    struct nd_index *index = *index_out = &draft->indexes[draft->table->index_count];
    const char **names = nd_arena_array(ddl->arena, const char *, count + how->included_count + 1);
    *index = (struct nd_index){.is_unique = how->is_unique, .is_constraint = how->is_constraint};
    ND_TRY(fill_index(ddl, draft, columns, count, how->included, how->included_count, index));
    for (size_t i = 0; i < count; i++) names[i] = draft->columns[index->columns[i].column].name;
    for (size_t i = 0; i < how->included_count; i++) names[count + i] = how->included[i];
    if (name == NULL) ND_TRY(nd__ddl_choose_name(ddl, draft->table->schema_id, draft->table->name, names, count + how->included_count, how->is_constraint ? "key" : "idx", &index->name));
    else ND_TRY(take_name(ddl, draft->table->schema_id, index->name = nd_arena_strdup(ddl->arena, name)));
    draft->table->index_count++;
    return ND_STATUS_OK;
}

static struct nd_ast_index_column *constraint_columns(struct nd__ddl *ddl, const struct nd_ast_constraint *constraint)
{
    struct nd_ast_index_column *columns = nd_arena_array(ddl->arena, struct nd_ast_index_column, constraint->column_count + 1);
    for (size_t i = 0; i < constraint->column_count; i++) columns[i].name = constraint->columns[i];
    return columns;
}

enum nd_status nd__ddl_add_constraint_index(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint, struct nd_index **index_out)
{
    const struct nd__index_how how = {.is_unique = true, .is_constraint = true, .included = constraint->included, .included_count = constraint->included_count};
    ND_TRY(nd__ddl_check_parameters(ddl, constraint->parameters, constraint->parameter_count, ND__PARAMETER_OF_INDEX, true));
    ND_TRY(nd__ddl_add_index(ddl, draft, constraint->name, constraint_columns(ddl, constraint), constraint->column_count, &how, index_out));
    nd__ddl_index_parameters(ddl, constraint->parameters, constraint->parameter_count, *index_out);
    (*index_out)->is_null_equal = constraint->is_null_equal;
    (*index_out)->is_deferrable = constraint->is_deferrable || constraint->is_deferred;
    (*index_out)->is_deferred = constraint->is_deferred;
    return ND_STATUS_OK;
}

/* ---- a constraint over an index that is there ------------------------------------------------------------------- */

static enum nd_status check_usable(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_constraint *constraint, size_t *at_out)
{
    const struct nd_ast_name name = {.schema = table->schema_name, .name = constraint->index_name, .position = -1};
    const struct nd_table *its;
    size_t at;
    ND_TRY(nd__ddl_find_index(ddl, &name, true, &its, &at));
    if (its == NULL) return nd_err_set(ddl->err, "42704", "index \"%s\" does not exist", constraint->index_name);
    const struct nd_index *index = &its->indexes[at];
    const char *wrong = NULL;
    if (its->id.v != table->id.v) return nd_err_set(ddl->err, "55000", "index \"%s\" does not belong to table \"%s\"", index->name, table->name);
    if (index->is_constraint) return nd_err_set(ddl->err, "55000", "index \"%s\" is already associated with a constraint", index->name);
    if (!nd_index_is_public(index)) return nd_err_set(ddl->err, "55000", "index \"%s\" is not valid", index->name);
    if (!index->is_unique) wrong = "\"%s\" is not a unique index";
    else if (index->is_partial) wrong = "\"%s\" is a partial index";
    for (size_t i = 0; i < index->column_count && wrong == NULL; i++)
        if (table->columns[index->columns[i].column].virtual_text != NULL) wrong = "index \"%s\" contains expressions";
    if (wrong == NULL)
        for (size_t i = 0; i < index->column_count; i++)
            if (index->columns[i].flags != 0) {
                (void)nd_err_set(ddl->err, "42809", "index \"%s\" column number %zu does not have default sorting behavior", index->name, i + 1);
                return nd_err_detail(ddl->err, "Cannot create a primary key or unique constraint using such an index.");
            }
    *at_out = at;
    if (wrong == NULL) return constraint->is_deferrable ? nd_err_unsupported(ddl->err, "a deferrable constraint USING INDEX") : ND_STATUS_OK;
    char message[256];
    snprintf(message, sizeof message, wrong, index->name);
    (void)nd_err_set(ddl->err, "42809", "%s", message);
    return nd_err_detail(ddl->err, "Cannot create a primary key or unique constraint using such an index.");
}

static void rename_notice(struct nd__ddl *ddl, const char *from, const char *to)
{
    if (strcmp(from, to) != 0) nd__session_notice(ddl->session, "NOTICE", "00000", "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"%s\" to \"%s\"", from, to);
}

enum nd_status nd__ddl_constraint_using(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_constraint *constraint)
{
    size_t at;
    ND_TRY(check_usable(ddl, table, constraint, &at));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 1);
    struct nd_index *index = &draft.indexes[at];
    const char *name = constraint->name == NULL ? index->name : nd_arena_strdup(ddl->arena, constraint->name);
    rename_notice(ddl, index->name, name);
    if (strcmp(index->name, name) != 0) ND_TRY(take_name(ddl, table->schema_id, name));
    if (constraint->kind == ND_AST_UNIQUE) {
        index->name = name;
        index->is_constraint = true;
        ND_TRY(nd__ddl_new_oid(ddl, &index->constraint_oid));
        return nd__ddl_write(ddl, &draft);
    }
    /* a primary key is the table: its rows are written anew, the index is no more */
    struct nd_ast_constraint its = {.kind = ND_AST_PRIMARY, .column_count = index->column_count, .included_count = index->included_count};
    its.columns = nd_arena_array(ddl->arena, const char *, index->column_count + 1);
    its.included = nd_arena_array(ddl->arena, const char *, index->included_count + 1);
    for (size_t i = 0; i < index->column_count; i++) its.columns[i] = table->columns[index->columns[i].column].name;
    for (size_t i = 0; i < index->included_count; i++) its.included[i] = table->columns[index->included[i]].name;
    unsigned shards = index->shards;
    memmove(index, index + 1, sizeof *index * (table->index_count - at - 1));
    draft.table->index_count--;
    ND_TRY(nd__ddl_set_primary(ddl, &draft, &its));
    draft.indexes[0].name = name;
    if (shards > 0) draft.indexes[0].shards = shards;
    return nd__ddl_rebuild(ddl, &draft);
}

/* The hidden row id leaves; positions behind it move up. */
static void drop_row_id(struct nd__draft *draft)
{
    size_t at = 0;
    while (at < draft->table->column_count && (!draft->columns[at].is_hidden || draft->columns[at].virtual_text != NULL)) at++; /* virtual columns of indexes are hidden, too */
    if (at == draft->table->column_count) return;
    memmove(&draft->columns[at], &draft->columns[at + 1], sizeof *draft->columns * (draft->table->column_count - at - 1));
    draft->table->column_count--;
}

enum nd_status nd__ddl_add_deferrable_key(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint, struct nd_index **index_out)
{
    struct nd_ast_constraint its = *constraint;
    size_t used = ddl->used_count;
    if (its.name == NULL) ND_TRY(nd__ddl_choose_name(ddl, draft->table->schema_id, draft->table->name, NULL, 0, "pkey", &its.name));
    ddl->used_count = used; /* taken below */
    ND_TRY(nd__ddl_add_constraint_index(ddl, draft, &its, index_out));
    (*index_out)->is_key = true;
    for (size_t i = 0; i < (*index_out)->column_count; i++) draft->columns[(*index_out)->columns[i].column].is_not_null = true;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_set_primary(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint)
{
    struct nd_index *primary = &draft->indexes[0];
    *primary = (struct nd_index){.is_unique = true, .is_primary = true, .is_constraint = true, .shards = primary->shards};
    ND_TRY(nd__ddl_check_parameters(ddl, constraint->parameters, constraint->parameter_count, ND__PARAMETER_OF_INDEX, true));
    nd__ddl_index_parameters(ddl, constraint->parameters, constraint->parameter_count, primary);
    ND_TRY(nd__ddl_fix_positions(ddl, draft, drop_row_id));
    ND_TRY(fill_index(ddl, draft, constraint_columns(ddl, constraint), constraint->column_count, constraint->included, constraint->included_count, primary));
    for (size_t i = 0; i < primary->column_count; i++) draft->columns[primary->columns[i].column].is_not_null = true;
    if (constraint->name == NULL) return nd__ddl_choose_name(ddl, draft->table->schema_id, draft->table->name, NULL, 0, "pkey", &primary->name);
    primary->name = nd_arena_strdup(ddl->arena, constraint->name);
    return take_name(ddl, draft->table->schema_id, primary->name);
}

enum nd_status nd__ddl_set_row_id(struct nd__ddl *ddl, struct nd__draft *draft)
{
    struct nd_table *table = draft->table;
    struct nd_index *primary = &draft->indexes[0];
    size_t at = table->column_count++;
    draft->columns[at] = (struct nd_column){
        .id = table->next_column_id++,
        .name = "rowid",
        .type = {ND_TYPE_INT8, -1},
        .is_not_null = true,
        .is_hidden = true,
        .missing = {.is_null = true},
    };
    struct nd_index_column *part = nd_arena_new(ddl->arena, struct nd_index_column);
    part->column = (uint32_t)at;
    uint64_t id;
    ND_TRY(nd__ddl_new_index_id(ddl, draft, &id));
    *primary = (struct nd_index){.id = id, .name = "", .is_unique = true, .is_primary = true, .columns = part, .column_count = 1, .shards = primary->shards};
    return nd_catalog_allocate_oids(ddl->session->catalog, ddl->session->fiber, 1, &primary->oid);
}

static const uint32_t *fixed(struct nd__ddl *ddl, const struct nd__draft *draft, const struct nd_column *before, const uint32_t *columns, size_t count)
{
    uint32_t *out = nd_arena_array(ddl->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) out[i] = (uint32_t)nd_table_find_column_id(draft->table, before[columns[i]].id);
    return out;
}

/* Foreign keys name their own columns by position, too. */
static enum nd_status fix_key_positions(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_column *before)
{
    struct nd_foreign_key *keys = nd_arena_array(ddl->arena, struct nd_foreign_key, draft->table->foreign_key_count + 1);
    for (size_t i = 0; i < draft->table->foreign_key_count; i++) {
        keys[i] = draft->table->foreign_keys[i];
        keys[i].columns = fixed(ddl, draft, before, keys[i].columns, keys[i].column_count);
        keys[i].set_columns = fixed(ddl, draft, before, keys[i].set_columns, keys[i].set_column_count);
    }
    draft->table->foreign_keys = keys;
    return ND_STATUS_OK;
}

/* Indexes name columns by position: `change` moves them, ids find them again. */
enum nd_status nd__ddl_fix_positions(struct nd__ddl *ddl, struct nd__draft *draft, void (*change)(struct nd__draft *draft))
{
    struct nd_column *before = nd_arena_array(ddl->arena, struct nd_column, draft->table->column_count + 1);
    memcpy(before, draft->columns, sizeof *before * draft->table->column_count);
    change(draft);
    for (size_t i = 0; i < draft->table->index_count; i++) {
        struct nd_index *index = &draft->indexes[i];
        struct nd_index_column *parts = nd_arena_array(ddl->arena, struct nd_index_column, index->column_count + 1);
        for (size_t k = 0; k < index->column_count; k++) {
            size_t at = 0;
            while (at < draft->table->column_count && draft->columns[at].id != before[index->columns[k].column].id) at++;
            ND_ASSERT(at < draft->table->column_count);
            parts[k] = (struct nd_index_column){(uint32_t)at, index->columns[k].flags};
        }
        index->columns = parts;
        index->included = fixed(ddl, draft, before, index->included, index->included_count);
        if (index->is_partial) index->predicate = (uint32_t)nd_table_find_column_id(draft->table, before[index->predicate].id);
    }
    return fix_key_positions(ddl, draft, before);
}

/* ---- CREATE INDEX ------------------------------------------------------------------------------------ */

/* online NULL: all of it in the user's transaction. */
static enum nd_status create_index(struct nd__ddl *ddl, struct nd__online *online)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_create_index *ast = ddl->stmt->create_index;
    const struct nd_table *table;
    struct nd_index *index;
    if (ast->unsupported != NULL) return nd_err_unsupported(ddl->err, ast->unsupported);
    ND_TRY(nd__ddl_find(ddl, &ast->table, NULL, false, &table));
    ND_TRY(nd__ddl_must_own_table(ddl, table));
    if (online == NULL) ND_TRY(nd__ddl_check_in_use(ddl, table, "CREATE INDEX"));
    if (ast->if_not_exists && ast->name != NULL) {
        bool is_taken;
        ND_TRY(nd_catalog_has_name(session->view, session->txn, table->schema_id, ast->name, &is_taken));
        if (is_taken) {
            nd__session_notice(session, "NOTICE", "42P07", "relation \"%s\" already exists, skipping", ast->name);
            return ND_STATUS_OK;
        }
    }
    ND_TRY(nd__ddl_begin(ddl));
    if (online == NULL) ND_TRY(nd__ddl_lock(ddl, table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, ast->column_count + 1, 1);
    const struct nd__index_how how = {.is_unique = ast->is_unique, .included = ast->included, .included_count = ast->included_count};
    ND_TRY(nd__ddl_add_index(ddl, &draft, ast->name, ast->columns, ast->column_count, &how, &index));
    ND_TRY(nd__ddl_check_parameters(ddl, ast->parameters, ast->parameter_count, ND__PARAMETER_OF_INDEX, true));
    index->is_null_equal = ast->is_null_equal;
    nd__ddl_index_parameters(ddl, ast->parameters, ast->parameter_count, index);
    if (ast->where != NULL) ND_TRY(set_predicate(ddl, &draft, ast->where, ast->where_text, index));
    if (online != NULL) return nd__online_declare(ddl, online, &draft, index);
    struct nd_expr *const *virtuals;
    ND_TRY(nd_bind_virtuals(&ddl->bind, draft.table, ddl->arena, &virtuals, ddl->err));
    struct nd_exec_env env = nd__session_exec_env(session);
    ND_TRY(nd_exec_backfill_index(&env, table, draft.table, index, virtuals, ddl->err));
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_create_index(struct nd__ddl *ddl)
{
    snprintf(ddl->tag, 64, "CREATE INDEX");
    return create_index(ddl, NULL);
}

enum nd_status nd__ddl_declare_index(struct nd__ddl *ddl, struct nd__online *online) { return create_index(ddl, online); }

/* ---- REINDEX ------------------------------------------------------------------------------------------- */

static enum nd_status renew_entries(struct nd__ddl *ddl, struct nd__draft *draft, size_t at)
{
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    struct nd_expr *const *virtuals;
    ND_TRY(nd_bind_virtuals(&ddl->bind, draft->table, ddl->arena, &virtuals, ddl->err));
    nd__ddl_discard_index(ddl, draft->before, draft->before->indexes[at].id);
    ND_TRY(nd__ddl_new_index_id(ddl, draft, &draft->indexes[at].id));
    draft->indexes[at].state = ND_INDEX_PUBLIC;
    return nd_exec_backfill_index(&env, draft->before, draft->table, &draft->indexes[at], virtuals, ddl->err);
}

enum nd_status nd__ddl_reshard(struct nd__ddl *ddl, const struct nd_table *table, size_t at, const struct nd_index *as)
{
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_lock(ddl, table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.indexes[at].shards = as->shards;
    draft.indexes[at].options = as->options;
    draft.indexes[at].option_count = as->option_count;
    if (at == 0) return nd__ddl_rebuild(ddl, &draft);
    ND_TRY(renew_entries(ddl, &draft, at));
    return nd__ddl_write(ddl, &draft);
}

/* The entries anew, under new ids. The primary index holds the rows themselves: there is nothing to make it of. */
enum nd_status nd__ddl_reindex_table(struct nd__ddl *ddl, const struct nd_table *table, size_t at)
{
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_lock(ddl, table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    for (size_t i = 1; i < table->index_count; i++)
        if (at == SIZE_MAX || i == at) ND_TRY(renew_entries(ddl, &draft, i));
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_find_reindexed(struct nd__ddl *ddl, const struct nd_table **table_out, size_t *at_out)
{
    const struct nd_ast_reindex *reindex = ddl->stmt->reindex;
    *at_out = SIZE_MAX;
    if (reindex->kind != ND_AST_REINDEX_INDEX) {
        ND_TRY(nd__ddl_find(ddl, &reindex->name, NULL, false, table_out));
        return nd__ddl_must_own_table(ddl, *table_out);
    }
    ND_TRY(nd__ddl_find_index(ddl, &reindex->name, true, table_out, at_out));
    if (*table_out == NULL) return nd__ddl_missing(ddl, &reindex->name, "relation", "42P01");
    return nd__ddl_must_own(ddl, "index", (*table_out)->indexes[*at_out].name, (*table_out)->owner);
}

enum nd_status nd__ddl_reindex(struct nd__ddl *ddl)
{
    const struct nd_ast_reindex *reindex = ddl->stmt->reindex;
    const struct nd_table *table;
    size_t at;
    snprintf(ddl->tag, 64, "REINDEX");
    if (reindex->unsupported != NULL) return nd_err_unsupported(ddl->err, reindex->unsupported);
    ND_TRY(nd__ddl_find_reindexed(ddl, &table, &at));
    if (at == SIZE_MAX && table->index_count == 1 && nd_table_has_row_id(table)) nd__session_notice(ddl->session, "NOTICE", "00000", "table \"%s\" has no indexes to reindex", table->name);
    return at == 0 || table->index_count == 1 ? ND_STATUS_OK : nd__ddl_reindex_table(ddl, table, at);
}
