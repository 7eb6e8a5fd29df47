/* SPDX-License-Identifier: Apache-2.0 */
/* sys.c - the catalog's objects by oid and by name; rows of scans. */
#include <string.h>

#include "base/checksum.h"
#include "sql/sys/sys_int.h"
#include "sql/types/compare.h"

/* ---- the index of a view ---------------------------------------------------------------------------------- */

static size_t slot_of(uint32_t oid, size_t cap) { return (size_t)(oid * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (cap - 1); }
static size_t name_slot(const char *name, size_t cap) { return (size_t)nd_hash64(nd_slice_str(name)) & (cap - 1); }

static size_t cap_for(size_t count)
{
    size_t cap = 64;
    while (cap < count * 2) cap *= 2;
    return cap;
}

static void add_object(struct nd_sys *sys, struct nd__object object) { sys->objects[sys->object_count++] = object; }

static void add_table(struct nd_sys *sys, const struct nd_table *table)
{
    struct nd__object *self = &sys->objects[sys->object_count];
    size_t first = sys->constraint_count;
    add_object(sys, (struct nd__object){table->view != NULL ? ND__OBJECT_VIEW : ND__OBJECT_TABLE, nd_table_oid(table), table->schema_id, table->name, .table = table});
    for (size_t i = 0; i < table->index_count; i++) {
        const struct nd_index *index = &table->indexes[i];
        if (index->name == NULL || index->name[0] == '\0' || index->oid == 0) continue; /* of the hidden row id */
        add_object(sys, (struct nd__object){ND__OBJECT_INDEX, index->oid, table->schema_id, index->name, .table = table, .index = index});
        if (index->is_constraint)
            sys->constraints[sys->constraint_count++] = (struct nd__constraint){index->constraint_oid != 0 ? index->constraint_oid : index->oid, table, .index = index};
    }
    for (size_t i = 0; i < table->check_count; i++)
        sys->constraints[sys->constraint_count++] = (struct nd__constraint){table->checks[i].oid, table, .check = &table->checks[i]};
    for (size_t i = 0; i < table->foreign_key_count; i++)
        sys->constraints[sys->constraint_count++] = (struct nd__constraint){table->foreign_keys[i].oid, table, .foreign_key = &table->foreign_keys[i]};
    self->constraints = &sys->constraints[first];
    self->constraint_count = sys->constraint_count - first;
}

static void add_domain(struct nd_sys *sys, const struct nd_user_type *domain)
{
    struct nd_table *table = nd_arena_new(sys->arena, struct nd_table);
    nd_domain_table(domain, 0, sys->arena, table);
    for (size_t i = 0; i < domain->check_count; i++)
        sys->constraints[sys->constraint_count++] = (struct nd__constraint){domain->checks[i].oid, table, .check = &domain->checks[i], .domain = domain};
}

static void collect(struct nd_sys *sys)
{
    const struct nd_user_type *type;
    size_t objects = sys->all->table_count + sys->all->sequence_count, constraints = 0, rels = 0;
    for (size_t i = 0; i < sys->all->table_count; i++) {
        const struct nd_table *table = sys->all->tables[i];
        objects += table->index_count;
        constraints += table->index_count + table->check_count + table->foreign_key_count;
    }
    while (nd__sys_rel_at(rels) != NULL) rels++;
    for (size_t i = 0; (type = nd_catalog_type_at(sys->all->view, i)) != NULL; i++) constraints += type->check_count;
    sys->objects = nd_arena_array(sys->arena, struct nd__object, objects + rels + 1);
    sys->constraints = nd_arena_array(sys->arena, struct nd__constraint, constraints + 1);
    for (size_t i = 0; i < rels; i++) {
        const struct nd_sys_rel *rel = nd__sys_rel_at(i);
        if (rel->schema_id == ND_OID_ND_INTERNAL) continue; /* clients that list what is there see what PostgreSQL has */
        add_object(sys, (struct nd__object){ND__OBJECT_SYSTEM, rel->oid, rel->schema_id, rel->name, .rel = rel});
    }
    for (size_t i = 0; i < sys->all->table_count; i++) add_table(sys, sys->all->tables[i]);
    for (size_t i = 0; (type = nd_catalog_type_at(sys->all->view, i)) != NULL; i++) add_domain(sys, type);
    for (size_t i = 0; i < sys->all->sequence_count; i++) {
        const struct nd_sequence *sequence = sys->all->sequences[i];
        add_object(sys, (struct nd__object){ND__OBJECT_SEQUENCE, sequence->oid, sequence->schema_id, sequence->name, .sequence = sequence});
    }
}

static void hash_all(struct nd_sys *sys)
{
    sys->oid_cap = sys->name_cap = cap_for(sys->object_count);
    sys->by_oid = nd_arena_array(sys->arena, const struct nd__object *, sys->oid_cap);
    sys->by_name = nd_arena_array(sys->arena, const struct nd__object *, sys->name_cap);
    for (size_t i = 0; i < sys->object_count; i++) {
        struct nd__object *object = &sys->objects[i];
        size_t at = slot_of(object->oid, sys->oid_cap), name_at = name_slot(object->name, sys->name_cap);
        while (sys->by_oid[at] != NULL) at = (at + 1) & (sys->oid_cap - 1);
        sys->by_oid[at] = object;
        object->same_name = sys->by_name[name_at];
        sys->by_name[name_at] = object;
    }
    sys->constraint_cap = cap_for(sys->constraint_count);
    sys->constraints_by_oid = nd_arena_array(sys->arena, const struct nd__constraint *, sys->constraint_cap);
    for (size_t i = 0; i < sys->constraint_count; i++) {
        size_t at = slot_of(sys->constraints[i].oid, sys->constraint_cap);
        while (sys->constraints_by_oid[at] != NULL) at = (at + 1) & (sys->constraint_cap - 1);
        sys->constraints_by_oid[at] = &sys->constraints[i];
    }
}

enum nd_status nd_sys_load(struct nd_catalog_view *view, struct nd_txn *txn)
{
    if (nd_catalog_view_derived(view) != NULL) return ND_STATUS_OK;
    ND_TRY(nd_catalog_load_all(view, txn));
    if (nd_catalog_view_derived(view) != NULL) return ND_STATUS_OK; /* another fiber was faster */
    struct nd_arena *arena = nd_catalog_view_set_derived(view, NULL);
    struct nd_sys *sys = nd_arena_new(arena, struct nd_sys);
    sys->arena = arena;
    sys->all = nd_catalog_all(view);
    while (nd_type_at(sys->type_count) != ND_TYPE_INVALID) sys->type_count++;
    while (nd_catalog_type_at(view, sys->user_type_count) != NULL) sys->user_type_count++;
    collect(sys);
    hash_all(sys);
    (void)nd_catalog_view_set_derived(view, sys);
    return ND_STATUS_OK;
}

const struct nd_sys *nd_sys_of(const struct nd_catalog_view *view) { return view == NULL ? NULL : nd_catalog_view_derived(view); }

const struct nd__object *nd__sys_object(const struct nd_sys *sys, uint32_t oid)
{
    for (size_t at = slot_of(oid, sys->oid_cap); sys->by_oid[at] != NULL; at = (at + 1) & (sys->oid_cap - 1))
        if (sys->by_oid[at]->oid == oid) return sys->by_oid[at];
    return NULL;
}

const struct nd__constraint *nd__sys_constraint(const struct nd_sys *sys, uint32_t oid)
{
    for (size_t at = slot_of(oid, sys->constraint_cap); sys->constraints_by_oid[at] != NULL; at = (at + 1) & (sys->constraint_cap - 1))
        if (sys->constraints_by_oid[at]->oid == oid) return sys->constraints_by_oid[at];
    return NULL;
}

const struct nd__object *nd__sys_object_named(const struct nd_sys *sys, uint32_t schema_id, const char *name)
{
    for (const struct nd__object *object = sys->by_name[name_slot(name, sys->name_cap)]; object != NULL; object = object->same_name)
        if (object->schema_id == schema_id && strcmp(object->name, name) == 0) return object;
    return NULL;
}

const struct nd_schema *nd__sys_schema(const struct nd_sys *sys, uint32_t id) { return nd_catalog_peek_schema_by_id(sys->all->view, id); }

const char *nd__sys_schema_name(const struct nd_sys *sys, uint32_t id)
{
    const struct nd_schema *schema = nd__sys_schema(sys, id);
    return schema == NULL ? "???" : schema->name;
}

bool nd__is_system_schema(uint32_t id) { return id == ND_OID_PG_CATALOG || id == ND_OID_INFORMATION_SCHEMA; }

const struct nd__object *nd__sys_resolve(const struct nd_sys_env *env, const char *schema, const char *name)
{
    if (schema != NULL) {
        const struct nd_schema *found = nd_catalog_peek_schema(env->sys->all->view, schema);
        return found == NULL ? NULL : nd__sys_object_named(env->sys, found->id, name);
    }
    for (size_t i = 0; i < env->path_count; i++) {
        const struct nd__object *object = nd__sys_object_named(env->sys, env->path[i], name);
        if (object != NULL) return object;
    }
    return NULL;
}

bool nd__sys_is_visible(const struct nd_sys_env *env, const struct nd__object *object)
{
    return nd__sys_resolve(env, NULL, object->name) == object;
}

const struct nd_user_type *nd__sys_user_type(const struct nd_sys *sys, enum nd_type_id id)
{
    return nd_catalog_peek_type(sys->all->view, nd_type_is_array(id) ? nd_type_element(id) : id);
}

const struct nd__object *nd__sys_row_object(const struct nd_sys *sys, enum nd_type_id id)
{
    enum nd_user_kind kind = nd_type_user_kind(id);
    if (kind != ND_USER_ROW && kind != ND_USER_ROW_ARRAY) return NULL;
    const struct nd__object *object = nd__sys_object(sys, (uint32_t)id % ND_TYPE_USER_SPAN);
    return object == NULL || (object->kind != ND__OBJECT_TABLE && object->kind != ND__OBJECT_VIEW) ? NULL : object;
}

const struct nd_user_type *nd__sys_resolve_type(const struct nd_sys_env *env, const char *schema, const char *name)
{
    const struct nd_catalog_view *view = env->sys->all->view;
    if (schema != NULL) {
        const struct nd_schema *found = nd_catalog_peek_schema(view, schema);
        return found == NULL ? NULL : nd_catalog_peek_type_named(view, found->id, name);
    }
    const struct nd_user_type *type = NULL;
    for (size_t i = 0; i < env->path_count && type == NULL; i++) type = nd_catalog_peek_type_named(view, env->path[i], name);
    return type;
}

const char *nd__type_typname(const struct nd_sys *sys, enum nd_type_id id, struct nd_arena *arena)
{
    if (nd_type_user_kind(id) == ND_USER_NONE) return nd_type_typname(id);
    const struct nd_user_type *type = nd__sys_user_type(sys, id);
    const struct nd__object *object = nd__sys_row_object(sys, id);
    const char *name = type != NULL ? type->name : object != NULL ? object->name : "???";
    if (!nd_type_is_array(id)) return name;
    size_t n = strnlen(name, ND_NAME_BYTES_MAX - 1);
    char *of_array = nd_arena_alloc(arena, n + 2);
    of_array[0] = '_';
    memcpy(of_array + 1, name, n);
    of_array[n + 1] = '\0';
    return of_array;
}

/* ---- collecting rows ----------------------------------------------------------------------------------------- */

static void grow(struct nd__rows *rows)
{
    size_t cap = rows->cap * 2;
    for (size_t i = 0; i < rows->out->columns; i++) {
        struct nd_vec bigger = nd_vec_new(rows->arena, rows->out->vecs[i].type, cap);
        for (size_t r = 0; r < rows->out->rows; r++) nd_vec_set(&bigger, r, nd_vec_get(&rows->out->vecs[i], r));
        rows->out->vecs[i] = bigger;
    }
    rows->cap = cap;
}

void nd__rows_begin(struct nd__rows *rows)
{
    const struct nd_sys_scan *scan = rows->scan;
    for (size_t i = 0; i < scan->column_count; i++) rows->row[scan->columns[i]] = ND_DATUM_NULL;
    if (scan->key >= 0) rows->row[rows->key_column] = ND_DATUM_NULL;
}

static bool has_key(const struct nd__rows *rows)
{
    const struct nd_sys_scan *scan = rows->scan;
    if (scan->key < 0) return true;
    size_t column = rows->key_column;
    const struct nd_datum *value = &rows->row[column];
    for (size_t i = 0; i < scan->value_count && !value->is_null; i++)
        if (nd_datum_eq(scan->rel->columns[column].type, value, &scan->values[i])) return true;
    return false;
}

void nd__rows_put(struct nd__rows *rows)
{
    if (!has_key(rows)) return;
    if (rows->out->rows == rows->cap) grow(rows);
    for (size_t i = 0; i < rows->out->columns; i++) nd_vec_set(&rows->out->vecs[i], rows->out->rows, rows->row[rows->scan->columns[i]]);
    rows->out->rows++;
}

void nd__set_ints(struct nd__rows *rows, size_t at, enum nd_type_id element, const int64_t *values, size_t count, bool is_vector)
{
    if (!rows->is_wanted[at]) return;
    struct nd_datum *items = nd_arena_alloc(rows->arena, (count + 1) * sizeof *items);
    for (size_t i = 0; i < count; i++) items[i] = nd_datum_i64(values[i]);
    rows->row[at] = nd_datum_bytes(is_vector ? nd_vector_of_items(element, items, count, rows->arena) : nd_array_of_items(element, items, count, rows->arena));
}

void nd__set_texts(struct nd__rows *rows, size_t at, const char *const *values, size_t count)
{
    if (!rows->is_wanted[at]) return;
    struct nd_datum *items = nd_arena_alloc(rows->arena, (count + 1) * sizeof *items);
    for (size_t i = 0; i < count; i++) items[i] = nd_datum_bytes(nd_slice_str(values[i]));
    rows->row[at] = nd_datum_bytes(nd_array_of_items(ND_TYPE_TEXT, items, count, rows->arena));
}

/* ---- scans ----------------------------------------------------------------------------------------------------- */

#define ROWS_CAP 1024

/* Each of the users' types and its array type behind all others, then those of the rows of tables. */
static enum nd_type_id type_at(const struct nd_sys *sys, size_t at)
{
    if (at < sys->type_count) return nd_type_at(at);
    at -= sys->type_count;
    if (at / 2 < sys->user_type_count) {
        enum nd_type_id id = nd_catalog_type_at(sys->all->view, at / 2)->id;
        return at % 2 == 0 ? id : nd_type_array_of(id);
    }
    at -= 2 * sys->user_type_count;
    if (at / 2 >= sys->all->table_count) return ND_TYPE_INVALID;
    return nd_type_of_user(at % 2 == 0 ? ND_USER_ROW : ND_USER_ROW_ARRAY, nd_table_oid(sys->all->tables[at / 2]));
}

static bool emit_at(struct nd__rows *rows, const struct nd__maker *maker, size_t at)
{
    const struct nd_sys *sys = rows->sys;
    struct nd__func func;
    enum nd_type_id type;
    switch (maker->source) {
    case ND__FROM_NOTHING: return false;
    case ND__FROM_ONCE:
        if (at > 0) return false;
        maker->emit(rows, NULL);
        return true;
    case ND__FROM_OBJECTS:
        if (at >= sys->object_count) return false;
        maker->emit(rows, &sys->objects[at]);
        return true;
    case ND__FROM_TABLES:
        if (at >= sys->all->table_count) return false;
        maker->emit(rows, sys->all->tables[at]);
        return true;
    case ND__FROM_SEQUENCES:
        if (at >= sys->all->sequence_count) return false;
        maker->emit(rows, sys->all->sequences[at]);
        return true;
    case ND__FROM_CONSTRAINTS:
        if (at >= sys->constraint_count) return false;
        maker->emit(rows, &sys->constraints[at]);
        return true;
    case ND__FROM_TYPES:
        if ((type = nd_type_at(at)) == ND_TYPE_INVALID) return false;
        maker->emit(rows, &type);
        return true;
    case ND__FROM_ALL_TYPES:
        if ((type = type_at(sys, at)) == ND_TYPE_INVALID) return false;
        maker->emit(rows, &type);
        return true;
    case ND__FROM_FUNCS:
        if (!nd__func_at(at, &func)) return false;
        maker->emit(rows, &func);
        return true;
    case ND__FROM_OPERATORS:
        if (!nd__operator_at(at, &func)) return false;
        maker->emit(rows, &func);
        return true;
    }
    ND_UNREACHABLE();
}

/* The items that may have the key; false: this source has no such look-up, so all are read. */
static bool emit_keyed(struct nd__rows *rows, const struct nd__maker *maker, enum nd__by by, enum nd_type_id type, const struct nd_datum *value)
{
    const struct nd_sys *sys = rows->sys;
    if (by == ND__BY_ZERO) return value->i != 0;
    if (by == ND__BY_NAME) {
        if (maker->source != ND__FROM_OBJECTS || nd_type_phys(type) != ND_PHYS_BYTES) return false;
        const char *name = nd_arena_strndup(rows->arena, (const char *)value->s.p, value->s.n);
        for (const struct nd__object *object = sys->by_name[name_slot(name, sys->name_cap)]; object != NULL; object = object->same_name)
            if (strcmp(object->name, name) == 0) maker->emit(rows, object);
        return true;
    }
    const struct nd__object *object = nd__sys_object(sys, (uint32_t)value->i);
    const struct nd__constraint *constraint;
    enum nd_type_id id;
    switch (maker->source) {
    case ND__FROM_OBJECTS:
        if (object != NULL && by == ND__BY_TABLE) { /* its indexes stand behind it */
            const struct nd__object *end = sys->objects + sys->object_count;
            for (const struct nd__object *next = object + 1; next < end && next->kind == ND__OBJECT_INDEX && next->table == object->table; next++) maker->emit(rows, next);
        } else if (object != NULL) {
            maker->emit(rows, object);
        }
        return true;
    case ND__FROM_TABLES:
        if (object != NULL && object->table != NULL) maker->emit(rows, object->table);
        return true;
    case ND__FROM_SEQUENCES:
        if (object != NULL && object->sequence != NULL) maker->emit(rows, object->sequence);
        return true;
    case ND__FROM_CONSTRAINTS:
        if (by == ND__BY_OID) {
            constraint = nd__sys_constraint(sys, (uint32_t)value->i);
            if (constraint != NULL) maker->emit(rows, constraint);
            return true;
        }
        if (object == NULL || object->table == NULL) return true;
        for (size_t i = 0; i < object->constraint_count; i++) maker->emit(rows, &object->constraints[i]);
        return true;
    case ND__FROM_TYPES:
    case ND__FROM_ALL_TYPES:
        id = (enum nd_type_id)value->i;
        if (nd_type_user_kind(id) != ND_USER_NONE ? nd__sys_user_type(sys, id) != NULL || nd__sys_row_object(sys, id) != NULL : strcmp(nd_type_name(id), "???") != 0) maker->emit(rows, &id);
        return true;
    default: return false;
    }
}

static void emit_more(struct nd__rows *rows, const struct nd__maker *maker, struct nd_sys_cursor *cursor, size_t want)
{
    const struct nd_sys_scan *scan = rows->scan;
    enum nd__by by = scan->key < 0 ? ND__BY_NONE : maker->keys[scan->key].by;
    if (by != ND__BY_NONE && cursor->at == 0) {
        enum nd_type_id type = scan->rel->columns[maker->keys[scan->key].column].type;
        bool is_keyed = true;
        for (size_t i = 0; i < scan->value_count && is_keyed; i++) is_keyed = emit_keyed(rows, maker, by, type, &scan->values[i]);
        if (is_keyed) {
            cursor->at = SIZE_MAX;
            return;
        }
    }
    while (cursor->at != SIZE_MAX && rows->out->rows < want) {
        if (emit_at(rows, maker, cursor->at)) cursor->at++;
        else cursor->at = SIZE_MAX;
    }
}

static struct nd__rows begin_rows(const struct nd_sys_scan *scan, const struct nd__maker *maker, struct nd_arena *arena, struct nd_batch *out)
{
    struct nd__rows rows = {.env = scan->env, .sys = scan->env->sys, .arena = arena, .scan = scan, .out = out, .cap = ROWS_CAP};
    out->vecs = nd_arena_array(arena, struct nd_vec, scan->column_count + 1);
    for (size_t i = 0; i < scan->column_count; i++)
        out->vecs[i] = nd_vec_new(arena, (struct nd_type){scan->rel->columns[scan->columns[i]].type, -1}, rows.cap);
    rows.row = nd_arena_array(arena, struct nd_datum, scan->rel->column_count + 1);
    rows.is_wanted = nd_arena_array(arena, bool, scan->rel->column_count + 1);
    for (size_t i = 0; i < scan->column_count; i++) rows.is_wanted[scan->columns[i]] = true;
    if (scan->key >= 0) rows.is_wanted[rows.key_column = maker->keys[scan->key].column] = true;
    return rows;
}

enum nd_status nd_sys_scan_next(const struct nd_sys_scan *scan, struct nd_sys_cursor *cursor, size_t want, struct nd_arena *arena,
                                struct nd_batch *out, struct nd_err *err)
{
    const struct nd__maker *maker = nd__sys_maker(scan->rel);
    *out = (struct nd_batch){.columns = scan->column_count};
    if (cursor->at == SIZE_MAX || maker == NULL) return ND_STATUS_OK;
    if (scan->env == NULL || scan->env->sys == NULL) return nd_err_set(err, "XX000", "the catalog is not loaded");
    struct nd__rows rows = begin_rows(scan, maker, arena, out);
    emit_more(&rows, maker, cursor, want);
    return ND_STATUS_OK;
}

enum nd_status nd_sys_look_up(const struct nd_sys_scan *scan, struct nd_arena *arena, struct nd_batch *out, uint32_t *counts_out, struct nd_err *err)
{
    const struct nd__maker *maker = nd__sys_maker(scan->rel);
    *out = (struct nd_batch){.columns = scan->column_count};
    if (scan->env == NULL || scan->env->sys == NULL) return nd_err_set(err, "XX000", "the catalog is not loaded");
    struct nd_sys_scan one = *scan;
    struct nd__rows rows = begin_rows(&one, maker, arena, out);
    one.value_count = 1;
    for (size_t i = 0; i < scan->value_count; i++) {
        struct nd_sys_cursor cursor = {0};
        size_t before = out->rows;
        one.values = &scan->values[i];
        emit_more(&rows, maker, &cursor, SIZE_MAX);
        counts_out[i] = (uint32_t)(out->rows - before);
    }
    return ND_STATUS_OK;
}
