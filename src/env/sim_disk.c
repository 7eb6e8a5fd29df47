/* SPDX-License-Identifier: Apache-2.0 */
/* sim_disk.c - a simulated disk: files, their names, and what of both survives a loss of power.
 *
 * Contents.   A file is a table of pages. A page with unsynced writes keeps, beside its contents, those
 *             before the first of them, and a bit for each 512-byte sector touched. A sync drops the
 *             old contents. A crash decides for each such sector: new, old, or torn in the middle.
 * Names.      Two maps, path to file: as the running system sees them, and as they are on disk.
 *             Between them an ordered list of changes; nd_dir_sync applies those of its folder to
 *             the second. A crash applies a prefix or a subset of the rest.
 * Simpler than a file system: folders do not move, and making one is durable at once. */
#include <stdlib.h>

#include "env/sim_int.h"

#define PAGE_BYTES 4096
#define SECTOR_BYTES 512
#define SECTORS (PAGE_BYTES / SECTOR_BYTES)
#define PATH_BYTES_MAX 512
#define FILE_BYTES_MAX (1ULL << 40)

struct page {
    uint8_t *now; /* NULL: zeros */
    uint8_t *old; /* before the first unsynced write, if dirty; NULL: zeros */
    uint8_t dirty; /* bit per sector */
};

struct inode {
    unsigned refs; /* names in either map, pending changes, open files */
    bool is_dir;
    bool is_locked;
    uint64_t size, size_durable;
    struct page *pages;
    size_t page_count;
    size_t *dirty; /* indexes of pages with dirty sectors */
    size_t dirty_count, dirty_cap;
};

struct entry {
    struct nd_omap_node node;
    struct inode *inode;
    char path[];
};

/* A change of names that is not durable yet. */
struct change {
    struct nd_list link;
    struct inode *inode; /* gets the name `to`; NULL: none does */
    char *from, *to;     /* loses, gains the file; either may be NULL */
};

struct sim_file {
    struct nd_file base;
    struct nd_list link; /* disk->open_files */
    struct inode *inode;
    unsigned flags;
    bool has_lock;
};

static struct nd_heap *heap_of(struct nd__sim_disk *disk) { return &disk->sim->heap; }
static struct inode *inode_of(struct nd_file *file) { return ND_CONTAINER_OF(file, struct sim_file, base)->inode; }

/* E3: on a reactor only while its node boots, else from a job's run. */
static struct nd__sim_disk *disk_of(struct nd_env *env)
{
    struct nd__sim_node *node = nd__sim_node_of(env);
    if (node->sim->current == node && !node->is_booting) ND_ASSERT(node->job_now != NULL);
    return &node->disk;
}

static void trace(struct nd__sim_disk *disk, unsigned what, uint64_t n)
{
    nd__sim_mix(disk->sim, ((uint64_t)ND_SIM_FILE << 56) ^ ((uint64_t)what << 48) ^ n);
}

/* False: power is gone for the job that runs; its change is to have no effect. */
static bool may_change(struct nd__sim_disk *disk)
{
    if (disk->ops_left == UINT64_MAX) return true;
    if (disk->ops_left == 0) return false;
    disk->ops_left--;
    return true;
}

void nd__sim_disk_init(struct nd__sim_disk *disk, struct nd_sim *sim)
{
    *disk = (struct nd__sim_disk){.sim = sim, .ops_left = UINT64_MAX};
    nd_omap_init(&disk->now);
    nd_omap_init(&disk->durable);
    nd_list_init(&disk->pending);
    nd_list_init(&disk->open_files);
}

/* ---- contents ------------------------------------------------------------------------------------------ */

static struct inode *new_inode(struct nd__sim_disk *disk) { return nd_heap_new(heap_of(disk), struct inode); }

static void unref(struct nd__sim_disk *disk, struct inode *inode)
{
    ND_ASSERT(inode->refs > 0);
    if (--inode->refs > 0) return;
    disk->bytes -= inode->size;
    for (size_t i = 0; i < inode->page_count; i++) {
        nd_heap_free(heap_of(disk), inode->pages[i].now);
        nd_heap_free(heap_of(disk), inode->pages[i].old);
    }
    nd_heap_free(heap_of(disk), inode->pages);
    nd_heap_free(heap_of(disk), inode->dirty);
    nd_heap_free(heap_of(disk), inode);
}

