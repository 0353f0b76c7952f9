"""Checks that were begun, and their outcomes as they come."""

import ctypes
import time

from . import library
from .handle import Owned
from .library import NOT_ENOUGH_DATA, POINTER, SIZE, STATUS, String, call
from .options import number
from .outcome import Outcome

_next = library.function(
    "plim_run_next", STATUS, POINTER, ctypes.c_uint64, POINTER, POINTER, SIZE, POINTER, POINTER
)
_fd = library.function("plim_run_fd", STATUS, POINTER, POINTER, POINTER)
_progress = library.function("plim_run_progress", STATUS, POINTER, POINTER, POINTER, POINTER)
_cancel = library.function("plim_run_cancel", STATUS, POINTER, POINTER)

# How long the library waits at a time; Ctrl-C is answered in between.
SLICE_NS = 100_000_000
# For how many seconds the other tasks of an event loop wait at a time.
BUSY = 0.002


class Run(Owned):
    """Checks that were begun. Iterating gives pairs of index and `Outcome` as they come.

        with checker.stream(targets) as run:
            for index, outcome in run:
                print(run.done, "of", len(run), outcome.name, outcome.status)

    What is left is given up at the end of the `with`, and when nothing refers to it any more. It belongs to the process
    that began it: in a child after a fork it raises ClosedError.
    """

    __slots__ = ("_checker", "_readable", "_closed")
    _free = library.function("plim_run_free", None, POINTER)

    def __init__(self, checker, handle):
        self._handle = handle
        # It goes on for as long as this does.
        self._checker = checker
        self._readable = None
        self._closed = False
        self._what = f"{len(self)} checks"

    def _fetch(self, wait_ns):
        """What came within that time: a pair, or None; and whether there will be more."""
        if self._closed:
            return None, False
        index = SIZE()
        text = String()
        status = call(_next, self._handle, wait_ns, ctypes.byref(index), None, 0, ctypes.byref(text))
        if status:
            return None, status == NOT_ENOUGH_DATA
        return (index.value, Outcome.from_json(text.take().decode())), True

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            found, more = self._fetch(SLICE_NS)
            if found is not None:
                return found
            if not more:
                raise StopIteration

    def _wait(self, timeout):
        """The next one that comes within so many seconds (None: for as long as it takes), or None."""
        until = None if timeout is None else time.monotonic() + number("timeout", timeout)
        while True:
            left = SLICE_NS if until is None else int(max(0.0, until - time.monotonic()) * 1e9)
            found, more = self._fetch(min(left, SLICE_NS))
            if found is not None or not more or left == 0:
                return found

    async def _each(self):
        """All that come, by an event loop: it waits for the descriptor, never in a call."""
        import asyncio

        begun = time.perf_counter()
        while True:
            found, more = self._fetch(0)
            if found is not None:
                yield found
            elif not more:
                return
            else:
                await self._until_readable()
                begun = time.perf_counter()
                continue
            if time.perf_counter() - begun > BUSY:
                await asyncio.sleep(0)
                begun = time.perf_counter()

    async def _until_readable(self):
        if self._readable is None:
            from .readable import Readable

            self._readable = Readable()
        await self._readable.wait(self.fileno())

    def fileno(self):
        """A descriptor that is readable while there is something to fetch, and once all was fetched. It belongs to this
        object and must not be read or closed."""
        descriptor = ctypes.c_int32()
        call(_fd, self._handle, ctypes.byref(descriptor))
        return descriptor.value

    @property
    def done(self):
        """How many are over, whether they were fetched or not."""
        done = SIZE()
        call(_progress, self._handle, ctypes.byref(done), None)
        return done.value

    def __len__(self):
        of = SIZE()
        call(_progress, self._handle, None, ctypes.byref(of))
        return of.value

    def __bool__(self):
        return True

    def cancel(self):
        """Gives up what is left: it comes to 'cancelled', soon, and can still be fetched."""
        call(_cancel, self._handle)

    def close(self):
        """Gives up what is left, and fetches no more."""
        # Freed when nothing refers to it any more: another thread may be waiting in it.
        if not self._closed:
            self._closed = True
            self.cancel()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class Ticket:
    """A single check that was queued. Given up when nothing refers to it any more."""

    __slots__ = ("_run", "_outcome")

    def __init__(self, run):
        self._run = run
        self._outcome = None

    def result(self, timeout=None):
        """Its `Outcome`, waited for. Raises TimeoutError where it does not come within `timeout` seconds."""
        if self._outcome is None:
            found = self._run._wait(timeout)
            if found is None and self._outcome is None:
                raise TimeoutError(f"the check is not over after {timeout} s")
            if found is not None:
                self._outcome = found[1]
        return self._outcome

    def __await__(self):
        return self._awaited().__await__()

    async def _awaited(self):
        while self._outcome is None:
            found, more = self._run._fetch(0)
            if found is not None:
                self._outcome = found[1]
            elif self._outcome is None:
                await self._run._until_readable()
        return self._outcome

    @property
    def done(self):
        """Whether it is over."""
        return self._outcome is not None or self._run.done > 0

    def cancel(self):
        """Gives it up: it comes to 'cancelled', soon."""
        self._run.cancel()

    def __repr__(self):
        return f"<plimsoll.Ticket, {'over' if self.done else 'under way'}>"
