# SPDX-License-Identifier: Apache-2.0
"""Whose privileges a session has: what clients ask for as they connect, roles that change under their sessions. Answers are PostgreSQL 15's."""
import unittest

import psycopg2

from harness import Cluster, ask

WHO = 'SELECT current_user, session_user'


class Roles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(1)
        for text in ('CREATE ROLE bob LOGIN', 'CREATE ROLE grp', 'GRANT grp TO bob', 'CREATE ROLE adm SUPERUSER LOGIN'):
            cls.cluster.sql(text)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.check_alive()
        cls.cluster.close()

    def login(self, user, **more):
        return self.cluster.connect(user=user, **more)

    def test_a_role_asked_for_at_the_login(self):
        for user, option, text in (('bob', 'role=postgres', 'FATAL:  permission denied to set role "postgres"'),
                                   ('bob', 'role=adm', 'FATAL:  permission denied to set role "adm"'),
                                   ('bob', 'ROLE=postgres', 'FATAL:  permission denied to set role "postgres"'),
                                   ('bob', 'session_authorization=postgres', 'FATAL:  permission denied to set session authorization "postgres"'),
                                   ('bob', 'role=nosuch', 'FATAL:  role "nosuch" does not exist'),
                                   ('postgres', 'role=nosuch', 'FATAL:  role "nosuch" does not exist'),
                                   ('bob', 'session_authorization=nosuch', 'FATAL:  role "nosuch" does not exist')):
            with self.subTest(user=user, option=option), self.assertRaises(psycopg2.OperationalError) as caught:
                self.login(user, options='-c ' + option)
            self.assertIn(text, str(caught.exception))
        for user, option, who in (('bob', 'role=grp', ('grp', 'bob')), ('bob', 'role=none', ('bob', 'bob')), ('bob', 'session_authorization=bob', ('bob', 'bob')),
                                  ('adm', 'role=bob', ('bob', 'adm')), ('adm', 'session_authorization=bob', ('adm', 'adm')), ('postgres', 'role=grp', ('grp', 'postgres'))):
            with self.subTest(user=user, option=option):
                connection = self.login(user, options='-c ' + option)
                for text in ('SELECT 1', 'RESET ROLE', 'RESET SESSION AUTHORIZATION', 'SET SESSION AUTHORIZATION DEFAULT', 'DISCARD ALL'):
                    ask(connection, text)
                    self.assertEqual(ask(connection, WHO), [who], text)
                is_superuser = 'on' if who[0] in ('adm', 'postgres') else 'off'
                self.assertEqual(ask(connection, 'SHOW is_superuser'), [(is_superuser,)])
                ask(connection, 'SET ROLE none')
                self.assertEqual(ask(connection, WHO), [(who[1], who[1])])
                connection.close()
        connection = self.login('adm', options='-c role=grp')
        self.assertEqual(connection.get_parameter_status('is_superuser'), 'off')
        with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
            ask(connection, 'CREATE ROLE more')
        ask(connection, 'SET SESSION AUTHORIZATION bob')
        self.assertEqual(ask(connection, WHO), [('bob', 'bob')])
        connection.close()

    def test_a_role_that_is_dropped_under_its_session(self):
        for text in ('CREATE ROLE gone LOGIN', 'GRANT CREATE ON SCHEMA public TO public', 'GRANT CREATE ON DATABASE postgres TO public'):
            self.cluster.sql(text)
        connection = self.login('gone')
        self.assertEqual(ask(connection, WHO), [('gone', 'gone')])
        self.cluster.sql('DROP ROLE gone')
        for text in ('CREATE SCHEMA AUTHORIZATION CURRENT_USER', 'CREATE SCHEMA AUTHORIZATION SESSION_USER', 'CREATE SCHEMA orphan', 'CREATE TABLE orphan (a int)', 'CREATE TEMP TABLE orphan (a int)',
                     'CREATE SEQUENCE orphan', 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO public'):
            with self.subTest(text=text), self.assertRaises(psycopg2.errors.UndefinedObject):
                ask(connection, text)
        connection.close()
        for text in ('REVOKE CREATE ON SCHEMA public FROM public', 'REVOKE CREATE ON DATABASE postgres FROM public'):
            self.cluster.sql(text)

    def test_a_role_that_gets_another_name_under_its_session(self):
        for text in ('CREATE ROLE old LOGIN', 'CREATE ROLE grp_old', 'GRANT grp_old TO old', 'CREATE TABLE theirs AS SELECT 1 AS a', 'GRANT SELECT ON theirs TO old', 'CREATE SCHEMA new AUTHORIZATION old'):
            self.cluster.sql(text)
        connection, member = self.login('old'), self.login('old')
        ask(member, 'SET ROLE grp_old')
        ask(connection, 'SELECT * FROM theirs')
        for text in ('ALTER ROLE old RENAME TO new', 'ALTER ROLE grp_old RENAME TO grp_new', 'CREATE ROLE old LOGIN', 'CREATE ROLE grp_old'):
            self.cluster.sql(text)
        self.assertEqual(ask(connection, 'SELECT current_user, session_user, current_schema'), [('new', 'new', 'new')])
        self.assertEqual(ask(member, WHO), [('grp_new', 'new')])
        self.assertEqual(ask(connection, 'SELECT * FROM theirs'), [(1,)])
        self.assertEqual(ask(connection, "SELECT has_table_privilege('theirs', 'SELECT'), has_table_privilege('old', 'theirs', 'SELECT')"), [(True, False)])
        with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
            ask(connection, 'SET ROLE grp_old')
        ask(connection, 'SET ROLE grp_new')
        ask(connection, 'SET SESSION AUTHORIZATION new')
        ask(connection, 'RESET SESSION AUTHORIZATION')
        self.assertEqual(ask(connection, WHO), [('new', 'new')])
        with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
            ask(connection, 'SET SESSION AUTHORIZATION old')
        for session in (connection, member):
            session.close()
        for text in ('DROP TABLE theirs', 'DROP SCHEMA new', 'DROP ROLE old, new, grp_old, grp_new'):
            self.cluster.sql(text)

    def test_a_role_that_is_made_again_under_its_session(self):
        for text in ('CREATE ROLE twice LOGIN', 'CREATE TABLE theirs AS SELECT 1 AS a', 'GRANT SELECT ON theirs TO bob', 'CREATE ROLE in_it', 'GRANT in_it TO bob', 'GRANT SELECT ON theirs TO in_it'):
            self.cluster.sql(text)
        connection, member = self.login('twice'), self.login('bob')
        ask(connection, 'SELECT 1')
        ask(member, 'SET ROLE in_it')
        self.assertEqual(ask(member, 'SELECT a FROM theirs'), [(1,)])
        for text in ('DROP ROLE twice', 'CREATE ROLE twice LOGIN SUPERUSER', 'REVOKE SELECT ON theirs FROM in_it', 'DROP ROLE in_it', 'CREATE ROLE in_it SUPERUSER'):
            self.cluster.sql(text)
        for session in (connection, member):
            with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
                ask(session, 'SELECT a FROM theirs')
            with self.assertRaises(psycopg2.errors.UndefinedObject) as caught:
                ask(session, 'SELECT current_user')
            self.assertIn('invalid role OID', str(caught.exception))
            with self.assertRaises(psycopg2.Error):
                ask(session, 'CREATE ROLE more')
        with self.assertRaises(psycopg2.errors.InsufficientPrivilege):
            ask(connection, 'SET ROLE twice')
        ask(member, 'RESET ROLE')
        self.assertEqual(ask(member, WHO), [('bob', 'bob')])
        again = self.login('twice')
        self.assertEqual(ask(again, 'SELECT a FROM theirs'), [(1,)])
        for session in (connection, member, again):
            session.close()
        for text in ('DROP TABLE theirs', 'DROP ROLE twice, in_it'):
            self.cluster.sql(text)

    def test_what_a_role_begins_with(self):
        for text in ('CREATE ROLE settled LOGIN', 'ALTER ROLE settled SET role = grp', "ALTER ROLE settled SET work_mem = '9MB'", "ALTER DATABASE postgres SET statement_timeout = 4321",
                     "ALTER ROLE postgres SET default_transaction_isolation = 'serializable'"):
            self.cluster.sql(text)
        connection = self.login('settled')  # not a member yet: a warning
        self.assertEqual(ask(connection, WHO), [('settled', 'settled')])
        connection.close()
        self.cluster.sql('GRANT grp TO settled')
        connection = self.login('settled')
        for text in ('SELECT 1', 'SET ROLE none', 'SET ROLE grp', 'RESET ROLE', 'DISCARD ALL'):
            ask(connection, text)
            self.assertEqual(ask(connection, WHO), [('settled' if text == 'SET ROLE none' else 'grp', 'settled')], text)
        connection.close()
        for name, value in (('work_mem', '9MB'), ('statement_timeout', '4321ms')):
            connection = self.login('settled')
            self.assertEqual(ask(connection, 'SHOW ' + name), [(value,)])
            connection.close()
        connection = self.login('settled', options='-c work_mem=3MB')
        self.assertEqual(ask(connection, 'SHOW work_mem'), [('3MB',)])
        connection.close()
        for text, value in (('SHOW default_transaction_isolation', 'serializable'), ('BEGIN; SHOW transaction_isolation', 'serializable'), ('SHOW statement_timeout', '4321ms')):
            connection = self.login('postgres')
            self.assertEqual(ask(connection, text), [(value,)])
            connection.close()
        for text in ('ALTER ROLE postgres RESET ALL', 'ALTER DATABASE postgres RESET ALL', 'DROP ROLE settled'):
            self.cluster.sql(text)

    def test_keys_of_shards_are_data(self):
        for text in ('CREATE TABLE keyed (name text PRIMARY KEY)', "ALTER TABLE keyed SPLIT AT VALUES ('secret')", 'CREATE TABLE shown (name text PRIMARY KEY)', "ALTER TABLE shown SPLIT AT VALUES ('public')",
                     'GRANT SELECT ON shown TO bob'):
            self.cluster.sql(text)
        keys = 'SELECT start_key, end_key, start_pretty, end_pretty FROM nd_internal.shards ORDER BY shard_id'
        for user, sees_all in (('bob', False), ('adm', True), ('postgres', True)):
            with self.subTest(user=user):
                connection = self.login(user)
                rows = ask(connection, keys)
                found = str([row[2:] for row in rows]) + ' '.join(bytes(key).decode('latin1') for row in rows for key in row[:2] if key is not None)
                self.assertEqual(found.count('secret'), 4 if sees_all else 0)
                self.assertEqual(found.count('public.shown/shown_pkey/'), 2)
                self.assertEqual(found.count("'public'"), 2)
                self.assertIn('/public.keyed/keyed_pkey/', found)
                connection.close()
        for text in ('DROP TABLE keyed', 'DROP TABLE shown'):
            self.cluster.sql(text)


if __name__ == '__main__':
    unittest.main()
