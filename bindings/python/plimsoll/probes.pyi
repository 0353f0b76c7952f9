import ctypes
from typing import Any

from .handle import Handle
from .outcome import Outcome
from .targets import Target

CONNECTIONS_NONE: int

class ProbeOptions(ctypes.Structure):
    user_agent: bytes | None
    idle_connections: int
    idle_connections_per_host: int
    idle_age_ns: int
    header_bytes: int

class ProbeContext(Handle):
    __slots__ = ()
    def __init__(
        self,
        user_agent: str | None = None,
        idle_connections: int = 100,
        idle_connections_per_host: int = 3,
        idle_age: float = 4.0,
        header_bytes: int = 32768,
    ) -> None: ...
    def probe(self, target: dict[str, Any] | str | Target) -> Outcome: ...
    def close(self, timeout: float = 0.1) -> int: ...  # type: ignore[override]
