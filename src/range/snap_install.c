/* SPDX-License-Identifier: Apache-2.0 */
/* The staged file, and from there into the engine. Everything here blocks. */
#include <stdio.h>

#include "range/snap_int.h"

enum { MARK_FORMAT = 1, FRAME_HEADER_BYTES = 8, FRAME_BYTES_MAX = 64 << 20 };

/* ---- names -------------------------------------------------------------------------------------------------- */

static char *path_of(const struct nd__snap_dir *dir, const char *name)
{
    struct nd_buf path;
    nd_buf_init(&path, dir->heap);
    nd_buf_printf(&path, "%s/%s", dir->path, name);
    nd_buf_put_u8(&path, 0);
    return (char *)path.p;
}

static char *snap_path(const struct nd__snap_dir *dir, const struct nd__snap_head *head)
{
    char name[64];
    snprintf(name, sizeof name, "%016llx-%016llx.snap", (unsigned long long)head->desc.id.v,
             (unsigned long long)head->index);
    return path_of(dir, name);
}

static enum nd_status remove_path(const struct nd__snap_dir *dir, char *path)
{
    enum nd_status status = nd_file_remove(dir->env, path);
    nd_heap_free(dir->heap, path);
    if (status == ND_STATUS_NOT_FOUND) return ND_STATUS_OK;
    return status == ND_STATUS_OK ? nd_dir_sync(dir->env, dir->path) : status;
}

static char *part_path(const struct nd__snap_dir *dir, uint64_t id)
{
    char name[64];
    snprintf(name, sizeof name, "%016llx.part", (unsigned long long)id);
    return path_of(dir, name);
}

enum nd_status nd__snap_part_remove(const struct nd__snap_dir *dir, uint64_t id) { return remove_path(dir, part_path(dir, id)); }
enum nd_status nd__snap_file_remove(const struct nd__snap_dir *dir, const struct nd__snap_head *head)
{
    return remove_path(dir, snap_path(dir, head));
}

enum nd_status nd__snap_part_create(const struct nd__snap_dir *dir, uint64_t id, struct nd_file **file_out, uint64_t *offset_out)
{
    *file_out = NULL;
    ND_TRY(nd_dir_make(dir->env, dir->path));
    char *path = part_path(dir, id);
    enum nd_status status =
        nd_file_open(dir->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE | ND_FILE_EXCLUSIVE, file_out);
    nd_heap_free(dir->heap, path);
    ND_TRY(status);
    *offset_out = sizeof ND__SNAP_MAGIC - 1;
    return nd_file_write(*file_out, 0, nd_slice_of(ND__SNAP_MAGIC, sizeof ND__SNAP_MAGIC - 1));
}

enum nd_status nd__snap_part_name(const struct nd__snap_dir *dir, uint64_t id, const struct nd__snap_head *head)
{
    char *from = part_path(dir, id), *to = snap_path(dir, head);
    enum nd_status status = nd_file_rename(dir->env, from, to);
    if (status == ND_STATUS_OK) status = nd_dir_sync(dir->env, dir->path);
    nd_heap_free(dir->heap, from);
    nd_heap_free(dir->heap, to);
    return status;
}

/* ---- frames -------------------------------------------------------------------------------------------------- */

enum nd_status nd__snap_frame_write(struct nd_file *file, uint64_t *offset, struct nd_slice bytes, uint32_t crc,
                                    bool is_head)
{
    uint8_t header[FRAME_HEADER_BYTES];
    nd_store_u32(header, (uint32_t)bytes.n | (is_head ? ND__SNAP_HEAD_BIT : 0));
    nd_store_u32(header + 4, crc);
    ND_TRY(nd_file_write(file, *offset, nd_slice_of(header, sizeof header)));
    ND_TRY(nd_file_write(file, *offset + sizeof header, bytes));
    *offset += sizeof header + bytes.n;
    return ND_STATUS_OK;
}

static enum nd_status frame_read(struct nd_file *file, uint64_t *offset, struct nd_buf *bytes, bool *is_head_out)
{
    uint8_t header[FRAME_HEADER_BYTES];
    size_t n;
    ND_TRY(nd_file_read(file, *offset, header, sizeof header, &n));
    if (n != sizeof header) return ND_STATUS_CORRUPT;
    uint32_t length = nd_load_u32(header) & ~ND__SNAP_HEAD_BIT;
    *is_head_out = (nd_load_u32(header) & ND__SNAP_HEAD_BIT) != 0;
    if (length > FRAME_BYTES_MAX) return ND_STATUS_CORRUPT;
    nd_buf_clear(bytes);
    ND_TRY(nd_file_read(file, *offset + sizeof header, nd_buf_extend(bytes, length), length, &n));
    if (n != length || nd_crc32c(0, nd_buf_slice(bytes)) != nd_load_u32(header + 4)) return ND_STATUS_CORRUPT;
    *offset += sizeof header + length;
    return ND_STATUS_OK;
}

