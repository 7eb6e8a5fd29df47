# SPDX-License-Identifier: Apache-2.0
"""SQLite's select1.test to select3.test (sqllogictest): on one node, on three, and with a split every 10 rows.

The files lie outside the repository: NDOTO_DATA names the folder that has them in slt/."""
import hashlib
import os
import re
import unittest

import psycopg2

from harness import ROOT, Cluster

DATA = os.path.join(os.environ.get('NDOTO_DATA', os.path.join(ROOT, '..', 'shared', 'data')), 'slt')
FILES = ['select1.test', 'select2.test', 'select3.test']
ROWS_PER_SPLIT = 10  # the tables have 30 rows


def records(path):
    """[(line, head, sql, expected lines)] of the file, but for what is meant for other engines."""
    with open(path, encoding='utf-8') as f:
        paragraphs = re.split(r'\n[ \t]*\n', f.read())
    line = 1
    for paragraph in paragraphs:
        lines = [text for text in paragraph.split('\n') if not text.startswith('#')]
        start, line = line, line + paragraph.count('\n') + 2
        conditions = [text.split() for text in lines if re.match(r'(skipif|onlyif)\s', text)]
        lines = [text for text in lines if text and not re.match(r'(skipif|onlyif)\s', text)]
        is_ours = all((word[1] == 'postgresql') == (word[0] == 'onlyif') for word in conditions)
        if not lines or not is_ours or lines[0].startswith('hash-threshold'):
            continue
        if lines[0] == 'halt':
            return
        at = lines.index('----') if '----' in lines else len(lines)
        yield start, lines[0].split(), '\n'.join(lines[1:at]), lines[at + 1:]


def show(kind, value):
    if value is None:
        return 'NULL'
    if kind == 'I':
        return str(int(value))
    if kind == 'R':
        return f'{float(value):.3f}'
    return re.sub(r'[^ -~]', '@', str(value)) or '(empty)'


def answer(kinds, order, rows):
    """What the file says of these rows: one value a line, or their number and hash."""
    shown = [[show(kind, value) for kind, value in zip(kinds, row)] for row in rows]
    if order == 'rowsort':
        shown.sort()
    values = [value for row in shown for value in row]
    if order == 'valuesort':
        values.sort()
    digest = hashlib.md5(''.join(value + '\n' for value in values).encode()).hexdigest()
    return values, [f'{len(values)} values hashing to {digest}']


def table_names(path):
    return sorted({name for _, _, sql, _ in records(path) for name in re.findall(r'CREATE TABLE (\w+)', sql)})


def split_tables(cursor, tables):
    """A boundary every ROWS_PER_SPLIT rows, by the hidden row id or the key."""
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM {table}')
        count = cursor.fetchone()[0]
        for at in range(ROWS_PER_SPLIT, count, ROWS_PER_SPLIT):
            cursor.execute(f'ALTER TABLE {table} SPLIT AT VALUES ({at})')


class Slt(unittest.TestCase):
    def run_file(self, connection, name, with_splits):
        found, has_split = [], False
        cursor = connection.cursor()
        for line, head, sql, expected in records(os.path.join(DATA, name)):
            if head[0] == 'query' and with_splits and not has_split:
                has_split = True
                split_tables(cursor, table_names(os.path.join(DATA, name)))
            try:
                cursor.execute(sql)
                if head[0] == 'query':
                    order = head[2] if len(head) > 2 else 'nosort'
                    if expected not in answer(head[1], order, cursor.fetchall()):
                        found.append(f'{name}:{line}: another answer: {sql}')
            except psycopg2.Error as e:
                if head[1] != 'error':
                    found.append(f'{name}:{line}: {e}: {sql}')
        for table in table_names(os.path.join(DATA, name)):
            cursor.execute(f'DROP TABLE {table}')
        return found

    def run_on(self, nodes, with_splits=False):
        if not os.path.isdir(DATA):
            self.skipTest(f'{DATA} is not there (NDOTO_DATA names the folder of foreign data)')
        with Cluster(nodes) as cluster:
            connection = cluster.connect(nodes)
            found = [text for name in FILES for text in self.run_file(connection, name, with_splits)]
            connection.close()
            self.assertFalse(found, f'{len(found)} records differ:\n' + '\n'.join(found[:20]))
            cluster.check_alive()

    def test_one_node(self):
        self.run_on(1)

    def test_three_nodes(self):
        self.run_on(3)

    def test_splits(self):
        self.run_on(3, with_splits=True)


if __name__ == '__main__':
    unittest.main()
