/* SPDX-License-Identifier: Apache-2.0 */
/* Which function a call means: PostgreSQL's "Type Conversion", sections 10.2 and 10.3. The steps below carry its numbers of
 * thought, not of paragraphs: exact, castable, most exact, preferred, unknown literals. */
#include "sql/func/func_int.h"

#include <stdio.h>

static const struct nd__func_table *const func_tables[] = {
    &nd__funcs_compare,
    &nd__funcs_arith,
    &nd__funcs_bits,
    &nd__funcs_numeric,
    &nd__funcs_float,
    &nd__funcs_text,
    &nd__funcs_string,
    &nd__funcs_bytes,
    &nd__funcs_like,
    &nd__funcs_regex,
    &nd__funcs_date,
    &nd__funcs_date_part,
    &nd__funcs_date_arith,
    &nd__funcs_overlaps,
    &nd__funcs_degree,
    &nd__funcs_unistr,
    &nd__funcs_json_get,
    &nd__funcs_json_set,
    &nd__funcs_json_change,
    &nd__funcs_format_number,
    &nd__funcs_format_date,
    &nd__funcs_format_date_in,
    &nd__funcs_array,
    &nd__funcs_array_text,
    &nd__funcs_system,
    &nd__funcs_catalog,
    &nd__funcs_regex_array,
    &nd__funcs_json,
    &nd__funcs_sequence,
    &nd__funcs_advisory,
    &nd__funcs_enum,
};
static const struct nd__agg_table *const agg_tables[] = {&nd__aggs_basic, &nd__aggs_numeric, &nd__aggs_text, &nd__aggs_array, &nd__aggs_json, &nd__aggs_ordered, &nd__aggs_pairs, &nd__aggs_jsonb};

#define CANDIDATES_MAX 128

/* One function or aggregate that the call could mean. */
struct candidate {
    const struct nd_func *func;
    const struct nd_agg *agg;
    const enum nd_type_id *args;
    size_t declared;
};

struct candidates {
    size_t count;
    struct candidate list[CANDIDATES_MAX];
    const enum nd_type_id *types; /* of the call */
    size_t arg_count;
};

/* Variadic ones repeat their last. */
static enum nd_type_id arg_of(const struct candidate *candidate, size_t i)
{
    return candidate->args[i < candidate->declared ? i : candidate->declared - 1];
}

/* ---- polymorphic arguments ------------------------------------------------------------------------- */

/* What the two families of polymorphic types stand for in a call. INVALID: no argument says it. */
struct poly {
    enum nd_type_id element; /* anyelement, anyarray, anynonarray, anyenum */
    enum nd_type_id common;  /* anycompatible, anycompatiblearray */
};

static bool is_castable(enum nd_type_id from, enum nd_type_id to)
{
    switch (to) {
    case ND_TYPE_ANY:
    case ND_TYPE_ANYELEMENT:
    case ND_TYPE_ANYCOMPATIBLE: return true;
    case ND_TYPE_ANYNONARRAY: return !nd_type_is_array(from);
    case ND_TYPE_ANYENUM: return from == ND_TYPE_UNKNOWN || nd_type_is_enum(from);
    case ND_TYPE_ANYARRAY:
    case ND_TYPE_ANYCOMPATIBLEARRAY: return from == ND_TYPE_UNKNOWN || nd_type_is_array(from);
    default: break;
    }
    if (from == ND_TYPE_ANY || from == ND_TYPE_VOID) return false;
    return nd_cast_is_allowed(from, to, ND_CAST_IMPLICIT);
}

