"""The collector of prometheus_client: the names of the exporter, and the steps."""

import os
import re

import pytest
from conftest import TOP, run

import plimsoll
from plimsoll import step_families as families

prometheus_client = pytest.importorskip("prometheus_client")

import plimsoll.prometheus  # noqa: E402


def rows(name):
    """The metrics that a document has in tables: their labels by name."""
    with open(os.path.join(TOP, "docs", name), encoding="utf-8") as document:
        text = document.read()
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        named = re.match(r"`(plimsoll_\w+)`$", cells[0])
        if named:
            labels = cells[1] if len(cells) == 3 else ""
            found[named.group(1)] = tuple(re.findall(r"`(\w+)`", labels))
    return found


@pytest.fixture
def book():
    book = plimsoll.StepBook()
    with book.step("order"), pytest.raises(ValueError), book.step("post"):
        raise ValueError
    return book


@pytest.fixture
def registry(book):
    registry = prometheus_client.CollectorRegistry()
    with plimsoll.Monitor() as monitor:
        monitor.feed("queue", 1, limit=10)
        registry.register(plimsoll.prometheus.Collector(monitor, book))
        yield registry


def test_names_labels_and_kinds_are_those_of_the_document(registry):
    known = rows("metrics.md")
    families = list(registry.collect())
    assert len(families) > 60
    for family in families:
        assert family.type in ("gauge", "counter")
        name = family.name + ("_total" if family.type == "counter" else "")
        for sample in family.samples:
            assert sample.name == name
            assert set(sample.labels) == set(known[name]), name


def test_every_metric_of_steps_is_there(book):
    exposed = {family.name for family in families.step_families(book.steps())}
    assert exposed == {name for name in rows("metrics.md") if name.startswith("plimsoll_step_")}


def test_there_are_only_so_many_series_of_steps():
    book = plimsoll.StepBook()
    kinds = [type(f"Error{number}", (Exception,), {}) for number in range(30)]
    for number in range(1200):
        for kind in (kinds[number % 30], kinds[(number + 1) % 30]) if number else kinds:
            with pytest.raises(kind), book.step(f"step {number}"):
                raise kind
    exposed = {family.name: family for family in families.step_families(book.steps())}
    series = [(family.name, labels) for family in exposed.values() for labels, _ in family.values]
    names = {labels[0] for _, labels in series}
    assert len(names) == 201 and {"step 0", "step 199", "(other)"} < names and "step 200" not in names
    assert len(series) == len(set(series)) <= 201 * 20
    for name, most in (("step 0", 20), ("(other)", 17)):
        assert len([labels for _, labels in series if labels[0] == name]) <= most
    # Nothing is lost of what can be added up.
    failed = {labels: value for labels, value in exposed["plimsoll_step_runs_total"].values}
    assert sum(failed.values()) == 1199 * 2 + 30 and failed["(other)", "failed"] == 1000 * 2
    by_kind = dict(exposed["plimsoll_step_failures_total"].values)
    assert sum(value for (step, _), value in by_kind.items() if step == "step 0") == 30
    assert by_kind["step 0", "(other)"] == 25 and by_kind["step 0", "Error4"] == 1
    assert sum(value for (step, _), value in by_kind.items() if step == "(other)") == 2000


def test_pools_are_there(book):
    with plimsoll.Monitor() as monitor, plimsoll.DatabasePool("orders") as pool:
        monitor.attach(pool)
        pool.observe({"size": 5, "in_use": 2})
        registry = prometheus_client.CollectorRegistry()
        registry.register(plimsoll.prometheus.Collector(monitor, book))
        text = prometheus_client.generate_latest(registry).decode()
    assert 'pool="orders"' in text


def test_what_else_has_metrics_is_there(book):
    known = rows("metrics.md")
    closed = plimsoll.Gate()
    closed.close()
    with plimsoll.Monitor() as monitor, plimsoll.Checker() as checker, plimsoll.Gate() as gate:
        checker.watch([plimsoll.Check("inbox", lambda: True, interval=0.2)])
        next(event for event in checker.events(timeout=20) if event.event == "checked")
        registry = prometheus_client.CollectorRegistry()
        registry.register(plimsoll.prometheus.Collector(monitor, book, fields=False, parts=[checker, gate, closed]))
        families = {family.name: family for family in registry.collect()}
        assert registry.get_sample_value("plimsoll_check_status", {"name": "inbox", "status": "healthy"}) == 1
        assert registry.get_sample_value("plimsoll_gate_in_flight") == 0
    kinds = ("check_", "checker_", "pool_", "cache_", "gate_", "step_", "load_line_")
    for kind in kinds:
        assert any(name.startswith(f"plimsoll_{kind}") for name in families), kind
    for name, family in families.items():
        assert name + ("_total" if family.type == "counter" else "") in known


def test_values_are_there(registry):
    value = registry.get_sample_value
    assert value("plimsoll_build_info", {"version": plimsoll.__version__}) == 1
    assert value("plimsoll_load_line_ratio") >= 0
    assert sum(value("plimsoll_load_advice", {"advice": each}) for each in ("accept", "slow", "refuse")) == 1
    assert value("plimsoll_host_memory_total_bytes") > 0
    assert value("plimsoll_host_cpu_user_seconds_total") > 0
    assert value("plimsoll_step_runs_total", {"step": "post", "outcome": "failed"}) == 1
    assert value("plimsoll_step_failures_total", {"step": "post", "exception": "ValueError"}) == 1
    assert value("plimsoll_step_duration_seconds", {"step": "order", "percentile": "100"}) > 0
    assert value("plimsoll_step_leaking", {"step": "order"}) == 0


def test_the_text_is_that_of_prometheus(registry):
    text = prometheus_client.generate_latest(registry).decode()
    assert "# TYPE plimsoll_step_runs_total counter" in text
    assert "_created" not in text
    assert text.count("# TYPE plimsoll_load_line_ratio gauge") == 1


def test_less_is_possible(book):
    with plimsoll.Monitor() as monitor:
        collector = plimsoll.prometheus.Collector(monitor, book, fields=False, steps=False)
        names = [family.name for family in collector.collect()]
    assert "plimsoll_load_line_ratio" in names
    assert not any(name.startswith(("plimsoll_step_", "plimsoll_host_")) for name in names)


def test_a_monitor_that_is_closed_leaves_the_steps(book):
    monitor = plimsoll.Monitor()
    monitor.close()
    names = [family.name for family in plimsoll.prometheus.Collector(monitor, book).collect()]
    assert names and all(name.startswith("plimsoll_step_") for name in names)


def test_prometheus_client_is_loaded_when_it_is_used():
    script = "import sys, plimsoll.prometheus as p; p.Collector(); print('prometheus_client' in sys.modules)"
    assert run(script) == "False\n"
