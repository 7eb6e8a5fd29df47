/* SPDX-License-Identifier: Apache-2.0 */
/* The log against a model in the simulator: power goes at any moment, also in the middle of a write, a
 * rename, a recycling. What is found again must be the state after some prefix of the operations, one
 * that holds all that was reported durable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "env/sim.h"
#include "log/log.h"

#define GROUPS 6
#define SEEDS 60
#define CRASHES 12
#define PENDING_MAX 4096

enum kind { OP_CREATE, OP_APPEND, OP_COMPACT, OP_DESTROY };

struct op {
    enum kind kind;
    unsigned group;
    uint64_t replica, prev_index, prev_term; /* CREATE; COMPACT: prev_* */
    bool has_hard_state, is_lazy, has_noop;
    struct nd_raft_hard_state hard_state;
    uint64_t truncate_from, first, count, term, nonce;
    size_t bytes;
};

struct model_entry {
    uint64_t term, nonce;
    size_t bytes;
    bool is_noop;
};
struct model_group {
    bool exists;
    uint64_t replica, prev_index, prev_term;
    struct nd_raft_hard_state hard_state;
    struct model_entry *entries; /* after prev_index */
    size_t count, cap;
};
struct model {
    struct model_group groups[GROUPS];
};

struct test {
    uint64_t seed;
    struct nd_prng prng;
    struct model durable, head; /* after what was acknowledged; after all that was issued */
    struct op pending[PENDING_MAX];
    uint64_t acked, issued; /* numbers of operations */
    uint64_t next_replica, next_nonce, segment_bytes, reads, replays;
    unsigned boots;
    bool is_lossy, has_lost, is_quiet;
};

struct node {
    struct test *test;
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_worker *writer, *reader;
    struct nd_log *log;
    struct nd_timer timer;
};

#define CHECK(test, x)                                                                             \
    do {                                                                                           \
        if (!(x)) {                                                                                \
            fprintf(stderr, "seed %llu, boot %u:\n", (unsigned long long)(test)->seed, (test)->boots); \
            ND_ASSERT(x);                                                                          \
        }                                                                                          \
    } while (0)

/* ---- the model ------------------------------------------------------------------------------------ */

static uint64_t last_of(const struct model_group *group) { return group->prev_index + group->count; }

static void drop_below(struct model_group *group, uint64_t prev_index)
{
    size_t drop = (size_t)(prev_index - group->prev_index);
    if (drop >= group->count) {
        group->count = 0;
    } else {
        group->count -= drop;
        memmove(group->entries, group->entries + drop, group->count * sizeof *group->entries);
    }
    group->prev_index = prev_index;
}

static void apply(struct model *model, const struct op *op)
{
    struct model_group *group = &model->groups[op->group];
    switch (op->kind) {
    case OP_CREATE:
        group->exists = true;
        group->replica = op->replica;
        group->prev_index = op->prev_index;
        group->prev_term = op->prev_term;
        group->hard_state = (struct nd_raft_hard_state){0};
        group->count = 0;
        return;
    case OP_DESTROY:
        group->exists = false;
        group->count = 0;
        return;
    case OP_COMPACT:
        drop_below(group, op->prev_index);
        group->prev_term = op->prev_term;
        return;
    case OP_APPEND: break;
    }
    if (op->has_hard_state) group->hard_state = op->hard_state;
    if (op->truncate_from != 0) group->count = (size_t)(op->truncate_from - group->prev_index - 1);
    for (uint64_t i = 0; i < op->count; i++) {
        if (group->count == group->cap) {
            group->cap = group->cap == 0 ? 64 : group->cap * 2;
            group->entries = realloc(group->entries, group->cap * sizeof *group->entries);
        }
        group->entries[group->count++] = (struct model_entry){.term = op->term, .nonce = op->nonce, .bytes = op->bytes, .is_noop = op->has_noop && i == 0};
    }
}

