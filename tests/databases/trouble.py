"""Trouble in a database: sessions that hold locks, wait for them, idle, or run for long."""

import contextlib
import threading
import time


@contextlib.contextmanager
def queue_for_lock(server, begin="BEGIN", **login):
    """One session holds a row and idles, a second waits for it, and a third for what the second holds. Gives them."""
    holder, second, third = (server.connect(**login) for _ in range(3))
    for session, row in ((holder, 1), (second, 2)):
        run(session, begin)
        run(session, f"UPDATE items SET n = n + 1 WHERE id = {row}")
    waits = [
        threading.Thread(target=run, args=(second, "UPDATE items SET n = 12345 WHERE id = 1")),
        threading.Thread(target=run, args=(third, "UPDATE items SET n = 67890 WHERE id = 2")),
    ]
    for wait in waits:
        wait.start()
        time.sleep(0.3)
    try:
        yield holder, second, third
    finally:
        holder.rollback()
        waits[0].join(20)
        second.rollback()
        waits[1].join(20)
        for session in (holder, second, third):
            session.close()


@contextlib.contextmanager
def slow_statement(server, statement, **login):
    """A statement that runs for as long as the block, at most what it says itself."""
    session = server.connect(**login)
    running = threading.Thread(target=run, args=(session, statement), daemon=True)
    running.start()
    try:
        yield session
    finally:
        running.join(30)
        session.close()


def run(session, statement):
    with session.cursor() as cursor:
        cursor.execute(statement)


def fetch(session, statement):
    with session.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
