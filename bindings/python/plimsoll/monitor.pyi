import ctypes
from collections.abc import Iterable
from typing import Any

from .diagnosis import Diagnosis
from .handle import Handle
from .options import _Path
from .sample import Sample

class MonitorOptions(ctypes.Structure):
    window_ns: int
    sampler: Any
    sampler_size: int

class Monitor(Handle):
    __slots__ = ()
    def __init__(
        self,
        groups: str | Iterable[str] | None = None,
        target: int | _Path | None = None,
        filesystem: _Path = "/",
        slow_interval: float = 1.0,
        proc_root: _Path | None = None,
        sys_root: _Path | None = None,
        window: float = 5.0,
    ) -> None: ...
    def observe(self) -> None: ...
    @property
    def sample(self) -> Sample | None: ...
    def diagnose(self) -> Diagnosis: ...
    def diagnose_json(self) -> str: ...
