"""In a container made by runc, with and without a cgroup namespace of its own."""

import pytest

from bed import BedError
from cgroup_v1 import Level, hierarchy
from reading import MIB, keyed, sample, sections
from runc_bed import Container, Limits

LIMITS = Limits(
    cpu_quota_us=10_000, cpu_period_us=50_000, memory_limit_bytes=64 * MIB, pids_limit=40, cpus="0"
)

# Paths of both cgroup versions: the files that are not there print nothing.
# On a busy machine the loop may not get even its quota at first.
PROVOKE = """
for _ in 1 2 3 4 5; do
    timeout -s KILL 1 sh -c 'while :; do :; done' >/dev/null 2>&1
    throttled=$(cat /sys/fs/cgroup/cpu/cpu.stat /sys/fs/cgroup/cpu.stat 2>/dev/null | grep nr_throttled)
    [ "${throttled#* }" -le 5 ] || break
done
dd if=/dev/zero of=/dev/null bs=128M count=1 >/dev/null 2>&1
echo @@cpu
cat /sys/fs/cgroup/cpu/cpu.stat /sys/fs/cgroup/cpu.stat 2>/dev/null
echo @@memory
cat /sys/fs/cgroup/memory/memory.oom_control /sys/fs/cgroup/memory.events 2>/dev/null
echo @@paths
cat /proc/self/cgroup
echo @@sample
plimsoll sample --count 1 --json
echo
echo @@cpu_after
cat /sys/fs/cgroup/cpu/cpu.stat /sys/fs/cgroup/cpu.stat 2>/dev/null
true
"""


@pytest.fixture(scope="module", params=[True, False], ids=["private-cgroupns", "host-cgroupns"])
def seen(request, installed, plimsoll):
    """What one container printed."""
    with Container(LIMITS, plimsoll, cgroup_namespace=request.param) as container:
        found = sections(container.run(PROVOKE))
        paths = {line.split(":", 2)[2] for line in found["paths"].splitlines()}
        assert paths == {"/"} if request.param else container.path in paths, "the bed has not the layout it should"
        yield found


def test_limits_are_the_ones_given(seen):
    got = sample(seen["sample"])
    assert got["cgroup_memory_limit_bytes"] == got["cgroup_memory_effective_limit_bytes"] == 64 * MIB
    assert got["cgroup_memory_binding_depth"] == 0
    assert got["cgroup_cpu_quota_cpus"] == pytest.approx(0.2)
    assert got["cgroup_cpuset_cpus"] == 1
    assert got["cgroup_effective_cpus"] == pytest.approx(0.2)
    assert got["cgroup_pids_limit"] == got["cgroup_pids_effective_limit"] == 40
    assert 1 <= got["cgroup_pids"] <= 3


def test_throttling_and_oom_counters_are_the_kernels(seen):
    got = sample(seen["sample"])
    before, after = keyed(seen["cpu"]), keyed(seen["cpu_after"])
    assert before["nr_throttled"] > 5, "the bed did not provoke what it should"
    assert before["nr_throttled"] <= got["cgroup_cpu_throttled_periods"] <= after["nr_throttled"]
    unit, name = (1e6, "throttled_usec") if "throttled_usec" in before else (1e9, "throttled_time")
    assert before[name] / unit <= got["cgroup_cpu_throttled_seconds"] + 1e-9
    assert got["cgroup_cpu_throttled_seconds"] <= after[name] / unit + 1e-9
    assert got["cgroup_memory_oom_kills"] == 1 == keyed(seen["memory"])["oom_kill"]


def test_the_process_and_network_are_the_containers(seen):
    got = sample(seen["sample"])
    assert got["process_descriptors_limit"] == 1024
    assert got["process_threads"] >= 1
    assert got.get("network_received_bytes", 0) == 0, "an empty network namespace has received nothing"


@pytest.mark.parametrize("private", [True, False], ids=["private-cgroupns", "host-cgroupns"])
def test_a_limit_of_the_pod_binds(plimsoll, private):
    """The container's cgroup lies in a tighter one that the container cannot see; memory.stat tells of it (v1)."""
    with hierarchy([Level("pod", memory_limit_bytes=40 * MIB)]) as pod:
        limits = Limits(memory_limit_bytes=256 * MIB)
        with Container(limits, plimsoll, cgroup_namespace=private, path=f"{pod.path}/container") as container:
            got = sample(container.run("exec plimsoll sample --count 1 --json"))
    assert got["cgroup_memory_limit_bytes"] == 256 * MIB
    assert got["cgroup_memory_effective_limit_bytes"] == 40 * MIB
    assert "cgroup_memory_binding_depth" not in got


def test_the_bed_leaves_nothing_behind():
    with pytest.raises(BedError, match="not done after"):
        with Container(LIMITS) as container:
            container.run("setsid sleep 60 & sleep 61", timeout=1)
    assert container.directories() == []
    assert not container.bundle.exists()
