import ctypes
from typing import Sequence, Tuple, Type

KINDS: Sequence[Tuple[str, Type[ctypes.Structure]]]

class Heap:
    __slots__ = ("_info", "_narrow")
    def __init__(self, kinds: Sequence[Tuple[str, Type[ctypes.Structure]]] = ...) -> None: ...
    def used(self, resident: int | None = ...) -> int | None: ...
