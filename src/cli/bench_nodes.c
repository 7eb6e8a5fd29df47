/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_nodes.h"

#include <jansson.h>
#include <stdlib.h>

#include "cli/http_get.h"

enum { ASK_TIMEOUT_MS = 3000 };

static void find_others(struct nd_cli_bench_nodes *nodes, const struct nd_buf *body)
{
    json_error_t error;
    json_t *document = json_loadb((const char *)body->p, body->n, 0, &error);
    const json_t *node, *all = json_object_get(document, "nodes");
    size_t i;
    if (json_array_size(all) > 0) nodes->count = 0;
    json_array_foreach(all, i, node) {
        const char *http = json_string_value(json_object_get(node, "http"));
        if (http != NULL && http[0] != '\0' && nodes->count < ND_CLI_BENCH_NODES_MAX) nodes->http[nodes->count++] = nd_arena_strdup(nodes->arena, http);
    }
    json_decref(document);
}

bool nd_cli_bench_nodes_find(struct nd_cli_bench_nodes *nodes, const char *http, const char **why_out)
{
    for (const char *at = http; *at != '\0' && nodes->count < ND_CLI_BENCH_NODES_MAX;) {
        size_t n = strcspn(at, ",");
        if (n > 0) nodes->http[nodes->count++] = nd_arena_strndup(nodes->arena, at, n);
        at += n + (at[n] == ',');
    }
    if (nodes->count != 1) return nodes->count > 0;
    struct nd_buf body;
    nd_buf_init(&body, nodes->arena->heap);
    bool is_good = nd_cli_http_get(nodes->http[0], "/status", ASK_TIMEOUT_MS, &body, why_out);
    if (is_good) find_others(nodes, &body);
    else nodes->count = 0;
    nd_buf_deinit(&body);
    return is_good;
}

static double value_of(const char *text, const char *metric)
{
    size_t n = strlen(metric);
    for (const char *at = text; (at = strstr(at, metric)) != NULL; at += n)
        if ((at == text || at[-1] == '\n') && at[n] == ' ') return strtod(at + n + 1, NULL);
    return 0;
}

void nd_cli_bench_sample_parse(const char *text, struct nd_cli_bench_sample *sample)
{
#define ND_X(field, metric) sample->field = value_of(text, metric);
    ND_CLI_BENCH_METRICS(ND_X)
#undef ND_X
    sample->is_good = true;
}

void nd_cli_bench_nodes_look(struct nd_cli_bench_nodes *nodes, bool is_after)
{
    for (size_t i = 0; i < nodes->count; i++) {
        struct nd_cli_bench_sample *sample = is_after ? &nodes->after[i] : &nodes->before[i];
        struct nd_buf body;
        const char *why;
        nd_buf_init(&body, nodes->arena->heap);
        *sample = (struct nd_cli_bench_sample){0};
        if (nd_cli_http_get(nodes->http[i], "/metrics", ASK_TIMEOUT_MS, &body, &why)) {
            nd_buf_put_u8(&body, 0);
            nd_cli_bench_sample_parse((const char *)body.p, sample);
        }
        nd_buf_deinit(&body);
    }
}
