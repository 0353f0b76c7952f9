"""Load on MCP servers that others wrote: a session for each user, kept, and ended at the end."""

import json
import subprocess
import time

import pytest

import catalogue
from test_sessions import by_name, held, settled

USERS = 3


def load(plimsoll, server, scenario):
    """Puts a server under load; gives what is found, and what ends beside it."""
    path = plimsoll.folder / "load.json"
    path.write_text(json.dumps({"servers": [server], "benchmarking": {"scenarios": [{"name": "load"} | scenario]}}))
    command = [plimsoll.program, "load", path, "--json", "-"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def found(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out)


@pytest.mark.parametrize(
    ("name", "era"), [("second", "legacy"), ("second", "modern"), ("first", "detect"), ("old", "detect"), ("first-sse", "detect")]
)
def test_each_user_keeps_a_session(plimsoll, started, name, era):
    server = by_name(name)
    running = started(server)
    before = settled(running)["sessions"]
    mcp = {"url": f"http://127.0.0.1:{running.port}{server.path}", "era": era, "list_tools": True}
    process = load(plimsoll, {"name": name, "mcp": mcp}, {"users": USERS, "duration": "2s"})
    most = 0
    while process.poll() is None:
        most = max(most, held(running)["sessions"] - before)
        time.sleep(0.05)
    result = found(process)
    counts = result["total"]["counts"]
    assert counts["failed"] == counts["timed_out"] == 0, counts
    # What opens a session for each request serves far fewer, and holds none between them.
    assert counts["ok"] > 20 * USERS, counts
    if era != "modern":
        # One that checks whether it works beside those of the users.
        assert 0 < most <= USERS + 1
    assert settled(running)["sessions"] == before


def test_a_command_is_started_once_for_each_user(plimsoll, tmp_path):
    server = catalogue.stdio(tmp_path)[0]
    mcp = {"command": str(server.command[0]), "args": [str(word) for word in server.command[1:]], "list_tools": True}
    process = load(plimsoll, {"name": "stdio", "timeout": "60s", "mcp": mcp}, {"users": 2, "duration": "2s"})
    counts = found(process)["total"]["counts"]
    assert counts["ok"] > 20 and counts["failed"] == counts["timed_out"] == 0, counts


def test_a_rate_has_a_session_for_each_request_at_once(plimsoll, started):
    server = by_name("second")
    running = started(server)
    mcp = {"url": f"http://127.0.0.1:{running.port}{server.path}", "era": "legacy"}
    process = load(plimsoll, {"name": "rate", "mcp": mcp}, {"rate": 50, "duration": "2s", "connections": 4})
    result = found(process)
    counts = result["total"]["counts"]
    assert counts["ok"] == 100 and result["engine"] == "workers", counts
    assert settled(running)["sessions"] == 0
