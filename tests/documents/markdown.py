"""As much of Markdown as the tests need: fenced blocks, links, headings."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^```(\S*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and its lines."""

    language: str
    text: str

    def file_name(self):
        """The name that a comment in the first line gives, as in `# laden.py`."""
        named = re.match(r"(?:#|//|/\*) (\w+\.\w+)", self.text)
        return named and named.group(1)


def blocks(text):
    return [Block(*found) for found in _FENCE.findall(text)]


def links(text):
    """Where all links go, those in code and comments left out."""
    return _LINK.findall(_CODE.sub("", _COMMENT.sub("", _FENCE.sub("", text))))


def anchors(text):
    """What a link can name behind `#`: the headings in lower case, spaces as hyphens."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
