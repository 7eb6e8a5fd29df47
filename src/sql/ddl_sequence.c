/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_sequence.c - sequences: made, changed, dropped; those that belong to columns. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "sql/ddl_int.h"

/* ---- options ---------------------------------------------------------------------------------------------- */

/* What the options say; bounds that are not given follow the type and the direction. */
struct options {
    bool has_type, has_start, has_increment, has_min, has_max, has_cache, has_cycle, has_restart, has_owner;
    bool no_min, no_max, cycles, has_restart_value;
    enum nd_type_id type;
    int64_t start, increment, min, max, cache, restart;
    const struct nd_ast_option *owner;
};

static enum nd_status number(struct nd__ddl *ddl, const struct nd_ast_option *option, int64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoll(option->value == NULL ? "" : option->value, &end, 10);
    if (option->value != NULL && *end == '\0' && errno == 0) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "22003", "value \"%s\" is out of range for type bigint", option->value == NULL ? "" : option->value);
}

static enum nd_status sequence_type(struct nd__ddl *ddl, const char *name, enum nd_type_id *out)
{
    *out = nd_type_find(name == NULL ? "" : name);
    if (*out == ND_TYPE_INT2 || *out == ND_TYPE_INT4 || *out == ND_TYPE_INT8) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "22023", "sequence type must be smallint, integer, or bigint");
}

static enum nd_status take_option(struct nd__ddl *ddl, const struct nd_ast_option *option, struct options *options)
{
    const char *name = option->name;
    if (strcmp(name, "as") == 0) return options->has_type = true, sequence_type(ddl, option->value, &options->type);
    if (strcmp(name, "start") == 0) return options->has_start = true, number(ddl, option, &options->start);
    if (strcmp(name, "increment") == 0) return options->has_increment = true, number(ddl, option, &options->increment);
    if (strcmp(name, "cache") == 0) return options->has_cache = true, number(ddl, option, &options->cache);
    if (strcmp(name, "minvalue") == 0) {
        options->has_min = true;
        options->no_min = option->value == NULL;
        return options->no_min ? ND_STATUS_OK : number(ddl, option, &options->min);
    }
    if (strcmp(name, "maxvalue") == 0) {
        options->has_max = true;
        options->no_max = option->value == NULL;
        return options->no_max ? ND_STATUS_OK : number(ddl, option, &options->max);
    }
    if (strcmp(name, "restart") == 0) {
        options->has_restart = true;
        options->has_restart_value = option->value != NULL;
        return options->has_restart_value ? number(ddl, option, &options->restart) : ND_STATUS_OK;
    }
    if (strcmp(name, "cycle") == 0) {
        options->has_cycle = true;
        options->cycles = option->value == NULL || strcmp(option->value, "true") == 0 || strcmp(option->value, "1") == 0;
        return ND_STATUS_OK;
    }
    if (strcmp(name, "owned_by") == 0) {
        options->has_owner = true;
        options->owner = option;
        return ND_STATUS_OK;
    }
    if (strcmp(name, "sequence_name") == 0) return ND_STATUS_OK; /* of identity columns: read where the name is chosen */
    return nd_err_set(ddl->err, "42601", "option \"%s\" not recognized", name);
}

static enum nd_status take_options(struct nd__ddl *ddl, const struct nd_ast_option *list, size_t count, struct options *options)
{
    *options = (struct options){.type = ND_TYPE_INT8};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++)
            if (strcmp(list[k].name, list[i].name) == 0) return nd_err_set(ddl->err, "42601", "conflicting or redundant options");
        ND_TRY(take_option(ddl, &list[i], options));
    }
    return ND_STATUS_OK;
}

static int64_t type_min(enum nd_type_id type) { return type == ND_TYPE_INT2 ? INT16_MIN : type == ND_TYPE_INT4 ? INT32_MIN
                                                                                                               : INT64_MIN; }
static int64_t type_max(enum nd_type_id type) { return type == ND_TYPE_INT2 ? INT16_MAX : type == ND_TYPE_INT4 ? INT32_MAX
                                                                                                               : INT64_MAX; }

/* A new type moves the bounds that were the old type's. */
static void apply_type(const struct options *options, bool is_new, struct nd_sequence *sequence, bool *resets_min, bool *resets_max)
{
    *resets_min = *resets_max = is_new;
    if (!options->has_type) return;
    if (!is_new) {
        *resets_max = sequence->increment > 0 && sequence->max == type_max(sequence->type);
        *resets_min = sequence->increment < 0 && sequence->min == type_min(sequence->type);
    }
    sequence->type = options->type;
}

