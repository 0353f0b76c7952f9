from typing import Any

def member(index: int, doc: str) -> property: ...

class Record(tuple[Any, ...]):
    __slots__ = ()
    def to_dict(self) -> dict[str, Any]: ...
