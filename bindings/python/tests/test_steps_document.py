"""What docs/python-steps.md shows is run as it stands."""

import os
import re

import pytest
from conftest import TOP, run

with open(os.path.join(TOP, "docs", "python-steps.md"), encoding="utf-8") as document:
    TEXT = document.read()
BLOCKS = re.findall(r"^```python\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_a_block_runs(block):
    if "prometheus_client" in block:
        pytest.importorskip("prometheus_client")
    done = run(block, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_the_table_has_the_headings_that_are_shown():
    printed = run("import plimsoll\nwith plimsoll.step('order'): pass\nprint(plimsoll.steps())")
    shown = re.search(r"^```text\n(STEP.*?)$", TEXT, re.MULTILINE).group(1)
    assert printed.splitlines()[0].split() == shown.split()
