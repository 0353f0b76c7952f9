from typing import Callable, TypeVar

_Given = TypeVar("_Given")

def run(name: str, work: Callable[[], _Given], listen: Callable[[], object], cancel: Callable[[], object]) -> _Given: ...