static struct page *page_at(struct nd__sim_disk *disk, struct inode *inode, size_t index)
{
    if (index >= inode->page_count) {
        size_t count = inode->page_count == 0 ? 4 : inode->page_count;
        while (count <= index) count *= 2;
        inode->pages = nd_heap_realloc(heap_of(disk), inode->pages, count * sizeof *inode->pages);
        memset(inode->pages + inode->page_count, 0, (count - inode->page_count) * sizeof *inode->pages);
        inode->page_count = count;
    }
    return &inode->pages[index];
}

/* Prepares sectors of a page for a write: keeps what they held. */
static struct page *touch(struct nd__sim_disk *disk, struct inode *inode, size_t index, size_t from, size_t to)
{
    struct page *page = page_at(disk, inode, index);
    if (page->dirty == 0) {
        if (page->now != NULL) {
            page->old = nd_heap_alloc(heap_of(disk), PAGE_BYTES);
            memcpy(page->old, page->now, PAGE_BYTES);
        }
        if (inode->dirty_count == inode->dirty_cap) {
            inode->dirty_cap = inode->dirty_cap == 0 ? 8 : inode->dirty_cap * 2;
            inode->dirty = nd_heap_realloc(heap_of(disk), inode->dirty, inode->dirty_cap * sizeof *inode->dirty);
        }
        inode->dirty[inode->dirty_count++] = index;
    }
    for (size_t sector = from / SECTOR_BYTES; sector * SECTOR_BYTES < to; sector++) page->dirty |= (uint8_t)(1U << sector);
    if (page->now == NULL) page->now = nd_heap_zalloc(heap_of(disk), PAGE_BYTES);
    return page;
}

/* bytes.p NULL: zeros */
static void write_pages(struct nd__sim_disk *disk, struct inode *inode, uint64_t offset, const uint8_t *p, uint64_t n)
{
    while (n > 0) {
        size_t index = (size_t)(offset / PAGE_BYTES), from = (size_t)(offset % PAGE_BYTES);
        size_t part = PAGE_BYTES - from < n ? PAGE_BYTES - from : (size_t)n;
        struct page *page = touch(disk, inode, index, from, from + part);
        if (p != NULL) memcpy(page->now + from, p, part);
        else memset(page->now + from, 0, part);
        p = p == NULL ? NULL : p + part;
        offset += part;
        n -= part;
    }
}

/* Zeros what lies in [from, to) where there is a page at all. */
static void zero_range(struct nd__sim_disk *disk, struct inode *inode, uint64_t from, uint64_t to)
{
    while (from < to && from / PAGE_BYTES < inode->page_count) {
        uint64_t page_end = (from / PAGE_BYTES + 1) * PAGE_BYTES, end = page_end < to ? page_end : to;
        if (inode->pages[from / PAGE_BYTES].now != NULL) write_pages(disk, inode, from, NULL, end - from);
        from = end;
    }
}

static enum nd_status set_size(struct nd__sim_disk *disk, struct inode *inode, uint64_t size)
{
    if (size > FILE_BYTES_MAX) return ND_STATUS_INVALID;
    uint64_t bytes_max = disk->sim->options.disk.bytes_max;
    if (size > inode->size && bytes_max != 0 && disk->bytes + (size - inode->size) > bytes_max) return ND_STATUS_NO_SPACE;
    if (size < inode->size) zero_range(disk, inode, size, inode->size);
    disk->bytes = disk->bytes - inode->size + size;
    inode->size = size;
    return ND_STATUS_OK;
}

static void forget_old(struct nd__sim_disk *disk, struct page *page)
{
    nd_heap_free(heap_of(disk), page->old);
    page->old = NULL;
    page->dirty = 0;
}

static void sync_inode(struct nd__sim_disk *disk, struct inode *inode)
{
    for (size_t i = 0; i < inode->dirty_count; i++) forget_old(disk, &inode->pages[inode->dirty[i]]);
    inode->dirty_count = 0;
    inode->size_durable = inode->size;
    for (size_t i = (size_t)((inode->size + PAGE_BYTES - 1) / PAGE_BYTES); i < inode->page_count; i++) {
        nd_heap_free(heap_of(disk), inode->pages[i].now);
        inode->pages[i].now = NULL;
    }
}

/* How hard a loss of power hits: drawn once for each crash. */
struct loss {
    double keep, tear; /* shares of sectors */
};

