/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions that give arrays: regexp_match, regexp_matches, regexp_split_to_array and _to_table. */
#include "sql/func/regex_int.h"
#include "sql/types/array.h"

struct found {
    struct nd_arena *arena;
    struct nd_datum *items;
    size_t count, cap;
};

static void add(struct found *found, struct nd_datum item)
{
    if (found->count == found->cap) {
        size_t cap = found->cap == 0 ? 16 : found->cap * 2;
        struct nd_datum *items = nd_arena_alloc(found->arena, cap * sizeof *items);
        if (found->count > 0) memcpy(items, found->items, found->count * sizeof *items);
        found->items = items;
        found->cap = cap;
    }
    found->items[found->count++] = item;
}

/* The groups of the last match, or all of it where there are none. */
static void add_groups(struct found *found, const struct nd__regex *regex, struct nd_slice text, unsigned groups)
{
    unsigned first = groups == 0 ? 0 : 1, last = groups;
    for (unsigned n = first; n <= last; n++) {
        struct nd_slice part;
        add(found, nd__regex_group(regex, text, n, &part) ? nd_datum_bytes(part) : ND_DATUM_NULL);
    }
}

static struct nd_slice flags_of(const struct nd_func_call *call, size_t row) { return call->arg_count == 3 ? call->args[2].s[row] : ND_SLICE_EMPTY; }

static enum nd_status check_flags(struct nd_func_call *call, size_t row)
{
    struct nd_slice flags = flags_of(call, row);
    if (flags.n == 0 || memchr(flags.p, 'g', flags.n) == NULL) return ND_STATUS_OK;
    (void)nd_err_set(call->err, "22023", "%s() does not support the \"global\" option", call->func->name);
    return strcmp(call->func->name, "regexp_match") == 0 ? nd_err_hint(call->err, "Use the regexp_matches function instead.") : ND_STATUS_SQL;
}

/* ---- matches --------------------------------------------------------------------------------------------- */

enum { ONE,
       ALL };

/* regexp_matches: an array of the matches' arrays, which are all of a length. */
static enum nd_status match_row(struct nd_func_call *call, struct nd__regex *regex, size_t row)
{
    struct nd_slice text = call->args[0].s[row];
    struct found found = {.arena = call->ctx->arena};
    bool is_all = call->func->param == ALL;
    if (!is_all) ND_TRY(check_flags(call, row));
    ND_TRY(nd__regex_prepare(regex, call->args[1].s[row], flags_of(call, row), false, is_all));
    unsigned groups = nd__regex_group_count(regex);
    size_t from = 0;
    for (;;) {
        int count;
        ND_TRY(nd__regex_match(regex, text, from, &count));
        if (count == 0) break;
        add_groups(&found, regex, text, groups);
        if (!regex->is_global || !nd__regex_advance(regex, text, &from)) break;
    }
    if (!is_all) {
        call->out->nulls[row] = found.count == 0;
        call->out->s[row] = nd_array_of_items(TEXT, found.items, found.count, found.arena);
        return ND_STATUS_OK;
    }
    size_t width = groups == 0 ? 1 : groups;
    struct nd_array shape = {.dims = 2, .lens = {(int32_t)(found.count / width), (int32_t)width}, .lowers = {1, 1}, .count = found.count};
    call->out->s[row] = nd_array_make(&shape, TEXT, found.items, found.arena);
    return ND_STATUS_OK;
}

static enum nd_status matches(struct nd_func_call *call)
{
    struct nd__regex regex;
    enum nd_status status = ND_STATUS_OK;
    nd__regex_init(&regex, call);
    ND__ROWS (row) ND_TRY_OR(match_row(call, &regex, row), out);
out:
    nd__regex_deinit(&regex);
    return status;
}

/* ---- splitting ---------------------------------------------------------------------------------------------- */

/* Empty matches at either end, or right behind a match, part nothing. */
static enum nd_status split_row(struct nd_func_call *call, struct nd__regex *regex, size_t row)
{
    struct nd_slice text = call->args[0].s[row], match;
    struct found found = {.arena = call->ctx->arena};
    ND_TRY(check_flags(call, row));
    ND_TRY(nd__regex_prepare(regex, call->args[1].s[row], flags_of(call, row), false, false));
    size_t from = 0, begin = 0, last_end = 0;
    for (;;) {
        int count;
        ND_TRY(nd__regex_match(regex, text, from, &count));
        if (count == 0 || !nd__regex_group(regex, text, 0, &match)) break;
        size_t at = match.n == 0 && match.p == NULL ? 0 : (size_t)(match.p - text.p), end = at + match.n;
        if (at < text.n && end > last_end) {
            add(&found, nd_datum_bytes(nd_slice_of(text.p + begin, at - begin)));
            begin = end;
        }
        last_end = end;
        if (!nd__regex_advance(regex, text, &from)) break;
    }
    add(&found, nd_datum_bytes(nd_slice_drop(text, begin)));
    call->out->s[row] = nd_array_of_items(TEXT, found.items, found.count, found.arena);
    return ND_STATUS_OK;
}

static enum nd_status split(struct nd_func_call *call)
{
    struct nd__regex regex;
    enum nd_status status = ND_STATUS_OK;
    nd__regex_init(&regex, call);
    ND__ROWS (row) ND_TRY_OR(split_row(call, &regex, row), out);
out:
    nd__regex_deinit(&regex);
    return status;
}

/* clang-format off */
#define SET(fn_name, res, fn, par, ...) {.name = (fn_name), .result = (res), .kernel = (fn), .param = (par), .arg_count = ND__COUNT(__VA_ARGS__), .args = {__VA_ARGS__}, .is_set = true}
static const struct nd_func funcs[] = {
    F("regexp_match", TEXT_ARRAY, matches, ONE, TEXT, TEXT), F("regexp_match", TEXT_ARRAY, matches, ONE, TEXT, TEXT, TEXT),
    SET("regexp_matches", TEXT_ARRAY, matches, ALL, TEXT, TEXT), SET("regexp_matches", TEXT_ARRAY, matches, ALL, TEXT, TEXT, TEXT),
    F("regexp_split_to_array", TEXT_ARRAY, split, 0, TEXT, TEXT), F("regexp_split_to_array", TEXT_ARRAY, split, 0, TEXT, TEXT, TEXT),
    SET("regexp_split_to_table", TEXT, split, 0, TEXT, TEXT), SET("regexp_split_to_table", TEXT, split, 0, TEXT, TEXT, TEXT),
};
/* clang-format on */
const struct nd__func_table nd__funcs_regex_array = ND__TABLE(funcs);