static enum nd_status check_bounds(struct nd__ddl *ddl, const struct nd_sequence *sequence)
{
    if (sequence->min < type_min(sequence->type)) return nd_err_set(ddl->err, "22023", "MINVALUE (%lld) is out of range for sequence data type %s",
                                                                    (long long)sequence->min, nd_type_name(sequence->type));
    if (sequence->max > type_max(sequence->type)) return nd_err_set(ddl->err, "22023", "MAXVALUE (%lld) is out of range for sequence data type %s",
                                                                    (long long)sequence->max, nd_type_name(sequence->type));
    if (sequence->min >= sequence->max) return nd_err_set(ddl->err, "22023", "MINVALUE (%lld) must be less than MAXVALUE (%lld)",
                                                          (long long)sequence->min, (long long)sequence->max);
    if (sequence->start < sequence->min) return nd_err_set(ddl->err, "22023", "START value (%lld) cannot be less than MINVALUE (%lld)", (long long)sequence->start, (long long)sequence->min);
    if (sequence->start > sequence->max) return nd_err_set(ddl->err, "22023", "START value (%lld) cannot be greater than MAXVALUE (%lld)", (long long)sequence->start, (long long)sequence->max);
    if (sequence->cache < 1) return nd_err_set(ddl->err, "22023", "CACHE (%lld) must be greater than zero", (long long)sequence->cache);
    return ND_STATUS_OK;
}

static enum nd_status apply(struct nd__ddl *ddl, const struct options *options, bool is_new, struct nd_sequence *sequence)
{
    bool resets_min, resets_max;
    apply_type(options, is_new, sequence, &resets_min, &resets_max);
    if (options->has_increment) sequence->increment = options->increment;
    if (sequence->increment == 0) return nd_err_set(ddl->err, "22023", "INCREMENT must not be zero");
    bool is_up = sequence->increment > 0;
    if (options->has_max && !options->no_max) sequence->max = options->max;
    else if (is_new || options->has_max || resets_max) sequence->max = is_up ? type_max(sequence->type) : -1;
    if (options->has_min && !options->no_min) sequence->min = options->min;
    else if (is_new || options->has_min || resets_min) sequence->min = is_up ? 1 : type_min(sequence->type);
    if (options->has_start) sequence->start = options->start;
    else if (is_new) sequence->start = is_up ? sequence->min : sequence->max;
    if (options->has_cache) sequence->cache = options->cache;
    if (options->has_cycle) sequence->cycles = options->cycles;
    ND_TRY(check_bounds(ddl, sequence));
    if (is_new) sequence->state_start = sequence->start;
    if (!options->has_restart) return ND_STATUS_OK;
    sequence->state_start = options->has_restart_value ? options->restart : sequence->start;
    if (sequence->state_start < sequence->min) return nd_err_set(ddl->err, "22023", "RESTART value (%lld) cannot be less than MINVALUE (%lld)",
                                                                 (long long)sequence->state_start, (long long)sequence->min);
    if (sequence->state_start > sequence->max) return nd_err_set(ddl->err, "22023", "RESTART value (%lld) cannot be greater than MAXVALUE (%lld)",
                                                                 (long long)sequence->state_start, (long long)sequence->max);
    sequence->state_id++;
    return ND_STATUS_OK;
}

/* ---- owners -------------------------------------------------------------------------------------------------- */

static enum nd_status set_owned(struct nd__ddl *ddl, struct nd_table_id id, uint32_t sequence_oid, uint32_t column_id)
{
    const struct nd_table *table;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_owned_sequence *owned = nd_arena_array(ddl->arena, struct nd_owned_sequence, table->sequence_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < table->sequence_count; i++)
        if (table->sequences[i].sequence_oid != sequence_oid) owned[count++] = table->sequences[i];
    if (column_id != 0) owned[count++] = (struct nd_owned_sequence){sequence_oid, column_id};
    draft.table->sequences = owned;
    draft.table->sequence_count = count;
    ND_TRY(nd__ddl_write(ddl, &draft));
    return nd__ddl_refresh(ddl);
}

