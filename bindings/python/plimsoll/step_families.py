"""What is known of steps, as metric families: names, labels and values, without any library."""


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
