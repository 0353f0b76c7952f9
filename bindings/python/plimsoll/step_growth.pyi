WARM_UP: int
LEAST_RUNS: int
LEAST_BYTES: int

class Growth:
    __slots__ = ("runs", "bytes", "_seen", "_batches", "_batch", "_in_batch", "_batch_runs", "_before", "_after")
    runs: int
    bytes: int
    def __init__(self) -> None: ...
    def add(self, grown: int, process: int) -> None: ...
    def leaks(self) -> bool: ...
