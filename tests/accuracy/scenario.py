"""What a scenario is: a container, what runs in it and when, and what must be found.

A label is what was made, not what Plimsoll is known to look at: it is written before the first run and says which
component is in trouble, and from which moment on. Its onset comes from the program that makes the trouble (a mark
with the boot clock at the moment when the share of the limit is crossed, the process is killed, ...) or, where the
program is not ours, from the moment when it was started.
"""

from dataclasses import dataclass, field

MEDIUM = "medium"
HIGH = "high"
CRITICAL = "critical"
SEVERITIES = ("low", MEDIUM, HIGH, CRITICAL)

# Quiet time before the trouble begins.
BASELINE = 5.0


@dataclass
class Process:
    """A program of a scenario. `{dir}` in its arguments is the scenario's folder on disk, `{fs}` its own filesystem,
    `{peer}` the address of the other end of its network."""

    argv: list
    at: float = 0.0  # seconds after the start of the scenario
    name: str = ""  # as in /proc/PID/comm; for stress-ng the beginning of it
    where: str = "container"  # or "neighbour": a cgroup of its own beside it; "peer": the other end of the network; "outside"
    nofile: int = None
    nproc: int = None
    uid: int = None


def trouble(verb, *, at=0.0, name="", where="container", nofile=None, nproc=None, uid=None, **options):
    """A verb of tests/accuracy/programs."""
    options = {key: value for key, value in options.items() if value is not None}
    if name and verb != "respawn":
        options["name"] = name
    words = [f"{key.rstrip('_')}={value}" for key, value in options.items()]
    return Process(["trouble", verb, *words], at, name, where, nofile, nproc, uid)


def stress(*words, at=0.0, where="container", uid=None):
    """stress-ng; its workers are called stress-ng-..."""
    return Process(["stress-ng", "--quiet", "--temp-path", "{dir}", *map(str, words)], at, "stress-ng", where, uid=uid)


@dataclass
class Label:
    """One thing that is wrong: any of the components is right, from `onset` on, at this severity or above."""

    components: tuple
    severity: str = MEDIUM
    cause: int = None  # which of the scenario's processes; None where it is out of the container's sight, or none
    onset: int = None  # whose marks or start tell the onset; the cause's by default
    mark: str = "onset"
    kind: str = ""  # "oom_kill" and "throttling" have a time of their own to be found in
    rule: str = ""  # part of the name that the finding's rule must have
    proof: tuple = None  # (file, key or None, least growth): the kernel's own word that it took place


def label(*components, **how):
    return Label(components, **how)


@dataclass
class Leak:
    """A growth that reaches its limit: the trend must tell when, a third of the way."""

    component: str
    process: int
    ends: str = "killed"  # the mark at which the limit is reached


@dataclass
class Filesystem:
    """A filesystem of the scenario's own; Plimsoll is told to look at it."""

    kind: str = "tmpfs"  # or "ext4" on a loop device
    mib: int = 64
    inodes: int = None


@dataclass
class Scenario:
    name: str
    what: str
    processes: list
    labels: list = field(default_factory=list)
    allowed: tuple = ()  # components that may be found or not: true as well, or of the whole host
    calm: tuple = None  # (file, key or None, most growth): the kernel's own word that all was well
    no_leak: tuple = ()  # components for which a trend must not say that they grow towards a limit
    leak: Leak = None
    seconds: float = 10.0  # after the baseline
    phase: str = "together"
    cost: float = 0.1  # CPUs it uses
    short: bool = False
    watch: str = "pid"  # of the first process; or "cgroup"
    # Limits.
    cpus: float = None
    cpuset: str = None
    memory_mib: int = None
    memory_high_mib: int = None
    swap_mib: int = None
    pids: int = None
    write_mib_per_second: float = None
    read_operations_per_second: int = None
    shares: int = None
    psi: bool = False  # on v1: also a child of the unified hierarchy, which has pressure
    filesystem: Filesystem = None
    network: bool = False

    @property
    def counters(self):
        """(file, key) of every value that is read before and after."""
        proofs = [label.proof for label in self.labels if label.proof] + ([self.calm] if self.calm else [])
        return list(dict.fromkeys(proof[:2] for proof in proofs))

    @property
    def healthy(self):
        return not self.labels and not self.leak

    @property
    def bed(self):
        return "v2" if self.phase == "guest" else "v1"


def change(kind, value, at):
    """A change of the container's surroundings: `loss` of what reaches the peer (a share), `narrow` link (a rate)."""
    return Process([kind, str(value)], at, kind, "outside")


def service(**options):
    """A process that sleeps and wakes: the container's main one, where the trouble comes from another."""
    return trouble("idle", name="service", **options)
