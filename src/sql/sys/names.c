/* SPDX-License-Identifier: Apache-2.0 */
/* names.c - regclass and its kin: from names and back. */
#include <stdio.h>
#include <string.h>

#include "sql/sys/sys_int.h"
#include "sql/types/ascii.h"

#define PARTS_MAX 4

struct name {
    const char *parts[PARTS_MAX];
    size_t count;
};

/* a.b, "A".b: folded to lower case where not quoted. false: malformed. */
static bool split(struct nd_slice text, struct nd_arena *arena, struct name *out)
{
    const uint8_t *p = text.p, *end = nd_slice_end(text);
    out->count = 0;
    for (;;) {
        while (p < end && nd_ascii_is_space(*p)) p++;
        char *word = nd_arena_alloc(arena, text.n + 1);
        size_t n = 0;
        if (p < end && *p == '"') {
            for (p++; p < end && (*p != '"' || (p + 1 < end && p[1] == '"')); p++) {
                word[n++] = (char)*p;
                if (*p == '"') p++;
            }
            if (p == end) return false;
            p++;
        } else {
            for (; p < end && *p != '.' && !nd_ascii_is_space(*p); p++) word[n++] = (char)nd_ascii_lower(*p);
        }
        word[n] = '\0';
        if (n == 0 || out->count == PARTS_MAX) return false;
        out->parts[out->count++] = word;
        while (p < end && nd_ascii_is_space(*p)) p++;
        if (p == end) return true;
        if (*p++ != '.') return false;
    }
}

static enum nd_status check_database(const struct nd_sys_env *env, const struct name *name, struct nd_slice text, struct nd_err *err)
{
    const char *own = env->services == NULL || env->services->database == NULL ? ND_DATABASE_POSTGRES : env->services->database;
    if (name->count < 3 || strcmp(name->parts[name->count - 3], own) == 0) return ND_STATUS_OK;
    return nd_err_set(err, "0A000", "cross-database references are not implemented: \"%.*s\"", nd_text_shown(text), (const char *)text.p);
}

static enum nd_status find_class(const struct nd_sys_env *env, const struct name *name, struct nd_slice text, int64_t *oid_out, struct nd_err *err)
{
    ND_TRY(check_database(env, name, text, err));
    const char *schema = name->count >= 2 ? name->parts[name->count - 2] : NULL, *relation = name->parts[name->count - 1];
    const struct nd__object *object = nd__sys_resolve(env, schema, relation);
    if (object == NULL) return nd_err_set(err, "42P01", "relation \"%.*s\" does not exist", nd_text_shown(text), (const char *)text.p);
    *oid_out = object->oid;
    return ND_STATUS_OK;
}

/* ---- types ------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum nd_type_id type;
} spellings[] = {
    {"int", ND_TYPE_INT4}, {"integer", ND_TYPE_INT4}, {"smallint", ND_TYPE_INT2}, {"bigint", ND_TYPE_INT8}, {"boolean", ND_TYPE_BOOL}, {"real", ND_TYPE_FLOAT4},
    {"double precision", ND_TYPE_FLOAT8}, {"float", ND_TYPE_FLOAT8}, {"decimal", ND_TYPE_NUMERIC}, {"dec", ND_TYPE_NUMERIC}, {"character varying", ND_TYPE_VARCHAR},
    {"character", ND_TYPE_BPCHAR}, {"char", ND_TYPE_BPCHAR}, {"timestamp without time zone", ND_TYPE_TIMESTAMP}, {"timestamp with time zone", ND_TYPE_TIMESTAMPTZ},
    {"time without time zone", ND_TYPE_TIME},
};

/* Takes [] and [3] off its end. */
static bool take_bounds(struct nd_slice *text)
{
    bool is_array = false;
    *text = nd_ascii_trim(*text);
    while (text->n > 2 && text->p[text->n - 1] == ']') {
        size_t n = text->n - 1;
        while (n > 0 && nd_ascii_is_digit(text->p[n - 1])) n--;
        if (n < 2 || text->p[n - 1] != '[') break;
        *text = nd_ascii_trim(nd_slice_of(text->p, n - 1));
        is_array = true;
    }
    return is_array;
}

