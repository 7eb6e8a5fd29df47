/* SPDX-License-Identifier: Apache-2.0 */
/* status.c - `ndoto status`: asks one node who the others are, asks each, and shows them side by side.
 * The document is that of obs/status.h. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "cli/http_get.h"
#include "cli/sql_table.h"

#define ASK_TIMEOUT_MS 3000

struct answer {
    int64_t id;
    const char *state;
    const char *sql, *rpc, *http, *locality; /* borrowed from the first document */
    json_t *document;             /* NULL: did not answer */
    const char *why;
};

struct cells {
    struct nd_arena *arena;
    const char *const *headers;
    const char **cells;
    size_t columns, rows, cap;
    unsigned right; /* bit mask of columns */
};

static const char *cell_header(void *arg, size_t column) { return ((struct cells *)arg)->headers[column]; }
static const char *cell_text(void *arg, size_t row, size_t column)
{
    struct cells *cells = arg;
    return cells->cells[row * cells->columns + column];
}
static bool cell_is_right(void *arg, size_t column) { return (((struct cells *)arg)->right >> column & 1) != 0; }

static const char **add_row(struct cells *cells)
{
    if (cells->rows == cells->cap) {
        size_t cap = cells->cap == 0 ? 16 : cells->cap * 2;
        const char **grown = nd_arena_array(cells->arena, const char *, cap * cells->columns);
        if (cells->rows > 0) memcpy(grown, cells->cells, cells->rows * cells->columns * sizeof *grown);
        cells->cells = grown;
        cells->cap = cap;
    }
    return cells->cells + cells->rows++ * cells->columns;
}

static void print_cells(struct cells *cells)
{
    struct nd_buf out;
    nd_buf_init(&out, cells->arena->heap);
    const struct nd_cli_table table = {cells->columns, cells->rows, cells, cell_header, cell_text, cell_is_right};
    nd_cli_table_render(&table, false, &out);
    printf("%.*s\n", (int)out.n, (const char *)out.p);
    nd_buf_deinit(&out);
}

static int64_t number_of(const json_t *object, const char *key) { return json_integer_value(json_object_get(object, key)); }
static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static json_t *ask(const char *address, struct nd_heap *heap, const char **why_out)
{
    struct nd_buf body;
    nd_buf_init(&body, heap);
    json_t *document = NULL;
    if (nd_cli_http_get(address, "/status", ASK_TIMEOUT_MS, &body, why_out)) {
        json_error_t error;
        document = json_loadb((const char *)body.p, body.n, 0, &error);
        if (document == NULL || !json_is_array(json_object_get(document, "nodes")) || !json_is_array(json_object_get(document, "shards"))) {
            json_decref(document);
            document = NULL;
            *why_out = "not a status document";
        }
    }
    nd_buf_deinit(&body);
    return document;
}

