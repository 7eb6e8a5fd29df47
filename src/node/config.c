/* SPDX-License-Identifier: Apache-2.0 */
#include "node/config.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/nearest.h"
#include "meta/locality.h"

enum setting_kind { KIND_PATH, KIND_NAME, KIND_LOCALITY, KIND_ADDRESS, KIND_ADDRESSES, KIND_COUNT, KIND_SIZE, KIND_SWITCH, KIND_LEVEL };

struct setting {
    const char *key;
    enum setting_kind kind;
    size_t offset; /* of the field in struct nd_node_config */
    uint64_t min, max; /* of counts and sizes */
    const char *preset; /* NULL: worked out by nd_node_config_finish */
    const char *help;
};

#define FIELD(name) offsetof(struct nd_node_config, name)

static const struct setting settings[] = {
    {"data_dir", KIND_PATH, FIELD(data_dir), 0, 0, "ndoto-data", "folder of everything the node keeps"},
    {"cluster_name", KIND_NAME, FIELD(cluster_name), 0, 0, "ndoto", "nodes of another name are refused"},
    {"locality", KIND_LOCALITY, FIELD(locality), 0, 0, "", "what the node fails together with, the widest first, such as region=eu,zone=a"},
    {"rpc_listen", KIND_ADDRESS, FIELD(rpc_listen), 0, 0, "127.0.0.1:7400", "address for other nodes and the key-value API"},
    {"rpc_advertise", KIND_ADDRESS, FIELD(rpc_advertise), 0, 0, NULL, "the same as others reach it (default: rpc_listen)"},
    {"sql_listen", KIND_ADDRESS, FIELD(sql_listen), 0, 0, "127.0.0.1:7432", "address for PostgreSQL clients"},
    {"sql_advertise", KIND_ADDRESS, FIELD(sql_advertise), 0, 0, NULL, "the same as others reach it (default: sql_listen)"},
    {"http_listen", KIND_ADDRESS, FIELD(http_listen), 0, 0, "127.0.0.1:7480", "address for /healthz, /metrics, /status"},
    {"http_advertise", KIND_ADDRESS, FIELD(http_advertise), 0, 0, NULL, "the same as others reach it (default: http_listen)"},
    {"join", KIND_ADDRESSES, FIELD(join), 0, 0, "", "RPC addresses of the cluster's nodes, separated by commas"},
    {"initial_voters", KIND_COUNT, FIELD(initial_voters), 1, 7, "1", "nodes that found the cluster together: 1, 3, 5 or 7"},
    {"insecure", KIND_SWITCH, FIELD(is_insecure), 0, 0, "off", "allow other addresses than loopback, without TLS or passwords"},
    {"cache_size", KIND_SIZE, FIELD(cache_bytes), 1 << 20, 1ULL << 40, "128MiB", "block cache of the state engine"},
    {"memtable_size", KIND_SIZE, FIELD(memtable_bytes), 1 << 20, 4ULL << 30, "16MiB", "state kept in memory before it is flushed"},
    {"log_segment_size", KIND_SIZE, FIELD(log_segment_bytes), 1 << 20, 1ULL << 30, "16MiB", "one preallocated file of the log, a multiple of 4KiB"},
    {"log_keep_size", KIND_SIZE, FIELD(log_keep_bytes), 4 << 20, 1ULL << 40, "1GiB", "log kept for nodes that are down; beyond it they get a snapshot"},
    {"auto_analyze", KIND_SWITCH, FIELD(is_auto_analyze), 0, 0, "on", "take statistics of tables in the background after enough changes"},
    {"gc_window_minutes", KIND_COUNT, FIELD(gc_window_minutes), 1, 10080, "10", "how long old versions are kept, and a transaction may last"},
    {"replicas", KIND_COUNT, FIELD(replicas), 0, 5, "0", "voters of each shard, unless its table says otherwise; 0: as many as founded the cluster"},
    {"replace_after_seconds", KIND_COUNT, FIELD(replace_after_seconds), 5, 604800, "300", "a node that is silent for so long has its replicas made anew on others"},
    {"read_leases", KIND_SWITCH, FIELD(reads_by_lease), 0, 0, "on", "leaders answer reads for a fifth of a second after a majority confirmed them"},
    {"disk_reserve", KIND_SIZE, FIELD(disk_reserve_bytes), 0, 1ULL << 40, "256MiB", "with less room on the disk only what deletes is accepted; 0: not looked at"},
    {"split_size", KIND_SIZE, FIELD(split_bytes), 256 << 10, 1ULL << 40, "256MiB", "a shard that is larger is split in halves"},
    {"merge_percent", KIND_COUNT, FIELD(merge_percent), 0, 50, "25", "neighbouring shards that together have less than this part of split_size become one; 0: never"},
    {"merge_requests", KIND_COUNT, FIELD(merge_requests), 0, 1000000000, "100", "and no more requests a second than this"},
    {"merge_after_seconds", KIND_COUNT, FIELD(merge_after_seconds), 1, 604800, "300", "and neither was split, moved or changed for so long"},
    {"split_requests", KIND_COUNT, FIELD(split_requests), 0, 1000000000, "20000", "one that has more requests a second for 5 s, too; 0: never"},
    {"async_commit_keys", KIND_COUNT, FIELD(async_commit_keys), 0, 1024, "256", "a transaction over several shards with up to so many keys is committed in one round; 0: always two"},
    {"log_level", KIND_LEVEL, FIELD(log_level), 0, 0, "info", "least level of messages: debug, info, warn, error"},
    {"log_file_size", KIND_SIZE, FIELD(log_file_bytes), 64 << 10, 1ULL << 30, "16MiB", "message file size at which the next one begins"},
    {"log_files", KIND_COUNT, FIELD(log_files), 1, 100, "4", "message files kept"},
    {"log_stderr", KIND_SWITCH, FIELD(is_log_on_stderr), 0, 0, "off", "write all messages to stderr too (warnings always go there)"},
};
#define SETTINGS ND_ARRAY_LEN(settings)
ND_STATIC_ASSERT(SETTINGS <= ND_ARRAY_LEN(((struct nd_node_config *)0)->origins), "each setting has an origin");

