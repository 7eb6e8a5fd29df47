# SPDX-License-Identifier: Apache-2.0
"""Operations on whole nodes: drain, restart in turn."""
import signal
import subprocess
import threading
import time
import unittest

from harness import BINARY, SLOWNESS, Cluster, Fault, is_alive, wait_for


def node_command(cluster, *arguments, code=0):
    addrs = ','.join(f'127.0.0.1:{cluster.ports["rpc"] + i}' for i in range(cluster.nodes))
    done = subprocess.run([BINARY, 'node', *map(str, arguments), '--addrs', addrs], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != code:
        raise Fault(f'ndoto node {arguments} ended with {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout + done.stderr


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


class Nodes(unittest.TestCase):
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


if __name__ == '__main__':
    unittest.main()
