"""nginx with TLS: certificates, health documents, redirects, credentials, and an MCP server behind it."""

import time

import pytest

from command import verdict

HEALTHY = ("healthy", "ok")


@pytest.fixture
def target(nginx):
    """A target of nginx's, its authority trusted."""

    def make(name, face="good", path="/health", tls=None, **more):
        trust = {"roots": str(nginx.certificates.path("authority.pem")), **(tls or {})}
        kept = {key: more.pop(key) for key in ("auth", "mcp") if key in more}
        return {"name": name, "tls": trust, **kept, "rest": {"url": nginx.url(face, path), **more}}

    return make


def test_certificates(nginx, plimsoll, target):
    client = {"client_certificate": str(nginx.certificates.path("client.pem"))}
    client["client_key"] = str(nginx.certificates.path("client.key"))
    expected = {
        "good": HEALTHY,
        "soon": ("degraded", "tls_expires_soon"),
        "soon, and that is early enough": HEALTHY,
        "expired": ("unhealthy", "tls_expired"),
        "elsewhere": ("unhealthy", "tls_hostname"),
        "unknown": ("unhealthy", "tls_untrusted"),
        "unknown, and nobody asks": HEALTHY,
        "mutual": HEALTHY,
        # nginx speaks TLS with everybody, and then answers 400 to whom it does not know.
        "mutual, and nothing shown": ("unhealthy", "http_status"),
    }
    _, results = plimsoll.file([
        target("good"),
        target("soon", "soon"),
        target("soon, and that is early enough", "soon", tls={"expiry_warning_days": 3}),
        target("expired", "expired"),
        target("elsewhere", "elsewhere"),
        target("unknown", "unknown"),
        target("unknown, and nobody asks", "unknown", tls={"verify": "off"}),
        target("mutual", "mutual", tls=client),
        target("mutual, and nothing shown", "mutual"),
    ])
    assert {name: verdict(result) for name, result in results.items()} == expected
    certificate = results["soon"]["certificate"]
    assert "plimsoll tests soon" in certificate["subject"]
    assert "plimsoll tests authority" in certificate["issuer"]
    assert abs(certificate["not_after"] - time.time() - 5 * 86400) < 3600


def test_a_certificate_is_known_on_a_connection_that_was_kept(plimsoll, target):
    """Each target as its own would be, checked one after the other over one connection."""
    servers = [target(f"check {number}", "soon") for number in range(4)]
    _, results = plimsoll.file(servers, "--concurrent", "1")
    reused = [result["phases"]["reused"] for result in results.values()]
    assert reused == [False, True, True, True]
    for result in results.values():
        assert verdict(result) == ("degraded", "tls_expires_soon")
        assert "plimsoll tests soon" in result["certificate"]["subject"]


def test_no_authority_of_ours_is_trusted_by_itself(nginx, plimsoll):
    code, result = plimsoll.one("--url", nginx.url("good"))
    assert (code, verdict(result)) == (1, ("unhealthy", "tls_untrusted"))


def test_health_documents(plimsoll, target):
    code, results = plimsoll.file([
        target("up"),
        target("warn", path="/degraded"),
        target("down", path="/down"),
        target("down, unread", path="/down", health_document="off"),
        target("down is right", path="/down", health_document="off", expect={"status": [503]}),
    ])
    assert code == 1
    assert {name: verdict(result) for name, result in results.items()} == {
        "up": HEALTHY,
        "warn": ("degraded", "reported"),
        "down": ("unhealthy", "reported"),
        "down, unread": ("unhealthy", "http_status"),
        "down is right": HEALTHY,
    }
    parts = {name: {part["name"]: part["status"] for part in result["rest"]["checks"]} for name, result in results.items()}
    assert parts["up"] == {"db": "healthy", "disk": "healthy"}
    assert parts["warn"] == {"cache:age": "degraded", "db:time": "healthy"}
    assert parts["down"] == {"db": "unhealthy", "disk": "healthy"}
    assert results["down"]["rest"]["status"] == 503


