"""Beside numpy, whose threads and whose floating-point settings are its own."""

import threading

import pytest
from conftest import run

import plimsoll

numpy = pytest.importorskip("numpy")


def test_its_numbers_are_numbers():
    with plimsoll.Monitor() as monitor:
        monitor.observe()
        monitor.feed("queue", numpy.float64(3.5), limit=numpy.int64(10))
        monitor.feed("queue", numpy.float32(4))
        monitor.feed("queue", numpy.uint8(4))
        with pytest.raises(TypeError, match="allowed is a number"):
            monitor.feed("queue", numpy.array([1.0, 2.0]))
        monitor.observe()
    sample = plimsoll.Sample()
    assert numpy.array([sample.host_load1 or 0.0]).dtype == numpy.float64


def test_both_work_at_once():
    """Matrices are multiplied by threads of numpy's own while samples are read."""
    matrix = numpy.random.default_rng(1).random((300, 300))
    wanted = matrix @ matrix
    over = threading.Event()
    wrong = []

    def multiply():
        while not over.is_set():
            if not numpy.array_equal(matrix @ matrix, wanted):
                wrong.append(True)

    worker = threading.Thread(target=multiply)
    worker.start()
    try:
        with plimsoll.Monitor() as monitor:
            for _ in range(50):
                monitor.observe()
            assert monitor.diagnose().target.effective_cpus > 0
    finally:
        over.set()
        worker.join()
    assert wrong == []


ARITHMETIC = """
import {first}
import {second}
import numpy, plimsoll
with plimsoll.Monitor() as monitor, plimsoll.Checker(max_concurrent=2) as checker:
    monitor.observe()
    # On a thread of the library's own.
    smallest = plimsoll.Check("smallest", lambda: bool(numpy.float64(5e-324) / 1 > 0 and numpy.finfo(float).tiny / 2 > 0))
    assert checker.check_all([smallest])[0].status == "healthy"
# Numbers too small to be normal are still numbers, and rounding is as it was.
assert numpy.float64(5e-324) > 0 and numpy.finfo(float).tiny / 2 > 0
assert numpy.float64(0.1) + numpy.float64(0.2) == 0.1 + 0.2 == 0.30000000000000004
assert numpy.geterr() == {{"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}}
"""


@pytest.mark.parametrize("first, second", [("numpy", "plimsoll"), ("plimsoll", "numpy")])
def test_arithmetic_stays_as_it_is(first, second):
    run(ARITHMETIC.format(first=first, second=second), options=("-W", "error"))
