/* SPDX-License-Identifier: Apache-2.0 */
/* Arbitrary bytes as SQL text: a tree or an error. */
#include "env/real.h"
#include "sql/parse/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nd_heap heap;
    struct nd_env *env;
    struct nd_arena arena;
    struct nd_ast ast;
    struct nd_err err = {0};
    nd_heap_init(&heap, false);
    ND_ASSERT(nd_env_real_open(&(struct nd_env_real_options){.heap = &heap, .reactors = 1}, &env) == ND_STATUS_OK);
    nd_arena_init(&arena, &heap);
    enum nd_status status = nd_parse(nd_env_reactor(env, 0), nd_slice_of(data, size), &arena, &ast, &err);
    ND_ASSERT(status == ND_STATUS_OK || (status == ND_STATUS_SQL && nd_err_is_set(&err)));
    nd_arena_deinit(&arena);
    nd_env_real_close(env);
    return 0;
}
