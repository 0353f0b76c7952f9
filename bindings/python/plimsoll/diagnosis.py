"""What a monitor says of a container. Members are named as the keys of the JSON document."""

from .record import Record, member

_INFINITY = float("inf")


class Part(Record):
    """A part of the document. A member that the document does not have is None."""

    __slots__ = ()
    # What members are made of, where they are not plain; and which of them can be no limit.
    _parts = {}
    _limits = ()

    @classmethod
    def _of(cls, document):
        return cls([cls._member(name, document.get(name)) for name in cls._names])

    @classmethod
    def _member(cls, name, value):
        if name in cls._limits and value == "max":
            return _INFINITY
        kind = cls._parts.get(name)
        if isinstance(value, list):
            return tuple(value if kind is None else map(kind._of, value))
        return value if kind is None or value is None else kind._of(value)

    def to_dict(self):
        """The members that are there, by name, all the way down, in plain dicts and lists."""
        return {name: _plain(value) for name, value in zip(self._names, self) if value is not None}


def _plain(value):
    if isinstance(value, Part):
        return value.to_dict()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


class Measure(Part):
    """A number with its name, unit and scope."""

    __slots__ = ()
    name = member(0, "The field of a sample or the rate it is, or what it was computed as.")
    value = member(1, "The number.")
    unit = member(2, "Its unit.")
    scope = member(3, "What it speaks of.")


class Threshold(Part):
    """The value over which a finding is raised, and who published it."""

    __slots__ = ()
    value = member(0, "The number.")
    unit = member(1, "Its unit.")
    scope = member(2, "What it speaks of.")
    source = member(3, "Where the value was published.")


class Evidence(Part):
    """What a finding rests on: these readings, over this window."""

    __slots__ = ()
    _parts = {"readings": Measure}
    window_seconds = member(0, "Time between the samples that were compared; None where one was enough.")
    readings = member(1, "The readings: `Measure`s.")


class Crossed(Part):
    """A second threshold that was crossed, and that the severity comes from."""

    __slots__ = ()
    _parts = {"current": Measure, "threshold": Threshold}
    rule = member(0, "The rule, such as 'cpu.utilisation'.")
    current = member(1, "The value that was judged: a `Measure`.")
    threshold = member(2, "The value it was judged against: a `Threshold`.")


class Finding(Part):
    """Something that limits the container or is about to."""

    __slots__ = ()
    _parts = {"current": Measure, "threshold": Threshold, "evidence": Evidence, "severity_from": Crossed}
    component = member(0, "What it is about: 'cpu', 'memory', 'disk_space', ...")
    severity = member(1, "How bad it is: 'low', 'medium', 'high' or 'critical'.")
    rule = member(2, "The rule that raised it, such as 'cpu.throttling'.")
    title = member(3, "One line.")
    description = member(4, "One or two sentences.")
    current = member(5, "The value that was judged: a `Measure`.")
    threshold = member(6, "The value it was judged against: a `Threshold`.")
    evidence = member(7, "What it rests on: an `Evidence`.")
    impact = member(8, "What the user of the container will notice.")
    recommendations = member(9, "What to do, each a sentence.")
    severity_from = member(10, "Where the severity comes from another rule: a `Crossed`, else None.")


class Recommendation(Part):
    """Something to change."""

    __slots__ = ()
    component = member(0, "What it is about.")
    priority = member(1, "How soon: the severity of the finding it answers.")
    rule = member(2, "The finding it answers.")
    action = member(3, "What to do, a sentence.")


class LoadLine(Part):
    """How laden the container is, as one number."""

    __slots__ = ()
    _parts = {"headroom": Measure}
    reading = member(0, "0 empty, 1.0 laden to the mark, above it overladen; None before anything was read.")
    resource = member(1, "The resource that is closest to its mark or furthest above it.")
    headroom = member(2, "What is left of it up to the mark, a `Measure`; 0 above it.")


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


class Allocation(Part):
    """Right-sizing advice, or why there is none."""

    __slots__ = ()
    status = member(0, "'not_enough_data'.")
    reason = member(1, "What is missing.")


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
    samples = member(0, "Samples in the window.")
    window_seconds = member(1, "From the first to the last of them.")
    wall_time_seconds = member(2, "When the last was taken, in seconds since 1970.")


class Unread(Part):
    """A source that could not be read."""

    __slots__ = ()
    path = member(0, "The file.")
    reason = member(1, "What was wrong.")
    group = member(2, "The group of fields whose values are missing for it.")


class Diagnosis(Part):
    """What limits a container, with its evidence."""

    __slots__ = ()
    _parts = {
        "load_line": LoadLine,
        "bottlenecks": Finding,
        "recommendations": Recommendation,
        "allocation": Allocation,
        "resources": Resource,
        "memory": Measure,
        "target": TargetFacts,
        "observed": Observed,
        "problems": Unread,
    }
    schema = member(0, "'plimsoll.diagnosis/1'.")
    level = member(1, "'optimal', 'good', 'degraded' or 'poor'; None where nothing could be read.")
    summary = member(2, "The verdict in a sentence.")
    load_line = member(3, "How laden it is, as one number: a `LoadLine`.")
    bottlenecks = member(4, "What limits it or is about to, worst first: `Finding`s.")
    recommendations = member(5, "What to do about it, in the same order: `Recommendation`s.")
    allocation = member(6, "Right-sizing advice: an `Allocation`.")
    resources = member(7, "Each resource: used, limit, share, who binds: `Resource`s.")
    memory = member(8, "The container's memory in its parts: `Measure`s.")
    target = member(9, "What was looked at and which limits bind it: `TargetFacts`.")
    observed = member(10, "What the verdict rests on: an `Observed`.")
    usage = member(11, "Rates over the window by name, a dict; None after a single sample.")
    problems = member(12, "Sources that could not be read, their values are missing above: `Unread`s.")

    @classmethod
    def from_json(cls, text):
        """The diagnosis that a JSON document holds: the library's, or `plimsoll diagnose --json`'s."""
        import json

        return cls._of(json.loads(text))
