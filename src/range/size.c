/* SPDX-License-Identifier: Apache-2.0 */
#include "range/size.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/prng.h"
#include "range/gate.h"
#include "range/range_int.h"

enum {
    COUNT_JOB_BYTES = 4 << 20,
    COUNT_JOB_RECORDS = 20000,
    SAMPLE_RECORDS = 256,
    SAMPLE_FROM_BYTES = 64 << 10,
    STALE_PART = 8, /* of the size, collected: it is counted again, and may be small enough to be merged */
    HOT_SECONDS = 5,
    HOT_KEYS = 64,
    COOL_S = 60,
    REST_MS = 50, /* between splits asked for by one node */
    REST_MS_MAX = 30000,
};

/* ---- where to split ------------------------------------------------------------------------------------ */

void nd__size_tally_init(struct nd__size_tally *tally, uint64_t every)
{
    memset(tally, 0, sizeof *tally);
    tally->every = every == 0 ? 1 : every;
}

void nd__size_tally_mark(struct nd__size_tally *tally, struct nd_slice key)
{
    if (tally->count == ND__SIZE_MARKS) { /* every other one, from now on twice as far apart */
        for (size_t i = 0; 2 * i < tally->count; i++) tally->marks[i] = tally->marks[2 * i];
        tally->count = (tally->count + 1) / 2;
        tally->every *= 2;
    }
    tally->marks[tally->count++] = (struct nd__size_mark){key, tally->bytes};
    tally->next = tally->bytes + tally->every;
}

static uint64_t below(const struct nd__size_tally *tally, struct nd_slice key)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < tally->count && nd_slice_cmp(tally->marks[i].key, key) <= 0; i++) bytes = tally->marks[i].below;
    return bytes;
}

static bool may_split_at(struct nd_slice key, struct nd_slice first, struct nd_slice from)
{
    return nd_slice_cmp(key, first) > 0 && nd_slice_cmp(key, from) >= 0 && nd_gate_has_room(first, key);
}

bool nd__size_pick(const struct nd__size_tally *a, const struct nd__size_tally *b, struct nd_slice first, struct nd_slice from, struct nd_slice *key_out)
{
    const struct nd__size_tally *tallies[2] = {a, b};
    uint64_t total = a->bytes + b->bytes, best_off = UINT64_MAX;
    for (size_t t = 0; t < 2; t++) {
        for (size_t i = 0; i < tallies[t]->count; i++) {
            struct nd_slice key = tallies[t]->marks[i].key;
            uint64_t left = tallies[t]->marks[i].below + below(tallies[1 - t], key), off = left > total / 2 ? left - total / 2 : total / 2 - left;
            bool is_even = left >= total / 16 && left > 0 && total - left >= total / 16;
            if (!is_even || off >= best_off || !may_split_at(key, first, from)) continue;
            best_off = off;
            *key_out = key;
        }
    }
    return best_off != UINT64_MAX;
}

static int compare_keys(const void *a, const void *b) { return nd_slice_cmp(*(const struct nd_slice *)a, *(const struct nd_slice *)b); }

bool nd__size_pick_hot(struct nd_slice *keys, size_t count, struct nd_slice first, struct nd_slice from, struct nd_slice *key_out)
{
    size_t best = 0;
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 1; i < count; i++) {
        size_t less = i < count - i ? i : count - i;
        if (nd_slice_eq(keys[i], keys[i - 1]) || less * 4 < count || less <= best || !may_split_at(keys[i], first, from)) continue;
        best = less;
        *key_out = keys[i];
    }
    return best > 0;
}

/* ---- estimates ------------------------------------------------------------------------------------------- */

uint64_t nd__size_bytes(const struct nd_range *range) { return range->size.base + (range->size.written - range->size.base_at); }

uint64_t nd__size_keys(const struct nd_range *range) { return range->size.record_bytes == 0 ? 0 : nd__size_bytes(range) / range->size.record_bytes; }

void nd__size_set(struct nd_range *range, uint64_t bytes)
{
    struct nd__size *size = &range->size;
    size->base = bytes;
    size->base_at = size->written;
    size->count_above = 0;
    size->is_known = true;
    size->is_guess = false;
    size->collected = 0;
}

/* What is said of another span from now on: records that were collected are still to be counted off. */
static void resize(struct nd_range *range, uint64_t bytes, uint64_t collected)
{
    bool was_known = range->size.is_known;
    nd__size_set(range, bytes);
    range->size.is_known = was_known;
    range->size.collected = collected;
}

