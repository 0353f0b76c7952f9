"""Connections that are taken and never given back."""

import random

from case import case
from pools import READ, dbutils_on, psycopg_pool_on, read, read_and_write, read_over, sqlalchemy_on
from stage import row

LEAK = "database_pool.leak"


@case("1 of 60 requests never gives its connection back; SQLAlchemy, PostgreSQL 18", LEAK, says="leaks.py", short=True)
def leak_sqlalchemy_postgresql(stage):
    engine = sqlalchemy_on(stage, stage.postgres(), pool_size=10)
    kept = []
    stage.users(6, read_and_write(engine))
    stage.calm()

    def forgets():
        connection = engine.connect()
        connection.execute(READ, {"id": row()}).all()
        connection.rollback()
        if random.random() < 0.3:
            kept.append(connection)
        else:
            connection.close()

    stage.users(1, forgets, think=0.4)
    stage.fault(30)


@case("the same in the ORM: a Session that nobody closes; PostgreSQL 12", LEAK, says="leaks.py")
def leak_session_postgresql_12(stage):
    from sqlalchemy.orm import Session

    engine = sqlalchemy_on(stage, stage.postgres(12), pool_size=8, max_overflow=4)
    kept = []
    stage.users(6, read_and_write(engine))
    stage.calm()

    def forgets():
        session = Session(engine)
        kept.append(session)
        session.execute(READ, {"id": row()}).all()

    stage.users(1, forgets, think=2)
    stage.fault(30)


@case("1 of 60 requests never gives its connection back; psycopg_pool, which does not tell who", LEAK)
def leak_psycopg_pool(stage):
    pool = psycopg_pool_on(stage, stage.postgres(16))
    kept = []
    stage.users(6, read_over(pool))
    stage.calm()

    def forgets():
        connection = pool.getconn()
        connection.execute("SELECT 1").fetchall()
        connection.commit()
        kept.append(connection)

    stage.users(1, forgets, think=1.5)
    stage.fault(35)


@case("an error path that skips the return; DBUtils, MariaDB", LEAK, says="leaks.py")
def leak_dbutils_mariadb(stage):
    pool = dbutils_on(stage, stage.mariadb())
    kept = []

    def works():
        connection = pool.connection()
        cursor = connection.cursor()
        cursor.execute("SELECT note FROM items WHERE id = %s", (row(),))
        cursor.fetchall()
        cursor.close()
        connection.close()

    def fails():
        connection = pool.connection()
        kept.append(connection)
        raise ValueError("a bug")

    stage.users(6, works)
    stage.calm()
    stage.users(1, fails, think=1.5)
    stage.fault(30)


@case("all connections leak at once, within a second; SQLAlchemy, PostgreSQL 18", LEAK, says="leaks.py")
def leak_of_all(stage):
    engine = sqlalchemy_on(stage, stage.postgres(), pool_size=6, pool_timeout=2)
    kept = []
    stage.users(4, read(engine))
    stage.calm()
    for _ in range(6):
        kept.append(engine.connect())
    stage.fault(30)
