/* SPDX-License-Identifier: Apache-2.0 */
/* bind_copy.c - COPY: its columns and options. */
#include <strings.h>

#include "sql/bind/bind_int.h"

static enum nd_status option_bool(struct nd_binder *binder, const struct nd_ast_option *option, bool *out)
{
    const char *v = option->value;
    *out = true;
    if (v == NULL || strcasecmp(v, "true") == 0 || strcasecmp(v, "on") == 0 || strcmp(v, "1") == 0) return ND_STATUS_OK;
    *out = false;
    if (strcasecmp(v, "false") == 0 || strcasecmp(v, "off") == 0 || strcmp(v, "0") == 0) return ND_STATUS_OK;
    return nd__bind_error(binder, option->position, "42601", "%s requires a Boolean value", option->name);
}

static enum nd_status one_byte(struct nd_binder *binder, const struct nd_ast_option *option, char *out)
{
    if (option->value == NULL || strlen(option->value) != 1) return nd__bind_error(binder, option->position, "0A000", "COPY %s must be a single one-byte character", option->name);
    *out = option->value[0];
    if (*out == '\n' || *out == '\r') return nd__bind_error(binder, option->position, "22023", "COPY %s cannot be newline or carriage return", option->name);
    return ND_STATUS_OK;
}

static enum nd_status force_columns(struct nd_binder *binder, const struct nd_ast_option *option, const struct nd_table *table, const struct nd_copy *copy, bool **flags_out)
{
    *flags_out = nd_arena_array(binder->arena, bool, copy->column_count + 1);
    if (table == NULL) return ND_STATUS_OK; /* of COPY TO: refused later */
    for (size_t i = 0; option->is_star && i < copy->column_count; i++) (*flags_out)[i] = true;
    for (size_t i = 0; i < option->list_count; i++) {
        size_t at = nd_table_find_column(table, option->list[i]), k = 0;
        while (k < copy->column_count && copy->columns[k] != at) k++;
        if (at == SIZE_MAX) return nd__bind_error(binder, option->position, "42703", "column \"%s\" does not exist", option->list[i]);
        if (k == copy->column_count) return nd__bind_error(binder, option->position, "42P10", "%s column \"%s\" not referenced by COPY", option->name, option->list[i]);
        (*flags_out)[k] = true;
    }
    return ND_STATUS_OK;
}

/* FORCE_QUOTE: columns of the result by their names. */
static enum nd_status quoted_columns(struct nd_binder *binder, const struct nd_ast_option *option, struct nd_copy *copy)
{
    copy->force_quote = nd_arena_array(binder->arena, bool, copy->column_count + 1);
    for (size_t i = 0; copy->names != NULL && i < option->list_count; i++) {
        size_t k = 0;
        while (k < copy->column_count && strcmp(copy->names[k], option->list[i]) != 0) k++;
        if (k == copy->column_count)
            return nd__bind_error(binder, option->position, "42703", "column \"%s\" does not exist", option->list[i]);
        copy->force_quote[k] = true;
    }
    return ND_STATUS_OK;
}

struct copy_seen {
    bool delimiter, null_text, quote, escape;
};

static enum nd_status copy_option(struct nd_binder *binder, const struct nd_ast_option *option, const struct nd_table *table, struct nd_copy *copy, struct copy_seen *seen)
{
    const char *name = option->name;
    if (strcmp(name, "format") == 0) {
        const char *format = option->value == NULL ? "" : option->value;
        if (strcmp(format, "csv") == 0) copy->format = ND_COPY_CSV;
        else if (strcmp(format, "binary") == 0) copy->format = ND_COPY_BINARY;
        else if (strcmp(format, "text") != 0) return nd__bind_error(binder, option->position, "22023", "COPY format \"%s\" not recognized", format);
    } else if (strcmp(name, "delimiter") == 0) {
        seen->delimiter = true;
        return one_byte(binder, option, &copy->delimiter);
    } else if (strcmp(name, "null") == 0) {
        seen->null_text = true;
        copy->null_text = nd_arena_strdup(binder->arena, option->value == NULL ? "" : option->value);
    } else if (strcmp(name, "header") == 0) {
        if (option->value != NULL && strcasecmp(option->value, "match") == 0) {
            copy->has_header = copy->must_match_header = true;
            return ND_STATUS_OK;
        }
        return option_bool(binder, option, &copy->has_header);
    } else if (strcmp(name, "quote") == 0) {
        seen->quote = true;
        return one_byte(binder, option, &copy->quote);
    } else if (strcmp(name, "escape") == 0) {
        seen->escape = true;
        return one_byte(binder, option, &copy->escape);
    } else if (strcmp(name, "force_null") == 0) {
        return force_columns(binder, option, table, copy, &copy->force_null);
    } else if (strcmp(name, "force_not_null") == 0) {
        return force_columns(binder, option, table, copy, &copy->force_not_null);
    } else if (strcmp(name, "force_quote") == 0) {
        copy->force_quote_all = option->is_star;
        return option->is_star ? ND_STATUS_OK : quoted_columns(binder, option, copy);
    } else if (strcmp(name, "encoding") == 0) {
        const char *encoding = option->value == NULL ? "" : option->value;
        if (strcasecmp(encoding, "utf8") != 0 && strcasecmp(encoding, "utf-8") != 0) return nd__bind_unsupported(binder, option->position, "COPY in an encoding other than UTF8");
    } else if (strcmp(name, "freeze") == 0) {
        bool ignored; /* rows are visible to all from the commit on, frozen or not */
        return option_bool(binder, option, &ignored);
    } else {
        return nd__bind_error(binder, option->position, "42601", "option \"%s\" not recognized", name);
    }
    return ND_STATUS_OK;
}

