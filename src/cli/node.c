/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - `ndoto node`: what is done to whole nodes. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "node/node_ops.h"

static const struct {
    const char *name;
    enum nd_node_op_kind kind;
} verbs[] = {
    {"drain", ND_NODE_OP_DRAIN},
    {"undrain", ND_NODE_OP_UNDRAIN},
    {"decommission", ND_NODE_OP_DECOMMISSION},
    {"recommission", ND_NODE_OP_RECOMMISSION},
    {"remove", ND_NODE_OP_REMOVE},
};

static int run(const char *addrs, const struct nd_node_op *op, uint64_t timeout_s)
{
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_node_op_reply reply;
    nd_heap_init(&heap, false);
    nd_arena_init(&arena, &heap);
    enum nd_status status = nd_node_op_call(addrs, op, timeout_s * 1000, &arena, &reply);
    if (reply.text.n > 0)
        fprintf(status == ND_STATUS_OK ? stdout : stderr, "%.*s\n", (int)reply.text.n, (const char *)reply.text.p);
    else if (status != ND_STATUS_OK)
        fprintf(stderr, "ndoto node: %s: %s; is a node running there? --addrs takes RPC addresses\n", addrs,
                nd_status_text(status));
    nd_arena_deinit(&arena);
    return status == ND_STATUS_OK ? ND_EXIT_OK : ND_EXIT_FAILED;
}

int nd_cli_node(int argc, char **argv)
{
    const char *addrs = "127.0.0.1:7400";
    uint64_t timeout_s = 30;
    const struct nd_cli_flag flags[] = {
        {"addrs", 'a', ND_CLI_TEXT, "HOST:PORT,...", "RPC addresses of some nodes [127.0.0.1:7400]", &addrs, 0, 0,
         NULL},
        {"timeout", 0, ND_CLI_NUMBER, "SECONDS", "how long to wait for the answer [30]", &timeout_s, 1, 3600, NULL},
    };
    const struct nd_cli_usage usage = {
        "ndoto node",
        "drain | undrain | decommission | recommission | remove NODE  [FLAGS]",
        "Works on whole nodes; NODE is the number that 'ndoto status' shows. Any node takes the request.\n"
        "  drain NODE    leadership of all its shards goes to other nodes, and it takes none until undrained or\n"
        "                started again; it goes on to serve SQL. Stopping a node with SIGTERM does this first.\n"
        "  undrain NODE  it may lead again\n"
        "  decommission NODE  its replicas move to other nodes, if there are enough; 'ndoto status' shows how far\n"
        "  recommission NODE  it stays after all\n"
        "  remove NODE   forgets a node that has no replicas any more; it never comes back under its number\n"
        "A node is added by starting it with 'join' naming nodes of the cluster: ndoto start --join HOST:PORT,...",
        flags,
        ND_ARRAY_LEN(flags),
        2,
        "example:\n  ndoto node drain 2 --addrs 127.0.0.1:7400\n"};
    int positional, exit_code;
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    struct nd_node_op op = {0};
    for (size_t i = 0; i < ND_ARRAY_LEN(verbs) && positional == 2; i++)
        if (strcmp(argv[1], verbs[i].name) == 0) op.kind = verbs[i].kind;
    char *end = NULL;
    if (positional == 2) op.node.v = strtoull(argv[2], &end, 10);
    if (op.kind == 0 || op.node.v == 0 || *end != '\0') {
        fprintf(stderr,
                "ndoto node: say what to do and to which node, as in 'ndoto node drain 2' ('ndoto node --help')\n");
        return ND_EXIT_USAGE;
    }
    return run(addrs, &op, timeout_s);
}
