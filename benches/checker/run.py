#!/usr/bin/env python3
"""Many checks at once, beside one after another and beside aiohttp. One run, one table.

    benches/checker/run.py [--rounds N] [--profile NAME] [--only NAME]... [--seconds N] [--into FILE]

Installs aiohttp into a virtual environment below build/. The sides take turns, round by round; every figure is the
median over the rounds. The servers are a process of their own. Exit codes: 0 measured, 3 could not."""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AIOHTTP = "aiohttp==3.14.0"
MARKS = ("<!-- checker -->", "<!-- end of checker -->")
MEASURES = ("lists", "fleet", "hang-20", "hang-50")


def say(words):
    print(f"checker: {words}", file=sys.stderr, flush=True)


def built(profile):
    """The built programs, by name."""
    say("building")
    command = ["cargo", "bench", "--features", "check", "--bench", "checker", "--bench", "checker_servers", "--no-run",
               "--message-format", "json"]
    if profile:
        command += ["--profile", profile]
    lines = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    messages = [json.loads(line) for line in lines]
    return {one["target"]["name"]: one["executable"] for one in messages if one.get("executable")}


def python():
    """An interpreter that has aiohttp."""
    folder = ROOT / "build/probes/venv"
    program = folder / "bin/python"
    made = folder / "made"
    if not made.exists() or made.read_text() != AIOHTTP:
        say(f"installing {AIOHTTP}")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(program), "-m", "pip", "install", "--quiet", AIOHTTP], check=True)
        made.write_text(AIOHTTP)
    return str(program)


