/* SPDX-License-Identifier: Apache-2.0 */
/* pid_file.h - DIR/ndoto.pid: which process serves a data folder.
 *
 * Role.       For scripts and `ndoto demo`. It is no lock: the log's folder is locked by env. */
#ifndef ND_CLI_PID_FILE_H
#define ND_CLI_PID_FILE_H

#include <stdbool.h>

/* Makes the folder if needed; replaces an older file. False: errno says why. */
bool nd_cli_pid_file_write(const char *dir);
/* Removes it if it still names this process. */
void nd_cli_pid_file_remove(const char *dir);

#endif
