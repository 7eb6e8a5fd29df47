/* SPDX-License-Identifier: Apache-2.0 */
/* system.h - what the SQL sessions of one reactor share.
 *
 * Owner.      The node opens one per reactor, after the transaction system and before the listeners. */
#ifndef ND_SQL_SYSTEM_H
#define ND_SQL_SYSTEM_H

#include "sql/session.h"
#include "sql/types/tz.h"
#include "txn/txn.h"

/* Where shards shall be goes to whoever decides, on the node that does (placement_rules.c). */
struct nd_placement_rule;
struct nd_sql_placement {
    void *arg;
    uint64_t (*leadership)(void *arg); /* which one it is; 0: another node decides. NULL: nobody wants to know */
    void (*tell)(void *arg, const struct nd_placement_rule *rules, size_t count);
};

struct nd_rpc;

struct nd_sql_system_options {
    struct nd_rpc *rpc;     /* NULL: this process is all there is */
    struct nd_node_id node; /* its own */
    struct nd_reactor *reactor;
    struct nd_txn_system *txns;
    struct nd_tz_loader tz_loader;  /* load NULL: UTC, offsets and POSIX rules only */
    const char *version;            /* of Ndoto: "0.1.0"; static */
    bool auto_analyze;              /* statistics are taken in the background */
    struct nd_sql_placement placement;
    const char *temp_folder;        /* of rows that do not fit work_mem; emptied. NULL: statements that need it fail */
};

struct nd_sql_metrics {
    struct nd_counter statements, errors, retries, commits, rollbacks, parses, parse_hits, plans, plan_hits;
    struct nd_gauge sessions;
    struct nd_histogram statement_ns;
};

struct nd_sql_system *nd_sql_system_open(const struct nd_sql_system_options *options);
/* Work in the background ends soon; true: it has. Only needed with auto_analyze or placement. */
bool nd_sql_system_stop(struct nd_sql_system *system);
/* All sessions are gone. */
void nd_sql_system_close(struct nd_sql_system *system);
/* The process id of the node's number'th session, unlike that of any session of another node. */
#define ND_SQL_PID_NUMBER_MAX ((1u << 20) - 1)
uint32_t nd_sql_system_pid(const struct nd_sql_system *system, uint32_t number);
/* A cancel request whose process id is not one of this node: it is sent to the node that it is of. Nothing is heard of it. */
void nd_sql_system_cancel(struct nd_sql_system *system, uint32_t pid, uint32_t secret);
struct nd_sql_metrics *nd_sql_system_metrics(struct nd_sql_system *system);
void nd_sql_system_register_metrics(struct nd_sql_system *system, struct nd_metrics *metrics);

#endif
