"""What a monitor answers: load line, usage, advice, report, state."""

import json
import math
import threading
import time

import pytest
from conftest import captured
from test_leaks import assert_flat
from test_life import fork_warns, in_a_child
from test_monitor import no_limit_as_python_says_it

import plimsoll


@pytest.fixture
def monitor():
    """Of a real kernel, with something to say."""
    with plimsoll.Monitor() as made:
        made.feed("queue", 3, limit=100)
        made.observe()
        time.sleep(0.1)
        made.observe()
        yield made


def test_a_fed_metric_with_a_limit_has_a_trend(monitor):
    monitor.feed("jobs", 3)
    monitor.observe()
    trends = {trend.component: trend for trend in monitor.diagnose().trends}
    trend = trends["metric:queue"]
    assert (trend.signal, trend.unit, trend.value, trend.limit) == ("queue", "count", 3, 100)
    assert trend.status == "not_enough_data" and trend.needed_seconds > 0
    assert "metric:jobs" not in trends


def test_before_the_first_observation():
    with plimsoll.Monitor() as monitor:
        assert monitor.load_line() == plimsoll.LoadLine((None, None, None, "accept"))
        assert monitor.usage() is None
        assert monitor.report().history == ()
        assert monitor.recommend() == plimsoll.Advice(((), None, None, None))
        assert monitor.allocation().status == "not_enough_data"
        assert monitor.workload_pattern().pattern is None


def test_the_load_line_is_that_of_the_diagnosis(monitor):
    line = monitor.load_line()
    assert isinstance(line, plimsoll.LoadLine)
    assert line == monitor.diagnose().load_line
    assert line.reading > 0 and line.advice in ("accept", "slow", "refuse")
    assert line.headroom.unit in ("cpus", "bytes", "count")


def test_usage(monitor):
    usage = monitor.usage()
    assert isinstance(usage, plimsoll.Usage)
    assert usage == monitor.diagnose().usage
    assert 0.1 <= usage.window_seconds < 60
    assert 0 <= usage.host_cpu_busy_ratio <= 1
    assert usage.to_dict().keys() <= set(plimsoll.Usage._names)
    with pytest.raises(AttributeError):
        usage.host_cpu_busy_ratio = 0
    with plimsoll.Monitor(groups="load") as little:
        little.observe()
        time.sleep(0.01)
        little.observe()
        assert little.usage().host_cpu_busy_ratio is None


def test_a_report_is_the_diagnosis_with_history(monitor):
    document = json.loads(monitor.report_json())
    report = monitor.report()
    assert isinstance(report, plimsoll.Report) and isinstance(report, plimsoll.Diagnosis)
    assert report.to_dict() == no_limit_as_python_says_it(document)
    assert report.level == monitor.diagnose().level
    names = [series.signal for series in report.history]
    assert "queue" in names and len(names) > 5
    for series in report.history:
        assert isinstance(series, plimsoll.Series) and len(series.points) in (1, 2)
        for point in series.points:
            assert isinstance(point, plimsoll.Point)
            assert abs(point.wall_time_seconds - time.time()) < 600
            assert point.max >= point.mean
    hash(report)


def test_advice(monitor):
    advice = monitor.recommend()
    assert isinstance(advice, plimsoll.Advice)
    diagnosis = monitor.diagnose()
    assert advice.recommendations == diagnosis.recommendations
    assert (advice.replicas, advice.waste, advice.all_taken) == (
        diagnosis.replicas,
        diagnosis.waste,
        diagnosis.all_taken,
    )


def test_advice_on_a_real_finding():
    low = {"high": (1e-6, 1e-7), "critical": (2e-6, 1e-7)}
    with plimsoll.Monitor(thresholds={"disk_space.used": low}) as monitor:
        monitor.observe()
        (answer, *_) = [
            answer for answer in monitor.recommend().recommendations if answer.component == "disk_space"
        ]
        assert (answer.rule, answer.priority) == ("disk_space.used", "critical")
        assert answer.title and answer.description and answer.expected_impact and answer.actions
        assert json.loads(json.dumps(answer.to_dict()))["actions"][0].keys() == {"place", "target", "value"}


