/* SPDX-License-Identifier: Apache-2.0 */
/* shared.c - memory that views have in common: descriptors and parts that have not changed between them. */
#include "catalog/catalog_int.h"

struct nd__descriptor *nd__descriptor_new(struct nd_heap *heap)
{
    struct nd__descriptor *descriptor = nd_heap_new(heap, struct nd__descriptor);
    descriptor->refs = 1;
    nd_arena_init(&descriptor->arena, heap);
    return descriptor;
}

void nd__descriptor_unref(struct nd__descriptor *descriptor)
{
    ND_ASSERT(descriptor->refs > 0);
    if (--descriptor->refs > 0) return;
    struct nd_heap *heap = descriptor->arena.heap;
    nd_arena_deinit(&descriptor->arena);
    nd_heap_free(heap, descriptor);
}

static void unref_part(struct nd__part *part)
{
    if (part == NULL || --part->refs > 0) return;
    struct nd_heap *heap = part->arena.heap;
    nd_arena_deinit(&part->arena);
    nd_heap_free(heap, part);
}

struct nd_arena *nd__part_arena(struct nd_catalog_view *view, enum nd__part_kind kind)
{
    if (view->parts[kind] == NULL) {
        view->parts[kind] = nd_heap_new(view->heap, struct nd__part);
        view->parts[kind]->refs = 1;
        nd_arena_init(&view->parts[kind]->arena, view->heap);
    }
    return &view->parts[kind]->arena;
}

void nd__part_share(struct nd_catalog_view *view, struct nd_catalog_view *from, enum nd__part_kind kind)
{
    ND_ASSERT(view->shared_parts[kind] == NULL); /* its own stays: another fiber may be at it */
    struct nd__part *part = from->shared_parts[kind] != NULL ? from->shared_parts[kind] : from->parts[kind];
    view->shared_parts[kind] = part;
    if (part != NULL) part->refs++;
}

void nd__shared_free(struct nd_catalog_view *view)
{
    ND_HMAP_FOREACH(table, &view->tables) nd__descriptor_unref(table->value);
    ND_HMAP_FOREACH(sequence, &view->sequences) nd__descriptor_unref(sequence->value);
    nd_hmap_deinit(&view->tables);
    nd_hmap_deinit(&view->sequences);
    for (size_t i = 0; i < ND__PART_COUNT; i++) {
        unref_part(view->parts[i]);
        unref_part(view->shared_parts[i]);
    }
}
