/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_constraint.c - checks and foreign keys: added, validated, dropped; constraints that others need. */
#include <stdio.h>

#include "sql/ddl_int.h"
#include "sql/parse/parse.h"

/* ---- names --------------------------------------------------------------------------------------------------- */

bool nd__ddl_has_constraint(const struct nd_table *table, const char *name)
{
    for (size_t i = 0; i < table->check_count; i++)
        if (strcmp(table->checks[i].name, name) == 0) return true;
    for (size_t i = 0; i < table->foreign_key_count; i++)
        if (strcmp(table->foreign_keys[i].name, name) == 0) return true;
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_constraint && strcmp(table->indexes[i].name, name) == 0) return true;
    return false;
}

/* "t_a_b_fkey", "t_check1": the first that the table does not have. */
static enum nd_status constraint_name(struct nd__ddl *ddl, const struct nd_table *table, const char *given, const char *columns, const char *suffix, const char **name_out)
{
    if (given != NULL) {
        if (nd__ddl_has_constraint(table, given)) return nd_err_set(ddl->err, "42710", "constraint \"%s\" for relation \"%s\" already exists", given, table->name);
        *name_out = nd_arena_strdup(ddl->arena, given);
        return ND_STATUS_OK;
    }
    int room = ND_NAME_BYTES_MAX - (int)strlen(suffix) - 6;
    for (unsigned i = 0;; i++) {
        char base[160], name[200];
        snprintf(base, sizeof base, "%s%s%s", table->name, columns[0] == '\0' ? "" : "_", columns);
        if (i == 0) snprintf(name, sizeof name, "%.*s_%s", room, base, suffix);
        else snprintf(name, sizeof name, "%.*s_%s%u", room, base, suffix, i);
        if (nd__ddl_has_constraint(table, name)) continue;
        *name_out = nd_arena_strdup(ddl->arena, name);
        return ND_STATUS_OK;
    }
}

/* ---- CHECK --------------------------------------------------------------------------------------------------- */

struct column_use {
    const struct nd_table *table;
    size_t column, count, last; /* column: asked for; count: different ones met */
    bool is_used;
};

static void use_column(void *arg, uint32_t var)
{
    struct column_use *use = arg;
    if (var == use->column) use->is_used = true;
    if (use->count == 0 || var != use->last) use->count++;
    use->last = var;
}

bool nd__ddl_uses_column(struct nd__ddl *ddl, const struct nd_table *table, const char *text, const char *place, struct nd_type type, size_t column)
{
    struct nd_ast_expr *ast;
    struct nd_expr *expr;
    struct nd_err ignored = {0};
    struct column_use use = {.table = table, .column = column};
    if (nd_parse_expr(ddl->bind.reactor, nd_slice_str(text), ddl->arena, &ast, &ignored) != ND_STATUS_OK) return false;
    if (nd_bind_over_row(&ddl->bind, ast, table, place, "", type, ddl->arena, &expr, &ignored) != ND_STATUS_OK) return false;
    nd_expr_each_var(expr, &use, use_column);
    return use.is_used;
}

enum nd_status nd__ddl_add_check(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint, bool validates)
{
    struct nd_expr *expr;
    struct column_use use = {.table = draft->table, .column = SIZE_MAX};
    uint32_t oid;
    ND_TRY(nd_bind_over_row(&ddl->bind, constraint->check, draft->table, "check constraint", "", (struct nd_type){ND_TYPE_BOOL, -1}, ddl->arena, &expr, ddl->err));
    nd_expr_each_var(expr, &use, use_column);
    ND_TRY(nd__ddl_new_oid(ddl, &oid));
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, draft->table->check_count + 1);
    if (draft->table->check_count > 0) memcpy(checks, draft->table->checks, sizeof *checks * draft->table->check_count);
    struct nd_check *check = &checks[draft->table->check_count];
    *check = (struct nd_check){.oid = oid, .text = nd_arena_strdup(ddl->arena, constraint->check_text), .is_validated = !constraint->is_not_valid};
    ND_TRY(constraint_name(ddl, draft->table, constraint->name, use.count == 1 ? draft->table->columns[use.last].name : "", "check", &check->name));
    if (validates && check->is_validated) {
        struct nd_exec_env env = nd__session_exec_env(ddl->session);
        ND_TRY(nd_exec_check_rows(&env, draft->before, expr, check->name, ddl->err));
    }
    draft->table->checks = checks;
    draft->table->check_count++;
    return ND_STATUS_OK;
}

