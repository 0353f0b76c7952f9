"""Pools of database connections: what they report, what comes of it, and SQLite read over a connection."""

import os
import sqlite3
import sys
import threading

import pytest
from conftest import run

import plimsoll


@pytest.fixture
def pool():
    with plimsoll.DatabasePool("orders") as made:
        yield made


def load(pool, seconds, in_use=4.0, waiting=6.0):
    """A load that keeps so many of four connections busy."""
    for at in range(1, seconds + 1):
        pool.observe(
            time=at,
            size=4,
            max_overflow=0,
            in_use=in_use,
            waiting=waiting,
            requests=at * 100,
            queued=at * 90,
            wait_seconds=at * 20 * waiting,
            use_seconds=at * in_use,
            timeouts=at,
        )


def test_what_is_reported_is_told_again(pool):
    holders = [{"site": "jobs.py:10 work", "connections": 2, "seconds": 3.5}]
    pool.observe({"size": 5, "in_use": 2, "idle": None}, holders=holders, requests=7)
    told = pool.describe()
    assert (told.name, told.stats.size, told.stats.in_use, told.stats.requests) == ("orders", 5, 2, 7)
    assert told.stats.idle is None and told.interval is None and told.database is None
    assert told.holders[0].to_dict() == holders[0]
    assert repr(pool) == "<plimsoll.DatabasePool of 'orders'>" and pool.name == "orders"


def test_what_is_no_mapping_is_told(pool):
    for wrong in (5, "size", [("size", 5)]):
        with pytest.raises(TypeError, match="`stats` is .*: wanted is a mapping"):
            pool.observe(wrong)
        with pytest.raises(TypeError, match="`known` is .*: wanted is a mapping"):
            pool.read_database(sqlite3.connect(":memory:"), known=wrong)
    with pytest.raises(TypeError, match="`holders` is 5: wanted are mappings"):
        pool.observe(holders=5)
    with pytest.raises(TypeError, match="`busy` is '3': allowed is a number"):
        pool.read_database(sqlite3.connect(":memory:"), known={"busy": "3"})

    class Forgetful:
        def stats(self):
            return None

        known = stats

    source = Forgetful()
    with plimsoll.DatabasePool("orders", source=source) as forgetful:
        with pytest.raises(TypeError, match=r"`stats\(\)` of .*Forgetful.* gave None: wanted is a mapping"):
            forgetful.observe()
        with pytest.raises(TypeError, match=r"`known\(\)` of .*Forgetful.* gave None: wanted is a mapping"):
            forgetful.read_database(sqlite3.connect(":memory:"))


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "a\ud800", "\r", "a\u2028b"])
def test_names_that_are_no_text_on_a_line_are_refused(name):
    with pytest.raises(plimsoll.InvalidArgumentError, match="`name` is '.*': allowed are strings of printable"):
        plimsoll.DatabasePool(name)


@pytest.mark.parametrize(
    "values, why",
    [
        ({"sise": 5}, "no value of a pool.*allowed are size"),
        ({"size": -1}, "not negative"),
        ({"size": 1e300}, "1000000000"),
        ({"size": float("nan")}, "finite"),
        ({"time": 0.5, "size": 1}, "must not go back"),
        ({"holders": [{"connections": 2}]}, "no holder"),
        ({"holders": [5]}, "5 is no holder"),
        ({"size": 10**400}, "size. is a number of 1329 bits: allowed are finite"),
        ({"requests": 10**9999}, "finite numbers"),
        ({"size": 5, "time": 10**9999}, "a number of 33216 bits: allowed are 0 to"),
        ({}, "nothing to observe"),
    ],
)
def test_what_is_wrong_is_told_and_not_taken_in(pool, values, why):
    pool.observe(time=1, size=5)
    with pytest.raises(plimsoll.InvalidArgumentError, match=why):
        pool.observe(**values)
    assert pool.describe().stats.size == 5 and pool.describe().time_seconds == 1


