from collections.abc import Sequence

USAGE: int
BLIND: int

def url_place(arguments: Sequence[str]) -> tuple[int, str] | None: ...
def run(program: str, arguments: list[str], place: tuple[int, str]) -> int: ...
