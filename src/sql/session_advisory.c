/* SPDX-License-Identifier: Apache-2.0 */
/* session_advisory.c - pg_advisory_lock and its kin.
 *
 * Each key that a session holds is a transaction of its own, which writes nothing: a lock in memory gives the place in the
 * queue, and a provisional record keeps it when leaders change. Records live on heartbeats, so the locks of a node that is gone are free after some
 * seconds. A session's own locks never conflict; what it holds exclusively stays so until it gives all of it back. */
#include "kv/keys.h"
#include "sql/session_int.h"

#define ADVISORY_MAX 1024

#define KEY_BYTES_MAX 14

/* Each database has its own; the first one's have no number. */
static struct nd_slice lock_key(const struct nd__advisory *held, uint32_t database, uint8_t bytes[KEY_BYTES_MAX])
{
    bytes[0] = ND_KEYSPACE_ADVISORY;
    bytes[1] = (uint8_t)held->space;
    nd_store_u64_be(bytes + 2, (uint64_t)held->key);
    nd_store_u32(bytes + 10, database);
    return nd_slice_of(bytes, database == ND_OID_DATABASE ? 10 : KEY_BYTES_MAX);
}

static unsigned total(const struct nd__advisory *held) { return held->counts[0][0] + held->counts[0][1] + held->counts[1][0] + held->counts[1][1]; }

static struct nd__advisory *find(struct nd_sql_session *session, unsigned space, int64_t key)
{
    for (size_t i = 0; i < session->advisory_count; i++)
        if (session->advisories[i].space == space && session->advisories[i].key == key) return &session->advisories[i];
    return NULL;
}

/* Circles go over all that the session holds. */
void nd__advisory_tell_kin(struct nd_sql_session *session)
{
    size_t count = 0;
    if (session->txn != NULL && nd_txn_start_ts(session->txn).v != 0) session->kin[count++] = nd_txn_start_ts(session->txn);
    for (size_t i = 0; i < session->advisory_count; i++)
        if (session->advisories[i].txn != NULL && nd_txn_start_ts(session->advisories[i].txn).v != 0) session->kin[count++] = nd_txn_start_ts(session->advisories[i].txn);
    if (session->txn != NULL) nd_txn_set_kin(session->txn, session->kin, count);
    for (size_t i = 0; i < session->advisory_count; i++)
        if (session->advisories[i].txn != NULL) nd_txn_set_kin(session->advisories[i].txn, session->kin, count);
}

static void drop(struct nd_sql_session *session, struct nd__advisory *held, bool waits)
{
    if (held->txn != NULL) {
        nd_txn_set_deadline(held->txn, 0);
        if (waits) nd_txn_release(held->txn);
        nd_txn_free(held->txn);
    }
    *held = session->advisories[--session->advisory_count];
    nd__advisory_tell_kin(session);
}

static enum nd_status add(struct nd_sql_session *session, unsigned space, int64_t key, struct nd__advisory **held_out, struct nd_err *err)
{
    if (session->advisory_count == ADVISORY_MAX) return nd_err_set(err, "53200", "a session holds at most %d advisory locks", ADVISORY_MAX);
    if (session->advisory_count == session->advisory_cap) {
        session->advisory_cap = session->advisory_cap == 0 ? 4 : session->advisory_cap * 2;
        session->advisories = nd_heap_realloc(session->heap, session->advisories, session->advisory_cap * sizeof *session->advisories);
        session->kin = nd_heap_realloc(session->heap, session->kin, (session->advisory_cap + 1) * sizeof *session->kin);
        nd__advisory_tell_kin(session); /* it has moved */
    }
    *held_out = &session->advisories[session->advisory_count++];
    **held_out = (struct nd__advisory){.space = space, .key = key};
    return ND_STATUS_OK;
}

static enum nd_status begin(struct nd_sql_session *session, struct nd__advisory *held)
{
    struct nd_txn_options options = {.isolation = ND_READ_COMMITTED, .lock_timeout_ns = session->settings.lock_timeout_ns};
    if (held->txn == NULL) held->txn = nd_txn_begin(session->system->txns, session->fiber, &options);
    nd_txn_set_lock_timeout(held->txn, session->settings.lock_timeout_ns);
    nd_txn_set_deadline(held->txn, session->deadline_ns);
    ND_TRY(nd_txn_begin_statement(held->txn));
    nd__advisory_tell_kin(session);
    return ND_STATUS_OK;
}

static enum nd_status take(struct nd_sql_session *session, struct nd__advisory *held, bool is_shared, bool is_try)
{
    uint8_t bytes[KEY_BYTES_MAX];
    struct nd_slice key = lock_key(held, session->database_oid, bytes);
    const struct nd_txn_lock_how how = {.mode = is_shared ? ND_LOCK_SHARE : ND_LOCK_UPDATE, .is_nowait = is_try};
    ND_TRY(begin(session, held));
    session->side_txn = held->txn;
    enum nd_status status = nd_txn_lock_as(held->txn, &key, 1, &how);
    if (status == ND_STATUS_OK) status = nd_txn_hold(held->txn);
    session->side_txn = NULL;
    nd_txn_set_deadline(held->txn, 0);
    return status;
}