static struct loss draw_loss(struct nd_prng *prng)
{
    switch (nd_prng_below(prng, 4)) {
    case 0: return (struct loss){.keep = 0};
    case 1: return (struct loss){.keep = 1};
    case 2: return (struct loss){.keep = nd_prng_unit(prng)};
    default: return (struct loss){.keep = nd_prng_unit(prng), .tear = 0.2};
    }
}

static void crash_sector(struct page *page, size_t sector, const struct loss *loss, struct nd_prng *prng)
{
    static const uint8_t zeros[SECTOR_BYTES];
    uint8_t *now = page->now + sector * SECTOR_BYTES;
    const uint8_t *old = page->old == NULL ? zeros : page->old + sector * SECTOR_BYTES;
    if (nd_prng_chance(prng, loss->keep)) return;
    size_t kept = nd_prng_chance(prng, loss->tear) ? (size_t)nd_prng_below(prng, SECTOR_BYTES) : 0;
    memcpy(now + kept, old + kept, SECTOR_BYTES - kept);
}

static int compare_indexes(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

static void crash_inode(struct nd__sim_disk *disk, struct inode *inode, const struct loss *loss)
{
    struct nd_prng *prng = &disk->sim->prng_disk;
    if (inode->dirty_count > 0) qsort(inode->dirty, inode->dirty_count, sizeof *inode->dirty, compare_indexes);
    for (size_t i = 0; i < inode->dirty_count; i++) {
        struct page *page = &inode->pages[inode->dirty[i]];
        for (size_t sector = 0; sector < SECTORS; sector++)
            if ((page->dirty >> sector & 1U) != 0) crash_sector(page, sector, loss, prng);
    }
    uint64_t size = inode->size;
    if (size != inode->size_durable && !nd_prng_chance(prng, loss->keep)) size = inode->size_durable;
    sync_inode(disk, inode); /* what is left is what the disk holds */
    uint64_t before = inode->size;
    inode->size = size;
    disk->bytes = disk->bytes - before + size;
    zero_range(disk, inode, size, (uint64_t)inode->page_count * PAGE_BYTES);
    sync_inode(disk, inode);
}

/* ---- names --------------------------------------------------------------------------------------------- */

/* Into `out` without a slash at the end or doubled ones. */
static bool normalise(const char *path, char *out)
{
    size_t n = 0;
    while (path[0] == '.' && path[1] == '/' && path[2] != '\0') path += 2;
    for (const char *p = path; *p != '\0'; p++) {
        if (*p == '/' && n > 0 && out[n - 1] == '/') continue;
        if (n + 1 >= PATH_BYTES_MAX) return false;
        out[n++] = *p;
    }
    if (n > 1 && out[n - 1] == '/') n--;
    out[n] = '\0';
    return n > 0;
}

/* The folder that holds `path`; "." for a bare name. */
static void folder_of(const char *path, char *out)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        memcpy(out, ".", 2);
        return;
    }
    size_t n = slash == path ? 1 : (size_t)(slash - path);
    memcpy(out, path, n);
    out[n] = '\0';
}

static struct entry *find(struct nd_omap *names, const char *path)
{
    struct nd_omap_node *node = nd_omap_find(names, nd_slice_str(path));
    return node == NULL ? NULL : ND_CONTAINER_OF(node, struct entry, node);
}

static bool is_root(const char *path) { return strcmp(path, "/") == 0 || strcmp(path, ".") == 0; }

static bool is_dir(struct nd__sim_disk *disk, const char *path)
{
    if (is_root(path)) return true;
    struct entry *entry = find(&disk->now, path);
    return entry != NULL && entry->inode->is_dir;
}

static void unname(struct nd__sim_disk *disk, struct nd_omap *names, const char *path)
{
    struct entry *entry = find(names, path);
    if (entry == NULL) return;
    nd_omap_remove(names, &entry->node);
    unref(disk, entry->inode);
    nd_heap_free(heap_of(disk), entry);
}

static void name(struct nd__sim_disk *disk, struct nd_omap *names, const char *path, struct inode *inode)
{
    inode->refs++;
    unname(disk, names, path);
    size_t n = strlen(path) + 1;
    struct entry *entry = nd_heap_zalloc(heap_of(disk), sizeof *entry + n);
    memcpy(entry->path, path, n);
    entry->inode = inode;
    struct nd_omap_node *other = nd_omap_insert(names, &entry->node, nd_slice_str(entry->path));
    ND_ASSERT(other == NULL);
}

