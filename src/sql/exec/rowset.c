/* SPDX-License-Identifier: Apache-2.0 */
/* rowset.c - rows that are kept, and hash tables over them. */
#include "sql/exec/exec_int.h"

/* count rows of `from`, those named by rows[], or first and on, to `to` at `at`; bytes are borrowed. */
static void copy_rows(struct nd_vec *to, size_t at, const struct nd_vec *from, const uint32_t *rows, size_t first, size_t count)
{
    if (rows == NULL) {
        memcpy(to->nulls + at, from->nulls + first, count);
        switch (nd_type_phys(to->type.id)) {
        case ND_PHYS_BOOL: memcpy(to->b + at, from->b + first, count); break;
        case ND_PHYS_I64: memcpy(to->i + at, from->i + first, count * sizeof *to->i); break;
        case ND_PHYS_F64: memcpy(to->f + at, from->f + first, count * sizeof *to->f); break;
        case ND_PHYS_BYTES: memcpy(to->s + at, from->s + first, count * sizeof *to->s); break;
        }
        return;
    }
    for (size_t i = 0; i < count; i++) to->nulls[at + i] = from->nulls[rows[i]];
    switch (nd_type_phys(to->type.id)) {
    case ND_PHYS_BOOL:
        for (size_t i = 0; i < count; i++) to->b[at + i] = from->b[rows[i]];
        break;
    case ND_PHYS_I64:
        for (size_t i = 0; i < count; i++) to->i[at + i] = from->i[rows[i]];
        break;
    case ND_PHYS_F64:
        for (size_t i = 0; i < count; i++) to->f[at + i] = from->f[rows[i]];
        break;
    case ND_PHYS_BYTES:
        for (size_t i = 0; i < count; i++) to->s[at + i] = from->s[rows[i]];
        break;
    }
}

struct nd_batch nd__batch_gather(struct nd_arena *arena, const struct nd_batch *in, const uint32_t *rows, size_t count)
{
    struct nd_batch out = {.rows = count, .columns = in->columns};
    out.vecs = nd_arena_alloc(arena, sizeof *out.vecs * (in->columns + 1));
    for (size_t c = 0; c < in->columns; c++) {
        out.vecs[c] = nd_vec_new(arena, in->vecs[c].type, count + 1);
        if (count > 0) copy_rows(&out.vecs[c], 0, &in->vecs[c], rows, 0, count);
    }
    return out;
}

void nd__vec_gather(struct nd_vec *to, const struct nd_vec *from, const uint32_t *rows, size_t count)
{
    enum nd_phys phys = nd_type_phys(to->type.id);
    for (size_t i = 0; i < count; i++) {
        uint32_t row = rows[i];
        to->nulls[i] = row == UINT32_MAX || from->nulls[row];
        if (to->nulls[i]) continue;
        if (phys == ND_PHYS_I64) to->i[i] = from->i[row];
        else if (phys == ND_PHYS_BYTES) to->s[i] = from->s[row];
        else if (phys == ND_PHYS_F64) to->f[i] = from->f[row];
        else to->b[i] = from->b[row];
    }
}

void nd__rowset_init(struct nd_rowset *rowset, struct nd_heap *heap, const struct nd_type *types, size_t columns)
{
    *rowset = (struct nd_rowset){.types = types, .columns = columns};
    nd_arena_init(&rowset->arena, heap);
}

void nd__rowset_deinit(struct nd_rowset *rowset, struct nd_exec *exec)
{
    if (exec != NULL) nd__exec_release(exec, rowset->charged);
    rowset->charged = 0;
    nd_arena_deinit(&rowset->arena);
}

static struct nd_batch *add_chunk(struct nd_rowset *rowset)
{
    if (rowset->chunk_count == rowset->chunk_cap) {
        size_t cap = rowset->chunk_cap == 0 ? 8 : rowset->chunk_cap * 2;
        struct nd_batch **chunks = nd_arena_array(&rowset->arena, struct nd_batch *, cap);
        if (rowset->chunk_count > 0) memcpy(chunks, rowset->chunks, sizeof *chunks * rowset->chunk_count);
        rowset->chunks = chunks;
        rowset->chunk_cap = cap;
    }
    struct nd_batch *chunk = nd_arena_new(&rowset->arena, struct nd_batch);
    chunk->columns = rowset->columns;
    chunk->vecs = nd_arena_alloc(&rowset->arena, sizeof *chunk->vecs * (rowset->columns + 1));
    for (size_t c = 0; c < rowset->columns; c++) chunk->vecs[c] = nd_vec_new(&rowset->arena, rowset->types[c], ND_SQL_BATCH_ROWS);
    rowset->chunks[rowset->chunk_count++] = chunk;
    return chunk;
}

enum nd_status nd__rowset_add(struct nd_rowset *rowset, struct nd_exec *exec, const struct nd_batch *batch, const struct nd_sel *sel)
{
    size_t count = sel == NULL ? batch->rows : sel->count;
    const uint32_t *rows = sel == NULL ? NULL : sel->rows;
    for (size_t first = 0, n; first < count; first += n) {
        size_t at = rowset->rows % ND_SQL_BATCH_ROWS;
        struct nd_batch *chunk = at == 0 ? add_chunk(rowset) : rowset->chunks[rowset->chunk_count - 1];
        n = count - first < ND_SQL_BATCH_ROWS - at ? count - first : ND_SQL_BATCH_ROWS - at;
        for (size_t c = 0; c < rowset->columns; c++) {
            struct nd_vec *vec = &chunk->vecs[c];
            copy_rows(vec, at, &batch->vecs[c], rows == NULL ? NULL : rows + first, first, n);
            if (nd_type_phys(vec->type.id) != ND_PHYS_BYTES) continue;
            for (size_t i = at; i < at + n; i++)
                if (!vec->nulls[i]) vec->s[i] = nd_arena_copy(&rowset->arena, vec->s[i]);
        }
        chunk->rows = at + n;
        rowset->rows += n;
    }
    if (exec == NULL) return ND_STATUS_OK;
    size_t more = rowset->arena.bytes - rowset->charged;
    rowset->charged = rowset->arena.bytes;
    return nd__exec_charge(exec, more);
}

