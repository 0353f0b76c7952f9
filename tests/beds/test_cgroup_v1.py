"""Constrained cgroups v1 on this machine: the sample says what was set and what was provoked."""

import json
import os
import time

import pytest

from bed import BedError
from cgroup_v1 import Level, cgroup_paths, hierarchy, mounts, require
from reading import MIB, between, keyed, pressure_seconds, sample

SAMPLE = "exec plimsoll sample --count 1 --json"
BUSY = "timeout -s KILL 1 sh -c 'while :; do :; done'"
HOG = "dd if=/dev/zero of=/dev/null bs=128M count=1"
CPUS = os.sysconf("SC_NPROCESSORS_ONLN")
NO_LIMIT = {"max"}


@pytest.fixture(scope="module")
def constrained(plimsoll):
    """One cgroup with every limit, throttled and out of memory once."""
    level = Level(
        "all", cpu_quota_us=10_000, cpu_period_us=50_000, memory_limit_bytes=64 * MIB, pids_limit=50, cpus="0"
    )
    with hierarchy([level]) as bed:
        bed.run(HOG, check=False)
        for _ in range(5):  # On a busy machine the loop may not get even its quota.
            bed.run(BUSY, check=False)
            if keyed(bed.read("cpu", "cpu.stat"))["nr_throttled"] > 5:
                break
        yield bed


def test_limits_are_the_ones_set(constrained, plimsoll):
    got = sample(constrained.run(SAMPLE, binary=plimsoll))
    assert got["cgroup_memory_limit_bytes"] == 64 * MIB
    assert got["cgroup_memory_effective_limit_bytes"] == 64 * MIB
    assert got["cgroup_memory_binding_depth"] == 0
    assert got["cgroup_cpu_quota_cpus"] == pytest.approx(0.2)
    assert got["cgroup_cpu_effective_quota_cpus"] == pytest.approx(0.2)
    assert got["cgroup_cpu_binding_depth"] == 0
    assert got["cgroup_cpuset_cpus"] == 1
    assert got["cgroup_effective_cpus"] == pytest.approx(0.2)
    assert got["cgroup_pids_limit"] == 50
    assert got["cgroup_pids_effective_limit"] == 50
    # What was killed before may still wait to be reaped.
    assert 1 <= got["cgroup_pids"] <= 4
    assert got["cgroup_layout"] == ("hybrid" if "unified" in mounts() else "v1")


def test_throttling_and_oom_counters_are_the_kernels(constrained, plimsoll):
    def files():
        return (
            keyed(constrained.read("cpu", "cpu.stat")),
            keyed(constrained.read("memory", "memory.oom_control")),
            int(constrained.read("memory", "memory.failcnt")),
            int(constrained.read("cpuacct", "cpuacct.usage")),
        )

    cpu, oom, failures, usage = files()
    assert cpu["nr_throttled"] > 5 and oom["oom_kill"] == 1, "the bed did not provoke what it should"
    got = sample(constrained.run(SAMPLE, binary=plimsoll))
    cpu_after, oom_after, failures_after, usage_after = files()
    assert between(cpu["nr_periods"], got["cgroup_cpu_periods"], cpu_after["nr_periods"])
    assert between(cpu["nr_throttled"], got["cgroup_cpu_throttled_periods"], cpu_after["nr_throttled"])
    assert between(
        cpu["throttled_time"] / 1e9, got["cgroup_cpu_throttled_seconds"], cpu_after["throttled_time"] / 1e9
    )
    assert got["cgroup_memory_oom_kills"] == 1 == oom_after["oom_kill"]
    assert between(failures, got["cgroup_memory_max_events"], failures_after)
    assert between(usage / 1e9, got["cgroup_cpu_usage_seconds"], usage_after / 1e9)


