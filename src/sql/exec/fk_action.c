/* SPDX-License-Identifier: Apache-2.0 */
/* fk_action.c - rows that refer to a key that went away: found, then refused, deleted or changed. */
#include "base/checksum.h"
#include "sql/bind/bind.h"
#include "sql/exec/fk.h"

/* Events of one foreign key, and the rows that they concern. */
struct group {
    struct nd__fk *fk;
    const struct nd_table *parent, *child;
    const struct nd_foreign_key *key;
    struct nd__fk_event *events;
    struct nd_arena arena; /* rows found */
    struct nd_decoder decoder;
    struct nd_hmap by_hash; /* of the child's key columns, or the parent's key, as bytes -> struct wanted; for walks over the whole table */
    struct found *found, **found_end;
    bool is_refusing; /* the first row found ends it */
    bool is_refused;
    bool has_child_values; /* events have values of the child's types */
    bool is_by_parent_key; /* different values of the child may refer to one key: each row is asked for the key that it refers to */
};

struct wanted {
    struct wanted *next;
    struct nd_slice bytes;
    struct nd__fk_event *event;
};

struct found { /* a batch of rows, all columns */
    struct found *next;
    struct nd_batch rows;
    struct nd__fk_event **events; /* one a row */
};

static bool is_update(const struct nd__fk_event *event) { return event->new_key != NULL; }

static enum nd_fk_action action_of(const struct group *group, const struct nd__fk_event *event) { return is_update(event) ? group->key->on_update : group->key->on_delete; }

static bool refuses(const struct group *group, const struct nd__fk_event *event)
{
    enum nd_fk_action action = action_of(group, event);
    return action == ND_FK_NO_ACTION || action == ND_FK_RESTRICT;
}

static enum nd_status refuse(struct group *group, const struct nd__fk_event *event)
{
    uint32_t columns[ND_INDEX_COLUMNS_MAX];
    struct nd_err *err = group->fk->err;
    for (size_t i = 0; i < group->key->column_count; i++) columns[i] = (uint32_t)nd_table_find_column_id(group->parent, group->key->ref_column_ids[i]);
    const char *text = nd__fk_key_text(group->fk->env->types, group->parent, columns, event->old_key, group->key->column_count, &group->arena);
    (void)nd_err_set(err, "23503", "update or delete on table \"%s\" violates foreign key constraint \"%s\" on table \"%s\"", group->parent->name, group->key->name, group->child->name);
    (void)nd_err_detail(err, "Key %s is still referenced from table \"%s\".", text, group->child->name);
    return nd_err_object(err, group->child->schema_name, group->child->name, NULL, group->key->name);
}

/* ---- looking ---------------------------------------------------------------------------------------------- */

const struct nd_index *nd__fk_child_index(const struct nd_table *table, const struct nd_foreign_key *key)
{
    for (size_t i = 0; i < table->index_count; i++) {
        const struct nd_index *index = &table->indexes[i];
        if (index->is_partial) continue;
        size_t matched = 0;
        if (!nd_index_is_public(index)) continue;
        if (index->shards > 0 && index->column_count != key->column_count) continue; /* its bucket needs all columns */
        for (size_t k = 0; k < key->column_count && k < index->column_count; k++)
            for (size_t c = 0; c < key->column_count; c++)
                if (index->columns[k].column == key->columns[c]) {
                    matched++;
                    break;
                }
        if (matched == key->column_count) return index;
    }
    return NULL;
}

static struct nd_type child_type(const struct group *group, size_t i) { return group->child->columns[group->key->columns[i]].type; }

static struct nd_type parent_type(const struct group *group, size_t i)
{
    return group->parent->columns[nd_table_find_column_id(group->parent, group->key->ref_column_ids[i])].type;
}

/* Do the values, of the child's types, refer to a key at all, and to which? */
static bool key_of(const struct group *group, const struct nd_datum *values, struct nd_arena *arena, struct nd_slice *key_out)
{
    struct nd_type types[ND_INDEX_COLUMNS_MAX];
    struct nd_err ignored = {0};
    for (size_t i = 0; i < group->key->column_count; i++) types[i] = child_type(group, i);
    return nd__fk_parent_key(group->fk->env->types, group->parent, group->key, values, types, arena, key_out, &ignored) == ND_STATUS_OK;
}

