/* SPDX-License-Identifier: Apache-2.0 */
#include "node/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct nd_node_config config;
    struct nd_node_config_error error;
    nd_node_config_init(&config, &heap);
    enum nd_status status = nd_node_config_load(&config, "input", "/base", nd_slice_of(p, n), &error);
    if (status == ND_STATUS_OK) status = nd_node_config_finish(&config, &error);
    if (status == ND_STATUS_OK) {
        /* What was accepted survives being written out and read again. */
        struct nd_buf out;
        nd_buf_init(&out, &heap);
        nd_node_config_render(&config, &out);
        struct nd_node_config again;
        nd_node_config_init(&again, &heap);
        ND_ASSERT(nd_node_config_load(&again, "rendered", NULL, nd_buf_slice(&out), &error) == ND_STATUS_OK);
        ND_ASSERT(nd_node_config_finish(&again, &error) == ND_STATUS_OK);
        nd_node_config_deinit(&again);
        nd_buf_deinit(&out);
    }
    nd_node_config_deinit(&config);
    ND_ASSERT(heap.bytes == 0);
    return 0;
}
