/* SPDX-License-Identifier: Apache-2.0 */
/* opt.h - makes a plan cheaper, and EXPLAIN, which shows the outcome.
 *
 * Rules.      1 fold constants; 2 push conditions down, put joins in the cheapest order found, choose how each joins
 *             and which index each table is read by; 3 drop sorts that an index's order makes needless, turn sorts
 *             under a limit into top-k, hand limits to scans; 4 keep only columns that are used; 5 set slots and ids.
 * Cost.       From the statistics of tables (catalog.h); estimate.c, cost.c.
 * Testing.    tests/sql/explain, tests/sql/join, tests/unit/sql_session_plans.c. */
#ifndef ND_SQL_OPT_OPT_H
#define ND_SQL_OPT_OPT_H

#include "sql/plan/plan.h"

/* As PostgreSQL's parameters: a method that is off is taken only where there is no other. */
struct nd_opt_settings {
    bool has_hashjoin, has_nestloop, has_mergejoin, has_seqscan, has_indexscan, has_indexonlyscan, has_sort, has_hashagg;
    unsigned join_collapse_limit; /* joins of more tables are not put in another order; 1: as written */
    double shard_scan_rows;       /* scans that read more are carried out by the shards; < 0: none */
};
extern const struct nd_opt_settings nd_opt_defaults;

/* Rewrites the tree in place; afterwards it is read-only. `eval` folds constants (its arena and err are not used). */
ND_RESULT nd_opt_run(struct nd_plan_tree *tree, const struct nd_eval *eval, const struct nd_opt_settings *settings, struct nd_arena *arena, struct nd_err *err);

/* ---- EXPLAIN ----------------------------------------------------------------------------------- */

enum nd_explain_format { ND_EXPLAIN_TEXT, ND_EXPLAIN_JSON, ND_EXPLAIN_YAML, ND_EXPLAIN_XML };

struct nd_explain_options {
    enum nd_explain_format format;
    bool has_costs, is_verbose, is_analyze, has_timing, has_summary, is_json; /* is_json: of all formats but text */
    double planning_ms, execution_ms; /* has_summary; execution: is_analyze */
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
/* JSON -> YAML or XML, in place. */
void nd_explain_convert(enum nd_explain_format format, struct nd_heap *heap, struct nd_buf *text);

#endif
