/* SPDX-License-Identifier: Apache-2.0 */
/* sim_net.c - the simulated network: connections and the packets under way on them.
 *
 * Order.      The packets of one direction wait in a queue; each arrives after its own delay, but not
 *             before the one ahead. On ND_STREAM_FRAMED a packet (one write) may also be lost, or
 *             travel loose: late, or twice.
 * Cuts.       A packet that arrives over a cut is lost. On a framed stream that is all; elsewhere it
 *             is sent again until the cut heals. Where a direction stays cut for longer than the
 *             connection's patience, both ends find the connection broken, each in its own time.
 * Crashes.    The other end hears of it by a reset, or (as after a loss of power) for seconds not
 *             at all, unless it sends to a node that is up again. */
#include "env/sim_int.h"

#define WINDOW_BYTES (256 << 10)
#define RESEND_NS (200 * ND_MS)
#define SYN_RESEND_NS (1 * ND_SEC)
#define PATIENCE_NS_MIN (2 * ND_SEC)
#define PATIENCE_NS_MAX (8 * ND_SEC)

static struct nd__sim_conn *find_conn(struct nd_sim *sim, uint64_t id) { return nd_hmap_find(&sim->conns, id); }

static bool is_cut(const struct nd__sim_end *from, const struct nd__sim_end *to)
{
    return from->node != to->node && from->node->cut_to[to->node->number] != 0;
}

static uint64_t draw_delay(struct nd_sim *sim, const struct nd__sim_conn *conn)
{
    if (conn->ends[0].node == conn->ends[1].node) return nd_prng_between(&sim->prng_net, 5 * ND_US, 30 * ND_US);
    const struct nd_sim_net_options *net = &sim->options.net;
    return nd__sim_exponential(&sim->prng_net, net->delay_ns_min, net->delay_ns_mean, net->delay_ns_max);
}

static void schedule(struct nd_sim *sim, uint64_t delay_ns, enum nd__sim_kind kind, const struct nd__sim_conn *conn, unsigned to, uint64_t arg, void *p)
{
    nd__sim_schedule(sim, sim->now_ns + delay_ns, kind, conn->ends[to].node, arg, p);
}

static void free_conn(struct nd_sim *sim, struct nd__sim_conn *conn)
{
    for (int i = 0; i < 2; i++) {
        while (!nd_list_is_empty(&conn->ways[i].fifo)) {
            struct nd__sim_packet *packet = ND_CONTAINER_OF(conn->ways[i].fifo.next, struct nd__sim_packet, link);
            nd_list_remove(&packet->link);
            nd_heap_free(&sim->heap, packet);
        }
    }
    nd_hmap_remove(&sim->conns, conn->id);
    nd_list_remove(&conn->link);
    nd_heap_free(&sim->heap, conn);
}

struct nd__sim_conn *nd__sim_dial(struct nd__sim_stream *stream, unsigned target, unsigned port)
{
    struct nd__sim_node *node = nd__sim_node_of(stream->base.reactor->env);
    struct nd_sim *sim = node->sim;
    struct nd__sim_conn *conn = nd_heap_new(&sim->heap, struct nd__sim_conn);
    conn->id = ++sim->conn_id;
    conn->flags = stream->base.flags;
    conn->port = port;
    conn->port_from = node->port_next++;
    conn->patience_ns = nd_prng_between(&sim->prng_net, PATIENCE_NS_MIN, PATIENCE_NS_MAX);
    conn->ends[0].node = node;
    conn->ends[0].stream = stream;
    conn->ends[1].node = nd__sim_find_or_make(sim, target);
    nd_list_init(&conn->ways[0].fifo);
    nd_list_init(&conn->ways[1].fifo);
    nd_hmap_put(&sim->conns, conn->id, conn);
    nd_list_push_back(&sim->conn_list, &conn->link);
    schedule(sim, draw_delay(sim, conn), ND_SIM_SYN, conn, 1, conn->id, NULL);
    return conn;
}

