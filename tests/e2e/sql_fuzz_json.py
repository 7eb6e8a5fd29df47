# SPDX-License-Identifier: Apache-2.0
"""sql_fuzz_json - a generator of queries over json and jsonb, as sql_fuzz: seed n is always the same text."""
import json
import random

SCHEMA = ['CREATE TABLE fj (id int PRIMARY KEY, j json, b jsonb, k text, n int)']
KEYS = ['a', 'b', 'c', 'aa', '', '0', '1', 'é', 'a"b']
SCALARS = ['null', 'true', 'false', '0', '1', '-1', '1.0', '1.50', '1e2', '12345678901234567890', '0.001', '"a"', '"b"', '""', '"é"', '"x\\ny"', '"1"', '"\\u00e4"']


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def value(rng, depth):
    """A JSON text."""
    form = rng.random()
    if depth <= 0 or form < 0.4:
        return rng.choice(SCALARS)
    items = [value(rng, depth - 1) for _ in range(rng.choice([0, 1, 2, 2, 3]))]
    blank = rng.choice(['', '', ' ', '\n'])
    if form < 0.65:
        return '[' + (',' + blank).join(items) + blank + ']'
    return '{' + (blank + ',').join(f'{json.dumps(rng.choice(KEYS))}{blank}:{item}' for item in items) + '}'


