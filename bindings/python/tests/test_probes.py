"""Probes of servers that are really there."""

import contextlib
import json
import os
import pickle
import subprocess
import sys
import threading
import time

import pytest
from conftest import PACKAGE, TOP, run
from servers import http_server, mcp_command
from test_life import fork_warns, in_a_child

import plimsoll
from plimsoll import library

CHECK = 1 << 3

if not library.function("plim_features", library.ctypes.c_uint64)() & CHECK:
    pytest.skip("the library was built without probes", allow_module_level=True)


@pytest.fixture
def context():
    with plimsoll.ProbeContext() as made:
        yield made


@pytest.fixture
def server():
    with http_server() as made:
        yield made


def rest(url, **more):
    return dict({"name": "server", "rest": {"url": url}}, **more)


def test_a_healthy_endpoint(context, server):
    before = time.time_ns()
    outcome = context.probe(rest(server.url + "/"))
    assert (outcome.status, outcome.reason, outcome.alive) == ("healthy", "ok", True)
    assert (outcome.name, outcome.kind, outcome.schema) == ("server", "rest", "plimsoll.outcome/1")
    assert before - 10**9 <= outcome.at_unix_ns <= time.time_ns()
    assert outcome.rest.status == 200 and outcome.rest.body_bytes == 2
    assert outcome.phases.connect_seconds > 0 and outcome.phases.tls_seconds is None
    assert outcome.phases.total_seconds >= outcome.phases.first_byte_seconds > 0
    assert (outcome.phases.requests, outcome.phases.reused) == (1, False)
    assert outcome.bytes.sent > 0 and outcome.bytes.received > 0
    assert (outcome.mcp, outcome.dual, outcome.certificate, outcome.retry_after) == (None,) * 4
    assert server.seen[0]["user-agent"] == f"plimsoll/{plimsoll.__version__}"
    assert context.probe(rest(server.url + "/")).phases.reused


def test_an_endpoint_in_trouble(context):
    answers = {
        "/": (503, {"retry-after": "7"}, b""),
        "/health": (200, {"content-type": "application/health+json"}, b'{"status": "warn"}'),
    }
    with http_server(answers) as server:
        outcome = context.probe(rest(server.url + "/"))
        assert (outcome.status, outcome.reason, outcome.alive) == ("unhealthy", "http_status", True)
        assert outcome.retry_after == 7.0 and "503" in outcome.message
        assert outcome.rest.status == 503
        warned = context.probe(rest(server.url + "/health"))
        assert (warned.status, warned.reason) == ("degraded", "reported")
    # The first one may still have its connection.
    with plimsoll.ProbeContext() as other:
        refused = other.probe(rest(server.url + "/"))
    assert (refused.status, refused.reason, refused.alive) == ("unhealthy", "connect_refused", False)
    assert refused.rest is None or refused.rest.status is None


def test_a_target_is_a_dict_a_text_or_an_entry(context, server):
    target = rest(server.url + "/", labels={"größe": "\U0001f600", "tab": "a\tb"})
    text = json.dumps(target)
    assert "\\ud83d" in text
    for given in (target, text, f"name: yaml\nrest:\n  url: {server.url}/\n", plimsoll.Targets.parse(target)[0]):
        assert context.probe(given).status == "healthy"
    assert plimsoll.Targets.parse(text)[0].labels == target["labels"]


def test_options_reach_the_wire(server):
    with plimsoll.ProbeContext(user_agent="me/1", rest_pool={"keep_alive": False}) as context:
        for _ in range(2):
            assert not context.probe(rest(server.url + "/")).phases.reused
    assert [seen["user-agent"] for seen in server.seen] == ["me/1"] * 2
    with http_server({"/": (200, {"x-long": "x" * 2000}, b"")}) as other:
        with plimsoll.ProbeContext(header_bytes=1024) as context:
            assert context.probe(rest(other.url + "/")).reason == "too_large"


def test_an_mcp_server_as_a_command(context):
    call = {"tool": "add", "arguments": {"a": 1, "b": 2}, "contains": "3"}
    outcome = context.probe({"name": "tiny", "mcp": dict(mcp_command(), call=call, list_tools=True)})
    assert (outcome.status, outcome.reason, outcome.kind) == ("healthy", "ok", "mcp"), outcome.message
    assert (outcome.mcp.server_name, outcome.mcp.server_version) == ("tiny", "1.2")
    assert (outcome.mcp.transport, outcome.mcp.protocol_version) == ("stdio", "2025-11-25")
    assert outcome.mcp.tools.names == ("add", "größe") and outcome.mcp.tools.count == 2
    assert outcome.mcp.call.text == "3"
    assert outcome.mcp.capabilities == ("tools",)
    missing = context.probe({"name": "tiny", "mcp": dict(mcp_command(), expected_tools=["nope"])})
    assert missing.reason == "tool_missing" and missing.mcp.tools.missing == ("nope",)


