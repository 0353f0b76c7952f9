"""The sampler: options, targets, lists, life cycle."""

import copy
import gc
import math
import os
import pathlib
import pickle
import subprocess
import sys
import time

import pytest
from conftest import captured, descriptors

import plimsoll


def test_reads(sampler):
    sample = sampler.read()
    assert sample.groups == set(plimsoll.groups.NAMES)
    assert sample.host_cpus_online == os.sysconf("SC_NPROCESSORS_ONLN")
    assert sample.host_memory_total_bytes > 1 << 20
    assert sampler.read_into(sample) is None


@pytest.mark.parametrize(
    "groups, expected",
    [
        (None, plimsoll.groups.NAMES),
        ("full", plimsoll.groups.NAMES),
        ("tick", ["cgroup_cpu", "cgroup_memory", "cgroup_pressure"]),
        ("memory", ["memory"]),
        (["load", "memory"], ["load", "memory"]),
        (
            {plimsoll.Groups.TICK, plimsoll.Groups.LOAD},
            ["load", "cgroup_cpu", "cgroup_memory", "cgroup_pressure"],
        ),
        ((name for name in ("disk",)), ["disk"]),
    ],
)
def test_groups(groups, expected):
    with plimsoll.Sampler(groups=groups) as sampler:
        assert sampler.read().groups == set(expected)


def test_targets():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with plimsoll.Sampler(target=child.pid, groups=["process"]) as sampler:
            assert sampler.read().process_threads == 1
            child.communicate()
            with pytest.raises(plimsoll.NotFoundError) as caught:
                for _ in range(100):
                    sampler.read()
                    time.sleep(0.01)
        assert isinstance(caught.value, FileNotFoundError)
        assert caught.value.code == -2
    finally:
        child.kill()
        child.communicate()


@pytest.mark.parametrize("spell", [str, os.fsencode, pathlib.Path], ids=["str", "bytes", "path"])
def test_a_cgroup_may_be_named_by_any_path(spell):
    options = captured("v2-psi")
    with plimsoll.Sampler(target=spell("/plimsoll-outer/inner"), filesystem=spell("/"), **options) as sampler:
        sample = sampler.read()
        assert sample.cgroup_memory_limit_bytes == 256 << 20
        assert sample.process_resident_bytes is None
        assert sampler.cgroup_path("memory") == "/plimsoll-outer/inner"
        assert sampler.cgroup_path("unified", 1) == "/plimsoll-outer"
        assert sampler.cgroup_path("memory", 99) is None
        assert "cgroup /plimsoll-outer/inner" in repr(sampler) or "cgroup b'/plimsoll" in repr(sampler)


def test_problems():
    with plimsoll.Sampler(**captured("v2-nopsi-uml")) as sampler:
        sampler.read()
        problems = sampler.problems
        assert "pressure" not in sampler.available
        assert "memory" in sampler.available
    files = {
        os.path.relpath(problem.path, captured("v2-nopsi-uml")["proc_root"]): problem for problem in problems
    }
    assert len(files) == len(problems)
    for name in ("pressure/cpu", "pressure/memory", "pressure/io"):
        assert files[name].groups == {"pressure"} and "psi=1" in files[name].reason


def test_reset_starts_another_generation(sampler):
    before = sampler.read().generation
    assert sampler.read().generation == before
    sampler.reset()
    assert sampler.read().generation != before


def test_the_slow_lane_can_be_read_every_time():
    def ages(interval):
        with plimsoll.Sampler(groups=["filesystem"], slow_interval=interval) as sampler:
            sampler.read()
            time.sleep(0.02)
            return sampler.read().filesystem_age_seconds

    assert ages(0) == 0
    assert ages(60) > 0.01


# Options out of range: an error that names the option, the value and what is allowed.
WRONG = [
    ({"groups": []}, ValueError, ["groups", "empty"]),
    ({"groups": ["cpus"]}, ValueError, ["groups", "'cpus'", "cgroup_cpu"]),
    ({"groups": [3]}, TypeError, ["groups", "3"]),
    ({"groups": 3}, TypeError, ["option `groups` is 3", "cgroup_cpu"]),
    ({"target": 0}, ValueError, ["target", "pid 0", "1"]),
    ({"target": -1}, ValueError, ["target", "-1", "1"]),
    ({"target": 2**32}, ValueError, ["target", "4294967296", "4294967295"]),
    ({"target": True}, TypeError, ["target", "True"]),
    ({"target": 1.5}, TypeError, ["target", "1.5"]),
    ({"target": ""}, ValueError, ["target"]),
    ({"target": "relative"}, ValueError, ["target", "relative", "begins with `/`"]),
    ({"target": "/with\0nul"}, ValueError, ["NUL"]),
    ({"filesystem": "relative"}, ValueError, ["filesystem", "relative", "begins with `/`"]),
    ({"filesystem": 3}, TypeError, ["filesystem", "3"]),
    ({"proc_root": "proc"}, ValueError, ["proc_root", "proc", "begins with `/`"]),
    ({"sys_root": "sys"}, ValueError, ["sys_root", "sys", "begins with `/`"]),
    ({"slow_interval": -0.1}, ValueError, ["slow_interval", "-0.1", "0 to 3600"]),
    ({"slow_interval": 3600.1}, ValueError, ["slow_interval", "3600.1", "0 to 3600"]),
    ({"slow_interval": math.nan}, ValueError, ["slow_interval", "nan", "0 to 3600"]),
    ({"slow_interval": math.inf}, ValueError, ["slow_interval", "inf", "0 to 3600"]),
    ({"slow_interval": 10**400}, ValueError, ["slow_interval", "0 to 3600"]),
    ({"slow_interval": "1s"}, TypeError, ["slow_interval", "'1s'"]),
]


