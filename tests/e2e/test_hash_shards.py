# SPDX-License-Identifier: Apache-2.0
"""Tables and indexes sharded by hash on three nodes: borders come with the commit, stay while the table does and go with it; clients of all nodes
write the same growing keys, walk them in order and build indexes meanwhile; a dump keeps the shards."""
import shutil
import threading
import time
import unittest

import psycopg2

from harness import SLOWNESS, Cluster, psql, wait_for
from test_dump import comparable, pg_dump
from test_nodes import configure

CLIENTS = 6
SECONDS = 8
AGAIN = ('40001', '40P01')  # nothing of the statement is there


class Client(threading.Thread):
    """Counts how often it has met each of the newest ids, which all clients write; walks some of them in order."""

    def __init__(self, cluster, number, newest):
        super().__init__(daemon=True)
        self.cluster, self.number, self.newest = cluster, number, newest
        self.met, self.walks, self.fault = 0, 0, None
        self.stopping = False

    def write(self, cursor):
        self.newest[0] += 1
        first = max(1, self.newest[0] - 3)
        cursor.execute('INSERT INTO t (id, met, at) SELECT g, 1, now() FROM generate_series(%s, %s) g ON CONFLICT (id) DO UPDATE SET met = t.met + 1', (first, first + 2))
        self.met += 3

    def walk(self, cursor):
        for direction in ('ASC', 'DESC'):
            cursor.execute(f'SELECT id FROM t WHERE id > %s ORDER BY id {direction} LIMIT 50', (self.newest[0] - 100,))
            ids = [row[0] for row in cursor.fetchall()]
            if ids != sorted(set(ids), reverse=direction == 'DESC'):
                raise AssertionError(f'{direction}: {ids}')
        self.walks += 1

    def run(self):
        try:
            connection = self.cluster.connect(self.number % 3 + 1, timeout=20)
            cursor = connection.cursor()
            while not self.stopping:
                try:
                    self.write(cursor)
                except psycopg2.Error as e:
                    if e.pgcode not in AGAIN:
                        raise
                self.walk(cursor)
            connection.close()
        except BaseException as e:  # whatever it is, the test says so
            self.fault = e


class HashShards(unittest.TestCase):
    def borders(self, name):
        return [row[0].rsplit('#', 1)[1] for row in self.cluster.sql(f"SELECT start_pretty FROM nd_internal.shards WHERE start_pretty LIKE '/public.t/{name}/#%' ORDER BY start_key")]

    def write_beside_a_build(self):
        newest = [0]
        clients = [Client(self.cluster, number, newest) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(SECONDS / 3)
        sql = self.cluster.sql
        sql('CREATE INDEX CONCURRENTLY t_met ON t (met, id) WITH (shards = 3)', 2)
        sql('ALTER TABLE t ADD CONSTRAINT t_at UNIQUE (at, id) WITH (shards = 2)', 3)
        time.sleep(SECONDS / 3)
        for client in clients:
            client.stopping = True
        for client in clients:
            client.join(60)
            if client.fault is not None:
                raise client.fault
        met = sum(client.met for client in clients)
        print(f'        {met} rows written, {sum(client.walks for client in clients)} walks')
        self.assertEqual(sql('SELECT sum(met) FROM t')[0][0], met)
        for columns in ('met', 'at, id'):
            rows = sql(f'SET enable_seqscan = off; SELECT count(*) FROM (SELECT {columns} FROM t ORDER BY {columns} OFFSET 0) x')
            self.assertEqual(rows, sql('SELECT count(*) FROM t'))
        self.assertEqual(sql('SELECT count(*) FROM (SELECT id, lag(id) OVER () AS b FROM (SELECT id FROM t ORDER BY id) x) y WHERE id <= b')[0][0], 0)

    def test_life(self):
        with Cluster(3) as cluster:
            self.cluster = cluster
            for node in (1, 2, 3):
                cluster.kill(node)
                configure(cluster, node, merge_percent='50', merge_after_seconds='3', merge_requests='100000', gc_window_minutes='1')
                cluster.start_node(node)
            cluster.sql_until_good('CREATE TABLE IF NOT EXISTS warm (id int)', 1, 30)
            with cluster.connect(2, autocommit=False) as connection:
                connection.cursor().execute('CREATE TABLE t (id bigint PRIMARY KEY) WITH (shards = 8)')
                connection.rollback()
            self.assertEqual(cluster.sql("SELECT count(*) FROM nd_internal.shards WHERE start_pretty LIKE '%#%'")[0][0], 0)
            cluster.sql('CREATE TABLE t (id bigint PRIMARY KEY, met int, at timestamptz) WITH (shards = 4)', 2)
            self.assertEqual(self.borders('t_pkey'), ['1', '2', '3'])
            self.write_beside_a_build()
            self.assertEqual((self.borders('t_met'), self.borders('t_at')), (['1', '2'], ['1']))
            cluster.sql('TRUNCATE t', 3)
            self.assertEqual(self.borders('t_pkey'), ['1', '2', '3'])
            cluster.sql('ALTER TABLE t UNSPLIT ALL')
            time.sleep(10 * SLOWNESS)  # longer than cold neighbours are left alone
            self.assertEqual((self.borders('t_pkey'), self.borders('t_met')), (['1', '2', '3'], ['1', '2']))
            cluster.sql('DROP TABLE t')
            begun = time.monotonic()
            wait_for('the borders to go with the table', lambda: cluster.sql('SELECT count(*) FROM nd_internal.shards')[0][0] <= 4, 180 * SLOWNESS, 1)
            print(f'        no borders: after {time.monotonic() - begun:.1f} s')
            cluster.check_complaints()

    @unittest.skipUnless(shutil.which('pg_dump'), 'pg_dump is not installed')
    def test_dump(self):
        made = ('CREATE TABLE a (id serial PRIMARY KEY, v text UNIQUE WITH (shards = 3)) WITH (shards = 8); CREATE INDEX a_v ON a (lower(v), id DESC) INCLUDE (v) WITH (shards = 5) WHERE id > 2;'
                'CREATE TABLE b (a_id int REFERENCES a (id)) WITH (shards = 2); INSERT INTO a (v) SELECT g::text FROM generate_series(1, 50) g; INSERT INTO b SELECT g FROM generate_series(1, 50) g')
        asked = "SELECT relname, reloptions::text, CASE relkind WHEN 'i' THEN pg_get_indexdef(oid) END FROM pg_class WHERE relname ~ '^(a|b)(_|$)' AND relkind IN ('r', 'i') ORDER BY 1"
        with Cluster(1) as cluster:
            psql(cluster, '-q', text=made)
            dump, before = pg_dump(cluster), cluster.sql(asked)
            self.assertIn("WITH (shards='8')", psql(cluster, '-c', '\\d a').stdout)
        self.assertEqual(len(before), 5)
        self.assertEqual(sum(row[1] is not None for row in before), 5)
        with Cluster(1) as again:
            psql(again, '-q', text=dump)
            self.assertEqual(again.sql(asked), before)
            self.assertEqual(comparable(pg_dump(again)), comparable(dump))
            self.assertEqual(again.sql('SELECT count(*), count(DISTINCT a.id) FROM a JOIN b ON a_id = a.id'), [(50, 50)])


if __name__ == '__main__':
    unittest.main()