def test_types_are_looked_at(pool):
    for values in ({"size": "5"}, {"size": True}, {"time": "now", "size": 1}):
        with pytest.raises(TypeError):
            pool.observe(**values)
    with pytest.raises(TypeError, match="stats"):
        plimsoll.DatabasePool("a", source=3)
    for name in ("", "a" * 65):
        with pytest.raises(plimsoll.InvalidArgumentError, match="1 to 64 bytes"):
            plimsoll.DatabasePool(name)


def test_findings_and_advice(pool):
    early = pool.advise()
    assert early.status == "not_enough_data" and early.size is None and "requests" in early.needed
    assert pool.findings() == pool.recommendations() == ()
    load(pool, 120)
    finding = pool.findings()[0]
    assert finding.component == "database_pool:orders" and finding.severity in ("medium", "high", "critical")
    assert pool.recommendations()[0].component == "database_pool:orders"
    advice = pool.advise("balanced", database_cpus=16, other_connections=0)
    assert advice.status == "advice" and advice.change == "grow" and advice.size > 4
    assert advice.pattern == "balanced" and 0 < advice.confidence <= 1 and advice.timeout_seconds > 0
    assert {settings.library for settings in advice.settings} >= {"sqlalchemy", "psycopg_pool", "hikaricp", "pgbouncer"}
    assert advice.what_if[0].wait_p95_seconds >= 0 and advice.recognition.requests > 0
    # An hour later nothing of it is known.
    pool.judge(3600)
    assert pool.findings() == ()


def test_options_of_advice_are_looked_at(pool):
    for options in (
        {"pattern": "lots"},
        {"replicas": 0},
        {"late_ratio": 0},
        {"late_ratio": 1},
        {"target_wait": 0},
        {"database_cpus": float("inf")},
        {"threads": 0},
    ):
        with pytest.raises(plimsoll.InvalidArgumentError):
            pool.advise(**options)


def test_records(pool):
    pool.observe_record({"name": "x", "time_seconds": 5, "pool": {"in_use": 3}})
    pool.observe_record('{"name": "x", "time_seconds": 6, "database": {"system": "mysql"}}')
    told = pool.describe()
    assert told.stats.in_use == 3 and told.database.system == "mysql"
    with pytest.raises(plimsoll.MalformedError):
        pool.observe_record("{}")


class Source:
    def __init__(self):
        self.asked = 0
        self.closed = 0
        self.error = None

    def stats(self):
        self.asked += 1
        if self.error is not None:
            raise self.error
        return {"size": 2, "in_use": 1}

    def holders(self):
        return [{"site": "a.py:1"}]

    def close(self):
        self.closed += 1


def test_a_source_is_asked_and_closed():
    source = Source()
    with plimsoll.DatabasePool("a", source=source) as pool:
        pool.observe()
        assert pool.describe().holders[0].connections == 1
    assert (source.asked, source.closed) == (1, 1)
    pool.close()
    assert source.closed == 1
    with pytest.raises(plimsoll.ClosedError):
        pool.observe(size=1)


def test_a_monitor_asks_the_pools_that_are_attached():
    source = Source()
    pool = plimsoll.DatabasePool("orders", source=source)
    with plimsoll.Monitor() as monitor:
        for wrong in (5, None, "orders"):
            with pytest.raises(TypeError, match="DatabasePool"):
                monitor.attach(wrong)
        with pytest.raises(TypeError):
            monitor.detach(5)
        monitor.attach(pool)
        with pytest.raises(plimsoll.InvalidArgumentError, match="orders"):
            monitor.attach(plimsoll.DatabasePool("orders"))
        monitor.observe()
        monitor.observe()
        assert source.asked == 2
        diagnosis = monitor.diagnose()
        assert diagnosis.database_pools[0].stats.size == 2
        assert "database_pool:orders" in [resource.resource for resource in diagnosis.resources]
        # One that fails is told of, and the sample is taken all the same.
        source.error = RuntimeError("gone")
        before = monitor.sample.boot_time_ns
        with pytest.raises(RuntimeError, match="gone"):
            monitor.observe()
        assert monitor.sample.boot_time_ns > before
        assert monitor.detach(pool) is True and monitor.detach("orders") is False
        monitor.observe()
        assert monitor.diagnose().database_pools == ()
    assert source.asked == 3


