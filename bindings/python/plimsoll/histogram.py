"""Percentiles of times, in bounded memory."""

import math
from array import array

# Every bucket is 4 % wider than the one before, so that a percentile is within 2 % of what was measured.
_STEP = math.log(1.04)
# In seconds; what is shorter or longer counts as this.
_LEAST, _MOST = 1e-7, 1e7
_BUCKETS = 823
# From so many buckets on, a plain row of all takes less memory than those where something fell.
_MOST_SPARSE = 64


class Histogram:
    """Counts seconds in 823 buckets, in 7 KiB at the most."""

    __slots__ = ("_buckets", "count", "total", "least", "most")

    def __init__(self):
        self._buckets = {}
        self.count = 0
        self.total = 0.0
        self.least = math.inf
        self.most = 0.0

    def add(self, seconds):
        """Takes in one measurement."""
        bucket = 0
        if seconds > _LEAST:
            bucket = int(math.log(min(seconds, _MOST) / _LEAST) / _STEP) + 1
        buckets = self._buckets
        if isinstance(buckets, array):
            buckets[bucket] += 1
        else:
            buckets[bucket] = buckets.get(bucket, 0) + 1
            if len(buckets) > _MOST_SPARSE:
                self._buckets = array("Q", (buckets.get(each, 0) for each in range(_BUCKETS)))
        self.count += 1
        self.total += seconds
        self.least = min(self.least, seconds)
        self.most = max(self.most, seconds)

    def percentile(self, percent):
        """The value that so many percent of all do not exceed, or None before there is any."""
        if not self.count:
            return None
        rank = max(1, math.ceil(self.count * percent / 100))
        buckets = self._buckets
        for bucket, count in enumerate(buckets) if isinstance(buckets, array) else sorted(buckets.items()):
            rank -= count
            if rank <= 0:
                break
        middle = _LEAST * math.exp((bucket - 0.5) * _STEP) if bucket else 0.0
        # Nothing was shorter or longer than these.
        return min(max(middle, self.least), self.most)
