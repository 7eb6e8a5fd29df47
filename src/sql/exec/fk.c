/* SPDX-License-Identifier: Apache-2.0 */
/* fk.c - what a statement must know of its rows' foreign keys, and the checks of the referring side. */
#include "sql/exec/fk.h"

#include "base/checksum.h"
#include "sql/exec/deferred.h"
#include "sql/types/compare.h"
#include "sql/types/key_codec.h"

#define SEEN_MAX 65536 /* keys remembered as guarded; then they are looked for again */

struct nd__fk_missing {
    struct nd__fk_missing *next;
    const struct nd_table *child, *parent;
    const struct nd_foreign_key *key;
    struct nd_slice parent_key; /* empty: no row can have it */
    const char *key_text;
    struct nd_datum *values; /* of a deferrable key; NULL */
    bool was_put_off;        /* the row that refers may be gone by now */
};

void nd__fk_init(struct nd__fk *fk, const struct nd_exec_env *env)
{
    *fk = (struct nd__fk){.env = env};
    nd_arena_init(&fk->arena, env->heap);
    nd_hmap_init(&fk->seen, env->heap);
    fk->events_end = &fk->events;
    fk->missing_end = &fk->missing;
}

void nd__fk_deinit(struct nd__fk *fk)
{
    nd_hmap_deinit(&fk->seen);
    nd_arena_deinit(&fk->arena);
}

enum nd_status nd__fk_table(const struct nd_exec_env *env, struct nd_table_id id, const struct nd_table **table_out)
{
    ND_TRY(nd_catalog_find_table_by_id(env->view, env->txn, id, table_out));
    return *table_out == NULL ? ND_STATUS_CORRUPT : ND_STATUS_OK;
}

/* ---- keys ------------------------------------------------------------------------------------------------ */

const char *nd__fk_key_text(const struct nd_type_ctx *types, const struct nd_table *table, const uint32_t *columns, const struct nd_datum *values, size_t count,
                            struct nd_arena *arena)
{
    struct nd_buf text;
    nd_buf_init(&text, arena->heap);
    nd_buf_put_u8(&text, '(');
    for (size_t i = 0; i < count; i++) nd_buf_printf(&text, "%s%s", i > 0 ? ", " : "", table->columns[columns[i]].name);
    nd_buf_put(&text, ")=(", 3);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) nd_buf_put(&text, ", ", 2);
        if (values[i].is_null) nd_buf_put(&text, "null", 4);
        else nd_type_out(types, table->columns[columns[i]].type, &values[i], &text);
    }
    nd_buf_put_u8(&text, ')');
    const char *out = nd_arena_strndup(arena, (const char *)text.p, text.n);
    nd_buf_deinit(&text);
    return out;
}

enum nd_status nd__fk_child_error(struct nd_err *err, const struct nd_table *child, const struct nd_foreign_key *key, const char *key_text, const char *parent)
{
    (void)nd_err_set(err, "23503", "insert or update on table \"%s\" violates foreign key constraint \"%s\"", child->name, key->name);
    if (key_text == NULL) (void)nd_err_detail(err, "MATCH FULL does not allow mixing of null and nonnull key values.");
    else (void)nd_err_detail(err, "Key %s is not present in table \"%s\".", key_text, parent);
    return nd_err_object(err, child->schema_name, child->name, NULL, key->name);
}

bool nd__fk_is_one_to_one(enum nd_type_id child, enum nd_type_id parent)
{
    if (child == parent) return true;
    if (!nd_cast_is_allowed(parent, child, ND_CAST_EXPLICIT)) return false;
    switch (parent) {
    case ND_TYPE_FLOAT8: return child != ND_TYPE_NUMERIC && child != ND_TYPE_INT8;
    case ND_TYPE_FLOAT4: return child != ND_TYPE_NUMERIC && child != ND_TYPE_INT8 && child != ND_TYPE_INT4;
    case ND_TYPE_NAME: return child == ND_TYPE_TEXT;
    case ND_TYPE_BPCHAR: return false; /* blanks at the end */
    case ND_TYPE_REGCLASS: return nd_type_category(child) != 'S';
    case ND_TYPE_TIMESTAMPTZ: return child != ND_TYPE_TIMESTAMP; /* an hour that clocks leave out */
    default: return true;
    }
}

