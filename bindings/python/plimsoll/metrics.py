"""What is known, as metric families: names, labels and values, without any library."""

# What findings can be about, beside fed metrics and attached pools.
COMPONENTS = (
    "cpu",
    "memory",
    "disk_space",
    "inodes",
    "disk_io",
    "network",
    "descriptors",
    "pids",
    "load",
)
LEVELS = ("optimal", "good", "degraded", "poor")
ADVICE = ("accept", "slow", "refuse")
SEVERITIES = ("low", "medium", "high", "critical")


class Family:
    """A metric family: its name, whether it is a counter, its labels, what it says, and its values by the labels' values."""

    __slots__ = ("name", "counter", "labels", "help", "values")

    def __init__(self, name, help, labels=(), counter=False):
        self.name = name
        self.help = help
        self.labels = labels
        self.counter = counter
        self.values = []

    def add(self, value, *labels):
        """A value, unless it is None."""
        if value is not None:
            self.values.append((labels, float(value)))
        return self


def _gauge(name, help, *labels):
    return Family(f"plimsoll_{name}", help, labels)


def _counter(name, help, *labels):
    return Family(f"plimsoll_{name}_total", help, labels, True)


def sample_families(sample):
    """Every field of a sample that was read, as the command's exporter names it (docs/metrics.md)."""
    yield _gauge(
        "sample_timestamp_seconds", "When the sample was taken, in seconds since 1970-01-01 UTC."
    ).add(sample.wall_time_ns / 1e9)
    yield _gauge("sample_took_seconds", "What reading the sample cost, in elapsed time.").add(
        sample.took_ns / 1e9
    )
    for field, value in sample.values():
        make = _counter if field.kind == "counter" else _gauge
        yield make(field.name, field.doc).add(value)


def diagnosis_families(diagnosis):
    """The level, the load line, the resources, and what is found of each component."""
    if diagnosis.level is not None:
        yield _states(
            _gauge(
                "level",
                "1 at the level of the container (optimal, good, degraded, poor), 0 at the others; missing where "
                "nothing could be measured.",
                "level",
            ),
            LEVELS,
            diagnosis.level,
        )
    line = diagnosis.load_line
    if line is not None and line.reading is not None:
        yield _gauge(
            "load_line_ratio",
            "How laden the container is: 0 empty, 1 laden to the mark, more than 1 overladen.",
        ).add(line.reading)
        yield _states(
            _gauge(
                "load_advice",
                "1 at what to do with work that comes in (accept, slow, refuse), 0 at the others.",
                "advice",
            ),
            ADVICE,
            line.advice,
        )
    load = _gauge(
        "resource_load_line_ratio",
        "The demand for a resource against the mark at which work begins to suffer; 1 is at the mark.",
        "resource",
        "scope",
    )
    used = _gauge("resource_used_ratio", "What is used of a resource, of its limit.", "resource", "scope")
    for row in diagnosis.resources:
        labels = row.resource, row.used.scope
        load.add(row.reading, *labels)
        used.add(row.share, *labels)
    yield load
    yield used
    yield _bottlenecks(diagnosis)


def _bottlenecks(diagnosis):
    found = _gauge(
        "bottlenecks",
        "Findings of a component that have this severity; 0 where there is none.",
        "component",
        "severity",
    )
    fed = [row.resource for row in diagnosis.resources if row.resource.startswith("metric:")]
    pools = [
        f"{kind}:{pool.name}"
        for pool in diagnosis.database_pools
        for kind in ("database_pool", "database_queries")
    ]
    for component in (*COMPONENTS, *fed, *pools):
        here = [finding.severity for finding in diagnosis.bottlenecks if finding.component == component]
        for severity in SEVERITIES:
            found.add(here.count(severity), component, severity)
    return found


def step_families(steps):
    """The steps of a book. There are as many series as steps have names."""
    runs = _counter("step_runs", "Runs of a step that are over, by outcome: ok or failed.", "step", "outcome")
    failures = _counter("step_failures", "Runs of a step that failed, by the name of the exception.", "step", "exception")
    running = _gauge("step_running", "Runs of a step that go on.", "step")
    wall = _counter("step_wall_seconds", "Elapsed time of all runs of a step, together.", "step")
    took = _gauge(
        "step_duration_seconds",
        "What the runs of a step took: the percentiles 50, 95 and 99, and 100, the longest.",
        "step",
        "percentile",
    )
    cpu = _counter("step_cpu_seconds", "CPU time of the process, all threads, in all runs of a step.", "step")
    peak = _gauge("step_memory_peak_bytes", "The most that the process had resident in a run of a step.", "step")
    growth = _gauge(
        "step_memory_growth_bytes",
        "What the process's own memory grew by in the runs of a step, without the steps within; negative where it shrank.",
        "step",
    )
    leaking = _gauge("step_leaking", "1 where memory grows with run after run of a step, else 0.", "step")
    read = _counter("step_read_bytes", "What the process fetched from storage in all runs of a step.", "step")
    written = _counter("step_written_bytes", "What the process sent to storage in all runs of a step.", "step")
    for step in steps.steps:
        name = step.name
        runs.add(step.ok, name, "ok").add(step.failed, name, "failed")
        for exception, count in step.failures.items():
            failures.add(count, name, exception)
        running.add(step.running, name)
        if step.wall is not None:
            wall.add(step.wall.total_seconds, name)
            for percentile, seconds in (
                ("50", step.wall.p50_seconds),
                ("95", step.wall.p95_seconds),
                ("99", step.wall.p99_seconds),
                ("100", step.wall.max_seconds),
            ):
                took.add(seconds, name, percentile)
        if step.cpu is not None:
            cpu.add(step.cpu.total_seconds, name)
        peak.add(step.memory.peak_bytes, name)
        growth.add(step.memory.growth_bytes, name)
        leaking.add(step.memory.leaks, name)
        read.add(step.io.read_bytes, name)
        written.add(step.io.written_bytes, name)
    yield from (runs, failures, running, wall, took, cpu, peak, growth, leaking, read, written)


def build_family():
    """Which Plimsoll this is."""
    from .library import VERSION

    return _gauge("build_info", "Always 1; the label tells which Plimsoll this is.", "version").add(1, VERSION)


def _states(family, all, now):
    for state in all:
        family.add(state == now, state)
    return family

