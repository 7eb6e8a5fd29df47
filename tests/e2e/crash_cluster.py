# SPDX-License-Identifier: Apache-2.0
"""make crash: kill -9 of whole clusters under writes, over and over, with an oracle of what was acknowledged."""
import os
import random
import time
import unittest

import test_failover
from harness import SLOWNESS, Cluster
from test_failover import SHARDS, Writer


class CrashLoop(unittest.TestCase):
    ROUNDS = int(os.environ.get('ROUNDS', '10'))

    def test_kill_all_nodes(self):
        rng = random.Random(int(os.environ.get('SEED', '1')))
        with Cluster(3) as cluster:
            cluster.sql('CREATE TABLE debit (id bigint PRIMARY KEY, note text NOT NULL)')
            cluster.sql('CREATE TABLE credit (id bigint PRIMARY KEY, debit_id bigint NOT NULL)')
            for shard in range(1, SHARDS):
                for table in ('debit', 'credit'):
                    cluster.sql(f'ALTER TABLE {table} SPLIT AT VALUES ({shard * 1000000})')
            everything = []
            for round_number in range(self.ROUNDS):
                writers = [Writer(cluster, n) for n in range(4)]
                for writer in writers:
                    writer.first = round_number * 10000
                    writer.start()
                time.sleep(rng.uniform(0.5, 4) * SLOWNESS)
                cluster.kill_all()
                for writer in writers:
                    writer.stopping = True
                for writer in writers:
                    writer.join(30)
                everything += writers
                cluster.start()
                test_failover.Failover().check_rows(cluster, everything, rng.randrange(3) + 1)
                print(f'        round {round_number + 1}: {sum(len(w.acknowledged) for w in everything)} transactions acknowledged so far')
            cluster.check_alive()
            cluster.stop()


if __name__ == '__main__':
    unittest.main()
