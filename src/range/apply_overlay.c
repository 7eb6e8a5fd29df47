/* SPDX-License-Identifier: Apache-2.0 */
#include "range/apply_overlay.h"

void nd_overlay_init(struct nd_overlay *overlay, struct nd_heap *heap)
{
    *overlay = (struct nd_overlay){0};
    nd_arena_init(&overlay->arena, heap);
    nd_overlay_reset(overlay);
}

void nd_overlay_deinit(struct nd_overlay *overlay) { nd_arena_deinit(&overlay->arena); }

void nd_overlay_reset(struct nd_overlay *overlay)
{
    nd_arena_reset(&overlay->arena);
    nd_omap_init(&overlay->by_key);
    overlay->first_unsorted = NULL;
    overlay->tail = &overlay->first_unsorted;
}

static void add(struct nd_overlay *overlay, struct nd_slice key, struct nd_slice value, bool is_removed)
{
    struct nd_overlay_record *record = nd_arena_new(&overlay->arena, struct nd_overlay_record);
    record->by_key.key = nd_arena_copy(&overlay->arena, key);
    if (!is_removed) record->value = nd_arena_copy(&overlay->arena, value);
    record->is_removed = is_removed;
    *overlay->tail = record;
    overlay->tail = &record->next;
}

void nd_overlay_put(struct nd_overlay *overlay, struct nd_slice key, struct nd_slice value) { add(overlay, key, value, false); }
void nd_overlay_remove(struct nd_overlay *overlay, struct nd_slice key) { add(overlay, key, ND_SLICE_EMPTY, true); }

static void sort_in(struct nd_overlay *overlay)
{
    for (struct nd_overlay_record *record = overlay->first_unsorted; record != NULL; record = record->next) {
        struct nd_omap_node *node = nd_omap_insert(&overlay->by_key, &record->by_key, record->by_key.key);
        if (node == NULL) continue;
        struct nd_overlay_record *older = ND_CONTAINER_OF(node, struct nd_overlay_record, by_key);
        older->value = record->value;
        older->is_removed = record->is_removed;
    }
    overlay->first_unsorted = NULL;
    overlay->tail = &overlay->first_unsorted;
}

const struct nd_overlay_record *nd_overlay_find(struct nd_overlay *overlay, struct nd_slice key)
{
    sort_in(overlay);
    struct nd_omap_node *node = nd_omap_find(&overlay->by_key, key);
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd_overlay_record, by_key);
}

const struct nd_overlay_record *nd_overlay_find_ge(struct nd_overlay *overlay, struct nd_slice key)
{
    sort_in(overlay);
    struct nd_omap_node *node = nd_omap_find_ge(&overlay->by_key, key);
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd_overlay_record, by_key);
}

const struct nd_overlay_record *nd_overlay_next(const struct nd_overlay_record *record)
{
    struct nd_omap_node *node = nd_omap_next(&record->by_key);
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd_overlay_record, by_key);
}
