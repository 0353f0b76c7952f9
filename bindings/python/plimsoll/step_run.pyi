from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

from .step_book import StepBook

_Function = TypeVar("_Function", bound=Callable[..., Any])

class StepRun:
    __slots__ = (
        "name",
        "parent",
        "outcome",
        "overlapped",
        "seconds",
        "cpu_seconds",
        "thread_cpu_seconds",
        "memory_growth_bytes",
        "memory_peak_bytes",
        "descriptors_growth",
        "read_bytes",
        "written_bytes",
        "call_read_bytes",
        "call_written_bytes",
        "_book",
        "_tally",
        "_era",
        "_outer",
        "_epoch",
        "_thread",
        "_thread_time",
        "_cpu_time",
        "_failure",
        "_before",
        "_begun",
        "_inner_growth",
        "_inner_peak",
        "_foreign",
    )
    name: str
    parent: StepRun | None
    outcome: str | None
    overlapped: bool
    seconds: float | None
    cpu_seconds: float | None
    thread_cpu_seconds: float | None
    memory_growth_bytes: int | None
    memory_peak_bytes: int | None
    descriptors_growth: int | None
    read_bytes: int | None
    written_bytes: int | None
    call_read_bytes: int | None
    call_written_bytes: int | None
    def __init__(self, book: StepBook, name: str) -> None: ...
    @property
    def running(self) -> bool: ...
    def fail(self, kind: str = "failed") -> None: ...
    def end(self, failure: BaseException | str | None = None) -> None: ...
    def drop(self) -> None: ...
    def __enter__(self) -> StepRun: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def __del__(self) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def current() -> StepRun | None: ...

class Step:
    __slots__ = ("name", "_book")
    name: str
    def __init__(self, book: StepBook, name: str) -> None: ...
    def __enter__(self) -> StepRun: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def __call__(self, function: _Function) -> _Function: ...

def checked_name(name: object) -> str: ...
