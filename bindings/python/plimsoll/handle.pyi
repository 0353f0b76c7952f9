from types import TracebackType
from typing import Any, TypeVar

_Self = TypeVar("_Self", bound=Handle)

class Owned:
    __slots__ = ("_handle", "_what", "__weakref__")
    def __del__(self, is_finalizing: Any = ...) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

class Handle(Owned):
    __slots__ = ("_ended",)
    def close(self) -> None: ...
    def __enter__(self: _Self) -> _Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
