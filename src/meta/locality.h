/* SPDX-License-Identifier: Apache-2.0 */
/* locality.h - where nodes stand, and where replicas shall.
 *
 * Role.       A locality says from the widest to the narrowest what a node would fail together with: region=eu,zone=a,rack=7. A rule
 *             says of a table how many voters its shards have, on which nodes, and which of them lead if they can:
 *               constraint  [-]key=value (, [-]key=value)*: all must hold; with a minus, must not
 * Threading.  Pure.
 * Testing.    tests/unit/meta_placement.c */
#ifndef ND_META_LOCALITY_H
#define ND_META_LOCALITY_H

#include "base/slice.h"

enum { ND_LOCALITY_TIERS_MAX = 4, ND_LOCALITY_BYTES_MAX = 255, ND_CONSTRAINT_TERMS_MAX = 16 };

struct nd_locality_term {
    struct nd_slice key, value;
    bool is_not;
};
struct nd_locality {
    struct nd_locality_term tiers[ND_LOCALITY_TIERS_MAX];
    size_t count;
};
struct nd_constraint {
    struct nd_locality_term terms[ND_CONSTRAINT_TERMS_MAX];
    size_t count; /* 0: any node */
};

/* Borrow from the text; empty: none. false: malformed, too many, a key twice. Names are of a-z, 0-9, - and _. */
bool nd_locality_parse(struct nd_slice text, struct nd_locality *locality_out);
bool nd_constraint_parse(struct nd_slice text, struct nd_constraint *constraint_out);
bool nd_constraint_holds(const struct nd_constraint *constraint, const struct nd_locality *locality);
/* How much two nodes are bound to fail together: more for each tier from the widest on that they share. 0: nothing known. */
unsigned nd_locality_nearness(const struct nd_locality *a, const struct nd_locality *b);

/* Of the shards that begin in a span; the spans of a list do not overlap. */
struct nd_placement_rule {
    struct nd_slice first, end;
    unsigned replicas; /* 0: as the cluster has them */
    struct nd_constraint where, leaders;
};

#endif
