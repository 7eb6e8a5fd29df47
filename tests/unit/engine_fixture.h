/* SPDX-License-Identifier: Apache-2.0 */
/* engine_fixture.h - opens either engine on a temporary folder for the engine tests. */
#ifndef ND_TEST_ENGINE_FIXTURE_H
#define ND_TEST_ENGINE_FIXTURE_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "engine/engine.h"
#include "env/real.h"

enum engine_kind { KIND_MEM, KIND_ROCKS };

struct engine_fixture {
    enum engine_kind kind;
    struct nd_heap heap;
    struct nd_env *env;
    char root[64];
    struct nd_engine *engine;
    struct nd_engine_options options;
    struct nd_engine_batch *batch;
};

static inline int engine_fixture_remove(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static inline enum nd_status engine_fixture_try_open(struct engine_fixture *fixture, struct nd_engine **engine_out)
{
    if (fixture->kind == KIND_ROCKS) return nd_engine_rocks_open(&fixture->options, engine_out);
    return nd_engine_mem_open(&fixture->options, &fixture->heap, engine_out);
}

static inline void engine_fixture_open(struct engine_fixture *fixture)
{
    assert_int_equal(engine_fixture_try_open(fixture, &fixture->engine), ND_STATUS_OK);
    fixture->batch = nd_engine_batch_new(fixture->engine);
}

static inline void engine_fixture_close(struct engine_fixture *fixture)
{
    nd_engine_batch_free(fixture->batch);
    nd_engine_close(fixture->engine);
}

static inline void engine_fixture_reopen(struct engine_fixture *fixture)
{
    engine_fixture_close(fixture);
    engine_fixture_open(fixture);
}

static inline struct engine_fixture *engine_fixture_new(enum engine_kind kind)
{
    struct engine_fixture *fixture = calloc(1, sizeof *fixture);
    fixture->kind = kind;
    nd_heap_init(&fixture->heap, false);
    struct nd_env_real_options env_options = {.heap = &fixture->heap, .reactors = 1};
    assert_int_equal(nd_env_real_open(&env_options, &fixture->env), ND_STATUS_OK);
    snprintf(fixture->root, sizeof fixture->root, "/tmp/ndoto-engine-XXXXXX");
    assert_non_null(mkdtemp(fixture->root));
    fixture->options = (struct nd_engine_options){
        .env = fixture->env, .path = fixture->root, .cache_bytes = 1 << 20, .memtable_bytes = 4 << 20};
    engine_fixture_open(fixture);
    return fixture;
}

static inline void engine_fixture_free(struct engine_fixture *fixture)
{
    engine_fixture_close(fixture);
    nd_env_real_close(fixture->env);
    nftw(fixture->root, engine_fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
    assert_int_equal(fixture->heap.bytes, 0);
    free(fixture);
}

static inline int setup_mem(void **state)
{
    *state = engine_fixture_new(KIND_MEM);
    return 0;
}
static inline int setup_rocks(void **state)
{
    *state = engine_fixture_new(KIND_ROCKS);
    return 0;
}
static inline int teardown_engine(void **state)
{
    engine_fixture_free(*state);
    return 0;
}

#endif
