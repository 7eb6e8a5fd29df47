# SPDX-License-Identifier: Apache-2.0
"""A table grows over many shards under a checking load, while nodes come, one is drained and one dies. Nobody splits or moves by hand.

NDOTO_BALANCE=long: 200 shards of up to 2 MiB instead of 50 small ones."""
import json
import os
import random
import subprocess
import threading
import time
import unittest
import urllib.request

import psycopg2
from psycopg2.extras import execute_values

from harness import BINARY, SLOWNESS, Cluster, Fault, free_ports, wait_for
from test_nodes import configure, node_command

IS_LONG = os.environ.get('NDOTO_BALANCE') == 'long'
SHARDS, SPLIT_KIB, NOTE_BYTES = (200, 2048, 2000) if IS_LONG else (50, 256, 1000)
SPLIT_SIZE = f'{SPLIT_KIB}KiB'
CLIENTS = 4
SETTLE_S = 90 if IS_LONG else 60
GAP_S_MAX = 1.0


class Client(threading.Thread):
    """Writes rows of its own, in random order, and compares spans of the table with what they must be. Each operation is repeated
    until it succeeds and has the same effect twice."""

    def __init__(self, number, ports):
        super().__init__(daemon=True)
        self.number, self.ports = number, ports
        self.random = random.Random(number)
        self.rows = {}        # id -> version: what is there for sure
        self.stopping, self.grows, self.fault = False, True, None
        self.pause = 0.01     # between writes, once the table does not grow any more
        self.avoid = set()    # nodes
        self.connection, self.node = None, 0
        self.writes = self.scans = self.failures = 0
        self.longest, self.longest_at = 0.0, 0.0
        self.gap, self.gap_at = 0.0, 0.0  # from the first failure to the next success
        self.errors = {}

    def connect(self):
        nodes = [n for n in sorted(self.ports) if n not in self.avoid]
        self.node = self.random.choice(nodes)
        self.connection = psycopg2.connect(f'host=127.0.0.1 port={self.ports[self.node]} user=postgres dbname=postgres connect_timeout=2')
        self.connection.autocommit = True

    def probe(self, cursor, failed, row):
        """After a failure: for how long does nothing work? The operation itself may have to wait for the locks of a transaction
        whose node died, so it is a new row that tells."""
        cursor.execute('INSERT INTO t VALUES (%s, %s, 0, %s) ON CONFLICT (id) DO NOTHING', (row, self.number, ''))
        self.rows[row] = 0
        now = time.monotonic()
        if now - failed > self.gap:
            self.gap, self.gap_at = now - failed, failed

    def again_until_good(self, work):
        begun, failed, probe = time.monotonic(), None, None
        while True:
            try:
                if self.connection is None or self.node in self.avoid:
                    self.close()
                    self.connect()
                with self.connection.cursor() as cursor:
                    if failed is not None and probe is not None:
                        self.probe(cursor, failed, probe)
                        probe = None
                    result = work(cursor)
                break
            except psycopg2.Error as e:
                self.failures += 1
                if failed is None:
                    failed, probe = time.monotonic(), self.random.getrandbits(56) * CLIENTS + self.number
                why = f'{e.pgcode} {str(e).splitlines()[0][:90]}'
                self.errors[why] = self.errors.get(why, 0) + 1
                self.close()
                if time.monotonic() - failed > 30:
                    raise Fault(f'nothing works for 30 s: {e!r}') from e
                time.sleep(0.01)
        now = time.monotonic()
        if now - begun > self.longest:
            self.longest, self.longest_at = now - begun, begun
        return result

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def any_row(self):
        return self.random.choice(list(self.rows)) if self.rows else 0

    def has_enough(self):
        """Rows for SHARDS shards at least; splits follow in their own time."""
        return not self.grows or len(self.rows) * NOTE_BYTES * CLIENTS > SHARDS * SPLIT_KIB * 1024

    def write(self):
        kind = self.random.random()
        if not self.has_enough() and (kind < 0.7 or not self.rows):
            new = [(self.random.getrandbits(56) * CLIENTS + self.number, self.number, 0, 'x' * NOTE_BYTES) for _ in range(20)]
            self.again_until_good(lambda cursor: execute_values(cursor, 'INSERT INTO t VALUES %s ON CONFLICT (id) DO NOTHING', new))
            self.rows.update((row[0], 0) for row in new)
        elif kind < 0.95:
            row, version = self.any_row(), self.random.getrandbits(30)
            self.again_until_good(lambda cursor: cursor.execute('UPDATE t SET version = %s WHERE id = %s', (version, row)))
            self.rows[row] = version
        else:
            row = self.any_row()
            self.again_until_good(lambda cursor: cursor.execute('DELETE FROM t WHERE id = %s', (row,)))
            del self.rows[row]
        self.writes += 1

    def compare(self, first, last):
        def scan(cursor):
            cursor.execute('SELECT id, version FROM t WHERE id BETWEEN %s AND %s AND owner = %s', (first, last, self.number))
            return cursor.fetchall()
        found = self.again_until_good(scan)
        expected = {row: version for row, version in self.rows.items() if first <= row <= last}
        if len(found) != len(expected) or dict(found) != expected:
            ids = [row for row, _ in found]
            raise Fault(f'client {self.number} at node {self.node}: {len(found)} rows instead of {len(expected)}, {len(ids) - len(set(ids))} doubled, '
                        f'missing {sorted(set(expected) - set(ids))[:5]}, too many {sorted(set(ids) - set(expected))[:5]}')
        self.scans += 1

    def run(self):
        try:
            while not self.stopping:
                for _ in range(10):
                    self.write()
                    if self.has_enough():
                        time.sleep(self.pause)
                first = self.any_row()
                self.compare(first, first + (1 << 52))
        except Exception as e:  # pylint: disable=broad-except
            self.fault = e
        finally:
            self.close()


