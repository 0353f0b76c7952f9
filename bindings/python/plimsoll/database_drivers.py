"""The drivers of databases that the user has: which of them there is, and how a connection is opened with it."""

import importlib
import math
import os
import sys
from urllib.parse import quote

from .database_url import UrlError


class NoDriver(Exception):
    """None that is wanted is installed: what to do."""


# What a URL may say for drivers of MySQL beside user and host, as PyMySQL calls it.
_MYSQL_KEYS = ("unix_socket", "charset", "ssl_ca", "ssl_cert", "ssl_key")
_MYSQL_PORT = 3306
# "Can't initialize character set", of its client.
_NO_CHARSET = 2019
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def _seconds(timeout):
    """For drivers that know whole seconds only. Whoever waits counts for itself."""
    return max(2, math.ceil(timeout))


def _libpq(module, check, url, timeout, **more):
    known = {"user": url.user, "password": url.password, "host": url.host, "port": url.port, "dbname": url.path}
    settings = {"fallback_application_name": "plimsoll", "connect_timeout": _seconds(timeout)}
    # What follows the `?` counts more, as libpq has it.
    settings.update({key: value for key, value in known.items() if value not in ("", None)}, **url.query)
    mode = settings.get("sslmode", "prefer")
    if mode not in _SSL_MODES:
        raise UrlError(f"there is no sslmode `{mode}`: allowed are {', '.join(_SSL_MODES)}")
    try:
        check(**settings)
    except module.ProgrammingError as error:
        raise UrlError(f"the URL means nothing to {module.__name__}: {url.without_secrets(str(error))}") from None
    return module.connect(**dict(settings, **more))


def _psycopg(url, timeout):
    import psycopg
    from psycopg.conninfo import make_conninfo

    return _libpq(psycopg, make_conninfo, url, timeout, autocommit=True)


def _psycopg2(url, timeout):
    import psycopg2
    from psycopg2.extensions import make_dsn

    connection = _libpq(psycopg2, make_dsn, url, timeout)
    connection.autocommit = True
    return connection


def _pg8000(url, timeout):
    import pg8000.dbapi

    query = _only(url, ("host", "user", "dbname", "port", "application_name", "sslmode"))
    host, port = query.get("host") or url.host or "localhost", query.get("port") or url.port or 5432
    if "," in f"{host}{port}":
        raise UrlError("pg8000 knows no list of servers: install psycopg, or name one of them")
    port = int(port)
    where = {"unix_sock": f"{host}/.s.PGSQL.{port}"} if host.startswith("/") else {"host": host, "port": port}
    # True checks no certificate, as `require` of libpq; for more, psycopg.
    encrypted = {"disable": False, "require": True}
    if query.get("sslmode", "prefer") in encrypted:
        where["ssl_context"] = encrypted[query["sslmode"]]
    elif query.get("sslmode", "prefer") not in _SSL_MODES:
        raise UrlError(f"there is no sslmode `{query['sslmode']}`: allowed are {', '.join(_SSL_MODES)}")
    elif query.get("sslmode", "prefer") != "prefer":
        raise UrlError(f"pg8000 knows no sslmode `{query['sslmode']}` here: install psycopg")
    connection = pg8000.dbapi.connect(
        query.get("user") or url.user or os.environ.get("PGUSER") or os.environ.get("USER", "postgres"),
        database=query.get("dbname") or url.path or None,
        password=os.environ.get("PGPASSWORD") if url.password is None else url.password,
        application_name="plimsoll",
        timeout=timeout,
        **where,
    )
    connection.autocommit = True
    return connection


def _mysql(url):
    """What all drivers of MySQL take."""
    query = _only(url, _MYSQL_KEYS)
    settings = {"user": url.user or os.environ.get("USER", "root"), "password": url.password or ""}
    if "unix_socket" not in query:
        settings.update(host=url.host or "127.0.0.1", port=url.port or _MYSQL_PORT)
    if url.path:
        settings["database"] = url.path
    return dict(settings, **query)


def _pymysql(url, timeout):
    import pymysql
    from pymysql.charset import charset_by_name

    charset = url.query.get("charset")
    try:
        is_known = not charset or charset_by_name(charset) is not None
    except KeyError:
        is_known = False
    if not is_known:
        raise _no_charset(charset)
    waits = {"connect_timeout": _seconds(timeout), "read_timeout": timeout, "write_timeout": timeout}
    return pymysql.connect(autocommit=True, **waits, **_mysql(url))


