/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static enum nd_status fail(struct nd_node_config_error *error, const char *path, const char *why)
{
    snprintf(error->text, sizeof error->text, "%s: %s", path, why);
    return ND_STATUS_INVALID;
}

enum nd_status nd_cli_config_file_load(struct nd_node_config *config, const char *path, struct nd_node_config_error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) return fail(error, path, strerror(errno));
    struct nd_buf text;
    nd_buf_init(&text, config->arena.heap);
    size_t n;
    do {
        nd_buf_reserve(&text, 4096);
        n = fread(text.p + text.n, 1, 4096, file);
        text.n += n;
    } while (n > 0 && text.n <= ND_NODE_CONFIG_BYTES_MAX);
    bool is_read = ferror(file) == 0;
    fclose(file);
    const char *slash = strrchr(path, '/');
    const char *dir = slash == NULL ? "." : slash == path ? "/" : nd_arena_strndup(&config->arena, path, (size_t)(slash - path));
    enum nd_status status = is_read ? nd_node_config_load(config, path, dir, nd_buf_slice(&text), error) : fail(error, path, "cannot be read");
    nd_buf_deinit(&text);
    return status;
}

/* Takes `--name VALUE` or `--name=VALUE` at argv[*i]; NULL: another flag. A missing value stays "". */
static const char *take_flag(const char *name, int argc, char **argv, int *i)
{
    size_t n = strlen(name);
    if (strncmp(argv[*i], name, n) != 0) return NULL;
    if (argv[*i][n] == '=') return argv[*i] + n + 1;
    if (argv[*i][n] != '\0') return NULL;
    return *i + 1 < argc ? argv[++*i] : "";
}

enum nd_status nd_cli_config_of_args(struct nd_node_config *config, int argc, char **argv, struct nd_node_config_error *error)
{
    const char *dir = NULL, *path = NULL;
    const char **rest = nd_arena_alloc(&config->arena, (size_t)(argc + 1) * sizeof *rest);
    int rest_n = 0;
    for (int i = 1; i < argc; i++) {
        const char *value;
        if ((value = take_flag("--dir", argc, argv, &i)) != NULL) dir = value;
        else if ((value = take_flag("--config", argc, argv, &i)) != NULL) path = value;
        else rest[rest_n++] = argv[i];
    }
    if (dir != NULL && dir[0] == '\0') return fail(error, "--dir", "expected a folder after it");
    if (path != NULL && path[0] == '\0') return fail(error, "--config", "expected a file after it");
    if (dir != NULL && path != NULL) return fail(error, "--dir and --config", "exclude each other: --dir DIR reads DIR/ndoto.conf");
    if (dir != NULL) {
        ND_TRY(nd_node_config_set(config, "data_dir", dir, "--dir", NULL, error));
        const char *found = nd_arena_printf(&config->arena, "%s/ndoto.conf", dir);
        if (access(found, F_OK) == 0) path = found;
    }
    if (path != NULL) ND_TRY(nd_cli_config_file_load(config, path, error));
    ND_TRY(nd_node_config_take_flags(config, rest_n, rest, error));
    return nd_node_config_finish(config, error);
}
