from collections.abc import MutableMapping
from typing import Any

from .monitor import Monitor

class LoadProcessor:
    __slots__ = ("_fields",)
    def __init__(self, monitor: Monitor | None = None, every: float | None = None) -> None: ...
    def __call__(
        self, logger: Any, method_name: str, event_dict: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]: ...
