"""What docs/python-steps.md shows is run as it stands, and prints what is shown there."""

import os
import re

import pytest
from conftest import TOP, run

with open(os.path.join(TOP, "docs", "python-steps.md"), encoding="utf-8") as document:
    TEXT = document.read()
BLOCKS = re.findall(r"^```python\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
SHOWN = re.search(r"^```text\n(STEP.*?)^```", TEXT, re.DOTALL | re.MULTILINE).group(1)
WORKER = BLOCKS[0]


def said(table):
    """What of a table does not change from run to run: headings, steps, runs and failures, and the words below."""
    rows, _, words = table.partition("\n\n")
    heading, *rows = rows.splitlines()
    cells = [re.match(r"( *\S.*?)  +(\d+)  +(\d+) ", row).groups() for row in rows]
    return heading.split(), cells, re.sub(r"[\d.]+ (?:[KM]i)?B\b|[\d.]+ (?:m|u)?s\b", "#", words.strip())


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: " ".join(block.split())[:30])
def test_a_block_runs(block):
    for needed in ("prometheus_client", "structlog"):
        if needed in block:
            pytest.importorskip(needed)
    done = run(block, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if block is WORKER:
        assert said(done.stdout) == said(SHOWN)
