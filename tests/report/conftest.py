import os
import pathlib

import pytest

from browser import Browser, find


@pytest.fixture(scope="session")
def browser():
    assert find(), "no Chromium: run 'make test-tools' as root once"
    with Browser() as browser:
        yield browser


DIAGNOSES = ["sample", "blind"]
# Real load tests: a rate with errors and a baseline, users in steps, two clients as one, and one in which all failed.
LOADS = ["load", "load-steps", "load-merged", "load-short"]
# Two real benchmarks of a second, the second beside the first, and one that is worse than its baseline.
BENCHMARKS = ["bench", "bench-compared", "bench-worse"]


def written(name):
    """What the Rust tests wrote."""
    directory = os.environ.get("PLIMSOLL_REPORT_DIR")
    assert directory, "run by 'make test-report', which writes the pages first"
    return pathlib.Path(directory) / name


@pytest.fixture(params=[*DIAGNOSES, *LOADS, *BENCHMARKS])
def page(request):
    """A page: of a diagnosis with everything, of one with nothing, of load tests, of benchmarks."""
    return written(f"{request.param}.html")


@pytest.fixture(params=LOADS)
def load(request):
    """The page of a load test and the document of the same."""
    return written(f"{request.param}.html"), written(f"{request.param}.json")


@pytest.fixture(params=BENCHMARKS)
def benchmark_page(request):
    """The page of a benchmark and the document of the same."""
    return written(f"{request.param}.html"), written(f"{request.param}.json")
