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
    enum nd_type_id dropping[ND_DOMAIN_DEPTH_MAX + 1]; /* types that go with each other, each because of the one before */
    size_t dropping_count;
};

/* A table as it is to be, free to be changed. */
struct nd__draft {
    const struct nd_table *before; /* NULL: a new one */
    struct nd_table *table;
    struct nd_column *columns;
    struct nd_index *indexes;
    size_t dropped;                /* DROP COLUMN: its position */
    struct nd_expr **rewrites;     /* of a rebuild: columns that are computed anew, over the row before; NULL: none */
};

struct nd__index_how {
    bool is_unique, is_constraint;
    const char *const *included; /* names of columns */
    size_t included_count;
};

struct nd__drop_item {
    struct nd_table_id id;
    const char *name;
    bool is_view;
};

/* DROP: what is to be dropped together, so that it does not stand in its own way. */
struct nd__drop_set {
    struct nd__drop_item *tables; /* by id: descriptors go with their view when the first one is dropped */
    size_t count, cap;
    bool is_cascade;
};

/* 42P01, 3F000; 42809 where it is something else than a table. kind: what the message calls it; NULL: relation. */
ND_YIELDS ND_RESULT nd__ddl_find(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind, bool is_missing_fine, const struct nd_table **table_out);
/* "t", with its schema where the path does not have it; on the arena. */
const char *nd__ddl_shown_name(struct nd__ddl *ddl, const struct nd_table *table);
/* Not found: is it something else? 42809. */
ND_YIELDS ND_RESULT nd__ddl_check_other_kind(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind);
enum nd_status nd__ddl_missing(struct nd__ddl *ddl, const struct nd_ast_name *name, const char *kind, const char *sqlstate);
/* Where a name may be: the schema written, or those of the path. Calls `look` until *found. 3F000. */
ND_YIELDS ND_RESULT nd__ddl_search(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, void *arg,
                                   enum nd_status (*look)(struct nd__ddl *ddl, void *arg, uint32_t schema, const char *name, bool *found));
