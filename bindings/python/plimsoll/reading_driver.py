"""A connection of the caller's that a database is read over: what is common to all drivers."""

import os
import socket
import threading

from .errors import InvalidArgumentError

# So much longer than the database may take, the way to it and back may.
_WAY = 1.0


def way(timeout):
    """How long a message is waited for: the database's own time, and the way."""
    return timeout + _WAY


class Driver:
    """A connection of some driver: what is asked of it before anything is sent, and how a message is run."""

    system = None
    one_statement = False
    own_transaction = False
    is_async = False
    # Whether a pool lent it to the caller alone.
    is_lent = False
    # What became of a call that lasted too long.
    ended = "the connection was ended, take another one"

    def __init__(self, connection):
        self.connection = connection
        self.look()

    def look(self):
        """Raises where nothing may be sent."""

    def before(self):
        """Before a message: what is changed here is put back by `after`."""

    def after(self):
        pass

    def is_lost(self, error):
        """Whether the connection broke with that error."""
        return isinstance(error, TimeoutError)

    def socket(self):
        """The descriptor that it waits for; None where there is none."""
        return None

    def end(self):
        """Ends a call that lasts too long, from another thread."""
        number = self.socket()
        if number is not None:
            # Of the same connection; closed here, and not there.
            with socket.socket(fileno=os.dup(number)) as copy:
                copy.shutdown(socket.SHUT_RDWR)

    def no_answer(self, seconds):
        return f"the server did not answer within {seconds:g} s; {self.ended}"

    def run(self, statement, seconds):
        """The rows of a message's last result set."""
        limit = Limit(self, seconds)
        try:
            self.before()
            try:
                rows = self.rows(statement, seconds)
            except Exception:
                self.after()
                raise
            self.after()
            return rows
        except Exception as error:
            if limit.is_over:
                raise TimeoutError(self.no_answer(seconds)) from error
            raise
        except BaseException:
            # What a signal raised, Ctrl-C above all. In the middle of an answer it is of no use to anybody.
            quietly(self.end)
            raise
        finally:
            limit.close()

    def rows(self, statement, seconds):
        cursor = self.cursor()
        try:
            cursor.execute(statement)
            rows = cursor.fetchall()
        except BaseException:
            # What it says is not why.
            quietly(cursor.close)
            raise
        cursor.close()
        return rows

    def cursor(self):
        return self.connection.cursor()


class Limit:
    """Ends a driver's call after so many seconds."""

    def __init__(self, driver, seconds):
        self.is_over = False
        self._driver = driver
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self):
        with self._lock:
            if self._driver is not None:
                self.is_over = True
                # It may have ended by itself.
                quietly(self._driver.end)

    def close(self):
        with self._lock:
            self._driver = None
        self._timer.cancel()
        self._timer.join()


def quietly(end):
    """Ends something that may be broken already."""
    try:
        end()
    except Exception:  # noqa: S110 - what broke it is told elsewhere
        pass


def refuse_open_transaction(is_open, what="has a transaction open"):
    if is_open:
        raise InvalidArgumentError(
            f"the connection {what}: pass one that is idle, or in autocommit, such as one of its own for this",
            -1,
        )


def refuse_unread(is_unread):
    if is_unread:
        raise InvalidArgumentError(
            "the connection has a result that was not read to its end: read it first, or pass another connection",
            -1,
        )


def plain(row):
    return list(row.values()) if hasattr(row, "values") else list(row)
