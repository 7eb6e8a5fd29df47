/* SPDX-License-Identifier: Apache-2.0 */
/* info_types.c - information_schema: domains, their constraints, the columns that have them. */
#include "sql/sys/sys_int.h"

/* Catalog, schema and name. */
static void set_three(struct nd__rows *rows, size_t at, const char *schema, const char *name)
{
    nd__set_s(rows, at, nd__database_name(rows));
    nd__set_s(rows, at + 1, schema);
    nd__set_s(rows, at + 2, name);
}

static void set_size(struct nd__rows *rows, size_t at, int64_t value)
{
    if (value >= 0) nd__set_i(rows, at, value);
}

/* The next domain from *i on; NULL: no more. */
static const struct nd_user_type *next_domain(const struct nd__rows *rows, size_t *i)
{
    const struct nd_user_type *type;
    while ((type = nd_catalog_type_at(rows->sys->all->view, (*i)++)) != NULL)
        if (nd_type_is_domain(type->id)) return type;
    return NULL;
}

static void set_udt(struct nd__rows *rows, size_t at, enum nd_type_id type)
{
    const struct nd_user_type *user = nd__sys_user_type(rows->sys, type);
    set_three(rows, at, user == NULL ? "pg_catalog" : user->schema_name, nd__type_typname(rows->sys, type, rows->arena));
}

static void emit_domains(struct nd__rows *rows, const void *item)
{
    const struct nd_user_type *domain;
    ND_UNUSED(item);
    for (size_t i = 0; (domain = next_domain(rows, &i)) != NULL;) {
        enum nd_type_id base = nd_type_said(domain->base);
        bool is_users = nd_type_user_kind(base) != ND_USER_NONE;
        struct nd__sizes sizes = nd__sizes_of(is_users ? ND_TYPE(ND_TYPE_BOOL) : domain->base);
        nd__rows_begin(rows);
        set_three(rows, info_domains__domain_catalog, domain->schema_name, domain->name);
        nd__set_s(rows, info_domains__data_type, is_users ? "USER-DEFINED" : nd_type_name(base));
        set_size(rows, info_domains__character_maximum_length, sizes.chars);
        set_size(rows, info_domains__character_octet_length, sizes.octets);
        set_size(rows, info_domains__numeric_precision, sizes.precision);
        set_size(rows, info_domains__numeric_precision_radix, sizes.radix);
        if (sizes.scale != INT64_MIN) nd__set_i(rows, info_domains__numeric_scale, sizes.scale);
        set_size(rows, info_domains__datetime_precision, sizes.datetime);
        if (rows->is_wanted[info_domains__domain_default]) nd__set_s(rows, info_domains__domain_default, nd__domain_default_text(rows->env, domain, rows->arena));
        set_udt(rows, info_domains__udt_catalog, base);
        nd__set_s(rows, info_domains__dtd_identifier, "1");
        nd__rows_put(rows);
    }
}

static void emit_domain_constraints(struct nd__rows *rows, const void *item)
{
    const struct nd_user_type *domain;
    ND_UNUSED(item);
    for (size_t i = 0; (domain = next_domain(rows, &i)) != NULL;)
        for (size_t k = 0; k < domain->check_count; k++) {
            nd__rows_begin(rows);
            set_three(rows, info_domain_constraints__constraint_catalog, domain->schema_name, domain->checks[k].name);
            set_three(rows, info_domain_constraints__domain_catalog, domain->schema_name, domain->name);
            nd__set_s(rows, info_domain_constraints__is_deferrable, "NO");
            nd__set_s(rows, info_domain_constraints__initially_deferred, "NO");
            nd__rows_put(rows);
        }
}

static void emit_domain_udt_usage(struct nd__rows *rows, const void *item)
{
    const struct nd_user_type *domain;
    ND_UNUSED(item);
    for (size_t i = 0; (domain = next_domain(rows, &i)) != NULL;) {
        nd__rows_begin(rows);
        set_udt(rows, info_domain_udt_usage__udt_catalog, nd_type_said(domain->base));
        set_three(rows, info_domain_udt_usage__domain_catalog, domain->schema_name, domain->name);
        nd__rows_put(rows);
    }
}

static void emit_column_domain_usage(struct nd__rows *rows, const void *item)
{
    const struct nd_table *table = item;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_user_type *domain = table->columns[i].type.domain == ND_TYPE_INVALID ? NULL : nd__sys_user_type(rows->sys, table->columns[i].type.domain);
        if (domain == NULL || !nd__is_shown(&table->columns[i])) continue;
        nd__rows_begin(rows);
        set_three(rows, info_column_domain_usage__domain_catalog, domain->schema_name, domain->name);
        set_three(rows, info_column_domain_usage__table_catalog, nd__sys_schema_name(rows->sys, table->schema_id), table->name);
        nd__set_s(rows, info_column_domain_usage__column_name, table->columns[i].name);
        nd__rows_put(rows);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_info_types[] = {
    {"info_domains", ND__FROM_ONCE, emit_domains, {{0}}},
    {"info_domain_constraints", ND__FROM_ONCE, emit_domain_constraints, {{0}}},
    {"info_domain_udt_usage", ND__FROM_ONCE, emit_domain_udt_usage, {{0}}},
    {"info_column_domain_usage", ND__FROM_TABLES, emit_column_domain_usage, {{0}}},
};
/* clang-format on */
const size_t nd__makers_info_types_count = ND_ARRAY_LEN(nd__makers_info_types);
