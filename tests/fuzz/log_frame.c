/* SPDX-License-Identifier: Apache-2.0 */
/* The log's decoders over arbitrary bytes. The first byte chooses: a whole frame with header, a frame
 * whose header was just made right for its payload (so that the items are reached), or bare items. */
#include "base/checksum.h"
#include "log/log_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk_items(struct nd_slice bytes)
{
    struct nd_dec dec = nd_dec_of(bytes);
    struct nd__log_item item;
    while (nd_dec_left(&dec) > 0 && nd__log_item_decode(&dec, &item) == ND_STATUS_OK) {
        struct nd_dec rows = nd_dec_of(item.rows);
        uint64_t sum = 0;
        for (uint64_t i = 0; i < item.count; i++) {
            if (item.kind == ND__LOG_APPEND) {
                struct nd__log_entry entry = nd__log_entry_next(&rows);
                for (size_t k = 0; k < entry.data.n; k++) sum += entry.data.p[k];
            } else {
                sum += nd__log_directory_row_next(&rows).last;
            }
        }
        ND_ASSERT(item.kind == ND__LOG_DIRECTORY || item.kind == ND__LOG_COVER || item.range.v != 0);
        ND_ASSERT(nd_dec_is_done(&rows)); /* well-formed, as nd__log_item_decode said */
        if (sum == UINT64_MAX) return;
    }
}

static void walk_frame(struct nd_slice bytes, struct nd_heap *heap)
{
    const struct nd__log_uuid uuid = {{1, 2}};
    struct nd__log_frame_header header;
    struct nd_buf scratch;
    struct nd_slice items;
    if (!nd__log_frame_header_decode(bytes, uuid, &header)) return;
    if (bytes.n - ND__LOG_FRAME_HEADER_BYTES < header.stored_bytes) return;
    nd_buf_init(&scratch, heap);
    struct nd_slice stored = nd_slice_of(bytes.p + ND__LOG_FRAME_HEADER_BYTES, header.stored_bytes);
    if (nd__log_payload_decode(&header, stored, &scratch, &items) == ND_STATUS_OK) walk_items(items);
    nd_buf_deinit(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 5) return 0;
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct nd_slice bytes = nd_slice_of(data + 1, size - 1);
    struct nd__log_segment_header segment;
    if (data[0] % 4 == 0) {
        walk_frame(bytes, &heap);
    } else if (data[0] % 4 == 1) {
        struct nd_buf frame;
        nd_buf_init(&frame, &heap);
        nd_buf_extend(&frame, ND__LOG_FRAME_HEADER_BYTES);
        uint32_t raw_bytes = nd_load_u32(bytes.p) & 0xfffff;
        bytes = nd_slice_of(bytes.p + 4, bytes.n - 4);
        nd_buf_put_slice(&frame, bytes);
        bool is_packed = raw_bytes > bytes.n;
        struct nd__log_frame_header header = {
            .flags = is_packed ? ND__LOG_FLAG_LZ4 : 0, .segment_seq = 1, .frame_seq = 1, .block = 2, .hash = nd__log_payload_hash(1, bytes),
            .raw_bytes = is_packed ? raw_bytes : (uint32_t)bytes.n, .stored_bytes = (uint32_t)bytes.n};
        nd__log_frame_header_encode(&header, (struct nd__log_uuid){{1, 2}}, frame.p);
        walk_frame(nd_buf_slice(&frame), &heap);
        nd_buf_deinit(&frame);
    } else if (data[0] % 4 == 2) {
        walk_items(bytes);
    } else if (nd__log_segment_header_decode(bytes, &segment) == ND_STATUS_OK) {
        ND_ASSERT(bytes.n >= 68);
    }
    ND_ASSERT(heap.bytes == 0);
    return 0;
}
