/* SPDX-License-Identifier: Apache-2.0 */
/* debug.c - `ndoto debug`: what is in the files of a node, whether it can start or not. Writes nothing. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "env/real.h"
#include "log/log.h"
#include "range/apply.h"
#include "range/mvcc.h"
#include "range/span_walk.h"

struct debug {
    struct nd_heap heap;
    struct nd_env *env;
    struct nd_arena arena;
    const char *dir;
    uint64_t range; /* 0: all */
    bool shows_entries;
    struct nd_engine *engine;
    uint64_t entries, groups, segments, frames, used_bytes;
};

static void on_line(void *arg, enum nd_log_level level, const char *module, const char *line)
{
    ND_UNUSED(arg);
    ND_UNUSED(module);
    if (level >= ND_LOG_INFO) fprintf(stderr, "%s\n", line);
}

static const struct nd_logger logger = {.level_min = ND_LOG_INFO, .sink = on_line};

static int failed(const struct debug *debug, const char *what, enum nd_status status)
{
    const char *hint = status == ND_STATUS_BUSY        ? "; a process holds it: stop the node first"
                       : status == ND_STATUS_NOT_FOUND ? "; give the node's data folder (data_dir)"
                       : status == ND_STATUS_CORRUPT   ? "; what was damaged is named above. If a majority of the other nodes is whole, start this one: it repairs itself from them "
                                                         "(docs/OPERATION.md, \"Damaged storage\")"
                                                       : "";
    fprintf(stderr, "ndoto debug: %s/%s: %s%s\n", debug->dir, what, nd_status_text(status), hint);
    return ND_EXIT_FAILED;
}

/* ---- the log ------------------------------------------------------------------------------------------------------ */

static void count_segment(void *arg, const struct nd_log_segment_info *segment)
{
    struct debug *debug = arg;
    debug->segments++;
    debug->frames += segment->frame_count;
    debug->used_bytes += segment->used_bytes;
}

static void print_segment(void *arg, const struct nd_log_segment_info *segment)
{
    count_segment(arg, segment);
    printf("segment %016" PRIx64 "  frames %" PRIu64 "..%" PRIu64 "  %" PRIu64 " of %" PRIu64 " KiB\n", segment->seq, segment->first_frame,
           segment->first_frame + segment->frame_count - 1, segment->used_bytes >> 10, segment->segment_bytes >> 10);
}

static void print_entries(const struct nd_log_group_state *group)
{
    static const char *const types[] = {"?", "noop", "command", "conf"};
    for (size_t i = 0; i < group->entry_count; i++) {
        const struct nd_raft_entry *entry = &group->entries[i];
        printf("  %" PRIu64 "  term %" PRIu64 "  %s\n", entry->index, entry->term, types[entry->type <= ND_RAFT_CONF ? entry->type : 0]);
    }
}

static void count_group(void *arg, const struct nd_log_group_state *group)
{
    struct debug *debug = arg;
    debug->groups++;
    debug->entries += group->entry_count;
}

static void print_group(void *arg, const struct nd_log_group_state *group)
{
    const struct debug *debug = arg;
    count_group(arg, group);
    if (debug->range != 0 && group->range.v != debug->range) return;
    printf("range %" PRIu64 "  replica %" PRIu64 "  term %" PRIu64 "  vote %" PRIu64 "  commit >= %" PRIu64 "  entries ", group->range.v, group->replica.v,
           group->hard_state.term, group->hard_state.voted_for.v, group->hard_state.commit);
    if (group->entry_count > 0) printf("%" PRIu64 "..%" PRIu64, group->prev_index + 1, group->prev_index + group->entry_count);
    else printf("none");
    printf("  after %" PRIu64 " of term %" PRIu64 "%s\n", group->prev_index, group->prev_term, group->is_recovering ? "  RECOVERING" : "");
    if (debug->shows_entries) print_entries(group);
}

static int inspect(struct debug *debug, void (*on_segment)(void *arg, const struct nd_log_segment_info *segment),
                   void (*on_group)(void *arg, const struct nd_log_group_state *group))
{
    const char *path = nd_arena_printf(&debug->arena, "%s/log", debug->dir);
    const struct nd_log_inspection inspection = {debug, on_segment, on_group};
    enum nd_status status = nd_log_inspect(debug->env, path, &inspection);
    return status == ND_STATUS_OK ? ND_EXIT_OK : failed(debug, "log", status);
}

static int debug_log(struct debug *debug)
{
    int exit_code = inspect(debug, print_segment, count_group);
    if (debug->segments == 0) return exit_code;
    printf("%" PRIu64 " segments, %" PRIu64 " frames, %" PRIu64 " KiB, %" PRIu64 " groups with %" PRIu64 " entries: %s\n", debug->segments, debug->frames,
           debug->used_bytes >> 10, debug->groups, debug->entries, exit_code == ND_EXIT_OK ? "whole" : "DAMAGED");
    return exit_code;
}

static int debug_raft(struct debug *debug) { return inspect(debug, count_segment, print_group); }

/* ---- the state engine ----------------------------------------------------------------------------------------------- */

static void print_key(const char *name, struct nd_slice key, const char *if_empty)
{
    printf("  %s ", name);
    if (key.n == 0) printf("%s", if_empty);
    for (size_t i = 0; i < key.n; i++) printf("%02x", key.p[i]);
}

struct tally {
    uint64_t versions, locks, fences, txns, others;
};

