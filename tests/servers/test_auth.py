"""A server that wants a token: none, a wrong one, one without the scope, the right one."""

import catalogue
import pytest

from command import verdict

GUARDED = next(server for server in catalogue.http() if server.name == "second-auth")


@pytest.fixture(scope="module")
def address(started):
    return f"http://127.0.0.1:{started(GUARDED).port}/mcp"


def test_no_token_is_alive_and_wants_one(plimsoll, address):
    code, result = plimsoll.one("--mcp", address, "--timeout", "30s")
    assert (code, verdict(result)) == (0, ("degraded", "auth_required")), result["message"]
    assert result["alive"] is True


@pytest.mark.parametrize("era", ["detect", "modern", "legacy"])
def test_tokens_are_told_apart(plimsoll, address, tmp_path, era):
    expected = {
        "right-token": ("healthy", "ok"),
        "wrong-token": ("unhealthy", "auth_required"),
        "narrow-token": ("unhealthy", "forbidden"),
    }
    servers = []
    for token in expected:
        (tmp_path / token).write_text(token + "\n")
        servers.append({
            "name": token,
            "timeout": "30s",
            "auth": {"bearer": f"file:{tmp_path / token}"},
            "mcp": {"url": address, "era": era},
        })
    code, results = plimsoll.file(servers)
    assert {name: verdict(result) for name, result in results.items()} == expected
    assert code == 1
    for token, result in results.items():
        assert result["alive"] is True
        assert token not in str({key: value for key, value in result.items() if key != "name"})


def test_a_secret_that_is_not_there_says_nothing_of_the_server(plimsoll, address):
    code, result = plimsoll.one("--mcp", address, "--bearer", "env:NO_SUCH_VARIABLE_AT_ALL")
    assert (code, verdict(result)) == (3, ("unknown", "secret_missing"))
