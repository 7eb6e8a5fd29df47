/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_replay.c - runs a fuzzer's function without libFuzzer: over each file of its corpus, over
 * mutations of it and over random bytes, all from one fixed seed, so that a failure repeats. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/prng.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define INPUT_BYTES_MAX (1 << 20)
#define MUTATIONS 200
#define RANDOM_INPUTS 2000

static void mutate(struct nd_prng *prng, uint8_t *p, size_t *n)
{
    static const uint8_t edges[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    for (uint64_t i = 1 + nd_prng_next(prng) % 4; i > 0 && *n > 0; i--) {
        size_t at = nd_prng_next(prng) % *n;
        switch (nd_prng_next(prng) % 5) {
        case 0: p[at] ^= (uint8_t)(1u << (nd_prng_next(prng) % 8)); break;
        case 1: p[at] = edges[nd_prng_next(prng) % sizeof edges]; break;
        case 2: *n = at; break;
        case 3: memset(p + at, edges[nd_prng_next(prng) % sizeof edges], *n - at < 4 ? *n - at : 4); break;
        default: memmove(p + at, p + *n / 2, *n - (at > *n / 2 ? at : *n / 2)); break;
        }
    }
}

/* libFuzzer hands exact allocations over, so that AddressSanitizer sees one byte too far. */
static void run(const uint8_t *p, size_t n)
{
    uint8_t *exact = malloc(n == 0 ? 1 : n);
    if (exact == NULL) abort();
    if (n > 0) memcpy(exact, p, n);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static size_t replay_folder(const char *path, struct nd_prng *prng, uint8_t *original, uint8_t *changed)
{
    struct dirent **names;
    int count = scandir(path, &names, NULL, alphasort);
    size_t runs = 0;
    for (int i = 0; i < count; i++) {
        char file_path[4096];
        snprintf(file_path, sizeof file_path, "%s/%s", path, names[i]->d_name);
        FILE *file = names[i]->d_name[0] == '.' ? NULL : fopen(file_path, "rb");
        free(names[i]);
        if (file == NULL) continue;
        size_t n = fread(original, 1, INPUT_BYTES_MAX, file);
        fclose(file);
        run(original, n);
        for (int j = 0; j < MUTATIONS; j++) {
            size_t changed_n = n;
            memcpy(changed, original, n);
            mutate(prng, changed, &changed_n);
            run(changed, changed_n);
        }
        runs += 1 + MUTATIONS;
    }
    if (count >= 0) free(names);
    return runs;
}

int main(int argc, char **argv)
{
    struct nd_prng prng;
    nd_prng_init(&prng, 1);
    uint8_t *original = malloc(INPUT_BYTES_MAX), *changed = malloc(INPUT_BYTES_MAX);
    if (original == NULL || changed == NULL) abort();
    size_t runs = argc > 1 ? replay_folder(argv[1], &prng, original, changed) : 0;
    for (int i = 0; i < RANDOM_INPUTS; i++) {
        size_t n = nd_prng_next(&prng) % 512;
        for (size_t j = 0; j < n; j++) original[j] = (uint8_t)nd_prng_next(&prng);
        run(original, n);
    }
    printf("%zu inputs from the corpus, %d random\n", runs, RANDOM_INPUTS);
    free(original);
    free(changed);
    return 0;
}
