# SPDX-License-Identifier: Apache-2.0
"""The system catalogs as real clients read them: psql's \\d commands, SQLAlchemy's reflection, and the queries of Django,
JDBC and node-postgres, each compared with what a PostgreSQL 15 answers over the same schema (skipped where there is none)."""
import re
import subprocess
import unittest

import psycopg2
import psycopg2.extensions

from harness import Cluster
from oracle import Postgres, find_postgres

SCHEMA = '''
CREATE TABLE author (id int PRIMARY KEY, name text NOT NULL, born date, note varchar(20) DEFAULT 'none');
CREATE TABLE book (id int PRIMARY KEY, author_id int NOT NULL, title text NOT NULL, price numeric(8,2) DEFAULT 0, tags text[],
    created timestamptz DEFAULT now(), seen timestamp DEFAULT CURRENT_TIMESTAMP, "Odd name" bool DEFAULT true, UNIQUE (author_id, title));
CREATE INDEX book_price ON book (price DESC NULLS LAST, title);
CREATE TABLE pair (a int, b bigint DEFAULT -1, c char(3), d double precision DEFAULT 1.5, PRIMARY KEY (b, a));
CREATE TABLE ident (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, book_id int REFERENCES book ON DELETE CASCADE, a int, b int,
    CONSTRAINT pos CHECK (a > 0 AND b < 100));
ALTER TABLE book ADD CONSTRAINT book_author FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE SET NULL;
CREATE SEQUENCE sq START 5 INCREMENT 2;
CREATE TABLE counted (id serial PRIMARY KEY, note text);
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE "Odd Type" AS ENUM ();
ALTER TYPE mood ADD VALUE 'fine' BEFORE 'happy';
CREATE DOMAIN posint AS int DEFAULT 7 CHECK (VALUE > 0);
CREATE DOMAIN code AS varchar(5) NOT NULL CONSTRAINT "Odd" CHECK (VALUE ~ '^a') CHECK (length(VALUE) < 5);
CREATE TABLE priced (p posint PRIMARY KEY, c code, d posint DEFAULT 3, CHECK (p > d));
COMMENT ON DOMAIN posint IS 'from one on';
CREATE TABLE worn (id int PRIMARY KEY, m mood DEFAULT 'ok' NOT NULL, ms mood[], o "Odd Type", CHECK (m <> 'sad'));
CREATE INDEX worn_m ON worn (m) WHERE m > 'ok';
COMMENT ON TYPE mood IS 'how one is';
COMMENT ON TABLE author IS 'who writes';
COMMENT ON COLUMN author.name IS 'full name';
'''

PSQL = ['\\d', '\\dt', '\\di', '\\d author', '\\d book', '\\d pair', '\\d ident', '\\d sq', '\\d counted', '\\d+ ident', '\\d+ author', '\\d+ book', '\\d book_price', '\\dn', '\\du', '\\dv', '\\ds', '\\dm', '\\dp',
        '\\dT', '\\dT+', '\\dT mood', '\\d worn', '\\dD', '\\dD+', '\\dT code', '\\d priced', '\\dE', '\\dy', '\\dX', '\\drds', '\\dRp', '\\det', '\\dt *.*auth*', '\\dt author', '\\d nosuch', '\\dAc btree int4', '\\df pg_size_pretty']

FIRST_OID = 16384  # of what users make, which differ

# Tab completion of psql 15: "SELECT * FROM a<TAB>", "\\d b<TAB>", "ALTER TABLE book DROP COLUMN <TAB>"
COMPLETION = [
    r"""SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND (c.relname) LIKE 'a%'
        AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog') LIMIT 1000""",
    r"""SELECT a.attname FROM pg_catalog.pg_attribute a, pg_catalog.pg_class c WHERE c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attname) LIKE 't%' AND (c.relname) = 'book' AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1 LIMIT 1000""",
]

