"""Steps as a table and in words."""

_HEADINGS = (
    "STEP",
    "RUNS",
    "FAILED",
    "P50",
    "P95",
    "P99",
    "CPU/RUN",
    "PEAK",
    "GROWTH/RUN",
    "READ",
    "WRITTEN",
)
# Steps that are named in a sentence.
_NAMED = 3


def seconds(value):
    """Seconds for people, in at most three figures."""
    if value is None:
        return "-"
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("us", 1e6)):
        scaled = value * factor
        if scaled >= 1 or unit == "us":
            return f"{_figures(scaled)} {unit}"
    return "-"  # Never reached: the last unit takes all.


def size(value):
    """Bytes for people, in at most three figures."""
    if value is None:
        return "-"
    sign, value = ("-" if value < 0 else ""), abs(value)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if value < 1024 or unit == "GiB":
            return f"{sign}{_figures(value)} {unit}"
        value /= 1024
    return "-"  # Never reached.


def _figures(value):
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def main_parent(step):
    """The name of the step that it was within most often; None where it mostly was outermost."""
    names = sorted(step.parents, key=lambda name: (-step.parents[name], name))
    return names[0] if names and step.parents[names[0]] >= step.outermost else None


def in_order(steps):
    """Pairs of depth and step: each below the one that it is mostly part of."""
    within = {}
    names = {step.name for step in steps.steps}
    for step in steps.steps:
        parent = main_parent(step)
        within.setdefault(parent if parent in names and parent != step.name else None, []).append(step)
    found, seen = [], set()

    def add(parent, depth):
        for step in within.get(parent, ()):
            if step.name not in seen:
                seen.add(step.name)
                found.append((depth, step))
                add(step.name, depth + 1)

    add(None, 0)
    # Steps that are part of each other have no beginning.
    for step in steps.steps:
        if step.name not in seen:
            seen.add(step.name)
            found.append((0, step))
            add(step.name, 1)
    return found


def cells(step):
    """What stands in a row, behind the name."""
    wall, cpu, memory, io = step.wall, step.cpu, step.memory, step.io
    return (
        str(step.runs),
        str(step.failed),
        seconds(wall and wall.p50_seconds),
        seconds(wall and wall.p95_seconds),
        seconds(wall and wall.p99_seconds),
        seconds(cpu and cpu.mean_seconds),
        size(memory.peak_bytes),
        size(memory.growth_per_run_bytes),
        size(io.read_bytes),
        size(io.written_bytes),
    )


def table(steps):
    """A table, with what is worth knowing below it."""
    rows = [_HEADINGS]
    for depth, step in in_order(steps):
        rows.append(("  " * depth + step.name, *cells(step)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = []
    for row in rows:
        first = row[0].ljust(widths[0])
        lines.append("  ".join([first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]).rstrip())
    return "\n".join([*lines, "", steps.summary])


def leak(step):
    """A sentence about a step that leaks."""
    memory = step.memory
    parent = main_parent(step)
    within = "" if parent is None else f", within {parent!r},"
    return (
        f"{step.name!r}{within} leaks memory: {size(memory.growth_per_run_bytes)} a run, "
        f"{size(memory.judged_growth_bytes)} in {memory.judged_runs} runs."
    )


def _failure(step):
    """A sentence about a step that fails."""
    if step.runs == 1:
        often = "in its only run"
    else:
        often = f"{step.failed} of {step.runs} times" if step.failed < step.runs else f"in all of its {step.runs} runs"
    kind = max(step.failures, key=lambda name: step.failures[name])
    # Where nobody said with what, that is no name of it.
    why = "" if kind == "failed" else f", {'mostly ' if len(step.failures) > 1 else ''}with {kind}"
    return f"{step.name!r} failed {often}{why}."


def summary(steps):
    """What is worth knowing, in a sentence or two."""
    found = [step for step in steps.steps if step.runs]
    if not found:
        return "No step was over yet."
    leaking = steps.leaking()
    said = [leak(step) for step in leaking[:_NAMED]]
    if len(leaking) > _NAMED:
        said.append(f"So do {len(leaking) - _NAMED} more.")
    failing = max(found, key=lambda step: step.failed)
    if failing.failed:
        said.append(_failure(failing))
    slowest = max(found, key=lambda step: step.wall.total_seconds if main_parent(step) else 0.0)
    if main_parent(slowest):
        runs = "1 run" if slowest.runs == 1 else f"{slowest.runs} runs"
        said.append(f"Most time was spent in {slowest.name!r}: {seconds(slowest.wall.total_seconds)} in {runs}.")
    elif not said:
        said.append(f"{len(found)} steps ran, none of them failed, and none leaks memory as far as can be told.")
    return " ".join(said)
