/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_type.c - types that users make: enums; their names, labels and comments; what depends on them. */
#include <stdio.h>

#include "sql/ddl_int.h"
#include "sql/sys/sys.h"

#define POSITION_STEP (INT64_C(1) << 40) /* between labels: so many times labels can be put between two */
#define POSITION_MAX (INT64_C(1) << 62)

const char *nd__ddl_type_text(struct nd__ddl *ddl, struct nd_type type)
{
    const struct nd_type_names *before = nd_type_use_names(ddl->bind.types->names);
    const char *text = nd_arena_strdup(ddl->arena, nd_type_format(type, ddl->arena));
    (void)nd_type_use_names(before);
    return text;
}

static const char *full_name(struct nd__ddl *ddl, enum nd_type_id id)
{
    const struct nd_type_names *names = ddl->bind.types->names->full;
    const char *name = names->name(names->arg, id);
    return name == NULL ? "???" : name;
}

/* ---- finding ------------------------------------------------------------------------------------------------ */

static enum nd_status look_for_type(struct nd__ddl *ddl, void *arg, uint32_t schema, const char *name, bool *found)
{
    const struct nd_user_type **type = arg;
    *type = nd_catalog_peek_type_named(ddl->session->view, schema, name);
    *found = *type != NULL;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_find_type(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_user_type **type_out)
{
    const struct nd_table *table = NULL;
    *type_out = NULL;
    ND_TRY(nd_catalog_load_types(ddl->session->view, ddl->session->txn));
    ND_TRY(nd__ddl_search(ddl, name, is_missing_fine, (void *)type_out, look_for_type));
    if (*type_out != NULL) return ND_STATUS_OK;
    bool is_system = name->schema == NULL || strcmp(name->schema, "pg_catalog") == 0;
    enum nd_type_id known = is_system ? nd_type_find(name->name) : ND_TYPE_INVALID;
    if (known != ND_TYPE_INVALID) return nd_err_set(ddl->err, "2BP01", "type %s is required by the database system", nd_type_name(known));
    ND_TRY(nd__ddl_search_relation(ddl, name, &table));
    if (table != NULL) {
        const char *kind = table->view != NULL ? "view" : "table";
        (void)nd_err_set(ddl->err, "42809", "%s is a %s's row type", name->name, kind);
        return nd_err_hint(ddl->err, "Use %s instead.", table->view != NULL ? "ALTER VIEW or DROP VIEW" : "ALTER TABLE or DROP TABLE");
    }
    return is_missing_fine ? ND_STATUS_OK : nd__ddl_missing(ddl, &(struct nd_ast_name){.schema = name->schema, .name = name->name, .position = -1}, "type", "42704");
}

enum nd_status nd__ddl_check_type_name(struct nd__ddl *ddl, uint32_t schema, const char *name)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_table *table;
    ND_TRY(nd_catalog_load_types(session->view, session->txn));
    ND_TRY(nd_catalog_find_table(session->view, session->txn, schema, name, &table));
    if (table == NULL && nd_catalog_peek_type_named(session->view, schema, name) == NULL) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "42710", "type \"%s\" already exists", name);
}

/* ---- making ------------------------------------------------------------------------------------------------- */

static enum nd_status check_label(struct nd__ddl *ddl, const char *label)
{
    if (strlen(label) <= ND_NAME_BYTES_MAX) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "42602", "invalid enum label \"%s\"", label);
    return nd_err_detail(ddl->err, "Labels must be %d bytes or less.", ND_NAME_BYTES_MAX);
}

