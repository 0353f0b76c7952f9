"""Reads samples, one a second, and prints them as NAME=VALUE lines.

    pip install plimsoll-monitor
    python3 sample.py [--all] [COUNT]

Without --all a few values by their attributes; with it every value, by the field table.
"""

import argparse
import math
import sys
import time

import plimsoll


def show(name, value):
    # None: it could not be read here. Infinity: there is no limit.
    if value is not None:
        print("{}={}".format(name, "max" if value == math.inf else value))


def show_few(sample):
    show("host_cpus_online", sample.host_cpus_online)
    show("host_memory_total_bytes", sample.host_memory_total_bytes)
    show("cgroup_effective_cpus", sample.cgroup_effective_cpus)
    show("cgroup_memory_usage_bytes", sample.cgroup_memory_usage_bytes)
    show("cgroup_memory_effective_limit_bytes", sample.cgroup_memory_effective_limit_bytes)
    show("process_resident_bytes", sample.process_resident_bytes)


def show_all(sample):
    for field, value in sample.values():
        show(field.name, value)


def main():
    parser = argparse.ArgumentParser(description="Reads samples, one a second.")
    parser.add_argument("--all", action="store_true", help="print every value")
    parser.add_argument("count", type=int, nargs="?", default=1, help="how many samples")
    arguments = parser.parse_args()
    try:
        with plimsoll.Sampler() as sampler:
            sample = plimsoll.Sample()
            for turn in range(arguments.count):
                if turn:
                    time.sleep(1)
                # The same sample again and again: nothing new is kept in memory.
                sampler.read_into(sample)
                (show_all if arguments.all else show_few)(sample)
                sys.stdout.flush()
            for problem in sampler.problems:
                print(f"{problem.path}: {problem.reason}", file=sys.stderr)
    except plimsoll.PlimsollError as error:
        print(f"sample: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
