/* SPDX-License-Identifier: Apache-2.0 */
/* session_rows.c - rows kept in memory until the client takes them. */
#include "sql/session_int.h"

struct nd__rows *nd__rows_new(struct nd_heap *heap)
{
    struct nd__rows *rows = nd_heap_new(heap, struct nd__rows);
    rows->heap = heap;
    nd_arena_init(&rows->arena, heap);
    return rows;
}

void nd__rows_free(struct nd__rows *rows)
{
    nd_arena_deinit(&rows->arena);
    nd_heap_free(rows->heap, rows);
}

static struct nd_batch *add_batch(struct nd__rows *rows)
{
    if (rows->count == rows->cap) {
        size_t cap = rows->cap == 0 ? 8 : rows->cap * 2;
        struct nd_batch **batches = nd_arena_array(&rows->arena, struct nd_batch *, cap);
        if (rows->count > 0) memcpy(batches, rows->batches, sizeof *batches * rows->count);
        rows->batches = batches;
        rows->cap = cap;
    }
    return rows->batches[rows->count++] = nd_arena_new(&rows->arena, struct nd_batch);
}

void nd__rows_add(struct nd__rows *rows, const struct nd_batch *batch)
{
    if (batch->rows == 0) return;
    struct nd_batch *copy = add_batch(rows);
    copy->rows = batch->rows;
    copy->columns = batch->columns;
    copy->vecs = nd_arena_alloc(&rows->arena, sizeof *copy->vecs * (batch->columns + 1));
    for (size_t c = 0; c < batch->columns; c++) {
        bool is_bytes = nd_type_phys(batch->vecs[c].type.id) == ND_PHYS_BYTES;
        copy->vecs[c] = nd_vec_new(&rows->arena, batch->vecs[c].type, batch->rows);
        for (size_t r = 0; r < batch->rows; r++) {
            struct nd_datum datum = nd_vec_get(&batch->vecs[c], r);
            if (!datum.is_null && is_bytes) datum.s = nd_arena_copy(&rows->arena, datum.s);
            nd_vec_set(&copy->vecs[c], r, datum);
        }
    }
    rows->rows += batch->rows;
}

void nd__rows_add_texts(struct nd__rows *rows, const char *const *texts, size_t columns)
{
    struct nd_batch *batch = add_batch(rows);
    batch->rows = 1;
    batch->columns = columns;
    batch->vecs = nd_arena_alloc(&rows->arena, sizeof *batch->vecs * (columns + 1));
    for (size_t i = 0; i < columns; i++) {
        batch->vecs[i] = nd_vec_new(&rows->arena, (struct nd_type){ND_TYPE_TEXT, -1}, 1);
        struct nd_datum datum = {.is_null = texts[i] == NULL};
        if (texts[i] != NULL) datum.s = nd_slice_str(nd_arena_strdup(&rows->arena, texts[i]));
        nd_vec_set(&batch->vecs[i], 0, datum);
    }
    rows->rows++;
}
