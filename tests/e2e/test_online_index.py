# SPDX-License-Identifier: Apache-2.0
"""Indexes built beside writers on all nodes: none of them fails because of it, each row has its entry and no other is there. What a statement
that was cancelled, cut off or killed with its node leaves is an index that is not valid, which can be dropped or built anew."""
import contextlib
import threading
import time
import unittest

import psycopg2

from harness import SLOWNESS, Cluster, wait_for

ROWS = 20000
VALUES = 97


class Writer(threading.Thread):
    """Changes rows in blocks and by statements alone; counts errors by SQLSTATE."""

    def __init__(self, cluster, number, node, begins_at):
        super().__init__(daemon=True)
        self.cluster, self.number, self.node, self.next = cluster, number, node, begins_at
        self.stopping, self.fault = False, None
        self.done, self.errors = 0, {}
        self.slowest = 0.0

    def run(self):
        try:
            while not self.stopping:
                try:
                    with contextlib.closing(self.cluster.connect(self.node, timeout=3, autocommit=False, statement_timeout_ms=20000)) as connection:
                        self.work(connection)
                except psycopg2.Error as e:
                    code = e.pgcode or 'lost'
                    self.errors[code] = self.errors.get(code, 0) + 1
                    time.sleep(0.1)
        except Exception as e:  # pylint: disable=broad-except
            self.fault = e

    def work(self, connection):
        cursor = connection.cursor()
        while not self.stopping:
            self.next += 1
            row = self.next * 7919 % ROWS
            begin = time.monotonic()
            if self.next % 4 == 0:
                cursor.execute('INSERT INTO t VALUES (%s, %s, %s, 1)', (self.next, self.next % VALUES, self.next))
                connection.commit()
            elif self.next % 4 == 1:
                cursor.execute('UPDATE t SET v = v + 1 WHERE id = %s', (row,))
                time.sleep(0.005)
                cursor.execute('UPDATE t SET u = u + 10000000 WHERE id = %s', (row,))
                connection.commit()
            elif self.next % 4 == 2:
                cursor.execute('DELETE FROM t WHERE id = %s', (self.next - 10,))
                connection.commit()
            else:
                cursor.execute('UPDATE t SET v = %s WHERE id %% 5000 = %s', (self.next % VALUES, row % 5000))
                connection.commit()
            self.slowest = max(self.slowest, time.monotonic() - begin)
            self.done += 1


