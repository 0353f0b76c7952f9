"""The listener for Robot Framework."""

import gc
import os
import re

from .step_book import book as shared_book
from .step_table import leak

# Keywords of Robot Framework's own libraries: what they use is counted to whoever calls them.
_STANDARD = frozenset(
    (
        "BuiltIn",
        "Collections",
        "DateTime",
        "Dialogs",
        "OperatingSystem",
        "Process",
        "Reserved",
        "Screenshot",
        "String",
        "Telnet",
        "XML",
    )
)
# They begin and end steps that outlive them.
_OWN = frozenset(("Start Step", "End Step"))
# Tests are many: those beyond so many names count as one, so that keywords keep their names.
_MOST_TESTS = 300
_OTHER_TESTS = "(other tests)"
_LONGEST_NAME = 200
# Robot keeps what was run, a record for each keyword, loop and branch, until the test is over. What one takes at most, in bytes;
# measured: 0.6 to 0.9 KiB.
_RECORD = 1024
_KEYWORDS = ("KEYWORD", "SETUP", "TEARDOWN")
_KIND = re.compile(r"(?:[\w.]+\.)?([A-Z]\w*(?:Error|Exception|Exceeded|Timeout|Interrupt|Exit|Found)): ")
_NO = ("", "no", "none", "false", "off", "0")


class Listener:
    """Counts each keyword, test and suite as a step, and says at the end which of them leaks memory.

        robot --listener plimsoll.robot:json=steps.json:html=steps.html tasks.robot

    What it finds stands on the console, in the log's metadata of the suite, and as a warning for each leak.

    Args:
        json, html: files that are written at the end, relative to Robot's output directory; none without.
        standard: "yes" counts the keywords of Robot's own libraries (BuiltIn, Collections, ...) as steps of their own and not
            to their callers.
        table: "yes" writes the whole table to the console, not only what is worth knowing.
        console: "no" writes nothing to the console.
        leak: from how many KiB a run on growth is called a leak.
    """

    ROBOT_LISTENER_API_VERSION = 3
    # Where somebody takes it for the library of keywords, it has none.
    ROBOT_AUTO_KEYWORDS = False

    def __init__(self, *unknown, json=None, html=None, standard="no", table="no", console="yes", leak=16):
        if unknown:
            # Robot gives a name that it does not know as a value.
            raise ValueError(
                f"{unknown[0]!r} is no argument of plimsoll.robot: there are json=FILE, html=FILE, standard=yes, table=yes, "
                "console=no and leak=KIB, each behind a colon"
            )
        self._json, self._html = json, html
        self._standard, self._table, self._console = _yes(standard), _yes(table), _yes(console)
        self._leak = float(leak) * 1024
        self._tests = set()
        # What was begun, the innermost last; None for what is no step.
        self._runs = []
        self._book = shared_book

    def start_suite(self, data, result):
        """A suite begins."""
        self._begin(result.name)

    def end_suite(self, data, result):
        """A suite ends; with the outermost the run is over."""
        self._end(result)
        if data.parent is None:
            self._report(result)

    def start_test(self, data, result):
        """A test or task begins."""
        name = result.name
        if name not in self._tests and len(self._tests) >= _MOST_TESTS:
            name = _OTHER_TESTS
        self._tests.add(name)
        self._begin(name)

    def end_test(self, data, result):
        """A test or task ends."""
        self._end(result)

    def start_keyword(self, data, result):
        """A keyword begins."""
        name = self._step(result)
        if name is None:
            self._runs.append(None)
        else:
            self._begin(name)

    def end_keyword(self, data, result):
        """A keyword ends."""
        self._end(result)

    def _step(self, result):
        """The name of the step that a keyword is; None where it is none."""
        # Where a name has values in it, as in `Select "apple"`, the name that it was defined by.
        name = getattr(result, "source_name", None) or result.name
        owner = getattr(result, "owner", None)
        if not name or name in _OWN or (owner in _STANDARD and not self._standard):
            return None
        return f"{owner}.{name}" if owner else name

    def _records(self, result):
        """What Robot keeps of a step, without the steps within it: bytes at most."""
        found, left = 0, [result]
        while left:
            above = left.pop()
            for part in _parts(above):
                found += _RECORD + len(getattr(part, "message", ""))
                if part.type not in _KEYWORDS or self._step(part) is None:
                    left.append(part)
        return found

    def _begin(self, name):
        _collect()
        name = "".join(letter if letter.isprintable() else " " for letter in str(name))
        self._runs.append(self._book.begin(name[:_LONGEST_NAME] or "(no name)"))

    def _end(self, result):
        run = self._runs.pop() if self._runs else None
        if run is None:
            return
        _collect()
        run._foreign = self._records(result)
        if result.status == "NOT RUN":
            run.drop()
        elif result.status == "FAIL":
            found = _KIND.match(result.message or "")
            run.end(found.group(1) if found else "failed")
        else:
            run.end()

    def _report(self, result):
        from robot.api import logger

        steps = self._book.steps()
        leaking = [step for step in steps.leaking() if step.memory.growth_per_run_bytes >= self._leak]
        said = [leak(step) for step in leaking] or ["No keyword leaks memory as far as can be told."]
        if _is_dry():
            leaking, said = [], ["Nothing can be told of memory: this was a dry run, in which no keyword runs."]
        result.metadata["Plimsoll"] = " ".join(said)
        for sentence in said if leaking else ():
            logger.warn(f"plimsoll: {sentence}")
        if self._console:
            logger.console(steps.table() if self._table else "plimsoll: " + " ".join(said))
        for path, write in ((self._json, steps.to_json), (self._html, steps.to_html)):
            if path:
                self._write(path, write(), logger)

    def _write(self, path, text, logger):
        from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

        try:
            path = os.path.join(BuiltIn().get_variable_value("${OUTPUT_DIR}") or ".", path)
        except RobotNotRunningError:
            pass
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            logger.error(f"plimsoll cannot write {path}: {error}; name another file in the listener's arguments")
            return
        if self._console:
            logger.console(f"Plimsoll:  {path}")


def _is_dry():
    """Whether Robot only looks whether all keywords are there. There is no public word for it."""
    try:
        from robot.running.context import EXECUTION_CONTEXTS

        return bool(EXECUTION_CONTEXTS.current.dry_run)
    except (ImportError, AttributeError):
        return False


def _collect():
    """What Robot needs for a keyword, its variables with it, refers to itself, so that Python finds it to be garbage at some time
    later, within whatever keyword runs then. It is to be counted to whom it belongs. Young garbage costs next to nothing."""
    if gc.isenabled():
        gc.collect(1)


def _parts(result):
    """What ran directly within a test, keyword, loop or branch."""
    if getattr(result, "has_setup", False):
        yield result.setup
    yield from getattr(result, "body", ())
    if getattr(result, "has_teardown", False):
        yield result.teardown


def _yes(option):
    return option if isinstance(option, bool) else str(option).strip().lower() not in _NO
