/* SPDX-License-Identifier: Apache-2.0 */
/* catalog_int.h - shared by catalog.c (reading), change.c (writing), changes.c (what changed), bytes.c and descriptor.c (bytes), sequence.c and schema.c. */
#ifndef ND_CATALOG_INT_H
#define ND_CATALOG_INT_H

#include "base/hmap.h"
#include "base/list.h"
#include "catalog/catalog.h"

enum nd__relation_kind { ND__RELATION_TABLE = 1, ND__RELATION_INDEX = 2, ND__RELATION_SEQUENCE = 3 };

struct nd__relation {
    enum nd__relation_kind kind;
    struct nd_table_id table; /* SEQUENCE: its oid */
    uint64_t index_id;
};

struct nd__entry { /* what a name means; also remembers that it means nothing */
    struct nd_list link;
    uint32_t schema_id;
    const char *name;
    bool is_known;
    struct nd__relation relation;
};

/* A descriptor as it was read: the same for all views in which it has not changed. A view has a copy of the outermost struct, with
 * what depends on other objects (the schema's name) and what the binder keeps. */
struct nd__descriptor {
    size_t refs;
    struct nd_arena arena;
    struct nd_table *table; /* one of the two */
    struct nd_sequence *sequence;
};

/* Memory of what a view loads all at once, and shares with later views in which it has not changed. */
enum nd__part_kind { ND__PART_SCHEMAS, ND__PART_TYPES, ND__PART_ROLES, ND__PART_COUNT };
struct nd__part {
    size_t refs;
    struct nd_arena arena;
};

struct nd_catalog_view {
    struct nd_heap *heap;
    size_t refs;
    uint32_t database;
    uint64_t version;
    struct nd_ts from, to; /* of the shared view: it is known to be what the catalog was at these and between; {0}: never looked */
    struct nd_arena arena;
    struct nd_list names;
    struct nd_hmap tables_by_id, sequences_by_oid;
    struct nd_hmap tables, sequences; /* struct nd__descriptor, by id */
    struct nd__part *parts[ND__PART_COUNT]; /* its own; NULL: nothing was loaded */
    struct nd__part *shared_parts[ND__PART_COUNT]; /* of another view, in the place of its own; NULL: none */
    struct nd_catalog_view *base; /* of an earlier version, with everything loaded: where nd_catalog_load_all begins; NULL: none */
    bool is_private;
    bool has_all; /* tables and sequences are all of them */
    struct nd_catalog_all all;
    void *derived; /* what the system catalogs keep of it */
    bool has_schemas; /* those that users made are loaded */
    const struct nd_schema **schemas;
    size_t schema_count;
    bool has_types; /* those that users made are loaded */
    struct nd_user_type **types;
    size_t type_count;
    const struct nd_role *roles; /* all, in order of oids; NULL: not loaded */
    size_t role_count;
    const struct nd_database *databases; /* all, in order of oids; NULL: not loaded */
    size_t database_count;
    const struct nd_database *own_database;
};

struct nd_arena *nd__part_arena(struct nd_catalog_view *view, enum nd__part_kind kind);
void nd__part_share(struct nd_catalog_view *view, struct nd_catalog_view *from, enum nd__part_kind kind);
void nd__shared_free(struct nd_catalog_view *view); /* gives parts and descriptors back */
struct nd__descriptor *nd__descriptor_new(struct nd_heap *heap);
void nd__descriptor_unref(struct nd__descriptor *descriptor);
/* Takes what another view has read into the view, unless it is there already. */
ND_YIELDS ND_RESULT nd__catalog_adopt_table(struct nd_catalog_view *view, struct nd_txn *txn, struct nd__descriptor *descriptor, const struct nd_table **table_out);
ND_YIELDS ND_RESULT nd__catalog_adopt_sequence(struct nd_catalog_view *view, struct nd_txn *txn, struct nd__descriptor *descriptor, const struct nd_sequence **sequence_out);
ND_YIELDS ND_RESULT nd__catalog_adopt_types(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_catalog_view *from);

