/* SPDX-License-Identifier: Apache-2.0 */
/* bind_row.c - rows as values: ROW(...), whole rows of items of FROM, fields.
 *
 * The type of a row is `record`; its modifier is the number of what the binder knows of its fields, or -1. */
#include "sql/bind/bind_int.h"

static const struct nd_type type_bool = {ND_TYPE_BOOL, -1}, type_int4 = {ND_TYPE_INT4, -1}, type_text = {ND_TYPE_TEXT, -1};

/* ---- what is known of a row ------------------------------------------------------------------------------ */

const struct nd_row_type *nd__row_type(const struct nd_binder *binder, struct nd_type type)
{
    return type.id == ND_TYPE_RECORD && type.mod >= 0 && (size_t)type.mod < binder->row_type_count ? &binder->row_types[type.mod] : NULL;
}

static bool is_same_type(const struct nd_row_type *a, const struct nd_row_type *b)
{
    if (a->count != b->count || a->table != b->table) return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->types[i].id != b->types[i].id || a->types[i].mod != b->types[i].mod || strcmp(a->names[i], b->names[i]) != 0) return false;
    return true;
}

static struct nd_type add_type(struct nd_binder *binder, const struct nd_row_type *row)
{
    for (size_t i = 0; i < binder->row_type_count; i++)
        if (is_same_type(&binder->row_types[i], row)) return (struct nd_type){ND_TYPE_RECORD, (int32_t)i};
    struct nd_row_type *types = nd_arena_array(binder->arena, struct nd_row_type, binder->row_type_count + 1);
    if (binder->row_type_count > 0) memcpy(types, binder->row_types, sizeof *types * binder->row_type_count);
    types[binder->row_type_count] = *row;
    binder->row_types = types;
    return (struct nd_type){ND_TYPE_RECORD, (int32_t)binder->row_type_count++};
}

/* ---- making rows ------------------------------------------------------------------------------------------- */

struct fields {
    struct nd_expr **exprs;
    const char **names;
    const char **shown; /* what JSON calls them, if not that: columns of a table, whatever an alias renames */
    size_t count, cap;
};

static enum nd_status add_field(struct nd_binder *binder, struct fields *fields, struct nd_expr *expr, const char *name)
{
    if (fields->count == ND_SQL_COLUMNS_MAX) return nd__bind_error(binder, expr->position, "54011", "ROW expressions can have at most %d entries", ND_SQL_COLUMNS_MAX);
    if (fields->count == fields->cap) {
        struct fields old = *fields;
        fields->cap = old.cap == 0 ? 8 : old.cap * 2;
        fields->exprs = nd_arena_array(binder->arena, struct nd_expr *, fields->cap);
        fields->names = nd_arena_array(binder->arena, const char *, fields->cap);
        for (size_t i = 0; i < old.count; i++) {
            fields->exprs[i] = old.exprs[i];
            fields->names[i] = old.names[i];
        }
    }
    fields->exprs[fields->count] = expr;
    fields->names[fields->count++] = name;
    return ND_STATUS_OK;
}

/* key: of ND_ROW_KEYED. */
static struct nd_expr *make_row(struct nd_binder *binder, const struct fields *fields, bool has_names, enum nd_row_kind kind, struct nd_expr *key, const struct nd_table *table)
{
    size_t first = kind == ND_ROW_KEYED ? 2 : 1;
    struct nd_expr **args = nd_arena_array(binder->arena, struct nd_expr *, fields->count + 2);
    struct nd_row_type row = {.count = fields->count, .names = fields->names, .table = table};
    row.types = nd_arena_array(binder->arena, struct nd_type, fields->count + 1);
    size_t bytes = 0;
    const char **shown = fields->shown != NULL ? fields->shown : fields->names;
    for (size_t i = 0; i < fields->count; i++) bytes += strlen(shown[i]) + 1;
    char *names = nd_arena_alloc(binder->arena, bytes + 1);
    struct nd_slice text = nd_slice_of(names, bytes);
    for (size_t i = 0; i < fields->count; i++) {
        size_t n = strlen(shown[i]) + 1;
        memcpy(names, shown[i], n);
        names += n;
        row.types[i] = fields->exprs[i]->type;
        args[first + i] = fields->exprs[i];
    }
    args[0] = nd_expr_const(binder->arena, type_text, has_names ? nd_datum_bytes(text) : ND_DATUM_NULL);
    if (key != NULL) args[1] = key;
    return nd_expr_func(binder->arena, nd_func_row(kind), add_type(binder, &row), args, first + fields->count);
}

