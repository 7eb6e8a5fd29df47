# SPDX-License-Identifier: Apache-2.0
"""Sessions of the whole cluster: pg_stat_activity, pg_locks, pg_blocking_pids, and signals to sessions of other nodes."""
import socket
import struct
import threading
import time
import unittest

import psycopg2
from harness import SLOWNESS, Cluster, wait_for


def one(connection, text, *args):
    cursor = connection.cursor()
    cursor.execute(text, args)
    return cursor.fetchone()


class Running:
    """A statement on a thread of its own."""

    def __init__(self, connection, text):
        self.connection, self.text, self.code, self.message = connection, text, None, ''
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            self.connection.cursor().execute(self.text)
            self.code = 'done'
        except psycopg2.Error as error:
            self.code, self.message = error.pgcode or 'lost', str(error)

    def result(self):
        self.thread.join(20 * SLOWNESS)
        return self.code


class Sessions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(nodes=3)
        cls.cluster.sql('CREATE TABLE t (id int PRIMARY KEY, v int)')
        cls.cluster.sql('INSERT INTO t SELECT i, 0 FROM generate_series(1, 10) i')
        cls.cluster.sql('CREATE ROLE ann LOGIN')
        cls.cluster.sql('CREATE ROLE bob LOGIN')
        cls.cluster.sql('GRANT SELECT, UPDATE ON t TO ann, bob')

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def setUp(self):
        self.connections = []

    def tearDown(self):
        for connection in self.connections:  # those that hold locks before those that wait
            connection.close()

    def connect(self, node, user='postgres', name='', autocommit=True):
        connection = psycopg2.connect(self.cluster.dsn(node).replace('user=postgres', f'user={user}'), application_name=name)
        connection.autocommit = autocommit
        self.connections.append(connection)
        return connection

    def activity(self, pid, columns, node=1):
        rows = self.cluster.sql(f'SELECT {columns} FROM pg_stat_activity WHERE pid = {pid}', node)
        return rows[0] if rows else None

    def test_states(self):
        busy = self.connect(2, name='on two')
        pid = one(busy, 'SELECT pg_backend_pid()')[0]
        self.assertEqual(self.activity(pid, 'state, application_name, usename, datname, query, wait_event_type, wait_event, client_addr, client_port > 0, xact_start IS NULL'),
                         ('idle', 'on two', 'postgres', 'postgres', 'SELECT pg_backend_pid()', 'Client', 'ClientRead', '127.0.0.1', True, True))
        busy.autocommit = False
        busy.cursor().execute('UPDATE t SET v = v WHERE id = 9')
        self.assertEqual(self.activity(pid, 'state, backend_xid IS NOT NULL, xact_start <= query_start, backend_start < xact_start, state_change >= query_start', 3),
                         ('idle in transaction', True, True, True, True))
        with self.assertRaises(psycopg2.Error):
            busy.cursor().execute('SELECT 1 / 0')
        self.assertEqual(self.activity(pid, 'state, query'), ('idle in transaction (aborted)', 'SELECT 1 / 0'))
        busy.rollback()
        self.assertEqual(self.activity(pid, 'state, query'), ('idle', 'ROLLBACK'))
        busy.autocommit = True
        running = Running(busy, "SELECT pg_sleep(60), 'für alle'")
        wait_for('it sleeps', lambda: self.activity(pid, 'state, wait_event_type, wait_event, query', 3) == ('active', 'Timeout', 'PgSleep', "SELECT pg_sleep(60), 'für alle'"), 5 * SLOWNESS)
        self.assertEqual(self.cluster.sql(f'SELECT node_id, application_name, waits_for FROM nd_internal.sessions WHERE pid = {pid}', 1), [(2, 'on two', [])])
        self.assertEqual(self.cluster.sql(f'SELECT pg_cancel_backend({pid})', 3), [(True,)])
        self.assertEqual(running.result(), '57014')
        self.assertEqual(one(busy, 'SELECT 1'), (1,))
        busy.close()
        wait_for('it is gone', lambda: self.activity(pid, 'pid') is None, 5 * SLOWNESS)

    def test_pids_are_unique(self):
        connections = [self.connect(1 + i % 3) for i in range(9)]
        pids = {one(connection, 'SELECT pg_backend_pid()')[0] for connection in connections}
        self.assertEqual(len(pids), 9)
        self.assertEqual({connection.get_backend_pid() for connection in connections}, pids)
        seen = {row[0] for row in self.cluster.sql('SELECT pid FROM pg_stat_activity')}
        self.assertLessEqual(pids, seen)

    def test_terminate(self):
        """An idle session, one at work, one that holds a lock, one's own: each is told 57P01, and nothing else, and is gone."""
        sleep, own = b'SELECT pg_sleep(60)\0', b'SELECT pg_terminate_backend(pg_backend_pid())\0'
        for node, query in (2, None), (3, sleep), (1, sleep):
            raw, pid, _ = self.raw_session(node, query)
            self.assertEqual(self.cluster.sql(f'SELECT pg_terminate_backend({pid}, 5000)', 1), [(True,)])
            self.assert_terminated(raw)
            self.assertIsNone(self.activity(pid, 'pid'))
        self.assert_terminated(self.raw_session(1, own, waits=False)[0])
        blocked = self.connect(1, autocommit=False)
        blocked.cursor().execute('UPDATE t SET v = v + 1 WHERE id = 8')
        self.assertEqual(self.cluster.sql(f'SELECT pg_terminate_backend({blocked.get_backend_pid()}, 5000)', 3), [(True,)])
        self.assertEqual(self.cluster.sql('UPDATE t SET v = v + 1 WHERE id = 8 RETURNING v', 2), [(1,)])

    def assert_terminated(self, raw):
        text = b''
        while piece := raw.recv(4096):
            text += piece
        raw.close()
        self.assertEqual(text.count(b'E\0\0\0'), 1, text)
        self.assertIn(b'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0', text)

    def test_no_such_pid(self):
        connection = self.connect(1)
        for function in 'pg_cancel_backend', 'pg_terminate_backend':
            self.assertEqual(one(connection, f'SELECT {function}(%s)', 2147483647), (False,))
            self.assertIn('PID 2147483647 is not a PostgreSQL backend process', connection.notices[-1])
        with self.assertRaises(psycopg2.Error) as raised:
            connection.cursor().execute('SELECT pg_terminate_backend(1, -1)')
        self.assertEqual(raised.exception.pgcode, '22003')
        with self.assertRaises(psycopg2.Error) as raised:
            connection.cursor().execute('SELECT pg_cancel_backend(pg_backend_pid())')
        self.assertEqual(raised.exception.pgcode, '57014')

    def test_privileges(self):
        admin, ann, bob, bob_again = self.connect(1), self.connect(1, 'ann', 'of ann'), self.connect(2, 'bob', 'of bob'), self.connect(3, 'bob')
        pids = {who: one(connection, 'SELECT pg_backend_pid()')[0] for who, connection in (('admin', admin), ('ann', ann), ('bob', bob))}
        row = one(ann, "SELECT usename, application_name, query, state, client_addr, backend_start, wait_event, backend_type FROM pg_stat_activity WHERE pid = %s", pids['bob'])
        self.assertEqual(row, ('bob', 'of bob', '<insufficient privilege>', None, None, None, None, None))
        self.assertEqual(one(ann, 'SELECT state, query FROM pg_stat_activity WHERE pid = pg_backend_pid()')[0], 'active')
        self.assertEqual(one(ann, 'SELECT query FROM nd_internal.sessions WHERE pid = %s', pids['bob']), ('<insufficient privilege>',))
        for target, message in ('admin', 'must be a superuser to cancel superuser query'), ('bob', 'must be a member of the role whose query is being canceled or member of pg_signal_backend'):
            with self.assertRaises(psycopg2.Error) as raised:
                one(ann, 'SELECT pg_cancel_backend(%s)', pids[target])
            self.assertEqual((raised.exception.pgcode, raised.exception.diag.message_primary), ('42501', message))
        self.assertEqual(one(bob_again, 'SELECT pg_terminate_backend(%s)', pids['bob']), (True,))
        bob = self.connect(2, 'bob')
        pid = one(bob, 'SELECT pg_backend_pid()')[0]
        admin.cursor().execute('GRANT pg_signal_backend, pg_read_all_stats TO ann')
        self.assertEqual(one(ann, 'SELECT query FROM pg_stat_activity WHERE pid = %s', pid), ('SELECT pg_backend_pid()',))
        self.assertEqual(one(ann, 'SELECT pg_terminate_backend(%s, 5000)', pid), (True,))
        with self.assertRaises(psycopg2.Error) as raised:
            one(ann, 'SELECT pg_terminate_backend(%s)', pids['admin'])
        self.assertEqual(raised.exception.diag.message_primary, 'must be a superuser to terminate superuser process')
        admin.cursor().execute('REVOKE pg_signal_backend, pg_read_all_stats FROM ann')

    def test_locks(self):
        holder, waiter, alone = self.connect(1, autocommit=False), self.connect(2, autocommit=False), self.connect(3)
        pids = [one(connection, 'SELECT pg_backend_pid()')[0] for connection in (holder, waiter, alone)]
        holder.cursor().execute('UPDATE t SET v = 1 WHERE id = 1')
        first = Running(waiter, 'UPDATE t SET v = 2 WHERE id = 1')
        wait_for('the first waits', lambda: self.activity(pids[1], 'wait_event') == ('transactionid',), 10 * SLOWNESS)
        second = Running(alone, 'UPDATE t SET v = 3 WHERE id = 1')
        wait_for('both wait', lambda: self.cluster.sql(f"SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'transactionid' AND state = 'active' ORDER BY pid", 3)
                 == sorted((pid,) for pid in pids[1:]), 10 * SLOWNESS)
        self.assertEqual(self.cluster.sql(f'SELECT pg_blocking_pids({pids[1]}), pg_blocking_pids({pids[0]}), pg_blocking_pids(1)', 3), [([pids[0]], [], [])])
        wait_for('behind the first', lambda: pids[0] in self.cluster.sql(f'SELECT pg_blocking_pids({pids[2]})', 1)[0][0], 10 * SLOWNESS)
        self.assertEqual(self.cluster.sql(f'SELECT waits_for FROM nd_internal.sessions WHERE pid = {pids[1]}', 2), [([pids[0]],)])
        rows = self.cluster.sql("SELECT w.pid, h.pid FROM pg_locks w JOIN pg_locks h USING (locktype, transactionid) "
                                f"WHERE locktype = 'transactionid' AND NOT w.granted AND h.granted AND w.waitstart < now() AND w.pid = {pids[1]}", 2)
        self.assertEqual(rows, [(pids[1], pids[0])])
        self.assertEqual(self.cluster.sql(f"SELECT relation::regclass::text, mode, granted FROM pg_locks WHERE pid = {pids[0]} AND locktype = 'relation'", 3), [('t', 'RowExclusiveLock', True)])
        holder.rollback()
        self.assertEqual(first.result(), 'done')
        self.assertEqual(self.activity(pids[1], 'state, wait_event'), ('idle in transaction', 'ClientRead'))
        waiter.rollback()
        self.assertEqual(second.result(), 'done')
        self.assertEqual(self.cluster.sql('SELECT count(*) FROM pg_locks WHERE NOT granted'), [(0,)])

    def test_advisory(self):
        holder, waiter = self.connect(1), self.connect(2)
        pids = [one(connection, 'SELECT pg_backend_pid()')[0] for connection in (holder, waiter)]
        one(holder, 'SELECT pg_advisory_lock(7), pg_advisory_lock_shared(1, 2)')
        running = Running(waiter, 'SELECT pg_advisory_lock(7)')
        wait_for('it waits', lambda: self.activity(pids[1], 'wait_event_type, wait_event') == ('Lock', 'advisory'), 10 * SLOWNESS)
        self.assertEqual(self.cluster.sql(f'SELECT pg_blocking_pids({pids[1]})', 3), [([pids[0]],)])
        text = "SELECT pid, classid, objid, objsubid, mode, granted FROM pg_locks WHERE locktype = 'advisory' ORDER BY objsubid, granted DESC"
        self.assertEqual(self.cluster.sql(text, 3), [(pids[0], 0, 7, 1, 'ExclusiveLock', True), (pids[1], 0, 7, 1, 'ExclusiveLock', False), (pids[0], 1, 2, 2, 'ShareLock', True)])
        one(holder, 'SELECT pg_advisory_unlock_all()')
        self.assertEqual(running.result(), 'done')

    def test_cancel_at_another_node(self):
        """The cancel request of a client that was balanced elsewhere; and one that knows no secret."""
        busy = self.connect(2)
        pid = busy.get_backend_pid()
        running = Running(busy, 'SELECT pg_sleep(60)')
        wait_for('it sleeps', lambda: self.activity(pid, 'wait_event') == ('PgSleep',), 5 * SLOWNESS)
        with socket.create_connection(('127.0.0.1', self.cluster.sql_port(1))) as s:
            s.sendall(struct.pack('!iiii', 16, 80877102, pid, 12345))
            self.assertEqual(s.recv(1), b'')
        time.sleep(0.3)
        self.assertEqual(self.activity(pid, 'state'), ('active',))
        self.cluster.sql(f'SELECT pg_cancel_backend({pid})', 3)
        self.assertEqual(running.result(), '57014')
        secret = self.raw_session(3, b'SELECT pg_sleep(60)\0')
        with socket.create_connection(('127.0.0.1', self.cluster.sql_port(1))) as s:
            s.sendall(struct.pack('!iiiI', 16, 80877102, secret[1], secret[2]))
            self.assertEqual(s.recv(1), b'')
        text = b''
        while b'57014' not in text:
            piece = secret[0].recv(4096)
            self.assertNotEqual(piece, b'')
            text += piece
        secret[0].close()

    def raw_session(self, node, query, waits=True):
        """A connection that runs a query, if one is given, which sleeps; its process id and secret."""
        s = socket.create_connection(('127.0.0.1', self.cluster.sql_port(node)))
        s.settimeout(20 * SLOWNESS)
        body = struct.pack('!i', 196608) + b'user\0postgres\0database\0postgres\0\0'
        s.sendall(struct.pack('!i', len(body) + 4) + body)
        text = b''
        while not text.endswith(b'Z\0\0\0\x05I'):
            piece = s.recv(4096)
            self.assertNotEqual(piece, b'', text)
            text += piece
        at = text.index(b'K\0\0\0\x0c')
        pid, secret = struct.unpack('!iI', text[at + 5:at + 13])
        if query is None:
            return s, pid, secret
        s.sendall(b'Q' + struct.pack('!i', len(query) + 4) + query)
        if waits:
            wait_for('it sleeps', lambda: self.activity(pid, 'wait_event') == ('PgSleep',), 5 * SLOWNESS)
        return s, pid, secret

    def test_node_that_is_gone(self):
        busy = self.connect(2)
        one(busy, 'SELECT 1')
        self.cluster.kill(3)
        begun = time.monotonic()
        nodes = {row[0] for row in self.cluster.sql_until_good('SELECT node_id FROM nd_internal.sessions', 1, 20)}
        self.assertEqual(nodes, {1, 2})
        self.assertLess(time.monotonic() - begun, 20 * SLOWNESS)
        self.cluster.start_node(3)
