/* SPDX-License-Identifier: Apache-2.0 */
/* sim_stream.c - streams and listeners of simulated nodes. Phases as in real_stream.c, without the
 * lingering: what was sent is not taken back here. */
#include <stdio.h>

#include "env/sim_int.h"

#define PIECE_BYTES_MAX (64 << 10) /* handed to on_data at once */

struct sim_listener {
    struct nd_listener base;
    struct nd_list link; /* node->listeners */
    unsigned port;
};

static struct nd__sim_stream *stream_of(struct nd_stream *base) { return ND_CONTAINER_OF(base, struct nd__sim_stream, base); }
static struct nd__sim_node *node_of(struct nd__sim_stream *stream) { return nd__sim_node_of(stream->base.reactor->env); }

static void want_flush(struct nd__sim_stream *stream)
{
    struct nd__sim_node *node = node_of(stream);
    nd_list_remove(&stream->unflushed_link);
    nd_list_push_back(&node->unflushed, &stream->unflushed_link);
    if (!node->reactor.is_turning) nd__sim_want_turn(node, 0);
}

/* ---- end -------------------------------------------------------------------------------------------------- */

static void on_close_task(struct nd_task *task)
{
    struct nd__sim_stream *stream = ND_CONTAINER_OF(task, struct nd__sim_stream, close_task);
    struct nd_heap *heap = stream->base.reactor->env->heap;
    nd_list_remove(&stream->link);
    nd_list_remove(&stream->unflushed_link);
    nd__outq_deinit(&stream->out, heap);
    stream->base.queued_bytes = 0;
    /* No handler: an accepted connection that the owner refused. */
    if (stream->base.handler != NULL) stream->base.handler->on_close(&stream->base, stream->base.owner, stream->status);
    nd_heap_free(heap, stream);
}

static void end(struct nd__sim_stream *stream, enum nd_status status, bool is_polite)
{
    if (stream->phase == ND_SIM_CLOSED) return;
    stream->phase = ND_SIM_CLOSED;
    stream->status = status;
    nd_timer_stop(&stream->timer);
    nd__sim_leave(stream, is_polite);
    nd_reactor_defer(stream->base.reactor, &stream->close_task);
}

static void on_timer(struct nd_timer *timer)
{
    struct nd__sim_stream *stream = ND_CONTAINER_OF(timer, struct nd__sim_stream, timer);
    end(stream, stream->phase == ND_SIM_CONNECTING ? ND_STATUS_UNREACHABLE : ND_STATUS_OK, false);
}

void nd__sim_broken(struct nd__sim_stream *stream)
{
    end(stream, stream->phase == ND_SIM_FLUSHING ? ND_STATUS_OK : ND_STATUS_UNREACHABLE, true);
}

static struct nd__sim_stream *new_stream(struct nd__sim_node *node, unsigned flags)
{
    struct nd__sim_stream *stream = nd_heap_new(&node->heap, struct nd__sim_stream);
    stream->base.reactor = &node->reactor;
    stream->base.flags = flags;
    nd_list_push_back(&node->streams, &stream->link);
    nd_list_init(&stream->unflushed_link);
    nd_task_init(&stream->close_task, on_close_task);
    nd_timer_init(&stream->timer, &node->reactor, on_timer);
    return stream;
}

/* ---- input ------------------------------------------------------------------------------------------------- */

/* In pieces, as TCP would: where one write ended says nothing to the receiver. */
static void take_data(struct nd__sim_stream *stream, struct nd__sim_packet *packet)
{
    struct nd_prng *prng = &node_of(stream)->sim->prng_net;
    while (packet->skip < packet->n && stream->phase == ND_SIM_OPEN && !stream->is_paused) {
        size_t n = packet->n - packet->skip;
        if (n > PIECE_BYTES_MAX) n = PIECE_BYTES_MAX;
        if (n > 1 && nd_prng_below(prng, 8) == 0) n = (size_t)nd_prng_between(prng, 1, n - 1);
        struct nd_slice piece = nd_slice_of(packet->bytes + packet->skip, n);
        packet->skip += n;
        stream->base.handler->on_data(&stream->base, stream->base.owner, piece);
    }
    if (stream->phase != ND_SIM_OPEN) packet->skip = packet->n;
}

