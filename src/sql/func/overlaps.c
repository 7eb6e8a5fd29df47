/* SPDX-License-Identifier: Apache-2.0 */
/* (start, end) OVERLAPS (start, end); an end may be given as an interval after the start. */
#include "sql/func/date_int.h"

/* One of the two pairs, in order; what is not NULL of one that is known by half is `from`. */
struct span {
    int64_t from, to;
    bool has_to;
};

static enum nd_status end_of(struct nd_func_call *call, size_t at, size_t row, int64_t from, int64_t *to_out)
{
    enum nd_type_id type = call->func->args[at];
    if (call->func->args[at + 1] != INTERVAL) {
        *to_out = call->args[at + 1].i[row];
        return ND_STATUS_OK;
    }
    struct nd_interval interval = nd_interval_of(call->args[at + 1].s[row]);
    if (type != TIME) return nd_timestamp_add(from, interval, type == TIMESTAMPTZ ? nd__session_tz(call) : NULL, to_out, call->err);
    int64_t sum = (from + interval.us % ND_USECS_PER_DAY) % ND_USECS_PER_DAY; /* round the clock */
    *to_out = sum < 0 ? sum + ND_USECS_PER_DAY : sum;
    return ND_STATUS_OK;
}

static enum nd_status span_at(struct nd_func_call *call, size_t at, size_t row, struct span *out, bool *is_known)
{
    bool no_from = call->args[at].nulls[row], is_length = call->func->args[at + 1] == INTERVAL, no_to = call->args[at + 1].nulls[row] || (is_length && no_from);
    *out = (struct span){.has_to = !no_from && !no_to};
    *is_known = !no_from || !no_to;
    if (!no_from) out->from = call->args[at].i[row];
    if (!no_to) {
        int64_t to;
        ND_TRY(end_of(call, at, row, out->from, &to));
        if (no_from) out->from = to;
        else out->to = to;
    }
    if (out->has_to && out->from > out->to) *out = (struct span){out->to, out->from, true};
    return ND_STATUS_OK;
}

static enum nd_status overlaps(struct nd_func_call *call)
{
    ND__ROWS (row) {
        struct span a, b;
        bool has_a, has_b;
        ND_TRY(span_at(call, 0, row, &a, &has_a));
        ND_TRY(span_at(call, 2, row, &b, &has_b));
        call->out->nulls[row] = !has_a || !has_b;
        if (!has_a || !has_b) continue;
        if (a.from == b.from) { /* as the standard says it: two that start together overlap, as far as is known */
            call->out->b[row] = true;
            call->out->nulls[row] = !a.has_to || !b.has_to;
            continue;
        }
        const struct span *first = a.from < b.from ? &a : &b, *second = first == &a ? &b : &a;
        bool is_in = first->has_to && second->from < first->to;
        call->out->b[row] = is_in;
        call->out->nulls[row] = !is_in && (!first->has_to || !second->has_to);
    }
    return ND_STATUS_OK;
}

/* clang-format off */
#define FORMS(type) \
    F_LAX("overlaps", BOOL, overlaps, 0, ND_STABLE, false, type, type, type, type), F_LAX("overlaps", BOOL, overlaps, 0, ND_STABLE, false, type, INTERVAL, type, INTERVAL), \
    F_LAX("overlaps", BOOL, overlaps, 0, ND_STABLE, false, type, type, type, INTERVAL), F_LAX("overlaps", BOOL, overlaps, 0, ND_STABLE, false, type, INTERVAL, type, type)
static const struct nd_func funcs[] = {FORMS(TIMESTAMPTZ), FORMS(TIMESTAMP), FORMS(TIME)};
/* clang-format on */
const struct nd__func_table nd__funcs_overlaps = ND__TABLE(funcs);
