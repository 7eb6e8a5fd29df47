/* SPDX-License-Identifier: Apache-2.0 */
/* class.c - relations and their columns: pg_class, pg_attribute, pg_attrdef, pg_index, pg_sequence, pg_depend,
 * pg_description. */
#include <string.h>

#include "sql/sys/sys_int.h"
#include "sql/types/key_codec.h"

#define PAGE_BYTES 8192.0

/* ---- pg_class ------------------------------------------------------------------------------------------- */

static const char *kind_of(const struct nd__object *object)
{
    switch (object->kind) {
    case ND__OBJECT_TABLE: return "r";
    case ND__OBJECT_INDEX: return "i";
    case ND__OBJECT_SEQUENCE: return "S";
    case ND__OBJECT_VIEW: return "v";
    default: return object->rel->kind == 'v' ? "v" : "r";
    }
}

static size_t shown_columns(const struct nd_table *table)
{
    size_t most = 0;
    for (size_t i = 0; i < table->column_count; i++)
        if (nd__is_shown(&table->columns[i]) && table->columns[i].attnum > most) most = table->columns[i].attnum;
    return most;
}

static size_t column_count(const struct nd__object *object)
{
    switch (object->kind) {
    case ND__OBJECT_TABLE:
    case ND__OBJECT_VIEW: return shown_columns(object->table);
    case ND__OBJECT_INDEX: return object->index->column_count + object->index->included_count;
    case ND__OBJECT_SEQUENCE: return 3;
    default: return object->rel->column_count;
    }
}

static bool has_named_index(const struct nd_table *table)
{
    for (size_t i = 0; i < table->index_count; i++)
        if (table->indexes[i].name != NULL && table->indexes[i].name[0] != '\0') return true;
    return false;
}

double nd__table_rows(const struct nd_table *table) { return table->stats == NULL ? -1 : table->stats->rows; }

static bool is_shared(uint32_t oid)
{
    static const uint32_t shared[] = {1260, 1261, 1262, 1213, 1214, 2396, 2964, 3592, 6000, 6100, 6243};
    for (size_t i = 0; i < ND_ARRAY_LEN(shared); i++)
        if (shared[i] == oid) return true;
    return false;
}

/* Those that were given to it, and over how many buckets its rows or entries are spread. */
static void set_options(struct nd__rows *rows, const struct nd__object *object)
{
    bool is_table = object->kind == ND__OBJECT_TABLE, is_index = object->kind == ND__OBJECT_INDEX;
    if (!is_table && !is_index) return;
    unsigned shards = is_index ? object->index->shards : object->table->indexes[0].shards;
    size_t count = is_table ? object->table->option_count : object->index->option_count;
    const char **options = nd_arena_array(rows->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) options[i] = is_table ? object->table->options[i] : object->index->options[i];
    if (shards > 0) options[count++] = nd_arena_printf(rows->arena, "shards=%u", shards);
    if (count > 0) nd__set_texts(rows, pg_class__reloptions, options, count);
}