void nd__sim_take(struct nd__sim_stream *stream, struct nd__sim_packet *packet)
{
    switch (packet->kind) {
    case ND_SIM_ACCEPTED:
        if (stream->phase != ND_SIM_CONNECTING) return;
        nd_timer_stop(&stream->timer);
        stream->phase = ND_SIM_OPEN;
        if (nd__outq_count(&stream->out) > 0) want_flush(stream);
        stream->base.handler->on_open(&stream->base, stream->base.owner);
        return;
    case ND_SIM_DATA: take_data(stream, packet); return;
    case ND_SIM_END:
        stream->is_peer_done = true;
        nd__sim_stream_close(&stream->base);
        return;
    }
    ND_UNREACHABLE();
}

void nd__sim_stream_pause(struct nd_stream *base) { stream_of(base)->is_paused = true; }

void nd__sim_stream_resume(struct nd_stream *base)
{
    struct nd__sim_stream *stream = stream_of(base);
    if (!stream->is_paused) return;
    stream->is_paused = false;
    if (stream->conn != NULL) nd__sim_pump(stream->conn, 1 - stream->end);
}

/* ---- output ------------------------------------------------------------------------------------------------- */

void nd__sim_stream_write(struct nd_stream *base, struct nd_buf *bytes)
{
    struct nd__sim_stream *stream = stream_of(base);
    size_t n = bytes->n;
    if (n == 0 || stream->phase > ND_SIM_OPEN) {
        nd_buf_deinit(bytes);
        return;
    }
    nd__outq_push(&stream->out, base->reactor->env->heap, bytes);
    nd__stream_queued(base, n);
    if (nd_list_is_empty(&stream->unflushed_link)) want_flush(stream);
}

static void flush(struct nd__sim_stream *stream)
{
    if (stream->phase != ND_SIM_OPEN && stream->phase != ND_SIM_FLUSHING) return;
    size_t sent = 0;
    while (nd__outq_count(&stream->out) > 0) {
        if (!nd__sim_has_window(stream->conn, stream->end)) {
            stream->conn->ways[stream->end].is_blocked = true;
            break;
        }
        struct nd_slice bytes = nd_buf_slice(&stream->out.bufs[stream->out.first]);
        nd__sim_send(stream->conn, stream->end, ND_SIM_DATA, bytes);
        sent += bytes.n;
        nd__outq_pop(&stream->out);
    }
    if (stream->phase == ND_SIM_OPEN) {
        nd__stream_sent(&stream->base, sent);
    } else if (nd__outq_count(&stream->out) == 0) {
        if (!stream->is_peer_done) nd__sim_send(stream->conn, stream->end, ND_SIM_END, ND_SLICE_EMPTY);
        end(stream, ND_STATUS_OK, true);
    }
}

void nd__sim_flush(struct nd_reactor *reactor)
{
    struct nd__sim_node *node = nd__sim_node_of(reactor->env);
    struct nd_list batch;
    nd_list_init(&batch);
    nd__list_splice(&batch, &node->unflushed); /* on_drain may write again: that is for the next turn */
    while (!nd_list_is_empty(&batch)) {
        struct nd_list *link = batch.next;
        nd_list_remove(link);
        flush(ND_CONTAINER_OF(link, struct nd__sim_stream, unflushed_link));
    }
}

void nd__sim_unblock(struct nd__sim_stream *stream) { want_flush(stream); }

void nd__sim_stream_close(struct nd_stream *base)
{
    struct nd__sim_stream *stream = stream_of(base);
    if (stream->phase == ND_SIM_CONNECTING) {
        end(stream, ND_STATUS_OK, false);
        return;
    }
    if (stream->phase != ND_SIM_OPEN) return;
    stream->phase = ND_SIM_FLUSHING;
    nd_timer_start_in(&stream->timer, ND_STREAM_FLUSH_NS_MAX);
    if (stream->is_paused) nd__sim_stream_resume(base); /* what comes in is dropped */
    want_flush(stream);
}

/* The peer sees an end or a reset, as with TCP, where it depends on what the socket had not read. */
void nd__sim_stream_abort(struct nd_stream *base)
{
    struct nd__sim_stream *stream = stream_of(base);
    bool is_polite = stream->phase == ND_SIM_OPEN && nd_prng_chance(&node_of(stream)->sim->prng_net, 0.5);
    if (is_polite) nd__sim_send(stream->conn, stream->end, ND_SIM_END, ND_SLICE_EMPTY);
    end(stream, ND_STATUS_OK, is_polite);
}

/* ---- connect and accept ------------------------------------------------------------------------------------- */