/* ---- FOREIGN KEY: what it is --------------------------------------------------------------------------------------- */

static enum nd_fk_action action_of(char letter)
{
    switch (letter) {
    case 'r': return ND_FK_RESTRICT;
    case 'c': return ND_FK_CASCADE;
    case 'n': return ND_FK_SET_NULL;
    case 'd': return ND_FK_SET_DEFAULT;
    default: return ND_FK_NO_ACTION;
    }
}

static enum nd_status key_columns(struct nd__ddl *ddl, const struct nd_table *table, const char *const *names, size_t count, const uint32_t **columns_out)
{
    uint32_t *columns = nd_arena_array(ddl->arena, uint32_t, count + 1);
    if (count > ND_INDEX_COLUMNS_MAX) return nd_err_set(ddl->err, "54011", "cannot have more than %d keys in a foreign key", ND_INDEX_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t at = nd_table_find_column(table, names[i]);
        if (at == SIZE_MAX) return nd_err_set(ddl->err, "42703", "column \"%s\" referenced in foreign key constraint does not exist", names[i]);
        columns[i] = (uint32_t)at;
    }
    *columns_out = columns;
    return ND_STATUS_OK;
}

static bool is_over(const struct nd_index *index, const uint32_t *columns, size_t count)
{
    size_t matched = 0;
    if (index->column_count != count) return false;
    for (size_t k = 0; k < count; k++)
        for (size_t c = 0; c < count; c++)
            if (index->columns[k].column == columns[c]) {
                matched++;
                break;
            }
    return matched == count;
}

static const struct nd_index *unique_over(const struct nd_table *parent, const uint32_t *columns, size_t count)
{
    for (size_t i = nd_table_has_row_id(parent) ? 1 : 0; i < parent->index_count; i++) {
        const struct nd_index *index = &parent->indexes[i];
        if (nd_index_proves_unique(index) && is_over(index, columns, count)) return index;
    }
    return NULL;
}

static enum nd_status referenced_columns(struct nd__ddl *ddl, const struct nd_table *parent, const struct nd_ast_constraint *constraint, struct nd_foreign_key *key, const uint32_t **columns_out)
{
    const struct nd_index *index;
    size_t count = constraint->ref_column_count;
    if (count == 0) {
        index = nd_table_primary_key(parent);
        if (index == NULL) return nd_err_set(ddl->err, "42704", "there is no primary key for referenced table \"%s\"", parent->name);
        uint32_t *columns = nd_arena_array(ddl->arena, uint32_t, index->column_count + 1);
        for (count = 0; count < index->column_count; count++) columns[count] = index->columns[count].column;
        *columns_out = columns;
    } else {
        ND_TRY(key_columns(ddl, parent, constraint->ref_columns, count, columns_out));
    }
    if (count != key->column_count) return nd_err_set(ddl->err, "42830", "number of referencing and referenced columns for foreign key disagree");
    index = unique_over(parent, *columns_out, count);
    for (size_t i = 0; i < parent->index_count && index == NULL; i++)
        if (parent->indexes[i].is_deferrable && is_over(&parent->indexes[i], *columns_out, count))
            return nd_err_set(ddl->err, "55000", "cannot use a deferrable %s for referenced table \"%s\"", constraint->ref_column_count == 0 ? "primary key" : "unique constraint", parent->name);
    if (index == NULL) return nd_err_set(ddl->err, "42830", "there is no unique constraint matching given keys for referenced table \"%s\"", parent->name);
    uint32_t *ids = nd_arena_array(ddl->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) ids[i] = parent->columns[(*columns_out)[i]].id;
    key->ref_column_ids = ids;
    key->ref_index_oid = index->oid;
    return ND_STATUS_OK;
}

/* Types with operators among them, as the operator families of PostgreSQL's B-trees have them. 0: of none. */
static int operator_family(enum nd_type_id type)
{
    switch (type) {
    case ND_TYPE_INT2:
    case ND_TYPE_INT4:
    case ND_TYPE_INT8: return 1;
    case ND_TYPE_FLOAT4:
    case ND_TYPE_FLOAT8: return 2;
    case ND_TYPE_DATE:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_TIMESTAMPTZ: return 3;
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_NAME: return 4;
    default: return 0;
    }
}

