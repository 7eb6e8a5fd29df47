# SPDX-License-Identifier: Apache-2.0
"""The same question asked in several ways (sql_same.py) has the same answer, without another server to compare with: `make e2e T=sql_same`.

FUZZ_STATEMENTS: how many questions (default 300); FUZZ_SEED: the first seed (default 1). A difference prints its seed, both ways and both answers."""
import os
import time
import unittest

from harness import Cluster
from oracle import outcome
import sql_fuzz
import sql_same
from test_sql_fuzz import in_order

QUESTIONS = int(os.environ.get('FUZZ_STATEMENTS', '300'))
SEED = int(os.environ.get('FUZZ_SEED', '1'))


def ask(connection, schema, settings, text):
    with connection.cursor() as cursor:
        cursor.execute(f'{sql_same.RESET}; SET search_path = {schema}{"; " if settings else ""}{settings}')
    return in_order(outcome(connection, text), text)


def ask_all(connection, seed):
    """(how many questions, texts about those whose answers differ)"""
    bad = []
    asked = sql_same.questions(seed)
    for name, ways in asked:
        first = None
        for way in ways:
            answer = ask(connection, *way)
            if answer == ('error', '57014'):
                break  # too slow this way
            if answer[0] == 'rows':
                answer = (answer[0], None if name == 'pair' else answer[1], *answer[2:])
            if first is None:
                first = answer
            elif answer != first and not sql_fuzz.is_explained_table(first, answer):
                bad.append(f'{name} {seed}: {ways[0][2]}\n  {way[0]}: {way[1]}{"; " + way[2] if way[2] != ways[0][2] else ""}\n  first: {str(first)[:600]}\n  here:  {str(answer)[:600]}')
                break
    return len(asked), bad


class SqlSame(unittest.TestCase):
    def test_ways_do_not_matter(self):
        with Cluster(3) as cluster:
            connection = cluster.connect(1)
            for text in sql_same.setup():
                connection.cursor().execute(text)
            asked, bad, seed, begun = 0, [], SEED, time.monotonic()
            while asked < QUESTIONS:
                count, found = ask_all(connection, seed)
                asked, bad, seed = asked + count, bad + found, seed + 1
            connection.close()
            print(f'{asked} questions, seeds {SEED} to {seed - 1}, in {time.monotonic() - begun:.0f} s: {len(bad)} differ')
            self.assertFalse(bad, f'{len(bad)} of {asked} differ:\n' + '\n'.join(bad[:20]))
            cluster.check_alive()


if __name__ == '__main__':
    unittest.main()
