"""How often `plimsoll bench` calls two equal runs different, and a slow-down of a tenth worse.

    tests/bench/pairs.py --binary target/release/plimsoll
    tests/bench/pairs.py --binary ... --short                     ten pairs
    tests/bench/pairs.py --binary ... --documents DIR             compares what was measured before, again

Each pair is a run, the same again, and one for each measure that is slowed down: it then does a tenth more work for the
same count. All run one after the other, as somebody who compares would run them. Exit code 1 where a limit is missed.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile
import time

MOST_DIFFERENT = 0.05
LEAST_WORSE = 0.95


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--short", action="store_true", help="ten pairs, and a limit that suits so few")
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--slowed", default="sample", help="measures to slow down, with commas between")
    parser.add_argument("--slower", type=float, default=0.1)
    parser.add_argument("--documents", type=pathlib.Path, help="where results are kept; what is there is not measured again")
    parser.add_argument("--disk", action="store_true", help="the disk, too")
    options = parser.parse_args()
    if options.short:
        options.pairs = 10
    if options.documents:
        options.documents.mkdir(parents=True, exist_ok=True)
        return judge(options, options.documents)
    with tempfile.TemporaryDirectory(prefix="plimsoll-bench-pairs-") as directory:
        return judge(options, pathlib.Path(directory))


def judge(options, directory):
    slowed = [name for name in options.slowed.split(",") if name]
    began = time.monotonic()
    different, named = 0, collections.Counter()
    worse = collections.Counter()
    noise = collections.defaultdict(list)
    for pair in range(options.pairs):
        first = measured(options, directory / f"{pair}-first.json")
        second = measured(options, directory / f"{pair}-second.json")
        comparison = compared(options, first, second)
        changed = [change["name"] for change in comparison["changes"] if change["verdict"] != "same"]
        different += bool(changed)
        named.update(changed)
        for change in comparison["changes"]:
            noise[change["name"]].append((abs(change["worse_ratio"]), change["noise_ratio"]))
        for name in slowed:
            slower = measured(options, directory / f"{pair}-{name}.json", f"{name}={options.slower}")
            changes = {change["name"]: change["verdict"] for change in compared(options, first, slower)["changes"]}
            worse[name] += changes.get(name) == "worse"
        if (pair + 1) % 10 == 0:
            print(f"  {pair + 1} pairs: {different} called different, slower called worse: {dict(worse)}", file=sys.stderr)
    minutes = (time.monotonic() - began) / 60
    print(f"{options.pairs} pairs of {options.seconds} s in {minutes:.1f} minutes")
    fine = different <= MOST_DIFFERENT * options.pairs + (1 if options.short else 0)
    print(f"equal runs called different: {different} (at most {MOST_DIFFERENT:.0%}): {'met' if fine else 'MISSED'} {dict(named)}")
    for name in slowed:
        met = worse[name] >= LEAST_WORSE * options.pairs - (1 if options.short else 0)
        fine &= met
        print(
            f"{name} slower by {options.slower:.0%} called worse: {worse[name]} (at least {LEAST_WORSE:.0%}): "
            f"{'met' if met else 'MISSED'}"
        )
    print(f"{'measure':<12} {'differs by, median':>20} {'95th of 100':>12} {'told from noise, median':>24}")
    for name, values in noise.items():
        apart = sorted(value for value, _ in values)
        told = sorted(value for _, value in values)
        middle, high = apart[len(apart) // 2], apart[min(len(apart) - 1, int(len(apart) * 0.95))]
        print(f"{name:<12} {middle:>20.2%} {high:>12.2%} {told[len(told) // 2]:>24.2%}")
    return 0 if fine else 1


def measured(options, path, slowed=None):
    """A run's document; measured unless it is there."""
    if not path.exists():
        words = ["bench", "--seconds", options.seconds, "--save", path]
        words += [] if options.disk else ["--no-disk"]
        words += ["--slow-down", slowed] if slowed else []
        run(options, words, (0,))
    return path


def compared(options, baseline, result):
    words = ["bench", "--baseline", baseline, "--result", result, "--json"]
    return json.loads(run(options, words, (0, 1, 3)))["comparison"]


def run(options, words, codes):
    done = subprocess.run([str(word) for word in [options.binary, *words]], capture_output=True, text=True, timeout=120)
    if done.returncode not in codes:
        sys.exit(f"{words}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
