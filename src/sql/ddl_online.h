/* SPDX-License-Identifier: Apache-2.0 */
/* ddl_online.h - schema changes in steps, beside the writers of the table: CREATE and DROP INDEX CONCURRENTLY, REINDEX CONCURRENTLY.
 *
 * Role.       Each step is a transaction of its own, so the statement has its transactions for itself and cannot run in a block.
 *             What a failure leaves behind is an index that is not valid, which writers keep up as far as it had come.
 * Protocol.   src/catalog/README.md, "Changes in steps": which states, and why no entry is lost or left over.
 * Testing.    tests/sql/index/concurrently.test, tests/e2e/test_online_index.py, simulation workload "index". */
#ifndef ND_SQL_DDL_ONLINE_H
#define ND_SQL_DDL_ONLINE_H

#include "sql/ddl_int.h"

struct nd__online {
    struct nd_sql_session *session;
    const struct nd_ast_stmt *stmt;
    struct nd_slice text;
    struct nd_err *err;
    struct nd_arena arena; /* of the statement */
    char *tag;
    uint64_t deadline_ns; /* of all steps together */
    struct nd__build build;
    struct nd_table_id table;
    uint32_t oid;          /* of the index at work */
    uint32_t replaced_oid; /* REINDEX: of the one whose place it takes */
    uint64_t copy_id;      /* REINDEX: under which its entries are */
    bool is_unique;
    uint32_t *todo; /* REINDEX: oids of the table's indexes */
    size_t todo_count;
    struct nd_table_id *list; /* REINDEX SCHEMA and DATABASE */
    size_t list_count, list_cap;
    uint32_t schema_id; /* 0: all */
    struct nd_gate gate;   /* as the step left it */
    struct nd_ts floor;    /* whoever knows the catalog only as of below does not know of the step */
    bool is_over;          /* somebody else has done, or undone, what was left to do */
};

/* The draft has a new index: as the first step of building it leaves it. */
ND_YIELDS ND_RESULT nd__online_declare(struct nd__ddl *ddl, struct nd__online *online, const struct nd__draft *draft, struct nd_index *index);
/* In ddl_index.c: CREATE INDEX up to there. */
ND_YIELDS ND_RESULT nd__ddl_declare_index(struct nd__ddl *ddl, struct nd__online *online);
#endif
