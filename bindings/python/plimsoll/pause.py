"""Whether to begin the next task, for workers that do one after the other."""

import time

from .gate import NORMAL, Gate
from .monitor import Monitor
from .record import Record, member

# A reading is good for so many seconds; after so many, rates since the last one tell of the task that is over.
_GOOD = 0.5
_SPARSE = 5.0
# Then two readings so many seconds apart are made.
_SETTLE = 0.25
# Those who wait ask again after at least and at most so many seconds.
_SOONEST, _LATEST = 0.5, 5.0


class Pause(Record):
    """Whether to pause before the next task, and why. It is true where a pause is due."""

    __slots__ = ()

    reason = member(0, "Why: 'load_line', 'memory', 'throttled', 'pressure', 'cpu'; None where there is no need.")
    message = member(1, "A sentence; empty where there is no need.")
    retry_after = member(2, "In how many seconds it is worth asking again; 0 where there is no need.")
    reading = member(3, "The load line: 0 empty, 1.0 laden to the mark; None where it is not known.")

    def __bool__(self):
        return self.reason is not None

    def __str__(self):
        return self.message


class Pacer:
    """Says when a worker should pause. `plimsoll.should_pause` and the others use one for the whole process.

    Args:
        monitor: a `Monitor` of yours, which is observed when somebody asks; None for one of its own.
        marks: the marks of `Gate`, such as `max_memory_usage_ratio` and `max_cpu_usage_ratio`.
    """

    __slots__ = ("_monitor", "_gate", "_latest")

    def __init__(self, monitor=None, **marks):
        self._monitor = Monitor() if monitor is None else monitor
        # It lets go at the first reading that is back below its mark: who asks once a minute has waited long enough.
        options = {"max_concurrent": 1000, "adaptive": False, "release_after": 0.0}
        self._gate = Gate(monitor=self._monitor, **{**options, **marks})
        self._latest = None

    def close(self):
        """Closes its gate, and not the monitor."""
        self._gate.close()

    def should_pause(self, priority=NORMAL):
        """As `plimsoll.should_pause`."""
        return _run(self._looks(priority))

    def pause_while_laden(self, timeout=60.0, priority=NORMAL):
        """As `plimsoll.pause_while_laden`."""
        return _run(self._waits(timeout, priority))

    async def should_pause_async(self, priority=NORMAL):
        """As `plimsoll.should_pause_async`."""
        return await _run_async(self._looks(priority))

    async def pause_while_laden_async(self, timeout=60.0, priority=NORMAL):
        """As `plimsoll.pause_while_laden_async`."""
        return await _run_async(self._waits(timeout, priority))

    def _looks(self, priority):
        """Gives the seconds to wait in between, and in the end a `Pause`."""
        now = time.monotonic()
        sparse = self._latest is None or now - self._latest > _SPARSE
        if sparse:
            self._observe()
            yield _SETTLE
        if sparse or now - self._latest >= _GOOD:
            self._observe()
            self._gate.refresh()
        pause = self._ask(priority)
        if pause and sparse:
            # It may be held from long ago, or of so short a moment that it tells little.
            yield _SETTLE
            self._observe()
            self._gate.refresh()
            pause = self._ask(priority)
        return pause

    def _observe(self):
        self._latest = time.monotonic()
        self._monitor.observe()

    def _ask(self, priority):
        answer = self._gate.try_acquire(priority)
        reading = self._monitor.load_line().reading
        if answer:
            answer.release("ignored")
            return Pause((None, "", 0.0, reading))
        return Pause((answer.reason, answer.message, answer.retry_after, reading))

    def _waits(self, timeout, priority):
        from .options import number

        until = None if timeout is None else time.monotonic() + number("timeout", timeout)
        while True:
            pause = yield from self._looks(priority)
            if not pause:
                return True
            seconds = min(max(pause.retry_after, _SOONEST), _LATEST)
            if until is not None:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                seconds = min(seconds, left)
            yield seconds


def _run(looks):
    while True:
        try:
            seconds = next(looks)
        except StopIteration as end:
            return end.value
        time.sleep(seconds)


async def _run_async(looks):
    import asyncio

    while True:
        try:
            seconds = next(looks)
        except StopIteration as end:
            return end.value
        await asyncio.sleep(seconds)


_shared = []


def _pacer():
    if not _shared:
        from .pulse import shared

        _shared.append(Pacer(shared().monitor))
    return _shared[0]


def should_pause(priority=NORMAL):
    """Whether the container is too laden for the next task: a `Pause`, which is true or false and says why.

        for invoice in invoices:
            if plimsoll.should_pause():
                break                        # or wait: plimsoll.pause_while_laden()
            post(invoice)

    It is laden where the load line is at 1.0, where memory that the kernel cannot take back is at 90 % of the limit, where half
    of the CPU's periods are throttled, or where all tasks wait for memory a fifth of the time; it is so no longer a tenth below
    (docs/gate.md). To be asked between tasks: the first question, and one after more than 5 s, takes 0.25 s, or 0.5 s where it
    is laden, so that the answer is about now and not about the task that is over. Others read the kernel twice a second at most.

    Args:
        priority: -1000 to 1000. Below 0 the answer is yes earlier, from 100 on only where memory is all but gone.

    Raises:
        TypeError, InvalidArgumentError: `priority` is no whole number, or out of its range.
        PlimsollError: nothing of the container can be read.
    """
    return _pacer().should_pause(priority)


async def should_pause_async(priority=NORMAL):
    """`should_pause` for an event loop of asyncio, which goes on while two readings are made."""
    return await _pacer().should_pause_async(priority)


def pause_while_laden(timeout=60.0, priority=NORMAL):
    """Waits until the container can bear the next task. True when it can, False where it could not for `timeout` seconds.

    Args:
        timeout: in seconds; None waits as long as it takes.
        priority: as for `should_pause`.

    Raises:
        TypeError, InvalidArgumentError, PlimsollError: as for `should_pause`.
    """
    return _pacer().pause_while_laden(timeout, priority)


async def pause_while_laden_async(timeout=60.0, priority=NORMAL):
    """`pause_while_laden` for an event loop of asyncio, which goes on meanwhile."""
    return await _pacer().pause_while_laden_async(timeout, priority)