def setup():
    rng = random.Random('json rows')
    out = list(SCHEMA)
    for i in range(40):
        texts = [quote(value(rng, 3)) if rng.random() < 0.9 else 'NULL' for _ in range(2)]
        out.append(f"INSERT INTO fj VALUES ({i}, {texts[0]}, {texts[1]}, {quote(rng.choice(KEYS))}, {rng.randint(-3, 3)})")
    return out


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def pick(self, *items):
        return self.rng.choice(items)

    def key(self):
        return self.pick(quote(self.rng.choice(KEYS)), 'k', quote(self.rng.choice(KEYS)))

    def number(self):
        return self.pick('n', '0', '1', '-1', '2')

    def path(self):
        steps = [self.pick(self.rng.choice(KEYS[:4]), str(self.rng.randint(-2, 2))) for _ in range(self.pick(0, 1, 1, 2, 2, 3))]
        return self.pick(quote('{' + ','.join(steps) + '}'), f'array[k, {quote(self.rng.choice(KEYS))}]', quote('{' + ','.join(steps) + '}'))

    def text(self, depth):
        return self.pick(lambda: f'({self.jsonb(depth)} ->> {self.key()})', lambda: f'({self.jsonb(depth)} ->> {self.number()})', lambda: f'({self.jsonb(depth)} #>> {self.path()})',
                         lambda: f'({self.json(depth)} ->> {self.key()})', lambda: f'({self.json(depth)} #>> {self.path()})', lambda: f'jsonb_typeof({self.jsonb(depth)})',
                         lambda: f'({self.jsonb(depth)})::text', lambda: f'jsonb_pretty({self.jsonb(depth)})', lambda: f'json_typeof({self.json(depth)})', lambda: 'k')()

    def json(self, depth):
        if depth <= 0:
            return self.pick('j', 'j', quote(value(self.rng, 2)) + '::json')
        sub = lambda: self.json(depth - 1)  # noqa: E731
        return self.pick(lambda: f'({sub()} -> {self.key()})', lambda: f'({sub()} -> {self.number()})', lambda: f'({sub()} #> {self.path()})', lambda: f'json_strip_nulls({sub()})',
                         lambda: f'json_build_object({self.key()}, {sub()}, \'z\', {self.pick("n", self.text(depth - 1), self.jsonb(depth - 1))})',
                         lambda: f'json_build_array({sub()}, n, {self.text(depth - 1)})', lambda: f'to_json({self.text(depth - 1)})', lambda: f'({self.jsonb(depth - 1)})::json', sub)()

    def jsonb(self, depth):
        if depth <= 0:
            return self.pick('b', 'b', quote(value(self.rng, 2)) + '::jsonb')
        sub = lambda: self.jsonb(depth - 1)  # noqa: E731
        return self.pick(
            lambda: f'({sub()} -> {self.key()})', lambda: f'({sub()} -> {self.number()})', lambda: f'({sub()} #> {self.path()})', lambda: f'({sub()})[{self.key()}]',
            lambda: f'({sub()})[{self.number()}]', lambda: f'({sub()} || {sub()})', lambda: f'({sub()} - {self.key()})', lambda: f'({sub()} - {self.number()})',
            lambda: f'({sub()} #- {self.path()})', lambda: f"({sub()} - '{{a,c}}'::text[])",
            lambda: f'jsonb_set({sub()}, {self.path()}, {sub()}{self.pick("", ", true", ", false")})', lambda: f'jsonb_insert({sub()}, {self.path()}, {sub()}{self.pick("", ", true")})',
            lambda: f'jsonb_set_lax({sub()}, {self.path()}, {self.pick(sub(), "NULL")}, {self.pick("true", "false")}, {self.pick(repr("use_json_null"), repr("delete_key"), repr("return_target"))})',
            lambda: f'jsonb_strip_nulls({sub()})', lambda: f'jsonb_build_object({self.key()}, {sub()}, {self.key()}, {self.pick("n", self.text(depth - 1), self.json(depth - 1))})',
            lambda: f'jsonb_build_array({sub()}, {self.text(depth - 1)})', lambda: f'to_jsonb({self.pick("n", self.text(depth - 1))})', lambda: f'({self.json(depth - 1)})::jsonb',
            lambda: f"coalesce({sub()}, '{{}}')", lambda: f'greatest({sub()}, {sub()})', lambda: f'(SELECT jsonb_agg(x ORDER BY x) FROM jsonb_array_elements({sub()}) x)',
            lambda: f'(SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each({sub()}) e)', sub)()

    def test(self, depth):
        return self.pick(lambda: f'({self.jsonb(depth)} @> {self.jsonb(depth)})', lambda: f'({self.jsonb(depth)} <@ {self.jsonb(depth)})', lambda: f'({self.jsonb(depth)} ? {self.key()})',
                         lambda: f"({self.jsonb(depth)} {self.pick('?|', '?&')} array[{self.key()}, {self.key()}])",
                         lambda: f"({self.jsonb(depth)} {self.pick('=', '<>', '<', '>', '<=', '>=', 'IS DISTINCT FROM')} {self.jsonb(depth)})",
                         lambda: f"({self.text(depth)} {self.pick('=', '<', '>=')} {self.text(depth)})", lambda: f'({self.jsonb(depth)} IS NULL)',
                         lambda: f'(jsonb_array_length({self.jsonb(depth)}) > {self.number()})')()

    def objects(self, call):
        """The rows whose value is an object, and no others when the call is evaluated."""
        kind = 'json_typeof(j)' if call.startswith('json_') else 'jsonb_typeof(b)'
        return f"(SELECT * FROM fj WHERE {kind} = 'object' OFFSET 0) fj"

    def statement(self):
        depth = self.pick(0, 1, 1, 2, 3)
        few = f' WHERE id IN ({self.rng.randint(0, 39)}, {self.rng.randint(0, 39)})'  # many expressions fail for some rows
        where = self.pick('', few, few, few, f' WHERE {self.test(1)}')
        form = self.rng.random()
        if form < 0.5:
            return f'SELECT id, {self.jsonb(depth)}, {self.text(depth)}, {self.json(depth)}, {self.test(depth)} FROM fj{where} ORDER BY id'
        if form < 0.6:
            return f'SELECT min({self.jsonb(1)}::text), count(*), count(DISTINCT {self.jsonb(1)}), jsonb_agg({self.jsonb(1)} ORDER BY id), json_agg({self.json(1)} ORDER BY id) FROM fj{where}'
        if form < 0.7:
            key = self.pick('b', f'(b -> {self.key()})', f'(b #> {self.path()})', f'(b || {quote(value(self.rng, 1))})', f'jsonb_strip_nulls(b)')
            return f'SELECT {key}, count(*), json_object_agg(id, k ORDER BY id) FROM fj{where} GROUP BY {key} ORDER BY 1, 2'
        if form < 0.8:
            left = self.pick('x.b', "x.b -> 'a'", 'x.b -> 0', "x.b -> 'a' -> 'b'")
            return f"SELECT x.id, y.id FROM fj x JOIN fj y ON {left} = y.b {self.pick('', 'AND x.id <> y.id')} ORDER BY 1, 2"
        if form < 0.9:
            call = self.pick('jsonb_each(b)', 'jsonb_each_text(b)', 'json_each(j)', 'json_each_text(j)', f'jsonb_each({self.jsonb(1)})')
            return f"SELECT id, e.key, e.value{self.pick('', '::text')} FROM {self.objects(call)}, {call} e ORDER BY 1, 2, e.value::text"
        call = self.pick('jsonb_to_record(b)', 'json_to_record(j)', 'jsonb_to_recordset(jsonb_build_array(b, b))', 'json_to_recordset(json_build_array(j))')
        return f"SELECT id, r.* FROM {self.objects(call)}, {call} AS r(a text, b {self.pick('text', 'jsonb', 'json')}, c {self.pick('text[]', 'jsonb[]', 'numeric')}) ORDER BY id, r.a, r.b::text, r.c::text"


def json_statement(seed):
    return Maker(f'json {seed}').statement()
