/* SPDX-License-Identifier: Apache-2.0 */
/* The C client: one loop, turned on the caller's thread for the time of a call. */
#include "ndoto/ndoto.h"

#include <stdio.h>

#include "base/arena.h"
#include "env/real.h"
#include "rpc/client_wire.h"
#include "rpc/rpc.h"

enum { ADDRS_MAX = 64, TIMEOUT_MS = 10000, CONNECT_MS = 3000, PAUSE_MS = 20 };

struct ndoto_client {
    struct nd_heap *heap;
    struct nd_env *env;
    struct nd_rpc *rpc;
    struct nd_arena arena;  /* the last reply */
    struct nd_arena names;  /* addresses */
    const char *addrs[ADDRS_MAX];
    size_t addr_count, current;
    uint32_t timeout_ms;
    struct nd_rpc_call call;
    struct nd_timer pause;
    struct nd_client_reply reply;
    bool is_answered;
    char error[256];
};

struct ndoto_txn {
    ndoto_client *client;
    uint64_t handle;
    size_t addr; /* where it lives */
};

static int code_of(ndoto_client *client, enum nd_status status)
{
    snprintf(client->error, sizeof client->error, "%s", nd_status_text(status));
    switch (status) {
    case ND_STATUS_OK: return NDOTO_OK;
    case ND_STATUS_NOT_FOUND: return NDOTO_NOT_FOUND;
    case ND_STATUS_WRITE_CONFLICT: return NDOTO_CONFLICT;
    case ND_STATUS_TXN_ABORTED:
    case ND_STATUS_SNAPSHOT_TOO_OLD:
    case ND_STATUS_DEADLOCK:
    case ND_STATUS_LOCKED: return NDOTO_ABORTED;
    case ND_STATUS_AMBIGUOUS: return NDOTO_AMBIGUOUS;
    case ND_STATUS_TIMEOUT: return NDOTO_TIMEOUT;
    case ND_STATUS_INVALID:
    case ND_STATUS_TOO_LARGE:
    case ND_STATUS_MALFORMED: return NDOTO_INVALID;
    case ND_STATUS_UNREACHABLE:
    case ND_STATUS_NO_LEADER:
    case ND_STATUS_NOT_LEADER:
    case ND_STATUS_BUSY:
    case ND_STATUS_SHUTDOWN: return NDOTO_UNAVAILABLE;
    default: return NDOTO_INTERNAL;
    }
}

static void on_reply(struct nd_rpc_call *call)
{
    ndoto_client *client = ND_CONTAINER_OF(call, ndoto_client, call);
    enum nd_status status = call->status;
    if (status == ND_STATUS_OK) status = nd_client_reply_decode(nd_arena_copy(&client->arena, call->reply), &client->arena, &client->reply);
    if (status != ND_STATUS_OK) client->reply = (struct nd_client_reply){.status = status};
    nd_env_real_stop(client->env);
}

static void on_pause(struct nd_timer *timer)
{
    ndoto_client *client = ND_CONTAINER_OF(timer, ndoto_client, pause);
    nd_env_real_stop(client->env);
}

static bool is_write(enum nd_client_kind kind) { return kind == ND_CLIENT_PUT || kind == ND_CLIENT_DELETE || kind == ND_CLIENT_COMMIT || kind == ND_CLIENT_SPLIT; }

/* Another node may do what this one surely did not. */
static bool may_go_elsewhere(enum nd_status status, enum nd_client_kind kind)
{
    if (status == ND_STATUS_UNREACHABLE || status == ND_STATUS_SHUTDOWN || status == ND_STATUS_BUSY || status == ND_STATUS_NO_LEADER) return true;
    return (status == ND_STATUS_AMBIGUOUS || status == ND_STATUS_TIMEOUT) && !is_write(kind);
}

static enum nd_status call_once(ndoto_client *client, const struct nd_client_request *request, uint64_t timeout_ns)
{
    struct nd_buf payload;
    nd_arena_reset(&client->arena);
    nd_buf_init(&payload, client->heap);
    nd_client_request_encode(request, &payload);
    client->call.done = on_reply;
    nd_rpc_call(nd_rpc_addr(client->rpc, client->addrs[client->current]), &client->call, ND_RPC_CLIENT, &payload, timeout_ns);
    nd_buf_deinit(&payload);
    nd_env_real_run(client->env);
    enum nd_status status = client->reply.status;
    return status == ND_STATUS_TIMEOUT && is_write(request->kind) ? ND_STATUS_AMBIGUOUS : status;
}

