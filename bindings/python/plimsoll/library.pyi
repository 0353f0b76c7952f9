import ctypes
from typing import Any

ABI: int
REFUSED: int
NOT_ENOUGH_DATA: int
ABSENT: int
VERSION: str
POINTER = ctypes.c_void_p
SIZE = ctypes.c_size_t
STATUS = ctypes.c_int32

class String(ctypes.Structure):
    address: int | None
    length: int
    def take(self) -> bytes: ...

def function(name: str, result: Any, *arguments: Any) -> Any: ...
def failure(status: int, error: ctypes.c_void_p) -> Exception: ...
def call(function: Any, *arguments: Any) -> int: ...
def text_of(function: Any, handle: Any) -> str: ...
