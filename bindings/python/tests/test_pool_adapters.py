"""Adapters to pools, with the real ones: SQLAlchemy on SQLite, sync and async, and DBUtils."""

import asyncio
import gc
import importlib
import os
import pathlib
import re
import sqlite3
import sys
import threading
import time
import weakref
from concurrent import futures

import pytest

import plimsoll

sqlalchemy = pytest.importorskip("sqlalchemy")

import plimsoll.sqlalchemy  # noqa: E402
from plimsoll.pool_uses import Uses  # noqa: E402


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/orders.db"


def make(url, **options):
    options = {"pool_size": 2, "max_overflow": 0, "pool_timeout": 0.2, **options}
    return sqlalchemy.create_engine(url, **options)


@pytest.fixture
def engine(url):
    made = make(url)
    yield made
    made.dispose()


@pytest.fixture
def watched(engine):
    with plimsoll.sqlalchemy.watch(engine) as pool:
        yield pool


def told(pool):
    pool.observe()
    return pool.describe()


def in_threads(count, work):
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_are_counted(engine, watched):
    assert watched.name == "orders.db"
    before = told(watched).stats
    assert (before.size, before.max_overflow, before.timeout_seconds, before.requests) == (2, 0, 0.2, 0)

    def work():
        for _ in range(10):
            with engine.connect() as connection:
                connection.execute(sqlalchemy.text("SELECT 1"))
                time.sleep(0.004)

    began = time.perf_counter()
    in_threads(4, work)
    took = time.perf_counter() - began
    time.sleep(max(0, 0.5 - took))  # what is observed sooner is no interval yet
    after = told(watched)
    stats = after.stats
    assert (stats.requests, stats.timeouts, stats.in_use, stats.created) == (40, 0, 0, 2)
    assert stats.in_use_peak == 2 and stats.idle == stats.open == 2 and stats.waiting == 0
    assert 0.16 <= stats.use_seconds <= 2 * took
    assert stats.use_seconds**2 / 40 <= stats.use_seconds_squared
    assert 1 <= stats.queued <= 40 and 0 < stats.wait_peak_seconds <= took
    assert stats.wait_peak_seconds <= stats.wait_seconds
    assert after.interval.use_seconds >= 0.004


def test_a_leak_names_its_place(engine, watched):
    leaked = [engine.connect() for _ in range(2)]  # here
    with pytest.raises(sqlalchemy.exc.TimeoutError):
        engine.connect()
    after = told(watched)
    with open(__file__) as lines:
        line = next(number for number, text in enumerate(lines, 1) if text.rstrip().endswith("# here"))
    (holder,) = after.holders
    assert holder.site.startswith(f"{__file__}:{line} ") and holder.connections == 2
    assert holder.seconds >= 0.2 and after.stats.oldest_use_seconds >= 0.2
    assert (after.stats.requests, after.stats.queued, after.stats.timeouts) == (2, 1, 1)
    for connection in leaked:
        connection.close()
    assert told(watched).holders == ()


def places(pool):
    return [holder.site.rpartition(" ")[0] for holder in told(pool).holders]


def test_places_are_found_through_all_of_sqlalchemy(engine, watched):
    from sqlalchemy.orm import Session

    with engine.begin():
        assert places(watched)[0].startswith(__file__)
    with Session(engine) as session:
        session.execute(sqlalchemy.text("SELECT 1"))
        place = places(watched)[0]
        assert place.startswith(__file__), place
    raw = engine.raw_connection()
    assert places(watched)[0].startswith(__file__)
    raw.close()


def test_what_waits_is_seen_while_it_waits(engine, watched):
    held = [engine.connect(), engine.connect()]
    thread = threading.Thread(target=lambda: engine.connect().close())
    thread.start()
    until = time.monotonic() + 5
    while told(watched).stats.waiting != 1 and time.monotonic() < until:
        time.sleep(0.001)
    assert told(watched).stats.waiting == 1
    for connection in held:
        connection.close()
    thread.join()
    stats = told(watched).stats
    assert (stats.waiting, stats.queued, stats.requests) == (0, 1, 3)


