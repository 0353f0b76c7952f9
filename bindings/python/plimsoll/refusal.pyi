import ctypes

class RefusalStruct(ctypes.Structure):
    reason: int
    reserved: int
    retry_after_ns: int
    value: float
    mark: float
    name: bytes
    message: bytes

class Refusal:
    __slots__ = ("_reason", "_retry_after", "_value", "_mark", "_message")
    def __init__(
        self,
        reason: str,
        retry_after: float,
        value: float | None = None,
        mark: float | None = None,
        message: str = "",
    ) -> None: ...
    @property
    def reason(self) -> str: ...
    @property
    def retry_after(self) -> float: ...
    @property
    def value(self) -> float | None: ...
    @property
    def mark(self) -> float | None: ...
    @property
    def message(self) -> str: ...
    def __bool__(self) -> bool: ...
