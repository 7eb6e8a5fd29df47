/* SPDX-License-Identifier: Apache-2.0 */
#include "meta/locality.h"

static bool take_name(struct nd_slice *rest, struct nd_slice *name)
{
    size_t n = 0;
    while (n < rest->n && n < 63) {
        uint8_t c = rest->p[n];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!is_plain && (c != '-' || n == 0)) break;
        n++;
    }
    *name = nd_slice_of(rest->p, n);
    *rest = nd_slice_drop(*rest, n);
    return n > 0;
}

static bool take_char(struct nd_slice *rest, char c)
{
    if (rest->n == 0 || rest->p[0] != (uint8_t)c) return false;
    *rest = nd_slice_drop(*rest, 1);
    return true;
}

static void skip_space(struct nd_slice *rest)
{
    while (take_char(rest, ' ')) {}
}

/* *count_out: terms; false: malformed, or more than fit. */
static bool parse_terms(struct nd_slice text, bool may_negate, struct nd_locality_term *terms, size_t count_max, size_t *count_out)
{
    *count_out = 0;
    skip_space(&text);
    if (text.n == 0) return true;
    do {
        if (*count_out == count_max) return false;
        struct nd_locality_term *term = &terms[(*count_out)++];
        skip_space(&text);
        term->is_not = may_negate && take_char(&text, '-');
        if (!take_name(&text, &term->key) || !take_char(&text, '=') || !take_name(&text, &term->value)) return false;
        skip_space(&text);
    } while (take_char(&text, ','));
    return text.n == 0;
}

bool nd_locality_parse(struct nd_slice text, struct nd_locality *locality)
{
    if (text.n > ND_LOCALITY_BYTES_MAX || !parse_terms(text, false, locality->tiers, ND_LOCALITY_TIERS_MAX, &locality->count)) return false;
    for (size_t i = 0; i < locality->count; i++)
        for (size_t k = 0; k < i; k++)
            if (nd_slice_eq(locality->tiers[i].key, locality->tiers[k].key)) return false;
    return true;
}

bool nd_constraint_parse(struct nd_slice text, struct nd_constraint *constraint) { return parse_terms(text, true, constraint->terms, ND_CONSTRAINT_TERMS_MAX, &constraint->count); }

bool nd_constraint_holds(const struct nd_constraint *constraint, const struct nd_locality *locality)
{
    for (size_t i = 0; i < constraint->count; i++) {
        const struct nd_locality_term *term = &constraint->terms[i];
        bool is_there = false;
        for (size_t k = 0; k < locality->count; k++)
            is_there |= nd_slice_eq(locality->tiers[k].key, term->key) && nd_slice_eq(locality->tiers[k].value, term->value);
        if (is_there == term->is_not) return false;
    }
    return true;
}

unsigned nd_locality_nearness(const struct nd_locality *a, const struct nd_locality *b)
{
    unsigned near = 0, weight = 1u << (4 * (ND_LOCALITY_TIERS_MAX - 1)); /* one region shared weighs more than all racks */
    for (size_t i = 0; i < a->count && i < b->count; i++, weight >>= 4) {
        if (!nd_slice_eq(a->tiers[i].key, b->tiers[i].key) || !nd_slice_eq(a->tiers[i].value, b->tiers[i].value)) break;
        near += weight;
    }
    return near;
}