/* ---- into the engine ------------------------------------------------------------------------------------------ */

static void mark_key(struct nd_buf *out, struct nd_range_id range)
{
    nd_mvcc_key_range(out, range);
    nd_buf_put_u8(out, 's');
}

static void begin_deletion(struct nd__snap_install *install)
{
    const struct nd_range_desc *before = &install->before, *now = &install->head->desc;
    struct nd_slice first = nd_slice_cmp(before->first, now->first) < 0 ? before->first : now->first; /* S4 */
    bool is_open = before->end.n == 0 || now->end.n == 0;
    struct nd_slice end = is_open ? ND_SLICE_EMPTY : nd_slice_cmp(before->end, now->end) > 0 ? before->end : now->end;
    nd_span_walk_init(&install->before_walk, now->id, first, end, install->heap);
}

struct subsumed {
    struct nd__snap_install *install;
    struct nd_engine_batch *batch;
    bool is_bad;
};

/* What of its keys the snapshot does not have is another range's, which comes by a snapshot of its own, if it comes. */
static void widen(struct nd__snap_install *install, struct nd_slice end)
{
    struct nd_slice before = install->before.end;
    if (before.n == 0 || (end.n > 0 && nd_slice_cmp(end, before) <= 0)) return;
    struct nd_range_desc copy = install->before;
    copy.end = end;
    copy = nd_range_desc_copy(&copy, install->heap);
    if (install->owns_before) nd_range_desc_deinit(&install->before, install->heap);
    install->before = copy;
    install->owns_before = true;
}

static void subsume(void *arg, struct nd_range_state *state)
{
    struct subsumed *subsumed = arg;
    const struct nd_range_desc *desc = &subsumed->install->head->desc;
    if (state->desc.id.v != desc->id.v && nd_range_desc_overlaps(&state->desc, desc)) {
        if (state->desc.frozen_by == 0) subsumed->is_bad = true;
        widen(subsumed->install, state->desc.end);
        nd_range_state_subsume(subsumed->batch, state->desc.id, subsumed->install->heap);
    }
    nd_range_desc_deinit(&state->desc, subsumed->install->heap);
}

/* S5 */
static enum nd_status subsume_overlapped(struct nd__snap_install *install, struct nd_engine_batch *batch)
{
    struct subsumed subsumed = {.install = install, .batch = batch};
    ND_TRY(nd_range_state_load_descs(install->engine, install->heap, &subsumed, subsume));
    return subsumed.is_bad ? ND_STATUS_CORRUPT : ND_STATUS_OK;
}

static enum nd_status begin(struct nd__snap_install *install)
{
    const struct nd__snap_head *head = install->head;
    struct nd_engine_batch *batch = nd_engine_batch_new(install->engine);
    struct nd_buf key;
    nd_buf_init(&key, install->heap);
    uint8_t mark[9] = {MARK_FORMAT};
    nd_store_u64(mark + 1, head->index);
    mark_key(&key, head->desc.id);
    nd_engine_batch_put(batch, nd_buf_slice(&key), nd_slice_of(mark, sizeof mark));
    nd_range_state_drop_applied(batch, head->desc.id, install->heap);
    enum nd_status status = subsume_overlapped(install, batch);
    if (status == ND_STATUS_OK) status = nd_engine_write(install->engine, batch);
    nd_engine_batch_free(batch);
    nd_buf_deinit(&key);
    begin_deletion(install);
    install->is_begun = true;
    install->offset = sizeof ND__SNAP_MAGIC - 1;
    return status;
}

static enum nd_status put_records(struct nd__snap_install *install, struct nd_slice bytes)
{
    struct nd_engine_batch *batch = nd_engine_batch_new(install->engine);
    struct nd_dec dec = nd_dec_of(bytes);
    while (nd_dec_left(&dec) > 0 && nd_dec_is_ok(&dec)) {
        struct nd_slice key = nd_dec_bytes(&dec), value = nd_dec_bytes(&dec);
        if (nd_dec_is_ok(&dec) && value.n > 0) nd_engine_batch_put(batch, key, value);
    }
    enum nd_status status = nd_dec_is_ok(&dec) ? nd_engine_write(install->engine, batch) : ND_STATUS_CORRUPT;
    nd_engine_batch_free(batch);
    return status;
}