/* The fields of a call of ROW. NULL: it is none. */
static struct nd_expr *const *row_fields(const struct nd_expr *expr, size_t *count_out)
{
    *count_out = 0;
    if (expr->kind != ND_EXPR_FUNC) return NULL;
    bool is_keyed = expr->func == nd_func_row(ND_ROW_KEYED);
    if (!is_keyed && expr->func != nd_func_row(ND_ROW_PLAIN) && expr->func != nd_func_row(ND_ROW_NOT_EMPTY)) return NULL;
    size_t first = is_keyed ? 2 : 1;
    *count_out = expr->arg_count - first;
    return expr->args + first;
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

static struct nd_expr *field_at(struct nd_binder *binder, struct nd_expr *row, const struct nd_row_type *type, size_t at)
{
    size_t count;
    struct nd_expr *const *fields = row_fields(row, &count);
    /* of a whole row; where it is missing they are NULL, too. Of ROW(...) the other fields count, too, for whose an aggregate is */
    if (fields != NULL && !row->args[0]->value.is_null) return nd_expr_copy(binder->arena, fields[at]);
    struct nd_expr *args[2] = {nd_expr_copy(binder->arena, row), nd_expr_const(binder->arena, type_int4, nd_datum_i64((int64_t)at))};
    struct nd_expr *expr = nd_expr_func(binder->arena, nd_func_field(), type->types[at], args, 2);
    expr->position = row->position;
    expr->written = type->names[at];
    return expr;
}

static enum nd_status not_a_row(struct nd_binder *binder, const struct nd_expr *expr, const char *name, int position)
{
    return nd__bind_error(binder, position, "42809", "column notation .%s applied to type %s, which is not a composite type", name, nd_type_name(expr->type.id));
}

enum nd_status nd__bind_field(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    struct nd_expr *row;
    const char *name = ast->names[0];
    if (ast->has_star) return nd__bind_error(binder, ast->position, "42601", "row expansion via \"*\" is not supported here");
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &row));
    if (row->type.id != ND_TYPE_RECORD) return not_a_row(binder, row, name, ast->position);
    const struct nd_row_type *type = nd__row_type(binder, row->type);
    for (size_t i = 0; type != NULL && i < type->count; i++) {
        if (strcmp(type->names[i], name) != 0) continue;
        *out = field_at(binder, row, type, i);
        return ND_STATUS_OK;
    }
    if (ast->left->kind == ND_AST_COLUMN) return nd__bind_error(binder, ast->position, "42703", "column %s.%s does not exist", ast->left->names[ast->left->name_count - 1], name);
    if (type != NULL && type->table != NULL) return nd__bind_error(binder, ast->position, "42703", "column \"%s\" not found in data type %s", name, type->table->name);
    return nd__bind_error(binder, ast->position, "42703", "could not identify column \"%s\" in record data type", name);
}

/* (row).* */
static enum nd_status add_star(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct fields *fields)
{
    struct nd_expr *row;
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &row));
    if (row->type.id != ND_TYPE_RECORD) return nd__bind_error(binder, ast->position, "42809", "type %s is not composite", nd_type_name(row->type.id));
    const struct nd_row_type *type = nd__row_type(binder, row->type);
    if (type == NULL) return nd__bind_error(binder, ast->position, "42809", "record type has not been registered");
    for (size_t i = 0; i < type->count; i++) ND_TRY(add_field(binder, fields, field_at(binder, row, type, i), type->names[i]));
    return ND_STATUS_OK;
}

enum nd_status nd__bind_row_star(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr ***exprs_out, const char *const **names_out,
                                 size_t *count_out)
{
    struct fields fields = {0};
    ND_TRY(add_star(binder, scope, ast, &fields));
    *exprs_out = fields.exprs;
    *names_out = fields.names;
    *count_out = fields.count;
    return ND_STATUS_OK;
}

struct nd_expr *nd__named_row(struct nd_binder *binder, struct nd_expr **exprs, const char **names, size_t count, struct nd_expr *key)
{
    struct fields fields = {.exprs = exprs, .names = names, .count = count};
    return make_row(binder, &fields, true, ND_ROW_KEYED, key, NULL);
}

