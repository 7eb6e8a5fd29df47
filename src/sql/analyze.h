/* SPDX-License-Identifier: Apache-2.0 */
/* analyze.h - ANALYZE, VACUUM, and statistics taken in the background.
 *
 * Role.       Samples tables (exec/sample.c), estimates (stats/), writes the result into the catalog.
 * Background. Sessions count the rows that they change. Once 50 rows and a tenth of a table have changed through this
 *             node, a fiber takes its statistics anew: one table at a time, asleep for half of the time, each table at
 *             most once in a while. A lock on the statistics' own row keeps nodes from doing the same work at once.
 * Invariants. A1 a table's statistics change together with the catalog's version: plans made from older ones are not
 *                used again.
 * Testing.    tests/sql/explain/analyze.test, tests/unit/sql_session_stats.c */
#ifndef ND_SQL_ANALYZE_H
#define ND_SQL_ANALYZE_H

#include "base/hmap.h"
#include "sql/exec/exec.h"

struct nd_sql_system;
struct nd_sql_session;
struct nd_ast_stmt;

/* The tables whose rows this node changed, and the fiber that looks after them. Part of struct nd_sql_system. */
struct nd__auto_analyze {
    bool is_on, is_stopping;
    struct nd_fiber *fiber; /* NULL: not started, or ended */
    struct nd_hmap tables;  /* by table id */
};
void nd__auto_analyze_init(struct nd_sql_system *system, bool is_on);
void nd__auto_analyze_deinit(struct nd_sql_system *system); /* the fiber has ended */
/* The fiber ends soon; true: it has. */
bool nd__auto_analyze_stop(struct nd_sql_system *system);
/* A transaction that changed `count` rows of the table has committed. known_rows: of its statistics, 0: none. */
void nd__auto_analyze_count(struct nd_sql_system *system, struct nd_catalog *catalog, struct nd_table_id table, uint64_t count, double known_rows);

/* One table's statistics from a fresh sample, on `arena`. columns: positions, ascending. */
ND_YIELDS ND_RESULT nd__analyze_sample(struct nd_sql_system *system, const struct nd_exec_env *env, const struct nd_table *table, const uint32_t *columns, size_t column_count,
                                       size_t target, unsigned pause_times, struct nd_arena *arena, struct nd_table_stats **stats_out);

/* ANALYZE and VACUUM. tag: 64 bytes. */
ND_YIELDS ND_RESULT nd__session_analyze(struct nd_sql_session *session, const struct nd_ast_stmt *stmt, struct nd_slice text, char *tag, struct nd_err *err);

#endif
