"""Makes real faults in real databases and their pools, and says which of them Plimsoll finds and names.

    build/databases/venv/bin/python tests/databases/faults/run.py             all: some minutes
    build/databases/venv/bin/python tests/databases/faults/run.py --short     the quick ones
    build/databases/venv/bin/python tests/databases/faults/run.py --only 'leak_*' --verbose

Each case runs in a process of its own with databases of its own. Exit codes: 0 the goals are met, 1 one is not, 130
interrupted.
"""

import argparse
import concurrent.futures
import fnmatch
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from case import CASES, at_least  # noqa: E402

# Of 20 faults so many are named at least.
GOAL = 0.95
# A laden machine may take so long to start the servers of a case, in seconds.
START_LIMIT = 120
# A case that is told to end may take so long, in seconds, before it is ended.
END_LIMIT = 20


def main():
    options = parse()
    if options.inside:
        return inside(options.inside)
    load_cases()
    chosen = [name for name in CASES if fnmatch.fnmatch(name, options.only)]
    chosen = [name for name in chosen if CASES[name].short or not options.short]
    running = Running()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: running.end())
    # The longest first, so that none is waited for at the end.
    order = sorted(chosen, key=lambda name: -CASES[name].limit)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as workers:
        results = dict(zip(order, workers.map(lambda name: running.run(name, options), order)))
    if running.ended:
        return 130
    results = [results[name] for name in chosen]
    print(table(results))
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1))
    if options.document:
        write_into(Path(options.document), results)
    return 0 if goals_are_met(results) else 1


def parse():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="*", help="cases whose names match")
    parser.add_argument("--short", action="store_true", help="the quick ones only")
    parser.add_argument("--jobs", type=int, default=3, help="so many at once (3): they mostly wait")
    parser.add_argument("--json", help="a file for all that was found")
    parser.add_argument("--document", help="a document to write the tables into")
    parser.add_argument("--verbose", action="store_true", help="print what was found as it changed")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    return parser.parse_args()


def load_cases():
    sys.path.insert(0, str(HERE.parent.parent.parent / "bindings" / "python"))
    import connections, healthy, leaks, locks, network, sizes, slow, sqlite, transactions  # noqa: E401, F401


# --- One case, in its own process -----------------------------------------------------------------


def inside(name):
    """Runs a case and prints what came of it as JSON."""
    # The default of SIGTERM would leave servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    load_cases()
    from stage import Stage

    stage = Stage(CASES[name])
    try:
        CASES[name].run(stage)
    finally:
        stage.over.set()
        result = judge(stage)
        stage.close()
    print(json.dumps(result), flush=True)
    # Users that still wait for a database are not waited for.
    os._exit(0)


def judge(stage):
    """What the looks of a case say of it."""
    case, begin = stage.case, stage.faulty_from or 0.0
    until = stage.faulty_until or time.monotonic()
    before = [findings for when, findings in stage.looks if when < begin]
    looks = [(when - begin, findings) for when, findings in stage.looks if begin <= when <= until]
    named = [after for after, findings in looks if stage.names(findings)] if case.expected else []
    others, seen = {}, {}
    for after, findings in looks:
        for finding in findings:
            is_it = finding.rule in case.expected
            if not is_it and (at_least(finding.severity, "medium") or case.healthy):
                others.setdefault(f"{finding.rule} ({finding.severity})", round(after, 1))
            if is_it:
                seen[finding.rule] = finding.title
    alarms = sorted({f"{f.rule} ({f.severity})" for findings in before for f in findings if at_least(f.severity, "medium")})
    return {
        "name": case.name,
        "named": bool(named) and (stage.passes or stage.names(looks[-1][1], says=False)) if case.expected else None,
        "seconds": round(named[0], 1) if named else None,
        "found": seen,
        "others": others,
        "alarms_before": alarms,
        "looks": len(looks),
        "errors": dict(stage.errors),
        "history": history(stage.looks, begin),
    }


def history(looks, begin):
    """What was found, whenever it changed."""
    changes, last = [], None
    for when, findings in looks:
        now = [f"{finding.rule} {finding.severity}: {finding.title}; explains {list(finding.explains)}" for finding in findings]
        if [line.partition(":")[0] for line in now] != last:
            last = [line.partition(":")[0] for line in now]
            changes.append((round(when - begin, 1), now))
    return changes


