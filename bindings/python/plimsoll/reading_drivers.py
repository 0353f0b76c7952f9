"""Which driver a connection is of."""

from .errors import InvalidArgumentError
from .reading_driver import refuse_open_transaction
from .reading_mysql import MySqlClient, MySqlConnector, PyMySql
from .reading_postgres import AsyncPg, Pg8000, Psycopg, Psycopg2, PsycopgAsync
from .reading_sqlite import AioSqlite, Sqlite


# By the package of a connection's class, or of a class above it.
_DRIVERS = {
    "psycopg": Psycopg,
    "psycopg2": Psycopg2,
    "pg8000": Pg8000,
    "pymysql": PyMySql,
    "MySQLdb": MySqlClient,
    "mysql": MySqlConnector,
    "sqlite3": Sqlite,
    "aiosqlite": AioSqlite,
    "asyncpg": AsyncPg,
}


def driver_of(connection):
    """How a connection is asked. Raises InvalidArgumentError where nothing may be sent over it, TypeError where it is none."""
    is_lent = False
    for _ in range(8):
        packages = [kind.__module__.partition(".")[0] for kind in type(connection).__mro__]
        for package in packages:
            kind = _DRIVERS.get(package)
            if kind is MySqlConnector and hasattr(connection, "__aenter__"):
                continue
            if kind is not None:
                if not hasattr(connection, "cursor") and kind is not AsyncPg:
                    break
                if kind is Psycopg and hasattr(connection, "__aenter__"):
                    kind = PsycopgAsync
                driver = kind(connection)
                driver.is_lent = is_lent
                return driver
        inner = _within(connection, packages)
        if inner is None:
            break
        is_lent = is_lent or "sqlalchemy" in packages and not _is_shared_out(connection)
        connection = inner
    if any(name in packages for name in ("sqlalchemy", "dbutils", *_DRIVERS)):
        raise TypeError(f"{connection!r} is no connection: pass what its `connect()` or `connection()` gives")
    raise TypeError(
        f"{type(connection)!r} is of no driver that is known here ({', '.join(_DRIVERS)}): "
        "pass a function that runs a statement over it, `read_database(query=..., system=...)`"
    )


def _closed():
    return InvalidArgumentError("the connection is closed, or not open yet: pass one that is open", -1)


def _is_shared_out(connection):
    """Whether SQLAlchemy gives the same connection to everybody."""
    if hasattr(type(connection), "sync_connection"):
        connection = connection.sync_connection
    if not hasattr(connection, "_pool"):
        connection = connection.connection
    return type(connection._pool).__name__ == "StaticPool"


def _within(connection, packages):
    """What a pool wrapped."""
    if "sqlalchemy" in packages:
        # Of the class: what the pool gives passes on what it has not.
        if hasattr(type(connection), "sync_connection"):
            connection = connection.sync_connection
        kind = type(connection)
        if hasattr(kind, "in_transaction") and hasattr(kind, "connection") and hasattr(kind, "detach"):
            if connection.closed:
                raise _closed()
            refuse_open_transaction(connection.in_transaction())
            connection = connection.connection
        elif not hasattr(kind, "driver_connection"):
            return None
        inner = connection.driver_connection
        if inner is None:
            raise _closed()
        return inner
    if "dbutils" in packages:
        return getattr(connection, "_con", None)
    return None
