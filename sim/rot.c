/* SPDX-License-Identifier: Apache-2.0 */
/* Damage to what is durable: bits of the log and of the engine's image, at one node at a time (the atlas of faults): it must have
 * repaired itself before another one is hit, and of each range that it has, a majority of the voters must have it without this one: one
 * that was born elsewhere, and is to come by a snapshot, counts like one that is damaged. So a majority of every group is always whole.
 *
 * The last frames of the log are spared: with nothing valid behind it, a damaged frame cannot be told from a torn one. */
#include <stdio.h>

#include "base/hmap.h"
#include "log/log_format.h"
#include "sim/harness.h"

#define LOG_FOLDER "data/log"
#define IMAGE "data/state/mem.img"
enum { SPARED_FRAMES = 2, SETTLE_S = 20, BLOCKS_MAX = 8192 };

struct segments {
    char names[64][32];
    size_t count;
};

static void on_name(void *arg, const char *name)
{
    struct segments *segments = arg;
    if (strlen(name) != 20 || strcmp(name + 16, ".log") != 0 || segments->count == 64) return;
    snprintf(segments->names[segments->count++], 32, "%s", name);
}

/* Offsets at which frames of the segment begin, and the number of them. */
static size_t find_frames(struct nd_harness *harness, unsigned node, const char *path, uint64_t *offsets)
{
    struct nd__log_segment_header segment;
    struct nd__log_frame_header frame;
    uint8_t block[ND__LOG_BLOCK_BYTES];
    size_t n, count = 0;
    bool has_header = false;
    for (uint64_t i = 0; i < ND__LOG_HEADER_BLOCKS && !has_header; i++)
        has_header = nd_sim_read(harness->sim, node, path, i * sizeof block, block, sizeof block, &n) == ND_STATUS_OK && n == sizeof block &&
                     nd__log_segment_header_decode(nd_slice_of(block, n), &segment) == ND_STATUS_OK;
    if (!has_header) return 0;
    for (uint64_t i = ND__LOG_HEADER_BLOCKS; i < BLOCKS_MAX; i++) {
        if (nd_sim_read(harness->sim, node, path, i * sizeof block, block, sizeof block, &n) != ND_STATUS_OK || n < sizeof block) break;
        bool is_frame = nd__log_frame_header_decode(nd_slice_of(block, n), segment.uuid, &frame) && frame.segment_seq == segment.segment_seq && frame.block == i;
        if (is_frame) offsets[count++] = i * sizeof block;
    }
    return count;
}

/* A flipped bit, a lost sector, a page of zeros or of rubbish. */
static void hurt(struct nd_harness *harness, unsigned node, const char *path, uint64_t offset)
{
    struct nd_prng *prng = &harness->rot_prng;
    unsigned kind = (unsigned)nd_prng_below(prng, 4);
    uint64_t from = kind == 0 ? offset : kind == 1 ? offset / 512 * 512 : offset / 4096 * 4096, n = kind == 0 ? 1 : kind == 1 ? 512 : 4096;
    uint8_t bytes[4096];
    size_t got;
    if (nd_sim_read(harness->sim, node, path, from, bytes, (size_t)n, &got) != ND_STATUS_OK) return;
    for (size_t i = 0; i < got; i++) {
        uint8_t mask = kind == 0 ? (uint8_t)(1u << nd_prng_below(prng, 8)) : kind == 3 ? (uint8_t)nd_prng_below(prng, 256) : bytes[i];
        if (mask != 0) (void)!nd_sim_corrupt(harness->sim, node, path, from + i, mask);
    }
}

