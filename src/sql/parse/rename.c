/* SPDX-License-Identifier: Apache-2.0 */
/* rename.c - stored expressions that name a column by its new name. */
#include <pg_query.h>
#include <string.h>

#include "sql/parse/parse_int.h"

struct renaming {
    struct nd_arena scratch;
    const char *from, *to;
    const char *text; /* "SELECT ..." */
    struct nd_arena *arena;
    const char *out;
};

static void *scratch_alloc(void *allocator_data, size_t size) { return nd_arena_alloc(allocator_data, size); }
static void scratch_free(void *allocator_data, void *pointer) { ND_UNUSED(allocator_data), ND_UNUSED(pointer); }

static void rename_ref(struct renaming *renaming, PgQuery__ColumnRef *ref)
{
    if (ref->n_fields == 0) return;
    PgQuery__Node *last = ref->fields[ref->n_fields - 1];
    if (last->node_case == PG_QUERY__NODE__NODE_STRING && strcmp(last->string->sval, renaming->from) == 0) last->string->sval = nd_arena_strdup(&renaming->scratch, renaming->to);
}

/* All messages below one, whatever their kind: nesting was bounded before the grammar saw the text. */
static void walk(struct renaming *renaming, ProtobufCMessage *message)
{
    if (message->descriptor == &pg_query__column_ref__descriptor) rename_ref(renaming, (PgQuery__ColumnRef *)message);
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        char *base = (char *)message;
        if (field->type != PROTOBUF_C_TYPE_MESSAGE) continue;
        if (field->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t count;
            ProtobufCMessage **items;
            memcpy(&count, base + field->quantifier_offset, sizeof count);
            memcpy(&items, base + field->offset, sizeof items);
            for (size_t k = 0; k < count; k++) walk(renaming, items[k]);
            continue;
        }
        if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) { /* which member is set: its number */
            int which;
            memcpy(&which, base + field->quantifier_offset, sizeof which);
            if (which != (int)field->id) continue;
        }
        ProtobufCMessage *inner;
        memcpy(&inner, base + field->offset, sizeof inner);
        if (inner != NULL) walk(renaming, inner);
    }
}

static void rename_on_big_stack(void *arg)
{
    struct renaming *renaming = arg;
    PgQueryProtobufParseResult result = pg_query_parse_protobuf(renaming->text);
    if (result.error != NULL) {
        pg_query_free_protobuf_parse_result(result);
        return;
    }
    ProtobufCAllocator allocator = {scratch_alloc, scratch_free, &renaming->scratch};
    PgQuery__ParseResult *tree = pg_query__parse_result__unpack(&allocator, result.parse_tree.len, (const uint8_t *)result.parse_tree.data);
    pg_query_free_protobuf_parse_result(result);
    if (tree == NULL) return;
    walk(renaming, &tree->base);
    size_t n = pg_query__parse_result__get_packed_size(tree);
    uint8_t *bytes = nd_arena_alloc(&renaming->scratch, n + 1);
    pg_query__parse_result__pack(tree, bytes);
    PgQueryDeparseResult text = pg_query_deparse_protobuf((PgQueryProtobuf){.len = n, .data = (char *)bytes});
    if (text.error == NULL && strncmp(text.query, "SELECT ", 7) == 0) renaming->out = nd_arena_strdup(renaming->arena, text.query + 7);
    pg_query_free_deparse_result(text);
}

enum nd_status nd_parse_rename_column(struct nd_reactor *reactor, const char *text, const char *from, const char *to, struct nd_arena *arena, const char **text_out, struct nd_err *err)
{
    struct renaming renaming = {.from = from, .to = to, .arena = arena};
    *text_out = NULL;
    nd_arena_init(&renaming.scratch, arena->heap);
    renaming.text = nd_arena_printf(&renaming.scratch, "SELECT %s", text);
    enum nd_status status = nd__prescan(nd_slice_str(renaming.text), err);
    if (status == ND_STATUS_OK) nd_reactor_call_on_big_stack(reactor, rename_on_big_stack, &renaming);
    nd_arena_deinit(&renaming.scratch);
    ND_TRY(status);
    *text_out = renaming.out;
    return renaming.out == NULL ? nd_err_set(err, "XX000", "a stored expression cannot be read") : ND_STATUS_OK;
}