/* Changes the names that the system sees; the disk learns of it later. */
static void change_names(struct nd__sim_disk *disk, const char *from, const char *to, struct inode *inode)
{
    struct change *change = nd_heap_new(heap_of(disk), struct change);
    change->inode = inode;
    if (inode != NULL) inode->refs++;
    if (from != NULL) change->from = nd_heap_strdup(heap_of(disk), from);
    if (to != NULL) change->to = nd_heap_strdup(heap_of(disk), to);
    nd_list_push_back(&disk->pending, &change->link);
    if (from != NULL) unname(disk, &disk->now, from);
    if (to != NULL) name(disk, &disk->now, to, inode);
}

static void end_change(struct nd__sim_disk *disk, struct change *change, bool takes_effect)
{
    if (takes_effect && change->from != NULL) unname(disk, &disk->durable, change->from);
    if (takes_effect && change->to != NULL) name(disk, &disk->durable, change->to, change->inode);
    nd_list_remove(&change->link);
    if (change->inode != NULL) unref(disk, change->inode);
    nd_heap_free(heap_of(disk), change->from);
    nd_heap_free(heap_of(disk), change->to);
    nd_heap_free(heap_of(disk), change);
}

/* A name that becomes durable at once takes what was pending for it along. */
static void end_changes_of(struct nd__sim_disk *disk, const char *path)
{
    ND_LIST_FOREACH_SAFE(link, &disk->pending) {
        struct change *change = ND_CONTAINER_OF(link, struct change, link);
        bool is_of_path = (change->from != NULL && strcmp(change->from, path) == 0) || (change->to != NULL && strcmp(change->to, path) == 0);
        if (is_of_path) end_change(disk, change, true);
    }
}

static bool is_in(const char *path, const char *folder)
{
    char of[PATH_BYTES_MAX];
    if (path == NULL) return false;
    folder_of(path, of);
    return strcmp(of, folder) == 0;
}

/* A journalling file system keeps a prefix of the changes, others any of them. */
static void crash_names(struct nd__sim_disk *disk, const struct loss *loss)
{
    struct nd_prng *prng = &disk->sim->prng_disk;
    bool is_prefix = nd_prng_chance(prng, 0.5), is_kept = true;
    ND_LIST_FOREACH_SAFE(link, &disk->pending) {
        bool is_lucky = nd_prng_chance(prng, loss->keep);
        is_kept = is_prefix ? is_kept && is_lucky : is_lucky;
        end_change(disk, ND_CONTAINER_OF(link, struct change, link), is_kept);
    }
}

void nd__sim_disk_crash(struct nd__sim_disk *disk)
{
    struct loss loss = draw_loss(&disk->sim->prng_disk);
    while (!nd_list_is_empty(&disk->open_files)) { /* their memory goes with the node's heap */
        struct sim_file *file = ND_CONTAINER_OF(disk->open_files.next, struct sim_file, link);
        nd_list_remove(&file->link);
        file->inode->is_locked = false;
        unref(disk, file->inode);
    }
    crash_names(disk, &loss);
    while (nd_omap_first(&disk->now) != NULL) unname(disk, &disk->now, ND_CONTAINER_OF(nd_omap_first(&disk->now), struct entry, node)->path);
    for (struct nd_omap_node *it = nd_omap_first(&disk->durable); it != NULL; it = nd_omap_next(it)) {
        struct entry *entry = ND_CONTAINER_OF(it, struct entry, node);
        name(disk, &disk->now, entry->path, entry->inode);
        crash_inode(disk, entry->inode, &loss);
    }
}

/* First entry in a folder, or NULL. Entries below subfolders follow theirs: see next_in. */
static struct nd_omap_node *first_in(struct nd__sim_disk *disk, const char *folder, char *prefix)
{
    size_t n = strlen(folder);
    if (strcmp(folder, ".") == 0) n = 0;
    memcpy(prefix, folder, n);
    if (n > 0 && prefix[n - 1] != '/') prefix[n++] = '/';
    prefix[n] = '\0';
    return nd_omap_find_ge(&disk->now, nd_slice_str(prefix));
}

