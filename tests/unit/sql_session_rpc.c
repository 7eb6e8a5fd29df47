/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions as other nodes ask for them (sql/session_list.c): who has not shown that it is a node, hears nothing and signals nobody. */
#include "rpc/rpc.h"
#include "support/sql_run.h"

enum { LIST = 1, TERMINATE = 3, CALL_MS = 400 };

struct asking {
    struct nd_rpc_call call;
    struct nd_fiber *fiber;
    bool is_done;
};

static void on_done(struct nd_rpc_call *call)
{
    struct asking *asking = ND_CONTAINER_OF(call, struct asking, call);
    asking->is_done = true;
    nd_fiber_wake(asking->fiber);
}

static ND_YIELDS enum nd_status ask(struct sql_world *world, struct nd_fiber *fiber, struct nd_node_id self, const char *addr, uint8_t operation, uint32_t pid)
{
    struct nd_rpc_options options = {.env = world->env, .reactor = nd_fiber_reactor(fiber), .self = self, .cluster_uuid = {self.v, self.v}};
    struct nd_rpc *rpc = nd_rpc_new(&options);
    struct asking asking = {.call = {.done = on_done}, .fiber = fiber};
    struct nd_buf payload;
    nd_buf_init(&payload, &world->heap);
    nd_buf_put_u8(&payload, 1);
    nd_buf_put_u8(&payload, operation);
    nd_buf_put_varint(&payload, pid);
    nd_buf_put_u32(&payload, 0);
    nd_rpc_call(nd_rpc_addr(rpc, addr), &asking.call, ND_RPC_SQL, &payload, CALL_MS * ND_MS);
    while (!asking.is_done) nd_fiber_park(fiber);
    nd_rpc_free(rpc);
    return asking.call.status;
}

static void note_terminated(void *arg) { *(bool *)arg = true; }

static void ask_for_sessions(struct sql_world *world, struct nd_fiber *fiber)
{
    struct nd_rpc_options options = {.env = world->env, .reactor = nd_fiber_reactor(fiber), .self = {1}, .cluster_uuid = {2, 2}};
    struct nd_rpc *rpc = nd_rpc_new(&options);
    struct nd_sql_system_options system_options = {.rpc = rpc, .node = {1}, .reactor = options.reactor, .txns = world->txns};
    struct nd_sql_system *system = nd_sql_system_open(&system_options);
    struct nd_sql_session *session = nd_sql_session_new(system, fiber, "postgres", "postgres");
    bool is_terminated = false;
    uint32_t pid = nd_sql_system_pid(system, 1);
    char *addr;
    nd_sql_session_set_owner(session, &(struct nd_sql_owner){.pid = pid, .address = "", .arg = &is_terminated, .terminate = note_terminated});
    ND_ASSERT(nd_rpc_listen(rpc, "127.0.0.1:0", &addr) == ND_STATUS_OK);
    ND_ASSERT(ask(world, fiber, (struct nd_node_id){0}, addr, LIST, 0) != ND_STATUS_OK);
    ND_ASSERT(ask(world, fiber, (struct nd_node_id){0}, addr, TERMINATE, pid) != ND_STATUS_OK);
    ND_ASSERT(!is_terminated);
    ND_ASSERT(ask(world, fiber, (struct nd_node_id){2}, addr, LIST, 0) == ND_STATUS_OK);
    ND_ASSERT(ask(world, fiber, (struct nd_node_id){2}, addr, TERMINATE, pid) == ND_STATUS_OK);
    ND_ASSERT(is_terminated);
    nd_sql_session_free(session);
    nd_sql_system_close(system);
    nd_rpc_free(rpc);
    nd_heap_free(&world->heap, addr);
}

static void nodes_alone_are_answered(void **state) { ND_UNUSED(state), sql_world_run(ask_for_sessions); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nodes_alone_are_answered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
