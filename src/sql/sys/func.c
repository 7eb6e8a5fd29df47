/* SPDX-License-Identifier: Apache-2.0 */
/* func.c - pg_proc, pg_operator, pg_aggregate: the functions that can be called, numbered as they stand in their tables. */
#include <string.h>

#include "sql/sys/sys_int.h"

#define LANGUAGE_INTERNAL 12
#define IO_FIRST 8000 /* input and output functions of types: four each */

static size_t func_count(void)
{
    size_t count = 0;
    while (nd_func_at(count) != NULL) count += 64;
    while (count > 0 && nd_func_at(count - 1) == NULL) count--;
    return count;
}

bool nd__func_at(size_t at, struct nd__func *func_out)
{
    *func_out = (struct nd__func){.oid = (uint32_t)(ND__SYS_OID_PROC_FIRST + at), .func = nd_func_at(at)};
    if (func_out->func == NULL) func_out->agg = nd_agg_at(at - func_count());
    return func_out->func != NULL || func_out->agg != NULL;
}

bool nd__operator_at(size_t at, struct nd__func *func_out) { return nd__func_at(at, func_out); }

/* ---- input and output functions of types -------------------------------------------------------------------- */

static const char *const whats[] = {"in", "out", "recv", "send"};
static const struct {
    uint32_t oid;
    const char *name;
} fixed[] = {{750, "array_in"}, {751, "array_out"}, {2400, "array_recv"}, {2401, "array_send"}, {6179, "array_subscript_handler"}, {6098, "jsonb_subscript_handler"},
             {3504, "enum_in"}, {3505, "enum_out"}, {3532, "enum_recv"}, {3533, "enum_send"}, {2597, "domain_in"}, {2598, "domain_recv"}};
#define FIXED_ENUM 6
#define FIXED_DOMAIN 10

static const char *io_name(enum nd_type_id type, size_t what, struct nd_arena *arena)
{
    bool has_underscore = nd_type_category(type) == 'P';
    switch (type) {
    case ND_TYPE_DATE:
    case ND_TYPE_TIME:
    case ND_TYPE_TIMESTAMP:
    case ND_TYPE_INTERVAL:
    case ND_TYPE_NUMERIC:
    case ND_TYPE_NODE_TREE:
    case ND_TYPE_JSON:
    case ND_TYPE_JSONB:
    case ND_TYPE_UUID: has_underscore = true; break;
    default: break;
    }
    return nd_arena_printf(arena, has_underscore ? "%s_%s" : "%s%s", nd_type_typname(type), whats[what]);
}

uint32_t nd__io_proc_oid(enum nd_type_id type, size_t what)
{
    if (nd_type_is_array(type) && !nd_type_is_vector(type)) return fixed[what].oid;
    if (nd_type_is_enum(type)) return fixed[FIXED_ENUM + what].oid;
    if (nd_type_user_kind(type) != ND_USER_NONE) type = ND_TYPE_RECORD;
    size_t at = 0;
    while (nd_type_at(at) != type) at++;
    return (uint32_t)(IO_FIRST + at * ND_ARRAY_LEN(whats) + what);
}

const char *nd__proc_name(uint32_t oid, struct nd_arena *arena)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(fixed); i++)
        if (fixed[i].oid == oid) return fixed[i].name;
    struct nd__func func;
    if (oid >= ND__SYS_OID_PROC_FIRST) {
        if (!nd__func_at(oid - ND__SYS_OID_PROC_FIRST, &func)) return NULL;
        return func.func != NULL ? func.func->name : func.agg->name;
    }
    if (oid < IO_FIRST) return NULL;
    size_t at = (oid - IO_FIRST) / ND_ARRAY_LEN(whats);
    enum nd_type_id type = nd_type_at(at);
    if (type == ND_TYPE_INVALID || (nd_type_is_array(type) && !nd_type_is_vector(type))) return NULL;
    return io_name(type, (oid - IO_FIRST) % ND_ARRAY_LEN(whats), arena);
}

/* ---- pg_proc ------------------------------------------------------------------------------------------------- */

static size_t args_of(const struct nd__func *func, int64_t *types)
{
    size_t count = func->func != NULL ? func->func->arg_count : func->agg->arg_count;
    for (size_t i = 0; i < count; i++) types[i] = (int64_t)(func->func != NULL ? func->func->args[i] : func->agg->args[i]);
    return count;
}

struct proc {
    uint32_t oid;
    const char *name, *kind, *volatility;
    bool is_strict, is_set;
    int64_t result, variadic;
    int64_t args[ND_FUNC_ARGS_MAX];
    size_t arg_count;
};

static void put_proc(struct nd__rows *rows, const struct proc *proc)
{
    nd__rows_begin(rows);
    nd__set_i(rows, pg_proc__oid, proc->oid);
    nd__set_s(rows, pg_proc__proname, proc->name);
    nd__set_i(rows, pg_proc__pronamespace, ND_OID_PG_CATALOG);
    nd__set_i(rows, pg_proc__proowner, ND__SYS_OWNER);
    nd__set_i(rows, pg_proc__prolang, LANGUAGE_INTERNAL);
    nd__set_f(rows, pg_proc__procost, 1);
    nd__set_f(rows, pg_proc__prorows, proc->is_set ? 1000 : 0);
    nd__set_i(rows, pg_proc__provariadic, proc->variadic);
    nd__set_i(rows, pg_proc__prosupport, 0);
    nd__set_c(rows, pg_proc__prokind, proc->kind);
    nd__set_b(rows, pg_proc__prosecdef, false);
    nd__set_b(rows, pg_proc__proleakproof, false);
    nd__set_b(rows, pg_proc__proisstrict, proc->is_strict);
    nd__set_b(rows, pg_proc__proretset, proc->is_set);
    nd__set_c(rows, pg_proc__provolatile, proc->volatility);
    nd__set_c(rows, pg_proc__proparallel, "s");
    nd__set_i(rows, pg_proc__pronargs, (int64_t)proc->arg_count);
    nd__set_i(rows, pg_proc__pronargdefaults, 0);
    nd__set_i(rows, pg_proc__prorettype, proc->result);
    nd__set_ints(rows, pg_proc__proargtypes, ND_TYPE_OID, proc->args, proc->arg_count, true);
    nd__set_s(rows, pg_proc__prosrc, proc->name);
    nd__rows_put(rows);
}

