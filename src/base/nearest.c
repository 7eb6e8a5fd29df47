/* SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"

#include <stdint.h>
#include <string.h>

/* Edits (insert, delete, replace, swap of neighbours) from a to b; SIZE_MAX if either is long. */
static size_t distance(const char *a, const char *b)
{
    enum { NAME_MAX_BYTES = 40 };
    size_t a_n = strlen(a), b_n = strlen(b), d[NAME_MAX_BYTES + 1][NAME_MAX_BYTES + 1];
    if (a_n > NAME_MAX_BYTES || b_n > NAME_MAX_BYTES) return SIZE_MAX;
    for (size_t i = 0; i <= a_n; i++) d[i][0] = i;
    for (size_t j = 0; j <= b_n; j++) d[0][j] = j;
    for (size_t i = 1; i <= a_n; i++) {
        for (size_t j = 1; j <= b_n; j++) {
            size_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (d[i - 1][j] + 1 < best) best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best) best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best) best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[a_n][b_n];
}

const char *nd_nearest_word(const char *word, const void *arg, const char *(*name_of)(const void *arg, size_t i))
{
    const char *nearest = NULL, *name;
    size_t limit = strlen(word) / 3 + 1, edits_min = SIZE_MAX;
    for (size_t i = 0; (name = name_of(arg, i)) != NULL; i++) {
        size_t edits = distance(word, name);
        if (edits > limit || edits >= edits_min) continue;
        nearest = name;
        edits_min = edits;
    }
    return nearest;
}
