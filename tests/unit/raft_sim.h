/* SPDX-License-Identifier: Apache-2.0 */
/* raft_sim.h - a network of raft cores driven by one seed, for raft_random.c.
 *
 * Messages pass through the wire form and are lost, doubled, delayed and reordered; links break one
 * way or both; disks complete late, in order, several appends at once; a crash keeps what was
 * reported durable and any prefix of what was not. After each step the safety rules are checked
 * against a model that sees all nodes at once; the first rule broken is noted in `violation`. */
#ifndef ND_TESTS_RAFT_SIM_H
#define ND_TESTS_RAFT_SIM_H

#include <stdio.h>

#include "base/arena.h"
#include "base/breakage.h"
#include "base/prng.h"
#include "raft/raft.h"

#define SIM_MS 1000000ULL
#define SIM_NODES_MAX 5
#define SIM_INDEX_MAX 8192
#define SIM_READS_MAX 8192
#define SIM_ELECTION_NS (100 * SIM_MS)
#define SIM_RETRY_NS (20 * SIM_MS)

enum sim_event_kind { SIM_DELIVER, SIM_DISK, SIM_APPLY, SIM_LOAD, SIM_TICK, SIM_ACTION, SIM_LIVENESS };

struct sim_event {
    uint64_t at_ns, seq;
    enum sim_event_kind kind;
    size_t from, to; /* nodes; to: whose event */
    uint64_t incarnation;
    struct nd_buf wire;
    uint64_t first, last; /* LOAD */
};

struct sim_append {
    uint64_t seq, term;
    bool has_hs;
    struct nd_raft_hard_state hs;
    uint64_t truncate_from;
    struct nd_raft_entry *entries;
    size_t count;
};

struct sim_disk {
    struct nd_raft_hard_state hs;
    uint64_t prev_index, prev_term;
    struct nd_raft_entry *entries;
    size_t count, cap;
    bool is_recovering; /* R10 */
};

struct sim_held {
    uint64_t after;
    size_t to;
    uint64_t match; /* of an APPEND_REPLY, to check R3 when it leaves */
    struct nd_buf wire;
};

struct sim_node {
    struct nd_raft *raft; /* NULL: not running */
    uint64_t incarnation, deadline_ns;
    struct sim_disk disk;
    struct sim_append *appends; /* written, not yet durable, oldest first */
    size_t append_count, append_cap;
    uint64_t append_seq;
    struct sim_held *held;
    size_t held_count, held_cap;
    uint64_t apply_to, applied, engine_applied; /* asked, done, what a crash leaves */
    uint64_t commit_seen, leader_term_seen;
    bool is_disk_busy, is_apply_busy;
    bool sees_up[SIM_NODES_MAX];
    uint64_t sees_incarnation[SIM_NODES_MAX];
};

struct sim_read {
    size_t node;
    uint64_t floor, incarnation;
    bool is_done;
};

/* (index, term) names an entry and its predecessor: log matching by induction. */
struct sim_version {
    uint64_t term, prev_term;
    uint32_t crc;
};

struct sim_committed {
    uint64_t term, by_term; /* entry's; of the node that committed it first */
};

struct sim {
    struct nd_heap heap;
    struct nd_prng prng;
    struct nd_arena arena;
    uint64_t now_ns, event_seq, seed;
    size_t n;
    struct nd_raft_conf conf;
    struct sim_node nodes[SIM_NODES_MAX];
    bool is_cut[SIM_NODES_MAX][SIM_NODES_MAX];
    struct sim_event *events;
    size_t event_count, event_cap;
    unsigned breakages;
    bool is_lenient;  /* judge by consequences alone: R3 is not checked directly */
    bool loses;       /* now and then a disk loses its log, of a minority at a time */
    size_t losses;
    bool is_quiet;    /* healed: no faults, no actions */
    double loss, doubling, tail;
    uint64_t delay_ns, disk_ns;
    uint64_t payload_id, read_id, done_reads;
    struct sim_version *versions[SIM_INDEX_MAX];
    size_t version_counts[SIM_INDEX_MAX];
    struct sim_committed committed[SIM_INDEX_MAX];
    uint32_t applied_crc[SIM_INDEX_MAX];
    uint64_t applied_term[SIM_INDEX_MAX];
    uint64_t commit_max;
    size_t *leaders; /* of terms: node + 1 */
    size_t leaders_cap;
    struct sim_read reads[SIM_READS_MAX];
    size_t elections, steps;
    char violation[256];
};