/* changes.c: what each of the last versions changed. */
#define ND__CHANGES_KEPT 64 /* versions */
enum nd__changed { ND__CHANGED_TABLE = 1, ND__CHANGED_SEQUENCE, ND__CHANGED_SCHEMAS, ND__CHANGED_TYPES, ND__CHANGED_ROLES, ND__CHANGED_EVERYTHING };
struct nd__changes {
    bool is_known; /* else anything may have changed */
    bool has_schemas, has_types, has_roles;
    uint64_t *tables, *sequences; /* ids, ascending */
    size_t table_count, sequence_count;
};
/* With the version: nothing has changed in it yet. */
ND_YIELDS ND_RESULT nd__changes_begin(struct nd_txn *txn, uint64_t version, struct nd_arena *arena);
ND_YIELDS ND_RESULT nd__changes_note(struct nd_txn *txn, enum nd__changed kind, uint64_t id, struct nd_arena *arena);
/* Between the version `since` and the view's, on the arena. */
ND_YIELDS ND_RESULT nd__changes_read(const struct nd_catalog_view *view, struct nd_txn *txn, uint64_t since, struct nd_arena *arena, struct nd__changes *changes_out);

/* Takes the descriptor into the view, unless it is there already. */
ND_YIELDS ND_RESULT nd__catalog_add_table(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_slice bytes,
                                          const struct nd_txn_get_item *stats, const struct nd_table **table_out);
ND_YIELDS ND_RESULT nd__catalog_add_sequence(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_slice bytes,
                                             const struct nd_sequence **sequence_out);
struct nd__entry *nd__catalog_find_entry(struct nd_catalog_view *view, uint32_t schema_id, const char *name); /* NULL: not looked up yet */
/* What a name means, from the view or read into it. */
ND_YIELDS ND_RESULT nd__catalog_load_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                          const char *name, struct nd__entry **entry_out);
/* Calls `visit` with what each name of a schema means, in order. */
ND_YIELDS ND_RESULT nd__catalog_each_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                          void *arg,
                                          enum nd_status (*visit)(void *arg, const struct nd__relation *relation));
/* Calls `visit` with all rows whose keys begin so, in order. */
ND_YIELDS ND_RESULT nd__catalog_each_row(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_slice prefix, void *arg,
                                         enum nd_status (*visit)(void *arg, const struct nd_kv_pair *pair));
/* "public", "pg_catalog", or of a user's schema that the view has loaded. */
ND_YIELDS ND_RESULT nd__catalog_schema_name(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                            const char **name_out);

struct nd_catalog {
    struct nd_heap *heap;
    struct nd_txn_system *txns;
    uint32_t database;
    struct nd_hmap others;          /* of the first database's: catalogs of the others, by oid */
    struct nd_catalog_view *shared; /* newest committed version met; NULL: none yet */
    bool has_types;                 /* there are such that users made, so views take them along */
};

/* Keys of the catalog's own rows. */
struct nd_slice nd__catalog_version_key(struct nd_arena *arena);
struct nd_slice nd__catalog_changes_key(struct nd_arena *arena, uint64_t version);
struct nd_slice nd__catalog_name_key(struct nd_arena *arena, uint32_t database, uint32_t schema_id, const char *name);
struct nd_slice nd__catalog_table_key(struct nd_arena *arena, uint32_t database, struct nd_table_id id);
struct nd_slice nd__catalog_sequence_key(struct nd_arena *arena, uint32_t database, uint32_t oid);
struct nd_slice nd__catalog_sequence_state_key(struct nd_arena *arena, uint32_t oid, uint64_t state_id);
struct nd_slice nd__catalog_schema_key(struct nd_arena *arena, uint32_t database, const char *name);
struct nd_slice nd__catalog_type_key(struct nd_arena *arena, uint32_t database, uint32_t oid);
struct nd_slice nd__catalog_type_name_key(struct nd_arena *arena, uint32_t database, uint32_t schema_id, const char *name);
struct nd_slice nd__catalog_role_key(struct nd_arena *arena, const char *name);
struct nd_slice nd__catalog_database_name_key(struct nd_arena *arena, const char *name);
struct nd_slice nd__catalog_database_key(struct nd_arena *arena, uint32_t oid); /* 0: before that of all */
struct nd_slice nd__catalog_stats_key(struct nd_arena *arena, uint32_t database, struct nd_table_id id);
struct nd_slice nd__catalog_fence_key(struct nd_arena *arena, struct nd_table_id id);
struct nd_slice nd__catalog_fencer_key(struct nd_arena *arena, struct nd_txn_id id);
struct nd_slice nd__catalog_fill_key(struct nd_arena *arena, struct nd_table_id id, uint64_t index_id);
struct nd_slice nd__catalog_rows_prefix(struct nd_arena *arena, struct nd_table_id id);

