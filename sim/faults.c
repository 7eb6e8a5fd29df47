/* SPDX-License-Identifier: Apache-2.0 */
/* What goes wrong during the safety phase. Most faults end by themselves after a while, so that there is
 * progress between them; now and then the whole cluster goes at once. */
#include <stdio.h>

#include "sim/harness.h"

enum { STAY_AGAIN_MS = 500 };

static void say(const struct nd_harness *harness, const char *what, unsigned a, unsigned b)
{
    if (harness->options.is_verbose) fprintf(stderr, "==== %.3f s: %s %u %u\n", (double)nd_harness_now_ns(harness) / 1e9, what, a, b);
}

void nd__faults_init(struct nd_harness *harness)
{
    static const double rates[] = {0.005, 0.01, 0.02, 0.05}; /* per look: every 5 s to every 0.5 s */
    harness->fault_rate = rates[nd_prng_below(&harness->prng, ND_ARRAY_LEN(rates))];
    static const double flux_rates[] = {0, 0, 0.02, 0.1};
    nd_prng_init(&harness->flux_prng, harness->options.seed ^ 0x666c7578ULL); /* of its own: the other choices of a seed stay what they were */
    harness->flux_rate = flux_rates[nd_prng_below(&harness->flux_prng, ND_ARRAY_LEN(flux_rates))];
    if (harness->options.is_harsh && harness->flux_rate == 0) harness->flux_rate = 0.02;
    nd__rot_init(harness);
}

static unsigned any_node(struct nd_harness *harness) { return (unsigned)nd_prng_between(&harness->prng, 1, harness->nodes); }

/* The node that leads the range that most depends on one: leaders are the interesting ones. */
static unsigned leader_node(struct nd_harness *harness)
{
    for (unsigned i = 1; i <= harness->nodes; i++) {
        struct nd_node *node = harness->hosts[i].node;
        struct nd_store *store = node == NULL ? NULL : nd_node_store(node);
        struct nd_range *range = store == NULL ? NULL : nd_store_find(store, ND_RANGE_META);
        if (range != NULL && nd_range_is_serving(range)) return i;
    }
    return any_node(harness);
}

static unsigned victim(struct nd_harness *harness) { return nd_prng_chance(&harness->prng, 0.4) ? leader_node(harness) : any_node(harness); }

static uint64_t a_while(struct nd_harness *harness)
{
    /* Mostly about as long as an election takes; sometimes much shorter, sometimes much longer. */
    uint64_t ms = nd_prng_chance(&harness->prng, 0.2) ? nd_prng_between(&harness->prng, 1, 100)
                  : nd_prng_chance(&harness->prng, 0.8) ? nd_prng_between(&harness->prng, 100, 2500)
                                                         : nd_prng_between(&harness->prng, 2500, 12000);
    return ms * ND_MS;
}

static void plan_repair(struct nd_harness *harness, struct nd_harness_repair repair)
{
    if (harness->repair_count < ND_ARRAY_LEN(harness->repairs)) harness->repairs[harness->repair_count++] = repair;
}

static void cut(struct nd_harness *harness, unsigned from, unsigned to, uint64_t until_ns)
{
    if (from == to || harness->repair_count == ND_ARRAY_LEN(harness->repairs)) return;
    nd_sim_cut(harness->sim, from, to, true);
    plan_repair(harness, (struct nd_harness_repair){.at_ns = until_ns, .kind = ND_REPAIR_CUT, .from = from, .to = to});
}

static void crash(struct nd_harness *harness, unsigned node)
{
    if (!nd_sim_is_up(harness->sim, node)) return;
    say(harness, "crash", node, 0);
    nd_sim_crash(harness->sim, node);
    nd__rot_crashed(harness, node);
    harness->hosts[node].restart_at_ns = nd_harness_now_ns(harness) + a_while(harness);
    harness->result.crashes++;
}

static void look_for_flux(void *arg, struct nd_range *range)
{
    struct nd_range_info info;
    nd_range_get_info(range, &info);
    *(bool *)arg |= info.is_in_flux;
}

/* A node that is about to install a snapshot, or to remove a replica, is soon back: what it had not flushed before is gone. */
static void crash_in_flux(struct nd_harness *harness)
{
    for (unsigned node = 1; node <= harness->nodes; node++) {
        bool is_in_flux = false;
        struct nd_store *store = harness->hosts[node].node == NULL ? NULL : nd_node_store(harness->hosts[node].node);
        if (store != NULL) nd_store_each(store, &is_in_flux, look_for_flux);
        if (!is_in_flux || !nd_prng_chance(&harness->flux_prng, harness->flux_rate)) continue;
        crash(harness, node);
        return;
    }
}

