/* SPDX-License-Identifier: Apache-2.0 */
#include "base/metrics.h"

#include <string.h>

enum metric_kind { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };

struct nd_metric {
    const char *name, *labels, *help;
    enum metric_kind kind;
    const void *metric;
    double scale;
};

static unsigned bucket_of(uint64_t v)
{
    if (v < 8) return (unsigned)v;
    unsigned log2 = 63 - (unsigned)__builtin_clzll(v);
    unsigned bucket = (log2 - 2) * 8 + (unsigned)((v >> (log2 - 3)) & 7);
    return bucket < ND_HISTOGRAM_BUCKETS ? bucket : ND_HISTOGRAM_BUCKETS - 1;
}

static uint64_t bucket_upper(unsigned bucket)
{
    if (bucket < 8) return bucket;
    unsigned log2 = bucket / 8 + 2;
    return ((uint64_t)(8 + bucket % 8 + 1) << (log2 - 3)) - 1;
}

void nd_histogram_add(struct nd_histogram *histogram, uint64_t v)
{
    atomic_fetch_add_explicit(&histogram->buckets[bucket_of(v)], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&histogram->count, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&histogram->sum, v, memory_order_relaxed);
}

uint64_t nd_histogram_quantile(const struct nd_histogram *histogram, double q)
{
    uint64_t count = atomic_load_explicit(&histogram->count, memory_order_relaxed);
    if (count == 0) return 0;
    uint64_t rank = (uint64_t)(q * (double)count), seen = 0;
    if (rank >= count) rank = count - 1;
    for (unsigned i = 0; i < ND_HISTOGRAM_BUCKETS; i++) {
        seen += atomic_load_explicit(&histogram->buckets[i], memory_order_relaxed);
        if (seen > rank) return bucket_upper(i);
    }
    return bucket_upper(ND_HISTOGRAM_BUCKETS - 1);
}

void nd_histogram_merge(struct nd_histogram *into, const struct nd_histogram *from)
{
    for (unsigned i = 0; i < ND_HISTOGRAM_BUCKETS; i++)
        atomic_fetch_add_explicit(&into->buckets[i], atomic_load_explicit(&from->buckets[i], memory_order_relaxed), memory_order_relaxed);
    atomic_fetch_add_explicit(&into->count, atomic_load_explicit(&from->count, memory_order_relaxed), memory_order_relaxed);
    atomic_fetch_add_explicit(&into->sum, atomic_load_explicit(&from->sum, memory_order_relaxed), memory_order_relaxed);
}

void nd_metrics_init(struct nd_metrics *metrics, struct nd_heap *heap) { *metrics = (struct nd_metrics){.heap = heap}; }

void nd_metrics_deinit(struct nd_metrics *metrics)
{
    nd_heap_free(metrics->heap, metrics->items);
    nd_metrics_init(metrics, metrics->heap);
}

static void add(struct nd_metrics *metrics, struct nd_metric metric)
{
    if (metrics->count == metrics->cap) {
        metrics->cap = metrics->cap == 0 ? 32 : metrics->cap * 2;
        metrics->items = nd_heap_realloc(metrics->heap, metrics->items, metrics->cap * sizeof *metrics->items);
    }
    metrics->items[metrics->count++] = metric;
}

void nd_metrics_add_counter(struct nd_metrics *metrics, const char *name, const char *labels, const char *help, struct nd_counter *counter)
{
    add(metrics, (struct nd_metric){name, labels, help, METRIC_COUNTER, counter, 1});
}

void nd_metrics_add_gauge(struct nd_metrics *metrics, const char *name, const char *labels, const char *help, struct nd_gauge *gauge)
{
    add(metrics, (struct nd_metric){name, labels, help, METRIC_GAUGE, gauge, 1});
}

void nd_metrics_add_histogram(struct nd_metrics *metrics, const char *name, const char *labels, const char *help, struct nd_histogram *histogram, double scale)
{
    add(metrics, (struct nd_metric){name, labels, help, METRIC_HISTOGRAM, histogram, scale});
}

static void render_histogram(const struct nd_metric *metric, struct nd_buf *out)
{
    static const double quantiles[] = {0.5, 0.95, 0.99, 0.999};
    const struct nd_histogram *histogram = metric->metric;
    const char *labels = metric->labels != NULL ? metric->labels : "";
    const char *comma = metric->labels != NULL ? "," : "";
    for (size_t i = 0; i < ND_ARRAY_LEN(quantiles); i++)
        nd_buf_printf(out, "%s{%s%squantile=\"%g\"} %.9g\n", metric->name, labels, comma, quantiles[i],
                      (double)nd_histogram_quantile(histogram, quantiles[i]) / metric->scale);
    const char *open = metric->labels != NULL ? "{" : "", *close = metric->labels != NULL ? "}" : "";
    nd_buf_printf(out, "%s_sum%s%s%s %.9g\n", metric->name, open, labels, close, (double)histogram->sum / metric->scale);
    nd_buf_printf(out, "%s_count%s%s%s %llu\n", metric->name, open, labels, close, (unsigned long long)histogram->count);
}

void nd_metrics_render(const struct nd_metrics *metrics, struct nd_buf *out)
{
    static const char *const kinds[] = {"counter", "gauge", "summary"};
    for (size_t i = 0; i < metrics->count; i++) {
        const struct nd_metric *metric = &metrics->items[i];
        if (i == 0 || strcmp(metric->name, metrics->items[i - 1].name) != 0)
            nd_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name, kinds[metric->kind]);
        if (metric->kind == METRIC_HISTOGRAM) {
            render_histogram(metric, out);
            continue;
        }
        const char *open = metric->labels != NULL ? "{" : "", *close = metric->labels != NULL ? "}" : "";
        const char *labels = metric->labels != NULL ? metric->labels : "";
        if (metric->kind == METRIC_COUNTER)
            nd_buf_printf(out, "%s%s%s%s %llu\n", metric->name, open, labels, close, (unsigned long long)nd_counter_get(metric->metric));
        else
            nd_buf_printf(out, "%s%s%s%s %lld\n", metric->name, open, labels, close, (long long)nd_gauge_get(metric->metric));
    }
}
