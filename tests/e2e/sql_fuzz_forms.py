# SPDX-License-Identifier: Apache-2.0
"""sql_fuzz_forms - a generator of forms of queries over sql_fuzz's tables, and of writes to two of its own, as sql_fuzz: seed n is always the same text.

Queries: LATERAL, NATURAL, USING, DISTINCT ON, WITH (RECURSIVE, several names), VALUES, WITH TIES, frames, grouping sets, aggregates with ORDER BY, calls that give rows.
Writes: INSERT ... SELECT, ON CONFLICT, UPDATE FROM, DELETE USING, MERGE, RETURNING, writes in WITH, errors of constraints."""
from sql_fuzz import COLUMNS, TYPES, Maker, literal

SCHEMA = """
CREATE TABLE w1 (id int PRIMARY KEY, k int UNIQUE, a int, b bigint DEFAULT 7, c numeric(6,2) CHECK (c < 50), d varchar(8) NOT NULL DEFAULT 'd', e boolean, f date, s int GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE w2 (id int PRIMARY KEY, r int REFERENCES w1 (id) ON DELETE SET NULL ON UPDATE CASCADE, a smallint, d text);
CREATE UNIQUE INDEX w1_d ON w1 (lower(d), a) WHERE e
"""
W1 = {'id': 'int', 'k': 'int', 'a': 'int', 'b': 'bigint', 'c': 'numeric', 'd': 'text', 'e': 'bool', 'f': 'date'}
W2 = {'id': 'int', 'r': 'int', 'a': 'int', 'd': 'text'}


def setup():
    rows = [f"INSERT INTO w1 (id, k, a, c, d, e, f) VALUES ({i}, {i * 10 if i % 4 else 'NULL'}, {i % 3}, {i}.5, 'd{i}', {['true', 'false', 'NULL'][i % 3]}, date '2024-01-01' + {i})" for i in range(8)]
    rows += [f"INSERT INTO w2 VALUES ({i}, {i if i < 8 else 'NULL'}, {i % 4}, 'x{i % 3}')" for i in range(12)]
    return [text.strip() for text in SCHEMA.split(';')] + rows