static void partition(struct nd_harness *harness)
{
    uint64_t until_ns = nd_harness_now_ns(harness) + a_while(harness);
    unsigned a = victim(harness), b = any_node(harness);
    unsigned kind = (unsigned)nd_prng_below(&harness->prng, 5);
    say(harness, "partition", a, kind);
    harness->result.partitions++;
    switch (kind) {
    case 0: /* one link, one way */
        cut(harness, a, b == a ? a % harness->nodes + 1 : b, until_ns);
        return;
    case 1: /* one link, both ways */
        if (b == a) b = a % harness->nodes + 1;
        cut(harness, a, b, until_ns);
        cut(harness, b, a, until_ns);
        return;
    case 2: /* one node alone */
    case 3: /* one node that is not heard, or does not hear */
        for (unsigned i = 1; i <= harness->nodes; i++) {
            if (kind == 2 || b % 2 == 0) cut(harness, a, i, until_ns);
            if (kind == 2 || b % 2 == 1) cut(harness, i, a, until_ns);
        }
        return;
    default: /* two sides */
        for (unsigned i = 1; i <= harness->nodes; i++)
            for (unsigned j = 1; j <= harness->nodes; j++)
                if ((i <= a) != (j <= a)) cut(harness, i, j, until_ns);
    }
}

static void worsen_net(struct nd_harness *harness)
{
    struct nd_sim_net_options *net = &nd_sim_options(harness->sim)->net;
    struct nd_prng *prng = &harness->prng;
    say(harness, "bad network", 0, 0);
    net->loss = nd_prng_chance(prng, 0.5) ? 0.15 * nd_prng_unit(prng) : 0;
    net->duplicate = nd_prng_chance(prng, 0.5) ? 0.2 * nd_prng_unit(prng) : 0;
    net->reorder = nd_prng_chance(prng, 0.5) ? 0.3 * nd_prng_unit(prng) : 0;
    net->reset = nd_prng_chance(prng, 0.3) ? 0.002 : 0;
    if (nd_prng_chance(prng, 0.3)) {
        net->delay_ns_mean = nd_prng_between(prng, 1, 30) * ND_MS;
        net->delay_ns_max = net->delay_ns_mean * 10;
    }
    plan_repair(harness, (struct nd_harness_repair){.at_ns = nd_harness_now_ns(harness) + a_while(harness), .kind = ND_REPAIR_NET});
}

static void worsen_disk(struct nd_harness *harness)
{
    struct nd_sim_disk_options *disk = &nd_sim_options(harness->sim)->disk;
    struct nd_prng *prng = &harness->prng;
    say(harness, "slow disks", 0, 0);
    disk->op_ns_mean = nd_prng_between(prng, 1, 20) * ND_MS;
    disk->op_ns_max = disk->op_ns_mean * 10;
    disk->stall = nd_prng_chance(prng, 0.5) ? 0.01 * nd_prng_unit(prng) : 0;
    disk->stall_ns = nd_prng_between(prng, 100, 6000) * ND_MS;
    if (nd_prng_chance(&harness->rot_prng, 0.2)) disk->stall_ns *= 5; /* up to 30 s */
    plan_repair(harness, (struct nd_harness_repair){.at_ns = nd_harness_now_ns(harness) + a_while(harness), .kind = ND_REPAIR_DISK});
}

/* A sync that fails ends the process: what it would have made durable is as after a loss of power. Seldom enough for a majority to
 * stay up, mostly. */
static void fail_syncs(struct nd_harness *harness)
{
    uint64_t until_ns = nd_harness_now_ns(harness) + a_while(harness);
    say(harness, "syncs fail", 0, 0);
    nd_sim_options(harness->sim)->disk.sync_error = 0.002;
    harness->disk_fails_until_ns = until_ns + ND_SEC;
    plan_repair(harness, (struct nd_harness_repair){.at_ns = until_ns, .kind = ND_REPAIR_DISK});
}

/* Disks with little room left, or with too little for what their nodes are about to write: then these end, and cannot start before
 * there is room again. */
