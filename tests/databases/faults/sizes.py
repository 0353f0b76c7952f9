"""Pools of the wrong size, and connections that are opened anew for each request."""

import asyncio
import random
import threading

import sqlalchemy
from case import case
from pools import READ, psycopg_pool_on, read, read_over, sqlalchemy_on
from stage import row

SHORT = ("database_pool.saturated", "database_pool.waits")


@case("12 users of 2 connections, the database is idle; SQLAlchemy, PostgreSQL 18", SHORT, short=True)
def too_small_sqlalchemy(stage):
    engine = sqlalchemy_on(stage, stage.postgres(), pool_size=2)
    stage.users(1, read(engine, 0.01))
    stage.calm()
    stage.users(12, read(engine, 0.02), think=0.01)
    stage.fault(25)


@case("requests give up after 0.3 s; psycopg_pool of 2, PostgreSQL 12", SHORT)
def too_small_psycopg_pool(stage):
    pool = psycopg_pool_on(stage, stage.postgres(12), min_size=2, max_size=2, timeout=0.3)
    stage.users(1, read_over(pool, 0.01))
    stage.calm()
    stage.users(14, read_over(pool, 0.06), think=0.01)
    stage.fault(25)


@case("12 tasks of 2 connections; SQLAlchemy's async engine with asyncpg, PostgreSQL 18", SHORT)
def too_small_async(stage):
    users = async_users(stage, pool_size=2)
    users.more(1, 0.01, think=0.1)
    stage.calm()
    users.more(12, 0.02, think=0.01)
    stage.fault(25)


@case("12 users of 2 connections; DBUtils, MariaDB", SHORT)
def too_small_dbutils(stage):
    from pools import dbutils_on

    pool = dbutils_on(stage, stage.mariadb(), size=2)

    def works():
        connection = pool.connection()
        try:
            cursor = connection.cursor()
            cursor.execute("SELECT note FROM items WHERE id = %s", (row(),))
            cursor.fetchall()
            cursor.close()
            stage.over.wait(0.02)
        finally:
            connection.close()

    stage.users(1, works, think=0.1)
    stage.calm()
    stage.users(12, works, think=0.01)
    stage.fault(25)


class AsyncUsers:
    """Tasks that use an asynchronous engine, on a loop of their own."""

    def __init__(self, stage, engine):
        self._stage = stage
        self._engine = engine
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        stage.stack.callback(self.close)

    def more(self, count, seconds, think):
        for _ in range(count):
            asyncio.run_coroutine_threadsafe(self._use(seconds, think), self._loop)

    async def _use(self, seconds, think):
        while not self._stage.over.is_set():
            try:
                async with self._engine.connect() as connection:
                    (await connection.execute(READ, {"id": row()})).all()
                    await asyncio.sleep(seconds)
            except Exception as error:  # a user tries again
                self._stage.errors[type(error).__name__] += 1
            await asyncio.sleep(random.expovariate(1 / think))

    def close(self):
        async def end():
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._engine.dispose()

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


def async_users(stage, **options):
    import plimsoll.sqlalchemy
    from sqlalchemy.ext.asyncio import create_async_engine

    server = stage.postgres(18)
    url = f"postgresql+asyncpg://app@/postgres?host={server.folder}"
    engine = create_async_engine(url, max_overflow=0, **options)
    stage.watch(plimsoll.sqlalchemy.watch(engine, "app"), stage.connector(server))
    return AsyncUsers(stage, engine)


@case(
    "60 connections are kept open for 4 users; psycopg_pool, PostgreSQL 18",
    "database_pool.oversized",
    severity="low",
    why="it costs the server memory, and no request anything",
    limit=200,
)
def too_big(stage):
    pool = psycopg_pool_on(stage, stage.postgres(), min_size=60, max_size=60)
    stage.users(4, read_over(pool), think=0.1)
    stage.calm(5)
    stage.fault(150)


@case("every request opens a connection of its own: NullPool; SQLAlchemy, PostgreSQL 18", "database_pool.churn")
def churn_null_pool(stage):
    engine = create_null_pool(stage)
    stage.calm(1)
    stage.users(4, read(engine), think=0.05)
    stage.fault(25)


def create_null_pool(stage):
    import plimsoll.sqlalchemy

    server = stage.postgres()
    connect = stage.connector(server, autocommit=False)
    engine = sqlalchemy.create_engine("postgresql+psycopg://", creator=connect, poolclass=sqlalchemy.pool.NullPool)
    stage.watch(plimsoll.sqlalchemy.watch(engine, "app"), stage.connector(server))
    return engine


@case("a small pool with a large overflow, which is opened and closed all the time; SQLAlchemy, MariaDB", "database_pool.churn")
def churn_overflow(stage):
    engine = sqlalchemy_on(stage, stage.mariadb(), pool_size=1, max_overflow=20)
    stage.users(1, read(engine), think=0.2)
    stage.calm()
    stage.users(8, read(engine, 0.01), think=0.02)
    stage.fault(25)
