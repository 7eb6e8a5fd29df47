/* SPDX-License-Identifier: Apache-2.0 */
/* Golden tests of the core: a few replicas whose disks, state machines and network do what the script says. The state
 * lasts from case to case of a file. Replica I is on node I. Lines:
 *
 *   cluster N [learner=I] [index=I/T] [lease=MS]   begins anew: N replicas, logs empty (or beginning after entry I of term T)
 *   disk I term=T vote=V commit=C log=T,T,.. applied=A [index=I/T] [recovering=1]   what replica I finds on its disk; it restarts with that
 *   auto on|off                 on: appends are durable and entries applied at once, and not printed
 *   campaign I · tick I · propose I TEXT.. · read I ID · transfer I J · unreachable I J · evict I INDEX · compact I INDEX
 *   up I J · down I J · restarted I J    what node I learns of node J; `*`: all the others
 *   wait MS                     time passes; who has a timer due ticks
 *   timeout I                   replica I's timer comes due
 *   persist I [N]               the oldest N appends become durable (all)       apply I [INDEX]
 *   late I                      from now on reports of what became durable are held back; each `report I` hands over the oldest
 *   deliver [I]                 messages on their way (to I) arrive, in order; not what they give rise to
 *   drop I J [TYPE] · double I J · delay I J (J gets it after all that is on its way)     `*` for any
 *   load I                      what replica I asked its log for is read
 *   absent I J · sent I J INDEX (0: failed)     the leader's host says that J has no such replica, or what became of a snapshot
 *   snapshot I J INDEX/TERM     J has one of leader I in full       installed J    and has taken it in
 *   change I TEXT               leader I proposes a change of members
 *   conf I M..                  the change that I has applied: its members; 4l: a learner, 4c: comes (joint), 3x: leaves (joint)
 *   quiet LINE · repeat N LINE  without printing anything
 *   crash I · restart I · settle (all that can happen without time passing, silently)
 *   status [I..] · log I · wire (what is on its way) */
#include "base/arena.h"
#include "base/breakage.h"
#include "raft/raft.h"
#include "support/golden.h"

#define NODES_MAX 7
#define WORDS_MAX 32
#define MS 1000000ULL
#define LL(x) ((unsigned long long)(x))

struct append {
    uint64_t seq, term;
    bool has_hs;
    struct nd_raft_hard_state hs;
    uint64_t truncate_from;
    size_t count;
    struct nd_raft_entry *entries;
};

struct letter {
    size_t from, to;
    uint64_t after; /* held until this append of `from` is durable; 0: on its way */
    struct nd_buf wire;
};

struct node {
    struct nd_raft *raft;
    struct nd_raft_hard_state hs;
    uint64_t prev_index, prev_term;
    bool is_recovering;
    struct nd_raft_entry log[4096];
    size_t log_count;
    struct append appends[1024];
    size_t append_count;
    uint64_t apply_to, applied, deadline_ns, durable_seq;
    bool is_late, has_run;
    struct append late[64]; /* durable, not reported: seq and term */
    size_t late_count;
    struct nd_raft_load loads[16];
    size_t load_count;
    uint64_t install_index, install_term;
};

struct golden {
    struct nd_heap heap;
    struct nd_arena arena;
    struct nd_raft_conf conf;
    struct node nodes[NODES_MAX];
    struct letter letters[4096];
    size_t letter_count;
    uint64_t now_ns, lease_ns;
    bool is_auto, is_silent;
    struct nd_buf *out;
};

static void say(struct golden *golden, const char *fmt, ...) ND_PRINTF(2, 3);
static void say(struct golden *golden, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (!golden->is_silent) nd_buf_printf(golden->out, "%s\n", text);
}

/* ---- printing -------------------------------------------------------------------------------------- */

static const char *type_name(enum nd_raft_msg_type type)
{
    static const char *const names[] = {"?",          "prevote",          "prevote-reply", "vote",          "vote-reply", "append", "append-reply",
                                        "read-index", "read-index-reply", "timeout-now",   "forget-leader", "snapshot"};
    return names[type];
}

static void put_entries(struct nd_buf *out, const struct nd_raft_entry *entries, size_t count)
{
    if (count > 6) {
        nd_buf_printf(out, " %llu/%llu..%llu/%llu", LL(entries[0].index), LL(entries[0].term), LL(entries[count - 1].index), LL(entries[count - 1].term));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        nd_buf_printf(out, " %llu/%llu", LL(entries[i].index), LL(entries[i].term));
        struct nd_slice text = nd_raft_payload_slice(entries[i].payload);
        if (text.n != 0) nd_buf_printf(out, "=%.*s", (int)text.n, (const char *)text.p);
    }
}

