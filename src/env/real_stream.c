/* SPDX-License-Identifier: Apache-2.0 */
/* real_stream.c - streams and listeners over TCP.
 *
 *     resolve ─▶ connect ─▶ OPEN ──close, peer's end──▶ FLUSHING ──output gone──▶ LINGERING ─▶ CLOSED
 *        │          │         │  accept starts here        │ 5 s                    │ peer's end, 1 s
 *        └──────────┴─────────┴──────── abort, error ──────┴────────────────────────┴──────▶ CLOSED
 *
 * Output gathers during a turn and leaves in one writev at its end. LINGERING has sent its end and
 * discards input: closing a socket with unread input would reset it and take back what was sent. */
#include <stdio.h>

#include "env/real_int.h"

#define WRITE_BUFS_MAX 64
#define COALESCE_BYTES_MAX (4 << 10)  /* a write up to this is copied behind the one before it ... */
#define COALESCED_BYTES_MAX (64 << 10) /* ... while they stay below this together */
#define LINGER_NS (1 * ND_SEC)
#define BACKLOG 511
#define KEEPALIVE_S 60

enum phase { CONNECTING, OPEN, FLUSHING, LINGERING, CLOSED };

struct real_stream {
    struct nd_stream base;
    struct nd_list link;           /* reactor->streams */
    struct nd_list unflushed_link; /* reactor->unflushed */
    uv_tcp_t tcp;
    uv_getaddrinfo_t resolve;
    uv_connect_t connect;
    uv_write_t write;
    uv_shutdown_t shutdown;
    struct nd_timer timer; /* bounds connecting, flushing, lingering */
    struct nd__outq out;
    size_t out_skip;     /* of the first buffer, sent already */
    size_t writing_bufs; /* lent to libuv from the first on */
    enum phase phase;
    enum nd_status status;
    unsigned port;
    bool is_resolving, is_paused, is_peer_done;
};

struct real_listener {
    struct nd_listener base;
    struct nd_list link; /* reactor->listeners */
    uv_tcp_t tcp;
};

static struct real_stream *stream_of(struct nd_stream *base) { return ND_CONTAINER_OF(base, struct real_stream, base); }
static struct nd__real_reactor *reactor_of(struct real_stream *stream) { return nd__real_reactor_of(stream->base.reactor); }
static struct nd_heap *heap_of(struct real_stream *stream) { return stream->base.reactor->env->heap; }

static void want_flush(struct real_stream *stream)
{
    nd_list_remove(&stream->unflushed_link);
    nd_list_push_back(&reactor_of(stream)->unflushed, &stream->unflushed_link);
}

/* ---- end ------------------------------------------------------------------------------------------- */

static void on_closed(uv_handle_t *handle)
{
    struct real_stream *stream = handle->data;
    struct nd_heap *heap = heap_of(stream);
    nd_timer_stop(&stream->timer);
    nd_list_remove(&stream->link);
    nd_list_remove(&stream->unflushed_link);
    nd__outq_deinit(&stream->out, heap);
    stream->base.queued_bytes = 0;
    /* No handler: an accepted connection that the owner refused. */
    if (stream->base.handler != NULL) stream->base.handler->on_close(&stream->base, stream->base.owner, stream->status);
    nd_heap_free(heap, stream);
}

static void end(struct real_stream *stream, enum nd_status status)
{
    if (stream->phase == CLOSED) return;
    stream->phase = CLOSED;
    stream->status = status;
    nd_timer_stop(&stream->timer);
    if (stream->is_resolving) uv_cancel((uv_req_t *)&stream->resolve); /* closed by its callback */
    else uv_close((uv_handle_t *)&stream->tcp, on_closed);
}

static void on_timer(struct nd_timer *timer)
{
    struct real_stream *stream = ND_CONTAINER_OF(timer, struct real_stream, timer);
    end(stream, stream->phase == CONNECTING ? ND_STATUS_UNREACHABLE : ND_STATUS_OK);
}

/* ---- input ------------------------------------------------------------------------------------------ */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct real_stream *stream = handle->data;
    *buf = uv_buf_init((char *)reactor_of(stream)->read_buf, ND_REAL_READ_BYTES);
}

