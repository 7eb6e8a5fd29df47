/* SPDX-License-Identifier: Apache-2.0 */
/* canary.c - must crash: shows that the fuzzing set-up finds what it should. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (n > 2 && p[0] == 'N' && p[1] == 'D' && p[2] == '!') abort();
    return 0;
}
