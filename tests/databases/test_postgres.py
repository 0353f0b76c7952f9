"""PostgreSQL, every version: what is read, what it costs, and that nothing of the session is changed."""

import threading
import time

import psycopg
import psycopg2
import pytest

from servers import COST_LIMIT_MS, cost_ms
from trouble import fetch, queue_for_lock, run, slow_statement


@pytest.fixture
def connection(postgres):
    with postgres.connect() as connection:
        yield connection


def session_state(connection):
    """All that a reading could change: every setting, and the transaction's state."""
    settings = fetch(connection, "SELECT name, setting, source FROM pg_settings ORDER BY name")
    return settings, connection.info.transaction_status, connection.autocommit


def test_values_of_a_healthy_database(postgres, connection, reader):
    reading = reader("postgresql")
    first = reading.read(connection)
    assert first["system"] == "postgresql"
    assert first["version"].split(".")[0] == str(postgres.version)
    assert not first.get("problems")
    values = first["values"]
    assert values["max_connections"] == 100
    assert values["reserved_connections"] == 3
    assert values["connections"] >= values["connections_own"] >= 1
    assert values["database_bytes"] > 5e6
    assert values["cache_bytes"] == 128 << 20
    assert values["deadlocks"] == values["conflicts"] == 0
    assert ("active_seconds" in values) == (postgres.version >= 14)
    assert len(reading.statements) <= 2  # the second is to pg_stat_statements, which the first has found

    run(connection, "INSERT INTO items VALUES (1000, 0)")
    run(connection, "DELETE FROM items WHERE id = 1000")
    time.sleep(1.2)  # sessions report their counters once a second
    fetch(connection, "SELECT 1")
    time.sleep(0.2)
    second = reading.read(connection)["values"]
    assert len(reading.statements) == 1
    assert second["commits"] >= values["commits"] + 2
    assert second["rollbacks"] == values["rollbacks"], "readings do not count as rollbacks"
    assert second["rows_written"] >= values["rows_written"] + 2
    assert second["queries"] > values["queries"]
    assert second["query_seconds"] > values["query_seconds"]


def test_what_begins_and_ends_transactions_does_not_make_statements_seem_fast(connection, reader):
    reading = reader("postgresql")
    before = [reading.read(connection)["values"] for _ in range(2)][1]
    for _ in range(3):
        for statement in ("BEGIN", "SET LOCAL lock_timeout = '1s'", "SELECT pg_sleep(0.2)", "COMMIT"):
            run(connection, statement)
    after = reading.read(connection)["values"]
    mean = (after["query_seconds"] - before["query_seconds"]) / (after["queries"] - before["queries"])
    assert mean > 0.1, "of the three, and a reading"


@pytest.mark.parametrize("one_statement", [False, True])
def test_nothing_of_the_session_changes(connection, reader, one_statement):
    run(connection, "SET search_path = 'nowhere'")
    run(connection, "SET statement_timeout = '7s'")
    reading = reader("postgresql", one_statement=one_statement)
    before = session_state(connection)
    for _ in range(3):
        reading.read(connection)
        assert session_state(connection) == before
    assert not connection.info.transaction_status


def test_an_open_transaction_is_refused_and_goes_on(connection, reader):
    reading = reader("postgresql")
    reading.read(connection)
    run(connection, "BEGIN")
    before = session_state(connection)
    run(connection, "UPDATE items SET n = 99 WHERE id = 50")
    with pytest.raises(RuntimeError, match="open transaction"):
        reading.read(connection)
    assert session_state(connection)[0] == before[0]
    assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
    run(connection, "COMMIT")
    assert fetch(connection, "SELECT n FROM items WHERE id = 50") == [(99,)]
    reading.read(connection)


def test_one_statement_is_refused_after_a_write(connection, reader):
    reading = reader("postgresql", one_statement=True)
    run(connection, "BEGIN")
    run(connection, "UPDATE items SET n = 98 WHERE id = 50")
    with pytest.raises(RuntimeError, match="open transaction"):
        reading.read(connection)
    assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
    connection.rollback()