static void tally_record(void *arg, struct nd_slice key)
{
    struct tally *tally = arg;
    switch (key.p[0]) {
    case ND_MVCC_TAG_VERSION: tally->versions++; return;
    case ND_MVCC_TAG_LOCK: tally->locks++; return;
    case ND_MVCC_TAG_FENCE: tally->fences++; return;
    case ND_MVCC_TAG_TXN: tally->txns++; return;
    default: tally->others++;
    }
}

static void print_members(const struct nd_raft_conf *conf)
{
    printf("  members");
    for (size_t i = 0; i < conf->count; i++)
        printf(" %" PRIu64 "@%u%s", conf->members[i].replica.v, (unsigned)conf->members[i].node.v, conf->members[i].is_learner ? " (learner)" : "");
    printf("%s\n", conf->is_joint ? "  joint" : "");
}

static void print_range(void *arg, struct nd_range_state *state)
{
    struct debug *debug = arg;
    const struct nd_range_desc *desc = &state->desc;
    debug->groups++;
    if (debug->range == 0 || desc->id.v == debug->range) {
        struct tally tally = {0};
        struct nd_span_walk walk;
        nd_span_walk_init(&walk, desc->id, desc->first, desc->end, &debug->heap);
        enum nd_status status = nd_span_walk_on(&walk, debug->engine, SIZE_MAX, &tally, tally_record);
        nd_span_walk_deinit(&walk);
        printf("range %" PRIu64 "  epoch %" PRIu64 "/%" PRIu64 "  applied %" PRIu64 " of term %" PRIu64, desc->id.v, desc->epoch.version, desc->epoch.conf_version,
               state->applied_index, state->applied_term);
        if (state->gc_safepoint.v != 0) printf("  collected below %" PRIu64, state->gc_safepoint.v);
        printf("\n");
        print_key("from", desc->first, "the beginning");
        print_key("to", desc->end, "the end");
        printf("\n  versions %" PRIu64 "  provisional records %" PRIu64 "  fences %" PRIu64 "  transactions %" PRIu64 "  others %" PRIu64 "%s%s\n", tally.versions,
               tally.locks, tally.fences, tally.txns, tally.others, status == ND_STATUS_OK ? "" : "  then: ", status == ND_STATUS_OK ? "" : nd_status_text(status));
        print_members(&desc->conf);
    }
    nd_range_desc_deinit(&state->desc, &debug->heap);
}

static int debug_range(struct debug *debug)
{
    struct nd_engine_options options = {.env = debug->env, .path = nd_arena_printf(&debug->arena, "%s/state", debug->dir), .is_read_only = true};
    enum nd_status status = nd_engine_rocks_open(&options, &debug->engine);
    if (status != ND_STATUS_OK) return failed(debug, "state", status == ND_STATUS_IO ? ND_STATUS_NOT_FOUND : status);
    status = nd_range_state_load_all(debug->engine, &debug->heap, debug, print_range);
    nd_engine_close(debug->engine);
    return status == ND_STATUS_OK ? ND_EXIT_OK : failed(debug, "state", status);
}

/* ---- the command ------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    int (*run)(struct debug *debug);
} views[] = {{"log", debug_log}, {"raft", debug_raft}, {"range", debug_range}};

static int run(struct debug *debug, int (*view)(struct debug *debug))
{
    nd_heap_init(&debug->heap, false);
    nd_arena_init(&debug->arena, &debug->heap);
    struct nd_env_real_options options = {.heap = &debug->heap, .logger = &logger, .reactors = 1};
    enum nd_status status = nd_env_real_open(&options, &debug->env);
    int exit_code = status == ND_STATUS_OK ? view(debug) : failed(debug, "", status);
    if (status == ND_STATUS_OK) nd_env_real_close(debug->env);
    nd_arena_deinit(&debug->arena);
    return exit_code;
}

int nd_cli_debug(int argc, char **argv)
{
    struct debug debug = {0};
    const struct nd_cli_flag flags[] = {
        {"range", 'r', ND_CLI_NUMBER, "ID", "of this shard alone", &debug.range, 1, UINT64_MAX, NULL},
        {"entries", 0, ND_CLI_SWITCH, NULL, "raft: list the entries, too", &debug.shows_entries, 0, 0, NULL},
    };
    const struct nd_cli_usage usage = {
        "ndoto debug", "log verify | log | raft | range  DIR  [FLAGS]",
        "Looks into the data folder of a node, and changes nothing.\n"
        "  log verify DIR  (or log DIR) reads the whole log as a start would: its segments, and whether it is whole. Exit\n"
        "             status 1 and a line that says where and what it held, if not. The node must not run.\n"
        "  raft DIR   what the log holds of each group: term, vote, first and last entry. The node must not run.\n"
        "  range DIR  the shards in the state engine, as last flushed: span, members, applied index, number of records",
        flags, ND_ARRAY_LEN(flags), 3, "example:\n  ndoto debug log verify ndoto-demo/node1/data\n"};
    int positional, exit_code;
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    bool is_verify = positional == 3 && strcmp(argv[1], "log") == 0 && strcmp(argv[2], "verify") == 0;
    debug.dir = is_verify ? argv[3] : positional == 2 ? argv[2] : NULL;
    for (size_t i = 0; i < ND_ARRAY_LEN(views) && debug.dir != NULL; i++)
        if (strcmp(argv[1], views[i].name) == 0) return run(&debug, views[i].run);
    fprintf(stderr, "ndoto debug: say what to look at and in which folder, as in 'ndoto debug log verify DIR' ('ndoto debug --help')\n");
    return ND_EXIT_USAGE;
}
