/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold at every moment, seen from outside of all nodes:
 *   one leader per range and term
 *   a replica that is RECOVERING votes for nobody
 *   committed entries at the same index have the same term on all replicas (log matching)
 *   the ranges of a store do not overlap, and what was buried does not come back; in the end every member has its replica, and what
 *   leaders serve is the whole keyspace
 *   replicas that have applied the same index hold the same records */
#include <stdio.h>

#include "base/checksum.h"
#include "base/hmap.h"
#include "sim/harness.h"
#include "multiraft/multiraft.h"
#include "range/mvcc_key.h"

struct nd__leaders {
    struct nd_hmap by_term; /* hash of (range, term) -> node number */
    struct nd_hmap states;  /* hash of (range, applied) -> state */
    struct nd_hmap compared; /* hash of (range, node number) -> applied when its records were hashed last */
    struct nd_hmap due;      /* likewise -> look from which on they are hashed again */
    uint64_t looks;
};
enum { RECORDS_A_LOOK = 16 }; /* hashed of a replica, on average: a look at large ranges is dear, and there are many looks */

struct state {
    uint64_t hash;
};

void nd__invariants_init(struct nd_harness *harness)
{
    harness->leaders = nd_heap_new(&harness->heap, struct nd__leaders);
    nd_hmap_init(&harness->leaders->by_term, &harness->heap);
    nd_hmap_init(&harness->leaders->states, &harness->heap);
    nd_hmap_init(&harness->leaders->compared, &harness->heap);
    nd_hmap_init(&harness->leaders->due, &harness->heap);
}

static struct nd_store *store_of(const struct nd_harness *harness, unsigned number)
{
    return harness->hosts[number].node == NULL ? NULL : nd_node_store(harness->hosts[number].node);
}

/* Nodes that join later get their numbers in the order of their coming. */
static struct nd_node_id id_of(const struct nd_harness *harness, unsigned number)
{
    return harness->hosts[number].node == NULL ? (struct nd_node_id){0} : nd_node_self(harness->hosts[number].node);
}

/* ---- leaders, logs, tiles ------------------------------------------------------------------------------------ */

struct look {
    struct nd_harness *harness;
    unsigned number;
    struct nd_slice end; /* of the range before */
    size_t count;
};

static uint64_t pair_id(uint64_t a, uint64_t b)
{
    uint64_t pair[2] = {a, b};
    return nd_hash64(nd_slice_of(pair, sizeof pair)) | 1;
}

static void check_leader(struct look *look, const struct nd_range_info *info)
{
    struct nd_harness *harness = look->harness;
    if (info->role.role != ND_RAFT_LEADER) return;
    uint64_t id = pair_id(info->desc.id.v, info->role.term);
    uintptr_t before = (uintptr_t)nd_hmap_find(&harness->leaders->by_term, id);
    if (before == 0) nd_hmap_put(&harness->leaders->by_term, id, (void *)(uintptr_t)look->number);
    else if (before != look->number)
        nd_harness_fail(harness, "two leaders of range %llu in term %llu: nodes %u and %u", (unsigned long long)info->desc.id.v,
                        (unsigned long long)info->role.term, (unsigned)before, look->number);
}

static void check_log(struct look *look, struct nd_range *range, const struct nd_range_info *info)
{
    for (unsigned other = look->number + 1; other <= look->harness->nodes; other++) {
        struct nd_store *store = store_of(look->harness, other);
        struct nd_range *twin = store == NULL ? NULL : nd_store_find(store, info->desc.id);
        struct nd_range_info twin_info;
        if (twin == NULL) continue;
        nd_range_get_info(twin, &twin_info);
        uint64_t index = info->committed < twin_info.committed ? info->committed : twin_info.committed;
        uint64_t mine = nd_range_log_term(range, index), theirs = nd_range_log_term(twin, index);
        if (mine != 0 && theirs != 0 && mine != theirs)
            nd_harness_fail(look->harness, "range %llu: entry %llu is of term %llu on node %u and %llu on node %u", (unsigned long long)info->desc.id.v,
                            (unsigned long long)index, (unsigned long long)mine, look->number, (unsigned long long)theirs, other);
    }
}

