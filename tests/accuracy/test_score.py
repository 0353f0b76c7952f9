"""The scoring, on made-up findings: every way to be right and to be wrong."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import catalogue
import score
from runner import Outcome
from scenario import HIGH, Leak, Scenario, label, service, trouble
from truth import Truth, check, parse_marks, parse_value
from watcher import Events, Found, Tick, ticks_of_text


def outcome(ticks, *, labels=(), marks=None, **more):
    """A scenario from 100 s on whose second process began at 105 s and made its trouble at 106 s."""
    processes = [service(), trouble("cpu", name="burner", at=5)]
    scenario = Scenario("made-up", "", processes, list(labels), **more)
    truth = Truth(100, 120, {0: 100, 1: 105}, {0, 1}, marks if marks is not None else {1: [("onset", 106.0)]})
    return Outcome(scenario, truth, [Tick(t, findings=findings) for t, findings in ticks])


def found(severity="high", rule="cpu.throttling", *culprits):
    return Found(severity, [rule], [{"name": name} for name in culprits])


def judge(*arguments, **more):
    return score.judge(outcome(*arguments, **more))


CPU = label("cpu", severity=HIGH, cause=1)


def test_a_finding_after_the_onset_is_right_and_timed():
    result = judge([(104, {}), (107.5, {"cpu": found("high", "cpu.throttling", "burner")})], labels=[CPU])
    assert result.right and result.labels[0].seconds == 1.5 and result.labels[0].culprit_right


def test_a_finding_while_the_trouble_is_being_made_is_right_at_once():
    result = judge([(105.5, {"cpu": found()})], labels=[CPU])
    assert result.right and result.labels[0].seconds == 0


def test_a_finding_before_the_trouble_is_wrong():
    result = judge([(103, {"cpu": found()}), (107, {"cpu": found()})], labels=[CPU])
    assert not result.right and result.wrong["cpu"][0] == "high"
    assert result.labels[0].found is None, "it is no answer to what began later"
    other = judge([(103, {"cpu": found(rule="cpu.host")}), (107, {"cpu": found()})], labels=[CPU])
    assert other.labels[0].found and other.wrong


@pytest.mark.parametrize(
    "tick",
    [(107, {}), (117, {"cpu": found()}), (107, {"cpu": found("medium")}), (107, {"memory": found()})],
    ids=["nothing", "too late", "too mild", "another"],
)
def test_what_is_not_found_in_time_and_in_earnest_is_missed(tick):
    result = judge([(104, {}), tick], labels=[CPU])
    assert result.labels[0].found is None and not result.right


def test_the_rule_can_be_demanded():
    oom = label("memory", cause=1, rule="oom")
    assert not judge([(107, {"memory": found(rule="memory.used")})], labels=[oom]).right
    assert judge([(107, {"memory": found(rule="memory.oom_kill")})], labels=[oom]).right


def test_one_of_several_components_is_enough_and_allowed_ones_count_for_nothing():
    either = label("cpu", "load", cause=1)
    result = judge([(107, {"load": found()}), (109, {"cpu": found(), "disk_io": found()})], labels=[either],
                   allowed=("disk_io",))  # fmt: skip
    assert result.right and result.labels[0].found == "load"


def test_a_healthy_scenario_is_wrong_from_medium_up_and_alarms_from_high():
    for severity, right, alarms in (("low", True, 0), ("medium", False, 0), ("high", False, 1), ("critical", False, 1)):
        results = [judge([(107, {"load": found(severity)})])]
        assert results[0].right is right
        assert score.totals(results)["healthy_alarms"] == alarms, severity


def test_the_worst_severity_of_a_wrong_finding_is_kept():
    result = judge([(104, {"load": found("high")}), (105, {"load": found("medium")}), (106, {"load": found("critical")})])
    assert result.wrong["load"][0] == "critical"


def test_culprits_are_compared_by_the_15_characters_that_the_kernel_keeps():
    assert score.same_name("stress-ng-cpu", "stress-ng") and score.same_name("abcdefghijklmno", "abcdefghijklmnopq")
    assert score.same_name("forker (199 processes)", "forker")
    assert not score.same_name("worker-2", "worker"), "another process, though the name begins alike"
    assert not score.same_name(None, "burner") and not score.same_name("service", "burner")


def test_a_culprit_may_be_named_some_readings_later_but_not_long_after():
    ticks = [(107, {"cpu": found()}), (109, {"cpu": found("high", "x", "burner")})]
    assert judge(ticks, labels=[CPU]).labels[0].culprit_right
    assert judge([ticks[0], (112, ticks[1][1])], labels=[CPU]).labels[0].culprit_right is False


def test_a_leak_is_judged_a_third_of_the_way():
    leak = {"component": "memory", "seconds_to_limit": 70}
    marks = {1: [("killed", 195.0)]}  # begun at 105: a third is 135, and 62 s are left at 133
    made = outcome([(133, {}), (140, {})], marks=marks, leak=Leak("memory", 1))
    made.ticks[0].trends = [leak]
    made.ticks[1].trends = [{"component": "memory", "seconds_to_limit": 1}]  # later than a third: not asked
    result = score.judge(made)
    assert result.leak_said == 70 and result.leak_true == 62
    assert result.leak_error == pytest.approx(8 / 62) and result.right
    made.ticks[0].trends = [{"component": "memory", "growth": {"seconds_to_limit": 30}}]
    assert not score.judge(made).right
    made.ticks[0].trends = []
    assert score.judge(made).leak_error == 1.0, "nothing said"


def test_a_leak_that_is_none_is_wrong():
    made = outcome([(110, {})], no_leak=("memory",))
    made.ticks[0].trends = [{"component": "memory", "seconds_to_limit": 500}]
    assert not score.judge(made).right
    made.ticks[0].trends = [{"component": "memory", "seconds_to_limit": None}]
    assert score.judge(made).right


def test_what_the_bed_did_not_make_judges_nobody():
    made = outcome([(107, {"load": found()})], labels=[CPU], marks={})
    check(made.scenario, made.truth)
    result = score.judge(made)
    assert result.void and score.totals([result])["scenarios"] == 0
    proven = label("cpu", cause=1, proof=("cpu.stat", "nr_throttled", 10))
    made = outcome([(107, {"cpu": found()})], labels=[proven])
    made.truth.before, made.truth.after = {("cpu.stat", "nr_throttled"): 5.0}, {("cpu.stat", "nr_throttled"): 14.0}
    check(made.scenario, made.truth)
    assert "grew by 9, not by 10" in made.truth.problems[0]
    made = outcome([(107, {})], calm=("cpu.stat", "nr_throttled", 5))
    made.truth.before, made.truth.after = {("cpu.stat", "nr_throttled"): 5.0}, {("cpu.stat", "nr_throttled"): 14.0}
    check(made.scenario, made.truth)
    assert "not healthy" in made.truth.problems[0]


def test_totals_and_goals():
    right = judge([(107, {"cpu": found("high", "x", "burner")})], labels=[CPU])
    missed = judge([(107, {"disk_io": found()})], labels=[CPU])
    numbers = score.totals([right, missed])
    assert numbers["precision"] == 0.5 and numbers["recall"] == 0.5 and numbers["culprits_right"] == 1
    goals = {goal.name: goal.met for goal in score.goals(numbers, full=True)}
    assert not goals["precision"] and goals["onset to finding, median"]
    assert not goals["OOM kill to finding, median"], "no kill was found"


def test_what_a_trend_foretells_does_not_flatter_the_times():
    leaking = judge([(105.5, {"cpu": found()})], labels=[CPU], leak=Leak("cpu", 1, "onset"))
    late = judge([(108, {"cpu": found()})], labels=[CPU])
    assert score.totals([leaking, late])["detection_median_seconds"] == 2
    assert score.totals([leaking, late])["found"] == 2


def test_ignored_rules_are_not_counted_as_wrong_but_still_found():
    made = outcome([(104, {"load": found(rule="load.per_cpu")}), (107, {"cpu": found()})], labels=[CPU])
    assert not score.judge(made).right
    assert score.judge(made, ["load.per_cpu"]).right and score.judge(made, ["load.per_cpu", "cpu.throttling"]).right


def test_kernel_files_are_read_as_they_are():
    assert parse_value("123\n", None) == 123
    assert parse_value("nr_periods 7\nnr_throttled 3\n", "nr_throttled") == 3
    assert parse_value("some avg10=0\n", "full") == 0
    assert parse_value("Ip: a\nIp: 1\nTcp: OutSegs RetransSegs\nTcp: 5 4\n", "retransmitted") == 4
    assert parse_value("1 2 3 4 5 6 7 8 9 2500 11", "busy") == 2.5
    assert parse_marks("onset 12.5 77\nbroken\n") == [("onset", 12.5)]


def test_events_make_the_state_that_they_lead_to():
    lines = [
        '{"event": "bottleneck_raised", "component": "cpu", "severity": "high", "rule": "cpu.throttling", '
        '"boot_time_seconds": 10.5, "culprits": [{"pid": 7, "name": "burner", "share": 0.9}]}',
        '{"event": "bottleneck_raised", "component": "cpu", "severity": "critical", "rule": "cpu.x", "boot_time_seconds": 11}',
        '{"event": "bottleneck_cleared", "component": "cpu", "rule": "cpu.throttling", "boot_time_seconds": 12}',
    ]
    ticks = ticks_of_text("\n".join(lines) + '\n{"event": "cut', 0)
    assert [tick.t for tick in ticks] == [10.5, 11, 12]
    assert ticks[0].findings["cpu"].culprits[0]["name"] == "burner"
    assert ticks[1].findings["cpu"].severity == "critical" and len(ticks[1].findings["cpu"].rules) == 2
    assert ticks[2].findings["cpu"].rules == ["cpu.x"]
    assert Events().take({"event": "level_changed", "to": "good", "boot_time_seconds": 1}).level == "good"


def test_verdicts_are_timed_by_the_wall_clock_and_its_offset():
    text = (
        '{"observed": {"wall_time_seconds": 1000.5}, "level": "poor", "bottlenecks": '
        '[{"component": "pids", "severity": "high", "rule": "r"}], "trends": [{"component": "pids"}]}\n{"observed"'
    )
    (tick,) = ticks_of_text(text, -900)
    assert tick.t == 100.5 and tick.level == "poor" and tick.trends
    assert tick.findings["pids"].severity == "high"


def test_the_catalogue_is_wide_enough_and_well_formed():
    scenarios = catalogue.ALL
    healthy = [one for one in scenarios if one.healthy]
    short = [one for one in scenarios if one.short]
    assert len(scenarios) >= 40 and len(healthy) >= 15
    assert len(short) >= 10 and any(one.healthy for one in short)
    for one in scenarios:
        assert one.phase in ("together", "cpu", "guest", "disk", "host"), one.name
        assert set(one.allowed) | {name for made in one.labels for name in made.components} <= set(score.COMPONENTS)
        assert not one.short or one.phase != "guest", one.name
        for made in one.labels:
            number = made.cause if made.onset is None else made.onset
            assert 0 <= number < len(one.processes), one.name
            assert made.cause is None or one.processes[made.cause].name, one.name
