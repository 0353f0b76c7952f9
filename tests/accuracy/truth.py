"""What really happened in a scenario, apart from what Plimsoll says."""

from dataclasses import dataclass, field


@dataclass
class Truth:
    begun: float = 0.0  # boot seconds at the start
    ended: float = 0.0
    started: dict = field(default_factory=dict)  # process number -> boot seconds
    marking: set = field(default_factory=set)  # numbers of the processes that are ours, and mark
    marks: dict = field(default_factory=dict)  # process number -> [(name, boot seconds)]
    before: dict = field(default_factory=dict)  # (file, key) -> value
    after: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)  # why the bed did not make what it should

    def mark(self, process, name):
        """The first mark of a process, or None."""
        return next((at for found, at in self.marks.get(process, []) if found == name), None)

    def begin(self, label):
        """From when on a finding may be there: the trouble is being made, though its onset can be later."""
        process = which(label)
        return self.mark(process, "begin") or self.started.get(process)

    def onset(self, label):
        """When the label became true."""
        process = which(label)
        return self.mark(process, label.mark) if process in self.marking else self.started.get(process)


def which(label):
    return label.cause if label.onset is None else label.onset


def parse_marks(text):
    """[(name, boot seconds)] of a file of marks."""
    rows = (line.split() for line in text.splitlines())
    return [(row[0], float(row[1])) for row in rows if len(row) == 3]


def parse_value(text, key):
    """The number of a kernel file that is one number, or behind its key; of net/snmp the segments sent again,
    of a disk the seconds that it was busy."""
    if key == "busy":  # seconds with an operation in flight, of a disk's stat
        return float(text.split()[9]) / 1000
    if key == "retransmitted":
        names, values = (line.split() for line in text.splitlines() if line.startswith("Tcp:"))
        return float(values[names.index("RetransSegs")])
    if key is None:
        return float(text.split()[0])
    for line in text.splitlines():
        words = line.replace("=", " ").split()
        if words and words[0] == key:
            return float(words[1])
    return 0.0


def check(scenario, truth):
    """Adds what is missing of the truth to its problems: such a scenario judges nobody."""
    for label in scenario.labels:
        if truth.onset(label) is None:
            truth.problems.append(f"{'/'.join(label.components)} never began: no mark `{label.mark}`")
        if label.proof:
            file, key, least = label.proof
            grown = truth.after.get((file, key), 0) - truth.before.get((file, key), 0)
            if grown < least:
                truth.problems.append(f"{file} {key or ''} grew by {grown:g}, not by {least:g}")
    if scenario.calm:
        file, key, most = scenario.calm
        grown = truth.after.get((file, key), 0) - truth.before.get((file, key), 0)
        if grown > most:
            truth.problems.append(f"it was not healthy: {file} {key or ''} grew by {grown:g}, by more than {most:g}")
    if scenario.leak and truth.mark(scenario.leak.process, scenario.leak.ends) is None:
        truth.problems.append("the leak did not reach its limit")
