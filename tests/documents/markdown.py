"""As much of Markdown as the tests need: fenced blocks, links, headings."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^```([^\s,`]*)[ ,]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Whatever could begin or end a block, also one that is indented or fenced otherwise.
_ANY_FENCE = re.compile(r"^ *(?:```|~~~)", re.MULTILINE)
# Four spaces after an empty line, where no list goes on.
_INDENTED = re.compile(r"^(?![ \t]*[-*\d])[^\n]*\n\n(    \S[^\n]*)", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its lines, what else stands behind the language, and the line it begins on."""

    language: str
    text: str
    marks: tuple = ()
    line: int = 0

    def file_name(self):
        """The name that a comment in the first line gives, as in `# laden.py`."""
        named = re.match(r"(?:#|//|/\*) ([\w-]+\.\w+)(?: \*/)?$", self.text.split("\n", 1)[0])
        return named and named.group(1)


def blocks(text):
    return [
        Block(found.group(1), found.group(3), tuple(re.split(r"[ ,]+", found.group(2).strip())) if found.group(2) else (),
              text.count("\n", 0, found.start()) + 1)
        for found in _FENCE.finditer(text)
    ]  # fmt: skip


def fences(text):
    """How many lines begin or end a block of code, in whatever form."""
    return len(_ANY_FENCE.findall(text))


def indented(text):
    """The first lines of blocks of code that are not fenced, but indented."""
    return _INDENTED.findall(_COMMENT.sub("", _FENCE.sub("", text)))


def links(text):
    """Where all links go, those in code and comments left out."""
    return _LINK.findall(_CODE.sub("", _COMMENT.sub("", _FENCE.sub("", text))))


def anchors(text):
    """What a link can name behind `#`: the headings in lower case, spaces as hyphens."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
