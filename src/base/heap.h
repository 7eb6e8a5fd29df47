/* SPDX-License-Identifier: Apache-2.0 */
/* heap.h - where a node's memory comes from.
 *
 * Role.       One heap per node. In a server it passes through to malloc and counts bytes; in the
 *             simulator it is tracked, so that a crashed node is freed whole, fibers included.
 * Threading.  Pass-through heaps: any thread. Tracked heaps: one thread.
 * Invariants. H1 allocation never returns NULL: without memory the process ends (ND_EXIT_MEMORY).
 *             H2 a block is freed through the heap that made it. */
#ifndef ND_BASE_HEAP_H
#define ND_BASE_HEAP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct nd_heap_block;
struct nd_heap_pack;
enum { ND_HEAP_SIZES_MAX = 16 };

struct nd_heap {
    struct nd_heap_block *blocks; /* tracked mode: all live blocks */
    _Atomic size_t bytes;         /* live, as asked for */
    bool is_tracked;
    bool packs_blocks;
    /* Packs of lasting blocks that have room, by size. */
    atomic_flag packs_lock;
    struct {
        size_t block_bytes;
        struct nd_heap_pack *packs;
    } sizes[ND_HEAP_SIZES_MAX];
};

/* Whole pages that are free go back to the system, of all heaps. Takes milliseconds; from any thread. */
void nd_heap_give_back(void);
void nd_heap_init(struct nd_heap *heap, bool is_tracked);
/* Tracked: frees every live block. Pass-through: nothing to do. */
void nd_heap_deinit(struct nd_heap *heap);

/* A pass-through heap that lives in memory of its own, for libraries that own their heap. */
struct nd_heap *nd_heap_create(void);
void nd_heap_destroy(struct nd_heap *heap);

void *nd_heap_alloc(struct nd_heap *heap, size_t bytes);           /* uninitialised, 16-aligned */
void *nd_heap_zalloc(struct nd_heap *heap, size_t bytes);          /* zeroed */
void *nd_heap_realloc(struct nd_heap *heap, void *p, size_t bytes); /* p may be NULL */
void nd_heap_free(struct nd_heap *heap, void *p);                  /* p may be NULL */
char *nd_heap_strdup(struct nd_heap *heap, const char *text);
/* Zeroed, of what there are many of one size that stay: packed side by side, away from what comes and goes, so that no holes are left
 * between them. Freed as any other; not for nd_heap_realloc. */
void *nd_heap_alloc_lasting(struct nd_heap *heap, size_t bytes);

#define nd_heap_new_lasting(heap, type) ((type *)nd_heap_alloc_lasting((heap), sizeof(type)))
#define nd_heap_new(heap, type) ((type *)nd_heap_zalloc((heap), sizeof(type)))

#endif