def test_what_the_body_holds(plimsoll, target):
    def numbers(name, **expect):
        return target(name, path="/numbers", expect=expect)

    _, results = plimsoll.file([
        numbers("right", contains="4.2.0", regex='"length":[0-9]+', json=[
            {"pointer": "/queue/length", "less": 20},
            {"pointer": "/queue/length", "greater": 16},
            {"pointer": "/ready", "equals": True},
            {"pointer": "/version", "matches": "^4\\."},
            {"pointer": "/error", "exists": False},
        ]),
        numbers("too long", json=[{"pointer": "/queue/length", "less": 17}]),
        numbers("other text", contains="4.3"),
    ])
    mismatch = ("unhealthy", "body_mismatch")
    assert {name: verdict(result) for name, result in results.items()} == {
        "right": HEALTHY, "too long": mismatch, "other text": mismatch,
    }


def test_redirects(nginx, plimsoll, target):
    _, results = plimsoll.file([
        target("followed", path="/old"),
        target("not followed", path="/old", redirects="off"),
        target("as expected", path="/old", redirects="off", expect={"status": [301]}),
        target("round", path="/round"),
        target("away", path="/away"),
        target("away, and allowed", path="/away", redirects=3),
        target("nothing", path="/nothing"),
    ])
    assert {name: verdict(result) for name, result in results.items()} == {
        "followed": HEALTHY,
        "not followed": ("unhealthy", "http_status"),
        "as expected": HEALTHY,
        "round": ("unhealthy", "redirect"),
        "away": ("unhealthy", "redirect"),
        "away, and allowed": ("degraded", "tls_expires_soon"),
        "nothing": ("unhealthy", "http_status"),
    }
    assert results["followed"]["rest"]["redirected_to"] == nginx.url("good")


def test_credentials(plimsoll, target, tmp_path):
    def basic(password):
        (tmp_path / password).write_text(password)
        return {"basic": {"username": "probe", "password": f"file:{tmp_path / password}"}}

    _, results = plimsoll.file([
        target("none", path="/secret"),
        target("wrong", path="/secret", auth=basic("wrong-password")),
        target("right", path="/secret", auth=basic("right")),
    ])
    assert {name: verdict(result) for name, result in results.items()} == {
        "none": ("degraded", "auth_required"),
        "wrong": ("unhealthy", "auth_required"),
        "right": HEALTHY,
    }
    assert "wrong-password" not in str(results["wrong"])


def test_an_mcp_server_behind_it(nginx, plimsoll, target):
    mcp = {"url": nginx.url("good", "/mcp")}
    servers = [target(era, mcp={**mcp, "era": era, "expected_tools": ["add"]}) for era in ("modern", "legacy")]
    for server in servers:
        del server["rest"]
    code, results = plimsoll.file([*servers, target("both", mcp=mcp)])
    assert code == 0, results
    for result in results.values():
        assert verdict(result) == HEALTHY, result["message"]
        assert result["mcp"]["server_name"] == "second"
        assert "plimsoll tests good" in result["certificate"]["subject"]
    assert results["both"]["kind"] == "dual"
    assert results["both"]["dual"]["score"] == 1.0
    assert sorted(results["both"]["dual"]["working"]) == ["mcp", "rest"]


def test_one_path_of_two(nginx, plimsoll, target):
    mcp = {"url": nginx.url("good", "/mcp")}
    _, results = plimsoll.file([
        target("no rest", path="/down", mcp=mcp),
        target("no mcp", mcp={"url": nginx.url("good", "/nothing")}),
        {**target("by the score", mcp={"url": nginx.url("good", "/nothing")}), "degraded_on_single_failure": False},
        target("neither", path="/down", mcp={"url": nginx.url("good", "/nothing")}),
        {**target("both needed", path="/down", mcp=mcp), "require_both": True},
    ])
    found = {name: (result["status"], result["dual"]["score"], result["dual"]["working"]) for name, result in results.items()}
    assert found == {
        "no rest": ("degraded", 0.6, ["mcp"]),
        "no mcp": ("degraded", 0.4, ["rest"]),
        "by the score": ("unhealthy", 0.4, ["rest"]),
        "neither": ("unhealthy", 0.0, []),
        "both needed": ("unhealthy", 0.6, ["mcp"]),
    }
