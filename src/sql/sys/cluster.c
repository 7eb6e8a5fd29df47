/* SPDX-License-Identifier: Apache-2.0 */
/* cluster.c - what is there once: databases, tablespaces, access methods, languages, settings. */
#include <string.h>

#include "sql/sys/sys_int.h"

#define ENCODING_UTF8 6

/* ---- databases, tablespaces --------------------------------------------------------------------------------- */

const char *nd__database_comment(const struct nd_database *database)
{
    bool is_first = database->oid == ND_OID_DATABASE && database->comment == NULL;
    return is_first ? "default administrative connection database" : database->comment;
}

static void put_database(struct nd__rows *rows, const struct nd_database *database)
{
    nd__rows_begin(rows);
    nd__set_i(rows, pg_database__oid, database->oid);
    nd__set_s(rows, pg_database__datname, database->name);
    nd__set_i(rows, pg_database__datdba, database->owner);
    nd__set_acl(rows, pg_database__datacl, database->acl);
    nd__set_i(rows, pg_database__encoding, ENCODING_UTF8);
    nd__set_c(rows, pg_database__datlocprovider, "c");
    nd__set_b(rows, pg_database__datistemplate, database->is_template);
    nd__set_b(rows, pg_database__datallowconn, !database->refuses_connections);
    nd__set_i(rows, pg_database__datconnlimit, database->connection_limit);
    nd__set_i(rows, pg_database__datfrozenxid, 3);
    nd__set_i(rows, pg_database__datminmxid, 1);
    nd__set_i(rows, pg_database__dattablespace, ND__SYS_TABLESPACE);
    nd__set_s(rows, pg_database__datcollate, "C.UTF-8");
    nd__set_s(rows, pg_database__datctype, "C.UTF-8");
    nd__rows_put(rows);
}

static void emit_database(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_database *database;
    for (size_t i = 0; (database = nd_catalog_database_at(rows->sys->all->view, i)) != NULL; i++) put_database(rows, database);
}

static void emit_tablespace(struct nd__rows *rows, const void *item)
{
    static const char *const names[] = {"pg_default", "pg_global"};
    ND_UNUSED(item);
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_tablespace__oid, ND__SYS_TABLESPACE + (int64_t)i);
        nd__set_s(rows, pg_tablespace__spcname, names[i]);
        nd__set_i(rows, pg_tablespace__spcowner, ND__SYS_OWNER);
        nd__rows_put(rows);
    }
}

/* ---- access methods, languages ---------------------------------------------------------------------------------- */

static void emit_am(struct nd__rows *rows, const void *item)
{
    static const struct {
        int64_t oid;
        const char *name, *type;
    } methods[] = {{ND__SYS_AM_HEAP, "heap", "t"}, {ND__SYS_AM_BTREE, "btree", "i"}};
    ND_UNUSED(item);
    for (size_t i = 0; i < ND_ARRAY_LEN(methods); i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_am__oid, methods[i].oid);
        nd__set_s(rows, pg_am__amname, methods[i].name);
        nd__set_i(rows, pg_am__amhandler, 0);
        nd__set_c(rows, pg_am__amtype, methods[i].type);
        nd__rows_put(rows);
    }
}

static void emit_language(struct nd__rows *rows, const void *item)
{
    static const struct {
        int64_t oid;
        const char *name;
        bool is_trusted;
    } languages[] = {{12, "internal", false}, {13, "c", false}, {14, "sql", true}};
    ND_UNUSED(item);
    for (size_t i = 0; i < ND_ARRAY_LEN(languages); i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_language__oid, languages[i].oid);
        nd__set_s(rows, pg_language__lanname, languages[i].name);
        nd__set_i(rows, pg_language__lanowner, ND__SYS_OWNER);
        nd__set_b(rows, pg_language__lanispl, false);
        nd__set_b(rows, pg_language__lanpltrusted, languages[i].is_trusted);
        nd__set_i(rows, pg_language__lanplcallfoid, 0);
        nd__set_i(rows, pg_language__laninline, 0);
        nd__set_i(rows, pg_language__lanvalidator, 0);
        nd__rows_put(rows);
    }
}

/* ---- settings --------------------------------------------------------------------------------------------- */

