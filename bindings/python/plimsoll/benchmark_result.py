"""What benchmarks found."""

import ctypes
import os

from . import library, saved
from .library import POINTER, STATUS, String, call
from .part import Part
from .record import member

_write = library.function("plim_benchmark_write", STATUS, ctypes.c_char_p, ctypes.c_char_p, POINTER, POINTER)
_compare = library.function(
    "plim_benchmark_compare", STATUS, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int32, POINTER, POINTER
)

# By the end of a file's name.
_FORMS = {".html": "html", ".htm": "html", ".csv": "csv", ".xml": "junit", ".md": "markdown"}


class BenchLatencies(Part):
    """How long single operations took, in seconds. A pause of the container is in it."""

    __slots__ = ()
    count = member(0, "How many.")
    min_seconds = member(1, "The shortest.")
    p50_seconds = member(2, "Half of them took longer.")
    p90_seconds = member(3, "One in ten took longer.")
    p99_seconds = member(4, "One in a hundred took longer.")
    max_seconds = member(5, "The longest.")


class BenchMeasure(Part):
    """One thing that was measured."""

    __slots__ = ()
    _parts = {"latency": BenchLatencies}
    name = member(0, "Its name, such as 'sample'.")
    title = member(1, "What it is, for people.")
    group = member(2, "'monitoring', 'cpu', 'memory', 'disk' or 'concurrency'.")
    unit = member(3, "'seconds', 'per_second' or 'bytes_per_second'.")
    better = member(4, "'lower' or 'higher'.")
    value = member(5, "What the rounds come to.")
    spread_ratio = member(6, "How far rounds are from each other, of their median.")
    dose = member(7, "What was done, where that depends on the container; None elsewhere.")
    latency = member(8, "Single operations: `BenchLatencies`; None where they were not timed one by one.")
    allocations = member(9, "Heap allocations of an operation; None where they were not counted.")
    rounds = member(10, "A value for each round, in the order of time.")
    reference_seconds = member(11, "How long the reference loop took beside each.")


class BenchThreads(Part):
    """What so many threads do together."""

    __slots__ = ()
    threads = member(0, "So many compute at once.")
    per_second = member(1, "Operations of all of them per second.")
    speedup = member(2, "How many times what one does.")
    efficiency_ratio = member(3, "That, of the CPUs that they could use.")


class BenchResources(Part):
    """What the container was short of meanwhile; None where that cannot be read."""

    __slots__ = ()
    process_cpus = member(0, "CPU time of this process per second.")
    cpu_ratio = member(1, "CPU time of the container, of the CPUs that it can use.")
    throttled_periods_ratio = member(2, "Periods of the CPU quota in which it was used up.")
    throttled_ratio = member(3, "CPU time that the quota refused, of the time.")
    steal_ratio = member(4, "CPU time that the hypervisor gave to others.")
    cpu_pressure_ratio = member(5, "Time in which a task waited for a CPU.")
    memory_pressure_ratio = member(6, "Time in which a task waited for memory.")
    io_pressure_ratio = member(7, "Time in which a task waited for I/O.")
    memory_ratio = member(8, "The most memory that could not be taken back, of the limit.")
    oom_kills = member(9, "Processes that were killed for want of memory.")


class BenchMachine(Part):
    """Where it was measured; None where that is not known."""

    __slots__ = ()
    architecture = member(0, "'x86_64', 'aarch64'.")
    cpu_model = member(1, "What the processor calls itself.")
    host_cpus = member(2, "CPUs of the host.")
    effective_cpus = member(3, "CPUs' worth of time that the container can use.")
    host_memory_bytes = member(4, "Memory of the host.")
    memory_limit_bytes = member(5, "The tightest memory limit that applies; None where there is none.")
    kernel = member(6, "The release of the kernel.")
    cgroup_layout = member(7, "'none', 'v1', 'v2' or 'hybrid'.")
    clock_source = member(8, "Where the kernel takes its time from.")
    optimised = member(9, "Whether the library was built with optimisation.")


