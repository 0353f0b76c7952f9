"""What load tests found."""

import ctypes
import os

from . import library, saved
from .library import POINTER, SIZE, STATUS, String, call
from .part import Part
from .record import member

_write = library.function("plim_load_result_write", STATUS, ctypes.c_char_p, ctypes.c_char_p, POINTER, POINTER)
_merge = library.function("plim_load_result_merge", STATUS, POINTER, SIZE, POINTER, POINTER)

# By the end of a file's name.
_FORMS = {".html": "html", ".htm": "html", ".csv": "csv", ".xml": "junit", ".md": "markdown", ".hdr": "hdr"}


class Latencies(Part):
    """How long requests took, in seconds; None where there was none."""

    __slots__ = ()
    count = member(0, "How many requests.")
    min_seconds = member(1, "The shortest.")
    mean_seconds = member(2, "Their mean.")
    p50_seconds = member(3, "Half of them took longer.")
    p90_seconds = member(4, "One in ten took longer.")
    p95_seconds = member(5, "One in twenty took longer.")
    p99_seconds = member(6, "One in a hundred took longer.")
    p999_seconds = member(7, "One in a thousand took longer.")
    max_seconds = member(8, "The longest.")
    deviation_seconds = member(9, "Their standard deviation.")


class LoadCounts(Part):
    """What became of requests, each counted once."""

    __slots__ = ()
    ok = member(0, "Answered as expected.")
    failed = member(1, "Failed, for any reason.")
    timed_out = member(2, "No complete answer before the deadline.")
    aborted = member(3, "Under way when the test ended.")
    late = member(4, "With a rate: begun too late; they are among those above.")
    dropped = member(5, "With a rate: due, and never begun.")
    reasons = member(6, "Failures by their reason, a dict.")
    bytes_sent = member(7, "Bytes that were sent.")
    bytes_received = member(8, "Bytes that were received.")
    served = member(9, "Answers that throughput counts: with users those that came while it was measured.")
    statuses = member(10, "HTTP statuses of answers that failed, a dict; of more than 20 the others are `0`.")


class LoadSummary(Part):
    """Requests, and how long they took."""

    __slots__ = ()
    _parts = {"counts": LoadCounts, "latency": Latencies, "service": Latencies, "failures": Latencies}
    seconds = member(0, "How long was measured.")
    counts = member(1, "What became of the requests: `LoadCounts`.")
    per_second = member(2, "Requests answered as expected, per second.")
    error_rate = member(3, "The share of failed and timed out ones, 0 to 1; None where none ended.")
    latency = member(4, "As whoever asked met them: from when due with a rate, from when begun with users. `Latencies`.")
    service = member(5, "From when they were begun: `Latencies`.")
    failures = member(6, "Of those that failed or timed out: `Latencies`.")


class LoadStage(Part):
    """What came of a stage."""

    __slots__ = ()
    _parts = {"summary": LoadSummary}
    # Not `from`, which is a word of Python.
    _keys = {"from_level": "from", "to_level": "to"}
    title = member(0, "What it is called.")
    begin_seconds = member(1, "When it began, in seconds since the test began.")
    from_level = member(2, "The level at its beginning: requests per second, or users.")
    to_level = member(3, "The level at its end.")
    measured = member(4, "Whether its latencies count.")
    targets = member(5, "How many of the targets were asked.")
    summary = member(6, "What became of its requests: a `LoadSummary`.")


class LoadPart(Part):
    """What came of one server, or function."""

    __slots__ = ()
    _parts = {"summary": LoadSummary}
    name = member(0, "Its name.")
    summary = member(1, "What became of its requests: a `LoadSummary`.")


class LoadThreshold(Part):
    """What came of a threshold."""

    __slots__ = ()
    threshold = member(0, "The condition, as it was written.")
    value = member(1, "The value: seconds, a share, or requests per second; None where nothing was measured.")
    met = member(2, "Whether it holds.")


class ClientUsage(Part):
    """What the client's own container did; None where that cannot be read."""

    __slots__ = ()
    process_cpus = member(0, "CPU time of this process per second.")
    cpu_ratio = member(1, "CPU time of its container, as a share of what it may use.")
    throttled_ratio = member(2, "The share of periods in which its CPU quota was used up.")
    cpu_pressure_ratio = member(3, "The share of the time in which a task waited for a CPU.")
    memory_pressure_ratio = member(4, "The share of the time in which one waited for memory.")


class ScalabilityLaw(Part):
    """The Universal Scalability Law that fits best."""

    __slots__ = ()
    # Not `lambda`, which is a word of Python.
    _keys = {"lambda_": "lambda"}
    lambda_ = member(0, "Requests per second of one at a time.")
    sigma = member(1, "The share that cannot be done at the same time.")
    kappa = member(2, "What each pair costs to agree.")
    peak = member(3, "The concurrency from which on throughput falls; None where it does not.")
    r_squared = member(4, "How much of the differences between levels it explains, 0 to 1.")


class Knee(Part):
    """Where more load brings no more throughput."""

    __slots__ = ()
    _parts = {"law": ScalabilityLaw}
    concurrency = member(0, "Requests at a time at the knee.")
    throughput = member(1, "The throughput that was not exceeded, per second.")
    service_seconds = member(2, "What a request takes that waits for nobody.")
    reached = member(3, "Whether it was reached: else it is beyond the highest level.")
    advised = member(4, "How many requests at a time to allow; None where it was not reached.")
    law = member(5, "The `ScalabilityLaw` that fits best.")


