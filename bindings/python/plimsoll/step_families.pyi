from collections.abc import Iterator

from .step_stats import Steps

MOST_STEPS: int
MOST_FAILURES: int

class Family:
    __slots__ = ("name", "counter", "labels", "help", "values")
    name: str
    counter: bool
    labels: tuple[str, ...]
    help: str
    values: list[tuple[tuple[str, ...], float]]
    def __init__(self, name: str, help: str, labels: tuple[str, ...] = (), counter: bool = False) -> None: ...
    def add(self, value: float | None, *labels: str) -> Family: ...

def step_families(steps: Steps) -> Iterator[Family]: ...