static void emit_class(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    const struct nd_table *table = object->kind == ND__OBJECT_TABLE ? object->table : NULL;
    bool is_system = object->kind == ND__OBJECT_SYSTEM, is_view = object->kind == ND__OBJECT_VIEW || (is_system && object->rel->kind == 'v');
    nd__rows_begin(rows);
    nd__set_i(rows, pg_class__oid, object->oid);
    nd__set_s(rows, pg_class__relname, object->name);
    nd__set_i(rows, pg_class__relnamespace, object->schema_id);
    nd__set_i(rows, pg_class__reltype, object->kind == ND__OBJECT_TABLE || object->kind == ND__OBJECT_VIEW ? (int64_t)nd_type_of_user(ND_USER_ROW, object->oid) : 0);
    nd__set_i(rows, pg_class__reloftype, 0);
    nd__set_i(rows, pg_class__relowner, nd__object_owner(object));
    nd__set_acl(rows, pg_class__relacl, nd__object_acl(object));
    nd__set_i(rows, pg_class__relam, object->kind == ND__OBJECT_INDEX ? ND__SYS_AM_BTREE : object->kind == ND__OBJECT_SEQUENCE || is_view ? 0 : ND__SYS_AM_HEAP);
    nd__set_i(rows, pg_class__relfilenode, is_view ? 0 : object->oid);
    nd__set_i(rows, pg_class__reltablespace, is_system && is_shared(object->oid) ? 1664 : 0);
    nd__set_i(rows, pg_class__relpages, table != NULL && table->stats != NULL ? (int64_t)(table->stats->bytes / PAGE_BYTES) + 1 : 0);
    nd__set_f(rows, pg_class__reltuples, table != NULL ? nd__table_rows(table) : is_system ? -1 : 0);
    nd__set_i(rows, pg_class__relallvisible, 0);
    nd__set_i(rows, pg_class__reltoastrelid, 0);
    nd__set_b(rows, pg_class__relhasindex, table != NULL && has_named_index(table));
    nd__set_b(rows, pg_class__relisshared, is_system && is_shared(object->oid));
    nd__set_c(rows, pg_class__relpersistence, strncmp(nd__sys_schema_name(rows->sys, object->schema_id), "pg_temp_", 8) == 0 ? "t" : "p");
    nd__set_c(rows, pg_class__relkind, kind_of(object));
    if (object->kind == ND__OBJECT_VIEW && object->table->view->check_option != ND_CHECK_OPTION_NONE) {
        const char *option = object->table->view->check_option == ND_CHECK_OPTION_LOCAL ? "check_option=local" : "check_option=cascaded";
        nd__set_texts(rows, pg_class__reloptions, &option, 1);
    }
    set_options(rows, object);
    nd__set_i(rows, pg_class__relnatts, (int64_t)column_count(object));
    nd__set_i(rows, pg_class__relchecks, table != NULL ? (int64_t)table->check_count : 0);
    nd__set_b(rows, pg_class__relhasrules, is_view);
    nd__set_b(rows, pg_class__relhastriggers, table != NULL && (table->foreign_key_count > 0 || table->reference_count > 0));
    nd__set_b(rows, pg_class__relhassubclass, false);
    nd__set_b(rows, pg_class__relrowsecurity, false);
    nd__set_b(rows, pg_class__relforcerowsecurity, false);
    nd__set_b(rows, pg_class__relispopulated, true);
    nd__set_c(rows, pg_class__relreplident, table != NULL ? "d" : "n");
    nd__set_b(rows, pg_class__relispartition, false);
    nd__set_i(rows, pg_class__relrewrite, 0);
    nd__set_i(rows, pg_class__relfrozenxid, table != NULL ? 3 : 0);
    nd__set_i(rows, pg_class__relminmxid, table != NULL ? 1 : 0);
    nd__rows_put(rows);
}

/* ---- pg_attribute ------------------------------------------------------------------------------------------ */

static void emit_attribute_of(struct nd__rows *rows, uint32_t relation, int64_t attnum, const char *name, struct nd_type type, bool is_not_null, const struct nd_column *column)
{
    struct nd__layout layout = nd__type_layout(type.id);
    nd__rows_begin(rows);
    nd__set_i(rows, pg_attribute__attrelid, relation);
    nd__set_s(rows, pg_attribute__attname, name);
    nd__set_i(rows, pg_attribute__atttypid, (int64_t)nd_type_said(type));
    nd__set_i(rows, pg_attribute__attstattarget, -1);
    nd__set_i(rows, pg_attribute__attlen, nd_type_len(type.id));
    nd__set_i(rows, pg_attribute__attnum, attnum);
    nd__set_i(rows, pg_attribute__attndims, nd_type_is_array(type.id) && !nd_type_is_vector(type.id));
    nd__set_i(rows, pg_attribute__attcacheoff, -1);
    nd__set_i(rows, pg_attribute__atttypmod, type.domain != ND_TYPE_INVALID ? -1 : type.mod);
    nd__set_b(rows, pg_attribute__attbyval, layout.is_by_value);
    nd__set_c(rows, pg_attribute__attalign, layout.align);
    nd__set_c(rows, pg_attribute__attstorage, layout.storage);
    nd__set_c(rows, pg_attribute__attcompression, "");
    nd__set_b(rows, pg_attribute__attnotnull, is_not_null);
    nd__set_b(rows, pg_attribute__atthasdef, column != NULL && (column->default_text != NULL || column->generated_text != NULL) && column->identity == ND_IDENTITY_NONE);
    nd__set_b(rows, pg_attribute__atthasmissing, column != NULL && !column->missing.is_null);
    bool is_identity = column != NULL && column->identity != ND_IDENTITY_NONE;
    nd__set_c(rows, pg_attribute__attidentity, !is_identity ? "" : column->identity == ND_IDENTITY_ALWAYS ? "a" : "d");
    nd__set_c(rows, pg_attribute__attgenerated, column != NULL && column->generated_text != NULL ? "s" : "");
    nd__set_b(rows, pg_attribute__attisdropped, false);
    nd__set_b(rows, pg_attribute__attislocal, true);
    nd__set_i(rows, pg_attribute__attinhcount, 0);
    if (column != NULL) nd__set_acl(rows, pg_attribute__attacl, column->acl);
    nd__set_i(rows, pg_attribute__attcollation, layout.collation);
    nd__rows_put(rows);
}