static enum nd_status check_options(struct nd_binder *binder, struct nd_copy *copy, const struct copy_seen *seen)
{
    bool is_csv = copy->format == ND_COPY_CSV, is_binary = copy->format == ND_COPY_BINARY;
    if (is_binary && seen->delimiter) return nd__bind_error(binder, -1, "42601", "cannot specify DELIMITER in BINARY mode");
    if (is_binary && seen->null_text) return nd__bind_error(binder, -1, "42601", "cannot specify NULL in BINARY mode");
    if (is_binary && copy->has_header) return nd__bind_error(binder, -1, "0A000", "cannot specify HEADER in BINARY mode");
    if (!seen->delimiter) copy->delimiter = is_csv ? ',' : '\t';
    if (!seen->null_text) copy->null_text = is_csv ? "" : "\\N";
    if (!seen->quote) copy->quote = '"';
    if (!seen->escape) copy->escape = copy->quote;
    if (!is_csv && seen->quote) return nd__bind_error(binder, -1, "0A000", "COPY quote available only in CSV mode");
    if (!is_csv && seen->escape) return nd__bind_error(binder, -1, "0A000", "COPY escape available only in CSV mode");
    if (!is_csv && (copy->force_null != NULL || copy->force_not_null != NULL)) return nd__bind_error(binder, -1, "0A000", "COPY force null available only in CSV mode");
    if (!is_csv && strchr("\\.abcdefghijklmnopqrstuvwxyz0123456789", copy->delimiter) != NULL) return nd__bind_error(binder, -1, "22023", "COPY delimiter cannot be \"%c\"", copy->delimiter);
    if (is_csv && copy->quote == copy->delimiter) return nd__bind_error(binder, -1, "22023", "COPY delimiter and quote must be different");
    if (strchr(copy->null_text, copy->delimiter) != NULL) return nd__bind_error(binder, -1, "22023", "COPY delimiter character must not appear in the NULL specification");
    if (strpbrk(copy->null_text, "\r\n") != NULL) return nd__bind_error(binder, -1, "22023", "COPY null representation cannot use newline or carriage return");
    return ND_STATUS_OK;
}

static enum nd_status copy_columns(struct nd_binder *binder, const struct nd_ast_copy *ast, const struct nd_table *table, struct nd_copy *copy)
{
    copy->columns = nd_arena_array(binder->arena, size_t, table->column_count + ast->column_count + 1);
    for (size_t i = 0; ast->column_count == 0 && i < table->column_count; i++)
        if (!table->columns[i].is_hidden && table->columns[i].generated_text == NULL) copy->columns[copy->column_count++] = i;
    for (size_t i = 0; i < ast->column_count; i++) {
        size_t at = nd_table_find_column(table, ast->columns[i]);
        if (at == SIZE_MAX) return nd__bind_error(binder, -1, "42703", "column \"%s\" of relation \"%s\" does not exist", ast->columns[i], table->name);
        if (table->columns[at].generated_text != NULL) {
            (void)nd__bind_error(binder, -1, "42P10", "column \"%s\" is a generated column", ast->columns[i]);
            return nd_err_detail(binder->err, "Generated columns cannot be used in COPY.");
        }
        for (size_t k = 0; k < copy->column_count; k++)
            if (copy->columns[k] == at) return nd__bind_error(binder, -1, "42701", "column \"%s\" specified more than once", ast->columns[i]);
        copy->columns[copy->column_count++] = at;
    }
    return ND_STATUS_OK;
}

