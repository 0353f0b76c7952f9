"""A thousand checks leave a server as it was: no session, no task, and no more memory than noise."""

import json
import time

import pytest

import catalogue
from command import verdict
from handshake import initialize, request

# Checks in one run of the command, which share its connections; and how often it is run.
AT_ONCE = 100
RUNS = 10
# The server's own, and that of the connection that asks.
TASKS_AT_REST = 4
# Objects that may stay of a check. A session that is not ended keeps some 200, and 36 KiB. `old` keeps a few of every
# session that was ended, in a table that it never clears.
OBJECTS = {"old": 40}


def held(running):
    return json.loads(request(running.port, "/held", "GET").body)


def settled(running):
    """What is held once connections have wound down: they do so a moment after the command has ended."""
    end = time.monotonic() + 10
    while (now := held(running))["sessions"] or now["tasks"] > TASKS_AT_REST:
        assert time.monotonic() < end, now
        time.sleep(0.05)
    return now


def by_name(name):
    return next(server for server in catalogue.http() + catalogue.sse() if server.name == name)


@pytest.mark.parametrize(
    ("name", "era", "runs"),
    [
        ("second", "legacy", RUNS),
        ("second", "modern", 2),
        ("first", "detect", 2),
        ("old", "detect", 2),
        ("first-sse", "detect", 2),
    ],
)
def test_checks_leave_nothing_behind(plimsoll, started, name, era, runs):
    server = by_name(name)
    running = started(server)
    address = f"http://127.0.0.1:{running.port}{server.path}"
    servers = [
        {"name": f"check {number}", "timeout": "60s", "mcp": {"url": address, "era": era, "list_tools": True}}
        for number in range(AT_ONCE)
    ]

    def run():
        _, results = plimsoll.file(servers)
        assert {verdict(result) for result in results.values()} == {("healthy", "ok")}
        return settled(running)

    run()  # what is made once for all, is made now
    before = run()
    for _ in range(runs):
        after = run()
    checks = runs * AT_ONCE
    assert after["objects"] - before["objects"] < checks * OBJECTS.get(name, 1)
    assert after["resident_bytes"] - before["resident_bytes"] < max(checks * 2048, 3 << 20)


def test_the_measure_sees_a_session_that_is_not_ended(started):
    running = started(by_name("second"))
    before = settled(running)
    opened = initialize(running.port)
    try:
        during = held(running)
        assert during["sessions"] == before["sessions"] + 1
        assert during["tasks"] > before["tasks"] and during["objects"] > before["objects"] + 100
    finally:
        assert request(running.port, "/mcp", "DELETE", headers={"mcp-session-id": opened.session}).status == 200
