/* SPDX-License-Identifier: Apache-2.0 */
/* fk.h - foreign keys of the rows that one statement writes.
 *
 * Role.       Learns of each row written, on either side of a foreign key; checks and acts at the end of the
 *             statement, as PostgreSQL does.
 * Owner.      The execution of the statement, or COPY; one a statement.
 * Protocol.   Each row that can be referred to has a guard key, its unique key and a zero byte, which never has a value:
 *             whoever adds a reference guards it, whoever takes the row or its key away deletes it. docs/adr/0010-foreign-keys-by-guards.md
 * Invariants. F1 a reference is guarded at the timestamp at which its row was seen.
 *             F2 referring rows are looked for only after the guard keys' deletion is on a quorum, at a timestamp
 *                drawn after that.
 * Testing.    tests/sql/ddl/foreign_key.test, foreign_key_types.test, simulation workload "fkey". */
#ifndef ND_SQL_EXEC_FK_H
#define ND_SQL_EXEC_FK_H

#include "base/hmap.h"
#include "sql/exec/exec_int.h"

struct nd__fk_event;
struct nd__fk_missing;

struct nd__fk {
    const struct nd_exec_env *env;
    struct nd_err *err;
    struct nd_arena arena;                         /* of the statement */
    struct nd_hmap seen;                           /* guarded already: hash of a key -> the key */
    struct nd__fk_event *events, **events_end;     /* keys that went away: who refers to them? */
    struct nd__fk_missing *missing, **missing_end; /* references whose row was not there when looked for */
};

void nd__fk_init(struct nd__fk *fk, const struct nd_exec_env *env);
void nd__fk_deinit(struct nd__fk *fk);
/* Rows were written; old_vecs NULL: inserted. */
ND_YIELDS ND_RESULT nd__fk_rows_written(struct nd__fk *fk, const struct nd_table *table, const struct nd_vec *old_vecs, const struct nd_vec *vecs, size_t rows);
/* Rows went away or changed; new_vecs NULL: deleted. */
ND_YIELDS ND_RESULT nd__fk_rows_gone(struct nd__fk *fk, const struct nd_table *table, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows);
/* The end of the statement: 23503, or what the actions do. */
ND_YIELDS ND_RESULT nd__fk_finish(struct nd__fk *fk);

/* What was put off, to be dealt with by nd__fk_finish. values: of the foreign key, of types of the referring table (missing), or of
 * the one that is referred to (gone: NO ACTION). */
ND_RESULT nd__fk_add_missing(struct nd__fk *fk, const struct nd_table *child, const struct nd_foreign_key *key, const struct nd_datum *values);
ND_RESULT nd__fk_add_gone(struct nd__fk *fk, const struct nd_table *parent, const struct nd_table *child, const struct nd_foreign_key *key, const struct nd_datum *values, bool is_update);

/* The key of the row of `parent` that the values (of foreign key `key`, in its order, of types `types`) refer to; its guard's
 * is that and a zero byte. 22003 and its kin where the key's type cannot hold a value: no such row. */
ND_RESULT nd__fk_parent_key(const struct nd_type_ctx *types, const struct nd_table *parent, const struct nd_foreign_key *key, const struct nd_datum *values,
                            const struct nd_type *value_types, struct nd_arena *arena, struct nd_slice *key_out, struct nd_err *err);
/* A key is of the type `parent`: no two different values of `child` refer to it. */
bool nd__fk_is_one_to_one(enum nd_type_id child, enum nd_type_id parent);
/* The index of `table` whose leading columns are those of the foreign key, in any order. NULL: none. */
const struct nd_index *nd__fk_child_index(const struct nd_table *table, const struct nd_foreign_key *key);
ND_YIELDS ND_RESULT nd__fk_table(const struct nd_exec_env *env, struct nd_table_id id, const struct nd_table **table_out);
/* "(a, b)=(1, 2)" */
const char *nd__fk_key_text(const struct nd_type_ctx *types, const struct nd_table *table, const uint32_t *columns, const struct nd_datum *values, size_t count,
                            struct nd_arena *arena);
/* 23503 of the referring side. detail: after "Key (a)=(1) ". */
enum nd_status nd__fk_child_error(struct nd_err *err, const struct nd_table *child, const struct nd_foreign_key *key, const char *key_text, const char *parent);

/* fk_action.c: what becomes of the rows that refer to what is gone. */
struct nd__fk_event {
    struct nd__fk_event *next;
    const struct nd_table *table; /* whose row went away */
    struct nd_table_id child;
    uint32_t foreign_key_oid;
    struct nd_datum *old_key, *new_key; /* in the foreign key's order; new_key NULL: deleted */
    struct nd_slice parent_key;         /* of old_key */
    bool is_of_child;                   /* old_key is of the referring table's types */
};
/* Is there a row of `child` with these values, of its own types? */
ND_YIELDS ND_RESULT nd__fk_has_row(struct nd__fk *fk, const struct nd_table *child, const struct nd_foreign_key *key, struct nd_datum *values, bool *has_out);
/* Called while reads see the newest state; `before`: what they saw before. */
ND_YIELDS ND_RESULT nd__fk_act(struct nd__fk *fk, struct nd__fk_event *events, struct nd_ts before);

#endif
