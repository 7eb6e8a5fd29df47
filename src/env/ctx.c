/* SPDX-License-Identifier: Apache-2.0 */
/* ctx.c - stacks, and switching between them through Boost.Context's C symbols. The sanitizers are
 * told of every switch: without that they see one stack pointer jump through foreign memory. */
#include <sys/mman.h>
#include <unistd.h>

#include "env/env_int.h"
#include "base/limits.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ND_WITH_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define ND_WITH_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ND_WITH_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define ND_WITH_TSAN 1
#endif

#ifdef ND_WITH_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#endif
#ifdef ND_WITH_TSAN
#include <sanitizer/tsan_interface.h>
#endif

#define ND_STACKS_FREE_MAX 128

/* Boost.Context's ABI (boost/context/detail/fcontext.hpp), which has no C header. */
struct transfer {
    void *fctx; /* the context that was left */
    void *data;
};
extern struct transfer jump_fcontext(void *to, void *data);
extern void *make_fcontext(void *stack_hi, size_t stack_bytes, void (*entry)(struct transfer transfer));

/* The switch carries the context that is entered. Nothing in between may live on AddressSanitizer's
 * fake stack (where it keeps locals to find their use after return): that of a context which is left for good
 * is gone on arrival. */
#define NO_FAKE_FRAME __attribute__((no_sanitize("address")))

NO_FAKE_FRAME static void arrive(struct transfer transfer)
{
    struct nd__ctx *ctx = transfer.data, *from = ctx->from;
    from->fctx = transfer.fctx;
#ifdef ND_WITH_ASAN
    const void *lo;
    size_t bytes;
    __sanitizer_finish_switch_fiber(ctx->fake_stack, &lo, &bytes);
    if (from->stack_lo == NULL) {
        from->stack_lo = lo;
        from->stack_bytes = bytes;
    }
#endif
}

NO_FAKE_FRAME static void enter(struct transfer transfer)
{
    struct nd__ctx *ctx = transfer.data;
    arrive(transfer);
    ctx->main(ctx->arg);
    ND_UNREACHABLE();
}

void nd__ctx_make(struct nd__ctx *ctx, void *stack_lo, size_t stack_bytes, void (*main)(void *arg), void *arg)
{
    *ctx = (struct nd__ctx){.main = main, .arg = arg, .stack_lo = stack_lo, .stack_bytes = stack_bytes};
    ctx->fctx = make_fcontext((uint8_t *)stack_lo + stack_bytes, stack_bytes, enter);
#ifdef ND_WITH_TSAN
    ctx->tsan_fiber = __tsan_create_fiber(0);
#endif
}

void nd__ctx_drop(struct nd__ctx *ctx)
{
#ifdef ND_WITH_TSAN
    if (ctx->tsan_fiber != NULL) __tsan_destroy_fiber(ctx->tsan_fiber);
    ctx->tsan_fiber = NULL;
#endif
    ctx->fctx = NULL;
}

NO_FAKE_FRAME static void jump(struct nd__ctx *from, struct nd__ctx *to, bool is_last)
{
    to->from = from;
#ifdef ND_WITH_ASAN
    __sanitizer_start_switch_fiber(is_last ? NULL : &from->fake_stack, to->stack_lo, to->stack_bytes);
#endif
#ifdef ND_WITH_TSAN
    from->tsan_fiber = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(to->tsan_fiber, 0);
#endif
    arrive(jump_fcontext(to->fctx, to));
}

void nd__ctx_switch(struct nd__ctx *from, struct nd__ctx *to) { jump(from, to, false); }

void nd__ctx_leave(struct nd__ctx *from, struct nd__ctx *to)
{
    jump(from, to, true);
    ND_UNREACHABLE();
}

static struct nd__stack *map_stack(size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t map_bytes = (bytes + sizeof(struct nd__stack) + 2 * page - 1) / page * page;
    uint8_t *map = mmap(NULL, map_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (map == MAP_FAILED) nd_fatal(ND_EXIT_MEMORY, "no memory for a stack of %zu bytes", bytes);
    if (mprotect(map, page, PROT_NONE) != 0) nd_fatal(ND_EXIT_MEMORY, "no guard page: too many mappings");
    struct nd__stack *stack = (struct nd__stack *)(void *)(map + map_bytes) - 1;
    nd_list_init(&stack->link);
    stack->map = map;
    stack->map_bytes = map_bytes;
    stack->lo = map + page;
#ifdef ND_WITH_ASAN
    __lsan_register_root_region(stack->lo, map_bytes - page);
#endif
    return stack;
}

static void unmap_stack(struct nd__stack *stack)
{
#ifdef ND_WITH_ASAN
    __lsan_unregister_root_region(stack->lo, stack->map_bytes - (size_t)(stack->lo - stack->map));
#endif
    munmap(stack->map, stack->map_bytes);
}

void nd__stack_wipe(struct nd__stack *stack)
{
#ifdef ND_WITH_ASAN
    __asan_unpoison_memory_region(stack->lo, (size_t)((uint8_t *)stack - stack->lo));
#else
    ND_UNUSED(stack);
#endif
}

void nd__stack_pool_init(struct nd__stack_pool *pool)
{
    nd_list_init(&pool->free);
    pool->free_count = 0;
    pool->big = NULL;
}

void nd__stack_pool_deinit(struct nd__stack_pool *pool)
{
    while (!nd_list_is_empty(&pool->free)) {
        struct nd__stack *stack = ND_CONTAINER_OF(pool->free.next, struct nd__stack, link);
        nd_list_remove(&stack->link);
        unmap_stack(stack);
    }
    pool->free_count = 0;
    if (pool->big != NULL) unmap_stack(pool->big);
    pool->big = NULL;
}

static bool is_default_size(const struct nd__stack *stack)
{
    size_t bytes = (size_t)((const uint8_t *)stack - stack->lo);
    return bytes >= ND_FIBER_STACK_BYTES && bytes < ND_FIBER_STACK_BYTES + (64 << 10);
}

struct nd__stack *nd__stack_take(struct nd__stack_pool *pool, size_t bytes)
{
    if (bytes != ND_FIBER_STACK_BYTES || nd_list_is_empty(&pool->free)) return map_stack(bytes);
    /* The one given back last: its pages are in the cache. */
    struct nd__stack *stack = ND_CONTAINER_OF(pool->free.prev, struct nd__stack, link);
    nd_list_remove(&stack->link);
    pool->free_count--;
    return stack;
}

void nd__stack_give(struct nd__stack_pool *pool, struct nd__stack *stack)
{
    if (!is_default_size(stack) || pool->free_count >= ND_STACKS_FREE_MAX) {
        nd__stack_wipe(stack);
        unmap_stack(stack);
        return;
    }
    nd__stack_wipe(stack);
    nd_list_push_back(&pool->free, &stack->link);
    pool->free_count++;
}

struct nd__stack *nd__stack_big(struct nd__stack_pool *pool)
{
    if (pool->big == NULL) pool->big = map_stack(ND_PARSER_STACK_BYTES);
    return pool->big;
}
