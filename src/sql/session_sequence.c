/* SPDX-License-Identifier: Apache-2.0 */
/* session_sequence.c - nextval, currval, lastval, setval of a session.
 *
 * Values are drawn outside of the session's transaction and never given twice. A sequence with CACHE n hands its values to
 * sessions n at a time, as PostgreSQL's: what a session does not use is lost. */
#include "sql/session_int.h"

struct nd__drawn { /* what the session knows of a sequence */
    struct nd_list link;
    uint32_t oid;
    uint64_t state_id;
    int64_t last; /* currval */
    bool has_last;
    int64_t next; /* of the values kept */
    uint64_t left;
};

static struct nd__drawn *drawn_of(struct nd_sql_session *session, const struct nd_sequence *sequence)
{
    struct nd__drawn *drawn = NULL;
    ND_LIST_FOREACH (it, &session->drawn) {
        drawn = ND_CONTAINER_OF(it, struct nd__drawn, link);
        if (drawn->oid == sequence->oid) break;
        drawn = NULL;
    }
    if (drawn == NULL) {
        drawn = nd_heap_new(session->heap, struct nd__drawn);
        drawn->oid = sequence->oid;
        nd_list_push_back(&session->drawn, &drawn->link);
    }
    if (drawn->state_id != sequence->state_id) drawn->left = 0; /* it was restarted */
    drawn->state_id = sequence->state_id;
    return drawn;
}

void nd__session_forget_sequences(struct nd_sql_session *session)
{
    session->last_drawn = NULL;
    while (!nd_list_is_empty(&session->drawn)) {
        struct nd__drawn *drawn = ND_CONTAINER_OF(session->drawn.next, struct nd__drawn, link);
        nd_list_remove(&drawn->link);
        nd_heap_free(session->heap, drawn);
    }
}

/* ---- which one ----------------------------------------------------------------------------------------------- */

static enum nd_status find_named(struct nd_sql_session *session, struct nd_slice text, struct nd_arena *arena, const struct nd_sequence **sequence_out, struct nd_err *err)
{
    struct nd_ast_name name;
    const struct nd_search_path *path = &session->settings.path;
    ND_TRY(nd_parse_name(text, arena, &name, err));
    *sequence_out = NULL;
    if (name.schema != NULL) {
        const struct nd_schema *schema;
        ND_TRY(nd_catalog_find_schema(session->view, session->txn, name.schema, &schema));
        if (schema == NULL) return nd_err_set(err, "3F000", "schema \"%s\" does not exist", name.schema);
        if (!session->is_superuser) {
            ND_TRY(nd_catalog_load_roles(session->view, session->txn));
            if (nd_schema_privileges(session->view, schema, session->role, ND_PRIV_USAGE) == 0) return nd_err_set(err, "42501", "permission denied for schema %s", schema->name);
        }
        ND_TRY(nd_catalog_find_sequence(session->view, session->txn, schema->id, name.name, sequence_out));
    }
    for (size_t i = 0; name.schema == NULL && i < path->count && *sequence_out == NULL; i++)
        ND_TRY(nd_catalog_find_sequence(session->view, session->txn, path->schemas[i], name.name, sequence_out));
    if (*sequence_out != NULL) return ND_STATUS_OK;
    const struct nd_table *table = NULL;
    for (size_t i = 0; name.schema == NULL && i < path->count && table == NULL; i++)
        ND_TRY(nd_catalog_find_table(session->view, session->txn, path->schemas[i], name.name, &table));
    if (table != NULL) return nd_err_set(err, "42809", "\"%s\" is not a sequence", name.name);
    return nd_err_set(err, "42P01", "relation \"%.*s\" does not exist", (int)text.n, (const char *)text.p);
}

static enum nd_status find(struct nd_sql_session *session, struct nd_slice name, uint32_t oid, const struct nd_sequence **sequence_out, struct nd_err *err)
{
    if (session->view == NULL || nd_reactor_is_on_big_stack(session->system->reactor)) return nd_err_set(err, "0A000", "a sequence in an expression this deep is not supported");
    if (name.n == 0) {
        ND_TRY(nd_catalog_find_sequence_by_oid(session->view, session->txn, oid, sequence_out));
        return *sequence_out == NULL ? nd_err_set(err, "42P01", "could not open relation with OID %u", oid) : ND_STATUS_OK;
    }
    struct nd_arena arena;
    nd_arena_init(&arena, session->heap);
    enum nd_status status = find_named(session, name, &arena, sequence_out, err);
    nd_arena_deinit(&arena);
    return status;
}