class BenchScorePart(Part):
    """Something that points rest on."""

    __slots__ = ()
    name = member(0, "What it is.")
    points = member(1, "0 to 100.")
    why = member(2, "Why.")


class BenchScore(Part):
    """Points, and what they rest on."""

    __slots__ = ()
    _parts = {"parts": BenchScorePart}
    points = member(0, "0 to 100, the mean of the parts; None where there is none.")
    parts = member(1, "What it rests on: a tuple of `BenchScorePart`.")


class BenchScores(Part):
    """How good this container is, in four scores and one."""

    __slots__ = ()
    _parts = {"resource": BenchScore, "performance": BenchScore, "stability": BenchScore, "scalability": BenchScore}
    overall = member(0, "The mean of the four, of those that there are; None where there is none.")
    resource = member(1, "Whether it got the CPU and the memory that it asked for: a `BenchScore`.")
    performance = member(2, "How quick it is, against references: a `BenchScore`.")
    stability = member(3, "How even it is from round to round, and how long it stood still: a `BenchScore`.")
    scalability = member(4, "What more threads bring: a `BenchScore`.")


class BenchChange(Part):
    """How one measure changed."""

    __slots__ = ()
    name = member(0, "The measure's name.")
    title = member(1, "What it is, for people.")
    unit = member(2, "'seconds', 'per_second' or 'bytes_per_second'.")
    then = member(3, "What it was.")
    now = member(4, "What it is.")
    verdict = member(5, "'same' (within noise), 'better' or 'worse'.")
    worse_ratio = member(6, "By how much of what it was, worse above 0, better below.")
    low_ratio = member(7, "Between this...")
    high_ratio = member(8, "...and this with a confidence of 95 %.")
    noise_ratio = member(9, "What would have been told from noise.")
    judged = member(10, "Whether it was judged: what others on the machine decide is only shown.")


class BenchLeftOut(Part):
    """Something that could not be measured or compared."""

    __slots__ = ()
    name = member(0, "What.")
    why = member(1, "Why.")


class BenchComparison(Part):
    """A result beside one that was saved before."""

    __slots__ = ()
    _parts = {"changes": BenchChange, "left_out": BenchLeftOut}
    verdict = member(0, "'worse' where any measure is; 'better' where any is and none is worse; else 'same'.")
    changes = member(1, "Each measure that both have: a tuple of `BenchChange`.")
    left_out = member(2, "What could not be compared, and why: a tuple of `BenchLeftOut`.")
    unlike = member(3, "What makes the machines unlike; compared nevertheless, because that was asked for.")
    differences = member(4, "What else differs and may explain a change.")
    baseline_unix_ns = member(5, "When the other was measured, in nanoseconds since 1970-01-01 UTC.")


