"""Pools of psycopg_pool whose connections are not there: what is told of them."""

import asyncio
import socket
import sys
import threading
import time

import pytest
from servers import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "bindings" / "python"))

plimsoll = pytest.importorskip("plimsoll", reason="needs `make python-dev`")
psycopg_pool = pytest.importorskip("psycopg_pool")

import plimsoll.psycopg_pool  # noqa: E402


@pytest.fixture(scope="module")
def postgres(one_postgres):
    return one_postgres


def told(watched):
    watched.observe()
    return watched.describe().stats


def until(watched, is_so):
    end = time.monotonic() + 15
    while not is_so(told(watched)) and time.monotonic() < end:
        time.sleep(0.02)
    return told(watched)


def test_connections_that_cannot_be_opened_are_not_in_use(tmp_path):
    where = {"host": str(tmp_path), "user": "postgres"}
    with psycopg_pool.ConnectionPool(kwargs=where, min_size=3, max_size=5, open=True) as connections:
        watched = plimsoll.psycopg_pool.watch(connections)
        until(watched, lambda stats: stats.errors >= 3)
        for _ in range(20):
            stats = told(watched)
            assert (stats.open, stats.in_use, stats.idle, stats.size) == (0, 0, 0, 5)
            time.sleep(0.05)
        with pytest.raises(psycopg_pool.PoolTimeout):
            connections.getconn(timeout=0.2)
        stats = told(watched)
        assert (stats.open, stats.in_use, stats.timeouts) == (0, 0, 1)


def test_connections_that_are_out_are_in_use_and_after_the_end_unknown(postgres):
    where = {"host": str(postgres.folder), "user": "postgres"}
    connections = psycopg_pool.ConnectionPool(kwargs=where, min_size=2, max_size=4, open=False)
    watched = plimsoll.psycopg_pool.watch(connections)
    assert told(watched).in_use is None
    connections.open(wait=True)
    held = [connections.getconn() for _ in range(3)]
    stats = until(watched, lambda stats: stats.open == 3)
    assert (stats.open, stats.in_use, stats.idle) == (3, 3, 0)
    connections.close()
    stats = told(watched)
    assert (stats.open, stats.in_use, stats.waiting) == (None, None, 0)
    for connection in held:
        connections.putconn(connection)
    # Nothing is said of a pool that is no more.
    now = time.clock_gettime(time.CLOCK_BOOTTIME)
    for seconds in range(1, 400, 10):
        watched.observe(watched._source.stats(), time=now + seconds)
    assert watched.findings() == ()


def test_in_a_loop(tmp_path, postgres):
    async def work(host):
        where = {"host": str(host), "user": "postgres"}
        async with psycopg_pool.AsyncConnectionPool(kwargs=where, min_size=2, max_size=2, open=False) as connections:
            watched = plimsoll.psycopg_pool.watch(connections)
            await asyncio.sleep(0.5)
            stats = told(watched)
            if host == tmp_path:
                return stats.open, stats.in_use
            connection = await connections.getconn()
            stats = told(watched)
            await connections.putconn(connection)
            return stats.open, stats.in_use

    assert asyncio.run(work(tmp_path)) == (0, 0)
    assert asyncio.run(work(postgres.folder)) == (2, 1)


def test_pools_without_an_end_have_no_size(postgres):
    where = {"host": str(postgres.folder), "user": "postgres"}
    with psycopg_pool.NullConnectionPool(kwargs=where, open=True) as connections:
        watched = plimsoll.psycopg_pool.watch(connections)
        with connections.connection():
            stats = told(watched)
        assert (stats.size, stats.in_use, stats.open) == (None, 1, 1)


def test_requests_that_are_refused_are_counted(postgres):
    where = {"host": str(postgres.folder), "user": "postgres"}
    with psycopg_pool.ConnectionPool(kwargs=where, min_size=1, max_size=1, max_waiting=1, open=True) as connections:
        watched = plimsoll.psycopg_pool.watch(connections)
        with connections.connection():
            waiting = threading.Thread(target=lambda: connections.putconn(connections.getconn()))
            waiting.start()
            until(watched, lambda stats: stats.waiting == 1)
            with pytest.raises(psycopg_pool.TooManyRequests):
                connections.getconn()
            assert told(watched).timeouts == 1
        waiting.join()


@pytest.fixture
def hesitant():
    """A server that lets everybody in, and hangs up a while later."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        timers = []

        def accept():
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                timers.append(threading.Timer(0.2, client.close))
                timers[-1].start()

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        for timer in timers:
            timer.join()


def test_what_is_being_opened_was_not_opened_yet(hesitant):
    where = {"host": "127.0.0.1", "port": hesitant, "user": "postgres"}
    with psycopg_pool.ConnectionPool(kwargs=where, min_size=3, max_size=5, open=True) as connections:
        watched = plimsoll.psycopg_pool.watch(connections)
        created, rules = [], set()
        end = time.monotonic() + 4
        while time.monotonic() < end:
            created.append(told(watched).created)
            rules |= {finding.rule for finding in watched.findings()}
            time.sleep(0.05)
        assert told(watched).errors >= 6
        # Of the three attempts that go on at most: not one of those that failed.
        assert created == sorted(created) and created[-1] <= 3
        assert "database_pool.cannot_connect" in rules


def test_who_pops_the_counters_takes_nothing_away(postgres):
    where = {"host": str(postgres.folder), "user": "postgres"}
    with psycopg_pool.ConnectionPool(kwargs=where, min_size=2, max_size=2, open=True) as connections:
        connections.wait()
        watched = plimsoll.psycopg_pool.watch(connections)
        seen, used = [told(watched)], 0
        for number in range(1, 6):
            for _ in range(20):
                with connections.connection() as connection:
                    connection.execute("SELECT pg_sleep(0.002)")
            if number % 2:
                used += connections.pop_stats()["usage_ms"] / 1e3
            with connections.connection():
                pass
            seen.append(told(watched))
        assert [stats.requests for stats in seen] == [21 * number for number in range(6)]
        assert [stats.created for stats in seen] == [2] * 6
        # Sums of milliseconds: the same may differ in the last digit.
        assert seen[-1].use_seconds >= used - 1e-9 > 0
        assert all(one.use_seconds <= other.use_seconds for one, other in zip(seen, seen[1:]))
