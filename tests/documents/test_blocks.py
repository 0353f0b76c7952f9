"""No block of the README or of docs escapes: each is run, or held against what knows its language, or says why not."""

import pytest

from markdown import blocks, fences, indented
from page import DOCS, PAGES
from session import REPOSITORY
from trial import OUTPUT, REASONS, RUSTDOC, TRIALS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_tried_or_says_why_not(page):
    # A fence that the tests do not understand would hide what stands behind it.
    assert fences(page.text) == 2 * len(page.blocks)
    assert not indented(page.text), "code is fenced, and says its language"
    for block in page.blocks:
        where = f"{page.name}:{block.line}"
        assert block.language in TRIALS or block.language in OUTPUT, f"{where}: nobody tries {block.language!r}"
        allowed = RUSTDOC if block.language == "rust" else set() if block.language in OUTPUT else set(REASONS)
        assert set(block.marks) <= allowed, f"{where}: {block.marks} is no reason"


def test_most_blocks_are_run():
    tried = [block for page in DOCS for block in page.blocks if block.language in TRIALS]
    excused = [block for block in tried if set(block.marks) & set(REASONS)]
    assert len(tried) > 60
    assert len(excused) < len(tried) / 2


def test_the_reasons_are_told_to_readers():
    told = (REPOSITORY / "docs/README.md").read_text()
    assert [reason for reason in REASONS if f"`{reason}`" not in told] == []


def test_a_block_that_would_escape_is_seen():
    assert fences(" ```sh\nls\n ```\n") == 2 and not blocks(" ```sh\nls\n ```\n")
    assert fences("~~~\nls\n~~~\n") == 2 and not blocks("~~~\nls\n~~~\n")
    assert indented("so:\n\n    make bench\n\nthen") == ["    make bench"]
    assert indented("- so:\n\n    it goes on\n") == []
    (block,) = blocks("a\n```rust,no_run\nx\n```\n")
    assert (block.language, block.marks, block.line) == ("rust", ("no_run",), 2)
    (block,) = blocks("```sh needs-network takes-minutes\nx\n```\n")
    assert (block.language, block.marks) == ("sh", ("needs-network", "takes-minutes"))