static void put_msg(struct nd_buf *out, const struct nd_raft_msg *msg)
{
    nd_buf_printf(out, "%llu->%llu %s term=%llu", LL(msg->from.v), LL(msg->to.v), type_name(msg->type), LL(msg->term));
    switch (msg->type) {
    case ND_RAFT_MSG_PREVOTE:
    case ND_RAFT_MSG_VOTE: nd_buf_printf(out, " last=%llu/%llu", LL(msg->prev_index), LL(msg->prev_term)); break;
    case ND_RAFT_MSG_APPEND:
        nd_buf_printf(out, " prev=%llu/%llu commit=%llu", LL(msg->prev_index), LL(msg->prev_term), LL(msg->commit));
        if (msg->entry_count == 0) nd_buf_printf(out, " empty");
        put_entries(out, msg->entries, msg->entry_count);
        break;
    case ND_RAFT_MSG_APPEND_REPLY:
        if (msg->is_reject) nd_buf_printf(out, " reject prev=%llu hint=%llu/%llu", LL(msg->prev_index), LL(msg->hint_index), LL(msg->hint_term));
        nd_buf_printf(out, " match=%llu commit=%llu", LL(msg->match), LL(msg->commit));
        break;
    case ND_RAFT_MSG_READ_INDEX: nd_buf_printf(out, " round=%llu commit=%llu", LL(msg->round), LL(msg->commit)); break;
    case ND_RAFT_MSG_READ_INDEX_REPLY: nd_buf_printf(out, " round=%llu", LL(msg->round)); break;
    case ND_RAFT_MSG_TIMEOUT_NOW: nd_buf_printf(out, " last=%llu/%llu", LL(msg->prev_index), LL(msg->prev_term)); break;
    case ND_RAFT_MSG_PREVOTE_REPLY:
    case ND_RAFT_MSG_VOTE_REPLY:
        nd_buf_printf(out, msg->is_reject ? " refused" : " granted");
        if (msg->commit != 0) nd_buf_printf(out, " commit=%llu/%llu", LL(msg->commit), LL(msg->hint_term));
        break;
    default: break;
    }
    if (msg->is_transfer) nd_buf_printf(out, " transfer");
    if (msg->after_append != 0) nd_buf_printf(out, " after=%llu", LL(msg->after_append));
}

static void say_buf(struct golden *golden, struct nd_buf *line)
{
    say(golden, "%.*s", (int)line->n, (const char *)line->p);
    nd_buf_deinit(line);
}

static void say_append(struct golden *golden, size_t at, const struct nd_raft_update *update)
{
    struct nd_buf line;
    nd_buf_init(&line, &golden->heap);
    nd_buf_printf(&line, "%zu: append %llu", at, LL(update->append_seq));
    if (update->has_hard_state)
        nd_buf_printf(&line, " term=%llu vote=%llu commit=%llu", LL(update->hard_state.term), LL(update->hard_state.voted_for.v), LL(update->hard_state.commit));
    if (update->truncate_from != 0) nd_buf_printf(&line, " truncate from %llu", LL(update->truncate_from));
    put_entries(&line, update->entries, update->entry_count);
    say_buf(golden, &line);
}

/* ---- hosts ------------------------------------------------------------------------------------------- */

static struct node *node_at(struct golden *golden, size_t at)
{
    if (at == 0 || at > golden->conf.count) nd_fatal(ND_EXIT_USAGE, "no replica %zu", at);
    return &golden->nodes[at - 1];
}

static void write_append(struct golden *golden, struct node *node, struct append *append)
{
    if (append->has_hs) node->hs = append->hs;
    while (append->truncate_from != 0 && node->log_count > 0 && node->prev_index + node->log_count >= append->truncate_from)
        nd_raft_payload_unref(node->log[--node->log_count].payload);
    for (size_t i = 0; i < append->count; i++)
        node->log[node->log_count++] = append->entries[i]; /* and its reference */
    nd_heap_free(&golden->heap, append->entries);
}

