/* SPDX-License-Identifier: Apache-2.0 */
/* etcd_load.c - a closed-loop load generator for etcd's gRPC API, counterpart of `ndoto bench kv`.
 *
 *     etcd_load --addr 127.0.0.1:2379 --connections 16 --depth 16 --reads 0 --value-bytes 100
 *               --keys 10000 --duration 10 --warm-up 2
 *
 * HTTP/2 by libnghttp2, each request a stream of its own; the two Protobuf messages are encoded by hand:
 *     PutRequest   { bytes key = 1; bytes value = 2; }      /etcdserverpb.KV/Put
 *     RangeRequest { bytes key = 1; }                       /etcdserverpb.KV/Range (linearizable)
 * One thread, all connections in one epoll; prints one JSON document. With --reads above 0 all keys are
 * written first. Keys and values are those of `ndoto bench kv`. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { KEY_BYTES = 16, POOL_BYTES = 1 << 20, BUCKETS = 64 * 36, OUT_BYTES = 1 << 20, HEAD_BYTES = 64 };

struct histogram {
    uint64_t buckets[BUCKETS], count, sum, max;
};

struct slot {
    struct connection *connection;
    uint64_t begun_ns, key;
    uint8_t head[HEAD_BYTES]; /* gRPC prefix and all of the message but the value */
    size_t head_bytes, head_sent;
    const uint8_t *value;
    size_t value_bytes, value_sent;
    bool is_read, is_filling, is_ok;
};

struct connection {
    struct load *load;
    nghttp2_session *session;
    int fd;
    bool wants_out;
    uint8_t *out;
    size_t out_bytes;
    struct slot *slots;
};

enum phase { FILL, WARM_UP, MEASURE, DONE };

struct load {
    const char *addr;
    uint64_t connections, depth, value_bytes, key_count, duration_s, warm_up_s;
    double read_share;
    uint8_t *pool;
    uint64_t rng[2];
    enum phase phase;
    uint64_t fill_next, filled, began_ns, phase_end_ns, cpu_began_ns, errors;
    struct histogram writes, reads;
    int epoll;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "etcd_load: %s: %s\n", what, why);
    exit(1);
}

static uint64_t clock_ns(clockid_t id)
{
    struct timespec ts;
    clock_gettime(id, &ts);
    return (uint64_t)ts.tv_sec * 1000000000ULL + (uint64_t)ts.tv_nsec;
}

static uint64_t next_random(struct load *load) /* xorshift128+ */
{
    uint64_t a = load->rng[0], b = load->rng[1];
    load->rng[0] = b;
    a ^= a << 23;
    load->rng[1] = a ^ b ^ (a >> 17) ^ (b >> 26);
    return load->rng[1] + b;
}

/* ---- histogram: 64 buckets per power of two, as the other generator's ---- */

static void histogram_add(struct histogram *histogram, uint64_t v)
{
    unsigned bucket = (unsigned)v;
    if (v >= 64) {
        unsigned log2 = 63 - (unsigned)__builtin_clzll(v);
        bucket = (log2 - 5) * 64 + (unsigned)((v >> (log2 - 6)) & 63);
    }
    histogram->buckets[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    histogram->count++;
    histogram->sum += v;
    if (v > histogram->max) histogram->max = v;
}

static double quantile_ms(const struct histogram *histogram, double q)
{
    uint64_t rank = (uint64_t)(q * (double)histogram->count), seen = 0;
    for (unsigned i = 0; i < BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen <= rank) continue;
        uint64_t upper = i < 64 ? i : ((uint64_t)(64 + i % 64 + 1) << (i / 64 - 1)) - 1;
        return (double)(upper < histogram->max ? upper : histogram->max) / 1e6;
    }
    return (double)histogram->max / 1e6;
}

/* ---- requests ---- */

static size_t put_varint(uint8_t *p, uint64_t v)
{
    size_t n = 0;
    for (; v >= 0x80; v >>= 7) p[n++] = (uint8_t)(v | 0x80);
    p[n++] = (uint8_t)v;
    return n;
}

