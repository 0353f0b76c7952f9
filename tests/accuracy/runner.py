"""Carries scenarios out on this machine, many at a time where they do not disturb each other."""

import os
import threading
import time
import traceback
from dataclasses import dataclass, field

import watcher
from container import TROUBLE, container, sh
from scenario import BASELINE
from truth import Truth, check, parse_marks, parse_value


@dataclass
class Outcome:
    """What was made and what was said."""

    scenario: object
    truth: Truth
    ticks: list = field(default_factory=list)
    outputs: dict = field(default_factory=dict)


def run_scenario(scenario, number, stop, tries=2):
    """Carries out one scenario; never raises. One that the bed failed to make is made once more."""
    outcome = try_scenario(scenario, number, stop)
    if outcome.truth.problems and tries > 1 and not stop.is_set():
        return run_scenario(scenario, number, stop, tries - 1)
    return outcome


def try_scenario(scenario, number, stop):
    truth = Truth()
    outcome = Outcome(scenario, truth)
    try:
        with container(scenario, number) as made:
            carry_out(scenario, made, outcome, stop)
        if not stop.is_set():
            check(scenario, truth)
    except Exception as error:  # noqa: BLE001 - one scenario's failure is its own
        truth.problems.append(f"{type(error).__name__}: {error}")
        if not isinstance(error, (OSError, RuntimeError)):
            truth.problems.append(traceback.format_exc())
    if stop.is_set():
        truth.problems.append("interrupted")
    return outcome


def carry_out(scenario, made, outcome, stop):
    truth = outcome.truth
    prepare(scenario, made)
    truth.marking = {number for number, one in enumerate(scenario.processes) if one.argv[0] == "trouble"}
    truth.begun = watcher.boot_seconds()
    due = sorted(range(len(scenario.processes)), key=lambda number: scenario.processes[number].at)
    first = made.start(due[0], scenario.processes[due[0]]) if due[0] == 0 else None
    if first is None:
        raise RuntimeError("the first process is the one that is watched, and starts at 0")
    truth.started[0] = watcher.boot_seconds()
    stop.wait(0.2)  # it has become what it is
    read_values(scenario, made, truth.before, truth)
    target = first.pid if scenario.watch == "pid" else made.bed.path
    watching = watcher.watch(target, made.fs, scenario.name)
    try:
        for number in due[1:]:
            process = scenario.processes[number]
            stop.wait(max(0, truth.begun + process.at - watcher.boot_seconds()))
            if stop.is_set():
                return
            # What changes the surroundings is a word to the container itself, not a program.
            if process.argv[0] in ("loss", "narrow"):
                getattr(made, process.argv[0])(process.argv[1])
            else:
                made.start(number, process)
            truth.started[number] = watcher.boot_seconds()
        stop.wait(max(0, truth.begun + BASELINE + scenario.seconds - watcher.boot_seconds()))
        truth.ended = watcher.boot_seconds()
    finally:
        watching.stop()
    read_values(scenario, made, truth.after, truth)
    made.end()
    outcome.ticks = watching.ticks
    if watching.error:
        truth.problems.append(watching.error)
    for number, process in enumerate(scenario.processes):
        if made.marks(number).exists():
            truth.marks[number] = parse_marks(made.marks(number).read_text())
        outcome.outputs[number] = made.output(number)[-500:]
    truth.problems += complaints(outcome.outputs)


def complaints(outputs):
    """What programs said of their own failure: they made less than the label says."""
    for number, said in outputs.items():
        for line in said.splitlines():
            # A worker that the kernel killed is what stress-ng was started for.
            if line.startswith("trouble: ") or (line.startswith("stress-ng: ") and ("fail:" in line or "error:" in line)):
                yield f"process {number}: {line}"
                break


def prepare(scenario, made):
    """Makes the files that are read, outside of the container and before the scenario begins."""
    for process in scenario.processes:
        if process.argv[0] == "trouble" and (process.argv[1] == "mapped" or "op=read" in process.argv):
            sh(TROUBLE, "disk", "prepare=only", *map(made.fill, process.argv[2:]))


def read_values(scenario, made, into, truth):
    for file, key in scenario.counters:
        try:
            into[(file, key)] = parse_value(made.kernel_file(file).read_text(), key)
        except OSError as error:
            truth.problems.append(f"proof: {error}")


class Stage:
    """Runs scenarios with threads, as many at once as their CPU cost allows."""

    def __init__(self, stop, told, budget=1.3):
        self.stop = stop
        self.told = told  # called with each outcome
        self.budget = budget

    def run(self, scenarios, first_number, one_by_one=False):
        waiting = list(enumerate(scenarios, first_number))
        # The longest first: the stage ends when the last does.
        waiting.sort(key=lambda pair: -pair[1].seconds)
        running, outcomes, lock = {}, [], threading.Lock()

        def work(number, scenario):
            outcome = run_scenario(scenario, number, self.stop)
            with lock:
                running.pop(number)
                outcomes.append(outcome)
            self.told(outcome)

        threads = []
        while waiting and not self.stop.is_set():
            with lock:
                used = sum(running.values())
                room = [pair for pair in waiting if used + pair[1].cost <= self.budget]
                chosen = None
                if (one_by_one and not running) or (not one_by_one and room):
                    chosen = waiting[0] if one_by_one else room[0]
                elif not running:
                    chosen = waiting[0]  # dearer than the budget: alone
                if chosen:
                    waiting.remove(chosen)
                    running[chosen[0]] = chosen[1].cost
            if chosen:
                thread = threading.Thread(target=work, args=chosen)
                thread.start()
                threads.append(thread)
                # Not all in step.
                self.stop.wait(0.13)
            else:
                self.stop.wait(0.1)
        for thread in threads:
            thread.join()
        return outcomes


def settle(stop, most_per_cpu=0.7, seconds=90):
    """Waits until the host's load average has forgotten what ran before; $ACCURACY_SETTLE_SECONDS at most."""
    end = time.monotonic() + float(os.environ.get("ACCURACY_SETTLE_SECONDS", seconds))
    while os.getloadavg()[0] / os.cpu_count() > most_per_cpu and time.monotonic() < end and not stop.is_set():
        stop.wait(1)
