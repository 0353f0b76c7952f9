_Reading = tuple[
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
]

RESIDENT: int
OWN: int
PEAK: int
DESCRIPTORS: int
READ: int
WRITTEN: int
CALL_READ: int
CALL_WRITTEN: int
USED: int
NOTHING: _Reading

class Reader:
    __slots__ = ("_sampler", "_sample", "_peak", "_used")
    def __init__(self) -> None: ...
    def read(self) -> _Reading: ...

def growth(before: _Reading, after: _Reading) -> int | None: ...
def held(reading: _Reading) -> tuple[int | None, bool]: ...
def difference(before: _Reading, after: _Reading, place: int) -> float | None: ...
