"""What is known of steps, as metric families: names, labels and values, without any library."""


from .step_tally import OTHER, count


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


# Steps by name, and of each the kinds of failures: those that were first. What is beyond is added up as `OTHER`, so that a page
# has at most 201 times 20 series of steps.
MOST_STEPS = 200
MOST_FAILURES = 5


def step_families(steps):
    """The steps of a book: those that were first, each with the kinds of failures that were first, and all others as one."""
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
    for name, group in _groups(steps.steps):
        walls = [step.wall for step in group if step.wall is not None]
        runs.add(sum(step.ok for step in group), name, "ok").add(sum(step.failed for step in group), name, "failed")
        for exception, count in _failures(group).items():
            failures.add(count, name, exception)
        running.add(sum(step.running for step in group), name)
        wall.add(_of(sum, (each.total_seconds for each in walls)), name)
        if len(group) == 1:
            # Those of several steps cannot be told from theirs.
            for each in walls:
                took.add(each.p50_seconds, name, "50")
                took.add(each.p95_seconds, name, "95")
                took.add(each.p99_seconds, name, "99")
        took.add(_of(max, (each.max_seconds for each in walls)), name, "100")
        cpu.add(_of(sum, (step.cpu.total_seconds for step in group if step.cpu is not None)), name)
        peak.add(_of(max, (step.memory.peak_bytes for step in group)), name)
        growth.add(_of(sum, (step.memory.growth_bytes for step in group)), name)
        leaking.add(any(step.memory.leaks for step in group), name)
        read.add(_of(sum, (step.io.read_bytes for step in group)), name)
        written.add(_of(sum, (step.io.written_bytes for step in group)), name)
    yield from (runs, failures, running, wall, took, cpu, peak, growth, leaking, read, written)


def _groups(steps):
    """Steps by the name that they have on the page."""
    own = [step for step in steps if step.name != OTHER][:MOST_STEPS]
    shown = {step.name for step in own}
    others = [step for step in steps if step.name not in shown]
    yield from ((step.name, (step,)) for step in own)
    if others:
        yield OTHER, others


def _failures(group):
    found = {}
    for step in group:
        for exception, number in step.failures.items():
            count(found, exception, MOST_FAILURES, number)
    return found


def _of(what, values):
    """A sum or a maximum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return what(known) if known else None
