"""The example, and the command: all faces see the same."""

import json
import math
import os
import subprocess
import sys
import time

import pytest
from conftest import PACKAGE, TOP, captured
from test_sample import KERNELS

import plimsoll

EXAMPLE = os.path.join(TOP, "examples", "python", "sample.py")
COMMAND = os.path.join(PACKAGE, "plimsoll", "bin", "plimsoll")

# Nothing that goes on in a machine changes these from one moment to the next.
STEADY = (
    "_limit",
    "_limit_bytes",
    "_total_bytes",
    "_quota_cpus",
    "_effective_cpus",
    "_cpuset_cpus",
    "_depth",
)


@pytest.fixture
def command():
    if not os.path.exists(COMMAND):
        pytest.skip("the command is not built: `make wheel`")

    def sample(*arguments):
        said = subprocess.check_output([COMMAND, "sample", "--json", "--count", "1", *arguments], text=True)
        names = {field.name for field in plimsoll.FIELDS}
        found = {name: value for name, value in json.loads(said).items() if name in names}
        return {name: math.inf if value == "max" else value for name, value in found.items()}

    return sample


def example(*arguments):
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLE, *arguments],
        env=dict(os.environ, PYTHONPATH=PACKAGE),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    lines = [line.split("=") for line in done.stdout.splitlines()]
    return [(name, math.inf if value == "max" else float(value)) for name, value in lines]


def test_the_example_sees_what_the_command_prints(command):
    before, shown, after = command(), dict(example("--all")), command()
    assert shown.keys() == before.keys() == after.keys()
    steady = [name for name in shown if name.endswith(STEADY)]
    assert len(steady) >= 5
    for name in steady:
        assert shown[name] == before[name], name
    for field in plimsoll.FIELDS:
        # What other processes' samples count as well; idle time is known to step back.
        if field.kind == "counter" and field.scope != "process" and "idle" not in field.name:
            if field.name in shown and "iowait" not in field.name:
                assert before[field.name] <= shown[field.name] <= after[field.name], field.name


def test_a_few_values_each_second():
    shown = example("2")
    names = [name for name, _ in shown]
    assert names[: len(names) // 2] == names[len(names) // 2 :]
    assert "host_memory_total_bytes" in names
    assert dict(shown)["host_cpus_online"] == os.sysconf("SC_NPROCESSORS_ONLN")


def test_a_worker_does_all_its_jobs():
    worker = os.path.join(TOP, "examples", "python", "worker.py")
    done = subprocess.run(
        [sys.executable, "-W", "error", worker, "3"],
        env=dict(os.environ, PYTHONPATH=PACKAGE),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "jobs=3\n"
    assert all(line.startswith("worker: ") for line in done.stderr.splitlines())


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_captured_kernel_is_the_same_to_the_command(command, kernel):
    options = captured(kernel)
    with plimsoll.Sampler(**options) as sampler:
        ours = sampler.read().to_dict()
    theirs = command("--proc-root", options["proc_root"], "--sys-root", options["sys_root"])
    # Ages are those of the readings, and the filesystem is the live one in both.
    unlike = {name for name in ours if name.startswith("filesystem_") or name.endswith("_age_seconds")}
    assert {name: ours[name] for name in ours.keys() - unlike} == {
        name: theirs[name] for name in theirs.keys() - unlike
    }
    assert ours.keys() == theirs.keys()


def test_a_captured_kernel_is_judged_the_same_by_the_command(command):
    options = captured("v2-psi")
    arguments = ["--proc-root", options["proc_root"], "--sys-root", options["sys_root"]]
    done = subprocess.run(
        [COMMAND, "diagnose", "--json", "--for", "100ms", *arguments], stdout=subprocess.PIPE, text=True
    )
    theirs = plimsoll.Diagnosis.from_json(done.stdout)
    with plimsoll.Monitor(**options) as monitor:
        monitor.observe()
        time.sleep(0.1)
        monitor.observe()
        ours = monitor.diagnose()
    assert (ours.level, ours.bottlenecks) == (theirs.level, theirs.bottlenecks)
    assert ours.target == theirs.target
