/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of the identity record (v: varint): u8 format (2) · u64 u64 uuid · v id · u64 u64 cluster uuid ·
 * v voter count · voters (meta_wire.h's node) · v contact count ·
 * contacts (likewise); format 1: no contacts. */
#include "node/node_int.h"
#include "range/mvcc_key.h"

enum { IDENTITY_FORMAT = 2 };

static const char identity_key[] = {ND_MVCC_TAG_NODE, 'i', 'd', 'e', 'n', 't', 'i', 't', 'y'};

bool nd__identity_decode(struct nd_node *node, struct nd_slice bytes)
{
    struct nd__identity *identity = &node->identity;
    struct nd_dec dec = nd_dec_of(nd_arena_copy(&node->arena, bytes));
    unsigned format = nd_dec_u8(&dec);
    if (format == 0 || format > IDENTITY_FORMAT) return false;
    identity->uuid[0] = nd_dec_u64(&dec);
    identity->uuid[1] = nd_dec_u64(&dec);
    identity->id.v = nd_dec_varint(&dec);
    identity->cluster_uuid[0] = nd_dec_u64(&dec);
    identity->cluster_uuid[1] = nd_dec_u64(&dec);
    identity->voter_count = nd_dec_count(&dec, 16);
    if (identity->voter_count > ND_REPLICAS_MAX) return false;
    for (size_t i = 0; i < identity->voter_count; i++) nd_meta_node_decode(&dec, &identity->voters[i]);
    identity->contact_count = format == IDENTITY_FORMAT ? nd_dec_count(&dec, 16) : 0;
    if (identity->contact_count > ND__CONTACTS_MAX) return false;
    for (size_t i = 0; i < identity->contact_count; i++) nd_meta_node_decode(&dec, &identity->contacts[i]);
    return nd_dec_is_done(&dec);
}

enum nd_status nd__identity_load(struct nd_node *node, bool *is_there_out)
{
    struct nd_buf record;
    nd_buf_init(&record, node->heap);
    enum nd_status status = nd_engine_get(node->engine, nd_slice_of(identity_key, sizeof identity_key), 0, &record);
    *is_there_out = status == ND_STATUS_OK;
    if (status == ND_STATUS_OK && !nd__identity_decode(node, nd_buf_slice(&record))) status = ND_STATUS_CORRUPT;
    nd_buf_deinit(&record);
    return status == ND_STATUS_NOT_FOUND ? ND_STATUS_OK : status;
}

void nd__identity_encode(const struct nd__identity *identity, struct nd_buf *out)
{
    nd_buf_put_u8(out, IDENTITY_FORMAT);
    nd_buf_put_u64(out, identity->uuid[0]);
    nd_buf_put_u64(out, identity->uuid[1]);
    nd_buf_put_varint(out, identity->id.v);
    nd_buf_put_u64(out, identity->cluster_uuid[0]);
    nd_buf_put_u64(out, identity->cluster_uuid[1]);
    nd_buf_put_varint(out, identity->voter_count);
    for (size_t i = 0; i < identity->voter_count; i++) nd_meta_node_encode(&identity->voters[i], out);
    nd_buf_put_varint(out, identity->contact_count);
    for (size_t i = 0; i < identity->contact_count; i++) nd_meta_node_encode(&identity->contacts[i], out);
}

enum nd_status nd__identity_write(struct nd_node *node, struct nd_slice record)
{
    struct nd_engine_batch *batch = nd_engine_batch_new(node->engine);
    nd_engine_batch_put(batch, nd_slice_of(identity_key, sizeof identity_key), record);
    enum nd_status status = nd_engine_write(node->engine, batch);
    nd_engine_batch_free(batch);
    if (status == ND_STATUS_OK) status = nd_engine_flush(node->engine);
    /* Behind the engine: where only the file knows the node, the engine is taken for lost. */
    return status == ND_STATUS_OK ? nd__identity_file_write(node, record) : status;
}

enum nd_status nd__identity_store(struct nd_node *node)
{
    struct nd_buf record;
    nd_buf_init(&record, node->heap);
    nd__identity_encode(&node->identity, &record);
    enum nd_status status = nd__identity_write(node, nd_buf_slice(&record));
    nd_buf_deinit(&record);
    return status;
}