def test_a_transaction_of_the_callers_own(postgres, reader):
    with postgres.connect(autocommit=False) as connection:
        with pytest.raises(RuntimeError, match="open transaction"):
            reader("postgresql").read(connection)
        connection.rollback()
        reading = reader("postgresql", own_transaction=True)
        before = fetch(connection, "SHOW statement_timeout")
        connection.rollback()
        assert reading.read(connection)["values"]["max_connections"] == 100
        connection.rollback()
        assert fetch(connection, "SHOW statement_timeout") == before


@pytest.mark.ends
def test_psycopg2(postgres, reader):
    connection = psycopg2.connect(host=str(postgres.folder), user="postgres", dbname="postgres")
    connection.autocommit = True
    assert reader("postgresql").read(connection)["values"]["max_connections"] == 100
    connection.close()


def test_a_plain_user_gets_what_it_may_see(postgres, reader):
    with postgres.connect() as other, postgres.connect(user="plain") as connection:
        run(other, "BEGIN")
        stats = reader("postgresql").read(connection)
        other.rollback()
    values = stats["values"]
    assert values["connections"] >= 2
    assert values["connections_own"] == 1
    assert values["connections_idle_in_transaction"] == 0, "it is hidden"
    assert values["commits"] > 0 and values["max_connections"] == 100
    assert any("GRANT pg_monitor" in problem for problem in stats["problems"])


def test_a_refused_view_costs_only_its_values(postgres, reader):
    with postgres.connect() as root, postgres.connect(user="plain") as connection:
        run(root, "REVOKE SELECT ON pg_catalog.pg_stat_activity FROM PUBLIC")
        try:
            reading = reader("postgresql")
            stats = reading.read(connection)
            assert any("pg_stat_activity" in problem for problem in stats["problems"])
            assert "connections" not in stats["values"]
            assert "commits" in stats["values"]
            assert stats["values"]["max_connections"] == 100
            again = reading.read(connection)
            assert len(reading.statements) == 1, "what was refused is not asked again"
            assert again["problems"] == stats["problems"]
        finally:
            run(root, "GRANT SELECT ON pg_catalog.pg_stat_activity TO PUBLIC")


def test_locks_and_who_holds_them(postgres, connection, reader):
    with queue_for_lock(postgres) as (holder, second, third):
        stats = reader("postgresql").read(connection)
        head, *waiting = (session.info.backend_pid for session in (holder, second, third))
    first, other = stats["blocked"]
    assert [first["session"], other["session"]] == waiting
    assert first["blocked_by"] == other["blocked_by"] == head, "the head of the queue"
    assert first["holder_state"] == other["holder_state"] == "idle in transaction"
    assert first["text"] == "UPDATE items SET n = ? WHERE id = ?"
    assert 0.2 < other["seconds"] <= first["seconds"] < 10
    values = stats["values"]
    assert values["connections_waiting_for_lock"] == 2
    assert values["connections_idle_in_transaction"] == 1
    assert values["connections_active"] >= 2
    assert values["oldest_lock_wait_seconds"] == first["seconds"]
    assert values["oldest_idle_in_transaction_seconds"] > 0.4
    assert values["oldest_transaction_seconds"] >= values["oldest_idle_in_transaction_seconds"]


def test_what_goes_on_in_another_database_is_the_servers_alone(postgres, connection, reader):
    run(connection, "CREATE DATABASE other")
    with postgres.connect(database="other") as other:
        run(other, "CREATE TABLE items (id int PRIMARY KEY, n int)")
        run(other, "INSERT INTO items VALUES (1, 0), (2, 0)")
        with slow_statement(postgres, "SELECT pg_sleep(2)", database="other"), queue_for_lock(postgres, database="other"):
            here = reader("postgresql", slow_after_ms=100).read(connection)
            there = reader("postgresql", slow_after_ms=100).read(other)
    run(connection, "DROP DATABASE other WITH (FORCE)" if postgres.version >= 13 else "DROP DATABASE other")
    ages = ("oldest_transaction_seconds", "oldest_idle_in_transaction_seconds", "oldest_query_seconds", "oldest_lock_wait_seconds")
    assert [here["values"][name] for name in ages] == [0, 0, 0, 0]
    assert all(there["values"][name] > 0.2 for name in ages)
    running = [[slow for slow in stats["slow"] if slow["running"]] for stats in (here, there)]
    assert [len(found) for found in running] == [0, 3]
    assert "blocked" not in here and len(there["blocked"]) == 2
    of_database = [stats["values"]["connections_idle_in_transaction"] for stats in (here, there)]
    assert of_database == [0, 1]
    # What shares the server's processors and connections is of all databases.
    for name, least in (("connections", 6), ("connections_active", 3), ("connections_waiting_for_lock", 2)):
        assert here["values"][name] >= least, name
    assert here["values"]["connections_waiting_otherwise"] >= 1
    assert here["values"]["connections_own"] < there["values"]["connections_own"]


