/* SPDX-License-Identifier: Apache-2.0 */
#include "pgwire/server_int.h"

/* ---- portals and their result formats --------------------------------------------------------------- */

static struct nd__pgwire_portal *find_portal(struct nd__pgwire_conn *conn, const char *name)
{
    struct nd_omap_node *node = nd_omap_find(&conn->portals, nd_slice_str(name));
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct nd__pgwire_portal, node);
}

static void drop_portal(struct nd__pgwire_conn *conn, struct nd__pgwire_portal *portal)
{
    nd_omap_remove(&conn->portals, &portal->node);
    nd_heap_free(conn->server->heap, portal);
}

void nd__pgwire_portals_drop_all(struct nd__pgwire_conn *conn)
{
    for (struct nd_omap_node *node; (node = nd_omap_first(&conn->portals)) != NULL;)
        drop_portal(conn, ND_CONTAINER_OF(node, struct nd__pgwire_portal, node));
}

static struct nd_pgwire_formats portal_formats(struct nd__pgwire_conn *conn, const char *name)
{
    struct nd__pgwire_portal *portal = find_portal(conn, name);
    return portal == NULL ? (struct nd_pgwire_formats){0} : portal->formats;
}

static void set_portal_formats(struct nd__pgwire_conn *conn, const char *name, const struct nd_pgwire_formats *formats)
{
    struct nd__pgwire_portal *portal = find_portal(conn, name);
    if (portal != NULL) drop_portal(conn, portal);
    if (formats->count == 0 || memchr(formats->is_binary, 1, formats->count) == NULL) return; /* all text */

    size_t name_bytes = strlen(name);
    portal = nd_heap_alloc(conn->server->heap, sizeof *portal + formats->count + name_bytes);
    uint8_t *codes = (uint8_t *)(portal + 1);
    *portal = (struct nd__pgwire_portal){.formats = {codes, formats->count}};
    memcpy(codes, formats->is_binary, formats->count);
    memcpy(codes + formats->count, name, name_bytes);
    (void)nd_omap_insert(&conn->portals, &portal->node, nd_slice_of(codes + formats->count, name_bytes));
}

/* ---- messages ----------------------------------------------------------------------------------------- */

/* What a session says of a statement, so that its MALFORMED is not taken for the message's. */
static enum nd_status of_statement(enum nd_status status, struct nd_err *err)
{
    if (status == ND_STATUS_OK) return ND_STATUS_OK;
    (void)nd_err_from_status(err, status);
    return ND_STATUS_SQL;
}

static ND_YIELDS enum nd_status do_parse(struct nd__pgwire_conn *conn, struct nd_slice body, struct nd_err *err)
{
    struct nd_pgwire_parse parse;
    ND_TRY(nd_pgwire_decode_parse(body, &conn->arena, &parse, err));
    ND_TRY(nd_text_check(nd_slice_str(parse.name), err));
    ND_TRY(nd_text_check(parse.text, err));
    ND_TRY(of_statement(nd_sql_session_parse(conn->session, parse.name, parse.text, parse.param_oids, parse.param_count, err), err));
    nd_pgwire_put_bare(&conn->out, ND_PGWIRE_PARSE_COMPLETE);
    return ND_STATUS_OK;
}

/* Format codes for each column must be as many as the columns. */
static enum nd_status check_formats(struct nd__pgwire_conn *conn, const struct nd_pgwire_bind *bind, struct nd_err *err)
{
    if (bind->results.count <= 1) return ND_STATUS_OK;
    const struct nd_sql_column *columns;
    size_t count;
    ND_TRY(of_statement(nd_sql_session_describe_portal(conn->session, bind->portal, &columns, &count, err), err));
    if (count == 0 || count == bind->results.count) return ND_STATUS_OK;
    nd_sql_session_close_portal(conn->session, bind->portal);
    return nd_err_set(err, "08P01", "bind message has %zu result formats but query has %zu columns", bind->results.count, count);
}