static void look_at_range(void *arg, struct nd_range *range)
{
    struct look *look = arg;
    struct nd_range_info info;
    nd_range_get_info(range, &info);
    if (info.applied > info.committed || info.committed > info.last)
        nd_harness_fail(look->harness, "node %u, range %llu: applied %llu, committed %llu, last %llu", look->number, (unsigned long long)info.desc.id.v,
                        (unsigned long long)info.applied, (unsigned long long)info.committed, (unsigned long long)info.last);
    if (look->count > 0 && (look->end.n == 0 || nd_slice_cmp(look->end, info.desc.first) > 0))
        nd_harness_fail(look->harness, "node %u: range %llu begins before the one before ends", look->number, (unsigned long long)info.desc.id.v);
    look->end = info.desc.end;
    look->count++;
    if (info.is_recovering && (info.role.role != ND_RAFT_FOLLOWER || (info.voted_for.v != 0 && info.voted_for.v != nd_range_replica(range).v)))
        nd_harness_fail(look->harness, "node %u: range %llu is RECOVERING and votes for %llu", look->number, (unsigned long long)info.desc.id.v,
                        (unsigned long long)info.voted_for.v);
    if (nd_store_is_buried(store_of(look->harness, look->number), info.desc.id, nd_range_replica(range)))
        nd_harness_fail(look->harness, "node %u: replica %llu of range %llu has come back", look->number, (unsigned long long)nd_range_replica(range).v,
                        (unsigned long long)info.desc.id.v);
    check_leader(look, &info);
    check_log(look, range, &info);
}

static bool compare_all(struct nd_harness *harness, bool is_thorough);

void nd__invariants_check(struct nd_harness *harness)
{
    for (unsigned i = 1; i <= harness->nodes; i++) {
        struct nd_store *store = store_of(harness, i);
        if (store == NULL || nd_store_range_count(store) == 0) continue;
        struct look look = {.harness = harness, .number = i};
        nd_store_each(store, &look, look_at_range);
    }
    if (++harness->leaders->looks % 16 == 0 && !harness->result.is_failed) (void)compare_all(harness, false);
}

/* ---- what replicas hold ------------------------------------------------------------------------------------------ */

static uint64_t hash_records(struct nd_harness *harness, struct nd_engine *engine, uint8_t tag, struct nd_slice first, struct nd_slice end, uint64_t hash, uint64_t *count)
{
    struct nd_buf lower, upper;
    nd_buf_init(&lower, &harness->heap);
    nd_buf_init(&upper, &harness->heap);
    nd_mvcc_key_bound(&lower, tag, first, false);
    nd_mvcc_key_bound(&upper, tag, end, true);
    struct nd_iter_options options = {.lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    struct nd_engine_iter *iter = nd_engine_iter_new(engine, &options);
    for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter); nd_engine_iter_next(iter)) {
        hash = nd_hash64_seeded(hash, nd_engine_iter_key(iter));
        hash = nd_hash64_seeded(hash, nd_engine_iter_value(iter));
        ++*count;
    }
    nd_engine_iter_free(iter);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
    return hash;
}

/* A record of the range itself: 'a' applied, 's' a snapshot is being installed (range/apply.h). */
static bool get_own(struct nd_harness *harness, struct nd_engine *engine, struct nd_range_id range, uint8_t which, struct nd_buf *value)
{
    struct nd_buf key;
    nd_buf_init(&key, &harness->heap);
    nd_mvcc_key_range(&key, range);
    nd_buf_put_u8(&key, which);
    bool is_there = nd_engine_get(engine, nd_buf_slice(&key), 0, value) == ND_STATUS_OK;
    nd_buf_deinit(&key);
    return is_there;
}

static uint64_t engine_applied(struct nd_harness *harness, struct nd_engine *engine, struct nd_range_id range, bool *is_installing_out)
{
    struct nd_buf value;
    uint64_t applied = 0;
    nd_buf_init(&value, &harness->heap);
    if (get_own(harness, engine, range, 'a', &value) && value.n == 17) applied = nd_load_u64(value.p + 1);
    *is_installing_out = get_own(harness, engine, range, 's', &value);
    nd_buf_deinit(&value);
    return applied;
}

struct convergence {
    struct nd_harness *harness;
    unsigned number;
    bool is_thorough; /* in the end: all records are looked at, whatever was seen before */
    bool is_converged;
};

static uint64_t find_number(const struct nd_hmap *map, uint64_t id) { return (uint64_t)(uintptr_t)nd_hmap_find(map, id); }

