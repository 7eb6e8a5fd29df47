/* SPDX-License-Identifier: Apache-2.0 */
#include "multiraft/liveness.h"

#define FLAG_DISK_OK 1u
#define FLAG_DRAINING 2u

void nd_liveness_beat_encode(const struct nd_liveness_beat *beat, struct nd_buf *out)
{
    uint8_t *p = nd_buf_extend(out, ND_LIVENESS_BEAT_BYTES);
    nd_store_u64(p, beat->incarnation);
    nd_store_u64(p + 8, beat->seq);
    nd_store_u64(p + 16, beat->heard_incarnation);
    nd_store_u64(p + 24, beat->heard_age_ns);
    nd_store_u64(p + 32, (beat->disk_ok ? FLAG_DISK_OK : 0) | (beat->is_draining ? FLAG_DRAINING : 0));
}

enum nd_status nd_liveness_beat_decode(struct nd_slice bytes, struct nd_liveness_beat *beat_out)
{
    memset(beat_out, 0, sizeof *beat_out);
    if (bytes.n < ND_LIVENESS_BEAT_BYTES) return ND_STATUS_MALFORMED; /* a later version may say more */
    beat_out->incarnation = nd_load_u64(bytes.p);
    beat_out->seq = nd_load_u64(bytes.p + 8);
    beat_out->heard_incarnation = nd_load_u64(bytes.p + 16);
    beat_out->heard_age_ns = nd_load_u64(bytes.p + 24);
    beat_out->disk_ok = (bytes.p[32] & FLAG_DISK_OK) != 0;
    beat_out->is_draining = (bytes.p[32] & FLAG_DRAINING) != 0;
    return beat_out->incarnation == 0 || beat_out->seq == 0 ? ND_STATUS_MALFORMED : ND_STATUS_OK;
}

void nd_liveness_init(struct nd_liveness *liveness, uint64_t self_incarnation, uint64_t down_after_ns)
{
    *liveness =
        (struct nd_liveness){.self_incarnation = self_incarnation, .down_after_ns = down_after_ns, .disk_ok = true};
}

struct nd_liveness_beat nd_liveness_next(struct nd_liveness *liveness, uint64_t now_ns, bool disk_ok)
{
    return (struct nd_liveness_beat){
        .incarnation = liveness->self_incarnation,
        .seq = ++liveness->seq_sent,
        .heard_incarnation = liveness->heard_ns != 0 ? liveness->incarnation : 0,
        .heard_age_ns = liveness->heard_ns != 0 ? now_ns - liveness->heard_ns : 0,
        .disk_ok = disk_ok,
    };
}

static bool is_fresh(const struct nd_liveness *liveness, uint64_t since_ns, uint64_t now_ns)
{
    return since_ns != 0 && now_ns - since_ns < liveness->down_after_ns;
}

static struct nd_liveness_change settle(struct nd_liveness *liveness, bool is_up)
{
    struct nd_liveness_change change = {
        .is_change = is_up != liveness->is_up || liveness->has_restarted,
        .is_up = is_up,
        .has_restarted = liveness->has_restarted,
    };
    liveness->is_up = is_up;
    liveness->has_restarted = false;
    return change;
}

struct nd_liveness_change nd_liveness_check(struct nd_liveness *liveness, uint64_t now_ns)
{
    return settle(liveness,
                  is_fresh(liveness, liveness->heard_ns, now_ns) && is_fresh(liveness, liveness->heard_us_ns, now_ns));
}

struct nd_liveness_change nd_liveness_heard(struct nd_liveness *liveness, uint64_t now_ns,
                                            const struct nd_liveness_beat *beat, bool *wants_answer_out)
{
    *wants_answer_out = false;
    if (beat->incarnation == liveness->incarnation_before)
        return (struct nd_liveness_change){.is_up = liveness->is_up}; /* V1 */
    if (beat->incarnation != liveness->incarnation) {
        liveness->incarnation_before = liveness->incarnation;
        liveness->has_restarted = liveness->incarnation != 0;
        liveness->incarnation = beat->incarnation;
        liveness->seq_heard = 0;
        liveness->heard_us_ns = 0; /* V2: the process that heard us is gone */
    }
    if (beat->seq <= liveness->seq_heard) return (struct nd_liveness_change){.is_up = liveness->is_up}; /* V1 */
    liveness->seq_heard = beat->seq;
    liveness->heard_ns = now_ns;
    liveness->disk_ok = beat->disk_ok;
    liveness->is_draining = beat->is_draining;
    bool hears_us =
        beat->heard_incarnation == liveness->self_incarnation && beat->heard_age_ns < liveness->down_after_ns;
    if (hears_us && beat->heard_age_ns < now_ns) {
        uint64_t heard_us_ns = now_ns - beat->heard_age_ns;
        if (heard_us_ns > liveness->heard_us_ns) liveness->heard_us_ns = heard_us_ns;
    }
    *wants_answer_out = !hears_us || beat->heard_age_ns > liveness->down_after_ns / 2;
    return nd_liveness_check(liveness, now_ns);
}

struct nd_liveness_change nd_liveness_gone(struct nd_liveness *liveness)
{
    liveness->heard_ns = liveness->heard_us_ns = 0;
    return settle(liveness, false);
}

uint64_t nd_liveness_expiry(const struct nd_liveness *liveness)
{
    if (!liveness->is_up) return UINT64_MAX;
    uint64_t since_ns = liveness->heard_ns < liveness->heard_us_ns ? liveness->heard_ns : liveness->heard_us_ns;
    return since_ns + liveness->down_after_ns;
}