static bool solve_poly(const struct candidates *all, const struct candidate *candidate, const enum nd_type_id *types, struct poly *poly)
{
    enum nd_type_id compatible[ND_CALL_ARGS_MAX];
    size_t count = 0;
    *poly = (struct poly){ND_TYPE_INVALID, ND_TYPE_INVALID};
    for (size_t i = 0; i < all->arg_count; i++) {
        enum nd_type_id declared = arg_of(candidate, i), given = types[i];
        if (given == ND_TYPE_UNKNOWN || !nd_type_is_polymorphic(declared)) continue;
        bool is_array = declared == ND_TYPE_ANYARRAY || declared == ND_TYPE_ANYCOMPATIBLEARRAY;
        enum nd_type_id item = is_array ? nd_type_element(given) : given;
        if (declared == ND_TYPE_ANYCOMPATIBLE || declared == ND_TYPE_ANYCOMPATIBLEARRAY) {
            compatible[count++] = item;
            continue;
        }
        if (poly->element != ND_TYPE_INVALID && poly->element != item) return false;
        poly->element = item;
    }
    struct nd_err err;
    return count == 0 || nd_type_common(compatible, count, "arguments", &poly->common, &err) == ND_STATUS_OK;
}

/* A polymorphic type as the call has it; INVALID: not known. */
static enum nd_type_id poly_type(const struct poly *poly, enum nd_type_id declared, enum nd_type_id given)
{
    enum nd_type_id common = poly->common == ND_TYPE_INVALID ? ND_TYPE_TEXT : poly->common;
    switch (declared) {
    case ND_TYPE_ANYELEMENT:
    case ND_TYPE_ANYENUM:
    case ND_TYPE_ANYNONARRAY: return poly->element;
    case ND_TYPE_ANYARRAY:
        if (given != ND_TYPE_UNKNOWN && nd_type_element(given) == poly->element) return given; /* vectors, too */
        return nd_type_array_of(poly->element);
    case ND_TYPE_ANYCOMPATIBLE: return common;
    case ND_TYPE_ANYCOMPATIBLEARRAY: return nd_type_array_of(common);
    default: return declared;
    }
}

static bool accepts(const struct candidates *all, const struct candidate *candidate, const enum nd_type_id *types)
{
    bool is_poly = false;
    for (size_t i = 0; i < all->arg_count; i++) {
        if (!is_castable(types[i], arg_of(candidate, i))) return false;
        is_poly = is_poly || nd_type_is_polymorphic(arg_of(candidate, i));
    }
    struct poly poly;
    return !is_poly || solve_poly(all, candidate, types, &poly);
}

static bool is_exact(const struct candidates *all, const struct candidate *candidate, const enum nd_type_id *types)
{
    for (size_t i = 0; i < all->arg_count; i++)
        if (arg_of(candidate, i) != types[i]) return false;
    return true;
}

/* ---- choosing among candidates ------------------------------------------------------------------- */

static bool is_exact_at(const struct candidates *all, const struct candidate *candidate, size_t i)
{
    return all->types[i] != ND_TYPE_UNKNOWN && arg_of(candidate, i) == all->types[i];
}

static bool is_preferred_at(const struct candidates *all, const struct candidate *candidate, size_t i)
{
    enum nd_type_id to = arg_of(candidate, i);
    return all->types[i] != ND_TYPE_UNKNOWN &&
           (to == all->types[i] ||
            (nd_type_is_preferred(to) && nd_type_category(to) == nd_type_category(all->types[i])));
}

/* Keeps those with the highest count of arguments for which `test` holds. */
static void keep_best(struct candidates *all, bool (*test)(const struct candidates *, const struct candidate *, size_t))
{
    size_t best = 0, kept = 0;
    for (size_t c = 0; c < all->count; c++) {
        size_t matches = 0;
        for (size_t i = 0; i < all->arg_count; i++) matches += test(all, &all->list[c], i);
        if (matches > best) best = matches, kept = 0;
        if (matches == best) all->list[kept++] = all->list[c];
    }
    all->count = kept;
}

