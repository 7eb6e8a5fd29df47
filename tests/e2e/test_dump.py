# SPDX-License-Identifier: Apache-2.0
"""pg_dump of PostgreSQL 15 against Ndoto: what it writes loads into PostgreSQL and into Ndoto again, and both dump the same."""
import os
import re
import shutil
import subprocess
import unittest

from harness import ROOT, SLOWNESS, Cluster, Fault, psql
from oracle import Postgres, find_postgres
from test_data import DATA

OWN = os.path.join(ROOT, 'tests', 'e2e', 'dump.sql')
ROLES = os.path.join(ROOT, 'tests', 'e2e', 'dump_roles.sql')


class At:
    """Where a PostgreSQL listens, as the helpers want it."""

    def __init__(self, port):
        self.port = port

    def sql_port(self, _):
        return self.port


def pg_dump(server, *args):
    command = ['pg_dump', '-h', '127.0.0.1', '-p', str(server.sql_port(1)), '-U', 'postgres', *args, 'postgres']
    out = subprocess.run(command, capture_output=True, text=True, timeout=120 * SLOWNESS, check=False)
    if out.returncode != 0 or out.stderr:
        raise Fault(f'pg_dump {args}: {out.stderr}')
    return out.stdout


def dump_roles(server):
    command = ['pg_dumpall', '-h', '127.0.0.1', '-p', str(server.sql_port(1)), '-U', 'postgres', '--roles-only']
    out = subprocess.run(command, capture_output=True, text=True, timeout=120 * SLOWNESS, check=False)
    if out.returncode != 0 or out.stderr:
        raise Fault(f'pg_dumpall: {out.stderr}')
    # the role postgres is there already, wherever they are loaded
    return out.stdout.replace('CREATE ROLE postgres;\n', '')


def comparable(dump):
    """Without what differs from run to run; the rows of a COPY in order, since tables have none."""
    lines = [line for line in dump.split('\n') if not re.match(r'\\(un)?restrict|-- Dumped (from|by)', line)]
    out, rows, in_copy = [], [], False
    for line in lines:
        if in_copy and line == '\\.':
            out += sorted(rows)
            in_copy = False
        if in_copy:
            rows.append(line)
            continue
        out.append(line)
        if line.startswith('COPY ') and line.endswith('FROM stdin;'):
            rows, in_copy = [], True
    return out


@unittest.skipUnless(shutil.which('pg_dump'), 'pg_dump is not installed')
class Dump(unittest.TestCase):
    maxDiff = 4000

    def round_trip(self, path, nodes):
        if not os.path.exists(path):
            self.skipTest(f'{path} is not there (NDOTO_DATA names the folder of foreign dumps)')
        with Cluster(nodes) as cluster:
            psql(cluster, '-q', '-f', path)
            dump = pg_dump(cluster)
            cluster.check_alive()
        with Cluster(1) as again:
            psql(again, '-q', text=dump)
            self.assertEqual(comparable(dump), comparable(pg_dump(again)))
            again.check_alive()
        if find_postgres() is None:
            return
        with Postgres() as postgres:
            psql(At(postgres.port), '-q', text=dump)
            self.assertEqual(comparable(pg_dump(At(postgres.port))), comparable(dump))

    def test_every_kind_of_object(self):
        self.round_trip(OWN, 1)

    def test_chinook(self):
        self.round_trip(os.path.join(DATA, 'chinook.sql'), 3)

    def test_northwind(self):
        self.round_trip(os.path.join(DATA, 'northwind.sql'), 3)

    def test_inserts_read_through_cursors(self):
        with Cluster(1) as cluster:
            psql(cluster, '-q', '-f', OWN)
            dump, inserts = pg_dump(cluster), pg_dump(cluster, '--inserts', '--rows-per-insert=2')
            with Cluster(1) as again:
                psql(again, '-q', text=inserts)
                self.assertEqual(comparable(pg_dump(again)), comparable(dump))

    def test_archive_restored_over_what_is_there(self):
        with Cluster(1) as cluster:
            psql(cluster, '-q', '-f', OWN)
            before = pg_dump(cluster)
            archive = os.path.join(cluster.dir, 'dump.archive')
            pg_dump(cluster, '-Fc', '-f', archive)
            out = subprocess.run(['pg_restore', '-h', '127.0.0.1', '-p', str(cluster.sql_port(1)), '-U', 'postgres', '-d', 'postgres', '--clean', '--if-exists', '--exit-on-error', archive],
                                 capture_output=True, text=True, timeout=120 * SLOWNESS, check=False)
            self.assertEqual((out.returncode, out.stderr), (0, ''))
            self.assertEqual(comparable(pg_dump(cluster)), comparable(before))

    @unittest.skipIf(find_postgres() is None, 'PostgreSQL 15 is not installed')
    def test_roles_and_grants(self):
        with Postgres() as postgres, Cluster(3) as cluster:
            there = At(postgres.port)
            psql(there, '-q', '-f', ROLES)
            roles, dump = dump_roles(there), pg_dump(there)
            psql(cluster, '-q', text=roles)
            psql(cluster, '-q', text=dump)
            for command in ('\\du', '\\du+', '\\dp shop.*', '\\ddp', '\\dn+', '\\drds', '\\dT+ shop.*'):
                self.assertEqual(psql(cluster, '-c', command).stdout, psql(there, '-c', command).stdout, command)
            self.assertEqual(comparable(dump_roles(cluster)), comparable(roles))
            self.assertEqual(comparable(pg_dump(cluster)), comparable(dump))
            # and they count
            read = 'SET ROLE d_read; SELECT count(*) FROM shop.item; SELECT count(*) FROM shop.cheap'
            self.assertEqual(psql(cluster, '-c', read).stdout, psql(there, '-c', read).stdout)
            for denied in ('SET ROLE d_read; DELETE FROM shop.item', 'SET ROLE d_app; SELECT price FROM shop.item WHERE false; UPDATE shop.item SET name = name'):
                with self.assertRaisesRegex(Fault, 'permission denied for table item'):
                    psql(cluster, '-c', denied)
            with self.assertRaisesRegex(Fault, 'role "d_own" is not permitted to log in'):
                psql(cluster, '-U', 'd_own', '-c', 'SELECT 1')
            with self.assertRaisesRegex(Fault, 'role "nobody" does not exist'):
                psql(cluster, '-U', 'nobody', '-c', 'SELECT 1')
            self.assertIn('d_app | shop, public', psql(cluster, '-U', 'd_app', '-At', '-F', ' | ', '-c', "SELECT current_user, current_setting('search_path')").stdout)
            cluster.check_alive()


if __name__ == '__main__':
    unittest.main()