static void on_update(struct golden *golden, size_t at, const struct nd_raft_update *update)
{
    struct node *node = node_at(golden, at);
    if (update->role_changed) {
        static const char *const roles[] = {"follower", "precandidate", "candidate", "leader"};
        say(golden, "%zu: %s term=%llu leader=%llu", at, roles[nd_raft_role(node->raft)], LL(nd_raft_term(node->raft)), LL(nd_raft_leader(node->raft).v));
    }
    if (update->append_seq != 0) {
        struct append *append = &node->appends[node->append_count++];
        *append = (struct append){update->append_seq, update->hard_state.term, update->has_hard_state, update->hard_state, update->truncate_from, update->entry_count, NULL};
        append->entries = nd_heap_alloc(&golden->heap, (append->count + 1) * sizeof *append->entries);
        for (size_t i = 0; i < append->count; i++) {
            append->entries[i] = update->entries[i];
            nd_raft_payload_ref(append->entries[i].payload);
        }
        if (!golden->is_auto) say_append(golden, at, update);
    }
    for (size_t i = 0; i < update->msg_count; i++) {
        struct letter *letter = &golden->letters[golden->letter_count++];
        *letter = (struct letter){.from = at, .to = (size_t)update->msgs[i].to.v, .after = update->msgs[i].after_append};
        if (letter->after <= node->durable_seq) letter->after = 0;
        nd_buf_init(&letter->wire, &golden->heap);
        nd_raft_msg_encode(&update->msgs[i], &letter->wire);
        struct nd_buf line;
        nd_buf_init(&line, &golden->heap);
        put_msg(&line, &update->msgs[i]);
        say_buf(golden, &line);
    }
    if (update->commit_first != 0) {
        node->apply_to = update->commit_last;
        say(golden, "%zu: commit %llu..%llu", at, LL(update->commit_first), LL(update->commit_last));
    }
    for (size_t i = 0; i < update->read_count; i++)
        say(golden, "%zu: read %llu %s index=%llu", at, LL(update->reads[i].read_id), nd_status_name(update->reads[i].status), LL(update->reads[i].index));
    for (size_t i = 0; i < update->load_count; i++) {
        node->loads[node->load_count++] = update->loads[i];
        say(golden, "%zu: load for %llu: %llu..%llu", at, LL(update->loads[i].replica.v), LL(update->loads[i].first), LL(update->loads[i].last));
    }
    for (size_t i = 0; i < update->snap_count; i++) say(golden, "%zu: snapshot for %llu", at, LL(update->snaps[i].v));
    if (update->is_recovered) {
        node->is_recovering = false;
        say(golden, "%zu: recovered", at);
    }
    if (update->install_index != 0) {
        node->install_index = update->install_index;
        node->install_term = update->install_term;
        say(golden, "%zu: install %llu/%llu", at, LL(update->install_index), LL(update->install_term));
    }
    node->deadline_ns = update->deadline_ns;
}

static void persist(struct golden *golden, size_t at, size_t count);
static void apply(struct golden *golden, size_t at, uint64_t to);

static void step(struct golden *golden, size_t at, struct nd_raft_event event)
{
    struct node *node = node_at(golden, at);
    if (node->raft == NULL) return;
    event.now_ns = golden->now_ns;
    struct nd_raft_update update;
    enum nd_status status = nd_raft_step(node->raft, &event, &update);
    if (status != ND_STATUS_OK) say(golden, "%zu: %s", at, nd_status_name(status));
    on_update(golden, at, &update);
    if (!golden->is_auto) return;
    if (node->append_count != 0) persist(golden, at, node->append_count);
    if (node->apply_to > node->applied) apply(golden, at, node->apply_to);
}

static void report(struct golden *golden, size_t at, uint64_t seq, uint64_t term)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PERSISTED};
    event.persisted.append_seq = seq;
    event.persisted.term_issued = term;
    step(golden, at, event);
}

static void persist(struct golden *golden, size_t at, size_t count)
{
    struct node *node = node_at(golden, at);
    if (count > node->append_count) count = node->append_count;
    if (count == 0) return;
    uint64_t seq = node->appends[count - 1].seq, term = node->appends[count - 1].term;
    for (size_t i = 0; i < count; i++)
        write_append(golden, node, &node->appends[i]);
    node->append_count -= count;
    memmove(node->appends, node->appends + count, node->append_count * sizeof *node->appends);
    node->durable_seq = seq;
    for (size_t i = 0; i < golden->letter_count; i++)
        if (golden->letters[i].from == at && golden->letters[i].after <= seq) golden->letters[i].after = 0;
    if (node->is_late) node->late[node->late_count++] = (struct append){.seq = seq, .term = term};
    else report(golden, at, seq, term);
}

static void report_oldest(struct golden *golden, size_t at)
{
    struct node *node = node_at(golden, at);
    if (node->late_count == 0) return;
    struct append oldest = node->late[0];
    memmove(node->late, node->late + 1, --node->late_count * sizeof *node->late);
    report(golden, at, oldest.seq, oldest.term);
}

