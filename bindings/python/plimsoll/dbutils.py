"""Watching a `PooledDB` of DBUtils, or a pool that is made like it.

    import plimsoll.dbutils

    pool = plimsoll.dbutils.watch(pooled_db)
    monitor.attach(pool)                         # or: pool.observe(), every second or so

Other pools take part by what `DatabasePool(name, source=...)` says; `plimsoll.pool_uses.Uses` counts for them.
"""

import sys
from threading import get_ident
from weakref import ref

from . import call_sites
from .database_pool import DatabasePool
from .errors import InvalidArgumentError
from .pool_uses import Uses

# A request that would have to wait is refused with an exception of that name, where the pool does not block: the first one
# since DBUtils 3.1, the other one before.
_TOO_MANY = ("TooManyConnectionsError", "TooManyConnections")


def watch(pool, name="dbutils", thresholds=None):
    """Watches a `PooledDB`, of DBUtils 2 or 3: a `DatabasePool` that reads it whenever it, or a monitor that it is attached
    to, observes. It is watched for as long as the `DatabasePool` is kept and not closed; `close` takes everything off the pool.

    It puts functions of its own in the place of `connection`, `cache` and `_wait_lock`, on this pool alone. A wait ends when
    the connection is handed out, opened or tested; a request counts as queued where it has to wait for another's.
    Several who share one connection (`maxshared`) count as one use, from the first to the last. Opening is not told apart
    from waiting, and lost connections are not known: DBUtils opens them anew without a word.

    Args:
        pool: the `PooledDB`.
        name: what it is called in findings, 1 to 64 bytes.
        thresholds: where rules are raised and cleared, as `DatabasePool` takes them.
    """
    for needed in ("connection", "cache"):
        if not callable(getattr(pool, needed, None)):
            raise TypeError(f"{pool!r} is no pool like DBUtils' PooledDB: it has no `{needed}`")
    if _is_watched(pool):
        raise InvalidArgumentError("this pool is watched already: `close` that `DatabasePool` first", -1)
    return DatabasePool(name, source=_Source(pool), thresholds=thresholds)


def _is_watched(pool):
    source = getattr(pool.connection, "_plimsoll_source", lambda: None)()
    return source is not None and bool(source._put)


class _Source:
    __slots__ = ("_pool", "_uses", "_put", "__weakref__")

    def __init__(self, pool):
        self._pool = pool
        self._uses = Uses()
        self._put = {}
        for name, make in (("connection", _connection), ("cache", _cache), ("_wait_lock", _wait_lock)):
            original = getattr(pool, name, None)
            if original is not None:
                self._put[name] = make(pool, original, self._uses)
                setattr(pool, name, self._put[name])
        self._put["connection"]._plimsoll_source = ref(self)

    def stats(self):
        pool, stats = self._pool, self._uses.stats()
        most = getattr(pool, "_maxconnections", 0)
        stats["size"] = most or None
        stats["max_overflow"] = 0 if most else None
        stats["idle"] = len(getattr(pool, "_idle_cache", ()))
        stats["open"] = stats["idle"] + stats["in_use"]
        for unknown in ("created", "create_seconds", "closed", "lost"):
            del stats[unknown]
        if not getattr(pool, "_blocking", True):
            stats["timeout_seconds"] = 0
        return stats

    def holders(self):
        return self._uses.holders()

    def close(self):
        for name, put in self._put.items():
            if vars(self._pool).get(name) is put:
                delattr(self._pool, name)
        self._put = {}

    def __del__(self, is_finalizing=sys.is_finalizing):
        if not is_finalizing():
            self.close()


def _connection(pool, connect, uses):
    """What is called in the place of `connection`."""
    taken, clock, find = uses.taken, uses.clock, call_sites.finder(type(pool))

    def connection(*arguments, **options):
        asked = clock()
        try:
            given = connect(*arguments, **options)
        except Exception as error:
            uses.count("timeouts" if type(error).__name__ in _TOO_MANY else "errors")
            raise
        finally:
            uses.wait_no_more(get_ident())
        key = getattr(given, "_con", given)
        # One that is shared is in use already.
        if key not in taken:
            uses.take(key, asked, *find())
        return given

    return connection


def _wait_lock(pool, wait, uses):
    """What is called in the place of `_wait_lock`, where a request has to wait."""

    def wait_lock():
        if not uses.is_waiting(get_ident()):
            uses.wait(get_ident(), uses.clock())
        return wait()

    return wait_lock


def _cache(pool, cache, uses):
    """What is called in the place of `cache`."""

    def give_back(connection):
        uses.give_back(connection)
        return cache(connection)

    return give_back
