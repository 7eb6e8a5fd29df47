-- Every kind of object that a dump must carry: tests/e2e/test_dump.py.
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'the application''s';
CREATE SEQUENCE app.numbers START 100 INCREMENT BY 5 MAXVALUE 100000 CYCLE CACHE 3;
CREATE TYPE app.status AS ENUM ('new', 'in use', 'it''s gone');
ALTER TYPE app.status ADD VALUE 'lent' BEFORE 'in use';
COMMENT ON TYPE app.status IS 'of things';
CREATE DOMAIN app.natural_number AS integer DEFAULT 1 CONSTRAINT from_one CHECK (VALUE > 0);
CREATE DOMAIN app.code AS varchar(8) NOT NULL CHECK (VALUE <> 'none') CHECK (length(VALUE) > 1);
CREATE DOMAIN app.alive AS app.status CHECK (VALUE < 'it''s gone');
ALTER DOMAIN app.natural_number ADD CONSTRAINT small CHECK (VALUE < 1000) NOT VALID;
COMMENT ON DOMAIN app.code IS 'short';
COMMENT ON CONSTRAINT from_one ON DOMAIN app.natural_number IS 'one is the first';
CREATE TABLE app.owners (
    id integer GENERATED ALWAYS AS IDENTITY (START WITH 10) PRIMARY KEY,
    name varchar(30) NOT NULL DEFAULT 'nobody',
    email text UNIQUE,
    born date CHECK (born > '1900-01-01'),
    tags text[] DEFAULT '{}',
    score numeric(10,3) DEFAULT 1.5,
    "Mixed Case" text COLLATE "C",
    doubled numeric GENERATED ALWAYS AS (score * 2) STORED,
    seen timestamp with time zone DEFAULT now(),
    flag boolean DEFAULT true NOT NULL,
    CONSTRAINT named CHECK (length(name) > 0 AND flag IS NOT NULL)
);
COMMENT ON TABLE app.owners IS 'who owns what';
COMMENT ON COLUMN app.owners."Mixed Case" IS 'a column';
CREATE TABLE public.things (
    a serial,
    b bigint NOT NULL DEFAULT nextval('app.numbers'),
    c smallint,
    owner integer REFERENCES app.owners ON DELETE CASCADE ON UPDATE SET NULL,
    d time, e interval, f uuid, g bytea, h double precision, i real, j char(4), k timestamp(3),
    PRIMARY KEY (a, b),
    UNIQUE NULLS NOT DISTINCT (c)
);
CREATE INDEX things_hd ON public.things (h DESC NULLS LAST, i);
CREATE UNIQUE INDEX things_u ON public.things (c, owner);
COMMENT ON INDEX things_hd IS 'an index';
CREATE INDEX things_expr ON public.things (upper(j::text) DESC, (c + b), h);
CREATE UNIQUE INDEX things_partial ON public.things ((a % 10), b) WHERE h > 1.5 AND j IS NOT NULL AND k > '2020-01-01';
CREATE INDEX owners_lower ON app.owners (lower(name)) WHERE flag;
CREATE TABLE public.parent (x int, y int, PRIMARY KEY (x, y));
CREATE TABLE public.child (x int, y int, z int, FOREIGN KEY (x, y) REFERENCES public.parent MATCH FULL DEFERRABLE);
CREATE TABLE public.waits (a int PRIMARY KEY DEFERRABLE, b int UNIQUE DEFERRABLE INITIALLY DEFERRED, c int, d int, CONSTRAINT waits_c FOREIGN KEY (c, d) REFERENCES public.parent DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE public.child ADD CONSTRAINT later CHECK (z > 0) NOT VALID;
COMMENT ON CONSTRAINT later ON public.child IS 'later';
CREATE VIEW app.v AS SELECT o.id, o.name, count(t.a) AS things, CASE WHEN max(t.h) > 1 THEN 'big' ELSE 'small' END AS size
  FROM app.owners o LEFT JOIN public.things t ON t.owner = o.id GROUP BY o.id, o.name;
CREATE VIEW public.aa AS SELECT v.*, x.n FROM app.v CROSS JOIN (VALUES (1), (2)) AS x(n) WHERE v.things > 0;
COMMENT ON VIEW app.v IS 'a view';
CREATE VIEW public.w (q) AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT sum(n) FROM r;
CREATE VIEW public.few AS SELECT x, y AS why FROM public.parent WHERE x > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW public.fewer AS SELECT x, why FROM public.few WHERE why < 100 WITH LOCAL CHECK OPTION;
ALTER VIEW public.fewer ALTER COLUMN why SET DEFAULT 5;
CREATE TABLE app.states (s app.status PRIMARY KEY DEFAULT 'new', before app.status[] DEFAULT ARRAY['new'::app.status], CONSTRAINT not_gone CHECK (s <> 'it''s gone'));
CREATE INDEX states_p ON app.states (s DESC) WHERE s > 'lent';
CREATE VIEW app.in_use AS SELECT s FROM app.states WHERE s >= 'lent';
CREATE TABLE app.priced (n app.natural_number PRIMARY KEY, c app.code DEFAULT 'abc', a app.alive, CHECK (n < 500));
CREATE VIEW app.cheap AS SELECT n, c FROM app.priced WHERE n < 5;
INSERT INTO app.priced VALUES (1, 'ab', 'new'), (7, 'cd', NULL);
INSERT INTO app.states VALUES ('new', NULL), ('lent', '{"in use",new}'), ('in use', NULL);
CREATE TABLE "odd name" ("select" int PRIMARY KEY, "with""quote" text);
CREATE TABLE empty_table ();
INSERT INTO app.owners (name, email, born, tags, score, "Mixed Case", seen) VALUES ('ann', 'a@x', '1990-05-05', '{a,"b c",NULL}', 2.125, E'tab\there', '2024-01-01 12:00+00'), ('bob', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO things (c, owner, d, e, f, g, h, i, j, k) VALUES (1, 10, '12:34:56.789', '1 year 2 days 03:00', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\x00ff10', 1.1, 2.5, 'ab', '2024-02-29 23:59:59.999'), (NULL, 10, NULL, NULL, NULL, NULL, 'NaN', '-Infinity', NULL, NULL);
INSERT INTO parent VALUES (1, 2); INSERT INTO child VALUES (1, 2, 3), (NULL, NULL, 4);
INSERT INTO waits VALUES (1, 1, 1, 2), (2, NULL, NULL, 5);
INSERT INTO "odd name" VALUES (1, 'x\y'), (2, '');
SELECT setval('app.numbers', 200);
