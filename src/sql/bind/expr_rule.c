/* SPDX-License-Identifier: Apache-2.0 */
/* expr_rule.c - expressions as the system catalogs show them (pg_get_expr, pg_get_constraintdef): implicit casts are
 * hidden but below operators and functions; `pretty` leaves parentheses out where precedence says the same. */
#include <ctype.h>

#include "sql/bind/rule_int.h"
#include "sql/parse/parse.h"

#define INDENT_MAX 40

static void put(struct nd__rule *rule, const char *text) { nd_buf_put_slice(rule->out, nd_slice_str(text)); }
void nd__rule_put(struct nd__rule *rule, const char *text) { put(rule, text); }
static void put_expr(struct nd__rule *rule, const struct nd_expr *expr, bool shows_implicit);

static void put_type(struct nd__rule *rule, struct nd_type type)
{
    struct nd_arena arena;
    nd_arena_init(&arena, rule->out->heap);
    put(rule, "::");
    put(rule, type.mod == -1 && type.domain == ND_TYPE_INVALID ? nd_type_name(type.id) : nd_type_format(type, &arena));
    nd_arena_deinit(&arena);
}

/* Deep levels move on by less, and start again at the left in the end. */
static int columns_of_level(int level)
{
    if (level < 0) level = 0;
    return level < INDENT_MAX ? level : INDENT_MAX + ((level - INDENT_MAX) / (ND_RULE_INDENT_CLAUSE / 2)) % INDENT_MAX;
}

void nd__rule_line(struct nd__rule *rule, const char *text, int before, int after, int more)
{
    rule->indent += before;
    while (rule->out->n > 0 && rule->out->p[rule->out->n - 1] == ' ') rule->out->n--;
    nd_buf_put_u8(rule->out, '\n');
    for (int i = columns_of_level(rule->indent) + more; i > 0; i--) nd_buf_put_u8(rule->out, ' ');
    put(rule, text);
    rule->indent += after;
    if (rule->indent < 0) rule->indent = 0;
}

/* Length and precision: where somebody wrote them, and in queries, where they are those of the column. */
static void put_const(struct nd__rule *rule, const struct nd_expr *expr, bool shows_mod)
{
    enum nd_type_id id = expr->type.id;
    if (expr->value.is_null) {
        put(rule, "NULL");
        put_type(rule, ND_TYPE(id));
        return;
    }
    if (id == ND_TYPE_BOOL) {
        put(rule, expr->value.b ? "true" : "false");
        return;
    }
    struct nd_buf text;
    nd_buf_init(&text, rule->out->heap);
    nd_type_out(rule->types, expr->type, &expr->value, &text);
    bool is_plain = (id == ND_TYPE_INT4 || id == ND_TYPE_NUMERIC) && text.n > 0 && isdigit(text.p[0]);
    if (is_plain) {
        nd_buf_put_slice(rule->out, nd_buf_slice(&text));
    } else {
        put(rule, "'");
        for (size_t i = 0; i < text.n; i++) {
            if (text.p[i] == '\'') nd_buf_put_u8(rule->out, text.p[i]);
            nd_buf_put_u8(rule->out, text.p[i]);
        }
        put(rule, "'");
        if (id != ND_TYPE_UNKNOWN) put_type(rule, shows_mod || rule->query != NULL ? expr->type : ND_TYPE(id));
    }
    nd_buf_deinit(&text);
}

/* ---- parentheses --------------------------------------------------------------------------------------- */

static const struct nd_expr *resolve(struct nd__rule *rule, const struct nd_expr *expr) { return rule->resolve == NULL ? expr : rule->resolve(rule, expr); }

static const struct nd_expr *bare(struct nd__rule *rule, const struct nd_expr *expr, bool shows_implicit)
{
    while ((expr->kind == ND_EXPR_CAST || expr->kind == ND_EXPR_DOMAIN) && expr->is_implicit && !shows_implicit) expr = expr->args[0];
    return resolve(rule, expr);
}

static int precedence(const struct nd_expr *expr)
{
    if (expr->kind != ND_EXPR_FUNC || !expr->func->is_operator || expr->arg_count != 2 || expr->func->name[1] != '\0') return 0;
    return strchr("*/%", expr->func->name[0]) != NULL ? 2 : strchr("+-", expr->func->name[0]) != NULL ? 1 : 0;
}

