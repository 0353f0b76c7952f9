import ctypes
from collections.abc import Mapping
from typing import Any, Union

_Bounds = Union[tuple[float, float], list[float]]
_Thresholds = Mapping[str, Union[Mapping[str, _Bounds], None]]

SEVERITIES: dict[str, int]

class Threshold(ctypes.Structure):
    rule: bytes
    clear: float
    severity: int
    reserved: int

def threshold_rows(thresholds: _Thresholds | None) -> tuple[Any, int]: ...
