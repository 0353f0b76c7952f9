"""Timed comparisons: the naive floor, the crates, psutil, lists of processes."""

import os

from . import match, table, tools
from .worker import Worker

SYSINFO_GROUPS = "cpu,load,memory,disk,filesystem,network,process"
PROCFS_GROUPS = "cpu,load,memory,paging,pressure,disk,network,protocol,process"


class Bench:
    """Where the programs are, how long to take, and in which cgroup and herd the sides run."""

    def __init__(self, side, interpreter, package, pace=1.0):
        self.side, self.interpreter, self.package = side, interpreter, package
        self.pace, self.cgroup = pace, None

    def rust(self, name, *arguments, herd=None, label=None):
        """A maker of a Rust side."""
        return lambda: Worker(label or name, [self.side, name, *arguments], self.cgroup, herd)

    def script(self, label, name, *arguments, herd=None):
        """A maker of a Python side. Our package is found by path, as it stands in the tree."""
        path = os.path.join(tools.HERE, "sides", name)
        return lambda: Worker(label, [self.interpreter, path, *arguments], self.cgroup, herd, {"PYTHONPATH": self.package})

    def play(self, makers, rounds, readings):
        """Plays a match of these sides at the chosen pace."""
        with match.alive(makers) as workers:
            return match.play(workers, max(3, int(rounds * self.pace)), readings)


def line(measure, ours, peer, require, ours_over_peer=False, note=""):
    """A row: the peer's time over ours, or ours over the peer's."""
    ratio = match.compare(ours, peer) if ours_over_peer else match.compare(peer, ours)
    if ours.descriptors != peer.descriptors:
        note = f"{note}; {ours.descriptors} descriptors open, against {peer.descriptors}".lstrip("; ")
    return table.row(measure, ours.summary(), peer.summary(), ratio, require=require, note=note)


def floor(bench):
    """Full and tick against the naive floor, ours over the floor's."""
    timings = bench.play(
        [
            bench.rust("floor", label="naive floor"),
            bench.rust("ours", "--groups", "full", label="full"),
            bench.rust("ours", "--groups", "tick", label="tick"),
            bench.rust("ours", "--groups", "full", "--no-slow-lane", label="full, no slow lane"),
        ],
        60,
        200,
    )
    base, full, tick, eager = timings
    return [
        line("FULL, share of the naive floor", full, base, ("<=", 0.65), True),
        line("TICK, share of the naive floor", tick, base, ("<=", 0.25), True),
        line("FULL, everything every time, share of the floor", eager, base, None, True, note="for information"),
    ]


def pair(bench, title, ours, theirs, lengths, goal):
    """A peer against ours as it comes, and against ours without its slow lane: both then read everything every
    time. `ours` makes our side, with or without options."""
    makers = [ours("same values"), ours("same values, no slow lane", "--no-slow-lane"), theirs]
    as_it_comes, eager, peer = bench.play(makers, 60, lengths)
    return [
        line(title, as_it_comes, peer, goal),
        line(f"{title}, everything every time", eager, peer, None, note="for information"),
    ]


def crates(bench):
    """The Rust crates, each against ours with the groups of which it has something."""

    def ours(groups):
        return lambda label, *options: bench.rust("ours", "--groups", groups, *options, label=label)

    rows = pair(bench, "what the sysinfo crate has", ours(SYSINFO_GROUPS),
                bench.rust("sysinfo", label="sysinfo crate"), [200, 200, 50], (">=", 10))
    rows += pair(bench, "what the procfs crate has", ours(PROCFS_GROUPS),
                 bench.rust("procfs", label="procfs crate"), [200, 200, 100], (">=", 4.5))
    kept = bench.rust("procfs-kept", label="procfs crate, files kept open by hand")
    rows += pair(bench, "the same", ours(PROCFS_GROUPS), kept, [200, 200, 100], None)
    return rows


def psutil(bench):
    """The same values through both Python packages."""

    def ours(label, *options):
        return bench.script(label, "plimsoll_sample.py", *options)

    documented = bench.script("psutil, as its documentation calls it", "psutil_sample.py", "--documented")
    cheapest = bench.script("psutil, at its cheapest", "psutil_sample.py")
    makers = [ours("same values"), ours("same values, no slow lane", "--no-slow-lane"), documented, cheapest]
    as_it_comes, eager, usual, cheap = bench.play(makers, 60, [200, 200, 50, 50])
    title = "what psutil has, from Python"
    return [
        line(title, as_it_comes, usual, (">=", 12)),
        line(title, as_it_comes, cheap, None, note="for information"),
        line(f"{title}, everything every time", eager, usual, None, note="for information"),
    ]


def processes(bench, herd):
    """Lists of 600 processes. A side that lists fewer than another has not done the same work."""
    makers = [
        bench.rust("ours-processes", herd=herd, label="processes"),
        bench.rust("ours-processes-kept", herd=herd, label="processes, kept"),
        bench.rust("sysinfo-processes", herd=herd, label="sysinfo crate"),
        bench.rust("sysinfo-processes-all", herd=herd, label="sysinfo crate, refresh_processes()"),
        bench.rust("procfs-processes", herd=herd, label="procfs crate"),
        bench.rust("floor-processes", herd=herd, label="stat files, not looked at"),
        bench.script("processes", "plimsoll_processes.py", herd=herd),
        bench.script("processes, kept", "plimsoll_processes.py", "--kept", herd=herd),
        bench.script("psutil", "psutil_processes.py", herd=herd),
    ]
    timings = bench.play(makers, 20, [10, 10, 5, 5, 5, 10, 10, 10, 5])
    lengths = [int(side.note.split()[0]) for side in timings]
    if max(lengths) > 1.02 * min(lengths):
        raise RuntimeError(f"the lists are not of equal length: {lengths}")
    mine, kept, sysinfo, documented, procfs, raw, python, python_kept, psutil_side = timings
    note = "kept_processes(1000)"

    def like(ours):
        """A descriptor is held for each process on our side alone: that is what is compared."""
        ours.descriptors = psutil_side.descriptors
        return ours

    title = "list of 600 processes"
    return [
        line(f"{title}, from Python, kept", like(python_kept), psutil_side, (">=", 5), note=note),
        line(f"{title}, from Python", python, psutil_side, None, note="for information"),
        line(f"{title}, kept", like(kept), sysinfo, (">=", 4), note=note),
        line(f"{title}, kept", like(kept), documented, None, note="for information"),
        line(title, mine, sysinfo, None, note="for information"),
        line(title, mine, documented, None, note="for information"),
        line(title, mine, psutil_side, None, note="for information"),
        line(title, mine, procfs, None, note="for information"),
        line(title, mine, raw, None, note="for information"),
    ]


def patience(rows):
    """From comparisons inside a cgroup with a quota: the tail of our readings, which must not be long."""
    found = {}
    for done in rows:
        side = done["ours"]
        if side and side["side"] in ("full", "tick"):
            found[side["side"].upper()] = side
    lines = []
    for name, side in found.items():
        note = f"{side['throttled']} of {side['readings']} readings were throttled"
        lines.append(table.row(f"{name}, p99 of readings that were not throttled", value=side["p99_us"] / 1e3,
                               unit="ms", require=("<=", 1), note=note))
        lines.append(table.row(f"{name}, share of all readings under 10 ms", value=side["under_10ms_ratio"], unit="%"))
    return lines
