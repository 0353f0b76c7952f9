"""What is kept of all runs of a step."""

from .histogram import Histogram
from .step_growth import Growth

# Of each step: kinds of exceptions, and steps that it runs within. What is beyond counts as `OTHER`.
MOST_NAMES = 16
OTHER = "(other)"
_PERCENTILES = (50, 95, 99)


def count(counts, name, most=MOST_NAMES, number=1):
    """Counts a name among at most so many."""
    if name not in counts and len(counts) >= most:
        name = OTHER
    counts[name] = counts.get(name, 0) + number


class Tally:
    """Adds up the runs of one step, in bounded memory."""

    __slots__ = (
        "name",
        "running",
        "_ok",
        "_failures",
        "_outermost",
        "_parents",
        "_overlapped",
        "_wall",
        "_cpu",
        "_own_cpu",
        "_peak",
        "_grown",
        "_growth",
        "_of_heap",
        "_descriptors",
        "_io",
    )

    def __init__(self, name):
        self.name = name
        self.running = 0
        self.begin_anew()

    def begin_anew(self):
        """Forgets all runs that are over."""
        self._ok = self._outermost = self._overlapped = 0
        self._failures, self._parents = {}, {}
        self._wall, self._cpu = Histogram(), Histogram()
        self._own_cpu = None
        self._peak = self._grown = self._descriptors = None
        self._growth = Growth()
        self._of_heap = None
        self._io = [None] * 4

    def add(self, run, own_growth, process, of_heap):
        """Takes in a run that is over; what it kept of memory without the steps within it, what the process has, and whether both
        are told by the heap."""
        if run.outcome == "ok":
            self._ok += 1
        else:
            count(self._failures, run.outcome)
        if run.parent is None:
            self._outermost += 1
        else:
            count(self._parents, run.parent.name)
        self._overlapped += run.overlapped
        self._wall.add(run.seconds)
        if run.cpu_seconds is not None:
            self._cpu.add(max(0.0, run.cpu_seconds))
        self._own_cpu = _sum(self._own_cpu, run.thread_cpu_seconds)
        if run.memory_peak_bytes is not None:
            self._peak = max(self._peak or 0, run.memory_peak_bytes)
        self._descriptors = _sum(self._descriptors, run.descriptors_growth)
        done = run.read_bytes, run.written_bytes, run.call_read_bytes, run.call_written_bytes
        self._io = [_sum(before, more) for before, more in zip(self._io, done)]
        # Of runs that overlapped nobody can say whose memory it is.
        if own_growth is not None and not run.overlapped:
            self._grown = _sum(self._grown, own_growth)
            if of_heap != self._of_heap:
                # What was measured otherwise cannot be compared: it is judged anew.
                self._of_heap, self._growth = of_heap, Growth()
            self._growth.add(own_growth, process)

    def document(self):
        """Everything as a dict of JSON."""
        growth = self._growth
        read, written, call_read, call_written = self._io
        failed = sum(self._failures.values())
        return {
            "name": self.name,
            "runs": self._ok + failed,
            "ok": self._ok,
            "failed": failed,
            "failures": dict(self._failures),
            "running": self.running,
            "outermost": self._outermost,
            "parents": dict(self._parents),
            "overlapped": self._overlapped,
            "wall": _times(self._wall),
            "cpu": _times(self._cpu),
            "thread_cpu_seconds": self._own_cpu,
            "memory": {
                "peak_bytes": self._peak,
                "growth_bytes": self._grown,
                "growth_per_run_bytes": growth.bytes / growth.runs if growth.runs else None,
                "judged_runs": growth.runs,
                "judged_growth_bytes": growth.bytes,
                "leaks": growth.leaks(),
            },
            "io": {
                "read_bytes": read,
                "written_bytes": written,
                "call_read_bytes": call_read,
                "call_written_bytes": call_written,
            },
            "descriptors_growth": self._descriptors,
        }


def _times(histogram):
    if not histogram.count:
        return None
    found = {"total_seconds": histogram.total, "mean_seconds": histogram.total / histogram.count}
    for percent in _PERCENTILES:
        found[f"p{percent}_seconds"] = histogram.percentile(percent)
    found["max_seconds"] = histogram.most
    return found


def _sum(before, more):
    return before if more is None else (before or 0) + more
