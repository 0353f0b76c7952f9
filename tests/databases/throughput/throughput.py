"""Throughput at the advised size against the best of all sizes, on a real PostgreSQL under loads like pgbench's, and the same for
the rule "over 90 % used: +5 up to 50; under 20 %: -2 down to 5". `--short` is a quick look that it goes the right way."""

import argparse
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from clients import ACCOUNTS, BRANCHES, REPOSITORY, Client  # noqa: E402
from servers import Postgres  # noqa: E402

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
STARTS = (2, 64)
CLIENTS = 64
VERSION = 18
# Of the kind of client, what a request does.
WORKLOADS = {
    "read": "one row by its key, from the cache (r2d2)",
    "write": "as pgbench's own: 5 statements, a commit to disk (r2d2)",
    "think": "read, 4 ms of the program's own, write, commit (r2d2)",
    "wait": "10 ms in the database that need no CPU, read (r2d2)",
    "hot": "read, write the same row as everybody, commit (r2d2)",
    "sqlalchemy": "as `think` (SQLAlchemy's QueuePool)",
    "psycopg_pool": "the sum of 10,000 rows, from the cache (psycopg_pool)",
}
# Before anything counts: connections are made, caches warm.
WARM = 0.4
# About what a commit takes on a disk of a cloud.
COMMIT_MICROSECONDS = 2000
# What advice needs to see at least, and a little more.
OBSERVED = 11
MOST_STEPS = 8
RULE_OBSERVED = 1.5
RULE_MOST_STEPS = 20

PAGE = REPOSITORY / "docs" / "database-pools.md"
BEGIN = "<!-- Written by `make pool-throughput`. -->"
END = "<!-- To here, of `make pool-throughput`. -->"


def server(disk=False):
    """PostgreSQL that commits to disk, and holds all of what is in it in its cache. Other than of the machine's own disk, what a
    commit takes on one in memory is always the same: who flushes the log first waits for that long for others to join."""
    settings = ["fsync=on", "max_connections=150", "shared_buffers=256MB", "max_wal_size=4GB"]
    if not disk:
        settings += [f"commit_delay={COMMIT_MICROSECONDS}", "commit_siblings=0"]
    made = Postgres(VERSION, *settings, beneath="/tmp" if disk else "/dev/shm")
    try:
        with made.connect() as root:
            for table, rows in (("accounts", ACCOUNTS), ("tellers", 10 * BRANCHES), ("branches", BRANCHES)):
                key = table[0]
                root.execute(
                    f"CREATE TABLE pgbench_{table} ({key}id int NOT NULL, bid int, {key}balance int, filler char(84))"
                    " WITH (fillfactor = 90)"
                    if table != "branches"
                    else "CREATE TABLE pgbench_branches (bid int NOT NULL, bbalance int, filler char(88)) WITH (fillfactor = 50)"
                )
                columns = "i, 0, ''" if table == "branches" else f"i, 1 + i % {BRANCHES}, 0, ''"
                root.execute(f"INSERT INTO pgbench_{table} SELECT {columns} FROM generate_series(1, {rows}) AS i")
                root.execute(f"ALTER TABLE pgbench_{table} ADD PRIMARY KEY ({key}id)")
            root.execute(
                "CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))"
            )
            root.execute("VACUUM ANALYZE")
            root.execute("CHECKPOINT")
        return made
    except BaseException:
        made.end()
        raise


def client(name, folder, clients=CLIENTS):
    if name in ("sqlalchemy", "psycopg_pool"):
        python = REPOSITORY / "build" / "databases" / "venv" / "bin" / "python"
        return Client(python, HERE / "clients.py", name, folder, clients)
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    return Client(target / "release" / "plimsoll-throughput", folder, name, clients)


def follow(load, start, cpus, say):
    """Follows advice from that size until it holds: where it ends, and after how many steps."""
    load.ask("forget")
    size, path = start, [start]
    for _ in range(MOST_STEPS):
        answer = load.ask("observe", size, WARM, OBSERVED, cpus)
        advised = answer.get("size", size)
        say(f"{size}: {answer['per_second']:.0f}/s -> {advised} ({answer.get('advice', {}).get('limit')})")
        if "advice" in answer:
            say(f"    {answer['advice']['reason']}")
            evidence = {one["name"]: one["value"] for one in answer["advice"].get("evidence", [])}
            say("    " + ", ".join(f"{name} {value:.4g}" for name, value in evidence.items() if not name.startswith("arrivals")))
        if advised == size and "advice" in answer:
            return size, path
        if advised != size:
            path.append(advised)
        size = advised
    return size, [*path, "..."]


def earlier(load, start, say):
    """The same with the earlier rule, on what it looks at: the share of the connections in use."""
    size, path = start, [start]
    for _ in range(RULE_MOST_STEPS):
        used = load.ask("observe", size, WARM, RULE_OBSERVED, 0)["used"]
        then = size
        if used > 0.9:
            then = min(size + 5, max(size, 50))
        elif used < 0.2:
            then = max(size - 2, min(size, 5))
        if then == size:
            break
        size = then
        path.append(size)
    say(f"earlier rule: {path}")
    load.ask("forget")
    return size, path


