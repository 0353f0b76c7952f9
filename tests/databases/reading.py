"""Readings through the program `database-reader`, over a connection of any DB-API driver."""

import json
import os
import subprocess
from pathlib import Path

from servers import REPOSITORY


class OpenTransaction(Exception):
    """The reader refused."""


def build():
    build = ["cargo", "build", "--quiet", "--features", "diagnosis", "--example", "database-reader"]
    subprocess.run(build, cwd=REPOSITORY, check=True, timeout=1800)
    return Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")) / "debug" / "examples" / "database-reader"


class Reader:
    """A reader that is kept: `read` makes one reading. `statements` are those of the last one."""

    def __init__(self, program, system, **options):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.statements = []
        self.answers = []
        self.say({"system": system, **options})

    def say(self, what):
        self.process.stdin.write((json.dumps(what) if what else "") + "\n")
        self.process.stdin.flush()

    def read(self, connection):
        """What the database said, as JSON; RuntimeError with the reader's words where it could not be read."""
        self.statements, self.answers = [], []
        self.say(None)
        while True:
            line = json.loads(self.process.stdout.readline())
            if "stats" in line:
                return line["stats"]
            if "refused" in line:
                raise RuntimeError(line["refused"])
            self.statements.append(line["statement"])
            try:
                answer = {"rows": last_rows(connection, line["statement"])}
            except Exception as error:  # each driver has its own
                answer = {"error": str(error)}
            self.answers.append(answer)
            self.say(answer)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)


def last_rows(connection, statement):
    """Runs a message and gives the rows of its last result set, as text."""
    cursor = connection.cursor()
    try:
        cursor.execute(statement)
        # psycopg2 gives the last one at once, and cannot step.
        if type(connection).__module__.split(".")[0] == "psycopg":
            while cursor.nextset():
                pass
        return [[as_text(value) for value in row] for row in cursor.fetchall()]
    finally:
        cursor.close()


def as_text(value):
    if value is None:
        return None
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
