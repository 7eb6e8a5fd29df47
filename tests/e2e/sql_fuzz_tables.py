# SPDX-License-Identifier: Apache-2.0
"""sql_fuzz_tables - sql_fuzz_values' expressions over columns of tables with many types, and queries around them, as sql_fuzz: seed n is always the same text.

Joins, LATERAL, DISTINCT ON, grouping sets, windows, set operations with ORDER BY and LIMIT, over arrays, floats, times with zones, intervals, bytea, char(n)."""
import random

from sql_fuzz_values import ARRAYS, NUMBERS, TEXTS, TIMES, TYPES, WORDS, Maker, quote

COLUMNS = {
    'v1': {'id': 'int', 'si': 'smallint', 'i': 'int', 'l': 'bigint', 'n': 'numeric', 'x': 'float8', 't': 'text', 'c': 'char(4)', 'b': 'bool', 'd': 'date', 'ts': 'timestamp', 'tz': 'timestamptz', 'iv': 'interval', 'ia': 'int[]', 'ta': 'text[]'},
    'v2': {'id': 'int', 'i': 'int', 'l': 'bigint', 'n': 'numeric', 'x': 'float8', 't': 'text', 'w': 'varchar(5)', 'b': 'bool', 'd': 'date', 'tm': 'time', 'ts': 'timestamp', 'iv': 'interval', 'by': 'bytea', 'ta': 'text[]'},
}
SCHEMA = [f"CREATE TABLE {table} ({', '.join(name + ' ' + kind + (' PRIMARY KEY' if name == 'id' else '') for name, kind in columns.items())})" for table, columns in COLUMNS.items()]
INDEXES = ['CREATE INDEX v1_i ON v1 (i, t)', 'CREATE INDEX v1_n ON v1 (n DESC)', 'CREATE INDEX v1_iv ON v1 (iv)', 'CREATE INDEX v2_t ON v2 (lower(t))', 'CREATE INDEX v2_d ON v2 (d, ts) WHERE b', 'CREATE UNIQUE INDEX v2_x ON v2 (x, id)']
# values that many functions can do with: those at the edges are of sql_fuzz_values
PLAIN = {'smallint': ['0', '1', '2', '-3'], 'int': ['0', '1', '2', '3', '-4'], 'bigint': ['0', '1', '2', '5000000000'], 'numeric': ['0', '1', '1.50', '-2.25', '100'], 'float8': ['0', '0.5', '1', '-2.5'], 'text': ['', 'a', 'abc', 'Abc', 'b', 'a,b', '1'],
         'date': ['2024-01-01', '2024-02-29', '2023-12-31'], 'timestamp': ['2024-01-01 00:00:00', '2024-02-29 12:34:56.789'], 'timestamptz': ['2024-01-01 00:00:00+00', '2024-07-01 12:34:56.5+02'], 'interval': ['1 day', '1 mon', '-02:00', '0'],
         'int[]': ['{}', '{1}', '{1,2,3}', '{3,NULL}'], 'text[]': ['{}', '{a}', '{a,b,NULL}'], 'bytea': ['', 'a', '\\x00ff'], 'time': ['00:00', '12:34:56'], 'bool': ['t', 'f'], 'varchar(5)': ['', 'a', 'abc'], 'char(4)': ['', 'a', 'abc']}


def setup():
    rng = random.Random('rows of many types')
    out = SCHEMA + INDEXES
    for table, columns in COLUMNS.items():
        for i in range(14):
            values = [str(i) if name == 'id' else 'NULL' if rng.random() < 0.15 else f"{quote(rng.choice(PLAIN[kind] if i < 10 else TEXTS[kind]))}::{kind}" for name, kind in columns.items()]
            out.append(f"INSERT INTO {table} VALUES ({', '.join(values)})")
    return out


