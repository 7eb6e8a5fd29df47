/* SPDX-License-Identifier: Apache-2.0 */
/* date_int.h - shared by the files on dates and times. */
#ifndef ND_SQL_FUNC_DATE_INT_H
#define ND_SQL_FUNC_DATE_INT_H

#include "sql/func/func_int.h"
#include "sql/types/datetime.h"
#include "sql/types/tz.h"

/* The session's zone, never NULL in meaning: NULL is UTC. */
static inline const struct nd_tz *nd__session_tz(const struct nd_func_call *call) { return call->ctx->types->tz; }
/* A zone by name or abbreviation. 22023 "time zone "x" not recognized". */
ND_RESULT nd__zone_of_name(struct nd_func_call *call, struct nd_slice name, const struct nd_tz **tz_out);
struct nd_slice nd__new_interval(struct nd_func_call *call, struct nd_interval interval);

#endif