/* What is there of n bytes; returns how many. */
static size_t read_pages(const struct inode *inode, uint64_t offset, uint8_t *to, size_t n)
{
    uint64_t left = offset >= inode->size ? 0 : inode->size - offset;
    if (left > n) left = n;
    size_t count = (size_t)left;
    while (left > 0) {
        size_t index = (size_t)(offset / PAGE_BYTES), from = (size_t)(offset % PAGE_BYTES);
        size_t part = PAGE_BYTES - from < left ? PAGE_BYTES - from : (size_t)left;
        const uint8_t *now = index < inode->page_count ? inode->pages[index].now : NULL;
        if (now != NULL) memcpy(to, now + from, part);
        else memset(to, 0, part);
        to += part;
        offset += part;
        left -= part;
    }
    return count;
}

enum nd_status nd__sim_disk_read(struct nd__sim_disk *disk, const char *path, uint64_t offset, void *p, size_t n, size_t *n_out)
{
    char clean[PATH_BYTES_MAX];
    struct entry *entry = normalise(path, clean) ? find(&disk->now, clean) : NULL;
    *n_out = 0;
    if (entry == NULL || entry->inode->is_dir) return ND_STATUS_NOT_FOUND;
    *n_out = read_pages(entry->inode, offset, p, n);
    return ND_STATUS_OK;
}

void nd__sim_disk_list(struct nd__sim_disk *disk, const char *path, void *arg, void (*on_name)(void *arg, const char *name))
{
    char clean[PATH_BYTES_MAX], prefix[PATH_BYTES_MAX + 1];
    if (!normalise(path, clean)) return;
    struct nd_omap_node *node = first_in(disk, clean, prefix);
    size_t n = strlen(prefix);
    for (; node != NULL && nd_slice_has_prefix(node->key, nd_slice_str(prefix)); node = nd_omap_next(node)) {
        const char *rest = ND_CONTAINER_OF(node, struct entry, node)->path + n;
        if (*rest != '\0' && strchr(rest, '/') == NULL) on_name(arg, rest);
    }
}

enum nd_status nd__sim_disk_corrupt(struct nd__sim_disk *disk, const char *path, uint64_t offset, uint8_t xor_mask)
{
    char clean[PATH_BYTES_MAX];
    struct entry *entry = normalise(path, clean) ? find(&disk->now, clean) : NULL;
    if (entry == NULL || entry->inode->is_dir) return ND_STATUS_NOT_FOUND;
    if (offset >= entry->inode->size) return ND_STATUS_INVALID;
    struct page *page = page_at(disk, entry->inode, (size_t)(offset / PAGE_BYTES));
    if (page->now == NULL) page->now = nd_heap_zalloc(heap_of(disk), PAGE_BYTES);
    page->now[offset % PAGE_BYTES] ^= xor_mask;
    if (page->old != NULL) page->old[offset % PAGE_BYTES] ^= xor_mask;
    return ND_STATUS_OK;
}

/* ---- calls of env.h ------------------------------------------------------------------------------------- */

enum nd_status nd__sim_file_open(struct nd_env *env, const char *path, unsigned flags, struct nd_file **file_out)
{
    struct nd__sim_disk *disk = disk_of(env);
    char clean[PATH_BYTES_MAX], folder[PATH_BYTES_MAX];
    if (!normalise(path, clean)) return ND_STATUS_INVALID;
    struct entry *entry = find(&disk->now, clean);
    struct inode *inode = entry == NULL ? NULL : entry->inode;
    if (inode == NULL) {
        folder_of(clean, folder);
        if ((flags & ND_FILE_CREATE) == 0 || !is_dir(disk, folder)) return ND_STATUS_NOT_FOUND;
    } else {
        if ((flags & ND_FILE_CREATE) != 0 && (flags & ND_FILE_EXCLUSIVE) != 0) return ND_STATUS_EXISTS;
        if (inode->is_dir) return ND_STATUS_IO;
        if ((flags & ND_FILE_LOCK) != 0 && inode->is_locked) return ND_STATUS_BUSY;
    }
    struct sim_file *file = nd_heap_new(env->heap, struct sim_file);
    file->base.env = env;
    file->flags = flags;
    if (inode == NULL) {
        inode = new_inode(disk);
        inode->refs++;
        if (may_change(disk)) change_names(disk, NULL, clean, inode);
    } else {
        inode->refs++;
    }
    file->inode = inode;
    nd_list_push_back(&disk->open_files, &file->link);
    file->has_lock = (flags & ND_FILE_LOCK) != 0;
    if (file->has_lock) inode->is_locked = true;
    trace(disk, 1, nd_hash64(nd_slice_str(clean)) >> 16);
    *file_out = &file->base;
    return ND_STATUS_OK;
}