DJANGO = [
    """SELECT c.relname, CASE WHEN c.relispartition THEN 'p' WHEN c.relkind IN ('m', 'v') THEN 'v' ELSE 't' END, obj_description(c.oid, 'pg_class')
        FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('f', 'm', 'p', 'r', 'v')
        AND n.nspname NOT IN ('pg_catalog', 'pg_toast') AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1""",
    """SELECT a.attname AS column_name, NOT (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull)) AS is_nullable, pg_get_expr(ad.adbin, ad.adrelid) AS column_default,
        CASE WHEN collname = 'default' THEN NULL ELSE collname END AS collation, a.attidentity != '' AS is_autofield, col_description(a.attrelid, a.attnum)
        FROM pg_attribute a LEFT JOIN pg_attrdef ad ON a.attrelid = ad.adrelid AND a.attnum = ad.adnum LEFT JOIN pg_collation co ON a.attcollation = co.oid
        JOIN pg_type t ON a.atttypid = t.oid JOIN pg_class c ON a.attrelid = c.oid JOIN pg_namespace n ON c.relnamespace = n.oid
        WHERE c.relkind IN ('f', 'm', 'p', 'r', 'v') AND c.relname = 'book' AND a.attnum > 0 AND n.nspname NOT IN ('pg_catalog', 'pg_toast')
        AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY a.attnum""",
    """SELECT s.relname AS sequence_name, a.attname AS colname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass
        AND d.refclassid = 'pg_class'::regclass JOIN pg_attribute a ON d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
        JOIN pg_class tbl ON tbl.oid = d.refobjid AND tbl.relname = 'book' AND pg_catalog.pg_table_is_visible(tbl.oid) WHERE s.relkind = 'S'""",
    """SELECT a1.attname, c2.relname, a2.attname FROM pg_constraint con LEFT JOIN pg_class c1 ON con.conrelid = c1.oid LEFT JOIN pg_class c2 ON con.confrelid = c2.oid
        LEFT JOIN pg_attribute a1 ON c1.oid = a1.attrelid AND a1.attnum = con.conkey[1] LEFT JOIN pg_attribute a2 ON c2.oid = a2.attrelid AND a2.attnum = con.confkey[1]
        WHERE c1.relname = 'book' AND con.contype = 'f' AND c1.relnamespace = c2.relnamespace AND pg_catalog.pg_table_is_visible(c1.oid)""",
    """SELECT c.conname, array(SELECT attname FROM unnest(c.conkey) WITH ORDINALITY cols(colid, arridx) JOIN pg_attribute AS ca ON cols.colid = ca.attnum
        WHERE ca.attrelid = c.conrelid ORDER BY cols.arridx), c.contype, (SELECT fkc.relname || '.' || fka.attname FROM pg_attribute AS fka JOIN pg_class AS fkc
        ON fka.attrelid = fkc.oid WHERE fka.attrelid = c.confrelid AND fka.attnum = c.confkey[1]), cl.reloptions FROM pg_constraint AS c JOIN pg_class AS cl
        ON c.conrelid = cl.oid WHERE cl.relname = 'book' AND pg_catalog.pg_table_is_visible(cl.oid) ORDER BY 1""",
]

JDBC = [
    """SELECT current_database() IS NOT NULL, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME, CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema'
        WHEN true THEN CASE c.relkind WHEN 'r' THEN 'SYSTEM TABLE' WHEN 'v' THEN 'SYSTEM VIEW' ELSE NULL END WHEN false THEN CASE c.relkind WHEN 'r' THEN 'TABLE'
        WHEN 'i' THEN 'INDEX' WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE NULL END ELSE NULL END AS TABLE_TYPE, d.description AS REMARKS
        FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_description d ON (c.oid = d.objoid AND d.objsubid = 0 and d.classoid = 'pg_class'::regclass)
        WHERE c.relnamespace = n.oid AND c.relname LIKE 'b%' AND (false OR ( c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ))
        ORDER BY TABLE_TYPE,TABLE_SCHEM,TABLE_NAME""",
    """SELECT n.nspname, c.relname, a.attname, a.atttypid, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) AS attnotnull, a.atttypmod, a.attlen, t.typtypmod,
        nullif(a.attidentity, '') as attidentity, nullif(a.attgenerated, '') as attgenerated, pg_catalog.pg_get_expr(def.adbin, def.adrelid) AS adsrc, dsc.description,
        t.typbasetype, t.typtype FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON (c.relnamespace = n.oid) JOIN pg_catalog.pg_attribute a ON (a.attrelid=c.oid)
        JOIN pg_catalog.pg_type t ON (a.atttypid = t.oid) LEFT JOIN pg_catalog.pg_attrdef def ON (a.attrelid=def.adrelid AND a.attnum = def.adnum)
        LEFT JOIN pg_catalog.pg_description dsc ON (c.oid=dsc.objoid AND a.attnum = dsc.objsubid)
        LEFT JOIN pg_catalog.pg_class dc ON (dc.oid=dsc.classoid AND dc.relname='pg_class')
        LEFT JOIN pg_catalog.pg_namespace dn ON (dc.relnamespace=dn.oid AND dn.nspname='pg_catalog')
        WHERE c.relkind in ('r','p','v','f','m') and a.attnum > 0 AND NOT a.attisdropped AND n.nspname LIKE 'public' ORDER BY n.nspname, c.relname, a.attnum""",
    """SELECT t.typname, t.oid FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON (t.typnamespace = n.oid) WHERE n.nspname = 'pg_catalog'
        AND t.typname IN ('bool', 'int4', 'int8', 'text', 'numeric', '_text') ORDER BY 1""",
    "SELECT e.typdelim FROM pg_catalog.pg_type t, pg_catalog.pg_type e WHERE t.oid = 1009 and t.typelem = e.oid",
    """SELECT n.nspname = ANY(current_schemas(true)), n.nspname, t.typname FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON t.typnamespace = n.oid WHERE t.oid = 1700""",
    "SELECT nspname AS TABLE_SCHEM FROM pg_catalog.pg_namespace WHERE nspname <> 'pg_toast' AND nspname !~ '^pg_temp' ORDER BY TABLE_SCHEM",
]