static enum nd_status conclude(struct nd__snap_install *install)
{
    const struct nd__snap_head *head = install->head;
    struct nd_engine_batch *batch = nd_engine_batch_new(install->engine);
    struct nd_buf key;
    nd_buf_init(&key, install->heap);
    mark_key(&key, head->desc.id);
    nd_range_state_put_desc(batch, &head->desc, install->heap);
    nd_range_state_put_applied(batch, head->desc.id, head->index, head->term, install->heap);
    nd_range_state_put_safepoint(batch, head->desc.id, head->gc_safepoint, install->heap);
    nd_engine_batch_delete(batch, nd_buf_slice(&key));
    enum nd_status status = nd_engine_write(install->engine, batch);
    nd_engine_batch_free(batch);
    nd_buf_deinit(&key);
    install->is_done = true;
    return status;
}

enum nd_status nd__snap_install_step(struct nd__snap_install *install)
{
    if (!install->is_begun) return begin(install);
    if (!install->before_walk.is_done) return nd_span_erase_step(&install->before_walk, install->engine);
    struct nd_buf bytes;
    bool is_head;
    nd_buf_init(&bytes, install->heap);
    enum nd_status status = frame_read(install->file, &install->offset, &bytes, &is_head);
    if (status == ND_STATUS_OK) status = is_head ? conclude(install) : put_records(install, nd_buf_slice(&bytes));
    install->seq++;
    nd_buf_deinit(&bytes);
    return status;
}

void nd__snap_install_deinit(struct nd__snap_install *install)
{
    if (install->is_begun) nd_span_walk_deinit(&install->before_walk);
    if (install->owns_before) nd_range_desc_deinit(&install->before, install->heap);
}

/* ---- after a crash ---------------------------------------------------------------------------------------------- */

struct recovery {
    struct nd__snap_dir dir;
    struct nd_engine *engine;
    struct nd_buf names, parts; /* NUL-terminated, one after the other */
    struct nd_store_base *bases;
    size_t base_count;
};

static void on_name(void *arg, const char *name)
{
    struct recovery *recovery = arg;
    size_t n = strlen(name);
    if (n > 5 && strcmp(name + n - 5, ".snap") == 0) nd_buf_put(&recovery->names, name, n + 1);
    if (n > 5 && strcmp(name + n - 5, ".part") == 0) nd_buf_put(&recovery->parts, name, n + 1);
}

/* Of transfers that broke off. */
static enum nd_status remove_parts(struct recovery *recovery)
{
    for (size_t at = 0; at < recovery->parts.n;) {
        const char *name = (const char *)recovery->parts.p + at;
        ND_TRY(remove_path(&recovery->dir, path_of(&recovery->dir, name)));
        at += strlen(name) + 1;
    }
    return ND_STATUS_OK;
}

/* Checks the whole file. The head's slices are on the heap. */
static enum nd_status read_head(struct nd_heap *heap, struct nd_file *file, struct nd__snap_head *head)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, heap);
    uint64_t offset = sizeof ND__SNAP_MAGIC - 1;
    bool is_head = false;
    enum nd_status status = ND_STATUS_OK;
    while (status == ND_STATUS_OK && !is_head) status = frame_read(file, &offset, &bytes, &is_head);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&bytes));
    if (status == ND_STATUS_OK && !(nd__snap_head_decode(&dec, head) && nd_dec_is_done(&dec)))
        status = ND_STATUS_CORRUPT;
    if (status == ND_STATUS_OK)
        head->desc = nd_range_desc_copy(&head->desc, heap);
    else
        memset(head, 0, sizeof *head);
    nd_buf_deinit(&bytes);
    return status;
}