static bool is_star(const struct nd_ast_expr *ast) { return (ast->kind == ND_AST_COLUMN || ast->kind == ND_AST_SUBSCRIPT) && ast->has_star; }

bool nd__row_has_star(const struct nd_ast_expr *ast)
{
    for (size_t i = 0; i < ast->arg_count; i++)
        if (is_star(ast->args[i])) return true;
    return false;
}

struct nd_expr *nd__row_of(struct nd_binder *binder, struct nd_expr *const *exprs, size_t count)
{
    struct fields fields = {.exprs = nd_arena_array(binder->arena, struct nd_expr *, count + 1), .names = nd_arena_array(binder->arena, const char *, count + 1), .count = count};
    for (size_t i = 0; i < count; i++) {
        fields.exprs[i] = exprs[i];
        fields.names[i] = nd_arena_printf(binder->arena, "f%zu", i + 1);
    }
    return make_row(binder, &fields, false, ND_ROW_PLAIN, NULL, NULL);
}

struct nd_expr *nd__field_of(struct nd_binder *binder, struct nd_expr *row, size_t at) { return field_at(binder, row, nd__row_type(binder, row->type), at); }

enum nd_status nd__bind_row(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, struct nd_expr **out)
{
    struct fields fields = {0};
    for (size_t i = 0; i < ast->arg_count; i++) {
        struct nd_ast_expr *item = ast->args[i];
        if (item->kind == ND_AST_SUBSCRIPT && item->has_star) {
            ND_TRY(add_star(binder, scope, item, &fields));
        } else if (is_star(item)) {
            struct nd_ast_target target = {.expr = item, .position = item->position};
            struct nd_target *targets;
            size_t count;
            ND_TRY(nd__bind_targets(binder, scope, &target, 1, &targets, &count));
            for (size_t k = 0; k < count; k++) ND_TRY(add_field(binder, &fields, targets[k].expr, ""));
        } else {
            struct nd_expr *field;
            ND_TRY(nd__bind_expr(binder, scope, item, &field));
            ND_TRY(nd__settle(binder, &field));
            ND_TRY(add_field(binder, &fields, field, ""));
        }
    }
    *out = nd__row_of(binder, fields.exprs, fields.count);
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

/* ROW(...)::t, NULL::t, and a row of t itself. */
enum nd_status nd__bind_row_cast(struct nd_binder *binder, const struct nd_scope *scope, const struct nd_ast_expr *ast, const struct nd_table *table, struct nd_expr **out)
{
    struct nd_expr *row;
    struct fields fields = {0};
    size_t count, at = 0;
    ND_TRY(nd__bind_expr(binder, scope, ast->left, &row));
    const struct nd_row_type *type = nd__row_type(binder, row->type);
    if (type != NULL && type->table == table) {
        *out = row;
        return ND_STATUS_OK;
    }
    struct nd_expr *const *given = row_fields(row, &count);
    bool is_null = nd_expr_is_null_const(row) && row->type.id == ND_TYPE_UNKNOWN;
    if (row->type.id == ND_TYPE_UNKNOWN && !is_null) return nd__bind_unsupported(binder, ast->position, "input of a row as text");
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        if (column->is_hidden) continue;
        struct nd_expr *field = given != NULL && at < count ? given[at] : nd_expr_const(binder->arena, column->type, ND_DATUM_NULL);
        at++;
        if (!nd__can_coerce(binder, field, column->type.id, ND_CAST_EXPLICIT)) break;
        ND_TRY(nd__coerce(binder, field, column->type, ND_CAST_EXPLICIT, false, &field));
        ND_TRY(add_field(binder, &fields, field, column->name));
    }
    if (!is_null && (given == NULL || at != count || fields.count != count)) {
        (void)nd__bind_error(binder, ast->position, "42846", "cannot cast type %s to %s", nd_type_name(row->type.id), table->name);
        if (given != NULL && at != count) (void)nd_err_detail(binder->err, at > count ? "Input has too few columns." : "Input has too many columns.");
        return ND_STATUS_SQL;
    }
    *out = make_row(binder, &fields, true, is_null ? ND_ROW_NOT_EMPTY : ND_ROW_PLAIN, NULL, table);
    (*out)->position = ast->position;
    return ND_STATUS_OK;
}