def test_both_paths(context, server):
    outcome = context.probe({"name": "both", "rest": {"url": server.url + "/"}, "mcp": mcp_command()})
    assert (outcome.kind, outcome.status) == ("dual", "healthy"), outcome.message
    assert outcome.dual.score == 1.0 and set(outcome.dual.working) == {"rest", "mcp"}
    assert outcome.dual.rest.reason == "ok" and outcome.dual.mcp.total_seconds > 0


def test_an_outcome_is_a_plain_value(context, server):
    outcome = context.probe(rest(server.url + "/"))
    text = outcome.json()
    assert text.startswith('{"schema":"plimsoll.outcome/1"') and json.loads(text) == outcome.to_dict()
    again = plimsoll.Outcome.from_json(text)
    assert again == outcome and hash(again) == hash(outcome)
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert pickle.loads(pickle.dumps(outcome.phases)) == outcome.phases
    assert "healthy (ok)" in repr(outcome) and "server" in repr(outcome)
    assert "total_seconds=" in repr(outcome.phases) and "tls_seconds" not in repr(outcome.phases)
    assert "total_seconds" in outcome.phases and "total_seconds" in dir(outcome.phases)
    assert outcome.phases["requests"] == 1 and "requests" in list(outcome.phases)
    with pytest.raises(AttributeError, match="cannot be changed"):
        outcome.status = "unhealthy"
    with pytest.raises(AttributeError, match="cannot be changed"):
        outcome.phases.total_seconds = 0
    with pytest.raises(AttributeError, match="Facts has no 'totl_seconds': it has pool_seconds, dns_seconds"):
        outcome.phases.totl_seconds
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(outcome)
    with pytest.raises(TypeError):
        plimsoll.Outcome({})
    for wrong in ("{}", "[]", '"status"'):
        with pytest.raises(ValueError, match="no outcome"):
            plimsoll.Outcome.from_json(wrong)


def test_every_member_is_in_the_document(context, server):
    """What this version of the library calls otherwise would be None for ever."""
    outcome = context.probe(rest(server.url + "/"))
    named = {name for name, value in vars(plimsoll.Outcome).items() if isinstance(value, property)}
    named = (named - {"retry_after"}) | {"retry_after_seconds", "schema"}
    assert named == set(outcome.to_dict())


