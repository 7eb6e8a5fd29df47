# SPDX-License-Identifier: Apache-2.0
"""psql, psycopg2 and `ndoto sql` as people use them."""
import os
import pty
import select
import subprocess
import threading
import time
import unittest

import psycopg2
import psycopg2.errors

from harness import BINARY, SLOWNESS, Cluster, ndoto, psql


class Psql(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(3)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def test_psql(self):
        out = psql(self.cluster, '-At', text='''
            CREATE TABLE p (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'none', price numeric(8,2));
            INSERT INTO p VALUES (1, 'one', 1.5), (2, DEFAULT, NULL) RETURNING id, name;
            COPY p FROM STDIN;
3\tthree\t3.33
4\t\\\\\t\\N
\\.
            SELECT * FROM p ORDER BY id;
            UPDATE p SET price = id * 2 WHERE price IS NULL;
            DELETE FROM p WHERE id = 1;
            SELECT count(*), sum(price) FROM p;
            DROP TABLE p;
        ''').stdout
        lines = out.split('\n')
        self.assertIn('1|one', lines)
        self.assertIn('2|none', lines)
        self.assertIn('3|three|3.33', lines)
        self.assertIn('4|\\|', lines)
        self.assertIn('3|15.33', lines)

    def test_psql_error_has_a_position(self):
        out = psql(self.cluster, '-c', 'SELECT 1 FROM nosuch', check=False)
        self.assertNotEqual(out.returncode, 0)
        self.assertIn('relation "nosuch" does not exist', out.stderr)
        self.assertIn('^', out.stderr)
        out = psql(self.cluster, '-c', 'CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1', '-v', 'VERBOSITY=verbose', check=False)
        self.assertIn('0A000', out.stderr)

    def test_all_nodes_see_a_table_at_once(self):
        for i in range(5):
            self.cluster.sql(f'CREATE TABLE seen{i} (id integer PRIMARY KEY)', 1 + i % 3)
            self.cluster.sql(f'INSERT INTO seen{i} VALUES ({i})', 1 + (i + 1) % 3)
            self.assertEqual(self.cluster.sql(f'SELECT id FROM seen{i}', 1 + (i + 2) % 3), [(i,)])
            self.cluster.sql(f'DROP TABLE seen{i}', 1 + (i + 1) % 3)

    def test_transactions_are_isolated(self):
        self.cluster.sql('CREATE TABLE acct (id integer PRIMARY KEY, v integer NOT NULL)')
        self.cluster.sql('INSERT INTO acct VALUES (1, 100), (2, 100)')
        a, b = self.cluster.connect(1, autocommit=False), self.cluster.connect(2, autocommit=False)
        ca, cb = a.cursor(), b.cursor()
        ca.execute('UPDATE acct SET v = v - 10 WHERE id = 1')
        cb.execute('SELECT v FROM acct WHERE id = 1')
        self.assertEqual(cb.fetchone(), (100,), 'an uncommitted write is seen')
        waiter = threading.Thread(target=cb.execute, args=('UPDATE acct SET v = v - 1 WHERE id = 1',))
        waiter.start()
        time.sleep(0.5)
        self.assertTrue(waiter.is_alive(), 'a second writer must wait')
        a.commit()
        waiter.join(10)
        self.assertFalse(waiter.is_alive())
        b.commit()
        self.assertEqual(self.cluster.sql('SELECT v FROM acct WHERE id = 1', 3), [(89,)])
        ca.execute('UPDATE acct SET v = 0')
        a.rollback()
        self.assertEqual(self.cluster.sql('SELECT sum(v) FROM acct'), [(189,)])
        a.close()
        b.close()

    def test_deadlock_ends(self):
        self.cluster.sql('CREATE TABLE dead (id integer PRIMARY KEY, v integer)')
        self.cluster.sql('INSERT INTO dead VALUES (1, 0), (2, 0)')
        codes, connections = [], [self.cluster.connect(i, autocommit=False) for i in (1, 2)]

        def cross(connection, first, second):
            try:
                with connection.cursor() as cursor:
                    cursor.execute('UPDATE dead SET v = v + 1 WHERE id = %s', (first,))
                    time.sleep(0.5)
                    cursor.execute('UPDATE dead SET v = v + 1 WHERE id = %s', (second,))
                connection.commit()
                codes.append('00000')
            except psycopg2.Error as e:
                codes.append(e.pgcode)
                connection.rollback()
        threads = [threading.Thread(target=cross, args=(connections[0], 1, 2)), threading.Thread(target=cross, args=(connections[1], 2, 1))]
        for t in threads:
            t.start()
        for t in threads:
            t.join(60 * SLOWNESS)
        self.assertEqual(len(codes), 2, 'a deadlock must end')
        self.assertIn('40P01', codes)
        for c in connections:
            c.close()

    def test_statement_timeout_and_cancel(self):
        self.cluster.sql('CREATE TABLE held (id integer PRIMARY KEY, v integer)')
        self.cluster.sql('INSERT INTO held VALUES (1, 0)')
        holder = self.cluster.connect(1, autocommit=False)
        holder.cursor().execute('UPDATE held SET v = 1')
        waiter = self.cluster.connect(2, statement_timeout_ms=500)
        with self.assertRaises(psycopg2.errors.QueryCanceled):
            waiter.cursor().execute('UPDATE held SET v = 2')
        waiter.cursor().execute('SET statement_timeout = 0')
        threading.Timer(0.5, waiter.cancel).start()
        with self.assertRaises(psycopg2.errors.QueryCanceled):
            waiter.cursor().execute('UPDATE held SET v = 3')
        holder.rollback()
        waiter.cursor().execute('UPDATE held SET v = 4')
        self.assertEqual(self.cluster.sql('SELECT v FROM held'), [(4,)])
        holder.close()
        waiter.close()


class Shell(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(1)
        cls.port = str(cls.cluster.sql_port(1))

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()

    def test_scripts(self):
        out = ndoto('sql', '-p', self.port, '-c', "SELECT 1 AS a, 'x' AS b; SELECT 2")
        self.assertEqual(out.stdout, ' a | b \n---+---\n 1 | x\n(1 row)\n\n ?column? \n----------\n        2\n(1 row)\n\n')
        out = ndoto('sql', '-p', self.port, '--csv', text="SELECT 'a,b' AS x, NULL AS y;\n")
        self.assertEqual(out.stdout, 'x,y\n"a,b",\n')
        out = ndoto('sql', '-p', self.port, '-q', text='CREATE TABLE s (v text);\nCOPY s FROM STDIN;\none\ntwo;\n\\.\nSELECT count(*) FROM s;\n')
        self.assertEqual(out.stdout, ' count \n-------\n     2\n(1 row)\n\n')
        out = ndoto('sql', '-p', self.port, text='SELECT 1;\nSELECT nosuch;\nSELECT 3;\n')
        self.assertEqual(out.returncode, 1)
        self.assertIn('42703', out.stderr)
        self.assertNotIn('3', out.stdout.split('(1 row)')[1])

    def test_terminal(self):
        leader, follower = pty.openpty()
        env = {**os.environ, 'HOME': self.cluster.dir, 'TERM': 'xterm', 'LANG': 'C.UTF-8'}
        process = subprocess.Popen([BINARY, 'sql', '-p', self.port], stdin=follower, stdout=follower, stderr=follower, env=env, start_new_session=True)
        os.close(follower)
        seen = ['']

        def read_until(text, seconds=10):
            deadline = time.monotonic() + seconds * SLOWNESS
            while text not in seen[0]:
                if time.monotonic() > deadline:
                    self.fail(f'{text!r} is not in {seen[0]!r}')
                if select.select([leader], [], [], 0.2)[0]:
                    try:
                        seen[0] += os.read(leader, 65536).decode(errors='replace')
                    except OSError:
                        break
            before, _, seen[0] = seen[0].partition(text)
            return before

        try:
            read_until('postgres=> ')
            os.write(leader, b'SELECT 40 +\n')
            read_until('postgres-> ')
            os.write(leader, b'2 AS answer;\n')
            read_until('     42')
            read_until('postgres=> ')
            os.write(leader, b'BEGIN;\n')
            read_until('postgres=*> ')
            os.write(leader, b'SELECT nosuch;\n')
            read_until('postgres=!> ')
            os.write(leader, b'ROLLBACK;\n')
            read_until('postgres=> ')
            time.sleep(0.5)  # until the line editor has the terminal: before, Ctrl-C would still be a signal
            os.write(leader, b'garbage that is dropped\x03')
            read_until('postgres=> ')
            os.write(leader, b'\\q\n')
            self.assertEqual(process.wait(10 * SLOWNESS), 0)
            with open(os.path.join(self.cluster.dir, '.ndoto_history'), encoding='utf-8') as f:
                self.assertIn('40', f.read())
        finally:
            process.kill()
            process.wait()
            os.close(leader)


if __name__ == '__main__':
    unittest.main()
