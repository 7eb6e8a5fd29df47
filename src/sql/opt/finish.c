/* SPDX-License-Identifier: Apache-2.0 */
/* finish.c - columns that are used, slots and ids. */
#include "sql/opt/opt_int.h"

/* ---- pruning ---------------------------------------------------------------------------------------------- */

static struct nd_varset copy_set(struct nd_opt *opt, struct nd_varset set)
{
    struct nd_varset copy = nd__varset_new(opt);
    memcpy(copy.words, set.words, sizeof *set.words * (opt->var_count / 64 + 1));
    return copy;
}

static void prune_scan(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset needed)
{
    struct nd_scan *scan = &plan->scan;
    scan->is_needed = nd_arena_array(opt->arena, bool, scan->table->column_count + 1);
    for (size_t i = 0; i < scan->table->column_count; i++) scan->is_needed[i] = nd__varset_has(needed, scan->first_var + (uint32_t)i);
    nd__varset_add_expr(needed, scan->filter);
    plan->width = 0;
    for (size_t i = 0; i < scan->table->column_count; i++) {
        uint32_t var = scan->first_var + (uint32_t)i;
        if (!nd__varset_has(needed, var)) continue;
        scan->columns[plan->width] = (uint32_t)i;
        plan->vars[plan->width++] = var;
    }
    scan->keys_only = plan->width == 0;
}

/* The child's columns as they are now, then the node's own. */
static void join_own(struct nd_opt *opt, struct nd_plan *plan, const uint32_t *own, size_t own_count)
{
    uint32_t *vars = nd_arena_array(opt->arena, uint32_t, plan->left->width + own_count + 1);
    if (plan->left->width > 0) memcpy(vars, plan->left->vars, sizeof *vars * plan->left->width);
    memcpy(vars + plan->left->width, own, sizeof *vars * own_count);
    plan->vars = vars;
    plan->width = plan->left->width + own_count;
}

struct need {
    struct nd_varset set;
};

static void need_expr(void *arg, struct nd_expr **expr) { nd__varset_add_expr(((struct need *)arg)->set, *expr); }

static void prune_window(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset needed)
{
    struct need below = {copy_set(opt, needed)};
    size_t own = plan->window.window->use_count;
    uint32_t *vars = nd_arena_array(opt->arena, uint32_t, own + 1);
    memcpy(vars, plan->vars + plan->width - own, sizeof *vars * own);
    struct nd_plan alone = *plan; /* its expressions, not the child's */
    alone.left = alone.right = NULL;
    nd_plan_each_expr(&alone, &below, need_expr);
    nd__opt_prune(opt, plan->left, below.set);
    join_own(opt, plan, vars, own);
}

static void prune_set(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset needed)
{
    struct nd_varset below = copy_set(opt, needed);
    size_t own = plan->set.count + plan->set.has_ordinal;
    uint32_t *vars = nd_arena_array(opt->arena, uint32_t, plan->width + 1);
    for (size_t i = 0; i < plan->set.count; i++)
        for (size_t k = 0; k < plan->set.uses[i].arg_count; k++) nd__varset_add_expr(below, plan->set.uses[i].args[k]);
    memcpy(vars, plan->vars + plan->width - own, sizeof *vars * own);
    nd__opt_prune(opt, plan->left, below);
    plan->width = plan->left->width + own;
    plan->vars = nd_arena_array(opt->arena, uint32_t, plan->width + 1);
    memcpy(plan->vars, plan->left->vars, sizeof *plan->vars * plan->left->width);
    memcpy(plan->vars + plan->left->width, vars, sizeof *vars * own);
}

static void prune_cte(struct nd_plan *plan, struct nd_varset needed)
{
    size_t width = 0;
    for (size_t i = 0; i < plan->width; i++) {
        if (!nd__varset_has(needed, plan->vars[i])) continue;
        plan->vars[width] = plan->vars[i];
        plan->cte.columns[width++] = plan->cte.columns[i];
    }
    plan->width = width;
}

static void prune_project(struct nd_plan *plan, struct nd_varset needed, struct nd_varset below)
{
    size_t width = 0;
    for (size_t i = 0; i < plan->width; i++) {
        if (!nd__varset_has(needed, plan->vars[i])) continue;
        plan->vars[width] = plan->vars[i];
        plan->project.exprs[width++] = plan->project.exprs[i];
    }
    plan->width = width;
    for (size_t i = 0; i < width; i++) nd__varset_add_expr(below, plan->project.exprs[i]);
}

