import ctypes
from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, Final, Union

from .errors import InvalidArgumentError

_Path = Union[str, bytes, PathLike[str], PathLike[bytes]]

TARGET_OWN: Final = 0
TARGET_PID: Final = 1
TARGET_CGROUP: Final = 2

class SamplerOptions(ctypes.Structure):
    groups: int
    slow_interval_ns: int
    target: int
    pid: int
    cgroup: bytes | None
    cgroup_len: int
    filesystem: bytes | None
    filesystem_len: int
    proc_root: bytes | None
    proc_root_len: int
    sys_root: bytes | None
    sys_root_len: int
    kept_processes: int

def sampler_options(
    groups: str | Iterable[str] | None,
    target: int | _Path | None,
    filesystem: _Path | None,
    slow_interval: float,
    proc_root: _Path | None,
    sys_root: _Path | None,
    kept_processes: int = 0,
) -> tuple[SamplerOptions, str]: ...
def nanoseconds(name: str, seconds: float, most: float = 3600, least: float = 0) -> int: ...
def wait(name: str, seconds: float) -> int: ...
def whole(name: str, number: int) -> int: ...
def c_text(name: str, text: str) -> bytes: ...
def c_name(name: str, text: str) -> bytes: ...
def number(name: str, value: float) -> float: ...
def mapping(name: str, value: object) -> Mapping[Any, Any]: ...
def is_mapping(value: object) -> bool: ...
def choice(name: str, chosen: str, choices: Mapping[str, int]) -> int: ...
def out_of_range(name: str, value: object, allowed: str) -> InvalidArgumentError: ...
