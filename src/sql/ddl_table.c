/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_table.c - CREATE TABLE: columns, LIKE, AS. */
#include <stdio.h>
#include <strings.h>

#include "sql/ddl_int.h"
#include "sql/parse/parse.h"

/* ---- columns ----------------------------------------------------------------------------------------------- */

static enum nd_type_id serial_type(const struct nd_ast_type *type)
{
    static const struct {
        const char *name;
        enum nd_type_id type;
    } serials[] = {{"serial", ND_TYPE_INT4}, {"serial4", ND_TYPE_INT4}, {"bigserial", ND_TYPE_INT8}, {"serial8", ND_TYPE_INT8}, {"smallserial", ND_TYPE_INT2}, {"serial2", ND_TYPE_INT2}};
    if (type->schema != NULL || type->is_array) return ND_TYPE_INVALID;
    for (size_t i = 0; i < ND_ARRAY_LEN(serials); i++)
        if (strcmp(serials[i].name, type->name) == 0) return serials[i].type;
    return ND_TYPE_INVALID;
}

/* nextval('s'): the sequence that the name means now is meant for good, so it is written in full. */
enum nd_status nd__ddl_default_text(struct nd__ddl *ddl, const char *text, const char **text_out)
{
    static const char call[] = "nextval('";
    const char *at = strstr(text, call);
    *text_out = text;
    if (at == NULL || (at > text && at[-1] != '.' && at[-1] != ' ' && at[-1] != '(')) return ND_STATUS_OK;
    const char *first = at + strlen(call), *end = strchr(first, '\'');
    if (end == NULL || end[1] == '\'') return ND_STATUS_OK;
    struct nd_ast_name name;
    ND_TRY(nd_parse_name(nd_slice_of(first, (size_t)(end - first)), ddl->arena, &name, ddl->err));
    const struct nd_sequence *sequence;
    ND_TRY(nd__ddl_find_sequence(ddl, &name, false, &sequence));
    const char *full = nd__ddl_nextval_text(ddl, sequence->schema_name, sequence->name);
    size_t skip = strncmp(end, "'::regclass)", 12) == 0 ? 12 : strncmp(end, "')", 2) == 0 ? 2
                                                                                          : 0;
    if (skip == 0) return ND_STATUS_OK;
    *text_out = nd_arena_printf(ddl->arena, "%.*s%s%s", (int)(at - text), text, full, end + skip);
    return ND_STATUS_OK;
}

static enum nd_status check_definition(struct nd__ddl *ddl, const struct nd_ast_column_def *def, const struct nd_table *table, bool is_serial)
{
    const char *table_name = table->name;
    if (def->has_collation && strcmp(def->collation, "C") != 0 && strcmp(def->collation, "default") != 0 && strcmp(def->collation, "POSIX") != 0)
        return nd_err_set(ddl->err, "0A000", "collation \"%s\" is not supported", def->collation);
    if (def->repeated != NULL) return nd_err_set(ddl->err, "42601", "multiple %s for column \"%s\" of table \"%s\"", def->repeated, def->name, table_name);
    if (def->is_null && (def->is_not_null || is_serial || def->identity != NULL))
        return nd_err_set(ddl->err, "42601", "conflicting NULL/NOT NULL declarations for column \"%s\" of table \"%s\"", def->name, table_name);
    if (def->default_expr != NULL && is_serial) return nd_err_set(ddl->err, "42601", "multiple default values specified for column \"%s\" of table \"%s\"", def->name, table_name);
    if ((def->default_expr != NULL || is_serial) && def->identity != NULL)
        return nd_err_set(ddl->err, "42601", "both default and identity specified for column \"%s\" of table \"%s\"", def->name, table_name);
    if (def->default_expr != NULL && def->generated_expr != NULL)
        return nd_err_set(ddl->err, "42601", "both default and generation expression specified for column \"%s\" of table \"%s\"", def->name, table_name);
    if (def->identity != NULL && def->generated_expr != NULL)
        return nd_err_set(ddl->err, "42601", "both identity and generation expression specified for column \"%s\" of table \"%s\"", def->name, table_name);
    return ND_STATUS_OK;
}

