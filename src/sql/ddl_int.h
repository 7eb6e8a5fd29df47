/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_int.h - shared by ddl*.c: one schema change at work. */
#ifndef ND_SQL_DDL_INT_H
#define ND_SQL_DDL_INT_H

#include "sql/session_int.h"
#include "sql/types/key_codec.h"

struct nd__ddl {
    struct nd_sql_session *session;
    const struct nd_ast_stmt *stmt;
    struct nd_bind_env bind;
    struct nd_arena *arena;     /* of the statement */
    struct nd_err *err;
    char *tag;                  /* 64 bytes */
    const char *used[16];       /* names chosen by this statement already */
    size_t used_count;
};

/* A table as it is to be, free to be changed. */
struct nd__draft {
    const struct nd_table *before; /* NULL: a new one */
    struct nd_table *table;
    struct nd_column *columns;
    struct nd_index *indexes;
    size_t dropped;                /* DROP COLUMN: its position */
};

ND_RESULT nd__ddl_find(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind, bool is_missing_fine, const struct nd_table **table_out);
/* Waits for other schema changes, makes this transaction's catalog private. */
ND_YIELDS ND_RESULT nd__ddl_begin(struct nd__ddl *ddl);
/* Keeps writers of rows away until the end of the transaction, and reads what is committed by then. */
ND_YIELDS ND_RESULT nd__ddl_lock(struct nd__ddl *ddl, const struct nd_table *table);
struct nd__draft nd__ddl_draft(struct nd__ddl *ddl, const struct nd_table *table, size_t more_columns, size_t more_indexes);
ND_YIELDS ND_RESULT nd__ddl_write(struct nd__ddl *ddl, const struct nd__draft *draft);
void nd__ddl_discard_index(struct nd__ddl *ddl, const struct nd_table *table, uint64_t index_id);
void nd__ddl_discard_table(struct nd__ddl *ddl, const struct nd_table *table);
/* "t_a_b_key", "t_a_idx": the first of its kind that is not taken. */
ND_YIELDS ND_RESULT nd__ddl_choose_name(struct nd__ddl *ddl, uint32_t schema, const char *table, const char *const *columns, size_t count, const char *suffix, const char **name_out);
/* Adds an index over named columns to a draft. */
ND_YIELDS ND_RESULT nd__ddl_add_index(struct nd__ddl *ddl, struct nd__draft *draft, const char *name, const struct nd_ast_index_column *columns, size_t count, bool is_unique,
                                      bool is_constraint, struct nd_index **index_out);
ND_YIELDS ND_RESULT nd__ddl_add_constraint_index(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint, struct nd_index **index_out);
/* Makes the named columns the primary key: no hidden row id any more, NOT NULL. */
ND_YIELDS ND_RESULT nd__ddl_set_primary(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint);
/* A hidden row id as primary key. */
ND_YIELDS ND_RESULT nd__ddl_set_row_id(struct nd__ddl *ddl, struct nd__draft *draft);
/* New ids for all indexes: the data is written anew. The old ones are discarded after the commit. */
void nd__ddl_renew_indexes(struct nd__ddl *ddl, struct nd__draft *draft);
/* Runs `change`, which moves columns, and corrects the positions that indexes name. */
ND_RESULT nd__ddl_fix_positions(struct nd__ddl *ddl, struct nd__draft *draft, void (*change)(struct nd__draft *draft));
void nd__ddl_remove_column(struct nd__draft *draft);
ND_RESULT nd__ddl_column(struct nd__ddl *ddl, const struct nd_ast_column_def *def, struct nd_column *column_out);

ND_YIELDS ND_RESULT nd__ddl_alter_table(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_create_index(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_index(struct nd__ddl *ddl);

#endif
