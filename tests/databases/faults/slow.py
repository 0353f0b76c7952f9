"""Statements that take too long."""

import sqlalchemy
from case import case
from pools import psycopg_pool_on, read, read_and_write, sqlalchemy_on
from stage import row

SLOW = "database.slow_queries"
SLOWER = "database_pool.slower"
LONG = "database.long_query"


def asks(engine, sql):
    statement = sqlalchemy.text(sql)

    def work():
        with engine.connect() as connection:
            connection.execute(statement, {"id": row()} if ":id" in sql else {}).all()

    return work


@case("the work of a new version: each statement takes 1.5 s; PostgreSQL 18", SLOW, says="pg_sleep", short=True)
def slow_query_postgresql(stage):
    engine = sqlalchemy_on(stage, stage.postgres())
    fast = stage.users(6, read(engine))
    stage.calm()
    fast.set()
    stage.users(6, asks(engine, "SELECT pg_sleep(1.5), note FROM items WHERE id = :id"))
    stage.fault(25)


@case("the same; MariaDB with performance_schema", SLOW)
def slow_query_mariadb(stage):
    engine = sqlalchemy_on(stage, stage.mariadb("performance-schema=ON"))
    fast = stage.users(6, read(engine))
    stage.calm()
    fast.set()
    stage.users(6, asks(engine, "SELECT SLEEP(1.5), note FROM items WHERE id = :id"))
    stage.fault(25)


@case("an index is lost: reads of one row read the whole table; PostgreSQL 17", (SLOWER, SLOW), limit=120)
def lost_index_postgresql(stage):
    server = stage.postgres(17)
    with server.connect() as root:
        root.execute("CREATE TABLE orders AS SELECT i AS id, md5(i::text) AS note FROM generate_series(1, 400000) AS i")
        root.execute("CREATE INDEX by_id ON orders (id)")
        root.execute("ANALYZE orders")
        root.execute("GRANT ALL ON orders TO app")
    engine = sqlalchemy_on(stage, server)
    stage.users(4, asks(engine, "SELECT note FROM orders WHERE id = :id"), think=0.1)
    stage.calm(45)
    with server.connect() as root:
        root.execute("DROP INDEX by_id")
    stage.fault(30)


@case("one statement of a report never ends, among fast ones; MariaDB as it is installed", LONG, limit=90)
def long_query_mariadb(stage):
    engine = sqlalchemy_on(stage, stage.mariadb())
    stage.users(6, read_and_write(engine))
    stage.calm()
    stage.users(1, asks(engine, "SELECT SLEEP(60), note FROM items WHERE id = 1"))
    stage.fault(45)


@case("all statements become slow; MariaDB as it is installed: only the pool tells", (SLOWER,), limit=120)
def slower_mariadb(stage):
    engine = sqlalchemy_on(stage, stage.mariadb(), pool_size=12)
    fast = stage.users(6, read(engine))
    stage.calm(45)
    fast.set()
    stage.users(10, asks(engine, "SELECT SLEEP(0.3), note FROM items WHERE id = :id"))
    stage.fault(30)


@case("too many sessions compute at once: the database is the limit; psycopg_pool of 24, PostgreSQL 16", ("database.saturated",))
def database_saturated(stage):
    import os

    server = stage.postgres(16)
    pool = psycopg_pool_on(stage, server, min_size=24, max_size=24, known={"cpus": float(os.cpu_count())})

    def computes():
        with pool.connection() as connection:
            connection.execute("SELECT sum(sqrt(i)) FROM generate_series(1, 300000) AS i").fetchall()

    few = stage.users(1, computes, think=1)
    stage.calm(8)
    few.set()
    stage.users(20, computes, think=0.01)
    stage.fault(25)
