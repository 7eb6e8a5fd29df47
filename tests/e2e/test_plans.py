# SPDX-License-Identifier: Apache-2.0
"""Whatever the plan, the rows are the same: random joins under all join methods and orders, and on PostgreSQL 15.

SEED and QUERIES in the environment repeat or lengthen a run."""
import contextlib
import os
import random
import unittest

from harness import Cluster
from oracle import Postgres, find_postgres

TABLES = {
    'a': ('id int PRIMARY KEY, x int, y int, s text', ['CREATE INDEX a_x ON a (x)'], 60),
    'b': ('id int PRIMARY KEY, a_id int, x int, s varchar(9)', ['CREATE INDEX b_a ON b (a_id, x)'], 120),
    'c': ('p int, q int, x int NOT NULL, v numeric(8,2), PRIMARY KEY (p, q)', ['CREATE UNIQUE INDEX c_x ON c (x)'], 150),
    'd': ('x int, y bigint, s text', [], 25),
    'e': ('id bigint PRIMARY KEY, x smallint, s char(4)', ['CREATE INDEX e_s ON e (s DESC)'], 30),
}
NUMBERS = {'a': ['id', 'x', 'y'], 'b': ['id', 'a_id', 'x'], 'c': ['p', 'q', 'x', 'v'], 'd': ['x', 'y'], 'e': ['id', 'x']}
TEXTS = {'a': ['s'], 'b': ['s'], 'd': ['s'], 'e': ['s']}
VARIANTS = [
    {},
    {'join_collapse_limit': '1'},
    {'enable_hashjoin': 'off'},
    {'enable_nestloop': 'off'},
    {'enable_indexscan': 'off', 'enable_indexonlyscan': 'off'},
    {'enable_seqscan': 'off'},
    {'enable_hashjoin': 'off', 'enable_indexscan': 'off', 'join_collapse_limit': '1'},
]


def rows(dice, table):
    def number(most):
        return 'NULL' if dice.random() < 0.15 else str(dice.randrange(most))

    def text():
        return 'NULL' if dice.random() < 0.1 else "'%s'" % dice.choice(['u', 'v', 'w', 'ab', 'abc', 'b'])
    count = TABLES[table][2]
    for i in range(count):
        yield {
            'a': lambda: f'{i}, {number(20)}, {number(6)}, {text()}',
            'b': lambda: f'{i}, {number(70)}, {number(20)}, {text()}',
            'c': lambda: f'{i // 5}, {i % 5}, {i}, {number(90)}',
            'd': lambda: f'{number(20)}, {number(30)}, {text()}',
            'e': lambda: f'{i * 2}, {number(20)}, {text()}',
        }[table]()


def setup(cursor, seed):
    dice = random.Random(seed)
    for table, (columns, indexes, _) in TABLES.items():
        cursor.execute(f'DROP TABLE IF EXISTS {table}')
        cursor.execute(f'CREATE TABLE {table} ({columns})')
        cursor.execute(f'INSERT INTO {table} VALUES ' + ', '.join(f'({row})' for row in rows(dice, table)))
        for index in indexes:
            cursor.execute(index)


