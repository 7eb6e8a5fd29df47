/* SPDX-License-Identifier: Apache-2.0 */
#include "log/log_int.h"

struct nd__log_group *nd__log_group_find(const struct nd_log *log, struct nd_range_id range)
{
    return nd_hmap_find(&log->groups, range.v);
}

struct nd__log_group *nd__log_group_add(struct nd_log *log, struct nd_range_id range, struct nd_replica_id replica)
{
    ND_ASSERT(range.v != 0);
    ND_ASSERT(replica.v != 0);
    struct nd__log_group *group = nd_heap_new_lasting(log->heap, struct nd__log_group);
    group->range = range;
    group->replica = replica;
    nd_list_init(&group->entry_link);
    nd_list_init(&group->root_link);
    nd_list_init(&group->touched_link);
    nd_hmap_put(&log->groups, range.v, group);
    return group;
}

void nd__log_group_remove(struct nd_log *log, struct nd__log_group *group)
{
    (void)nd_hmap_remove(&log->groups, group->range.v);
    nd__log_group_free(log, group);
}

void nd__log_group_free(struct nd_log *log, struct nd__log_group *group)
{
    nd_list_remove(&group->entry_link);
    nd_list_remove(&group->root_link);
    nd_list_remove(&group->touched_link);
    nd__log_runs_deinit(&group->terms, log->heap);
    nd__log_runs_deinit(&group->frames, log->heap);
    nd_heap_free(log->heap, group->recovered);
    nd_heap_free(log->heap, group);
}

static void clear_entries(struct nd__log_group *group)
{
    nd__log_runs_clear(&group->terms);
    nd__log_runs_clear(&group->frames);
}

void nd__log_group_reset(struct nd_log *log, struct nd__log_group *group, uint64_t prev_index, uint64_t prev_term)
{
    clear_entries(group);
    group->prev_index = group->last_index = prev_index;
    group->prev_term = prev_term;
    group->touched_first = 0;
    nd_list_remove(&group->touched_link);
    nd__log_group_place(log, group);
}

void nd__log_group_truncate(struct nd_log *log, struct nd__log_group *group, uint64_t from)
{
    ND_ASSERT(from > group->prev_index);
    if (from > group->last_index) return;
    nd__log_runs_truncate(&group->terms, from);
    nd__log_runs_truncate(&group->frames, from);
    group->last_index = from - 1;
    if (group->touched_first >= from) {
        group->touched_first = 0;
        nd_list_remove(&group->touched_link);
    }
    nd__log_group_place(log, group);
}

void nd__log_group_drop_below(struct nd_log *log, struct nd__log_group *group, uint64_t index_first, uint64_t prev_term)
{
    ND_ASSERT(index_first > group->prev_index);
    if (index_first > group->last_index) {
        nd__log_group_reset(log, group, index_first - 1, prev_term);
        return;
    }
    nd__log_runs_drop_below(&group->terms, index_first);
    nd__log_runs_drop_below(&group->frames, index_first);
    group->prev_index = index_first - 1;
    group->prev_term = prev_term;
    nd__log_group_place(log, group);
}

void nd__log_group_push(struct nd_log *log, struct nd__log_group *group, uint64_t index, uint64_t term, uint64_t frame_seq)
{
    ND_ASSERT(index == group->last_index + 1);
    nd__log_runs_push(&group->terms, log->heap, index, term);
    nd__log_runs_push(&group->frames, log->heap, index, frame_seq);
    group->last_index = index;
    if (group->entry_frame == 0) nd__log_group_place(log, group);
}

void nd__log_group_place(struct nd_log *log, struct nd__log_group *group)
{
    uint64_t frame_seq = nd__log_runs_is_empty(&group->frames) ? 0 : nd__log_runs_front(&group->frames)->value;
    if (frame_seq == group->entry_frame) return;
    group->entry_frame = frame_seq;
    nd_list_remove(&group->entry_link);
    if (frame_seq == 0) return;
    struct nd__log_segment *segment = nd__log_segment_of(log, frame_seq);
    nd_list_push_back(segment == NULL ? &log->pending_entry_groups : &segment->entry_groups, &group->entry_link);
}

void nd__log_group_root(struct nd_log *log, struct nd__log_group *group, struct nd__log_segment *segment)
{
    nd_list_remove(&group->root_link);
    nd_list_push_back(segment == NULL ? &log->pending_root_groups : &segment->root_groups, &group->root_link);
}
