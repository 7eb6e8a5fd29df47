/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.c - rows of the catalog are protobuf messages, on arenas. */
#include "catalog/catalog_int.h"

#include <protobuf-c/protobuf-c.h>

static void *arena_alloc(void *allocator_data, size_t size) { return nd_arena_alloc(allocator_data, size); }
static void arena_free(void *allocator_data, void *pointer) { ND_UNUSED(allocator_data), ND_UNUSED(pointer); }

struct nd_slice nd__proto_pack(const struct ProtobufCMessage *message, struct nd_arena *arena)
{
    size_t n = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = nd_arena_alloc(arena, n + 1);
    protobuf_c_message_pack(message, bytes);
    return nd_slice_of(bytes, n);
}

void *nd__proto_unpack(const struct ProtobufCMessageDescriptor *descriptor, struct nd_slice bytes, struct nd_arena *arena)
{
    ProtobufCAllocator allocator = {arena_alloc, arena_free, arena};
    return protobuf_c_message_unpack(descriptor, &allocator, bytes.n, bytes.p);
}
