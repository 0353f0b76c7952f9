"""MariaDB: what is read, what it costs, and that nothing of the session is changed."""

import time

import pytest

from servers import COST_LIMIT_MS, cost_ms
from trouble import fetch, queue_for_lock, run, slow_statement


@pytest.fixture
def connection(mariadb):
    connection = mariadb.connect()
    yield connection
    connection.close()


def session_state(connection):
    variables = fetch(connection, "SHOW SESSION VARIABLES WHERE Variable_name NOT IN ('timestamp', 'last_gtid', 'rand_seed1')")
    # What counts or measures is no setting.
    changing = ("error_count", "warning_count", "pseudo_thread_id", "rand_seed1", "rand_seed2")
    return [row for row in variables if row[0] not in changing]


def test_values_of_a_healthy_database(connection, reader):
    reading = reader("mariadb")
    first = reading.read(connection)
    assert "MariaDB" in first["version"] and not first.get("problems")
    assert len(reading.statements) == 2  # performance_schema is found by the first
    values = first["values"]
    assert values["max_connections"] == 151
    assert values["connections"] == values["connections_own"] == 1
    assert values["connections_active"] == 0
    assert values["cache_bytes"] == 128 << 20
    assert abs(values["reset_time_seconds"] - time.time()) < 600
    run(connection, "INSERT INTO items VALUES (1000, 0)")
    run(connection, "SELECT * FROM items")
    run(connection, "DELETE FROM items WHERE id = 1000")
    second = reading.read(connection)["values"]
    assert len(reading.statements) == 1
    assert second["reset_time_seconds"] == values["reset_time_seconds"]
    grown = {name: second[name] - values[name] for name in ("commits", "rollbacks", "reads", "writes", "rows_written")}
    # Two of the reads are the reader's own.
    assert grown == {"commits": 3, "rollbacks": 0, "reads": 3, "writes": 2, "rows_written": 2}
    assert second["queries"] > values["queries"] and second["query_seconds"] > values["query_seconds"]
    assert any(slow["text"].lower().startswith("insert into") for slow in first["slow"])


def test_what_begins_and_ends_transactions_does_not_make_statements_seem_fast(connection, reader):
    reading = reader("mariadb")
    before = [reading.read(connection)["values"] for _ in range(2)][1]
    for _ in range(3):
        for statement in ("BEGIN", "SET @a = 1", "SELECT SLEEP(0.2)", "COMMIT"):
            run(connection, statement)
    after = reading.read(connection)["values"]
    mean = (after["query_seconds"] - before["query_seconds"]) / (after["queries"] - before["queries"])
    assert mean > 0.1, "of the three, and a reading"


def test_nothing_of_the_session_changes(connection, reader):
    run(connection, "SET max_statement_time = 7, time_zone = '+05:00', sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,IGNORE_SPACE'")
    run(connection, "SET character_set_connection = 'latin1', collation_connection = 'latin1_german1_ci'")
    reading = reader("mariadb")
    before = session_state(connection)
    for _ in range(3):
        assert not reading.read(connection).get("problems")
        assert session_state(connection) == before
    assert not fetch(connection, "SELECT @@in_transaction")[0][0]


def test_an_open_transaction_is_refused_and_goes_on(connection, reader):
    reading = reader("mariadb")
    run(connection, "BEGIN")
    run(connection, "UPDATE items SET n = 99 WHERE id = 3")
    with pytest.raises(RuntimeError, match="open transaction"):
        reading.read(connection)
    assert fetch(connection, "SELECT @@in_transaction") == ((1,),)
    run(connection, "COMMIT")
    assert fetch(connection, "SELECT n FROM items WHERE id = 3") == ((99,),)
    reading.read(connection)


def test_without_autocommit_no_transaction_is_left(mariadb, reader):
    connection = mariadb.connect(autocommit=False)
    reading = reader("mariadb")
    for _ in range(2):
        reading.read(connection)
    assert not fetch(connection, "SELECT @@in_transaction")[0][0]
    connection.close()


def test_locks_and_who_holds_them(mariadb, connection, reader):
    run(connection, "SET time_zone = '+05:00'")  # ages are of the server's clock, not of the session's
    reading = reader("mariadb")
    with queue_for_lock(mariadb) as (holder, second, third):
        time.sleep(1)
        stats = reading.read(connection)
        threads = [session.thread_id() for session in (holder, second, third)]
    assert {blocked["session"]: blocked["blocked_by"] for blocked in stats["blocked"]} == {
        threads[1]: threads[0],
        threads[2]: threads[0],
    }
    assert {blocked["text"] for blocked in stats["blocked"]} == {"UPDATE items SET n = ? WHERE id = ?"}
    values = stats["values"]
    assert values["connections_waiting_for_lock"] == 2
    assert values["connections_idle_in_transaction"] == 1
    assert values["connections_idle"] == 0
    assert 1 <= values["oldest_lock_wait_seconds"] <= values["oldest_transaction_seconds"] < 10
    assert 1 <= values["oldest_idle_in_transaction_seconds"] < 10


