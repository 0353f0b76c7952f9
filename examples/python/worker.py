"""A worker that asks how laden its container is before it takes a job.

    pip install plimsoll-monitor
    python3 worker.py [JOBS]

Jobs here are sums; the queue is a number. What is said of the container goes to the standard error.
"""

import argparse
import sys
import threading
import time

import plimsoll

PAUSES = {"accept": 0.0, "slow": 0.05, "refuse": 0.5}


def tell(change):
    print(f"worker: {change.from_} -> {change.to}: {change.summary}", file=sys.stderr)


def watch(monitor, queue, ended):
    # Once a second, on a thread of our own: asking for the load line then costs microseconds.
    while not ended.wait(1.0):
        monitor.feed("queue", len(queue), limit=1000)
        monitor.observe()


def main():
    parser = argparse.ArgumentParser(description="Works as fast as its container allows.")
    parser.add_argument("jobs", type=int, nargs="?", default=20, help="how many jobs")
    queue = list(range(parser.parse_args().jobs))
    done = 0
    ended = threading.Event()
    with plimsoll.Monitor(on_level=tell) as monitor:
        monitor.observe()
        watcher = threading.Thread(target=watch, args=(monitor, queue, ended))
        watcher.start()
        try:
            while queue:
                line = monitor.load_line()
                time.sleep(PAUSES[line.advice])
                if line.advice == "refuse":
                    # A server would turn the job away here; this one works on, only more slowly.
                    print(f"worker: laden: {line.resource} at {line.reading:.2f}", file=sys.stderr)
                sum(range(10_000 * queue.pop()))
                done += 1
        finally:
            ended.set()
            watcher.join()
    print(f"jobs={done}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