/* An unknown literal takes the category that all candidates agree on, or string if one of them wants that. false: they don't. */
static bool category_at(const struct candidates *all, size_t i, char *category_out, bool *has_preferred_out)
{
    char category = '\0';
    bool has_preferred = false, has_conflict = false;
    for (size_t c = 0; c < all->count; c++) {
        enum nd_type_id type = arg_of(&all->list[c], i);
        char its = nd_type_category(type);
        if (category == '\0')
            category = its, has_preferred = nd_type_is_preferred(type);
        else if (its == category)
            has_preferred |= nd_type_is_preferred(type);
        else if (its == 'S')
            category = its, has_preferred = nd_type_is_preferred(type);
        else
            has_conflict = true;
    }
    *category_out = category;
    *has_preferred_out = has_preferred;
    return !has_conflict || category == 'S';
}

static void keep_by_category(struct candidates *all)
{
    char categories[ND_CALL_ARGS_MAX];
    bool has_preferred[ND_CALL_ARGS_MAX];
    for (size_t i = 0; i < all->arg_count; i++)
        if (all->types[i] == ND_TYPE_UNKNOWN && !category_at(all, i, &categories[i], &has_preferred[i])) return;
    struct candidate kept[CANDIDATES_MAX];
    size_t count = 0;
    for (size_t c = 0; c < all->count; c++) {
        bool keep = true;
        for (size_t i = 0; i < all->arg_count && keep; i++) {
            if (all->types[i] != ND_TYPE_UNKNOWN) continue;
            enum nd_type_id type = arg_of(&all->list[c], i);
            keep = nd_type_category(type) == categories[i] && (!has_preferred[i] || nd_type_is_preferred(type));
        }
        if (keep) kept[count++] = all->list[c];
    }
    if (count == 0) return;
    memcpy(all->list, kept, count * sizeof kept[0]);
    all->count = count;
}

/* Where all known arguments have one type, unknown ones may be of that type too. */
static void keep_by_known(struct candidates *all)
{
    enum nd_type_id known = ND_TYPE_UNKNOWN, types[ND_CALL_ARGS_MAX];
    for (size_t i = 0; i < all->arg_count; i++) {
        if (all->types[i] == ND_TYPE_UNKNOWN) continue;
        if (known != ND_TYPE_UNKNOWN && known != all->types[i]) return;
        known = all->types[i];
    }
    if (known == ND_TYPE_UNKNOWN) return;
    for (size_t i = 0; i < all->arg_count; i++) types[i] = known;
    size_t found = 0, at = 0;
    for (size_t c = 0; c < all->count; c++)
        if (accepts(all, &all->list[c], types)) at = c, found++;
    if (found != 1) return;
    all->list[0] = all->list[at];
    all->count = 1;
}

/* NULL: none, or (count > 1) several. */
static const struct candidate *choose(struct candidates *all)
{
    size_t kept = 0;
    for (size_t c = 0; c < all->count; c++)
        if (accepts(all, &all->list[c], all->types)) all->list[kept++] = all->list[c];
    all->count = kept;
    if (all->count > 1) keep_best(all, is_exact_at);
    if (all->count > 1) keep_best(all, is_preferred_at);
    bool has_unknown = false;
    for (size_t i = 0; i < all->arg_count; i++) has_unknown |= all->types[i] == ND_TYPE_UNKNOWN;
    if (all->count > 1 && has_unknown) keep_by_category(all);
    if (all->count > 1 && has_unknown) keep_by_known(all);
    return all->count == 1 ? &all->list[0] : NULL;
}

/* ---- collecting ---------------------------------------------------------------------------------- */

static void collect_funcs(struct candidates *all, const char *name, bool is_operator)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(func_tables); t++)
        for (size_t i = 0; i < func_tables[t]->count; i++) {
            const struct nd_func *func = &func_tables[t]->funcs[i];
            if (func->name[0] != name[0] || func->is_operator != is_operator || strcmp(func->name, name) != 0) continue;
            bool fits = func->is_variadic ? all->arg_count >= func->arg_count : all->arg_count == func->arg_count;
            if (!fits) continue;
            ND_ASSERT(all->count < CANDIDATES_MAX);
            all->list[all->count++] = (struct candidate){.func = func, .args = func->args, .declared = func->arg_count};
        }
}

