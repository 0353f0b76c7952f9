"""Watches a target with Plimsoll at 1 Hz and writes down what it says, tick by tick.

Two sources say the same: `plimsoll watch --events` (what a user would run), and, where the command has no --events
yet, the Python package. `watch` hides which.
"""

import json
import os
import random
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
    kept.rules.append(found.get("rule", ""))
    kept.culprits += found.get("culprits") or []
    kept.severity = max(kept.severity, found["severity"], key=RANK.get)


class Events:
    """Makes ticks out of the events of `plimsoll watch --events`: each event changes the state."""

    def __init__(self):
        self.raised = {}  # (component, rule) -> event
        self.trends = {}  # name -> event
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
            self.level = event.get("level") or event.get("to")
        elif kind and kind.startswith("trend"):
            name = event.get("signal") or event.get("name") or event.get("component")
            if kind.endswith(("cleared", "ended")):
                self.trends.pop(name, None)
            else:
                self.trends[name] = event
        if "load_line" in event:
            line = event["load_line"]
            self.load_line = line.get("reading") if isinstance(line, dict) else line
        tick = Tick(event.get("boot_seconds") or boot_seconds(), self.level, self.load_line)
        for found in self.raised.values():
            put(tick.findings, found)
        tick.trends = list(self.trends.values())
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
    """`plimsoll watch --events`."""

    def run(self):
        self._stop.wait(self._phase)
        target = ["--pid", str(self.target)] if isinstance(self.target, int) else ["--cgroup", str(self.target)]
        self._process = subprocess.Popen(
            [command(), "watch", "--events", "--interval", "1s", "--filesystem", self.filesystem, *target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if self._stop.is_set():
            self._process.kill()
        events = Events()
        for line in self._process.stdout:
            if line.startswith("{"):
                self.ticks.append(events.take(json.loads(line)))
        wrong = self._process.stderr.read()
        code = self._process.wait()
        if code not in (0, 1, -9, -15) and not self._stop.is_set():
            self.error = f"plimsoll watch: exit {code}: {wrong[-300:]}"

    def end(self):
        process = getattr(self, "_process", None)
        if process:
            process.kill()


def command():
    """The command: $PLIMSOLL_STATIC_BINARY."""
    return os.environ.get("PLIMSOLL_STATIC_BINARY", "plimsoll")


def command_has_events():
    try:
        told = subprocess.run([command(), "watch", "--help"], capture_output=True, text=True, timeout=10)
    except OSError:
        return False
    return "--events" in told.stdout


_source = None


def source():
    """`command` or `package`: $ACCURACY_SOURCE, or what there is."""
    global _source
    if _source is None:
        _source = os.environ.get("ACCURACY_SOURCE") or ("command" if command_has_events() else "package")
    return _source


def watch(target, filesystem=None, seed=""):
    """Starts watching a pid or a cgroup's path; `.ticks` grows until `.stop()`."""
    kind = {"command": CommandWatcher, "package": PackageWatcher}[source()]
    return kind(target, filesystem, seed).start()


def ticks_of_text(text):
    """Ticks out of lines that a guest printed: `@t BOOT_SECONDS` before a diagnosis, or events."""
    ticks, t, events = [], None, Events()
    for line in text.splitlines():
        if line.startswith("@t "):
            t = float(line.split()[1])
        elif line.startswith("{"):
            try:
                document = json.loads(line)
            except ValueError:
                continue  # cut off when it was killed
            ticks.append(events.take(document) if "event" in document else tick_of(t, document))
    return ticks