static ND_YIELDS enum nd_status do_bind(struct nd__pgwire_conn *conn, struct nd_slice body, struct nd_err *err)
{
    struct nd_pgwire_bind bind;
    ND_TRY(nd_pgwire_decode_bind(body, &conn->arena, &bind, err));
    ND_TRY(nd_text_check(nd_slice_str(bind.portal), err));
    for (size_t i = 0; i < bind.param_count; i++)
        if (!bind.params[i].is_null && !bind.params[i].is_binary) ND_TRY(nd_text_check(bind.params[i].bytes, err));
    ND_TRY(of_statement(nd_sql_session_bind(conn->session, bind.portal, bind.statement, bind.params, bind.param_count, err), err));
    ND_TRY(check_formats(conn, &bind, err));
    set_portal_formats(conn, bind.portal, &bind.results);
    nd_pgwire_put_bare(&conn->out, ND_PGWIRE_BIND_COMPLETE);
    return ND_STATUS_OK;
}

static void put_columns(struct nd__pgwire_conn *conn, const struct nd_sql_column *columns, size_t count,
                        const struct nd_pgwire_formats *formats)
{
    if (count == 0) nd_pgwire_put_bare(&conn->out, ND_PGWIRE_NO_DATA);
    else nd_pgwire_put_row_description(&conn->out, columns, count, formats);
}

static ND_YIELDS enum nd_status do_describe(struct nd__pgwire_conn *conn, struct nd_slice body, struct nd_err *err)
{
    struct nd_pgwire_target target;
    ND_TRY(nd_pgwire_decode_target(body, &target, err));
    const struct nd_sql_column *columns;
    size_t column_count;
    struct nd_pgwire_formats formats = {0};
    if (target.is_portal) {
        ND_TRY(of_statement(nd_sql_session_describe_portal(conn->session, target.name, &columns, &column_count, err), err));
        formats = portal_formats(conn, target.name);
    } else {
        const uint32_t *oids;
        size_t oid_count;
        ND_TRY(of_statement(nd_sql_session_describe_statement(conn->session, target.name, &oids, &oid_count, &columns, &column_count, err), err));
        nd_pgwire_put_param_description(&conn->out, oids, oid_count);
    }
    put_columns(conn, columns, column_count, &formats);
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status do_execute(struct nd__pgwire_conn *conn, struct nd_slice body, struct nd_err *err)
{
    struct nd_pgwire_execute execute;
    ND_TRY(nd_pgwire_decode_execute(body, &execute, err));
    execute.portal = nd_arena_strdup(&conn->arena, execute.portal); /* COPY reads on while the session still looks at it */
    conn->row_formats = portal_formats(conn, execute.portal);
    conn->is_described = true;
    struct nd_sql_sink sink = nd__pgwire_sink(conn);
    bool is_suspended = false;
    ND_TRY(of_statement(nd_sql_session_execute(conn->session, execute.portal, execute.row_limit, &sink, &is_suspended, err), err));
    if (is_suspended) nd_pgwire_put_bare(&conn->out, ND_PGWIRE_PORTAL_SUSPENDED);
    return ND_STATUS_OK;
}

static ND_YIELDS enum nd_status do_close(struct nd__pgwire_conn *conn, struct nd_slice body, struct nd_err *err)
{
    struct nd_pgwire_target target;
    ND_TRY(nd_pgwire_decode_target(body, &target, err));
    if (target.is_portal) {
        struct nd__pgwire_portal *portal = find_portal(conn, target.name);
        if (portal != NULL) drop_portal(conn, portal);
        nd_sql_session_close_portal(conn->session, target.name);
    } else {
        nd_sql_session_close_statement(conn->session, target.name);
    }
    nd_pgwire_put_bare(&conn->out, ND_PGWIRE_CLOSE_COMPLETE);
    return ND_STATUS_OK;
}

ND_YIELDS ND_RESULT nd__pgwire_extended(struct nd__pgwire_conn *conn, const struct nd_pgwire_msg *msg, struct nd_err *err)
{
    enum nd_status status;
    switch (msg->type) {
    case 'P': status = do_parse(conn, msg->body, err); break;
    case 'B': status = do_bind(conn, msg->body, err); break;
    case 'D': status = do_describe(conn, msg->body, err); break;
    case 'E': status = do_execute(conn, msg->body, err); break;
    case 'C': status = do_close(conn, msg->body, err); break;
    default: ND_UNREACHABLE();
    }
    /* Many small answers of one pipeline do not pile up until its Sync. */
    if (status == ND_STATUS_OK && conn->out.n >= ND__PGWIRE_FLUSH_BYTES) status = nd__pgwire_conn_flush(conn);
    return status;
}
