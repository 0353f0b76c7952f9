#!/usr/bin/env python3
"""Compares Plimsoll with its peers on this machine, in one run, and prints one table.

    benches/peers/run.py [--markdown | --json] [--into FILE] [--only PART,...] [--pace N] [--strict]

Installs psutil into a virtual environment below build/ and builds the Rust peers in a package of their own.
Makes cgroups named plimsoll-bench-* where it may and removes them. Exit codes: 0 measured; 1 with --strict, a
measure missed what it must reach; 2 usage; 3 could not measure."""

import argparse
import os
import signal
import sys

from harness import footprint, growth, machine, table, timing, tools
from harness.cgroup import Cgroup
from harness.herd import Herd

PARTS = ["floor", "crates", "psutil", "processes", "constrained", "growth", "calls", "sizes"]
CPUS, MEMORY = 0.5, 64 << 20


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    shape.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--into", metavar="FILE", help="also put the Markdown between this page's table marks")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts, of: {', '.join(PARTS)}")
    parser.add_argument("--pace", type=float, default=1.0, help="share of the usual number of rounds")
    parser.add_argument("--strict", action="store_true", help="leave with 1 where a measure misses its goal")
    chosen = parser.parse_args()
    chosen.parts = chosen.only.split(",")
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"--only: no part is called {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    return chosen


def timed(bench, parts, remarks):
    """The rows of the timed parts, wherever the bench runs them."""
    rows = []
    where = " in the cgroup" if bench.cgroup else ""
    for part, measure in (("floor", timing.floor), ("crates", timing.crates), ("psutil", timing.psutil)):
        if part in parts:
            tools.say(f"timing {part}{where}")
            rows += measure(bench)
    if "processes" in parts:
        tools.say(f"timing processes{where}")
        with Herd(bench.side, 600, bench.cgroup) as herd:
            if herd.separate:
                rows += timing.processes(bench, herd)
            else:
                remarks.append("Lists of processes were not compared: no pid namespace can be made here.")
    return rows


def constrained(bench, parts, remarks):
    """The timed parts again in a small cgroup, and how long a reading may take there."""
    try:
        group = Cgroup(CPUS, MEMORY)
    except OSError as error:
        remarks.append(f"Nothing was measured in a constrained cgroup: {error}.")
        return []
    with group:
        bench.cgroup = group
        try:
            rows = timed(bench, parts, remarks)
        finally:
            bench.cgroup = None
    return rows + timing.patience(rows)


def measure(chosen):
    """Everything that was asked for."""
    report = {"machine": machine.describe(), "versions": {}, "sections": [], "remarks": []}
    remarks = report["remarks"]
    side = tools.side()
    interpreter = tools.python()
    report["versions"] = tools.versions(interpreter)
    library = tools.library() if {"psutil", "processes", "sizes"} & set(chosen.parts) else None
    package = tools.package(library, interpreter) if library else None
    bench = timing.Bench(side, interpreter, package, chosen.pace)
    rows = timed(bench, chosen.parts, remarks)
    if rows:
        report["sections"].append({"title": "On the machine", "rows": rows})
    if "constrained" in chosen.parts:
        rows = constrained(bench, chosen.parts, remarks)
        title = f"In a cgroup of {CPUS} CPU and {MEMORY >> 20} MiB"
        if rows:
            report["sections"].append({"title": title, "rows": rows})
    untimed(bench, library, chosen.parts, report)
    return report


def untimed(bench, library, parts, report):
    """The parts that are not about peers."""

    def section(part, title, measure):
        if part in parts:
            tools.say(f"measuring {part}")
            rows = measure()
            if rows:
                report["sections"].append({"title": title, "rows": rows})

    section("growth", "As the machine grows (synthetic files in memory)", lambda: growth.synthetic(bench))
    section("calls", "System calls of a reading", lambda: growth.nested(bench, report["remarks"]))
    section("sizes", "Sizes", lambda: footprint.all_sizes(bench, library))


def main():
    # Ended by a signal, the cgroups and the herd are cleared away all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = arguments()
    try:
        report = measure(chosen)
    except (RuntimeError, OSError) as error:
        print(f"bench-peers: {error}", file=sys.stderr)
        return 3
    shape = table.as_json if chosen.json else table.markdown if chosen.markdown else table.text
    print(shape(report))
    if chosen.into:
        table.insert(chosen.into, table.markdown(report))
    missed = [line for section in report["sections"] for line in section["rows"] if line["met"] is False]
    return 1 if chosen.strict and missed else 0


if __name__ == "__main__":
    sys.exit(main())
