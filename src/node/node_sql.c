/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL side of a node: catalog and sessions' system, and PostgreSQL's port. */
#include <stdio.h>

#include "node/node_int.h"
#include "pgwire/server.h"
#include "sql/system.h"

struct nd__node_sql {
    struct nd_sql_system *system;
    struct nd_pgwire_server *server;
    struct nd_pgwire_metrics metrics;
    bool is_closing, is_closed;
};

enum { STOP_GRACE_MS = 3000 };

/* The file of a time zone: a few KiB, read on the reactor the first time a zone is named and kept
 * from then on. */
static enum nd_status load_zone(void *arg, const char *name, struct nd_buf *bytes_out)
{
    struct nd_node *node = arg;
    char path[512];
    struct nd_file *file;
    uint64_t size = 0;
    snprintf(path, sizeof path, "%s/%s", node->options.tz_dir, name);
    ND_TRY(nd_file_open(node->env, path, ND_FILE_READ, &file));
    enum nd_status status = nd_file_size(file, &size);
    if (status == ND_STATUS_OK && size > ND_TZ_FILE_BYTES_MAX) status = ND_STATUS_TOO_LARGE;
    if (status == ND_STATUS_OK) {
        size_t got;
        nd_buf_reserve(bytes_out, size);
        status = nd_file_read(file, 0, bytes_out->p + bytes_out->n, size, &got);
        if (status == ND_STATUS_OK) bytes_out->n += got;
    }
    nd_file_close(file);
    return status;
}

static uint64_t leadership(void *arg)
{
    struct nd_node *node = arg;
    return node->meta == NULL ? 0 : nd_meta_leadership(node->meta);
}

static void tell_rules(void *arg, const struct nd_placement_rule *rules, size_t count)
{
    struct nd_node *node = arg;
    nd_meta_set_rules(node->meta, rules, count);
}

enum nd_status nd__node_sql_open(struct nd_node *node)
{
    struct nd__node_sql *sql = nd_heap_new(node->heap, struct nd__node_sql);
    node->sql = sql;
    struct nd_sql_system_options system = {.reactor = node->reactor, .txns = node->txn_system, .version = ND_VERSION, .auto_analyze = node->config->is_auto_analyze};
    system.rpc = node->rpc;
    system.node = node->identity.id;
    system.placement = (struct nd_sql_placement){.arg = node, .leadership = leadership, .tell = tell_rules};
    /* a node that keeps all in memory spills nothing; and the simulated disk is not to be had on a reactor */
    if (node->options.engine != ND_NODE_MEMORY)
        system.temp_folder = nd_arena_printf(&node->arena, "%s/temp", node->config->data_dir);
    if (node->options.tz_dir != NULL) system.tz_loader = (struct nd_tz_loader){.arg = node, .load = load_zone};
    sql->system = nd_sql_system_open(&system);
    if (node->metrics != NULL) {
        nd_pgwire_metrics_register(&sql->metrics, node->metrics);
        nd_sql_system_register_metrics(sql->system, node->metrics);
    }
    struct nd_pgwire_options server = {.reactor = node->reactor, .address = node->config->sql_listen, .system = sql->system, .metrics = &sql->metrics};
    enum nd_status status = nd_pgwire_server_open(&server, &sql->server);
    if (status != ND_STATUS_OK)
        ND_ERROR(node->logger, "node", "%s: %s", node->config->sql_listen, status == ND_STATUS_BUSY ? "in use by another process" : nd_status_text(status));
    return status;
}

static void on_closed(void *arg)
{
    struct nd__node_sql *sql = arg;
    sql->is_closed = true;
    sql->server = NULL;
}

bool nd__node_sql_stop(struct nd_node *node)
{
    struct nd__node_sql *sql = node->sql;
    if (sql == NULL) return true;
    bool is_idle = sql->system == NULL || nd_sql_system_stop(sql->system);
    if (sql->server == NULL) return is_idle;
    if (!sql->is_closing) {
        sql->is_closing = true;
        nd_pgwire_server_close(sql->server, STOP_GRACE_MS * ND_MS, on_closed, sql);
    }
    return sql->is_closed && is_idle;
}

void nd__node_sql_close(struct nd_node *node)
{
    if (node->sql == NULL) return;
    if (node->sql->system != NULL) nd_sql_system_close(node->sql->system);
    nd_heap_free(node->heap, node->sql);
    node->sql = NULL;
}

struct nd_sql_system *nd_node_sql_system(struct nd_node *node) { return node->sql == NULL ? NULL : node->sql->system; }
const char *nd_node_sql_addr(const struct nd_node *node) { return node->sql == NULL || node->sql->server == NULL ? "" : nd_pgwire_server_address(node->sql->server); }

bool nd_node_is_ready(const struct nd_node *node)
{
    if (!node->is_registered) return false;
    return node->options.without_sql || (node->sql != NULL && node->sql->server != NULL);
}
