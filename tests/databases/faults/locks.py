"""Locks that many wait for, and deadlocks."""

import threading

import sqlalchemy
from case import case
from pools import WRITE, read_and_write, sqlalchemy_on

LOCKS = "database.lock_waits"
DEADLOCKS = "database.deadlocks"


def in_background(stage, connect, *statements):
    """A program of somebody else's."""

    def work():
        connection = connect()
        cursor = connection.cursor()
        try:
            for statement in statements:
                cursor.execute(statement)
        except Exception:  # the case ended before
            pass
        finally:
            connection.close()

    threading.Thread(target=work, daemon=True).start()


@case("a change of the schema holds the table while it works; PostgreSQL 18", LOCKS, short=True)
def lock_pile_up_postgresql(stage):
    server = stage.postgres()
    engine = sqlalchemy_on(stage, server)
    stage.users(8, read_and_write(engine))
    stage.calm()
    connect = stage.connector(server, autocommit=False)
    in_background(stage, connect, "LOCK TABLE items IN ACCESS EXCLUSIVE MODE", "SELECT pg_sleep(25)")
    stage.fault(20)


@case("a long transaction that works on, and holds the hottest row; PostgreSQL 12", LOCKS)
def lock_pile_up_postgresql_12(stage):
    server = stage.postgres(12)
    engine = sqlalchemy_on(stage, server)

    def hot():
        with engine.begin() as connection:
            connection.execute(WRITE, {"id": 7})

    stage.users(8, hot)
    stage.calm()
    connect = stage.connector(server, autocommit=False)
    in_background(stage, connect, "UPDATE items SET n = 0 WHERE id = 7", "SELECT pg_sleep(25)")
    stage.fault(20)


@case("a report that locks what it reads while it works; MariaDB", LOCKS)
def lock_pile_up_mariadb(stage):
    server = stage.mariadb()
    engine = sqlalchemy_on(stage, server)
    stage.users(8, read_and_write(engine))
    stage.calm()
    connect = stage.connector(server, autocommit=False)
    in_background(stage, connect, "SELECT * FROM items FOR UPDATE", "SELECT SLEEP(25)")
    stage.fault(20)


def crossing(engine, first, second):
    """Takes two rows, of each kind of request in another order."""

    def work():
        with engine.begin() as connection:
            connection.execute(WRITE, {"id": first})
            connection.execute(sqlalchemy.text("SELECT 1")).all()
            connection.execute(WRITE, {"id": second})

    return work


def cross(stage, engine):
    stage.users(3, read_and_write(engine))
    stage.calm()
    for _ in range(3):
        stage.users(1, crossing(engine, 1, 2), think=0.01)
        stage.users(1, crossing(engine, 2, 1), think=0.01)
    stage.fault(25)


@case("requests take two rows in different order; PostgreSQL 18", DEADLOCKS)
def deadlocks_postgresql(stage):
    cross(stage, sqlalchemy_on(stage, stage.postgres(18, "deadlock_timeout=200ms")))


@case("the same, with the server's own deadlock_timeout of 1 s; PostgreSQL 13", DEADLOCKS)
def deadlocks_postgresql_13(stage):
    cross(stage, sqlalchemy_on(stage, stage.postgres(13)))


@case("requests take two rows in different order; MariaDB", DEADLOCKS)
def deadlocks_mariadb(stage):
    cross(stage, sqlalchemy_on(stage, stage.mariadb()))