#define SIM_VIOLATION(sim, ...)                                                                    \
    do {                                                                                           \
        if ((sim)->violation[0] == 0) snprintf((sim)->violation, sizeof(sim)->violation, __VA_ARGS__); \
    } while (0)
#define SIM_LL(x) ((unsigned long long)(x))

static void sim_step(struct sim *sim, size_t at, struct nd_raft_event event);

static void *sim_grow(struct sim *sim, void *p, size_t *cap, size_t bytes)
{
    *cap = *cap == 0 ? 16 : *cap * 2;
    return nd_heap_realloc(&sim->heap, p, *cap * bytes);
}

/* ---- events ------------------------------------------------------------------------------------- */

static struct sim_event *sim_schedule(struct sim *sim, uint64_t at_ns, enum sim_event_kind kind, size_t to)
{
    if (sim->event_count == sim->event_cap) sim->events = sim_grow(sim, sim->events, &sim->event_cap, sizeof *sim->events);
    struct sim_event *event = &sim->events[sim->event_count++];
    *event = (struct sim_event){.at_ns = at_ns, .seq = ++sim->event_seq, .kind = kind, .to = to};
    event->incarnation = sim->nodes[to].incarnation;
    return event;
}

static bool sim_pop(struct sim *sim, struct sim_event *out)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < sim->event_count; i++) {
        const struct sim_event *a = &sim->events[i], *b = best == SIZE_MAX ? NULL : &sim->events[best];
        if (b == NULL || a->at_ns < b->at_ns || (a->at_ns == b->at_ns && a->seq < b->seq)) best = i;
    }
    if (best == SIZE_MAX) return false;
    *out = sim->events[best];
    sim->events[best] = sim->events[--sim->event_count];
    return true;
}

/* ---- disks -------------------------------------------------------------------------------------- */

static uint64_t sim_disk_last(const struct sim_disk *disk) { return disk->prev_index + disk->count; }

static void sim_disk_drop_from(struct sim_disk *disk, uint64_t from)
{
    while (disk->count > 0 && sim_disk_last(disk) >= from)
        nd_raft_payload_unref(disk->entries[--disk->count].payload);
}

static void sim_free_append(struct sim *sim, struct sim_append *append)
{
    for (size_t i = 0; i < append->count; i++)
        nd_raft_payload_unref(append->entries[i].payload);
    nd_heap_free(&sim->heap, append->entries);
}

static void sim_disk_write(struct sim *sim, struct sim_disk *disk, const struct sim_append *append)
{
    if (append->has_hs) disk->hs = append->hs;
    if (append->truncate_from != 0) sim_disk_drop_from(disk, append->truncate_from);
    for (size_t i = 0; i < append->count; i++) {
        const struct nd_raft_entry *entry = &append->entries[i];
        if (entry->index <= disk->prev_index) continue;
        if (entry->index != sim_disk_last(disk) + 1) {
            SIM_VIOLATION(sim, "hole in the log: %llu after %llu", SIM_LL(entry->index), SIM_LL(sim_disk_last(disk)));
            return;
        }
        if (disk->count == disk->cap) disk->entries = sim_grow(sim, disk->entries, &disk->cap, sizeof *disk->entries);
        disk->entries[disk->count] = *entry;
        nd_raft_payload_ref(disk->entries[disk->count++].payload);
    }
}

static const struct nd_raft_entry *sim_disk_at(const struct sim_disk *disk, uint64_t index)
{
    if (index <= disk->prev_index || index > sim_disk_last(disk)) return NULL;
    return &disk->entries[index - disk->prev_index - 1];
}

static void sim_disk_compact(struct sim_disk *disk, uint64_t first)
{
    size_t gone = (size_t)(first - 1 - disk->prev_index);
    if (gone == 0) return;
    disk->prev_term = disk->entries[gone - 1].term;
    for (size_t i = 0; i < gone; i++)
        nd_raft_payload_unref(disk->entries[i].payload);
    memmove(disk->entries, disk->entries + gone, (disk->count - gone) * sizeof *disk->entries);
    disk->count -= gone;
    disk->prev_index = first - 1;
}

