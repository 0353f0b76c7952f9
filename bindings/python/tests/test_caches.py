"""The caches: what is put in and taken out, and outcomes that are served from them."""

import threading
import time

import pytest
from servers import http_server
from test_life import fork_warns, in_a_child
from test_probes import context, rest, server  # noqa: F401: fixtures, and what skips without probes

import plimsoll


def test_what_is_put_in_is_there_until_it_is_taken_out(context):
    cache = context.cache
    assert cache.get("config", "a") is None and cache.get("config", "a", b"other") == b"other"
    cache.set("config", "a", b"one\0two")
    cache.set("config", "text", "größe", ttl=60)
    cache.set("config", "view", memoryview(b"abc")[1:])
    assert cache.get("config", "a") == b"one\0two"
    assert cache.get("config", "text").decode() == "größe" and cache.get("config", "view") == b"bc"
    assert context.cache.get("results", "a") is None
    cache.set("config", "none", None)
    assert cache.get("config", "none") is None and cache.is_known("config", "none")
    assert not cache.is_known("config", "unheard of")
    assert cache.remove("config", "a") and not cache.remove("config", "a")
    cache.clear("config")
    assert cache.get("config", "text") is None
    counted = cache.statistics().config
    assert (counted.hits, counted.entries, counted.bytes) == (5, 0, 0)
    assert "Caches" in repr(cache)


def test_categories_of_ones_own(context):
    with plimsoll.ProbeContext(caches={"mine": {"ttl": 60, "max_size": 3}, "results": {"max_bytes": 8192}}) as other:
        for number in range(5):
            other.cache.set("mine", str(number), b"x")
        assert other.cache.statistics().mine.evictions == 2
    context.cache.create("made", max_size=1)
    context.cache.set("made", "a", b"x")
    assert list(context.cache.statistics()) == ["auth_tokens", "config", "dns", "made", "results"]


def test_a_name_is_resolved_by_what_is_put_in(context, server):
    port = server.url.rsplit(":", 1)[1]
    context.cache.set("dns", "shop.invalid", "127.0.0.1", ttl=60)
    assert context.probe(rest(f"http://shop.invalid:{port}/")).status == "healthy"
    assert context.cache.get("dns", "shop.invalid") == b"127.0.0.1"


@pytest.mark.parametrize(
    "wrong, raised, told",
    [
        (lambda cache: cache.get("conifg", "a"), plimsoll.NotFoundError, "there are config"),
        (lambda cache: cache.get("config", 1), TypeError, "`key` is 1"),
        (lambda cache: cache.set("config", "", b""), plimsoll.InvalidArgumentError, "`key`"),
        (lambda cache: cache.set("config", "a", 1), TypeError, "`value` is 1"),
        (lambda cache: cache.set("config", "a", b"", ttl=-1), plimsoll.InvalidArgumentError, "`ttl`"),
        (lambda cache: cache.set("dns", "a.test", "here"), plimsoll.InvalidArgumentError, "`here` is none"),
        (lambda cache: cache.create("dns"), plimsoll.InvalidArgumentError, "already"),
        (lambda cache: plimsoll.ProbeContext(caches={"dns": {"size": 1}}), plimsoll.InvalidArgumentError, "max_size"),
        (lambda cache: plimsoll.ProbeContext(caches=1), TypeError, "`caches`"),
    ],
)
def test_what_makes_no_sense_is_told(context, wrong, raised, told):
    with pytest.raises(raised, match=told):
        wrong(context.cache)


@fork_warns
def test_a_child_begins_with_empty_caches(context):
    context.cache.set("config", "a", b"x")

    def look():
        assert context.cache.get("config", "a") is None
        context.cache.set("config", "a", b"y")
        assert context.cache.get("config", "a") == b"y"

    assert in_a_child(look) == 0
    assert context.cache.get("config", "a") == b"x"


def test_outcomes_are_served_from_the_cache():
    answers = {"/": (200, {}, b"ok"), "/fresh": (200, {"cache-control": "max-age=30"}, b"ok")}
    with http_server(answers) as server, plimsoll.Checker() as checker:
        silent, fresh = rest(server.url + "/"), rest(server.url + "/fresh")
        assert [checker.check_all([silent])[0].cached for _ in range(2)] == [False, False]
        assert checker.check_all([silent], max_age=20)[0].cached
        assert [checker.check_all([fresh])[0].cached for _ in range(2)] == [False, True]
        assert not checker.check_all([fresh], max_age=0)[0].cached
        assert checker.check_all([fresh])[0].rest.fresh_for_seconds == 30.0
        assert len(server.seen) == 4


def test_what_is_missing_is_fetched_once_for_all(context):
    cache, calls, go = context.cache, [], threading.Event()

    def fetch():
        calls.append(1)
        assert go.wait(20)
        return "größe"

    got = []
    threads = [
        threading.Thread(target=lambda: got.append(cache.get_or_fetch("config", "a", fetch, ttl=60)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    while not calls:
        time.sleep(0.001)
    with pytest.raises(TimeoutError, match="0.01 s"):
        cache.get_or_fetch("config", "a", fetch, timeout=0.01)
    go.set()
    for thread in threads:
        thread.join(20)
    assert got == ["größe".encode()] * 4 and calls == [1]
    assert cache.get_or_fetch("config", "a", lambda: 1 / 0, timeout=None) == "größe".encode()
    assert cache.statistics().config.fetches == 1


def test_what_is_fetched_may_be_nothing_or_fail(context):
    cache = context.cache
    assert cache.get_or_fetch("config", "none", lambda: None) is None
    assert cache.is_known("config", "none")
    assert cache.get_or_fetch("config", "none", lambda: 1 / 0) is None
    cache.get_or_fetch("config", "brief", lambda: None, ttl=0.001)
    time.sleep(0.01)
    assert not cache.is_known("config", "brief")
    for wrong, kind in (
        (lambda: 1 / 0, ZeroDivisionError),
        (lambda: 3, TypeError),
        (lambda: [][1], IndexError),
    ):
        with pytest.raises(kind):
            cache.get_or_fetch("config", "b", wrong)
    assert not cache.is_known("config", "b")
    with pytest.raises(plimsoll.NotFoundError, match="no cache category"):
        cache.get_or_fetch("unheard", "b", lambda: b"")
    with pytest.raises(TypeError, match="`function`"):
        cache.get_or_fetch("config", "b", b"")


def test_who_waited_for_a_fetch_that_fails_is_told_why(context):
    cache, begun, go, told = context.cache, threading.Event(), threading.Event(), []

    def fails():
        begun.set()
        assert go.wait(20)
        # What has no UTF-8 is told as well.
        raise KeyError("\udcff\0")

    def first():
        with pytest.raises(KeyError):
            cache.get_or_fetch("config", "a", fails)

    def second():
        with pytest.raises(plimsoll.PlimsollError, match="KeyError") as caught:
            cache.get_or_fetch("config", "a", lambda: b"unused")
        told.append(caught.value.code)

    one = threading.Thread(target=first)
    one.start()
    assert begun.wait(20)
    two = threading.Thread(target=second)
    two.start()
    time.sleep(0.2)
    go.set()
    one.join(20)
    two.join(20)
    assert told == [-106]
