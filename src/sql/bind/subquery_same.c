/* SPDX-License-Identifier: Apache-2.0 */
/* subquery_same.c - subqueries that say the same: GROUP BY (SELECT ...) means every (SELECT ...) like it in the select list.
 *
 * They say the same if their texts do, as show_query.c writes them: names in full, casts that nobody wrote as well. The same names
 * mean the same things, since both stand in one scope; values of the queries around go by the numbers of their variables. */
#include "sql/bind/show_int.h"

#define UNSHOWN "???"       /* what show_from.c writes where it knows no name */
#define COMPARED_COUNT_MAX 64 /* of very many in one query, each is compared with the last ones */

static const char *text_of(struct nd_binder *binder, struct nd_subquery *subquery)
{
    if (subquery->text != NULL) return subquery->text;
    struct nd_buf out;
    nd_buf_init(&out, binder->arena->heap);
    struct nd__show show = {.env = binder->env, .arena = binder->arena, .qualifies = true};
    show.rule = (struct nd__rule){.types = binder->env->types, .out = &out, .query = &show, .resolve = nd__show_resolve, .put_var = nd__show_var, .put_subquery = nd__show_subquery,
                                  .put_row = nd__show_row, .put_array_query = nd__show_array_query};
    show.vars = nd_arena_array(binder->arena, struct nd__shown_var, binder->var_count + 1);
    for (size_t i = 0; i < subquery->outer_count; i++)
        nd__show_name_var(&show, subquery->outer_vars[i], (struct nd__shown_var){.rel = "", .name = nd_arena_printf(binder->arena, "%u", subquery->outer_vars[i])});
    nd__show_query(&show, subquery->query, NULL, true);
    subquery->text = nd_arena_strndup(binder->arena, (const char *)out.p, out.n);
    nd_buf_deinit(&out);
    return subquery->text;
}

static bool is_same(struct nd_binder *binder, struct nd_subquery *a, struct nd_subquery *b)
{
    if (a->kind != b->kind || a->outer_count != b->outer_count || a->left_count != b->left_count || a->query->width != b->query->width) return false;
    if ((a->op == NULL) != (b->op == NULL) || (a->op != NULL && strcmp(a->op, b->op) != 0)) return false;
    for (size_t i = 0; i < a->outer_count; i++)
        if (a->outer_vars[i] != b->outer_vars[i]) return false;
    for (size_t i = 0; i < a->query->width; i++)
        if (binder->vars[a->query->targets[i].var].type.id != binder->vars[b->query->targets[i].var].type.id) return false;
    const char *text = text_of(binder, a);
    return strcmp(text, text_of(binder, b)) == 0 && strstr(text, UNSHOWN) == NULL;
}

void nd__bind_note_same(struct nd_binder *binder, const struct nd_scope *scope, struct nd_subquery *subquery)
{
    subquery->scope[0] = scope;
    subquery->scope[1] = scope == NULL ? NULL : scope->columns;
    subquery->same = subquery;
    size_t compared = 0;
    for (struct nd_subquery *it = binder->subqueries_last; it != NULL && compared < COMPARED_COUNT_MAX; it = it->previous) {
        if (it->scope[0] != subquery->scope[0] || it->scope[1] != subquery->scope[1] || it->same != it) continue;
        compared++;
        if (!is_same(binder, it, subquery)) continue;
        subquery->same = it;
        break;
    }
    subquery->previous = binder->subqueries_last;
    binder->subqueries_last = subquery;
}
