"""The newcomer's path: from the file of a release to a first answer, in a bare Debian without network, by the clock.

What is typed is what docs/packages.md says. It is counted, and so is the time: in at most 30 s and 5 lines there is a
diagnosis. Debian's own python3, gcc and
pkg-config are there when the clock starts, and so is the virtual environment that its pip asks for.
"""

import glob
import os
import re

import pytest
from bare import Bare, Limits
from conftest import PLACE, TOP, only, told

SECONDS = 30
LINES = 5
# A small container, and an application that needs seven eighths of its memory: it runs all the while, as it would where
# somebody looks for the reason. Trouble with the CPU would look otherwise on a machine that is laden itself.
LADEN = Limits(cpu_quota_us=100_000, cpu_period_us=100_000, memory_limit_bytes=1024 << 20, pids_limit=256)
APPLICATION = (
    "exec python3 -c 'import time; kept = bytearray(896 << 20); kept[::4096] = b\"x\" * len(kept[::4096]); time.sleep(600)'"
)
FOUND = re.compile(r"Memory is 8\d(\.\d)? % full")
ENVIRONMENT = "python3 -m venv try; . try/bin/activate"


@pytest.fixture(params=["bare", "oldest"], ids=["Debian 12", "Debian 11"])
def debian(request):
    with Bare(PLACE, request.param, LADEN) as container:
        yield container


def judge(what, lines, typed, request, capsys):
    name = request.node.callspec.id
    with capsys.disabled():
        print(f"\n{name}: {what}: {len(lines)} lines, {typed.seconds:.1f} s", end=" ")
    assert len(lines) <= LINES
    assert typed.seconds < SECONDS


def test_python_by_the_command(debian, dist, request, capsys):
    debian.give(only(dist, "plimsoll_monitor-*manylinux2014_x86_64.whl"))
    lines = told("Python")
    typed = debian.type(lines, before=ENVIRONMENT, beside=APPLICATION)
    assert typed.code == 1, typed  # something is found
    assert FOUND.search(typed.said), typed
    judge("pip install and plimsoll diagnose", lines, typed, request, capsys)


def test_python_by_the_library(debian, dist, request, capsys):
    debian.give(only(dist, "plimsoll_monitor-*manylinux2014_x86_64.whl"))
    lines = told("Python", 1)
    typed = debian.type(lines, before=ENVIRONMENT, beside=APPLICATION)
    assert typed.code == 0, typed
    assert FOUND.search(typed.said), typed
    judge("pip install and a few lines of Python", lines, typed, request, capsys)


def test_c(debian, dist, request, capsys):
    debian.give(only(dist, "plimsoll-*-linux-glibc2.17-x86_64.tar.gz"))
    lines = told("C")
    typed = debian.type(lines, beside=APPLICATION)
    assert typed.code == 0, typed
    assert "cgroup_effective_cpus=1\n" in typed.said, typed
    judge("archive, pkg-config, cc, example", lines, typed, request, capsys)


def test_robot_framework(debian, dist, request, capsys):
    """The suite of the page about it."""
    debian.give(only(dist, "plimsoll_monitor-*manylinux2014_x86_64.whl"))
    (robot,) = glob.glob(os.path.join(PLACE, "wheels", "robotframework-*.whl"))
    debian.give(robot)
    for name, text in files_of(os.path.join(TOP, "docs", "robot-framework.md"), "Shop.py", "invoices.robot"):
        debian.write(name, text)
    before = f"{ENVIRONMENT}; pip install --no-index robotframework-*.whl"
    lines = told("Robot Framework")
    typed = debian.type(lines, before=before, beside=APPLICATION)
    assert typed.code == 0, typed
    (found,) = [line for line in typed.said.splitlines() if "leaks memory" in line]
    assert found.startswith("plimsoll: 'Shop.Archive Page', within 'Post Invoice', leaks memory: "), typed
    judge("pip install and robot --listener plimsoll.robot", lines, typed, request, capsys)


def files_of(page, *names):
    """The blocks of a page that begin with the name of their file."""
    with open(page) as text:
        blocks = text.read().split("```")[1::2]
    for name in names:
        (block,) = [block for block in blocks if block.split("\n", 2)[1] == f"# {name}"]
        yield name, block.split("\n", 1)[1]


def test_nothing_of_it_stays(dist):
    """Whatever fails: an error in the middle ends container, processes and cgroups, and removes the tree."""
    with pytest.raises(KeyError, match="in the middle"), Bare(PLACE, "bare", LADEN) as container:
        typed = container.type(["false"], beside=APPLICATION)
        assert typed.code == 1
        bundle = container.bundle
        raise KeyError("in the middle")
    assert not bundle.exists()
    assert container.directories() == []
