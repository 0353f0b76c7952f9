import signal
import subprocess
import sys

import pytest

from bed import REPOSITORY, Nginx


def pytest_configure(config):
    # The default of SIGTERM would skip every `finally`, and leave servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    config.addinivalue_line("markers", "long: only where it is asked for (`make test-load-full`)")


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="also what takes minutes")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--full"):
        for item in items:
            if "long" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes minutes: --full"))


@pytest.fixture(scope="session", autouse=True)
def installed():
    subprocess.run([REPOSITORY / "tests/servers/install.sh"], check=True, timeout=900)


@pytest.fixture
def nginx():
    with Nginx() as server:
        yield server