def test_what_goes_on_in_another_database_is_the_servers_alone(mariadb, connection, reader):
    run(connection, "CREATE DATABASE other")
    run(connection, "CREATE TABLE other.items (id int PRIMARY KEY, n int) ENGINE = InnoDB")
    run(connection, "INSERT INTO other.items VALUES (1, 0), (2, 0)")
    other, nowhere = mariadb.connect(database="other"), mariadb.connect(database=None)
    with slow_statement(mariadb, "SELECT SLEEP(4)", database="other"), queue_for_lock(mariadb, database="other"):
        time.sleep(1.3)
        here, there, all_over = (reader("mariadb").read(session) for session in (connection, other, nowhere))
    run(connection, "DROP DATABASE other")
    for session in (other, nowhere):
        session.close()
    ages = ("oldest_transaction_seconds", "oldest_idle_in_transaction_seconds", "oldest_query_seconds", "oldest_lock_wait_seconds")
    assert [here["values"][name] for name in ages] == [0, 0, 0, 0]
    assert "blocked" not in here and not any(slow["running"] for slow in here["slow"])
    # A connection without a database looks at all of them.
    for stats in (there, all_over):
        assert all(stats["values"][name] >= 1 for name in ages)
        assert len(stats["blocked"]) == 2 and any(slow["running"] for slow in stats["slow"])
    of_database = [stats["values"]["connections_idle_in_transaction"] for stats in (here, there, all_over)]
    assert of_database == [0, 1, 1]
    # What shares the server's processors and connections is of all databases: of those that idle two read, and one is here.
    for stats in (here, there, all_over):
        assert stats["values"]["connections_waiting_for_lock"] == 2
        assert stats["values"]["connections_idle"] == 2


def test_threads_that_apply_what_a_source_sent_are_no_connections(mariadb, connection, reader):
    run(connection, "CREATE USER 'system user'")  # as the server calls them
    run(connection, "GRANT ALL ON test.* TO 'system user'")
    with slow_statement(mariadb, "DO SLEEP(2.5)", user="system user"):
        time.sleep(1.3)
        stats = reader("mariadb").read(connection)
    assert stats["values"]["oldest_query_seconds"] == 0
    assert not any(slow["running"] for slow in stats["slow"])
    run(connection, "DROP USER 'system user'")


def test_slow_statements_without_literals(mariadb, connection, reader):
    with slow_statement(mariadb, "SELECT SLEEP(2), 'secret' /* secret */, \"secret\""):
        time.sleep(1.3)
        stats = reader("mariadb").read(connection)
    running = [slow for slow in stats["slow"] if slow["running"]]
    assert [slow["text"] for slow in running] == ["SELECT SLEEP(?), ? , ?"]
    assert stats["values"]["oldest_query_seconds"] >= 1
    assert not any("secret" in slow["text"] for slow in stats["slow"])


def test_a_backslash_is_an_escape_by_the_sessions_mode(mariadb, connection, reader):
    login = {"init_command": "SET sql_mode = 'NO_BACKSLASH_ESCAPES'"}
    with slow_statement(mariadb, r"SELECT SLEEP(2), 'C:\', 'secret', 'C:\'", **login):
        time.sleep(1.3)
        stats = reader("mariadb").read(connection)
    assert [slow["text"] for slow in stats["slow"] if slow["running"]] == ["SELECT SLEEP(?), ?"]


def test_a_plain_user_gets_what_it_may_see(mariadb, reader):
    connection = mariadb.connect(user="plain")
    reading = reader("mariadb")
    stats = reading.read(connection)
    assert any("GRANT PROCESS" in problem for problem in stats["problems"])
    assert any("GRANT SELECT ON performance_schema" in problem for problem in stats["problems"])
    assert len(stats["problems"]) == 2
    assert stats["values"]["connections_own"] == 1
    assert stats["values"]["max_connections"] == 151
    assert "oldest_transaction_seconds" not in stats["values"]
    again = reading.read(connection)
    assert len(reading.statements) == 1, "what was refused is not asked again"
    assert again["problems"] == stats["problems"]
    connection.close()


def test_the_database_is_told_the_timeout(connection, reader):
    reading = reader("mariadb", timeout_ms=250)
    reading.read(connection)
    limit, _, _ = reading.statements[0].partition(" FOR ")
    began = time.monotonic()
    with pytest.raises(Exception, match="max_statement_time|interrupted"):
        run(connection, f"{limit} FOR SELECT COUNT(*) FROM seq_1_to_1000000000 WHERE seq % 7 = 1")
    assert time.monotonic() - began < 3


def test_the_cost(mariadb, connection, reader, capsys):
    crowd = [mariadb.connect() for _ in range(80)]
    reading = reader("mariadb")
    reading.read(connection)
    reading.read(connection)
    least, middle = cost_ms(mariadb.process.pid, lambda: fetch(connection, reading.statements[0]))
    for session in crowd:
        session.close()
    with capsys.disabled():
        print(f"\nMariaDB: {least:.2f} ms a reading, mostly {middle:.2f}")
    assert least < COST_LIMIT_MS