/* Without a modifier in parentheses, wherever it stands; whites as one blank. */
static struct nd_slice without_modifier(struct nd_slice text, struct nd_arena *arena)
{
    uint8_t *out = nd_arena_alloc(arena, text.n + 1);
    size_t n = 0, depth = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c == '"') is_quoted = !is_quoted;
        if (c == '(' && !is_quoted) depth++;
        bool is_white = nd_ascii_is_space(c) && !is_quoted;
        if (depth == 0 && (!is_white || (n > 0 && out[n - 1] != ' '))) out[n++] = is_white ? ' ' : c;
        if (c == ')' && !is_quoted && depth > 0) depth--;
    }
    return nd_ascii_trim(nd_slice_of(out, n));
}

/* By the catalog's own name: "int4", pg_catalog.int4. */
static enum nd_type_id type_called(struct nd_slice text, struct nd_arena *arena)
{
    struct name name;
    if (!split(text, arena, &name) || name.count > 2 || (name.count == 2 && strcmp(name.parts[0], "pg_catalog") != 0)) return ND_TYPE_INVALID;
    const char *last = name.parts[name.count - 1];
    return strcmp(last, "char") == 0 ? ND_TYPE_CHAR : strcmp(last, "any") == 0 ? ND_TYPE_ANY : nd_type_find(last);
}

static enum nd_type_id type_named(struct nd_slice text, struct nd_arena *arena)
{
    bool is_array = take_bounds(&text);
    enum nd_type_id type = ND_TYPE_INVALID;
    text = without_modifier(text, arena);
    if (memchr(text.p, '"', text.n) != NULL || memchr(text.p, '.', text.n) != NULL) {
        type = type_called(text, arena);
    } else {
        char *word = nd_arena_strndup(arena, (const char *)text.p, text.n);
        for (size_t i = 0; i < text.n; i++) word[i] = (char)nd_ascii_lower(text.p[i]);
        for (size_t i = 0; i < ND_ARRAY_LEN(spellings); i++)
            if (strcmp(spellings[i].name, word) == 0) type = spellings[i].type;
        if (type == ND_TYPE_INVALID) type = nd_type_find(word);
    }
    return is_array ? nd_type_array_of(type) : type;
}

static enum nd_type_id user_type_named(const struct nd_sys_env *env, struct nd_slice text, struct nd_arena *arena)
{
    struct name name;
    bool is_array = take_bounds(&text);
    if (!split(text, arena, &name)) return ND_TYPE_INVALID;
    const char *schema = name.count >= 2 ? name.parts[name.count - 2] : NULL, *last = name.parts[name.count - 1];
    const struct nd_user_type *type = nd__sys_resolve_type(env, schema, last);
    if (type == NULL && last[0] == '_' && !is_array) {
        type = nd__sys_resolve_type(env, schema, last + 1);
        is_array = true;
    }
    if (type == NULL) {
        const struct nd__object *object = nd__sys_resolve(env, schema, last);
        bool has_rows = object != NULL && (object->kind == ND__OBJECT_TABLE || object->kind == ND__OBJECT_VIEW);
        return has_rows ? nd_type_of_user(is_array ? ND_USER_ROW_ARRAY : ND_USER_ROW, object->oid) : ND_TYPE_INVALID;
    }
    return is_array ? nd_type_array_of(type->id) : type->id;
}

/* ---- functions ---------------------------------------------------------------------------------------------- */

static uint32_t proc_named(const char *name, size_t *count_out)
{
    struct nd__func func;
    uint32_t oid = 0;
    *count_out = 0;
    for (size_t i = 0; nd__func_at(i, &func); i++) {
        if (func.func != NULL && func.func->is_operator) continue;
        if (strcmp(func.func != NULL ? func.func->name : func.agg->name, name) != 0) continue;
        oid = func.oid;
        ++*count_out;
    }
    if (oid != 0) return oid;
    enum nd_type_id type;
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    for (size_t i = 0; (type = nd_type_at(i)) != ND_TYPE_INVALID && oid == 0; i++)
        for (size_t what = 0; what < 4 && oid == 0; what++) {
            const char *its = nd__proc_name(nd__io_proc_oid(type, what), &arena);
            if (its != NULL && strcmp(its, name) == 0) oid = nd__io_proc_oid(type, what);
        }
    nd_arena_deinit(&arena);
    *count_out = oid != 0;
    return oid;
}

