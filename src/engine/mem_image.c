/* SPDX-License-Identifier: Apache-2.0 */
#include "base/checksum.h"
#include "engine/engine_mem.h"

#define MAGIC "NDMEMIMG"
#define FORMAT_VERSION 2
#define HEADER_BYTES 24
#define HASH_BYTES 8

static enum nd_status damaged(struct nd__mem *mem, const char *what)
{
    ND_ERROR(nd_env_logger(mem->env), "engine", "%s: %s", mem->image_path, what);
    return ND_STATUS_CORRUPT;
}

static enum nd_status decode(struct nd__mem *mem, struct nd_slice bytes)
{
    if (bytes.n < HEADER_BYTES + HASH_BYTES || memcmp(bytes.p, MAGIC, 8) != 0) return damaged(mem, "not an image of the memory engine");
    if (nd_load_u64(bytes.p + bytes.n - HASH_BYTES) != nd_hash64(nd_slice_of(bytes.p, bytes.n - HASH_BYTES)))
        return damaged(mem, "checksum mismatch");
    struct nd_dec dec = nd_dec_of(nd_slice_of(bytes.p + 8, bytes.n - 8 - HASH_BYTES));
    if (nd_dec_u32(&dec) != FORMAT_VERSION) return damaged(mem, "unknown format version");
    (void)nd_dec_u32(&dec);
    struct nd_slice before = ND_SLICE_EMPTY;
    for (uint64_t left = nd_dec_u64(&dec); left > 0 && nd_dec_is_ok(&dec); left--) {
        struct nd_slice key = nd_dec_bytes(&dec), value = nd_dec_bytes(&dec);
        if (!nd_dec_is_ok(&dec) || value.n == 0 || nd_slice_cmp(before, key) >= 0) return damaged(mem, "malformed entry");
        nd__mem_install(mem, key, value, false);
        before = key;
    }
    return nd_dec_is_done(&dec) ? ND_STATUS_OK : damaged(mem, "malformed");
}

enum nd_status nd__mem_image_load(struct nd__mem *mem)
{
    ND_TRY(nd_dir_make(mem->env, mem->dir));
    struct nd_file *file;
    enum nd_status status = nd_file_open(mem->env, mem->image_path, ND_FILE_READ, &file);
    if (status == ND_STATUS_NOT_FOUND) return ND_STATUS_OK;
    if (status != ND_STATUS_OK) return status;
    struct nd_buf bytes;
    nd_buf_init(&bytes, mem->heap);
    uint64_t size;
    ND_TRY_OR(nd_file_size(file, &size), out);
    size_t n = 0;
    uint8_t *p = nd_buf_extend(&bytes, (size_t)size);
    ND_TRY_OR(nd_file_read(file, 0, p, (size_t)size, &n), out);
    status = decode(mem, nd_slice_of(bytes.p, n));
out:
    nd_buf_deinit(&bytes);
    nd_file_close(file);
    return status;
}

static void encode(const struct nd__mem *mem, struct nd_buf *bytes)
{
    uint64_t count = 0;
    nd_buf_put(bytes, MAGIC, 8);
    nd_buf_put_u32(bytes, FORMAT_VERSION);
    nd_buf_put_u32(bytes, 0);
    nd_buf_put_u64(bytes, 0);
    for (struct nd_omap_node *node = nd_omap_first(&mem->keys); node != NULL; node = nd_omap_next(node)) {
        const struct nd__mem_version *version = ND_CONTAINER_OF(node, struct nd__mem_key, node)->newest;
        if (version->is_deleted) continue;
        nd_buf_put_bytes(bytes, node->key);
        nd_buf_put_bytes(bytes, nd_slice_of(version->value, version->n));
        count++;
    }
    nd_store_u64(bytes->p + 16, count);
    nd_buf_put_u64(bytes, nd_hash64(nd_buf_slice(bytes)));
}

static enum nd_status write_file(struct nd__mem *mem, struct nd_slice bytes)
{
    struct nd_file *file;
    ND_TRY(nd_file_open(mem->env, mem->temp_path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &file));
    enum nd_status status;
    ND_TRY_OR(nd_file_truncate(file, 0), out);
    ND_TRY_OR(nd_file_write(file, 0, bytes), out);
    ND_TRY_OR(nd_file_sync(file), out);
out:
    nd_file_close(file);
    return status;
}

enum nd_status nd__mem_image_store(struct nd__mem *mem)
{
    struct nd_buf bytes;
    nd_buf_init(&bytes, mem->heap);
    nd_buf_reserve(&bytes, mem->live_bytes + 16 * mem->keys.count + 64);
    encode(mem, &bytes);
    enum nd_status status;
    ND_TRY_OR(write_file(mem, nd_buf_slice(&bytes)), out);
    ND_TRY_OR(nd_file_rename(mem->env, mem->temp_path, mem->image_path), out);
    ND_TRY_OR(nd_dir_sync(mem->env, mem->dir), out);
    nd_counter_add(&mem->flush_bytes_total, bytes.n);
out:
    nd_buf_deinit(&bytes);
    return status;
}
