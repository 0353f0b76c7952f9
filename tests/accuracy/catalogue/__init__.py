"""Every scenario."""

from . import cpu, guest, healthy, memory, network, pairs, storage, tasks

ALL = [
    scenario
    for part in (cpu, memory, storage, tasks, network, pairs, healthy, guest)
    for scenario in part.SCENARIOS
]
assert len({scenario.name for scenario in ALL}) == len(ALL), "two scenarios have one name"
