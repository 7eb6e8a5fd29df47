/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/exec/spill.h"

#include <stdio.h>

#include "base/checksum.h"
#include "sql/exec/exec_int.h"

#define BLOCK_BYTES (64u << 10)    /* of a stream before it is written */
#define HELD_BYTES_MIN (16u << 10) /* less is not worth a file */
#define WORKER_THREADS 2

struct nd_spill_space {
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_worker *worker;
    char *folder;
    uint64_t next_file;
    struct nd_counter files, bytes;
};

static void remove_left(void *arg, const char *name)
{
    struct nd_spill_space *space = arg;
    char path[1024];
    if (strncmp(name, "spill-", 6) != 0) return;
    snprintf(path, sizeof path, "%s/%s", space->folder, name);
    (void)!nd_file_remove(space->env, path);
}

enum nd_status nd_spill_space_open(struct nd_env *env, const char *folder, struct nd_spill_space **space_out)
{
    *space_out = NULL;
    ND_TRY(nd_dir_make(env, folder));
    struct nd_spill_space *space = nd_heap_new(nd_env_heap(env), struct nd_spill_space);
    space->env = env;
    space->heap = nd_env_heap(env);
    space->folder = nd_heap_strdup(space->heap, folder);
    enum nd_status status = nd_dir_list(env, folder, space, remove_left);
    *space_out = space;
    if (status == ND_STATUS_OK) return status;
    nd_spill_space_close(space);
    *space_out = NULL;
    return status;
}

void nd_spill_space_close(struct nd_spill_space *space)
{
    if (space == NULL) return;
    if (space->worker != NULL) nd_worker_close(space->worker);
    nd_heap_free(space->heap, space->folder);
    nd_heap_free(space->heap, space);
}

void nd_spill_space_register_metrics(struct nd_spill_space *space, struct nd_metrics *metrics)
{
    nd_metrics_add_counter(metrics, "ndoto_sql_spill_files_total", NULL, "temporary files of statements", &space->files);
    nd_metrics_add_counter(metrics, "ndoto_sql_spill_bytes_total", NULL, "bytes written to them", &space->bytes);
}

/* ---- files ------------------------------------------------------------------------------------------------- */

struct nd__spill {
    struct nd_exec *exec;
    struct nd_spill_space *space;
    struct nd_file *file;
    struct nd_env *env; /* for the removal, which may end after everything else */
    struct nd_heap *heap;
    struct nd_job job;
    uint64_t bytes;
    char path[1024];
};

enum file_act { FILE_MAKE,
                FILE_WRITE,
                FILE_READ };

struct file_job {
    struct nd_job job;
    struct nd__spill *spill;
    enum file_act act;
    uint64_t offset;
    uint8_t *p;
    size_t n;
    enum nd_status status;
};

static void run_file_job(struct nd_job *job)
{
    struct file_job *file_job = ND_CONTAINER_OF(job, struct file_job, job);
    struct nd__spill *spill = file_job->spill;
    struct nd_env *env = spill->space->env;
    size_t got = 0;
    switch (file_job->act) {
    case FILE_MAKE: file_job->status = nd_file_open(env, spill->path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &spill->file); break;
    case FILE_WRITE: file_job->status = nd_file_write(spill->file, file_job->offset, nd_slice_of(file_job->p, file_job->n)); break;
    case FILE_READ:
        file_job->status = nd_file_read(spill->file, file_job->offset, file_job->p, file_job->n, &got);
        if (file_job->status == ND_STATUS_OK && got != file_job->n) file_job->status = ND_STATUS_CORRUPT;
        break;
    }
}

static enum nd_status do_file(struct nd__spill *spill, enum file_act act, uint64_t offset, uint8_t *p, size_t n)
{
    struct nd_spill_space *space = spill->space;
    struct file_job file_job = {.job = {.run = run_file_job}, .spill = spill, .act = act, .offset = offset, .p = p, .n = n};
    if (space->worker == NULL) space->worker = nd_worker_open(space->env, "spill", WORKER_THREADS);
    nd_fiber_run_job(spill->exec->env.fiber, space->worker, &file_job.job);
    if (file_job.status == ND_STATUS_OK) return ND_STATUS_OK;
    struct nd_err *err = spill->exec->err;
    if (file_job.status == ND_STATUS_NO_SPACE) return nd_err_set(err, "53100", "could not write to a temporary file: no space left on device");
    return nd_err_set(err, "58030", "could not use a temporary file: %s", nd_status_text(file_job.status));
}