void nd__sim_file_close(struct nd_file *base)
{
    struct sim_file *file = ND_CONTAINER_OF(base, struct sim_file, base);
    struct nd__sim_disk *disk = &nd__sim_node_of(base->env)->disk;
    if (file->has_lock) file->inode->is_locked = false;
    nd_list_remove(&file->link);
    unref(disk, file->inode);
    nd_heap_free(base->env->heap, file);
}

enum nd_status nd__sim_file_read(struct nd_file *file, uint64_t offset, void *p, size_t n, size_t *n_out)
{
    disk_of(file->env);
    *n_out = read_pages(inode_of(file), offset, p, n);
    return ND_STATUS_OK;
}

enum nd_status nd__sim_file_write(struct nd_file *file, uint64_t offset, struct nd_slice bytes)
{
    struct nd__sim_disk *disk = disk_of(file->env);
    struct inode *inode = inode_of(file);
    if ((ND_CONTAINER_OF(file, struct sim_file, base)->flags & ND_FILE_WRITE) == 0) return ND_STATUS_IO;
    if (offset > FILE_BYTES_MAX || bytes.n > FILE_BYTES_MAX) return ND_STATUS_INVALID;
    if (!may_change(disk)) return ND_STATUS_OK;
    if (offset + bytes.n > inode->size) ND_TRY(set_size(disk, inode, offset + bytes.n));
    write_pages(disk, inode, offset, bytes.p, bytes.n);
    trace(disk, 2, bytes.n ^ (nd_hash64(bytes) >> 20));
    return ND_STATUS_OK;
}

enum nd_status nd__sim_file_sync(struct nd_file *file)
{
    struct nd__sim_disk *disk = disk_of(file->env);
    double share = disk->sim->options.disk.sync_error;
    if (share > 0 && nd_prng_chance(&disk->sim->prng_disk, share)) {
        trace(disk, 7, 0);
        return ND_STATUS_IO;
    }
    if (may_change(disk)) sync_inode(disk, inode_of(file));
    trace(disk, 3, 0);
    return ND_STATUS_OK;
}

enum nd_status nd__sim_file_allocate(struct nd_file *file, uint64_t bytes)
{
    struct nd__sim_disk *disk = disk_of(file->env);
    struct inode *inode = inode_of(file);
    if (bytes <= inode->size || !may_change(disk)) return ND_STATUS_OK;
    return set_size(disk, inode, bytes);
}

enum nd_status nd__sim_file_truncate(struct nd_file *file, uint64_t bytes)
{
    struct nd__sim_disk *disk = disk_of(file->env);
    return may_change(disk) ? set_size(disk, inode_of(file), bytes) : ND_STATUS_OK;
}

enum nd_status nd__sim_file_size(struct nd_file *file, uint64_t *bytes_out)
{
    disk_of(file->env);
    *bytes_out = inode_of(file)->size;
    return ND_STATUS_OK;
}

enum nd_status nd__sim_file_rename(struct nd_env *env, const char *from, const char *to)
{
    struct nd__sim_disk *disk = disk_of(env);
    char clean_from[PATH_BYTES_MAX], clean_to[PATH_BYTES_MAX], folder[PATH_BYTES_MAX];
    if (!normalise(from, clean_from) || !normalise(to, clean_to)) return ND_STATUS_INVALID;
    if (!may_change(disk)) return ND_STATUS_OK;
    struct entry *entry = find(&disk->now, clean_from);
    folder_of(clean_to, folder);
    if (entry == NULL || !is_dir(disk, folder)) return ND_STATUS_NOT_FOUND;
    if (entry->inode->is_dir || is_dir(disk, clean_to)) return ND_STATUS_INVALID;
    if (strcmp(clean_from, clean_to) == 0) return ND_STATUS_OK;
    change_names(disk, clean_from, clean_to, entry->inode);
    trace(disk, 4, nd_hash64(nd_slice_str(clean_to)) >> 16);
    return ND_STATUS_OK;
}

