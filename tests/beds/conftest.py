"""Fixtures of the beds: what is installed once, built once and booted once in a session."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import qemu_bed
import uml_bed
from bed import HERE, REPOSITORY, Unavailable
from scenarios import v2_scripts

MUSL = "x86_64-unknown-linux-musl"


def pytest_configure(config):
    # The default of SIGTERM would skip every `finally`, and leave cgroups and containers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    try:
        return (yield)
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        return (yield)
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session", autouse=True)
def installed():
    if os.geteuid() != 0:
        pytest.skip("the beds need root")
    subprocess.run([HERE / "install.sh"], check=True, timeout=600)


@pytest.fixture(scope="session")
def plimsoll():
    """The static binary: $PLIMSOLL_STATIC_BINARY, or built here."""
    if given := os.environ.get("PLIMSOLL_STATIC_BINARY"):
        return Path(given).resolve()
    subprocess.run(
        ["cargo", "build", "--quiet", "--release", "--target", MUSL, "--features", "cli", "--bin", "plimsoll"],
        cwd=REPOSITORY,
        check=True,
        timeout=1800,
    )
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    return target / MUSL / "release" / "plimsoll"


@pytest.fixture(scope="session")
def v2(installed, plimsoll):
    """Name -> Result of every scenario in one boot of the kernel with PSI."""
    return qemu_bed.boot(v2_scripts("qemu"), plimsoll)


@pytest.fixture(scope="session")
def v2_nopsi(installed, plimsoll):
    """Name -> Result of every scenario in one boot of user-mode Linux."""
    return uml_bed.boot(v2_scripts("uml"), plimsoll)