/* Is there something to compare with, and has it not been compared already, nor at too much expense? */
static bool is_worth_hashing(const struct convergence *convergence, uint64_t place, uint64_t state, uint64_t applied, bool has_equal)
{
    const struct nd__leaders *leaders = convergence->harness->leaders;
    if (convergence->is_thorough) return true;
    if (find_number(&leaders->compared, place) == applied) return false;
    return nd_hmap_find(&leaders->states, state) != NULL || (has_equal && leaders->looks >= find_number(&leaders->due, place));
}

static void compare_range(void *arg, struct nd_range *range)
{
    static const uint8_t tags[] = {ND_MVCC_TAG_VERSION, ND_MVCC_TAG_LOCK, ND_MVCC_TAG_FENCE, ND_MVCC_TAG_TXN};
    struct convergence *convergence = arg;
    struct nd_harness *harness = convergence->harness;
    struct nd_engine *engine = nd_store_engine(store_of(harness, convergence->number));
    struct nd_range_info info;
    nd_range_get_info(range, &info);
    bool is_installing, has_equal = false;
    uint64_t applied = engine_applied(harness, engine, info.desc.id, &is_installing), hash = 1;
    if (is_installing || applied != info.applied || info.applied != info.committed) convergence->is_converged = false;
    for (unsigned other = 1; other <= harness->nodes; other++) { /* all at the same index? */
        struct nd_store *store = other == convergence->number ? NULL : store_of(harness, other);
        struct nd_range *twin = store == NULL ? NULL : nd_store_find(store, info.desc.id);
        struct nd_range_info twin_info;
        if (twin == NULL) {
            if (other != convergence->number && nd_range_desc_member_of(&info.desc, id_of(harness, other)) != NULL) convergence->is_converged = false;
            continue;
        }
        nd_range_get_info(twin, &twin_info);
        if (twin_info.applied != info.applied) convergence->is_converged = false;
        else has_equal = true;
    }
    if (info.is_in_flux || info.is_recovering) convergence->is_converged = false;
    if (is_installing || info.is_in_flux || applied != info.applied) return; /* in the middle of a snapshot, or of applying, perhaps of a split */
    uint64_t place = pair_id(info.desc.id.v, convergence->number);
    uint64_t id = pair_id(info.desc.id.v, applied), count = 0;
    if (applied == 0 || !is_worth_hashing(convergence, place, id, applied, has_equal)) return;
    nd_hmap_put(&harness->leaders->compared, place, (void *)(uintptr_t)applied);
    for (size_t i = 0; i < ND_ARRAY_LEN(tags); i++) hash = hash_records(harness, engine, tags[i], info.desc.first, info.desc.end, hash, &count);
    if (info.desc.id.v == ND_RANGE_META.v) hash = hash_records(harness, engine, ND_MVCC_TAG_META, ND_SLICE_EMPTY, ND_SLICE_EMPTY, hash, &count);
    hash |= 1;
    nd_hmap_put(&harness->leaders->due, place, (void *)(uintptr_t)(harness->leaders->looks + 1 + count / RECORDS_A_LOOK));
    uint64_t before = find_number(&harness->leaders->states, id);
    if (before == 0) nd_hmap_put(&harness->leaders->states, id, (void *)(uintptr_t)hash);
    else if (before != hash)
        nd_harness_fail(harness, "range %llu at index %llu: node %u holds other records than another replica did", (unsigned long long)info.desc.id.v,
                        (unsigned long long)applied, convergence->number);
}

/* ---- what leaders serve ---------------------------------------------------------------------------------------- */

struct tiles {
    struct nd_slice at; /* served up to here */
    struct nd_slice next;
    bool has_next;
};

static void find_tile(void *arg, struct nd_range *range)
{
    struct tiles *tiles = arg;
    const struct nd_range_desc *desc = nd_range_descriptor(range);
    if (!nd_range_is_serving(range) || desc->frozen_by != 0 || !nd_slice_eq(desc->first, tiles->at)) return;
    tiles->has_next = true;
    tiles->next = desc->end;
}

/* From the first key on, each leader's range where the one before ends. */
static bool do_tile(struct nd_harness *harness)
{
    struct tiles tiles = {.at = ND_SLICE_EMPTY};
    do {
        tiles.has_next = false;
        for (unsigned i = 1; i <= harness->nodes && !tiles.has_next; i++)
            if (store_of(harness, i) != NULL) nd_store_each(store_of(harness, i), &tiles, find_tile);
        tiles.at = tiles.next;
    } while (tiles.has_next && tiles.at.n > 0);
    return tiles.has_next;
}