/* As PostgreSQL compares: in the key's type where the value turns into it by itself, else (and name with text) by an operator
 * of both types, for which a value that the key's type cannot hold is equal to none. */
static enum nd_status to_key_type(const struct nd_type_ctx *types, struct nd_type from, const struct nd_datum *value, enum nd_type_id to, struct nd_arena *arena, struct nd_datum *out,
                                  struct nd_err *err)
{
    struct nd_datum back;
    *out = *value;
    if (from.id == to) return ND_STATUS_OK;
    ND_TRY(nd_cast_datum(types, from, value, (struct nd_type){to, -1}, ND_CAST_EXPLICIT, arena, out, err));
    bool is_exact = to == ND_TYPE_NAME && from.id == ND_TYPE_TEXT;
    if (nd_cast_is_allowed(from.id, to, ND_CAST_IMPLICIT) && !is_exact) return ND_STATUS_OK;
    ND_TRY(nd_cast_datum(types, (struct nd_type){to, -1}, out, (struct nd_type){from.id, -1}, ND_CAST_EXPLICIT, arena, &back, err));
    return nd_datum_eq(from.id, value, &back) ? ND_STATUS_OK : nd_err_set(err, "22003", "value out of range for type %s", nd_type_name(to));
}

enum nd_status nd__fk_parent_key(const struct nd_type_ctx *types, const struct nd_table *parent, const struct nd_foreign_key *key, const struct nd_datum *values,
                                 const struct nd_type *value_types, struct nd_arena *arena, struct nd_slice *key_out, struct nd_err *err)
{
    const struct nd_index *index = nd_table_find_index_oid(parent, key->ref_index_oid);
    struct nd_buf buf;
    *key_out = ND_SLICE_EMPTY;
    if (index == NULL) return ND_STATUS_CORRUPT;
    enum nd_status status = ND_STATUS_OK;
    nd_buf_init(&buf, arena->heap);
    size_t columns_at = nd_index_begin_key(&buf, parent, index);
    for (size_t i = 0; i < index->column_count && status == ND_STATUS_OK; i++) {
        const struct nd_column *column = &parent->columns[index->columns[i].column];
        size_t at = 0;
        while (at < key->column_count && key->ref_column_ids[at] != column->id) at++;
        if (at == key->column_count) status = ND_STATUS_CORRUPT;
        if (status != ND_STATUS_OK) break;
        struct nd_datum datum;
        status = to_key_type(types, value_types[at], &values[at], column->type.id, arena, &datum, err);
        if (status == ND_STATUS_OK) nd_key_put_datum(&buf, column->type.id, index->columns[i].flags, &datum);
    }
    if (status == ND_STATUS_OK) {
        nd_index_end_columns(&buf, index, columns_at);
        *key_out = nd_arena_copy(arena, nd_buf_slice(&buf));
    }
    nd_buf_deinit(&buf);
    return status;
}

/* The entry in `index` is the row's key, with a zero byte the row's guard. */
static struct nd_slice guard_of(struct nd_arena *arena, struct nd_slice parent_key)
{
    uint8_t *key = nd_arena_zalloc(arena, parent_key.n + 1);
    memcpy(key, parent_key.p, parent_key.n);
    return nd_slice_of(key, parent_key.n + 1);
}

/* ---- the referring side ---------------------------------------------------------------------------------- */

static bool is_seen(const struct nd__fk *fk, struct nd_slice key)
{
    const struct nd_slice *seen = nd_hmap_find(&fk->seen, nd_hash64(key) | 1);
    return seen != NULL && nd_slice_eq(*seen, key);
}

static void remember(struct nd__fk *fk, struct nd_slice key)
{
    if (fk->seen.count >= SEEN_MAX) {
        nd_hmap_deinit(&fk->seen);
        nd_hmap_init(&fk->seen, fk->env->heap);
    }
    struct nd_slice *copy = nd_arena_new(&fk->arena, struct nd_slice);
    *copy = nd_arena_copy(&fk->arena, key);
    nd_hmap_put(&fk->seen, nd_hash64(key) | 1, copy);
}

