/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory by lifetime: allocate often, free once (PostgreSQL's memory contexts).
 *
 * Owner.      One arena per statement, batch, connection or message; passed explicitly.
 * Threading.  One thread at a time.
 * Invariants. A1 nothing allocated here outlives nd_arena_reset. */
#ifndef ND_BASE_ARENA_H
#define ND_BASE_ARENA_H

#include <stdarg.h>

#include "base/heap.h"
#include "base/slice.h"

struct nd_arena_chunk;

struct nd_arena {
    struct nd_heap *heap;
    struct nd_arena_chunk *chunks; /* newest first */
    size_t bytes;                  /* handed out since the last reset */
};

/* Takes no memory before the first allocation. */
void nd_arena_init(struct nd_arena *arena, struct nd_heap *heap);
void nd_arena_deinit(struct nd_arena *arena);
/* Forgets all allocations; keeps one chunk for reuse. */
void nd_arena_reset(struct nd_arena *arena);

void *nd_arena_alloc(struct nd_arena *arena, size_t bytes);  /* uninitialised, 16-aligned */
void *nd_arena_zalloc(struct nd_arena *arena, size_t bytes);
char *nd_arena_strdup(struct nd_arena *arena, const char *text);
char *nd_arena_strndup(struct nd_arena *arena, const char *text, size_t n);
char *nd_arena_printf(struct nd_arena *arena, const char *fmt, ...) ND_PRINTF(2, 3);
char *nd_arena_vprintf(struct nd_arena *arena, const char *fmt, va_list args);
struct nd_slice nd_arena_copy(struct nd_arena *arena, struct nd_slice bytes);

#define nd_arena_new(arena, type) ((type *)nd_arena_zalloc((arena), sizeof(type)))
#define nd_arena_array(arena, type, count) ((type *)nd_arena_zalloc((arena), sizeof(type) * (size_t)(count)))

#endif
