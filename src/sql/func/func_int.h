/* SPDX-License-Identifier: Apache-2.0 */
/* func_int.h - how the topic files of this folder write their tables and kernels. */
#ifndef ND_SQL_FUNC_FUNC_INT_H
#define ND_SQL_FUNC_FUNC_INT_H

#include "sql/func/func.h"

/* ---- tables -------------------------------------------------------------------------------------- */

struct nd__func_table {
    const struct nd_func *funcs;
    size_t count;
};
struct nd__agg_table {
    const struct nd_agg *aggs;
    size_t count;
};
extern const struct nd__func_table nd__funcs_arith, nd__funcs_bits, nd__funcs_numeric, nd__funcs_float,
    nd__funcs_compare, nd__funcs_text, nd__funcs_string, nd__funcs_bytes, nd__funcs_like, nd__funcs_regex,
    nd__funcs_array, nd__funcs_array_text, nd__funcs_date, nd__funcs_date_part, nd__funcs_date_arith, nd__funcs_overlaps, nd__funcs_format_number, nd__funcs_format_date,
    nd__funcs_format_date_in, nd__funcs_system, nd__funcs_catalog, nd__funcs_regex_array, nd__funcs_json,
    nd__funcs_json_get, nd__funcs_json_set, nd__funcs_json_change, nd__funcs_sequence, nd__funcs_advisory, nd__funcs_enum,
    nd__funcs_degree, nd__funcs_unistr;
extern const struct nd__agg_table nd__aggs_basic, nd__aggs_numeric, nd__aggs_text, nd__aggs_array, nd__aggs_json, nd__aggs_ordered, nd__aggs_pairs, nd__aggs_jsonb;

#define ND__TABLE(array)                                                                                               \
    {                                                                                                                  \
        (array), ND_ARRAY_LEN(array)                                                                                   \
    }

/* Type names short enough for tables. */
#define BOOL ND_TYPE_BOOL
#define BYTEA ND_TYPE_BYTEA
#define NAME ND_TYPE_NAME
#define INT2 ND_TYPE_INT2
#define INT4 ND_TYPE_INT4
#define INT8 ND_TYPE_INT8
#define TEXT ND_TYPE_TEXT
#define OID ND_TYPE_OID
#define FLOAT4 ND_TYPE_FLOAT4
#define FLOAT8 ND_TYPE_FLOAT8
#define BPCHAR ND_TYPE_BPCHAR
#define DATE ND_TYPE_DATE
#define TIME ND_TYPE_TIME
#define TIMESTAMP ND_TYPE_TIMESTAMP
#define TIMESTAMPTZ ND_TYPE_TIMESTAMPTZ
#define INTERVAL ND_TYPE_INTERVAL
#define NUMERIC ND_TYPE_NUMERIC
#define UUID ND_TYPE_UUID
#define ANY ND_TYPE_ANY
#define VOID ND_TYPE_VOID
#define CHAR ND_TYPE_CHAR
#define JSON ND_TYPE_JSON
#define JSONB ND_TYPE_JSONB
#define JSON_ARRAY ND_TYPE_JSON_ARRAY
#define JSONB_ARRAY ND_TYPE_JSONB_ARRAY
#define XID ND_TYPE_XID
#define CID ND_TYPE_CID
#define TID ND_TYPE_TID
#define REGCLASS ND_TYPE_REGCLASS
#define REGTYPE ND_TYPE_REGTYPE
#define REGPROC ND_TYPE_REGPROC
#define REGPROCEDURE ND_TYPE_REGPROCEDURE
#define REGROLE ND_TYPE_REGROLE
#define REGNAMESPACE ND_TYPE_REGNAMESPACE
#define NODE_TREE ND_TYPE_NODE_TREE
#define RECORD ND_TYPE_RECORD
#define ACLITEM_ARRAY ND_TYPE_ACLITEM_ARRAY
#define OID_ARRAY ND_TYPE_OID_ARRAY
#define TEXT_ARRAY ND_TYPE_TEXT_ARRAY
#define NAME_ARRAY ND_TYPE_NAME_ARRAY
#define INT4_ARRAY ND_TYPE_INT4_ARRAY
#define ANYARRAY ND_TYPE_ANYARRAY
#define ANYELEMENT ND_TYPE_ANYELEMENT
#define ANYENUM ND_TYPE_ANYENUM
#define ANYNONARRAY ND_TYPE_ANYNONARRAY
#define ANYCOMPATIBLE ND_TYPE_ANYCOMPATIBLE
#define ANYCOMPATIBLEARRAY ND_TYPE_ANYCOMPATIBLEARRAY

