import ctypes
from collections.abc import Callable
from typing import Any, Mapping, TypedDict, TypeVar, overload

from .outcome import Facts
from .probes import ProbeContext

_T = TypeVar("_T")

class _Category(TypedDict, total=False):
    ttl: float
    max_size: int
    max_bytes: int

class CategoryOptions(ctypes.Structure):
    name: bytes
    ttl_ns: int
    max_size: int
    max_bytes: int

def category_options(
    name: str, ttl: float | None = None, max_size: int | None = None, max_bytes: int | None = None
) -> CategoryOptions: ...
def caches_options(given: Mapping[str, _Category] | None) -> ctypes.Array[CategoryOptions]: ...

class Caches:
    __slots__ = ("_context",)
    def __init__(self, context: ProbeContext) -> None: ...
    @overload
    def get(self, category: str, key: str) -> bytes | None: ...
    @overload
    def get(self, category: str, key: str, default: _T) -> bytes | _T: ...
    def set(self, category: str, key: str, value: Any, ttl: float | None = None) -> None: ...
    def get_or_fetch(
        self,
        category: str,
        key: str,
        function: Callable[[], Any],
        ttl: float | None = None,
        timeout: float | None = 30.0,
    ) -> bytes | None: ...
    def is_known(self, category: str, key: str) -> bool: ...
    def remove(self, category: str, key: str) -> bool: ...
    def clear(self, category: str) -> None: ...
    def create(
        self, category: str, ttl: float = 300.0, max_size: int = 1000, max_bytes: int = 16777216
    ) -> None: ...
    def statistics(self) -> Facts: ...
