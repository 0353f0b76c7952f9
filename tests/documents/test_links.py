"""Every relative link in every document leads somewhere."""

import os
from pathlib import Path

import pytest

from markdown import anchors, links

REPOSITORY = Path(__file__).resolve().parents[2]
# Not ours, or not kept.
SKIPPED = {".git", ".venv", "build", "dist", "target", "node_modules"}


def documents():
    for folder, folders, files in os.walk(REPOSITORY):
        folders[:] = sorted(set(folders) - SKIPPED)
        yield from (Path(folder) / name for name in sorted(files) if name.endswith(".md"))


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


def test_the_front_pages_are_looked_at():
    names = {str(path.relative_to(REPOSITORY)) for path in documents()}
    assert {"README.md", "ARCHITECTURE.md", "ABI.md", "docs/fields.md"} <= names


def test_a_broken_link_is_seen():
    text = "[a](b.md) `[c](d)` <!-- [e](f) -->\n```sh\n[g](h)\n```\n[i](#far-away)\n# Far away\n"
    assert links(text) == ["b.md", "#far-away"]
    assert anchors(text) == {"far-away"}
