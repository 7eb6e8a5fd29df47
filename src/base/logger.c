/* SPDX-License-Identifier: Apache-2.0 */
#include "base/logger.h"

#include <stdarg.h>
#include <stdio.h>

const char *nd_log_level_name(enum nd_log_level level)
{
    static const char *const names[] = {"DEBUG", "INFO", "WARN", "ERROR"};
    return names[level];
}

void nd_logger_write(const struct nd_logger *logger, enum nd_log_level level, const char *module, const char *fmt, ...)
{
    char line[1024]; /* longer lines are cut: a log line is for people */
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    logger->sink(logger->sink_arg, level, module, line);
}