static bool can_refer(enum nd_type_id type, enum nd_type_id key)
{
    if (type == key) return true;
    return (operator_family(type) != 0 && operator_family(type) == operator_family(key)) || nd_cast_is_allowed(type, key, ND_CAST_IMPLICIT);
}

static enum nd_status check_types(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_table *parent, const struct nd_foreign_key *key, const uint32_t *ref_columns)
{
    for (size_t i = 0; i < key->column_count; i++) {
        const struct nd_column *column = &table->columns[key->columns[i]], *ref = &parent->columns[ref_columns[i]];
        if (can_refer(column->type.id, ref->type.id)) continue;
        (void)nd_err_set(ddl->err, "42804", "foreign key constraint \"%s\" cannot be implemented", key->name);
        return nd_err_detail(ddl->err, "Key columns \"%s\" and \"%s\" are of incompatible types: %s and %s.",
                             column->name, ref->name, nd_type_format(column->type, ddl->arena), nd_type_format(ref->type, ddl->arena));
    }
    return ND_STATUS_OK;
}

static enum nd_status describe_key(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_table *parent, const struct nd_ast_constraint *constraint, struct nd_foreign_key *key)
{
    const uint32_t *ref_columns;
    char joined[160] = "";
    *key = (struct nd_foreign_key){.column_count = constraint->column_count, .ref_table = parent->id};
    if (constraint->match == 'p') return nd_err_set(ddl->err, "0A000", "MATCH PARTIAL not yet implemented");
    ND_TRY(key_columns(ddl, table, constraint->columns, constraint->column_count, &key->columns));
    for (size_t i = 0, n = 0; i < key->column_count && n < sizeof joined; i++) n += (size_t)snprintf(joined + n, sizeof joined - n, "%s%s", i > 0 ? "_" : "", constraint->columns[i]);
    ND_TRY(constraint_name(ddl, table, constraint->name, joined, "fkey", &key->name));
    ND_TRY(referenced_columns(ddl, parent, constraint, key, &ref_columns));
    ND_TRY(check_types(ddl, table, parent, key, ref_columns));
    ND_TRY(key_columns(ddl, table, constraint->set_columns, constraint->set_column_count, &key->set_columns));
    key->set_column_count = constraint->set_column_count;
    for (size_t i = 0; i < key->set_column_count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < key->column_count; k++) is_known = is_known || key->columns[k] == key->set_columns[i];
        if (!is_known) return nd_err_set(ddl->err, "42P10", "column \"%s\" referenced in ON DELETE SET action must be part of foreign key", constraint->set_columns[i]);
    }
    key->on_delete = action_of(constraint->on_delete);
    key->on_update = action_of(constraint->on_update);
    key->is_match_full = constraint->match == 'f';
    key->is_validated = !constraint->is_not_valid;
    key->is_deferrable = constraint->is_deferrable || constraint->is_deferred;
    key->is_deferred = constraint->is_deferred;
    for (size_t i = 0; i < key->column_count; i++) {
        const struct nd_column *column = &table->columns[key->columns[i]];
        bool changes = key->on_update == ND_FK_CASCADE || key->on_update == ND_FK_SET_NULL || key->on_update == ND_FK_SET_DEFAULT;
        if (column->generated_text != NULL && (changes || key->on_delete == ND_FK_SET_NULL || key->on_delete == ND_FK_SET_DEFAULT))
            return nd_err_set(ddl->err, "42601", "invalid %s action for foreign key constraint containing generated column", changes ? "ON UPDATE" : "ON DELETE");
    }
    return ND_STATUS_OK;
}

/* ---- FOREIGN KEY: put in and taken out ---------------------------------------------------------------------------- */

static void append_key(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_foreign_key *key)
{
    struct nd_foreign_key *keys = nd_arena_array(ddl->arena, struct nd_foreign_key, draft->table->foreign_key_count + 1);
    if (draft->table->foreign_key_count > 0) memcpy(keys, draft->table->foreign_keys, sizeof *keys * draft->table->foreign_key_count);
    keys[draft->table->foreign_key_count++] = *key;
    draft->table->foreign_keys = keys;
}

