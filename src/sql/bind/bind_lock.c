/* SPDX-License-Identifier: Apache-2.0 */
/* bind_lock.c - FOR UPDATE and its kin: which tables of FROM they lock, and how.
 *
 * Clauses add up: the strongest mode counts, and NOWAIT before SKIP LOCKED before waiting. Subqueries of FROM lock their own tables. */
#include <string.h>

#include "sql/bind/bind_int.h"

static enum nd_status refuse(struct nd_binder *binder, const struct nd_ast_locking *lock, const char *what)
{
    return nd__bind_error(binder, -1, "0A000", "%s is not allowed with %s", nd_ast_lock_name(lock->mode), what);
}

enum nd_status nd__bind_check_locking(struct nd_binder *binder, const struct nd_query *query, const struct nd_ast_locking *lock)
{
    if (query->kind == ND_QUERY_SETOP) return refuse(binder, lock, "UNION/INTERSECT/EXCEPT");
    if (query->kind == ND_QUERY_VALUES) return nd__bind_error(binder, -1, "0A000", "%s cannot be applied to VALUES", nd_ast_lock_name(lock->mode));
    if (query->is_distinct) return refuse(binder, lock, "DISTINCT clause");
    if (query->having != NULL) return refuse(binder, lock, "HAVING clause");
    if (query->is_grouped) return refuse(binder, lock, query->group_count > 0 ? "GROUP BY clause" : "aggregate functions");
    if (query->window_count > 0) return refuse(binder, lock, "window functions");
    if (query->set_count > 0) return refuse(binder, lock, "set-returning functions in the target list");
    return ND_STATUS_OK;
}

static void add_lock(struct nd_binder *binder, struct nd_query *query, const struct nd_rel *rel, const struct nd_ast_locking *lock)
{
    enum nd_lock_mode mode = (enum nd_lock_mode)lock->mode;
    for (size_t i = 0; i < query->lock_count; i++) {
        struct nd_query_lock *known = &query->locks[i];
        if (known->first_var != rel->first_var) continue;
        if (mode < known->mode) known->mode = mode;
        known->is_nowait |= lock->is_nowait;
        known->is_skip |= lock->is_skip;
        return;
    }
    struct nd_query_lock *more = nd_arena_array(binder->arena, struct nd_query_lock, query->lock_count + 1);
    if (query->lock_count > 0) memcpy(more, query->locks, sizeof *more * query->lock_count);
    more[query->lock_count++] = (struct nd_query_lock){.table = rel->table, .first_var = rel->first_var, .mode = mode, .is_nowait = lock->is_nowait, .is_skip = lock->is_skip};
    query->locks = more;
}

static enum nd_status lock_from(struct nd_binder *binder, struct nd_query *query, const struct nd_from *from, const struct nd_ast_locking *lock, const char *name,
                                bool is_nullable, bool *is_found);

static enum nd_status lock_rel(struct nd_binder *binder, struct nd_query *query, const struct nd_rel *rel, const struct nd_ast_locking *lock, const char *name,
                               bool is_nullable, bool *is_found)
{
    bool is_named = name != NULL && strcmp(rel->alias, name) == 0;
    if (name != NULL && !is_named) return ND_STATUS_OK;
    *is_found = true;
    bool can_lock = rel->kind == ND_REL_TABLE || rel->kind == ND_REL_QUERY;
    if (can_lock && is_nullable)
        return nd__bind_error(binder, -1, "0A000", "%s cannot be applied to the nullable side of an outer join", nd_ast_lock_name(lock->mode));
    if (!can_lock && is_named)
        return nd__bind_error(binder, -1, "0A000", "%s cannot be applied to a %s", nd_ast_lock_name(lock->mode), rel->kind == ND_REL_CTE ? "WITH query" : "function");
    if (rel->access != NULL) rel->access->privileges |= ND_PRIV_UPDATE;
    if (rel->kind == ND_REL_TABLE && rel->table->sys == NULL) add_lock(binder, query, rel, lock);
    if (rel->kind != ND_REL_QUERY) return ND_STATUS_OK;
    ND_TRY(nd__bind_check_locking(binder, rel->query, lock));
    bool any;
    return rel->query->from == NULL ? ND_STATUS_OK : lock_from(binder, rel->query, rel->query->from, lock, NULL, false, &any);
}

static enum nd_status lock_from(struct nd_binder *binder, struct nd_query *query, const struct nd_from *from, const struct nd_ast_locking *lock, const char *name,
                                bool is_nullable, bool *is_found)
{
    if (from->rel != NULL) return lock_rel(binder, query, from->rel, lock, name, is_nullable, is_found);
    bool nulls_left = from->join == ND_JOIN_RIGHT || from->join == ND_JOIN_FULL, nulls_right = from->join == ND_JOIN_LEFT || from->join == ND_JOIN_FULL;
    ND_TRY(lock_from(binder, query, from->left, lock, name, is_nullable || nulls_left, is_found));
    return lock_from(binder, query, from->right, lock, name, is_nullable || nulls_right, is_found);
}

enum nd_status nd__bind_locking(struct nd_binder *binder, const struct nd_ast_select *ast, struct nd_query *query)
{
    for (size_t i = 0; i < ast->lock_count; i++) {
        const struct nd_ast_locking *lock = &ast->locks[i];
        bool is_found = false;
        ND_TRY(nd__bind_check_locking(binder, query, lock));
        if (lock->name_count == 0 && query->from != NULL) ND_TRY(lock_from(binder, query, query->from, lock, NULL, false, &is_found));
        for (size_t k = 0; k < lock->name_count; k++) {
            is_found = false;
            if (query->from != NULL) ND_TRY(lock_from(binder, query, query->from, lock, lock->names[k], false, &is_found));
            if (!is_found)
                return nd__bind_error(binder, -1, "42P01", "relation \"%s\" in %s clause not found in FROM clause", lock->names[k], nd_ast_lock_name(lock->mode));
        }
    }
    return ND_STATUS_OK;
}
