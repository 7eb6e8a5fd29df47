/* SPDX-License-Identifier: Apache-2.0 */
#include "log/log_runs.h"

#include <string.h>

#include "base/assert.h"

void nd__log_runs_deinit(struct nd__log_runs *runs, struct nd_heap *heap)
{
    nd_heap_free(heap, runs->items);
    *runs = (struct nd__log_runs){0};
}

void nd__log_runs_clear(struct nd__log_runs *runs) { runs->head = runs->end = 0; }

static void make_room(struct nd__log_runs *runs, struct nd_heap *heap)
{
    if (runs->head > runs->cap / 2) {
        memmove(runs->items, runs->items + runs->head, (runs->end - runs->head) * sizeof *runs->items);
        runs->end -= runs->head;
        runs->head = 0;
        return;
    }
    ND_ASSERT(runs->cap < UINT32_MAX / 2);
    runs->cap = runs->cap == 0 ? 4 : runs->cap * 2;
    runs->items = nd_heap_realloc(heap, runs->items, runs->cap * sizeof *runs->items);
}

void nd__log_runs_push(struct nd__log_runs *runs, struct nd_heap *heap, uint64_t first, uint64_t value)
{
    if (!nd__log_runs_is_empty(runs)) {
        const struct nd__log_run *last = &runs->items[runs->end - 1];
        ND_ASSERT(last->first <= first);
        if (last->value == value) return;
    }
    if (runs->end == runs->cap) make_room(runs, heap);
    runs->items[runs->end++] = (struct nd__log_run){.first = first, .value = value};
}

void nd__log_runs_truncate(struct nd__log_runs *runs, uint64_t from)
{
    while (runs->end > runs->head && runs->items[runs->end - 1].first >= from) runs->end--;
    if (runs->end == runs->head) nd__log_runs_clear(runs);
}

void nd__log_runs_drop_below(struct nd__log_runs *runs, uint64_t first)
{
    while (runs->end - runs->head >= 2 && runs->items[runs->head + 1].first <= first) runs->head++;
    if (runs->end > runs->head && runs->items[runs->head].first < first) runs->items[runs->head].first = first;
}

const struct nd__log_run *nd__log_runs_find(const struct nd__log_runs *runs, uint64_t index)
{
    uint32_t low = runs->head, high = runs->end; /* runs before low begin at or below index */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (runs->items[middle].first <= index) low = middle + 1;
        else high = middle;
    }
    return low == runs->head ? NULL : &runs->items[low - 1];
}
