# SPDX-License-Identifier: Apache-2.0
"""sql_same - one statement, asked in several ways that must not matter, as sql_fuzz: seed n is always the same.

Ways: where the tables lie (schemas with the same rows: without indexes, with many, in many shards), which joins and scans the planner may use, how much
memory there is, who carries scans out. And statements that say the same: a condition counted as WHERE and as a value; rows by a condition, by its opposite
and by its being unknown together are all rows."""
import random

import sql_fuzz
import sql_fuzz_forms
import sql_fuzz_json
import sql_fuzz_tables
from sql_fuzz import Maker

LAYOUTS = ['plain', 'indexed', 'split']
INDEXES = ['f1 (b, a)', 'f1 (d DESC)', 'f1 (f, g)', 'f1 (c)', 'f1 (e)', 'f1 (lower(d))', 'f1 (a) WHERE b > 0', 'f2 (a, b)', 'f2 (g)', 'f2 (f DESC, a)', 'f2 (c)', 'f2 (b) INCLUDE (d)', 'f3 (a)', 'f3 (b, d)', 'f3 (d)', 'f3 (f)', 'v1 (l)', 'v1 (t, i)', 'v1 (ts)', 'v1 (tz)', 'v1 (d)', 'v1 (x)', 'v1 (c)',
           'v2 (i)', 'v2 (l, n)', 'v2 (n)', 'v2 (ts DESC)', 'v2 (w)', 'v2 (by)', 'b1 (g)', 'b1 (h, g)', 'b1 (t)', 'b2 (g, t)', 'b2 (n)']
SPLITS = ['f1 SPLIT AT VALUES (3), (9), (10), (20)', 'f2 SPLIT AT VALUES (1), (12), (13)', 'v1 SPLIT AT VALUES (4), (7)', 'v2 SPLIT AT VALUES (2), (5), (11)', 'b1 SPLIT AT VALUES (100), (500), (1500)', 'b2 SPLIT AT VALUES (1000)']
WAYS = ['', 'SET enable_hashjoin = off', 'SET enable_nestloop = off', 'SET enable_mergejoin = off; SET enable_hashjoin = off', 'SET enable_nestloop = off; SET enable_hashjoin = off', 'SET enable_seqscan = off', 'SET enable_indexscan = off; SET enable_indexonlyscan = off',
        'SET work_mem = 64', 'SET ndoto.shard_scan_rows = 0', 'SET ndoto.shard_scan_rows = 0; SET work_mem = 64; SET enable_seqscan = off', 'SET join_collapse_limit = 1', 'SET enable_hashagg = off', 'SET enable_sort = off', 'SET ndoto.shard_scan_rows = 0; SET enable_nestloop = off']
RESET = 'RESET ALL; SET statement_timeout = 20000'
BIG = {'b1': {'id': 'int', 'g': 'int', 'h': 'int', 'n': 'numeric', 't': 'text'}, 'b2': {'id': 'int', 'g': 'int', 'n': 'numeric', 't': 'text'}}


def setup():
    """What makes the tables in each of the schemas."""
    tables = [text for module in (sql_fuzz, sql_fuzz_forms, sql_fuzz_json, sql_fuzz_tables) for text in module.setup()]
    tables += ['CREATE TABLE b1 (id int PRIMARY KEY, g int, h int, n numeric, t text)', 'CREATE TABLE b2 (id int PRIMARY KEY, g int, n numeric, t text)',
               "INSERT INTO b1 SELECT i, nullif(i * 7 % 401, 0), i % 13, (i * 31 % 1009) / 10.0, repeat(chr(97 + i % 26), i % 50) || i % 300 FROM generate_series(1, 2500) i",
               "INSERT INTO b2 SELECT i, i * 11 % 601, nullif(i * 17 % 701, 5), repeat(chr(97 + i % 26), i % 50) || i % 300 FROM generate_series(1, 2000) i"]
    out = []
    for layout in LAYOUTS:
        out += [f'CREATE SCHEMA {layout}', f'SET search_path = {layout}']
        out += [text for text in tables if layout != 'plain' or not text.startswith(('CREATE INDEX', 'CREATE UNIQUE INDEX v2'))]
        out += [f'CREATE INDEX ON {index}' for index in INDEXES] if layout == 'indexed' else []
        out += [f'ALTER TABLE {split}' for split in SPLITS] if layout == 'split' else []
    return out + ['ANALYZE']


def ways(rng, count):
    """(schema, settings), the plainest one first."""
    return [('plain', '')] + [(rng.choice(LAYOUTS), rng.choice(WAYS)) for _ in range(count)]


