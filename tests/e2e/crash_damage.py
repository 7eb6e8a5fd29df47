# SPDX-License-Identifier: Apache-2.0
"""make crash: files of one node damaged at random places, over and over, under writes."""
import os
import random
import unittest

import test_damage
from test_damage import hurt_log, hurt_state


class DamageLoop(test_damage.Damage):
    test_log = test_state = test_majority_is_refused = test_single_node_is_refused = None

    def test_any_files(self):
        rng = random.Random(int(os.environ.get('SEED', '1')))

        def damage(cluster, node, number):
            kind = rng.choice(['log', 'log', 'tables', 'current', 'manifest', 'both'])
            what = []
            if kind in ('log', 'both'):
                what.append(f'{hurt_log(cluster, node, rng, rng.randrange(1, 20))} places of its log')
            if kind != 'log':
                what.append(f'{hurt_state(cluster, node, "tables" if kind == "both" else kind, rng)} files of its state engine ({kind})')
            return ' and '.join(what)
        self.run_rounds(int(os.environ.get('ROUNDS', '10')), rng, damage)


if __name__ == '__main__':
    unittest.main()