class FormMaker(Maker):
    def columns_of(self, scope):
        return self.rng.choice(scope)[0]

    def table(self):
        table, alias = self.pick(*COLUMNS), self.alias()
        return f'{table} {alias}', [(f'{alias}.{name}', kind) for name, kind in COLUMNS[table].items()]

    def order(self, count):
        return ', '.join(f"{i + 1}{self.pick('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST')}" for i in range(count))

    def lateral(self):
        left, scope = self.table()
        inner, own = self.table()
        kinds = [self.pick(*TYPES), self.pick(*TYPES)]
        values = ', '.join(f'{self.expr(kind, own + scope, 1)} AS v{i}' for i, kind in enumerate(kinds))
        tail = self.pick('', f' ORDER BY 1, 2 LIMIT {self.rng.randint(1, 3)}', f' ORDER BY 1, 2 OFFSET {self.rng.randint(0, 2)}')
        join = self.pick(', LATERAL {} x', ' CROSS JOIN LATERAL {} x', ' LEFT JOIN LATERAL {} x ON true', f" JOIN LATERAL {{}} x ON {self.expr('bool', scope + [('x.v0', kinds[0])], 1)}", f" LEFT JOIN LATERAL {{}} x ON {self.expr('bool', scope + [('x.v0', kinds[0])], 1)}")
        sub = f"(SELECT {values} FROM {inner} WHERE {self.condition(own, own + scope, 1)}{tail})"
        if self.chance(0.2):
            sub = f"(SELECT {self.aggregate(kinds[0], own + scope)} AS v0, count(*) AS v1 FROM {inner} WHERE {self.condition(own, own + scope, 1)})"
        return f"SELECT {scope[0][0]}, {scope[1][0]}, x.v0, x.v1 FROM {left}{join.format(sub)} ORDER BY {self.order(4)}"

    def same_names(self):
        a, b = self.pick('f1', 'f2', 'f3'), self.pick('f1', 'f2', 'f3')
        join = self.pick('NATURAL', 'NATURAL LEFT', 'NATURAL FULL', 'USING', 'USING', 'USING')
        kind = self.pick('JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN')
        common = [name for name in COLUMNS[a] if name in COLUMNS[b] and name != 'c']
        using = self.rng.sample(common, self.rng.randint(1, 2))
        if join == 'USING':
            return f"SELECT {', '.join(using)}, x.{using[0]}, y.{using[-1]}, count(*) FROM {a} x {kind} {b} y USING ({', '.join(using)}) GROUP BY {', '.join(using)}, x.{using[0]}, y.{using[-1]} ORDER BY {self.order(len(using) + 3)}"
        return f"SELECT a, d, count(*), min(f) FROM (SELECT a, d, f FROM {a}) x {join} {'' if join != 'NATURAL' else ''}JOIN (SELECT {self.pick('a, d', 'a', 'd, a')} FROM {b}) y GROUP BY a, d ORDER BY {self.order(4)}"

    def distinct_on(self):
        text, scope = self.sources(1)
        keys = [self.columns_of(scope) for _ in range(self.rng.randint(1, 2))]
        values = [self.columns_of(scope) for _ in range(2)]
        every = ', '.join(f"{name}{self.pick('', ' DESC', ' NULLS FIRST')}" for name, _ in scope)
        sort = ', '.join(f"{key}{self.pick('', ' DESC', ' NULLS FIRST')}" for key in keys)
        return f"SELECT DISTINCT ON ({', '.join(keys)}) {', '.join(keys + values)} FROM {text} WHERE {self.expr('bool', scope, 1)} ORDER BY {sort}, {every}"

    def recursive(self):
        step = self.pick('n + 1', 'n + 2', 'n * 2 + 1')
        top = self.rng.randint(3, 20)
        if self.chance(0.4):
            text, scope = self.table()
            return f"WITH RECURSIVE r(n, v) AS (SELECT 1, NULL::text UNION {self.pick('', 'ALL ')}SELECT {step}, {self.expr('text', scope + [('r.n', 'int'), ('r.v', 'text')], 1)} FROM r, (SELECT * FROM {text.split()[0]} ORDER BY a, b, d, f LIMIT 3) {text.split()[1]} WHERE n < {min(top, 5)}) SELECT n, v, count(*) FROM r GROUP BY n, v ORDER BY {self.order(3)}"
        if self.chance(0.3):
            return f"WITH RECURSIVE t(id, r, p) AS (SELECT id, a, ARRAY[id] FROM f1 WHERE id < {top} UNION ALL SELECT f1.id, f1.a, p || f1.id FROM t JOIN f1 ON f1.id = t.r WHERE NOT f1.id = ANY (p)) SELECT id, r, p FROM t ORDER BY {self.order(3)}"
        return f"WITH RECURSIVE r(n, m) AS (VALUES (1, 0) UNION {self.pick('', 'ALL ')}SELECT {step}, m + {self.pick('n', '1', 'n % 3')} FROM r WHERE n < {top}) SELECT {self.pick('*', 'sum(n), max(m)', 'n, (SELECT max(m) FROM r x WHERE x.n <= r.n)')} FROM r ORDER BY 1{self.pick('', ' DESC')}{self.pick('', ' LIMIT 3')}"

    def several_names(self):
        a, kinds = self.select(1, 2)
        b = self.select_of(1, kinds)
        hint = lambda: self.pick('', '', 'MATERIALIZED ', 'NOT MATERIALIZED ')  # noqa: E731
        op = self.pick('UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL')
        return f"WITH p (x, y) AS {hint()}({a}), q (x, y) AS {hint()}({b} {self.pick('', 'UNION ALL SELECT x, y FROM p')}) SELECT x, y FROM p {op} SELECT x, y FROM q ORDER BY {self.order(2)}"

    def values(self):
        kinds = [self.pick(*TYPES) for _ in range(self.rng.randint(1, 3))]
        rows = [f"({', '.join(self.pick(literal(self.rng, kind), literal(self.rng, kind), 'NULL') for kind in kinds)})" for _ in range(self.rng.randint(1, 4))]
        names = [f'v{i}' for i in range(len(kinds))]
        if self.chance(0.4):
            return f"VALUES {', '.join(rows)} ORDER BY {self.order(len(kinds))}{self.pick('', ' LIMIT 2', ' OFFSET 1')}"
        right, scope = self.table()
        scope = [(f'z.{name}', kind) for name, kind in zip(names, kinds)] + scope
        return f"SELECT z.*, count(*) FROM (VALUES {', '.join(rows)}) AS z ({', '.join(names)}) {self.pick('JOIN', 'LEFT JOIN')} {right} ON {self.expr('bool', scope, 1)} GROUP BY {', '.join('z.' + n for n in names)} ORDER BY {self.order(len(names) + 1)}"

    def limited(self):
        text, scope = self.sources(1)
        name = self.columns_of(scope)
        count = self.pick('3', '(1 + 1)', '(SELECT 2)', '0', 'NULL', '2 + 1')
        sort = f"{name}{self.pick('', ' DESC', ' NULLS FIRST')}"
        if self.chance(0.5):
            return f"SELECT {name}, count(*) OVER () FROM {text} ORDER BY {sort} OFFSET {self.pick('0', '1', '2')} FETCH FIRST {self.pick('3', '2', '(1 + 1)')} ROWS WITH TIES"
        return f"SELECT {name} FROM {text} ORDER BY {sort} LIMIT {count} OFFSET {self.pick('0', '1', '(SELECT 1)', 'NULL', '-1')}"

    def windows(self):
        table = self.pick('f1', 'f2')
        scope = [(name, kind) for name, kind in COLUMNS[table].items()]
        kind = self.pick(*TYPES)
        value = self.expr(kind, scope, 1)
        part = self.pick('', '', f"PARTITION BY {self.pick('a', 'e', 'd', 'a % 2')} ")
        order = f"ORDER BY {self.pick('a', 'b DESC', 'f', 'd', 'g')}, id{self.pick('', ' DESC')}"
        low, high = self.pick('UNBOUNDED PRECEDING', '2 PRECEDING', 'CURRENT ROW', '1 FOLLOWING'), self.pick('UNBOUNDED FOLLOWING', '1 FOLLOWING', 'CURRENT ROW', '1 PRECEDING')
        frame = self.pick('', '', f" ROWS BETWEEN {low} AND {high}{self.pick('', ' EXCLUDE CURRENT ROW', ' EXCLUDE TIES', ' EXCLUDE GROUP')}", f' GROUPS BETWEEN {low} AND {high}')
        if self.chance(0.2):
            order, frame = f"ORDER BY {self.pick('a', 'b', 'id')}", f" RANGE BETWEEN {self.pick('1 PRECEDING', 'CURRENT ROW')} AND {self.pick('2 FOLLOWING', 'UNBOUNDED FOLLOWING')}"
            value, kind = 'a', 'int'
        if self.chance(0.1):
            order, frame = 'ORDER BY f', " RANGE BETWEEN '3 days' PRECEDING AND '1 month' FOLLOWING"
            value, kind = 'a', 'int'
        calls = [f'first_value({value})', f'last_value({value})', f'nth_value({value}, {self.rng.randint(1, 3)})', f'lag({value})', f'lead({value}, {self.rng.randint(0, 2)})', 'row_number()', f'ntile({self.rng.randint(1, 4)})', 'percent_rank()', 'cume_dist()', f'count({value})', f'max({value})' if kind != 'bool' else f'bool_or({value})',
                 f"array_agg({value})", f"count(*) FILTER (WHERE {self.expr('bool', scope, 1)})", f"string_agg({self.expr('text', scope, 1)}, ',')"]
        if 'RANGE' in frame or ', id' not in order:
            calls = [f'count({value})', f'max({value})', f'sum({value})', 'rank()']
        a, b = self.pick(*calls), self.pick(*calls)
        if self.chance(0.3):
            return f'SELECT id, {a} OVER w, {b} OVER (w{frame}) FROM {table} WINDOW w AS ({part}{order}) ORDER BY 1'
        return f'SELECT id, {a} OVER ({part}{order}{frame}), {b} OVER ({part}{order}) FROM {table} ORDER BY 1'

    def groups(self):
        text, scope = self.sources(1)
        names = sorted({self.columns_of(scope) for _ in range(3)})
        sets = self.pick(f"ROLLUP ({', '.join(names)})", f"CUBE ({', '.join(names)})", f"GROUPING SETS (({', '.join(names)}), ({names[0]}), ())", f"{names[0]}, ROLLUP ({', '.join(names[1:] or names)})", ', '.join(names), f'GROUPING SETS ({names[0]}, {names[-1]})')
        kind = self.pick(*TYPES)
        value = self.expr(kind, scope, 1)
        ordered = self.pick(f'array_agg({value} ORDER BY {value})', f'array_agg(DISTINCT {value} ORDER BY {value} DESC)', f"string_agg(({value})::text, ';' ORDER BY ({value})::text DESC)", f'count(DISTINCT {value})', f"(array_agg({value} ORDER BY {value} NULLS FIRST))[1]",
                            f"string_agg(DISTINCT ({value})::text, ',')")
        if kind == 'numeric':
            ordered = f'round(stddev({value}), 3)'
        more = f" FILTER (WHERE {self.expr('bool', scope, 1)})" if self.chance(0.3) and not ordered.startswith(('(', 'round')) else ''
        mark = f", {self.pick('GROUPING(' + names[0] + ')', 'GROUPING(' + ', '.join(names) + ')')}" if 'GROUPING' in sets or '(' in sets else ', 1'
        having = f" HAVING {self.aggregate('bigint', scope)} > {self.rng.randint(0, 3)}" if self.chance(0.3) else ''
        return f"SELECT {', '.join(names)}{mark}, {ordered}{more}, {self.aggregate(self.pick(*TYPES), scope)} FROM {text} GROUP BY {self.pick('', '', 'DISTINCT ')}{sets}{having} ORDER BY {self.order(len(names) + 3)}"

    def row_calls(self):
        table = self.pick('f1', 'f2')
        call = self.pick('generate_series(1, {a})', 'generate_series({a}, 0, -1)', "unnest(ARRAY[{a}, {b}::int])", "regexp_split_to_table({d}, '')", "string_to_table({d}, 'b')", "generate_series(date '2024-01-01', {f}, '1 month')", "regexp_matches({d}, '(.)b', 'g')", 'unnest(string_to_array({d}, \' \'))')
        form = self.rng.random()
        if form < 0.3:
            call = call.format(a='a', b='b', d='d', f='f')
            return f"SELECT id, {call} AS v FROM {table} WHERE id < 8 ORDER BY 1, 2{self.pick('', ' LIMIT 5')}"
        call = call.format(a='t.a', b='t.b', d='t.d', f='t.f')
        if form < 0.6:
            return f"SELECT t.id, x.* FROM {table} t {self.pick('CROSS JOIN', 'LEFT JOIN')} LATERAL {call} WITH ORDINALITY AS x (v, n) {{}} ORDER BY 1, 3".replace('{}', '').replace('LEFT JOIN LATERAL', 'CROSS JOIN LATERAL')
        if form < 0.8:
            return f"SELECT t.id, x.v FROM {table} t LEFT JOIN LATERAL {call} AS x (v) ON {self.pick('true', 't.a > 1', 't.id < 5')} ORDER BY 1, 2"
        return f"SELECT t.id, x.* FROM {table} t, LATERAL ROWS FROM ({call}, generate_series(1, {self.rng.randint(1, 3)})) AS x (v, w) ORDER BY 1, 3, 2"

    def query(self):
        return self.pick(self.lateral, self.lateral, self.same_names, self.distinct_on, self.recursive, self.several_names, self.values, self.limited, self.windows, self.windows, self.groups, self.groups, self.row_calls)()