static void *field_of(struct nd_node_config *config, const struct setting *setting) { return (char *)config + setting->offset; }

static enum nd_status refuse(struct nd_node_config_error *error, const char *origin, const char *key, const char *value, const char *allowed)
{
    snprintf(error->text, sizeof error->text, "%s: %s = '%.200s': %s", origin, key, value, allowed);
    return ND_STATUS_INVALID;
}

/* ---- addresses ------------------------------------------------------------------------------ */

enum nd_status nd_node_address_parse(const char *text, struct nd_node_address *address_out)
{
    memset(address_out, 0, sizeof *address_out);
    const char *host = text, *colon;
    size_t host_bytes;
    if (text[0] == '[') {
        const char *end = strchr(text, ']');
        if (end == NULL || end[1] != ':') return ND_STATUS_INVALID;
        host = text + 1;
        host_bytes = (size_t)(end - host);
        colon = end + 1;
        if (host_bytes == 0 || memchr(host, ':', host_bytes) == NULL) return ND_STATUS_INVALID;
    } else {
        colon = strchr(text, ':');
        if (colon == NULL || strchr(colon + 1, ':') != NULL) return ND_STATUS_INVALID;
        host_bytes = (size_t)(colon - text);
    }
    if (host_bytes >= sizeof address_out->host) return ND_STATUS_INVALID;
    for (size_t i = 0; i < host_bytes; i++)
        if (!isalnum((unsigned char)host[i]) && strchr(".-_:%", host[i]) == NULL) return ND_STATUS_INVALID;
    memcpy(address_out->host, host, host_bytes);
    size_t digits = strlen(colon + 1);
    if (digits == 0 || digits > 5 || strspn(colon + 1, "0123456789") != digits) return ND_STATUS_INVALID;
    unsigned long port = strtoul(colon + 1, NULL, 10);
    if (port > UINT16_MAX) return ND_STATUS_INVALID;
    address_out->port = (uint16_t)port;
    return ND_STATUS_OK;
}

bool nd_node_address_is_loopback(const struct nd_node_address *address)
{
    const char *host = address->host;
    if (host[0] == '\0' || strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0) return true;
    /* Digits and dots only: a name such as 127.example.net is not loopback. */
    return strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host);
}

