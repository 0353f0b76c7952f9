"""Ours beside oha, wrk, hey and locust: the most that is served, at what CPU time, and latencies at a fixed rate.

All ask the same nginx (one worker, a few bytes) over loopback, one after the other in turns, so that what the machine does beside
meets all of them.
"""

import argparse
import csv
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bed import REPOSITORY, Nginx, command

BUILD = REPOSITORY / "build" / "load"
CONNECTIONS = 16
LOCUSTFILE = """
from locust import FastHttpUser, constant, task

class User(FastHttpUser):
    wait_time = constant(0)

    @task
    def get(self):
        self.client.get("/")
"""


def run(*words, environment=None):
    """What a program printed, and the CPU time that it and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{words[0]}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours_json(*words):
    out, cpu = run(command(), "load", *words, "--no-check", "--json", "-")
    return json.loads(out), cpu


def plimsoll(url, seconds):
    result, cpu = ours_json("--url", url, "--users", CONNECTIONS, "--for", f"{seconds}s")
    assert result["total"]["counts"]["failed"] == 0
    return result["total"]["per_second"], cpu


def oha(url, seconds):
    out, cpu = run(BUILD / "bin/oha", "--no-tui", "--output-format", "json", "-z", f"{seconds}s", "-c", CONNECTIONS, url)
    return json.loads(out)["summary"]["requestsPerSec"], cpu


def wrk(url, seconds):
    out, cpu = run("wrk", "-t", 2, "-c", CONNECTIONS, "-d", f"{seconds}s", url)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), cpu


def hey(url, seconds):
    out, cpu = run("hey", "-z", f"{seconds}s", "-c", CONNECTIONS, url)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), cpu


def locust(url, seconds):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "locustfile.py"
        path.write_text(LOCUSTFILE)
        _, cpu = run(
            BUILD / "locust/bin/locust", "-f", path, "--headless", "-u", CONNECTIONS, "-r", CONNECTIONS, "-t", f"{seconds}s",
            "--host", url.rstrip("/"), "--csv", Path(folder) / "out", "--loglevel", "ERROR",
            environment={**os.environ, "PYTHONWARNINGS": "ignore"},
        )  # fmt: skip
        rows = list(csv.DictReader((Path(folder) / "out_stats.csv").open()))
        return float(next(row for row in rows if row["Name"] == "Aggregated")["Requests/s"]), cpu


ALL = {"plimsoll": plimsoll, "oha": oha, "wrk": wrk, "hey": hey, "locust": locust}


def most(rounds, seconds):
    """Requests per second and CPU time for each, as many as users get: the medians of the rounds."""
    served = {name: [] for name in ALL}
    with Nginx() as nginx:
        for number in range(rounds):
            for name, peer in ALL.items():
                rate, cpu = peer(nginx.url, seconds)
                served[name].append((rate, cpu / (rate * seconds) * 1e6))
                print(f"{number + 1}/{rounds} {name}: {rate:,.0f}/s, {served[name][-1][1]:.2f} µs CPU each", file=sys.stderr)
    return {name: tuple(statistics.median(column) for column in zip(*rows)) for name, rows in served.items()}


QUANTILES = {"p50": "p50", "p99": "p99", "p99.9": "p999"}


def latencies(rounds, seconds, rate):
    """Latencies from when due, of ours and of oha."""
    told = {"plimsoll": [], "oha": []}
    with Nginx() as nginx:
        for number in range(rounds):
            result, _ = ours_json("--url", nginx.url, "--rate", rate, "--for", f"{seconds}s", "--connections", CONNECTIONS)
            latency = result["total"]["latency"]
            told["plimsoll"].append({name: latency[f"{ours}_seconds"] * 1e6 for name, ours in QUANTILES.items()})
            out, _ = run(
                BUILD / "bin/oha", "--no-tui", "--output-format", "json", "-z", f"{seconds}s", "-q", rate, "-c", CONNECTIONS,
                "--latency-correction", nginx.url,
            )  # fmt: skip
            percentiles = json.loads(out)["latencyPercentiles"]
            told["oha"].append({name: percentiles[name] * 1e6 for name in QUANTILES})
            for name in told:
                row = ", ".join(f"{quantile} {value:,.0f} µs" for quantile, value in told[name][-1].items())
                print(f"{number + 1}/{rounds} {name}: {row}", file=sys.stderr)
    return told


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rate", type=int, default=2000)
    return parser.parse_args()


def main():
    options = parse()
    found = most(options.rounds, options.seconds)
    print(f"| {CONNECTIONS} users of nginx | requests per second | CPU of the client for each |\n|---|---|---|")
    for name, (rate, cpu) in sorted(found.items(), key=lambda item: -item[1][0]):
        print(f"| {name} | {rate:,.0f} | {cpu:.2f} µs |")
    print(f"\nas much as oha: {found['plimsoll'][0] / found['oha'][0]:.2f}; CPU as wrk's: {found['plimsoll'][1] / found['wrk'][1]:.2f}\n")
    told = latencies(options.rounds, options.seconds, options.rate)
    print(f"| {options.rate}/s, from when due | plimsoll | oha | difference | oha's own spread |\n|---|---|---|---|---|")
    for quantile in QUANTILES:
        ours, theirs = ([row[quantile] for row in told[name]] for name in ("plimsoll", "oha"))
        middle = statistics.median(theirs)
        difference = statistics.median(ours) / middle - 1
        spread = (max(theirs) - min(theirs)) / middle
        print(f"| {quantile} | {statistics.median(ours):,.0f} µs | {middle:,.0f} µs | {difference:+.0%} | {spread:.0%} |")


if __name__ == "__main__":
    main()