/* The end hears of the reset when the packet arrives. */
static void send_reset(struct nd_sim *sim, struct nd__sim_conn *conn, unsigned to)
{
    schedule(sim, draw_delay(sim, conn), ND_SIM_RST, conn, to, conn->id * 2 + to, NULL);
}

/* Both ends give up on it. */
static void break_conn(struct nd_sim *sim, struct nd__sim_conn *conn)
{
    if (conn->is_reset) return;
    conn->is_reset = true;
    for (unsigned end = 0; end < 2; end++)
        schedule(sim, nd_prng_between(&sim->prng_net, ND_MS, 2 * ND_SEC), ND_SIM_RST_LOCAL, conn, end, conn->id * 2 + end, NULL);
}

void nd__sim_leave(struct nd__sim_stream *stream, bool is_polite)
{
    struct nd__sim_conn *conn = stream->conn;
    if (conn == NULL) return;
    struct nd__sim_node *node = nd__sim_node_of(stream->base.reactor->env);
    unsigned other = 1 - stream->end;
    stream->conn = NULL;
    conn->ends[stream->end].stream = NULL;
    conn->ends[stream->end].is_polite = is_polite;
    if (conn->ends[other].stream == NULL) free_conn(node->sim, conn);
    else if (!is_polite) send_reset(node->sim, conn, other);
}

/* ---- sending ------------------------------------------------------------------------------------------- */

static struct nd__sim_packet *new_packet(struct nd_sim *sim, enum nd__sim_packet_kind kind, struct nd_slice bytes)
{
    struct nd__sim_packet *packet = nd_heap_alloc(&sim->heap, sizeof *packet + bytes.n);
    *packet = (struct nd__sim_packet){.kind = kind, .n = bytes.n};
    if (bytes.n > 0) memcpy(packet->bytes, bytes.p, bytes.n);
    return packet;
}

static void want_pump(struct nd_sim *sim, struct nd__sim_conn *conn, unsigned way, uint64_t at_ns)
{
    if (conn->ways[way].is_pumping) return;
    conn->ways[way].is_pumping = true;
    nd__sim_schedule(sim, at_ns, ND_SIM_PUMP, conn->ends[1 - way].node, conn->id * 2 + way, NULL);
}

static void send_loose(struct nd_sim *sim, struct nd__sim_conn *conn, unsigned way, struct nd_slice bytes, unsigned delays)
{
    uint64_t delay_ns = 0;
    for (unsigned i = 0; i < delays; i++) delay_ns += draw_delay(sim, conn);
    schedule(sim, delay_ns, ND_SIM_LOOSE, conn, 1 - way, conn->id * 2 + way, new_packet(sim, ND_SIM_DATA, bytes));
}

/* True: the packet met a fate of its own. */
static bool meets_fault(struct nd_sim *sim, struct nd__sim_conn *conn, unsigned way, struct nd_slice bytes)
{
    const struct nd_sim_net_options *net = &sim->options.net;
    if (conn->ends[0].node == conn->ends[1].node) return false;
    if (net->reset > 0 && nd_prng_chance(&sim->prng_net, net->reset) && !conn->is_reset) {
        conn->is_reset = true;
        send_reset(sim, conn, 0);
        send_reset(sim, conn, 1);
    }
    if ((conn->flags & ND_STREAM_FRAMED) == 0) return false;
    if (net->loss > 0 && nd_prng_chance(&sim->prng_net, net->loss)) return true;
    if (net->duplicate > 0 && nd_prng_chance(&sim->prng_net, net->duplicate)) send_loose(sim, conn, way, bytes, 3);
    if (net->reorder <= 0 || !nd_prng_chance(&sim->prng_net, net->reorder)) return false;
    send_loose(sim, conn, way, bytes, 4);
    return true;
}

