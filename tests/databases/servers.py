"""Databases as processes: each from a copy of an empty cluster in a folder of its own, ended by its id, with nothing left."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
BUILD = REPOSITORY / "build" / "databases"
POSTGRES_VERSIONS = (12, 13, 14, 15, 16, 17, 18)

# What a reading may take of the database's time.
# 3 ms are promised of a quiet machine (docs/database-pools.md); tests have room for others.
COST_LIMIT_MS = 4.5

START_LIMIT = 60
END_LIMIT = 10


class Server:
    """A database that runs. What it says is in `log`."""

    # What it ends in order by, and soon.
    end_signal = signal.SIGINT

    def __init__(self, cluster, command, environment=None, beneath="/tmp"):
        # Short, because the path of a Unix socket is.
        self.folder = Path(tempfile.mkdtemp(prefix="plimsoll-db-", dir=beneath))
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        shutil.copytree(cluster, self.data)
        self.data.chmod(0o700)
        self.environment = {**os.environ, **(environment or {})}
        self.command = [str(word) for word in command(self)]
        self.process = None
        try:
            self.start()
        except BaseException:
            self.end()
            raise

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment, start_new_session=True
            )
        end = time.monotonic() + START_LIMIT
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.command} does not answer\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)

    def answers(self):
        try:
            self.connect().close()
            return True
        except Exception:  # each driver has its own
            return False

    def stop(self, how=None):
        """As `end`, but keeps the folder."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how or self.end_signal)
            try:
                self.process.wait(END_LIMIT)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def end(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Server):
    """PostgreSQL of that major version, on a Unix socket in its folder. Everybody may log in as anybody. Its data are a copy of
    those in `cluster`, or of an empty one."""

    def __init__(self, version, *settings, cluster=None, beneath="/tmp"):
        self.version = version
        programs = BUILD / "postgresql" / "node_modules" / f"postgresql-{version}" / "native" / "bin"
        # It refuses root; in a user namespace root is somebody else, and its files are its own.
        other = ["unshare", "--user", "--map-user=1000"] if os.getuid() == 0 else []
        settings = ["listen_addresses=", "fsync=off", "shared_preload_libraries=pg_stat_statements", *settings]
        super().__init__(
            cluster or BUILD / "clusters" / f"postgresql-{version}",
            lambda self: [*other, programs / "postgres", "-D", self.data, "-k", self.folder]
            + [word for setting in settings for word in ("-c", setting)],
            beneath=beneath,
        )

    def connect(self, user="postgres", database="postgres", **options):
        import psycopg

        options = {"autocommit": True, **options}
        return psycopg.connect(host=str(self.folder), user=user, dbname=database, **options)


class MariaDb(Server):
    """MariaDB, on a Unix socket in its folder. Root may do everything without a password."""

    end_signal = signal.SIGTERM

    def __init__(self, *settings):
        root = BUILD / "mariadb"
        libraries = next((root / "usr" / "lib").glob("*-linux-gnu"))
        super().__init__(
            root / "cluster",
            lambda self: [
                root / "usr" / "sbin" / "mariadbd",
                "--no-defaults",
                f"--user={os.environ.get('USER', 'root')}" if os.getuid() == 0 else "--user=",
                f"--datadir={self.data}",
                f"--socket={self.folder}/socket",
                f"--pid-file={self.folder}/pid",
                f"--lc-messages-dir={root}/usr/share/mysql",
                f"--plugin-dir={next((root / 'usr/lib').glob('**/plugin'), root)}",
                "--skip-networking",
                "--skip-grant-tables=0",
                "--innodb-flush-log-at-trx-commit=0",
                *(f"--{setting}" for setting in settings),
            ],
            {"LD_LIBRARY_PATH": str(libraries)},
        )

    def connect(self, user="root", database="test", **options):
        import pymysql

        options = {"autocommit": True, **options}
        return pymysql.connect(unix_socket=f"{self.folder}/socket", user=user, database=database, **options)


def cost_ms(pid, work):
    """What the process uses of the processors for a run of `work`: the least and the middle of ten rounds, because whoever
    runs beside slows it down through the caches, if not on the clock."""

    def used():
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    rounds = []
    for _ in range(10):
        began = used()
        for _ in range(10):
            work()
        rounds.append((used() - began) / 10)
    return min(rounds), sorted(rounds)[5]
