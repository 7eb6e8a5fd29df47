# SPDX-License-Identifier: Apache-2.0
"""The schema public is dropped with all that is in it, as test suites do between runs, and made again: seen by all nodes, kept over restarts."""
import unittest

import psycopg2
from harness import Cluster


class Public(unittest.TestCase):
    def refuses(self, code, sql, node=1):
        with self.assertRaises(psycopg2.Error) as caught:
            self.cluster.sql(sql, node)
        self.assertEqual(caught.exception.pgcode, code)

    def test_dropped_and_made_again(self):
        with Cluster(3) as cluster:
            self.cluster, sql = cluster, cluster.sql
            sql('CREATE TABLE t (id int PRIMARY KEY)')
            sql('CREATE SEQUENCE s')
            sql("CREATE TYPE mood AS ENUM ('fine')")
            self.refuses('2BP01', 'DROP SCHEMA public')
            sql('DROP SCHEMA public CASCADE')
            self.refuses('3F000', 'CREATE TABLE t (id int)', 2)
            self.refuses('3F000', 'CREATE TABLE public.t (id int)', 3)
            self.assertEqual(sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'public'", 2)[0][0], 0)
            sql('CREATE SCHEMA public', 2)
            self.refuses('42P06', 'CREATE SCHEMA public', 3)
            sql('CREATE TABLE t (a text)', 3)
            sql("INSERT INTO t VALUES ('new')", 1)
            sql('CREATE SCHEMA elsewhere')
            sql('CREATE TABLE elsewhere.u AS SELECT generate_series(1, 10)')
            sql('ANALYZE')
            self.assertEqual(sql("SELECT reltuples FROM pg_class WHERE relname = 'u'", 2)[0][0], 10)
            for node in (1, 2, 3):
                cluster.kill(node)
            for node in (1, 2, 3):
                cluster.start_node(node)
            self.assertEqual(cluster.sql_until_good('SELECT a FROM public.t', 2, 30), [('new',)])
            self.assertTrue(sql("SELECT oid >= 16384 FROM pg_namespace WHERE nspname = 'public'", 3)[0][0])
            sql('DROP SCHEMA public CASCADE', 3)
            self.assertEqual(sql("SELECT count(*) FROM pg_class WHERE relname = 't'")[0][0], 0)
            cluster.check_complaints()


if __name__ == '__main__':
    unittest.main()