class BigMaker(Maker):
    """Queries over a few thousand rows, so that sorts, groups and joins need more than the least memory."""

    def side(self):
        table = self.pick(*BIG)
        alias = self.alias()
        return f'{table} {alias}', [(f'{alias}.{name}', kind) for name, kind in BIG[table].items()], alias

    def where(self, scope):
        name, kind = self.rng.choice(scope)
        value = {'int': str(self.rng.randint(0, 400)), 'numeric': f'{self.rng.randint(0, 90)}.5', 'text': f"'{self.pick('a', 'm', 'ccc', 'z9')}'"}[kind]
        return f" WHERE {name} {self.pick('<', '>', '<>', '>=')} {value}" if self.chance(0.5) else ''

    def big(self):
        left, scope, a = self.side()
        right, more, b = self.side()
        both, name = scope + more, self.rng.choice(scope)[0]
        on = self.pick(f'{a}.g = {b}.g', f'{a}.id = {b}.id', f'{a}.t = {b}.t', f'{a}.n = {b}.n AND {a}.g < {b}.g', f'{a}.id = {b}.g', f'{a}.g = {b}.g AND {a}.t = {b}.t')
        join = self.pick('JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN') if '<' not in on else self.pick('JOIN', 'LEFT JOIN')
        other = self.rng.choice(both)[0]
        sort = lambda count: ', '.join(str(i + 1) + self.pick('', ' DESC', ' NULLS FIRST') for i in range(count))  # noqa: E731
        return self.pick(
            lambda: f'SELECT {name}, {other}, {a}.id, {b}.id FROM {left} {join} {right} ON {on}{self.where(both)} ORDER BY {sort(4)}{self.pick("", " LIMIT 50", " LIMIT 7 OFFSET 900")}',
            lambda: f'SELECT {name}, count(*), sum({other.split(".")[0]}.g), max({b}.t) FROM {left} {join} {right} ON {on}{self.where(both)} GROUP BY {name} ORDER BY {sort(4)}',
            lambda: f'SELECT {name}, count(*), count(DISTINCT {a}.t), string_agg({a}.t, \',\' ORDER BY {a}.id) FROM {left}{self.where(scope)} GROUP BY {self.pick("", "ROLLUP ")}({name}) ORDER BY {sort(4)}',
            lambda: f'SELECT DISTINCT {a}.g, {a}.t FROM {left}{self.where(scope)} ORDER BY {sort(2)}{self.pick("", " LIMIT 20")}',
            lambda: f'SELECT DISTINCT ON ({name}) {name}, {a}.id FROM {left}{self.where(scope)} ORDER BY {name}, {a}.id DESC',
            lambda: f'SELECT {a}.g, {a}.t FROM {left}{self.where(scope)} {self.pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL")} SELECT {b}.g, {b}.t FROM {right}{self.where(more)} ORDER BY {sort(2)}',
            lambda: f'SELECT {a}.id, {self.pick("rank()", "row_number()", "count(*)", f"sum({a}.g)", f"lag({a}.t)")} OVER (PARTITION BY {self.pick(f"{a}.g", f"{a}.t", f"{a}.id % 3")} ORDER BY {name}, {a}.id) FROM {left}{self.where(scope)} ORDER BY 1',
            lambda: f'SELECT {a}.id FROM {left} WHERE {name} {self.pick("", "NOT ")}IN (SELECT {self.pick(*[n for n, k in more if k == dict(scope)[name]])} FROM {right}{self.where(more)}) ORDER BY 1',
            lambda: f'SELECT {a}.id FROM {left} WHERE {self.pick("", "NOT ")}EXISTS (SELECT FROM {right} WHERE {on}) ORDER BY 1 DESC{self.pick("", " LIMIT 10")}',
            lambda: f'WITH w AS MATERIALIZED (SELECT * FROM {left}{self.where(scope)}) SELECT x.g, count(*), min(y.t) FROM w x JOIN w y ON x.id = y.id + 1 GROUP BY 1 ORDER BY {sort(3)}')()


def big_statement(seed):
    return BigMaker(f'big {seed}').big()


class PairMaker(Maker):
    """Two statements that say the same."""

    def pair(self):
        text, scope = self.sources(1)
        test = self.expr('bool', scope, self.pick(1, 2, 2))
        if self.chance(0.5):
            return f'SELECT count(*) FROM {text} WHERE {test}', f'SELECT count(*) FILTER (WHERE {test}) FROM {text}'
        values = ', '.join(name for name, _ in self.rng.sample(scope, min(3, len(scope))))
        parts = ' UNION ALL '.join(f'SELECT {values} FROM {text} WHERE {form}' for form in (test, f'NOT {test}', f'({test}) IS NULL'))
        return f'SELECT {values} FROM {text}', parts


def pair(seed):
    return PairMaker(f'pair {seed}').pair()


STATEMENTS = [sql_fuzz.statement, sql_fuzz.wide_statement, sql_fuzz_forms.form_statement, sql_fuzz_tables.table_statement, big_statement]


def questions(seed):
    """[(what is asked, [(schema, settings, text), ...])]: within each all answers must be the same."""
    rng = random.Random(f'ways {seed}')
    out = [(make.__name__, [(*way, make(seed)) for way in ways(rng, 3)]) for make in STATEMENTS]
    one, other = pair(seed)
    return out + [('pair', [('plain', '', one), ('plain', '', other), (*ways(rng, 1)[1], one), (*ways(rng, 1)[1], other)])]