/* ---- the model ------------------------------------------------------------------------------------ */

static void sim_check_new_entry(struct sim *sim, const struct nd_raft_entry *entry, uint64_t prev_term)
{
    if (entry->index >= SIM_INDEX_MAX) {
        SIM_VIOLATION(sim, "index beyond the model");
        return;
    }
    uint32_t crc = entry->payload == NULL ? 0 : entry->payload->crc;
    struct sim_version **versions = &sim->versions[entry->index];
    size_t *count = &sim->version_counts[entry->index];
    for (size_t i = 0; i < *count; i++) {
        if ((*versions)[i].term != entry->term) continue;
        if ((*versions)[i].crc != crc || (*versions)[i].prev_term != prev_term)
            SIM_VIOLATION(sim, "log matching: two entries %llu/%llu", SIM_LL(entry->index), SIM_LL(entry->term));
        return;
    }
    *versions = nd_heap_realloc(&sim->heap, *versions, (*count + 1) * sizeof **versions);
    (*versions)[(*count)++] = (struct sim_version){entry->term, prev_term, crc};
}

static void sim_check_commit(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    uint64_t commit = nd_raft_commit_index(node->raft);
    if (commit < node->commit_seen) SIM_VIOLATION(sim, "commit fell on %zu", at + 1);
    for (uint64_t index = node->commit_seen + 1; index <= commit && index < SIM_INDEX_MAX; index++) {
        const struct nd_raft_entry *entry = nd_raft_entry_at(node->raft, index);
        if (entry == NULL) continue; /* compacted: compared before */
        struct sim_committed *committed = &sim->committed[index];
        if (committed->term == 0) *committed = (struct sim_committed){entry->term, nd_raft_term(node->raft)};
        else if (committed->term != entry->term)
            SIM_VIOLATION(sim, "node %zu committed %llu/%llu, before it was term %llu", at + 1, SIM_LL(index), SIM_LL(entry->term), SIM_LL(committed->term));
    }
    node->commit_seen = commit;
    if (commit > sim->commit_max) sim->commit_max = commit;
}

static void sim_check_leader(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    uint64_t term = nd_raft_term(node->raft);
    if (nd_raft_role(node->raft) != ND_RAFT_LEADER || node->leader_term_seen == term) return;
    node->leader_term_seen = term;
    sim->elections++;
    while (term >= sim->leaders_cap) {
        size_t before = sim->leaders_cap;
        sim->leaders = sim_grow(sim, sim->leaders, &sim->leaders_cap, sizeof *sim->leaders);
        memset(sim->leaders + before, 0, (sim->leaders_cap - before) * sizeof *sim->leaders);
    }
    if (sim->leaders[term] != 0 && sim->leaders[term] != at + 1)
        SIM_VIOLATION(sim, "two leaders in term %llu: %zu and %zu", SIM_LL(term), sim->leaders[term], at + 1);
    sim->leaders[term] = at + 1;
    for (uint64_t index = nd_raft_first_index(node->raft); index <= sim->commit_max && index < SIM_INDEX_MAX; index++) {
        const struct sim_committed *committed = &sim->committed[index];
        if (committed->term == 0 || committed->by_term >= term) continue;
        if (nd_raft_term_at(node->raft, index) != committed->term)
            SIM_VIOLATION(sim, "leader %zu of term %llu lacks committed %llu/%llu", at + 1, SIM_LL(term), SIM_LL(index), SIM_LL(committed->term));
    }
}

static void sim_check_timer(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    bool is_learner = sim->conf.members[at].is_learner;
    bool may_rest = nd_raft_role(node->raft) == ND_RAFT_LEADER || nd_raft_leader(node->raft).v != 0 || is_learner || nd_raft_is_recovering(node->raft);
    if (node->deadline_ns == 0 && !may_rest) SIM_VIOLATION(sim, "node %zu waits for nothing", at + 1);
}

