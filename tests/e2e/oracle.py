# SPDX-License-Identifier: Apache-2.0
"""oracle - a real PostgreSQL 15 to compare with, and the comparison."""
import glob
import os
import pwd
import re
import shutil
import subprocess
import tempfile

import psycopg2
import psycopg2.extensions

from harness import Fault, free_ports


def find_postgres():
    """The folder of PostgreSQL 15's server programs, or None."""
    found = glob.glob('/usr/lib/postgresql/15/bin')
    return found[0] if found and os.access(os.path.join(found[0], 'initdb'), os.X_OK) else None


class Postgres:
    """A server of its own in a temporary folder (C.UTF-8, UTC, trust)."""

    def __init__(self):
        self.bin = find_postgres()
        self.dir = tempfile.mkdtemp(prefix='ndoto-oracle-')
        self.port = free_ports(1)
        self.as_user = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.dir, pwd.getpwnam('postgres').pw_uid)
            self.as_user = ['runuser', '-u', 'postgres', '--']
        self.data = os.path.join(self.dir, 'data')
        self.run('initdb', '-D', self.data, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '--no-sync')
        self.run('pg_ctl', '-D', self.data, '-w', '-l', os.path.join(self.dir, 'log'), '-o',
                 f'-p {self.port} -k {self.dir} -c listen_addresses=127.0.0.1 -c fsync=off -c timezone=UTC -c log_timezone=UTC', 'start')

    def run(self, program, *args):
        out = subprocess.run([*self.as_user, os.path.join(self.bin, program), *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, cwd=self.dir, text=True, timeout=120, check=False)
        if out.returncode != 0:
            raise Fault(f'{program}: {out.stdout}')

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.run('pg_ctl', '-D', self.data, '-m', 'immediate', 'stop')
        shutil.rmtree(self.dir, ignore_errors=True)

    def connect(self):
        connection = psycopg2.connect(f'host=127.0.0.1 port={self.port} user=postgres dbname=postgres')
        connection.autocommit = True
        return connection


def statements(text):
    """Statements of a query file: none of its literals holds a ';' or '--'."""
    text = re.sub(r'--[^\n]*', '', text)
    return [s.strip() for s in text.split(';') if s.strip()]


RAW = [psycopg2.extensions.new_type((oid,), f'RAW{oid}', lambda value, cursor: value)
       for oid in (16, 17, 20, 21, 23, 25, 700, 701, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1700, 2950, 19, 18, 114, 3802, 199, 3807, 1000, 1001, 1005, 1007, 1009, 1014, 1015,
                         1016, 1022, 1115, 1182, 1183, 1185, 1187, 1231)]


def outcome(connection, statement):
    """('rows', columns, type oids, rows as the server prints them) or ('error', SQLSTATE)"""
    for kind in RAW:
        psycopg2.extensions.register_type(kind, connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            if cursor.description is None:
                return ('done', cursor.statusmessage)
            return ('rows', [c.name for c in cursor.description], [c.type_code for c in cursor.description], cursor.fetchall())
    except psycopg2.Error as e:
        return ('error', e.pgcode)


def differences(reference, tested, texts):
    """Compares statement by statement; rows as multisets unless the statement sorts them."""
    found = []
    for statement in texts:
        a, b = outcome(reference, statement), outcome(tested, statement)
        if a[0] == 'rows' and b[0] == 'rows' and 'order by' not in statement.lower():
            a = (*a[:3], sorted(a[3], key=repr))
            b = (*b[:3], sorted(b[3], key=repr))
        if a != b:
            found.append(f'{statement}\n  PostgreSQL: {str(a)[:600]}\n  Ndoto:      {str(b)[:600]}')
    return found
