/* SPDX-License-Identifier: Apache-2.0 */
/* deferred.h - checks of deferrable constraints that wait for the end of their statement, SET CONSTRAINTS or COMMIT.
 *
 * Role.       Keeps, for a transaction, what was put off: references whose row was not there, keys that went away, keys that
 *             must be unique in the end; and what SET CONSTRAINTS said. Checks them.
 * Owner.      The session; all of it ends with the transaction.
 * Protocol.   References and keys that went away: as fk.h, at a later time. Unique keys: entries of a deferrable index are
 *             like those of an index that is not unique. Who looks whether a key is unique writes its claim key first (the columns
 *             without the row's key, never a value), sends everything ahead, draws a timestamp and counts the entries: of two
 *             transactions with one key the second waits for the first, or does not commit. docs/adr/0019-deferred-constraints.md
 * Invariants. D1 a check is done only after its claim or guard is on a quorum, at a timestamp drawn after that.
 *             D2 what was put off after a savepoint goes with it; what was checked after it is put off again.
 * Testing.    tests/sql/ddl/deferrable.test, tests/isolation/deferred*.spec. */
#ifndef ND_SQL_EXEC_DEFERRED_H
#define ND_SQL_EXEC_DEFERRED_H

#include "sql/exec/exec.h"

enum nd_deferred_kind {
    ND_DEFERRED_REFERENCE, /* a row refers to `values`, which was not there */
    ND_DEFERRED_GONE,      /* the key `values` of a table that others refer to went away */
    ND_DEFERRED_UNIQUE,    /* `values` is an index's prefix and columns: one entry at most */
};

struct nd_deferred_check {
    enum nd_deferred_kind kind;
    struct nd_table_id table; /* REFERENCE: that refers; GONE: that is referred to */
    uint32_t oid;             /* of the foreign key, or the index */
    bool is_update;           /* GONE */
    bool is_done;
    uint64_t done_level;  /* the newest savepoint when it was checked */
    struct nd_slice values;
    size_t bytes;
};

struct nd_deferred_mode { /* what SET CONSTRAINTS said */
    uint32_t oid;         /* 0: ALL */
    bool is_deferred;
};

struct nd_deferred {
    struct nd_heap *heap;
    struct nd_deferred_check **checks; /* in order of time */
    size_t count, cap, bytes;
    size_t statement_count, statement_modes; /* before the statement at hand */
    struct nd_deferred_mode *modes;
    size_t mode_count, mode_cap;
    bool is_alone; /* the statement is the transaction: its end is the commit */
};

void nd_deferred_init(struct nd_deferred *deferred, struct nd_heap *heap);
void nd_deferred_clear(struct nd_deferred *deferred); /* also before it goes */
void nd_deferred_set_mode(struct nd_deferred *deferred, uint32_t oid, bool is_deferred);
/* The constraint is looked at when the transaction commits. deferred NULL: never. */
bool nd_deferred_is_put_off(const struct nd_deferred *deferred, uint32_t oid, bool is_deferrable, bool is_initially);
/* 53200: more than work_mem (at least 256 MiB) allows. */
ND_RESULT nd_deferred_add(const struct nd_exec_env *env, const struct nd_deferred_check *check, struct nd_err *err);
/* Back to a savepoint: forgets what came later, and what was done since `level` is to be done again. */
void nd_deferred_go_back(struct nd_deferred *deferred, size_t count, size_t mode_count, uint64_t level);
bool nd_deferred_has_table(const struct nd_deferred *deferred, struct nd_table_id table); /* checks that wait */
bool nd_deferred_has_open(const struct nd_deferred *deferred, size_t from);

/* Does the checks from `from` on that wait: all of them, or (is_all false) those of constraints that are not put off. 23503, 23505. */
ND_YIELDS ND_RESULT nd_deferred_run(const struct nd_exec_env *env, size_t from, bool is_all, uint64_t level, struct nd_err *err);
/* Two entries of a deferrable index with the same key? 23505, as of CREATE UNIQUE INDEX. For indexes that were just filled. */
ND_YIELDS ND_RESULT nd_deferred_check_index(const struct nd_exec_env *env, const struct nd_table *table, const struct nd_index *index, struct nd_err *err);

#endif
