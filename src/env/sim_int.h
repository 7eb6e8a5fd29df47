/* SPDX-License-Identifier: Apache-2.0 */
/* sim_int.h - shared by the files of the simulator.
 *
 * Contexts.   The host (the caller of nd_sim_run) pops events. Code of a node runs on one scratch
 *             stack, entered by nd__sim_enter; nd_env_fatal leaves it, from whatever fiber, by a
 *             switch back to the host, which then crashes the node.
 * Memory.     What a node allocates is in its own heap. What must outlive it (events, packets, connections,
 *             disks) is in the simulator's. */
#ifndef ND_ENV_SIM_INT_H
#define ND_ENV_SIM_INT_H

#include "base/checksum.h"
#include "base/hmap.h"
#include "base/limits.h"
#include "base/omap.h"
#include "env/env_int.h"
#include "env/sim.h"

#define ND_SIM_NODES_MAX 512

enum nd__sim_kind {
    ND_SIM_TURN = 1,   /* of a reactor */
    ND_SIM_TIMER,
    ND_SIM_JOB,        /* arg: its number */
    ND_SIM_SYN,        /* arg: connection */
    ND_SIM_PUMP,       /* first packet of a direction is due; arg: connection * 2 + direction */
    ND_SIM_LOOSE,      /* a packet out of order, p; arg as PUMP */
    ND_SIM_WINDOW,     /* the sender may go on; arg as PUMP */
    ND_SIM_RST,        /* arg: connection * 2 + end that hears of it */
    ND_SIM_RST_LOCAL,  /* found out by that end itself */
    ND_SIM_UNPAUSE,
    ND_SIM_START,      /* p: program */
    ND_SIM_CRASH,
    ND_SIM_FILE,       /* trace only */
    ND_SIM_USER,       /* trace only */
};

struct nd__sim_event {
    uint64_t at_ns, seq;
    uint64_t arg;
    void *p;
    uint32_t node, incarnation;
    enum nd__sim_kind kind;
};

struct nd__sim_disk {
    struct nd_sim *sim;
    struct nd_omap now, durable; /* of struct entry: names as the system sees them, as a crash leaves them */
    struct nd_list pending;      /* changes of names, in order, not yet made durable */
    struct nd_list open_files;
    uint64_t bytes;              /* sizes of all files */
    uint64_t ops_left;           /* changes that still take effect: bounded while a crash cuts a job short */
};

struct nd__sim_node {
    struct nd_env env;
    struct nd_sim *sim;
    unsigned number;
    uint32_t incarnation;
    bool is_up, is_booting;
    bool is_dying;  /* nd_env_fatal was called */
    bool has_turn;  /* an event for it is queued */
    struct nd_heap heap;
    struct nd_metrics metrics;
    struct nd_logger logger;
    struct nd_reactor reactor, *reactors[1];
    struct nd_list posted;
    uint64_t timer_at_ns; /* of the queued timer event; UINT64_MAX: none */
    struct nd_prng prng;
    struct nd_sim_program program;
    void *root;
    unsigned exit_code;
    int64_t wall_offset_us;

    uint64_t paused_until_ns; /* 0: not paused */
    int rate_ppm;             /* how much faster its clock goes than the world's */
    struct nd__sim_event *held;
    size_t held_count, held_cap;

    struct nd_list runs; /* jobs under way, by start */
    uint64_t run_seq;
    struct nd_job *job_now; /* its run is called now */

    struct nd_list listeners, streams, unflushed;
    unsigned port_next;
    uint8_t cut_to[ND_SIM_NODES_MAX + 1];

    struct nd__sim_disk disk;
};

struct nd_sim {
    struct nd_sim_options options;
    struct nd_heap heap; /* tracked: freed with the simulator */
    uint64_t now_ns, seq, hash, event_count;
    uint64_t probes[ND_PROBE_COUNT]; /* times hit */
    struct nd__sim_event *events; /* binary heap in [1, event_total] */
    size_t event_total, event_cap;
    struct nd__sim_node *nodes[ND_SIM_NODES_MAX + 1];
    struct nd_prng prng_user, prng_env, prng_net, prng_disk;
    struct nd_hmap conns; /* by id */
    uint64_t conn_id;
    struct nd_list conn_list; /* by id */