def _mysqlclient(url, timeout):
    import MySQLdb

    settings = _mysql(url)
    encrypted = {key[4:]: settings.pop(key) for key in ("ssl_ca", "ssl_cert", "ssl_key") if key in settings}
    if encrypted:
        settings["ssl"] = encrypted
    waits = {"connect_timeout": _seconds(timeout), "read_timeout": _seconds(timeout)}
    try:
        return MySQLdb.connect(autocommit=True, **waits, **settings)
    except MySQLdb.OperationalError as error:
        if error.args[:1] == (_NO_CHARSET,):
            raise _no_charset(settings["charset"]) from None
        raise


def _mysqlconnector(url, timeout):
    import mysql.connector

    try:
        # In Python, not in C: a call of it can be ended.
        return mysql.connector.connect(
            use_pure=True, autocommit=True, connection_timeout=_seconds(timeout), **_mysql(url)
        )
    except (mysql.connector.ProgrammingError, AttributeError) as error:
        if "charset" in url.query and "character set" in str(error).lower():
            raise _no_charset(url.query["charset"]) from None
        raise


def _no_charset(name):
    return UrlError(f"there is no charset `{name}` of MySQL: utf8mb4 is one, and the default")


def _only(url, keys):
    unknown = [key for key in url.query if key not in keys]
    if unknown:
        raise UrlError(
            f"`{unknown[0]}` in the URL means nothing to this driver: allowed are {', '.join(keys)}"
        )
    return dict(url.query)


def _sqlite(url, timeout):
    import sqlite3

    path = os.path.abspath(url.path)
    # Before, because the words of SQLite are the same for all of this.
    if not os.path.exists(path):
        raise FileNotFoundError(f"there is no file {path}; it was not made")
    if os.path.isdir(path):
        raise IsADirectoryError(f"{path} is a directory: name the file in it")
    # SQLite puts its logs beside the file itself, and not beside a link to it.
    real = os.path.realpath(path)
    log, index, journal = (os.path.exists(real + end) for end in ("-wal", "-shm", "-journal"))
    # A log that is there belongs to somebody, or is to be written back by somebody. Where there is none, reading makes one,
    # and who may write takes it away again.
    how = "mode=ro" if log or journal else "mode=rw"
    if log and not index:
        # Nobody has it open: a copy. Reading the log would make an index, and leave it behind.
        how = "mode=ro&immutable=1"
    uri = f"file:{quote(real)}?{how}"
    # Its own wait for a lock ends before ours.
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=timeout / 2)


# Of each system the drivers that are known, those first that are taken first: the name in a URL, what is imported, what is
# installed, how it connects.
_POSTGRES = (
    ("psycopg", "psycopg", "psycopg[binary]", _psycopg),
    ("psycopg2", "psycopg2", "psycopg2-binary", _psycopg2),
    ("pg8000", "pg8000.dbapi", "pg8000", _pg8000),
)
_MYSQL = (
    ("pymysql", "pymysql", "pymysql", _pymysql),
    ("mysqldb", "MySQLdb", "mysqlclient", _mysqlclient),
    ("mysqlconnector", "mysql.connector", "mysql-connector-python", _mysqlconnector),
)
_SQLITE = (("pysqlite", "sqlite3", "a Python with SQLite", _sqlite),)
DRIVERS = {"postgresql": _POSTGRES, "mysql": _MYSQL, "mariadb": _MYSQL, "sqlite": _SQLITE}


class Driver:
    """A driver that is installed: its name, and how it connects."""

    def __init__(self, name, connect):
        self.name = name
        self._connect = connect

    def connect(self, url, timeout):
        """A connection in autocommit. Raises whatever the driver raises."""
        return self._connect(url, timeout)


def driver_for(url):
    """The driver that the URL names, or the first that is installed; one that is asynchronous is as good as none named.
    Raises NoDriver."""
    known = DRIVERS[url.system]
    named = [row for row in known if row[0] == url.driver]
    problems = []
    for _, module, _, connect in named or known:
        try:
            importlib.import_module(module)
        except ImportError as error:
            # Another one is missing than what was asked for: it is installed, and broken.
            if getattr(error, "name", None) not in (module, module.partition(".")[0]):
                problems.append(f"{module} cannot be imported: {' '.join(str(error).split())[:200]}")
        else:
            return Driver(module.partition(".dbapi")[0], connect)
    package = (named or known)[0][2]
    others = [row[2] for row in known if row[2] != package]
    instead = f" (or {', '.join(others)})" if others and not named else ""
    why = f"; {'; '.join(problems)}" if problems else ""
    what = f"the driver `{url.driver}`" if named else f"no driver of {url.title}"
    raise NoDriver(
        f"{what} is {'not ' if named else ''}installed for {sys.executable}: run "
        f"`{sys.executable} -m pip install '{package}'`{instead}{why}"
    )
