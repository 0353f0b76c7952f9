"""What the tests of deploy/ have in common: the tools of Prometheus, and the command."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = REPOSITORY / "build" / "tools"


def pytest_configure(config):
    # The default of SIGTERM would skip every `finally`, and leave processes behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@pytest.fixture(scope="session", autouse=True)
def installed():
    if not all((TOOLS / name).exists() for name in ("promtool", "prometheus")):
        subprocess.run([REPOSITORY / "tests/install.sh"], check=True, timeout=1800)


@pytest.fixture(scope="session")
def plimsoll():
    """The command: $PLIMSOLL_STATIC_BINARY, or built here."""
    if given := os.environ.get("PLIMSOLL_STATIC_BINARY"):
        return Path(given).resolve()
    build = ["cargo", "build", "--quiet", "--profile", "ctest", "--features", "cli", "--bin", "plimsoll"]
    subprocess.run(build, cwd=REPOSITORY, check=True, timeout=1800)
    return Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")).resolve() / "ctest" / "plimsoll"
