/* SPDX-License-Identifier: Apache-2.0 */
/* stats.c - statistics of a table as bytes: a row beside its descriptor. */
#include "catalog/catalog_int.h"

#include "proto/catalog.pb-c.h"
#include "sql/types/key_codec.h"

#define STATS_FORMAT 1

const struct nd_column_stats *nd_table_column_stats(const struct nd_table *table, size_t column)
{
    if (table->stats == NULL) return NULL;
    for (size_t i = 0; i < table->stats->column_count; i++)
        if (table->stats->columns[i].column_id == table->columns[column].id) return &table->stats->columns[i];
    return NULL;
}

static const struct nd_column *column_by_id(const struct nd_table *table, uint32_t id)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].id == id) return &table->columns[i];
    return NULL;
}

/* ---- writing --------------------------------------------------------------------------------------------- */

static ProtobufCBinaryData *encode_values(enum nd_type_id type, const struct nd_datum *values, size_t count, struct nd_arena *arena)
{
    ProtobufCBinaryData *out = nd_arena_array(arena, ProtobufCBinaryData, count + 1);
    struct nd_buf buf;
    nd_buf_init(&buf, arena->heap);
    for (size_t i = 0; i < count; i++) {
        nd_buf_clear(&buf);
        nd_key_put_datum(&buf, type, ND_KEY_ASC, &values[i]);
        uint8_t *bytes = nd_arena_alloc(arena, buf.n);
        memcpy(bytes, buf.p, buf.n);
        out[i] = (ProtobufCBinaryData){buf.n, bytes};
    }
    nd_buf_deinit(&buf);
    return out;
}

static Ndoto__Catalog__ColumnStats *encode_column(const struct nd_column *column, const struct nd_column_stats *stats, struct nd_arena *arena)
{
    Ndoto__Catalog__ColumnStats *out = nd_arena_new(arena, Ndoto__Catalog__ColumnStats);
    ndoto__catalog__column_stats__init(out);
    out->column_id = stats->column_id;
    out->type_oid = (uint32_t)column->type.id;
    out->null_share = stats->null_share;
    out->distinct = stats->distinct;
    out->width = stats->width;
    out->correlation = stats->correlation;
    out->n_common = out->n_common_share = stats->common_count;
    out->common = encode_values(column->type.id, stats->common, stats->common_count, arena);
    out->common_share = stats->common_share;
    out->n_bounds = stats->bound_count;
    out->bounds = encode_values(column->type.id, stats->bounds, stats->bound_count, arena);
    return out;
}

struct nd_slice nd__stats_encode(const struct nd_table *table, const struct nd_table_stats *stats, struct nd_arena *arena)
{
    Ndoto__Catalog__TableStats out;
    ndoto__catalog__table_stats__init(&out);
    out.format = STATS_FORMAT;
    out.rows = stats->rows;
    out.bytes = stats->bytes;
    out.taken_ts = stats->taken_ts;
    out.columns = nd_arena_array(arena, Ndoto__Catalog__ColumnStats *, stats->column_count + 1);
    for (size_t i = 0; i < stats->column_count; i++) {
        const struct nd_column *column = column_by_id(table, stats->columns[i].column_id);
        if (column != NULL) out.columns[out.n_columns++] = encode_column(column, &stats->columns[i], arena);
    }
    return nd__proto_pack(&out.base, arena);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static enum nd_status decode_values(const ProtobufCBinaryData *in, size_t count, struct nd_type type, struct nd_arena *arena, struct nd_datum **out)
{
    *out = nd_arena_array(arena, struct nd_datum, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct nd_dec dec = nd_dec_of(nd_slice_of(in[i].data, in[i].len));
        ND_TRY(nd_key_take_datum(&dec, type, ND_KEY_ASC, arena, &(*out)[i]));
        if ((*out)[i].is_null || nd_dec_left(&dec) > 0) return ND_STATUS_CORRUPT;
        if (nd_type_phys(type.id) == ND_PHYS_BYTES) (*out)[i].s = nd_arena_copy(arena, (*out)[i].s);
    }
    return ND_STATUS_OK;
}

static bool is_share(double x) { return x >= 0 && x <= 1; }

static enum nd_status decode_column(const Ndoto__Catalog__ColumnStats *in, struct nd_type type, struct nd_arena *arena, struct nd_column_stats *out)
{
    bool is_sound = is_share(in->null_share) && in->distinct >= -1 && in->width >= 0 && in->correlation >= -1 && in->correlation <= 1 &&
                    in->n_common == in->n_common_share && in->n_bounds != 1;
    for (size_t i = 0; is_sound && i < in->n_common_share; i++) is_sound = is_share(in->common_share[i]);
    if (!is_sound) return ND_STATUS_CORRUPT;
    *out = (struct nd_column_stats){
        .column_id = in->column_id,
        .null_share = in->null_share,
        .distinct = in->distinct,
        .width = in->width,
        .correlation = in->correlation,
        .common_count = in->n_common,
        .bound_count = in->n_bounds,
    };
    out->common_share = nd_arena_array(arena, double, in->n_common + 1);
    if (in->n_common > 0) memcpy(out->common_share, in->common_share, sizeof *out->common_share * in->n_common);
    ND_TRY(decode_values(in->common, in->n_common, type, arena, &out->common));
    return decode_values(in->bounds, in->n_bounds, type, arena, &out->bounds);
}

enum nd_status nd__stats_decode(struct nd_slice bytes, const struct nd_table *table, struct nd_arena *arena, const struct nd_table_stats **stats_out)
{
    *stats_out = NULL;
    Ndoto__Catalog__TableStats *in = ndoto__catalog__table_stats__unpack(NULL, bytes.n, bytes.p);
    if (in == NULL) return ND_STATUS_CORRUPT;
    enum nd_status status = ND_STATUS_OK;
    struct nd_table_stats *stats = nd_arena_new(arena, struct nd_table_stats);
    struct nd_column_stats *columns = nd_arena_array(arena, struct nd_column_stats, in->n_columns + 1);
    *stats = (struct nd_table_stats){.rows = in->rows, .bytes = in->bytes, .taken_ts = in->taken_ts, .columns = columns};
    if (in->format != STATS_FORMAT || !(in->rows >= 0) || !(in->bytes >= 0)) status = ND_STATUS_CORRUPT;
    for (size_t i = 0; i < in->n_columns && status == ND_STATUS_OK; i++) {
        const struct nd_column *column = column_by_id(table, in->columns[i]->column_id);
        if (column == NULL || (uint32_t)column->type.id != in->columns[i]->type_oid) continue;
        status = decode_column(in->columns[i], column->type, arena, &columns[stats->column_count]);
        if (status == ND_STATUS_OK) stats->column_count++;
    }
    ndoto__catalog__table_stats__free_unpacked(in, NULL);
    if (status == ND_STATUS_OK) *stats_out = stats;
    return status;
}