static void collect_aggs(struct candidates *all, const char *name)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(agg_tables); t++)
        for (size_t i = 0; i < agg_tables[t]->count; i++) {
            const struct nd_agg *agg = &agg_tables[t]->aggs[i];
            if (strcmp(agg->name, name) != 0 || agg->arg_count != all->arg_count) continue;
            ND_ASSERT(all->count < CANDIDATES_MAX);
            all->list[all->count++] = (struct candidate){.agg = agg, .args = agg->args, .declared = agg->arg_count};
        }
}

static const struct candidate *find_exact(const struct candidates *all)
{
    for (size_t c = 0; c < all->count; c++)
        if (is_exact(all, &all->list[c], all->types)) return &all->list[c];
    return NULL;
}

/* ---- errors -------------------------------------------------------------------------------------- */

static void format_types(char *out, size_t room, const enum nd_type_id *types, size_t count)
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && n < room; i++)
        n += (size_t)snprintf(out + n, room - n, "%s%s", i == 0 ? "" : ", ", nd_type_name(types[i]));
}

static enum nd_status no_function(const char *name, const enum nd_type_id *types, size_t count, bool is_ambiguous,
                                  struct nd_err *err)
{
    char text[400];
    format_types(text, sizeof text, types, count);
    if (is_ambiguous) {
        (void)nd_err_set(err, "42725", "function %s(%s) is not unique", name, text);
        return nd_err_hint(err,
                           "Could not choose a best candidate function. You might need to add explicit type casts.");
    }
    (void)nd_err_set(err, "42883", "function %s(%s) does not exist", name, text);
    return nd_err_hint(
        err, "No function matches the given name and argument types. You might need to add explicit type casts.");
}

static enum nd_status no_operator(const char *symbol, enum nd_type_id left, enum nd_type_id right, bool is_ambiguous,
                                  struct nd_err *err)
{
    const char *space = left == ND_TYPE_INVALID ? "" : " ",
               *left_name = left == ND_TYPE_INVALID ? "" : nd_type_name(left);
    if (is_ambiguous) {
        (void)nd_err_set(err, "42725", "operator is not unique: %s%s%s %s", left_name, space, symbol,
                         nd_type_name(right));
        return nd_err_hint(err,
                           "Could not choose a best candidate operator. You might need to add explicit type casts.");
    }
    (void)nd_err_set(err, "42883", "operator does not exist: %s%s%s %s", left_name, space, symbol, nd_type_name(right));
    if (left == ND_TYPE_INVALID)
        return nd_err_hint(
            err, "No operator matches the given name and argument type. You might need to add an explicit type cast.");
    return nd_err_hint(
        err, "No operator matches the given name and argument types. You might need to add explicit type casts.");
}

/* ---- entry points -------------------------------------------------------------------------------- */

/* What an argument becomes: "any" takes it as it is, an unknown literal as text then. */
static enum nd_type_id final_type(enum nd_type_id declared, enum nd_type_id given)
{
    if (declared != ND_TYPE_ANY) return declared;
    return given == ND_TYPE_UNKNOWN ? ND_TYPE_TEXT : given;
}

/* Types of arguments and of the result. 42804: a polymorphic one that nothing settles. */
static enum nd_status fill_types(const struct candidates *all, const struct candidate *chosen, enum nd_type_id declared_result,
                                 enum nd_type_id *args, enum nd_type_id *result_out, struct nd_err *err)
{
    struct poly poly;
    bool is_ok = solve_poly(all, chosen, all->types, &poly);
    ND_ASSERT(is_ok);
    for (size_t i = 0; i < all->arg_count; i++) {
        enum nd_type_id declared = arg_of(chosen, i);
        args[i] = nd_type_is_polymorphic(declared) ? poly_type(&poly, declared, all->types[i]) : final_type(declared, all->types[i]);
        if (args[i] == ND_TYPE_INVALID)
            return nd_err_set(err, "42804", "could not determine polymorphic type because input has type unknown");
    }
    *result_out = declared_result == ND_TYPE_ANY ? args[0] : poly_type(&poly, declared_result, ND_TYPE_UNKNOWN);
    if (*result_out == ND_TYPE_INVALID)
        return nd_err_set(err, "42704", "could not find array type for data type %s", nd_type_name(poly.element));
    return ND_STATUS_OK;
}

