/* SPDX-License-Identifier: Apache-2.0 */
/* engine_int.h - what an implementation of the engine provides: one vtable, three base structs.
 *
 * engine.c checks arguments and dispatches; implementations embed the base structs as their first
 * member and fill in `ops` and `engine`. */
#ifndef ND_ENGINE_ENGINE_INT_H
#define ND_ENGINE_ENGINE_INT_H

#include "base/assert.h"
#include "base/list.h"
#include "engine/engine.h"

struct nd_engine_ops {
    void (*close)(struct nd_engine *engine);

    struct nd_engine_batch *(*batch_new)(struct nd_engine *engine);
    void (*batch_free)(struct nd_engine_batch *batch);
    void (*batch_clear)(struct nd_engine_batch *batch);
    void (*batch_put_parts)(struct nd_engine_batch *batch, struct nd_slice key, const struct nd_slice *value_parts, size_t count);
    void (*batch_delete)(struct nd_engine_batch *batch, struct nd_slice key);
    size_t (*batch_count)(const struct nd_engine_batch *batch);
    size_t (*batch_bytes)(const struct nd_engine_batch *batch);
    enum nd_status (*write)(struct nd_engine *engine, struct nd_engine_batch *batch);
    enum nd_status (*flush)(struct nd_engine *engine);

    enum nd_status (*get)(struct nd_engine *engine, struct nd_slice key, unsigned flags, struct nd_buf *value_out);
    struct nd_engine_iter *(*iter_new)(struct nd_engine *engine, const struct nd_iter_options *options);
    void (*iter_free)(struct nd_engine_iter *iter);
    void (*iter_seek)(struct nd_engine_iter *iter, struct nd_slice key);
    void (*iter_seek_for_prev)(struct nd_engine_iter *iter, struct nd_slice key);
    void (*iter_next)(struct nd_engine_iter *iter);
    void (*iter_prev)(struct nd_engine_iter *iter);
    struct nd_slice (*iter_value)(const struct nd_engine_iter *iter);
    enum nd_status (*iter_status)(const struct nd_engine_iter *iter);

    uint64_t (*approximate_bytes)(struct nd_engine *engine, struct nd_slice first, struct nd_slice end);
    void (*register_metrics)(struct nd_engine *engine, struct nd_metrics *metrics);
    void (*refresh_metrics)(struct nd_engine *engine);
};

struct nd_engine {
    const struct nd_engine_ops *ops;
};
struct nd_engine_batch {
    struct nd_engine *engine;
};
struct nd_engine_iter {
    struct nd_engine *engine;
    bool is_valid; /* set by every move, as is the key */
    struct nd_slice key;
};

bool nd__engine_crc32c_agrees(void); /* engine_crc32c.c: what RocksDB uses and what it brings give the same */

/* `d` and `r` keys end in a timestamp; readers ask for "the newest version of this key", so filters
 * are built over the key without it. Other keys are their own prefix. */
#define ND__ENGINE_SUFFIX_BYTES 8
static inline bool nd__engine_has_suffix(struct nd_slice key)
{
    return key.n > ND__ENGINE_SUFFIX_BYTES && (key.p[0] == 'd' || key.p[0] == 'r');
}
static inline struct nd_slice nd__engine_prefix(struct nd_slice key)
{
    return nd__engine_has_suffix(key) ? nd_slice_of(key.p, key.n - ND__ENGINE_SUFFIX_BYTES) : key;
}

#endif