/* The referring columns' values that an event asks for, of the child's types. false: they cannot hold the key, no row has it. */
static bool child_values(struct group *group, const struct nd__fk_event *event, struct nd_datum *values)
{
    bool is_cast = false;
    struct nd_slice key;
    for (size_t i = 0; i < group->key->column_count; i++) {
        struct nd_type to = child_type(group, i), of = parent_type(group, i);
        struct nd_err ignored = {0};
        values[i] = event->old_key[i];
        if (values[i].is_null || of.id == to.id || group->has_child_values) continue;
        if (nd_cast_datum(group->fk->env->types, of, &event->old_key[i], (struct nd_type){to.id, -1}, ND_CAST_EXPLICIT, &group->arena, &values[i], &ignored) != ND_STATUS_OK) return false;
        is_cast = true;
    }
    return !is_cast || (key_of(group, values, &group->arena, &key) && nd_slice_eq(key, event->parent_key));
}

static enum nd_status add_found(struct group *group, const struct nd_kv_pair *pairs, struct nd__fk_event *const *events, size_t count)
{
    if (count == 0) return ND_STATUS_OK;
    if (group->arena.bytes > nd_exec_kept_bytes_max(group->fk->env)) {
        (void)nd_err_set(group->fk->err, "53200", "out of memory");
        return nd_err_detail(group->fk->err, "The rows that a foreign key's action changes need more than work_mem.");
    }
    struct found *found = nd_arena_new(&group->arena, struct found);
    found->rows = nd_decoder_batch(&group->decoder, &group->arena, count);
    found->events = nd_arena_array(&group->arena, struct nd__fk_event *, count);
    for (size_t i = 0; i < count; i++) {
        struct nd_slice key = nd_arena_copy(&group->arena, pairs[i].key), value = nd_arena_copy(&group->arena, pairs[i].value);
        ND_TRY(nd_decoder_row(&group->decoder, key, value, &group->arena, &found->rows, i));
        found->events[i] = events[i];
    }
    *group->found_end = found;
    group->found_end = &found->next;
    return ND_STATUS_OK;
}

/* Entries of a secondary index to rows. */
static enum nd_status add_entries(struct group *group, const struct nd_index *index, const struct nd_kv_pair *pairs, size_t count, struct nd__fk_event *event, struct nd_arena *arena)
{
    struct nd_txn_get_item *items = nd_arena_array(arena, struct nd_txn_get_item, count + 1);
    struct nd_kv_pair *rows = nd_arena_array(arena, struct nd_kv_pair, count + 1);
    struct nd__fk_event **events = nd_arena_array(arena, struct nd__fk_event *, count + 1);
    struct nd_buf key;
    nd_buf_init(&key, group->fk->env->heap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < count && status == ND_STATUS_OK; i++) {
        nd_buf_clear(&key);
        status = nd__entry_primary_key(group->child, index, pairs[i].key, pairs[i].value, &key);
        items[i].key = nd_arena_copy(arena, nd_buf_slice(&key));
    }
    nd_buf_deinit(&key);
    ND_TRY(status);
    ND_TRY(nd_txn_get_many(group->fk->env->txn, items, count, arena));
    for (size_t i = 0; i < count; i++) {
        if (!items[i].is_found) return ND_STATUS_CORRUPT; /* an entry without its row */
        rows[i] = (struct nd_kv_pair){items[i].key, items[i].value};
        events[i] = event;
    }
    return add_found(group, rows, events, count);
}

static enum nd_status scan_pairs(struct group *group, struct nd_slice first, const struct nd_index *index, struct nd__fk_event *event, struct nd_arena *arena)
{
    struct nd_buf end;
    struct nd_exec_pace pace = {0};
    nd_buf_init(&end, group->fk->env->heap);
    nd_buf_put_slice(&end, first);
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    struct nd_txn_scan scan = {.txn = group->fk->env->txn, .first = first, .end = nd_buf_slice(&end), .row_limit = group->is_refusing ? 1 : 0};
    enum nd_status status = nd_txn_scan_open(&scan);
    while (status == ND_STATUS_OK) {
        struct nd_kv_pair *pairs;
        size_t count;
        nd_arena_reset(arena);
        status = nd_exec_check(group->fk->env, &pace);
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, arena, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        struct nd__fk_event **events = nd_arena_array(arena, struct nd__fk_event *, count + 1);
        for (size_t i = 0; i < count; i++) events[i] = event;
        status = index->is_primary ? add_found(group, pairs, events, count) : add_entries(group, index, pairs, count, event, arena);
    }
    nd_txn_scan_close(&scan);
    nd_buf_deinit(&end);
    return status;
}

