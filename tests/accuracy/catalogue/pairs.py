"""Two things wrong at once: both must be found."""

from scenario import BASELINE, CRITICAL, HIGH, Filesystem, Scenario, change, label, service, trouble

from .cpu import THROTTLED
from .memory import KILLED, worker
from .network import RETRANSMITTED, talk

SCENARIOS = [
    Scenario(
        "pair_cpu_memory", "over the CPU quota, and memory near the limit",
        [service(), trouble("cpu", name="burner", at=BASELINE),
         trouble("memory", pattern="hold", mib=118, onset=115, name="holder", at=BASELINE + 2)],
        [label("cpu", severity=HIGH, cause=1, kind="throttling", rule="throttl", proof=THROTTLED),
         label("memory", severity=HIGH, cause=2)],
        phase="cpu", cpus=0.3, memory_mib=128, cost=0.3,
    ),
    Scenario(
        "pair_cpu_oom_kill", "over the CPU quota, and a worker that is killed for want of memory",
        [service(), trouble("cpu", threads=2, name="burner", at=BASELINE),
         worker("glutton", at=BASELINE + 1, pattern="leak", rate=40)],
        [label("cpu", severity=HIGH, cause=1, kind="throttling", rule="throttl", proof=THROTTLED),
         label("memory", severity=CRITICAL, cause=2, kind="oom_kill", rule="oom", mark="killed", proof=KILLED)],
        phase="cpu", cpus=0.5, memory_mib=64, cost=0.5,
    ),
    Scenario(
        "pair_descriptors_disk_full", "descriptors leak, and the filesystem fills up",
        [trouble("descriptors", rate=40, onset=0.9, after=BASELINE, name="opener", nofile=256),
         trouble("space", dir="{fs}", rate=14, onset=0.9, name="logger", at=BASELINE + 1)],
        [label("descriptors", severity=HIGH, cause=0), label("disk_space", severity=HIGH, onset=1)],
        filesystem=Filesystem("tmpfs", 64), seconds=11,
    ),
    Scenario(
        "pair_cpu_network", "over the CPU quota, and 20 % of the packets are lost",
        [*talk(), change("loss", 0.2, BASELINE), trouble("cpu", name="burner", at=BASELINE)],
        [label("network", onset=2, proof=RETRANSMITTED),
         label("cpu", severity=HIGH, cause=3, kind="throttling", rule="throttl", proof=THROTTLED)],
        phase="cpu", cpus=0.4, network=True, cost=0.5,
    ),
    Scenario(
        "pair_pids_memory", "threads up to the limit of tasks, and memory near its limit",
        [service(), trouble("tasks", kind="thread", rate=30, onset=58, name="pool", at=BASELINE),
         trouble("memory", pattern="hold", rate=40, mib=117, onset=115, name="holder", at=BASELINE)],
        [label("pids", severity=HIGH, cause=1), label("memory", severity=HIGH, cause=2)],
        memory_mib=128, pids=64,
    ),
    Scenario(
        "pair_inodes_space", "inodes and space of one filesystem run out together",
        [service(), trouble("inodes", dir="{fs}", rate=700, onset=0.9, name="sessions", at=BASELINE),
         trouble("space", dir="{fs}", rate=14, onset=0.9, name="logger", at=BASELINE)],
        [label("inodes", severity=HIGH, onset=1), label("disk_space", severity=HIGH, onset=2)],
        filesystem=Filesystem("tmpfs", 64, 3000),
    ),
]  # fmt: skip
