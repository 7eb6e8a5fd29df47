# SPDX-License-Identifier: Apache-2.0
"""Five nodes in three zones: replicas stand apart, a zone that dies takes nothing along; tables say how many replicas they want, where, and
who shall lead, and shards follow."""
import time
import unittest

from harness import SLOWNESS, Cluster, Fault, ndoto, psql, wait_for
from test_nodes import configure

ZONES = {1: 'a', 2: 'a', 3: 'b', 4: 'b', 5: 'c'}


class Placement(unittest.TestCase):
    def start(self, cluster):
        self.cluster = cluster
        for node, zone in ZONES.items():
            cluster.kill(node)
            configure(cluster, node, locality=f'region=eu,zone={zone}', replicas='3', replace_after_seconds='600')
        for node in ZONES:
            cluster.start_node(node)

    def members(self, table, node=1):
        """Of each shard of the table: zones of its replicas, sorted, and the zone that leads."""
        rows = self.cluster.sql_until_good(f"SELECT replicas, leader FROM nd_internal.shards WHERE table_name = '{table}' ORDER BY start_key", node, 20)
        return [(sorted(self.zones[i] for i in replicas), self.zones.get(leader)) for replicas, leader in rows]

    def wait_for_members(self, what, table, is_good, node=1):
        last = []

        def look():
            last[:] = self.members(table, node)
            return last and all(is_good(zones, leader) for zones, leader in last)
        begun = time.monotonic()
        try:
            wait_for(what, look, 90 * SLOWNESS, 0.5)
        except Fault as e:
            print(self.cluster.sql_until_good('SELECT * FROM nd_internal.moves', node, 20))
            raise Fault(f'{e}; last: {last}') from e
        print(f'        {what}: after {time.monotonic() - begun:.1f} s')

    def test_zones(self):
        with Cluster(5) as cluster:
            self.start(cluster)
            cluster.sql_until_good('CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v int)', 1, 30)
            cluster.sql('INSERT INTO t SELECT g, g FROM generate_series(1, 400) g')
            cluster.sql('ALTER TABLE t SPLIT AT VALUES (100), (200), (300)')
            told = sorted((f'127.0.0.1:{cluster.sql_port(i)}', f'region=eu,zone={zone}') for i, zone in ZONES.items())
            wait_for('localities', lambda: sorted(cluster.sql('SELECT sql_address, locality FROM nd_internal.nodes')) == told, 20 * SLOWNESS)
            self.zones = {node: locality[-1] for node, locality in cluster.sql('SELECT node_id, locality FROM nd_internal.nodes')}
            wait_for('localities in ndoto status', lambda: 'region=eu,zone=c' in ndoto('status', '--http', cluster.http_at(2)).stdout, 20 * SLOWNESS)
            self.wait_for_members('a replica in each zone', 't', lambda zones, leader: zones == ['a', 'b', 'c'])

            # a zone dies, and all is served
            for node in (1, 2):
                cluster.kill(node)
            begun = time.monotonic()
            self.assertEqual(cluster.sql_until_good('SELECT count(*), sum(v) FROM t', 3, 30), [(400, 80200)])
            self.assertIsNone(cluster.sql_until_good('UPDATE t SET v = v + 1 WHERE id % 100 = 7', 4, 30))
            self.assertEqual(cluster.sql_until_good('SELECT sum(v) FROM t', 5, 30), [(80204,)])
            print(f'        served without zone a: after {time.monotonic() - begun:.1f} s')
            for node in (1, 2):
                cluster.start_node(node)
            self.assertEqual(cluster.sql_until_good('SELECT sum(v) FROM t', 1, 30), [(80204,)])

            # a table says otherwise, and its shards follow; the others stay
            cluster.sql_until_good('CREATE TABLE IF NOT EXISTS other (id int PRIMARY KEY)', 1, 30)
            cluster.sql("ALTER TABLE t SET (placement = '-zone=c', leaders = 'zone=b')")
            self.wait_for_members('none in zone c, led in b', 't', lambda zones, leader: zones in (['a', 'a', 'b'], ['a', 'b', 'b']) and leader == 'b')
            self.assertEqual(cluster.sql('SELECT sum(v) FROM t', 5), [(80204,)])
            row = cluster.sql("SELECT DISTINCT wanted_replicas, placement, leader_preference FROM nd_internal.shards WHERE table_name = 't'")
            self.assertEqual(row, [(None, '-zone=c', 'zone=b')])
            cluster.sql("ALTER TABLE t SET (replicas = 5), RESET (placement, leaders)")
            self.wait_for_members('five replicas', 't', lambda zones, leader: zones == ['a', 'a', 'b', 'b', 'c'])
            cluster.sql("ALTER TABLE t SET (replicas = 1, placement = 'zone=c')")
            self.wait_for_members('one replica, in c', 't', lambda zones, leader: zones == ['c'] and leader == 'c')
            self.assertEqual(cluster.sql('SELECT sum(v) FROM t', 2), [(80204,)])
            self.assertIn("replicas=1", psql(cluster, '-c', '\\d+ t').stdout)
            cluster.sql("ALTER TABLE t RESET (replicas, placement)")
            self.wait_for_members('a replica in each zone again', 't', lambda zones, leader: zones == ['a', 'b', 'c'])
            self.assertEqual(cluster.sql('SELECT sum(v) FROM t', 3), [(80204,)])


if __name__ == '__main__':
    unittest.main()