/* One of the privileges will do. */
static enum nd_status check(struct nd_sql_session *session, const struct nd_sequence *sequence, unsigned privileges, struct nd_err *err)
{
    if (session->is_superuser) return ND_STATUS_OK;
    ND_TRY(nd_catalog_load_roles(session->view, session->txn));
    if (nd_sequence_privileges(session->view, sequence, session->role, privileges) != 0) return ND_STATUS_OK;
    return nd_err_set(err, "42501", "permission denied for sequence %s", sequence->name);
}

/* ---- services --------------------------------------------------------------------------------------------------- */

/* Values that the session kept come first. */
static enum nd_status refill(struct nd_sql_session *session, const struct nd_sequence *sequence, struct nd__drawn *drawn, uint64_t count, struct nd_err *err)
{
    uint64_t wanted = count > (uint64_t)sequence->cache ? count : (uint64_t)sequence->cache;
    if (drawn->left > 0) return ND_STATUS_OK;
    return nd_sequence_next(session->catalog, session->fiber, sequence, wanted, &drawn->next, &drawn->left, err);
}

enum nd_status nd__session_sequence_next(void *arg, struct nd_slice name, uint32_t oid, uint64_t count, int64_t *first_out, uint64_t *count_out, int64_t *step_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    const struct nd_sequence *sequence;
    if (session->is_read_only) return nd_err_set(err, "25006", "cannot execute nextval() in a read-only transaction");
    ND_TRY(find(session, name, oid, &sequence, err));
    ND_TRY(check(session, sequence, ND_PRIV_USAGE | ND_PRIV_UPDATE, err));
    struct nd__drawn *drawn = drawn_of(session, sequence);
    ND_TRY(refill(session, sequence, drawn, count, err));
    uint64_t taken = drawn->left < count ? drawn->left : count;
    *first_out = drawn->next;
    *count_out = taken;
    *step_out = sequence->increment;
    drawn->last = (int64_t)((uint64_t)drawn->next + (taken - 1) * (uint64_t)sequence->increment);
    drawn->next = (int64_t)((uint64_t)drawn->last + (uint64_t)sequence->increment);
    drawn->left -= taken;
    drawn->has_last = true;
    session->last_drawn = drawn;
    return ND_STATUS_OK;
}

enum nd_status nd__session_sequence_set(void *arg, struct nd_slice name, uint32_t oid, int64_t value, bool is_called, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    const struct nd_sequence *sequence;
    if (session->is_read_only) return nd_err_set(err, "25006", "cannot execute setval() in a read-only transaction");
    ND_TRY(find(session, name, oid, &sequence, err));
    ND_TRY(check(session, sequence, ND_PRIV_UPDATE, err));
    if (value < sequence->min || value > sequence->max)
        return nd_err_set(err, "22003", "setval: value %lld is out of bounds for sequence \"%s\" (%lld..%lld)", (long long)value, sequence->name, (long long)sequence->min, (long long)sequence->max);
    struct nd_sequence_state state = {value, is_called};
    ND_TRY(nd_sequence_set(session->catalog, session->fiber, sequence, &state));
    struct nd__drawn *drawn = drawn_of(session, sequence);
    drawn->left = 0;
    if (is_called) drawn->last = value;
    if (is_called) drawn->has_last = true;
    return ND_STATUS_OK;
}

enum nd_status nd__session_sequence_current(void *arg, struct nd_slice name, uint32_t oid, int64_t *value_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    const struct nd_sequence *sequence;
    ND_TRY(find(session, name, oid, &sequence, err));
    ND_TRY(check(session, sequence, ND_PRIV_USAGE | ND_PRIV_SELECT, err));
    const struct nd__drawn *drawn = drawn_of(session, sequence);
    if (!drawn->has_last) return nd_err_set(err, "55000", "currval of sequence \"%s\" is not yet defined in this session", sequence->name);
    *value_out = drawn->last;
    return ND_STATUS_OK;
}

enum nd_status nd__session_sequence_last(void *arg, int64_t *value_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    if (session->last_drawn == NULL) return nd_err_set(err, "55000", "lastval is not yet defined in this session");
    *value_out = session->last_drawn->last;
    return ND_STATUS_OK;
}

enum nd_status nd__session_sequence_state(void *arg, uint32_t oid, bool is_relation, int64_t *value_out, bool *is_called_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    const struct nd_sequence *sequence;
    struct nd_sequence_state state;
    *value_out = 0;
    *is_called_out = false;
    ND_TRY(find(session, ND_SLICE_EMPTY, oid, &sequence, err));
    if (!is_relation) ND_TRY(check(session, sequence, ND_PRIV_SELECT | ND_PRIV_USAGE, err));
    ND_TRY(nd_sequence_read(session->catalog, session->fiber, sequence, &state));
    *value_out = state.last;
    *is_called_out = state.is_called;
    return ND_STATUS_OK;
}
