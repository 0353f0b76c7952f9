"""Watching a pool of psycopg_pool, without a change of the application.

    import plimsoll.psycopg_pool

    pool = plimsoll.psycopg_pool.watch(pool)     # a ConnectionPool or an AsyncConnectionPool
    monitor.attach(pool)                         # or: pool.observe(), every second or so

The pool counts itself: nothing is put on it, and a checkout costs nothing more.
"""

import threading

from .database_pool import DatabasePool
from .database_url import harmless


def watch(pool, name=None, thresholds=None):
    """Watches a `ConnectionPool`, an `AsyncConnectionPool`, a `NullConnectionPool` or an `AsyncNullConnectionPool`: a
    `DatabasePool` that reads it whenever it, or a monitor that it is attached to, observes.

    It calls `get_stats`, never `pop_stats`, which would take them from others. Where the application calls `pop_stats`, what it
    took counts on. What the pool does not tell is missing: how
    uneven uses are, the longest wait and use, who holds connections. Times are whole milliseconds. Connections that came
    back broken count as lost. Requests that were refused at once (`max_waiting`) count as timeouts, for the pool counts both
    as one. What a pool that is not open, or closed, has is unknown.

    Args:
        pool: the pool.
        name: what it is called in findings, 1 to 64 bytes; the pool's own name if None.
        thresholds: where rules are raised and cleared, as `DatabasePool` takes them.
    """
    if not hasattr(pool, "get_stats"):
        raise TypeError(f"{pool!r} is no pool of psycopg_pool: it has no `get_stats`")
    return DatabasePool(name or harmless(pool.name), source=_Source(pool), thresholds=thresholds)


class _Source:
    __slots__ = ("_counters", "_created", "_pool", "_served")

    def __init__(self, pool):
        self._pool = pool
        self._counters = _Counters(pool)
        self._served = self._created = 0

    def stats(self):
        pool = self._pool
        at_work = _at_work(pool)
        # What never happened is left out.
        told = self._counters.read()
        get = lambda key: told.get(key, 0)  # noqa: E731
        gave_up, waiting = get("requests_errors"), _waiting(pool, get("requests_waiting"))
        # Read one after the other, while it goes on: never less than before.
        self._served = max(self._served, get("requests_num") - gave_up - waiting)
        # It counts attempts as they begin. One that is not over may fail: a counter that went back would cost the interval
        # that holds the error.
        under_way = max(at_work, _at_work(pool))
        self._created = max(
            self._created, get("connections_num") - get("connections_errors") - under_way
        )
        # What it counts as its size includes connections that are yet to be opened.
        idle = get("pool_available")
        size = max(get("pool_size") - _opening(pool), idle)
        in_use = size - idle
        if getattr(pool, "closed", False):
            # Those that are out will be closed when they come back, and are counted no more.
            size = in_use = None
        return {
            # A `NullConnectionPool` may have no end.
            "size": get("pool_max") or None,
            "max_overflow": 0,
            "min_size": get("pool_min"),
            "timeout_seconds": pool.timeout,
            "recycle_seconds": pool.max_lifetime,
            "open": size,
            "in_use": in_use,
            "idle": idle,
            "waiting": waiting,
            "requests": self._served,
            "queued": get("requests_queued"),
            "wait_seconds": get("requests_wait_ms") / 1e3,
            "use_seconds": get("usage_ms") / 1e3,
            "timeouts": gave_up,
            "errors": get("connections_errors"),
            "created": self._created,
            "create_seconds": get("connections_ms") / 1e3,
            "lost": get("connections_lost") + get("returns_bad"),
        }

    def holders(self):
        return ()


class _Counters:
    """What a pool counted since it was made, whoever called `pop_stats` in between."""

    __slots__ = ("_before", "_counter", "_last", "_lock", "_pool")
    _names = (
        "requests_num",
        "requests_queued",
        "requests_wait_ms",
        "requests_errors",
        "usage_ms",
        "returns_bad",
        "connections_num",
        "connections_ms",
        "connections_errors",
        "connections_lost",
    )

    def __init__(self, pool):
        self._pool = pool
        self._lock = threading.Lock()
        self._before = dict.fromkeys(self._names, 0)
        self._counter, self._last = getattr(pool, "_stats", None), {}

    def read(self):
        with self._lock:
            pool = self._pool
            while True:
                counter = getattr(pool, "_stats", None)
                told = pool.get_stats()
                if getattr(pool, "_stats", None) is counter:
                    break
            ended = None
            if counter is not self._counter:
                # `pop_stats` begins another one. The old one still has all of what was counted until then.
                ended = self._counter
            elif any(told.get(name, 0) < self._last.get(name, 0) for name in self._names):
                ended = self._last
            if ended is not None:
                for name in self._names:
                    self._before[name] += ended.get(name, 0)
            self._counter, self._last = counter, told
            return {**told, **{name: self._before[name] + told.get(name, 0) for name in self._names}}


def _opening(pool):
    """How many connections are being opened, or will be when it is their turn. Where the server cannot be reached the pool
    tries again and again, for minutes."""
    try:
        # Of asyncio's own, and of the thread's.
        queue = getattr(pool._tasks, "queue", None)
        tasks = list(pool._tasks._queue if queue is None else queue)
        tasks += [getattr(one.action, "__self__", None) for one in tuple(pool._sched._queue)]
        later = sum(type(task).__name__ == "AddConnection" for task in tasks)
        # What else there is to do, giving back and shrinking, is done with connections that nobody uses.
        return later + _at_work(pool)
    except (AttributeError, RuntimeError, TypeError):
        return 0


def _at_work(pool):
    """How many of the pool's workers do something, which mostly is to open a connection."""
    try:
        queue = getattr(pool._tasks, "queue", None)
        # Whoever does not wait for work is at it.
        waits = pool._tasks._getters if queue is None else pool._tasks.not_empty._waiters
        return max(len(pool._workers) - len(waits), 0)
    except (AttributeError, RuntimeError, TypeError):
        return 0


def _waiting(pool, told):
    """How many wait. The pool counts those too that gave up, until a connection comes back: where all have leaked, for
    ever."""
    try:
        return sum(one.error is None and one.conn is None for one in tuple(pool._waiting))
    except (AttributeError, RuntimeError, TypeError):
        return told
