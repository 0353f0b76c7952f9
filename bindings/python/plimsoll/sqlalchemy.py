"""Watching the pool of a SQLAlchemy engine, without a change of the application.

    import plimsoll.sqlalchemy

    pool = plimsoll.sqlalchemy.watch(engine)     # sync or async
    monitor.attach(pool)                         # or: pool.observe(), every second or so

Needs SQLAlchemy 1.4 or later, and is imported only by who uses it.
"""

import os
import sys
from weakref import WeakKeyDictionary, ref

from sqlalchemy import event, exc
from sqlalchemy import pool as pools
from sqlalchemy.engine import events

from .call_sites import Libraries, nearest
from .database_pool import DatabasePool
from .database_url import harmless
from .errors import InvalidArgumentError
from .pool_uses import Uses, _MOST_KEPT

# By pool, whether the engine was given or the pool; those that `dispose` made, too. Nothing is kept for it.
_watched = WeakKeyDictionary()


def watch(engine, name=None, thresholds=None):
    """Watches the pool of an engine: a `DatabasePool` that reads it whenever it, or a monitor that it is attached to,
    observes. It is watched for as long as the `DatabasePool` is kept and not closed.

    Args:
        engine: an `Engine`, an `AsyncEngine`, or a `Pool`. A `QueuePool` or one made of it (`AsyncAdaptedQueuePool`), or a
            `NullPool`, which has no size. Raises InvalidArgumentError for those that share one connection.
        name: what it is called in findings, 1 to 64 bytes; the name of the database if None.
        thresholds: where rules are raised and cleared, as `DatabasePool` takes them.

    What is counted: `close`, `close_detached` and `invalidate` events; and, because SQLAlchemy has no event before a request
    waits, calls of the pool's `_do_get` (a connection is asked for), `_do_return_conn` (it is given back), `_invoke_creator`
    (one is opened) and `recreate` (`dispose` makes another pool), in whose place it puts functions of its own, on this pool
    alone. A wait ends when the pool hands a connection out, opened or opened anew and, with `pool_pre_ping`, tested. A use
    ends when it is given back, after the pool's rollback. A request counts as queued where no connection was free and none
    more may be opened. The place of the program that took a connection is the first one outside SQLAlchemy, Python's own
    modules and what is installed; the first one outside SQLAlchemy where there is no other. Of SQLite, with
    SQLAlchemy 2, statements that were refused because another connection held the database are counted for `read_database`.
    """
    inner = getattr(engine, "sync_engine", engine)
    pool = inner if isinstance(inner, pools.Pool) else inner.pool
    for kind in ("StaticPool", "SingletonThreadPool", "AssertionPool"):
        if isinstance(pool, getattr(pools, kind)):
            raise InvalidArgumentError(
                f"a {type(pool).__name__} cannot be watched: it shares out one connection, and has no size to advise on",
                -1,
            )
    if _hooks_of(pool) is not None:
        raise InvalidArgumentError("this engine, or its pool, is watched already: `unwatch` it first", -1)
    hooks = _Hooks(inner, pool)
    return DatabasePool(name or _name_of(inner), source=_Source(hooks), thresholds=thresholds)


def unwatch(engine):
    """Takes off all that `watch` put on an engine, or on its pool. Nothing where it is not watched."""
    inner = getattr(engine, "sync_engine", engine)
    hooks = _hooks_of(inner if isinstance(inner, pools.Pool) else inner.pool)
    if hooks is not None:
        hooks.remove()


def _hooks_of(pool):
    """What a pool is watched by."""
    hooks = _watched.get(pool, lambda: None)()
    return hooks if hooks is not None and hooks.is_there else None


def _name_of(engine):
    url = getattr(engine, "url", None)
    # Of SQLite it is a path; there is no password in it.
    name = os.path.basename(url.database or "") or url.get_backend_name() if url is not None else "pool"
    return harmless(name).encode()[:64].decode("utf-8", "ignore")


class _Source:
    """What the pool is asked through."""

    __slots__ = ("_hooks",)

    def __init__(self, hooks):
        self._hooks = hooks

    def stats(self):
        return self._hooks.stats()

    def holders(self):
        return self._hooks.uses.holders()

    def known(self):
        return self._hooks.known()

    def close(self):
        self._hooks.remove()

    def __del__(self, is_finalizing=sys.is_finalizing):
        hooks = getattr(self, "_hooks", None)
        if hooks is not None and not is_finalizing():
            hooks.remove()


