/* SPDX-License-Identifier: Apache-2.0 */
/* explain_format.c - EXPLAIN as YAML and XML, made of its JSON. */
#include "sql/opt/opt.h"

#include "sql/types/json.h"

static void put_indent(struct nd_buf *out, int n)
{
    for (int i = 0; i < n; i++) nd_buf_put_u8(out, ' ');
}

static bool is_container(const struct nd_json *json) { return json->kind == ND_JSON_ARRAY || json->kind == ND_JSON_OBJECT; }

/* ---- YAML ------------------------------------------------------------------------------------------------------- */

static void yaml_members(const struct nd_json *object, int indent, struct nd_buf *out);

static void yaml_items(const struct nd_json *array, int indent, struct nd_buf *out)
{
    for (const struct nd_json *item = array->items; item != NULL; item = item->next) {
        nd_buf_put_u8(out, '\n');
        put_indent(out, indent);
        nd_buf_put(out, "- ", 2);
        if (item->kind == ND_JSON_OBJECT) yaml_members(item, indent + 2, out);
        else nd_buf_put_slice(out, item->raw);
    }
}

/* The first follows on the line that is there. */
static void yaml_members(const struct nd_json *object, int indent, struct nd_buf *out)
{
    for (const struct nd_json *item = object->items; item != NULL; item = item->next) {
        if (item != object->items) {
            nd_buf_put_u8(out, '\n');
            put_indent(out, indent);
        }
        nd_buf_printf(out, "%.*s: ", (int)item->key.n, (const char *)item->key.p);
        if (item->kind == ND_JSON_ARRAY) {
            yaml_items(item, indent + 2, out);
        } else if (item->kind == ND_JSON_OBJECT) {
            nd_buf_put_u8(out, '\n');
            put_indent(out, indent + 2);
            yaml_members(item, indent + 2, out);
        } else {
            nd_buf_put_slice(out, item->raw);
        }
    }
}

/* ---- XML -------------------------------------------------------------------------------------------------------- */

static void xml_escape(struct nd_slice text, struct nd_buf *out)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.p[i]) {
        case '&': nd_buf_put(out, "&amp;", 5); break;
        case '<': nd_buf_put(out, "&lt;", 4); break;
        case '>': nd_buf_put(out, "&gt;", 4); break;
        case '\r': nd_buf_put(out, "&#x0d;", 6); break;
        default: nd_buf_put_u8(out, text.p[i]);
        }
    }
}

static void xml_tag(struct nd_slice name, bool is_close, struct nd_buf *out)
{
    nd_buf_printf(out, is_close ? "</" : "<");
    for (size_t i = 0; i < name.n; i++) {
        uint8_t c = name.p[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        nd_buf_put_u8(out, is_plain ? c : '-');
    }
    nd_buf_put_u8(out, '>');
}

static void xml_value(const struct nd_json *json, struct nd_slice name, int indent, struct nd_buf *out)
{
    put_indent(out, indent);
    xml_tag(name, false, out);
    if (is_container(json)) {
        bool has_plans = nd_slice_eq(name, nd_slice_str("Plans"));
        nd_buf_put_u8(out, '\n');
        for (const struct nd_json *item = json->items; item != NULL; item = item->next)
            xml_value(item, json->kind == ND_JSON_OBJECT ? item->key : nd_slice_str(has_plans ? "Plan" : "Item"), indent + 2, out);
        put_indent(out, indent);
    } else {
        xml_escape(json->kind == ND_JSON_STRING ? json->text : json->raw, out);
    }
    xml_tag(name, true, out);
    nd_buf_put_u8(out, '\n');
}

void nd_explain_convert(enum nd_explain_format format, struct nd_heap *heap, struct nd_buf *text)
{
    struct nd_arena arena;
    struct nd_json *json;
    struct nd_err err;
    nd_err_clear(&err);
    nd_arena_init(&arena, heap);
    struct nd_slice source = nd_arena_copy(&arena, nd_buf_slice(text));
    if (nd_json_parse(source, &arena, &json, &err) == ND_STATUS_OK) {
        nd_buf_clear(text);
        if (format == ND_EXPLAIN_YAML) {
            yaml_items(json, 0, text);
            text->n--; /* each item begins with a line break: not the first */
            memmove(text->p, text->p + 1, text->n);
        } else {
            nd_buf_printf(text, "<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n");
            for (const struct nd_json *item = json->items; item != NULL; item = item->next) xml_value(item, nd_slice_str("Query"), 2, text);
            nd_buf_printf(text, "</explain>");
        }
    }
    nd_arena_deinit(&arena);
}