# As the library writes it; a machine cannot be watched for a day here.
ADVISED = {
    "status": "advice",
    "pattern": "burst",
    "pattern_assumed": False,
    "confidence": 0.5,
    "observed_seconds": 86400.0,
    "span_seconds": 90000.0,
    "cpu": {
        "unit": "cpus",
        "lower": 0.5,
        "target": 1.0,
        "upper": 2.0,
        "request": 0.75,
        "rule": "p95",
        "evidence": [],
    },
    "if_pattern": [
        {"pattern": "balanced", "memory": {"unit": "bytes", "target": 1.0, "request": 2.0, "limit": 3.0}}
    ],
    "notes": ["The host has less."],
}


def test_an_allocation():
    allocation = plimsoll.Allocation.from_json(json.dumps(ADVISED))
    assert allocation.to_dict() == ADVISED
    assert allocation.cpu.limit is None and allocation.memory is None and allocation.reason is None
    assert allocation.if_pattern[0].memory.limit == 3.0


@pytest.mark.parametrize(
    "pattern", ["detect", "balanced", "cpu_intensive", "memory_intensive", "io_intensive", "burst"]
)
def test_patterns(monitor, pattern):
    allocation = monitor.allocation(pattern)
    assert (allocation.status, allocation.pattern) == ("not_enough_data", None)
    assert allocation.reason and allocation.observed_seconds < allocation.needed_seconds


@pytest.mark.parametrize("pattern", ["Burst", "", 5, None, b"burst"])
def test_wrong_patterns(monitor, pattern):
    with pytest.raises(plimsoll.InvalidArgumentError, match="pattern.*detect, balanced, cpu_intensive"):
        monitor.allocation(pattern)


def test_the_workload_pattern(monitor):
    recognition = monitor.workload_pattern()
    assert isinstance(recognition, plimsoll.Recognition)
    assert recognition == monitor.diagnose().workload_pattern
    assert 0 <= recognition.confidence <= 1


def test_efficiency(monitor):
    reading = monitor.efficiency()
    assert isinstance(reading, plimsoll.EfficiencyReading)
    assert reading == monitor.diagnose().efficiency
    assert reading.score is None and reading.observed_seconds < reading.needed_seconds
    assert monitor.keep_baseline() is False
    assert monitor.efficiency().baseline is None


# As the library writes it; telling takes half a minute.
SCORED = {
    "score": 71.5,
    "noise": 2.0,
    "parts": [{"part": "waste", "score": 50.0, "weight": 1.0, "reason": "Half is idle.", "evidence": []}],
    "observed_seconds": 120.0,
    "needed_seconds": 30.0,
    "against_baseline": {
        "points": -3.5,
        "exceeds_noise": False,
        "parts": [{"part": "waste", "points": -3.5, "noise_points": 5.0, "exceeds_noise": False}],
    },
    "baseline": 75.0,
}


def test_an_efficiency_with_a_baseline():
    document = json.loads(json.dumps(SCORED))
    document["against_baseline"]["parts"][:0] = [None, None]
    document["against_baseline"]["noise_points"] = None
    reading = plimsoll.EfficiencyReading.from_json(json.dumps(document))
    assert reading.to_dict() == SCORED
    (change,) = reading.against_baseline.parts
    assert isinstance(change, plimsoll.PartChange) and change.points == -3.5
    assert reading.against_baseline.noise_points is None


def test_a_report_as_a_page(monitor):
    page = monitor.report_html()
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    assert "<svg" in page and "<script" not in page


def test_metrics_are_text_for_prometheus(monitor):
    text = monitor.metrics()
    assert "# TYPE plimsoll_load_line_ratio gauge\n" in text and text.endswith("\n")
    used = int(monitor.sample.filesystem_total_bytes)
    assert f"\nplimsoll_filesystem_total_bytes {used}\n" in text


