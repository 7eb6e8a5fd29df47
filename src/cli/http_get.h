/* SPDX-License-Identifier: Apache-2.0 */
/* http_get.h - one GET over HTTP/1.0, for commands that ask a node's HTTP port. */
#ifndef ND_CLI_HTTP_GET_H
#define ND_CLI_HTTP_GET_H

#include "base/slice.h"

#define ND_CLI_HTTP_BYTES_MAX (64 << 20)

/* address: host:port. Appends the body to *body_out. False: *why_out (a static or errno text) says why;
 * so for another status than 200. Takes at most timeout_ms. */
bool nd_cli_http_get(const char *address, const char *path, int timeout_ms, struct nd_buf *body_out, const char **why_out);

#endif
