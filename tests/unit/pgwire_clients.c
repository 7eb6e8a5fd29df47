/* SPDX-License-Identifier: Apache-2.0 */
/* Real sessions over transactions in memory behind the real server, and tests/e2e/pgwire_clients.py against them: what
 * psql and psycopg2 need, found without a cluster. With a port as its argument the program only serves, for a look by hand. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "env/real.h"
#include "pgwire/server.h"
#include "sql/system.h"
#include "support/txn_mem.c"

struct world {
    struct nd_env *env;
    struct nd_txn_system *txns;
    struct nd_sql_system *system;
    struct nd_pgwire_metrics metrics;
    struct nd_pgwire_server *server;
};

static void stop_loop(void *arg) { nd_env_real_stop(((struct world *)arg)->env); }
static void on_signal(void *arg, int signal_number)
{
    ND_UNUSED(signal_number);
    struct world *world = arg;
    if (world->server == NULL) return;
    nd_pgwire_server_close(world->server, 0, stop_loop, world);
    world->server = NULL;
}

static pid_t start_clients(const char *port)
{
    char script[1024];
    static const char here[] = __FILE__;
    const char *slash = strrchr(here, '/');
    (void)snprintf(script, sizeof script, "%.*s/../e2e/pgwire_clients.py", (int)(slash - here), here);
    pid_t pid = fork();
    if (pid != 0) return pid;
    (void)unsetenv("ASAN_OPTIONS");
    execl("/usr/bin/python3", "python3", script, "--port", port, "-v", (char *)NULL);
    _exit(127);
}

int main(int argc, char **argv)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct world world = {0};
    ND_ASSERT(nd_env_real_open(&(struct nd_env_real_options){.heap = &heap, .reactors = 1}, &world.env) == ND_STATUS_OK);
    struct nd_reactor *reactor = nd_env_reactor(world.env, 0);
    world.txns = nd_txn_mem_open(&heap, reactor);
    world.system = nd_sql_system_open(&(struct nd_sql_system_options){.reactor = reactor, .txns = world.txns, .version = "test"});
    char address[64];
    (void)snprintf(address, sizeof address, "127.0.0.1:%s", argc > 1 ? argv[1] : "0");
    struct nd_pgwire_options options = {.reactor = reactor, .address = address, .system = world.system, .metrics = &world.metrics};
    ND_ASSERT(nd_pgwire_server_open(&options, &world.server) == ND_STATUS_OK);
    nd_env_real_on_signal(world.env, SIGINT, &world, on_signal);
    nd_env_real_on_signal(world.env, SIGCHLD, &world, on_signal); /* the clients are done */
    pid_t pid = argc > 1 ? 0 : start_clients(strrchr(nd_pgwire_server_address(world.server), ':') + 1);
    nd_env_real_run(world.env);

    int how = 0;
    if (pid != 0) (void)waitpid(pid, &how, 0);
    nd_sql_system_close(world.system);
    nd_txn_mem_close(world.txns);
    nd_env_real_close(world.env);
    if (atomic_load(&heap.bytes) != 0) {
        fprintf(stderr, "%zu bytes are left\n", atomic_load(&heap.bytes));
        return 1;
    }
    return WIFEXITED(how) ? WEXITSTATUS(how) : 1;
}