class Query:
    """A random query over some of the tables, each under an alias of its own."""

    def __init__(self, dice):
        self.dice = dice
        self.rels = []

    def number(self, rels=None):
        alias, table = self.dice.choice(rels or self.rels)
        return f'{alias}.{self.dice.choice(NUMBERS[table])}'

    def condition(self, rels, others):
        dice, kind = self.dice, self.dice.random()
        left = self.number(rels)
        if kind < 0.62:
            return f'{left} = {self.number(others)}'
        if kind < 0.7:
            return f'{left} < {self.number(others)}'
        if kind < 0.78:
            return f'{left} = {dice.randrange(20)}'
        if kind < 0.83:
            return f'({left} = {self.number(others)} AND {left} > 3 OR {left} = {self.number(others)} AND {self.number(rels)} IN (1, 5, 7))'
        if kind < 0.88:
            return f'{left} IN ({dice.randrange(20)}, {dice.randrange(20)}, 3)'
        if kind < 0.92:
            return f'{left} IS {dice.choice(["", "NOT "])}NULL'
        return f'{left} + 1 = {self.number(others)}'

    def rel(self):
        table = self.dice.choice(list(TABLES))
        alias = f't{len(self.rels)}'
        self.rels.append((alias, table))
        return f'{table} {alias}', [(alias, table)]

    def joined(self, depth):
        dice = self.dice
        if depth == 0 or dice.random() < 0.25:
            return self.rel()
        left, left_rels = self.joined(depth - 1)
        right, right_rels = self.joined(depth - 1 if dice.random() < 0.3 else 0)
        kind = dice.choices(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'], [6, 4, 1, 1])[0]
        on = f'{self.number(left_rels)} = {self.number(right_rels)}'
        if kind != 'FULL JOIN' and dice.random() < 0.4:
            on += ' AND ' + self.condition(right_rels, left_rels)
        return f'({left} {kind} {right} ON {on})', left_rels + right_rels

    def subquery(self, rels):
        table = self.dice.choice(list(TABLES))
        inner = [('i', table)]
        cond = f'{self.number(inner)} = {self.number(rels)}'
        if self.dice.random() < 0.4:
            cond += f' AND {self.number(inner)} <> {self.number(rels)}'
        kind = self.dice.random()
        if kind < 0.6:
            return f'{self.dice.choice(["", "NOT "])}EXISTS (SELECT 1 FROM {table} i WHERE {cond})'
        return f'{self.number(rels)} IN (SELECT {self.number(inner)} FROM {table} i)'

    def text(self):
        dice = self.dice
        items, rels = [], []
        for _ in range(dice.choice([1, 1, 2, 2, 3])):
            item, found = self.joined(dice.choice([0, 1, 2]))
            items.append(item)
            rels.append(found)
        where = []
        for at in range(1, len(rels)):
            before = [rel for found in rels[:at] for rel in found]
            where.append(f'{self.number(before)} = {self.number(rels[at])}')
        for _ in range(dice.randrange(3)):
            where.append(self.condition(self.rels, self.rels))
        if dice.random() < 0.4:
            where.append(self.subquery(self.rels))
        columns = [self.number() for _ in range(dice.randrange(1, 4))] + [f'{alias}.{TEXTS[table][0]}' for alias, table in self.rels[:2] if table in TEXTS]
        tail = ' WHERE ' + ' AND '.join(where) if where else ''
        if dice.random() < 0.3:
            return f'SELECT {columns[0]} AS g, count(*), max({columns[-1]}) FROM {", ".join(items)}{tail} GROUP BY 1'
        if dice.random() < 0.2:
            order = self.number()
            return f'SELECT {order} AS o FROM {", ".join(items)}{tail} ORDER BY 1{dice.choice(["", " DESC", " NULLS FIRST"])} LIMIT {dice.randrange(1, 30)}'
        return f'SELECT {", ".join(columns)} FROM {", ".join(items)}{tail}'


def answer(cursor, text):
    cursor.execute(f'SELECT count(*) FROM ({text}) q')  # a product of everything is no test
    if cursor.fetchone()[0] > 20000:
        return None
    cursor.execute(text)
    return sorted(map(str, cursor.fetchall()))


class Plans(unittest.TestCase):
    def run_queries(self, reference, tested, seed, queries):
        found = []
        for at in range(queries):
            text = Query(random.Random(seed * 100000 + at)).text()
            expected = answer(reference, text)
            if expected is None:
                continue
            for variant in VARIANTS:
                for name, value in variant.items():
                    tested.execute(f'SET {name} = {value}')
                try:
                    got = answer(tested, text)
                except Exception as error:  # pylint: disable=broad-except
                    got = str(error)
                tested.execute('RESET ALL')
                if got != expected:
                    found.append(f'seed {seed}, query {at}, {variant}:\n{text}\n' + (got if isinstance(got, str) else f'{len(got)} rows instead of {len(expected)}, or others'))
                    break
        return found

    def test_all_plans_give_the_rows_of_postgresql(self):
        if find_postgres() is None:
            self.skipTest('PostgreSQL 15 is not installed, so there is nothing to compare with: scripts/install-deps --compare')
        seed, queries = int(os.environ.get('SEED', '0')) or random.randrange(1, 10000), int(os.environ.get('QUERIES', '150'))
        with Postgres() as postgres, Cluster(1) as cluster:
            with contextlib.closing(postgres.connect()) as reference, contextlib.closing(cluster.connect(1)) as tested:
                setup(reference.cursor(), seed)
                setup(tested.cursor(), seed)
                found = self.run_queries(reference.cursor(), tested.cursor(), seed, queries)
                tested.cursor().execute('ANALYZE')
                found += self.run_queries(reference.cursor(), tested.cursor(), seed + 1, queries)
        self.assertFalse(found, f'{len(found)} differ:\n' + '\n'.join(found[:10]))
