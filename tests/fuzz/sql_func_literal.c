/* SPDX-License-Identifier: Apache-2.0 */
/* Arbitrary bytes as values of every type: typed, sent, stored in keys and rows, as partial aggregates, as time zone
 * files, as patterns and templates. What is accepted must come out again as the same value. */
#include "sql/func/func.h"
#include "sql/types/compare.h"
#include "sql/types/datetime.h"
#include "sql/types/key_codec.h"
#include "sql/types/numeric.h"
#include "sql/types/row_codec.h"
#include "sql/types/tz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum nd_type_id all_types[] = {
    ND_TYPE_BOOL,      ND_TYPE_BYTEA,       ND_TYPE_NAME,     ND_TYPE_INT8,    ND_TYPE_INT2,
    ND_TYPE_INT4,      ND_TYPE_TEXT,        ND_TYPE_OID,      ND_TYPE_FLOAT4,  ND_TYPE_FLOAT8,
    ND_TYPE_UNKNOWN,   ND_TYPE_BPCHAR,      ND_TYPE_VARCHAR,  ND_TYPE_DATE,    ND_TYPE_TIME,
    ND_TYPE_TIMESTAMP, ND_TYPE_TIMESTAMPTZ, ND_TYPE_INTERVAL, ND_TYPE_NUMERIC, ND_TYPE_UUID,
};
#define TYPES ND_ARRAY_LEN(all_types)

struct world {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_tz_store store;
    struct nd_slice zone_file;
    struct nd_type_ctx types;
    struct nd_func_ctx ctx;
    struct nd_err err;
};

static enum nd_status give_file(void *arg, const char *name, struct nd_buf *file)
{
    const struct world *world = arg;
    if (world->zone_file.n == 0) return ND_STATUS_NOT_FOUND;
    nd_buf_put_slice(file, world->zone_file);
    return ND_STATUS_OK;
}

static void check_same(enum nd_type_id type, const struct nd_datum *a, const struct nd_datum *b)
{
    ND_ASSERT(a->is_null == b->is_null);
    if (a->is_null) return;
    ND_ASSERT(nd_datum_eq(type, a, b));
    ND_ASSERT(nd_datum_hash(type, a, 1) == nd_datum_hash(type, b, 1));
}

/* A value that was accepted goes through every form. */
static void round_trip(struct world *world, struct nd_type type, const struct nd_datum *datum)
{
    struct nd_buf bytes;
    struct nd_datum back;
    nd_buf_init(&bytes, &world->heap);
    nd_type_send(NULL, type, datum, &bytes);
    ND_ASSERT(nd_type_recv(&world->types, type, nd_buf_slice(&bytes), &world->arena, &back, &world->err) ==
              ND_STATUS_OK);
    check_same(type.id, datum, &back);
    nd_buf_clear(&bytes);
    nd_key_put_datum(&bytes, type.id, ND_KEY_DESC, datum);
    struct nd_dec dec = nd_dec_of(nd_buf_slice(&bytes));
    ND_ASSERT(nd_key_take_datum(&dec, ND_TYPE(type.id), ND_KEY_DESC, &world->arena, &back) == ND_STATUS_OK);
    check_same(type.id, datum, &back);
    nd_buf_clear(&bytes);
    struct nd_row_column column = {1, type};
    struct nd_vec vec = nd_vec_new(&world->arena, type, 1);
    nd_row_encode_datums(&bytes, 1, &column, datum, 1);
    ND_ASSERT(nd_row_decode(nd_buf_slice(&bytes), &column, 1, NULL, &vec, 0) == ND_STATUS_OK);
    back = nd_vec_get(&vec, 0);
    check_same(type.id, datum, &back);
    nd_buf_deinit(&bytes);
}

static void fuzz_text(struct world *world, uint8_t pick, struct nd_slice input)
{
    struct nd_type type = ND_TYPE(all_types[pick % TYPES]);
    struct nd_datum datum, back;
    if ((pick & 0x40) != 0) {
        int32_t mods[2] = {1 + pick % 5, pick % 3};
        size_t count = type.id == ND_TYPE_NUMERIC || type.id == ND_TYPE_INTERVAL ? 2 : 1;
        if (type.id == ND_TYPE_INTERVAL) mods[0] = 0x7fff;
        if (nd_type_mod_in(type.id, mods, count, &type.mod, &world->err) != ND_STATUS_OK) type.mod = -1;
    }
    if (nd_type_in(&world->types, type, input, &world->arena, &datum, &world->err) != ND_STATUS_OK) return;
    round_trip(world, type, &datum);
    struct nd_slice text = nd_type_out_slice(&world->types, type, &datum, &world->arena);
    ND_ASSERT(nd_type_in(&world->types, type, text, &world->arena, &back, &world->err) == ND_STATUS_OK);
    if (type.id != ND_TYPE_BPCHAR || type.mod >= 0) check_same(type.id, &datum, &back);
}

