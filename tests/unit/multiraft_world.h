/* SPDX-License-Identifier: Apache-2.0 */
/* multiraft_world.h - simulated nodes that replicate toy state machines, and who watches them.
 *
 * A replica's state is the hash of what it applied; now and then it is saved to a file, as an engine
 * would flush, and a restarted node begins from there. The watcher lives outside of the nodes. It knows,
 * per range, the one history that all replicas must apply, who led which term, what was acknowledged, and
 * from where on a read that begins now must see. */
#ifndef ND_TESTS_MULTIRAFT_WORLD_H
#define ND_TESTS_MULTIRAFT_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/checksum.h"
#include "env/sim.h"
#include "multiraft/multiraft.h"

#define NODES_MAX 5
#define RANGES_MAX 8
#define INFLIGHT_MAX 64

struct history {     /* of a range, index by index */
    uint64_t *hash;  /* of (term, payload); 0: not seen yet */
    uint64_t *state; /* of the state machine after it */
    size_t cap;
    uint64_t last, acked; /* highest index acknowledged to a client */
    uint64_t leader_of_term[4096];
    uint64_t acks, reads, proposals;
};

struct world;
struct node;

struct replica {
    struct node *node;
    struct nd_group *group;
    unsigned range; /* 1.. */
    uint64_t applied, state, saved_at;
    struct nd_group_role role;
    struct {
        uint64_t index, term;
    } proposed[INFLIGHT_MAX]; /* awaiting their commit */
    size_t proposed_head, proposed_count;
    struct {
        uint64_t id, must_see, index;
        bool is_answered;
    } reads[INFLIGHT_MAX];
    uint64_t read_id_last;
};

struct save {
    struct nd_job job;
    struct node *node;
    unsigned range;
    uint64_t applied, state;
};

struct node {
    struct world *world;
    struct nd_env *env;
    unsigned number;
    struct nd_worker *writer, *reader, *saver;
    struct nd_log *log;
    struct nd_rpc *rpc;
    struct nd_multiraft *multiraft;
    struct replica replicas[RANGES_MAX + 1];
    struct nd_timer load_timer, save_timer;
    bool is_saving;
};

struct world {
    struct nd_sim *sim;
    unsigned nodes, ranges;
    struct nd_sim_program program;
    struct history histories[RANGES_MAX + 1];
    /* Load: each leader proposes `burst` entries of up to payload_bytes every period. */
    bool is_loading, is_saving;
    uint64_t period_ns;
    size_t burst, payload_bytes;
    uint64_t segment_bytes, down_after_ns;
    struct nd_logger logger;
    struct nd_prng prng;
    uint64_t boots;
};

/* A failed check must not jump out of the simulator. */
#define CHECK(x) ND_ASSERT(x)

static inline uint64_t entry_hash(const struct nd_raft_entry *entry)
{
    return nd_hash64_seeded(entry->term * 8 + (uint64_t)entry->type, nd_raft_payload_slice(entry->payload)) | 1;
}

static inline void history_note(struct history *history, uint64_t index, uint64_t hash, uint64_t state)
{
    if (index >= history->cap) {
        size_t cap = history->cap == 0 ? 1024 : history->cap * 2;
        while (cap <= index) cap *= 2;
        history->hash = realloc(history->hash, cap * sizeof *history->hash);
        history->state = realloc(history->state, cap * sizeof *history->state);
        CHECK(history->hash != NULL);
        CHECK(history->state != NULL);
        memset(history->hash + history->cap, 0, (cap - history->cap) * sizeof *history->hash);
        history->cap = cap;
    }
    if (history->hash[index] != 0) { /* commit order equality */
        CHECK(history->hash[index] == hash);
        CHECK(history->state[index] == state);
        return;
    }
    history->hash[index] = hash;
    history->state[index] = state;
    if (index > history->last) history->last = index;
}

/* ---- the state machine's file ----------------------------------------------------------------- */

static inline void save_path(unsigned range, const char *suffix, char *path, size_t bytes)
{
    snprintf(path, bytes, "data/r%u%s", range, suffix);
}

