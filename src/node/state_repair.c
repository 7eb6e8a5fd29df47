/* SPDX-License-Identifier: Apache-2.0 */
/* state_repair.c - what a node does when its state engine is damaged.
 *
 * Nothing of a damaged engine is served: whoever reads gets an error, and where the others are a majority without this
 * node, the process ends (ND_EXIT_REPAIR) and leaves the file "state.damaged". At the next start, or when the engine
 * does not open at all, its files are moved into a folder beside it, an empty one takes its place, and the log is told
 * that its entries have nothing to be applied to any more: every replica begins anew, RECOVERING, from a
 * snapshot. The marker goes last, so that a crash on the way does all of it once more.
 *
 * Who the node is lies in the engine and in the file "identity" beside it (u32 CRC32C of the record, the record). */
#include <stdio.h>

#include "base/checksum.h"
#include "node/node_int.h"

#define MARKER_NAME "state.damaged"
#define FOLDERS_MAX 100
#define IDENTITY_BYTES_MAX (64 << 10)

static char *path_of(struct nd_node *node, const char *name) { return nd_arena_printf(&node->arena, "%s/%s", node->config->data_dir, name); }

/* ---- the identity beside the engine ------------------------------------------------------------------------ */

enum nd_status nd__identity_file_write(struct nd_node *node, struct nd_slice record)
{
    char from[4096], to[4096];
    struct nd_file *file;
    struct nd_buf bytes;
    snprintf(from, sizeof from, "%s/identity.new", node->config->data_dir);
    snprintf(to, sizeof to, "%s/identity", node->config->data_dir);
    enum nd_status status = nd_file_remove(node->env, from);
    if (status != ND_STATUS_OK && status != ND_STATUS_NOT_FOUND) return status;
    ND_TRY(nd_file_open(node->env, from, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &file));
    nd_buf_init(&bytes, node->heap);
    nd_buf_put_u32(&bytes, nd_crc32c(0, record));
    nd_buf_put(&bytes, record.p, record.n);
    status = nd_file_write(file, 0, nd_buf_slice(&bytes));
    if (status == ND_STATUS_OK) status = nd_file_sync(file);
    nd_file_close(file);
    nd_buf_deinit(&bytes);
    if (status == ND_STATUS_OK) status = nd_file_rename(node->env, from, to);
    return status == ND_STATUS_OK ? nd_dir_sync(node->env, node->config->data_dir) : status;
}

/* False: there is none, or none that can be read. */
static bool read_identity_file(struct nd_node *node)
{
    struct nd_file *file;
    uint64_t size = 0;
    size_t n = 0;
    bool is_there = false;
    if (nd_file_open(node->env, path_of(node, "identity"), ND_FILE_READ, &file) != ND_STATUS_OK) return false;
    if (nd_file_size(file, &size) == ND_STATUS_OK && size > 4 && size <= IDENTITY_BYTES_MAX) {
        uint8_t *bytes = nd_heap_alloc(node->heap, (size_t)size);
        struct nd_slice record = nd_slice_of(bytes + 4, (size_t)size - 4);
        if (nd_file_read(file, 0, bytes, (size_t)size, &n) == ND_STATUS_OK && n == size && nd_crc32c(0, record) == nd_load_u32(bytes))
            is_there = nd__identity_decode(node, record);
        nd_heap_free(node->heap, bytes);
    }
    nd_file_close(file);
    if (!is_there) ND_ERROR(node->logger, "node", "%s/identity cannot be read: the state engine has it, too", node->config->data_dir);
    return is_there;
}

/* ---- setting the engine aside -------------------------------------------------------------------------------- */

static bool has_marker(struct nd_node *node)
{
    struct nd_file *file;
    if (nd_file_open(node->env, path_of(node, MARKER_NAME), ND_FILE_READ, &file) != ND_STATUS_OK) return false;
    nd_file_close(file);
    return true;
}

static enum nd_status put_marker(struct nd_node *node)
{
    char path[4096]; /* from any thread: not on the arena */
    struct nd_file *file;
    snprintf(path, sizeof path, "%s/" MARKER_NAME, node->config->data_dir);
    ND_TRY(nd_file_open(node->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE, &file));
    enum nd_status status = nd_file_sync(file);
    nd_file_close(file);
    return status == ND_STATUS_OK ? nd_dir_sync(node->env, node->config->data_dir) : status;
}

struct move {
    struct nd_node *node;
    const char *from, *to;
    size_t count;
    enum nd_status status;
};

static void count_name(void *arg, const char *name)
{
    struct move *move = arg;
    ND_UNUSED(name);
    move->count++;
}

static void move_name(void *arg, const char *name)
{
    struct move *move = arg;
    struct nd_arena *arena = &move->node->arena;
    if (move->status != ND_STATUS_OK || strcmp(name, "LOCK") == 0) return;
    move->status = nd_file_rename(move->node->env, nd_arena_printf(arena, "%s/%s", move->from, name), nd_arena_printf(arena, "%s/%s", move->to, name));
    move->count++;
}

static enum nd_status set_aside(struct nd_node *node)
{
    struct move move = {.node = node, .from = path_of(node, "state"), .count = 1};
    for (unsigned i = 1; i <= FOLDERS_MAX && move.count > 0; i++) {
        move.to = nd_arena_printf(&node->arena, "%s/state.damaged.%u", node->config->data_dir, i);
        move.count = 0;
        ND_TRY(nd_dir_make(node->env, move.to));
        ND_TRY(nd_dir_list(node->env, move.to, &move, count_name));
    }
    if (move.count > 0) return ND_STATUS_NO_SPACE;
    ND_TRY(nd_dir_make(node->env, move.from));
    ND_TRY(nd_dir_list(node->env, move.from, &move, move_name));
    ND_TRY(move.status);
    ND_TRY(nd_dir_sync(node->env, move.to));
    ND_TRY(nd_dir_sync(node->env, move.from));
    ND_PROBE(node->env, ENGINE_SET_ASIDE);
    ND_WARN(node->logger, "node", "the state engine is damaged: its %zu files are kept in %s, and this node's replicas come anew from the other nodes", move.count, move.to);
    return ND_STATUS_OK;
}