# node-postgres' type look-ups, and what tools built on it ask of information_schema
NODE = [
    """SELECT table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, data_type, udt_name, character_maximum_length, numeric_precision,
        numeric_scale FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, 4""",
    """SELECT tc.constraint_name, tc.table_name, kcu.column_name, tc.constraint_type FROM information_schema.table_constraints tc
        JOIN information_schema.key_column_usage kcu ON tc.constraint_name = kcu.constraint_name AND tc.table_schema = kcu.table_schema
        WHERE tc.table_schema = 'public' ORDER BY 1, kcu.ordinal_position""",
    """SELECT t.relname, i.relname, a.attname, ix.indisunique, ix.indisprimary FROM pg_class t, pg_class i, pg_index ix, pg_attribute a WHERE t.oid = ix.indrelid
        AND i.oid = ix.indexrelid AND a.attrelid = t.oid AND a.attnum = ANY(ix.indkey) AND t.relkind = 'r' AND t.relname = 'book' ORDER BY 1, 2, 3""",
    "SELECT schemaname, tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 3",
]


def rows_of(dsn, query):
    with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
        for oid in (114,):
            psycopg2.extensions.register_type(psycopg2.extensions.new_type((oid,), f'RAW{oid}', lambda value, cursor: value), connection)
        cursor.execute(query)
        rows = [tuple('an oid' if isinstance(value, int) and value >= FIRST_OID else value for value in row) for row in cursor.fetchall()]
        return [column.name for column in cursor.description], [column.type_code for column in cursor.description], rows


@unittest.skipUnless(find_postgres(), 'no PostgreSQL 15 to compare with')
class Introspection(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(1)
        cls.postgres = Postgres()
        cls.dsns = [cls.cluster.dsn(), f'host=127.0.0.1 port={cls.postgres.port} user=postgres dbname=postgres']
        for dsn in cls.dsns:
            with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
                cursor.execute(SCHEMA)

    @classmethod
    def tearDownClass(cls):
        cls.postgres.__exit__(None, None, None)
        cls.cluster.close()

    def psql(self, dsn, command):
        run = subprocess.run(['psql', '-X', dsn, '-c', command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=60)
        return run.stdout

    def test_psql(self):
        for command in PSQL:
            with self.subTest(command):
                ours, theirs = (self.psql(dsn, command) for dsn in self.dsns)
                self.assertEqual(ours, theirs)

    def test_queries(self):
        for query in COMPLETION + DJANGO + JDBC + NODE:
            with self.subTest(re.sub(r'\s+', ' ', query)[:70]):
                ours, theirs = (rows_of(dsn, query) for dsn in self.dsns)
                self.assertEqual(ours, theirs)

    def test_sqlalchemy(self):
        try:
            import sqlalchemy
        except ImportError:
            self.skipTest('python3-sqlalchemy is not installed')
        answers = []
        for dsn in self.dsns:
            engine = sqlalchemy.create_engine('postgresql://', creator=lambda dsn=dsn: psycopg2.connect(dsn))
            inspector = sqlalchemy.inspect(engine)
            tables = sorted(inspector.get_table_names())
            asked = ('get_columns', 'get_pk_constraint', 'get_foreign_keys', 'get_indexes', 'get_unique_constraints', 'get_check_constraints', 'get_table_comment')
            answers.append([tables, inspector.get_view_names(), inspector.has_table('author'), inspector.has_table('nosuch')] +
                           [(table, what, str(getattr(inspector, what)(table))) for table in tables for what in asked])
            engine.dispose()
        self.assertEqual(answers[0], answers[1])


if __name__ == '__main__':
    unittest.main()
