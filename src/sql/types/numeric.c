/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/checksum.h"
#include "sql/types/numeric_int.h"

#define SMALL_SCALE_MAX 63
#define TAG_LARGE 0x40
#define TAG_NAN 0x80
#define TAG_INF 0x81
#define TAG_MINUS_INF 0x82
#define LARGE_HEAD_BYTES 4

static const uint8_t nan_bytes[] = {TAG_NAN}, inf_bytes[] = {TAG_INF}, minus_inf_bytes[] = {TAG_MINUS_INF},
                     zero_bytes[] = {0};
const struct nd_slice nd_numeric_nan = {nan_bytes, 1};
const struct nd_slice nd_numeric_inf = {inf_bytes, 1};
const struct nd_slice nd_numeric_minus_inf = {minus_inf_bytes, 1};
const struct nd_slice nd_numeric_zero = {zero_bytes, 1};

/* ---- integers ---------------------------------------------------------------------------------- */

#define E18 INT64_C(1000000000000000000)
#define P18(n) ((__int128)(n)*E18)
#define P36(n) (P18(n) * E18)

__int128 nd__pow10(int n)
{
    static const int64_t small[] = {
        1,
        10,
        100,
        1000,
        10000,
        100000,
        1000000,
        10000000,
        100000000,
        1000000000,
        10000000000,
        100000000000,
        1000000000000,
        10000000000000,
        100000000000000,
        1000000000000000,
        10000000000000000,
        100000000000000000,
    };
    ND_ASSERT(n >= 0 && n <= ND__POW10_MAX);
    return n < 18 ? small[n] : n < 36 ? P18(small[n - 18]) : P36(small[n - 36]);
}

int nd__digits128(__int128 v)
{
    unsigned __int128 u = nd__abs128(v);
    int digits = 1;
    while (digits <= ND__POW10_MAX && u >= (unsigned __int128)nd__pow10(digits)) digits++;
    return digits;
}

void nd__mpz_set128(mpz_t z, __int128 v)
{
    unsigned __int128 u = nd__abs128(v);
    uint64_t words[2] = {(uint64_t)u, (uint64_t)(u >> 64)};
    mpz_import(z, 2, -1, 8, 0, 0, words);
    if (v < 0) mpz_neg(z, z);
}

static bool mpz_fits128(const mpz_t z) { return mpz_sizeinbase(z, 2) <= 127; }

static __int128 mpz_get128(const mpz_t z)
{
    uint64_t words[2] = {0, 0};
    mpz_export(words, NULL, -1, 8, 0, 0, z);
    unsigned __int128 u = (unsigned __int128)words[1] << 64 | words[0];
    return mpz_sgn(z) < 0 ? -(__int128)u : (__int128)u;
}

void nd__mpz_pow10(mpz_t z, unsigned n) { mpz_ui_pow_ui(z, 10, n); }

bool nd__rescale128(__int128 *m, int from, int to, bool is_truncating)
{
    if (to >= from) {
        if (*m == 0) return true;
        if (to - from > ND__POW10_MAX) return false;
        return nd__mul128(*m, nd__pow10(to - from), m);
    }
    int drop = from - to;
    if (drop > ND__POW10_MAX) { /* 2^127 < 5 * 10^38: less than a half */
        *m = 0;
        return true;
    }
    __int128 p = nd__pow10(drop), q = *m / p, r = *m % p;
    if (!is_truncating && nd__abs128(r) >= (unsigned __int128)p - nd__abs128(r)) q += *m < 0 ? -1 : 1;
    *m = q;
    return true;
}

void nd__mpz_rescale(mpz_t z, int from, int to, bool is_truncating)
{
    if (from == to) return;
    mpz_t p;
    mpz_init(p);
    nd__mpz_pow10(p, (unsigned)abs(to - from));
    if (to > from) {
        mpz_mul(z, z, p);
    } else {
        mpz_t r;
        mpz_init(r);
        int sign = mpz_sgn(z);
        mpz_tdiv_qr(z, r, z, p);
        mpz_mul_2exp(r, r, 1);
        if (!is_truncating && mpz_cmpabs(r, p) >= 0) {
            if (sign < 0)
                mpz_sub_ui(z, z, 1);
            else
                mpz_add_ui(z, z, 1);
        }
        mpz_clear(r);
    }
    mpz_clear(p);
}

