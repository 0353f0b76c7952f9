"""Readings by the Python package where something broke: every driver, all at the same time, because each takes its time."""

import asyncio
import shutil
import signal
import sqlite3
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from live import Stopped
from servers import REPOSITORY, MariaDb, Postgres

sys.path.insert(0, str(REPOSITORY / "bindings" / "python"))

plimsoll = pytest.importorskip("plimsoll", reason="needs `make python-dev`")

TIMEOUT = 0.2


@pytest.fixture(scope="module")
def servers():
    made = []
    try:
        made.append(Postgres(15))
        made.append(MariaDb())
        yield made
    finally:
        for server in made:
            server.end()


class OfLoop:
    """An asynchronous connection, and a loop to use it in."""

    def __init__(self, opening):
        self.loop = asyncio.new_event_loop()
        self.connection = self.loop.run_until_complete(opening)

    def read(self, pool):
        self.loop.run_until_complete(pool.read_database_async(self.connection, timeout=TIMEOUT))

    def close(self):
        self.loop.run_until_complete(self.connection.close())
        self.loop.close()


class Plain:
    def __init__(self, connection):
        self.connection = connection

    def read(self, pool):
        pool.read_database(self.connection, timeout=TIMEOUT)

    def close(self):
        try:
            self.connection.close()
        except Exception:  # pg8000 wants to say goodbye
            pass


def openers(postgres, mariadb):
    """Of each driver that there is, what opens a connection."""
    import asyncpg
    import mysql.connector
    import pg8000.dbapi
    import psycopg
    import psycopg2
    import pymysql
    import sqlalchemy

    where = {"host": str(postgres.folder), "user": "postgres"}
    there = {"unix_socket": f"{mariadb.folder}/socket", "user": "root", "database": "test"}
    socket = f"{postgres.folder}/.s.PGSQL.5432"
    engine = sqlalchemy.create_engine("postgresql+psycopg://", connect_args=where, poolclass=sqlalchemy.pool.NullPool)
    found = {
        "psycopg": lambda: Plain(psycopg.connect(**where)),
        "psycopg2": lambda: Plain(psycopg2.connect(**where)),
        "pg8000": lambda: Plain(pg8000.dbapi.connect("postgres", unix_sock=socket)),
        "sqlalchemy": lambda: Plain(engine.connect()),
        "psycopg, async": lambda: OfLoop(psycopg.AsyncConnection.connect(**where)),
        "asyncpg": lambda: OfLoop(asyncpg.connect(**where)),
        "pymysql": lambda: Plain(pymysql.connect(**there)),
        "mysql.connector": lambda: Plain(mysql.connector.connect(use_pure=True, **there)),
        "mysql.connector, autocommit": lambda: Plain(mysql.connector.connect(use_pure=True, autocommit=True, **there)),
    }
    try:
        import MySQLdb

        found["mysqlclient"] = lambda: Plain(MySQLdb.connect(autocommit=True, **there))
    except ImportError:
        pass
    return found


def attempt(connection, pool):
    began = time.monotonic()
    try:
        connection.read(pool)
        error = None
    except Exception as raised:
        error = raised
    return error, time.monotonic() - began


def all_at_once(connections, pools):
    with ThreadPoolExecutor(len(connections)) as executor:
        found = executor.map(lambda name: attempt(connections[name], pools[name]), connections)
        return dict(zip(connections, found))


def test_servers_that_hang_or_die(servers):
    opening = openers(*servers)
    connections = {name: opened() for name, opened in opening.items()}
    pools = {name: plimsoll.DatabasePool(name) for name in opening}
    assert {name: error for name, (error, _) in all_at_once(connections, pools).items() if error} == {}
    threads = threading.active_count()

    with Stopped(*servers):
        for name, (error, seconds) in all_at_once(connections, pools).items():
            assert isinstance(error, plimsoll.KernelError), (name, error)
            assert "did not answer within 1.2 s; the connection was ended" in str(error), (name, error)
            assert seconds < 6, name
        # It is of no use any more, and that is told at once.
        for name, (error, seconds) in all_at_once(connections, pools).items():
            assert isinstance(error, (plimsoll.KernelError, plimsoll.InvalidArgumentError)) and seconds < 1, (name, error)
    assert threading.active_count() <= threads
    for connection in connections.values():
        connection.close()

    connections = {name: opened() for name, opened in opening.items()}
    assert {name: error for name, (error, _) in all_at_once(connections, pools).items() if error} == {}
    for server in servers:
        server.stop(signal.SIGKILL)
    for name, (error, seconds) in all_at_once(connections, pools).items():
        assert isinstance(error, (plimsoll.KernelError, plimsoll.InvalidArgumentError)) and seconds < 2, (name, error)
        assert len(str(error)) > 20 or name == "pg8000", (name, error)
        connections[name].close()
    for server in servers:
        server.start()

    # The same pools read on, and nothing is missing because of what was.
    connections = {name: opened() for name, opened in opening.items()}
    assert {name: error for name, (error, _) in all_at_once(connections, pools).items() if error} == {}
    for name, pool in pools.items():
        told = pool.describe().database
        assert told.problems == () and told.values.connections >= 1, (name, told)
        connections[name].close()


