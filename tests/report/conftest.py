import os
import pathlib

import pytest

from browser import Browser, find


@pytest.fixture(scope="session")
def browser():
    assert find(), "no Chromium: run 'make test-tools' as root once"
    with Browser() as browser:
        yield browser


@pytest.fixture(params=["sample", "blind"])
def page(request):
    """A page that the Rust tests wrote: one with everything, one with nothing."""
    directory = os.environ.get("PLIMSOLL_REPORT_DIR")
    assert directory, "run by 'make test-report', which writes the pages first"
    return pathlib.Path(directory) / f"{request.param}.html"