/* ---- bytes ------------------------------------------------------------------------------------- */

bool nd_numeric_is_valid(struct nd_slice numeric)
{
    if (numeric.n == 0) return false;
    uint8_t tag = numeric.p[0];
    if (tag <= SMALL_SCALE_MAX) {
        if (numeric.n > 17) return false;
        if (numeric.n < 17) return true;
        /* the one value of 128 bits that is not allowed */
        uint64_t low = nd_load_u64(numeric.p + 1), high = nd_load_u64(numeric.p + 9);
        return !(low == 0 && high == UINT64_C(1) << 63);
    }
    if (tag == TAG_LARGE)
        return numeric.n > LARGE_HEAD_BYTES && numeric.n <= (1 << 16) &&
               nd_load_u16(numeric.p + 1) <= ND_NUMERIC_SCALE_MAX && numeric.p[3] <= 1 &&
               (numeric.p[numeric.n - 1] != 0 || numeric.n == LARGE_HEAD_BYTES + 1);
    return numeric.n == 1 && (tag == TAG_NAN || tag == TAG_INF || tag == TAG_MINUS_INF);
}

void nd__num_load(struct nd__num *num, struct nd_slice bytes)
{
    ND_ASSERT(bytes.n > 0);
    num->kind = ND__NUM_FINITE;
    num->is_big = false;
    num->scale = 0;
    num->m = 0;
    uint8_t tag = bytes.p[0];
    if (tag <= SMALL_SCALE_MAX) {
        num->scale = tag;
        size_t n = bytes.n - 1;
        ND_ASSERT(n <= 16);
        if (n == 0) return;
        uint64_t words[2];
        words[0] = words[1] = (bytes.p[n] & 0x80) != 0 ? UINT64_MAX : 0;
        memcpy(words, bytes.p + 1, n);
        num->m = (__int128)((unsigned __int128)words[1] << 64 | words[0]);
    } else if (tag == TAG_LARGE) {
        num->is_big = true;
        num->scale = nd_load_u16(bytes.p + 1);
        mpz_init(num->z);
        mpz_import(num->z, bytes.n - LARGE_HEAD_BYTES, -1, 1, 0, 0, bytes.p + LARGE_HEAD_BYTES);
        if (bytes.p[3] == 1) mpz_neg(num->z, num->z);
    } else {
        num->kind = tag == TAG_NAN ? ND__NUM_NAN : tag == TAG_INF ? ND__NUM_INF : ND__NUM_MINUS_INF;
    }
}

void nd__num_clear(struct nd__num *num)
{
    if (num->is_big) mpz_clear(num->z);
    num->is_big = false;
}

void nd__num_set128(struct nd__num *num, __int128 m, int32_t scale)
{
    *num = (struct nd__num){.kind = ND__NUM_FINITE, .m = m, .scale = scale};
}

void nd__num_mpz(const struct nd__num *num, mpz_t z)
{
    if (num->is_big) {
        mpz_init_set(z, num->z);
    } else {
        mpz_init(z);
        nd__mpz_set128(z, num->m);
    }
}

enum nd_status nd__num_overflow(struct nd_err *err)
{
    return nd_err_set(err, "22003", "value overflows numeric format");
}

static struct nd_slice store_mpz_large(const mpz_t z, int32_t scale, struct nd_arena *arena)
{
    size_t n = (mpz_sizeinbase(z, 2) + 7) / 8; /* zero has one byte */
    uint8_t *p = nd_arena_zalloc(arena, LARGE_HEAD_BYTES + n);
    p[0] = TAG_LARGE;
    nd_store_u16(p + 1, (uint16_t)scale);
    p[3] = mpz_sgn(z) < 0;
    mpz_export(p + LARGE_HEAD_BYTES, NULL, -1, 1, 0, 0, z);
    return nd_slice_of(p, LARGE_HEAD_BYTES + n);
}

