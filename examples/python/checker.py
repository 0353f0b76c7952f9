"""Checks every server of a configuration, all at once, by asyncio.

    pip install plimsoll-monitor
    python3 checker.py servers.yaml [ENVIRONMENT]

Prints a line for each as it comes: status, reason, name, milliseconds. The exit code is 1 if any is unhealthy.
"""

import argparse
import asyncio
import sys
import tempfile

import plimsoll


def scratch():
    """A check of one's own, beside the servers. What it raises makes it 'unknown', with the exception as the message."""
    with tempfile.TemporaryFile() as file:
        return file.write(b"x" * 4096) == 4096


async def check(targets):
    unhealthy = False
    given = [target for target in targets if target.enabled]
    given.append(plimsoll.Check("scratch", scratch, timeout=5))
    async with plimsoll.Checker(max_concurrent=50) as checker:
        # The event loop goes on meanwhile: nothing here waits in a call, and no thread of Python's is needed.
        async for _, outcome in checker.stream_async(given, deadline=60):
            took = outcome.phases.total_seconds * 1000
            print(f"{outcome.status:<9} {outcome.reason:<20} {outcome.name} {took:.1f} ms")
            unhealthy |= outcome.status == "unhealthy"
    return unhealthy


def main():
    parser = argparse.ArgumentParser(description="Checks every server of a configuration, all at once.")
    parser.add_argument("file", help="the configuration, in YAML or JSON")
    parser.add_argument("environment", nargs="?", help="which of its environments counts")
    options = parser.parse_args()
    try:
        targets = plimsoll.Targets.load(options.file, options.environment)
    except plimsoll.PlimsollError as error:
        # A line for each problem.
        print(error, file=sys.stderr)
        return 2
    return 1 if asyncio.run(check(targets)) else 0


if __name__ == "__main__":
    sys.exit(main())
