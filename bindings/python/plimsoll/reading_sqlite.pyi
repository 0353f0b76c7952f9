from typing import Any

from .reading_driver import Driver

class Sqlite(Driver): ...

class AioSqlite(Driver):
    async def run(self, statement: str, seconds: float) -> Any: ...
