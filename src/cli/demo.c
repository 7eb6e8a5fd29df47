/* SPDX-License-Identifier: Apache-2.0 */
/* demo.c - `ndoto demo`: a cluster of processes on this machine.
 *
 * The supervisor starts one `ndoto start` per node, loads the sample data at the first start, opens a
 * shell if there is a terminal, and stops everything at the end. It never restarts a node and outlives
 * each of them: killing nodes is what a demo is for. Signals are blocked and taken with sigtimedwait,
 * so there are no handlers.
 *
 *     start ─▶ wait for SQL ─▶ sample data ─▶ shell, or wait for SIGINT / SIGTERM ─▶ stop nodes */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/local_node.h"
#include "cli/sample.h"
#include "cli/sql_client.h"

#define STOP_SECONDS_MAX 20

struct demo {
    struct nd_heap heap;
    char dir[2048];
    struct nd_cli_local_node nodes[ND_CLI_DEMO_NODES_MAX];
    unsigned count;
    sigset_t signals;
    int lock_fd;
    pid_t shell;
    struct termios terminal; /* as it was before the shell, which may be killed in mid-line */
    bool is_stopping; /* a signal asked for it, or the shell ended */
};

/* ---- signals and children ---- */

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void describe_end(int status, char out[64])
{
    if (WIFSIGNALED(status)) snprintf(out, 64, "was ended by signal %d", WTERMSIG(status));
    else snprintf(out, 64, "ended with status %d", WEXITSTATUS(status));
}

static void reap(struct demo *demo)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == demo->shell) {
            demo->shell = 0;
            demo->is_stopping = true;
        }
        for (unsigned i = 0; i < demo->count; i++) {
            struct nd_cli_local_node *node = &demo->nodes[i];
            if (node->child != pid) continue;
            node->child = 0;
            if (demo->is_stopping) continue;
            char end[64];
            describe_end(status, end);
            fprintf(stderr, "node %u (process %d) %s. To start it again: ndoto start --dir %s\n", node->number, (int)pid, end, node->dir);
        }
    }
}

/* Waits for a signal, at most `seconds`; notes what it means. */
static void wait_signal(struct demo *demo, double seconds)
{
    const struct timespec timeout = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    int signal_number = sigtimedwait(&demo->signals, NULL, &timeout);
    if (signal_number == SIGCHLD) reap(demo);
    if (signal_number == SIGTERM || signal_number == SIGHUP) demo->is_stopping = true;
    /* At the prompt Ctrl-C belongs to the shell: it cancels a statement or drops a line. */
    if (signal_number == SIGINT && demo->shell == 0) demo->is_stopping = true;
}

/* ---- set-up ---- */

