"""Every server that is spoken to over HTTP, in every version that it speaks: what a check says against what it is."""

import json

import pytest

import catalogue
from command import verdict
from handshake import discover, initialize, request

SERVERS = catalogue.http() + catalogue.sse()


def of(*names):
    return [server for server in SERVERS if server.name in names]


def url(server, running):
    return f"http://127.0.0.1:{running.port}{server.path}"


def auth(server, folder):
    """The part of a configuration that gives the server's token."""
    if not server.token:
        return {}
    (folder / "token").write_text(server.token)
    return {"auth": {"bearer": f"file:{folder}/token"}}


def sum_tool(server):
    """Name of a tool that adds, and what it answers to 2 and 3."""
    return ("get-sum", "The sum of 2 and 3 is 5.") if "get-sum" in server.tools else ("add", "5")


def targets(server, address, common):
    """One server as a file may describe it: as it is, in every era, and with demands it meets or does not meet."""
    tool, answer = sum_tool(server)

    def target(name, timeout="30s", **mcp):
        return {"name": name, "timeout": timeout, **common, "mcp": {"url": address, **mcp}}

    call = {"tool": tool, "arguments": {"a": 2, "b": 3}}
    listed = [
        target("as it is", list_tools=True, check_schemas=True),
        target("tools there", expected_tools=[tool, "echo"]),
        target("tool missing", expected_tools=[tool, "divide"]),
        target("called", call={**call, "contains": answer}),
        target("called in vain", call={**call, "contains": "6"}),
        target("called wrongly", call={"tool": tool, "arguments": {"a": "two", "b": 3}}),
    ]
    for era in eras(server):
        listed.append(target(era, era=era, list_tools=True, call={**call, "contains": answer}))
    return listed


def eras(server):
    if server.transport == "sse":
        return ["sse"]
    return ["modern" if version == catalogue.MODERN else "legacy" for version in server.versions]


@pytest.fixture(scope="module")
def checked(plimsoll, started, tmp_path_factory):
    """What one run of the command says of every target of a server; each server is checked once."""
    known = {}

    def check(server):
        if server.name not in known:
            address = url(server, started(server))
            common = auth(server, tmp_path_factory.mktemp("auth"))
            known[server.name] = plimsoll.file(targets(server, address, common))[1]
        return known[server.name]

    return check


def says(server, running, era):
    """The result of the server's own first answer in an era, had without plimsoll."""
    token = {"authorization": f"Bearer {server.token}"} if server.token else {}
    if era == "modern":
        return discover(running.port, server.path, token).message()["result"]
    opened = initialize(running.port, server.path, token)
    if opened.session:
        request(running.port, server.path, "DELETE", headers={**token, "mcp-session-id": opened.session})
    return opened.message()["result"]


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_server_is_what_it_is(server, checked):
    result = checked(server)["as it is"]
    assert verdict(result) == ("healthy", "ok"), result["message"]
    assert result["alive"] is True and result["kind"] == "mcp"
    assert result["notes"] == []
    facts = result["mcp"]
    assert facts["transport"] == server.transport
    assert facts["era"] == eras(server)[0]
    assert facts["protocol_version"] == server.versions[0]
    assert (facts["server_name"], facts["server_version"]) == server.server
    assert facts["tools"]["names"] == list(server.tools)
    assert facts["tools"]["count"] == len(server.tools)
    assert facts["tools"]["pages"] == server.pages
    assert facts["tools"]["invalid"] == {}
    assert facts["session"] is (server.sessions and eras(server)[0] == "legacy")


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_every_version_it_speaks_is_spoken(server, checked, started):
    for era, version in zip(eras(server), server.versions, strict=True):
        result = checked(server)[era]
        assert verdict(result) == ("healthy", "ok"), result["message"]
        facts = result["mcp"]
        assert (facts["era"], facts["protocol_version"]) == (era, version)
        assert (facts["server_name"], facts["server_version"]) == server.server
        assert facts["tools"]["names"] == list(server.tools)
        assert facts["session"] is (server.sessions and era == "legacy")
        if era != "sse":
            assert set(facts["capabilities"]) == set(says(server, started(server), era)["capabilities"])


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_tools_are_found_or_missed(server, checked):
    tool, _ = sum_tool(server)
    there = checked(server)["tools there"]
    assert verdict(there) == ("healthy", "ok"), there["message"]
    assert (there["mcp"]["tools"]["found"], there["mcp"]["tools"]["missing"]) == ([tool, "echo"], [])
    missing = checked(server)["tool missing"]
    assert verdict(missing) == ("unhealthy", "tool_missing")
    assert (missing["mcp"]["tools"]["found"], missing["mcp"]["tools"]["missing"]) == ([tool], ["divide"])
    assert "divide" in missing["message"] and missing["alive"] is True


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_a_tool_is_called_and_its_answer_compared(server, checked):
    tool, answer = sum_tool(server)
    called = checked(server)["called"]
    assert verdict(called) == ("healthy", "ok"), called["message"]
    assert called["mcp"]["call"]["tool"] == tool
    assert called["mcp"]["call"]["is_error"] is False
    assert answer in called["mcp"]["call"]["text"]
    assert verdict(checked(server)["called in vain"]) == ("unhealthy", "tool_mismatch")
    assert verdict(checked(server)["called wrongly"]) == ("unhealthy", server.refusal)


@pytest.mark.parametrize("server", SERVERS, ids=str)
def test_no_session_is_left(server, checked, started):
    checked(server)
    running = started(server)
    running.poll("ended its sessions", lambda: every_session_is_ended(server, running), limit=10)


def every_session_is_ended(server, running):
    if "everything" in server.name:
        said = running.said()
        if server.transport == "sse":
            opened, ended = said.count("Client Connected"), said.count("Client Disconnected")
        else:
            opened, ended = said.count("Session initialized with ID"), said.count("Transport closed for session")
        return opened == ended > 0
    return json.loads(request(running.port, "/held", "GET").body)["sessions"] == 0


@pytest.mark.parametrize("server", of("second", "first", "first-sse", "typescript", "everything", "rmcp"), ids=str)
def test_an_address_is_enough(server, plimsoll, started):
    code, result = plimsoll.one("--mcp", url(server, started(server)), "--timeout", "30s")
    assert (code, verdict(result)) == (0, ("healthy", "ok")), result["message"]
    facts = result["mcp"]
    assert (facts["transport"], facts["protocol_version"]) == (server.transport, server.versions[0])
    assert (facts["server_name"], facts["server_version"]) == server.server


@pytest.mark.parametrize("server", of("second", "first", "typescript", "everything", "rmcp"), ids=str)
def test_a_wrong_path_is_no_server(server, plimsoll, started):
    address = f"http://127.0.0.1:{started(server).port}/no/such"
    code, result = plimsoll.one("--mcp", address, "--timeout", "30s")
    assert code == 1 and result["status"] == "unhealthy"
    assert result["reason"] == "http_status", result["message"]


@pytest.mark.parametrize("server", of("second", "first"), ids=str)
def test_a_path_that_redirects_is_followed(server, plimsoll, started):
    """Starlette sends `/mcp/` to `/mcp` with 307."""
    code, result = plimsoll.one("--mcp", url(server, started(server)) + "/", "--timeout", "30s")
    assert (code, verdict(result)) == (0, ("healthy", "ok")), result["message"]
