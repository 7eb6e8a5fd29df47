/* SPDX-License-Identifier: Apache-2.0 */
/* Applying entries: all of their effects and the applied index are one engine write (Y1), whatever the
 * commands read of each other; against the same entries applied one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/prng.h"
#include "engine/engine_int.h"
#include "engine/engine_mem.h"
#include "range/apply.h"
#include "range/mvcc.h"
#include "range/span_walk.h"

enum { ENTRIES = 60, KEYS = 6, TXNS = 5, ROUNDS = 400 };

struct world {
    struct nd_heap heap;
    struct nd_engine *engine;
    struct nd_engine_ops ops;
};

static unsigned writes;
static enum nd_status (*write_of_mem)(struct nd_engine *engine, struct nd_engine_batch *batch);
static enum nd_status count_write(struct nd_engine *engine, struct nd_engine_batch *batch)
{
    writes++;
    return write_of_mem(engine, batch);
}

static void open_world(struct world *world)
{
    nd_heap_init(&world->heap, false);
    struct nd_engine_options options = {0};
    assert_int_equal(nd_engine_mem_open(&options, &world->heap, &world->engine), ND_STATUS_OK);
    world->ops = *world->engine->ops;
    write_of_mem = world->ops.write;
    world->ops.write = count_write;
    world->engine->ops = &world->ops;
}

static void close_world(struct world *world)
{
    nd_engine_close(world->engine);
    nd_heap_deinit(&world->heap);
}

static const struct nd_range_epoch epoch = {1, 1};

static void apply(struct world *world, const struct nd_buf *bytes, size_t count, uint64_t first_index)
{
    struct nd_apply_entry entries[ENTRIES];
    for (size_t i = 0; i < count; i++)
        entries[i] =
            (struct nd_apply_entry){.index = first_index + i, .term = 1, .payload = nd_raft_payload_new(&world->heap, nd_buf_slice(&bytes[i]))};
    struct nd_apply_input input = {.engine = world->engine, .heap = &world->heap, .range = {7}, .epoch = epoch, .entries = entries, .count = count};
    assert_int_equal(nd_apply_entries(&input), ND_STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        assert_false(entries[i].is_stale);
        nd_raft_payload_unref(entries[i].payload);
    }
}

static void assert_same_records(struct world *a, struct world *b)
{
    struct nd_iter_options options = {0};
    struct nd_engine_iter *x = nd_engine_iter_new(a->engine, &options), *y = nd_engine_iter_new(b->engine, &options);
    nd_engine_iter_seek(x, ND_SLICE_EMPTY);
    nd_engine_iter_seek(y, ND_SLICE_EMPTY);
    while (nd_engine_iter_is_valid(x) && nd_engine_iter_is_valid(y)) {
        assert_true(nd_slice_eq(nd_engine_iter_key(x), nd_engine_iter_key(y)));
        assert_true(nd_slice_eq(nd_engine_iter_value(x), nd_engine_iter_value(y)));
        nd_engine_iter_next(x);
        nd_engine_iter_next(y);
    }
    assert_int_equal(nd_engine_iter_is_valid(x), nd_engine_iter_is_valid(y));
    nd_engine_iter_free(x);
    nd_engine_iter_free(y);
}

static struct nd_slice key_of(size_t i) { return nd_slice_of("abcdef" + i, 1); }

/* A command that a leader might replicate, and some that only its late doubles would. */
static bool put_random_command(struct nd_prng *prng, struct nd_buf *out)
{
    struct nd_ts start = {100 + nd_prng_below(prng, TXNS)}, commit = {start.v + 100};
    size_t first = nd_prng_below(prng, KEYS), last = first + nd_prng_below(prng, KEYS - first);
    struct nd_slice keys[KEYS];
    struct nd_kv_mut muts[KEYS];
    size_t count = last - first + 1;
    static const enum nd_mut_op ops[] = {ND_MUT_PUT, ND_MUT_DELETE, ND_MUT_LOCK, ND_MUT_GUARD};
    for (size_t i = 0; i < count; i++) {
        keys[i] = key_of(first + i);
        muts[i] = (struct nd_kv_mut){.op = ops[nd_prng_below(prng, ND_ARRAY_LEN(ops))], .key = keys[i]};
        if (muts[i].op == ND_MUT_PUT) muts[i].value = key_of(nd_prng_below(prng, KEYS));
    }
    unsigned what = (unsigned)nd_prng_below(prng, 8);
    switch (what) {
    case 0: nd_command_put_prewrite_async(out, start, 1000, (struct nd_ts){start.v + 1}, key_of(0), nd_slice_str("\1\1x"), muts, count); break;
    case 1:
    case 2: nd_command_put_prewrite(out, start, 1000, nd_prng_below(prng, 2) == 0, key_of(0), muts, count); break;
    case 3: nd_command_put_commit(out, start, commit, keys, count); break;
    case 4: nd_command_put_commit_span(out, start, commit, keys[0], keys[count - 1]); break;
    case 5: nd_command_put_rollback(out, start, keys, count); break;
    case 6: nd_command_put_discard(out, keys[0], keys[count - 1]); break;
    default: nd_command_put_push(out, key_of(0), start, commit);
    }
    return what == 6;
}

