"""Pools as applications make them, watched by the adapters, and what their users do with a connection."""

import time

import sqlalchemy
from stage import row

READ = sqlalchemy.text("SELECT note FROM items WHERE id = :id")
WRITE = sqlalchemy.text("UPDATE items SET n = n + 1 WHERE id = :id")


def sqlalchemy_on(stage, server, **options):
    """An engine on that server, watched."""
    import plimsoll.sqlalchemy

    dialect = "postgresql+psycopg" if hasattr(server, "version") else "mysql+pymysql"
    connect = stage.connector(server, autocommit=False)
    options = {"pool_size": 10, "max_overflow": 0, "pool_timeout": 5, **options}
    engine = sqlalchemy.create_engine(f"{dialect}://", creator=connect, **options)
    stage.stack.callback(engine.dispose)
    stage.watch(plimsoll.sqlalchemy.watch(engine, "app"), stage.connector(server))
    return engine


def psycopg_pool_on(stage, server, known=None, **options):
    """A ConnectionPool on that server, watched."""
    import plimsoll.psycopg_pool
    import psycopg_pool

    info = f"host={server.folder} user=app dbname=postgres"
    options = {"min_size": 10, "max_size": 10, "timeout": 5, **options}
    pool = psycopg_pool.ConnectionPool(info, open=True, **options)
    stage.stack.callback(pool.close, 2)
    stage.watch(plimsoll.psycopg_pool.watch(pool, "app"), stage.connector(server), known)
    return pool


def dbutils_on(stage, server, size=10):
    """A PooledDB on that server, watched."""
    import plimsoll.dbutils
    from dbutils.pooled_db import PooledDB

    class Driver:
        """As a module of the DB-API."""

        import pymysql as _driver

        threadsafety = _driver.threadsafety
        OperationalError, InternalError, InterfaceError = (
            _driver.OperationalError,
            _driver.InternalError,
            _driver.InterfaceError,
        )
        connect = staticmethod(stage.connector(server, autocommit=True))

    pool = PooledDB(Driver, maxconnections=size, mincached=size, blocking=True)
    stage.watch(plimsoll.dbutils.watch(pool, "app"), stage.connector(server))
    return pool


def read_and_write(engine, seconds=0.0):
    """What a request does: reads a row and changes one; and may work with what it has read for a while."""

    def work():
        with engine.begin() as connection:
            connection.execute(READ, {"id": row()}).all()
            if seconds:
                time.sleep(seconds)
            connection.execute(WRITE, {"id": row()})

    return work


def read(engine, seconds=0.0):
    def work():
        with engine.connect() as connection:
            connection.execute(READ, {"id": row()}).all()
            if seconds:
                time.sleep(seconds)

    return work


def read_over(pool, seconds=0.0):
    """The same over psycopg_pool."""

    def work():
        with pool.connection() as connection:
            connection.execute("SELECT note FROM items WHERE id = %s", (row(),)).fetchall()
            if seconds:
                time.sleep(seconds)

    return work
