import ctypes
from typing import Any, TypeVar

from .advice import Prices
from .options import SamplerOptions
from .thresholds import _Thresholds

_E = TypeVar("_E")
_L = TypeVar("_L")

class MonitorOptions(ctypes.Structure):
    window_ns: int
    sampler: Any
    sampler_size: int
    history: int
    thresholds: Any
    thresholds_len: int
    price_per_core_hour: float
    price_per_gibibyte_hour: float
    currency: bytes | None
    on_event: int | None
    on_event_data: int | None
    on_event_free: int | None
    on_level: int | None
    on_level_data: int | None
    on_level_free: int | None

def monitor_options(
    sampler: SamplerOptions,
    window: float,
    history: int,
    thresholds: _Thresholds | None,
    prices: Prices | None,
) -> MonitorOptions: ...
def callbacks(on_event: _E, on_level: _L) -> tuple[_E, _L] | None: ...