static void apply(struct golden *golden, size_t at, uint64_t to)
{
    struct node *node = node_at(golden, at);
    if (to > node->apply_to) to = node->apply_to;
    if (to <= node->applied) return;
    node->applied = to;
    step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_APPLIED, .index = to});
}

static void start(struct golden *golden, size_t at)
{
    struct node *node = node_at(golden, at);
    struct nd_raft_options options = {.heap = &golden->heap, .self = {at}, .conf = golden->conf, .seed = 7, .election_ns = 1000 * MS, .retry_ns = 100 * MS,
                                      .hard_state = node->hs, .log_prev_index = node->prev_index, .log_prev_term = node->prev_term, .entries = node->log,
                                      .entry_count = node->log_count, .applied = node->applied, .now_ns = golden->now_ns,
                                      .lease_ns = golden->lease_ns, .reads_by_lease = true, .is_recovering = node->is_recovering};
    if (golden->lease_ns != 0 && node->has_run) options.promise_until_ns = golden->now_ns + golden->lease_ns;
    node->has_run = true;
    enum nd_status status = nd_raft_new(&options, &node->raft);
    if (status != ND_STATUS_OK) {
        say(golden, "%zu: %s", at, nd_status_name(status));
        return;
    }
    node->apply_to = node->applied;
    node->durable_seq = 0;
    node->deadline_ns = nd_raft_deadline(node->raft);
}

static void crash(struct golden *golden, size_t at)
{
    struct node *node = node_at(golden, at);
    if (node->raft == NULL) return;
    nd_raft_free(node->raft);
    node->raft = NULL;
    for (size_t i = 0; i < node->append_count; i++) {
        for (size_t j = 0; j < node->appends[i].count; j++)
            nd_raft_payload_unref(node->appends[i].entries[j].payload);
        nd_heap_free(&golden->heap, node->appends[i].entries);
    }
    node->append_count = node->load_count = node->late_count = 0;
    node->is_late = false;
    size_t kept = 0;
    for (size_t i = 0; i < golden->letter_count; i++) {
        if (golden->letters[i].from == at && golden->letters[i].after != 0) nd_buf_deinit(&golden->letters[i].wire);
        else golden->letters[kept++] = golden->letters[i];
    }
    golden->letter_count = kept;
}

static void clear(struct golden *golden)
{
    for (size_t at = 1; at <= golden->conf.count; at++) {
        struct node *node = node_at(golden, at);
        crash(golden, at);
        for (size_t i = 0; i < node->log_count; i++)
            nd_raft_payload_unref(node->log[i].payload);
    }
    for (size_t i = 0; i < golden->letter_count; i++)
        nd_buf_deinit(&golden->letters[i].wire);
    golden->letter_count = 0;
    memset(golden->nodes, 0, sizeof golden->nodes);
    golden->conf.count = 0;
}

/* ---- network ------------------------------------------------------------------------------------------- */

static void deliver_one(struct golden *golden, struct letter *letter)
{
    struct nd_raft_msg msg;
    enum nd_status status = nd_raft_msg_decode(nd_buf_slice(&letter->wire), &golden->arena, &golden->heap, &msg);
    if (status != ND_STATUS_OK) nd_fatal(ND_EXIT_BUG, "own message is malformed");
    step(golden, letter->to, (struct nd_raft_event){.type = ND_RAFT_EVENT_RECV, .msg = &msg});
    nd_raft_msg_release(&msg);
    nd_arena_reset(&golden->arena);
    nd_buf_deinit(&letter->wire);
}

/* Returns whether anything was delivered. */
static bool deliver(struct golden *golden, size_t to)
{
    static struct letter due[ND_ARRAY_LEN(((struct golden *)0)->letters)];
    size_t due_count = 0, kept = 0;
    for (size_t i = 0; i < golden->letter_count; i++) {
        struct letter *letter = &golden->letters[i];
        bool is_due = letter->after == 0 && (to == 0 || letter->to == to);
        if (is_due) due[due_count++] = *letter;
        else golden->letters[kept++] = *letter;
    }
    golden->letter_count = kept;
    for (size_t i = 0; i < due_count; i++)
        deliver_one(golden, &due[i]);
    return due_count != 0;
}

static size_t number(const char *word) { return word == NULL || strcmp(word, "*") == 0 ? 0 : (size_t)strtoull(word, NULL, 10); }