static bool hurt_log(struct nd_harness *harness, unsigned node)
{
    struct segments segments = {.count = 0};
    char path[64];
    nd_sim_list(harness->sim, node, LOG_FOLDER, &segments, on_name);
    if (segments.count == 0) return false;
    uint64_t *offsets = nd_heap_alloc(&harness->heap, BLOCKS_MAX * sizeof *offsets);
    size_t at = (size_t)nd_prng_below(&harness->rot_prng, segments.count);
    snprintf(path, sizeof path, LOG_FOLDER "/%s", segments.names[at]);
    size_t frames = find_frames(harness, node, path, offsets), spared = at + 1 == segments.count ? SPARED_FRAMES : 0;
    /* The newest segment may have few frames or none yet: the last ones are then in the one before. */
    if (at + 2 == segments.count) {
        char newest[64];
        snprintf(newest, sizeof newest, LOG_FOLDER "/%s", segments.names[at + 1]);
        size_t in_newest = find_frames(harness, node, newest, offsets);
        spared = in_newest >= SPARED_FRAMES ? 0 : SPARED_FRAMES - in_newest;
        frames = find_frames(harness, node, path, offsets);
    }
    bool is_hurt = frames > spared;
    if (is_hurt) {
        uint64_t end = spared > 0 ? offsets[frames - spared] : offsets[frames - 1] + ND__LOG_BLOCK_BYTES;
        uint64_t from = ND__LOG_HEADER_BLOCKS * ND__LOG_BLOCK_BYTES;
        hurt(harness, node, path, from + nd_prng_below(&harness->rot_prng, end - from));
    }
    nd_heap_free(&harness->heap, offsets);
    return is_hurt;
}

static bool hurt_engine(struct nd_harness *harness, unsigned node)
{
    uint8_t byte;
    size_t n;
    uint64_t size = 0;
    for (uint64_t step = 1ULL << 30; step > 0; step /= 2) /* the largest offset that is there */
        if (nd_sim_read(harness->sim, node, IMAGE, size + step - 1, &byte, 1, &n) == ND_STATUS_OK && n == 1) size += step;
    if (size == 0) return false;
    hurt(harness, node, IMAGE, nd_prng_below(&harness->rot_prng, size));
    return true;
}

/* ---- who has what ------------------------------------------------------------------------------------------------ */

struct holding { /* of a range, as seen last */
    struct nd_raft_conf conf;
    uint64_t conf_version;
    unsigned holders; /* bit per node number */
};

struct nd__holdings {
    struct nd_hmap by_range; /* id -> struct holding */
    unsigned ids[ND_HARNESS_NODES_MAX + 1]; /* node ids, by number */
};

struct hold_look {
    struct nd_harness *harness;
    unsigned number;
};

static void note_range(void *arg, struct nd_range *range)
{
    const struct hold_look *look = arg;
    struct nd__holdings *holdings = look->harness->holdings;
    struct nd_range_info info;
    nd_range_get_info(range, &info);
    struct holding *holding = nd_hmap_find(&holdings->by_range, info.desc.id.v);
    if (holding == NULL) {
        holding = nd_heap_new(&look->harness->heap, struct holding);
        nd_hmap_put(&holdings->by_range, info.desc.id.v, holding);
    }
    if (info.desc.epoch.conf_version >= holding->conf_version) {
        holding->conf = info.desc.conf;
        holding->conf_version = info.desc.epoch.conf_version;
    }
    if (!info.is_recovering && !info.is_in_flux) holding->holders |= 1u << look->number;
}

/* Of nodes that are down what they had last stays true. */
static void look_at_holdings(struct nd_harness *harness)
{
    for (unsigned i = 1; i <= harness->nodes; i++) {
        struct nd_node *node = harness->hosts[i].node;
        struct nd_store *store = node == NULL ? NULL : nd_node_store(node);
        struct hold_look look = {harness, i};
        if (store == NULL) continue;
        harness->holdings->ids[i] = (unsigned)nd_node_self(node).v;
        ND_HMAP_FOREACH(slot, &harness->holdings->by_range) ((struct holding *)slot->value)->holders &= ~(1u << i);
        nd_store_each(store, &look, note_range);
    }
}

static bool has_it(const struct nd_harness *harness, const struct holding *holding, struct nd_node_id id)
{
    for (unsigned i = 1; i <= harness->nodes; i++)
        if (harness->holdings->ids[i] == id.v) return (holding->holders >> i & 1) != 0;
    return false;
}

static bool would_last(const struct nd_harness *harness, const struct holding *holding, unsigned without, bool of_before)
{
    unsigned voters = 0, whole = 0;
    for (size_t i = 0; i < holding->conf.count; i++) {
        const struct nd_raft_member *member = &holding->conf.members[i];
        if (of_before ? !member->was_voter : member->is_learner) continue;
        voters++;
        whole += member->node.v != harness->holdings->ids[without] && has_it(harness, holding, member->node);
    }
    return whole > voters / 2;
}

