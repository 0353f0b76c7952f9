"""Reads a database again and again over one connection, and says so in lines that `plimsoll db --stats` reads."""

import json
import re
import threading
import time

from .database_pool import DatabasePool, _describe
from .database_url import UrlError, harmless

# The database is told to stop after this share of the time, so that its own words come before ours.
_OF_TIME = 0.6


class ReadingError(Exception):
    """The database could not be read: why, less passwords, and what to do."""


class Calls:
    """Runs one call at a time, on a thread, and waits for it so long and no longer, whatever the driver does."""

    def __init__(self):
        self._thread = None

    def run(self, function, seconds, left):
        """What the function gives. Raises what it raises, and TimeoutError; `left` then gets what it gives at last."""
        until = time.monotonic() + seconds
        if self._thread is not None:
            self._thread.join(seconds)
            if self._thread.is_alive():
                raise TimeoutError(f"no answer within {seconds:g} s")
        call = _Call(function, left)
        self._thread = threading.Thread(target=call.run, daemon=True)
        self._thread.start()
        try:
            self._thread.join(max(0, until - time.monotonic()))
        except BaseException:
            call.leave()
            raise
        if call.leave():
            raise TimeoutError(f"no answer within {seconds:g} s")
        if call.error is not None:
            raise call.error
        return call.result

    @property
    def is_busy(self):
        """Whether a call hangs."""
        return self._thread is not None and self._thread.is_alive()


class _Call:
    def __init__(self, function, left):
        self._function = function
        self._left = left
        self._lock = threading.Lock()
        self._is_left = self._is_done = False
        self.result = self.error = None

    def run(self):
        try:
            self.result = self._function()
        except BaseException as error:
            self.error = error
        with self._lock:
            self._is_done = True
            if not self._is_left:
                return
        try:
            self._left(self.result)
        except Exception:  # noqa: S110 - nobody waits for it any more
            pass

    def leave(self):
        """Whether it still runs; then nobody waits for it any more."""
        with self._lock:
            self._is_left = not self._is_done
            return self._is_left


class LiveReading:
    """Reads a database over a connection of a driver, and opens another one where that broke.

    Args:
        url, driver: what is read, and with what.
        timeout: how many seconds it may take to connect, or to read.
    """

    def __init__(self, url, driver, timeout):
        self._url = url
        self._driver = driver
        self._timeout = timeout
        self._pool = DatabasePool(url.name)
        self._calls = Calls()
        self._connection = None
        # Of our own connection. That it broke is not told: mostly we ended it ourselves, because nothing came back.
        self._counts = {"created": 0, "errors": 0}
        self._own = {name: _WithoutOwn() for name in _COUNTED}
        self._sent = 0
        self.readings = 0

    def read(self):
        """A line of what the database says now, as bytes. Raises ReadingError; `line` then gives one without the database."""
        at = time.clock_gettime(time.CLOCK_BOOTTIME)
        if self._connection is None:
            self._connect()
        connection = self._connection
        try:
            self._calls.run(lambda: self._ask(connection, at), self._timeout, lambda _: _end(connection))
        except Exception as error:
            self._drop()
            raise self._failure("read", error) from None
        self.readings += 1
        database = self._pool._document(_describe)["database"]
        values, sent = database["values"], self._sent
        for name in _OWN[database["system"]]:
            if values.get(name) is not None:
                values[name] = self._own[name].less(values[name], sent)
        return self.line(at, database)

    def _ask(self, connection, at):
        # A message is a transaction, and to MySQL a statement.
        self._sent += 1
        self._pool.read_database(connection, timeout=self._timeout * _OF_TIME, time=at)

    def _connect(self):
        try:
            self._connection = self._calls.run(
                lambda: self._driver.connect(self._url, self._timeout), self._timeout, _end
            )
        except UrlError:
            raise
        except Exception as error:
            self._counts["errors"] += 1
            raise self._failure("connect to", error) from None
        self._counts["created"] += 1

    def line(self, at=None, database=None):
        """A line, of our own connection alone where the database did not answer."""
        at = time.clock_gettime(time.CLOCK_BOOTTIME) if at is None else at
        record = {"schema": "plimsoll.dbpool/1", "name": self._url.name, "time_seconds": at, "pool": self._counts}
        if database is not None:
            record["database"] = database
        return json.dumps(record).encode() + b"\n"

    def close(self):
        self._drop()
        self._pool.close()

    def _drop(self):
        connection, self._connection = self._connection, None
        # Where a call hangs the connection is its own, until it ends.
        if connection is not None and not self._calls.is_busy:
            try:
                self._calls.run(lambda: _end(connection), 1, lambda _: None)
            except Exception:  # noqa: S110 - it broke before
                pass

    def _failure(self, what, error):
        # Before anything is hidden in it.
        told = advice(str(error))
        words = self._url.without_secrets(str(error) or type(error).__name__)
        return ReadingError(
            f"cannot {what} {self._url.shown()} with {self._driver.name}: {words}{'; ' if told else ''}{told}"
        )