#define ND__COUNT(...) (sizeof((enum nd_type_id[]){__VA_ARGS__}) / sizeof(enum nd_type_id))
/* clang-format off */
/* F(name, result, kernel, param, argument types...): immutable and strict; F0: without arguments. More fields may follow in
 * a designated initializer where an entry is written out. */
#define F(fn_name, res, fn, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}}
#define F_STABLE(fn_name, res, fn, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .volatility = ND_STABLE}
#define F_LAX(fn_name, res, fn, par, vol, variadic, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .volatility = (vol), \
     .is_lax = true, .is_variadic = (variadic)}
#define F0(fn_name, res, fn, par, vol) {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .volatility = (vol)}
/* Operators. */
#define OP(fn_name, res, fn, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .is_operator = true}
#define OP_STABLE(fn_name, res, fn, par, ...) \
    {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .is_operator = true, \
     .volatility = ND_STABLE}
/* clang-format on */

/* ---- kernels ------------------------------------------------------------------------------------- */

/* Loops over the selected rows of `call`. */
#define ND__ROWS(row) ND_SEL_FOREACH (row, call->sel)

/* A text result is built in a buffer that a kernel reuses; `take` copies it onto the arena. */
static inline struct nd_slice nd__take_text(struct nd_func_call *call, const struct nd_buf *buf)
{
    return nd_arena_copy(call->ctx->arena, nd_buf_slice(buf));
}

/* 54000 where a result would be too long; 53200 where those of the batch would take too much together. */
static inline enum nd_status nd__check_bytes(struct nd_func_call *call, size_t bytes)
{
    if (bytes > ND_FUNC_RESULT_BYTES_MAX) return nd_err_set(call->err, "54000", "requested length too large");
    if (bytes + call->ctx->arena->bytes <= ND_FUNC_BATCH_BYTES_MAX) return ND_STATUS_OK;
    (void)nd_err_set(call->err, "53200", "out of memory");
    return nd_err_detail(call->err, "Long values of up to %d rows at once would take more than %d MB.", ND_SQL_BATCH_ROWS, ND_FUNC_BATCH_BYTES_MAX >> 20);
}

/* Shared by topics. */
enum nd_status nd__no_service(struct nd_func_call *call, const char *what); /* 0A000 */
struct nd_slice nd__lower_text(struct nd_slice text, struct nd_arena *arena);
struct nd_slice nd__upper_text(struct nd_slice text, struct nd_arena *arena);
/* unicode.c: the simple mappings of C.UTF-8 */
uint32_t nd__unicode_lower(uint32_t c);
uint32_t nd__unicode_upper(uint32_t c);
bool nd__unicode_is_alnum(uint32_t c);
/* Reads the character at *p, which moves on; well-formed UTF-8. */
uint32_t nd__utf8_take(const uint8_t **p, const uint8_t *end);
size_t nd__utf8_put(uint8_t *p, uint32_t c); /* 1..4 */

/* A value as JSON, rows and arrays on lines of their own if has_lines; as the name of a member: 22023 if it cannot be one. */
void nd__json_put(const struct nd_type_ctx *types, enum nd_type_id type, const struct nd_datum *datum, bool has_lines, struct nd_buf *buf);
ND_RESULT nd__json_put_key(const struct nd_type_ctx *types, enum nd_type_id type, const struct nd_datum *datum, struct nd_buf *buf, struct nd_err *err);

/* json_each and its kin: as nd_func_record. */
const struct nd_func_record *nd__json_record(const char *name);
const struct nd_func_record *nd__keyword_record(void);

/* Bytes from another node: a value that the rest of the code may trust. */
bool nd__value_is_valid(enum nd_type_id type, const struct nd_datum *datum);

/* Whether `text` matches the LIKE pattern, escape \; by_bytes: _ is one byte. 22025 where the pattern ends in its escape. */
ND_RESULT nd__like(struct nd_slice text, struct nd_slice pattern, bool by_bytes, bool *is_match_out,
                   struct nd_err *err);

#endif
