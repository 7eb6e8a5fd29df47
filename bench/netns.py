# SPDX-License-Identifier: Apache-2.0
"""netns - a cluster whose nodes have a network namespace each, so that what one of them sends can be cut off, one way.

Needs root and iproute2; why_not() says what is missing. A cut is a blackhole route in the sender's namespace."""
import itertools
import os
import random
import shutil
import subprocess

import psycopg2

from harness import BINARY, Cluster, Fault, wait_for


def ip(*args, check=True):
    out = subprocess.run(['ip', *args], capture_output=True, text=True, check=False)
    if check and out.returncode != 0:
        raise Fault(f'ip {" ".join(args)}: {out.stderr.strip()}')
    return out.returncode == 0


def why_not():
    """None, or the reason why no such cluster can be made here."""
    if os.geteuid() != 0:
        return 'needs root'
    if shutil.which('ip') is None:
        return 'needs ip (iproute2)'
    name = f'nd{os.getpid()}p'
    if not ip('netns', 'add', name, check=False):
        return 'network namespaces are not allowed here'
    ip('netns', 'del', name, check=False)
    return None


NUMBERS = itertools.count()


class NetCluster(Cluster):
    """Three nodes at 10.S.T.1, .2, .3; the test itself is 10.S.T.254 and is never cut off."""

    def __init__(self, nodes=3, folder=None):
        self.tag = f'nd{os.getpid() % 100000}{next(NUMBERS) % 100}'  # the kernel takes its time to let names go
        self.net = f'10.{random.randrange(100, 250)}.{random.randrange(1, 250)}'
        self.namespaces = []
        super().__init__(nodes, folder=folder, start=False)
        self.ports = {'sql': 7432, 'rpc': 7400, 'http': 7480}
        try:
            self.make_network()
            for i in range(1, nodes + 1):
                self.start_process(i)
            wait_for('the cluster', lambda: all(self.answers(i) for i in range(1, nodes + 1)), 60)
        except Exception:
            self.close()
            raise

    def make_network(self):
        ip('link', 'add', f'{self.tag}b', 'type', 'bridge')
        ip('addr', 'add', f'{self.net}.254/24', 'dev', f'{self.tag}b')
        ip('link', 'set', f'{self.tag}b', 'up')
        for i in range(1, self.nodes + 1):
            namespace, outer = f'{self.tag}n{i}', f'{self.tag}v{i}'
            ip('netns', 'add', namespace)
            self.namespaces.append(namespace)
            ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
            ip('link', 'set', outer, 'master', f'{self.tag}b')
            ip('link', 'set', outer, 'up')
            for args in (('link', 'set', 'lo', 'up'), ('addr', 'add', f'{self.address(i)}/24', 'dev', 'eth0'), ('link', 'set', 'eth0', 'up')):
                ip('-n', namespace, *args)

    def address(self, i):
        return f'{self.net}.{i}'

    def start_process(self, i):
        os.makedirs(self.node_dir(i), exist_ok=True)
        address = self.address(i)
        join = ','.join(f'{self.address(k)}:7400' for k in range(1, self.nodes + 1))
        command = ['ip', 'netns', 'exec', self.namespaces[i - 1], BINARY, 'start', '--dir', self.node_dir(i), '--cluster-name', 'cuts', '--insecure',
                   '--rpc-listen', f'{address}:7400', '--sql-listen', f'{address}:7432', '--http-listen', f'{address}:7480', '--join', join,
                   '--initial-voters', str(self.nodes)]
        with open(os.path.join(self.node_dir(i), 'stderr.log'), 'ab') as err:
            self.started[i] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=err, stderr=err)

    def answers(self, i):
        if self.started[i].poll() is not None:
            raise Fault(f'node {i} ended with {self.started[i].returncode}')
        try:
            self.connect(i, timeout=2).close()
            return True
        except psycopg2.Error:
            return False

    def dsn(self, i=1, timeout=5):
        return f'host={self.address(i)} port=7432 user=postgres dbname=postgres connect_timeout={max(2, int(timeout))}'

    def http_at(self, i):
        return f'{self.address(i)}:7480'

    def cut(self, sender, receiver):
        ip('-n', self.namespaces[sender - 1], 'route', 'add', 'blackhole', f'{self.address(receiver)}/32')

    def heal(self, sender, receiver):
        ip('-n', self.namespaces[sender - 1], 'route', 'del', 'blackhole', f'{self.address(receiver)}/32')

    def close(self):
        super().close()
        for namespace in self.namespaces:
            ip('netns', 'del', namespace, check=False)
        self.namespaces = []
        ip('link', 'del', f'{self.tag}b', check=False)
        if self.owns_folder:
            shutil.rmtree(self.dir, ignore_errors=True)