static bool is_meant(const struct letter *letter, char **words, size_t count)
{
    size_t from = number(count > 1 ? words[1] : NULL), to = number(count > 2 ? words[2] : NULL);
    if (letter->after != 0 || (from != 0 && from != letter->from) || (to != 0 && to != letter->to)) return false;
    return count < 4 || strcmp(words[3], type_name((enum nd_raft_msg_type)letter->wire.p[1])) == 0;
}

static void disturb(struct golden *golden, char **words, size_t count)
{
    size_t kept = 0, n = golden->letter_count, late = 0;
    static struct letter moved[ND_ARRAY_LEN(((struct golden *)0)->letters)];
    for (size_t i = 0; i < n; i++) {
        struct letter letter = golden->letters[i];
        if (!is_meant(&letter, words, count)) {
            golden->letters[kept++] = letter;
        } else if (strcmp(words[0], "drop") == 0) {
            nd_buf_deinit(&letter.wire);
        } else {
            if (strcmp(words[0], "double") == 0) {
                golden->letters[kept++] = letter;
                struct nd_buf copy;
                nd_buf_init(&copy, &golden->heap);
                nd_buf_put_slice(&copy, nd_buf_slice(&letter.wire));
                letter.wire = copy;
            }
            moved[late++] = letter;
        }
    }
    memcpy(golden->letters + kept, moved, late * sizeof *moved);
    golden->letter_count = kept + late;
}

static void load(struct golden *golden, size_t at)
{
    struct node *node = node_at(golden, at);
    struct nd_raft_load loads[ND_ARRAY_LEN(node->loads)];
    size_t count = node->load_count;
    memcpy(loads, node->loads, sizeof loads);
    node->load_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct nd_raft_event event = {.type = ND_RAFT_EVENT_LOADED};
        event.loaded.replica = loads[i].replica;
        if (loads[i].first > node->prev_index) {
            event.loaded.entries = &node->log[loads[i].first - node->prev_index - 1];
            event.loaded.count = (size_t)(loads[i].last - loads[i].first + 1);
        }
        step(golden, at, event);
    }
}

static void settle(struct golden *golden)
{
    bool is_silent = golden->is_silent, is_busy = true;
    golden->is_silent = true;
    for (size_t turns = 0; is_busy && turns < 10000; turns++) {
        is_busy = false;
        for (size_t at = 1; at <= golden->conf.count; at++) {
            struct node *node = node_at(golden, at);
            if (node->raft == NULL) continue;
            is_busy |= node->append_count != 0 || node->apply_to > node->applied || node->load_count != 0;
            persist(golden, at, node->append_count);
            apply(golden, at, node->apply_to);
            load(golden, at);
        }
        is_busy |= deliver(golden, 0);
    }
    golden->is_silent = is_silent;
}

/* ---- commands --------------------------------------------------------------------------------------------- */

static const char *option(char **words, size_t count, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 1; i < count; i++)
        if (strncmp(words[i], name, n) == 0 && words[i][n] == '=') return words[i] + n + 1;
    return NULL;
}

