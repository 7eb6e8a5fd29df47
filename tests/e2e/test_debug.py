# SPDX-License-Identifier: Apache-2.0
"""`ndoto debug`: looks into the files of a node, names damage, changes nothing."""
import hashlib
import os
import subprocess
import unittest

from harness import BINARY, Cluster

FIRST_PAYLOAD = 2 * 4096 + 64  # of a segment: behind two header blocks and the first frame's header


def debug(*arguments):
    return subprocess.run([BINARY, 'debug', *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, check=False)


def contents(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), 'rb') as file:
            found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


class Debug(unittest.TestCase):
    def test_looks_and_names_damage(self):
        with Cluster(1) as cluster:
            node = cluster.node_dir(1)
            log = os.path.join(node, 'log')
            cluster.sql('CREATE TABLE t (a int PRIMARY KEY)')
            cluster.sql('INSERT INTO t SELECT generate_series(1, 500)')
            running = debug('log', node)
            self.assertEqual(running.returncode, 1)
            self.assertIn('stop the node first', running.stderr)
            self.assertIn('range 1 ', debug('range', node).stdout)
            cluster.stop()
            before = contents(log)
            whole = debug('log', node)
            self.assertEqual((whole.returncode, whole.stderr), (0, ''))
            self.assertIn('segment 0000000000000001', whole.stdout)
            self.assertIn(': whole', whole.stdout)
            groups = debug('raft', node, '--range', '1', '--entries')
            self.assertEqual(groups.returncode, 0)
            self.assertRegex(groups.stdout, r'range 1  replica 1  term \d+')
            self.assertIn('  term 1  noop', groups.stdout)
            self.assertEqual(contents(log), before)
            self.damage(os.path.join(log, '0000000000000001.log'))
            damaged = debug('log', node)
            self.assertEqual(damaged.returncode, 1)
            self.assertIn('DAMAGED', damaged.stdout)
            self.assertRegex(damaged.stderr, r'segment 0000000000000001 in .*: frames 1\.\.1 were durable and are damaged')

    def damage(self, path):
        with open(path, 'r+b') as file:
            file.seek(FIRST_PAYLOAD)
            byte = file.read(1)
            file.seek(FIRST_PAYLOAD)
            file.write(bytes([byte[0] ^ 0x10]))

    def test_says_what_is_wrong(self):
        for arguments, status, word in [(('log', '/nonexistent'), 1, 'not found'), (('range', '/nonexistent'), 1, 'data folder'), (('nothing', '/'), 2, '--help'), ((), 2, '--help')]:
            done = debug(*arguments)
            self.assertEqual(done.returncode, status, arguments)
            self.assertIn(word, done.stderr, arguments)
        self.assertEqual(debug('--help').returncode, 0)


if __name__ == '__main__':
    unittest.main()
