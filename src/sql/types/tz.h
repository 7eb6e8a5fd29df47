/* SPDX-License-Identifier: Apache-2.0 */
/* tz.h - time zones: IANA names through files of the tz database (RFC 8536), POSIX rules, offsets.
 *
 * Role.       Answers "which offset from UTC holds at this moment" and "which moment is this local time".
 * Owner.      One nd_tz_store per reactor (or per simulated node): loads a zone at first use and keeps it.
 * Files.      Come through the loader, which the node gives: nothing is opened here. Without a loader UTC, POSIX rules and
 *             offsets are still known.
 * Threading.  A store: one thread. A zone: read-only.
 * Testing.    tests/unit/sql_types_tz.c, tests/golden/sql_func/datetime.txt. */
#ifndef ND_SQL_TYPES_TZ_H
#define ND_SQL_TYPES_TZ_H

#include "base/err.h"
#include "base/heap.h"
#include "base/slice.h"

#define ND_TZ_ZONES_MAX 1024
#define ND_TZ_FILE_BYTES_MAX (256 << 10)
#define ND_TZ_NAME_BYTES_MAX 63

struct nd_arena;
struct nd_tz;

struct nd_tz_loader {
    void *arg;
    /* Appends the TZif file of zone `name` ("Europe/Berlin": letters, digits, / _ + - alone, no "..") to `file`.
     * NOT_FOUND where there is none. NULL: no files. */
    enum nd_status (*load)(void *arg, const char *name, struct nd_buf *file);
};

struct nd_tz_entry {
    char *name; /* as asked for, lower case */
    struct nd_tz *tz;
};
struct nd_tz_store {
    struct nd_heap *heap;
    struct nd_tz_loader loader;
    struct nd_tz_entry *entries; /* sorted by name */
    size_t count, cap;
};
void nd_tz_store_init(struct nd_tz_store *store, struct nd_heap *heap, struct nd_tz_loader loader);
void nd_tz_store_deinit(struct nd_tz_store *store);

/* By the name of a zone in any case, or a POSIX rule ("EST5EDT,M3.2.0,M11.1.0", "<+03>-3"). A zone from a file lives in the
 * store, one from a rule on `arena`. false: unknown. store may be NULL. */
bool nd_tz_find(struct nd_tz_store *store, struct nd_slice name, struct nd_arena *arena, const struct nd_tz **tz_out);
/* What SET TIME ZONE takes: the above, hours ("-7", "5.5", east positive). 22023 invalid value for parameter "TimeZone". */
ND_RESULT nd_tz_of_setting(struct nd_tz_store *store, struct nd_slice value, struct nd_arena *arena,
                           const struct nd_tz **tz_out, struct nd_err *err);
/* A zone of one offset; name_out of nd_tz_name is "<+05:30>-05:30". Lives on the arena. */
const struct nd_tz *nd_tz_fixed(int32_t seconds_east, struct nd_arena *arena);
/* A copy on `arena` of a zone that lives on another: for a session to keep. A zone of the store is returned itself. */
const struct nd_tz *nd_tz_keep(const struct nd_tz *tz, struct nd_arena *arena);
const char *nd_tz_name(const struct nd_tz *tz); /* what SHOW timezone answers; NULL is UTC */

bool nd_tz_is_fixed(const struct nd_tz *tz); /* one offset at all times */
/* Offset in seconds east of UTC that holds at unix time `unix_s`. abbrev_out may be NULL. */
int32_t nd_tz_offset_at(const struct nd_tz *tz, int64_t unix_s, const char **abbrev_out);
/* Offset for the local time that reads `local_s` (as if it were UTC): in a gap the offset before it, in an overlap the
 * standard time's. */
int32_t nd_tz_offset_of_local(const struct nd_tz *tz, int64_t local_s);
/* Abbreviations of PostgreSQL's default set with a fixed meaning ("est", "cet", "utc"), lower case. false: unknown. */
bool nd_tz_abbrev(struct nd_slice name, int32_t *seconds_east_out);

#endif
