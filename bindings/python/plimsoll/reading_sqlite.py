"""Connections to SQLite: Python's own, and of aiosqlite. No statement is ever ended: SQLite ends all that run over a connection,
and those of other threads are the application's."""

import threading

from .errors import InvalidArgumentError
from .reading_driver import Driver, plain, refuse_open_transaction, way

_BUSY = "PRAGMA busy_timeout"


def _shorter(own, seconds):
    """How long to wait for a lock instead, in milliseconds; None to leave it. Nothing else ends a wait for one."""
    most = max(1, round((seconds - way(0)) * 1e3))
    return most if own > most else None


def _as_it_was(rows, columns, own):
    """The rows, as they are without what was changed for them."""
    names = [column[0] for column in columns or ()]
    return [[own if name == "timeout" else value for name, value in zip(names, row)] for row in map(plain, rows)]


def _may_be_shared(connection):
    """Whether other threads may use it, too."""
    allowed = []

    def look():
        try:
            connection.cursor().close()
            allowed.append(True)
        except Exception:  # noqa: S110 - it is of another thread alone
            pass

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join()
    return bool(allowed)


class Sqlite(Driver):
    system = "sqlite"

    def look(self):
        _refuse(self.connection)

    def is_lost(self, error):
        return False

    def run(self, statement, seconds):
        cursor = self.connection.cursor()
        cursor.row_factory = None
        try:
            # Others would wait for locks as shortly.
            if not self.is_lent and _may_be_shared(self.connection):
                return cursor.execute(statement).fetchall()
            return _rows(cursor, statement, seconds)
        finally:
            cursor.close()


def _refuse(connection):
    try:
        is_open = connection.in_transaction
    except Exception as error:
        raise InvalidArgumentError(f"the connection cannot be used ({error}): pass one that is not closed", -1) from error
    refuse_open_transaction(is_open)


def _rows(cursor, statement, seconds):
    own = cursor.execute(_BUSY).fetchone()[0]
    shorter = _shorter(own, seconds)
    if shorter is None:
        return cursor.execute(statement).fetchall()
    cursor.execute(f"{_BUSY} = {shorter}")
    try:
        return _as_it_was(cursor.execute(statement).fetchall(), cursor.description, own)
    finally:
        cursor.execute(f"{_BUSY} = {own}")


class AioSqlite(Driver):
    system = "sqlite"
    is_async = True
    ended = "what else it was asked goes on"

    def look(self):
        try:
            inner = self.connection._conn
        except ValueError as error:
            raise InvalidArgumentError("the connection is closed: pass one that is open", -1) from error
        _refuse(inner)

    def is_lost(self, error):
        return False

    async def run(self, statement, seconds):
        import asyncio

        given_up = []

        def rows():
            # In the connection's own thread, which does one thing after the other: nothing of the application's comes between.
            if given_up:
                return None
            cursor = self.connection._conn.cursor()
            cursor.row_factory = None
            try:
                return _rows(cursor, statement, seconds)
            finally:
                cursor.close()

        try:
            return await asyncio.wait_for(self.connection._execute(rows), seconds)
        except asyncio.TimeoutError as error:
            raise TimeoutError(self.no_answer(seconds)) from error
        finally:
            given_up.append(True)
