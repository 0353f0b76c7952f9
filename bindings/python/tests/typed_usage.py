"""What callers write, for the type checker; `test_types.py` runs it too."""

import asyncio
import logging
import math
from typing import Dict, List, Optional, Tuple, Union

import plimsoll
import plimsoll.logging
import plimsoll.prometheus
import plimsoll.robot
import plimsoll.structlog


def headroom(sampler: plimsoll.Sampler) -> Optional[float]:
    sample = sampler.read()
    usage: Optional[int] = sample.cgroup_memory_usage_bytes
    limit: Optional[float] = sample.cgroup_memory_effective_limit_bytes
    if usage is None or limit is None or limit == math.inf:
        return None
    return limit - usage


def busiest(sampler: plimsoll.Sampler) -> List[str]:
    return [process.name for process in sampler.processes(top=3, by="memory")]


def units() -> Dict[str, str]:
    return {field.name: field.unit for field in plimsoll.FIELDS}


def limits(told: List[str]) -> Optional[str]:
    def on_level(change: plimsoll.LevelChange) -> None:
        told.append(f"{change.from_} -> {change.to}")

    with plimsoll.Monitor(
        window=2,
        history=100,
        thresholds={"cpu.utilisation": {"high": (0.7, 0.6)}, "load.per_cpu": None},
        prices=plimsoll.Prices(0.03, 0.004, currency="EUR"),
        on_event=lambda event: told.append(event["event"]),
        on_level=on_level,
        groups="full",
    ) as monitor:
        monitor.feed("queue", 3, limit=10.0)
        monitor.observe()
        state: bytes = monitor.save_state()
        monitor.load_state(state)
        line: plimsoll.LoadLine = monitor.load_line()
        headroom: Optional[plimsoll.Measure] = line.headroom
        reading: Optional[float] = line.reading
        usage: Optional[plimsoll.Usage] = monitor.usage()
        busy: Optional[float] = None if usage is None else usage.host_cpu_busy_ratio
        diagnosis: plimsoll.Diagnosis = monitor.diagnose()
        blamed: List[str] = [culprit.name for found in diagnosis.bottlenecks for culprit in found.culprits]
        actions: List[str] = [
            action.value for advised in monitor.recommend().recommendations for action in advised.actions
        ]
        cpu: Optional[plimsoll.Size] = monitor.allocation("burst").cpu
        pattern: Optional[str] = monitor.workload_pattern().pattern
        score: Optional[float] = monitor.efficiency().score
        points: List[float] = [point.mean for series in monitor.report().history for point in series.points]
        print(headroom, reading, busy, blamed, actions, cpu, pattern, score, len(points))
        monitor.reset()
        return diagnosis.level


def servers(context: plimsoll.ProbeContext) -> Dict[str, str]:
    targets: plimsoll.Targets = plimsoll.Targets.parse({"name": "a", "rest": {"url": "http://127.0.0.1:1/"}})
    first: plimsoll.Target = targets[0]
    found: Dict[str, str] = {}
    for target in targets:
        outcome: plimsoll.Outcome = context.probe(target)
        wait: Optional[float] = outcome.retry_after
        answered: Optional[plimsoll.Facts] = outcome.rest
        seconds: float = outcome.phases.total_seconds
        print(wait, answered, seconds, first.labels, outcome.notes)
        found[outcome.name] = outcome.reason
    return found


def asked(context: plimsoll.ProbeContext) -> bytes:
    try:
        response: plimsoll.Response = context.request("http://127.0.0.1:1/", headers={"x-own": "yes"}, timeout=2)
        status: int = response.status
        print(status, response.text, response.header("etag"), response.headers[0][0])
        return response.body
    except plimsoll.RequestTimeoutError:
        return b"too late"
    except plimsoll.RequestError as error:
        reason: Optional[str] = error.reason
        return (reason or "").encode()


def probes() -> None:
    try:
        with plimsoll.ProbeContext(user_agent="typed/1", rest_pool={"idle_age": 1}) as context:
            print(asked(context), context.pool("rest").open)
            print(servers(context), context.probe("{name: b, mcp: {command: no-such-command}}").to_dict())
            stuck: int = context.close(timeout=1)
            print(stuck)
    except plimsoll.NotBuiltError:
        print("built without probes")


async def by_a_loop(checker: plimsoll.Checker, targets: plimsoll.Targets) -> List[str]:
    outcomes: List[plimsoll.Outcome] = await checker.check_all_async(targets, deadline=20)
    found = [outcome.status for outcome in outcomes]
    async for index, outcome in checker.stream_async(targets):
        found.insert(index, outcome.reason)
    if checker.gate is not None:
        with await checker.gate.acquire_async(priority=10, timeout=None) as permit:
            found.append(repr(permit))
    ticket = checker.submit(targets[0])
    if not isinstance(ticket, plimsoll.Refusal):
        found.append((await ticket).status)
    await checker.close_async(timeout=10)
    return found