# --- All of them ----------------------------------------------------------------------------------


class Running:
    """The processes of cases, and their end."""

    def __init__(self):
        self.ended = False
        self._processes = set()
        self._lock = threading.Lock()

    def end(self):
        self.ended = True
        for process in list(self._processes):
            process.terminate()

    def run(self, name, options):
        case = CASES[name]
        if self.ended:
            return failed(name, "interrupted")
        command = [sys.executable, str(HERE / "run.py"), "--inside", name]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._processes.add(process)
        try:
            said, complaints = process.communicate(timeout=case.limit + START_LIMIT)
        except subprocess.TimeoutExpired:
            process.terminate()
            try:
                said, complaints = process.communicate(timeout=END_LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                said, complaints = process.communicate()
        finally:
            self._processes.discard(process)
        try:
            result = json.loads(said.strip().splitlines()[-1])
        except (IndexError, ValueError):
            result = failed(name, complaints.strip()[-1500:] or f"ended with {process.returncode}")
        with self._lock:
            say(result, complaints if options.verbose else "", options.verbose)
        return result


def failed(name, why):
    return {"name": name, "named": False, "seconds": None, "found": {}, "others": {}, "alarms_before": [], "failed": why,
            "errors": {}, "history": [], "looks": 0}  # fmt: skip


def say(result, complaints, verbose):
    print(("ok    " if is_good(result) else "WRONG ") + result["name"], result.get("failed", ""), file=sys.stderr, flush=True)
    if verbose or not is_good(result):
        for after, lines in result["history"]:
            print(f"    {after:6.1f} s  " + ("\n" + " " * 14).join(lines or ["nothing"]), file=sys.stderr)
        print(f"    errors {result['errors']}", complaints, file=sys.stderr, flush=True)


def is_good(result):
    case = CASES[result["name"]]
    if "failed" in result or result["alarms_before"]:
        return False
    if case.healthy:
        return result["looks"] > 0 and not any("(low)" not in other for other in result["others"])
    return bool(result["named"])


def goals_are_met(results):
    faults = [is_good(result) for result in results if not CASES[result["name"]].healthy]
    healthy = [is_good(result) for result in results if CASES[result["name"]].healthy]
    return sum(faults) >= GOAL * len(faults) and all(healthy)


def table(results):
    lines = ["", "| case | expected | found | seconds until named | other findings |", "|---|---|---|---|---|"]
    for result in results:
        case = CASES[result["name"]]
        if case.healthy:
            continue
        why = f" ({case.severity}: {case.why})" if case.why else ""
        lines.append(
            f"| `{case.name}`: {case.what} | {ticked(case.expected, ' or ')}{why} | "
            f"{ticked(result['found']) if result['named'] else 'not named'} | "
            f"{result['seconds'] if result['seconds'] is not None else ''} | {others(result)} |"
        )
    lines += ["", "| healthy case | findings of medium or more | low |", "|---|---|---|"]
    for result in results:
        case = CASES[result["name"]]
        if case.healthy:
            low = [other.partition(" ")[0] for other in result["others"] if "(low)" in other]
            bad = [other for other in result["others"] if "(low)" not in other]
            lines.append(f"| `{case.name}`: {case.what} | {failure(result) or ', '.join(bad) or 'none'} | {ticked(low)} |")
    faults = [result for result in results if not CASES[result["name"]].healthy]
    healthy = [result for result in results if CASES[result["name"]].healthy]
    lines += ["", f"{sum(map(is_good, faults))} of {len(faults)} faults named; {sum(map(is_good, healthy))} of {len(healthy)} healthy pools not alarmed.", ""]  # fmt: skip
    return "\n".join(lines)


def others(result):
    found = [f"{name} after {after} s" for name, after in result["others"].items()]
    return failure(result) or ", ".join([f"before it began: {name}" for name in result["alarms_before"]] + found)


def failure(result):
    return result.get("failed", "").strip().splitlines()[-1] if result.get("failed") else ""


def ticked(names, between=", "):
    return between.join(f"`{name}`" for name in names)


def write_into(document, results):
    before, begin, rest = document.read_text().partition("<!-- Written by `make database-faults`. -->\n")
    _, end, after = rest.partition("<!-- To here. -->")
    document.write_text(before + begin + table(results) + "\n" + end + after)


if __name__ == "__main__":
    sys.exit(main())
