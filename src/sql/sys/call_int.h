/* SPDX-License-Identifier: Apache-2.0 */
/* call_int.h - shared by call.c and privilege.c: a call of a function about catalog objects, for one row. */
#ifndef ND_SQL_SYS_CALL_INT_H
#define ND_SQL_SYS_CALL_INT_H

#include "sql/sys/sys_int.h"

struct nd__ask {
    const struct nd_sys_env *env;
    struct nd_func_call *call;
    struct nd_arena *arena;
    size_t row, count; /* arguments */
    struct nd_datum args[ND_FUNC_ARGS_MAX];
};

static inline const char *nd__ask_text(const struct nd__ask *ask, size_t at) { return nd_arena_strndup(ask->arena, (const char *)ask->args[at].s.p, ask->args[at].s.n); }
static inline enum nd_type_id nd__ask_type(const struct nd__ask *ask, size_t at) { return ask->call->args[at].type.id; }
static inline bool nd__ask_is_text(const struct nd__ask *ask, size_t at) { return nd_type_phys(nd__ask_type(ask, at)) == ND_PHYS_BYTES; }
static inline struct nd_datum nd__text_datum(const char *value) { return value == NULL ? ND_DATUM_NULL : nd_datum_bytes(nd_slice_str(value)); }

/* privilege.c */
ND_RESULT nd__has_table_privilege(struct nd__ask *ask, struct nd_datum *out);
ND_RESULT nd__has_column_privilege(struct nd__ask *ask, struct nd_datum *out);
ND_RESULT nd__has_any_column_privilege(struct nd__ask *ask, struct nd_datum *out);
ND_RESULT nd__has_sequence_privilege(struct nd__ask *ask, struct nd_datum *out);
ND_RESULT nd__has_schema_privilege(struct nd__ask *ask, struct nd_datum *out);
ND_RESULT nd__has_database_privilege(struct nd__ask *ask, struct nd_datum *out);
ND_RESULT nd__has_role(struct nd__ask *ask, struct nd_datum *out);
ND_RESULT nd__acldefault(struct nd__ask *ask, struct nd_datum *out);

#endif
