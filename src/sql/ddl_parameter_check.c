/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_parameter_check.c - which storage parameters there are: PostgreSQL 15's, with their bounds, and our own (ddl_parameter.c). */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "sql/ddl_int.h"

struct parameter {
    const char *name;
    unsigned of; /* bits: enum nd__parameter_of */
    enum { IS_OWN, IS_BOOL, IS_INT, IS_REAL, IS_CLEANUP, IS_CHECK } kind;
    double min, max;
};

#define HEAP ND__PARAMETER_OF_TABLE
#define BOTH (ND__PARAMETER_OF_TABLE | ND__PARAMETER_OF_TOAST)

static const struct parameter parameters[] = {
    {"replicas", HEAP, IS_OWN, 0, 0},
    {"placement", HEAP, IS_OWN, 0, 0},
    {"leaders", HEAP, IS_OWN, 0, 0},
    {"shards", HEAP | ND__PARAMETER_OF_INDEX, IS_INT, 2, ND_INDEX_SHARDS_MAX},
    {"fillfactor", HEAP | ND__PARAMETER_OF_INDEX, IS_INT, 10, 100},
    {"deduplicate_items", ND__PARAMETER_OF_INDEX, IS_BOOL, 0, 0},
    {"security_barrier", ND__PARAMETER_OF_VIEW, IS_BOOL, 0, 0},
    {"security_invoker", ND__PARAMETER_OF_VIEW, IS_BOOL, 0, 0},
    {"check_option", ND__PARAMETER_OF_VIEW, IS_CHECK, 0, 0},
    {"autovacuum_enabled", BOTH, IS_BOOL, 0, 0},
    {"user_catalog_table", HEAP, IS_BOOL, 0, 0},
    {"vacuum_truncate", BOTH, IS_BOOL, 0, 0},
    {"vacuum_index_cleanup", BOTH, IS_CLEANUP, 0, 0},
    {"toast_tuple_target", HEAP, IS_INT, 128, 8160},
    {"parallel_workers", HEAP, IS_INT, 0, 1024},
    {"autovacuum_vacuum_threshold", BOTH, IS_INT, 0, INT_MAX},
    {"autovacuum_vacuum_insert_threshold", BOTH, IS_INT, -1, INT_MAX},
    {"autovacuum_analyze_threshold", HEAP, IS_INT, 0, INT_MAX},
    {"autovacuum_vacuum_cost_limit", BOTH, IS_INT, 1, 10000},
    {"autovacuum_freeze_min_age", BOTH, IS_INT, 0, 1000000000},
    {"autovacuum_freeze_max_age", BOTH, IS_INT, 100000, 2000000000},
    {"autovacuum_freeze_table_age", BOTH, IS_INT, 0, 2000000000},
    {"autovacuum_multixact_freeze_min_age", BOTH, IS_INT, 0, 1000000000},
    {"autovacuum_multixact_freeze_max_age", BOTH, IS_INT, 10000, 2000000000},
    {"autovacuum_multixact_freeze_table_age", BOTH, IS_INT, 0, 2000000000},
    {"log_autovacuum_min_duration", BOTH, IS_INT, -1, INT_MAX},
    {"autovacuum_vacuum_cost_delay", BOTH, IS_REAL, 0, 100},
    {"autovacuum_vacuum_scale_factor", BOTH, IS_REAL, 0, 100},
    {"autovacuum_vacuum_insert_scale_factor", BOTH, IS_REAL, 0, 100},
    {"autovacuum_analyze_scale_factor", HEAP, IS_REAL, 0, 100},
};

static const struct parameter *find(const char *name, unsigned of)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(parameters); i++)
        if ((parameters[i].of & of) != 0 && strcmp(parameters[i].name, name) == 0) return &parameters[i];
    return NULL;
}

static enum nd_status is_invalid(struct nd__ddl *ddl, const struct parameter *parameter, const char *type, const char *value)
{
    return nd_err_set(ddl->err, "22023", "invalid value for %s option \"%s\": %s", type, parameter->name, value);
}

static enum nd_status is_out_of_bounds(struct nd__ddl *ddl, const struct parameter *parameter, const char *value)
{
    (void)nd_err_set(ddl->err, "22023", "value %s out of bounds for option \"%s\"", value, parameter->name);
    if (parameter->kind == IS_REAL) return nd_err_detail(ddl->err, "Valid values are between \"%f\" and \"%f\".", parameter->min, parameter->max);
    return nd_err_detail(ddl->err, "Valid values are between \"%.0f\" and \"%.0f\".", parameter->min, parameter->max);
}

static bool is_rest_blank(const char *text)
{
    while (*text == ' ' || (*text >= '\t' && *text <= '\r')) text++;
    return *text == '\0';
}

/* Fractions are rounded, as PostgreSQL does. */
static bool parse_number(const char *value, bool is_real, double *out)
{
    char *end;
    *out = strtod(value, &end);
    if (end == value || !is_rest_blank(end) || isnan(*out)) return false;
    if (is_real) return true;
    *out = rint(*out);
    return *out >= INT_MIN && *out <= INT_MAX;
}