/* Needs no parentheses as an argument of `parent`. */
static bool is_simple(const struct nd_expr *expr, const struct nd_expr *parent, size_t at)
{
    switch (expr->kind) {
    case ND_EXPR_CONST:
    case ND_EXPR_VAR:
    case ND_EXPR_OUTER:
    case ND_EXPR_PARAM:
    case ND_EXPR_CASE:
    case ND_EXPR_COALESCE: return true;
    case ND_EXPR_DOMAIN:
    case ND_EXPR_CAST: return true; /* it brings its own */
    case ND_EXPR_FUNC: {
        if (!expr->func->is_operator) return true;
        int inner = precedence(expr), outer = parent == NULL ? 0 : precedence(parent);
        return inner > 0 && outer > 0 && (inner > outer || (inner == outer && at == 0));
    }
    case ND_EXPR_AND: return parent != NULL && parent->kind == ND_EXPR_OR;
    default: return false;
    }
}

/* Operators and functions know nothing of domains, but of what they are over. */
static void put_operand(struct nd__rule *rule, const struct nd_expr *expr, bool shows_implicit)
{
    bool leaves_domain = shows_implicit && expr->type.domain != ND_TYPE_INVALID;
    if (leaves_domain && !rule->pretty) put(rule, "(");
    put_expr(rule, expr, shows_implicit && !leaves_domain);
    if (leaves_domain && !rule->pretty) put(rule, ")");
    if (leaves_domain) put_type(rule, ND_TYPE(expr->type.id));
}

static void put_arg(struct nd__rule *rule, const struct nd_expr *expr, const struct nd_expr *parent, size_t at, bool shows_implicit)
{
    bool needs = rule->pretty && !is_simple(bare(rule, expr, shows_implicit), parent, at);
    if (needs) put(rule, "(");
    put_operand(rule, expr, shows_implicit);
    if (needs) put(rule, ")");
}

static void open(struct nd__rule *rule)
{
    if (!rule->pretty) put(rule, "(");
}

static void close(struct nd__rule *rule)
{
    if (!rule->pretty) put(rule, ")");
}

/* ---- forms -------------------------------------------------------------------------------------------------- */

static void put_list(struct nd__rule *rule, struct nd_expr *const *args, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) put(rule, ", ");
        put_expr(rule, args[i], true);
    }
}

/* false: it is none. */
static bool put_whole_row(struct nd__rule *rule, const struct nd_expr *expr, bool is_bare)
{
    if (expr->kind != ND_EXPR_FUNC || rule->put_row == NULL) return false;
    bool is_keyed = expr->func == nd_func_row(ND_ROW_KEYED);
    size_t first = is_keyed ? 2 : 1;
    if (!is_keyed && expr->func != nd_func_row(ND_ROW_PLAIN) && expr->func != nd_func_row(ND_ROW_NOT_EMPTY)) return false;
    if (expr->args[0]->value.is_null || expr->arg_count == first) return false;
    rule->put_row(rule, expr->args + first, expr->arg_count - first, is_bare);
    return true;
}

