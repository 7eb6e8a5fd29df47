/* SPDX-License-Identifier: Apache-2.0 */
/* Lists, the map by id and the map by bytes, against models that are plain arrays. Random numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/hmap.h"
#include "base/list.h"
#include "base/omap.h"
#include "base/prng.h"

enum { IDS = 400,
       ROUNDS = 40000,
       KEYS = 300 };

static struct nd_heap heap;

/* ---- list --------------------------------------------------------------------------------------------------------- */

struct item {
    int v;
    struct nd_list link;
};

static void expect_list(const struct nd_list *list, const char *text)
{
    size_t n = 0;
    ND_LIST_FOREACH (link, list) assert_int_equal(ND_CONTAINER_OF(link, struct item, link)->v, text[n++]);
    assert_int_equal(text[n], '\0');
    for (struct nd_list *link = list->prev; link != list; link = link->prev) assert_int_equal(ND_CONTAINER_OF(link, struct item, link)->v, text[--n]);
    assert_int_equal(n, 0);
    assert_int_equal(nd_list_is_empty(list), text[0] == '\0');
}

static void lists_keep_order(void **state)
{
    ND_UNUSED(state);
    struct nd_list list;
    struct item a = {.v = 'a'}, b = {.v = 'b'}, c = {.v = 'c'}, d = {.v = 'd'};
    nd_list_init(&list);
    expect_list(&list, "");
    nd_list_push_back(&list, &b.link);
    nd_list_push_back(&list, &c.link);
    nd_list_push_front(&list, &a.link);
    expect_list(&list, "abc");
    nd_list_push_back(&c.link, &d.link); /* in front of c */
    expect_list(&list, "abdc");
    nd_list_remove(&d.link);
    nd_list_remove(&d.link); /* harmless */
    expect_list(&list, "abc");
    ND_LIST_FOREACH_SAFE (link, &list) {
        if (ND_CONTAINER_OF(link, struct item, link)->v != 'b') nd_list_remove(link);
    }
    expect_list(&list, "b");
    nd_list_remove(&b.link);
    expect_list(&list, "");
}

/* ---- hmap ---------------------------------------------------------------------------------------------------------- */

static void compare_hmap(const struct nd_hmap *hmap, void *const *model, const uint64_t *ids)
{
    size_t count = 0, seen = 0;
    for (size_t i = 0; i < IDS; i++) {
        assert_ptr_equal(nd_hmap_find(hmap, ids[i]), model[i]);
        count += model[i] != NULL;
    }
    ND_HMAP_FOREACH (slot, hmap) {
        assert_non_null(slot->value);
        seen++;
    }
    assert_int_equal(hmap->count, count);
    assert_int_equal(seen, count);
}

static void hmap_equals_its_model(void **state)
{
    ND_UNUSED(state);
    static char values[16];
    struct nd_hmap hmap;
    struct nd_prng prng;
    uint64_t ids[IDS];
    void *model[IDS] = {0};
    nd_prng_init(&prng, 5);
    nd_hmap_init(&hmap, &heap);
    assert_int_equal(heap.bytes, 0);
    /* Small ones, large ones, ones that differ in the high bits alone. */
    for (uint64_t i = 0; i < IDS; i++) ids[i] = i < 150 ? i + 1 : i < 300 ? (i << 40) + 7
                                                                          : nd_prng_next(&prng) | 1;
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t i = nd_prng_below(&prng, IDS);
        if (nd_prng_chance(&prng, round / 4000 % 2 == 0 ? 0.6 : 0.3)) {
            model[i] = &values[nd_prng_below(&prng, sizeof values)];
            nd_hmap_put(&hmap, ids[i], model[i]);
        } else {
            assert_ptr_equal(nd_hmap_remove(&hmap, ids[i]), model[i]);
            model[i] = NULL;
        }
        if (round % 100 == 0) compare_hmap(&hmap, model, ids);
    }
    compare_hmap(&hmap, model, ids);
    assert_null(nd_hmap_find(&hmap, 0));
    assert_null(nd_hmap_remove(&hmap, 0));
    nd_hmap_deinit(&hmap);
    assert_int_equal(heap.bytes, 0);
    ND_HMAP_FOREACH (slot, &hmap) fail();
}

/* ---- omap ------------------------------------------------------------------------------------------------------------- */

static uint8_t key_bytes[KEYS][3];
static struct nd_omap_node nodes[KEYS];
static bool is_in[KEYS];

static struct nd_slice key_of(size_t i) { return nd_slice_of(key_bytes[i], 1 + i % 3); }

/* Heap order of priorities and links that agree: the shape then depends on the keys alone. */
static size_t check_shape(const struct nd_omap_node *node)
{
    if (node == NULL) return 0;
    if (node->left != NULL) assert_ptr_equal(node->left->parent, node);
    if (node->right != NULL) assert_ptr_equal(node->right->parent, node);
    if (node->parent != NULL) assert_true(node->parent->priority >= node->priority);
    return 1 + check_shape(node->left) + check_shape(node->right);
}