class _Hooks:
    """What is put on an engine and its pool. Nothing of it refers to who reads it."""

    __slots__ = ("uses", "is_there", "_busy", "_target", "_pool", "_listened", "_put", "__weakref__")

    def __init__(self, target, pool):
        self.uses = Uses()
        self.is_there = True
        self._target = target
        self._listened = []
        self._put = []
        uses = self.uses
        taken, clock, count = uses.taken, uses.clock, uses.count

        def checkout(connection, record, proxy):
            # Behind the test of the connection: until here it waited.
            use = taken.get(record)
            if use is not None:
                taken[record] = (use[0], clock(), use[2], use[3])

        def close(connection, record):
            count("closed")

        def close_detached(connection):
            count("closed")

        def invalidate(connection, record, exception):
            if exception is not None:
                count("lost")

        listeners = [close, close_detached, invalidate]
        if getattr(pool, "_pre_ping", False):
            listeners.append(checkout)
        for listener in listeners:
            self._listen(pool, listener)
        self._busy = None
        dialect = getattr(target, "dialect", None)
        if getattr(dialect, "name", "") == "sqlite" and hasattr(events.DialectEvents, "handle_error"):
            busy = self._busy = [0]

            def handle_error(context):
                if _is_busy(context.original_exception):
                    busy[0] += 1

            # Of the dialect: on the engine, in which 1.4 has it, it would make every connection slower.
            self._listen(dialect, handle_error)
        self._put_on(pool)

    def _listen(self, target, listener):
        event.listen(target, listener.__name__, listener)
        self._listened.append((target, listener))

    def _put_on(self, pool):
        self._pool = pool
        _watched[pool] = ref(self)
        puts = {
            "_do_get": _asking,
            "_do_return_conn": _giving_back,
            "_invoke_creator": _opening,
            "recreate": self._recreating,
        }
        for name, make in puts.items():
            original = getattr(pool, name, None)
            if original is not None:
                put = make(pool, original, self.uses)
                put.__wrapped__ = original
                # Not by way of `__dict__`: to look at that makes all members of an object slower.
                setattr(pool, name, put)
                # What was put there refers to the pool, and what was there before may: neither is kept here.
                self._put.append((ref(pool), name, ref(put)))

    def _recreating(self, pool, recreate, uses):
        """What is called in the place of `recreate`: `Engine.dispose` makes another pool, which takes the listeners along
        and nothing else. (A listener on the engine would make every one of its connections slower.)"""

        def recreated():
            another = recreate()
            if self.is_there:
                # What is out of this one comes back to it.
                self._put = [put for put in self._put if put[0]() is not None]
                self._put_on(another)
            return another

        return recreated

    def _take_off(self):
        for pool, name, put in self._put:
            pool, put = pool(), put()
            # Unless somebody put something else there since.
            if pool is not None and put is not None and getattr(pool, name) is put:
                original = put.__wrapped__
                if getattr(original, "__self__", None) is pool:
                    delattr(pool, name)
                else:
                    setattr(pool, name, original)
        self._put = []

    def remove(self):
        if self.is_there:
            self.is_there = False
            self._take_off()
            for target, listener in self._listened:
                if event.contains(target, listener.__name__, listener):
                    event.remove(target, listener.__name__, listener)
            self._listened = []

    def known(self):
        return {} if self._busy is None else {"busy": self._busy[0]}

    def stats(self):
        pool, stats = self._pool, self.uses.stats()
        if isinstance(pool, pools.QueuePool):
            # Without an end it is missing: a size with an overflow that is not told would be the end.
            is_limited = pool._max_overflow >= 0
            stats["size"] = pool.size() or None if is_limited else None
            stats["max_overflow"] = pool._max_overflow if is_limited else None
            stats["timeout_seconds"] = pool._timeout
            stats["idle"] = max(pool.checkedin(), 0)
            # Those too that were handed out before it was watched.
            stats["in_use"] = max(pool.checkedout(), 0)
            stats["in_use_peak"] = max(stats["in_use_peak"], stats["in_use"])
        else:
            stats["idle"] = 0
        stats["open"] = stats["idle"] + stats["in_use"]
        if getattr(pool, "_recycle", -1) > -1:
            stats["recycle_seconds"] = pool._recycle
        return stats