enum nd_status nd__ddl_create_enum(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_enum *ast = ddl->stmt->enumeration;
    struct nd_user_type type = {.name = ast->name.name, .version = 1, .label_count = ast->label_count, .owner = session->role};
    uint32_t first;
    snprintf(ddl->tag, 64, "CREATE TYPE");
    ND_TRY(nd_bind_schema(&ddl->bind, &ast->name, &type.schema_id, ddl->err));
    ND_TRY(nd__ddl_may_create_in(ddl, type.schema_id));
    ND_TRY(nd__ddl_default_acl(ddl, type.owner, type.schema_id, ND_ACL_TYPE, &type.acl));
    ND_TRY(nd__ddl_check_type_name(ddl, type.schema_id, type.name));
    struct nd_enum_label *labels = nd_arena_array(ddl->arena, struct nd_enum_label, ast->label_count + 1);
    type.labels = labels;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd_catalog_allocate_oids(session->catalog, session->fiber, (uint32_t)ast->label_count + 1, &first));
    if (first >= ND_TYPE_USER_SPAN) return nd_err_set(ddl->err, "54000", "no more types can be made");
    type.id = nd_type_of_user(ND_USER_ENUM, first);
    for (size_t i = 0; i < ast->label_count; i++) {
        ND_TRY(check_label(ddl, ast->labels[i]));
        labels[i] = (struct nd_enum_label){first + 1 + (uint32_t)i, (int64_t)(i + 1) * POSITION_STEP, ast->labels[i]};
        for (size_t k = 0; k < i; k++)
            if (strcmp(labels[k].name, labels[i].name) == 0) {
                (void)nd_err_set(ddl->err, "23505", "duplicate key value violates unique constraint \"pg_enum_typid_label_index\"");
                return nd_err_detail(ddl->err, "Key (enumtypid, enumlabel)=(%u, %s) already exists.", (unsigned)type.id, labels[i].name);
            }
    }
    enum nd_status status = nd_catalog_put_type(session->catalog, session->txn, NULL, &type);
    return status == ND_STATUS_DUPLICATE_KEY ? nd_err_set(ddl->err, "42710", "type \"%s\" already exists", type.name) : status;
}

/* ---- labels ------------------------------------------------------------------------------------------------- */

/* Where a label goes: before labels[*at_out], and what number it gets. */
static enum nd_status place(struct nd__ddl *ddl, const struct nd_user_type *type, const struct nd_ast_enum *ast, size_t *at_out, int64_t *position_out)
{
    size_t at = type->label_count;
    if (ast->neighbor != NULL) {
        const struct nd_enum_label *neighbor = nd_user_type_find_label(type, nd_slice_str(ast->neighbor));
        if (neighbor == NULL) return nd_err_set(ddl->err, "22023", "\"%s\" is not an existing enum label", ast->neighbor);
        at = (size_t)(neighbor - type->labels) + ast->is_after;
    }
    int64_t low = at == 0 ? INT64_MIN : type->labels[at - 1].position, high = at == type->label_count ? INT64_MAX : type->labels[at].position;
    if (type->label_count == 0) *position_out = POSITION_STEP;
    else if (at == type->label_count) *position_out = low + POSITION_STEP;
    else if (at == 0) *position_out = high - POSITION_STEP;
    else *position_out = low + (high - low) / 2;
    *at_out = at;
    bool fits = *position_out > low && *position_out < high && *position_out < POSITION_MAX && *position_out > -POSITION_MAX;
    return fits ? ND_STATUS_OK : nd_err_set(ddl->err, "54000", "no more labels can be put at this place of enum %s", type->name);
}

static enum nd_status add_label(struct nd__ddl *ddl, const struct nd_user_type *before, const struct nd_ast_enum *ast)
{
    struct nd_user_type type = *before;
    size_t at;
    int64_t position;
    uint32_t oid;
    ND_TRY(check_label(ddl, ast->label));
    if (nd_user_type_find_label(before, nd_slice_str(ast->label)) != NULL) {
        if (!ast->if_not_exists) return nd_err_set(ddl->err, "42710", "enum label \"%s\" already exists", ast->label);
        nd__session_notice(ddl->session, "NOTICE", "42710", "enum label \"%s\" already exists, skipping", ast->label);
        return ND_STATUS_OK;
    }
    ND_TRY(place(ddl, before, ast, &at, &position));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &oid));
    struct nd_enum_label *labels = nd_arena_array(ddl->arena, struct nd_enum_label, before->label_count + 1);
    if (at > 0) memcpy(labels, before->labels, sizeof *labels * at);
    labels[at] = (struct nd_enum_label){oid, position, ast->label};
    if (at < before->label_count) memcpy(labels + at + 1, before->labels + at, sizeof *labels * (before->label_count - at));
    type.labels = labels;
    type.label_count++;
    type.version++;
    return nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, &type);
}

/* ---- expressions that name them ------------------------------------------------------------------------------ */

static const char **text_at(struct nd_table *table, struct nd_column *columns, struct nd_check *checks, size_t i, struct nd_type *type_out)
{
    *type_out = (struct nd_type){ND_TYPE_INVALID, -1};
    if (i < table->check_count) {
        *type_out = ND_TYPE(ND_TYPE_BOOL);
        return &checks[i].text;
    }
    i -= table->check_count;
    if (i >= 3 * table->column_count) return NULL;
    struct nd_column *column = &columns[i / 3];
    if (i % 3 == 2) return &column->virtual_text;
    *type_out = column->type;
    return i % 3 == 0 ? &column->default_text : &column->generated_text;
}