struct nd__size nd__size_halve(struct nd_range *range)
{
    struct nd__size *size = &range->size;
    resize(range, nd__size_bytes(range) / 2, size->collected / 2);
    size->is_guess = true;
    size->rate /= 2;
    size->hot_seconds = 0;
    return (struct nd__size){.base = size->base, .version_bytes = size->version_bytes, .collected = size->collected, .is_known = size->is_known, .is_guess = true};
}

void nd__size_join(struct nd_range *range, const struct nd_range *right)
{
    struct nd__size *size = &range->size;
    uint64_t bytes = nd__size_bytes(range), more = nd__size_bytes(right), collected = size->collected + right->size.collected;
    uint64_t collected_bytes = size->collected * size->version_bytes + right->size.collected * right->size.version_bytes;
    bool can_tell = (size->collected == 0 || size->version_bytes > 0) && (right->size.collected == 0 || right->size.version_bytes > 0);
    bool is_guess = size->is_guess || right->size.is_guess;
    size->is_known = size->is_known && right->size.is_known;
    size->version_bytes = !can_tell ? 0 : collected > 0 ? collected_bytes / collected : size->version_bytes; /* 0: it is sampled */
    resize(range, bytes + more, collected);
    size->is_guess = is_guess;
}

/* ---- asking for a split ------------------------------------------------------------------------------------ */

struct nd__split_ask {
    struct nd__sizer *sizer; /* NULL: the store is closed */
    struct nd_heap *heap;
    struct nd_range_id range;
};

enum job_kind { JOB_NONE,
                JOB_SAMPLE,
                JOB_COUNT };

struct nd__sizer {
    struct nd_store *store;
    struct nd_prng prng;
    struct nd__split_ask *ask; /* under way; NULL: none */
    uint64_t rest_until_ns, rest_ms;
    struct nd_timer rest_timer; /* looks for the next one after the rest: an idle range has a tick only once a second */

    /* the job under way; only the background pool touches it while it is busy */
    enum job_kind kind;
    struct nd_job job;
    struct nd_range_id range;
    struct nd_range_epoch epoch;
    struct nd_arena arena;
    struct nd_slice first, end;
    struct nd_buf cursor, prefix; /* record to go on at (empty: a new tag); the key walked over last, encoded */
    uint8_t tag;
    struct nd__size_tally versions, locks;
    uint64_t records, keys, written, collected, approximate;
    enum nd_status status;
};

static void find_work(struct nd__sizer *sizer, const struct nd_range *measured);

static void split_asked(void *arg, enum nd_status status)
{
    struct nd__split_ask *ask = arg;
    struct nd__sizer *sizer = ask->sizer;
    if (sizer != NULL) {
        struct nd_range *range = nd_hmap_find(&sizer->store->ranges, ask->range.v);
        sizer->rest_ms = status == ND_STATUS_OK ? REST_MS : sizer->rest_ms * 2 > REST_MS_MAX ? REST_MS_MAX
                                                                                             : sizer->rest_ms * 2;
        sizer->rest_until_ns = nd_env_now_ns(sizer->store->options.env) + sizer->rest_ms * ND_MS;
        sizer->ask = NULL;
        if (status == ND_STATUS_OK) nd_counter_add(&sizer->store->splits, 1);
        else if (range != NULL) range->size.count_above = 0;
        nd_timer_start_at(&sizer->rest_timer, sizer->rest_until_ns);
        find_work(sizer, NULL);
    }
    nd_heap_free(ask->heap, ask);
}

static bool may_ask(const struct nd__sizer *sizer)
{
    return sizer->store->options.split != NULL && sizer->ask == NULL && nd_env_now_ns(sizer->store->options.env) >= sizer->rest_until_ns;
}

static void ask_split(struct nd__sizer *sizer, struct nd_range *range, struct nd_slice key, const char *why)
{
    struct nd_store *store = sizer->store;
    struct nd__split_ask *ask = nd_heap_new(store->heap, struct nd__split_ask);
    *ask = (struct nd__split_ask){.sizer = sizer, .heap = store->heap, .range = range->desc.id};
    sizer->ask = ask;
    ND_INFO(nd_env_logger(store->options.env), "range", "range %llu is to be split: %s", (unsigned long long)range->desc.id.v, why);
    store->options.split(store->options.observer, key, ask, split_asked);
}

