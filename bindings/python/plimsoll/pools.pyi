import ctypes
from typing import TypedDict

from .outcome import Facts

POOLS: dict[str, int]
KEEP_ALIVE_OFF: int

class _Pool(TypedDict, total=False):
    max_connections: int
    max_connections_per_host: int
    idle_age: float
    connect_timeout: float
    read_timeout: float
    cleanup_interval: float
    keep_alive: bool

class PoolOptions(ctypes.Structure):
    max_connections: int
    max_connections_per_host: int
    idle_age_ns: int
    connect_timeout_ns: int
    read_timeout_ns: int
    cleanup_interval_ns: int
    keep_alive: int

def pool_options(pool: str, given: _Pool | None) -> PoolOptions: ...
def statistics(handle: int, pool: str) -> Facts: ...