static enum nd_status lock(struct nd_sql_session *session, unsigned op, unsigned space, int64_t key, bool *result_out, struct nd_err *err)
{
    bool is_shared = (op & ND_ADVISORY_SHARED) != 0, is_try = (op & ND_ADVISORY_TRY) != 0, is_xact = (op & ND_ADVISORY_XACT) != 0;
    struct nd__advisory *held = find(session, space, key);
    *result_out = true;
    if (held == NULL) ND_TRY(add(session, space, key, &held, err));
    if (total(held) == 0 || (!is_shared && !held->is_exclusive)) {
        held->wants_shared = is_shared;
        enum nd_status status = take(session, held, is_shared, is_try);
        if (status != ND_STATUS_OK && total(held) == 0) drop(session, held, true);
        *result_out = status == ND_STATUS_OK;
        if (status == ND_STATUS_LOCKED && is_try) return ND_STATUS_OK;
        ND_TRY(status);
        held->is_exclusive = !is_shared;
    }
    held->counts[is_xact][is_shared]++;
    held->fresh[is_xact][is_shared]++;
    return ND_STATUS_OK;
}

static void give_back(struct nd_sql_session *session, struct nd__advisory *held, unsigned is_xact, unsigned is_shared, unsigned count)
{
    held->counts[is_xact][is_shared] -= count;
    if (total(held) == 0) drop(session, held, true);
}

static void unlock_all(struct nd_sql_session *session, unsigned is_xact)
{
    for (size_t i = session->advisory_count; i > 0; i--) {
        struct nd__advisory *held = &session->advisories[i - 1];
        if (held->space == ND__ADVISORY_TEMP && is_xact == 0) continue; /* not the client's to give back */
        held->counts[is_xact][0] = held->counts[is_xact][1] = 0;
        if (total(held) == 0) drop(session, held, true);
    }
}

enum nd_status nd__session_advisory(void *arg, unsigned op, unsigned space, int64_t key, bool *result_out, struct nd_err *err)
{
    struct nd_sql_session *session = arg;
    unsigned is_shared = op & ND_ADVISORY_SHARED ? 1 : 0;
    *result_out = false;
    if (op & (ND_ADVISORY_UNLOCK_ALL | ND_ADVISORY_UNLOCK)) session->has_unlocked = true;
    if (op & ND_ADVISORY_UNLOCK_ALL) {
        unlock_all(session, 0);
        return ND_STATUS_OK;
    }
    if ((op & ND_ADVISORY_UNLOCK) == 0) return lock(session, op, space, key, result_out, err);
    struct nd__advisory *held = find(session, space, key);
    *result_out = held != NULL && held->counts[0][is_shared] > 0;
    if (*result_out) give_back(session, held, 0, is_shared, 1);
    else nd__session_notice(session, "WARNING", "01000", "you don't own a lock of type %s", is_shared ? "ShareLock" : "ExclusiveLock");
    return ND_STATUS_OK;
}

void nd__advisory_begin_statement(struct nd_sql_session *session)
{
    session->has_unlocked = false;
    for (size_t i = 0; i < session->advisory_count; i++) memset(session->advisories[i].fresh, 0, sizeof session->advisories[i].fresh);
}

size_t nd__advisory_describe(const struct nd_sql_session *session, struct nd_sys_lock *out, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < session->advisory_count; i++) {
        const struct nd__advisory *held = &session->advisories[i];
        bool waits = total(held) == 0, is_shared = held->counts[0][1] + held->counts[1][1] > 0;
        struct nd_sys_lock lock = {.kind = ND_SYS_LOCK_ADVISORY, .space = held->space, .key = held->key, .is_granted = !waits};
        if (held->space == ND__ADVISORY_TEMP) continue;
        if ((waits ? !held->wants_shared : held->counts[0][0] + held->counts[1][0] > 0) && count < room) out[count++] = lock;
        lock.is_shared = true;
        if ((waits ? held->wants_shared : is_shared) && count < room) out[count++] = lock;
    }
    return count;
}

void nd__advisory_undo_statement(struct nd_sql_session *session)
{
    for (size_t i = session->advisory_count; i > 0; i--) {
        struct nd__advisory *held = &session->advisories[i - 1];
        for (unsigned k = 0; k < 4; k++) {
            unsigned *count = &held->counts[k / 2][k % 2], fresh = held->fresh[k / 2][k % 2];
            *count -= fresh < *count ? fresh : *count;
        }
        memset(held->fresh, 0, sizeof held->fresh);
        if (total(held) == 0) drop(session, held, true);
    }
}

/* Whoever was taken for dead does not commit what it did under its lock while others do the same. */
enum nd_status nd__advisory_before_commit(struct nd_sql_session *session)
{
    for (size_t i = 0; i < session->advisory_count; i++) {
        const struct nd__advisory *held = &session->advisories[i];
        if (held->space != ND__ADVISORY_TEMP && total(held) > 0) ND_TRY(nd_txn_commit_under(session->txn, held->txn));
    }
    return ND_STATUS_OK;
}

void nd__advisory_end_txn(struct nd_sql_session *session)
{
    if (session->advisory_count > 0) unlock_all(session, 1);
}

void nd__advisory_end_session(struct nd_sql_session *session)
{
    while (session->advisory_count > 0) drop(session, &session->advisories[session->advisory_count - 1], false);
    nd_heap_free(session->heap, session->advisories);
    nd_heap_free(session->heap, session->kin);
}
