"""Plain requests over the pools of connections, and what is known of the pools."""

import json
import pickle
import threading
import time

import pytest
from conftest import run
from servers import http_server
from test_probes import context, rest, server  # noqa: F401: fixtures, and what skips without probes

import plimsoll


def test_a_request_and_its_answer(context, server):
    server.answers["/large"] = (404, {"x-kind": "pot", "X-Kind-2": "tea"}, "größe".encode())
    response = context.request(server.url + "/large", headers={"X-Own": "yes"})
    assert (response.status, response.url, response.redirects) == (404, server.url + "/large", 0)
    assert (response.body, response.text) == ("größe".encode(), "größe")
    assert (response.header("X-KIND"), response.header("x-kind-2"), response.header("none")) == ("pot", "tea", None)
    assert ("x-kind", "pot") in response.headers
    assert response.phases.requests == 1 and not response.phases.reused and response.bytes.received > 0
    assert server.seen[-1]["x-own"] == "yes"
    assert context.request(server.url + "/", headers=[("a", "1"), ("a", "2")]).phases.reused
    again = pickle.loads(pickle.dumps(response))
    assert again == response and hash(again) == hash(response) and again.body == response.body
    assert again != context.request(server.url + "/") and "404" in repr(again)
    assert json.dumps(response.to_dict())


def test_a_request_over_the_other_pool_and_as_a_target_says(context, server, tmp_path):
    token = tmp_path / "token"
    token.write_text("hush-hush\n")
    target = rest(server.url + "/a", auth={"bearer": f"file:{token}"}, timeout="3s")
    assert context.request(target=target).status == 200
    assert context.request(server.url + "/b", target=target, pool="mcp").url == server.url + "/b"
    assert [seen["authorization"] for seen in server.seen] == ["Bearer hush-hush"] * 2
    assert (context.pool("rest").created, context.pool("mcp").created) == (1, 1)


def test_what_goes_wrong_has_a_reason(context, server):
    with pytest.raises(plimsoll.RequestError, match="nothing listens") as refused:
        context.request("http://127.0.0.1:1/")
    assert refused.value.reason == "connect_refused"
    assert isinstance(refused.value, OSError) and not isinstance(refused.value, TimeoutError)
    told = pickle.loads(pickle.dumps(refused.value))
    assert (type(told), told.reason, str(told)) == (plimsoll.RequestError, "connect_refused", str(refused.value))
    server.answers["/moved"] = (302, {"location": "/"}, b"")
    assert context.request(server.url + "/moved").redirects == 1
    assert context.request(server.url + "/moved", redirects=0).status == 302
    with pytest.raises(plimsoll.RequestError) as large:
        context.request(server.url + "/", body_bytes=1)
    assert large.value.reason == "too_large"
    with pytest.raises(TimeoutError) as late:
        # Answered when another one has asked, too.
        context.request(server.url + "/together", timeout=0.1)
    assert (type(late.value), late.value.reason) == (plimsoll.RequestTimeoutError, "deadline")
    for wrong in ("no url", "ftp://a/"):
        with pytest.raises(plimsoll.RequestError) as config:
            context.request(wrong)
        assert config.value.reason == "config"


def test_what_cannot_be_asked_is_told(context):
    with pytest.raises(TypeError, match="neither"):
        context.request()
    wrong = (
        {"pool": "other"},
        {"redirects": 256},
        {"timeout": -1},
        {"headers": {"a": "1\n2"}},
        {"headers": {"a:b": "1"}},
    )
    for options in wrong:
        with pytest.raises(plimsoll.InvalidArgumentError):
            context.request("http://127.0.0.1:1/", **options)
    with pytest.raises(TypeError, match="string"):
        context.request("http://127.0.0.1:1/", headers={"a": 1})
    context.close()
    with pytest.raises(plimsoll.ClosedError):
        context.request("http://127.0.0.1:1/")
    with pytest.raises(plimsoll.ClosedError):
        context.pool("rest")


def test_a_pool_is_bounded_and_tells_what_it_has(server):
    with plimsoll.ProbeContext(rest_pool={"max_connections_per_host": 1, "idle_age": 0.05}) as context:
        first = threading.Thread(target=context.request, args=(server.url + "/together",))
        first.start()
        while context.pool("rest").in_use == 0:
            time.sleep(0.005)
        with pytest.raises(plimsoll.RequestError, match="max_connections_per_host") as full:
            context.request(server.url + "/", timeout=0.1)
        assert full.value.reason == "pool_exhausted"
        assert context.probe(rest(server.url + "/", timeout="100ms")).reason == "pool_exhausted"
        with plimsoll.ProbeContext() as other:
            other.request(server.url + "/together")
        first.join()
        found = context.pool("rest")
        assert (found.open, found.in_use, found.idle, found.waiting) == (1, 0, 1, 0)
        assert (found.created, found.reused, found.refused, found.waited) == (1, 0, 2, 2)
        assert found.wait_seconds > 0.1
        assert found.per_host[0].host == server.url[len("http://") :] and found.per_host[0].idle == 1
        time.sleep(1)
        context.sweep()
        assert (context.pool("rest").open, context.pool("rest").closed_idle) == (0, 1)


def test_nothing_of_it_is_loaded_before_it_is_used():
    script = """
import sys, plimsoll
context = plimsoll.ProbeContext()
assert "plimsoll.request" not in sys.modules
try:
    context.request("http://127.0.0.1:1/")
except plimsoll.RequestError as error:
    print(error.reason)
assert not {"typing", "dataclasses", "logging"} & set(sys.modules)
"""
    assert run(script, options=("-W", "error")).strip() == "connect_refused"
