# SPDX-License-Identifier: Apache-2.0
"""Row locks and deadlocks between sessions on different nodes, over several shards."""
import signal
import threading
import time
import unittest

import psycopg2
from harness import Cluster, wait_for


class Session(threading.Thread):
    """Runs statements one after the other on a thread of its own."""

    def __init__(self, cluster, node):
        super().__init__(daemon=True)
        self.connection = cluster.connect(node, autocommit=True, statement_timeout_ms=20000)
        self.todo, self.done, self.wake, self.message = [], [], threading.Condition(), ''
        self.start()

    def run(self):
        while True:
            with self.wake:
                while not self.todo:
                    self.wake.wait()
                text = self.todo.pop(0)
            if text is None:
                self.connection.close()
                return
            try:
                with self.connection.cursor() as cursor:
                    cursor.execute(text)
                    outcome = cursor.fetchall() if cursor.description else 'ok'
            except psycopg2.Error as error:
                outcome, self.message = error.pgcode, str(error)
            with self.wake:
                self.done.append((outcome, time.monotonic()))
                self.wake.notify_all()

    def begin(self, text):
        with self.wake:
            self.todo.append(text)
            self.wake.notify_all()

    def outcome(self, seconds=20):
        """of the oldest statement that was not asked for yet; None: it still runs"""
        until = time.monotonic() + seconds
        with self.wake:
            while not self.done and time.monotonic() < until:
                self.wake.wait(until - time.monotonic())
            return self.done.pop(0)[0] if self.done else None

    def sql(self, text):
        self.begin(text)
        return self.outcome()


