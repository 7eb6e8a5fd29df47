# SPDX-License-Identifier: Apache-2.0
"""A node that cannot reach a shard's leader, and can reach one that does, goes on serving its clients. Needs root (network namespaces)."""
import json
import os
import sys
import time
import unittest

import psycopg2

from harness import ROOT, SLOWNESS, wait_for

sys.path.insert(0, os.path.join(ROOT, 'bench'))
from netns import NetCluster, why_not  # noqa: E402

SECONDS = 6
GAP_S_MAX = 1.5


def leaders(cluster, node):
    return {s['start']: s['leader'] for s in json.loads(cluster.http('/status', node))['shards']}


@unittest.skipIf(why_not() is not None, f'no network namespaces: {why_not()}')
class CutOffGateway(unittest.TestCase):
    def gaps(self, cluster, gateway, cut_at, heal_at):
        """Writes and reads through the gateway, all shards in turn; the longest time without one that succeeded, of each shard."""
        last, longest, failed, key, connection = {}, {}, 0, 0, None
        cut = healed = False
        begun = time.monotonic()
        while time.monotonic() < begun + heal_at + 2:
            now = time.monotonic() - begun
            if not cut and now > cut_at:
                self.cut(cluster)
                cut = True
            if not healed and now > heal_at:
                self.heal(cluster)
                healed = True
            key += 1
            shard = key % 6
            try:
                if connection is None:
                    connection = cluster.connect(gateway, timeout=2, statement_timeout_ms=2000)
                with connection.cursor() as cursor:
                    cursor.execute('INSERT INTO t VALUES (%s, %s)', (shard * 1000000 + key, key))
                    cursor.execute('SELECT v FROM t WHERE id = %s', (shard * 1000000 + key,))
                    self.assertEqual(cursor.fetchall(), [(key,)])
            except psycopg2.Error:
                failed += 1
                connection = None
                continue
            when = time.monotonic() - begun
            longest[shard] = max(longest.get(shard, 0), when - last.get(shard, 0))
            last[shard] = when
        for shard in range(6):
            longest[shard] = max(longest.get(shard, 0), heal_at + 2 - last.get(shard, 0))
        return longest, failed, key

    def cut(self, cluster):
        for link in self.links:
            cluster.cut(*link)

    def heal(self, cluster):
        for link in self.links:
            cluster.heal(*link)

    def check(self, ways):
        with NetCluster(3) as cluster:
            cluster.sql('CREATE TABLE t (id bigint PRIMARY KEY, v int)')
            for shard in range(1, 6):
                cluster.sql(f'ALTER TABLE t SPLIT AT VALUES ({shard * 1000000})')
            wait_for('leaders on all nodes', lambda: set(leaders(cluster, 1).values()) == {1, 2, 3}, 30 * SLOWNESS)
            meta = next(leader for start, leader in leaders(cluster, 1).items() if start == '')
            gateway = meta % 3 + 1  # it loses the leader of the meta shard, and with that the timestamps
            self.links = [(gateway, meta), (meta, gateway)][:ways]
            led = leaders(cluster, gateway)
            longest, failed, count = self.gaps(cluster, gateway, 2, 2 + SECONDS)
            kept = leaders(cluster, gateway % 3 + 1 if gateway % 3 + 1 != meta else (gateway + 1) % 3 + 1)
            print(f'        node {gateway} without node {meta}, which led {sum(1 for leader in led.values() if leader == meta)} of {len(led)} shards and '
                  f'{sum(1 for leader in kept.values() if leader == meta)} afterwards: {count} transactions, {failed} failed; longest pause of a shard {max(longest.values()):.2f} s')
            self.assertLess(max(longest.values()), GAP_S_MAX * SLOWNESS, f'pauses by shard {longest}, {failed} failed')
            cluster.check_complaints()

    def test_both_ways(self):
        self.check(2)

    def test_one_way(self):
        self.check(1)


if __name__ == '__main__':
    unittest.main()