static void prune_agg(struct nd_plan *plan, struct nd_varset below)
{
    for (size_t i = 0; i < plan->agg.group_count; i++) nd__varset_add_expr(below, plan->agg.groups[i].expr);
    for (size_t i = 0; i < plan->agg.agg_count; i++) {
        nd__varset_add_expr(below, plan->agg.aggs[i].filter);
        for (size_t k = 0; k < plan->agg.aggs[i].arg_count; k++) nd__varset_add_expr(below, plan->agg.aggs[i].args[k]);
        for (size_t k = 0; k < plan->agg.aggs[i].order_count; k++) nd__varset_add_expr(below, plan->agg.aggs[i].order[k]);
    }
}

static void pass_width(struct nd_plan *plan)
{
    plan->width = plan->left->width;
    plan->vars = plan->left->vars;
}

static void prune_join(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset needed)
{
    struct nd_varset below = copy_set(opt, needed);
    nd__varset_add_expr(below, plan->join.cond);
    for (size_t i = 0; i < plan->join.lateral_count; i++) nd__varset_add(below, plan->join.lateral_vars[i]);
    nd__opt_prune(opt, plan->left, below);
    nd__opt_prune(opt, plan->right, below);
    if (plan->join.kind == ND_JOIN_SEMI || plan->join.kind == ND_JOIN_ANTI) {
        pass_width(plan);
        return;
    }
    plan->width = plan->left->width + plan->right->width;
    memcpy(plan->vars, plan->left->vars, sizeof *plan->vars * plan->left->width);
    memcpy(plan->vars + plan->left->width, plan->right->vars, sizeof *plan->vars * plan->right->width);
}

static void prune_insert(struct nd_opt *opt, struct nd_plan *plan)
{
    struct nd_varset below = nd__varset_new(opt);
    for (size_t i = 0; i < plan->insert.insert->table->column_count; i++)
        nd__varset_add_expr(below, plan->insert.insert->values[i]);
    nd__opt_prune(opt, plan->left, below);
}

/* `needed` is the callee's to change. */
void nd__opt_prune(struct nd_opt *opt, struct nd_plan *plan, struct nd_varset needed)
{
    struct nd_varset below;
    switch (plan->kind) {
    case ND_PLAN_RESULT:
    case ND_PLAN_VALUES: return;
    case ND_PLAN_CTE: prune_cte(plan, needed); return;
    case ND_PLAN_SET: prune_set(opt, plan, needed); return;
    case ND_PLAN_WINDOW: prune_window(opt, plan, needed); return;
    case ND_PLAN_SCAN: prune_scan(opt, plan, copy_set(opt, needed)); return;
    case ND_PLAN_FILTER:
        below = copy_set(opt, needed);
        nd__varset_add_expr(below, plan->filter.cond);
        nd__opt_prune(opt, plan->left, below);
        pass_width(plan);
        return;
    case ND_PLAN_PROJECT:
        below = nd__varset_new(opt);
        prune_project(plan, needed, below);
        nd__opt_prune(opt, plan->left, below);
        return;
    case ND_PLAN_AGG:
        below = nd__varset_new(opt);
        prune_agg(plan, below);
        nd__opt_prune(opt, plan->left, below);
        return;
    case ND_PLAN_DISTINCT:
        below = copy_set(opt, needed);
        for (size_t i = 0; i < plan->distinct.key_count; i++) nd__varset_add(below, plan->distinct.keys[i]);
        for (size_t i = 0; plan->distinct.key_count == 0 && i < plan->width; i++) nd__varset_add(below, plan->vars[i]);
        nd__opt_prune(opt, plan->left, below);
        pass_width(plan);
        return;
    case ND_PLAN_SORT:
        below = copy_set(opt, needed);
        for (size_t i = 0; i < plan->sort.key_count; i++) nd__varset_add(below, plan->sort.keys[i].var);
        nd__opt_prune(opt, plan->left, below);
        pass_width(plan);
        return;
    case ND_PLAN_LOCK:
        below = copy_set(opt, needed);
        for (size_t i = 0; i < plan->lock.count; i++)
            for (size_t k = 0; k < plan->lock.items[i].table->indexes[0].column_count; k++)
                nd__varset_add(below, plan->lock.items[i].first_var + plan->lock.items[i].table->indexes[0].columns[k].column);
        nd__opt_prune(opt, plan->left, below);
        pass_width(plan);
        return;
    case ND_PLAN_LIMIT:
        below = copy_set(opt, needed);
        for (size_t i = 0; i < plan->limit.tie_count; i++) nd__varset_add(below, plan->limit.ties[i].var);
        nd__opt_prune(opt, plan->left, below);
        pass_width(plan);
        return;
    case ND_PLAN_SETOP: /* by position: all columns of both */
        nd__opt_prune(opt, plan->left, nd__varset_of_plan(opt, plan->left));
        nd__opt_prune(opt, plan->right, nd__varset_of_plan(opt, plan->right));
        return;
    case ND_PLAN_JOIN: prune_join(opt, plan, needed); return;
    case ND_PLAN_INSERT: prune_insert(opt, plan); return;
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE: nd__opt_prune(opt, plan->left, nd__varset_of_plan(opt, plan->left)); return;
    }
}

