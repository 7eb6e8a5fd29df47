/* SPDX-License-Identifier: Apache-2.0 */
/* datetime_int.h - the pieces of a date, time or interval as typed; shared by datetime_in.c and interval_in.c. */
#ifndef ND_SQL_TYPES_DATETIME_INT_H
#define ND_SQL_TYPES_DATETIME_INT_H

#include "sql/types/datetime.h"

#define ND__DT_FIELDS_MAX 25
#define ND__DT_BYTES_MAX 160 /* of one text: longer ones are no dates */
#define ND__DT_WORD_BYTES 10 /* of a word count, as in PostgreSQL: "millisecond" is "millisecon" */

enum nd__dt_kind {
    ND__DT_NUMBER,  /* 12, 1.5 */
    ND__DT_DATE,    /* 2001-02-03, 4.5.2006, america/new_york */
    ND__DT_TIME,    /* 12:34 */
    ND__DT_TZ,      /* +02:30, -5 */
    ND__DT_STRING,  /* monday */
    ND__DT_SPECIAL, /* +infinity */
};

struct nd__dt_field {
    enum nd__dt_kind kind;
    char *text; /* lower case, NUL-terminated */
};

struct nd__dt_fields {
    size_t count;
    struct nd__dt_field fields[ND__DT_FIELDS_MAX];
    char bytes[2 * ND__DT_BYTES_MAX];
};

/* What words mean. */
enum nd__dt_word {
    ND__DT_UNKNOWN,
    ND__DT_IGNORE,
    ND__DT_MONTH,
    ND__DT_WEEKDAY,
    ND__DT_AM,
    ND__DT_PM,
    ND__DT_AD,
    ND__DT_BC,
    ND__DT_ISO_TIME,
    ND__DT_JULIAN,
    ND__DT_NOW,
    ND__DT_TODAY,
    ND__DT_TOMORROW,
    ND__DT_YESTERDAY,
    ND__DT_ZULU,
    ND__DT_EPOCH,
    ND__DT_LATE,
    ND__DT_EARLY,
};
enum nd__dt_word nd__dt_word(const char *lower, int *value_out);

enum nd__dt_error {
    ND__DT_OK,
    ND__DT_BAD_FORMAT,
    ND__DT_OVERFLOW,
    ND__DT_MD_OVERFLOW,
    ND__DT_INTERVAL_OVERFLOW,
    ND__DT_TZ_OVERFLOW
};
/* The error that PostgreSQL reports. */
enum nd_status nd__dt_report(enum nd__dt_error error, struct nd_slice text, const char *type_name, struct nd_err *err);
/* Splits a text. BAD_FORMAT where it cannot be. */
enum nd__dt_error nd__dt_split(struct nd_slice text, struct nd__dt_fields *fields);

/* Leading integer with sign at *p, which moves on. false: none, or beyond int32. */
enum nd__dt_error nd__dt_int(char **p, int *value_out);
/* ".123456789" at *p -> microseconds, rounded; *p moves on. */
enum nd__dt_error nd__dt_fraction(char **p, int *us_out);
/* hh:mm[:ss[.f]] or mm:ss.f */
enum nd__dt_error nd__dt_time(char *text, int64_t hours_max, int64_t *hour_out, int *minute_out, int *second_out,
                              int *us_out);
/* +hh[:mm[:ss]], +hhmm */
enum nd__dt_error nd__dt_offset(const char *text, int32_t *seconds_east_out);

#endif