def test_a_connection_that_is_forgotten_is_given_back(engine, watched):
    forgotten = engine.raw_connection()
    assert told(watched).stats.in_use == 1
    del forgotten
    gc.collect()
    stats = told(watched).stats
    assert (stats.in_use, stats.requests) == (0, 1)


def test_what_is_lost_detached_or_not_to_be_opened(url):
    refuse = []

    def create():
        if refuse:
            raise sqlite3.OperationalError("refused")
        return sqlite3.connect(":memory:", check_same_thread=False)

    engine = make("sqlite://", creator=create, poolclass=sqlalchemy.pool.QueuePool)
    with plimsoll.sqlalchemy.watch(engine, "memory") as pool:
        connection = engine.raw_connection()
        connection.invalidate(RuntimeError("broken"))
        stats = told(pool).stats
        assert (stats.lost, stats.closed, stats.created) == (1, 1, 1)
        connection = engine.raw_connection()
        connection.detach()
        stats = told(pool).stats
        assert (stats.in_use, stats.created) == (0, 2)
        connection.close()
        refuse.append(True)
        with pytest.raises(sqlalchemy.exc.OperationalError):
            engine.connect()
        stats = told(pool).stats
        assert (stats.errors, stats.in_use, stats.lost) == (1, 0, 1)
        assert stats.requests == 2
    engine.dispose()


def test_the_pool_that_dispose_makes_is_watched_too(engine, watched):
    kept = engine.connect()
    engine.dispose()
    with engine.connect():
        after = told(watched)
        assert after.stats.requests == 2 and len(after.holders) == 2
    kept.close()
    stats = told(watched).stats
    assert stats.requests == 2 and told(watched).holders == ()


@pytest.mark.parametrize("end", ["close", "unwatch", "forget"])
def test_nothing_stays_on_the_engine(url, end):
    engine = make(url, pool_pre_ping=True)
    before = dict(vars(engine.pool))
    watched = plimsoll.sqlalchemy.watch(engine)
    with pytest.raises(plimsoll.InvalidArgumentError, match="watched already"):
        plimsoll.sqlalchemy.watch(engine)
    engine.connect().close()
    if end == "close":
        watched.close()
    elif end == "unwatch":
        plimsoll.sqlalchemy.unwatch(engine)
    else:
        del watched
        gc.collect()
    assert set(vars(engine.pool)) == set(before)
    assert engine.pool._invoke_creator is before["_invoke_creator"]
    assert not engine.pool.dispatch.close and not engine.pool.dispatch.invalidate and not engine.pool.dispatch.checkout
    engine.connect().close()
    plimsoll.sqlalchemy.watch(engine).close()
    engine.dispose()


def test_a_pool_without_a_size_and_one_that_shares(url):
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
    with plimsoll.sqlalchemy.watch(engine) as pool:
        with engine.connect():
            stats = told(pool).stats
            assert (stats.size, stats.in_use, stats.open, stats.created) == (None, 1, 1, 1)
        assert told(pool).stats.closed == 1
    for kind in (sqlalchemy.pool.StaticPool, sqlalchemy.pool.SingletonThreadPool):
        with pytest.raises(plimsoll.InvalidArgumentError, match="shares out one connection"):
            plimsoll.sqlalchemy.watch(sqlalchemy.create_engine("sqlite://", poolclass=kind))


def test_the_database_is_read_over_what_the_engine_gives(engine, watched):
    with engine.connect() as connection:
        watched.read_database(connection)
        assert watched.describe().database.system == "sqlite"
        connection.execute(sqlalchemy.text("SELECT 1"))
        with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open"):
            watched.read_database(connection)
    raw = engine.raw_connection()
    watched.read_database(raw)
    raw.close()


