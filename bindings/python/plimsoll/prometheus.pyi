from collections.abc import Iterable
from typing import Any

from .exposition import _HasMetrics
from .monitor import Monitor
from .step_book import StepBook

class Collector:
    __slots__ = ("_pulse", "_book", "_fields", "_steps", "_parts")
    def __init__(
        self,
        monitor: Monitor | None = None,
        book: StepBook | None = None,
        fields: bool = True,
        steps: bool = True,
        parts: Iterable[_HasMetrics] = (),
    ) -> None: ...
    def describe(self) -> list[Any]: ...
    def collect(self) -> list[Any]: ...
