"""What a reading costs as the machine grows: synthetic machines, and real nested cgroups."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile

from . import match, table, tools
from .cgroup import Cgroup
from .synthetic import Tree

SMALL = {"cores": 2, "disks": 1, "interfaces": 1}
LARGE = {"cores": 256, "disks": 200, "interfaces": 500}
SHM = "/dev/shm"


@contextlib.contextmanager
def machines():
    """Small and large, with few and many ancestors, in memory."""
    home = tempfile.mkdtemp(prefix="plimsoll-bench-", dir=SHM if os.path.isdir(SHM) else None)
    try:
        yield {
            (size, ancestors): Tree(os.path.join(home, f"{size}-{ancestors}"), ancestors=ancestors, **shape).make()
            for size, shape in (("small", SMALL), ("large", LARGE))
            for ancestors in (1, 16)
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def synthetic(bench):
    """The same reading of small and large machines; plain files in memory, so that parsing is what is timed."""
    rows = []
    with machines() as found:
        for groups in ("tick", "full"):
            makers = [
                bench.rust("ours", "--groups", groups, "--proc-root", proc, "--sys-root", sys,
                           label=f"{size}, ancestors: {ancestors}")
                for (size, ancestors), (proc, sys) in found.items()
            ]
            timings = dict(zip(found, bench.play(makers, 40, 200)))
            for ancestors in (1, 16):
                small, large = timings["small", ancestors], timings["large", ancestors]
                goal = ("<=", 1.5) if groups == "tick" else None
                rows.append(row(f"{groups.upper()}, large machine over small", large, small, goal))
            few, many = timings["small", 1], timings["small", 16]
            rows.append(row(f"{groups.upper()}, small machine, 16 ancestors over 1", many, few, None))
    return rows


def row(measure, ours, other, goal):
    """Ours against ours on another machine."""
    return table.row(f"{measure} ({ours.name})", ours.summary(), other.summary(), match.compare(ours, other), require=goal)


def system_calls(bench, group, *arguments):
    """System calls of one reading: the difference between a long run and a short one."""

    def total(readings):
        with tempfile.NamedTemporaryFile("r") as counts:
            command = ["strace", "-f", "-c", "-o", counts.name, bench.side, "ours", *arguments, "--reads", str(readings)]
            tools.run(command, preexec_fn=group.enter if group else None)
            line = re.search(r"^100\.00.*\btotal$", counts.read(), re.MULTILINE)
        return int(line.group().split()[3])

    short, long = 20, 220
    return (total(long) - total(short)) / (long - short)


def nested(bench, remarks):
    """System calls of a reading in real cgroups, one below the other."""
    if not shutil.which("strace"):
        remarks.append("System calls were not counted: strace is missing (Debian package strace).")
        return []
    rows, counted = [], {}
    for groups, goal in (("full", ("<=", 36)), ("tick", None)):
        calls = system_calls(bench, None, "--groups", groups)
        rows.append(table.row(f"{groups.upper()}, system calls where it stands", value=calls, require=goal))
    calls = system_calls(bench, None, "--groups", "full", "--no-slow-lane")
    rows.append(table.row("FULL, system calls of a reading that also drives the slow lane", value=calls))
    for depth in (0, 1, 3, 7, 15):
        try:
            with Cgroup(1, 1 << 30, depth) as group:
                for groups in ("full", "tick"):
                    counted[groups, depth] = system_calls(bench, group, "--groups", groups)
        except (OSError, subprocess.SubprocessError) as error:
            remarks.append(f"Nested cgroups could not be made: {error}.")
            return rows
    for groups in ("full", "tick"):
        series = {depth + 1: calls for (name, depth), calls in counted.items() if name == groups}
        note = "with 1, 2, 4, 8, 16 ancestors: " + ", ".join(f"{calls:.1f}" for calls in series.values())
        each = (series[16] - series[1]) / 15
        rows.append(table.row(f"{groups.upper()}, system calls for each further ancestor", value=each,
                              require=("<=", 3), note=note))
    return rows
