/* SPDX-License-Identifier: Apache-2.0 */
/* constraints.c - checks, foreign keys, references, owned sequences of a table and the text of a view as bytes. */
#include "catalog/catalog_int.h"
#include "proto/catalog.pb-c.h"

static uint32_t *ids_of(const struct nd_table *table, const uint32_t *positions, size_t count, struct nd_arena *arena)
{
    uint32_t *ids = nd_arena_array(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) ids[i] = table->columns[positions[i]].id;
    return ids;
}

static Ndoto__Catalog__ForeignKey *encode_foreign_key(const struct nd_table *table, const struct nd_foreign_key *key,
                                                      struct nd_arena *arena)
{
    Ndoto__Catalog__ForeignKey *out = nd_arena_new(arena, Ndoto__Catalog__ForeignKey);
    ndoto__catalog__foreign_key__init(out);
    out->oid = key->oid;
    out->name = nd__text_proto(arena, key->name);
    out->n_column_ids = out->n_ref_column_ids = key->column_count;
    out->column_ids = ids_of(table, key->columns, key->column_count, arena);
    out->ref_column_ids = nd_arena_array(arena, uint32_t, key->column_count + 1);
    memcpy(out->ref_column_ids, key->ref_column_ids, sizeof(uint32_t) * key->column_count);
    out->ref_table_id = key->ref_table.v;
    out->ref_index_oid = key->ref_index_oid;
    out->on_delete = key->on_delete;
    out->on_update = key->on_update;
    out->is_match_full = key->is_match_full;
    out->is_validated = key->is_validated;
    out->is_deferrable = key->is_deferrable;
    out->is_deferred = key->is_deferred;
    out->n_set_column_ids = key->set_column_count;
    out->set_column_ids = ids_of(table, key->set_columns, key->set_column_count, arena);
    out->comment = nd__text_proto(arena, key->comment);
    return out;
}

void nd__checks_encode(const struct nd_check *checks, size_t count, Ndoto__Catalog__Check ***out, size_t *count_out, struct nd_arena *arena)
{
    *count_out = count;
    *out = nd_arena_array(arena, Ndoto__Catalog__Check *, count + 1);
    for (size_t i = 0; i < count; i++) {
        Ndoto__Catalog__Check *check = (*out)[i] = nd_arena_new(arena, Ndoto__Catalog__Check);
        ndoto__catalog__check__init(check);
        check->oid = checks[i].oid;
        check->name = nd__text_proto(arena, checks[i].name);
        check->text = nd__text_proto(arena, checks[i].text);
        check->is_validated = checks[i].is_validated;
        check->comment = nd__text_proto(arena, checks[i].comment);
    }
}

struct nd_check *nd__checks_decode(Ndoto__Catalog__Check *const *in, size_t count, struct nd_arena *arena)
{
    struct nd_check *checks = nd_arena_array(arena, struct nd_check, count + 1);
    for (size_t i = 0; i < count; i++) checks[i] = (struct nd_check){in[i]->oid, in[i]->name, in[i]->text, in[i]->is_validated, nd__proto_text(in[i]->comment)};
    return checks;
}

void nd__constraints_encode(const struct nd_table *table, struct Ndoto__Catalog__Table *out, struct nd_arena *arena)
{
    nd__checks_encode(table->checks, table->check_count, &out->checks, &out->n_checks, arena);
    out->n_foreign_keys = table->foreign_key_count;
    out->foreign_keys = nd_arena_array(arena, Ndoto__Catalog__ForeignKey *, table->foreign_key_count + 1);
    for (size_t i = 0; i < table->foreign_key_count; i++)
        out->foreign_keys[i] = encode_foreign_key(table, &table->foreign_keys[i], arena);
    out->n_references = table->reference_count;
    out->references = nd_arena_array(arena, Ndoto__Catalog__Reference *, table->reference_count + 1);
    for (size_t i = 0; i < table->reference_count; i++) {
        Ndoto__Catalog__Reference *reference = out->references[i] = nd_arena_new(arena, Ndoto__Catalog__Reference);
        ndoto__catalog__reference__init(reference);
        reference->table_id = table->references[i].table.v;
        reference->foreign_key_oid = table->references[i].foreign_key_oid;
    }
    out->n_sequences = table->sequence_count;
    out->sequences = nd_arena_array(arena, Ndoto__Catalog__OwnedSequence *, table->sequence_count + 1);
    for (size_t i = 0; i < table->sequence_count; i++) {
        Ndoto__Catalog__OwnedSequence *sequence = out->sequences[i] =
            nd_arena_new(arena, Ndoto__Catalog__OwnedSequence);
        ndoto__catalog__owned_sequence__init(sequence);
        sequence->sequence_oid = table->sequences[i].sequence_oid;
        sequence->column_id = table->sequences[i].column_id;
    }
}

