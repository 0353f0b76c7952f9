"""The checker: many checks at once, and again and again."""

import ctypes
import time

from . import library
from .checks import FREE, TELL, collect, collect_without_blocking, teller
from .errors import ClosedError
from .finding import Recommendation
from .gate import Gate, Refusal, RefusalStruct
from .handle import Handle
from .library import POINTER, REFUSED, SIZE, STATUS, String, call, text_of
from .options import c_text, nanoseconds, number, out_of_range, whole
from .outcome import Facts, Outcome
from .probes import ProbeContext, probe_options
from .runs import BUSY, SLICE_NS, Run, Ticket
from .targets import configuration

_U64 = ctypes.c_uint64
_new = library.function("plim_checker_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_load = library.function(
    "plim_checker_load", STATUS, ctypes.c_char_p, SIZE, ctypes.c_char_p, POINTER, POINTER, POINTER, POINTER
)
_close = library.function("plim_checker_close", STATUS, POINTER, _U64, POINTER, POINTER)
_context = library.function("plim_checker_context", STATUS, POINTER, POINTER, POINTER)
_cancel_all = library.function("plim_checker_cancel_all", STATUS, POINTER, POINTER)
_start = library.function("plim_checker_start", STATUS, POINTER, POINTER, POINTER, SIZE, POINTER, POINTER)
_submit = library.function("plim_checker_submit", STATUS, POINTER, POINTER, SIZE, POINTER, POINTER, SIZE, POINTER)
_watch = library.function("plim_checker_watch", STATUS, POINTER, POINTER, POINTER, POINTER)
_states = library.function("plim_checker_states", STATUS, POINTER, POINTER, POINTER)
_recommendations = library.function("plim_checker_recommendations", STATUS, POINTER, POINTER, POINTER)
_statistics = library.function("plim_checker_statistics", STATUS, POINTER, POINTER, SIZE, POINTER, POINTER)
_metrics = library.function("plim_checker_metrics", STATUS, POINTER, POINTER, POINTER)
_next_event = library.function("plim_checker_next_event", STATUS, POINTER, _U64, POINTER, POINTER, POINTER)
_fd = library.function("plim_checker_fd", STATUS, POINTER, POINTER, POINTER)
_on_alert = library.function("plim_checker_on_alert", STATUS, POINTER, TELL, POINTER, FREE, POINTER)
_alert_statistics = library.function("plim_checker_alert_statistics", STATUS, POINTER, POINTER, POINTER)

_WEEK = 7 * 86_400
# Seconds between two turns of a watched check at least.
_SHORTEST = 0.1


def _text_of(alerts):
    if alerts is None or isinstance(alerts, str):
        return None if alerts is None else c_text("alerts", alerts)
    if not isinstance(alerts, dict):
        raise TypeError(f"option `alerts` is {alerts!r}: allowed are None, a dict and a text")
    import json

    return c_text("alerts", json.dumps(alerts))


class CheckerOptions(ctypes.Structure):
    """`plim_checker_options`."""

    _fields_ = [
        ("probe", POINTER),
        ("probe_size", SIZE),
        ("gate", POINTER),
        ("max_concurrent", _U64),
        ("max_concurrent_per_host", _U64),
        ("queue", _U64),
        ("interval_ns", _U64),
        ("jitter", ctypes.c_double),
        ("unhealthy_interval_ns", _U64),
        ("admission_wait_ns", _U64),
        ("attempts", _U64),
        ("retry_base_ns", _U64),
        ("retry_most_ns", _U64),
        ("breaker_failures", _U64),
        ("breaker_open_ns", _U64),
        ("breaker_longest_ns", _U64),
        ("rise", _U64),
        ("fall", _U64),
        ("batch_size", _U64),
        ("batch_age_ns", _U64),
        ("events", _U64),
        ("on_event", POINTER),
        ("on_event_data", POINTER),
        ("on_event_free", POINTER),
        ("own_limits", ctypes.c_double),
        ("alerts", ctypes.c_char_p),
        ("breaker_half_open", _U64),
    ]


class RunOptions(ctypes.Structure):
    """`plim_run_options`."""

    _fields_ = [("max_concurrent", _U64), ("deadline_ns", _U64), ("max_age_ns", _U64)]