def sweep(load, sizes, rounds, seconds, say):
    """What each size serves per second, round by round in another order."""
    served = {size: [] for size in sizes}
    for number in range(rounds):
        order = list(sizes)
        random.Random(number).shuffle(order)
        for size in order:
            served[size].append(load.ask("measure", size, WARM, seconds)["per_second"])
    for size in sorted(served):
        say(f"    {size:3}: " + " ".join(f"{value:.0f}" for value in served[size]))
    return served


def spread(values):
    """Half of the range of the values, as a share of their median."""
    return (max(values) - min(values)) / 2 / statistics.median(values)


def judge(name, folder, arguments, say):
    """Where advice and rule end, and what each size serves."""
    say(f"== {name}")
    load = client(name, folder)
    try:
        ends = {start: follow(load, start, arguments.cpus, say) for start in STARTS}
        rules = {start: earlier(load, start, say) for start in STARTS}
        served = sweep(load, SIZES, arguments.rounds, arguments.seconds, say)
        # The best and what is compared with it, side by side: what disturbs the machine changes from minute to minute.
        best = sorted(SIZES, key=lambda size: -statistics.median(served[size]))[:3]
        reached = {size for size, _ in [*ends.values(), *rules.values()]}
        again = sweep(load, sorted({*best, *reached}), arguments.again, arguments.seconds, say)
    finally:
        load.close()
    result = {"name": name, "ends": ends, "rules": rules, "served": served, "again": again}
    say("\n".join(table([result])))
    return result


def numbered(result):
    """Results as they were: in JSON all keys are texts."""
    keys = ("ends", "rules", "served", "again")
    return {**result, **{key: {int(number): value for number, value in result[key].items()} for key in keys}}


def best_of(result, served="again"):
    """The size of the list that served most, and how much."""
    medians = {size: statistics.median(values) for size, values in result[served].items() if size in SIZES}
    return max(medians.items(), key=lambda one: one[1])


def share(result, size, served="again"):
    return statistics.median(result[served][size]) / best_of(result, served)[1]


def table(results):
    lines = [
        "| load | best size | served there | spread | from 2 | of the best | from 64 | of the best | earlier rule: from 2 | of the best | from 64 | of the best |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        size, most = best_of(result)
        cells = [result["name"], size, f"{most:,.0f}/s", f"± {spread(result['again'][size]):.0%}".replace("%", " %")]
        for paths, arrows in ((result["ends"], True), (result["rules"], False)):
            for start in STARTS:
                end, path = paths[start]
                way = " → ".join(map(str, path)) if arrows else str(end)
                cells += [way, f"{share(result, end) * 100:.0f} %"]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def sizes_table(results):
    lines = ["| load | " + " | ".join(map(str, SIZES)) + " |", "|---" * (len(SIZES) + 1) + "|"]
    for result in results:
        shares = [f"{share(result, size, 'served') * 100:.0f}" for size in SIZES]
        lines.append(f"| {result['name']} | " + " | ".join(shares) + " |")
    return lines


def machine():
    model = next(line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name"))
    return f"{os.cpu_count()} CPUs ({model.split(':')[1].strip()}), Linux {platform.release()}, Python {platform.python_version()}"


def bless(text):
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="loads, with commas between them", default=",".join(WORKLOADS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--again", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.6)
    parser.add_argument("--cpus", type=float, default=os.cpu_count(), help="what advice is told; 0: nothing")
    parser.add_argument("--disk", action="store_true", help="commit to the disk that /tmp is on, as quick as it happens to be")
    parser.add_argument("--save", type=Path, help="a file of results: what is in it is not measured again")
    arguments = parser.parse_args()
    # The default would skip every `finally`, and leave servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()

    def say(text):
        print(f"{time.monotonic() - began:6.0f} s  {text}", file=sys.stderr, flush=True)

    saved = arguments.save.read_text() if arguments.save and arguments.save.exists() else "[]"
    results = list(map(numbered, json.loads(saved)))
    for name in arguments.only.split(","):
        if any(result["name"] == name for result in results):
            continue
        # Each load has tables as they were filled.
        database = server(arguments.disk)
        try:
            results.append(judge(name, str(database.folder), arguments, say))
        finally:
            database.end()
        results.sort(key=lambda result: list(WORKLOADS).index(result["name"]))
        if arguments.save:
            arguments.save.write_text(json.dumps(results))
    commits = "commits to disk" if arguments.disk else f"a commit takes {COMMIT_MICROSECONDS / 1000:g} ms"
    text = "\n".join(
        [
            f"PostgreSQL {VERSION} ({commits}), {CLIENTS} threads, {machine()}.",
            "",
            *table(results),
            "",
            "What each size serves, in % of the best:",
            "",
            *sizes_table(results),
        ]
    )
    print(text)
    if os.environ.get("PLIMSOLL_BLESS"):
        bless(text)


if __name__ == "__main__":
    main()
