/* SPDX-License-Identifier: Apache-2.0 */
/* texts.c - objects as the SQL that would make them. */
#include <stdio.h>
#include <string.h>

#include "sql/sys/sys_int.h"
#include "sql/types/key_codec.h"

const char *nd__quote(struct nd_arena *arena, const char *identifier)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    nd_quote_identifier(nd_slice_str(identifier), &buf);
    const char *text = nd_arena_strndup(arena, (const char *)buf.p, buf.n);
    nd_buf_deinit(&buf);
    return text;
}

const char *nd__relation_text(const struct nd_sys_env *env, const struct nd__object *object, struct nd_arena *arena)
{
    const char *name = nd__quote(arena, object->name);
    if (nd__sys_is_visible(env, object)) return name;
    return nd_arena_printf(arena, "%s.%s", nd__quote(arena, nd__sys_schema_name(env->sys, object->schema_id)), name);
}

static const char *qualified(const struct nd_sys_env *env, const struct nd_table *table, struct nd_arena *arena)
{
    return nd_arena_printf(arena, "%s.%s", nd__quote(arena, nd__sys_schema_name(env->sys, table->schema_id)), nd__quote(arena, table->name));
}

static const char *take(struct nd_buf *buf, struct nd_arena *arena)
{
    const char *text = nd_arena_strndup(arena, (const char *)buf->p, buf->n);
    nd_buf_deinit(buf);
    return text;
}

static void put(struct nd_buf *buf, const char *text) { nd_buf_put_slice(buf, nd_slice_str(text)); }

/* ---- indexes --------------------------------------------------------------------------------------------- */

static const char *virtual_text(const struct nd_sys_env *env, const struct nd_table *table, const struct nd_column *column, bool pretty, struct nd_arena *arena)
{
    const char *text = env->deparse == NULL ? NULL : env->deparse(env->arg, table, column->virtual_text, (struct nd_type){ND_TYPE_INVALID, -1}, pretty, arena);
    return text == NULL ? column->virtual_text : text;
}

static const char *key_text(const struct nd_sys_env *env, const struct nd_table *table, const struct nd_column *column, bool pretty, struct nd_arena *arena)
{
    if (column->virtual_text == NULL) return nd__quote(arena, column->name);
    const char *text = virtual_text(env, table, column, pretty, arena);
    bool is_call = nd_is_call_text(text) || (nd_is_grouped_text(text) && strstr(text, " AT TIME ZONE ") != NULL);
    return is_call ? text : nd_arena_printf(arena, "(%s)", text);
}

static void put_index_column(struct nd_buf *buf, const struct nd_sys_env *env, const struct nd_table *table, const struct nd_index_column *column, bool pretty, struct nd_arena *arena)
{
    bool is_desc = (column->flags & ND_KEY_DESC) != 0, nulls_first = (column->flags & ND_KEY_NULLS_FIRST) != 0;
    put(buf, key_text(env, table, &table->columns[column->column], pretty, arena));
    if (is_desc) put(buf, nulls_first ? " DESC" : " DESC NULLS LAST");
    else if (nulls_first) put(buf, " NULLS FIRST");
}

static void put_columns(struct nd_buf *buf, const struct nd_table *table, const uint32_t *columns, size_t count)
{
    put(buf, "(");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) put(buf, ", ");
        nd_quote_identifier(nd_slice_str(table->columns[columns[i]].name), buf);
    }
    put(buf, ")");
}

static void put_included(struct nd_buf *buf, const struct nd_table *table, const struct nd_index *index)
{
    if (index->included_count == 0) return;
    put(buf, " INCLUDE ");
    put_columns(buf, table, index->included, index->included_count);
}

