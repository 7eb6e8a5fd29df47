/* SPDX-License-Identifier: Apache-2.0 */
/* regex_int.h - regular expressions for the functions that use them. */
#ifndef ND_SQL_FUNC_REGEX_INT_H
#define ND_SQL_FUNC_REGEX_INT_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "sql/func/func_int.h"

/* A compiled pattern, kept from row to row while the pattern stays the same. */
struct nd__regex {
    struct nd_func_call *call;
    pcre2_general_context *general;
    pcre2_compile_context *compile;
    pcre2_match_context *match;
    pcre2_code *code;
    pcre2_match_data *data;
    struct nd_slice pattern, flags; /* of `code` */
    bool is_global;
};

void nd__regex_init(struct nd__regex *regex, struct nd_func_call *call);
void nd__regex_deinit(struct nd__regex *regex);
/* Compiles unless it is the pattern of before. */
ND_RESULT nd__regex_prepare(struct nd__regex *regex, struct nd_slice pattern, struct nd_slice flags, bool is_caseless, bool allow_global);
/* Matches from byte `from`. *count_out: 0 no match, else 1 + groups that may be set. */
ND_RESULT nd__regex_match(struct nd__regex *regex, struct nd_slice text, size_t from, int *count_out);
/* The part of group n of the last match. false: the group took no part. */
bool nd__regex_group(const struct nd__regex *regex, struct nd_slice text, unsigned n, struct nd_slice *part_out);
/* Where the search goes on behind the last match: an empty one moves by a character. false: at the end. */
bool nd__regex_advance(const struct nd__regex *regex, struct nd_slice text, size_t *from);
unsigned nd__regex_group_count(const struct nd__regex *regex);

#endif
