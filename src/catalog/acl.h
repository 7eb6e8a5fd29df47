/* SPDX-License-Identifier: Apache-2.0 */
/* acl.h - who may do what with an object: lists of grants, as PostgreSQL has them.
 *
 * Role.       What GRANT and REVOKE make of a list, how it is shown, what objects are made with. Pure; which roles are members of
 *             which is roles.c's.
 * Model.      An item says what `grantee` was given by `grantor`. There is at most one item a pair; items without privileges do not stay.
 *             The owner of an object can grant everything, whatever the list says; a list that is NULL is that of nd_acl_default.
 * Testing.    tests/sql/role, tests/e2e/test_dump.py. */
#ifndef ND_CATALOG_ACL_H
#define ND_CATALOG_ACL_H

#include "base/arena.h"
#include "base/status.h"

#define ND_ROLE_PUBLIC 0            /* everybody, as a grantee */
#define ND_ROLE_POSTGRES 10         /* always there, always a superuser */
#define ND_ROLE_DATABASE_OWNER 6171 /* pg_database_owner: whoever owns the database is its member */
#define ND_ROLE_READ_ALL_DATA 6181
#define ND_ROLE_WRITE_ALL_DATA 6182

/* In the order of the letters "arwdDxtXUCTc", as bits. */
enum nd_privilege {
    ND_PRIV_INSERT = 1 << 0,
    ND_PRIV_SELECT = 1 << 1,
    ND_PRIV_UPDATE = 1 << 2,
    ND_PRIV_DELETE = 1 << 3,
    ND_PRIV_TRUNCATE = 1 << 4,
    ND_PRIV_REFERENCES = 1 << 5,
    ND_PRIV_TRIGGER = 1 << 6,
    ND_PRIV_EXECUTE = 1 << 7,
    ND_PRIV_USAGE = 1 << 8,
    ND_PRIV_CREATE = 1 << 9,
    ND_PRIV_TEMPORARY = 1 << 10,
    ND_PRIV_CONNECT = 1 << 11,
};
#define ND_PRIV_COUNT 12

enum nd_acl_kind { ND_ACL_TABLE, /* views, too */
                   ND_ACL_COLUMN,
                   ND_ACL_SEQUENCE,
                   ND_ACL_SCHEMA,
                   ND_ACL_DATABASE,
                   ND_ACL_FUNCTION,
                   ND_ACL_TYPE,
                   ND_ACL_LANGUAGE };

struct nd_acl_item {
    uint32_t grantee, grantor;
    unsigned privileges, options; /* options: those of the privileges that it may grant in turn */
};

struct nd_acl {
    const struct nd_acl_item *items;
    size_t count;
};

unsigned nd_acl_all(enum nd_acl_kind kind); /* every privilege that there is for it */
const char *nd_privilege_name(unsigned privilege); /* of one: "SELECT" */
unsigned nd_privilege_named(const char *name, size_t n); /* in any case; 0: none of that name */
/* What an object of the kind is made with. */
const struct nd_acl *nd_acl_default(enum nd_acl_kind kind, uint32_t owner, struct nd_arena *arena);
const struct nd_acl *nd_acl_copy(const struct nd_acl *acl, struct nd_arena *arena); /* NULL of NULL */
bool nd_acl_is_equal(const struct nd_acl *a, const struct nd_acl *b);               /* whatever their order */
const struct nd_acl *nd_acl_sorted(const struct nd_acl *acl, struct nd_arena *arena); /* by grantee, then grantor: as PostgreSQL keeps default privileges */
/* What its items give the role; NULL acl: nothing. */
unsigned nd_acl_privileges_of(const struct nd_acl *acl, uint32_t grantee);
unsigned nd_acl_options_of(const struct nd_acl *acl, uint32_t grantee);

struct nd_acl_change {
    uint32_t grantee, grantor, owner;
    unsigned privileges;
    bool is_grant;
    bool has_option; /* WITH GRANT OPTION, GRANT OPTION FOR */
    bool is_cascade; /* REVOKE */
};
enum nd_acl_outcome {
    ND_ACL_CHANGED,
    ND_ACL_DEPENDENT, /* others have been granted what is revoked here, and there is no CASCADE */
    ND_ACL_CIRCULAR,  /* grant options back to who they come from */
};
/* A list with the change made. */
enum nd_acl_outcome nd_acl_change(const struct nd_acl *acl, const struct nd_acl_change *change, struct nd_arena *arena, const struct nd_acl **acl_out);
/* Another owner: what the old one was granted and has granted is the new one's. */
const struct nd_acl *nd_acl_new_owner(const struct nd_acl *acl, uint32_t before, uint32_t owner, struct nd_arena *arena);
/* "joe=r*w/postgres"; names as they are quoted there. role_name: of an oid. */
const char *nd_acl_item_text(const struct nd_acl_item *item, void *arg, const char *(*role_name)(void *arg, uint32_t role), struct nd_arena *arena);
/* Does it speak of the role? */
bool nd_acl_names(const struct nd_acl *acl, uint32_t role);

#endif