/* ---- measuring ------------------------------------------------------------------------------------------------ */

static void begin_iter(const struct nd__sizer *sizer, struct nd_engine_iter **iter_out)
{
    struct nd_buf lower, upper;
    nd_buf_init(&lower, sizer->arena.heap);
    nd_buf_init(&upper, sizer->arena.heap);
    nd_mvcc_key_bound(&lower, sizer->tag, sizer->first, false);
    nd_mvcc_key_bound(&upper, sizer->tag, sizer->end, true);
    struct nd_iter_options options = {.flags = ND_READ_NO_FILL, .lower = nd_buf_slice(&lower), .upper = nd_buf_slice(&upper)};
    *iter_out = nd_engine_iter_new(sizer->store->options.engine, &options);
    nd_engine_iter_seek(*iter_out, sizer->cursor.n > 0 ? nd_buf_slice(&sizer->cursor) : options.lower);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
}

static bool begins_key(struct nd__sizer *sizer, struct nd_slice record_key)
{
    struct nd_slice prefix = sizer->tag == ND_MVCC_TAG_VERSION ? nd_mvcc_key_without_ts(record_key) : record_key;
    if (sizer->prefix.n > 0 && nd_slice_eq(prefix, nd_buf_slice(&sizer->prefix))) return false;
    nd_buf_clear(&sizer->prefix);
    nd_buf_put_slice(&sizer->prefix, prefix);
    return true;
}

static void look_at(struct nd__sizer *sizer, struct nd_slice key, struct nd_slice value)
{
    bool is_version = sizer->tag == ND_MVCC_TAG_VERSION;
    struct nd__size_tally *tally = is_version ? &sizer->versions : &sizer->locks;
    bool is_new = begins_key(sizer, key);
    bool is_live = is_version && value.n > 0 && value.p[0] != ND_MUT_DELETE;
    if (is_new && is_live) sizer->keys++;
    bool is_row = is_version ? is_live : value.n > 0 && value.p[0] < ND_MUT_LOCK; /* no lock, no gate */
    if (is_new && is_row && nd__size_tally_is_due(tally)) {
        struct nd_buf user_key;
        struct nd_slice rest;
        nd_buf_init(&user_key, sizer->arena.heap);
        if (nd_mvcc_key_decode(key, &user_key, &rest)) nd__size_tally_mark(tally, nd_arena_copy(&sizer->arena, nd_buf_slice(&user_key)));
        else sizer->status = ND_STATUS_CORRUPT;
        nd_buf_deinit(&user_key);
    }
    tally->bytes += key.n + value.n;
    sizer->records++;
}

static uint64_t counted(const struct nd__sizer *sizer) { return sizer->versions.bytes + sizer->locks.bytes; }

/* A part of the walk; cursor and tag say where it goes on. */
static void run_count(struct nd_job *job)
{
    struct nd__sizer *sizer = ND_CONTAINER_OF(job, struct nd__sizer, job);
    struct nd_engine_iter *iter;
    uint64_t records_end = sizer->records + COUNT_JOB_RECORDS, bytes_end = counted(sizer) + COUNT_JOB_BYTES;
    begin_iter(sizer, &iter);
    nd_buf_clear(&sizer->cursor);
    for (; nd_engine_iter_is_valid(iter) && sizer->status == ND_STATUS_OK; nd_engine_iter_next(iter)) {
        if (sizer->records >= records_end || counted(sizer) >= bytes_end) {
            nd_buf_put_slice(&sizer->cursor, nd_engine_iter_key(iter));
            break;
        }
        look_at(sizer, nd_engine_iter_key(iter), nd_engine_iter_value(iter));
    }
    if (sizer->status == ND_STATUS_OK) sizer->status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    if (sizer->cursor.n > 0) return;
    nd_buf_clear(&sizer->prefix);
    sizer->tag = sizer->tag == ND_MVCC_TAG_VERSION ? ND_MVCC_TAG_LOCK : 0;
}