static enum nd_status read_mark(struct nd_engine *engine, struct nd_range_id range, struct nd_heap *heap,
                                uint64_t *index_out)
{
    struct nd_buf key, value;
    nd_buf_init(&key, heap);
    nd_buf_init(&value, heap);
    mark_key(&key, range);
    *index_out = 0;
    enum nd_status status = nd_engine_get(engine, nd_buf_slice(&key), 0, &value);
    if (status == ND_STATUS_OK && value.n == 9) *index_out = nd_load_u64(value.p + 1);
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

static enum nd_status install_again(struct recovery *recovery, struct nd_file *file, const struct nd__snap_head *head,
                                    const struct nd_range_desc *before)
{
    struct nd__snap_install install = {.engine = recovery->engine,
                                       .env = recovery->dir.env,
                                       .heap = recovery->dir.heap,
                                       .file = file,
                                       .head = head,
                                       .before = *before};
    enum nd_status status = ND_STATUS_OK;
    while (!install.is_done && status == ND_STATUS_OK) status = nd__snap_install_step(&install);
    nd__snap_install_deinit(&install);
    return status == ND_STATUS_OK ? nd_engine_flush(recovery->engine) : status;
}

static void add_base(struct recovery *recovery, const struct nd__snap_head *head)
{
    struct nd_store_base *base = NULL;
    for (size_t i = 0; i < recovery->base_count; i++)
        if (recovery->bases[i].range.v == head->desc.id.v) base = &recovery->bases[i];
    if (base == NULL) {
        recovery->bases =
            nd_heap_realloc(recovery->dir.heap, recovery->bases, (recovery->base_count + 1) * sizeof *recovery->bases);
        base = &recovery->bases[recovery->base_count++];
        *base = (struct nd_store_base){.range = head->desc.id};
    }
    if (base->index < head->index) {
        base->index = head->index;
        base->term = head->term;
    }
}

static enum nd_status recover_file(struct recovery *recovery, struct nd_file *file, struct nd__snap_head *head)
{
    uint64_t mark;
    struct nd_range_state state;
    struct nd_replica_id next;
    struct nd_heap *heap = recovery->dir.heap;
    ND_TRY(read_head(heap, file, head));
    ND_TRY(nd_range_state_buried(recovery->engine, head->desc.id, heap, &next));
    if (head->to.v < next.v) { /* it was installed, and the replica has gone since */
        ND_INFO(nd_env_logger(recovery->dir.env), "range", "range %llu: a snapshot for a replica that has gone is removed", (unsigned long long)head->desc.id.v);
        return nd__snap_file_remove(&recovery->dir, head);
    }
    ND_TRY(read_mark(recovery->engine, head->desc.id, heap, &mark));
    enum nd_status status = nd_range_state_load(recovery->engine, head->desc.id, heap, &state);
    bool is_here = status == ND_STATUS_OK;
    if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
    bool is_due = mark == head->index || (mark == 0 && (!is_here || state.applied_index < head->index));
    if (is_due) ND_PROBE(recovery->dir.env, SNAP_RESUMED);
    status = is_due ? install_again(recovery, file, head, is_here ? &state.desc : &head->desc) : ND_STATUS_OK;
    if (is_here) nd_range_desc_deinit(&state.desc, heap);
    ND_TRY(status);
    add_base(recovery, head);
    ND_INFO(nd_env_logger(recovery->dir.env), "range", "range %llu: snapshot at %llu %s",
            (unsigned long long)head->desc.id.v, (unsigned long long)head->index,
            is_due ? "installed again after a crash" : "was installed before the crash");
    return ND_STATUS_OK;
}

static enum nd_status recover_name(struct recovery *recovery, const char *name)
{
    struct nd_file *file = NULL;
    struct nd__snap_head head = {0};
    char *path = path_of(&recovery->dir, name);
    enum nd_status status = nd_file_open(recovery->dir.env, path, ND_FILE_READ, &file);
    if (status == ND_STATUS_OK) status = recover_file(recovery, file, &head);
    if (status != ND_STATUS_OK)
        ND_ERROR(nd_env_logger(recovery->dir.env), "range",
                 "%s: a snapshot that was being installed cannot be read: %s", path, nd_status_text(status));
    if (file != NULL) nd_file_close(file);
    nd_range_desc_deinit(&head.desc, recovery->dir.heap);
    nd_heap_free(recovery->dir.heap, path);
    return status;
}

enum nd_status nd_store_recover(struct nd_env *env, struct nd_engine *engine, const char *snap_dir,
                                struct nd_store_base **bases_out, size_t *count_out)
{
    struct recovery recovery = {.dir = {env, nd_env_heap(env), snap_dir}, .engine = engine};
    nd_buf_init(&recovery.names, recovery.dir.heap);
    nd_buf_init(&recovery.parts, recovery.dir.heap);
    enum nd_status status = nd_dir_make(env, snap_dir);
    if (status == ND_STATUS_OK) status = nd_dir_list(env, snap_dir, &recovery, on_name);
    if (status == ND_STATUS_OK) status = remove_parts(&recovery);
    for (size_t at = 0; status == ND_STATUS_OK && at < recovery.names.n;) {
        const char *name = (const char *)recovery.names.p + at;
        status = recover_name(&recovery, name);
        at += strlen(name) + 1;
    }
    nd_buf_deinit(&recovery.names);
    nd_buf_deinit(&recovery.parts);
    *bases_out = recovery.bases;
    *count_out = recovery.base_count;
    return status;
}
