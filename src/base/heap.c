/* SPDX-License-Identifier: Apache-2.0 */
#include "base/heap.h"

#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

/* Precedes every block; the links are there in tracked mode alone: without them a block begins, for malloc, at `bytes`. */
struct nd_heap_block {
    struct nd_heap_block *next, *prev;
    size_t bytes;
    struct nd_heap *heap;
};
ND_STATIC_ASSERT(sizeof(struct nd_heap_block) % 16 == 0, "blocks stay 16-aligned");

void nd_heap_init(struct nd_heap *heap, bool is_tracked)
{
    memset(heap, 0, sizeof *heap);
    heap->is_tracked = is_tracked;
}

static size_t missing(const struct nd_heap *heap) { return heap->is_tracked ? 0 : offsetof(struct nd_heap_block, bytes); }
static void *place_of(const struct nd_heap *heap, struct nd_heap_block *block) { return (char *)block + missing(heap); }
static struct nd_heap_block *block_at(const struct nd_heap *heap, void *place) { return (void *)((char *)place - missing(heap)); }

static void link_block(struct nd_heap *heap, struct nd_heap_block *block)
{
    if (!heap->is_tracked) return;
    block->prev = NULL;
    block->next = heap->blocks;
    if (heap->blocks != NULL) heap->blocks->prev = block;
    heap->blocks = block;
}

static void unlink_block(struct nd_heap *heap, struct nd_heap_block *block)
{
    if (!heap->is_tracked) return;
    if (block->prev != NULL) block->prev->next = block->next;
    else heap->blocks = block->next;
    if (block->next != NULL) block->next->prev = block->prev;
}

void nd_heap_deinit(struct nd_heap *heap)
{
    if (!heap->is_tracked) return;
    struct nd_heap_block *block = heap->blocks;
    while (block != NULL) {
        struct nd_heap_block *next = block->next;
        free(block);
        block = next;
    }
    heap->blocks = NULL;
    atomic_store(&heap->bytes, 0);
}

void nd_heap_give_back(void) { (void)malloc_trim(0); }

struct nd_heap *nd_heap_create(void)
{
    struct nd_heap *heap = malloc(sizeof *heap);
    if (heap == NULL) nd_fatal(ND_EXIT_MEMORY, "out of memory: %zu bytes", sizeof *heap);
    nd_heap_init(heap, false);
    return heap;
}

void nd_heap_destroy(struct nd_heap *heap) { free(heap); }

void *nd_heap_alloc(struct nd_heap *heap, size_t bytes)
{
    if (bytes > SIZE_MAX / 2) nd_fatal(ND_EXIT_MEMORY, "allocation of %zu bytes", bytes);
    void *place = malloc(sizeof(struct nd_heap_block) - missing(heap) + bytes);
    if (place == NULL) nd_fatal(ND_EXIT_MEMORY, "out of memory: %zu bytes", bytes);
    struct nd_heap_block *block = block_at(heap, place);
    block->bytes = bytes;
    block->heap = heap;
    link_block(heap, block);
    atomic_fetch_add_explicit(&heap->bytes, bytes, memory_order_relaxed);
    return block + 1;
}

void *nd_heap_zalloc(struct nd_heap *heap, size_t bytes)
{
    void *p = nd_heap_alloc(heap, bytes);
    memset(p, 0, bytes);
    return p;
}

void nd_heap_free(struct nd_heap *heap, void *p)
{
    if (p == NULL) return;
    struct nd_heap_block *block = (struct nd_heap_block *)p - 1;
    ND_ASSERT(block->heap == heap);
    unlink_block(heap, block);
    atomic_fetch_sub_explicit(&heap->bytes, block->bytes, memory_order_relaxed);
    block->heap = NULL;
    free(place_of(heap, block));
}

void *nd_heap_realloc(struct nd_heap *heap, void *p, size_t bytes)
{
    if (p == NULL) return nd_heap_alloc(heap, bytes);
    if (bytes > SIZE_MAX / 2) nd_fatal(ND_EXIT_MEMORY, "allocation of %zu bytes", bytes);
    struct nd_heap_block *block = (struct nd_heap_block *)p - 1;
    ND_ASSERT(block->heap == heap);
    unlink_block(heap, block);
    size_t before = block->bytes;
    void *place = realloc(place_of(heap, block), sizeof *block - missing(heap) + bytes);
    if (place == NULL) nd_fatal(ND_EXIT_MEMORY, "out of memory: %zu bytes", bytes);
    struct nd_heap_block *moved = block_at(heap, place);
    moved->bytes = bytes;
    link_block(heap, moved);
    atomic_fetch_add_explicit(&heap->bytes, bytes - before, memory_order_relaxed);
    return moved + 1;
}

char *nd_heap_strdup(struct nd_heap *heap, const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(nd_heap_alloc(heap, n), text, n);
}