static bool put_special(struct nd__rule *rule, const struct nd_expr *expr)
{
    const char *name = expr->func->name;
    if (expr->func == nd_func_array()) {
        put(rule, "ARRAY[");
        put_list(rule, expr->args, expr->arg_count);
        put(rule, "]");
        if (expr->arg_count == 0) put_type(rule, expr->type);
        return true;
    }
    if (expr->func == nd_func_json_populate()) { /* a column that is defined in FROM */
        put_expr(rule, expr->args[0], true);
        return true;
    }
    bool is_slice = expr->func == nd_func_subscript(true);
    if (is_slice || expr->func == nd_func_subscript(false) || expr->func == nd_func_json_element()) {
        bool is_bare = resolve(rule, expr->args[0])->kind == ND_EXPR_VAR || expr->args[0]->kind == ND_EXPR_OUTER;
        if (!is_bare) put(rule, "(");
        put_expr(rule, expr->args[0], true);
        if (!is_bare) put(rule, ")");
        for (size_t i = 1; i < expr->arg_count; i++) {
            bool is_lower = is_slice && i % 2 == 1;
            const struct nd_expr *bound = expr->args[i];
            bool is_open = is_slice && bound->kind == ND_EXPR_CONST && bound->value.i == (is_lower ? INT32_MIN : INT32_MAX);
            if (!is_slice || is_lower) put(rule, "[");
            if (!is_open) put_expr(rule, bound, false);
            put(rule, is_lower ? ":" : "]");
        }
        return true;
    }
    if (put_whole_row(rule, expr, false)) return true;
    if (expr->func == nd_func_row(ND_ROW_PLAIN)) {
        put(rule, "ROW(");
        for (size_t i = 1; i < expr->arg_count; i++) {
            if (i > 1) put(rule, ", ");
            if (!put_whole_row(rule, resolve(rule, expr->args[i]), true)) put_expr(rule, expr->args[i], true);
        }
        put(rule, ")");
        return true;
    }
    if (expr->func == nd_func_field()) {
        put(rule, "(");
        put_expr(rule, expr->args[0], true);
        put(rule, ").");
        nd_quote_identifier(nd_slice_str(expr->written), rule->out);
        return true;
    }
    bool is_not_null = expr->func == nd_func_row_is_null(true);
    if (is_not_null || expr->func == nd_func_row_is_null(false)) {
        open(rule);
        put_arg(rule, expr->args[0], expr, 0, true);
        put(rule, is_not_null ? " IS NOT NULL" : " IS NULL");
        close(rule);
        return true;
    }
    if (strcmp(name, "extract") == 0 && expr->arg_count == 2 && expr->args[0]->kind == ND_EXPR_CONST && !expr->args[0]->value.is_null) {
        put(rule, "EXTRACT(");
        nd_buf_put_slice(rule->out, expr->args[0]->value.s);
        put(rule, " FROM ");
        put_expr(rule, expr->args[1], true);
        put(rule, ")");
        return true;
    }
    if (expr->func == nd_func_extreme(true) || expr->func == nd_func_extreme(false)) {
        put(rule, expr->func == nd_func_extreme(true) ? "LEAST(" : "GREATEST(");
        put_list(rule, expr->args, expr->arg_count);
        put(rule, ")");
        return true;
    }
    bool is_not_distinct = expr->func == nd_func_distinct(true);
    if (!is_not_distinct && expr->func != nd_func_distinct(false)) return false;
    open(rule);
    if (is_not_distinct) put(rule, "NOT (");
    put_arg(rule, expr->args[0], expr, 0, true);
    put(rule, " IS DISTINCT FROM ");
    put_arg(rule, expr->args[1], expr, 1, true);
    if (is_not_distinct) put(rule, ")");
    close(rule);
    return true;
}

/* nextval('s'::regclass): the sequence as its name is to be written now. false: something else. */
static bool put_sequence(struct nd__rule *rule, const struct nd_expr *expr)
{
    const char *name = expr->func->name;
    const struct nd_expr *arg = expr->arg_count > 0 ? expr->args[0] : NULL;
    if (!nd__names_sequence(name) || arg == NULL || arg->kind != ND_EXPR_CONST || arg->value.is_null || arg->type.id != ND_TYPE_TEXT || rule->types->names == NULL) return false;
    struct nd_err err;
    struct nd_datum oid = nd_datum_i64(0);
    if (rule->types->names->find(rule->types->names->arg, ND_TYPE_REGCLASS, arg->value.s, &oid.i, &err) != ND_STATUS_OK) return false;
    struct nd_expr sequence = *arg;
    sequence.type = ND_TYPE(ND_TYPE_REGCLASS);
    sequence.value = oid;
    nd_buf_printf(rule->out, "%s(", name);
    put_const(rule, &sequence, false);
    for (size_t i = 1; i < expr->arg_count; i++) {
        put(rule, ", ");
        put_expr(rule, expr->args[i], true);
    }
    put(rule, ")");
    return true;
}

