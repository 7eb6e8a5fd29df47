/* SPDX-License-Identifier: Apache-2.0 */
/* dml_int.h - shared by dml.c and upsert.c: INSERT, UPDATE, DELETE at work. */
#ifndef ND_SQL_EXEC_DML_INT_H
#define ND_SQL_EXEC_DML_INT_H

#include "sql/exec/fk.h"

struct nd__dml_op {
    struct nd_op op;
    struct nd_writer writer;
    struct nd__fk *fk; /* the statement's */
    const struct nd_table *table;
    bool is_started;
    bool keeps_all;        /* X2: read everything before the first write */
    struct nd_rowset rows; /* keeps_all */
    struct nd_type *types;
    size_t at;
    uint32_t *unchanged; /* numbers of kept rows that nothing else of the statement has changed; NULL: all */
    size_t unchanged_count;
    bool has_read, is_moving; /* is_moving: the primary key changes, old rows go first */
    struct nd_hmap done;      /* ON CONFLICT DO UPDATE: keys that the statement has dealt with: hash -> key */
    struct nd_arena done_arena;
};

bool nd__dml_is_done(const struct nd__dml_op *dml, struct nd_slice key);
bool nd__dml_first_time(struct nd__dml_op *dml, struct nd_slice key); /* not dealt with yet; it is now */
/* ON CONFLICT DO UPDATE for the rows of a batch; *rows becomes the rows inserted and changed. */
ND_YIELDS ND_RESULT nd__dml_upsert(struct nd__dml_op *dml, const struct nd_insert *insert, struct nd_batch *rows);

#endif
