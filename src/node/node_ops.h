/* SPDX-License-Identifier: Apache-2.0 */
/* node_ops.h - what people ask of nodes: `ndoto node` (method ND_RPC_NODE_OPS).
 *
 * Role.       Codec, the serving side in a node, and a blocking call for the command line.
 * Threading.  Codec: pure. Serving: the node's reactor. Calling: the main thread of a program.
 * Format.     Byte tables in node_ops.c; begins with a format version.
 * Testing.    tests/e2e/test_nodes.py */
#ifndef ND_NODE_NODE_OPS_H
#define ND_NODE_NODE_OPS_H

#include "base/arena.h"
#include "base/ids.h"
#include "base/slice.h"
#include "base/status.h"

enum nd_node_op_kind {
    ND_NODE_OP_DRAIN = 1, /* it shall lead nothing; answered when that is so, or cannot be */
    ND_NODE_OP_UNDRAIN = 2,
    ND_NODE_OP_DECOMMISSION = 3, /* its replicas shall move to other nodes */
    ND_NODE_OP_RECOMMISSION = 4,
    ND_NODE_OP_REMOVE = 5,       /* for good; it has no replicas any more */
    ND_NODE_OP_KIND_COUNT
};

struct nd_node_op {
    enum nd_node_op_kind kind;
    struct nd_node_id node; /* whom it concerns; any node takes the request and passes it on */
};
struct nd_node_op_reply {
    enum nd_status status;
    struct nd_slice text; /* a line for people */
};

void nd_node_op_encode(const struct nd_node_op *op, struct nd_buf *out);
ND_RESULT nd_node_op_decode(struct nd_slice bytes, struct nd_node_op *op_out); /* MALFORMED */
void nd_node_op_reply_encode(const struct nd_node_op_reply *reply, struct nd_buf *out);
ND_RESULT nd_node_op_reply_decode(struct nd_slice bytes, struct nd_node_op_reply *reply_out); /* borrows */

/* Asks the addresses ("host:port,host:port") in turn until one answers. The reply's text lives on the
 * arena. UNREACHABLE, TIMEOUT, or the reply's own status. */
ND_RESULT nd_node_op_call(const char *addrs, const struct nd_node_op *op, uint64_t timeout_ms, struct nd_arena *arena,
                          struct nd_node_op_reply *reply_out);

#endif
