"""The Python package against real databases, by every driver: what is read, and that nothing of a connection is changed."""

import asyncio
import signal
import socket
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


def psycopg_connection(server, **options):
    return server.connect(**options)


def psycopg2_connection(server, autocommit=True):
    psycopg2 = pytest.importorskip("psycopg2")
    connection = psycopg2.connect(host=str(server.folder), user="postgres", dbname="postgres")
    connection.autocommit = autocommit
    return connection


def pg8000_connection(server, autocommit=True):
    dbapi = pytest.importorskip("pg8000.dbapi")
    connection = dbapi.connect("postgres", unix_sock=f"{server.folder}/.s.PGSQL.5432", database="postgres")
    connection.autocommit = autocommit
    return connection


POSTGRES = {"psycopg": psycopg_connection, "psycopg2": psycopg2_connection, "pg8000": pg8000_connection}


def ask(connection, sql):
    cursor = connection.cursor()
    cursor.execute(sql)
    row = cursor.fetchone()
    cursor.close()
    return row[0]


@pytest.mark.parametrize("driver", POSTGRES)
@pytest.mark.parametrize("autocommit", [True, False])
def test_postgresql_is_read_and_nothing_changed(postgres, pool, driver, autocommit):
    connection = POSTGRES[driver](postgres, autocommit=autocommit)
    for setting in ("statement_timeout = '7s'", "search_path = pg_temp", "jit = on"):
        connection.cursor().execute(f"SET {setting}")
    if not autocommit:
        connection.commit()
    for _ in range(3):
        pool.read_database(connection)
    told = pool.describe().database
    assert told.system == "postgresql" and told.version.startswith("16"), told
    assert told.values.max_connections == 100 and told.values.connections >= 1
    assert told.problems == () or "pg_stat_statements" in " ".join(told.problems)
    assert connection.autocommit is autocommit
    shown = [ask(connection, f"SHOW {name}") for name in ("statement_timeout", "search_path", "jit")]
    assert shown == ["7s", "pg_temp", "on"]
    # Nothing was left open, or the transaction's age would be more than that of the statement.
    assert ask(connection, "SELECT transaction_timestamp() >= statement_timestamp() - interval '1 second'")
    connection.close()


@pytest.mark.parametrize("driver", POSTGRES)
def test_an_open_transaction_is_refused_and_goes_on(postgres, pool, driver):
    connection = POSTGRES[driver](postgres, autocommit=False)
    number = ask(connection, "SELECT txid_current()")
    with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open.*autocommit"):
        pool.read_database(connection)
    assert ask(connection, "SELECT txid_current()") == number
    assert connection.autocommit is False and pool.describe().database is None
    connection.rollback()
    pool.read_database(connection)
    connection.close()


def test_settings_of_psycopg2_are_not_sent_anew(postgres, pool):
    connection = psycopg2_connection(postgres, autocommit=False)
    connection.set_session(isolation_level="SERIALIZABLE", readonly=True)
    connection.cursor().execute("SET default_transaction_isolation = 'repeatable read'")
    connection.commit()
    pool.read_database(connection)
    assert ask(connection, "SHOW default_transaction_isolation") == "repeatable read"
    assert ask(connection, "SHOW transaction_isolation") == "serializable"
    connection.close()


def test_row_factories_and_cursors_of_the_application_do_not_matter(postgres, pool):
    import psycopg
    import psycopg.rows

    with psycopg.connect(
        host=str(postgres.folder), user="postgres", row_factory=psycopg.rows.dict_row, cursor_factory=psycopg.ClientCursor
    ) as connection:
        pool.read_database(connection)
        assert is_read(pool)
        assert connection.execute("SELECT 1 AS one").fetchone() == {"one": 1}
        assert type(connection.cursor()) is psycopg.ClientCursor
    psycopg2 = pytest.importorskip("psycopg2")
    import psycopg2.extras

    connection = psycopg2.connect(
        host=str(postgres.folder), user="postgres", cursor_factory=psycopg2.extras.RealDictCursor
    )
    with plimsoll.DatabasePool("other") as other:
        other.read_database(connection)
        assert is_read(other)
    cursor = connection.cursor()
    cursor.execute("SELECT 1 AS one")
    assert dict(cursor.fetchone()) == {"one": 1}
    connection.close()