class OnlineIndex(unittest.TestCase):
    def setUp(self):
        self.cluster = Cluster(3)
        self.addCleanup(self.cluster.close)
        self.cluster.sql('CREATE TABLE t (id bigint PRIMARY KEY, v int, u bigint, w int)')
        self.cluster.sql(f'INSERT INTO t SELECT g, g % {VALUES}, -g, 1 FROM generate_series(0, {ROWS - 1}) g')
        self.cluster.sql('ALTER TABLE t SPLIT AT VALUES (5000), (10000), (15000), (20000)')

    def writers(self, count=6):
        writers = [Writer(self.cluster, i, i % 3 + 1, (i + 1) * 10000000) for i in range(count)]
        for writer in writers:
            writer.start()
        return writers

    def stop(self, writers):
        for writer in writers:
            writer.stopping = True
        for writer in writers:
            writer.join(60)
            self.assertIsNone(writer.fault)
        return sum(writer.done for writer in writers)

    def check(self, node=1):
        """Rows by index and by table, in one snapshot. w is in no index: what asks for it reads the table."""
        with contextlib.closing(self.cluster.connect(node, timeout=10, statement_timeout_ms=60000)) as connection:
            cursor = connection.cursor()
            cursor.execute('SET enable_seqscan = off')
            cursor.execute('SELECT (SELECT count(*) FROM t WHERE v >= 0), (SELECT sum(id) FROM t WHERE v >= 0), count(*), sum(id) FROM t WHERE v + 0 >= 0 AND w > 0')
            by_index, sum_by_index, rows, sum_of_rows = cursor.fetchone()
            self.assertEqual((by_index, sum_by_index), (rows, sum_of_rows))
            cursor.execute('SELECT (SELECT count(*) FROM t WHERE u > -1000000), (SELECT sum(id) FROM t WHERE u > -1000000), count(u), count(DISTINCT u), sum(id) FROM t WHERE u + 0 > -1000000 AND w > 0')
            by_index, sum_by_index, rows, keys, sum_of_rows = cursor.fetchone()
            self.assertEqual((by_index, sum_by_index), (rows, sum_of_rows))
            self.assertEqual(keys, rows)

    def states(self, name):
        return self.cluster.sql(f"SELECT i.indisready, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = '{name}'")

    def test_writers_go_on(self):
        writers = self.writers()
        time.sleep(1)
        for _ in range(2):
            self.cluster.sql('CREATE INDEX CONCURRENTLY t_v ON t (v)', i=1)
            self.cluster.sql('CREATE UNIQUE INDEX CONCURRENTLY t_u ON t (u)', i=2)
            self.check()
            self.cluster.sql('REINDEX TABLE CONCURRENTLY t', i=3)
            self.check(2)
            self.cluster.sql('DROP INDEX CONCURRENTLY t_v', i=2)
            self.cluster.sql('DROP INDEX CONCURRENTLY t_u', i=1)
        done = self.stop(writers)
        self.assertGreater(done, 300)
        # rows that several change at once may end in a deadlock, as anywhere; a schema change ends nothing
        for writer in writers:
            self.assertEqual({code: n for code, n in writer.errors.items() if code != '40P01'}, {})
        self.check()

    def test_duplicates_of_wide_entries(self):
        """What one part has put may have been sent ahead before the second row with a key comes."""
        self.cluster.sql('CREATE TABLE wide (id int PRIMARY KEY, k int, filler text)')
        self.cluster.sql("INSERT INTO wide SELECT g, g % 500, repeat(md5(g::text), 1250) FROM generate_series(1, 500) g")
        self.cluster.sql('UPDATE wide SET k = 1 WHERE id = 499')
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self.cluster.sql('CREATE UNIQUE INDEX CONCURRENTLY wide_k ON wide (k) INCLUDE (filler)')
        self.cluster.sql('DROP TABLE wide')

    def test_a_node_dies(self):
        writers = self.writers()
        outcome = []

        def build():
            try:
                self.cluster.sql('CREATE INDEX CONCURRENTLY t_v ON t (v)', i=1)
                outcome.append('built')
            except psycopg2.Error as e:
                outcome.append(e.pgcode or 'lost')

        for victim in (2, 1):  # first another one, then the builder's
            builder = threading.Thread(target=build)
            builder.start()
            time.sleep(0.4 * SLOWNESS)
            self.cluster.kill(victim)
            builder.join(120)
            self.assertFalse(builder.is_alive())
            self.cluster.start_node(victim)
            if victim == 2:
                self.assertEqual(outcome, ['built'])
            if outcome == ['built']:
                self.cluster.sql_until_good('CREATE UNIQUE INDEX CONCURRENTLY t_u ON t (u)', i=3, seconds=60)
                self.check(3)
                self.cluster.sql('DROP INDEX CONCURRENTLY t_u', i=3)
            self.cluster.sql_until_good('DROP INDEX IF EXISTS t_v', i=3, seconds=60)
            outcome.clear()
        self.cluster.sql('CREATE INDEX CONCURRENTLY t_v ON t (v)', i=2)
        self.stop(writers)
        for i in (1, 2, 3):
            self.check(i)

    def test_waits_for_writers_and_can_be_cancelled(self):
        closing = contextlib.closing
        with closing(self.cluster.connect(2, autocommit=False)) as old, closing(self.cluster.connect(3, autocommit=False)) as young, closing(self.cluster.connect(1)) as builder:
            old.cursor().execute('UPDATE t SET v = v + 1 WHERE id = 1')  # knows of no index
            failure = []

            def build():
                try:
                    builder.cursor().execute('CREATE INDEX CONCURRENTLY t_v ON t (v)')
                except psycopg2.Error as e:
                    failure.append(e.pgcode)

            thread = threading.Thread(target=build)
            thread.start()
            wait_for('the first step', lambda: self.states('t_v') == [(False, False)], 10 * SLOWNESS)
            phases = self.cluster.sql('SELECT command, phase, relid::regclass, index_relid::regclass FROM pg_stat_progress_create_index')
            self.assertEqual(phases, [('CREATE INDEX CONCURRENTLY', 'waiting for writers before build', 't', 't_v')])
            young.cursor().execute('UPDATE t SET v = v + 1 WHERE id = 2')  # knows of it
            time.sleep(1)
            self.assertTrue(thread.is_alive())
            old.commit()  # not refused, late as it is
            wait_for('the second step', lambda: self.states('t_v') == [(True, False)], 10 * SLOWNESS)
            time.sleep(0.5)
            self.assertTrue(thread.is_alive())  # for the one who does not know of that
            builder.cancel()
            thread.join(20 * SLOWNESS)
            self.assertEqual(failure, ['57014'])
            young.commit()
        self.assertEqual(self.states('t_v'), [(False, False)])  # writers keep nothing for it
        self.assertEqual(self.cluster.sql('SELECT * FROM pg_stat_progress_create_index'), [])
        self.cluster.sql('UPDATE t SET v = v + 1 WHERE id < 100')
        self.cluster.sql('REINDEX INDEX CONCURRENTLY t_v')
        self.assertEqual(self.states('t_v'), [(True, True)])
        self.check()
        with closing(self.cluster.connect(2, statement_timeout_ms=1500)) as connection, closing(self.cluster.connect(3, autocommit=False)) as old:
            old.cursor().execute('UPDATE t SET v = v + 1 WHERE id = 1')
            with self.assertRaises(psycopg2.Error) as raised:
                connection.cursor().execute('CREATE UNIQUE INDEX CONCURRENTLY t_u ON t (u)')
            self.assertEqual(raised.exception.pgcode, '57014')
            old.commit()
        self.assertEqual(self.states('t_u'), [(False, False)])
        self.cluster.sql('DROP INDEX CONCURRENTLY t_u')


if __name__ == '__main__':
    unittest.main()
