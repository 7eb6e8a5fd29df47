/* SPDX-License-Identifier: Apache-2.0 */
/* Moves an amount between two accounts, whatever else goes on, then lists all accounts.
 *
 *     cc example.c -o example $(pkg-config --cflags --libs ndoto)
 *     ./example 127.0.0.1:7400,127.0.0.1:7401,127.0.0.1:7402 */
#include <ndoto/ndoto.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const ndoto_client *client, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, ndoto_error_text(client));
    return 1;
}

static int read_amount(ndoto_txn *txn, const char *account, long *amount_out)
{
    const void *value; /* borrowed until the next call of this client */
    size_t value_bytes;
    char digits[24];
    int code = ndoto_txn_get(txn, account, strlen(account), &value, &value_bytes);
    if (code != NDOTO_OK) return code;
    snprintf(digits, sizeof digits, "%.*s", (int)value_bytes, (const char *)value);
    *amount_out = strtol(digits, NULL, 10);
    return NDOTO_OK;
}

static int write_amount(ndoto_txn *txn, const char *account, long amount)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%ld", amount);
    return ndoto_txn_put(txn, account, strlen(account), digits, (size_t)n);
}

static int transfer_once(ndoto_client *client, const char *from, const char *to, long amount)
{
    ndoto_txn *txn;
    long from_amount, to_amount;
    int code = ndoto_begin(client, 0, &txn);
    if (code != NDOTO_OK) return code;
    code = read_amount(txn, from, &from_amount);
    if (code == NDOTO_OK) code = read_amount(txn, to, &to_amount);
    if (code == NDOTO_OK) code = write_amount(txn, from, from_amount - amount);
    if (code == NDOTO_OK) code = write_amount(txn, to, to_amount + amount);
    if (code == NDOTO_OK) return ndoto_commit(txn);
    ndoto_abort(txn);
    return code;
}

/* NDOTO_CONFLICT and NDOTO_ABORTED: surely nothing was written, so it may be tried again. NDOTO_AMBIGUOUS: who must know
 * looks whether it was. */
static int transfer(ndoto_client *client, const char *from, const char *to, long amount)
{
    int code = NDOTO_ABORTED;
    for (int attempt = 0; attempt < 10 && (code == NDOTO_CONFLICT || code == NDOTO_ABORTED); attempt++) code = transfer_once(client, from, to, amount);
    return code;
}

static int list(ndoto_client *client, const char *prefix)
{
    char first[64], end[64];
    const ndoto_row *rows;
    const void *resume;
    size_t count, first_bytes = strlen(prefix), resume_bytes;
    snprintf(first, sizeof first, "%s", prefix);
    snprintf(end, sizeof end, "%s", prefix);
    end[first_bytes - 1]++; /* the first key behind all that begin so */
    do {
        if (ndoto_scan(client, first, first_bytes, end, strlen(prefix), 0, 0, &rows, &count, &resume, &resume_bytes) != NDOTO_OK) return fail(client, "scan");
        for (size_t i = 0; i < count; i++)
            printf("%.*s = %.*s\n", (int)rows[i].key_bytes, (const char *)rows[i].key, (int)rows[i].value_bytes, (const char *)rows[i].value);
        if (resume_bytes > sizeof first) return 1;
        memcpy(first, resume, resume_bytes);
        first_bytes = resume_bytes;
    } while (resume_bytes > 0);
    return 0;
}

int main(int argc, char **argv)
{
    ndoto_client *client;
    int result = 1;
    if (ndoto_connect(argc > 1 ? argv[1] : "127.0.0.1:7400", &client) != NDOTO_OK) result = fail(client, "connect");
    else if (ndoto_put(client, "account/asha", 12, "100", 3) != NDOTO_OK || ndoto_put(client, "account/juma", 12, "20", 2) != NDOTO_OK) result = fail(client, "put");
    else if (transfer(client, "account/asha", "account/juma", 30) != NDOTO_OK) result = fail(client, "transfer");
    else result = list(client, "account/");
    ndoto_close(client);
    return result;
}