enum nd_status nd__spill_open(struct nd_exec *exec, struct nd__spill **spill_out)
{
    struct nd_spill_space *space = exec->env.spill;
    struct nd__spill *spill = nd_heap_new(space->heap, struct nd__spill);
    spill->exec = exec;
    spill->space = space;
    spill->env = space->env;
    spill->heap = space->heap;
    snprintf(spill->path, sizeof spill->path, "%s/spill-%llu", space->folder, (unsigned long long)++space->next_file);
    *spill_out = NULL;
    enum nd_status status = do_file(spill, FILE_MAKE, 0, NULL, 0);
    if (status != ND_STATUS_OK) {
        nd_heap_free(space->heap, spill);
        return status;
    }
    nd_counter_add(&space->files, 1);
    *spill_out = spill;
    return ND_STATUS_OK;
}

static void run_removal(struct nd_job *job)
{
    struct nd__spill *spill = ND_CONTAINER_OF(job, struct nd__spill, job);
    nd_file_close(spill->file);
    (void)!nd_file_remove(spill->env, spill->path); /* else when the node starts */
}

static void removal_done(struct nd_job *job)
{
    struct nd__spill *spill = ND_CONTAINER_OF(job, struct nd__spill, job);
    nd_heap_free(spill->heap, spill);
}

void nd__spill_restart(struct nd__spill *spill) { spill->bytes = 0; }

void nd__spill_close(struct nd__spill *spill)
{
    if (spill == NULL) return;
    spill->job = (struct nd_job){.run = run_removal, .done = removal_done};
    nd_worker_submit(spill->space->worker, spill->exec->env.reactor, &spill->job);
}

/* ---- streams -------------------------------------------------------------------------------------------------- */

#define CHECKSUM_BYTES 8

void nd__spill_stream_init(struct nd__spill_stream *stream, struct nd__spill *spill, const struct nd_type *types, size_t columns)
{
    *stream = (struct nd__spill_stream){.spill = spill, .types = types, .columns = columns};
    nd_buf_init(&stream->buffer, spill->exec->env.heap);
}

void nd__spill_stream_deinit(struct nd__spill_stream *stream)
{
    if (stream->spill == NULL) return;
    nd_heap_free(stream->spill->exec->env.heap, stream->blocks);
    nd_buf_deinit(&stream->buffer);
    *stream = (struct nd__spill_stream){0};
}

static enum nd_status flush(struct nd__spill_stream *stream)
{
    struct nd__spill *spill = stream->spill;
    struct nd_buf *buffer = &stream->buffer;
    if (buffer->n <= CHECKSUM_BYTES) return ND_STATUS_OK;
    if (stream->count == stream->cap) {
        stream->cap = stream->cap == 0 ? 16 : stream->cap * 2;
        stream->blocks = nd_heap_realloc(spill->exec->env.heap, stream->blocks, stream->cap * sizeof *stream->blocks);
    }
    nd_store_u64(buffer->p, nd_hash64(nd_slice_of(buffer->p + CHECKSUM_BYTES, buffer->n - CHECKSUM_BYTES)));
    stream->blocks[stream->count++] = (struct nd__spill_block){spill->bytes, (uint32_t)buffer->n};
    uint64_t offset = spill->bytes;
    spill->bytes += buffer->n;
    nd_counter_add(&spill->space->bytes, buffer->n);
    ND_TRY(do_file(spill, FILE_WRITE, offset, buffer->p, buffer->n));
    nd_buf_clear(buffer);
    return ND_STATUS_OK;
}

static void put_value(struct nd_buf *out, const struct nd_vec *vec, size_t row)
{
    switch (nd_type_phys(vec->type.id)) {
    case ND_PHYS_BOOL: nd_buf_put_u8(out, vec->b[row] != 0); break;
    case ND_PHYS_I64: nd_buf_put_u64(out, (uint64_t)vec->i[row]); break;
    case ND_PHYS_F64: nd_buf_put(out, &vec->f[row], sizeof vec->f[row]); break;
    case ND_PHYS_BYTES: nd_buf_put_bytes(out, vec->s[row]); break;
    }
}

enum nd_status nd__spill_write(struct nd__spill_stream *stream, const struct nd_batch *batch, const struct nd_sel *sel)
{
    struct nd_buf *out = &stream->buffer;
    size_t total = sel == NULL ? batch->rows : sel->count;
    for (size_t first = 0; first < total; first += ND_SQL_BATCH_ROWS) {
        size_t count = total - first < ND_SQL_BATCH_ROWS ? total - first : ND_SQL_BATCH_ROWS;
        if (out->n == 0) nd_buf_put_u64(out, 0); /* the checksum */
        nd_buf_put_varint(out, count);
        for (size_t c = 0; c < stream->columns; c++) {
            const struct nd_vec *vec = &batch->vecs[c];
            for (size_t i = first; i < first + count; i++) nd_buf_put_u8(out, vec->nulls[sel == NULL || sel->rows == NULL ? i : sel->rows[i]]);
            for (size_t i = first; i < first + count; i++) {
                size_t row = sel == NULL || sel->rows == NULL ? i : sel->rows[i];
                if (!vec->nulls[row]) put_value(out, vec, row);
            }
        }
        stream->rows += count;
        if (out->n >= BLOCK_BYTES) ND_TRY(flush(stream));
    }
    return ND_STATUS_OK;
}

