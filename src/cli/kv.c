/* SPDX-License-Identifier: Apache-2.0 */
/* kv.c - `ndoto kv`: single operations of the key-value API, over the public C client alone. */
#include <stdio.h>
#include <unistd.h>

#include "base/slice.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "ndoto/ndoto.h"

enum { EXIT_NOT_FOUND = 3, EXIT_AMBIGUOUS = 4, STDIN_BYTES_MAX = 64 << 20, SCAN_PAGE_ROWS = 1000 };

struct kv {
    struct nd_heap heap;
    const char *addrs, *prefix;
    uint64_t timeout_s, limit, leader;
    bool is_hex, is_raw, is_reverse, keys_only, has_prefix;
    ndoto_client *client;
};

struct kv_command {
    const char *name;
    int arguments_min, arguments_max;
    int (*run)(struct kv *kv, char **arguments, int count);
};

/* ---- bytes in and out ---------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool take_bytes(const struct kv *kv, const char *text, struct nd_buf *out)
{
    if (!kv->is_hex) {
        nd_buf_put(out, text, strlen(text));
        return true;
    }
    size_t n = strlen(text);
    for (size_t i = 0; i + 1 < n; i += 2) {
        int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) break;
        nd_buf_put_u8(out, (uint8_t)(high * 16 + low));
    }
    if (n % 2 == 0 && out->n == n / 2) return true;
    fprintf(stderr, "ndoto kv: '%s': expected pairs of hexadecimal digits after --hex\n", text);
    return false;
}

static void print_hex(struct nd_slice bytes)
{
    for (size_t i = 0; i < bytes.n; i++) printf("%02x", bytes.p[i]);
}

/* One row is one line and a tab parts its halves, whatever the bytes. */
static void print_escaped(struct nd_slice bytes)
{
    for (size_t i = 0; i < bytes.n; i++) {
        uint8_t c = bytes.p[i];
        if (c == '\\') fputs("\\\\", stdout);
        else if (c < 0x20 || c == 0x7f) printf("\\x%02x", c);
        else putchar(c);
    }
}

static bool read_stdin(struct nd_buf *out)
{
    uint8_t chunk[65536];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0) {
        nd_buf_put(out, chunk, n);
        if (out->n > STDIN_BYTES_MAX) break;
    }
    if (!ferror(stdin)) return true;
    fprintf(stderr, "ndoto kv: cannot read the value from standard input\n");
    return false;
}

/* ---- errors ----------------------------------------------------------------------------------------------------- */

static int explain(const struct kv *kv, int code)
{
    const char *advice;
    switch (code) {
    case NDOTO_OK: return ND_EXIT_OK;
    case NDOTO_NOT_FOUND: fprintf(stderr, "ndoto kv: no such key\n"); return EXIT_NOT_FOUND;
    case NDOTO_AMBIGUOUS: advice = "the write may have happened or not: read the key before you repeat it"; break;
    case NDOTO_UNAVAILABLE:
        advice = "is a majority of the nodes running? --addrs takes their RPC addresses ('ndoto status' shows them, 'ndoto demo' starts a cluster)";
        break;
    case NDOTO_TIMEOUT: advice = "try again, or with a longer --timeout; 'ndoto status' tells which nodes are up"; break;
    case NDOTO_CONFLICT:
    case NDOTO_ABORTED: advice = "try again"; break;
    case NDOTO_INVALID: advice = "keys hold less than 16 KiB, values at most 8 MiB; addresses are host:port"; break;
    default: advice = "see the messages of the node (ndoto.log in its folder)"; break;
    }
    fprintf(stderr, "ndoto kv: %s; %s\n", ndoto_error_text(kv->client), advice);
    return code == NDOTO_AMBIGUOUS ? EXIT_AMBIGUOUS : ND_EXIT_FAILED;
}

/* ---- commands --------------------------------------------------------------------------------------------------- */

static int run_get(struct kv *kv, char **arguments, int count)
{
    struct nd_buf key;
    const void *value;
    size_t value_bytes;
    ND_UNUSED(count);
    nd_buf_init(&key, &kv->heap);
    if (!take_bytes(kv, arguments[0], &key)) return ND_EXIT_USAGE;
    int code = ndoto_get(kv->client, key.p, key.n, &value, &value_bytes);
    if (code == NDOTO_OK) {
        if (kv->is_hex) print_hex(nd_slice_of(value, value_bytes));
        else fwrite(value, 1, value_bytes, stdout);
        if (!kv->is_raw) putchar('\n');
    }
    nd_buf_deinit(&key);
    return explain(kv, code);
}

