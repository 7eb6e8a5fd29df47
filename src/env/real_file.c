/* SPDX-License-Identifier: Apache-2.0 */
/* real_file.c - files of the operating system. All of it blocks (E3). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "env/real_int.h"

struct real_file {
    struct nd_file base;
    int fd;
};

static int fd_of(struct nd_file *file) { return ND_CONTAINER_OF(file, struct real_file, base)->fd; }

enum nd_status nd__real_status(int error)
{
    switch (error) {
    case 0: return ND_STATUS_OK;
    case ENOENT:
    case ENOTDIR: return ND_STATUS_NOT_FOUND;
    case EEXIST:
    case ENOTEMPTY: return ND_STATUS_EXISTS;
    case EWOULDBLOCK:
    case EADDRINUSE: return ND_STATUS_BUSY;
    case ENOSPC:
    case EDQUOT: return ND_STATUS_NO_SPACE;
    case ENAMETOOLONG:
    case EINVAL: return ND_STATUS_INVALID;
    default: return ND_STATUS_IO;
    }
}

enum nd_status nd__real_file_open(struct nd_env *env, const char *path, unsigned flags, struct nd_file **file_out)
{
    int how = O_CLOEXEC;
    if ((flags & ND_FILE_WRITE) != 0) how |= (flags & ND_FILE_READ) != 0 ? O_RDWR : O_WRONLY;
    if ((flags & ND_FILE_CREATE) != 0) how |= O_CREAT;
    if ((flags & ND_FILE_EXCLUSIVE) != 0) how |= O_EXCL;
    int fd;
    do fd = open(path, how, 0640);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) return nd__real_status(errno);
    if ((flags & ND_FILE_LOCK) != 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum nd_status status = nd__real_status(errno);
        close(fd);
        return status;
    }
    struct real_file *file = nd_heap_new(env->heap, struct real_file);
    file->base.env = env;
    file->fd = fd;
    *file_out = &file->base;
    return ND_STATUS_OK;
}

void nd__real_file_close(struct nd_file *file)
{
    close(fd_of(file));
    nd_heap_free(file->env->heap, ND_CONTAINER_OF(file, struct real_file, base));
}

enum nd_status nd__real_file_read(struct nd_file *file, uint64_t offset, void *p, size_t n, size_t *n_out)
{
    while (*n_out < n) {
        ssize_t got = pread(fd_of(file), (uint8_t *)p + *n_out, n - *n_out, (off_t)(offset + *n_out));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return nd__real_status(errno);
        if (got == 0) break;
        *n_out += (size_t)got;
    }
    return ND_STATUS_OK;
}

enum nd_status nd__real_file_write(struct nd_file *file, uint64_t offset, struct nd_slice bytes)
{
    while (bytes.n > 0) {
        ssize_t put = pwrite(fd_of(file), bytes.p, bytes.n, (off_t)offset);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return nd__real_status(errno);
        bytes.p += put;
        bytes.n -= (size_t)put;
        offset += (uint64_t)put;
    }
    return ND_STATUS_OK;
}

/* Not repeated after an error: the kernel may have dropped the dirty pages and say yes next time. */
enum nd_status nd__real_file_sync(struct nd_file *file)
{
    return fdatasync(fd_of(file)) == 0 ? ND_STATUS_OK : nd__real_status(errno);
}

static enum nd_status allocate_by_writing(struct nd_file *file, uint64_t from, uint64_t to)
{
    static const uint8_t zeros[64 << 10];
    while (from < to) {
        size_t n = to - from < sizeof zeros ? (size_t)(to - from) : sizeof zeros;
        ND_TRY(nd__real_file_write(file, from, nd_slice_of(zeros, n)));
        from += n;
    }
    return ND_STATUS_OK;
}

