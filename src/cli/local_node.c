/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/local_node.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/config_file.h"

static void path_in(const struct nd_cli_local_node *node, const char *name, char out[4096]) { snprintf(out, 4096, "%s/%s", node->dir, name); }

unsigned nd_cli_local_nodes_count(const char *demo_dir)
{
    for (unsigned i = 0;; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/node%u/ndoto.conf", demo_dir, i + 1);
        if (i == ND_CLI_DEMO_NODES_MAX || access(path, F_OK) != 0) return i;
    }
}

static uint16_t port_of(const char *address)
{
    struct nd_node_address parts;
    return nd_node_address_parse(address, &parts) == ND_STATUS_OK ? parts.port : 0;
}

bool nd_cli_local_node_load(struct nd_cli_local_node *node, struct nd_heap *heap)
{
    struct nd_node_config config;
    struct nd_node_config_error error;
    char path[4096];
    path_in(node, "ndoto.conf", path);
    nd_node_config_init(&config, heap);
    bool is_good = nd_cli_config_file_load(&config, path, &error) == ND_STATUS_OK && nd_node_config_finish(&config, &error) == ND_STATUS_OK;
    if (is_good) {
        node->sql_port = port_of(config.sql_listen);
        node->rpc_port = port_of(config.rpc_listen);
        node->http_port = port_of(config.http_listen);
    } else {
        fprintf(stderr, "ndoto demo: %s\n", error.text);
    }
    nd_node_config_deinit(&config);
    return is_good;
}

static bool write_file(const char *path, struct nd_slice text)
{
    char other[4096 + 8];
    snprintf(other, sizeof other, "%s.new", path);
    int fd = open(other, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool is_good = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0) is_good = false;
    if (is_good) is_good = rename(other, path) == 0;
    if (!is_good) fprintf(stderr, "ndoto demo: cannot write %s: %s\n", path, strerror(errno));
    return is_good;
}

bool nd_cli_local_node_save(const struct nd_cli_local_node *nodes, unsigned count, unsigned i, struct nd_heap *heap)
{
    const struct nd_cli_local_node *node = &nodes[i];
    char path[4096];
    if (mkdir(node->dir, 0755) != 0 && errno != EEXIST) {
        fprintf(stderr, "ndoto demo: cannot make %s: %s\n", node->dir, strerror(errno));
        return false;
    }
    struct nd_buf text;
    nd_buf_init(&text, heap);
    nd_buf_printf(&text, "# Node %u of a demo cluster. All settings: docs/CONFIGURATION.md or 'ndoto start --help'.\n", node->number);
    nd_buf_printf(&text, "data_dir = .\ncluster_name = demo\n");
    nd_buf_printf(&text, "sql_listen = 127.0.0.1:%u\nrpc_listen = 127.0.0.1:%u\nhttp_listen = 127.0.0.1:%u\n", node->sql_port, node->rpc_port,
                  node->http_port);
    nd_buf_printf(&text, "join = ");
    for (unsigned j = 0; j < count; j++) nd_buf_printf(&text, "%s127.0.0.1:%u", j == 0 ? "" : ", ", nodes[j].rpc_port);
    nd_buf_printf(&text, "\ninitial_voters = %u\nlog_segment_size = 4MiB\n", count >= 3 ? 3 : 1);
    path_in(node, "ndoto.conf", path);
    bool is_good = write_file(path, nd_buf_slice(&text));
    nd_buf_deinit(&text);
    return is_good;
}

static bool is_port_free(uint16_t port)
{
    const struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0) return false;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); /* closed connections of an earlier run do not count */
    bool is_free = bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 1) == 0;
    close(fd);
    return is_free;
}

bool nd_cli_local_node_check_ports(const struct nd_cli_local_node *node)
{
    const struct { uint16_t port; const char *purpose, *flag; } ports[] = {
        {node->sql_port, "SQL", "--sql-port"}, {node->rpc_port, "RPC", "--rpc-port"}, {node->http_port, "HTTP", "--http-port"}};
    for (size_t i = 0; i < ND_ARRAY_LEN(ports); i++) {
        if (is_port_free(ports[i].port)) continue;
        fprintf(stderr, "ndoto demo: port %u (%s of node %u) is in use. Stop what uses it, or choose others with %s.\n", ports[i].port,
                ports[i].purpose, node->number, ports[i].flag);
        return false;
    }
    return true;
}

ND_NORETURN static void exec_node(const struct nd_cli_local_node *node, int output, pid_t parent)
{
    sigset_t none;
    sigemptyset(&none);
    setpgid(0, 0);
    /* A demo that is killed takes its nodes along: they stop as by SIGTERM. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(ND_EXIT_OK);
    int input = open("/dev/null", O_RDONLY);
    if (input < 0 || dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) _exit(126);
    if (input > STDERR_FILENO) close(input);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execl("/proc/self/exe", "ndoto", "start", "--dir", node->dir, (char *)NULL);
    _exit(126);
}

bool nd_cli_local_node_spawn(struct nd_cli_local_node *node)
{
    char path[4096];
    path_in(node, "stderr.log", path);
    int output = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (output < 0) {
        fprintf(stderr, "ndoto demo: cannot write %s: %s\n", path, strerror(errno));
        return false;
    }
    pid_t parent = getpid();
    fflush(NULL);
    node->child = fork();
    if (node->child == 0) exec_node(node, output, parent);
    close(output);
    if (node->child < 0) {
        node->child = 0;
        fprintf(stderr, "ndoto demo: cannot start a process: %s\n", strerror(errno));
        return false;
    }
    return true;
}

pid_t nd_cli_local_node_pid(const struct nd_cli_local_node *node)
{
    char path[4096], exe_path[64], exe[4096], self[4096], text[32];
    path_in(node, "ndoto.pid", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    if (n <= 0) return 0;
    text[n] = '\0';
    long pid = strtol(text, NULL, 10);
    if (pid <= 1 || kill((pid_t)pid, 0) != 0) return 0;
    /* The number may have gone to another program since. */
    snprintf(exe_path, sizeof exe_path, "/proc/%ld/exe", pid);
    n = readlink(exe_path, exe, sizeof exe - 1);
    ssize_t self_n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0 || self_n <= 0) return 0;
    exe[n] = self[self_n] = '\0';
    const char *name = strrchr(exe, '/'), *self_name = strrchr(self, '/');
    return name != NULL && self_name != NULL && strncmp(name, self_name, strcspn(self_name, " ")) == 0 ? (pid_t)pid : 0;
}

void nd_cli_local_node_print_stderr(const struct nd_cli_local_node *node)
{
    char path[4096], text[2048];
    path_in(node, "stderr.log", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    off_t size = lseek(fd, 0, SEEK_END), from = size > (off_t)sizeof text - 1 ? size - (off_t)sizeof text + 1 : 0;
    ssize_t n = pread(fd, text, sizeof text - 1, from);
    close(fd);
    if (n <= 0) return;
    text[n] = '\0';
    fprintf(stderr, "the end of %s:\n%s\n", path, text);
}