static void put_func(struct nd__rule *rule, const struct nd_expr *expr)
{
    if (expr->written != NULL && expr->func != nd_func_field()) {
        for (const char *p = expr->written; *p != '\0'; p++) nd_buf_put_u8(rule->out, (uint8_t)toupper((unsigned char)*p));
        return;
    }
    if (put_special(rule, expr) || put_sequence(rule, expr)) return;
    if (!expr->func->is_operator) {
        nd_quote_identifier(nd_slice_str(expr->func->name), rule->out);
        put(rule, "(");
        for (size_t i = 0; i + expr->is_spread < expr->arg_count; i++) {
            if (i > 0) put(rule, ", ");
            put_operand(rule, expr->args[i], true);
        }
        if (expr->is_spread) {
            put(rule, expr->arg_count > 1 ? ", VARIADIC " : "VARIADIC ");
            put_expr(rule, expr->args[expr->arg_count - 1], true);
        }
        put(rule, ")");
        return;
    }
    open(rule);
    if (expr->arg_count == 2) {
        put_arg(rule, expr->args[0], expr, 0, true);
        put(rule, " ");
    }
    put(rule, expr->func->name);
    put(rule, " ");
    put_arg(rule, expr->args[expr->arg_count - 1], expr, 1, true);
    close(rule);
}

static void put_cast(struct nd__rule *rule, const struct nd_expr *expr, bool shows_implicit)
{
    if (expr->written != NULL) {
        for (const char *p = expr->written; *p != '\0'; p++) nd_buf_put_u8(rule->out, (uint8_t)toupper((unsigned char)*p));
        return;
    }
    if (expr->is_implicit && !shows_implicit) {
        put_expr(rule, expr->args[0], false);
        return;
    }
    bool is_const = expr->kind == ND_EXPR_CAST && expr->args[0]->kind == ND_EXPR_CONST && expr->args[0]->type.id == expr->type.id;
    if (is_const) { /* 'x'::character varying::character varying(3) would say it twice */
        struct nd_expr value = *expr->args[0];
        value.type.mod = expr->type.mod;
        put_const(rule, &value, true);
        return;
    }
    if (!rule->pretty) put(rule, "(");
    put_arg(rule, expr->args[0], NULL, 0, false);
    if (!rule->pretty) put(rule, ")");
    put_type(rule, expr->type);
}

static void put_case(struct nd__rule *rule, const struct nd_expr *expr)
{
    if (expr->form == 'n') { /* NULLIF */
        put(rule, "NULLIF(");
        nd__rule_list(rule, expr->args[0]->args, 2);
        put(rule, ")");
        return;
    }
    bool has_subject = expr->form == 'c';
    for (size_t i = 0; i + 1 < expr->arg_count; i += 2) has_subject = has_subject && expr->args[i]->kind == ND_EXPR_FUNC && expr->args[i]->arg_count == 2;
    nd__rule_line(rule, "CASE", 0, ND_RULE_INDENT_ITEM, 0);
    if (has_subject) {
        put(rule, " ");
        put_expr(rule, expr->args[0]->args[0], true);
    }
    for (size_t i = 0; i + 1 < expr->arg_count; i += 2) {
        nd__rule_line(rule, "WHEN ", 0, 0, 0);
        put_expr(rule, has_subject ? expr->args[i]->args[1] : expr->args[i], false);
        put(rule, " THEN ");
        put_expr(rule, expr->args[i + 1], true);
    }
    nd__rule_line(rule, "ELSE ", 0, 0, 0);
    put_expr(rule, expr->args[expr->arg_count - 1], true);
    nd__rule_line(rule, "END", -ND_RULE_INDENT_ITEM, 0, 0);
}

static void put_in(struct nd__rule *rule, const struct nd_expr *expr)
{
    open(rule);
    put_arg(rule, expr->args[0], expr, 0, true);
    put(rule, expr->is_not ? " <> ALL (ARRAY[" : " = ANY (ARRAY[");
    put_list(rule, expr->args + 1, expr->arg_count - 1);
    put(rule, "])");
    close(rule);
}

static void put_array_op(struct nd__rule *rule, const struct nd_expr *expr)
{
    open(rule);
    put_arg(rule, expr->args[0], expr, 0, true);
    nd_buf_printf(rule->out, " %s %s (", expr->func->name, expr->is_all ? "ALL" : "ANY");
    put_arg(rule, expr->args[1], expr, 1, true);
    put(rule, ")");
    close(rule);
}

