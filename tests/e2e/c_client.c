/* SPDX-License-Identifier: Apache-2.0 */
/* The contract of ndoto.h against a running cluster: c_client ADDRS. Prints where it fails. */
#include <ndoto/ndoto.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT(x)                                                                     \
    do {                                                                              \
        if (!(x)) {                                                                   \
            fprintf(stderr, "%d: %s (%s)\n", __LINE__, #x, ndoto_error_text(client)); \
            exit(1);                                                                  \
        }                                                                             \
    } while (0)

static ndoto_client *client;
static const void *value;
static size_t value_bytes;

static int is_value(const char *text) { return value_bytes == strlen(text) && memcmp(value, text, value_bytes) == 0; }

static void single_keys(void)
{
    EXPECT(ndoto_put(client, "k", 1, "v", 1) == NDOTO_OK);
    EXPECT(ndoto_get(client, "k", 1, &value, &value_bytes) == NDOTO_OK && is_value("v"));
    EXPECT(ndoto_put(client, "k", 1, "", 0) == NDOTO_OK);
    EXPECT(ndoto_get(client, "k", 1, &value, &value_bytes) == NDOTO_OK && value_bytes == 0);
    EXPECT(ndoto_put(client, "k\0z", 3, "\0\xff", 2) == NDOTO_OK); /* any bytes */
    EXPECT(ndoto_get(client, "k\0z", 3, &value, &value_bytes) == NDOTO_OK && value_bytes == 2 && memcmp(value, "\0\xff", 2) == 0);
    EXPECT(ndoto_delete(client, "k", 1) == NDOTO_OK);
    EXPECT(ndoto_delete(client, "k", 1) == NDOTO_OK); /* not there: no error */
    EXPECT(ndoto_get(client, "k", 1, &value, &value_bytes) == NDOTO_NOT_FOUND && value == NULL && value_bytes == 0);
    EXPECT(strlen(ndoto_error_text(client)) > 0);
    EXPECT(ndoto_delete(client, "k\0z", 3) == NDOTO_OK);
}

static void limits(void)
{
    char *big = calloc(9 << 20, 1);
    EXPECT(ndoto_put(client, "big", 3, big, 1 << 20) == NDOTO_OK);
    EXPECT(ndoto_get(client, "big", 3, &value, &value_bytes) == NDOTO_OK && value_bytes == 1 << 20);
    EXPECT(ndoto_put(client, "big", 3, big, 9 << 20) == NDOTO_INVALID);
    EXPECT(ndoto_put(client, big, 20000, "v", 1) == NDOTO_INVALID);
    EXPECT(ndoto_delete(client, "big", 3) == NDOTO_OK);
    free(big);
}

static void scans(void)
{
    const ndoto_row *rows;
    const void *resume;
    size_t count, resume_bytes, seen = 0;
    char key[16], from[16] = "s/", before[16] = "";
    size_t from_bytes = 2;
    EXPECT(ndoto_split(client, "s/500", 5, 0) == NDOTO_OK); /* scans go over shards */
    for (int i = 0; i < 1000; i++) {
        int n = snprintf(key, sizeof key, "s/%03d", i);
        EXPECT(ndoto_put(client, key, (size_t)n, key, (size_t)n) == NDOTO_OK);
    }
    do {
        EXPECT(ndoto_scan(client, from, from_bytes, "s0", 2, 70, 0, &rows, &count, &resume, &resume_bytes) == NDOTO_OK);
        EXPECT(count <= 70 && (count > 0 || resume_bytes == 0));
        for (size_t i = 0; i < count; i++, seen++) {
            snprintf(key, sizeof key, "%.*s", (int)rows[i].key_bytes, (const char *)rows[i].key);
            EXPECT(strcmp(before, key) < 0 && rows[i].value_bytes == rows[i].key_bytes);
            strcpy(before, key);
        }
        EXPECT(resume_bytes < sizeof from);
        memcpy(from, resume, resume_bytes);
        from_bytes = resume_bytes;
    } while (from_bytes > 0);
    EXPECT(seen == 1000);
    EXPECT(ndoto_scan(client, "s/", 2, "s0", 2, 1, 1, &rows, &count, NULL, NULL) == NDOTO_OK && count == 1 && memcmp(rows[0].key, "s/999", 5) == 0);
    EXPECT(ndoto_scan(client, "t", 1, "s", 1, 0, 0, &rows, &count, &resume, &resume_bytes) == NDOTO_OK && count == 0 && resume_bytes == 0);
}

static void transactions(void)
{
    ndoto_txn *one, *two;
    const ndoto_row *rows;
    size_t count;
    EXPECT(ndoto_put(client, "x", 1, "0", 1) == NDOTO_OK);
    EXPECT(ndoto_begin(client, 0, &one) == NDOTO_OK);
    EXPECT(ndoto_txn_get(one, "x", 1, &value, &value_bytes) == NDOTO_OK && is_value("0"));
    EXPECT(ndoto_txn_put(one, "x", 1, "1", 1) == NDOTO_OK);
    EXPECT(ndoto_txn_put(one, "y", 1, "1", 1) == NDOTO_OK);
    EXPECT(ndoto_txn_get(one, "y", 1, &value, &value_bytes) == NDOTO_OK && is_value("1")); /* its own */
    EXPECT(ndoto_txn_scan(one, "x", 1, "z", 1, 0, 0, &rows, &count, NULL, NULL) == NDOTO_OK && count == 2);
    EXPECT(ndoto_get(client, "y", 1, &value, &value_bytes) == NDOTO_NOT_FOUND); /* nobody else's */
    EXPECT(ndoto_commit(one) == NDOTO_OK);
    EXPECT(ndoto_get(client, "y", 1, &value, &value_bytes) == NDOTO_OK && is_value("1"));

    EXPECT(ndoto_begin(client, 0, &one) == NDOTO_OK); /* of two that read the same, one wins */
    EXPECT(ndoto_begin(client, 0, &two) == NDOTO_OK);
    EXPECT(ndoto_txn_get(one, "x", 1, &value, &value_bytes) == NDOTO_OK);
    EXPECT(ndoto_txn_get(two, "x", 1, &value, &value_bytes) == NDOTO_OK);
    EXPECT(ndoto_txn_put(one, "x", 1, "one", 3) == NDOTO_OK);
    EXPECT(ndoto_commit(one) == NDOTO_OK);
    int code = ndoto_txn_put(two, "x", 1, "two", 3);
    EXPECT(code == NDOTO_OK || code == NDOTO_CONFLICT);
    EXPECT(ndoto_commit(two) == NDOTO_CONFLICT);
    EXPECT(ndoto_get(client, "x", 1, &value, &value_bytes) == NDOTO_OK && is_value("one"));

    EXPECT(ndoto_begin(client, 1, &one) == NDOTO_OK); /* READ COMMITTED sees what was committed meanwhile */
    EXPECT(ndoto_txn_get(one, "x", 1, &value, &value_bytes) == NDOTO_OK && is_value("one"));
    EXPECT(ndoto_put(client, "x", 1, "later", 5) == NDOTO_OK);
    EXPECT(ndoto_txn_get(one, "x", 1, &value, &value_bytes) == NDOTO_OK && is_value("later"));
    EXPECT(ndoto_txn_delete(one, "x", 1) == NDOTO_OK);
    EXPECT(ndoto_abort(one) == NDOTO_OK);
    EXPECT(ndoto_get(client, "x", 1, &value, &value_bytes) == NDOTO_OK && is_value("later"));
}

static void nobody_there(void)
{
    EXPECT(ndoto_connect("127.0.0.1:1", &client) == NDOTO_UNAVAILABLE && client != NULL);
    ndoto_set_timeout_ms(client, 200);
    EXPECT(ndoto_get(client, "k", 1, &value, &value_bytes) != NDOTO_OK);
    ndoto_close(client);
    EXPECT(ndoto_connect("", &client) == NDOTO_INVALID);
    EXPECT(ndoto_get(client, "k", 1, &value, &value_bytes) == NDOTO_INVALID);
    ndoto_close(client);
    ndoto_close(NULL);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    EXPECT(ndoto_connect(argv[1], &client) == NDOTO_OK);
    single_keys();
    limits();
    scans();
    transactions();
    ndoto_close(client);
    nobody_there();
    puts("done");
    return 0;
}
