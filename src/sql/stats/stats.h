/* SPDX-License-Identifier: Apache-2.0 */
/* stats.h - what a sample of a column's values says about all of them.
 *
 * Role.       Turns sampled values into struct nd_column_stats: share of NULLs, number of different values, the most
 *             common ones, a histogram of the rest, average width, correlation with the table's order.
 * Protocol.   Distinct values: Haas and Stokes, "Estimating the number of classes in a finite population" (1998), the
 *             estimator they call Duj1. A value counts as common if it is in the sample significantly more often than
 *             the average of those left out would be.
 * Threading.  Pure; meant for a worker, since it sorts the sample.
 * Testing.    tests/unit/sql_stats_estimate.c */
#ifndef ND_SQL_STATS_STATS_H
#define ND_SQL_STATS_STATS_H

#include "catalog/catalog.h"

#define ND_STATS_TARGET_DEFAULT 100       /* common values and steps of a histogram */
#define ND_STATS_ROWS_PER_TARGET 300      /* rows sampled for each */
#define ND_STATS_VALUE_BYTES_MAX 1024     /* longer values are counted, not kept */

/* `values`: of the column, rows in the table's order; table_rows: of the whole table. Results on `arena`. */
void nd_stats_estimate(const struct nd_vec *values, size_t rows, double table_rows, size_t target, struct nd_arena *arena, struct nd_column_stats *out);

#endif
