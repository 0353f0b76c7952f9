"""Pools that are well, also where a naive rule would not think so."""

import sqlalchemy
from case import case
from pools import psycopg_pool_on, read, read_and_write, read_over, sqlalchemy_on
from sizes import async_users
from sqlite import sqlite_on
from stage import row


@case("a few requests a second; SQLAlchemy, PostgreSQL 18")
def healthy_light(stage):
    engine = sqlalchemy_on(stage, stage.postgres())
    stage.users(3, read_and_write(engine), think=0.3)
    stage.well(30)


# As many users as make it, rather than as many requests: on a machine that is laden each would take longer, and more of
# the pool would truly be in use.
@case("70 % of 10 connections in use, at most 80 %; psycopg_pool, PostgreSQL 16", short=True)
def healthy_busy(stage):
    pool = psycopg_pool_on(stage, stage.postgres(16))
    stage.users(8, read_over(pool, 0.05), think=0.008)
    stage.well(25)


@case("70 % of 8 connections in use, at most 75 %; SQLAlchemy, MariaDB")
def healthy_busy_mariadb(stage):
    engine = sqlalchemy_on(stage, stage.mariadb(), pool_size=8)
    stage.users(6, read(engine, 0.05), think=0.004)
    stage.well(30)


@case("bursts of 2 s that wait for a moment, every 10 s; SQLAlchemy, PostgreSQL 12")
def healthy_bursts(stage):
    engine = sqlalchemy_on(stage, stage.postgres(12), pool_size=6)
    stage.users(2, read(engine, 0.01), think=0.1)
    for _ in range(3):
        stage.well(8)
        burst = stage.users(12, read(engine, 0.01), think=0.005)
        stage.over.wait(2)
        burst.set()
    stage.well(8)


@case("a job has a connection for half a minute and works with it, beside requests; SQLAlchemy, PostgreSQL 18")
def healthy_batch(stage):
    engine = sqlalchemy_on(stage, stage.postgres())
    stage.users(6, read_and_write(engine))

    def job():
        with engine.connect() as connection:
            while not stage.over.is_set():
                connection.execute(sqlalchemy.text("UPDATE items SET n = 0 WHERE id = :id"), {"id": row()})
                connection.commit()
                stage.over.wait(0.5)

    stage.users(1, job)
    stage.well(35)


@case("three exports, each in one transaction of 20 s that reads on and on; SQLAlchemy, MariaDB")
def healthy_exports(stage):
    engine = sqlalchemy_on(stage, stage.mariadb())
    stage.users(4, read(engine))

    def export():
        with engine.connect() as connection:
            for _ in range(40):
                connection.execute(sqlalchemy.text("SELECT * FROM items")).all()
                stage.over.wait(0.5)

    stage.users(3, export)
    stage.well(40)


@case("one job that has a connection for 80 s, beside short requests; SQLAlchemy, PostgreSQL 18", limit=120)
def healthy_long_job(stage):
    engine = sqlalchemy_on(stage, stage.postgres())
    stage.users(6, read(engine))

    def job():
        with engine.connect() as connection:
            for _ in range(160):
                connection.execute(sqlalchemy.text("SELECT count(*) FROM items")).all()
                connection.commit()
                stage.over.wait(0.5)

    stage.users(1, job)
    stage.well(95)


@case("a program that starts: its pool fills under load; SQLAlchemy, PostgreSQL 18")
def healthy_start(stage):
    engine = sqlalchemy_on(stage, stage.postgres(), pool_size=10, max_overflow=5)
    stage.users(12, read_and_write(engine, 0.005), think=0.05)
    stage.well(20)


@case("load that grows five times over, which the pool carries; SQLAlchemy, PostgreSQL 18")
def healthy_growth(stage):
    engine = sqlalchemy_on(stage, stage.postgres(), pool_size=15)
    for _ in range(5):
        stage.users(4, read(engine, 0.02), think=0.05)
        stage.well(8)


@case("8 tasks of 10 connections; SQLAlchemy's async engine with asyncpg, PostgreSQL 18")
def healthy_async(stage):
    async_users(stage, pool_size=10).more(8, 0.02, think=0.05)
    stage.well(30)


@case("readers beside one writer at a time; SQLAlchemy, SQLite")
def healthy_sqlite(stage):
    engine, _ = sqlite_on(stage, timeout=5)
    stage.users(3, read(engine), think=0.05)
    stage.users(1, read_and_write(engine), think=0.05)
    stage.well(30)


@case("a report of 12 s beside requests; SQLAlchemy, PostgreSQL 18")
def healthy_report(stage):
    engine = sqlalchemy_on(stage, stage.postgres())
    stage.users(6, read(engine))

    def report():
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("SELECT pg_sleep(12)")).all()

    stage.users(1, report, think=3)
    stage.well(35)


@case("the load ends, begins again and ends, a connection stays out to listen; psycopg_pool, PostgreSQL 18")
def healthy_pauses(stage):
    pool = psycopg_pool_on(stage, stage.postgres())

    def listens():
        with pool.connection() as connection:
            connection.autocommit = True
            connection.execute("LISTEN news")
            stage.over.wait(60)

    stage.users(1, listens)
    for _ in range(2):
        users = stage.users(8, read_over(pool, 0.01), think=0.03)
        stage.well(10)
        users.set()
        stage.well(8)


@case("the engine's pool is made anew, as after a fork or a change of passwords; SQLAlchemy, PostgreSQL 18")
def healthy_dispose(stage):
    engine = sqlalchemy_on(stage, stage.postgres())
    stage.users(6, read_and_write(engine))
    stage.well(10)
    for _ in range(2):
        engine.dispose()
        stage.well(10)
