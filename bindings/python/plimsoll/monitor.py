"""The monitor."""

import ctypes

from . import library
from .handle import Handle
from .library import POINTER, SIZE, STATUS, String, call, failure
from .load_line import LoadLine
from .monitor_options import callbacks, monitor_options
from .options import c_text, choice, number, sampler_options
from .sample import Sample
from .values import SIZE as SAMPLE_SIZE

_PATTERNS = {
    "detect": 0,
    "balanced": 1,
    "cpu_intensive": 2,
    "memory_intensive": 3,
    "io_intensive": 4,
    "burst": 5,
}
_LoadLine = ctypes.c_char * LoadLine.layout.size


def _document_function(name):
    return library.function(name, STATUS, POINTER, POINTER, POINTER)


_new = library.function("plim_monitor_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_observe = library.function("plim_monitor_observe", STATUS, POINTER, POINTER)
_observe_events = library.function("plim_monitor_observe_events", STATUS, POINTER, POINTER, POINTER)
_feed = library.function(
    "plim_monitor_feed", STATUS, POINTER, ctypes.c_char_p, ctypes.c_double, POINTER, POINTER
)
_sample = library.function("plim_monitor_sample", STATUS, POINTER, POINTER, SIZE, POINTER)
_load_line = library.function("plim_monitor_load_line", STATUS, POINTER, POINTER, SIZE, POINTER)
_diagnose = library.function("plim_monitor_diagnose", STATUS, POINTER, POINTER, POINTER, POINTER)
_report = _document_function("plim_monitor_report")
_usage = _document_function("plim_monitor_usage")
_recommend = _document_function("plim_monitor_recommend")
_allocation = library.function("plim_monitor_allocation", STATUS, POINTER, ctypes.c_int32, POINTER, POINTER)
_workload_pattern = library.function(
    "plim_monitor_workload_pattern", STATUS, POINTER, POINTER, POINTER, POINTER, POINTER
)
_efficiency = library.function("plim_monitor_efficiency", STATUS, POINTER, POINTER, POINTER, POINTER)
_keep_baseline = library.function("plim_monitor_keep_baseline", STATUS, POINTER, POINTER)
_report_html = _document_function("plim_monitor_report_html")
_metrics = _document_function("plim_monitor_metrics")
_save_state = _document_function("plim_monitor_save_state")
_load_state = library.function("plim_monitor_load_state", STATUS, POINTER, POINTER, SIZE, POINTER)
_attach = library.function("plim_monitor_attach_dbpool", STATUS, POINTER, POINTER, POINTER)
_detach = library.function("plim_monitor_detach_dbpool", STATUS, POINTER, ctypes.c_char_p, POINTER)
_reset = library.function("plim_monitor_reset", STATUS, POINTER, POINTER)


class Monitor(Handle):
    """Watches one container: takes samples when told to, and says what limits it.

        monitor = plimsoll.Monitor()
        monitor.observe()
        ...                      # some time later, on any thread
        monitor.observe()
        diagnosis = monitor.diagnose()
        print(diagnosis.level, diagnosis.summary)

    Starts no thread: everything happens on the caller's. A verdict needs two samples, some time
    apart.

    Args:
        window: over how many seconds rates are computed, from the oldest sample within it to the
            latest: 0 to 3600. Two samples further apart than this make a window of their own.
        history: how many observations are kept, 16 to 10,000; beyond, the older ones are merged.
        thresholds: where rules are raised and cleared, for each severity in the unit of the rule (a
            share is 0 to 1), or None to disable a rule: ``{"cpu.utilisation": {"high": (0.7, 0.6)},
            "load.per_cpu": None}``. Others stay as published; docs/thresholds.md lists them.
        prices: what CPUs and memory cost, to price what is wasted: a `Prices`.
        on_event: called with each event, a dict as the JSON that is logged: something was raised,
            changed or cleared, the level changed.
        on_level: called with a `LevelChange` when the level changes.
        groups, target, filesystem, slow_interval, proc_root, sys_root, kept_processes: as for
            `Sampler`.

    Callbacks are called by `observe`, on its thread, when the sample was taken and before it returns.
    They may call the monitor. All are called, whatever one of them raises; that is then raised by
    `observe`, and if several did, the last of it, with the others as its context. A monitor lets go of
    its callbacks when it is closed.
    """

    __slots__ = ("_callbacks", "_pools")
    _close = library.function("plim_monitor_close", STATUS, POINTER, POINTER)
    _free = library.function("plim_monitor_free", None, POINTER)

    def __init__(
        self,
        *,
        window=5.0,
        history=1000,
        thresholds=None,
        prices=None,
        on_event=None,
        on_level=None,
        groups=None,
        target=None,
        filesystem="/",
        slow_interval=1.0,
        proc_root=None,
        sys_root=None,
        kept_processes=0,
    ):
        self._handle = None
        # Pools of database connections, by name; None without any.
        self._pools = None
        self._callbacks = callbacks(on_event, on_level)
        sampler, self._what = sampler_options(
            groups, target, filesystem, slow_interval, proc_root, sys_root, kept_processes
        )
        options = monitor_options(sampler, window, history, thresholds, prices)
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value

    def close(self):
        """Closes the kernel's files and lets go of callbacks; all later calls raise ClosedError.
        Closing again is fine."""
        Handle.close(self)
        self._callbacks = None
        self._pools = None

    def observe(self):
        """Takes one sample and judges it. Raises NotFoundError when the target has ended, and what a
        callback or the source of an attached pool raised."""
        pools = self._pools
        if pools is not None:
            self._observe_pools(pools)
            return
        self._observe()

    def _observe_pools(self, pools):
        """Pools that can be asked are asked first. All are, and the sample is taken, whatever one of them raises."""
        failed = None
        for pool in tuple(pools.values()):
            try:
                pool._ask()
            except Exception as error:
                if failed is not None:
                    error.__context__ = failed
                failed = error
        self._observe()
        if failed is not None:
            raise failed

    def _observe(self):
        told = self._callbacks
        if told is None:
            error = POINTER()
            status = _observe(self._handle, ctypes.byref(error))
            if status < 0:
                raise failure(status, error)
            return
        lines = self._bytes(_observe_events)
        if lines:
            from .events import tell

            tell(lines, *told)

    def feed(self, name, value, limit=None):
        """Takes in a metric of your own, such as the length of a queue. It joins the findings, the
        history and the load line with the next observation, as 'metric:<name>', until it has not been
        fed for a minute; with a limit also the trends: whether it grows, and when it is full.

        Args:
            name: up to 64 bytes of text; at most 16 names.
            value: a finite number.
            limit: where it is full, above 0; None where it has no limit.
        """
        limit = None if limit is None else ctypes.byref(ctypes.c_double(number("limit", limit)))
        call(_feed, self._handle, c_text("name", name), number("value", value), limit)

    def attach(self, pool):
        """Watches a pool of database connections with the container: from the next observation on its findings, advice and
        load are part of what the monitor says, and of its load line. `observe` first asks its source what the pool
        reports; one without a source goes on to be observed by you, on the clock of the time since boot.

        Args:
            pool: a `DatabasePool`. At most 16, each with a name of its own; raises InvalidArgumentError otherwise.
        """
        from .database_pool import DatabasePool

        if not isinstance(pool, DatabasePool):
            raise TypeError(f"`pool` is {pool!r}: allowed is a DatabasePool, such as `watch` of an adapter gives")
        call(_attach, self._handle, pool._handle)
        self._pools = dict(self._pools or {}, **{pool.name: pool})

    def detach(self, pool):
        """Watches a pool, or that of a name, no longer; what was told of it is taken back with the next observation.
        Whether it was there."""
        name = pool if isinstance(pool, str) else getattr(pool, "name", pool)
        was_there = call(_detach, self._handle, c_text("name", name)) != library.ABSENT
        self._pools = {own: pool for own, pool in (self._pools or {}).items() if own != name} or None
        return was_there

    @property
    def sample(self):
        """The latest sample, as a copy; None before the first."""
        sample = Sample()
        status = call(_sample, self._handle, sample._buffer, SAMPLE_SIZE)
        if status == library.NOT_ENOUGH_DATA:
            return None
        sample._filled()
        return sample

    def load_line(self):
        """How laden the container is as of the latest observation, a `LoadLine`: cheap enough to ask
        before every job."""
        line, error = _LoadLine(), POINTER()
        status = _load_line(self._handle, line, LoadLine.layout.size, ctypes.byref(error))
        if status < 0:
            raise failure(status, error)
        return LoadLine._from_struct(line)

    def usage(self):
        """What happened over the window, a `Usage`; None before there are two samples in it."""
        text = self._document(_usage)
        if not text:
            return None
        from .usage import Usage

        return Usage.from_json(text)

    def diagnose(self):
        """The verdict on what was observed: a `Diagnosis`. After one sample it rests on what a single
        sample shows; before the first it is empty and its level is None."""
        from .diagnosis import Diagnosis

        return Diagnosis.from_json(self.diagnose_json())

    def diagnose_json(self):
        """The verdict as the JSON document that `plimsoll diagnose --json` prints."""
        return self._document(_diagnose, None)

    def report(self):
        """The verdict with the history of every signal: a `Report`."""
        from .diagnosis import Report

        return Report.from_json(self.report_json())

    def report_json(self):
        """The same as a JSON document."""
        return self._document(_report)

    def report_html(self):
        """Everything that is known as one HTML page with charts, whole in itself. Raises NotBuiltError
        where the library was built without it."""
        return self._document(_report_html)

    def metrics(self):
        """Everything that is known as metrics, in the text format 0.0.4 of Prometheus: the latest sample,
        the level, the load line, resources, bottlenecks and attached pools; docs/metrics.md lists the names,
        and `plimsoll.metrics` adds steps. Raises NotBuiltError where the library was built without it."""
        return self._document(_metrics)

    def recommend(self):
        """What to change: an `Advice`."""
        from .advice import Advice

        return Advice.from_json(self._document(_recommend))

    def allocation(self, pattern="detect"):
        """How much CPU and memory the container should have by what it used so far: an `Allocation`,
        whose status is 'not_enough_data' where that was too little.

        Args:
            pattern: whose rules: "balanced", "cpu_intensive", "memory_intensive", "io_intensive",
                "burst", or "detect" for the one that is recognised.
        """
        from .advice import Allocation

        return Allocation.from_json(self._document(_allocation, choice("pattern", pattern, _PATTERNS)))

    def workload_pattern(self):
        """What kind of work the container does, as far as can be told: a `Recognition`."""
        from .advice import Recognition

        return Recognition.from_json(self._document(_workload_pattern, None, None))

    def efficiency(self):
        """How well the container uses what it has, from 0 to 100: an `EfficiencyReading`, whose score is
        None where too little was observed."""
        from .advice import EfficiencyReading

        return EfficiencyReading.from_json(self._document(_efficiency, None))

    def keep_baseline(self):
        """Keeps the efficiency of now as the baseline that later ones are compared with. False, and the
        baseline stays, where too little was observed."""
        return call(_keep_baseline, self._handle) != library.NOT_ENOUGH_DATA

    def save_state(self):
        """What was learnt so far, as bytes to be kept and given to `load_state` after a restart."""
        return self._bytes(_save_state)

    def load_state(self, state):
        """Goes on from what was saved. Raises MalformedError for what is no saved state, is damaged,
        or was saved by a version that keeps other things; the monitor is then as it was before."""
        if not isinstance(state, (bytes, bytearray, memoryview)):
            raise TypeError(
                f"`state` is of type {type(state).__name__}: allowed are bytes, from `save_state`"
            )
        state = bytes(state)
        call(_load_state, self._handle, state, len(state))

    def reset(self):
        """Forgets all that was observed and learnt, and opens the kernel's files anew."""
        call(_reset, self._handle)

    def _document(self, function, *choice):
        return self._bytes(function, *choice).decode()

    def _bytes(self, function, *choice):
        text = String()
        call(function, self._handle, *choice, ctypes.byref(text))
        return text.take()
