"""SQLite: one writer at a time."""

import sqlite3
import tempfile
import threading

import plimsoll.sqlalchemy
import sqlalchemy
from case import case
from pools import read, read_and_write

BUSY = "database.busy"
STALLED = "database_pool.stalled"


def sqlite_on(stage, timeout, **options):
    """An engine on a file, watched."""
    folder = stage.stack.enter_context(tempfile.TemporaryDirectory(prefix="plimsoll-db-", dir="/tmp"))
    path = f"{folder}/app.db"
    engine = sqlalchemy.create_engine(
        f"sqlite:///{path}",
        poolclass=sqlalchemy.pool.QueuePool,
        connect_args={"timeout": timeout, "check_same_thread": False},
        **{"pool_size": 6, "max_overflow": 0, **options},
    )
    stage.stack.callback(engine.dispose)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("CREATE TABLE items (id integer PRIMARY KEY, n int, note text)")
        numbers = "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 200) SELECT n FROM i"
        connection.exec_driver_sql(f"INSERT INTO items SELECT n, 0, hex(n) FROM ({numbers})")
    stage.watch(plimsoll.sqlalchemy.watch(engine, "app"), lambda: sqlite3.connect(path, check_same_thread=False))
    return engine, path


def holds_the_lock(stage, path, seconds=25):
    """Another program that writes in one transaction for very long."""

    def work():
        connection = sqlite3.connect(path, timeout=20, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        stage.over.wait(seconds)
        connection.execute("ROLLBACK")
        connection.close()

    threading.Thread(target=work, daemon=True).start()


@case("another writer holds the file; statements give up after 0.2 s; SQLite", BUSY, short=True)
def sqlite_busy(stage):
    engine, path = sqlite_on(stage, timeout=0.2)
    stage.users(4, read_and_write(engine))
    stage.calm()
    holds_the_lock(stage, path)
    stage.fault(25)


@case("the same; statements wait for 30 s; SQLite", (STALLED, BUSY))
def sqlite_stall(stage):
    engine, path = sqlite_on(stage, timeout=30, pool_size=4)
    stage.users(6, read_and_write(engine))
    stage.calm()
    holds_the_lock(stage, path)
    stage.fault(25)
