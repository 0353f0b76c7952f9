import ctypes
from os import PathLike
from typing import Any, Callable, Iterable, Mapping, Sequence

from .handle import Owned
from .load_result import LoadResult

_One = str | Mapping[str, Any] | Callable[[], Any]

class LoadProgress(ctypes.Structure):
    elapsed_seconds: float
    remaining_seconds: float
    level: float
    per_second: float
    p50_seconds: float
    p99_seconds: float
    errors: int
    ok: int
    failed: int
    timed_out: int
    stage: int
    stages: int

class LoadTest(Owned):
    def __init__(
        self,
        of: _One | Sequence[_One],
        rate: float | Sequence[float] | None = None,
        users: int | Sequence[int] | None = None,
        *,
        stages: Sequence[Mapping[str, Any]] | None = None,
        model: str | None = None,
        duration: float = 10.0,
        ramp_up: float | None = None,
        warm_up: float | None = None,
        ramp_down: float | None = None,
        connections: int | None = None,
        think: float | None = None,
        thresholds: Iterable[str] = (),
        stop_when: Iterable[str] = (),
        timeout: float = 10.0,
        check_first: bool = True,
        name: str | None = None,
    ) -> None: ...
    @classmethod
    def load(
        cls, path: str | PathLike[str], scenario: str | None = None, environment: str | None = None
    ) -> LoadTest: ...
    def run(self, progress: Callable[[LoadProgress], object] | None = None) -> LoadResult: ...
    def cancel(self) -> None: ...
