"""Reading what a database says of itself, over a connection of the caller's, whatever its driver."""

import ctypes
import json

from . import library
from .handle import Owned
from .library import POINTER, SIZE, STATUS, String, call
from .options import c_text, choice, nanoseconds, out_of_range, whole

SYSTEMS = {"postgresql": 1, "mysql": 2, "mariadb": 3, "sqlite": 4}
SLOW_QUERIES_NONE = -1
_MOST_SECONDS = 60


class ReaderOptions(ctypes.Structure):
    """`plim_reader_options`."""

    _fields_ = [
        ("timeout_ns", ctypes.c_uint64),
        ("slow_after_ns", ctypes.c_uint64),
        ("system", ctypes.c_int32),
        ("slow_queries", ctypes.c_int32),
        ("one_statement", ctypes.c_int32),
        ("own_transaction", ctypes.c_int32),
    ]


_new = library.function("plim_database_reader_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_begin = library.function("plim_database_reader_begin", STATUS, POINTER, POINTER)
_next = library.function("plim_database_reader_next", STATUS, POINTER, POINTER, POINTER)
_take = library.function("plim_database_reader_take", STATUS, POINTER, POINTER, POINTER)
_set_known = library.function(
    "plim_database_reader_set_known_json", STATUS, POINTER, ctypes.c_char_p, SIZE, POINTER
)
_rows_new = library.function("plim_rows_new", STATUS, POINTER, POINTER)
_rows_add = library.function("plim_rows_add", STATUS, POINTER, POINTER, SIZE, POINTER)
_rows_fail = library.function("plim_rows_fail", STATUS, POINTER, ctypes.c_char_p, POINTER)
_rows_free = library.function("plim_rows_free", None, POINTER)
_take_reading = library.function(
    "plim_dbpool_take_reading", STATUS, POINTER, POINTER, ctypes.c_uint64, POINTER
)


class Rows(Owned):
    """`plim_rows`."""

    __slots__ = ()
    _free = _rows_free

    def __init__(self):
        self._handle = None
        handle = POINTER()
        call(_rows_new, ctypes.byref(handle))
        self._handle = handle.value
        self._what = "a query"

    def add(self, row):
        texts = [_text(value) for value in row]
        call(_rows_add, self._handle, (ctypes.c_char_p * len(texts))(*texts), len(texts))

    def fail(self, error):
        message = str(error) or type(error).__name__
        call(_rows_fail, self._handle, message.encode("utf-8", "replace").replace(b"\0", b" "))


def _text(value):
    if value is None:
        return None
    value = value if isinstance(value, (bytes, bytearray)) else str(value).encode("utf-8", "replace")
    return bytes(value).replace(b"\0", b" ")


class Reader(Owned):
    """`plim_database_reader`: one reading at a time."""

    __slots__ = ("_known",)
    _free = library.function("plim_database_reader_free", None, POINTER)

    def __init__(self, options):
        self._handle = None
        self._known = {}
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value
        self._what = "a database"

    def know(self, values):
        """What is known besides: it fills what SQL does not tell, from now on."""
        if values != self._known:
            text = json.dumps(values).encode()
            call(_set_known, self._handle, text, len(text))
            self._known = values

    def statements(self):
        """What to run, one after the other; after each of them `send` gives the rows, or the error."""
        call(_begin, self._handle)
        while True:
            text = String()
            if call(_next, self._handle, ctypes.byref(text)) == library.ABSENT:
                return
            rows, answer = Rows(), (yield text.take().decode())
            if isinstance(answer, BaseException):
                rows.fail(answer)
            else:
                for row in answer:
                    rows.add(row)
            call(_take, self._handle, rows._handle)

    def finish(self, pool, at):
        call(_take_reading, pool, self._handle, at)


class Reading:
    """One reading: gives what to run, and is told what came back."""

    def __init__(self, driver, reader, key):
        self.reader = reader
        self.key = key
        self.answer = None
        self.is_lost = False
        self._driver = driver

    def __iter__(self):
        statements = self.reader.statements()
        try:
            statement = next(statements)
            while True:
                # Over a connection that broke nothing more is run, and why it broke is the answer to everything.
                if not self.is_lost:
                    yield statement
                statement = statements.send(self.answer)
        except StopIteration:
            pass

    def fail(self, error):
        self.answer = error
        self.is_lost = self._driver.is_lost(error)


def reader_options(driver, timeout, slow_queries, slow_after):
    if whole("slow_queries", slow_queries) > 10:
        raise out_of_range("slow_queries", slow_queries, "0 to 10")
    return ReaderOptions(
        timeout_ns=nanoseconds("timeout", timeout, _MOST_SECONDS, 0.001),
        slow_after_ns=nanoseconds("slow_after", slow_after),
        system=choice("system", driver.system, SYSTEMS),
        slow_queries=slow_queries or SLOW_QUERIES_NONE,
        one_statement=driver.one_statement,
        own_transaction=driver.own_transaction,
    )