static void encode(struct slot *slot)
{
    uint8_t *p = slot->head + 5;
    size_t n = 0;
    p[n++] = 1 << 3 | 2;
    p[n++] = KEY_BYTES;
    uint64_t key = slot->key;
    memcpy(p + n, "bench", 5);
    for (int at = KEY_BYTES - 1; at >= 5; at--) {
        p[n + (size_t)at] = (uint8_t)('0' + key % 10);
        key /= 10;
    }
    n += KEY_BYTES;
    if (!slot->is_read) {
        p[n++] = 2 << 3 | 2;
        n += put_varint(p + n, slot->value_bytes);
    }
    uint32_t message_bytes = (uint32_t)(n + slot->value_bytes);
    slot->head[0] = 0; /* not compressed */
    for (int i = 0; i < 4; i++) slot->head[1 + i] = (uint8_t)(message_bytes >> (24 - 8 * i));
    slot->head_bytes = 5 + n;
    slot->head_sent = slot->value_sent = 0;
}

static ssize_t read_body(nghttp2_session *session, int32_t stream_id, uint8_t *to, size_t room, uint32_t *flags, nghttp2_data_source *source, void *user)
{
    struct slot *slot = source->ptr;
    (void)session, (void)stream_id, (void)user;
    size_t head = slot->head_bytes - slot->head_sent < room ? slot->head_bytes - slot->head_sent : room;
    memcpy(to, slot->head + slot->head_sent, head);
    slot->head_sent += head;
    size_t value = slot->value_bytes - slot->value_sent < room - head ? slot->value_bytes - slot->value_sent : room - head;
    if (value > 0) memcpy(to + head, slot->value + slot->value_sent, value);
    slot->value_sent += value;
    if (slot->head_sent == slot->head_bytes && slot->value_sent == slot->value_bytes) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return (ssize_t)(head + value);
}

static bool choose(struct load *load, struct slot *slot)
{
    if (load->phase == FILL) {
        if (load->fill_next == load->key_count) return false;
        slot->key = load->fill_next++;
        slot->is_filling = true;
        slot->is_read = false;
        return true;
    }
    slot->is_filling = false;
    slot->is_read = (double)(next_random(load) >> 11) / 9007199254740992.0 < load->read_share;
    slot->key = next_random(load) % load->key_count;
    return true;
}

#define HEADER(name, value) {(uint8_t *)(uintptr_t)(name), (uint8_t *)(uintptr_t)(value), sizeof(name) - 1, sizeof(value) - 1, \
                             NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE}

static void start_request(struct slot *slot)
{
    static const nghttp2_nv put_headers[] = {HEADER(":method", "POST"), HEADER(":scheme", "http"), HEADER(":path", "/etcdserverpb.KV/Put"),
                                             HEADER(":authority", "etcd"), HEADER("content-type", "application/grpc"), HEADER("te", "trailers")};
    static const nghttp2_nv range_headers[] = {HEADER(":method", "POST"), HEADER(":scheme", "http"), HEADER(":path", "/etcdserverpb.KV/Range"),
                                               HEADER(":authority", "etcd"), HEADER("content-type", "application/grpc"), HEADER("te", "trailers")};
    struct load *load = slot->connection->load;
    if (!choose(load, slot)) return;
    slot->value_bytes = slot->is_read ? 0 : load->value_bytes;
    slot->value = load->pool + next_random(load) % POOL_BYTES;
    slot->is_ok = false;
    encode(slot);
    slot->begun_ns = clock_ns(CLOCK_MONOTONIC);
    nghttp2_data_provider provider = {.source = {.ptr = slot}, .read_callback = read_body};
    int id = nghttp2_submit_request(slot->connection->session, NULL, slot->is_read ? range_headers : put_headers, 6, &provider, slot);
    if (id < 0) die("nghttp2_submit_request", nghttp2_strerror(id));
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, size_t name_bytes, const uint8_t *value, size_t value_bytes,
                     uint8_t flags, void *user)
{
    (void)flags, (void)user;
    if (name_bytes != 11 || memcmp(name, "grpc-status", 11) != 0) return 0;
    struct slot *slot = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
    if (slot != NULL) slot->is_ok = value_bytes == 1 && value[0] == '0';
    return 0;
}

