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
from .fields import Field
from .groups import Groups
from .library import VERSION as __version__
from .sample import Sample
from .sampler import Sampler

__all__ = [
    "FIELDS",
    "Action",
    "Advice",
    "AllTaken",
    "Allocation",
    "Anomaly",
    "Autoscaler",
    "Blocked",
    "Caches",
    "Check",
    "Checker",
    "ClientUsage",
    "ClosedError",
    "Comparison",
    "ConfigurationError",
    "Core",
    "Cost",
    "Crossed",
    "Culprit",
    "DatabaseInterval",
    "DatabasePool",
    "DatabaseStats",
    "DatabaseValues",
    "Diagnosis",
    "Disk",
    "EfficiencyReading",
    "Event",
    "Evidence",
    "Facts",
    "Field",
    "Filesystem",
    "Finding",
    "Gate",
    "Groups",
    "Heading",
    "Holder",
    "Interface",
    "InvalidArgumentError",
    "KernelError",
    "Knee",
    "Latencies",
    "LevelChange",
    "LoadCounts",
    "LoadInterval",
    "LoadLine",
    "LoadPart",
    "LoadProgress",
    "LoadResult",
    "LoadStage",
    "LoadSummary",
    "LoadTest",
    "LoadThreshold",
    "MalformedError",
    "Measure",
    "Monitor",
    "NotBuiltError",
    "NotFoundError",
    "Observed",
    "Outcome",
    "Pacer",
    "PartChange",
    "PartReading",
    "PatternSize",
    "PatternSizes",
    "Pause",
    "PermissionDeniedError",
    "Permit",
    "PlimsollError",
    "Point",
    "PoolAdvice",
    "PoolInterval",
    "PoolReading",
    "PoolRecognition",
    "PoolSettings",
    "PoolStats",
    "PoolWhatIf",
    "Prices",
    "ProbeContext",
    "Problem",
    "Process",
    "Recognition",
    "Recommendation",
    "Refusal",
    "RefusedError",
    "Replicas",
    "Report",
    "RequestError",
    "RequestTimeoutError",
    "Resource",
    "Response",
    "Run",
    "Sample",
    "Sampler",
    "ScalabilityLaw",
    "Series",
    "Size",
    "SlowQuery",
    "Step",
    "StepBook",
    "StepIo",
    "StepMemory",
    "StepRun",
    "StepStats",
    "StepTimes",
    "Steps",
    "Target",
    "TargetFacts",
    "TargetState",
    "Targets",
    "Threshold",
    "Ticket",
    "TrendReading",
    "UnlikeSamplesError",
    "Unread",
    "UnsupportedError",
    "Usage",
    "Waiting",
    "Waste",
    "Wasted",
    "pause_while_laden",
    "pause_while_laden_async",
    "should_pause",
    "step",
    "steps",
    "__version__",
]


# Read when first asked for: metadata of all fields from the library, and what not every caller uses.
_LATER = {
    "FIELDS": "fields",
    "Advice": "advice",
    "AllTaken": "advice",
    "Allocation": "advice",
    "Autoscaler": "advice",
    "PartReading": "advice",
    "PartChange": "advice",
    "EfficiencyReading": "advice",
    "Comparison": "advice",
    "Cost": "advice",
    "PatternSize": "advice",
    "PatternSizes": "advice",
    "Prices": "advice",
    "Recognition": "advice",
    "Replicas": "advice",
    "Size": "advice",
    "Waste": "advice",
    "Wasted": "advice",
    "Check": "checks",
    "Checker": "checker",
    "Event": "checker",
    "TargetState": "checker",
    "Run": "runs",
    "Ticket": "runs",
    "Core": "details",
    "Disk": "details",
    "Filesystem": "details",
    "Interface": "details",
    "Problem": "details",
    "Process": "details",
    "Diagnosis": "diagnosis",
    "Observed": "diagnosis",
    "Point": "diagnosis",
    "Report": "diagnosis",
    "Resource": "diagnosis",
    "Series": "diagnosis",
    "TargetFacts": "diagnosis",
    "Unread": "diagnosis",
    "Blocked": "pool_stats",
    "DatabaseInterval": "pool_stats",
    "DatabasePool": "database_pool",
    "DatabaseStats": "pool_stats",
    "DatabaseValues": "pool_stats",
    "Holder": "pool_stats",
    "PoolAdvice": "pool_stats",
    "PoolInterval": "pool_stats",
    "PoolReading": "pool_stats",
    "PoolRecognition": "pool_stats",
    "PoolSettings": "pool_stats",
    "PoolStats": "pool_stats",
    "PoolWhatIf": "pool_stats",
    "SlowQuery": "pool_stats",
    "LevelChange": "events",
    "BenchProgress": "benchmark",
    "Benchmark": "benchmark",
    "BenchChange": "benchmark_result",
    "BenchComparison": "benchmark_result",
    "BenchLatencies": "benchmark_result",
    "BenchLeftOut": "benchmark_result",
    "BenchMachine": "benchmark_result",
    "BenchMeasure": "benchmark_result",
    "BenchResources": "benchmark_result",
    "BenchResult": "benchmark_result",
    "BenchScore": "benchmark_result",
    "BenchScorePart": "benchmark_result",
    "BenchScores": "benchmark_result",
    "BenchThreads": "benchmark_result",
    "ClientUsage": "load_result",
    "Knee": "load_result",
    "Latencies": "load_result",
    "LoadCounts": "load_result",
    "LoadInterval": "load_result",
    "LoadPart": "load_result",
    "LoadProgress": "load_test",
    "LoadResult": "load_result",
    "LoadStage": "load_result",
    "LoadSummary": "load_result",
    "LoadTest": "load_test",
    "LoadThreshold": "load_result",
    "ScalabilityLaw": "load_result",
    "Action": "finding",
    "Crossed": "finding",
    "Culprit": "finding",
    "Caches": "caches",
    "Evidence": "finding",
    "Finding": "finding",
    "Measure": "finding",
    "Recommendation": "finding",
    "Threshold": "finding",
    "Gate": "gate",
    "Permit": "gate",
    "Refusal": "gate",
    "Waiting": "gate",
    "LoadLine": "load_line",
    "Monitor": "monitor",
    "Facts": "outcome",
    "Outcome": "outcome",
    "Anomaly": "outlook",
    "Heading": "outlook",
    "TrendReading": "outlook",
    "ProbeContext": "probes",
    "Response": "request",
    "Target": "targets",
    "Targets": "targets",
    "Usage": "usage",
    "Pacer": "pause",
    "Pause": "pause",
    "pause_while_laden": "pause",
    "pause_while_laden_async": "pause",
    "should_pause": "pause",
    "StepBook": "step_book",
    "step": "step_book",
    "steps": "step_book",
    "Step": "step_run",
    "StepRun": "step_run",
    "StepIo": "step_stats",
    "StepMemory": "step_stats",
    "StepStats": "step_stats",
    "StepTimes": "step_stats",
    "Steps": "step_stats",
}


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{_LATER[name]}", fromlist=[name])
    found = module.table() if name == "FIELDS" else getattr(module, name)
    globals()[name] = found
    return found


def __dir__():
    return sorted(set(globals()) | set(_LATER))
