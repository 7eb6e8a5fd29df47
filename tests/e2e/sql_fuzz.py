# SPDX-License-Identifier: Apache-2.0
"""sql_fuzz - a generator of queries over a few typed tables with NULLs, and their comparison with PostgreSQL 15.

Statements are made from a seed: seed n is always the same text. Rows, types and SQLSTATEs must agree. Explained
differences: where an expression fails for some rows (SQLSTATE class 22), which rows are evaluated, and so whether and
with which error of that class a statement fails, depends on the plan; of equal numerics of different scale, and in
which order they come, likewise."""
import random

SCHEMA = """
CREATE TABLE f1 (id int PRIMARY KEY, a int, b bigint, c numeric(10,2), d text, e boolean, f date, g timestamp);
CREATE TABLE f2 (id int PRIMARY KEY, a int NOT NULL, b bigint, c numeric, d varchar(20), e boolean, f date, g timestamp);
CREATE TABLE f3 (a int, b bigint, d text, f date);
CREATE INDEX f1_a ON f1 (a);
CREATE INDEX f2_d ON f2 (d, a)
"""
COLUMNS = {
    'f1': {'id': 'int', 'a': 'int', 'b': 'bigint', 'c': 'numeric', 'd': 'text', 'e': 'bool', 'f': 'date', 'g': 'timestamp'},
    'f2': {'id': 'int', 'a': 'int', 'b': 'bigint', 'c': 'numeric', 'd': 'text', 'e': 'bool', 'f': 'date', 'g': 'timestamp'},
    'f3': {'a': 'int', 'b': 'bigint', 'd': 'text', 'f': 'date'},
}
TYPES = ['int', 'bigint', 'numeric', 'text', 'bool', 'date', 'timestamp']
WORDS = ['', 'a', 'ab', 'abc', 'Abc', 'b', 'xyz', 'x y', 'é', '10', '%', 'a_b']


def literal(rng, kind):
    if kind == 'int':
        return str(rng.choice([0, 1, 2, 3, 5, 7, 10, -1, -4]))
    if kind == 'bigint':
        return f'{rng.choice([0, 1, 2, 3, 5, 10, -2])}::bigint'
    if kind == 'numeric':
        return rng.choice(['0.0', '1.5', '2.25', '-0.75', '10.10', '3.0'])
    if kind == 'text':
        return "'" + rng.choice(WORDS) + "'"
    if kind == 'bool':
        return rng.choice(['true', 'false'])
    if kind == 'date':
        return f"date '2024-0{rng.randint(1, 4)}-{rng.randint(10, 28)}'"
    return f"timestamp '2024-0{rng.randint(1, 4)}-{rng.randint(10, 28)} 0{rng.randint(0, 9)}:30:00'"