class WriteMaker(Maker):
    def scope(self, table, alias):
        return [(f'{alias}.{name}', kind) for name, kind in (W1 if table == 'w1' else W2).items()]

    def value(self, name, scope):
        """For a column: mostly of its type, sometimes one that a constraint refuses."""
        kind = W1.get(name, 'int')
        if name in ('id', 'k', 'r'):
            return str(self.rng.randint(0, 12)) if self.chance(0.8) else self.pick('NULL', "'7'", '1.6', "'x'", '99')
        if self.chance(0.1):
            return self.pick('DEFAULT', 'NULL', "'longer than eight'", "'5'", '99.5', 'true', "date '2024-01-01'", '100000')
        return self.expr(kind, scope, 1) if scope else literal(self.rng, kind)

    def plain(self, name, scope):
        text = self.value(name, scope)
        return 'NULL' if text == 'DEFAULT' else text

    def sets(self, scope, names=None):
        names = self.rng.sample(names or ['k', 'a', 'b', 'c', 'd', 'e', 'f'], self.pick(1, 1, 2))
        if len(names) == 2 and self.chance(0.3):
            return f"({', '.join(names)}) = ({', '.join(self.value(name, scope) for name in names)})"
        return ', '.join(f'{name} = {self.value(name, scope)}' for name in names)

    def returning(self, alias, more=()):
        return self.pick('', f' RETURNING {alias}.*', f" RETURNING {alias}.id, {self.expr(self.pick(*TYPES[:5]), self.scope('w1', alias) + list(more), 1)} AS x", ' RETURNING *')

    def insert(self):
        names = ['id'] + self.rng.sample(['k', 'a', 'b', 'c', 'd', 'e', 'f'], self.rng.randint(1, 4))
        if self.chance(0.3):
            scope = self.scope('w2', 't')
            source = f"SELECT {', '.join(('t.id + ' + str(self.rng.randint(0, 9))) if name == 'id' else self.plain(name, scope) for name in names)} FROM w2 t WHERE t.id < {self.rng.randint(0, 4)} ORDER BY t.id"
        else:
            source = 'VALUES ' + ', '.join(f"({', '.join(self.value(name, None) for name in names)})" for _ in range(self.pick(1, 1, 2, 3)))
        both = self.scope('w1', 'w1') + [(f'excluded.{name}', kind) for name, kind in W1.items()]
        where = f" WHERE {self.expr('bool', both, 1)}" if self.chance(0.3) else ''
        target = self.pick('(id)', '(id)', '(k)', '(lower(d), a) WHERE e', 'ON CONSTRAINT w1_pkey', 'ON CONSTRAINT w1_k_key', '(d)')
        conflict = self.pick('', '', ' ON CONFLICT DO NOTHING', f' ON CONFLICT {target} DO NOTHING', f' ON CONFLICT {target} DO UPDATE SET {self.sets(both)}{where}', f' ON CONFLICT {target} DO UPDATE SET {self.sets(both)}{where}',
                             f' ON CONFLICT {target} DO UPDATE SET ({names[-1]}, a) = (excluded.{names[-1]}, w1.a + 1)' if names[-1] != 'a' else '')
        return f"INSERT INTO w1 ({', '.join(names)}) {source}{conflict}{self.returning('w1')}"

    def update(self):
        form = self.rng.random()
        own = self.scope('w1', 'w1')
        if form < 0.35:
            return f"UPDATE w1 SET {self.sets(own, self.pick(None, ['id', 'a', 'k']))} WHERE {self.expr('bool', own, 1)}{self.returning('w1')}"
        if form < 0.7:
            more = self.scope('w2', 't')
            return f"UPDATE w1 SET {self.sets(own + more)} FROM w2 t WHERE w1.id = t.id AND {self.expr('bool', own + more, 1)}{self.returning('w1', more)}"
        if form < 0.85:
            more = [('t.n', 'int'), ('t.m', 'text')]
            return f"UPDATE w1 AS w1 SET {self.sets(own + more)} FROM (SELECT r AS n, max(d) AS m FROM w2 GROUP BY r) t WHERE t.n = w1.id{self.returning('w1', more)}"
        return f"UPDATE w1 SET ({self.pick('a, d', 'k, d', 'b, d')}) = (SELECT t.a, t.d FROM w2 t WHERE t.id = w1.id{self.pick('', ' AND t.a > 1', ' OR t.r = 3')}) WHERE id {self.pick('<', '>', '=')} {self.rng.randint(0, 7)}{self.returning('w1')}"

    def delete(self):
        own, more = self.scope('w1', 'w1'), self.scope('w2', 't')
        if self.chance(0.5):
            return f"DELETE FROM w1 USING w2 t WHERE w1.id = t.id AND {self.expr('bool', own + more, 1)}{self.returning('w1', more)}"
        return f"DELETE FROM w1 WHERE {self.expr('bool', own, 2)}{self.returning('w1')}"

    def inside(self):
        inner = self.pick(self.insert, self.update, self.delete)()
        if 'RETURNING' not in inner:
            inner += ' RETURNING w1.id'
        if self.chance(0.4):
            return f"WITH x AS ({inner}) INSERT INTO w2 (id, d) SELECT x.id + 20, 'n' FROM x {self.pick('', 'WHERE x.id > 2')} RETURNING id, d"
        return f"WITH x AS ({inner}) SELECT count(*), (SELECT count(*) FROM w1) FROM x"

    def statements(self):
        """A write and what is there after it."""
        write = self.pick(self.insert, self.insert, self.update, self.update, self.delete, self.inside)()
        return ['BEGIN', write, 'SELECT * FROM w1 ORDER BY id', 'SELECT * FROM w2 ORDER BY id', 'ROLLBACK']


def form_statement(seed):
    return FormMaker(f'form {seed}').query()


def write_statements(seed):
    return WriteMaker(f'write {seed}').statements()
