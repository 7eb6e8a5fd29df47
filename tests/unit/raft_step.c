/* SPDX-License-Identifier: Apache-2.0 */
/* The contract of single steps: what is refused leaves no trace, what is odd is borne. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "raft/raft.h"

struct fixture {
    struct nd_heap heap;
    struct nd_raft *raft;
    struct nd_raft_update update;
    uint64_t now_ns;
};

static enum nd_status step(struct fixture *fixture, struct nd_raft_event event)
{
    event.now_ns = ++fixture->now_ns;
    return nd_raft_step(fixture->raft, &event, &fixture->update);
}

static enum nd_status receive(struct fixture *fixture, struct nd_raft_msg msg)
{
    if (msg.from.v == 0) msg.from.v = 2;
    if (msg.to.v == 0) msg.to.v = 1;
    return step(fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_RECV, .msg = &msg});
}

/* Makes durable and applied what the last step left. */
static void persist(struct fixture *fixture)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PERSISTED};
    event.persisted.append_seq = fixture->update.append_seq;
    event.persisted.term_issued = fixture->update.hard_state.term;
    assert_int_equal(step(fixture, event), ND_STATUS_OK);
    if (fixture->update.commit_last == 0) return;
    struct nd_raft_update update;
    event = (struct nd_raft_event){.type = ND_RAFT_EVENT_APPLIED, .index = fixture->update.commit_last, .now_ns = fixture->now_ns};
    assert_int_equal(nd_raft_step(fixture->raft, &event, &update), ND_STATUS_OK);
}

static struct nd_raft_options options_of(struct fixture *fixture, size_t members)
{
    struct nd_raft_options options = {.heap = &fixture->heap, .self = {1}, .seed = 1, .election_ns = 1000, .retry_ns = 100};
    options.conf.count = members;
    for (size_t i = 0; i < members; i++)
        options.conf.members[i] = (struct nd_raft_member){{i + 1}, {i + 1}, false};
    return options;
}

static void init(struct fixture *fixture, size_t members)
{
    memset(fixture, 0, sizeof *fixture);
    nd_heap_init(&fixture->heap, false);
    struct nd_raft_options options = options_of(fixture, members);
    assert_int_equal(nd_raft_new(&options, &fixture->raft), ND_STATUS_OK);
}

static void deinit(struct fixture *fixture)
{
    nd_raft_free(fixture->raft);
    assert_int_equal(atomic_load(&fixture->heap.bytes), 0);
}

static enum nd_status propose(struct fixture *fixture, const char *text)
{
    struct nd_raft_payload *payload = nd_raft_payload_new(&fixture->heap, nd_slice_str(text));
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PROPOSE};
    event.propose.payloads = &payload;
    event.propose.count = 1;
    enum nd_status status = step(fixture, event);
    nd_raft_payload_unref(payload);
    return status;
}

static void become_leader(struct fixture *fixture)
{
    assert_int_equal(step(fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_CAMPAIGN}), ND_STATUS_OK);
    uint64_t term = nd_raft_term(fixture->raft) + 1;
    assert_int_equal(receive(fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_PREVOTE_REPLY, .term = term}), ND_STATUS_OK);
    persist(fixture);
    assert_int_equal(nd_raft_role(fixture->raft), ND_RAFT_CANDIDATE);
    assert_int_equal(receive(fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_VOTE_REPLY, .term = term}), ND_STATUS_OK);
    assert_int_equal(nd_raft_role(fixture->raft), ND_RAFT_LEADER);
    persist(fixture);
}

/* Refused, and nothing is different: same description, empty update. */
static void assert_refused(struct fixture *fixture, struct nd_raft_event event, enum nd_status expected)
{
    struct nd_buf before, after;
    nd_buf_init(&before, &fixture->heap);
    nd_buf_init(&after, &fixture->heap);
    nd_raft_describe(fixture->raft, &before);
    assert_string_equal(nd_status_name(step(fixture, event)), nd_status_name(expected));
    nd_raft_describe(fixture->raft, &after);
    assert_true(nd_slice_eq(nd_buf_slice(&before), nd_buf_slice(&after)));
    const struct nd_raft_update *update = &fixture->update;
    assert_int_equal(update->append_seq + update->msg_count + update->commit_first + update->read_count + update->load_count, 0);
    assert_false(update->role_changed);
    nd_buf_deinit(&before);
    nd_buf_deinit(&after);
}