static uint64_t option_u64(char **words, size_t count, const char *name)
{
    const char *text = option(words, count, name);
    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

static void cmd_cluster(struct golden *golden, char **words, size_t count)
{
    clear(golden);
    golden->now_ns = 1000 * MS;
    golden->is_auto = false;
    golden->lease_ns = option_u64(words, count, "lease") * MS;
    golden->conf.count = number(words[1]);
    uint64_t index = option_u64(words, count, "index");
    const char *term = option(words, count, "index");
    term = term == NULL ? NULL : strchr(term, '/');
    for (size_t at = 1; at <= golden->conf.count; at++) {
        golden->conf.members[at - 1] = (struct nd_raft_member){{at}, {at}, option_u64(words, count, "learner") == at, false};
        struct node *node = node_at(golden, at);
        node->prev_index = node->hs.commit = node->applied = index;
        node->prev_term = node->hs.term = term == NULL ? 0 : strtoull(term + 1, NULL, 10);
    }
    for (size_t at = 1; at <= golden->conf.count; at++)
        start(golden, at);
}

static void cmd_disk(struct golden *golden, size_t at, char **words, size_t count)
{
    crash(golden, at);
    struct node *node = node_at(golden, at);
    node->hs = (struct nd_raft_hard_state){option_u64(words, count, "term"), {option_u64(words, count, "vote")}, option_u64(words, count, "commit")};
    node->applied = option_u64(words, count, "applied");
    node->is_recovering = option_u64(words, count, "recovering") != 0;
    for (size_t i = 2; i < count; i++) {
        char *slash;
        if (strncmp(words[i], "index=", 6) != 0) continue;
        node->prev_index = strtoull(words[i] + 6, &slash, 10);
        node->prev_term = *slash == '/' ? strtoull(slash + 1, NULL, 10) : 0;
    }
    while (node->log_count > 0)
        nd_raft_payload_unref(node->log[--node->log_count].payload);
    char *text = NULL, *from = NULL;
    for (size_t i = 2; i < count; i++)
        if (strncmp(words[i], "log=", 4) == 0) from = words[i] + 4;
    for (char *word; from != NULL && (word = strtok_r(from, ",", &text)) != NULL; from = text) {
        struct nd_raft_payload *payload = nd_raft_payload_new(&golden->heap, nd_slice_str("x"));
        uint64_t index = node->prev_index + node->log_count + 1;
        node->log[node->log_count++] = (struct nd_raft_entry){strtoull(word, NULL, 10), index, ND_RAFT_COMMAND, payload};
    }
    start(golden, at);
}

static void cmd_propose(struct golden *golden, size_t at, char **words, size_t count)
{
    struct nd_raft_payload *payloads[2048];
    size_t n = 0, times = option_u64(words, count, "times"), bytes = option_u64(words, count, "bytes");
    if (bytes != 0) {
        uint8_t *zeros = nd_heap_zalloc(&golden->heap, bytes);
        for (size_t i = 0; i < (times == 0 ? 1 : times); i++)
            payloads[n++] = nd_raft_payload_new(&golden->heap, nd_slice_of(zeros, bytes));
        nd_heap_free(&golden->heap, zeros);
    } else {
        for (size_t i = 2; i < count; i++)
            payloads[n++] = nd_raft_payload_new(&golden->heap, nd_slice_str(words[i]));
    }
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PROPOSE};
    event.propose.payloads = payloads;
    event.propose.count = n;
    step(golden, at, event);
    for (size_t i = 0; i < n; i++)
        nd_raft_payload_unref(payloads[i]);
}

static void cmd_change(struct golden *golden, size_t at, const char *text)
{
    struct nd_raft_payload *payload = nd_raft_payload_new(&golden->heap, nd_slice_str(text));
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_PROPOSE_CONF};
    event.propose.payloads = &payload;
    event.propose.count = 1;
    step(golden, at, event);
    nd_raft_payload_unref(payload);
}

static void cmd_conf(struct golden *golden, size_t at, char **words, size_t count)
{
    struct nd_raft_conf conf = {0};
    for (size_t i = 2; i < count; i++) conf.is_joint |= strpbrk(words[i], "cx") != NULL;
    for (size_t i = 2; i < count; i++) {
        uint64_t id = number(words[i]);
        bool is_learner = strchr(words[i], 'l') != NULL, leaves = strchr(words[i], 'x') != NULL, comes = strchr(words[i], 'c') != NULL;
        conf.members[conf.count++] = (struct nd_raft_member){{id}, {id}, is_learner || leaves, conf.is_joint && !is_learner && !comes};
    }
    step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_CONF, .conf = &conf});
}

static void cmd_liveness(struct golden *golden, char **words)
{
    size_t from = number(words[1]), to = number(words[2]);
    for (size_t at = 1; at <= golden->conf.count; at++) {
        if (at == to || (from != 0 && at != from)) continue;
        struct nd_raft_event event = {.type = ND_RAFT_EVENT_LIVENESS};
        event.liveness.node.v = to;
        event.liveness.is_up = strcmp(words[0], "down") != 0;
        event.liveness.has_restarted = strcmp(words[0], "restarted") == 0;
        step(golden, at, event);
    }
}

static void cmd_replica(struct golden *golden, enum nd_raft_event_type type, char **words)
{
    struct nd_raft_event event = {.type = type};
    event.replica.v = number(words[2]);
    step(golden, number(words[1]), event);
}

static void tick_due(struct golden *golden)
{
    for (size_t at = 1; at <= golden->conf.count; at++) {
        struct node *node = node_at(golden, at);
        if (node->deadline_ns != 0 && node->deadline_ns <= golden->now_ns) step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_TICK});
    }
}

static void cmd_timeout(struct golden *golden, size_t at)
{
    struct node *node = node_at(golden, at);
    if (node->deadline_ns == 0) {
        say(golden, "%zu: no timer", at);
        return;
    }
    if (node->deadline_ns > golden->now_ns) golden->now_ns = node->deadline_ns;
    step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_TICK});
}