/* The types in parentheses behind a function's name. */
static bool same_args(const struct nd__func *func, struct nd_slice list, struct nd_arena *arena)
{
    size_t count = func->func != NULL ? func->func->arg_count : func->agg->arg_count, at = 0;
    const enum nd_type_id *args = func->func != NULL ? func->func->args : func->agg->args;
    list = nd_ascii_trim(list);
    while (list.n > 0) {
        const uint8_t *comma = memchr(list.p, ',', list.n);
        size_t n = comma == NULL ? list.n : (size_t)(comma - list.p);
        if (at == count || type_named(nd_slice_of(list.p, n), arena) != args[at++]) return false;
        list = nd_slice_drop(list, comma == NULL ? n : n + 1);
    }
    return at == count;
}

static enum nd_status find_procedure(struct nd_slice text, int64_t *oid_out, struct nd_arena *arena, struct nd_err *err)
{
    const uint8_t *open = memchr(text.p, '(', text.n), *close = text.n > 0 && text.p[text.n - 1] == ')' ? text.p + text.n - 1 : NULL;
    struct name name;
    struct nd__func func;
    if (open == NULL || close == NULL) return nd_err_set(err, "22P02", "expected a left parenthesis");
    if (!split(nd_slice_of(text.p, (size_t)(open - text.p)), arena, &name)) return nd_err_set(err, "42602", "invalid name syntax");
    for (size_t i = 0; nd__func_at(i, &func); i++) {
        if (func.func != NULL && func.func->is_operator) continue;
        if (strcmp(func.func != NULL ? func.func->name : func.agg->name, name.parts[name.count - 1]) != 0) continue;
        if (!same_args(&func, nd_slice_of(open + 1, (size_t)(close - open - 1)), arena)) continue;
        *oid_out = func.oid;
        return ND_STATUS_OK;
    }
    return nd_err_set(err, "42883", "function \"%.*s\" does not exist", nd_text_shown(text), (const char *)text.p);
}

/* ---- both ways -------------------------------------------------------------------------------------------------- */

static enum nd_status find(const struct nd_sys_env *env, enum nd_type_id type, struct nd_slice text, struct nd_arena *arena, int64_t *oid_out, struct nd_err *err)
{
    struct name name;
    size_t count;
    const char *shown = nd_arena_strndup(arena, (const char *)text.p, (size_t)nd_text_shown(text));
    if (type == ND_TYPE_REGTYPE) {
        *oid_out = (int64_t)type_named(text, arena);
        if (*oid_out == 0 && env->sys != NULL) *oid_out = (int64_t)user_type_named(env, text, arena);
        if (*oid_out != 0) return ND_STATUS_OK;
        if (split(text, arena, &name) && name.count == 2) shown = nd_arena_printf(arena, "%s.%s", name.parts[0], name.parts[1]);
        else if (name.count == 1) shown = name.parts[0];
        return nd_err_set(err, "42704", "type \"%s\" does not exist", shown);
    }
    if (type == ND_TYPE_REGPROCEDURE) return find_procedure(text, oid_out, arena, err);
    if (!split(text, arena, &name)) return nd_err_set(err, "42602", "invalid name syntax");
    const char *last = name.parts[name.count - 1];
    switch (type) {
    case ND_TYPE_REGCLASS:
        if (env->sys == NULL) break;
        return find_class(env, &name, text, oid_out, err);
    case ND_TYPE_REGPROC:
        *oid_out = proc_named(last, &count);
        if (count > 1) return nd_err_set(err, "42725", "more than one function named \"%s\"", shown);
        return count == 1 ? ND_STATUS_OK : nd_err_set(err, "42883", "function \"%s\" does not exist", shown);
    case ND_TYPE_REGNAMESPACE: {
        if (env->sys == NULL) break;
        const struct nd_schema *schema = nd_catalog_peek_schema(env->sys->all->view, last);
        if (schema == NULL) return nd_err_set(err, "3F000", "schema \"%s\" does not exist", last);
        *oid_out = schema->id;
        return ND_STATUS_OK;
    }
    case ND_TYPE_REGROLE:
        *oid_out = nd__role_oid(env, last);
        return *oid_out != 0 ? ND_STATUS_OK : nd_err_set(err, "42704", "role \"%s\" does not exist", last);
    case ND_TYPE_REGCOLLATION:
        *oid_out = strcmp(last, "default") == 0 ? 100 : strcmp(last, "C") == 0 ? 950 : strcmp(last, "POSIX") == 0 ? 951 : 0;
        return *oid_out != 0 ? ND_STATUS_OK : nd_err_set(err, "42704", "collation \"%s\" for encoding \"UTF8\" does not exist", last);
    default: break;
    }
    return nd_err_set(err, "0A000", "names of type %s cannot be looked up here", nd_type_name(type));
}