/* Would each range that the node has go on without it? */
static bool may_lose(const struct nd_harness *harness, unsigned node)
{
    ND_HMAP_FOREACH(slot, &harness->holdings->by_range) {
        const struct holding *holding = slot->value;
        if ((holding->holders >> node & 1) == 0) continue;
        if (!would_last(harness, holding, node, false)) return false;
        if (holding->conf.is_joint && !would_last(harness, holding, node, true)) return false;
    }
    return true;
}

/* ---- one at a time --------------------------------------------------------------------------------------------- */

static bool has_repaired(struct nd_harness *harness, unsigned number)
{
    struct nd_node *node = harness->hosts[number].node;
    return node != NULL && nd_node_store(node) != NULL && nd_node_recovering_count(node) == 0;
}

static void note_rot(struct nd_harness *harness, bool is_engine, unsigned node)
{
    if (harness->options.is_verbose) fprintf(stderr, "==== %.3f s: rot in the %s of node %u\n", (double)nd_harness_now_ns(harness) / 1e9, is_engine ? "engine" : "log", node);
    harness->rotten = node;
    harness->whole_since_ns = 0;
    harness->result.rots++;
}

/* Some replicas come only after a while, when their leaders find that they are not there. */
static bool is_whole_again(struct nd_harness *harness)
{
    if (harness->rotten == 0) return true;
    if (!has_repaired(harness, harness->rotten)) harness->whole_since_ns = 0;
    else if (harness->whole_since_ns == 0) harness->whole_since_ns = nd_harness_now_ns(harness);
    else if (nd_harness_now_ns(harness) - harness->whole_since_ns > SETTLE_S * ND_SEC) harness->rotten = 0;
    return harness->rotten == 0;
}

void nd__rot_init(struct nd_harness *harness)
{
    static const double rates[] = {0, 0, 0.1, 0.3, 0.6};
    nd_prng_init(&harness->rot_prng, harness->options.seed ^ 0x726f74ULL); /* of its own: the other choices of a seed stay what they were */
    harness->rot_rate = rates[nd_prng_below(&harness->rot_prng, ND_ARRAY_LEN(rates))];
    if (harness->options.is_harsh && harness->rot_rate == 0) harness->rot_rate = 0.1;
    harness->holdings = nd_heap_new(&harness->heap, struct nd__holdings);
    nd_hmap_init(&harness->holdings->by_range, &harness->heap);
}

void nd__rot_crashed(struct nd_harness *harness, unsigned node)
{
    if (!nd_prng_chance(&harness->rot_prng, harness->rot_rate) || !is_whole_again(harness) || !may_lose(harness, node)) return;
    bool is_engine = nd_prng_chance(&harness->rot_prng, 0.25);
    if (!(is_engine ? hurt_engine(harness, node) : hurt_log(harness, node))) return;
    note_rot(harness, is_engine, node);
}

static void look_for_frozen(void *arg, struct nd_range *range) { *(bool *)arg |= nd_range_descriptor(range)->frozen_by != 0; }

static bool has_frozen(const struct nd_harness *harness, unsigned node)
{
    bool is_frozen = false;
    struct nd_store *store = harness->hosts[node].node == NULL ? NULL : nd_node_store(harness->hosts[node].node);
    if (store != NULL) nd_store_each(store, &is_frozen, look_for_frozen);
    return is_frozen;
}

/* A node that has promised to be settled for a merge loses its engine before that happens, and is soon back. */
static void lose_in_a_merge(struct nd_harness *harness)
{
    enum { CHANCE_PERCENT = 4 };
    for (unsigned node = 1; node <= harness->nodes; node++) {
        if (!has_frozen(harness, node) || !nd_prng_chance(&harness->rot_prng, CHANCE_PERCENT / 100.0)) continue;
        if (!is_whole_again(harness) || !may_lose(harness, node)) return;
        nd_sim_crash(harness->sim, node);
        harness->result.crashes++;
        harness->hosts[node].restart_at_ns = nd_harness_now_ns(harness) + nd_prng_between(&harness->rot_prng, 50, 500) * ND_MS;
        if (hurt_engine(harness, node)) note_rot(harness, true, node);
        return;
    }
}

void nd__rot_look(struct nd_harness *harness)
{
    (void)is_whole_again(harness);
    if (harness->rot_rate == 0) return;
    look_at_holdings(harness);
    if (harness->merge_percent > 0) lose_in_a_merge(harness);
}