/* "n3" -> 3; loopback names -> the node itself; 0: no such host. */
static unsigned number_of_host(const struct nd__sim_node *node, const char *host)
{
    if (strcmp(host, "127.0.0.1") == 0 || strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0) return node->number;
    if (host[0] != 'n' || host[1] == '\0') return 0;
    unsigned number = 0;
    for (const char *p = host + 1; *p != '\0'; p++) {
        if (*p < '0' || *p > '9') return 0;
        number = number * 10 + (unsigned)(*p - '0');
        if (number > ND_SIM_NODES_MAX) return 0;
    }
    return number;
}

struct nd_stream *nd__sim_stream_connect(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                         const struct nd_stream_handler *handler, void *owner)
{
    struct nd__sim_node *node = nd__sim_node_of(reactor->env);
    struct nd__sim_stream *stream = new_stream(node, flags);
    stream->base.handler = handler;
    stream->base.owner = owner;
    snprintf(stream->base.peer, sizeof stream->base.peer, "%s", addr);
    char host[256];
    unsigned port, target = 0;
    if (nd__addr_split(addr, host, sizeof host, &port)) target = number_of_host(node, host);
    if (target == 0) {
        end(stream, ND_STATUS_UNREACHABLE, true);
        return &stream->base;
    }
    stream->conn = nd__sim_dial(stream, target, port);
    nd_timer_start_in(&stream->timer, ND_STREAM_CONNECT_NS_MAX);
    return &stream->base;
}

static struct sim_listener *find_listener(struct nd__sim_node *node, unsigned port)
{
    ND_LIST_FOREACH(link, &node->listeners) {
        struct sim_listener *listener = ND_CONTAINER_OF(link, struct sim_listener, link);
        if (listener->port == port) return listener;
    }
    return NULL;
}

bool nd__sim_accept(struct nd__sim_node *node, struct nd__sim_conn *conn)
{
    struct sim_listener *listener = find_listener(node, conn->port);
    if (listener == NULL) return false;
    struct nd__sim_stream *stream = new_stream(node, listener->base.flags);
    stream->phase = ND_SIM_OPEN;
    stream->conn = conn;
    stream->end = 1;
    snprintf(stream->base.peer, sizeof stream->base.peer, "n%u:%u", conn->ends[0].node->number, conn->port_from);
    conn->ends[1].stream = stream;
    conn->flags &= listener->base.flags; /* faults of framed streams only where both ends bear them */
    nd__sim_send(conn, 1, ND_SIM_ACCEPTED, ND_SLICE_EMPTY);
    const struct nd_stream_handler *handler = NULL;
    void *owner = NULL;
    if (!listener->base.handler->on_accept(&listener->base, listener->base.owner, &stream->base, &handler, &owner)) {
        end(stream, ND_STATUS_OK, false);
        return true;
    }
    ND_ASSERT(handler != NULL);
    stream->base.handler = handler;
    stream->base.owner = owner;
    return true;
}

enum nd_status nd__sim_listener_open(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                     const struct nd_listener_handler *handler, void *owner,
                                     struct nd_listener **listener_out, char **bound_out)
{
    struct nd__sim_node *node = nd__sim_node_of(reactor->env);
    char host[256];
    unsigned port;
    if (!nd__addr_split(addr, host, sizeof host, &port)) return ND_STATUS_INVALID;
    if (strcmp(host, "0.0.0.0") != 0 && strcmp(host, "::") != 0 && number_of_host(node, host) != node->number) return ND_STATUS_INVALID;
    if (port == 0)
        for (port = 30000; find_listener(node, port) != NULL;) port++;
    if (find_listener(node, port) != NULL) return ND_STATUS_BUSY;
    struct sim_listener *listener = nd_heap_new(&node->heap, struct sim_listener);
    listener->base = (struct nd_listener){.reactor = reactor, .handler = handler, .owner = owner, .flags = flags};
    listener->port = port;
    nd_list_push_back(&node->listeners, &listener->link);
    if (bound_out != NULL) {
        char text[32];
        snprintf(text, sizeof text, "n%u:%u", node->number, port);
        *bound_out = nd_heap_strdup(&node->heap, text);
    }
    *listener_out = &listener->base;
    return ND_STATUS_OK;
}

void nd__sim_listener_close(struct nd_listener *base)
{
    struct sim_listener *listener = ND_CONTAINER_OF(base, struct sim_listener, base);
    nd_list_remove(&listener->link);
    nd_heap_free(base->reactor->env->heap, listener);
}
