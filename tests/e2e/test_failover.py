# SPDX-License-Identifier: Apache-2.0
"""kill -9 of each node in turn under writes: nothing acknowledged is lost, nothing is half there, and
every shard takes writes again within 3 s."""
import os
import threading
import time
import unittest

import psycopg2

from harness import SLOWNESS, Cluster, Fault

SHARDS = 6
WRITERS = 4
GAP_S_MAX = 3.0


class Writer(threading.Thread):
    """Writes pairs of rows, both in one transaction, over and over; moves to another node after an error."""

    def __init__(self, cluster, number):
        super().__init__(daemon=True)
        self.cluster, self.number = cluster, number
        self.node = number % cluster.nodes + 1
        self.acknowledged = []      # (id, when, shard)
        self.unknown = set()        # sent, but no answer came
        self.stopping = False
        self.connection = None
        self.fault = None
        self.first = 0              # keys begin here, so that later writers do not meet earlier ones

    def run(self):
        try:
            seq = self.first
            while not self.stopping:
                seq += 1
                self.write(seq)
        except Exception as e:  # pylint: disable=broad-except
            self.fault = e

    def write(self, seq):
        shard = (seq + self.number) % SHARDS
        # Keys of both tables lie in different shards: shard * 1,000,000 is where shard `shard` starts.
        key = shard * 1000000 + self.number * 200000 + seq
        other = (shard + 1) % SHARDS * 1000000 + self.number * 200000 + seq
        try:
            if self.connection is None:
                self.connection = self.cluster.connect(self.node, timeout=2, autocommit=False, statement_timeout_ms=2000)
                self.connection.commit()
            with self.connection.cursor() as cursor:
                cursor.execute('INSERT INTO debit VALUES (%s, %s)', (key, 'x' * 100))
                cursor.execute('INSERT INTO credit VALUES (%s, %s)', (other, key))
            self.unknown.add(key)
            self.connection.commit()
            self.unknown.discard(key)
            self.acknowledged.append((key, time.monotonic(), shard))
        except psycopg2.Error as e:
            if e.pgcode is not None and e.pgcode[:2] == '40' and e.pgcode != '40003':
                self.unknown.discard(key)  # surely rolled back
            if e.pgcode is not None and e.pgcode[:2] not in ('08', '40', '53', '55', '57', '25'):
                raise
            self.drop()
            self.node = self.node % self.cluster.nodes + 1
            time.sleep(0.02)

    def drop(self):
        try:
            if self.connection is not None:
                self.connection.close()
        except psycopg2.Error:
            pass
        self.connection = None


class Failover(unittest.TestCase):
    def test_kill_each_node_in_turn(self):
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE debit (id bigint PRIMARY KEY, note text NOT NULL)')
            cluster.sql('CREATE TABLE credit (id bigint PRIMARY KEY, debit_id bigint NOT NULL)')
            for shard in range(1, SHARDS):
                for table in ('debit', 'credit'):
                    cluster.sql(f'ALTER TABLE {table} SPLIT AT VALUES ({shard * 1000000})')
            writers = [Writer(cluster, n) for n in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(1.0)
            gaps = []
            for node in (1, 2, 3):
                killed = time.monotonic()
                cluster.kill(node)
                time.sleep(GAP_S_MAX + 2 * SLOWNESS)
                gaps.append((node, killed, time.monotonic()))
                cluster.start_node(node)
                time.sleep(2)
            for writer in writers:
                writer.stopping = True
            for writer in writers:
                writer.join(30)
                if writer.fault is not None:
                    raise Fault(f'a writer failed: {writer.fault!r}')
            self.check_gaps(writers, gaps)
            for node in (1, 2, 3):
                self.check_rows(cluster, writers, node)
            cluster.check_alive()

    def check_gaps(self, writers, gaps):
        times = {shard: sorted(when for w in writers for _, when, s in w.acknowledged if s == shard) for shard in range(SHARDS)}
        longest = {}
        for node, killed, until in gaps:
            for shard, moments in times.items():
                marks = [m for m in moments if killed <= m <= until]
                points = [killed, *marks, until]
                gap = max(b - a for a, b in zip(points, points[1:]))
                longest[node] = max(longest.get(node, 0), gap)
                self.assertLess(gap, GAP_S_MAX * SLOWNESS, f'node {node} killed: shard {shard} took no write for {gap:.2f} s')
        total = sum(len(w.acknowledged) for w in writers)
        pauses = ', '.join(f'node {node} killed: {pause:.2f} s' for node, pause in longest.items())
        print(f'        {total} transactions acknowledged; longest pause of a shard, {pauses}')
        self.assertGreater(total, 100)

    def check_rows(self, cluster, writers, node):
        debit = {row[0] for row in cluster.sql_until_good('SELECT id FROM debit', node)}
        credit = {row[0] for row in cluster.sql_until_good('SELECT debit_id FROM credit', node)}
        self.assertEqual(debit, credit, f'half a transaction, seen from node {node}: {sorted(debit ^ credit)[:10]}')
        acknowledged = {key for w in writers for key, _, _ in w.acknowledged}
        lost = acknowledged - debit
        self.assertFalse(lost, f'{len(lost)} acknowledged rows are lost, seen from node {node}: {sorted(lost)[:10]}')
        unknown = set().union(*(w.unknown for w in writers))
        ghosts = debit - acknowledged - unknown
        self.assertFalse(ghosts, f'rows that were reported as rolled back, seen from node {node}: {sorted(ghosts)[:10]}')


class Restart(unittest.TestCase):
    def test_all_nodes_at_once(self):
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (id integer PRIMARY KEY, v text)')
            cluster.sql("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL)")
            cluster.kill_all()
            cluster.start()
            self.assertEqual(cluster.sql('SELECT id, v FROM t ORDER BY id'), [(1, 'a'), (2, 'b'), (3, None)])
            cluster.sql("INSERT INTO t VALUES (4, 'd')")
            cluster.stop()
            cluster.start()
            self.assertEqual(cluster.sql('SELECT count(*) FROM t', 3), [(4,)])
            cluster.check_alive()
            cluster.stop()

    def test_majority_is_needed(self):
        """With two of three nodes gone nothing is acknowledged; with one back, writes go on."""
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (id integer PRIMARY KEY)')
            cluster.kill(2)
            cluster.kill(3)
            with self.assertRaises(psycopg2.Error):
                connection = cluster.connect(1, statement_timeout_ms=1500)
                connection.cursor().execute('INSERT INTO t VALUES (1)')
            cluster.start_node(3, seconds=30)

            def write():
                connection = cluster.connect(1, statement_timeout_ms=2000)
                connection.cursor().execute('INSERT INTO t VALUES (2)')
                connection.close()
            deadline = time.monotonic() + 15 * SLOWNESS
            while True:
                try:
                    write()
                    break
                except psycopg2.Error:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.2)
            ids = {row[0] for row in cluster.sql_until_good('SELECT id FROM t', 3)}
            self.assertIn(2, ids)
            self.assertTrue(ids <= {1, 2})


if __name__ == '__main__':
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    unittest.main()