class Balance(unittest.TestCase):
    def start_new(self, number):
        base = free_ports(3)
        folder = self.cluster.node_dir(number)
        os.makedirs(folder)
        join = ','.join(f'127.0.0.1:{self.cluster.ports["rpc"] + i}' for i in range(3))
        command = [BINARY, 'start', '--dir', folder, '--cluster-name', 'demo', '--join', join, '--initial-voters', '3', '--rpc-listen', f'127.0.0.1:{base}',
                   '--sql-listen', f'127.0.0.1:{base + 1}', '--http-listen', f'127.0.0.1:{base + 2}', '--replace-after-seconds', '6', '--split-size', SPLIT_SIZE]
        with open(os.path.join(folder, 'stderr.log'), 'ab') as err:
            self.cluster.started[number] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=err, stderr=err)
        self.http[number] = base + 2
        self.sql[number] = base + 1

    def state(self):
        """How many shards there are; replicas and leaders by node, as the shards' leaders say."""
        replicas, leaders, seen = {}, {}, set()
        for port in self.http.values():
            try:
                with urllib.request.urlopen(f'http://127.0.0.1:{port}/status', timeout=5) as response:
                    document = json.load(response)
            except OSError:
                continue
            for shard in document['shards']:
                if shard['leader'] != document['node'] or shard['id'] in seen:
                    continue
                seen.add(shard['id'])
                leaders[shard['leader']] = leaders.get(shard['leader'], 0) + 1
                for replica in shard['replicas']:
                    replicas[replica['node']] = replicas.get(replica['node'], 0) + 1
        return len(seen), replicas, leaders

    def wait_until_even(self, what, nodes, leading, shards=None):
        """Replicas on `nodes` and leaders on `leading` alone, within 20 % of the mean."""
        begun = time.monotonic()

        def is_even():
            count, replicas, leaders = self.state()
            if shards is not None and count != shards:
                return None
            for numbers, where in ((replicas, nodes), (leaders, leading)):
                mean = sum(numbers.values()) / len(where)
                if set(numbers) != set(where) or max(numbers.values()) > 1.2 * mean or min(numbers.values()) < 0.8 * mean:
                    return None
            return count, replicas, leaders
        try:
            count, replicas, leaders = wait_for(what, is_even, SETTLE_S * SLOWNESS, 0.25)
        except Fault:
            print(f'        {what}: {self.state()}')
            raise
        print(f'        {what}: even after {time.monotonic() - begun:.1f} s: {count} shards, replicas {dict(sorted(replicas.items()))}, leaders {dict(sorted(leaders.items()))}')
        return count

    def test_grow_add_drain_kill(self):
        with Cluster(3) as cluster:
            self.cluster = cluster
            for node in (1, 2, 3):
                cluster.kill(node)
                configure(cluster, node, replace_after_seconds='6', split_size=SPLIT_SIZE)
                cluster.start_node(node)
            self.http = {i: cluster.ports['http'] + i - 1 for i in (1, 2, 3)}
            self.sql = {i: cluster.ports['sql'] + i - 1 for i in (1, 2, 3)}
            cluster.sql_until_good('CREATE TABLE IF NOT EXISTS t (id bigint PRIMARY KEY, owner int NOT NULL, version bigint NOT NULL, note text NOT NULL)', 1)
            begun = time.monotonic()
            clients = [Client(number, dict(self.sql)) for number in range(CLIENTS)]
            for client in clients:
                client.start()
            self.run_load(clients, begun)

    def check_views(self, shards):
        """The shards tile the keyspace, each with three voters; what the views say fits together."""
        sql = self.cluster.sql
        found = sql('SELECT start_key, end_key, leader, cardinality(replicas), tables FROM nd_internal.shards ORDER BY start_key')
        self.assertGreaterEqual(len(found), shards)
        self.assertEqual(bytes(found[0][0]), b'')
        self.assertIsNone(found[-1][1])
        for before, after in zip(found, found[1:]):
            self.assertEqual(bytes(before[1]), bytes(after[0]))
        self.assertTrue(all(shard[3] == 3 for shard in found), found)
        self.assertEqual(sum('public.t' in shard[4] for shard in found), len(found))
        self.assertEqual(sql("SELECT count(*) FROM nd_internal.shard_replicas WHERE role <> 'voter'")[0][0], 0)
        by_node = dict(sql('SELECT node_id, count(*) FROM nd_internal.shard_replicas GROUP BY 1'))
        nodes = {row[0]: row[1:] for row in sql('SELECT node_id, is_live, replicas, leaders, bytes FROM nd_internal.nodes')}
        self.assertEqual(set(by_node), {1, 2, 4, 5})
        self.assertFalse(nodes[3][0])
        self.assertEqual({node: row[1] for node, row in nodes.items() if row[1] > 0}, by_node)
        out = subprocess.run([BINARY, 'status', '--http', f'127.0.0.1:{self.http[1]}'], capture_output=True, text=True, timeout=30, check=True).stdout
        self.assertIn('requests/s', out)

    def check(self, clients):
        for client in clients:
            if client.fault is not None:
                raise client.fault

    def run_load(self, clients, begun):
        wait_for(f'{SHARDS // 2} shards', lambda: self.check(clients) or self.state()[0] >= SHARDS // 2, 300 * SLOWNESS, 0.25)
        print(f'        {SHARDS // 2} shards after {time.monotonic() - begun:.1f} s')
        self.start_new(4)
        self.start_new(5)
        wait_for(f'{SHARDS} shards', lambda: self.check(clients) or self.state()[0] >= SHARDS, 300 * SLOWNESS, 0.25)
        print(f'        {SHARDS} shards after {time.monotonic() - begun:.1f} s')
        for client in clients:
            client.grows = False
            client.ports.update(self.sql)
        self.wait_until_even('two nodes more', {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5})
        node_command(self.cluster, 'drain', 2)
        self.wait_until_even('node 2 drained', {1, 2, 3, 4, 5}, {1, 3, 4, 5})
        node_command(self.cluster, 'drain', 1)  # so that node 3 leads the meta shard, which has not moved
        node_command(self.cluster, 'undrain', 1)
        node_command(self.cluster, 'undrain', 2)
        self.check(clients)
        killed = time.monotonic()
        self.cluster.kill(3)
        for client in clients:
            client.ports.pop(3)
        shards = self.wait_until_even('node 3 killed', {1, 2, 4, 5}, {1, 2, 4, 5})
        time.sleep(2)
        for client in clients:
            client.stopping = True
        for client in clients:
            client.join(60)
        self.check(clients)
        for client in clients:
            client.compare(0, 1 << 62)
            client.close()
        total = int(self.cluster.sql('SELECT count(*) FROM t')[0][0])
        self.assertEqual(total, sum(len(client.rows) for client in clients))
        self.check_views(shards)
        slowest, longest = max(clients, key=lambda c: c.gap), max(clients, key=lambda c: c.longest)
        print(f'        {shards} shards, {total} rows; {sum(c.writes for c in clients)} writes and {sum(c.scans for c in clients)} compared scans, {sum(c.failures for c in clients)} '
              f'tries failed; failing for {slowest.gap:.2f} s at most (at {slowest.gap_at - killed:+.1f} s of the kill), the longest operation took {longest.longest:.2f} s '
              f'(at {longest.longest_at - killed:+.1f} s)')
        for client in clients:
            if client.errors:
                print(f'        client {client.number}: {client.errors}')
        if SLOWNESS == 1:
            self.assertLess(slowest.gap, GAP_S_MAX)



class Views(unittest.TestCase):
    def test_nd_internal(self):
        with Cluster(3) as cluster:
            def sql(text):
                return cluster.sql(text, 2)

            def refused(text, code):
                with self.assertRaises(psycopg2.Error) as caught:
                    sql(text)
                self.assertEqual(caught.exception.pgcode, code, text)
            sql("CREATE TABLE a (id int, day date, note text, PRIMARY KEY (id, day))")
            sql('CREATE INDEX a_note ON a (note)')
            sql('CREATE TABLE "B c" (id bigint PRIMARY KEY)')
            sql("INSERT INTO a SELECT g, date '2026-01-01' + g, 'it''s ' || g FROM generate_series(1, 1000) g")
            sql("ALTER TABLE a SPLIT AT VALUES (500, '2027-05-16')")
            sql('ALTER TABLE a SPLIT AT VALUES (501)')
            sql('ALTER TABLE "B c" SPLIT AT VALUES (-7)')
            wait_for('four shards', lambda: sql('SELECT count(*) FROM nd_internal.shards')[0][0] == 4, 10 * SLOWNESS)
            self.assertEqual(sql('SELECT start_pretty, end_pretty, schema_name, table_name, index_name, tables FROM nd_internal.shards ORDER BY start_key'), [
                ('/min', '/public.a/a_pkey/500/2027-05-16', None, None, None, ['public.a']),
                ('/public.a/a_pkey/500/2027-05-16', '/public.a/a_pkey/501', 'public', 'a', 'a_pkey', ['public.a']),
                ('/public.a/a_pkey/501', '/public."B c"/"B c_pkey"/-7', 'public', 'a', 'a_pkey', ['public.a', 'public."B c"']),
                ('/public."B c"/"B c_pkey"/-7', '/max', 'public', 'B c', 'B c_pkey', ['public."B c"'])])
            known = "SELECT count(*) FROM nd_internal.shards WHERE leader IS NOT NULL AND keys > 0 AND bytes > 0"
            wait_for('sizes', lambda: sql(known)[0][0] >= 2, 20 * SLOWNESS)
            self.assertEqual(sql('SELECT node_id, state, is_live, is_draining, replicas FROM nd_internal.nodes ORDER BY 1'), [(n, 'active', True, False, 4) for n in (1, 2, 3)])
            wait_for('leaders', lambda: sql('SELECT sum(leaders) FROM nd_internal.nodes')[0][0] == 4, 10 * SLOWNESS)
            self.assertEqual(sql('SELECT role, count(*) FROM nd_internal.shard_replicas GROUP BY 1'), [('voter', 12)])
            self.assertEqual(sql("SELECT count(*) FROM nd_internal.moves WHERE step NOT IN ('add', 'swap', 'remove', 'lead')")[0][0], 0)
            self.assertEqual(sql("SELECT count(*) FROM pg_class WHERE relname IN ('shards', 'shard_replicas', 'moves')")[0][0], 0)
            self.assertEqual(sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'nd_internal'")[0][0], 0)
            sql('DROP TABLE "B c"')
            self.assertRegex(sql('SELECT start_pretty FROM nd_internal.shards ORDER BY start_key DESC LIMIT 1')[0][0], r'^/table [0-9]+/index [0-9]+/\\x')
            refused('CREATE TABLE nd_internal.x (a int)', '42501')
            refused('INSERT INTO nd_internal.moves VALUES (1)', '42501')
            refused('SELECT * FROM nd_internal.nothing', '42P01')
            refused('DROP SCHEMA nd_internal', '2BP01')
            node_command(cluster, 'drain', 3)
            wait_for('node 3 to be known to drain', lambda: sql('SELECT is_draining, leaders FROM nd_internal.nodes WHERE node_id = 3')[0] == (True, 0), 10 * SLOWNESS)


if __name__ == '__main__':
    unittest.main()
