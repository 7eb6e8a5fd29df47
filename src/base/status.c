/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

struct status_row {
    const char *name;
    const char *sqlstate;
    const char *text;
    enum nd_retry retry;
};

static const struct status_row status_rows[] = {
#define ND_X(code, retry, sqlstate, text) {#code, sqlstate, text, ND_RETRY_##retry},
    ND_STATUS_TABLE(ND_X)
#undef ND_X
};

static const struct status_row *row_of(enum nd_status status)
{
    ND_ASSERT((unsigned)status < ND_STATUS_COUNT);
    return &status_rows[status];
}

const char *nd_status_name(enum nd_status status) { return row_of(status)->name; }
const char *nd_status_text(enum nd_status status) { return row_of(status)->text; }
const char *nd_status_sqlstate(enum nd_status status) { return row_of(status)->sqlstate; }
enum nd_retry nd_status_retry(enum nd_status status) { return row_of(status)->retry; }