static enum nd_status check_number(struct nd__ddl *ddl, const struct parameter *parameter, const char *value)
{
    double number;
    bool is_real = parameter->kind == IS_REAL;
    if (!parse_number(value, is_real, &number)) return is_invalid(ddl, parameter, is_real ? "floating point" : "integer", value);
    return number < parameter->min || number > parameter->max ? is_out_of_bounds(ddl, parameter, value) : ND_STATUS_OK;
}

/* As in settings: any beginning of a word that only one has. */
static bool parse_bool(const char *value, bool *out)
{
    static const struct {
        const char *word;
        size_t least;
        bool is_true;
    } words[] = {{"true", 1, true}, {"false", 1, false}, {"yes", 1, true}, {"no", 1, false}, {"on", 2, true}, {"off", 2, false}, {"1", 1, true}, {"0", 1, false}};
    size_t n = strlen(value);
    for (size_t i = 0; i < ND_ARRAY_LEN(words); i++) {
        if (n < words[i].least || n > strlen(words[i].word) || strncasecmp(value, words[i].word, n) != 0) continue;
        *out = words[i].is_true;
        return true;
    }
    return false;
}

static bool is_one_of(const char *value, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(value, words[i]) == 0) return true;
    return false;
}

static enum nd_status check_value(struct nd__ddl *ddl, const struct parameter *parameter, const char *value)
{
    static const char *const cleanups[] = {"auto", "on", "off", "true", "false", "yes", "no", "1", "0"}, *const checks[] = {"local", "cascaded"};
    bool is_true;
    switch (parameter->kind) {
    case IS_OWN: return ND_STATUS_OK;
    case IS_BOOL: return parse_bool(value, &is_true) ? ND_STATUS_OK : is_invalid(ddl, parameter, "boolean", value);
    case IS_INT:
    case IS_REAL: return check_number(ddl, parameter, value);
    case IS_CLEANUP:
        if (is_one_of(value, cleanups, ND_ARRAY_LEN(cleanups))) return ND_STATUS_OK;
        (void)is_invalid(ddl, parameter, "enum", value);
        return nd_err_detail(ddl->err, "Valid values are \"on\", \"off\", and \"auto\".");
    case IS_CHECK:
        if (is_one_of(value, checks, ND_ARRAY_LEN(checks))) return ND_STATUS_OK;
        (void)is_invalid(ddl, parameter, "enum", value);
        return nd_err_detail(ddl->err, "Valid values are \"local\" and \"cascaded\".");
    }
    ND_UNREACHABLE();
}

static bool is_same(const struct nd_ast_option *a, const struct nd_ast_option *b)
{
    return strcmp(a->name, b->name) == 0 && (a->space == NULL) == (b->space == NULL) && (a->space == NULL || strcmp(a->space, b->space) == 0);
}

/* Of a CREATE TABLE from before there were none: without row ids of their own, which they say so. */
static enum nd_status check_oids(struct nd__ddl *ddl, const struct nd_ast_option *option)
{
    bool is_true = true;
    if (option->value != NULL && !parse_bool(option->value, &is_true)) return nd_err_set(ddl->err, "42601", "oids requires a Boolean value");
    return is_true ? nd_err_set(ddl->err, "0A000", "tables declared WITH OIDS are not supported") : ND_STATUS_OK;
}

static bool is_of_toast(const struct nd_ast_option *option, enum nd__parameter_of of)
{
    return option->space != NULL && strcmp(option->space, "toast") == 0 && (of == ND__PARAMETER_OF_TABLE || of == ND__PARAMETER_OF_VIEW);
}

/* Each has to be one that there is, with a value that it can have; none twice. */
enum nd_status nd__ddl_check_parameters(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count, enum nd__parameter_of of, bool is_new)
{
    for (size_t i = 0; i < count; i++)
        if (options[i].space != NULL && !is_of_toast(&options[i], of)) return nd_err_set(ddl->err, "22023", "unrecognized parameter namespace \"%s\"", options[i].space);
    for (size_t i = 0; i < count; i++) {
        const struct nd_ast_option *option = &options[i];
        bool is_toast = option->space != NULL;
        if (is_toast && of == ND__PARAMETER_OF_VIEW) continue;
        if (is_new && of == ND__PARAMETER_OF_TABLE && !is_toast && strcmp(option->name, "oids") == 0) {
            ND_TRY(check_oids(ddl, option));
            continue;
        }
        const struct parameter *parameter = find(option->name, is_toast ? ND__PARAMETER_OF_TOAST : of);
        if (parameter == NULL) return nd_err_set(ddl->err, "22023", "unrecognized parameter \"%s\"", option->name);
        for (size_t k = 0; k < i; k++)
            if (is_same(&options[k], option)) return nd_err_set(ddl->err, "22023", "parameter \"%s\" specified more than once", option->name);
        ND_TRY(check_value(ddl, parameter, option->value == NULL ? "true" : option->value));
    }
    return ND_STATUS_OK;
}

/* Whatever their names: what there is not is not set, either. */
enum nd_status nd__ddl_check_reset(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (options[i].value != NULL) return nd_err_set(ddl->err, "42601", "RESET must not include values for parameters");
    return ND_STATUS_OK;
}