static enum nd_status fill_match(const struct candidates *all, const struct candidate *chosen, struct nd_func_match *match, struct nd_err *err)
{
    match->func = chosen->func;
    return fill_types(all, chosen, chosen->func->result, match->args, &match->result, err);
}

/* text(x), float8(x): a type's name with one argument is a cast where there is one that is not through text to text. */
static bool match_cast(const char *name, enum nd_type_id from, struct nd_func_match *match)
{
    enum nd_type_id to = nd_type_find(name);
    if (to == ND_TYPE_INVALID || nd_type_category(to) == 'P' || !nd_cast_is_allowed(from, to, ND_CAST_EXPLICIT))
        return false;
    match->func = NULL;
    match->result = to;
    match->args[0] = from;
    return true;
}

enum nd_status nd_func_resolve(const char *name, const enum nd_type_id *arg_types, size_t arg_count,
                               struct nd_func_match *match_out, struct nd_err *err)
{
    memset(match_out, 0, sizeof *match_out);
    if (arg_count > ND_CALL_ARGS_MAX)
        return nd_err_set(err, "54023", "cannot pass more than %d arguments to a function", ND_CALL_ARGS_MAX);
    struct candidates all = {.count = 0, .types = arg_types, .arg_count = arg_count};
    collect_funcs(&all, name, false);
    const struct candidate *chosen = find_exact(&all);
    if (chosen == NULL && arg_count == 1 && match_cast(name, arg_types[0], match_out)) return ND_STATUS_OK;
    if (chosen == NULL) chosen = choose(&all);
    if (chosen == NULL) return no_function(name, arg_types, arg_count, all.count > 1, err);
    return fill_match(&all, chosen, match_out, err);
}

enum nd_status nd_oper_resolve(const char *symbol, enum nd_type_id left, enum nd_type_id right,
                               struct nd_func_match *match_out, struct nd_err *err)
{
    memset(match_out, 0, sizeof *match_out);
    bool is_prefix = left == ND_TYPE_INVALID;
    if (strcmp(symbol, "!=") == 0) symbol = "<>";
    enum nd_type_id types[2] = {is_prefix ? right : left, right}, same[2];
    struct candidates all = {.count = 0, .types = types, .arg_count = is_prefix ? 1 : 2};
    collect_funcs(&all, symbol, true);
    const struct candidate *chosen = NULL;
    if (!is_prefix && (left == ND_TYPE_UNKNOWN) != (right == ND_TYPE_UNKNOWN)) {
        /* an unknown operand is first tried with the other's type */
        same[0] = same[1] = left == ND_TYPE_UNKNOWN ? right : left;
        all.types = same;
        chosen = find_exact(&all);
        all.types = types;
    } else {
        chosen = find_exact(&all);
    }
    if (chosen == NULL) chosen = choose(&all);
    if (chosen == NULL) return no_operator(symbol, left, right, all.count > 1, err);
    return fill_match(&all, chosen, match_out, err);
}

bool nd_func_is_known(const char *name)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(func_tables); t++)
        for (size_t i = 0; i < func_tables[t]->count; i++)
            if (!func_tables[t]->funcs[i].is_operator && strcmp(func_tables[t]->funcs[i].name, name) == 0) return true;
    return nd_agg_is_known(name);
}

const char *const *nd_func_arg_names(const char *name, size_t *count_out, size_t *required_out)
{
    static const struct {
        const char *func;
        size_t count, required;
        const char *names[8];
    } named[] = {
        {"make_date", 3, 3, {"year", "month", "day"}},
        {"make_interval", 7, 0, {"years", "months", "weeks", "days", "hours", "mins", "secs"}},
        {"make_time", 3, 3, {"hour", "min", "sec"}},
        {"make_timestamp", 6, 6, {"year", "month", "mday", "hour", "min", "sec"}},
        {"make_timestamptz", 6, 6, {"year", "month", "mday", "hour", "min", "sec"}},
    };
    for (size_t i = 0; i < ND_ARRAY_LEN(named); i++) {
        if (strcmp(named[i].func, name) != 0) continue;
        *count_out = named[i].count;
        *required_out = named[i].required;
        return named[i].names;
    }
    *count_out = *required_out = 0;
    return NULL;
}

