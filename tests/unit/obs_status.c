/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "obs/status.h"

static void expect_json(const char *text, size_t n, const char *json)
{
    struct nd_heap heap;
    struct nd_buf out;
    nd_heap_init(&heap, false);
    nd_buf_init(&out, &heap);
    nd_obs_json_put_string(&out, nd_slice_of(text, n));
    nd_buf_put_u8(&out, 0);
    assert_string_equal((const char *)out.p, json);
    nd_buf_deinit(&out);
}

static void test_json_strings(void **state)
{
    ND_UNUSED(state);
    expect_json("a\"b\\c\n", 6, "\"a\\\"b\\\\c\\u000a\"");
    expect_json("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 9, "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"");
    expect_json("x\xff" "y", 3, "\"x\\ufffdy\"");
    expect_json("\xc3", 1, "\"\\ufffd\"");
    expect_json("\xe2\x82", 2, "\"\\ufffd\\ufffd\"");
    expect_json("\xed\xa0\x80", 3, "\"\\ufffd\\ufffd\\ufffd\""); /* a surrogate */
    expect_json("\xc0\x80", 2, "\"\\ufffd\\ufffd\"");             /* overlong */
}

static void test_document(void **state)
{
    ND_UNUSED(state);
    struct nd_heap heap;
    struct nd_buf out;
    nd_heap_init(&heap, false);
    nd_buf_init(&out, &heap);
    const struct nd_obs_node nodes[] = {{.id = {1}, .rpc = "a:1", .sql = "a:2", .locality = "region=eu,zone=a", .http = "a:3", .is_live = true}, {.id = {2}, .rpc = "b:1"}};
    const struct nd_obs_replica replicas[] = {{{1}, 9}, {{2}, 7}};
    const struct nd_obs_shard shard = {.id = {1}, .end_key = nd_slice_of("\x01\xff", 2), .leader = {1}, .term = 3, .commit = 8, .applied = 8, .last = 9};
    struct nd_obs_shard shards[] = {shard};
    shards[0].bytes = 4096;
    shards[0].keys = 17;
    shards[0].requests_per_s = 3;
    shards[0].replicas = replicas;
    shards[0].replica_count = 2;
    const struct nd_obs_status status = {.self = {1}, .cluster_name = "c", .version = "0.1", .is_ready = true, .uptime_ms = 5,
                                         .nodes = nodes, .node_count = 2, .shards = shards, .shard_count = 1};
    nd_obs_status_render(&status, &out);
    nd_buf_put_u8(&out, 0);
    assert_string_equal((const char *)out.p,
                        "{\"node\":1,\"cluster\":\"c\",\"version\":\"0.1\",\"ready\":true,\"uptime_ms\":5,\"nodes\":["
                        "{\"id\":1,\"rpc\":\"a:1\",\"sql\":\"a:2\",\"locality\":\"region=eu,zone=a\",\"http\":\"a:3\",\"state\":\"active\",\"live\":true},"
                        "{\"id\":2,\"rpc\":\"b:1\",\"sql\":\"\",\"locality\":\"\",\"http\":\"\",\"state\":\"active\",\"live\":false}],\"shards\":["
                        "{\"id\":1,\"start\":\"\",\"end\":\"01ff\",\"leader\":1,\"term\":3,\"commit\":8,\"applied\":8,\"last\":9,\"bytes\":4096,\"keys\":17,\"requests_per_s\":3,"
                        "\"replicas\":[{\"node\":1,\"match\":9},{\"node\":2,\"match\":7}]}]}\n");
    nd_buf_clear(&out);
    struct nd_obs_status hit = status;
    hit.recovering = 2; /* this one, and one that is not here yet */
    shards[0].is_recovering = true;
    nd_obs_status_render(&hit, &out);
    nd_buf_put_u8(&out, 0);
    assert_non_null(strstr((const char *)out.p, "\"ready\":true,\"recovering\":2,\"uptime_ms\":5,"));
    assert_non_null(strstr((const char *)out.p, "\"requests_per_s\":3,\"recovering\":true,\"replicas\":["));
    nd_buf_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_json_strings), cmocka_unit_test(test_document)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