/* Values that are no identifiers stand in quotes. */
static void put_options(struct nd_buf *buf, const struct nd_index *index)
{
    for (size_t i = 0; i < index->option_count; i++) {
        const char *option = index->options[i], *value = strchr(option, '=') + 1;
        nd_buf_printf(buf, "%s%.*s", i == 0 ? " WITH (" : ", ", (int)(value - option), option);
        size_t at = buf->n;
        nd_quote_identifier(nd_slice_str(value), buf);
        if (buf->p[at] != '"') continue;
        buf->n = at;
        put(buf, "'");
        for (const char *c = value; *c != '\0'; c++) nd_buf_printf(buf, *c == '\'' ? "''" : "%c", *c);
        put(buf, "'");
    }
    if (index->shards > 0) nd_buf_printf(buf, "%sshards='%u'", index->option_count == 0 ? " WITH (" : ", ", index->shards);
    if (index->option_count > 0 || index->shards > 0) put(buf, ")");
}

const char *nd__index_text(const struct nd_sys_env *env, const struct nd__object *object, int column, bool pretty, struct nd_arena *arena)
{
    const struct nd_index *index = object->index;
    const struct nd_table *table = object->table;
    if (column > 0 && (size_t)column > index->column_count && (size_t)column <= index->column_count + index->included_count)
        return nd__quote(arena, table->columns[index->included[(size_t)column - index->column_count - 1]].name);
    if (column > 0) return (size_t)column > index->column_count ? "" : key_text(env, table, &table->columns[index->columns[column - 1].column], pretty, arena);
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    const struct nd__object *of = nd__sys_object(env->sys, nd_table_oid(table));
    put(&buf, index->is_unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    nd_quote_identifier(nd_slice_str(object->name), &buf);
    put(&buf, " ON ");
    put(&buf, pretty && of != NULL ? nd__relation_text(env, of, arena) : qualified(env, table, arena));
    put(&buf, " USING btree (");
    for (size_t i = 0; i < index->column_count; i++) {
        if (i > 0) put(&buf, ", ");
        put_index_column(&buf, env, table, &index->columns[i], pretty, arena);
    }
    put(&buf, ")");
    put_included(&buf, table, index);
    if (index->is_null_equal) put(&buf, " NULLS NOT DISTINCT");
    put_options(&buf, index);
    if (index->is_partial) nd_buf_printf(&buf, " WHERE %s", virtual_text(env, table, &table->columns[index->predicate], pretty, arena));
    return take(&buf, arena);
}

/* ---- constraints ------------------------------------------------------------------------------------------ */

static void put_ref_columns(struct nd_buf *buf, const struct nd_table *table, const struct nd_foreign_key *key)
{
    put(buf, "(");
    for (size_t i = 0; i < key->column_count; i++) {
        size_t at = nd_table_find_column_id(table, key->ref_column_ids[i]);
        if (i > 0) put(buf, ", ");
        nd_quote_identifier(nd_slice_str(at == SIZE_MAX ? "???" : table->columns[at].name), buf);
    }
    put(buf, ")");
}

static const char *const actions[] = {[ND_FK_NO_ACTION] = NULL, [ND_FK_RESTRICT] = "RESTRICT", [ND_FK_CASCADE] = "CASCADE", [ND_FK_SET_NULL] = "SET NULL", [ND_FK_SET_DEFAULT] = "SET DEFAULT"};

static void put_foreign_key(struct nd_buf *buf, const struct nd_sys_env *env, const struct nd_table *table, const struct nd_foreign_key *key, struct nd_arena *arena)
{
    const struct nd__object *ref = nd__sys_object(env->sys, (uint32_t)key->ref_table.v);
    put(buf, "FOREIGN KEY ");
    put_columns(buf, table, key->columns, key->column_count);
    put(buf, " REFERENCES ");
    put(buf, ref == NULL ? "???" : nd__relation_text(env, ref, arena));
    if (ref != NULL && ref->table != NULL) put_ref_columns(buf, ref->table, key);
    if (key->is_match_full) put(buf, " MATCH FULL");
    if (actions[key->on_update] != NULL) nd_buf_printf(buf, " ON UPDATE %s", actions[key->on_update]);
    if (actions[key->on_delete] != NULL) nd_buf_printf(buf, " ON DELETE %s", actions[key->on_delete]);
    if (key->set_column_count > 0) {
        put(buf, " ");
        put_columns(buf, table, key->set_columns, key->set_column_count);
    }
    if (key->is_deferrable) put(buf, " DEFERRABLE");
    if (key->is_deferred) put(buf, " INITIALLY DEFERRED");
    if (!key->is_validated) put(buf, " NOT VALID");
}

static void put_check(struct nd_buf *buf, const struct nd_sys_env *env, const struct nd_table *table, const struct nd_check *check, bool pretty, struct nd_arena *arena)
{
    const char *text = env->deparse == NULL ? NULL : env->deparse(env->arg, table, check->text, (struct nd_type){ND_TYPE_INVALID, -1}, pretty, arena);
    nd_buf_printf(buf, "CHECK (%s)", text == NULL ? check->text : text);
    if (!check->is_validated) put(buf, " NOT VALID");
}

const char *nd__constraint_text(const struct nd_sys_env *env, const struct nd__constraint *constraint, bool pretty, struct nd_arena *arena)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    if (constraint->index != NULL) {
        uint32_t columns[ND_INDEX_COLUMNS_MAX];
        for (size_t i = 0; i < constraint->index->column_count; i++) columns[i] = constraint->index->columns[i].column;
        put(&buf, nd_index_is_primary_key(constraint->index) ? "PRIMARY KEY " : constraint->index->is_null_equal ? "UNIQUE NULLS NOT DISTINCT " : "UNIQUE ");
        put_columns(&buf, constraint->table, columns, constraint->index->column_count);
        put_included(&buf, constraint->table, constraint->index);
        if (constraint->index->is_deferrable) put(&buf, " DEFERRABLE");
        if (constraint->index->is_deferred) put(&buf, " INITIALLY DEFERRED");
    } else if (constraint->foreign_key != NULL) {
        put_foreign_key(&buf, env, constraint->table, constraint->foreign_key, arena);
    } else {
        put_check(&buf, env, constraint->table, constraint->check, pretty, arena);
    }
    return take(&buf, arena);
}