static void emit_settings(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    struct nd_sys_setting setting;
    for (size_t i = 0; rows->env->setting_at != NULL && rows->env->setting_at(rows->env->arg, i, rows->arena, &setting); i++) {
        nd__rows_begin(rows);
        nd__set_s(rows, pg_settings__name, setting.name);
        nd__set_s(rows, pg_settings__setting, setting.value);
        nd__set_s(rows, pg_settings__unit, setting.unit);
        nd__set_s(rows, pg_settings__category, "Ungrouped");
        nd__set_s(rows, pg_settings__short_desc, setting.description);
        nd__set_s(rows, pg_settings__context, setting.context);
        nd__set_s(rows, pg_settings__vartype, setting.vartype);
        nd__set_s(rows, pg_settings__source, strcmp(setting.value, setting.boot_value) == 0 ? "default" : "session");
        nd__set_s(rows, pg_settings__boot_val, setting.boot_value);
        nd__set_s(rows, pg_settings__reset_val, setting.boot_value);
        nd__set_b(rows, pg_settings__pending_restart, false);
        nd__rows_put(rows);
    }
}

static void emit_stat_database(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_database *database;
    for (size_t i = 0; (database = nd_catalog_database_at(rows->sys->all->view, i)) != NULL; i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_stat_database__datid, database->oid);
        nd__set_s(rows, pg_stat_database__datname, database->name);
        nd__rows_put(rows);
    }
}

/* Of this node. */
static void emit_create_index(struct nd__rows *rows, const void *item)
{
    struct nd_sys_build build;
    ND_UNUSED(item);
    for (size_t i = 0; rows->env->build_at != NULL && rows->env->build_at(rows->env->arg, i, &build); i++) {
        nd__rows_begin(rows);
        nd__set_i(rows, pg_stat_progress_create_index__pid, build.pid);
        const struct nd_database *database = nd_catalog_database_by_oid(rows->sys->all->view, build.database_oid);
        nd__set_i(rows, pg_stat_progress_create_index__datid, build.database_oid);
        if (database != NULL) nd__set_s(rows, pg_stat_progress_create_index__datname, database->name);
        nd__set_i(rows, pg_stat_progress_create_index__relid, build.table_oid);
        nd__set_i(rows, pg_stat_progress_create_index__index_relid, build.index_oid);
        nd__set_s(rows, pg_stat_progress_create_index__command, build.command);
        nd__set_s(rows, pg_stat_progress_create_index__phase, build.phase);
        nd__set_i(rows, pg_stat_progress_create_index__lockers_total, 0);
        nd__set_i(rows, pg_stat_progress_create_index__lockers_done, 0);
        nd__set_i(rows, pg_stat_progress_create_index__current_locker_pid, 0);
        nd__set_i(rows, pg_stat_progress_create_index__blocks_total, 0);
        nd__set_i(rows, pg_stat_progress_create_index__blocks_done, 0);
        nd__set_i(rows, pg_stat_progress_create_index__tuples_total, build.rows_total);
        nd__set_i(rows, pg_stat_progress_create_index__tuples_done, build.rows_done);
        nd__set_i(rows, pg_stat_progress_create_index__partitions_total, 0);
        nd__set_i(rows, pg_stat_progress_create_index__partitions_done, 0);
        nd__rows_put(rows);
    }
}

/* clang-format off */
const struct nd__maker nd__makers_cluster[] = {
    {"pg_database", ND__FROM_ONCE, emit_database, {{0}}},
    {"pg_tablespace", ND__FROM_ONCE, emit_tablespace, {{0}}},
    {"pg_am", ND__FROM_ONCE, emit_am, {{0}}},
    {"pg_language", ND__FROM_ONCE, emit_language, {{0}}},
    {"pg_settings", ND__FROM_ONCE, emit_settings, {{0}}, 100},
    {"pg_stat_database", ND__FROM_ONCE, emit_stat_database, {{0}}},
    {"pg_stat_progress_create_index", ND__FROM_ONCE, emit_create_index, {{0}}},
};
/* clang-format on */
const size_t nd__makers_cluster_count = ND_ARRAY_LEN(nd__makers_cluster);