static void sim_check_applied(struct sim *sim, size_t at, const struct nd_raft_entry *entry, const struct nd_raft_payload *payload)
{
    uint32_t crc = payload == NULL ? 0 : payload->crc;
    if (sim->applied_term[entry->index] == 0) {
        sim->applied_term[entry->index] = entry->term;
        sim->applied_crc[entry->index] = crc;
    } else if (sim->applied_term[entry->index] != entry->term || sim->applied_crc[entry->index] != crc) {
        SIM_VIOLATION(sim, "state machines differ at %llu (node %zu)", SIM_LL(entry->index), at + 1);
    }
}

/* ---- network -------------------------------------------------------------------------------------- */

static void sim_post(struct sim *sim, size_t from, size_t to, struct nd_slice wire)
{
    uint64_t delay_ns = nd_prng_below(&sim->prng, sim->delay_ns) + 1;
    if (!sim->is_quiet && nd_prng_chance(&sim->prng, sim->tail)) delay_ns += nd_prng_below(&sim->prng, 2 * SIM_ELECTION_NS);
    struct sim_event *event = sim_schedule(sim, sim->now_ns + delay_ns, SIM_DELIVER, to);
    event->from = from;
    nd_buf_init(&event->wire, &sim->heap);
    nd_buf_put_slice(&event->wire, wire);
}

static void sim_transmit(struct sim *sim, size_t from, const struct sim_held *held)
{
    const struct sim_node *node = &sim->nodes[from];
    if (!sim->is_lenient && held->match > sim_disk_last(&node->disk))
        SIM_VIOLATION(sim, "node %zu acknowledges %llu, durable is %llu", from + 1, SIM_LL(held->match), SIM_LL(sim_disk_last(&node->disk)));
    if (sim->is_cut[from][held->to]) return;
    if (!sim->is_quiet && nd_prng_chance(&sim->prng, sim->loss)) return;
    sim_post(sim, from, held->to, nd_buf_slice(&held->wire));
    if (!sim->is_quiet && nd_prng_chance(&sim->prng, sim->doubling)) sim_post(sim, from, held->to, nd_buf_slice(&held->wire));
}

static void sim_release_held(struct sim *sim, size_t at, uint64_t durable_seq)
{
    struct sim_node *node = &sim->nodes[at];
    size_t kept = 0;
    for (size_t i = 0; i < node->held_count; i++) {
        if (node->held[i].after > durable_seq) {
            node->held[kept++] = node->held[i];
            continue;
        }
        sim_transmit(sim, at, &node->held[i]);
        nd_buf_deinit(&node->held[i].wire);
    }
    node->held_count = kept;
}

static void sim_hold_msg(struct sim *sim, size_t at, const struct nd_raft_msg *msg)
{
    struct sim_node *node = &sim->nodes[at];
    if (node->held_count == node->held_cap) node->held = sim_grow(sim, node->held, &node->held_cap, sizeof *node->held);
    struct sim_held *held = &node->held[node->held_count++];
    *held = (struct sim_held){.after = msg->after_append, .to = (size_t)msg->to.v - 1};
    if (msg->type == ND_RAFT_MSG_APPEND_REPLY) held->match = msg->match;
    nd_buf_init(&held->wire, &sim->heap);
    nd_raft_msg_encode(msg, &held->wire);
}

/* ---- what a node's host does ------------------------------------------------------------------------ */

static void sim_on_append(struct sim *sim, size_t at, const struct nd_raft_update *update)
{
    struct sim_node *node = &sim->nodes[at];
    if (update->append_seq != node->append_seq + 1) SIM_VIOLATION(sim, "append_seq jumps");
    node->append_seq = update->append_seq;
    if (node->append_count == node->append_cap) node->appends = sim_grow(sim, node->appends, &node->append_cap, sizeof *node->appends);
    struct sim_append *append = &node->appends[node->append_count++];
    *append = (struct sim_append){.seq = update->append_seq, .term = update->hard_state.term, .has_hs = update->has_hard_state,
                                  .hs = update->hard_state, .truncate_from = update->truncate_from, .count = update->entry_count};
    if (append->count != 0) append->entries = nd_heap_alloc(&sim->heap, append->count * sizeof *append->entries);
    for (size_t i = 0; i < append->count; i++) {
        append->entries[i] = update->entries[i];
        nd_raft_payload_ref(append->entries[i].payload);
        sim_check_new_entry(sim, &update->entries[i], nd_raft_term_at(node->raft, update->entries[i].index - 1));
    }
    if (node->is_disk_busy) return;
    node->is_disk_busy = true;
    sim_schedule(sim, sim->now_ns + 1 + nd_prng_below(&sim->prng, sim->disk_ns), SIM_DISK, at);
}