@pytest.mark.ends
def test_slow_statements_without_literals(postgres, connection, reader):
    with slow_statement(postgres, "SELECT pg_sleep(1), 'secret' /* secret /* don't */ don't */, 'secret', 4711, $a$secret$a$"):
        time.sleep(0.5)
        stats = reader("postgresql", slow_after_ms=200).read(connection)
    running = [slow for slow in stats["slow"] if slow["running"]]
    assert [slow["text"] for slow in running] == ["SELECT pg_sleep(?), ? , ?, ?, ?"]
    assert 0.3 < running[0]["total_seconds"] < 5
    assert stats["values"]["oldest_query_seconds"] >= running[0]["total_seconds"]
    had = [slow for slow in stats["slow"] if not slow["running"]]
    assert had and all(slow["calls"] >= 1 and slow["total_seconds"] > 0 for slow in had)
    assert not any("secret" in slow["text"] or "set_config" in slow["text"] for slow in stats["slow"])


@pytest.mark.ends
def test_a_backslash_is_an_escape_by_the_sessions_settings(postgres, connection, reader):
    login = {"options": "-c standard_conforming_strings=off -c escape_string_warning=off"}
    with postgres.connect(**login) as session:
        assert fetch(session, r"SELECT length('a\'secret')") == [(8,)]
    with slow_statement(postgres, r"SELECT pg_sleep(1), 'a\'secret', 'secret'", **login):
        time.sleep(0.5)
        stats = reader("postgresql", slow_after_ms=200).read(connection)
    assert [slow["text"] for slow in stats["slow"] if slow["running"]] == ["SELECT pg_sleep(?), ?"]


@pytest.mark.ends
def test_the_database_is_told_the_timeout(postgres, connection, reader):
    reading = reader("postgresql", timeout_ms=250)
    reading.read(connection)
    message = reading.statements[-1]
    setting, select = message.split("; ", 1)
    began = time.monotonic()
    with pytest.raises(psycopg.errors.QueryCanceled):
        run(connection, f"{setting}; SELECT pg_catalog.pg_sleep(10)")
    assert 0.2 < time.monotonic() - began < 3
    assert fetch(connection, "SHOW statement_timeout") == [("0",)]
    assert select.startswith("SELECT CASE")


@pytest.mark.ends
def test_a_locked_catalog_ends_the_reading_in_time(postgres, connection, reader):
    with postgres.connect() as other:
        run(other, "BEGIN")
        run(other, "LOCK TABLE pg_catalog.pg_database IN ACCESS EXCLUSIVE MODE")
        rescue = threading.Timer(10, other.rollback)
        rescue.start()
        began = time.monotonic()
        try:
            with pytest.raises(RuntimeError, match="statement timeout"):
                reader("postgresql", timeout_ms=300).read(connection)
            assert time.monotonic() - began < 5
        finally:
            rescue.cancel()
            rescue.join()
            other.rollback()


