from typing import Any

from .database_pool import DatabasePool
from .thresholds import _Thresholds

def watch(pool: Any, name: str | None = None, thresholds: _Thresholds | None = None) -> DatabasePool: ...
