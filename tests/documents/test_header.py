"""Everything in the C header, and every type of the C++ headers, says what it is, in a comment before it."""

import re

from session import REPOSITORY

HEADER = REPOSITORY / "include/plimsoll.h"
CPP_HEADERS = sorted((REPOSITORY / "include/plimsoll").glob("*.hpp"))
# A declaration begins at the margin, a member of a struct two blanks from it.
DECLARED = re.compile(r"(?:typedef\b|#define \w|(?:const |struct )*\w+ \**plim_\w+\()")
MEMBER = re.compile(r"  [^ /*#].*;$")
# The guard, numbers that stand for a member (which is explained where it is), and what fills a gap.
NEEDS_NONE = re.compile(r"#define PLIMSOLL_H$|#define PLIM_(?:FIELD|DBPOOL)_\w+ \d+$|  uint\d+_t _pad(?:\[\d+\])?;$")
# A type of C++ that others may use; what is defined outside the type that it belongs to was explained there.
CPP_TYPE = re.compile(r"(?:class|struct|enum class) \w+(?!::)\b[^;]*\{$")


def unexplained(text):
    lines = text.splitlines()
    return [
        line
        for before, line in zip(lines, lines[1:])
        if (DECLARED.match(line) or MEMBER.match(line)) and not before.rstrip().endswith("*/") and not NEEDS_NONE.match(line)
    ]


def unexplained_types(text):
    lines = [line for line in text.splitlines() if not line.startswith("template ")]
    return [line for before, line in zip(lines, lines[1:]) if CPP_TYPE.match(line) and not before.endswith("*/")]


def test_everything_in_the_header_is_explained():
    text = HEADER.read_text()
    assert len(DECLARED.findall(text)) > 300
    assert unexplained(text) == []


def test_every_type_of_cpp_is_explained():
    texts = [header.read_text() for header in CPP_HEADERS]
    assert sum(len(re.findall(r"^(?:class|struct) ", text, re.M)) for text in texts) > 25
    assert [line for text in texts for line in unexplained_types(text)] == []
    assert unexplained_types("/** A. */\nclass a {\n\nstruct b {\nstruct b::c {\n") == ["struct b {"]


def test_what_is_not_explained_is_seen():
    text = "\n/** It is. */\nvoid plim_a(void);\nplim_status plim_b(void);\nconst char *plim_c(void);\n  double d;\n"
    assert unexplained(text) == ["plim_status plim_b(void);", "const char *plim_c(void);", "  double d;"]
