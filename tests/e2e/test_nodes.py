# SPDX-License-Identifier: Apache-2.0
"""Operations on whole nodes: drain, restart in turn."""
import base64
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
import unittest
import urllib.request

import psycopg2

from harness import BINARY, SLOWNESS, Cluster, Fault, free_ports, is_alive, wait_for


def node_command(cluster, *arguments, code=0):
    addrs = ','.join(f'127.0.0.1:{cluster.ports["rpc"] + i}' for i in range(cluster.nodes))
    done = subprocess.run([BINARY, 'node', *map(str, arguments), '--addrs', addrs], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != code:
        raise Fault(f'ndoto node {arguments} ended with {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout + done.stderr


def configure(cluster, node, **settings):
    path = os.path.join(cluster.node_dir(node), 'ndoto.conf')
    with open(path, encoding='utf-8') as f:
        lines = [line for line in f if line.split('=')[0].strip() not in settings]
    with open(path, 'w', encoding='utf-8') as f:
        f.writelines(lines)
        f.writelines(f'{key} = {value}\n' for key, value in settings.items())


class Client(threading.Thread):
    """Transactions over two shards through one node at a time; any error is a fault."""

    def __init__(self, cluster, number):
        super().__init__(daemon=True)
        self.cluster, self.number = cluster, number
        self.node = number % cluster.nodes + 1
        self.stopping, self.fault, self.count, self.longest = False, None, 0, 0.0
        self.avoid = 0  # the node that is about to stop

    def run(self):
        connection = None
        try:
            connected_to = 0
            while not self.stopping:
                if self.node == self.avoid:
                    self.node = self.node % self.cluster.nodes + 1
                if connected_to != self.node:
                    if connection is not None:
                        connection.close()
                    connection = self.cluster.connect(self.node, timeout=5, autocommit=False, statement_timeout_ms=5000)
                    connected_to = self.node
                begun = time.monotonic()
                key = self.number * 1000000 + self.count
                with connection.cursor() as cursor:
                    cursor.execute('INSERT INTO a VALUES (%s, %s)', (key, self.node))
                    cursor.execute('INSERT INTO b VALUES (%s, %s)', (key, self.node))
                connection.commit()
                self.count += 1
                self.longest = max(self.longest, time.monotonic() - begun)
        except Exception as e:  # pylint: disable=broad-except
            self.fault = e


def last_words(connection):
    """What the server has sent since libpq last read."""
    with socket.socket(fileno=os.dup(connection.fileno())) as raw:
        raw.settimeout(5)
        return raw.recv(4096)


class Stayer(threading.Thread):
    """Transactions through its node as long as that serves. Told that the node goes, before a transaction has begun, it takes it to another node;
    comes back a while later. Anything else that fails is a fault: in the middle of a transaction, a timeout, an outcome that is not known."""

    @staticmethod
    def is_told(e):
        """57P01, 57P03. What a connection was told before libpq sent anything, libpq keeps to itself, of PostgreSQL as well."""
        return e.pgcode in ('57P01', '57P03') or 'server closed the connection unexpectedly' in str(e)

    def __init__(self, cluster, number, in_blocks):
        super().__init__(daemon=True)
        self.cluster, self.number, self.in_blocks = cluster, number, in_blocks
        self.home = number % cluster.nodes + 1
        self.node, self.connection, self.since = self.home, None, 0.0
        self.stopping, self.fault, self.count, self.longest, self.told, self.refused = False, None, 0, 0.0, 0, 0

    def connect(self):
        while True:
            try:
                self.connection = self.cluster.connect(self.node, timeout=5, autocommit=not self.in_blocks, statement_timeout_ms=5000)
                self.connection.rollback()
                self.since = time.monotonic()
                return
            except psycopg2.OperationalError as e:
                is_refused = 'Connection refused' in str(e) or 'the database system is shutting down' in str(e)
                if not is_refused and not self.is_told(e):
                    raise
                self.refused += 1
                self.node = self.node % self.cluster.nodes + 1

    def statements(self, key):
        with self.connection.cursor() as cursor:
            cursor.execute('INSERT INTO a VALUES (%s, %s)', (key, self.node))
            self.has_begun = True
            cursor.execute('INSERT INTO b VALUES (%s, %s)', (key, self.node))
        self.connection.commit()

    def one_statement(self, key):
        with self.connection.cursor() as cursor:
            cursor.execute('WITH x AS (INSERT INTO a VALUES (%s, %s) RETURNING id) INSERT INTO b SELECT id, %s FROM x', (key, self.node, self.node))

    def transaction(self, key):
        begun = time.monotonic()
        while True:
            if self.connection is None:
                self.connect()
            self.has_begun = False
            try:
                (self.statements if self.in_blocks else self.one_statement)(key)
                break
            except psycopg2.OperationalError as e:
                if not self.is_told(e) or self.has_begun:
                    raise
                self.told += 1
                self.connection, self.node = None, self.node % self.cluster.nodes + 1
        self.longest = max(self.longest, time.monotonic() - begun)

    def run(self):
        try:
            while not self.stopping:
                self.transaction(self.number * 1000000 + self.count)
                self.count += 1
                if self.node != self.home and time.monotonic() > self.since + 1:
                    self.connection.close()
                    self.node, self.connection = self.home, None
        except Exception as e:  # pylint: disable=broad-except
            self.fault = e


class Nodes(unittest.TestCase):
    def test_rolling_restart_under_its_clients(self):
        """Clients stay at the node that goes until it tells them: transactions under way end as they should, and nothing is lost or done twice."""
        with Cluster(3) as cluster:
            for table in ('a', 'b'):
                cluster.sql(f'CREATE TABLE {table} (id bigint PRIMARY KEY, node int NOT NULL)')
            for shard in range(1, 6):
                cluster.sql(f'ALTER TABLE a SPLIT AT VALUES ({shard * 1000000})')
                cluster.sql(f'ALTER TABLE b SPLIT AT VALUES ({shard * 1000000})')
            clients = [Stayer(cluster, n, n < 3) for n in range(6)]
            for client in clients:
                client.start()
            time.sleep(1)
            for node in (1, 2, 3):
                idle = cluster.connect(node)
                pid = cluster.pid(node)
                cluster.kill(node, signal.SIGTERM)
                wait_for(f'the end of node {node}', lambda pid=pid: not is_alive(pid), 20 * SLOWNESS)
                self.assertIn(b'57P01', last_words(idle))
                cluster.start_node(node)
                time.sleep(2)
            for client in clients:
                client.stopping = True
            for client in clients:
                client.join(30)
                if client.fault is not None:
                    raise Fault(f'a client of node {client.home}, now at {client.node}, failed after {client.count} transactions: {client.fault!r}')
            total = sum(client.count for client in clients)
            for table in ('a', 'b'):
                self.assertEqual(int(cluster.sql(f'SELECT count(*) FROM {table}')[0][0]), total)
            self.assertGreaterEqual(sum(client.told for client in clients), 3, 'nobody was at the nodes that went')
            print(f'        {total} transactions, none failed; {sum(c.told for c in clients)} were told to go, {sum(c.refused for c in clients)} not let in; '
                  f'the longest took {max(client.longest for client in clients):.2f} s')

    def test_open_transactions_end_before_the_node(self):
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE a (id bigint PRIMARY KEY)')
            working, lazy = cluster.connect(2, autocommit=False), cluster.connect(2, autocommit=False)
            working.cursor().execute('INSERT INTO a VALUES (1)')
            lazy.cursor().execute('INSERT INTO a VALUES (2)')
            pid = cluster.pid(2)
            cluster.kill(2, signal.SIGTERM)
            time.sleep(1)
            with self.assertRaises(psycopg2.OperationalError) as refused:
                cluster.connect(2)
            self.assertIn('the database system is shutting down', str(refused.exception))
            working.cursor().execute('INSERT INTO a VALUES (3)')
            working.commit()
            wait_for('the end of node 2', lambda: not is_alive(pid), 20 * SLOWNESS)
            self.assertIn(b'57P01', last_words(lazy))
            self.assertEqual([int(row[0]) for row in cluster.sql('SELECT id FROM a ORDER BY id')], [1, 3])

    def test_rolling_restart(self):
        with Cluster(3) as cluster:
            for table in ('a', 'b'):
                cluster.sql(f'CREATE TABLE {table} (id bigint PRIMARY KEY, node int NOT NULL)')
            for shard in range(1, 4):
                cluster.sql(f'ALTER TABLE a SPLIT AT VALUES ({shard * 1000000})')
                cluster.sql(f'ALTER TABLE b SPLIT AT VALUES ({shard * 1000000})')
            clients = [Client(cluster, n) for n in range(4)]
            for client in clients:
                client.start()
            time.sleep(1)
            for node in (1, 2, 3):
                for client in clients:
                    client.avoid = node
                time.sleep(1)  # clients leave: their sessions would end with the node
                pid = cluster.pid(node)
                cluster.kill(node, signal.SIGTERM)
                wait_for(f'the end of node {node}', lambda pid=pid: not is_alive(pid), 20 * SLOWNESS)
                cluster.start_node(node)
                time.sleep(1.5)
            for client in clients:
                client.stopping = True
            for client in clients:
                client.join(30)
                if client.fault is not None:
                    raise Fault(f'a client at node {client.node} failed after {client.count} transactions: {client.fault!r}')
            total = sum(client.count for client in clients)
            self.assertEqual(int(cluster.sql('SELECT count(*) FROM a')[0][0]), total)
            self.assertEqual(int(cluster.sql('SELECT count(*) FROM b')[0][0]), total)
            print(f'        {total} transactions, none failed; the longest took {max(client.longest for client in clients):.2f} s')

    def test_stop_without_a_majority(self):
        """A statement that waits for shards without leaders ends with its node, which ends by itself and in order."""
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (i int PRIMARY KEY)')
            for i in (2, 3):
                cluster.kill(i, signal.SIGSTOP)
            waiting = [threading.Thread(target=self.fails, args=(cluster, f'INSERT INTO t VALUES ({i})')) for i in range(3)]
            for thread in waiting:
                thread.start()
            time.sleep(1)
            pid = cluster.pid(1)
            cluster.kill(1, signal.SIGTERM)
            wait_for('the end of node 1', lambda: not is_alive(pid), 40)
            for thread in waiting:
                thread.join()
            for i in (2, 3):
                cluster.kill(i, signal.SIGCONT)
            with open(os.path.join(cluster.node_dir(1), 'stderr.log'), encoding='utf-8') as f:
                self.assertNotIn('assertion', f.read())
            cluster.start_node(1)
            cluster.sql('INSERT INTO t VALUES (9)')
            self.assertEqual(cluster.sql('SELECT count(*) FROM t WHERE i = 9'), [(1,)])

    def fails(self, cluster, text):
        with self.assertRaises(psycopg2.Error):
            cluster.sql(text)

    def test_drain(self):
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE a (id bigint PRIMARY KEY)')
            cluster.sql('ALTER TABLE a SPLIT AT VALUES (1000)')
            for node in (1, 2, 3):
                self.assertIn('leads nothing', node_command(cluster, 'drain', node))
                cluster.sql(f'INSERT INTO a VALUES ({node}), ({1000 + node})')
                node_command(cluster, 'undrain', node)
            self.assertIn('does not answer', node_command(cluster, 'drain', 9, code=1))
            self.assertEqual(int(cluster.sql('SELECT count(*) FROM a')[0][0]), 6)


class Members(unittest.TestCase):
    """Nodes come and go under load; the shards' replicas follow."""

    def start_new(self, cluster, number):
        """A node that was not there at the beginning; returns its process."""
        base = free_ports(3)
        folder = cluster.node_dir(number)
        os.makedirs(folder)
        join = ','.join(f'127.0.0.1:{cluster.ports["rpc"] + i}' for i in range(3))
        command = [BINARY, 'start', '--dir', folder, '--cluster-name', 'demo', '--join', join, '--initial-voters', '3', '--rpc-listen', f'127.0.0.1:{base}',
                   '--sql-listen', f'127.0.0.1:{base + 1}', '--http-listen', f'127.0.0.1:{base + 2}', '--replace-after-seconds', '6']
        with open(os.path.join(folder, 'stderr.log'), 'ab') as err:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=err, stderr=err)
        cluster.started[number] = process
        return process, base + 1

    def shards(self, cluster, through=1):
        """node -> how many shards have it as a member."""
        with urllib.request.urlopen(f'http://127.0.0.1:{cluster.ports["http"] + through - 1}/status', timeout=5) as response:
            first = json.load(response)
        counts, seen = {}, set()
        for node in first['nodes']:
            try:
                with urllib.request.urlopen(f'http://{node["http"]}/status', timeout=5) as response:
                    document = json.load(response)
            except OSError:
                continue
            for shard in document['shards']:
                if shard['leader'] != document['node'] or shard['id'] in seen:
                    continue
                seen.add(shard['id'])
                for replica in shard['replicas']:
                    counts[replica['node']] = counts.get(replica['node'], 0) + 1
        return counts, len(seen)

    def test_add_decommission_replace(self):
        with Cluster(3) as cluster:
            for node in (1, 2, 3):
                cluster.kill(node)
                configure(cluster, node, replace_after_seconds='6')
                cluster.start_node(node)
            for table in ('a', 'b'):
                cluster.sql(f'CREATE TABLE {table} (id bigint PRIMARY KEY, node int NOT NULL)')
            for shard in range(1, 4):
                cluster.sql(f'ALTER TABLE a SPLIT AT VALUES ({shard * 1000000})')
                cluster.sql(f'ALTER TABLE b SPLIT AT VALUES ({shard * 1000000})')
            shards = 7
            clients = [Client(cluster, n) for n in range(2)]
            for client in clients:
                client.avoid = 2
                client.node = 1
                client.start()
            begun = time.monotonic()
            self.start_new(cluster, 4)
            wait_for('replicas on node 4', lambda: self.shards(cluster)[0].get(4, 0) >= 3, 60 * SLOWNESS)
            added = time.monotonic()
            node_command(cluster, 'decommission', 2)
            self.assertIn('still has replicas', node_command(cluster, 'remove', 2, code=1))
            wait_for('node 2 to have no replicas', lambda: self.shards(cluster)[1] == shards and 2 not in self.shards(cluster)[0], 90 * SLOWNESS)
            left = time.monotonic()
            node_command(cluster, 'remove', 2)
            wait_for('the replicas of node 2 to go', lambda: not self.replicas_of(cluster, 2), 30 * SLOWNESS)
            cluster.kill(2)
            self.start_new(cluster, 5)
            time.sleep(2)
            for client in clients:
                client.avoid = 3
            time.sleep(1)
            cluster.kill(3)
            killed = time.monotonic()
            wait_for('node 3 to be replaced', lambda: self.shards(cluster)[1] == shards and 3 not in self.shards(cluster)[0], 90 * SLOWNESS)
            replaced = time.monotonic()
            for client in clients:
                client.stopping = True
            for client in clients:
                client.join(30)
                if client.fault is not None:
                    raise Fault(f'a client failed after {client.count} transactions: {client.fault!r}')
            total = sum(client.count for client in clients)
            self.assertEqual(int(cluster.sql_until_good('SELECT count(*) FROM a', 1)[0][0]), total)
            self.assertEqual(int(cluster.sql('SELECT count(*) FROM b')[0][0]), total)
            print(f'        {total} transactions, none failed; replicas on the new node after {added - begun:.1f} s, off the leaving one after {left - added:.1f} s, '
                  f'off the dead one {replaced - killed:.1f} s after its death; the longest transaction took {max(c.longest for c in clients):.2f} s')

    def replicas_of(self, cluster, node):
        with urllib.request.urlopen(f'http://127.0.0.1:{cluster.ports["http"] + node - 1}/status', timeout=5) as response:
            return len(json.load(response)['shards'])


class Snapshots(unittest.TestCase):
    """A node that was away for longer than the log is kept."""

    def folder_bytes(self, cluster, node, name):
        folder, total = os.path.join(cluster.node_dir(node), name), 0
        for file in os.listdir(folder):
            try:
                total += os.path.getsize(os.path.join(folder, file))
            except FileNotFoundError:  # renamed or removed since it was listed
                pass
        return total

    def metric(self, cluster, node, name):
        url = f'http://127.0.0.1:{cluster.ports["http"] + node - 1}/metrics'
        with urllib.request.urlopen(url, timeout=5) as response:
            for line in response.read().decode().splitlines():
                if line.startswith(name + ' '):
                    return float(line.split()[1])
        raise Fault(f'no metric {name}')

    def test_many_small_shards_come_back(self):
        """A node that has lost its state engine: its replicas come side by side, not one by one."""
        shards = 80
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (id bigint PRIMARY KEY)')
            cluster.sql('ALTER TABLE t SPLIT AT VALUES ' + ', '.join(f'({key * 10})' for key in range(1, shards)))
            cluster.sql('INSERT INTO t SELECT 10 * g + 5 FROM generate_series(0, %d) AS g' % (shards - 1))
            cluster.kill(3)
            shutil.rmtree(os.path.join(cluster.node_dir(3), 'state'))
            begun = time.monotonic()
            cluster.start_node(3)
            wait_for('all replicas', lambda: self.metric(cluster, 3, 'ndoto_snapshots_installed_total') >= shards and self.metric(cluster, 3, 'ndoto_raft_recovering') == 0,
                     25 * SLOWNESS)
            print(f'        {shards} shards after {time.monotonic() - begun:.1f} s')
            cluster.kill(2)  # node 3 is needed for a quorum now
            self.assertEqual(int(cluster.sql_until_good('SELECT count(*) FROM t', 3, 30)[0][0]), shards)

    def test_far_behind_under_load(self):
        with Cluster(3) as cluster:
            for node in (1, 2, 3):
                cluster.kill(node)
                configure(cluster, node, log_segment_size='1MiB', log_keep_size='4MiB')
                cluster.start_node(node)
            cluster.sql('CREATE TABLE t (id bigint PRIMARY KEY, note text NOT NULL)')
            cluster.sql('ALTER TABLE t SPLIT AT VALUES (20000)')
            cluster.kill(3)
            for start in range(0, 40000, 1000):
                values = ','.join(f"({key}, '{base64.b64encode(random.randbytes(750)).decode()}')" for key in range(start, start + 1000))
                cluster.sql(f'INSERT INTO t VALUES {values}')
            written = 40000 * 1000
            log = wait_for('the log of node 1 to be given back', lambda: self.folder_bytes(cluster, 1, 'log') < written / 2 and self.folder_bytes(cluster, 1, 'log'),
                           30 * SLOWNESS)
            for table in ('a', 'b'):
                cluster.sql(f'CREATE TABLE {table} (id bigint PRIMARY KEY, node int NOT NULL)')
            client = Client(cluster, 1)
            client.avoid = 3
            client.start()
            begun = time.monotonic()
            cluster.start_node(3)
            wait_for('snapshots for node 3', lambda: self.metric(cluster, 3, 'ndoto_snapshots_installed_total') >= 2, 60 * SLOWNESS)
            took = time.monotonic() - begun
            cluster.kill(3)  # and whole again after a crash
            cluster.start_node(3)
            time.sleep(2)
            client.stopping = True
            client.join(30)
            if client.fault is not None:
                raise Fault(f'the client failed: {client.fault!r}')
            cluster.kill(1)  # node 3 is needed for a quorum now
            self.assertEqual(int(cluster.sql_until_good('SELECT count(*) FROM t', 3)[0][0]), 40000)
            cluster.sql("INSERT INTO t VALUES (100000, 'y')", 3)
            self.assertEqual(int(cluster.sql('SELECT count(*) FROM a', 3)[0][0]), client.count)
            print(f'        log {log >> 20} MiB after {written >> 20} MiB written; snapshots took {took:.1f} s; {client.count} transactions meanwhile, the longest {client.longest:.2f} s')


if __name__ == '__main__':
    unittest.main()
