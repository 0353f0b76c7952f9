"""Holds what Plimsoll said against what was made.

The unit is a pair of scenario and component. A labelled pair that is found in time is a true positive; one that is
not, a false negative; a pair that is found and neither labelled nor allowed, a false positive. A finding counts from
`medium` up, and for a label only if it reaches the label's severity. Where a label names several components, any of
them fulfils it, and the others are allowed.
"""

import re
import statistics
from dataclasses import dataclass, field

from scenario import MEDIUM, SEVERITIES
from truth import which

# A finding that comes later than this after the onset was not found.
LATEST = 10.0
COMPONENTS = ("cpu", "memory", "disk_space", "inodes", "disk_io", "network", "descriptors", "pids", "load")
# How far the time to the limit may be off.
LEAK_WITHIN = 0.15


def at_least(severity, wanted):
    return SEVERITIES.index(severity) >= SEVERITIES.index(wanted)


@dataclass
class Judged:
    """A label and what became of it."""

    label: object
    found: str = None  # the component that was found for it
    seconds: float = None  # from the onset to the finding; 0 where it was found while the trouble was being made
    severity: str = None
    rules: list = field(default_factory=list)
    culprit: str = None  # the name that Plimsoll gave
    culprit_right: bool = None  # None where no cause is labelled, or nothing was found


@dataclass
class Result:
    """One scenario, judged."""

    scenario: object
    labels: list = field(default_factory=list)  # Judged
    wrong: dict = field(default_factory=dict)  # component -> (severity, rules, seconds after the start): false positives
    leak_error: float = None  # of the time to the limit, a third of the way; 1 where nothing was said
    leak_said: float = None
    leak_true: float = None
    false_leaks: list = field(default_factory=list)
    problems: list = field(default_factory=list)  # why the bed's part is void

    @property
    def void(self):
        return bool(self.problems)

    @property
    def right(self):
        leak = self.leak_error is None or self.leak_error <= LEAK_WITHIN
        return all(judged.found for judged in self.labels) and not self.wrong and not self.false_leaks and leak


def judge(outcome, ignored=()):
    """Findings whose first rule is ignored are not wrong: for work beside other load, and said in the report."""
    scenario, truth = outcome.scenario, outcome.truth
    result = Result(scenario, problems=list(truth.problems))
    if not outcome.ticks:
        result.problems.append("nothing was observed")
    if result.void:
        return result
    result.labels = [judge_label(scenario, label, truth, outcome.ticks) for label in scenario.labels]
    # From when on a component may be found; allowed ones always.
    may = dict.fromkeys(scenario.allowed, 0.0)
    for label in scenario.labels:
        begin = truth.begin(label)
        for component in label.components:
            may[component] = min(may.get(component, begin), begin)
    for tick in outcome.ticks:
        for component, found in tick.findings.items():
            if found.rules[:1] and found.rules[0] in ignored:
                continue
            if at_least(found.severity, MEDIUM) and tick.t < may.get(component, float("inf")):
                before = result.wrong.get(component)
                if before is None or not at_least(before[0], found.severity):
                    result.wrong[component] = (found.severity, found.rules, tick.t - truth.begun)
        for component in scenario.no_leak:
            for trend in growing(tick.trends, component):
                result.false_leaks.append((component, tick.t - truth.begun, trend))
    if scenario.leak:
        judge_leak(scenario, truth, outcome.ticks, result)
    return result


def judge_label(scenario, label, truth, ticks):
    judged = Judged(label)
    begin, onset = truth.begin(label), truth.onset(label)
    quiet = [tick for tick in ticks if tick.t < begin][-1:]
    for tick in ticks:
        if tick.t < begin or tick.t > onset + LATEST:
            continue
        for component in label.components:
            found = tick.findings.get(component)
            if not found or not at_least(found.severity, label.severity):
                continue
            # What was raised before the trouble began is no answer to it.
            old = {rule for before in quiet if component in before.findings for rule in before.findings[component].rules}
            if not set(found.rules) - old:
                continue
            if label.rule and not any(label.rule in rule for rule in found.rules):
                continue
            if judged.found is None:
                judged.found, judged.seconds = component, max(0.0, tick.t - onset)
                judged.severity, judged.rules = found.severity, found.rules
            # Who it is may be known a reading or two later.
            if judged.culprit is None and found.culprits and tick.t <= onset + judged.seconds + 3:
                judged.culprit = found.culprits[0].get("name")
    if judged.found and label.cause is not None:
        judged.culprit_right = same_name(judged.culprit, scenario.processes[label.cause].name)
    return judged


def same_name(said, wanted):
    """The kernel keeps 15 characters of a name; stress-ng's workers add what they do to theirs."""
    said = said and re.sub(r" \(\d+ processes\)$", "", said)  # many of one name are named together
    return said is not None and (said == wanted[:15] or said.startswith("stress-ng") and wanted == "stress-ng")


def growing(trends, component):
    """Trends of a component that say that it grows towards its limit."""
    for trend in trends:
        of = trend.get("component") or trend.get("resource") or ""
        seconds = limit_seconds(trend)
        if of == component and seconds is not None:
            yield trend