def test_what_sqlite_refuses_is_counted_and_the_cpus_are_told(tmp_path):
    path = tmp_path / "busy.db"
    engine = make(f"sqlite:///{path}", pool_size=2, connect_args={"timeout": 0.01, "check_same_thread": False})
    with plimsoll.sqlalchemy.watch(engine) as watched:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("CREATE TABLE items (id int)"))
        writer = sqlite3.connect(path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(sqlalchemy.exc.OperationalError), engine.begin() as connection:
                connection.execute(sqlalchemy.text("INSERT INTO items VALUES (1)"))
        with pytest.raises(sqlalchemy.exc.OperationalError), engine.connect() as connection:
            connection.execute(sqlalchemy.text("SELECT * FROM nowhere"))
        writer.close()
        with engine.connect() as connection:
            watched.read_database(connection, known={"cpus": 4})
            values = watched.describe().database.values
            assert (values.busy, values.cpus) == (3, 4)
            watched.read_database(connection)
            assert watched.describe().database.values.cpus is None
            with pytest.raises(plimsoll.MalformedError, match="cores"):
                watched.read_database(connection, known={"cores": 4})
    engine.dispose()


def test_a_monitor_reads_what_is_watched(engine, watched):
    with plimsoll.Monitor() as monitor:
        monitor.attach(watched)
        with engine.connect():
            monitor.observe()
            assert monitor.diagnose().database_pools[0].stats.in_use == 1


@pytest.mark.parametrize("first", ["engine", "pool"])
def test_a_pool_is_watched_once(url, first):
    engine = make(url)
    before = set(vars(engine.pool))
    one, other = (engine, engine.pool) if first == "engine" else (engine.pool, engine)
    watched = plimsoll.sqlalchemy.watch(one)
    for again in (other, one):
        with pytest.raises(plimsoll.InvalidArgumentError, match="watched already"):
            plimsoll.sqlalchemy.watch(again)
    engine.dispose()
    with pytest.raises(plimsoll.InvalidArgumentError, match="watched already"):
        plimsoll.sqlalchemy.watch(engine)
    plimsoll.sqlalchemy.unwatch(engine)
    assert set(vars(engine.pool)) == before
    watched.close()
    plimsoll.sqlalchemy.watch(other).close()
    assert set(vars(engine.pool)) == before
    engine.dispose()


def test_a_file_whose_name_is_no_text_on_a_line_is_watched(tmp_path):
    engine = make(f"sqlite:///{tmp_path}/or\nders.db")
    with plimsoll.sqlalchemy.watch(engine) as pool:
        assert pool.name == "or ders.db"
    engine.dispose()


def test_an_engine_that_was_watched_is_not_kept(url):
    engine = make(url)
    kept = weakref.ref(engine.pool)
    plimsoll.sqlalchemy.watch(engine).close()
    engine.dispose()
    del engine
    gc.collect()
    assert kept() is None


@pytest.mark.parametrize("size", [0, 5])
def test_a_pool_without_an_end_has_no_size(url, size):
    engine = make(url, pool_size=size, max_overflow=-1)
    with plimsoll.sqlalchemy.watch(engine) as pool:
        held = [engine.connect() for _ in range(20)]
        stats = told(pool).stats
        assert (stats.size, stats.max_overflow, stats.in_use) == (None, None, 20)
        for connection in held:
            connection.close()
    engine.dispose()


def test_a_pool_that_was_disposed_of_is_not_kept(engine, watched):
    kept = weakref.WeakSet()
    for _ in range(20):
        with engine.connect():
            kept.add(engine.pool)
        engine.dispose()
    gc.collect()
    # The first one stays, for the listeners are known by it.
    assert len(kept) <= 1
    with engine.connect():
        assert told(watched).stats.in_use == 1


# A library that others wrote, as pip would install it.
HELPER = """
def connect(connect):
    return connect()

def connect_in_code_without_a_name(connect):
    names = {"connect": connect, "__name__": None}
    exec("def work(): return connect()", names)
    return names["work"]()
"""


@pytest.fixture
def helper(tmp_path, monkeypatch):
    folder = tmp_path / "lib" / "site-packages"
    folder.mkdir(parents=True)
    (folder / "helper_of_others.py").write_text(HELPER)
    monkeypatch.syspath_prepend(folder)
    yield importlib.import_module("helper_of_others")
    del sys.modules["helper_of_others"]


def test_the_place_is_of_the_application_and_not_of_a_helper(engine, watched, helper):
    for _ in range(2):
        with helper.connect(engine.connect):
            place = places(watched)[0]
            assert place.startswith(__file__), place
    taken = []
    with futures.ThreadPoolExecutor(1) as threads:
        # There it is nobody else's: no frame is the application's.
        taken.append(threads.submit(helper.connect, engine.connect).result())
    assert places(watched)[0].startswith(helper.__file__)
    taken[0].close()


def test_the_place_is_of_the_application_with_dbutils(tmp_path, helper):
    pooled_db = pytest.importorskip("dbutils.pooled_db")
    import plimsoll.dbutils

    connections = pooled_db.PooledDB(sqlite3, database=str(tmp_path / "a.db"), check_same_thread=False)
    with plimsoll.dbutils.watch(connections) as pool:
        connection = helper.connect(connections.connection)
        assert places(pool)[0].startswith(__file__)
        connection.close()
        connection = helper.connect_in_code_without_a_name(connections.connection)
        assert told(pool).stats.in_use == 1
        connection.close()
    connections.close()


def test_code_without_a_name_gets_its_connection(engine, watched, helper):
    for _ in range(5):
        helper.connect_in_code_without_a_name(engine.connect).close()
    stats = told(watched).stats
    assert (stats.requests, stats.in_use) == (5, 0) and engine.pool.checkedout() == 0


def test_a_child_counts_its_own(engine, watched):
    kept = engine.connect()
    assert told(watched).stats.requests == 1
    child = os.fork()
    if child == 0:
        status = 1
        try:
            # Before it is asked for the first time.
            engine.dispose(close=False)
            with engine.connect():
                pass
            own = engine.connect()
            stats = told(watched).stats
            status = 0 if (stats.requests, len(watched.describe().holders)) == (2, 1) else 2
            own.close()
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    kept.close()
    assert told(watched).stats.requests == 1


def test_an_asynchronous_engine(tmp_path):
    asyncio_part = pytest.importorskip("sqlalchemy.ext.asyncio")
    pytest.importorskip("aiosqlite")

    async def work():
        engine = asyncio_part.create_async_engine(
            f"sqlite+aiosqlite:///{tmp_path}/a.db", pool_size=2, max_overflow=0, pool_timeout=0.2
        )
        with plimsoll.sqlalchemy.watch(engine) as pool:

            async def one():
                async with engine.connect() as connection:
                    await connection.execute(sqlalchemy.text("SELECT 1"))
                    await asyncio.sleep(0.01)

            await asyncio.gather(*(one() for _ in range(6)))
            stats = told(pool).stats
            assert (stats.requests, stats.created, stats.in_use, stats.waiting) == (6, 2, 0, 0)
            assert stats.queued >= 2 and stats.use_seconds >= 0.06 and stats.in_use_peak == 2
            async with engine.connect() as first, engine.connect():
                after = told(pool)
                assert {holder.site.rpartition(" ")[2].rpartition(".")[2] for holder in after.holders} == {"work"}
                with pytest.raises(sqlalchemy.exc.TimeoutError):
                    await engine.connect()
                assert told(pool).stats.timeouts == 1
                with pytest.raises(TypeError, match="read_database_async"):
                    pool.read_database(first)
                await pool.read_database_async(first)
                assert pool.describe().database.system == "sqlite"
        await engine.dispose()

    asyncio.run(work())


def test_dbutils(tmp_path):
    pooled_db = pytest.importorskip("dbutils.pooled_db")
    import plimsoll.dbutils

    path = str(tmp_path / "a.db")
    connections = pooled_db.PooledDB(sqlite3, maxconnections=2, blocking=True, database=path, check_same_thread=False)
    before = set(vars(connections))
    with plimsoll.dbutils.watch(connections, "orders") as pool:

        def work():
            for _ in range(10):
                connection = connections.connection()
                time.sleep(0.002)
                connection.close()

        in_threads(4, work)
        stats = told(pool).stats
        assert (stats.requests, stats.in_use, stats.size, stats.in_use_peak) == (40, 0, 2, 2)
        assert stats.queued >= 1 and stats.use_seconds >= 0.08 and stats.created is None
        connection = connections.dedicated_connection()
        after = told(pool)
        assert after.stats.in_use == 1 and after.holders[0].site.startswith(__file__)
        pool.read_database(connection)
        assert pool.describe().database.system == "sqlite"
        del connection
        gc.collect()
        assert told(pool).stats.in_use == 0
    assert set(vars(connections)) == before
    connections.close()
    connections = pooled_db.PooledDB(sqlite3, maxconnections=1, database=path, check_same_thread=False)
    with plimsoll.dbutils.watch(connections) as pool:
        kept = connections.connection()
        with pytest.raises(pooled_db.TooManyConnectionsError):
            connections.connection()
        assert told(pool).stats.timeouts == 1
        kept.close()
    connections.close()
    with pytest.raises(TypeError, match="PooledDB"):
        plimsoll.dbutils.watch(object())


def test_dbutils_before_its_exceptions_were_renamed(monkeypatch):
    pooled_db = pytest.importorskip("dbutils.pooled_db")
    import plimsoll.dbutils

    older = type("TooManyConnections", (pooled_db.PooledDBError,), {})
    monkeypatch.setattr(pooled_db, "TooManyConnectionsError", older)
    connections = pooled_db.PooledDB(sqlite3, maxconnections=1, database=":memory:", check_same_thread=False)
    with plimsoll.dbutils.watch(connections) as pool:
        kept = connections.connection()
        with pytest.raises(older):
            connections.connection()
        stats = told(pool).stats
        assert (stats.timeouts, stats.errors) == (1, 0)
        kept.close()
    connections.close()


def test_a_pool_of_dbutils_is_watched_once():
    pooled_db = pytest.importorskip("dbutils.pooled_db")
    import plimsoll.dbutils

    connections = pooled_db.PooledDB(sqlite3, database=":memory:", check_same_thread=False)
    before = set(vars(connections))
    for _ in range(2):
        with plimsoll.dbutils.watch(connections) as pool:
            with pytest.raises(plimsoll.InvalidArgumentError, match="watched already"):
                plimsoll.dbutils.watch(connections)
            connections.connection().close()
            assert told(pool).stats.requests == 1
        assert set(vars(connections)) == before
    connections.close()


def test_the_examples_of_the_page_run():
    page = pathlib.Path(__file__).parents[3] / "docs" / "database-pools.md"
    blocks = re.findall(r"^```python\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
    assert len(blocks) == 3
    for block in blocks:
        names = {}
        exec(compile(block, str(page), "exec"), names)
        if "engine" in names:
            names["engine"].dispose()


def test_uses_that_nobody_reads_are_added_up():
    uses = Uses()
    for number in range(5000):
        uses.take(number, uses.clock())
        uses.give_back(number)
        uses.count("created")
    assert len(uses._ended) < 2000 and len(uses._events) < 2000
    stats = uses.stats()
    assert (stats["requests"], stats["created"], stats["in_use"]) == (5000, 5000, 0)


def test_counters_never_go_back():
    uses, stop, seen = Uses(), threading.Event(), []

    def work():
        key = object()
        while not stop.is_set():
            uses.take(key, uses.clock())
            uses.give_back(key)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(300):
        stats = uses.stats()
        seen.append((stats["requests"], stats["wait_seconds"], stats["use_seconds"]))
    stop.set()
    for thread in threads:
        thread.join()
    assert all(one <= other for pair in zip(seen, seen[1:]) for one, other in zip(*pair))


def test_what_is_being_given_back_is_not_forgotten():
    uses = Uses()
    uses.take("a", uses.clock() - 1)
    before = uses.stats()
    # The other thread has taken it out, and not told yet that it ended.
    use = uses.taken.pop("a")
    between = uses.stats()
    uses._ended.append((use, uses.clock()))
    after = uses.stats()
    assert before["requests"] == between["requests"] == after["requests"] == 1
    assert before["wait_seconds"] == between["wait_seconds"] == after["wait_seconds"] >= 1