static bool is_of_word(char c) { return c == '_' || c == '$' || c == '"' || (c & 0x80) != 0 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* The text has the name, and not as a part of a longer one. */
static bool names(const char *text, const char *full)
{
    size_t n = strlen(full);
    if (text == NULL) return false;
    for (const char *at = strstr(text, full); at != NULL; at = strstr(at + 1, full))
        if (!is_of_word(at[n]) && (at == text || !is_of_word(at[-1]))) return true;
    return false;
}

bool nd__ddl_names_types(struct nd__ddl *ddl, const char *text)
{
    const struct nd_user_type *type;
    for (size_t i = 0; (type = nd_catalog_type_at(ddl->session->view, i)) != NULL; i++)
        if (names(text, full_name(ddl, type->id))) return true;
    return false;
}

bool nd__ddl_names_objects(const char *text, struct nd_type type)
{
    const char *at = strstr(text, "::reg");
    if (nd_type_is_reg(type.id) || nd_type_is_reg(nd_type_element(type.id))) return true;
    return at != NULL && strstr(text, "nextval(") == NULL; /* sequences of defaults are found by name, ddl_sequence.c */
}

enum nd_status nd__ddl_state_types(struct nd__ddl *ddl, struct nd_table *table)
{
    struct nd_sql_session *session = ddl->session;
    bool has_types = nd_catalog_type_at(session->view, 0) != NULL;
    if (has_types) table->uses_types = true;
    if (table->view != NULL) return ND_STATUS_OK; /* its text is in full */
    struct nd_column *columns = nd_arena_array(ddl->arena, struct nd_column, table->column_count + 1);
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, table->check_count + 1);
    struct nd_type type;
    const char **text;
    memcpy(columns, table->columns, sizeof *columns * table->column_count);
    if (table->check_count > 0) memcpy(checks, table->checks, sizeof *checks * table->check_count);
    for (size_t i = 0; (text = text_at(table, columns, checks, i, &type)) != NULL; i++) {
        bool names_objects = *text != NULL && nd__ddl_names_objects(*text, type);
        if (*text == NULL || (!has_types && !names_objects)) continue;
        if (names_objects) ND_TRY(nd_sys_load(session->view, session->txn));
        const char *stated = nd_bind_show_stored(&ddl->bind, table, *text, type, ddl->arena);
        if (stated != NULL && (names_objects || nd__ddl_names_types(ddl, stated))) *text = stated;
    }
    table->columns = columns;
    table->checks = checks;
    return ND_STATUS_OK;
}

/* Names as they will be: of one type, or of all in a schema; a label. Everything else is as it was. */
struct renaming {
    const struct nd_type_names *base;
    struct nd__ddl *ddl;
    struct nd_type_names names;
    enum nd_type_id type; /* INVALID: those in the schema */
    uint32_t schema_id;
    const char *schema, *name; /* name NULL: stays */
    int64_t position;
    const char *label; /* NULL: stays */
    struct nd_bind_rename relations; /* ... that get other names with it; schema_name NULL: none */
    const struct nd_bind_env *env;
    struct nd_table_id *views; /* that read those */
    size_t view_count, view_cap;
};

static enum nd_status renamed_find(void *arg, enum nd_type_id type, struct nd_slice text, int64_t *oid_out, struct nd_err *err)
{
    const struct renaming *renaming = arg;
    return renaming->base->find(renaming->base->arg, type, text, oid_out, err);
}

static bool renamed_put(void *arg, enum nd_type_id type, uint32_t oid, struct nd_buf *text)
{
    const struct renaming *renaming = arg;
    return renaming->base->put(renaming->base->arg, type, oid, text);
}

