# SPDX-License-Identifier: Apache-2.0
"""What the README promises of `ndoto demo`, `ndoto status` and the HTTP port."""
import json
import os
import signal
import socket
import subprocess
import time
import unittest
import urllib.error

from harness import BINARY, SLOWNESS, Cluster, is_alive, ndoto, wait_for


class Demo(unittest.TestCase):
    def test_second_start_finds_the_data(self):
        with Cluster(3, sample=True) as cluster:
            self.assertEqual(cluster.sql('SELECT count(*) FROM books', 2), [(900,)])
            self.assertIn('loading the sample data', cluster.output())
            cluster.sql("INSERT INTO authors VALUES (1000, 'New Author', 'TZ', NULL)")
            cluster.stop(signal.SIGINT)
            loads = cluster.output().count('loading the sample data')
            cluster.start()
            self.assertEqual(cluster.output().count('loading the sample data'), loads)
            self.assertEqual(cluster.sql('SELECT name FROM authors WHERE author_id = 1000', 3), [('New Author',)])
            self.check_refusals(cluster)
            cluster.check_alive()
            cluster.stop()
            fewer = ndoto('demo', '--nodes', '2', '--dir', cluster.dir, '--no-shell')
            self.assertEqual(fewer.returncode, 1)
            self.assertIn('holds 3 nodes', fewer.stderr)

    def check_refusals(self, cluster):
        again = ndoto('demo', '--dir', cluster.dir, '--no-shell')
        self.assertEqual(again.returncode, 1)
        self.assertIn('another demo runs in', again.stderr)
        other = ndoto('demo', '--dir', cluster.dir + '-other', '--no-shell', '--sql-port', str(cluster.ports['sql']))
        self.assertEqual(other.returncode, 1)
        self.assertIn(f"port {cluster.ports['sql']} (SQL of node 1) is in use", other.stderr)
        subprocess.run(['rm', '-rf', cluster.dir + '-other'], check=True)

    def test_nodes_end_with_a_killed_demo(self):
        with Cluster(3) as cluster:
            pids = [cluster.pid(i) for i in (1, 2, 3)]
            cluster.demo.kill()
            cluster.demo.wait()
            cluster.demo = None
            wait_for('the end of the nodes', lambda: not any(map(is_alive, pids)), 20 * SLOWNESS)

    def test_demo_outlives_its_nodes(self):
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (id integer)')
            cluster.kill(2)
            time.sleep(1)
            self.assertIsNone(cluster.demo.poll())
            self.assertIsNone(cluster.pid(2), 'a killed node must stay down')
            self.assertIn('ndoto start --dir', cluster.output())
            cluster.start_node(2)
            self.assertEqual(cluster.sql_until_good('SELECT count(*) FROM t', 2), [(0,)])
            cluster.stop()  # stops the node that was started by hand as well

    def test_status_and_http(self):
        with Cluster(3) as cluster:
            address = f"127.0.0.1:{cluster.ports['http']}"
            for i in (1, 2, 3):
                wait_for(f'health of node {i}', lambda i=i: self.is_healthy(cluster, i), 10 * SLOWNESS)
            metrics = cluster.http('/metrics')
            self.assertIn('# TYPE ', metrics)
            wait_for('three nodes', lambda: len(json.loads(cluster.http('/status', 2))['nodes']) == 3, 10 * SLOWNESS)
            document = json.loads(cluster.http('/status', 2))
            self.assertGreaterEqual(len(document['shards']), 1)
            with self.assertRaises(urllib.error.HTTPError) as caught:
                cluster.http('/nowhere')
            self.assertEqual(caught.exception.code, 404)
            self.assertIn('error', json.loads(caught.exception.read()))
            caught.exception.close()

            # What a node knows of the others is a second old at most.
            wait_for('three nodes in the table', lambda: self.status(address).count(' ready ') == 3, 10 * SLOWNESS)
            wait_for('all replicas level', lambda: self.status(address).rstrip().endswith('1:0 2:0 3:0'), 10 * SLOWNESS)
            cluster.kill(3)
            self.assertEqual(self.status(address).count(' ready '), 2)
            self.assertIn('down', self.status(address))

    def status(self, address):
        table = ndoto('status', '--http', address)
        self.assertEqual(table.returncode, 0, table.stderr)
        return table.stdout

    @staticmethod
    def is_healthy(cluster, i):
        try:
            return json.loads(cluster.http('/healthz', i)) == {'ready': True}
        except urllib.error.HTTPError as e:
            e.close()
            return False

    def test_one_node(self):
        with Cluster(1) as cluster:
            cluster.sql('CREATE TABLE t (id integer PRIMARY KEY)')
            cluster.sql('INSERT INTO t VALUES (1)')
            cluster.kill_all()
            cluster.start()
            self.assertEqual(cluster.sql('SELECT id FROM t'), [(1,)])
            cluster.stop()


class Idle(unittest.TestCase):
    SECONDS = 10

    def test_cost(self):
        """An idle node takes under 5 % of a core and 150 MiB (a sanitizer build is not judged)."""
        with Cluster(3) as cluster:
            time.sleep(3)
            before = [self.cpu(cluster.pid(i)) for i in (1, 2, 3)]
            time.sleep(self.SECONDS)
            for i in (1, 2, 3):
                share = (self.cpu(cluster.pid(i)) - before[i - 1]) / self.SECONDS
                resident = self.resident(cluster.pid(i))
                print(f'        node {i}: {share * 100:.1f} % of a core, {resident:.0f} MiB resident')
                if SLOWNESS == 1:
                    self.assertLess(share, 0.05)
                    self.assertLess(resident, 150)

    @staticmethod
    def cpu(pid):
        with open(f'/proc/{pid}/stat', encoding='ascii') as f:
            fields = f.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    @staticmethod
    def resident(pid):
        with open(f'/proc/{pid}/status', encoding='ascii') as f:
            return next(int(line.split()[1]) for line in f if line.startswith('VmRSS')) / 1024


class Commands(unittest.TestCase):
    def test_help_and_typos(self):
        self.assertEqual(ndoto('--help').returncode, 0)
        self.assertEqual(ndoto('version').returncode, 0)
        for command in ndoto('help').stdout.split('commands:')[1].split('\n\n')[0].strip().splitlines():
            name = command.split()[0]
            out = ndoto('help', name)
            self.assertEqual(out.returncode, 0, name)
            self.assertIn('usage: ndoto', out.stdout)
        wrong = ndoto('strat')
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("did you mean 'start'", wrong.stderr)
        self.assertEqual(ndoto().returncode, 2)
        flag = ndoto('demo', '--sqlport', '1')
        self.assertEqual(flag.returncode, 2)
        self.assertIn('--sql-port', flag.stderr)
        self.assertTrue(os.access(BINARY, os.X_OK))

    def test_nobody_answers(self):
        with socket.socket() as s:
            s.bind(('127.0.0.1', 0))  # bound, but not listening
            port = s.getsockname()[1]
            self.assertEqual(ndoto('status', '--http', f'127.0.0.1:{port}').returncode, 1)
            self.assertEqual(ndoto('sql', '-p', str(port), '-c', 'SELECT 1').returncode, 1)


if __name__ == '__main__':
    unittest.main()
