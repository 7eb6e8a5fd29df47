# SPDX-License-Identifier: Apache-2.0
"""pgbench (of Debian's postgresql packages) against a three-node cluster: initialisation, then its scripts in all modes.
No transaction may fail, and the books must balance."""
import re
import shutil
import subprocess
import unittest

from harness import SLOWNESS, Cluster, Fault

STATE = {}
CLIENTS = 8


def setUpModule():
    if shutil.which('pgbench') is None:
        raise unittest.SkipTest('pgbench is not installed')
    STATE['cluster'] = Cluster(3)
    pgbench(1, '-i', '-s', '1')


def tearDownModule():
    if 'cluster' not in STATE:
        return
    try:
        STATE['cluster'].check_alive()
    except Fault:
        STATE['cluster'].print_logs()
        raise
    finally:
        STATE['cluster'].close()


def pgbench(node, *options):
    command = ['pgbench', '-h', '127.0.0.1', '-p', str(STATE['cluster'].sql_port(node)), '-U', 'postgres', *options, 'postgres']
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120 * SLOWNESS, check=False)
    if done.returncode != 0:
        raise Fault(f'{" ".join(command)}: {done.returncode}\n{done.stdout}')
    return done.stdout


class Pgbench(unittest.TestCase):
    def run_script(self, *options):
        out = pgbench(2, '-c', str(CLIENTS), '-T', '3', *options)
        self.assertEqual(re.search(r'number of failed transactions: (\d+)', out).group(1), '0', out)
        self.assertNotIn('aborted', out)
        return int(re.search(r'number of transactions actually processed: (\d+)', out).group(1))

    def check_books(self):
        sums = STATE['cluster'].sql('SELECT (SELECT sum(abalance) FROM pgbench_accounts), (SELECT coalesce(sum(delta), 0) FROM pgbench_history)', 3)
        self.assertEqual(sums[0][0], sums[0][1])

    def test_tpcb(self):
        for mode in ('simple', 'extended', 'prepared'):
            with self.subTest(mode=mode):
                STATE['cluster'].sql('TRUNCATE pgbench_history; UPDATE pgbench_accounts SET abalance = 0 WHERE abalance <> 0')
                done = self.run_script('-n', '-M', mode)
                self.assertGreater(done, 0)
                self.assertEqual(STATE['cluster'].sql('SELECT count(*) FROM pgbench_history')[0][0], done)
                self.check_books()

    def test_simple_update(self):
        self.assertGreater(self.run_script('-N', '-M', 'prepared'), 0)

    def test_select_only(self):
        for mode in ('simple', 'extended', 'prepared'):
            with self.subTest(mode=mode):
                self.assertGreater(self.run_script('-S', '-M', mode), 0)

    def test_again(self):
        """The tables are there already: dropped, made and filled anew."""
        pgbench(3, '-i', '-I', 'dtgvp', '-s', '1', '-F', '90')
        self.assertEqual(STATE['cluster'].sql('SELECT count(*), count(DISTINCT aid), min(aid), max(aid) FROM pgbench_accounts')[0], (100000, 100000, 1, 100000))


if __name__ == '__main__':
    unittest.main()
