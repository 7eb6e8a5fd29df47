#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""run.py - runs sqllogictest files against a server that speaks PostgreSQL's protocol.

  tests/sql/run.py --spawn N [NAME ...]         a cluster of N nodes of its own (NDOTO names the binary)
  tests/sql/run.py --dsn 'host=... port=...'    a running server: PostgreSQL 15 is the oracle of these files
  --rewrite                                     writes what the server answers into the files
  --spill                                       work_mem is as small as it can be: sorts, groups and joins go to disk
  --shards                                      every scan that may be is carried out by the shards, however small

Runs all tests/sql/**/*.test and share/sample/*.test, or those whose path contains a NAME (join/outer). Each
file starts and ends with what it creates dropped. tests/unit/sql_session_files.c runs those of tests/sql in
process, without a cluster. The last line is 'N passed, N failed, N skipped' (files).

The form of a file, one record per paragraph ('#' starts a comment line):

  statement ok | statement error SQLSTATE [text that the message contains] | statement count N
  SQL, one or more lines

  query TYPES [nosort | rowsort | valuesort]    TYPES: a letter per column: I integer, R real, T text
  SQL                                           (a query error SQLSTATE is a statement error)
  ----
  one row per line, values as the server prints them, separated by blanks or tabs (how many does not
  matter); NULL; (empty) for an empty text; a line break in a value is one here

  copy ok | copy error SQLSTATE
  COPY ... FROM STDIN ...
  ----
  data lines

  connection NAME      before a record: it runs on another session
  skipif ENGINE        before a record: it is left out on ENGINE, ndoto or postgresql
  onlyif ENGINE        before a record: it runs on ENGINE alone
  only NAME            skips the rest of the file unless NAME is one of: server (not in process), nodes1, nodes3, ndoto, postgresql
  load PATH            runs a script of the repository (statements, COPY with its data in line)
  sleep SECONDS        at most 5
  halt                 ends the file
"""
import argparse
import glob
import io
import os
import re
import sys
import time

import psycopg2
import psycopg2.extensions

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(os.path.dirname(os.path.dirname(HERE)), 'share', 'sample')
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'e2e'))

# Values as the server prints them, not as Python types.
for _oid in list(psycopg2.extensions.string_types):
    psycopg2.extensions.register_type(psycopg2.extensions.new_type((_oid,), f'RAW{_oid}', lambda value, cursor: value))


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


class Record:
    def __init__(self, path, line, head, sql, expected, first, last, connection='default', conditions=()):
        self.connection = connection
        self.conditions = conditions        # ('skipif', engine), ('onlyif', engine)
        self.where = f'{path}:{line}'
        self.words = head.split()
        self.sql = sql
        self.expected = expected    # lines below ----, or None
        self.first, self.last = first, last  # line numbers of `expected`, for --rewrite


def parse(path):
    with open(path, encoding='utf-8') as f:
        lines = f.read().split('\n')
    records, i = [], 0
    connection, conditions = 'default', []
    while i < len(lines):
        line = lines[i]
        if not line.strip() or line.startswith('#'):
            i += 1
            continue
        head, at = line, i + 1
        kind = head.split()[0]
        i += 1
        if kind == 'connection':
            connection = head.split()[1]
            continue
        if kind in ('skipif', 'onlyif'):
            conditions.append((kind, head.split()[1]))
            continue
        if kind in ('only', 'load', 'sleep', 'halt'):
            records.append(Record(path, at, head, None, None, 0, 0))
            continue
        if kind not in ('statement', 'query', 'copy'):
            raise Failed(f'{path}:{at}: what is {kind!r}? (see tests/sql/run.py --help)')
        sql = []
        while i < len(lines) and lines[i].strip() and lines[i] != '----':
            sql.append(lines[i])
            i += 1
        expected, first = None, i
        if i < len(lines) and lines[i] == '----':
            expected, first = [], i + 1
            i += 1
            while i < len(lines) and lines[i].strip():
                expected.append(lines[i])
                i += 1
        records.append(Record(path, at, head, '\n'.join(sql), expected, first, i, connection, conditions))
        connection, conditions = 'default', []
    return records


def read_script(record):
    with open(os.path.join(os.path.dirname(os.path.dirname(HERE)), record.words[1]), encoding='utf-8') as f:
        return f.read()


def text(value):
    if value is None:
        return 'NULL'
    return value if value != '' else '(empty)'


class File:
    def __init__(self, path, dsn, labels):
        self.path, self.dsn, self.labels = path, dsn, labels | {'server'}
        self.connections = {}
        self.made = []  # (kind, name): tables, sequences, schemas
        self.count = 0
        self.rewrites = []

    def connection(self, name):
        if name not in self.connections:
            connection = psycopg2.connect(self.dsn)
            connection.autocommit = True
            self.connections[name] = connection
        return self.connections[name]

    def drop_made(self):
        if self.made:
            with psycopg2.connect(self.dsn) as connection:
                connection.autocommit = True
                for kind, name in dict.fromkeys(self.made):
                    with connection.cursor() as cursor:
                        try:
                            cursor.execute(f'DROP {kind} IF EXISTS {name} CASCADE')
                        except psycopg2.Error as error:
                            if error.pgcode != '3F000':  # DROP SEQUENCE in a schema that is not there
                                raise
            connection.close()

    def run(self, rewrite):
        records = parse(self.path)
        for record in records:
            source = read_script(record) if record.words[0] == 'load' else record.sql or ''
            for kind, name in re.findall(r'create\s+(?:unlogged\s+)?(table|sequence|schema)\s+(?:if\s+not\s+exists\s+)?(?!authorization\b)([\w."]+)', source, re.I):
                self.made.append((kind.upper(), name))
            for kind, name in re.findall(r'alter\s+(table|sequence|schema)\s[^;]*\brename\s+to\s+([\w."]+)', source, re.I):
                self.made.append((kind.upper(), name))
            self.made += [('TABLE', name) for name in re.findall(r'\binto\s+(\w+)\s+from', source, re.I) if source.lower().startswith('select')]
        self.drop_made()
        try:
            for record in records:
                if record.words[0] == 'halt':
                    break
                self.run_record(record, rewrite)
        finally:
            for connection in self.connections.values():
                connection.close()
            self.drop_made()
        if rewrite and self.rewrites:
            self.write()

    def run_record(self, record, rewrite):
        words = record.words
        if any((kind == 'skipif') == (engine in self.labels) for kind, engine in record.conditions):
            return
        if words[0] == 'only':
            if words[1] not in self.labels:
                raise Skipped(f'only for {words[1]}')
        elif words[0] == 'load':
            self.count += 1
            self.run_script(record)
        elif words[0] == 'sleep':
            time.sleep(min(5, float(words[1])))
        else:
            self.count += 1
            {'statement': self.run_statement, 'query': self.run_query, 'copy': self.run_copy}[words[0]](record, rewrite)

    def execute(self, record, data=None):
        """-> (rows or None, row count) or the error"""
        try:
            with self.connection(record.connection).cursor() as cursor:
                if data is not None:
                    cursor.copy_expert(record.sql, io.StringIO(data))
                    return None, cursor.rowcount
                cursor.execute(record.sql)
                return (cursor.fetchall() if cursor.description is not None else None), cursor.rowcount
        except psycopg2.Error as e:
            if e.pgcode is None:
                raise Failed(f'{record.where}: the connection broke: {e}\n{record.sql}') from e
            return e

    def expect(self, record, outcome):
        """Checks `ok`, `error CODE text`, `count N`."""
        words = record.words
        want = words[1]
        if want == 'ok' and isinstance(outcome, psycopg2.Error):
            raise Failed(f'{record.where}: {outcome.pgcode} {str(outcome).strip()}\n{record.sql}')
        if want == 'count':
            if isinstance(outcome, psycopg2.Error) or outcome[1] != int(words[2]):
                raise Failed(f'{record.where}: expected {words[2]} rows, got {outcome if isinstance(outcome, psycopg2.Error) else outcome[1]}\n{record.sql}')
        if want == 'error':
            if not isinstance(outcome, psycopg2.Error):
                raise Failed(f'{record.where}: expected an error, it succeeded\n{record.sql}')
            if len(words) > 2 and re.fullmatch(r'[0-9A-Z]{5}', words[2]):
                code, message = words[2], ' '.join(words[3:])
            else:
                code, message = None, ' '.join(words[2:])
            if code is not None and outcome.pgcode != code:
                raise Failed(f'{record.where}: expected {code}, got {outcome.pgcode} {str(outcome).strip()}\n{record.sql}')
            if message and message not in str(outcome):
                raise Failed(f'{record.where}: expected "{message}", got "{str(outcome).strip()}"\n{record.sql}')
        if want not in ('ok', 'count', 'error'):
            raise Failed(f'{record.where}: expected ok, error or count, not {want!r}')

    def run_script(self, record):
        # The COPYs with their data, and what stands between them.
        for i, part in enumerate(re.split(r'^(COPY [^;]*;\n.*?)^\\\.\n', read_script(record), flags=re.M | re.S)):
            head, _, data = part.partition(';\n') if i % 2 else (part, '', None)
            if re.sub(r'--[^\n]*', '', head).strip():
                self.expect(Record(self.path, 0, 'statement ok', head, None, 0, 0), self.execute(Record(self.path, 0, 'copy', head, None, 0, 0), data))

    def run_statement(self, record, rewrite):
        self.expect(record, self.execute(record))

    def run_copy(self, record, rewrite):
        data = ''.join(line + '\n' for line in record.expected or [])
        self.expect(record, self.execute(record, data))

    def run_query(self, record, rewrite):
        outcome = self.execute(record)
        if record.words[1] == 'error':
            self.expect(record, outcome)
            return
        if isinstance(outcome, psycopg2.Error):
            raise Failed(f'{record.where}: {outcome.pgcode} {str(outcome).strip()}\n{record.sql}')
        rows, _ = outcome
        if rows is None:
            raise Failed(f'{record.where}: it returned no rows at all\n{record.sql}')
        if rows and len(record.words[1]) > 1 and len(rows[0]) != len(record.words[1]):
            raise Failed(f'{record.where}: expected {len(record.words[1])} columns ({record.words[1]}), got {len(rows[0])}\n{record.sql}')
        if record.expected is None and not rewrite:
            raise Failed(f'{record.where}: a query needs ---- and its rows')
        sort = record.words[2] if len(record.words) > 2 else 'nosort'
        got = [[text(v) for v in row] for row in rows]
        if sort == 'valuesort':
            got = [[v] for v in sorted(v for row in got for v in row)]
        elif sort == 'rowsort':
            got.sort()
        elif sort != 'nosort':
            raise Failed(f'{record.where}: {sort!r} is no way to sort')
        shown = [part for r in got for part in '\t'.join(r).split('\n')]
        expected = record.expected or []
        if sort == 'rowsort':
            shown, expected = sorted(shown), sorted(expected)
        if [' '.join(line.split()) for line in shown] == [' '.join(line.split()) for line in expected]:
            return
        if rewrite:
            self.rewrites.append((record.first, record.last, record.expected is None, shown))
            return
        raise Failed(f'{record.where}: wrong rows\n{record.sql}\nexpected:\n' + '\n'.join(f'  {r}' for r in expected[:40]) + '\ngot:\n' +
                     '\n'.join(f'  {r}' for r in shown[:40]))

    def write(self):
        with open(self.path, encoding='utf-8') as f:
            lines = f.read().split('\n')
        for first, last, is_new, rows in reversed(self.rewrites):
            lines[first:last] = (['----'] if is_new else []) + rows
        with open(self.path, 'w', encoding='utf-8') as f:
            f.write('\n'.join(lines))


def run_files(paths, dsns, labels, rewrite, show):
    passed = failed = skipped = records = 0
    for i, path in enumerate(paths):
        name = os.path.relpath(path, HERE)
        start = time.monotonic()
        file = File(path, dsns[i % len(dsns)], labels)
        try:
            file.run(rewrite)
            passed += 1
            if show:
                print(f'ok      {name}: {file.count} records, {time.monotonic() - start:.1f} s', flush=True)
        except Skipped as e:
            skipped += 1
            print(f'SKIPPED {name}: {e}', flush=True)
        except (Failed, psycopg2.Error, OSError) as e:
            failed += 1
            print(f'FAILED  {name} after {file.count} records: {e}', flush=True)
        records += file.count
    return passed, failed, skipped, records


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--dsn')
    parser.add_argument('--spawn', type=int, metavar='N')
    parser.add_argument('--rewrite', action='store_true')
    parser.add_argument('--spill', action='store_true')
    parser.add_argument('--shards', action='store_true')
    parser.add_argument('--quiet', action='store_true', help='only what failed or was skipped')
    parser.add_argument('names', nargs='*')
    args = parser.parse_args()
    if (args.dsn is None) == (args.spawn is None):
        parser.error('either --dsn or --spawn')
    names = [n for n in args.names if n]
    paths = sorted(glob.glob(os.path.join(HERE, '**', '*.test'), recursive=True)) + sorted(glob.glob(os.path.join(SAMPLE, '*.test')))
    paths = [p for p in paths if not names or any(n in os.path.relpath(p, HERE) for n in names)]
    if not paths:
        print(f'no file below tests/sql contains {names}', file=sys.stderr)
        return 2
    if args.dsn:
        connection = psycopg2.connect(args.dsn)
        with connection.cursor() as cursor:
            cursor.execute('SELECT version()')
            labels = {'ndoto' if 'ndoto' in cursor.fetchone()[0].lower() else 'postgresql'}
        connection.close()
        total = run_files(paths, [args.dsn], labels, args.rewrite, not args.quiet)
    else:
        from harness import Cluster
        with Cluster(args.spawn) as cluster:
            settings = ['-c work_mem=64'] * args.spill + ['-c ndoto.shard_scan_rows=0'] * args.shards
            options = f" options='{' '.join(settings)}'" if settings else ''
            if args.shards:  # EXPLAIN says so
                paths = [path for path in paths if os.path.basename(os.path.dirname(path)) != 'explain']
            dsns = [cluster.dsn(i) + options for i in range(1, args.spawn + 1)]
            total = run_files(paths, dsns, {'ndoto', f'nodes{args.spawn}'}, args.rewrite, not args.quiet)
            cluster.check_alive()
            cluster.stop()
    print(f'{total[3]} records; {total[0]} passed, {total[1]} failed, {total[2]} skipped')
    return 1 if total[1] else 0


if __name__ == '__main__':
    sys.exit(main())
