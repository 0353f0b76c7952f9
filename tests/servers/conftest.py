"""Fixtures of the servers: installed and built once, started when a test first asks, ended with the session."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import catalogue
from command import Command
from nginx import Nginx
from process import HERE, REPOSITORY, Running


def pytest_configure(config):
    # The default of SIGTERM would skip every `finally`, and leave servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@pytest.fixture(scope="session", autouse=True)
def installed():
    subprocess.run([HERE / "install.sh"], check=True, timeout=900)


@pytest.fixture(scope="session")
def plimsoll(installed, tmp_path_factory):
    """The command: $PLIMSOLL_STATIC_BINARY, or built here."""
    if given := os.environ.get("PLIMSOLL_STATIC_BINARY"):
        program = Path(given).resolve()
    else:
        build = ["cargo", "build", "--quiet", "--profile", "ctest", "--features", "cli", "--bin", "plimsoll"]
        subprocess.run(build, cwd=REPOSITORY, check=True, timeout=1800)
        program = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")) / "ctest" / "plimsoll"
    return Command(program, tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="session")
def started(installed):
    """Starts a server of the catalogue, or gives the one that runs already."""
    running = {}

    def start(server):
        if server.name not in running:
            running[server.name] = Running(server.command, server.environment)
        return running[server.name]

    yield start
    for process in running.values():
        process.end()


@pytest.fixture(scope="session")
def nginx(started, tmp_path_factory):
    """nginx with TLS, and an MCP server behind it."""
    behind = next(server for server in catalogue.http() if server.name == "second")
    server = Nginx(tmp_path_factory.mktemp("nginx"), started(behind).port)
    yield server
    server.end()
