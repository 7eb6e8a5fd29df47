/* SPDX-License-Identifier: Apache-2.0 */
/* local_node.h - one node of a demo: its folder, configuration file and process.
 *
 * Role.       What `ndoto demo` needs for each of its nodes. A node is an ordinary `ndoto start --dir
 *             DIR/node<i>`, so each can be killed and started again by hand.
 * Owner.      demo.c.
 * Format.     DIR/node<i>/ndoto.conf, ndoto.pid (its process id, written by the node), stderr.log.
 * Testing.    tests/e2e/test_demo.py */
#ifndef ND_CLI_LOCAL_NODE_H
#define ND_CLI_LOCAL_NODE_H

#include <sys/types.h>

#include "base/heap.h"
#include "base/slice.h"

#define ND_CLI_DEMO_NODES_MAX 9

struct nd_cli_local_node {
    unsigned number;     /* from 1 */
    uint16_t sql_port, rpc_port, http_port;
    char dir[3072];
    pid_t child;         /* started by this process and not reaped yet; 0: none */
};

/* Which nodes a demo folder holds: folders node1, node2, ... with an ndoto.conf. */
unsigned nd_cli_local_nodes_count(const char *demo_dir);
/* Reads ports back from the configuration file. False: not readable or not valid (told on stderr). */
bool nd_cli_local_node_load(struct nd_cli_local_node *node, struct nd_heap *heap);
/* Writes the configuration file (atomically: a second file is renamed over it). */
bool nd_cli_local_node_save(const struct nd_cli_local_node *nodes, unsigned count, unsigned i, struct nd_heap *heap);
/* False: the port is taken; says which and what to do on stderr. */
bool nd_cli_local_node_check_ports(const struct nd_cli_local_node *node);
/* Starts the process, in a process group of its own (Ctrl-C is for the demo). */
bool nd_cli_local_node_spawn(struct nd_cli_local_node *node);
/* The process that serves this folder now, by its ndoto.pid, whoever started it; 0: none. */
pid_t nd_cli_local_node_pid(const struct nd_cli_local_node *node);
/* The end of its stderr.log, to explain a failed start. */
void nd_cli_local_node_print_stderr(const struct nd_cli_local_node *node);

#endif
