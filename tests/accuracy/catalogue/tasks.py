"""Tables that run full: descriptors, processes and threads."""

from scenario import BASELINE, HIGH, Leak, Scenario, label, service, trouble

SCENARIOS = [
    Scenario(
        "descriptors_leaked", "40 files a second are opened and not closed, up to a limit of 256",
        [trouble("descriptors", rate=40, onset=0.9, after=BASELINE, name="opener", nofile=256)],
        [label("descriptors", severity=HIGH, cause=0)], short=True, seconds=10,
    ),
    Scenario(
        "descriptors_leaked_sockets", "150 sockets a second are opened and not closed, up to a limit of 512",
        [trouble("descriptors", kind="socket", rate=150, onset=0.9, after=BASELINE, name="connector", nofile=512)],
        [label("descriptors", severity=HIGH, cause=0)],
    ),
    Scenario(
        "descriptors_leaked_slowly", "9 descriptors a second leak until the limit of 1024 is reached",
        [trouble("descriptors", rate=9, onset=0.9, after=2, name="opener", nofile=1024)],
        [label("descriptors", severity=HIGH, cause=0)], leak=Leak("descriptors", 0, "full"), seconds=122,
    ),
    Scenario(
        "threads_used_up", "a pool of threads grows to the container's limit of 64 tasks",
        [service(), trouble("tasks", kind="thread", rate=20, onset=58, name="pool", at=BASELINE)],
        [label("pids", severity=HIGH, cause=1)], pids=64, short=True, seconds=9,
    ),
    Scenario(
        "zombies_used_up", "children that nobody waits for use up the container's limit of 96 tasks",
        [service(), trouble("tasks", kind="zombie", rate=30, onset=87, name="careless", at=BASELINE)],
        [label("pids", severity=HIGH, cause=1)], pids=96,
    ),
    Scenario(
        "processes_used_up", "a fork bomb, slow enough to watch, against a limit of 200 tasks",
        [service(), trouble("tasks", kind="process", rate=200, onset=180, name="forker", at=BASELINE)],
        [label("pids", severity=HIGH, cause=1)], pids=200,
    ),
    Scenario(
        "threads_used_up_of_user", "a user's limit of 40 tasks (RLIMIT_NPROC) is reached; the container has none",
        [trouble("tasks", kind="thread", rate=10, onset=36, after=BASELINE, name="pool", uid=61234, nproc=40)],
        [label("pids", severity=HIGH, cause=0)],
    ),
]  # fmt: skip