static bool is_identity_of(const struct nd_table *table, const struct nd_sequence *sequence)
{
    size_t at = sequence->owner.v == table->id.v ? nd_table_find_column_id(table, sequence->owner_column_id) : SIZE_MAX;
    return at != SIZE_MAX && table->columns[at].identity != ND_IDENTITY_NONE;
}

/* OWNED BY table.column, or NONE. *sequence gets its owner; the tables are written. */
static enum nd_status own(struct nd__ddl *ddl, const struct nd_ast_option *option, struct nd_sequence *sequence)
{
    const struct nd_table *table;
    size_t count = option->list_count;
    bool is_none = count == 1 && strcmp(option->list[0], "none") == 0;
    if (count < 2 && !is_none) {
        (void)nd_err_set(ddl->err, "42601", "invalid OWNED BY option");
        return nd_err_hint(ddl->err, "Specify OWNED BY table.column or OWNED BY NONE.");
    }
    if (sequence->owner.v != 0) {
        ND_TRY(nd__ddl_table_by_id(ddl, sequence->owner, &table));
        if (is_identity_of(table, sequence)) {
            (void)nd_err_set(ddl->err, "0A000", "cannot change ownership of identity sequence");
            return nd_err_detail(ddl->err, "Sequence \"%s\" is linked to table \"%s\".", sequence->name, table->name);
        }
        ND_TRY(set_owned(ddl, sequence->owner, sequence->oid, 0));
        sequence->owner = (struct nd_table_id){0};
        sequence->owner_column_id = 0;
    }
    if (is_none) return ND_STATUS_OK;
    struct nd_ast_name name = {.name = option->list[count - 2], .schema = count > 2 ? option->list[count - 3] : NULL, .position = -1};
    ND_TRY(nd__ddl_find(ddl, &name, NULL, false, &table));
    size_t at = nd_table_find_column(table, option->list[count - 1]);
    if (at == SIZE_MAX) return nd_err_set(ddl->err, "42703", "column \"%s\" of relation \"%s\" does not exist", option->list[count - 1], table->name);
    if (table->schema_id != sequence->schema_id) return nd_err_set(ddl->err, "55000", "sequence must be in same schema as table it is linked to");
    if (sequence->role != table->owner) return nd_err_set(ddl->err, "55000", "sequence must have same owner as table it is linked to");
    sequence->owner = table->id;
    sequence->owner_column_id = table->columns[at].id;
    return set_owned(ddl, table->id, sequence->oid, sequence->owner_column_id);
}

/* ---- texts ----------------------------------------------------------------------------------------------------- */

static void put_quoted(struct nd_buf *out, const char *name)
{
    bool is_plain = name[0] == '_' || (name[0] >= 'a' && name[0] <= 'z');
    for (const char *p = name; *p != '\0'; p++) is_plain = is_plain && (*p == '_' || *p == '$' || (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'));
    if (!is_plain) nd_buf_put_u8(out, '"');
    for (const char *p = name; *p != '\0'; p++) {
        if (*p == '"') nd_buf_put_u8(out, '"');
        nd_buf_put_u8(out, (uint8_t)*p);
        if (*p == '\'') nd_buf_put_u8(out, '\''); /* it stands within a literal */
    }
    if (!is_plain) nd_buf_put_u8(out, '"');
}

const char *nd__ddl_nextval_text(struct nd__ddl *ddl, const char *schema, const char *name)
{
    struct nd_buf text;
    nd_buf_init(&text, ddl->session->heap);
    nd_buf_put(&text, "nextval('", 9);
    put_quoted(&text, schema);
    nd_buf_put_u8(&text, '.');
    put_quoted(&text, name);
    nd_buf_put(&text, "'::regclass)", 12);
    const char *out = nd_arena_strndup(ddl->arena, (const char *)text.p, text.n);
    nd_buf_deinit(&text);
    return out;
}

struct renaming {
    const char *from, *to; /* to NULL: who uses it? */
    bool is_cascade;
    const struct nd_table *user;
    size_t user_column;
    const struct nd_table **changed;
    size_t changed_count, changed_cap;
};

static enum nd_status find_users(struct nd__ddl *ddl, void *arg, const struct nd_table *table)
{
    struct renaming *renaming = arg;
    bool is_user = false;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].default_text == NULL || strstr(table->columns[i].default_text, renaming->from) == NULL) continue;
        is_user = true;
        renaming->user = table;
        renaming->user_column = i;
    }
    if (!is_user) return ND_STATUS_OK;
    if (renaming->changed_count == renaming->changed_cap) {
        size_t cap = renaming->changed_cap == 0 ? 8 : renaming->changed_cap * 2;
        const struct nd_table **changed = nd_arena_array(ddl->arena, const struct nd_table *, cap);
        if (renaming->changed_count > 0) memcpy(changed, renaming->changed, sizeof *changed * renaming->changed_count);
        renaming->changed = changed;
        renaming->changed_cap = cap;
    }
    renaming->changed[renaming->changed_count++] = table;
    return ND_STATUS_OK;
}

