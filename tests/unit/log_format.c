/* SPDX-License-Identifier: Apache-2.0 */
/* Items, frames and headers: what is encoded is decoded, what is malformed is refused; index runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/prng.h"
#include "log/log_format.h"
#include "log/log_runs.h"

static struct nd_slice payload_slice(struct nd_raft_payload *payload) { return nd_raft_payload_slice(payload); }

static void make_items(struct nd_heap *heap, struct nd_buf *out)
{
    struct nd_raft_payload *payload = nd_raft_payload_new(heap, nd_slice_str("hello"));
    struct nd_raft_entry entries[] = {
        {.term = 3, .index = 9, .type = ND_RAFT_NOOP},
        {.term = UINT64_MAX, .index = 10, .type = ND_RAFT_COMMAND, .payload = payload},
        {.term = UINT64_MAX, .index = 11, .type = ND_RAFT_CONF, .payload = payload},
    };
    struct nd_raft_update update = {.append_seq = 1, .has_hard_state = true, .hard_state = {.term = 3, .voted_for = {4}, .commit = 8},
                                    .truncate_from = 9, .entries = entries, .entry_count = 3};
    struct nd_raft_update vote = {.append_seq = 2, .has_hard_state = true, .hard_state = {.term = 4}};
    struct nd_buf rows;
    nd__log_encode_create(out, (struct nd_range_id){1}, (struct nd_replica_id){2}, 5, 6);
    nd__log_encode_append(out, (struct nd_range_id){1}, (struct nd_replica_id){2}, &update);
    nd__log_encode_append(out, (struct nd_range_id){1}, (struct nd_replica_id){2}, &vote);
    nd__log_encode_checkpoint(out, (struct nd_range_id){1}, (struct nd_replica_id){2}, 300, 6, &update.hard_state);
    nd__log_encode_destroy(out, (struct nd_range_id){UINT64_MAX});
    nd_buf_init(&rows, heap);
    nd__log_encode_directory_row(&rows, &(struct nd__log_directory_row){.frame_seq = 77, .range = 1, .first = 9, .last = 11});
    nd__log_encode_directory(out, 1, nd_buf_slice(&rows));
    nd_buf_deinit(&rows);
    nd_raft_payload_unref(payload);
}

static void test_items(void **state)
{
    (void)state;
    struct nd_heap heap;
    struct nd_buf bytes;
    nd_heap_init(&heap, false);
    nd_buf_init(&bytes, &heap);
    make_items(&heap, &bytes);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&bytes));
    struct nd__log_item item;
    assert_int_equal(nd__log_item_decode(&dec, &item), ND_STATUS_OK);
    assert_int_equal(item.kind, ND__LOG_CREATE);
    assert_int_equal(item.replica.v, 2);
    assert_int_equal(item.prev_index, 5);
    assert_int_equal(item.prev_term, 6);
    assert_int_equal(nd__log_item_decode(&dec, &item), ND_STATUS_OK);
    assert_int_equal(item.kind, ND__LOG_APPEND);
    assert_true(item.has_hard_state);
    assert_int_equal(item.hard_state.commit, 8);
    assert_int_equal(item.truncate_from, 9);
    assert_int_equal(item.entry_first, 9);
    assert_int_equal(item.count, 3);
    struct nd_dec rows = nd_dec_of(item.rows);
    struct nd__log_entry entry = nd__log_entry_next(&rows);
    assert_int_equal(entry.type, ND_RAFT_NOOP);
    assert_int_equal(entry.data.n, 0);
    entry = nd__log_entry_next(&rows);
    assert_true(entry.term == UINT64_MAX);
    assert_true(nd_slice_eq(entry.data, nd_slice_str("hello")));
    struct nd_raft_payload *payload = nd_raft_payload_new(&heap, entry.data);
    assert_int_equal(payload->crc, entry.crc);
    assert_true(nd_slice_eq(payload_slice(payload), entry.data));
    nd_raft_payload_unref(payload);
    assert_int_equal(nd__log_item_decode(&dec, &item), ND_STATUS_OK);
    assert_int_equal(item.count, 0);
    assert_int_equal(item.truncate_from, 0);
    assert_int_equal(nd__log_item_decode(&dec, &item), ND_STATUS_OK);
    assert_int_equal(item.kind, ND__LOG_CHECKPOINT);
    assert_int_equal(item.prev_index, 300);
    assert_int_equal(item.hard_state.voted_for.v, 4);
    assert_int_equal(nd__log_item_decode(&dec, &item), ND_STATUS_OK);
    assert_int_equal(item.kind, ND__LOG_DESTROY);
    assert_true(item.range.v == UINT64_MAX);
    assert_int_equal(nd__log_item_decode(&dec, &item), ND_STATUS_OK);
    rows = nd_dec_of(item.rows);
    assert_int_equal(nd__log_directory_row_next(&rows).frame_seq, 77);
    assert_true(nd_dec_is_done(&dec));

    /* Cut anywhere, the item that is cut is refused and nothing is read beyond it. */
    for (size_t n = 0; n < bytes.n; n++) {
        uint8_t *copy = malloc(n + 1);
        memcpy(copy, bytes.p, n);
        dec = nd_dec_of(nd_slice_of(copy, n));
        enum nd_status status = ND_STATUS_OK;
        while (nd_dec_left(&dec) > 0 && status == ND_STATUS_OK) status = nd__log_item_decode(&dec, &item);
        free(copy);
    }
    nd_buf_deinit(&bytes);
    assert_int_equal(heap.bytes, 0);
}

