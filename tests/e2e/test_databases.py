# SPDX-License-Identifier: Apache-2.0
"""Databases on three nodes: what is in one is in no other; clients' own tools make, dump, load and drop them."""
import random
import subprocess
import tempfile
import threading
import unittest

import psycopg2

from harness import Cluster, ask, wait_for


class Databases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(3)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.check_alive()
        cls.cluster.close()

    def connect(self, database, node=1, user='postgres'):
        return self.cluster.connect(node, dbname=database, user=user)

    def tool(self, name, *arguments, node=1, text=None):
        command = [name, '-h', '127.0.0.1', '-p', str(self.cluster.sql_port(node)), '-U', 'postgres', *arguments]
        return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)

    def refused(self, database, **more):
        with self.assertRaises(psycopg2.OperationalError) as caught:
            self.connect(database, **more)
        return str(caught.exception)

    def test_each_is_its_own(self):
        root = self.connect('postgres')
        ask(root, 'CREATE DATABASE one')
        ask(root, 'CREATE DATABASE two')
        one, two = self.connect('one', 2), self.connect('two', 3)
        for at, connection in enumerate((one, two), 1):
            ask(connection, "CREATE TYPE mood AS ENUM ('glad', 'sad')")
            ask(connection, f'CREATE TABLE things (id serial PRIMARY KEY, v int DEFAULT {at}, m mood)')
            ask(connection, 'CREATE SCHEMA more')
            ask(connection, 'CREATE VIEW more.seen AS SELECT v FROM things')
            ask(connection, f"INSERT INTO things (m) SELECT 'sad' FROM generate_series(1, {at * 10})")
        # the same texts, on one node, plans kept: each answers for its own
        both = [self.connect('one'), self.connect('two')]
        for _ in range(3):
            for at, connection in enumerate(both, 1):
                self.assertEqual(ask(connection, 'SELECT count(*), max(v), max(m) FROM things'), [(at * 10, at, 'sad')])
                self.assertEqual(ask(connection, 'SELECT v FROM things WHERE id = 7'), [(at,)])
                self.assertEqual(ask(connection, 'SELECT sum(v) FROM more.seen'), [(at * at * 10,)])
        with self.assertRaises(psycopg2.errors.UndefinedTable):
            ask(root, 'SELECT * FROM things')
        with self.assertRaises(psycopg2.errors.FeatureNotSupported):
            ask(both[0], 'SELECT * FROM two.public.things')
        self.assertEqual(ask(both[0], 'SELECT id FROM one.public.things WHERE id = 3'), [(3,)])
        # a change of one is seen by those in it, and not by the other
        ask(one, 'ALTER TABLE things ADD w text')
        self.assertEqual(ask(both[0], 'SELECT w FROM things WHERE id = 1'), [(None,)])
        with self.assertRaises(psycopg2.errors.UndefinedColumn):
            ask(both[1], 'SELECT w FROM things')
        # locks of applications, too
        self.assertEqual(ask(both[0], 'SELECT pg_try_advisory_lock(9)'), [(True,)])
        self.assertEqual(ask(both[1], 'SELECT pg_try_advisory_lock(9)'), [(True,)])
        self.assertEqual(ask(one, 'SELECT pg_try_advisory_lock(9)'), [(False,)])
        ask(one, 'CREATE TEMP TABLE own (i int)')
        self.assertEqual(ask(two, "SELECT count(*) FROM pg_class WHERE relname = 'own'"), [(0,)])

    def test_who_may(self):
        root = self.connect('postgres')
        ask(root, 'CREATE ROLE maker LOGIN CREATEDB')
        ask(root, 'CREATE ROLE guest LOGIN')
        maker = self.connect('postgres', user='maker')
        ask(maker, 'CREATE DATABASE mine CONNECTION LIMIT 5')
        inside = self.connect('mine', 2, user='maker')
        ask(inside, 'CREATE TABLE t (i int)')
        self.assertEqual(ask(inside, 'SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()'), [('maker',)])
        guest = self.connect('mine', 3, user='guest')
        with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
            ask(guest, 'CREATE TABLE u (i int)')  # public is the owner's
        guest.close()
        ask(inside, 'REVOKE CONNECT ON DATABASE mine FROM PUBLIC')
        self.assertIn('permission denied for database "mine"', self.refused('mine', user='guest'))
        ask(inside, 'GRANT SELECT ON t TO guest')
        with self.assertRaises(psycopg2.errors.DependentObjectsStillExist) as caught:
            ask(root, 'DROP ROLE guest')
        self.assertIn('1 object in database mine', str(caught.exception))
        ask(root, 'ALTER DATABASE mine ALLOW_CONNECTIONS false')
        self.assertIn('database "mine" is not currently accepting connections', self.refused('mine', user='maker'))
        ask(root, 'ALTER DATABASE mine ALLOW_CONNECTIONS true')
        ask(root, "ALTER DATABASE mine SET work_mem = '7MB'")
        ask(root, "ALTER ROLE maker IN DATABASE mine SET work_mem = '9MB'")
        ask(root, "ALTER DATABASE postgres SET work_mem = '3MB'")
        self.assertEqual(ask(self.connect('mine'), 'SHOW work_mem'), [('7MB',)])
        self.assertEqual(ask(self.connect('mine', user='maker'), 'SHOW work_mem'), [('9MB',)])
        self.assertEqual(ask(self.connect('postgres', user='maker'), 'SHOW work_mem'), [('3MB',)])
        ask(root, 'ALTER DATABASE postgres RESET work_mem')
        self.assertIn('database "nowhere" does not exist', self.refused('nowhere'))
        self.assertIn('database "nowhere" does not exist', self.refused('nowhere', user='guest'))

    def test_one_is_dropped_at_a_node_that_has_not_used_it(self):
        root = self.connect('postgres')
        ask(root, 'CREATE DATABASE far')
        far = self.connect('far', 2)
        for text in ("CREATE TYPE e AS ENUM ('a')", 'CREATE DOMAIN d AS int', 'CREATE SCHEMA s', 'CREATE TABLE t (i e, j d)', 'CREATE TABLE s.u (i e)'):
            ask(far, text)
        far.close()
        self.assertEqual(ask(root, 'DROP DATABASE far'), 'DROP DATABASE')

    def test_names_with_another_database(self):
        root = self.connect('postgres')
        ask(root, 'CREATE DATABASE named')
        named = self.connect('named')
        for text in ('CREATE TABLE postgres.public.foo (i int)', 'CREATE VIEW postgres.public.foo AS SELECT 1', 'CREATE SEQUENCE postgres.public.foo',
                     "SELECT 'postgres.public.pg_class'::regclass"):
            with self.assertRaises(psycopg2.errors.FeatureNotSupported, msg=text) as caught:
                ask(named, text)
            self.assertIn('cross-database references are ', str(caught.exception))
        ask(named, 'CREATE TABLE named.public.foo (i int)')
        self.assertEqual(ask(named, "SELECT 'named.public.foo'::regclass::text"), [('foo',)])

    def test_limits_of_connections(self):
        root = self.connect('postgres')
        ask(root, 'CREATE ROLE few LOGIN CONNECTION LIMIT 1')
        ask(root, 'CREATE ROLE many LOGIN')
        ask(root, 'CREATE DATABASE small CONNECTION LIMIT 2')
        first = self.connect('postgres', 1, user='few')
        self.assertIn('too many connections for role "few"', self.refused('postgres', node=2, user='few'))
        kept = [self.connect('small', 1, user='many'), self.connect('small', 2, user='many')]
        self.assertIn('too many connections for database "small"', self.refused('small', node=3, user='many'))
        kept.append(self.connect('small', 3))  # superusers are not counted out
        first.close()
        wait_for('the place to be free', lambda: ask(root, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'few'") == [(0,)], 10)
        self.connect('postgres', 3, user='few')

    def test_tools(self):
        made = self.tool('createdb', '-E', 'UTF8', '-T', 'template0', 'app')
        self.assertEqual((made.returncode, made.stderr), (0, ''))
        app = self.connect('app')
        ask(app, "CREATE TYPE kind AS ENUM ('a', 'b')")
        ask(app, 'CREATE TABLE parts (id int PRIMARY KEY, k kind, up int REFERENCES parts)')
        ask(app, "INSERT INTO parts SELECT i, 'b', nullif(i - 1, 0) FROM generate_series(1, 500) i")
        ask(app, "COMMENT ON DATABASE app IS 'an app'")
        dump = self.tool('pg_dump', '-C', 'app')
        self.assertEqual(dump.returncode, 0, dump.stderr)
        self.assertIn('CREATE DATABASE app', dump.stdout)
        app.close()
        dropped = self.tool('dropdb', 'app', node=2)
        self.assertEqual((dropped.returncode, dropped.stderr), (0, ''))
        self.assertIn('database "app" does not exist', self.refused('app'))
        loaded = self.tool('psql', '-qX', '-v', 'ON_ERROR_STOP=1', 'postgres', node=3, text=dump.stdout)
        self.assertEqual((loaded.returncode, loaded.stderr), (0, ''))
        self.assertEqual(ask(self.connect('app', 2), 'SELECT count(*), sum(up), max(k) FROM parts'), [(500, 124750, 'b')])
        again = self.tool('pg_dump', '-C', 'app')
        steady = [[line for line in text.splitlines() if 'restrict' not in line] for text in (dump.stdout, again.stdout)]
        self.assertEqual(*steady)
        listed = self.tool('psql', '-XAtc', r'\l', 'postgres')
        self.assertIn('app|postgres|UTF8', listed.stdout)

    def test_a_dump_by_several_connections_is_of_one_moment(self):
        root = self.connect('postgres')
        ask(root, 'CREATE DATABASE busy')
        busy = self.connect('busy')
        for i in range(4):
            ask(busy, f'CREATE TABLE t{i} (id int PRIMARY KEY, v int)')
            ask(busy, f'INSERT INTO t{i} SELECT g, 10 FROM generate_series(1, 200) g')
        ending = threading.Event()

        def move():
            with self.connect('busy', 2) as client, client.cursor() as cursor:
                while not ending.is_set():
                    (a, b), n = sorted(random.sample(range(4), 2)), random.choice((-1, 1))
                    cursor.execute(f'BEGIN; UPDATE t{a} SET v = v - {n} WHERE id = 7; UPDATE t{b} SET v = v + {n} WHERE id = 7; COMMIT')

        clients = [threading.Thread(target=move) for _ in range(2)]
        for client in clients:
            client.start()
        with tempfile.TemporaryDirectory() as folder:
            for round_ in range(3):
                path = f'{folder}/{round_}'
                dump = self.tool('pg_dump', '-Fd', '-j', '3', '-f', path, 'busy', node=round_ + 1)
                self.assertEqual((dump.returncode, dump.stderr), (0, ''))
                ask(root, f'CREATE DATABASE calm{round_}')
                load = self.tool('pg_restore', '-j', '2', '-d', f'calm{round_}', path)
                self.assertEqual((load.returncode, load.stderr), (0, ''))
                calm = self.connect(f'calm{round_}')
                self.assertEqual(ask(calm, 'SELECT sum(v) FROM (TABLE t0 UNION ALL TABLE t1 UNION ALL TABLE t2 UNION ALL TABLE t3) t'), [(8000,)])
        ending.set()
        for client in clients:
            client.join()

    def test_a_database_that_goes_under_its_sessions(self):
        root = self.connect('postgres')
        wait_for('the nodes to know each other', lambda: ask(root, 'SELECT count(*) FROM nd_internal.nodes') == [(3,)], 20)
        ask(root, 'CREATE DATABASE gone')
        inside = self.connect('gone', 2)
        ask(inside, 'CREATE TABLE t (i int)')
        ask(inside, 'INSERT INTO t VALUES (1)')
        with self.assertRaises(psycopg2.errors.ObjectInUse) as caught:
            ask(root, 'DROP DATABASE gone')
        self.assertIn('There is 1 other session using the database.', str(caught.exception))
        with self.assertRaises(psycopg2.errors.ObjectInUse):
            ask(root, 'ALTER DATABASE gone RENAME TO elsewhere')
        ask(root, 'DROP DATABASE gone WITH (FORCE)')
        with self.assertRaises(psycopg2.OperationalError):
            ask(inside, 'SELECT * FROM t')
        self.assertIn('database "gone" does not exist', self.refused('gone'))
        # another one of the name is empty
        ask(root, 'CREATE DATABASE gone')
        with self.assertRaises(psycopg2.errors.UndefinedTable):
            ask(self.connect('gone', 3), 'SELECT * FROM t')


if __name__ == '__main__':
    unittest.main()