static enum nd_status take_sequence(struct nd__ddl *ddl, const struct nd__draft *draft, const struct nd_ast_column_def *def, uint32_t column_id, struct nd_column *column,
                                    struct nd_owned_sequence *owned)
{
    struct nd_sequence sequence;
    ND_TRY(nd__ddl_make_owned_sequence(ddl, draft->table, def->name, column_id, column->type.id, def->identity_options, def->identity_option_count, &sequence));
    column->default_text = nd__ddl_nextval_text(ddl, sequence.schema_name, sequence.name);
    column->is_not_null = true;
    *owned = (struct nd_owned_sequence){sequence.oid, column_id};
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_define_column(struct nd__ddl *ddl, const struct nd__draft *draft, const struct nd_ast_column_def *def, uint32_t column_id, struct nd_column *column_out,
                                     struct nd_owned_sequence *owned_out)
{
    struct nd_column column = {.id = column_id, .name = nd_arena_strdup(ddl->arena, def->name), .is_not_null = def->is_not_null, .missing = {.is_null = true}};
    enum nd_type_id serial = serial_type(def->type);
    *owned_out = (struct nd_owned_sequence){0};
    if (serial != ND_TYPE_INVALID) column.type = (struct nd_type){serial, -1};
    else ND_TRY(nd_bind_type(&ddl->bind, def->type, &column.type, ddl->err));
    ND_TRY(nd__ddl_may_use_type(ddl, column.type));
    ND_TRY(check_definition(ddl, def, draft->table, serial != ND_TYPE_INVALID));
    if (def->identity != NULL) {
        if (column.type.id != ND_TYPE_INT2 && column.type.id != ND_TYPE_INT4 && column.type.id != ND_TYPE_INT8)
            return nd_err_set(ddl->err, "22023", "identity column type must be smallint, integer, or bigint");
        column.identity = def->identity[0] == 'a' ? ND_IDENTITY_ALWAYS : ND_IDENTITY_BY_DEFAULT;
    }
    if (serial != ND_TYPE_INVALID || def->identity != NULL) ND_TRY(take_sequence(ddl, draft, def, column_id, &column, owned_out));
    if (def->default_expr != NULL) {
        struct nd_expr *expr;
        ND_TRY(nd_bind_default(&ddl->bind, def->default_expr, def->name, column.type, ddl->arena, &expr, ddl->err));
        ND_TRY(nd__ddl_default_text(ddl, def->default_text, &column.default_text));
    }
    if (def->generated_expr != NULL) column.generated_text = nd_arena_strdup(ddl->arena, def->generated_text);
    *column_out = column;
    return ND_STATUS_OK;
}

void nd__ddl_own(struct nd__ddl *ddl, struct nd__draft *draft, struct nd_owned_sequence owned)
{
    struct nd_owned_sequence *sequences = nd_arena_array(ddl->arena, struct nd_owned_sequence, draft->table->sequence_count + 1);
    if (owned.sequence_oid == 0) return;
    if (draft->table->sequence_count > 0) memcpy(sequences, draft->table->sequences, sizeof *sequences * draft->table->sequence_count);
    sequences[draft->table->sequence_count++] = owned;
    draft->table->sequences = sequences;
}

struct generated_use {
    struct nd__ddl *ddl;
    const struct nd_table *table;
    enum nd_status status;
};

static void check_use(void *arg, uint32_t var)
{
    struct generated_use *use = arg;
    if (use->table->columns[var].generated_text == NULL || use->status != ND_STATUS_OK) return;
    use->status = nd_err_set(use->ddl->err, "42P17", "cannot use generated column \"%s\" in column generation expression", use->table->columns[var].name);
    (void)nd_err_detail(use->ddl->err, "A generated column cannot reference another generated column.");
}

enum nd_status nd__ddl_check_generated(struct nd__ddl *ddl, const struct nd__draft *draft, const struct nd_ast_column_def *def, size_t at)
{
    struct nd_expr *expr;
    ND_TRY(nd_bind_over_row(&ddl->bind, def->generated_expr, draft->table, "column generation expression", def->name, draft->columns[at].type, ddl->arena, &expr, ddl->err));
    struct generated_use use = {ddl, draft->table, ND_STATUS_OK};
    nd_expr_each_var(expr, &use, check_use);
    ND_TRY(use.status);
    if (nd_expr_volatility(expr) != ND_IMMUTABLE) return nd_err_set(ddl->err, "42P17", "generation expression is not immutable");
    return ND_STATUS_OK;
}

static bool is_reserved(const char *name)
{
    static const char *const names[] = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

/* ---- LIKE ---------------------------------------------------------------------------------------------------- */

struct elements { /* of CREATE TABLE, those of LIKE in their places */
    struct nd_ast_column_def *defs;
    const struct nd_column **likes; /* NULL: written out */
    const struct nd_ast_like **of;
    size_t count;
};

static enum nd_status collect_elements(struct nd__ddl *ddl, const struct nd_ast_create_table *ast, const struct nd_table **sources, struct elements *elements)
{
    size_t room = ast->column_count + 1;
    for (size_t i = 0; i < ast->like_count; i++) {
        ND_TRY(nd__ddl_find_relation(ddl, &ast->likes[i].table, false, &sources[i]));
        ND_TRY(nd__ddl_need(ddl, sources[i], ND_PRIV_SELECT));
        room += sources[i]->column_count;
    }
    elements->defs = nd_arena_array(ddl->arena, struct nd_ast_column_def, room);
    elements->likes = nd_arena_array(ddl->arena, const struct nd_column *, room);
    elements->of = nd_arena_array(ddl->arena, const struct nd_ast_like *, room);
    for (size_t at = 0, like = 0; at <= ast->column_count; at++) {
        for (; like < ast->like_count && ast->likes[like].before == at; like++)
            for (size_t k = 0; k < sources[like]->column_count; k++) {
                if (sources[like]->columns[k].is_hidden) continue;
                elements->defs[elements->count].name = sources[like]->columns[k].name;
                elements->of[elements->count] = &ast->likes[like];
                elements->likes[elements->count++] = &sources[like]->columns[k];
            }
        if (at < ast->column_count) elements->defs[elements->count++] = ast->columns[at];
    }
    return ND_STATUS_OK;
}

static enum nd_status copy_column(struct nd__ddl *ddl, const struct nd__draft *draft, const struct nd_column *from, const struct nd_ast_like *like, uint32_t id, struct nd_column *out,
                                  struct nd_owned_sequence *owned)
{
    *owned = (struct nd_owned_sequence){0};
    ND_TRY(nd__ddl_may_use_type(ddl, from->type));
    *out = (struct nd_column){.id = id, .name = from->name, .type = from->type, .is_not_null = from->is_not_null, .missing = {.is_null = true}};
    if (like->comments) out->comment = from->comment;
    if (like->generated) out->generated_text = from->generated_text;
    if (from->identity == ND_IDENTITY_NONE && like->defaults) out->default_text = from->default_text;
    if (from->identity == ND_IDENTITY_NONE || !like->identity) return ND_STATUS_OK;
    struct nd_ast_column_def def = {.name = from->name, .identity = from->identity == ND_IDENTITY_ALWAYS ? "a" : "d"};
    out->identity = from->identity;
    return take_sequence(ddl, draft, &def, id, out, owned);
}

static enum nd_status copy_like_checks(struct nd__ddl *ddl, const struct nd_ast_create_table *ast, const struct nd_table *const *sources, struct nd__draft *draft)
{
    for (size_t i = 0; i < ast->like_count; i++) {
        if (!ast->likes[i].constraints) continue;
        for (size_t k = 0; k < sources[i]->check_count; k++) {
            const struct nd_check *check = &sources[i]->checks[k];
            struct nd_ast_constraint constraint = {.kind = ND_AST_CHECK, .name = check->name, .check_text = check->text};
            ND_TRY(nd_parse_expr(ddl->bind.reactor, nd_slice_str(check->text), ddl->arena, &constraint.check, ddl->err));
            ND_TRY(nd__ddl_add_check(ddl, draft, &constraint, false));
        }
    }
    return ND_STATUS_OK;
}

/* A source's index over the new table's columns of the same names. */
static enum nd_status copy_like_index(struct nd__ddl *ddl, const struct nd_table *source, const struct nd_index *from, struct nd__draft *draft)
{
    struct nd_ast_index_column *columns = nd_arena_array(ddl->arena, struct nd_ast_index_column, from->column_count + 1);
    struct nd_index *index;
    for (size_t i = 0; i < from->column_count; i++) {
        const struct nd_column *column = &source->columns[from->columns[i].column];
        if (column->virtual_text == NULL) columns[i].name = column->name;
        else ND_TRY(nd_parse_expr(ddl->bind.reactor, nd_slice_str(column->virtual_text), ddl->arena, &columns[i].expr, ddl->err));
        columns[i].expr_text = column->virtual_text;
        columns[i].sort.is_desc = (from->columns[i].flags & ND_KEY_DESC) != 0;
        columns[i].sort.has_nulls = true;
        columns[i].sort.nulls_first = (from->columns[i].flags & ND_KEY_NULLS_FIRST) != 0;
    }
    const char **included = nd_arena_array(ddl->arena, const char *, from->included_count + 1);
    for (size_t i = 0; i < from->included_count; i++) included[i] = source->columns[from->included[i]].name;
    const struct nd__index_how how = {.is_unique = from->is_unique, .is_constraint = from->is_constraint, .included = included, .included_count = from->included_count};
    ND_TRY(nd__ddl_add_index(ddl, draft, NULL, columns, from->column_count, &how, &index));
    index->is_null_equal = from->is_null_equal;
    index->is_deferrable = from->is_deferrable;
    index->is_deferred = from->is_deferred;
    index->shards = from->shards;
    const char **options = nd_arena_array(ddl->arena, const char *, from->option_count + 1);
    for (size_t i = 0; i < from->option_count; i++) options[i] = nd_arena_strdup(ddl->arena, from->options[i]);
    index->options = options;
    index->option_count = from->option_count;
    return nd__ddl_copy_predicate(ddl, draft, source, from, index);
}

/* ---- keys and checks ---------------------------------------------------------------------------------------------- */

static enum nd_status create_columns(struct nd__ddl *ddl, const struct elements *elements, struct nd__draft *draft)
{
    if (elements->count > ND_SQL_COLUMNS_MAX) return nd_err_set(ddl->err, "54011", "tables can have at most %d columns", ND_SQL_COLUMNS_MAX);
    for (size_t i = 0; i < elements->count; i++) {
        const struct nd_ast_column_def *def = &elements->defs[i];
        struct nd_owned_sequence owned;
        for (size_t k = 0; k < i; k++)
            if (strcmp(elements->defs[k].name, def->name) == 0) return nd_err_set(ddl->err, "42701", "column \"%s\" specified more than once", def->name);
        if (is_reserved(def->name)) return nd_err_set(ddl->err, "42701", "column name \"%s\" conflicts with a system column name", def->name);
        if (elements->likes[i] != NULL) ND_TRY(copy_column(ddl, draft, elements->likes[i], elements->of[i], (uint32_t)i + 1, &draft->columns[i], &owned));
        else ND_TRY(nd__ddl_define_column(ddl, draft, def, (uint32_t)i + 1, &draft->columns[i], &owned));
        draft->columns[i].attnum = (uint16_t)(i + 1);
        nd__ddl_own(ddl, draft, owned);
    }
    draft->table->column_count = elements->count;
    draft->table->next_column_id = (uint32_t)elements->count + 1;
    for (size_t i = 0; i < elements->count; i++)
        if (elements->defs[i].generated_expr != NULL) ND_TRY(nd__ddl_check_generated(ddl, draft, &elements->defs[i], i));
    return ND_STATUS_OK;
}

static enum nd_status find_primary(struct nd__ddl *ddl, const struct nd_ast_create_table *ast, const struct nd_table *const *sources, const char *table, const struct nd_ast_constraint **primary_out)
{
    *primary_out = NULL;
    for (size_t i = 0; i < ast->constraint_count; i++) {
        if (ast->constraints[i].kind == ND_AST_EXCLUSION) return nd_err_unsupported(ddl->err, "an EXCLUDE constraint");
        if (ast->constraints[i].kind != ND_AST_PRIMARY) continue;
        if (*primary_out != NULL) return nd_err_set(ddl->err, "42P16", "multiple primary keys for table \"%s\" are not allowed", table);
        *primary_out = &ast->constraints[i];
    }
    for (size_t i = 0; i < ast->like_count; i++) {
        const struct nd_index *index = sources[i]->view != NULL ? NULL : nd_table_primary_key(sources[i]);
        if (!ast->likes[i].indexes || index == NULL) continue;
        if (*primary_out != NULL) return nd_err_set(ddl->err, "42P16", "multiple primary keys for table \"%s\" are not allowed", table);
        struct nd_ast_constraint *constraint = nd_arena_new(ddl->arena, struct nd_ast_constraint);
        const char **columns = nd_arena_array(ddl->arena, const char *, index->column_count + 1);
        const char **included = nd_arena_array(ddl->arena, const char *, index->included_count + 1);
        for (size_t k = 0; k < index->column_count; k++) columns[k] = sources[i]->columns[index->columns[k].column].name;
        for (size_t k = 0; k < index->included_count; k++) included[k] = sources[i]->columns[index->included[k]].name;
        struct nd_ast_option *parameters = nd_arena_array(ddl->arena, struct nd_ast_option, index->option_count + 1);
        for (size_t k = 0; k < index->option_count; k++) {
            size_t n = strcspn(index->options[k], "=");
            parameters[k] = (struct nd_ast_option){.name = nd_arena_strndup(ddl->arena, index->options[k], n), .value = nd_arena_strdup(ddl->arena, index->options[k] + n + 1)};
        }
        if (index->shards > 0) parameters[index->option_count] = (struct nd_ast_option){.name = "shards", .value = nd_arena_printf(ddl->arena, "%u", index->shards)};
        *constraint = (struct nd_ast_constraint){.kind = ND_AST_PRIMARY, .columns = columns, .column_count = index->column_count,
                                                  .is_deferrable = index->is_deferrable, .is_deferred = index->is_deferred,
                                                  .included = included, .included_count = index->included_count,
                                                  .parameters = parameters, .parameter_count = index->option_count + (index->shards > 0)};
        *primary_out = constraint;
    }
    return ND_STATUS_OK;
}

static enum nd_status create_constraints(struct nd__ddl *ddl, const struct nd_ast_create_table *ast, const struct nd_table *const *sources, struct nd__draft *draft)
{
    const struct nd_ast_constraint *primary;
    draft->table->index_count = 1;
    ND_TRY(find_primary(ddl, ast, sources, draft->table->name, &primary));
    if (primary != NULL && !primary->is_deferrable) {
        ND_TRY(nd__ddl_set_primary(ddl, draft, primary));
    } else {
        struct nd_index *key;
        ND_TRY(nd__ddl_set_row_id(ddl, draft));
        if (primary != NULL) ND_TRY(nd__ddl_add_deferrable_key(ddl, draft, primary, &key));
    }
    for (size_t i = 0; i < ast->constraint_count; i++) {
        struct nd_index *index;
        if (ast->constraints[i].kind == ND_AST_UNIQUE) ND_TRY(nd__ddl_add_constraint_index(ddl, draft, &ast->constraints[i], &index));
        if (ast->constraints[i].kind == ND_AST_CHECK) ND_TRY(nd__ddl_add_check(ddl, draft, &ast->constraints[i], false));
    }
    ND_TRY(copy_like_checks(ddl, ast, sources, draft));
    for (size_t i = 0; i < ast->like_count; i++)
        for (size_t k = 1; ast->likes[i].indexes && k < sources[i]->index_count; k++)
            if (!sources[i]->indexes[k].is_key) ND_TRY(copy_like_index(ddl, sources[i], &sources[i]->indexes[k], draft));
    return ND_STATUS_OK;
}

/* ---- CREATE TABLE ----------------------------------------------------------------------------------------------------- */

/* pg_temp.t is temporary without being called so. */
enum nd_status nd__ddl_choose_schema(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_temp, uint32_t *schema_out)
{
    bool is_pg_temp = name->schema != NULL && strcmp(name->schema, "pg_temp") == 0;
    if (!is_temp && !is_pg_temp) return nd_bind_schema(&ddl->bind, name, schema_out, ddl->err);
    if (name->schema != NULL && !is_pg_temp) return nd_err_set(ddl->err, "42P16", "cannot create temporary relation in non-temporary schema");
    return nd__ddl_temp_schema(ddl, schema_out);
}

static enum nd_status is_taken(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_temp, bool if_not_exists, uint32_t *schema_out, bool *skips_out)
{
    struct nd_sql_session *session = ddl->session;
    bool has_name;
    *skips_out = false;
    ND_TRY(nd__ddl_choose_schema(ddl, name, is_temp, schema_out));
    ND_TRY(nd_catalog_has_name(session->view, session->txn, *schema_out, name->name, &has_name));
    if (has_name && !if_not_exists) return nd__ddl_name_taken(ddl, name->name);
    if (has_name) nd__session_notice(session, "NOTICE", "42P07", "relation \"%s\" already exists, skipping", name->name);
    *skips_out = has_name;
    return ND_STATUS_OK;
}

static void remember_created(struct nd_sql_session *session, struct nd_table_id id)
{
    struct nd__created *created = nd_arena_new(&session->txn_arena, struct nd__created);
    created->id = id;
    nd_list_push_back(&session->created, &created->link);
}

static enum nd_status make_table(struct nd__ddl *ddl, const struct nd_ast_create_table *ast, uint32_t schema, struct nd_table_id *id_out)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_schema *known = nd_catalog_peek_schema_by_id(session->view, schema);
    const struct nd_table **sources = nd_arena_array(ddl->arena, const struct nd_table *, ast->like_count + 1);
    struct elements elements = {0};
    uint32_t oid;
    size_t indexes = ast->constraint_count + 2, virtuals = 0;
    ND_TRY(nd__ddl_may_create_in(ddl, schema));
    ND_TRY(collect_elements(ddl, ast, sources, &elements));
    for (size_t i = 0; i < ast->like_count; i++) {
        indexes += sources[i]->index_count;
        virtuals += sources[i]->column_count;
    }
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &oid));
    struct nd__draft draft = {.table = nd_arena_new(ddl->arena, struct nd_table)};
    draft.columns = nd_arena_array(ddl->arena, struct nd_column, elements.count + 2 + virtuals);
    draft.indexes = nd_arena_array(ddl->arena, struct nd_index, indexes);
    *draft.table = (struct nd_table){.id = {oid}, .schema_id = schema, .schema_name = known == NULL ? "public" : known->name, .name = ast->table.name, .version = 1,
                                     .columns = draft.columns, .indexes = draft.indexes, .next_index_id = 1, .owner = session->role};
    ND_TRY(nd__ddl_default_acl(ddl, session->role, schema, ND_ACL_TABLE, &draft.table->acl));
    ND_TRY(nd__ddl_check_parameters(ddl, ast->parameters, ast->parameter_count, ND__PARAMETER_OF_TABLE, true));
    ND_TRY(create_columns(ddl, &elements, &draft));
    ND_TRY(create_constraints(ddl, ast, sources, &draft));
    ND_TRY(nd__ddl_parameters(ddl, ast->parameters, ast->parameter_count, &draft));
    ND_TRY(nd__ddl_write(ddl, &draft));
    remember_created(session, draft.table->id);
    *id_out = draft.table->id;
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_create_table(struct nd__ddl *ddl)
{
    const struct nd_ast_create_table *ast = ddl->stmt->create_table;
    uint32_t schema;
    bool skips;
    struct nd_table_id id;
    snprintf(ddl->tag, 64, "CREATE TABLE");
    if (ast->unsupported != NULL) return nd_err_unsupported(ddl->err, ast->unsupported);
    ND_TRY(is_taken(ddl, &ast->table, ast->is_temp, ast->if_not_exists, &schema, &skips));
    if (skips) return ND_STATUS_OK;
    ND_TRY(make_table(ddl, ast, schema, &id));
    nd__session_note_temp(ddl->session, id, ast->on_commit);
    for (size_t i = 0; i < ast->constraint_count; i++) {
        if (ast->constraints[i].kind != ND_AST_FOREIGN) continue;
        ND_TRY(nd__ddl_refresh(ddl));
        ND_TRY(nd__ddl_add_foreign_key(ddl, id, &ast->constraints[i], false));
    }
    return ND_STATUS_OK;
}

