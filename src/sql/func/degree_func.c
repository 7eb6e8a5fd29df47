/* SPDX-License-Identifier: Apache-2.0 */
/* Trigonometric functions of degrees, exact where the result is: sind(30) is 0.5. As PostgreSQL does it, an angle is brought into the first
 * quadrant and the function of radians is scaled by its own value at an angle whose result is known. */
#include <math.h>

#include "sql/func/func_int.h"

enum fn { SIND,
          COSD,
          TAND,
          COTD,
          ASIND,
          ACOSD,
          ATAND };

#define RADIANS_PER_DEGREE 0.0174532925199432957692

static double sin_to_30(double x) { return sin(x * RADIANS_PER_DEGREE) / sin(30.0 * RADIANS_PER_DEGREE) / 2.0; }
static double cos_to_60(double x) { return 1.0 - (1.0 - cos(x * RADIANS_PER_DEGREE)) / (1.0 - cos(60.0 * RADIANS_PER_DEGREE)) / 2.0; }

/* ... of 0 to 90 degrees */
static double sin_first(double x) { return x <= 30.0 ? sin_to_30(x) : cos_to_60(90.0 - x); }
static double cos_first(double x) { return x <= 60.0 ? cos_to_60(x) : sin_to_30(90.0 - x); }

/* ... of 0 to 1 */
static double asin_first(double x) { return x <= 0.5 ? asin(x) / asin(0.5) * 30.0 : 90.0 - acos(x) / acos(0.5) * 60.0; }
static double acos_first(double x) { return x <= 0.5 ? 90.0 - asin(x) / asin(0.5) * 30.0 : acos(x) / acos(0.5) * 60.0; }

static double of_angle(enum fn fn, double x)
{
    double sign = 1.0;
    x = fmod(x, 360.0);
    if (x < 0.0) {
        x = -x;
        if (fn != COSD) sign = -sign;
    }
    if (x > 180.0) {
        x = 360.0 - x;
        if (fn != COSD) sign = -sign;
    }
    if (x > 90.0) {
        x = 180.0 - x;
        if (fn != SIND) sign = -sign;
    }
    if (fn == SIND) return sign * sin_first(x);
    if (fn == COSD) return sign * cos_first(x);
    double at_45 = fn == TAND ? sin_first(45.0) / cos_first(45.0) : cos_first(45.0) / sin_first(45.0);
    double value = fn == TAND ? sin_first(x) / cos_first(x) : cos_first(x) / sin_first(x);
    value = sign * (value / at_45);
    return value == 0.0 ? 0.0 : value; /* no minus zero */
}

static double of_value(enum fn fn, double x)
{
    if (fn == ATAND) return atan(x) / atan(1.0) * 45.0;
    if (fn == ASIND) return x >= 0.0 ? asin_first(x) : -asin_first(-x);
    return x >= 0.0 ? acos_first(x) : 90.0 + asin_first(-x);
}

static enum nd_status degrees_of(struct nd_func_call *call)
{
    enum fn fn = (enum fn)call->func->param;
    ND__ROWS (row) {
        double x = call->args[0].f[row];
        bool is_angle = fn <= COTD, is_bad = is_angle ? isinf(x) : fn != ATAND && (x < -1.0 || x > 1.0);
        if (is_bad) return nd_err_set(call->err, "22003", "input is out of range");
        call->out->f[row] = isnan(x) ? x : is_angle ? of_angle(fn, x) : of_value(fn, x);
    }
    return ND_STATUS_OK;
}

static enum nd_status arctangent2(struct nd_func_call *call)
{
    ND__ROWS (row) call->out->f[row] = atan2(call->args[0].f[row], call->args[1].f[row]) / atan(1.0) * 45.0;
    return ND_STATUS_OK;
}

static const struct nd_func funcs[] = {
    F("sind", FLOAT8, degrees_of, SIND, FLOAT8),
    F("cosd", FLOAT8, degrees_of, COSD, FLOAT8),
    F("tand", FLOAT8, degrees_of, TAND, FLOAT8),
    F("cotd", FLOAT8, degrees_of, COTD, FLOAT8),
    F("asind", FLOAT8, degrees_of, ASIND, FLOAT8),
    F("acosd", FLOAT8, degrees_of, ACOSD, FLOAT8),
    F("atand", FLOAT8, degrees_of, ATAND, FLOAT8),
    F("atan2d", FLOAT8, arctangent2, 0, FLOAT8, FLOAT8),
};
const struct nd__func_table nd__funcs_degree = ND__TABLE(funcs);