@pytest.mark.parametrize("options, kind, words", WRONG, ids=[str(options)[:40] for options, _, _ in WRONG])
def test_wrong_options(options, kind, words):
    before = descriptors()
    with pytest.raises(kind) as caught:
        plimsoll.Sampler(**options)
    for word in words:
        assert word in str(caught.value)
    if kind is ValueError:
        assert isinstance(caught.value, plimsoll.InvalidArgumentError)
        assert caught.value.code == -1
    assert descriptors() == before


@pytest.mark.parametrize("number, kind", [(-1, ValueError), (65537, ValueError), (1.5, TypeError), (None, TypeError)])
def test_wrong_numbers_of_kept_processes(number, kind):
    with pytest.raises(kind, match="kept_processes"):
        plimsoll.Sampler(kept_processes=number)


def test_keeping_processes():
    before = descriptors()
    with plimsoll.Sampler(kept_processes=100) as sampler:
        for _ in range(3):
            assert os.getpid() in [process.pid for process in sampler.processes()]
        assert sampler.read().own_descriptors > plimsoll.Sampler().read().own_descriptors
    assert descriptors() == before


def test_a_target_that_does_not_exist():
    with pytest.raises(plimsoll.NotFoundError) as caught:
        plimsoll.Sampler(target="/plimsoll-nowhere")
    assert isinstance(caught.value, FileNotFoundError)
    assert "plimsoll-nowhere" in str(caught.value)


@pytest.mark.parametrize(
    "call, kind",
    [
        (lambda sampler: sampler.processes(top=-1), ValueError),
        (lambda sampler: sampler.processes(top=2**31), ValueError),
        (lambda sampler: sampler.processes(top=1.5), TypeError),
        (lambda sampler: sampler.processes(top=True), TypeError),
        (lambda sampler: sampler.processes(by="name"), ValueError),
        (lambda sampler: sampler.processes(by=None), ValueError),
        (lambda sampler: sampler.cgroup_path("disk"), ValueError),
        (lambda sampler: sampler.cgroup_path("memory", -1), ValueError),
        (lambda sampler: sampler.cgroup_path("memory", "0"), TypeError),
    ],
)
def test_wrong_arguments(sampler, call, kind):
    with pytest.raises(kind):
        call(sampler)


CALLS = {
    "read": lambda sampler: sampler.read(),
    "read_into": lambda sampler: sampler.read_into(plimsoll.Sample()),
    "available": lambda sampler: sampler.available,
    "problems": lambda sampler: sampler.problems,
    "reset": lambda sampler: sampler.reset(),
    "cgroup_path": lambda sampler: sampler.cgroup_path("memory"),
    "cores": lambda sampler: sampler.cores(),
    "disks": lambda sampler: sampler.disks(),
    "interfaces": lambda sampler: sampler.interfaces(),
    "filesystems": lambda sampler: sampler.filesystems(),
    "processes": lambda sampler: sampler.processes(),
    "top": lambda sampler: sampler.processes(top=3),
}


def test_closing():
    before = descriptors()
    sampler = plimsoll.Sampler()
    sampler.read()
    assert len(descriptors()) > len(before)
    for call in CALLS.values():
        call(sampler)
    sampler.close()
    assert descriptors() == before
    sampler.close()
    for name, call in CALLS.items():
        with pytest.raises(plimsoll.ClosedError, match="closed") as caught:
            call(sampler)
        assert isinstance(caught.value, ValueError), name
    with sampler:
        pass


def test_leaving_the_block_closes_also_on_errors():
    with pytest.raises(KeyError):
        with plimsoll.Sampler() as sampler:
            raise KeyError
    with pytest.raises(plimsoll.ClosedError):
        sampler.read()


