/* SPDX-License-Identifier: Apache-2.0 */
/* rule_int.h - expressions and queries as SQL text: shared by expr_rule.c and show_query.c. */
#ifndef ND_SQL_BIND_RULE_INT_H
#define ND_SQL_BIND_RULE_INT_H

#include "sql/bind/bind_int.h"

#define ND_RULE_INDENT_CLAUSE 8
#define ND_RULE_INDENT_JOIN 4
#define ND_RULE_INDENT_ITEM 4

struct nd__rule {
    const char *const *names; /* of variables, where there is no query */
    const struct nd_type_ctx *types;
    struct nd_buf *out;
    bool is_domain; /* its one column is VALUE */
    bool pretty;                                                                         /* no needless parentheses */
    int indent;                                                                          /* columns that a new line begins with */
    void *query;                                                                         /* for the hooks; they are NULL where there is no query */
    const struct nd_expr *(*resolve)(struct nd__rule *rule, const struct nd_expr *expr); /* what a variable stands for, or itself */
    void (*put_var)(struct nd__rule *rule, const struct nd_expr *expr);
    void (*put_subquery)(struct nd__rule *rule, const struct nd_expr *expr);
    void (*put_row)(struct nd__rule *rule, struct nd_expr *const *columns, size_t count, bool is_bare); /* a whole row: t.*, or t */
    void (*put_array_query)(struct nd__rule *rule, const struct nd_expr *expr); /* of ARRAY(...) */
};

void nd__rule_put(struct nd__rule *rule, const char *text);
/* Implicit casts are shown below operators and functions. */
void nd__rule_expr(struct nd__rule *rule, const struct nd_expr *expr, bool shows_implicit);
void nd__rule_list(struct nd__rule *rule, struct nd_expr *const *args, size_t count);
/* A new line: the indent changes by `before` first, by `after` behind it; `more` columns for this line alone. */
void nd__rule_line(struct nd__rule *rule, const char *text, int before, int after, int more);

#endif
