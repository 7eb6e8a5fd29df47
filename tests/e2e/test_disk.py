# SPDX-License-Identifier: Apache-2.0
"""Disks that fill: puts are refused early with 53100, deletions go on, and all is accepted again when there is room. Needs root, for a small tmpfs."""
import json
import os
import re
import subprocess
import tempfile
import time
import unittest

import psycopg2
from harness import Cluster
from test_nodes import configure

RESERVE_MIB = 48
DISK_MIB = 192


class SmallDisk:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='ndoto-disk-')
        mount = ['mount', '-t', 'tmpfs', '-o', f'size={DISK_MIB}m', 'tmpfs', self.folder]
        if os.geteuid() != 0 or subprocess.run(mount, stderr=subprocess.DEVNULL, check=False).returncode != 0:
            os.rmdir(self.folder)
            raise unittest.SkipTest('mounting a tmpfs needs root')
        return self.folder

    def __exit__(self, kind, value, trace):
        subprocess.run(['umount', '-l', self.folder], check=True)
        os.rmdir(self.folder)


def until(condition, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f'not within {seconds} s: {what}')


class FullDisk(unittest.TestCase):
    def code_of(self, cluster, text):
        try:
            cluster.sql(text)
        except psycopg2.Error as error:
            return error.pgcode
        return None

    def free_mib(self, folder):
        stat = os.statvfs(folder)
        return stat.f_bavail * stat.f_frsize >> 20

    def test_refuses_early_and_recovers(self):
        with SmallDisk() as disk:
            folder = os.path.join(disk, 'cluster')
            os.mkdir(folder)
            with Cluster(3, folder=folder) as cluster:
                for node in (1, 2, 3):
                    cluster.kill(node)
                    configure(cluster, node, disk_reserve=f'{RESERVE_MIB}MiB')
                    cluster.start_node(node)
                self.fill_and_free(cluster, disk)

    def test_follower_protects_itself(self):
        """A node with too little room leads nothing, takes nothing from leaders, stays up, and catches up when there is room."""
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE t (a int PRIMARY KEY, b text)')
            cluster.kill(3)
            configure(cluster, 3, disk_reserve=f'{5 * self.free_mib(cluster.dir)}MiB')
            cluster.start_node(3)

            def leads(node):
                return sum(shard['leader'] == 3 for shard in json.loads(cluster.http('/status', node))['shards'])
            until(lambda: leads(1) == 0, 20, 'no leadership at the node without room')
            until(lambda: 'the disk is all but full' in self.messages(cluster, 3), 20, 'a message')
            before = self.log_bytes(cluster, 3)
            cluster.sql("INSERT INTO t SELECT g, (SELECT string_agg(md5((g * 20 + k)::text), '') FROM generate_series(1, 16) k) FROM generate_series(1, 20000) g")
            self.assertLess(self.log_bytes(cluster, 3), before + (1 << 20))
            self.assertEqual(cluster.sql('SELECT count(*) FROM t', 3)[0][0], 20000)  # through it, from others
            cluster.check_alive()
            cluster.kill(3)
            configure(cluster, 3, disk_reserve='1MiB')
            cluster.start_node(3)
            until(lambda: self.log_bytes(cluster, 3) > 4 << 20 or 'installed' in self.messages(cluster, 3), 30, 'catching up')

    def messages(self, cluster, node):
        with open(os.path.join(cluster.node_dir(node), 'stderr.log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def log_bytes(self, cluster, node):
        return int(re.search(r'^ndoto_log_bytes_total (\d+)', cluster.http('/metrics', node), re.M).group(1))

    def fill_and_free(self, cluster, disk):
        cluster.sql('CREATE TABLE t (a int PRIMARY KEY, b text)')
        cluster.sql("INSERT INTO t SELECT g, 'x' FROM generate_series(1, 1000) g")
        ballast = os.path.join(disk, 'ballast')
        with open(ballast, 'wb') as file:
            file.write(bytes(max(0, self.free_mib(disk) - RESERVE_MIB + 8) << 20))
        until(lambda: self.code_of(cluster, "INSERT INTO t VALUES (0, 'y') ON CONFLICT (a) DO UPDATE SET b = 'y'") == '53100', 20, 'a refusal')
        self.assertEqual(self.code_of(cluster, "UPDATE t SET b = 'z' WHERE a = 1"), '53100')
        self.assertIsNone(self.code_of(cluster, 'DELETE FROM t WHERE a = 2'))
        self.assertEqual(cluster.sql('SELECT count(*) FROM t WHERE a BETWEEN 1 AND 1000')[0][0], 999)
        self.assertIsNone(self.code_of(cluster, 'CREATE TABLE other (a int)'))
        self.assertIsNone(self.code_of(cluster, 'DROP TABLE other'))
        cluster.check_alive()
        os.unlink(ballast)
        until(lambda: self.code_of(cluster, "INSERT INTO t VALUES (0, 'y') ON CONFLICT (a) DO UPDATE SET b = 'y'") is None, 20, 'an accepted write')
        self.assertEqual(cluster.sql('SELECT count(*) FROM t')[0][0], 1000)


if __name__ == '__main__':
    unittest.main()
