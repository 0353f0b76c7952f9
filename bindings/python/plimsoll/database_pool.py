"""Pools of database connections: what they report, and what comes of it."""

import ctypes

from . import library
from .errors import InvalidArgumentError
from .handle import Handle
from .library import POINTER, SIZE, STATUS, String, call
from .options import c_name, c_text, choice, is_mapping, mapping, nanoseconds, number, out_of_range, whole
from .thresholds import threshold_rows

STATS = (
    "size",
    "max_overflow",
    "min_size",
    "timeout_seconds",
    "recycle_seconds",
    "open",
    "in_use",
    "idle",
    "waiting",
    "in_use_peak",
    "wait_peak_seconds",
    "oldest_use_seconds",
    "requests",
    "queued",
    "wait_seconds",
    "use_seconds",
    "use_seconds_squared",
    "timeouts",
    "errors",
    "created",
    "create_seconds",
    "closed",
    "lost",
)
# Those that count connections. More of them than that no machine has.
_CONNECTIONS = ("size", "max_overflow", "min_size", "open", "in_use", "idle", "waiting", "in_use_peak")
_MOST_CONNECTIONS = 1e9
_PLACES = {name: place for place, name in enumerate(STATS)}


class StatsStruct(ctypes.Structure):
    """`plim_dbpool_stats`."""

    _fields_ = [("valid", ctypes.c_uint64 * 2)] + [(name, ctypes.c_double) for name in STATS]


