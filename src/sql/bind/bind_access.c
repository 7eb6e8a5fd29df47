/* SPDX-License-Identifier: Apache-2.0 */
/* bind_access.c - what a statement does with relations, noted while it is bound, and whether a role may.
 *
 * As in PostgreSQL: what a view's query reads is read with the rights of the view's owner; a privilege of the whole relation, or one of each
 * column that is spoken of; where none is (count(*)), one of any column. */
#include "sql/bind/bind_int.h"

#include "sql/sys/sys.h"

struct nd_access *nd__bind_access(struct nd_binder *binder, const struct nd_table *table, const struct nd_sequence *sequence, unsigned privileges)
{
    struct nd_access *access = nd_arena_new(binder->arena, struct nd_access);
    size_t count = table == NULL ? 0 : table->column_count;
    *access = (struct nd_access){.table = table, .sequence = sequence, .as = binder->access_as, .privileges = privileges};
    access->reads = nd_arena_zalloc(binder->arena, 3 * count + 1);
    access->inserts = access->reads + count;
    access->updates = access->inserts + count;
    *binder->accesses_end = access;
    binder->accesses_end = &access->next;
    return access;
}

void nd__access_column(struct nd_access *access, size_t column, enum nd_privilege privilege)
{
    access->privileges |= privilege;
    *(privilege == ND_PRIV_SELECT ? &access->reads[column] : privilege == ND_PRIV_INSERT ? &access->inserts[column] : &access->updates[column]) = true;
}

void nd__access_read(const struct nd_scope_column *column)
{
    if (column->access != NULL) nd__access_column(column->access, column->access_column, ND_PRIV_SELECT);
}

/* ---- whether it may ---------------------------------------------------------------------------------------------- */

static bool has_columns(const struct nd_catalog_view *view, const struct nd_table *table, uint32_t role, unsigned privilege, const bool *columns)
{
    bool is_any = false, has_any = false;
    for (size_t i = 0; i < table->column_count; i++) {
        bool has = !table->columns[i].is_hidden && nd_column_privileges(view, table, i, role, privilege) != 0;
        has_any = has_any || has;
        is_any = is_any || columns[i];
        if (columns[i] && !has) return false;
    }
    return is_any || has_any;
}

static bool may_use_table(const struct nd_catalog_view *view, const struct nd_access *access, uint32_t role)
{
    const struct nd_table *table = access->table;
    if (table->sys != NULL) return !nd_sys_is_secret(table->sys);
    unsigned missing = access->privileges & ~nd_table_privileges(view, table, role, access->privileges);
    if ((missing & ~nd_acl_all(ND_ACL_COLUMN)) != 0) return false;
    if ((missing & ND_PRIV_SELECT) != 0 && !has_columns(view, table, role, ND_PRIV_SELECT, access->reads)) return false;
    if ((missing & ND_PRIV_INSERT) != 0 && !has_columns(view, table, role, ND_PRIV_INSERT, access->inserts)) return false;
    return (missing & ND_PRIV_UPDATE) == 0 || has_columns(view, table, role, ND_PRIV_UPDATE, access->updates);
}

static bool may(const struct nd_catalog_view *view, const struct nd_access *access, uint32_t role)
{
    if (nd_role_is_superuser(view, role)) return true;
    if (access->sequence != NULL) return nd_sequence_privileges(view, access->sequence, role, access->privileges) == access->privileges;
    return may_use_table(view, access, role);
}

bool nd_access_needs_check(const struct nd_access *accesses, bool is_superuser)
{
    for (const struct nd_access *access = accesses; access != NULL; access = access->next)
        if (access->as == 0 ? !is_superuser : access->as != ND_ROLE_POSTGRES) return true;
    return false;
}

enum nd_status nd_access_check(const struct nd_catalog_view *view, const struct nd_access *accesses, uint32_t role, struct nd_err *err)
{
    for (const struct nd_access *access = accesses; access != NULL; access = access->next) {
        if (may(view, access, access->as != 0 ? access->as : role)) continue;
        bool is_view = access->table != NULL && (access->table->view != NULL || (access->table->sys != NULL && nd_sys_is_view(access->table->sys)));
        const char *kind = access->sequence != NULL ? "sequence" : is_view ? "view" : "table";
        return nd_err_set(err, "42501", "permission denied for %s %s", kind, access->sequence != NULL ? access->sequence->name : access->table->name);
    }
    return ND_STATUS_OK;
}
