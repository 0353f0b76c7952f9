from typing import Any, ClassVar

from .monitor import Monitor

class LoadFields:
    __slots__ = ("_pulse",)
    names: ClassVar[tuple[str, ...]]
    def __init__(self, monitor: Monitor | None = None, every: float | None = None) -> None: ...
    def read(self) -> dict[str, Any]: ...