/* F1. */
static enum nd_status guard(struct nd__fk *fk, const struct nd_table *parent, struct nd_slice parent_key, struct nd_arena *arena)
{
    ND_TRY(nd_catalog_guard_rows(fk->env->catalog, fk->env->txn, parent));
    ND_TRY(nd_txn_guard_read(fk->env->txn, guard_of(arena, parent_key)));
    remember(fk, parent_key);
    return ND_STATUS_OK;
}

struct lookup {
    struct nd_txn_get_item *items;
    struct nd__fk_missing **of; /* what is to be looked for, by item */
    size_t count;
};

static bool differs(const struct nd_foreign_key *key, const struct nd_vec *a, const struct nd_vec *b, size_t row)
{
    for (size_t i = 0; i < key->column_count; i++)
        if (!nd_vec_is_same(&a[key->columns[i]], row, &b[key->columns[i]], row)) return true;
    return false;
}

static struct nd_datum *copy_values(struct nd_arena *arena, const struct nd_datum *values, const struct nd_type *types, size_t count)
{
    struct nd_datum *copy = nd_arena_array(arena, struct nd_datum, count + 1);
    for (size_t i = 0; i < count; i++) {
        copy[i] = values[i];
        if (!copy[i].is_null && nd_type_phys(types[i].id) == ND_PHYS_BYTES) copy[i].s = nd_arena_copy(arena, copy[i].s);
    }
    return copy;
}

/* A row's reference, unless it has none or its row is known to be there. */
static enum nd_status collect(struct nd__fk *fk, const struct nd_table *child, const struct nd_table *parent, const struct nd_foreign_key *key, const struct nd_vec *vecs,
                              size_t row, struct nd_arena *arena, struct lookup *lookup)
{
    struct nd_datum values[ND_INDEX_COLUMNS_MAX];
    struct nd_type types[ND_INDEX_COLUMNS_MAX];
    size_t nulls = 0;
    for (size_t i = 0; i < key->column_count; i++) {
        values[i] = nd_vec_get(&vecs[key->columns[i]], row);
        types[i] = child->columns[key->columns[i]].type;
        nulls += values[i].is_null;
    }
    if (nulls == key->column_count || (nulls > 0 && !key->is_match_full)) return ND_STATUS_OK;
    if (nulls > 0) return nd__fk_child_error(fk->err, child, key, NULL, NULL);
    struct nd_slice parent_key;
    enum nd_status status = nd__fk_parent_key(fk->env->types, parent, key, values, types, arena, &parent_key, fk->err);
    if (status != ND_STATUS_OK && status != ND_STATUS_SQL) return status;
    if (status == ND_STATUS_SQL) nd_err_clear(fk->err); /* no row has such a value */
    if (status == ND_STATUS_OK && is_seen(fk, parent_key)) return ND_STATUS_OK;
    struct nd__fk_missing *missing = nd_arena_new(arena, struct nd__fk_missing);
    *missing = (struct nd__fk_missing){.child = child, .parent = parent, .key = key, .parent_key = parent_key};
    missing->key_text = nd__fk_key_text(fk->env->types, child, key->columns, values, key->column_count, arena);
    if (key->is_deferrable) missing->values = copy_values(arena, values, types, key->column_count);
    lookup->of[lookup->count] = missing;
    lookup->items[lookup->count++] = (struct nd_txn_get_item){.key = parent_key};
    return ND_STATUS_OK;
}

static void keep_missing(struct nd__fk *fk, const struct nd__fk_missing *missing)
{
    struct nd__fk_missing *copy = nd_arena_new(&fk->arena, struct nd__fk_missing);
    *copy = *missing;
    copy->next = NULL;
    copy->parent_key = nd_arena_copy(&fk->arena, missing->parent_key);
    copy->key_text = nd_arena_strdup(&fk->arena, missing->key_text);
    if (missing->values != NULL) {
        struct nd_type types[ND_INDEX_COLUMNS_MAX];
        for (size_t i = 0; i < missing->key->column_count; i++) types[i] = missing->child->columns[missing->key->columns[i]].type;
        copy->values = copy_values(&fk->arena, missing->values, types, missing->key->column_count);
    }
    *fk->missing_end = copy;
    fk->missing_end = &copy->next;
}

