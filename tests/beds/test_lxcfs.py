"""Behind lxcfs: what it rendered is labelled, and what the cgroup says is the kernel's all the same."""

import pytest

from cgroup_v1 import Level, hierarchy
from lxcfs_bed import lxcfs
from reading import MIB, sample, sections


@pytest.fixture(scope="module")
def seen(installed, plimsoll):
    level = Level(
        "lxcfs", cpu_quota_us=30_000, cpu_period_us=50_000, memory_limit_bytes=96 * MIB, pids_limit=40, cpus="0"
    )
    with hierarchy([level]) as bed, lxcfs(bed) as container:
        script = "echo @@meminfo; cat /proc/meminfo; echo @@sample; plimsoll sample --count 1 --json"
        yield sections(container.run(script, binary=plimsoll))


def test_the_host_is_what_lxcfs_shows_and_labelled_so(seen):
    got = sample(seen["sample"])
    assert f"MemTotal: {96 * 1024:>14} kB" in seen["meminfo"], "the bed has not the layout it should"
    assert got["host_memory_total_bytes"] == 96 * MIB
    assert {"cpu", "memory"} <= set(got["lxcfs_groups"])
    assert not {"cgroup_cpu", "cgroup_memory", "process", "pressure"} & set(got["lxcfs_groups"])
    assert got["host_cpus_online"] == 1


def test_the_cgroup_is_the_kernels(seen):
    got = sample(seen["sample"])
    # The limit equals what lxcfs calls the machine's memory: it must not pass for "no limit".
    assert got["cgroup_memory_limit_bytes"] == got["cgroup_memory_effective_limit_bytes"] == 96 * MIB
    assert got["cgroup_effective_cpus"] == pytest.approx(0.6)
    assert got["cgroup_pids_limit"] == 40