/* ---- CREATE TABLE AS ------------------------------------------------------------------------------------------------------ */

static enum nd_status columns_of_query(struct nd__ddl *ddl, const struct nd_ast_create_table_as *ast, const struct nd__planned *planned, struct nd_ast_create_table *table)
{
    if (ast->column_count > planned->column_count) return nd_err_set(ddl->err, "42601", "too many column names were specified");
    table->columns = nd_arena_array(ddl->arena, struct nd_ast_column_def, planned->column_count + 1);
    for (size_t i = 0; i < planned->column_count; i++) {
        struct nd_ast_column_def *def = &table->columns[table->column_count++];
        struct nd_type type = planned->columns[i].type;
        def->name = i < ast->column_count ? ast->columns[i] : nd_arena_strdup(ddl->arena, planned->columns[i].name);
        if (nd_type_category(type.id) == 'P') return nd_err_set(ddl->err, "42P16", "column \"%s\" has pseudo-type %s", def->name, nd_type_name(type.id));
        def->type = nd_arena_new(ddl->arena, struct nd_ast_type);
        def->type->oid = type.id == ND_TYPE_UNKNOWN ? ND_TYPE_TEXT : nd_type_said(type);
        def->type->name = "";
        def->type->position = -1;
    }
    return ND_STATUS_OK;
}