def setup():
    """Statements that make the tables and fill them, always the same."""
    rng = random.Random('rows')
    out = [text.strip() for text in SCHEMA.split(';')]
    for table, columns in COLUMNS.items():
        for i in range(25):
            values = []
            for name, kind in columns.items():
                if name == 'id':
                    values.append(str(i))
                elif rng.random() < 0.2 and not (table == 'f2' and name == 'a'):
                    values.append('NULL')
                else:
                    values.append(literal(rng, kind))
            out.append(f"INSERT INTO {table} VALUES ({', '.join(values)})")
    return out


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.aliases = 0

    def pick(self, *items):
        return self.rng.choice(items)

    def chance(self, p):
        return self.rng.random() < p

    # ---- expressions: scope is [(qualified name, type)]

    def column(self, kind, scope):
        names = [name for name, type_ in scope if type_ == kind]
        return self.rng.choice(names) if names else None

    def leaf(self, kind, scope):
        name = self.column(kind, scope)
        if name is not None and self.chance(0.75):
            return name
        return 'NULL::' + kind if self.chance(0.06) else literal(self.rng, kind)

    def expr(self, kind, scope, depth):
        if depth <= 0 or self.chance(0.25):
            return self.leaf(kind, scope)
        sub = lambda other=kind: self.expr(other, scope, depth - 1)  # noqa: E731
        common = [
            lambda: f"CASE WHEN {sub('bool')} THEN {sub()} {self.pick('ELSE ' + sub(), '')} END",
            lambda: f'coalesce({sub()}, {sub()})',
            lambda: f'nullif({sub()}, {sub()})',
            lambda: f'greatest({sub()}, {sub()})',
            lambda: f'least({sub()}, {sub()})',
            lambda: self.scalar_subquery(kind, scope, depth - 1),
        ]
        own = {
            'int': [lambda: f"({sub()} {self.pick('+', '-', '*')} {sub()})", lambda: f'({sub()} / nullif({sub()}, 0))',
                    lambda: f'({sub()} % nullif({sub()}, 0))', lambda: f"length({sub('text')})", lambda: f'abs({sub()})',
                    lambda: f"extract(day FROM {sub('date')})::int", lambda: f"({sub('date')} - {sub('date')})",
                    lambda: f"strpos({sub('text')}, {sub('text')})", lambda: f'sign({sub()})::int', lambda: f"({sub('numeric')})::int",
                    lambda: f"({sub('bool')})::int"],
            'bigint': [lambda: f"({sub()} {self.pick('+', '-')} {sub('int')})", lambda: f"({sub('int')} * {sub()})", lambda: f'abs({sub()})',
                       lambda: f"({sub('int')})::bigint", lambda: f'mod({sub()}, nullif({sub()}, 0))'],
            'numeric': [lambda: f"({sub()} {self.pick('+', '-', '*')} {sub()})", lambda: f"({sub()} {self.pick('+', '*')} {sub('int')})",
                        lambda: f'({sub()} / nullif({sub()}, 0))', lambda: f'round({sub()}, {self.rng.randint(0, 3)})',
                        lambda: f'{self.pick("floor", "ceil", "trunc", "abs")}({sub()})', lambda: f"({sub('int')})::numeric(12,3)"],
            'text': [lambda: f"({sub()} || {sub(self.pick('text', 'text', 'int'))})", lambda: f'{self.pick("upper", "lower", "reverse", "btrim", "initcap")}({sub()})',
                     lambda: f'substr({sub()}, {self.rng.randint(-1, 3)}, {self.rng.randint(0, 4)})',
                     lambda: f'{self.pick("left", "right")}({sub()}, {self.rng.randint(-2, 3)})', lambda: f"replace({sub()}, {literal(self.rng, 'text')}, 'Q')",
                     lambda: f"({sub(self.pick('int', 'bigint', 'numeric', 'date', 'bool', 'timestamp'))})::text", lambda: f"lpad({sub()}, {self.rng.randint(0, 6)}, '*')",
                     lambda: f"concat({sub()}, {sub('int')}, {sub('bool')})", lambda: f"split_part({sub()}, ' ', {self.rng.randint(1, 2)})",
                     lambda: f"to_char({sub('date')}, 'YYYY-MM-DD')", lambda: f"repeat({sub()}, {self.rng.randint(0, 3)})"],
            'bool': [lambda: self.comparison(scope, depth - 1)] * 6 + [
                lambda: f"({sub()} {self.pick('AND', 'OR')} {sub()})", lambda: f'(NOT {sub()})', lambda: self.subquery_test(scope, depth - 1),
                lambda: f"({self.expr(self.pick(*TYPES), scope, depth - 1)} IS {self.pick('', 'NOT ')}NULL)",
                lambda: f"({sub()} IS {self.pick('', 'NOT ')}{self.pick('TRUE', 'FALSE', 'UNKNOWN')})"],
            'date': [lambda: f"({sub()} {self.pick('+', '-')} {sub('int')})", lambda: f"({sub('timestamp')})::date"],
            'timestamp': [lambda: f"({sub()} {self.pick('+', '-')} interval '{self.pick('1 day', '2 months', '90 minutes')}')",
                          lambda: f"date_trunc('{self.pick('month', 'day', 'hour', 'year')}', {sub()})", lambda: f"({sub('date')})::timestamp"],
        }
        return self.rng.choice(common[:5] + own[kind] * 2 + common[5:])()

    def comparison(self, scope, depth):
        kind = self.pick(*TYPES)
        left, right = self.expr(kind, scope, depth), self.expr(kind, scope, depth)
        if kind == 'text' and self.chance(0.3):
            return f"({left} {self.pick('LIKE', 'NOT LIKE', 'ILIKE')} {self.pick(repr('a%'), repr('%b%'), repr('_b_'), right)})"
        if kind == 'text' and self.chance(0.1):
            return f"({left} {self.pick('~', '!~', '~*')} '{self.pick('^a', 'b$', '[xy]', 'a.c', '^$')}')"
        form = self.rng.random()
        if form < 0.1:
            return f"({left} {self.pick('', 'NOT ')}BETWEEN {right} AND {self.expr(kind, scope, depth)})"
        if form < 0.2:
            return f"({left} {self.pick('', 'NOT ')}IN ({right}, {self.leaf(kind, scope)}, {literal(self.rng, kind)}))"
        if form < 0.3:
            return f"({left} IS {self.pick('', 'NOT ')}DISTINCT FROM {right})"
        if form < 0.35:
            return f"(({left}, {self.leaf('int', scope)}) {self.pick('=', '<', '<>', '>=')} ({right}, {self.leaf('int', scope)}))"
        return f"({left} {self.pick('=', '<>', '<', '<=', '>', '>=')} {right})"

    def inner(self, scope):
        """A table for a subquery, its columns, and those with the outer ones."""
        table, alias = self.pick(*COLUMNS), self.alias()
        own = [(f'{alias}.{name}', kind) for name, kind in COLUMNS[table].items()]
        return f'{table} {alias}', own, own + (scope if self.chance(0.7) else [])

    def condition(self, own, both, depth):
        if both is not own and self.chance(0.5):
            kind = self.pick('int', 'bigint', 'text')
            left, right = self.column(kind, own), self.column(kind, both)
            if left is not None and right is not None:
                more = f' AND {self.expr("bool", both, depth)}' if self.chance(0.4) else ''
                return f'{left} = {right}{more}'
        return self.expr('bool', both, depth)

    def scalar_subquery(self, kind, scope, depth):
        item, own, both = self.inner(scope)
        call = f'{self.pick("min", "max")}({self.expr(kind, own, depth)})' if kind != 'bool' else f'bool_or({self.expr(kind, own, depth)})'
        if kind == 'bigint' and self.chance(0.5):
            call = self.pick('count(*)', f'count({self.column("int", own)})', f'sum({self.column("int", own)})')
        return f'(SELECT {call} FROM {item} WHERE {self.condition(own, both, depth)})'

    def subquery_test(self, scope, depth):
        item, own, both = self.inner(scope)
        where = self.condition(own, both, depth)
        form = self.rng.random()
        if form < 0.4:
            return f"({self.pick('', 'NOT ')}EXISTS (SELECT {self.pick('1', '*')} FROM {item} WHERE {where}))"
        kind = self.pick('int', 'bigint', 'text', 'date')
        left, value = self.expr(kind, scope, depth), self.expr(kind, own, depth)
        if form < 0.8:
            return f"({left} {self.pick('', 'NOT ')}IN (SELECT {value} FROM {item} WHERE {where}))"
        return f"({left} {self.pick('<', '=', '<>', '>=')} {self.pick('ANY', 'ALL')} (SELECT {value} FROM {item} WHERE {where}))"

    # ---- queries

    def alias(self):
        self.aliases += 1
        return f't{self.aliases}'

    def source(self, depth):
        """An item of FROM and its columns."""
        alias = self.alias()
        if depth > 0 and self.chance(0.25):
            text, kinds = self.select(depth - 1, self.rng.randint(1, 3))
            names = [f'c{i}' for i in range(len(kinds))]
            return f"({text}) AS {alias} ({', '.join(names)})", [(f'{alias}.{name}', kind) for name, kind in zip(names, kinds)]
        table = self.pick(*COLUMNS)
        return f'{table} {alias}', [(f'{alias}.{name}', kind) for name, kind in COLUMNS[table].items()]

    def sources(self, depth):
        text, scope = self.source(depth)
        for _ in range(self.pick(0, 0, 1, 1, 2)):
            right, more = self.source(depth)
            kind = self.pick('JOIN', 'LEFT JOIN', 'JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN')
            if kind == 'CROSS JOIN':
                text = f'{text} CROSS JOIN {right}'
            else:
                typ = self.pick('int', 'bigint', 'text', 'int')
                a, b = self.column(typ, scope), self.column(typ, more)
                on = f'{a} = {b}' if a is not None and b is not None else 'true'
                if kind in ('JOIN', 'LEFT JOIN') and self.chance(0.3):
                    on += f' AND {self.expr("bool", scope + more, 1)}'
                text = f'{text} {kind} {right} ON {on}'
            scope = scope + more
        return text, scope

    def select(self, depth, width):
        """(text, types): without ORDER BY."""
        if depth > 0 and self.chance(0.12):
            kinds = [self.pick(*TYPES) for _ in range(width)]
            left, right = self.select_of(depth - 1, kinds), self.select_of(depth - 1, kinds)
            return f"({left}) {self.pick('UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL', 'INTERSECT ALL')} ({right})", kinds
        kinds = [self.pick(*TYPES) for _ in range(width)]
        return self.select_of(depth, kinds), kinds

    def select_of(self, depth, kinds):
        text, scope = self.sources(depth)
        where = f' WHERE {self.expr("bool", scope, 2)}' if self.chance(0.6) else ''
        if self.chance(0.3):
            return self.grouped(text, scope, where, kinds)
        values = ', '.join(self.window(scope) if kind == 'bigint' and self.chance(0.3) else self.expr(kind, scope, 2) for kind in kinds)
        return f"SELECT {self.pick('', '', '', 'DISTINCT ')}{values} FROM {text}{where}"

    def window(self, scope):
        """A call that does not depend on the order of peers."""
        call = self.pick('count(*)', f"sum({self.expr('int', scope, 1)})", f"count({self.expr(self.pick(*TYPES), scope, 1)})", 'rank()', 'dense_rank()')
        column = lambda: self.column(self.pick('int', 'bigint', 'text', 'date'), scope) or '1'  # noqa: E731
        parts = [self.pick('', f'PARTITION BY {column()}'), f"ORDER BY {column()}{self.pick('', ' DESC', ' NULLS FIRST')}"]
        frame = self.pick('', '', 'RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING', 'GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING')
        return f"{call} OVER ({' '.join(part for part in [*parts, frame] if part)})"

    def aggregate(self, kind, scope):
        value = lambda other: self.expr(other, scope, 1)  # noqa: E731
        text = {
            'int': lambda: f"{self.pick('min', 'max')}({value('int')})", 'bool': lambda: f"{self.pick('bool_and', 'bool_or')}({value('bool')})",
            'bigint': lambda: self.pick('count(*)', f"count({self.pick('', 'DISTINCT ')}{value(self.pick(*TYPES))})", f"sum({value('int')})"),
            'numeric': lambda: self.pick(f"sum({value('numeric')})", f"sum({value('bigint')})", f"round(avg({value('int')}), 4)", f"max({value('numeric')})"),
        }.get(kind, lambda: f"{self.pick('min', 'max')}({value(kind)})")()
        if self.chance(0.15) and text.endswith(')') and not text.startswith('round'):
            text += f" FILTER (WHERE {self.expr('bool', scope, 1)})"
        return text

    def grouped(self, text, scope, where, kinds):
        keys, values = [], []
        for kind in kinds:
            name = self.column(kind, scope)
            if name is not None and self.chance(0.5):
                keys.append(name)
                values.append(name)
            else:
                values.append(self.aggregate(kind, scope))
        form = self.pick('{}', '{}', '{}', '{}', 'ROLLUP ({})', 'CUBE ({})')
        group = f" GROUP BY {form.format(', '.join(keys))}" if keys else ''
        having = f" HAVING {self.aggregate('bigint', scope)} {self.pick('>', '<', '=')} {self.rng.randint(0, 4)}" if self.chance(0.3) else ''
        return f"SELECT {', '.join(values)} FROM {text}{where}{group}{having}"

    def statement(self):
        width = self.rng.randint(1, 4)
        if self.chance(0.12):
            text, kinds = self.select(1, width)
            names = ', '.join(f'c{i}' for i in range(width))
            body = f'WITH w ({names}) AS ({text}) SELECT x.* FROM w x WHERE x.c0 IN (SELECT y.c0 FROM w y) OR x.c0 IS NULL'
        else:
            body, kinds = self.select(2, width)
        order = ', '.join(f"{i + 1}{self.pick('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST')}" for i in range(width))
        tail = f' LIMIT {self.rng.randint(1, 8)}{self.pick("", " OFFSET 2")}' if self.chance(0.3) else ''
        return f'{body} ORDER BY {order}{tail}'