static enum nd_status check_references(struct nd__fk *fk, const struct nd_table *child, const struct nd_foreign_key *key, const struct nd_vec *old_vecs, const struct nd_vec *vecs,
                                       size_t rows, struct nd_arena *arena)
{
    const struct nd_table *parent;
    ND_TRY(nd__fk_table(fk->env, key->ref_table, &parent));
    struct lookup lookup = {.items = nd_arena_array(arena, struct nd_txn_get_item, rows + 1), .of = nd_arena_array(arena, struct nd__fk_missing *, rows + 1)};
    for (size_t row = 0; row < rows; row++)
        if (old_vecs == NULL || differs(key, old_vecs, vecs, row)) ND_TRY(collect(fk, child, parent, key, vecs, row, arena, &lookup));
    if (lookup.count == 0) return ND_STATUS_OK;
    size_t real = 0; /* values that no row can have are missing without a look */
    for (size_t i = 0; i < lookup.count; i++) {
        if (lookup.items[i].key.n == 0) {
            keep_missing(fk, lookup.of[i]);
            continue;
        }
        lookup.items[real] = lookup.items[i];
        lookup.of[real++] = lookup.of[i];
    }
    if (real > 0) ND_TRY(nd_txn_get_many(fk->env->txn, lookup.items, real, arena));
    for (size_t i = 0; i < real; i++) {
        if (!lookup.items[i].is_found) keep_missing(fk, lookup.of[i]);
        else if (!is_seen(fk, lookup.items[i].key)) ND_TRY(guard(fk, parent, lookup.items[i].key, arena));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__fk_rows_written(struct nd__fk *fk, const struct nd_table *table, const struct nd_vec *old_vecs, const struct nd_vec *vecs, size_t rows)
{
    struct nd_arena arena;
    if (table->foreign_key_count == 0 || rows == 0) return ND_STATUS_OK;
    nd_arena_init(&arena, fk->env->heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < table->foreign_key_count && status == ND_STATUS_OK; i++) status = check_references(fk, table, &table->foreign_keys[i], old_vecs, vecs, rows, &arena);
    nd_arena_deinit(&arena);
    return status;
}

/* What was not there: the statement itself may have put it in since, another transaction too. */
static enum nd_status look_again(struct nd__fk *fk, const struct nd__fk_missing *missing, bool *is_found_out)
{
    struct nd_slice value;
    struct nd_arena arena;
    *is_found_out = false;
    if (missing->parent_key.n == 0) return ND_STATUS_OK;
    nd_arena_init(&arena, fk->env->heap);
    enum nd_status status = nd_txn_get(fk->env->txn, missing->parent_key, &arena, &value);
    if (status == ND_STATUS_OK) {
        *is_found_out = true;
        status = guard(fk, missing->parent, missing->parent_key, &arena);
    }
    nd_arena_deinit(&arena);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

static enum nd_status check_missing_at(struct nd__fk *fk, bool is_last, struct nd__fk_missing **left_out)
{
    struct nd__fk_missing *left = NULL, **end = &left;
    for (struct nd__fk_missing *missing = fk->missing, *next; missing != NULL; missing = next) {
        bool is_found;
        next = missing->next;
        ND_TRY(look_again(fk, missing, &is_found));
        if (is_found) continue;
        bool has_row = true;
        if (is_last && missing->was_put_off) ND_TRY(nd__fk_has_row(fk, missing->child, missing->key, missing->values, &has_row));
        if (!has_row) continue;
        if (is_last) return nd__fk_child_error(fk->err, missing->child, missing->key, missing->key_text, missing->parent->name);
        missing->next = NULL;
        *end = missing;
        end = &missing->next;
    }
    *left_out = left;
    return ND_STATUS_OK;
}

static enum nd_status check_missing(struct nd__fk *fk)
{
    bool is_fixed = nd_isolation_keeps_snapshot(nd_txn_isolation(fk->env->txn)); /* then its snapshot alone counts */
    if (fk->missing == NULL) return ND_STATUS_OK;
    ND_TRY(check_missing_at(fk, is_fixed, &fk->missing));
    struct nd_ts before;
    if (fk->missing != NULL) {
        ND_TRY(nd_txn_read_latest(fk->env->txn, &before));
        enum nd_status status = check_missing_at(fk, true, &fk->missing);
        nd_txn_read_as_before(fk->env->txn, before);
        ND_TRY(status);
    }
    fk->missing_end = &fk->missing;
    return ND_STATUS_OK;
}

/* ---- the side referred to ----------------------------------------------------------------------------------- */

static const struct nd_table *only_loaded(const struct nd__fk *fk, struct nd_table_id id) { return nd_catalog_peek_table_by_id(fk->env->view, id); }

/* Equal keys that look different, 1.0 and 1.00, are another key to those who refer to it. */
static bool looks_same(enum nd_type_id type, const struct nd_datum *a, const struct nd_datum *b)
{
    if (a->is_null || b->is_null) return a->is_null && b->is_null;
    switch (nd_type_phys(type)) {
    case ND_PHYS_BYTES: return nd_slice_eq(a->s, b->s);
    case ND_PHYS_F64: return memcmp(&a->f, &b->f, sizeof a->f) == 0;
    default: return nd_datum_eq(type, a, b);
    }
}

static enum nd_status add_event(struct nd__fk *fk, const struct nd_table *table, const struct nd_table *child, const struct nd_foreign_key *key, const struct nd_vec *old_vecs,
                                const struct nd_vec *new_vecs, size_t row, struct nd_slice *guard_out)
{
    struct nd_datum *old_key = nd_arena_array(&fk->arena, struct nd_datum, key->column_count), *new_key = nd_arena_array(&fk->arena, struct nd_datum, key->column_count);
    struct nd_type types[ND_INDEX_COLUMNS_MAX];
    bool is_changed = new_vecs == NULL;
    *guard_out = ND_SLICE_EMPTY;
    for (size_t i = 0; i < key->column_count; i++) {
        size_t at = nd_table_find_column_id(table, key->ref_column_ids[i]);
        if (at == SIZE_MAX) return ND_STATUS_CORRUPT;
        types[i] = table->columns[at].type;
        if (old_vecs[at].nulls[row]) return ND_STATUS_OK; /* nobody refers to it */
        old_key[i] = nd_vec_get(&old_vecs[at], row);
        if (new_vecs != NULL) new_key[i] = nd_vec_get(&new_vecs[at], row);
        if (new_vecs != NULL && !looks_same(types[i].id, &old_key[i], &new_key[i])) is_changed = true;
    }
    if (!is_changed) return ND_STATUS_OK;
    for (size_t i = 0; i < key->column_count; i++) {
        bool is_bytes = nd_type_phys(types[i].id) == ND_PHYS_BYTES;
        if (is_bytes) old_key[i].s = nd_arena_copy(&fk->arena, old_key[i].s);
        if (is_bytes && new_vecs != NULL && !new_key[i].is_null) new_key[i].s = nd_arena_copy(&fk->arena, new_key[i].s);
    }
    if (fk->arena.bytes > nd_exec_kept_bytes_max(fk->env)) {
        (void)nd_err_set(fk->err, "53200", "out of memory");
        return nd_err_detail(fk->err, "The foreign keys of the statement's rows need more than work_mem.");
    }
    struct nd__fk_event *event = nd_arena_new(&fk->arena, struct nd__fk_event);
    *event = (struct nd__fk_event){.table = table, .child = child->id, .foreign_key_oid = key->oid, .old_key = old_key, .new_key = new_vecs == NULL ? NULL : new_key};
    ND_TRY(nd__fk_parent_key(fk->env->types, table, key, old_key, types, &fk->arena, &event->parent_key, fk->err));
    (void)nd_hmap_remove(&fk->seen, nd_hash64(event->parent_key) | 1);
    *fk->events_end = event;
    fk->events_end = &event->next;
    *guard_out = guard_of(&fk->arena, event->parent_key);
    return ND_STATUS_OK;
}

enum nd_status nd__fk_rows_gone(struct nd__fk *fk, const struct nd_table *table, const struct nd_vec *old_vecs, const struct nd_vec *new_vecs, size_t rows)
{
    struct nd_arena arena;
    if (table->reference_count == 0 || rows == 0) return ND_STATUS_OK;
    nd_arena_init(&arena, fk->env->heap);
    struct nd_slice *guards = nd_arena_array(&arena, struct nd_slice, rows * table->reference_count + 1);
    size_t count = 0;
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < table->reference_count && status == ND_STATUS_OK; i++) {
        const struct nd_table *child;
        const struct nd_foreign_key *key = NULL;
        status = nd__fk_table(fk->env, table->references[i].table, &child);
        if (status == ND_STATUS_OK) key = nd_table_find_foreign_key(child, table->references[i].foreign_key_oid);
        if (status == ND_STATUS_OK && key == NULL) status = ND_STATUS_CORRUPT;
        for (size_t row = 0; row < rows && status == ND_STATUS_OK; row++) {
            struct nd_slice guard_key;
            status = add_event(fk, table, child, key, old_vecs, new_vecs, row, &guard_key);
            if (status == ND_STATUS_OK && guard_key.n > 0) guards[count++] = guard_key;
        }
    }
    if (status == ND_STATUS_OK && count > 0 && fk->env->takes_locks) status = nd_txn_lock(fk->env->txn, guards, count, false);
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) status = nd_txn_delete(fk->env->txn, guards[i]);
    nd_arena_deinit(&arena);
    return status;
}

/* ---- the end of the statement -------------------------------------------------------------------------------- */

/* F2. Inserted keys that are sent ahead may be taken: which, the key says. */
static enum nd_status flush(struct nd__fk *fk)
{
    enum nd_status status = nd_txn_flush(fk->env->txn);
    if (status != ND_STATUS_DUPLICATE_KEY) return status;
    struct nd_slice key = nd_txn_failed_key(fk->env->txn);
    struct nd_dec dec = nd_dec_of(key);
    struct nd_table_id id = {0};
    uint64_t index_id;
    const struct nd_table *table = nd_index_take_prefix(&dec, &id, &index_id) ? only_loaded(fk, id) : NULL;
    nd_exec_duplicate_error(table, key, fk->env->types, fk->env->heap, fk->err);
    return ND_STATUS_SQL;
}

/* ---- put off --------------------------------------------------------------------------------------------------- */

static enum nd_status put_off_check(struct nd__fk *fk, enum nd_deferred_kind kind, const struct nd_table *table, const struct nd_foreign_key *key, bool is_update, const struct nd_datum *values)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, fk->env->heap);
    for (size_t i = 0; i < key->column_count; i++) {
        size_t at = kind == ND_DEFERRED_GONE ? nd_table_find_column_id(table, key->ref_column_ids[i]) : key->columns[i];
        nd_key_put_datum(&bytes, table->columns[at].type.id, 0, &values[i]);
    }
    struct nd_deferred_check check = {.kind = kind, .table = table->id, .oid = key->oid, .is_update = is_update, .values = nd_buf_slice(&bytes)};
    enum nd_status status = nd_deferred_add(fk->env, &check, fk->err);
    nd_buf_deinit(&bytes);
    return status;
}

