"""`python -m plimsoll db --url`: real databases by every driver, and what is said where one cannot be read."""

import os
import signal
import socket
import sqlite3
import time
from pathlib import Path

import pytest
from live import SECRET, Run, Stopped, build
from servers import MariaDb, Postgres

QUICK = ("--for", "200ms", "--interval", "100ms")
LONGER = ("--for", "1s", "--interval", "500ms")


@pytest.fixture(scope="module")
def environment(tmp_path_factory, installed):
    return build(tmp_path_factory.mktemp("package"))


@pytest.fixture
def run(environment):
    """Starts runs of the command, and ends those that are left."""
    started = []

    def start(url, *options, **more):
        started.append(Run(environment, url, *options, **more))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


@pytest.fixture(scope="module")
def postgres(installed):
    server = Postgres(17)
    try:
        with server.connect() as root:
            root.execute(f"CREATE ROLE locked LOGIN PASSWORD '{SECRET}'")
            root.execute("CREATE ROLE stranger LOGIN")
            root.execute("CREATE ROLE guest LOGIN")
            root.execute("CREATE DATABASE private")
            root.execute("REVOKE CONNECT ON DATABASE private FROM PUBLIC")
        rules = server.data / "pg_hba.conf"
        rules.write_text(f"local all locked scram-sha-256\nlocal all stranger reject\n{rules.read_text()}")
        os.kill(server.process.pid, signal.SIGHUP)
        yield server
    finally:
        server.end()


@pytest.fixture(scope="module")
def mariadb(installed):
    server = MariaDb()
    try:
        connection = server.connect()
        with connection.cursor() as root:
            root.execute(f"CREATE USER locked IDENTIFIED BY '{SECRET}'")
            root.execute("GRANT ALL ON test.* TO locked")
        connection.close()
        yield server
    finally:
        server.end()


def of_postgres(server, driver="psycopg", user="postgres", database="postgres"):
    return f"postgresql+{driver}://{user}@/{database}?host={server.folder}"


def of_mariadb(server, driver="pymysql", user="root", database="test"):
    return f"mysql+{driver}://{user}@/{database}?unix_socket={server.folder}/socket"


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2", "pg8000"])
def test_postgresql(postgres, run, driver):
    pytest.importorskip(driver)
    started = run(of_postgres(postgres, driver, f"locked:{SECRET}"), *QUICK, "--json")
    child = Path(f"/proc/{started.child()}")
    shown = (child / "cmdline").read_bytes() + (child / "environ").read_bytes()
    assert b"postgresql://locked@/postgres" in shown and SECRET.encode() not in shown
    code, pool, err = started.json()
    assert (code, err, pool["name"]) == (0, "", "postgres"), err
    assert pool["database"]["system"] == "postgresql" and pool["database"]["version"].startswith("17")
    assert pool["database"]["values"]["max_connections"] == 100
    assert pool["observed"]["database_observations"] >= 1
    assert pool["bottlenecks"] == []


@pytest.mark.parametrize("driver, module", [("pymysql",) * 2, ("mysqldb", "MySQLdb"), ("mysqlconnector", "mysql.connector")])
def test_mariadb(mariadb, run, driver, module):
    pytest.importorskip(module)
    _, pool, err = run(of_mariadb(mariadb, driver, f"locked:{SECRET}"), *QUICK, "--json").json()
    assert (err, pool["name"], pool["database"]["system"]) == ("", "test", "mariadb")
    assert pool["database"]["values"]["max_connections"] == 151
    assert pool["observed"]["database_observations"] >= 1