void nd__sim_send(struct nd__sim_conn *conn, unsigned end, enum nd__sim_packet_kind kind, struct nd_slice bytes)
{
    struct nd_sim *sim = conn->ends[end].node->sim;
    struct nd__sim_way *way = &conn->ways[end];
    nd__sim_mix(sim, conn->id * 2 + end);
    nd__sim_mix(sim, ((uint64_t)kind << 56) ^ bytes.n);
    if (kind == ND_SIM_DATA && meets_fault(sim, conn, end, bytes)) return;
    struct nd__sim_packet *packet = new_packet(sim, kind, bytes);
    packet->due_ns = sim->now_ns + draw_delay(sim, conn);
    if (packet->due_ns < way->due_last_ns) packet->due_ns = way->due_last_ns;
    way->due_last_ns = packet->due_ns;
    way->in_flight += packet->n;
    nd_list_push_back(&way->fifo, &packet->link);
    want_pump(sim, conn, end, packet->due_ns);
}

bool nd__sim_has_window(const struct nd__sim_conn *conn, unsigned end) { return conn->ways[end].in_flight < WINDOW_BYTES; }

void nd__sim_pump(struct nd__sim_conn *conn, unsigned way)
{
    struct nd_sim *sim = conn->ends[0].node->sim;
    if (!nd_list_is_empty(&conn->ways[way].fifo)) want_pump(sim, conn, way, sim->now_ns);
}

/* ---- arrival ------------------------------------------------------------------------------------------- */

struct taking {
    struct nd__sim_stream *stream;
    struct nd__sim_packet *packet;
};

static void take(void *arg)
{
    struct taking *taking = arg;
    nd__sim_take(taking->stream, taking->packet);
}

static void give_window(struct nd_sim *sim, struct nd__sim_conn *conn, unsigned way, size_t n)
{
    ND_ASSERT(conn->ways[way].in_flight >= n);
    conn->ways[way].in_flight -= n;
    if (!conn->ways[way].is_blocked || n == 0) return;
    conn->ways[way].is_blocked = false;
    schedule(sim, draw_delay(sim, conn), ND_SIM_WINDOW, conn, way, conn->id * 2 + way, NULL);
}

/* Hands a packet that is in no queue to the receiver. What that does not take, because it paused
 * or because the node died, waits or is freed. */
static void deliver(struct nd_sim *sim, uint64_t conn_id, unsigned way, struct nd__sim_packet *packet, bool has_window)
{
    struct nd__sim_conn *conn = find_conn(sim, conn_id);
    struct nd__sim_end *to = &conn->ends[1 - way];
    size_t skip = packet->skip;
    struct taking taking = {to->stream, packet};
    bool is_alive = nd__sim_enter(to->node, take, &taking);
    conn = find_conn(sim, conn_id);
    bool is_over = packet->skip == packet->n || conn == NULL || !is_alive || conn->ends[1 - way].stream == NULL;
    if (conn != NULL && has_window) give_window(sim, conn, way, is_over ? packet->n - skip : packet->skip - skip);
    if (is_over) {
        nd_heap_free(&sim->heap, packet);
        return;
    }
    if (!has_window) conn->ways[way].in_flight += packet->n - packet->skip;
    nd_list_push_front(&conn->ways[way].fifo, &packet->link);
}

/* The packet is lost to a cut; false: so is the connection. */
static bool survives_cut(struct nd_sim *sim, struct nd__sim_conn *conn, struct nd__sim_way *way)
{
    if (way->stalled_since_ns == 0) way->stalled_since_ns = sim->now_ns;
    if (sim->now_ns - way->stalled_since_ns <= conn->patience_ns) return true;
    break_conn(sim, conn);
    return false;
}

