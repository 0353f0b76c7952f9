"""Every relative link in every document leads somewhere, and no merge was left half done."""

import os
from pathlib import Path

import pytest

from markdown import anchors, links

REPOSITORY = Path(__file__).resolve().parents[2]
# Not ours, or not kept.
SKIPPED = {".git", ".venv", "build", "dist", "target", "node_modules"}


# What stands at the start of a line where two versions of a file were not put together.
CONFLICT = (b"<<<<<<< ", b">>>>>>> ")


def everything():
    for folder, folders, files in os.walk(REPOSITORY):
        folders[:] = sorted(set(folders) - SKIPPED)
        yield from (Path(folder) / name for name in sorted(files))


def documents():
    return (path for path in everything() if path.name.endswith(".md"))


def conflicts(content):
    return [number for number, line in enumerate(content.splitlines(), 1) if line.startswith(CONFLICT)]


@pytest.mark.parametrize("document", list(documents()), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(document):
    text = document.read_text()
    broken = []
    for link in links(text):
        path, _, anchor = link.partition("#")
        if ":" in path:
            continue  # Elsewhere: not for a test without a network.
        target = (document.parent / path) if path else document
        if not target.exists():
            broken.append(link)
        elif anchor and anchor not in anchors(target.read_text()):
            broken.append(link)
    assert not broken


def test_no_merge_is_left_half_done():
    files = [path for path in everything() if path.is_file()]
    assert len(files) > 500
    left = {str(path.relative_to(REPOSITORY)): lines for path in files if (lines := conflicts(path.read_bytes()))}
    assert not left


def test_a_merge_that_is_half_done_is_seen():
    assert conflicts(b"a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n") == [2, 6]
    assert conflicts(b"a <<<<<<< b\n=======\n") == []


def test_the_front_pages_are_looked_at():
    names = {str(path.relative_to(REPOSITORY)) for path in documents()}
    assert {"README.md", "ARCHITECTURE.md", "ABI.md", "docs/fields.md"} <= names


def test_a_broken_link_is_seen():
    text = "[a](b.md) `[c](d)` <!-- [e](f) -->\n```sh\n[g](h)\n```\n[i](#far-away)\n# Far away\n"
    assert links(text) == ["b.md", "#far-away"]
    assert anchors(text) == {"far-away"}
