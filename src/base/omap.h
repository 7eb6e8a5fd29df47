/* SPDX-License-Identifier: Apache-2.0 */
/* omap.h - intrusive map ordered by byte-string keys (a treap, Seidel and Aragon 1996).
 *
 * Owner.      The caller owns nodes and the bytes of their keys; both stay put while linked.
 * Invariants. O1 priorities are a hash of the key: the shape depends on contents alone, never on
 *             addresses or insertion order, so simulation stays deterministic.
 * Testing.    tests/unit/base_omap.c */
#ifndef ND_BASE_OMAP_H
#define ND_BASE_OMAP_H

#include "base/slice.h"

struct nd_omap_node {
    struct nd_omap_node *left, *right, *parent;
    struct nd_slice key;
    uint64_t priority;
};

struct nd_omap {
    struct nd_omap_node *root;
    size_t count;
};

static inline void nd_omap_init(struct nd_omap *omap) { omap->root = NULL; omap->count = 0; }
struct nd_omap_node *nd_omap_find(const struct nd_omap *omap, struct nd_slice key);    /* NULL: absent */
struct nd_omap_node *nd_omap_find_ge(const struct nd_omap *omap, struct nd_slice key); /* first >= key */
struct nd_omap_node *nd_omap_find_lt(const struct nd_omap *omap, struct nd_slice key); /* last < key */
struct nd_omap_node *nd_omap_first(const struct nd_omap *omap);
struct nd_omap_node *nd_omap_last(const struct nd_omap *omap);
struct nd_omap_node *nd_omap_next(const struct nd_omap_node *node);
struct nd_omap_node *nd_omap_prev(const struct nd_omap_node *node);
/* Sets node->key. Returns the node that holds the key already (node is then not linked), or NULL. */
struct nd_omap_node *nd_omap_insert(struct nd_omap *omap, struct nd_omap_node *node, struct nd_slice key);
void nd_omap_remove(struct nd_omap *omap, struct nd_omap_node *node);

#endif