/* The types' modifiers, which written types would have to spell. */
static enum nd_status set_modifiers(struct nd__ddl *ddl, struct nd_table_id id, const int32_t *mods)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    for (size_t i = 0, k = 0; i < table->column_count; i++)
        if (!table->columns[i].is_hidden) draft.columns[i].type.mod = mods[k++];
    ND_TRY(nd__ddl_write(ddl, &draft));
    return nd__ddl_refresh(ddl);
}

static enum nd_status run_query_into(struct nd__ddl *ddl, const struct nd_ast_create_table_as *ast)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_ast_insert insert = {.table = ast->table, .source = ast->query};
    struct nd_ast_stmt stmt = *ddl->stmt;
    struct nd__planned *planned;
    stmt.kind = ND_STMT_INSERT;
    stmt.insert = &insert;
    ND_TRY(nd__session_plan(session, &stmt, ddl->bind.text, NULL, 0, &planned, ddl->err));
    enum nd_status status = nd__planned_check(planned, ddl->err);
    if (status != ND_STATUS_OK) {
        nd__planned_free(session, planned);
        return status;
    }
    struct nd_exec_env env = nd__session_exec_env(session);
    struct nd_exec *exec = nd_exec_new(&env, planned->tree);
    const struct nd_batch *batch;
    do {
        status = nd_exec_next(exec, &batch, ddl->err);
    } while (status == ND_STATUS_OK && batch->rows > 0);
    snprintf(ddl->tag, 64, "SELECT %llu", (unsigned long long)nd_exec_affected(exec));
    nd_exec_free(exec);
    nd__planned_free(session, planned);
    return status;
}