static void on_pump(struct nd_sim *sim, uint64_t conn_id, unsigned side)
{
    struct nd__sim_conn *conn = find_conn(sim, conn_id);
    if (conn == NULL) return;
    struct nd__sim_way *way = &conn->ways[side];
    struct nd__sim_end *from = &conn->ends[side], *to = &conn->ends[1 - side];
    way->is_pumping = false;
    if (nd_list_is_empty(&way->fifo)) return;
    struct nd__sim_packet *packet = ND_CONTAINER_OF(way->fifo.next, struct nd__sim_packet, link);
    if (packet->due_ns > sim->now_ns) {
        want_pump(sim, conn, side, packet->due_ns);
        return;
    }
    if (is_cut(from, to)) {
        if (!survives_cut(sim, conn, way)) return;
        if ((conn->flags & ND_STREAM_FRAMED) == 0 || packet->kind != ND_SIM_DATA) {
            want_pump(sim, conn, side, sim->now_ns + RESEND_NS);
            return;
        }
        nd_list_remove(&packet->link);
        give_window(sim, conn, side, packet->n - packet->skip);
        nd_heap_free(&sim->heap, packet);
    } else if (to->stream == NULL) {
        bool is_answered = to->node->is_up && !to->is_polite && packet->kind != ND_SIM_END && from->stream != NULL;
        nd_list_remove(&packet->link);
        way->in_flight -= packet->n - packet->skip;
        nd_heap_free(&sim->heap, packet);
        if (is_answered) send_reset(sim, conn, side);
    } else {
        way->stalled_since_ns = 0;
        if (to->stream->is_paused && to->stream->phase == ND_SIM_OPEN) return; /* nd__sim_pump comes */
        nd_list_remove(&packet->link);
        deliver(sim, conn_id, side, packet, true);
    }
    conn = find_conn(sim, conn_id);
    if (conn == NULL || nd_list_is_empty(&conn->ways[side].fifo)) return;
    packet = ND_CONTAINER_OF(conn->ways[side].fifo.next, struct nd__sim_packet, link);
    want_pump(sim, conn, side, packet->due_ns);
}

static void on_loose(struct nd_sim *sim, uint64_t conn_id, unsigned side, struct nd__sim_packet *packet)
{
    struct nd__sim_conn *conn = find_conn(sim, conn_id);
    struct nd__sim_end *to = conn == NULL ? NULL : &conn->ends[1 - side];
    if (conn == NULL || to->stream == NULL || to->stream->phase != ND_SIM_OPEN || is_cut(&conn->ends[side], to)) {
        nd_heap_free(&sim->heap, packet);
        return;
    }
    if (to->stream->is_paused) {
        conn->ways[side].in_flight += packet->n;
        nd_list_push_back(&conn->ways[side].fifo, &packet->link);
        return;
    }
    deliver(sim, conn_id, side, packet, false);
}

struct accepting {
    struct nd__sim_node *node;
    struct nd__sim_conn *conn;
    bool is_accepted;
};

static void accept_conn(void *arg)
{
    struct accepting *accepting = arg;
    accepting->is_accepted = nd__sim_accept(accepting->node, accepting->conn);
}

static void on_syn(struct nd_sim *sim, uint64_t conn_id)
{
    struct nd__sim_conn *conn = find_conn(sim, conn_id);
    if (conn == NULL || conn->ends[0].stream == NULL) return;
    struct nd__sim_node *node = conn->ends[1].node;
    if (is_cut(&conn->ends[0], &conn->ends[1])) {
        schedule(sim, SYN_RESEND_NS, ND_SIM_SYN, conn, 1, conn_id, NULL);
        return;
    }
    if (!node->is_up) { /* its machine may be up and say no, or be as silent as a cut */
        if (nd_prng_chance(&sim->prng_net, 0.5)) send_reset(sim, conn, 0);
        return;
    }
    struct accepting accepting = {.node = node, .conn = conn};
    nd__sim_enter(node, accept_conn, &accepting);
    conn = find_conn(sim, conn_id);
    if (conn != NULL && !accepting.is_accepted && conn->ends[0].stream != NULL) send_reset(sim, conn, 0);
}

struct telling {
    struct nd__sim_stream *stream;
    void (*tell)(struct nd__sim_stream *stream);
};