static void put_bool(struct nd__rule *rule, const struct nd_expr *expr)
{
    open(rule);
    for (size_t i = 0; i < expr->arg_count; i++) {
        if (i > 0) put(rule, expr->kind == ND_EXPR_AND ? " AND " : " OR ");
        const struct nd_expr *arg = bare(rule, expr->args[i], false);
        bool is_other = arg->kind == ND_EXPR_OR || (arg->kind == ND_EXPR_AND && expr->kind == ND_EXPR_AND);
        if (rule->pretty && is_other) put(rule, "(");
        put_expr(rule, arg, false);
        if (rule->pretty && is_other) put(rule, ")");
    }
    close(rule);
}

static void put_test(struct nd__rule *rule, const struct nd_expr *expr)
{
    open(rule);
    put_arg(rule, expr->args[0], expr, 0, true);
    put(rule, expr->is_not ? " IS NOT " : " IS ");
    if (expr->kind == ND_EXPR_IS_NULL) put(rule, "NULL");
    else put(rule, expr->bool_test == 't' ? "TRUE" : expr->bool_test == 'f' ? "FALSE" : "UNKNOWN");
    close(rule);
}

static void put_expr(struct nd__rule *rule, const struct nd_expr *written, bool shows_implicit)
{
    const struct nd_expr *expr = resolve(rule, written);
    if (expr->form == 'g') {
        put(rule, "GROUPING(");
        put_list(rule, expr->shown->args, expr->shown->arg_count);
        put(rule, ")");
        return;
    }
    if (expr->form == 'a' && rule->put_subquery != NULL) {
        put(rule, "ARRAY");
        rule->put_array_query(rule, expr->shown);
        return;
    }
    switch (expr->kind) {
    case ND_EXPR_CONST: put_const(rule, expr, false); break;
    case ND_EXPR_VAR:
    case ND_EXPR_OUTER:
        if (rule->put_var != NULL) rule->put_var(rule, expr);
        else if (rule->is_domain) put(rule, "VALUE");
        else nd_quote_identifier(nd_slice_str(rule->names[expr->var]), rule->out);
        break;
    case ND_EXPR_PARAM: nd_buf_printf(rule->out, "$%u", expr->param + 1); break;
    case ND_EXPR_FUNC: put_func(rule, expr); break;
    case ND_EXPR_DOMAIN:
    case ND_EXPR_CAST: put_cast(rule, expr, shows_implicit); break;
    case ND_EXPR_AND:
    case ND_EXPR_OR: put_bool(rule, expr); break;
    case ND_EXPR_NOT:
        open(rule);
        put(rule, "NOT ");
        put_arg(rule, expr->args[0], expr, 0, false);
        close(rule);
        break;
    case ND_EXPR_IS_NULL:
    case ND_EXPR_IS_BOOL: put_test(rule, expr); break;
    case ND_EXPR_CASE: put_case(rule, expr); break;
    case ND_EXPR_COALESCE:
        put(rule, "COALESCE(");
        put_list(rule, expr->args, expr->arg_count);
        put(rule, ")");
        break;
    case ND_EXPR_IN: put_in(rule, expr); break;
    case ND_EXPR_ARRAY_OP: put_array_op(rule, expr); break;
    case ND_EXPR_SUBQUERY:
        if (rule->put_subquery != NULL) rule->put_subquery(rule, expr);
        else put(rule, "(subquery)");
        break;
    default: put(rule, "???"); break;
    }
}

void nd__rule_expr(struct nd__rule *rule, const struct nd_expr *expr, bool shows_implicit) { put_expr(rule, expr, shows_implicit); }
void nd__rule_list(struct nd__rule *rule, struct nd_expr *const *args, size_t count) { put_list(rule, args, count); }

/* ---- from the text of the catalog ---------------------------------------------------------------------------- */

struct show_call {
    struct nd_binder binder;
    const struct nd_table *table;
    const char *text;
    struct nd_type type;
    struct nd_expr *expr; /* NULL: it could not be read */
    uint32_t first_var;
};