def limit_seconds(trend):
    """Seconds to the limit, wherever the trend's document holds them."""
    for part in (trend, trend.get("growth") or {}, trend.get("assessment") or {}):
        if isinstance(part, dict) and part.get("seconds_to_limit") is not None:
            return float(part["seconds_to_limit"])
    return None


def judge_leak(scenario, truth, ticks, result):
    leak = scenario.leak
    start = truth.mark(leak.process, "begin") or truth.started[leak.process]
    end = truth.mark(leak.process, leak.ends)
    third = start + (end - start) / 3
    result.leak_error = 1.0
    # The latest word at a third of the way.
    said = [(tick, trend) for tick in ticks if tick.t <= third for trend in growing(tick.trends, leak.component)]
    if said and third - said[-1][0].t < 3:
        tick, trend = said[-1]
        result.leak_true, result.leak_said = end - tick.t, limit_seconds(trend)
        result.leak_error = abs(result.leak_said - result.leak_true) / result.leak_true


@dataclass
class Goal:
    name: str
    value: float
    wanted: str
    met: bool
    unit: str = ""


def mean(values):
    return sum(values) / len(values) if values else None


def totals(results):
    """Every number of the report over the results that are not void."""
    results = [result for result in results if not result.void]
    judged = [one for result in results for one in result.labels]
    found = [one for one in judged if one.found]
    wrong = [(result.scenario.name, component) for result in results for component in result.wrong]
    # What a trend foretells is found before it is there: that would flatter these times.
    timed = [one for result in results if not result.scenario.leak for one in result.labels if one.found]
    times = [one.seconds for one in timed]
    causes = [one.culprit_right for one in judged if one.culprit_right is not None]

    def times_of(kind):
        return [one.seconds for one in timed if one.label.kind == kind]

    return {
        "scenarios": len(results),
        "healthy": sum(result.scenario.healthy for result in results),
        "faults": sum(not result.scenario.healthy for result in results),
        "labels": len(judged),
        "found": len(found),
        "missed": len(judged) - len(found),
        "wrong": len(wrong),
        "precision": len(found) / (len(found) + len(wrong)) if found or wrong else None,
        "recall": len(found) / len(judged) if judged else None,
        "healthy_alarms": sum(
            at_least(severity, "high")
            for result in results
            if result.scenario.healthy
            for severity, _, _ in result.wrong.values()
        ),
        "detection_median_seconds": statistics.median(times) if times else None,
        "detection_max_seconds": max(times) if times else None,
        "oom_kill_max_seconds": max(times_of("oom_kill"), default=None),
        "oom_kill_median_seconds": statistics.median(times_of("oom_kill")) if times_of("oom_kill") else None,
        "throttling_max_seconds": max(times_of("throttling"), default=None),
        "throttling_median_seconds": statistics.median(times_of("throttling")) if times_of("throttling") else None,
        "leak_error_max": max((result.leak_error for result in results if result.leak_error is not None), default=None),
        "false_leaks": sum(bool(result.false_leaks) for result in results),
        "culprits_right": mean(causes),
        "culprits_judged": len(causes),
    }


def goals(numbers, full):
    """What the suite asserts. The short run has too few scenarios for shares and leaks, but the same bounds."""

    def goal(name, key, compare, bound, unit=""):
        value = numbers[key]
        # What could not be measured because nothing of the kind ran is no goal; because nothing was found, is missed.
        met = value is not None and (value >= bound if compare == ">=" else value <= bound)
        return Goal(name, value, f"{compare} {bound:g}", met, unit)

    wanted = [
        goal("precision", "precision", ">=", 0.95),
        goal("recall", "recall", ">=", 0.95),
        goal("alarms (high, critical) in healthy scenarios", "healthy_alarms", "<=", 0),
        goal("onset to finding, median", "detection_median_seconds", "<=", 3, "s"),
        goal("onset to finding, longest", "detection_max_seconds", "<=", 10, "s"),
        goal("OOM kill to finding, median", "oom_kill_median_seconds", "<=", 2, "s"),
        goal("throttling to finding, median", "throttling_median_seconds", "<=", 2, "s"),
        goal("leaks seen where none is", "false_leaks", "<=", 0),
        goal("right process named as the cause", "culprits_right", ">=", 0.95),
    ]
    if full:
        wanted.append(goal("time to the limit of leaks, largest error", "leak_error_max", "<=", LEAK_WITHIN))
    return wanted


def confusion(results):
    """Rows: what was labelled (`none` where nothing was); columns: what was found. Counts of pairs."""
    columns = (*COMPONENTS, "none")
    matrix = {row: dict.fromkeys(columns, 0) for row in (*COMPONENTS, "none")}
    for result in results:
        if result.void:
            continue
        for judged in result.labels:
            row = judged.found if judged.found in judged.label.components else judged.label.components[0]
            matrix[row][judged.found or "none"] += 1
        for component in result.wrong:
            matrix["none"].setdefault(component, 0)
            matrix["none"][component] += 1
        if result.scenario.healthy and not result.wrong:
            matrix["none"]["none"] += 1
    return matrix
