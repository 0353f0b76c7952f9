"""SQLite: the one statement, on files and in memory."""

import sqlite3

import pytest


def test_a_file(tmp_path, reader):
    file = tmp_path / "it's a file.db"
    connection = sqlite3.connect(file, timeout=3)
    connection.execute("CREATE TABLE items (text)")
    connection.executemany("INSERT INTO items VALUES (?)", [("x" * 100,)] * 1000)
    connection.commit()
    reading = reader("sqlite")
    values = reading.read(connection)["values"]
    assert values["database_bytes"] == file.stat().st_size
    assert values["busy_timeout_seconds"] == 3
    assert values["cache_bytes"] == 2000 * 1024
    assert "wal_bytes" not in values
    assert connection.execute("PRAGMA journal_mode = wal").fetchone() == ("wal",)
    connection.execute("DELETE FROM items")
    assert connection.in_transaction
    connection.commit()
    connection.execute("PRAGMA cache_size = 100")
    values = reading.read(connection)["values"]
    assert values["wal_bytes"] == (tmp_path / "it's a file.db-wal").stat().st_size > 0
    assert values["cache_bytes"] == 100 * 4096
    assert not connection.in_transaction
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_in_memory(reader):
    connection = sqlite3.connect(":memory:")
    stats = reader("sqlite").read(connection)
    assert stats["version"] == sqlite3.sqlite_version
    assert stats["values"]["database_bytes"] == 0


def test_one_that_another_holds(tmp_path, reader):
    file = tmp_path / "held.db"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE items (id)")
    holder.execute("BEGIN EXCLUSIVE")
    connection = sqlite3.connect(file, timeout=0.1)
    with pytest.raises(RuntimeError, match="SQLite: database is locked"):
        reader("sqlite").read(connection)
    holder.execute("ROLLBACK")
    assert reader("sqlite").read(connection)["values"]["database_bytes"] > 0