static bool lock_dir(struct demo *demo)
{
    char path[4096];
    if (mkdir(demo->dir, 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "ndoto demo: cannot make %s: %s\n", demo->dir, strerror(errno));
        return false;
    }
    snprintf(path, sizeof path, "%s/demo.lock", demo->dir);
    demo->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (demo->lock_fd < 0) {
        fprintf(stderr, "ndoto demo: cannot write %s: %s\n", path, strerror(errno));
        return false;
    }
    if (flock(demo->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        fprintf(stderr, "ndoto demo: another demo runs in %s\n", demo->dir);
        return false;
    }
    return true;
}

struct ports {
    uint64_t sql, rpc, http;
    bool has_sql, has_rpc, has_http;
};

static bool set_up_nodes(struct demo *demo, uint64_t wanted, bool has_wanted, const struct ports *ports)
{
    unsigned existing = nd_cli_local_nodes_count(demo->dir);
    if (existing > 0 && has_wanted && wanted < existing) {
        fprintf(stderr, "ndoto demo: %s holds %u nodes: give --nodes %u, or another --dir\n", demo->dir, existing, existing);
        return false;
    }
    demo->count = existing > 0 && !has_wanted ? existing : (unsigned)wanted;
    for (unsigned i = 0; i < demo->count; i++) {
        struct nd_cli_local_node *node = &demo->nodes[i];
        node->number = i + 1;
        snprintf(node->dir, sizeof node->dir, "%s/node%u", demo->dir, i + 1);
        bool is_old = i < existing;
        if (is_old && !nd_cli_local_node_load(node, &demo->heap)) return false;
        if (!is_old || ports->has_sql) node->sql_port = (uint16_t)(ports->sql + i);
        if (!is_old || ports->has_rpc) node->rpc_port = (uint16_t)(ports->rpc + i);
        if (!is_old || ports->has_http) node->http_port = (uint16_t)(ports->http + i);
        pid_t pid = nd_cli_local_node_pid(node);
        if (is_old && pid != 0) {
            fprintf(stderr, "ndoto demo: node %u already runs (process %d); stop it first\n", node->number, (int)pid);
            return false;
        }
        if (!nd_cli_local_node_check_ports(node)) return false;
    }
    /* The files of nodes that are there are the user's: they change only if the flags or the number do. */
    bool is_rewriting = existing != demo->count || ports->has_sql || ports->has_rpc || ports->has_http;
    for (unsigned i = 0; i < demo->count && is_rewriting; i++)
        if (!nd_cli_local_node_save(demo->nodes, demo->count, i, &demo->heap)) return false;
    return true;
}

/* ---- waiting for SQL ---- */

static bool answers_sql(struct demo *demo, const struct nd_cli_local_node *node)
{
    const struct nd_cli_sql_options options = {"127.0.0.1", "postgres", "postgres", node->sql_port, 2};
    struct nd_cli_sql sql;
    if (!nd_cli_sql_open(&sql, &demo->heap, &options, true)) return false;
    PGresult *result = PQexec(sql.conn, "SELECT 1");
    bool is_good = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    nd_cli_sql_close(&sql);
    return is_good;
}

static bool wait_for_sql(struct demo *demo, uint64_t seconds)
{
    double deadline = now_s() + (double)seconds;
    bool is_up[ND_CLI_DEMO_NODES_MAX] = {false};
    unsigned up = 0;
    while (up < demo->count && !demo->is_stopping) {
        for (unsigned i = 0; i < demo->count; i++) {
            struct nd_cli_local_node *node = &demo->nodes[i];
            if (node->child == 0) {
                fprintf(stderr, "ndoto demo: node %u did not start; ", node->number);
                nd_cli_local_node_print_stderr(node);
                return false;
            }
            if (!is_up[i] && answers_sql(demo, node)) is_up[i] = true, up++;
        }
        if (up == demo->count) break;
        if (now_s() > deadline) {
            fprintf(stderr, "ndoto demo: %u of %u nodes answer SQL after %llu s; see %s/node*/\n", up, demo->count, (unsigned long long)seconds, demo->dir);
            return false;
        }
        wait_signal(demo, 0.1);
    }
    return !demo->is_stopping;
}

static bool load_sample(struct demo *demo)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/sample.loaded", demo->dir);
    if (access(path, F_OK) == 0) return true;
    printf("loading the sample data ... ");
    fflush(stdout);
    double start = now_s();
    const struct nd_cli_sql_options options = {"127.0.0.1", "postgres", "postgres", demo->nodes[0].sql_port, 10};
    struct nd_cli_sql sql;
    if (!nd_cli_sql_open(&sql, &demo->heap, &options, false)) return false;
    sql.out = NULL;
    PQclear(PQexec(sql.conn, "SET client_min_messages = warning"));
    struct nd_cli_text_lines text = {nd_slice_of(nd_cli_sample_sql, nd_cli_sample_sql_bytes)};
    const struct nd_cli_lines lines = nd_cli_lines_of_text(&text);
    bool is_good = nd_cli_sql_run_script(&sql, &lines, false) == 0;
    nd_cli_sql_close(&sql);
    if (!is_good) {
        fprintf(stderr, "ndoto demo: the sample data could not be loaded\n");
        return false;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (fd >= 0) close(fd);
    printf("done in %.1f s\n", now_s() - start);
    return true;
}

/* ---- running ---- */

static void print_addresses(const struct demo *demo, bool has_sample)
{
    for (unsigned i = 0; i < demo->count; i++) {
        const struct nd_cli_local_node *node = &demo->nodes[i];
        printf("node %u: SQL 127.0.0.1:%u   RPC 127.0.0.1:%u   HTTP http://127.0.0.1:%u/status   process %d\n", node->number, node->sql_port,
               node->rpc_port, node->http_port, (int)node->child);
    }
    printf("\n%u node%s, data in %s. Connect with any PostgreSQL client:\n", demo->count, demo->count == 1 ? "" : "s", demo->dir);
    printf("  psql -h 127.0.0.1 -p %u -U postgres postgres\n", demo->nodes[0].sql_port);
    if (has_sample) printf("  try: SELECT kind, count(*), avg(pages) FROM books GROUP BY kind ORDER BY kind;\n");
    if (demo->count >= 3) printf("  kill one: kill -9 %d; the others go on. Start it again: ndoto start --dir %s\n", (int)demo->nodes[1].child, demo->nodes[1].dir);
    printf("\n");
    fflush(stdout);
}

static void start_shell(struct demo *demo)
{
    char port[8];
    snprintf(port, sizeof port, "%u", demo->nodes[0].sql_port);
    fflush(NULL);
    tcgetattr(STDIN_FILENO, &demo->terminal);
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execl("/proc/self/exe", "ndoto", "sql", "--port", port, (char *)NULL);
        _exit(126);
    }
    if (pid > 0) demo->shell = pid;
    else fprintf(stderr, "ndoto demo: cannot start the shell: %s\n", strerror(errno));
}

