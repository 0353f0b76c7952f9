"""Sides against each other: short slices in turn, all from one run."""

import contextlib


def quantile(values, share):
    """The value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Timings:
    """All readings of one side."""

    def __init__(self, worker):
        self.name, self.note, self.descriptors = worker.name, worker.note, worker.descriptors
        self.rounds, self.throttled = [], []

    @property
    def pooled(self):
        return [t for taken in self.rounds for t in taken]

    def summary(self):
        """Microseconds, and how the throttled readings did."""
        pooled = self.pooled
        every = pooled + self.throttled
        return {
            "side": self.name,
            "note": self.note,
            "descriptors": self.descriptors,
            "readings": len(every),
            "throttled": len(self.throttled),
            "p50_us": quantile(pooled, 0.5) / 1e3,
            "min_us": min(pooled) / 1e3,
            "p99_us": quantile(pooled, 0.99) / 1e3,
            "under_10ms_ratio": sum(t < 10_000_000 for t in every) / len(every),
        }


def play(workers, rounds, readings):
    """Lets each worker take a slice of readings in turn, `rounds` times; returns their timings.

    `readings` is the length of a slice, for all sides or for each. The first round warms up and is dropped."""
    lengths = readings if isinstance(readings, (list, tuple)) else [readings] * len(workers)
    timings = [Timings(worker) for worker in workers]
    for turn in range(rounds + 1):
        for worker, side, length in zip(workers, timings, lengths):
            undisturbed, throttled = worker.run(length)
            if turn:
                side.rounds.append(undisturbed)
                side.throttled += throttled
    return timings


def compare(numerator, denominator):
    """The ratio of the medians of all readings, and its spread (10th to 90th percentile) over the rounds."""
    pairs = zip(numerator.rounds, denominator.rounds)
    ratios = [quantile(a, 0.5) / quantile(b, 0.5) for a, b in pairs if a and b]
    return {
        "ratio": quantile(numerator.pooled, 0.5) / quantile(denominator.pooled, 0.5),
        "spread": [quantile(ratios, 0.1), quantile(ratios, 0.9)],
    }


@contextlib.contextmanager
def alive(makers):
    """Workers that are ended together, whatever happens."""
    with contextlib.ExitStack() as stack:
        workers = []
        for make in makers:
            worker = make()
            stack.callback(worker.close)
            workers.append(worker)
        yield workers
