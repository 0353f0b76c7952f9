"""Closed loops of threads over a pool, in processes of their own. The program in Rust does it over r2d2; this file is the same in
Python, over the pools of SQLAlchemy and psycopg_pool, when it is run: `clients.py KIND FOLDER CLIENTS`. Commands come in, one a
line, as src/main.rs tells; each is answered with a line of JSON."""

import json
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent.parent

ACCOUNTS = 100_000
BRANCHES = 64
EVERY = 0.5
# The program's own work while it holds a transaction open.
THINKING = 0.004
# Some milliseconds of the database's CPU: were it less, the program itself would be what is short.
SUMMED = 10_000


class Client:
    """A process of one of them."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} ended at {words}")
        answer = json.loads(line)
        if answer.get("failed"):
            raise RuntimeError(f"{answer['failed']} requests failed at {words}")
        return answer

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Remade:
    """A program whose pool is made anew for each size, as where a setting is changed and the program started again. What is
    observed of all of them goes to one `DatabasePool`: counters that start anew with each are noticed."""

    def __init__(self):
        self.watched = None

    def begin(self, size):
        import plimsoll

        self.own = self.open(size)
        self.watched = self.watched or plimsoll.DatabasePool("throughput", source=self)
        return self.watched

    def stats(self):
        """What the pool of now reports."""
        self.own.observe()
        return self.own.describe().stats.to_dict()

    def end(self):
        self.own.close()
        self.close()


class SqlAlchemy(Remade):
    """It reads, thinks and writes in one transaction."""

    def __init__(self, folder):
        import sqlalchemy

        super().__init__()
        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        self.create = sqlalchemy.create_engine
        self.select = sqlalchemy.text("SELECT abalance FROM pgbench_accounts WHERE aid = :aid")
        self.update = sqlalchemy.text("UPDATE pgbench_accounts SET abalance = abalance + 1 WHERE aid = :aid")

    def open(self, size):
        import plimsoll.sqlalchemy

        self.engine = self.create(self.url, pool_size=size, max_overflow=0)
        return plimsoll.sqlalchemy.watch(self.engine, "engine")

    def request(self, account):
        with self.engine.begin() as connection:
            connection.execute(self.select, {"aid": account}).one()
            time.sleep(THINKING)
            connection.execute(self.update, {"aid": account})

    def close(self):
        self.engine.dispose()


class PsycopgPool(Remade):
    """It sums many rows. `resize` would close what is too many only after `max_idle`, and use it until then."""

    def __init__(self, folder):
        super().__init__()
        self.settings = f"host={folder} user=postgres dbname=postgres"

    def open(self, size):
        import psycopg_pool
        import plimsoll.psycopg_pool

        keep = {"min_size": size, "max_size": size, "kwargs": {"autocommit": True}}
        self.pool = psycopg_pool.ConnectionPool(self.settings, **keep, open=True)
        self.pool.wait(30)
        return plimsoll.psycopg_pool.watch(self.pool, "pool")

    def request(self, account):
        with self.pool.connection() as connection:
            last = [account - SUMMED, account]
            connection.execute("SELECT sum(abalance) FROM pgbench_accounts WHERE aid BETWEEN %s AND %s", last).fetchone()

    def close(self):
        self.pool.close()


KINDS = {"sqlalchemy": SqlAlchemy, "psycopg_pool": PsycopgPool}


class Load:
    def __init__(self, program, clients):
        self.program, self.ends, self.failed = program, threading.Event(), []
        self.served = [0] * clients
        self.threads = [threading.Thread(target=self.client, args=[number]) for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def client(self, number):
        chance = random.Random(number)
        while not self.ends.is_set():
            try:
                self.program.request(chance.randint(SUMMED + 1, ACCOUNTS))
            except Exception as error:  # each pool has its own
                print(repr(error), file=sys.stderr)
                self.failed.append(error)
                return
            self.served[number] += 1

    def measure(self, seconds, every=None, look=None):
        began, before, looks = time.monotonic(), sum(self.served), 0
        while look and (looks + 1) * every < seconds:
            looks += 1
            time.sleep(max(0, began + looks * every - time.monotonic()))
            look()
        time.sleep(max(0, began + seconds - time.monotonic()))
        return (sum(self.served) - before) / (time.monotonic() - began)

    def end(self):
        self.ends.set()
        for thread in self.threads:
            thread.join()
        return len(self.failed)


def measure(program, clients, size, warm, seconds):
    watched = program.begin(int(size))
    load = Load(program, clients)
    load.measure(float(warm))
    per_second = load.measure(float(seconds))
    failed = load.end()
    program.end()
    return {"per_second": per_second, "failed": failed}


def observe(program, clients, asking, size, warm, seconds, cpus):
    import plimsoll

    watched = program.begin(int(size))
    load = Load(program, clients)
    load.measure(float(warm))
    used, looks = [], []

    def look():
        watched.observe()
        used.append(watched.describe().stats.in_use / int(size))
        if len(looks) % 2 == 0:
            try:
                watched.read_database(asking)
            except plimsoll.PlimsollError as error:
                print("not read:", error, file=sys.stderr)
        looks.append(True)

    look()
    per_second = load.measure(float(seconds), EVERY, look)
    look()
    failed = load.end()
    advice = watched.advise(database_cpus=float(cpus) or None)
    program.end()
    answer = {"per_second": per_second, "failed": failed, "used": sum(used) / len(used)}
    if advice.status == "advice":
        answer["size"] = advice.size + advice.overflow
        answer["advice"] = {"limit": advice.limit, "reason": advice.reason}
    return answer


def main(kind, folder, clients):
    sys.path.insert(0, str(REPOSITORY / "bindings" / "python"))
    import psycopg

    clients = int(clients)
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as asking:
        program = KINDS[kind](folder)
        for line in sys.stdin:
            command, *words = line.split()
            if command == "measure":
                answer = measure(program, clients, *words)
            elif command == "observe":
                answer = observe(program, clients, asking, *words)
            else:
                program, answer = KINDS[kind](folder), {}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
