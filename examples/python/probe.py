"""Checks every server of a configuration once, some at a time.

    pip install plimsoll-monitor
    python3 probe.py servers.yaml [ENVIRONMENT]

Prints a line for each: status, reason, name, milliseconds, and below it what is wrong. The exit code is
1 if any is unhealthy.
"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor

import plimsoll


def main():
    parser = argparse.ArgumentParser(description="Checks every server of a configuration once.")
    parser.add_argument("file", help="the configuration, in YAML or JSON")
    parser.add_argument("environment", nargs="?", help="which of its environments counts")
    options = parser.parse_args()
    try:
        targets = plimsoll.Targets.load(options.file, options.environment)
    except plimsoll.PlimsollError as error:
        # A line for each problem.
        print(error, file=sys.stderr)
        return 2
    wanted = [target for target in targets if target.enabled]
    with plimsoll.ProbeContext() as context, ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(context.probe, wanted))
    for outcome in outcomes:
        took = outcome.phases.total_seconds * 1000
        print(f"{outcome.status:<9} {outcome.reason:<20} {outcome.name} {took:.1f} ms")
        if outcome.status != "healthy":
            print(f"          {outcome.message}")
    return 1 if any(outcome.status == "unhealthy" for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
