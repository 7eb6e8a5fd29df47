/* SPDX-License-Identifier: Apache-2.0 */
/* log_terms.c - the file "terms": what must be known of votes when the frames that held them are damaged.
 *
 * Before any replica of this node enters a term above the ceiling, the ceiling is raised, durably and by a good
 * piece, so that this is rare. A replica whose vote was lost then goes on in a term above the ceiling, in which it
 * cannot have voted for anybody. Two copies, written one after the other, each synced by itself. */
#include "base/checksum.h"
#include "log/log_int.h"

#define TERMS_NAME "terms"
#define TERMS_MAGIC "NDTERMS"
#define TERMS_BYTES 60
#define TERMS_STEP 1000
enum { COPIES = 2 };

static void encode(const struct nd_log *log, uint8_t block[ND__LOG_BLOCK_BYTES])
{
    const struct nd__log_terms *terms = &log->terms;
    memset(block, 0, ND__LOG_BLOCK_BYTES);
    memcpy(block, TERMS_MAGIC, 8);
    nd_store_u32(block + 8, ND__LOG_FORMAT_VERSION);
    nd_store_u32(block + 12, terms->doubt);
    nd_store_u64(block + 16, log->uuid.v[0]);
    nd_store_u64(block + 24, log->uuid.v[1]);
    nd_store_u64(block + 32, terms->ceiling);
    nd_store_u64(block + 40, terms->doubt_term);
    nd_store_u64(block + 48, terms->writes);
    nd_store_u32(block + 56, nd_crc32c(0, nd_slice_of(block, TERMS_BYTES - 4)));
}

static void decode(struct nd_log *log, const uint8_t *block)
{
    struct nd__log_terms *terms = &log->terms;
    if (memcmp(block, TERMS_MAGIC, 8) != 0 || nd_load_u32(block + 8) != ND__LOG_FORMAT_VERSION) return;
    if (nd_load_u32(block + 56) != nd_crc32c(0, nd_slice_of(block, TERMS_BYTES - 4))) return;
    if (nd_load_u64(block + 16) != log->uuid.v[0] || nd_load_u64(block + 24) != log->uuid.v[1]) return;
    if (nd_load_u32(block + 12) > ND_LOG_DOUBT_SNAPSHOTS) return;
    if (terms->is_known && nd_load_u64(block + 48) <= terms->writes) return;
    terms->is_known = true;
    terms->doubt = (enum nd_log_doubt)nd_load_u32(block + 12);
    terms->ceiling = nd_load_u64(block + 32);
    terms->doubt_term = nd_load_u64(block + 40);
    terms->writes = nd_load_u64(block + 48);
}

enum nd_status nd__log_terms_load(struct nd_log *log)
{
    char *path = nd__log_path(log, TERMS_NAME);
    enum nd_status status = nd_file_open(log->env, path, ND_FILE_READ | ND_FILE_WRITE, &log->terms.file);
    log->terms.was_there = status == ND_STATUS_OK;
    if (status == ND_STATUS_NOT_FOUND) status = nd_file_open(log->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &log->terms.file);
    nd_heap_free(log->heap, path);
    ND_TRY(status);
    for (uint64_t i = 0; i < COPIES; i++) {
        uint8_t block[ND__LOG_BLOCK_BYTES];
        size_t n;
        ND_TRY(nd_file_read(log->terms.file, i * ND__LOG_BLOCK_BYTES, block, sizeof block, &n));
        if (n == sizeof block) decode(log, block);
    }
    return ND_STATUS_OK;
}

enum nd_status nd__log_terms_store(struct nd_log *log)
{
    uint8_t block[ND__LOG_BLOCK_BYTES];
    log->terms.writes++;
    encode(log, block);
    for (uint64_t i = 0; i < COPIES; i++) {
        ND_TRY(nd_file_write(log->terms.file, i * ND__LOG_BLOCK_BYTES, nd_slice_of(block, sizeof block)));
        ND_TRY(nd_file_sync(log->terms.file));
        if (i == 0 && !log->terms.is_known) ND_TRY(nd_dir_sync(log->env, log->path));
    }
    log->terms.is_known = true;
    return ND_STATUS_OK;
}

enum nd_status nd__log_terms_raise(struct nd_log *log, uint64_t term)
{
    if (log->terms.is_known && term <= log->terms.ceiling) return ND_STATUS_OK;
    uint64_t before = log->terms.ceiling;
    log->terms.ceiling = term + TERMS_STEP;
    enum nd_status status = nd__log_terms_store(log);
    if (status != ND_STATUS_OK) log->terms.ceiling = before;
    return status;
}
