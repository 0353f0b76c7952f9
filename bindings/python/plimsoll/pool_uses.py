"""What happens to the connections of a pool, counted by whoever adapts the pool."""

import os
import threading
from collections import deque
from time import perf_counter
from weakref import WeakSet

# So many that ended are kept at most before they are added up.
_MOST_KEPT = 1024


class Uses:
    """Counts the uses of a pool's connections: for adapters to pools that do not count themselves.

        uses = plimsoll.pool_uses.Uses()
        asked = uses.clock()
        connection = ...                 # of the pool
        uses.take(connection, asked)
        ...
        uses.give_back(connection)
        pool.observe(uses.stats(), holders=uses.holders())

    All of it may be called on any thread, in any coroutine, and by the garbage collector: nothing waits for a lock but
    `stats`. A child after a fork counts its own.
    """

    __slots__ = (
        "taken",
        "_ended",
        "_events",
        "_waiting",
        "_lock",
        "peak",
        "_sums",
        "_read",
        "_told",
        "__weakref__",
    )
    clock = staticmethod(perf_counter)

    def __init__(self):
        # By connection: when it was asked for, when it was handed out, and where: code and instruction. None where it
        # could not be handed out in the end.
        self.taken = {}
        # Uses that ended, each with its end; and what happens more seldom: names and amounts.
        self._ended = deque()
        self._events = deque()
        self._waiting = {}
        _all.add(self)
        # The most that were handed out at once; a list, because functions that refer to it add to it.
        self.peak = [0]
        self._begin()

    def _begin(self):
        self._lock = threading.Lock()
        self.peak[0] = 0
        self._sums = {
            "requests": 0,
            "queued": 0,
            "wait_seconds": 0.0,
            "use_seconds": 0.0,
            "use_seconds_squared": 0.0,
            "timeouts": 0,
            "errors": 0,
            "created": 0,
            "create_seconds": 0.0,
            "closed": 0,
            "lost": 0,
        }
        self._read = self.clock()
        # What was told last: a counter is never less, whatever ends while it is read.
        self._told = {"requests": 0, "wait_seconds": 0.0}

    def take(self, key, asked, code=None, instruction=0):
        """A connection that was asked for at that time was handed out now, at that place of the program."""
        self.taken[key] = (asked, self.clock(), code, instruction)
        if len(self.taken) > self.peak[0]:
            self.peak[0] = len(self.taken)

    def give_back(self, key):
        """It was given back, or will never be. What was not taken is not looked at."""
        use = self.taken.pop(key, None)
        if use is not None:
            self._ended.append((use, self.clock()))
            if len(self._ended) > _MOST_KEPT:
                self.add_up()

    def wait(self, token, asked):
        """A request has to wait for a connection to be free, from that time on; `token` is what it is known by."""
        self._events.append(("queued", 1))
        self._waiting[token] = asked

    def is_waiting(self, token):
        """Whether it does."""
        return token in self._waiting

    def wait_no_more(self, token):
        """It waits no more, if it did."""
        if self._waiting:
            self._waiting.pop(token, None)

    def count(self, name, amount=1):
        """Something happened: `timeouts`, `errors`, `created`, `create_seconds`, `closed`, `lost`."""
        self._events.append((name, amount))
        if len(self._events) > _MOST_KEPT:
            self.add_up()

    def add_up(self):
        """Adds up what ended, unless another does so."""
        # Never to be waited for: the garbage collector may give a connection back in the middle of it.
        if self._lock.acquire(False):
            try:
                self._add_up()
            finally:
                self._lock.release()

    def _forget(self):
        """In a child: what its parent did is the parent's, and so is a lock that may never open."""
        for kept in (self.taken, self._ended, self._events, self._waiting):
            kept.clear()
        self._begin()

    def _add_up(self):
        """Adds up what ended; gives the uses."""
        sums, ended, events = self._sums, self._ended, self._events
        uses = []
        requests, waits, held, squares = 0, 0.0, 0.0, 0.0
        while ended:
            use, end = ended.popleft()
            seconds = end - use[1]
            requests += 1
            waits += use[1] - use[0]
            held += seconds
            squares += seconds * seconds
            uses.append(use)
        sums["requests"] += requests
        sums["wait_seconds"] += waits
        sums["use_seconds"] += held
        sums["use_seconds_squared"] += squares
        # Before it was last read there may have been others.
        self._wait_peak(use[1] - use[0] for use in uses)
        while events:
            name, amount = events.popleft()
            sums[name] += amount
        return uses

    def _wait_peak(self, waits):
        longest = max(waits, default=0.0)
        if longest > self._sums.get("wait_peak_seconds", 0.0):
            self._sums["wait_peak_seconds"] = longest

    def stats(self):
        """Counters and gauges, by name, as `DatabasePool.observe` takes them. The peaks are those since it was last
        asked."""
        with self._lock:
            # In this order: what ends in between is in both and counted once, and never in neither.
            going_on = self._going_on()
            waiting = list(self._waiting.copy().values())
            ended = set(map(id, self._add_up()))
            going_on = [use for use in going_on if id(use) not in ended]
            now, before = self.clock(), self._read
            self._read = now
            self._wait_peak(use[1] - use[0] for use in going_on if use[1] >= before)
            self._wait_peak(now - asked for asked in waiting)
            stats = dict(self._sums)
            stats.setdefault("wait_peak_seconds", 0.0)
            self._sums.pop("wait_peak_seconds", None)
            stats["requests"] += len(going_on)
            stats["wait_seconds"] += sum(use[1] - use[0] for use in going_on)
            for name, told in self._told.items():
                stats[name] = self._told[name] = max(told, stats[name])
            stats["in_use"] = len(going_on)
            stats["in_use_peak"] = max(self.peak[0], len(going_on))
            self.peak[0] = len(going_on)
            stats["waiting"] = len(waiting)
            stats["oldest_use_seconds"] = now - min(use[1] for use in going_on) if going_on else 0.0
            return stats

    def _going_on(self):
        return [use for use in self.taken.copy().values() if use is not None]

    def holders(self):
        """Who holds connections, those for longest first: dicts as `DatabasePool.observe` takes them."""
        now = self.clock()
        places = {}
        for _, began, code, instruction in self._going_on():
            if code is not None:
                count, first = places.get((code, instruction), (0, now))
                places[code, instruction] = count + 1, min(first, began)
        longest = sorted(places.items(), key=lambda place: place[1][1])
        return [
            {"site": _site(*place), "connections": count, "seconds": now - first}
            for place, (count, first) in longest
        ]


# Those of this process.
_all = WeakSet()


def _begin_child():
    # At once: what the child does before it is asked is its own.
    for uses in tuple(_all):
        uses._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_child)


def _site(code, instruction):
    name = getattr(code, "co_qualname", code.co_name)
    return f"{code.co_filename}:{_line(code, instruction)} {name}"


def _line(code, instruction):
    if hasattr(code, "co_lines"):
        for start, end, line in code.co_lines():
            if start <= instruction < end and line is not None:
                return line
        return code.co_firstlineno
    import dis

    lines = [line for start, line in dis.findlinestarts(code) if start <= instruction]
    return lines[-1] if lines else code.co_firstlineno
