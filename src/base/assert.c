/* SPDX-License-Identifier: Apache-2.0 */
#include "base/assert.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void nd_assert_fail(const char *what, const char *file, int line, const char *func)
{
    fprintf(stderr, "ndoto: bug: assertion failed: %s (%s:%d in %s)\n", what, file, line, func);
    fflush(stderr);
    abort();
}

void nd_fatal(int exit_code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("ndoto: fatal: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    fflush(stderr);
    _Exit(exit_code);
}
