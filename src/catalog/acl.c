/* SPDX-License-Identifier: Apache-2.0 */
/* acl.c - lists of grants: made, changed, shown. */
#include "catalog/acl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    char letter;
} privileges[ND_PRIV_COUNT] = {{"INSERT", 'a'}, {"SELECT", 'r'}, {"UPDATE", 'w'}, {"DELETE", 'd'}, {"TRUNCATE", 'D'}, {"REFERENCES", 'x'},
                               {"TRIGGER", 't'}, {"EXECUTE", 'X'}, {"USAGE", 'U'}, {"CREATE", 'C'}, {"TEMPORARY", 'T'}, {"CONNECT", 'c'}};

unsigned nd_acl_all(enum nd_acl_kind kind)
{
    switch (kind) {
    case ND_ACL_TABLE: return ND_PRIV_INSERT | ND_PRIV_SELECT | ND_PRIV_UPDATE | ND_PRIV_DELETE | ND_PRIV_TRUNCATE | ND_PRIV_REFERENCES | ND_PRIV_TRIGGER;
    case ND_ACL_COLUMN: return ND_PRIV_INSERT | ND_PRIV_SELECT | ND_PRIV_UPDATE | ND_PRIV_REFERENCES;
    case ND_ACL_SEQUENCE: return ND_PRIV_USAGE | ND_PRIV_SELECT | ND_PRIV_UPDATE;
    case ND_ACL_SCHEMA: return ND_PRIV_USAGE | ND_PRIV_CREATE;
    case ND_ACL_DATABASE: return ND_PRIV_CREATE | ND_PRIV_TEMPORARY | ND_PRIV_CONNECT;
    case ND_ACL_FUNCTION: return ND_PRIV_EXECUTE;
    case ND_ACL_TYPE:
    case ND_ACL_LANGUAGE: return ND_PRIV_USAGE;
    }
    ND_UNREACHABLE();
}

const char *nd_privilege_name(unsigned privilege)
{
    for (size_t i = 0; i < ND_PRIV_COUNT; i++)
        if (privilege == 1u << i) return privileges[i].name;
    return NULL;
}

unsigned nd_privilege_named(const char *name, size_t n)
{
    for (size_t i = 0; i < ND_PRIV_COUNT; i++)
        if (strlen(privileges[i].name) == n && strncasecmp(privileges[i].name, name, n) == 0) return 1u << i;
    return n == 4 && strncasecmp(name, "temp", 4) == 0 ? ND_PRIV_TEMPORARY : 0;
}

static struct nd_acl *acl_new(size_t room, struct nd_arena *arena, struct nd_acl_item **items_out)
{
    struct nd_acl *acl = nd_arena_new(arena, struct nd_acl);
    *items_out = nd_arena_array(arena, struct nd_acl_item, room + 1);
    acl->items = *items_out;
    return acl;
}

const struct nd_acl *nd_acl_default(enum nd_acl_kind kind, uint32_t owner, struct nd_arena *arena)
{
    struct nd_acl_item *items;
    struct nd_acl *acl = acl_new(2, arena, &items);
    unsigned everybody = kind == ND_ACL_DATABASE ? ND_PRIV_CONNECT | ND_PRIV_TEMPORARY : kind >= ND_ACL_FUNCTION ? nd_acl_all(kind) : 0;
    if (kind == ND_ACL_COLUMN) return acl;
    if (everybody != 0) items[acl->count++] = (struct nd_acl_item){ND_ROLE_PUBLIC, owner, everybody, 0};
    items[acl->count++] = (struct nd_acl_item){owner, owner, nd_acl_all(kind), 0};
    return acl;
}

const struct nd_acl *nd_acl_copy(const struct nd_acl *acl, struct nd_arena *arena)
{
    struct nd_acl_item *items;
    if (acl == NULL) return NULL;
    struct nd_acl *copy = acl_new(acl->count, arena, &items);
    copy->count = acl->count;
    if (acl->count > 0) memcpy(items, acl->items, sizeof *items * acl->count);
    return copy;
}

static int compare_items(const void *a, const void *b)
{
    const struct nd_acl_item *left = a, *right = b;
    if (left->grantee != right->grantee) return left->grantee < right->grantee ? -1 : 1;
    return left->grantor < right->grantor ? -1 : left->grantor > right->grantor;
}

