/* SPDX-License-Identifier: Apache-2.0 */
/* log_runs.h - a map from consecutive log indexes to values that repeat: terms, frames.
 *
 * Run k says that indexes from runs[k].first up to the next run's first have runs[k].value. The
 * owner knows where the last run ends. Grows at the back, shrinks at both ends. */
#ifndef ND_LOG_LOG_RUNS_H
#define ND_LOG_LOG_RUNS_H

#include <stdint.h>

#include "base/heap.h"

struct nd__log_run {
    uint64_t first, value;
};
struct nd__log_runs {
    struct nd__log_run *items;
    uint32_t head, end, cap; /* items[head..end) */
};

static inline bool nd__log_runs_is_empty(const struct nd__log_runs *runs) { return runs->head == runs->end; }
static inline const struct nd__log_run *nd__log_runs_front(const struct nd__log_runs *runs) { return &runs->items[runs->head]; }
void nd__log_runs_deinit(struct nd__log_runs *runs, struct nd_heap *heap);
void nd__log_runs_clear(struct nd__log_runs *runs);
/* Indexes from `first` on have `value`; not below the last run's first. */
void nd__log_runs_push(struct nd__log_runs *runs, struct nd_heap *heap, uint64_t first, uint64_t value);
/* Forgets indexes >= from. */
void nd__log_runs_truncate(struct nd__log_runs *runs, uint64_t from);
/* Forgets indexes < first. */
void nd__log_runs_drop_below(struct nd__log_runs *runs, uint64_t first);
/* The run that holds `index`; NULL: below the first. */
const struct nd__log_run *nd__log_runs_find(const struct nd__log_runs *runs, uint64_t index);

#endif
