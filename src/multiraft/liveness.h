/* SPDX-License-Identifier: Apache-2.0 */
/* liveness.h - whether two nodes reach each other, as one of them sees it.
 *
 * Role.       Pure: fed with messages and time, says up or down and what to tell the other. peer.c
 *             hosts one per node that shares a group with this one; groups have no heartbeats.
 * Protocol.   Each side sends a beat every heartbeat: who it is (incarnation), a sequence number,
 *             and how long ago it last heard the other. A pair is up while both directions work: we
 *             heard it within D, and it told us that it heard us, this incarnation of us, within D.
 *             So a cut of either direction is seen by both sides, at about the same time.
 * Invariants. V1 a beat that is doubled, overtaken or of an earlier incarnation changes nothing.
 *             V2 up needs a beat in each direction after the start of either process.
 *             V3 both times are measured on this node's clock alone; the age in a beat is a
 *                difference of the sender's clock.
 *             V4 a restart is reported with the next change, also when the pair never looked down.
 * Format.     offset size
 *                  0    8  incarnation of the sender
 *                  8    8  sequence number, from 1
 *                 16    8  incarnation of the receiver that the sender last heard; 0: none
 *                 24    8  nanoseconds since then
 *                 32    1  flags: 1 the sender's disk is not stuck, 2 it wants to lead nothing
 *                 33    7  zero
 * Testing.    tests/unit/multiraft_liveness.c */
#ifndef ND_MULTIRAFT_LIVENESS_H
#define ND_MULTIRAFT_LIVENESS_H

#include "base/slice.h"
#include "base/status.h"

#define ND_LIVENESS_BEAT_BYTES 40

struct nd_liveness_beat {
    uint64_t incarnation, seq;
    uint64_t heard_incarnation, heard_age_ns;
    bool disk_ok, is_draining;
};
void nd_liveness_beat_encode(const struct nd_liveness_beat *beat, struct nd_buf *out);
ND_RESULT nd_liveness_beat_decode(struct nd_slice bytes, struct nd_liveness_beat *beat_out); /* MALFORMED */

/* What changed; fed to the groups. */
struct nd_liveness_change {
    bool is_change, is_up, has_restarted;
};

struct nd_liveness {
    uint64_t self_incarnation, down_after_ns;
    bool is_up, has_restarted, disk_ok, is_draining;
    uint64_t incarnation, seq_heard; /* the other's */
    uint64_t incarnation_before;     /* the one it replaced: late beats of it are dropped */
    uint64_t heard_ns;               /* when we last heard it; 0: never */
    uint64_t heard_us_ns;            /* it heard us then, at the earliest; 0: never */
    uint64_t seq_sent;
};
void nd_liveness_init(struct nd_liveness *liveness, uint64_t self_incarnation, uint64_t down_after_ns);
/* The next beat to send. */
struct nd_liveness_beat nd_liveness_next(struct nd_liveness *liveness, uint64_t now_ns, bool disk_ok);
/* A beat came. *wants_answer_out: the other does not know yet that we hear it. */
struct nd_liveness_change nd_liveness_heard(struct nd_liveness *liveness, uint64_t now_ns,
                                            const struct nd_liveness_beat *beat, bool *wants_answer_out);
/* Time passed. */
struct nd_liveness_change nd_liveness_check(struct nd_liveness *liveness, uint64_t now_ns);
/* Its process is gone for sure: down until heard again. */
struct nd_liveness_change nd_liveness_gone(struct nd_liveness *liveness);
/* When it goes down unless heard; UINT64_MAX: it is down. */
uint64_t nd_liveness_expiry(const struct nd_liveness *liveness);

#endif
