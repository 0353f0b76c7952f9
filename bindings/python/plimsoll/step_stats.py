"""What steps used: values to be read, printed and kept."""

from .part import Part
from .record import member


class StepTimes(Part):
    """How long the runs of a step took, in seconds. Percentiles are within 2 %."""

    __slots__ = ()
    total_seconds = member(0, "All runs together.")
    mean_seconds = member(1, "The mean of them.")
    p50_seconds = member(2, "Half of them took no longer.")
    p95_seconds = member(3, "95 of 100 took no longer.")
    p99_seconds = member(4, "99 of 100 took no longer.")
    max_seconds = member(5, "The longest.")


class StepMemory(Part):
    """What the runs of a step needed and kept of memory, in bytes."""

    __slots__ = ()
    peak_bytes = member(
        0, "The most that the process had resident in a run, at least: None where it could not be read."
    )
    growth_bytes = member(
        1,
        "What it grew by in all runs that overlapped with no other, without the steps within: what is in use of the heap (glibc "
        "from 2.33 on), elsewhere resident memory of no file.",
    )
    growth_per_run_bytes = member(2, "The same of a run, without the first two runs; None before the third.")
    judged_runs = member(3, "Runs that were judged: neither among the first two nor overlapped.")
    judged_growth_bytes = member(4, "What those grew by.")
    leaks = member(5, "Whether it grew again and again, at least 1 MiB in 8 runs or more, and the process still has it.")


class StepIo(Part):
    """What the process read and wrote while a step ran, in bytes. None where the kernel does not count it."""

    __slots__ = ()
    read_bytes = member(0, "Fetched from storage.")
    written_bytes = member(1, "Sent to storage.")
    call_read_bytes = member(2, "Asked of read calls, page cache and sockets included.")
    call_written_bytes = member(3, "Given to write calls, page cache and sockets included.")


class StepStats(Part):
    """All runs of a step that are over."""

    __slots__ = ()
    _parts = {"wall": StepTimes, "cpu": StepTimes, "memory": StepMemory, "io": StepIo}
    name = member(0, "Its name.")
    runs = member(1, "Runs that are over.")
    ok = member(2, "Of these, those that went well.")
    failed = member(3, "And those that did not.")
    failures = member(4, "Of these, how many by the name of the exception: a dict of at most 17.")
    running = member(5, "Runs that go on.")
    outermost = member(6, "Runs that were within no other step: whole transactions.")
    parents = member(7, "Runs by the name of the step that they were within: a dict of at most 17.")
    overlapped = member(8, "Runs beside which others went on, so that CPU time, memory and I/O are not of them alone.")
    wall = member(9, "Elapsed time: `StepTimes`; None before a run was over.")
    cpu = member(10, "CPU time of the process, all threads: `StepTimes`, or None.")
    thread_cpu_seconds = member(11, "CPU time of the threads that they ran on, together, or None.")
    memory = member(12, "Memory: a `StepMemory`.")
    io = member(13, "I/O: a `StepIo`.")
    descriptors_growth = member(14, "File descriptors that were opened and not closed, those of steps within included.")


class Steps(Part):
    """What ran, as of a moment. Prints as a table."""

    __slots__ = ()
    _parts = {"steps": StepStats}
    schema = member(0, "'plimsoll.steps/1'.")
    since_seconds = member(1, "When the book was begun, in seconds since 1970.")
    wall_time_seconds = member(2, "When this was told, in seconds since 1970.")
    summary = member(3, "What is worth knowing, in a sentence or two.")
    steps = member(4, "A `StepStats` for each name, in the order in which they first began.")

    @classmethod
    def of(cls, documents, since, now):
        """The steps of a book, from the dicts of its tallies."""
        found = cls._of(
            {
                "schema": "plimsoll.steps/1",
                "since_seconds": since,
                "wall_time_seconds": now,
                "summary": "",
                "steps": documents,
            }
        )
        from .step_table import summary

        return cls((*found[:3], summary(found), found[4]))

    def find(self, name):
        """The `StepStats` of a name, or None."""
        for step in self.steps:
            if step.name == name:
                return step
        return None

    def leaking(self):
        """The steps that leak memory, those that took most first: a tuple of `StepStats`."""
        found = [step for step in self.steps if step.memory.leaks]
        return tuple(sorted(found, key=lambda step: -step.memory.judged_growth_bytes))

    def table(self):
        """A table for people, steps below those that they are part of."""
        from .step_table import table

        return table(self)

    def to_json(self):
        """The JSON document, as text."""
        import json

        return json.dumps(self.to_dict(), indent=2)

    def to_html(self):
        """One HTML page, whole in itself, without network or script."""
        from .step_page import page

        return page(self)

    def __str__(self):
        return self.table()
