"""Healthy containers: nothing may be found. Each does what a naive rule would take for trouble."""

from scenario import Filesystem, Scenario, service, trouble

from .network import talk


def healthy(name, what, *processes, **more):
    more.setdefault("seconds", 15)
    if more.get("cpus"):
        more.setdefault("calm", ("cpu.stat", "nr_throttled", 8))
    return Scenario(name, what, list(processes), **more)


SCENARIOS = [
    healthy("healthy_idle", "a service that sleeps", service(), cpus=0.5, memory_mib=64, pids=32, short=True, seconds=9),
    healthy("healthy_unlimited", "some work without any limit", trouble("cpu", duty=0.1, name="worker"), cost=0.15),
    healthy(
        "healthy_busy", "one thread uses 70 % of a quota of half a CPU, evenly",
        trouble("cpu", duty=0.35, name="worker"), cpus=0.5, cost=0.35, phase="cpu", short=True, seconds=9,
    ),
    healthy(
        "healthy_busy_two_threads", "two threads use 70 % of a quota of one CPU, evenly",
        trouble("cpu", threads=2, duty=0.35, name="worker"), cpus=1.0, cost=0.7, phase="cpu",
    ),
    healthy(
        "healthy_spikes", "a second at 90 % of the quota in every five",
        trouble("cpu", duty=0.45, on=1.0, off=4.0, name="worker"), cpus=0.5, cost=0.3, phase="cpu", seconds=20,
    ),
    healthy(
        "healthy_startup", "1.2 seconds of start-up at 95 % of the quota, then quiet",
        trouble("cpu", duty=0.95, for_=1.2, after=3, name="starter"), cpus=1.0, cost=0.5, phase="cpu",
    ),
    healthy(
        "healthy_cron", "0.8 seconds of work every six, with short-lived processes",
        trouble("cpu", duty=0.5, on=0.8, off=5.2, name="cron"), trouble("churn", rate=5, name="spawner"),
        cpus=0.8, cost=0.2, phase="cpu", seconds=20,
    ),
    healthy(
        "healthy_warm_cache", "reads of a file of 96 MiB have filled three quarters of the limit with page cache",
        trouble("cache", file="{dir}/cached", mib=96, rate=60, name="reader"), memory_mib=128, no_leak=("memory",),
        cost=0.2, short=True, seconds=9,
    ),
    healthy(
        "healthy_cache_at_limit", "page cache grows to the limit and is reclaimed for more, without end",
        trouble("cache", file="{dir}/cached", mib=400, rate=12, name="reader"), memory_mib=96, no_leak=("memory",),
        cost=0.2, seconds=60,
    ),
    healthy(
        "healthy_collector", "a garbage collector's sawtooth: 30 to 96 MiB of 160 every seven seconds",
        trouble("memory", pattern="sawtooth", base=30, mib=96, rate=10, name="collector"), memory_mib=160,
        no_leak=("memory",), cost=0.15, seconds=80,
    ),
    healthy(
        "healthy_slow_collector", "a sawtooth of 25 seconds: 20 to 100 MiB of 160",
        trouble("memory", pattern="sawtooth", base=20, mib=100, rate=3.2, name="collector"), memory_mib=160,
        no_leak=("memory",), seconds=110,
    ),
    healthy(
        "healthy_memory_full_but_stable", "65 % of the memory is in use, and stays so",
        trouble("memory", pattern="hold", mib=83, name="holder"), memory_mib=128, no_leak=("memory",), seconds=40,
    ),
    healthy(
        "healthy_memory_step", "memory steps from 20 to 60 % once and stays",
        trouble("memory", pattern="hold", base=26, after=8, mib=77, name="loader"), memory_mib=128,
        no_leak=("memory",), seconds=60,
    ),
    healthy(
        "healthy_warming_up", "memory grows fast at first, slower and slower, and stays at half of the limit",
        trouble("memory", pattern="hold", mib=32, rate=8, name="first"),
        trouble("memory", pattern="hold", mib=20, rate=2, name="second"),
        trouble("memory", pattern="hold", mib=12, rate=0.6, name="third"),
        memory_mib=128, no_leak=("memory",), seconds=70,
    ),
    healthy(
        "healthy_disk_writes", "5 MiB a second are written through the page cache",
        trouble("disk", op="write", block=64, rate=80, mib=64, file="{dir}/disk", name="logger"), seconds=25,
    ),
    healthy(
        "healthy_disk_reads", "100 random reads a second, past the page cache",
        trouble("disk", op="read", order="random", direct="yes", rate=100, mib=16, file="{dir}/disk", name="finder"),
    ),
    healthy(
        "healthy_some_fsyncs", "ten writes a second, each with fsync",
        trouble("disk", op="write", sync="yes", rate=10, mib=4, file="{dir}/disk", name="journal"),
    ),
    healthy(
        "healthy_sleeping_threads", "300 threads that sleep, of 1000 allowed",
        trouble("tasks", kind="thread", count=300, rate=400, name="pool"), pids=1000, no_leak=("pids",), seconds=20,
    ),
    healthy(
        "healthy_process_churn", "30 short-lived processes a second",
        trouble("churn", rate=30, name="shell"), pids=64, cost=0.15,
    ),
    healthy(
        "healthy_descriptors", "100 descriptors a second are opened and closed again",
        trouble("descriptors", rate=100, close="yes", name="opener", nofile=256), no_leak=("descriptors",), seconds=9,
        short=True,
    ),
    healthy(
        "healthy_connection_pool", "a pool of 100 sockets of 256 descriptors is opened and kept",
        trouble("descriptors", kind="socket", rate=20, until=0.4, name="pool", nofile=256), no_leak=("descriptors",),
        seconds=45,
    ),
    healthy(
        "healthy_network", "2.5 MB a second of requests over a link that loses nothing", *talk(), network=True,
        cost=0.15,
    ),
    healthy(
        "healthy_filesystem", "a filesystem of which 70 % are in use, and that no longer grows",
        service(), trouble("space", dir="{fs}", rate=30, until=0.7, name="logger"),
        filesystem=Filesystem("tmpfs", 64), no_leak=("disk_space",), seconds=30,
    ),
    healthy(
        "healthy_neighbour", "a neighbour uses three quarters of a CPU; we use a tenth",
        trouble("cpu", duty=0.1, name="worker"),
        trouble("cpu", duty=0.75, name="neighbour", where="neighbour", at=2), cost=0.9, phase="cpu",
    ),
]  # fmt: skip