enum nd_status nd_sys_find_name(const struct nd_sys_env *env, enum nd_type_id type, struct nd_slice text, int64_t *oid_out, struct nd_err *err)
{
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    enum nd_status status = find(env, type, text, &arena, oid_out, err);
    nd_arena_deinit(&arena);
    return status;
}

static void put(struct nd_buf *text, const char *word) { nd_buf_put_slice(text, nd_slice_str(word)); }

static bool put_class(const struct nd_sys_env *env, uint32_t oid, struct nd_buf *text)
{
    const struct nd__object *object = env->sys == NULL ? NULL : nd__sys_object(env->sys, oid);
    if (object == NULL) return false;
    if (!nd__sys_is_visible(env, object)) {
        nd_quote_identifier(nd_slice_str(nd__sys_schema_name(env->sys, object->schema_id)), text);
        put(text, ".");
    }
    nd_quote_identifier(nd_slice_str(object->name), text);
    return true;
}

static void put_args(const struct nd__func *func, struct nd_buf *text)
{
    size_t count = func->func != NULL ? func->func->arg_count : func->agg->arg_count;
    const enum nd_type_id *args = func->func != NULL ? func->func->args : func->agg->args;
    put(text, "(");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) put(text, ",");
        put(text, nd_type_name(args[i]));
    }
    put(text, ")");
}

static bool put_proc(enum nd_type_id type, uint32_t oid, struct nd_buf *text)
{
    struct nd__func func = {0};
    struct nd_arena arena;
    nd_arena_init(&arena, text->heap);
    const char *name = nd__proc_name(oid, &arena);
    if (name != NULL) put(text, name);
    if (name != NULL && type == ND_TYPE_REGPROCEDURE && oid >= ND__SYS_OID_PROC_FIRST && nd__func_at(oid - ND__SYS_OID_PROC_FIRST, &func)) put_args(&func, text);
    nd_arena_deinit(&arena);
    return name != NULL;
}

bool nd_sys_put_name(const struct nd_sys_env *env, enum nd_type_id type, uint32_t oid, struct nd_buf *text)
{
    const struct nd_schema *schema;
    const char *name = NULL;
    switch (type) {
    case ND_TYPE_REGCLASS: return put_class(env, oid, text);
    case ND_TYPE_REGTYPE:
        if (nd_type_user_kind((enum nd_type_id)oid) == ND_USER_NONE) name = nd_type_name((enum nd_type_id)oid);
        else name = env->types->names->name(env->types->names->arg, (enum nd_type_id)oid);
        break;
    case ND_TYPE_REGPROC:
    case ND_TYPE_REGPROCEDURE:
    case ND_TYPE_REGOPER:
    case ND_TYPE_REGOPERATOR: return put_proc(type, oid, text);
    case ND_TYPE_REGNAMESPACE:
        schema = env->sys == NULL ? NULL : nd__sys_schema(env->sys, oid);
        if (schema != NULL) nd_quote_identifier(nd_slice_str(schema->name), text);
        return schema != NULL;
    case ND_TYPE_REGROLE: name = nd__role_name(env, oid); break;
    case ND_TYPE_REGCOLLATION: name = oid == 100 ? "\"default\"" : oid == 950 ? "\"C\"" : oid == 951 ? "\"POSIX\"" : NULL; break;
    default: break;
    }
    if (name == NULL || strcmp(name, "???") == 0) return false;
    put(text, name);
    return true;
}