def is_read(pool):
    told = pool.describe().database
    return told.version.startswith("16") and told.values.max_connections == 100 and told.values.connections >= 1


@pytest.mark.parametrize("autocommit", [True, False])
def test_mariadb_is_read_and_nothing_changed(mariadb, pool, autocommit):
    connection = mariadb.connect(autocommit=autocommit)
    for _ in range(2):
        pool.read_database(connection)
    told = pool.describe().database
    assert told.system == "mariadb" and told.values.max_connections > 1
    assert connection.get_autocommit() is autocommit and not connection.server_status & 1
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS held (a INT) ENGINE=InnoDB")
        cursor.execute("BEGIN")
        cursor.execute("INSERT INTO held VALUES (1)")
    with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open"):
        pool.read_database(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM held")
        assert cursor.fetchone()[0] >= 1
    connection.rollback()
    connection.close()


def test_mysqlclient_must_be_in_autocommit(mariadb, pool):
    mysqldb = pytest.importorskip("MySQLdb")
    connection = mysqldb.connect(unix_socket=f"{mariadb.folder}/socket", user="root", database="test")
    with pytest.raises(plimsoll.InvalidArgumentError, match="not in autocommit"):
        pool.read_database(connection)
    connection.autocommit(True)
    pool.read_database(connection)
    assert pool.describe().database.system == "mariadb"
    connection.close()


class Wrapped:
    """A connection that something is wrapped around, as tracing does."""

    def __init__(self, connection):
        self._connection = connection

    def cursor(self):
        return self._connection.cursor()

    def query(self, sql):
        cursor = self.cursor()
        cursor.execute(sql)
        return cursor.fetchall()


VALUES = {
    "postgresql": "max_connections",
    "mariadb": "max_connections",
    "mysql": "max_connections",
    "sqlite": "busy_timeout_seconds",
}


@pytest.mark.parametrize("system", VALUES)
def test_any_connection_is_read_through_a_function(request, pool, tmp_path, system):
    name = {"postgresql": "postgres", "mysql": "mariadb"}.get(system, system)
    if system == "sqlite":
        connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    else:
        connection = request.getfixturevalue(name).connect()
    wrapped = Wrapped(connection)
    with pytest.raises(TypeError, match="of no driver that is known here.*query="):
        pool.read_database(wrapped)
    statements = []

    def query(sql):
        statements.append(sql)
        return wrapped.query(sql)

    for _ in range(2):
        pool.read_database(query=query, system=system, known={"cpus": 8})
    told = pool.describe().database
    assert told.version and told.values.cpus == 8 and told.system in (system, name)
    assert getattr(told.values, VALUES[system]) is not None
    # One statement each, so that any driver will do.
    assert statements and not any(";" in sql for sql in statements)
    if system == "postgresql":
        assert connection.info.transaction_status == 0
    connection.close()
    with pytest.raises(plimsoll.KernelError):
        pool.read_database(query=query, system=system)
    assert pool.describe().database.version == told.version


def test_an_open_transaction_is_seen_through_a_function(postgres, pool):
    with postgres.connect(autocommit=False) as connection:
        connection.execute("CREATE TEMPORARY TABLE mine (a int)")
        with pytest.raises(plimsoll.PlimsollError, match="transaction"):
            pool.read_database(query=Wrapped(connection).query, system="postgresql")
        assert connection.execute("SELECT count(*) FROM mine").fetchone() == (0,)
        connection.rollback()
    assert pool.describe().database is None


def test_an_asynchronous_function(postgres, pool):
    async def read():
        import psycopg

        async with await psycopg.AsyncConnection.connect(
            host=str(postgres.folder), user="postgres", autocommit=True, row_factory=psycopg.rows.dict_row
        ) as connection:

            async def query(sql):
                return await (await connection.execute(sql)).fetchall()

            await pool.read_database_async(query=query, system="postgresql")
            with pytest.raises(plimsoll.InvalidArgumentError, match="asynchronous: await `read_database_async`"):
                pool.read_database(query=query, system="postgresql")
            with pytest.raises(plimsoll.InvalidArgumentError, match="not asynchronous: call `read_database`"):
                await pool.read_database_async(query=lambda sql: [], system="postgresql")

    asyncio.run(read())
    assert pool.describe().database.values.max_connections == 100


def test_functions_and_systems_that_are_none_are_told_so(pool):
    with pytest.raises(TypeError, match="nothing to read over"):
        pool.read_database()
    with pytest.raises(TypeError, match="`query` is 5: allowed is a function"):
        pool.read_database(query=5, system="sqlite")
    for system in (None, "oracle"):
        with pytest.raises(plimsoll.InvalidArgumentError, match="postgresql, mysql, mariadb, sqlite"):
            pool.read_database(query=lambda sql: [], system=system)
    connection = sqlite3.connect(":memory:")
    with pytest.raises(plimsoll.InvalidArgumentError, match="leave it out"):
        pool.read_database(connection, system="sqlite")
    with pytest.raises(plimsoll.InvalidArgumentError, match="both"):
        pool.read_database(connection, query=lambda sql: [], system="sqlite")
    for wrong in (None, 5, ["3.45"], [5], "3.45"):
        with pytest.raises(plimsoll.InvalidArgumentError, match="wanted are the rows"):
            pool.read_database(query=lambda sql: wrong, system="sqlite")
    assert pool.describe().database is None


def test_asynchronous_connections(postgres, pool):
    import psycopg

    async def read():
        connection = await psycopg.AsyncConnection.connect(host=str(postgres.folder), user="postgres")
        with pytest.raises(TypeError, match="read_database_async"):
            pool.read_database(connection)
        await pool.read_database_async(connection)
        await connection.execute("SELECT 1")
        with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open"):
            await pool.read_database_async(connection)
        await connection.close()

    asyncio.run(read())
    assert pool.describe().database.values.max_connections == 100


def test_asyncpg(postgres, pool):
    asyncpg = pytest.importorskip("asyncpg")

    async def read():
        connection = await asyncpg.connect(host=str(postgres.folder), user="postgres", database="postgres")
        for _ in range(2):
            await pool.read_database_async(connection)
        async with connection.transaction():
            with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open"):
                await pool.read_database_async(connection)
        await connection.close()

    asyncio.run(read())
    assert pool.describe().database.values.max_connections == 100


class Silent:
    """Forwards to a server until it is told to be silent: then nothing comes back any more."""

    def __init__(self, path):
        self.path = path
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_silent = False
        self.open = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.path)
            self.open += [client, server]
            threading.Thread(target=self.carry, args=(client, server), daemon=True).start()
            threading.Thread(target=self.carry, args=(server, client), daemon=True).start()

    def carry(self, source, sink):
        try:
            while data := source.recv(65536):
                if not self.is_silent:
                    sink.sendall(data)
        except OSError:
            pass

    def close(self):
        for one in (self.listener, *self.open):
            one.close()


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2", "pg8000", "async"])
def test_a_server_that_hangs_costs_the_timeout_and_no_more(postgres, pool, driver):
    way = Silent(f"{postgres.folder}/.s.PGSQL.5432")
    where = {"host": "127.0.0.1", "port": way.port, "user": "postgres"}
    threads = threading.active_count()
    began = None
    try:
        if driver == "async":
            import psycopg

            async def read():
                nonlocal began
                connection = await psycopg.AsyncConnection.connect(**where)
                way.is_silent, began = True, time.monotonic()
                with pytest.raises(plimsoll.KernelError, match="did not answer within"):
                    await pool.read_database_async(connection, timeout=0.2)
                await connection.close()

            asyncio.run(read())
        else:
            module = pytest.importorskip("pg8000.dbapi" if driver == "pg8000" else driver)
            connection = module.connect(**where)
            way.is_silent, began = True, time.monotonic()
            with pytest.raises(plimsoll.KernelError, match="did not answer within"):
                pool.read_database(connection, timeout=0.2)
        assert time.monotonic() - began < 3
        assert threading.active_count() <= threads + 2  # those of the way
    finally:
        way.close()
    # Everything else goes on.
    with postgres.connect() as other:
        pool.read_database(other)