static enum nd_status copy_values(struct nd_binder *binder, const struct nd_table *table, struct nd_copy *copy)
{
    struct nd_insert *insert = copy->insert = nd_arena_new(binder->arena, struct nd_insert);
    insert->table = table;
    insert->values = nd_arena_array(binder->arena, struct nd_expr *, table->column_count + 1);
    copy->first_var = (uint32_t)binder->var_count;
    for (size_t i = 0; i < copy->column_count; i++) {
        const struct nd_column *column = &table->columns[copy->columns[i]];
        struct nd_type type = {column->type.id, column->type.mod};
        uint32_t var = nd__bind_new_var(binder, type, NULL, column->name);
        struct nd_expr *value = nd_expr_var(binder->arena, var, type);
        if (column->type.domain != ND_TYPE_INVALID) ND_TRY(nd__bind_domain(binder, value, column->type, true, &value));
        insert->values[copy->columns[i]] = value;
    }
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].virtual_text != NULL) insert->values[i] = nd_expr_const(binder->arena, table->columns[i].type, (struct nd_datum){.is_null = true});
        else if (insert->values[i] == NULL && !table->columns[i].is_hidden) ND_TRY(nd__column_default(binder, &table->columns[i], &insert->values[i]));
    struct nd_access *access = nd__bind_access(binder, table, NULL, ND_PRIV_INSERT);
    for (size_t i = 0; i < copy->column_count; i++) nd__access_column(access, copy->columns[i], ND_PRIV_INSERT);
    insert->first_var = nd__bind_table_vars(binder, table, table->name);
    return nd_bind_rules(binder->env, table, binder->arena, &insert->rules, binder->err);
}

struct no_generated {
    struct nd_binder *binder;
    const struct nd_copy *copy;
    const struct nd_table *table;
    enum nd_status status;
};

static void refuse_generated(void *arg, uint32_t var)
{
    struct no_generated *no = arg;
    const struct nd_column *column = &no->table->columns[var - no->copy->insert->first_var];
    if (column->generated_text == NULL) return;
    no->status = nd__bind_error(no->binder, -1, "42P10", "generated columns are not supported in COPY FROM WHERE conditions");
    (void)nd_err_detail(no->binder->err, "Column \"%s\" is a generated column.", column->name);
}

/* WHERE: over the columns of a row that is complete but for what is generated; slot i is column i. */
static enum nd_status bind_where(struct nd_binder *binder, const struct nd_ast_copy *ast, const struct nd_table *table, struct nd_copy *copy)
{
    struct nd_scope scope = {0};
    if (ast->where == NULL) return ND_STATUS_OK;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        struct nd_expr *expr = nd_expr_var(binder->arena, copy->insert->first_var + (uint32_t)i, column->type);
        expr->slot = (uint32_t)i;
        if (!column->is_hidden) nd__scope_add(binder, &scope, (struct nd_scope_column){.rel = table->name, .schema_id = table->schema_id, .name = column->name, .expr = expr});
    }
    binder->level->agg_place = "COPY FROM WHERE conditions";
    ND_TRY(nd__bind_bool(binder, &scope, ast->where, "WHERE", &copy->where));
    if (binder->subquery_count > 0) return nd__bind_error(binder, ast->where->position, "0A000", "cannot use subquery in COPY FROM WHERE condition");
    struct no_generated no = {binder, copy, table, ND_STATUS_OK};
    nd_expr_each_var(copy->where, &no, refuse_generated);
    return no.status;
}

static enum nd_status take_options(struct nd_binder *binder, const struct nd_ast_copy *ast, const struct nd_table *table,
                                   struct nd_copy *copy)
{
    struct copy_seen seen = {0};
    for (size_t i = 0; i < ast->option_count; i++) {
        for (size_t k = 0; k < i; k++)
            if (strcmp(ast->options[i].name, ast->options[k].name) == 0)
                return nd__bind_error(binder, ast->options[i].position, "42601", "conflicting or redundant options");
        ND_TRY(copy_option(binder, &ast->options[i], table, copy, &seen));
    }
    ND_TRY(check_options(binder, copy, &seen));
    bool quotes = copy->force_quote != NULL || copy->force_quote_all;
    if (quotes && copy->format != ND_COPY_CSV)
        return nd__bind_error(binder, -1, "0A000", "COPY force quote available only in CSV mode");
    if (quotes && ast->is_from)
        return nd__bind_error(binder, -1, "0A000", "COPY force quote only available using COPY TO");
    if ((copy->force_null != NULL || copy->force_not_null != NULL) && !ast->is_from)
        return nd__bind_error(binder, -1, "0A000", "COPY force %snull only available using COPY FROM",
                              copy->force_not_null != NULL ? "not " : "");
    if (copy->must_match_header && !ast->is_from)
        return nd__bind_error(binder, -1, "22023", "cannot use \"match\" with HEADER in COPY TO");
    return ND_STATUS_OK;
}