static void copy_model(struct model *to, const struct model *from)
{
    for (size_t i = 0; i < GROUPS; i++) {
        struct model_entry *entries = to->groups[i].entries;
        to->groups[i] = from->groups[i];
        to->groups[i].cap = from->groups[i].count;
        to->groups[i].entries = realloc(entries, (from->groups[i].count + 1) * sizeof *entries);
        if (from->groups[i].count > 0) memcpy(to->groups[i].entries, from->groups[i].entries, from->groups[i].count * sizeof *entries);
    }
}

static void acknowledge(struct test *test, uint64_t number)
{
    CHECK(test, number > test->acked); /* in order */
    while (test->acked < number) apply(&test->durable, &test->pending[++test->acked % PENDING_MAX]);
}

static struct nd_raft_payload *payload_of(struct nd_heap *heap, unsigned group, uint64_t index, const struct model_entry *entry)
{
    uint8_t *bytes = malloc(entry->bytes + 64);
    int n = snprintf((char *)bytes, 64, "%u/%llu/%llu/%llu", group, (unsigned long long)index, (unsigned long long)entry->term, (unsigned long long)entry->nonce);
    for (size_t i = (size_t)n; i < entry->bytes; i++) bytes[i] = (uint8_t)(entry->nonce % 2 == 0 ? i * i * entry->nonce >> 7 : i / 100);
    struct nd_raft_payload *payload = nd_raft_payload_new(heap, nd_slice_of(bytes, (size_t)n > entry->bytes ? (size_t)n : entry->bytes));
    free(bytes);
    return payload;
}

/* ---- what was found again --------------------------------------------------------------------------- */

struct found {
    struct nd_log_group_state states[GROUPS];
    struct nd_raft_entry *entries[GROUPS];
};

static void on_group(void *arg, const struct nd_log_group_state *group)
{
    struct found *found = arg;
    ND_ASSERT(group->range.v >= 1 && group->range.v <= GROUPS);
    size_t i = (size_t)group->range.v - 1;
    found->states[i] = *group;
    found->entries[i] = malloc((group->entry_count + 1) * sizeof *group->entries);
    if (group->entry_count > 0) memcpy(found->entries[i], group->entries, group->entry_count * sizeof *group->entries);
}

static bool group_matches(const struct model_group *group, const struct nd_log_group_state *state, const struct nd_raft_entry *entries)
{
    if (!group->exists || state->range.v == 0) return !group->exists && state->range.v == 0;
    const struct nd_raft_hard_state *a = &group->hard_state, *b = &state->hard_state;
    if (a->term != b->term || a->voted_for.v != b->voted_for.v || a->commit != b->commit) return false;
    if (group->replica != state->replica.v || group->prev_index != state->prev_index || group->prev_term != state->prev_term) return false;
    if (group->count != state->entry_count) return false;
    for (size_t i = 0; i < group->count; i++) {
        if (entries[i].index != group->prev_index + 1 + i || entries[i].term != group->entries[i].term) return false;
        if ((entries[i].type == ND_RAFT_NOOP) != group->entries[i].is_noop) return false;
    }
    return true;
}

static bool matches(const struct model *model, const struct found *found)
{
    for (size_t i = 0; i < GROUPS; i++)
        if (!group_matches(&model->groups[i], &found->states[i], found->entries[i])) return false;
    return true;
}

static void check_found(struct test *test, const struct found *found)
{
    while (!matches(&test->durable, found)) {
        if (test->acked == test->issued) {
            CHECK(test, test->is_lossy); /* neither the acknowledged state nor a later one */
            test->has_lost = true;
            return;
        }
        apply(&test->durable, &test->pending[++test->acked % PENDING_MAX]);
        test->replays++;
    }
    test->issued = test->acked;
    copy_model(&test->head, &test->durable);
}

/* ---- the workload --------------------------------------------------------------------------------------- */

struct pending_append {
    struct nd_log_append append;
    struct node *node;
    uint64_t number;
};