class Event(Facts):
    """What happened to a watched check, or to the checker. `event` says what, and which other members there are:
    'checked' (`outcome`, `status` that is shown, `settled`), 'changed' (`name`, `from` by `event["from"]`, `to`, `outcome`), 'limit'
    (`limit`, `share`, `close`)."""

    __slots__ = ()

    def __init__(self, members):
        if "outcome" in members:
            members = dict(members, outcome=Outcome._part(members["outcome"]))
        Facts.__init__(self, members)


class TargetState(Facts):
    """What is known of a watched check: its `name`, the `status` that is shown, since when (`since_unix_ns`), the `last`
    `Outcome` or None, ..."""

    __slots__ = ()

    def __init__(self, members):
        if members.get("last") is not None:
            members = dict(members, last=Outcome._part(members["last"]))
        Facts.__init__(self, members)


class Checker(Handle):
    """Runs checks: a list of them once, single ones, or a set again and again.

        with plimsoll.Checker() as checker:
            for outcome in checker.check_all(plimsoll.Targets.load("servers.yaml")):
                print(outcome.name, outcome.status, outcome.message)

    What is to be checked is a `Targets` (of which those that are enabled are), or a list of entries of `Targets`, of
    dicts or texts as in a configuration's `servers`, and of `Check`s: functions of your own.

    Args:
        max_concurrent: checks at the same time at most, which is the number of threads, 1 to 1024.
        max_concurrent_per_host: checks to one host and port at the same time at most, 1 to 1024.
        queue: checks that may wait at most before `submit` is refused, 1 to 1000000.
        interval: every how many seconds a watched check without an interval of its own is run, 0.1 to 604800.
        jitter: by how much an interval is made shorter or longer at random, 0 to 0.5 of it.
        unhealthy_interval: every how many seconds a watched check that is not healthy is run; None for a quarter of its
            interval, 1 s at least.
        admission_wait: for how many seconds a check of a list waits for the gate before it is 'unknown'
            ('not_admitted').
        attempts: how often in all a check is tried before its failure counts.
        rise, fall: how many outcomes in a row it takes until a better, a worse status is shown of a watched check.
        breaker_failures: a watched check that failed so often in a row is left alone for a while.
        breaker_open: for how many seconds at first; twice as long each time it fails again after that.
        events: events that may wait at most.
        gate: a `Gate` that has a say in whether a check may run now; the checker has it refreshed.
        own_limits: the share of its own limits (queue, memory, CPU) from which on it tells that one is close; None for
            never.
        alerts: whom to tell what changes of the watched checks: what a configuration has in `alerts`, as a dict or a
            text in JSON or YAML.
        on_alert: called with each document of alerts (`plimsoll.alert/1`), a dict, on a thread of the checker's. It must
            not call the checker. What it raises goes to `sys.unraisablehook`.
        breaker_longest_open: for how many seconds at most.
        breaker_half_open: how many trials may then be under way at once, and have to succeed until it is checked as ever.
        retry_base, retry_most: the delay before a check is tried again is chosen at random between zero and `retry_base`
            seconds, the next between zero and twice that, and so on, up to `retry_most`.
        batch_size, batch_age: single checks of low priority (below 0) begin when so many have come together, or the oldest
            has waited for so many seconds.
        user_agent, mcp_pool, rest_pool, caches, ...: as for `ProbeContext`.

    It starts its threads with the first check. Any number of Python threads may use it at the same time; in `async`
    code the calls that end in `_async` never block the event loop, and need no thread. It goes on in a child after a
    fork, with threads and connections of its own, watching what its parent watches.
    """

    __slots__ = ("_readable", "_lent", "_gate")
    _free = library.function("plim_checker_free", None, POINTER)

    def __init__(
        self,
        max_concurrent=50,
        max_concurrent_per_host=10,
        queue=1000,
        interval=60.0,
        jitter=0.1,
        unhealthy_interval=None,
        admission_wait=5.0,
        attempts=1,
        rise=2,
        fall=3,
        breaker_failures=5,
        breaker_open=30.0,
        events=1000,
        gate=None,
        *,
        own_limits=0.8,
        alerts=None,
        on_alert=None,
        breaker_longest_open=300.0,
        breaker_half_open=1,
        retry_base=0.1,
        retry_most=5.0,
        batch_size=10,
        batch_age=5.0,
        user_agent=None,
        header_bytes=32768,
        mcp_pool=None,
        rest_pool=None,
        dns_negative_ttl=5.0,
        dns_stale=3600.0,
        caches=None,
        cleanup_interval=60.0,
    ):
        self._handle = None
        self._readable = None
        self._lent = None
        self._gate = gate
        self._what = f"{max_concurrent} at once"
        if gate is not None and not isinstance(gate, Gate):
            raise TypeError(f"option `gate` is {gate!r}: allowed are None and a Gate")
        jitter = number("jitter", jitter)
        shared = probe_options(
            user_agent, header_bytes, mcp_pool, rest_pool, dns_negative_ttl, dns_stale, caches, cleanup_interval
        )
        options = CheckerOptions(
            probe=ctypes.addressof(shared),
            probe_size=ctypes.sizeof(shared),
            gate=None if gate is None else gate._handle,
            max_concurrent=_count("max_concurrent", max_concurrent, 1024),
            max_concurrent_per_host=_count("max_concurrent_per_host", max_concurrent_per_host, 1024),
            queue=_count("queue", queue, 1_000_000),
            interval_ns=nanoseconds("interval", interval, _WEEK, _SHORTEST),
            # To the library 0 would mean the default.
            jitter=-1.0 if jitter == 0 else jitter,
            unhealthy_interval_ns=0
            if unhealthy_interval is None
            else nanoseconds("unhealthy_interval", unhealthy_interval, _WEEK, _SHORTEST),
            admission_wait_ns=nanoseconds("admission_wait", admission_wait),
            attempts=_count("attempts", attempts),
            rise=_count("rise", rise),
            fall=_count("fall", fall),
            breaker_failures=_count("breaker_failures", breaker_failures),
            breaker_open_ns=nanoseconds("breaker_open", breaker_open, _WEEK),
            breaker_longest_ns=nanoseconds("breaker_longest_open", breaker_longest_open, _WEEK),
            breaker_half_open=_count("breaker_half_open", breaker_half_open),
            retry_base_ns=nanoseconds("retry_base", retry_base),
            retry_most_ns=nanoseconds("retry_most", retry_most),
            batch_size=_count("batch_size", batch_size),
            batch_age_ns=nanoseconds("batch_age", batch_age),
            events=_count("events", events),
            # To the library 0 would mean the default.
            own_limits=-1.0 if own_limits is None else number("own_limits", own_limits),
            alerts=_text_of(alerts),
        )
        if own_limits == 0:
            raise out_of_range("own_limits", own_limits, "None and values above 0 up to 1")
        told = None if on_alert is None else teller(on_alert)
        if not 0 <= jitter <= 0.5:
            raise out_of_range("jitter", jitter, "0 to 0.5")
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value
        if told is not None:
            call(_on_alert, self._handle, *told(self))

    @classmethod
    def load(cls, path, environment=None, on_alert=None):
        """A checker as a configuration says (`performance_optimization`), with a `gate` of its own as that says (`gate`),
        which tells whom that says (`alerts`), and `on_alert` too, what changes of the watched checks. The servers come by
        `Targets.load`. Raises ConfigurationError with a line for each problem."""
        told = None if on_alert is None else teller(on_alert)
        arguments, name = configuration(path, environment)
        handle, gate = POINTER(), POINTER()
        call(_load, *arguments, ctypes.byref(handle), None, ctypes.byref(gate))
        made = cls.__new__(cls)
        made._handle = handle.value
        made._gate = Gate._of(gate.value, name)
        made._readable = None
        made._lent = None
        made._what = name
        if told is not None:
            call(_on_alert, made._handle, *told(made))
        return made

    def _begin(self, checks, max_concurrent, deadline, max_age):
        options = RunOptions(
            max_concurrent=whole("max_concurrent", max_concurrent or 0),
            deadline_ns=0 if deadline is None else nanoseconds("deadline", deadline, _WEEK),
            max_age_ns=0 if max_age is None else nanoseconds("max_age", max_age, _WEEK),
        )
        handle = POINTER()
        size = ctypes.sizeof(options)
        call(_start, self._handle, checks._handle, ctypes.byref(options), size, ctypes.byref(handle))
        return Run(self, handle.value)

    def check_all(self, targets, max_concurrent=None, deadline=None, progress=None, max_age=None):
        """Checks all once, and gives a list of their `Outcome`s, one for each, in order, whatever happens to any of
        them. Ctrl-C gives up what is left.

        Args:
            max_concurrent: of these at the same time at most; None for as many as the checker has.
            deadline: in how many seconds everything is over; what is not is 'cancelled'. None: each check has its own.
            progress: called after each with how many are over, and of how many.
            max_age: how old an outcome may be, in seconds: one that is not older is served from the cache, `cached` being
                true, and what many want at the same time is checked once. None: only what is fresh by its server's word
                is served. 0: no finished outcome is served; one under way
                is shared.
        """
        with self.stream(targets, max_concurrent, deadline, max_age) as run:
            outcomes = [None] * len(run)
            for done, (index, outcome) in enumerate(run, 1):
                outcomes[index] = outcome
                if progress is not None:
                    progress(done, len(outcomes))
        return outcomes

    def stream(self, targets, max_concurrent=None, deadline=None, max_age=None):
        """Begins to check all once, and gives a `Run`: pairs of index and `Outcome` as they come."""
        return self._begin(collect(targets, self), max_concurrent, deadline, max_age)

    async def check_all_async(self, targets, max_concurrent=None, deadline=None, progress=None, max_age=None):
        """`check_all` for an event loop of asyncio, which goes on meanwhile. A task that is cancelled gives up what is
        left."""
        checks = await collect_without_blocking(targets, self, BUSY)
        outcomes = [None] * len(checks)
        done = 0
        with self._begin(checks, max_concurrent, deadline, max_age) as run:
            async for index, outcome in run._each():
                outcomes[index] = outcome
                done += 1
                if progress is not None:
                    progress(done, len(outcomes))
        return outcomes

    async def stream_async(self, targets, max_concurrent=None, deadline=None, max_age=None):
        """`stream` for an event loop: `async for index, outcome in checker.stream_async(targets)`. What is left when
        it is closed, or its task cancelled, is given up."""
        checks = await collect_without_blocking(targets, self, BUSY)
        with self._begin(checks, max_concurrent, deadline, max_age) as run:
            async for found in run._each():
                yield found

    def submit(self, target):
        """Queues a single check and returns at once: a `Ticket`, or a `Refusal`, which is false, where as many wait as
        may, or the gate does not let it in."""
        checks = collect((target,), self)
        handle = POINTER()
        refusal = RefusalStruct()
        size = ctypes.sizeof(refusal)
        status = call(
            _submit, self._handle, checks._handle, 0, ctypes.byref(handle), ctypes.byref(refusal), size
        )
        return Refusal._from_struct(refusal) if status == REFUSED else Ticket(Run(self, handle.value))

    def watch(self, targets):
        """Checks these, and no others, again and again, each at its interval, from now on. Those that are as they were
        before keep all that is known of them. Gives `Facts`: the names `added`, `removed` and `changed`, and how many
        were `kept`."""
        checks = collect(targets, self)
        text = String()
        call(_watch, self._handle, checks._handle, ctypes.byref(text))
        return Facts(_document(text))

    def _fetch_event(self, wait_ns):
        text = String()
        if call(_next_event, self._handle, wait_ns, ctypes.byref(text), None):
            return None
        return Event(_document(text))

    def events(self, timeout=None):
        """`Event`s of the watched checks, as they come, from the first call of this on. Ends when none came for
        `timeout` seconds (None: never), or the checker is closed. Each is given once, to whoever asks first."""
        # Now, and not when the first one is asked for.
        self.fileno()
        return self._events(timeout if timeout is None else number("timeout", timeout))

    def _events(self, timeout):
        while True:
            until = None if timeout is None else time.monotonic() + timeout
            while True:
                left = SLICE_NS if until is None else int(max(0.0, until - time.monotonic()) * 1e9)
                try:
                    found = self._fetch_event(min(left, SLICE_NS))
                except ClosedError:
                    return
                if found is not None:
                    break
                if left == 0:
                    return
            yield found

    async def events_async(self):
        """`events` for an event loop, without end: `async for event in checker.events_async()`."""
        import asyncio

        if self._readable is None:
            from .readable import Readable

            self._readable = Readable()
        begun = time.perf_counter()
        try:
            descriptor = self.fileno()
            while True:
                found = self._fetch_event(0)
                if found is None:
                    await self._readable.wait(descriptor)
                    begun = time.perf_counter()
                    continue
                yield found
                if time.perf_counter() - begun > BUSY:
                    await asyncio.sleep(0)
                    begun = time.perf_counter()
        except ClosedError:
            return

    def fileno(self):
        """A descriptor that is readable while there are events to fetch, and once the checker is closed. It belongs to
        the checker and must not be read or closed."""
        descriptor = ctypes.c_int32()
        call(_fd, self._handle, ctypes.byref(descriptor))
        return descriptor.value

    def states(self):
        """What is known of the watched checks, a tuple of `TargetState` in their order."""
        return tuple(map(TargetState, self._listed(_states)))

    def recommendations(self):
        """What to change, from what was seen of the watched checks, the connection pools, the caches and the limits: a
        tuple of `Recommendation`, the most urgent first. Nothing is said of what was watched too briefly to tell."""
        return tuple(map(Recommendation._of, self._listed(_recommendations)))

    def _listed(self, function):
        text = String()
        call(function, self._handle, ctypes.byref(text))
        return _document(text)["results"]

    def statistics(self):
        """What it did and does, in this process: `Facts` with `queue`, `workers`, `running`, `checked`, `missed`,
        `lateness` (`p50_seconds`, `p99_seconds`, `max_seconds`, `recent_p99_seconds`), `mcp_pool`, `rest_pool`, ...
        Times are in seconds, and their names say so."""
        text = String()
        call(_statistics, self._handle, None, 0, ctypes.byref(text))
        return Facts(_document(text))

    def metrics(self):
        """What is known of the watched checks and what the checker did and does, with its pools, caches and alerts, as metrics in
        the text format 0.0.4 of Prometheus; docs/metrics.md lists the names. Its gate has a text of its own:
        `plimsoll.metrics(checker, checker.gate)` is both on a page. Raises NotBuiltError where the library was built without
        it."""
        return text_of(_metrics, self._handle)

    def alert_statistics(self):
        """What became of alerts: `Facts` with `raised`, `silenced`, `alerts`, and for `callback`, `webhook` and `command`
        `waiting`, `sent`, `failed`, `dropped`, `retried`, `last_error`."""
        text = String()
        call(_alert_statistics, self._handle, ctypes.byref(text))
        return Facts(_document(text))

    @property
    def gate(self):
        """The `Gate` that has a say in whether a check may run now, for other work too; None where there is none."""
        return self._gate

    @property
    def context(self):
        """What its probes share, for probes and requests of your own: a `ProbeContext` that ends with it."""
        if self._lent is None:
            handle = POINTER()
            call(_context, self._handle, ctypes.byref(handle))
            self._lent = ProbeContext._of(handle.value, "a checker")
        return self._lent

    def cancel_all(self):
        """Gives up all checks but the watched ones; they are 'cancelled', soon."""
        call(_cancel_all, self._handle)

    def close(self, timeout=5.0):
        """Gives up all checks, ends all connections and threads, for which it waits so many seconds at most. Gives the
        number of threads that are stuck, in a function of a `Check` or in the look-up of a name, and end with it. All
        later calls raise ClosedError; closing again waits again."""
        until = time.monotonic() + number("timeout", timeout)
        while self._handle:
            left = max(0.0, until - time.monotonic())
            stuck = self._end(min(left, 0.1))
            if not stuck or left == 0:
                return stuck
        return 0

    async def close_async(self, timeout=5.0):
        """`close` for an event loop, which goes on meanwhile."""
        import asyncio

        until = time.monotonic() + number("timeout", timeout)
        while self._handle:
            stuck = self._end(0)
            if not stuck or time.monotonic() >= until:
                return stuck
            await asyncio.sleep(0.005)
        return 0

    def _end(self, seconds):
        self._ended = True
        if self._lent is not None:
            self._lent._ended = True
        stuck = ctypes.c_uint32()
        call(_close, self._handle, int(seconds * 1e9), ctypes.byref(stuck))
        return stuck.value

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        await self.close_async()


def _count(name, given, most=2**31 - 1):
    """A number of at least one: to the library 0 would mean the default."""
    if not 1 <= whole(name, given) <= most:
        raise out_of_range(name, given, f"1 to {most}")
    return given


def _document(text):
    import json

    return json.loads(text.take().decode())