bool nd_node_address_is_any(const struct nd_node_address *address)
{
    return strcmp(address->host, "0.0.0.0") == 0 || strcmp(address->host, "::") == 0;
}

/* ---- one setting ------------------------------------------------------------------------------ */

static bool parse_count(const char *text, uint64_t *v_out)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || text[digits] != '\0') return false;
    *v_out = strtoull(text, NULL, 10);
    return true;
}

static bool parse_size(const char *text, uint64_t *bytes_out)
{
    static const struct { const char *name; uint64_t bytes; } units[] = {
        {"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1ULL << 40}};
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 9) return false;
    uint64_t n = strtoull(text, NULL, 10);
    const char *unit = text + digits;
    while (*unit == ' ') unit++;
    for (size_t i = 0; i < ND_ARRAY_LEN(units); i++) {
        if (strcmp(unit, units[i].name) != 0) continue;
        if (n > UINT64_MAX / units[i].bytes) return false;
        *bytes_out = n * units[i].bytes;
        return true;
    }
    return false;
}

static void format_size(uint64_t bytes, char *out, size_t out_bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    size_t unit = 0;
    while (unit + 1 < ND_ARRAY_LEN(units) && bytes >= 1024 && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    snprintf(out, out_bytes, "%llu%s", (unsigned long long)bytes, units[unit]);
}

static enum nd_status set_number(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                                 struct nd_node_config_error *error)
{
    uint64_t v = 0;
    bool is_size = setting->kind == KIND_SIZE;
    bool is_good = is_size ? parse_size(value, &v) : parse_count(value, &v);
    if (!is_good || v < setting->min || v > setting->max) {
        char allowed[160], low[32], high[32];
        if (is_size) {
            format_size(setting->min, low, sizeof low);
            format_size(setting->max, high, sizeof high);
            snprintf(allowed, sizeof allowed, "expected a size of %s to %s, such as 64MiB (units B, KiB, MiB, GiB, TiB)", low, high);
        } else {
            snprintf(allowed, sizeof allowed, "expected a whole number of %llu to %llu", (unsigned long long)setting->min,
                     (unsigned long long)setting->max);
        }
        return refuse(error, origin, setting->key, value, allowed);
    }
    *(uint64_t *)field_of(config, setting) = v;
    return ND_STATUS_OK;
}

static enum nd_status set_switch(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                                 struct nd_node_config_error *error)
{
    bool is_on = strcmp(value, "on") == 0 || strcmp(value, "true") == 0;
    if (!is_on && strcmp(value, "off") != 0 && strcmp(value, "false") != 0)
        return refuse(error, origin, setting->key, value, "expected on or off");
    *(bool *)field_of(config, setting) = is_on;
    return ND_STATUS_OK;
}

static enum nd_status set_level(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                                struct nd_node_config_error *error)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    for (size_t i = 0; i < ND_ARRAY_LEN(names); i++) {
        if (strcmp(value, names[i]) != 0) continue;
        *(enum nd_log_level *)field_of(config, setting) = (enum nd_log_level)i;
        return ND_STATUS_OK;
    }
    return refuse(error, origin, setting->key, value, "expected debug, info, warn or error");
}

static enum nd_status set_name(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                               struct nd_node_config_error *error)
{
    size_t n = strlen(value);
    if (n == 0 || n > 63 || strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-_") != n)
        return refuse(error, origin, setting->key, value, "expected 1 to 63 of a-z, 0-9, - and _");
    *(const char **)field_of(config, setting) = nd_arena_strdup(&config->arena, value);
    return ND_STATUS_OK;
}

static enum nd_status set_locality(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                                   struct nd_node_config_error *error)
{
    struct nd_locality locality;
    if (!nd_locality_parse(nd_slice_str(value), &locality))
        return refuse(error, origin, setting->key, value, "expected up to 4 of name=value, separated by commas, of a-z, 0-9, - and _, such as region=eu,zone=a");
    *(const char **)field_of(config, setting) = nd_arena_strdup(&config->arena, value);
    return ND_STATUS_OK;
}

static enum nd_status set_path(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                               const char *dir, struct nd_node_config_error *error)
{
    if (value[0] == '\0') return refuse(error, origin, setting->key, value, "expected a path");
    if (strlen(value) > 2048) return refuse(error, origin, setting->key, value, "expected a path of at most 2048 bytes");
    bool is_below = value[0] != '/' && dir != NULL && dir[0] != '\0';
    const char *path = !is_below                ? nd_arena_strdup(&config->arena, value)
                       : strcmp(value, ".") == 0 ? nd_arena_strdup(&config->arena, dir)
                                                 : nd_arena_printf(&config->arena, "%s/%s", dir, value);
    *(const char **)field_of(config, setting) = path;
    return ND_STATUS_OK;
}

static enum nd_status set_address(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                                  struct nd_node_config_error *error)
{
    struct nd_node_address address;
    if (nd_node_address_parse(value, &address) != ND_STATUS_OK)
        return refuse(error, origin, setting->key, value, "expected host:port, [IPv6]:port or :port with a port of 0 to 65535");
    *(const char **)field_of(config, setting) =
        address.host[0] == '\0' ? nd_arena_printf(&config->arena, "127.0.0.1%s", value) : nd_arena_strdup(&config->arena, value);
    return ND_STATUS_OK;
}

static enum nd_status set_addresses(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                                    struct nd_node_config_error *error)
{
    config->join_count = 0;
    const char *at = value;
    while (*at != '\0') {
        at += strspn(at, ", \t");
        size_t n = strcspn(at, ", \t");
        if (n == 0) break;
        const char *one = nd_arena_strndup(&config->arena, at, n);
        struct nd_node_address address;
        if (nd_node_address_parse(one, &address) != ND_STATUS_OK || address.port == 0)
            return refuse(error, origin, setting->key, one, "expected a list of host:port separated by commas, each with a port of 1 to 65535");
        if (config->join_count == ND_NODE_CONFIG_JOIN_MAX) return refuse(error, origin, setting->key, one, "expected at most 64 addresses");
        config->join[config->join_count++] = address.host[0] == '\0' ? nd_arena_printf(&config->arena, "127.0.0.1%s", one) : one;
        at += n;
    }
    return ND_STATUS_OK;
}

static enum nd_status set(struct nd_node_config *config, const struct setting *setting, const char *value, const char *origin,
                          const char *dir, struct nd_node_config_error *error)
{
    switch (setting->kind) {
    case KIND_PATH: return set_path(config, setting, value, origin, dir, error);
    case KIND_NAME: return set_name(config, setting, value, origin, error);
    case KIND_LOCALITY: return set_locality(config, setting, value, origin, error);
    case KIND_ADDRESS: return set_address(config, setting, value, origin, error);
    case KIND_ADDRESSES: return set_addresses(config, setting, value, origin, error);
    case KIND_COUNT:
    case KIND_SIZE: return set_number(config, setting, value, origin, error);
    case KIND_SWITCH: return set_switch(config, setting, value, origin, error);
    case KIND_LEVEL: return set_level(config, setting, value, origin, error);
    }
    ND_UNREACHABLE();
}

static const struct setting *find_setting(const char *key)
{
    for (size_t i = 0; i < SETTINGS; i++)
        if (strcmp(settings[i].key, key) == 0) return &settings[i];
    return NULL;
}

static const char *setting_key(const void *arg, size_t i)
{
    ND_UNUSED(arg);
    return i < SETTINGS ? settings[i].key : NULL;
}

static enum nd_status refuse_key(struct nd_node_config_error *error, const char *origin, const char *key)
{
    const char *nearest = nd_nearest_word(key, NULL, setting_key);
    if (nearest != NULL)
        snprintf(error->text, sizeof error->text, "%s: there is no setting '%.100s'; did you mean %s?", origin, key, nearest);
    else
        snprintf(error->text, sizeof error->text, "%s: there is no setting '%.100s'; `ndoto start --help` lists them", origin, key);
    return ND_STATUS_INVALID;
}

enum nd_status nd_node_config_set(struct nd_node_config *config, const char *key, const char *value, const char *origin, const char *dir,
                                  struct nd_node_config_error *error)
{
    const struct setting *setting = find_setting(key);
    if (setting == NULL) return refuse_key(error, origin, key);
    ND_TRY(set(config, setting, value, origin, dir, error));
    config->origins[setting - settings] = nd_arena_strdup(&config->arena, origin);
    return ND_STATUS_OK;
}

/* ---- sources ------------------------------------------------------------------------------------ */

void nd_node_config_init(struct nd_node_config *config, struct nd_heap *heap)
{
    memset(config, 0, sizeof *config);
    nd_arena_init(&config->arena, heap);
    struct nd_node_config_error error;
    for (size_t i = 0; i < SETTINGS; i++)
        if (settings[i].preset != NULL) ND_ASSERT(set(config, &settings[i], settings[i].preset, "default", NULL, &error) == ND_STATUS_OK);
}

void nd_node_config_deinit(struct nd_node_config *config) { nd_arena_deinit(&config->arena); }

/* Cuts blanks at both ends, in place. */
static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t n = strlen(text);
    while (n > 0 && strchr(" \t\r", text[n - 1]) != NULL) text[--n] = '\0';
    return text;
}

static void cut_comment(char *line)
{
    for (char *at = strchr(line, '#'); at != NULL; at = strchr(at + 1, '#')) {
        if (at != line && at[-1] != ' ' && at[-1] != '\t') continue;
        *at = '\0';
        return;
    }
}

static enum nd_status load_line(struct nd_node_config *config, char *line, const char *origin, const char *dir, bool *seen,
                                struct nd_node_config_error *error)
{
    cut_comment(line);
    char *key = trim(line);
    if (key[0] == '\0') return ND_STATUS_OK;
    char *equals = strchr(key, '=');
    if (equals == NULL) {
        snprintf(error->text, sizeof error->text, "%s: '%.200s': expected key = value", origin, key);
        return ND_STATUS_INVALID;
    }
    *equals = '\0';
    char *value = trim(equals + 1);
    key = trim(key);
    const struct setting *setting = find_setting(key);
    if (setting == NULL) return refuse_key(error, origin, key);
    if (seen[setting - settings]) return refuse(error, origin, key, value, "the file sets this key a second time");
    seen[setting - settings] = true;
    return nd_node_config_set(config, key, value, origin, dir, error);
}

enum nd_status nd_node_config_load(struct nd_node_config *config, const char *origin, const char *dir, struct nd_slice text,
                                   struct nd_node_config_error *error)
{
    if (text.n > ND_NODE_CONFIG_BYTES_MAX) {
        snprintf(error->text, sizeof error->text, "%s: larger than 1MiB: this is not a configuration file", origin);
        return ND_STATUS_INVALID;
    }
    if (text.n > 0 && memchr(text.p, '\0', text.n) != NULL) {
        snprintf(error->text, sizeof error->text, "%s: contains a zero byte: this is not a text file", origin);
        return ND_STATUS_INVALID;
    }
    bool seen[SETTINGS] = {false};
    struct nd_arena lines;
    nd_arena_init(&lines, config->arena.heap);
    enum nd_status status = ND_STATUS_OK;
    size_t number = 0;
    for (size_t at = 0; at < text.n && status == ND_STATUS_OK;) {
        const uint8_t *end = memchr(text.p + at, '\n', text.n - at);
        size_t n = end == NULL ? text.n - at : (size_t)(end - (text.p + at));
        char *line = nd_arena_strndup(&lines, (const char *)text.p + at, n);
        char *where = nd_arena_printf(&lines, "%s:%zu", origin, ++number);
        status = load_line(config, line, where, dir, seen, error);
        at += n + 1;
        nd_arena_reset(&lines);
    }
    nd_arena_deinit(&lines);
    return status;
}

enum nd_status nd_node_config_take_flags(struct nd_node_config *config, int argc, const char *const *argv, struct nd_node_config_error *error)
{
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0 || argv[i][2] == '\0') {
            snprintf(error->text, sizeof error->text, "'%.200s': expected a flag such as --sql-listen 127.0.0.1:7432", argv[i]);
            return ND_STATUS_INVALID;
        }
        char key[64], origin[72];
        const char *equals = strchr(argv[i], '=');
        size_t n = equals == NULL ? strlen(argv[i]) - 2 : (size_t)(equals - argv[i]) - 2;
        if (n >= sizeof key) n = sizeof key - 1; /* longer than any key: not found below */
        memcpy(key, argv[i] + 2, n);
        key[n] = '\0';
        snprintf(origin, sizeof origin, "--%s", key);
        for (char *at = key; *at != '\0'; at++)
            if (*at == '-') *at = '_';
        const struct setting *setting = find_setting(key);
        if (setting == NULL) return refuse_key(error, origin, key);
        const char *value;
        if (equals != NULL) value = equals + 1;
        else if (setting->kind == KIND_SWITCH) value = "on";
        else if (i + 1 < argc) value = argv[++i];
        else {
            snprintf(error->text, sizeof error->text, "%s: expected a value after it (%s)", origin, setting->help);
            return ND_STATUS_INVALID;
        }
        ND_TRY(nd_node_config_set(config, key, value, origin, NULL, error));
    }
    return ND_STATUS_OK;
}