static bool is_put_off(const struct nd__fk *fk, const struct nd_foreign_key *key) { return nd_deferred_is_put_off(fk->env->deferred, key->oid, key->is_deferrable, key->is_deferred); }

static enum nd_status put_off_missing(struct nd__fk *fk)
{
    struct nd__fk_missing *missing = fk->missing;
    fk->missing = NULL;
    fk->missing_end = &fk->missing;
    for (struct nd__fk_missing *next; missing != NULL; missing = next) {
        next = missing->next;
        missing->next = NULL;
        if (is_put_off(fk, missing->key)) {
            ND_TRY(put_off_check(fk, ND_DEFERRED_REFERENCE, missing->child, missing->key, false, missing->values));
            continue;
        }
        *fk->missing_end = missing;
        fk->missing_end = &missing->next;
    }
    return ND_STATUS_OK;
}

/* NO ACTION alone can wait. */
static enum nd_status put_off_events(struct nd__fk *fk)
{
    struct nd__fk_event *event = fk->events;
    fk->events = NULL;
    fk->events_end = &fk->events;
    for (struct nd__fk_event *next; event != NULL; event = next) {
        const struct nd_table *child;
        next = event->next;
        event->next = NULL;
        ND_TRY(nd__fk_table(fk->env, event->child, &child));
        const struct nd_foreign_key *key = nd_table_find_foreign_key(child, event->foreign_key_oid);
        if (key == NULL) return ND_STATUS_CORRUPT;
        if ((event->new_key == NULL ? key->on_delete : key->on_update) == ND_FK_NO_ACTION && is_put_off(fk, key)) {
            ND_TRY(put_off_check(fk, ND_DEFERRED_GONE, event->table, key, event->new_key != NULL, event->old_key));
            continue;
        }
        *fk->events_end = event;
        fk->events_end = &event->next;
    }
    return ND_STATUS_OK;
}