# An error of a handler's own cannot be told from one of pg8000's.
@pytest.mark.parametrize(
    "driver, error", [("psycopg", KeyboardInterrupt), ("psycopg", LookupError), ("pg8000", KeyboardInterrupt)]
)
def test_what_a_signal_raises_leaves_no_connection_in_the_middle_of_an_answer(postgres, pool, driver, error):
    module = pytest.importorskip("pg8000.dbapi" if driver == "pg8000" else driver)
    way = Silent(f"{postgres.folder}/.s.PGSQL.5432")

    def interrupt(*_):
        raise error("by a signal")

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        connection = module.connect(host="127.0.0.1", port=way.port, user="postgres")
        way.is_silent = True
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(error if error is KeyboardInterrupt else plimsoll.KernelError):
            pool.read_database(connection, timeout=5)
        way.is_silent = False
        # What comes late is nobody's answer.
        with pytest.raises(module.Error):
            ask(connection, "SELECT 1")
        assert driver != "psycopg" or connection.closed
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        way.close()


def test_psycopg_pool_counts_itself(postgres):
    psycopg_pool = pytest.importorskip("psycopg_pool")
    import plimsoll.psycopg_pool

    where = {"host": str(postgres.folder), "user": "postgres"}
    with psycopg_pool.ConnectionPool(kwargs=where, min_size=2, max_size=3, timeout=0.2, open=True) as connections:
        watched = plimsoll.psycopg_pool.watch(connections, "orders")
        connections.wait()
        watched.observe()
        began = time.monotonic()

        def work():
            for _ in range(10):
                with connections.connection() as connection:
                    connection.execute("SELECT pg_sleep(0.005)")

        workers = [threading.Thread(target=work) for _ in range(5)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        held = [connections.getconn() for _ in range(3)]
        with pytest.raises(psycopg_pool.PoolTimeout):
            connections.getconn()
        time.sleep(max(0, 0.5 - (time.monotonic() - began)))  # what is observed sooner is no interval yet
        watched.observe()
        told = watched.describe()
        assert (told.stats.size, told.stats.in_use, told.stats.idle) == (3, 3, 0)
        assert told.stats.requests == 53 and told.stats.timeouts == 1 and told.stats.queued >= 1
        assert told.stats.waiting == 0 and told.interval.use_seconds > 0.004 and told.stats.min_size == 2
        # It was read, and not taken from others.
        assert connections.get_stats()["requests_num"] == 54
        for connection in held:
            connections.putconn(connection)
        with connections.connection() as connection:
            connection.rollback()
            watched.read_database(connection)
        assert watched.describe().database.system == "postgresql"


def test_an_asynchronous_psycopg_pool(postgres):
    psycopg_pool = pytest.importorskip("psycopg_pool")
    import plimsoll.psycopg_pool

    async def work():
        where = {"host": str(postgres.folder), "user": "postgres"}
        async with psycopg_pool.AsyncConnectionPool(kwargs=where, min_size=1, max_size=2, open=False) as connections:
            watched = plimsoll.psycopg_pool.watch(connections)

            async def one():
                async with connections.connection() as connection:
                    await connection.execute("SELECT pg_sleep(0.01)")

            await asyncio.gather(*(one() for _ in range(8)))
            watched.observe()
            return watched.describe().stats

    told = asyncio.run(work())
    assert told.requests == 8 and told.queued >= 1 and told.size == 2


def test_sqlalchemy_over_a_real_server(postgres):
    sqlalchemy = pytest.importorskip("sqlalchemy")
    import plimsoll.sqlalchemy

    url = f"postgresql+psycopg://postgres@/postgres?host={postgres.folder}"
    engine = sqlalchemy.create_engine(url, pool_size=2, max_overflow=0, pool_timeout=0.2, pool_pre_ping=True)
    watched = plimsoll.sqlalchemy.watch(engine)
    assert watched.name == "postgres"
    with engine.connect() as connection:
        pid = connection.execute(sqlalchemy.text("SELECT pg_backend_pid()")).scalar()
        connection.commit()
        watched.read_database(connection)
    with postgres.connect() as other:
        other.execute("SELECT pg_terminate_backend(%s)", (pid,))
    time.sleep(0.1)
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT 1"))
        watched.observe()
        told = watched.describe()
        assert told.stats.lost == 1 and told.stats.created == 2 and told.stats.in_use == 1
        assert told.holders[0].site.startswith(__file__)
        with pytest.raises(plimsoll.InvalidArgumentError, match="transaction open"):
            watched.read_database(connection)
    watched.close()
    engine.dispose()