static inline void save_run(struct nd_job *job)
{
    struct save *save = ND_CONTAINER_OF(job, struct save, job);
    struct nd_env *env = save->node->env;
    char path[64], temporary[64];
    uint64_t words[3] = {save->applied, save->state, save->applied ^ save->state ^ 0x5a5a};
    struct nd_file *file;
    save_path(save->range, "", path, sizeof path);
    save_path(save->range, ".new", temporary, sizeof temporary);
    CHECK(nd_file_open(env, temporary, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &file) == ND_STATUS_OK);
    CHECK(nd_file_write(file, 0, nd_slice_of(words, sizeof words)) == ND_STATUS_OK);
    CHECK(nd_file_sync(file) == ND_STATUS_OK);
    nd_file_close(file);
    CHECK(nd_file_rename(env, temporary, path) == ND_STATUS_OK);
    CHECK(nd_dir_sync(env, "data") == ND_STATUS_OK);
}

static inline void save_done(struct nd_job *job)
{
    struct save *save = ND_CONTAINER_OF(job, struct save, job);
    struct node *node = save->node;
    node->is_saving = false;
    node->replicas[save->range].saved_at = save->applied;
    nd_group_durable(node->replicas[save->range].group, save->applied);
    nd_heap_free(nd_env_heap(node->env), save);
}

static inline void save_load(struct node *node, unsigned range, uint64_t *applied_out, uint64_t *state_out)
{
    char path[64];
    uint64_t words[3];
    struct nd_file *file;
    size_t n;
    *applied_out = *state_out = 0;
    save_path(range, "", path, sizeof path);
    if (nd_file_open(node->env, path, ND_FILE_READ, &file) != ND_STATUS_OK) return;
    CHECK(nd_file_read(file, 0, words, sizeof words, &n) == ND_STATUS_OK);
    nd_file_close(file);
    CHECK(n == sizeof words);
    CHECK(words[2] == (words[0] ^ words[1] ^ 0x5a5a));
    *applied_out = words[0];
    *state_out = words[1];
}

static inline void on_save_timer(struct nd_timer *timer)
{
    struct node *node = ND_CONTAINER_OF(timer, struct node, save_timer);
    nd_timer_start_in(timer, 200 * ND_MS);
    if (node->is_saving || !node->world->is_saving) return;
    unsigned range = (unsigned)(nd_env_random_u64(node->env) % node->world->ranges) + 1;
    struct replica *replica = &node->replicas[range];
    if (replica->applied == replica->saved_at) return;
    struct save *save = nd_heap_new(nd_env_heap(node->env), struct save);
    *save = (struct save){.job = {.run = save_run, .done = save_done},
                          .node = node,
                          .range = range,
                          .applied = replica->applied,
                          .state = replica->state};
    node->is_saving = true;
    nd_worker_submit(node->saver, nd_env_reactor(node->env, 0), &save->job);
}

/* ---- a replica -------------------------------------------------------------------------------- */

static inline struct history *history_of(struct replica *replica)
{
    return &replica->node->world->histories[replica->range];
}

static inline void finish_reads(struct replica *replica)
{
    for (size_t i = 0; i < INFLIGHT_MAX; i++) {
        if (replica->reads[i].id == 0 || !replica->reads[i].is_answered || replica->reads[i].index > replica->applied)
            continue;
        CHECK(replica->applied >= replica->reads[i].must_see); /* linearizable */
        history_of(replica)->reads++;
        replica->reads[i].id = 0;
    }
}

static inline void acknowledge(struct replica *replica, const struct nd_raft_entry *entry)
{
    while (replica->proposed_count > 0 && replica->proposed[replica->proposed_head].index <= entry->index) {
        bool is_ours = replica->proposed[replica->proposed_head].index == entry->index &&
                       replica->proposed[replica->proposed_head].term == entry->term;
        replica->proposed_head = (replica->proposed_head + 1) % INFLIGHT_MAX;
        replica->proposed_count--;
        if (!is_ours) continue; /* replaced: was never committed */
        history_of(replica)->acks++;
        if (entry->index > history_of(replica)->acked) history_of(replica)->acked = entry->index;
    }
}

