"""Watches a target with Plimsoll at 1 Hz and writes down what it says, tick by tick.

Three sources say the same: `plimsoll watch --json` (the verdict after each reading: what is used if nothing else is
asked for), `plimsoll watch --events` (what changes; says nothing of trends), and the Python package.
$ACCURACY_SOURCE chooses: verdicts, events or package.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
INTERVAL = 1.0


@dataclass
class Found:
    """A finding at one moment."""

    severity: str
    rules: list = field(default_factory=list)  # all that are raised for the component
    culprits: list = field(default_factory=list)  # [{"pid":, "name":, "share":}], the worst first


@dataclass
class Tick:
    """What Plimsoll says at one moment."""

    t: float  # boot seconds
    level: str = None
    load_line: float = None
    findings: dict = field(default_factory=dict)  # component -> Found, the worst of each
    trends: list = field(default_factory=list)  # as they came: dictionaries
    usage: dict = None  # rates, where the source gives them: kept to see why


def boot_seconds():
    return time.clock_gettime(time.CLOCK_BOOTTIME)


RANK = {"low": 0, "medium": 1, "high": 2, "critical": 3}


def tick_of(t, diagnosis):
    """The tick that a diagnosis document makes."""
    tick = Tick(t, diagnosis.get("level"), (diagnosis.get("load_line") or {}).get("reading"))
    for found in diagnosis.get("bottlenecks", []):
        put(tick.findings, found)
    tick.trends = list(diagnosis.get("trends") or [])
    tick.usage = diagnosis.get("usage")
    return tick


def put(findings, found):
    kept = findings.setdefault(found["component"], Found(found["severity"]))
    kept.rules += [found.get("rule", ""), *found.get("explains", [])]
    kept.culprits += found.get("culprits") or []
    kept.severity = max(kept.severity, found["severity"], key=RANK.get)


class Events:
    """Makes ticks out of the events of `plimsoll watch --events`: each event changes the state."""

    def __init__(self):
        self.raised = {}  # (component, rule) -> event
        self.level = None
        self.load_line = None

    def take(self, event):
        kind = event.get("event")
        key = (event.get("component"), event.get("rule"))
        if kind in ("bottleneck_raised", "bottleneck_changed"):
            self.raised[key] = event
        elif kind == "bottleneck_cleared":
            self.raised.pop(key, None)
        elif kind == "level_changed":
            self.level = event.get("to")
            self.load_line = event.get("load_line")
        tick = Tick(event.get("boot_time_seconds") or boot_seconds(), self.level, self.load_line)
        for found in self.raised.values():
            put(tick.findings, found)
        return tick


class Watcher:
    """A running watch; `ticks` grows while it runs."""

    def __init__(self, target, filesystem, seed):
        self.target = target  # a pid, or a cgroup's path
        self.filesystem = str(filesystem or "/")
        self.ticks = []
        self.error = None
        self._stop = threading.Event()
        # Onsets and readings must not march in step.
        self._phase = random.Random(seed).uniform(0, INTERVAL)
        self._thread = threading.Thread(target=self._guarded, daemon=True)

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        self._stop.set()
        self.end()
        self._thread.join(10)

    def end(self):
        """What a source must do so that its loop ends."""

    def _guarded(self):
        try:
            self.run()
        except Exception as error:  # noqa: BLE001 - reported with the scenario
            self.error = f"{type(error).__name__}: {error}"


class PackageWatcher(Watcher):
    """The Python package, called once a second."""

    def run(self):
        sys.path.insert(0, str(REPOSITORY / "bindings" / "python"))
        import plimsoll

        self._stop.wait(self._phase)
        monitor = plimsoll.Monitor(target=self.target, filesystem=self.filesystem)
        try:
            due = time.monotonic()
            while not self._stop.is_set():
                try:
                    monitor.observe()
                except plimsoll.NotFoundError:
                    return
                t = boot_seconds()
                self.ticks.append(tick_of(t, json.loads(monitor.diagnose_json())))
                due += INTERVAL
                self._stop.wait(max(0, due - time.monotonic()))
        finally:
            monitor.close()


class CommandWatcher(Watcher):
    """`plimsoll watch`."""

    def run(self):
        self._stop.wait(self._phase)
        target = ["--pid", str(self.target)] if isinstance(self.target, int) else ["--cgroup", str(self.target)]
        self._process = subprocess.Popen(
            [command(), *words(), "--filesystem", self.filesystem, *target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if self._stop.is_set():
            self._process.kill()
        reader = Lines(boot_seconds() - time.time())
        for line in self._process.stdout:
            self.ticks += reader.take(line)
        wrong = self._process.stderr.read()
        code = self._process.wait()
        # A target that has ended is no error of the watching: it was killed, say.
        if code not in (0, -9, -15) and not self._stop.is_set() and not gone(self.target):
            self.error = f"plimsoll watch: exit {code}: {wrong[-300:]}"

    def end(self):
        process = getattr(self, "_process", None)
        if process:
            process.kill()


def gone(target):
    return isinstance(target, int) and not Path(f"/proc/{target}").exists()


def words():
    """The verb and how it speaks."""
    return ["watch", "--interval", "1s", {"verdicts": "--json", "events": "--events"}[source()]]


class Lines:
    """Makes ticks out of the lines that the command prints; boot time is wall time and an offset."""

    def __init__(self, boot_minus_wall):
        self.boot_minus_wall = boot_minus_wall
        self.events = Events()

    def take(self, line):
        if not line.startswith("{"):
            return []
        try:
            document = json.loads(line)
        except ValueError:
            return []  # cut off when it was killed
        if "event" in document:
            return [self.events.take(document)]
        wall = document["observed"].get("wall_time_seconds")
        return [] if wall is None else [tick_of(wall + self.boot_minus_wall, document)]


def command():
    """The command: $PLIMSOLL_STATIC_BINARY, or what is on the PATH; None where there is none."""
    return shutil.which(os.environ.get("PLIMSOLL_STATIC_BINARY", "plimsoll"))


def source():
    """Where the findings come from."""
    return os.environ.get("ACCURACY_SOURCE") or "verdicts"


def watch(target, filesystem=None, seed=""):
    """Starts watching a pid or a cgroup's path; `.ticks` grows until `.stop()`."""
    kind = PackageWatcher if source() == "package" else CommandWatcher
    return kind(target, filesystem, seed).start()


def ticks_of_text(text, boot_minus_wall):
    """Ticks out of what the command printed in a guest."""
    reader = Lines(boot_minus_wall)
    return [tick for line in text.splitlines() for tick in reader.take(line)]