def test_a_hostile_search_path(postgres, reader):
    """Operators and functions of a user's own, for every type, that give themselves away."""
    hostile = ["CREATE SCHEMA hostile", "GRANT ALL ON SCHEMA hostile TO PUBLIC", "CREATE TABLE hostile.caught (what text)"]
    types = ("text", "name", "oid", "integer", "bigint", "boolean", "timestamptz", "interval", "numeric", "float8")
    for kind in types:
        hostile.append(
            f"CREATE FUNCTION hostile.trap({kind}, {kind}) RETURNS boolean LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'caught'; END$$"
        )
        for operator in ("=", "<>", "<", ">", ">=", "-", "~~"):
            hostile.append(f"CREATE OPERATOR hostile.{operator} (FUNCTION = hostile.trap, LEFTARG = {kind}, RIGHTARG = {kind})")
    for function in ("now()", "count(bigint)", "current_setting(text)", "current_database()", "starts_with(text, text)"):
        hostile.append(
            f"CREATE FUNCTION hostile.{function} RETURNS text LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'caught'; END$$"
        )
    hostile.append("CREATE DOMAIN hostile.text AS pg_catalog.text CHECK (false)")
    hostile.append("CREATE VIEW hostile.pg_stat_activity AS SELECT 1 / 0 AS pid")
    with postgres.connect() as connection, queue_for_lock(postgres):
        for statement in hostile:
            run(connection, statement)
        try:
            run(connection, "SET search_path = hostile, pg_catalog")
            with pytest.raises(psycopg.Error, match="caught"):
                run(connection, "SELECT 'a'::pg_catalog.text = 'b'::pg_catalog.text")
            for one_statement in (False, True):
                stats = reader("postgresql", one_statement=one_statement, slow_after_ms=1).read(connection)
                assert not stats.get("problems")
                assert len(stats["blocked"]) == 2
                assert stats["values"]["connections"] >= 4
        finally:
            run(connection, "RESET search_path")
            run(connection, "DROP SCHEMA hostile CASCADE")


@pytest.mark.ends
def test_counters_that_were_set_back_say_when(connection, reader):
    reading = reader("postgresql")
    run(connection, "SELECT pg_stat_reset()")
    time.sleep(0.6)  # before version 15 a process of its own keeps the counters
    first = reading.read(connection)["values"]["reset_time_seconds"]
    assert abs(first - time.time()) < 60
    run(connection, "SELECT pg_stat_reset()")
    time.sleep(0.6)
    assert reading.read(connection)["values"]["reset_time_seconds"] > first


@pytest.mark.ends
def test_totals_do_not_shrink_when_statements_are_forgotten(connection, reader):
    reading = reader("postgresql")
    before = reading.read(connection)["values"]
    run(connection, "SELECT pg_stat_statements_reset()")
    after = reading.read(connection)["values"]
    assert after["queries"] >= before["queries"]
    assert after["query_seconds"] >= before["query_seconds"]


@pytest.mark.ends
def test_a_database_without_the_extension(postgres, reader):
    with postgres.connect() as root:
        run(root, "CREATE DATABASE bare")
        with postgres.connect(database="bare") as connection:
            reading = reader("postgresql")
            stats = reading.read(connection)
            assert len(reading.statements) == 1
            assert "queries" not in stats["values"] and not stats.get("problems")
        run(root, "DROP DATABASE bare")


def test_the_cost(postgres, reader, capsys):
    """With 80 sessions and 400 kinds of statement: what the session's process uses, parsing and planning included."""
    crowd = [postgres.connect() for _ in range(80)]
    with postgres.connect() as connection:
        for width in range(1, 401):
            wide = ", ".join("1.5" if width >> bit & 1 else "true" for bit in range(10))
            run(connection, f"SELECT {wide}")
        reading = reader("postgresql")
        first = reading.read(connection)
        assert "query_seconds" in first["values"], "it is summed"
        reading.read(connection)
        least, middle = cost_ms(connection.info.backend_pid, lambda: run(connection, reading.statements[0]))
        executed = fetch(connection, f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {reading.statements[0].split('; ', 1)[1]}")
    for session in crowd:
        session.close()
    ((plan,),) = executed[0]
    with capsys.disabled():
        print(
            f"\nPostgreSQL {postgres.version}: {least:.2f} ms a reading, mostly {middle:.2f}, of which"
            f" {plan['Planning Time']:.2f} planning, {plan['Execution Time']:.2f} execution"
        )
    assert least < COST_LIMIT_MS
