/* SPDX-License-Identifier: Apache-2.0 */
/* hmap.h - hash map from non-zero 64-bit ids to pointers (open addressing, linear probing).
 *
 * Iteration order depends on the ids and the history of inserts alone, never on addresses. */
#ifndef ND_BASE_HMAP_H
#define ND_BASE_HMAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/heap.h"

struct nd_hmap_slot {
    uint64_t id; /* 0: free */
    void *value;
};

struct nd_hmap {
    struct nd_heap *heap;
    struct nd_hmap_slot *slots;
    size_t count, cap; /* cap: 0 or a power of two */
};

void nd_hmap_init(struct nd_hmap *hmap, struct nd_heap *heap); /* takes no memory yet */
void nd_hmap_deinit(struct nd_hmap *hmap);
void *nd_hmap_find(const struct nd_hmap *hmap, uint64_t id);     /* NULL: absent */
void nd_hmap_put(struct nd_hmap *hmap, uint64_t id, void *value); /* replaces; value not NULL */
void *nd_hmap_remove(struct nd_hmap *hmap, uint64_t id);         /* the value, NULL: was absent */

/* No insert or remove inside the loop. */
#define ND_HMAP_FOREACH(slot, hmap)                                                                \
    for (struct nd_hmap_slot *slot = (hmap)->slots, *slot##_end = slot == NULL ? NULL : slot + (hmap)->cap; slot != slot##_end; slot++) \
        if (slot->id != 0)

#endif