static enum nd_status find_by_index(struct group *group, const struct nd_index *index, struct nd__fk_event *event)
{
    struct nd_datum values[ND_INDEX_COLUMNS_MAX];
    struct nd_arena arena;
    struct nd_buf first;
    if (!child_values(group, event, values)) return ND_STATUS_OK;
    nd_arena_init(&arena, group->fk->env->heap);
    nd_buf_init(&first, group->fk->env->heap);
    size_t columns_at = nd_index_begin_key(&first, group->child, index);
    for (size_t i = 0; i < group->key->column_count; i++) {
        size_t at = 0;
        while (group->key->columns[at] != index->columns[i].column) at++;
        nd_key_put_datum(&first, group->child->columns[index->columns[i].column].type.id, index->columns[i].flags, &values[at]);
    }
    nd_index_end_columns(&first, index, columns_at);
    enum nd_status status = scan_pairs(group, nd_buf_slice(&first), index, event, &arena);
    nd_buf_deinit(&first);
    nd_arena_deinit(&arena);
    return status;
}

static void put_values(const struct group *group, struct nd_buf *bytes, const struct nd_datum *values)
{
    for (size_t i = 0; i < group->key->column_count; i++) nd_key_put_datum(bytes, group->child->columns[group->key->columns[i]].type.id, 0, &values[i]);
}

static void want(struct group *group, struct nd__fk_event *event)
{
    struct nd_datum values[ND_INDEX_COLUMNS_MAX];
    struct nd_buf bytes;
    if (!group->is_by_parent_key && !child_values(group, event, values)) return;
    nd_buf_init(&bytes, group->fk->env->heap);
    if (group->is_by_parent_key) nd_buf_put_slice(&bytes, event->parent_key);
    else put_values(group, &bytes, values);
    struct wanted *wanted = nd_arena_new(&group->arena, struct wanted);
    wanted->bytes = nd_arena_copy(&group->arena, nd_buf_slice(&bytes));
    wanted->event = event;
    wanted->next = nd_hmap_find(&group->by_hash, nd_hash64(wanted->bytes) | 1);
    nd_hmap_put(&group->by_hash, nd_hash64(wanted->bytes) | 1, wanted);
    nd_buf_deinit(&bytes);
}

static struct nd__fk_event *event_of(struct group *group, const struct nd_batch *rows, size_t row, struct nd_arena *arena, struct nd_buf *bytes)
{
    struct nd_datum values[ND_INDEX_COLUMNS_MAX];
    struct nd_slice key;
    for (size_t i = 0; i < group->key->column_count; i++) {
        values[i] = nd_vec_get(&rows->vecs[group->key->columns[i]], row);
        if (values[i].is_null) return NULL;
    }
    nd_buf_clear(bytes);
    if (!group->is_by_parent_key) put_values(group, bytes, values);
    else if (key_of(group, values, arena, &key)) nd_buf_put_slice(bytes, key);
    else return NULL;
    for (const struct wanted *wanted = nd_hmap_find(&group->by_hash, nd_hash64(nd_buf_slice(bytes)) | 1); wanted != NULL; wanted = wanted->next)
        if (nd_slice_eq(wanted->bytes, nd_buf_slice(bytes))) return wanted->event;
    return NULL;
}

struct walking {
    struct group *group;
    struct nd_arena *arena; /* of a step */
    struct nd_buf bytes;
};

static enum nd_status walk_rows(struct walking *walking, const struct nd_kv_pair *pairs, size_t count)
{
    struct group *group = walking->group;
    struct nd_batch rows = nd_decoder_batch(&group->decoder, walking->arena, count);
    struct nd_kv_pair *picked = nd_arena_array(walking->arena, struct nd_kv_pair, count + 1);
    struct nd__fk_event **events = nd_arena_array(walking->arena, struct nd__fk_event *, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        ND_TRY(nd_decoder_row(&group->decoder, pairs[i].key, pairs[i].value, walking->arena, &rows, i));
        struct nd__fk_event *event = event_of(group, &rows, i, walking->arena, &walking->bytes);
        if (event == NULL) continue;
        picked[n] = pairs[i];
        events[n++] = event;
    }
    return add_found(group, picked, events, n);
}

