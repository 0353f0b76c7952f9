"""Transactions that stay open with nothing to do."""

import threading

from case import case
from pools import READ, WRITE, read, read_and_write, sqlalchemy_on
from stage import row

IDLE = "database.idle_in_transaction"


def calls_another_service(stage, engine, row_id, seconds=25):
    """Changes a row, then waits for somebody else before it commits."""

    def work():
        with engine.begin() as connection:
            connection.execute(WRITE, {"id": row_id})
            stage.over.wait(seconds)

    threading.Thread(target=work, daemon=True).start()


@case("two requests wait for another service in their transaction; PostgreSQL 18", IDLE, short=True)
def idle_in_transaction_postgresql(stage):
    engine = sqlalchemy_on(stage, stage.postgres())
    stage.users(6, read(engine))
    stage.calm()
    calls_another_service(stage, engine, 1)
    calls_another_service(stage, engine, 2)
    stage.fault(20)


@case("the same; MariaDB", IDLE)
def idle_in_transaction_mariadb(stage):
    engine = sqlalchemy_on(stage, stage.mariadb())
    stage.users(6, read(engine))
    stage.calm()
    calls_another_service(stage, engine, 1)
    calls_another_service(stage, engine, 2)
    stage.fault(20)


@case("the transaction that idles holds a row that the others wait for; PostgreSQL 14", IDLE)
def idle_holder_postgresql(stage):
    engine = sqlalchemy_on(stage, stage.postgres(14))

    def hot():
        with engine.begin() as connection:
            connection.execute(READ, {"id": row()}).all()
            connection.execute(WRITE, {"id": 1})

    stage.users(6, hot)
    stage.calm()
    calls_another_service(stage, engine, 1)
    stage.fault(20)


@case("the same; MariaDB", IDLE)
def idle_holder_mariadb(stage):
    engine = sqlalchemy_on(stage, stage.mariadb())

    def hot():
        with engine.begin() as connection:
            connection.execute(READ, {"id": row()}).all()
            connection.execute(WRITE, {"id": 1})

    stage.users(6, hot)
    stage.calm()
    calls_another_service(stage, engine, 1)
    stage.fault(20)