class LoadInterval(Part):
    """What ended in an interval."""

    __slots__ = ()
    _parts = {"counts": LoadCounts, "latency": Latencies, "client": ClientUsage}
    begin_seconds = member(0, "When it began, in seconds since the test began.")
    seconds = member(1, "How long it was.")
    stage = member(2, "The stage at its end, counted from 0.")
    level = member(3, "Requests per second that were due, or users, at its end.")
    counts = member(4, "What became of the requests that ended in it: `LoadCounts`.")
    latency = member(5, "Of those answered as expected: `Latencies`.")
    client = member(6, "The client's container: `ClientUsage`.")


class LoadResult:
    """What a load test found.

        result = plimsoll.LoadTest("http://127.0.0.1:8080/", rate=500).run()
        print(result.total.per_second, result.total.latency.p99_seconds)
        result.save("load.html")

    `document` holds everything as it stands in `plimsoll.load/1` (docs/load-tests.md).
    """

    __slots__ = ("_text", "_document", "_exceptions")

    def __init__(self, text, exceptions=None):
        self._text = text
        self._document = None
        self._exceptions = exceptions or {}

    @property
    def document(self):
        """All of it, in plain dicts and lists."""
        if self._document is None:
            import json

            self._document = json.loads(self._text)
        return self._document

    @property
    def name(self):
        """The scenario's name."""
        return self.document["name"]

    @property
    def model(self):
        """'open', a rate whatever the targets do, or 'closed', users who wait for their answers."""
        return self.document["model"]

    @property
    def ended(self):
        """'complete', 'hopeless' or 'interrupted'."""
        return self.document["ended"]["how"]

    @property
    def passed(self):
        """Whether all thresholds were met, anything was answered, and it ran to its end."""
        counts = self.total.counts
        worked = counts.ok > 0 or counts.failed + counts.timed_out == 0
        return worked and self.ended == "complete" and all(threshold.met for threshold in self.thresholds)

    @property
    def total(self):
        """The measured stages together: a `LoadSummary`."""
        return LoadSummary._of(self.document["total"])

    @property
    def stages(self):
        """Each stage, also those that are not measured: a tuple of `LoadStage`."""
        return tuple(LoadStage._of(stage) for stage in self.document["stages"])

    @property
    def parts(self):
        """Each server and function: a tuple of `LoadPart`."""
        return tuple(LoadPart._of(part) for part in self.document["parts"])

    @property
    def thresholds(self):
        """What became of each threshold: a tuple of `LoadThreshold`."""
        return tuple(LoadThreshold._of(threshold) for threshold in self.document["thresholds"])

    @property
    def client(self):
        """The client's own container over the whole test: `ClientUsage`."""
        return ClientUsage._of(self.document["client"])

    @property
    def warnings(self):
        """What makes the numbers less than they seem, a tuple of sentences."""
        return tuple(self.document["warnings"])

    @property
    def knee(self):
        """Where more load brings no more throughput: a `Knee`; None where too few levels were held."""
        knee = self.document.get("knee")
        return None if knee is None else Knee._of(knee)

    @property
    def intervals(self):
        """What happened as time went by: a tuple of `LoadInterval`, 600 at most."""
        return tuple(LoadInterval._of(interval) for interval in self.document["intervals"])

    @property
    def exceptions(self):
        """What functions of the caller's own raised, and how often, a dict; twenty different ones at most."""
        return dict(self._exceptions)

    def to_json(self):
        """The document `plimsoll.load/1`, as text."""
        return self._text

    @classmethod
    def from_json(cls, text):
        """The result that a document holds, such as what `plimsoll load --json` wrote."""
        import json

        document = json.loads(text)
        if not isinstance(document, dict) or document.get("schema") != "plimsoll.load/1":
            raise ValueError("this is no document of a load test: its schema is not plimsoll.load/1")
        return cls(text)

    @classmethod
    def merge(cls, results):
        """What several machines found that put the same servers under load at the same time, as one."""
        texts = [result.to_json().encode() for result in results]
        array = (ctypes.c_char_p * len(texts))(*texts)
        text = String()
        call(_merge, array, len(texts), ctypes.byref(text))
        return cls(text.take().decode())

    def _written(self, form):
        text = String()
        call(_write, self._text.encode(), form.encode(), ctypes.byref(text))
        return text.take().decode()

    def to_html(self):
        """A page with charts, one file without script or request."""
        return self._written("html")

    def to_csv(self):
        """A line for each interval."""
        return self._written("csv")

    def to_junit(self):
        """Thresholds as test cases, for CI."""
        return self._written("junit")

    def to_markdown(self):
        """A summary for a pull request."""
        return self._written("markdown")

    def to_hdr_log(self):
        """A log of HdrHistogram 1.3, in nanoseconds."""
        return self._written("hdr")

    def save(self, path):
        """Writes it in the form that the end of the name says: .json, .html, .csv, .xml (JUnit), .md or .hdr. A file that is there
        is replaced whole, or not at all.
        """
        path = os.fsdecode(path)
        end = os.path.splitext(path)[1].lower()
        if end != ".json" and end not in _FORMS:
            raise ValueError(f"`path` is {path!r}: allowed are names that end with .json, {', '.join(_FORMS)}")
        saved.write(path, self._text if end == ".json" else self._written(_FORMS[end]))

    def __repr__(self):
        total = self.document["total"]
        return f"<plimsoll.LoadResult of {self.name}, {total['per_second']:.0f}/s, {self.ended}>"
