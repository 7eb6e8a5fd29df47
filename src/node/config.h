/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - what a node is told at start: a file of `key = value` lines, flags over it.
 *
 * Role.       One table (config.c) holds each setting's key, kind, bounds, default and help; the file
 *             reader, the flags, the rendered example and `ndoto start --help` all follow it.
 *             docs/CONFIGURATION.md describes the same settings; tools/tidy compares the two.
 * Owner.      src/cli fills it before the node's env exists; the node borrows it and never changes it.
 * Threading.  One thread until the node starts; read-only after.
 * Format.     Lines `key = value`; `#` starts a comment (whole line, or after a blank); a key at most
 *             once; sizes as 64MiB, 512KiB, 1GiB; switches as on, off; addresses as host:port,
 *             [IPv6]:port or :port (loopback); lists separated by commas. A flag is the key with
 *             dashes: --sql-listen ADDR overrides sql_listen; switches also stand alone: --insecure.
 * Invariants. C1 after nd_node_config_finish succeeded every field is set and no two contradict.
 *             C2 an error names where (file and line, or flag), the key, the value, what is allowed.
 * Testing.    tests/unit/node_config.c, tests/fuzz/node_config.c, tests/e2e/test_config.py. */
#ifndef ND_NODE_CONFIG_H
#define ND_NODE_CONFIG_H

#include "base/arena.h"
#include "base/logger.h"
#include "base/slice.h"
#include "base/status.h"

#define ND_NODE_CONFIG_JOIN_MAX 64
#define ND_NODE_CONFIG_BYTES_MAX (1 << 20)

struct nd_node_config {
    const char *data_dir;     /* log, state, ndoto.pid and the log files of the node live below it */
    const char *cluster_name; /* nodes of another name are refused */
    const char *locality;     /* meta/locality.h; "": none */
    const char *rpc_listen, *rpc_advertise; /* advertised: what other nodes and clients connect to */
    const char *sql_listen, *sql_advertise;
    const char *http_listen, *http_advertise;
    const char *join[ND_NODE_CONFIG_JOIN_MAX]; /* RPC addresses of nodes, this one may be among them */
    uint64_t join_count;
    uint64_t initial_voters; /* of the meta group, counted at the first start of a cluster */
    bool is_auto_analyze;
    bool is_insecure;        /* may listen beyond loopback although nothing is encrypted or asked for a password */
    uint64_t cache_bytes, memtable_bytes, log_segment_bytes, log_keep_bytes;
    enum nd_log_level log_level;
    uint64_t gc_window_minutes, replace_after_seconds;
    uint64_t replicas; /* voters of a shard; 0: initial_voters */
    uint64_t merge_percent, merge_requests, merge_after_seconds;
    uint64_t split_bytes, split_requests, disk_reserve_bytes;
    uint64_t async_commit_keys; /* 0: two-phase commits alone */
    bool reads_by_lease;    /* trusts clocks of other nodes to go at the same rate, within 1/16 */
    uint64_t log_file_bytes, log_files;
    bool is_log_on_stderr;

    /* Of the loader. */
    struct nd_arena arena;
    const char *origins[32]; /* per setting: where it was given; NULL: default */
};

struct nd_node_config_error {
    char text[768]; /* one line, complete */
};

/* Defaults. */
void nd_node_config_init(struct nd_node_config *config, struct nd_heap *heap);
void nd_node_config_deinit(struct nd_node_config *config);
/* Takes over the settings of a file. `origin` names it in errors; relative paths are below `dir`.
 * Errors: INVALID (error says what). Copies what it keeps. */
ND_RESULT nd_node_config_load(struct nd_node_config *config, const char *origin, const char *dir, struct nd_slice text,
                              struct nd_node_config_error *error);
/* Takes over flags: `--key value`, `--key=value`, `--switch`. Paths are relative to the working folder. */
ND_RESULT nd_node_config_take_flags(struct nd_node_config *config, int argc, const char *const *argv, struct nd_node_config_error *error);
/* One setting, as if from a file's line; `origin` and `dir` as in load. */
ND_RESULT nd_node_config_set(struct nd_node_config *config, const char *key, const char *value, const char *origin,
                             const char *dir, struct nd_node_config_error *error);
/* Fills in what depends on other settings and refuses contradictions (C1). */
ND_RESULT nd_node_config_finish(struct nd_node_config *config, struct nd_node_config_error *error);
/* The settings as a file with their help as comments; defaults are commented out. */
void nd_node_config_render(const struct nd_node_config *config, struct nd_buf *out);
/* The flags with their help, for `ndoto start --help`. */
void nd_node_config_render_help(struct nd_buf *out);
/* Setting i: its key and help; NULL beyond the last. */
const char *nd_node_config_key(size_t i, const char **help_out);

/* Parts of an address. host: "" for ":port"; without brackets for IPv6. INVALID unless host fits and
 * the port is a number of 0..65535. */
struct nd_node_address {
    char host[256];
    uint16_t port;
};
ND_RESULT nd_node_address_parse(const char *text, struct nd_node_address *address_out);
bool nd_node_address_is_loopback(const struct nd_node_address *address);
bool nd_node_address_is_any(const struct nd_node_address *address); /* 0.0.0.0, :: */

#endif
