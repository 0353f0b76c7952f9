"""One run of a step."""

import contextvars
from time import perf_counter, process_time, thread_time
from _thread import get_ident

from . import step_reading
from .step_reading import difference

# The innermost run, of this thread or this task of asyncio.
_current = contextvars.ContextVar("plimsoll.step", default=None)


class StepRun:
    """One run of a step: what it used from its begin to its end. Values are None while it runs, and where they could not be
    read.

    CPU time, memory, descriptors and I/O are of the whole process, and so of everything that went on meanwhile: `overlapped`
    says whether other steps did. `thread_cpu_seconds` is of the own thread alone.

    Attributes:
        name: of the step.
        parent: the `StepRun` that it is part of, or None where it is the outermost.
        outcome: "ok", or the name of the exception that left it, or what `fail` and `end` said.
        overlapped: whether other runs went on beside it.
        seconds: elapsed time.
        cpu_seconds: CPU time of the process, all threads.
        thread_cpu_seconds: CPU time of the thread; None where another one ended it.
        memory_growth_bytes: by how much what is in use of the heap grew, the steps within it counted; negative where it shrank.
        memory_peak_bytes: the most that the process had resident, at least.
        descriptors_growth: how many descriptors more are open.
        read_bytes, written_bytes: fetched from and sent to storage, in bytes.
        call_read_bytes, call_written_bytes: what read and write calls moved, page cache and sockets included, in bytes.
    """

    __slots__ = (
        "name",
        "parent",
        "outcome",
        "overlapped",
        "seconds",
        "cpu_seconds",
        "thread_cpu_seconds",
        "memory_growth_bytes",
        "memory_peak_bytes",
        "descriptors_growth",
        "read_bytes",
        "written_bytes",
        "call_read_bytes",
        "call_written_bytes",
        "_book",
        "_tally",
        "_era",
        "_outer",
        "_epoch",
        "_thread",
        "_thread_time",
        "_cpu_time",
        "_failure",
        "_before",
        "_begun",
        "_inner_growth",
        "_inner_peak",
        "_foreign",
    )

    def __init__(self, book, name):
        self.name = name
        self.outcome = None
        self.overlapped = False
        self.seconds = self.cpu_seconds = self.thread_cpu_seconds = None
        self.memory_growth_bytes = self.memory_peak_bytes = self.descriptors_growth = None
        self.read_bytes = self.written_bytes = self.call_read_bytes = self.call_written_bytes = None
        # Until it was entered there is nothing to end.
        self._tally = self._failure = None
        self._book = book
        self._inner_growth = self._inner_peak = 0
        # What others keep because it ran, in bytes at most, such as a log in memory: no growth of its own.
        self._foreign = 0
        self._outer = outer = _current.get()
        # What it was begun in may be over, as for a task that outlives it: then it is no part of it.
        while outer is not None and (outer._book is not book or outer.outcome is not None):
            outer = outer._outer
        self.parent = outer
        self._before = book._enter(self)
        _current.set(self)
        self._thread = get_ident()
        self._thread_time = thread_time()
        # Last, and first at the end: what it costs to measure is nothing that the step used.
        self._cpu_time = process_time()
        self._begun = perf_counter()

    @property
    def running(self):
        """Whether it is not over."""
        return self.outcome is None

    def fail(self, kind="failed"):
        """Says that it failed, though no exception leaves it. It goes on until its end.

        Args:
            kind: under what it is counted, such as the name of an exception; at most 16 kinds for each step.

        Raises:
            TypeError: `kind` is no string, is empty, or is "ok".
        """
        if not isinstance(kind, str) or not kind or kind == "ok":
            raise TypeError(f"`kind` is {kind!r}: allowed is a string that says what failed")
        self._failure = kind

    def end(self, failure=None):
        """Ends it. Again is fine.

        Args:
            failure: None where it went well, or what is raised, or a string that says what failed.
        """
        now, cpu = perf_counter(), process_time()
        if self.outcome is not None or self._tally is None:
            return
        self.seconds = now - self._begun
        self._cpu_time = max(0.0, cpu - self._cpu_time)
        if self._thread == get_ident():
            self.thread_cpu_seconds = max(0.0, thread_time() - self._thread_time)
        if isinstance(failure, BaseException):
            failure = type(failure).__name__
        self.outcome = failure or self._failure or "ok"
        self._leave()
        self._book._exit(self)
        # What was raised in it, and the runs around it, are not kept by it.
        self._outer = self._before = None

    def drop(self):
        """Ends it without counting it, as where nothing was done."""
        if self.outcome is None and self._tally is not None:
            self.outcome = "dropped"
            self._leave()
            self._book._abandon(self)
            self._outer = self._before = None

    def _leave(self):
        """The runs around it are the innermost again, unless something else is by now."""
        inner = _current.get()
        outer = inner
        while outer is not None and outer is not self:
            outer = outer._outer
        if outer is self:
            # Those within that nobody ended end with it.
            while inner is not self and inner is not None:
                within, inner = inner, inner._outer
                within.end()
            _current.set(self._outer)

    def _fill(self, after):
        """What it used, from readings at both ends."""
        before = self._before
        self.cpu_seconds = self._cpu_time
        self.memory_growth_bytes = step_reading.growth(before, after)
        self.descriptors_growth = difference(before, after, step_reading.DESCRIPTORS)
        self.read_bytes = difference(before, after, step_reading.READ)
        self.written_bytes = difference(before, after, step_reading.WRITTEN)
        self.call_read_bytes = difference(before, after, step_reading.CALL_READ)
        self.call_written_bytes = difference(before, after, step_reading.CALL_WRITTEN)
        first, last = before[step_reading.RESIDENT], after[step_reading.RESIDENT]
        if first is None or last is None:
            return
        self.memory_peak_bytes = max(first, last, self._inner_peak)
        if difference(before, after, step_reading.PEAK):
            # The process never had more than in this run: that was its peak.
            self.memory_peak_bytes = max(self.memory_peak_bytes, after[step_reading.PEAK])

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.end(kind.__name__ if kind is not None else None)

    def __del__(self):
        # Nobody will end it: it must not stand for ever as one that runs.
        if self._tally is not None and self.outcome is None:
            self._book._abandon(self)

    def __reduce__(self):
        raise TypeError("a StepRun cannot be pickled or copied: `plimsoll.steps()` gives values that can")

    def __repr__(self):
        if self.outcome is None:
            return f"<plimsoll.StepRun {self.name!r}, running>"
        return f"<plimsoll.StepRun {self.name!r}, {self.outcome}, {self.seconds:.6f} s>"


