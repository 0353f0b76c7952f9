"""What the page lists is in the official conventions."""

import re

import pytest

import conventions
from receiver import REPOSITORY, rows

# Words of ours where the conventions have none, which they allow.
OWN_VALUES = {("cpu.mode", "softirq")}


def test_the_latest_version_is_followed():
    text = (REPOSITORY / "docs/opentelemetry.md").read_text()
    version = re.search(r"conventions, version ([0-9.]+),", text)[1]
    assert conventions.SCHEMAS[-1].endswith(f"/{version}")


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["ours"])
def test_it_is_in_the_conventions(row):
    assert conventions.metrics()[row["name"]] == (row["instrument"], row["unit"])
    for key, words in row["attributes"].items():
        assert key in conventions.attributes()
        known = conventions.values(key)
        assert known, f"{key} has no values of its own"
        for word in words:
            assert word in known or (key, word) in OWN_VALUES


def test_what_is_deprecated_is_not_in_them():
    assert "container.memory.paging.faults" not in conventions.metrics()
    assert "container.paging.faults" in conventions.metrics()
    assert "system.cpu.state" not in conventions.attributes()
    assert conventions.values("disk.io.direction") == {"read", "write"}