static void fuzz_wire(struct world *world, uint8_t pick, struct nd_slice input)
{
    struct nd_type type = ND_TYPE(all_types[pick % TYPES]);
    struct nd_datum datum;
    if (nd_type_recv(&world->types, type, input, &world->arena, &datum, &world->err) == ND_STATUS_OK) {
        round_trip(world, type, &datum);
        (void)nd_type_out_slice(&world->types, type, &datum, &world->arena);
    }
}

static void fuzz_key(struct world *world, uint8_t pick, struct nd_slice input)
{
    enum nd_type_id type = all_types[pick % TYPES];
    unsigned flags = pick >> 5 & 3;
    struct nd_dec dec = nd_dec_of(input), skip = dec;
    struct nd_datum datum;
    if (nd_key_take_datum(&dec, ND_TYPE(type), flags, &world->arena, &datum) != ND_STATUS_OK) return;
    ND_ASSERT(nd_key_skip(&skip, type, flags) == ND_STATUS_OK);
    ND_ASSERT(skip.p == dec.p);
    struct nd_buf key;
    nd_buf_init(&key, &world->heap);
    nd_key_put_datum(&key, type, flags, &datum);
    struct nd_dec again = nd_dec_of(nd_buf_slice(&key));
    struct nd_datum back;
    ND_ASSERT(nd_key_take_datum(&again, ND_TYPE(type), flags, &world->arena, &back) == ND_STATUS_OK);
    check_same(type, &datum, &back);
    nd_buf_deinit(&key);
}

static void fuzz_row(struct world *world, uint8_t pick, struct nd_slice input)
{
    struct nd_row_column columns[4];
    struct nd_vec vecs[4];
    for (uint32_t i = 0; i < 4; i++) {
        columns[i] = (struct nd_row_column){1 + i * (1 + (pick >> 6)), ND_TYPE(all_types[(pick + i * 7) % TYPES])};
        vecs[i] = nd_vec_new(&world->arena, columns[i].type, 1);
    }
    if (nd_row_decode(input, columns, 4, NULL, vecs, 0) != ND_STATUS_OK) return;
    for (uint32_t i = 0; i < 4; i++) {
        struct nd_datum datum = nd_vec_get(&vecs[i], 0);
        uint64_t sum = nd_datum_hash(columns[i].type.id, &datum, 0);
        ND_UNUSED(sum);
        if (!datum.is_null) (void)nd_type_out_slice(&world->types, columns[i].type, &datum, &world->arena);
    }
}

static void fuzz_zone(struct world *world, struct nd_slice input)
{
    const struct nd_tz *tz;
    world->zone_file = input;
    if (!nd_tz_find(&world->store, nd_slice_str("Some/Zone"), &world->arena, &tz)) {
        /* no file: as the text of a rule */
        world->zone_file = ND_SLICE_EMPTY;
        if (!nd_tz_find(&world->store, input, &world->arena, &tz)) return;
    }
    static const int64_t moments[] = {0, -4000000000, 1600000000, 4000000000, 9000000000000, -9000000000};
    for (size_t i = 0; i < ND_ARRAY_LEN(moments); i++) {
        (void)nd_tz_offset_at(tz, moments[i], NULL);
        (void)nd_tz_offset_of_local(tz, moments[i]);
    }
    (void)nd_tz_name(tz);
}

/* The states of every aggregate, as a peer might send them. */
static void fuzz_agg(struct world *world, uint8_t pick, struct nd_slice input)
{
    static const char *const names[] = {"count", "sum", "avg", "min", "max", "string_agg", "stddev", "bool_and"};
    enum nd_type_id type = all_types[pick % TYPES], args[2] = {type, type};
    const char *name = names[pick >> 5];
    struct nd_agg_match match;
    if (nd_agg_resolve(name, args, strcmp(name, "string_agg") == 0 ? 2 : 1, &match, &world->err) != ND_STATUS_OK)
        return;
    struct nd_agg_call call = {match.agg, &world->ctx, &world->err};
    void *state = nd_arena_zalloc(&world->arena, match.agg->state_bytes),
         *merged = nd_arena_zalloc(&world->arena, match.agg->state_bytes);
    struct nd_dec dec = nd_dec_of(input);
    if (match.agg->load(&call, &dec, state) != ND_STATUS_OK) return;
    if (match.agg->merge(&call, merged, state) != ND_STATUS_OK ||
        match.agg->merge(&call, merged, state) != ND_STATUS_OK)
        return;
    struct nd_vec out = nd_vec_new(&world->arena, ND_TYPE(match.result), 1);
    if (match.agg->finish(&call, merged, &out, 0) != ND_STATUS_OK) return;
    struct nd_buf saved;
    nd_buf_init(&saved, &world->heap);
    match.agg->save(&call, merged, &saved);
    nd_buf_deinit(&saved);
}