static inline void on_commit(void *owner, const struct nd_raft_entry *entries, size_t count)
{
    struct replica *replica = owner;
    for (size_t i = 0; i < count; i++) {
        CHECK(entries[i].index == replica->applied + 1); /* X2 */
        CHECK((entries[i].type == ND_RAFT_COMMAND) == (entries[i].payload != NULL));
        uint64_t hash = entry_hash(&entries[i]);
        replica->state = nd_hash64_seeded(replica->state, nd_slice_of(&hash, sizeof hash));
        replica->applied = entries[i].index;
        history_note(history_of(replica), entries[i].index, hash, replica->state);
        acknowledge(replica, &entries[i]);
    }
    nd_group_applied(replica->group, replica->applied);
    finish_reads(replica);
}

static inline void on_role(void *owner, const struct nd_group_role *role)
{
    struct replica *replica = owner;
    replica->role = *role;
    if (role->role != ND_RAFT_LEADER) return;
    struct history *history = history_of(replica);
    CHECK(role->leader_node.v == replica->node->number);
    CHECK(role->term < ND_ARRAY_LEN(history->leader_of_term));
    uint64_t *leader = &history->leader_of_term[role->term];
    CHECK(*leader == 0 || *leader == replica->node->number); /* one leader a term */
    *leader = replica->node->number;
}

static inline void on_read(void *owner, uint64_t read_id, enum nd_status status, uint64_t index)
{
    struct replica *replica = owner;
    for (size_t i = 0; i < INFLIGHT_MAX; i++) {
        if (replica->reads[i].id != read_id) continue;
        if (status == ND_STATUS_OK) {
            CHECK(index >= replica->reads[i].must_see);
            replica->reads[i].index = index;
            replica->reads[i].is_answered = true;
            finish_reads(replica);
        } else {
            CHECK(status == ND_STATUS_NOT_LEADER);
            replica->reads[i].id = 0;
        }
        return;
    }
    CHECK(false);
}

static inline void propose(struct replica *replica, size_t bytes)
{
    struct node *node = replica->node;
    struct history *history = history_of(replica);
    if (replica->proposed_count == INFLIGHT_MAX) return;
    uint8_t *data = nd_heap_alloc(nd_env_heap(node->env), bytes);
    for (size_t i = 0; i < bytes; i += 8) {
        uint64_t word = nd_env_random_u64(node->env);
        memcpy(data + i, &word, bytes - i < 8 ? bytes - i : 8);
    }
    struct nd_raft_payload *payload = nd_raft_payload_new(nd_env_heap(node->env), nd_slice_of(data, bytes));
    uint64_t index, term;
    enum nd_status status = nd_group_propose(replica->group, &payload, 1, &index, &term);
    if (status == ND_STATUS_OK) {
        size_t at = (replica->proposed_head + replica->proposed_count++) % INFLIGHT_MAX;
        replica->proposed[at].index = index;
        replica->proposed[at].term = term;
        history->proposals++;
    } else {
        CHECK(status == ND_STATUS_NOT_LEADER || status == ND_STATUS_BUSY);
    }
    nd_raft_payload_unref(payload);
    nd_heap_free(nd_env_heap(node->env), data);
}

static inline void ask_read(struct replica *replica)
{
    for (size_t i = 0; i < INFLIGHT_MAX; i++) {
        if (replica->reads[i].id != 0) continue;
        uint64_t id = ++replica->read_id_last;
        if (nd_group_read_index(replica->group, id) != ND_STATUS_OK) return;
        replica->reads[i].id = id;
        replica->reads[i].must_see = history_of(replica)->acked;
        replica->reads[i].index = 0;
        replica->reads[i].is_answered = false;
        return;
    }
}

static inline void on_load_timer(struct nd_timer *timer)
{
    struct node *node = ND_CONTAINER_OF(timer, struct node, load_timer);
    struct world *world = node->world;
    nd_timer_start_in(timer, world->period_ns);
    if (!world->is_loading) return;
    for (unsigned range = 1; range <= world->ranges; range++) {
        struct replica *replica = &node->replicas[range];
        if (replica->role.role != ND_RAFT_LEADER) continue;
        ask_read(replica); /* before an entry of the term is committed, too */
        for (size_t i = 0; i < world->burst; i++)
            propose(replica, 8 + (size_t)(nd_env_random_u64(node->env) % world->payload_bytes));
    }
}

