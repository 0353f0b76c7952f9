import ctypes
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any

from .handle import Owned

SYSTEMS: dict[str, int]
SLOW_QUERIES_NONE: int

class ReaderOptions(ctypes.Structure):
    timeout_ns: int
    slow_after_ns: int
    system: int
    slow_queries: int
    one_statement: int
    own_transaction: int


class Rows(Owned):
    __slots__ = ()
    def __init__(self) -> None: ...
    def add(self, row: Iterable[Any]) -> None: ...
    def fail(self, error: BaseException) -> None: ...

class Reader(Owned):
    __slots__ = ("_known",)
    def __init__(self, options: ReaderOptions) -> None: ...
    def know(self, values: Mapping[str, float]) -> None: ...
    def statements(self) -> Generator[str, Iterable[Iterable[Any]] | BaseException | None, None]: ...
    def finish(self, pool: int | None, at: int) -> None: ...

class Reading:
    reader: Reader
    key: bytes
    answer: Any
    is_lost: bool
    def __init__(self, driver: Any, reader: Reader, key: bytes) -> None: ...
    def __iter__(self) -> Iterator[str]: ...
    def fail(self, error: Exception) -> None: ...

def reader_options(driver: Any, timeout: float, slow_queries: int, slow_after: float) -> ReaderOptions: ...
