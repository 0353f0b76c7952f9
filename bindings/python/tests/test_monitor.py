"""The monitor and its diagnosis."""

import json
import math
import pickle
import shutil
import subprocess
import sys
import time

import pytest
from conftest import captured, descriptors
from test_sampler import WRONG

import plimsoll
from plimsoll import advice, diagnosis, events, finding, load_line, outlook, usage

KERNELS = ["v1-hybrid", "v2-psi", "v2-nopsi-uml", "runc-host-cgroupns"]


@pytest.fixture
def monitor():
    with plimsoll.Monitor() as made:
        yield made


def observed(seconds=0.1, **options):
    with plimsoll.Monitor(**options) as monitor:
        monitor.observe()
        time.sleep(seconds)
        monitor.observe()
        return json.loads(monitor.diagnose_json()), monitor.diagnose()


def no_limit_as_python_says_it(document):
    """The document with infinity for "max" where a limit stands, and without what is not there."""
    if isinstance(document, dict):
        return {
            name: math.inf if value == "max" else no_limit_as_python_says_it(value)
            for name, value in document.items()
            if value is not None
        }
    if isinstance(document, list):
        return [no_limit_as_python_says_it(part) for part in document]
    return document


@pytest.mark.parametrize("kernel", [None, *KERNELS])
def test_a_diagnosis_is_the_whole_document(kernel):
    document, diagnosis = observed(**captured(kernel) if kernel else {})
    assert diagnosis.schema == document["schema"] == "plimsoll.diagnosis/1"
    assert diagnosis.to_dict() == no_limit_as_python_says_it(document)


def test_members_are_typed():
    _, diagnosis = observed(**captured("v2-psi"))
    assert diagnosis.target.effective_cpus == 0.5
    assert diagnosis.target.cpu_bound_by == "/plimsoll-outer"
    assert diagnosis.target.memory_limit_bytes == 96 << 20
    assert diagnosis.level in ("optimal", "good", "degraded", "poor")
    assert len(diagnosis.resources) > 5
    assert isinstance(diagnosis.resources[0].used, plimsoll.Measure)
    assert isinstance(diagnosis.load_line.reading, float)
    assert diagnosis.observed.samples == 2
    assert diagnosis.allocation.status == "not_enough_data"
    assert diagnosis.allocation.needed_seconds > diagnosis.allocation.observed_seconds
    assert isinstance(diagnosis.usage.host_load1_per_cpu, float)
    assert diagnosis.workload_pattern.pattern is None and diagnosis.workload_pattern.reason
    assert {trend.status for trend in diagnosis.trends} == {"not_enough_data"}
    assert {heading.status for heading in diagnosis.forecasts} == {"not_enough_data"}
    assert diagnosis.anomalies == ()
    assert diagnosis.replicas.autoscaler.max_replicas >= diagnosis.replicas.autoscaler.min_replicas >= 1
    for finding in diagnosis.bottlenecks:
        assert isinstance(finding, plimsoll.Finding)
        assert finding.severity in ("low", "medium", "high", "critical")
        assert finding.title and finding.threshold.source
        assert all(isinstance(reading, plimsoll.Measure) for reading in finding.evidence.readings)


def test_a_real_finding(tmp_path):
    """A captured kernel in which the memory is nearly all used."""
    options = captured("v2-psi")
    shutil.copytree(options["sys_root"], tmp_path / "sys", symlinks=True)
    for current in (tmp_path / "sys").rglob("memory.current"):
        current.write_text(f"{95 << 20}\n")
    for stat in (tmp_path / "sys").rglob("memory.stat"):
        stat.write_text(
            f"anon {95 << 20}\nfile 0\nkernel 0\nactive_anon {95 << 20}\ninactive_file 0\nslab_reclaimable 0\n"
        )
    document, diagnosis = observed(proc_root=options["proc_root"], sys_root=tmp_path / "sys")
    assert diagnosis.level in ("degraded", "poor")
    (finding,) = [finding for finding in diagnosis.bottlenecks if finding.rule == "memory.used"]
    assert finding.component == "memory"
    assert finding.current.value > finding.threshold.value
    assert finding.recommendations
    assert finding.threshold.clear < finding.threshold.value
    assert 0 <= finding.confidence <= 1 and finding.held_seconds >= 0
    assert 0 < finding.impact_ratio <= 1 and finding.explains == ()
    assert all(isinstance(culprit, plimsoll.Culprit) for culprit in finding.culprits)
    (answer, *_) = [answer for answer in diagnosis.recommendations if answer.rule == finding.rule]
    assert answer.title in finding.recommendations
    assert answer.actions and all(isinstance(action, plimsoll.Action) for action in answer.actions)
    assert (answer.priority, answer.category) == (finding.severity, "resource")
    assert 0 < answer.gain <= 1 and answer.effort in ("low", "medium", "high")
    assert diagnosis.all_taken.gain > 0
    assert diagnosis.to_dict() == no_limit_as_python_says_it(document)


