/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/args.h"
#include "cli/commands.h"

struct command {
    const char *name, *summary;
    int (*run)(int argc, char **argv);
};

static int run_help(int argc, char **argv);

static const struct command commands[] = {
    {"start", "run one node until SIGINT or SIGTERM", nd_cli_start},
    {"demo", "start a cluster of nodes on this machine, with sample data and a SQL prompt", nd_cli_demo},
    {"sql", "SQL shell; runs statements and scripts", nd_cli_sql},
    {"kv", "get, put, delete and scan keys of the key-value store", nd_cli_kv},
    {"bench", "drive a cluster and measure it: ndoto bench kv", nd_cli_bench},
    {"status", "show nodes, shards, leaders and lag", nd_cli_status},
    {"node", "drain, decommission or remove a node", nd_cli_node},
    {"debug", "look into a node's files: its log, its groups, its shards", nd_cli_debug},
    {"sim", "run clusters in a simulated world, with faults, from seeds", nd_cli_sim},
    {"version", "show the version", nd_cli_version},
    {"help", "show this text, or that of a command: ndoto help demo", run_help},
};

static void print_overview(FILE *to)
{
    fprintf(to, "Ndoto: a distributed SQL and key-value database.\n\nusage: ndoto COMMAND [FLAGS]\n\ncommands:\n");
    for (size_t i = 0; i < ND_ARRAY_LEN(commands); i++) fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fprintf(to, "\n'ndoto COMMAND --help' says more. To try it: ndoto demo\n");
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(commands); i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

static const char *command_name(const void *arg, size_t i)
{
    ND_UNUSED(arg);
    return i < ND_ARRAY_LEN(commands) ? commands[i].name : NULL;
}

static int refuse_command(const char *name)
{
    const char *nearest = nd_nearest_word(name, NULL, command_name);
    if (nearest != NULL) fprintf(stderr, "ndoto: there is no command '%s'; did you mean '%s'?\n", name, nearest);
    else fprintf(stderr, "ndoto: there is no command '%s'; 'ndoto help' lists them\n", name);
    return ND_EXIT_USAGE;
}

static int run_help(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "help") == 0 || strncmp(argv[1], "--", 2) == 0) {
        print_overview(stdout);
        return ND_EXIT_OK;
    }
    const struct command *command = find_command(argv[1]);
    if (command == NULL) return refuse_command(argv[1]);
    char name[32], flag[] = "--help";
    snprintf(name, sizeof name, "%s", command->name);
    char *help_argv[] = {name, flag, NULL};
    return command->run(2, help_argv);
}

int nd_cli_version(int argc, char **argv)
{
    int positional, exit_code;
    const struct nd_cli_usage usage = {"ndoto version", "", "Prints the version, how it was built, and the compiler.", NULL, 0, 0, NULL};
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    printf("ndoto %s (%s, %s)\n", ND_VERSION, ND_BUILD_TYPE,
#ifdef __clang__
           "clang " __clang_version__
#else
           "gcc " __VERSION__
#endif
    );
    return ND_EXIT_OK;
}

int nd_cli_main(int argc, char **argv)
{
    if (argc < 2) {
        print_overview(stderr);
        return ND_EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
    if (strcmp(name, "--version") == 0) name = "version";
    const struct command *command = find_command(name);
    if (command == NULL) return refuse_command(name);
    return command->run(argc - 1, argv + 1);
}
