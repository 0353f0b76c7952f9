import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import plimsoll


@pytest.fixture(scope="module")
def result():
    return plimsoll.Benchmark(1, disk=False).run()


def test_a_second_of_it(result):
    assert result.ended == "complete" and result.profile == "1s" and 0.8 < result.seconds < 5
    assert result.document["schema"] == "plimsoll.bench/1"
    sample = result.measure("sample")
    assert sample.unit == "seconds" and 0 < sample.value < 0.1 and len(sample.rounds) == len(sample.reference_seconds)
    assert sample.latency.p99_seconds >= sample.latency.p50_seconds > 0 and sample.allocations is None
    assert result.measure("nothing") is None and len(result.measures) >= 7
    assert 0 <= result.scores.overall <= 100
    assert all(part.why for part in result.scores.performance.parts)
    assert result.threads[0].threads == 1 and result.threads[0].speedup == 1
    assert result.machine.architecture and result.machine.optimised in (True, False)
    assert {one.name for one in result.left_out} >= {"disk_write", "disk_sync"}
    assert result.resources.process_cpus > 0 and isinstance(result.warnings, tuple)
    assert result.comparison is None


def test_beside_itself_it_is_the_same_and_has_every_form(result, tmp_path):
    again = plimsoll.BenchResult.from_json(result.to_json())
    comparison = again.compare(result)
    assert comparison.verdict == "same" and again.comparison == comparison
    assert {change.name for change in comparison.changes if change.judged} >= {"sample", "cpu"}
    assert all(change.worse_ratio == 0 for change in comparison.changes)
    for name, begin in [("a.json", "{"), ("a.html", "<!DOCTYPE html>"), ("a.csv", "name,title"), ("a.xml", "<?xml"), ("a.md", "## ")]:
        again.save(tmp_path / name)
        assert (tmp_path / name).read_text().startswith(begin), name
    with pytest.raises(ValueError, match="allowed are names that end with .json, .html"):
        again.save(tmp_path / "a.pdf")
    with pytest.raises(ValueError, match="no document of a benchmark"):
        plimsoll.BenchResult.from_json("{}")


def test_another_machine_is_compared_only_when_that_is_asked_for(result):
    import json

    document = json.loads(result.to_json())
    document["machine"]["cpu_model"] = "Sixfold 9000"
    other = plimsoll.BenchResult.from_json(json.dumps(document))
    with pytest.raises(plimsoll.UnlikeSamplesError, match="Sixfold 9000 then"):
        result.compare(other)
    again = plimsoll.BenchResult.from_json(result.to_json())
    assert "Sixfold 9000" in again.compare(other, any_machine=True).unlike[0]
    with pytest.raises(TypeError, match="allowed is a BenchResult"):
        result.compare("before.json")


@pytest.mark.parametrize("profile", ["long", 0, 7200, "10ms"])
def test_what_makes_no_sense_is_refused(profile):
    with pytest.raises(plimsoll.InvalidArgumentError, match="quick, standard, full|1 to 3600|1 s to 1 hour"):
        plimsoll.Benchmark(profile)


def test_a_directory_that_is_not_there_is_an_error_before():
    with pytest.raises(plimsoll.InvalidArgumentError, match="/no/where"):
        plimsoll.Benchmark(1, directory="/no/where").run()


def test_it_tells_how_far_it_is():
    states = []
    plimsoll.Benchmark(1, disk=False).run(states.append)
    assert states and states[-1].elapsed_seconds > 0.5 and "BenchProgress" in repr(states[0])


def test_other_threads_go_on_and_may_give_it_up():
    benchmark = plimsoll.Benchmark("full", disk=False)
    turns = []
    over = threading.Event()

    def count():
        while not over.is_set():
            turns.append(time.monotonic())
            time.sleep(0.01)
        benchmark.cancel()

    other = threading.Thread(target=count)
    other.start()
    timer = threading.Timer(1, over.set)
    timer.start()
    began = time.monotonic()
    result = benchmark.run()
    other.join()
    assert result.ended == "interrupted" and time.monotonic() - began < 20
    # As often as it could while the GIL was free.
    assert len(turns) > 20

    def stop(progress):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        plimsoll.Benchmark("full", disk=False).run(stop)


def test_ctrl_c_ends_it():
    code = "import plimsoll; plimsoll.Benchmark('full', disk=False).run(lambda p: print('on', flush=True))"
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(plimsoll.__file__))}
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert running.stdout.readline() == "on\n"
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, complaints = running.communicate(timeout=30)
    assert "KeyboardInterrupt" in complaints and time.monotonic() - began < 10
    assert running.returncode in (-signal.SIGINT, 1, 130)