/* ---- a node ------------------------------------------------------------------------------------ */

static inline void open_groups(struct node *node)
{
    static const struct nd_group_handler handler = {.on_commit = on_commit, .on_role = on_role, .on_read = on_read};
    struct world *world = node->world;
    for (unsigned range = 1; range <= world->ranges; range++) {
        struct replica *replica = &node->replicas[range];
        replica->node = node;
        replica->range = range;
        save_load(node, range, &replica->applied, &replica->state);
        replica->saved_at = replica->applied;
        if (replica->applied > 0) CHECK(world->histories[range].state[replica->applied] == replica->state);
        struct nd_group_options options = {
            .range = {range},
            .self = {100 + node->number},
            .conf = {.count = world->nodes},
            .applied = replica->applied,
            .handler = &handler,
            .owner = replica,
            .campaign_now = world->boots <= world->nodes && range % world->nodes + 1 == node->number,
        };
        for (unsigned i = 0; i < world->nodes; i++)
            options.conf.members[i] = (struct nd_raft_member){.replica = {101 + i}, .node = {1 + i}};
        CHECK(nd_multiraft_open_group(node->multiraft, &options, &replica->group) == ND_STATUS_OK);
        if (replica->applied > 0) nd_group_durable(replica->group, replica->applied);
    }
}

static inline void *boot(struct nd_env *env, unsigned number, void *arg)
{
    struct world *world = arg;
    struct node *node = nd_heap_new(nd_env_heap(env), struct node);
    struct nd_reactor *reactor = nd_env_reactor(env, 0);
    world->boots++;
    node->world = world;
    node->env = env;
    node->number = number;
    node->writer = nd_worker_open(env, "log", 1);
    node->reader = nd_worker_open(env, "read", 2);
    node->saver = nd_worker_open(env, "save", 1);
    CHECK(nd_dir_make(env, "data") == ND_STATUS_OK);
    struct nd_log_options log_options = {.env = env,
                                         .reactor = reactor,
                                         .writer = node->writer,
                                         .reader = node->reader,
                                         .path = "log",
                                         .segment_bytes = world->segment_bytes,
                                         .node_uuid = {7, number}};
    CHECK(nd_log_open(&log_options, &node->log) == ND_STATUS_OK);
    struct nd_rpc_options rpc_options = {.env = env, .reactor = reactor, .self = {number}, .cluster_uuid = {1, 2}};
    node->rpc = nd_rpc_new(&rpc_options);
    for (unsigned i = 1; i <= world->nodes; i++) {
        char addr[32];
        snprintf(addr, sizeof addr, "n%u:1", i);
        nd_rpc_set_node_addr(node->rpc, (struct nd_node_id){i}, addr);
        if (i == number) CHECK(nd_rpc_listen(node->rpc, addr, NULL) == ND_STATUS_OK);
    }
    struct nd_multiraft_options options = {.env = env,
                                           .reactor = reactor,
                                           .rpc = node->rpc,
                                           .log = node->log,
                                           .self = {number},
                                           .heartbeat_ns = 100 * ND_MS,
                                           .down_after_ns = world->down_after_ns};
    node->multiraft = nd_multiraft_new(&options);
    open_groups(node);
    nd_timer_init(&node->load_timer, reactor, on_load_timer);
    nd_timer_init(&node->save_timer, reactor, on_save_timer);
    nd_timer_start_in(&node->load_timer, world->period_ns);
    nd_timer_start_in(&node->save_timer, 200 * ND_MS);
    return node;
}

/* ---- the world --------------------------------------------------------------------------------- */

static inline void print_line(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    ND_UNUSED(arg);
    ND_UNUSED(level);
    ND_UNUSED(module);
    fprintf(stderr, "%s\n", line);
}

