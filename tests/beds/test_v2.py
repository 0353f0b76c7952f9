"""In booted kernels with cgroup v2: Debian's with PSI under qemu, and user-mode Linux without PSI and cpuset."""

import pytest

from reading import MIB, between, keyed, pressure_seconds, sample, samples, sections

NO_LIMIT = {"max"}


class Kernel:
    """One booted kernel: the results of its scenarios, and what it has."""

    def __init__(self, results, *, cpus, pressure, cpuset):
        self.results, self.cpus, self.pressure, self.cpuset = results, cpus, pressure, cpuset

    def sections(self, scenario):
        result = self.results[scenario]
        assert result.code == 0, result.output
        return sections(result.output)


@pytest.fixture(scope="module")
def qemu(v2):
    return Kernel(v2, cpus=2, pressure=True, cpuset=True)


@pytest.fixture(scope="module")
def uml(v2_nopsi):
    return Kernel(v2_nopsi, cpus=1, pressure=False, cpuset=False)


@pytest.fixture(scope="module", params=["qemu", "uml"])
def kernel(request):
    return request.getfixturevalue(request.param)


def test_limits_are_the_ones_set(kernel):
    got = sample(kernel.sections("limits")["sample"])
    assert got["cgroup_layout"] == "v2"
    assert got["cgroup_memory_limit_bytes"] == got["cgroup_memory_effective_limit_bytes"] == 64 * MIB
    assert got["cgroup_memory_high_bytes"] == 48 * MIB
    assert got["cgroup_memory_binding_depth"] == 0
    assert got["cgroup_cpu_quota_cpus"] == got["cgroup_cpu_effective_quota_cpus"] == pytest.approx(1.5)
    assert got["cgroup_effective_cpus"] == pytest.approx(min(1.5, kernel.cpus))
    assert got["cgroup_cpuset_cpus"] == kernel.cpus
    assert got["cgroup_pids_limit"] == got["cgroup_pids_effective_limit"] == 40
    assert got["host_cpus_online"] == kernel.cpus


def test_throttling_is_the_kernels(kernel):
    found = kernel.sections("throttled")
    before, after, got = keyed(found["before"]), keyed(found["after"]), sample(found["sample"])
    assert before["nr_throttled"] > 3, "the bed did not provoke what it should"
    assert between(before["nr_throttled"], got["cgroup_cpu_throttled_periods"], after["nr_throttled"])
    assert between(before["nr_periods"], got["cgroup_cpu_periods"], after["nr_periods"])
    for file, name in (("throttled_usec", "throttled"), ("usage_usec", "usage"), ("user_usec", "user"), ("system_usec", "system")):
        assert between(before[file] / 1e6, got[f"cgroup_cpu_{name}_seconds"], after[file] / 1e6), name


def test_an_oom_kill_is_counted(kernel):
    found = kernel.sections("killed")
    before, got = keyed(found["before"]), sample(found["sample"])
    assert before["oom_kill"] == 1, "the bed did not provoke what it should"
    assert got["cgroup_memory_oom_kills"] == 1
    assert got["cgroup_memory_oom_events"] == before["oom"]
    assert between(before["max"], got["cgroup_memory_max_events"], keyed(found["after"])["max"])
    assert got["host_oom_kills"] >= 1


def test_a_tighter_ancestor_binds(kernel):
    found = kernel.sections("nested")
    got = sample(found["sample"])
    assert got["cgroup_memory_limit_bytes"] == 256 * MIB
    assert got["cgroup_memory_effective_limit_bytes"] == 40 * MIB
    assert got["cgroup_cpu_quota_cpus"] == pytest.approx(1.5)
    assert got["cgroup_cpu_effective_quota_cpus"] == got["cgroup_effective_cpus"] == pytest.approx(0.5)
    assert got["cgroup_memory_binding_depth"] == got["cgroup_cpu_binding_depth"] == 1
    assert got["cgroup_pids_limit"] == 30
    assert got["cgroup_pids_effective_limit"] == 20
    # The parent's limit killed, the child is where the process died.
    assert keyed(found["parent"])["oom"] == 1, "the bed did not provoke what it should"
    assert got["cgroup_memory_oom_kills"] == keyed(found["before"])["oom_kill"] == 1
    assert got["cgroup_memory_oom_events"] == 0


@pytest.mark.parametrize("view", ["private", "bound"])
def test_a_container_sees_its_own_limits(kernel, view):
    """The tighter cgroup around it is out of sight, and cgroup v2 tells of it nowhere."""
    found = kernel.sections(view)
    assert f" {'/' if view == 'private' else '/plimsoll-pod-bound/container'} /sys/fs/cgroup " in found["mountinfo"]
    got = sample(found["sample"])
    assert got["cgroup_memory_limit_bytes"] == got["cgroup_memory_effective_limit_bytes"] == 128 * MIB
    assert got["cgroup_memory_binding_depth"] == got["cgroup_cpu_binding_depth"] == 0
    assert got["cgroup_cpu_quota_cpus"] == got["cgroup_cpu_effective_quota_cpus"] == pytest.approx(1.2)
    assert got["cgroup_memory_oom_kills"] == keyed(found["before"])["oom_kill"] == 1
    assert got["cgroup_pids"] >= 1