struct nd_slice nd__num_store128(__int128 m, int32_t scale, struct nd_arena *arena)
{
    ND_ASSERT(scale >= 0);
    if (scale > SMALL_SCALE_MAX) {
        mpz_t z;
        mpz_init(z);
        nd__mpz_set128(z, m);
        struct nd_slice bytes = store_mpz_large(z, scale, arena);
        mpz_clear(z);
        return bytes;
    }
    int64_t low = (int64_t)m;
    size_t n;
    if (m == low) { /* the common case: find the length in one step */
        uint64_t folded = (uint64_t)(low ^ (low >> 63));
        n = low == 0 ? 0 : (size_t)(64 - __builtin_clzll(folded | 1) + 8) / 8;
        if (low == -1) n = 1;
    } else {
        uint64_t high = (uint64_t)((m >> 64) ^ (m >> 127));
        n = high == 0 ? 9 : 8 + (size_t)(64 - __builtin_clzll(high) + 8) / 8;
        if (high == 0 && ((int64_t)m < 0) == (m < 0)) n = 8;
    }
    uint8_t *p = nd_arena_alloc(arena, 1 + n);
    p[0] = (uint8_t)scale;
    uint64_t words[2] = {(uint64_t)m, (uint64_t)(m >> 64)};
    memcpy(p + 1, words, n);
    return nd_slice_of(p, 1 + n);
}

enum nd_status nd__num_store_mpz(mpz_t z, int32_t scale, struct nd_arena *arena, struct nd_slice *out,
                                 struct nd_err *err)
{
    enum nd_status status = ND_STATUS_OK;
    /* sizeinbase 10 is exact or one too big: only near the limit must it be told */
    size_t digits = mpz_sizeinbase(z, 10);
    bool is_over = scale > ND_NUMERIC_SCALE_MAX;
    if (!is_over && digits >= (size_t)ND_NUMERIC_WEIGHT_MAX + (size_t)scale) {
        mpz_t p;
        mpz_init(p);
        nd__mpz_pow10(p, (unsigned)(ND_NUMERIC_WEIGHT_MAX + scale));
        is_over = mpz_cmpabs(z, p) >= 0;
        mpz_clear(p);
    }
    if (is_over)
        status = nd__num_overflow(err);
    else if (scale <= SMALL_SCALE_MAX && mpz_fits128(z))
        *out = nd__num_store128(mpz_get128(z), scale, arena);
    else
        *out = store_mpz_large(z, scale, arena);
    mpz_clear(z);
    return status;
}

enum nd_status nd__num_store(struct nd__num *num, struct nd_arena *arena, struct nd_slice *out, struct nd_err *err)
{
    switch (num->kind) {
    case ND__NUM_NAN: *out = nd_numeric_nan; return ND_STATUS_OK;
    case ND__NUM_INF: *out = nd_numeric_inf; return ND_STATUS_OK;
    case ND__NUM_MINUS_INF: *out = nd_numeric_minus_inf; return ND_STATUS_OK;
    case ND__NUM_FINITE: break;
    }
    if (num->is_big) {
        num->is_big = false;
        return nd__num_store_mpz(num->z, num->scale, arena, out, err);
    }
    if (num->scale > ND_NUMERIC_SCALE_MAX) return nd__num_overflow(err);
    *out = nd__num_store128(num->m, num->scale, arena);
    return ND_STATUS_OK;
}

/* ---- properties -------------------------------------------------------------------------------- */

bool nd_numeric_is_nan(struct nd_slice numeric) { return numeric.p[0] == TAG_NAN; }
bool nd_numeric_is_inf(struct nd_slice numeric) { return numeric.p[0] == TAG_INF || numeric.p[0] == TAG_MINUS_INF; }

int nd__num_sign(const struct nd__num *num) { return num->is_big ? mpz_sgn(num->z) : num->m < 0 ? -1 : num->m > 0; }

int nd_numeric_sign(struct nd_slice numeric)
{
    switch (numeric.p[0]) {
    case TAG_NAN:
    case TAG_INF: return 1;
    case TAG_MINUS_INF: return -1;
    case TAG_LARGE: return numeric.n == LARGE_HEAD_BYTES + 1 && numeric.p[4] == 0 ? 0 : numeric.p[3] == 1 ? -1 : 1;
    default: return numeric.n == 1 ? 0 : (numeric.p[numeric.n - 1] & 0x80) != 0 ? -1 : 1;
    }
}

int nd_numeric_scale(struct nd_slice numeric)
{
    return numeric.p[0] <= SMALL_SCALE_MAX ? numeric.p[0] : numeric.p[0] == TAG_LARGE ? nd_load_u16(numeric.p + 1) : 0;
}

