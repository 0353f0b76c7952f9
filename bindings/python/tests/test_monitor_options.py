"""Thresholds, prices and other options of a monitor; metrics that are fed to it."""

import math
import pickle

import pytest
from conftest import captured, descriptors

import plimsoll


def rules():
    """The rules that the library has, as its refusal of another one lists them."""
    with pytest.raises(ValueError) as refused:
        plimsoll.Monitor(thresholds={"no.such_rule": None})
    said = str(refused.value)
    assert "no.such_rule" in said
    return said.split("allowed are ")[1].split(", ")


def first_verdict(**options):
    with plimsoll.Monitor(**options) as monitor:
        monitor.observe()
        return monitor.diagnose()


def test_a_threshold_of_the_callers():
    before = first_verdict(filesystem="/")
    assert "disk_space.used" not in [finding.rule for finding in before.bottlenecks]
    bounds = {"high": (1e-6, 5e-7), "critical": (1.0, 0.99)}
    after = first_verdict(thresholds={"disk_space.used": bounds}, filesystem="/")
    (finding,) = [finding for finding in after.bottlenecks if finding.rule == "disk_space.used"]
    assert finding.severity == "high"
    assert (finding.threshold.value, finding.threshold.clear) == (1e-6, 5e-7)
    assert finding.current.value > 1e-6
    assert after.level == "degraded" or "critical" in [finding.severity for finding in after.bottlenecks]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("values", [(0.97, 0.98), (0.01, 0.02), (0.01, 0.99)])
def test_all_thresholds_of_a_rule_in_any_order(values, backwards):
    pairs = [("high", (values[0], 0.005)), ("critical", (values[1], 0.006))]
    with plimsoll.Monitor(thresholds={"disk_space.used": dict(pairs[::-1] if backwards else pairs)}):
        pass


def test_a_disabled_rule():
    low = {"high": (1e-6, 1e-7), "critical": (2e-6, 1e-7)}
    others = {rule: None for rule in rules() if rule != "disk_space.used"}
    assert [f.rule for f in first_verdict(thresholds={**others, "disk_space.used": low}).bottlenecks] == [
        "disk_space.used"
    ]
    assert first_verdict(thresholds={**others, "disk_space.used": None}).bottlenecks == ()


WRONG = [
    # (thresholds, exception, words in its message)
    (
        {"cpu.utilization": {"high": (0.7, 0.6)}},
        ValueError,
        ["cpu.utilization", "cpu.utilisation", "load.per_cpu"],
    ),
    ({"cpu.utilization": None}, ValueError, ["cpu.utilization", "cpu.utilisation"]),
    ({"load.per_cpu\0": None}, ValueError, ["load.per_cpu", "NUL"]),
    ({"cpu.utilisation": {"high": (0.6, 0.7)}}, ValueError, ["cpu.utilisation", "clear", "at or below"]),
    (
        {"cpu.utilisation": {"high": (math.nan, 0.6)}},
        ValueError,
        ["cpu.utilisation", "raise is NaN", "0 to 1"],
    ),
    (
        {"cpu.utilisation": {"high": (0.7, math.nan)}},
        ValueError,
        ["cpu.utilisation", "clear is NaN", "0 to 1"],
    ),
    ({"cpu.utilisation": {"high": (math.inf, 0.6)}}, ValueError, ["cpu.utilisation", "0 to 1"]),
    ({"cpu.utilisation": {"high": (-0.1, -0.2)}}, ValueError, ["cpu.utilisation", "0 to 1"]),
    ({"cpu.utilisation": {"high": (70, 60)}}, ValueError, ["cpu.utilisation", "70", "0 to 1"]),
    ({"memory.host": {"high": (0.98, 0.9)}}, ValueError, ["memory.host", "high 0.98", "critical 0.95"]),
    (
        {"memory.host": {"high": (0.9, 0.8), "critical": (0.8, 0.7)}},
        ValueError,
        ["memory.host", "high 0.9", "critical 0.8", "rise"],
    ),
    ({"memory.leak": {"high": (60, 30)}}, ValueError, ["memory.leak", "at or above"]),
    ({"memory.host": {"low": (0.5, 0.4)}}, ValueError, ["memory.host", "low", "high, critical"]),
    (
        {"memory.host": {"worst": (0.5, 0.4)}},
        ValueError,
        ["memory.host", "worst", "low, medium, high, critical"],
    ),
    ({"memory.host": {3: (0.5, 0.4)}}, ValueError, ["memory.host", "3", "low, medium, high, critical"]),
    ({"memory.host": {"high": 0.5}}, TypeError, ["memory.host", "0.5", "two numbers"]),
    ({"memory.host": {"high": (0.5, 0.4, 0.3)}}, TypeError, ["memory.host", "two numbers"]),
    ({"memory.host": {"high": ("a lot", 0.4)}}, TypeError, ["memory.host", "a lot", "number"]),
    ({"memory.host": {"high": (True, 0.4)}}, TypeError, ["memory.host", "True", "number"]),
    ({"memory.host": 0.5}, TypeError, ["memory.host", "0.5", "dict"]),
    ({"memory.host": False}, TypeError, ["memory.host", "False"]),
    ({3: None}, TypeError, ["3", "string"]),
    ("memory.host", TypeError, ["thresholds", "memory.host", "dict"]),
]


