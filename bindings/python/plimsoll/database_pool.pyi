import ctypes
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

from .finding import Finding, Recommendation
from .handle import Handle
from .pool_stats import PoolAdvice, PoolReading
from .thresholds import _Thresholds

# Values in the order of the statement: a sequence, or a mapping.
_Row = Iterable[Any]

STATS: tuple[str, ...]
PATTERNS: dict[str, int]
OTHERS_NONE: int

class StatsStruct(ctypes.Structure):
    valid: ctypes.Array[ctypes.c_uint64]
    size: float
    max_overflow: float
    min_size: float
    timeout_seconds: float
    recycle_seconds: float
    open: float
    in_use: float
    idle: float
    waiting: float
    in_use_peak: float
    wait_peak_seconds: float
    oldest_use_seconds: float
    requests: float
    queued: float
    wait_seconds: float
    use_seconds: float
    use_seconds_squared: float
    timeouts: float
    errors: float
    created: float
    create_seconds: float
    closed: float
    lost: float

class HolderStruct(ctypes.Structure):
    site: bytes | None
    seconds: float
    connections: int
    reserved: int

class AdviceOptions(ctypes.Structure):
    pattern: int
    replicas: int
    other_connections: int
    database_cpus: float
    parallel_io: float
    threads: int
    connections_per_thread: int
    target_wait_ns: int
    late_ratio: float


class PoolProtocol(Protocol):
    """What `DatabasePool` asks of a source. It may have `holders()`, `known()` and `close()` too."""

    def stats(self) -> Mapping[str, float | None]: ...

class DatabasePool(Handle):
    __slots__ = ("_name", "_readers", "_source")
    def __init__(
        self, name: str, source: PoolProtocol | None = None, thresholds: _Thresholds | None = None
    ) -> None: ...
    @property
    def name(self) -> str: ...
    def observe(
        self,
        stats: Mapping[str, float | None] | None = None,
        *,
        time: float | None = None,
        holders: Iterable[Mapping[str, Any]] | None = None,
        **values: float | None,
    ) -> None: ...
    def observe_record(self, record: str | bytes | Mapping[str, Any]) -> None: ...
    def read_database(
        self,
        connection: Any = None,
        *,
        query: Callable[[str], Iterable[_Row]] | None = None,
        system: str | None = None,
        timeout: float = 0.5,
        slow_queries: int = 10,
        slow_after: float = 1.0,
        known: Mapping[str, float] | None = None,
        time: float | None = None,
    ) -> None: ...
    async def read_database_async(
        self,
        connection: Any = None,
        *,
        query: Callable[[str], Awaitable[Iterable[_Row]]] | None = None,
        system: str | None = None,
        timeout: float = 0.5,
        slow_queries: int = 10,
        slow_after: float = 1.0,
        known: Mapping[str, float] | None = None,
        time: float | None = None,
    ) -> None: ...
    def findings(self) -> tuple[Finding, ...]: ...
    def recommendations(self) -> tuple[Recommendation, ...]: ...
    def judge(self, time: float) -> None: ...
    def advise(
        self,
        pattern: str | None = None,
        *,
        replicas: int = 1,
        other_connections: int | None = None,
        database_cpus: float | None = None,
        parallel_io: float | None = None,
        threads: int | None = None,
        connections_per_thread: int = 1,
        target_wait: float | None = None,
        late_ratio: float = 0.01,
    ) -> PoolAdvice: ...
    def describe(self) -> PoolReading: ...