static int compare_answers(const void *a, const void *b)
{
    const struct answer *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

struct carried {
    size_t shards, led;
    int64_t bytes, requests;
};

static struct carried carried_by(const struct answer *answer)
{
    const json_t *shard, *shards = json_object_get(answer->document, "shards");
    struct carried carried = {.shards = json_array_size(shards)};
    size_t i;
    json_array_foreach(shards, i, shard)
    {
        carried.bytes += number_of(shard, "bytes");
        if (number_of(shard, "leader") != answer->id) continue;
        carried.led++;
        carried.requests += number_of(shard, "requests_per_s");
    }
    return carried;
}

static const char *size_text(struct nd_arena *arena, int64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double n = (double)bytes;
    size_t unit = 0;
    for (; n >= 1024 && unit + 1 < ND_ARRAY_LEN(units); unit++) n /= 1024;
    return nd_arena_printf(arena, unit == 0 || n >= 100 ? "%.0f %s" : "%.1f %s", n, units[unit]);
}

static void print_nodes(const struct answer *answers, size_t count, struct nd_arena *arena)
{
    static const char *const headers[] = {"node", "state", "SQL", "RPC", "HTTP", "shards", "leader of", "size", "requests/s", "up", "version", "locality"};
    struct cells cells = {.arena = arena, .headers = headers, .columns = ND_ARRAY_LEN(headers), .right = 1 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8};
    for (size_t i = 0; i < count; i++) {
        const struct answer *answer = &answers[i];
        const char **row = add_row(&cells);
        bool is_ready = json_is_true(json_object_get(answer->document, "ready"));
        row[0] = nd_arena_printf(arena, "%" PRId64, answer->id);
        bool leaves = strcmp(answer->state, "leaving") == 0, was_removed = strcmp(answer->state, "removed") == 0;
        row[1] = was_removed ? "removed" : answer->document == NULL ? nd_arena_printf(arena, "down (%s)", answer->why) : is_ready ? leaves ? "ready, leaving" : "ready" : "starting";
        int64_t recovering = number_of(answer->document, "recovering");
        if (recovering > 0) row[1] = nd_arena_printf(arena, "%s, %" PRId64 " RECOVERING", row[1], recovering);
        row[2] = answer->sql;
        row[3] = answer->rpc;
        row[4] = answer->http;
        row[11] = answer->locality;
        if (answer->document == NULL) continue;
        struct carried carried = carried_by(answer);
        int64_t up_s = number_of(answer->document, "uptime_ms") / 1000;
        row[5] = nd_arena_printf(arena, "%zu", carried.shards);
        row[6] = nd_arena_printf(arena, "%zu", carried.led);
        row[7] = size_text(arena, carried.bytes);
        row[8] = nd_arena_printf(arena, "%" PRId64, carried.requests);
        row[9] = up_s < 120    ? nd_arena_printf(arena, "%" PRId64 " s", up_s)
                 : up_s < 7200 ? nd_arena_printf(arena, "%" PRId64 " min", up_s / 60)
                               : nd_arena_printf(arena, "%" PRId64 " h", up_s / 3600);
        row[10] = text_of(answer->document, "version");
    }
    print_cells(&cells);
}

/* Each shard once, told by its leader if that answered, else by the replica with the newest term. */
static const json_t *better_view(const json_t *a, bool a_leads, const json_t *b, bool b_leads)
{
    if (a == NULL) return b;
    if (number_of(a, "term") != number_of(b, "term")) return number_of(a, "term") > number_of(b, "term") ? a : b;
    return a_leads || !b_leads ? a : b;
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static const char *key_text(struct nd_arena *arena, const char *hex, const char *empty)
{
    if (hex[0] == '\0') return empty;
    return strlen(hex) <= 24 ? hex : nd_arena_printf(arena, "%.21s...", hex);
}

/* Only the leader knows how far the others are. */
static void print_shard(struct cells *cells, const json_t *shard, bool is_of_leader)
{
    struct nd_arena *arena = cells->arena;
    const char **row = add_row(cells);
    int64_t leader = number_of(shard, "leader"), last = number_of(shard, "last");
    row[0] = nd_arena_printf(arena, "%" PRId64, number_of(shard, "id"));
    row[1] = key_text(arena, text_of(shard, "start"), "(first)");
    row[2] = key_text(arena, text_of(shard, "end"), "(last)");
    row[3] = leader == 0 ? "none" : nd_arena_printf(arena, "%" PRId64, leader);
    row[4] = nd_arena_printf(arena, "%" PRId64, number_of(shard, "term"));
    row[5] = nd_arena_printf(arena, "%" PRId64, number_of(shard, "commit"));
    row[6] = size_text(arena, number_of(shard, "bytes"));
    row[7] = is_of_leader ? nd_arena_printf(arena, "%" PRId64, number_of(shard, "requests_per_s")) : "?";
    struct nd_buf text;
    nd_buf_init(&text, arena->heap);
    size_t i;
    const json_t *replica;
    json_array_foreach(json_object_get(shard, "replicas"), i, replica) {
        int64_t lag = last - number_of(replica, "match");
        nd_buf_printf(&text, "%s%" PRId64 ":", i == 0 ? "" : " ", number_of(replica, "node"));
        if (is_of_leader) nd_buf_printf(&text, "%" PRId64, lag < 0 ? 0 : lag);
        else nd_buf_printf(&text, "?");
    }
    row[8] = nd_arena_strndup(arena, (const char *)text.p, text.n);
    nd_buf_deinit(&text);
}

/* Has the replica of the shard on that node lost something? One whose state was lost, too, is not there until its leader sends it. */
static bool has_lost(const struct answer *answer, int64_t id)
{
    const json_t *shard;
    size_t i;
    json_array_foreach(json_object_get(answer->document, "shards"), i, shard)
    {
        if (number_of(shard, "id") == id) return json_is_true(json_object_get(shard, "recovering"));
    }
    return number_of(answer->document, "recovering") > 0;
}

static void warn_of(const json_t *shard, const struct answer *answers, size_t count)
{
    const json_t *replica;
    size_t i, lost = 0, all = json_array_size(json_object_get(shard, "replicas"));
    json_array_foreach(json_object_get(shard, "replicas"), i, replica)
    {
        for (size_t k = 0; k < count; k++) lost += answers[k].id == number_of(replica, "node") && has_lost(&answers[k], number_of(shard, "id"));
    }
    if (number_of(shard, "leader") != 0 || lost <= (all - 1) / 2) return;
    printf("shard %" PRId64 ": %zu of its %zu replicas have lost a part of their log or state: without a majority it stays closed. Nothing was thrown away: see\n"
           "docs/OPERATION.md, \"Damaged storage\".\n",
           number_of(shard, "id"), lost, all);
}

static void print_shards(const struct answer *answers, size_t count, struct nd_arena *arena)
{
    static const char *const headers[] = {"shard", "from key", "to key", "leader", "term", "committed", "size", "requests/s", "entries behind, by node"};
    struct cells cells = {.arena = arena, .headers = headers, .columns = ND_ARRAY_LEN(headers), .right = 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7};
    size_t total = 0, n = 0, j;
    for (size_t i = 0; i < count; i++) total += json_array_size(json_object_get(answers[i].document, "shards"));
    int64_t *ids = nd_arena_array(arena, int64_t, total + 1);
    const json_t **views = nd_arena_array(arena, const json_t *, total + 1);
    size_t view_count = 0;
    json_t *shard;
    for (size_t i = 0; i < count; i++) json_array_foreach(json_object_get(answers[i].document, "shards"), j, shard) ids[n++] = number_of(shard, "id");
    qsort(ids, n, sizeof *ids, compare_ids);
    for (size_t k = 0; k < n; k++) {
        if (k > 0 && ids[k] == ids[k - 1]) continue;
        const json_t *best = NULL;
        bool best_leads = false;
        for (size_t i = 0; i < count; i++) {
            json_array_foreach(json_object_get(answers[i].document, "shards"), j, shard) {
                if (number_of(shard, "id") != ids[k]) continue;
                bool leads = number_of(shard, "leader") == answers[i].id;
                best = better_view(best, best_leads, shard, leads);
                if (best == shard) best_leads = leads;
            }
        }
        print_shard(&cells, best, best_leads);
        views[view_count++] = best;
    }
    print_cells(&cells);
    for (size_t k = 0; k < view_count; k++) warn_of(views[k], answers, count);
}

static int show(const char *address, bool is_json, struct nd_heap *heap)
{
    const char *why = "";
    json_t *first = ask(address, heap, &why);
    if (first == NULL) {
        fprintf(stderr, "ndoto status: %s: %s\n", address, why);
        return ND_EXIT_FAILED;
    }
    if (is_json) {
        json_dumpf(first, stdout, JSON_INDENT(2));
        printf("\n");
        json_decref(first);
        return ND_EXIT_OK;
    }
    struct nd_arena arena;
    nd_arena_init(&arena, heap);
    struct answer *answers = nd_arena_array(&arena, struct answer, ND_NODES_MAX);
    size_t count = 0, i;
    const json_t *node;
    json_array_foreach(json_object_get(first, "nodes"), i, node) {
        if (count == ND_NODES_MAX) break;
        answers[count++] = (struct answer){
            .id = number_of(node, "id"), .state = text_of(node, "state"),
            .sql = text_of(node, "sql"), .rpc = text_of(node, "rpc"), .http = text_of(node, "http"), .locality = text_of(node, "locality")};
    }
    qsort(answers, count, sizeof *answers, compare_answers);
    for (i = 0; i < count; i++) {
        struct answer *answer = &answers[i];
        if (answer->id == number_of(first, "node")) answer->document = json_incref(first);
        else if (answer->http[0] != '\0') answer->document = ask(answer->http, heap, &answer->why);
        else answer->why = "address unknown";
    }
    printf("cluster %s, as node %" PRId64 " sees it\n\n", text_of(first, "cluster"), number_of(first, "node"));
    print_nodes(answers, count, &arena);
    print_shards(answers, count, &arena);
    for (i = 0; i < count; i++) json_decref(answers[i].document);
    json_decref(first);
    nd_arena_deinit(&arena);
    return ND_EXIT_OK;
}

int nd_cli_status(int argc, char **argv)
{
    const char *address = "127.0.0.1:7480";
    bool is_json = false;
    const struct nd_cli_flag flags[] = {
        {"http", 0, ND_CLI_TEXT, "HOST:PORT", "HTTP address of any node [127.0.0.1:7480]", &address, 0, 0, NULL},
        {"json", 0, ND_CLI_SWITCH, NULL, "the document of that node alone", &is_json, 0, 0, NULL},
    };
    const struct nd_cli_usage usage = {
        "ndoto status", "[FLAGS]",
        "Shows the cluster's nodes and shards. Each node is asked over its HTTP port; one that does not answer\n"
        "within 3 s counts as down. 'Entries behind' is how far a replica's durable log is behind its leader's.",
        flags, ND_ARRAY_LEN(flags), 0, "example:\n  ndoto status --http 127.0.0.1:7481\n"};
    int positional, exit_code;
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    return show(address, is_json, &heap);
}