void nd__rowset_copy(const struct nd_rowset *rowset, size_t column, const uint32_t *numbers, size_t count, struct nd_vec *out)
{
    enum nd_phys phys = nd_type_phys(out->type.id);
    for (size_t i = 0; i < count; i++) {
        out->nulls[i] = 1;
        if (numbers[i] == UINT32_MAX) continue;
        const struct nd_vec *from = nd__rowset_vec(rowset, numbers[i], column);
        size_t at = numbers[i] % ND_SQL_BATCH_ROWS;
        out->nulls[i] = from->nulls[at];
        if (phys == ND_PHYS_I64) out->i[i] = from->i[at];
        else if (phys == ND_PHYS_BYTES) out->s[i] = from->s[at];
        else if (phys == ND_PHYS_F64) out->f[i] = from->f[at];
        else out->b[i] = from->b[at];
    }
}

struct nd_batch nd__rowset_batch(const struct nd_rowset *rowset, struct nd_arena *arena, const uint32_t *numbers, size_t first, size_t count)
{
    struct nd_batch out = {.rows = count, .columns = rowset->columns};
    out.vecs = nd_arena_alloc(arena, sizeof *out.vecs * (rowset->columns + 1));
    for (size_t c = 0; c < rowset->columns; c++) {
        struct nd_vec *vec = &out.vecs[c];
        *vec = nd_vec_new(arena, rowset->types[c], count + 1);
        if (numbers != NULL) {
            nd__rowset_copy(rowset, c, numbers + first, count, vec);
            continue;
        }
        for (size_t i = 0, n; i < count; i += n) {
            size_t row = first + i, at = row % ND_SQL_BATCH_ROWS;
            n = count - i < ND_SQL_BATCH_ROWS - at ? count - i : ND_SQL_BATCH_ROWS - at;
            copy_rows(vec, i, nd__rowset_vec(rowset, row, c), NULL, at, n);
        }
    }
    return out;
}

/* ---- hash tables -------------------------------------------------------------------------------------------- */

#define SLOT_BYTES (sizeof(uint64_t) + sizeof(uint32_t))
#define SLOTS_PER_CHECK 32768

void nd__rowhash_init(struct nd_rowhash *hash, struct nd_exec *exec) { *hash = (struct nd_rowhash){.exec = exec}; }

void nd__rowhash_deinit(struct nd_rowhash *hash)
{
    struct nd_heap *heap = hash->exec->env.heap;
    nd__exec_release(hash->exec, hash->cap * SLOT_BYTES);
    nd_heap_free(heap, hash->hashes);
    nd_heap_free(heap, hash->numbers);
    *hash = (struct nd_rowhash){.exec = hash->exec};
}

static void place(struct nd_rowhash *hash, uint64_t h, uint32_t number)
{
    size_t at = (size_t)h & (hash->cap - 1);
    while (hash->numbers[at] != 0) at = (at + 1) & (hash->cap - 1);
    hash->hashes[at] = h;
    hash->numbers[at] = number + 1;
}

static enum nd_status grow(struct nd_rowhash *hash)
{
    struct nd_heap *heap = hash->exec->env.heap;
    struct nd_rowhash old = *hash;
    hash->cap = old.cap == 0 ? 64 : old.cap * 2;
    hash->hashes = nd_heap_alloc(heap, sizeof(uint64_t) * hash->cap);
    hash->numbers = nd_heap_zalloc(heap, sizeof(uint32_t) * hash->cap);
    enum nd_status status = ND_STATUS_OK;
    for (size_t i = 0; i < old.cap && status == ND_STATUS_OK; i++) {
        if (old.numbers[i] != 0) place(hash, old.hashes[i], old.numbers[i] - 1);
        if (i % SLOTS_PER_CHECK == SLOTS_PER_CHECK - 1) status = nd_exec_check(&hash->exec->env, &hash->exec->pace);
    }
    nd_heap_free(heap, old.hashes);
    nd_heap_free(heap, old.numbers);
    enum nd_status charged = nd__exec_charge(hash->exec, (hash->cap - old.cap) * SLOT_BYTES);
    return status != ND_STATUS_OK ? status : charged;
}

enum nd_status nd__rowhash_put(struct nd_rowhash *hash, uint64_t h, uint32_t number)
{
    if ((hash->count + 1) * 2 > hash->cap) ND_TRY(grow(hash));
    place(hash, h, number);
    hash->count++;
    return ND_STATUS_OK;
}

uint32_t nd__rowhash_next(const struct nd_rowhash *hash, uint64_t h, size_t *at)
{
    if (hash->cap == 0) return UINT32_MAX;
    size_t i = *at == SIZE_MAX ? (size_t)h & (hash->cap - 1) : (*at + 1) & (hash->cap - 1);
    for (; hash->numbers[i] != 0; i = (i + 1) & (hash->cap - 1)) {
        if (hash->hashes[i] != h) continue;
        *at = i;
        return hash->numbers[i] - 1;
    }
    return UINT32_MAX;
}
