/* SPDX-License-Identifier: Apache-2.0 */
#include "sql/types/compare.h"

#include <math.h>

#include "base/checksum.h"
#include "sql/types/array.h"
#include "sql/types/datetime.h"
#include "sql/types/io_int.h"
#include "sql/types/json.h"
#include "sql/types/key_codec.h"
#include "sql/types/numeric.h"
#include "sql/types/record.h"

#define HASH_NULL UINT64_C(0x9ae16a3b2f90404f)

static int cmp_f64(double a, double b)
{
    if (isnan(a) || isnan(b)) return isnan(a) ? !isnan(b) : -1;
    return a < b ? -1 : a > b;
}

static int cmp_bytes(enum nd_type_id type, struct nd_slice a, struct nd_slice b)
{
    switch (type) {
    case ND_TYPE_NUMERIC: return nd_numeric_cmp(a, b);
    case ND_TYPE_INTERVAL: return nd_interval_cmp(nd_interval_of(a), nd_interval_of(b));
    case ND_TYPE_BPCHAR: return nd_slice_cmp(nd__bpchar_trim(a), nd__bpchar_trim(b));
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR:
    case ND_TYPE_NAME: return nd_slice_cmp(a, b);
    case ND_TYPE_RECORD: return nd_record_cmp(a, b);
    case ND_TYPE_JSONB: return nd_jsonb_cmp(a, b);
    default: return nd_type_is_array(type) ? nd_array_cmp(type, a, b) : nd_slice_cmp(a, b);
    }
}

static bool eq_bytes(enum nd_type_id type, struct nd_slice a, struct nd_slice b)
{
    if (nd_slice_eq(a, b)) return true;
    if (type == ND_TYPE_TEXT || type == ND_TYPE_VARCHAR) return false;
    return (type == ND_TYPE_NUMERIC || type == ND_TYPE_INTERVAL || type == ND_TYPE_BPCHAR || type == ND_TYPE_RECORD || type == ND_TYPE_JSONB || nd_type_is_array(type)) &&
           cmp_bytes(type, a, b) == 0;
}

int nd_datum_cmp(enum nd_type_id type, const struct nd_datum *a, const struct nd_datum *b)
{
    switch (nd_type_phys(type)) {
    case ND_PHYS_BOOL: return (int)a->b - (int)b->b;
    case ND_PHYS_I64: return a->i < b->i ? -1 : a->i > b->i;
    case ND_PHYS_F64: return cmp_f64(a->f, b->f);
    case ND_PHYS_BYTES: return cmp_bytes(type, a->s, b->s);
    }
    ND_UNREACHABLE();
}

bool nd_datum_eq(enum nd_type_id type, const struct nd_datum *a, const struct nd_datum *b)
{
    return nd_type_phys(type) == ND_PHYS_BYTES ? eq_bytes(type, a->s, b->s) : nd_datum_cmp(type, a, b) == 0;
}

int nd_vec_cmp(const struct nd_vec *a, size_t row_a, const struct nd_vec *b, size_t row_b, unsigned flags)
{
    if (a->nulls[row_a] | b->nulls[row_b]) {
        int c = (int)a->nulls[row_a] - (int)b->nulls[row_b];
        return (flags & ND_KEY_NULLS_FIRST) != 0 ? -c : c;
    }
    int c = 0;
    switch (nd_type_phys(a->type.id)) {
    case ND_PHYS_BOOL: c = (int)a->b[row_a] - (int)b->b[row_b]; break;
    case ND_PHYS_I64: c = a->i[row_a] < b->i[row_b] ? -1 : a->i[row_a] > b->i[row_b]; break;
    case ND_PHYS_F64: c = cmp_f64(a->f[row_a], b->f[row_b]); break;
    case ND_PHYS_BYTES: c = cmp_bytes(a->type.id, a->s[row_a], b->s[row_b]); break;
    }
    return (flags & ND_KEY_DESC) != 0 ? (c > 0 ? -1 : c < 0) : c;
}