    struct nd__stack_pool stacks;
    struct nd__stack *scratch_stack;
    struct nd__ctx host, scratch, lost; /* lost: what nd_env_fatal left */
    struct nd__sim_node *current; /* whose code runs */
    void (*call)(void *arg);
    void *call_arg;
    bool has_returned;
};

static inline struct nd__sim_node *nd__sim_node_of(struct nd_env *env) { return ND_CONTAINER_OF(env, struct nd__sim_node, env); }

/* sim.c */
void nd__sim_schedule(struct nd_sim *sim, uint64_t at_ns, enum nd__sim_kind kind, struct nd__sim_node *node, uint64_t arg, void *p);
void nd__sim_mix(struct nd_sim *sim, uint64_t v);
/* Runs fn(arg) as the node's code, then ends the turn of its reactor; fn may be NULL. From the host.
 * False: the node died of it. */
bool nd__sim_enter(struct nd__sim_node *node, void (*fn)(void *arg), void *arg);
/* As enter for a node that dies already: fn alone, and another nd_env_fatal just ends it. */
void nd__sim_run_dying(struct nd__sim_node *node, void (*fn)(void *arg), void *arg);
void nd__sim_want_turn(struct nd__sim_node *node, uint64_t delay_ns);
/* min + an exponential of the mean, at most max. */
uint64_t nd__sim_exponential(struct nd_prng *prng, uint64_t min, uint64_t mean, uint64_t max);
uint64_t nd__sim_clock_of(const struct nd__sim_node *node);
struct nd__sim_node *nd__sim_find(const struct nd_sim *sim, unsigned number); /* NULL: never heard of */
struct nd__sim_node *nd__sim_find_or_make(struct nd_sim *sim, unsigned number);

/* sim_env.c */
extern const struct nd_env_ops nd__sim_ops;
void nd__sim_on_job(struct nd__sim_node *node, uint64_t run_seq);
/* At a crash: jobs under way may have been executed wholly, in part or not at all. */
void nd__sim_crash_jobs(struct nd__sim_node *node);

/* sim_disk.c */
void nd__sim_disk_init(struct nd__sim_disk *disk, struct nd_sim *sim);
/* Leaves on the disk what survives a loss of power. Open files are gone with the node's heap. */
void nd__sim_disk_crash(struct nd__sim_disk *disk);
void nd__sim_disk_list(struct nd__sim_disk *disk, const char *path, void *arg, void (*on_name)(void *arg, const char *name));
enum nd_status nd__sim_disk_read(struct nd__sim_disk *disk, const char *path, uint64_t offset, void *p, size_t n, size_t *n_out);
enum nd_status nd__sim_disk_corrupt(struct nd__sim_disk *disk, const char *path, uint64_t offset, uint8_t xor_mask);
enum nd_status nd__sim_file_open(struct nd_env *env, const char *path, unsigned flags, struct nd_file **file_out);
void nd__sim_file_close(struct nd_file *file);
enum nd_status nd__sim_file_read(struct nd_file *file, uint64_t offset, void *p, size_t n, size_t *n_out);
enum nd_status nd__sim_file_write(struct nd_file *file, uint64_t offset, struct nd_slice bytes);
enum nd_status nd__sim_file_sync(struct nd_file *file);
enum nd_status nd__sim_file_allocate(struct nd_file *file, uint64_t bytes);
enum nd_status nd__sim_file_truncate(struct nd_file *file, uint64_t bytes);
enum nd_status nd__sim_file_size(struct nd_file *file, uint64_t *bytes_out);
enum nd_status nd__sim_file_rename(struct nd_env *env, const char *from, const char *to);
enum nd_status nd__sim_file_remove(struct nd_env *env, const char *path);
enum nd_status nd__sim_dir_make(struct nd_env *env, const char *path);
enum nd_status nd__sim_dir_space(struct nd_env *env, const char *path, uint64_t *free_out);
enum nd_status nd__sim_dir_sync(struct nd_env *env, const char *path);
enum nd_status nd__sim_dir_list(struct nd_env *env, const char *path, void *arg,
                                void (*on_name)(void *arg, const char *name));

