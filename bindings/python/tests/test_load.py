import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import plimsoll
from servers import http_server


def test_a_rate_of_a_server():
    with http_server() as server:
        told = []
        test = plimsoll.LoadTest(server.url, rate=50, duration=1.5, thresholds=["p50 < 5s", "error_rate < 1%"], name="shop")
        result = test.run(told.append)
    assert result.passed and result.ended == "complete" and result.model == "open"
    assert result.name == "shop" and result.total.counts.ok == 75
    assert result.total.latency.p99_seconds >= result.total.latency.p50_seconds > 0
    assert [threshold.met for threshold in result.thresholds] == [True, True]
    assert [part.name for part in result.parts] == [server.url]
    assert told and told[0].ok > 10 and told[0].stages == 1 and "LoadProgress" in repr(told[0])
    assert result.knee is None and isinstance(result.warnings, tuple)
    # The first check is none of them.
    assert len(server.seen) == 76


def test_functions_and_servers_together():
    called = []

    def work():
        called.append(threading.current_thread().name)
        time.sleep(0.001)
        if len(called) % 5 == 0:
            raise ValueError("the fifth")
        return len(called) % 5 != 1

    with http_server() as server:
        result = plimsoll.LoadTest([work, {"name": "shop", "rest": {"url": server.url}}], users=2, duration=0.5).run()
    parts = {part.name: part.summary.counts for part in result.parts}
    assert set(parts) == {"shop", "work"} and parts["shop"].failed == 0
    assert parts["work"].failed > 0 and parts["work"].reasons == {"reported": parts["work"].failed}
    assert list(result.exceptions) == ["ValueError: the fifth"]
    assert all(name.startswith("Dummy") or name.startswith("plimsoll") for name in called)


def test_steps_have_a_knee_and_every_form(tmp_path):
    room = threading.Semaphore(2)

    def work():
        with room:
            time.sleep(0.005)

    result = plimsoll.LoadTest(work, users=[1, 2, 4, 8], duration=0.7).run()
    assert [stage.to_level for stage in result.stages if stage.measured] == [1, 2, 4, 8]
    assert result.knee.reached and 1 <= result.knee.advised <= 3
    assert result.knee.law.lambda_ > 0
    for name, begin in [("a.json", "{"), ("a.html", "<!DOCTYPE html>"), ("a.csv", "begin_seconds"), ("a.xml", "<?xml"), ("a.md", "#"), ("a.hdr", "#[")]:
        result.save(tmp_path / name)
        assert (tmp_path / name).read_text().startswith(begin), name
    with pytest.raises(ValueError, match="allowed are names that end with .json, .html"):
        result.save(tmp_path / "a.pdf")
    again = plimsoll.LoadResult.from_json((tmp_path / "a.json").read_text())
    assert again.total == result.total and len(again.intervals) == len(result.intervals)
    both = plimsoll.LoadResult.merge([result, again])
    assert both.total.counts.ok == 2 * result.total.counts.ok
    with pytest.raises(ValueError, match="no document of a load test"):
        plimsoll.LoadResult.from_json("{}")


def test_the_load_tests_of_a_file(tmp_path):
    path = tmp_path / "shop.yaml"
    with http_server() as server:
        document = {
            "servers": [{"name": "shop", "rest": {"url": server.url}}],
            "benchmarking": {"scenarios": [{"name": "a", "rate": 20, "duration": 0.5}, {"name": "b", "users": 1, "duration": 0.2}]},
        }
        path.write_text(json.dumps(document))
        assert plimsoll.LoadTest.load(path, "a").run().total.counts.ok == 10
        with pytest.raises(plimsoll.InvalidArgumentError, match="there are several: a, b"):
            plimsoll.LoadTest.load(path)
        with pytest.raises(plimsoll.ConfigurationError, match="no environment `test`"):
            plimsoll.LoadTest.load(path, "a", environment="test")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "does not say how much to ask"),
        ({"rate": 5, "users": 5}, "does not go with"),
        ({"users": 0}, "allowed are 1 to"),
        ({"rate": -1}, "allowed are"),
        ({"rate": 5, "duration": 0}, "out of range"),
        ({"rate": 5, "thresholds": ["p99"]}, "is no condition"),
        ({"stages": [{"at": 5, "for": 1}]}, "has no `model`"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, said):
    with pytest.raises(plimsoll.ConfigurationError, match=said):
        plimsoll.LoadTest("http://127.0.0.1:1/", **arguments)


def test_what_does_not_work_is_told_before():
    with pytest.raises(plimsoll.NotFoundError, match="connect_refused"):
        plimsoll.LoadTest("http://127.0.0.1:1/", rate=5).run()
    result = plimsoll.LoadTest("http://127.0.0.1:1/", rate=20, duration=0.5, check_first=False).run()
    assert result.total.counts.ok == 0 and result.total.error_rate == 1
    with pytest.raises(TypeError, match="allowed are URLs, dicts, functions"):
        plimsoll.LoadTest(5, rate=1)


def test_given_up_by_another_thread_and_by_what_progress_raises():
    test = plimsoll.LoadTest(lambda: time.sleep(0.001), users=1, duration=60)
    timer = threading.Timer(0.5, test.cancel)
    timer.start()
    began = time.monotonic()
    result = test.run()
    timer.join()
    assert time.monotonic() - began < 20 and result.ended == "interrupted" and not result.passed
    assert result.total.counts.ok > 10

    def stop(progress):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        plimsoll.LoadTest(lambda: time.sleep(0.001), users=1, duration=60).run(stop)


def test_ctrl_c_ends_it():
    code = "import plimsoll, time; plimsoll.LoadTest(lambda: time.sleep(.01), users=1, duration=60).run(lambda p: print('on', flush=True))"
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(plimsoll.__file__))}
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert running.stdout.readline() == "on\n"
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, complaints = running.communicate(timeout=30)
    assert "KeyboardInterrupt" in complaints and time.monotonic() - began < 10
    assert running.returncode in (-signal.SIGINT, 1, 130)
