"""The keyword library for Robot Framework."""

from . import pause, pulse
from .library import VERSION
from .step_book import book as shared_book
from .step_table import leak, size


class Keywords:
    """Steps of the work, the container's load, and checks of servers, as keywords.

    | *** Settings ***
    | Library    plimsoll.robot.Keywords

    A step that `Start Step` begins goes on over keywords until `End Step`, and ends at the latest with its test; where the
    listener `plimsoll.robot` is on, also with the user keyword that it was begun in.
    """

    ROBOT_LIBRARY_SCOPE = "GLOBAL"
    ROBOT_LIBRARY_VERSION = VERSION
    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self):
        # Steps end with the test, whatever it forgot.
        self.ROBOT_LIBRARY_LISTENER = self
        self._open = []
        self._context = None

    def _end_test(self, data, result):
        while self._open:
            self._open.pop().end("failed" if result.status == "FAIL" else None)

    def start_step(self, name):
        """Begins a step of the work, such as `Fetch Invoices`. Steps may be nested."""
        self._open.append(shared_book.begin(name))

    def end_step(self, failure=None):
        """Ends the step that was begun last. With `failure`, a word such as `Timeout`, it counts as failed."""
        if not self._open:
            raise AssertionError("No step is open: `Start Step` begins one.")
        self._open.pop().end(failure or None)

    def get_steps(self):
        """What ran so far, as a dictionary: with the listener also keywords, tests and suites."""
        return shared_book.steps().to_dict()

    def log_steps(self):
        """Writes the table of what ran so far to the log."""
        from robot.api import logger

        logger.info(shared_book.steps().table())

    def no_step_should_leak(self):
        """Fails where memory grows with run after run of a step, and names it."""
        leaking = shared_book.steps().leaking()
        if leaking:
            raise AssertionError(" ".join(leak(step) for step in leaking))

    def memory_growth_should_be_below(self, step, kib_per_run: float = 64.0):
        """Fails where the runs of a step grew by so many KiB a run or more. The first two runs do not count."""
        found = shared_book.steps().find(step)
        if found is None or not found.memory.judged_runs:
            raise AssertionError(f"Step {step!r} did not run three times: nothing can be said of its memory.")
        grown = found.memory.growth_per_run_bytes
        if grown >= kib_per_run * 1024:
            raise AssertionError(f"Step {step!r} grew by {size(grown)} a run, in {found.memory.judged_runs} runs.")

    def get_load_line(self):
        """How laden the container is: 0 empty, 1.0 laden to the mark, `None` where nothing is known yet."""
        heart = pulse.shared()
        heart.beat()
        return heart.monitor.load_line().reading

    def load_should_be_below(self, mark: float = 1.0):
        """Fails where the load line is at `mark` or above, and says which resource is."""
        reading = self.get_load_line()
        if reading is not None and reading >= mark:
            resource = pulse.shared().monitor.load_line().resource
            raise AssertionError(f"The load line is at {reading:.2f} for {resource}: {mark:g} was the mark.")

    def should_pause(self, priority: int = 0):
        """Whether the container is too laden for the next task: true or false. Work of a `priority` below 0 pauses earlier."""
        from robot.api import logger

        answer = pause.should_pause(priority)
        if answer:
            logger.info(answer.message)
        return bool(answer)

    def wait_while_laden(self, timeout="1 minute", priority: int = 0):
        """Waits until the container can bear the next task; fails where it could not within `timeout`."""
        from robot.utils import timestr_to_secs

        if not pause.pause_while_laden(timestr_to_secs(timeout), priority):
            answer = pause.should_pause(priority)
            raise AssertionError(f"The container was too laden for {timeout}. {answer.message}".strip())

    def check_server(self, url, timeout="5 seconds", kind="rest"):
        """Checks a REST endpoint, or with `kind=mcp` an MCP server, and gives what was found: `status` (healthy, degraded,
        unhealthy or unknown), `reason`, `message` and more. Leaves nothing behind on the server."""
        from robot.utils import timestr_to_secs

        if kind not in ("rest", "mcp"):
            raise ValueError(f"`kind` is {kind!r}: allowed are rest and mcp")
        if self._context is None:
            from .probes import ProbeContext

            self._context = ProbeContext()
        target = {"name": url, "timeout": timestr_to_secs(timeout), kind: {"url": url}}
        return self._context.probe(target)

    def server_should_be_healthy(self, url, timeout="5 seconds", kind="rest"):
        """Checks a server as `Check Server` does, and fails where it is not healthy."""
        found = self.check_server(url, timeout, kind)
        if found.status != "healthy":
            raise AssertionError(f"{url} is {found.status}: {found.message or found.reason}")
        return found
