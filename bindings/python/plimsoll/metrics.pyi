from collections.abc import Iterator

from .diagnosis import Diagnosis
from .sample import Sample
from .step_stats import Steps

COMPONENTS: tuple[str, ...]
LEVELS: tuple[str, ...]
ADVICE: tuple[str, ...]
SEVERITIES: tuple[str, ...]

class Family:
    __slots__ = ("name", "counter", "labels", "help", "values")
    name: str
    counter: bool
    labels: tuple[str, ...]
    help: str
    values: list[tuple[tuple[str, ...], float]]
    def __init__(self, name: str, help: str, labels: tuple[str, ...] = (), counter: bool = False) -> None: ...
    def add(self, value: float | None, *labels: str) -> Family: ...

def sample_families(sample: Sample) -> Iterator[Family]: ...
def diagnosis_families(diagnosis: Diagnosis) -> Iterator[Family]: ...
def step_families(steps: Steps) -> Iterator[Family]: ...
def build_family() -> Family: ...