/* ---- network -------------------------------------------------------------------------------------- */

enum nd__sim_packet_kind { ND_SIM_ACCEPTED, ND_SIM_DATA, ND_SIM_END };

struct nd__sim_packet {
    struct nd_list link;
    enum nd__sim_packet_kind kind;
    uint64_t due_ns;
    size_t n, skip; /* skip: delivered already */
    uint8_t bytes[];
};

/* One direction of a connection: packets that keep their order, by due time. */
struct nd__sim_way {
    struct nd_list fifo;
    bool is_pumping; /* an event for the first packet is queued */
    bool is_blocked; /* the sender waits for the window */
    uint64_t due_last_ns, stalled_since_ns, in_flight;
};

struct nd__sim_end {
    struct nd__sim_node *node;
    struct nd__sim_stream *stream; /* NULL: not there yet, or gone */
    bool is_polite;                /* it went by nd_stream_close: late input is dropped in silence */
};

/* ends[0] connected, ends[1] accepted; ways[i] leads from ends[i] to the other. */
struct nd__sim_conn {
    struct nd_list link; /* sim->conn_list */
    uint64_t id;
    unsigned flags, port, port_from;
    bool is_reset;
    uint64_t patience_ns; /* of a stalled direction */
    struct nd__sim_end ends[2];
    struct nd__sim_way ways[2];
};

enum nd__sim_phase { ND_SIM_CONNECTING, ND_SIM_OPEN, ND_SIM_FLUSHING, ND_SIM_CLOSED };

struct nd__sim_stream {
    struct nd_stream base;
    struct nd_list link;           /* node->streams */
    struct nd_list unflushed_link; /* node->unflushed */
    struct nd_task close_task;
    struct nd_timer timer; /* bounds connecting and flushing */
    struct nd__outq out;
    struct nd__sim_conn *conn; /* NULL: left */
    unsigned end;
    enum nd__sim_phase phase;
    enum nd_status status;
    bool is_paused, is_peer_done;
};

/* sim_net.c: connections */
struct nd__sim_conn *nd__sim_dial(struct nd__sim_stream *stream, unsigned target, unsigned port);
void nd__sim_send(struct nd__sim_conn *conn, unsigned end, enum nd__sim_packet_kind kind, struct nd_slice bytes);
bool nd__sim_has_window(const struct nd__sim_conn *conn, unsigned end);
void nd__sim_pump(struct nd__sim_conn *conn, unsigned way); /* the receiver takes input again */
void nd__sim_leave(struct nd__sim_stream *stream, bool is_polite);
void nd__sim_on_net(struct nd_sim *sim, const struct nd__sim_event *event);
void nd__sim_drop_net(struct nd_sim *sim, const struct nd__sim_event *event); /* frees what it carries */
void nd__sim_crash_net(struct nd__sim_node *node);

/* sim_stream.c: their ends within nodes; what follows runs as the node's code */
bool nd__sim_accept(struct nd__sim_node *node, struct nd__sim_conn *conn);
void nd__sim_take(struct nd__sim_stream *stream, struct nd__sim_packet *packet);
void nd__sim_broken(struct nd__sim_stream *stream);
void nd__sim_unblock(struct nd__sim_stream *stream);
struct nd_stream *nd__sim_stream_connect(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                         const struct nd_stream_handler *handler, void *owner);
void nd__sim_stream_write(struct nd_stream *stream, struct nd_buf *bytes);
void nd__sim_stream_pause(struct nd_stream *stream);
void nd__sim_stream_resume(struct nd_stream *stream);
void nd__sim_stream_close(struct nd_stream *stream);
void nd__sim_stream_abort(struct nd_stream *stream);
enum nd_status nd__sim_listener_open(struct nd_reactor *reactor, const char *addr, unsigned flags,
                                     const struct nd_listener_handler *handler, void *owner,
                                     struct nd_listener **listener_out, char **bound_out);
void nd__sim_listener_close(struct nd_listener *listener);
void nd__sim_flush(struct nd_reactor *reactor);

#endif