static void check_malformed(const char *hex)
{
    uint8_t bytes[64];
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n; i++) {
        unsigned v;
        assert_int_equal(sscanf(hex + 2 * i, "%2x", &v), 1);
        bytes[i] = (uint8_t)v;
    }
    struct nd_dec dec = nd_dec_of(nd_slice_of(bytes, n));
    struct nd__log_item item;
    enum nd_status status = nd__log_item_decode(&dec, &item);
    if (status != ND_STATUS_MALFORMED) fail_msg("%s is taken", hex);
}

static void test_malformed_items(void **state)
{
    (void)state;
    check_malformed("");
    check_malformed("0000000000");                         /* no such kind */
    check_malformed("060100000001");
    check_malformed("010400000000010000");                 /* range 0 */
    check_malformed("010400000001000000");                 /* replica 0 */
    check_malformed("01050000000101000000");               /* bytes left over */
    check_malformed("0103000000010100");                   /* cut short */
    check_malformed("04ffffffff01");                       /* longer than the input */
    check_malformed("02040000000101040000");               /* unknown flag */
    check_malformed("02050000000101020000");               /* truncation from 0 */
    check_malformed("020c0000000101000100010100000000");   /* first index 0 */
    check_malformed("020c0000000101000101040100000000");   /* no such entry type */
    check_malformed("021300000001010002010202000000000002010000000000"); /* terms fall */
    check_malformed("02080000000101008080808010");         /* more entries than bytes */
    check_malformed("05020000000500");                     /* fewer rows than said */
}

static void test_payloads(void **state)
{
    (void)state;
    struct nd_heap heap;
    struct nd_buf scratch;
    nd_heap_init(&heap, false);
    nd_buf_init(&scratch, &heap);
    const struct nd__log_uuid uuid = {{1, 2}}, other = {{1, 3}};
    uint8_t payload[200], bytes[ND__LOG_FRAME_HEADER_BYTES];
    memset(payload, 7, sizeof payload);
    struct nd_slice stored = nd_slice_of(payload, sizeof payload), items;
    struct nd__log_frame_header header = {.segment_seq = 5, .frame_seq = 6, .durable_seq = 5, .hash = nd__log_payload_hash(6, stored),
                                          .block = 9, .item_count = 1, .raw_bytes = 200, .stored_bytes = 200}, read;
    nd__log_frame_header_encode(&header, uuid, bytes);
    assert_true(nd__log_frame_header_decode(nd_slice_of(bytes, sizeof bytes), uuid, &read));
    assert_memory_equal(&read.segment_seq, &header.segment_seq, sizeof header - offsetof(struct nd__log_frame_header, segment_seq));
    assert_false(nd__log_frame_header_decode(nd_slice_of(bytes, sizeof bytes), other, &read));
    assert_false(nd__log_frame_header_decode(nd_slice_of(bytes, sizeof bytes - 1), uuid, &read));
    for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(nd__log_frame_header_decode(nd_slice_of(bytes, sizeof bytes), uuid, &read));
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    assert_int_equal(nd__log_payload_decode(&header, stored, &scratch, &items), ND_STATUS_OK);
    assert_ptr_equal(items.p, payload);
    payload[50]++;
    assert_int_equal(nd__log_payload_decode(&header, stored, &scratch, &items), ND_STATUS_CORRUPT);
    payload[50]--;
    header.frame_seq++; /* the hash is bound to the frame */
    assert_int_equal(nd__log_payload_decode(&header, stored, &scratch, &items), ND_STATUS_CORRUPT);
    header.frame_seq--;
    header.flags = ND__LOG_FLAG_LZ4; /* not what LZ4 makes */
    header.raw_bytes = 5000;
    assert_int_equal(nd__log_payload_decode(&header, stored, &scratch, &items), ND_STATUS_CORRUPT);
    header.raw_bytes = 1 << 30; /* nor could be: nothing is allocated for it */
    size_t before = heap.bytes;
    assert_int_equal(nd__log_payload_decode(&header, stored, &scratch, &items), ND_STATUS_CORRUPT);
    assert_int_equal(heap.bytes, before);
    nd_buf_deinit(&scratch);
}

/* Runs against a plain array. */
static void test_runs(void **state)
{
    (void)state;
    struct nd_heap heap;
    struct nd_prng prng;
    struct nd__log_runs runs = {0};
    uint64_t values[4096], first = 1, end = 1, value = 1; /* kept: [first, end) */
    nd_heap_init(&heap, false);
    nd_prng_init(&prng, 3);
    for (int step = 0; step < 20000; step++) {
        unsigned what = (unsigned)nd_prng_below(&prng, 100);
        if (what < 90 && end < 4096) {
            value += nd_prng_below(&prng, 4) == 0;
            nd__log_runs_push(&runs, &heap, end, value);
            values[end++] = value;
        } else if (what < 95 && end > first) {
            end = nd_prng_between(&prng, first, end);
            nd__log_runs_truncate(&runs, end);
            value++;
        } else if (end > first) {
            first = nd_prng_between(&prng, first, end - 1);
            nd__log_runs_drop_below(&runs, first);
        }
        if (end == 4096) {
            nd__log_runs_clear(&runs);
            first = end = 1;
        }
        assert_int_equal(nd__log_runs_is_empty(&runs), first == end);
        if (first == end) continue;
        assert_int_equal(nd__log_runs_front(&runs)->first, first);
        for (int i = 0; i < 4; i++) {
            uint64_t index = nd_prng_between(&prng, first, end - 1);
            assert_int_equal(nd__log_runs_find(&runs, index)->value, values[index]);
        }
        assert_null(nd__log_runs_find(&runs, first - 1));
    }
    nd__log_runs_deinit(&runs, &heap);
    assert_int_equal(heap.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items),
        cmocka_unit_test(test_malformed_items),
        cmocka_unit_test(test_payloads),
        cmocka_unit_test(test_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