enum nd_status nd__ddl_create_table_as(struct nd__ddl *ddl)
{
    const struct nd_ast_create_table_as *ast = ddl->stmt->create_table_as;
    struct nd_ast_create_table table = {.table = ast->table, .parameters = ast->parameters, .parameter_count = ast->parameter_count};
    struct nd_ast_stmt stmt = *ddl->stmt;
    struct nd__planned *planned;
    uint32_t schema;
    bool skips;
    struct nd_table_id id;
    snprintf(ddl->tag, 64, "CREATE TABLE AS");
    if (ast->unsupported != NULL) return nd_err_unsupported(ddl->err, ast->unsupported);
    ND_TRY(is_taken(ddl, &ast->table, ast->is_temp, ast->if_not_exists, &schema, &skips));
    if (skips) return ND_STATUS_OK;
    if (ast->query != NULL && ast->query->with.writes) return nd_err_unsupported(ddl->err, "INSERT, UPDATE or DELETE in WITH of CREATE TABLE AS");
    stmt.kind = ND_STMT_SELECT;
    stmt.select = ast->query;
    ND_TRY(nd__session_plan(ddl->session, &stmt, ddl->bind.text, NULL, 0, &planned, ddl->err));
    enum nd_status status = nd__planned_check(planned, ddl->err);
    if (status == ND_STATUS_OK) status = columns_of_query(ddl, ast, planned, &table);
    int32_t *mods = nd_arena_array(ddl->arena, int32_t, planned->column_count + 1);
    for (size_t i = 0; i < planned->column_count; i++) mods[i] = planned->columns[i].type.mod;
    nd__planned_free(ddl->session, planned);
    ND_TRY(status);
    ND_TRY(make_table(ddl, &table, schema, &id));
    nd__session_note_temp(ddl->session, id, ast->on_commit);
    ND_TRY(nd__ddl_refresh(ddl));
    ND_TRY(set_modifiers(ddl, id, mods));
    return ast->has_no_data ? ND_STATUS_OK : run_query_into(ddl, ast);
}