def test_a_cgroup_namespace_without_fresh_mounts(kernel):
    """The mount shows the tighter cgroup too, though nothing names the way down from the mount's root."""
    found = kernel.sections("unmounted")
    assert " /../.. /sys/fs/cgroup " in found["mountinfo"], "the bed has not the layout it should"
    got = sample(found["sample"])
    assert got["cgroup_memory_limit_bytes"] == 128 * MIB
    assert got["cgroup_memory_effective_limit_bytes"] == 40 * MIB
    assert got["cgroup_effective_cpus"] == pytest.approx(0.5)
    assert got["cgroup_memory_binding_depth"] == got["cgroup_cpu_binding_depth"] == 1
    assert got["cgroup_memory_oom_kills"] == 1


def test_the_root_cgroup_has_no_limits(kernel):
    got = sample(kernel.sections("root")["sample"])
    for name in ("cgroup_memory_limit_bytes", "cgroup_memory_effective_limit_bytes", "cgroup_cpu_quota_cpus", "cgroup_pids_limit"):
        assert got.get(name, "max") in NO_LIMIT, name
    # These files the root cgroup has not; a missing value is left out, and is not 0.
    for name in ("cgroup_memory_usage_bytes", "cgroup_pids", "cgroup_memory_oom_kills", "cgroup_swap_usage_bytes"):
        assert name not in got, name
    assert got["cgroup_effective_cpus"] == kernel.cpus
    assert got["cgroup_cpu_usage_seconds"] > 0


def test_pressure_where_the_kernel_has_it(kernel):
    found = kernel.sections("pressed")
    got = sample(found["sample"])
    if not kernel.pressure:
        assert [name for name in got if "pressure" in name] == []
        return
    before, after = (pressure_seconds(found[name]) for name in ("before", "after"))
    assert before > 0.2, "the bed did not provoke pressure"
    assert between(before, got["cgroup_pressure_cpu_some_seconds"], after)
    before, after = (pressure_seconds(found[name]) for name in ("host_before", "host_after"))
    assert between(before, got["host_pressure_cpu_some_seconds"], after)
    assert got["cgroup_cpuset_cpus"] == got["cgroup_effective_cpus"] == 1


def test_high_events_and_page_cache(qemu):
    found = qemu.sections("high")
    before, after, got = keyed(found["before"]), keyed(found["after"]), sample(found["sample"])
    assert before["high"] > 0 and before["inactive_file"] > MIB, "the bed did not provoke what it should"
    assert got["cgroup_memory_high_bytes"] == 16 * MIB
    assert between(before["high"], got["cgroup_memory_high_events"], after["high"])
    inactive = sorted((before["inactive_file"], after["inactive_file"]))
    assert between(inactive[0], got["cgroup_memory_inactive_file_bytes"], inactive[1], slack=MIB)
    assert got["cgroup_memory_working_set_bytes"] == (
        got["cgroup_memory_usage_bytes"] - got["cgroup_memory_inactive_file_bytes"]
    )
    assert got["cgroup_io_read_bytes"] >= 40 * MIB
    assert got["host_disk_read_bytes"] >= 40 * MIB, "the NVMe disk is a real one"


def test_swap(qemu):
    found = qemu.sections("swap")
    assert "no swap" not in found, "the bed could not turn swap on"
    got = sample(found["sample"])
    total = int(found["swaps"].splitlines()[1].split()[2]) * 1024
    assert got["host_swap_total_bytes"] == pytest.approx(total, abs=8192)
    assert got["cgroup_swap_limit_bytes"] == 8 * MIB
    assert got["cgroup_swap_usage_bytes"] == 0


def test_a_move_and_new_limits_show_in_the_next_lines(kernel):
    """A sampler is moved; then its old cgroup is removed; then the new one's limits change in place."""
    found = kernel.sections("moved")
    first, moved, removed, changed = (
        samples(found[name])[-1] for name in ("first", "moved", "removed", "changed")
    )
    assert first["cgroup_memory_effective_limit_bytes"] == 120 * MIB
    for got in (moved, removed):
        assert got["cgroup_memory_effective_limit_bytes"] == 80 * MIB
        assert got["cgroup_effective_cpus"] == pytest.approx(min(1.2, kernel.cpus))
        assert got["cgroup_id"] != first["cgroup_id"]
    assert moved["generation"] != first["generation"]
    assert changed["cgroup_memory_effective_limit_bytes"] == 60 * MIB
    assert changed["cgroup_effective_cpus"] == pytest.approx(0.3)
    assert changed["generation"] == removed["generation"] == moved["generation"], "only a move is a move"
