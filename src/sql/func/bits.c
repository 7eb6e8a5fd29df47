/* SPDX-License-Identifier: Apache-2.0 */
/* Bitwise operators of integers. */
#include "sql/func/func_int.h"

enum { AND, OR, XOR };

static enum nd_status int_bitwise(struct nd_func_call *call)
{
    const int64_t *a = call->args[0].i, *b = call->args[1].i;
    switch (call->func->param) {
    case AND:
        ND__ROWS (row) call->out->i[row] = a[row] & b[row];
        break;
    case OR:
        ND__ROWS (row) call->out->i[row] = a[row] | b[row];
        break;
    default:
        ND__ROWS (row) call->out->i[row] = a[row] ^ b[row];
        break;
    }
    return ND_STATUS_OK;
}

static enum nd_status int_not(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->i[row] = ~call->args[0].i[row];
    return ND_STATUS_OK;
}

static int64_t cut(int64_t v, enum nd_type_id type)
{
    return type == INT2 ? (int16_t)v : type == INT4 ? (int32_t)v : v;
}

/* The distance counts modulo the width, as PostgreSQL leaves it to the machine; int2 is shifted as int4. */
static enum nd_status int_shift(struct nd_func_call *call)
{
    enum nd_type_id type = call->func->result;
    unsigned mask = type == INT8 ? 63 : 31;
    ND__ROWS (row) {
        int64_t v = call->args[0].i[row];
        unsigned by = (unsigned)call->args[1].i[row] & mask;
        call->out->i[row] = call->func->param == 0 ? cut((int64_t)((uint64_t)v << by), type) : v >> by;
    }
    return ND_STATUS_OK;
}

#define SAME(symbol, fn, par)                                                                                          \
    OP(symbol, INT2, fn, par, INT2, INT2), OP(symbol, INT4, fn, par, INT4, INT4), OP(symbol, INT8, fn, par, INT8, INT8)
#define SHIFT(symbol, par)                                                                                             \
    OP(symbol, INT2, int_shift, par, INT2, INT4), OP(symbol, INT4, int_shift, par, INT4, INT4),                        \
        OP(symbol, INT8, int_shift, par, INT8, INT4)

static const struct nd_func funcs[] = {
    SAME("&", int_bitwise, AND),
    SAME("|", int_bitwise, OR),
    SAME("#", int_bitwise, XOR),
    OP("~", INT2, int_not, 0, INT2),
    OP("~", INT4, int_not, 0, INT4),
    OP("~", INT8, int_not, 0, INT8),
    SHIFT("<<", 0),
    SHIFT(">>", 1),
};
const struct nd__func_table nd__funcs_bits = ND__TABLE(funcs);
