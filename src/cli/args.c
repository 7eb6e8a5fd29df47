/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/args.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/commands.h"

void nd_cli_args_print_help(const struct nd_cli_usage *usage)
{
    printf("usage: %s %s\n\n%s\n", usage->command, usage->arguments, usage->about);
    if (usage->flag_count > 0) printf("\nflags:\n");
    for (size_t i = 0; i < usage->flag_count; i++) {
        const struct nd_cli_flag *flag = &usage->flags[i];
        char text[64], letter[8] = "    ";
        if (flag->letter != 0) snprintf(letter, sizeof letter, "-%c, ", flag->letter);
        snprintf(text, sizeof text, "--%s%s%s", flag->name, flag->placeholder != NULL ? " " : "", flag->placeholder != NULL ? flag->placeholder : "");
        printf("  %s%-22s %s\n", letter, text, flag->help);
    }
    printf("      %-22s %s\n", "--help", "this text");
    if (usage->more != NULL) printf("\n%s", usage->more);
}

static const char *flag_name(const void *arg, size_t i)
{
    const struct nd_cli_usage *usage = arg;
    return i < usage->flag_count ? usage->flags[i].name : i == usage->flag_count ? "help" : NULL;
}

static bool refuse(const struct nd_cli_usage *usage, int *exit_out, const char *what, const char *given, const char *why)
{
    fprintf(stderr, "%s: %s '%s'%s\n", usage->command, what, given, why);
    *exit_out = ND_EXIT_USAGE;
    return false;
}

static bool refuse_flag(const struct nd_cli_usage *usage, int *exit_out, const char *given, size_t name_bytes)
{
    char name[64], why[160];
    snprintf(name, sizeof name, "%.*s", name_bytes < sizeof name ? (int)name_bytes : (int)sizeof name - 1, given + 2);
    const char *nearest = nd_nearest_word(name, usage, flag_name);
    if (nearest != NULL) snprintf(why, sizeof why, ": no such flag; did you mean --%s?", nearest);
    else snprintf(why, sizeof why, ": no such flag; '%s --help' lists them", usage->command);
    return refuse(usage, exit_out, "", given, why);
}

static const struct nd_cli_flag *find_flag(const struct nd_cli_usage *usage, const char *name, size_t n)
{
    for (size_t i = 0; i < usage->flag_count; i++)
        if (strlen(usage->flags[i].name) == n && memcmp(usage->flags[i].name, name, n) == 0) return &usage->flags[i];
    return NULL;
}

static const struct nd_cli_flag *find_letter(const struct nd_cli_usage *usage, char letter)
{
    for (size_t i = 0; i < usage->flag_count; i++)
        if (usage->flags[i].letter == letter && letter != 0) return &usage->flags[i];
    return NULL;
}

static bool take_value(const struct nd_cli_usage *usage, const struct nd_cli_flag *flag, const char *value, int *exit_out)
{
    if (flag->kind == ND_CLI_TEXT) {
        *(const char **)flag->to = value;
        return true;
    }
    size_t digits = strspn(value, "0123456789");
    errno = 0;
    uint64_t v = strtoull(value, NULL, 10);
    bool is_number = digits > 0 && value[digits] == '\0' && errno == 0;
    if (!is_number || v < flag->min || v > flag->max) {
        char what[80], why[96];
        snprintf(what, sizeof what, "--%s", flag->name);
        snprintf(why, sizeof why, ": expected a number of %llu to %llu", (unsigned long long)flag->min, (unsigned long long)flag->max);
        return refuse(usage, exit_out, what, value, why);
    }
    *(uint64_t *)flag->to = v;
    return true;
}

bool nd_cli_args_parse(const struct nd_cli_usage *usage, int argc, char **argv, int *positional_out, int *exit_out)
{
    int positional = 0;
    bool has_flags = true;
    for (int i = 1; i < argc; i++) {
        char *arg = argv[i];
        if (!has_flags || arg[0] != '-' || arg[1] == '\0') {
            if (positional == usage->positional_max) return refuse(usage, exit_out, "unexpected argument", arg, "");
            argv[1 + positional++] = arg;
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            has_flags = false;
            continue;
        }
        if (strcmp(arg, "--help") == 0) {
            nd_cli_args_print_help(usage);
            *exit_out = ND_EXIT_OK;
            return false;
        }
        const struct nd_cli_flag *flag;
        const char *value = NULL;
        if (arg[1] == '-') {
            size_t n = strcspn(arg + 2, "=");
            flag = find_flag(usage, arg + 2, n);
            if (flag == NULL) return refuse_flag(usage, exit_out, arg, n);
            if (arg[2 + n] == '=') value = arg + 3 + n;
        } else {
            flag = find_letter(usage, arg[1]);
            if (flag == NULL) return refuse(usage, exit_out, "", arg, ": no such flag");
            if (arg[2] != '\0') value = arg + 2;
        }
        if (flag->is_given != NULL) *flag->is_given = true;
        if (flag->kind == ND_CLI_SWITCH) {
            if (value != NULL) return refuse(usage, exit_out, "", arg, ": takes no value");
            *(bool *)flag->to = true;
            continue;
        }
        if (value == NULL && i + 1 == argc) return refuse(usage, exit_out, "", arg, ": expected a value after it");
        if (value == NULL) value = argv[++i];
        if (!take_value(usage, flag, value, exit_out)) return false;
    }
    *positional_out = positional;
    return true;
}
