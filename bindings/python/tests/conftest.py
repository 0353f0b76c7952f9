"""What the tests share."""

import os
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(HERE)
TOP = os.path.dirname(os.path.dirname(PACKAGE))
KERNELS = os.path.join(TOP, "tests", "data", "kernels")


def pytest_addoption(parser):
    parser.addoption("--wheel", metavar="DIR", help="directory with the wheel to install and try")


def run(script, *arguments, options=("-W", "error", "-X", "dev"), check=True, timeout=120, **environment):
    """Runs a script in an interpreter of its own, strict by default; gives what it printed."""
    done = subprocess.run(
        [sys.executable, *options, "-c", script, *arguments],
        env=dict(os.environ, PYTHONPATH=PACKAGE, **environment),
        # Not here, where the package would be found in any case.
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=timeout,
    )
    if check:
        assert done.returncode == 0, done.stderr
        assert done.stderr == "", done.stderr
        return done.stdout
    return done


def captured(name):
    """The options that make a sampler read a captured kernel."""
    return {"proc_root": os.path.join(KERNELS, name, "proc"), "sys_root": os.path.join(KERNELS, name, "sys")}


def descriptors():
    """The file descriptors of this process."""
    return set(os.listdir("/proc/self/fd"))


@pytest.fixture
def sampler():
    import plimsoll

    with plimsoll.Sampler() as made:
        yield made


@pytest.fixture
def sample(sampler):
    return sampler.read()


@pytest.fixture
def book():
    """A book of steps of its own."""
    import plimsoll

    return plimsoll.StepBook()


def only(book, name):
    """The step of that name, which there is."""
    step = book.steps().find(name)
    assert step is not None
    return step