static void append_reference(struct nd__ddl *ddl, struct nd__draft *draft, struct nd_table_id table, uint32_t oid)
{
    struct nd_reference *references = nd_arena_array(ddl->arena, struct nd_reference, draft->table->reference_count + 1);
    if (draft->table->reference_count > 0) memcpy(references, draft->table->references, sizeof *references * draft->table->reference_count);
    references[draft->table->reference_count++] = (struct nd_reference){table, oid};
    draft->table->references = references;
}

static void remove_reference(struct nd__ddl *ddl, struct nd__draft *draft, uint32_t oid)
{
    struct nd_reference *references = nd_arena_array(ddl->arena, struct nd_reference, draft->table->reference_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < draft->table->reference_count; i++)
        if (draft->table->references[i].foreign_key_oid != oid) references[count++] = draft->table->references[i];
    draft->table->references = references;
    draft->table->reference_count = count;
}

static enum nd_status may_reference(struct nd__ddl *ddl, const struct nd_table *parent, const struct nd_foreign_key *key)
{
    struct nd_sql_session *session = ddl->session;
    bool is_allowed = session->is_superuser;
    if (!is_allowed) {
        ND_TRY(nd_catalog_load_roles(session->view, session->txn));
        is_allowed = nd_table_privileges(session->view, parent, session->role, ND_PRIV_REFERENCES) != 0;
        for (size_t i = 0; !is_allowed && i < key->column_count; i++) {
            size_t at = nd_table_find_column_id(parent, key->ref_column_ids[i]);
            if (at == SIZE_MAX || nd_column_privileges(session->view, parent, at, session->role, ND_PRIV_REFERENCES) == 0) break;
            is_allowed = i + 1 == key->column_count;
        }
    }
    return is_allowed ? ND_STATUS_OK : nd_err_set(ddl->err, "42501", "permission denied for table %s", parent->name);
}

