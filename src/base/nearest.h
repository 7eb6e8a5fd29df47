/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.h - the known word that a mistyped one probably stands for: "did you mean ...?" */
#ifndef ND_BASE_NEAREST_H
#define ND_BASE_NEAREST_H

#include <stddef.h>

/* The candidate with the fewest edits (insert, delete, replace, swap of neighbours), at most one per
 * three letters and one more; NULL: none. name_of(arg, i) gives the candidates until it returns NULL. */
const char *nd_nearest_word(const char *word, const void *arg, const char *(*name_of)(const void *arg, size_t i));

#endif
