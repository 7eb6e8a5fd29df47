# SPDX-License-Identifier: Apache-2.0
"""Tables over many shards are dropped and emptied, and the shards go back to a few, while clients compare what they scan with what they
wrote and a node dies in the middle of it. What a user split stays split until the user says otherwise."""
import time
import unittest

from harness import SLOWNESS, Cluster, Fault, wait_for
from test_balance import Client
from test_nodes import configure

CLIENTS = 3
SHARDS = 40
GAP_S_MAX = 2.0


class Merge(unittest.TestCase):
    def shards(self, where='true'):
        return self.cluster.sql_until_good(f'SELECT count(*) FROM nd_internal.shards WHERE {where}', 1, 30)[0][0]

    def check(self):
        for client in self.clients:
            if client.fault is not None:
                raise client.fault

    def wait_for_shards(self, what, condition, seconds):
        begun = time.monotonic()
        try:
            wait_for(what, lambda: self.check() or condition(), seconds * SLOWNESS, 0.5)
        except Fault:
            print(f"        {self.cluster.sql('SELECT start_pretty, leader, bytes, requests_per_second, tables FROM nd_internal.shards ORDER BY start_key')}")
            print(f"        {self.cluster.sql('SELECT * FROM nd_internal.moves')}")
            raise
        print(f'        {what}: after {time.monotonic() - begun:.1f} s')

    def wait_until_split(self):
        counts = [0]

        def stands_still():
            counts.append(self.shards())
            return len(counts) > 10 and counts[-1] == counts[-10]
        wait_for('no more splits', lambda: self.check() or stands_still(), 60 * SLOWNESS, 0.5)
        print(f'        {counts[-1]} shards')

    def merges(self):
        total = 0
        for node in (1, 2, 3):
            if self.cluster.pid(node):
                total += sum(int(line.split()[-1]) for line in self.cluster.http('/metrics', node).splitlines() if line.startswith('ndoto_merges_total'))
        return total

    def fill(self, sql):
        sql('CREATE TABLE dropped (id bigint PRIMARY KEY, note text)')
        sql('CREATE TABLE emptied (id bigint PRIMARY KEY, note text)')
        sql('CREATE TABLE kept (id int PRIMARY KEY, note text)')
        sql("INSERT INTO kept SELECT g, 'note ' || g FROM generate_series(1, 300) g")
        sql('ALTER TABLE kept SPLIT AT VALUES (100), (200)')
        for i in range(10):
            for table in ('dropped', 'emptied'):
                sql(f"INSERT INTO {table} SELECT g * 7919 % 100000007, repeat('x', 900) FROM generate_series({i * 700 + 1}, {i * 700 + 700}) g")

    def test_back_to_a_few(self):
        with Cluster(3) as cluster:
            self.cluster, self.clients = cluster, []
            for node in (1, 2, 3):
                cluster.kill(node)
                configure(cluster, node, split_size='256KiB', merge_percent='50', merge_after_seconds='3', merge_requests='100000', gc_window_minutes='1')
                cluster.start_node(node)
            cluster.sql_until_good('CREATE TABLE IF NOT EXISTS t (id bigint PRIMARY KEY, owner int NOT NULL, version bigint NOT NULL, note text NOT NULL)', 1)
            self.clients = [Client(number, {i: cluster.sql_port(i) for i in (1, 2, 3)}) for number in range(CLIENTS)]
            for client in self.clients:
                client.start()
            time.sleep(0.5)
            for client in self.clients: # so slow that the versions of a minute stay few
                client.grows, client.pause = False, 0.3
            self.fill(lambda text: cluster.sql(text, 2))
            self.wait_for_shards(f'{SHARDS} shards', lambda: self.shards() >= SHARDS, 120)
            self.wait_until_split()
            cluster.sql('DROP TABLE dropped')
            cluster.sql('DELETE FROM emptied')
            before = self.shards()
            self.wait_for_shards('the first merges', lambda: self.shards() <= before * 3 // 4, 150)
            cluster.kill(3)
            for client in self.clients:
                client.avoid.add(3)
            time.sleep(5)
            cluster.start_node(3)
            for client in self.clients:
                client.avoid.discard(3)
            # the table that lives, the kept borders, what lies between
            self.wait_for_shards('back to a few', lambda: self.shards("NOT 'public.t' = ANY (tables)") <= 6, 120)
            self.assertEqual(self.shards("start_pretty IN ('/public.kept/kept_pkey/100', '/public.kept/kept_pkey/200')"), 2)
            cluster.sql('ALTER TABLE kept UNSPLIT AT VALUES (100)')
            cluster.sql('ALTER TABLE kept UNSPLIT ALL')
            # in 6 s; two that could not be merged at once rest for half a minute
            self.wait_for_shards('no border in kept', lambda: self.shards("start_pretty LIKE '/public.kept/kept_pkey/_00'") == 0, 60)
            self.finish()

    def finish(self):
        for client in self.clients:
            client.stopping = True
        for client in self.clients:
            client.join(60)
        self.check()
        for client in self.clients:
            client.compare(0, 1 << 62)
            client.close()
        sql = self.cluster.sql
        self.assertEqual(int(sql('SELECT count(*) FROM t')[0][0]), sum(len(client.rows) for client in self.clients))
        self.assertEqual(sql('SELECT count(*), sum(id) FROM kept', 3)[0], (300, 45150))
        self.assertEqual(sql('SELECT count(*) FROM emptied', 2)[0][0], 0)
        found = sql('SELECT start_key, end_key FROM nd_internal.shards ORDER BY start_key')
        self.assertEqual(bytes(found[0][0]), b'')
        self.assertIsNone(found[-1][1])
        for before, after in zip(found, found[1:]):
            self.assertEqual(bytes(before[1]), bytes(after[0]))
        slowest = max(self.clients, key=lambda c: c.gap)
        print(f'        {len(found)} shards in the end; {sum(c.writes for c in self.clients)} writes and {sum(c.scans for c in self.clients)} compared scans, '
              f'{sum(c.failures for c in self.clients)} tries failed, for {slowest.gap:.2f} s at most; {self.merges()} merges since the last change of the meta leader')
        self.cluster.check_complaints()
        if SLOWNESS == 1:
            self.assertLess(slowest.gap, GAP_S_MAX)


if __name__ == '__main__':
    unittest.main()