@pytest.mark.parametrize("thresholds, kind, words", WRONG, ids=[str(wrong) for wrong, _, _ in WRONG])
def test_wrong_thresholds(thresholds, kind, words):
    before = descriptors()
    with pytest.raises(kind) as caught:
        plimsoll.Monitor(thresholds=thresholds)
    assert isinstance(caught.value, plimsoll.InvalidArgumentError) == (kind is ValueError)
    assert [word for word in words if word not in str(caught.value)] == []
    assert descriptors() == before


def test_history():
    with plimsoll.Monitor(history=16, groups="load", **captured("v2-psi")) as monitor:
        for _ in range(40):
            monitor.observe()
        assert all(len(series.points) <= 16 for series in monitor.report().history)
    for wrong in (0, 15, 10_001, -1):
        with pytest.raises(plimsoll.InvalidArgumentError, match="history.*16 to 10,?000|history.*0 to"):
            plimsoll.Monitor(history=wrong)
    for wrong in (1e3, True, "16"):
        with pytest.raises(TypeError, match="history"):
            plimsoll.Monitor(history=wrong)


def test_prices():
    prices = plimsoll.Prices(0.031, 0.0042, "EUR")
    assert prices == plimsoll.Prices(per_core_hour=0.031, per_gibibyte_hour=0.0042, currency="EUR")
    assert (prices.per_core_hour, prices.per_gibibyte_hour, prices.currency) == (0.031, 0.0042, "EUR")
    assert (
        pickle.loads(pickle.dumps(prices)) == prices
        and type(pickle.loads(pickle.dumps(prices))) is plimsoll.Prices
    )
    with plimsoll.Monitor(prices=prices) as monitor:
        monitor.observe()
        assert monitor.recommend().waste is None  # Nobody knows yet what is too much.
    plimsoll.Monitor(prices=plimsoll.Prices(0, 0, "USD")).close()
    for wrong in ((-1, 0, "EUR"), (0, math.nan, "EUR"), (math.inf, 0, "EUR"), (1, 1, " "), (1, 1, "E\0")):
        with pytest.raises(plimsoll.InvalidArgumentError):
            plimsoll.Prices(*wrong)
    for wrong in (("1", 0, "EUR"), (0, None, "EUR"), (1, 1, b"EUR"), (True, 1, "EUR")):
        with pytest.raises(TypeError):
            plimsoll.Prices(*wrong)
    with pytest.raises(TypeError, match="prices.*plimsoll.Prices"):
        plimsoll.Monitor(prices=(1, 1, "EUR"))


def test_only_names_of_options():
    with pytest.raises(TypeError):
        plimsoll.Monitor("tick")


def test_feeding():
    with plimsoll.Monitor(**captured("v2-psi")) as monitor:
        monitor.feed("queue", 79, limit=100)
        monitor.feed("jobs done", 12345)
        assert monitor.load_line().resource != "metric:queue", "with the next observation"
        monitor.observe()
        rows = {row.resource: row for row in monitor.diagnose().resources}
        assert (rows["metric:queue"].used.value, rows["metric:queue"].limit) == (79, 100)
        assert rows["metric:queue"].share == 0.79
        assert (rows["metric:jobs done"].used.value, rows["metric:jobs done"].limit) == (12345, None)
        line = monitor.load_line()
        assert line == monitor.diagnose().load_line
        assert (line.resource, line.advice) == ("metric:queue", "slow")
        assert line.reading == pytest.approx(0.79 / 0.80)
        assert line.headroom == plimsoll.Measure(("metric_headroom", line.headroom.value, "count", "process"))
        assert line.headroom.value == pytest.approx(1.0)
        monitor.feed("queue", 96, limit=100)
        monitor.observe()
        assert monitor.load_line().advice == "refuse" and monitor.load_line().headroom.value == 0
        monitor.feed("queue", 1, limit=100)
        monitor.observe()
        line = monitor.load_line()
        # This process's own CPU time is not captured: beside other work it may be what is laden.
        assert line.resource != "metric:queue" or line.advice == "accept", line
        assert any(series.component == "metric:queue" for series in monitor.report().history)


def test_feeding_what_is_wrong():
    with plimsoll.Monitor(groups="load") as monitor:
        for name, value, limit, words in [
            ("", 1, None, "1 to 64 bytes"),
            ("x" * 65, 1, None, "1 to 64 bytes"),
            ("ü" * 33, 1, None, "1 to 64 bytes"),
            ("queue\0", 1, None, "NUL"),
            ("queue", math.nan, None, "finite"),
            ("queue", math.inf, None, "finite"),
            ("queue", 1, math.nan, "limit"),
            ("queue", 1, 0, "limit"),
            ("queue", 1, -1, "limit"),
            ("queue", 1, math.inf, "limit"),
        ]:
            with pytest.raises(plimsoll.InvalidArgumentError, match=words):
                monitor.feed(name, value, limit)
        for name, value, limit in [
            (b"queue", 1, None),
            ("queue", "1", None),
            ("queue", True, None),
            ("queue", 1, "2"),
        ]:
            with pytest.raises(TypeError):
                monitor.feed(name, value, limit)
        for number in range(16):
            monitor.feed(f"metric {number}", number)
        monitor.feed("metric 3", 4)
        with pytest.raises(plimsoll.InvalidArgumentError, match="16 others"):
            monitor.feed("one more", 1)
        monitor.observe()
