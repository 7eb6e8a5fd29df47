/* SPDX-License-Identifier: Apache-2.0 */
/* ts_source.h - where timestamps come from: an interface, so that the oracle can move.
 *
 * Invariants. S1 a timestamp is unique, and greater than every one whose draw had completed before this
 *                draw was asked for, anywhere in the cluster.
 *             S2 draws are batched, but a call to the oracle serves only draws made before it was sent. */
#ifndef ND_RANGE_TS_SOURCE_H
#define ND_RANGE_TS_SOURCE_H

#include "base/ids.h"
#include "base/list.h"
#include "base/status.h"

/* Embedded by the caller. done comes exactly once, never inside the draw. */
struct nd_ts_draw {
    struct nd_list link;
    void (*done)(struct nd_ts_draw *draw);
    uint32_t count;      /* in: how many consecutive timestamps; first, first+1, ... */
    enum nd_status status;
    struct nd_ts first;
    struct nd_ts unchanged_since; /* of the source's watched key (nd_meta_client_watch): surely no version between this and first; {0}: not known */
};

struct nd_ts_source {
    void (*draw)(struct nd_ts_source *source, struct nd_ts_draw *draw);
    struct nd_ts seen; /* the greatest that this node knows to have been handed out, and when it heard of it; {0}: none */
    uint64_t seen_ns;
};

static inline void nd_ts_source_saw(struct nd_ts_source *source, struct nd_ts ts, uint64_t now_ns)
{
    if (ts.v <= source->seen.v) return;
    source->seen = ts;
    source->seen_ns = now_ns;
}
/* What a draw would bring, about; no promise. {0}: not known. */
static inline struct nd_ts nd_ts_source_guess(const struct nd_ts_source *source, uint64_t now_ns)
{
    return source->seen.v == 0 ? source->seen : nd_ts_of_ms(nd_ts_physical_ms(source->seen) + (now_ns - source->seen_ns) / 1000000);
}

static inline void nd_ts_draw_start(struct nd_ts_source *source, struct nd_ts_draw *draw) { source->draw(source, draw); }

#endif