class BenchResult:
    """What a benchmark found.

        result = plimsoll.Benchmark("quick").run()
        comparison = result.compare(plimsoll.BenchResult.from_json(open("before.json").read()))
        print(comparison.verdict)
        result.save("after.html")

    `document` holds everything as it stands in `plimsoll.bench/1` (docs/benchmark.md).
    """

    __slots__ = ("_text", "_document")

    def __init__(self, text):
        self._text = text
        self._document = None

    @property
    def document(self):
        """All of it, in plain dicts and lists."""
        if self._document is None:
            import json

            self._document = json.loads(self._text)
        return self._document

    @property
    def profile(self):
        """'quick', 'standard', 'full', or how long."""
        return self.document["profile"]

    @property
    def seconds(self):
        """How long it took."""
        return self.document["seconds"]

    @property
    def ended(self):
        """'complete' or 'interrupted'."""
        return self.document["ended"]

    @property
    def machine(self):
        """Where it was measured: `BenchMachine`."""
        return BenchMachine._of(self.document["machine"])

    @property
    def scores(self):
        """Points, and how they came about: `BenchScores`."""
        return BenchScores._of(self.document["scores"])

    @property
    def measures(self):
        """What was measured: a tuple of `BenchMeasure`."""
        return tuple(BenchMeasure._of(measure) for measure in self.document["measures"])

    def measure(self, name):
        """The `BenchMeasure` of that name; None where it could not be measured."""
        return next((measure for measure in self.measures if measure.name == name), None)

    @property
    def threads(self):
        """What threads bring that compute at once: a tuple of `BenchThreads`."""
        return tuple(BenchThreads._of(level) for level in self.document["threads"])

    @property
    def resources(self):
        """What the container was short of meanwhile: `BenchResources`."""
        return BenchResources._of(self.document["resources"])

    @property
    def left_out(self):
        """What could not be measured, and why: a tuple of `BenchLeftOut`."""
        return tuple(BenchLeftOut._of(one) for one in self.document["left_out"])

    @property
    def warnings(self):
        """What makes the numbers less than they seem, a tuple of sentences."""
        return tuple(self.document["warnings"])

    @property
    def comparison(self):
        """What `compare` found last: a `BenchComparison`; None before."""
        comparison = self.document.get("comparison")
        return None if comparison is None else BenchComparison._of(comparison)

    def compare(self, baseline, any_machine=False):
        """What changed against an earlier result: a `BenchComparison`, which then stands in this result too.

        Raises UnlikeSamplesError where it is of another machine, unless `any_machine` is true.
        """
        if not isinstance(baseline, BenchResult):
            raise TypeError(f"`baseline` is {baseline!r}: allowed is a BenchResult, such as BenchResult.from_json gives")
        text = String()
        call(_compare, self._text.encode(), baseline._text.encode(), bool(any_machine), ctypes.byref(text))
        self._text = text.take().decode()
        self._document = None
        return self.comparison

    def to_json(self):
        """The document `plimsoll.bench/1`, as text."""
        return self._text

    @classmethod
    def from_json(cls, text):
        """The result that a document holds, such as what `plimsoll bench --save` wrote."""
        import json

        document = json.loads(text)
        if not isinstance(document, dict) or document.get("schema") != "plimsoll.bench/1":
            raise ValueError("this is no document of a benchmark: its schema is not plimsoll.bench/1")
        result = cls(text if isinstance(text, str) else text.decode())
        result._written("csv")  # The library reads all of it: what is wrong is raised here, and not later.
        return result

    def _written(self, form):
        text = String()
        call(_write, self._text.encode(), form.encode(), ctypes.byref(text))
        return text.take().decode()

    def to_html(self):
        """A page with charts, one file without script or request."""
        return self._written("html")

    def to_csv(self):
        """A line for each measure."""
        return self._written("csv")

    def to_junit(self):
        """Scores and changes as test cases, for CI."""
        return self._written("junit")

    def to_markdown(self):
        """A summary for a pull request."""
        return self._written("markdown")

    def save(self, path):
        """Writes it in the form that the end of the name says: .json, .html, .csv, .xml (JUnit) or .md; JSON without the
        comparison, so that it can be a baseline. A file that is there is replaced whole, or not at all.
        """
        path = os.fsdecode(path)
        end = os.path.splitext(path)[1].lower()
        if end != ".json" and end not in _FORMS:
            raise ValueError(f"`path` is {path!r}: allowed are names that end with .json, {', '.join(_FORMS)}")
        saved.write(path, self._alone() if end == ".json" else self._written(_FORMS[end]))

    def _alone(self):
        import json

        if "comparison" not in self.document:
            return self._text
        return json.dumps({key: value for key, value in self.document.items() if key != "comparison"})

    def __repr__(self):
        return f"<plimsoll.BenchResult of {self.profile}, {self.scores.overall} of 100 points, {self.ended}>"