static enum nd_status change_users(struct nd__ddl *ddl, const struct renaming *renaming)
{
    for (size_t t = 0; t < renaming->changed_count; t++) {
        struct nd__draft draft = nd__ddl_draft(ddl, renaming->changed[t], 0, 0);
        for (size_t i = 0; i < draft.table->column_count; i++) {
            const char *text = draft.columns[i].default_text, *at = text == NULL ? NULL : strstr(text, renaming->from);
            if (at == NULL) continue;
            if (renaming->to == NULL) draft.columns[i].default_text = NULL;
            else draft.columns[i].default_text = nd_arena_printf(ddl->arena, "%.*s%s%s", (int)(at - text), text, renaming->to, at + strlen(renaming->from));
        }
        ND_TRY(nd__ddl_write(ddl, &draft));
    }
    return renaming->changed_count == 0 ? ND_STATUS_OK : nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_rename_in_defaults(struct nd__ddl *ddl, const struct nd_sequence *before, const char *schema, const char *name)
{
    struct renaming renaming = {.from = nd__ddl_nextval_text(ddl, before->schema_name, before->name), .to = nd__ddl_nextval_text(ddl, schema, name)};
    ND_TRY(nd__ddl_each_table(ddl, &renaming, find_users));
    return change_users(ddl, &renaming);
}

/* ---- CREATE, ALTER ------------------------------------------------------------------------------------------------ */

enum nd_status nd__ddl_create_sequence(struct nd__ddl *ddl)
{
    struct nd_sql_session *session = ddl->session;
    const struct nd_ast_sequence *ast = ddl->stmt->sequence;
    struct options options;
    bool has_name;
    snprintf(ddl->tag, 64, "CREATE SEQUENCE");
    struct nd_sequence sequence = {.name = ast->name.name, .version = 1, .type = ND_TYPE_INT8, .increment = 1, .cache = 1, .state_id = 1, .role = session->role};
    ND_TRY(nd_bind_schema(&ddl->bind, &ast->name, &sequence.schema_id, ddl->err));
    ND_TRY(nd__ddl_may_create_in(ddl, sequence.schema_id));
    ND_TRY(nd__ddl_default_acl(ddl, sequence.role, sequence.schema_id, ND_ACL_SEQUENCE, &sequence.acl));
    ND_TRY(nd_catalog_has_name(session->view, session->txn, sequence.schema_id, ast->name.name, &has_name));
    if (has_name && !ast->if_exists) return nd__ddl_name_taken(ddl, ast->name.name);
    if (has_name) {
        nd__session_notice(session, "NOTICE", "42P07", "relation \"%s\" already exists, skipping", ast->name.name);
        return ND_STATUS_OK;
    }
    ND_TRY(take_options(ddl, ast->options, ast->option_count, &options));
    ND_TRY(apply(ddl, &options, true, &sequence));
    ND_TRY(nd__ddl_begin(ddl));
    ND_TRY(nd__ddl_new_oid(ddl, &sequence.oid));
    if (options.has_owner) ND_TRY(own(ddl, options.owner, &sequence));
    return nd_catalog_put_sequence(session->catalog, session->txn, NULL, &sequence);
}

/* What it has counted so far must fit. */
static enum nd_status change(struct nd__ddl *ddl, const struct nd_sequence *before, const struct options *options)
{
    struct nd_sql_session *session = ddl->session;
    struct nd_sequence sequence = *before;
    struct nd_sequence_state state;
    ND_TRY(apply(ddl, options, false, &sequence));
    sequence.version++;
    if (sequence.state_id == before->state_id) {
        ND_TRY(nd_sequence_read(session->catalog, session->fiber, before, &state));
        if (state.last < sequence.min) return nd_err_set(ddl->err, "22023", "RESTART value (%lld) cannot be less than MINVALUE (%lld)",
                                                         (long long)state.last, (long long)sequence.min);
        if (state.last > sequence.max) return nd_err_set(ddl->err, "22023", "RESTART value (%lld) cannot be greater than MAXVALUE (%lld)",
                                                         (long long)state.last, (long long)sequence.max);
    }
    if (options->has_owner) ND_TRY(own(ddl, options->owner, &sequence));
    return nd_catalog_put_sequence(session->catalog, session->txn, before, &sequence);
}

enum nd_status nd__ddl_alter_sequence(struct nd__ddl *ddl)
{
    const struct nd_ast_sequence *ast = ddl->stmt->sequence;
    const struct nd_sequence *before;
    struct options options;
    snprintf(ddl->tag, 64, "ALTER SEQUENCE");
    ND_TRY(nd__ddl_find_sequence(ddl, &ast->name, ast->if_exists, &before));
    if (before == NULL) return nd__ddl_skip_missing(ddl, "relation", &ast->name);
    ND_TRY(nd__ddl_must_own(ddl, "sequence", before->name, before->role));
    ND_TRY(take_options(ddl, ast->options, ast->option_count, &options));
    ND_TRY(nd__ddl_begin(ddl));
    struct nd_sequence kept = *before; /* `own` refreshes the view */
    kept.acl = nd_acl_copy(before->acl, ddl->arena);
    kept.name = nd_arena_strdup(ddl->arena, before->name);
    kept.schema_name = nd_arena_strdup(ddl->arena, before->schema_name);
    kept.comment = before->comment == NULL ? NULL : nd_arena_strdup(ddl->arena, before->comment);
    return change(ddl, &kept, &options);
}

/* ---- DROP ------------------------------------------------------------------------------------------------------------ */

static enum nd_status drop_one(struct nd__ddl *ddl, const struct nd_sequence *sequence)
{
    struct nd_table id = {.id = {sequence->oid}};
    ND_TRY(nd_catalog_delete_sequence(ddl->session->catalog, ddl->session->txn, sequence));
    nd__ddl_discard_table(ddl, &id); /* its states lie where a table's data would */
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_drop_sequence(struct nd__ddl *ddl, const struct nd_sequence *sequence, bool is_cascade)
{
    const struct nd_table *owner;
    if (sequence->owner.v != 0) {
        ND_TRY(nd__ddl_table_by_id(ddl, sequence->owner, &owner));
        if (is_identity_of(owner, sequence)) {
            size_t at = nd_table_find_column_id(owner, sequence->owner_column_id);
            (void)nd_err_set(ddl->err, "2BP01", "cannot drop sequence %s because column %s of table %s requires it", sequence->name, owner->columns[at].name, owner->name);
            return nd_err_hint(ddl->err, "You can drop column %s of table %s instead.", owner->columns[at].name, owner->name);
        }
    }
    struct renaming renaming = {.from = nd__ddl_nextval_text(ddl, sequence->schema_name, sequence->name)};
    ND_TRY(nd__ddl_each_table(ddl, &renaming, find_users));
    if (renaming.user != NULL && !is_cascade) {
        (void)nd_err_set(ddl->err, "2BP01", "cannot drop sequence %s because other objects depend on it", sequence->name);
        (void)nd_err_detail(ddl->err, "default value for column %s of table %s depends on sequence %s", renaming.user->columns[renaming.user_column].name, renaming.user->name, sequence->name);
        return nd_err_hint(ddl->err, "Use DROP ... CASCADE to drop the dependent objects too.");
    }
    for (size_t i = 0; i < renaming.changed_count; i++)
        nd__session_notice(ddl->session, "NOTICE", "00000", "drop cascades to default value for column %s of table %s", renaming.user->columns[renaming.user_column].name, renaming.changed[i]->name);
    ND_TRY(drop_one(ddl, sequence));
    struct nd_table_id owner_id = sequence->owner;
    uint32_t oid = sequence->oid;
    ND_TRY(change_users(ddl, &renaming));
    return owner_id.v != 0 ? set_owned(ddl, owner_id, oid, 0) : ND_STATUS_OK;
}

enum nd_status nd__ddl_drop_sequences(struct nd__ddl *ddl)
{
    const struct nd_ast_drop *drop = ddl->stmt->drop;
    for (size_t i = 0; i < drop->name_count; i++) {
        const struct nd_sequence *sequence;
        ND_TRY(nd__ddl_find_sequence(ddl, &drop->names[i], drop->if_exists, &sequence));
        if (sequence == NULL) {
            ND_TRY(nd__ddl_skip_missing(ddl, "sequence", &drop->names[i]));
            continue;
        }
        ND_TRY(nd__ddl_may_drop(ddl, "sequence", sequence->name, sequence->role, sequence->schema_id));
        ND_TRY(nd__ddl_begin(ddl));
        ND_TRY(nd__ddl_drop_sequence(ddl, sequence, drop->is_cascade));
        ND_TRY(nd__ddl_refresh(ddl));
    }
    return ND_STATUS_OK;
}

/* ---- of columns --------------------------------------------------------------------------------------------------------- */

static const struct nd_ast_option *name_option(const struct nd_ast_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(options[i].name, "sequence_name") == 0 && options[i].list_count > 0) return &options[i];
    return NULL;
}

enum nd_status nd__ddl_make_owned_sequence(struct nd__ddl *ddl, const struct nd_table *table, const char *column, uint32_t column_id, enum nd_type_id type,
                                           const struct nd_ast_option *list, size_t option_count, struct nd_sequence *sequence_out)
{
    struct nd_sql_session *session = ddl->session;
    const char *columns[] = {column};
    const struct nd_ast_option *named = name_option(list, option_count);
    struct options options;
    ND_TRY(take_options(ddl, list, option_count, &options));
    struct nd_sequence sequence = {.schema_id = table->schema_id, .schema_name = table->schema_name, .version = 1, .type = type, .increment = 1, .cache = 1, .state_id = 1,
                                   .owner = table->id, .owner_column_id = column_id, .role = table->owner};
    ND_TRY(nd__ddl_default_acl(ddl, sequence.role, sequence.schema_id, ND_ACL_SEQUENCE, &sequence.acl));
    if (!options.has_type) options.type = type;
    options.has_type = true;
    ND_TRY(apply(ddl, &options, true, &sequence));
    if (named != NULL) sequence.name = named->list[named->list_count - 1];
    else ND_TRY(nd__ddl_choose_name(ddl, table->schema_id, table->name, columns, 1, "seq", &sequence.name));
    ND_TRY(nd__ddl_new_oid(ddl, &sequence.oid));
    enum nd_status status = nd_catalog_put_sequence(session->catalog, session->txn, NULL, &sequence);
    *sequence_out = sequence;
    return status == ND_STATUS_DUPLICATE_KEY ? nd__ddl_name_taken(ddl, sequence.name) : status;
}

enum nd_status nd__ddl_drop_owned(struct nd__ddl *ddl, const struct nd_table *table, uint32_t column_id)
{
    for (size_t i = 0; i < table->sequence_count; i++) {
        const struct nd_sequence *sequence;
        if (column_id != 0 && table->sequences[i].column_id != column_id) continue;
        ND_TRY(nd_catalog_find_sequence_by_oid(ddl->session->view, ddl->session->txn, table->sequences[i].sequence_oid, &sequence));
        if (sequence == NULL) return ND_STATUS_CORRUPT;
        ND_TRY(drop_one(ddl, sequence));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_restart_owned(struct nd__ddl *ddl, const struct nd_table *table)
{
    for (size_t i = 0; i < table->sequence_count; i++) {
        const struct nd_sequence *sequence;
        ND_TRY(nd_catalog_find_sequence_by_oid(ddl->session->view, ddl->session->txn, table->sequences[i].sequence_oid, &sequence));
        if (sequence == NULL) return ND_STATUS_CORRUPT;
        struct nd_sequence restarted = *sequence;
        restarted.version++;
        restarted.state_id++;
        restarted.state_start = restarted.start;
        ND_TRY(nd_catalog_put_sequence(ddl->session->catalog, ddl->session->txn, sequence, &restarted));
    }
    return ND_STATUS_OK;
}

/* ---- identity of columns that are there ----------------------------------------------------------------------------------- */

static enum nd_status add_identity(struct nd__ddl *ddl, const struct nd_table *table, size_t at, const struct nd_ast_alter *alter)
{
    const struct nd_column *column = &table->columns[at];
    if (column->identity != ND_IDENTITY_NONE) return nd_err_set(ddl->err, "55000", "column \"%s\" of relation \"%s\" is already an identity column", column->name, table->name);
    if (column->default_text != NULL) return nd_err_set(ddl->err, "55000", "column \"%s\" of relation \"%s\" already has a default value", column->name, table->name);
    if (!column->is_not_null) return nd_err_set(ddl->err, "55000", "column \"%s\" of relation \"%s\" must be declared NOT NULL before identity can be added", column->name, table->name);
    if (column->type.id != ND_TYPE_INT2 && column->type.id != ND_TYPE_INT4 && column->type.id != ND_TYPE_INT8)
        return nd_err_set(ddl->err, "22023", "identity column type must be smallint, integer, or bigint");
    struct nd_sequence sequence;
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    ND_TRY(nd__ddl_make_owned_sequence(ddl, table, column->name, column->id, column->type.id, alter->options, alter->option_count, &sequence));
    draft.columns[at].identity = alter->column->identity[0] == 'a' ? ND_IDENTITY_ALWAYS : ND_IDENTITY_BY_DEFAULT;
    draft.columns[at].default_text = nd__ddl_nextval_text(ddl, table->schema_name, sequence.name);
    nd__ddl_own(ddl, &draft, (struct nd_owned_sequence){sequence.oid, column->id});
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status drop_identity(struct nd__ddl *ddl, const struct nd_table *table, size_t at, bool if_exists)
{
    const struct nd_column *column = &table->columns[at];
    if (column->identity == ND_IDENTITY_NONE && if_exists) {
        nd__session_notice(ddl->session, "NOTICE", "00000", "column \"%s\" of relation \"%s\" is not an identity column, skipping", column->name, table->name);
        return ND_STATUS_OK;
    }
    if (column->identity == ND_IDENTITY_NONE) return nd_err_set(ddl->err, "55000", "column \"%s\" of relation \"%s\" is not an identity column", column->name, table->name);
    ND_TRY(nd__ddl_drop_owned(ddl, table, column->id));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_owned_sequence *owned = nd_arena_array(ddl->arena, struct nd_owned_sequence, table->sequence_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < table->sequence_count; i++)
        if (table->sequences[i].column_id != column->id) owned[count++] = table->sequences[i];
    draft.table->sequences = owned;
    draft.table->sequence_count = count;
    draft.columns[at].identity = ND_IDENTITY_NONE;
    draft.columns[at].default_text = NULL;
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status set_identity(struct nd__ddl *ddl, const struct nd_table *table, size_t at, const struct nd_ast_alter *alter)
{
    const struct nd_column *column = &table->columns[at];
    struct nd_ast_option *rest = nd_arena_array(ddl->arena, struct nd_ast_option, alter->option_count + 1);
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    const struct nd_sequence *sequence = NULL;
    size_t count = 0;
    if (column->identity == ND_IDENTITY_NONE) return nd_err_set(ddl->err, "55000", "column \"%s\" of relation \"%s\" is not an identity column", column->name, table->name);
    for (size_t i = 0; i < alter->option_count; i++) {
        const struct nd_ast_option *option = &alter->options[i];
        if (strcmp(option->name, "generated") != 0) rest[count++] = *option;
        else draft.columns[at].identity = option->value != NULL && strtoul(option->value, NULL, 10) == 'a' ? ND_IDENTITY_ALWAYS : ND_IDENTITY_BY_DEFAULT;
    }
    struct options options;
    ND_TRY(take_options(ddl, rest, count, &options));
    for (size_t i = 0; i < table->sequence_count && sequence == NULL; i++)
        if (table->sequences[i].column_id == column->id)
            ND_TRY(nd_catalog_find_sequence_by_oid(ddl->session->view, ddl->session->txn, table->sequences[i].sequence_oid, &sequence));
    if (sequence == NULL) return ND_STATUS_CORRUPT;
    if (count > 0) ND_TRY(change(ddl, sequence, &options));
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_alter_identity(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter)
{
    size_t at = nd_table_find_column(table, alter->name);
    if (at == SIZE_MAX) return nd_err_set(ddl->err, "42703", "column \"%s\" of relation \"%s\" does not exist", alter->name, table->name);
    switch (alter->kind) {
    case ND_AST_ADD_IDENTITY: return add_identity(ddl, table, at, alter);
    case ND_AST_DROP_IDENTITY: return drop_identity(ddl, table, at, alter->if_exists);
    default: return set_identity(ddl, table, at, alter);
    }
}