static void show_on_big_stack(void *arg)
{
    struct show_call *call = arg;
    struct nd_binder *binder = &call->binder;
    struct nd_scope scope = {0};
    struct nd_ast_expr *ast;
    struct nd_expr *expr;
    nd__bind_init_params(binder);
    binder->level->agg_place = "expressions of the catalog";
    if (call->table != NULL) {
        call->first_var = nd__bind_table_vars(binder, call->table, call->table->name);
        for (size_t i = 0; i < call->table->column_count; i++) {
            const struct nd_column *column = &call->table->columns[i];
            if (column->virtual_text != NULL) continue;
            nd__scope_add(binder, &scope, (struct nd_scope_column){.rel = call->table->name, .name = column->name, .expr = nd_expr_var(binder->arena, call->first_var + (uint32_t)i, column->type)});
        }
    }
    if (nd_parse_expr(binder->env->reactor, nd_slice_str(call->text), binder->arena, &ast, binder->err) != ND_STATUS_OK) return;
    if (nd__bind_expr(binder, &scope, ast, &expr) != ND_STATUS_OK) return;
    if (call->type.id != ND_TYPE_INVALID && nd__coerce_column(binder, expr, "", call->type, &expr) != ND_STATUS_OK) return;
    call->expr = expr;
}

static const char *show(const struct nd_bind_env *env, const struct nd_type_ctx *types, const struct nd_table *table, const char *text, struct nd_type type, bool pretty,
                        struct nd_arena *arena)
{
    struct nd_err err;
    nd_err_clear(&err);
    struct show_call call = {.binder = {.env = env, .arena = arena, .err = &err}, .table = table, .text = text, .type = type};
    nd__bind_on_big_stack(env, show_on_big_stack, &call);
    if (call.expr == NULL) return NULL;
    const char **names = nd_arena_array(arena, const char *, call.binder.var_count + 1);
    for (size_t i = 0; i < call.binder.var_count; i++) names[i] = call.binder.vars[i].short_name;
    struct nd_buf out;
    nd_buf_init(&out, arena->heap);
    struct nd__rule rule = {.names = names, .types = types, .out = &out, .pretty = pretty, .is_domain = table != NULL && table->id.v == 0};
    const struct nd_type_names *before = nd_type_use_names(types->names);
    put_expr(&rule, call.expr, false);
    (void)nd_type_use_names(before);
    const char *shown = nd_arena_strndup(arena, (const char *)out.p, out.n);
    nd_buf_deinit(&out);
    return shown;
}

const char *nd_bind_show(const struct nd_bind_env *env, const struct nd_table *table, const char *text, struct nd_type type, bool pretty, struct nd_arena *arena)
{
    return show(env, env->types, table, text, type, pretty, arena);
}

const char *nd_bind_show_stored(const struct nd_bind_env *env, const struct nd_table *table, const char *text, struct nd_type type, struct nd_arena *arena)
{
    struct nd_type_ctx plain = nd__bind_plain_types(env);
    return show(env, &plain, table, text, type, false, arena);
}

struct column_list {
    uint32_t first_var, *columns;
    size_t count, room;
};

static void note_column(void *arg, uint32_t var)
{
    struct column_list *list = arg;
    uint32_t column = var - list->first_var;
    for (size_t i = 0; i < list->count; i++)
        if (list->columns[i] == column) return;
    if (list->count < list->room) list->columns[list->count++] = column;
}

size_t nd_bind_columns_of(const struct nd_bind_env *env, const struct nd_table *table, const char *text, uint32_t *columns_out, size_t room)
{
    struct nd_err err;
    struct nd_heap heap;
    struct nd_arena arena;
    nd_err_clear(&err);
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    struct show_call call = {.binder = {.env = env, .arena = &arena, .err = &err}, .table = table, .text = text, .type = {ND_TYPE_INVALID, -1}};
    nd__bind_on_big_stack(env, show_on_big_stack, &call);
    struct column_list list = {call.first_var, columns_out, 0, room};
    if (call.expr != NULL) nd_expr_each_var(call.expr, &list, note_column);
    nd_arena_deinit(&arena);
    return list.count;
}
