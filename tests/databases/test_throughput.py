"""A short look that advice goes the right way on a real load; `make pool-throughput` measures how far."""

import statistics
import sys

import pytest
from servers import HERE, REPOSITORY

sys.path[:0] = [str(HERE / "throughput"), str(REPOSITORY / "bindings" / "python")]

pytest.importorskip("plimsoll", reason="needs `make python-dev`")

import throughput  # noqa: E402


def test_advice_for_a_pool_of_two_serves_more(installed):
    database = throughput.server()
    try:
        load = throughput.client("sqlalchemy", str(database.folder), 24)
        try:
            advised = load.ask("observe", 2, 0.3, 10.5, 2)["size"]
            assert advised > 2
            served = {2: [], advised: []}
            for _ in range(2):
                for size, values in served.items():
                    values.append(load.ask("measure", size, 0.2, 0.6)["per_second"])
        finally:
            load.close()
    finally:
        database.end()
    # Of 4 ms of the program's own a connection waits most of the time: twice as many serve nearly twice as much.
    assert statistics.median(served[advised]) > 1.2 * statistics.median(served[2]), served