static void emit_proc(struct nd__rows *rows, const void *item)
{
    static const char *const volatilities[] = {[ND_IMMUTABLE] = "i", [ND_STABLE] = "s", [ND_VOLATILE] = "v"};
    const struct nd__func *func = item;
    if (func->func != NULL && func->func->is_operator) return;
    struct proc proc = {.oid = func->oid, .volatility = "i", .kind = "a"};
    proc.arg_count = args_of(func, proc.args);
    proc.name = func->func != NULL ? func->func->name : func->agg->name;
    proc.result = (int64_t)(func->func != NULL ? func->func->result : func->agg->result);
    if (func->func != NULL) {
        proc.kind = "f";
        proc.volatility = volatilities[func->func->volatility];
        proc.is_strict = !func->func->is_lax;
        proc.is_set = func->func->is_set;
        if (func->func->is_variadic && proc.arg_count > 0) proc.variadic = proc.args[proc.arg_count - 1];
    }
    put_proc(rows, &proc);
}

static void emit_procs(struct nd__rows *rows, const void *item)
{
    ND_UNUSED(item);
    struct nd__func func;
    for (size_t i = 0; nd__func_at(i, &func); i++) emit_proc(rows, &func);
    struct proc io = {.kind = "f", .volatility = "i", .is_strict = true, .result = ND_TYPE_CSTRING, .args = {ND_TYPE_CSTRING}, .arg_count = 1};
    for (size_t i = 0; i < ND_ARRAY_LEN(fixed); i++) {
        io.oid = fixed[i].oid;
        io.name = fixed[i].name;
        put_proc(rows, &io);
    }
    for (uint32_t oid = IO_FIRST; oid < ND__SYS_OID_PROC_FIRST; oid++) {
        io.oid = oid;
        if (nd_type_at((oid - IO_FIRST) / ND_ARRAY_LEN(whats)) == ND_TYPE_INVALID) break;
        if ((io.name = nd__proc_name(oid, rows->arena)) != NULL) put_proc(rows, &io);
    }
}

static void emit_aggregate(struct nd__rows *rows, const void *item)
{
    const struct nd__func *func = item;
    if (func->agg == NULL) return;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_aggregate__aggfnoid, func->oid);
    nd__set_c(rows, pg_aggregate__aggkind, func->agg->is_ordered_set ? "o" : "n");
    nd__set_i(rows, pg_aggregate__aggnumdirectargs, func->agg->is_ordered_set ? func->agg->arg_count - 1 : 0);
    nd__set_i(rows, pg_aggregate__aggtranstype, (int64_t)func->agg->result);
    nd__set_i(rows, pg_aggregate__aggtransfn, 0);
    nd__set_i(rows, pg_aggregate__aggfinalfn, 0);
    nd__set_b(rows, pg_aggregate__aggfinalextra, false);
    nd__set_i(rows, pg_aggregate__aggsortop, 0);
    nd__rows_put(rows);
}

/* ---- pg_operator ------------------------------------------------------------------------------------------------ */

static void emit_operator(struct nd__rows *rows, const void *item)
{
    const struct nd__func *func = item;
    if (func->func == NULL || !func->func->is_operator) return;
    bool is_prefix = func->func->arg_count == 1;
    bool is_equality = nd_func_compare(func->func) == ND_COMPARE_EQ;
    nd__rows_begin(rows);
    nd__set_i(rows, pg_operator__oid, func->oid);
    nd__set_s(rows, pg_operator__oprname, func->func->name);
    nd__set_i(rows, pg_operator__oprnamespace, ND_OID_PG_CATALOG);
    nd__set_i(rows, pg_operator__oprowner, ND__SYS_OWNER);
    nd__set_c(rows, pg_operator__oprkind, is_prefix ? "l" : "b");
    nd__set_b(rows, pg_operator__oprcanmerge, is_equality);
    nd__set_b(rows, pg_operator__oprcanhash, is_equality);
    nd__set_i(rows, pg_operator__oprleft, is_prefix ? 0 : (int64_t)func->func->args[0]);
    nd__set_i(rows, pg_operator__oprright, (int64_t)func->func->args[is_prefix ? 0 : 1]);
    nd__set_i(rows, pg_operator__oprresult, (int64_t)func->func->result);
    nd__set_i(rows, pg_operator__oprcom, 0);
    nd__set_i(rows, pg_operator__oprnegate, 0);
    nd__set_i(rows, pg_operator__oprcode, func->oid);
    nd__set_i(rows, pg_operator__oprrest, 0);
    nd__set_i(rows, pg_operator__oprjoin, 0);
    nd__rows_put(rows);
}

/* clang-format off */
const struct nd__maker nd__makers_func[] = {
    {"pg_proc", ND__FROM_ONCE, emit_procs, {{0}}, 1000},
    {"pg_aggregate", ND__FROM_FUNCS, emit_aggregate, {{0}}},
    {"pg_operator", ND__FROM_OPERATORS, emit_operator, {{0}}},
};
/* clang-format on */
const size_t nd__makers_func_count = ND_ARRAY_LEN(nd__makers_func);
