"""The one table, as text, Markdown or JSON."""

import json

from . import machine

HEADINGS = ["measure", "ours", "against", "ratio", "spread", "must reach", ""]


def row(measure, ours=None, peer=None, ratio=None, value=None, require=None, note="", unit=""):
    """One line of the table.

    `ratio` comes from `match.compare`; `value` stands for itself. `require` is ("<=" or ">=", limit)."""
    number = ratio["ratio"] if ratio else value
    met = None
    if require and number is not None:
        met = number <= require[1] if require[0] == "<=" else number >= require[1]
    return {
        "measure": measure,
        "ours": ours,
        "peer": peer,
        "ratio": ratio,
        "value": value,
        "unit": unit,
        "require": list(require) if require else None,
        "met": met,
        "note": note,
    }


def number(value, unit=""):
    """Three digits that matter."""
    if value is None:
        return ""
    if unit == "%":
        return f"{100 * value:.2f} %"
    text = f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{text} {unit}".strip()


def timing(side):
    """p50, min and p99 in microseconds, and what the side said of itself."""
    if not side:
        return ""
    figures = " / ".join(number(side[key]) for key in ("p50_us", "min_us", "p99_us"))
    return f"{figures} µs" + (f" ({side['note']})" if side["note"] else "")


def peer_timing(side):
    """The same after the peer's name."""
    return f"{side['side']}: {timing(side)}" if side else ""


def cells(line):
    """The texts of one row."""
    ratio = line["ratio"]
    shown = number(ratio["ratio"]) if ratio else number(line["value"], line["unit"])
    spread = "{} to {}".format(*map(number, ratio["spread"])) if ratio else ""
    goal = ""
    if line["require"]:
        word = "at most" if line["require"][0] == "<=" else "at least"
        goal = f"{word} {number(line['require'][1], line['unit'])}"
    verdict = {None: line["note"], True: "met", False: "MISSED"}[line["met"]]
    if line["met"] is not None and line["note"]:
        verdict += f"; {line['note']}"
    return [line["measure"], timing(line["ours"]), peer_timing(line["peer"]), shown, spread, goal, verdict]


def text(report):
    """Aligned columns, a heading for each section."""
    lines = [machine.sentence(report["machine"])]
    lines.append(", ".join(f"{name} {version}" for name, version in report["versions"].items()))
    lines.append("Times are p50 / min / p99 of all readings of one run; spread is the ratio's 10th to 90th percentile over rounds.")
    rows = [cells(line) for section in report["sections"] for line in section["rows"]]
    widths = [max(len(cell) for cell in column) for column in zip(HEADINGS, *rows)]

    def joined(texts):
        return "  ".join(cell.ljust(width) for cell, width in zip(texts, widths)).rstrip()

    for section in report["sections"]:
        lines += ["", section["title"], joined(HEADINGS)]
        lines += [joined(cells(line)) for line in section["rows"]]
    lines += [""] + report["remarks"]
    return "\n".join(lines)


def markdown(report):
    """For docs/performance.md."""
    lines = [machine.sentence(report["machine"]) + ".", ""]
    lines += [", ".join(f"{name} {version}" for name, version in report["versions"].items()) + "."]
    for section in report["sections"]:
        lines += ["", f"### {section['title']}", ""]
        lines.append("| " + " | ".join(HEADINGS) + " |")
        lines.append("|" + "---|" * len(HEADINGS))
        lines += ["| " + " | ".join(cells(line)) + " |" for line in section["rows"]]
    lines += [""] + [f"- {remark}" for remark in report["remarks"]]
    return "\n".join(lines).rstrip()


def as_json(report):
    """Everything."""
    return json.dumps({"schema": "plimsoll.bench-peers/1", **report}, indent=1, ensure_ascii=False)


def insert(page, table):
    """Puts the table between the marks of a page."""
    start, end = "<!-- table -->\n", "<!-- end of table -->"
    with open(page) as file:
        before, found, rest = file.read().partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise OSError(f"{page}: has no line {start.strip()!r} followed by {end!r}")
    with open(page, "w") as file:
        file.write(f"{before}{start}\n{table}\n\n{end}{after}")
