/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hmap.h"

#include "base/assert.h"

static size_t home_of(const struct nd_hmap *hmap, uint64_t id)
{
    id ^= id >> 32;
    id *= 0x9e3779b97f4a7c15ULL;
    id ^= id >> 29;
    return (size_t)id & (hmap->cap - 1);
}

void nd_hmap_init(struct nd_hmap *hmap, struct nd_heap *heap) { *hmap = (struct nd_hmap){.heap = heap}; }

void nd_hmap_deinit(struct nd_hmap *hmap)
{
    nd_heap_free(hmap->heap, hmap->slots);
    nd_hmap_init(hmap, hmap->heap);
}

static struct nd_hmap_slot *slot_of(const struct nd_hmap *hmap, uint64_t id)
{
    size_t i = home_of(hmap, id);
    while (hmap->slots[i].id != 0 && hmap->slots[i].id != id) i = (i + 1) & (hmap->cap - 1);
    return &hmap->slots[i];
}

void *nd_hmap_find(const struct nd_hmap *hmap, uint64_t id)
{
    if (hmap->cap == 0 || id == 0) return NULL;
    struct nd_hmap_slot *slot = slot_of(hmap, id);
    return slot->id == 0 ? NULL : slot->value;
}

static void grow(struct nd_hmap *hmap)
{
    struct nd_hmap old = *hmap;
    hmap->cap = old.cap == 0 ? 16 : old.cap * 2;
    hmap->slots = nd_heap_zalloc(hmap->heap, hmap->cap * sizeof *hmap->slots);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].id != 0) *slot_of(hmap, old.slots[i].id) = old.slots[i];
    nd_heap_free(hmap->heap, old.slots);
}

void nd_hmap_put(struct nd_hmap *hmap, uint64_t id, void *value)
{
    ND_ASSERT(id != 0);
    ND_ASSERT(value != NULL);
    if ((hmap->count + 1) * 4 > hmap->cap * 3) grow(hmap);
    struct nd_hmap_slot *slot = slot_of(hmap, id);
    if (slot->id == 0) hmap->count++;
    *slot = (struct nd_hmap_slot){id, value};
}

void *nd_hmap_remove(struct nd_hmap *hmap, uint64_t id)
{
    if (hmap->cap == 0 || id == 0) return NULL;
    struct nd_hmap_slot *slot = slot_of(hmap, id);
    if (slot->id == 0) return NULL;
    void *value = slot->value;
    size_t hole = (size_t)(slot - hmap->slots), mask = hmap->cap - 1;
    /* Backward shift (Knuth 6.4 R): close the hole so that probes need no tombstones. */
    for (size_t i = (hole + 1) & mask; hmap->slots[i].id != 0; i = (i + 1) & mask) {
        size_t home = home_of(hmap, hmap->slots[i].id);
        if (((i - home) & mask) < ((i - hole) & mask)) continue;
        hmap->slots[hole] = hmap->slots[i];
        hole = i;
    }
    hmap->slots[hole] = (struct nd_hmap_slot){0, NULL};
    hmap->count--;
    return value;
}
