/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_parameter.c - storage parameters of tables: those that say where their shards are (docs/adr/0022), and how many.
 *
 *   WITH (...), SET (...), RESET (...)
 *     replicas   voters of each shard
 *     placement  which nodes may have one: [-]key=value, ... of their localities
 *     leaders    which of them shall lead, if they can
 *     shards     over how many buckets its rows are spread by the hash of their keys (0023); of indexes and keys, too
 *
 * PostgreSQL's own parameters are of its files: they are checked (ddl_parameter_check.c) and mean nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "meta/locality.h"
#include "sql/ddl_int.h"

#define REPLICAS_SETTABLE 5 /* of ND_REPLICAS_MAX: a member that comes takes a place before another goes */

static bool is_own(const char *name) { return strcmp(name, "replicas") == 0 || strcmp(name, "placement") == 0 || strcmp(name, "leaders") == 0 || strcmp(name, "shards") == 0; }

bool nd__ddl_ignores_parameters(const struct nd_ast_alter *alter)
{
    if (alter->kind != ND_AST_SET_PARAMETERS && alter->kind != ND_AST_RESET_PARAMETERS) return false;
    for (size_t i = 0; i < alter->option_count; i++)
        if (is_own(alter->options[i].name)) return false;
    return true;
}

static enum nd_status check_value(struct nd__ddl *ddl, const char *name, const char *value)
{
    if (strcmp(name, "shards") == 0) return ND_STATUS_OK; /* ddl_parameter_check.c */
    if (strcmp(name, "replicas") == 0) {
        char *end;
        long count = strtol(value, &end, 10);
        if (end == value || *end != '\0') return nd_err_set(ddl->err, "22023", "invalid value for integer option \"replicas\": %s", value);
        if (count >= 1 && count <= REPLICAS_SETTABLE) return ND_STATUS_OK;
        (void)nd_err_set(ddl->err, "22023", "value %s out of bounds for option \"replicas\"", value);
        return nd_err_detail(ddl->err, "Valid values are between \"1\" and \"%d\".", REPLICAS_SETTABLE);
    }
    struct nd_constraint constraint;
    if (nd_constraint_parse(nd_slice_str(value), &constraint)) return ND_STATUS_OK;
    (void)nd_err_set(ddl->err, "22023", "invalid value for option \"%s\": %s", name, value);
    return nd_err_hint(ddl->err, "Expected up to %d of key=value or -key=value, separated by commas, such as 'region=eu,-zone=c'.", ND_CONSTRAINT_TERMS_MAX);
}

/* Sets or takes away (value NULL) one of them; they stay in the order of their names. */
static void put(struct nd__ddl *ddl, struct nd_table *table, const char *name, const char *value)
{
    const char **options = nd_arena_array(ddl->arena, const char *, table->option_count + 2);
    size_t count = 0, n = strlen(name);
    const char *written = value == NULL ? NULL : nd_arena_printf(ddl->arena, "%s=%s", name, value);
    for (size_t i = 0; i < table->option_count; i++) {
        bool is_it = strncmp(table->options[i], name, n) == 0 && table->options[i][n] == '=';
        if (written != NULL && strcmp(table->options[i], name) > 0) {
            options[count++] = written;
            written = NULL;
        }
        if (!is_it) options[count++] = table->options[i];
    }
    if (written != NULL) options[count++] = written;
    table->options = options;
    table->option_count = count;
}

static const char *value_of(const struct nd_ast_option *option) { return option->value == NULL ? "" : option->value; }

void nd__ddl_index_parameters(const struct nd_ast_option *options, size_t count, unsigned *shards)
{
    for (size_t i = 0; i < count; i++)
        if (options[i].space == NULL && strcmp(options[i].name, "shards") == 0) *shards = (unsigned)rint(strtod(value_of(&options[i]), NULL));
}

void nd__ddl_change_shards(const struct nd_ast_alter *alter, unsigned *shards)
{
    if (alter->kind == ND_AST_SET_PARAMETERS) nd__ddl_index_parameters(alter->options, alter->option_count, shards);
    for (size_t i = 0; alter->kind == ND_AST_RESET_PARAMETERS && i < alter->option_count; i++)
        if (strcmp(alter->options[i].name, "shards") == 0) *shards = 0;
}

/* The rows are the primary index, whether they have a key of their own or a hidden one. */
enum nd_status nd__ddl_parameters(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count, struct nd__draft *draft)
{
    unsigned *shards = &draft->indexes[0].shards, of_key = draft->before == NULL ? *shards : 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_own(options[i].name)) continue;
        ND_TRY(check_value(ddl, options[i].name, value_of(&options[i])));
        if (strcmp(options[i].name, "shards") != 0) put(ddl, draft->table, options[i].name, value_of(&options[i]));
    }
    nd__ddl_index_parameters(options, count, shards);
    if (of_key == 0 || of_key == *shards) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "22023", "the table \"%s\" has %u shards, and its primary key %u", draft->table->name, *shards, of_key);
}

enum nd_status nd__ddl_set_parameters(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_option *options, size_t count, bool is_reset)
{
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    if (!is_reset) ND_TRY(nd__ddl_parameters(ddl, options, count, &draft));
    for (size_t i = 0; i < count && is_reset; i++) {
        if (!is_own(options[i].name)) continue;
        put(ddl, draft.table, options[i].name, NULL);
        if (strcmp(options[i].name, "shards") == 0) draft.indexes[0].shards = 0;
    }
    bool has_other_keys = draft.indexes[0].shards != table->indexes[0].shards;
    return has_other_keys ? nd__ddl_rebuild(ddl, &draft) : nd__ddl_write(ddl, &draft);
}
