# SPDX-License-Identifier: Apache-2.0
"""Durable files of one node are damaged while it is down: it starts, repairs itself from the others under writes, and nothing
acknowledged is lost. With two of three nodes damaged nobody may vote, and that is said."""
import glob
import json
import os
import random
import subprocess
import time
import unittest

from harness import BINARY, SLOWNESS, Cluster, Fault, ndoto, wait_for
from test_failover import SHARDS, Failover, Writer

BLOCK = 4096
SPARED_FRAMES = 2  # with nothing valid behind it a damaged frame cannot be told from a torn one
EXIT_REPAIR = 75


def data_dir(cluster, node):
    return cluster.node_dir(node)


def frames_of(path):
    """Offsets of the segment's frames."""
    seq = int(os.path.basename(path)[:16], 16).to_bytes(8, 'little')
    with open(path, 'rb') as f:
        text = f.read()
    return [at for at in range(2 * BLOCK, len(text), BLOCK) if text[at:at + 4] == b'NDFR' and text[at + 8:at + 16] == seq]


def hurt(path, offset, kind, rng):
    """One flipped bit, a lost sector, a page of zeros or of rubbish."""
    start = offset if kind == 'bit' else offset // 512 * 512 if kind == 'sector' else offset // BLOCK * BLOCK
    n = 1 if kind == 'bit' else 512 if kind == 'sector' else BLOCK
    with open(path, 'r+b') as f:
        f.seek(start)
        before = f.read(n)
        after = (bytes([before[0] ^ 1 << rng.randrange(8)]) if kind == 'bit' else rng.randbytes(len(before)) if kind == 'rubbish' else bytes(len(before)))
        f.seek(start)
        f.write(after)


def hurt_log(cluster, node, rng, count=3):
    """Of the log, but for its last frames. Returns how many places were hit."""
    paths = sorted(p for p in glob.glob(os.path.join(data_dir(cluster, node), 'log', '*.log')) if os.path.basename(p) != 'spare.log')
    places = []
    for path in paths:
        frames = frames_of(path)
        places += [(path, frames[i], frames[i + 1] if i + 1 < len(frames) else frames[i] + BLOCK) for i in range(len(frames))]
    places = places[:-SPARED_FRAMES]
    for path, begin, end in rng.sample(places, min(count, len(places))):
        hurt(path, rng.randrange(begin, min(end, begin + 400)), rng.choice(['bit', 'sector', 'zeros', 'rubbish']), rng)
    return min(count, len(places))


def hurt_state(cluster, node, kind, rng):
    folder = os.path.join(data_dir(cluster, node), 'state')
    if kind == 'tables':
        paths = glob.glob(os.path.join(folder, '*.sst')) + glob.glob(os.path.join(folder, '*.blob'))
        for path in paths:
            size = os.path.getsize(path)
            for at in range(0, size, 32 << 10):
                hurt(path, min(size - 1, at + rng.randrange(32 << 10)), 'bit', rng)
        return len(paths)
    paths = glob.glob(os.path.join(folder, 'CURRENT' if kind == 'current' else 'MANIFEST-*'))
    for path in paths:
        hurt(path, rng.randrange(os.path.getsize(path)), 'bit', rng)
    return len(paths)


def recovering(cluster, node):
    try:
        return json.loads(cluster.http('/status', node)).get('recovering', 0)
    except OSError:
        return -1


def start_again(cluster, node, seconds=60):
    """As a service manager does: once more where it ended for a repair."""
    for _ in range(5):
        try:
            cluster.start_node(node, seconds)
            return
        except Fault as e:
            if f'ended with {EXIT_REPAIR}' not in str(e):
                raise
    raise Fault(f'node {node} ends for a repair over and over')


def keep_up(cluster, node):
    process = cluster.started.get(node)
    if process is not None and process.poll() == EXIT_REPAIR:
        cluster.started.pop(node)
        start_again(cluster, node)


def wait_repaired(cluster, node, seconds=60):
    since = []

    def is_whole():
        keep_up(cluster, node)
        if recovering(cluster, node) != 0:
            since.clear()
            return False
        since.append(time.monotonic())
        return since[-1] - since[0] > 3
    try:
        wait_for(f'node {node} whole again', is_whole, seconds * SLOWNESS, 0.2)
    except Fault as e:
        raise Fault(f'{e}\n' + '\n'.join(cluster.http('/status', i) for i in range(1, cluster.nodes + 1))) from e


def make_tables(cluster):
    cluster.sql('CREATE TABLE debit (id bigint PRIMARY KEY, note text NOT NULL)')
    cluster.sql('CREATE TABLE credit (id bigint PRIMARY KEY, debit_id bigint NOT NULL)')
    for shard in range(1, SHARDS):
        for table in ('debit', 'credit'):
            cluster.sql(f'ALTER TABLE {table} SPLIT AT VALUES ({shard * 1000000})')


class Load:
    """Writers on all nodes, for as long as the block lasts."""

    def __init__(self, cluster, number):
        self.writers = [Writer(cluster, n) for n in range(3)]
        for writer in self.writers:
            writer.first = number * 20000

    def __enter__(self):
        for writer in self.writers:
            writer.start()
        return self

    def __exit__(self, *exception):
        for writer in self.writers:
            writer.stopping = True
        for writer in self.writers:
            writer.join(30)
        for writer in self.writers:
            if writer.fault is not None and exception[0] is None:
                raise Fault(f'a writer failed: {writer.fault!r}')