static void cmd_compact(struct golden *golden, size_t at, uint64_t first)
{
    struct node *node = node_at(golden, at);
    step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_COMPACTED, .index = first});
    if (nd_raft_first_index(node->raft) != first) return;
    size_t gone = (size_t)(first - 1 - node->prev_index);
    for (size_t i = 0; i < gone; i++)
        nd_raft_payload_unref(node->log[i].payload);
    node->prev_term = gone == 0 ? node->prev_term : node->log[gone - 1].term;
    node->prev_index = first - 1;
    node->log_count -= gone;
    memmove(node->log, node->log + gone, node->log_count * sizeof *node->log);
}

static void cmd_snapshot(struct golden *golden, char **words)
{
    char *slash = strchr(words[3], '/');
    struct nd_raft_msg msg = {.type = ND_RAFT_MSG_SNAPSHOT, .from = {number(words[1])}, .to = {number(words[2])}};
    msg.term = nd_raft_term(node_at(golden, number(words[1]))->raft);
    msg.prev_index = number(words[3]);
    msg.prev_term = slash == NULL ? 0 : number(slash + 1);
    step(golden, number(words[2]), (struct nd_raft_event){.type = ND_RAFT_EVENT_RECV, .msg = &msg});
}

static void cmd_installed(struct golden *golden, size_t at)
{
    struct node *node = node_at(golden, at);
    persist(golden, at, node->append_count);
    for (size_t i = 0; i < node->log_count; i++) nd_raft_payload_unref(node->log[i].payload);
    node->log_count = 0;
    node->prev_index = node->applied = node->apply_to = node->install_index;
    node->prev_term = node->install_term;
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_SNAP_PERSISTED, .snapshot = {node->install_index, node->install_term}};
    node->install_index = node->install_term = 0;
    step(golden, at, event);
}

static void cmd_sent(struct golden *golden, char **words)
{
    struct nd_raft_event event = {.type = ND_RAFT_EVENT_SNAP_STATUS};
    event.snap_status.replica.v = number(words[2]);
    event.snap_status.index = number(words[3]);
    step(golden, number(words[1]), event);
}

static void cmd_status(struct golden *golden, char **words, size_t count)
{
    for (size_t at = 1; at <= golden->conf.count; at++) {
        bool is_wanted = count == 1;
        for (size_t i = 1; i < count; i++)
            is_wanted |= number(words[i]) == at;
        struct node *node = node_at(golden, at);
        if (!is_wanted) continue;
        struct nd_buf line;
        nd_buf_init(&line, &golden->heap);
        nd_buf_printf(&line, "%zu: ", at);
        if (node->raft == NULL) nd_buf_printf(&line, "crashed");
        else nd_raft_describe(node->raft, &line);
        if (node->raft != NULL) nd_buf_printf(&line, node->deadline_ns == 0 ? " (rests)" : " (waits)");
        say_buf(golden, &line);
    }
}

static void cmd_log(struct golden *golden, size_t at)
{
    const struct nd_raft *raft = node_at(golden, at)->raft;
    struct nd_buf line;
    nd_buf_init(&line, &golden->heap);
    nd_buf_printf(&line, "%zu:", at);
    for (uint64_t index = nd_raft_first_index(raft); index <= nd_raft_last_index(raft); index++)
        put_entries(&line, nd_raft_entry_at(raft, index), 1);
    say_buf(golden, &line);
}

static void cmd_wire(struct golden *golden)
{
    for (size_t i = 0; i < golden->letter_count; i++) {
        struct nd_raft_msg msg;
        if (nd_raft_msg_decode(nd_buf_slice(&golden->letters[i].wire), &golden->arena, &golden->heap, &msg) != ND_STATUS_OK) continue;
        msg.after_append = golden->letters[i].after;
        struct nd_buf line;
        nd_buf_init(&line, &golden->heap);
        put_msg(&line, &msg);
        say_buf(golden, &line);
        nd_raft_msg_release(&msg);
    }
    nd_arena_reset(&golden->arena);
}

