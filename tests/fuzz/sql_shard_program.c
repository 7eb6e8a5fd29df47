/* SPDX-License-Identifier: Apache-2.0 */
/* Programs of scans from the network: read, and run over a few rows; what comes out is read as the gateway reads it. The first byte
 * says whether the bytes are a program or its payload. */
#include <stdio.h>

#include "support/shard_programs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_payload(struct nd_slice bytes, struct nd_arena *arena)
{
    struct nd_payload payload;
    struct nd_decoder decoder = sample_decoder(arena);
    struct nd_program program = sample_rows(arena);
    if (nd_payload_open(bytes, &payload) != ND_STATUS_OK || payload.kind != ND_PROGRAM_ROWS) return;
    while (!nd_payload_is_empty(&payload)) {
        struct nd_batch batch = {.columns = SAMPLE_COLUMNS, .vecs = nd_arena_array(arena, struct nd_vec, SAMPLE_COLUMNS)};
        if (nd_payload_rows(&payload, &decoder, program.outputs, program.output_count, arena, &batch) != ND_STATUS_OK) return;
        ND_ASSERT(batch.rows > 0);
        ND_ASSERT(batch.rows <= ND_SQL_BATCH_ROWS);
        uint64_t sum = 0; /* touches every byte: the sanitizer sees one too many */
        for (size_t row = 0; row < batch.rows; row++)
            for (size_t i = 0; i < batch.vecs[2].s[row].n; i++) sum += batch.vecs[2].s[row].p[i];
        ND_ASSERT(sum <= UINT64_MAX / 2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    struct nd_heap heap;
    struct nd_arena arena;
    nd_heap_init(&heap, true);
    nd_arena_init(&arena, &heap);
    struct nd_slice bytes = nd_slice_of(data + 1, size - 1), payload;
    if ((data[0] & 1) != 0) {
        read_payload(bytes, &arena);
    } else {
        enum nd_status status = run_sample(bytes, &arena, &payload);
        ND_ASSERT(status == ND_STATUS_OK || status == ND_STATUS_MALFORMED || status == ND_STATUS_UNSUPPORTED || status == ND_STATUS_CORRUPT);
    }
    nd_arena_deinit(&arena);
    ND_ASSERT(heap.bytes == 0);
    return 0;
}