/* ---- slots and ids -------------------------------------------------------------------------------------------- */

static void map_columns(uint32_t *slots, const struct nd_plan *plan, size_t base)
{
    for (size_t i = plan->width; i-- > 0;) slots[plan->vars[i]] = (uint32_t)(base + i);
}

static void set_slots(struct nd_expr *expr, const uint32_t *slots)
{
    if (expr != NULL) nd_expr_set_slots(expr, slots);
}

static void set_table_slots(struct nd_target *targets, size_t count, uint32_t *slots, uint32_t first_var,
                            size_t column_count)
{
    for (size_t i = 0; i < column_count; i++) slots[first_var + i] = (uint32_t)i;
    for (size_t i = 0; i < count; i++) set_slots(targets[i].expr, slots);
}

static void finish_conflict(const struct nd_insert *insert, uint32_t *slots)
{
    size_t columns = insert->table->column_count;
    for (size_t i = 0; i < columns; i++) {
        slots[insert->there_var + i] = (uint32_t)i;
        slots[insert->excluded_var + i] = (uint32_t)(columns + i);
    }
    for (size_t i = 0; i < columns; i++) set_slots(insert->conflict_sets[i], slots);
    set_slots(insert->conflict_where, slots);
}

static void finish_agg(struct nd_plan *plan, const uint32_t *slots)
{
    for (size_t i = 0; i < plan->agg.group_count; i++) set_slots(plan->agg.groups[i].expr, slots);
    for (size_t i = 0; i < plan->agg.agg_count; i++) {
        set_slots(plan->agg.aggs[i].filter, slots);
        for (size_t k = 0; k < plan->agg.aggs[i].arg_count; k++) set_slots(plan->agg.aggs[i].args[k], slots);
        for (size_t k = 0; k < plan->agg.aggs[i].order_count; k++) set_slots(plan->agg.aggs[i].order[k], slots);
    }
}

static void finish_join(struct nd_opt *opt, struct nd_plan *plan, uint32_t *slots)
{
    for (size_t i = 0; i < plan->join.key_count; i++) set_slots(plan->join.left_keys[i], slots);
    for (size_t i = 0; plan->join.method == ND_JOIN_LOOKUP && i < plan->right->scan.eq_count; i++)
        set_slots(plan->right->scan.eq[i].values[0], slots);
    plan->join.lateral_slots = nd_arena_array(opt->arena, uint32_t, plan->join.lateral_count + 1);
    for (size_t i = 0; i < plan->join.lateral_count; i++)
        plan->join.lateral_slots[i] = slots[plan->join.lateral_vars[i]];
    map_columns(slots, plan->right, 0);
    for (size_t i = 0; i < plan->join.key_count; i++) set_slots(plan->join.right_keys[i], slots);
    map_columns(slots, plan->right, plan->left->width);
    map_columns(slots, plan->left, 0);
    set_slots(plan->join.rest, slots);
}

static void slot_expr(void *arg, struct nd_expr **expr) { nd_expr_set_slots(*expr, arg); }

