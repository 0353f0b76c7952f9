"""What is the application's stays the application's while its connection is read: rows, notifications, statements."""

import asyncio
import sqlite3
import sys
import threading
import time

import pytest
from servers import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "bindings" / "python"))

plimsoll = pytest.importorskip("plimsoll", reason="needs `make python-dev`")


@pytest.fixture(scope="module")
def postgres(one_postgres):
    return one_postgres


@pytest.fixture(scope="module")
def mariadb(one_mariadb):
    return one_mariadb


@pytest.fixture
def pool():
    with plimsoll.DatabasePool("test") as made:
        yield made


THREE = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"


def unbuffered(server, driver):
    """A connection, and a cursor of it that reads rows one by one."""
    where = {"unix_socket": f"{server.folder}/socket", "user": "root", "database": "test"}
    if driver == "pymysql":
        from pymysql.cursors import SSCursor

        connection = server.connect()
        return connection, connection.cursor(SSCursor)
    if driver == "mysqlclient":
        mysqldb = pytest.importorskip("MySQLdb", exc_type=ImportError)
        from MySQLdb.cursors import SSCursor

        connection = mysqldb.connect(autocommit=True, **where)
        return connection, connection.cursor(SSCursor)
    connector = pytest.importorskip("mysql.connector")
    pure, consume = driver != "mysqlconnector, in C", driver == "mysqlconnector, consuming"
    try:
        connection = connector.connect(use_pure=pure, consume_results=consume, autocommit=True, **where)
    except ImportError as error:
        pytest.skip(str(error))
    return connection, connection.cursor()


DRIVERS = ("pymysql", "mysqlclient", "mysqlconnector", "mysqlconnector, consuming", "mysqlconnector, in C")


@pytest.mark.parametrize("driver", DRIVERS)
def test_rows_that_were_not_read_yet_are_not_lost(mariadb, pool, driver):
    connection, cursor = unbuffered(mariadb, driver)
    cursor.execute(THREE)
    assert cursor.fetchone() == (1,)
    with pytest.raises(plimsoll.PlimsollError, match="not read to its end|out of sync"):
        pool.read_database(connection)
    if driver == "mysqlclient":
        # It does not tell beforehand. They are lost, and that is said.
        with pytest.raises(Exception, match="out of sync"):
            cursor.fetchall()
        return
    assert [tuple(row) for row in cursor.fetchall()] == [(2,), (3,)]
    cursor.close()
    pool.read_database(connection)
    assert pool.describe().database.system == "mariadb"
    connection.close()


def test_further_results_are_not_lost(mariadb, pool):
    from pymysql.constants import CLIENT

    connection = mariadb.connect(client_flag=CLIENT.MULTI_STATEMENTS)
    cursor = connection.cursor()
    cursor.execute("SELECT 1; SELECT 2")
    with pytest.raises(plimsoll.InvalidArgumentError, match="not read to its end"):
        pool.read_database(connection)
    assert cursor.nextset() and cursor.fetchall() == ((2,),)
    pool.read_database(connection)
    connection.close()


def test_notifications_are_not_held_back(postgres, pool):
    with postgres.connect() as connection, postgres.connect() as other:
        connection.execute("LISTEN news")
        for word in ("one", "two"):
            other.execute(f"NOTIFY news, '{word}'")
        pool.read_database(connection)
        began = time.monotonic()
        assert [one.payload for one in connection.notifies(timeout=5, stop_after=2)] == ["one", "two"]
        assert time.monotonic() - began < 4
        heard = []
        connection.add_notify_handler(heard.append)
        other.execute("NOTIFY news, 'three'")
        pool.read_database(connection)
        assert [one.payload for one in heard] == ["three"]


def test_notifications_are_not_held_back_in_a_loop(postgres, pool):
    import psycopg

    async def listen():
        connection = await psycopg.AsyncConnection.connect(host=str(postgres.folder), user="postgres", autocommit=True)
        await connection.execute("LISTEN news")
        with postgres.connect() as other:
            other.execute("NOTIFY news, 'one'")
        await pool.read_database_async(connection)
        heard = [one.payload async for one in connection.notifies(timeout=5, stop_after=1)]
        await connection.close()
        return heard

    assert asyncio.run(listen()) == ["one"]


# Counts for about three seconds, in one step.
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT max(i) FROM n"


def steps():
    connection = sqlite3.connect(":memory:")
    began = time.perf_counter()
    connection.execute(LONG.format(200_000)).fetchone()
    return int(200_000 * 3 / (time.perf_counter() - began))


