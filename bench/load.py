# SPDX-License-Identifier: Apache-2.0
"""load - pgbench at several servers at once, as one load: what benchmarks of this folder share."""
import glob
import math
import os
import re
import subprocess
import sys
import tempfile


class Result:
    """tps of all clients; latencies in ms, ascending (empty unless they were asked for)."""

    def __init__(self, tps, latencies):
        self.tps, self.latencies = tps, latencies

    def average(self):
        return sum(self.latencies) / len(self.latencies)

    def percentile(self, share):
        return self.latencies[max(0, math.ceil(len(self.latencies) * share) - 1)]

    def text(self):
        return f'average {self.average():.2f} ms, p50 {self.percentile(0.5):.2f}, p90 {self.percentile(0.9):.2f}, p99 {self.percentile(0.99):.2f}, max {self.latencies[-1]:.1f}'


def run(ports, script, clients, seconds, mode='prepared', rate=None, with_latencies=False, options=()):
    """`script`, pgbench's text or a list of (text, weight), by `clients` in all, shared out over the ports. rate: transactions a second to be
    begun in all; latencies count from when a transaction was due. A failed transaction ends the program."""
    scripts = [(script, 1)] if isinstance(script, str) else script
    with tempfile.TemporaryDirectory(prefix='ndoto-load-') as folder:
        files = []
        for i, (text, weight) in enumerate(scripts):
            path = f'{folder}/{i}.sql'
            with open(path, 'w', encoding='ascii') as f:
                f.write(text + '\n')
            files += ['-f', f'{path}@{weight}']
        started = []
        for i, port in enumerate(ports):
            own = clients // len(ports) + (i < clients % len(ports))
            if own == 0:
                continue
            command = ['pgbench', '-h', '127.0.0.1', '-p', str(port), '-U', 'postgres', '-n', '-M', mode, '-c', str(own), '-j', '1', '-T', str(seconds), *files, *options]
            if rate is not None:
                command += ['-R', f'{rate * own / clients:.3f}']
            if with_latencies:
                command += ['-l', '--log-prefix', f'{folder}/log{i}']
            started.append(subprocess.Popen([*command, 'postgres'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder))
        tps = 0
        for process in started:
            out = process.communicate()[0]
            failed = re.search(r'number of failed transactions: (\d+)', out)
            if process.returncode != 0 or (failed and failed.group(1) != '0') or 'aborted' in out:
                sys.exit(f'bench: {" ".join(process.args)}\n{out}')
            tps += float(re.search(r'^tps = ([\d.]+)', out, re.M).group(1))
        latencies = []
        for path in glob.glob(f'{folder}/log*'):
            with open(path, encoding='ascii') as f:
                latencies += [int(line.split()[2]) / 1000 for line in f]
        return Result(tps, sorted(latencies))