/* Without an index: one walk over the table for all keys. */
static enum nd_status find_by_walk(struct group *group)
{
    struct nd_arena arena;
    struct nd_buf first, end;
    struct nd_exec_pace pace = {0};
    for (struct nd__fk_event *event = group->events; event != NULL; event = event->next) want(group, event);
    nd_arena_init(&arena, group->fk->env->heap);
    nd_buf_init(&first, group->fk->env->heap);
    nd_buf_init(&end, group->fk->env->heap);
    struct walking walking = {.group = group, .arena = &arena};
    nd_buf_init(&walking.bytes, group->fk->env->heap);
    nd_index_put_prefix(&first, group->child->id, group->child->indexes[0].id);
    nd_buf_put_slice(&end, nd_buf_slice(&first));
    bool has_end = nd_key_next_prefix(&end);
    ND_ASSERT(has_end);
    struct nd_txn_scan scan = {.txn = group->fk->env->txn, .first = nd_buf_slice(&first), .end = nd_buf_slice(&end)};
    enum nd_status status = nd_txn_scan_open(&scan);
    while (status == ND_STATUS_OK && !(group->is_refusing && group->found != NULL)) {
        struct nd_kv_pair *pairs;
        size_t count;
        nd_arena_reset(&arena);
        status = nd_exec_check(group->fk->env, &pace);
        if (status == ND_STATUS_OK) status = nd_txn_scan_next(&scan, &arena, &pairs, &count);
        if (status != ND_STATUS_OK || count == 0) break;
        status = walk_rows(&walking, pairs, count);
    }
    nd_txn_scan_close(&scan);
    nd_buf_deinit(&walking.bytes);
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
    nd_arena_deinit(&arena);
    return status;
}

/* ---- acting ------------------------------------------------------------------------------------------------- */

struct acting {
    struct group *group;
    struct nd_writer writer;
    struct nd_arena *arena; /* of one batch */
    struct nd_eval eval;
};

static struct nd_bind_env bind_env(const struct nd_exec_env *env)
{
    return (struct nd_bind_env){.reactor = env->reactor, .view = env->view, .path = env->path, .types = env->types, .services = env->services};
}

static bool is_set_column(const struct nd_foreign_key *key, const struct nd__fk_event *event, uint32_t column)
{
    if (is_update(event) || key->set_column_count == 0) return true;
    for (size_t i = 0; i < key->set_column_count; i++)
        if (key->set_columns[i] == column) return true;
    return false;
}

/* What column i of the foreign key takes in the rows of the events, which are of one action: assigned as UPDATE does it. */
static enum nd_status new_column(struct acting *acting, struct nd__fk_event *const *events, size_t i, size_t rows, struct nd_vec *vec)
{
    struct group *group = acting->group;
    const struct nd_column *column = &group->child->columns[group->key->columns[i]];
    enum nd_fk_action action = action_of(group, events[0]);
    struct nd_bind_env env = bind_env(group->fk->env);
    struct nd_expr *expr;
    struct nd_type type = action == ND_FK_CASCADE ? parent_type(group, i) : (struct nd_type){column->type.id, column->type.mod};
    struct nd_vec values = nd_vec_new(acting->arena, type, rows + 1), out;
    struct nd_batch batch = {.rows = rows, .columns = 1, .vecs = &values};
    for (size_t row = 0; row < rows; row++) nd_vec_set(&values, row, action == ND_FK_CASCADE ? events[row]->new_key[i] : ND_DATUM_NULL);
    if (action == ND_FK_SET_DEFAULT) ND_TRY(nd_bind_stored_default(&env, column, acting->arena, &expr, group->fk->err));
    else ND_TRY(nd_bind_assignment(&env, type, column, acting->arena, &expr, group->fk->err));
    ND_TRY(nd_expr_eval(&acting->eval, expr, &batch, NULL, &out));
    *vec = out;
    vec->type = column->type;
    return ND_STATUS_OK;
}

