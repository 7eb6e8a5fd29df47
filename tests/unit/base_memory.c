/* SPDX-License-Identifier: Apache-2.0 */
/* Heaps (tracked and passing through), arenas, and what ends the process. Allocation never fails for a caller (H1), so
 * there is no failure to inject below it: the process that has no memory ends with its own exit code. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/prng.h"

enum { BLOCKS = 200,
       ROUNDS = 20000 };

/* ---- heaps ------------------------------------------------------------------------------------------------------- */

struct block {
    uint8_t *p;
    size_t n;
    uint8_t fill;
};

/* Of a few sizes, in any order: zeroed, apart, close together; all is given back. */
static void lasting_blocks_are_packed(void **state)
{
    (void)state;
    static const size_t sizes[] = {24, 416, 1936, 60000};
    struct nd_heap heap;
    struct nd_prng prng;
    struct { uint8_t *p; size_t n; uint8_t fill; } blocks[BLOCKS] = {0};
    nd_heap_init(&heap, false);
    heap.packs_blocks = true;
    nd_prng_init(&prng, 7);
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t at = nd_prng_below(&prng, BLOCKS);
        for (size_t i = 0; i < blocks[at].n; i++) assert_int_equal(blocks[at].p[i], blocks[at].fill);
        if (blocks[at].p != NULL) {
            nd_heap_free(&heap, blocks[at].p);
            blocks[at].p = NULL;
            blocks[at].n = 0;
            continue;
        }
        blocks[at].n = sizes[round % 100 == 0 ? 3 : nd_prng_below(&prng, 3)];
        blocks[at].fill = (uint8_t)round;
        blocks[at].p = nd_heap_alloc_lasting(&heap, blocks[at].n);
        assert_int_equal((uintptr_t)blocks[at].p % 16, 0);
        for (size_t i = 0; i < blocks[at].n; i++) assert_int_equal(blocks[at].p[i], 0);
        memset(blocks[at].p, blocks[at].fill, blocks[at].n);
    }
    for (size_t i = 0; i < BLOCKS; i++) nd_heap_free(&heap, blocks[i].p);
    assert_int_equal(heap.bytes, 0);
    for (size_t i = 0; i < ND_HEAP_SIZES_MAX; i++) assert_null(heap.sizes[i].packs);
    uint8_t *a = nd_heap_alloc_lasting(&heap, 1936), *passing = nd_heap_alloc(&heap, 2000), *b = nd_heap_alloc_lasting(&heap, 1936);
    assert_int_equal(b - a, 1936 + 16);
    nd_heap_free(&heap, a);
    nd_heap_free(&heap, b);
    nd_heap_free(&heap, passing);
    nd_heap_deinit(&heap);
}

static void check(const struct block *block)
{
    for (size_t i = 0; i < block->n; i++) assert_int_equal(block->p[i], block->fill);
}

/* Random allocations, growth and frees: nothing overlaps, the count of bytes is right. */
static void use_heap(bool is_tracked)
{
    struct nd_heap heap;
    struct nd_prng prng;
    struct block blocks[BLOCKS] = {0};
    size_t live = 0;
    nd_heap_init(&heap, is_tracked);
    nd_prng_init(&prng, is_tracked);
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct block *block = &blocks[nd_prng_below(&prng, BLOCKS)];
        check(block);
        if (block->p != NULL && nd_prng_chance(&prng, 0.4)) {
            live -= block->n;
            nd_heap_free(&heap, block->p);
            *block = (struct block){0};
            continue;
        }
        size_t n = nd_prng_below(&prng, 300), kept = n < block->n ? n : block->n;
        live += n - block->n;
        block->p = nd_heap_realloc(&heap, block->p, n);
        for (size_t i = 0; i < kept; i++) assert_int_equal(block->p[i], block->fill);
        assert_int_equal((uintptr_t)block->p % 16, 0);
        block->n = n;
        block->fill = (uint8_t)round;
        memset(block->p, block->fill, n);
        assert_int_equal(heap.bytes, live);
    }
    if (!is_tracked) /* a tracked heap frees what is left itself: the leak checker would tell */
        for (size_t i = 0; i < BLOCKS; i++) nd_heap_free(&heap, blocks[i].p);
    nd_heap_deinit(&heap);
    assert_int_equal(heap.bytes, 0);
    assert_null(heap.blocks);
}

static void heap_passes_through(void **state)
{
    ND_UNUSED(state);
    use_heap(false);
}

static void tracked_heap_is_freed_whole(void **state)
{
    ND_UNUSED(state);
    use_heap(true);
}

static void heap_copies_and_zeroes(void **state)
{
    ND_UNUSED(state);
    struct nd_heap *heap = nd_heap_create();
    char *text = nd_heap_strdup(heap, "dream");
    assert_string_equal(text, "dream");
    uint8_t *zeroed = nd_heap_zalloc(heap, 1000);
    for (size_t i = 0; i < 1000; i++) assert_int_equal(zeroed[i], 0);
    nd_heap_free(heap, NULL);
    nd_heap_free(heap, text);
    nd_heap_free(heap, zeroed);
    assert_int_equal(heap->bytes, 0);
    nd_heap_destroy(heap);
}

