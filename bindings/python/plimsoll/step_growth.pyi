WARM_UP: int
LEAST_RUNS: int
LEAST_BYTES: int

class Growth:
    __slots__ = ("runs", "bytes", "_seen", "_batches", "_lows", "_batch", "_low", "_in_batch", "_batch_runs", "_before")
    runs: int
    bytes: int
    def __init__(self) -> None: ...
    def add(self, grown: int, process: int) -> None: ...
    def leaks(self) -> bool: ...
