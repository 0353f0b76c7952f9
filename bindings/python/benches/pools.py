"""What watching a pool costs for each checkout: an engine of SQLAlchemy without and with it, in alternating rounds.

    python bindings/python/benches/pools.py [ROUNDS]

Needs SQLAlchemy and DBUtils, and `make python-dev`. The best round of each counts: what else the machine does falls on both.
"""

import os
import sqlite3
import sys
from time import perf_counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import sqlalchemy as sa
from dbutils.pooled_db import PooledDB
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

import plimsoll.dbutils
import plimsoll.sqlalchemy

CHECKOUTS = 3000
# At most so many microseconds may be added to a checkout of a pool. A session of the ORM does so much more that little of
# what is added is still in the processor's caches: it is beyond that, which docs/database-pools.md says. It does not fail.
MOST = 2.0


def engine():
    return sa.create_engine("sqlite://", poolclass=QueuePool, connect_args={"check_same_thread": False})


def pooled():
    return PooledDB(sqlite3, maxconnections=5, database=":memory:", check_same_thread=False)


def checkouts_of_engine(engine):
    connect = engine.connect
    for _ in range(CHECKOUTS):
        connect().close()


def checkouts_of_pool(engine):
    connect = engine.pool.connect
    for _ in range(CHECKOUTS):
        connect().close()


def sessions(engine):
    for _ in range(CHECKOUTS):
        with Session(engine) as session:
            session.connection()


def checkouts_of_dbutils(pool):
    for _ in range(CHECKOUTS):
        pool.connection().close()


CASES = {
    "SQLAlchemy: engine.connect()": (engine, plimsoll.sqlalchemy.watch, checkouts_of_engine),
    "SQLAlchemy: pool.connect()": (engine, plimsoll.sqlalchemy.watch, checkouts_of_pool),
    "SQLAlchemy: Session.connection()": (engine, plimsoll.sqlalchemy.watch, sessions),
    "DBUtils: connection()": (pooled, plimsoll.dbutils.watch, checkouts_of_dbutils),
}


def took(work, pool):
    began = perf_counter()
    work(pool)
    return (perf_counter() - began) / CHECKOUTS * 1e6


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    too_much = False
    print(f"{'microseconds a checkout, best of ' + str(rounds):40}  alone  watched  added")
    for name, (make, watch, work) in CASES.items():
        alone, watched = make(), make()
        kept = watch(watched)
        best = [float("inf")] * 2
        for _ in range(rounds):
            best[0] = min(best[0], took(work, alone))
            best[1] = min(best[1], took(work, watched))
            kept.observe()
        added = best[1] - best[0]
        too_much = too_much or (added > MOST and work is not sessions)
        print(f"{name:40} {best[0]:6.2f}  {best[1]:7.2f}  {added:5.2f}{'  over the goal' if added > MOST else ''}")
    return too_much


if __name__ == "__main__":
    sys.exit(main())
