/* SPDX-License-Identifier: Apache-2.0 */
/* log_recover_int.h - what reading the log after a crash and repairing it share. */
#ifndef ND_LOG_LOG_RECOVER_INT_H
#define ND_LOG_LOG_RECOVER_INT_H

#include "log/log_int.h"

struct nd__log_window { /* of one file, moved along */
    struct nd_file *file;
    struct nd_buf bytes;
    uint64_t offset;
};

struct nd__log_hole {
    uint64_t segment_seq, block, first, last; /* frames */
    bool is_open;                             /* and what lay before them */
};

struct nd__log_recovery {
    struct nd_log *log;
    struct nd__log_window window;
    struct nd_buf scratch;
    struct nd_buf seqs;        /* u64 each: segments in the folder, ascending */
    struct nd_buf repair_seqs; /* the same of "repair-" ones */
    struct nd_buf damaged_seqs;
    bool has_spare, has_leftover, has_ready;
    const char *complaint; /* why the last frame or item was refused */
    uint64_t complaint_range;

    /* Damage. */
    bool is_damaged;
    bool is_cut;             /* simulation only: ND_BREAK_DAMAGE_CUT_OFF */
    bool knows_directories;  /* rows and covers are those of all readable frames */
    struct nd_buf holes;     /* struct nd__log_hole */
    struct nd_buf rows;      /* struct nd__log_directory_row, of frames read after the first damage */
    struct nd_buf covers;    /* two u64 each: frames from, to, of which no row is missing */
    struct nd_hmap hit;      /* range id -> replica id: may have had something in damaged frames */
    struct nd_hmap lost;     /* range id -> last entry that may have been in them, or before them, and 1 */
};

/* At least `n` bytes at `offset`, less at the end of the file. Valid until the next call. */
ND_RESULT nd__log_look(struct nd__log_window *window, uint64_t offset, size_t n, struct nd_slice *bytes_out);
/* A whole, intact frame with the number at `block`? items_out borrows from the window, or from scratch. */
ND_RESULT nd__log_read_frame(struct nd__log_recovery *recovery, const struct nd__log_segment *segment, uint64_t block, uint64_t frame_seq, bool *is_found_out,
                             struct nd__log_frame_header *header_out, struct nd_slice *items_out);

/* log_repair.c. */
/* Frames first..last (none where last is less) of the segment, from next_block on, cannot be read: forgets the groups that they may have hit.
 * is_open: nor what came before them. */
void nd__log_note_damage(struct nd__log_recovery *recovery, const struct nd__log_segment *segment, uint64_t first, uint64_t last, bool is_open);
void nd__log_say_damage(const struct nd__log_recovery *recovery); /* when all is known of it */
/* Behind the last entry that a group may have lost; 0: none. */
uint64_t nd__log_lost_end(const struct nd__log_recovery *recovery, struct nd_range_id range);
/* A group that is met without its CREATE: what damaged frames before may have held of it. */
void nd__log_note_lost(struct nd__log_recovery *recovery, struct nd_range_id range);
/* What comes after damage says that nothing above `last` was lost: it was never there, or was taken back. */
void nd__log_bound_lost(struct nd__log_recovery *recovery, struct nd_range_id range, uint64_t last);
/* Remembers what the frame's directory says of earlier ones. */
void nd__log_note_directory(struct nd__log_recovery *recovery, const struct nd__log_item *item, uint64_t frame_seq);
/* Writes what was read anew and puts it into the place of the segments there, which are set aside. */
ND_RESULT nd__log_repair(struct nd__log_recovery *recovery);
/* There is nothing of a log that was there: whatever turns up may have been in it. */
ND_RESULT nd__log_begin_lost(struct nd__log_recovery *recovery);
/* Goes on with a repair that a crash cut short, or forgets it. Says whether names have changed. */
ND_RESULT nd__log_finish_repair(struct nd__log_recovery *recovery, bool *has_changed_out);

#endif