/* Writers of both tables must know of it from its first moment: both are locked, and it is validated after that. */
enum nd_status nd__ddl_add_foreign_key(struct nd__ddl *ddl, struct nd_table_id id, const struct nd_ast_constraint *constraint, bool validates)
{
    const struct nd_table *table, *parent;
    struct nd_foreign_key key;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    ND_TRY(nd__ddl_find(ddl, &constraint->ref_table, NULL, false, &parent));
    if (nd__ddl_is_temp(ddl, table) != nd__ddl_is_temp(ddl, parent)) {
        const char *kind = nd__ddl_is_temp(ddl, table) ? "temporary" : "permanent";
        return nd_err_set(ddl->err, "42P16", "constraints on %s tables may reference only %s tables", kind, kind);
    }
    ND_TRY(describe_key(ddl, table, parent, constraint, &key));
    ND_TRY(may_reference(ddl, parent, &key));
    ND_TRY(nd__ddl_new_oid(ddl, &key.oid));
    ND_TRY(nd__ddl_lock(ddl, table));
    if (parent->id.v != id.v) ND_TRY(nd__ddl_lock(ddl, parent));
    if (validates && key.is_validated) {
        struct nd_exec_env env = nd__session_exec_env(ddl->session);
        ND_TRY(nd_exec_check_foreign_key(&env, table, &key, parent, ddl->err));
    }
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    append_key(ddl, &draft, &key);
    if (parent->id.v == id.v) append_reference(ddl, &draft, id, key.oid);
    ND_TRY(nd__ddl_write(ddl, &draft));
    if (parent->id.v != id.v) {
        struct nd__draft parent_draft = nd__ddl_draft(ddl, parent, 0, 0);
        append_reference(ddl, &parent_draft, id, key.oid);
        ND_TRY(nd__ddl_write(ddl, &parent_draft));
    }
    return nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_remove_foreign_key(struct nd__ddl *ddl, struct nd_table_id id, uint32_t oid)
{
    const struct nd_table *table, *parent;
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    const struct nd_foreign_key *key = nd_table_find_foreign_key(table, oid);
    if (key == NULL) return ND_STATUS_CORRUPT;
    struct nd_table_id parent_id = key->ref_table;
    ND_TRY(nd__ddl_lock(ddl, table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_foreign_key *keys = nd_arena_array(ddl->arena, struct nd_foreign_key, table->foreign_key_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < table->foreign_key_count; i++)
        if (table->foreign_keys[i].oid != oid) keys[count++] = draft.table->foreign_keys[i];
    draft.table->foreign_keys = keys;
    draft.table->foreign_key_count = count;
    if (parent_id.v == id.v) remove_reference(ddl, &draft, oid);
    ND_TRY(nd__ddl_write(ddl, &draft));
    if (parent_id.v != id.v) {
        ND_TRY(nd__ddl_table_by_id(ddl, parent_id, &parent));
        ND_TRY(nd__ddl_lock(ddl, parent));
        struct nd__draft parent_draft = nd__ddl_draft(ddl, parent, 0, 0);
        remove_reference(ddl, &parent_draft, oid);
        ND_TRY(nd__ddl_write(ddl, &parent_draft));
    }
    return nd__ddl_refresh(ddl);
}

enum nd_status nd__ddl_release_references(struct nd__ddl *ddl, struct nd_table_id id, const struct nd_index *index, const struct nd__drop_set *set, const char *what)
{
    const struct nd_table *table, *child;
    uint32_t index_oid = index == NULL ? 0 : index->oid;
    const char *index_name = index == NULL ? "" : nd_arena_strdup(ddl->arena, index->name);
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    for (size_t i = 0; i < table->reference_count; i++) {
        struct nd_reference reference = table->references[i];
        if (nd__drop_set_has(set, reference.table)) continue;
        ND_TRY(nd__ddl_table_by_id(ddl, reference.table, &child));
        const struct nd_foreign_key *key = nd_table_find_foreign_key(child, reference.foreign_key_oid);
        if (key == NULL) return ND_STATUS_CORRUPT;
        if (index_oid != 0 && key->ref_index_oid != index_oid) continue;
        if (!set->is_cascade) {
            (void)nd_err_set(ddl->err, "2BP01", "cannot drop %s because other objects depend on it", what);
            if (index == NULL) (void)nd_err_detail(ddl->err, "constraint %s on table %s depends on table %s", key->name, child->name, table->name);
            else (void)nd_err_detail(ddl->err, "constraint %s on table %s depends on index %s", key->name, child->name, index_name);
            return nd_err_hint(ddl->err, "Use DROP ... CASCADE to drop the dependent objects too.");
        }
        nd__session_notice(ddl->session, "NOTICE", "00000", "drop cascades to constraint %s on table %s", key->name, child->name);
        ND_TRY(nd__ddl_remove_foreign_key(ddl, reference.table, reference.foreign_key_oid));
        ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
        i = SIZE_MAX; /* the list is another one now */
    }
    return ND_STATUS_OK;
}

/* ---- DROP and VALIDATE CONSTRAINT ------------------------------------------------------------------------------------- */

static enum nd_status drop_key(struct nd__ddl *ddl, struct nd_table_id id, size_t at, bool is_cascade)
{
    const struct nd_table *table;
    struct nd__drop_set set = {.is_cascade = is_cascade};
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    const char *what = nd_arena_printf(ddl->arena, "constraint %s on table %s", table->indexes[at].name, table->name);
    ND_TRY(nd__ddl_release_references(ddl, id, &table->indexes[at], &set, what));
    ND_TRY(nd__ddl_table_by_id(ddl, id, &table));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 1, 0);
    if (at == 0) { /* NOT NULL of its columns stays, as in PostgreSQL */
        ND_TRY(nd__ddl_set_row_id(ddl, &draft));
        return nd__ddl_rebuild(ddl, &draft);
    }
    nd__ddl_discard_index(ddl, table, table->indexes[at].id);
    memmove(&draft.indexes[at], &draft.indexes[at + 1], sizeof *draft.indexes * (table->index_count - at - 1));
    draft.table->index_count--;
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_drop_constraint(struct nd__ddl *ddl, const struct nd_table *table, const char *name, bool if_exists, bool is_cascade)
{
    for (size_t i = 0; i < table->foreign_key_count; i++)
        if (strcmp(table->foreign_keys[i].name, name) == 0) return nd__ddl_remove_foreign_key(ddl, table->id, table->foreign_keys[i].oid);
    for (size_t i = 0; i < table->check_count; i++) {
        if (strcmp(table->checks[i].name, name) != 0) continue;
        struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
        struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, table->check_count + 1);
        memcpy(checks, draft.table->checks, sizeof *checks * i);
        memcpy(checks + i, draft.table->checks + i + 1, sizeof *checks * (table->check_count - i - 1));
        draft.table->checks = checks;
        draft.table->check_count--;
        return nd__ddl_write(ddl, &draft);
    }
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].is_constraint && strcmp(table->indexes[i].name, name) == 0) return drop_key(ddl, table->id, i, is_cascade);
    if (!if_exists) return nd_err_set(ddl->err, "42704", "constraint \"%s\" of relation \"%s\" does not exist", name, table->name);
    nd__session_notice(ddl->session, "NOTICE", "00000", "constraint \"%s\" of relation \"%s\" does not exist, skipping", name, table->name);
    return ND_STATUS_OK;
}

