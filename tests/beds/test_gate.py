"""The gate on cgroup v2 with PSI: a container that is laden has its low checks refused, and admitted again when it is not.

The service runs inside the container that it looks at. What is measured is what it prints: from the mark of the script
to the first and to the last of the low checks that changed. Guests are slow, and slower where the machine has other
work: more is allowed here than the 1 s and 5 s that are asked for; docs/gate.md tells what was found.
"""

import json
import os

import pytest

from reading import sections

LOW = ("low", "lowest")
REFUSED_WITHIN, ADMITTED_WITHIN = 2.5, 7.0


class Seen:
    """The lines of one service and the marks of its script."""

    def __init__(self, text):
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        self.text = text
        self.marks = {line["mark"]: line for line in lines if "mark" in line}
        changed = [line for line in lines if line.get("event") == "changed"]
        self.changed = {name: [line for line in changed if line["name"] == name] for name in (*LOW, "urgent")}

    def at(self, mark):
        return self.marks[mark]["at_unix_seconds"]

    def kernel(self, mark):
        """The numbers of the kernel's file at that mark: by name, or the only one."""
        text = self.marks[mark]["kernel"].strip(",")
        return dict(pair.split(":") for pair in text.split(",")) if ":" in text else int(text)

    def after(self, mark, which):
        """How many seconds after the mark the first and the last of the low checks changed for the `which`-th time."""
        times = [changes[which]["at_unix_seconds"] - self.at(mark) for changes in self.low()]
        return min(times), max(times)

    def low(self):
        return [self.changed[name] for name in LOW]

    def judge(self, word):
        """Each low check was refused once, for that reason, and admitted again once; the urgent one always went."""
        for name, changes in self.changed.items():
            reasons = [change["outcome"]["reason"] for change in changes]
            want = ["connect_refused"] + (["not_admitted", "connect_refused"] if name in LOW else [])
            assert reasons == want, f"{name}: {self.text}"
        for _, refused, _ in self.low():
            assert (refused["to"], word in refused["outcome"]["message"]) == ("unknown", True), refused


@pytest.fixture(scope="module")
def laden(v2):
    result = v2["laden"]
    assert result.code == 0, result.output
    return {name: Seen(text) for name, text in sections(result.output).items() if name in ("memory", "cpu")}


def test_memory_at_95_percent(laden):
    seen = laden["memory"]
    limit = 64 << 20
    assert seen.kernel("laden") > 0.93 * limit and seen.kernel("held") > 0.93 * limit, "the bed did not provoke what it should"
    assert seen.kernel("end")["oom_kill"] == "0", "the bed filled too much"
    seen.judge("memory")
    first, refused = seen.after("begun", 1)
    lasted = seen.at("laden") - seen.at("begun")
    _, admitted = seen.after("relieved", 2)
    print(f"refused {first:.2f} to {refused:.2f} s after it began to be filled, which took {lasted:.2f} s;")
    print(f"admitted {admitted:.2f} s after relief")
    assert refused < lasted + REFUSED_WITHIN and admitted < ADMITTED_WITHIN
    assert seen.after("relieved", 2)[0] > 0, "admitted while it was laden"


def test_throttled_in_over_half_of_the_periods(laden):
    seen = laden["cpu"]
    begun, relieved = seen.kernel("begun"), seen.kernel("relieved")
    periods, throttled = (int(relieved[name]) - int(begun[name]) for name in ("nr_periods", "nr_throttled"))
    provoked = f"throttled in {throttled} of {periods} periods"
    if throttled <= 0.5 * periods and os.getloadavg()[0] > 2 * os.cpu_count():
        pytest.skip(f"this machine is too busy: {provoked}, and a guest that seldom runs seldom uses up its quota")
    assert throttled > 0.5 * periods, f"the bed did not provoke what it should: {provoked}"
    seen.judge("CPU quota")
    first, refused = seen.after("begun", 1)
    _, admitted = seen.after("relieved", 2)
    print(f"{provoked}; refused after {first:.2f} to {refused:.2f} s, admitted {admitted:.2f} s after relief")
    assert refused < REFUSED_WITHIN and admitted < ADMITTED_WITHIN
    assert seen.after("relieved", 2)[0] > 0, "admitted while it was laden"