static enum nd_status changed_rows(struct acting *acting, const struct nd_batch *rows, struct nd__fk_event *const *events, struct nd_vec **vecs_out)
{
    const struct nd_table *child = acting->group->child;
    struct nd_vec *vecs = nd_arena_alloc(acting->arena, sizeof *vecs * (child->column_count + 1));
    memcpy(vecs, rows->vecs, sizeof *vecs * child->column_count);
    for (size_t i = 0; i < acting->group->key->column_count; i++) {
        uint32_t column = acting->group->key->columns[i];
        if (is_set_column(acting->group->key, events[0], column)) ND_TRY(new_column(acting, events, i, rows->rows, &vecs[column]));
    }
    *vecs_out = vecs;
    return ND_STATUS_OK;
}

static enum nd_status act_on(struct acting *acting, const struct nd_batch *rows, struct nd__fk_event *const *events)
{
    struct nd__fk *fk = acting->group->fk;
    const struct nd_table *child = acting->group->child;
    struct nd_writer *writer = &acting->writer;
    if (fk->env->takes_locks) ND_TRY(nd__writer_lock(writer, rows->vecs, rows->rows, false));
    if (!is_update(events[0]) && acting->group->key->on_delete == ND_FK_CASCADE) {
        ND_TRY(nd__writer_delete(writer, rows->vecs, rows->rows));
        return nd__fk_rows_gone(fk, child, rows->vecs, NULL, rows->rows);
    }
    struct nd_vec *vecs;
    ND_TRY(changed_rows(acting, rows, events, &vecs));
    ND_TRY(nd__writer_complete(writer, vecs, rows->rows, acting->arena));
    ND_TRY(nd__writer_replace(writer, rows->vecs, vecs, rows->rows));
    /* a default may be the very key that is gone: it is looked for even where nothing changed */
    bool is_default = action_of(acting->group, events[0]) == ND_FK_SET_DEFAULT;
    ND_TRY(nd__fk_rows_written(fk, child, is_default ? NULL : rows->vecs, vecs, rows->rows));
    return nd__fk_rows_gone(fk, child, rows->vecs, vecs, rows->rows);
}

static enum nd_status act(struct group *group)
{
    const struct nd_exec_env *env = group->fk->env;
    struct nd_arena arena, keep;
    nd_arena_init(&arena, env->heap);
    nd_arena_init(&keep, env->heap);
    struct acting acting = {.group = group, .arena = &arena};
    acting.eval = (struct nd_eval){.reactor = env->reactor, .types = env->types, .services = env->services, .arena = &arena, .heap = env->heap, .err = group->fk->err};
    nd__writer_init(&acting.writer, env, group->child);
    acting.writer.err = group->fk->err;
    struct nd_bind_env binding = bind_env(env);
    enum nd_status status = nd_bind_rules(&binding, group->child, &keep, &acting.writer.rules, group->fk->err);
    if (status == ND_STATUS_OK && group->found != NULL) status = nd_catalog_guard_rows(env->catalog, env->txn, group->child);
    for (const struct found *found = group->found; found != NULL && status == ND_STATUS_OK; found = found->next) {
        nd_arena_reset(&arena);
        status = act_on(&acting, &found->rows, found->events);
    }
    nd__writer_deinit(&acting.writer);
    nd_arena_deinit(&arena);
    nd_arena_deinit(&keep);
    return status;
}

