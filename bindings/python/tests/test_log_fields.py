"""The load in lines of logs."""

import io
import json
import logging
import sys

import pytest
from conftest import run

import plimsoll
import plimsoll.logging
import plimsoll.structlog
from plimsoll.load_fields import LoadFields


@pytest.fixture
def logged():
    """A logger, and a function that gives what it logged as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(plimsoll.logging.LoadFilter())
    handler.setFormatter(plimsoll.logging.JsonFormatter())
    logger = logging.Logger("shop")
    logger.addHandler(handler)
    return logger, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_lines_have_the_load(logged):
    logger, lines = logged
    with plimsoll.step("post invoice"):
        logger.info("posted %d", 3, extra={"order": 17})
    line = lines()[0]
    assert (line["level"], line["logger"], line["message"], line["order"]) == ("INFO", "shop", "posted 3", 17)
    assert line["step"] == "post invoice"
    assert line["memory_bytes"] > 0 and line["load_line"] >= 0
    assert line["load_advice"] in ("accept", "slow", "refuse")
    assert line["time"].endswith("Z") and "T" in line["time"]
    assert "cpu_ratio" not in line or line["cpu_ratio"] >= 0


def test_what_was_raised_is_there(logged):
    logger, lines = logged
    try:
        raise KeyError("order")
    except KeyError:
        logger.exception("failed", stack_info=True)
    line = lines()[0]
    assert "KeyError: 'order'" in line["exception"] and "test_log_fields" in line["stack"]
    assert "step" not in line


def test_what_the_caller_says_stays(logged):
    logger, lines = logged
    logger.warning("odd", extra={"step": "mine", "memory_bytes": 3, "what": {1, 2}})
    assert (lines()[0]["step"], lines()[0]["memory_bytes"], lines()[0]["what"]) == ("mine", 3, "{1, 2}")


class Mute:
    def __str__(self):
        raise RuntimeError("no words")

    __repr__ = __str__


def circular():
    found = {"order": 17}
    found["itself"] = [found, found]
    return found


def deep():
    found = []
    for _ in range(5000):
        found = [found]
    return found


def strict(line):
    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    return json.loads(line, parse_constant=refuse)


@pytest.mark.parametrize(
    "value, shown",
    [
        (float("nan"), "nan"),
        ([1, float("-inf"), 0.5], [1, "-inf", 0.5]),
        ({(1, 2): "a", "b": None}, {"(1, 2)": "a", "b": None}),
        (circular(), {"order": 17, "itself": ["<dict, not shown: it contains itself>"] * 2}),
        ({"a": Mute(), Mute(): True}, {"a": "<Mute, not shown: RuntimeError>", "<Mute, not shown: RuntimeError>": True}),
        ({"a": {1, 2}, "b": float("inf")}, {"a": "{1, 2}", "b": "inf"}),
    ],
    ids=["nan", "infinity", "key", "circle", "mute", "set"],
)
def test_no_record_is_lost_for_what_was_added(value, shown):
    record = logging.LogRecord("a", logging.INFO, "", 0, "said", (), None)
    record.value, record.order = value, 17
    line = strict(plimsoll.logging.JsonFormatter().format(record))
    assert (line["message"], line["order"], line["value"]) == ("said", 17, shown)


def test_what_is_deep_is_cut_off():
    record = logging.LogRecord("a", logging.INFO, "", 0, "said", (), None)
    record.value, record.large = deep(), 10**5000
    line = plimsoll.logging.JsonFormatter().format(record)
    assert "too deep" in line and strict(line)["message"] == "said"


def test_a_plain_format_can_name_them():
    record = logging.LogRecord("a", logging.INFO, "", 0, "said", (), None)
    assert plimsoll.logging.LoadFilter().filter(record) is True
    text = logging.Formatter("%(message)s %(load_line)s %(load_advice)s %(cpu_ratio)s %(memory_bytes)d").format(record)
    assert text.startswith("said ")


def test_it_reads_so_often_and_no_more(monkeypatch):
    with plimsoll.Monitor() as monitor:
        fields = LoadFields(monitor, every=3600)
        first = fields.read()
        assert all(fields.read() == first for _ in range(1000))


def test_a_closed_monitor_breaks_no_log():
    monitor = plimsoll.Monitor()
    monitor.close()
    found = LoadFields(monitor).read()
    assert set(found) == set(LoadFields.names) and set(found.values()) == {None}


def test_cpu_is_known_from_the_second_reading_on():
    import time

    with plimsoll.Monitor() as monitor:
        fields = LoadFields(monitor, every=0)
        fields.read()
        time.sleep(0.05)
        found = fields.read()
        sample = monitor.sample
    if sample.cgroup_cpu_usage_seconds is not None and sample.cgroup_effective_cpus:
        assert 0 <= found["cpu_ratio"] < 2


def test_structlog_is_not_loaded():
    script = "import sys, plimsoll.structlog as s; s.LoadProcessor(); print('structlog' in sys.modules)"
    assert run(script) == "False\n"


def test_a_line_of_structlog():
    structlog = pytest.importorskip("structlog")
    stream = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[plimsoll.structlog.LoadProcessor(), structlog.processors.JSONRenderer()],
    )
    with plimsoll.step("post"):
        logger.info("posted", order=17, load_line="mine")
    line = json.loads(stream.getvalue())
    assert (line["event"], line["order"], line["step"], line["load_line"]) == ("posted", 17, "post", "mine")
    assert line["memory_bytes"] > 0
    assert sys.modules["structlog"] is structlog
