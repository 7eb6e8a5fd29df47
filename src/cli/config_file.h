/* SPDX-License-Identifier: Apache-2.0 */
/* config_file.h - a node's configuration from the places where a command finds it.
 *
 * Threading.  The main thread, before the node exists.
 * Testing.    tests/e2e/test_config.py */
#ifndef ND_CLI_CONFIG_FILE_H
#define ND_CLI_CONFIG_FILE_H

#include "node/config.h"

/* Reads one file. Errors: INVALID, with the text in *error (also when it cannot be read). */
ND_RESULT nd_cli_config_file_load(struct nd_node_config *config, const char *path, struct nd_node_config_error *error);
/* For `ndoto start`: --dir DIR (DIR/ndoto.conf if there; data_dir is DIR unless the file says otherwise),
 * --config FILE, then the other flags over them; checks the whole. config is initialised. */
ND_RESULT nd_cli_config_of_args(struct nd_node_config *config, int argc, char **argv, struct nd_node_config_error *error);

#endif