def test_the_last_pool_is_detached_in_the_middle_of_an_observation():
    with plimsoll.Monitor() as monitor:
        monitor.attach(plimsoll.DatabasePool("orders"))

        def detach(frame, event, argument):
            # As another thread does whose turn it is just then.
            if frame.f_code.co_name == "_observe_pools":
                sys.settrace(None)
                detached.append(monitor.detach("orders"))

        detached, before = [], sys.gettrace()
        sys.settrace(detach)
        try:
            monitor.observe()
        finally:
            sys.settrace(before)
        assert detached == [True] and monitor.diagnose().database_pools == ()


@pytest.fixture
def file(tmp_path):
    path = str(tmp_path / "orders.db")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    return path


def test_sqlite_is_read_and_nothing_changed(pool, file):
    connection = sqlite3.connect(file)
    connection.row_factory = lambda cursor, row: {"a": row}
    connection.text_factory = bytes
    isolation = connection.isolation_level
    pool.read_database(connection)
    told = pool.describe().database
    assert told.system == "sqlite" and told.version == sqlite3.sqlite_version
    assert told.values.database_bytes > 0 and told.values.cache_bytes > 0
    assert connection.isolation_level == isolation and not connection.in_transaction
    connection.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open.*autocommit"):
        pool.read_database(connection)
    assert connection.in_transaction
    connection.close()


def test_what_a_driver_says_is_told(pool, file):
    connection = sqlite3.connect(file)
    connection.set_authorizer(lambda *_: sqlite3.SQLITE_DENY)
    with pytest.raises(plimsoll.KernelError, match="SQLite"):
        pool.read_database(connection)
    connection.close()
    assert pool.describe().database is None
    for connection in (3, object()):
        with pytest.raises(TypeError, match="no driver that is known"):
            pool.read_database(connection)


def test_options_of_a_reading_are_looked_at(pool, file):
    connection = sqlite3.connect(file)
    for options in ({"timeout": 0}, {"timeout": 61}, {"slow_queries": 11}, {"known": {"cpus": 0}}):
        with pytest.raises(plimsoll.InvalidArgumentError):
            pool.read_database(connection, **options)
    connection.close()


def test_a_reading_leaves_no_thread(pool, file):
    connection = sqlite3.connect(file)
    before = threading.active_count()
    for _ in range(5):
        pool.read_database(connection)
    assert threading.active_count() == before
    connection.close()


def test_a_child_has_a_pool_of_its_own(pool):
    pool.observe(size=5)
    child = os.fork()
    if child == 0:
        os._exit(0 if pool.describe().stats is None and pool.observe(size=1) is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert pool.describe().stats.size == 5


def test_no_driver_is_imported():
    script = """
import sys, plimsoll
plimsoll.DatabasePool("a").observe(size=1)
assert not {"sqlalchemy", "psycopg", "sqlite3", "asyncio", "dbutils"} & set(sys.modules), sys.modules
"""
    run(script)


def test_thresholds_of_the_callers():
    def rules(thresholds):
        with plimsoll.DatabasePool("orders", thresholds=thresholds) as pool:
            load(pool, 20, in_use=3.0, waiting=0.1)
            return {rule for finding in pool.findings() for rule in (finding.rule, *finding.explains)}

    quiet = {"database_pool.timeouts": None}
    assert "database_pool.saturated" not in rules(quiet)
    assert "database_pool.timeouts" not in rules(quiet) and "database_pool.timeouts" in rules(None)
    assert "database_pool.saturated" in rules({"database_pool.saturated": {"high": (0.6, 0.5)}})
    with pytest.raises(plimsoll.InvalidArgumentError, match="database_pool.saturated, "):
        plimsoll.DatabasePool("orders", thresholds={"cpu.utilisation": None})
