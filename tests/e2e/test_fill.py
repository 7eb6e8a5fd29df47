# SPDX-License-Identifier: Apache-2.0
"""Rows that a transaction has written aside (catalog/README.md, "Filled aside") are nobody's when it fails, or its node dies."""
import threading
import unittest

import psycopg2

from harness import SLOWNESS, Cluster

ROWS = 60000


class Lines:
    """What COPY reads: rows without end, or up to `count`, after `at` of which something happens."""

    def __init__(self, count=None, at=None, then=None):
        self.count, self.at, self.then, self.next = count, at, then, 0

    def read(self, size):
        out = []
        while sum(map(len, out)) < min(size, 8192) and (self.count is None or self.next < self.count):
            if self.next == self.at:
                self.then()
            out.append(f'{self.next}\t{self.next % 100}\tsomething to fill the row\n')
            self.next += 1
        return ''.join(out)


class Fill(unittest.TestCase):
    def check(self, cluster, node, rows):
        self.assertEqual(cluster.sql_until_good('SELECT count(*), count(DISTINCT a), sum(a) FROM t', node, 30), [(rows, rows, rows * (rows - 1) // 2)])
        self.assertEqual(cluster.sql_until_good('SET enable_seqscan = off; SELECT count(*) FROM t WHERE b = 7', node, 30), [(rows // 100,)])

    def load(self, cluster, node, lines):
        connection = cluster.connect(node, autocommit=False)
        try:
            with connection.cursor() as cursor:
                cursor.execute('TRUNCATE t')
                cursor.copy_expert('COPY t FROM STDIN', lines)
            connection.commit()
        finally:
            connection.close()

    def test_node_dies(self):
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (a int, b int, c text); CREATE INDEX t_b ON t (b)')
            self.load(cluster, 1, Lines(count=1000))
            died = threading.Event()

            def kill():
                cluster.kill(3)
                died.set()
            with self.assertRaises(psycopg2.Error):
                self.load(cluster, 3, Lines(at=ROWS, then=kill))
            self.assertTrue(died.is_set())
            self.check(cluster, 1, 1000)

            def try_load():
                try:
                    self.load(cluster, 2, Lines(count=ROWS))
                    return True
                except psycopg2.Error:
                    return False  # the dead one's locks are still there
            for _ in range(int(20 * SLOWNESS)):
                if try_load():
                    break
            self.check(cluster, 1, ROWS)
            cluster.sql('ALTER TABLE t ADD PRIMARY KEY (a)', 2)
            self.check(cluster, 1, ROWS)
            cluster.start_node(3)
            self.check(cluster, 3, ROWS)
            cluster.check_alive()

    def test_canceled(self):
        with Cluster(1) as cluster:
            cluster.sql('CREATE TABLE t (a int, b int, c text); CREATE INDEX t_b ON t (b)')
            self.load(cluster, 1, Lines(count=ROWS))
            connection = cluster.connect(1, autocommit=False)
            with connection.cursor() as cursor:
                cursor.execute('TRUNCATE t')
                with self.assertRaises(psycopg2.errors.QueryCanceled):
                    cursor.copy_expert('COPY t FROM STDIN', Lines(count=2 * ROWS, at=ROWS, then=connection.cancel))
            connection.close()
            self.check(cluster, 1, ROWS)
            cluster.sql('ALTER TABLE t ADD PRIMARY KEY (a)')
            self.check(cluster, 1, ROWS)
            cluster.check_alive()


if __name__ == '__main__':
    unittest.main()
