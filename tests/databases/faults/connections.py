"""Connections that the server no longer has, or that break."""

import contextlib
import signal
import time

from case import case
from pools import psycopg_pool_on, read, read_and_write, read_over, sqlalchemy_on

FULL = "database.connections"
LOST = "database_pool.connections_lost"
AWAY = "database_pool.cannot_connect"


def fill(stage, connect):
    """Another program takes every connection that it can get."""
    taken = []
    with contextlib.suppress(Exception):
        while len(taken) < 200:
            taken.append(connect())
    stage.stack.callback(lambda: [connection.close() for connection in taken])


@case("another program takes all of max_connections; PostgreSQL 18", FULL, short=True)
def max_connections_postgresql(stage):
    server = stage.postgres(18, "max_connections=30")
    engine = sqlalchemy_on(stage, server, pool_size=3, max_overflow=7)
    stage.users(6, read_and_write(engine, 0.02))
    stage.calm()
    fill(stage, stage.connector(server))
    stage.fault(20)


@case("the same; MariaDB", FULL)
def max_connections_mariadb(stage):
    server = stage.mariadb("max-connections=30")
    engine = sqlalchemy_on(stage, server, pool_size=3, max_overflow=7)
    stage.users(6, read_and_write(engine, 0.02))
    stage.calm()
    fill(stage, stage.connector(server))
    stage.fault(20)


def killed(stage, server, seconds=6):
    stage.calm()
    stage.passes = True
    server.stop(signal.SIGKILL)
    time.sleep(seconds)
    server.start()
    stage.fault(10, least=4)


@case("the server is killed, away for 6 s, and back; SQLAlchemy, PostgreSQL 18", (AWAY, LOST), short=True)
def killed_postgresql(stage):
    server = stage.postgres()
    engine = sqlalchemy_on(stage, server)
    stage.users(6, read_and_write(engine))
    killed(stage, server)


@case("the same; psycopg_pool, PostgreSQL 15", (AWAY, LOST))
def killed_psycopg_pool(stage):
    server = stage.postgres(15)
    pool = psycopg_pool_on(stage, server)
    stage.users(6, read_over(pool))
    killed(stage, server)


@case("the server is killed, away for 6 s, and back; SQLAlchemy, MariaDB", (AWAY, LOST))
def killed_mariadb(stage):
    server = stage.mariadb()
    engine = sqlalchemy_on(stage, server)
    stage.users(6, read_and_write(engine))
    killed(stage, server)


@case("the server ends all sessions, as at a failover, and takes new ones at once; PostgreSQL 16", (LOST, AWAY))
def sessions_ended(stage):
    server = stage.postgres(16)
    engine = sqlalchemy_on(stage, server)
    stage.users(6, read(engine))
    stage.calm()
    with server.connect() as root:
        root.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'")
    stage.fault(10)