static const char *renamed_name(void *arg, enum nd_type_id id)
{
    const struct renaming *renaming = arg;
    bool is_array = nd_type_is_array(id);
    const struct nd_user_type *type = nd_catalog_peek_type(renaming->ddl->session->view, is_array ? nd_type_element(id) : id);
    if (type == NULL) return NULL;
    if (type->id != renaming->type && (renaming->type != ND_TYPE_INVALID || type->schema_id != renaming->schema_id)) return renaming->base->name(renaming->base->arg, id);
    struct nd_buf buf;
    nd_buf_init(&buf, renaming->ddl->session->heap);
    nd_quote_identifier(nd_slice_str(renaming->schema), &buf);
    nd_buf_put_u8(&buf, '.');
    nd_quote_identifier(nd_slice_str(renaming->name == NULL ? type->name : renaming->name), &buf);
    if (is_array) nd_buf_put(&buf, "[]", 2);
    const char *name = nd_arena_strndup(renaming->ddl->arena, (const char *)buf.p, buf.n);
    nd_buf_deinit(&buf);
    return name;
}

static bool renamed_find_label(void *arg, enum nd_type_id type, struct nd_slice label, int64_t *value_out)
{
    const struct renaming *renaming = arg;
    return renaming->base->find_label(renaming->base->arg, type, label, value_out);
}

static bool renamed_label(void *arg, enum nd_type_id type, int64_t value, struct nd_slice *label_out)
{
    const struct renaming *renaming = arg;
    if (type != renaming->type || value != renaming->position || renaming->label == NULL) return renaming->base->label(renaming->base->arg, type, value, label_out);
    *label_out = nd_slice_str(renaming->label);
    return true;
}

static bool reads_renamed(const struct renaming *renaming, struct nd_table_id view)
{
    for (size_t i = 0; i < renaming->view_count; i++)
        if (renaming->views[i].v == view.v) return true;
    return false;
}

static enum nd_status collect_readers(struct nd__ddl *ddl, void *arg, const struct nd_table *table)
{
    struct renaming *renaming = arg;
    if (table->schema_id != renaming->relations.schema_id) return ND_STATUS_OK;
    for (size_t i = 0; i < table->view_count; i++) {
        if (reads_renamed(renaming, table->views[i])) continue;
        if (renaming->view_count == renaming->view_cap) {
            size_t cap = renaming->view_cap == 0 ? 16 : renaming->view_cap * 2;
            struct nd_table_id *views = nd_arena_array(ddl->arena, struct nd_table_id, cap);
            if (renaming->view_count > 0) memcpy(views, renaming->views, sizeof *views * renaming->view_count);
            renaming->views = views;
            renaming->view_cap = cap;
        }
        renaming->views[renaming->view_count++] = table->views[i];
    }
    return ND_STATUS_OK;
}

static enum nd_status restate_view(struct nd__ddl *ddl, const struct renaming *renaming, const struct nd_table *view)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_bind_rename nothing = {.table = {UINT64_MAX}}, *relations = renaming->relations.schema_name == NULL ? &nothing : &renaming->relations;
    if (!view->uses_types && !reads_renamed(renaming, view->id)) return ND_STATUS_OK;
    const char *text;
    ND_TRY(nd_bind_load_view(session->view, session->txn, ddl->bind.path, view, ddl->bind.reactor, session->heap));
    ND_TRY(nd_bind_view_renamed(renaming->env, view, relations, ddl->arena, &text, ddl->err));
    if (strcmp(text, view->view->text) == 0) return ND_STATUS_OK;
    struct nd__draft draft = nd__ddl_draft(ddl, view, 0, 0);
    draft.table->view->text = text;
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status restate_table(struct nd__ddl *ddl, void *arg, const struct nd_table *table)
{
    const struct renaming *renaming = arg;
    if (table->view != NULL) return restate_view(ddl, renaming, table);
    if (!table->uses_types) return ND_STATUS_OK;
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, table->check_count + 1);
    struct nd_type type;
    const char **text;
    bool is_changed = false;
    if (table->check_count > 0) memcpy(checks, table->checks, sizeof *checks * table->check_count);
    for (size_t i = 0; (text = text_at(draft.table, draft.columns, checks, i, &type)) != NULL; i++) {
        const char *stated = *text == NULL ? NULL : nd_bind_show_stored(renaming->env, table, *text, type, ddl->arena);
        if (stated == NULL || !nd__ddl_names_types(ddl, *text) || strcmp(stated, *text) == 0) continue;
        *text = stated;
        is_changed = true;
    }
    draft.table->checks = checks;
    return is_changed ? nd__ddl_write(ddl, &draft) : ND_STATUS_OK;
}