static void fill_disks(struct nd_harness *harness)
{
    uint64_t until_ns = nd_harness_now_ns(harness) + a_while(harness), most = 0;
    for (unsigned i = 1; i <= harness->nodes; i++)
        if (nd_sim_disk_bytes(harness->sim, i) > most) most = nd_sim_disk_bytes(harness->sim, i);
    say(harness, "full disks", (unsigned)(most >> 10), 0);
    nd_sim_options(harness->sim)->disk.bytes_max = most + (nd_prng_between(&harness->rot_prng, 64, 4096) << 10);
    harness->disk_fails_until_ns = until_ns + ND_SEC;
    plan_repair(harness, (struct nd_harness_repair){.at_ns = until_ns, .kind = ND_REPAIR_DISK});
}

static void move_clock(struct nd_harness *harness)
{
    unsigned node = victim(harness);
    static const int64_t scales_us[] = {1000, 100000, 3000000, 3600000000};
    int64_t scale = scales_us[nd_prng_below(&harness->prng, ND_ARRAY_LEN(scales_us))];
    int64_t offset_us = (int64_t)nd_prng_below(&harness->prng, (uint64_t)scale * 2) - scale;
    say(harness, "clock", node, (unsigned)(offset_us / 1000));
    nd_sim_set_wall_offset(harness->sim, node, offset_us);
    harness->result.jumps++;
}

struct move {
    struct nd_harness *harness;
    struct nd_store *store;
    uint64_t nth;
};

static void move_one(void *arg, struct nd_range *range)
{
    struct move *move = arg;
    if (move->nth-- != 0) return;
    const struct nd_range_desc *desc = nd_range_descriptor(range);
    const struct nd_raft_member *to = &desc->conf.members[nd_prng_below(&move->harness->prng, desc->conf.count)];
    if (nd_range_is_serving(range)) (void)!nd_range_transfer_leader(range, to->node);
    else nd_range_campaign(range);
}

static void move_in_node(void *arg)
{
    struct move *move = arg;
    nd_store_each(move->store, move, move_one);
}

/* Leadership moves for no reason. */
static void move_leader(struct nd_harness *harness)
{
    unsigned number = any_node(harness);
    struct nd_node *node = harness->hosts[number].node;
    struct nd_store *store = node == NULL ? NULL : nd_node_store(node);
    if (store == NULL || nd_store_range_count(store) == 0) return;
    struct move move = {harness, store, nd_prng_below(&harness->prng, nd_store_range_count(store))};
    say(harness, "move leader", number, (unsigned)move.nth);
    nd_sim_call(harness->sim, number, move_in_node, &move);
}

static void drain_in_node(void *arg) { nd_node_set_draining(arg, true); }
static void undrain_in_node(void *arg) { nd_node_set_draining(arg, false); }

static void set_draining(struct nd_harness *harness, unsigned number, bool is_draining)
{
    struct nd_node *node = harness->hosts[number].node;
    if (node != NULL) nd_sim_call(harness->sim, number, is_draining ? drain_in_node : undrain_in_node, node);
}

/* A node that shall lead nothing for a while, as before it is stopped. */
static void drain(struct nd_harness *harness)
{
    unsigned number = victim(harness);
    say(harness, "drain", number, 0);
    set_draining(harness, number, true);
    plan_repair(harness, (struct nd_harness_repair){.at_ns = nd_harness_now_ns(harness) + a_while(harness), .kind = ND_REPAIR_DRAIN, .from = number});
}

struct leave {
    struct nd_node *node;
    struct nd_node_id id;
    bool leaves;
};

static void leave_in_node(void *arg)
{
    const struct leave *leave = arg;
    nd_node_set_leaving(leave->node, leave->id, leave->leaves);
}

static void set_leaving(struct nd_harness *harness, unsigned number, bool leaves)
{
    for (unsigned i = 1; i <= harness->nodes; i++) { /* whoever is up passes it on */
        struct leave leave = {harness->hosts[i].node, {number}, leaves};
        if (leave.node == NULL || nd_node_store(leave.node) == NULL) continue;
        nd_sim_call(harness->sim, i, leave_in_node, &leave);
        return;
    }
}

/* A node whose replicas shall move elsewhere; after a while it may stay after all. */
static void let_leave(struct nd_harness *harness)
{
    if (harness->leaving != 0 || harness->nodes <= harness->voters) return;
    harness->leaving = any_node(harness);
    harness->left |= 1u << harness->leaving;
    say(harness, "leave", harness->leaving, 0);
    set_leaving(harness, harness->leaving, true);
    plan_repair(harness, (struct nd_harness_repair){.at_ns = nd_harness_now_ns(harness) + 4 * a_while(harness), .kind = ND_REPAIR_LEAVE, .from = harness->leaving});
}