/* ---- whole rows ------------------------------------------------------------------------------------------------ */

static bool is_of_rel(const struct nd_scope_column *column, const char *rel, uint32_t schema_id)
{
    if (column->rel == NULL || strcmp(column->rel, rel) != 0) return false;
    return schema_id == 0 || (!column->is_aliased && column->schema_id == schema_id);
}

/* A function in FROM that gives a value, not a row, is the value itself. */
static bool is_scalar(const struct nd_rel *item)
{
    return item != NULL && item->kind == ND_REL_FUNC && item->set_count == 1 && item->sets[0].record == NULL && item->ordinal_var == ND_VAR_NONE;
}

/* A column of a table that is never NULL in a row that is there. NULL: none is known. */
static struct nd_expr *key_of(struct nd_binder *binder, const struct nd_rel *item)
{
    const struct nd_table *table = item == NULL || item->kind != ND_REL_TABLE ? NULL : item->table;
    bool is_stored = table != NULL && table->schema_id != ND_OID_PG_CATALOG && table->schema_id != ND_OID_INFORMATION_SCHEMA && table->schema_id != ND_OID_ND_INTERNAL;
    if (!is_stored) return NULL;
    uint32_t column = table->indexes[0].columns[0].column;
    return nd_expr_var(binder->arena, item->first_var + column, table->columns[column].type);
}

/* NULL: it has another number of columns. */
static const char **names_of(struct nd_binder *binder, const struct nd_table *table, size_t count)
{
    const char **names = nd_arena_array(binder->arena, const char *, table->column_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < table->column_count; i++)
        if (!table->columns[i].is_hidden) names[n++] = table->columns[i].name;
    return n == count ? names : NULL;
}

enum nd_status nd__whole_row(struct nd_binder *binder, const struct nd_scope *scope, const char *rel, uint32_t schema_id, int position, struct nd_expr **out)
{
    struct fields fields = {0};
    const struct nd_scope_column *first = NULL;
    *out = NULL;
    for (size_t i = 0; i < scope->count; i++) {
        const struct nd_scope_column *column = &scope->columns[i];
        if (!is_of_rel(column, rel, schema_id)) continue;
        if (first == NULL) first = column;
        nd__access_read(column);
        struct nd_expr *expr = nd_expr_copy(binder->arena, column->expr);
        expr->position = position;
        ND_TRY(add_field(binder, &fields, expr, column->name));
    }
    if (first == NULL) return ND_STATUS_OK;
    if (is_scalar(first->item)) {
        *out = fields.exprs[0];
        return ND_STATUS_OK;
    }
    struct nd_expr *key = first->is_nullable ? key_of(binder, first->item) : NULL;
    enum nd_row_kind kind = !first->is_nullable ? ND_ROW_PLAIN : key != NULL ? ND_ROW_KEYED : ND_ROW_NOT_EMPTY;
    if (key != NULL) key->position = position;
    const struct nd_table *table = first->item == NULL ? NULL : first->item->kind == ND_REL_TABLE ? first->item->table : first->item->view;
    if (table != NULL) fields.shown = names_of(binder, table, fields.count);
    *out = make_row(binder, &fields, true, kind, key, table);
    (*out)->position = position;
    return ND_STATUS_OK;
}

/* ---- IS NULL ----------------------------------------------------------------------------------------------------- */

/* Of a row: each of its fields. */
struct nd_expr *nd__row_is_null(struct nd_binder *binder, struct nd_expr *row, bool is_not)
{
    struct nd_expr *all = NULL;
    size_t count;
    struct nd_expr *const *fields = row_fields(row, &count);
    if (fields == NULL || row->func != nd_func_row(ND_ROW_PLAIN)) {
        struct nd_expr *args[1] = {row};
        return nd_expr_func(binder->arena, nd_func_row_is_null(is_not), type_bool, args, 1);
    }
    for (size_t i = 0; i < count; i++) {
        struct nd_expr *test = nd_expr_new(binder->arena, ND_EXPR_IS_NULL, type_bool, 1);
        test->args[0] = fields[i];
        test->is_not = is_not;
        nd_expr_fix_depth(test);
        all = nd_expr_and(binder->arena, all, test);
    }
    return all == NULL ? nd_expr_const(binder->arena, type_bool, nd_datum_bool(true)) : all;
}
