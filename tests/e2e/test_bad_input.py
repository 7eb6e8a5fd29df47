# SPDX-License-Identifier: Apache-2.0
"""Hostile bytes at every port, hostile SQL: a clear error or a closed connection; the node goes on."""
import os
import random
import socket
import struct
import unittest

import psycopg2

from harness import Cluster

HTTP_LINES = [b'GET', b'GET / HTTP/9.9\r\n\r\n', b'GET ' + b'/' * 100000 + b' HTTP/1.1\r\n\r\n', b'POST /status HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n',
              b'GET /status HTTP/1.1\r\n' + b'X: y\r\n' * 20000 + b'\r\n', b'\x00' * 5000, b'GET /%00%ff%zz HTTP/1.0\r\n\r\n']


def startup(parameters):
    body = struct.pack('!I', 196608) + b''.join(k + b'\0' + v + b'\0' for k, v in parameters) + b'\0'
    return struct.pack('!I', len(body) + 4) + body


def message(kind, body):
    return kind + struct.pack('!I', len(body) + 4) + body


HELLO = startup([(b'user', b'postgres'), (b'database', b'postgres')])
PGWIRE = [b'\x00', b'\xff' * 8, struct.pack('!I', 2**31 - 1), struct.pack('!I', 3), struct.pack('!II', 8, 99999999), HELLO[:-1] + b'x', HELLO[:20],
          startup([(b'a' * 200, b'b')] * 300), struct.pack('!II', 8, 80877103) * 50, HELLO + message(b'Q', b'SELECT 1'), HELLO + b'Q\xff\xff\xff\xff',
          HELLO + b'Q\x7f\xff\xff\xffSELECT', HELLO + message(b'B', b'\0\0\xff\xff'), HELLO + message(b'P', b'\0SELECT 1\0\xff\xff'), HELLO + message(b'!', b''),
          HELLO + message(b'd', b'x' * 1000), HELLO + message(b'Q', b'\xff\xfe\0'), HELLO + message(b'E', b''), HELLO + message(b'p', b'x\0' * 100)]
SQL = ['SELECT ' + '(' * 10000 + '1' + ')' * 10000, 'SELECT ' + '-' * 5000 + '1', 'SELECT ' + 'NOT ' * 20000 + 'true',
       'SELECT ' + 'abs(' * 3000 + '1' + ')' * 3000, 'SELECT 1' + ' + 1' * 50000, 'SELECT ' + ', '.join(['1'] * 2000),
       'SELECT * FROM ' + '(SELECT * FROM ' * 2000 + 'x' + ') y' * 2000, "SELECT '" + 'x' * (20 << 20) + "'", 'SELECT "' + 'a' * 100000 + '"',
       'CREATE TABLE wide (' + ', '.join(f'c{i} integer' for i in range(3000)) + ')', 'SELECT CASE ' + 'WHEN true THEN CASE ' * 2000, ';' * 100000,
       'SELECT 1e400::float8', "SELECT 9223372036854775807::bigint + 1", "SELECT '\\xzz'::bytea", 'SELECT 1/0', "SELECT repeat('x', 2000000000)", '\\']


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(3)

    @classmethod
    def tearDownClass(cls):
        try:
            cls.cluster.stop()
        finally:
            cls.cluster.close()

    def tearDown(self):
        try:
            self.assertEqual(self.cluster.sql('SELECT 1'), [(1,)])
            self.cluster.check_alive()
        except BaseException:
            self.cluster.print_logs()
            raise

    def send(self, port, payload, seconds=3):
        """Sends, then reads until the other side closes or is silent for a while."""
        with socket.create_connection(('127.0.0.1', port), timeout=5) as s:
            got = b''
            try:
                s.sendall(payload)
                s.settimeout(0.3)
                while len(got) < 1 << 20:
                    piece = s.recv(65536)
                    if not piece:
                        break
                    got += piece
            except (TimeoutError, ConnectionError, BrokenPipeError):
                pass
            return got

    def test_random_bytes_at_every_port(self):
        rng = random.Random(7)
        for _ in range(25):
            for purpose in ('sql', 'rpc', 'http'):
                self.send(self.cluster.ports[purpose] + rng.randrange(3), rng.randbytes(rng.choice([1, 7, 64, 1000, 100000])))

    def test_pgwire(self):
        for payload in PGWIRE:
            self.send(self.cluster.sql_port(1), payload)

    def test_rpc_lengths(self):
        for length in (0, 1, 2**31 - 1, 2**32 - 1, 2**63):
            for form in ('<I', '!I', '<Q'):
                if length < 2 ** (32 if form[1] == 'I' else 64):
                    self.send(self.cluster.ports['rpc'], struct.pack(form, length) + os.urandom(200))

    def test_http(self):
        for payload in HTTP_LINES:
            got = self.send(self.cluster.ports['http'], payload)
            self.assertNotIn(b'200 OK', got)

    def test_many_idle_connections(self):
        """Connections that say nothing cost no one else their place."""
        idle = []
        try:
            for port in (self.cluster.sql_port(1), self.cluster.ports['http'], self.cluster.ports['rpc']):
                for _ in range(60):
                    idle.append(socket.create_connection(('127.0.0.1', port), timeout=5))
            self.assertEqual(self.cluster.sql('SELECT 2'), [(2,)])
        finally:
            for s in idle:
                s.close()

    def test_hostile_sql(self):
        for text in SQL:
            connection = self.cluster.connect(1)
            try:
                with connection.cursor() as cursor:
                    cursor.execute(text)
            except psycopg2.Error as e:
                if e.pgcode is None:  # of psycopg2 itself: the connection must be fine
                    self.assertEqual(connection.closed, 0, f'{text[:60]}: the connection broke: {e}')
            finally:
                connection.close()

    def test_nesting_is_refused_by_its_code(self):
        connection = self.cluster.connect(1)
        with self.assertRaises(psycopg2.Error) as caught:
            connection.cursor().execute('SELECT ' + '(' * 10000 + '1' + ')' * 10000)
        self.assertIn(caught.exception.pgcode, ('54001', '42601'))
        connection.close()

    def test_long_values_of_many_rows_are_refused(self):
        connection = self.cluster.connect(1)
        with self.assertRaises(psycopg2.Error) as caught:  # 57 GiB, were it tried
            connection.cursor().execute("SELECT sum(length(repeat('x', 60000000 + g))) FROM generate_series(1, 1024) g")
        self.assertEqual(caught.exception.pgcode, '53200')
        connection.rollback()
        connection.cursor().execute("SELECT length(repeat('x', 60000000))")
        connection.close()


if __name__ == '__main__':
    unittest.main()
