"""The knee of a server whose capacity is known."""

import pytest

from bed import Workers, load


@pytest.mark.parametrize(("workers", "seconds"), [(4, 0.02), (8, 0.02)])
def test_the_knee_is_where_the_workers_are_taken(workers, seconds):
    with Workers(workers, seconds) as server:
        result = load("--url", server.url, "--steps", "1,2,4,6,8,12,16,24", "--for", "2s")
    knee = result["knee"]
    assert knee["reached"], knee
    assert abs(knee["concurrency"] - workers) <= 0.1 * workers, knee
    # What a request takes beside its sleep is the server's, too.
    capacity = workers / knee["service_seconds"]
    assert abs(knee["throughput"] - capacity) <= 0.1 * capacity, knee
    assert abs(knee["advised"] - workers) <= 1