static size_t model_of(struct nd_slice key, int direction) /* the nearest at or above (1), below (-1) */
{
    size_t best = KEYS;
    for (size_t i = 0; i < KEYS; i++) {
        int c = nd_slice_cmp(key_of(i), key);
        if (!is_in[i] || (direction > 0 ? c < 0 : c >= 0)) continue;
        if (best == KEYS || nd_slice_cmp(key_of(i), key_of(best)) * direction < 0) best = i;
    }
    return best;
}

static void compare_omap(const struct nd_omap *omap)
{
    size_t count = 0;
    for (size_t i = 0; i < KEYS; i++) {
        size_t ge = model_of(key_of(i), 1), lt = model_of(key_of(i), -1);
        assert_ptr_equal(nd_omap_find(omap, key_of(i)), is_in[i] ? &nodes[i] : NULL);
        assert_ptr_equal(nd_omap_find_ge(omap, key_of(i)), ge == KEYS ? NULL : &nodes[ge]);
        assert_ptr_equal(nd_omap_find_lt(omap, key_of(i)), lt == KEYS ? NULL : &nodes[lt]);
        count += is_in[i];
    }
    assert_int_equal(omap->count, count);
    assert_int_equal(check_shape(omap->root), count);
    size_t walked = 0;
    for (struct nd_omap_node *node = nd_omap_first(omap), *before = NULL; node != NULL; before = node, node = nd_omap_next(node), walked++) {
        if (before != NULL) assert_true(nd_slice_cmp(before->key, node->key) < 0);
        assert_ptr_equal(nd_omap_prev(node), before);
    }
    assert_int_equal(walked, count);
}

static void omap_equals_its_model(void **state)
{
    ND_UNUSED(state);
    struct nd_omap omap;
    struct nd_prng prng;
    nd_prng_init(&prng, 6);
    nd_omap_init(&omap);
    for (size_t i = 0; i < KEYS; i++) { /* one, two and three bytes; all different */
        key_bytes[i][0] = (uint8_t)(i * 7 / 3);
        key_bytes[i][1] = (uint8_t)i;
        key_bytes[i][2] = (uint8_t)(i >> 4);
    }
    assert_null(nd_omap_first(&omap));
    assert_null(nd_omap_last(&omap));
    for (unsigned round = 0; round < 8000; round++) {
        size_t i = nd_prng_below(&prng, KEYS);
        if (is_in[i] && nd_prng_chance(&prng, 0.7)) {
            nd_omap_remove(&omap, &nodes[i]);
            is_in[i] = false;
        } else {
            struct nd_omap_node spare, *holder = nd_omap_insert(&omap, is_in[i] ? &spare : &nodes[i], key_of(i));
            struct nd_omap_node *there = nd_omap_find(&omap, key_of(i));
            assert_ptr_equal(holder, is_in[i] ? there : NULL);
            if (there == &nodes[i]) is_in[i] = true;
        }
        if (round % 200 == 0) compare_omap(&omap);
    }
    compare_omap(&omap);
    assert_ptr_equal(nd_omap_last(&omap), nd_omap_find_lt(&omap, nd_slice_of("\xff\xff\xff\xff", 4)));
}

/* ---- random numbers ------------------------------------------------------------------------------------------------- */

static void random_numbers_repeat_and_spread(void **state)
{
    ND_UNUSED(state);
    struct nd_prng a, b;
    unsigned counts[10] = {0}, chances = 0;
    nd_prng_init(&a, 42);
    nd_prng_init(&b, 42);
    for (unsigned i = 0; i < 1000; i++) assert_int_equal(nd_prng_next(&a), nd_prng_next(&b));
    for (unsigned i = 0; i < 100000; i++) {
        counts[nd_prng_below(&a, 10)]++;
        uint64_t v = nd_prng_between(&a, 5, 9);
        assert_true(v >= 5 && v <= 9);
        double unit = nd_prng_unit(&a);
        assert_true(unit >= 0 && unit < 1);
        chances += nd_prng_chance(&a, 0.25);
    }
    for (unsigned i = 0; i < 10; i++) assert_in_range(counts[i], 9500, 10500);
    assert_in_range(chances, 24000, 26000);
    assert_int_equal(nd_prng_below(&a, 1), 0);
    assert_int_equal(nd_prng_between(&a, 7, 7), 7);
    (void)nd_prng_between(&a, 0, UINT64_MAX);
    assert_false(nd_prng_chance(&a, 0));
    assert_true(nd_prng_chance(&a, 1));
    nd_prng_init(&b, 43);
    assert_int_not_equal(nd_prng_next(&a), nd_prng_next(&b));
}

int main(void)
{
    nd_heap_init(&heap, false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_keep_order),
        cmocka_unit_test(hmap_equals_its_model),
        cmocka_unit_test(omap_equals_its_model),
        cmocka_unit_test(random_numbers_repeat_and_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