static void on_read(uv_stream_t *uv, ssize_t n, const uv_buf_t *buf)
{
    struct real_stream *stream = uv->data;
    if (n > 0) {
        if (stream->phase == OPEN) stream->base.handler->on_data(&stream->base, stream->base.owner, nd_slice_of(buf->base, (size_t)n));
        return;
    }
    if (n == 0) return; /* EAGAIN */
    if (n != UV_EOF) {
        end(stream, stream->phase == OPEN ? ND_STATUS_UNREACHABLE : ND_STATUS_OK);
        return;
    }
    uv_read_stop(uv);
    stream->is_peer_done = true;
    if (stream->phase == OPEN) nd__real_stream_close(&stream->base);
    else if (stream->phase == LINGERING) end(stream, ND_STATUS_OK);
}

static void start_reading(struct real_stream *stream)
{
    int error = uv_read_start((uv_stream_t *)&stream->tcp, on_alloc, on_read);
    if (error != 0 && error != UV_EALREADY) end(stream, ND_STATUS_UNREACHABLE);
}

void nd__real_stream_pause(struct nd_stream *base)
{
    struct real_stream *stream = stream_of(base);
    stream->is_paused = true;
    if (stream->phase == OPEN) uv_read_stop((uv_stream_t *)&stream->tcp);
}

void nd__real_stream_resume(struct nd_stream *base)
{
    struct real_stream *stream = stream_of(base);
    if (!stream->is_paused) return;
    stream->is_paused = false;
    if (stream->phase == OPEN) start_reading(stream);
}

/* ---- output ------------------------------------------------------------------------------------------ */

void nd__real_stream_write(struct nd_stream *base, struct nd_buf *bytes)
{
    struct real_stream *stream = stream_of(base);
    size_t n = bytes->n;
    if (n == 0 || stream->phase > OPEN) {
        nd_buf_deinit(bytes);
        return;
    }
    bool has_last = nd__outq_count(&stream->out) > stream->writing_bufs; /* one that is not lent */
    struct nd_buf *last = has_last ? &stream->out.bufs[stream->out.last - 1] : NULL;
    if (last != NULL && n <= COALESCE_BYTES_MAX && last->n + n <= COALESCED_BYTES_MAX) {
        nd_buf_put(last, bytes->p, n);
        nd_buf_deinit(bytes);
    } else {
        nd__outq_push(&stream->out, heap_of(stream), bytes);
    }
    nd__stream_queued(base, n);
    if (stream->writing_bufs == 0 && nd_list_is_empty(&stream->unflushed_link)) want_flush(stream);
}

/* Drops n sent bytes from the queue's front. */
static void consume(struct real_stream *stream, size_t n)
{
    while (n > 0) {
        size_t left = stream->out.bufs[stream->out.first].n - stream->out_skip;
        if (n < left) {
            stream->out_skip += n;
            return;
        }
        n -= left;
        nd__outq_pop(&stream->out);
        stream->out_skip = 0;
    }
}

/* Lends the front of the queue: up to WRITE_BUFS_MAX buffers. */
static unsigned lend(struct real_stream *stream, uv_buf_t *iov, size_t *bytes_out)
{
    unsigned count = 0;
    *bytes_out = 0;
    for (size_t i = stream->out.first; i < stream->out.last && count < WRITE_BUFS_MAX; i++) {
        size_t skip = count == 0 ? stream->out_skip : 0;
        iov[count++] = uv_buf_init((char *)stream->out.bufs[i].p + skip, (unsigned)(stream->out.bufs[i].n - skip));
        *bytes_out += stream->out.bufs[i].n - skip;
    }
    return count;
}

static size_t lent_bytes(const struct real_stream *stream)
{
    size_t n = 0;
    for (size_t i = 0; i < stream->writing_bufs; i++) n += stream->out.bufs[stream->out.first + i].n;
    return n - stream->out_skip;
}

static void on_written(uv_write_t *write, int status)
{
    struct real_stream *stream = write->handle->data;
    size_t n = lent_bytes(stream);
    stream->writing_bufs = 0;
    if (stream->phase == CLOSED) return;
    if (status != 0) {
        end(stream, stream->is_peer_done ? ND_STATUS_OK : ND_STATUS_UNREACHABLE);
        return;
    }
    consume(stream, n);
    want_flush(stream);
    if (stream->phase == OPEN) nd__stream_sent(&stream->base, n);
}

static void on_shutdown(uv_shutdown_t *shutdown, int status)
{
    struct real_stream *stream = shutdown->handle->data;
    if (stream->phase == CLOSED) return;
    if (status != 0 || stream->is_peer_done) end(stream, ND_STATUS_OK);
    else nd_timer_start_in(&stream->timer, LINGER_NS);
}