/* The texts of domains. What the renamed type itself has is its own change's to write. */
static enum nd_status restate_domains(struct nd__ddl *ddl, const struct renaming *renaming, const struct nd_bind_env *env)
{
    const struct nd_user_type *before;
    for (size_t i = 0; (before = nd_catalog_type_at(ddl->session->view, i)) != NULL; i++) {
        struct nd_user_type type = *before;
        struct nd_table table;
        bool is_changed = false;
        if (!nd_type_is_domain(before->id) || before->id == renaming->type) continue;
        struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, type.check_count + 1);
        nd_domain_table(&type, 0, ddl->arena, &table);
        for (size_t k = 0; k < type.check_count; k++) {
            checks[k] = type.checks[k];
            const char *stated = nd__ddl_names_types(ddl, checks[k].text) ? nd_bind_show_stored(env, &table, checks[k].text, ND_TYPE(ND_TYPE_BOOL), ddl->arena) : NULL;
            if (stated == NULL || strcmp(stated, checks[k].text) == 0) continue;
            checks[k].text = stated;
            is_changed = true;
        }
        struct nd_type base = {type.base.id, type.base.mod};
        const char *stated = type.default_text == NULL || !nd__ddl_names_types(ddl, type.default_text) ? NULL : nd_bind_show_stored(env, NULL, type.default_text, base, ddl->arena);
        is_changed = is_changed || (stated != NULL && strcmp(stated, type.default_text) != 0);
        if (!is_changed) continue;
        if (stated != NULL) type.default_text = stated;
        type.checks = checks;
        type.version++;
        ND_TRY(nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, &type));
    }
    return ND_STATUS_OK;
}

/* The texts of all tables and domains, while the catalog still knows the old names. */
static enum nd_status restate(struct nd__ddl *ddl, struct renaming *renaming)
{
    struct nd_type_ctx types = *ddl->bind.types;
    struct nd_bind_env env = ddl->bind;
    renaming->ddl = ddl;
    renaming->base = ddl->bind.types->names->full;
    renaming->names = (struct nd_type_names){.arg = renaming,
                                             .find = renamed_find,
                                             .put = renamed_put,
                                             .name = renamed_name,
                                             .full = &renaming->names,
                                             .find_label = renamed_find_label,
                                             .label = renamed_label};
    types.names = &renaming->names;
    env.types = &types;
    renaming->env = &env;
    if (renaming->relations.schema_name != NULL) ND_TRY(nd__ddl_each_table(ddl, renaming, collect_readers));
    ND_TRY(restate_domains(ddl, renaming, &env));
    return nd__ddl_each_table(ddl, renaming, restate_table);
}

enum nd_status nd__ddl_rename_schema_in_texts(struct nd__ddl *ddl, uint32_t schema_id, const char *name)
{
    struct renaming renaming = {.type = ND_TYPE_INVALID, .schema_id = schema_id, .schema = name, .relations = {.schema_id = schema_id, .schema_name = name}};
    ND_TRY(restate(ddl, &renaming));
    return nd__ddl_refresh(ddl);
}

static enum nd_status rename_label(struct nd__ddl *ddl, const struct nd_user_type *before, const struct nd_ast_enum *ast)
{
    const struct nd_enum_label *label = nd_user_type_find_label(before, nd_slice_str(ast->renamed));
    if (label == NULL) return nd_err_set(ddl->err, "22023", "\"%s\" is not an existing enum label", ast->renamed);
    if (nd_user_type_find_label(before, nd_slice_str(ast->label)) != NULL) return nd_err_set(ddl->err, "42710", "enum label \"%s\" already exists", ast->label);
    ND_TRY(check_label(ddl, ast->label));
    struct nd_user_type type = *before;
    struct nd_enum_label *labels = nd_arena_array(ddl->arena, struct nd_enum_label, before->label_count + 1);
    struct renaming renaming = {.type = before->id, .schema = before->schema_name, .position = label->position, .label = ast->label};
    memcpy(labels, before->labels, sizeof *labels * before->label_count);
    labels[label - before->labels].name = ast->label;
    type.labels = labels;
    type.version++;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(restate(ddl, &renaming));
    return nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, &type);
}

enum nd_status nd__ddl_alter_enum(struct nd__ddl *ddl)
{
    const struct nd_ast_enum *ast = ddl->stmt->enumeration;
    const struct nd_user_type *type;
    snprintf(ddl->tag, 64, "ALTER TYPE");
    ND_TRY(nd__ddl_find_type(ddl, &ast->name, false, &type));
    ND_TRY(nd__ddl_must_own(ddl, "type", type->name, type->owner));
    if (!nd_type_is_enum(type->id)) return nd_err_set(ddl->err, "42809", "%s is not an enum", nd__ddl_type_text(ddl, ND_TYPE(type->id)));
    return ast->renamed != NULL ? rename_label(ddl, type, ast) : add_label(ddl, type, ast);
}

