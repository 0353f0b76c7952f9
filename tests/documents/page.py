"""The pages whose blocks are tried: the README, which has tests of its own, and everything in docs."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown import blocks
from session import REPOSITORY


@dataclass(frozen=True)
class Page:
    path: Path

    @property
    def name(self):
        return str(self.path.relative_to(REPOSITORY))

    @cached_property
    def text(self):
        return self.path.read_text()

    @cached_property
    def blocks(self):
        return blocks(self.text)


README = Page(REPOSITORY / "README.md")
DOCS = [Page(path) for path in sorted((REPOSITORY / "docs").rglob("*.md"))]
PAGES = [README, *DOCS]