class Servers:
    def __init__(self, program, count):
        self.process = subprocess.Popen([program, str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ports = self.process.stdout.readline().split()

    def end(self):
        """When each path was asked for, in seconds."""
        times, _ = self.process.communicate()
        return json.loads(times)


def run(*words):
    done = subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True, timeout=900)
    return json.loads(done.stdout)


def median(rounds, key):
    return statistics.median(one[key] for one in rounds)


def lists(programs, interpreter, rounds):
    """200 servers of 50 ms, each with a port of its own: one after another, 50 at once, and by aiohttp. In each turn
    three lists; the first, which makes threads and connections, apart. Beside them what as many threads cost that do
    nothing but send and receive, by sockets and by `ureq`."""
    servers = Servers(programs["checker_servers"], 200)
    try:
        urls = [f"http://127.0.0.1:{port}/wait/50" for port in servers.ports]
        sides = {
            "plimsoll": (programs["checker"], "lists", 50, 3, *urls),
            "floor": (programs["checker"], "floor", 50, 3, *urls),
            "ureq": (programs["checker"], "ureq", 50, 3, *urls),
            "aiohttp": (interpreter, HERE / "aiohttp_side.py", "plain", 50, 3, *urls),
            "phases": (interpreter, HERE / "aiohttp_side.py", "phases", 50, 3, *urls),
        }
        first, warm = {side: [] for side in sides}, {side: [] for side in sides}
        for number in range(rounds):
            say(f"lists, round {number + 1} of {rounds}")
            for side, words in sides.items():
                turns = run(*words)
                first[side].append(turns[0])
                warm[side] += turns[1:]
        say("lists, one after another")
        one = run(programs["checker"], "lists", 1, 1, *urls)[0]["wall_s"]
    finally:
        servers.end()
    figure = lambda turns: {side: {key: median(turns[side], key) for key in ("wall_s", "cpu_us")} for side in sides}  # noqa: E731
    return {"one_after_another_s": one, "first": figure(first), "warm": figure(warm)}


def errors(times, interval, prefix):
    """How far from their grid the servers were asked, in ms, sorted: of each path the earliest is taken for the grid."""
    found = []
    for path, at in times.items():
        if path.startswith(prefix) and len(at) > 1:
            places = [time - interval * round((time - at[0]) / interval) for time in at]
            found += [1e3 * (place - min(places)) for place in places]
    return sorted(found)


def at(values, part):
    return values[int((len(values) - 1) * part)] if values else None


def watch(programs, targets, interval, workers, hanging, seconds):
    say(f"{targets} targets every {interval} s, {workers} at once, {hanging} % hang: {seconds} s")
    servers = Servers(programs["checker_servers"], 1)
    try:
        found = run(programs["checker"], "watch", targets, interval, workers, hanging, seconds, servers.ports[0])
    finally:
        times = servers.end()
    late = errors(times, interval, "/wait")
    found["asked"] = {"checks": len(late), "p50_ms": at(late, 0.5), "p99_ms": at(late, 0.99), "max_ms": at(late, 1)}
    return found


def rows(found):
    if "lists" in found:
        lists = found["lists"]
        for turn in ("first", "warm"):
            ours, theirs, phases = (lists[turn][side] for side in ("plimsoll", "aiohttp", "phases"))
            which = "first list" if turn == "first" else "later lists"
            speed = lists["one_after_another_s"] / ours["wall_s"]
            yield f"200 servers of 50 ms, 50 at once, {which}: times as fast as one after another", f"{speed:.1f}", "≥ 45"
            times = f"{ours['wall_s']:.3f}; {theirs['wall_s']:.3f}; {phases['wall_s']:.3f}"
            yield f"{which}, seconds; aiohttp's; with phases told", times, "no slower"
            cpu = f"{ours['cpu_us']:.0f}; {theirs['cpu_us']:.0f}; {phases['cpu_us']:.0f}"
            yield f"{which}, CPU of a check, µs; aiohttp's; with phases told", cpu, ""
            least = f"{lists[turn]['floor']['cpu_us']:.0f}; {lists[turn]['ureq']['cpu_us']:.0f}"
            yield f"{which}, CPU of the same by 50 threads with bare sockets, µs; with `ureq` and nothing else", least, ""
            ratios = f"{theirs['cpu_us'] / ours['cpu_us']:.1f}; {phases['cpu_us'] / ours['cpu_us']:.1f}"
            yield f"{which}, times less CPU than aiohttp; than aiohttp with phases told", ratios, "≥ 5"
    if "fleet" in found:
        fleet = found["fleet"]
        yield "10,000 targets every 60 s, 100 at once: memory, MiB", f"{fleet['rss_mib']:.1f}", "< 40"
        late = fleet["late"]
        for half in ("first_half", "second_half"):
            yield f"the same, late by p99, ms, {half.replace('_', ' ')}", f"{late[f'healthy_{half}']['p99_ms']:.2f}", "< 50"
        yield "the same, off schedule as the servers see it, p99, ms", f"{fleet['asked']['p99_ms']:.2f}", "< 50"
    for share in (20, 50):
        if f"hang-{share}" in found:
            hang = found[f"hang-{share}"]
            for half in ("first_half", "second_half"):
                figures = hang["late"][f"healthy_{half}"]
                yield f"{share} % hang: the healthy late by p99, ms, {half.replace('_', ' ')}", f"{figures['p99_ms']:.2f}", "< 100"
            yield f"{share} % hang: off schedule as the healthy servers see it, p99, ms", f"{hang['asked']['p99_ms']:.2f}", "< 100"


def written(found, page):
    """The table, with what the page's own says of what was not measured."""
    known = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    table = {what: (figure, goal) for what, figure, goal in known[1:]}
    table |= {what: (figure, goal) for what, figure, goal in rows(found)}
    lines = [f"| {what} | {figure} | {goal} |" for what, (figure, goal) in table.items()]
    return "\n".join(["| what | measured | must be |", "|---|--:|--:|", *lines])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--profile", help="of cargo; bench by default")
    parser.add_argument("--only", action="append", choices=MEASURES)
    parser.add_argument("--seconds", type=int, default=180, help="how long the fleets are watched")
    parser.add_argument("--json", metavar="FILE", type=Path, help="everything that was found")
    parser.add_argument("--into", metavar="FILE", type=Path, help="also put it between this page's marks, beside the rows that are there of what was not measured")
    chosen = parser.parse_args()
    only = chosen.only or MEASURES
    found = {}
    try:
        programs = built(chosen.profile)
        if "lists" in only:
            found["lists"] = lists(programs, python(), chosen.rounds)
        if "fleet" in only:
            found["fleet"] = watch(programs, 10_000, 60, 100, 0, chosen.seconds)
        for share in (20, 50):
            if f"hang-{share}" in only:
                found[f"hang-{share}"] = watch(programs, 1_000, 10, 50, share, chosen.seconds)
    except (OSError, subprocess.SubprocessError, RuntimeError, StopIteration) as error:
        say(f"could not measure: {error}")
        return 3
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1))
    print(written(found, ""))
    if chosen.into:
        before, rest = chosen.into.read_text().split(MARKS[0])
        table, after = rest.split(MARKS[1])
        chosen.into.write_text(f"{before}{MARKS[0]}\n{written(found, table)}\n{MARKS[1]}{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
