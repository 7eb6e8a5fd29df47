#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""pgwire_clients.py - real clients against a running server: psql, psycopg2, and the protocol spoken byte by byte.

  tests/e2e/pgwire_clients.py [--host HOST] [--port PORT] [test ...]

Tests are named Class or Class.method, as unittest's. Each works in tables of its own (e2e_*), which it drops. The
default address is that of the first node of a demo. A client that is not installed is skipped, loudly. PostgreSQL 15
passes all but Protocol.test_malformed (it closes the connection without a word).
"""
import argparse
import datetime
import decimal
import io
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest
import uuid

try:
    import psycopg2
    import psycopg2.errorcodes
    import psycopg2.extensions
    import psycopg2.extras
except ImportError:
    psycopg2 = None

HOST, PORT = '127.0.0.1', 7432
ENDLESS = 'select count(*) from generate_series(1, 1000000000000)'


# ---- psql -----------------------------------------------------------------------------------------


@unittest.skipIf(shutil.which('psql') is None, 'psql is not installed')
class Psql(unittest.TestCase):
    def psql(self, text, *options, check=True):
        env = dict(os.environ, PGHOST=HOST, PGPORT=str(PORT), PGUSER='postgres', PGDATABASE='postgres', PGOPTIONS='', LC_ALL='C.UTF-8')
        done = subprocess.run(['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', *options], input=text, env=env, capture_output=True, text=True,
                              timeout=60, check=False)
        if check:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def rows(self, text, *options):
        return self.psql(text, '-A', '-t', *options).stdout.splitlines()

    def test_queries(self):
        self.assertEqual(self.rows("select 1 as a, 'two' as b; select 3;"), ['1|two', '3'])

    def test_version(self):
        """psql compares the server's version with its own and warns on a mismatch of major versions only."""
        self.assertRegex(self.rows('show server_version')[0], r'^15\.')
        self.assertEqual(self.psql('select 1').stderr, '')

    def test_variables(self):
        self.assertEqual(self.rows(r'\echo :USER :DBNAME :ENCODING'), ['postgres postgres UTF8'])
        self.assertEqual(int(self.rows(r'\echo :SERVER_VERSION_NUM')[0]) // 10000, 15)

    def test_conninfo(self):
        self.assertIn('database "postgres" as user "postgres"', self.psql(r'\conninfo').stdout)

    def test_gset_and_gx(self):
        self.assertEqual(self.rows("select 7 as seven, 'x' as ex \\gset\n\\echo :seven :ex"), ['7 x'])
        self.assertIn('seven | 7', self.psql(r'select 7 as seven \gx').stdout)

    def test_error_position(self):
        done = self.psql('select no_such_column\n', check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn('column "no_such_column" does not exist', done.stderr)
        self.assertIn('LINE 1: select no_such_column', done.stderr)
        self.assertIn('               ^', done.stderr)

    def test_verbose_errors(self):
        done = self.psql('\\set VERBOSITY verbose\nselect * from e2e_no_such_table\n', check=False)
        self.assertIn('42P01', done.stderr)

    def test_script_in_one_transaction(self):
        done = self.psql('create table e2e_psql_single (a int);\ninsert into e2e_psql_single values (1);\nselect nope;\n', '-1', check=False)
        self.assertEqual(done.returncode, 3)
        done = self.psql('select * from e2e_psql_single', check=False)
        self.assertIn('does not exist', done.stderr)

    def test_command_option(self):
        """Several statements of one -c are one simple query."""
        done = self.psql('', '-A', '-t', '-c', 'select 1; select 2')
        self.assertEqual(done.stdout.split(), ['1', '2'])

    def test_transaction_prompt_state(self):
        """An error inside a block: the rest is refused until rollback."""
        done = self.psql('begin;\nselect 1/0;\nselect 1;\nrollback;\nselect 2;\n', '-A', '-t', '-v', 'ON_ERROR_STOP=0')
        self.assertEqual(done.stdout.split(), ['2'])
        self.assertIn('division by zero', done.stderr)
        self.assertIn('current transaction is aborted', done.stderr)

    def test_copy_from_stdin(self):
        text = ('drop table if exists e2e_psql_copy;\ncreate table e2e_psql_copy (id int primary key, body text);\n'
                'copy e2e_psql_copy from stdin;\n1\tone\n2\t\\N\n3\ttab\\there\n\\.\n'
                "select id, coalesce(body, '<null>') from e2e_psql_copy order by id;\ndrop table e2e_psql_copy;\n")
        self.assertEqual(self.rows(text), ['1|one', '2|<null>', '3|tab\there'])

    def test_backslash_copy(self):
        path = f'/tmp/e2e_psql_copy_{os.getpid()}.csv'
        with open(path, 'w', encoding='utf-8') as f:
            f.write('1,"a, ""b"""\n2,\n')
        try:
            self.assertEqual(self.rows('create table e2e_psql_csv (id int, body text);\n'
                                       f"\\copy e2e_psql_csv from '{path}' with (format csv)\n"
                                       "select id, coalesce(body, '<null>') from e2e_psql_csv order by id;\n"
                                       'drop table e2e_psql_csv;\n'), ['1|a, "b"', '2|<null>'])
        finally:
            os.unlink(path)

    def test_large_result(self):
        self.assertEqual(len(self.rows('select g from generate_series(1, 20000) g')), 20000)


# ---- psycopg2 ---------------------------------------------------------------------------------------


@unittest.skipIf(psycopg2 is None, 'psycopg2 is not installed (Debian: python3-psycopg2, for /usr/bin/python3)')
class Psycopg2(unittest.TestCase):
    def setUp(self):
        self.conn = psycopg2.connect(host=HOST, port=PORT, user='postgres', dbname='postgres', connect_timeout=10)
        self.addCleanup(self.conn.close)
        self.cur = self.conn.cursor()
        self.tables = []

    def tearDown(self):
        self.conn.rollback()
        self.conn.autocommit = True
        for table in self.tables:
            self.cur.execute(f'drop table if exists {table}')

    def table(self, name, columns):
        self.tables.append(name)
        self.cur.execute(f'drop table if exists {name}')
        self.cur.execute(f'create table {name} ({columns})')
        self.conn.commit()

    def test_connection(self):
        self.assertEqual(self.conn.server_version // 10000, 15)
        self.assertEqual(self.conn.encoding, 'UTF8')
        self.cur.execute('select pg_backend_pid()')
        self.assertEqual(self.cur.fetchone(), (self.conn.get_backend_pid(),))
        self.assertEqual(self.conn.get_parameter_status('standard_conforming_strings'), 'on')

    def test_types_round_trip(self):
        columns = {
            'b': ('boolean', True), 'i2': ('smallint', -32768), 'i4': ('integer', 2**31 - 1), 'i8': ('bigint', -2**63),
            'f4': ('real', 0.25), 'f8': ('double precision', 1.1), 'n': ('numeric(20,5)', decimal.Decimal('12345678901234.56789')),
            't': ('text', "caf\u00e9 \u4e16\u754c 'quoted' \\ \n"), 'v': ('varchar(10)', 'short'), 'c': ('char(5)', 'abc  '),
            'by': ('bytea', b'\x00\xff\\\'binary'), 'd': ('date', datetime.date(2024, 2, 29)),
            'ts': ('timestamp', datetime.datetime(1999, 12, 31, 23, 59, 59, 999999)),
            'tz': ('timestamptz', datetime.datetime(2024, 6, 1, 12, 0, tzinfo=datetime.timezone.utc)),
            'u': ('uuid', uuid.UUID('12345678-1234-5678-1234-567812345678')),
        }
        psycopg2.extras.register_uuid(conn_or_curs=self.conn)
        self.table('e2e_types', 'id int primary key, ' + ', '.join(f'{name} {kind}' for name, (kind, _) in columns.items()))
        names, marks = ', '.join(columns), ', '.join(['%s'] * len(columns))
        self.cur.execute(f'insert into e2e_types (id, {names}) values (1, {marks})', [value for _, value in columns.values()])
        self.cur.execute(f'insert into e2e_types (id, {names}) values (2, {marks})', [None] * len(columns))
        self.conn.commit()
        self.cur.execute(f'select {names} from e2e_types order by id')
        first, second = self.cur.fetchall()
        for (name, (_, value)), got in zip(columns.items(), first):
            self.assertEqual(bytes(got) if isinstance(got, memoryview) else got, value, name)
        self.assertEqual(second, (None,) * len(columns))

    def test_description(self):
        self.table('e2e_description', 'id int primary key, name varchar(20), amount numeric(10,2)')
        self.cur.execute('select id, name, amount, id + 1 as next from e2e_description')
        self.assertEqual([(c.name, c.type_code) for c in self.cur.description], [('id', 23), ('name', 1043), ('amount', 1700), ('next', 23)])
        self.assertEqual((self.cur.description[2].precision, self.cur.description[2].scale), (10, 2))

    def test_executemany_and_rowcount(self):
        self.table('e2e_many', 'id int primary key, v text')
        self.cur.executemany('insert into e2e_many values (%s, %s)', [(i, f'v{i}') for i in range(200)])
        psycopg2.extras.execute_values(self.cur, 'insert into e2e_many values %s', [(i, 'many') for i in range(1000, 1500)])
        self.assertEqual(self.cur.rowcount, 100)  # of the last page
        self.cur.execute('update e2e_many set v = %s where id < 50', ('new',))
        self.assertEqual((self.cur.rowcount, self.cur.statusmessage), (50, 'UPDATE 50'))
        self.cur.execute('delete from e2e_many where id >= 1000')
        self.assertEqual(self.cur.rowcount, 500)
        self.cur.execute('insert into e2e_many values (9999, %s) returning id, v', ('r',))
        self.assertEqual(self.cur.fetchone(), (9999, 'r'))
        self.conn.commit()
        self.cur.execute('select count(*) from e2e_many')
        self.assertEqual(self.cur.fetchone(), (201,))

    def test_transactions(self):
        self.table('e2e_txn', 'id int primary key')
        self.cur.execute('insert into e2e_txn values (1)')
        self.assertEqual(self.conn.get_transaction_status(), psycopg2.extensions.TRANSACTION_STATUS_INTRANS)
        self.conn.rollback()
        self.assertEqual(self.conn.get_transaction_status(), psycopg2.extensions.TRANSACTION_STATUS_IDLE)
        self.cur.execute('select count(*) from e2e_txn')
        self.assertEqual(self.cur.fetchone(), (0,))
        with self.assertRaises(psycopg2.errors.DivisionByZero):
            self.cur.execute('select 1/0')
        self.assertEqual(self.conn.get_transaction_status(), psycopg2.extensions.TRANSACTION_STATUS_INERROR)
        with self.assertRaises(psycopg2.errors.InFailedSqlTransaction):
            self.cur.execute('select 1')
        self.conn.rollback()
        for level in (psycopg2.extensions.ISOLATION_LEVEL_READ_COMMITTED, psycopg2.extensions.ISOLATION_LEVEL_REPEATABLE_READ):
            self.conn.set_isolation_level(level)
            self.cur.execute('insert into e2e_txn values (%s)', (level,))
            self.conn.commit()

    def test_error_fields(self):
        self.table('e2e_errors', 'id int primary key, name text not null')
        self.cur.execute("insert into e2e_errors values (1, 'one')")
        self.conn.commit()
        with self.assertRaises(psycopg2.errors.UniqueViolation) as caught:
            self.cur.execute("insert into e2e_errors values (1, 'again')")
        diag = caught.exception.diag
        self.assertEqual((diag.severity, diag.sqlstate), ('ERROR', '23505'))
        self.assertEqual((diag.schema_name, diag.table_name, diag.constraint_name), ('public', 'e2e_errors', 'e2e_errors_pkey'))
        self.assertEqual(diag.message_detail, 'Key (id)=(1) already exists.')
        self.conn.rollback()
        with self.assertRaises(psycopg2.errors.NotNullViolation) as caught:
            self.cur.execute('insert into e2e_errors (id) values (2)')
        self.assertEqual((caught.exception.diag.table_name, caught.exception.diag.column_name), ('e2e_errors', 'name'))
        self.conn.rollback()
        with self.assertRaises(psycopg2.errors.UndefinedColumn) as caught:
            self.cur.execute('select   nope from e2e_errors')
        self.assertEqual(caught.exception.diag.statement_position, '10')
        self.conn.rollback()
        for data, context in (('1\tx\nnone\ty\n', 'COPY e2e_errors, line 2, column id: "none"'), ('1\n', 'COPY e2e_errors, line 1: "1"')):
            with self.assertRaises(psycopg2.Error) as caught:
                self.cur.copy_expert('copy e2e_errors from stdin', io.StringIO(data))
            self.assertEqual(caught.exception.diag.context, context)
            self.conn.rollback()
        for text, code in (('selec 1', '42601'), ('select * from e2e_nowhere', '42P01'), ("select 'x'::int", '22P02'),
                           ('select 2147483647::int + 1::int', '22003')):
            with self.assertRaises(psycopg2.Error) as caught:
                self.cur.execute(text)
            self.assertEqual(caught.exception.pgcode, code, text)
            self.conn.rollback()

    def test_named_cursor(self):
        with self.conn.cursor(name='numbers') as cursor:
            cursor.itersize = 7
            cursor.execute('SELECT i, i * i FROM generate_series(1, 50) i')
            self.assertEqual(list(cursor), [(i, i * i) for i in range(1, 51)])
        with self.conn.cursor(name='again') as cursor:
            cursor.execute('SELECT 1 AS one')
            self.assertEqual(cursor.fetchmany(5), [(1,)])
            self.assertEqual([c.name for c in cursor.description], ['one'])

    def test_copy(self):
        self.table('e2e_copy', 'id int primary key, v text')
        lines = ''.join(f'{i}\tvalue {i}\n' for i in range(20000))
        self.cur.copy_from(io.StringIO(lines), 'e2e_copy', columns=('id', 'v'))
        self.assertEqual(self.cur.rowcount, 20000)
        self.conn.commit()
        self.cur.copy_expert('copy e2e_copy (id, v) from stdin with (format csv)', io.StringIO('100000,"a,b"\n100001,\n'))
        self.conn.commit()
        self.cur.execute('select count(*), count(v) from e2e_copy')
        self.assertEqual(self.cur.fetchone(), (20002, 20001))
        with self.assertRaises(psycopg2.Error) as caught:
            self.cur.copy_from(io.StringIO('200000\tfine\nnot a number\tx\n'), 'e2e_copy')
        self.assertEqual(caught.exception.pgcode, '22P02')
        self.conn.rollback()
        self.cur.execute('select count(*) from e2e_copy')
        self.assertEqual(self.cur.fetchone(), (20002,))
        out = io.StringIO()
        self.cur.copy_expert("copy (select id, v || e'\\t\\n\\\\' from e2e_copy where id < 2 order by id) to stdout", out)
        self.assertEqual(out.getvalue(), '0\tvalue 0\\t\\n\\\\\n1\tvalue 1\\t\\n\\\\\n')
        out = io.StringIO()
        self.cur.copy_expert('copy e2e_copy to stdout (format csv, header, force_quote (v))', out)
        lines = out.getvalue().splitlines()
        self.assertEqual((len(lines), lines[0]), (20003, 'id,v'))
        self.assertIn('100000,"a,b"', lines)
        self.assertIn('100001,', lines)
        with self.assertRaises(psycopg2.Error) as caught:
            self.cur.copy_expert('copy (select 1 / (id - 100000) from e2e_copy) to stdout', io.StringIO())
        self.assertEqual(caught.exception.pgcode, '22012')
        self.conn.rollback()
        self.cur.execute('select 1')
        self.assertEqual(self.cur.fetchone(), (1,))

    def test_copy_binary(self):
        self.table('e2e_copy_binary', 'id int primary key, v text, n numeric, d date, a int[], b bytea, e boolean, u uuid, i interval')
        self.cur.execute("insert into e2e_copy_binary values (1, 'one', 1.50, '2020-01-02', '{1,NULL,3}', '\\\\x00ff', true, "
                         "'00000000-0000-0000-0000-00000000000a', '1 day 02:00'), (2, null, null, null, null, null, null, null, null), "
                         "(3, '', -12345678901234567890.5, 'infinity', '{}', '', false, null, '-1 mon')")
        data = io.BytesIO()
        self.cur.copy_expert('copy (select * from e2e_copy_binary order by id) to stdout (format binary)', data)
        raw = data.getvalue()
        self.assertEqual(raw[:19], b'PGCOPY\n\xff\r\n\0' + bytes(8))
        self.assertEqual(raw[19:36], b'\0\x09' + b'\0\0\0\4\0\0\0\1' + b'\0\0\0\3one')  # nine fields, the first two of them
        self.assertEqual(raw[-2:], b'\xff\xff')
        self.cur.execute('select array_agg(t::text order by id) from e2e_copy_binary t')
        before = self.cur.fetchone()
        self.cur.execute('delete from e2e_copy_binary')
        self.cur.copy_expert('copy e2e_copy_binary from stdin (format binary)', io.BytesIO(raw))
        self.assertEqual(self.cur.rowcount, 3)
        self.cur.execute('select array_agg(t::text order by id) from e2e_copy_binary t')
        self.assertEqual(self.cur.fetchone(), before)
        self.conn.commit()
        header, row = raw[:19], b'\0\1\0\0\0\4\0\0\0\x09'
        for bad, code in ((b'PGCOPY', '22P04'), (header[:-8] + b'\0\1\0\0\0\0\0\0', '22P04'), (header + row[:5], '22P04'), (header + b'\0\2' + row[2:], '22P04'),
                          (header + row + b'\xff\xff!', '22P04'), (header + b'\0\1\0\0\0\3\0\0\0', '08P01'), (header + b'\0\1\0\0\0\5\0\0\0\0\0', '22P03'), (header + b'\0\1\x80\0\0\0', '22P04')):
            with self.assertRaises(psycopg2.Error) as caught:
                self.cur.copy_expert('copy e2e_copy_binary (id) from stdin (format binary)', io.BytesIO(bad))
            self.assertEqual(caught.exception.pgcode, code, bad)
            self.conn.rollback()
        self.cur.copy_expert('copy e2e_copy_binary (id) from stdin (format binary)', io.BytesIO(header + row))  # without an end marker
        self.assertEqual(self.cur.rowcount, 1)
        self.conn.rollback()

    def test_enum(self):
        self.cur.execute("drop type if exists e2e_mood cascade; create type e2e_mood as enum ('sad', 'ok', 'happy')")
        self.table('e2e_enum', 'id int primary key, m e2e_mood, ms e2e_mood[]')
        self.cur.execute("select t.oid, t.typarray, t.typelem, a.typelem from pg_type t join pg_type a on a.oid = t.typarray where t.typname = 'e2e_mood'")
        oid, array_oid, element, its_element = self.cur.fetchone()
        self.assertEqual((element, its_element), (0, oid))
        psycopg2.extensions.register_type(psycopg2.extensions.new_array_type((array_oid,), 'E2E_MOOD[]', psycopg2.STRING), self.conn)
        self.cur.execute('insert into e2e_enum values (1, %s, %s::e2e_mood[]), (2, null, null)', ('happy', ['ok', 'sad', None]))
        self.cur.execute('select m, ms from e2e_enum order by id')
        self.assertEqual([column.type_code for column in self.cur.description], [oid, array_oid])
        self.assertEqual(self.cur.fetchall(), [('happy', ['ok', 'sad', None]), (None, None)])
        self.conn.commit()
        with self.assertRaises(psycopg2.Error) as caught:
            self.cur.execute('insert into e2e_enum values (3, %s)', ('furious',))
        self.assertEqual((caught.exception.pgcode, caught.exception.diag.message_primary), ('22P02', 'invalid input value for enum e2e_mood: "furious"'))
        self.conn.rollback()
        data = io.BytesIO()
        self.cur.copy_expert('copy (select * from e2e_enum order by id) to stdout (format binary)', data)
        self.assertIn(b'\0\0\0\5happy', data.getvalue())
        self.cur.execute('delete from e2e_enum')
        self.cur.copy_expert('copy e2e_enum from stdin (format binary)', io.BytesIO(data.getvalue()))
        self.cur.execute('select m, ms from e2e_enum order by id')
        self.assertEqual(self.cur.fetchall(), [('happy', ['ok', 'sad', None]), (None, None)])
        self.cur.execute('select e.enumlabel from pg_enum e where e.enumtypid = %s order by e.enumsortorder', (oid,))
        self.assertEqual([label for label, in self.cur.fetchall()], ['sad', 'ok', 'happy'])
        self.conn.commit()

    def test_enum_in_a_cached_plan(self):
        self.cur.execute("drop type if exists e2e_kind cascade; create type e2e_kind as enum ('b', 'd')")
        self.table('e2e_kinds', 'id int primary key, k e2e_kind')
        self.cur.execute('prepare put (e2e_kind) as insert into e2e_kinds select coalesce(max(id), 0) + 1, $1 from e2e_kinds')
        self.cur.execute("execute put ('d')")
        self.conn.commit()
        with psycopg2.connect(host=HOST, port=PORT, user='postgres', dbname='postgres') as other, other.cursor() as cursor:
            cursor.execute("alter type e2e_kind add value 'a' before 'b'")
            cursor.execute("alter type e2e_kind add value 'c' after 'b'")
        for label in 'acb':
            self.cur.execute('execute put (%s)', (label,))
        self.cur.execute("select string_agg(k::text, '' order by k) from e2e_kinds")
        self.assertEqual(self.cur.fetchone(), ('abcd',))
        self.cur.execute('deallocate put')
        self.conn.commit()

    def test_foreign_key_fields(self):
        self.table('e2e_parent', 'id int primary key')
        self.table('e2e_child', 'pid int constraint e2e_fk references e2e_parent, n int constraint e2e_pos check (n > 0)')
        for text, code, detail, constraint in (
                ('insert into e2e_child values (7, 1)', '23503', 'Key (pid)=(7) is not present in table "e2e_parent".', 'e2e_fk'),
                ('insert into e2e_child values (null, 0)', '23514', 'Failing row contains (null, 0).', 'e2e_pos')):
            with self.assertRaises(psycopg2.Error) as caught:
                self.cur.execute(text)
            diag = caught.exception.diag
            self.assertEqual((diag.sqlstate, diag.message_detail, diag.schema_name, diag.table_name, diag.constraint_name),
                             (code, detail, 'public', 'e2e_child', constraint))
            self.conn.rollback()
        self.cur.execute('drop table e2e_child')
        self.conn.commit()

    def test_cancel(self):
        self.cur.execute('select 1')
        timer = threading.Timer(0.5, self.conn.cancel)
        timer.start()
        began = time.monotonic()
        with self.assertRaises(psycopg2.errors.QueryCanceled):
            self.cur.execute(ENDLESS)
        timer.join()
        self.assertLess(time.monotonic() - began, 10)
        self.conn.rollback()
        self.cur.execute('select 1')
        self.assertEqual(self.cur.fetchone(), (1,))

    def test_statement_timeout(self):
        self.cur.execute("set statement_timeout = '200ms'")
        with self.assertRaises(psycopg2.errors.QueryCanceled):
            self.cur.execute(ENDLESS)
        self.conn.rollback()

    def test_options(self):
        conn = psycopg2.connect(host=HOST, port=PORT, user='postgres', dbname='postgres', application_name='e2e',
                                options='-c statement_timeout=4321')
        with conn, conn.cursor() as cur:
            cur.execute('show statement_timeout')
            self.assertEqual(cur.fetchone(), ('4321ms',))
            cur.execute('show application_name')
            self.assertEqual(cur.fetchone(), ('e2e',))
        conn.close()
        for wrong, text in ((dict(user='nobody'), 'role "nobody" does not exist'), (dict(dbname='nothing'), 'database "nothing" does not exist')):
            with self.assertRaises(psycopg2.OperationalError) as caught:
                psycopg2.connect(**{'host': HOST, 'port': PORT, 'user': 'postgres', 'dbname': 'postgres', **wrong})
            self.assertIn(text, str(caught.exception))

    def test_many_connections(self):
        conns = [psycopg2.connect(host=HOST, port=PORT, user='postgres', dbname='postgres') for _ in range(50)]
        for i, conn in enumerate(conns):
            with conn.cursor() as cur:
                cur.execute('select %s', (i,))
                self.assertEqual(cur.fetchone(), (i,))
        for conn in conns:
            conn.close()


# ---- the protocol, byte by byte ---------------------------------------------------------------------


class Wire:
    """A connection that shows every message."""

    def __init__(self, start=True):
        self.sock = socket.create_connection((HOST, PORT), timeout=20)
        self.data = b''
        self.key = None
        self.parameters = {}
        if start:
            body = struct.pack('>HH', 3, 0) + b'user\0postgres\0database\0postgres\0\0'
            self.sock.sendall(struct.pack('>I', len(body) + 4) + body)
            self.until_ready()

    def close(self):
        self.sock.close()

    def send(self, *messages):
        self.sock.sendall(b''.join(kind.encode() + struct.pack('>I', len(body) + 4) + body for kind, body in messages))

    def take(self, n):
        while len(self.data) < n:
            piece = self.sock.recv(65536)
            if not piece:
                raise EOFError('the server closed the connection')
            self.data += piece
        taken, self.data = self.data[:n], self.data[n:]
        return taken

    def message(self):
        kind, n = struct.unpack('>cI', self.take(5))
        body = self.take(n - 4)
        if kind == b'K':
            self.key = struct.unpack('>II', body)
        if kind == b'S':
            name, value, _ = body.split(b'\0')
            self.parameters[name.decode()] = value.decode()
        return kind.decode(), body

    def until_ready(self):
        messages = []
        while not messages or messages[-1][0] != 'Z':
            messages.append(self.message())
        return [m for m in messages if m[0] != 'S']


def parse(text, name='', oids=()):
    return 'P', name.encode() + b'\0' + text.encode() + b'\0' + struct.pack(f'>H{len(oids)}I', len(oids), *oids)


def bind(params=(), portal='', statement='', is_binary=True, result_formats=(1,)):
    body = portal.encode() + b'\0' + statement.encode() + b'\0' + struct.pack('>HH', 1, int(is_binary)) + struct.pack('>H', len(params))
    for param in params:
        body += struct.pack('>i', -1) if param is None else struct.pack('>I', len(param)) + param
    return 'B', body + struct.pack(f'>H{len(result_formats)}H', len(result_formats), *result_formats)


def execute(portal='', limit=0):
    return 'E', portal.encode() + b'\0' + struct.pack('>I', limit)


DESCRIBE_PORTAL, SYNC = ('D', b'P\0'), ('S', b'')


def row(body):
    values, at = [], 2
    for _ in range(struct.unpack_from('>H', body)[0]):
        n = struct.unpack_from('>i', body, at)[0]
        values.append(None if n < 0 else body[at + 4:at + 4 + n])
        at += 4 + max(n, 0)
    return values


def fields(body):
    return {part[:1].decode(): part[1:].decode() for part in body.split(b'\0') if part}


class Protocol(unittest.TestCase):
    def setUp(self):
        self.wire = Wire()
        self.addCleanup(self.wire.close)

    def kinds(self, messages):
        return ''.join(kind for kind, _ in messages)

    def test_startup(self):
        expected = {'server_encoding': 'UTF8', 'client_encoding': 'UTF8', 'integer_datetimes': 'on', 'standard_conforming_strings': 'on',
                    'is_superuser': 'on', 'session_authorization': 'postgres', 'IntervalStyle': 'postgres', 'application_name': ''}
        self.assertEqual({name: self.wire.parameters.get(name) for name in expected}, expected)
        self.assertTrue(self.wire.parameters['server_version'].startswith('15.'))
        self.assertTrue(self.wire.parameters['DateStyle'].startswith('ISO'))
        self.assertIn('TimeZone', self.wire.parameters)
        self.assertIsNotNone(self.wire.key)

    def test_encryption_is_refused_politely(self):
        wire = Wire(start=False)
        self.addCleanup(wire.close)
        wire.sock.sendall(struct.pack('>IHH', 8, 1234, 5679))
        self.assertEqual(wire.take(1), b'N')

    def test_binary_results(self):
        cases = (
            ('true', b'\1'), ('258::smallint', struct.pack('>h', 258)), ('-2::integer', struct.pack('>i', -2)),
            ('4294967296::bigint', struct.pack('>q', 2**32)), ('0.5::real', struct.pack('>f', 0.5)),
            ('-1.25::double precision', struct.pack('>d', -1.25)), ("'text'::text", b'text'), ("'v'::varchar(5)", b'v'),
            ("'\\x00ff'::bytea", b'\0\xff'), ("'2000-01-02'::date", struct.pack('>i', 1)),
            ("'2000-01-01 00:00:01'::timestamp", struct.pack('>q', 10**6)),
            ("'2000-01-01 00:00:01+00'::timestamptz", struct.pack('>q', 10**6)),
            ("'12345678-1234-5678-1234-567812345678'::uuid", uuid.UUID('12345678-1234-5678-1234-567812345678').bytes),
            ('-12.5::numeric', struct.pack('>hhHhhh', 2, 0, 0x4000, 1, 12, 5000)),
        )
        for text, expected in cases:
            self.wire.send(parse(f'select {text}, null'), bind(), DESCRIBE_PORTAL, execute(), SYNC)
            messages = self.wire.until_ready()
            self.assertEqual(self.kinds(messages), '12TDCZ', (text, messages))
            self.assertEqual(row(messages[3][1]), [expected, None], text)

    def test_binary_parameters(self):
        cases = (
            (16, b'\1', b't'), (21, struct.pack('>h', -3), b'-3'), (23, struct.pack('>i', 70000), b'70000'), (20, struct.pack('>q', -2**40), b'-1099511627776'),
            (701, struct.pack('>d', 2.5), b'2.5'), (25, 'caf\u00e9'.encode(), 'caf\u00e9'.encode()), (17, b'\0\1', b'\\x0001'),
            (1082, struct.pack('>i', 0), b'2000-01-01'), (1114, struct.pack('>q', 0), b'2000-01-01 00:00:00'),
            (1700, struct.pack('>hhHhhh', 2, 0, 0, 1, 12, 5000), b'12.5'), (2950, b'\x12' * 16, b'12121212-1212-1212-1212-121212121212'),
        )
        for oid, value, expected in cases:
            self.wire.send(parse('select $1', oids=(oid,)), bind([value], result_formats=(0,)), execute(), SYNC)
            messages = self.wire.until_ready()
            self.assertEqual(self.kinds(messages), '12DCZ', (oid, messages))
            self.assertEqual(row(messages[2][1]), [expected], oid)

    def test_enum_parameter(self):
        for text in ('drop type if exists wire_mood', "create type wire_mood as enum ('low', 'high')"):
            self.wire.send(parse(text), bind(), execute(), SYNC)
            self.wire.until_ready()
        self.wire.send(parse("select 'wire_mood'::regtype::oid, 'wire_mood[]'::regtype::oid"), bind(result_formats=(0,)), execute(), SYNC)
        oid, array_oid = (int(value) for value in row(self.wire.until_ready()[2][1]))
        self.wire.send(parse("select $1 > 'low'::wire_mood, $1, array[$1]", name='moods'), ('D', b'Smoods\0'), SYNC)
        messages = self.wire.until_ready()
        self.assertEqual(self.kinds(messages), '1tTZ')
        self.assertEqual(messages[1][1], struct.pack('>HI', 1, oid))
        for is_binary in (False, True):
            self.wire.send(bind([b'high'], statement='moods', is_binary=is_binary), execute(), SYNC)
            messages = self.wire.until_ready()
            self.assertEqual(self.kinds(messages), '2DCZ', messages)
            array = struct.pack('>IIIIII', 1, 0, oid, 1, 1, 4) + b'high'
            self.assertEqual(row(messages[1][1]), [b'\1', b'high', array])
        self.wire.send(parse('select $1, $2', oids=(oid, array_oid)), bind([b'low', array], result_formats=(0,)), execute(), SYNC)
        self.assertEqual(row(self.wire.until_ready()[2][1]), [b'low', b'{high}'])
        self.wire.send(bind([b'middle'], statement='moods'), execute(), SYNC)
        error = fields(self.wire.until_ready()[0][1])
        self.assertEqual((error['C'], error['M']), ('22P02', 'invalid input value for enum wire_mood: "middle"'))

    def test_binary_copy_comes_as_clients_take_it(self):
        # the header in one message with the first row, or with the trailer; psycopg takes them apart so
        header, trailer = b'PGCOPY\n\xff\r\n\0' + bytes(8), b'\xff\xff'
        rows = [struct.pack('>HII', 1, 4, i) for i in (7, 8)]
        for text, expected in (('copy (values (7), (8)) to stdout (format binary)', [header + rows[0], rows[1], trailer]),
                               ('copy (select 1 where false) to stdout (format binary)', [header + trailer])):
            self.wire.send(('Q', text.encode() + b'\0'))
            pieces = [body for kind, body in self.wire.until_ready() if kind == 'd']
            self.assertEqual(pieces, expected, text)

    def test_parameters_that_are_given_out(self):
        # JDBC's {? = call upper(?)}: what is registered as an out parameter comes as void
        for text in ('select * from upper($1,$2) as result', 'select upper($1, $2)'):
            self.wire.send(parse(text, oids=(2278, 1043)), bind([None, b'abc'], is_binary=False, result_formats=(0,)), execute(), SYNC)
            messages = self.wire.until_ready()
            self.assertEqual(self.kinds(messages), '12DCZ', (text, messages))
            self.assertEqual(row(messages[2][1]), [b'ABC'], text)

    def test_malformed_binary_parameter(self):
        self.wire.send(parse('select $1', oids=(23,)), bind([b'\0\0']), execute(), SYNC)
        messages = self.wire.until_ready()
        self.assertEqual(self.kinds(messages), '1EZ')
        self.assertIn(fields(messages[1][1])['C'], ('22P03', '08P01'))

    def test_mixed_formats(self):
        self.wire.send(parse('select 1::int4, 2::int4, 3::int4'), bind(result_formats=(0, 1, 0)), DESCRIBE_PORTAL, execute(), SYNC)
        messages = self.wire.until_ready()
        self.assertEqual(row(messages[3][1]), [b'1', struct.pack('>i', 2), b'3'])
        self.wire.send(parse('select 1, 2, 3'), bind(result_formats=(0, 1)), SYNC)
        messages = self.wire.until_ready()
        self.assertEqual(self.kinds(messages), '1EZ')
        self.assertEqual(fields(messages[1][1])['C'], '08P01')

    def test_prepared_statement(self):
        self.wire.send(parse('select $1::int + $2', 's1'), ('D', b'Ss1\0'), SYNC)
        messages = self.wire.until_ready()
        self.assertEqual(self.kinds(messages), '1tTZ')
        self.assertEqual(messages[1][1], struct.pack('>HII', 2, 23, 23))
        for i in range(50):
            self.wire.send(bind([str(i).encode(), b'1'], statement='s1', is_binary=False, result_formats=()), execute(), SYNC)
            messages = self.wire.until_ready()
            self.assertEqual(self.kinds(messages), '2DCZ')
            self.assertEqual(row(messages[1][1]), [str(i + 1).encode()])
        self.wire.send(parse('select 1', 's1'), SYNC)
        self.assertEqual(fields(self.wire.until_ready()[0][1])['C'], '42P05')
        self.wire.send(('C', b'Ss1\0'), parse('select 2', 's1'), SYNC)
        self.assertEqual(self.kinds(self.wire.until_ready()), '31Z')
        self.wire.send(('C', b'Snever there\0'), SYNC)
        self.assertEqual(self.kinds(self.wire.until_ready()), '3Z')
        self.wire.send(bind(statement='nope'), SYNC)
        self.assertEqual(fields(self.wire.until_ready()[0][1])['C'], '26000')

    def test_portal_suspended(self):
        self.wire.send(('Q', b'begin\0'))
        self.wire.until_ready()
        self.wire.send(parse('select g from generate_series(1, 5) g'), bind(portal='c'), execute('c', 2), SYNC)
        self.assertEqual(self.kinds(self.wire.until_ready()), '12DDsZ')
        self.wire.send(execute('c', 2), execute('c', 2), SYNC)
        messages = self.wire.until_ready()
        self.assertEqual(self.kinds(messages), 'DDsDCZ')
        self.assertEqual(messages[-1][1], b'T')
        self.wire.send(('Q', b'commit\0'))
        self.wire.until_ready()
        self.wire.send(execute('c'), SYNC)
        self.assertEqual(fields(self.wire.until_ready()[0][1])['C'], '34000')

    def test_pipeline_and_error(self):
        self.wire.send(parse('select 1'), bind(), execute(), parse('select 1/0'), bind(), execute(), parse('select 3'), bind(), execute(), SYNC,
                       parse('select 4'), bind(), execute(), SYNC)
        self.assertRegex(self.kinds(self.wire.until_ready()), '^12DC1?2?EZ$')
        self.assertEqual(self.kinds(self.wire.until_ready()), '12DCZ')

    def test_pipeline_is_one_transaction(self):
        self.wire.send(('Q', b'drop table if exists e2e_pipeline; create table e2e_pipeline (a int)\0'))
        self.wire.until_ready()
        self.wire.send(parse('insert into e2e_pipeline values (1)'), bind(), execute(), parse('select 1/0'), bind(), execute(), SYNC)
        self.wire.until_ready()
        self.wire.send(('Q', b'select count(*) from e2e_pipeline\0'))
        self.assertEqual(row(self.wire.until_ready()[1][1]), [b'0'])
        self.wire.send(('Q', b'drop table e2e_pipeline\0'))
        self.wire.until_ready()

    def test_empty_and_several(self):
        self.wire.send(('Q', b'\0'))
        self.assertEqual(self.kinds(self.wire.until_ready()), 'IZ')
        self.wire.send(('Q', b'select 1; select 2; begin\0'))
        messages = self.wire.until_ready()
        self.assertEqual(self.kinds(messages), 'TDCTDCCZ')
        self.assertEqual(messages[-1][1], b'T')
        self.wire.send(parse(''), bind(), execute(), SYNC)
        self.assertEqual(self.kinds(self.wire.until_ready()), '12IZ')
        self.wire.send(('Q', b'rollback\0'))
        self.wire.until_ready()

    def test_no_data(self):
        self.wire.send(parse('begin'), bind(), DESCRIBE_PORTAL, execute(), SYNC)
        self.assertEqual(self.kinds(self.wire.until_ready()), '12nCZ')
        self.wire.send(('Q', b'rollback\0'))
        self.wire.until_ready()

    def test_cancel_needs_the_secret(self):
        process_id, secret = self.wire.key
        for wrong in ((process_id, secret ^ 1), (process_id + 12345, secret), (0, 0)):
            other = socket.create_connection((HOST, PORT))
            other.sendall(struct.pack('>IHHII', 16, 1234, 5678, *wrong))
            self.assertEqual(other.recv(10), b'')
            other.close()
        self.wire.send(('Q', b'select count(*) from generate_series(1, 300000)\0'))
        self.assertEqual(self.kinds(self.wire.until_ready()), 'TDCZ')
        self.wire.send(('Q', ENDLESS.encode() + b'\0'))
        time.sleep(0.3)
        other = socket.create_connection((HOST, PORT))
        other.sendall(struct.pack('>IHHII', 16, 1234, 5678, process_id, secret))
        other.close()
        messages = self.wire.until_ready()
        self.assertEqual(fields(messages[-2][1])['C'], '57014')

    def test_set_is_reported(self):
        self.wire.send(('Q', b"set application_name = 'e2e wire'\0"))
        self.wire.until_ready()
        self.assertEqual(self.wire.parameters['application_name'], 'e2e wire')

    def test_malformed(self):
        for data in (b'Q\0\0\0\3', b'Q\x7f\xff\xff\xff', b'~~~~', b'B\0\0\0\x0a\0\0\xff\xff\0\0', b'Q\0\0\0\x08sele'):
            wire = Wire()
            wire.sock.sendall(data)
            kind, body = wire.message()
            self.assertEqual((kind, fields(body)['S'], fields(body)['C']), ('E', 'FATAL', '08P01'), data)
            with self.assertRaises(EOFError):
                wire.message()
            wire.close()


def main():
    global HOST, PORT
    parser = argparse.ArgumentParser(description='real clients against a running server')
    parser.add_argument('--host', default=os.environ.get('PGHOST', HOST))
    parser.add_argument('--port', type=int, default=int(os.environ.get('PGPORT', PORT)))
    parser.add_argument('-v', '--verbose', action='store_true')
    parser.add_argument('test', nargs='*')
    args = parser.parse_args()
    HOST, PORT = args.host, args.port
    unittest.main(module=__name__, argv=[sys.argv[0], *args.test], verbosity=2 if args.verbose else 1)


if __name__ == '__main__':
    main()