class TableMaker(Maker):
    def __init__(self, seed):
        super().__init__(seed)
        self.scope = []
        self.aliases = 0

    def literal(self, kind):
        names = [name for name, other in self.scope if other == kind]
        if names and self.chance(0.7):
            return self.rng.choice(names)
        if self.chance(0.1):
            return f'NULL::{kind}'
        return f'{quote(self.rng.choice(PLAIN[kind]))}::{kind}' if self.chance(0.8) else super().literal(kind)

    def table(self):
        table = self.pick(*COLUMNS)
        self.aliases += 1
        alias = f't{self.aliases}'
        return f'{table} {alias}', [(f'{alias}.{name}', kind) for name, kind in COLUMNS[table].items()]

    def kind(self):
        return self.rng.choice([kind for _, kind in self.scope])

    def columns(self, count, kinds=None):
        names = [name for name, kind in self.scope if kinds is None or kind in kinds]
        return [self.rng.choice(names) for _ in range(count)]

    def order(self, count):
        return ', '.join(f"{i + 1}{self.pick('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST')}" for i in range(count))

    def where(self):
        return f" WHERE {self.test(self.pick(0, 1, 1))}" if self.chance(0.6) else ''

    def plain(self):
        text, self.scope = self.table()
        width = self.rng.randint(1, 3)
        values = ', '.join(self.expr(self.kind(), self.pick(0, 1, 1, 2)) for _ in range(width))
        tail = f' LIMIT {self.rng.randint(1, 6)}' if self.chance(0.3) else ''
        return f"SELECT {self.pick('', '', 'DISTINCT ')}{values} FROM {text}{self.where()} ORDER BY {self.order(width)}{tail}"

    def joined(self):
        left, scope = self.table()
        right, more = self.table()
        kind = self.pick(*{k for _, k in scope} & {k for _, k in more})
        a = self.rng.choice([n for n, k in scope if k == kind])
        b = self.rng.choice([n for n, k in more if k == kind])
        self.scope = scope + more
        on = f'{a} = {b}' if self.chance(0.6) else f"{a} {self.pick('<', '>=', 'IS NOT DISTINCT FROM')} {b}"
        if self.chance(0.3):
            on += f' AND {self.test(0)}'
        join = self.pick('JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN') if ' = ' in on and ' AND ' not in on else self.pick('JOIN', 'LEFT JOIN')
        values = ', '.join(self.expr(self.kind(), self.pick(0, 1)) for _ in range(2))
        return f"SELECT {values} FROM {left} {join} {right} ON {on}{self.where()} ORDER BY 1, 2"

    def lateral(self):
        left, scope = self.table()
        self.scope = scope
        array = self.rng.choice(ARRAYS)
        kind = array[:-2]
        if self.chance(0.5):
            item, more = f'unnest({self.expr(array, 1)}) WITH ORDINALITY AS u (e, o)', [('u.e', kind), ('u.o', 'bigint')]
        elif self.chance(0.5):
            kind = 'int'
            item, more = f'generate_series({self.expr("int", 0)}, {self.rng.randint(0, 4)}) AS u (e)', [('u.e', 'int')]
        else:
            inner, own = self.table()
            kind = self.rng.choice([k for _, k in own])
            self.scope = scope + own
            item, more = f'(SELECT {self.expr(kind, 1)} AS e FROM {inner}{self.where()} ORDER BY 1 LIMIT 2) u', [('u.e', kind)]
        self.scope = scope + more
        return f"SELECT {scope[0][0]}, {self.expr(kind, 1)} FROM {left}{self.pick(', LATERAL {}', ' CROSS JOIN LATERAL {}', ' LEFT JOIN LATERAL {} ON true').format(item)}{self.where()} ORDER BY 1, 2"

    def distinct_on(self):
        text, self.scope = self.table()
        keys = [self.expr(self.kind(), self.pick(0, 1)) for _ in range(self.rng.randint(1, 2))]
        sort = ', '.join(f"{key}{self.pick('', ' DESC', ' NULLS FIRST')}" for key in keys)
        return f"SELECT DISTINCT ON ({', '.join(keys)}) {self.expr(self.kind(), 1)}, {self.scope[0][0]} FROM {text}{self.where()} ORDER BY {sort}, {self.scope[0][0]}{self.pick('', ' DESC')}"

    def aggregate(self):
        any_kind = self.kind()
        number = self.rng.choice(['smallint', 'int', 'bigint', 'numeric'])
        value = self.expr(any_kind, 1)
        ordered = self.scope[0][0]
        return self.pick(lambda: 'count(*)', lambda: f'count({value})', lambda: f'count(DISTINCT {value})', lambda: f'{self.pick("sum", "avg", "min", "max")}({self.expr(number, 1)})', lambda: f'{self.pick("min", "max")}({self.any_of(TIMES + WORDS + ARRAYS, 1)})', lambda: f'{self.pick("sum", "avg")}({self.expr("interval", 0)})',
                         lambda: f'array_agg({value} ORDER BY {ordered})' if any_kind not in ARRAYS else 'count(*)', lambda: f"string_agg({self.any_of(WORDS, 1)}, ',' ORDER BY {ordered}{self.pick('', ' DESC')})", lambda: f'{self.pick("bool_and", "bool_or", "every")}({self.expr("bool", 1)})',
                         lambda: f'{self.pick("bit_and", "bit_or", "bit_xor")}({self.any_of(["smallint", "int", "bigint"], 1)})', lambda: f'percentile_disc({self.pick("0", "0.5", "1")}) WITHIN GROUP (ORDER BY {self.any_of(NUMBERS + TIMES, 0)})', lambda: f'percentile_cont({self.pick("0.25", "0.5")}) WITHIN GROUP (ORDER BY {self.any_of(["float8", "interval"], 0)})',
                         lambda: f'mode() WITHIN GROUP (ORDER BY {self.any_of(NUMBERS[:3] + TIMES, 0)})', lambda: f"{self.pick('json_agg', 'jsonb_agg')}({value} ORDER BY {ordered})::text", lambda: f"jsonb_object_agg({ordered}, {value})::text")()

    def grouped(self):
        text, self.scope = self.table()
        keys = [self.expr(self.kind(), self.pick(0, 0, 1)) for _ in range(self.rng.randint(1, 2))]
        keys = [key for key in keys if '::' not in key or '.' in key] or self.columns(1)
        calls = [self.aggregate() for _ in range(self.rng.randint(1, 2))]
        form = self.pick('{}', '{}', '{}', 'ROLLUP ({})', 'CUBE ({})', 'GROUPING SETS ({}, ())')
        having = f' HAVING {self.pick("count(*) > 1", "bool_or(" + self.test(0) + ")")}' if self.chance(0.3) else ''
        return f"SELECT {', '.join(keys + calls)} FROM {text}{self.where()} GROUP BY {form.format(', '.join(keys))}{having} ORDER BY {self.order(len(keys) + len(calls))}"

    def windows(self):
        text, self.scope = self.table()
        key = self.scope[0][0]
        value = self.expr(self.kind(), 1)
        part = f'PARTITION BY {self.expr(self.kind(), self.pick(0, 0, 1))} ' if self.chance(0.5) else ''
        low, high = self.pick('UNBOUNDED PRECEDING', '2 PRECEDING', 'CURRENT ROW', '1 FOLLOWING'), self.pick('UNBOUNDED FOLLOWING', '1 FOLLOWING', 'CURRENT ROW', '3 FOLLOWING')
        frame = f" {self.pick('ROWS', 'GROUPS')} BETWEEN {low} AND {high}{self.pick('', '', ' EXCLUDE CURRENT ROW', ' EXCLUDE TIES', ' EXCLUDE GROUP', ' EXCLUDE NO OTHERS')}" if self.chance(0.6) else ''
        order = f"{self.columns(1)[0]}{self.pick('', ' DESC', ' NULLS FIRST')}, {key}"
        calls = [f'first_value({value})', f'last_value({value})', f'nth_value({value}, 2)', f'lag({value}, {self.rng.randint(0, 2)})', f'lead({value})', f'count({value})', 'row_number()', f'sum({self.any_of(["smallint", "int", "numeric"], 1)})', f'min({self.any_of(WORDS + TIMES, 1)})', f'avg({self.expr("interval", 0)})', f"string_agg({self.expr('text', 1)}, '/')"]
        if self.chance(0.3):
            column, kind = self.rng.choice([(n, k) for n, k in self.scope if k in ('smallint', 'int', 'bigint', 'numeric', 'float8', 'date', 'timestamp', 'timestamptz', 'interval')])
            steps = {'date': ["'1 day'", "'1 month'"], 'timestamp': ["'1 day'", "'5 hours'"], 'timestamptz': ["'1 day'", "'1 mon'"], 'interval': ["'1 day'", "'1 hour'"]}.get(kind, ['1', '2'])
            order, frame = f"{column}{self.pick('', ' DESC', ' NULLS FIRST')}", f" RANGE BETWEEN {self.pick(*steps, 'UNBOUNDED')} PRECEDING AND {self.pick(*steps)} FOLLOWING"
            calls = [f'count({value})', f'sum({self.any_of(["int", "numeric"], 1)})', f'max({self.any_of(WORDS + TIMES, 0)})', 'rank()', 'cume_dist()']
        return f"SELECT {key}, {self.pick(*calls)}{' FILTER (WHERE ' + self.test(0) + ')' if False else ''} OVER ({part}ORDER BY {order}{frame}) FROM {text}{self.where()} ORDER BY 1"

    def sets(self):
        kinds = [self.rng.choice(TYPES[:-1]) for _ in range(self.rng.randint(1, 2))]

        def side():
            text, self.scope = self.table()
            values = [self.pick('NULL', quote(self.rng.choice(PLAIN[kind])), self.rng.choice(PLAIN[kind]) if kind in NUMBERS else 'NULL') if self.chance(0.12) else self.expr(kind, self.pick(0, 1)) for kind in kinds]
            tail = f' ORDER BY {self.order(len(kinds))} LIMIT {self.rng.randint(1, 5)}' if self.chance(0.3) else ''
            body = f"SELECT {', '.join(values)} FROM {text}{self.where()}"
            return f'({body}{tail})' if tail else body
        sides = [side() for _ in range(self.pick(2, 2, 3))]
        text = sides[0]
        for other in sides[1:]:
            text = f"{text} {self.pick('UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL', 'INTERSECT ALL')} {other}"
        return f"{text} ORDER BY {self.order(len(kinds))}{self.pick('', '', ' LIMIT 3', ' OFFSET 2')}"

    def nested(self):
        text, self.scope = self.table()
        outer = self.scope
        inner, own = self.table()
        kind = self.kind()
        left = self.expr(kind, 0)
        self.scope = own + outer
        where, value = self.where(), self.expr(kind, self.pick(0, 1))
        self.scope = outer
        test = self.pick(f"{left} {self.pick('', 'NOT ')}IN (SELECT {value} FROM {inner}{where})", f"EXISTS (SELECT 1 FROM {inner}{where})", f"{left} {self.pick('<', '=', '>=', '<>')} {self.pick('ANY', 'ALL')} (SELECT {value} FROM {inner}{where})",
                         f"{left} {self.pick('=', '<', '<=')} (SELECT {self.pick('min', 'max') if kind not in ('bool', 'bytea') else 'count'}({value}) FROM {inner}{where}){'' if kind not in ('bool', 'bytea') else '::text::' + kind}",
                         f"{left} = ANY (ARRAY(SELECT {value} FROM {inner}{where}))" if kind not in ARRAYS else f'EXISTS (SELECT FROM {inner}{where})')
        return f"SELECT {outer[0][0]}, {self.expr(self.kind(), 1)} FROM {text} WHERE {test} ORDER BY 1"

    def statement(self):
        return self.pick(self.plain, self.plain, self.joined, self.lateral, self.distinct_on, self.grouped, self.grouped, self.windows, self.windows, self.sets, self.nested)()


def table_statement(seed):
    return TableMaker(f'table {seed}').statement()