static void remove_name(void *arg, const char *name)
{
    struct move *move = arg;
    if (move->status == ND_STATUS_OK) move->status = nd_file_remove(move->node->env, nd_arena_printf(&move->node->arena, "%s/%s", move->from, name));
}

/* Snapshots that were being installed are of a state that is gone. */
static enum nd_status drop_snapshots(struct nd_node *node)
{
    struct move move = {.node = node, .from = path_of(node, "snap")};
    ND_TRY(nd_dir_make(node->env, move.from));
    ND_TRY(nd_dir_list(node->env, move.from, &move, remove_name));
    ND_TRY(move.status);
    return nd_dir_sync(node->env, move.from);
}

static bool has_others(const struct nd_node *node)
{
    const struct nd__identity *identity = &node->identity;
    bool has_others = false;
    for (size_t i = 0; i < identity->voter_count; i++) has_others |= identity->voters[i].id.v != identity->id.v;
    return has_others || identity->contact_count > 0;
}

/* ---- while the node runs ---------------------------------------------------------------------------------------- */

/* On any thread: a read, a flush or a compaction met what RocksDB's checksums do not like. */
static void on_damage(void *arg)
{
    struct nd_node *node = arg;
    if (!atomic_load(&node->may_rebuild_state)) {
        if (!atomic_exchange(&node->has_told_damage, true))
            ND_ERROR(node->logger, "node", "the state engine is damaged, and too few other nodes are up to rebuild it from: what is damaged is answered with errors until then");
        return;
    }
    enum nd_status status = put_marker(node);
    nd_env_fatal(node->env, ND_EXIT_REPAIR, "the state engine is damaged%s: this process ends, and its next start rebuilds the state from the other nodes",
                 status == ND_STATUS_OK ? "" : " (and that cannot be noted on the disk)");
}

void nd__state_judge_others(struct nd_node *node)
{
    size_t others = 0, up = 0;
    for (size_t i = 0; i < node->node_count; i++) {
        if (node->nodes[i].state == ND_META_NODE_REMOVED || node->nodes[i].id.v == node->identity.id.v) continue;
        others++;
        up += node->multiraft != NULL && nd_multiraft_is_up(node->multiraft, node->nodes[i].id);
    }
    atomic_store(&node->may_rebuild_state, up > (others + 1) / 2); /* a majority without this node */
}

/* ---- opening ------------------------------------------------------------------------------------------------------ */

static enum nd_status open_engine(struct nd_node *node)
{
    const struct nd_node_config *config = node->config;
    struct nd_engine_options engine = {.env = node->env, .path = path_of(node, "state"), .cache_bytes = config->cache_bytes,
                                       .memtable_bytes = config->memtable_bytes, .damage_arg = node, .on_damage = on_damage};
    return node->options.engine == ND_NODE_MEMORY ? nd_engine_mem_open(&engine, node->heap, &node->engine) : nd_engine_rocks_open(&engine, &node->engine);
}

static enum nd_status begin_anew(struct nd_node *node)
{
    if (!has_others(node)) {
        ND_ERROR(node->logger, "node", "%s/state is damaged, and there is no other node to rebuild it from: restore this node from a backup", node->config->data_dir);
        return ND_STATUS_CORRUPT;
    }
    ND_TRY(put_marker(node));
    ND_TRY(set_aside(node));
    ND_TRY(drop_snapshots(node));
    ND_TRY(open_engine(node));
    return nd__identity_store(node);
}

enum nd_status nd__state_open(struct nd_node *node, bool *is_lost_out)
{
    bool is_in_file = read_identity_file(node), is_known = is_in_file && node->identity.id.v != 0, is_in_engine = false;
    *is_lost_out = false;
    if (is_known && has_others(node)) atomic_store(&node->may_rebuild_state, true);
    if (is_known && has_marker(node)) {
        *is_lost_out = true;
        return begin_anew(node);
    }
    struct nd__identity of_file = node->identity;
    enum nd_status status = open_engine(node);
    if (status == ND_STATUS_OK) status = nd__identity_load(node, &is_in_engine);
    if (!is_in_engine) node->identity = of_file;
    bool is_gone = status == ND_STATUS_CORRUPT || (status == ND_STATUS_OK && is_known && !is_in_engine);
    if (!is_gone || !is_known) {
        ND_TRY(status);
        if (is_in_engine) return of_file.id.v == node->identity.id.v && is_in_file ? ND_STATUS_OK : nd__identity_store(node);
        if (is_in_file) return ND_STATUS_OK;
        nd_env_entropy(node->env, node->identity.uuid, sizeof node->identity.uuid);
        return nd__identity_store(node);
    }
    if (node->engine != NULL) nd_engine_close(node->engine);
    node->engine = NULL;
    *is_lost_out = true;
    return begin_anew(node);
}

enum nd_status nd__state_rebuilt(struct nd_node *node)
{
    enum nd_status status = nd_file_remove(node->env, path_of(node, MARKER_NAME));
    if (status == ND_STATUS_NOT_FOUND) return ND_STATUS_OK;
    return status == ND_STATUS_OK ? nd_dir_sync(node->env, node->config->data_dir) : status;
}
