#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""catalog.py - how long the system catalogs take at many tables.

usage: bench/catalog.py [--tables N] [--nodes N] [--dsn DSN]     (a cluster of its own, or a running server)

Makes N tables of ten columns with a primary key and an index each, then times what psql and drivers ask: the best and the
median of 20 runs, and the first run after a change of the schema, which loads the catalog anew (the best and the median of 9)."""
import argparse
import os
import statistics
import sys
import time

import psycopg2

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'tests', 'e2e'))

QUERIES = [
    ('psql \\dt', """SELECT n.nspname, c.relname, c.relkind, pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c
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


def timed(cursor, query):
    start = time.perf_counter()
    cursor.execute(query)
    cursor.fetchall()
    return (time.perf_counter() - start) * 1000


def measure(dsn, tables):
    connection = psycopg2.connect(dsn)
    connection.autocommit = True
    cursor = connection.cursor()
    for i in range(tables):
        columns = ', '.join(f'c{k} {("text", "int", "numeric(10,2)", "timestamptz")[k % 4]}' for k in range(9))
        cursor.execute(f'CREATE TABLE IF NOT EXISTS bench_{i} (id int PRIMARY KEY, {columns})')
        cursor.execute(f'CREATE INDEX IF NOT EXISTS bench_{i}_c0 ON bench_{i} (c0)')
    print(f'{tables} tables; milliseconds')
    print(f'{"":40} {"after a change":>15} {"":>8} {"unchanged":>9} {"":>8}')
    print(f'{"":40} {"best":>15} {"median":>8} {"best":>9} {"median":>8}')
    for name, query in QUERIES:
        first = []
        for _ in range(9):
            cursor.execute('CREATE TABLE bench_change (a int)')
            cursor.execute('DROP TABLE bench_change')
            time.sleep(0.02)
            first.append(timed(cursor, query))
        runs = [timed(cursor, query) for _ in range(20)]
        print(f'{name:40} {min(first):15.2f} {statistics.median(first):8.2f} {min(runs):9.2f} {statistics.median(runs):8.2f}')
    connection.close()


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
        measure(cluster.dsn(), args.tables)


if __name__ == '__main__':
    main()
