"""Where a case takes place: databases, a pool, those who use it, and what Plimsoll says of it second by second."""

import contextlib
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent.parent / "bindings" / "python")]

import plimsoll  # noqa: E402
from servers import MariaDb, Postgres  # noqa: E402

# A pool is observed every second; its database is read every other one, to be done in the time of a test.
POOL_EVERY = 1.0
DATABASE_EVERY = 2.0

ROWS = 200


class Stage:
    """Everything that a case begins ends with it."""

    def __init__(self, case):
        self.case = case
        self.stack = contextlib.ExitStack()
        self.over = threading.Event()
        self.looks = []
        self.errors = Counter()
        self.faulty_from = None
        self.faulty_until = None
        # Whether the fault goes by itself: what is named need not be named to the last.
        self.passes = False
        self._threads = []
        self._looking = threading.Lock()

    def close(self):
        self.over.set()
        until = time.monotonic() + 5
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        self.stack.close()

    # --- Databases ---------------------------------------------------------------------------------

    def postgres(self, version=18, *settings):
        server = Postgres(version, "pg_stat_statements.track=top", *settings)
        self.stack.callback(server.end)
        with server.connect() as root:
            root.execute("CREATE EXTENSION pg_stat_statements")
            root.execute("CREATE ROLE app LOGIN")
            # To see what the sessions of others do.
            root.execute("GRANT pg_monitor TO app")
            root.execute("CREATE TABLE items (id int PRIMARY KEY, n int, note text)")
            root.execute(f"INSERT INTO items SELECT i, 0, md5(i::text) FROM generate_series(1, {ROWS}) AS i")
            root.execute("ALTER TABLE items OWNER TO app")
            root.execute("GRANT ALL ON SCHEMA public TO app")
        return server

    def mariadb(self, *settings):
        server = MariaDb(*settings)
        self.stack.callback(server.end)
        connection = server.connect()
        with connection.cursor() as root:
            root.execute("CREATE USER app")
            root.execute("GRANT ALL ON test.* TO app")
            root.execute("GRANT PROCESS ON *.* TO app")
            root.execute("GRANT SELECT ON performance_schema.* TO app")
            root.execute("CREATE TABLE items (id int PRIMARY KEY, n int, note text) ENGINE = InnoDB")
            root.execute(f"INSERT INTO items SELECT seq, 0, MD5(seq) FROM seq_1_to_{ROWS}")
        connection.close()
        return server

    def connector(self, server, **options):
        """A function that connects to the server as the application does."""
        return lambda: server.connect(user="app", **options)

    # --- What watches ------------------------------------------------------------------------------

    def watch(self, pool, connect=None, known=None):
        """Looks at a pool, and at its database over a connection of its own, until the end."""
        self.pool = pool
        self.stack.callback(pool.close)
        self.begin(self._observe, pool)
        if connect is not None:
            self.begin(self._read, pool, connect, known)
        return pool

    def _observe(self, pool):
        while not self.over.wait(POOL_EVERY):
            pool.observe()
            self.look(pool)

    def look(self, pool):
        with self._looking:
            self.looks.append((time.monotonic(), pool.findings()))

    def _read(self, pool, connect, known):
        connection = None
        while not self.over.wait(DATABASE_EVERY):
            try:
                connection = connection or connect()
                pool.read_database(connection, known=known)
            except Exception as error:  # each driver has its own: the database is away, or does not answer
                self.errors[f"reading: {type(error).__name__}"] += 1
                with contextlib.suppress(Exception):
                    connection.close()
                connection = None
        with contextlib.suppress(Exception):
            connection.close()

    # --- Who uses the pool -------------------------------------------------------------------------

    def begin(self, work, *arguments):
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        thread.start()
        self._threads.append(thread)
        return thread

    def users(self, count, work, think=0.04):
        """So many threads, each of which works, thinks for a while and works again. Gives what stops them."""
        stop = threading.Event()
        for _ in range(count):
            self.begin(self._use, work, think, stop)
        return stop

    def _use(self, work, think, stop):
        while not (stop.is_set() or self.over.is_set()):
            try:
                work()
            except Exception as error:  # of any driver; a user tries again
                self.errors[type(error).__name__] += 1
                self.over.wait(0.1)
            if think:
                self.over.wait(random.expovariate(1 / think))

    # --- Time --------------------------------------------------------------------------------------

    def calm(self, seconds=8):
        """Everything is well for so long; then the fault begins."""
        self.over.wait(seconds)
        self.faulty_from = time.monotonic()

    def named(self):
        return any(self.names(findings) for began, findings in self.looks if began >= self.faulty_from)

    def names(self, findings, says=True):
        """Whether these findings name the fault: the right rule, bad enough, and nothing wrong above it; and whether it says
        what it must, if that is asked."""
        from case import SEVERITIES, at_least

        right = [finding for finding in findings if finding.rule in self.case.expected]
        right = [finding for finding in right if at_least(finding.severity, self.case.severity)]
        if says:
            right = [finding for finding in right if self.case.says in finding.title + finding.description]
        if not right:
            return False
        best = max(SEVERITIES.index(finding.severity) for finding in right)
        wrong = [finding for finding in findings if finding.rule not in self.case.expected]
        return all(SEVERITIES.index(finding.severity) <= best for finding in wrong)

    def fault(self, most, least=0):
        """The fault lasts until it was named and four seconds more, at most so long; at least as long as told."""
        until = time.monotonic() + most
        soonest = time.monotonic() + least
        while time.monotonic() < until and not self.over.wait(0.25):
            if self.named() and time.monotonic() >= soonest:
                self.over.wait(4)
                break
        self.faulty_until = time.monotonic()

    def well(self, seconds):
        """Nothing is wrong, for so long more."""
        self.faulty_from = self.faulty_from or time.monotonic()
        self.over.wait(seconds)
        self.faulty_until = time.monotonic()


def row():
    return random.randint(1, ROWS)