enum nd_status nd__sim_file_remove(struct nd_env *env, const char *path)
{
    struct nd__sim_disk *disk = disk_of(env);
    char clean[PATH_BYTES_MAX], prefix[PATH_BYTES_MAX + 1];
    if (!normalise(path, clean)) return ND_STATUS_INVALID;
    if (!may_change(disk)) return ND_STATUS_OK;
    struct entry *entry = find(&disk->now, clean);
    if (entry == NULL) return ND_STATUS_NOT_FOUND;
    if (entry->inode->is_dir) {
        struct nd_omap_node *below = first_in(disk, clean, prefix);
        if (below != NULL && nd_slice_has_prefix(below->key, nd_slice_str(prefix))) return ND_STATUS_EXISTS;
    }
    change_names(disk, clean, NULL, NULL);
    trace(disk, 5, nd_hash64(nd_slice_str(clean)) >> 16);
    return ND_STATUS_OK;
}

enum nd_status nd__sim_dir_make(struct nd_env *env, const char *path)
{
    struct nd__sim_disk *disk = disk_of(env);
    char clean[PATH_BYTES_MAX];
    if (!normalise(path, clean)) return ND_STATUS_INVALID;
    if (!may_change(disk)) return ND_STATUS_OK;
    size_t n = strlen(clean);
    for (size_t i = 1; i <= n; i++) {
        if (clean[i] != '/' && clean[i] != '\0') continue;
        char after = clean[i];
        clean[i] = '\0';
        struct entry *entry = find(&disk->now, clean);
        if (entry != NULL && !entry->inode->is_dir) return ND_STATUS_EXISTS;
        if (entry == NULL && !is_root(clean)) {
            struct inode *inode = new_inode(disk);
            inode->is_dir = true;
            end_changes_of(disk, clean);
            name(disk, &disk->now, clean, inode);
            name(disk, &disk->durable, clean, inode);
        }
        clean[i] = after;
    }
    return ND_STATUS_OK;
}

enum nd_status nd__sim_dir_space(struct nd_env *env, const char *path, uint64_t *free_out)
{
    ND_UNUSED(path);
    const struct nd__sim_disk *disk = disk_of(env);
    uint64_t most = disk->sim->options.disk.bytes_max;
    *free_out = most == 0 ? UINT64_MAX : disk->bytes < most ? most - disk->bytes : 0;
    return ND_STATUS_OK;
}

enum nd_status nd__sim_dir_sync(struct nd_env *env, const char *path)
{
    struct nd__sim_disk *disk = disk_of(env);
    char clean[PATH_BYTES_MAX];
    if (!normalise(path, clean)) return ND_STATUS_INVALID;
    if (!may_change(disk)) return ND_STATUS_OK;
    if (!is_dir(disk, clean)) return ND_STATUS_NOT_FOUND;
    ND_LIST_FOREACH_SAFE(link, &disk->pending) {
        struct change *change = ND_CONTAINER_OF(link, struct change, link);
        if (is_in(change->from, clean) || is_in(change->to, clean)) end_change(disk, change, true);
    }
    trace(disk, 6, 0);
    return ND_STATUS_OK;
}

/* The caller's on_name may change names: all are gathered first. */
enum nd_status nd__sim_dir_list(struct nd_env *env, const char *path, void *arg, void (*on_name)(void *arg, const char *name))
{
    struct nd__sim_disk *disk = disk_of(env);
    char clean[PATH_BYTES_MAX], prefix[PATH_BYTES_MAX + 1];
    if (!normalise(path, clean)) return ND_STATUS_INVALID;
    if (!is_dir(disk, clean)) return ND_STATUS_NOT_FOUND;
    struct nd_buf names;
    nd_buf_init(&names, env->heap);
    struct nd_omap_node *node = first_in(disk, clean, prefix);
    size_t n = strlen(prefix);
    for (; node != NULL && nd_slice_has_prefix(node->key, nd_slice_str(prefix)); node = nd_omap_next(node)) {
        const char *rest = ND_CONTAINER_OF(node, struct entry, node)->path + n;
        if (*rest != '\0' && strchr(rest, '/') == NULL) nd_buf_put(&names, rest, strlen(rest) + 1);
    }
    for (size_t at = 0; at < names.n; at += strlen((const char *)names.p + at) + 1) on_name(arg, (const char *)names.p + at);
    nd_buf_deinit(&names);
    return ND_STATUS_OK;
}
