"""Whether memory grows with every run of a step."""

# The first runs load modules, fill caches and pools: what they need is no leak.
WARM_UP = 2
# So many runs are looked at before anything is said, and so much must have come together: below, an allocator that takes
# memory in blocks (1 MiB at a time in Python 3.10 and later) looks like a leak.
LEAST_RUNS = 8
LEAST_BYTES = 1 << 20
# Runs are kept in so many batches at most; then two become one.
_MOST_BATCHES = 16
# Of all batches, so many must have grown; and the later half must have grown by so much of what the earlier did: a cache
# that fills grows less and less.
_GROWN_PART = 0.75
_LATER_PART = 0.4
# And of what the step kept, the whole process must still have so much: what a later step gives back is no leak. It counts what
# the process had at the least in so many of the latest batches: garbage that Python has not collected yet is none either.
_KEPT_PART = 0.5
_LATEST = 2


class Growth:
    """What a step's runs kept of memory, in their order."""

    __slots__ = ("runs", "bytes", "_seen", "_batches", "_lows", "_batch", "_low", "_in_batch", "_batch_runs", "_before")

    def __init__(self):
        # Those that count, and what they kept.
        self.runs = 0
        self.bytes = 0
        self._seen = 0
        # Of each batch, what its runs kept, and the least that the process had at the end of one.
        self._batches, self._lows = [], []
        self._batch_runs = 1
        self._begin_batch()
        self._before = 0

    def _begin_batch(self):
        self._batch = self._in_batch = 0
        self._low = None

    def add(self, grown, process):
        """Takes in a run: by how many bytes it grew without the steps within it, and what the process has at its end."""
        self._seen += 1
        if self._seen <= WARM_UP:
            self._before = process
            return
        self.runs += 1
        self.bytes += grown
        self._batch += grown
        self._low = process if self._low is None else min(self._low, process)
        self._in_batch += 1
        if self._in_batch == self._batch_runs:
            self._batches.append(self._batch)
            self._lows.append(self._low)
            self._begin_batch()
            if len(self._batches) == _MOST_BATCHES:
                self._batches = [sum(pair) for pair in _pairs(self._batches)]
                self._lows = [min(pair) for pair in _pairs(self._lows)]
                self._batch_runs *= 2

    def leaks(self):
        """Whether it grew again and again, and what it took is still taken."""
        if self.runs < LEAST_RUNS or self.bytes < LEAST_BYTES:
            return False
        lows = self._lows[-_LATEST:] if self._low is None else [*self._lows[-_LATEST:], self._low]
        if min(lows) - self._before < self.bytes * _KEPT_PART:
            return False
        batches = self._batches
        grown = sum(batch > 0 for batch in batches)
        half = len(batches) // 2
        earlier, later = sum(batches[:half]), sum(batches[-half:])
        return grown >= len(batches) * _GROWN_PART and later >= earlier * _LATER_PART and later > 0


def _pairs(values):
    return zip(values[::2], values[1::2])
