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


class SqlAlchemy:
    """A program that reads, thinks and writes in one transaction. Its pool cannot be resized: each size is an
    engine of its own, and what is observed of all of them goes to one `DatabasePool`, as a record of several runs does."""

    def __init__(self, folder):
        import sqlalchemy

        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        self.create = sqlalchemy.create_engine
        self.watched = None
        self.select = sqlalchemy.text("SELECT abalance FROM pgbench_accounts WHERE aid = :aid")
        self.update = sqlalchemy.text("UPDATE pgbench_accounts SET abalance = abalance + 1 WHERE aid = :aid")

    def begin(self, size):
        import plimsoll
        import plimsoll.sqlalchemy

        self.engine = self.create(self.url, pool_size=size, max_overflow=0)
        self.engines_own = plimsoll.sqlalchemy.watch(self.engine, "engine")
        self.watched = self.watched or plimsoll.DatabasePool("throughput", source=self)
        return self.watched

    def stats(self):
        """What the engine of now reports: counters that start anew with each are noticed."""
        self.engines_own.observe()
        return self.engines_own.describe().stats.to_dict()

    def request(self, account):
        with self.engine.begin() as connection:
            connection.execute(self.select, {"aid": account}).one()
            time.sleep(THINKING)
            connection.execute(self.update, {"aid": account})

    def end(self, watched):
        self.engines_own.close()
        self.engine.dispose()


class PsycopgPool:
    """A program that reads one row. Its pool is resized while it runs, and watched on."""

    def __init__(self, folder):
        import psycopg_pool

        settings = f"host={folder} user=postgres dbname=postgres"
        self.pool = psycopg_pool.ConnectionPool(settings, min_size=1, kwargs={"autocommit": True}, open=True)
        self.watched = None

    def begin(self, size):
        import plimsoll.psycopg_pool

        self.pool.resize(size, size)
        self.pool.wait(30)
        self.watched = self.watched or plimsoll.psycopg_pool.watch(self.pool, "throughput")
        return self.watched

    def request(self, account):
        with self.pool.connection() as connection:
            connection.execute("SELECT abalance FROM pgbench_accounts WHERE aid = %s", [account]).fetchone()

    def end(self, watched):
        pass


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
                self.program.request(chance.randint(1, ACCOUNTS))
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
    program.end(watched)
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
    program.end(watched)
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
    pool = getattr(program, "pool", None)
    if pool is not None:
        pool.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