static void assert_msg_refused(struct fixture *fixture, struct nd_raft_msg msg, enum nd_status expected)
{
    if (msg.from.v == 0) msg.from.v = 2;
    if (msg.to.v == 0) msg.to.v = 1;
    assert_refused(fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_RECV, .msg = &msg}, expected);
}

static void test_foreign_and_malformed_messages(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    struct nd_raft_payload *payload = nd_raft_payload_new(&fixture.heap, nd_slice_str("x"));
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_VOTE_REPLY, .from = {9}, .term = 0}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_VOTE, .from = {1}, .term = 1}, ND_STATUS_INVALID);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_VOTE, .to = {3}, .term = 1}, ND_STATUS_INVALID);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_VOTE}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_VOTE, .term = UINT64_MAX}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.term = 1}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_SNAPSHOT, .term = 1}, ND_STATUS_MALFORMED);
    struct nd_raft_entry entries[][2] = {
        {{2, 1, ND_RAFT_COMMAND, payload}, {1, 2, ND_RAFT_NOOP, NULL}},    /* terms fall */
        {{1, 1, ND_RAFT_COMMAND, payload}, {1, 3, ND_RAFT_NOOP, NULL}},    /* a gap */
        {{1, 1, ND_RAFT_COMMAND, NULL}, {1, 2, ND_RAFT_NOOP, NULL}},       /* no payload */
        {{1, 1, ND_RAFT_COMMAND, payload}, {1, 2, ND_RAFT_NOOP, payload}}, /* one too many */
        {{1, 1, ND_RAFT_COMMAND, payload}, {3, 2, ND_RAFT_NOOP, NULL}},    /* of a term to come */
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(entries); i++)
        assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 2, .entries = entries[i], .entry_count = 2}, ND_STATUS_MALFORMED);
    struct nd_raft_entry conf = {1, 1, ND_RAFT_CONF, NULL};
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 2, .entries = &conf, .entry_count = 1}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 2, .prev_index = 4, .prev_term = 3}, ND_STATUS_MALFORMED);
    nd_raft_payload_unref(payload);
    deinit(&fixture);
}

static void test_unsupported_events(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    assert_refused(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_PROPOSE_CONF}, ND_STATUS_NOT_LEADER);
    assert_refused(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_SNAP_PERSISTED, .snapshot = {7, 1}}, ND_STATUS_INVALID); /* none was asked for */
    assert_refused(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_COMPACTED, .index = 2}, ND_STATUS_INVALID);
    assert_refused(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_UNREACHABLE, .replica = {7}}, ND_STATUS_INVALID);
    assert_refused(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_READ_INDEX, .read_id = 7}, ND_STATUS_NOT_LEADER);
    deinit(&fixture);
}

static void test_two_leaders_in_a_term(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 4}), ND_STATUS_OK);
    assert_int_equal(nd_raft_leader(fixture.raft).v, 2);
    assert_int_equal(nd_raft_match(fixture.raft, (struct nd_replica_id){2}), 0);
    persist(&fixture);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .from = {3}, .term = 4}, ND_STATUS_CORRUPT);
    become_leader(&fixture);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_READ_INDEX, .from = {3}, .term = 5}, ND_STATUS_CORRUPT);
    deinit(&fixture);
}

/* A commit index counts only as far as the log is known to be the leader's. */
static void test_commit_is_bounded_by_match(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    struct nd_raft_entry old[] = {{1, 1, ND_RAFT_NOOP, NULL}, {1, 2, ND_RAFT_NOOP, NULL}, {1, 3, ND_RAFT_NOOP, NULL}};
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 1, .entries = old, .entry_count = 3}), ND_STATUS_OK);
    persist(&fixture);
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .from = {3}, .term = 2, .prev_index = 1, .prev_term = 1, .commit = 3}), ND_STATUS_OK);
    assert_int_equal(nd_raft_commit_index(fixture.raft), 1);
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_READ_INDEX, .from = {3}, .term = 2, .commit = 3, .round = 1}), ND_STATUS_OK);
    assert_int_equal(nd_raft_commit_index(fixture.raft), 1);
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .from = {3}, .term = 2, .prev_index = 2, .prev_term = 1, .commit = 9}), ND_STATUS_OK);
    assert_int_equal(nd_raft_commit_index(fixture.raft), 2);
    deinit(&fixture);
}

