/* SPDX-License-Identifier: Apache-2.0 */
/* sequence.c - sequences: descriptors in the user's transactions, how far they have come in transactions of their own. */
#include "catalog/catalog_int.h"

#include "proto/catalog.pb-c.h"

static struct nd_slice encode(const struct nd_sequence *sequence, struct nd_arena *arena)
{
    Ndoto__Catalog__Sequence out;
    ndoto__catalog__sequence__init(&out);
    out.format = 1;
    out.oid = sequence->oid;
    out.schema_id = sequence->schema_id;
    out.name = nd__text_proto(arena, sequence->name);
    out.version = sequence->version;
    out.type_oid = (uint32_t)sequence->type;
    out.start = sequence->start;
    out.increment = sequence->increment;
    out.min = sequence->min;
    out.max = sequence->max;
    out.cache = sequence->cache;
    out.cycles = sequence->cycles;
    out.state_id = sequence->state_id;
    out.state_start = sequence->state_start;
    out.owner_table_id = sequence->owner.v;
    out.owner_column_id = sequence->owner_column_id;
    out.comment = nd__text_proto(arena, sequence->comment);
    out.owner = sequence->role;
    out.acl = nd__acl_encode(sequence->acl, arena);
    return nd__proto_pack(&out.base, arena);
}

