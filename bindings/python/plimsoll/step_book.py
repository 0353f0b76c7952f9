"""The book of all steps: what ran, and what it used."""

import os
import threading
import time

from .step_reading import Reader, held
from .step_run import Step, StepRun, checked_name
from .step_tally import OTHER, Tally

# Steps by name; those beyond count together as `OTHER`.
MOST_STEPS = 1000


class StepBook:
    """Keeps what steps used. `plimsoll.step` and `plimsoll.steps` use one for the whole process; one of your own keeps other
    steps apart.

        book = plimsoll.StepBook()
        with book.step("fetch"):
            ...
        print(book.steps())

    Any number of threads and tasks may use one. It keeps at most 1,000 names, 18 KiB for each at the most. A child after
    a fork begins an empty one; runs that were under way at the fork are counted by the parent.
    """

    __slots__ = ("_lock", "_pid", "_era", "_epoch", "_active", "_tallies", "_reader", "_since")

    def __init__(self):
        self._era = 0
        self._renew(os.getpid())

    def _renew(self, pid):
        # A lock that another thread held at the fork would never come free.
        self._lock = threading.RLock()
        self._era += 1
        # Counts whenever runs begin to overlap, so that those around need not be looked up.
        self._epoch = 0
        self._active = 0
        self._reader = None
        self._tallies = {}
        self._since = time.time()
        self._pid = pid

    def _settle(self):
        pid = os.getpid()
        if pid != self._pid:
            self._renew(pid)

    def step(self, name):
        """A step, for a `with` or as a decorator of functions and coroutine functions."""
        if callable(name):
            named = getattr(name, "__qualname__", None) or type(name).__qualname__
            return Step(self, named.replace(".<locals>", ""))(name)
        return Step(self, name)

    def begin(self, name):
        """Begins a run where no `with` fits: a `StepRun`, to be ended with its `end`, by the thread or task that began it.

        Raises:
            TypeError, InvalidArgumentError: as for `plimsoll.step`.
        """
        return StepRun(self, checked_name(name))

    def _enter(self, run):
        self._settle()
        with self._lock:
            if self._active > self._depth(run.parent):
                # This one and all that run overlap.
                self._epoch += 1
                run.overlapped = True
            run._epoch = self._epoch
            run._era = self._era
            self._active += 1
            run._tally = tally = self._tally(run.name)
            tally.running += 1
            if self._reader is None:
                self._reader = Reader()
            return self._reader.read()

    def _depth(self, run):
        """How many runs go on around a place, that of `run` among them."""
        depth = 0
        while run is not None:
            depth += run.outcome is None and run._era == self._era
            run = run.parent
        return depth

    def _tally(self, name):
        tally = self._tallies.get(name)
        if tally is None:
            if len(self._tallies) >= MOST_STEPS:
                name = OTHER
            tally = self._tallies.setdefault(name, Tally(name))
        return tally

    def _exit(self, run):
        self._settle()
        if run._era != self._era:
            # Of the parent, before a fork.
            return
        with self._lock:
            after = self._reader.read()
            run._fill(after)
            self._active -= 1
            run._tally.running -= 1
            run.overlapped = run.overlapped or run._epoch != self._epoch
            grown = run.memory_growth_bytes
            own = None if grown is None else grown - run._inner_growth
            if own is not None and own > 0:
                own = max(0, own - run._foreign)
            if run.parent is not None and run.parent._era == self._era:
                run.parent._inner_growth += grown or 0
                run.parent._inner_peak = max(run.parent._inner_peak, run.memory_peak_bytes or 0)
            run._tally.add(run, own, *held(after))

    def _abandon(self, run):
        if run._era == self._era and self._pid == os.getpid():
            with self._lock:
                self._active -= 1
                run._tally.running -= 1

    def steps(self, reset=False):
        """What ran so far: `Steps`.

        Args:
            reset: whether to begin anew, so that the next call tells of what comes from now on. Runs that are under way
                count when they end.
        """
        from .step_stats import Steps

        self._settle()
        with self._lock:
            now = time.time()
            found = [tally.document() for tally in self._tallies.values()]
            since = self._since
            if reset:
                self._since = now
                self._begin_anew()
        return Steps.of(found, since, now)

    def metrics(self):
        """The steps as metrics, in the text format 0.0.4 of Prometheus; empty where none ran. `plimsoll.metrics` puts them on a
        page with all else, and docs/metrics.md lists the names."""
        from .exposition import written
        from .step_families import step_families

        return written(step_families(self.steps()))

    def _begin_anew(self):
        """Tallies of runs that are under way stay, without what they had."""
        self._tallies = {name: tally for name, tally in self._tallies.items() if tally.running}
        for tally in self._tallies.values():
            tally.begin_anew()

    def __reduce__(self):
        raise TypeError("a StepBook cannot be pickled or copied: its `steps()` can")

    def __repr__(self):
        return f"<plimsoll.StepBook of {len(self._tallies)} steps>"


# The one of the process.
book = StepBook()


def step(name):
    """A step of the work, such as "fetch invoices": its wall and CPU time, memory, I/O and outcome are added up by its name.

        with plimsoll.step("fetch invoices"):
            ...

        @plimsoll.step("post invoice")      # or @plimsoll.step alone: then the function's name
        def post(invoice): ...              # or `async def`

    A step within another is part of it: the outermost is the whole transaction. An exception that leaves it is its outcome, and
    goes on. `plimsoll.steps()` tells what ran. Names are to be few: a business step, never an order's number (at most 1,000,
    what is beyond counts as one). The `with` gives a `StepRun`, which has the values of this run after its end.

    Raises:
        TypeError: `name` is neither a string nor a function, or the function is a generator.
        InvalidArgumentError: `name` is empty, longer than 200 characters, or not printable.
    """
    return book.step(name)


def steps(reset=False):
    """What ran so far in this process: `Steps`, which prints as a table.

    Args:
        reset: whether to begin anew, so that the next call tells of what comes from now on.
    """
    return book.steps(reset)