/* ---- the whole ------------------------------------------------------------------------------------ */

static const char *origin_of(const struct nd_node_config *config, const char *key)
{
    const struct setting *setting = find_setting(key);
    ND_ASSERT(setting != NULL);
    const char *origin = config->origins[setting - settings];
    return origin != NULL ? origin : "default";
}

static enum nd_status finish_advertise(struct nd_node_config *config, const char *listen_key, const char *listen, const char *advertise_key,
                                       const char **advertise, struct nd_node_config_error *error)
{
    struct nd_node_address address;
    ND_TRY(nd_node_address_parse(listen, &address));
    bool is_any = nd_node_address_is_any(&address);
    if (!nd_node_address_is_loopback(&address) && !config->is_insecure)
        return refuse(error, origin_of(config, listen_key), listen_key, listen,
                      "other addresses than loopback need --insecure (insecure = on): connections are neither encrypted nor authenticated");
    if (*advertise == NULL && is_any) {
        char allowed[128];
        snprintf(allowed, sizeof allowed, "others cannot connect to 'any address': set %s to the one they should use", advertise_key);
        return refuse(error, origin_of(config, listen_key), listen_key, listen, allowed);
    }
    if (*advertise == NULL) {
        *advertise = listen;
        return ND_STATUS_OK;
    }
    ND_TRY(nd_node_address_parse(*advertise, &address));
    if (nd_node_address_is_any(&address))
        return refuse(error, origin_of(config, advertise_key), advertise_key, *advertise, "others cannot connect to 'any address': expected one host");
    return ND_STATUS_OK;
}

