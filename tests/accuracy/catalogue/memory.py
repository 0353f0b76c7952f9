"""Memory: near the limit, killed for it, leaking, thrashing."""

from scenario import BASELINE, CRITICAL, HIGH, Filesystem, Leak, Process, Scenario, label, service, stress, trouble

KILLED = ("memory.oom_control", "oom_kill", 1)


def worker(name, pause=1.0, *, at=BASELINE, **options):
    """A worker that is started again when it was killed."""
    words = [f"{key}={value}" for key, value in options.items()]
    return Process(
        ["trouble", "respawn", "name=supervisor", f"pause={pause}", "--", "trouble", "memory", f"name={name}", *words],
        at, name,
    )  # fmt: skip


def oom(process, **more):
    return label("memory", severity=CRITICAL, cause=process, kind="oom_kill", rule="oom", proof=KILLED, **more)


SCENARIOS = [
    Scenario(
        "memory_near_limit", "a process holds 93 % of the limit",
        [service(), trouble("memory", pattern="hold", mib=119, onset=116, name="holder", at=BASELINE)],
        [label("memory", severity=HIGH, cause=1)], memory_mib=128, short=True, seconds=7,
    ),
    Scenario(
        "memory_to_the_brim", "a process grows by 20 MiB a second to 97 % of the limit, and stays",
        [service(), trouble("memory", pattern="hold", rate=20, mib=98, onset=96, name="grower", at=BASELINE)],
        [label("memory", severity=CRITICAL, cause=1)], memory_mib=101,
    ),
    Scenario(
        "memory_near_limit_stress", "stress-ng --vm holds about 92 % of the limit",
        [service(), stress("--vm", 1, "--vm-bytes", "112M", "--vm-keep", "--vm-hang", 0, at=BASELINE)],
        [label("memory", severity=HIGH, cause=1)], memory_mib=128,
    ),
    Scenario(
        "memory_shared", "files in a tmpfs fill the container's memory to 92 %",
        [service(), trouble("space", dir="{fs}", rate=40, until=0.46, onset=0.445, name="writer", at=BASELINE)],
        [label("memory", severity=HIGH, onset=1)], memory_mib=64, filesystem=Filesystem("tmpfs", 128),
    ),
    Scenario(
        "oom_kill_again", "a worker grows over the limit, is killed, and is started again",
        [service(), worker("glutton", pattern="leak", rate=64)],
        [oom(1, mark="killed")], memory_mib=96, short=True, seconds=8,
    ),
    Scenario(
        "oom_kill_once", "one worker is killed once, and not started again",
        [service(), worker("glutton", pause=600, pattern="leak", rate=48)],
        [oom(1, mark="killed")], memory_mib=64,
    ),
    Scenario(
        "oom_kill_stress", "stress-ng --vm wants three times the limit",
        [service(), stress("--vm", 1, "--vm-bytes", "192M", at=BASELINE)],
        [oom(1)], allowed=("cpu",), memory_mib=64, cpus=0.5, cost=0.5,
    ),
    Scenario(
        "oom_kill_sudden", "a worker asks for all at once: nothing announces the kill",
        [service(), worker("sudden", pause=600, pattern="leak", after=1.5, rate=2000)],
        [oom(1, mark="killed")], memory_mib=96,
    ),
    Scenario(
        "memory_leak", "1.4 MiB a second of anonymous memory leak until the limit kills",
        [service(), worker("leaker", pause=600, at=2.0, pattern="leak", base=20, rate=1.4, onset=144)],
        [label("memory", severity=HIGH, cause=1)], memory_mib=160, leak=Leak("memory", 1), seconds=105,
    ),
    Scenario(
        "memory_leak_fast", "2.4 MiB a second leak until the limit kills",
        [service(), worker("leaker", pause=600, at=2.0, pattern="leak", base=30, rate=2.4, onset=216)],
        [label("memory", severity=HIGH, cause=1)], memory_mib=240, leak=Leak("memory", 1), seconds=100,
    ),
    Scenario(
        "memory_leak_behind_sawtooth", "a collector's sawtooth of 16 MiB over a leak of 1.2 MiB a second",
        [trouble("memory", pattern="sawtooth", base=4, mib=20, rate=6, name="collector"),
         worker("leaker", pause=600, at=2.0, pattern="leak", base=10, rate=1.2, onset=130)],
        [label("memory", severity=HIGH, cause=1)], memory_mib=160, leak=Leak("memory", 1), seconds=115,
    ),
    Scenario(
        "memory_thrashing", "a mapped file of 192 MiB is read at random within a limit of 48 MiB",
        [service(), trouble("mapped", file="{dir}/mapped", mib=192, name="thrasher", at=BASELINE)],
        [label("memory", "disk_io", cause=1)], allowed=("memory", "disk_io", "cpu", "load"), memory_mib=48,
        phase="disk", cost=1.0,
    ),
]  # fmt: skip