/* Includes nodes that were started again by hand. */
static unsigned signal_nodes(struct demo *demo, int signal_number)
{
    unsigned running = 0;
    for (unsigned i = 0; i < demo->count; i++) {
        pid_t pid = demo->nodes[i].child != 0 ? demo->nodes[i].child : nd_cli_local_node_pid(&demo->nodes[i]);
        if (pid == 0) continue;
        running++;
        if (signal_number != 0) kill(pid, signal_number);
    }
    return running;
}

static void stop_nodes(struct demo *demo)
{
    demo->is_stopping = true;
    if (demo->shell != 0) {
        kill(demo->shell, SIGTERM);
        tcsetattr(STDIN_FILENO, TCSANOW, &demo->terminal);
    }
    unsigned running = signal_nodes(demo, SIGTERM);
    if (running > 0) printf("stopping %u node%s ...\n", running, running == 1 ? "" : "s");
    fflush(stdout);
    double deadline = now_s() + STOP_SECONDS_MAX;
    while ((running = signal_nodes(demo, 0)) > 0 && now_s() < deadline) wait_signal(demo, 0.05);
    if (running > 0) {
        fprintf(stderr, "ndoto demo: %u node%s did not stop within %d s: killed\n", running, running == 1 ? "" : "s", STOP_SECONDS_MAX);
        signal_nodes(demo, SIGKILL);
        while (signal_nodes(demo, 0) > 0) wait_signal(demo, 0.05);
    }
}

static int run(struct demo *demo, bool has_shell, bool has_sample, uint64_t wait_seconds)
{
    bool is_good = true;
    for (unsigned i = 0; i < demo->count && is_good; i++) is_good = nd_cli_local_node_spawn(&demo->nodes[i]);
    if (is_good) is_good = wait_for_sql(demo, wait_seconds);
    if (is_good && has_sample) is_good = load_sample(demo);
    if (is_good) {
        print_addresses(demo, has_sample);
        if (has_shell) start_shell(demo);
        else printf("running; Ctrl-C stops all nodes\n");
        fflush(stdout);
        while (!demo->is_stopping) wait_signal(demo, 3600);
    }
    bool was_asked = demo->is_stopping;
    stop_nodes(demo);
    return is_good || was_asked ? ND_EXIT_OK : ND_EXIT_FAILED;
}

