/* SPDX-License-Identifier: Apache-2.0 */
/* session_sys.c - what the system catalogs ask of a session: its catalog view, path, settings, expressions shown. */
#include <string.h>

#include "sql/session_int.h"
#include "sql/sys/sys.h"

static bool setting_at(void *arg, size_t i, struct nd_arena *arena, struct nd_sys_setting *setting_out)
{
    struct nd_sql_session *session = arg;
    return nd_settings_describe(&session->settings, i, arena, setting_out);
}

static const char *deparse(void *arg, const struct nd_table *table, const char *text, struct nd_type type, bool pretty, struct nd_arena *arena)
{
    struct nd_bind_env env = nd__session_bind_env(arg, nd_slice_str(text));
    return nd_bind_show(&env, table, text, type, pretty, arena);
}

static const char *deparse_view(void *arg, const struct nd_table *view, bool pretty, struct nd_arena *arena)
{
    struct nd_bind_env env = nd__session_bind_env(arg, nd_slice_str(view->view->text));
    return nd_bind_show_view(&env, view, pretty, arena);
}

static unsigned view_writes(void *arg, const struct nd_table *view, bool *columns_out, struct nd_arena *arena)
{
    struct nd_bind_env env = nd__session_bind_env(arg, nd_slice_str(view->view->text));
    struct nd_view_writes writes;
    nd_bind_view_writes(&env, view, arena, &writes);
    for (size_t i = 0; columns_out != NULL && i < view->column_count; i++) columns_out[i] = i < writes.column_count && writes.columns[i];
    return (writes.can_change ? 1u << 2 | 1u << 3 : 0) | (writes.can_delete ? 1u << 4 : 0);
}

static size_t columns_of(void *arg, const struct nd_table *table, const char *text, uint32_t *columns_out, size_t room)
{
    struct nd_bind_env env = nd__session_bind_env(arg, nd_slice_str(text));
    return nd_bind_columns_of(&env, table, text, columns_out, room);
}

static bool build_at(void *arg, size_t i, struct nd_sys_build *build_out)
{
    const struct nd_sql_session *session = arg;
    ND_LIST_FOREACH(link, &session->system->builds) {
        const struct nd__build *build = ND_CONTAINER_OF(link, struct nd__build, link);
        if (build->table_oid == 0 || i-- > 0) continue;
        *build_out = (struct nd_sys_build){.command = build->command, .phase = build->phase, .pid = build->pid, .database_oid = build->database_oid, .table_oid = build->table_oid,
                                           .index_oid = build->index_oid, .rows_total = (int64_t)build->rows_total, .rows_done = (int64_t)build->rows_done};
        return true;
    }
    return false;
}

/* Portals that clients can name; those of the extended protocol are cursors, too. */
static bool cursor_at(void *arg, size_t i, struct nd_sys_cursor_info *cursor_out)
{
    const struct nd_sql_session *session = arg;
    ND_LIST_FOREACH (link, &session->portals) {
        const struct nd__portal *portal = ND_CONTAINER_OF(link, struct nd__portal, link);
        if (i-- > 0) continue;
        *cursor_out = (struct nd_sys_cursor_info){.name = portal->name, .statement = portal->text->text, .is_holdable = portal->hold != ND__HOLD_NOT, .is_binary = portal->is_binary,
                                                  .is_scrollable = portal->is_scrollable, .made_us = portal->made_us};
        return true;
    }
    return false;
}

static bool prepared_at(void *arg, size_t i, struct nd_sys_prepared *prepared_out)
{
    const struct nd_sql_session *session = arg;
    ND_LIST_FOREACH (link, &session->prepared) {
        const struct nd__prepared *prepared = ND_CONTAINER_OF(link, struct nd__prepared, link);
        if (prepared->name[0] == '\0' || i-- > 0) continue;
        *prepared_out = (struct nd_sys_prepared){.name = prepared->name, .statement = prepared->text->text, .made_us = prepared->made_us, .generic_plans = prepared->generic_plans,
                                                 .param_oids = prepared->param_oids, .param_count = prepared->param_count, .is_from_sql = prepared->is_from_sql};
        return true;
    }
    return false;
}

static void look_sessions(void *arg, struct nd_arena *arena, const struct nd_sys_session **sessions_out, size_t *count_out)
{
    nd__sessions_look(arg, arena, sessions_out, count_out);
}

const struct nd_sys_env *nd__session_sys_env(struct nd_sql_session *session)
{
    session->sys_env = (struct nd_sys_env){
        .sys = nd_sys_of(session->view),
        .types = &session->settings.types,
        .services = &session->services,
        .path = session->settings.path.schemas,
        .path_count = session->settings.path.count,
        .arg = session,
        .setting_at = setting_at,
        .deparse = deparse,
        .deparse_view = deparse_view,
        .view_writes = view_writes,
        .columns_of = columns_of,
        .build_at = build_at,
        .cursor_at = cursor_at,
        .prepared_at = prepared_at,
        .look_sessions = look_sessions,
        .start_us = session->system->start_us,
    };
    return &session->sys_env;
}

static enum nd_status answer(void *arg, struct nd_func_call *call) { return nd_sys_call(nd__session_sys_env(arg), call); }

static enum nd_status find_name(void *arg, enum nd_type_id type, struct nd_slice text, int64_t *oid_out, struct nd_err *err)
{
    return nd_sys_find_name(nd__session_sys_env(arg), type, text, oid_out, err);
}

static bool put_name(void *arg, enum nd_type_id type, uint32_t oid, struct nd_buf *text)
{
    return nd_sys_put_name(nd__session_sys_env(arg), type, oid, text);
}

/* What is kept of an expression says by oid which object is meant: names change. What programs bring along has its name for ever, and its oid not. */
static bool put_stored(void *arg, enum nd_type_id type, uint32_t oid, struct nd_buf *text)
{
    bool is_kept = oid >= ND_OID_FIRST && (type == ND_TYPE_REGCLASS || type == ND_TYPE_REGTYPE || type == ND_TYPE_REGNAMESPACE || type == ND_TYPE_REGROLE);
    return !is_kept && nd_sys_put_name(nd__session_sys_env(arg), type, oid, text);
}

void nd__session_init_sys(struct nd_sql_session *session)
{
    session->names = (struct nd_type_names){.arg = session, .find = find_name, .put = put_name};
    nd__session_name_types(session, &session->names);
    session->full_names.put = put_stored;
    session->settings.types.names = &session->names;
    session->services.catalog = answer;
}
