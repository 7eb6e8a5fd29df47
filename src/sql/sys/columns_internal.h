/* SPDX-License-Identifier: Apache-2.0 */
/* columns_internal.h - the columns of the views in nd_internal. */
#ifndef ND_SQL_SYS_COLUMNS_INTERNAL_H
#define ND_SQL_SYS_COLUMNS_INTERNAL_H

/* clang-format off */
#define ND__COLUMNS_ND_NODES(X, R) \
    X(R, node_id, INT8, 1) X(R, state, TEXT, 1) X(R, is_live, BOOL, 1) X(R, is_draining, BOOL, 1) X(R, rpc_address, TEXT, 0) \
    X(R, sql_address, TEXT, 0) X(R, http_address, TEXT, 0) X(R, replicas, INT8, 1) X(R, leaders, INT8, 1) X(R, bytes, INT8, 1) \
    X(R, requests_per_second, INT8, 1) X(R, locality, TEXT, 0)
#define ND__COLUMNS_ND_SHARDS(X, R) \
    X(R, shard_id, INT8, 1) X(R, start_pretty, TEXT, 1) X(R, end_pretty, TEXT, 1) X(R, schema_name, NAME, 0) X(R, table_name, NAME, 0) \
    X(R, index_name, NAME, 0) X(R, tables, TEXT_ARRAY, 1) X(R, leader, INT8, 0) X(R, replicas, INT8_ARRAY, 1) X(R, bytes, INT8, 1) \
    X(R, keys, INT8, 1) X(R, requests_per_second, INT8, 1) X(R, span_version, INT8, 1) X(R, members_version, INT8, 1) \
    X(R, start_key, BYTEA, 1) X(R, end_key, BYTEA, 0) X(R, wanted_replicas, INT8, 0) X(R, placement, TEXT, 0) X(R, leader_preference, TEXT, 0)
#define ND__COLUMNS_ND_SHARD_REPLICAS(X, R) \
    X(R, shard_id, INT8, 1) X(R, node_id, INT8, 1) X(R, replica_id, INT8, 1) X(R, role, TEXT, 1) X(R, is_leader, BOOL, 1) X(R, bytes, INT8, 1)
#define ND__COLUMNS_ND_MOVES(X, R) \
    X(R, shard_id, INT8, 1) X(R, step, TEXT, 1) X(R, node_id, INT8, 0) X(R, from_node_id, INT8, 0) X(R, since_ms, INT8, 1)
#define ND__COLUMNS_ND_SESSIONS(X, R) \
    X(R, node_id, INT8, 1) X(R, pid, INT4, 1) X(R, user_name, NAME, 0) X(R, database_name, NAME, 0) X(R, application_name, TEXT, 0) \
    X(R, client_address, TEXT, 0) X(R, client_port, INT4, 0) X(R, backend_start, TIMESTAMPTZ, 0) X(R, xact_start, TIMESTAMPTZ, 0) \
    X(R, query_start, TIMESTAMPTZ, 0) X(R, state_change, TIMESTAMPTZ, 0) X(R, wait_event_type, TEXT, 0) X(R, wait_event, TEXT, 0) \
    X(R, waits_for, INT4_ARRAY, 1) X(R, state, TEXT, 0) X(R, query, TEXT, 0)
/* clang-format on */

#endif