def test_where_the_password_may_stand(postgres, mariadb, run, tmp_path):
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:locked:{SECRET}\n")
    file.chmod(0o600)
    url, other = of_postgres(postgres, user="locked"), of_mariadb(mariadb, user="locked")
    runs = [
        run(url, *LONGER, PGPASSWORD=SECRET),
        run(url, *LONGER, PGPASSFILE=str(file)),
        run(url, *LONGER, PLIMSOLL_DATABASE_PASSWORD=SECRET),
        run(other, *LONGER, PLIMSOLL_DATABASE_PASSWORD=SECRET),
        run("env:MINE", *LONGER, MINE=of_postgres(postgres, "asyncpg", f"locked:{SECRET}")),
    ]
    for one in runs:
        child = Path(f"/proc/{one.child()}")
        assert SECRET.encode() not in (child / "cmdline").read_bytes() + (child / "environ").read_bytes()
    for one in runs:
        code, out, err = one.end()
        assert (code, err) == (0, ""), err
        assert out.startswith(("database postgres  nothing limits it\nPostgreSQL 17", "database test ")), out
        assert "How large its pools should be\nNot known" in out


def test_what_cannot_be_reached_is_told_within_the_timeout(postgres, mariadb, run):
    with socket.socket() as closed, socket.socket() as silent, socket.socket() as full:
        for one in (closed, silent, full):
            one.bind(("127.0.0.1", 0))
        silent.listen()
        full.listen(0)
        filled = [socket.socket() for _ in range(4)]
        for one in filled:
            # Beyond its queue nothing is answered.
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        at = [f"127.0.0.1:{one.getsockname()[1]}" for one in (closed, silent, full)]
        cases = [
            *((run(f"{scheme}://a:{SECRET}@{at[0]}/b"), "nothing listens") for scheme in ("postgresql", "mysql", "mysql+mysqldb")),
            *(
                (run(f"{scheme}://a:{SECRET}@{where}/b", "--timeout", "500ms"), "no answer within 0.5 s")
                for where in at[1:]
                for scheme in ("postgresql", "postgresql+pg8000", "mysql", "mysql+mysqlconnector")
            ),
            (run(f"postgresql://a:{SECRET}@no-such-host.invalid/b"), "no host has that name"),
            (run(f"mysql://a:{SECRET}@no-such-host.invalid/b"), "no host has that name"),
            (run(of_postgres(postgres, user="locked:wrong")), "see user and password"),
            (run(of_postgres(postgres, user="locked")), "see user and password"),
            (run(of_mariadb(mariadb, user="locked:wrong")), "see user and password"),
            (run(of_postgres(postgres, user=f"locked:{SECRET}", database="nowhere")), "see the names"),
            (run(of_postgres(postgres, user="stranger")), "pg_hba.conf of the server"),
            (run(of_postgres(postgres, user="guest", database="private")), "GRANT"),
            (run(of_mariadb(mariadb, user=f"locked:{SECRET}", database="nowhere")), "denied"),
            (run(of_mariadb(mariadb, database="nowhere")), "see the names"),
        ]
        for one, words in cases:
            code, out, err = one.end()
            # All at once, on few processors.
            assert code == 3 and out == "" and one.seconds < 15, (code, err)
            assert err.startswith("error: ") and err.count("\n") == 1 and words in err, err
        for one in filled:
            one.close()


def test_options_that_a_driver_does_not_know(postgres, mariadb, run):
    cases = [
        (of_postgres(postgres, driver) + f"&{wrong}", words)
        for driver in ("psycopg", "psycopg2", "pg8000")
        for wrong, words in (("frobs=1", "means nothing"), ("sslmode=nonsense", "no sslmode"))
    ]
    cases += [(of_mariadb(mariadb, driver) + "&charset=nonsense", "no charset") for driver in ("pymysql", "mysqlconnector")]
    for url, words in cases:
        code, out, err = run(url).end()
        assert (code, out) == (2, "") and err.startswith("error: ") and words in err, err