static void emit_attributes(struct nd__rows *rows, const void *item)
{
    static const struct {
        const char *name;
        enum nd_type_id type;
    } of_sequence[] = {{"last_value", ND_TYPE_INT8}, {"log_cnt", ND_TYPE_INT8}, {"is_called", ND_TYPE_BOOL}};
    const struct nd__object *object = item;
    switch (object->kind) {
    case ND__OBJECT_TABLE:
    case ND__OBJECT_VIEW:
        for (size_t i = 0; i < object->table->column_count; i++) {
            const struct nd_column *column = &object->table->columns[i];
            if (nd__is_shown(column)) emit_attribute_of(rows, object->oid, column->attnum, column->name, column->type, column->is_not_null, column);
        }
        break;
    case ND__OBJECT_INDEX:
        for (size_t i = 0; i < object->index->column_count; i++) {
            const struct nd_column *column = &object->table->columns[object->index->columns[i].column];
            emit_attribute_of(rows, object->oid, (int64_t)i + 1, column->name, column->type, false, NULL);
        }
        for (size_t i = 0; i < object->index->included_count; i++) {
            const struct nd_column *column = &object->table->columns[object->index->included[i]];
            emit_attribute_of(rows, object->oid, (int64_t)(object->index->column_count + i) + 1, column->name, column->type, false, NULL);
        }
        break;
    case ND__OBJECT_SEQUENCE:
        for (size_t i = 0; i < ND_ARRAY_LEN(of_sequence); i++)
            emit_attribute_of(rows, object->oid, (int64_t)i + 1, of_sequence[i].name, ND_TYPE(of_sequence[i].type), true, NULL);
        break;
    case ND__OBJECT_SYSTEM:
        for (size_t i = 0; i < object->rel->column_count; i++) {
            const struct nd__sys_column *column = &object->rel->columns[i];
            emit_attribute_of(rows, object->oid, (int64_t)i + 1, column->name, ND_TYPE(column->type), column->is_not_null, NULL);
        }
        break;
    }
}

/* ---- pg_attrdef -------------------------------------------------------------------------------------------- */

static uint32_t default_oid(const struct nd_table *table, const struct nd_column *column)
{
    return UINT32_C(1000000000) + nd_table_oid(table) * 1600u + column->attnum;
}

static bool has_default_row(const struct nd_column *column)
{
    return (column->default_text != NULL && column->identity == ND_IDENTITY_NONE) || column->generated_text != NULL;
}

/* adbin: "attnum expression", which pg_get_expr reads. */
static void emit_attrdef(struct nd__rows *rows, const void *item)
{
    const struct nd_table *table = item;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        if (!nd__is_shown(column) || !has_default_row(column)) continue;
        const char *text = column->generated_text != NULL ? column->generated_text : column->default_text;
        nd__rows_begin(rows);
        nd__set_i(rows, pg_attrdef__oid, default_oid(table, column));
        nd__set_i(rows, pg_attrdef__adrelid, nd_table_oid(table));
        nd__set_i(rows, pg_attrdef__adnum, column->attnum);
        nd__set_s(rows, pg_attrdef__adbin, nd_arena_printf(rows->arena, "%u %s", column->attnum, text));
        nd__rows_put(rows);
    }
}

