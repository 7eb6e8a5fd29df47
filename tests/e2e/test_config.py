# SPDX-License-Identifier: Apache-2.0
"""A wrong or contradictory configuration: a clear error, exit status 2, nothing started."""
import os
import socket
import subprocess
import tempfile
import unittest

from harness import BINARY, SLOWNESS, free_ports, ndoto, wait_for


def is_open(port):
    with socket.socket() as s:
        return s.connect_ex(('127.0.0.1', port)) == 0


class Config(unittest.TestCase):
    def refused(self, *parts, args=(), conf=None):
        with tempfile.TemporaryDirectory() as folder:
            if conf is not None:
                with open(os.path.join(folder, 'ndoto.conf'), 'w', encoding='utf-8') as f:
                    f.write(conf)
            out = ndoto('start', '--dir', folder, *args)
            self.assertEqual(out.returncode, 2, out.stderr)
            for part in parts:
                self.assertIn(part, out.stderr)

    def test_files(self):
        self.refused('ndoto.conf:2', 'sql_lissen', 'did you mean sql_listen', conf='# one\nsql_lissen = :1\n')
        self.refused('log_files', '1 to 100', conf='log_files = many\n')
        self.refused('cache_size', '64MiB', conf='cache_size = 12 potatoes\n')
        self.refused('second time', conf='insecure = on\ninsecure = off\n')
        self.refused('not a text file', conf='\0\0\0')

    def test_contradictions(self):
        self.refused('--insecure', conf='sql_listen = 0.0.0.0:7432\n')
        self.refused('same port', conf='sql_listen = :7000\nrpc_listen = :7000\n')
        self.refused('join names', conf='initial_voters = 3\njoin = 127.0.0.1:1\n')
        self.refused('sql_advertise', conf='insecure = on\nsql_listen = 0.0.0.0:7432\n')

    def test_flags(self):
        self.refused('--sql-listne', 'sql_listen', args=('--sql-listne', ':1'))
        self.refused('--sql-listen', 'host:port', args=('--sql-listen', 'nonsense'))
        self.refused('expected a value', args=('--join',))
        out = ndoto('start', '--config', '/nonexistent/ndoto.conf')
        self.assertEqual(out.returncode, 2)
        self.assertIn('/nonexistent/ndoto.conf: No such file', out.stderr)

    def test_folder_of_another_cluster(self):
        with tempfile.TemporaryDirectory() as folder:
            base = free_ports(3)
            ports = [f'--{name}-listen=127.0.0.1:{base + i}' for i, name in enumerate(('rpc', 'sql', 'http'))]
            node = subprocess.Popen([BINARY, 'start', '--dir', folder, '--cluster-name', 'one', *ports], stderr=subprocess.DEVNULL)
            try:
                wait_for('the SQL port', lambda: is_open(base + 1), 20 * SLOWNESS)
            finally:
                node.terminate()
                self.assertEqual(node.wait(20 * SLOWNESS), 0)
            out = ndoto('start', '--dir', folder, '--cluster-name', 'two', *ports)
            self.assertEqual(out.returncode, 2, out.stderr)
            self.assertIn("holds a node of another cluster than 'two'", out.stderr)

    def test_port_in_use(self):
        with socket.socket() as s, tempfile.TemporaryDirectory() as folder:
            base = free_ports(5)
            s.bind(('127.0.0.1', base + 2))
            s.listen(1)
            for first in range(3):  # each of the three addresses meets the taken port once
                ports = [base + first + i for i in range(3)]
                out = ndoto('start', '--dir', os.path.join(folder, str(first)), '--sql-listen', f':{ports[0]}', '--rpc-listen', f':{ports[1]}',
                            '--http-listen', f':{ports[2]}')
                self.assertEqual(out.returncode, 2, out.stderr)
                self.assertIn(f':{base + 2}: in use', out.stderr)


if __name__ == '__main__':
    unittest.main()
