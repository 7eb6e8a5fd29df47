# SPDX-License-Identifier: Apache-2.0
"""sql_fuzz_values - a generator of expressions over many types, each evaluated for one row, as sql_fuzz: seed n is always the same text.

One row and no table to choose a plan for: rows, types and SQLSTATEs must agree."""
import random

TYPES = ['smallint', 'int', 'bigint', 'numeric', 'float8', 'text', 'varchar(5)', 'char(4)', 'bool', 'date', 'time', 'timestamp', 'timestamptz', 'interval', 'int[]', 'text[]', 'bytea']
TEXTS = {
    'smallint': ['0', '1', '-1', '7', '100', '32767', '-32768', ' 12 ', '+3'],
    'int': ['0', '1', '-1', '2', '10', '42', '2147483647', '-2147483648', ' 5', '-0'],
    'bigint': ['0', '1', '-1', '3', '9223372036854775807', '-9223372036854775808', '4294967296'],
    'numeric': ['0', '1', '-1.5', '0.10', '123456.789', '1e10', '-1e-5', '99999999999999999999.5', 'NaN', 'Infinity', '-Infinity', '.5', '7.'],
    'float8': ['0', '1', '-1.5', '0.1', '1e300', '1e-300', 'NaN', 'Infinity', '-Infinity', '123456789.125', '-0', '3.0000001'],
    'text': ['', 'a', 'abc', 'Abc DEF', ' x ', 'é', 'ß', '日本', '12', 'a,b,c', 'a_b%', '%', '\\', 'a\\b', "it''s", 'aaa', 'foo bar baz', '1e3', 'true', '2024-02-29'],
    'varchar(5)': ['', 'a', 'abc  ', 'hello', 'é'],
    'char(4)': ['', 'a', 'ab  ', 'abcd', 'B'],
    'bool': ['t', 'f', 'true', 'false', 'yes', 'off', '1'],
    'date': ['2024-01-01', '2024-02-29', '1999-12-31', '2000-01-01', '0001-01-01', '2024-12-31', '1970-01-01', 'infinity', '-infinity', '0044-03-15 BC', '20240315', 'Jan 5 2023'],
    'time': ['00:00', '12:34:56', '23:59:59.999999', '04:05:06.789', '24:00:00', '1:02 PM'],
    'timestamp': ['2024-01-01 00:00:00', '2024-02-29 12:34:56.789', '1999-12-31 23:59:59.999999', 'infinity', '-infinity', '0001-01-01 00:00', '2024-06-15T08:30', '2000-01-01'],
    'timestamptz': ['2024-01-01 00:00:00+00', '2024-07-01 12:34:56.5+02', '1999-12-31 23:59:59-08', 'infinity', '2024-03-10 10:00', '2024-01-01 00:00 UTC'],
    'interval': ['0', '1 day', '1 month', '-1 year 2 mons', '90 minutes', '1 day -01:00:00', '01:02:03.456', '1.5 days', 'P1Y2M3DT4H5M6S', '2 weeks ago', '100 years', '-00:00:01', '30 days', '1 mon 31 days'],
    'int[]': ['{}', '{1}', '{1,2,3}', '{3,NULL,1}', '{1,1,2}', '[2:3]={5,6}', '{{1,2},{3,4}}', '{-1,0}'],
    'text[]': ['{}', '{a}', '{a,b,NULL}', '{"a b","c,d",""}', '{b,a}', '{{a,b},{c,d}}', '{"NULL"}'],
    'bytea': ['', 'a', '\\x00ff', '\\xdeadbeef', 'abc', '\\000'],
}
BAD = ['', 'x', '1x', '1.5', '99999999999999999999', '2024-13-01', '2024-02-30', '25:00', '{1,', '{x}', 'tru', '1e400', '-', '1 fortnight', '\\x0', 'nan', '1_000', '0x10', '1 2']
FORMATS_DATE = ['YYYY-MM-DD', 'DD.MM.YY', 'Day, DD Month YYYY', 'FMDay FMDD', 'HH24:MI:SS', 'HH12:MI AM', 'IYYY-IW-ID', 'Q J', 'DDD WW W', 'MS US', 'Mon mon MON', 'YYYY"text"MM', 'CC BC', 'DDth', 'SSSS', 'FF3', 'RM', 'D']
FORMATS_NUMBER = ['999', '9,999.99', '0000', 'FM999.00', 'S999', '999PR', '999MI', '9.99EEEE', 'RN', '99V9', 'L99', 'FM9990.999', '999th', '999D99', 'SG99']
PATTERNS = ['a', '^a', 'b$', '[a-c]+', '(a)(b)?', 'a|b', '.', '\\d+', '\\w', '(.)\\1', 'a{2}', '^$', '[[:alpha:]]', '(?i)ABC', 'x*', '\\s', '(foo|bar)', '(', '[', 'a**', '\\m', '(?=b)', '[^a]']
FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'dow', 'doy', 'week', 'quarter', 'epoch', 'century', 'decade', 'millennium', 'isodow', 'isoyear', 'microseconds', 'milliseconds', 'julian', 'timezone', 'era']
NUMBERS = ['smallint', 'int', 'bigint', 'numeric', 'float8']
WORDS = ['text', 'varchar(5)', 'char(4)']
TIMES = ['date', 'time', 'timestamp', 'timestamptz', 'interval']
ARRAYS = ['int[]', 'text[]']


