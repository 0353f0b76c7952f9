from struct import Struct

from .finding import Measure
from .part import Part

ADVICE: tuple[str, ...]

class LoadLine(Part):
    __slots__ = ()
    layout: Struct
    @property
    def reading(self) -> float | None: ...
    @property
    def resource(self) -> str | None: ...
    @property
    def headroom(self) -> Measure | None: ...
    @property
    def advice(self) -> str: ...
