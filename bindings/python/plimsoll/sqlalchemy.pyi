from typing import Any

from .database_pool import DatabasePool
from .thresholds import _Thresholds

def watch(engine: Any, name: str | None = None, thresholds: _Thresholds | None = None) -> DatabasePool: ...
def unwatch(engine: Any) -> None: ...
