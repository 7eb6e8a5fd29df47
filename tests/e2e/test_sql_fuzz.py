# SPDX-License-Identifier: Apache-2.0
"""Generated statements (sql_fuzz.py and its kin) answered as PostgreSQL 15 answers them: `make e2e T=sql_fuzz`.

FUZZ_STATEMENTS: how many in all (default 900), as many of each generator; FUZZ_SEED: the first (default 1). A difference prints its seed and both answers."""
import contextlib
import os
import time
import unittest

from harness import Cluster
from oracle import Postgres, find_postgres, outcome
import sql_fuzz
import sql_fuzz_chains
import sql_fuzz_forms
import sql_fuzz_json
import sql_fuzz_tables
import sql_fuzz_values

STATEMENTS = int(os.environ.get('FUZZ_STATEMENTS', '900'))
SEED = int(os.environ.get('FUZZ_SEED', '1'))

# what makes a statement, or a list of them, from a seed; which differences are explained
GENERATORS = [
    (sql_fuzz.statement, sql_fuzz.is_explained),
    (sql_fuzz.wide_statement, sql_fuzz.is_explained),
    (sql_fuzz_json.json_statement, sql_fuzz.is_explained),
    (sql_fuzz_forms.form_statement, sql_fuzz.is_explained),
    (sql_fuzz_forms.write_statements, sql_fuzz.is_explained_write),
    (sql_fuzz_chains.chain_statements, sql_fuzz.is_explained_write),
    (sql_fuzz_tables.table_statement, sql_fuzz.is_explained_table),
    (sql_fuzz_values.value_statement, sql_fuzz.is_explained_value),
    (sql_fuzz_values.simple_value_statement, lambda a, b: False),
]


def setup():
    return [text for module in (sql_fuzz, sql_fuzz_json, sql_fuzz_forms, sql_fuzz_tables, sql_fuzz_chains) for text in module.setup()]


def in_order(a, text):
    """Rows of a statement that does not sort them all are a multiset."""
    return (*a[:3], sorted(a[3], key=repr)) if a[0] == 'rows' and 'order by' not in text.lower().rsplit(')', 1)[-1] else a


def compare(reference, tested, seed, make, explains):
    """None where both agree, 'explained', or a text."""
    made = make(seed)
    texts = [made] if isinstance(made, str) else made
    answers = [(in_order(outcome(reference, text), text), in_order(outcome(tested, text), text)) for text in texts]
    for text, (a, b) in zip(texts, answers):
        if a == b:
            continue
        if explains(a, b):
            return 'explained'
        return f'{make.__name__} {seed}: {"; ".join(texts[:2] if len(texts) > 1 else texts)}\n  {text[:60]}\n  PostgreSQL: {str(a)[:600]}\n  Ndoto:      {str(b)[:600]}'
    return None


class SqlFuzz(unittest.TestCase):
    def test_answers_as_postgresql(self):
        if find_postgres() is None:
            self.skipTest('PostgreSQL 15 is not installed, so there is nothing to compare with: scripts/install-deps --compare')
        with Postgres() as postgres, Cluster(3) as cluster:
            with contextlib.closing(postgres.connect()) as reference:
                reference.cursor().execute("SET statement_timeout = '20s'")
                tested = cluster.connect(1, statement_timeout_ms=60000)
                for text in setup():
                    reference.cursor().execute(text)
                    tested.cursor().execute(text)
                found, seeds, begun = [], -(-STATEMENTS // len(GENERATORS)), time.monotonic()
                for seed in range(SEED, SEED + seeds):  # every other one with all scans carried out by the shards, one of three with merge joins
                    others = 'off' if seed % 3 == 0 else 'on'
                    tested.cursor().execute(f'SET ndoto.shard_scan_rows = {0 if seed % 2 == 0 else 1000}; SET enable_hashjoin = {others}; SET enable_nestloop = {others}')
                    found += [compare(reference, tested, seed, make, explains) for make, explains in GENERATORS]
                tested.close()
            bad = [x for x in found if x is not None and x != 'explained']
            print(f'{len(found)} statements, seeds {SEED} to {SEED + seeds - 1} of {len(GENERATORS)} generators, in {time.monotonic() - begun:.0f} s: '
                  f'{found.count("explained")} explained differences, {len(bad)} others')
            self.assertFalse(bad, f'{len(bad)} of {len(found)} differ:\n' + '\n'.join(bad[:20]))
            cluster.check_alive()


if __name__ == '__main__':
    unittest.main()
