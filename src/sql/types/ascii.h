/* SPDX-License-Identifier: Apache-2.0 */
/* ascii.h - characters and small texts without a locale: for input functions, templates, messages. */
#ifndef ND_SQL_TYPES_ASCII_H
#define ND_SQL_TYPES_ASCII_H

#include "base/slice.h"

/* As C's isspace in the C locale, without locale. */
static inline bool nd_ascii_is_space(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool nd_ascii_is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static inline bool nd_ascii_is_alpha(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool nd_ascii_is_punct(uint8_t c)
{
    return c > ' ' && c < 0x7f && !nd_ascii_is_digit(c) && !nd_ascii_is_alpha(c);
}
static inline uint8_t nd_ascii_lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c; }

static inline struct nd_slice nd_ascii_trim(struct nd_slice text)
{
    while (text.n > 0 && nd_ascii_is_space(text.p[0])) text.p++, text.n--;
    while (text.n > 0 && nd_ascii_is_space(text.p[text.n - 1])) text.n--;
    return text;
}

static inline bool nd_ascii_eq_nocase(struct nd_slice text, const char *lower)
{
    for (size_t i = 0; i < text.n; i++)
        if (lower[i] == '\0' || nd_ascii_lower(text.p[i]) != (uint8_t)lower[i]) return false;
    return lower[text.n] == '\0';
}

/* How many bytes of a text an error message quotes, whole characters: for %.*s. */
static inline int nd_text_shown(struct nd_slice text)
{
    if (text.n <= 300) return (int)text.n;
    int n = 300;
    while (n > 296 && (text.p[n] & 0xc0) == 0x80) n--;
    return n;
}

#endif