/* ---- COPY TO ------------------------------------------------------------------------------------------------ */

/* COPY t (a, b) TO: as the query that selects them. */
static enum nd_status query_of_table(struct nd_binder *binder, const struct nd_ast_copy *ast, struct nd_ast_select **out)
{
    const struct nd_table *table;
    struct nd_copy columns = {0};
    ND_TRY(nd__lookup_table(binder, &(struct nd_ast_name){ast->table.database, ast->table.schema, ast->table.name, -1}, false, &table));
    if (table->view != NULL) {
        (void)nd__bind_error(binder, -1, "42809", "cannot copy from view \"%s\"", table->name);
        return nd_err_hint(binder->err, "Try the COPY (SELECT ...) TO variant.");
    }
    ND_TRY(copy_columns(binder, ast, table, &columns));
    struct nd_ast_select *select = *out = nd_arena_new(binder->arena, struct nd_ast_select);
    struct nd_ast_from *from = nd_arena_new(binder->arena, struct nd_ast_from);
    select->position = -1;
    select->from = nd_arena_array(binder->arena, struct nd_ast_from *, 1);
    select->from[select->from_count++] = from;
    from->kind = ND_AST_FROM_TABLE;
    from->table = ast->table;
    from->position = ast->table.position;
    select->targets = nd_arena_array(binder->arena, struct nd_ast_target, columns.column_count + 1);
    for (size_t i = 0; i < columns.column_count; i++) {
        struct nd_ast_expr *expr = nd_arena_new(binder->arena, struct nd_ast_expr);
        expr->kind = ND_AST_COLUMN;
        expr->position = -1;
        expr->names = nd_arena_array(binder->arena, const char *, 1);
        expr->names[expr->name_count++] = table->columns[columns.columns[i]].name;
        select->targets[select->target_count++] = (struct nd_ast_target){.expr = expr, .position = -1};
    }
    return ND_STATUS_OK;
}

static enum nd_status bind_copy_to(struct nd_binder *binder, const struct nd_ast_copy *ast, struct nd_bound *bound)
{
    struct nd_ast_select *select = ast->query;
    struct nd_copy *copy = bound->copy = nd_arena_new(binder->arena, struct nd_copy);
    bound->kind = ND_BOUND_COPY_TO;
    if (ast->has_file) {
        (void)nd__bind_error(binder, -1, "0A000", "COPY to a file or a program of the server is not supported");
        return nd_err_hint(binder->err, "Use COPY TO STDOUT, as psql's \\copy does.");
    }
    if (select == NULL) ND_TRY(query_of_table(binder, ast, &select));
    if (select->has_into) return nd__bind_unsupported(binder, -1, "COPY (SELECT INTO)");
    ND_TRY(nd__bind_query(binder, select, NULL, &bound->query));
    copy->column_count = bound->query->width;
    copy->names = nd_arena_array(binder->arena, const char *, copy->column_count + 1);
    for (size_t i = 0; i < copy->column_count; i++) copy->names[i] = bound->query->targets[i].name;
    return take_options(binder, ast, NULL, copy);
}

enum nd_status nd__bind_copy(struct nd_binder *binder, const struct nd_ast_copy *ast, struct nd_bound *bound)
{
    const struct nd_table *table;
    bound->kind = ND_BOUND_COPY_FROM;
    if (ast->query != NULL && ast->query->with.writes) return nd__bind_unsupported(binder, -1, "INSERT, UPDATE or DELETE in WITH of COPY");
    if (!ast->is_from) return bind_copy_to(binder, ast, bound);
    if (ast->has_file) {
        (void)nd__bind_error(binder, -1, "0A000", "COPY from a file or a program of the server is not supported");
        return nd_err_hint(binder->err, "Use COPY FROM STDIN, as psql's \\copy does.");
    }
    ND_TRY(nd__lookup_table(binder, &(struct nd_ast_name){ast->table.database, ast->table.schema, ast->table.name, -1}, false, &table));
    if (table->sys != NULL) return nd__bind_error(binder, -1, "42501", "permission denied for table %s", table->name);
    if (table->view != NULL) {
        (void)nd__bind_error(binder, -1, "42809", "cannot copy to view \"%s\"", table->name);
        return nd_err_hint(binder->err, "To enable copying to a view, provide an INSTEAD OF INSERT trigger.");
    }
    struct nd_copy *copy = bound->copy = nd_arena_new(binder->arena, struct nd_copy);
    ND_TRY(copy_columns(binder, ast, table, copy));
    ND_TRY(take_options(binder, ast, table, copy));
    ND_TRY(copy_values(binder, table, copy));
    return bind_where(binder, ast, table, copy);
}