static bool is_same_socket(const char *a, const char *b)
{
    struct nd_node_address x, y;
    if (nd_node_address_parse(a, &x) != ND_STATUS_OK || nd_node_address_parse(b, &y) != ND_STATUS_OK) return false;
    if (x.port != y.port || x.port == 0) return false;
    return strcmp(x.host, y.host) == 0 || nd_node_address_is_any(&x) || nd_node_address_is_any(&y) ||
           (nd_node_address_is_loopback(&x) && nd_node_address_is_loopback(&y));
}

static enum nd_status check_ports(const struct nd_node_config *config, struct nd_node_config_error *error)
{
    const struct { const char *key, *value; } listens[] = {
        {"rpc_listen", config->rpc_listen}, {"sql_listen", config->sql_listen}, {"http_listen", config->http_listen}};
    for (size_t i = 0; i < ND_ARRAY_LEN(listens); i++) {
        for (size_t j = 0; j < i; j++) {
            if (!is_same_socket(listens[i].value, listens[j].value)) continue;
            char allowed[128];
            snprintf(allowed, sizeof allowed, "the same port as %s = '%.60s': each needs its own", listens[j].key, listens[j].value);
            return refuse(error, origin_of(config, listens[i].key), listens[i].key, listens[i].value, allowed);
        }
    }
    return ND_STATUS_OK;
}