/* ---- pg_index ------------------------------------------------------------------------------------------------ */

size_t nd__index_attnums(const struct nd_table *table, const struct nd_index *index, int64_t *out)
{
    for (size_t i = 0; i < index->column_count; i++) out[i] = table->columns[index->columns[i].column].attnum;
    return index->column_count;
}

/* The default btree operator class of a type: pg_opclass.oid in PostgreSQL is assigned at initdb; ours follow the type. */
static int64_t opclass_of(enum nd_type_id type) { return 10000 + (int64_t)type; }

static void emit_index(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_INDEX) return;
    const struct nd_index *index = object->index;
    int64_t keys[ND_INDEX_COLUMNS_MAX], collations[ND_INDEX_COLUMNS_MAX], classes[ND_INDEX_COLUMNS_MAX], options[ND_INDEX_COLUMNS_MAX];
    size_t count = nd__index_attnums(object->table, index, keys);
    for (size_t i = 0; i < count; i++) {
        enum nd_type_id type = object->table->columns[index->columns[i].column].type.id;
        collations[i] = nd__type_layout(type).collation;
        classes[i] = opclass_of(type);
        options[i] = ((index->columns[i].flags & ND_KEY_DESC) != 0 ? 1 : 0) | ((index->columns[i].flags & ND_KEY_NULLS_FIRST) != 0 ? 2 : 0);
    }
    nd__rows_begin(rows);
    nd__set_i(rows, pg_index__indexrelid, object->oid);
    nd__set_i(rows, pg_index__indrelid, nd_table_oid(object->table));
    size_t all = count;
    for (size_t i = 0; i < index->included_count; i++) keys[all++] = object->table->columns[index->included[i]].attnum;
    nd__set_i(rows, pg_index__indnatts, (int64_t)all);
    nd__set_i(rows, pg_index__indnkeyatts, (int64_t)count);
    nd__set_b(rows, pg_index__indisunique, index->is_unique);
    nd__set_b(rows, pg_index__indnullsnotdistinct, index->is_null_equal);
    nd__set_b(rows, pg_index__indisprimary, nd_index_is_primary_key(index));
    nd__set_b(rows, pg_index__indisexclusion, false);
    nd__set_b(rows, pg_index__indimmediate, !index->is_deferrable);
    nd__set_b(rows, pg_index__indisclustered, false);
    nd__set_b(rows, pg_index__indisvalid, nd_index_is_public(index));
    nd__set_b(rows, pg_index__indcheckxmin, false);
    nd__set_b(rows, pg_index__indisready, index->state != ND_INDEX_DELETE_ONLY);
    nd__set_b(rows, pg_index__indislive, true);
    nd__set_b(rows, pg_index__indisreplident, false);
    nd__set_ints(rows, pg_index__indkey, ND_TYPE_INT2, keys, all, true);
    nd__set_ints(rows, pg_index__indcollation, ND_TYPE_OID, collations, count, true);
    nd__set_ints(rows, pg_index__indclass, ND_TYPE_OID, classes, count, true);
    nd__set_ints(rows, pg_index__indoption, ND_TYPE_INT2, options, count, true);
    if (index->is_partial) nd__set_s(rows, pg_index__indpred, nd_arena_printf(rows->arena, "0 %s", object->table->columns[index->predicate].virtual_text));
    const char *exprs = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *text = object->table->columns[index->columns[i].column].virtual_text;
        if (text != NULL) exprs = exprs == NULL ? nd_arena_printf(rows->arena, "0 %s", text) : nd_arena_printf(rows->arena, "%s%c%s", exprs, ND__EXPR_SEPARATOR, text);
    }
    if (exprs != NULL) nd__set_s(rows, pg_index__indexprs, exprs);
    nd__rows_put(rows);
}

/* ---- pg_sequence ------------------------------------------------------------------------------------------------ */