/* ---- what ends the process ----------------------------------------------------------------------------------------- */

static int exit_code_of(void (*fn)(void))
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        close(STDERR_FILENO);
        fn();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void ask_too_much(void)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    (void)nd_heap_alloc(&heap, SIZE_MAX / 2 + 1);
}

static void grow_too_much(void)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    (void)nd_heap_realloc(&heap, nd_heap_alloc(&heap, 1), SIZE_MAX / 2 + 1);
}

static void free_through_another_heap(void)
{
    struct nd_heap mine, yours;
    nd_heap_init(&mine, false);
    nd_heap_init(&yours, false);
    nd_heap_free(&yours, nd_heap_alloc(&mine, 8));
}

static void say_goodbye(void) { nd_fatal(ND_EXIT_LOG_IO, "the %s is gone", "disk"); }

static void the_process_ends_with_its_code(void **state)
{
    ND_UNUSED(state);
    assert_int_equal(exit_code_of(ask_too_much), ND_EXIT_MEMORY);
    assert_int_equal(exit_code_of(grow_too_much), ND_EXIT_MEMORY);
    assert_int_equal(exit_code_of(free_through_another_heap), -SIGABRT);
    assert_int_equal(exit_code_of(say_goodbye), ND_EXIT_LOG_IO);
}

/* ---- arenas ---------------------------------------------------------------------------------------------------------- */

static void arena_hands_out_apart(void **state)
{
    ND_UNUSED(state);
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_prng prng;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    nd_prng_init(&prng, 3);
    assert_int_equal(heap.bytes, 0); /* nothing before the first allocation */
    for (unsigned round = 0; round < 50; round++) {
        struct block blocks[BLOCKS];
        for (unsigned i = 0; i < BLOCKS; i++) {
            size_t n = nd_prng_chance(&prng, 0.02) ? nd_prng_below(&prng, 400000) : nd_prng_below(&prng, 200);
            blocks[i] = (struct block){nd_arena_alloc(&arena, n), n, (uint8_t)i};
            assert_int_equal((uintptr_t)blocks[i].p % 16, 0);
            memset(blocks[i].p, blocks[i].fill, n);
        }
        for (unsigned i = 0; i < BLOCKS; i++) check(&blocks[i]);
        size_t before = heap.bytes;
        nd_arena_reset(&arena);
        assert_int_equal(arena.bytes, 0);
        assert_true(heap.bytes <= before);
        assert_true(heap.bytes <= 300 * 1024); /* one chunk stays, and no huge one */
    }
    nd_arena_deinit(&arena);
    assert_int_equal(heap.bytes, 0);
}

static void arena_reuses_its_chunk(void **state)
{
    ND_UNUSED(state);
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    void *first = nd_arena_alloc(&arena, 100);
    size_t held = heap.bytes;
    for (unsigned i = 0; i < 1000; i++) {
        nd_arena_reset(&arena);
        assert_ptr_equal(nd_arena_alloc(&arena, 100), first);
    }
    assert_int_equal(heap.bytes, held);
    nd_arena_deinit(&arena);
}

static void arena_texts(void **state)
{
    ND_UNUSED(state);
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    char part[] = {'a', 'b', 'c'};
    assert_string_equal(nd_arena_strdup(&arena, ""), "");
    assert_string_equal(nd_arena_strndup(&arena, part, 2), "ab");
    assert_string_equal(nd_arena_strndup(&arena, NULL, 0), "");
    assert_string_equal(nd_arena_printf(&arena, "%s-%05d", "n", 42), "n-00042");
    char *wide = nd_arena_printf(&arena, "%5000s", "x");
    assert_int_equal(strlen(wide), 5000);
    struct nd_slice copy = nd_arena_copy(&arena, nd_slice_of(part, 3));
    part[0] = 'z';
    assert_true(nd_slice_eq(copy, nd_slice_str("abc")));
    assert_int_equal(nd_arena_copy(&arena, ND_SLICE_EMPTY).n, 0);
    int *numbers = nd_arena_array(&arena, int, 100);
    for (unsigned i = 0; i < 100; i++) assert_int_equal(numbers[i], 0);
    nd_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heap_passes_through),
        cmocka_unit_test(tracked_heap_is_freed_whole),
        cmocka_unit_test(heap_copies_and_zeroes),
        cmocka_unit_test(lasting_blocks_are_packed),
        cmocka_unit_test(the_process_ends_with_its_code),
        cmocka_unit_test(arena_hands_out_apart),
        cmocka_unit_test(arena_reuses_its_chunk),
        cmocka_unit_test(arena_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