/* What the engine says for nothing, and a few records to tell how large one is. */
static void run_sample(struct nd_job *job)
{
    struct nd__sizer *sizer = ND_CONTAINER_OF(job, struct nd__sizer, job);
    struct nd_engine_iter *iter;
    begin_iter(sizer, &iter);
    for (; nd_engine_iter_is_valid(iter) && sizer->records < SAMPLE_RECORDS && sizer->status == ND_STATUS_OK; nd_engine_iter_next(iter))
        look_at(sizer, nd_engine_iter_key(iter), nd_engine_iter_value(iter));
    bool has_more = nd_engine_iter_is_valid(iter);
    if (sizer->status == ND_STATUS_OK) sizer->status = nd_engine_iter_status(iter);
    nd_engine_iter_free(iter);
    struct nd_buf lower, upper;
    nd_buf_init(&lower, sizer->arena.heap);
    nd_buf_init(&upper, sizer->arena.heap);
    nd_mvcc_key_bound(&lower, ND_MVCC_TAG_VERSION, sizer->first, false);
    nd_mvcc_key_bound(&upper, ND_MVCC_TAG_VERSION, sizer->end, true);
    sizer->approximate = has_more ? nd_engine_approximate_bytes(sizer->store->options.engine, nd_buf_slice(&lower), nd_buf_slice(&upper)) : 0;
    if (sizer->approximate < counted(sizer)) sizer->approximate = counted(sizer);
    nd_buf_deinit(&lower);
    nd_buf_deinit(&upper);
}

static void job_done(struct nd_job *job);

static void submit(struct nd__sizer *sizer)
{
    sizer->job = (struct nd_job){.run = sizer->kind == JOB_COUNT ? run_count : run_sample, .done = job_done};
    nd_worker_submit(sizer->store->options.background, sizer->store->options.reactor, &sizer->job);
}

static bool is_soon_counted(uint64_t bytes) { return bytes <= COUNT_JOB_BYTES; }

static void take_measure(const struct nd__sizer *sizer, struct nd__size *size, uint64_t bytes)
{
    size->base = bytes;
    size->base_at = sizer->written;
    size->collected -= sizer->collected;
    size->is_known = true;
    size->is_guess = false;
}

static void take_count(struct nd__sizer *sizer, struct nd_range *range)
{
    const struct nd_store_options *options = &sizer->store->options;
    struct nd__size *size = &range->size;
    uint64_t bytes = counted(sizer), step = options->split_bytes / 8;
    struct nd_slice key;
    char why[96];
    take_measure(sizer, size, bytes);
    size->count_above = bytes + step < options->split_bytes ? options->split_bytes : bytes + step;
    if (options->split == NULL || bytes <= options->split_bytes) return;
    if (!nd__size_pick(&sizer->versions, &sizer->locks, range->desc.first, options->split_from, &key) || !nd_gate_has_room(key, range->desc.end)) {
        size->count_above = bytes * 2;
        return;
    }
    snprintf(why, sizeof why, "%llu bytes, %llu keys", (unsigned long long)bytes, (unsigned long long)sizer->keys);
    if (may_ask(sizer)) ask_split(sizer, range, key, why);
    else size->count_above = 0;
}

static void job_done(struct nd_job *job)
{
    struct nd__sizer *sizer = ND_CONTAINER_OF(job, struct nd__sizer, job);
    struct nd_range *range = nd_hmap_find(&sizer->store->ranges, sizer->range.v);
    bool is_good = range != NULL && range->state == ND__RANGE_SERVING && nd_range_epoch_same_span(sizer->epoch, range->desc.epoch) && sizer->status == ND_STATUS_OK;
    if (is_good && sizer->kind == JOB_COUNT && sizer->tag != 0) {
        submit(sizer);
        return;
    }
    enum job_kind kind = sizer->kind;
    sizer->kind = JOB_NONE;
    if (range != NULL && sizer->status != ND_STATUS_OK) nd__size_set(range, nd__size_bytes(range)); /* not again at once */
    if (is_good) {
        struct nd__size *size = &range->size;
        if (kind == JOB_SAMPLE && (!size->is_known || size->is_guess)) {
            take_measure(sizer, size, sizer->approximate);
            size->is_guess = sizer->approximate != counted(sizer) && is_soon_counted(size->base); /* files hold what was deleted, too */
        }
        if (sizer->keys > 0) size->record_bytes = (counted(sizer) + sizer->keys - 1) / sizer->keys;
        size->version_bytes = sizer->records > 0 ? (counted(sizer) + sizer->records - 1) / sizer->records : nd__size_bytes(range); /* none: it wants to be counted */
        size->sampled_at = nd__size_bytes(range);
        if (kind == JOB_COUNT) take_count(sizer, range);
    }
    find_work(sizer, range);
}