static void on_appended(struct nd_log_append *append)
{
    struct pending_append *pending = ND_CONTAINER_OF(append, struct pending_append, append);
    acknowledge(pending->node->test, pending->number);
    nd_heap_free(pending->node->heap, pending);
}

static struct nd_log_append *new_append(struct node *node)
{
    struct pending_append *pending = nd_heap_new(node->heap, struct pending_append);
    pending->node = node;
    pending->number = node->test->issued;
    pending->append.done = on_appended;
    return &pending->append;
}

static void issue_append(struct node *node, const struct op *op)
{
    struct nd_raft_entry entries[8];
    const struct model_group *group = &node->test->head.groups[op->group]; /* op is applied already */
    for (uint64_t i = 0; i < op->count; i++) {
        uint64_t index = op->first + i;
        const struct model_entry *entry = &group->entries[index - group->prev_index - 1];
        entries[i] = (struct nd_raft_entry){.term = op->term, .index = index, .type = entry->is_noop ? ND_RAFT_NOOP : ND_RAFT_COMMAND};
        if (!entry->is_noop) entries[i].payload = payload_of(node->heap, op->group, index, entry);
    }
    struct nd_raft_update update = {
        .append_seq = node->test->issued,
        .has_hard_state = op->has_hard_state,
        .must_sync = !op->is_lazy,
        .hard_state = op->hard_state,
        .truncate_from = op->truncate_from,
        .entries = entries,
        .entry_count = (size_t)op->count,
    };
    nd_log_append(node->log, new_append(node), (struct nd_range_id){op->group + 1}, (struct nd_replica_id){group->replica}, &update);
    for (uint64_t i = 0; i < op->count; i++) nd_raft_payload_unref(entries[i].payload);
}

static void issue(struct node *node, const struct op *op)
{
    struct test *test = node->test;
    struct nd_range_id range = {op->group + 1};
    CHECK(test, test->issued - test->acked < PENDING_MAX - 1);
    test->pending[++test->issued % PENDING_MAX] = *op;
    apply(&test->head, op);
    switch (op->kind) {
    case OP_CREATE: nd_log_create_group(node->log, new_append(node), range, (struct nd_replica_id){op->replica}, op->prev_index, op->prev_term); return;
    case OP_APPEND: issue_append(node, op); return;
    case OP_COMPACT: nd_log_compact(node->log, range, op->prev_index + 1, op->prev_term); return;
    case OP_DESTROY: nd_log_destroy_group(node->log, range); return;
    }
}

static void random_append(struct test *test, const struct model_group *group, struct op *op)
{
    struct nd_prng *prng = &test->prng;
    uint64_t term = group->hard_state.term + nd_prng_below(prng, 2), last = last_of(group);
    op->kind = OP_APPEND;
    op->term = term == 0 ? 1 : term;
    op->nonce = ++test->next_nonce;
    if (nd_prng_chance(prng, 0.1) && group->count > 0) {
        op->truncate_from = nd_prng_between(prng, group->prev_index + 1, last);
        op->term = group->hard_state.term + 1;
        last = op->truncate_from - 1;
    }
    op->first = last + 1;
    op->count = nd_prng_below(prng, 5);
    op->has_noop = nd_prng_chance(prng, 0.1);
    op->bytes = nd_prng_chance(prng, 0.03) ? (size_t)nd_prng_below(prng, 60000) : (size_t)nd_prng_below(prng, 400);
    op->is_lazy = op->count == 0 && op->truncate_from == 0 && nd_prng_chance(prng, 0.7);
    op->has_hard_state = op->is_lazy || op->term != group->hard_state.term || op->count == 0;
    if (!op->has_hard_state) return;
    uint64_t commit = group->prev_index > group->hard_state.commit ? group->prev_index : group->hard_state.commit;
    op->hard_state = (struct nd_raft_hard_state){.term = op->is_lazy ? group->hard_state.term : op->term, .voted_for = {group->replica}, .commit = commit};
    if (op->is_lazy && last > commit) op->hard_state.commit = nd_prng_between(prng, commit, last);
}

