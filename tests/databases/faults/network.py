"""A network, or a server, that no longer answers and does not say so."""

import os
import selectors
import signal
import socket
import threading

import psycopg
from case import case
from pools import read_and_write, sqlalchemy_on

STALLED = "database_pool.stalled"


class Wire:
    """A port that passes on to a Unix socket for as long as it is told to."""

    def __init__(self, stage, target):
        self.passes = True
        self._target = str(target)
        self._over = stage.over
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._ends = selectors.DefaultSelector()
        self._ends.register(self._listener, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        stage.stack.callback(self.close)

    def connect(self, user="postgres", database="postgres", **options):
        """In the place of the server's own."""
        options = {"autocommit": True, "connect_timeout": 2, **options}
        return psycopg.connect(host="127.0.0.1", port=self.port, user=user, dbname=database, **options)

    def _run(self):
        while not self._over.is_set():
            if not self.passes:
                # What was sent stays in the buffers; nobody is told.
                self._over.wait(0.1)
                continue
            for key, _ in self._ends.select(0.1):
                if key.data is None:
                    near, _ = self._listener.accept()
                    far = socket.socket(socket.AF_UNIX)
                    far.connect(self._target)
                    self._ends.register(near, selectors.EVENT_READ, far)
                    self._ends.register(far, selectors.EVENT_READ, near)
                else:
                    self._pass_on(key.fileobj, key.data)

    def _pass_on(self, source, sink):
        try:
            data = source.recv(65536)
            if data:
                sink.sendall(data)
                return
        except OSError:
            pass
        for end in (source, sink):
            self._ends.unregister(end)
            end.close()

    def close(self):
        self._thread.join(2)
        for key in list(self._ends.get_map().values()):
            key.fileobj.close()
        self._ends.close()


@case("the network passes nothing on any more; SQLAlchemy, PostgreSQL 18", STALLED, short=True)
def network_stall_postgresql(stage):
    server = stage.postgres()
    wire = Wire(stage, server.folder / ".s.PGSQL.5432")
    server.connect = wire.connect
    engine = sqlalchemy_on(stage, server)
    stage.users(8, read_and_write(engine), think=0.02)
    stage.calm()
    wire.passes = False
    stage.fault(20)
    wire.passes = True


@case("the server is stopped and does not answer; SQLAlchemy, MariaDB", STALLED)
def stopped_mariadb(stage):
    server = stage.mariadb()
    engine = sqlalchemy_on(stage, server)
    stage.users(8, read_and_write(engine), think=0.02)
    stage.calm()
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        stage.fault(20)
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