enum nd_status nd__spill_rewind(struct nd__spill_stream *stream)
{
    if (stream->at == 0 && stream->read_at == 0) ND_TRY(flush(stream)); /* written until now */
    stream->at = 0;
    stream->read_at = 0;
    nd_buf_clear(&stream->buffer);
    return ND_STATUS_OK;
}

static enum nd_status load(struct nd__spill_stream *stream)
{
    const struct nd__spill_block *block = &stream->blocks[stream->at++];
    struct nd_buf *buffer = &stream->buffer;
    nd_buf_clear(buffer);
    nd_buf_reserve(buffer, block->bytes);
    ND_TRY(do_file(stream->spill, FILE_READ, block->offset, buffer->p, block->bytes));
    buffer->n = block->bytes;
    stream->read_at = CHECKSUM_BYTES;
    if (nd_load_u64(buffer->p) == nd_hash64(nd_slice_of(buffer->p + CHECKSUM_BYTES, buffer->n - CHECKSUM_BYTES))) return ND_STATUS_OK;
    return nd_err_set(stream->spill->exec->err, "58030", "a temporary file is damaged");
}

static void take_value(struct nd_dec *dec, struct nd_vec *vec, size_t row)
{
    switch (nd_type_phys(vec->type.id)) {
    case ND_PHYS_BOOL: vec->b[row] = nd_dec_u8(dec) != 0; break;
    case ND_PHYS_I64: vec->i[row] = (int64_t)nd_dec_u64(dec); break;
    case ND_PHYS_F64: {
        uint64_t bits = nd_dec_u64(dec);
        memcpy(&vec->f[row], &bits, sizeof bits);
        break;
    }
    case ND_PHYS_BYTES: vec->s[row] = nd_dec_bytes(dec); break;
    }
}

enum nd_status nd__spill_read(struct nd__spill_stream *stream, struct nd_arena *arena, struct nd_batch *out)
{
    *out = (struct nd_batch){0};
    if (stream->read_at >= stream->buffer.n) {
        if (stream->at == stream->count) return ND_STATUS_OK;
        ND_TRY(load(stream));
    }
    struct nd_dec dec = nd_dec_of(nd_slice_of(stream->buffer.p + stream->read_at, stream->buffer.n - stream->read_at));
    size_t rows = (size_t)nd_dec_varint(&dec);
    if (rows > ND_SQL_BATCH_ROWS) dec.is_bad = true;
    else out->rows = rows;
    out->columns = stream->columns;
    out->vecs = nd_arena_alloc(arena, sizeof *out->vecs * (stream->columns + 1));
    for (size_t c = 0; c < stream->columns && nd_dec_is_ok(&dec); c++) {
        struct nd_vec *vec = &out->vecs[c];
        *vec = nd_vec_new(arena, stream->types[c], rows + 1);
        for (size_t i = 0; i < rows; i++) vec->nulls[i] = nd_dec_u8(&dec) != 0;
        for (size_t i = 0; i < rows; i++)
            if (!vec->nulls[i]) take_value(&dec, vec, i);
    }
    if (!nd_dec_is_ok(&dec)) return nd_err_set(stream->spill->exec->err, "58030", "a temporary file is damaged");
    stream->read_at = stream->buffer.n - nd_dec_left(&dec);
    return ND_STATUS_OK;
}

bool nd__exec_wants_spill(const struct nd_exec *exec, size_t held)
{
    return exec->env.spill != NULL && exec->memory_bytes > exec->env.memory_bytes_max && held >= HELD_BYTES_MIN;
}

/* ---- partitions ------------------------------------------------------------------------------------------------- */

enum nd_status nd__partitions_next(struct nd__partitions *parts, struct nd_op *op, struct nd_batch *out)
{
    return parts->now.stream.spill == NULL ? nd__op_next(op->left, out) : nd__spill_read(&parts->now.stream, &op->arena, out);
}

bool nd__partitions_can_add(const struct nd__partitions *parts, const struct nd_op *op, size_t held)
{
    if (parts->filling != NULL) return true;
    return parts->now.depth < ND__SPILL_DEPTH_MAX && nd__exec_wants_spill(op->exec, held);
}

