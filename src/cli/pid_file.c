/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/pid_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool nd_cli_pid_file_write(const char *dir)
{
    char path[4096], other[4096];
    if (mkdir(dir, 0755) != 0 && errno != EEXIST) return false;
    snprintf(path, sizeof path, "%s/ndoto.pid", dir);
    snprintf(other, sizeof other, "%s/ndoto.pid.new", dir);
    FILE *file = fopen(other, "we");
    if (file == NULL) return false;
    bool is_good = fprintf(file, "%ld\n", (long)getpid()) > 0;
    if (fclose(file) != 0) is_good = false;
    return is_good && rename(other, path) == 0; /* readers never see half a number */
}

void nd_cli_pid_file_remove(const char *dir)
{
    char path[4096], text[32] = "";
    snprintf(path, sizeof path, "%s/ndoto.pid", dir);
    FILE *file = fopen(path, "re");
    if (file == NULL) return;
    bool is_ours = fgets(text, sizeof text, file) != NULL && strtol(text, NULL, 10) == (long)getpid();
    fclose(file);
    if (is_ours) unlink(path);
}