class Damage(unittest.TestCase):
    def run_rounds(self, rounds, rng, damage):
        everything = []
        with Cluster(3) as cluster:
            make_tables(cluster)
            for number in range(rounds):
                node = rng.randrange(3) + 1
                with Load(cluster, number) as load:
                    everything += load.writers
                    time.sleep(rng.uniform(1, 2) * SLOWNESS)
                    cluster.kill(node)
                    time.sleep(0.2)
                    what = damage(cluster, node, number)
                    start_again(cluster, node)
                    wait_repaired(cluster, node)
                    self.lead(cluster, node)
                    wait_repaired(cluster, node)
                    before = sum(len(w.acknowledged) for w in everything)
                    time.sleep(1)
                    self.assertGreater(sum(len(w.acknowledged) for w in everything), before, 'no write after the repair')
                print(f'        round {number + 1}: node {node}, {what}; {before} transactions acknowledged so far')
                for i in (1, 2, 3):
                    Failover().check_rows(cluster, everything, i)
                self.check_files(cluster, node)
            cluster.check_complaints()

    def lead(self, cluster, node):
        """The others drain and undrain: what is damaged on that node is then read, too."""
        for verb in ('drain', 'undrain'):
            for other in (1, 2, 3):
                if other != node:
                    address = f'127.0.0.1:{cluster.ports["rpc"] + other - 1}'
                    if verb == 'drain':  # in vain, where the node ends for a repair meanwhile
                        ndoto('node', verb, str(other), '--addrs', address, '--timeout', '5')
                    else:
                        wait_for(f'{verb} {other}', lambda a=address, o=other: ndoto('node', 'undrain', str(o), '--addrs', a).returncode == 0, 20)
            if verb == 'drain':
                try:
                    cluster.sql_until_good('SELECT count(*), sum(length(note)) FROM debit', node % 3 + 1, 5)
                except Fault:
                    pass
            keep_up(cluster, node)

    def check_files(self, cluster, node):
        cluster.kill(node)
        out = ndoto('debug', 'log', 'verify', data_dir(cluster, node))
        self.assertEqual(out.returncode, 0, out.stdout + out.stderr)
        self.assertIn('whole', out.stdout)
        start_again(cluster, node)

    def test_log(self):
        rng = random.Random(int(os.environ.get('SEED', '1')))

        def damage(cluster, node, number):
            hit = hurt_log(cluster, node, rng)
            out = ndoto('debug', 'log', data_dir(cluster, node))
            self.assertEqual(out.returncode, 1, 'damage is not found: ' + out.stdout)
            self.assertIn('DAMAGED', out.stdout)
            return f'{hit} places of its log'
        self.run_rounds(int(os.environ.get('ROUNDS', '3')), rng, damage)

    def test_state(self):
        rng = random.Random(int(os.environ.get('SEED', '1')))
        kinds = ['tables', 'current', 'manifest']

        def damage(cluster, node, number):
            kind = kinds[number % 3]
            return f'{kind}: {hurt_state(cluster, node, kind, rng)} files of its state engine'
        self.run_rounds(int(os.environ.get('ROUNDS', '3')), rng, damage)

    def test_majority_is_refused(self):
        """Two of three have lost parts of their logs: nothing is served by guess, and it is said what to do."""
        rng = random.Random(3)
        with Cluster(3) as cluster:
            make_tables(cluster)
            with Load(cluster, 0) as load:
                time.sleep(1.5 * SLOWNESS)
                for node in (2, 3):
                    cluster.kill(node)
            for node in (2, 3):
                hurt_log(cluster, node, rng, 20)
            processes = []
            for node in (2, 3):
                with open(os.path.join(cluster.node_dir(node), 'stderr.log'), 'ab') as err:
                    processes.append(subprocess.Popen([BINARY, 'start', '--dir', cluster.node_dir(node)], stdin=subprocess.DEVNULL, stdout=err, stderr=err))
                cluster.started[node] = processes[-1]
            try:
                def says_so():
                    with open(os.path.join(cluster.node_dir(2), 'stderr.log'), encoding='utf-8', errors='replace') as f:
                        return 'Damaged storage' in f.read()
                wait_for('a message that a majority has lost something', says_so, 40 * SLOWNESS)
                out = ndoto('status', '--http', f'127.0.0.1:{cluster.ports["http"] + 1}')
                self.assertIn('of its 3 replicas have lost a part of their log', out.stdout, out.stderr)
                self.assertIn('RECOVERING', out.stdout)
                self.assertTrue(glob.glob(os.path.join(data_dir(cluster, 2), 'log', '*.log.damaged')), 'the damaged segments are not kept')
                self.assertGreater(sum(len(w.acknowledged) for w in load.writers), 0)
            finally:
                for process in processes:
                    process.kill()
                    process.wait()

    def test_single_node_is_refused(self):
        """Nobody else has what is lost: the node says so and ends, each time."""
        rng = random.Random(4)
        with Cluster(1) as cluster:
            cluster.sql('CREATE TABLE t (id integer PRIMARY KEY)')
            for i in range(100):
                cluster.sql(f'INSERT INTO t VALUES ({i})')
            cluster.kill(1)
            hurt_log(cluster, 1, rng)
            for _ in range(2):
                with self.assertRaises(Fault) as caught:
                    cluster.start_node(1)
                self.assertIn('ended with 74', str(caught.exception))
            with open(os.path.join(cluster.node_dir(1), 'stderr.log'), encoding='utf-8', errors='replace') as f:
                self.assertIn('restore this node from a backup', f.read())


if __name__ == '__main__':
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    unittest.main()
