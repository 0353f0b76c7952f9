import ctypes
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Union

from .handle import Owned
from .outcome import Outcome
from .targets import Target, Targets

_Answer = Union[bool, str, tuple[Union[bool, str], str], Outcome]
_One = Union[Target, Check, dict[str, Any], str]
# Mixed lists are lists of `object` to a type checker.
_Many = Union[Targets, Iterable[object]]

class Answer(ctypes.Structure):
    status: int
    reason: int
    message: int | None
    message_size: int

class OwnOptions(ctypes.Structure):
    name: bytes | None
    host: bytes | None
    timeout_ns: int
    interval_ns: int
    priority: int
    reserved: int
    call: Any
    user_data: int | None
    free: Any
    depends_on: Any
    depends_on_len: int
    labels: Any
    labels_len: int

class Check:
    __slots__ = ("_name", "_function", "_timeout", "_host", "_interval", "_priority", "_depends_on", "_labels")
    def __init__(
        self,
        name: str,
        function: Callable[[], _Answer],
        timeout: float = 10.0,
        host: str | None = None,
        interval: float | None = None,
        priority: int = 0,
        depends_on: Iterable[str] = (),
        labels: Mapping[str, str] | None = None,
    ) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def function(self) -> Callable[[], _Answer]: ...
    @property
    def timeout(self) -> float: ...
    @property
    def host(self) -> str | None: ...
    @property
    def interval(self) -> float | None: ...
    @property
    def priority(self) -> int: ...
    @property
    def depends_on(self) -> tuple[str, ...]: ...
    @property
    def labels(self) -> dict[str, str]: ...

FREE: Any
TELL: Any

def teller(function: Callable[[dict[str, Any]], object]) -> Callable[[object], tuple[Any, int, Any]]: ...

class Checks(Owned):
    __slots__ = ("has_functions",)
    has_functions: bool
    def __init__(self) -> None: ...
    def __len__(self) -> int: ...
    def add(self, given: _One) -> None: ...
    def add_targets(self, targets: Targets) -> None: ...

def parts(given: _Many) -> tuple[tuple[Any, ...], Checks]: ...
def collect(given: _Many, checker: Any) -> Checks: ...
async def collect_without_blocking(given: _Many, checker: Any, slice_seconds: float) -> Checks: ...
def noted(made: Checks, checker: Any) -> Checks: ...