/* Bound to a node (a transaction's), or to whichever answers. */
static enum nd_status call(ndoto_client *client, const struct nd_client_request *request, bool is_bound)
{
    uint64_t until_ns = nd_env_now_ns(client->env) + client->timeout_ms * ND_MS;
    for (;;) {
        uint64_t now_ns = nd_env_now_ns(client->env);
        if (now_ns >= until_ns) return ND_STATUS_TIMEOUT;
        /* Another node is asked before the whole time has gone with one that is silent. */
        uint64_t timeout_ns = until_ns - now_ns;
        if (!is_bound && !is_write(request->kind) && timeout_ns > 3 * ND_SEC) timeout_ns = 3 * ND_SEC;
        enum nd_status status = call_once(client, request, timeout_ns);
        if (is_bound || !may_go_elsewhere(status, request->kind)) return status;
        client->current = (client->current + 1) % client->addr_count;
        nd_timer_start_in(&client->pause, PAUSE_MS * ND_MS);
        nd_env_real_run(client->env);
    }
}

/* Whoever answers, if only that it has no leader yet, will do: calls go on from there. */
static enum nd_status find_node(ndoto_client *client)
{
    const struct nd_client_request request = {.kind = ND_CLIENT_GET};
    enum nd_status status = ND_STATUS_UNREACHABLE;
    for (size_t i = 0; i < client->addr_count; i++) {
        client->current = i;
        status = call_once(client, &request, CONNECT_MS * ND_MS);
        if (status != ND_STATUS_UNREACHABLE && status != ND_STATUS_TIMEOUT) return ND_STATUS_OK;
    }
    client->current = 0;
    return status;
}

int ndoto_connect(const char *addrs, ndoto_client **client_out)
{
    struct nd_heap *heap = nd_heap_create();
    ndoto_client *client = nd_heap_new(heap, ndoto_client);
    *client_out = client;
    client->heap = heap;
    nd_arena_init(&client->arena, heap);
    nd_arena_init(&client->names, heap);
    client->timeout_ms = TIMEOUT_MS;
    const char *at = addrs;
    while (*at != '\0' && client->addr_count < ADDRS_MAX) {
        size_t n = strcspn(at, ",");
        if (n > 0) client->addrs[client->addr_count++] = nd_arena_strndup(&client->names, at, n);
        at += n + (at[n] == ',');
    }
    if (client->addr_count == 0) return code_of(client, ND_STATUS_INVALID);
    struct nd_env_real_options env = {.heap = client->heap, .reactors = 1};
    enum nd_status status = nd_env_real_open(&env, &client->env);
    if (status != ND_STATUS_OK) return code_of(client, status);
    struct nd_rpc_options rpc = {.env = client->env, .reactor = nd_env_reactor(client->env, 0)};
    client->rpc = nd_rpc_new(&rpc);
    nd_timer_init(&client->pause, rpc.reactor, on_pause);
    return code_of(client, find_node(client));
}

void ndoto_close(ndoto_client *client)
{
    if (client == NULL) return;
    struct nd_heap *heap = client->heap;
    if (client->rpc != NULL) nd_rpc_free(client->rpc);
    if (client->env != NULL) nd_env_real_close(client->env);
    nd_arena_deinit(&client->arena);
    nd_arena_deinit(&client->names);
    nd_heap_free(heap, client);
    nd_heap_destroy(heap);
}

const char *ndoto_error_text(const ndoto_client *client) { return client->error; }
void ndoto_set_timeout_ms(ndoto_client *client, uint32_t timeout_ms) { client->timeout_ms = timeout_ms == 0 ? TIMEOUT_MS : timeout_ms; }

/* ---- operations, alone (txn NULL) or in a transaction ------------------------------------------------------ */

static int run(ndoto_client *client, const ndoto_txn *txn, struct nd_client_request *request)
{
    if (client->rpc == NULL) return code_of(client, ND_STATUS_INVALID);
    if (request->key.n >= ND_KEY_BYTES_MAX || request->end.n >= ND_KEY_BYTES_MAX || request->value.n > ND_VALUE_BYTES_MAX)
        return code_of(client, ND_STATUS_TOO_LARGE);
    if (txn != NULL) {
        request->txn = txn->handle;
        client->current = txn->addr;
    }
    return code_of(client, call(client, request, txn != NULL));
}

static int get(ndoto_client *client, const ndoto_txn *txn, const void *key, size_t key_bytes, const void **value_out, size_t *value_bytes_out)
{
    struct nd_client_request request = {.kind = ND_CLIENT_GET, .key = nd_slice_of(key, key_bytes)};
    int code = run(client, txn, &request);
    *value_out = code == NDOTO_OK ? client->reply.value.p : NULL;
    *value_bytes_out = code == NDOTO_OK ? client->reply.value.n : 0;
    return code;
}

static int write_one(ndoto_client *client, const ndoto_txn *txn, enum nd_client_kind kind, const void *key, size_t key_bytes, const void *value, size_t value_bytes)
{
    struct nd_client_request request = {.kind = kind, .key = nd_slice_of(key, key_bytes), .value = nd_slice_of(value, value_bytes)};
    return run(client, txn, &request);
}