static inline struct world *world_new(const struct nd_sim_options *options, unsigned nodes, unsigned ranges)
{
    struct world *world = calloc(1, sizeof *world);
    struct nd_sim_options with_logger = *options;
    CHECK(world != NULL);
    world->logger = (struct nd_logger){.level_min = ND_LOG_DEBUG, .sink = print_line};
    if (getenv("ND_TEST_VERBOSE") != NULL) with_logger.logger = &world->logger;
    world->sim = nd_sim_new(&with_logger);
    world->nodes = nodes;
    world->ranges = ranges;
    world->program = (struct nd_sim_program){.boot = boot, .arg = world};
    world->period_ns = 5 * ND_MS;
    world->burst = 2;
    world->payload_bytes = 500;
    world->segment_bytes = 256 << 10;
    world->down_after_ns = 500 * ND_MS;
    world->is_saving = true;
    nd_prng_init(&world->prng, options->seed * 77 + 5);
    return world;
}

static inline void world_start(struct world *world)
{
    for (unsigned i = 1; i <= world->nodes; i++) nd_sim_start(world->sim, i, &world->program);
}

static inline uint64_t world_free(struct world *world)
{
    uint64_t hash = nd_sim_trace_hash(world->sim);
    nd_sim_free(world->sim);
    for (unsigned range = 1; range <= world->ranges; range++) {
        free(world->histories[range].hash);
        free(world->histories[range].state);
    }
    free(world);
    return hash;
}

static inline struct node *node_at(struct world *world, unsigned number)
{
    return nd_sim_is_up(world->sim, number) ? nd_sim_node_root(world->sim, number) : NULL;
}

static inline void run_for(struct world *world, uint64_t duration_ns)
{
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + duration_ns, NULL, NULL);
}

/* The node that leads with the highest term and is ready; 0: none. */
static inline unsigned leader_of(struct world *world, unsigned range)
{
    uint64_t term = 0;
    unsigned leader = 0;
    for (unsigned i = 1; i <= world->nodes; i++) {
        const struct node *node = node_at(world, i);
        if (node == NULL || node->replicas[range].role.term < term) continue;
        if (node->replicas[range].role.term > term) leader = 0;
        term = node->replicas[range].role.term;
        if (node->replicas[range].role.is_ready) leader = i;
    }
    return leader;
}

struct wish {
    struct world *world;
    unsigned range, but; /* a leader of the range (0: of all) other than `but` */
};
static inline bool has_leader(void *arg)
{
    const struct wish *wish = arg;
    for (unsigned range = 1; range <= wish->world->ranges; range++) {
        if (wish->range != 0 && range != wish->range) continue;
        unsigned leader = leader_of(wish->world, range);
        if (leader == 0 || leader == wish->but) return false;
    }
    return true;
}

/* How long it took until the wish came true; UINT64_MAX: it did not. */
static inline uint64_t until_leader(struct world *world, unsigned range, unsigned but, uint64_t limit_ns)
{
    struct wish wish = {world, range, but};
    uint64_t begun_ns = nd_sim_now_ns(world->sim);
    nd_sim_run(world->sim, begun_ns + limit_ns, has_leader, &wish);
    return has_leader(&wish) ? nd_sim_now_ns(world->sim) - begun_ns : UINT64_MAX;
}

static inline bool has_converged(void *arg)
{
    struct world *world = arg;
    for (unsigned range = 1; range <= world->ranges; range++)
        for (unsigned i = 1; i <= world->nodes; i++) {
            const struct node *node = node_at(world, i);
            if (node == NULL || node->replicas[range].applied != world->histories[range].last) return false;
        }
    return true;
}

/* Without load: every replica has applied everything, within the limit. */
static inline bool until_converged(struct world *world, uint64_t limit_ns)
{
    world->is_loading = false;
    run_for(world, 200 * ND_MS);
    nd_sim_run(world->sim, nd_sim_now_ns(world->sim) + limit_ns, has_converged, world);
    return has_converged(world);
}

static inline struct nd_sim_options calm_options(uint64_t seed)
{
    return (struct nd_sim_options){
        .seed = seed,
        .net = {.delay_ns_min = 50 * ND_US, .delay_ns_mean = 300 * ND_US, .delay_ns_max = 5 * ND_MS},
        .disk = {.op_ns_min = 50 * ND_US, .op_ns_mean = 300 * ND_US, .op_ns_max = 5 * ND_MS},
    };
}

#endif