static void tell(void *arg)
{
    struct telling *telling = arg;
    telling->tell(telling->stream);
}

static void on_reset(struct nd_sim *sim, uint64_t conn_id, unsigned end, bool is_local)
{
    struct nd__sim_conn *conn = find_conn(sim, conn_id);
    if (conn == NULL || conn->ends[end].stream == NULL) return;
    if (!is_local && is_cut(&conn->ends[1 - end], &conn->ends[end])) { /* keep-alives find out */
        schedule(sim, conn->patience_ns, ND_SIM_RST_LOCAL, conn, end, conn_id * 2 + end, NULL);
        return;
    }
    struct telling telling = {conn->ends[end].stream, nd__sim_broken};
    nd__sim_enter(conn->ends[end].node, tell, &telling);
}

static void on_window(struct nd_sim *sim, uint64_t conn_id, unsigned end)
{
    struct nd__sim_conn *conn = find_conn(sim, conn_id);
    if (conn == NULL || conn->ends[end].stream == NULL) return;
    if (is_cut(&conn->ends[1 - end], &conn->ends[end])) {
        schedule(sim, RESEND_NS, ND_SIM_WINDOW, conn, end, conn_id * 2 + end, NULL);
        return;
    }
    struct telling telling = {conn->ends[end].stream, nd__sim_unblock};
    nd__sim_enter(conn->ends[end].node, tell, &telling);
}

void nd__sim_on_net(struct nd_sim *sim, const struct nd__sim_event *event)
{
    uint64_t conn_id = event->arg / 2;
    unsigned side = (unsigned)(event->arg % 2);
    switch (event->kind) {
    case ND_SIM_SYN: on_syn(sim, event->arg); return;
    case ND_SIM_PUMP: on_pump(sim, conn_id, side); return;
    case ND_SIM_LOOSE: on_loose(sim, conn_id, side, event->p); return;
    case ND_SIM_WINDOW: on_window(sim, conn_id, side); return;
    case ND_SIM_RST: on_reset(sim, conn_id, side, false); return;
    case ND_SIM_RST_LOCAL: on_reset(sim, conn_id, side, true); return;
    default: ND_UNREACHABLE();
    }
}

/* An event that was held back for a node that has died since. */
void nd__sim_drop_net(struct nd_sim *sim, const struct nd__sim_event *event)
{
    if (event->kind == ND_SIM_LOOSE) nd_heap_free(&sim->heap, event->p);
    if (event->kind != ND_SIM_PUMP) return;
    struct nd__sim_conn *conn = find_conn(sim, event->arg / 2);
    if (conn == NULL) return;
    conn->ways[event->arg % 2].is_pumping = false;
    nd__sim_pump(conn, (unsigned)(event->arg % 2));
}

void nd__sim_crash_net(struct nd__sim_node *node)
{
    struct nd_sim *sim = node->sim;
    ND_LIST_FOREACH_SAFE(link, &sim->conn_list) {
        struct nd__sim_conn *conn = ND_CONTAINER_OF(link, struct nd__sim_conn, link);
        for (unsigned end = 0; end < 2; end++)
            if (conn->ends[end].node == node) conn->ends[end].stream = NULL;
        if (conn->ends[0].stream == NULL && conn->ends[1].stream == NULL) {
            free_conn(sim, conn);
            continue;
        }
        if (conn->ends[0].node != node && conn->ends[1].node != node) continue;
        unsigned other = conn->ends[0].node == node ? 1 : 0;
        if (conn->ends[1].node == node && conn->ends[1].stream == NULL && conn->ends[0].stream->phase == ND_SIM_CONNECTING) continue;
        if (nd_prng_chance(&sim->prng_net, 0.5)) send_reset(sim, conn, other);
        else schedule(sim, nd_prng_between(&sim->prng_net, ND_SEC, 10 * ND_SEC), ND_SIM_RST_LOCAL, conn, other, conn->id * 2 + other, NULL);
    }
}
