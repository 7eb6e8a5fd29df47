/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/checkers/linear.h"

#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "base/hmap.h"

/* An event of the history: a call, or the return that belongs to it. */
struct event {
    struct event *next, *prev;
    struct event *match; /* of a call: its return. NULL: this is a return */
    const struct nd_linear_op *op;
    size_t index; /* of the operation */
    uint64_t at_ns;
};

struct search {
    struct nd_heap *heap;
    struct event *events;
    struct event head;
    size_t count, words;
    uint64_t *done; /* bit per operation */
    uint64_t state;
    struct nd_hmap seen; /* hash of (done, state) */
    struct frame {
        struct event *event;
        uint64_t state;
    } *stack;
    size_t depth;
};

static bool apply(const struct nd_linear_op *op, uint64_t *state)
{
    switch (op->kind) {
    case ND_LINEAR_READ: return op->value == *state;
    case ND_LINEAR_CAS:
        if (op->expected != *state) return false;
        *state = op->value;
        return true;
    case ND_LINEAR_WRITE: *state = op->value; return true;
    }
    return false;
}

static void lift(struct event *event)
{
    struct event *match = event->match;
    event->prev->next = event->next;
    if (event->next != NULL) event->next->prev = event->prev;
    match->prev->next = match->next;
    if (match->next != NULL) match->next->prev = match->prev;
}

static void unlift(struct event *event)
{
    struct event *match = event->match;
    match->prev->next = match;
    if (match->next != NULL) match->next->prev = match;
    event->prev->next = event;
    if (event->next != NULL) event->next->prev = event;
}

/* Remembers the configuration. False: it was there before. (A collision of two 64-bit hashes would hide
 * an order, never invent one.) */
static bool is_new(struct search *search)
{
    uint64_t hash = nd_hash64_seeded(search->state, nd_slice_of(search->done, search->words * 8)) | 1;
    if (nd_hmap_find(&search->seen, hash) != NULL) return false;
    nd_hmap_put(&search->seen, hash, search);
    return true;
}

static bool run(struct search *search)
{
    struct event *event = search->head.next;
    while (search->head.next != NULL) {
        if (event->match != NULL) {
            uint64_t state = search->state;
            if (apply(event->op, &state)) {
                uint64_t before = search->state;
                search->done[event->index / 64] |= 1ULL << event->index % 64;
                search->state = state;
                if (is_new(search)) {
                    search->stack[search->depth].event = event;
                    search->stack[search->depth++].state = before;
                    lift(event);
                    event = search->head.next;
                    continue;
                }
                search->done[event->index / 64] &= ~(1ULL << event->index % 64);
                search->state = before;
            }
            event = event->next;
        } else { /* an operation returned that could not be placed: undo the last choice */
            if (search->depth == 0) return false;
            struct frame *frame = &search->stack[--search->depth];
            event = frame->event;
            search->state = frame->state;
            search->done[event->index / 64] &= ~(1ULL << event->index % 64);
            unlift(event);
            event = event->next;
        }
    }
    return true;
}

static int compare_events(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->at_ns != y->at_ns) return x->at_ns < y->at_ns ? -1 : 1;
    /* At the same moment calls come first: the operations then overlap, which allows more. */
    bool x_returns = x->match == NULL, y_returns = y->match == NULL;
    if (x_returns != y_returns) return x_returns ? 1 : -1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Unknown outcomes become known, or go. False: a value was seen that was not yet asked for. */
static bool settle(struct nd_linear_op *ops, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (ops[i].return_ns != ND_LINEAR_PENDING) continue;
        for (size_t j = 0; j < *count; j++) {
            bool is_witness = ops[j].kind == ND_LINEAR_READ ? ops[j].value == ops[i].value : ops[j].kind == ND_LINEAR_CAS && j != i && ops[j].expected == ops[i].value;
            /* (A CAS whose own outcome is unknown saw its value all the same, but when is recorded by a READ.) */
            if (is_witness && ops[j].return_ns != ND_LINEAR_PENDING && ops[j].return_ns < ops[i].return_ns) ops[i].return_ns = ops[j].return_ns;
        }
        if (ops[i].return_ns < ops[i].call_ns) return false;
    }
    for (size_t i = 0; i < *count; i++)
        if (ops[i].return_ns != ND_LINEAR_PENDING) ops[kept++] = ops[i];
    *count = kept;
    return true;
}

bool nd_linear_check(struct nd_linear_op *ops, size_t count, struct nd_heap *heap)
{
    if (!settle(ops, &count)) return false;
    if (count == 0) return true;
    struct search search = {.heap = heap, .count = count, .words = (count + 63) / 64};
    search.events = nd_heap_zalloc(heap, 2 * count * sizeof *search.events);
    search.done = nd_heap_zalloc(heap, search.words * 8);
    search.stack = nd_heap_zalloc(heap, count * sizeof *search.stack);
    nd_hmap_init(&search.seen, heap);
    for (size_t i = 0; i < count; i++) {
        search.events[2 * i] = (struct event){.match = &search.events[2 * i + 1], .op = &ops[i], .index = i, .at_ns = ops[i].call_ns};
        search.events[2 * i + 1] = (struct event){.op = &ops[i], .index = i, .at_ns = ops[i].return_ns};
    }
    qsort(search.events, 2 * count, sizeof *search.events, compare_events);
    /* Sorting moved them: a call's return is the later event of the same operation. */
    struct event **calls = nd_heap_zalloc(heap, count * sizeof *calls);
    struct event *last = &search.head;
    for (size_t i = 0; i < 2 * count; i++) {
        struct event *event = &search.events[i];
        if (event->match != NULL) calls[event->index] = event;
        else calls[event->index]->match = event;
        event->prev = last;
        last->next = event;
        last = event;
    }
    bool is_linear = run(&search);
    nd_heap_free(heap, calls);
    nd_heap_free(heap, search.events);
    nd_heap_free(heap, search.done);
    nd_heap_free(heap, search.stack);
    nd_hmap_deinit(&search.seen);
    return is_linear;
}