static enum nd_status begin_filling(struct nd__partitions *parts, struct nd_op *op)
{
    struct nd_exec *exec = op->exec;
    const struct nd_plan *child = op->plan->left;
    if (parts->spill == NULL) ND_TRY(nd__spill_open(exec, &parts->spill));
    if (parts->types == NULL) {
        struct nd_type *types = nd_heap_zalloc(exec->env.heap, sizeof *types * (child->width + 1));
        for (size_t i = 0; i < child->width; i++) types[i] = nd__var_type(exec, child->vars[i]);
        parts->types = types;
    }
    parts->filling = nd_heap_zalloc(exec->env.heap, sizeof *parts->filling * ND__SPILL_PARTITIONS);
    for (size_t i = 0; i < ND__SPILL_PARTITIONS; i++) nd__spill_stream_init(&parts->filling[i], parts->spill, parts->types, child->width);
    return ND_STATUS_OK;
}

enum nd_status nd__spill_scatter(struct nd__spill_stream *streams, unsigned depth, const struct nd_batch *in, const uint32_t *rows, size_t count,
                                 const uint64_t *hashes, struct nd_arena *arena)
{
    uint32_t *sorted = nd_arena_array(arena, uint32_t, count + 1);
    size_t ends[ND__SPILL_PARTITIONS] = {0}, first = 0;
    for (size_t i = 0; i < count; i++) ends[nd__spill_partition(hashes[rows == NULL ? i : rows[i]], depth)]++;
    for (size_t p = 0, sum = 0; p < ND__SPILL_PARTITIONS; p++) {
        size_t n = ends[p];
        ends[p] = sum; /* the start; grows to the end below */
        sum += n;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t row = rows == NULL ? (uint32_t)i : rows[i];
        sorted[ends[nd__spill_partition(hashes[row], depth)]++] = row;
    }
    for (size_t p = 0; p < ND__SPILL_PARTITIONS; p++) {
        struct nd_sel sel = {sorted + first, ends[p] - first};
        if (sel.count > 0) ND_TRY(nd__spill_write(&streams[p], in, &sel));
        first = ends[p];
    }
    return ND_STATUS_OK;
}

enum nd_status nd__partitions_add(struct nd__partitions *parts, struct nd_op *op, const struct nd_batch *in, const uint32_t *rows, size_t count,
                                  const uint64_t *hashes)
{
    if (parts->filling == NULL) ND_TRY(begin_filling(parts, op));
    return nd__spill_scatter(parts->filling, parts->now.depth, in, rows, count, hashes, &op->arena);
}

static void push(struct nd__partitions *parts, const struct nd__spill_stream *stream)
{
    struct nd_heap *heap = parts->spill->exec->env.heap;
    if (parts->count == parts->cap) {
        parts->cap = parts->cap == 0 ? 32 : parts->cap * 2;
        parts->waiting = nd_heap_realloc(heap, parts->waiting, parts->cap * sizeof *parts->waiting);
    }
    parts->waiting[parts->count++] = (struct nd__partition){*stream, parts->now.depth + 1};
}

enum nd_status nd__partitions_advance(struct nd__partitions *parts, bool *has_more_out)
{
    *has_more_out = false;
    if (parts->spill == NULL) return ND_STATUS_OK;
    for (size_t i = 0; parts->filling != NULL && i < ND__SPILL_PARTITIONS; i++) {
        if (parts->filling[i].rows == 0) nd__spill_stream_deinit(&parts->filling[i]);
        else push(parts, &parts->filling[i]);
    }
    nd_heap_free(parts->spill->exec->env.heap, parts->filling);
    parts->filling = NULL;
    nd__spill_stream_deinit(&parts->now.stream);
    if (parts->count == 0) return ND_STATUS_OK;
    parts->now = parts->waiting[--parts->count];
    *has_more_out = true;
    return nd__spill_rewind(&parts->now.stream);
}

void nd__partitions_deinit(struct nd__partitions *parts)
{
    if (parts->spill == NULL) return;
    struct nd_heap *heap = parts->spill->exec->env.heap;
    for (size_t i = 0; parts->filling != NULL && i < ND__SPILL_PARTITIONS; i++) nd__spill_stream_deinit(&parts->filling[i]);
    for (size_t i = 0; i < parts->count; i++) nd__spill_stream_deinit(&parts->waiting[i].stream);
    nd__spill_stream_deinit(&parts->now.stream);
    nd_heap_free(heap, parts->filling);
    nd_heap_free(heap, parts->waiting);
    nd_heap_free(heap, (void *)(uintptr_t)parts->types);
    nd__spill_close(parts->spill);
    *parts = (struct nd__partitions){0};
}
