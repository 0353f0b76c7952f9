"""Plimsoll: how laden this container is, what limits it, and what to change.

    import time, plimsoll

    with plimsoll.Sampler() as sampler:
        sample = sampler.read()
    print(sample.cgroup_memory_usage_bytes, "of", sample.cgroup_memory_effective_limit_bytes)

    with plimsoll.Monitor() as monitor:
        monitor.observe()
        time.sleep(1)
        monitor.observe()
        print(monitor.diagnose().summary, monitor.load_line().advice)

    gate = plimsoll.Gate()
    with gate.acquire(priority=-10, timeout=5):
        ...                                  # while the container can bear it

    with plimsoll.ProbeContext() as context:
        outcome = context.probe({"name": "shop", "rest": {"url": "https://shop.example/health"}})
    print(outcome.status, outcome.reason, outcome.message)

    pool = plimsoll.sqlalchemy.watch(engine) # after `import plimsoll.sqlalchemy`
    monitor.attach(pool)                     # and what limits its connections is said too

    with plimsoll.step("fetch invoices"):    # or a decorator: what each step of the work uses, and which one leaks
        ...
    print(plimsoll.steps())
    if plimsoll.should_pause():              # between tasks: whether the container can bear the next
        plimsoll.pause_while_laden()

    result = plimsoll.LoadTest("http://127.0.0.1:8080/", rate=500, duration=30).run()
    print(result.total.latency.p99_seconds)

    result = plimsoll.Benchmark("quick").run()
    print(result.scores.overall, result.measure("sample").value)

    with plimsoll.Checker() as checker:
        for outcome in checker.check_all(plimsoll.Targets.load("servers.yaml")):
            print(outcome.name, outcome.status, outcome.message)

A value that could not be read is ``None``; no limit is ``math.inf``. `help(plimsoll.Sample)` lists
every value with its unit and the kernel file it comes from, `help(plimsoll.Monitor)` what limits the
container, what to do about it, and how laden it is; `help(plimsoll.Gate)` how work begins only while the
container can bear it; `help(plimsoll.ProbeContext)` how REST endpoints and MCP servers are checked, and
`help(plimsoll.Checker)` how many of them, and functions of your own, are checked at once;
`help(plimsoll.DatabasePool)` how pools of database connections are watched, and how large they should be;
`help(plimsoll.step)` how steps of the work are measured, and `help(plimsoll.should_pause)` when to begin no more of it;
`help(plimsoll.OtlpExporter)` how what is known reaches a collector of OpenTelemetry;
`help(plimsoll.LoadTest)` how servers and functions are put under load, and `help(plimsoll.Benchmark)` what this container
can do, and what watching it costs.
"""

from .errors import (
    ClosedError,
    ConfigurationError,
    InvalidArgumentError,
    KernelError,
    MalformedError,
    NotBuiltError,
    NotFoundError,
    PermissionDeniedError,
    PlimsollError,
    RefusedError,
    RequestError,
    RequestTimeoutError,
    UnlikeSamplesError,
    UnsupportedError,
)
from .fields import Field, table as _table
from .groups import Groups
from .library import VERSION as __version__
from .sample import Sample
from .sampler import Sampler


def __getattr__(name):
    if name == "FIELDS":
        # Metadata of all fields, from the library.
        found = globals()["FIELDS"] = _table()
        return found
    # Who only takes samples does not carry the list of all there is.
    from .later import ALL, MODULES

    if name == "__all__":
        return ALL
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(__import__(f"{__name__}.{MODULES[name]}", fromlist=[name]), name)
    globals()[name] = found
    return found


def __dir__():
    from .later import ALL

    return sorted({*globals(), *ALL, "__all__"})