enum nd_status nd__real_file_allocate(struct nd_file *file, uint64_t bytes)
{
    uint64_t size;
    ND_TRY(nd__real_file_size(file, &size));
    if (bytes <= size) return ND_STATUS_OK;
    int rc;
    do rc = fallocate(fd_of(file), 0, 0, (off_t)bytes);
    while (rc != 0 && errno == EINTR);
    if (rc == 0) return ND_STATUS_OK;
    if (errno == EOPNOTSUPP) return allocate_by_writing(file, size, bytes);
    return nd__real_status(errno);
}

enum nd_status nd__real_file_truncate(struct nd_file *file, uint64_t bytes)
{
    int rc;
    do rc = ftruncate(fd_of(file), (off_t)bytes);
    while (rc != 0 && errno == EINTR);
    return rc == 0 ? ND_STATUS_OK : nd__real_status(errno);
}

enum nd_status nd__real_file_size(struct nd_file *file, uint64_t *bytes_out)
{
    struct stat st;
    if (fstat(fd_of(file), &st) != 0) return nd__real_status(errno);
    *bytes_out = (uint64_t)st.st_size;
    return ND_STATUS_OK;
}

enum nd_status nd__real_file_rename(struct nd_env *env, const char *from, const char *to)
{
    return rename(from, to) == 0 ? ND_STATUS_OK : nd__real_status(errno);
}

enum nd_status nd__real_file_remove(struct nd_env *env, const char *path)
{
    return remove(path) == 0 ? ND_STATUS_OK : nd__real_status(errno);
}

enum nd_status nd__real_dir_space(struct nd_env *env, const char *path, uint64_t *free_out)
{
    ND_UNUSED(env);
    struct statvfs space;
    if (statvfs(path, &space) != 0) return nd__real_status(errno);
    *free_out = (uint64_t)space.f_bavail * space.f_frsize;
    return ND_STATUS_OK;
}

enum nd_status nd__real_dir_sync(struct nd_env *env, const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return nd__real_status(errno);
    enum nd_status status = fsync(fd) == 0 ? ND_STATUS_OK : nd__real_status(errno);
    close(fd);
    return status;
}

/* Makes the one directory `path` and its entry in the parent durable. */
static enum nd_status make_one(struct nd_env *env, char *path)
{
    if (mkdir(path, 0750) != 0) {
        int error = errno;
        struct stat st;
        bool is_dir = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
        return is_dir ? ND_STATUS_OK : nd__real_status(error);
    }
    char *slash = strrchr(path, '/');
    if (slash == NULL) return nd__real_dir_sync(env, ".");
    if (slash == path) return nd__real_dir_sync(env, "/");
    *slash = '\0';
    enum nd_status status = nd__real_dir_sync(env, path);
    *slash = '/';
    return status;
}

enum nd_status nd__real_dir_make(struct nd_env *env, const char *path)
{
    char part[PATH_MAX];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof part) return ND_STATUS_INVALID;
    memcpy(part, path, n + 1);
    while (n > 1 && part[n - 1] == '/') part[--n] = '\0';
    for (char *p = part + 1; *p != '\0'; p++) {
        if (*p != '/') continue;
        *p = '\0';
        enum nd_status status = make_one(env, part);
        *p = '/';
        if (status != ND_STATUS_OK) return status;
    }
    return make_one(env, part);
}

static int compare_names(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

enum nd_status nd__real_dir_list(struct nd_env *env, const char *path, void *arg,
                                 void (*on_name)(void *arg, const char *name))
{
    DIR *dir = opendir(path);
    if (dir == NULL) return nd__real_status(errno);
    char **names = NULL;
    size_t count = 0, cap = 0;
    enum nd_status status = ND_STATUS_OK;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (entry == NULL) {
            status = nd__real_status(errno);
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (count == cap) {
            cap = cap == 0 ? 32 : cap * 2;
            names = nd_heap_realloc(env->heap, names, cap * sizeof *names);
        }
        names[count++] = nd_heap_strdup(env->heap, entry->d_name);
    }
    closedir(dir);
    if (count > 0) qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        if (status == ND_STATUS_OK) on_name(arg, names[i]);
        nd_heap_free(env->heap, names[i]);
    }
    nd_heap_free(env->heap, names);
    return status;
}
