# SPDX-License-Identifier: Apache-2.0
"""The C client as users have it: installed, found by pkg-config, compiled against."""
import os
import subprocess
import tempfile
import unittest

from harness import BINARY, Cluster

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.dirname(os.path.abspath(BINARY))


class CClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not os.path.exists(os.path.join(BUILD, 'libndoto.so')):
            raise unittest.SkipTest(f'no libndoto.so next to {BINARY}')
        cls.folder = tempfile.TemporaryDirectory()
        subprocess.run(['cmake', '--install', BUILD, '--prefix', cls.folder.name], check=True, stdout=subprocess.DEVNULL)
        libraries = [d for d, _, files in os.walk(cls.folder.name) if 'ndoto.pc' in files]
        flags = subprocess.run(['pkg-config', '--cflags', '--libs', 'ndoto'], check=True, capture_output=True, text=True,
                               env={**os.environ, 'PKG_CONFIG_PATH': libraries[0]}).stdout.split()
        cls.flags = flags + ['-Wl,-rpath,' + os.path.dirname(libraries[0])]
        cls.cluster = Cluster(3)
        cls.addresses = ','.join(f"127.0.0.1:{cls.cluster.ports['rpc'] + i}" for i in range(3))

    @classmethod
    def tearDownClass(cls):
        cls.cluster.stop()
        cls.cluster.close()
        cls.folder.cleanup()

    def run_program(self, source):
        program = os.path.join(self.folder.name, os.path.basename(source) + '.out')
        subprocess.run(['cc', '-std=c11', '-Wall', '-Wextra', '-Werror', source, '-o', program, *self.flags], check=True)
        return subprocess.run([program, self.addresses], capture_output=True, text=True, timeout=60)

    def test_example(self):
        out = self.run_program(os.path.join(ROOT, 'clients', 'c', 'example.c'))
        self.assertEqual((out.returncode, out.stderr), (0, ''))
        self.assertEqual(out.stdout, 'account/asha = 70\naccount/juma = 50\n')

    def test_contract(self):
        out = self.run_program(os.path.join(HERE, 'c_client.c'))
        self.assertEqual((out.returncode, out.stderr, out.stdout), (0, '', 'done\n'))

    def test_names_that_leave_the_library(self):
        library = next(os.path.join(d, 'libndoto.so') for d, _, files in os.walk(self.folder.name) if 'libndoto.so' in files)
        names = subprocess.run(['nm', '-D', '--defined-only', library], check=True, capture_output=True, text=True).stdout.split('\n')
        with open(os.path.join(ROOT, 'include', 'ndoto', 'ndoto.h'), encoding='utf-8') as f:
            header = f.read()
        for name in (line.split()[-1] for line in names if line):
            self.assertIn(name + '(', header)


if __name__ == '__main__':
    unittest.main()
