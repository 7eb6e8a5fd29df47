/* SPDX-License-Identifier: Apache-2.0 */
/* snap_int.h - a replica's state shipped whole: to a member that needs what the log no longer has, or that
 * has nothing yet.
 *
 * Role.       snap_wire.c bytes, snap_send.c the leader's side, snap_recv.c the receiver's, snap_install.c
 *             from the staged file into the engine, also after a crash.
 * Owner.      nd_store: a few going out, a few coming in.
 * Threading.  The store's reactor; files and iterators in jobs of the read pool, the moment of the
 *             snapshot and its installation on the apply worker.
 * Pace.       By bytes: of small ones several go abreast, to each node and at each receiver, and share the
 *             engine's flushes there; of large ones one at a time. What has no place yet waits at its leader.
 * Protocol.   Calls of method ND_RPC_SNAPSHOT, of each transfer one at a time, so that the receiver's disk sets the pace:
 *
 *                 OFFER ─▶ take iterators on the apply worker ─▶ CHUNK, CHUNK, ... ─▶ FINISH (asked until installed)
 *
 *             A sender that gives up says so (ABANDON), once: its place is free at once; where that is lost, a while later.
 *             A lost answer is repeated: the receiver knows the number of the chunk that it wants next.
 *
 * States of the receiver, and what a crash there leaves behind:
 *
 *     OPENING ▶ RECEIVING ▶ SYNCING         the .part, removed at the next start
 *        │ the group accepts (raft: log and acknowledgements stand still; what is being applied ends)
 *     NAMING                                the .part, or the .snap: then the rest is done at the next start
 *     INSTALLING  mark 's', delete the old span piece by piece, write the records, put applied and descriptor, drop 's'
 *     FLUSHING                              the engine's; the same, done again from the .snap
 *     RESETTING   the log begins anew       at the next start: state ends at the snapshot, log does not yet
 *     REMOVING    the .snap                 the log begins at the snapshot or behind it: remove the file
 *
 * Invariants. S1 a staged file has a .snap name only after it is durable in full and the group accepted
 *                it: from then on it will be installed, whatever happens.
 *             S2 the log begins anew only after the engine has the snapshot durably; before, its entries
 *                are untouched.
 *             S3 what was applied here before and is not durable has not changed to whom a span belongs: a crash does
 *                not bring back a time when the span belonged to another range, whose entries would
 *                then be applied over the snapshot. Children are born, ranges frozen and replicas buried durably (ADR 0025).
 *             S6 of snapshots that are accepted and not yet installed no two overlap, nor does one what another erases (S4).
 *             S5 ranges that a merge made part of this one, which the snapshot includes and this replica has not applied, go in the
 *                write that begins the installation; no other range is ever overlapped.
 *             S4 the span deleted covers the descriptor of before and of now. */
#ifndef ND_RANGE_SNAP_INT_H
#define ND_RANGE_SNAP_INT_H

#include "base/checksum.h"
#include "range/range_int.h"

enum {
    ND__SNAP_SENDS_MAX = 4,         /* abreast, to a node */
    ND__SNAP_SEND_BYTES = 16 << 20, /* of them together, unless it is one alone */
    ND__SNAP_WAITS_MAX = 256,       /* at their leader; beyond that raft asks again */
    ND__SNAP_RECVS_MAX = 8,
    ND__SNAP_RECV_BYTES = 32 << 20,
    ND__SNAP_CHUNK_BYTES = 512 << 10, /* and one record beyond */
    ND__SNAP_STALE_MS = 10000,        /* a transfer that nobody goes on with makes room for another */
    ND__SNAP_CALL_MS = 5000,
    ND__SNAP_STUCK_MS = 30000, /* without progress: given up */
    ND__SNAP_RETRY_MS = 50,
    ND__SNAP_TAGS = 5,
};

/* ---- bytes (snap_wire.c) ---- */

enum nd__snap_kind { ND__SNAP_OFFER = 1, ND__SNAP_CHUNK = 2, ND__SNAP_FINISH = 3, ND__SNAP_ABANDON = 4 };

/* What a snapshot is of. */
struct nd__snap_head {
    uint64_t index, term;      /* last entry included */
    struct nd_range_desc desc; /* as of then */
    struct nd_ts gc_safepoint;
    struct nd_replica_id to;
    uint64_t chunk_count, hash; /* of the chunks' checksums, in order */
};
struct nd__snap_request {
    enum nd__snap_kind kind;
    uint64_t id;               /* of the transfer */
    struct nd_replica_id from; /* OFFER: the leader */
    uint64_t leader_term;      /* OFFER */
    struct nd__snap_head head; /* OFFER: desc and to alone */
    uint64_t size;             /* OFFER: bytes, about */
    uint64_t seq;              /* CHUNK: from 0 */
    uint32_t crc;
    struct nd_slice bytes;
};
struct nd__snap_reply {
    enum nd_status status; /* OK; BUSY: not now, or FINISH: not yet; WOULD_BLOCK: others come first; EXISTS: not needed; NOT_FOUND: no such transfer */
    uint64_t next_seq;
};
void nd__snap_request_encode(const struct nd__snap_request *request, struct nd_buf *out);
ND_RESULT nd__snap_request_decode(struct nd_slice bytes, struct nd__snap_request *request_out); /* borrows */
void nd__snap_reply_encode(const struct nd__snap_reply *reply, struct nd_buf *out);
ND_RESULT nd__snap_reply_decode(struct nd_slice bytes, struct nd__snap_reply *reply_out);
void nd__snap_head_encode(const struct nd__snap_head *head, struct nd_buf *out);
bool nd__snap_head_decode(struct nd_dec *dec, struct nd__snap_head *head_out); /* borrows */
static inline uint64_t nd__snap_hash(uint64_t before, uint32_t crc)
{
    return nd_hash64_seeded(before, nd_slice_of(&crc, sizeof crc));
}

