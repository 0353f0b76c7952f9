"""What a diagnosis says is wrong, and what to do about it."""

from .part import Part
from .record import member


class Measure(Part):
    """A number with its name, unit and scope."""

    __slots__ = ()
    name = member(0, "The field of a sample or the rate it is, or what it was computed as.")
    value = member(1, "The number.")
    unit = member(2, "Its unit.")
    scope = member(3, "What it speaks of.")


class Threshold(Part):
    """The value beyond which a finding is raised, and who published it."""

    __slots__ = ()
    value = member(0, "The number.")
    clear = member(1, "The number at which it is cleared again: a little on the safe side of the other.")
    unit = member(2, "Its unit.")
    scope = member(3, "What it speaks of.")
    source = member(4, "Where the value was published.")


class Crossed(Part):
    """A value and the threshold that it is above."""

    __slots__ = ()
    _parts = {"current": Measure, "threshold": Threshold}
    rule = member(0, "The rule of the threshold, such as 'cpu.utilisation'.")
    current = member(1, "The value that was judged: a `Measure`.")
    threshold = member(2, "The value it was judged against: a `Threshold`.")


class Evidence(Part):
    """What a finding rests on: these readings, over this window."""

    __slots__ = ()
    _parts = {"readings": Measure}
    window_seconds = member(0, "Time between the samples that were compared; None where one was enough.")
    readings = member(1, "The readings: `Measure`s.")


class Culprit(Part):
    """A process that a finding is blamed on."""

    __slots__ = ()
    _parts = {"used": Measure}
    pid = member(0, "Its pid, as seen from here.")
    name = member(1, "Its name, as in /proc/PID/comm.")
    share = member(2, "Its part, 0 to 1, of what all processes of the container did or hold.")
    used = member(3, "What it did or holds: a `Measure`.")


class Finding(Part):
    """Something that limits the container or is about to."""

    __slots__ = ()
    _parts = {
        "current": Measure,
        "threshold": Threshold,
        "severity_from": Crossed,
        "evidence": Evidence,
        "culprits": Culprit,
    }
    _lists = ("explains", "culprits")
    component = member(0, "What it is about: 'cpu', 'memory', 'disk_space', ..., 'metric:<name>'.")
    severity = member(1, "How bad it is: 'low', 'medium', 'high' or 'critical'.")
    rule = member(2, "The rule that raised it, such as 'cpu.throttling'.")
    title = member(3, "One line.")
    description = member(4, "One or two sentences.")
    current = member(5, "The value that was judged: a `Measure`.")
    threshold = member(6, "The value it was judged against: a `Threshold`.")
    severity_from = member(7, "Where the severity comes from another threshold: a `Crossed`, else None.")
    confidence = member(8, "How sure it is, 0 to 1.")
    held_seconds = member(9, "For how long it has been so.")
    evidence = member(10, "What it rests on: an `Evidence`.")
    explains = member(11, "Rules that were raised too and have this cause: they make no findings.")
    culprits = member(12, "Who does it, greatest part first: `Culprit`s.")
    impact = member(13, "What the user of the container will notice.")
    impact_ratio = member(14, "How much of its work it costs, an estimate: 0 nothing, 1 all of it.")
    recommendations = member(15, "What to do, each a sentence; those of the diagnosis have the details.")


class Action(Part):
    """One concrete thing to do."""

    __slots__ = ()
    place = member(0, "Where: 'cgroup', 'docker', 'kubernetes', 'systemd', 'command' or 'program'.")
    target = member(1, "What is set there, such as '--cpus'; empty for a change of the program.")
    value = member(2, "The value, ready to be copied; or what to change.")


class Recommendation(Part):
    """Something to change."""

    __slots__ = ()
    _parts = {"actions": Action, "evidence": Evidence}
    component = member(0, "What it is about.")
    category = member(1, "Where: 'resource', 'database', 'application' or 'configuration'.")
    priority = member(2, "How soon: the severity of the finding it answers.")
    rule = member(3, "The rule of the finding it answers, or 'allocation.cpu', 'allocation.memory'.")
    title = member(4, "What to do, a sentence.")
    description = member(5, "Why, and what to look out for.")
    expected_impact = member(6, "What will change when it is done.")
    gain = member(7, "The part, 0 to 1, of the container's work or cost that it wins back; an estimate.")
    effort = member(8, "How much work it is: 'low', 'medium' or 'high'.")
    actions = member(9, "Exact files, flags and fields: `Action`s, of which one is enough.")
    evidence = member(10, "What it rests on: an `Evidence`.")
