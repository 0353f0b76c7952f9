"""Connections to PostgreSQL: of psycopg, psycopg2, pg8000 and asyncpg."""

import select
import time

from .errors import InvalidArgumentError
from .reading_driver import Driver, plain, refuse_open_transaction


class Psycopg(Driver):
    """psycopg 3, on the level of libpq: nothing of the connection's own is changed."""

    system = "postgresql"

    def look(self):
        connection = self.connection
        if connection.closed:
            raise InvalidArgumentError("the connection is closed: pass one that is open", -1)
        if connection.pgconn.pipeline_status:
            raise InvalidArgumentError("the connection is in pipeline mode: pass one that is not", -1)
        refuse_open_transaction(connection.pgconn.transaction_status != 0)

    def is_lost(self, error):
        return bool(self.connection.closed)

    def run(self, statement, seconds):
        with self.connection.lock:
            self.look()
            until = time.monotonic() + seconds
            try:
                for events in self.exchange(statement):
                    poll = select.poll()
                    poll.register(self.connection.pgconn.socket, events)
                    left = until - time.monotonic()
                    if left <= 0 or not poll.poll(left * 1e3):
                        raise TimeoutError(self.no_answer(seconds))
            except BaseException:
                # Also what a signal raised. In the middle of an answer it is of no use to anybody.
                if self.connection.pgconn.transaction_status != 0:
                    self.connection.close()
                raise
            return self.answer()

    def exchange(self, statement):
        """Sends a message and takes in what comes back; gives what the socket is to be waited for."""
        pgconn = self.connection.pgconn
        pgconn.send_query(statement.encode())
        while pgconn.flush():
            yield select.POLLIN | select.POLLOUT
            pgconn.consume_input()
        self._results = []
        while True:
            while pgconn.is_busy():
                yield select.POLLIN
                pgconn.consume_input()
            result = pgconn.get_result()
            if result is None:
                break
            self._results.append(result)
        # What others notified came in with it. Nobody else would look for it before the socket has something again.
        while (notify := pgconn.notifies()) is not None:
            if pgconn.notify_handler is not None:
                pgconn.notify_handler(notify)

    def answer(self):
        for result in self._results:
            if result.error_message:
                raise RuntimeError(result.error_message.decode("utf-8", "replace").strip())
        last = self._results[-1]
        return [
            [last.get_value(row, column) for column in range(last.nfields)] for row in range(last.ntuples)
        ]


class PsycopgAsync(Psycopg):
    is_async = True

    async def run(self, statement, seconds):
        import asyncio

        async with self.connection.lock:
            self.look()
            try:
                await asyncio.wait_for(self._exchange(statement), seconds)
            except BaseException as error:
                # In the middle of an answer it is of no use to anybody.
                if self.connection.pgconn.transaction_status != 0:
                    self.connection.pgconn.finish()
                if isinstance(error, asyncio.TimeoutError):
                    raise TimeoutError(self.no_answer(seconds)) from error
                raise
            return self.answer()

    async def _exchange(self, statement):
        import asyncio

        loop = asyncio.get_running_loop()
        number = self.connection.pgconn.socket
        for events in self.exchange(statement):
            ready = loop.create_future()
            wake = lambda ready=ready: ready.done() or ready.set_result(None)  # noqa: E731
            loop.add_reader(number, wake)
            if events & select.POLLOUT:
                loop.add_writer(number, wake)
            try:
                await ready
            finally:
                loop.remove_reader(number)
                loop.remove_writer(number)


class Psycopg2(Driver):
    system = "postgresql"

    def look(self):
        connection = self.connection
        if connection.closed:
            raise InvalidArgumentError("the connection is closed: pass one that is open", -1)
        if connection.async_:
            raise InvalidArgumentError(
                "the connection is an asynchronous one of psycopg2: pass a synchronous one", -1
            )
        refuse_open_transaction(connection.get_transaction_status() != 0)
        own = (connection.isolation_level, connection.readonly, connection.deferrable)
        # To switch autocommit would then send settings of the session.
        self.own_transaction = not connection.autocommit and own != (None, None, None)
        self._switch = not connection.autocommit and not self.own_transaction

    def is_lost(self, error):
        return bool(self.connection.closed)

    def socket(self):
        return self.connection.fileno()

    def before(self):
        if self._switch:
            self.connection.autocommit = True

    def after(self):
        if self._switch and not self.connection.closed:
            self.connection.autocommit = False
        elif self.own_transaction:
            self.connection.rollback()

    def cursor(self):
        import psycopg2.extensions

        return self.connection.cursor(cursor_factory=psycopg2.extensions.cursor)


class Pg8000(Driver):
    system = "postgresql"

    def look(self):
        refuse_open_transaction(self.connection._in_transaction)
        self._autocommit = self.connection.autocommit

    def is_lost(self, error):
        return super().is_lost(error) or "network error" in str(error)

    def socket(self):
        return self.connection._usock.fileno()

    def before(self):
        # A member of the object's: nothing is sent.
        self.connection.autocommit = True

    def after(self):
        self.connection.autocommit = self._autocommit


class AsyncPg(Driver):
    system = "postgresql"
    is_async = True
    # It prepares every statement that gives rows.
    one_statement = True

    def look(self):
        if self.connection.is_closed():
            raise InvalidArgumentError("the connection is closed: pass one that is open", -1)
        refuse_open_transaction(self.connection.is_in_transaction())

    def is_lost(self, error):
        return self.connection.is_closed()

    async def run(self, statement, seconds):
        import asyncio

        try:
            # Without a name it is replaced by the next one; one with a name would stay in the application's session.
            prepared = await self.connection.prepare(statement, name="", timeout=seconds)
            return [plain(row) for row in await prepared.fetch(timeout=seconds)]
        except asyncio.TimeoutError as error:
            # Whoever hangs does not hear that the statement was given up, and the connection waits for that.
            self.connection.terminate()
            raise TimeoutError(self.no_answer(seconds)) from error