class WideMaker(Maker):
    """The same and more: rows as values, aggregates of queries around, ordered-set aggregates, JSON."""

    def row(self, scope, kinds):
        return f"ROW({', '.join(self.leaf(kind, scope) + ('::text' if kind == 'text' else '') for kind in kinds)})"  # no literal of unknown type

    def whole_rows(self, scope):
        """Aliases of tables: their names alone mean whole rows. (Those of subqueries may hold equal numerics that look different.)"""
        return sorted({name.split('.')[0] for name, _ in scope if not name.split('.')[1].startswith('c') or name.endswith('.c')})

    def expr(self, kind, scope, depth):
        if depth <= 0 or not self.chance(0.12):
            return super().expr(kind, scope, depth)
        kinds = [self.pick(*TYPES) for _ in range(self.rng.randint(0, 2))] + [kind]
        aliases = self.whole_rows(scope)
        if kind == 'bool' and self.chance(0.6):
            row = self.pick(*aliases, self.row(scope, kinds)) if aliases else self.row(scope, kinds)
            other = self.row(scope, kinds)
            return self.pick(f"({row} IS {self.pick('', 'NOT ')}NULL)", f"({self.row(scope, kinds)} {self.pick('=', '<', '<>', '>=')} {other})",
                             f"({self.row(scope, kinds)} IS {self.pick('', 'NOT ')}DISTINCT FROM {other})", f'({row} = {row})')
        if kind == 'text' and aliases and self.chance(0.5):
            return self.pick(f'({self.pick(*aliases)})::text', f'row_to_json({self.pick(*aliases)})::text')
        if kind in ('int', 'text') and self.chance(0.5):
            return f"(ARRAY[{self.expr(kind, scope, depth - 1)}, {self.leaf(kind, scope)}])[{self.rng.randint(1, 2)}]"
        return f'({self.row(scope, kinds)}).f{len(kinds)}'

    def aggregate(self, kind, scope):
        form = self.rng.random()
        if form < 0.1 and kind != 'bool':
            return f"{self.pick('percentile_disc(0.5)', 'percentile_disc(0.1)', 'mode()')} WITHIN GROUP (ORDER BY {self.expr(kind, scope, 1)}{self.pick('', ' DESC')})"
        if form < 0.2 and kind == 'bigint':
            return self.pick(f"count(DISTINCT {self.row(scope, ['int', 'text'])})", f"rank({literal(self.rng, 'int')}) WITHIN GROUP (ORDER BY {self.leaf('int', scope)})")
        if form < 0.2 and kind == 'text':
            value = self.expr(self.pick('int', 'text', 'bool', 'date', 'timestamp'), scope, 1)
            return f'(json_agg({value} ORDER BY {value}))::text'
        if form < 0.4 and kind != 'bool':  # over columns of the query around alone: that query's
            item, own, _ = self.inner(scope)
            inner = super().aggregate(kind, scope)
            return self.pick(f'(SELECT {inner} FROM {item} LIMIT 1)', f"(SELECT max({inner}) FROM {item} WHERE {self.comparison_of(own, scope)})") \
                if kind != 'bool' else inner
        return super().aggregate(kind, scope)

    def comparison_of(self, own, scope):
        return f"{self.column('int', own)} {self.pick('<', '=', '>=')} {super().aggregate('int', scope)}"


