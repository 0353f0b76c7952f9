from collections.abc import Iterable
from typing import Final

class Groups:
    __slots__ = ()
    CPU: Final = "cpu"
    LOAD: Final = "load"
    MEMORY: Final = "memory"
    PAGING: Final = "paging"
    PRESSURE: Final = "pressure"
    DISK: Final = "disk"
    FILESYSTEM: Final = "filesystem"
    NETWORK: Final = "network"
    PROTOCOL: Final = "protocol"
    CGROUP_CPU: Final = "cgroup_cpu"
    CGROUP_MEMORY: Final = "cgroup_memory"
    CGROUP_MEMORY_STAT: Final = "cgroup_memory_stat"
    CGROUP_IO: Final = "cgroup_io"
    CGROUP_PIDS: Final = "cgroup_pids"
    CGROUP_PRESSURE: Final = "cgroup_pressure"
    PROCESS: Final = "process"
    FULL: Final = "full"
    TICK: Final = "tick"

NAMES: tuple[str, ...]
BITS: dict[str, int]

def to_bits(names: str | Iterable[str] | None) -> int: ...
def to_names(bits: int) -> frozenset[str]: ...
