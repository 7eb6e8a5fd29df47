/* SPDX-License-Identifier: Apache-2.0 */
/* Arbitrary bytes as JSON: read as json and jsonb, two of them compared and looked into; and as what jsonb stores, as a
 * damaged disk or a peer might hand it over. */
#include "sql/types/json.h"

#include "base/heap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct world {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_err err;
};

static int sign(int c) { return c < 0 ? -1 : c > 0; }

/* What jsonb stores is read back as itself, and is json. */
static bool take(struct world *world, struct nd_slice text, struct nd_slice *jsonb_out)
{
    struct nd_slice again;
    struct nd_json *json;
    bool is_json = nd_json_check(text, &world->arena, &world->err) == ND_STATUS_OK;
    if (nd_jsonb_in(text, &world->arena, jsonb_out, &world->err) != ND_STATUS_OK) return false;
    ND_ASSERT(is_json);
    ND_ASSERT(nd_jsonb_in(*jsonb_out, &world->arena, &again, &world->err) == ND_STATUS_OK);
    ND_ASSERT(nd_slice_eq(*jsonb_out, again));
    ND_ASSERT(nd_json_parse(*jsonb_out, &world->arena, &json, &world->err) == ND_STATUS_OK);
    ND_ASSERT(nd_json_contains(json, json));
    ND_ASSERT(nd_jsonb_cmp(*jsonb_out, again) == 0);
    return true;
}

static void fuzz_texts(struct world *world, struct nd_slice head, struct nd_slice tail)
{
    struct nd_slice a, b;
    struct nd_json *x, *y;
    bool has_a = take(world, head, &a), has_b = take(world, tail, &b);
    if (!has_a || !has_b) return;
    int c = nd_jsonb_cmp(a, b);
    ND_ASSERT(sign(nd_jsonb_cmp(b, a)) == -sign(c));
    if (c == 0) ND_ASSERT(nd_jsonb_hash(a) == nd_jsonb_hash(b));
    ND_ASSERT(nd_json_parse(a, &world->arena, &x, &world->err) == ND_STATUS_OK);
    ND_ASSERT(nd_json_parse(b, &world->arena, &y, &world->err) == ND_STATUS_OK);
    bool is_in = nd_json_contains(x, y);
    if (c == 0) ND_ASSERT(is_in);
    (void)nd_json_member(x, b);
    (void)nd_json_item(x, -1);
}

/* Not checked by anybody before. */
static void fuzz_stored(struct world *world, struct nd_slice head, struct nd_slice tail)
{
    struct nd_json *json;
    (void)nd_jsonb_cmp(head, tail);
    (void)nd_jsonb_cmp(tail, head);
    uint64_t sum = nd_jsonb_hash(head) + nd_jsonb_hash(tail);
    ND_UNUSED(sum);
    if (nd_json_parse(head, &world->arena, &json, &world->err) != ND_STATUS_OK) return;
    nd_json_normalize(json, &world->arena);
    struct nd_buf out;
    nd_buf_init(&out, &world->heap);
    enum nd_status status = nd_json_put(json, &world->arena, &out, &world->err);
    ND_UNUSED(status);
    nd_buf_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world;
    if (size < 2) return 0;
    if (size > 4096) size = 4096;
    nd_heap_init(&world.heap, true);
    nd_arena_init(&world.arena, &world.heap);
    nd_err_clear(&world.err);
    struct nd_slice input = nd_slice_of(data + 1, size - 1);
    const uint8_t *mark = memchr(input.p, '|', input.n);
    size_t n = mark == NULL ? input.n : (size_t)(mark - input.p);
    struct nd_slice head = nd_slice_of(input.p, n), tail = mark == NULL ? head : nd_slice_drop(input, n + 1);
    if ((data[0] & 1) == 0) fuzz_texts(&world, head, tail);
    else fuzz_stored(&world, head, tail);
    nd_arena_deinit(&world.arena);
    ND_ASSERT(world.heap.bytes == 0);
    nd_heap_deinit(&world.heap);
    return 0;
}