def test_what_a_driver_changed_is_put_back(servers):
    import mysql.connector

    there = {"unix_socket": f"{servers[1].folder}/socket", "user": "root", "database": "test"}
    for autocommit in (True, False):
        connection = mysql.connector.connect(use_pure=True, autocommit=autocommit, **there)
        cursor = connection.cursor(dictionary=True)
        cursor.execute("SET SESSION lock_wait_timeout = 77")
        with plimsoll.DatabasePool("x") as pool:
            pool.read_database(connection)
            assert pool.describe().database.system == "mariadb"
            assert not connection.in_transaction and connection.autocommit is autocommit
            cursor.execute("SELECT @@lock_wait_timeout AS seconds")
            assert cursor.fetchone() == {"seconds": 77}
            connection.rollback()
            cursor.execute("BEGIN")
            with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open"):
                pool.read_database(connection)
            assert connection.in_transaction
        connection.close()


def test_a_locked_sqlite_costs_the_timeout(tmp_path):
    file = tmp_path / "held.db"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE items (a)")
    connection = sqlite3.connect(file)
    aiosqlite = pytest.importorskip("aiosqlite")

    async def read(pool, fails):
        async with aiosqlite.connect(file) as connection:
            began = time.monotonic()
            if fails:
                with pytest.raises(plimsoll.KernelError, match="locked"):
                    await pool.read_database_async(connection, timeout=TIMEOUT)
            else:
                await pool.read_database_async(connection, timeout=TIMEOUT)
            seconds = time.monotonic() - began
            async with connection.execute("PRAGMA busy_timeout") as cursor:
                assert await cursor.fetchone() == (5000,)
            return seconds

    with plimsoll.DatabasePool("x") as pool:
        holder.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with pytest.raises(plimsoll.KernelError, match="SQLite: database is locked"):
            pool.read_database(connection, timeout=TIMEOUT)
        assert time.monotonic() - began < 2 and asyncio.run(read(pool, True)) < 2
        holder.execute("COMMIT")
        for again in (lambda: pool.read_database(connection, timeout=TIMEOUT), lambda: asyncio.run(read(pool, False))):
            again()
            # It is told as it is, and not as it was while reading.
            assert pool.describe().database.values.busy_timeout_seconds == 5
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    connection.close()
    holder.close()


@pytest.mark.parametrize("version", [18])
def test_a_standby_is_read_as_any_other(tmp_path, version):
    """One that streams from its primary: it answers, it cannot be written, and has its own sessions."""
    primary, standby = Postgres(version), None
    try:
        with primary.connect() as connection:
            connection.execute("CREATE TABLE items (a int)")
        primary.stop()
        shutil.copytree(primary.data, tmp_path / "data")
        (tmp_path / "data" / "standby.signal").touch()
        primary.start()
        standby = Postgres(version, f"primary_conninfo=host={primary.folder} user=postgres", cluster=tmp_path / "data")
        with primary.connect() as writer, standby.connect() as connection, plimsoll.DatabasePool("standby") as pool:
            pool.read_database(connection)
            first = pool.describe().database
            writer.execute("INSERT INTO items SELECT generate_series(1, 1000)")
            end = time.monotonic() + 20
            while connection.execute("SELECT count(*) FROM items").fetchone() != (1000,):
                assert time.monotonic() < end
                time.sleep(0.05)
            assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
            time.sleep(1.1)  # sessions report their counters once a second
            connection.execute("SELECT count(*) FROM items")
            pool.read_database(connection)
            told = pool.describe().database
            assert told.version.startswith(str(version))
            assert [one for one in told.problems if "pg_stat_statements" not in one] == []
            values = told.values
            assert (values.max_connections, values.connections, values.connections_own) == (100, 1, 1)
            # Replay is no session's work.
            assert values.rows_written == first.values.rows_written
            assert values.commits > first.values.commits and values.rows_read > first.values.rows_read + 1000
            assert values.deadlocks == values.conflicts == 0 and values.database_bytes > 5e6
            assert pool.findings() == ()
    finally:
        for server in (standby, primary):
            if server is not None:
                server.end()
