"""Puts a server under load, step by step, and says how many requests at a time it serves best.

    pip install plimsoll-monitor
    python3 load.py http://127.0.0.1:8080/ [REPORT.html]

Only load what is yours. The exit code is 1 where more than one request in a hundred failed.
"""

import argparse
import sys

import plimsoll


def parse():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("url")
    parser.add_argument("report", nargs="?", help="a page with charts")
    return parser.parse_args()


def main():
    options = parse()
    test = plimsoll.LoadTest(options.url, users=[1, 2, 4, 8, 16, 32], duration=2, thresholds=["error_rate < 1%"])
    result = test.run(lambda progress: print(f"{progress.level:.0f} users: {progress.per_second:.0f}/s", file=sys.stderr))
    for stage in result.stages:
        if stage.measured:
            latency = stage.summary.latency.p99_seconds
            p99 = "-" if latency is None else f"{latency * 1000:.2f} ms"
            print(f"{stage.title:>10}  {stage.summary.per_second:10.0f}/s  p99 {p99}")
    knee = result.knee
    if knee is not None and knee.advised is not None:
        print(f"allow {knee.advised} requests at a time: more only wait for each other")
    for warning in result.warnings:
        print(warning)
    if options.report:
        result.save(options.report)
    return 0 if result.passed else 1


if __name__ == "__main__":
    sys.exit(main())