/* ---- what to measure next --------------------------------------------------------------------------------------- */

static enum job_kind wanted(const struct nd__sizer *sizer, const struct nd_range *range)
{
    const struct nd__size *size = &range->size;
    uint64_t bytes = nd__size_bytes(range), limit = sizer->store->options.split_bytes;
    if (range->state != ND__RANGE_SERVING || range->is_closing || range->is_gone || range->barrier == ND__BARRIER_SPLIT || range->desc.frozen_by != 0) return JOB_NONE;
    if (!size->is_known || size->is_guess) return size->is_known && is_soon_counted(bytes) ? JOB_COUNT : JOB_SAMPLE;
    if (size->collected * size->version_bytes > bytes / STALE_PART) return JOB_COUNT;
    if (bytes > limit && bytes > size->count_above && may_ask(sizer)) return JOB_COUNT;
    bool is_sampled = bytes <= 2 * size->sampled_at + SAMPLE_FROM_BYTES && (size->collected == 0 || size->version_bytes > 0);
    return is_sampled ? JOB_NONE : JOB_SAMPLE;
}

static void start(struct nd__sizer *sizer, struct nd_range *range, enum job_kind kind)
{
    uint64_t every = sizer->store->options.split_bytes / (ND__SIZE_MARKS / 2);
    nd_arena_reset(&sizer->arena);
    nd_buf_clear(&sizer->cursor);
    nd_buf_clear(&sizer->prefix);
    nd__size_tally_init(&sizer->versions, every);
    nd__size_tally_init(&sizer->locks, every);
    sizer->kind = kind;
    sizer->range = range->desc.id;
    sizer->epoch = range->desc.epoch;
    sizer->first = nd_arena_copy(&sizer->arena, range->desc.first);
    sizer->end = nd_arena_copy(&sizer->arena, range->desc.end);
    sizer->tag = ND_MVCC_TAG_VERSION;
    sizer->records = sizer->keys = sizer->approximate = 0;
    sizer->written = range->size.written;
    sizer->collected = range->size.collected;
    sizer->status = ND_STATUS_OK;
    submit(sizer);
}

static void consider(struct nd__sizer *sizer, struct nd_range *range)
{
    enum job_kind kind = sizer->kind != JOB_NONE ? JOB_NONE : wanted(sizer, range);
    if (kind != JOB_NONE) start(sizer, range, kind);
}

bool nd__size_is_at_rest(const struct nd_range *range)
{
    const struct nd__size *size = &range->size;
    bool is_large = nd__size_bytes(range) > range->store->options.split_bytes && nd__size_bytes(range) > size->count_above;
    return size->rate == 0 && size->sample == NULL && size->requests == size->requests_before && !is_large && wanted(range->store->sizer, range) == JOB_NONE;
}

/* One that wants to be measured is awake. Behind the one that was: where all want to be, after a start, its neighbour is the next. */
static void find_work(struct nd__sizer *sizer, const struct nd_range *measured)
{
    struct nd_list *link = measured != NULL && measured->is_awake ? measured->rest_link.next : sizer->store->awake.next;
    for (; link != &sizer->store->awake && sizer->kind == JOB_NONE; link = link->next)
        consider(sizer, ND_CONTAINER_OF(link, struct nd_range, rest_link));
}

void nd__size_applied(struct nd_range *range, uint64_t bytes, uint64_t collected)
{
    range->size.written += bytes;
    range->size.collected += collected;
    if (range->state == ND__RANGE_SERVING) consider(range->store->sizer, range);
}

/* ---- load ------------------------------------------------------------------------------------------------------------ */

struct nd__key_sample {
    struct nd_buf keys[HOT_KEYS];
    size_t count;
    uint64_t seen;
};

static void free_sample(struct nd_range *range)
{
    struct nd__key_sample *sample = range->size.sample;
    if (sample == NULL) return;
    for (size_t i = 0; i < sample->count; i++) nd_buf_deinit(&sample->keys[i]);
    nd_heap_free(range->heap, sample);
    range->size.sample = NULL;
}

/* Whole keys, where a range may begin: of a scan what it found, since its bounds may lie in the middle of a value (range/gate.h). */
struct nd_slice nd__size_key_of(const struct nd_kv_request *request, const struct nd_kv_reply *reply)
{
    if (request->kind == ND_KV_SCAN) return reply->row_count > 0 ? reply->rows[0].key : ND_SLICE_EMPTY;
    if (request->key_count > 0) return request->keys[0];
    return request->mut_count > 0 ? request->muts[0].key : request->primary;
}

