import ctypes
from collections.abc import Iterator
from typing import Final

from .record import Record

U64: Final = 0
F64: Final = 1
LIMIT: Final = 2
LIMIT_F64: Final = 3
VALUE_TYPES: tuple[str, ...]
COUNT: int

class Field(Record):
    __slots__ = ()
    @property
    def name(self) -> str: ...
    @property
    def value_type(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def since(self) -> str: ...
    @property
    def doc(self) -> str: ...

class Row(ctypes.Structure):
    name: bytes
    doc: bytes
    unit: bytes
    kind: bytes
    scope: bytes
    group_name: bytes
    source: bytes
    since: bytes
    group: int
    offset: int
    value_type: int

def rows() -> Iterator[Row]: ...
def table() -> tuple[Field, ...]: ...
def describe(row: Row) -> str: ...
