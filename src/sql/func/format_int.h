/* SPDX-License-Identifier: Apache-2.0 */
/* format_int.h - shared by format_number.c and format_date.c. */
#ifndef ND_SQL_FUNC_FORMAT_INT_H
#define ND_SQL_FUNC_FORMAT_INT_H

#include <stdint.h>

/* 1..3999 in Roman numerals, at most 15 characters. */
void nd__roman(int64_t v, char text[24]);

#endif