static bool run_host_command(struct golden *golden, char **words, size_t count)
{
    size_t at = number(count > 1 ? words[1] : NULL);
    const char *verb = words[0];
    if (strcmp(verb, "cluster") == 0) cmd_cluster(golden, words, count);
    else if (strcmp(verb, "disk") == 0) cmd_disk(golden, at, words, count);
    else if (strcmp(verb, "auto") == 0) golden->is_auto = strcmp(words[1], "on") == 0;
    else if (strcmp(verb, "wait") == 0) golden->now_ns += at * MS, tick_due(golden);
    else if (strcmp(verb, "timeout") == 0) cmd_timeout(golden, at);
    else if (strcmp(verb, "persist") == 0) persist(golden, at, count > 2 ? number(words[2]) : SIZE_MAX);
    else if (strcmp(verb, "apply") == 0) apply(golden, at, count > 2 ? number(words[2]) : UINT64_MAX);
    else if (strcmp(verb, "late") == 0) node_at(golden, at)->is_late = true;
    else if (strcmp(verb, "report") == 0) report_oldest(golden, at);
    else if (strcmp(verb, "deliver") == 0) deliver(golden, at);
    else if (strcmp(verb, "drop") == 0 || strcmp(verb, "double") == 0 || strcmp(verb, "delay") == 0) disturb(golden, words, count);
    else if (strcmp(verb, "load") == 0) load(golden, at);
    else if (strcmp(verb, "crash") == 0) crash(golden, at);
    else if (strcmp(verb, "restart") == 0) start(golden, at);
    else if (strcmp(verb, "settle") == 0) settle(golden);
    else if (strcmp(verb, "status") == 0) cmd_status(golden, words, count);
    else if (strcmp(verb, "log") == 0) cmd_log(golden, at);
    else if (strcmp(verb, "wire") == 0) cmd_wire(golden);
    else return false;
    return true;
}

static bool run_event_command(struct golden *golden, char **words, size_t count)
{
    size_t at = number(count > 1 ? words[1] : NULL);
    uint64_t operand = number(count > 2 ? words[2] : NULL);
    const char *verb = words[0];
    if (strcmp(verb, "campaign") == 0) step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_CAMPAIGN});
    else if (strcmp(verb, "tick") == 0) step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_TICK});
    else if (strcmp(verb, "propose") == 0) cmd_propose(golden, at, words, count);
    else if (strcmp(verb, "read") == 0) step(golden, at, (struct nd_raft_event){.type = ND_RAFT_EVENT_READ_INDEX, .read_id = operand});
    else if (strcmp(verb, "transfer") == 0) cmd_replica(golden, ND_RAFT_EVENT_TRANSFER, words);
    else if (strcmp(verb, "unreachable") == 0) cmd_replica(golden, ND_RAFT_EVENT_UNREACHABLE, words);
    else if (strcmp(verb, "absent") == 0) cmd_replica(golden, ND_RAFT_EVENT_ABSENT, words);
    else if (strcmp(verb, "snapshot") == 0 && count == 4) cmd_snapshot(golden, words);
    else if (strcmp(verb, "installed") == 0) cmd_installed(golden, at);
    else if (strcmp(verb, "sent") == 0 && count == 4) cmd_sent(golden, words);
    else if (strcmp(verb, "evict") == 0) nd_raft_evict_payloads(node_at(golden, at)->raft, operand);
    else if (strcmp(verb, "compact") == 0) cmd_compact(golden, at, operand);
    else if (strcmp(verb, "change") == 0 && count == 3) cmd_change(golden, at, words[2]);
    else if (strcmp(verb, "conf") == 0) cmd_conf(golden, at, words, count);
    else if (strcmp(verb, "up") == 0 || strcmp(verb, "down") == 0 || strcmp(verb, "restarted") == 0) cmd_liveness(golden, words);
    else return false;
    return true;
}

static void run_line(struct golden *golden, char *line)
{
    char *words[WORDS_MAX], *from = line, *place = NULL;
    size_t count = 0, times = 1, skip = 0;
    for (char *word; count < WORDS_MAX && (word = strtok_r(from, " ", &place)) != NULL; from = NULL)
        words[count++] = word;
    if (strcmp(words[0], "quiet") == 0) skip = 1;
    if (strcmp(words[0], "repeat") == 0 && count > 2) skip = 2, times = number(words[1]);
    golden->is_silent = skip != 0;
    for (size_t i = 0; i < times && skip < count; i++)
        if (!run_host_command(golden, words + skip, count - skip) && !run_event_command(golden, words + skip, count - skip))
            nd_fatal(ND_EXIT_USAGE, "no such command: %s", words[skip]);
    golden->is_silent = false;
}

static void run(const char *input, struct nd_buf *output)
{
    static struct golden golden;
    if (golden.arena.heap == NULL) {
        nd_heap_init(&golden.heap, false);
        nd_arena_init(&golden.arena, &golden.heap);
    }
    golden.out = output;
    char *text = nd_heap_strdup(&golden.heap, input), *lines = text, *rest = NULL;
    for (char *line; (line = strtok_r(lines, "\n", &rest)) != NULL; lines = NULL)
        run_line(&golden, line);
    nd_heap_free(&golden.heap, text);
}

int main(int argc, char **argv) { return golden_main(argc, argv, run); }