int nd_cli_demo(int argc, char **argv)
{
    const char *dir = "ndoto-demo";
    uint64_t nodes = 3, wait_seconds = 60;
    struct ports ports = {.sql = 7432, .rpc = 7400, .http = 7480};
    bool has_nodes = false, no_shell = false, no_sample = false;
    const uint64_t port_max = UINT16_MAX - ND_CLI_DEMO_NODES_MAX;
    const struct nd_cli_flag flags[] = {
        {"nodes", 0, ND_CLI_NUMBER, "N", "number of nodes [3, or as many as --dir holds]", &nodes, 1, ND_CLI_DEMO_NODES_MAX, &has_nodes},
        {"dir", 0, ND_CLI_TEXT, "DIR", "folder of the data; a second start finds it [ndoto-demo]", &dir, 0, 0, NULL},
        {"sql-port", 0, ND_CLI_NUMBER, "PORT", "SQL port of node 1; node i has PORT+i-1 [7432]", &ports.sql, 1, port_max, &ports.has_sql},
        {"rpc-port", 0, ND_CLI_NUMBER, "PORT", "the same for node-to-node and key-value traffic [7400]", &ports.rpc, 1, port_max, &ports.has_rpc},
        {"http-port", 0, ND_CLI_NUMBER, "PORT", "the same for /status, /metrics, /healthz [7480]", &ports.http, 1, port_max, &ports.has_http},
        {"no-shell", 0, ND_CLI_SWITCH, NULL, "print the addresses and keep running (always so without a terminal)", &no_shell, 0, 0, NULL},
        {"no-sample", 0, ND_CLI_SWITCH, NULL, "do not load the sample data", &no_sample, 0, 0, NULL},
        {"wait", 0, ND_CLI_NUMBER, "SECONDS", "give up when SQL does not answer within them [60]", &wait_seconds, 1, 3600, NULL},
    };
    const struct nd_cli_usage usage = {
        "ndoto demo", "[FLAGS]",
        "Starts a cluster on this machine, each node a process of its own, with sample data and a SQL prompt.\n"
        "Leaving the prompt (\\q), Ctrl-C or SIGTERM stops all nodes; the data stays. Nodes listen on loopback\n"
        "only and trust whoever connects.",
        flags, ND_ARRAY_LEN(flags), 0,
        "examples:\n  ndoto demo\n  ndoto demo --nodes 5 --dir /tmp/five --sql-port 9000 --no-shell\n"};
    int positional, exit_code;
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;

    struct demo demo = {.lock_fd = -1};
    nd_heap_init(&demo.heap, false);
    if (dir[0] == '\0' || strlen(dir) >= sizeof demo.dir) {
        fprintf(stderr, "ndoto demo: --dir '%.60s': expected a path of 1 to %zu bytes\n", dir, sizeof demo.dir - 1);
        return ND_EXIT_USAGE;
    }
    snprintf(demo.dir, sizeof demo.dir, "%s", dir);
    sigemptyset(&demo.signals);
    const int handled[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};
    for (size_t i = 0; i < ND_ARRAY_LEN(handled); i++) sigaddset(&demo.signals, handled[i]);
    sigprocmask(SIG_BLOCK, &demo.signals, NULL);

    exit_code = ND_EXIT_FAILED;
    if (lock_dir(&demo) && set_up_nodes(&demo, nodes, has_nodes, &ports))
        exit_code = run(&demo, !no_shell && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0, !no_sample, wait_seconds);
    if (demo.lock_fd >= 0) close(demo.lock_fd);
    return exit_code;
}
