/* SPDX-License-Identifier: Apache-2.0 */
#include "obs/status.h"

/* Length of the well-formed UTF-8 sequence at p (Unicode 15, table 3-7); 0: none. */
static size_t utf8_length(const uint8_t *p, size_t n)
{
    static const struct { uint8_t first_min, first_max, second_min, second_max, length; } forms[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
        {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    if (p[0] < 0x80) return 1;
    for (size_t i = 0; i < ND_ARRAY_LEN(forms); i++) {
        if (p[0] < forms[i].first_min || p[0] > forms[i].first_max) continue;
        if (n < forms[i].length || p[1] < forms[i].second_min || p[1] > forms[i].second_max) return 0;
        for (size_t j = 2; j < forms[i].length; j++)
            if ((p[j] & 0xc0) != 0x80) return 0;
        return forms[i].length;
    }
    return 0;
}

void nd_obs_json_put_string(struct nd_buf *json, struct nd_slice text)
{
    nd_buf_put_u8(json, '"');
    for (size_t i = 0; i < text.n;) {
        uint8_t c = text.p[i];
        size_t length = utf8_length(text.p + i, text.n - i);
        if (c == '"' || c == '\\') nd_buf_printf(json, "\\%c", c);
        else if (c < 0x20 || c == 0x7f) nd_buf_printf(json, "\\u%04x", c);
        else if (length == 0) nd_buf_printf(json, "\\ufffd");
        else nd_buf_put(json, text.p + i, length);
        i += length == 0 ? 1 : length;
    }
    nd_buf_put_u8(json, '"');
}

static void put_text(struct nd_buf *json, const char *key, const char *text)
{
    nd_buf_printf(json, "\"%s\":", key);
    nd_obs_json_put_string(json, nd_slice_str(text != NULL ? text : ""));
}

/* Keys are bytes: in hexadecimal. */
static void put_hex(struct nd_buf *json, const char *key, struct nd_slice bytes)
{
    nd_buf_printf(json, "\"%s\":\"", key);
    for (size_t i = 0; i < bytes.n; i++) nd_buf_printf(json, "%02x", bytes.p[i]);
    nd_buf_printf(json, "\"");
}

static void put_shard(struct nd_buf *json, const struct nd_obs_shard *shard)
{
    nd_buf_printf(json, "{\"id\":%llu,", (unsigned long long)shard->id.v);
    put_hex(json, "start", shard->start_key);
    nd_buf_printf(json, ",");
    put_hex(json, "end", shard->end_key);
    nd_buf_printf(json, ",\"leader\":%llu,\"term\":%llu,\"commit\":%llu,\"applied\":%llu,\"last\":%llu,\"bytes\":%llu,\"keys\":%llu,\"requests_per_s\":%llu%s,\"replicas\":[",
                  (unsigned long long)shard->leader.v, (unsigned long long)shard->term, (unsigned long long)shard->commit,
                  (unsigned long long)shard->applied, (unsigned long long)shard->last, (unsigned long long)shard->bytes,
                  (unsigned long long)shard->keys, (unsigned long long)shard->requests_per_s, shard->is_recovering ? ",\"recovering\":true" : "");
    for (size_t i = 0; i < shard->replica_count; i++)
        nd_buf_printf(json, "%s{\"node\":%llu,\"match\":%llu}", i == 0 ? "" : ",", (unsigned long long)shard->replicas[i].node.v,
                      (unsigned long long)shard->replicas[i].match);
    nd_buf_printf(json, "]}");
}

void nd_obs_status_render(const struct nd_obs_status *status, struct nd_buf *json_out)
{
    nd_buf_printf(json_out, "{\"node\":%llu,", (unsigned long long)status->self.v);
    put_text(json_out, "cluster", status->cluster_name);
    nd_buf_printf(json_out, ",");
    put_text(json_out, "version", status->version);
    nd_buf_printf(json_out, ",\"ready\":%s,", status->is_ready ? "true" : "false");
    if (status->recovering > 0) nd_buf_printf(json_out, "\"recovering\":%zu,", status->recovering);
    nd_buf_printf(json_out, "\"uptime_ms\":%llu,\"nodes\":[", (unsigned long long)status->uptime_ms);
    for (size_t i = 0; i < status->node_count; i++) {
        const struct nd_obs_node *node = &status->nodes[i];
        nd_buf_printf(json_out, "%s{\"id\":%llu,", i == 0 ? "" : ",", (unsigned long long)node->id.v);
        put_text(json_out, "rpc", node->rpc);
        nd_buf_printf(json_out, ",");
        put_text(json_out, "sql", node->sql);
        nd_buf_printf(json_out, ",");
        put_text(json_out, "locality", node->locality == NULL ? "" : node->locality);
        nd_buf_printf(json_out, ",");
        put_text(json_out, "http", node->http);
        nd_buf_printf(json_out, ",\"state\":\"%s\",\"live\":%s}", node->state != NULL ? node->state : "active", node->is_live ? "true" : "false");
    }
    nd_buf_printf(json_out, "],\"shards\":[");
    for (size_t i = 0; i < status->shard_count; i++) {
        if (i > 0) nd_buf_printf(json_out, ",");
        put_shard(json_out, &status->shards[i]);
    }
    nd_buf_printf(json_out, "]}\n");
}