/* ---- sending ---- */

struct nd__snap_send {
    struct nd_list link; /* store->snap_sends, before that store->snap_waits */
    struct nd_store *store;
    struct nd_range *range; /* NULL: gone meanwhile */
    struct nd_raft_member to;
    uint64_t id, leader_term, begun_ns, progress_ns;
    uint64_t size; /* bytes, about */
    struct nd__snap_head head;
    struct nd_engine_iter *iters[ND__SNAP_TAGS];
    size_t iter_count, iter_at;
    struct nd_buf chunk, ahead; /* the one under way; what is read meanwhile */
    uint64_t seq, bytes;
    bool is_calling, is_job_running, is_taken; /* is_taken: the receiver has a place for it */
    bool is_failed;                            /* it ends when neither a call nor a job is under way */
    void (*again)(struct nd__snap_send *send); /* after the timer */
    struct nd_rpc_call call;
    struct nd_job job;
    enum nd_status status;
    struct nd_timer timer;
};
void nd__snap_send_start(struct nd_range *range, const struct nd_raft_member *to);
void nd__snap_forget_range(struct nd_range *range); /* it goes away */
void nd__snap_sends_close(struct nd_store *store);

/* ---- receiving ---- */

enum nd__snap_state {
    ND__SNAP_OPENING,
    ND__SNAP_RECEIVING,
    ND__SNAP_SYNCING,
    ND__SNAP_WAITING, /* for what is being applied */
    ND__SNAP_NAMING,
    ND__SNAP_INSTALLING,
    ND__SNAP_FLUSHING,
    ND__SNAP_RESETTING,
    ND__SNAP_REMOVING,
    ND__SNAP_DONE,
    ND__SNAP_FAILED,
};
enum nd__snap_flush { ND__SNAP_NO_FLUSH, ND__SNAP_FLUSH_WANTED, ND__SNAP_FLUSH_BEGUN };
struct nd__snap_recv {
    struct nd_list link; /* store->snap_recvs, oldest first */
    struct nd_store *store;
    enum nd__snap_state state;
    enum nd__snap_flush flush; /* FLUSHING */
    uint64_t id, leader_term, heard_ns, begun_ns, size;
    struct nd_replica_id from;
    struct nd__snap_head head; /* slices on the heap */
    uint64_t next_seq, hash, offset;
    struct nd_file *file;
    struct nd_rpc_request *request; /* whose answer waits for the job */
    struct nd_slice bytes;          /* the job's, within the request */
    uint32_t crc;
    struct nd_job job;
    bool is_job_running;
    bool has_begun; /* the installation */
    enum nd_status status;
    struct nd__snap_install *install;
    struct nd_timer timer; /* until the ranges that it takes the place of are quiet */
};
struct nd__snap_clean { /* removes a file that is not needed any more */
    struct nd_list link;
    struct nd_store *store;
    struct nd__snap_head head;
    struct nd_job job;
    enum nd_status status;
};
void nd__snap_clean_start(struct nd__snap_clean *clean);
void nd__snap_on_rpc(void *arg, struct nd_rpc_request *request);
void nd__snap_on_applied(struct nd_range *range);   /* nothing is being applied any more */
void nd__snap_on_installed(struct nd_range *range); /* the log has begun anew */
void nd__snap_recvs_close(struct nd_store *store);

/* ---- the staged file (snap_install.c; all block) ---- */

/* File: "NDSNAP01", then frames: u32 bytes, u32 CRC32C, bytes: the chunks, and last, with bit 31 of the length set, the head. */
#define ND__SNAP_MAGIC "NDSNAP01"
#define ND__SNAP_HEAD_BIT 0x80000000u

struct nd__snap_install {
    struct nd_engine *engine;
    struct nd_env *env;
    struct nd_heap *heap;
    struct nd_file *file;
    const struct nd__snap_head *head;
    struct nd_range_desc before; /* end and first as of now where nothing was here; with what a merge took in */
    bool owns_before;            /* its slices are on the heap, and go with the installation */
    uint64_t offset, seq;
    struct nd_span_walk before_walk; /* what goes first */
    bool is_begun, is_done;
};
struct nd__snap_dir { /* the folder of staged files */
    struct nd_env *env;
    struct nd_heap *heap;
    const char *path;
};
static inline struct nd__snap_dir nd__snap_dir(const struct nd_store *store)
{
    return (struct nd__snap_dir){store->options.env, store->heap, store->options.snap_dir};
}
ND_RESULT nd__snap_part_create(const struct nd__snap_dir *dir, uint64_t id, struct nd_file **file_out, uint64_t *offset_out);
ND_RESULT nd__snap_frame_write(struct nd_file *file, uint64_t *offset, struct nd_slice bytes, uint32_t crc,
                               bool is_head);
ND_RESULT nd__snap_part_name(const struct nd__snap_dir *dir, uint64_t id, const struct nd__snap_head *head); /* the .part becomes the .snap */
ND_RESULT nd__snap_file_remove(const struct nd__snap_dir *dir, const struct nd__snap_head *head);
ND_RESULT nd__snap_part_remove(const struct nd__snap_dir *dir, uint64_t id);
/* One batch: the mark, a part of the deletion, a chunk, or the end. CORRUPT, IO. */
ND_RESULT nd__snap_install_step(struct nd__snap_install *install);
void nd__snap_install_deinit(struct nd__snap_install *install);

#endif
