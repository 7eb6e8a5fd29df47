/* SPDX-License-Identifier: Apache-2.0 */
/* golden.h - files of commands and the output they must have.
 *
 * A file is a list of cases, parted by empty lines:
 *   # comments
 *   the input: one line or more
 *   ----
 *   the output, up to the next empty line
 * A test program calls golden_main with the function that turns input into output; its arguments are the files,
 * and --rewrite writes down the output as it is now. */
#ifndef ND_TESTS_GOLDEN_H
#define ND_TESTS_GOLDEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/slice.h"

/* Appends the output, each line with its newline. `input` ends with a newline. */
typedef void golden_run(const char *input, struct nd_buf *output);

static inline void golden_read(const char *path, struct nd_buf *text)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;) nd_buf_put(text, piece, n);
    fclose(file);
    nd_buf_put_u8(text, 0);
}

static inline char *golden_line(char **at)
{
    if (**at == '\0') return NULL;
    char *line = *at, *end = strchr(line, '\n');
    *at = end == NULL ? line + strlen(line) : end + 1;
    if (end != NULL) *end = '\0';
    return line;
}

static inline int golden_case(const char *path, int number, struct nd_buf *input, const struct nd_buf *expected, golden_run *run, struct nd_buf *rewritten)
{
    struct nd_buf output;
    nd_buf_init(&output, input->heap);
    nd_buf_put_u8(input, 0);
    run((const char *)input->p, &output);
    nd_buf_put_slice(rewritten, nd_buf_slice(&output));
    int failed = !nd_slice_eq(nd_buf_slice(&output), nd_buf_slice(expected));
    if (failed)
        printf("%s: case %d differs\n%s---- expected\n%.*s---- got\n%.*s\n", path, number, (const char *)input->p, (int)expected->n,
               (const char *)expected->p, (int)output.n, (const char *)output.p);
    nd_buf_deinit(&output);
    return failed;
}

/* The number of cases that failed. */
static inline int golden_file(struct nd_heap *heap, const char *path, bool is_rewrite, golden_run *run)
{
    struct nd_buf text, input, expected, rewritten;
    struct nd_buf *bufs[] = {&text, &input, &expected, &rewritten};
    for (size_t i = 0; i < ND_ARRAY_LEN(bufs); i++) nd_buf_init(bufs[i], heap);
    golden_read(path, &text);
    int failed = 0, number = 0;
    char *at = (char *)text.p;
    for (char *line; (line = golden_line(&at)) != NULL;) {
        nd_buf_printf(&rewritten, "%s\n", line);
        if (line[0] == '#') continue;
        if (strcmp(line, "----") != 0) {
            if (line[0] != '\0') nd_buf_printf(&input, "%s\n", line);
            continue;
        }
        while ((line = golden_line(&at)) != NULL && line[0] != '\0') nd_buf_printf(&expected, "%s\n", line);
        failed += golden_case(path, ++number, &input, &expected, run, &rewritten);
        if (line != NULL) nd_buf_printf(&rewritten, "\n");
        nd_buf_clear(&input);
        nd_buf_clear(&expected);
    }
    if (is_rewrite && failed > 0) {
        FILE *file = fopen(path, "wb");
        if (file == NULL || fwrite(rewritten.p, 1, rewritten.n, file) != rewritten.n || fclose(file) != 0) {
            perror(path);
            exit(2);
        }
    }
    printf("%s: %d cases, %d %s\n", path, number, failed, is_rewrite ? "rewritten" : "failed");
    for (size_t i = 0; i < ND_ARRAY_LEN(bufs); i++) nd_buf_deinit(bufs[i]);
    return is_rewrite ? 0 : failed;
}

static inline int golden_main(int argc, char **argv, golden_run *run)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    bool is_rewrite = argc > 1 && strcmp(argv[1], "--rewrite") == 0;
    int failed = 0;
    for (int i = is_rewrite ? 2 : 1; i < argc; i++) failed += golden_file(&heap, argv[i], is_rewrite, run);
    return failed > 0;
}

#endif
