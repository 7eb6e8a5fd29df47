/* SPDX-License-Identifier: Apache-2.0 */
#include "base/omap.h"

#include "base/checksum.h"

struct nd_omap_node *nd_omap_find(const struct nd_omap *omap, struct nd_slice key)
{
    struct nd_omap_node *node = omap->root;
    while (node != NULL) {
        int c = nd_slice_cmp(key, node->key);
        if (c == 0) return node;
        node = c < 0 ? node->left : node->right;
    }
    return NULL;
}

struct nd_omap_node *nd_omap_find_ge(const struct nd_omap *omap, struct nd_slice key)
{
    struct nd_omap_node *node = omap->root, *best = NULL;
    while (node != NULL) {
        if (nd_slice_cmp(node->key, key) >= 0) {
            best = node;
            node = node->left;
        } else {
            node = node->right;
        }
    }
    return best;
}

struct nd_omap_node *nd_omap_find_lt(const struct nd_omap *omap, struct nd_slice key)
{
    struct nd_omap_node *node = omap->root, *best = NULL;
    while (node != NULL) {
        if (nd_slice_cmp(node->key, key) < 0) {
            best = node;
            node = node->right;
        } else {
            node = node->left;
        }
    }
    return best;
}

static struct nd_omap_node *leftmost(struct nd_omap_node *node)
{
    while (node != NULL && node->left != NULL) node = node->left;
    return node;
}

static struct nd_omap_node *rightmost(struct nd_omap_node *node)
{
    while (node != NULL && node->right != NULL) node = node->right;
    return node;
}

struct nd_omap_node *nd_omap_first(const struct nd_omap *omap) { return leftmost(omap->root); }
struct nd_omap_node *nd_omap_last(const struct nd_omap *omap) { return rightmost(omap->root); }

struct nd_omap_node *nd_omap_next(const struct nd_omap_node *node)
{
    if (node->right != NULL) return leftmost(node->right);
    struct nd_omap_node *parent = node->parent;
    while (parent != NULL && node == parent->right) {
        node = parent;
        parent = parent->parent;
    }
    return parent;
}

struct nd_omap_node *nd_omap_prev(const struct nd_omap_node *node)
{
    if (node->left != NULL) return rightmost(node->left);
    struct nd_omap_node *parent = node->parent;
    while (parent != NULL && node == parent->left) {
        node = parent;
        parent = parent->parent;
    }
    return parent;
}

static struct nd_omap_node **link_of(struct nd_omap *omap, struct nd_omap_node *node)
{
    if (node->parent == NULL) return &omap->root;
    return node->parent->left == node ? &node->parent->left : &node->parent->right;
}

/* Moves node above its parent, keeping the order. */
static void rotate_up(struct nd_omap *omap, struct nd_omap_node *node)
{
    struct nd_omap_node *parent = node->parent;
    *link_of(omap, parent) = node;
    node->parent = parent->parent;
    struct nd_omap_node *moved;
    if (parent->left == node) {
        moved = node->right;
        parent->left = moved;
        node->right = parent;
    } else {
        moved = node->left;
        parent->right = moved;
        node->left = parent;
    }
    if (moved != NULL) moved->parent = parent;
    parent->parent = node;
}

struct nd_omap_node *nd_omap_insert(struct nd_omap *omap, struct nd_omap_node *node, struct nd_slice key)
{
    struct nd_omap_node **link = &omap->root, *parent = NULL;
    while (*link != NULL) {
        parent = *link;
        int c = nd_slice_cmp(key, parent->key);
        if (c == 0) return parent;
        link = c < 0 ? &parent->left : &parent->right;
    }
    *node = (struct nd_omap_node){.parent = parent, .key = key, .priority = nd_hash64(key)};
    *link = node;
    omap->count++;
    while (node->parent != NULL && node->parent->priority < node->priority) rotate_up(omap, node);
    return NULL;
}

void nd_omap_remove(struct nd_omap *omap, struct nd_omap_node *node)
{
    while (node->left != NULL && node->right != NULL)
        rotate_up(omap, node->left->priority > node->right->priority ? node->left : node->right);
    struct nd_omap_node *child = node->left != NULL ? node->left : node->right;
    *link_of(omap, node) = child;
    if (child != NULL) child->parent = node->parent;
    node->left = node->right = node->parent = NULL;
    ND_ASSERT(omap->count > 0);
    omap->count--;
}