static void linger(struct real_stream *stream)
{
    stream->phase = LINGERING;
    if (stream->is_peer_done) {
        end(stream, ND_STATUS_OK);
        return;
    }
    if (uv_shutdown(&stream->shutdown, (uv_stream_t *)&stream->tcp, on_shutdown) != 0) {
        end(stream, ND_STATUS_OK);
        return;
    }
    start_reading(stream);
}

static void flush(struct real_stream *stream)
{
    if (stream->phase != OPEN && stream->phase != FLUSHING) return;
    if (stream->writing_bufs > 0) return; /* on_written comes here again */
    size_t sent = 0;
    while (nd__outq_count(&stream->out) > 0) {
        uv_buf_t iov[WRITE_BUFS_MAX];
        size_t bytes;
        unsigned count = lend(stream, iov, &bytes);
        int n = uv_try_write((uv_stream_t *)&stream->tcp, iov, count);
        if (n < 0 && n != UV_EAGAIN) {
            end(stream, stream->is_peer_done ? ND_STATUS_OK : ND_STATUS_UNREACHABLE);
            return;
        }
        if (n > 0) {
            consume(stream, (size_t)n);
            sent += (size_t)n;
        }
        if (n >= 0 && (size_t)n == bytes) continue;
        count = lend(stream, iov, &bytes);
        if (uv_write(&stream->write, (uv_stream_t *)&stream->tcp, iov, count, on_written) != 0) {
            end(stream, ND_STATUS_UNREACHABLE);
            return;
        }
        stream->writing_bufs = count;
        break;
    }
    if (stream->phase == FLUSHING && stream->writing_bufs == 0) linger(stream);
    else if (stream->phase == OPEN) nd__stream_sent(&stream->base, sent);
}

void nd__real_flush(struct nd_reactor *base)
{
    struct nd__real_reactor *reactor = nd__real_reactor_of(base);
    struct nd_list batch;
    nd_list_init(&batch);
    nd__list_splice(&batch, &reactor->unflushed); /* on_drain may write again: that is for the next turn */
    while (!nd_list_is_empty(&batch)) {
        struct nd_list *link = batch.next;
        nd_list_remove(link);
        flush(ND_CONTAINER_OF(link, struct real_stream, unflushed_link));
    }
}

void nd__real_stream_close(struct nd_stream *base)
{
    struct real_stream *stream = stream_of(base);
    if (stream->phase == CONNECTING) {
        end(stream, ND_STATUS_OK);
        return;
    }
    if (stream->phase != OPEN) return;
    stream->phase = FLUSHING;
    nd_timer_start_in(&stream->timer, ND_STREAM_FLUSH_NS_MAX);
    if (stream->writing_bufs == 0) want_flush(stream);
}

void nd__real_stream_abort(struct nd_stream *base) { end(stream_of(base), ND_STATUS_OK); }

/* ---- connect -------------------------------------------------------------------------------------------- */

static void format_peer(char *text, size_t bytes, const struct sockaddr *addr)
{
    char host[64] = "?";
    if (addr->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const void *)addr;
        uv_ip6_name(in6, host, sizeof host);
        snprintf(text, bytes, "[%s]:%u", host, ntohs(in6->sin6_port));
    } else {
        const struct sockaddr_in *in4 = (const void *)addr;
        uv_ip4_name(in4, host, sizeof host);
        snprintf(text, bytes, "%s:%u", host, ntohs(in4->sin_port));
    }
}

static bool parse_ip(const char *host, unsigned port, struct sockaddr_storage *addr_out)
{
    if (strcmp(host, "localhost") == 0) host = "127.0.0.1";
    return uv_ip4_addr(host, (int)port, (struct sockaddr_in *)(void *)addr_out) == 0 ||
           uv_ip6_addr(host, (int)port, (struct sockaddr_in6 *)(void *)addr_out) == 0;
}