def test_memory_in_use_is_what_a_process_holds(plimsoll):
    """24 MiB in a tmpfs are shmem and usage; they are charged to the cgroup that wrote them."""
    with hierarchy([Level("usage", memory_limit_bytes=64 * MIB)]) as bed:
        script = f"mount -t tmpfs tmpfs /mnt && dd if=/dev/zero of=/mnt/fill bs=1M count=24 2>/dev/null && {SAMPLE}"
        got = sample(bed.run(f"exec unshare -m sh -c '{script}'", binary=plimsoll))
    assert 24 * MIB <= got["cgroup_memory_shmem_bytes"] < 26 * MIB
    assert 24 * MIB <= got["cgroup_memory_usage_bytes"] < 40 * MIB
    assert got["cgroup_memory_working_set_bytes"] <= got["cgroup_memory_usage_bytes"]


def test_pressure_is_the_unified_childs(plimsoll):
    if "unified" not in mounts():
        pytest.skip("no unified hierarchy beside the v1 ones")
    with hierarchy([Level("pressed", cpus="0")]) as bed:
        bed.run(f"{BUSY} & {BUSY}; wait", check=False)
        before = pressure_seconds(bed.read("unified", "cpu.pressure"))
        got = sample(bed.run(SAMPLE, binary=plimsoll))
        after = pressure_seconds(bed.read("unified", "cpu.pressure"))
    assert before > 0.2, "the bed did not provoke pressure"
    assert between(before, got["cgroup_pressure_cpu_some_seconds"], after)


NESTED = [
    Level("outer", cpu_quota_us=50_000, cpu_period_us=100_000, memory_limit_bytes=48 * MIB, pids_limit=20),
    Level("middle"),
    Level("inner", memory_limit_bytes=256 * MIB, pids_limit=64),
]


def check_nested(got):
    assert got["cgroup_memory_limit_bytes"] == 256 * MIB
    assert got["cgroup_memory_effective_limit_bytes"] == 48 * MIB
    assert got["cgroup_cpu_quota_cpus"] in NO_LIMIT
    assert got["cgroup_cpu_effective_quota_cpus"] == pytest.approx(0.5)
    assert got["cgroup_effective_cpus"] == pytest.approx(0.5)
    assert got["cgroup_pids_limit"] == 64
    assert got["cgroup_pids_effective_limit"] == 20
    assert got["cgroup_memory_binding_depth"] == got["cgroup_cpu_binding_depth"] == 2


def test_a_tighter_ancestor_binds(plimsoll):
    with hierarchy(NESTED) as bed:
        check_nested(sample(bed.run(SAMPLE, binary=plimsoll)))


def test_a_cgroup_namespace_without_fresh_mounts(plimsoll):
    """The mount roots are /../../..: the way down has no names, but the ancestors are all there to see."""
    with hierarchy(NESTED) as bed:
        roots = bed.run("grep ' - cgroup ' /proc/self/mountinfo", namespaces="cgroup")
        assert " /../../.. " in roots, "the bed has not the layout it should"
        check_nested(sample(bed.run(SAMPLE, binary=plimsoll, namespaces="cgroup")))


@pytest.mark.parametrize("namespaces", ["fresh", "bind"])
def test_mounts_that_show_the_own_cgroup_alone(plimsoll, namespaces):
    """Ancestors cannot be seen; the memory limit still tells of them, in memory.stat."""
    with hierarchy(NESTED) as bed:
        bed.run(HOG, check=False)
        got = sample(bed.run(SAMPLE, binary=plimsoll, namespaces=namespaces))
    assert got["cgroup_memory_limit_bytes"] == 256 * MIB
    assert got["cgroup_memory_effective_limit_bytes"] == 48 * MIB
    assert "cgroup_memory_binding_depth" not in got
    assert got["cgroup_pids_limit"] == 64
    assert got["cgroup_memory_oom_kills"] == 1
    assert got["cgroup_effective_cpus"] == CPUS


def test_limits_in_a_bind_mounted_cgroup(constrained, plimsoll):
    got = sample(constrained.run(SAMPLE, binary=plimsoll, namespaces="bind"))
    assert got["cgroup_memory_effective_limit_bytes"] == 64 * MIB
    assert got["cgroup_memory_binding_depth"] == 0
    assert got["cgroup_effective_cpus"] == pytest.approx(0.2)
    assert got["cgroup_cpu_throttled_periods"] > 5


