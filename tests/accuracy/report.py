"""The results as a table in the terminal, as JSON and as Markdown."""

import json
import os
import platform

from score import COMPONENTS, confusion


def number(value, unit=""):
    if value is None:
        return "-"
    return f"{value:.2f}{' ' + unit if unit else ''}" if isinstance(value, float) else f"{value}{' ' + unit if unit else ''}"


def row_of(result):
    """Name, verdict, what was found, seconds, culprit."""
    if result.void:
        return [result.scenario.name, "VOID", "; ".join(result.problems)[:200], "", ""]
    found, seconds, culprits = [], [], []
    for judged in result.labels:
        name = "/".join(judged.label.components)
        found.append(f"{judged.found} {judged.severity} ({', '.join(judged.rules)})" if judged.found else f"MISSED {name}")
        seconds.append(number(judged.seconds))
        if judged.label.cause is not None and judged.found:
            culprits.append(("" if judged.culprit_right else "WRONG ") + str(judged.culprit))
    for component, (severity, rules, at) in result.wrong.items():
        found.append(f"WRONG {component} {severity} ({', '.join(rules)}) at {at:.0f} s")
    if result.leak_error is not None:
        said = "nothing" if result.leak_said is None else f"{result.leak_said:.0f} s of {result.leak_true:.0f} s"
        found.append(f"time to the limit: {said}")
    if result.false_leaks:
        component, at, _ = result.false_leaks[0]
        found.append(f"WRONG leak of {component} at {at:.0f} s")
    return [
        result.scenario.name,
        "right" if result.right else "WRONG",
        "; ".join(found) or "nothing found",
        ", ".join(seconds),
        ", ".join(culprits),
    ]


def terminal(results, numbers, goals):
    lines = []
    for result in results:
        name, verdict, found, seconds, culprit = row_of(result)
        lines.append(f"{verdict:6} {name:32} {seconds:>10}  {found}{'  <- ' + culprit if culprit else ''}")
    lines += ["", "labelled (rows) against found (columns), pairs of scenario and component:"]
    matrix = confusion(results)
    columns = [name for name in (*COMPONENTS, "none") if any(row[name] for row in matrix.values())]
    width = max(len(name) for name in columns) + 1 if columns else 12
    lines.append(" " * 13 + "".join(f"{name:>{width}}" for name in columns))
    for name, row in matrix.items():
        if any(row.values()):
            lines.append(f"{name:13}" + "".join(f"{row[column] or '.':>{width}}" for column in columns))
    lines += ["", f"{numbers['scenarios']} scenarios ({numbers['faults']} with faults, {numbers['healthy']} healthy), "
              f"{numbers['labels']} labels: {numbers['found']} found, {numbers['missed']} missed, "
              f"{numbers['wrong']} wrong; causes judged: {numbers['culprits_judged']}"]  # fmt: skip
    for goal in goals:
        lines.append(f"{'met   ' if goal.met else 'MISSED'} {goal.name:48} {number(goal.value, goal.unit):>10}  ({goal.wanted})")
    void = [result for result in results if result.void]
    if void:
        lines.append(f"{len(void)} scenarios are void: the bed did not make what it should, which judges nobody.")
    return "\n".join(lines)


def document(results, numbers, goals, seconds, source):
    """The report as one JSON document."""
    return {
        "schema": "plimsoll.accuracy/1",
        "machine": {"cpus": os.cpu_count(), "kernel": platform.release()},
        "source": source,
        "seconds": round(seconds, 1),
        "numbers": numbers,
        "goals": [vars(goal) for goal in goals],
        "confusion": confusion(results),
        "scenarios": [
            {
                "name": result.scenario.name,
                "what": result.scenario.what,
                "bed": result.scenario.bed,
                "void": result.problems,
                "right": result.right and not result.void,
                "labels": [
                    {
                        "components": list(judged.label.components),
                        "severity": judged.label.severity,
                        "found": judged.found,
                        "seconds": judged.seconds,
                        "found_severity": judged.severity,
                        "rules": judged.rules,
                        "culprit": judged.culprit,
                        "culprit_right": judged.culprit_right,
                    }
                    for judged in result.labels
                ],
                "wrong": {
                    component: {"severity": severity, "rules": rules, "after_seconds": at}
                    for component, (severity, rules, at) in result.wrong.items()
                },
                "leak": {"said_seconds": result.leak_said, "true_seconds": result.leak_true, "error": result.leak_error},
                "false_leaks": [[component, at] for component, at, _ in result.false_leaks[:3]],
            }
            for result in results
        ],
    }


def markdown(results, numbers, goals):
    """The part of docs/accuracy.md that a run writes."""
    lines = [
        f"{numbers['scenarios']} scenarios on {os.cpu_count()} CPUs, Linux {platform.release()}: {numbers['faults']} with "
        f"faults, {numbers['healthy']} healthy; {numbers['labels']} labels, of which {numbers['found']} were found and "
        f"{numbers['missed']} missed; {numbers['wrong']} findings that were wrong.",
        "",
        "| | measured | goal |",
        "|---|---|---|",
    ]
    lines += [f"| {goal.name} | {number(goal.value, goal.unit)} | {goal.wanted} |" for goal in goals]
    matrix = confusion(results)
    columns = [name for name in (*COMPONENTS, "none") if any(row[name] for row in matrix.values())]
    lines += ["", "Labelled (rows) against found (columns):", "", "| | " + " | ".join(columns) + " |"]
    lines.append("|---|" + "---|" * len(columns))
    for name, row in matrix.items():
        if any(row.values()):
            lines.append(f"| {name} | " + " | ".join(str(row[column] or "") for column in columns) + " |")
    lines += ["", "| scenario | what is made | found | seconds | cause named |", "|---|---|---|---|---|"]
    for result in results:
        name, _, found, seconds, culprit = row_of(result)
        lines.append(f"| {name} | {result.scenario.what} | {found} | {seconds} | {culprit} |")
    return "\n".join(lines) + "\n"


def write(folder, results, numbers, goals, seconds, source):
    folder.mkdir(parents=True, exist_ok=True)
    made = document(results, numbers, goals, seconds, source)
    (folder / "report.json").write_text(json.dumps(made, indent=1) + "\n")
    (folder / "report.md").write_text(markdown(results, numbers, goals))


MARKER = "<!-- results -->"


def write_into(path, results, numbers, goals):
    """Puts the results behind the marker of a Markdown page, in the place of those of an earlier run."""
    text, marker, _ = path.read_text().partition(MARKER)
    if not marker:
        raise ValueError(f"{path} has no line {MARKER}")
    path.write_text(f"{text}{MARKER}\n\n{markdown(results, numbers, goals)}")