static int mpz_digits(const mpz_t z)
{
    int digits = (int)mpz_sizeinbase(z, 10);
    if (digits <= 1) return digits;
    mpz_t p;
    mpz_init(p);
    nd__mpz_pow10(p, (unsigned)digits - 1);
    if (mpz_cmpabs(z, p) < 0) digits--;
    mpz_clear(p);
    return digits;
}

int nd__num_weight(const struct nd__num *num)
{
    if (nd__num_sign(num) == 0) return 0;
    return (num->is_big ? mpz_digits(num->z) : nd__digits128(num->m)) - num->scale - 1;
}

uint64_t nd__num_leading(const struct nd__num *num, int power)
{
    if (!num->is_big) {
        __int128 m = num->m;
        bool fits = nd__rescale128(&m, num->scale, -power, true);
        ND_ASSERT(fits);
        return (uint64_t)nd__abs128(m);
    }
    mpz_t z;
    mpz_init_set(z, num->z);
    nd__mpz_rescale(z, num->scale, -power, true);
    uint64_t leading = mpz_get_ui(z);
    mpz_clear(z);
    return leading;
}

bool nd__num_is_integer(const struct nd__num *num)
{
    if (num->kind != ND__NUM_FINITE) return false;
    if (!num->is_big) {
        if (num->scale == 0 || num->m == 0) return true;
        return num->scale <= ND__POW10_MAX && num->m % nd__pow10(num->scale) == 0;
    }
    mpz_t p;
    mpz_init(p);
    nd__mpz_pow10(p, (unsigned)num->scale);
    bool is_integer = mpz_divisible_p(num->z, p) != 0;
    mpz_clear(p);
    return is_integer;
}

/* ---- other types ------------------------------------------------------------------------------- */

struct nd_slice nd_numeric_of_i64(int64_t value, struct nd_arena *arena) { return nd__num_store128(value, 0, arena); }

struct nd_slice nd_numeric_of_scaled(int64_t mantissa, int scale, struct nd_arena *arena)
{
    ND_ASSERT(scale >= 0 && scale <= SMALL_SCALE_MAX);
    return nd__num_store128(mantissa, scale, arena);
}

