# SPDX-License-Identifier: Apache-2.0
"""harness - real clusters for tests: `ndoto demo` in a temporary folder, on free loopback ports.

    with Cluster(nodes=3) as cluster:
        cluster.sql('SELECT 1')              # rows as text, through node 1
        cluster.kill(2)                      # kill -9
        cluster.start_node(2)                # ndoto start --dir DIR/node2

Nothing outlives the test: what was started is ended, and a node that ended by itself fails the test."""
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

import psycopg2

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get('NDOTO', os.path.join(ROOT, 'build', 'release', 'ndoto'))
# A sanitizer build is slower, and so are its limits.
SLOWNESS = float(os.environ.get('NDOTO_SLOWNESS', '1'))
EXIT_BUG = 70
EXITS_BAD = {70: 'an assertion failed', 71: 'out of memory', 72: 'log input/output', 73: 'the state engine failed', 74: 'corruption', 75: 'damage to be repaired',
             1: 'a sanitizer or an error at start', -6: 'abort', -11: 'segmentation fault', -7: 'bus error'}


class Fault(AssertionError):
    pass


def is_port_free(port):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(('127.0.0.1', port))
            return True
        except OSError:
            return False


def free_ports(count):
    """The first of `count` free ports in a row, below the range that outgoing connections use."""
    for _ in range(200):
        base = random.randrange(12000, 30000)
        if all(is_port_free(base + i) for i in range(count)):
            return base
    raise Fault('no free ports')


def wait_for(what, condition, seconds, pause=0.05):
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Fault(f'{what}: not within {seconds:g} s')
        time.sleep(pause)


def is_alive(pid):
    """A process whose first thread is a zombie holds its files until its last thread has gone."""
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii') as f:
            state = f.read().rsplit(')', 1)[1].split()[0]
        return state not in ('Z', 'X') or len(os.listdir(f'/proc/{pid}/task')) > 1
    except OSError:
        return False


