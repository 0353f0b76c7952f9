"""Reads what scripts print: marked sections, kernel files and the command's JSON lines."""

import json

SCHEMA = "plimsoll.sample/1"
MIB = 1 << 20


def sections(text):
    """Splits at lines `@@name`; what stands before the first is under ""."""
    found, name = {"": []}, ""
    for line in text.splitlines():
        if line.startswith("@@"):
            name = line[2:]
            found[name] = []
        else:
            found[name].append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}


def samples(text):
    """Every sample in the text, in order."""
    found = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert all(sample["schema"] == SCHEMA for sample in found), text
    return found


def sample(text):
    """The only sample in the text."""
    found = samples(text)
    assert len(found) == 1, f"expected one JSON line: {text!r}"
    return found[0]


def keyed(text):
    """`key value` lines, as of cpu.stat and memory.events."""
    rows = (line.split() for line in text.splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}


def pressure_seconds(text, line="some"):
    """The total of a PSI file's line."""
    for row in text.splitlines():
        if row.startswith(line):
            return int(row.rpartition("total=")[2]) / 1e6
    return None


def between(before, value, after, slack=1e-9):
    """Whether a counter's value lies between two readings of its file."""
    return before - slack <= value <= after + slack
