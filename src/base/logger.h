/* SPDX-License-Identifier: Apache-2.0 */
/* logger.h - one line per event, for people and for grep: `2026-01-31T10:00:00.123Z INFO raft: text`.
 *
 * Role.       Formats and filters; the sink (a file, stderr, the simulator's trace) is a callback.
 * Threading.  Any thread; a sink must be as thread-safe as its users need. */
#ifndef ND_BASE_LOGGER_H
#define ND_BASE_LOGGER_H

#include <stdint.h>

#include "base/assert.h"

enum nd_log_level { ND_LOG_DEBUG, ND_LOG_INFO, ND_LOG_WARN, ND_LOG_ERROR };

struct nd_logger {
    enum nd_log_level level_min;
    void *sink_arg;
    /* `line` ends without newline. module: "raft", "sql". */
    void (*sink)(void *sink_arg, enum nd_log_level level, const char *module, const char *line);
};

void nd_logger_write(const struct nd_logger *logger, enum nd_log_level level, const char *module,
                     const char *fmt, ...) ND_PRINTF(4, 5);
const char *nd_log_level_name(enum nd_log_level level);

#define ND_LOG_AT(logger, level, module, ...)                                                      \
    do {                                                                                           \
        if ((logger) != NULL && (level) >= (logger)->level_min)                                    \
            nd_logger_write((logger), (level), (module), __VA_ARGS__);                             \
    } while (0)
#define ND_DEBUG(logger, module, ...) ND_LOG_AT(logger, ND_LOG_DEBUG, module, __VA_ARGS__)
#define ND_INFO(logger, module, ...) ND_LOG_AT(logger, ND_LOG_INFO, module, __VA_ARGS__)
#define ND_WARN(logger, module, ...) ND_LOG_AT(logger, ND_LOG_WARN, module, __VA_ARGS__)
#define ND_ERROR(logger, module, ...) ND_LOG_AT(logger, ND_LOG_ERROR, module, __VA_ARGS__)

#endif
