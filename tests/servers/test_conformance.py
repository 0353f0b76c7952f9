"""The conformance suite's own verdict on the command as a client, and that docs/conformance.md names every scenario."""

import json
import os
import re
import subprocess
import sys

import pytest

from catalogue import NODE, PACKAGES
from process import HERE, REPOSITORY

SUITE = PACKAGES / "conformance/dist/index.js"
DOCUMENT = REPOSITORY / "docs/conformance.md"
PASSED = ["initialize", "tools_call", "auth/client-credentials-basic"]


def suite(*words, **more):
    # Its servers would listen on every interface.
    command = [NODE, "--import", HERE / "node/loopback.mjs", SUITE, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)


@pytest.mark.parametrize("scenario", PASSED)
def test_a_scenario_passes(plimsoll, tmp_path, scenario):
    done = suite(
        "client", "--command", f"{sys.executable} {HERE}/conformance_client.py", "--scenario", scenario,
        "--output-dir", tmp_path,
        env={**os.environ, "PLIMSOLL": str(plimsoll.program)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = tmp_path.rglob("checks.json")
    folder = found.parent
    checks = json.loads(found.read_text())
    assert "SUCCESS" in {check["status"] for check in checks}
    assert {check["status"] for check in checks} <= {"SUCCESS", "INFO"}
    (result,) = json.loads((folder / "stdout.txt").read_text())["results"]
    assert (result["status"], result["reason"]) == ("healthy", "ok")
    assert result["mcp"]["protocol_version"] == "2025-11-25"


def test_every_client_scenario_is_in_the_document():
    listed = suite("list", "--client").stdout
    scenarios = set(re.findall(r"^ *- (\S+)", listed, re.M))
    assert set(PASSED) <= scenarios and len(scenarios) > 20
    rows = dict(re.findall(r"^\| `(\S+)` \| (\S+) \|", DOCUMENT.read_text(), re.M))
    assert set(rows) == scenarios
    assert {name for name, word in rows.items() if word == "passes"} == set(PASSED)