def statement(seed):
    return Maker(f'query {seed}').statement()


def wide_statement(seed):
    return WideMaker(f'wide query {seed}').statement()


NUMERIC, FLOATS, BPCHAR = 1700, (700, 701), 1042


def same_values(a, b):
    """Do the rows agree, numerics, floats and char(n) taken as values: of 1.0 and 1.00, 0 and -0, 'a' and 'a ' either may stand for both."""
    def plain(kind, value):
        if kind == NUMERIC and value is not None and '.' in value:
            return value.rstrip('0').rstrip('.')
        if kind == BPCHAR and value is not None:
            return value.rstrip(' ')
        return '0' if kind in FLOATS and value == '-0' else value

    def shown(outcome):
        _, _, types, rows = outcome
        return sorted(repr([plain(kind, value) for kind, value in zip(types, row)]) for row in rows)
    return a[1:3] == b[1:3] and shown(a) == shown(b)


def is_explained(a, b):
    """outcome()s of PostgreSQL and of Ndoto that differ, and may."""
    if a[0] == 'rows' and b[0] == 'rows':
        return same_values(a, b)
    if a == ('error', '57014'):
        return True  # PostgreSQL took too long
    if b == ('error', '53200'):
        return True  # millions of rows in a window or from a series: PostgreSQL has them on disk
    if a == ('error', '42P22'):
        return True  # it does not know the collation of a record's field
    if a == ('error', 'XX000'):
        return True  # an error of PostgreSQL's own: jsonb_set_lax with NULL within a call
    codes = [code for kind, code in ((x[0], x[1]) for x in (a, b)) if kind == 'error']
    return bool(codes) and all(code is not None and code[:2] == '22' for code in codes)


