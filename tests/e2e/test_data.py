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


# Nodes, and whether ranges are split every ROWS_PER_SPLIT rows and do all the work that shards can do.
CONFIGURATIONS = [(1, False), (3, False), (3, True)]
ROWS_PER_SPLIT = 100


def split_tables(cluster):
    """All tables with a primary key, a boundary every ROWS_PER_SPLIT rows. How many there are now."""
    count = 0
    with contextlib.closing(cluster.connect(1)) as connection, connection.cursor() as cursor:
        cursor.execute("""SELECT i.indrelid::regclass::text, array_to_string(array(SELECT quote_ident(a.attname) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, at)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n ORDER BY k.at), ', ') FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace""")
        for table, columns in cursor.fetchall():
            cursor.execute(f'SELECT {columns} FROM (SELECT *, row_number() OVER (ORDER BY {columns}) AS number_of_row FROM {table}) x WHERE number_of_row % {ROWS_PER_SPLIT} = 0 ORDER BY number_of_row')
            for key in cursor.fetchall():
                cursor.execute(cursor.mogrify(f'ALTER TABLE {table} SPLIT AT VALUES ({", ".join(["%s"] * len(key))})', key))
                count += 1
    return count


class Foreign(unittest.TestCase):
    """Dumps of others load unchanged, on one node and on three, with many ranges too; each node answers."""

    def load(self, cluster, postgres, dump):
        psql(cluster, '-q', '-f', dump)
        psql(type('At', (), {'sql_port': lambda self, i: postgres.port})(), '-q', '-f', dump)

    def compare(self, cluster, postgres, texts, node, with_splits):
        with contextlib.closing(postgres.connect()) as reference:
            tested = cluster.connect(node)
            if with_splits:
                self.assertGreater(split_tables(cluster), 5)
                tested.cursor().execute('SET ndoto.shard_scan_rows = 0')
            found = differences(reference, tested, texts)
            tested.close()
        self.assertFalse(found, f'{len(found)} of {len(texts)} differ:\n' + '\n'.join(found))

    def each_way(self, dump, texts_of):
        for nodes, with_splits in CONFIGURATIONS:
            with self.subTest(nodes=nodes, with_splits=with_splits), Postgres() as postgres, Cluster(nodes) as cluster:
                self.load(cluster, postgres, dump)
                self.compare(cluster, postgres, texts_of(postgres), nodes, with_splits)
                cluster.check_alive()

    def test_chinook(self):
        dump = need_data(self, 'chinook.sql')
        need_postgres(self)
        self.each_way(dump, lambda postgres: statements(read(DATA, 'chinook_queries.sql')))

    def northwind_texts(self, postgres):
        with contextlib.closing(postgres.connect()) as reference, reference.cursor() as cursor:
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1")
            tables = [name for name, in cursor.fetchall()]
        self.assertEqual(len(tables), 14)
        return [f'SELECT * FROM {name}' for name in tables]

    def test_northwind(self):
        dump = need_data(self, 'northwind.sql')
        need_postgres(self)
        self.each_way(dump, self.northwind_texts)


    def test_netflix(self):
        dump = need_data(self, 'netflix.sql')
        need_postgres(self)
        self.each_way(dump, lambda postgres: statements(read(ROOT, 'tests', 'e2e', 'netflix_queries.sql')) + ['SELECT count(*) FROM netflix_shows'])


if __name__ == '__main__':
    unittest.main()
