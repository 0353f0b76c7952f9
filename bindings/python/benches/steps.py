"""What a step costs: `with plimsoll.step(...)` around nothing, a decorated function, a log line with the load.

    python bindings/python/benches/steps.py [ROUNDS]

Needs `make python-dev`. CPU time is counted, and the best round of each: what else the machine does falls on all.
"""

import logging
import os
import sys
from time import process_time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import plimsoll
import plimsoll.logging

TURNS = 2000
# At most so many microseconds of CPU time for a step: two readings of the process, over the files that are open for them, and
# what Python does beside.
MOST = 80.0

book = plimsoll.StepBook()


def a_step():
    for _ in range(TURNS):
        with book.step("nothing"):
            pass


def a_step_within():
    with book.step("around"):
        for _ in range(TURNS):
            with book.step("within"):
                pass


@book.step("decorated")
def nothing():
    pass


def a_decorated_function():
    for _ in range(TURNS):
        nothing()


def a_question():
    for _ in range(TURNS):
        plimsoll.should_pause()


filtered = plimsoll.logging.LoadFilter()


def a_line():
    for _ in range(TURNS):
        filtered.filter(logging.LogRecord("a", logging.INFO, "", 0, "", (), None))


def a_bare_line():
    for _ in range(TURNS):
        logging.LogRecord("a", logging.INFO, "", 0, "", (), None)


CASES = {
    "a step": a_step,
    "a step within another": a_step_within,
    "a decorated function": a_decorated_function,
    "should_pause()": a_question,
    "a record with the load": a_line,
    "a record without": a_bare_line,
}


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    best = dict.fromkeys(CASES, float("inf"))
    for _ in range(rounds):
        for name, case in CASES.items():
            begun = process_time()
            case()
            best[name] = min(best[name], (process_time() - begun) / TURNS * 1e6)
    for name, microseconds in best.items():
        print(f"{name:24} {microseconds:8.2f} us")
    return best["a step"] > MOST


if __name__ == "__main__":
    sys.exit(main())
