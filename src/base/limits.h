/* SPDX-License-Identifier: Apache-2.0 */
/* limits.h - the bound of each queue, pool and message. What is full says so (ND_STATUS_BUSY, ND_STATUS_TOO_LARGE). */
#ifndef ND_BASE_LIMITS_H
#define ND_BASE_LIMITS_H

#define ND_NODES_MAX 256
#define ND_REPLICAS_MAX 7                 /* of one range */
#define ND_KEY_BYTES_MAX (16 * 1024)      /* of a user's key */
#define ND_VALUE_BYTES_MAX (8 << 20)      /* of a stored value */
#define ND_RPC_FRAME_BYTES_MAX (32 << 20)
#define ND_RPC_OUT_BYTES_MAX (64 << 20)   /* queued on one connection */
#define ND_RPC_CALLS_MAX 65536            /* outstanding on one connection */
#define ND_RPC_CONNECTIONS_MAX 4096       /* accepted by one node */
#define ND_RAFT_ENTRY_BYTES_MAX (16 << 20)
#define ND_RAFT_MSG_BYTES_MAX (1 << 20)   /* of entries in one append message */
#define ND_RAFT_INFLIGHT_MSGS_MAX 256     /* to one follower */
#define ND_RAFT_INFLIGHT_BYTES_MAX (32 << 20)
#define ND_RAFT_UNCOMMITTED_BYTES_MAX (64 << 20)
#define ND_RAFT_READS_MAX 65536           /* of one group, waiting for leadership to be confirmed */
#define ND_RAFT_ENTRY_CACHE_BYTES (64 << 20) /* of a node, all groups */
#define ND_KV_BATCH_BYTES_MAX (8 << 20)   /* of one request to a range */
#define ND_KV_SCAN_BYTES_MAX (1 << 20)    /* of one scan reply */
#define ND_KV_PARTS_MAX 64                /* that a scan is cut into */
#define ND_KV_ATTEMPTS_MAX 64             /* of one request, all replicas together */
#define ND_TXN_BUFFER_BYTES_MAX (16 << 20) /* writes kept at the gateway before they go out provisionally */
#define ND_LOCK_WAITERS_MAX 4096          /* on one key */
#define ND_PGWIRE_MSG_BYTES_MAX (64 << 20)
#define ND_PGWIRE_OUT_BYTES_MAX (1 << 20) /* buffered towards a client before the session waits */
#define ND_SESSIONS_MAX 1024
#define ND_SQL_DEPTH_MAX 512              /* nesting of expressions and subqueries: 54001 beyond */
#define ND_SQL_BATCH_ROWS 1024
#define ND_SQL_COLUMNS_MAX 1600
#define ND_SQL_STATEMENT_BYTES_MAX (16 << 20)
#define ND_FIBER_STACK_BYTES (256 << 10)
#define ND_PARSER_STACK_BYTES (8 << 20)

#define ND_FOLLOWER_READ_MS 3000 /* what follower_read_timestamp() says of the age that replicas answer by themselves: timestamps are closed about every second */

#endif
