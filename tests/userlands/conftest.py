"""Trees of other systems, and how programs run in them."""

import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLACE = os.path.join(TOP, "build", "userlands")


def pytest_addoption(parser):
    parser.addoption("--dist", metavar="DIR", required=True, help="directory with a release")


def pytest_configure(config):
    # The default of SIGTERM would skip every `finally`, and leave trees and cgroups behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def only(dist, pattern):
    found = glob.glob(os.path.join(dist, pattern))
    if not found:
        pytest.skip(f"no {pattern} in {dist}")
    return found[0]


def run(*command, **options):
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300, **options)
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def told(heading, number=0):
    """The lines of a block of docs/packages.md that begins a release's use, below a heading."""
    with open(os.path.join(TOP, "docs", "packages.md")) as page:
        (section,) = [part for part in page.read().split("\n## ") if part.startswith(heading + "\n")]
    blocks = [block.split("\n", 1)[1] for block in section.split("```")[1::2] if block.startswith("sh needs-release\n")]
    return blocks[number].rstrip("\n").split("\n")


class Tree:
    """A system below a folder, entered with mounts and processes of its own, which end with the command."""

    def __init__(self, folder, name):
        self.folder = folder
        self.name = name

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def run(self, *command):
        script = (
            'mount -t proc proc "$0/proc" && mount --rbind /sys "$0/sys" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"'
        )
        return run("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script, self.folder, *command,
                   env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C"})  # fmt: skip


@contextmanager
def tree(name):
    """A copy (of links: nothing in it is written in place), so that nothing that a test does stays."""
    kept = os.path.join(PLACE, name)
    if not os.path.isdir(kept):
        pytest.skip(f"{kept} is not there: see install.sh")
    folder = tempfile.mkdtemp(prefix="plimsoll-userland-", dir=PLACE)
    try:
        run("cp", "-al", kept, os.path.join(folder, "root"))
        yield Tree(os.path.join(folder, "root"), name)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def oldest():
    with tree("oldest") as made:
        yield made


@pytest.fixture(scope="module")
def newest():
    with tree("newest") as made:
        yield made


@pytest.fixture(scope="session")
def dist(request):
    return os.path.abspath(request.config.getoption("--dist"))
