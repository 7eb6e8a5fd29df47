/* SPDX-License-Identifier: Apache-2.0 */
/* sample.c - TABLESAMPLE: which rows are in a sample.
 *
 * A repeatable one goes by a hash of seed and primary key, so that it is the same whatever way the rows are read, and whatever
 * else changes in the table. SYSTEM means pages elsewhere; rows have none here, and it takes single rows as BERNOULLI does. */
#include "base/checksum.h"
#include "sql/func/func_int.h"
#include "sql/types/key_codec.h"

enum { REPEATABLE = 1 };

static enum nd_status check(struct nd_func_call *call, size_t row, double *share_out)
{
    const struct nd_vec *percent = &call->args[0], *seed = &call->args[1];
    if (percent->nulls[row]) return nd_err_set(call->err, "2202H", "TABLESAMPLE parameter cannot be null");
    if (call->func->param == REPEATABLE && seed->nulls[row]) return nd_err_set(call->err, "2202G", "TABLESAMPLE REPEATABLE parameter cannot be null");
    if (!(percent->f[row] >= 0 && percent->f[row] <= 100)) return nd_err_set(call->err, "2202H", "sample percentage must be between 0 and 100");
    *share_out = percent->f[row] / 100;
    return ND_STATUS_OK;
}

/* [0, 1), by the row's key. */
static double place_of(struct nd_func_call *call, size_t row, struct nd_buf *key)
{
    uint64_t seed;
    double number = call->args[1].f[row] + 0.0; /* -0 is 0 */
    memcpy(&seed, &number, sizeof seed);
    nd_buf_clear(key);
    for (size_t i = 2; i < call->arg_count; i++) {
        struct nd_datum value = nd_vec_get(&call->args[i], row);
        nd_key_put_datum(key, call->args[i].type.id, 0, &value);
    }
    return (double)(nd_hash64_seeded(seed, nd_buf_slice(key)) >> 11) * 0x1p-53;
}

static enum nd_status sample(struct nd_func_call *call)
{
    const struct nd_func_services *services = call->ctx->services;
    bool is_repeatable = call->func->param == REPEATABLE;
    struct nd_buf key;
    enum nd_status status = ND_STATUS_OK;
    if (!is_repeatable && (services == NULL || services->random == NULL)) return nd__no_service(call, "TABLESAMPLE here");
    nd_buf_init(&key, call->ctx->heap);
    ND__ROWS (row) {
        double share;
        status = check(call, row, &share);
        if (status != ND_STATUS_OK) break;
        call->out->b[row] = (is_repeatable ? place_of(call, row, &key) : services->random(services->arg)) < share;
    }
    nd_buf_deinit(&key);
    return status;
}

static const struct nd_func samples[2][2] = {
    {F_LAX("bernoulli", BOOL, sample, 0, ND_VOLATILE, true, ANY), F_LAX("bernoulli", BOOL, sample, REPEATABLE, ND_STABLE, true, ANY)},
    {F_LAX("system", BOOL, sample, 0, ND_VOLATILE, true, ANY), F_LAX("system", BOOL, sample, REPEATABLE, ND_STABLE, true, ANY)},
};

const struct nd_func *nd_func_sample(bool is_system, bool is_repeatable) { return &samples[is_system][is_repeatable]; }

bool nd_func_is_sample(const struct nd_func *func, bool *is_repeatable_out)
{
    *is_repeatable_out = func->kernel == sample && func->param == REPEATABLE;
    return func->kernel == sample;
}
