/* SPDX-License-Identifier: Apache-2.0 */
/* session_types.c - types that users made, as a session knows them: by the names of its search path, with the labels of its catalog view. */
#include <string.h>

#include "sql/session_int.h"

/* quoted where they must be; schema NULL: without. */
static const char *written(struct nd_arena *arena, const char *schema, const char *name, const char *suffix)
{
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    if (schema != NULL) {
        nd_quote_identifier(nd_slice_str(schema), &buf);
        nd_buf_put_u8(&buf, '.');
    }
    nd_quote_identifier(nd_slice_str(name), &buf);
    nd_buf_put_slice(&buf, nd_slice_str(suffix));
    const char *text = nd_arena_strndup(arena, (const char *)buf.p, buf.n);
    nd_buf_deinit(&buf);
    return text;
}

static struct nd_user_type *find(const struct nd_sql_session *session, enum nd_type_id id)
{
    return session->view == NULL ? NULL : nd_catalog_peek_type(session->view, nd_type_is_array(id) ? nd_type_element(id) : id);
}

static const char *shown(struct nd_sql_session *session, struct nd_user_type *type, bool is_array, bool is_full)
{
    if (type->kept == NULL) {
        struct nd_arena *arena = nd_catalog_view_arena(session->view);
        type->kept = nd_arena_new(arena, struct nd_user_type_kept);
        for (size_t i = 0; i < 2; i++) {
            const char *schema = i == 0 ? NULL : type->schema_name;
            type->kept->shown[i] = written(arena, schema, type->name, "");
            type->kept->shown_array[i] = written(arena, schema, type->name, "[]");
        }
    }
    return is_array ? type->kept->shown_array[is_full] : type->kept->shown[is_full];
}

static bool is_visible(const struct nd_sql_session *session, const struct nd_user_type *type)
{
    const struct nd_search_path *path = &session->settings.path;
    for (size_t i = 0; i < path->count; i++) {
        const struct nd_user_type *found = nd_catalog_peek_type_named(session->view, path->schemas[i], type->name);
        if (found != NULL) return found == type;
    }
    return false;
}

/* Of the rows of a table that is loaded; is_full: with its schema in any case. */
static const char *row_name(struct nd_sql_session *session, enum nd_type_id id, bool is_full)
{
    const struct nd_search_path *path = &session->settings.path;
    struct nd_table_id table_id = {(uint32_t)id % ND_TYPE_USER_SPAN};
    const struct nd_table *table = session->view == NULL ? NULL : nd_catalog_peek_table_by_id(session->view, table_id), *found = NULL;
    if (table == NULL || table->kept == NULL) return NULL;
    for (size_t i = 0; i < 2 && table->kept->shown[i] == NULL; i++) {
        const char *schema = i == 0 ? NULL : table->schema_name;
        table->kept->shown[i] = written(table->kept->arena, schema, table->name, "");
        table->kept->shown_array[i] = written(table->kept->arena, schema, table->name, "[]");
    }
    for (size_t i = 0; i < path->count && found == NULL && !is_full; i++) found = nd_catalog_peek_table(session->view, path->schemas[i], table->name);
    return nd_type_is_array(id) ? table->kept->shown_array[found != table] : table->kept->shown[found != table];
}

static bool is_row(enum nd_type_id id)
{
    enum nd_user_kind kind = nd_type_user_kind(id);
    return kind == ND_USER_ROW || kind == ND_USER_ROW_ARRAY;
}

static const char *name(void *arg, enum nd_type_id id)
{
    struct nd_sql_session *session = arg;
    if (is_row(id)) return row_name(session, id, false);
    struct nd_user_type *type = find(session, id);
    return type == NULL ? NULL : shown(session, type, nd_type_is_array(id), !is_visible(session, type));
}

static const char *full_name(void *arg, enum nd_type_id id)
{
    struct nd_sql_session *session = arg;
    if (is_row(id)) return row_name(session, id, true);
    struct nd_user_type *type = find(session, id);
    return type == NULL ? NULL : shown(session, type, nd_type_is_array(id), true);
}

static bool find_label(void *arg, enum nd_type_id id, struct nd_slice text, int64_t *value_out)
{
    const struct nd_user_type *type = find(arg, id);
    const struct nd_enum_label *label = type == NULL ? NULL : nd_user_type_find_label(type, text);
    if (label != NULL) *value_out = label->position;
    return label != NULL;
}

static bool label_of(void *arg, enum nd_type_id id, int64_t value, struct nd_slice *label_out)
{
    const struct nd_user_type *type = find(arg, id);
    const struct nd_enum_label *label = type == NULL ? NULL : nd_user_type_label(type, value);
    if (label != NULL) *label_out = nd_slice_str(label->name);
    return label != NULL;
}

static bool labels_of(void *arg, enum nd_type_id id, struct nd_arena *arena, int64_t **values_out, size_t *count_out)
{
    const struct nd_user_type *type = find(arg, id);
    if (type == NULL) return false;
    *values_out = nd_arena_array(arena, int64_t, type->label_count + 1);
    *count_out = type->label_count;
    for (size_t i = 0; i < type->label_count; i++) (*values_out)[i] = type->labels[i].position;
    return true;
}

void nd__session_name_types(struct nd_sql_session *session, struct nd_type_names *names)
{
    names->name = name;
    names->find_label = find_label;
    names->label = label_of;
    names->labels = labels_of;
    session->full_names = *names;
    session->full_names.name = full_name;
    session->full_names.full = &session->full_names;
    names->full = &session->full_names;
}
