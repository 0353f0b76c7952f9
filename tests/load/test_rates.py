"""How well a rate is kept, and what is counted."""

import statistics

import pytest

from bed import load

RATE = 5000


def kept(url, seconds):
    result = load("--url", url, "--rate", RATE, "--for", f"{seconds}s")
    counts = result["total"]["counts"]
    assert counts["ok"] + counts["failed"] + counts["timed_out"] + counts["dropped"] == RATE * seconds
    assert counts["ok"] == RATE * seconds, counts
    return result


def test_five_thousand_a_second(nginx):
    result = kept(nginx.url, 10)
    # What it is on a machine that does nothing else stands in docs/load-tests.md.
    assert result["start_delay"]["p99_seconds"] < 0.02, result["start_delay"]


@pytest.mark.long
def test_a_minute_without_drift(nginx):
    result = kept(nginx.url, 60)
    assert result["start_delay"]["p99_seconds"] < 0.001, result["start_delay"]
    done = [interval["counts"]["ok"] / interval["seconds"] for interval in result["intervals"][1:-1]]
    first, last = statistics.mean(done[:10]), statistics.mean(done[-10:])
    assert abs(first - RATE) < 0.01 * RATE and abs(last - RATE) < 0.01 * RATE, (first, last)
    late = [interval["latency"]["p50_seconds"] for interval in result["intervals"]]
    assert statistics.median(late[-10:]) < 2 * statistics.median(late[:10]) + 0.001
