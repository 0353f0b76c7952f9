from collections.abc import Callable
from typing import Any

class Query:
    system: str | None
    one_statement: bool
    own_transaction: bool
    is_async: bool
    def __init__(self, query: Callable[[str], Any], system: str | None) -> None: ...
    def is_lost(self, error: Exception) -> bool: ...
    def run(self, statement: str, seconds: float) -> Any: ...

class QueryAsync(Query):
    async def run(self, statement: str, seconds: float) -> Any: ...
