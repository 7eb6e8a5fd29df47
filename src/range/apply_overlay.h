/* SPDX-License-Identifier: Apache-2.0 */
/* apply_overlay.h - provisional records that a batch under way puts and removes, so that its later commands
 * see them before the engine has them.
 *
 * Role.       Lets all of an entry's effects, and the applied index with them, be one engine write.
 * Owner.      The applier; begun anew with each batch.
 * Invariants. V1 what the overlay says of a key wins over the engine. */
#ifndef ND_RANGE_APPLY_OVERLAY_H
#define ND_RANGE_APPLY_OVERLAY_H

#include "base/arena.h"
#include "base/list.h"
#include "base/omap.h"

struct nd_overlay_record {
    struct nd_omap_node by_key; /* the engine's key */
    struct nd_slice value;
    bool is_removed;
    struct nd_overlay_record *next; /* as they came */
};

struct nd_overlay {
    struct nd_arena arena;
    struct nd_overlay_record *first_unsorted, **tail; /* not yet in by_key: only a look-up sorts them in */
    struct nd_omap by_key;
};

void nd_overlay_init(struct nd_overlay *overlay, struct nd_heap *heap);
void nd_overlay_deinit(struct nd_overlay *overlay);
void nd_overlay_reset(struct nd_overlay *overlay);
void nd_overlay_put(struct nd_overlay *overlay, struct nd_slice key, struct nd_slice value); /* copies */
void nd_overlay_remove(struct nd_overlay *overlay, struct nd_slice key);
/* NULL: ask the engine. */
const struct nd_overlay_record *nd_overlay_find(struct nd_overlay *overlay, struct nd_slice key);
/* First at or after key, then those after it, in order; removed ones too. NULL: none. */
const struct nd_overlay_record *nd_overlay_find_ge(struct nd_overlay *overlay, struct nd_slice key);
const struct nd_overlay_record *nd_overlay_next(const struct nd_overlay_record *record);

#endif
