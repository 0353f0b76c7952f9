from collections.abc import Callable
from typing import Any

from .database_url import DatabaseUrl

DRIVERS: dict[str, tuple[tuple[str, str, str, Callable[[DatabaseUrl, float], Any]], ...]]

class NoDriver(Exception): ...

class Driver:
    name: str
    def __init__(self, name: str, connect: Callable[[DatabaseUrl, float], Any]) -> None: ...
    def connect(self, url: DatabaseUrl, timeout: float) -> Any: ...

def driver_for(url: DatabaseUrl) -> Driver: ...
