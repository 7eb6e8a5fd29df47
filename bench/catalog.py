#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""catalog.py - how long the system catalogs take at many tables.

usage: bench/catalog.py [--tables N] [--nodes N] [--dsn DSN]     (a cluster of its own, or a running server)

Makes N tables of ten columns with a primary key and an index each, then times what psql, SQLAlchemy (where it is installed) and drivers
ask: the best and the median of 20 runs, and the first run after a change of the schema, on the node that made the change and (with
several nodes) on another one, which takes over what has not changed (the best and the median of 9). A command that asks several
queries is timed as a whole. At the end: what a node's memory grew by with the tables, and with the catalog read."""
import argparse
import os
import re
import statistics
import subprocess
import sys
import time

import psycopg2

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'tests', 'e2e'))

QUERIES = [
    ('relations, joined to schemas', """SELECT n.nspname, c.relname, c.relkind, pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','p','') AND n.nspname <> 'pg_catalog'
        AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema' AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2"""),
    ('one table by name', "SELECT oid, relname FROM pg_class WHERE relname = 'bench_500' AND relnamespace = 2200"),
    ('columns of a table', """SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = 'bench_500'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""),
    ('indexes of a table', """SELECT c2.relname, i.indisprimary, pg_catalog.pg_get_indexdef(i.indexrelid, 0, true) FROM pg_catalog.pg_class c,
        pg_catalog.pg_class c2, pg_catalog.pg_index i WHERE c.oid = 'bench_500'::regclass AND c.oid = i.indrelid AND i.indexrelid = c2.oid"""),
    ('all columns', 'SELECT count(attname) FROM pg_attribute WHERE attnum > 0'),
    ('all columns joined', """SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relkind = 'r' AND a.attnum > 0"""),
    ('information_schema.tables', "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"),
    ('information_schema.columns of a table', "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'bench_500'"),
    ('information_schema.columns, all', "SELECT count(column_name) FROM information_schema.columns WHERE table_schema = 'public'"),
    ('key_column_usage, all', 'SELECT count(*) FROM information_schema.key_column_usage'),
]


PSQL = ['\\d', '\\dt', '\\di', '\\d bench_500', '\\d+ bench_500', '\\dn', '\\du']


def psql_queries(dsn, command):
    """What psql asks for a command of its own."""
    run = subprocess.run(['psql', '-X', '-E', dsn, '-c', command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=60)
    return re.findall(r'\*{9} QUERY \*{10}\n(.*?)\n\*{26}', run.stdout, re.S)


def sqlalchemy_queries(dsn):
    """What SQLAlchemy's inspector asks, by method; nothing where it is not installed."""
    try:
        import sqlalchemy
    except ImportError:
        return []
    engine = sqlalchemy.create_engine('postgresql+psycopg2://', creator=lambda: psycopg2.connect(dsn))
    asked = []
    sqlalchemy.event.listen(engine, 'before_cursor_execute', lambda connection, cursor, statement, parameters, context, many: asked.append(cursor.mogrify(statement, parameters).decode()))
    engine.connect().close()
    found = []
    for method in ('get_table_names', 'get_columns', 'get_pk_constraint', 'get_foreign_keys', 'get_indexes'):
        asked.clear()
        getattr(sqlalchemy.inspect(engine), method)(*([] if method == 'get_table_names' else ['bench_500']))
        found.append((f'SQLAlchemy {method}', list(asked)))
    engine.dispose()
    return found


def timed(cursor, queries):
    start = time.perf_counter()
    for query in queries:
        cursor.execute(query)
        cursor.fetchall()
    return (time.perf_counter() - start) * 1000


def connect(dsn):
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    return connection, connection.cursor()


def shown(times):
    return f'{min(times):8.2f} {statistics.median(times):8.2f}' if times else f'{"-":>8} {"-":>8}'


def measure(dsn, tables, other_dsn=None, memory=lambda: 0):
    connection, cursor = connect(dsn)
    other = connect(other_dsn) if other_dsn else None
    started = memory()
    for i in range(tables):
        columns = ', '.join(f'c{k} {("text", "int", "numeric(10,2)", "timestamptz")[k % 4]}' for k in range(9))
        cursor.execute(f'CREATE TABLE IF NOT EXISTS bench_{i} (id int PRIMARY KEY, {columns})')
        cursor.execute(f'CREATE INDEX IF NOT EXISTS bench_{i}_c0 ON bench_{i} (c0)')
    made = memory()
    cases = [(f'psql {command}', psql_queries(dsn, command)) for command in PSQL] + sqlalchemy_queries(dsn) + [(name, [query]) for name, query in QUERIES]
    if started:
        print(f'resident memory: {started} MiB before there were tables, {made} MiB with them, {memory()} MiB with the catalog read')
    print(f'{tables} tables; milliseconds: best and median')
    print(f'{"":40} {"after a change":>17} {"on another node":>17} {"unchanged":>17}')
    for name, queries in cases:
        first, there = [], []
        for _ in range(9):
            cursor.execute('CREATE TABLE bench_change (a int)')
            cursor.execute('DROP TABLE bench_change')
            time.sleep(0.02)
            first.append(timed(cursor, queries))
            if other:
                there.append(timed(other[1], queries))
        print(f'{name:40} {shown(first)} {shown(there)} {shown([timed(cursor, queries) for _ in range(20)])}')
    if started:
        print(f'resident memory at the end: {memory()} MiB')
    connection.close()


def resident(pid):
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith('VmRSS'))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--tables', type=int, default=1000)
    parser.add_argument('--nodes', type=int, default=1)
    parser.add_argument('--dsn', help='a running server instead of a cluster of its own')
    args = parser.parse_args()
    if args.dsn:
        measure(args.dsn, args.tables)
        return
    import harness
    with harness.Cluster(nodes=args.nodes) as cluster:
        measure(cluster.dsn(), args.tables, cluster.dsn(2) if args.nodes > 1 else None, lambda: resident(cluster.pid(1)))


if __name__ == '__main__':
    main()
