/* SPDX-License-Identifier: Apache-2.0 */
/* args.h - flags of a subcommand: one table says how they are read and what --help prints.
 *
 * Format.     --name VALUE, --name=VALUE, -n VALUE; switches stand alone; -- ends the flags.
 * Threading.  Pure functions, but for printing.
 * Testing.    tests/unit/cli_args.c */
#ifndef ND_CLI_ARGS_H
#define ND_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nd_cli_flag_kind { ND_CLI_SWITCH, ND_CLI_TEXT, ND_CLI_NUMBER };

struct nd_cli_flag {
    const char *name;        /* "sql-port" */
    char letter;             /* 'p'; 0: none */
    enum nd_cli_flag_kind kind;
    const char *placeholder; /* "PORT"; NULL for switches */
    const char *help;
    void *to;                /* bool *, const char ** (borrows argv), uint64_t * */
    uint64_t min, max;       /* of numbers */
    bool *is_given;          /* may be NULL */
};

struct nd_cli_usage {
    const char *command;   /* "ndoto demo" */
    const char *arguments; /* "[FLAGS] [FILE]" */
    const char *about;     /* lines below the usage line */
    const struct nd_cli_flag *flags;
    size_t flag_count;
    int positional_max;
    const char *more; /* printed after the flags: examples; may be NULL */
};

/* True: go on; what is no flag is moved to argv[1..*positional_out]. False: leave with *exit_out
 * (--help printed to stdout, or an error to stderr). */
bool nd_cli_args_parse(const struct nd_cli_usage *usage, int argc, char **argv, int *positional_out, int *exit_out);
void nd_cli_args_print_help(const struct nd_cli_usage *usage);

#endif