def test_drivers_that_are_not_installed(run):
    drivers = ["psycopg", "psycopg2", "pg8000", "pg8000.dbapi"]
    runs = [
        (run("postgresql://a@b/c", without=drivers), "-m pip install 'psycopg[binary]'` (or psycopg2-binary, pg8000)"),
        (run("postgresql+psycopg2://a@b/c", without=drivers), "the driver `psycopg2` is not installed"),
        (run("mariadb://a@b/c", without=["pymysql", "MySQLdb", "mysql", "mysql.connector"]), "-m pip install 'pymysql'"),
    ]
    for one, words in runs:
        code, out, err = one.end()
        assert (code, out) == (3, "") and words in err, err


def test_wrong_command_lines_are_told_before_anything_is_read(run):
    url = f"postgresql://a:{SECRET}@127.0.0.1:1/b"
    for arguments, words in [
        ((url, "--for", "soon"), "'soon'"),
        ((url, "--fail-on", "bad"), "'bad'"),
        ((url, "--stats", "x"), "cannot be used with"),
        ((url, url), "has a name"),
        ((f"oracle://a:{SECRET}@b/c",), "allowed are postgresql"),
        ((f"postgresql://a:x@{SECRET}@b/c",), "%40 for @"),
        (("env:NOT_THERE",), "NOT_THERE is not set"),
        (("sqlite://",), "name a file"),
        (("sqlite:///a%00b",), "NUL"),
        (("postgresql://127.0.0.1:54399/%00",), "NUL"),
        ((f"postgresql://app:12/p@{SECRET}@127.0.0.1:54399/orders",), "%40 for @"),
        (("postgresql+foo://127.0.0.1/orders",), "`foo`"),
        (("postgresql://127.0.0.1:99999/orders",), "65535"),
        (("sqlite:///t.db?foo=bar",), "`foo`"),
    ]:
        code, out, err = run(*arguments).end()
        assert (code, out) == (2, "") and words in err, err


