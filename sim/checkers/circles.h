/* SPDX-License-Identifier: Apache-2.0 */
/* circles.h - a graph of transactions, and circles in it that an isolation level forbids (Adya 1999).
 *
 * Role.       Checker of histories: what follows whom because it wrote after it (ww), saw it (wr), or was missed by it (rw).
 * Testing.    simulation workload append; the rule reads_not_validated must be caught (make mutants). */
#ifndef ND_SIM_CHECKERS_CIRCLES_H
#define ND_SIM_CHECKERS_CIRCLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

enum nd_edge { ND_EDGE_WW, ND_EDGE_WR, ND_EDGE_RW };

struct nd_circles;

struct nd_circles *nd_circles_new(struct nd_heap *heap, uint32_t transactions);
void nd_circles_free(struct nd_circles *circles);
void nd_circles_add(struct nd_circles *circles, uint32_t from, uint32_t to, enum nd_edge edge); /* to itself: nothing */
/* Is there a circle with fewer than `allowed` rw edges (0: with any number; UINT_MAX: count only circles without any)? `text` names it. */
bool nd_circles_find(struct nd_circles *circles, unsigned allowed, char *text, size_t room);
/* Is there a circle with rw edges no two of which follow each other? A snapshot isolation has none (Fekete et al. 2005): long forks are such. */
bool nd_circles_find_apart(struct nd_circles *circles, char *text, size_t room);

#endif