static void emit_sequence(struct nd__rows *rows, const void *item)
{
    const struct nd_sequence *sequence = item;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_sequence__seqrelid, sequence->oid);
    nd__set_i(rows, pg_sequence__seqtypid, (int64_t)sequence->type);
    nd__set_i(rows, pg_sequence__seqstart, sequence->start);
    nd__set_i(rows, pg_sequence__seqincrement, sequence->increment);
    nd__set_i(rows, pg_sequence__seqmax, sequence->max);
    nd__set_i(rows, pg_sequence__seqmin, sequence->min);
    nd__set_i(rows, pg_sequence__seqcache, sequence->cache);
    nd__set_b(rows, pg_sequence__seqcycle, sequence->cycles);
    nd__rows_put(rows);
}

const struct nd_sequence *nd__owned_sequence(const struct nd_sys *sys, const struct nd_table *table, const struct nd_column *column)
{
    for (size_t i = 0; i < table->sequence_count; i++) {
        if (table->sequences[i].column_id != column->id) continue;
        const struct nd__object *object = nd__sys_object(sys, table->sequences[i].sequence_oid);
        if (object != NULL && object->sequence != NULL) return object->sequence;
    }
    return NULL;
}

/* ---- pg_depend ----------------------------------------------------------------------------------------------------- */

struct reference {
    uint32_t class_oid, oid;
    int64_t sub;
};

#define CLASS 1259
#define ATTRDEF 2604
#define CONSTRAINT 2606
#define TYPE 1247
#define NAMESPACE 2615
#define REWRITE 2618

uint32_t nd__rule_oid(const struct nd_table *view)
{
    return UINT32_C(2000000000) + nd_table_oid(view);
}

static void put_depend(struct nd__rows *rows, struct reference what, struct reference on, const char *type)
{
    nd__rows_begin(rows);
    nd__set_i(rows, pg_depend__classid, what.class_oid);
    nd__set_i(rows, pg_depend__objid, what.oid);
    nd__set_i(rows, pg_depend__objsubid, what.sub);
    nd__set_i(rows, pg_depend__refclassid, on.class_oid);
    nd__set_i(rows, pg_depend__refobjid, on.oid);
    nd__set_i(rows, pg_depend__refobjsubid, on.sub);
    nd__set_c(rows, pg_depend__deptype, type);
    nd__rows_put(rows);
}

/* A view depends on what it reads through its rule, which is a part of it. */
static void depend_view(struct nd__rows *rows, const struct nd_table *view)
{
    struct reference self = {CLASS, nd_table_oid(view), 0}, rule = {REWRITE, nd__rule_oid(view), 0};
    put_depend(rows, rule, self, "i");
    put_depend(rows, rule, self, "n");
    for (size_t i = 0; i < view->view->source_count; i++) {
        const struct nd_view_source *source = &view->view->sources[i];
        const struct nd__object *object = nd__sys_object(rows->sys, (uint32_t)source->table.v);
        if (object == NULL || object->table == NULL) continue;
        if (source->column_count == 0) put_depend(rows, rule, (struct reference){CLASS, object->oid, 0}, "n");
        for (size_t k = 0; k < source->column_count; k++) {
            size_t at = nd_table_find_column_id(object->table, source->column_ids[k]);
            if (at != SIZE_MAX) put_depend(rows, rule, (struct reference){CLASS, object->oid, object->table->columns[at].attnum}, "n");
        }
    }
}

static void depend_on_type(struct nd__rows *rows, struct reference what, struct nd_type type)
{
    enum nd_type_id id = nd_type_said(type);
    if (nd_type_user_kind(id) != ND_USER_NONE) put_depend(rows, what, (struct reference){TYPE, (uint32_t)id, 0}, "n");
}

static void depend_columns(struct nd__rows *rows, const struct nd_table *table)
{
    uint32_t oid = nd_table_oid(table);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct nd_column *column = &table->columns[i];
        struct reference at = {CLASS, oid, column->attnum};
        if (nd__is_shown(column)) depend_on_type(rows, at, column->type);
        const struct nd_sequence *sequence = nd__owned_sequence(rows->sys, table, column);
        if (sequence != NULL) put_depend(rows, (struct reference){CLASS, sequence->oid, 0}, at, column->identity == ND_IDENTITY_NONE ? "a" : "i");
        if (!has_default_row(column)) continue;
        struct reference of_default = {ATTRDEF, default_oid(table, column), 0};
        put_depend(rows, of_default, at, "a");
        if (sequence != NULL) put_depend(rows, of_default, (struct reference){CLASS, sequence->oid, 0}, "n");
    }
}

