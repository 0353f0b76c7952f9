"""Everything in the C header says what it is, in a comment before it."""

import re

from session import REPOSITORY

HEADERS = [REPOSITORY / "include/plimsoll.h"]
# A declaration begins at the margin, a member of a struct two blanks from it.
DECLARED = re.compile(r"(?:typedef\b|#define \w|(?:const |struct )*\w+ \**plim_\w+\()")
MEMBER = re.compile(r"  [^ /*#].*;$")
# The guard, numbers that stand for a member (which is explained where it is), and what fills a gap.
NEEDS_NONE = re.compile(r"#define PLIMSOLL_H$|#define PLIM_(?:FIELD|DBPOOL)_\w+ \d+$|  uint\d+_t _pad(?:\[\d+\])?;$")


def unexplained(text):
    lines = text.splitlines()
    return [
        line
        for before, line in zip(lines, lines[1:])
        if (DECLARED.match(line) or MEMBER.match(line)) and not before.rstrip().endswith("*/") and not NEEDS_NONE.match(line)
    ]


def test_everything_in_the_header_is_explained():
    for header in HEADERS:
        text = header.read_text()
        assert len(DECLARED.findall(text)) > 300
        assert unexplained(text) == []


def test_what_is_not_explained_is_seen():
    text = "\n/** It is. */\nvoid plim_a(void);\nplim_status plim_b(void);\nconst char *plim_c(void);\n  double d;\n"
    assert unexplained(text) == ["plim_status plim_b(void);", "const char *plim_c(void);", "  double d;"]