def many() -> None:
    def own() -> Tuple[str, str]:
        return "degraded", "why"

    targets: plimsoll.Targets = plimsoll.Targets.parse({"name": "a", "rest": {"url": "http://127.0.0.1:1/"}})
    try:
        with plimsoll.Checker(max_concurrent=4, gate=plimsoll.Gate(), rest_pool={"idle_age": 1}) as checker:
            given = [targets[0], plimsoll.Check("own", own, timeout=5), "{name: b, rest: {url: 'http://127.0.0.1:1/'}}"]
            outcomes: List[plimsoll.Outcome] = checker.check_all(given, progress=lambda done, of: print(done, of))
            with checker.stream(targets, max_concurrent=1) as run:
                places: List[int] = [index for index, _ in run]
                print(run.done, len(run), places)
            answer: Union[plimsoll.Ticket, plimsoll.Refusal] = checker.submit(targets[0])
            if isinstance(answer, plimsoll.Refusal):
                later: float = answer.retry_after
                print(later)
            else:
                print(answer.result(timeout=20).status)
            kept: plimsoll.Facts = checker.watch(targets)
            for event in checker.events(timeout=0.1):
                what: str = event.event
                print(what)
            names: List[str] = [state.name for state in checker.states()]
            advised: Tuple[plimsoll.Recommendation, ...] = checker.recommendations()
            print([advice.title for advice in advised])
            print(kept.added, names, checker.statistics().checked, checker.context.pool("rest").open, outcomes)
            fetched: Optional[bytes] = checker.context.cache.get_or_fetch("config", "a", lambda: b"b", ttl=1)
            gate: Optional[plimsoll.Gate] = checker.gate
            print(asyncio.run(by_a_loop(checker, targets)), fetched, gate)
    except plimsoll.NotBuiltError:
        print("built without probes")


@plimsoll.step("double")
def doubled(number: int) -> int:
    return number * 2


@plimsoll.step
async def waited(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


def stepped() -> str:
    with plimsoll.step("order") as run:
        twice: int = doubled(2)
        part: float = asyncio.run(waited(0.0))
    seconds: Optional[float] = run.seconds
    growth: Optional[int] = run.memory_growth_bytes
    found: plimsoll.Steps = plimsoll.steps()
    order: Optional[plimsoll.StepStats] = found.find("order")
    slowest: float = order.wall.p99_seconds if order is not None and order.wall is not None else 0.0
    leaking: List[str] = [step.name for step in found.leaking()]
    pause: plimsoll.Pause = plimsoll.should_pause(priority=-1)
    reason: Optional[str] = pause.reason
    went_on: bool = plimsoll.pause_while_laden(timeout=0.1)
    handler = logging.NullHandler()
    handler.addFilter(plimsoll.logging.LoadFilter())
    handler.setFormatter(plimsoll.logging.JsonFormatter())
    line = plimsoll.structlog.LoadProcessor()(None, "info", {"event": "a"})
    families = len(plimsoll.prometheus.Collector(fields=False).describe())
    listener = plimsoll.robot.Listener(json="steps.json")
    return f"{twice} {part} {seconds} {growth} {slowest} {leaking} {reason} {went_on} {line} {families} {listener}"


def main() -> None:
    many()
    print(stepped())
    told: List[str] = []
    print(limits(told), told)
    probes()
    try:
        with plimsoll.Sampler(groups={plimsoll.Groups.CGROUP_MEMORY, plimsoll.Groups.PROCESS}) as sampler:
            room: Optional[float] = headroom(sampler)
            names: List[str] = busiest(sampler)
            sample: plimsoll.Sample = plimsoll.Sample()
            sampler.read_into(sample)
            values: Dict[str, float] = sample.to_dict()
            seconds: float = sampler.cores()[0].user_seconds
            where: Optional[str] = sampler.cgroup_path("memory", depth=0)
            source: str = sample.source("host_load1")
            unit: str = sample.field("host_load1").unit
            layout: str = sample.cgroup_layout
    except plimsoll.PlimsollError as error:
        code: Optional[int] = error.code
        print(code, error.errno, error.path)
        raise
    print(room, names, values, seconds, where, source, unit, layout, units(), plimsoll.__version__, pools())


def _query(sql: str) -> List[List[Optional[str]]]:
    return [["3.45.1", "25", "4096", "-2000", "wal", "5000", None]] if sql else []


def pools() -> str:
    with plimsoll.DatabasePool("orders") as pool, plimsoll.Monitor() as monitor:
        pool.observe({"size": 5, "idle": None}, holders=[{"site": "a", "connections": 1}], in_use=2)
        monitor.attach(pool)
        reading: plimsoll.PoolReading = pool.describe()
        stats: Optional[plimsoll.PoolStats] = reading.stats
        in_use: Optional[float] = stats.in_use if stats is not None else None
        pool.read_database(query=_query, system="sqlite", known={"cpus": 2})
        advice: plimsoll.PoolAdvice = pool.advise("burst", replicas=2)
        size: Optional[int] = advice.size
        found: bool = monitor.detach("orders")
        rules: List[str] = [finding.rule for finding in pool.findings()]
        return f"{in_use} {size} {found} {rules} {advice.status}"


def benchmarked(before: plimsoll.BenchResult) -> str:
    result: plimsoll.BenchResult = plimsoll.Benchmark("quick", directory="/var/tmp").run(lambda progress: print(progress.rounds))
    overall: Optional[float] = result.scores.overall
    sample: Optional[plimsoll.BenchMeasure] = result.measure("sample")
    rounds: int = len(sample.rounds) if sample is not None else 0
    changed: List[str] = [change.name for change in result.compare(before).changes if change.verdict != "same"]
    result.save("benchmark.html")
    return f"{overall} {rounds} {changed} {result.machine.cpu_model}"


if __name__ == "__main__":
    main()