const struct nd_acl *nd_acl_sorted(const struct nd_acl *acl, struct nd_arena *arena)
{
    struct nd_acl_item *items;
    struct nd_acl *sorted = acl_new(acl->count, arena, &items);
    sorted->count = acl->count;
    if (acl->count > 0) memcpy(items, acl->items, sizeof *items * acl->count);
    qsort(items, sorted->count, sizeof *items, compare_items);
    return sorted;
}

static size_t find(const struct nd_acl *acl, uint32_t grantee, uint32_t grantor)
{
    for (size_t i = 0; i < acl->count; i++)
        if (acl->items[i].grantee == grantee && acl->items[i].grantor == grantor) return i;
    return SIZE_MAX;
}

bool nd_acl_is_equal(const struct nd_acl *a, const struct nd_acl *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        size_t at = find(b, a->items[i].grantee, a->items[i].grantor);
        if (at == SIZE_MAX || a->items[i].privileges != b->items[at].privileges || a->items[i].options != b->items[at].options) return false;
    }
    return true;
}

unsigned nd_acl_privileges_of(const struct nd_acl *acl, uint32_t grantee)
{
    unsigned found = 0;
    for (size_t i = 0; acl != NULL && i < acl->count; i++)
        if (acl->items[i].grantee == grantee) found |= acl->items[i].privileges;
    return found;
}

unsigned nd_acl_options_of(const struct nd_acl *acl, uint32_t grantee)
{
    unsigned found = 0;
    for (size_t i = 0; acl != NULL && i < acl->count; i++)
        if (acl->items[i].grantee == grantee) found |= acl->items[i].options;
    return found;
}

bool nd_acl_names(const struct nd_acl *acl, uint32_t role)
{
    for (size_t i = 0; acl != NULL && i < acl->count; i++)
        if (acl->items[i].grantee == role || acl->items[i].grantor == role) return true;
    return false;
}

/* ---- changes ------------------------------------------------------------------------------------------------ */

static void drop_item(struct nd_acl *acl, struct nd_acl_item *items, size_t at)
{
    memmove(&items[at], &items[at + 1], sizeof *items * (acl->count - at - 1));
    acl->count--;
}

/* Options that a role has lost. What it granted by them is looked for yet. */
struct loss {
    uint32_t role;
    unsigned options;
};

/* `grantee` has lost options, unless somebody else gave it those, too: what it granted goes with them, and what was granted by that. A chain of grants
 * may be as long as there are roles, hence no recursion. false: it may not. */
static bool revoke_granted(struct nd_acl *acl, struct nd_acl_item *items, uint32_t grantee, uint32_t owner, unsigned lost, bool is_cascade, struct nd_arena *arena)
{
    /* each further loss takes an option of an item away */
    struct loss *losses = nd_arena_array(arena, struct loss, acl->count * ND_PRIV_COUNT + 1);
    size_t count = 0;
    losses[count++] = (struct loss){grantee, lost};
    for (size_t at = 0; at < count; at++) {
        uint32_t grantor = losses[at].role;
        unsigned gone = losses[at].options & ~nd_acl_options_of(acl, grantor);
        if (grantor == owner) continue; /* the owner grants by itself */
        for (size_t i = 0; gone != 0 && i < acl->count;) {
            unsigned taken = items[i].privileges & gone, options = items[i].options & gone;
            if (items[i].grantor != grantor || taken == 0) {
                i++;
                continue;
            }
            if (!is_cascade) return false;
            items[i].privileges &= ~taken;
            items[i].options &= ~options;
            if (options != 0) losses[count++] = (struct loss){items[i].grantee, options};
            if (items[i].privileges == 0) drop_item(acl, items, i);
        }
    }
    return true;
}

/* Would the grantor still have the options if the grantee had none? Otherwise two could hold each other up against a REVOKE. */
static bool is_circular(const struct nd_acl *before, const struct nd_acl_change *change, struct nd_arena *arena)
{
    struct nd_acl_item *items;
    if (change->grantor == change->owner) return false;
    struct nd_acl *acl = acl_new(before->count, arena, &items);
    unsigned lost = nd_acl_options_of(before, change->grantee);
    acl->count = before->count;
    if (before->count > 0) memcpy(items, before->items, sizeof *items * before->count);
    for (size_t i = 0; i < acl->count; i++)
        if (items[i].grantee == change->grantee) items[i].options = 0;
    (void)revoke_granted(acl, items, change->grantee, change->owner, lost, true, arena);
    return (change->privileges & ~nd_acl_options_of(acl, change->grantor)) != 0;
}