static void sim_on_reads(struct sim *sim, size_t at, const struct nd_raft_update *update)
{
    for (size_t i = 0; i < update->read_count; i++) {
        const struct nd_raft_read *answer = &update->reads[i];
        struct sim_read *read = &sim->reads[answer->read_id];
        if (read->is_done || read->node != at || read->incarnation != sim->nodes[at].incarnation) SIM_VIOLATION(sim, "read answered twice");
        read->is_done = true;
        if (answer->status != ND_STATUS_OK) continue;
        sim->done_reads++;
        if (answer->index < read->floor)
            SIM_VIOLATION(sim, "stale read on %zu: %llu, committed before it began: %llu", at + 1, SIM_LL(answer->index), SIM_LL(read->floor));
    }
}

static void sim_on_update(struct sim *sim, size_t at, const struct nd_raft_update *update)
{
    struct sim_node *node = &sim->nodes[at];
    if (update->append_seq != 0) sim_on_append(sim, at, update);
    for (size_t i = 0; i < update->msg_count; i++)
        sim_hold_msg(sim, at, &update->msgs[i]);
    uint64_t durable_seq = node->append_count == 0 ? node->append_seq : node->appends[0].seq - 1;
    sim_release_held(sim, at, durable_seq);
    if (update->commit_first != 0) {
        if (update->commit_first != node->apply_to + 1) SIM_VIOLATION(sim, "apply jumps on %zu", at + 1);
        if (!sim->is_lenient && update->commit_last > sim_disk_last(&node->disk)) SIM_VIOLATION(sim, "applies what is not durable");
        node->apply_to = update->commit_last;
        if (!node->is_apply_busy) sim_schedule(sim, sim->now_ns + 1 + nd_prng_below(&sim->prng, sim->disk_ns), SIM_APPLY, at);
        node->is_apply_busy = true;
    }
    sim_on_reads(sim, at, update);
    if (update->is_recovered && nd_prng_chance(&sim->prng, 0.7)) node->disk.is_recovering = false; /* or a crash comes first */
    for (size_t i = 0; i < update->load_count; i++) {
        struct sim_event *event = sim_schedule(sim, sim->now_ns + 1 + nd_prng_below(&sim->prng, sim->disk_ns), SIM_LOAD, at);
        event->from = (size_t)update->loads[i].replica.v - 1;
        event->first = update->loads[i].first;
        event->last = update->loads[i].last;
    }
    if (update->deadline_ns != 0 && update->deadline_ns != node->deadline_ns) {
        uint64_t at_ns = update->deadline_ns > sim->now_ns ? update->deadline_ns : sim->now_ns;
        sim_schedule(sim, at_ns, SIM_TICK, at);
    }
    node->deadline_ns = update->deadline_ns;
}

/* Statuses that a correct core never answers to what this network sends. */
static bool is_broken_answer(const struct nd_raft_event *event, enum nd_status status)
{
    if (event->type == ND_RAFT_EVENT_RECV) return status != ND_STATUS_OK;
    return status == ND_STATUS_CORRUPT || status == ND_STATUS_MALFORMED;
}

static void sim_step(struct sim *sim, size_t at, struct nd_raft_event event)
{
    struct sim_node *node = &sim->nodes[at];
    if (node->raft == NULL || sim->violation[0] != 0) return;
    event.now_ns = sim->now_ns;
    struct nd_raft_update update;
    enum nd_status status = nd_raft_step(node->raft, &event, &update);
    sim->steps++;
    if (is_broken_answer(&event, status))
        SIM_VIOLATION(sim, "node %zu answers %s to event %d", at + 1, nd_status_name(status), (int)event.type);
    sim_on_update(sim, at, &update);
    sim_check_leader(sim, at);
    sim_check_commit(sim, at);
    sim_check_timer(sim, at);
}

