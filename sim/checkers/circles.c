/* SPDX-License-Identifier: Apache-2.0 */
/* Breadth first from each edge that may close a circle: forbidden ones are short where they are found at all, and most transactions
 * lead to few others before they lead to nobody new within the steps that are looked at. */
#include "sim/checkers/circles.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct edge {
    uint32_t to, next; /* next: index + 1 in the list of the same transaction */
    enum nd_edge kind;
};

struct nd_circles {
    struct nd_heap *heap;
    uint32_t transactions, count, cap;
    uint32_t *first; /* by transaction: index + 1 */
    struct edge *edges;
    /* strongly connected components (Tarjan 1972) */
    uint32_t *index, *low, *component, *stack, *path, *at;
};

struct nd_circles *nd_circles_new(struct nd_heap *heap, uint32_t transactions)
{
    struct nd_circles *circles = nd_heap_new(heap, struct nd_circles);
    circles->heap = heap;
    circles->transactions = transactions;
    circles->first = nd_heap_zalloc(heap, sizeof(uint32_t) * (transactions + 1));
    circles->index = nd_heap_zalloc(heap, sizeof(uint32_t) * (transactions + 1) * 6);
    circles->low = circles->index + transactions + 1;
    circles->component = circles->low + transactions + 1;
    circles->stack = circles->component + transactions + 1;
    circles->path = circles->stack + transactions + 1;
    circles->at = circles->path + transactions + 1;
    return circles;
}

void nd_circles_free(struct nd_circles *circles)
{
    nd_heap_free(circles->heap, circles->first);
    nd_heap_free(circles->heap, circles->index);
    nd_heap_free(circles->heap, circles->edges);
    nd_heap_free(circles->heap, circles);
}

void nd_circles_add(struct nd_circles *circles, uint32_t from, uint32_t to, enum nd_edge kind)
{
    if (from == to) return;
    if (circles->count == circles->cap) {
        circles->cap = circles->cap == 0 ? 1024 : circles->cap * 2;
        circles->edges = nd_heap_realloc(circles->heap, circles->edges, sizeof *circles->edges * circles->cap);
    }
    circles->edges[circles->count] = (struct edge){.to = to, .next = circles->first[from], .kind = kind};
    circles->first[from] = ++circles->count;
}

static bool counts(enum nd_edge kind, bool with_rw) { return kind != ND_EDGE_RW || with_rw; }

static void take_component(struct nd_circles *circles, uint32_t root, size_t *stacked, uint32_t number)
{
    uint32_t member;
    do {
        member = circles->stack[--*stacked];
        circles->component[member] = number;
    } while (member != root);
}

/* Numbers components from 1; without recursion: circles->path is the way down, circles->at the next edge of each on it. */
static void find_components(struct nd_circles *circles, bool with_rw)
{
    uint32_t next_index = 0, next_component = 0;
    size_t stacked = 0;
    memset(circles->index, 0, sizeof(uint32_t) * (circles->transactions + 1) * 6);
    for (uint32_t start = 0; start < circles->transactions; start++) {
        size_t depth = 0;
        if (circles->index[start] != 0) continue;
        circles->path[depth++] = start;
        while (depth > 0) {
            uint32_t node = circles->path[depth - 1];
            if (circles->index[node] == 0) {
                circles->index[node] = circles->low[node] = ++next_index;
                circles->at[node] = circles->first[node];
                circles->stack[stacked++] = node;
            }
            bool goes_down = false;
            while (circles->at[node] != 0 && !goes_down) {
                const struct edge *edge = &circles->edges[circles->at[node] - 1];
                if (!counts(edge->kind, with_rw)) circles->at[node] = edge->next;
                else if (circles->index[edge->to] == 0) goes_down = true;
                else {
                    if (circles->component[edge->to] == 0 && circles->low[edge->to] < circles->low[node]) circles->low[node] = circles->low[edge->to];
                    circles->at[node] = edge->next;
                }
                if (goes_down) circles->path[depth++] = edge->to;
            }
            if (goes_down) continue;
            if (circles->low[node] == circles->index[node]) take_component(circles, node, &stacked, ++next_component);
            depth--;
        }
    }
}

