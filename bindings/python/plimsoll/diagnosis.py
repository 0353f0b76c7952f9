"""What a monitor says of a container, all in one."""

from .advice import Advice, Allocation, EfficiencyReading, Recognition
from .finding import Finding, Measure
from .load_line import LoadLine
from .outlook import Anomaly, Heading, TrendReading
from .part import Part
from .pool_stats import PoolReading
from .record import Record, member
from .usage import Usage


class Resource(Part):
    """One resource: used, limit, share, and who binds."""

    __slots__ = ()
    _parts = {"used": Measure, "headroom": Measure}
    _limits = ("limit",)
    resource = member(0, "Which resource.")
    used = member(1, "What is used of it, a `Measure`; its scope says whose use it is.")
    limit = member(2, "The limit, in the same unit: math.inf for none, None where a limit has no meaning.")
    share = member(3, "Used, of the limit.")
    reading = member(4, "The demand against the mark at which work starts to suffer: 1.0 is at the mark.")
    headroom = member(5, "What is left up to the mark, a `Measure`; 0 above it.")
    bound_by = member(6, "Who holds the limit.")


class TargetFacts(Part):
    """What was looked at and which limits bind it."""

    __slots__ = ()
    _limits = ("cpu_quota_cpus", "memory_limit_bytes")
    kind = member(0, "'own', 'pid' or 'cgroup'.")
    pid = member(1, "The process, where a process was asked for.")
    cgroup = member(2, "The cgroup, as the kernel names it.")
    cgroup_layout = member(3, "'none', 'v1', 'v2' or 'hybrid'.")
    effective_cpus = member(4, "CPUs' worth of time it can use.")
    cpu_quota_cpus = member(5, "The tightest quota that applies; math.inf for none.")
    cpu_bound_by = member(6, "The cgroup that holds it.")
    memory_limit_bytes = member(7, "The tightest memory limit that applies; math.inf for none.")
    memory_bound_by = member(8, "The cgroup that holds it.")
    host_cpus_online = member(9, "CPUs of the host.")
    host_memory_total_bytes = member(10, "Memory of the host.")


class Observed(Part):
    """What the verdict rests on."""

    __slots__ = ()
    samples = member(0, "Readings taken in the window.")
    window_seconds = member(1, "From the first to the last of them.")
    wall_time_seconds = member(2, "When the last was taken, in seconds since 1970.")


class Unread(Part):
    """A source that could not be read."""

    __slots__ = ()
    path = member(0, "The file.")
    reason = member(1, "What was wrong.")
    group = member(2, "The group of fields whose values are missing for it.")


class Diagnosis(Part):
    """What limits a container, with its evidence, and what to do: the document that
    `plimsoll diagnose --json` prints."""

    __slots__ = ()
    _parts = {
        "load_line": LoadLine,
        "bottlenecks": Finding,
        "resources": Resource,
        "trends": TrendReading,
        "anomalies": Anomaly,
        "forecasts": Heading,
        "memory": Measure,
        "target": TargetFacts,
        "observed": Observed,
        "usage": Usage,
        "problems": Unread,
        **Advice._parts,
        "allocation": Allocation,
        "workload_pattern": Recognition,
        "efficiency": EfficiencyReading,
        "database_pools": PoolReading,
    }
    _lists = ("database_pools",)
    schema = member(0, "'plimsoll.diagnosis/1'.")
    level = member(1, "'optimal', 'good', 'degraded' or 'poor'; None where nothing could be read.")
    summary = member(2, "The verdict in a sentence.")
    load_line = member(3, "How laden it is, as one number: a `LoadLine`.")
    bottlenecks = member(4, "What limits it or is about to, worst first: `Finding`s.")
    resources = member(5, "Each resource: used, limit, share, who binds: `Resource`s.")
    trends = member(6, "The growth of what can leak or fill, fed metrics too: `TrendReading`s.")
    anomalies = member(7, "Signals that are unlike their own history, the most unlike first: `Anomaly`s.")
    forecasts = member(8, "Where CPU, memory and load are heading: `Heading`s.")
    memory = member(9, "The container's memory in its parts: `Measure`s.")
    target = member(10, "What was looked at and which limits bind it: `TargetFacts`.")
    observed = member(11, "What the verdict rests on: an `Observed`.")
    usage = member(12, "What happened over the window: a `Usage`; None after a single sample.")
    problems = member(13, "Sources that could not be read, their values are missing above: `Unread`s.")
    recommendations = member(14, "What to change, most urgent first: `Recommendation`s.")
    replicas = member(15, "How many containers the load needs: a `Replicas`, or None.")
    all_taken = member(16, "What it wins if all is done: an `AllTaken`, or None.")
    waste = member(17, "What is set aside and not used: a `Waste`, or None.")
    allocation = member(18, "How much CPU and memory it should have: an `Allocation`.")
    workload_pattern = member(19, "What kind of work it does: a `Recognition`.")
    efficiency = member(20, "How well it uses what it has: an `EfficiencyReading`.")
    database_pools = member(21, "The pools of database connections that are attached: `PoolReading`s.")


class Point(Record):
    """Some observations of a signal, merged into one."""

    __slots__ = ()
    wall_time_seconds = member(0, "When the last of them was, in seconds since 1970.")
    mean = member(1, "Their mean.")
    max = member(2, "The greatest of them.")

    @classmethod
    def _of(cls, values):
        return cls(values)


class Series(Part):
    """A signal over time."""

    __slots__ = ()
    _parts = {"points": Point}
    component = member(0, "What it is about.")
    signal = member(1, "The signal.")
    title = member(2, "A heading for people.")
    unit = member(3, "Its unit.")
    scope = member(4, "What it speaks of.")
    points = member(5, "Its `Point`s, oldest first.")


class Report(Diagnosis):
    """A diagnosis with the history of every signal."""

    __slots__ = ()
    _parts = {**Diagnosis._parts, "history": Series}
    _lists = (*Diagnosis._lists, "history")
    history = member(len(Diagnosis._names), "What was observed: a `Series` for each signal.")
