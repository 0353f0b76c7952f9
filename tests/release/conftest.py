"""What the tests share."""

import glob
import os
import platform
import re
import subprocess
import sys

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PACKAGING = os.path.join(TOP, "packaging")
sys.path.insert(0, PACKAGING)


def pytest_addoption(parser):
    parser.addoption("--dist", metavar="DIR", help="directory with the release to look at")


def made(config, pattern):
    dist = config.getoption("--dist")
    return sorted(glob.glob(os.path.join(dist, pattern))) if dist else []


def pytest_generate_tests(metafunc):
    """A test for each archive and for each wheel."""
    for name, pattern in (("archive", "plimsoll-*-linux-*.tar.gz"), ("wheel", "plimsoll_monitor-*.whl")):
        if name in metafunc.fixturenames:
            paths = made(metafunc.config, pattern)
            metafunc.parametrize(name, paths, ids=[os.path.basename(path) for path in paths], scope="module")


@pytest.fixture(scope="session")
def dist(request):
    found = request.config.getoption("--dist")
    if not found:
        pytest.skip("no --dist was given")
    return found


def machine(path):
    """The machine in the name of an archive or a wheel."""
    return re.search(r"x86_64|aarch64|i686", os.path.basename(path)).group(0)


def emulator(path):
    """What a program for that machine is started with; None where nothing here can."""
    own, wanted = platform.machine(), machine(path)
    if wanted == own or (own, wanted) == ("x86_64", "i686"):
        return []
    from shutil import which

    found = which(f"qemu-{wanted}-static")
    return [found] if found else None


def run(*command, **options):
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, **options
    )
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def newest_glibc(path):
    """The newest version of glibc that a file asks for: (2, 17), or None for one that asks for none."""
    said = run("readelf", "--wide", "--version-info", path)
    return max((tuple(map(int, found)) for found in re.findall(r"GLIBC_(\d+)\.(\d+)", said)), default=None)


def needed(path):
    return re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "--wide", "--dynamic", path))