static enum nd_status check_join(const struct nd_node_config *config, struct nd_node_config_error *error)
{
    char value[24];
    snprintf(value, sizeof value, "%llu", (unsigned long long)config->initial_voters);
    if (config->initial_voters % 2 == 0)
        return refuse(error, origin_of(config, "initial_voters"), "initial_voters", value,
                      "expected 1, 3, 5 or 7: an even number of voters survives no more failures than the odd one below it");
    uint64_t others = 0;
    for (uint64_t i = 0; i < config->join_count; i++) {
        for (uint64_t j = 0; j < i; j++)
            if (strcmp(config->join[i], config->join[j]) == 0)
                return refuse(error, origin_of(config, "join"), "join", config->join[i], "the list names this address twice");
        if (strcmp(config->join[i], config->rpc_advertise) != 0) others++;
    }
    if (config->initial_voters > 1 && others + 1 < config->initial_voters) {
        char allowed[160];
        snprintf(allowed, sizeof allowed, "join names %llu other nodes, %llu are needed to found the cluster", (unsigned long long)others,
                 (unsigned long long)config->initial_voters - 1);
        return refuse(error, origin_of(config, "initial_voters"), "initial_voters", value, allowed);
    }
    return ND_STATUS_OK;
}

enum nd_status nd_node_config_finish(struct nd_node_config *config, struct nd_node_config_error *error)
{
    ND_TRY(finish_advertise(config, "rpc_listen", config->rpc_listen, "rpc_advertise", &config->rpc_advertise, error));
    ND_TRY(finish_advertise(config, "sql_listen", config->sql_listen, "sql_advertise", &config->sql_advertise, error));
    ND_TRY(finish_advertise(config, "http_listen", config->http_listen, "http_advertise", &config->http_advertise, error));
    ND_TRY(check_ports(config, error));
    ND_TRY(check_join(config, error));
    if (config->log_segment_bytes % 4096 != 0) {
        char value[32];
        format_size(config->log_segment_bytes, value, sizeof value);
        return refuse(error, origin_of(config, "log_segment_size"), "log_segment_size", value, "expected a multiple of 4KiB");
    }
    return ND_STATUS_OK;
}

