from typing import Any

from .step_run import StepRun

MOST_NAMES: int
OTHER: str

def count(counts: dict[str, int], name: str, most: int = 16, number: int = 1) -> None: ...

class Tally:
    __slots__ = (
        "name",
        "running",
        "_ok",
        "_failures",
        "_outermost",
        "_parents",
        "_overlapped",
        "_wall",
        "_cpu",
        "_own_cpu",
        "_peak",
        "_grown",
        "_growth",
        "_of_heap",
        "_descriptors",
        "_io",
    )
    name: str
    running: int
    def __init__(self, name: str) -> None: ...
    def begin_anew(self) -> None: ...
    def add(self, run: StepRun, own_growth: int | None, process: int | None, of_heap: bool) -> None: ...
    def document(self) -> dict[str, Any]: ...