class Locks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(nodes=3)
        cls.cluster.__enter__()
        with cls.cluster.connect(1) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute('CREATE TABLE t (id int PRIMARY KEY, v int)')
            cursor.execute('INSERT INTO t SELECT i, 0 FROM generate_series(1, 100) i')
            for at in (20, 40, 60, 80):
                cursor.execute(f'ALTER TABLE t SPLIT AT VALUES ({at})')

    @classmethod
    def tearDownClass(cls):
        cls.cluster.__exit__(None, None, None)

    def sessions(self, count):
        made = [Session(self.cluster, i % 3 + 1) for i in range(count)]
        for session in made:
            self.addCleanup(session.begin, None)
        return made

    def circle(self, count):
        """Each session holds one row and wants the next one's: one gives up, the others go on."""
        sessions = self.sessions(count)
        rows = [1 + i * (100 // count) for i in range(count)]
        for session, row in zip(sessions, rows):
            self.assertEqual(session.sql('BEGIN'), 'ok')
            self.assertEqual(session.sql(f'UPDATE t SET v = v + 1 WHERE id = {row}'), 'ok')
        begun = time.monotonic()
        for i, session in enumerate(sessions):
            session.begin(f'UPDATE t SET v = v + 1 WHERE id = {rows[(i + 1) % count]}')
        victims, left = [], list(sessions)
        while left and time.monotonic() < begun + 10:
            for session in list(left):
                outcome = session.outcome(0.02)
                if outcome is None:
                    continue
                left.remove(session)
                if outcome == '40P01':
                    victims.append(time.monotonic() - begun)
                    self.assertEqual(session.sql('ROLLBACK'), 'ok')
                else:
                    self.assertEqual(outcome, 'ok')
                    self.assertEqual(session.sql('COMMIT'), 'ok')
        self.assertEqual(left, [])
        self.assertEqual(len(victims), 1, victims)
        return victims[0]

    def test_deadlock(self):
        for count in (2, 2, 3, 5):
            took = self.circle(count)
            self.assertLess(took, 2.0, f'a circle of {count}')

    def test_waiting_is_no_deadlock(self):
        """A long wait, and waits that follow each other around: nobody is chosen as a victim."""
        first, second, third = self.sessions(3)
        self.assertEqual(first.sql('BEGIN; UPDATE t SET v = 1 WHERE id = 1'), 'ok')
        self.assertEqual(second.sql('BEGIN; UPDATE t SET v = 1 WHERE id = 50'), 'ok')
        second.begin('UPDATE t SET v = 2 WHERE id = 1')
        self.assertEqual(third.sql('BEGIN'), 'ok')
        third.begin('UPDATE t SET v = 3 WHERE id = 50')
        self.assertIsNone(second.outcome(2))
        self.assertEqual(first.sql('COMMIT'), 'ok')
        self.assertEqual(second.outcome(), 'ok')
        self.assertEqual(first.sql('BEGIN; UPDATE t SET v = 4 WHERE id = 99'), 'ok')
        first.begin('UPDATE t SET v = 4 WHERE id = 50')  # it waited for first a moment ago
        self.assertIsNone(first.outcome(2))
        self.assertEqual(second.sql('COMMIT'), 'ok')
        self.assertEqual(third.outcome(), 'ok')
        self.assertEqual(third.sql('COMMIT'), 'ok')
        self.assertEqual(first.outcome(), 'ok')
        self.assertEqual(first.sql('COMMIT'), 'ok')
        self.assertEqual(first.sql('SELECT id, v FROM t WHERE id IN (1, 50, 99) ORDER BY id'), [(1, 2), (50, 4), (99, 4)])

    def test_order_of_arrival(self):
        holder, *waiters = self.sessions(9)
        self.assertEqual(holder.sql('BEGIN; UPDATE t SET v = 0 WHERE id = 70'), 'ok')
        for waiter in waiters:
            self.assertEqual(waiter.sql('BEGIN'), 'ok')
            waiter.begin('UPDATE t SET v = v + 1 WHERE id = 70 RETURNING v')
            time.sleep(0.15)
        self.assertEqual(holder.sql('COMMIT'), 'ok')
        for i, waiter in enumerate(waiters):
            self.assertEqual(waiter.outcome(), [(i + 1,)])
            self.assertEqual(waiter.sql('COMMIT'), 'ok')

    def test_lost_session(self):
        """Locks of a session that is gone are free at once."""
        holder, waiter = self.sessions(2)
        self.assertEqual(holder.sql('BEGIN; UPDATE t SET v = 5 WHERE id = 30'), 'ok')
        waiter.begin('UPDATE t SET v = 6 WHERE id = 30')
        self.assertIsNone(waiter.outcome(0.5))
        holder.begin(None)
        self.assertEqual(waiter.outcome(3), 'ok')

    def test_advisory_deadlock(self):
        first, second = self.sessions(2)
        self.assertEqual(first.sql('SELECT pg_try_advisory_lock(71)'), [(True,)])
        self.assertEqual(second.sql('BEGIN; UPDATE t SET v = 1 WHERE id = 45'), 'ok')
        self.assertEqual(first.sql('BEGIN'), 'ok')
        first.begin('UPDATE t SET v = 2 WHERE id = 45')
        second.begin('SELECT pg_advisory_lock(71)')
        outcomes = [first.outcome(), second.outcome()] if first.outcome(3) is None else ['40P01', None]
        self.assertIn('40P01', outcomes)
        for session in (first, second):
            session.sql('ROLLBACK')
            session.sql('SELECT pg_advisory_unlock_all()')

    def test_idle_in_transaction(self):
        idle, other = self.sessions(2)
        self.assertEqual(idle.sql("SET idle_in_transaction_session_timeout = '400ms'"), 'ok')
        time.sleep(0.8)  # not in a transaction: nothing happens
        self.assertEqual(idle.sql('BEGIN; UPDATE t SET v = 8 WHERE id = 90'), 'ok')
        self.assertEqual(other.sql("SET lock_timeout = '5s'; UPDATE t SET v = 9 WHERE id = 90"), 'ok')
        self.assertIn(idle.sql('SELECT 1'), ('25P03', None))
        self.assertTrue(idle.connection.closed)

    def test_first_statement_runs_again(self):
        """REPEATABLE READ: a block whose first statement meets a newer row has shown nothing yet."""
        first, second = self.sessions(2)
        self.assertEqual(first.sql('BEGIN; UPDATE t SET v = 100 WHERE id = 95'), 'ok')
        self.assertEqual(second.sql('BEGIN ISOLATION LEVEL REPEATABLE READ'), 'ok')
        second.begin('UPDATE t SET v = v + 1 WHERE id = 95 RETURNING v')
        self.assertIsNone(second.outcome(0.3))
        self.assertEqual(first.sql('COMMIT'), 'ok')
        self.assertEqual(second.outcome(), [(101,)])
        self.assertEqual(second.sql('COMMIT'), 'ok')

    def test_canceled_wait_leaves_no_lock(self):
        holder, waiter, other = self.sessions(3)
        self.assertEqual(holder.sql('BEGIN; SELECT 1 FROM t WHERE id = 10 FOR UPDATE'), [(1,)])
        self.assertEqual(waiter.sql("BEGIN; SET LOCAL lock_timeout = '200ms'"), 'ok')
        self.assertEqual(waiter.sql('SAVEPOINT s'), 'ok')
        self.assertEqual(waiter.sql('SELECT 1 FROM t WHERE id IN (5, 10) ORDER BY id FOR UPDATE'), '55P03')
        self.assertEqual(waiter.sql('ROLLBACK TO s'), 'ok')
        self.assertEqual(holder.sql('COMMIT'), 'ok')
        self.assertEqual(other.sql('SELECT id FROM t WHERE id IN (5, 10) ORDER BY id FOR UPDATE NOWAIT'), [(5,), (10,)])
        self.assertEqual(waiter.sql('COMMIT'), 'ok')


class TakenForDead(unittest.TestCase):
    """A node that stops for longer than its heartbeats last loses its sessions' advisory locks: what they did under them is not committed."""

    def test_advisory(self):
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (id int PRIMARY KEY, n int)')
            cluster.sql('INSERT INTO t VALUES (1, 0)')
            of_block, of_session, other = Session(cluster, 1), Session(cluster, 1), Session(cluster, 2)
            self.assertEqual(of_block.sql('BEGIN; SELECT pg_advisory_xact_lock(7)'), [('',)])
            self.assertEqual(of_session.sql('SELECT pg_advisory_lock(8)'), [('',)])
            self.assertEqual(of_session.sql('UPDATE t SET n = 1 WHERE id = 1'), 'ok')
            self.assertEqual(of_block.sql('SELECT n FROM t WHERE id = 1'), [(1,)])
            cluster.kill(1, signal.SIGSTOP)
            try:
                self.assertEqual(other.sql('BEGIN; SELECT pg_advisory_xact_lock(7), pg_advisory_xact_lock(8)'), [('', '')])
            finally:
                cluster.kill(1, signal.SIGCONT)
            self.assertEqual(of_block.sql('UPDATE t SET n = 2 WHERE id = 1'), 'ok')
            self.assertEqual(of_block.sql('COMMIT'), '40001')
            self.assertEqual(of_session.sql('UPDATE t SET n = 3 WHERE id = 1'), '40001')
            self.assertIn('an advisory lock that this session has lost', of_session.message)
            self.assertEqual(other.sql('UPDATE t SET n = n + 10 WHERE id = 1 RETURNING n'), [(11,)])
            self.assertEqual(other.sql('COMMIT'), 'ok')
            self.assertEqual(of_block.sql('BEGIN; SELECT pg_advisory_xact_lock(7)'), [('',)])
            self.assertEqual(of_block.sql('UPDATE t SET n = n + 1 WHERE id = 1; COMMIT'), 'ok')
            self.assertEqual(of_session.sql('SELECT pg_advisory_unlock(8)'), [(True,)])
            self.assertEqual(of_session.sql('SELECT pg_advisory_lock(8)'), [('',)])
            self.assertEqual(of_session.sql('UPDATE t SET n = n + 1 WHERE id = 1 RETURNING n'), [(13,)])
            for session in (of_block, of_session, other):
                session.begin(None)


class Retries(unittest.TestCase):
    def test_a_block_that_continues_a_transaction_is_not_begun_again(self):
        """INSERT; BEGIN; UPDATE in one text are one transaction: the UPDATE may not be run again without the INSERT."""
        with Cluster(1) as cluster:
            cluster.sql('CREATE TABLE a (n int)')
            cluster.sql('CREATE TABLE b (id int PRIMARY KEY, n int)')
            cluster.sql('INSERT INTO b VALUES (1, 0)')
            holder = cluster.connect(1, autocommit=False)
            holder.cursor().execute('UPDATE b SET n = 10 WHERE id = 1')
            session = Session(cluster, 1)
            session.sql("SET default_transaction_isolation = 'repeatable read'")
            session.begin('INSERT INTO a VALUES (1); BEGIN; UPDATE b SET n = n + 1 WHERE id = 1; COMMIT')
            time.sleep(0.5)
            holder.commit()
            outcome = session.outcome()
            session.begin(None)
            holder.close()
            self.assertEqual(outcome, '40001')
            self.assertEqual(cluster.sql('SELECT (SELECT count(*) FROM a), n FROM b')[0], (0, 10))


class Balance(unittest.TestCase):
    """Leaderships that are evened out leave locks where they are: a shard whose leader holds some for long stays."""

    SHARDS, SECONDS = 12, 8

    def is_locked(self, cluster, key):
        try:
            cluster.sql(f'SELECT * FROM t WHERE a = {key} FOR UPDATE NOWAIT', 2)
        except psycopg2.Error as error:
            self.assertEqual(error.pgcode, '55P03')
            return True
        return False

    def test_locks_stay(self):
        with Cluster(3) as cluster:
            keys = range(1, self.SHARDS + 1)
            cluster.sql('CREATE TABLE t (a int PRIMARY KEY)')
            cluster.sql(f'INSERT INTO t SELECT generate_series(1, {self.SHARDS})')
            cluster.sql('ALTER TABLE t SPLIT AT VALUES ' + ', '.join(f'({key})' for key in keys[1:]))
            holder = cluster.connect(1, autocommit=False)
            holder.cursor().execute('SELECT * FROM t FOR UPDATE')
            until = time.monotonic() + self.SECONDS
            while time.monotonic() < until:
                self.assertEqual([key for key in keys if not self.is_locked(cluster, key)], [])
                time.sleep(0.5)
            holder.rollback()
            holder.close()


class AdvisoryLocks(unittest.TestCase):
    def test_nodes_that_die(self):
        with Cluster(nodes=3) as cluster:
            holders = {i: cluster.connect(i, autocommit=True, statement_timeout_ms=20000) for i in (2, 3)}

            def ask(node, text):
                with cluster.connect(node, autocommit=True, statement_timeout_ms=20000) as connection, connection.cursor() as cursor:
                    cursor.execute(text)
                    return cursor.fetchone()[0]

            for i, connection in holders.items():
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT pg_advisory_lock({i})')
            cluster.kill(1)  # whoever led, the locks stay
            wait_for('an answer', lambda: ask(2, 'SELECT pg_try_advisory_lock(3)') is False, 20)
            self.assertFalse(ask(3, 'SELECT pg_try_advisory_lock(2)'))
            cluster.start_node(1)
            cluster.kill(2)  # its session's lock ends
            begun = time.monotonic()
            wait_for('the lock of a node that is gone', lambda: ask(1, 'SELECT pg_try_advisory_lock(2)'), 20)
            self.assertLess(time.monotonic() - begun, 15)
            self.assertFalse(ask(1, 'SELECT pg_try_advisory_lock(3)'))
            holders[3].close()
            wait_for('the lock of a session that is gone', lambda: ask(1, 'SELECT pg_try_advisory_lock(3)'), 5)
            cluster.start_node(2)


if __name__ == '__main__':
    unittest.main()