static int on_stream_close(nghttp2_session *session, int32_t stream_id, uint32_t error_code, void *user)
{
    struct connection *connection = user;
    struct load *load = connection->load;
    struct slot *slot = nghttp2_session_get_stream_user_data(session, stream_id);
    if (slot == NULL) return 0;
    bool is_ok = slot->is_ok && error_code == 0;
    if (load->phase == MEASURE) {
        if (is_ok) histogram_add(slot->is_read ? &load->reads : &load->writes, clock_ns(CLOCK_MONOTONIC) - slot->begun_ns);
        else load->errors++;
    }
    if (slot->is_filling && load->phase == FILL) {
        if (!is_ok) die("filling", "a write failed");
        load->filled++;
    }
    if (load->phase != DONE) start_request(slot);
    return 0;
}

/* ---- connections ---- */

static void watch(struct connection *connection, bool wants_out)
{
    if (wants_out == connection->wants_out) return;
    connection->wants_out = wants_out;
    struct epoll_event event = {.events = EPOLLIN | (wants_out ? EPOLLOUT : 0), .data = {.ptr = connection}};
    if (epoll_ctl(connection->load->epoll, EPOLL_CTL_MOD, connection->fd, &event) != 0) die("epoll_ctl", strerror(errno));
}

/* Gathers frames of many streams, so that one system call sends them. */
static void gather(struct connection *connection)
{
    const uint8_t *p;
    while (connection->out_bytes < OUT_BYTES / 2) {
        ssize_t more = nghttp2_session_mem_send(connection->session, &p);
        if (more < 0) die("nghttp2_session_mem_send", nghttp2_strerror((int)more));
        if (more == 0) break;
        if (connection->out_bytes + (size_t)more > OUT_BYTES) die("output", "a frame is too large");
        memcpy(connection->out + connection->out_bytes, p, (size_t)more);
        connection->out_bytes += (size_t)more;
    }
}

static void flush(struct connection *connection)
{
    for (;;) {
        gather(connection);
        if (connection->out_bytes == 0) break;
        ssize_t n = send(connection->fd, connection->out, connection->out_bytes, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) break;
        if (n < 0) die("send", strerror(errno));
        connection->out_bytes -= (size_t)n;
        memmove(connection->out, connection->out + n, connection->out_bytes);
    }
    watch(connection, connection->out_bytes > 0);
}

static void receive(struct connection *connection)
{
    static uint8_t in[1 << 18];
    for (;;) {
        ssize_t n = recv(connection->fd, in, sizeof in, 0);
        if (n == 0) die("recv", "the server closed the connection");
        if (n < 0 && errno == EAGAIN) return;
        if (n < 0) die("recv", strerror(errno));
        ssize_t taken = nghttp2_session_mem_recv(connection->session, in, (size_t)n);
        if (taken < 0) die("nghttp2_session_mem_recv", nghttp2_strerror((int)taken));
        if ((size_t)n < sizeof in) return;
    }
}

static void open_connection(struct load *load, struct connection *connection)
{
    char host[64];
    const char *colon = strrchr(load->addr, ':');
    if (colon == NULL || (size_t)(colon - load->addr) >= sizeof host) die(load->addr, "expected IP:PORT");
    snprintf(host, sizeof host, "%.*s", (int)(colon - load->addr), load->addr);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1))};
    if (inet_pton(AF_INET, host, &to.sin_addr) != 1) die(host, "expected an IPv4 address");
    connection->load = load;
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)&to, sizeof to) != 0) die(load->addr, strerror(errno));
    int one = 1;
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
    nghttp2_session_callbacks *callbacks;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
    nghttp2_session_client_new(&connection->session, callbacks, connection);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 1 << 20}, {NGHTTP2_SETTINGS_ENABLE_PUSH, 0}};
    nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, settings, 2);
    nghttp2_session_set_local_window_size(connection->session, NGHTTP2_FLAG_NONE, 0, 1 << 28);
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection}};
    if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->fd, &event) != 0) die("epoll_ctl", strerror(errno));
    connection->slots = calloc(load->depth, sizeof *connection->slots);
    connection->out = malloc(OUT_BYTES);
    if (connection->slots == NULL || connection->out == NULL) die("memory", strerror(ENOMEM));
    for (uint64_t i = 0; i < load->depth; i++) {
        connection->slots[i].connection = connection;
        start_request(&connection->slots[i]);
    }
    flush(connection);
}

/* ---- phases ---- */

