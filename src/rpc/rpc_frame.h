/* SPDX-License-Identifier: Apache-2.0 */
/* rpc_frame.h - what goes over a connection between nodes: byte tables, encoder, decoder.
 *
 * Role.       Pure: bytes in, frames out. rpc_conn.c does the rest.
 * Format.     Integers are little-endian. A frame is a header and a payload:
 *
 *               offset size
 *                    0    4  payload bytes n
 *                    4    4  CRC32C of the bytes from offset 8 to the end of the payload
 *                    8    1  kind (enum nd__rpc_kind)
 *                    9    1  method (CALL, ONEWAY; else 0)
 *                   10    1  reason (REFUSAL: enum nd__rpc_reason; else 0)
 *                   11    5  zero
 *                   16    8  request id (CALL, REPLY, REFUSAL of a call; else 0)
 *                   24    n  payload
 *
 *             HELLO is the first frame of each side, the connecting one first; its payload:
 *
 *               offset size
 *                    0    8  magic "NDOTORPC"
 *                    8    2  protocol version spoken
 *                   10    2  oldest version understood
 *                   12    1  lane (enum nd__rpc_lane)
 *                   13    3  zero
 *                   16   16  cluster uuid; zeros: not known yet
 *                   32    8  node id of the sender; 0: a client
 *                   40    8  incarnation of the sender's process
 *                   48    8  node id the sender wants to speak to; 0: whoever answers
 *                   56    …  ignored (later versions)
 *
 *             The connecting side repeats HELLO until it is answered; each is answered. A side that
 *             does not want the other says REFUSAL (id 0) and closes.
 * Invariants. Q1 a length is believed only up to frame_bytes_max: ND__RPC_HELLO_FRAME_BYTES_MAX
 *             before HELLO, ND_RPC_FRAME_BYTES_MAX after; memory grows with the bytes that came,
 *             not with the length that was said. Q2 no frame with a wrong CRC is handed out.
 * Testing.    tests/unit/rpc_frame.c, tests/fuzz/rpc_frame.c. */
#ifndef ND_RPC_RPC_FRAME_H
#define ND_RPC_RPC_FRAME_H

#include "base/ids.h"
#include "base/limits.h"
#include "base/slice.h"
#include "base/status.h"

#define ND__RPC_MAGIC 0x4350524f544f444eULL /* "NDOTORPC" */
#define ND__RPC_VERSION 1
#define ND__RPC_HEADER_BYTES 24
#define ND__RPC_HELLO_BYTES 56
#define ND__RPC_HELLO_FRAME_BYTES_MAX 256
#define ND__RPC_PAYLOAD_BYTES_MAX ((size_t)ND_RPC_FRAME_BYTES_MAX - ND__RPC_HEADER_BYTES)

enum nd__rpc_kind {
    ND__RPC_HELLO = 1,
    ND__RPC_CALL,    /* to the accepting side */
    ND__RPC_REPLY,   /* to the connecting side */
    ND__RPC_REFUSAL, /* to the connecting side: this call was not begun; id 0: go away */
    ND__RPC_ONEWAY,  /* to the accepting side */
    ND__RPC_PING,    /* to the accepting side: say that you are there */
    ND__RPC_PONG,
    ND__RPC_KIND_END
};

enum nd__rpc_reason {
    ND__RPC_REASON_NONE,
    ND__RPC_REASON_BUSY,      /* of a call: too many at once */
    ND__RPC_REASON_NO_METHOD, /* of a call: nobody serves it here */
    ND__RPC_REASON_CLUSTER,   /* of a connection: another cluster uuid */
    ND__RPC_REASON_NODE,      /* of a connection: another node answers here */
    ND__RPC_REASON_VERSION,   /* of a connection: no common protocol version */
    ND__RPC_REASON_NAMELESS,  /* of a connection: who answers is not a node of a cluster yet */
    ND__RPC_REASON_END
};

enum nd__rpc_lane { ND__RPC_CONTROL, ND__RPC_BULK, ND__RPC_LANES };

struct nd__rpc_hello {
    uint16_t version, version_min;
    enum nd__rpc_lane lane;
    uint64_t cluster_uuid[2];
    struct nd_node_id node;
    uint64_t incarnation;
    struct nd_node_id to;
};

struct nd__rpc_frame {
    enum nd__rpc_kind kind;
    uint8_t method;
    enum nd__rpc_reason reason;
    uint64_t id;
    struct nd_slice payload; /* borrowed until the next call of the decoder */
    bool is_buffered;        /* the payload lies in the decoder's own memory */
};

/* Appends a whole frame. payload.n <= ND__RPC_PAYLOAD_BYTES_MAX. */
void nd__rpc_frame_encode(struct nd_buf *out, enum nd__rpc_kind kind, uint8_t method, enum nd__rpc_reason reason,
                          uint64_t id, struct nd_slice payload);
/* Makes the frame in the payload's own memory (buf: empty, takes it over). */
void nd__rpc_frame_wrap(struct nd_buf *buf, enum nd__rpc_kind kind, uint8_t method, uint64_t id,
                        struct nd_buf *payload);
void nd__rpc_hello_encode(const struct nd__rpc_hello *hello, struct nd_buf *out);         /* the frame */
ND_RESULT nd__rpc_hello_decode(struct nd_slice payload, struct nd__rpc_hello *hello_out); /* MALFORMED */

/* Cuts a stream of bytes, arriving in any pieces, into frames. */
struct nd__rpc_decoder {
    struct nd_buf in; /* the beginning of a frame whose end has not come */
    size_t frame_bytes_max;
    bool is_consumed; /* `in` holds the frame handed out last */
};
void nd__rpc_decoder_init(struct nd__rpc_decoder *decoder, struct nd_heap *heap);
void nd__rpc_decoder_deinit(struct nd__rpc_decoder *decoder);
/* Takes bytes off the front of *bytes. OK: a frame. WOULD_BLOCK: all bytes taken, no whole frame yet.
 * MALFORMED (CRC, kind, reserved bytes), TOO_LARGE: the connection is beyond use. */
ND_RESULT nd__rpc_decoder_next(struct nd__rpc_decoder *decoder, struct nd_slice *bytes,
                               struct nd__rpc_frame *frame_out);
/* Hands the memory of a buffered frame to *owned_out; frame->payload lies in it from then on. */
void nd__rpc_decoder_take(struct nd__rpc_decoder *decoder, const struct nd__rpc_frame *frame, struct nd_buf *owned_out);

#endif
