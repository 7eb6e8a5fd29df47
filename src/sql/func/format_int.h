/* SPDX-License-Identifier: Apache-2.0 */
/* format_int.h - templates of to_char, to_date and the like; shared by the format_*.c files. */
#ifndef ND_SQL_FUNC_FORMAT_INT_H
#define ND_SQL_FUNC_FORMAT_INT_H

#include "sql/func/func_int.h"

/* 1..3999 in Roman numerals, at most 15 characters. */
void nd__roman(int64_t v, char text[24]);

enum nd__date_field {
    ND__FIELD_AD_DOTS,
    ND__FIELD_AM_DOTS,
    ND__FIELD_AD,
    ND__FIELD_AM,
    ND__FIELD_BC_DOTS,
    ND__FIELD_BC,
    ND__FIELD_CC,
    ND__FIELD_DAY,
    ND__FIELD_DDD,
    ND__FIELD_DD,
    ND__FIELD_DY,
    ND__FIELD_D,
    ND__FIELD_FF1,
    ND__FIELD_FF2,
    ND__FIELD_FF3,
    ND__FIELD_FF4,
    ND__FIELD_FF5,
    ND__FIELD_FF6,
    ND__FIELD_HH24,
    ND__FIELD_HH12,
    ND__FIELD_IDDD,
    ND__FIELD_ID,
    ND__FIELD_IW,
    ND__FIELD_IYYY,
    ND__FIELD_IYY,
    ND__FIELD_IY,
    ND__FIELD_I,
    ND__FIELD_J,
    ND__FIELD_MI,
    ND__FIELD_MM,
    ND__FIELD_MONTH,
    ND__FIELD_MON,
    ND__FIELD_MS,
    ND__FIELD_OF,
    ND__FIELD_PM_DOTS,
    ND__FIELD_PM,
    ND__FIELD_Q,
    ND__FIELD_RM,
    ND__FIELD_SSSS,
    ND__FIELD_SS,
    ND__FIELD_TZH,
    ND__FIELD_TZM,
    ND__FIELD_TZ,
    ND__FIELD_US,
    ND__FIELD_WW,
    ND__FIELD_W,
    ND__FIELD_Y_YYY,
    ND__FIELD_YYYY,
    ND__FIELD_YYY,
    ND__FIELD_YY,
    ND__FIELD_Y,
};

enum nd__letters { ND__LETTERS_UPPER, ND__LETTERS_LOWER, ND__LETTERS_CAPITAL };
enum nd__node_kind { ND__NODE_FIELD, ND__NODE_SPACE, ND__NODE_SEPARATOR, ND__NODE_TEXT };

struct nd__node {
    enum nd__node_kind kind;
    enum nd__date_field field;
    enum nd__letters letters;
    bool is_fill, has_th, is_th_upper, is_digits; /* FM; TH, th */
    struct nd_slice text;                         /* as it stands in the template */
};
/* for %.*s */
#define ND__NAME_OF(node) (int)(node)->text.n, (const char *)(node)->text.p

#define ND__NODES_MAX 256

struct nd__date_format {
    size_t count;
    bool is_exact; /* FX */
    struct nd__node nodes[ND__NODES_MAX];
};

extern const char *const nd__month_names[12], *const nd__day_names[7]; /* Sunday first */

/* The parsed template, kept while rows bring the same one. */
struct nd__format_cache {
    struct nd__date_format *format;
    struct nd_slice text;
    bool has_text;
};

ND_RESULT nd__cached_format(struct nd_func_call *call, struct nd__format_cache *cache, struct nd_slice text);

#endif
