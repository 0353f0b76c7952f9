import ctypes
from types import TracebackType

from .handle import Handle, Owned
from .monitor import Monitor
from .options import SamplerOptions, _Path
from .outcome import Facts
from .record import Record

LOW: int
NORMAL: int
HIGH: int

class GateOptions(ctypes.Structure):
    max_concurrent: int
    adaptive: int
    initial_limit: int
    min_limit: int
    tolerance: float
    smoothing: float
    max_waiting: int
    max_memory_usage_bytes: int
    max_memory_usage_ratio: float
    max_cpu_usage_ratio: float
    max_throttled_ratio: float
    max_memory_pressure_ratio: float
    max_cpu_pressure_ratio: float
    max_io_pressure_ratio: float
    release_after_ns: int
    load_line: int
    reserved: int
    monitor: int | None
    sampler: ctypes._Pointer[SamplerOptions]
    sampler_size: int

class RefusalStruct(ctypes.Structure):
    retry_after_seconds: float
    value: float
    mark: float
    reason: int
    reserved: int
    unit: bytes
    message: bytes

class StateStruct(ctypes.Structure):
    reading: float
    age_seconds: float
    waiting: int
    limit: int
    max_concurrent: int
    in_flight: int
    of: int
    refusing: int
    stale: int

class WaitingStruct(ctypes.Structure):
    waited_seconds: float
    priority: int
    reserved: int


class Gate(Handle):
    def __init__(
        self,
        *,
        max_concurrent: int = 100,
        max_waiting: int = 1000,
        adaptive: bool = True,
        initial_limit: int = 20,
        min_limit: int = 1,
        tolerance: float = 1.5,
        smoothing: float = 0.2,
        max_memory_usage_bytes: int | None = None,
        max_memory_usage_ratio: float | None = 0.90,
        max_cpu_usage_ratio: float | None = None,
        max_throttled_ratio: float | None = 0.50,
        max_memory_pressure_ratio: float | None = 0.20,
        max_cpu_pressure_ratio: float | None = None,
        max_io_pressure_ratio: float | None = None,
        release_after: float = 2.0,
        monitor: Monitor | None = None,
        load_line: bool = True,
        target: int | _Path | None = None,
        proc_root: _Path | None = None,
        sys_root: _Path | None = None,
    ) -> None: ...
    def close(self) -> None: ...
    def try_acquire(self, priority: int = 0) -> Permit | Refusal: ...
    def acquire(self, priority: int = 0, timeout: float | None = 30.0) -> Permit: ...
    async def acquire_async(self, priority: int = 0, timeout: float | None = 30.0) -> Permit: ...
    def refresh(self) -> None: ...
    def state(self) -> Facts: ...
    def metrics(self) -> str: ...
    def waiting(self) -> list[Waiting]: ...

class Seat(Owned):
    def __init__(self, gate: int | None, priority: int) -> None: ...
    def fileno(self) -> int: ...
    def take(self, give_up: bool) -> Permit | None: ...
    def leave(self) -> None: ...

class Permit(Owned):
    def __init__(self, handle: int) -> None: ...
    def release(self, completion: str = "done") -> None: ...
    def __bool__(self) -> bool: ...
    def __enter__(self) -> Permit: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

class Refusal(Record):
    @property
    def reason(self) -> str: ...
    @property
    def retry_after(self) -> float: ...
    @property
    def value(self) -> float | None: ...
    @property
    def mark(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def message(self) -> str: ...
    def __bool__(self) -> bool: ...
    def __enter__(self) -> Permit: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

class Waiting(Record):
    @property
    def priority(self) -> int: ...
    @property
    def waited(self) -> float: ...
