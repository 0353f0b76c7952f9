"""What docs/robot-framework.md shows is run as it stands, and says what is shown there."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from conftest import PACKAGE, TOP
from servers import http_server

pytest.importorskip("robot")

with open(os.path.join(TOP, "docs", "robot-framework.md"), encoding="utf-8") as document:
    TEXT = document.read()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture
def directory(tmp_path):
    """The files of the document, under the names in their first lines."""
    for language, text in BLOCKS:
        named = re.match(r"# (\w+\.\w+)\n", text)
        assert named or language not in ("python", "robotframework"), text
        if named:
            (tmp_path / named.group(1)).write_text(text)
    return tmp_path


def robot(directory, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "robot", *arguments],
        env=dict(os.environ, PYTHONPATH=PACKAGE),
        cwd=str(directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_one_argument_names_the_keyword_that_leaks(directory):
    (command,) = (text for language, text in BLOCKS if language == "sh")
    (shown,) = (text for language, text in BLOCKS if language == "text")
    program, *arguments = shlex.split(command)
    assert program == "robot"
    said = [line for line in robot(directory, *arguments).splitlines() if line.startswith("plimsoll: ")]
    assert [re.sub(r"[\d.]+ [KM]iB", "#", line) for line in said] == [re.sub(r"[\d.]+ [KM]iB", "#", shown.strip())]


def test_the_library_is_used_as_shown(directory):
    # The machine that runs the tests may be laden, and for long.
    month = directory / "month.robot"
    waits = "Wait While Laden    timeout=2 minutes"
    assert waits in month.read_text()
    month.write_text(month.read_text().replace(waits, waits + "    priority=1000"))
    with http_server() as shop:
        out = robot(directory, "--variable", f"SHOP:{shop.url}", "month.robot")
    assert "1 task, 1 passed, 0 failed" in out