def test_state_goes_on_in_another_monitor(monitor):
    state = monitor.save_state()
    assert type(state) is bytes and b"plimsoll.state/1" in state.split(b"\n")[0]
    with plimsoll.Monitor() as another:
        for kind in (bytes, bytearray, memoryview):
            another.load_state(kind(state))
        before, after = monitor.report().history, another.report().history
        assert len(before) == len(after)
        for was, now in zip(before, after):
            # A time of the wall clock is what one clock says beside the other: the last bit may differ.
            assert [tuple(point)[1:] for point in now.points] == [tuple(point)[1:] for point in was.points]
            times = [point.wall_time_seconds for point in was.points]
            assert [point.wall_time_seconds for point in now.points] == pytest.approx(times, rel=0, abs=1e-5)
        another.observe()
        points = {series.signal: len(series.points) for series in another.report().history}
        assert points["filesystem_used_bytes"] == 3


def damaged(state):
    first, second, _ = state.split(b"\n")
    yield b""
    yield b"{}"
    yield b"no state\n" + second
    yield state[: len(state) // 2]
    yield first.replace(b"state/1", b"state/9") + b"\n" + second + b"\n"
    yield first + b"\n" + second.replace(b"0", b"1", 1) + b"\n"
    yield first + b"\n" + second + b" \n"
    yield b"\xff" * 100
    yield json.dumps(math.pi).encode()


def test_damaged_state_is_refused_and_harms_nothing(monitor):
    state = monitor.save_state()
    for number, wrong in enumerate(damaged(state)):
        with pytest.raises(plimsoll.MalformedError, match="not loaded.*start afresh"):
            monitor.load_state(wrong)
        assert isinstance(plimsoll.MalformedError(), ValueError)
        assert monitor.save_state() == state, number
    monitor.observe()
    for wrong in ("text", None, 3, [1]):
        with pytest.raises(TypeError, match="state"):
            monitor.load_state(wrong)
    with plimsoll.Monitor(history=100) as other:
        with pytest.raises(plimsoll.MalformedError, match="history"):
            other.load_state(state)


def test_reset(monitor):
    generation = monitor.sample.generation
    monitor.reset()
    assert monitor.sample is None and monitor.usage() is None
    assert monitor.report().history == () and monitor.diagnose().level is None
    monitor.observe()
    assert monitor.sample.generation != generation


def test_threads_ask_while_one_observes(monitor):
    failures = []

    def ask():
        try:
            for _ in range(100):
                assert monitor.load_line().reading > 0
                monitor.feed("queue", 5, 100)
                monitor.usage()
            monitor.recommend(), monitor.report(), monitor.save_state()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        monitor.observe()
    for thread in threads:
        thread.join()
    assert failures == []


@fork_warns
def test_a_child_answers_for_itself(monitor):
    def work():
        monitor.observe()
        assert monitor.diagnose().observed.samples == 1
        assert monitor.load_line().reading > 0
        monitor.load_state(monitor.save_state())
        monitor.reset()
        monitor.close()

    assert in_a_child(work) == 0
    assert monitor.diagnose().observed.samples == 2


def test_two_thousand_diagnoses():
    with plimsoll.Monitor(**captured("v2-psi")) as monitor:
        monitor.observe()
        time.sleep(0.05)
        monitor.observe()
        assert_flat(monitor.diagnose, 2_000)


def test_observing_often():
    """What is kept is bounded, and callbacks and what they raise leave nothing."""
    told = []

    def on_event(event):
        told[:] = [event]
        raise KeyError(event["event"])

    with plimsoll.Monitor(groups=["load", "memory"], history=16, on_event=on_event) as monitor:

        def work():
            monitor.reset()
            with pytest.raises(KeyError):
                monitor.observe()
            monitor.feed("queue", 1, 2)
            monitor.load_line(), monitor.usage()

        assert_flat(work, 4_000)


def test_asking_often(monitor):
    def work():
        monitor.recommend(), monitor.allocation(), monitor.workload_pattern()
        monitor.load_state(monitor.save_state())

    assert_flat(work, 400)


def test_monitors_with_callbacks_leave_nothing():
    def work():
        plimsoll.Monitor(
            groups="load", on_event=print, on_level=print, thresholds={"load.per_cpu": None}
        ).close()
        with pytest.raises(ValueError):
            plimsoll.Monitor(groups="load", on_event=print, thresholds={"no.rule": None})

    assert_flat(work, 400)