enum nd_status nd_numeric_of_f64(double value, int digits, struct nd_arena *arena, struct nd_slice *numeric_out,
                                 struct nd_err *err)
{
    if (isnan(value))
        *numeric_out = nd_numeric_nan;
    else if (isinf(value))
        *numeric_out = value > 0 ? nd_numeric_inf : nd_numeric_minus_inf;
    else {
        char text[64];
        int n = snprintf(text, sizeof text, "%.*g", digits, value);
        return nd_numeric_of_text(nd_slice_of(text, (size_t)n), -1, arena, numeric_out, err);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_numeric_to_i64(struct nd_slice numeric, const char *type_name, int64_t *value_out, struct nd_err *err)
{
    *value_out = 0;
    if (nd_numeric_is_nan(numeric)) return nd_err_set(err, "0A000", "cannot convert NaN to %s", type_name);
    if (nd_numeric_is_inf(numeric)) return nd_err_set(err, "0A000", "cannot convert infinity to %s", type_name);
    struct nd__num num;
    nd__num_load(&num, numeric);
    if (num.is_big) {
        nd__mpz_rescale(num.z, num.scale, 0, false);
        bool fits = mpz_fits_slong_p(num.z) != 0;
        int64_t value = fits ? mpz_get_si(num.z) : 0;
        nd__num_clear(&num);
        if (!fits) return nd_err_set(err, "22003", "%s out of range", type_name);
        *value_out = value;
        return ND_STATUS_OK;
    }
    (void)nd__rescale128(&num.m, num.scale, 0, false); /* downwards always fits */
    if (num.m > INT64_MAX || num.m < INT64_MIN) return nd_err_set(err, "22003", "%s out of range", type_name);
    *value_out = (int64_t)num.m;
    return ND_STATUS_OK;
}

enum nd_status nd_numeric_to_f64(struct nd_slice numeric, double *value_out, struct nd_err *err)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct nd__num num;
    nd__num_load(&num, numeric);
    if (num.kind != ND__NUM_FINITE) {
        *value_out = num.kind == ND__NUM_NAN ? NAN : num.kind == ND__NUM_INF ? INFINITY : -INFINITY;
        return ND_STATUS_OK;
    }
    bool is_big = num.is_big;
    nd__num_clear(&num);
    if (!is_big && nd__abs128(num.m) <= UINT64_C(1) << 53 && num.scale < (int)ND_ARRAY_LEN(powers)) {
        *value_out = (double)(int64_t)num.m / powers[num.scale]; /* both exact: rounded once */
        return ND_STATUS_OK;
    }
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct nd_buf text;
    nd_buf_init(&text, &heap);
    nd_numeric_to_text(numeric, &text);
    nd_buf_put_u8(&text, '\0');
    errno = 0;
    *value_out = strtod((const char *)text.p, NULL);
    enum nd_status status = ND_STATUS_OK;
    if (errno == ERANGE && (*value_out == 0 || isinf(*value_out)))
        status = nd_err_set(err, "22003", "\"%.400s\" is out of range for type double precision", (const char *)text.p);
    nd_buf_deinit(&text);
    return status;
}

/* ---- order ------------------------------------------------------------------------------------- */

static int kind_rank(enum nd__num_kind kind)
{
    return kind == ND__NUM_MINUS_INF ? 0 : kind == ND__NUM_FINITE ? 1 : kind == ND__NUM_INF ? 2 : 3;
}

int nd_numeric_cmp(struct nd_slice a, struct nd_slice b)
{
    struct nd__num x, y;
    nd__num_load(&x, a);
    nd__num_load(&y, b);
    int c;
    if (x.kind != ND__NUM_FINITE || y.kind != ND__NUM_FINITE) {
        c = kind_rank(x.kind) - kind_rank(y.kind);
    } else if (nd__num_sign(&x) != nd__num_sign(&y)) {
        c = nd__num_sign(&x) - nd__num_sign(&y);
    } else {
        int scale = x.scale > y.scale ? x.scale : y.scale;
        __int128 p = x.m, q = y.m;
        if (!x.is_big && !y.is_big && nd__rescale128(&p, x.scale, scale, true) &&
            nd__rescale128(&q, y.scale, scale, true)) {
            c = p < q ? -1 : p > q;
        } else {
            mpz_t u, v;
            nd__num_mpz(&x, u);
            nd__num_mpz(&y, v);
            nd__mpz_rescale(u, x.scale, scale, true);
            nd__mpz_rescale(v, y.scale, scale, true);
            c = mpz_cmp(u, v);
            mpz_clear(u);
            mpz_clear(v);
        }
    }
    nd__num_clear(&x);
    nd__num_clear(&y);
    return c < 0 ? -1 : c > 0;
}

/* The shortest mantissa. */
static void strip128(struct nd__num *num)
{
    while (num->m != (int64_t)num->m && num->m % 10 == 0) num->m /= 10, num->scale--;
    if (num->m != (int64_t)num->m) return;
    int64_t m = (int64_t)num->m;
    while (m != 0 && m % 10 == 0) m /= 10, num->scale--;
    num->m = m;
    if (m == 0) num->scale = 0;
}

uint64_t nd_numeric_hash(struct nd_slice numeric)
{
    struct nd__num num;
    nd__num_load(&num, numeric);
    if (num.kind != ND__NUM_FINITE) return nd_hash64(numeric);
    if (num.is_big) {
        /* down to the shortest mantissa, so that 1.0 and 1 meet; what then fits 128 bits hashes as the small form does */
        mpz_t ten;
        mpz_init_set_ui(ten, 10);
        num.scale -= (int32_t)mpz_remove(num.z, num.z, ten);
        mpz_clear(ten);
        if (!mpz_fits128(num.z)) {
            size_t n = 0;
            uint8_t *bytes = mpz_export(NULL, &n, -1, 1, 0, 0, num.z);
            uint64_t hash = nd_hash64_seeded((uint64_t)(uint32_t)num.scale, nd_slice_of(bytes, n));
            void (*free_gmp)(void *, size_t);
            mp_get_memory_functions(NULL, NULL, &free_gmp);
            free_gmp(bytes, n);
            nd__num_clear(&num);
            return hash;
        }
        __int128 m = mpz_get128(num.z);
        nd__num_clear(&num);
        num.m = m;
    }
    strip128(&num);
    uint64_t words[3] = {(uint64_t)num.m, (uint64_t)(num.m >> 64), (uint64_t)(int64_t)num.scale};
    return nd_hash64(nd_slice_of(words, sizeof words));
}
