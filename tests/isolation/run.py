#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""run.py - isolation specs: two or three sessions, their steps in given orders, at each isolation level.

  tests/isolation/run.py --spawn N [NAME ...]     a cluster of its own (NDOTO names the binary); sessions on different nodes
  tests/isolation/run.py --dsn DSN [NAME ...]     a running server: PostgreSQL 15 is the oracle
  --postgres DSN                                  runs PostgreSQL's side too and prints both, else what is written in the specs
  --rewrite                                       with --postgres: writes PostgreSQL's outcomes into the specs

Prints the matrix level x anomaly (Hermitage's list; Adya, Berenson). Fails where an anomaly that PostgreSQL prevents
happened at some order of steps, or where a spec's outcome contradicts itself. The last line is 'N passed, N failed, N skipped'.

A spec (*.spec), '#' starts a comment:

  anomaly NAME            what it is called in the matrix
  setup SQL               before each order; as many as needed
  step SESSION NAME SQL   SQL on one line
  order NAME NAME ...     each runs at each level
  happened PYTHON         true: the anomaly was seen. r[NAME]: rows of a step (a list of lists), or its SQLSTATE; ok(NAME): no error;
                          committed(SESSION); final: rows of `check`
  check SQL               after each order
  postgres LEVEL prevents|allows

BEGIN of each session carries the level. A step that does not end within 0.4 s waits: others go on meanwhile. A session whose statement
failed rolls back with its next step; that step is left out."""
import argparse
import glob
import os
import sys
import threading
import time

import psycopg2

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'e2e'))
LEVELS = ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE')
WAIT_S, PATIENCE_S = 0.4, 20


class Spec:
    def __init__(self, path):
        self.path, self.name = path, os.path.basename(path)[:-5]
        self.setup, self.steps, self.orders, self.postgres = [], {}, [], {}
        self.anomaly, self.happened, self.check = self.name, None, None
        with open(path, encoding='utf-8') as f:
            for line in f:
                word, _, rest = line.strip().partition(' ')
                if word == '' or word.startswith('#'):
                    continue
                if word == 'setup':
                    self.setup.append(rest)
                elif word == 'step':
                    session, name, sql = rest.split(' ', 2)
                    self.steps[name] = (session, sql)
                elif word == 'order':
                    self.orders.append(rest.split())
                elif word == 'postgres':
                    level, verdict = rest.rsplit(' ', 1)
                    self.postgres[level] = verdict
                elif word in ('anomaly', 'happened', 'check'):
                    setattr(self, word, rest)
                else:
                    raise SystemExit(f'{path}: what is {word}?')


class Session(threading.Thread):
    def __init__(self, dsn, level):
        super().__init__(daemon=True)
        self.connection = psycopg2.connect(dsn)
        self.connection.autocommit = True
        self.level, self.wake = level, threading.Condition()
        self.todo, self.running, self.failed, self.committed, self.begun = [], None, False, False, False
        self.results = {}
        self.start()

    def run(self):
        while True:
            with self.wake:
                while not self.todo:
                    self.wake.wait()
                name, sql = self.todo.pop(0)
                self.running = name
            if sql is None:
                self.connection.close()
                return
            outcome = self.execute(name, sql)
            with self.wake:
                self.results[name] = outcome
                self.running = None
                self.wake.notify_all()

    def execute(self, name, sql):
        if self.failed:
            return 'skipped'
        if not self.begun:
            self.begun = True
            with self.connection.cursor() as cursor:
                cursor.execute(f'BEGIN ISOLATION LEVEL {self.level}')
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(sql)
                rows = [list(row) for row in cursor.fetchall()] if cursor.description else []
            if sql.upper().startswith('COMMIT'):
                self.committed = True
            return rows
        except psycopg2.Error as error:
            self.failed = True
            try:
                with self.connection.cursor() as cursor:
                    cursor.execute('ROLLBACK')
            except psycopg2.Error:
                pass
            return error.pgcode or 'lost'

    def begin(self, name, sql):
        with self.wake:
            self.todo.append((name, sql))
            self.wake.notify_all()

    def wait(self, seconds):
        until = time.monotonic() + seconds
        with self.wake:
            while (self.todo or self.running is not None) and time.monotonic() < until:
                self.wake.wait(until - time.monotonic())
            return not self.todo and self.running is None


def run_order(spec, order, level, dsns):
    """-> did the anomaly happen? and what the steps gave"""
    connection = psycopg2.connect(dsns[0])
    connection.autocommit = True
    with connection.cursor() as cursor:
        for sql in spec.setup:
            cursor.execute(sql)
    names = sorted({spec.steps[name][0] for name in order})
    sessions = {name: Session(dsns[i % len(dsns)], level) for i, name in enumerate(names)}
    for name in order:
        session, sql = spec.steps[name]
        sessions[session].begin(name, sql)
        sessions[session].wait(WAIT_S)
    for session in sessions.values():
        if not session.wait(PATIENCE_S):
            raise RuntimeError(f'{spec.name}, {" ".join(order)}, {level}: {session.running} never ends')
    final, results = None, {}
    if spec.check:
        with connection.cursor() as cursor:
            cursor.execute(spec.check)
            final = [list(row) for row in cursor.fetchall()]
    for session in sessions.values():
        results.update(session.results)
        session.begin(None, None)
    connection.close()
    scope = {'r': results, 'final': final, 'ok': lambda name: isinstance(results[name], list), 'committed': lambda name: sessions[name].committed}
    try:
        return bool(eval(spec.happened, scope)), results  # pylint: disable=eval-used
    except TypeError:  # a step that it speaks of failed
        return False, results


def run_spec(spec, level, dsns, show):
    seen = []
    for order in spec.orders:
        happened, results = run_order(spec, order, level, dsns)
        seen.append(happened)
        if show:
            print(f'  {spec.name} {level}: {" ".join(order)}: {"happened" if happened else "prevented"} {results}')
    return 'allows' if any(seen) else 'prevents'


def print_matrix(specs, ours, theirs):
    mark = {'prevents': 'prevented', 'allows': '-'}
    width = max(len(level) for level in LEVELS)
    print(f'{"":20}' + ''.join(f'{level:>{width + 12}}' for level in LEVELS))
    print(f'{"":20}' + ''.join(f'{"Ndoto / PostgreSQL":>{width + 12}}' for _ in LEVELS))
    for spec in specs:
        cells = (f'{mark[ours[spec.name, level]]} / {mark[theirs[spec.name, level]]}' for level in LEVELS)
        print(f'{spec.anomaly:20}' + ''.join(f'{cell:>{width + 12}}' for cell in cells))


def rewrite(spec, theirs):
    with open(spec.path, encoding='utf-8') as f:
        lines = [line for line in f if not line.startswith('postgres ')]
    with open(spec.path, 'w', encoding='utf-8') as f:
        f.writelines(lines + [f'postgres {level} {theirs[spec.name, level]}\n' for level in LEVELS])


def run_all(specs, dsns, args):
    ours, theirs, failed = {}, {}, 0
    for spec in specs:
        for level in LEVELS:
            if args.postgres:
                theirs[spec.name, level] = run_spec(spec, level, [args.postgres], args.verbose)
            else:
                theirs[spec.name, level] = spec.postgres[level]
            ours[spec.name, level] = run_spec(spec, level, dsns, args.verbose)
            if ours[spec.name, level] == 'allows' and theirs[spec.name, level] == 'prevents':
                failed += 1
                print(f'FAILED  {spec.name} at {level}: PostgreSQL prevents it')
        if args.rewrite:
            rewrite(spec, theirs)
    print_matrix(specs, ours, theirs)
    print(f'{len(specs) * len(LEVELS) - failed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--spawn', type=int, metavar='N')
    parser.add_argument('--dsn')
    parser.add_argument('--postgres', metavar='DSN')
    parser.add_argument('--rewrite', action='store_true')
    parser.add_argument('--verbose', action='store_true')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    if (args.dsn is None) == (args.spawn is None):
        parser.error('either --dsn or --spawn')
    specs = [Spec(path) for path in sorted(glob.glob(os.path.join(HERE, '*.spec')))]
    specs = [spec for spec in specs if not args.names or any(name in spec.name for name in args.names)]
    if args.dsn:
        return run_all(specs, [args.dsn], args)
    from harness import Cluster  # pylint: disable=import-outside-toplevel
    with Cluster(args.spawn) as cluster:
        return run_all(specs, [cluster.dsn(i + 1) for i in range(args.spawn)], args)


if __name__ == '__main__':
    sys.exit(main())
