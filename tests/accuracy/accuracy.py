"""Makes real trouble in constrained containers, and scores what Plimsoll says of it.

    python3 tests/accuracy/accuracy.py            everything: a quarter of an hour
    python3 tests/accuracy/accuracy.py --short    ten scenarios: a minute and a half
    python3 tests/accuracy/accuracy.py --only oom_kill_again,healthy_idle

Exit codes: 0 all goals are met, 1 one is not, 3 it could not be measured (a scenario is void, this machine cannot
carry the beds), 130 interrupted. As root, alone on the machine: other load on it is found as well.
"""

import argparse
import fnmatch
import json
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogue
import report
import score
import watcher
from ambient import Ambient
from container import BUILD, build_programs, remove_leftovers
from runner import Stage, settle


def main():
    options = parse()
    chosen = choose(options)
    if options.list:
        for scenario in chosen:
            print(f"{scenario.name:34} {scenario.phase:9} {scenario.what}")
        return 0
    if os.geteuid() != 0:
        print("accuracy: needs root, for cgroups, mounts and network namespaces", file=sys.stderr)
        return 3
    if watcher.source() != "package" and watcher.command() is None:
        print("accuracy: no plimsoll: build it with `make command` and name it in PLIMSOLL_STATIC_BINARY", file=sys.stderr)
        return 3
    stop = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        # Threads end their scenarios and clean up; a second signal changes nothing.
        signal.signal(number, lambda *_: stop.set())
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for name in remove_leftovers():
        print(f"removed what an earlier run left: {name}", file=sys.stderr)
    build_programs()
    begun = time.monotonic()
    print(f"watching by the {watcher.source()}; {len(chosen)} scenarios", file=sys.stderr)
    with Ambient() as ambient:
        outcomes = run(chosen, stop, options)
    if stop.is_set():
        print("interrupted; everything was removed", file=sys.stderr)
        return 130
    order = {scenario.name: place for place, scenario in enumerate(chosen)}
    judged = (score.judge(outcome, options.ignore) for outcome in outcomes)
    results = sorted(judged, key=lambda result: order[result.scenario.name])
    numbers = score.totals(results)
    goals = score.goals(numbers, full=not options.short and not options.only)
    seconds = time.monotonic() - begun
    report.write(options.out, results, numbers, goals, seconds, watcher.source())
    if options.document:
        report.write_into(options.document, results, numbers, goals)
    if options.ticks:
        write_ticks(options.out, outcomes)
    print(report.terminal(results, numbers, goals))
    print(ambient.words())
    if options.ignore:
        print(f"wrong findings of {', '.join(options.ignore)} were not counted: no result to show around")
    print(f"{seconds:.0f} s; written to {options.out}/report.json and report.md")
    if any(result.void for result in results):
        return 3
    return 0 if all(goal.met for goal in goals) else 1


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="ten representative scenarios")
    parser.add_argument("--only", help="names or patterns, with commas between them")
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--no-guest", action="store_true", help="leave out what needs the booted kernel")
    parser.add_argument("--ticks", action="store_true", help="also write ticks.json: everything that was said")
    parser.add_argument("--out", type=Path, default=BUILD, help="where the report goes")
    parser.add_argument("--ignore", type=lambda text: text.split(","), default=[], metavar="RULES",
                        help="do not count wrong findings of these rules: for work on a machine that is not quiet")
    parser.add_argument("--document", type=Path, help="a page to put the results into, such as docs/accuracy.md")
    return parser.parse_args()


def choose(options):
    chosen = list(catalogue.ALL)
    if options.short:
        chosen = [scenario for scenario in chosen if scenario.short]
    if options.only:
        patterns = options.only.split(",")
        chosen = [one for one in chosen if any(fnmatch.fnmatch(one.name, pattern) for pattern in patterns)]
    if options.no_guest:
        chosen = [scenario for scenario in chosen if scenario.phase != "guest"]
    if not chosen:
        sys.exit("accuracy: no such scenario")
    return chosen


def run(chosen, stop, options):
    """Phase by phase: what loads the whole host comes last and one by one."""

    def told(outcome):
        row = report.row_of(score.judge(outcome, options.ignore))
        print(f"  {row[1]:6} {row[0]:34} {row[3]:>8}  {row[2]}", file=sys.stderr, flush=True)

    stage = Stage(stop, told)
    of = {phase: [one for one in chosen if one.phase == phase] for phase in ("together", "cpu", "guest", "disk", "host")}
    outcomes = []
    if options.short:
        of["together"], of["cpu"] = of["cpu"] + of["together"], []
    number = 0
    for phase, scenarios in of.items():
        if not scenarios or stop.is_set():
            continue
        if phase in ("together", "cpu"):
            settle(stop, seconds=45 if options.short else 90)
        print(f"{phase}: {len(scenarios)}", file=sys.stderr)
        if phase == "guest":
            from guest import run_guest

            outcomes += run_guest(scenarios, stop, told)
        else:
            outcomes += stage.run(scenarios, number, one_by_one=phase in ("disk", "host"))
        number += len(scenarios)
    return outcomes


def write_ticks(folder, outcomes):
    """Everything that was said, to see why."""
    rows = {}
    for outcome in outcomes:
        truth = outcome.truth
        rows[outcome.scenario.name] = {
            "begun": truth.begun,
            "started": truth.started,
            "marks": truth.marks,
            "problems": truth.problems,
            "outputs": outcome.outputs,
            "ticks": [
                {
                    "after": round(tick.t - truth.begun, 2),
                    "level": tick.level,
                    "load_line": tick.load_line,
                    "findings": {name: vars(found) for name, found in tick.findings.items()},
                    "trends": tick.trends,
                    "usage": tick.usage,
                }
                for tick in outcome.ticks
            ],
        }
    (folder / "ticks.json").write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