void nd__size_request(struct nd_range *range) { range->size.requests++; }

void nd__size_replied(struct nd_range *range, const struct nd_kv_request *request, const struct nd_kv_reply *reply)
{
    struct nd__key_sample *sample = range->size.sample;
    if (sample == NULL) return;
    struct nd_slice key = nd__size_key_of(request, reply);
    if (key.n == 0) return;
    size_t at = sample->seen < HOT_KEYS ? sample->seen : nd_prng_below(&range->store->sizer->prng, sample->seen + 1);
    sample->seen++;
    if (at >= HOT_KEYS) return;
    if (at == sample->count) nd_buf_init(&sample->keys[sample->count++], range->heap);
    nd_buf_clear(&sample->keys[at]);
    nd_buf_put_slice(&sample->keys[at], key);
}

static void split_by_load(struct nd__sizer *sizer, struct nd_range *range, uint64_t now_ns)
{
    struct nd__size *size = &range->size;
    struct nd_slice keys[HOT_KEYS], key;
    char why[96];
    for (size_t i = 0; i < size->sample->count; i++) keys[i] = nd_buf_slice(&size->sample->keys[i]);
    size->hot_seconds = 0;
    size->cool_until_ns = now_ns + COOL_S * ND_SEC;
    bool is_found = size->sample->count == HOT_KEYS && nd__size_pick_hot(keys, HOT_KEYS, range->desc.first, sizer->store->options.split_from, &key);
    if (is_found && nd_range_desc_has_key(&range->desc, key) && nd_gate_has_room(key, range->desc.end)) {
        snprintf(why, sizeof why, "%llu requests a second", (unsigned long long)size->rate);
        ND_PROBE(sizer->store->options.env, RANGE_SPLIT_BY_LOAD);
        ask_split(sizer, range, key, why);
    }
    free_sample(range);
}

static void look_at_load(struct nd__sizer *sizer, struct nd_range *range)
{
    struct nd__size *size = &range->size;
    uint64_t now_ns = nd_env_now_ns(sizer->store->options.env), limit = sizer->store->options.split_requests, fresh = size->requests - size->requests_before;
    size->requests_before = size->requests;
    size->rate = (size->rate + fresh) / 2;
    bool is_hot = limit > 0 && fresh > limit && range->desc.conf.count > 1 && range->state == ND__RANGE_SERVING && now_ns >= size->cool_until_ns;
    if (!is_hot) {
        size->hot_seconds = 0;
        free_sample(range);
        return;
    }
    if (size->sample == NULL) size->sample = nd_heap_new(range->heap, struct nd__key_sample);
    if (++size->hot_seconds >= HOT_SECONDS && may_ask(sizer)) split_by_load(sizer, range, now_ns);
}

void nd__size_tick(struct nd_range *range)
{
    struct nd__sizer *sizer = range->store->sizer;
    look_at_load(sizer, range);
    consider(sizer, range);
}

/* ---- life --------------------------------------------------------------------------------------------------------------- */

static void on_rest_timer(struct nd_timer *timer) { find_work(ND_CONTAINER_OF(timer, struct nd__sizer, rest_timer), NULL); }

void nd__size_forget(struct nd_range *range) { free_sample(range); }

void nd__size_open(struct nd_store *store)
{
    struct nd__sizer *sizer = nd_heap_new(store->heap, struct nd__sizer);
    store->sizer = sizer;
    sizer->store = store;
    sizer->rest_ms = REST_MS;
    nd_timer_init(&sizer->rest_timer, store->options.reactor, on_rest_timer);
    nd_prng_init(&sizer->prng, nd_env_random_u64(store->options.env));
    nd_arena_init(&sizer->arena, store->heap);
    nd_buf_init(&sizer->cursor, store->heap);
    nd_buf_init(&sizer->prefix, store->heap);
}

void nd__size_close(struct nd_store *store)
{
    struct nd__sizer *sizer = store->sizer;
    if (sizer->ask != NULL) sizer->ask->sizer = NULL;
    nd_timer_stop(&sizer->rest_timer);
    nd_buf_deinit(&sizer->cursor);
    nd_buf_deinit(&sizer->prefix);
    nd_arena_deinit(&sizer->arena);
    nd_heap_free(store->heap, sizer);
    store->sizer = NULL;
}