enum nd_acl_outcome nd_acl_change(const struct nd_acl *before, const struct nd_acl_change *change, struct nd_arena *arena, const struct nd_acl **acl_out)
{
    struct nd_acl_item *items;
    *acl_out = before;
    if (change->is_grant && change->has_option && is_circular(before, change, arena)) return ND_ACL_CIRCULAR;
    struct nd_acl *acl = acl_new(before->count + 1, arena, &items);
    acl->count = before->count;
    if (before->count > 0) memcpy(items, before->items, sizeof *items * before->count);
    *acl_out = acl;
    size_t at = find(acl, change->grantee, change->grantor);
    if (at == SIZE_MAX && !change->is_grant) return ND_ACL_CHANGED;
    if (at == SIZE_MAX) items[at = acl->count++] = (struct nd_acl_item){change->grantee, change->grantor, 0, 0};
    unsigned options = items[at].options;
    if (change->is_grant) {
        items[at].privileges |= change->privileges;
        if (change->has_option) items[at].options |= change->privileges;
        return ND_ACL_CHANGED;
    }
    items[at].options &= ~change->privileges;
    if (!change->has_option) items[at].privileges &= ~change->privileges;
    options &= ~items[at].options;
    if (items[at].privileges == 0) drop_item(acl, items, at);
    return revoke_granted(acl, items, change->grantee, change->owner, options, change->is_cascade, arena) ? ND_ACL_CHANGED : ND_ACL_DEPENDENT;
}

const struct nd_acl *nd_acl_new_owner(const struct nd_acl *before, uint32_t old, uint32_t owner, struct nd_arena *arena)
{
    struct nd_acl_item *items;
    if (before == NULL) return NULL;
    struct nd_acl *acl = acl_new(before->count, arena, &items);
    for (size_t i = 0; i < before->count; i++) {
        struct nd_acl_item item = before->items[i];
        if (item.grantee == old) item.grantee = owner;
        if (item.grantor == old) item.grantor = owner;
        size_t at = find(acl, item.grantee, item.grantor);
        if (at == SIZE_MAX) items[acl->count++] = item;
        else items[at].privileges |= item.privileges, items[at].options |= item.options;
    }
    return acl;
}

/* ---- texts --------------------------------------------------------------------------------------------------- */

static const char *quoted(const char *name, struct nd_arena *arena)
{
    bool is_plain = true;
    size_t n = strlen(name), at = 0;
    for (size_t i = 0; i < n; i++) is_plain = is_plain && (name[i] == '_' || (name[i] >= '0' && name[i] <= '9') || (name[i] >= 'a' && name[i] <= 'z') || (name[i] >= 'A' && name[i] <= 'Z'));
    if (is_plain) return name;
    char *out = nd_arena_alloc(arena, n * 2 + 3);
    out[at++] = '"';
    for (size_t i = 0; i < n; i++) {
        if (name[i] == '"') out[at++] = '"';
        out[at++] = name[i];
    }
    out[at++] = '"';
    out[at] = '\0';
    return out;
}

const char *nd_acl_item_text(const struct nd_acl_item *item, void *arg, const char *(*role_name)(void *arg, uint32_t role), struct nd_arena *arena)
{
    char letters[ND_PRIV_COUNT * 2 + 1];
    size_t at = 0;
    for (size_t i = 0; i < ND_PRIV_COUNT; i++) {
        if ((item->privileges & 1u << i) == 0) continue;
        letters[at++] = privileges[i].letter;
        if ((item->options & 1u << i) != 0) letters[at++] = '*';
    }
    letters[at] = '\0';
    const char *grantee = item->grantee == ND_ROLE_PUBLIC ? "" : role_name(arg, item->grantee), *grantor = role_name(arg, item->grantor);
    if (grantee == NULL) grantee = nd_arena_printf(arena, "%u", item->grantee);
    if (grantor == NULL) grantor = nd_arena_printf(arena, "%u", item->grantor);
    return nd_arena_printf(arena, "%s=%s/%s", grantee[0] == '\0' ? "" : quoted(grantee, arena), letters, quoted(grantor, arena));
}
