/* SPDX-License-Identifier: Apache-2.0 */
/* sample.h - share/sample/library.sql, embedded by cmake/embed.cmake. */
#ifndef ND_CLI_SAMPLE_H
#define ND_CLI_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

extern const uint8_t nd_cli_sample_sql[];
extern const size_t nd_cli_sample_sql_bytes;

#endif
