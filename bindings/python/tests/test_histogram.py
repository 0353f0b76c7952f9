"""Percentiles: near what was measured, in bounded memory."""

import math
import random
import sys

import pytest

from plimsoll.histogram import Histogram


@pytest.mark.parametrize("percent", [1, 50, 95, 99, 100])
@pytest.mark.parametrize("wide", [0.2, 2])
def test_percentiles_are_within_two_percent(percent, wide):
    numbers = random.Random(3)
    values = sorted(numbers.lognormvariate(-5, wide) for _ in range(5000))
    histogram = Histogram()
    for value in values:
        histogram.add(value)
    exact = values[math.ceil(len(values) * percent / 100) - 1]
    assert histogram.percentile(percent) == pytest.approx(exact, rel=0.021)


def test_nothing_and_one():
    histogram = Histogram()
    assert histogram.percentile(50) is None
    histogram.add(0.25)
    assert [histogram.percentile(percent) for percent in (0, 50, 100)] == [0.25] * 3


def test_it_stays_small():
    histogram = Histogram()
    for power in range(-4000, 4000):
        histogram.add(math.exp(power / 10))
    assert sys.getsizeof(histogram._buckets) < 7 << 10
    histogram.add(0.0)
    assert histogram.percentile(0) == 0.0