def test_files_of_sqlite(run, tmp_path):
    plain, log, held, text = (tmp_path / name for name in ("plain.db", "log.db", "held.db", "text.db"))
    for file, mode in ((plain, "delete"), (log, "wal"), (held, "delete")):
        with sqlite3.connect(file) as made:
            made.execute(f"PRAGMA journal_mode = {mode}")
            made.execute("CREATE TABLE items (a)")
        made.close()
    text.write_text("no database " * 100)
    holder = sqlite3.connect(held, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    before = sorted(tmp_path.iterdir())
    fine = [run(f"sqlite:///{file}", *QUICK, "--json") for file in (plain, log)]
    bad = [
        (run(f"sqlite:///{held}", "--timeout", "500ms"), "database is locked"),
        (run(f"sqlite:///{text}"), "file is not a database"),
        (run(f"sqlite:///{tmp_path}"), "is a directory"),
        (run(f"sqlite:///{tmp_path}/missing.db"), "it was not made"),
    ]
    for one in fine:
        code, pool, err = one.json()
        assert (code, err) == (0, "") and pool["database"]["values"]["database_bytes"] == 8192
    for one, words in bad:
        code, out, err = one.end()
        assert (code, out) == (3, "") and words in err, err
    holder.close()
    assert sorted(tmp_path.iterdir()) == before


def test_reading_does_not_count_itself(postgres, mariadb, run):
    options = ("--for", "4s", "--interval", "500ms", "--json")
    runs = [(run(of_postgres(postgres), *options), "transactions_per_second", 1.4)]
    runs.append((run(of_mariadb(mariadb), *options), "queries_per_second", 0.1))
    for one, name, most in runs:
        _, pool, _ = one.json()
        # Two readings a second. The server has work of its own now and then.
        assert pool["database_interval"][name] <= most, pool["database_interval"]


def test_nothing_is_written_beside_a_file_of_sqlite(run, tmp_path):
    # Of a writer that was killed: its log is still there.
    made = sqlite3.connect(tmp_path / "made.db", isolation_level=None)
    made.execute("PRAGMA journal_mode = wal")
    made.execute("CREATE TABLE items (a)")
    real, copy = tmp_path / "real", tmp_path / "copy"
    for folder, ends in ((real, ("", "-wal", "-shm")), (copy, ("", "-wal"))):
        folder.mkdir()
        for end in ends:
            (folder / f"x.db{end}").write_bytes((tmp_path / f"made.db{end}").read_bytes())
    made.close()
    (tmp_path / "link.db").symlink_to(real / "x.db")
    (tmp_path / "again.db").symlink_to(tmp_path / "link.db")

    def files():
        return {file: file.read_bytes() for folder in (real, copy) for file in folder.iterdir() if not file.name.endswith("-shm")}

    def names():
        return sorted(tmp_path.rglob("*"))

    before = files(), names()
    for file in (tmp_path / "again.db", copy / "x.db"):
        code, pool, err = run(f"sqlite:///{file}", *QUICK, "--json").json()
        assert (code, err) == (0, "") and pool["database"]["values"]["database_bytes"] >= 4096, err
        assert (files(), names()) == before


def test_servers_that_hang_die_and_come_back(postgres, mariadb, run):
    options = ("--for", "7s", "--interval", "250ms", "--timeout", "500ms", "--json")
    runs = [run(of_postgres(postgres), *options), run(of_mariadb(mariadb), *options)]
    time.sleep(2)
    with Stopped(postgres, mariadb):
        hung = [run(of_postgres(postgres), "--timeout", "300ms"), run(of_mariadb(mariadb, "mysqldb"), "--timeout", "300ms")]
        for one in hung:
            code, _, err = one.end()
            assert code == 3 and "no answer within 0.3 s" in err, err
        time.sleep(1)  # where these end at once, the others would not see that the servers hang
    time.sleep(1)
    for server in (postgres, mariadb):
        server.stop(signal.SIGKILL)
    time.sleep(0.3)
    for server in (postgres, mariadb):
        server.start()
    for one in runs:
        code, pool, err = one.json()
        said = err.splitlines()
        assert code == 0 and len(said) == 4, err
        assert "no answer within 0.5 s" in said[0]
        assert "it answers again" in said[1] and "it answers again" in said[3]
        assert any(words in said[2] for words in ("closed", "gone away", "Lost connection", "refused", "listens")), err
        # Our own connection is no pool of anybody's. Only a server that took two seconds to come back could not be connected to.
        found = [one for one in pool["bottlenecks"] if one["rule"] != "database_pool.cannot_connect"]
        assert found == [] and (pool["recommendations"] == [] or pool["bottlenecks"])
        assert 8 <= pool["observed"]["database_observations"] < pool["observed"]["observations"]
        # Counters that began anew are no negative rates.
        rates = [value for name, value in pool["database_interval"].items() if isinstance(value, float)]
        assert rates and min(rates) >= 0


def test_an_interrupt_ends_it_with_what_was_read(postgres, run):
    url = of_postgres(postgres)
    runs = [run(url, "--for", "1m", terminal=True), run(url, "--for", "1m"), run(url, "--for", "1m")]
    children = [one.child() for one in runs]
    time.sleep(1.5)
    # As a terminal does, to both of them; one alone; and one that cannot say goodbye.
    os.kill(children[0], signal.SIGINT)
    for one, number in zip(runs, (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)):
        one.interrupt(number)
    ends = [one.end() for one in runs]
    assert [code for code, _, _ in ends] == [0, 0, -signal.SIGKILL]
    for _, out, _ in ends[:2]:
        assert out.startswith("database postgres  nothing limits it"), out
    assert "reading postgresql://postgres@/postgres: 0 of 60 s, 1 reading " in ends[0][2]
    end = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    # Before anything was read there is nothing to show.
    with Stopped(postgres):
        early = run(url)
        early.child()
        time.sleep(0.3)
        early.interrupt()
        code, out, err = early.end()
    assert (code, out) == (130, "") and "before anything was read" in err