static void entries_applied_together_leave_what_they_leave_one_by_one(void **state)
{
    ND_UNUSED(state);
    struct nd_prng prng;
    nd_prng_init(&prng, 11);
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct world together, apart;
        open_world(&together);
        open_world(&apart);
        struct nd_buf bytes[ENTRIES];
        size_t count = 1 + nd_prng_below(&prng, ENTRIES), discards = 0;
        for (size_t i = 0; i < count; i++) {
            nd_buf_init(&bytes[i], &apart.heap);
            nd_command_batch_begin(&bytes[i], epoch, false);
            bool is_discard = put_random_command(&prng, &bytes[i]);
            if (i > 0 && is_discard) discards++; /* what is before it goes to the engine first */
            apply(&apart, &bytes[i], 1, 1 + i);
        }
        writes = 0;
        apply(&together, bytes, count, 1);
        assert_int_equal(writes, 1 + discards);
        assert_same_records(&together, &apart);
        for (size_t i = 0; i < count; i++) nd_buf_deinit(&bytes[i]);
        close_world(&apart);
        close_world(&together);
    }
}

/* What a simulated crash showed: the commit of a record that the same batch had put wrote the batch's
 * first half out without the applied index. */
static void a_record_put_and_committed_in_one_batch_is_one_write(void **state)
{
    ND_UNUSED(state);
    struct world world;
    open_world(&world);
    struct nd_slice key = key_of(0);
    struct nd_kv_mut mut = {.op = ND_MUT_PUT, .key = key, .value = key_of(1)};
    struct nd_buf bytes;
    nd_buf_init(&bytes, &world.heap);
    nd_command_batch_begin(&bytes, epoch, false);
    nd_command_put_prewrite(&bytes, (struct nd_ts){100}, 1000, false, key, &mut, 1);
    nd_command_put_commit(&bytes, (struct nd_ts){100}, (struct nd_ts){200}, &key, 1);
    writes = 0;
    apply(&world, &bytes, 1, 1);
    assert_int_equal(writes, 1);
    nd_buf_clear(&bytes);
    assert_int_equal(nd_mvcc_lock_get(world.engine, 0, key, &world.heap, &bytes), ND_STATUS_NOT_FOUND);
    nd_buf_deinit(&bytes);
    close_world(&world);
}

/* A row deleted, sent ahead, and then locked by a statement that looked for it: the deletion stands. */
static void a_lock_does_not_replace_a_write_sent_ahead(void **state)
{
    ND_UNUSED(state);
    struct world world;
    open_world(&world);
    struct nd_slice key = key_of(0);
    struct nd_kv_mut writes_of[] = {{.op = ND_MUT_DELETE, .key = key}, {.op = ND_MUT_LOCK, .key = key}};
    for (size_t i = 0; i < 3; i++) {
        struct nd_buf bytes;
        nd_buf_init(&bytes, &world.heap);
        nd_command_batch_begin(&bytes, epoch, false);
        if (i < 2) nd_command_put_prewrite(&bytes, (struct nd_ts){100}, 1000, true, key, &writes_of[i], 1);
        else nd_command_put_commit_span(&bytes, (struct nd_ts){100}, (struct nd_ts){200}, key, key);
        apply(&world, &bytes, 1, 1 + i);
        nd_buf_deinit(&bytes);
    }
    struct nd_mvcc_version version;
    assert_int_equal(nd_mvcc_newest(world.engine, 0, key, &world.heap, &version), ND_STATUS_OK);
    assert_true(version.is_delete);
    assert_int_equal(version.commit_ts.v, 200);
    close_world(&world);
}

