/* SPDX-License-Identifier: Apache-2.0 */
/* io_int.h - parts of io.h's functions that casts.c needs as well. */
#ifndef ND_SQL_TYPES_IO_INT_H
#define ND_SQL_TYPES_IO_INT_H

#include "sql/types/io.h"

ND_RESULT nd__int_in(struct nd_slice text, enum nd_type_id type, int64_t *value_out, struct nd_err *err);
ND_RESULT nd__float_in(struct nd_slice text, enum nd_type_id type, double *value_out, struct nd_err *err);
void nd__int_out(int64_t value, struct nd_buf *text);
void nd__float_out(double value, bool is_float4, struct nd_buf *text);
ND_RESULT nd__bool_in(struct nd_slice text, bool *value_out, struct nd_err *err);
ND_RESULT nd__bytea_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *bytes_out, struct nd_err *err);
void nd__bytea_out(struct nd_slice bytes, struct nd_buf *text);
void nd__bytea_out_escaped(struct nd_slice bytes, struct nd_buf *text);
ND_RESULT nd__uuid_in(struct nd_slice text, struct nd_arena *arena, struct nd_slice *bytes_out, struct nd_err *err);
void nd__uuid_out(struct nd_slice bytes, struct nd_buf *text);
/* varchar(n), char(n), name: cuts or pads to the modifier. Not explicit: only blanks are cut, else 22001. */
ND_RESULT nd__string_coerce(struct nd_slice text, struct nd_type type, bool is_explicit, struct nd_arena *arena,
                            struct nd_slice *text_out, struct nd_err *err);
/* Without trailing blanks: what of a bpchar counts. */
struct nd_slice nd__bpchar_trim(struct nd_slice text);
/* -32768..32767 and so on; 22003 "integer out of range". */
ND_RESULT nd__int_check(int64_t value, enum nd_type_id type, struct nd_err *err);
struct nd_slice nd__buf_to_arena(struct nd_buf *buf, struct nd_arena *arena); /* and frees the buf */

#endif
