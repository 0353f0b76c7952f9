"""The README's examples are run as they stand, in their order."""

import json
import re

import pytest

from markdown import blocks
from session import REPOSITORY, Session

BLOCKS = blocks((REPOSITORY / "README.md").read_text())
SHELL = [block.text for block in BLOCKS if block.language == "sh"]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    session = Session(tmp_path_factory.mktemp("readme"))
    for block in BLOCKS:
        if block.file_name():
            session.write(block.file_name(), block.text)
    return session


@pytest.fixture(scope="module")
def said(session):
    """What each shell block printed, by its first word that tells."""
    return {}


def test_every_block_is_either_run_or_an_output():
    assert {block.language for block in BLOCKS} == {"text", "sh", "rust", "c", "python", "yaml"}
    for block in BLOCKS:
        if block.language in ("c", "python", "yaml"):
            assert block.file_name(), block.text
            assert any(block.file_name() in script for script in SHELL), f"nobody runs {block.file_name()}"
        if block.language == "rust":
            # Run as documentation tests of the crate.
            assert '#[doc = include_str!("../README.md")]' in (REPOSITORY / "src/lib.rs").read_text()


@pytest.mark.parametrize("script", SHELL, ids=lambda script: script.splitlines()[0][:40])
def test_shell_blocks_run(session, said, script):
    said[script] = session.run(script)


def test_the_command_printed_what_is_shown(session, said):
    printed = "\n".join(said.values())
    shown = next(block.text for block in BLOCKS if block.language == "text")
    assert shown.startswith("$ plimsoll diagnose\n")
    for heading in (line.split() for line in shown.splitlines() if line.startswith(("RESOURCE", "load line"))):
        assert any(line.split()[:2] == heading[:2] for line in printed.splitlines()), heading
    assert json.loads(session.read("verdict.json"))["schema"] == "plimsoll.diagnosis/1"
    samples = [json.loads(line) for line in session.read("samples.jsonl").splitlines()]
    assert [sample["schema"] for sample in samples] == ["plimsoll.sample/1"] * 5


def test_the_checks_found_what_is_shown(session):
    checks = json.loads(session.read("checks.json"))
    assert [(one["name"], one["status"]) for one in checks["results"]] == [
        ("this checkout", "healthy"),
        ("calculator", "healthy"),
    ]
    assert checks["results"][1]["mcp"]["call"]["text"] == "3"


def test_the_checks_of_python_found_them_healthy(said):
    (printed,) = (text for script, text in said.items() if "many.py" in script)
    assert printed == "this checkout healthy ok\nqueue healthy ok\n"


def test_c_and_python_say_the_same(said):
    cpus = re.findall(r"^effective CPUs: (.+)$", "\n".join(said.values()), re.MULTILINE)
    assert len(cpus) == 2
    assert float(cpus[0]) == float(cpus[1])


def test_options_are_those_of_the_help(session):
    for script in SHELL:
        for line in re.findall(r"^plimsoll (\w+.*)$", script, re.MULTILINE):
            verb = line.split()[0]
            shown = session.run(f"plimsoll {verb} --help")
            for option in re.findall(r"--[a-z-]+", line):
                assert f"{option} " in shown or f"{option}\n" in shown, f"plimsoll {verb} has no {option}"
