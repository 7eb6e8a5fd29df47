/* SPDX-License-Identifier: Apache-2.0 */
/* Stored and sent bytes, one line a value; the output is hexadecimal and, where it is decoded again, the value's text.
 *
 *   key TYPE FLAGS TEXT     FLAGS: asc or desc, nf or nl (NULLS FIRST, LAST); TEXT NULL is NULL
 *   varint N                order-preserving varint
 *   row WATERMARK ID:TYPE=TEXT ...          a row; TEXT without blanks
 *   read HEX ID:TYPE[=MISSING] ...          wanted columns of a row
 *   wire TYPE TEXT          the protocol's binary format (checked against PostgreSQL's send functions)
 *   recv TYPE HEX           and back */
#include "sql/types/io.h"
#include "sql/types/key_codec.h"
#include "sql/types/row_codec.h"
#include "support/golden.h"

static const struct nd_type_ctx types;

static void put_hex(struct nd_buf *out, struct nd_slice bytes)
{
    for (size_t i = 0; i < bytes.n; i++) nd_buf_printf(out, "%02x", bytes.p[i]);
}

static struct nd_slice take_hex(struct nd_arena *arena, const char *hex)
{
    size_t n = strlen(hex) / 2;
    uint8_t *p = nd_arena_alloc(arena, n + 1);
    for (size_t i = 0; i < n; i++) p[i] = (uint8_t)strtol((char[]){hex[2 * i], hex[2 * i + 1], '\0'}, NULL, 16);
    return nd_slice_of(p, n);
}

/* "numeric(10,2)" */
static struct nd_type read_type(const char *text)
{
    char name[32];
    size_t n = strcspn(text, "(");
    struct nd_type type = {ND_TYPE_INVALID, -1};
    if (n >= sizeof name) return type;
    memcpy(name, text, n);
    name[n] = '\0';
    type.id = nd_type_find(name);
    int32_t mods[2];
    size_t count = 0;
    struct nd_err err;
    for (const char *p = text + n; *p == '(' || *p == ',';)
        mods[count++] = (int32_t)strtol(p + 1, (char **)(uintptr_t)&p, 10);
    if (type.id != ND_TYPE_INVALID && nd_type_mod_in(type.id, mods, count, &type.mod, &err) != ND_STATUS_OK)
        type.id = ND_TYPE_INVALID;
    return type;
}

/* false: an error went to `out`. */
static bool read_value(struct nd_arena *arena, struct nd_type type, const char *text, struct nd_datum *datum,
                       struct nd_buf *out)
{
    struct nd_err err;
    *datum = ND_DATUM_NULL;
    if (strcmp(text, "NULL") == 0) return true;
    if (type.id != ND_TYPE_INVALID && nd_type_in(&types, type, nd_slice_str(text), arena, datum, &err) == ND_STATUS_OK)
        return true;
    nd_buf_printf(out, "cannot read %s\n", text);
    return false;
}

static void put_value(struct nd_type type, const struct nd_datum *datum, struct nd_buf *out)
{
    if (datum->is_null)
        nd_buf_printf(out, "NULL");
    else
        nd_type_out(&types, type, datum, out);
}

static void run_key(struct nd_arena *arena, char *args, struct nd_buf *out)
{
    char *type_text = strtok_r(args, " ", &args), *order = strtok_r(args, " ", &args),
         *nulls = strtok_r(args, " ", &args);
    struct nd_type type = read_type(type_text);
    unsigned flags =
        (strcmp(order, "desc") == 0 ? ND_KEY_DESC : 0) | (strcmp(nulls, "nf") == 0 ? ND_KEY_NULLS_FIRST : 0);
    struct nd_datum datum, back;
    if (!read_value(arena, type, args, &datum, out)) return;
    struct nd_buf key;
    nd_buf_init(&key, out->heap);
    nd_key_put_datum(&key, type.id, flags, &datum);
    put_hex(out, nd_buf_slice(&key));
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&key)), skip = dec;
    nd_buf_printf(out, " -> ");
    if (nd_key_take_datum(&dec, type, flags, arena, &back) != ND_STATUS_OK || !nd_dec_is_done(&dec))
        nd_buf_printf(out, "cannot be read back");
    else
        put_value(type, &back, out);
    if (nd_key_skip(&skip, type.id, flags) != ND_STATUS_OK || !nd_dec_is_done(&skip))
        nd_buf_printf(out, " cannot be skipped");
    nd_buf_printf(out, "\n");
    nd_buf_deinit(&key);
}

static void run_varint(char *args, struct nd_buf *out)
{
    struct nd_buf key;
    nd_buf_init(&key, out->heap);
    nd_key_put_varint(&key, strtoull(args, NULL, 10));
    put_hex(out, nd_buf_slice(&key));
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&key));
    uint64_t back = nd_key_take_varint(&dec);
    nd_buf_printf(out, " -> %llu%s\n", (unsigned long long)back, nd_dec_is_done(&dec) ? "" : " bytes are left");
    nd_buf_deinit(&key);
}

#define COLUMNS_MAX 16

