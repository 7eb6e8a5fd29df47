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

/* Lasting blocks side by side; the header of each says where it belongs. */
struct nd_heap_pack {
    struct nd_heap_pack *next, *prev;
    struct nd_heap *heap;
    size_t size_at;  /* in heap->sizes */
    size_t used, cap;
    void *free_list; /* the first bytes of a free block point to the next */
    _Alignas(16) uint8_t bytes[];
};
#define PACK_BYTES ((size_t)64 << 10)
#define IS_LASTING ((size_t)1 << (sizeof(size_t) * 8 - 1)) /* in nd_heap_block.bytes: the rest is the pack's address */

/* AddressSanitizer sees every block for itself. */
#if defined(__SANITIZE_ADDRESS__)
enum { PACKS_BLOCKS = false };
#else
enum { PACKS_BLOCKS = true };
#endif

void nd_heap_init(struct nd_heap *heap, bool is_tracked)
{
    memset(heap, 0, sizeof *heap);
    heap->is_tracked = is_tracked;
    heap->packs_blocks = PACKS_BLOCKS && !is_tracked;
    atomic_flag_clear(&heap->packs_lock);
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

/* ---- blocks that last ---- */

static void lock_packs(struct nd_heap *heap)
{
    while (atomic_flag_test_and_set_explicit(&heap->packs_lock, memory_order_acquire)) {} /* a few instructions */
}
static void unlock_packs(struct nd_heap *heap) { atomic_flag_clear_explicit(&heap->packs_lock, memory_order_release); }

static void link_pack(struct nd_heap_pack *pack)
{
    struct nd_heap_pack **first = &pack->heap->sizes[pack->size_at].packs;
    pack->prev = NULL;
    pack->next = *first;
    if (*first != NULL) (*first)->prev = pack;
    *first = pack;
}

static void unlink_pack(struct nd_heap_pack *pack)
{
    if (pack->prev != NULL) pack->prev->next = pack->next;
    else pack->heap->sizes[pack->size_at].packs = pack->next;
    if (pack->next != NULL) pack->next->prev = pack->prev;
}

/* Only packs with room are linked. */
static struct nd_heap_pack *pack_with_room(struct nd_heap *heap, size_t size_at)
{
    struct nd_heap_pack *pack = heap->sizes[size_at].packs;
    if (pack != NULL) return pack;
    size_t block_bytes = heap->sizes[size_at].block_bytes;
    pack = malloc(PACK_BYTES);
    if (pack == NULL) nd_fatal(ND_EXIT_MEMORY, "out of memory: %zu bytes", PACK_BYTES);
    *pack = (struct nd_heap_pack){.heap = heap, .size_at = size_at, .cap = (PACK_BYTES - sizeof *pack) / block_bytes};
    for (size_t i = pack->cap; i-- > 0;) {
        void *block = pack->bytes + i * block_bytes;
        memcpy(block, &pack->free_list, sizeof pack->free_list);
        pack->free_list = block;
    }
    link_pack(pack);
    return pack;
}

/* Where blocks of that size are; ND_HEAP_SIZES_MAX: there are too many sizes. */
static size_t size_at_of(struct nd_heap *heap, size_t block_bytes)
{
    size_t at = 0;
    while (at < ND_HEAP_SIZES_MAX && heap->sizes[at].block_bytes != 0 && heap->sizes[at].block_bytes != block_bytes) at++;
    if (at < ND_HEAP_SIZES_MAX) heap->sizes[at].block_bytes = block_bytes;
    return at;
}

void *nd_heap_alloc_lasting(struct nd_heap *heap, size_t bytes)
{
    size_t header_bytes = sizeof(struct nd_heap_block) - offsetof(struct nd_heap_block, bytes), block_bytes = header_bytes + ((bytes + 15) & ~(size_t)15);
    if (!heap->packs_blocks || block_bytes > PACK_BYTES / 8) return nd_heap_zalloc(heap, bytes);
    lock_packs(heap);
    size_t size_at = size_at_of(heap, block_bytes);
    if (size_at == ND_HEAP_SIZES_MAX) {
        unlock_packs(heap);
        return nd_heap_zalloc(heap, bytes);
    }
    struct nd_heap_pack *pack = pack_with_room(heap, size_at);
    void *place = pack->free_list;
    memcpy(&pack->free_list, place, sizeof pack->free_list);
    if (++pack->used == pack->cap) unlink_pack(pack);
    unlock_packs(heap);
    struct nd_heap_block *block = block_at(heap, place);
    block->bytes = (size_t)(uintptr_t)pack | IS_LASTING;
    block->heap = heap;
    atomic_fetch_add_explicit(&heap->bytes, block_bytes - header_bytes, memory_order_relaxed);
    return memset(block + 1, 0, bytes);
}

static void free_lasting(struct nd_heap *heap, struct nd_heap_block *block)
{
    struct nd_heap_pack *pack = (void *)(uintptr_t)(block->bytes & ~IS_LASTING);
    void *place = place_of(heap, block);
    block->heap = NULL;
    lock_packs(heap);
    size_t block_bytes = heap->sizes[pack->size_at].block_bytes, header_bytes = sizeof *block - offsetof(struct nd_heap_block, bytes);
    atomic_fetch_sub_explicit(&heap->bytes, block_bytes - header_bytes, memory_order_relaxed);
    memcpy(place, &pack->free_list, sizeof pack->free_list);
    pack->free_list = place;
    if (pack->used-- == pack->cap) link_pack(pack);
    bool is_empty = pack->used == 0;
    if (is_empty) unlink_pack(pack);
    unlock_packs(heap);
    if (is_empty) free(pack);
}

void nd_heap_free(struct nd_heap *heap, void *p)
{
    if (p == NULL) return;
    struct nd_heap_block *block = (struct nd_heap_block *)p - 1;
    ND_ASSERT(block->heap == heap);
    if ((block->bytes & IS_LASTING) != 0) {
        free_lasting(heap, block);
        return;
    }
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
    ND_ASSERT((block->bytes & IS_LASTING) == 0);
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
