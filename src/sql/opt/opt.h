/* SPDX-License-Identifier: Apache-2.0 */
/* opt.h - rules that make a plan cheaper, and EXPLAIN, which shows the outcome.
 *
 * Rules.      1 fold constants; 2 push conditions down to joins and scans, reorder inner joins so that each joins
 *             by an equality where there is one; 3 choose an index by the conditions that it answers; 4 drop sorts
 *             that an index's order makes needless, turn sorts under a limit into top-k, hand limits to scans;
 *             5 keep only columns that are used; 6 set slots and ids. Each is one file.
 * Cost.       No statistics yet: selectivities are constants (cost.c), so choices are by rules of thumb.
 * Testing.    tests/unit/sql_opt.c, tests/sql/explain. */
#ifndef ND_SQL_OPT_OPT_H
#define ND_SQL_OPT_OPT_H

#include "sql/plan/plan.h"

/* Rewrites the tree in place; afterwards it is read-only. `eval` folds constants (its arena and err are not used). */
ND_RESULT nd_opt_run(struct nd_plan_tree *tree, const struct nd_eval *eval, struct nd_arena *arena, struct nd_err *err);

/* ---- EXPLAIN ----------------------------------------------------------------------------------- */

struct nd_explain_options {
    bool has_costs, is_verbose, is_analyze, has_timing, has_summary, is_json;
};
/* What an execution measured of one node. */
struct nd_node_stats {
    uint64_t rows, batches, loops, filtered;
    uint64_t start_ns, total_ns; /* to the first row; in all, children included */
    uint64_t peak_bytes;         /* of sorts and hash tables */
};
/* Appends the plan's text, lines parted by '\n'. stats: by node id; NULL without ANALYZE. */
void nd_explain(const struct nd_plan_tree *tree, const struct nd_explain_options *options, const struct nd_node_stats *stats,
                const struct nd_type_ctx *types, struct nd_heap *heap, struct nd_buf *out);

#endif