/* ---- spans ------------------------------------------------------------------------------------------------------- */

enum { ROWS = 500, VERSIONS = 3 };

static struct nd_slice row_key(char text[8], unsigned i) { return nd_slice_of(text, (size_t)snprintf(text, 8, "k%05u", i)); }

/* ROWS keys with VERSIONS versions, a lock and a fence each, and one key more on either side. */
static void fill(struct world *world)
{
    struct nd_buf key;
    nd_buf_init(&key, &world->heap);
    struct nd_engine_batch *batch = nd_engine_batch_new(world->engine);
    char text[8];
    for (unsigned i = 0; i < ROWS + 2; i++) {
        struct nd_slice row = i == 0 ? nd_slice_str("a") : i > ROWS ? nd_slice_str("z") : row_key(text, i);
        for (unsigned v = 0; v < VERSIONS + 2; v++) {
            nd_buf_clear(&key);
            if (v < VERSIONS) nd_mvcc_key_version(&key, row, (struct nd_ts){100 + v});
            else if (v == VERSIONS) nd_mvcc_key_lock(&key, row);
            else nd_mvcc_key_fence(&key, row, (struct nd_ts){7});
            nd_engine_batch_put(batch, nd_buf_slice(&key), nd_slice_str("v"));
        }
    }
    assert_int_equal(nd_engine_write(world->engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
    nd_buf_deinit(&key);
}

static size_t count_records(struct world *world)
{
    struct nd_engine_iter *iter = nd_engine_iter_new(world->engine, &(struct nd_iter_options){0});
    size_t count = 0;
    for (nd_engine_iter_seek(iter, ND_SLICE_EMPTY); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) count++;
    nd_engine_iter_free(iter);
    return count;
}

static void count_one(void *count, struct nd_slice key)
{
    ND_UNUSED(key);
    ++*(size_t *)count;
}

static void a_walk_in_pieces_meets_each_record_once(void **state)
{
    ND_UNUSED(state);
    struct world world;
    open_world(&world);
    fill(&world);
    for (size_t limit = 1; limit < 4000; limit = limit * 3 + 1) {
        struct nd_span_walk walk;
        size_t met = 0, steps = 0;
        nd_span_walk_init(&walk, (struct nd_range_id){7}, nd_slice_str("k"), nd_slice_str("l"), &world.heap);
        for (; !walk.is_done; steps++) assert_int_equal(nd_span_walk_on(&walk, world.engine, limit, &met, count_one), ND_STATUS_OK);
        nd_span_walk_deinit(&walk);
        assert_int_equal(met, ROWS * (VERSIONS + 2));
        assert_true(steps >= met / limit);
    }
    close_world(&world);
}

/* Discarded piece by piece as a leader would: each piece ends between two keys, and no more goes than the span. */
static void pieces_of_a_span_cover_it(void **state)
{
    ND_UNUSED(state);
    struct world world;
    open_world(&world);
    fill(&world);
    struct nd_buf first, cut, bytes;
    nd_buf_init(&first, &world.heap);
    nd_buf_init(&cut, &world.heap);
    nd_buf_init(&bytes, &world.heap);
    nd_buf_put_slice(&first, nd_slice_str("k"));
    unsigned pieces = 0;
    for (bool is_last = false; !is_last; pieces++) {
        assert_int_equal(nd_span_cut(world.engine, &world.heap, nd_buf_slice(&first), nd_slice_str("l"), 100, &cut), ND_STATUS_OK);
        is_last = cut.n == 0;
        nd_buf_clear(&bytes);
        nd_command_batch_begin(&bytes, epoch, false);
        nd_command_put_discard(&bytes, nd_buf_slice(&first), is_last ? nd_slice_str("l") : nd_buf_slice(&cut));
        apply(&world, &bytes, 1, 1 + pieces);
        assert_true(is_last || nd_slice_cmp(nd_buf_slice(&first), nd_buf_slice(&cut)) < 0);
        nd_buf_clear(&first);
        nd_buf_put_slice(&first, nd_buf_slice(&cut));
    }
    assert_int_equal(pieces, (ROWS + 100 / VERSIONS - 1) / (100 / VERSIONS));
    assert_int_equal(count_records(&world), 2 * (VERSIONS + 2) + 1); /* the neighbours, and the applied index */
    nd_buf_deinit(&first);
    nd_buf_deinit(&cut);
    nd_buf_deinit(&bytes);
    close_world(&world);
}

/* A crash between the burial and the last piece. */
static void what_a_buried_replica_left_is_erased(void **state)
{
    ND_UNUSED(state);
    struct world world;
    open_world(&world);
    fill(&world);
    struct nd_engine_batch *batch = nd_engine_batch_new(world.engine);
    nd_range_state_bury(batch, (struct nd_range_id){7}, (struct nd_replica_id){3}, nd_slice_str("k"), nd_slice_str("l"), &world.heap);
    assert_int_equal(nd_engine_write(world.engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
    for (unsigned i = 0; i < 2; i++) { /* and nothing is left to do the second time */
        assert_int_equal(nd_range_state_erase_buried(world.engine, &world.heap), ND_STATUS_OK);
        assert_int_equal(count_records(&world), 2 * (VERSIONS + 2) + 1); /* the neighbours, and the tombstone */
    }
    close_world(&world);
}

static void put_desc(struct nd_engine_batch *batch, struct world *world, uint64_t id, const char *first, const char *end, uint64_t node)
{
    struct nd_range_desc desc = {.id = {id}, .epoch = {1, 1}, .first = nd_slice_str(first), .end = nd_slice_str(end), .next_replica = 6};
    desc.conf.members[desc.conf.count++] = (struct nd_raft_member){.replica = {4}, .node = {node}};
    nd_range_state_put_desc(batch, &desc, &world->heap);
    nd_range_state_put_applied(batch, desc.id, 9, 2, &world->heap);
}

struct states {
    struct nd_heap *heap;
    unsigned count;
};

static void count_states(void *arg, struct nd_range_state *state)
{
    struct states *states = arg;
    assert_int_equal(state->desc.id.v, 8);
    nd_range_desc_deinit(&state->desc, states->heap);
    states->count++;
}

/* A crash between the change of members that removed the replica here and its burial (simulation, with crashes at that moment). */
static void a_removed_replica_is_buried_after_a_crash(void **state)
{
    ND_UNUSED(state);
    struct world world;
    struct nd_replica_id next;
    open_world(&world);
    fill(&world);
    struct nd_engine_batch *batch = nd_engine_batch_new(world.engine);
    put_desc(batch, &world, 7, "k", "l", 3);
    put_desc(batch, &world, 8, "l", "m", 2);
    assert_int_equal(nd_engine_write(world.engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
    for (unsigned i = 0; i < 2; i++) {
        struct states states = {.heap = &world.heap};
        assert_int_equal(nd_range_state_bury_removed(world.engine, (struct nd_node_id){2}, &world.heap), ND_STATUS_OK);
        assert_int_equal(nd_range_state_erase_buried(world.engine, &world.heap), ND_STATUS_OK);
        assert_int_equal(nd_range_state_load_all(world.engine, &world.heap, &states, count_states), ND_STATUS_OK);
        assert_int_equal(states.count, 1);
        assert_int_equal(nd_range_state_buried(world.engine, (struct nd_range_id){7}, &world.heap, &next), ND_STATUS_OK);
        assert_int_equal(next.v, 6);
        assert_int_equal(nd_range_state_buried(world.engine, (struct nd_range_id){8}, &world.heap, &next), ND_STATUS_OK);
        assert_int_equal(next.v, 0);
        assert_int_equal(count_records(&world), 2 * (VERSIONS + 2) + 3); /* the neighbours, the tombstone, and two records of the other */
    }
    close_world(&world);
}

static void count_state(void *arg, struct nd_range_state *state)
{
    struct nd_range_state *only = arg;
    assert_int_equal(only->desc.id.v, 0);
    *only = *state;
}

/* One write: the left range has both spans, the higher safepoint, and all records; the right one is nothing but a tombstone for whoever
 * may come. */
static void a_merge_is_one_write(void **state)
{
    ND_UNUSED(state);
    struct world world;
    open_world(&world);
    fill(&world);
    struct nd_range_desc left = {.id = {7}, .first = nd_slice_str("a"), .end = nd_slice_str("k"), .epoch = {1, 1}};
    struct nd_range_desc right = {.id = {9}, .first = nd_slice_str("k"), .end = nd_slice_str("zz"), .epoch = {4, 1}, .frozen_by = 5};
    struct nd_engine_batch *batch = nd_engine_batch_new(world.engine);
    nd_range_state_put_desc(batch, &left, &world.heap);
    nd_range_state_put_desc(batch, &right, &world.heap);
    nd_range_state_put_applied(batch, right.id, 12, 2, &world.heap);
    nd_range_state_put_safepoint(batch, left.id, (struct nd_ts){50}, &world.heap);
    nd_range_state_put_safepoint(batch, right.id, (struct nd_ts){60}, &world.heap);
    assert_int_equal(nd_engine_write(world.engine, batch), ND_STATUS_OK);
    nd_engine_batch_free(batch);
    size_t records = count_records(&world);
    struct nd_range_desc after = left;
    after.end = right.end;
    after.epoch.version = 5;
    after.merged_by = 5;
    struct nd_apply_entry entry = {.index = 3, .term = 1};
    struct nd_apply_input input = {.engine = world.engine, .heap = &world.heap, .range = left.id, .epoch = left.epoch, .entries = &entry, .count = 1};
    writes = 0;
    assert_int_equal(nd_apply_merge(&input, &after, right.id, right.first), ND_STATUS_OK);
    assert_int_equal(writes, 1);
    struct nd_range_state found = {0};
    assert_int_equal(nd_range_state_load_all(world.engine, &world.heap, &found, count_state), ND_STATUS_OK);
    assert_int_equal(found.desc.id.v, 7);
    assert_true(nd_slice_eq(found.desc.end, right.end));
    assert_int_equal(found.desc.epoch.version, 5);
    assert_int_equal(found.desc.merged_by, 5);
    assert_int_equal(found.applied_index, 3);
    assert_int_equal(found.gc_safepoint.v, 60);
    struct nd_replica_id next;
    assert_int_equal(nd_range_state_buried(world.engine, right.id, &world.heap, &next), ND_STATUS_OK);
    assert_true(next.v == ND_REPLICA_NEVER.v);
    assert_int_equal(nd_range_state_buried(world.engine, left.id, &world.heap, &next), ND_STATUS_OK);
    assert_int_equal(next.v, 0);
    assert_int_equal(nd_range_state_erase_buried(world.engine, &world.heap), ND_STATUS_OK); /* the keys stay */
    assert_int_equal(count_records(&world), records - 3 + 1 + 1); /* desc, applied, safepoint; the tombstone, the left one's applied index */
    nd_range_desc_deinit(&found.desc, &world.heap);
    close_world(&world);
}

/* As old logs have them, and as they are now. */
static void descriptors_of_before_are_read(void **state)
{
    ND_UNUSED(state);
    struct world world;
    open_world(&world);
    struct nd_range_desc desc = {.id = {9}, .first = nd_slice_str("k"), .end = nd_slice_str("z"), .epoch = {4, 2}, .next_replica = 4, .is_kept = true, .frozen_by = 300, .merged_by = 5}, read;
    desc.conf.members[desc.conf.count++] = (struct nd_raft_member){.replica = {3}, .node = {1}};
    struct nd_buf bytes;
    nd_buf_init(&bytes, &world.heap);
    nd_range_desc_encode(&desc, &bytes);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&bytes));
    assert_true(nd_range_desc_decode(&dec, &read) && nd_dec_is_done(&dec));
    assert_true(read.is_kept && read.frozen_by == 300 && read.merged_by == 5);
    bytes.p[0] = 2;
    bytes.n -= 4; /* u8 · v 300 · v 5 */
    dec = nd_dec_of(nd_buf_slice(&bytes));
    assert_true(nd_range_desc_decode(&dec, &read) && nd_dec_is_done(&dec));
    assert_true(!read.is_kept && read.frozen_by == 0 && read.next_replica == 4);
    nd_buf_deinit(&bytes);
    close_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_applied_together_leave_what_they_leave_one_by_one),
        cmocka_unit_test(a_lock_does_not_replace_a_write_sent_ahead),
        cmocka_unit_test(a_record_put_and_committed_in_one_batch_is_one_write),
        cmocka_unit_test(a_walk_in_pieces_meets_each_record_once),
        cmocka_unit_test(pieces_of_a_span_cover_it),
        cmocka_unit_test(what_a_buried_replica_left_is_erased),
        cmocka_unit_test(a_removed_replica_is_buried_after_a_crash),
        cmocka_unit_test(a_merge_is_one_write),
        cmocka_unit_test(descriptors_of_before_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