static void test_same_entry_with_other_bytes(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    struct nd_raft_payload *a = nd_raft_payload_new(&fixture.heap, nd_slice_str("a")), *b = nd_raft_payload_new(&fixture.heap, nd_slice_str("b"));
    struct nd_raft_entry first = {1, 1, ND_RAFT_COMMAND, a}, second = {1, 1, ND_RAFT_COMMAND, b};
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 1, .entries = &first, .entry_count = 1}), ND_STATUS_OK);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 1, .entries = &second, .entry_count = 1}, ND_STATUS_CORRUPT);
    nd_raft_payload_unref(a);
    nd_raft_payload_unref(b);
    deinit(&fixture);
}

static void test_replies_beyond_the_log(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    become_leader(&fixture);
    assert_int_equal(propose(&fixture, "a"), ND_STATUS_OK);
    uint64_t term = nd_raft_term(fixture.raft), last = nd_raft_last_index(fixture.raft);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND_REPLY, .term = term, .match = last + 1}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND_REPLY, .term = term, .hint_index = last + 1}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND_REPLY, .term = term, .prev_index = last + 1}, ND_STATUS_MALFORMED);
    assert_msg_refused(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND_REPLY, .term = term, .commit = last + 1}, ND_STATUS_MALFORMED);
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_READ_INDEX_REPLY, .term = term, .round = 77}), ND_STATUS_OK);
    deinit(&fixture);
}

/* A leader of a quorum of others commits before its own disk is done, but hands out nothing before. */
static void test_commit_ahead_of_own_disk(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    become_leader(&fixture);
    assert_int_equal(propose(&fixture, "a"), ND_STATUS_OK);
    struct nd_raft_update append = fixture.update;
    uint64_t term = nd_raft_term(fixture.raft);
    for (uint64_t from = 2; from <= 3; from++) {
        struct nd_raft_msg reply = {.type = ND_RAFT_MSG_APPEND_REPLY, .from = {from}, .term = term, .match = 2, .hint_index = 2, .round = 1};
        assert_int_equal(receive(&fixture, reply), ND_STATUS_OK);
        assert_true(fixture.update.commit_last <= 1);
    }
    assert_int_equal(nd_raft_commit_index(fixture.raft), 2);
    assert_int_equal(nd_raft_durable_index(fixture.raft), 1);
    assert_int_equal(nd_raft_match(fixture.raft, (struct nd_replica_id){1}), 1);
    assert_int_equal(nd_raft_match(fixture.raft, (struct nd_replica_id){3}), 2);
    assert_int_equal(nd_raft_match(fixture.raft, (struct nd_replica_id){9}), 0);
    assert_int_equal(nd_raft_conf(fixture.raft)->count, 3);
    fixture.update = append;
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PERSISTED};
    event.persisted.append_seq = append.append_seq;
    event.persisted.term_issued = append.hard_state.term;
    assert_int_equal(step(&fixture, event), ND_STATUS_OK);
    assert_int_equal(fixture.update.commit_first, 2);
    assert_int_equal(fixture.update.commit_last, 2);
    deinit(&fixture);
}

