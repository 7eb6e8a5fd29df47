/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.h - counters, gauges and histograms, and their Prometheus text form.
 *
 * Owner.      The registry belongs to the node; the metrics are fields of the structs they measure
 *             and stay put until nd_metrics_deinit.
 * Threading.  Updates: any thread (relaxed atomics). Register and render: the reactor of the node.
 * Format.     Prometheus text exposition 0.0.4. */
#ifndef ND_BASE_METRICS_H
#define ND_BASE_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/slice.h"

struct nd_counter { _Atomic uint64_t v; };
struct nd_gauge { _Atomic int64_t v; };

/* Log-linear buckets: 8 per power of two, 0 .. 2^40; relative error under 13 %. */
#define ND_HISTOGRAM_BUCKETS 320
struct nd_histogram {
    _Atomic uint64_t buckets[ND_HISTOGRAM_BUCKETS];
    _Atomic uint64_t count, sum;
};

static inline void nd_counter_add(struct nd_counter *counter, uint64_t n) { atomic_fetch_add_explicit(&counter->v, n, memory_order_relaxed); }
static inline uint64_t nd_counter_get(const struct nd_counter *counter) { return atomic_load_explicit(&counter->v, memory_order_relaxed); }
static inline void nd_gauge_set(struct nd_gauge *gauge, int64_t v) { atomic_store_explicit(&gauge->v, v, memory_order_relaxed); }
static inline void nd_gauge_add(struct nd_gauge *gauge, int64_t n) { atomic_fetch_add_explicit(&gauge->v, n, memory_order_relaxed); }
static inline int64_t nd_gauge_get(const struct nd_gauge *gauge) { return atomic_load_explicit(&gauge->v, memory_order_relaxed); }
void nd_histogram_add(struct nd_histogram *histogram, uint64_t v);
/* The upper bound of the bucket that holds quantile q (0..1) of the values; 0 when empty. */
uint64_t nd_histogram_quantile(const struct nd_histogram *histogram, double q);
void nd_histogram_merge(struct nd_histogram *into, const struct nd_histogram *from);

struct nd_metrics {
    struct nd_heap *heap;
    struct nd_metric *items; /* in order of registration */
    size_t count, cap;
};

void nd_metrics_init(struct nd_metrics *metrics, struct nd_heap *heap);
void nd_metrics_deinit(struct nd_metrics *metrics);
/* `name` ("ndoto_log_fsyncs_total"), `labels` ("role=\"log\"" or NULL) and `help` are static strings.
 * Metrics of one name are registered one after the other. */
void nd_metrics_add_counter(struct nd_metrics *metrics, const char *name, const char *labels, const char *help, struct nd_counter *counter);
void nd_metrics_add_gauge(struct nd_metrics *metrics, const char *name, const char *labels, const char *help, struct nd_gauge *gauge);
/* Rendered as a summary (p50, p95, p99, p99.9, sum, count), values divided by `scale` (1e9: ns to s). */
void nd_metrics_add_histogram(struct nd_metrics *metrics, const char *name, const char *labels, const char *help, struct nd_histogram *histogram, double scale);
void nd_metrics_render(const struct nd_metrics *metrics, struct nd_buf *out);

#endif
