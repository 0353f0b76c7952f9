"""Fixtures of the databases: installed once, the driver of readers built, each server started when a test first asks."""

import signal
import subprocess
import sys

import pytest

import reading
from servers import HERE, POSTGRES_VERSIONS, MariaDb, Postgres


def pytest_configure(config):
    config.addinivalue_line("markers", "ends: with the oldest and the newest version only, to save time")
    # The default of SIGTERM would skip every `finally`, and leave servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def pytest_collection_modifyitems(config, items):
    ends = (min(POSTGRES_VERSIONS), max(POSTGRES_VERSIONS))
    left_out = [item for item in items if item.get_closest_marker("ends") and item.callspec.params["postgres"] not in ends]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def installed():
    subprocess.run([HERE / "install.sh"], check=True, timeout=900)


@pytest.fixture(scope="session")
def program(installed):
    return reading.build()


@pytest.fixture(scope="session", params=POSTGRES_VERSIONS)
def postgres(request, installed):
    """PostgreSQL of every version, with pg_stat_statements, a user without privileges and a table."""
    server = Postgres(request.param, "log_statement=all")
    try:
        with server.connect() as root:
            root.execute("CREATE EXTENSION pg_stat_statements")
            root.execute("CREATE ROLE plain LOGIN")
            root.execute("CREATE TABLE items (id int PRIMARY KEY, n int)")
            root.execute("INSERT INTO items SELECT i, 0 FROM generate_series(1, 100) AS i")
            root.execute("GRANT ALL ON items TO plain")
        yield server
    finally:
        server.end()


@pytest.fixture(scope="session")
def mariadb(installed):
    server = MariaDb("performance-schema=ON")
    try:
        connection = server.connect()
        with connection.cursor() as root:
            root.execute("CREATE USER plain")
            root.execute("GRANT ALL ON test.* TO plain")
            root.execute("CREATE TABLE items (id int PRIMARY KEY, n int) ENGINE = InnoDB")
            root.execute("INSERT INTO items VALUES (1, 0), (2, 0), (3, 0)")
        connection.close()
        yield server
    finally:
        server.end()


@pytest.fixture(scope="session")
def one_postgres(installed):
    """One PostgreSQL for all files that only use one, and leave it as it was."""
    server = Postgres(16)
    yield server
    server.end()


@pytest.fixture(scope="session")
def one_mariadb(installed):
    server = MariaDb()
    yield server
    server.end()


@pytest.fixture
def reader(program):
    """Makes readers, and ends them."""
    made = []

    def make(system, **options):
        made.append(reading.Reader(program, system, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()
