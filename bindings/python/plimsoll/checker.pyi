import ctypes
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from os import PathLike
from types import TracebackType
from typing import Any, TypeVar

from .caches import _Category
from .checks import _Many, _One
from .finding import Recommendation
from .gate import Gate, Refusal
from .handle import Handle
from .outcome import Facts, Outcome
from .pools import _Pool
from .probes import ProbeContext
from .runs import Run, Ticket

_Self = TypeVar("_Self", bound=Checker)

class CheckerOptions(ctypes.Structure):
    probe: int | None
    probe_size: int
    gate: int | None
    max_concurrent: int
    max_concurrent_per_host: int
    queue: int
    interval_ns: int
    jitter: float
    unhealthy_interval_ns: int
    admission_wait_ns: int
    attempts: int
    retry_base_ns: int
    retry_most_ns: int
    breaker_failures: int
    breaker_open_ns: int
    breaker_longest_ns: int
    rise: int
    fall: int
    batch_size: int
    batch_age_ns: int
    events: int
    on_event: int | None
    on_event_data: int | None
    on_event_free: int | None
    own_limits: float
    alerts: bytes | None
    breaker_half_open: int

class RunOptions(ctypes.Structure):
    max_concurrent: int
    deadline_ns: int
    max_age_ns: int

class Event(Facts):
    __slots__ = ()
    def __init__(self, members: Mapping[str, Any]) -> None: ...

class TargetState(Facts):
    __slots__ = ()
    def __init__(self, members: Mapping[str, Any]) -> None: ...

class Checker(Handle):
    __slots__ = ("_readable", "_lent", "_gate")
    def __init__(
        self,
        max_concurrent: int = 50,
        max_concurrent_per_host: int = 10,
        queue: int = 1000,
        interval: float = 60.0,
        jitter: float = 0.1,
        unhealthy_interval: float | None = None,
        admission_wait: float = 5.0,
        attempts: int = 1,
        rise: int = 2,
        fall: int = 3,
        breaker_failures: int = 5,
        breaker_open: float = 30.0,
        events: int = 1000,
        gate: Gate | None = None,
        *,
        own_limits: float | None = 0.8,
        alerts: Mapping[str, Any] | str | None = None,
        on_alert: Callable[[dict[str, Any]], object] | None = None,
        breaker_longest_open: float = 300.0,
        breaker_half_open: int = 1,
        retry_base: float = 0.1,
        retry_most: float = 5.0,
        batch_size: int = 10,
        batch_age: float = 5.0,
        user_agent: str | None = None,
        header_bytes: int = 32768,
        mcp_pool: _Pool | None = None,
        rest_pool: _Pool | None = None,
        dns_negative_ttl: float = 5.0,
        dns_stale: float = 3600.0,
        caches: Mapping[str, _Category] | None = None,
        cleanup_interval: float = 60.0,
    ) -> None: ...
    @classmethod
    def load(
        cls: type[_Self],
        path: str | bytes | PathLike[str] | PathLike[bytes],
        environment: str | None = None,
        on_alert: Callable[[dict[str, Any]], object] | None = None,
    ) -> _Self: ...
    def check_all(
        self,
        targets: _Many,
        max_concurrent: int | None = None,
        deadline: float | None = None,
        progress: Callable[[int, int], object] | None = None,
        max_age: float | None = None,
    ) -> list[Outcome]: ...
    def stream(
        self,
        targets: _Many,
        max_concurrent: int | None = None,
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Run: ...
    async def check_all_async(
        self,
        targets: _Many,
        max_concurrent: int | None = None,
        deadline: float | None = None,
        progress: Callable[[int, int], object] | None = None,
        max_age: float | None = None,
    ) -> list[Outcome]: ...
    def stream_async(
        self,
        targets: _Many,
        max_concurrent: int | None = None,
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> AsyncGenerator[tuple[int, Outcome], None]: ...
    def submit(self, target: _One) -> Ticket | Refusal: ...
    def watch(self, targets: _Many) -> Facts: ...
    def events(self, timeout: float | None = None) -> Generator[Event, None, None]: ...
    def events_async(self) -> AsyncGenerator[Event, None]: ...
    def fileno(self) -> int: ...
    def states(self) -> tuple[TargetState, ...]: ...
    def recommendations(self) -> tuple[Recommendation, ...]: ...
    def statistics(self) -> Facts: ...
    def metrics(self) -> str: ...
    def alert_statistics(self) -> Facts: ...
    @property
    def gate(self) -> Gate | None: ...
    @property
    def context(self) -> ProbeContext: ...
    def cancel_all(self) -> None: ...
    def close(self, timeout: float = 5.0) -> int: ...  # type: ignore[override]
    async def close_async(self, timeout: float = 5.0) -> int: ...
    async def __aenter__(self: _Self) -> _Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