/* ---- rendering -------------------------------------------------------------------------------------- */

static void render_value(const struct nd_node_config *config, const struct setting *setting, struct nd_buf *out)
{
    static const char *const levels[] = {"debug", "info", "warn", "error"};
    const char *field = (const char *)config + setting->offset;
    char size[32];
    switch (setting->kind) {
    case KIND_PATH:
    case KIND_NAME:
    case KIND_LOCALITY:
    case KIND_ADDRESS: {
        const char *text = *(const char *const *)(const void *)field;
        nd_buf_printf(out, "%s", text != NULL ? text : "");
        return;
    }
    case KIND_ADDRESSES:
        for (uint64_t i = 0; i < config->join_count; i++) nd_buf_printf(out, "%s%s", i == 0 ? "" : ", ", config->join[i]);
        return;
    case KIND_COUNT: nd_buf_printf(out, "%llu", (unsigned long long)*(const uint64_t *)(const void *)field); return;
    case KIND_SIZE:
        format_size(*(const uint64_t *)(const void *)field, size, sizeof size);
        nd_buf_printf(out, "%s", size);
        return;
    case KIND_SWITCH: nd_buf_printf(out, "%s", *(const bool *)(const void *)field ? "on" : "off"); return;
    case KIND_LEVEL: nd_buf_printf(out, "%s", levels[*(const enum nd_log_level *)(const void *)field]); return;
    }
}

void nd_node_config_render(const struct nd_node_config *config, struct nd_buf *out)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        bool is_given = config->origins[i] != NULL;
        nd_buf_printf(out, "# %s\n%s%s = ", settings[i].help, is_given ? "" : "#", settings[i].key);
        render_value(config, &settings[i], out);
        nd_buf_printf(out, "\n\n");
    }
}

void nd_node_config_render_help(struct nd_buf *out)
{
    static const char *const placeholders[] = {"PATH", "NAME", "ADDR", "ADDR,...", "N", "SIZE", "", "LEVEL"};
    for (size_t i = 0; i < SETTINGS; i++) {
        char flag[64];
        snprintf(flag, sizeof flag, "--%s %s", settings[i].key, placeholders[settings[i].kind]);
        for (char *at = flag + 2; *at != '\0' && *at != ' '; at++)
            if (*at == '_') *at = '-';
        nd_buf_printf(out, "  %-28s %s", flag, settings[i].help);
        if (settings[i].preset != NULL && settings[i].preset[0] != '\0') nd_buf_printf(out, " [%s]", settings[i].preset);
        nd_buf_printf(out, "\n");
    }
}

const char *nd_node_config_key(size_t i, const char **help_out)
{
    if (help_out != NULL) *help_out = i < SETTINGS ? settings[i].help : NULL;
    return i < SETTINGS ? settings[i].key : NULL;
}