static void test_payloads_are_evicted_and_counted(void **state)
{
    struct fixture fixture;
    init(&fixture, 1);
    fixture.now_ns = nd_raft_deadline(fixture.raft);
    assert_int_equal(step(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_TICK}), ND_STATUS_OK);
    persist(&fixture);
    persist(&fixture);
    assert_true(nd_raft_is_ready_leader(fixture.raft));
    assert_int_equal(propose(&fixture, "four"), ND_STATUS_OK);
    nd_raft_evict_payloads(fixture.raft, 100); /* not durable yet */
    assert_int_equal(nd_raft_payload_bytes(fixture.raft), 4);
    persist(&fixture);
    nd_raft_evict_payloads(fixture.raft, 100);
    assert_int_equal(nd_raft_payload_bytes(fixture.raft), 0);
    assert_null(nd_raft_entry_at(fixture.raft, 2)->payload);

    /* What comes back from the log must be what was there. */
    struct nd_raft_payload *payload = nd_raft_payload_new(&fixture.heap, nd_slice_str("four"));
    struct nd_raft_entry entries[] = {{7, 2, ND_RAFT_COMMAND, payload}, {1, 2, ND_RAFT_COMMAND, payload}, {1, 99, ND_RAFT_COMMAND, payload}};
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_LOADED};
    event.loaded.entries = entries;
    event.loaded.count = 1;
    assert_int_equal(step(&fixture, event), ND_STATUS_OK);
    assert_int_equal(nd_raft_payload_bytes(fixture.raft), 0);
    event.loaded.count = 3;
    assert_int_equal(step(&fixture, event), ND_STATUS_OK);
    assert_int_equal(nd_raft_payload_bytes(fixture.raft), 4);
    nd_raft_payload_unref(payload);
    assert_int_equal(step(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_COMPACTED, .index = 3}), ND_STATUS_OK);
    assert_int_equal(nd_raft_payload_bytes(fixture.raft), 0);
    assert_int_equal(nd_raft_first_index(fixture.raft), 3);
    assert_int_equal(nd_raft_term_at(fixture.raft, 2), 1);
    assert_int_equal(nd_raft_term_at(fixture.raft, 1), 0);
    deinit(&fixture);
}

static void test_waiting_reads_are_bounded(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    become_leader(&fixture);
    for (uint64_t id = 1; id <= ND_RAFT_READS_MAX; id++)
        assert_int_equal(step(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_READ_INDEX, .read_id = id}), ND_STATUS_OK);
    assert_refused(&fixture, (struct nd_raft_event){.type = ND_RAFT_EVENT_READ_INDEX, .read_id = 1}, ND_STATUS_BUSY);
    assert_int_equal(receive(&fixture, (struct nd_raft_msg){.type = ND_RAFT_MSG_APPEND, .term = 9}), ND_STATUS_OK);
    assert_int_equal(fixture.update.read_count, ND_RAFT_READS_MAX);
    assert_int_equal(fixture.update.reads[0].status, ND_STATUS_NOT_LEADER);
    deinit(&fixture);
}

static void test_options_are_checked(void **state)
{
    struct fixture fixture;
    init(&fixture, 3);
    struct nd_raft *raft;
    struct nd_raft_options options = options_of(&fixture, 3);
    options.self.v = 4;
    assert_int_equal(nd_raft_new(&options, &raft), ND_STATUS_INVALID);
    options = options_of(&fixture, 0);
    assert_int_equal(nd_raft_new(&options, &raft), ND_STATUS_INVALID);
    options = options_of(&fixture, 3);
    options.conf.members[1].replica.v = 1;
    assert_int_equal(nd_raft_new(&options, &raft), ND_STATUS_INVALID);
    options = options_of(&fixture, 1);
    options.conf.members[0].is_learner = true;
    assert_int_equal(nd_raft_new(&options, &raft), ND_STATUS_INVALID);
    options = options_of(&fixture, 3);
    options.retry_ns = 0;
    assert_int_equal(nd_raft_new(&options, &raft), ND_STATUS_INVALID);
    options = options_of(&fixture, 3);
    options.log_prev_index = 4;
    assert_int_equal(nd_raft_new(&options, &raft), ND_STATUS_CORRUPT); /* applied before the log begins */
    assert_null(raft);
    deinit(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_foreign_and_malformed_messages),
        cmocka_unit_test(test_unsupported_events),
        cmocka_unit_test(test_two_leaders_in_a_term),
        cmocka_unit_test(test_commit_is_bounded_by_match),
        cmocka_unit_test(test_same_entry_with_other_bytes),
        cmocka_unit_test(test_replies_beyond_the_log),
        cmocka_unit_test(test_commit_ahead_of_own_disk),
        cmocka_unit_test(test_payloads_are_evicted_and_counted),
        cmocka_unit_test(test_waiting_reads_are_bounded),
        cmocka_unit_test(test_options_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