/* What its expressions read counts as its columns do. */
static void depend_index(struct nd__rows *rows, const struct nd__object *object)
{
    const struct nd_table *table = object->table;
    const struct nd_index *index = object->index;
    uint32_t *read = nd_arena_array(rows->arena, uint32_t, table->column_count + 1);
    struct reference self = {CLASS, object->oid, 0};
    for (size_t k = 0; k < index->column_count + index->is_partial; k++) {
        uint32_t column = k < index->column_count ? index->columns[k].column : index->predicate;
        const char *text = table->columns[column].virtual_text;
        size_t count = text == NULL || rows->env->columns_of == NULL ? 0 : rows->env->columns_of(rows->env->arg, table, text, read, table->column_count);
        if (text == NULL) put_depend(rows, self, (struct reference){CLASS, nd_table_oid(table), table->columns[column].attnum}, "a");
        for (size_t i = 0; i < count; i++) put_depend(rows, self, (struct reference){CLASS, nd_table_oid(table), table->columns[read[i]].attnum}, "a");
    }
}

static void emit_depend(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    for (size_t i = 0; i < rows->sys->object_count; i++) {
        const struct nd__object *object = &rows->sys->objects[i];
        if (object->kind == ND__OBJECT_SYSTEM) continue;
        struct reference self = {CLASS, object->oid, 0};
        if (object->kind != ND__OBJECT_INDEX) put_depend(rows, self, (struct reference){NAMESPACE, object->schema_id, 0}, "n");
        if (object->kind == ND__OBJECT_TABLE) depend_columns(rows, object->table);
        if (object->kind == ND__OBJECT_VIEW) depend_view(rows, object->table);
        if (object->kind == ND__OBJECT_INDEX && !object->index->is_constraint) depend_index(rows, object);
    }
    const struct nd_user_type *type;
    for (size_t i = 0; (type = nd_catalog_type_at(rows->sys->all->view, i)) != NULL; i++) {
        struct reference self = {TYPE, (uint32_t)type->id, 0};
        put_depend(rows, self, (struct reference){NAMESPACE, type->schema_id, 0}, "n");
        if (nd_type_is_domain(type->id)) depend_on_type(rows, self, type->base);
    }
    for (size_t i = 0; i < rows->sys->constraint_count; i++) {
        const struct nd__constraint *constraint = &rows->sys->constraints[i];
        struct reference self = {CONSTRAINT, constraint->oid, 0};
        if (constraint->domain != NULL) put_depend(rows, self, (struct reference){TYPE, (uint32_t)constraint->domain->id, 0}, "a");
        else put_depend(rows, self, (struct reference){CLASS, nd_table_oid(constraint->table), 0}, "a");
        if (constraint->index != NULL) put_depend(rows, (struct reference){CLASS, constraint->index->oid, 0}, self, "i");
        if (constraint->foreign_key != NULL) {
            put_depend(rows, self, (struct reference){CLASS, (uint32_t)constraint->foreign_key->ref_table.v, 0}, "n");
            put_depend(rows, self, (struct reference){CLASS, constraint->foreign_key->ref_index_oid, 0}, "n");
        }
    }
}

/* ---- pg_rewrite ------------------------------------------------------------------------------------------------ */

static void emit_rewrite(struct nd__rows *rows, const void *item)
{
    const struct nd__object *object = item;
    if (object->kind != ND__OBJECT_VIEW) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_rewrite__oid, nd__rule_oid(object->table));
    nd__set_s(rows, pg_rewrite__rulename, "_RETURN");
    nd__set_i(rows, pg_rewrite__ev_class, object->oid);
    nd__set_c(rows, pg_rewrite__ev_type, "1");
    nd__set_c(rows, pg_rewrite__ev_enabled, "O");
    nd__set_b(rows, pg_rewrite__is_instead, true);
    nd__set_s(rows, pg_rewrite__ev_qual, "<>");
    nd__set_s(rows, pg_rewrite__ev_action, object->table->view->text);
    nd__rows_put(rows);
}