static int run_put(struct kv *kv, char **arguments, int count)
{
    struct nd_buf key, value;
    ND_UNUSED(count);
    nd_buf_init(&key, &kv->heap);
    nd_buf_init(&value, &kv->heap);
    bool is_read = strcmp(arguments[1], "-") == 0 ? read_stdin(&value) : take_bytes(kv, arguments[1], &value);
    int exit_code = ND_EXIT_USAGE;
    if (is_read && take_bytes(kv, arguments[0], &key)) exit_code = explain(kv, ndoto_put(kv->client, key.p, key.n, value.p, value.n));
    nd_buf_deinit(&key);
    nd_buf_deinit(&value);
    return exit_code;
}

static int run_del(struct kv *kv, char **arguments, int count)
{
    int exit_code = ND_EXIT_OK;
    for (int i = 0; i < count && exit_code == ND_EXIT_OK; i++) {
        struct nd_buf key;
        nd_buf_init(&key, &kv->heap);
        exit_code = !take_bytes(kv, arguments[i], &key) ? ND_EXIT_USAGE : explain(kv, ndoto_delete(kv->client, key.p, key.n));
        nd_buf_deinit(&key);
    }
    return exit_code;
}

static int run_split(struct kv *kv, char **arguments, int count)
{
    struct nd_buf key;
    ND_UNUSED(count);
    nd_buf_init(&key, &kv->heap);
    int exit_code = !take_bytes(kv, arguments[0], &key) ? ND_EXIT_USAGE : explain(kv, ndoto_split(kv->client, key.p, key.n, kv->leader));
    nd_buf_deinit(&key);
    return exit_code;
}

/* The first key that is greater than all keys with the prefix; empty: there is none. */
static void put_prefix_end(struct nd_buf *end, struct nd_slice prefix)
{
    while (prefix.n > 0 && prefix.p[prefix.n - 1] == 0xff) prefix.n--;
    nd_buf_put_slice(end, prefix);
    if (prefix.n > 0) end->p[prefix.n - 1]++;
}

static bool take_span(const struct kv *kv, char **arguments, int count, struct nd_buf *first, struct nd_buf *end)
{
    if (kv->has_prefix) {
        if (count > 0) {
            fprintf(stderr, "ndoto kv: --prefix says which keys; leave out '%s'\n", arguments[0]);
            return false;
        }
        if (!take_bytes(kv, kv->prefix, first)) return false;
        put_prefix_end(end, nd_buf_slice(first));
        return true;
    }
    if (count > 0 && !take_bytes(kv, arguments[0], first)) return false;
    return count < 2 || take_bytes(kv, arguments[1], end);
}

static void print_row(const struct kv *kv, const ndoto_row *row)
{
    struct nd_slice key = nd_slice_of(row->key, row->key_bytes), value = nd_slice_of(row->value, row->value_bytes);
    void (*print)(struct nd_slice bytes) = kv->is_hex ? print_hex : print_escaped;
    print(key);
    if (!kv->keys_only) {
        putchar('\t');
        print(value);
    }
    putchar('\n');
}

static int scan_span(struct kv *kv, struct nd_buf *first, struct nd_buf *end)
{
    uint64_t left = kv->limit == 0 ? UINT64_MAX : kv->limit;
    while (left > 0) {
        const ndoto_row *rows;
        const void *resume;
        size_t row_count, resume_bytes;
        int code = ndoto_scan(kv->client, first->p, first->n, end->p, end->n, left < SCAN_PAGE_ROWS ? (size_t)left : SCAN_PAGE_ROWS,
                              kv->is_reverse, &rows, &row_count, &resume, &resume_bytes);
        if (code != NDOTO_OK) return explain(kv, code);
        for (size_t i = 0; i < row_count; i++) print_row(kv, &rows[i]);
        left -= row_count;
        if (resume_bytes == 0) break;
        struct nd_buf *edge = kv->is_reverse ? end : first;
        nd_buf_clear(edge);
        nd_buf_put(edge, resume, resume_bytes);
    }
    return ND_EXIT_OK;
}

static int run_scan(struct kv *kv, char **arguments, int count)
{
    struct nd_buf first, end;
    nd_buf_init(&first, &kv->heap);
    nd_buf_init(&end, &kv->heap);
    int exit_code = take_span(kv, arguments, count, &first, &end) ? scan_span(kv, &first, &end) : ND_EXIT_USAGE;
    nd_buf_deinit(&first);
    nd_buf_deinit(&end);
    return exit_code;
}

static const struct kv_command kv_commands[] = {
    {"get", 1, 1, run_get}, {"put", 2, 2, run_put}, {"del", 1, 64, run_del}, {"scan", 0, 2, run_scan}, {"split", 1, 1, run_split},
};

