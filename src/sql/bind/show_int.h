/* SPDX-License-Identifier: Apache-2.0 */
/* show_int.h - shared by show_query.c, show_from.c and show_view.c: a bound query on its way to text. */
#ifndef ND_SQL_BIND_SHOW_INT_H
#define ND_SQL_BIND_SHOW_INT_H

#include "sql/bind/rule_int.h"
#include "sql/types/key_codec.h"

struct nd__shown_var { /* a column (name), or what it stands for */
    const char *rel, *name;
    const struct nd_table *table; /* whose column it is; NULL: computed */
    uint32_t column_id;
    const struct nd_expr *expr;
    const struct nd_agg_use *agg;
    const struct nd_set_use *set;
    const struct nd_window *window;
    const struct nd_window_use *window_use;
};

struct nd__show_undo {
    uint32_t var;
    struct nd__shown_var before;
    struct nd__show_undo *next;
};

struct nd__show_name { /* an alias that is taken */
    const char *name;
    struct nd__show_name *next;
};

struct nd__show_rel {
    const struct nd_rel *rel;
    const char *alias;
    const char **columns;
    bool renames_columns;
};

struct nd__show_level { /* the items of a query's FROM, left to right */
    struct nd__show_rel *rels;
    size_t rel_count, next;
};

struct nd__show {
    struct nd__rule rule;
    const struct nd_bind_env *env;
    struct nd_arena *arena;
    bool qualifies; /* every relation with its schema; else those that the path does not find */
    const struct nd_bind_rename *rename;
    bool is_array;              /* the subquery that comes next is one of ARRAY(...) */
    struct nd__shown_var *vars; /* by number */
    struct nd__show_undo *undo;
    struct nd__show_name *names;
    /* what it reads */
    struct nd_view_source *sources;
    size_t source_count;
};

/* names: of the columns, where they differ from the query's own. names_all: an expression's name is always written. */
void nd__show_query(struct nd__show *show, const struct nd_query *query, const char *const *names, bool names_all);
void nd__show_setop(struct nd__show *show, const struct nd_query *query, const char *const *names, bool names_all);
void nd__show_from(struct nd__show *show, const struct nd_from *from, const struct nd__show_level *level);
void nd__show_order(struct nd__show *show, struct nd_expr *const *exprs, const unsigned *flags, size_t count);
void nd__show_name_var(struct nd__show *show, uint32_t var, struct nd__shown_var shown);
const char *nd__show_table_name(const struct nd__show *show, const struct nd_table *table);
const struct nd_expr *nd__show_resolve(struct nd__rule *rule, const struct nd_expr *expr);
void nd__show_var(struct nd__rule *rule, const struct nd_expr *expr);
void nd__show_row(struct nd__rule *rule, struct nd_expr *const *columns, size_t count, bool is_bare);
void nd__show_subquery(struct nd__rule *rule, const struct nd_expr *expr);
void nd__show_array_query(struct nd__rule *rule, const struct nd_expr *expr);

#endif