static bool compare_all(struct nd_harness *harness, bool is_thorough)
{
    struct convergence convergence = {.harness = harness, .is_thorough = is_thorough, .is_converged = true};
    for (unsigned i = 1; i <= harness->nodes; i++) {
        struct nd_store *store = store_of(harness, i);
        convergence.number = i;
        if (store == NULL) convergence.is_converged = false;
        else nd_store_each(store, &convergence, compare_range);
    }
    return convergence.is_converged;
}

bool nd__invariants_converged(struct nd_harness *harness) { return compare_all(harness, false) && do_tile(harness) && compare_all(harness, true); }

static void dump_range(void *arg, struct nd_range *range)
{
    struct look *look = arg;
    struct nd_range_info info;
    static const char *const roles[] = {"follows", "asks", "stands", "leads"};
    nd_range_get_info(range, &info);
    fprintf(stderr, "node %u range %llu replica %llu %s%s leader %llu term %llu, applied %llu committed %llu last %llu, %zu operations, %zu locks, epoch %llu/%llu%s:", look->number,
            (unsigned long long)info.desc.id.v, (unsigned long long)nd_range_replica(range).v, roles[info.role.role], info.is_serving ? " and serves" : "",
            (unsigned long long)info.role.leader.v, (unsigned long long)info.role.term, (unsigned long long)info.applied, (unsigned long long)info.committed,
            (unsigned long long)info.last, info.op_count, info.lock_count, (unsigned long long)info.desc.epoch.version, (unsigned long long)info.desc.epoch.conf_version,
            info.desc.conf.is_joint ? " joint" : "");
    for (size_t i = 0; i < info.desc.conf.count; i++) {
        const struct nd_raft_member *member = &info.desc.conf.members[i];
        fprintf(stderr, " %llu@%llu%s%s", (unsigned long long)member->replica.v, (unsigned long long)member->node.v, member->is_learner ? "l" : "", member->was_voter ? "o" : "");
    }
    fprintf(stderr, ", %s%sfrozen by %llu, merged by %llu, from \"%.*s\" to \"%.*s\"\n", info.is_in_flux ? "in flux, " : "", info.is_recovering ? "RECOVERING, " : "",
            (unsigned long long)info.desc.frozen_by, (unsigned long long)info.desc.merged_by, (int)info.desc.first.n, (const char *)info.desc.first.p, (int)info.desc.end.n,
            (const char *)info.desc.end.p);
}

void nd__invariants_dump(struct nd_harness *harness)
{
    for (unsigned i = 1; i <= harness->nodes; i++) {
        struct nd_store *store = store_of(harness, i);
        struct look look = {.harness = harness, .number = i};
        if (store == NULL) fprintf(stderr, "node %u is down\n", i);
        else nd_store_each(store, &look, dump_range);
    }
}

/* ---- what is left of dead transactions -------------------------------------------------------------------------- */

void nd__invariants_find_stuck(struct nd_harness *harness)
{
    uint8_t lower = ND_MVCC_TAG_LOCK, upper = ND_MVCC_TAG_LOCK + 1;
    ND_ASSERT(harness->stuck_count == 0);
    for (unsigned i = 1; i <= harness->nodes && harness->stuck_count == 0; i++) {
        struct nd_store *store = store_of(harness, i);
        if (store == NULL) continue;
        struct nd_iter_options options = {.lower = nd_slice_of(&lower, 1), .upper = nd_slice_of(&upper, 1)};
        struct nd_engine_iter *iter = nd_engine_iter_new(nd_store_engine(store), &options);
        for (nd_engine_iter_seek(iter, options.lower); nd_engine_iter_is_valid(iter) && harness->stuck_count < 64; nd_engine_iter_next(iter)) {
            struct nd_buf key;
            struct nd_slice rest;
            nd_buf_init(&key, &harness->heap);
            if (!nd_mvcc_key_decode(nd_engine_iter_key(iter), &key, &rest)) {
                nd_harness_fail(harness, "node %u: a provisional record has a malformed key", i);
                nd_buf_deinit(&key);
                break;
            }
            if (harness->stuck_count == harness->stuck_cap) {
                harness->stuck_cap = harness->stuck_cap == 0 ? 16 : harness->stuck_cap * 2;
                harness->stuck_keys = nd_heap_realloc(&harness->heap, harness->stuck_keys, harness->stuck_cap * sizeof *harness->stuck_keys);
            }
            harness->stuck_keys[harness->stuck_count++] = nd_buf_slice(&key); /* the buffer's memory goes along */
        }
        nd_engine_iter_free(iter);
    }
}