const struct nd_func *nd_func_find(const char *name, const enum nd_type_id *args, size_t arg_count, bool is_operator)
{
    const struct nd_func *special[] = {nd_func_extreme(false), nd_func_extreme(true), nd_func_distinct(false),
                                       nd_func_distinct(true), nd_func_array(), nd_func_subscript(false),
                                       nd_func_subscript(true)};
    for (size_t i = 0; i < ND_ARRAY_LEN(special); i++)
        if (strcmp(special[i]->name, name) == 0) return special[i];
    for (size_t t = 0; t < ND_ARRAY_LEN(func_tables); t++)
        for (size_t i = 0; i < func_tables[t]->count; i++) {
            const struct nd_func *func = &func_tables[t]->funcs[i];
            if (func->is_operator != is_operator || func->arg_count != arg_count || strcmp(func->name, name) != 0)
                continue;
            if (memcmp(func->args, args, arg_count * sizeof args[0]) == 0) return func;
        }
    return NULL;
}

const struct nd_func *nd_func_at(size_t at)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(func_tables); at -= func_tables[t]->count, t++)
        if (at < func_tables[t]->count) return &func_tables[t]->funcs[at];
    return NULL;
}

const struct nd_agg *nd_agg_at(size_t at)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(agg_tables); at -= agg_tables[t]->count, t++)
        if (at < agg_tables[t]->count) return &agg_tables[t]->aggs[at];
    return NULL;
}

bool nd_func_needs_catalog(const char *name)
{
    const struct nd__func_table *const having[] = {&nd__funcs_catalog, &nd__funcs_sequence};
    for (size_t t = 0; t < ND_ARRAY_LEN(having); t++)
        for (size_t i = 0; i < having[t]->count; i++)
            if (strcmp(having[t]->funcs[i].name, name) == 0) return having[t]->funcs[i].needs_catalog;
    return false;
}

bool nd_agg_is_known(const char *name)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(agg_tables); t++)
        for (size_t i = 0; i < agg_tables[t]->count; i++)
            if (strcmp(agg_tables[t]->aggs[i].name, name) == 0) return true;
    return false;
}

const struct nd_agg *nd_agg_find(const char *name, const enum nd_type_id *args, size_t arg_count)
{
    for (size_t t = 0; t < ND_ARRAY_LEN(agg_tables); t++)
        for (size_t i = 0; i < agg_tables[t]->count; i++) {
            const struct nd_agg *agg = &agg_tables[t]->aggs[i];
            if (agg->arg_count != arg_count || strcmp(agg->name, name) != 0) continue;
            if (memcmp(agg->args, args, arg_count * sizeof args[0]) == 0) return agg;
        }
    return NULL;
}

enum nd_status nd_agg_resolve(const char *name, const enum nd_type_id *arg_types, size_t arg_count,
                              struct nd_agg_match *match_out, struct nd_err *err)
{
    memset(match_out, 0, sizeof *match_out);
    if (arg_count > ND_ARRAY_LEN(match_out->args))
        return no_function(name, arg_types, arg_count > 50 ? 50 : arg_count, false, err);
    struct candidates all = {.count = 0, .types = arg_types, .arg_count = arg_count};
    collect_aggs(&all, name);
    const struct candidate *chosen = find_exact(&all);
    if (chosen == NULL) chosen = choose(&all);
    if (chosen == NULL) return no_function(name, arg_types, arg_count, all.count > 1, err);
    match_out->agg = chosen->agg;
    return fill_types(&all, chosen, chosen->agg->result, match_out->args, &match_out->result, err);
}