def current():
    """The innermost `StepRun` of this thread or task, or None."""
    return _current.get()


class Step:
    """A step that can be entered any number of times, also by several threads and tasks at once; and a decorator of functions
    and coroutine functions.

    Attributes:
        name: of the step, by which its runs are added up.
    """

    __slots__ = ("name", "_book")

    def __init__(self, book, name):
        self.name = checked_name(name)
        self._book = book

    def __enter__(self):
        return StepRun(self._book, self.name)

    def __exit__(self, kind, error, traceback):
        run = _current.get()
        # Not those that were begun within and never ended.
        while run is not None and (run._book is not self._book or run.name != self.name):
            run = run._outer
        if run is not None:
            run.end(kind.__name__ if kind is not None else None)

    def __call__(self, function):
        if not callable(function):
            raise TypeError(f"{function!r} cannot be called: a step is put on a function")
        flags = getattr(getattr(function, "__code__", None), "co_flags", 0)
        if flags & (_GENERATOR | _ASYNC_GENERATOR):
            raise TypeError(f"{function!r} is a generator: use `with plimsoll.step({self.name!r}):` within it")
        return _around(self, function, flags & _COROUTINE)

    def __repr__(self):
        return f"<plimsoll.step {self.name!r}>"


# Flags of code, as `inspect` names them; it is dear to load.
_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200


def _around(step, function, is_coroutine):
    from functools import wraps

    book, name = step._book, step.name
    if is_coroutine:

        async def wrapper(*arguments, **named):
            with StepRun(book, name):
                return await function(*arguments, **named)

    else:

        def wrapper(*arguments, **named):
            with StepRun(book, name):
                return function(*arguments, **named)

    return wraps(function)(wrapper)


def checked_name(name):
    """A name that can stand in tables and as a label."""
    if not isinstance(name, str):
        raise TypeError(f"`name` is {name!r}: allowed is a string")
    if not name or len(name) > 200 or not name.isprintable():
        from .options import out_of_range

        raise out_of_range("name", repr(name[:200]), "1 to 200 printable characters")
    return name