enum nd_status nd__ddl_alter_constraint(struct nd__ddl *ddl, const struct nd_table *table, const char *name, const struct nd_ast_constraint *constraint)
{
    for (size_t i = 0; i < table->foreign_key_count; i++) {
        if (strcmp(table->foreign_keys[i].name, name) != 0) continue;
        struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
        struct nd_foreign_key *keys = nd_arena_array(ddl->arena, struct nd_foreign_key, table->foreign_key_count + 1);
        memcpy(keys, draft.table->foreign_keys, sizeof *keys * table->foreign_key_count);
        keys[i].is_deferrable = constraint->is_deferrable || constraint->is_deferred;
        keys[i].is_deferred = constraint->is_deferred;
        draft.table->foreign_keys = keys;
        return nd__ddl_write(ddl, &draft);
    }
    if (!nd__ddl_has_constraint(table, name)) return nd_err_set(ddl->err, "42704", "constraint \"%s\" of relation \"%s\" does not exist", name, table->name);
    return nd_err_set(ddl->err, "42809", "constraint \"%s\" of relation \"%s\" is not a foreign key constraint", name, table->name);
}

static enum nd_status validate_check(struct nd__ddl *ddl, const struct nd_table *table, size_t at)
{
    struct nd_ast_expr *ast;
    struct nd_expr *expr;
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    if (table->checks[at].is_validated) return ND_STATUS_OK;
    ND_TRY(nd_parse_expr(ddl->bind.reactor, nd_slice_str(table->checks[at].text), ddl->arena, &ast, ddl->err));
    ND_TRY(nd_bind_over_row(&ddl->bind, ast, table, "check constraint", "", (struct nd_type){ND_TYPE_BOOL, -1}, ddl->arena, &expr, ddl->err));
    ND_TRY(nd_exec_check_rows(&env, table, expr, table->checks[at].name, ddl->err));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_check *checks = nd_arena_array(ddl->arena, struct nd_check, table->check_count + 1);
    memcpy(checks, draft.table->checks, sizeof *checks * table->check_count);
    checks[at].is_validated = true;
    draft.table->checks = checks;
    return nd__ddl_write(ddl, &draft);
}

static enum nd_status validate_key(struct nd__ddl *ddl, const struct nd_table *table, size_t at)
{
    const struct nd_table *parent;
    if (table->foreign_keys[at].is_validated) return ND_STATUS_OK;
    ND_TRY(nd__ddl_table_by_id(ddl, table->foreign_keys[at].ref_table, &parent));
    struct nd_exec_env env = nd__session_exec_env(ddl->session);
    ND_TRY(nd_exec_check_foreign_key(&env, table, &table->foreign_keys[at], parent, ddl->err));
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    struct nd_foreign_key *keys = nd_arena_array(ddl->arena, struct nd_foreign_key, table->foreign_key_count + 1);
    memcpy(keys, draft.table->foreign_keys, sizeof *keys * table->foreign_key_count);
    keys[at].is_validated = true;
    draft.table->foreign_keys = keys;
    return nd__ddl_write(ddl, &draft);
}

enum nd_status nd__ddl_validate_constraint(struct nd__ddl *ddl, const struct nd_table *table, const char *name)
{
    for (size_t i = 0; i < table->check_count; i++)
        if (strcmp(table->checks[i].name, name) == 0) return validate_check(ddl, table, i);
    for (size_t i = 0; i < table->foreign_key_count; i++)
        if (strcmp(table->foreign_keys[i].name, name) == 0) return validate_key(ddl, table, i);
    if (nd__ddl_has_constraint(table, name)) return nd_err_set(ddl->err, "42809", "constraint \"%s\" of relation \"%s\" is not a foreign key or check constraint", name, table->name);
    return nd_err_set(ddl->err, "42704", "constraint \"%s\" of relation \"%s\" does not exist", name, table->name);
}
