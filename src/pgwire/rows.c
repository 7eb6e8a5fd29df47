/* SPDX-License-Identifier: Apache-2.0 */
#include "pgwire/server_int.h"
#include "pgwire/wire_int.h"

/* Of one DataRow; PostgreSQL's bound on any message. */
#define ROW_BYTES_MAX ((1u << 30) - 1)

/* ---- rows ------------------------------------------------------------------------------------------- */

static void put_value(struct nd_buf *out, const struct nd_type_ctx *types, const struct nd_vec *vec, size_t row, bool is_binary)
{
    size_t at = out->n;
    nd_buf_put_u32(out, UINT32_MAX); /* NULL, unless a length replaces it */
    if (vec->nulls[row] != 0) return;
    struct nd_datum datum = nd_vec_get(vec, row);
    if (is_binary) nd_type_send(types, vec->type, &datum, out);
    else nd_type_out(types, vec->type, &datum, out);
    nd__pgwire_store_u32(out->p + at, (uint32_t)(out->n - at - 4));
}

static enum nd_status put_row(struct nd__pgwire_conn *conn, const struct nd_type_ctx *types, const struct nd_batch *batch, size_t row)
{
    struct nd_buf *out = &conn->out;
    size_t begin = out->n;
    size_t at = nd__pgwire_begin(out, 'D');
    nd__pgwire_put_u16(out, (uint16_t)batch->columns);
    for (size_t i = 0; i < batch->columns; i++) {
        put_value(out, types, &batch->vecs[i], row, nd_pgwire_formats_is_binary(&conn->row_formats, i));
        if (out->n - begin > ROW_BYTES_MAX) {
            out->n = begin;
            return ND_STATUS_TOO_LARGE;
        }
    }
    nd__pgwire_end(out, at);
    return ND_STATUS_OK;
}

static ND_YIELDS ND_RESULT on_batch(void *arg, const struct nd_batch *batch)
{
    struct nd__pgwire_conn *conn = arg;
    /* Bind compared them; a plan made anew with other columns is the session's error to raise. */
    if (conn->row_formats.count > 1 && conn->row_formats.count != batch->columns) return ND_STATUS_VERSION_CHANGED;
    const struct nd_type_ctx *types = nd_sql_session_types(conn->session);
    for (size_t row = 0; row < batch->rows; row++) {
        ND_TRY(put_row(conn, types, batch, row));
        if (conn->out.n >= ND__PGWIRE_FLUSH_BYTES) ND_TRY(nd__pgwire_conn_flush(conn));
    }
    return ND_STATUS_OK;
}

/* ---- the other results ------------------------------------------------------------------------------ */

static ND_YIELDS ND_RESULT on_columns(void *arg, const struct nd_sql_column *columns, size_t count)
{
    struct nd__pgwire_conn *conn = arg;
    if (!conn->is_described) nd_pgwire_put_row_description(&conn->out, columns, count, &conn->row_formats);
    return ND_STATUS_OK;
}

static ND_YIELDS ND_RESULT on_tag(void *arg, const char *tag)
{
    struct nd__pgwire_conn *conn = arg;
    if (tag == NULL) nd_pgwire_put_bare(&conn->out, ND_PGWIRE_EMPTY_QUERY);
    else nd_pgwire_put_tag(&conn->out, tag);
    if (conn->out.n >= ND__PGWIRE_FLUSH_BYTES) return nd__pgwire_conn_flush(conn);
    return ND_STATUS_OK;
}

static void on_notice(void *arg, const char *severity, const struct nd_err *notice)
{
    struct nd__pgwire_conn *conn = arg;
    nd_pgwire_put_notice(&conn->out, severity, notice);
}

static void on_parameter(void *arg, const char *name, const char *value)
{
    struct nd__pgwire_conn *conn = arg;
    nd_pgwire_put_parameter(&conn->out, name, value);
}

/* ---- COPY FROM STDIN -------------------------------------------------------------------------------- */

static ND_YIELDS ND_RESULT on_copy_in(void *arg, size_t column_count, bool is_binary)
{
    struct nd__pgwire_conn *conn = arg;
    nd_pgwire_put_copy_in(&conn->out, column_count, is_binary);
    return nd__pgwire_conn_flush(conn);
}

static ND_YIELDS ND_RESULT read_copy(void *arg, struct nd_slice *piece_out, bool *end_out, struct nd_err *err)
{
    struct nd__pgwire_conn *conn = arg;
    *piece_out = ND_SLICE_EMPTY;
    *end_out = false;
    for (;;) {
        struct nd_pgwire_msg msg;
        switch (nd__pgwire_conn_read(conn, &msg, err)) {
        case ND__PGWIRE_READ_OK: break;
        case ND__PGWIRE_READ_BAD: return ND_STATUS_SQL; /* met again, and answered, by the connection's next read */
        case ND__PGWIRE_READ_CANCELED: return nd_err_set(err, "57014", "canceling statement due to user request");
        case ND__PGWIRE_READ_TIMEOUT: return ND_STATUS_TIMEOUT;
        case ND__PGWIRE_READ_GONE:
            return nd_err_set(err, "08006", "unexpected EOF on client connection with an open transaction");
        case ND__PGWIRE_READ_STOPPED: ND_UNREACHABLE(); /* only between statements */
        }
        struct nd_slice text;
        switch (msg.type) {
        case 'd': *piece_out = msg.body; return ND_STATUS_OK;
        case 'c': *end_out = true; return ND_STATUS_OK;
        case 'f':
            ND_TRY(nd_pgwire_decode_string(msg.body, &text, err));
            return nd_err_set(err, "57014", "COPY from stdin failed: %.*s", (int)text.n, (const char *)text.p);
        case 'H':
        case 'S': break; /* clients of the extended protocol may send them before they see CopyInResponse */
        default: return nd_err_set(err, "08P01", "unexpected message type 0x%02X during COPY from stdin", (unsigned char)msg.type);
        }
    }
}

/* ---- COPY TO STDOUT ---------------------------------------------------------------------------------- */

static ND_YIELDS ND_RESULT on_copy_out(void *arg, size_t column_count, bool is_binary)
{
    struct nd__pgwire_conn *conn = arg;
    nd_pgwire_put_copy_out(&conn->out, column_count, is_binary);
    return ND_STATUS_OK;
}

static ND_YIELDS ND_RESULT on_copy_line(void *arg, struct nd_slice line)
{
    struct nd__pgwire_conn *conn = arg;
    nd_pgwire_put_copy_data(&conn->out, line);
    return conn->out.n >= ND__PGWIRE_FLUSH_BYTES ? nd__pgwire_conn_flush(conn) : ND_STATUS_OK;
}

static ND_YIELDS ND_RESULT on_copy_end(void *arg)
{
    struct nd__pgwire_conn *conn = arg;
    nd_pgwire_put_bare(&conn->out, ND_PGWIRE_COPY_DONE);
    return ND_STATUS_OK;
}

struct nd_sql_sink nd__pgwire_sink(struct nd__pgwire_conn *conn)
{
    return (struct nd_sql_sink){
        .arg = conn,
        .on_columns = on_columns,
        .on_batch = on_batch,
        .on_tag = on_tag,
        .on_notice = on_notice,
        .on_parameter = on_parameter,
        .on_copy_in = on_copy_in,
        .read_copy = read_copy,
        .on_copy_out = on_copy_out,
        .on_copy_line = on_copy_line,
        .on_copy_end = on_copy_end,
    };
}