def test_no_limit_is_infinity():
    _, diagnosis = observed(**captured("v1-hybrid"))
    limits = [resource.limit for resource in diagnosis.resources]
    assert all(limit is None or isinstance(limit, float) for limit in limits)
    without = plimsoll.Resource._of({"resource": "memory", "limit": "max"})
    assert without.limit == math.inf and without.share is None and without.used is None
    assert plimsoll.TargetFacts._of({"cpu_quota_cpus": "max"}).cpu_quota_cpus == math.inf


def test_before_the_first_sample(monitor):
    assert monitor.sample is None
    diagnosis = monitor.diagnose()
    assert diagnosis.level is None
    assert diagnosis.bottlenecks == ()
    assert diagnosis.usage is None
    assert diagnosis.observed.samples == 0


def test_samples(monitor):
    monitor.observe()
    first = monitor.sample
    monitor.observe()
    second = monitor.sample
    assert isinstance(first, plimsoll.Sample)
    assert first.boot_time_ns < second.boot_time_ns
    assert first.generation == second.generation
    assert monitor.diagnose().observed.samples == 2


def test_windows():
    with plimsoll.Monitor(window=0.01) as monitor:
        for _ in range(3):
            monitor.observe()
            time.sleep(0.02)
        assert monitor.diagnose().observed.samples == 2
    for wrong in (-1, 3600.5, math.nan):
        with pytest.raises(plimsoll.InvalidArgumentError, match="window"):
            plimsoll.Monitor(window=wrong)


@pytest.mark.parametrize("options, kind, words", WRONG, ids=[str(options)[:40] for options, _, _ in WRONG])
def test_wrong_options(options, kind, words):
    before = descriptors()
    with pytest.raises(kind) as caught:
        plimsoll.Monitor(**options)
    assert all(word in str(caught.value) for word in words)
    assert descriptors() == before


def test_the_target_may_end():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with plimsoll.Monitor(target=child.pid) as monitor:
            monitor.observe()
            assert monitor.diagnose().target.pid == child.pid
            child.communicate()
            with pytest.raises(FileNotFoundError):
                monitor.observe()
            assert monitor.diagnose().observed.samples == 1
    finally:
        child.kill()
        child.communicate()


def test_closing():
    before = descriptors()
    monitor = plimsoll.Monitor()
    monitor.observe()
    monitor.close()
    monitor.close()
    assert descriptors() == before
    for call in (
        monitor.observe,
        monitor.diagnose,
        monitor.diagnose_json,
        lambda: monitor.sample,
        lambda: monitor.feed("queue", 1),
        monitor.load_line,
        monitor.usage,
        monitor.report,
        monitor.report_html,
        monitor.metrics,
        monitor.efficiency,
        monitor.keep_baseline,
        monitor.recommend,
        monitor.allocation,
        monitor.workload_pattern,
        monitor.save_state,
        lambda: monitor.load_state(b""),
        monitor.reset,
    ):
        with pytest.raises(plimsoll.ClosedError):
            call()
    with pytest.raises(TypeError, match="Monitor cannot be pickled"):
        pickle.dumps(monitor)


def test_diagnoses_are_plain_values(monitor):
    monitor.observe()
    diagnosis = monitor.diagnose()
    assert pickle.loads(pickle.dumps(diagnosis)) == diagnosis
    assert "Diagnosis(schema='plimsoll.diagnosis/1'" in repr(diagnosis)
    json.dumps(diagnosis.to_dict())
    with pytest.raises(AttributeError):
        diagnosis.level = "optimal"
    with pytest.raises(AttributeError):
        diagnosis.levle


@pytest.mark.parametrize("module", [advice, diagnosis, events, finding, load_line, outlook, usage])
def test_what_a_document_is_made_of_can_be_named(module):
    kinds = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    ]
    assert kinds
    for kind in kinds:
        assert kind.__name__ in plimsoll.__all__
        assert getattr(plimsoll, kind.__name__) is kind
        assert kind.__doc__ and kind.__slots__ == () and len(kind._names) == len(set(kind._names))
        # Each property reads the place that its name has.
        assert [getattr(tuple.__new__(kind, kind._names), name) for name in kind._names] == list(kind._names)


def test_what_the_command_printed_can_be_read():
    document, _ = observed()
    again = plimsoll.Diagnosis.from_json(json.dumps(document))
    assert again.to_dict() == no_limit_as_python_says_it(document)