enum nd_status nd__ddl_change_type(struct nd__ddl *ddl, const struct nd_user_type *before, struct nd_user_type *type)
{
    bool is_named = before->schema_id != type->schema_id || strcmp(before->name, type->name) != 0;
    type->version++;
    if (is_named) ND_TRY(nd__ddl_check_type_name(ddl, type->schema_id, type->name));
    ND_TRY(nd__ddl_begin(ddl));
    struct renaming renaming = {.type = before->id, .schema = type->schema_name, .name = type->name};
    if (is_named) ND_TRY(restate(ddl, &renaming));
    return nd_catalog_put_type(ddl->session->catalog, ddl->session->txn, before, type);
}

/* ---- DROP --------------------------------------------------------------------------------------------------- */

struct user { /* what depends on a type */
    struct nd_table_id table;
    const char *column, *constraint; /* both NULL: a view */
    enum nd_type_id domain;          /* not INVALID: this one, over the type */
    bool is_default;                 /* of the column */
    const char *what;
    struct user *next;
};

struct users {
    enum nd_type_id id;
    struct user *first, **end;
};

static void add_user(struct nd__ddl *ddl, struct users *users, struct user user)
{
    *users->end = nd_arena_new(ddl->arena, struct user);
    **users->end = user;
    users->end = &(*users->end)->next;
}

static bool is_of_type(struct nd_type type, enum nd_type_id id)
{
    return type.id == id || type.domain == id || (nd_type_is_array(type.id) && nd_type_element(type.id) == id);
}

static enum nd_status collect_users(struct nd__ddl *ddl, void *arg, const struct nd_table *table)
{
    struct users *users = arg;
    const char *full = full_name(ddl, users->id), *shown = nd__ddl_shown_name(ddl, table);
    if (!table->uses_types) return ND_STATUS_OK;
    bool is_user = false;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        const char *name = nd_arena_strdup(ddl->arena, column->name);
        if (is_of_type(column->type, users->id) || names(column->generated_text, full) || names(column->virtual_text, full)) {
            is_user = true;
            if (table->view == NULL && column->virtual_text == NULL)
                add_user(ddl, users, (struct user){.table = table->id, .column = name, .what = nd_arena_printf(ddl->arena, "column %s of table %s", name, shown)});
        } else if (names(column->default_text, full)) {
            const char *what = nd_arena_printf(ddl->arena, "default value for column %s of table %s", name, shown);
            add_user(ddl, users, (struct user){.table = table->id, .column = name, .is_default = true, .what = what});
        }
    }
    if (table->view != NULL && (is_user || names(table->view->text, full)))
        add_user(ddl, users, (struct user){.table = table->id, .what = nd_arena_printf(ddl->arena, "view %s", shown)});
    for (size_t i = 0; i < table->check_count; i++) {
        const char *name = nd_arena_strdup(ddl->arena, table->checks[i].name);
        if (!names(table->checks[i].text, full)) continue;
        add_user(ddl, users, (struct user){.table = table->id, .constraint = name, .what = nd_arena_printf(ddl->arena, "constraint %s on table %s", name, shown)});
    }
    return ND_STATUS_OK;
}

/* Domains over it, and those whose checks name it. */
static void collect_domains(struct nd__ddl *ddl, struct users *users)
{
    const struct nd_user_type *type;
    const char *full = full_name(ddl, users->id);
    for (size_t i = 0; (type = nd_catalog_type_at(ddl->session->view, i)) != NULL; i++) {
        bool is_user = nd_type_is_domain(type->id) && type->id != users->id && (is_of_type(type->base, users->id) || names(type->default_text, full));
        for (size_t k = 0; k < type->check_count && type->id != users->id; k++) is_user = is_user || names(type->checks[k].text, full);
        if (is_user) add_user(ddl, users, (struct user){.domain = type->id, .what = nd_arena_printf(ddl->arena, "type %s", nd__ddl_type_text(ddl, ND_TYPE(type->id)))});
    }
}

