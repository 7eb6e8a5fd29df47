/* SPDX-License-Identifier: Apache-2.0 */
/* commands.h - the `ndoto` command and its subcommands.
 *
 * Role.       nd_cli_main finds the subcommand in one table (cli.c) and runs it. Each subcommand gets
 *             its own argv (argv[0] is its name), answers --help itself, and returns the exit status of
 *             the process: ND_EXIT_OK, ND_EXIT_FAILED, ND_EXIT_USAGE.
 * Threading.  The main thread.
 * Testing.    tests/unit/cli_*.c, tests/e2e */
#ifndef ND_CLI_COMMANDS_H
#define ND_CLI_COMMANDS_H

#include "base/assert.h"

#define ND_EXIT_FAILED 1 /* the command was understood but did not succeed */

int nd_cli_main(int argc, char **argv);

int nd_cli_start(int argc, char **argv);   /* one node, until SIGINT or SIGTERM */
int nd_cli_demo(int argc, char **argv);    /* a cluster of local processes */
int nd_cli_sql(int argc, char **argv);     /* SQL shell and script runner */
int nd_cli_status(int argc, char **argv);  /* nodes, shards, leaders, lag */
int nd_cli_node(int argc, char **argv);    /* drain and the like */
int nd_cli_kv(int argc, char **argv);      /* key-value front door */
int nd_cli_bench(int argc, char **argv);   /* load generator */
int nd_cli_debug(int argc, char **argv);   /* looks into a node's files */
int nd_cli_sim(int argc, char **argv);     /* deterministic simulation */
int nd_cli_version(int argc, char **argv);

#endif
