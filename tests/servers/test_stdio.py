"""Every server that is spoken to over pipes: what a check says against what it is, and that nothing of it is left."""

import shlex
import uuid

import pytest

import catalogue
from command import verdict
from process import left_over

SERVERS = catalogue.stdio("/usr/share")


def sum_tool(server):
    """A tool with arguments, and a part of its answer."""
    if "get-sum" in server.tools:
        return "get-sum", {"a": 2, "b": 3}, "The sum of 2 and 3 is 5."
    if "add" in server.tools:
        return "add", {"a": 2, "b": 3}, "5"
    if "convert_time" in server.tools:
        arguments = {"source_timezone": "Europe/London", "time": "12:00", "target_timezone": "Asia/Kolkata"}
        return "convert_time", arguments, "Asia/Kolkata"
    return "list_allowed_directories", {}, "/usr/share"


@pytest.fixture(scope="module")
def checked(plimsoll):
    """What one run says of a server as it is and with demands; whether a process of it was left."""
    known = {}

    def check(server):
        if server.name not in known:
            marker = uuid.uuid4().hex
            program, *arguments = (str(word) for word in server.command)
            start = {"command": program, "args": arguments, "env": {"PLIMSOLL_TEST_MARKER": marker}}
            tool, given, answer = sum_tool(server)
            demands = {
                "as it is": {"expected_tools": [tool], "call": {"tool": tool, "arguments": given, "contains": answer}},
                "tool missing": {"expected_tools": [tool, "divide"]},
            }
            servers = [
                {"name": name, "timeout": "60s", "mcp": {**start, **demand}} for name, demand in demands.items()
            ]
            results = plimsoll.file(servers)[1]
            known[server.name] = (results, left_over(marker))
        return known[server.name]

    return check


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_program_is_what_it_is(server, checked):
    result = checked(server)[0]["as it is"]
    assert verdict(result) == ("healthy", "ok"), result["message"]
    facts = result["mcp"]
    assert (facts["transport"], facts["protocol_version"]) == ("stdio", server.versions[0])
    assert facts["era"] == ("modern" if server.versions[0] == catalogue.MODERN else "legacy")
    assert (facts["server_name"], facts["server_version"]) == server.server
    assert facts["tools"]["names"] == list(server.tools)
    assert facts["call"]["is_error"] is False


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_missing_tool_is_seen(server, checked):
    result = checked(server)[0]["tool missing"]
    assert verdict(result) == ("unhealthy", "tool_missing"), result["message"]
    assert result["mcp"]["tools"]["missing"] == ["divide"]
    assert result["mcp"]["tools"]["names"] == list(server.tools)


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_nothing_of_it_is_left(server, checked):
    assert checked(server)[1] == []


@pytest.mark.parametrize("server", [one for one in SERVERS if one.name in ("rmcp-stdio", "first-stdio")], ids=str)
def test_a_command_line_is_enough(server, plimsoll):
    code, result = plimsoll.one("--mcp", shlex.join(str(word) for word in server.command), "--timeout", "60s")
    assert (code, verdict(result)) == (0, ("healthy", "ok")), result["message"]
    assert (result["mcp"]["server_name"], result["mcp"]["server_version"]) == server.server


def test_a_program_that_is_not_there(plimsoll):
    code, result = plimsoll.one("--mcp", "/no/such/program stdio")
    assert (code, verdict(result)) == (1, ("unhealthy", "command_missing"))


def test_a_program_that_ends_at_once(plimsoll):
    node = str(catalogue.NODE)
    code, result = plimsoll.one("--mcp", shlex.join([node, "-e", "console.error('no licence'); process.exit(4)"]))
    assert (code, verdict(result)) == (1, ("unhealthy", "command_exited")), result["message"]
    assert "4" in result["message"] and "no licence" in result["mcp"]["stderr_tail"]
