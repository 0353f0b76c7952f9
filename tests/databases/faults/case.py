"""What a case is: a fault that is made, and the finding that must name it."""

from dataclasses import dataclass

SEVERITIES = ("low", "medium", "high", "critical")

CASES = {}


@dataclass(frozen=True)
class Case:
    """Written before the first run, from what is made and not from what is found."""

    name: str
    what: str
    run: object
    # Any of these names it; none for a pool that is well.
    expected: tuple
    # At this severity or above. Below medium the case says why.
    severity: str = "medium"
    why: str = ""
    # Part of what the finding must say, such as the place of the program.
    says: str = ""
    # It takes so little time that `make test-databases` runs it.
    short: bool = False
    # It may take so many seconds.
    limit: float = 60

    @property
    def healthy(self):
        return not self.expected


def case(what, expected=(), **options):
    """Makes a function of a `Stage` a case of that name."""

    def put(run):
        name = run.__name__
        CASES[name] = Case(name, what, run, (expected,) if isinstance(expected, str) else tuple(expected), **options)
        return run

    return put


def at_least(severity, least):
    return SEVERITIES.index(severity) >= SEVERITIES.index(least)
