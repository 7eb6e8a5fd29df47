/* SPDX-License-Identifier: Apache-2.0 */
/* user_type.c - types that users made: all of them are loaded into a view together, when the first one is needed. */
#include "catalog/catalog_int.h"

#include <stdlib.h>

#include "proto/catalog.pb-c.h"
#include "sql/types/key_codec.h"

/* ---- bytes ------------------------------------------------------------------------------------------------- */

static struct nd_slice encode(const struct nd_user_type *type, struct nd_arena *arena)
{
    Ndoto__Catalog__UserType out;
    ndoto__catalog__user_type__init(&out);
    out.format = 1;
    out.oid = (uint32_t)type->id;
    out.schema_id = type->schema_id;
    out.name = nd__text_proto(arena, type->name);
    out.version = type->version;
    out.comment = nd__text_proto(arena, type->comment);
    out.owner = type->owner;
    out.acl = nd__acl_encode(type->acl, arena);
    out.n_labels = type->label_count;
    out.labels = nd_arena_array(arena, Ndoto__Catalog__EnumLabel *, type->label_count + 1);
    for (size_t i = 0; i < type->label_count; i++) {
        Ndoto__Catalog__EnumLabel *label = out.labels[i] = nd_arena_new(arena, Ndoto__Catalog__EnumLabel);
        ndoto__catalog__enum_label__init(label);
        label->oid = type->labels[i].oid;
        label->position = type->labels[i].position;
        label->name = nd__text_proto(arena, type->labels[i].name);
    }
    out.base_type_oid = (uint32_t)type->base.id;
    out.base_typmod = type->base.mod;
    out.base_domain_oid = (uint32_t)type->base.domain;
    out.is_not_null = type->is_not_null;
    out.default_text = nd__text_proto(arena, type->default_text);
    nd__checks_encode(type->checks, type->check_count, &out.checks, &out.n_checks, arena);
    return nd__proto_pack(&out.base, arena);
}