static const struct kv_command *find_kv_command(const char *name, int arguments)
{
    for (size_t i = 0; i < ND_ARRAY_LEN(kv_commands); i++) {
        const struct kv_command *command = &kv_commands[i];
        if (strcmp(command->name, name) != 0) continue;
        if (arguments >= command->arguments_min && arguments <= command->arguments_max) return command;
        fprintf(stderr, "ndoto kv %s: %d argument%s given; 'ndoto kv --help' shows what it takes\n", name, arguments, arguments == 1 ? "" : "s");
        return NULL;
    }
    fprintf(stderr, "ndoto kv: there is no '%s'; it is one of get, put, del, scan, split ('ndoto kv --help')\n", name);
    return NULL;
}

static int run_command(struct kv *kv, const struct kv_command *command, char **arguments, int count)
{
    int code = ndoto_connect(kv->addrs, &kv->client);
    ndoto_set_timeout_ms(kv->client, (uint32_t)(kv->timeout_s * 1000));
    int exit_code = code == NDOTO_OK ? command->run(kv, arguments, count) : explain(kv, code);
    ndoto_close(kv->client);
    if (fflush(stdout) != 0 && exit_code == ND_EXIT_OK) {
        fprintf(stderr, "ndoto kv: cannot write to standard output\n");
        exit_code = ND_EXIT_FAILED;
    }
    return exit_code;
}

int nd_cli_kv(int argc, char **argv)
{
    struct kv kv = {.addrs = "127.0.0.1:7400", .timeout_s = 10};
    const struct nd_cli_flag flags[] = {
        {"addrs", 'a', ND_CLI_TEXT, "HOST:PORT,...", "RPC addresses of some nodes [127.0.0.1:7400]", &kv.addrs, 0, 0, NULL},
        {"timeout", 0, ND_CLI_NUMBER, "SECONDS", "how long an operation may take [10]", &kv.timeout_s, 1, 3600, NULL},
        {"hex", 'x', ND_CLI_SWITCH, NULL, "keys and values are given and printed as hexadecimal digits", &kv.is_hex, 0, 0, NULL},
        {"raw", 'r', ND_CLI_SWITCH, NULL, "get: the value alone, without a newline after it", &kv.is_raw, 0, 0, NULL},
        {"prefix", 'p', ND_CLI_TEXT, "BYTES", "scan: the keys that begin so", &kv.prefix, 0, 0, &kv.has_prefix},
        {"limit", 'n', ND_CLI_NUMBER, "ROWS", "scan: at most so many rows [all]", &kv.limit, 0, UINT64_MAX - 1, NULL},
        {"reverse", 0, ND_CLI_SWITCH, NULL, "scan: from the last key to the first", &kv.is_reverse, 0, 0, NULL},
        {"keys-only", 'k', ND_CLI_SWITCH, NULL, "scan: leave the values out", &kv.keys_only, 0, 0, NULL},
        {"leader", 0, ND_CLI_NUMBER, "NODE", "split: the node that shall lead the new shard [any]", &kv.leader, 1, UINT32_MAX, NULL},
    };
    const struct nd_cli_usage usage = {
        "ndoto kv", "get KEY | put KEY VALUE | del KEY... | scan [FIRST [END]] | split KEY  [FLAGS]",
        "Reads and writes the key-value store.\n"
        "  get KEY            prints the value\n"
        "  put KEY VALUE      stores it; VALUE - takes the bytes of standard input as they are\n"
        "  del KEY...         removes keys; it is no error if one is absent\n"
        "  scan [FIRST [END]] prints keys and values in order of the keys' bytes, END excluded: one row a line, a tab\n"
        "                     between; backslashes and control characters appear as \\\\ and \\xNN\n"
        "  split KEY          parts the shard that holds KEY at it",
        flags, ND_ARRAY_LEN(flags), 65,
        "exit status: 0 done; 1 failed; 2 wrong use; 3 no such key (get); 4 it is unknown whether the write happened\n\n"
        "examples:\n"
        "  ndoto kv put greeting hello\n"
        "  ndoto kv put photo - < photo.jpg && ndoto kv get --raw photo > copy.jpg\n"
        "  ndoto kv scan --prefix user/ --limit 10\n"
        "  ndoto kv --addrs 10.0.0.1:7400,10.0.0.2:7400 get --hex 00ff\n"};
    int positional, exit_code;
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    if (positional == 0) {
        fprintf(stderr, "ndoto kv: what shall it do? get, put, del, scan or split ('ndoto kv --help')\n");
        return ND_EXIT_USAGE;
    }
    const struct kv_command *command = find_kv_command(argv[1], positional - 1);
    if (command == NULL) return ND_EXIT_USAGE;
    nd_heap_init(&kv.heap, false);
    return run_command(&kv, command, argv + 2, positional - 1);
}