static void sim_on_disk(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    node->is_disk_busy = false;
    size_t n = 1 + nd_prng_below(&sim->prng, node->append_count);
    uint64_t seq = node->appends[n - 1].seq, term = node->appends[n - 1].term;
    for (size_t i = 0; i < n; i++) {
        sim_disk_write(sim, &node->disk, &node->appends[i]);
        sim_release_held(sim, at, node->appends[i].seq);
        sim_free_append(sim, &node->appends[i]);
    }
    node->append_count -= n;
    memmove(node->appends, node->appends + n, node->append_count * sizeof *node->appends);
    if (node->append_count != 0) {
        node->is_disk_busy = true;
        sim_schedule(sim, sim->now_ns + 1 + nd_prng_below(&sim->prng, sim->disk_ns), SIM_DISK, at);
    }
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PERSISTED};
    event.persisted.append_seq = seq;
    event.persisted.term_issued = term;
    sim_step(sim, at, event);
}

static void sim_on_apply(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    node->is_apply_busy = false;
    uint64_t to = node->applied + 1 + nd_prng_below(&sim->prng, node->apply_to - node->applied);
    for (uint64_t index = node->applied + 1; index <= to; index++) {
        const struct nd_raft_entry *entry = nd_raft_entry_at(node->raft, index);
        const struct nd_raft_entry *stored = sim_disk_at(&node->disk, index);
        const struct nd_raft_payload *payload = entry->payload;
        if (payload == NULL && stored != NULL) payload = stored->payload;
        sim_check_applied(sim, at, entry, payload);
    }
    node->applied = to;
    if (nd_prng_chance(&sim->prng, 0.3)) node->engine_applied = to;
    if (to < node->apply_to) {
        node->is_apply_busy = true;
        sim_schedule(sim, sim->now_ns + 1 + nd_prng_below(&sim->prng, sim->disk_ns), SIM_APPLY, at);
    }
    sim_step(sim, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_APPLIED, .index = to});
}

static void sim_on_load(struct sim *sim, const struct sim_event *load)
{
    struct sim_node *node = &sim->nodes[load->to];
    struct nd_raft_entry entries[8];
    size_t n = 0;
    for (uint64_t index = load->first; index <= load->last && n < ND_ARRAY_LEN(entries); index++) {
        const struct nd_raft_entry *stored = sim_disk_at(&node->disk, index);
        if (stored == NULL) break;
        entries[n++] = *stored;
    }
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_LOADED};
    event.loaded.replica = sim->conf.members[load->from].replica;
    event.loaded.entries = entries;
    event.loaded.count = n;
    sim_step(sim, load->to, event);
}

static void sim_on_deliver(struct sim *sim, struct sim_event *delivery)
{
    struct sim_node *node = &sim->nodes[delivery->to];
    struct nd_raft_msg msg;
    if (node->raft != NULL && !sim->is_cut[delivery->from][delivery->to]) {
        enum nd_status status = nd_raft_msg_decode(nd_buf_slice(&delivery->wire), &sim->arena, &sim->heap, &msg);
        if (status != ND_STATUS_OK) SIM_VIOLATION(sim, "own message malformed");
        else sim_step(sim, delivery->to, (struct nd_raft_event){.type = ND_RAFT_EVENT_RECV, .msg = &msg});
        nd_raft_msg_release(&msg);
        nd_arena_reset(&sim->arena);
    }
    nd_buf_deinit(&delivery->wire);
}

/* ---- crashes --------------------------------------------------------------------------------------- */

static void sim_crash(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    if (node->raft == NULL) return;
    /* What was on its way to the disk may have arrived, in order. */
    size_t kept = nd_prng_below(&sim->prng, node->append_count + 1);
    if (nd_prng_chance(&sim->prng, 0.5)) kept = 0;
    for (size_t i = 0; i < node->append_count; i++) {
        if (i < kept) sim_disk_write(sim, &node->disk, &node->appends[i]);
        sim_free_append(sim, &node->appends[i]);
    }
    for (size_t i = 0; i < node->held_count; i++)
        nd_buf_deinit(&node->held[i].wire);
    node->append_count = node->held_count = 0;
    nd_raft_free(node->raft);
    node->raft = NULL;
    node->incarnation++;
    node->is_disk_busy = node->is_apply_busy = false;
}

