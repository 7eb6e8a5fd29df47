/* SPDX-License-Identifier: Apache-2.0 */
/* The SQL side of a node. */
#include "node/node_int.h"

enum nd_status nd__node_sql_open(struct nd_node *node)
{
    ND_UNUSED(node);
    return ND_STATUS_OK;
}
bool nd__node_sql_stop(struct nd_node *node) { return node->sql == NULL; }
void nd__node_sql_close(struct nd_node *node) { node->sql = NULL; }
struct nd_sql_system *nd_node_sql_system(struct nd_node *node)
{
    ND_UNUSED(node);
    return NULL;
}
const char *nd_node_sql_addr(const struct nd_node *node)
{
    ND_UNUSED(node);
    return "";
}
bool nd_node_is_ready(const struct nd_node *node) { return node->is_registered; }