static void issue_random(struct node *node)
{
    struct test *test = node->test;
    struct nd_prng *prng = &test->prng;
    struct op op = {.group = (unsigned)nd_prng_below(prng, nd_prng_chance(prng, 0.5) ? 2 : GROUPS)};
    const struct model_group *group = &test->head.groups[op.group];
    if (!group->exists || nd_prng_chance(prng, 0.003)) {
        op.kind = OP_CREATE;
        op.replica = ++test->next_replica;
        op.prev_index = nd_prng_below(prng, 3) * 10;
        op.prev_term = op.prev_index / 10;
    } else if (nd_prng_chance(prng, 0.003)) {
        op.kind = OP_DESTROY;
    } else if (group->count > 0 && nd_prng_chance(prng, 0.08)) {
        op.kind = OP_COMPACT;
        op.prev_index = nd_prng_chance(prng, 0.5) ? last_of(group) : nd_prng_between(prng, group->prev_index + 1, last_of(group));
        op.prev_term = group->entries[op.prev_index - group->prev_index - 1].term;
    } else {
        random_append(test, group, &op);
    }
    issue(node, &op);
}

/* ---- reading back --------------------------------------------------------------------------------------- */

struct random_read {
    struct nd_log_read read;
    struct node *node;
};

static void on_read(struct nd_log_read *read)
{
    struct random_read *random_read = ND_CONTAINER_OF(read, struct random_read, read);
    struct node *node = random_read->node;
    struct test *test = node->test;
    unsigned g = (unsigned)read->range.v - 1;
    const struct model_group *group = &test->head.groups[g];
    CHECK(test, read->status == ND_STATUS_OK || read->status == ND_STATUS_NOT_FOUND);
    CHECK(test, (read->status == ND_STATUS_OK) == (read->entry_count > 0));
    for (size_t i = 0; i < read->entry_count; i++) {
        const struct nd_raft_entry *entry = &read->entries[i];
        CHECK(test, entry->index == read->first + i);
        if (!group->exists || entry->index <= group->prev_index) continue; /* compacted meanwhile */
        CHECK(test, entry->index <= last_of(group));
        const struct model_entry *expected = &group->entries[entry->index - group->prev_index - 1];
        CHECK(test, expected->term == entry->term);
        CHECK(test, expected->is_noop == (entry->type == ND_RAFT_NOOP));
        if (expected->is_noop) continue;
        struct nd_raft_payload *payload = payload_of(node->heap, g, entry->index, expected);
        CHECK(test, nd_slice_eq(nd_raft_payload_slice(entry->payload), nd_raft_payload_slice(payload)));
        nd_raft_payload_unref(payload);
        test->reads++;
    }
    nd_log_read_release(read);
    nd_heap_free(node->heap, random_read);
}

static void start_read(struct node *node, unsigned g, uint64_t first, uint64_t last)
{
    struct random_read *random_read = nd_heap_new(node->heap, struct random_read);
    random_read->node = node;
    random_read->read = (struct nd_log_read){.done = on_read, .range = {g + 1}, .first = first, .last = last,
                                             .bytes_max = (size_t)nd_prng_below(&node->test->prng, 20000)};
    nd_log_read(node->log, &random_read->read);
}

static void read_random(struct node *node)
{
    struct nd_prng *prng = &node->test->prng;
    unsigned g = (unsigned)nd_prng_below(prng, GROUPS);
    const struct model_group *group = &node->test->head.groups[g];
    if (group->count == 0) return;
    uint64_t first = nd_prng_between(prng, group->prev_index + 1, last_of(group));
    start_read(node, g, first, first + nd_prng_below(prng, 40));
}

/* ---- nodes ------------------------------------------------------------------------------------------------ */