enum nd_status nd__fk_add_missing(struct nd__fk *fk, const struct nd_table *child, const struct nd_foreign_key *key, const struct nd_datum *values)
{
    const struct nd_table *parent;
    struct nd_type types[ND_INDEX_COLUMNS_MAX];
    ND_TRY(nd__fk_table(fk->env, key->ref_table, &parent));
    for (size_t i = 0; i < key->column_count; i++) types[i] = child->columns[key->columns[i]].type;
    struct nd__fk_missing *missing = nd_arena_new(&fk->arena, struct nd__fk_missing);
    *missing = (struct nd__fk_missing){.child = child, .parent = parent, .key = key, .was_put_off = true};
    missing->values = copy_values(&fk->arena, values, types, key->column_count);
    missing->key_text = nd__fk_key_text(fk->env->types, child, key->columns, values, key->column_count, &fk->arena);
    enum nd_status status = nd__fk_parent_key(fk->env->types, parent, key, values, types, &fk->arena, &missing->parent_key, fk->err);
    if (status == ND_STATUS_SQL) nd_err_clear(fk->err); /* no row has such a value */
    else ND_TRY(status);
    *fk->missing_end = missing;
    fk->missing_end = &missing->next;
    return ND_STATUS_OK;
}

enum nd_status nd__fk_add_gone(struct nd__fk *fk, const struct nd_table *parent, const struct nd_table *child, const struct nd_foreign_key *key, const struct nd_datum *values, bool is_update)
{
    struct nd_type types[ND_INDEX_COLUMNS_MAX];
    for (size_t i = 0; i < key->column_count; i++) {
        size_t at = nd_table_find_column_id(parent, key->ref_column_ids[i]);
        if (at == SIZE_MAX) return ND_STATUS_CORRUPT;
        types[i] = parent->columns[at].type;
    }
    struct nd__fk_event *event = nd_arena_new(&fk->arena, struct nd__fk_event);
    *event = (struct nd__fk_event){.table = parent, .child = child->id, .foreign_key_oid = key->oid, .old_key = copy_values(&fk->arena, values, types, key->column_count)};
    if (is_update) event->new_key = event->old_key; /* what it became does not matter any more */
    ND_TRY(nd__fk_parent_key(fk->env->types, parent, key, event->old_key, types, &fk->arena, &event->parent_key, fk->err));
    *fk->events_end = event;
    fk->events_end = &event->next;
    return ND_STATUS_OK;
}

enum nd_status nd__fk_finish(struct nd__fk *fk)
{
    struct nd_exec_pace pace = {0};
    for (;;) {
        if (fk->env->deferred != NULL) {
            ND_TRY(put_off_missing(fk));
            ND_TRY(put_off_events(fk));
        }
        if (fk->events == NULL && fk->missing == NULL) return ND_STATUS_OK;
        struct nd__fk_event *events = fk->events;
        ND_TRY(nd_exec_check(fk->env, &pace));
        fk->events = NULL;
        fk->events_end = &fk->events;
        if (events != NULL) {
            struct nd_ts before;
            ND_TRY(flush(fk));
            ND_TRY(nd_txn_read_latest(fk->env->txn, &before));
            enum nd_status status = nd__fk_act(fk, events, before);
            nd_txn_read_as_before(fk->env->txn, before);
            ND_TRY(status);
        }
        ND_TRY(check_missing(fk));
    }
    return ND_STATUS_OK;
}