/* ID:TYPE=TEXT ... -> columns and datums. */
static size_t read_columns(struct nd_arena *arena, char *args, struct nd_row_column *columns, struct nd_datum *datums,
                           struct nd_buf *out)
{
    size_t count = 0;
    for (char *word; count < COLUMNS_MAX && (word = strtok_r(args, " ", &args)) != NULL; count++) {
        char *colon = strchr(word, ':'), *equals = strchr(word, '=');
        *colon = '\0';
        if (equals != NULL) *equals = '\0';
        columns[count] = (struct nd_row_column){(uint32_t)strtoul(word, NULL, 10), read_type(colon + 1)};
        if (!read_value(arena, columns[count].type, equals == NULL ? "NULL" : equals + 1, &datums[count], out))
            return 0;
    }
    return count;
}

static void run_row(struct nd_arena *arena, char *args, struct nd_buf *out)
{
    struct nd_row_column columns[COLUMNS_MAX];
    struct nd_datum datums[COLUMNS_MAX];
    uint32_t watermark = (uint32_t)strtoul(strtok_r(args, " ", &args), NULL, 10);
    size_t count = read_columns(arena, args, columns, datums, out);
    struct nd_buf row, again;
    nd_buf_init(&row, out->heap);
    nd_buf_init(&again, out->heap);
    nd_row_encode_datums(&row, watermark, columns, datums, count);
    put_hex(out, nd_buf_slice(&row));
    /* through vectors it is the same, and comes back the same */
    struct nd_vec vecs[COLUMNS_MAX];
    for (size_t i = 0; i < count; i++) vecs[i] = nd_vec_new(arena, columns[i].type, 2);
    if (nd_row_decode(nd_buf_slice(&row), columns, count, NULL, vecs, 1) != ND_STATUS_OK)
        nd_buf_printf(out, " cannot be read back");
    else
        nd_row_encode(&again, watermark, columns, vecs, count, 1);
    if (!nd_slice_eq(nd_buf_slice(&row), nd_buf_slice(&again))) nd_buf_printf(out, " comes back otherwise");
    nd_buf_printf(out, "\n");
    nd_buf_deinit(&row);
    nd_buf_deinit(&again);
}

static void run_read(struct nd_arena *arena, char *args, struct nd_buf *out)
{
    struct nd_row_column columns[COLUMNS_MAX];
    struct nd_datum missing[COLUMNS_MAX];
    struct nd_vec vecs[COLUMNS_MAX];
    struct nd_slice row = take_hex(arena, strtok_r(args, " ", &args));
    size_t count = read_columns(arena, args, columns, missing, out);
    for (size_t i = 0; i < count; i++) vecs[i] = nd_vec_new(arena, columns[i].type, 1);
    enum nd_status status = nd_row_decode(row, columns, count, missing, vecs, 0);
    if (status != ND_STATUS_OK) nd_buf_printf(out, "%s", nd_status_name(status));
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        struct nd_datum datum = nd_vec_get(&vecs[i], 0);
        nd_buf_printf(out, "%s", i == 0 ? "" : " ");
        put_value(columns[i].type, &datum, out);
    }
    nd_buf_printf(out, "\n");
}

static void run_wire(struct nd_arena *arena, char *args, struct nd_buf *out)
{
    struct nd_type type = read_type(strtok_r(args, " ", &args));
    struct nd_datum datum, back;
    struct nd_err err;
    if (!read_value(arena, type, args, &datum, out)) return;
    struct nd_buf bytes;
    nd_buf_init(&bytes, out->heap);
    nd_type_send(NULL, type, &datum, &bytes);
    put_hex(out, nd_buf_slice(&bytes));
    nd_buf_printf(out, " -> ");
    if (nd_type_recv(&types, type, nd_buf_slice(&bytes), arena, &back, &err) != ND_STATUS_OK)
        nd_buf_printf(out, "%s", err.message);
    else
        put_value(type, &back, out);
    nd_buf_printf(out, "\n");
    nd_buf_deinit(&bytes);
}

static void run_recv(struct nd_arena *arena, char *args, struct nd_buf *out)
{
    struct nd_type type = read_type(strtok_r(args, " ", &args));
    struct nd_datum datum;
    struct nd_err err;
    if (nd_type_recv(&types, type, take_hex(arena, args), arena, &datum, &err) != ND_STATUS_OK)
        nd_buf_printf(out, "ERROR %s: %s\n", err.sqlstate, err.message);
    else
        put_value(type, &datum, out), nd_buf_printf(out, "\n");
}

static void run(const char *input, struct nd_buf *out)
{
    struct nd_arena arena;
    nd_arena_init(&arena, out->heap);
    while (*input != '\0') {
        size_t n = strcspn(input, "\n");
        char *line = nd_arena_strndup(&arena, input, n), *args = strchr(line, ' ');
        input += n + (input[n] == '\n');
        if (args == NULL)
            args = line + n;
        else
            *args++ = '\0';
        if (strcmp(line, "key") == 0)
            run_key(&arena, args, out);
        else if (strcmp(line, "varint") == 0)
            run_varint(args, out);
        else if (strcmp(line, "row") == 0)
            run_row(&arena, args, out);
        else if (strcmp(line, "read") == 0)
            run_read(&arena, args, out);
        else if (strcmp(line, "wire") == 0)
            run_wire(&arena, args, out);
        else if (strcmp(line, "recv") == 0)
            run_recv(&arena, args, out);
        else
            nd_buf_printf(out, "unknown command %s\n", line);
    }
    nd_arena_deinit(&arena);
}

int main(int argc, char **argv) { return golden_main(argc, argv, run); }