/* NO ACTION looks at the end of the statement: the key may be there again, of another row. RESTRICT does not forgive. */
static enum nd_status is_excused(struct group *group, const struct nd__fk_event *event, bool *is_excused_out)
{
    struct nd_slice value;
    struct nd_arena arena;
    *is_excused_out = false;
    if (action_of(group, event) == ND_FK_RESTRICT) return ND_STATUS_OK;
    nd_arena_init(&arena, group->fk->env->heap);
    enum nd_status status = nd_txn_get(group->fk->env->txn, event->parent_key, &arena, &value);
    *is_excused_out = status == ND_STATUS_OK;
    nd_arena_deinit(&arena);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

static enum nd_status drop_excused(struct group *group)
{
    struct nd__fk_event *kept = NULL, **end = &kept;
    for (struct nd__fk_event *event = group->events, *next; event != NULL; event = next) {
        bool is_fine = false;
        next = event->next;
        if (group->is_refusing && !event->is_of_child) ND_TRY(is_excused(group, event, &is_fine));
        event->next = NULL;
        if (is_fine) continue;
        *end = event;
        end = &event->next;
    }
    group->events = kept;
    return ND_STATUS_OK;
}

static enum nd_status find_rows(struct group *group)
{
    uint32_t *columns = nd_arena_array(&group->arena, uint32_t, group->child->column_count + 1);
    for (size_t i = 0; i < group->child->column_count; i++) columns[i] = (uint32_t)i;
    nd_decoder_init(&group->decoder, group->child, NULL, columns, group->child->column_count, &group->arena);
    for (size_t i = 0; i < group->key->column_count && !group->has_child_values; i++)
        if (!nd__fk_is_one_to_one(child_type(group, i).id, parent_type(group, i).id)) group->is_by_parent_key = true;
    const struct nd_index *index = group->is_by_parent_key ? NULL : nd__fk_child_index(group->child, group->key);
    ND_TRY(drop_excused(group));
    if (group->events == NULL) return ND_STATUS_OK;
    if (index == NULL) return find_by_walk(group);
    for (struct nd__fk_event *event = group->events; event != NULL && !(group->is_refusing && group->found != NULL); event = event->next)
        ND_TRY(find_by_index(group, index, event));
    return ND_STATUS_OK;
}

enum nd_status nd__fk_has_row(struct nd__fk *fk, const struct nd_table *child, const struct nd_foreign_key *key, struct nd_datum *values, bool *has_out)
{
    struct nd__fk_event event = {.child = child->id, .foreign_key_oid = key->oid, .old_key = values, .is_of_child = true};
    struct group group = {.fk = fk, .child = child, .key = key, .events = &event, .is_refusing = true, .has_child_values = true};
    ND_TRY(nd__fk_table(fk->env, key->ref_table, &group.parent));
    group.found_end = &group.found;
    nd_arena_init(&group.arena, fk->env->heap);
    nd_hmap_init(&group.by_hash, fk->env->heap);
    enum nd_status status = find_rows(&group);
    *has_out = group.found != NULL;
    nd_hmap_deinit(&group.by_hash);
    nd_arena_deinit(&group.arena);
    return status;
}

static enum nd_status run_group(struct nd__fk *fk, struct nd__fk_event *events, struct nd_ts before)
{
    struct group group = {.fk = fk, .parent = events->table, .events = events};
    ND_TRY(nd__fk_table(fk->env, events->child, &group.child));
    group.key = nd_table_find_foreign_key(group.child, events->foreign_key_oid);
    if (group.key == NULL) return ND_STATUS_CORRUPT;
    group.found_end = &group.found;
    group.is_refusing = refuses(&group, events);
    nd_arena_init(&group.arena, fk->env->heap);
    nd_hmap_init(&group.by_hash, fk->env->heap);
    enum nd_status status = find_rows(&group);
    if (status == ND_STATUS_OK && group.is_refusing && group.found != NULL) status = refuse(&group, group.found->events[0]);
    if (status == ND_STATUS_OK && group.found != NULL) {
        /* in REPEATABLE READ rows that its snapshot does not have are conflicts */
        struct nd_ts latest = nd_txn_read_ts(fk->env->txn);
        if (nd_isolation_keeps_snapshot(nd_txn_isolation(fk->env->txn))) nd_txn_read_as_before(fk->env->txn, before);
        status = act(&group);
        nd_txn_read_as_before(fk->env->txn, latest);
    }
    nd_hmap_deinit(&group.by_hash);
    nd_arena_deinit(&group.arena);
    return status;
}

/* One group a foreign key and kind of change. */
enum nd_status nd__fk_act(struct nd__fk *fk, struct nd__fk_event *events, struct nd_ts before)
{
    while (events != NULL) {
        struct nd__fk_event *mine = NULL, **mine_end = &mine, *rest = NULL, **rest_end = &rest;
        uint32_t oid = events->foreign_key_oid;
        bool wants_update = is_update(events);
        for (struct nd__fk_event *event = events, *next; event != NULL; event = next) {
            next = event->next;
            event->next = NULL;
            bool is_mine = event->foreign_key_oid == oid && is_update(event) == wants_update;
            struct nd__fk_event ***end = is_mine ? &mine_end : &rest_end;
            **end = event;
            *end = &event->next;
        }
        ND_TRY(run_group(fk, mine, before));
        events = rest;
    }
    return ND_STATUS_OK;
}