const char *nd__view_text(const struct nd_sys_env *env, const struct nd_table *view, bool pretty, struct nd_arena *arena)
{
    return env->deparse_view == NULL ? view->view->text : env->deparse_view(env->arg, view, pretty, arena);
}

unsigned nd__writes_of(const struct nd_sys_env *env, const struct nd__object *object, size_t column, struct nd_arena *arena)
{
    const unsigned all = 1u << 2 | 1u << 3 | 1u << 4;
    if (object->kind == ND__OBJECT_TABLE) return all;
    if (object->kind != ND__OBJECT_VIEW || env->view_writes == NULL) return 0;
    bool *columns = nd_arena_array(arena, bool, object->table->column_count + 1);
    unsigned writes = env->view_writes(env->arg, object->table, columns, arena);
    return column == SIZE_MAX || columns[column] ? writes : 0;
}

/* ---- defaults ------------------------------------------------------------------------------------------------- */

const char *nd__default_text(const struct nd_sys_env *env, const struct nd_table *table, const struct nd_column *column, bool pretty, struct nd_arena *arena)
{
    bool is_generated = column->generated_text != NULL;
    const char *source = is_generated ? column->generated_text : column->default_text;
    if (source == NULL) return NULL;
    const char *text = env->deparse == NULL ? NULL : env->deparse(env->arg, is_generated ? table : NULL, source, column->type, pretty, arena);
    return text == NULL ? source : text;
}

const char *nd__domain_default_text(const struct nd_sys_env *env, const struct nd_user_type *domain, struct nd_arena *arena)
{
    if (domain->default_text == NULL) return NULL;
    const char *text = env->deparse == NULL ? NULL : env->deparse(env->arg, NULL, domain->default_text, (struct nd_type){domain->base.id, domain->base.mod}, false, arena);
    return text == NULL ? domain->default_text : text;
}

size_t nd__check_attnums(const struct nd_sys_env *env, const struct nd_table *table, const struct nd_check *check, int64_t *out, struct nd_arena *arena)
{
    ND_UNUSED(arena);
    uint32_t columns[ND_INDEX_COLUMNS_MAX];
    size_t count = env->columns_of == NULL ? 0 : env->columns_of(env->arg, table, check->text, columns, ND_INDEX_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++) out[i] = table->columns[columns[i]].attnum;
    return count;
}
