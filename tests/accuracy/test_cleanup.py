"""Whatever happens, nothing is left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from container import BUILD, PREFIX, build_programs, mounts, remove_leftovers

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
# A cgroup, a network, a tmpfs, an ext4 on a loop device, a neighbour, and processes in all of them.
EVERY_KIND = "network_loss_10,disk_full,disk_full_ext4,oom_kill_again,cpu_over_quota,healthy_neighbour"


def left(pid):
    """Everything of a run that can still be seen."""
    name = f"{PREFIX}{pid}-"
    found = [str(path) for point in set(mounts().values()) for path in point.glob(f"{name}*")]
    found += [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines() if name in line]
    namespaces = Path("/run/netns")
    found += [str(path) for path in namespaces.glob(f"{name}*")] if namespaces.exists() else []
    found += [str(path) for path in (BUILD / "work").glob(f"{name}*")]
    for backing in Path("/sys/block").glob("loop*/loop/backing_file"):
        if name in backing.read_text():
            found.append(str(backing))
    for marks in Path("/proc").glob("[0-9]*/environ"):
        try:
            if name.encode() in marks.read_bytes():
                found.append(str(marks))
        except OSError:
            pass
    return found


@pytest.fixture(scope="module", autouse=True)
def programs():
    build_programs()


def start(tmp_path, names):
    return subprocess.Popen(
        [sys.executable, HERE / "accuracy.py", "--only", names, "--out", tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # An interrupted run and the one that cleans up must not take each other's phase for granted.
        env={**os.environ, "ACCURACY_SETTLE_SECONDS": "0"},
        start_new_session=True,
    )


def wait_until_it_runs(process):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if any("netns" in name for name in left(process.pid)) and any("loop" in name for name in left(process.pid)):
            return
        time.sleep(0.2)
    raise AssertionError(f"nothing runs: {left(process.pid)}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_an_interrupted_run_leaves_nothing(tmp_path, number):
    process = start(tmp_path, EVERY_KIND)
    try:
        wait_until_it_runs(process)
        process.send_signal(number)
        said, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, said
    assert left(process.pid) == []


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    process = start(tmp_path, EVERY_KIND)
    try:
        wait_until_it_runs(process)
    finally:
        process.kill()
        process.communicate(timeout=30)
    assert left(process.pid), "otherwise this tests nothing"
    assert remove_leftovers()
    assert left(process.pid) == []


def test_a_scenario_whose_program_fails_is_void_and_leaves_nothing(tmp_path, monkeypatch):
    import threading

    from runner import run_scenario
    from scenario import Filesystem, Scenario, label, service, trouble

    broken = Scenario(
        "broken", "", [service(), trouble("space", dir="/nowhere/at/all", at=0.5, onset=0.9)],
        [label("disk_space", onset=1)], filesystem=Filesystem("ext4", 16), network=True, seconds=-4,
    )  # fmt: skip
    outcome = run_scenario(broken, 990, threading.Event(), tries=1)
    assert re.search("No such file", " ".join(outcome.truth.problems))
    assert left(os.getpid()) == []