def _asking(pool, get, uses):
    """What is called in the place of `_do_get`."""
    taken, clock, frame_at, peak = uses.taken, uses.clock, sys._getframe, uses.peak
    most = getattr(pool, "_max_overflow", -1)
    most = most if most >= 0 else float("inf")
    is_empty = pool._pool.empty if most < float("inf") else None
    # Files that are the application's; and how many frames away the last one of it was.
    files, depth = set(), 4
    is_library = Libraries(["sqlalchemy.pool"])

    def do_get():
        nonlocal depth
        asked = clock()
        try:
            if is_empty is not None and pool._overflow >= most and is_empty():
                token = object()
                uses.wait(token, asked)
                try:
                    record = get()
                finally:
                    uses.wait_no_more(token)
            else:
                record = get()
        except BaseException as error:
            _count_timeout(uses, error)
            raise
        # Whatever it is that cannot be found out, the connection is handed out.
        try:
            # Mostly it is as deep as the last time: so few frames are looked at.
            frame = frame_at(depth)
            is_it = frame.f_code.co_filename in files and frame_at(depth - 1).f_code.co_filename not in files
        except Exception:
            is_it = False
        if not is_it:
            try:
                # Above are the record, `_checkout` and `connect`.
                frame, away, is_own = nearest(frame_at(3), is_library)
                if is_own:
                    depth = 3 + away
                    if not frame.f_code.co_filename.startswith("<"):
                        files.add(frame.f_code.co_filename)
                else:
                    outer, is_own = _outside(is_library)
                    frame = outer if is_own or frame is None else frame
            except Exception:
                frame = None
        if frame is None:
            taken[record] = (asked, clock(), None, 0)
        else:
            taken[record] = (asked, clock(), frame.f_code, frame.f_lasti)
        if len(taken) > peak[0]:
            peak[0] = len(taken)
        return record

    return do_get


def _giving_back(pool, give_back, uses):
    """What is called in the place of `_do_return_conn`."""
    ended, clock = uses._ended, uses.clock
    take_out, add = uses.taken.pop, ended.append

    def do_return_conn(record):
        # `uses.give_back`, without the call.
        use = take_out(record, None)
        if use is not None:
            add((use, clock()))
            if len(ended) > _MOST_KEPT:
                uses.add_up()
        return give_back(record)

    return do_return_conn


def _outside(is_library):
    """The first frame of the application, where SQLAlchemy runs in a greenlet of its own: below the one that it came
    from; and whether it is the application's own."""
    greenlet = sys.modules.get("greenlet")
    outer = greenlet.getcurrent().parent if greenlet is not None else None
    frame, _, is_own = nearest(outer.gr_frame if outer is not None else None, is_library)
    return frame, is_own


def _count_timeout(uses, error):
    # It may come through here twice: the pool calls itself.
    if isinstance(error, exc.TimeoutError) and not getattr(error, "_plimsoll_counted", False):
        error._plimsoll_counted = True
        uses.count("timeouts")


def _is_busy(error):
    """Whether SQLite refused a statement because another held the database: SQLITE_BUSY and SQLITE_LOCKED."""
    code = getattr(error, "sqlite_errorcode", None)
    # Before Python 3.11 only the text tells.
    return code & 0xFF in (5, 6) if code is not None else " is locked" in str(error)


def _opening(pool, create, uses):
    """What is called in the place of `_invoke_creator`."""
    taken, clock = uses.taken, uses.clock

    def invoke_creator(record):
        began = clock()
        try:
            connection = create(record)
        except BaseException:
            uses.count("errors")
            if record in taken:
                # One that had been kept: it will not be handed out.
                taken[record] = None
            raise
        ended = clock()
        uses.count("created")
        uses.count("create_seconds", ended - began)
        use = taken.get(record)
        if use is not None:
            taken[record] = (use[0], ended, use[2], use[3])
        return connection

    return invoke_creator
