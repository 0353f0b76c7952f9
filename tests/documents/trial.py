"""What is done with a block, by its language. What cannot be run says why behind its language, as in "sh needs-cluster"."""

import json
import os
import re
import shlex
import subprocess
import sys

from session import REPOSITORY

# Why a block is not run. What can be told without running it is looked at all the same.
REASONS = {
    "needs-cluster": "a Kubernetes cluster, or an engine of containers",
    "needs-network": "hosts that are not there, or a registry of packages",
    "needs-database": "a database server",
    "needs-release": "the files of a release",
    "takes-minutes": "minutes, or a machine that does nothing else",
}
# What rustdoc understands; it compiles such blocks.
RUSTDOC = {"no_run", "should_panic"}
# What a command answered: not judged, because times and machines differ.
OUTPUT = {"text"}

PYTHON_PACKAGE = REPOSITORY / "bindings/python"
LIBRARY = PYTHON_PACKAGE / "plimsoll/libplimsoll.so"
PROMTOOL = REPOSITORY / "build/tools/promtool"
VERBS = "diagnose|watch|check|load merge|load|bench|db|rules|sample"


def call(session, *command, **variables):
    """Runs a program beside the page's files; an error says all that it said."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=session.scratch,
        env={**session.environment, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def try_shell(session, page, block):
    return session.run(block.text)


def try_python(session, page, block):
    if block.file_name():
        return used(page, block)
    return call(session, sys.executable, "-c", block.text)


def try_c(session, page, block):
    if block.file_name():
        return used(page, block)
    suffix, compiler = {"c": (".c", ["cc", "-std=c11"]), "cpp": (".cpp", ["c++", "-std=c++17"])}[block.language]
    source = session.scratch / f"line-{block.line}{suffix}"
    program = source.with_suffix("")
    source.write_text(block.text)
    strict = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", REPOSITORY / "include"]
    call(session, *compiler, *strict, source, LIBRARY, "-o", program, "-pthread")
    return call(session, program, LD_LIBRARY_PATH=str(library_folder(session)))


def try_rust(session, page, block):
    # Run, or with `no_run` compiled, as documentation tests of the crate.
    relative = page.path.relative_to(REPOSITORY)
    assert f'#[doc = include_str!("../{relative}")]' in (REPOSITORY / "src/lib.rs").read_text()


def try_yaml(session, page, block):
    path = session.scratch / (block.file_name() or f"line-{block.line}.yaml")
    path.write_text(block.text)
    top = set(re.findall(r"^(\w+):", block.text, re.MULTILINE))
    if "groups" in top:
        return call(session, PROMTOOL, "check", "rules", path)
    if "scrape_configs" in top:
        return call(session, PROMTOOL, "check", "config", path)
    # Anything else configures Plimsoll. Only the command looks for secrets.
    both = "import sys, plimsoll; plimsoll.Targets.load(sys.argv[1]); plimsoll.Checker.load(sys.argv[1]).close()"
    return call(session, sys.executable, "-c", both, path)


# A suite or a part of one: what Robot Framework's own parser has to say against it.
ROBOT = """
import sys
from robot.api import get_model
from robot.api.parsing import ModelVisitor

class Errors(ModelVisitor):
    found = []

    def generic_visit(self, node):
        self.found += getattr(node, "errors", ())
        super().generic_visit(node)

errors = Errors()
errors.visit(get_model(sys.argv[1]))
sys.exit("; ".join(errors.found) or 0)
"""


def try_robot(session, page, block):
    path = session.scratch / (block.file_name() or f"line-{block.line}.robot")
    path.write_text(block.text)
    return call(session, sys.executable, "-c", ROBOT, path)


def try_json(session, page, block):
    return json.loads(block.text)


TRIALS = {
    "sh": try_shell,
    "bash": try_shell,
    "python": try_python,
    "c": try_c,
    "cpp": try_c,
    "rust": try_rust,
    "yaml": try_yaml,
    "json": try_json,
    "robotframework": try_robot,
}


def used(page, block):
    """A block with a file name is written before anything runs; a shell block or a suite of the page has to use it."""
    scripts = [other.text for other in page.blocks if other.language in ("sh", "bash", "robotframework")]
    ways = [block.file_name(), f"import {block.file_name().removesuffix('.py')};"]
    assert any(way in script for way in ways for script in scripts), f"nobody runs {block.file_name()}"


def library_folder(session):
    """A folder in which the shared library has the name that programs look for."""
    folder = session.scratch / "lib"
    if not folder.exists():
        folder.mkdir()
        told = call(session, "readelf", "-d", LIBRARY)
        name = re.search(r"SONAME.*\[(.+)\]", told)
        (folder / (name.group(1) if name else LIBRARY.name)).symlink_to(LIBRARY)
    return folder


def look_at(session, block):
    """What can be said of a block that is not run: syntax, targets of make, options of the command."""
    if block.language in ("sh", "bash"):
        call(session, "bash", "-n", "-c", block.text)
        makefile = (REPOSITORY / "Makefile").read_text()
        for target in re.findall(r"^make ([a-z][a-z-]*)", block.text, re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"there is no `make {target}`"
        for verb, rest in re.findall(rf"\bplimsoll ({VERBS})\b([^\n|;&]*)", block.text.replace("\\\n", " ")):
            unknown = options(rest) - options_of(session, verb)
            assert not unknown, f"plimsoll {verb} has no {unknown}"
    elif block.language == "python":
        compile(block.text, "block", "exec")
    elif block.language in ("json", "yaml"):
        TRIALS[block.language](session, None, block)
    else:
        raise AssertionError(f"a block of {block.language} has no reason not to be run")


def options(words):
    """The options among the words of a command line; not those in quotes, or behind a `#`."""
    told = shlex.shlex(words, posix=True, punctuation_chars=False)
    told.whitespace_split, told.commenters = True, "#"
    return {word.split("=")[0] for word in told if word.startswith("--") and " " not in word}


def options_of(session, verb, known={}):
    """The options that the command's help names."""
    if verb not in known:
        shown = call(session, "plimsoll", *verb.split(), "--help", PATH=session.environment["PATH"])
        known[verb] = set(re.findall(r"--[a-z][a-z-]*", shown)) | {"--help"}
    return known[verb]


def command_folder(scratch):
    """A folder for PATH with the command as it was built, and the Python that has the package."""
    folder = scratch / "programs"
    folder.mkdir()
    (folder / "plimsoll").symlink_to(os.environ["PLIMSOLL_STATIC_BINARY"])
    return folder
