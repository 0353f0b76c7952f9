"""A real Robot Framework run whose keywords leak memory: it ends with the leaking keyword named."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import HERE, PACKAGE

pytest.importorskip("robot")

SUITES = os.path.join(HERE, "robot")


def robot(directory, *options, suite="leaking.robot"):
    done = subprocess.run(
        [sys.executable, "-m", "robot", "--outputdir", str(directory), *options, os.path.join(SUITES, suite)],
        env=dict(os.environ, PYTHONPATH=PACKAGE),
        cwd=str(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("robot")


@pytest.fixture(scope="module")
def done(directory):
    return robot(directory, "--listener", "plimsoll.robot:json=steps.json:html=steps.html")


@pytest.fixture(scope="module")
def steps(done, directory):
    return {step["name"]: step for step in json.loads((directory / "steps.json").read_text())["steps"]}


def test_the_leaking_keyword_is_named_and_no_other(done, directory):
    said = re.findall(r"plimsoll: (.*)", done.stdout)
    assert len(said) == 1
    assert re.fullmatch(
        r"'Shop\.Archive Page', within 'Post Invoice', leaks memory: 5\d\d KiB a run, (19|2\d)[.\d]* MiB in 38 runs\.", said[0]
    ), said
    # As a warning, and in the log's metadata of the suite.
    assert "[ WARN ] plimsoll: 'Shop.Archive Page'" in done.stderr
    assert "'Shop.Archive Page', within 'Post Invoice', leaks memory" in (directory / "output.xml").read_text()


def test_a_keyword_without_python_of_its_own_is_named(tmp_path):
    done = robot(tmp_path, "--listener", "plimsoll.robot", suite="remembering.robot")
    said = re.findall(r"plimsoll: (.*)", done.stdout)
    assert len(said) == 1
    assert re.fullmatch(
        r"'Remember Page', within 'Every Page Is Read', leaks memory: 19\d KiB a run, [.\d]+ MiB in 28 runs\.", said[0]
    ), said


def test_a_healthy_suite_names_none(tmp_path):
    """Though Robot itself keeps a record of all that ran, and caches fill."""
    done = robot(tmp_path, "--listener", "plimsoll.robot:json=steps.json", suite="healthy.robot")
    assert re.findall(r"plimsoll: (.*)", done.stdout) == ["No keyword leaks memory as far as can be told."]
    assert "WARN" not in done.stderr
    steps = {step["name"]: step["memory"] for step in json.loads((tmp_path / "steps.json").read_text())["steps"]}
    assert steps["Many Keywords"]["judged_runs"] == 46


def test_keywords_tests_and_the_suite_are_steps(steps):
    assert steps["Leaking"]["outermost"] == 1
    assert steps["Invoices Are Posted"]["parents"] == {"Leaking": 1}
    assert steps["Post Invoice"]["runs"] == 40 and steps["Post Invoice"]["parents"] == {"Invoices Are Posted": 40}
    assert steps["Shop.Archive Page"]["parents"] == {"Post Invoice": 40}
    assert [name for name, step in steps.items() if step["memory"]["leaks"]] == ["Shop.Archive Page"]
    assert all(step["overlapped"] == 0 and step["running"] == 0 for step in steps.values())


def test_robots_own_keywords_count_to_their_callers(steps):
    assert not any(name.startswith(("BuiltIn.", "Collections.")) for name in steps)


def test_outcomes_are_told(steps):
    assert steps["Shop.Reject"]["failures"] == {"ValueError": 1}
    assert steps["Unknown Customers Are Rejected"]["ok"] == 1


def test_steps_of_the_suites_own(steps):
    assert steps["Close Books"]["parents"] == {"Month End": 1}
    assert steps["Close Books"]["wall"]["p50_seconds"] >= 0.019
    assert steps["Month End"]["failures"] == {"Timeout": 1}
    # It ended with its test.
    assert steps["Forgotten"]["runs"] == 1


def test_the_page_is_written(done, directory):
    page = (directory / "steps.html").read_text()
    assert "Shop.Archive Page" in page and 'class="leak"' in page
    assert str(directory / "steps.html") in done.stdout


def test_without_arguments_nothing_is_written(tmp_path):
    done = robot(tmp_path, "--listener", "plimsoll.robot", "--test", "Unknown*")
    assert "plimsoll: No keyword leaks memory as far as can be told." in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.html", "output.xml", "report.html"]


def test_options(tmp_path):
    options = "plimsoll.robot:console=no:standard=yes:json=no/such/place.json"
    done = robot(tmp_path, "--listener", options, "--test", "Unknown*")
    assert "plimsoll: " not in done.stdout
    assert "cannot write" in done.stderr and "No such file" in done.stderr
    done = robot(tmp_path, "--listener", "plimsoll.robot.Listener:table=yes:standard=yes", "--test", "Unknown*")
    assert "STEP " in done.stdout and "BuiltIn.Run Keyword And Expect Error" in done.stdout


def test_an_argument_that_is_none_is_told(tmp_path):
    done = robot(tmp_path, "--listener", "plimsoll.robot:jsn=1", "--test", "Unknown*")
    assert "'jsn=1' is no argument of plimsoll.robot: there are json=FILE" in done.stderr
    assert not (tmp_path / "jsn=1").exists()


def test_a_dry_run_tells_nothing_of_memory(tmp_path):
    done = robot(tmp_path, "--listener", "plimsoll.robot", "--dryrun")
    said = re.findall(r"plimsoll: (.*)", done.stdout)
    assert said == ["Nothing can be told of memory: this was a dry run, in which no keyword runs."]


def test_robot_is_not_loaded_by_the_package():
    script = "import sys, plimsoll.robot as r; r.Listener(); r.Keywords(); print('robot' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=dict(os.environ, PYTHONPATH=PACKAGE),
        cwd="/",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
