"""Writes anew what the unit tests of the reader read: answers of real servers, in trouble, to src/dbpool/sql/captured."""

import contextlib
import json
import time
from pathlib import Path

import reading
from servers import POSTGRES_VERSIONS, REPOSITORY, MariaDb, Postgres
from trouble import queue_for_lock, run, slow_statement

CAPTURED = REPOSITORY / "src" / "dbpool" / "sql" / "captured"


@contextlib.contextmanager
def older_transaction(server, begin):
    """A transaction in another database, which began well before all others."""
    session = server.connect(database="other")
    run(session, begin)
    time.sleep(2)
    try:
        yield
    finally:
        session.close()


def capture(server, system, name, program, begin, sleep):
    """The answers of two readings, while two sessions wait for locks and one for a timer: in the first also what MySQL asks
    only then."""
    with (
        server.connect() as connection,
        older_transaction(server, begin),
        slow_statement(server, sleep),
        queue_for_lock(server),
    ):
        time.sleep(1)
        reader = reading.Reader(program, system, slow_after_ms=100)
        reader.read(connection)
        first = reader.answers
        reader.read(connection)
        reader.close()
    (CAPTURED / f"{name}.json").write_text(json.dumps([first, reader.answers], indent=None).replace('], [', '],\n[') + "\n")


def prepared(server, statements):
    with server.connect() as root:
        for statement in statements:
            run(root, statement)
    return server


def main():
    program = reading.build()
    items = [
        "CREATE TABLE items (id int PRIMARY KEY, n int)",
        "INSERT INTO items VALUES (1, 0), (2, 0), (3, 0)",
        "CREATE DATABASE other",
    ]
    for version in POSTGRES_VERSIONS:
        server = prepared(Postgres(version), ["CREATE EXTENSION pg_stat_statements", *items, "SELECT pg_stat_reset()"])
        time.sleep(1)
        capture(server, "postgresql", f"postgresql-{version}", program, "BEGIN", "SELECT pg_sleep(4)")
        server.end()
    server = prepared(MariaDb("performance-schema=ON"), items)
    begin = "START TRANSACTION WITH CONSISTENT SNAPSHOT"
    capture(server, "mariadb", "mariadb-10.11", program, begin, "SELECT SLEEP(4)")
    server.end()


if __name__ == "__main__":
    main()
