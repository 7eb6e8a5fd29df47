/* SPDX-License-Identifier: Apache-2.0 */
/* list.h - intrusive doubly linked list (a circle through its head). */
#ifndef ND_BASE_LIST_H
#define ND_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct nd_list {
    struct nd_list *next, *prev;
};

static inline void nd_list_init(struct nd_list *list) { list->next = list->prev = list; }
static inline bool nd_list_is_empty(const struct nd_list *list) { return list->next == list; }
static inline void nd_list_push_back(struct nd_list *list, struct nd_list *node)
{
    node->prev = list->prev;
    node->next = list;
    list->prev->next = node;
    list->prev = node;
}
static inline void nd_list_push_front(struct nd_list *list, struct nd_list *node) { nd_list_push_back(list->next, node); }
/* Leaves the node as a list of its own, so that removing twice is harmless. */
static inline void nd_list_remove(struct nd_list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
    nd_list_init(node);
}

#define ND_CONTAINER_OF(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))
#define ND_LIST_FOREACH(it, list) for (struct nd_list *it = (list)->next; it != (list); it = it->next)
/* `it` may be removed inside the loop. */
#define ND_LIST_FOREACH_SAFE(it, list)                                                             \
    for (struct nd_list *it = (list)->next, *it##_next = it->next; it != (list); it = it##_next, it##_next = it->next)

#endif
