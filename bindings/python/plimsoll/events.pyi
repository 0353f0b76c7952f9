from collections.abc import Callable
from typing import Any

from .part import Part

class LevelChange(Part):
    __slots__ = ()
    @property
    def from_(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def wall_time_seconds(self) -> float: ...
    @property
    def summary(self) -> str: ...
    @property
    def load_line(self) -> float | None: ...

def tell(
    lines: bytes,
    on_event: Callable[[dict[str, Any]], object] | None,
    on_level: Callable[[LevelChange], object] | None,
) -> None: ...