static enum nd_status decode(struct nd_slice bytes, struct nd_arena *arena, struct nd_sequence *out)
{
    Ndoto__Catalog__Sequence *in = nd__proto_unpack(&ndoto__catalog__sequence__descriptor, bytes, arena);
    if (in == NULL || in->format != 1 || in->oid == 0 || in->state_id == 0 || in->increment == 0 || in->min > in->max ||
        in->cache < 1)
        return ND_STATUS_CORRUPT;
    *out = (struct nd_sequence){
        .oid = in->oid,
        .schema_id = in->schema_id,
        .name = in->name,
        .version = in->version,
        .type = (enum nd_type_id)in->type_oid,
        .start = in->start,
        .increment = in->increment,
        .min = in->min,
        .max = in->max,
        .cache = in->cache,
        .cycles = in->cycles,
        .state_id = in->state_id,
        .state_start = in->state_start,
        .owner = {in->owner_table_id},
        .owner_column_id = in->owner_column_id,
        .comment = nd__proto_text(in->comment),
        .role = nd__owner_decode(in->owner),
        .acl = nd__acl_decode(in->acl, arena),
    };
    bool is_integer = out->type == ND_TYPE_INT2 || out->type == ND_TYPE_INT4 || out->type == ND_TYPE_INT8;
    return is_integer ? ND_STATUS_OK : ND_STATUS_CORRUPT;
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static const struct nd_sequence *find_loaded(const struct nd_catalog_view *view, uint32_t oid)
{
    return nd_hmap_find(&view->sequences_by_oid, oid);
}

enum nd_status nd__catalog_adopt_sequence(struct nd_catalog_view *view, struct nd_txn *txn, struct nd__descriptor *descriptor, const struct nd_sequence **sequence_out)
{
    const char *schema_name;
    ND_TRY(nd__catalog_schema_name(view, txn, descriptor->sequence->schema_id, &schema_name));
    *sequence_out = find_loaded(view, descriptor->sequence->oid);
    if (*sequence_out != NULL) return ND_STATUS_OK;
    struct nd_sequence *sequence = nd_arena_alloc(&view->arena, sizeof *sequence);
    *sequence = *descriptor->sequence;
    sequence->schema_name = schema_name;
    descriptor->refs++;
    nd_hmap_put(&view->sequences, sequence->oid, descriptor);
    nd_hmap_put(&view->sequences_by_oid, sequence->oid, sequence);
    *sequence_out = sequence;
    return ND_STATUS_OK;
}

enum nd_status nd__catalog_add_sequence(struct nd_catalog_view *view, struct nd_txn *txn, struct nd_slice bytes,
                                        const struct nd_sequence **sequence_out)
{
    *sequence_out = NULL;
    struct nd__descriptor *descriptor = nd__descriptor_new(view->heap);
    descriptor->sequence = nd_arena_new(&descriptor->arena, struct nd_sequence);
    enum nd_status status = decode(nd_arena_copy(&descriptor->arena, bytes), &descriptor->arena, descriptor->sequence);
    if (status == ND_STATUS_OK) status = nd__catalog_adopt_sequence(view, txn, descriptor, sequence_out);
    nd__descriptor_unref(descriptor);
    return status;
}

enum nd_status nd_catalog_find_sequence_by_oid(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t oid,
                                               const struct nd_sequence **sequence_out)
{
    *sequence_out = find_loaded(view, oid);
    if (*sequence_out != NULL) return ND_STATUS_OK;
    struct nd_arena arena;
    nd_arena_init(&arena, view->heap);
    struct nd_slice value;
    enum nd_status status = nd_txn_get(txn, nd__catalog_sequence_key(&arena, view->database, oid), &arena, &value);
    if (status == ND_STATUS_OK) status = nd__catalog_add_sequence(view, txn, value, sequence_out);
    nd_arena_deinit(&arena);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

enum nd_status nd_catalog_find_sequence(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                        const char *name, const struct nd_sequence **sequence_out)
{
    *sequence_out = NULL;
    struct nd__entry *entry;
    ND_TRY(nd__catalog_load_name(view, txn, schema_id, name, &entry));
    if (!entry->is_known || entry->relation.kind != ND__RELATION_SEQUENCE) return ND_STATUS_OK;
    ND_TRY(nd_catalog_find_sequence_by_oid(view, txn, (uint32_t)entry->relation.table.v, sequence_out));
    return *sequence_out == NULL ? ND_STATUS_CORRUPT : ND_STATUS_OK;
}

struct listing {
    struct nd_catalog_view *view;
    struct nd_txn *txn;
    struct nd_arena *arena;
    const struct nd_sequence **sequences;
    size_t count, cap;
};

const struct nd_sequence *nd_catalog_peek_sequence(struct nd_catalog_view *view, uint32_t schema_id, const char *name)
{
    for (size_t i = 0; view->has_all && i < view->all.sequence_count; i++)
        if (view->all.sequences[i]->schema_id == schema_id && strcmp(view->all.sequences[i]->name, name) == 0) return view->all.sequences[i];
    struct nd__entry *entry = nd__catalog_find_entry(view, schema_id, name);
    if (entry == NULL || !entry->is_known || entry->relation.kind != ND__RELATION_SEQUENCE) return NULL;
    return find_loaded(view, (uint32_t)entry->relation.table.v);
}

static enum nd_status list_sequence(void *arg, const struct nd__relation *relation)
{
    struct listing *list = arg;
    if (relation->kind != ND__RELATION_SEQUENCE) return ND_STATUS_OK;
    if (list->count == list->cap) {
        size_t cap = list->cap == 0 ? 8 : list->cap * 2;
        const struct nd_sequence **sequences = nd_arena_array(list->arena, const struct nd_sequence *, cap);
        if (list->count > 0) memcpy(sequences, list->sequences, sizeof *sequences * list->count);
        list->sequences = sequences;
        list->cap = cap;
    }
    ND_TRY(nd_catalog_find_sequence_by_oid(list->view, list->txn, (uint32_t)relation->table.v,
                                           &list->sequences[list->count]));
    return list->sequences[list->count++] == NULL ? ND_STATUS_CORRUPT : ND_STATUS_OK;
}

enum nd_status nd_catalog_list_sequences(struct nd_catalog_view *view, struct nd_txn *txn, uint32_t schema_id,
                                         struct nd_arena *arena, const struct nd_sequence ***sequences_out,
                                         size_t *count_out)
{
    struct listing list = {.view = view, .txn = txn, .arena = arena};
    enum nd_status status = nd__catalog_each_name(view, txn, schema_id, &list, list_sequence);
    *sequences_out = list.sequences;
    *count_out = list.count;
    return status;
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static enum nd_status put_sequence(const struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_sequence *before,
                                   const struct nd_sequence *sequence, struct nd_arena *arena)
{
    bool is_named =
        before == NULL || before->schema_id != sequence->schema_id || strcmp(before->name, sequence->name) != 0;
    struct nd__relation relation = {ND__RELATION_SEQUENCE, {sequence->oid}, 0};
    if (before != NULL && is_named)
        ND_TRY(nd_txn_delete(txn, nd__catalog_name_key(arena, catalog->database, before->schema_id, before->name)));
    if (is_named)
        ND_TRY(nd_txn_insert(txn, nd__catalog_name_key(arena, catalog->database, sequence->schema_id, sequence->name),
                             nd__relation_encode(&relation, arena), true));
    ND_TRY(nd__changes_note(txn, ND__CHANGED_SEQUENCE, sequence->oid, arena));
    return nd_txn_put(txn, nd__catalog_sequence_key(arena, catalog->database, sequence->oid), encode(sequence, arena));
}

enum nd_status nd_catalog_put_sequence(struct nd_catalog *catalog, struct nd_txn *txn, const struct nd_sequence *before,
                                       const struct nd_sequence *sequence)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = put_sequence(catalog, txn, before, sequence, &arena);
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_catalog_delete_sequence(struct nd_catalog *catalog, struct nd_txn *txn,
                                          const struct nd_sequence *sequence)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    enum nd_status status = nd_txn_delete(txn, nd__catalog_name_key(&arena, catalog->database, sequence->schema_id, sequence->name));
    if (status == ND_STATUS_OK) status = nd_txn_delete(txn, nd__catalog_sequence_key(&arena, catalog->database, sequence->oid));
    if (status == ND_STATUS_OK) status = nd__changes_note(txn, ND__CHANGED_SEQUENCE, sequence->oid, &arena);
    nd_arena_deinit(&arena);
    return status;
}

/* ---- states --------------------------------------------------------------------------------------------------- */

#define ATTEMPTS_MAX 1000 /* against others who draw at the same moment; each loses to one who got on */

static enum nd_status read_state(struct nd_txn *txn, const struct nd_sequence *sequence, struct nd_arena *arena,
                                 struct nd_sequence_state *state_out)
{
    struct nd_slice value;
    *state_out = (struct nd_sequence_state){sequence->state_start, false};
    enum nd_status status =
        nd_txn_get(txn, nd__catalog_sequence_state_key(arena, sequence->oid, sequence->state_id), arena, &value);
    if (status == ND_STATUS_NOT_FOUND) return ND_STATUS_OK;
    ND_TRY(status);
    Ndoto__Catalog__SequenceState *in = nd__proto_unpack(&ndoto__catalog__sequence_state__descriptor, value, arena);
    if (in == NULL) return ND_STATUS_CORRUPT;
    *state_out = (struct nd_sequence_state){in->last, in->is_called};
    return ND_STATUS_OK;
}

static enum nd_status write_state(struct nd_txn *txn, const struct nd_sequence *sequence, struct nd_arena *arena,
                                  const struct nd_sequence_state *state)
{
    Ndoto__Catalog__SequenceState out;
    ndoto__catalog__sequence_state__init(&out);
    out.last = state->last;
    out.is_called = state->is_called;
    return nd_txn_put(txn, nd__catalog_sequence_state_key(arena, sequence->oid, sequence->state_id), nd__proto_pack(&out.base, arena));
}

/* The values after `state`: *first_out, *count_out of them, *state becomes what it is after them. */
static enum nd_status advance(const struct nd_sequence *sequence, struct nd_sequence_state *state, uint64_t count,
                              int64_t *first_out, uint64_t *count_out, struct nd_err *err)
{
    bool is_up = sequence->increment > 0;
    int64_t edge = is_up ? sequence->max : sequence->min, first = state->last;
    uint64_t step = is_up ? (uint64_t)sequence->increment : 0 - (uint64_t)sequence->increment;
    uint64_t room = is_up ? (uint64_t)edge - (uint64_t)state->last : (uint64_t)state->last - (uint64_t)edge;
    bool is_past = is_up ? state->last > edge : state->last < edge;
    if (state->is_called) {
        if (is_past || room < step) {
            if (!sequence->cycles)
                return nd_err_set(err, "2200H", "nextval: reached %s value of sequence \"%s\" (%lld)",
                                  is_up ? "maximum" : "minimum", sequence->name, (long long)edge);
            first = is_up ? sequence->min : sequence->max;
            room = (uint64_t)sequence->max - (uint64_t)sequence->min;
        } else {
            first = (int64_t)((uint64_t)first + (uint64_t)sequence->increment);
            room -= step;
        }
    }
    uint64_t most = room / step + 1; /* 0: all of 64 bits */
    *count_out = most != 0 && most < count ? most : count;
    *first_out = first;
    *state =
        (struct nd_sequence_state){(int64_t)((uint64_t)first + (*count_out - 1) * (uint64_t)sequence->increment), true};
    return ND_STATUS_OK;
}

struct drawing {
    const struct nd_sequence *sequence;
    uint64_t wanted;
    int64_t first;
    uint64_t count;
    const struct nd_sequence_state *set; /* setval; NULL: draw */
    struct nd_err *err;
};

/* After a conflict others queue for the sequence: so does this one, and reads when it is its turn. */
static enum nd_status draw_once(struct nd_txn *txn, struct drawing *drawing, bool takes_lock, struct nd_arena *arena)
{
    struct nd_slice key = nd__catalog_sequence_state_key(arena, drawing->sequence->oid, drawing->sequence->state_id);
    struct nd_sequence_state state;
    ND_TRY(nd_txn_begin_statement(txn));
    if (takes_lock) {
        enum nd_status status = nd_txn_lock(txn, &key, 1, false);
        if (status != ND_STATUS_WRITE_CONFLICT) ND_TRY(status);
        ND_TRY(nd_txn_begin_statement(txn));
    }
    if (drawing->set != NULL) {
        ND_TRY(write_state(txn, drawing->sequence, arena, drawing->set));
        return nd_txn_commit(txn);
    }
    ND_TRY(read_state(txn, drawing->sequence, arena, &state));
    ND_TRY(advance(drawing->sequence, &state, drawing->wanted, &drawing->first, &drawing->count, drawing->err));
    ND_TRY(write_state(txn, drawing->sequence, arena, &state));
    return nd_txn_commit(txn);
}

/* An unknown outcome is no obstacle: values that may have been taken are left out. */
static enum nd_status draw(struct nd_catalog *catalog, struct nd_fiber *fiber, struct drawing *drawing)
{
    enum nd_status status = ND_STATUS_WRITE_CONFLICT;
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    for (unsigned attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        struct nd_txn_options options = {.isolation = ND_READ_COMMITTED};
        struct nd_txn *txn = nd_txn_begin(catalog->txns, fiber, &options);
        status = draw_once(txn, drawing, attempt > 0, &arena);
        nd_txn_free(txn);
        nd_arena_reset(&arena);
        if (status != ND_STATUS_WRITE_CONFLICT && status != ND_STATUS_TXN_ABORTED && status != ND_STATUS_AMBIGUOUS)
            break;
    }
    nd_arena_deinit(&arena);
    return status;
}

enum nd_status nd_sequence_next(struct nd_catalog *catalog, struct nd_fiber *fiber, const struct nd_sequence *sequence,
                                uint64_t count, int64_t *first_out, uint64_t *count_out, struct nd_err *err)
{
    ND_ASSERT(count > 0);
    struct drawing drawing = {.sequence = sequence, .wanted = count, .err = err};
    *first_out = 0;
    *count_out = 0;
    ND_TRY(draw(catalog, fiber, &drawing));
    *first_out = drawing.first;
    *count_out = drawing.count;
    return ND_STATUS_OK;
}

enum nd_status nd_sequence_set(struct nd_catalog *catalog, struct nd_fiber *fiber, const struct nd_sequence *sequence,
                               const struct nd_sequence_state *state)
{
    struct drawing drawing = {.sequence = sequence, .set = state};
    return draw(catalog, fiber, &drawing);
}

enum nd_status nd_sequence_read(struct nd_catalog *catalog, struct nd_fiber *fiber, const struct nd_sequence *sequence,
                                struct nd_sequence_state *state_out)
{
    struct nd_arena arena;
    nd_arena_init(&arena, catalog->heap);
    struct nd_txn_options options = {.isolation = ND_READ_COMMITTED, .is_read_only = true};
    struct nd_txn *txn = nd_txn_begin(catalog->txns, fiber, &options);
    enum nd_status status = nd_txn_begin_statement(txn);
    if (status == ND_STATUS_OK) status = read_state(txn, sequence, &arena, state_out);
    nd_txn_free(txn);
    nd_arena_deinit(&arena);
    return status;
}
