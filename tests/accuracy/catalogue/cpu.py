"""CPU: over the quota, more threads than CPUs, neighbours."""

from scenario import BASELINE, HIGH, Scenario, label, service, stress, trouble

THROTTLED = ("cpu.stat", "nr_throttled", 10)


def over_quota(name, what, process, *, cpus, severity=HIGH, cost=None, **more):
    return Scenario(
        name, what, [service(), process],
        [label("cpu", severity=severity, cause=1, kind="throttling", rule="throttl", proof=THROTTLED)],
        phase="cpu", cpus=cpus, cost=cost or cpus, **more,
    )  # fmt: skip


SCENARIOS = [
    over_quota(
        "cpu_over_quota", "one thread that wants a whole CPU under a quota of half of one",
        trouble("cpu", name="burner", at=BASELINE), cpus=0.5, short=True, seconds=8,
    ),
    over_quota(
        "cpu_over_small_quota", "four threads without rest under a quota of 0.2 CPUs",
        trouble("cpu", threads=4, name="burner", at=BASELINE), cpus=0.2,
    ),
    over_quota(
        "cpu_over_quota_of_one", "two threads that want 0.8 CPUs each under a quota of one",
        trouble("cpu", threads=2, duty=0.8, name="encoder", at=BASELINE), cpus=1.0,
    ),
    over_quota(
        "cpu_slightly_over_quota", "a need of 0.6 CPUs under a quota of 0.5",
        trouble("cpu", duty=0.6, name="indexer", at=BASELINE), cpus=0.5,
    ),
    over_quota(
        "cpu_over_quota_stress", "stress-ng --cpu 2 under a quota of 0.6 CPUs",
        stress("--cpu", 2, at=BASELINE), cpus=0.6,
    ),
    over_quota(
        "cpu_switches_over_quota", "stress-ng --switch 2 (context switches) under a quota of 0.3 CPUs",
        stress("--switch", 2, at=BASELINE), cpus=0.3,
    ),
    over_quota(
        "cpu_bursts_throttled", "three threads that work 30 ms at once every 300 ms: 75 % of the quota of 0.4 CPUs on "
        "average, yet stopped in each burst",
        trouble("cpu", threads=3, duty=0.1, period=0.3, name="batcher", at=BASELINE), cpus=0.4, severity="medium",
    ),
    Scenario(
        "cpu_crowded_cpuset", "eight threads without rest on a cpuset of one CPU",
        [service(), trouble("cpu", threads=8, name="crowd", at=BASELINE)],
        [label("cpu", severity=HIGH, cause=1)], allowed=("load",), phase="host", cost=1.0, cpuset="1",
    ),
    Scenario(
        "cpu_many_runnable", "24 threads without rest, no quota, two CPUs",
        [service(), trouble("cpu", threads=24, name="crowd", at=BASELINE)],
        [label("cpu", "load", severity=HIGH, cause=1)], allowed=("load", "cpu"), phase="host", cost=2.0,
    ),
    Scenario(
        "cpu_many_runnable_stress", "stress-ng --cpu 8 --matrix 4, no quota, two CPUs",
        [service(), stress("--cpu", 8, "--matrix", 4, at=BASELINE)],
        [label("cpu", "load", severity=HIGH, cause=1)], allowed=("load", "cpu"), phase="host", cost=2.0,
    ),
    Scenario(
        "cpu_neighbour", "a neighbour with eight threads and many times our shares takes the CPUs that we work on",
        [trouble("cpu", duty=0.6, threads=2, name="worker"),
         trouble("cpu", threads=8, name="neighbour", where="neighbour", at=BASELINE)],
        [label("cpu", "load", onset=1)], allowed=("load", "cpu"), phase="host", cost=2.0, shares=64,
    ),
    Scenario(
        "cpu_neighbour_pressure", "the same where the container has pressure files",
        [trouble("cpu", duty=0.6, threads=2, name="worker"),
         trouble("cpu", threads=8, name="neighbour", where="neighbour", at=BASELINE)],
        [label("cpu", onset=1)], allowed=("load",), phase="host", cost=2.0, shares=64, psi=True,
    ),
]  # fmt: skip
