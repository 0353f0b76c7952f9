"""The blocks of every page in docs, tried in their order, as a reader who begins at the top would."""

import sys
from pathlib import Path

import pytest

from markdown import Block
from page import DOCS
from session import REPOSITORY, Session
from trial import OUTPUT, PYTHON_PACKAGE, REASONS, TRIALS, command_folder, look_at

CASES = [(page, block) for page in DOCS for block in page.blocks if block.language not in OUTPUT]


@pytest.fixture(scope="module")
def said():
    """What each block printed that was run, by page and line."""
    return {}


@pytest.fixture(scope="module")
def session_of(tmp_path_factory):
    sessions = {}

    def get(page):
        if page.name not in sessions:
            sessions[page.name] = begin(page, tmp_path_factory.mktemp(page.path.stem))
        return sessions[page.name]

    return get


def begin(page, scratch):
    """What was built is shared: the command, and a Python that has the package."""
    path = [str(command_folder(scratch)), str(Path(sys.executable).parent)]
    session = Session(scratch, path, PYTHONPATH=str(PYTHON_PACKAGE))
    for block in page.blocks:
        if block.file_name():
            session.write(block.file_name(), block.text)
    return session


@pytest.mark.parametrize("page, block", CASES, ids=[f"{page.name}:{block.line}" for page, block in CASES])
def test_a_block(session_of, said, page, block):
    session = session_of(page)
    if set(block.marks) & set(REASONS):
        look_at(session, block)
    else:
        said[page.name, block.line] = TRIALS[block.language](session, page, block)


def test_the_load_line_of_the_tutorial_closes(said):
    closing = [text for (page, _), text in said.items() if page == "docs/tutorial.md" and text and "refuse" in text]
    # On the command line, in Python and in C.
    assert len(closing) >= 3


def test_every_page_is_on_the_map():
    told = (REPOSITORY / "docs/README.md").read_text()
    missing = [page.name for page in DOCS if f"({page.path.relative_to(REPOSITORY / 'docs')}" not in told]
    assert missing == ["docs/README.md"]


def test_mistakes_are_seen_in_blocks_that_are_not_run(session_of):
    session = session_of(DOCS[0])
    look_at(session, Block("sh", "make bench   # a minute\nplimsoll load --url URL \\\n    --rate 5 | cat --odd\n"))
    for mistake in ("plimsoll load --uri URL\n", "plimsoll load merge --rate 5 a b\n", "make benhc\n", "if true\n"):
        with pytest.raises(AssertionError):
            look_at(session, Block("sh", mistake))
    with pytest.raises(AssertionError):
        TRIALS["yaml"](session, None, Block("yaml", "servers: [{nome: shop}]\n", line=1))
    with pytest.raises(AssertionError):
        TRIALS["c"](session, None, Block("c", "int main(void) { return 1; }\n", line=2))