/* Functions whose second argument is a little language. */
static void fuzz_function(struct world *world, uint8_t pick, struct nd_slice input)
{
    static const struct {
        const char *name;
        enum nd_type_id first;
        bool is_operator;
    } calls[] = {
        {"~~", ND_TYPE_TEXT, true},
        {"~", ND_TYPE_TEXT, true},
        {"to_char", ND_TYPE_TIMESTAMP, false},
        {"to_char", ND_TYPE_NUMERIC, false},
        {"to_char", ND_TYPE_INTERVAL, false},
        {"to_char", ND_TYPE_FLOAT8, false},
        {"to_date", ND_TYPE_TEXT, false},
        {"to_timestamp", ND_TYPE_TEXT, false},
        {"to_number", ND_TYPE_TEXT, false},
        {"format", ND_TYPE_TEXT, false},
        {"decode", ND_TYPE_TEXT, false},
        {"similar_to_escape", ND_TYPE_TEXT, false},
        {"like_escape", ND_TYPE_TEXT, false},
        {"translate", ND_TYPE_TEXT, false},
        {"regexp_replace", ND_TYPE_TEXT, false},
        {"~~*", ND_TYPE_TEXT, true},
    };
    size_t which = pick % ND_ARRAY_LEN(calls), split = input.n == 0 ? 0 : input.p[0] % input.n;
    struct nd_slice head = nd_slice_of(input.p, split), tail = nd_slice_of(input.p + split, input.n - split);
    if (nd_text_check(head, &world->err) != ND_STATUS_OK || nd_text_check(tail, &world->err) != ND_STATUS_OK) return;
    struct nd_datum first;
    if (nd_type_in(&world->types, ND_TYPE(calls[which].first), head, &world->arena, &first, &world->err) !=
        ND_STATUS_OK) {
        static const char *const texts[] = {"2020-02-03 04:05:06.789", "-1234.567", "1 year 2 days 03:04:05"};
        struct nd_slice text = nd_slice_str(calls[which].first == ND_TYPE_TIMESTAMP  ? texts[0]
                                            : calls[which].first == ND_TYPE_INTERVAL ? texts[2]
                                                                                     : texts[1]);
        if (nd_type_in(&world->types, ND_TYPE(calls[which].first), text, &world->arena, &first, &world->err) !=
            ND_STATUS_OK)
            return;
    }
    enum nd_type_id types[3] = {calls[which].first, ND_TYPE_TEXT, ND_TYPE_TEXT};
    size_t count =
        strcmp(calls[which].name, "translate") == 0 || strcmp(calls[which].name, "regexp_replace") == 0 ? 3 : 2;
    struct nd_func_match match;
    enum nd_status status = calls[which].is_operator
                                ? nd_oper_resolve(calls[which].name, types[0], types[1], &match, &world->err)
                                : nd_func_resolve(calls[which].name, types, count, &match, &world->err);
    ND_ASSERT(status == ND_STATUS_OK);
    struct nd_vec args[3];
    for (size_t i = 0; i < 3; i++) {
        args[i] = nd_vec_new(&world->arena, ND_TYPE(types[i]), 1);
        nd_vec_set(&args[i], 0, i == 0 ? first : nd_datum_bytes(i == 1 ? tail : head));
    }
    struct nd_vec out = nd_vec_new(&world->arena, ND_TYPE(match.result), 1);
    struct nd_sel sel = {NULL, 1};
    if (nd_func_eval(match.func, &world->ctx, args, count, &sel, &out, &world->err) != ND_STATUS_OK) return;
    struct nd_datum result = nd_vec_get(&out, 0);
    if (!result.is_null && match.result == ND_TYPE_TEXT)
        ND_ASSERT(nd_text_check(result.s, &world->err) == ND_STATUS_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    if (size > 4096) size = 4096;
    struct world world = {0};
    nd_heap_init(&world.heap, true);
    nd_arena_init(&world.arena, &world.heap);
    nd_tz_store_init(&world.store, &world.heap, (struct nd_tz_loader){&world, give_file});
    world.types =
        (struct nd_type_ctx){.tz_store = &world.store, .date_order = (enum nd_date_order)(data[0] >> 4 & 3) % 3};
    world.ctx = (struct nd_func_ctx){.types = &world.types, .arena = &world.arena, .heap = &world.heap};
    struct nd_slice input = nd_arena_copy(&world.arena, nd_slice_of(data + 2, size - 2));
    switch (data[0] % 8) {
    case 0:
    case 1: fuzz_text(&world, data[1], input); break;
    case 2: fuzz_wire(&world, data[1], input); break;
    case 3: fuzz_key(&world, data[1], input); break;
    case 4: fuzz_row(&world, data[1], input); break;
    case 5: fuzz_zone(&world, input); break;
    case 6: fuzz_agg(&world, data[1], input); break;
    default: fuzz_function(&world, data[1], input); break;
    }
    nd_tz_store_deinit(&world.store);
    nd_arena_deinit(&world.arena);
    ND_ASSERT(world.heap.bytes == 0);
    nd_heap_deinit(&world.heap);
    return 0;
}
