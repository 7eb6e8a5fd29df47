/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <string.h>

#include "base/assert.h"
#include "cli/sql_scan.h"

/* However the lines are cut, feeding makes progress and ends. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct nd_sql_scan scan;
    nd_sql_scan_init(&scan);
    for (size_t at = 0; at < n;) {
        const uint8_t *end = memchr(p + at, '\n', n - at);
        size_t line = end == NULL ? n - at : (size_t)(end - (p + at)) + 1;
        bool is_complete;
        size_t used = nd_sql_scan_feed(&scan, (const char *)p + at, line, &is_complete);
        ND_ASSERT(used > 0);
        ND_ASSERT(used <= line);
        ND_ASSERT(is_complete || used == line);
        ND_ASSERT(nd_sql_scan_prompt(&scan) != '\0');
        if (is_complete) nd_sql_scan_init(&scan);
        at += used;
    }
    return 0;
}