/* ---- pg_description --------------------------------------------------------------------------------------------------- */

static void put_description(struct nd__rows *rows, struct reference what, const char *text)
{
    if (text == NULL) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_description__objoid, what.oid);
    nd__set_i(rows, pg_description__classoid, what.class_oid);
    nd__set_i(rows, pg_description__objsubid, what.sub);
    nd__set_s(rows, pg_description__description, text);
    nd__rows_put(rows);
}

static void describe_table(struct nd__rows *rows, const struct nd_table *table)
{
    uint32_t oid = nd_table_oid(table);
    put_description(rows, (struct reference){CLASS, oid, 0}, table->comment);
    for (size_t i = 0; i < table->column_count; i++) put_description(rows, (struct reference){CLASS, oid, table->columns[i].attnum}, table->columns[i].comment);
    for (size_t i = 0; i < table->index_count; i++) {
        put_description(rows, (struct reference){CLASS, table->indexes[i].oid, 0}, table->indexes[i].comment);
        put_description(rows, (struct reference){CONSTRAINT, table->indexes[i].constraint_oid, 0}, table->indexes[i].constraint_comment);
    }
    for (size_t i = 0; i < table->check_count; i++) put_description(rows, (struct reference){CONSTRAINT, table->checks[i].oid, 0}, table->checks[i].comment);
    for (size_t i = 0; i < table->foreign_key_count; i++) put_description(rows, (struct reference){CONSTRAINT, table->foreign_keys[i].oid, 0}, table->foreign_keys[i].comment);
}

static void describe_type(struct nd__rows *rows, const struct nd_user_type *type)
{
    put_description(rows, (struct reference){TYPE, (uint32_t)type->id, 0}, type->comment);
    for (size_t i = 0; i < type->check_count; i++) put_description(rows, (struct reference){CONSTRAINT, type->checks[i].oid, 0}, type->checks[i].comment);
}

static void emit_description(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    const struct nd_schema *schema;
    for (size_t i = 0; (schema = nd_catalog_schema_at(rows->sys->all->view, i)) != NULL; i++) put_description(rows, (struct reference){NAMESPACE, schema->id, 0}, schema->comment);
    const struct nd_user_type *type;
    for (size_t i = 0; (type = nd_catalog_type_at(rows->sys->all->view, i)) != NULL; i++) describe_type(rows, type);
    for (size_t i = 0; i < rows->sys->all->table_count; i++) describe_table(rows, rows->sys->all->tables[i]);
    for (size_t i = 0; i < rows->sys->all->sequence_count; i++)
        put_description(rows, (struct reference){CLASS, rows->sys->all->sequences[i]->oid, 0}, rows->sys->all->sequences[i]->comment);
}

/* clang-format off */
const struct nd__maker nd__makers_class[] = {
    {"pg_class", ND__FROM_OBJECTS, emit_class, {{pg_class__oid, ND__BY_OID}, {pg_class__relname, ND__BY_NAME}}},
    {"pg_attribute", ND__FROM_OBJECTS, emit_attributes, {{pg_attribute__attrelid, ND__BY_OID}}, 8},
    {"pg_attrdef", ND__FROM_TABLES, emit_attrdef, {{pg_attrdef__adrelid, ND__BY_OID}}, 0.5},
    {"pg_index", ND__FROM_OBJECTS, emit_index, {{pg_index__indexrelid, ND__BY_OID}, {pg_index__indrelid, ND__BY_TABLE}}, 0.3},
    {"pg_rewrite", ND__FROM_OBJECTS, emit_rewrite, {{pg_rewrite__ev_class, ND__BY_OID}}, 0.1},
    {"pg_sequence", ND__FROM_SEQUENCES, emit_sequence, {{pg_sequence__seqrelid, ND__BY_OID}}},
    {"pg_depend", ND__FROM_ONCE, emit_depend, {{0}}, 20, 1.3},
    {"pg_description", ND__FROM_ONCE, emit_description, {{0}}},
};
/* clang-format on */
const size_t nd__makers_class_count = ND_ARRAY_LEN(nd__makers_class);
