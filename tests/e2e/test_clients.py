# SPDX-License-Identifier: Apache-2.0
"""The clients of pgwire_clients.py against a three-node cluster."""
import unittest

import pgwire_clients
from harness import Cluster, Fault

STATE = {}


def setUpModule():
    STATE['cluster'] = Cluster(3)
    pgwire_clients.HOST, pgwire_clients.PORT = '127.0.0.1', STATE['cluster'].sql_port(2)


def tearDownModule():
    try:
        STATE['cluster'].check_alive()
    except Fault:
        STATE['cluster'].print_logs()
        raise
    finally:
        STATE['cluster'].close()


# Its test cases as if they stood here, so that the cluster above is theirs.
for _name, _case in list(vars(pgwire_clients).items()):
    if isinstance(_case, type) and issubclass(_case, unittest.TestCase):
        globals()[_name] = type(_name, (_case,), {'__module__': __name__})