class Cluster:
    def __init__(self, nodes=3, sample=False, folder=None, start=True, extra=()):
        self.nodes = nodes
        self.sample = sample
        self.owns_folder = folder is None
        self.dir = folder or tempfile.mkdtemp(prefix='ndoto-e2e-')
        self.ports = None
        self.demo = None
        self.started = {}  # node -> Popen of nodes started by hand
        self.extra = list(extra)
        if start:
            self.start()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.print_logs()
        self.close()

    # ---- the whole ----

    def start(self, seconds=60):
        if self.ports is None:
            base = free_ports(3 * self.nodes)
            self.ports = {'sql': base, 'rpc': base + self.nodes, 'http': base + 2 * self.nodes}
        command = [BINARY, 'demo', '--nodes', str(self.nodes), '--dir', self.dir, '--no-shell', '--wait', str(int(seconds * SLOWNESS)),
                   '--sql-port', str(self.ports['sql']), '--rpc-port', str(self.ports['rpc']), '--http-port', str(self.ports['http'])]
        if not self.sample:
            command.append('--no-sample')
        self.out_path = os.path.join(self.dir, 'demo.out')
        with open(self.out_path, 'ab') as out:
            start_at = out.tell()
            self.demo = subprocess.Popen(command + self.extra, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)

        def is_up():
            with open(self.out_path, 'rb') as f:
                f.seek(start_at)
                text = f.read().decode(errors='replace')
            if self.demo.poll() is not None:
                raise Fault(f'the demo ended with {self.demo.returncode}:\n{text}')
            return 'running; Ctrl-C' in text
        try:
            wait_for('the cluster', is_up, (seconds + 60) * SLOWNESS)
        except Fault:
            self.print_logs()
            self.close()
            raise

    def output(self):
        with open(self.out_path, encoding='utf-8', errors='replace') as f:
            return f.read()

    def stop(self, signal_number=signal.SIGTERM):
        """Clean stop; the demo must end with 0, and no node must be left."""
        pids = [self.pid(i) for i in range(1, self.nodes + 1)]
        self.demo.send_signal(signal_number)
        try:
            code = self.demo.wait(40 * SLOWNESS)
        except subprocess.TimeoutExpired as e:
            raise Fault('the demo does not stop') from e
        self.demo = None
        for process in self.started.values():
            process.wait(10)
        self.started = {}
        if code != 0:
            raise Fault(f'the demo ended with {code}:\n{self.output()}')
        left = [pid for pid in pids if pid and is_alive(pid)]
        if left:
            raise Fault(f'processes are left: {left}')
        if 'killed' in self.output().rsplit('stopping', 1)[-1]:
            raise Fault('a node did not stop by itself')
        self.check_complaints()  # leaks are reported at the end of a process

    def kill_all(self):
        """kill -9 of every node, then of the demo."""
        for i in range(1, self.nodes + 1):
            if self.pid(i):
                self.kill(i)
        self.demo.kill()
        self.demo.wait()
        self.demo = None

    def close(self):
        pids = [self.pid(i) for i in range(1, self.nodes + 1)]
        if self.demo is not None:
            self.demo.kill()
            self.demo.wait()
            self.demo = None
        for process in self.started.values():
            process.kill()
            process.wait()
        for pid in pids:
            if pid and is_alive(pid):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        if self.owns_folder:
            shutil.rmtree(self.dir, ignore_errors=True)

    def print_logs(self):
        paths = [self.out_path] if hasattr(self, 'out_path') else []
        for i in range(1, self.nodes + 1):
            paths += [os.path.join(self.node_dir(i), 'stderr.log')]
        for path in paths:
            try:
                with open(path, encoding='utf-8', errors='replace') as f:
                    text = f.read()[-3000:]
            except OSError:
                continue
            if text.strip():
                print(f'---- the end of {path}\n{text}')

    # ---- one node ----

    def node_dir(self, i):
        return os.path.join(self.dir, f'node{i}')

    def pid(self, i):
        try:
            with open(os.path.join(self.node_dir(i), 'ndoto.pid'), encoding='ascii') as f:
                pid = int(f.read().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if is_alive(pid) else None

    def kill(self, i, signal_number=signal.SIGKILL):
        pid = self.pid(i)
        if pid is None:
            raise Fault(f'node {i} does not run')
        os.kill(pid, signal_number)
        if signal_number == signal.SIGKILL:
            if i in self.started:
                self.started.pop(i).wait()
            wait_for(f'the end of node {i}', lambda: not is_alive(pid), 10)

    def start_node(self, i, seconds=30):
        with open(os.path.join(self.node_dir(i), 'stderr.log'), 'ab') as err:
            process = subprocess.Popen([BINARY, 'start', '--dir', self.node_dir(i)], stdin=subprocess.DEVNULL, stdout=err, stderr=err)
        self.started[i] = process

        def answers():
            if process.poll() is not None:
                raise Fault(f'node {i} ended with {process.returncode}')
            try:
                self.connect(i, timeout=2).close()
                return True
            except psycopg2.Error:
                return False
        wait_for(f'SQL of node {i}', answers, seconds * SLOWNESS)

    def sql_port(self, i):
        return self.ports['sql'] + i - 1

    def dsn(self, i=1, timeout=5):
        return f'host=127.0.0.1 port={self.sql_port(i)} user=postgres dbname=postgres connect_timeout={max(2, int(timeout))}'

    def connect(self, i=1, timeout=5, autocommit=True, statement_timeout_ms=None, **more):
        """more: what else psycopg2 takes, and takes before the dsn: user, dbname, options."""
        connection = psycopg2.connect(self.dsn(i, timeout), **more)
        connection.autocommit = autocommit
        if statement_timeout_ms is not None:
            with connection.cursor() as cursor:
                cursor.execute(f'SET statement_timeout = {statement_timeout_ms}')
        return connection

    def sql(self, text, i=1):
        connection = self.connect(i)
        try:
            with connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    def sql_until_good(self, text, i=1, seconds=10):
        """For reads while the cluster recovers."""
        last = []

        def attempt():
            try:
                return [self.sql(text, i)]
            except psycopg2.Error as e:
                last[:] = [str(e)]
                return None
        try:
            return wait_for(text, attempt, seconds * SLOWNESS, 0.2)[0]
        except Fault as e:
            raise Fault(f'{e}; last: {last}') from e

    def http_at(self, i):
        return f'127.0.0.1:{self.ports["http"] + i - 1}'

    def http(self, path, i=1):
        with urllib.request.urlopen(f'http://{self.http_at(i)}{path}', timeout=5) as reply:
            return reply.read().decode()

    def check_alive(self):
        """All nodes run, and none complained of a bug."""
        for i in range(1, self.nodes + 1):
            if self.pid(i) is None:
                raise Fault(f'node {i} has ended')
        self.check_complaints()

    def check_complaints(self):
        for i in range(1, self.nodes + 1):
            with open(os.path.join(self.node_dir(i), 'stderr.log'), encoding='utf-8', errors='replace') as f:
                text = f.read()
            for sign in ('AddressSanitizer', 'runtime error:', 'assert', 'LeakSanitizer', 'ThreadSanitizer'):
                if sign in text:
                    raise Fault(f'node {i}: {text[-3000:]}')


def ask(connection, text):
    """The rows, or the tag of what gives none."""
    with connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall() if cursor.description else cursor.statusmessage


def psql(cluster, *args, i=1, text=None, check=True):
    """psql's output; raises with its stderr if it fails."""
    command = ['psql', '-X', '-h', '127.0.0.1', '-p', str(cluster.sql_port(i)), '-U', 'postgres', '-v', 'ON_ERROR_STOP=1', *args, 'postgres']
    out = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300 * SLOWNESS, check=False)
    if check and out.returncode != 0:
        raise Fault(f'psql {args}: {out.stderr}')
    return out


def ndoto(*args, text=None, timeout=60):
    return subprocess.run([BINARY, *args], input=text, capture_output=True, text=True, timeout=timeout * SLOWNESS, check=False)
