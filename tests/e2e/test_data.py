# SPDX-License-Identifier: Apache-2.0
"""Data sets loaded by psql, their questions answered as PostgreSQL 15 answers them."""
import contextlib
import os
import unittest

from harness import ROOT, Cluster, psql
from oracle import Postgres, differences, find_postgres, statements

# Dumps that others made lie outside the repository: NDOTO_DATA names their folder.
DATA = os.environ.get('NDOTO_DATA', os.path.join(ROOT, '..', 'shared', 'data'))


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as f:
        return f.read()


def need_postgres(test):
    if find_postgres() is None:
        test.skipTest('PostgreSQL 15 is not installed, so there is nothing to compare with: scripts/install-deps --compare')


class Sample(unittest.TestCase):
    def test_answers_as_postgresql(self):
        need_postgres(self)
        sample = os.path.join(ROOT, 'share', 'sample', 'library.sql')
        with Postgres() as postgres, Cluster(3, sample=True) as cluster:
            with contextlib.closing(postgres.connect()) as reference:
                out = psql(type('At', (), {'sql_port': lambda self, i: postgres.port})(), '-q', '-f', sample)
                self.assertEqual(out.returncode, 0)
                texts = statements(read(ROOT, 'share', 'sample', 'queries.sql'))
                tested = cluster.connect(2)
                found = differences(reference, tested, texts)
                tested.close()
            self.assertFalse(found, f'{len(found)} of {len(texts)} differ:\n' + '\n'.join(found))


def need_data(test, name):
    path = os.path.join(DATA, name)
    if not os.path.exists(path):
        test.skipTest(f'{path} is not there (NDOTO_DATA names the folder of foreign dumps)')
    return path


class Foreign(unittest.TestCase):
    """Dumps of others load unchanged on three nodes; each node answers."""

    def load(self, cluster, postgres, dump):
        psql(cluster, '-q', '-f', dump)
        psql(type('At', (), {'sql_port': lambda self, i: postgres.port})(), '-q', '-f', dump)

    def compare(self, cluster, postgres, texts, node):
        with contextlib.closing(postgres.connect()) as reference:
            tested = cluster.connect(node)
            found = differences(reference, tested, texts)
            tested.close()
        self.assertFalse(found, f'{len(found)} of {len(texts)} differ:\n' + '\n'.join(found))

    def test_chinook(self):
        dump = need_data(self, 'chinook.sql')
        need_postgres(self)
        with Postgres() as postgres, Cluster(3) as cluster:
            self.load(cluster, postgres, dump)
            self.compare(cluster, postgres, statements(read(DATA, 'chinook_queries.sql')), 2)
            cluster.check_alive()

    def test_northwind(self):
        dump = need_data(self, 'northwind.sql')
        need_postgres(self)
        with Postgres() as postgres, Cluster(3) as cluster:
            self.load(cluster, postgres, dump)
            with contextlib.closing(postgres.connect()) as reference, reference.cursor() as cursor:
                cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1")
                tables = [name for name, in cursor.fetchall()]
            self.assertEqual(len(tables), 14)
            self.compare(cluster, postgres, [f'SELECT * FROM {name}' for name in tables], 3)
            cluster.check_alive()


class Netflix(unittest.TestCase):
    def test_dump_loads_and_answers_as_postgresql(self):
        dump = need_data(self, 'netflix.sql')
        need_postgres(self)
        with Postgres() as postgres, Cluster(3) as cluster:
            psql(cluster, '-q', '-f', dump)
            psql(type('At', (), {'sql_port': lambda self, i: postgres.port})(), '-q', '-f', dump)
            self.assertEqual(cluster.sql('SELECT count(*) FROM netflix_shows', 3), [(8807,)])
            texts = statements(read(ROOT, 'tests', 'e2e', 'netflix_queries.sql'))
            with contextlib.closing(postgres.connect()) as reference:
                tested = cluster.connect(3)
                found = differences(reference, tested, texts)
                tested.close()
            self.assertFalse(found, f'{len(found)} of {len(texts)} differ:\n' + '\n'.join(found))
            cluster.check_alive()


if __name__ == '__main__':
    unittest.main()
