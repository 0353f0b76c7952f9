"""One page of all that is known."""

import pytest
from conftest import run

import plimsoll
from plimsoll import exposition

STEPS = """
import plimsoll
before = plimsoll.metrics()
with plimsoll.step("order"):
    pass
print("plimsoll_step" in before, "plimsoll_step_runs_total" in plimsoll.metrics(), "plimsoll_step" in plimsoll.metrics(steps=False))
"""


@pytest.fixture(scope="module")
def monitor():
    with plimsoll.Monitor() as monitor:
        monitor.observe()
        yield monitor


@pytest.fixture
def book():
    book = plimsoll.StepBook()
    with book.step('a "b"\\\n'.strip()):
        pass
    return book


def families(text):
    return [line.split(" ")[2] for line in text.splitlines() if line.startswith("# TYPE ")]


def test_steps_of_the_process_are_on_the_page():
    assert run(STEPS) == "False True False\n"


def test_steps_stand_beside_the_container(monitor, book):
    page = plimsoll.metrics(monitor, steps=book)
    assert 'plimsoll_step_runs_total{step="a \\"b\\"\\\\",outcome="ok"} 1\n' in page
    found = families(page)
    assert len(found) == len(set(found)) > 60
    assert set(found) == set(families(monitor.metrics())) | set(families(book.metrics()))


def test_prometheus_reads_it(monitor, book):
    parser = pytest.importorskip("prometheus_client.parser")
    page = plimsoll.metrics(monitor, steps=book)
    read = {family.name: family for family in parser.text_string_to_metric_families(page)}
    assert read["plimsoll_step_running"].samples[0].labels == {"step": 'a "b"\\'}
    assert read["plimsoll_step_wall_seconds"].samples[0].value > 0


def test_the_same_twice_is_refused(monitor):
    with pytest.raises(ValueError, match="two parts tell `plimsoll_"):
        plimsoll.metrics(monitor, monitor)
    with pytest.raises(TypeError, match="has no metrics"):
        plimsoll.metrics(plimsoll.Monitor)


def test_pools_of_a_name_are_added_up():
    head = "# HELP plimsoll_pool_waiting Requests.\n# TYPE plimsoll_pool_waiting gauge\n"
    pools = [head + f'plimsoll_pool_waiting{{pool="mcp"}} {waiting}\n' for waiting in (2, 3.5)]
    other = '# HELP plimsoll_pool_waiting Requests.\n# TYPE plimsoll_pool_waiting gauge\nplimsoll_pool_waiting{pool="rest"} 1\n'
    assert exposition.joined([*pools, other]) == head + 'plimsoll_pool_waiting{pool="mcp"} 5.5\nplimsoll_pool_waiting{pool="rest"} 1\n'


@pytest.fixture(scope="module")
def checker():
    check = plimsoll.Check("inbox", lambda: True, interval=0.2, labels={"team": "a"})
    with plimsoll.Checker() as checker:
        assert plimsoll.metrics(checker, steps=False).count("# TYPE plimsoll_check_") == 0
        checker.watch([check])
        next(event for event in checker.events(timeout=20) if event.event == "checked")
        yield checker


def test_checks_pools_and_caches_are_on_the_page(monitor, checker):
    with plimsoll.Gate(max_concurrent=3) as gate, gate.acquire():
        page = plimsoll.metrics(monitor, checker, gate, checker.context, steps=False)
    found = families(page)
    assert len(found) == len(set(found))
    for line in (
        'plimsoll_check_status{name="inbox",status="healthy",team="a"} 1',
        'plimsoll_check_interval_seconds{name="inbox",team="a"} 0.2',
        "plimsoll_checker_watched 1",
        'plimsoll_pool_connections{pool="mcp",state="idle"} 0',
        'plimsoll_cache_entries{category="config"} 0',
        "plimsoll_gate_max_concurrent 3",
        "plimsoll_gate_in_flight 1",
    ):
        assert f"\n{line}\n" in page, line
    assert 'plimsoll_check_outcomes_total{name="inbox",reason="ok",team="a"} ' in page


def test_a_context_beside_a_checker_is_added_up(checker):
    with plimsoll.ProbeContext() as context:
        page = plimsoll.metrics(checker, context, steps=False)
        assert set(families(context.metrics())) < set(families(checker.metrics()))
    found = families(page)
    assert len(found) == len(set(found))


def test_what_is_closed_says_so(monitor):
    for make in (plimsoll.Gate, plimsoll.Checker, plimsoll.ProbeContext):
        part = make()
        part.close()
        with pytest.raises(plimsoll.ClosedError):
            plimsoll.metrics(monitor, part)


def test_numbers_are_those_of_the_format():
    family = exposition.written.__globals__
    assert [family["_number"](value) for value in (3.0, 0.25, 1e300, float("inf"), float("-inf"), float("nan"))] == [
        "3",
        "0.25",
        "1e+300",
        "+Inf",
        "-Inf",
        "NaN",
    ]
