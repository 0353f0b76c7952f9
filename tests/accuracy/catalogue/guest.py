"""In a booted kernel with cgroup v2 and pressure: what version 1 has not, and the main faults again."""

from scenario import BASELINE, CRITICAL, HIGH, Scenario, label, service, stress, trouble

from .memory import worker

THROTTLED = ("cpu.stat", "nr_throttled", 10)
KILLED = ("memory.events", "oom_kill", 1)


def guest(name, what, *processes, **more):
    more.setdefault("cost", 0.3)
    labels = more.pop("labels", [])
    return Scenario(name, what, list(processes), labels, phase="guest", **more)


SCENARIOS = [
    guest(
        "v2_cpu_over_quota", "one thread that wants a whole CPU under a quota of 0.4",
        service(), trouble("cpu", name="burner", at=BASELINE), cpus=0.4, cost=0.5,
        labels=[label("cpu", severity=HIGH, cause=1, kind="throttling", rule="throttl", proof=THROTTLED)],
    ),
    guest(
        "v2_cpu_over_quota_stress", "stress-ng --cpu 2 under a quota of 0.4 CPUs",
        service(), stress("--cpu", 2, at=BASELINE), cpus=0.4, cost=0.5,
        labels=[label("cpu", severity=HIGH, cause=1, kind="throttling", rule="throttl", proof=THROTTLED)],
    ),
    guest(
        "v2_oom_kill", "a worker grows over the limit, is killed, and is started again",
        service(), worker("glutton", pattern="leak", rate=24), memory_mib=48, swap_mib=0,
        labels=[label("memory", severity=CRITICAL, cause=1, kind="oom_kill", rule="oom", mark="killed", proof=KILLED)],
    ),
    guest(
        "v2_memory_high", "a process grows over memory.high: the kernel makes it wait for every page",
        service(), trouble("memory", pattern="hold", mib=96, rate=16, onset=31, name="holder", at=BASELINE),
        memory_mib=128, memory_high_mib=32, swap_mib=0,
        labels=[label("memory", cause=1, proof=("memory.events", "high", 1))],
    ),
    guest(
        "v2_memory_near_limit", "a process holds 93 % of the limit",
        service(), trouble("memory", pattern="hold", mib=59, onset=58, name="holder", at=BASELINE),
        memory_mib=64, swap_mib=0, labels=[label("memory", severity=HIGH, cause=1)],
    ),
    guest(
        "v2_swapping", "a process works on 96 MiB within a limit of 64: the rest goes to swap and comes back",
        service(), trouble("memory", pattern="hold", touch="random", mib=96, onset=60, name="swapper", at=BASELINE),
        memory_mib=64, swap_mib=96, cost=2.0, allowed=("disk_io", "cpu", "load"), labels=[label("memory", cause=1)],
    ),
    guest(
        "v2_neighbour", "a neighbour with eight threads and many times our weight takes the CPUs that we work on",
        trouble("cpu", duty=0.25, threads=2, name="worker"),
        trouble("cpu", threads=8, name="neighbour", where="neighbour", at=BASELINE), shares=64, cost=2.0,
        allowed=("load",), labels=[label("cpu", onset=1)],
    ),
    guest(
        "v2_many_runnable", "16 threads without rest, no quota, two CPUs",
        service(), trouble("cpu", threads=16, name="crowd", at=BASELINE), cost=2.0, allowed=("load", "cpu"),
        labels=[label("cpu", "load", severity=HIGH, cause=1)],
    ),
    guest(
        "v2_writes_held_back", "io.max lets 1 MiB a second through; four threads want to write without rest",
        service(),
        trouble("disk", op="write", direct="yes", threads=4, block=64, mib=4, file="{dir}/disk", name="archiver",
                at=BASELINE),
        write_mib_per_second=1, allowed=("load",), labels=[label("disk_io", cause=1)],
    ),
    guest(
        "v2_fsync_storm", "four threads write 4 KiB and call fsync, without rest",
        service(),
        trouble("disk", op="write", sync="yes", threads=4, mib=4, file="{dir}/disk", name="journal", at=BASELINE),
        cost=2.0, allowed=("load", "cpu"), labels=[label("disk_io", cause=1)],
    ),
    guest(
        "v2_threads_used_up", "a pool of threads grows to the container's limit of 48 tasks",
        service(), trouble("tasks", kind="thread", rate=20, onset=44, name="pool", at=BASELINE), pids=48,
        labels=[label("pids", severity=HIGH, cause=1)],
    ),
    guest("v2_healthy_idle", "a service that sleeps", service(), cpus=0.5, memory_mib=64, pids=32, cost=0.2),
    guest(
        "v2_healthy_busy", "one thread uses 60 % of a quota of 0.4 CPUs, evenly",
        trouble("cpu", duty=0.24, name="worker"), cpus=0.4, cost=0.4, calm=("cpu.stat", "nr_throttled", 8),
    ),
    guest(
        "v2_healthy_cache", "page cache grows to the limit and is reclaimed for more",
        trouble("cache", file="{dir}/cached", mib=128, rate=8, name="reader"), memory_mib=48, swap_mib=0,
        no_leak=("memory",), cost=0.3, seconds=15,
    ),
    guest(
        "v2_healthy_memory", "65 % of the memory is in use, and stays so",
        trouble("memory", pattern="hold", mib=41, name="holder"), memory_mib=64, swap_mib=0, no_leak=("memory",),
    ),
]  # fmt: skip