# what functions say of values that they do not take, beside class 22: unistr, chr(0), units of date_part, date_bin by months
DATA_ERRORS = ('42601', '54000', '0A000')
TYPE_ERRORS = ('42883', '42846')


def is_explained_table(a, b):
    """The same of values of many types. PostgreSQL computes what is constant even if there is no row; AND and OR, frames and FILTER decide what else is computed.
    Of two mistakes the one in OVER comes later there."""
    if a[0] == b[0] == 'error' and a[1] in TYPE_ERRORS and b[1] in TYPE_ERRORS:
        return True
    codes = [x[1] for x in (a, b) if x[0] == 'error']
    is_data = bool(codes) and all(code is not None and (code[:2] == '22' or code in DATA_ERRORS) for code in codes)
    return is_explained(a, b) or (is_data and (len(codes) == 2 or a[0] == 'error' or b[1] == '0A000'))


def is_explained_value(a, b):
    """The same of an expression for one row: PostgreSQL computes what is constant before anything else, also what the row does not need,
    so that another error of the data comes first, or one comes at all."""
    if a[0] == 'rows' and b[0] == 'rows':
        return False
    codes = [x[1] for x in (a, b) if x[0] == 'error']
    return all(code is not None and (code[:2] == '22' or code in ('0A000', '42601')) for code in codes) and any(code[:2] == '22' for code in codes)


def is_explained_write(a, b):
    """The same of a write. Of several rows, or several rules that a row breaks, either server may meet another first."""
    row_errors = ('23502', '23503', '23505', '23514', '21000')
    return is_explained(a, b) or (a[0] == b[0] == 'error' and all(x[1] is not None and (x[1] in row_errors or x[1][:2] == '22') for x in (a, b)))