# What a reading adds to the database's counters.
_OWN = {"postgresql": ("commits",), "mysql": ("queries", "reads"), "mariadb": ("queries", "reads"), "sqlite": ()}
_COUNTED = ("commits", "queries", "reads")


class _WithoutOwn:
    """A counter of the database's, less what reading it added. It never goes back but where the database's own does."""

    def __init__(self):
        self._raw = self._told = self._began = 0

    def less(self, raw, sent):
        if raw < self._raw:
            self._began, self._told = sent, 0
        self._raw = raw
        # Some count a transaction a while after it ended.
        self._told = max(self._told, raw - (sent - self._began))
        return self._told


def _end(connection):
    if connection is not None:
        connection.close()


_ADVICE = (
    (
        ("no pg_hba.conf entry", "pg_hba.conf rejects connection"),
        "pg_hba.conf of the server lets nobody in from here as that user: its administrator adds a line, or, where it says "
        "`no encryption`, `?sslmode=require` in the URL gets in",
    ),
    (
        ("insecure transport", "ssl was required", "server refuses ssl", "ssl connection is required", "ssl is required"),
        "server and URL do not agree on TLS: see `sslmode` (PostgreSQL) or `ssl_ca` (MySQL) after the ? of the URL, and whether "
        "the server has a certificate",
    ),
    (
        ("starting up", "shutting down", "recovery mode", "not yet accepting connections"),
        "the server is not ready: wait until it is, its log says why it takes long",
    ),
    (
        ("blocked because of many connection errors", "unblock with"),
        "the server lets nobody in from this host any more: `mysqladmin flush-hosts` on it, and see what broke off connections "
        "before",
    ),
    (
        ("no password supplied", "password authentication failed", "access denied", "pam authentication failed"),
        "see user and password: in the URL, in PLIMSOLL_DATABASE_PASSWORD, or where the driver looks "
        "(PGPASSWORD, ~/.pgpass)",
    ),
    (
        ("too many connections", "too many clients", "remaining connection slots"),
        "all of the database's connections are taken: see who holds them as an administrator, for whom some are kept",
    ),
    (("locked",), "somebody writes, or holds it with an exclusive lock; --timeout waits longer"),
    (
        ("not a database", "malformed", "encrypted"),
        "it is a file of something else, encrypted, or damaged",
    ),
    (
        ("permission denied",),
        "this user may not: GRANT it (CONNECT of the database), or see who may open the file, or the socket",
    ),
    (("there is no file",), "see the path: after sqlite:/// from here, after sqlite://// from the root"),
    (
        ("unknown database", "does not exist"),
        "see the names at the end of the URL and before the @",
    ),
    (
        (
            "could not translate",
            "name or service not known",
            "name resolution",
            "getaddrinfo",
            "unknown host",
            "unknown mysql server host",
            "unknown server host",
            "no address",
        ),
        "no host has that name here: see the URL, and the resolver of this container",
    ),
    (
        ("refused", "no such file", "can't connect"),
        "nothing listens there: see host and port, and whether the server runs",
    ),
    (
        ("no answer", "did not answer", "timed out", "timeout", "timeouterror", "unreachable"),
        "the server hangs or is overloaded, or a firewall swallows what is sent; --timeout waits longer",
    ),
)


def advice(words):
    """What to do about an error of a driver; nothing where that is not known."""
    words = harmless(words).lower()
    return next((told for signs, told in _ADVICE if any(_is_said(sign, words) for sign in signs)), "")


def _is_said(sign, words):
    # Whole words: who is blocked is not locked.
    return re.search(rf"(?<!\w){re.escape(sign)}(?!\w)", words) is not None