struct nd_slice nd__table_encode(const struct nd_table *table, struct nd_arena *arena);
/* CORRUPT: malformed, or of a format that is not known. */
ND_RESULT nd__table_decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_table **table_out);
struct nd_slice nd__stats_encode(const struct nd_table *table, const struct nd_table_stats *stats, struct nd_arena *arena);
/* Columns that are gone, or whose type is another now, are left out. CORRUPT. */
ND_RESULT nd__stats_decode(struct nd_slice bytes, const struct nd_table *table, struct nd_arena *arena, const struct nd_table_stats **stats_out);
struct nd_slice nd__relation_encode(const struct nd__relation *relation, struct nd_arena *arena);
ND_RESULT nd__relation_decode(struct nd_slice bytes, struct nd__relation *relation_out);

/* bytes.c. unpack: NULL: malformed. */
struct ProtobufCMessage;
struct ProtobufCMessageDescriptor;
struct nd_slice nd__proto_pack(const struct ProtobufCMessage *message, struct nd_arena *arena);
void *nd__proto_unpack(const struct ProtobufCMessageDescriptor *descriptor, struct nd_slice bytes, struct nd_arena *arena);

/* roles.c: NULL stands for what is not there. */
struct Ndoto__Catalog__Acl;
struct Ndoto__Catalog__Acl *nd__acl_encode(const struct nd_acl *acl, struct nd_arena *arena);
const struct nd_acl *nd__acl_decode(const struct Ndoto__Catalog__Acl *in, struct nd_arena *arena);
static inline uint32_t nd__owner_decode(uint32_t owner) { return owner == 0 ? ND_ROLE_POSTGRES : owner; }

/* constraints.c: the parts of a table besides columns and indexes. */
struct Ndoto__Catalog__Table;
struct Ndoto__Catalog__Check;
void nd__checks_encode(const struct nd_check *checks, size_t count, struct Ndoto__Catalog__Check ***out, size_t *count_out, struct nd_arena *arena);
struct nd_check *nd__checks_decode(struct Ndoto__Catalog__Check *const *in, size_t count, struct nd_arena *arena);
void nd__constraints_encode(const struct nd_table *table, struct Ndoto__Catalog__Table *out, struct nd_arena *arena);
ND_RESULT nd__constraints_decode(const struct Ndoto__Catalog__Table *in, struct nd_table *table,
                                 struct nd_arena *arena);
void nd__view_encode(const struct nd_table *table, struct Ndoto__Catalog__Table *out, struct nd_arena *arena);
void nd__view_decode(const struct Ndoto__Catalog__Table *in, struct nd_table *table, struct nd_arena *arena);
/* Texts are never absent in messages: empty stands for NULL. */
char **nd__texts_proto(const char *const *texts, size_t count, struct nd_arena *arena);
const char *const *nd__proto_texts(char **texts);
static inline const char *nd__proto_text(const char *text) { return text[0] == '\0' ? NULL : text; }
static inline char *nd__text_proto(struct nd_arena *arena, const char *text)
{
    return nd_arena_strdup(arena, text == NULL ? "" : text);
}

#endif