/* Damage took its vote, and all of its log that the state machine does not have. It begins in a term that is new to it. */
static void sim_lose(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    struct sim_disk *disk = &node->disk;
    size_t voters = 0, lost = 1;
    for (size_t i = 0; i < sim->n; i++) {
        voters += !sim->conf.members[i].is_learner;
        lost += i != at && sim->nodes[i].disk.is_recovering && !sim->conf.members[i].is_learner;
    }
    if (lost > (voters - 1) / 2) return;
    sim_crash(sim, at);
    sim_disk_drop_from(disk, node->engine_applied + 1); /* there are no snapshots here: others may still need what is before */
    disk->hs = (struct nd_raft_hard_state){disk->hs.term + 1, sim->conf.members[at].replica, node->engine_applied};
    disk->is_recovering = true;
    sim->losses++;
}

static void sim_start(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    if (node->raft != NULL) return;
    struct nd_raft_options options = {.heap = &sim->heap, .self = sim->conf.members[at].replica, .conf = sim->conf,
                                      .seed = nd_prng_next(&sim->prng), .election_ns = SIM_ELECTION_NS, .retry_ns = SIM_RETRY_NS,
                                      .breakages = sim->breakages, .hard_state = node->disk.hs,
                                      .log_prev_index = node->disk.prev_index, .log_prev_term = node->disk.prev_term,
                                      .entries = node->disk.entries, .entry_count = node->disk.count,
                                      .applied = node->engine_applied, .now_ns = sim->now_ns, .is_recovering = node->disk.is_recovering};
    bool has_payloads = nd_prng_chance(&sim->prng, 0.5);
    struct nd_raft_entry *bare = NULL;
    if (!has_payloads && node->disk.count != 0) {
        bare = nd_heap_alloc(&sim->heap, node->disk.count * sizeof *bare);
        memcpy(bare, node->disk.entries, node->disk.count * sizeof *bare);
        for (size_t i = 0; i < node->disk.count; i++)
            bare[i].payload = NULL;
        options.entries = bare;
    }
    enum nd_status status = nd_raft_new(&options, &node->raft);
    nd_heap_free(&sim->heap, bare);
    if (status != ND_STATUS_OK) {
        SIM_VIOLATION(sim, "node %zu cannot restart: %s", at + 1, nd_status_name(status));
        return;
    }
    node->append_seq = 0;
    node->applied = node->apply_to = node->engine_applied;
    node->commit_seen = nd_raft_commit_index(node->raft);
    if (node->commit_seen > sim->commit_max) SIM_VIOLATION(sim, "commit hint of %zu beyond all commits", at + 1);
    node->leader_term_seen = 0;
    node->deadline_ns = nd_raft_deadline(node->raft);
    for (size_t i = 0; i < sim->n; i++) {
        node->sees_up[i] = true;
        node->sees_incarnation[i] = sim->nodes[i].incarnation;
    }
    if (node->deadline_ns != 0) sim_schedule(sim, node->deadline_ns, SIM_TICK, at);
}

/* ---- liveness --------------------------------------------------------------------------------------- */

static void sim_poll_liveness(struct sim *sim, size_t at)
{
    struct sim_node *node = &sim->nodes[at];
    for (size_t peer = 0; peer < sim->n; peer++) {
        if (peer == at || node->raft == NULL) continue;
        bool is_up = sim->nodes[peer].raft != NULL && !sim->is_cut[at][peer] && !sim->is_cut[peer][at];
        bool is_flap = !sim->is_quiet && nd_prng_chance(&sim->prng, 0.002);
        bool has_restarted = is_up && node->sees_incarnation[peer] != sim->nodes[peer].incarnation;
        if (is_flap) is_up = !is_up;
        if (is_up == node->sees_up[peer] && !has_restarted) continue;
        if (!sim->is_quiet && !is_flap && nd_prng_chance(&sim->prng, 0.6)) continue; /* notices later */
        node->sees_up[peer] = is_up;
        if (is_up) node->sees_incarnation[peer] = sim->nodes[peer].incarnation;
        struct nd_raft_event event = {.type = ND_RAFT_EVENT_LIVENESS};
        event.liveness.node = sim->conf.members[peer].node;
        event.liveness.is_up = is_up;
        event.liveness.has_restarted = is_up && has_restarted;
        sim_step(sim, at, event);
    }
}

#endif