static void repair(struct nd_harness *harness, const struct nd_harness_repair *repair)
{
    switch (repair->kind) {
    case ND_REPAIR_NET: nd_sim_options(harness->sim)->net = harness->calm_net; return;
    case ND_REPAIR_CUT: nd_sim_cut(harness->sim, repair->from, repair->to, false); return;
    case ND_REPAIR_DISK: nd_sim_options(harness->sim)->disk = harness->calm_disk; return;
    case ND_REPAIR_LEAVE:
        set_leaving(harness, repair->from, false);
        harness->leaving = 0;
        return;
    case ND_REPAIR_DRAIN: set_draining(harness, repair->from, false); return;
    }
}

static void repair_due(struct nd_harness *harness)
{
    size_t kept = 0;
    for (size_t i = 0; i < harness->repair_count; i++) {
        if (harness->repairs[i].at_ns <= nd_harness_now_ns(harness)) repair(harness, &harness->repairs[i]);
        else harness->repairs[kept++] = harness->repairs[i];
    }
    harness->repair_count = kept;
}

static unsigned count_down(const struct nd_harness *harness)
{
    unsigned down = 0;
    for (unsigned i = 1; i <= harness->nodes; i++) down += !nd_sim_is_up(harness->sim, i);
    return down;
}

void nd__faults_step(struct nd_harness *harness)
{
    struct nd_prng *prng = &harness->prng;
    repair_due(harness);
    nd__rot_look(harness);
    if (harness->flux_rate > 0 && count_down(harness) < (harness->voters - 1) / 2) crash_in_flux(harness);
    if (!nd_prng_chance(prng, harness->fault_rate)) return;
    switch (nd_prng_below(prng, 16)) {
    case 0:
    case 1:
    case 2: /* a minority at a time, as a rule */
        if (count_down(harness) < (harness->voters - 1) / 2 || nd_prng_chance(prng, 0.1)) crash(harness, victim(harness));
        return;
    case 3:
        if (!nd_prng_chance(prng, 0.3)) return;
        for (unsigned i = 1; i <= harness->nodes; i++) crash(harness, i);
        return;
    case 4:
    case 5:
    case 6: partition(harness); return;
    case 7: {
        unsigned node = victim(harness);
        say(harness, "pause", node, 0);
        nd_sim_pause(harness->sim, node, a_while(harness) / 2);
        harness->result.pauses++;
        return;
    }
    case 8: worsen_net(harness); return;
    case 9: worsen_disk(harness); return;
    case 10: move_clock(harness); return;
    case 11: drain(harness); return;
    case 12:
    case 13: let_leave(harness); return;
    case 14:
        if (nd_prng_chance(&harness->rot_prng, 0.5)) fail_syncs(harness);
        else fill_disks(harness);
        return;
    default: move_leader(harness); return;
    }
}

/* What was said among the faults may have been lost with who passed it on, or come after all. Each says it for itself. */
void nd__faults_stay(struct nd_harness *harness)
{
    if (nd_harness_now_ns(harness) < harness->told_to_stay_ns + STAY_AGAIN_MS * ND_MS) return;
    harness->told_to_stay_ns = nd_harness_now_ns(harness);
    for (unsigned i = 1; i <= harness->nodes; i++) {
        struct leave leave = {harness->hosts[i].node, {i}, false};
        if ((harness->left >> i & 1) != 0 && leave.node != NULL && nd_node_store(leave.node) != NULL) nd_sim_call(harness->sim, i, leave_in_node, &leave);
    }
}

void nd__faults_end(struct nd_harness *harness)
{
    say(harness, "all is well", 0, 0);
    for (size_t i = 0; i < harness->repair_count; i++) repair(harness, &harness->repairs[i]);
    harness->repair_count = 0;
    nd_sim_heal(harness->sim);
    nd_sim_options(harness->sim)->net = harness->calm_net;
    nd_sim_options(harness->sim)->disk = harness->calm_disk;
    for (unsigned i = 1; i <= harness->nodes; i++) {
        harness->hosts[i].restart_at_ns = 0;
        if (!nd_sim_is_up(harness->sim, i)) nd_sim_start(harness->sim, i, &harness->program);
    }
}