static void on_tick(struct nd_timer *timer)
{
    struct node *node = ND_CONTAINER_OF(timer, struct node, timer);
    struct test *test = node->test;
    if (test->is_quiet) return;
    bool is_full = test->issued - test->acked > PENDING_MAX / 2;
    for (uint64_t n = is_full ? 0 : nd_prng_below(&test->prng, 12); n > 0; n--) issue_random(node);
    if (nd_prng_chance(&test->prng, 0.2)) read_random(node);
    nd_timer_start_in(timer, nd_prng_chance(&test->prng, 0.02) ? 80 * ND_MS : nd_prng_below(&test->prng, 3 * ND_MS));
}

static void *boot(struct nd_env *env, unsigned number, void *arg)
{
    struct test *test = arg;
    (void)number;
    struct node *node = nd_heap_new(nd_env_heap(env), struct node);
    node->test = test;
    node->env = env;
    node->heap = nd_env_heap(env);
    node->writer = nd_worker_open(env, "log", 1);
    node->reader = nd_worker_open(env, "read", 2);
    struct nd_log_options options = {
        .env = env,
        .reactor = nd_env_reactor(env, 0),
        .writer = node->writer,
        .reader = node->reader,
        .path = "data/log",
        .segment_bytes = test->segment_bytes,
        .node_uuid = {1, 2},
    };
    test->boots++;
    enum nd_status status = nd_log_open(&options, &node->log);
    if (status != ND_STATUS_OK && test->is_lossy) {
        test->has_lost = true;
        return node;
    }
    CHECK(test, status == ND_STATUS_OK);
    struct found found = {0};
    nd_log_recover(node->log, &found, on_group);
    check_found(test, &found);
    for (size_t i = 0; i < GROUPS; i++) free(found.entries[i]);
    if (test->has_lost) return node;
    for (unsigned g = 0; g < GROUPS; g++) {
        const struct model_group *group = &test->head.groups[g];
        for (uint64_t index = group->prev_index + 1; index <= last_of(group); index += 50) start_read(node, g, index, index + 49);
    }
    nd_timer_init(&node->timer, nd_env_reactor(env, 0), on_tick);
    nd_timer_start_in(&node->timer, ND_MS);
    return node;
}

static bool is_settled(void *arg)
{
    const struct test *test = arg;
    return test->acked == test->issued;
}

static void sink(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    (void)arg, (void)level, (void)module;
    fprintf(stderr, "%s\n", line);
}

static uint64_t run_seed(struct test *test, uint64_t seed, unsigned breakages)
{
    *test = (struct test){.seed = seed, .is_lossy = breakages != 0};
    nd_prng_init(&test->prng, seed);
    static const uint64_t sizes[] = {32 << 10, 64 << 10, 256 << 10};
    test->segment_bytes = sizes[nd_prng_below(&test->prng, 3)];
    static const struct nd_logger logger = {.level_min = ND_LOG_WARN, .sink = sink};
    struct nd_sim_options options = {
        .seed = seed,
        .disk = {.op_ns_min = 20 * ND_US, .op_ns_mean = 300 * ND_US, .op_ns_max = 5 * ND_MS, .stall = 0.002, .stall_ns = 50 * ND_MS},
        .breakages = breakages,
        .logger = breakages != 0 ? NULL : &logger,
    };
    struct nd_sim *sim = nd_sim_new(&options);
    struct nd_sim_program program = {.boot = boot, .arg = test};
    for (unsigned i = 0; i < CRASHES && !test->has_lost; i++) {
        nd_sim_start(sim, 1, &program);
        nd_sim_run(sim, nd_sim_now_ns(sim) + nd_prng_between(&test->prng, 0, nd_prng_chance(&test->prng, 0.3) ? 20 * ND_MS : 400 * ND_MS), NULL, NULL);
        nd_sim_crash(sim, 1);
    }
    if (!test->has_lost) { /* and all that is acknowledged is there, with nothing after it */
        nd_sim_start(sim, 1, &program);
        nd_sim_run(sim, nd_sim_now_ns(sim) + 50 * ND_MS, NULL, NULL);
        test->is_quiet = true;
        nd_sim_run(sim, nd_sim_now_ns(sim) + 500 * ND_MS, is_settled, test);
        CHECK(test, test->is_lossy || test->issued - test->acked < 100); /* what needs no sync may wait */
        nd_sim_crash(sim, 1);
        nd_sim_start(sim, 1, &program);
        nd_sim_run(sim, nd_sim_now_ns(sim) + 50 * ND_MS, NULL, NULL);
    }
    uint64_t hash = nd_sim_trace_hash(sim);
    nd_sim_free(sim);
    for (size_t i = 0; i < GROUPS; i++) {
        free(test->durable.groups[i].entries);
        free(test->head.groups[i].entries);
    }
    return hash;
}