/* IPv4 first: a name such as localhost often has both, and servers more often listen on the former. */
static bool choose_addr(const struct addrinfo *found, unsigned port, struct sockaddr_storage *addr_out)
{
    const struct addrinfo *best = NULL;
    for (const struct addrinfo *it = found; it != NULL; it = it->ai_next) {
        if (it->ai_family != AF_INET && it->ai_family != AF_INET6) continue;
        if (best == NULL || (best->ai_family == AF_INET6 && it->ai_family == AF_INET)) best = it;
    }
    if (best == NULL) return false;
    memcpy(addr_out, best->ai_addr, best->ai_addrlen);
    if (best->ai_family == AF_INET) ((struct sockaddr_in *)(void *)addr_out)->sin_port = htons((uint16_t)port);
    else ((struct sockaddr_in6 *)(void *)addr_out)->sin6_port = htons((uint16_t)port);
    return true;
}

static struct real_stream *new_stream(struct nd_reactor *base, unsigned flags)
{
    struct nd__real_reactor *reactor = nd__real_reactor_of(base);
    struct real_stream *stream = nd_heap_new(base->env->heap, struct real_stream);
    stream->base.reactor = base;
    stream->base.flags = flags;
    nd_list_push_back(&reactor->streams, &stream->link);
    nd_list_init(&stream->unflushed_link);
    nd_timer_init(&stream->timer, base, on_timer);
    uv_tcp_init(&reactor->uv, &stream->tcp);
    stream->tcp.data = stream;
    return stream;
}

static void set_options(struct real_stream *stream)
{
    uv_tcp_nodelay(&stream->tcp, 1);
    uv_tcp_keepalive(&stream->tcp, 1, KEEPALIVE_S);
}

static void on_connected(uv_connect_t *connect, int status)
{
    struct real_stream *stream = connect->handle->data;
    if (stream->phase == CLOSED) return;
    if (status != 0) {
        end(stream, ND_STATUS_UNREACHABLE);
        return;
    }
    nd_timer_stop(&stream->timer);
    set_options(stream);
    stream->phase = OPEN;
    if (!stream->is_paused) start_reading(stream);
    if (stream->phase != OPEN) return;
    if (nd__outq_count(&stream->out) > 0) want_flush(stream);
    stream->base.handler->on_open(&stream->base, stream->base.owner);
}

static void connect_to(struct real_stream *stream, const struct sockaddr_storage *addr)
{
    format_peer(stream->base.peer, sizeof stream->base.peer, (const struct sockaddr *)addr);
    if (uv_tcp_connect(&stream->connect, &stream->tcp, (const struct sockaddr *)addr, on_connected) != 0) end(stream, ND_STATUS_UNREACHABLE);
}

static void on_resolved(uv_getaddrinfo_t *resolve, int status, struct addrinfo *found)
{
    struct real_stream *stream = resolve->data;
    struct sockaddr_storage addr;
    stream->is_resolving = false;
    if (stream->phase == CLOSED) uv_close((uv_handle_t *)&stream->tcp, on_closed);
    else if (status == 0 && choose_addr(found, stream->port, &addr)) connect_to(stream, &addr);
    else end(stream, ND_STATUS_UNREACHABLE);
    uv_freeaddrinfo(found);
}

struct nd_stream *nd__real_stream_connect(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                          const struct nd_stream_handler *handler, void *owner)
{
    struct real_stream *stream = new_stream(reactor, flags);
    stream->base.handler = handler;
    stream->base.owner = owner;
    snprintf(stream->base.peer, sizeof stream->base.peer, "%s", addr);
    char host[256];
    struct sockaddr_storage ip;
    if (!nd__addr_split(addr, host, sizeof host, &stream->port)) {
        end(stream, ND_STATUS_UNREACHABLE);
        return &stream->base;
    }
    nd_timer_start_in(&stream->timer, ND_STREAM_CONNECT_NS_MAX);
    if (parse_ip(host, stream->port, &ip)) {
        connect_to(stream, &ip);
        return &stream->base;
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC};
    stream->resolve.data = stream;
    if (uv_getaddrinfo(&nd__real_reactor_of(reactor)->uv, &stream->resolve, on_resolved, host, NULL, &hints) == 0) stream->is_resolving = true;
    else end(stream, ND_STATUS_UNREACHABLE);
    return &stream->base;
}

/* ---- accept ----------------------------------------------------------------------------------------------- */

