# SPDX-License-Identifier: Apache-2.0
"""Temporary tables go with their session, also when that ends with its node."""
import time
import unittest

import psycopg2

from harness import SLOWNESS, Cluster

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pg\\_temp\\_%' ORDER BY 1"


def connect(cluster, node):
    connection = psycopg2.connect(cluster.dsn(node))
    connection.autocommit = True
    return connection


def rows(connection, text):
    with connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall() if cursor.description else []


class Temp(unittest.TestCase):
    def wait_until(self, seconds, test):
        end = time.monotonic() + seconds * SLOWNESS
        while not test():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)

    def test_session_ends(self):
        with Cluster(3) as cluster:
            watcher, owner, other = connect(cluster, 1), connect(cluster, 2), connect(cluster, 3)
            for connection in (owner, other):
                rows(connection, 'CREATE TEMP TABLE t (a int PRIMARY KEY, b serial)')
                rows(connection, 'INSERT INTO t SELECT generate_series(1, 100)')
            self.assertEqual(len(rows(watcher, SCHEMAS)), 2)
            with self.assertRaises(psycopg2.errors.UndefinedTable):
                rows(watcher, 'SELECT * FROM t')
            owner.close()
            self.wait_until(10, lambda: len(rows(watcher, SCHEMAS)) == 1)
            self.assertEqual(rows(other, 'SELECT count(*) FROM t'), [(100,)])
            rows(watcher, 'CREATE TEMP TABLE t (c text)')  # looks for those that nobody holds: none is
            self.assertEqual(rows(other, 'SELECT count(*) FROM t'), [(100,)])
            other.close()
            watcher.close()
            last = connect(cluster, 1)
            self.wait_until(10, lambda: rows(last, SCHEMAS) == [])
            self.assertEqual(rows(last, "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"), [(0,)])
            cluster.check_alive()

    def test_their_schema_keeps_its_name(self):
        with Cluster(1) as cluster:
            owner = connect(cluster, 1)
            rows(owner, 'CREATE TEMP TABLE t (a int)')
            (name,), = rows(owner, SCHEMAS)
            with self.assertRaises(psycopg2.errors.FeatureNotSupported):
                rows(owner, f'ALTER SCHEMA {name} RENAME TO mine')
            rows(owner, 'CREATE SCHEMA other')
            with self.assertRaises(psycopg2.errors.ReservedName):
                rows(owner, 'ALTER SCHEMA other RENAME TO pg_temp_77')
            owner.close()
            cluster.check_alive()

    def test_node_dies(self):
        with Cluster(3) as cluster:
            owner, watcher = connect(cluster, 3), connect(cluster, 1)
            rows(owner, 'CREATE TEMP TABLE t AS SELECT generate_series(1, 1000) AS a')
            orphan = rows(watcher, SCHEMAS)
            self.assertEqual(len(orphan), 1)
            cluster.kill(3)

            def is_gone():
                rows(watcher, 'CREATE TEMP TABLE t (a int)')
                rows(watcher, 'DISCARD TEMP')
                return orphan[0] not in rows(watcher, SCHEMAS)
            self.wait_until(60, is_gone)
            self.assertEqual(rows(watcher, "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"), [(0,)])


if __name__ == '__main__':
    unittest.main()
