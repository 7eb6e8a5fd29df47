/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"

enum { ARENA_CHUNK_MIN = 1024, ARENA_CHUNK_MAX = 256 * 1024 };

struct nd_arena_chunk {
    struct nd_arena_chunk *next;
    size_t used, cap;
    size_t pad;
    uint8_t data[];
};
ND_STATIC_ASSERT(sizeof(struct nd_arena_chunk) % 16 == 0, "chunks stay 16-aligned");

void nd_arena_init(struct nd_arena *arena, struct nd_heap *heap)
{
    arena->heap = heap;
    arena->chunks = NULL;
    arena->bytes = 0;
}

void nd_arena_deinit(struct nd_arena *arena)
{
    while (arena->chunks != NULL) {
        struct nd_arena_chunk *next = arena->chunks->next;
        nd_heap_free(arena->heap, arena->chunks);
        arena->chunks = next;
    }
    arena->bytes = 0;
}

void nd_arena_reset(struct nd_arena *arena)
{
    arena->bytes = 0;
    struct nd_arena_chunk *keep = arena->chunks;
    if (keep == NULL) return;
    struct nd_arena_chunk *chunk = keep->next;
    while (chunk != NULL) {
        struct nd_arena_chunk *next = chunk->next;
        nd_heap_free(arena->heap, chunk);
        chunk = next;
    }
    if (keep->cap > ARENA_CHUNK_MAX) {
        nd_heap_free(arena->heap, keep);
        arena->chunks = NULL;
        return;
    }
    keep->next = NULL;
    keep->used = 0;
}

void *nd_arena_alloc(struct nd_arena *arena, size_t bytes)
{
    ND_ASSERT(bytes <= SIZE_MAX / 4);
    size_t need = (bytes + 15) & ~(size_t)15;
    struct nd_arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->cap - chunk->used < need) {
        size_t cap = chunk == NULL ? ARENA_CHUNK_MIN : chunk->cap * 2;
        if (cap > ARENA_CHUNK_MAX) cap = ARENA_CHUNK_MAX;
        if (cap < need) cap = need;
        struct nd_arena_chunk *fresh = nd_heap_alloc(arena->heap, sizeof *fresh + cap);
        fresh->next = chunk;
        fresh->used = 0;
        fresh->cap = cap;
        arena->chunks = chunk = fresh;
    }
    void *p = chunk->data + chunk->used;
    chunk->used += need;
    arena->bytes += need;
    return p;
}

void *nd_arena_zalloc(struct nd_arena *arena, size_t bytes)
{
    return memset(nd_arena_alloc(arena, bytes), 0, bytes);
}

char *nd_arena_strdup(struct nd_arena *arena, const char *text)
{
    return nd_arena_strndup(arena, text, strlen(text));
}

char *nd_arena_strndup(struct nd_arena *arena, const char *text, size_t n)
{
    char *copy = nd_arena_alloc(arena, n + 1);
    if (n > 0) memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

char *nd_arena_vprintf(struct nd_arena *arena, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    ND_ASSERT(n >= 0);
    char *text = nd_arena_alloc(arena, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return text;
}

char *nd_arena_printf(struct nd_arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    char *text = nd_arena_vprintf(arena, fmt, args);
    va_end(args);
    return text;
}

struct nd_slice nd_arena_copy(struct nd_arena *arena, struct nd_slice bytes)
{
    uint8_t *copy = nd_arena_alloc(arena, bytes.n);
    if (bytes.n > 0) memcpy(copy, bytes.p, bytes.n);
    return (struct nd_slice){copy, bytes.n};
}