static void on_connection(uv_stream_t *uv, int status)
{
    struct real_listener *listener = uv->data;
    struct nd_reactor *reactor = listener->base.reactor;
    if (status != 0) {
        ND_WARN(reactor->env->logger, "env", "accept: %s", uv_strerror(status));
        return;
    }
    struct real_stream *stream = new_stream(reactor, listener->base.flags);
    stream->phase = OPEN;
    if (uv_accept(uv, (uv_stream_t *)&stream->tcp) != 0) {
        end(stream, ND_STATUS_UNREACHABLE);
        return;
    }
    set_options(stream);
    struct sockaddr_storage addr;
    int addr_bytes = sizeof addr;
    if (uv_tcp_getpeername(&stream->tcp, (struct sockaddr *)&addr, &addr_bytes) == 0)
        format_peer(stream->base.peer, sizeof stream->base.peer, (const struct sockaddr *)&addr);
    const struct nd_stream_handler *handler = NULL;
    void *owner = NULL;
    if (!listener->base.handler->on_accept(&listener->base, listener->base.owner, &stream->base, &handler, &owner)) {
        end(stream, ND_STATUS_OK);
        return;
    }
    ND_ASSERT(handler != NULL);
    stream->base.handler = handler;
    stream->base.owner = owner;
    if (stream->phase == OPEN && !stream->is_paused) start_reading(stream);
}

static void on_listener_closed(uv_handle_t *handle)
{
    struct real_listener *listener = handle->data;
    nd_heap_free(listener->base.reactor->env->heap, listener);
}

/* Names are resolved on the spot: listeners open at start. */
static enum nd_status resolve_now(struct nd_reactor *reactor, const char *addr, struct sockaddr_storage *addr_out)
{
    char host[256];
    unsigned port;
    if (!nd__addr_split(addr, host, sizeof host, &port)) return ND_STATUS_INVALID;
    if (parse_ip(host, port, addr_out)) return ND_STATUS_OK;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC, .ai_flags = AI_PASSIVE};
    uv_getaddrinfo_t resolve;
    if (uv_getaddrinfo(&nd__real_reactor_of(reactor)->uv, &resolve, NULL, host, NULL, &hints) != 0) return ND_STATUS_INVALID;
    bool is_found = choose_addr(resolve.addrinfo, port, addr_out);
    uv_freeaddrinfo(resolve.addrinfo);
    return is_found ? ND_STATUS_OK : ND_STATUS_INVALID;
}

enum nd_status nd__real_listener_open(struct nd_reactor *base, const char *addr, unsigned flags,
                                      const struct nd_listener_handler *handler, void *owner,
                                      struct nd_listener **listener_out, char **bound_out)
{
    struct nd__real_reactor *reactor = nd__real_reactor_of(base);
    struct sockaddr_storage ip;
    ND_TRY(resolve_now(base, addr, &ip));
    struct real_listener *listener = nd_heap_new(base->env->heap, struct real_listener);
    listener->base = (struct nd_listener){.reactor = base, .handler = handler, .owner = owner, .flags = flags};
    nd_list_push_back(&reactor->listeners, &listener->link);
    uv_tcp_init(&reactor->uv, &listener->tcp);
    listener->tcp.data = listener;
    int error = uv_tcp_bind(&listener->tcp, (const struct sockaddr *)&ip, 0); /* sets SO_REUSEADDR */
    if (error == 0) error = uv_listen((uv_stream_t *)&listener->tcp, BACKLOG, on_connection);
    int ip_bytes = sizeof ip;
    if (error == 0) error = uv_tcp_getsockname(&listener->tcp, (struct sockaddr *)&ip, &ip_bytes);
    if (error != 0) {
        nd__real_listener_close(&listener->base);
        return error == UV_EADDRNOTAVAIL ? ND_STATUS_INVALID : nd__real_status(-error);
    }
    if (bound_out != NULL) {
        char text[80];
        format_peer(text, sizeof text, (const struct sockaddr *)&ip);
        *bound_out = nd_heap_strdup(base->env->heap, text);
    }
    *listener_out = &listener->base;
    return ND_STATUS_OK;
}

void nd__real_listener_close(struct nd_listener *base)
{
    struct real_listener *listener = ND_CONTAINER_OF(base, struct real_listener, base);
    nd_list_remove(&listener->link);
    uv_close((uv_handle_t *)&listener->tcp, on_listener_closed);
}

void nd__real_close_streams(struct nd__real_reactor *reactor)
{
    ND_LIST_FOREACH(link, &reactor->streams) end(ND_CONTAINER_OF(link, struct real_stream, link), ND_STATUS_OK);
    while (!nd_list_is_empty(&reactor->listeners))
        nd__real_listener_close(&ND_CONTAINER_OF(reactor->listeners.next, struct real_listener, link)->base);
}
