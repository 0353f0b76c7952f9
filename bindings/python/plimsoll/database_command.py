"""`plimsoll db --url`: reads a database with the user's driver, for the program `plimsoll`, which judges and prints."""

import json
import os
import signal
import subprocess
import sys
import time

from .database_drivers import NoDriver, driver_for
from .database_live import LiveReading, ReadingError
from .database_url import PASSWORD, DatabaseUrl, UrlError

# As the program's own.
USAGE = 2
BLIND = 3
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What the program has no use for.
_SECRET_VARIABLES = (PASSWORD, "PGPASSWORD", "MYSQL_PWD")


def url_place(arguments):
    """Where the URL is: the place of its argument, and what stands before it there. None where there is none."""
    for place, argument in enumerate(arguments):
        if argument == "--url" and place + 1 < len(arguments):
            return place + 1, ""
        if argument.startswith("--url="):
            return place, "--url="
    return None


def run(program, arguments, place):
    """Runs it, and gives the exit code. Nothing secret is passed on, neither in arguments nor in the environment."""
    place, before = place
    text = arguments[place][len(before) :]
    try:
        url = DatabaseUrl(text)
    except UrlError as error:
        return _fail(USAGE, error)
    hidden = {*_SECRET_VARIABLES, text[len("env:") :] if text.startswith("env:") else PASSWORD}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    arguments = [*arguments[:place], before + url.shown(), *arguments[place + 1 :]]
    try:
        judge = _Judge(program, arguments, environment)
    except OSError as error:
        return _fail(BLIND, f"cannot run {program}: {error}; install plimsoll-monitor again")
    if judge.plan is None:
        # A wrong command line: it said so.
        return judge.end()
    try:
        return _read(url, judge)
    except (NoDriver, ReadingError, UrlError) as error:
        judge.discard()
        return _fail(USAGE if isinstance(error, UrlError) else BLIND, error)
    except KeyboardInterrupt:
        judge.discard()
        return _fail(128 + signal.SIGINT, "ended before anything was read")
    except BaseException:
        judge.discard()
        raise


def _read(url, judge):
    plan, driver = judge.plan, driver_for(url)
    reading = LiveReading(url, driver, plan["timeout_seconds"])
    show = _Progress(url, plan["for_seconds"])
    began = time.monotonic()
    due, failed_at = began, None
    try:
        while judge.is_there:
            show.at(time.monotonic() - began, reading.readings)
            try:
                judge.send(reading.read())
                if failed_at is not None:
                    show.say(f"it answers again, after {time.monotonic() - failed_at:.0f} s")
                    failed_at = None
            except ReadingError as error:
                if reading.readings == 0:
                    raise
                if failed_at is None:
                    failed_at = time.monotonic()
                    show.say(str(error))
                judge.send(reading.line())
            now = time.monotonic()
            # Those that were missed are left out.
            due += plan["interval_seconds"] * max(1, -(-(now - due) // plan["interval_seconds"]))
            if due > began + plan["for_seconds"] + 1e-3:
                break
            _wait(due, began, show, reading)
    except KeyboardInterrupt:
        if reading.readings == 0:
            raise
    finally:
        show.close()
        reading.close()
    return judge.end()


def _wait(due, began, show, reading):
    while True:
        now = time.monotonic()
        if now >= due:
            return
        show.at(now - began, reading.readings)
        time.sleep(min(1.0, due - now))


def _fail(code, message):
    print(f"error: {message}", file=sys.stderr)
    return code


class _Judge:
    """The program, which checks the command line first, says how to read, and takes in what was read."""

    def __init__(self, program, arguments, environment):
        told, tell = os.pipe()
        try:
            # It lives as long as we send, whoever tells both of us to end.
            handlers = [signal.signal(number, signal.SIG_IGN) for number in _SIGNALS]
            try:
                self._child = subprocess.Popen(
                    ["plimsoll", *arguments],
                    executable=program,
                    stdin=subprocess.PIPE,
                    pass_fds=(tell,),
                    env=dict(environment, PLIMSOLL_DB_PLAN=f"/proc/self/fd/{tell}"),
                )
            finally:
                for number, handler in zip(_SIGNALS, handlers):
                    signal.signal(number, signal.default_int_handler if handler != signal.SIG_IGN else handler)
            os.close(tell)
            tell = None
            line = b""
            while not line.endswith(b"\n"):
                more = os.read(told, 4096)
                if not more:
                    break
                line += more
            self.plan = json.loads(line) if line else None
        finally:
            os.close(told)
            if tell is not None:
                os.close(tell)
        self.is_there = True

    def send(self, line):
        try:
            self._child.stdin.write(line)
            self._child.stdin.flush()
        except BrokenPipeError:
            self.is_there = False

    def end(self):
        """Has it judge what it got. Its exit code."""
        try:
            self._child.stdin.close()
        except BrokenPipeError:
            pass
        try:
            code = self._child.wait()
        except KeyboardInterrupt:
            self.discard()
            return 128 + signal.SIGINT
        return code if code >= 0 else _fail(128 - code, f"the program plimsoll was ended by signal {-code}")

    def discard(self):
        self._child.kill()
        self._child.wait()


class _Progress:
    """A line on stderr that is written again and again, where that is a terminal; and what happens on the way."""

    def __init__(self, url, seconds):
        self._what = f"reading {url.shown()}"
        self._seconds = seconds
        self._is_shown = sys.stderr.isatty()

    def at(self, elapsed, readings):
        if self._is_shown:
            count = "1 reading" if readings == 1 else f"{readings} readings"
            text = f"{self._what}: {elapsed:.0f} of {self._seconds:g} s, {count} (Ctrl-C ends it)"
            width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
            sys.stderr.write(f"\r\x1b[2K{text[: width - 1]}")
            sys.stderr.flush()

    def say(self, text):
        self.close()
        print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)

    def close(self):
        if self._is_shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
