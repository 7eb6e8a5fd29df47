/* SPDX-License-Identifier: Apache-2.0 */
/* Messages as bytes, fed to a core. The first byte chooses what the core is before: a follower, a candidate, a leader;
 * then each message follows its length (u16). Well-formed nonsense may be refused or believed, but must break no
 * assertion: peers are validated, not trusted. */
#include "base/arena.h"
#include "raft/raft.h"

struct host {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_raft *raft;
    uint64_t now_ns;
};

/* As a host would: disk and state machine keep up at once. */
static void step(struct host *host, struct nd_raft_event event)
{
    struct nd_raft_event next[2] = {event};
    size_t todo = 1;
    for (size_t i = 0; i < 64 && todo > 0; i++) {
        struct nd_raft_update update;
        event = next[--todo];
        event.now_ns = ++host->now_ns;
        enum nd_status status = nd_raft_step(host->raft, &event, &update);
        ND_ASSERT(status == ND_STATUS_OK || (update.append_seq == 0 && update.msg_count == 0 && update.commit_first == 0));
        for (size_t j = 0; j < update.msg_count; j++) {
            struct nd_buf wire;
            nd_buf_init(&wire, &host->heap);
            nd_raft_msg_encode(&update.msgs[j], &wire);
            nd_buf_deinit(&wire);
        }
        if (update.commit_first != 0) next[todo++] = (struct nd_raft_event){.type = ND_RAFT_EVENT_APPLIED, .index = update.commit_last};
        if (update.append_seq == 0) continue;
        struct nd_raft_event persisted = {.type = ND_RAFT_EVENT_PERSISTED};
        persisted.persisted.append_seq = update.append_seq;
        persisted.persisted.term_issued = update.hard_state.term;
        next[todo++] = persisted;
    }
}

static void receive(struct host *host, const struct nd_raft_msg *msg)
{
    step(host, (struct nd_raft_event){.type = ND_RAFT_EVENT_RECV, .msg = msg});
}

static void tick(struct host *host)
{
    uint64_t at_ns = nd_raft_deadline(host->raft);
    if (at_ns > host->now_ns) host->now_ns = at_ns;
    step(host, (struct nd_raft_event){.type = ND_RAFT_EVENT_TICK});
}

static void open_host(struct host *host, uint8_t role)
{
    struct nd_raft_entry log[6];
    for (size_t i = 0; i < ND_ARRAY_LEN(log); i++)
        log[i] = (struct nd_raft_entry){3 + i / 2, 11 + i, ND_RAFT_COMMAND, nd_raft_payload_new(&host->heap, nd_slice_str("x"))};
    struct nd_raft_options options = {.heap = &host->heap, .self = {1}, .seed = 1, .election_ns = 1000, .retry_ns = 100,
                                      .hard_state = {5, {0}, 12}, .log_prev_index = 10, .log_prev_term = 3, .entries = log,
                                      .entry_count = ND_ARRAY_LEN(log), .applied = 11, .now_ns = 1};
    options.conf.count = 4;
    for (size_t i = 0; i < options.conf.count; i++)
        options.conf.members[i] = (struct nd_raft_member){{i + 1}, {i + 1}, i == 3};
    ND_ASSERT(nd_raft_new(&options, &host->raft) == ND_STATUS_OK);
    for (size_t i = 0; i < ND_ARRAY_LEN(log); i++)
        nd_raft_payload_unref(log[i].payload);
    if (role % 3 == 0) return;
    tick(host);
    receive(host, &(struct nd_raft_msg){.type = ND_RAFT_MSG_PREVOTE_REPLY, .from = {2}, .to = {1}, .term = 6});
    if (role % 3 == 1) return;
    receive(host, &(struct nd_raft_msg){.type = ND_RAFT_MSG_VOTE_REPLY, .from = {2}, .to = {1}, .term = 6});
    ND_ASSERT(nd_raft_role(host->raft) == ND_RAFT_LEADER);
    step(host, (struct nd_raft_event){.type = ND_RAFT_EVENT_READ_INDEX, .read_id = 1});
}

static void feed(struct host *host, struct nd_slice bytes)
{
    struct nd_raft_msg msg;
    if (nd_raft_msg_decode(bytes, &host->arena, &host->heap, &msg) != ND_STATUS_OK) return;
    struct nd_buf again;
    nd_buf_init(&again, &host->heap);
    nd_raft_msg_encode(&msg, &again);
    struct nd_raft_msg back;
    ND_ASSERT(nd_raft_msg_decode(nd_buf_slice(&again), &host->arena, &host->heap, &back) == ND_STATUS_OK);
    ND_ASSERT(back.entry_count == msg.entry_count);
    nd_raft_msg_release(&back);
    nd_buf_deinit(&again);
    receive(host, &msg);
    nd_raft_msg_release(&msg);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct host host = {.now_ns = 1};
    nd_heap_init(&host.heap, false);
    nd_arena_init(&host.arena, &host.heap);
    struct nd_dec dec = nd_dec_of(nd_slice_of(p, n));
    open_host(&host, nd_dec_u8(&dec));
    while (nd_dec_left(&dec) > 0) {
        uint16_t length = nd_dec_u16(&dec);
        size_t left = nd_dec_left(&dec);
        feed(&host, nd_dec_raw(&dec, length < left ? length : left));
        nd_arena_reset(&host.arena);
    }
    tick(&host);
    nd_raft_free(host.raft);
    nd_arena_deinit(&host.arena);
    ND_ASSERT(host.heap.bytes == 0);
    return 0;
}
