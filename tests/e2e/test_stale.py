# SPDX-License-Identifier: Apache-2.0
"""AS OF SYSTEM TIME on real processes: every node answers from its own replicas, also while the nodes that lead are stopped, and even while
nobody has a majority."""
import os
import signal
import time
import unittest

import psycopg2
from harness import SLOWNESS, Cluster, wait_for


class Stale(unittest.TestCase):
    def closed_reads(self, node):
        lines = self.cluster.http('/metrics', node).splitlines()
        return sum(int(line.split()[-1]) for line in lines if line.startswith('ndoto_range_closed_reads_total'))

    def connect(self, node):
        return self.cluster.connect(node).cursor()

    def read(self, cursor, text):
        cursor.execute(text)
        return cursor.fetchall()

    def signal(self, nodes, number):
        for node in nodes:
            os.kill(self.cluster.pid(node), number)

    def test_without_leaders(self):
        with Cluster(3) as cluster:
            self.cluster = cluster
            cluster.sql('CREATE TABLE t (id int PRIMARY KEY, v int)')
            cluster.sql('INSERT INTO t SELECT g, 0 FROM generate_series(1, 300) g')
            cluster.sql('ALTER TABLE t SPLIT AT VALUES (100), (200)')
            cluster.sql('UPDATE t SET v = 1')
            then = cluster.sql('SELECT cluster_logical_timestamp() FROM t LIMIT 1')[0][0]
            cluster.sql('UPDATE t SET v = 2 WHERE id <= 150')
            cluster.sql('DELETE FROM t WHERE id > 250')
            query = f'SELECT count(*), sum(v) FROM t AS OF SYSTEM TIME {then}'
            cursors = {node: self.connect(node) for node in (1, 2, 3)}

            def answers_alone(node):
                before = self.closed_reads(node)
                self.assertEqual(self.read(cursors[node], query), [(300, 300)])
                return self.closed_reads(node) - before >= 3
            for node in cursors:
                wait_for(f'node {node} answers for all shards', lambda n=node: answers_alone(n), 20 * SLOWNESS, 0.5)

            for cut_off in ((1,), (2,), (1, 2)):
                with self.subTest(stopped=cut_off):
                    self.signal(cut_off, signal.SIGSTOP)
                    try:
                        begun = time.monotonic()
                        self.assertEqual(self.read(cursors[3], query), [(300, 300)])
                        self.assertEqual(self.read(cursors[3], f"SELECT v FROM t AS OF SYSTEM TIME '{then}' WHERE id = 7"), [(1,)])
                        self.assertLess(time.monotonic() - begun, 1.0 * SLOWNESS)
                        if len(cut_off) > 1: # of now nobody may speak
                            time.sleep(1) # longer than any lease
                            cursors[3].execute('SET statement_timeout = 1500')
                            with self.assertRaises(psycopg2.errors.QueryCanceled):
                                cursors[3].execute('SELECT count(*) FROM t')
                            cursors[3].execute('RESET statement_timeout')
                    finally:
                        self.signal(cut_off, signal.SIGCONT)
                    wait_for('all is well', lambda: cluster.sql_until_good('SELECT count(*), sum(v) FROM t', 3, 30) == [(250, 400)], 30 * SLOWNESS, 0.5)

    def test_bounded(self):
        """What was written is seen by every node as of follower_read_timestamp() a few seconds later, from its own replica."""
        with Cluster(3) as cluster:
            self.cluster = cluster
            cluster.sql('CREATE TABLE t (id int PRIMARY KEY, v int)')
            cluster.sql('INSERT INTO t VALUES (1, 0)')
            time.sleep(5)
            cursors = {node: self.connect(node) for node in (1, 2, 3)}
            before = {node: self.closed_reads(node) for node in cursors}
            for value in range(1, 6):
                cluster.sql(f'UPDATE t SET v = {value}')
                time.sleep(1)
                for cursor in cursors.values():
                    seen = self.read(cursor, 'SELECT v FROM t AS OF SYSTEM TIME follower_read_timestamp()')[0][0]
                    self.assertLessEqual(seen, value)
                    self.assertGreaterEqual(seen, value - 4 * SLOWNESS)
            for node in cursors:
                self.assertGreaterEqual(self.closed_reads(node) - before[node], 5, f'node {node}')


if __name__ == '__main__':
    unittest.main()
