from typing import Any, TypeVar

from .record import Record

_Self = TypeVar("_Self", bound=Part)

class Part(Record):
    __slots__ = ()
    @classmethod
    def from_json(cls: type[_Self], text: str | bytes) -> _Self: ...
    def to_dict(self) -> dict[str, Any]: ...
