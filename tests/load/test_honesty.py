"""A server that stands still for 2 s: what a rate tells of it, and what users hide."""

import threading

from bed import begin, found

RATE, SECONDS, FROZEN = 500, 30, 2.0


def frozen(nginx, *words):
    """What is found of a server that stands still in the middle, and for how long it did."""
    process = begin("--url", nginx.url, "--for", f"{SECONDS}s", *words)
    lasted = []
    timer = threading.Timer(SECONDS / 3, lambda: lasted.append(nginx.freeze(FROZEN)))
    timer.start()
    result = found(process)
    timer.join()
    return result, lasted[0]


def test_what_was_due_meanwhile_waited(nginx):
    result, lasted = frozen(nginx, "--rate", RATE)
    counts = result["total"]["counts"]
    assert counts["ok"] == RATE * SECONDS and counts["dropped"] == 0, counts
    latency = result["total"]["latency"]
    # Of those that were due in the middle of it each waited for what was left of it: evenly from all of it to nothing. One in
    # a hundred of all waited for longer than all but the first of these did.
    p99 = lasted - RATE * SECONDS * 0.01 / RATE
    assert abs(latency["max_seconds"] - lasted) <= 0.05 * lasted, (latency, lasted)
    assert abs(latency["p99_seconds"] - p99) <= 0.05 * p99, (latency, lasted)
    # From when they were begun it looks better: that is why it is not what is reported.
    assert result["total"]["service"]["p99_seconds"] < p99


def test_users_hide_it_and_are_told_so(nginx):
    result, lasted = frozen(nginx, "--users", 4, "--think", "10ms")
    assert result["model"] == "closed"
    assert any("coordinated omission" in warning for warning in result["warnings"])
    latency = result["total"]["latency"]
    assert abs(latency["max_seconds"] - lasted) <= 0.05 * lasted
    # Each user waited once: far fewer than one in a hundred.
    assert latency["p99_seconds"] < lasted / 10