/* A shortest way from one transaction to another, by edges without rw or all, inside a component; false: there is none. */
static bool find_way(struct nd_circles *circles, uint32_t from, uint32_t to, bool with_rw, char *text, size_t room)
{
    uint32_t *before = circles->index, *queue = circles->path; /* free again: components are known */
    size_t head = 0, tail = 0;
    memset(before, 0, sizeof(uint32_t) * (circles->transactions + 1));
    queue[tail++] = from;
    before[from] = from + 1;
    while (head < tail && before[to] == 0) {
        uint32_t node = queue[head++];
        for (uint32_t at = circles->first[node]; at != 0; at = circles->edges[at - 1].next) {
            const struct edge *edge = &circles->edges[at - 1];
            if (!counts(edge->kind, with_rw) || before[edge->to] != 0 || circles->component[edge->to] != circles->component[from]) continue;
            before[edge->to] = node + 1;
            queue[tail++] = edge->to;
        }
    }
    if (before[to] == 0) return false;
    size_t n = (size_t)snprintf(text, room, "transactions in a circle: %u", to);
    for (uint32_t node = to; node != from && n + 16 < room; node = before[node] - 1) n += (size_t)snprintf(text + n, room - n, " after %u", before[node] - 1);
    return true;
}

bool nd_circles_find(struct nd_circles *circles, unsigned allowed, char *text, size_t room)
{
    bool with_rw = allowed != UINT_MAX;
    find_components(circles, with_rw);
    for (uint32_t from = 0; from < circles->transactions; from++)
        for (uint32_t at = circles->first[from]; at != 0; at = circles->edges[at - 1].next) {
            const struct edge *edge = &circles->edges[at - 1];
            if (!counts(edge->kind, with_rw) || circles->component[edge->to] != circles->component[from]) continue;
            /* back to where the edge comes from: at all, or without another rw */
            if (find_way(circles, edge->to, from, allowed == 0, text, room)) return true;
        }
    return false;
}

/* A way from the end of an rw edge to its beginning, on which no rw edge follows another, nor comes last. States: transaction * 2, + 1 where the last edge was rw. */
static bool find_way_apart(struct nd_circles *circles, uint32_t *before, uint32_t *queue, uint32_t from, uint32_t to, char *text, size_t room)
{
    size_t head = 0, tail = 0;
    memset(before, 0, sizeof(uint32_t) * 2 * (circles->transactions + 1));
    queue[tail++] = from * 2 + 1;
    before[from * 2 + 1] = from * 2 + 2;
    while (head < tail && before[to * 2] == 0) {
        uint32_t state = queue[head++];
        for (uint32_t at = circles->first[state / 2]; at != 0; at = circles->edges[at - 1].next) {
            const struct edge *edge = &circles->edges[at - 1];
            bool is_rw = edge->kind == ND_EDGE_RW;
            uint32_t next = edge->to * 2 + is_rw;
            if ((is_rw && state % 2 == 1) || before[next] != 0 || circles->component[edge->to] != circles->component[from]) continue;
            before[next] = state + 1;
            queue[tail++] = next;
        }
    }
    if (before[to * 2] == 0) return false;
    size_t n = (size_t)snprintf(text, room, "transactions in a circle without two rw in a row: %u", to);
    for (uint32_t state = to * 2; state != from * 2 + 1 && n + 16 < room; state = before[state] - 1) n += (size_t)snprintf(text + n, room - n, " after %u", (before[state] - 1) / 2);
    return true;
}

bool nd_circles_find_apart(struct nd_circles *circles, char *text, size_t room)
{
    find_components(circles, true);
    uint32_t *before = nd_heap_zalloc(circles->heap, sizeof(uint32_t) * 4 * (circles->transactions + 1)), *queue = before + 2 * (circles->transactions + 1);
    bool is_found = false;
    for (uint32_t from = 0; from < circles->transactions && !is_found; from++)
        for (uint32_t at = circles->first[from]; at != 0 && !is_found; at = circles->edges[at - 1].next) {
            const struct edge *edge = &circles->edges[at - 1];
            if (edge->kind != ND_EDGE_RW || circles->component[edge->to] != circles->component[from]) continue;
            is_found = find_way_apart(circles, before, queue, edge->to, from, text, room);
        }
    nd_heap_free(circles->heap, before);
    return is_found;
}
