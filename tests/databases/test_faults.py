"""Real faults are found and named: the quick ones. `make database-faults` makes them all."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from servers import HERE

FAULTS = HERE / "faults"

def test_the_quick_faults_are_named():
    command = [sys.executable, FAULTS / "run.py", "--short", "--jobs", "5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def judged(monkeypatch):
    """What is said of a case with these looks, the fault beginning at 100 s."""
    monkeypatch.syspath_prepend(str(FAULTS))
    import run
    from case import Case, CASES
    from stage import Stage

    def judge(expected, *looks, **options):
        case = Case("made_up", "", None, expected, **options)
        monkeypatch.setitem(CASES, "made_up", case)
        stage = Stage(case)
        stage.looks = [(when, [finding(*one) for one in found]) for when, *found in looks]
        stage.faulty_from, stage.faulty_until = 100.0, 200.0
        result = run.judge(stage)
        return SimpleNamespace(good=run.is_good(result), **result)

    return judge


def finding(rule, severity, title=""):
    return SimpleNamespace(rule=rule, severity=severity, title=title, description="", explains=())


def test_a_fault_is_named_by_its_rule_bad_enough(judged):
    assert judged(("leak",), (101, ("leak", "low")), (105, ("leak", "medium"))).seconds == 5
    assert judged(("leak",), (105, ("leak", "medium"))).good
    assert not judged(("leak",), (105, ("leak", "low"))).good
    assert judged(("big",), (105, ("big", "low")), severity="low").good
    assert not judged(("leak",), (105,)).good
    assert not judged(("leak",)).good


def test_a_wrong_finding_above_it_spoils_it(judged):
    assert judged(("leak",), (105, ("leak", "high"), ("slow", "high"))).good
    assert not judged(("leak",), (105, ("leak", "medium"), ("slow", "high"))).good
    assert not judged(("leak",), (105, ("leak", "medium")), (110, ("slow", "high"))).good, "also at the end"


def test_it_says_where(judged):
    assert judged(("leak",), (105, ("leak", "medium", "by jobs.py")), says="jobs.py").good
    assert not judged(("leak",), (105, ("leak", "medium", "by it.py")), says="jobs.py").good


def test_an_alarm_before_the_fault_spoils_it(judged):
    assert not judged(("leak",), (99, ("slow", "medium")), (105, ("leak", "medium"))).good
    assert judged(("leak",), (99, ("slow", "low")), (105, ("leak", "medium"))).good


def test_a_healthy_pool_has_no_alarm(judged):
    assert judged((), (105,)).good and judged((), (105, ("slow", "low"))).good
    assert not judged((), (105, ("slow", "medium")), (110,)).good
    assert not judged(()).good, "nobody looked"
