# SPDX-License-Identifier: Apache-2.0
"""Generated queries (sql_fuzz.py, sql_fuzz_json.py) answered as PostgreSQL 15 answers them: `make e2e T=sql_fuzz`.

FUZZ_STATEMENTS: how many (default 300); FUZZ_SEED: the first (default 1). A difference prints its seed and both answers."""
import contextlib
import os
import unittest

from harness import Cluster
from oracle import Postgres, find_postgres, outcome
import sql_fuzz_json
from sql_fuzz import is_explained, setup, statement, wide_statement

STATEMENTS = int(os.environ.get('FUZZ_STATEMENTS', '300'))
SEED = int(os.environ.get('FUZZ_SEED', '1'))


def compare(reference, tested, seed, make):
    """None where both agree, 'explained', or a text."""
    text = make(seed)
    a, b = outcome(reference, text), outcome(tested, text)
    if a == b:
        return None
    if is_explained(a, b):
        return 'explained'
    return f'{make.__name__} {seed}: {text}\n  PostgreSQL: {str(a)[:600]}\n  Ndoto:      {str(b)[:600]}'


class SqlFuzz(unittest.TestCase):
    def test_answers_as_postgresql(self):
        if find_postgres() is None:
            self.skipTest('PostgreSQL 15 is not installed, so there is nothing to compare with: scripts/install-deps --compare')
        with Postgres() as postgres, Cluster(3) as cluster:
            with contextlib.closing(postgres.connect()) as reference:
                reference.cursor().execute("SET statement_timeout = '20s'")
                tested = cluster.connect(1, statement_timeout_ms=60000)
                for text in setup() + sql_fuzz_json.setup():
                    reference.cursor().execute(text)
                    tested.cursor().execute(text)
                found = []
                for seed in range(SEED, SEED + STATEMENTS):  # every other one with all scans carried out by the shards, one of three with merge joins
                    others = 'off' if seed % 3 == 0 else 'on'
                    tested.cursor().execute(f'SET ndoto.shard_scan_rows = {0 if seed % 2 == 0 else 1000}; SET enable_hashjoin = {others}; SET enable_nestloop = {others}')
                    found += [compare(reference, tested, seed, make) for make in (statement, wide_statement, sql_fuzz_json.json_statement)]
                found = [x for x in found if x is not None]
                tested.close()
            explained = found.count('explained')
            print(f'seeds {SEED} to {SEED + STATEMENTS - 1}: {explained} explained differences')
            bad = [x for x in found if x != 'explained']
            self.assertFalse(bad, f'{len(bad)} of {3 * STATEMENTS} differ:\n' + '\n'.join(bad[:20]))
            cluster.check_alive()


if __name__ == '__main__':
    unittest.main()
