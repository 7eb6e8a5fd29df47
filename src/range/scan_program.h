/* SPDX-License-Identifier: Apache-2.0 */
/* scan_program.h - what a shard's leader makes of the rows of a scan, so that fewer bytes travel.
 *
 * Role.       A SCAN may carry a program: bytes that this folder does not read. Whoever opens the store says who runs it
 *             (sql/shard does). The rows are handed over where they lie; what comes out is the reply's payload.
 * Threading.  A sink is used by one thread at a time: a worker of the read pool, or a reactor.
 * Invariants. P1 a program decides nothing about what is visible: it sees the rows that a plain scan would answer with.
 *             P2 a sink bounds its memory and time: when it is full it says so, and the scan ends at a resume key. */
#ifndef ND_RANGE_SCAN_PROGRAM_H
#define ND_RANGE_SCAN_PROGRAM_H

#include "base/arena.h"
#include "base/status.h"

#define ND_SCAN_PROGRAM_BYTES_MAX (64 << 10)
#define ND_SCAN_PROGRAM_FIRST_ROWS 4096 /* of a scan that is to be cut into parts: the rest waits for the cuts */

struct nd_scan_sink {
    bool is_full;                  /* takes no more rows */
    bool wants_keys, wants_values; /* else they come empty */
    uint64_t rows_max;             /* to be read for one reply, more or less; the scan may lower it */
    /* Borrows key and value for the call. UNSUPPORTED: an expression failed; its error belongs to whoever evaluates the rows
     * in their order. CORRUPT: a row is damaged. */
    enum nd_status (*take)(struct nd_scan_sink *sink, struct nd_slice key, struct nd_slice value);
    /* After the last row: *payload_out is on the arena that the sink was opened with. Errors as take. */
    enum nd_status (*finish)(struct nd_scan_sink *sink, struct nd_slice *payload_out);
    void (*close)(struct nd_scan_sink *sink); /* in any case, once */
};

struct nd_scan_runner {
    /* MALFORMED; UNSUPPORTED: of a version, or with functions, that are not known here. The program's bytes, and the arena, live as
     * long as the sink. */
    enum nd_status (*open)(struct nd_slice program, uint64_t byte_limit, struct nd_arena *arena, struct nd_scan_sink **sink_out);
};

#endif