static enum nd_status drop_user(struct nd__ddl *ddl, const struct user *user)
{
    const struct nd_table *table;
    struct nd__drop_set set = {.is_cascade = true};
    ND_TRY(nd__ddl_refresh(ddl));
    if (user->domain != ND_TYPE_INVALID) return nd_catalog_peek_type(ddl->session->view, user->domain) == NULL ? ND_STATUS_OK : nd__ddl_drop_type(ddl, user->domain, true);
    ND_TRY(nd_catalog_find_table_by_id(ddl->session->view, ddl->session->txn, user->table, &table));
    if (table == NULL) return ND_STATUS_OK; /* it went with another */
    if (table->view != NULL) {
        nd__drop_set_add(ddl, &set, table);
        return nd__ddl_drop_tables(ddl, &set);
    }
    if (user->constraint != NULL) return nd__ddl_has_constraint(table, user->constraint) ? nd__ddl_drop_constraint(ddl, table, user->constraint, false, true) : ND_STATUS_OK;
    size_t at = nd_table_find_column(table, user->column);
    if (at == SIZE_MAX) return ND_STATUS_OK;
    if (!user->is_default) return nd__ddl_drop_column(ddl, table, user->column, true);
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    draft.columns[at].default_text = NULL;
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status drop_type(struct nd__ddl *ddl, enum nd_type_id id, bool is_cascade)
{
    struct users users = {.id = id, .end = &users.first};
    const char *shown = nd__ddl_type_text(ddl, ND_TYPE(id)), *list = "";
    size_t count = 0;
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_each_table(ddl, &users, collect_users));
    collect_domains(ddl, &users);
    for (const struct user *user = users.first; user != NULL; user = user->next) {
        list = nd_arena_printf(ddl->arena, "%s%s%s depends on type %s", list, count == 0 ? "" : "\n", user->what, shown);
        count++;
    }
    if (count > 0 && !is_cascade) {
        (void)nd_err_set(ddl->err, "2BP01", "cannot drop type %s because other objects depend on it", shown);
        (void)nd_err_detail(ddl->err, "%s", list);
        return nd_err_hint(ddl->err, "Use DROP ... CASCADE to drop the dependent objects too.");
    }
    for (const struct user *user = users.first; user != NULL; user = user->next) nd__session_notice(ddl->session, "NOTICE", "00000", "drop cascades to %s", user->what);
    for (const struct user *user = users.first; user != NULL; user = user->next) ND_TRY(drop_user(ddl, user));
    if (count > 0) ND_TRY(nd__ddl_refresh(ddl));
    const struct nd_user_type *type = nd_catalog_peek_type(ddl->session->view, id);
    if (type == NULL) return ND_STATUS_CORRUPT;
    ND_TRY(nd_catalog_delete_type(ddl->session->catalog, ddl->session->txn, type));
    return nd__ddl_refresh(ddl);
}

/* Checks can name domains that are over their own: what is about to go is not looked at again. */
enum nd_status nd__ddl_drop_type(struct nd__ddl *ddl, enum nd_type_id id, bool is_cascade)
{
    for (size_t i = 0; i < ddl->dropping_count; i++)
        if (ddl->dropping[i] == id) return ND_STATUS_OK;
    if (ddl->dropping_count == ND_ARRAY_LEN(ddl->dropping)) return nd_err_set(ddl->err, "54001", "types depend on each other more than %d deep", ND_DOMAIN_DEPTH_MAX);
    ddl->dropping[ddl->dropping_count++] = id;
    enum nd_status status = drop_type(ddl, id, is_cascade);
    ddl->dropping_count--;
    return status;
}

enum nd_status nd__ddl_drop_types(struct nd__ddl *ddl)
{
    const struct nd_ast_drop *drop = ddl->stmt->drop;
    for (size_t i = 0; i < drop->name_count; i++) {
        const struct nd_user_type *type;
        if (drop->object == ND_AST_OBJ_DOMAIN) ND_TRY(nd__ddl_find_domain(ddl, &drop->names[i], drop->if_exists, &type));
        else ND_TRY(nd__ddl_find_type(ddl, &drop->names[i], drop->if_exists, &type));
        if (type != NULL) ND_TRY(nd__ddl_may_drop(ddl, "type", type->name, type->owner, type->schema_id));
        if (type != NULL) ND_TRY(nd__ddl_drop_type(ddl, type->id, drop->is_cascade));
        else ND_TRY(nd__ddl_skip_missing(ddl, "type", &drop->names[i]));
    }
    return ND_STATUS_OK;
}
