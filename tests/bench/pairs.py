"""How often `plimsoll bench` calls two equal runs different, and a slow-down of a tenth worse.

    tests/bench/pairs.py --binary target/slow-down/release/plimsoll
    tests/bench/pairs.py --binary ... --short                     ten pairs
    tests/bench/pairs.py --binary ... --documents DIR             compares what was measured before, again

The binary is one with the feature `slow-down-test`. Each pair is a run and the same again, each a process of its own; and a
third in which a measure does a tenth more work for the same count: the measures that are judged take turns. All run one after
the other, as somebody who compares would run them. A pair is different where any of its measures is called better or worse; a
slow-down is found where that very measure is called worse. Exit code 1 where a limit is missed.
"""

import argparse
import collections
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

MOST_DIFFERENT = 0.05
LEAST_WORSE = 0.95
JUDGED = ["sample", "tick", "observe", "diagnose", "advise", "cpu", "memory_copy"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--short", action="store_true", help="ten pairs, and limits that suit so few")
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--slowed", default=",".join(JUDGED), help="measures that are slowed down in turn, with commas between")
    parser.add_argument("--slower", type=float, default=0.1)
    parser.add_argument("--documents", type=pathlib.Path, help="where results are kept; what is there is not measured again")
    options = parser.parse_args()
    if options.short:
        options.pairs = 10
    if options.documents:
        options.documents.mkdir(parents=True, exist_ok=True)
        return judge(options, options.documents)
    with tempfile.TemporaryDirectory(prefix="plimsoll-bench-pairs-") as directory:
        return judge(options, pathlib.Path(directory))


def judge(options, directory):
    slowed = options.slowed.split(",")
    began, busy, own = time.monotonic(), host_seconds(), own_seconds()
    different, named, worse, tried = 0, collections.Counter(), collections.Counter(), collections.Counter()
    noise = collections.defaultdict(list)
    for pair in range(options.pairs):
        first = measured(options, directory / f"{pair}-first.json")
        second = measured(options, directory / f"{pair}-second.json")
        changes = compared(options, first, second)
        changed = [change["name"] for change in changes if change["verdict"] != "same"]
        different += bool(changed)
        named.update(changed)
        for change in changes:
            noise[change["name"]].append((abs(change["worse_ratio"]), change["noise_ratio"] if change["judged"] else None))
        name = slowed[pair % len(slowed)]
        slower = measured(options, directory / f"{pair}-{name}.json", f"{name}={options.slower}")
        verdicts = {change["name"]: change["verdict"] for change in compared(options, first, slower)}
        tried[name] += 1
        worse[name] += verdicts.get(name) == "worse"
        if (pair + 1) % 10 == 0:
            found = f"{sum(worse.values())} of {sum(tried.values())} slow-downs found"
            print(f"  {pair + 1} pairs: {different} called different, {found}", file=sys.stderr)
    took = time.monotonic() - began
    others = max(0.0, host_seconds() - busy - (own_seconds() - own)) / took / os.cpu_count()
    print(f"{options.pairs} pairs of {options.seconds} s in {took / 60:.1f} minutes; others used {others:.0%} of the CPUs meanwhile")
    # Of ten pairs two more are still chance.
    spare = 2 if options.short else 0
    same = different <= MOST_DIFFERENT * options.pairs + spare
    print(f"equal runs called different: {different} of {options.pairs} (at most {MOST_DIFFERENT:.0%}): {met(same)} {dict(named)}")
    all_worse, all_tried = sum(worse.values()), sum(tried.values())
    found = all_worse >= LEAST_WORSE * all_tried - spare
    print(f"slower by {options.slower:.0%} called worse: {all_worse} of {all_tried} (at least {LEAST_WORSE:.0%}): {met(found)}")
    print(f"\n| measure | differs by, median | 95 of 100 | most | told from noise, median | slow-downs found |\n|---|---:|---:|---:|---:|---:|")
    for name, values in noise.items():
        apart = sorted(value for value, _ in values)
        told = sorted(value for _, value in values if value is not None)
        limit = f"{told[len(told) // 2]:.1%}" if told else "not judged"
        count = f"{worse[name]} of {tried[name]}" if tried[name] else "-"
        row = [f"{apart[len(apart) // 2]:.1%}", f"{apart[int(len(apart) * 0.95)]:.1%}", f"{apart[-1]:.1%}", limit, count]
        print(f"| `{name}` | {' | '.join(row).replace('%', ' %')} |")
    return 0 if same and found else 1


def met(limit):
    return "met" if limit else "MISSED"


def host_seconds():
    """CPU time that all of the machine used so far."""
    with open("/proc/stat") as lines:
        user, nice, system, _, _, interrupts, soft = map(int, lines.readline().split()[1:8])
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def own_seconds():
    return sum(sum(resource.getrusage(whose)[:2]) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measured(options, path, slowed=None):
    """A run's document; measured unless it is there."""
    if not path.exists():
        words = ["bench", "--seconds", options.seconds, "--no-disk", "--save", path]
        run(options, words + (["--slow-down", slowed] if slowed else []), (0,))
    return path


def compared(options, baseline, result):
    text = run(options, ["bench", "--baseline", baseline, "--result", result, "--json"], (0, 1, 3))
    comparison = json.loads(text)["comparison"]
    judged = {change["name"] for change in comparison["changes"] if change["judged"]}
    # A comparison that compares nothing would call nothing different.
    if missing := set(JUDGED) - judged:
        sys.exit(f"{baseline}, {result}: not compared: {sorted(missing)}: {comparison['left_out']}")
    return comparison["changes"]


def run(options, words, codes):
    done = subprocess.run([str(word) for word in [options.binary, *words]], capture_output=True, text=True, timeout=120)
    if done.returncode not in codes:
        sys.exit(f"{words}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
