# SPDX-License-Identifier: Apache-2.0
"""Cancel requests: whatever a statement waits for or works at, it ends soon after one."""
import io
import statistics
import subprocess
import threading
import time
import unittest

import psycopg2
from harness import SLOWNESS, Cluster

BOUND_S = 0.1 * SLOWNESS
TIMES = 5


class Cancel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(nodes=3)
        cls.cluster.sql('CREATE TABLE c (id int PRIMARY KEY, u int UNIQUE, v text)')
        cls.cluster.sql("INSERT INTO c SELECT i, i, 'x' || i FROM generate_series(1, 100000) i")
        cls.cluster.sql('CREATE TABLE p (id int PRIMARY KEY)')
        cls.cluster.sql('INSERT INTO p SELECT generate_series(1, 10)')
        cls.cluster.sql('CREATE TABLE f (id int PRIMARY KEY, p int REFERENCES p)')
        cls.cluster.sql('CREATE TABLE m (id int PRIMARY KEY, a int, v text)')
        for part in range(4):
            cls.cluster.sql(f"INSERT INTO m SELECT i, i % 1000, 'row number ' || i FROM generate_series({part * 150000 + 1}, {(part + 1) * 150000}) i")
        cls.cluster.sql('CREATE TABLE e (id int PRIMARY KEY, a int, v text)')

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def delay(self, text, pause, blocker, in_block, settings=()):
        """From the request to the statement's end; None: it had ended before."""
        holder = self.cluster.connect(2, autocommit=False)
        if blocker is not None:
            holder.cursor().execute(blocker)
        connection = self.cluster.connect(1)
        for setting in settings:
            connection.cursor().execute(setting)
        if in_block:
            connection.cursor().execute('BEGIN')
        ended = []

        def run():
            try:
                if text.startswith('COPY'):
                    connection.cursor().copy_expert(text, io.StringIO())
                else:
                    connection.cursor().execute(text)
                ended.append(('done', time.monotonic()))
            except psycopg2.Error as error:
                ended.append((error.pgcode, time.monotonic()))
        thread = threading.Thread(target=run)
        thread.start()
        time.sleep(pause)
        begun = time.monotonic()
        is_running = not ended
        connection.cancel()
        thread.join(30)
        connection.close()
        holder.rollback()
        holder.close()
        if not is_running or ended[0][0] == 'done':
            return None
        self.assertEqual(ended[0][0], '57014', text)
        return ended[0][1] - begun

    def check(self, text, blocker=None, in_block=False, pause=0.3, bound=BOUND_S):
        """The median of some, at different moments: one may be late on a busy machine."""
        delays = [self.delay(text, pause + 0.041 * i, blocker, in_block) for i in range(TIMES)]
        delays = [x for x in delays if x is not None]
        self.assertTrue(delays or blocker is None, f'{text}: did not wait')
        if delays:
            print(f'{text[:70]:70} {" ".join(f"{1000 * x:.0f}" for x in delays)} ms')
            self.assertLess(statistics.median(delays), bound, f'{text}: {delays}')

    def test_locks(self):
        held = "UPDATE c SET v = 'b' WHERE id = 1"
        for in_block in (False, True):
            self.check("UPDATE c SET v = 'c' WHERE id = 1", held, in_block)
            self.check('DELETE FROM c WHERE id BETWEEN 1 AND 3', held, in_block)
            self.check("INSERT INTO c VALUES (900001, 900001, 'x')", "INSERT INTO c VALUES (900002, 900001, 'y')", in_block)
        self.check("INSERT INTO c VALUES (1, 1, 'x') ON CONFLICT (id) DO UPDATE SET v = 'z'", held)
        self.check('SELECT * FROM c WHERE id = 1 FOR UPDATE', held)
        self.check('INSERT INTO f VALUES (1, 3)', 'DELETE FROM p WHERE id = 3')
        self.check('SELECT pg_advisory_lock(7)', 'SELECT pg_advisory_xact_lock(7)')

    def test_waits_of_schema_changes(self):
        self.check('CREATE INDEX CONCURRENTLY ON c (v, u)', "UPDATE c SET v = 'q' WHERE id = 5", pause=0.8)

    def test_work(self):
        self.check('SELECT pg_sleep(10)')
        self.check('SELECT sum(id) OVER (ORDER BY v ROWS BETWEEN 30000 PRECEDING AND CURRENT ROW) FROM c')
        self.check('SELECT count(*) FROM c a, c b WHERE a.v < b.v')
        self.check('WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r')
        self.check('CREATE INDEX ON c (v, u)', pause=0.15, bound=4 * BOUND_S)
        self.check('SELECT v || g, count(*) FROM c, generate_series(1, 50) g GROUP BY 1')

    def stages(self, text, pauses, settings=(), in_block=False, bound=1.0 * SLOWNESS):
        """At several moments, for what goes through stages; those that are over by then do not count (in a block, they have left nothing)."""
        delays = [self.delay(text, pause, None, in_block, settings) for pause in pauses]
        delays = [x for x in delays if x is not None]
        self.assertTrue(delays, f'{text}: was over at once')
        print(f'{text[:70]:70} {" ".join(f"{1000 * x:.0f}" for x in delays)} ms')
        self.assertLess(statistics.median(delays), bound, f'{text}: {delays}')

    def test_writes_of_many_rows(self):
        """Megabytes are under way to the shards, and what was canceled before is still being undone."""
        moments = (0.3, 0.8, 1.5, 2.5, 4)
        self.stages('UPDATE m SET a = a + 1', moments, in_block=True)
        self.stages('DELETE FROM m', moments, in_block=True)
        self.stages('INSERT INTO e SELECT * FROM m', moments, in_block=True)
        self.stages("INSERT INTO e SELECT g, 1, repeat('x', 100) FROM generate_series(1, 100000000) g", moments)
        self.stages('INSERT INTO f SELECT i, i % 10 + 1 FROM generate_series(1, 1000000) i', moments, in_block=True)
        self.stages('CREATE TABLE made AS SELECT * FROM m', moments, in_block=True)
        self.stages('CREATE INDEX ON m (v, a)', moments, in_block=True)
        self.stages('ALTER TABLE m ALTER a TYPE bigint', moments, in_block=True)
        self.stages('ALTER TABLE m ADD CHECK (length(v) > 0)', (0.02, 0.1, 0.2))
        self.assertEqual(self.cluster.sql('SELECT count(*) FROM e'), [(0,)])
        self.assertEqual(self.cluster.sql('SELECT count(*), sum(a) FROM m'), [(600000, 299700000)])

    def test_reads_of_many_rows(self):
        little = ("SET work_mem = '1MB'",)
        for settings in ((), little):
            self.stages('SELECT count(*) FROM (SELECT * FROM m ORDER BY v DESC OFFSET 10) x', (0.03, 0.1, 0.2, 0.4), settings)
            self.stages('SELECT count(*) FROM m a JOIN m b ON a.v = b.v', (0.03, 0.1, 0.3, 0.6), settings)
            self.stages('SELECT v, count(*) FROM m GROUP BY v', (0.03, 0.1, 0.2, 0.4), settings)
        self.stages('COPY (SELECT * FROM m a, m b) TO STDOUT', (0.3, 0.6))
        self.stages('ANALYZE m', (0.01, 0.05, 0.1))
        self.stages('SELECT count(*) FROM generate_series(1, 10000000000) g', (0.3, 0.6))
        self.stages("SELECT count(*) FROM m WHERE repeat(v, 300) ~ '(r|o)*w.*(n|u)*mber.*[0-9]+5(x+x+)+y$'", (0.03, 0.1, 0.3))


class Leaving(unittest.TestCase):
    def test_clients_that_go_in_the_middle(self):
        """Their writes are under way when nobody waits for them any more. (One node: its own shards answer soonest.)"""
        with Cluster(nodes=1) as cluster:
            cluster.sql('CREATE TABLE e (id int PRIMARY KEY, v text)')
            process = cluster.pid(1)
            for i in range(24):
                client = subprocess.Popen(['psql', cluster.dsn(1), '-qc', "INSERT INTO e SELECT g, repeat('x', 8000) FROM generate_series(1, 30000) g"], stdin=subprocess.DEVNULL)
                time.sleep(0.2 + 0.005 * i)
                client.kill()
                client.wait()
                time.sleep(0.25)
            self.assertEqual(cluster.pid(1), process)
            self.assertEqual(cluster.sql('SELECT count(*) FROM e'), [(0,)])
            cluster.check_complaints()


if __name__ == '__main__':
    unittest.main()
