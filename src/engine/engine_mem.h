/* SPDX-License-Identifier: Apache-2.0 */
/* engine_mem.h - inside of the memory engine: an ordered map of keys to chains of versions.
 *
 * Every operation of a batch gets a sequence number. A snapshot (an iterator, or the last flush) is
 * a number too, and sees of each key the newest version at or below it. A version that was replaced
 * stays while a snapshot can see it; the versions that wait for that hang on one list, in order of
 * the number that replaced them, so that cleaning up looks at nothing it cannot free.
 *
 * Image.      `mem.img`, little-endian, written whole by each flush (temporary file, sync, rename,
 *             sync of the folder):
 *               0  8  magic "NDMEMIMG"
 *               8  4  format version, 2
 *              12  4  zero
 *              16  8  count of keys
 *              24  .. count times: varint length and bytes of the key, varint length and bytes of the
 *                     value; keys ascending
 *             end  8  XXH3-64 of everything before
 * Invariants. V1 a chain is ordered newest first and never empty.
 *             V2 a version not at the head of its chain, and a tombstone anywhere, is on `garbage`. */
#ifndef ND_ENGINE_ENGINE_MEM_H
#define ND_ENGINE_ENGINE_MEM_H

#include "base/omap.h"
#include "engine/engine_int.h"

struct nd__mem_key;

struct nd__mem_version {
    struct nd__mem_version *newer, *older; /* of the same key */
    struct nd__mem_key *key;
    struct nd_list garbage; /* alone unless V2 */
    uint64_t seq;
    uint64_t dead_at; /* on the garbage list: snapshots at or above do not need it */
    bool is_deleted;  /* a tombstone */
    size_t n;
    uint8_t value[];
};

struct nd__mem_key {
    struct nd_omap_node node;
    struct nd__mem_version *newest;
    uint8_t bytes[];
};

struct nd__mem {
    struct nd_engine base;
    struct nd_env *env; /* may be NULL: nothing outlives the process */
    struct nd_heap *heap;
    char *dir, *image_path, *temp_path;
    size_t flush_bytes; /* 0: flush only when asked */
    struct nd_omap keys;
    struct nd_list garbage; /* in order of dead_at */
    struct nd_list iters;   /* in order of snapshot */
    uint64_t seq, flushed_seq;
    size_t unflushed_bytes;
    size_t live_bytes; /* keys and values of the newest versions */
    bool is_failed;
    struct nd_counter flushes, flush_bytes_total, batches;
    struct nd_gauge keys_gauge, bytes_gauge;
};

/* Installs one version under the next sequence number. */
void nd__mem_install(struct nd__mem *mem, struct nd_slice key, struct nd_slice value, bool is_deleted);
/* Newest version of the key at or below the snapshot; NULL: absent then. */
struct nd__mem_version *nd__mem_visible(const struct nd__mem_key *key, uint64_t snapshot);

/* mem_image.c: CORRUPT, IO, NO_SPACE. */
ND_RESULT nd__mem_image_load(struct nd__mem *mem);
ND_RESULT nd__mem_image_store(struct nd__mem *mem);

#endif
