# SPDX-License-Identifier: Apache-2.0
"""The 22 queries of TPC-H, answered as PostgreSQL 15 answers them on the same rows. TPCH_SCALE sets the scale (0.01)."""
import contextlib
import io
import os
import re
import sys
import unittest

from harness import ROOT, Cluster
from oracle import Postgres, differences, find_postgres, statements

sys.path.insert(0, os.path.join(ROOT, 'tests', 'e2e', 'tpch'))
import generate  # noqa: E402

SCALE = float(os.environ.get('TPCH_SCALE', '0.01'))


def read(name):
    with open(os.path.join(ROOT, 'tests', 'e2e', 'tpch', name), encoding='utf-8') as f:
        return f.read()


def queries():
    """[(name, text)] of queries.sql."""
    return [(name, text.strip().rstrip(';')) for name, text in re.findall(r'^-- (Q\d+)[^\n]*\n(.*?;)\n', read('queries.sql') + '\n', re.M | re.S)]


def load(connections, scale):
    """Creates and fills the tables on all connections."""
    for connection in connections:
        for text in statements(read('schema.sql')):
            connection.cursor().execute(text)
    for name, rows in generate.tables(scale):
        text = ''.join(generate.copy_text(rows))
        for connection in connections:
            connection.cursor().copy_expert(f'COPY {name} FROM STDIN', io.StringIO(text))
    for connection in connections:
        connection.cursor().execute('ANALYZE')


class Tpch(unittest.TestCase):
    def test_answers_as_postgresql(self):
        if find_postgres() is None:
            self.skipTest('PostgreSQL 15 is not installed, so there is nothing to compare with: scripts/install-deps --compare')
        with Postgres() as postgres, Cluster(3) as cluster:
            with contextlib.closing(postgres.connect()) as reference:
                tested = cluster.connect(1, statement_timeout_ms=120000)
                load([reference, tested], SCALE)
                named = queries()
                self.assertEqual(len(named), 22)
                found = [f'{name}: {line}' for name, text in named for line in differences(reference, tested, [text])]
                tested.close()
            self.assertFalse(found, f'{len(found)} of 22 differ:\n' + '\n'.join(found))
            cluster.check_alive()


if __name__ == '__main__':
    unittest.main()