def quote(text):
    return ("E'" + text.replace('\\', '\\\\') + "'") if '\\' in text else "'" + text + "'"


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def pick(self, *items):
        return self.rng.choice(items)

    def chance(self, p):
        return self.rng.random() < p

    def literal(self, kind):
        if self.chance(0.06):
            return f'NULL::{kind}'
        text = quote(self.rng.choice(BAD if self.chance(0.04) else TEXTS[kind]))
        if self.chance(0.2):
            return f'CAST({text} AS {kind})'
        if kind in ('int', 'numeric', 'bool', 'text') and self.chance(0.3):
            return {'int': str(self.rng.randint(-5, 100)), 'numeric': f'{self.rng.randint(-50, 50)}.{self.rng.randint(0, 99)}', 'bool': self.pick('true', 'false'), 'text': text}[kind]
        return f'{text}::{kind}'

    def expr(self, kind, depth):
        """Of this type or one that PostgreSQL may make of it."""
        if depth <= 0 or self.chance(0.2):
            return self.literal(kind)
        if self.chance(0.15):
            return self.common(kind, depth - 1)
        if kind in NUMBERS:
            return self.number(kind, depth - 1)
        if kind in WORDS:
            return self.word(kind, depth - 1)
        if kind in TIMES:
            return self.moment(kind, depth - 1)
        if kind in ARRAYS:
            return self.array(kind, depth - 1)
        if kind == 'bytea':
            return self.bytes(depth - 1)
        return self.test(depth - 1)

    def any_of(self, kinds, depth):
        return self.expr(self.rng.choice(kinds), depth)

    def common(self, kind, depth):
        sub = lambda: self.expr(kind, depth)  # noqa: E731
        other = self.rng.choice(TYPES)
        return self.pick(lambda: f'coalesce({sub()}, {sub()})', lambda: f'nullif({sub()}, {sub()})', lambda: f'greatest({sub()}, {sub()}, {sub()})', lambda: f'least({sub()}, {sub()})',
                         lambda: f"CASE WHEN {self.expr('bool', depth)} THEN {sub()} ELSE {sub()} END", lambda: f'CASE {self.expr(other, depth)} WHEN {self.expr(other, depth)} THEN {sub()} END',
                         lambda: f'({self.expr(other, depth)})::{kind}', lambda: f'({sub()})::{kind}', lambda: f"({self.expr('text', depth)})::{kind}",
                         lambda: f'(ARRAY[{sub()}, {sub()}])[{self.expr("int", 0)}]' if kind not in ARRAYS else sub(), lambda: f'(SELECT {sub()})', lambda: f'({sub()})::text::{kind}')()

    def number(self, kind, depth):
        sub = lambda: self.expr(kind, depth)  # noqa: E731
        any_number = lambda: self.any_of(NUMBERS, depth)  # noqa: E731
        words = lambda: self.any_of(WORDS, depth)  # noqa: E731
        forms = [lambda: f"({sub()} {self.pick('+', '-', '*', '/')} {any_number()})", lambda: f"({any_number()} {self.pick('+', '-', '*', '/', '%')} {sub()})", lambda: f'{self.pick("abs", "sign", "-", "+", "@")}({sub()})']
        if kind in ('smallint', 'int', 'bigint'):
            forms += [lambda: f"({sub()} {self.pick('&', '|', '#', '<<', '>>')} {self.expr('int', depth)})", lambda: f'{self.pick("gcd", "lcm", "mod", "div")}({sub()}, {sub()})', lambda: f'(~ {sub()})']
        if kind == 'int':
            forms += [lambda: f'{self.pick("length", "char_length", "octet_length", "bit_length", "ascii")}({words()})', lambda: f'position({words()} IN {words()})', lambda: f'strpos({words()}, {words()})',
                      lambda: f"{self.pick('array_length', 'array_upper', 'array_lower')}({self.any_of(ARRAYS, depth)}, {self.pick('1', '2', '0')})", lambda: f'cardinality({self.any_of(ARRAYS, depth)})',
                      lambda: f"array_position({self.expr('int[]', depth)}, {sub()})", lambda: f"({self.expr('date', depth)} - {self.expr('date', depth)})", lambda: f'width_bucket({any_number()}, 0, 10, 5)',
                      lambda: f"({self.expr('int[]', depth)})[{self.expr('int', 0)}]", lambda: f"length({self.expr('bytea', depth)})", lambda: f'num_nulls({sub()}, {words()})',
                      lambda: f"regexp_count({words()}, {quote(self.rng.choice(PATTERNS))})", lambda: f"regexp_instr({words()}, {quote(self.rng.choice(PATTERNS))})"]
        if kind in ('numeric', 'float8'):
            forms += [lambda: f'{self.pick("round", "ceil", "floor", "trunc", "sqrt", "exp", "ln", "log", "ceiling", "cbrt", "degrees", "radians")}({sub()})', lambda: f'power({sub()}, {self.expr("int", 0)})',
                      lambda: f'({sub()} ^ {self.pick("2", "0.5", "-1", "0")})', lambda: f"extract({self.pick(*FIELDS)} FROM {self.any_of(TIMES, depth)})", lambda: f"date_part('{self.pick(*FIELDS)}', {self.any_of(TIMES, depth)})"]
        if kind == 'numeric':
            forms += [lambda: f'round({sub()}, {self.rng.randint(-2, 4)})', lambda: f'trunc({sub()}, {self.rng.randint(-2, 3)})', lambda: f"to_number({words()}, {quote(self.rng.choice(FORMATS_NUMBER[:4]))})", lambda: f'({any_number()})::numeric({self.rng.randint(1, 12)},{self.rng.randint(0, 4)})',
                      lambda: f'{self.pick("scale", "min_scale", "trim_scale", "factorial")}({sub()})', lambda: f'mod({sub()}, {sub()})', lambda: f'div({sub()}, {sub()})', lambda: f'log({sub()}, {sub()})']
        if kind == 'float8':
            forms += [lambda: f'{self.pick("sin", "cos", "tan", "atan", "asin", "acos", "sinh", "tanh", "sind", "cosd")}({sub()})', lambda: f'atan2({sub()}, {sub()})']
        return self.rng.choice(forms)()

    def word(self, kind, depth):
        sub = lambda: self.expr(kind, depth)  # noqa: E731
        number = lambda: str(self.rng.randint(-3, 6))  # noqa: E731
        pattern = quote(self.rng.choice(PATTERNS))
        return self.pick(
            lambda: f'({sub()} || {self.any_of(TYPES, depth)})', lambda: f'{self.pick("upper", "lower", "initcap", "reverse", "trim", "btrim", "ltrim", "rtrim", "md5", "quote_ident", "quote_literal")}({sub()})',
            lambda: f'substring({sub()} FROM {number()} FOR {number()})', lambda: f'substr({sub()}, {number()})', lambda: f'substring({sub()} FROM {pattern})', lambda: f'{self.pick("left", "right", "repeat")}({sub()}, {number()})',
            lambda: f'{self.pick("lpad", "rpad")}({sub()}, {number()}, {sub()})', lambda: f'replace({sub()}, {sub()}, {sub()})', lambda: f'translate({sub()}, {sub()}, {sub()})', lambda: f"split_part({sub()}, {self.pick(*map(repr, [',', ' ', '', 'a']))}, {number()})",
            lambda: f'overlay({sub()} PLACING {sub()} FROM {number()})', lambda: f"trim({self.pick('BOTH', 'LEADING', 'TRAILING')} {self.pick(*map(repr, ['a', ' ', 'xy']))} FROM {sub()})",
            lambda: f"concat({sub()}, {self.any_of(TYPES, depth)}, {self.any_of(TYPES, depth)})", lambda: f"concat_ws(',', {sub()}, {self.any_of(TYPES, depth)}, NULL)", lambda: f"format({quote(self.pick('%s', '%s-%s', '%I', '%L', '%%', '%5s|', '%-5s|', '%2$s %1$s', '%x'))}, {sub()}, {sub()})",
            lambda: f"to_char({self.any_of(TIMES, depth)}, {quote(self.rng.choice(FORMATS_DATE))})", lambda: f"to_char({self.any_of(NUMBERS, depth)}, {quote(self.rng.choice(FORMATS_NUMBER))})", lambda: f"({self.any_of(TYPES, depth)})::text", lambda: f"chr({self.pick('65', '0', '233', '-1', '70000')})",
            lambda: f"regexp_replace({sub()}, {pattern}, {quote(self.pick('X', '<&>', '', '[' + chr(92) + '1]'))}{self.pick('', repr('g').join([', ', '']), repr('gi').join([', ', '']))})", lambda: f'(regexp_match({sub()}, {pattern}))[1]', lambda: f"regexp_substr({sub()}, {pattern})",
            lambda: f"array_to_string({self.any_of(ARRAYS, depth)}, ','{self.pick('', ', ' + repr('*'))})", lambda: f"({self.expr('text[]', depth)})[{self.rng.randint(0, 3)}]", lambda: f"encode({self.expr('bytea', depth)}, {quote(self.pick('hex', 'base64', 'escape', 'bad'))})",
            lambda: f'({self.any_of(TYPES, depth)})::{self.pick("varchar(3)", "char(3)", "varchar", "char(6)")}', lambda: f'to_hex({self.any_of(["int", "bigint"], depth)})', lambda: f'quote_nullable({sub()})', lambda: f'starts_with({sub()}, {sub()})::text', lambda: f'pg_typeof({self.any_of(NUMBERS + TIMES, depth)})::text',
            lambda: f"(SELECT string_agg(x, ',' ORDER BY x) FROM unnest({self.expr('text[]', depth)}) x)", lambda: f'unistr({quote(self.pick("abc", chr(92) + "00e9", chr(92) + "x"))})')()

    def moment(self, kind, depth):
        sub = lambda: self.expr(kind, depth)  # noqa: E731
        span = lambda: self.expr('interval', depth)  # noqa: E731
        forms = {
            'date': [lambda: f"({sub()} {self.pick('+', '-')} {self.expr('int', 0)})", lambda: f"({self.any_of(['timestamp', 'timestamptz'], depth)})::date", lambda: f"to_date({quote(self.pick('2024-05-06', '06.05.24', '2024-13-45', 'x'))}, {quote(self.rng.choice(FORMATS_DATE[:3]))})",
                     lambda: f'make_date({self.pick("2024", "1999", "0", "-5")}, {self.pick("1", "2", "13")}, {self.pick("1", "29", "31")})'],
            'time': [lambda: f"({sub()} {self.pick('+', '-')} {span()})", lambda: f"({self.any_of(['timestamp', 'timestamptz', 'interval'], depth)})::time", lambda: f'make_time({self.pick("0", "12", "25")}, {self.pick("0", "30", "60")}, {self.pick("0", "59.5", "60")})', lambda: f'({sub()})::time({self.rng.randint(0, 3)})'],
            'timestamp': [lambda: f"({sub()} {self.pick('+', '-')} {span()})", lambda: f"({self.expr('date', depth)} {self.pick('+', '-')} {span()})", lambda: f"({self.expr('date', depth)} + {self.expr('time', depth)})", lambda: f"date_trunc('{self.pick(*FIELDS)}', {sub()})", lambda: f"({self.expr('timestamptz', depth)} AT TIME ZONE {quote(self.pick('UTC', 'Europe/Berlin', '+02', 'nowhere', 'EST'))})",
                          lambda: f"to_timestamp({quote(self.pick('2024-05-06 07:08:09', '2024', 'x'))}, 'YYYY-MM-DD HH24:MI:SS')::timestamp", lambda: f'make_timestamp(2024, {self.pick("1", "12", "0")}, 15, 8, {self.pick("5", "61")}, 1.5)', lambda: f'({sub()})::timestamp({self.rng.randint(0, 3)})', lambda: f"date_bin({span()}, {sub()}, timestamp '2001-01-01')"],
            'timestamptz': [lambda: f"({sub()} {self.pick('+', '-')} {span()})", lambda: f"date_trunc('{self.pick(*FIELDS)}', {sub()}{self.pick('', ', ' + quote('Europe/Berlin'))})", lambda: f"({self.expr('timestamp', depth)} AT TIME ZONE {quote(self.pick('UTC', 'America/New_York', '-03'))})", lambda: f'to_timestamp({self.any_of(["int", "float8"], depth)})', lambda: f"({self.any_of(['date', 'timestamp'], depth)})::timestamptz"],
            'interval': [lambda: f"({sub()} {self.pick('+', '-')} {sub()})", lambda: f"({sub()} {self.pick('*', '/')} {self.any_of(['int', 'float8'], depth)})", lambda: f"({self.expr('timestamp', depth)} - {self.expr('timestamp', depth)})", lambda: f"age({self.expr('timestamp', depth)}, {self.expr('timestamp', depth)})", lambda: f"({self.expr('timestamptz', depth)} - {self.expr('timestamptz', depth)})", lambda: f'(- {sub()})', lambda: f'make_interval(days => {self.expr("int", 0)}, hours => {self.rng.randint(-30, 30)})',
                         lambda: f'{self.pick("justify_days", "justify_hours", "justify_interval")}({sub()})', lambda: f"({self.expr('time', depth)} - {self.expr('time', depth)})", lambda: f"({self.expr('time', depth)})::interval", lambda: f"date_trunc('{self.pick(*FIELDS)}', {sub()})"],
        }
        return self.rng.choice(forms[kind])()

    def array(self, kind, depth):
        sub = lambda: self.expr(kind, depth)  # noqa: E731
        item = lambda: self.expr(kind[:-2], depth)  # noqa: E731
        own = {'int[]': [lambda: f'ARRAY(SELECT generate_series({self.rng.randint(-2, 3)}, {self.rng.randint(0, 5)}{self.pick("", ", 2", ", -1", ", 0")}))'],
               'text[]': [lambda: f"string_to_array({self.any_of(WORDS, depth)}, {self.pick(quote(','), quote(' '), 'NULL', quote(''))})", lambda: f"regexp_split_to_array({self.any_of(WORDS, depth)}, {quote(self.rng.choice(PATTERNS))})", lambda: f"regexp_match({self.any_of(WORDS, depth)}, {quote(self.rng.choice(PATTERNS))})"]}
        return self.rng.choice([lambda: f'ARRAY[{item()}, {item()}]', lambda: f'({sub()} || {sub()})', lambda: f'({sub()} || {item()})', lambda: f'array_append({sub()}, {item()})', lambda: f'array_prepend({item()}, {sub()})', lambda: f'array_cat({sub()}, {sub()})', lambda: f'array_remove({sub()}, {item()})',
                                lambda: f'array_replace({sub()}, {item()}, {item()})', lambda: f'({sub()})[{self.pick("1", "0", "2")}:{self.pick("2", "3", "1")}]', lambda: f'({sub()})[:2]', lambda: f'array_fill({item()}, ARRAY[{self.rng.randint(0, 3)}])', lambda: f'trim_array({sub()}, {self.rng.randint(0, 2)})', lambda: f'array_positions({sub()}, {item()})::{kind}',
                                lambda: f'(SELECT array_agg(x ORDER BY x) FROM unnest({sub()}) x)', lambda: f'({self.expr(self.rng.choice(ARRAYS), depth)})::{kind}'] + own[kind])()

    def bytes(self, depth):
        sub = lambda: self.expr('bytea', depth)  # noqa: E731
        return self.pick(lambda: f'({sub()} || {sub()})', lambda: f'substring({sub()} FROM {self.rng.randint(0, 3)} FOR {self.rng.randint(-1, 3)})', lambda: f"decode({quote(self.pick('00ff', 'YWJj', 'xyz', 'a' + chr(92) + '000'))}, {quote(self.pick('hex', 'base64', 'escape'))})",
                         lambda: f'set_byte({sub()}, {self.rng.randint(-1, 2)}, {self.rng.randint(0, 300)})', lambda: f'{self.pick("sha256", "sha512")}({sub()})', lambda: f"convert_to({self.any_of(WORDS, depth)}, 'UTF8')", lambda: f'overlay({sub()} PLACING {sub()} FROM {self.rng.randint(0, 3)})', lambda: f'trim({sub()} FROM {sub()})')()

    def test(self, depth):
        kind = self.rng.choice(TYPES)
        left, right = lambda: self.expr(kind, depth), lambda: self.expr(self.pick(kind, kind, kind, *NUMBERS, *TIMES) if self.chance(0.2) else kind, depth)
        words = lambda: self.any_of(WORDS, depth)  # noqa: E731
        array = self.rng.choice(ARRAYS)
        return self.pick(lambda: f"({left()} {self.pick('=', '<>', '<', '<=', '>', '>=')} {right()})", lambda: f"({left()} {self.pick('=', '<>', '<', '<=', '>', '>=')} {right()})", lambda: f"({left()} {self.pick('', 'NOT ')}BETWEEN {self.pick('', 'SYMMETRIC ')}{right()} AND {right()})",
                         lambda: f"({left()} {self.pick('', 'NOT ')}IN ({right()}, {right()}))", lambda: f"({left()} IS {self.pick('', 'NOT ')}DISTINCT FROM {right()})", lambda: f"({left()} IS {self.pick('', 'NOT ')}NULL)", lambda: f"({self.expr('bool', depth)} {self.pick('AND', 'OR')} {self.expr('bool', depth)})", lambda: f"(NOT {self.expr('bool', depth)})",
                         lambda: f"({self.expr('bool', depth)} IS {self.pick('', 'NOT ')}{self.pick('TRUE', 'FALSE', 'UNKNOWN')})", lambda: f"({words()} {self.pick('LIKE', 'NOT LIKE', 'ILIKE')} {words()})", lambda: f"({words()} {self.pick('~', '!~', '~*', '!~*')} {quote(self.rng.choice(PATTERNS))})", lambda: f"({words()} SIMILAR TO {quote(self.pick('a%', '(a|b)_*', 'abc', '%'))})",
                         lambda: f"({words()} LIKE {words()} ESCAPE {quote(self.pick('!', '', 'ab', chr(92)))})", lambda: f"({self.expr(array[:-2], depth)} {self.pick('=', '<', '<>')} {self.pick('ANY', 'ALL')} ({self.expr(array, depth)}))", lambda: f"({self.expr(array, depth)} {self.pick('@>', '<@', '&&', '=', '<')} {self.expr(array, depth)})",
                         lambda: f"(({self.expr('date', depth)}, {self.expr('date', depth)}) OVERLAPS ({self.expr('date', depth)}, {self.expr('interval', depth)}))", lambda: f"regexp_like({words()}, {quote(self.rng.choice(PATTERNS))})", lambda: f'isfinite({self.any_of(["date", "timestamp", "interval"], depth)})')()

    def statement(self):
        return f'SELECT {self.expr(self.rng.choice(TYPES), self.pick(1, 1, 2, 2, 3))} AS v'


def value_statement(seed):
    return Maker(f'value {seed}').statement()


def simple_value_statement(seed):
    """One function or operator over literals: nothing is explained here."""
    maker = Maker(f'simple value {seed}')
    return f'SELECT {maker.expr(maker.rng.choice(TYPES), 1)} AS v'