class HolderStruct(ctypes.Structure):
    """`plim_dbpool_holder`."""

    _fields_ = [
        ("site", ctypes.c_char_p),
        ("seconds", ctypes.c_double),
        ("connections", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


PATTERNS = {"detect": 0, "read_heavy": 1, "write_heavy": 2, "balanced": 3, "burst": 4}
OTHERS_NONE = -1


class AdviceOptions(ctypes.Structure):
    """`plim_dbpool_advice_options`."""

    _fields_ = [
        ("pattern", ctypes.c_int32),
        ("replicas", ctypes.c_uint32),
        ("other_connections", ctypes.c_int64),
        ("database_cpus", ctypes.c_double),
        ("parallel_io", ctypes.c_double),
        ("threads", ctypes.c_uint32),
        ("connections_per_thread", ctypes.c_uint32),
        ("target_wait_ns", ctypes.c_uint64),
        ("late_ratio", ctypes.c_double),
    ]


_TIME = ctypes.c_uint64
_new = library.function("plim_dbpool_new", STATUS, ctypes.c_char_p, POINTER, SIZE, POINTER, POINTER)
_observe = library.function("plim_dbpool_observe", STATUS, POINTER, _TIME, POINTER, SIZE, POINTER)
_observe_holders = library.function(
    "plim_dbpool_observe_holders", STATUS, POINTER, POINTER, SIZE, SIZE, POINTER
)
_observe_record = library.function(
    "plim_dbpool_observe_record_json", STATUS, POINTER, ctypes.c_char_p, SIZE, POINTER
)
_describe = library.function("plim_dbpool_describe", STATUS, POINTER, POINTER, POINTER)
_findings = library.function("plim_dbpool_findings", STATUS, POINTER, POINTER, POINTER)
_recommendations = library.function("plim_dbpool_recommendations", STATUS, POINTER, POINTER, POINTER)
_judge = library.function("plim_dbpool_judge", STATUS, POINTER, _TIME, POINTER)
_advise = library.function(
    "plim_dbpool_advise", STATUS, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER
)

# Beyond what any clock shows.
_MOST_SECONDS = 1e10


class PoolProtocol:
    """What a `DatabasePool` asks of its source; no class has to be above it. A source may have `holders()` too, which gives
    mappings as `DatabasePool.observe` takes them, `known()`, which gives a mapping as `DatabasePool.read_database` takes it,
    and `close()`."""

    __slots__ = ()

    def stats(self):
        """What the pool reports now: a mapping of names to numbers, those of `PoolStats`. Counters go on from call to call."""
        raise NotImplementedError


class DatabasePool(Handle):
    """Watches a pool of database connections: takes in what it reports.

        pool = plimsoll.DatabasePool("orders")
        pool.observe(size=10, in_use=3, requests=4711, use_seconds=93.4, timeouts=0)

    For pools of SQLAlchemy, psycopg_pool and DBUtils there are `plimsoll.sqlalchemy.watch`,
    `plimsoll.psycopg_pool.watch` and `plimsoll.dbutils.watch`, which give one of these.

    Holds nothing but memory, and connects to nothing. No thread is started but by `read_database`, which for most drivers
    has one that ends a message that takes too long, and ends with it. Any number of threads may use one. A child
    after a fork has one of its own under the same object, of which nothing was observed.

    Args:
        name: what it is called in findings ('database_pool:<name>'), 1 to 64 bytes.
        source: who is asked what the pool reports, where `observe` is not told: an object with `stats()`, which gives a
            mapping as `observe` takes it, and if it can `holders()`, which gives who holds connections, `known()`, which
            gives what only the program knows of the database, and `close()`, which is called when this is closed. Type
            checkers know it as `plimsoll.database_pool.PoolProtocol`.
        thresholds: where rules are raised and cleared, as `Monitor` takes them, of the rules `database_pool...` and
            `database...`: ``{"database.long_query": {"medium": (100, 60)}, "database_pool.oversized": None}``.
    """

    __slots__ = ("_name", "_readers", "_source")
    _close = library.function("plim_dbpool_close", STATUS, POINTER, POINTER)
    _free = library.function("plim_dbpool_free", None, POINTER)

    def __init__(self, name, source=None, thresholds=None):
        self._handle = None
        self._source = None
        # Those that nobody uses just now, by what they were made for.
        self._readers = {}
        encoded = c_name("name", name)
        if source is not None and not callable(getattr(source, "stats", None)):
            raise TypeError(f"`source` is {source!r}: allowed is an object with a method `stats`")
        own, count = threshold_rows(thresholds)
        handle = POINTER()
        call(_new, encoded, own, count, ctypes.byref(handle))
        self._handle = handle.value
        self._name = name
        self._source = source
        self._what = repr(name)

    @property
    def name(self):
        """What it is called in findings."""
        return self._name

    def observe(self, stats=None, *, time=None, holders=None, **values):
        """Takes in what the pool reports: every second or so, and before each diagnosis. Without an argument its source is
        asked.

        Args:
            stats: a mapping of names to numbers; those of `PoolStats`. None is as good as left out. What the pool does not
                tell is left out, and costs only what needs it.
            time: when, in seconds on any clock that only goes forward; None for now, on the clock of the time since boot.
                One pool keeps to one clock.
            holders: who holds connections: mappings with `site` (a text), `connections` and `seconds`.
            values: the same as `stats`, one by one: ``observe(in_use=3)``.

        Raises InvalidArgumentError for a name that there is not, for numbers that are negative or not finite, and for a
        time before the last one; nothing of it was taken in then.
        """
        if stats is None and not values and holders is None:
            if self._source is None:
                raise InvalidArgumentError("there is nothing to observe: give values, or a source to ask", -1)
            stats = mapping(f"`stats()` of {self._source!r} gave", self._source.stats())
            ask = getattr(self._source, "holders", None)
            holders = ask() if ask is not None else None
        elif stats is not None:
            mapping("`stats` is", stats)
        struct = _stats_struct({**(stats or {}), **values})
        # Before anything is taken in.
        array = None if holders is None else _holder_array(holders)
        at = 0 if time is None else nanoseconds("time", time, _MOST_SECONDS)
        # First: what the pool reports is judged as it is taken in.
        if array is not None:
            call(_observe_holders, self._handle, array, ctypes.sizeof(HolderStruct), len(array))
        if stats is not None or values:
            call(_observe, self._handle, at, ctypes.byref(struct), ctypes.sizeof(struct))

    def _ask(self):
        """What a monitor does that it is attached to. A pool that was closed is left as it is."""
        if self._source is not None:
            self.observe()

    def observe_record(self, record):
        """Takes in a recorded observation: a line of the file that `plimsoll db --stats` reads, or what it says as a dict.
        Its name may be another one. Raises MalformedError where it is not one."""
        if not isinstance(record, (str, bytes)):
            import json

            record = json.dumps(record)
        record = record.encode() if isinstance(record, str) else record
        call(_observe_record, self._handle, record, len(record))

    def read_database(
        self,
        connection=None,
        *,
        query=None,
        system=None,
        timeout=0.5,
        slow_queries=10,
        slow_after=1.0,
        known=None,
        time=None,
    ):
        """Reads what the pool's database says of itself, over a connection of yours: every ten seconds or so.

        It asks what any user may ask. What this user may not see is missing, and `describe().database.problems` says what
        to grant. Nothing of the connection is changed: no transaction stays open, autocommit and settings of the session
        are as they were, also after an error, and no statement stays prepared. Nobody else may use the connection
        meanwhile, but for one of SQLite's.

        Args:
            connection: of psycopg, psycopg2, pg8000, PyMySQL, mysqlclient, mysql-connector-python or sqlite3, or what
                SQLAlchemy and DBUtils make of one. With no transaction open and no result that was not read to its end,
                which is looked at before anything is sent. mysqlclient tells neither: it must be in autocommit, and rows
                of an `SSCursor` that were not read are lost, with an error for whoever reads on. Not one of psycopg2 whose
                notifications somebody waits for with `select`: they come in with the answer, and are in `notifies`.
            query: instead of a connection a function of yours that runs a statement over one, of any driver, and gives
                the rows: ``query(sql) -> rows``, each a sequence or a mapping of the values, as `cursor.fetchall()` gives
                them. The connection is in autocommit, with nothing open. What it raises is the database's error. How long
                it waits is its own business: `timeout` is told to MySQL and MariaDB, and ends nothing here.
            system: with `query` what the database is: "postgresql", "mysql", "mariadb" or "sqlite".
            timeout: how many seconds a message may take in the database, 0.001 to 60: it is told to stop then. Where
                nothing has come back a second later the connection is ended. Of SQLite nothing is ended, because that would
                end other threads' statements: a wait for a lock lasts as long as `timeout`, or as its own `busy_timeout`
                where that is shorter, or where threads share the connection (`check_same_thread=False`, and not lent by a
                pool of SQLAlchemy); a statement of another thread over the same connection is waited for.
            slow_queries: how many of the statements that took most time are read, 0 to 10.
            slow_after: from how many seconds on a statement that runs is slow.
            known: what no statement tells, a mapping of names of `describe().database.values` to numbers: ``{"cpus": 8}``
                for the CPUs of the server, without which nobody can tell whether it has more to do than it can. Adapters
                tell of their own: that of SQLAlchemy counts how often SQLite was `busy`.
            time: as for `observe`.

        Raises InvalidArgumentError for a connection that is closed, has a transaction open or a result that was not read,
        TypeError for what is none of a driver that is known (an engine, a pool, a session, a cursor), and KernelError with
        the driver's words, less passwords, where the database could not be asked. Nothing was taken in then, and everything
        else goes on.
        """
        from .reading_driver import way

        driver = _driver(connection, query, system)
        if driver.is_async:
            raise TypeError(f"{connection!r} is asynchronous: await `read_database_async`")
        reading = self._reading(driver, timeout, slow_queries, slow_after, known)
        for statement in reading:
            try:
                reading.answer = driver.run(statement, way(timeout))
            except InvalidArgumentError:
                raise
            except Exception as error:
                reading.fail(error)
        self._finish(reading, time)

    async def read_database_async(
        self,
        connection=None,
        *,
        query=None,
        system=None,
        timeout=0.5,
        slow_queries=10,
        slow_after=1.0,
        known=None,
        time=None,
    ):
        """The same over an asynchronous connection, of psycopg, asyncpg or aiosqlite, or what SQLAlchemy makes of one; or
        with an asynchronous `query`.

        To cancel it in the middle of an answer closes a connection of psycopg, for what is left of the answer can be of no
        use to anybody: the pool that it is of opens another one. Those of asyncpg and aiosqlite go on.
        """
        from .reading_driver import way

        driver = _driver(connection, query, system, is_async=True)
        if not driver.is_async:
            raise TypeError(f"{connection!r} is not asynchronous: call `read_database`")
        reading = self._reading(driver, timeout, slow_queries, slow_after, known)
        for statement in reading:
            try:
                reading.answer = await driver.run(statement, way(timeout))
            except InvalidArgumentError:
                raise
            except Exception as error:
                reading.fail(error)
        self._finish(reading, time)

    def _reading(self, driver, timeout, slow_queries, slow_after, known):
        from .database_reading import Reader, Reading, reader_options

        options = reader_options(driver, timeout, slow_queries, slow_after)
        key = bytes(options)
        try:
            # Taken away: nobody else uses it meanwhile.
            reader = self._readers[key].pop()
        except (KeyError, IndexError):
            reader = Reader(options)
        ask = getattr(self._source, "known", None)
        own = mapping(f"`known()` of {self._source!r} gave", ask()) if ask is not None else {}
        known = {**own, **(mapping("`known` is", known) if known is not None else {})}
        for name, value in known.items():
            if value is not None:
                _positive(name, value) if name == "cpus" else number(name, value)
        reader.know(known)
        return Reading(driver, reader, key)

    def _finish(self, reading, time):
        at = 0 if time is None else nanoseconds("time", time, _MOST_SECONDS)
        try:
            reading.reader.finish(self._handle, at)
        finally:
            # What was refused because the connection broke is not refused for ever.
            if not reading.is_lost:
                self._readers.setdefault(reading.key, []).append(reading.reader)

    def findings(self):
        """What limits the pool or its database, worst first, at most 8: `Finding`s. Each observation was judged when it was
        taken in."""
        from .finding import Finding

        return tuple(map(Finding._of, self._document(_findings)))

    def recommendations(self):
        """What to do about that, most urgent first: `Recommendation`s."""
        from .finding import Recommendation

        return tuple(map(Recommendation._of, self._document(_recommendations)))

    def judge(self, time):
        """Judges it as of that time, in seconds on the clock of its observations: what was observed more than a minute
        before counts as unknown. For those who observe without a monitor, and stopped to."""
        call(_judge, self._handle, nanoseconds("time", time, _MOST_SECONDS))

    def advise(
        self,
        pattern=None,
        *,
        replicas=1,
        other_connections=None,
        database_cpus=None,
        parallel_io=None,
        threads=None,
        connections_per_thread=1,
        target_wait=None,
        late_ratio=0.01,
    ):
        """How large it should be, and what else to set: a `PoolAdvice`, whose status is 'not_enough_data' where too little
        was seen. Where everybody waits it is a step, after which the next one may follow.

        Args:
            pattern: "read_heavy", "write_heavy", "balanced" or "burst"; None or "detect" for the one that is recognised.
            replicas: how many pools like this one use the same database: replicas of the service, worker processes.
            other_connections: how many connections others hold at the database; None for those that the database counts
                as not of this user.
            database_cpus: how many CPUs the database can use; None for what it says.
            parallel_io: how many disk accesses it can do at once, where they rather than the CPUs limit it.
            threads: how many threads or tasks of this process use the pool at once.
            connections_per_thread: how many connections one of them holds at once at most.
            target_wait: the longest acceptable wait in seconds, above 0, for all but `late_ratio` (above 0, below 1) of the
                requests; None for the size at which waits and connections are cheapest together.
        """
        options = AdviceOptions(
            pattern=choice("pattern", "detect" if pattern is None else pattern, PATTERNS),
            replicas=_at_least_one("replicas", replicas),
            connections_per_thread=_at_least_one("connections_per_thread", connections_per_thread),
            late_ratio=_positive("late_ratio", late_ratio, 1),
        )
        if other_connections is not None:
            options.other_connections = whole("other_connections", other_connections) or OTHERS_NONE
        for name, given in (("database_cpus", database_cpus), ("parallel_io", parallel_io)):
            if given is not None:
                setattr(options, name, _positive(name, given))
        if threads is not None:
            options.threads = _at_least_one("threads", threads)
        if target_wait is not None:
            options.target_wait_ns = nanoseconds("target_wait", target_wait, least=1e-9)
        from .pool_stats import PoolAdvice

        text = String()
        call(
            _advise, self._handle, ctypes.byref(options), ctypes.sizeof(options), None, 0, ctypes.byref(text)
        )
        return PoolAdvice.from_json(text.take().decode())

    def describe(self):
        """Everything that is known of it: a `PoolReading`."""
        from .pool_stats import PoolReading

        return PoolReading._of(self._document(_describe))

    def close(self):
        """Takes its source's adapter off the pool; all later calls raise ClosedError. Closing again is fine."""
        Handle.close(self)
        source, self._source = self._source, None
        end = getattr(source, "close", None)
        if end is not None:
            end()

    def _document(self, function, *arguments):
        import json

        text = String()
        call(function, self._handle, *arguments, ctypes.byref(text))
        return json.loads(text.take().decode())


def _driver(connection, query, system, is_async=False):
    """What the database is asked through."""
    if query is None:
        if connection is None:
            raise TypeError("there is nothing to read over: pass a connection, or `query` and `system`")
        if system is not None:
            raise InvalidArgumentError("`system` is told by the connection: leave it out, or pass `query` instead", -1)
        from .reading_drivers import driver_of

        return driver_of(connection)
    if connection is not None:
        raise InvalidArgumentError("both a connection and `query` are given: pass one of them", -1)
    from .reading_query import Query, QueryAsync

    return (QueryAsync if is_async else Query)(query, system)


def _at_least_one(name, given):
    if whole(name, given) == 0:
        raise out_of_range(name, 0, "numbers from 1")
    return given


def _positive(name, given, below=float("inf")):
    # Not the other way round: NaN is out of range as well.
    if not 0 < number(name, given) < below:
        raise out_of_range(name, given, "finite numbers above 0" + (f" and below {below}" if below == 1 else ""))
    return float(given)


def _stats_struct(values):
    struct = StatsStruct()
    for name, value in values.items():
        place = _PLACES.get(name)
        if place is None:
            raise InvalidArgumentError(f"`{name}` is no value of a pool: allowed are {', '.join(STATS)}", -1)
        if value is not None:
            value = number(name, value)
            if name in _CONNECTIONS and value > _MOST_CONNECTIONS:
                raise out_of_range(name, value, f"0 to {_MOST_CONNECTIONS:.0f}")
            setattr(struct, name, value)
            struct.valid[place // 64] |= 1 << place % 64
    return struct


def _holder_array(holders):
    try:
        holders = list(holders)
    except TypeError:
        raise TypeError(f"`holders` is {holders!r}: wanted are mappings with `site`, `connections` and `seconds`") from None
    array = (HolderStruct * len(holders))()
    for struct, holder in zip(array, holders):
        if not is_mapping(holder) or not {"site", "connections", "seconds"} >= set(holder) >= {"site"}:
            raise InvalidArgumentError(
                f"{holder!r} is no holder: it has `site`, `connections` and `seconds`", -1
            )
        struct.site = c_text("site", holder["site"])
        struct.connections = whole("connections", holder.get("connections", 1))
        struct.seconds = number("seconds", holder.get("seconds", 0.0))
    return array
