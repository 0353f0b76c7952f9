import ctypes
from typing import Any, Iterable, Mapping

from .caches import Caches, _Category
from .handle import Handle
from .outcome import Facts, Outcome
from .pools import _Pool, PoolOptions
from .request import Response
from .targets import Target

class ProbeOptions(ctypes.Structure):
    user_agent: bytes | None
    header_bytes: int
    mcp_pool: PoolOptions
    rest_pool: PoolOptions
    dns_negative_ttl_ns: int
    dns_stale_ns: int
    caches: int | None
    caches_len: int
    cleanup_interval_ns: int

def probe_options(
    user_agent: str | None = None,
    header_bytes: int = 32768,
    mcp_pool: _Pool | None = None,
    rest_pool: _Pool | None = None,
    dns_negative_ttl: float = 5.0,
    dns_stale: float = 3600.0,
    caches: Mapping[str, _Category] | None = None,
    cleanup_interval: float = 60.0,
) -> ProbeOptions: ...

class ProbeContext(Handle):
    __slots__ = ()
    def __init__(
        self,
        user_agent: str | None = None,
        header_bytes: int = 32768,
        mcp_pool: _Pool | None = None,
        rest_pool: _Pool | None = None,
        dns_negative_ttl: float = 5.0,
        dns_stale: float = 3600.0,
        caches: Mapping[str, _Category] | None = None,
        cleanup_interval: float = 60.0,
    ) -> None: ...
    def probe(self, target: dict[str, Any] | str | Target) -> Outcome: ...
    def request(
        self,
        url: str | None = None,
        method: str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        body: bytes | str | None = None,
        target: dict[str, Any] | str | Target | None = None,
        pool: str = "rest",
        timeout: float | None = None,
        connect_timeout: float | None = None,
        body_bytes: int | None = None,
        redirects: int | None = None,
    ) -> Response: ...
    @property
    def cache(self) -> Caches: ...
    def pool(self, pool: str) -> Facts: ...
    def metrics(self) -> str: ...
    def sweep(self) -> None: ...
    def close(self, timeout: float = 0.1) -> int: ...  # type: ignore[override]