static void test_crashes(void **state)
{
    (void)state;
    struct test *test = malloc(sizeof *test);
    uint64_t acked = 0, reads = 0, replays = 0;
    const char *only = getenv("SEED");
    uint64_t first = only == NULL ? 1 : strtoull(only, NULL, 10), last = only == NULL ? SEEDS : first;
    for (uint64_t seed = first; seed <= last; seed++) {
        uint64_t hash = run_seed(test, seed, 0);
        acked += test->acked;
        reads += test->reads;
        replays += test->replays;
        if (seed % 20 == 1) assert_int_equal(run_seed(test, seed, 0), hash);
    }
    print_message("%llu operations, %llu entries read back, %llu unacknowledged operations survived a crash\n", (unsigned long long)acked,
                  (unsigned long long)reads, (unsigned long long)replays);
    if (only == NULL) assert_true(acked > 100000);
    if (only == NULL) assert_true(reads > 50000);
    if (only == NULL) assert_true(replays > 100);
    free(test);
}

/* A full disk ends the process (L4); nothing acknowledged is lost, and with space it goes on. */
static void test_full_disk(void **state)
{
    (void)state;
    struct test *test = malloc(sizeof *test);
    for (uint64_t seed = 1; seed <= 10; seed++) {
        *test = (struct test){.seed = seed, .segment_bytes = 32 << 10};
        nd_prng_init(&test->prng, seed);
        struct nd_sim_options options = {.seed = seed, .disk = {.op_ns_min = 20 * ND_US, .op_ns_mean = 300 * ND_US, .op_ns_max = 5 * ND_MS, .bytes_max = 256 << 10}};
        struct nd_sim *sim = nd_sim_new(&options);
        struct nd_sim_program program = {.boot = boot, .arg = test};
        nd_sim_start(sim, 1, &program);
        nd_sim_run(sim, nd_sim_now_ns(sim) + 20 * ND_SEC, NULL, NULL);
        CHECK(test, !nd_sim_is_up(sim, 1));
        CHECK(test, nd_sim_exit_code(sim, 1) == ND_EXIT_LOG_IO);
        CHECK(test, test->acked > 0);
        nd_sim_options(sim)->disk.bytes_max = 0;
        nd_sim_start(sim, 1, &program);
        nd_sim_run(sim, nd_sim_now_ns(sim) + 100 * ND_MS, NULL, NULL);
        CHECK(test, nd_sim_is_up(sim, 1));
        nd_sim_free(sim);
        for (size_t i = 0; i < GROUPS; i++) {
            free(test->durable.groups[i].entries);
            free(test->head.groups[i].entries);
        }
    }
    free(test);
}

/* The checker sees a log that reports too early. */
static void test_early_report_is_caught(void **state)
{
    (void)state;
    struct test *test = malloc(sizeof *test);
    unsigned caught = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        run_seed(test, seed, 1U << ND_BREAK_ACK_BEFORE_FSYNC);
        caught += test->has_lost;
    }
    print_message("caught in %u of 20 seeds\n", caught);
    assert_true(caught >= 8);
    free(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crashes),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_early_report_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
