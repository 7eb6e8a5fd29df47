#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""run.py [NAME ...] - end-to-end tests: real clients against a real cluster.

Runs tests/e2e/test_*.py: all, or files whose name contains a NAME, or tests whose id does
(test_demo.Idle.test_cost); tests of whole-cluster crash loops (crash_*.py) only if named. NDOTO names the binary (default build/release/ndoto). Skipped tests
say why. The last line is 'N passed, N failed, N skipped'."""
import glob
import importlib.util
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import harness  # noqa: E402


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.passed = 0

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def say(self, what, test, why=''):
        print(f'{what:7} {test.id()} ({time.monotonic() - self.started:.1f} s){": " + why if why else ""}', flush=True)

    def addSuccess(self, test):
        self.passed += 1
        self.say('ok', test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.started = time.monotonic()
        self.say('SKIPPED', test, reason)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.started = getattr(self, 'started', time.monotonic())
        self.say('FAILED', test, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self.started = getattr(self, 'started', time.monotonic())
        self.say('FAILED', test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.say('FAILED', subtest, self.failures[-1][1] if issubclass(err[0], test.failureException) else self.errors[-1][1])


def load(path):
    name = os.path.basename(path)[:-3]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


def flat(suite):
    return [t for part in suite for t in flat(part)] if isinstance(suite, unittest.TestSuite) else [suite]


def main():
    names = [n for n in sys.argv[1:] if n]
    if any(n.startswith('-') for n in names):
        print(__doc__)
        return 2
    paths = sorted(glob.glob(os.path.join(HERE, 'test_*.py')))
    if names:
        paths += sorted(glob.glob(os.path.join(HERE, 'crash_*.py')))
    tests = [t for path in paths for t in flat(load(path)) if not names or any(n in t.id() for n in names)]
    if not tests:
        print(f'no test contains {names}', file=sys.stderr)
        return 2
    if not os.access(harness.BINARY, os.X_OK):
        print(f'{harness.BINARY} is missing: make build', file=sys.stderr)
        return 2
    result = Result()
    unittest.TestSuite(tests).run(result)
    failed = len(result.failures) + len(result.errors)
    print(f'{result.passed} passed, {failed} failed, {len(result.skipped)} skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
