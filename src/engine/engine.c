/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine_int.h"

void nd_engine_close(struct nd_engine *engine)
{
    if (engine != NULL) engine->ops->close(engine);
}

struct nd_engine_batch *nd_engine_batch_new(struct nd_engine *engine) { return engine->ops->batch_new(engine); }
void nd_engine_batch_free(struct nd_engine_batch *batch)
{
    if (batch != NULL) batch->engine->ops->batch_free(batch);
}
void nd_engine_batch_clear(struct nd_engine_batch *batch) { batch->engine->ops->batch_clear(batch); }

void nd_engine_batch_put(struct nd_engine_batch *batch, struct nd_slice key, struct nd_slice value)
{
    nd_engine_batch_put_parts(batch, key, &value, 1);
}

void nd_engine_batch_put_parts(struct nd_engine_batch *batch, struct nd_slice key, const struct nd_slice *value_parts, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) bytes += value_parts[i].n;
    ND_ASSERT(key.n > 0);
    ND_ASSERT(bytes > 0); /* G2 */
    batch->engine->ops->batch_put_parts(batch, key, value_parts, count);
}

void nd_engine_batch_delete(struct nd_engine_batch *batch, struct nd_slice key)
{
    ND_ASSERT(key.n > 0);
    batch->engine->ops->batch_delete(batch, key);
}

size_t nd_engine_batch_count(const struct nd_engine_batch *batch) { return batch->engine->ops->batch_count(batch); }
size_t nd_engine_batch_bytes(const struct nd_engine_batch *batch) { return batch->engine->ops->batch_bytes(batch); }

enum nd_status nd_engine_write(struct nd_engine *engine, struct nd_engine_batch *batch)
{
    ND_ASSERT(batch->engine == engine);
    return engine->ops->write(engine, batch);
}

enum nd_status nd_engine_flush(struct nd_engine *engine) { return engine->ops->flush(engine); }

enum nd_status nd_engine_get(struct nd_engine *engine, struct nd_slice key, unsigned flags, struct nd_buf *value_out)
{
    ND_ASSERT(key.n > 0);
    return engine->ops->get(engine, key, flags, value_out);
}

struct nd_engine_iter *nd_engine_iter_new(struct nd_engine *engine, const struct nd_iter_options *options)
{
    ND_ASSERT((options->flags & ND_READ_DURABLE) == 0);
    return engine->ops->iter_new(engine, options);
}
void nd_engine_iter_free(struct nd_engine_iter *iter)
{
    if (iter != NULL) iter->engine->ops->iter_free(iter);
}
void nd_engine_iter_seek(struct nd_engine_iter *iter, struct nd_slice key) { iter->engine->ops->iter_seek(iter, key); }
void nd_engine_iter_seek_for_prev(struct nd_engine_iter *iter, struct nd_slice key) { iter->engine->ops->iter_seek_for_prev(iter, key); }

void nd_engine_iter_next(struct nd_engine_iter *iter)
{
    ND_ASSERT(iter->is_valid);
    iter->engine->ops->iter_next(iter);
}
void nd_engine_iter_prev(struct nd_engine_iter *iter)
{
    ND_ASSERT(iter->is_valid);
    iter->engine->ops->iter_prev(iter);
}
bool nd_engine_iter_is_valid(const struct nd_engine_iter *iter) { return iter->is_valid; }
struct nd_slice nd_engine_iter_key(const struct nd_engine_iter *iter)
{
    ND_ASSERT(iter->is_valid);
    return iter->key;
}
struct nd_slice nd_engine_iter_value(const struct nd_engine_iter *iter) { return iter->engine->ops->iter_value(iter); }
enum nd_status nd_engine_iter_status(const struct nd_engine_iter *iter) { return iter->engine->ops->iter_status(iter); }

uint64_t nd_engine_approximate_bytes(struct nd_engine *engine, struct nd_slice first, struct nd_slice end)
{
    return engine->ops->approximate_bytes(engine, first, end);
}
void nd_engine_register_metrics(struct nd_engine *engine, struct nd_metrics *metrics) { engine->ops->register_metrics(engine, metrics); }
void nd_engine_refresh_metrics(struct nd_engine *engine) { engine->ops->refresh_metrics(engine); }