def test_threads_probe_at_the_same_time(context):
    """The server answers nobody before all have asked: a call that kept others out would time out."""
    with http_server(together=4) as server:
        target = plimsoll.Targets.parse(rest(server.url + "/together", timeout="20s"))[0]
        found = []
        threads = [threading.Thread(target=lambda: found.append(context.probe(target))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert [outcome.status for outcome in found] == ["healthy"] * 4


def test_closing_while_another_thread_probes():
    context = plimsoll.ProbeContext()
    with http_server(together=2) as server:
        found = []
        target = rest(server.url + "/together", timeout="20s")
        thread = threading.Thread(target=lambda: found.append(context.probe(target)))
        thread.start()
        while not server.seen:
            time.sleep(0.01)
        began = time.monotonic()
        assert context.close(timeout=5) == 0
        thread.join(15)
        assert time.monotonic() - began < 10 and found[0].status == "unhealthy"
        server.together.abort()
    assert context.close() == 0
    with pytest.raises(plimsoll.ClosedError, match="the probe context is closed"):
        context.probe(target)


@fork_warns
def test_a_child_has_connections_of_its_own(context, server):
    target = plimsoll.Targets.parse(rest(server.url + "/"))[0]
    context.probe(target)

    def work():
        outcome = context.probe(target)
        assert outcome.status == "healthy" and outcome.phases.connections == 1
        assert context.probe(target).phases.reused

    assert in_a_child(work) == 0
    assert context.probe(target).phases.reused


def test_no_thread_but_for_names(context, server):
    def names():
        found = []
        for task in os.listdir("/proc/self/task"):
            with contextlib.suppress(OSError):  # it may have ended meanwhile
                with open(f"/proc/self/task/{task}/comm") as comm:
                    found.append(comm.read().strip())
        return sorted(name for name in found if name.startswith("plimsoll"))

    context.probe(rest(server.url + "/"))
    assert names() == []
    context.probe(rest("http://nobody.invalid/", timeout="3s"))
    assert names() in (["plimsoll-dns-0"], ["plimsoll-dns-0", "plimsoll-dns-1"])


def test_what_is_wrong_is_told(context):
    with pytest.raises(plimsoll.ConfigurationError, match="did you mean `rest`"):
        context.probe({"name": "a", "rst": {"url": "http://127.0.0.1:1/"}})
    with pytest.raises(plimsoll.ConfigurationError, match="nothing in it"):
        context.probe("")
    with pytest.raises(plimsoll.InvalidArgumentError, match="2 targets are given"):
        one = {"rest": {"url": "http://127.0.0.1:1/"}}
        context.probe({"servers": [dict(one, name="a"), dict(one, name="b")]})
    with pytest.raises(plimsoll.InvalidArgumentError, match="JSON"):
        context.probe({"name": float("nan")})
    with pytest.raises(plimsoll.InvalidArgumentError, match="no Unicode"):
        context.probe({"name": "\ud800"})
    with pytest.raises(plimsoll.InvalidArgumentError, match="NUL"):
        context.probe("a\0b")
    for wrong in (None, 3, b"name: a", ["a"]):
        with pytest.raises(TypeError, match="allowed are a dict"):
            context.probe(wrong)
    with pytest.raises(plimsoll.InvalidArgumentError, match="`header_bytes` is 1:"):
        plimsoll.ProbeContext(header_bytes=0)
    with pytest.raises(plimsoll.InvalidArgumentError, match="user_agent"):
        plimsoll.ProbeContext(user_agent="a\nb")
    wrong = (
        ({"mcp_pool": {"idle_age": -1}}, "mcp_pool.idle_age"),
        ({"rest_pool": {"max_connections": 0}}, "rest_pool.max_connections"),
        ({"rest_pool": {"max_connection": 1}}, "max_connection'.*max_connections_per_host"),
        ({"caches": {"dns": {"max_size": 0}}}, "caches.dns.max_size"),
    )
    for options, words in wrong:
        with pytest.raises(plimsoll.InvalidArgumentError, match=words):
            plimsoll.ProbeContext(**options)
    for options in ({"rest_pool": 3}, {"rest_pool": {"keep_alive": 1}}, {"mcp_pool": {"max_connections": "1"}}):
        with pytest.raises(TypeError, match="allowed"):
            plimsoll.ProbeContext(**options)
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(context)


def test_targets_of_a_file(tmp_path):
    file = tmp_path / "servers.yaml"
    file.write_text(
        "servers:\n"
        "  - {name: a, timeout: 2s, interval: 1m, priority: 3, labels: {team: blue}, rest: {url: 'http://a/'}}\n"
        "  - {name: b, enabled: false, depends_on: [a], mcp: {command: b}}\n"
        "environments: {slow: {servers: [{name: a, timeout: 9s}]}}\n"
    )
    targets = plimsoll.Targets.load(file)
    assert (len(targets), targets.names) == (2, ("a", "b"))
    first, second = targets
    assert (first.name, first.kind, first.enabled, first.timeout) == ("a", "rest", True, 2.0)
    assert (first.interval, first.priority, first.labels) == (60.0, 3, {"team": "blue"})
    assert (second.enabled, second.depends_on, second.interval) == (False, ("a",), None)
    assert targets["b"] is second and targets[-1] is second and targets[:1] == (first,)
    assert "a" in targets and second in targets and "c" not in targets
    assert "not enabled" in repr(second) and str(file) in repr(targets)
    assert plimsoll.Targets.load(os.fsencode(file), environment="slow")["a"].timeout == 9.0
    with pytest.raises(KeyError):
        targets["c"]
    with pytest.raises(IndexError):
        targets[2]
    with pytest.raises(AttributeError):
        first.name = "c"
    with pytest.raises(plimsoll.ConfigurationError, match="slow"):
        plimsoll.Targets.load(file, "slwo")
    with pytest.raises(FileNotFoundError) as missing:
        plimsoll.Targets.load(tmp_path / "absent.yaml")
    assert missing.value.path == str(tmp_path / "absent.yaml")
    with pytest.raises(TypeError, match="path"):
        plimsoll.Targets.load(3)
    with pytest.raises(TypeError):
        plimsoll.Targets()


def test_a_target_outlives_its_targets(context, server):
    target = plimsoll.Targets.parse(rest(server.url + "/"))[0]
    assert context.probe(target).status == "healthy"


def test_nothing_of_it_is_loaded_before_it_is_used():
    script = """
import sys, plimsoll
before = set(sys.modules)
plimsoll.ProbeContext().close()
print(*sorted(name for name in sys.modules if name.startswith("plimsoll.") and name not in before))
assert not {"typing", "dataclasses", "logging"} & set(sys.modules)
"""
    loaded = run(script, options=("-W", "error")).split()
    assert loaded == [
        "plimsoll.caches",
        "plimsoll.later",
        "plimsoll.outcome",
        "plimsoll.pools",
        "plimsoll.probes",
        "plimsoll.targets",
    ]


def test_the_example(tmp_path, server):
    server.answers["/ill"] = (500, {}, b"")
    file = tmp_path / "servers.json"
    servers = [
        {"name": "well", "rest": {"url": server.url + "/"}},
        {"name": "ill", "rest": {"url": server.url + "/ill"}},
        {"name": "off", "enabled": False, "rest": {"url": "http://127.0.0.1:1/"}},
    ]
    file.write_text(json.dumps({"servers": servers}))

    def example(*arguments):
        return subprocess.run(
            [sys.executable, "-W", "error", os.path.join(TOP, "examples", "python", "probe.py"), *arguments],
            env=dict(os.environ, PYTHONPATH=PACKAGE),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )

    done = example(str(file))
    lines = [line.split()[:3] for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert lines == [["healthy", "ok", "well"], ["unhealthy", "http_status", "ill"]]
    assert done.returncode == 1 and "500" in done.stdout
    done = example(str(tmp_path / "absent.json"))
    assert done.returncode == 2 and "absent.json" in done.stderr
