/* SPDX-License-Identifier: Apache-2.0 */
/* start.c - `ndoto start`: one node, until SIGINT or SIGTERM.
 *
 *     configuration ─▶ env ─▶ lock of the folder ─▶ message file ─▶ node ─▶ ndoto.pid ─▶ reactors turn
 *     signal ─▶ nd_node_stop ─▶ reactors end ─▶ the same backwards */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/config_file.h"
#include "cli/pid_file.h"
#include "env/real.h"
#include "node/node.h"
#include "obs/log_sink.h"

struct start {
    struct nd_heap heap;
    struct nd_metrics metrics;
    struct nd_logger logger;
    struct nd_obs_log_sink sink;
    struct nd_node_config config;
    struct nd_env *env;
    struct nd_file *lock;
    struct nd_node *node;
    bool is_stopping;
};

static void print_help(void)
{
    printf("usage: ndoto start [--dir DIR | --config FILE] [FLAGS]\n\n"
           "Starts one node and runs it until SIGINT or SIGTERM. Settings come from DIR/ndoto.conf (or FILE);\n"
           "flags win over it. The node's process id is in DIR/ndoto.pid, its messages in DIR/ndoto.log.\n\n"
           "flags (as keys of the file: the same names with _ for -):\n"
           "  --dir DIR                    data folder, with an ndoto.conf or without\n"
           "  --config FILE                configuration file\n");
    struct nd_heap heap;
    struct nd_buf help;
    nd_heap_init(&heap, false);
    nd_buf_init(&help, &heap);
    nd_node_config_render_help(&help);
    printf("%.*s", (int)help.n, (const char *)help.p);
    nd_buf_deinit(&help);
    printf("\nexample, a cluster of one:\n  ndoto start --dir data\n");
}

/* Two processes on one folder would write over each other's files. */
static bool lock_dir(struct start *start)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/ndoto.lock", start->config.data_dir);
    enum nd_status status = nd_dir_make(start->env, start->config.data_dir);
    if (status == ND_STATUS_OK)
        status = nd_file_open(start->env, path, ND_FILE_READ | ND_FILE_WRITE | ND_FILE_CREATE | ND_FILE_LOCK, &start->lock);
    if (status == ND_STATUS_OK) return true;
    if (status == ND_STATUS_BUSY) fprintf(stderr, "ndoto start: another process serves %s\n", start->config.data_dir);
    else fprintf(stderr, "ndoto start: cannot write in %s: %s\n", start->config.data_dir, nd_status_text(status));
    return false;
}

static void on_stopped(void *arg)
{
    struct start *start = arg;
    nd_env_real_stop(start->env);
}

static void on_signal(void *arg, int signal_number)
{
    struct start *start = arg;
    if (start->is_stopping) return; /* stopping is bounded: asking twice changes nothing */
    start->is_stopping = true;
    ND_INFO(&start->logger, "start", "signal %d: stopping", signal_number);
    nd_node_stop(start->node, start, on_stopped);
}

static int run_node(struct start *start)
{
    const struct nd_obs_log_sink_options sink_options = {
        .dir = start->config.data_dir, .file_bytes = start->config.log_file_bytes, .files = start->config.log_files};
    enum nd_status status = nd_obs_log_sink_attach(&start->sink, start->env, &sink_options);
    if (status != ND_STATUS_OK) {
        fprintf(stderr, "ndoto start: cannot write messages in %s: %s\n", start->config.data_dir, nd_status_text(status));
        return ND_EXIT_FAILED;
    }
    ND_INFO(&start->logger, "start", "ndoto %s, data in %s", ND_VERSION, start->config.data_dir);
    const struct nd_node_options options = {.env = start->env, .config = &start->config, .engine = ND_NODE_ROCKS, .tz_dir = "/usr/share/zoneinfo"};
    status = nd_node_open(&options, &start->node);
    if (status != ND_STATUS_OK) {
        nd_obs_log_sink_detach(&start->sink);
        bool is_address = status == ND_STATUS_BUSY || status == ND_STATUS_INVALID; /* in use, or no address of this machine */
        return is_address ? ND_EXIT_USAGE : status == ND_STATUS_CORRUPT ? ND_EXIT_CORRUPTION : ND_EXIT_FAILED;
    }
    if (!nd_cli_pid_file_write(start->config.data_dir))
        ND_WARN(&start->logger, "start", "cannot write %s/ndoto.pid: %s", start->config.data_dir, strerror(errno));
    nd_env_real_on_signal(start->env, SIGINT, start, on_signal);
    nd_env_real_on_signal(start->env, SIGTERM, start, on_signal);
    nd_env_real_run(start->env);
    nd_cli_pid_file_remove(start->config.data_dir);
    if (nd_node_is_cut_short(start->node)) {
        ND_WARN(&start->logger, "start", "stopped with statements under way: what they wait for did not come");
        nd_obs_log_sink_detach(&start->sink);
        _exit(ND_EXIT_OK);
    }
    nd_node_close(start->node);
    ND_INFO(&start->logger, "start", "stopped");
    nd_obs_log_sink_detach(&start->sink);
    return ND_EXIT_OK;
}

static int run_env(struct start *start)
{
    const struct nd_env_real_options options = {
        .heap = &start->heap, .logger = &start->logger, .metrics = &start->metrics, .reactors = 1};
    enum nd_status status = nd_env_real_open(&options, &start->env);
    if (status != ND_STATUS_OK) {
        fprintf(stderr, "ndoto start: %s\n", nd_status_text(status));
        return ND_EXIT_FAILED;
    }
    int exit_code = lock_dir(start) ? run_node(start) : ND_EXIT_FAILED;
    if (start->lock != NULL) nd_file_close(start->lock);
    nd_env_real_close(start->env);
    return exit_code;
}

int nd_cli_start(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") != 0) continue;
        print_help();
        return ND_EXIT_OK;
    }
    struct start start = {0};
    struct nd_node_config_error error;
    nd_heap_init(&start.heap, false);
    nd_metrics_init(&start.metrics, &start.heap);
    nd_node_config_init(&start.config, &start.heap);
    int exit_code = ND_EXIT_USAGE;
    if (nd_cli_config_of_args(&start.config, argc, argv, &error) == ND_STATUS_OK) {
        nd_obs_log_sink_init(&start.sink, &start.heap, start.config.log_level, start.config.is_log_on_stderr, &start.logger);
        exit_code = run_env(&start);
        nd_obs_log_sink_deinit(&start.sink);
    } else {
        fprintf(stderr, "ndoto start: %s\n", error.text);
    }
    nd_node_config_deinit(&start.config);
    nd_metrics_deinit(&start.metrics);
    return exit_code;
}
