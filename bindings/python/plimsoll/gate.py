"""The gate: who may begin work."""

import ctypes
import time

from . import library
from .errors import RefusedError
from .handle import Handle, Owned
from .library import POINTER, SIZE, STATUS, String, call, text_of
from .monitor import Monitor
from .options import SamplerOptions, choice, nanoseconds, number, out_of_range, sampler_options, wait, whole
from .outcome import Facts
from .record import Record, member

LOW, NORMAL, HIGH = -100, 0, 100
_OFF = -1
# To the library: as long as it takes.
_NO_END = 2**64 - 1
# Every how many seconds one who waits asks anyway: nobody tells when what refused it was read too long ago.
_LOOK = 1.0
_COMPLETIONS = {"done": 0, "timed_out": 1, "ignored": 2}
# Of any library: some are no subclass of the built-in one before Python 3.11.
_TIMEOUTS = ("TimeoutError", "timeout")


class GateOptions(ctypes.Structure):
    """`plim_gate_options`."""

    _fields_ = [
        ("max_concurrent", ctypes.c_uint32),
        ("adaptive", ctypes.c_int32),
        ("initial_limit", ctypes.c_uint32),
        ("min_limit", ctypes.c_uint32),
        ("tolerance", ctypes.c_double),
        ("smoothing", ctypes.c_double),
        ("max_waiting", ctypes.c_int64),
        ("max_memory_usage_bytes", ctypes.c_uint64),
        ("max_memory_usage_ratio", ctypes.c_double),
        ("max_cpu_usage_ratio", ctypes.c_double),
        ("max_throttled_ratio", ctypes.c_double),
        ("max_memory_pressure_ratio", ctypes.c_double),
        ("max_cpu_pressure_ratio", ctypes.c_double),
        ("max_io_pressure_ratio", ctypes.c_double),
        ("release_after_ns", ctypes.c_uint64),
        ("load_line", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
        ("monitor", POINTER),
        ("sampler", ctypes.POINTER(SamplerOptions)),
        ("sampler_size", SIZE),
    ]


class RefusalStruct(ctypes.Structure):
    """`plim_refusal`."""

    _fields_ = [
        ("retry_after_seconds", ctypes.c_double),
        ("value", ctypes.c_double),
        ("mark", ctypes.c_double),
        ("reason", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
        ("unit", ctypes.c_char * 24),
        ("message", ctypes.c_char * 160),
    ]


class StateStruct(ctypes.Structure):
    """`plim_gate_state_values`."""

    _fields_ = [
        ("reading", ctypes.c_double),
        ("age_seconds", ctypes.c_double),
        ("waiting", ctypes.c_uint64),
        ("limit", ctypes.c_uint32),
        ("max_concurrent", ctypes.c_uint32),
        ("in_flight", ctypes.c_uint32),
        ("of", ctypes.c_int32),
        ("refusing", ctypes.c_int32),
        ("stale", ctypes.c_int32),
    ]


class WaitingStruct(ctypes.Structure):
    """`plim_waiting`."""

    _fields_ = [
        ("waited_seconds", ctypes.c_double),
        ("priority", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
    ]


_new = library.function("plim_gate_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_try_acquire = library.function(
    "plim_gate_try_acquire", STATUS, POINTER, ctypes.c_int32, POINTER, POINTER, SIZE, POINTER
)
_acquire = library.function(
    "plim_gate_acquire", STATUS, POINTER, ctypes.c_int32, ctypes.c_uint64, POINTER, POINTER, SIZE, POINTER
)
_enqueue = library.function(
    "plim_gate_enqueue", STATUS, POINTER, ctypes.c_int32, POINTER, POINTER, SIZE, POINTER
)
_seat_fd = library.function("plim_seat_fd", STATUS, POINTER, POINTER, POINTER)
_seat_take = library.function(
    "plim_seat_take", STATUS, POINTER, ctypes.c_int32, POINTER, POINTER, SIZE, POINTER
)
_release = library.function("plim_permit_release", None, POINTER, ctypes.c_int32)
_refresh = library.function("plim_gate_refresh", STATUS, POINTER, POINTER)
_state = library.function("plim_gate_state", STATUS, POINTER, POINTER, SIZE, POINTER, POINTER)
_waiting = library.function("plim_gate_waiting", STATUS, POINTER, POINTER, SIZE, SIZE, POINTER, POINTER)
_metrics = library.function("plim_gate_metrics", STATUS, POINTER, POINTER, POINTER)
_reason_name = library.function("plim_refusal_name", ctypes.c_char_p, ctypes.c_int32)


class Gate(Handle):
    """Lets work begin as long as the container can bear it.

        gate = plimsoll.Gate()
        gate.refresh()                       # every 500 ms, by whoever keeps time
        with gate.acquire(priority=-10, timeout=5):
            ...                              # the permit goes back at the end, also on an exception

    Args:
        max_concurrent: how many may go on at once at the most.
        max_waiting: how many may wait at the most.
        adaptive: whether to find out how many should go on at once, from how long they take.
        initial_limit, min_limit, tolerance, smoothing: where that begins, how far down it may go, how much longer
            than alone work may take (1 to 10), which share of a wanted change is made at once.
        max_memory_usage_bytes, max_memory_usage_ratio: from which use of memory on normal work is refused, in bytes
            and as a share of the container's limit.
        max_cpu_usage_ratio: the same for CPU time, of the CPUs that the container can use.
        max_throttled_ratio: the same for periods in which the CPU quota was used up.
        max_memory_pressure_ratio, max_cpu_pressure_ratio, max_io_pressure_ratio: the same for time that tasks wait.
        release_after: how many seconds a signal must be back below its mark, up to 60.
        monitor: a `Monitor` whose load counts instead of one that the gate reads; go on to call its `observe`.
        load_line: whether the monitor's load line counts.
        target, proc_root, sys_root: as for `Sampler`: of what the gate reads the load.

    None takes a mark out. Low work (a priority below 0) is refused earlier, high work (from 100 on) for memory only, and
    later. Any number of threads may use one. After a fork a child has a gate of its own, with nothing going on.
    """

    __slots__ = ()
    _close = library.function("plim_gate_close", STATUS, POINTER, POINTER)
    _free = library.function("plim_gate_free", None, POINTER)

    def __init__(
        self,
        *,
        max_concurrent=100,
        max_waiting=1000,
        adaptive=True,
        initial_limit=20,
        min_limit=1,
        tolerance=1.5,
        smoothing=0.2,
        max_memory_usage_bytes=None,
        max_memory_usage_ratio=0.90,
        max_cpu_usage_ratio=None,
        max_throttled_ratio=0.50,
        max_memory_pressure_ratio=0.20,
        max_cpu_pressure_ratio=None,
        max_io_pressure_ratio=None,
        release_after=2.0,
        monitor=None,
        load_line=True,
        target=None,
        proc_root=None,
        sys_root=None,
    ):
        self._handle = None
        sampler, self._what = sampler_options(None, target, "/", 1.0, proc_root, sys_root)
        sampler.groups = 0  # What the gate judges, and no more.
        options = GateOptions(
            max_concurrent=_positive("max_concurrent", max_concurrent),
            adaptive=0 if adaptive else _OFF,
            initial_limit=_positive("initial_limit", initial_limit),
            min_limit=_positive("min_limit", min_limit),
            tolerance=_ratio("tolerance", tolerance),
            smoothing=_ratio("smoothing", smoothing),
            max_waiting=whole("max_waiting", max_waiting) or _OFF,
            max_memory_usage_bytes=0 if max_memory_usage_bytes is None else _bytes(max_memory_usage_bytes),
            max_memory_usage_ratio=_mark("max_memory_usage_ratio", max_memory_usage_ratio),
            max_cpu_usage_ratio=_mark("max_cpu_usage_ratio", max_cpu_usage_ratio),
            max_throttled_ratio=_mark("max_throttled_ratio", max_throttled_ratio),
            max_memory_pressure_ratio=_mark("max_memory_pressure_ratio", max_memory_pressure_ratio),
            max_cpu_pressure_ratio=_mark("max_cpu_pressure_ratio", max_cpu_pressure_ratio),
            max_io_pressure_ratio=_mark("max_io_pressure_ratio", max_io_pressure_ratio),
            release_after_ns=nanoseconds("release_after", release_after),
            load_line=0 if load_line else _OFF,
            sampler=ctypes.pointer(sampler),
            sampler_size=ctypes.sizeof(sampler),
        )
        if monitor is not None:
            if not isinstance(monitor, Monitor):
                raise TypeError(f"option `monitor` is {monitor!r}: allowed is a plimsoll.Monitor")
            options.monitor = monitor._handle
            self._what = "a monitor"
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value

    @classmethod
    def _of(cls, handle, what):
        """One that something else made."""
        made = cls.__new__(cls)
        made._handle = handle
        made._what = what
        return made

    def close(self):
        """Gives no permit any more and lets all go who wait; all later calls raise ClosedError, as do those that wait.
        Permits that are out can still be returned. Closing again is fine."""
        Handle.close(self)

    def try_acquire(self, priority=NORMAL):
        """A `Permit` at once, or a `Refusal`, which is false. Never waits.

        Args:
            priority: -1000 to 1000, higher is more urgent.
        """
        permit, refusal = POINTER(), RefusalStruct()
        out = ctypes.byref(permit), ctypes.byref(refusal), ctypes.sizeof(refusal)
        if call(_try_acquire, self._handle, _priority(priority), *out) == library.REFUSED:
            return Refusal._from_struct(refusal)
        return Permit(permit.value)

    def acquire(self, priority=NORMAL, timeout=30.0):
        """Waits for a `Permit`, in order of priority and then of coming; raises RefusedError where none came free in
        `timeout` seconds (0 does not wait, None waits as long as it takes), or where as many wait as may. Other Python
        threads run meanwhile; Ctrl-C is answered when the wait is over."""
        permit, refusal = POINTER(), RefusalStruct()
        out = ctypes.byref(permit), ctypes.byref(refusal), ctypes.sizeof(refusal)
        timeout_ns = _NO_END if timeout is None else wait("timeout", timeout)
        if call(_acquire, self._handle, _priority(priority), timeout_ns, *out) == library.REFUSED:
            raise RefusedError(Refusal._from_struct(refusal))
        return Permit(permit.value)

    async def acquire_async(self, priority=NORMAL, timeout=30.0):
        """`acquire` for an event loop of asyncio, which goes on meanwhile: `with await gate.acquire_async(): ...`. The order
        is the same, of tasks and threads together. A task that is cancelled leaves the queue."""
        import asyncio

        number = _priority(priority)
        timeout_ns = None if timeout is None else wait("timeout", timeout)
        until = None if timeout_ns is None else time.monotonic() + timeout_ns / 1e9
        seat = Seat(self._handle, number)
        try:
            permit = seat.take(timeout_ns == 0)
            loop = asyncio.get_running_loop()
            while permit is None:
                left = _LOOK if until is None else until - time.monotonic()
                await _readable(loop, seat.fileno(), min(max(left, 0), _LOOK))
                permit = seat.take(until is not None and time.monotonic() >= until)
            return permit
        finally:
            # Now, and not when the traceback of a cancelled task is gone.
            seat.leave()

    def refresh(self):
        """Reads how laden the container is: to be called every half second."""
        call(_refresh, self._handle)

    def state(self):
        """What goes on, as `Facts`: `limit`, `max_concurrent`, `in_flight`, `waiting`, `load` with `reading`, `of`,
        `age_seconds`, `stale`, `refusing` and `signals`, and `statistics` of what it did so far."""
        import json

        state, text = StateStruct(), String()
        call(_state, self._handle, ctypes.byref(state), ctypes.sizeof(state), ctypes.byref(text))
        return Facts(json.loads(text.take().decode()))

    def metrics(self):
        """What goes on and what it did as metrics, in the text format 0.0.4 of Prometheus; docs/metrics.md lists the names, and
        `plimsoll.metrics` puts them on a page with others. Raises NotBuiltError where the library was built without it."""
        return text_of(_metrics, self._handle)

    def waiting(self):
        """Who waits, in the order in which they are served: a list of `Waiting`."""
        count = SIZE()
        call(_waiting, self._handle, None, 0, 0, ctypes.byref(count))
        room = count.value + 16
        rows = (WaitingStruct * room)()
        call(_waiting, self._handle, rows, ctypes.sizeof(WaitingStruct), room, ctypes.byref(count))
        return [Waiting((row.priority, row.waited_seconds)) for row in rows[: count.value]]


class Seat(Owned):
    """A place among those who wait. A permit that came and was not taken goes on to the next when it is left."""

    __slots__ = ()
    _what = "a gate"
    _free = library.function("plim_seat_free", None, POINTER)

    def __init__(self, gate, priority):
        self._handle = None
        seat, refusal = POINTER(), RefusalStruct()
        out = ctypes.byref(seat), ctypes.byref(refusal), ctypes.sizeof(refusal)
        if call(_enqueue, gate, priority, *out) == library.REFUSED:
            raise RefusedError(Refusal._from_struct(refusal))
        self._handle = seat.value

    def fileno(self):
        """A descriptor that is readable once there is something to take."""
        descriptor = ctypes.c_int32()
        call(_seat_fd, self._handle, ctypes.byref(descriptor))
        return descriptor.value

    def take(self, give_up):
        """The `Permit`; None as long as it waits, unless it gives up: then it raises RefusedError."""
        permit, refusal = POINTER(), RefusalStruct()
        out = ctypes.byref(permit), ctypes.byref(refusal), ctypes.sizeof(refusal)
        status = call(_seat_take, self._handle, bool(give_up), *out)
        if status == library.REFUSED:
            raise RefusedError(Refusal._from_struct(refusal))
        return Permit(permit.value) if permit.value else None

    def leave(self):
        """Leaves it now."""
        handle, self._handle = self._handle, None
        if handle:
            self._free(handle)


async def _readable(loop, descriptor, seconds):
    """Until a descriptor is readable, for so many seconds."""
    future = loop.create_future()

    def wake():
        if not future.done():
            future.set_result(None)

    loop.add_reader(descriptor, wake)
    timer = loop.call_later(seconds, wake)
    try:
        await future
    finally:
        timer.cancel()
        loop.remove_reader(descriptor)


class Permit(Owned):
    """The right to work. It goes back at the end of a `with`, with `release`, or when it is no longer used.

    How a `with` ends says how the work went: without an exception it is done, with a TimeoutError it timed out, and
    with any other it says nothing of how long work takes.
    """

    __slots__ = ()
    _what = "a gate"

    def __init__(self, handle):
        self._handle = handle

    @staticmethod
    def _free(handle):
        _release(handle, _COMPLETIONS["ignored"])

    def release(self, completion="done"):
        """Gives it back. Again is fine.

        Args:
            completion: "done"; "timed_out" where the work took longer than it may, which is a sign of too much at once;
                "ignored" where it says nothing, as when it was cancelled.
        """
        number = choice("completion", completion, _COMPLETIONS)
        handle, self._handle = self._handle, None
        if handle:
            _release(handle, number)

    def __bool__(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, kind, *exception):
        if kind is None:
            self.release()
        else:
            timed_out = any(base.__name__ in _TIMEOUTS for base in kind.__mro__)
            self.release("timed_out" if timed_out else "ignored")


class Refusal(Record):
    """The answer that work may not begin now. It is false, and in a `with` it raises RefusedError."""

    __slots__ = ()

    reason = member(0, "Why: 'concurrency', 'queue_full', 'memory', 'cpu', 'throttled', 'pressure', ...")
    retry_after = member(1, "In how many seconds it is worth asking again.")
    value = member(2, "What was found, in `unit`, or None.")
    mark = member(3, "What may be at the most, for work of that priority, or None.")
    unit = member(4, "'count', 'ratio', 'bytes' or 'seconds'.")
    message = member(5, "A sentence.")

    @classmethod
    def _from_struct(cls, struct):
        reason = (_reason_name(struct.reason) or b"unknown").decode()
        value, mark = (None if number != number else number for number in (struct.value, struct.mark))
        unit, message = struct.unit.decode(), struct.message.decode("utf-8", "replace")
        return cls((reason, struct.retry_after_seconds, value, mark, unit, message))

    def __bool__(self):
        return False

    def __str__(self):
        return self.message

    def __enter__(self):
        raise RefusedError(self)

    def __exit__(self, *exception):
        pass


class Waiting(Record):
    """One who waits."""

    __slots__ = ()

    priority = member(0, "How urgent its work is.")
    waited = member(1, "For how many seconds it has waited.")


def _priority(priority):
    if isinstance(priority, bool) or not isinstance(priority, int):
        raise TypeError(f"`priority` is {priority!r}: allowed is a whole number")
    if not -1000 <= priority <= 1000:
        raise out_of_range("priority", priority, "-1000 to 1000")
    return priority


def _positive(name, value):
    # To the library 0 would mean the default.
    return whole(name, value) or _refuse(name, 0, "whole numbers from 1")


def _bytes(value):
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"`max_memory_usage_bytes` is {value!r}: allowed is a whole number")
    if not 0 < value < 2**63:
        raise out_of_range("max_memory_usage_bytes", value, f"1 to {2**63 - 1}")
    return value


def _ratio(name, value):
    # To the library 0 would mean the default, and -1 off.
    value = number(name, value)
    return value if value > 0 else _refuse(name, value, "numbers above 0")


def _mark(name, value):
    return _OFF if value is None else _ratio(name, value)


def _refuse(name, value, allowed):
    raise out_of_range(name, value, allowed)
