/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_parameter.c - storage parameters of tables: those that say where their shards are (docs/adr/0022), and how many.
 *
 *   WITH (...), SET (...), RESET (...)
 *     replicas   voters of each shard
 *     placement  which nodes may have one: [-]key=value, ... of their localities
 *     leaders    which of them shall lead, if they can
 *     shards     over how many buckets its rows are spread by the hash of their keys (0023); of indexes and keys, too
 *
 * PostgreSQL's own parameters are of its files: they are checked (ddl_parameter_check.c), kept, shown, and mean nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "meta/locality.h"
#include "sql/ddl_int.h"

#define REPLICAS_SETTABLE 5 /* of ND_REPLICAS_MAX: a member that comes takes a place before another goes */

static bool is_own(const char *name) { return strcmp(name, "replicas") == 0 || strcmp(name, "placement") == 0 || strcmp(name, "leaders") == 0 || strcmp(name, "shards") == 0; }

bool nd__ddl_sets_foreign(const struct nd_ast_alter *alter)
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

struct options {
    const char *const *items;
    size_t count;
};

/* Sets or takes away (value NULL) one of them. Our own stay in the order of their names, before PostgreSQL's, which are in the order in which they were set. */
static struct options put(struct nd__ddl *ddl, const char *const *before, size_t before_count, const char *name, const char *value)
{
    const char **options = nd_arena_array(ddl->arena, const char *, before_count + 2);
    size_t count = 0, n = strlen(name);
    const char *written = value == NULL ? NULL : nd_arena_printf(ddl->arena, "%s=%s", name, value);
    for (size_t i = 0; i < before_count; i++) {
        bool is_it = strncmp(before[i], name, n) == 0 && before[i][n] == '=';
        char its[ND_NAME_BYTES_MAX + 1];
        snprintf(its, sizeof its, "%.*s", (int)strcspn(before[i], "="), before[i]);
        if (written != NULL && is_own(name) && (!is_own(its) || strcmp(its, name) > 0)) {
            options[count++] = written;
            written = NULL;
        }
        if (!is_it) options[count++] = before[i];
    }
    if (written != NULL) options[count++] = written;
    return (struct options){options, count};
}

static void put_in_table(struct nd__ddl *ddl, struct nd_table *table, const char *name, const char *value)
{
    struct options options = put(ddl, table->options, table->option_count, name, value);
    table->options = options.items;
    table->option_count = options.count;
}

static void put_in_index(struct nd__ddl *ddl, struct nd_index *index, const char *name, const char *value)
{
    struct options options = put(ddl, index->options, index->option_count, name, value);
    index->options = options.items;
    index->option_count = options.count;
}

static const char *value_of(const struct nd_ast_option *option) { return option->value == NULL ? "" : option->value; }

static const char *value_or_true(const struct nd_ast_option *option) { return option->value == NULL ? "true" : option->value; }

void nd__ddl_index_parameters(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count, struct nd_index *index)
{
    for (size_t i = 0; i < count; i++) {
        if (options[i].space != NULL) continue;
        if (strcmp(options[i].name, "shards") == 0) index->shards = (unsigned)rint(strtod(value_of(&options[i]), NULL));
        else put_in_index(ddl, index, options[i].name, value_or_true(&options[i]));
    }
}

void nd__ddl_change_parameters(struct nd__ddl *ddl, const struct nd_ast_alter *alter, struct nd_index *index)
{
    if (alter->kind == ND_AST_SET_PARAMETERS) nd__ddl_index_parameters(ddl, alter->options, alter->option_count, index);
    for (size_t i = 0; alter->kind == ND_AST_RESET_PARAMETERS && i < alter->option_count; i++) {
        put_in_index(ddl, index, alter->options[i].name, NULL);
        if (strcmp(alter->options[i].name, "shards") == 0) index->shards = 0;
    }
}

/* The rows are the primary index, whether they have a key of their own or a hidden one. */
enum nd_status nd__ddl_parameters(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count, struct nd__draft *draft)
{
    unsigned *shards = &draft->indexes[0].shards, of_key = draft->before == NULL ? *shards : 0;
    for (size_t i = 0; i < count; i++) {
        const char *name = options[i].name;
        if (options[i].space != NULL || strcmp(name, "oids") == 0) continue;
        if (is_own(name)) ND_TRY(check_value(ddl, name, value_of(&options[i])));
        if (strcmp(name, "shards") == 0) *shards = (unsigned)rint(strtod(value_of(&options[i]), NULL));
        else put_in_table(ddl, draft->table, name, is_own(name) ? value_of(&options[i]) : value_or_true(&options[i]));
    }
    if (of_key == 0 || of_key == *shards) return ND_STATUS_OK;
    return nd_err_set(ddl->err, "22023", "the table \"%s\" has %u shards, and its primary key %u", draft->table->name, *shards, of_key);
}

enum nd_status nd__ddl_set_parameters(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_option *options, size_t count, bool is_reset)
{
    if (table->view != NULL) return ND_STATUS_OK; /* they mean nothing there, and nobody shows them */
    struct nd__draft draft = nd__ddl_draft(ddl, table, 0, 0);
    if (!is_reset) ND_TRY(nd__ddl_parameters(ddl, options, count, &draft));
    for (size_t i = 0; i < count && is_reset; i++) {
        if (options[i].space == NULL) put_in_table(ddl, draft.table, options[i].name, NULL);
        if (options[i].space == NULL && strcmp(options[i].name, "shards") == 0) draft.indexes[0].shards = 0;
    }
    bool has_other_keys = draft.indexes[0].shards != table->indexes[0].shards;
    return has_other_keys ? nd__ddl_rebuild(ddl, &draft) : nd__ddl_write(ddl, &draft);
}