static int by_name(const void *a, const void *b)
{
    const struct nd_enum_label *const *left = a, *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static enum nd_status decode_labels(const Ndoto__Catalog__UserType *in, struct nd_arena *arena, struct nd_user_type *out)
{
    struct nd_enum_label *labels = nd_arena_array(arena, struct nd_enum_label, in->n_labels + 1);
    const struct nd_enum_label **sorted = nd_arena_array(arena, const struct nd_enum_label *, in->n_labels + 1);
    for (size_t i = 0; i < in->n_labels; i++) {
        labels[i] = (struct nd_enum_label){in->labels[i]->oid, in->labels[i]->position, in->labels[i]->name};
        if (i > 0 && labels[i].position <= labels[i - 1].position) return ND_STATUS_CORRUPT;
        sorted[i] = &labels[i];
    }
    qsort(sorted, in->n_labels, sizeof *sorted, by_name);
    out->labels = labels;
    out->labels_by_name = sorted;
    out->label_count = in->n_labels;
    return ND_STATUS_OK;
}

static enum nd_status decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_user_type *out)
{
    Ndoto__Catalog__UserType *in = nd__proto_unpack(&ndoto__catalog__user_type__descriptor, bytes, arena);
    enum nd_user_kind kind = in == NULL ? ND_USER_NONE : nd_type_user_kind((enum nd_type_id)in->oid);
    if (in == NULL || in->format != 1 || (kind != ND_USER_ENUM && kind != ND_USER_DOMAIN)) return ND_STATUS_CORRUPT;
    if (kind == ND_USER_DOMAIN && (!nd_type_is_known(in->base_type_oid) || (in->base_domain_oid != 0 && !nd_type_is_domain((enum nd_type_id)in->base_domain_oid)))) return ND_STATUS_CORRUPT;
    if (kind == ND_USER_DOMAIN && (in->base_domain_oid == in->oid || in->base_type_oid == in->oid)) return ND_STATUS_CORRUPT;
    *out = (struct nd_user_type){
        .id = (enum nd_type_id)in->oid,
        .schema_id = in->schema_id,
        .name = in->name,
        .version = in->version,
        .comment = nd__proto_text(in->comment),
        .owner = nd__owner_decode(in->owner),
        .acl = nd__acl_decode(in->acl, arena),
        .base = {(enum nd_type_id)in->base_type_oid, in->base_typmod, (enum nd_type_id)in->base_domain_oid},
        .is_not_null = in->is_not_null,
        .default_text = nd__proto_text(in->default_text),
    };
    out->checks = nd__checks_decode(in->checks, in->n_checks, arena);
    out->check_count = in->n_checks;
    return decode_labels(in, arena, out);
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

struct loading {
    struct nd_catalog_view *view;
    struct nd_txn *txn;
    struct nd_arena *scratch;
    struct nd_user_type **types;
    size_t count, cap;
};

static enum nd_status add_type(void *arg, const struct nd_kv_pair *pair)
{
    struct loading *loading = arg;
    struct nd_catalog_view *view = loading->view;
    struct nd_arena *arena = nd__part_arena(view, ND__PART_TYPES);
    if (loading->count == loading->cap) {
        size_t cap = loading->cap == 0 ? 8 : loading->cap * 2;
        struct nd_user_type **types = nd_arena_array(arena, struct nd_user_type *, cap);
        if (loading->count > 0) memcpy(types, loading->types, sizeof *types * loading->count);
        loading->types = types;
        loading->cap = cap;
    }
    struct nd_user_type *type = loading->types[loading->count++] = nd_arena_new(arena, struct nd_user_type);
    ND_TRY(decode(nd_arena_copy(arena, pair->value), arena, type));
    if (!nd_slice_eq(pair->key, nd__catalog_type_key(loading->scratch, loading->view->database, (uint32_t)type->id))) return ND_STATUS_CORRUPT;
    return nd__catalog_schema_name(view, loading->txn, type->schema_id, &type->schema_name);
}

/* Domains over each other end somewhere. */
static bool is_grounded(const struct nd_catalog_view *view)
{
    for (size_t i = 0; i < view->type_count; i++)
        if (nd_type_is_domain(view->types[i]->id) && nd_domain_depth(view, view->types[i]->base) >= ND_DOMAIN_DEPTH_MAX) return false;
    return true;
}

enum nd_status nd_catalog_load_types(struct nd_catalog_view *view, struct nd_txn *txn)
{
    if (view->has_types) return ND_STATUS_OK;
    struct nd_arena scratch;
    nd_arena_init(&scratch, view->heap);
    struct loading loading = {.view = view, .txn = txn, .scratch = &scratch};
    struct nd_slice first = nd__catalog_type_key(&scratch, view->database, 0);
    enum nd_status status = nd__catalog_each_row(view, txn, nd_slice_of(first.p, first.n - 1), &loading, add_type);
    nd_arena_deinit(&scratch);
    ND_TRY(status);
    if (view->has_types) return ND_STATUS_OK; /* another fiber was faster */
    view->types = loading.types;
    view->type_count = loading.count;
    view->has_types = is_grounded(view);
    return view->has_types ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

enum nd_status nd__catalog_adopt_types(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_catalog_view *from)
{
    struct nd_user_type **types = nd_arena_array(&view->arena, struct nd_user_type *, from->type_count + 1);
    for (size_t i = 0; i < from->type_count; i++) {
        types[i] = nd_arena_alloc(&view->arena, sizeof *types[i]);
        *types[i] = *from->types[i];
        types[i]->kept = NULL; /* its texts name other objects */
        ND_TRY(nd__catalog_schema_name(view, txn, types[i]->schema_id, &types[i]->schema_name));
    }
    if (view->has_types) return ND_STATUS_OK; /* another fiber was faster */
    nd__part_share(view, from, ND__PART_TYPES);
    view->types = types;
    view->type_count = from->type_count;
    view->has_types = true;
    return ND_STATUS_OK;
}

unsigned nd_domain_depth(const struct nd_catalog_view *view, struct nd_type type)
{
    for (unsigned depth = 0; depth < ND_DOMAIN_DEPTH_MAX; depth++) {
        enum nd_type_id id = type.domain != ND_TYPE_INVALID ? type.domain : nd_type_element(type.id);
        const struct nd_user_type *domain = nd_type_is_domain(id) ? nd_catalog_peek_type(view, id) : NULL;
        if (domain == NULL) return depth;
        type = domain->base;
    }
    return ND_DOMAIN_DEPTH_MAX;
}

struct nd_user_type *nd_catalog_type_at(const struct nd_catalog_view *view, size_t i) { return i < view->type_count ? view->types[i] : NULL; }

struct nd_user_type *nd_catalog_peek_type(const struct nd_catalog_view *view, enum nd_type_id id)
{
    size_t low = 0, high = view->type_count;
    while (low < high) { /* keys are in the order of oids */
        size_t middle = (low + high) / 2;
        if (view->types[middle]->id == id) return view->types[middle];
        if (view->types[middle]->id < id) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

struct nd_user_type *nd_catalog_peek_type_named(const struct nd_catalog_view *view, uint32_t schema_id, const char *name)
{
    for (size_t i = 0; i < view->type_count; i++)
        if (view->types[i]->schema_id == schema_id && strcmp(view->types[i]->name, name) == 0) return view->types[i];
    return NULL;
}

const struct nd_enum_label *nd_user_type_find_label(const struct nd_user_type *type, struct nd_slice name)
{
    size_t low = 0, high = type->label_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int c = nd_slice_cmp(nd_slice_str(type->labels_by_name[middle]->name), name);
        if (c == 0) return type->labels_by_name[middle];
        if (c < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

const struct nd_enum_label *nd_user_type_label(const struct nd_user_type *type, int64_t position)
{
    size_t low = 0, high = type->label_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (type->labels[middle].position == position) return &type->labels[middle];
        if (type->labels[middle].position < position) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

void nd_domain_table(const struct nd_user_type *domain, size_t slot, struct nd_arena *arena, struct nd_table *table_out)
{
    struct nd_column *columns = nd_arena_array(arena, struct nd_column, slot + 1);
    for (size_t i = 0; i < slot; i++) columns[i] = (struct nd_column){.id = (uint32_t)i + 1, .name = "", .type = ND_TYPE(ND_TYPE_INT4), .is_hidden = true, .missing = {.is_null = true}};
    columns[slot] = (struct nd_column){.id = (uint32_t)slot + 1, .attnum = 1, .name = "value", .type = domain->base, .missing = {.is_null = true}};
    *table_out = (struct nd_table){.schema_id = domain->schema_id, .name = domain->name, .columns = columns, .column_count = slot + 1};
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

enum nd_status nd_catalog_put_type(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_user_type *before, const struct nd_user_type *type)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    bool is_named = before == NULL || before->schema_id != type->schema_id || strcmp(before->name, type->name) != 0;
    uint8_t oid[4];
    nd_store_u32(oid, (uint32_t)type->id);
    enum nd_status status = ND_STATUS_OK;
    if (before != NULL && is_named) status = nd_txn_delete(txn, nd__catalog_type_name_key(&arena, catalog->database, before->schema_id, before->name));
    if (status == ND_STATUS_OK && is_named) status = nd_txn_insert(txn, nd__catalog_type_name_key(&arena, catalog->database, type->schema_id, type->name), nd_slice_of(oid, sizeof oid), true);
    if (status == ND_STATUS_OK) status = nd_txn_put(txn, nd__catalog_type_key(&arena, catalog->database, (uint32_t)type->id), encode(type, &arena));
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_TYPES, 0, &arena);
    nd_arena_deinit(&arena);
    catalog->has_types = true;
    return status;
}

enum nd_status nd_catalog_delete_type(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_user_type *type)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = nd_txn_delete(txn, nd__catalog_type_name_key(&arena, catalog->database, type->schema_id, type->name));
    if (status == ND_STATUS_OK) status = nd_txn_delete(txn, nd__catalog_type_key(&arena, catalog->database, (uint32_t)type->id));
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_TYPES, 0, &arena);
    nd_arena_deinit(&arena);
    return status;
}