static void finish_window(struct nd_plan *plan, uint32_t *slots)
{
    struct nd_plan alone = *plan;
    alone.left = alone.right = NULL;
    nd_plan_each_expr(&alone, slots, slot_expr);
}

static void finish_lock(struct nd_opt *opt, struct nd_plan *plan, const uint32_t *slots)
{
    plan->lock.slots = nd_arena_array(opt->arena, uint32_t *, plan->lock.count + 1);
    for (size_t i = 0; i < plan->lock.count; i++) {
        const struct nd_query_lock *lock = &plan->lock.items[i];
        const struct nd_index *primary = &lock->table->indexes[0];
        plan->lock.slots[i] = nd_arena_array(opt->arena, uint32_t, primary->column_count + 1);
        for (size_t k = 0; k < primary->column_count; k++) plan->lock.slots[i][k] = slots[lock->first_var + primary->columns[k].column];
    }
}

static void finish_node(struct nd_opt *opt, struct nd_plan *plan, uint32_t *slots)
{
    switch (plan->kind) {
    case ND_PLAN_SCAN:
        map_columns(slots, plan, 0);
        set_slots(plan->scan.filter, slots);
        break;
    case ND_PLAN_FILTER: set_slots(plan->filter.cond, slots); break;
    case ND_PLAN_WINDOW: finish_window(plan, slots); break;
    case ND_PLAN_SET:
        for (size_t i = 0; i < plan->set.count; i++)
            for (size_t k = 0; k < plan->set.uses[i].arg_count; k++) set_slots(plan->set.uses[i].args[k], slots);
        break;
    case ND_PLAN_PROJECT:
        for (size_t i = 0; i < plan->width; i++) set_slots(plan->project.exprs[i], slots);
        break;
    case ND_PLAN_AGG: finish_agg(plan, slots); break;
    case ND_PLAN_DISTINCT:
        plan->distinct.slots = nd_arena_array(opt->arena, uint32_t, plan->distinct.key_count + 1);
        for (size_t i = 0; i < plan->distinct.key_count; i++) plan->distinct.slots[i] = slots[plan->distinct.keys[i]];
        break;
    case ND_PLAN_SORT:
        for (size_t i = 0; i < plan->sort.key_count; i++) plan->sort.keys[i].slot = slots[plan->sort.keys[i].var];
        break;
    case ND_PLAN_LIMIT:
        for (size_t i = 0; i < plan->limit.tie_count; i++) plan->limit.ties[i].slot = slots[plan->limit.ties[i].var];
        break;
    case ND_PLAN_LOCK: finish_lock(opt, plan, slots); break;
    case ND_PLAN_JOIN: finish_join(opt, plan, slots); break;
    case ND_PLAN_INSERT:
        for (size_t i = 0; i < plan->insert.insert->table->column_count; i++)
            set_slots(plan->insert.insert->values[i], slots);
        if (plan->insert.insert->updates_duplicates) finish_conflict(plan->insert.insert, slots);
        set_table_slots(plan->insert.insert->returning, plan->insert.insert->returning_count, slots,
                        plan->insert.insert->first_var, plan->insert.insert->table->column_count);
        break;
    case ND_PLAN_UPDATE:
    case ND_PLAN_DELETE: {
        const struct nd_update *update = plan->update.update;
        for (size_t i = 0; update->sets != NULL && i < update->table->column_count; i++)
            set_slots(update->sets[i], slots);
        set_table_slots(update->returning, update->returning_count, slots, update->first_new_var,
                        update->table->column_count);
        break;
    }
    default: break;
    }
}

void nd__opt_finish(struct nd_opt *opt, struct nd_plan *plan)
{
    plan->id = (uint32_t)opt->tree->node_count++;
    if (plan->left != NULL) nd__opt_finish(opt, plan->left);
    if (plan->right != NULL) nd__opt_finish(opt, plan->right);
    uint32_t *slots = nd_arena_alloc(opt->arena, sizeof *slots * (opt->var_count + 1));
    for (size_t i = 0; i <= opt->var_count; i++) slots[i] = ND_SLOT_NONE;
    if (plan->left != NULL) map_columns(slots, plan->left, 0);
    finish_node(opt, plan, slots);
}