def test_a_sampler_that_is_dropped_closes_itself():
    before = descriptors()
    sampler = plimsoll.Sampler()
    assert descriptors() != before
    del sampler
    gc.collect()
    assert descriptors() == before


def test_samplers_cannot_be_pickled_or_copied(sampler):
    for doing in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="make one where it is used"):
            doing(sampler)


def test_a_sampler_that_failed_to_be_made_is_dropped_quietly():
    unmade = plimsoll.Sampler.__new__(plimsoll.Sampler)
    del unmade
    with pytest.raises(AttributeError):
        plimsoll.Sampler.__new__(plimsoll.Sampler).read()


def test_cores(sampler):
    cores, sample = sampler.cores(), sampler.read()
    assert [core.number for core in cores] == sorted(core.number for core in cores)
    assert len(cores) == sample.host_cpus_online
    total = sum(core.idle_seconds for core in cores)
    assert total == pytest.approx(sample.host_cpu_idle_seconds, abs=1)


def test_lists_of_a_captured_kernel():
    with plimsoll.Sampler(**captured("v2-psi")) as sampler:
        sample = sampler.read()
        assert [core.number for core in sampler.cores()] == [0, 1]
        (disk,) = sampler.disks()
        assert disk.name == "nvme0n1"
        assert disk.read_bytes == sample.host_disk_read_bytes
        names = [interface.name for interface in sampler.interfaces()]
        assert "lo" in names


def test_lists_longer_than_the_first_guess(tmp_path):
    lines = "".join(f"cpu{number} {number} 0 0 0 0 0 0 0 0 0\n" for number in range(300))
    (tmp_path / "stat").write_text("cpu  0 0 0 0 0 0 0 0 0 0\n" + lines)
    with plimsoll.Sampler(groups=["cpu"], proc_root=tmp_path, sys_root=tmp_path) as sampler:
        for _ in range(2):
            cores = sampler.cores()
            assert [core.number for core in cores] == list(range(300))
            assert cores[299].user_seconds == 299 / os.sysconf("SC_CLK_TCK")


def test_an_error_tells_the_path_and_the_errno(tmp_path):
    (tmp_path / "stat").write_text("cpu  0 0 0 0 0 0 0 0 0 0\n")
    with plimsoll.Sampler(groups=["cpu"], proc_root=tmp_path, sys_root=tmp_path) as sampler:
        with pytest.raises(OSError) as caught:
            sampler.disks()
    assert caught.value.errno == 2
    assert caught.value.path == str(tmp_path / "diskstats")
    assert "diskstats" in str(caught.value)


def test_processes(sampler):
    children = [subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) for _ in range(20)]
    try:
        listed = {process.pid: process for process in sampler.processes()}
        assert list(listed) == sorted(listed)
        assert set(child.pid for child in children) <= set(listed)
        own = listed[os.getpid()]
        assert own.ppid == os.getppid()
        assert own.state == "R"
        assert own.resident_bytes > 1 << 20
        assert own.cpu_seconds == pytest.approx(own.user_seconds + own.system_seconds)
        with open("/proc/self/comm") as comm:
            assert own.name == comm.read().rstrip("\n")
        largest = sampler.processes(top=3, by="memory")
        assert len(largest) == 3
        sizes = [process.resident_bytes for process in largest]
        assert sizes == sorted(sizes, reverse=True)
        busiest = [process.cpu_seconds for process in sampler.processes(top=5)]
        assert busiest == sorted(busiest, reverse=True)
        assert sampler.processes(top=0) == []
        everything = sampler.processes(top=10_000)
        assert len(everything) >= len(children)
    finally:
        for child in children:
            child.communicate()


def test_names_that_are_not_text_survive(sampler):
    name = b"\xff\xfeplim"
    script = "import ctypes, sys; ctypes.CDLL(None).prctl(15, b'\\xff\\xfeplim', 0, 0, 0); print(flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        child.stdout.readline()
        (found,) = [process for process in sampler.processes() if process.pid == child.pid]
        assert os.fsencode(found.name) == name
    finally:
        child.communicate()


def test_records(sampler):
    core = sampler.cores()[0]
    assert repr(core).startswith("Core(number=0, user_seconds=")
    assert core.to_dict()["idle_seconds"] == core.idle_seconds
    assert pickle.loads(pickle.dumps(core)) == core
    assert type(pickle.loads(pickle.dumps(core))) is plimsoll.Core
    assert hash(core) == hash(copy.copy(core))
    for name in ("number", "other"):
        with pytest.raises(AttributeError):
            setattr(core, name, 1)


def test_the_path_of_a_descriptor_is_no_path():
    # An int would otherwise be taken for a descriptor by parts of the standard library.
    with pytest.raises(TypeError):
        plimsoll.Sampler(proc_root=0)