bool nd_vec_is_same(const struct nd_vec *a, size_t row_a, const struct nd_vec *b, size_t row_b)
{
    if (a->nulls[row_a] | b->nulls[row_b]) return a->nulls[row_a] == b->nulls[row_b];
    switch (nd_type_phys(a->type.id)) {
    case ND_PHYS_BOOL: return a->b[row_a] == b->b[row_b];
    case ND_PHYS_I64: return a->i[row_a] == b->i[row_b];
    case ND_PHYS_F64: return cmp_f64(a->f[row_a], b->f[row_b]) == 0;
    case ND_PHYS_BYTES: return eq_bytes(a->type.id, a->s[row_a], b->s[row_b]);
    }
    ND_UNREACHABLE();
}

/* ---- hashes -------------------------------------------------------------------------------------- */

/* The finisher of MurmurHash3 (Appleby). */
static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 33;
    h *= UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ h >> 33;
}

static uint64_t combine(uint64_t seed, uint64_t value) { return mix(seed * UINT64_C(0x9e3779b97f4a7c15) + value); }

static uint64_t f64_bits(double f)
{
    if (isnan(f)) return UINT64_C(0x7ff8000000000000);
    if (f == 0) return 0;
    uint64_t bits;
    memcpy(&bits, &f, 8);
    return bits;
}

static uint64_t bytes_hash(enum nd_type_id type, struct nd_slice s)
{
    switch (type) {
    case ND_TYPE_NUMERIC: return nd_numeric_hash(s);
    case ND_TYPE_INTERVAL: {
        __int128 total = nd_interval_total_us(nd_interval_of(s));
        uint64_t words[2] = {(uint64_t)total, (uint64_t)(total >> 64)};
        return nd_hash64(nd_slice_of(words, sizeof words));
    }
    case ND_TYPE_BPCHAR: return nd_hash64(nd__bpchar_trim(s));
    case ND_TYPE_TEXT:
    case ND_TYPE_VARCHAR: return nd_hash64(s);
    case ND_TYPE_RECORD: return nd_record_hash(s);
    case ND_TYPE_JSONB: return nd_jsonb_hash(s);
    default: return nd_type_is_array(type) ? nd_array_hash(type, s) : nd_hash64(s);
    }
}

uint64_t nd_datum_hash(enum nd_type_id type, const struct nd_datum *datum, uint64_t seed)
{
    if (datum->is_null) return combine(seed, HASH_NULL);
    switch (nd_type_phys(type)) {
    case ND_PHYS_BOOL: return combine(seed, datum->b);
    case ND_PHYS_I64: return combine(seed, (uint64_t)datum->i);
    case ND_PHYS_F64: return combine(seed, f64_bits(datum->f));
    case ND_PHYS_BYTES: return combine(seed, bytes_hash(type, datum->s));
    }
    ND_UNREACHABLE();
}

void nd_vec_hash(const struct nd_vec *vec, const struct nd_sel *sel, uint64_t *hashes)
{
    switch (nd_type_phys(vec->type.id)) {
    case ND_PHYS_BOOL:
        ND_SEL_FOREACH (row, sel) hashes[row] = combine(hashes[row], vec->nulls[row] ? HASH_NULL : vec->b[row] != 0);
        break;
    case ND_PHYS_I64:
        ND_SEL_FOREACH (row, sel)
            hashes[row] = combine(hashes[row], vec->nulls[row] ? HASH_NULL : (uint64_t)vec->i[row]);
        break;
    case ND_PHYS_F64:
        ND_SEL_FOREACH (row, sel)
            hashes[row] = combine(hashes[row], vec->nulls[row] ? HASH_NULL : f64_bits(vec->f[row]));
        break;
    case ND_PHYS_BYTES:
        ND_SEL_FOREACH (row, sel)
            hashes[row] = combine(hashes[row], vec->nulls[row] ? HASH_NULL : bytes_hash(vec->type.id, vec->s[row]));
        break;
    }
}
