import ctypes
from os import PathLike
from typing import Callable

from .benchmark_result import BenchResult
from .handle import Owned

class BenchOptions(ctypes.Structure):
    profile: bytes | None
    directory: bytes | None
    directory_len: int
    without_disk: int

class BenchProgress(ctypes.Structure):
    elapsed_seconds: float
    remaining_seconds: float
    throttled_ratio: float
    rounds: int

class Benchmark(Owned):
    def __init__(
        self, profile: str | float = "standard", *, directory: str | PathLike[str] | None = None, disk: bool = True
    ) -> None: ...
    def run(self, progress: Callable[[BenchProgress], object] | None = None) -> BenchResult: ...
    def cancel(self) -> None: ...