static void next_phase(struct load *load, struct connection *connections, uint64_t now_ns)
{
    if (load->phase == FILL && load->filled == load->key_count) {
        load->phase = WARM_UP;
        load->phase_end_ns = now_ns + load->warm_up_s * 1000000000ULL;
        for (uint64_t i = 0; i < load->connections; i++) {
            for (uint64_t j = 0; j < load->depth; j++) start_request(&connections[i].slots[j]);
            flush(&connections[i]);
        }
    } else if (load->phase == WARM_UP && now_ns >= load->phase_end_ns) {
        load->phase = MEASURE;
        load->began_ns = now_ns;
        load->phase_end_ns = now_ns + load->duration_s * 1000000000ULL;
        load->cpu_began_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    } else if (load->phase == MEASURE && now_ns >= load->phase_end_ns) {
        load->phase = DONE;
    }
}

static void print_latency(const char *name, const struct histogram *h)
{
    printf("  \"%s\": {\"count\": %llu, \"p50_ms\": %.3f, \"p95_ms\": %.3f, \"p99_ms\": %.3f, \"p999_ms\": %.3f, \"max_ms\": %.3f},\n", name, (unsigned long long)h->count,
           quantile_ms(h, 0.5), quantile_ms(h, 0.95), quantile_ms(h, 0.99), quantile_ms(h, 0.999), (double)h->max / 1e6);
}

static void run(struct load *load)
{
    struct connection *connections = calloc(load->connections, sizeof *connections);
    load->epoll = epoll_create1(0);
    load->phase = load->read_share > 0 ? FILL : WARM_UP;
    load->phase_end_ns = clock_ns(CLOCK_MONOTONIC) + load->warm_up_s * 1000000000ULL;
    for (uint64_t i = 0; i < load->connections; i++) open_connection(load, &connections[i]);
    while (load->phase != DONE) {
        struct epoll_event events[64];
        int count = epoll_wait(load->epoll, events, 64, 100);
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            receive(connection);
            flush(connection);
        }
        next_phase(load, connections, clock_ns(CLOCK_MONOTONIC));
    }
    double seconds = (double)(clock_ns(CLOCK_MONOTONIC) - load->began_ns) / 1e9;
    double cpu_us = (double)(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - load->cpu_began_ns) / 1e3;
    printf("{\n  \"target\": \"%s\",\n  \"seconds\": %.3f,\n  \"operations_per_second\": %.1f,\n", load->addr, seconds,
           (double)(load->writes.count + load->reads.count) / seconds);
    print_latency("writes", &load->writes);
    print_latency("reads", &load->reads);
    printf("  \"errors\": %llu,\n  \"generator_cpu_microseconds\": %.0f\n}\n", (unsigned long long)load->errors, cpu_us);
}

int main(int argc, char **argv)
{
    struct load load = {.addr = "127.0.0.1:2379", .connections = 16, .depth = 16, .value_bytes = 100, .key_count = 10000, .duration_s = 10, .warm_up_s = 2, .rng = {1, 2}};
    const struct { const char *name; uint64_t *to; } numbers[] = {
        {"--connections", &load.connections}, {"--depth", &load.depth}, {"--value-bytes", &load.value_bytes},
        {"--keys", &load.key_count}, {"--duration", &load.duration_s}, {"--warm-up", &load.warm_up_s},
    };
    for (int i = 1; i + 1 < argc; i += 2) {
        bool is_known = false;
        if (strcmp(argv[i], "--addr") == 0) load.addr = argv[i + 1], is_known = true;
        if (strcmp(argv[i], "--reads") == 0) load.read_share = atof(argv[i + 1]), is_known = true;
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++)
            if (strcmp(argv[i], numbers[j].name) == 0) *numbers[j].to = strtoull(argv[i + 1], NULL, 10), is_known = true;
        if (!is_known) die(argv[i], "no such flag; the beginning of bench/etcd_load.c lists them");
    }
    if (argc % 2 == 0) die(argv[argc - 1], "expected a value after it");
    load.pool = malloc(POOL_BYTES + load.value_bytes);
    if (load.pool == NULL || load.connections == 0 || load.key_count == 0) die("arguments", "out of range");
    for (size_t i = 0; i < POOL_BYTES + load.value_bytes; i++) load.pool[i] = (uint8_t)next_random(&load);
    run(&load);
    return 0;
}