ND_YIELDS ND_RESULT nd__ddl_find_sequence(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_sequence **sequence_out);
ND_YIELDS ND_RESULT nd__ddl_find_index(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_table **table_out, size_t *at_out);
/* The catalog as the statement has left it so far: tables and sequences found before are no longer to be used. */
ND_YIELDS ND_RESULT nd__ddl_refresh(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_table_by_id(struct nd__ddl *ddl, struct nd_table_id id, const struct nd_table **table_out);
ND_YIELDS ND_RESULT nd__ddl_new_oid(struct nd__ddl *ddl, uint32_t *oid_out);
/* Calls `visit` for all tables of all schemas. */
ND_YIELDS ND_RESULT nd__ddl_each_table(struct nd__ddl *ddl, void *arg, enum nd_status (*visit)(struct nd__ddl *ddl, void *arg, const struct nd_table *table));
enum nd_status nd__ddl_name_taken(struct nd__ddl *ddl, const char *name);
/* Waits for other schema changes, makes this transaction's catalog private. */
ND_YIELDS ND_RESULT nd__ddl_begin(struct nd__ddl *ddl);
/* 55006: checks of deferred constraints wait for its rows. verb: "ALTER TABLE". */
ND_RESULT nd__ddl_check_pending(struct nd__ddl *ddl, const struct nd_table *table, const char *verb);
/* 55006: those, or an open cursor of the session reads it. */
ND_RESULT nd__ddl_check_in_use(struct nd__ddl *ddl, const struct nd_table *table, const char *verb);
/* Keeps writers of rows away until the end of the transaction, and reads what is committed by then. */
ND_YIELDS ND_RESULT nd__ddl_lock(struct nd__ddl *ddl, const struct nd_table *table);
struct nd__draft nd__ddl_draft(struct nd__ddl *ddl, const struct nd_table *table, size_t more_columns, size_t more_indexes);
ND_YIELDS ND_RESULT nd__ddl_write(struct nd__ddl *ddl, const struct nd__draft *draft);
void nd__ddl_discard_index(struct nd__ddl *ddl, const struct nd_table *table, uint64_t index_id);
void nd__ddl_discard_table(struct nd__ddl *ddl, const struct nd_table *table);
/* "t_a_b_key", "t_a_idx": the first of its kind that is not taken. */
ND_YIELDS ND_RESULT nd__ddl_choose_name(struct nd__ddl *ddl, uint32_t schema, const char *table, const char *const *columns, size_t count, const char *suffix, const char **name_out);
/* Adds an index over named columns to a draft. */
ND_YIELDS ND_RESULT nd__ddl_add_index(struct nd__ddl *ddl, struct nd__draft *draft, const char *name, const struct nd_ast_index_column *columns, size_t count,
                                      const struct nd__index_how *how, struct nd_index **index_out);
ND_YIELDS ND_RESULT nd__ddl_add_constraint_index(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint, struct nd_index **index_out);
/* ADD CONSTRAINT ... USING INDEX. 42704, 42809, 55000. */
ND_YIELDS ND_RESULT nd__ddl_constraint_using(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_constraint *constraint);
/* PRIMARY KEY that is deferrable: an index beside the hidden row id, which stays the primary one; NOT NULL. */
ND_YIELDS ND_RESULT nd__ddl_add_deferrable_key(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint, struct nd_index **index_out);
/* Makes the named columns the primary key: no hidden row id any more, NOT NULL. */
ND_YIELDS ND_RESULT nd__ddl_set_primary(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint);
/* A hidden row id as primary key. */
ND_YIELDS ND_RESULT nd__ddl_set_row_id(struct nd__ddl *ddl, struct nd__draft *draft);
/* New ids for all indexes: the data is written anew. The old ones are discarded after the commit. */
ND_YIELDS ND_RESULT nd__ddl_renew_indexes(struct nd__ddl *ddl, struct nd__draft *draft);
ND_YIELDS ND_RESULT nd__ddl_new_index_id(struct nd__ddl *ddl, const struct nd__draft *draft, uint64_t *id_out);
ND_YIELDS ND_RESULT nd__ddl_reshard(struct nd__ddl *ddl, const struct nd_table *table, size_t at, const struct nd_index *as); /* another number of shards by hash */
/* Runs `change`, which moves columns, and corrects the positions that indexes name. */
ND_RESULT nd__ddl_fix_positions(struct nd__ddl *ddl, struct nd__draft *draft, void (*change)(struct nd__draft *draft));
void nd__ddl_remove_column(struct nd__draft *draft);
/* Virtual columns that no index of the draft has any more. */
ND_RESULT nd__ddl_drop_virtuals(struct nd__ddl *ddl, struct nd__draft *draft);
/* The index has the column, or an expression or predicate that reads it. */
bool nd__ddl_index_uses(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_index *index, size_t column);
/* A column has another type: what indexes compute of it, too. 0A000 where there is no key of it; what binding raises. */
ND_RESULT nd__ddl_retype_virtuals(struct nd__ddl *ddl, struct nd__draft *draft);
/* The predicate of an index of `source`, for the draft's newest. */
ND_YIELDS ND_RESULT nd__ddl_copy_predicate(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_table *source, const struct nd_index *from, struct nd_index *index);
ND_YIELDS ND_RESULT nd__ddl_rebuild(struct nd__ddl *ddl, struct nd__draft *draft); /* all data anew under fresh index ids, then the descriptor */

/* ---- ddl_table.c ---- */
ND_YIELDS ND_RESULT nd__ddl_create_table(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_choose_schema(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_temp, uint32_t *schema_out); /* that CREATE puts it into. 42P16 */
ND_YIELDS ND_RESULT nd__ddl_create_table_as(struct nd__ddl *ddl);
/* A column as written; serial and identity take a sequence, which is made at once. */
ND_YIELDS ND_RESULT nd__ddl_define_column(struct nd__ddl *ddl, const struct nd__draft *draft, const struct nd_ast_column_def *def, uint32_t column_id, struct nd_column *column_out,
                                          struct nd_owned_sequence *owned_out);
void nd__ddl_own(struct nd__ddl *ddl, struct nd__draft *draft, struct nd_owned_sequence owned);
/* Binds and checks the generation expression of a column that the draft has. */
ND_YIELDS ND_RESULT nd__ddl_check_generated(struct nd__ddl *ddl, const struct nd__draft *draft, const struct nd_ast_column_def *def, size_t at);
/* Default and generation expressions name sequences by their full names from here on. */
ND_YIELDS ND_RESULT nd__ddl_default_text(struct nd__ddl *ddl, const char *text, const char **text_out);

/* ---- ddl_constraint.c ---- */
/* May change the draft alone (checks, indexes) or write tables (foreign keys): *is_written_out. */
ND_YIELDS ND_RESULT nd__ddl_add_check(struct nd__ddl *ddl, struct nd__draft *draft, const struct nd_ast_constraint *constraint, bool validates);
ND_YIELDS ND_RESULT nd__ddl_add_foreign_key(struct nd__ddl *ddl, struct nd_table_id table, const struct nd_ast_constraint *constraint, bool validates);
ND_YIELDS ND_RESULT nd__ddl_drop_constraint(struct nd__ddl *ddl, const struct nd_table *table, const char *name, bool if_exists, bool is_cascade);
ND_YIELDS ND_RESULT nd__ddl_validate_constraint(struct nd__ddl *ddl, const struct nd_table *table, const char *name);
/* Takes foreign key `oid` out of its table and of the one it refers to; skips tables of the set. */
ND_YIELDS ND_RESULT nd__ddl_remove_foreign_key(struct nd__ddl *ddl, struct nd_table_id table, uint32_t oid);
/* Foreign keys of others that need this index (NULL: any of the table's) and are not of the set: 2BP01, or dropped. what: "table a". */
ND_YIELDS ND_RESULT nd__ddl_release_references(struct nd__ddl *ddl, struct nd_table_id table, const struct nd_index *index, const struct nd__drop_set *set, const char *what);
/* DEFERRABLE and INITIALLY DEFERRED of a foreign key. */
ND_YIELDS ND_RESULT nd__ddl_alter_constraint(struct nd__ddl *ddl, const struct nd_table *table, const char *name, const struct nd_ast_constraint *constraint);
bool nd__ddl_has_constraint(const struct nd_table *table, const char *name);
bool nd__ddl_uses_column(struct nd__ddl *ddl, const struct nd_table *table, const char *text, const char *place, struct nd_type type, size_t column);

/* ---- ddl_sequence.c ---- */
ND_YIELDS ND_RESULT nd__ddl_create_sequence(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_alter_sequence(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_sequences(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_sequence(struct nd__ddl *ddl, const struct nd_sequence *sequence, bool is_cascade);
/* For a column: made at once, owned by table and column. */
ND_YIELDS ND_RESULT nd__ddl_make_owned_sequence(struct nd__ddl *ddl, const struct nd_table *table, const char *column, uint32_t column_id, enum nd_type_id type,
                                                const struct nd_ast_option *options, size_t option_count, struct nd_sequence *sequence_out);
ND_YIELDS ND_RESULT nd__ddl_alter_identity(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_alter *alter);
ND_YIELDS ND_RESULT nd__ddl_drop_owned(struct nd__ddl *ddl, const struct nd_table *table, uint32_t column_id); /* 0: of all columns */
ND_YIELDS ND_RESULT nd__ddl_restart_owned(struct nd__ddl *ddl, const struct nd_table *table);
const char *nd__ddl_nextval_text(struct nd__ddl *ddl, const char *schema, const char *name);
/* Default texts that name the sequence by its old name get the new one. */
ND_YIELDS ND_RESULT nd__ddl_rename_in_defaults(struct nd__ddl *ddl, const struct nd_sequence *before, const char *schema, const char *name);

/* ---- ddl_view.c ---- */
ND_RESULT nd__ddl_set_check_option(struct nd__ddl *ddl, const struct nd_table *view, char written); /* as in nd_ast_create_view */
ND_YIELDS ND_RESULT nd__ddl_create_view(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_find_view(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_table **view_out);
/* A table or a view; NULL: none of that name. */
ND_YIELDS ND_RESULT nd__ddl_search_relation(struct nd__ddl *ddl, const struct nd_ast_name *name, const struct nd_table **table_out);
/* A table or a view. */
ND_YIELDS ND_RESULT nd__ddl_find_relation(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_table **table_out);
/* Views that read the table, or a column of it (0: any), and are not of the set: 2BP01, or added to the set. */
ND_YIELDS ND_RESULT nd__ddl_release_views(struct nd__ddl *ddl, struct nd_table_id id, uint32_t column_id, struct nd__drop_set *set, const char *what);
/* What the view reads no longer knows of it. */
ND_YIELDS ND_RESULT nd__ddl_forget_view(struct nd__ddl *ddl, const struct nd_table *view, const struct nd__drop_set *set);
ND_YIELDS ND_RESULT nd__ddl_check_view_types(struct nd__ddl *ddl, const struct nd_table *table, size_t column);
/* Before the table is renamed: the texts of the views that read it. */
ND_YIELDS ND_RESULT nd__ddl_rename_in_views(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_bind_rename *rename);

/* ---- ddl_drop.c ---- */
void nd__drop_set_add(struct nd__ddl *ddl, struct nd__drop_set *set, const struct nd_table *table);
bool nd__drop_set_has(const struct nd__drop_set *set, struct nd_table_id id);
ND_YIELDS ND_RESULT nd__ddl_drop_tables(struct nd__ddl *ddl, struct nd__drop_set *set);
ND_YIELDS ND_RESULT nd__ddl_drop(struct nd__ddl *ddl);
/* NULL: there is none, which was said. 2BP01: a constraint needs it. */
ND_YIELDS ND_RESULT nd__ddl_find_dropped_index(struct nd__ddl *ddl, const struct nd_ast_name *name, bool if_exists, const struct nd_table **table_out, size_t *at_out);
/* After nd__ddl_begin: foreign keys that need it are in the way (2BP01), or go with it. */
ND_YIELDS ND_RESULT nd__ddl_release_index(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_cascade, const struct nd_table **table, size_t at);
ND_YIELDS ND_RESULT nd__ddl_remove_index(struct nd__ddl *ddl, const struct nd_table *table, size_t at); /* from the descriptor; its entries are discarded */
ND_YIELDS ND_RESULT nd__ddl_truncate(struct nd__ddl *ddl);

/* ---- ddl_object.c ---- */
ND_YIELDS ND_RESULT nd__ddl_create_schema(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_schemas(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_comment(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_rename(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_set_schema(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_schema(struct nd__ddl *ddl, const struct nd_schema *schema, bool is_cascade); /* 2BP01 */
ND_YIELDS ND_RESULT nd__ddl_find_schema(struct nd__ddl *ddl, const char *name, bool is_missing_fine, const struct nd_schema **schema_out); /* 3F000 */

/* ---- ddl_role.c ---- */
ND_YIELDS ND_RESULT nd__ddl_role(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_find_role(struct nd__ddl *ddl, const struct nd_ast_role_name *name, uint32_t *role_out); /* PUBLIC: ND_ROLE_PUBLIC. 42704 */
ND_YIELDS ND_RESULT nd__ddl_comment_role(struct nd__ddl *ddl, const struct nd_ast_change *change);
ND_YIELDS ND_RESULT nd__ddl_rename_role(struct nd__ddl *ddl, const struct nd_ast_change *change);
enum nd_status nd__ddl_skip_missing(struct nd__ddl *ddl, const char *kind, const struct nd_ast_name *name); /* IF EXISTS: a notice, OK */

/* ---- ddl_database.c ---- */
ND_YIELDS ND_RESULT nd__ddl_change_database(struct nd__ddl *ddl); /* CREATE, ALTER, DROP */
ND_YIELDS ND_RESULT nd__ddl_rename_database(struct nd__ddl *ddl, const struct nd_ast_change *change);
ND_YIELDS ND_RESULT nd__ddl_comment_database(struct nd__ddl *ddl, const struct nd_ast_change *change);
/* A copy of the session's own, or of that of the name (3D000), to be changed and put back. */
ND_YIELDS ND_RESULT nd__ddl_database(struct nd__ddl *ddl, struct nd_database *database_out);
ND_YIELDS ND_RESULT nd__ddl_find_database(struct nd__ddl *ddl, const char *name, struct nd_database *database_out);
ND_YIELDS ND_RESULT nd__ddl_put_database(struct nd__ddl *ddl, const struct nd_database *database);

/* ---- ddl_grant.c ---- */
ND_YIELDS ND_RESULT nd__ddl_grant(struct nd__ddl *ddl);
/* What a new object of the role is granted. */
ND_YIELDS ND_RESULT nd__ddl_default_acl(struct nd__ddl *ddl, uint32_t role, uint32_t schema, enum nd_acl_kind kind, const struct nd_acl **acl_out);

/* ---- ddl_owner.c: whose an object is; what roles may ---- */
ND_YIELDS ND_RESULT nd__ddl_owner(struct nd__ddl *ddl);
/* A role that there is and that objects can belong to: not PUBLIC, and not one that was dropped under its session. 42704. */
ND_YIELDS ND_RESULT nd__ddl_find_owner(struct nd__ddl *ddl, const struct nd_ast_role_name *name, uint32_t *owner_out);
ND_YIELDS ND_RESULT nd__ddl_must_own(struct nd__ddl *ddl, const char *kind, const char *name, uint32_t owner); /* 42501: "must be owner of table t" */
ND_YIELDS ND_RESULT nd__ddl_must_own_table(struct nd__ddl *ddl, const struct nd_table *table);                 /* or view */
ND_YIELDS ND_RESULT nd__ddl_may_drop(struct nd__ddl *ddl, const char *kind, const char *name, uint32_t owner, uint32_t schema_id); /* the schema's owner may, too */
ND_YIELDS ND_RESULT nd__ddl_may_create_in(struct nd__ddl *ddl, uint32_t schema_id);                       /* 42501 */
ND_YIELDS ND_RESULT nd__ddl_load_roles(struct nd__ddl *ddl); /* and schemas */
ND_YIELDS ND_RESULT nd__ddl_may_use(struct nd__ddl *ddl, const struct nd_schema *schema); /* what is in it; 42501 */
ND_YIELDS ND_RESULT nd__ddl_may_use_type(struct nd__ddl *ddl, struct nd_type type);        /* for a column, a domain; 42501 */
ND_YIELDS ND_RESULT nd__ddl_may_make_temp(struct nd__ddl *ddl, const struct nd_schema *own); /* own: of the session's temporary tables, NULL: none yet */
ND_YIELDS ND_RESULT nd__ddl_may_create_in_database(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_may_give(struct nd__ddl *ddl, uint32_t role); /* 42501: must be a member of it */
ND_YIELDS ND_RESULT nd__ddl_need(struct nd__ddl *ddl, const struct nd_table *table, unsigned privilege); /* 42501: "permission denied for table t" */
ND_YIELDS ND_RESULT nd__ddl_change_owner(struct nd__ddl *ddl, struct nd_table_id id, const struct nd_ast_role_name *owner); /* of a table or view, its owned sequences with it */
ND_YIELDS ND_RESULT nd__ddl_change_sequence_owner(struct nd__ddl *ddl, const struct nd_sequence *sequence, uint32_t owner);
ND_YIELDS ND_RESULT nd__ddl_reassign_owned(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_owned_by(struct nd__ddl *ddl);
/* 2BP01 if objects are the role's, or it has been granted something of them. */
ND_YIELDS ND_RESULT nd__ddl_check_role_unused(struct nd__ddl *ddl, uint32_t oid);
/* Calls `visit` for all sequences of all schemas. */
ND_YIELDS ND_RESULT nd__ddl_each_sequence(struct nd__ddl *ddl, void *arg, enum nd_status (*visit)(struct nd__ddl *ddl, void *arg, const struct nd_sequence *sequence));

/* ---- session_temp.c ---- */
/* The schema of the session's temporary tables, which is made with the first of them. The catalog as it is then: as after nd__ddl_refresh. */
ND_YIELDS ND_RESULT nd__ddl_temp_schema(struct nd__ddl *ddl, uint32_t *schema_out);
bool nd__ddl_is_temp(struct nd__ddl *ddl, const struct nd_table *table);

/* ---- ddl_type.c ---- */
ND_YIELDS ND_RESULT nd__ddl_create_enum(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_alter_enum(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_types(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_drop_type(struct nd__ddl *ddl, enum nd_type_id id, bool is_cascade);
/* 42704. *type_out NULL: missing, which is fine. */
ND_YIELDS ND_RESULT nd__ddl_find_type(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_user_type **type_out);
/* ddl_domain.c. 42809: a type that is no domain. */
ND_YIELDS ND_RESULT nd__ddl_find_domain(struct nd__ddl *ddl, const struct nd_ast_name *name, bool is_missing_fine, const struct nd_user_type **domain_out);
ND_YIELDS ND_RESULT nd__ddl_create_domain(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_alter_domain(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_change_domain_constraint(struct nd__ddl *ddl, const struct nd_ast_change *ast, bool is_comment); /* else a new name */
bool nd__ddl_names_objects(const char *text, struct nd_type type); /* as constants of regclass and its kin, of an expression of that type */
bool nd__ddl_names_types(struct nd__ddl *ddl, const char *text); /* that users made, in full */
/* A new comment, name or schema. */
ND_YIELDS ND_RESULT nd__ddl_change_type(struct nd__ddl *ddl, const struct nd_user_type *before, struct nd_user_type *type);
/* 42710: a type, or a table, whose rows have such a type, is called that. */
ND_YIELDS ND_RESULT nd__ddl_check_type_name(struct nd__ddl *ddl, uint32_t schema, const char *name);
/* Expressions of the table that speak of types that users made name them in full from here on, so that they can be found when those get another name;
 * other objects are named by oid. */
ND_YIELDS ND_RESULT nd__ddl_state_types(struct nd__ddl *ddl, struct nd_table *table);
/* As nd_type_format, by the session's names. */
const char *nd__ddl_type_text(struct nd__ddl *ddl, struct nd_type type);

/* All texts that name relations or types of the schema, before it has its new name. The catalog as it is then: as after nd__ddl_refresh. */
ND_YIELDS ND_RESULT nd__ddl_rename_schema_in_texts(struct nd__ddl *ddl, uint32_t schema_id, const char *name);

ND_YIELDS ND_RESULT nd__ddl_drop_column(struct nd__ddl *ddl, const struct nd_table *table, const char *name, bool is_cascade); /* and what depends on it */
ND_YIELDS ND_RESULT nd__ddl_alter_table(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_create_index(struct nd__ddl *ddl);
/* REINDEX INDEX and TABLE, in the user's transaction. */
ND_YIELDS ND_RESULT nd__ddl_reindex(struct nd__ddl *ddl);
ND_YIELDS ND_RESULT nd__ddl_find_reindexed(struct nd__ddl *ddl, const struct nd_table **table_out, size_t *at_out); /* *at_out SIZE_MAX: a table's */
ND_YIELDS ND_RESULT nd__ddl_reindex_table(struct nd__ddl *ddl, const struct nd_table *table, size_t at); /* SIZE_MAX: all its indexes */

/* Storage parameters (ddl_parameter.c): most are of PostgreSQL's files and mean nothing here. */
struct nd_ast_alter;
enum nd__parameter_of { ND__PARAMETER_OF_TABLE = 1, ND__PARAMETER_OF_TOAST = 2, ND__PARAMETER_OF_INDEX = 4, ND__PARAMETER_OF_VIEW = 8 };
ND_RESULT nd__ddl_check_parameters(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count, enum nd__parameter_of of, bool is_new); /* 22023 */
ND_RESULT nd__ddl_check_reset(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count); /* 42601 */
bool nd__ddl_sets_foreign(const struct nd_ast_alter *alter); /* a SET or RESET of PostgreSQL's parameters alone, which mean nothing */
ND_RESULT nd__ddl_parameters(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count, struct nd__draft *draft); /* of a new table. 22023 */
void nd__ddl_change_parameters(struct nd__ddl *ddl, const struct nd_ast_alter *alter, struct nd_index *index); /* SET, RESET */
void nd__ddl_index_parameters(struct nd__ddl *ddl, const struct nd_ast_option *options, size_t count, struct nd_index *index); /* checked */
ND_YIELDS ND_RESULT nd__ddl_set_parameters(struct nd__ddl *ddl, const struct nd_table *table, const struct nd_ast_option *options, size_t count, bool is_reset);

#endif