def test_a_statement_of_another_thread_is_not_ended(pool, tmp_path):
    connection = sqlite3.connect(tmp_path / "a.db", check_same_thread=False, isolation_level=None, timeout=7)
    most, results = steps(), []

    def work():
        try:
            results.append(connection.execute(LONG.format(most)).fetchone()[0])
        except sqlite3.Error as error:
            results.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.1)
    pool.read_database(connection, timeout=0.1)
    thread.join()
    assert results == [most]
    # Threads that share it go on waiting for locks as long as it says.
    assert pool.describe().database.values.busy_timeout_seconds == 7
    connection.close()


def test_the_wait_for_a_lock_is_not_shortened_for_others(pool, tmp_path):
    file = tmp_path / "a.db"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE items (a)")
    holder.execute("BEGIN EXCLUSIVE")
    shared = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=2)
    own = sqlite3.connect(file, isolation_level=None, timeout=2)
    for connection, least, most in ((shared, 1.8, 10), (own, 0.05, 1.5)):
        began = time.monotonic()
        with pytest.raises(plimsoll.KernelError, match="locked"):
            pool.read_database(connection, timeout=0.1)
        assert least < time.monotonic() - began < most
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (2000,)
        connection.close()
    holder.close()


def test_what_a_pool_lends_waits_no_longer_than_the_timeout(pool, tmp_path):
    sqlalchemy = pytest.importorskip("sqlalchemy")
    holder = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    holder.execute("CREATE TABLE items (a)")
    holder.execute("BEGIN EXCLUSIVE")
    for kind, least, most in ((sqlalchemy.pool.QueuePool, 0.05, 1.5), (sqlalchemy.pool.StaticPool, 1.8, 10)):
        engine = sqlalchemy.create_engine(
            f"sqlite:///{tmp_path}/a.db", poolclass=kind, connect_args={"timeout": 2, "check_same_thread": False}
        )
        with engine.connect() as connection:
            began = time.monotonic()
            with pytest.raises(plimsoll.KernelError, match="locked"):
                pool.read_database(connection, timeout=0.1)
            assert least < time.monotonic() - began < most
        engine.dispose()
    holder.close()


def test_a_statement_of_another_task_is_not_ended(pool, tmp_path):
    aiosqlite = pytest.importorskip("aiosqlite")
    most = steps()

    async def work():
        async with aiosqlite.connect(tmp_path / "a.db", isolation_level=None) as connection:

            async def long():
                async with connection.execute(LONG.format(most)) as cursor:
                    return (await cursor.fetchone())[0]

            going_on = asyncio.create_task(long())
            await asyncio.sleep(0.1)
            with pytest.raises(plimsoll.KernelError, match="did not answer within"):
                await pool.read_database_async(connection, timeout=0.1)
            assert await going_on == most
            await pool.read_database_async(connection)
            async with connection.execute("PRAGMA busy_timeout") as cursor:
                assert await cursor.fetchone() == (5000,)

    asyncio.run(work())


def test_asyncpg_keeps_no_statement_prepared(postgres, pool):
    asyncpg = pytest.importorskip("asyncpg")

    async def read():
        connection = await asyncpg.connect(host=str(postgres.folder), user="postgres", database="postgres")
        count = "SELECT count(*) FROM pg_prepared_statements"
        before = await connection.fetchval(count)
        for _ in range(2):
            await pool.read_database_async(connection)
        after = await connection.fetchval(count)
        await connection.close()
        return before, after

    before, after = asyncio.run(read())
    assert before == after


def test_what_is_closed_or_no_connection_is_told_so(pool, tmp_path):
    sqlalchemy = pytest.importorskip("sqlalchemy")
    from sqlalchemy.orm import Session

    closed = sqlite3.connect(":memory:")
    closed.close()
    with pytest.raises(plimsoll.InvalidArgumentError, match="closed"):
        pool.read_database(closed)
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path}/a.db")
    connection = engine.connect()
    connection.close()
    raw = engine.raw_connection()
    raw.close()
    for one in (connection, raw):
        with pytest.raises(plimsoll.InvalidArgumentError, match="closed"):
            pool.read_database(one)
    cursor = sqlite3.connect(":memory:").cursor()
    with Session(engine) as session:
        for wrong in (engine, engine.pool, session, cursor, None, 5):
            with pytest.raises(TypeError, match="is no connection|of no driver|nothing to read over"):
                pool.read_database(wrong)
    engine.dispose()