def test_unlimited_is_no_limit(plimsoll):
    with hierarchy([Level("free")]) as bed:
        got = sample(bed.run(SAMPLE, binary=plimsoll))
    for name in ("cgroup_memory_limit_bytes", "cgroup_memory_effective_limit_bytes", "cgroup_pids_limit"):
        assert got[name] in NO_LIMIT, name
    assert got["cgroup_cpu_effective_quota_cpus"] in NO_LIMIT
    assert got["cgroup_effective_cpus"] == CPUS
    assert got["cgroup_memory_oom_kills"] == 0


def test_a_limit_above_the_hosts_memory_is_none(plimsoll):
    with hierarchy([Level("vast", memory_limit_bytes=1 << 50)]) as bed:
        got = sample(bed.run(SAMPLE, binary=plimsoll))
    assert got["cgroup_memory_limit_bytes"] == 1 << 50
    assert got["cgroup_memory_effective_limit_bytes"] in NO_LIMIT


def lines_until(process, condition, seconds=5):
    """Reads JSON lines until one fulfils the condition; returns it."""
    end = time.monotonic() + seconds
    for line in process.stdout:
        got = json.loads(line)
        if condition(got):
            return got
        assert time.monotonic() < end, f"no line was right within {seconds} s; the last was {line}"
    raise AssertionError("the command ended")


def test_a_move_and_new_limits_show_in_the_next_lines(plimsoll):
    """One running sampler is moved; then its old cgroup is removed; then the new one's limits change in place."""
    first = Level("first", cpu_quota_us=30_000, cpu_period_us=100_000, memory_limit_bytes=64 * MIB, pids_limit=30)
    second = Level("second", cpu_quota_us=80_000, cpu_period_us=100_000, memory_limit_bytes=96 * MIB, pids_limit=31)
    script = "exec plimsoll sample --interval 200ms --count 60 --json"

    with hierarchy([second]) as new, hierarchy([first]) as old, old.start(script, binary=plimsoll) as process:

        def after(step):
            """The first line that was read after the step."""
            step()
            done_at = time.time()
            return lines_until(process, lambda got: got["wall_time_seconds"] > done_at)

        before = after(lambda: None)
        assert before["cgroup_memory_effective_limit_bytes"] == 64 * MIB
        assert before["cgroup_effective_cpus"] == pytest.approx(0.3)

        moved = after(lambda: new.enter(process.pid))
        assert set(cgroup_paths(process.pid)) == {new.path}, "the bed did not move it"
        removed = after(old.remove)
        for got in (moved, removed):
            assert got["cgroup_memory_limit_bytes"] == got["cgroup_memory_effective_limit_bytes"] == 96 * MIB
            assert got["cgroup_effective_cpus"] == pytest.approx(0.8)
            assert got["cgroup_pids_limit"] == 31
            assert got["cgroup_id"] != before["cgroup_id"]
        assert moved["generation"] != before["generation"]

        def resize():
            new.write("memory", "memory.limit_in_bytes", 48 * MIB)
            new.write("cpu", "cpu.cfs_quota_us", 50_000)
            new.write("pids", "pids.max", "max")

        changed = after(resize)
        assert changed["cgroup_memory_effective_limit_bytes"] == 48 * MIB
        assert changed["cgroup_effective_cpus"] == pytest.approx(0.5)
        assert changed["cgroup_pids_limit"] in NO_LIMIT
        assert changed["generation"] == removed["generation"] == moved["generation"], "only a move is a move"


def test_the_bed_leaves_nothing_behind():
    """Not even after a timeout with processes that left their session."""
    require()
    with pytest.raises(BedError, match="not done after"):
        with hierarchy([Level("outer"), Level("inner")]) as bed:
            bed.run("setsid sleep 60 & (setsid sleep 61 &); sleep 62", timeout=0.5)
    assert [top for top in bed.tops() if top.exists()] == []