static int scan(ndoto_client *client, const ndoto_txn *txn, struct nd_client_request *request, const ndoto_row **rows_out, size_t *row_count_out,
                const void **resume_out, size_t *resume_bytes_out)
{
    request->kind = ND_CLIENT_SCAN;
    *rows_out = NULL;
    *row_count_out = 0;
    if (resume_out != NULL) {
        *resume_out = NULL;
        *resume_bytes_out = 0;
    }
    int code = run(client, txn, request);
    if (code != NDOTO_OK) return code;
    ndoto_row *rows = nd_arena_array(&client->arena, ndoto_row, client->reply.row_count);
    for (size_t i = 0; i < client->reply.row_count; i++) {
        const struct nd_client_row *row = &client->reply.rows[i];
        rows[i] = (ndoto_row){row->key.p, row->key.n, row->value.p, row->value.n};
    }
    *rows_out = rows;
    *row_count_out = client->reply.row_count;
    if (resume_out != NULL) {
        *resume_out = client->reply.resume.p;
        *resume_bytes_out = client->reply.resume.n;
    }
    return code;
}

int ndoto_get(ndoto_client *client, const void *key, size_t key_bytes, const void **value_out, size_t *value_bytes_out)
{
    return get(client, NULL, key, key_bytes, value_out, value_bytes_out);
}

int ndoto_put(ndoto_client *client, const void *key, size_t key_bytes, const void *value, size_t value_bytes)
{
    return write_one(client, NULL, ND_CLIENT_PUT, key, key_bytes, value, value_bytes);
}

int ndoto_delete(ndoto_client *client, const void *key, size_t key_bytes)
{
    return write_one(client, NULL, ND_CLIENT_DELETE, key, key_bytes, NULL, 0);
}

int ndoto_scan(ndoto_client *client, const void *first, size_t first_bytes, const void *end, size_t end_bytes, size_t limit, int is_reverse,
               const ndoto_row **rows_out, size_t *row_count_out, const void **resume_out, size_t *resume_bytes_out)
{
    struct nd_client_request request = {.key = nd_slice_of(first, first_bytes), .end = nd_slice_of(end, end_bytes), .limit = limit, .is_reverse = is_reverse != 0};
    return scan(client, NULL, &request, rows_out, row_count_out, resume_out, resume_bytes_out);
}

int ndoto_split(ndoto_client *client, const void *key, size_t key_bytes, uint64_t leader_node)
{
    struct nd_client_request request = {.kind = ND_CLIENT_SPLIT, .key = nd_slice_of(key, key_bytes), .limit = leader_node};
    return run(client, NULL, &request);
}

/* ---- transactions ----------------------------------------------------------------------------------------------- */

int ndoto_begin(ndoto_client *client, int is_read_committed, ndoto_txn **txn_out)
{
    struct nd_client_request request = {.kind = ND_CLIENT_BEGIN, .is_read_committed = is_read_committed != 0};
    *txn_out = NULL;
    int code = run(client, NULL, &request);
    if (code != NDOTO_OK) return code;
    ndoto_txn *txn = nd_heap_new(client->heap, ndoto_txn);
    *txn = (ndoto_txn){client, client->reply.txn, client->current};
    *txn_out = txn;
    return NDOTO_OK;
}

int ndoto_txn_get(ndoto_txn *txn, const void *key, size_t key_bytes, const void **value_out, size_t *value_bytes_out)
{
    return get(txn->client, txn, key, key_bytes, value_out, value_bytes_out);
}

int ndoto_txn_put(ndoto_txn *txn, const void *key, size_t key_bytes, const void *value, size_t value_bytes)
{
    return write_one(txn->client, txn, ND_CLIENT_PUT, key, key_bytes, value, value_bytes);
}

int ndoto_txn_delete(ndoto_txn *txn, const void *key, size_t key_bytes)
{
    return write_one(txn->client, txn, ND_CLIENT_DELETE, key, key_bytes, NULL, 0);
}

int ndoto_txn_scan(ndoto_txn *txn, const void *first, size_t first_bytes, const void *end, size_t end_bytes, size_t limit, int is_reverse,
                   const ndoto_row **rows_out, size_t *row_count_out, const void **resume_out, size_t *resume_bytes_out)
{
    struct nd_client_request request = {.key = nd_slice_of(first, first_bytes), .end = nd_slice_of(end, end_bytes), .limit = limit, .is_reverse = is_reverse != 0};
    return scan(txn->client, txn, &request, rows_out, row_count_out, resume_out, resume_bytes_out);
}

static int end_txn(ndoto_txn *txn, enum nd_client_kind kind)
{
    ndoto_client *client = txn->client;
    struct nd_client_request request = {.kind = kind};
    int code = run(client, txn, &request);
    nd_heap_free(client->heap, txn);
    return code;
}

int ndoto_commit(ndoto_txn *txn) { return end_txn(txn, ND_CLIENT_COMMIT); }
int ndoto_abort(ndoto_txn *txn) { return end_txn(txn, ND_CLIENT_ABORT); }