void nd__view_encode(const struct nd_table *table, struct Ndoto__Catalog__Table *out, struct nd_arena *arena)
{
    out->n_view_ids = table->view_count;
    out->view_ids = nd_arena_array(arena, uint64_t, table->view_count + 1);
    for (size_t i = 0; i < table->view_count; i++) out->view_ids[i] = table->views[i].v;
    if (table->view == NULL) return;
    const struct nd_view *view = table->view;
    out->view = nd_arena_new(arena, Ndoto__Catalog__View);
    ndoto__catalog__view__init(out->view);
    out->view->text = nd__text_proto(arena, view->text);
    out->view->check_option = (uint32_t)view->check_option;
    out->view->n_sources = view->source_count;
    out->view->sources = nd_arena_array(arena, Ndoto__Catalog__ViewSource *, view->source_count + 1);
    for (size_t i = 0; i < view->source_count; i++) {
        Ndoto__Catalog__ViewSource *source = out->view->sources[i] = nd_arena_new(arena, Ndoto__Catalog__ViewSource);
        ndoto__catalog__view_source__init(source);
        source->table_id = view->sources[i].table.v;
        source->n_column_ids = view->sources[i].column_count;
        source->column_ids = nd_arena_array(arena, uint32_t, view->sources[i].column_count + 1);
        for (size_t k = 0; k < view->sources[i].column_count; k++) source->column_ids[k] = view->sources[i].column_ids[k];
    }
}

/* ---- and back -------------------------------------------------------------------------------------------- */

static enum nd_status positions_of(const struct nd_table *table, const uint32_t *ids, size_t count,
                                   struct nd_arena *arena, const uint32_t **positions_out)
{
    uint32_t *positions = nd_arena_array(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        size_t at = nd_table_find_column_id(table, ids[i]);
        if (at == SIZE_MAX) return ND_STATUS_CORRUPT;
        positions[i] = (uint32_t)at;
    }
    *positions_out = positions;
    return ND_STATUS_OK;
}

static enum nd_status decode_foreign_key(const Ndoto__Catalog__ForeignKey *in, const struct nd_table *table,
                                         struct nd_arena *arena, struct nd_foreign_key *out)
{
    *out = (struct nd_foreign_key){
        .oid = in->oid,
        .name = in->name,
        .column_count = in->n_column_ids,
        .ref_column_ids = in->ref_column_ids,
        .ref_table = {in->ref_table_id},
        .ref_index_oid = in->ref_index_oid,
        .on_delete = (enum nd_fk_action)in->on_delete,
        .on_update = (enum nd_fk_action)in->on_update,
        .is_match_full = in->is_match_full,
        .is_validated = in->is_validated,
        .is_deferrable = in->is_deferrable,
        .is_deferred = in->is_deferred,
        .set_column_count = in->n_set_column_ids,
        .comment = nd__proto_text(in->comment),
    };
    bool is_fine = in->n_column_ids > 0 && in->n_ref_column_ids == in->n_column_ids &&
                   in->n_column_ids <= ND_INDEX_COLUMNS_MAX && in->ref_table_id != 0;
    if (!is_fine || in->on_delete > ND_FK_SET_DEFAULT || in->on_update > ND_FK_SET_DEFAULT) return ND_STATUS_CORRUPT;
    ND_TRY(positions_of(table, in->column_ids, in->n_column_ids, arena, &out->columns));
    return positions_of(table, in->set_column_ids, in->n_set_column_ids, arena, &out->set_columns);
}

enum nd_status nd__constraints_decode(const struct Ndoto__Catalog__Table *in, struct nd_table *table,
                                      struct nd_arena *arena)
{
    struct nd_foreign_key *keys = nd_arena_array(arena, struct nd_foreign_key, in->n_foreign_keys + 1);
    for (size_t i = 0; i < in->n_foreign_keys; i++)
        ND_TRY(decode_foreign_key(in->foreign_keys[i], table, arena, &keys[i]));
    struct nd_reference *references = nd_arena_array(arena, struct nd_reference, in->n_references + 1);
    for (size_t i = 0; i < in->n_references; i++)
        references[i] = (struct nd_reference){{in->references[i]->table_id}, in->references[i]->foreign_key_oid};
    struct nd_owned_sequence *sequences = nd_arena_array(arena, struct nd_owned_sequence, in->n_sequences + 1);
    for (size_t i = 0; i < in->n_sequences; i++)
        sequences[i] = (struct nd_owned_sequence){in->sequences[i]->sequence_oid, in->sequences[i]->column_id};
    table->checks = nd__checks_decode(in->checks, in->n_checks, arena);
    table->check_count = in->n_checks;
    table->foreign_keys = keys;
    table->foreign_key_count = in->n_foreign_keys;
    table->references = references;
    table->reference_count = in->n_references;
    table->sequences = sequences;
    table->sequence_count = in->n_sequences;
    return ND_STATUS_OK;
}

void nd__view_decode(const struct Ndoto__Catalog__Table *in, struct nd_table *table, struct nd_arena *arena)
{
    struct nd_table_id *views = nd_arena_array(arena, struct nd_table_id, in->n_view_ids + 1);
    for (size_t i = 0; i < in->n_view_ids; i++) views[i].v = in->view_ids[i];
    table->views = views;
    table->view_count = in->n_view_ids;
    if (in->view == NULL) return;
    struct nd_view_source *sources = nd_arena_array(arena, struct nd_view_source, in->view->n_sources + 1);
    for (size_t i = 0; i < in->view->n_sources; i++) {
        const Ndoto__Catalog__ViewSource *source = in->view->sources[i];
        sources[i] = (struct nd_view_source){{source->table_id}, source->column_ids, source->n_column_ids};
    }
    table->view = nd_arena_new(arena, struct nd_view);
    uint32_t option = in->view->check_option;
    *table->view = (struct nd_view){in->view->text, sources, in->view->n_sources, option <= ND_CHECK_OPTION_CASCADED ? (enum nd_check_option)option : ND_CHECK_OPTION_NONE, NULL};
}
