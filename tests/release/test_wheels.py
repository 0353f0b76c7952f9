"""The wheels: their tags, and that each runs under every Python that is here."""

import glob
import json
import os
import re
import subprocess
import sys
import zipfile

import pytest
from conftest import machine, needed, newest_glibc, run

import abi

# Where pyenv and distributions put them.
PLACES = ("~/.pyenv/versions/*/bin/python3", "/usr/bin/python3.?", "/usr/bin/python3.??", "/usr/local/bin/python3.??")
# What is promised.
PROMISED = [(3, minor) for minor in range(8, 15)]


def pythons():
    """One of each minor version that can be had here, by version."""
    found = {}
    for place in PLACES:
        for path in sorted(glob.glob(os.path.expanduser(place))):
            said = subprocess.run([path, "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout
            version = re.match(r"Python (3)\.(\d+)", said)
            if version and (3, int(version.group(2))) >= PROMISED[0]:
                found.setdefault((3, int(version.group(2))), path)
    return found


PYTHONS = pythons()


def extracted(wheel, name, folder):
    with zipfile.ZipFile(wheel) as archive:
        return archive.extract(name, str(folder))


def test_the_name(wheel):
    _, version, python, tag, system = os.path.basename(wheel)[: -len(".whl")].split("-")
    assert (version, python, tag) == (abi.version(), "py3", "none")
    built_for = machine(wheel)
    assert system in (f"manylinux_2_17_{built_for}.manylinux2014_{built_for}", f"musllinux_1_2_{built_for}")


def test_what_it_needs(wheel, tmp_path):
    library = extracted(wheel, "plimsoll/libplimsoll.so", tmp_path)
    if "musl" in os.path.basename(wheel):
        assert needed(library) == ["libc.musl-{}.so.1".format({"i686": "x86"}.get(machine(wheel), machine(wheel)))]
    else:
        assert newest_glibc(library) <= (2, 17)
    assert needed(extracted(wheel, "plimsoll/bin/plimsoll", tmp_path)) == []


def test_the_checker_of_the_packaging_authority_agrees(wheel):
    said = run(sys.executable, "-m", "auditwheel", "show", wheel)
    said = " ".join(said.split())  # its lines break anywhere
    found = re.search(r'is consistent with the following platform tag: "(\w+)"', said)
    assert found and found.group(1) in os.path.basename(wheel), said


SCRIPT = """
import json, plimsoll, sys
with plimsoll.Monitor() as monitor, plimsoll.Checker(max_concurrent=2) as checker:
    monitor.observe()
    monitor.observe()
    outcome = checker.check_all([plimsoll.Check("own", lambda: (True, "fine"))])[0]
    print(json.dumps([sys.version_info[:2], monitor.sample.host_memory_total_bytes, outcome.message]))
"""


@pytest.mark.parametrize("version", sorted({*PROMISED, *PYTHONS}), ids=lambda version: "Python {}.{}".format(*version))
def test_it_runs(version, wheel, tmp_path):
    python = PYTHONS.get(version)
    if not python:
        pytest.skip("no Python {}.{} is here".format(*version))
    if "musl" in os.path.basename(wheel):
        pytest.skip("no Python of musl is here")
    if machine(wheel) != os.uname().machine:
        pytest.skip("no Python of that machine is here: tests/userlands has one")
    run(python, "-m", "venv", str(tmp_path / "venv"))
    programs = tmp_path / "venv" / "bin"
    # By the pip that came with it: the oldest has to know the tag.
    run(str(programs / "pip"), "--disable-pip-version-check", "install", "--quiet", "--no-index", wheel)
    said = run(str(programs / "python"), "-W", "error", "-c", SCRIPT, cwd="/")
    assert json.loads(said)[::2] == [list(version), "fine"]
    assert run(str(programs / "plimsoll"), "--version").split() == ["plimsoll", abi.version()]
